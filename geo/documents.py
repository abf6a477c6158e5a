"""A document: a text that is never edited, where it came from, and how it is built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

SegmentKind = Literal["title", "heading", "question", "answer", "body", "caption", "furniture", "bio"]
SEGMENT_KINDS: tuple[SegmentKind, ...] = (
    "title", "heading", "question", "answer", "body", "caption", "furniture", "bio",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document's text, `text[start:end]`, and what part it plays.

    `speaker` is who speaks in it where the text says so ("interviewer", "interviewee", a name).
    """

    kind: SegmentKind
    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True)
class Document:
    """A text with its provenance; offsets count Unicode code points of `text`.

    `published` is an ISO 8601 date or None; `published_basis` says where it comes from
    ("given", "metadata", "text", "none").  `source` is the path or URL as the user named it; `encoding`
    is the one the text was read in where that is not UTF-8.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_basis: str = "none"
    language: str | None = None
    source: str | None = None
    encoding: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Return the segments in text order; they do not overlap and cover all that is not blank."""
        from geo.segments import segment

        return segment(self.text)
