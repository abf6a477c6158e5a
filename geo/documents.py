"""A document: the text that is stored, where it came from, what was mended in it, and how it is built."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Repair:
    """A stretch of the stored text that was broken in the source: `text[start:end]` was written `was`.

    `kind` is "entity" (`&# 171;`) or "encoding" (UTF-8 that was read as another encoding, "IdlÃ­b").
    """

    start: int
    end: int
    was: str
    kind: Literal["entity", "encoding"]


@dataclass(frozen=True)
class Document:
    """A text with its provenance; offsets count Unicode code points of `text`.

    `published` is an ISO 8601 date or None; `published_basis` says where it comes from ("given",
    "metadata", "address", "text", "none").  `source` is the path or URL as the user named it; `encoding`
    is the one the text was read in where that is not UTF-8.  `marked` are the parts that the source itself
    sets apart (a caption, the note on an author); `repairs` is what was mended, in text order.
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
    author: str | None = None
    marked: tuple[Segment, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Return the segments in text order; they do not overlap and cover all that is not blank."""
        from geo.segments import segment

        found = segment(self.text)
        return tuple(_marked(self.text, found, self.marked)) if self.marked else found


def _marked(text: str, segments: tuple[Segment, ...], marks: tuple[Segment, ...]) -> Iterator[Segment]:
    """Yield the segments, cut where a mark begins or ends; inside a mark they have its kind."""
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    for segment in segments:
        cuts = [segment.start, *(e for e in edges if segment.start < e < segment.end), segment.end]
        for start, end in itertools.pairwise(cuts):
            words = text[start:end]
            inner = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            if inner[0] >= inner[1]:
                continue
            mark = next((m for m in marks if m.start <= inner[0] and inner[1] <= m.end), None)
            part = replace(segment, start=inner[0], end=inner[1])
            yield replace(part, kind=mark.kind, speaker=None) if mark else part
