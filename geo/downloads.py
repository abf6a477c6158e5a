"""Files from the network, only when asked for: fetched with resume, limits, checksum; zips unpacked."""

from __future__ import annotations

import errno
import json
import secrets
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from geo.caching import only_one
from geo.errors import DataError, ReadError, UsageError, WriteError
from geo.fetching import Redirections, is_of_the_web, leaves_the_web

# GeoNames' largest country, the United States, is about 70 MB packed and 300 MB unpacked.
MOST_PACKED, MOST_UNPACKED = 200_000_000, 1_000_000_000
MOST_RATIO = 100  # dumps shrink to a quarter or a fifth; bombs to a thousandth
SECONDS, ATTEMPTS = 30.0, 3
_BLOCK = 1 << 16
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
Opener = Callable[[Path, str], IO[bytes]]


class _CutError(Exception):
    """The connection ended before the file did."""


def open_file(path: Path, mode: str) -> IO[bytes]:
    """Open a file for bytes."""
    return path.open(mode)


def checked_address(address: str) -> str:
    """Return an address if it is of the web and bears no password; raise UsageError otherwise."""
    if not is_of_the_web(address) or "@" in urlsplit(address).netloc:
        raise UsageError(f"{address!r} is no address that can be fetched; expected http:// or https://")
    return address


def _stay_on_the_web(req: Request, target: str) -> None:
    """Refuse to be sent on elsewhere than to the web, or from https to http."""
    if leaves_the_web(req, target):
        raise ReadError(
            req.full_url, f"the server sends us on to {target!r}, which is refused; try another --from"
        )


def _web() -> OpenerDirector:
    opener = OpenerDirector()  # not build_opener, which brings file:, ftp: and data: along
    for handler in (
        ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
        Redirections(_stay_on_the_web),
    ):  # fmt: skip
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "dateline-gazetteer")]
    return opener


