"""Files, folders, archives, addresses and standard input as blobs: bytes with a name, in a sure order.

A blob is small or one document, so that a file of any size is read in constant memory, and stands by itself,
so that it can be read elsewhere.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from geo.errors import ReadError
from geo.fetching import Web, fetch_page
from geo.formats import LIMIT_BYTES, Notice

Source = str | Path
READ = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".eml", ".json", ".jsonl", ".ndjson",
    ".csv", ".tsv", ".zip",
)  # fmt: skip
KINDS = " ".join(sorted(READ))
# What to do with a file of another kind.
REMEDIES: dict[str, str] = {
    ".doc": "save it as .docx", ".rtf": "save it as .docx or .txt", ".odt": "save it as .docx or .txt",
    ".pages": "save it as .docx or .txt", ".xls": "save the sheet as .csv", ".xlsx": "save the sheet as .csv",
    ".ods": "save the sheet as .csv", ".rar": "unpack it and give the folder",
    ".tar": "unpack it and give the folder", ".tgz": "unpack it and give the folder",
    ".gz": "unpack it first", ".7z": "unpack it first", ".msg": "save the mail as .eml",
    ".mhtml": "save the page as .html", ".epub": "save it as .txt",
    ".png": "a picture holds no text to read: run text recognition first",
    ".jpg": "a picture holds no text to read: run text recognition first",
    ".jpeg": "a picture holds no text to read: run text recognition first",
    ".geojson": "a map file holds no text to read: give the reports themselves",
    ".kml": "a map file holds no text to read: give the reports themselves",
}  # fmt: skip
_SUFFIX_OF_TYPE = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf",
    "application/json": ".json", "text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv",
    "application/x-ndjson": ".jsonl", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_EMPTY = "is empty: there is nothing to read; check that it was saved, or leave it out"


@dataclass(frozen=True)
class Blob:
    """Bytes to read: `source` names them to the user, `suffix` says their kind.

    `options` go to the reader of that kind (where a piece of a file begins, the header of a table); `url` is
    the address they were fetched from; `weight` is how many bytes of the input they stand for.
    """

    source: str
    suffix: str
    raw: bytes
    options: Mapping[str, Any] = field(default_factory=dict)
    url: str | None = None
    weight: int = 0

    @cached_property
    def key(self) -> bytes:
        """Return 16 bytes that tell this blob from every other: of its name, its place and its bytes."""
        digest = sha256(self.raw)
        digest.update(f"\0{self.source}\0{self.options.get('first', 1)}".encode())
        return digest.digest()[:16]


def blobs(
    sources: Iterable[Source], *, tell: Callable[[Notice], object], web: Web | None = None
) -> Iterator[Blob | ReadError]:
    """Yield the blobs of files, folders (all below, by name), archives, http(s) addresses and `-`.

    What cannot be opened comes as a ReadError among them.  A file that an earlier source gave is left out.
    """
    before: list[Path] = []
    for source in sources:
        name = shown(source)
        if str(source) == "-":
            yield from _guarded(_stdin())
        elif "://" in name[:12]:
            yield from _guarded(_page(name, web, tell))
        else:
            yield from _guarded(_on_disk(Path(source), before, tell))


def size_of(sources: Iterable[Source]) -> int:
    """Return how many bytes the files of some sources have, as far as it can be told beforehand."""
    total = 0
    for source in sources:
        if str(source) == "-" or "://" in str(source)[:12]:
            continue
        try:
            path = Path(source)
            files = _walk(path) if path.is_dir() else [path]
            total += sum(f.stat().st_size for f in files if f.suffix.lower() in READ or f == path)
        except (OSError, ValueError):
            continue
    return total


def shown(path: Source) -> str:
    """Return a path as words; bytes that are no UTF-8 are written as in \\\\xe9."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _guarded(found: Iterator[Blob | ReadError]) -> Iterator[Blob | ReadError]:
    """Yield what is found, and the error that ends it as a value."""
    try:
        yield from found
    except ReadError as error:
        yield error


def _on_disk(path: Path, before: list[Path], tell: Callable[[Notice], object]) -> Iterator[Blob | ReadError]:
    name = shown(path)
    try:
        is_folder, exists, real = path.is_dir(), path.exists(), path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise ReadError(name, f"is no path that can be opened ({error})") from None
    if not exists:
        raise ReadError(name, "is not there; check the name and the folder you are in")
    if is_folder:
        yield from _folder(path, tuple(before), tell)
    elif _given(path, before, tell):
        return
    else:
        yield from _file(path, tell)
    before.append(real)


