"""A server on this machine that answers as Nominatim, Photon and GeoNames do, with what a test gives it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Stub:
    """What the server says, and what it was asked: (time, path, query, headers) of each request."""

    def __init__(self) -> None:
        self.answer: Any = []
        self.status, self.headers, self.body, self.silence = 200, {}, None, 0.0  # type: ignore[var-annotated]
        self.asked: list[tuple[float, str, dict[str, list[str]], dict[str, str]]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                stub.asked.append((time.monotonic(), parts.path, parse_qs(parts.query), headers))
                time.sleep(stub.silence)
                answer = stub.answer(stub.asked[-1][2]) if callable(stub.answer) else stub.answer
                body = json.dumps(answer).encode() if stub.body is None else stub.body
                self.send_response(stub.status)
                for name, value in {**stub.headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    @property
    def names(self) -> list[str]:
        """Return the names that were asked for, in order."""
        return [query["q"][0] for _, _, query, _ in self.asked]


@contextmanager
def serving() -> Iterator[Stub]:
    """Serve from a thread."""
    stub = Stub()
    threading.Thread(target=stub.http.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield stub
    finally:
        stub.http.shutdown()
        stub.http.server_close()


def nominatim(
    name: str, lon: float, lat: float, *, id: int = 1, key: str = "place", value: str = "village",
    country: str = "sy", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """Return an answer of Nominatim (format=json, addressdetails, namedetails)."""
    return {
        "place_id": 9, "osm_type": "node", "osm_id": id, "lat": str(lat), "lon": str(lon), "class": key,
        "type": value, "place_rank": 19, "importance": 0.2, "addresstype": value, "name": name,
        "display_name": f"{name}, Somewhere", "namedetails": {"name": name},
        "address": {value: name, "state": "Idlib Governorate", "country_code": country},
        "boundingbox": [str(lat - 0.01), str(lat + 0.01), str(lon - 0.01), str(lon + 0.01)], **more,
    }  # fmt: skip
