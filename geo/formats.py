"""Text, JSON and records to drafts of documents, and errors for what could not be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from geo.documents import Segment
from geo.encodings import NotTextError, clean, decode
from geo.errors import ReadError

LIMIT_BYTES = 200_000_000
_TITLE_MAX = 140


class Notice(ReadError):  # noqa: N818 - it is no failure
    """Something was passed over or read with a doubt; told, not raised, and no failure of the run."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has an id; `id` is the one the source gives, if any."""

    text: str
    source: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_basis: str = "none"
    language: str | None = None
    encoding: str | None = None
    author: str | None = None
    marked: tuple[Segment, ...] = ()


Found = Draft | ReadError

# What a column or a key may be called, the first that is there is taken (compared in lower case).
FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "content", "body", "article", "full_text", "fulltext", "article_text", "body_text", "notes",
        "description", "report", "message", "post", "tweet", "maintext", "transcript", "story",
    ),
    "id": ("id", "document_id", "doc_id", "event_id_cnty"),
    "title": ("title", "headline", "subject"),
    "url": ("url", "link", "source_url", "permalink"),
    "published": ("published", "published_at", "date", "pubdate", "publish_date", "event_date", "datetime"),
    "language": ("language", "lang"),
    "author": ("author", "authors", "byline", "creator"),
}  # fmt: skip
_DAYS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")


def iso_date(value: object) -> str | None:
    """Return an ISO 8601 date (YYYY, YYYY-MM or YYYY-MM-DD) for a written one, None where it is in doubt.

    >>> iso_date("2023-05-04T10:00:00Z"), iso_date("4 May 2023"), iso_date("03/04/2023")
    ('2023-05-04', '2023-05-04', None)
    """
    text = str(value).strip()
    if re.fullmatch(r"(?:1[89]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", text):
        return text
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text).isoformat()[:10]
        except (ValueError, TypeError, IndexError):
            continue
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    return None


