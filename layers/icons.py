"""Icons: the marks of a KMZ as small white pictures, which Google Earth tints; none is fetched."""

from __future__ import annotations

import struct
import zlib

from layers.symbols import Mark

_SIDE, _OUTER, _INNER = 32, 13.0, 8.5


def png(mark: Mark) -> bytes:
    """Return a mark as a PNG of 32 x 32 pixels, white on nothing (ISO/IEC 15948: grey with alpha)."""
    middle = (_SIDE - 1) / 2
    rows = bytearray()
    for y in range(_SIDE):
        rows.append(0)  # this line is not filtered
        for x in range(_SIDE):
            rows += bytes((255, round(255 * _cover(mark, x - middle, y - middle))))
    header = struct.pack(">2I5B", _SIDE, _SIDE, 8, 4, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _cover(mark: Mark, x: float, y: float) -> float:
    """Return how much of a pixel the mark covers, 0 to 1, from the distance to its edge."""
    away = (x * x + y * y) ** 0.5
    edges: dict[Mark, float] = {
        "disc": _OUTER - away,
        "ring": min(_OUTER - away, away - _INNER),
        "half": min(_OUTER - away, max(y + 0.5, away - _INNER)),
        "cross": min(_OUTER - away, 2.5 - min(abs(x - y), abs(x + y)) / 2**0.5),
    }
    return min(1.0, max(0.0, edges[mark] + 0.5))
