"""ZIP archives, member by member and never on disk: bombs, nesting, passwords and odd names are refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from geo.errors import ReadError

MOST_MEMBERS = 1_000_000
MOST_RATIO = 200  # texts shrink to a tenth or a twentieth; bombs to a thousandth
_SMALL = 10_000_000  # below this nothing is a bomb
DEEPEST = 3  # an archive in an archive in an archive
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
# What Python's zipfile lets through on headers that are cut or lie.
_MALFORMED = (IndexError, KeyError, OverflowError, struct.error)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as told to the user, its bytes as a stream, and its sizes."""

    name: str
    stream: IO[bytes]
    size: int
    packed: int


class _Measured(io.RawIOBase):
    """A stream that ends in an error where it gives more than it said, or than a fair archive would."""

    def __init__(self, inner: IO[bytes], source: str, most: int) -> None:
        self._inner, self._source, self._left = inner, source, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            block = self._inner.read(len(buffer))
        except (*_BROKEN, *_MALFORMED) as error:
            raise ReadError(self._source, _broken(error)) from None
        self._left -= len(block)
        if self._left < 0:
            raise ReadError(self._source, "grows beyond what its archive says, as a bomb does; it is refused")
        buffer[: len(block)] = block
        return len(block)


def _broken(error: Exception) -> str:
    if "password" in str(error).lower() or "encrypted" in str(error).lower():
        return "is protected by a password; unpack it yourself and give the folder"
    return f"is broken in its archive ({type(error).__name__}); fetch or pack it again"


def members(file: IO[bytes], source: str, *, size: int) -> Iterator[Member | ReadError]:
    """Yield the files of an archive of `size` bytes in the order of their names; one that is broken is told.

    Raise ReadError for what is no archive, has too many files, or would grow as a bomb does.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (*_BROKEN, *_MALFORMED) as error:
        raise ReadError(
            source, f"is no ZIP archive that can be opened ({type(error).__name__}); pack it again"
        ) from None
    with archive:
        # Not ZipInfo.is_dir, which fails on a member without a name (found by fuzzing).
        listed = [info for info in archive.infolist() if not info.filename.endswith("/")]
        if len(listed) > MOST_MEMBERS:
            raise ReadError(source, f"holds {len(listed):,} files, more than {MOST_MEMBERS:,}; split it")
        whole = sum(info.file_size for info in listed)
        if whole > max(_SMALL, MOST_RATIO * size):
            raise ReadError(
                source,
                f"would grow {whole // max(size, 1):,}-fold when unpacked, as a bomb does; it is refused",
            )
        used: dict[str, int] = {}
        for info in sorted(listed, key=lambda i: (i.filename, i.header_offset)):
            name = _shown(info.filename)
            if _hidden(name):
                continue
            used[name] = used.get(name, 0) + 1
            told = name if used[name] == 1 else f"{name}#{used[name]}"
            where = f"{source}/{told}"
            try:
                inner = archive.open(info)
            except (*_BROKEN, *_MALFORMED) as error:
                yield ReadError(where, _broken(error))
                continue
            with inner:
                stream = io.BufferedReader(_Measured(inner, where, info.file_size))
                yield Member(told, stream, info.file_size, info.compress_size)


def _shown(name: str) -> str:
    """Return a member's name as a path that stays below its archive; nothing is ever written by it."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts)[:400].encode("utf-8", "backslashreplace").decode() or "unnamed"


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
