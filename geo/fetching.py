"""One page from the web, when its address is given: http(s) only, to public addresses, within limits."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from geo.errors import ReadError

_REMEDY = "save the page in your browser and give the file"
_BLOCK = 65_536
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Web:
    """What may be fetched: at most `most` bytes in `seconds` of time, all redirections together.

    `private` allows addresses that are not of the public internet (this machine, a network at home or at
    work, a cloud's metadata); `redirects` allows being sent on to another host.
    """

    private: bool = False
    redirects: bool = False
    most: int = 20_000_000
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: its bytes, its type (as in "text/html"), the address in the end."""

    raw: bytes
    kind: str
    address: str


@dataclass
class _Visit:
    """One fetch: what is allowed, and the sockets to cut when its time is over."""

    web: Web
    address: str
    sockets: list[socket.socket] = field(default_factory=list)
    late: bool = False

    def cut(self) -> None:
        self.late = True
        for opened in self.sockets:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def connected(self, to: socket.socket) -> None:
        """Refuse a peer that is not public; the peer itself is asked, so that no name can lie."""
        self.sockets.append(to)
        peer = to.getpeername()[0]
        if not self.web.private and not is_public(peer):
            to.close()
            raise _Refused(
                f"leads to {peer}, an address of this machine or of a private network, and is refused; "
                "if you mean it, allow it with --allow-private"
            )


class _Refused(Exception):  # noqa: N818 - it becomes a ReadError
    """What was asked for is not allowed; the message begins with a verb."""


def is_public(address: str) -> bool:
    """Say whether an IP address is of the public internet (IANA's special-purpose registries).

    >>> is_public("10.1.2.3"), is_public("::ffff:127.0.0.1"), is_public("9.9.9.9")
    (False, False, True)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return ip.is_global and not ip.is_multicast


def is_of_the_web(address: str) -> bool:
    """Say whether an address is http(s), has a host, and neither blanks nor control characters."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    return sound and not any(c.isspace() or not c.isprintable() for c in address)


def fetch_page(address: str, web: Web | None = None) -> Fetched:
    """Fetch one page; raise ReadError for what is refused, fails, or goes beyond the limits."""
    web = web or Web()
    if not is_of_the_web(address):
        raise ReadError(address, "is no address that is read; give http://..., https://... or a file")
    visit = _Visit(web, address)
    watch = threading.Timer(web.seconds, visit.cut)
    watch.daemon = True
    watch.start()
    try:
        with _opener(visit).open(address, timeout=web.seconds) as answer:
            raw = _read(answer, web.most, address)
            if visit.late:  # the end of what was cut looks like the end
                raise TimeoutError
            return Fetched(raw, answer.headers.get_content_type(), answer.geturl())
    except ReadError:
        raise
    except _Refused as refused:
        raise ReadError(address, str(refused)) from None
    except HTTPError as error:
        with error:
            raise ReadError(
                address, f"could not be fetched ({error.code} {error.reason}); {_REMEDY}"
            ) from None
    except (URLError, OSError, ValueError, http.client.HTTPException) as error:
        if visit.late:
            raise ReadError(
                address, f"is too slow: not there in {web.seconds:g} seconds; {_REMEDY}"
            ) from None
        cause = getattr(error, "reason", None) or error
        raise ReadError(address, f"could not be fetched ({cause}); {_REMEDY}") from None
    finally:
        watch.cancel()


def _read(answer: Any, most: int, address: str) -> bytes:
    blocks, size = [], 0
    length = str(answer.headers.get("Content-Length") or "")
    while size <= most and (block := answer.read1(_BLOCK)):
        blocks.append(block)
        size += len(block)
    if size > most:
        raise ReadError(address, f"is too large: more than {most // 1_000_000} MB; {_REMEDY}")
    if length.isdigit() and size < int(length):
        raise ReadError(address, f"was cut off after {size:,} of {int(length):,} bytes; fetch it again")
    return b"".join(blocks)


def _opener(visit: _Visit) -> request.OpenerDirector:
    # Not build_opener, which brings file:, ftp: and data: along.
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(), _handler(request.HTTPHandler, http.client.HTTPConnection, visit),
        _handler(request.HTTPSHandler, http.client.HTTPSConnection, visit), _redirections(visit),
        request.HTTPDefaultErrorHandler(), request.HTTPErrorProcessor(), request.UnknownHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "dateline (reads one page at its user's request)")]
    return opener


def _handler(base: Any, connection: Any, visit: _Visit) -> Any:
    """Return a handler whose connections are looked at before anything is sent."""

    class Connection(connection):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._create_connection = self._checked  # http.client's own way in

        def _checked(self, *args: Any, **kwargs: Any) -> socket.socket:
            opened = socket.create_connection(*args, **kwargs)
            if self.proxied:
                visit.sockets.append(opened)  # the proxy is the user's own choice
            else:
                visit.connected(opened)
            return opened

    class Handler(base):  # type: ignore[misc]
        def do_open(self, http_class: Any, req: Any, **options: Any) -> Any:
            kind = type(http_class.__name__, (Connection,), {"proxied": req.has_proxy()})
            if req.has_proxy():
                _refuse_private_name(req, visit)
            return super().do_open(kind, req, **options)

    return Handler(context=ssl.create_default_context()) if "HTTPS" in base.__name__ else Handler()


def _refuse_private_name(req: Any, visit: _Visit) -> None:
    """Refuse an address that is private by its name where a proxy would ask for it."""
    host = urlsplit(req.full_url).hostname or ""
    try:
        public = is_public(host)
    except ValueError:
        public = host != "localhost" and not host.endswith((".localhost", ".local", ".internal"))
    if not public and not visit.web.private:
        raise _Refused(f"leads to {host}, a private address, and is refused; see --allow-private")


class Redirections(request.HTTPRedirectHandler):
    """Ask `refuse` about each address that is sent on to, also those that urllib refuses in its own words."""

    def __init__(self, refuse: Callable[[request.Request, str], None]) -> None:
        self._refuse = refuse

    def redirect_request(
        self, req: request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> request.Request | None:
        """Refuse, or go on as urllib does."""
        self._refuse(req, newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(self, req: request.Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Look at the address before urllib looks at its scheme."""
        target = headers.get("location") or headers.get("uri") or ""
        if urlsplit(target).scheme not in ("", "http", "https"):
            self._refuse(req, target)
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _FewRedirections(Redirections):
    max_redirections, max_repeats = _MOST_STEPS, 2


def leaves_the_web(req: request.Request, target: str) -> bool:
    """Say whether a redirection leads to another scheme than those of the web, or from https to http."""
    scheme = urlsplit(target).scheme
    return scheme not in ("http", "https") or (req.type == "https" and scheme == "http")


def _redirections(visit: _Visit) -> Redirections:
    def refuse(req: request.Request, target: str) -> None:
        if leaves_the_web(req, target):
            raise _Refused(f"sends on to {target[:200]!r}, which is refused; {_REMEDY}")
        if urlsplit(target).hostname != urlsplit(req.full_url).hostname and not visit.web.redirects:
            raise _Refused(
                f"sends on to another host, {target[:200]!r}; give that address if you mean it, "
                "or allow it with --allow-redirects"
            )

    return _FewRedirections(refuse)
