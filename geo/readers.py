"""Blobs to documents: each kind by its reader, broken text mended; what cannot be read is a value too."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geo.blobs import Blob, blobs
from geo.documents import Document, Segment
from geo.errors import ReadError
from geo.fetching import Web
from geo.formats import Draft, Found, Notice, blank, from_json, from_jsonl, from_text
from geo.languages import language_of
from geo.mending import mended
from geo.office import from_docx, from_eml, from_html, from_pdf
from geo.sheets import from_csv

__all__ = ["Notice", "Web", "read", "read_blob"]

MOST_CHARACTERS = 5_000_000  # of one document: the Bible has four million
FORMATS: dict[str, Callable[..., Iterator[Found]]] = {
    ".txt": from_text, ".md": from_text, ".markdown": from_text, ".html": from_html, ".htm": from_html,
    ".pdf": from_pdf, ".docx": from_docx, ".eml": from_eml, ".json": from_json, ".jsonl": from_jsonl,
    ".ndjson": from_jsonl, ".csv": from_csv, ".tsv": from_csv,
}  # fmt: skip


def _log(notice: Notice) -> None:
    logging.getLogger(__name__).info("%s", notice)


def read(
    sources: Iterable[str | Path], *, tell: Callable[[Notice], object] = _log, web: Web | None = None
) -> Iterator[Document | ReadError]:
    """Yield the documents of files, folders (and all below), archives, http(s) addresses and `-`.

    What cannot be read comes as a ReadError among the documents, named and with a remedy, and the
    rest goes on.  What was passed over, or read with a doubt, is given to `tell` (default: the
    logger of this module).  `web` says what may be fetched.  Ids are unique within a call: the given id,
    else the file's name and the first 8 digits of the text's SHA-256.
    """
    taken: set[str] = set()
    for blob in blobs(sources, tell=tell, web=web):
        for found in [blob] if isinstance(blob, ReadError) else read_blob(blob):
            if isinstance(found, Notice):
                tell(found)
            elif isinstance(found, ReadError):
                yield found
            else:
                document = _only(found, taken)
                if document is not found and not found.id.endswith(found.sha256[:8]):
                    tell(renamed(found, document.id))
                yield document


def renamed(document: Document, id: str) -> Notice:
    """Return the notice that a document is called otherwise, because its id was used before."""
    return Notice(
        document.source or "-", f"id {document.id[:60]!r} is used twice; this document is called {id[:60]!r}"
    )


def _only(document: Document, taken: set[str]) -> Document:
    unique, n = document.id, 2
    while unique in taken:
        unique, n = f"{document.id}-{n}", n + 1
    taken.add(unique)
    return document if unique == document.id else replace(document, id=unique)


def read_blob(blob: Blob) -> Iterator[Document | ReadError]:
    """Yield the documents of a blob, and notices and errors among them; nothing is raised."""
    told = False
    try:
        for found in FORMATS.get(blob.suffix, from_text)(blob.raw, blob.source, **blob.options):
            if isinstance(found, ReadError):
                yield found
                continue
            yield _document(found, blob)
            if found.encoding and not found.encoding.startswith("utf") and not told:
                told = True
                yield from _doubted(found.encoding, blob)
    except ReadError as error:
        yield error
    except RecursionError:
        yield ReadError(blob.source, "is nested too deep to be read; save it as plain text")
    except Exception as fault:  # a library's own error, on bytes made to break it, must not end the rest
        logging.getLogger(__name__).debug("%s", blob.source, exc_info=True)
        yield ReadError(blob.source, f"is broken ({type(fault).__name__}); save it again, or as plain text")


def _doubted(encoding: str, blob: Blob) -> Iterator[Notice]:
    if blob.options.get("first", 1) <= 2:  # once for a file that is read in pieces
        yield Notice(blob.source, f"was read as {encoding}; if its letters are wrong, save it as UTF-8")


def _document(draft: Draft, blob: Blob) -> Document | ReadError:
    if len(draft.text) > MOST_CHARACTERS:
        size = f"{len(draft.text) / 1e6:.1f} million characters, more than {MOST_CHARACTERS / 1e6:g} million"
        return ReadError(draft.source, f"has {size}; split it into documents")
    text, repairs = mended(draft.text)
    if blank(text):
        return ReadError(draft.source, "has no text in it; check that it was saved, or leave it out")
    published, basis = _published(draft, blob)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Document(
        draft.id or f"{_stem(draft.source)}-{digest}",
        text,
        _mended(draft.title),
        draft.url or blob.url,
        published,
        basis,
        draft.language or language_of(text),
        draft.source,
        draft.encoding,
        _mended(draft.author),
        _moved(draft.marked, repairs) if repairs else draft.marked,
        repairs,
    )


def _published(draft: Draft, blob: Blob) -> tuple[str | None, str]:
    """Return the day a document was published and where that is from; a web address may bear it."""
    address = draft.url or blob.url
    if draft.published is None and address:
        from geo.webpages import day_in_address

        if day := day_in_address(address):
            return day, "address"
    return draft.published, draft.published_basis


def _mended(words: str | None) -> str | None:
    return mended(words)[0] if words else words


def _moved(marked: tuple[Segment, ...], repairs: Any) -> tuple[Segment, ...]:
    """Return segments of the text as it was, as segments of the mended text."""

    def moved(offset: int) -> int:
        shift = 0
        for repair in repairs:
            if repair.start + shift >= offset:
                break
            shift += len(repair.was) - (repair.end - repair.start)
        return max(0, offset - shift)

    return tuple(replace(part, start=moved(part.start), end=moved(part.end)) for part in marked)


def _stem(source: str) -> str:
    """Return the name of a file or page in letters, digits, dots and hyphens."""
    path = urlsplit(source).path.rstrip("/") if re.match(r"https?://", source) else source
    file = re.sub(r"(?:, item \d+|, message \S+|:\d+)$", "", path)
    return re.sub(r"[^\w.]+", "-", Path(file).stem).strip("-.")[:60] or "text"
