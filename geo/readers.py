"""Paths, folders, addresses and `-` to documents; what cannot be read is a value too, with its remedy."""

from __future__ import annotations

import hashlib
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from geo.documents import Document
from geo.errors import ReadError
from geo.formats import (
    LIMIT_BYTES,
    Draft,
    Found,
    Notice,
    from_csv,
    from_json,
    from_jsonl,
    from_text,
)
from geo.office import from_docx, from_eml, from_html, from_pdf

__all__ = ["Notice", "read"]

URL_LIMIT_BYTES = 20_000_000
URL_SECONDS = 30.0
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_SUFFIX_OF_TYPE = {
    **dict.fromkeys(_HTML_TYPES, ".html"), "application/pdf": ".pdf", "application/json": ".json",
    "text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv", "application/x-ndjson": ".jsonl",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
FORMATS: dict[str, Callable[[bytes, str], Iterator[Found]]] = {
    ".txt": from_text, ".md": from_text, ".markdown": from_text, ".html": from_html, ".htm": from_html,
    ".pdf": from_pdf, ".docx": from_docx, ".eml": from_eml, ".json": from_json, ".jsonl": from_jsonl,
    ".ndjson": from_jsonl, ".csv": from_csv, ".tsv": from_csv,
}  # fmt: skip
# What to do with a file of another kind.
REMEDIES: dict[str, str] = {
    ".doc": "save it as .docx", ".rtf": "save it as .docx or .txt", ".odt": "save it as .docx or .txt",
    ".pages": "save it as .docx or .txt", ".xls": "save the sheet as .csv", ".xlsx": "save the sheet as .csv",
    ".ods": "save the sheet as .csv", ".zip": "unpack it and give the folder",
    ".gz": "unpack it first", ".7z": "unpack it first", ".msg": "save the mail as .eml",
    ".mhtml": "save the page as .html", ".epub": "save it as .txt",
    ".png": "a picture holds no text to read: run text recognition first",
    ".jpg": "a picture holds no text to read: run text recognition first",
    ".jpeg": "a picture holds no text to read: run text recognition first",
    ".geojson": "a map file holds no text to read: give the reports themselves",
    ".kml": "a map file holds no text to read: give the reports themselves",
}  # fmt: skip
KINDS = " ".join(sorted(FORMATS))


def _log(notice: Notice) -> None:
    logging.getLogger(__name__).info("%s", notice)


def read(
    sources: Iterable[str | Path], *, tell: Callable[[Notice], object] = _log
) -> Iterator[Document | ReadError]:
    """Yield the documents of files, folders (and all below), http(s) addresses and `-`, standard input.

    What cannot be read comes as a ReadError among the documents, named and with a remedy, and the
    rest goes on.  What was passed over, or read with a doubt, is given to `tell` (default: the
    logger of this module).  Ids are unique within a call: the given id, else the file's name and the
    first 8 digits of the text's SHA-256.
    """
    taken: set[str] = set()
    seen: set[Path] = set()
    for source in sources:
        for found in _drafts(source, seen):
            if isinstance(found, Notice):
                tell(found)
            elif isinstance(found, ReadError):
                yield found
            else:
                document, notice = _document(found, taken)
                if notice:
                    tell(notice)
                yield document


def _document(draft: Draft, taken: set[str]) -> tuple[Document, Notice | None]:
    digest = hashlib.sha256(draft.text.encode()).hexdigest()[:8]
    name = draft.id or f"{_stem(draft.source)}-{digest}"
    unique, n = name, 2
    while unique in taken:
        unique, n = f"{name}-{n}", n + 1
    taken.add(unique)
    notice = None
    if draft.id and unique != name:
        notice = Notice(
            draft.source, f"id {name[:60]!r} is used twice; this document is called {unique[:60]!r}"
        )
    return (
        Document(
            unique, draft.text, draft.title, draft.url, draft.published, draft.published_basis,
            draft.language, draft.source, draft.encoding,
        ),
        notice,
    )  # fmt: skip


def _stem(source: str) -> str:
    """Return the name of a file or page in letters, digits, dots and hyphens."""
    path = urlsplit(source).path.rstrip("/") if "://" in source else source
    file = re.sub(r"(?:, item \d+|:\d+)$", "", path)
    return re.sub(r"[^\w.]+", "-", Path(file).stem).strip("-.")[:60] or "text"


def _drafts(source: str | Path, seen: set[Path]) -> Iterator[Found]:
    name = str(source)
    if name == "-":
        yield from _guarded(_stdin())
    elif "://" in name[:12]:
        yield from _guarded(_url(name))
    else:
        path = Path(source)
        try:
            is_folder, exists = path.is_dir(), path.exists()
        except (OSError, ValueError) as error:
            yield ReadError(name, f"is no path that can be opened ({error})")
            return
        if is_folder:
            yield from _folder(path, seen)
        elif exists:
            yield from _guarded(_file(path, seen))
        else:
            yield ReadError(name, "is not there; check the name and the folder you are in")


def _guarded(found: Iterator[Found]) -> Iterator[Found]:
    """Yield what is found, and the error that ends it as a value."""
    try:
        yield from found
    except ReadError as error:
        yield error


def _folder(folder: Path, seen: set[Path]) -> Iterator[Found]:
    skipped = []
    count = 0
    try:
        files = sorted(p for p in folder.rglob("*") if p.is_file())
    except OSError as error:
        yield ReadError(folder, f"cannot be listed: {error.strerror or error}")
        return
    for file in files:
        if any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        if file.suffix.lower() in FORMATS:
            count += 1
            yield from _guarded(_file(file, seen))
        else:
            skipped.append(str(file.relative_to(folder)))
    if not count:
        yield ReadError(folder, f"is a folder without documents; the kinds that are read: {KINDS}")
    if skipped:
        names = ", ".join(skipped[:5]) + (f" and {len(skipped) - 5} more" if len(skipped) > 5 else "")
        yield Notice(folder, f"{len(skipped)} of another kind passed over: {names}")


def _file(path: Path, seen: set[Path]) -> Iterator[Found]:
    if (real := path.resolve()) in seen:
        yield Notice(path, "was given twice and is read once")
        return
    seen.add(real)
    suffix = path.suffix.lower()
    if suffix in REMEDIES:
        raise ReadError(path, f"is of a kind that is not read ({suffix}); {REMEDIES[suffix]}")
    try:
        if not path.is_file():
            raise ReadError(path, "is no file that can be read to its end; save its content in a file")
        size = path.stat().st_size
        if size > LIMIT_BYTES:
            raise ReadError(
                path, f"has {size // 1_000_000} MB, more than {LIMIT_BYTES // 1_000_000}; split it"
            )
        raw = path.read_bytes()
    except ReadError:
        raise
    except PermissionError:
        raise ReadError(path, "may not be read by you; change its permissions") from None
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror or error}") from None
    yield from _bytes(raw, suffix, str(path))