def _given(path: Path, before: Iterable[Path], tell: Callable[[Notice], object]) -> bool:
    """Say, and tell, whether a file was given already, by itself or in a folder."""
    real = path.resolve() if before else path
    if any(real == other or other in real.parents for other in before):
        tell(Notice(shown(path), "was given twice and is read once"))
        return True
    return False


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order of their names; hidden ones and linked folders are left out."""
    with os.scandir(folder) as entries:
        listed = sorted((e.name, e.is_dir(follow_symlinks=False)) for e in entries)
    for name, is_folder in listed:
        if name.startswith("."):
            continue
        path = folder / name
        if is_folder:
            yield from _walk(path)
        elif path.is_file():
            yield path


def _folder(
    folder: Path, before: tuple[Path, ...], tell: Callable[[Notice], object]
) -> Iterator[Blob | ReadError]:
    name, skipped, few, count = shown(folder), 0, [], 0
    try:
        for file in _walk(folder):
            if file.suffix.lower() in READ:
                count += 1
                if not _given(file, before, tell):
                    yield from _guarded(_file(file, tell))
            else:
                skipped += 1
                few += [shown(file.relative_to(folder))] if skipped <= 5 else []
    except OSError as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(name, f"cannot be listed: {error.strerror or error}; check its permissions") from None
    if not count:
        yield ReadError(name, f"is a folder without documents; the kinds that are read: {KINDS}")
    if skipped:
        names = ", ".join(few) + (f" and {skipped - 5} more" if skipped > 5 else "")
        tell(Notice(name, f"{skipped} of another kind passed over: {names}"))


def _file(path: Path, tell: Callable[[Notice], object]) -> Iterator[Blob | ReadError]:
    name, suffix = shown(path), path.suffix.lower()
    if suffix in REMEDIES:
        raise ReadError(name, f"is of a kind that is not read ({suffix}); {REMEDIES[suffix]}")
    try:
        if not path.is_file():
            raise ReadError(name, "is no file that can be read to its end; save its content in a file")
        with path.open("rb") as file:
            yield from opened(file, suffix, name, path.stat().st_size, tell)
    except ReadError:
        raise
    except PermissionError:
        raise ReadError(name, "may not be read by you; change its permissions") from None
    except OSError as error:
        raise ReadError(name, f"cannot be read: {error.strerror or error}") from None


def opened(
    file: IO[bytes], suffix: str, source: str, size: int, tell: Callable[[Notice], object], depth: int = 0
) -> Iterator[Blob | ReadError]:
    """Yield the blobs of an open file of `size` bytes: itself, its pieces, or what an archive holds."""
    from geo.chunks import CHUNKED, WHOLE

    if suffix == ".zip":
        yield from _archive(file, source, size, tell, depth)
    elif suffix in CHUNKED and size > WHOLE:
        yield from CHUNKED[suffix](file, source, suffix)
    elif size > LIMIT_BYTES:
        raise ReadError(source, f"has {size // 1_000_000} MB, more than {LIMIT_BYTES // 1_000_000}; split it")
    else:
        raw = file.read(LIMIT_BYTES + 1)
        if not raw:
            raise ReadError(source, _EMPTY)
        yield Blob(source, suffix, raw, weight=len(raw))


def _archive(
    file: IO[bytes], source: str, size: int, tell: Callable[[Notice], object], depth: int
) -> Iterator[Blob | ReadError]:
    from dataclasses import replace

    from geo.archives import DEEPEST, Member, members

    if depth >= DEEPEST:
        raise ReadError(source, f"lies {DEEPEST} archives deep; unpack it and give the folder")
    skipped: list[str] = []
    count = 0
    for member in members(file, source, size=size):
        if not isinstance(member, Member):
            yield member
            continue
        suffix = Path(member.name.partition("#")[0]).suffix.lower()
        if suffix not in READ:
            skipped.append(member.name)
            continue
        count += 1
        inner: IO[bytes] = member.stream
        if suffix == ".zip":  # its list stands at its end
            if member.size > LIMIT_BYTES:
                yield ReadError(f"{source}/{member.name}", "is too large an archive in an archive; unpack it")
                continue
            inner = io.BytesIO(inner.read())
        share = member.packed / max(member.size, 1)
        for found in _guarded(opened(inner, suffix, f"{source}/{member.name}", member.size, tell, depth + 1)):
            if isinstance(found, Blob):
                found = replace(found, weight=int(found.weight * share))
            yield found
    if not count:
        yield ReadError(source, f"is an archive without documents; the kinds that are read: {KINDS}")
    if skipped:
        names = ", ".join(skipped[:5]) + (f" and {len(skipped) - 5} more" if len(skipped) > 5 else "")
        tell(Notice(source, f"{len(skipped)} of another kind passed over: {names}"))


def _stdin() -> Iterator[Blob | ReadError]:
    """Read standard input: JSON Lines where its first line is an object, else one text."""
    from geo.chunks import CHUNKED

    head = sys.stdin.buffer.read(200)
    file = rejoined(head, sys.stdin.buffer)
    if re.match(rb"\{\s*\"", head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        yield from CHUNKED[".jsonl"](file, "-", ".jsonl")
        return
    raw = file.read(LIMIT_BYTES + 1)
    if not raw:
        raise ReadError("-", _EMPTY)
    if len(raw) > LIMIT_BYTES:
        raise ReadError("-", f"has more than {LIMIT_BYTES // 1_000_000} MB; give it as files")
    yield Blob("-", ".txt", raw, weight=len(raw))


def rejoined(head: bytes, rest: IO[bytes]) -> IO[bytes]:
    """Return a stream of the first bytes of a file, which were read already, and its rest."""
    return io.BufferedReader(_Joined(head, rest))


class _Joined(io.RawIOBase):
    """The first bytes of a file, that were read already, and the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def _page(address: str, web: Web | None, tell: Callable[[Notice], object]) -> Iterator[Blob | ReadError]:
    from dataclasses import replace

    page = fetch_page(address, web)
    if not page.raw:
        raise ReadError(address, _EMPTY)
    suffix = _SUFFIX_OF_TYPE.get(page.kind) or Path(urlsplit(page.address).path).suffix.lower()
    suffix = suffix if suffix in READ else ".html"
    for found in opened(io.BytesIO(page.raw), suffix, address, len(page.raw), tell):
        yield replace(found, url=page.address) if isinstance(found, Blob) else found
