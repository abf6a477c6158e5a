"""Large files of records in pieces of whole records: JSON Lines, tables, lists and chats in JSON."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from geo.blobs import Blob, rejoined
from geo.encodings import NotTextError, decode
from geo.errors import ReadError
from geo.formats import LIMIT_BYTES

WHOLE = 250_000  # bytes; a smaller file is one blob
PIECE = 250_000  # bytes of a piece; a record that is longer is a piece by itself
_LONGEST = 50_000_000  # bytes of a line
_HEAD = 100_000
_FEW = 200  # rows that the columns of a table are judged by


def _wide(raw: bytes) -> bool:
    """Say whether newlines are not single bytes: UTF-16 and UTF-32."""
    return b"\x00" in raw[:_HEAD] or raw.startswith((b"\xff\xfe", b"\xfe\xff"))


def _encoding(head: bytes, source: str) -> str:
    """Return the encoding that the first lines of a file are in."""
    try:
        return decode(head[: head.rfind(b"\n") + 1] or head)[1]
    except NotTextError as error:
        raise ReadError(
            source, f"{error}; rename it by what it is, or save it as plain text in UTF-8"
        ) from None


def _whole(file: IO[bytes], source: str, suffix: str, head: bytes) -> Iterator[Blob]:
    raw = head + file.read(LIMIT_BYTES + 1 - len(head))
    if len(raw) > LIMIT_BYTES:
        raise ReadError(source, f"has more than {LIMIT_BYTES // 1_000_000} MB; save it in UTF-8 or split it")
    yield Blob(source, suffix, raw, weight=len(raw))


def _lines(file: IO[bytes], head: bytes, source: str) -> Iterator[bytes]:
    """Yield the lines of a file whose first bytes were read already."""
    rest = io.BytesIO(head)
    while line := rest.readline():
        yield line if line.endswith(b"\n") else line + _line(file, source)
    while line := _line(file, source):
        yield line


def _line(file: IO[bytes], source: str) -> bytes:
    line = file.readline(_LONGEST)
    if len(line) >= _LONGEST:
        raise ReadError(source, f"has a line of more than {_LONGEST // 1_000_000} MB; split it")
    return line


def json_lines(file: IO[bytes], source: str, suffix: str) -> Iterator[Blob]:
    """Yield JSON Lines in pieces of whole lines."""
    head = file.read(_HEAD)
    if not head:
        raise ReadError(
            source, "is empty: there is nothing to read; check that it was saved, or leave it out"
        )
    if _wide(head):
        yield from _whole(file, source, suffix, head)
        return
    declared = _encoding(head, source)
    first, number, kept, size = 1, 0, [], 0
    for number, line in enumerate(_lines(file, head, source), 1):
        kept.append(line)
        size += len(line)
        if size >= PIECE:
            yield from _piece(b"".join(kept), source, suffix, {"first": first, "declared": declared})
            first, kept, size = number + 1, [], 0
    yield from _piece(b"".join(kept), source, suffix, {"first": first, "declared": declared})


def _piece(raw: bytes, source: str, suffix: str, options: dict[str, Any]) -> Iterator[Blob]:
    if raw.strip():
        yield Blob(source, suffix, raw, options, weight=len(raw))


def table(file: IO[bytes], source: str, suffix: str) -> Iterator[Blob]:
    """Yield a table in pieces of whole rows, each with what the header says."""
    from geo.sheets import delimiter_of, sheet_of

    head = file.read(_HEAD)
    if _wide(head):
        yield from _whole(file, source, suffix, head)
        return
    declared = _encoding(head, source)
    taken: list[bytes] = []

    def lines() -> Iterator[str]:
        for line in _lines(file, head.removeprefix(b"\xef\xbb\xbf"), source):
            taken.append(line)
            yield line.decode("latin-1")  # only commas, quotes and line ends are looked at

    csv.field_size_limit(LIMIT_BYTES)
    delimiter = delimiter_of(head.split(b"\n", 1)[0].decode("latin-1"))
    rows = csv.reader(lines(), delimiter=delimiter)
    try:
        header = [_again(cell, declared) for cell in next(rows)]
        taken.clear()
        ahead = list(itertools.islice(_with_lines(rows, taken), _FEW))
        sheet = sheet_of(header, ([_again(c, declared) for c in row] for row, *_ in ahead), delimiter, source)
        first, kept, size = 2, [], 0
        for _, raw, last in itertools.chain(ahead, _with_lines(rows, taken)):
            kept.append(raw)
            size += len(raw)
            if size >= PIECE:
                options = {"first": first, "declared": declared, "sheet": sheet}
                yield from _piece(b"".join(kept), source, suffix, options)
                first, kept, size = last + 1, [], 0
    except csv.Error as error:
        raise ReadError(f"{source}:{rows.line_num}", f"is not a table: {error}") from None
    options = {"first": first, "declared": declared, "sheet": sheet}
    yield from _piece(b"".join(kept), source, suffix, options)


def _with_lines(rows: Any, taken: list[bytes]) -> Iterator[tuple[list[str], bytes, int]]:
    """Yield each row with the bytes it was read from and the number of its last line."""
    for row in rows:
        raw = b"".join(taken)
        taken.clear()
        yield row, raw, rows.line_num


def _again(cell: str, encoding: str) -> str:
    return cell.encode("latin-1").decode(encoding, "replace")


def json_list(file: IO[bytes], source: str, suffix: str) -> Iterator[Blob]:
    """Yield a long list of records, or the messages of a chat, in pieces; other JSON whole."""
    head = file.read(_HEAD)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    chat = re.search(rb"\"messages\"\s*:\s*\[", head) if start.startswith(b"{") else None
    if _wide(head) or not (start.startswith(b"[") or chat):
        yield from _whole(file, source, suffix, head)
        return
    import ijson

    joined = rejoined(head.removeprefix(b"\xef\xbb\xbf"), file)
    records: Iterable[Any] = ijson.items(joined, "messages.item" if chat else "item", use_float=True)
    about = _about(head[: chat.start()]) if chat else {}
    first, kept, size = 1, [], 0
    try:
        for number, record in enumerate(records, 1):
            kept.append(json.dumps(record, ensure_ascii=False))
            size += len(kept[-1])
            if size >= PIECE:
                yield _records(source, kept, about, first)
                first, kept, size = number + 1, [], 0
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        if kept:
            yield _records(source, kept, about, first)
        reason = (
            f"is not JSON from its item {first + len(kept)} on ({str(error)[:80]}); what stood before is read"
        )
        raise ReadError(source, reason) from None
    if kept:
        yield _records(source, kept, about, first)


def _about(head: bytes) -> dict[str, Any]:
    """Return what stands before the messages of a chat: its name, kind and number."""
    try:
        return dict(json.loads(head.rstrip().rstrip(b",") + b"}"))
    except (ValueError, TypeError):
        return {"name": "chat"}


def _records(source: str, records: list[str], about: dict[str, Any], first: int) -> Blob:
    listed = f"[{','.join(records)}]"
    if about:
        inside = json.dumps(about, ensure_ascii=False)[:-1]
        listed = f'{inside}, "messages": {listed}}}'
    raw = listed.encode("utf-8", "replace")
    return Blob(source, ".json", raw, {"first": first}, weight=len(raw))


# What cuts the files of each kind.
CHUNKED: dict[str, Callable[[IO[bytes], str, str], Iterator[Blob]]] = {
    ".jsonl": json_lines, ".ndjson": json_lines, ".csv": table, ".tsv": table, ".json": json_list,
}  # fmt: skip
