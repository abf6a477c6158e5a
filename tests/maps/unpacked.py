"""The columns of a page as rows again, as the page itself reads them."""

from __future__ import annotations

import base64
import gzip
import json
import re
from array import array
from typing import Any

from maps.columns import SCALE
from maps.page import PageData

KINDS = {1: "B", 2: "H", 4: "I"}


def rows(table: dict[str, Any], blob: bytearray | None = None) -> list[dict[str, Any]]:
    """Return the rows of a table of columns, without what they lack."""

    def numbers(held: Any, kind: str | None = None) -> list[int]:
        if isinstance(held, list):
            return held
        assert blob is not None
        part = memoryview(blob)[held["at"] : held["at"] + held["bytes"] * held["n"]]
        return array(kind or KINDS[held["bytes"]], part.tobytes()).tolist()

    def texts(column: dict[str, Any]) -> list[Any]:
        units = column["text"].encode("utf-16-le", "surrogatepass")
        ends = numbers(column["ends"])
        pieces = [units[2 * a : 2 * b] for a, b in zip([0, *ends], ends, strict=False)]
        words = [piece.decode("utf-16-le", "surrogatepass") for piece in pieces]
        return [json.loads(word) for word in words] if column["json"] else words

    found: list[dict[str, Any]] = [{} for _ in range(table["n"])]
    for name, column in table["columns"].items():
        if "numbers" in column:
            values = numbers(column["numbers"], "i")
        else:
            kept = column["values"] if "values" in column else texts(column)
            alone = [0] * table["n"] if len(kept) == 1 else range(table["n"])
            values = [kept[code] for code in (numbers(column["codes"]) if "codes" in column else alone)]
        for row, value in zip(found, values, strict=True):
            if value is not None:
                row[name] = value
    return found


def reports(page: PageData) -> list[dict[str, Any]]:
    """Return the reports of a page, each with what its spot is drawn as and where."""
    spots = rows(page.json["spots"], page.blob)
    for spot in spots:
        spot["lon"], spot["lat"] = spot["lon"] / SCALE, spot["lat"] / SCALE
    found = rows(page.json["reports"], page.blob)
    return [row if row["spot"] < 0 else row | spots[row["spot"]] for row in found]


def text(html: str) -> str:
    """Return a page with its packed data as text behind it, to search in all that it holds."""
    (packed,) = re.findall(r'id="dateline-data">([A-Za-z0-9+/=]+)</script>', html)
    return html.replace(packed, "") + gzip.decompress(base64.b64decode(packed)).decode("utf-8", "replace")