@dataclass(frozen=True)
class _Part:
    """What there is of a file so far, and the mark by which the server knows the version it is of."""

    path: Path

    @property
    def mark_file(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def mark(self, address: str) -> str | None:
        """Return the mark if the part is of this address, so that it can be gone on with."""
        try:
            kept = json.loads(self.mark_file.read_text("utf-8"))
            return str(kept["mark"]) if kept["address"] == address and self.size() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.mark_file.unlink(missing_ok=True)


def fetch(
    address: str,
    target: Path,
    *,
    checksum: str | None = None,
    most: int = MOST_PACKED,
    seconds: float = SECONDS,
    attempts: int = ATTEMPTS,
    progress: bool = False,
    opened: Opener = open_file,
) -> Path:
    """Fetch a file of at most `most` bytes to `target`, going on with what an earlier try has left.

    `checksum` is the SHA-256 it must have; `seconds` is how long the server may be silent; `opened` opens
    files to write.  Raises UsageError for an address that is none of the web, ReadError for what the network
    does, DataError for a wrong checksum, WriteError for a full disk.  The target is whole or not there.
    """
    checked_address(address)
    part = _Part(target.with_name(f".{target.name}.part"))
    with only_one(target.with_name(f".{target.name}.lock")):
        for attempt in range(1, attempts + 1):
            try:
                _fetch_rest(address, part, most, seconds, progress, opened)
                break
            except _CutError as cut:
                if attempt == attempts:
                    kept = part.size()
                    raise ReadError(
                        address,
                        f"{cut}; {kept:,} bytes are kept: run the same command again to go on from there",
                    ) from cut
        with part.path.open("rb") as file:
            found = _digest(file)
        if checksum is not None and found != checksum.lower():
            part.drop()
            raise DataError(
                address, None,
                f"its SHA-256 is {found}, expected {checksum.lower()}; it is thrown away: fetch it again, "
                "and if that does not help ask the publisher which checksum is right",
            )  # fmt: skip
        part.path.replace(target)
        part.drop()
    return target


def _digest(file: IO[bytes]) -> str:
    digest = sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _fetch_rest(address: str, part: _Part, most: int, seconds: float, progress: bool, opened: Opener) -> None:
    """Fetch what is missing; raise _CutError where the connection ends too soon."""
    mark = part.mark(address)
    request = Request(address, headers={"Accept-Encoding": "identity"})
    if mark is not None:
        request.add_header("Range", f"bytes={part.size()}-")
        request.add_header("If-Range", mark)  # another version: the server sends it from its beginning
    try:
        with _web().open(request, timeout=seconds) as answer:
            _save(address, answer, part, most, progress, opened)
    except HTTPError as error:
        with error:
            if error.code == 416 and mark is not None:  # more is kept than there is
                part.drop()
                raise _CutError("what was kept does not fit what the server has") from error
            raise ReadError(
                address, f"the server answers {error.code} {error.reason}; look whether the address is right"
            ) from error
    except (ReadError, WriteError):
        raise
    except URLError as error:
        raise _CutError(f"no connection ({error.reason})") from error
    except TimeoutError as error:
        raise _CutError(f"the server was silent for {seconds:g} seconds") from error
    except (OSError, HTTPException) as error:
        raise _CutError(f"the connection was cut ({type(error).__name__})") from error


def _save(address: str, answer: Any, part: _Part, most: int, progress: bool, opened: Opener) -> None:
    start = part.size() if answer.status == 206 else 0
    if start and not str(answer.headers.get("Content-Range", "")).startswith(f"bytes {start}-"):
        part.drop()
        raise _CutError("the server sent another piece than was asked for")
    length = str(answer.headers.get("Content-Length", ""))
    whole = start + int(length) if length.isdigit() else None
    if whole is not None and whole > most:
        part.drop()
        raise _too_large(address, most)
    _remember(address, answer, part)
    from tqdm import tqdm

    bar = tqdm(
        desc=address.rpartition("/")[2], total=whole, initial=start, unit="B", unit_scale=True,
        disable=not progress,
    )  # fmt: skip
    size = start
    try:
        with bar, _opened(part.path, "ab" if start else "wb", opened) as file:
            while block := answer.read(_BLOCK):
                size += len(block)
                if size > most:
                    break
                _write(file, block, part.path)
                bar.update(len(block))
    except WriteError:
        part.drop()  # the space is given back
        raise
    if size > most:
        part.drop()
        raise _too_large(address, most)
    if whole is not None and size < whole:
        raise _CutError(f"the connection was cut after {size:,} of {whole:,} bytes")


def _remember(address: str, answer: Any, part: _Part) -> None:
    """Note the version that is fetched: an exact ETag or else the day and time it was changed."""
    mark = answer.headers.get("ETag")
    if not mark or mark.startswith("W/"):
        mark = answer.headers.get("Last-Modified")
    try:
        if mark:
            part.mark_file.write_text(json.dumps({"address": address, "mark": mark}), "utf-8")
        else:
            part.mark_file.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(error, part.path) from error


def _too_large(address: str, most: int) -> ReadError:
    return ReadError(
        address, f"is larger than {most:,} bytes and was not fetched; if that is right raise --max-mb"
    )


def _write(file: IO[bytes], block: bytes, path: Path) -> None:
    try:
        file.write(block)
        file.flush()  # a full disk is found here, not when the file is closed
    except OSError as error:
        raise _not_written(error, path) from error


def _opened(path: Path, mode: str, opened: Opener) -> IO[bytes]:
    """Open a file to write; a fault of the disk is told as one, not as a fault of the network."""
    try:
        return opened(path, mode)
    except OSError as error:
        raise _not_written(error, path) from error


def _not_written(error: OSError, path: Path) -> WriteError:
    why = "the disk is full" if error.errno in _NO_SPACE else f"cannot be written: {error.strerror}"
    return WriteError(path.parent, f"{why}; make room and run the same command again")


def unpack(
    archive: Path, member: str, target: Path, *, most: int = MOST_UNPACKED, opened: Opener = open_file
) -> Path:
    """Unpack one member of a zip to `target`, which is there whole or not at all.

    Raises ReadError for what is no zip, lacks the member, is damaged, or would grow beyond `most` bytes or
    a hundredfold; WriteError for a full disk.
    """
    draft = target.with_name(f".{secrets.token_hex(4)}-{target.name}")
    try:
        with zipfile.ZipFile(archive) as packed:
            if member not in packed.namelist():
                held = ", ".join(packed.namelist()[:5])
                raise ReadError(archive, f"holds no {member} but {held or 'nothing'}; is it a GeoNames dump?")
            about = packed.getinfo(member)
            _refuse_bomb(archive, about.file_size, about.compress_size, most)
            size = 0
            with packed.open(about) as source, opened(draft, "wb") as file:
                while block := source.read(_BLOCK):
                    size += len(block)
                    _refuse_bomb(archive, size, about.compress_size, most)
                    _write(file, block, target)
        draft.replace(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReadError(
            archive, f"is no zip that can be read ({error}); look what the address gives, and fetch it again"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def _refuse_bomb(archive: Path, size: int, packed: int, most: int) -> None:
    if size > most:
        raise ReadError(archive, f"unpacks to more than {most:,} bytes and is refused; see --max-mb")
    if size > max(1_000_000, MOST_RATIO * packed):
        raise ReadError(
            archive,
            f"grows more than {MOST_RATIO}-fold when unpacked, as a zip bomb does, and is refused; "
            "get the file from its publisher",
        )