def _bytes(raw: bytes, suffix: str, source: str) -> Iterator[Found]:
    if not raw:
        raise ReadError(
            source, "is empty: there is nothing to read; check that it was saved, or leave it out"
        )
    told = False
    for found in FORMATS.get(suffix, from_text)(raw, source):
        yield found
        encoding = None if isinstance(found, ReadError) else found.encoding
        if encoding and not encoding.startswith("utf") and not told:
            told = True
            yield Notice(source, f"was read as {encoding}; if its letters are wrong, save it as UTF-8")


def _stdin() -> Iterator[Found]:
    """Read standard input: JSON Lines where its first line is an object, else one text."""
    raw = sys.stdin.buffer.read(LIMIT_BYTES)
    first = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if re.match(rb"\{\s*\"", first):
        yield from from_jsonl(raw, "-")
    else:
        yield from _bytes(raw, ".txt", "-")


def _url(address: str) -> Iterator[Found]:
    """Fetch one page over http(s), at most 20 MB and 30 seconds."""
    import http.client
    import time
    from urllib import request
    from urllib.error import URLError

    if urlsplit(address).scheme.lower() not in ("http", "https"):
        raise ReadError(address, "is no address that is read; give http://..., https://... or a file")
    # No file: or ftp: handler, so that a redirection cannot lead to one.
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler, request.HTTPRedirectHandler,
        request.HTTPDefaultErrorHandler, request.HTTPErrorProcessor, request.UnknownHandler,
    ):  # fmt: skip
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", "dateline (reads one page at its user's request)")]
    deadline = time.monotonic() + URL_SECONDS
    remedy = "save the page in your browser and give the file"
    try:
        with opener.open(address, timeout=URL_SECONDS) as answer:
            kind = answer.headers.get_content_type()
            raw = b""
            while block := answer.read(65_536):
                raw += block
                if len(raw) > URL_LIMIT_BYTES or time.monotonic() > deadline:
                    raise ReadError(address, f"is too large or too slow; {remedy}")
    except ReadError:
        raise
    except (URLError, OSError, ValueError, http.client.HTTPException) as error:
        cause = getattr(error, "reason", None) or error
        raise ReadError(address, f"could not be fetched ({cause}); {remedy}") from None
    suffix = _SUFFIX_OF_TYPE.get(kind) or Path(urlsplit(address).path).suffix.lower()
    for found in _bytes(raw, suffix if suffix in FORMATS else ".html", address):
        yield found if isinstance(found, ReadError) or found.url else _with_url(found, address)


def _with_url(draft: Draft, address: str) -> Draft:
    from dataclasses import replace

    return replace(draft, url=address)
