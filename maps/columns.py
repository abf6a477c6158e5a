"""Columns: rows told once as columns, each value once, so that a page can hold a million of them."""

from __future__ import annotations

import base64
import gzip
import json
import sys
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

SCALE = 100_000  # coordinates are whole numbers of hundred-thousandths of a degree (a metre)
FEW = 500  # values; of more, a column is one text


class Columns:
    """Rows with the same keys, as columns of codes into lists of distinct values; None where one is lacking.

    `whole` names the columns of whole numbers (signed, 32 bits), which are kept as they are.
    """

    def __init__(self, whole: Iterable[str] = ()) -> None:
        self.count = 0
        self.whole = {name: array("i") for name in whole}
        self.codes: dict[str, array[int]] = {}
        self.values: dict[str, dict[Any, int]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row."""
        for name, numbers in self.whole.items():
            numbers.append(row[name])
        for name, value in row.items():
            if name in self.whole:
                continue
            codes = self.codes.get(name)
            if codes is None:
                codes = self.codes[name] = array("I")
                self.values[name] = {}
            if len(codes) < self.count:
                codes.extend([self._code(name, None)] * (self.count - len(codes)))
            codes.append(self._code(name, value))
        self.count += 1

    def _code(self, name: str, value: Any) -> int:
        known = self.values[name]
        # A list is known by its JSON; the letter keeps it apart from a text that looks the same.
        key = value if value is None or type(value) is str else ("j", json.dumps(value))
        return known.setdefault(key, len(known))

    def table(self, blob: bytearray | None) -> Json:
        """Return {"n": rows, "columns": {name: column}} for JSON; numbers go into `blob` where there is one.

        A column is {"values": [...], "codes": numbers}; without codes, row i has value i, or all the only
        value.  Numbers are a list, or {"at": offset, "bytes": 1, 2 or 4, "n": count} for little-endian
        numbers in the blob; {"numbers": ...} is a column of signed ones.  Many values are {"text": all of
        them, "ends": numbers, "size": count, "json": whether each is JSON} in place of "values".
        """
        columns: Json = {name: {"numbers": _numbers(n, blob)} for name, n in self.whole.items()}
        for name, codes in self.codes.items():
            if len(codes) < self.count:
                codes.extend([self._code(name, None)] * (self.count - len(codes)))
            values = self.values[name]
            columns[name] = _values(values) if blob is None or len(values) <= FEW else _text(values, blob)
            if len(values) not in (1, self.count):
                columns[name]["codes"] = _numbers(_narrow(codes, len(values)), blob)
        return {"n": self.count, "columns": columns}


def _values(values: Iterable[Any]) -> Json:
    return {"values": [json.loads(key[1]) if type(key) is tuple else key for key in values]}


def _text(values: Iterable[Any], blob: bytearray) -> Json:
    """Return many values as one text and where each ends in it, so that none is read before it is asked for.

    Ends are counted in UTF-16 units, as JavaScript does; where not all values are texts, each is JSON.
    """
    keys = list(values)
    plain = all(type(key) is str for key in keys)
    parts = (
        keys if plain else [json.dumps(k, ensure_ascii=False) if type(k) is str else _json(k) for k in keys]
    )
    ends, end = array("I"), 0
    for part in parts:
        end += len(part) if part.isascii() else len(part.encode("utf-16-le", "surrogatepass")) // 2
        ends.append(end)
    return {"text": "".join(parts), "ends": _numbers(ends, blob), "size": len(keys), "json": not plain}


def _json(key: Any) -> str:
    value = json.loads(key[1]) if type(key) is tuple else key
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _narrow(codes: array[int], most: int) -> array[int]:
    kind = "B" if most <= 1 << 8 else "H" if most <= 1 << 16 else "I"
    return codes if kind == "I" else array(kind, codes)


def _numbers(numbers: array[int], blob: bytearray | None) -> Any:
    if blob is None:
        return numbers.tolist()
    blob.extend(bytes(-len(blob) % numbers.itemsize))
    at = len(blob)
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    blob.extend(numbers.tobytes())
    return {"at": at, "bytes": numbers.itemsize, "n": len(numbers)}


def pack(data: Json, blob: bytearray) -> str:
    """Return both as gzip in Base64: size of the JSON (4 bytes), JSON, the blob at the next eighth byte.

    Base64 has no character that could end the script element that it stands in.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    head = text.encode("utf-8", "backslashreplace")
    gap = bytes(-(4 + len(head)) % 8)
    whole = len(head).to_bytes(4, "little") + head + gap + bytes(blob)
    return base64.b64encode(gzip.compress(whole, compresslevel=6, mtime=0)).decode("ascii")
