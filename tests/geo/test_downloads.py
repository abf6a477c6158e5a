"""Fetching and unpacking: what a server, a disk or a zip may do wrong, against a server of our own."""

from __future__ import annotations

import errno
import io
import threading
import zipfile
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.downloads import checked_address, fetch, unpack
from geo.errors import DataError, ReadError, UsageError, WriteError

BODY = bytes(range(256)) * 2_000  # 512,000 bytes


class Server:
    """A server of one file that cuts, redirects or refuses as told; `ranges` are the ranges asked for."""

    def __init__(self):
        self.body, self.etag, self.status, self.location, self.cuts = BODY, '"one"', 200, None, []
        self.says_length = True
        self.ranges = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.answer(self)

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # a client that hangs up is what is tested
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, asked):
        self.ranges.append(asked.headers.get("Range"))
        if self.location or self.status != 200:
            asked.send_response(302 if self.location else self.status)
            if self.location:
                asked.send_header("Location", self.location)
            asked.send_header("Content-Length", "0")
            asked.end_headers()
            return
        start, status = 0, 200
        if self.ranges[-1] and asked.headers.get("If-Range") == self.etag:
            start, status = int(self.ranges[-1].removeprefix("bytes=").removesuffix("-")), 206
        rest = self.body[start:]
        asked.send_response(status)
        if self.says_length:
            asked.send_header("Content-Length", str(len(rest)))
        if self.etag:
            asked.send_header("ETag", self.etag)
        if status == 206:
            asked.send_header("Content-Range", f"bytes {start}-{len(self.body) - 1}/{len(self.body)}")
        asked.end_headers()
        cut = self.cuts.pop(0) if self.cuts else len(rest)
        asked.wfile.write(rest[:cut])

    def close(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = Server()
    yield server
    server.close()


def left(folder):
    """Return what stands in a folder beside lock files."""
    return sorted(p.name for p in folder.iterdir() if not p.name.endswith(".lock"))


def test_a_file_comes_whole_and_nothing_else_stays(server, tmp_path):
    assert fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip").read_bytes() == BODY
    assert left(tmp_path) == ["SY.zip"] and server.ranges == [None]


def test_a_cut_connection_goes_on_where_it_ended(server, tmp_path):
    server.cuts = [100_000, 50_000]
    found = fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", checksum=sha256(BODY).hexdigest())
    assert found.read_bytes() == BODY
    assert server.ranges == [None, "bytes=100000-", "bytes=150000-"]


def test_what_was_kept_serves_the_next_run(server, tmp_path):
    server.cuts = [100_000]
    with pytest.raises(ReadError, match="cut after 100,000 of 512,000 bytes; 100,000 bytes are kept: run"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", attempts=1)
    assert not (tmp_path / "SY.zip").exists()
    assert fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", attempts=1).read_bytes() == BODY
    assert server.ranges == [None, "bytes=100000-"] and left(tmp_path) == ["SY.zip"]


@pytest.mark.parametrize("change", ["another version", "another address", "no mark"])
def test_pieces_of_two_files_are_never_joined(server, tmp_path, change):
    server.cuts = [100_000]
    server.etag = None if change == "no mark" else '"one"'
    with pytest.raises(ReadError, match="cut"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", attempts=1)
    server.body, server.etag = BODY[::-1], '"two"' if change == "another version" else server.etag
    address = f"{server.url}/{'mirror/' if change == 'another address' else ''}SY.zip"
    assert fetch(address, tmp_path / "SY.zip", attempts=1).read_bytes() == BODY[::-1]


def test_a_wrong_checksum_leaves_nothing(server, tmp_path):
    with pytest.raises(DataError, match=f"is {sha256(BODY).hexdigest()}, expected {'0' * 64}"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", checksum="0" * 64)
    assert left(tmp_path) == []


@pytest.mark.parametrize("says_length", [True, False])
def test_a_file_that_is_too_large_is_given_up(server, tmp_path, says_length):
    server.says_length = says_length
    with pytest.raises(ReadError, match="larger than 100,000 bytes"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", most=100_000)
    assert left(tmp_path) == []


def test_a_missing_file_is_told_with_its_number(server, tmp_path):
    server.status = 404
    with pytest.raises(ReadError, match=r"/SY.zip: the server answers 404 Not Found"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip")
    assert server.ranges == [None]  # asked once, not again and again


@pytest.mark.parametrize("location", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_a_redirect_away_from_the_web_is_refused(server, tmp_path, location):
    server.location = location
    with pytest.raises(ReadError, match="which is refused"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://a/b", "a/b", "http://", "http://u:p@a/", "http://a/\n"]
)
def test_only_the_web_is_an_address(address):
    with pytest.raises(UsageError, match="expected http:// or https://"):
        checked_address(address)


def test_a_silent_server_and_none_at_all(server, tmp_path):
    server.answer = lambda asked: threading.Event().wait(0.5)
    with pytest.raises(ReadError, match=r"(silent for 0.1 seconds|timed out)"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", seconds=0.1, attempts=1)
    with pytest.raises(ReadError, match="no connection"):
        fetch("http://127.0.0.1:9/SY.zip", tmp_path / "SY.zip", attempts=1)


class FullDisk(io.FileIO):
    """A file on a disk that takes one block."""

    def write(self, data):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_full_disk_gives_its_space_back(server, tmp_path):
    with pytest.raises(WriteError, match="the disk is full; make room"):
        fetch(f"{server.url}/SY.zip", tmp_path / "SY.zip", opened=FullDisk)
    assert left(tmp_path) == []
    archive = packed(tmp_path, BODY)
    with pytest.raises(WriteError, match="the disk is full; make room"):
        unpack(archive, "SY.txt", tmp_path / "SY.txt", opened=FullDisk)
    assert left(tmp_path) == ["SY.zip"]


# --- zips ---


def packed(folder, data, name="SY.txt"):
    with zipfile.ZipFile(folder / "SY.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return folder / "SY.zip"


def refused(archive, match, **limits):
    target = archive.with_name("SY.txt")
    target.write_text("what was there before")
    with pytest.raises(ReadError, match=match):
        unpack(archive, "SY.txt", target, **limits)
    assert left(archive.parent) == ["SY.txt", "SY.zip"]
    assert target.read_text() == "what was there before"


def test_a_zip_gives_its_member(tmp_path):
    assert unpack(packed(tmp_path, BODY), "SY.txt", tmp_path / "SY.txt").read_bytes() == BODY


def test_a_zip_bomb_is_refused_by_ratio_and_by_size(tmp_path):
    archive = packed(tmp_path, bytes(20_000_000))
    refused(archive, "grows more than 100-fold")
    refused(archive, "unpacks to more than 10,000,000 bytes", most=10_000_000)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    archive = packed(tmp_path, bytes(20_000_000))
    true, lie = (20_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    data = archive.read_bytes()
    assert data.count(true) == 2  # in the local header and in the directory
    archive.write_bytes(data.replace(true, lie))
    refused(archive, "is no zip that can be read")


def test_what_is_no_zip_is_said_to_be_none(tmp_path):
    (tmp_path / "SY.zip").write_text("<html>Sign in to the guest network</html>")
    refused(tmp_path / "SY.zip", "is no zip that can be read")


def test_a_zip_of_something_else_and_a_damaged_one(tmp_path):
    refused(packed(tmp_path, b"x", "other.txt"), "holds no SY.txt but other.txt")
    archive = packed(tmp_path, BODY)
    data = bytearray(archive.read_bytes())
    data[200] ^= 0xFF
    archive.write_bytes(data)
    refused(archive, "is no zip that can be read")