def heading(text: str) -> str | None:
    """Return the first line where it reads as a heading and text follows, without the # of Markdown."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return None
    first = lines[0]
    marked = first.startswith("#")
    first = first.lstrip("#").strip().strip("*_").strip()
    if not first or len(first) > _TITLE_MAX or not first[0].isalnum():
        return None
    sentence = first[-1] in ".;:,…" or re.search(r"[.!?]\s+\w", first) or re.match(r"Q\d*\s*[:.)]", first)
    return first if marked or not sentence else None


def blank(text: str) -> bool:
    return not text.strip("\ufeff\x00 \t\r\n\x0b\x0c\u200b\xa0")


def plain(raw: bytes, source: str, *, declared: str | None = None) -> Draft:
    """Return the draft of plain bytes; raise ReadError where they are no text or empty."""
    try:
        text, encoding = decode(raw, declared=declared)
    except NotTextError as error:
        reason = f"{error}; rename it by what it is, or save it as plain text in UTF-8"
        raise ReadError(source, reason) from None
    if blank(text):
        raise ReadError(
            source, "is empty: there is nothing to read; check that it was saved, or leave it out"
        )
    return Draft(text, source, encoding=None if encoding == "utf-8" else encoding)


def from_text(raw: bytes, source: str) -> Iterator[Found]:
    """Read plain text or Markdown; the text is kept to the letter."""
    draft = plain(raw, source)
    yield replace(draft, title=heading(draft.text))


def own_output(source: str) -> Notice:
    """Return the notice that a file was made by Dateline: a folder may hold reports and their maps."""
    return Notice(source, "was made by dateline and is passed over; give the reports it was made from")


def from_records(records: Iterable[tuple[str, Any]], *, encoding: str | None = None) -> Iterator[Found]:
    """Turn (where, object) pairs into drafts; objects need a `text`, the other fields may be missing."""
    for where, record in records:
        if isinstance(record, ReadError):
            yield record
        elif not isinstance(record, Mapping):
            yield ReadError(where, 'is no object: expected one like {"text": "...", "id": "..."}')
        else:
            yield from _record(where, {str(k).strip().lower(): v for k, v in record.items()}, encoding)


def _record(where: str, record: dict[str, Any], encoding: str | None) -> Iterator[Found]:
    def value(field: str) -> Any:
        return next((record[k] for k in FIELDS[field] if record.get(k) not in (None, "")), None)

    if record.keys() >= {"sha256", "segments", "places", "reports"}:
        raise own_output(re.sub(r":\d+$", "", where))
    text = value("text")
    if not isinstance(text, str) or blank(text):
        had = ", ".join(sorted(record)[:8]) or "nothing"
        yield ReadError(where, f"has no text: expected a field `text` with the words to read; it has {had}")
        return
    given = value("published")
    published = None if given is None else iso_date(given)
    if given is not None and published is None:
        yield Notice(where, f"date {str(given)[:40]!r} is in doubt and left out; write it as YYYY-MM-DD")
    strings: dict[str, Any] = {
        k: None if (v := value(k)) is None else clean(_written(v))
        for k in ("id", "title", "url", "language", "author")
    }
    if strings["url"] and not strings["url"].lower().startswith(("https://", "http://")):
        yield Notice(where, f"address {strings['url'][:60]!r} is none of the web and left out")
        strings["url"] = None
    basis = "none" if published is None else "given"
    yield Draft(clean(text), where, published=published, published_basis=basis, encoding=encoding, **strings)


def _written(value: Any) -> str:
    """Return a field as words: names in a list are joined."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def from_json(raw: bytes, source: str, *, first: int | None = None) -> Iterator[Found]:
    """Read a JSON file: one object with `text`, a list of them (also as the one list of an object), a chat.

    `first` is the number of the first item where this is a piece of a longer list.
    """
    from geo.chats import from_chat, is_chat

    draft = plain(raw, source)
    try:
        data = json.loads(draft.text)
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg}, column {error.colno}; for one object a line name the file .jsonl"
        raise ReadError(f"{source}:{error.lineno}", reason) from None
    except (ValueError, RecursionError):
        raise ReadError(source, "is JSON that cannot be read: nested too deep or a number too long") from None
    if is_chat(data):
        yield from from_chat(data, source, draft.encoding)
        return
    items = _listed(data)
    if not items:
        raise ReadError(source, "is an empty list: there is nothing to read")
    one = len(items) == 1 and first is None
    places = (source if one else f"{source}, item {n}" for n in range(first or 1, (first or 1) + len(items)))
    yield from from_records(zip(places, items, strict=True), encoding=draft.encoding)


def _listed(data: Any) -> list[Any]:
    """Return the records of a JSON value: itself, or those of the one list of objects that an object has."""
    if isinstance(data, list):
        return data
    if isinstance(data, Mapping) and not any(isinstance(data.get(k), str) for k in FIELDS["text"]):
        lists = [v for v in data.values() if isinstance(v, list) and v and isinstance(v[0], Mapping)]
        if len(lists) == 1:
            return lists[0]
    return [data]


def from_jsonl(raw: bytes, source: str, *, first: int = 1, declared: str | None = None) -> Iterator[Found]:
    """Read JSON Lines: one object a line; a bad line is named and the others are read.

    `first` is the number of the first line where this is a piece of a longer file, `declared` its encoding.
    """
    draft = plain(raw, source, declared=declared)

    def records() -> Iterator[tuple[str, Any]]:
        for number, line in enumerate(draft.text.split("\n"), first):
            if not line.strip():
                continue
            where = f"{source}:{number}"
            try:
                yield where, json.loads(line)
            except json.JSONDecodeError as error:
                yield (
                    where,
                    ReadError(where, f"is not JSON and was skipped: {error.msg}, column {error.colno}"),
                )
            except (ValueError, RecursionError):
                yield where, ReadError(where, "was skipped: nested too deep or a number too long")

    yield from from_records(records(), encoding=draft.encoding)
