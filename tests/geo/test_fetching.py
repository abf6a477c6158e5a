"""Addresses: fetched over http(s) within limits; private addresses and other hosts only where allowed."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.documents import Document
from geo.errors import ReadError
from geo.fetching import Web, fetch_page, is_public
from geo.readers import read

LOCAL = Web(private=True)


@contextmanager
def site(answers):
    """Serve (status, headers, body) by path on this machine; a body may be a list of blocks with pauses."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answers[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for block in body if isinstance(body, list) else [body]:
                    self.wfile.write(block)
                    self.wfile.flush()
                    if isinstance(body, list):
                        time.sleep(0.05)
            except OSError:
                return

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


PAGE = (200, {"Content-Type": "text/html; charset=utf-8"}, b"<title>Log</title><p>The bridge was mined.</p>")


def test_a_page_is_read_with_its_address():
    with site({"/2021/5/6/log": PAGE}) as home:
        (page,) = read([f"{home}/2021/5/6/log"], web=LOCAL)
    assert (page.text, page.title, page.url) == ("The bridge was mined.", "Log", f"{home}/2021/5/6/log")
    assert (page.published, page.published_basis) == ("2021-05-06", "address")


def test_a_private_address_is_refused_before_anything_is_asked_of_it():
    asked = []

    class Answers(dict):
        def __getitem__(self, path):
            asked.append(path)
            return PAGE

    with site(Answers()) as home:
        (refused,) = read([f"{home}/secret"])
        (named,) = read([home.replace("127.0.0.1", "localhost") + "/secret"])
    assert "--allow-private" in refused.reason
    assert "--allow-private" in named.reason
    assert asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("9.9.9.9", True), ("10.0.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("::1", False), ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False), ("2002:0a00:0001::", False), ("224.0.0.1", False), ("2620:fe::fe", True),
    ],
)  # fmt: skip
def test_what_is_public_is_told_by_the_registries(address, public):
    assert is_public(address) is public


def test_a_page_may_send_on_within_its_host_but_not_to_another_or_to_a_file():
    answers = {
        "/old": (301, {"Location": "/new"}, b""), "/new": PAGE,
        "/file": (302, {"Location": "file:///etc/hostname"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
    }  # fmt: skip
    with site(answers) as home:
        other = home.replace("127.0.0.1", "localhost")
        answers["/away"] = (302, {"Location": f"{other}/new"}, b"")
        sources = [f"{home}/{path}" for path in ("old", "file", "away", "round")]
        old, file, away, round_ = read(sources, web=LOCAL)
        (followed,) = read([f"{home}/away"], web=Web(private=True, redirects=True))
    assert (old.text, old.url) == ("The bridge was mined.", f"{home}/new")
    assert "sends on to 'file:///etc/hostname', which is refused" in file.reason
    assert "--allow-redirects" in away.reason
    assert "could not be fetched" in round_.reason
    assert followed.url == f"{other}/new"


def test_limits_of_size_and_time_hold_against_a_server_that_drips():
    answers = {
        "/large": (200, {}, b"x" * 3_000_000),
        "/drip": (200, {}, [b"x"] * 200),
        "/cut": (200, {"Content-Length": "1000"}, b"<p>The first half"),
        "/gone": (404, {}, b""),
    }
    with site(answers) as home:

        def reason(path, **limits):
            with pytest.raises(ReadError) as error:
                fetch_page(f"{home}{path}", Web(private=True, **limits))
            return error.value.reason

        assert "is too large: more than 1 MB" in reason("/large", most=1_000_000)
        assert "is too slow: not there in 0.5 seconds" in reason("/drip", seconds=0.5)
        assert "was cut off after 17 of 1,000 bytes" in reason("/cut")
        assert "404" in reason("/gone")


@pytest.mark.parametrize(
    "address", ["gopher://example.org/1", "file:///etc/passwd", "http://", "http://[", "ftp://a"]
)
def test_only_addresses_of_the_web_are_read(address):
    (error,) = read([address])
    assert not isinstance(error, Document)
    assert "give http://..., https://... or a file" in error.reason
