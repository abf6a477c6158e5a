"""Dates in a text: intervals with their precision and basis; what has no date stays undated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from geo.documents import Document
from geo.sentences import sentences
from layers.dates import RELATIVE, UNDATED, When, absolute
from layers.relative_dates import later, relative

_PRESENT = re.compile(
    r"\b(?:now|nowadays|today|currently|recently|lately|this (?:year|month|week|spring|summer"
    r"|autumn|fall|winter|morning|time)|"
    r"last (?:week|month|night)|since then|ever since|(?:has|have) since|yesterday|at present|these days"
    r"|still)\b",
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:years? (?:ago|earlier|before)|decades? ago|at the time|back then|in the past|in the "
    r"(?:19|20)\d0s|earlier (?:in|that)|"
    r"in those days|during the (?:first|second) (?:chechen )?war|(?:previously|formerly) (?:had"
    r"|been)|historically)\b",
    re.I,
)


CARRIED = "text, carried on from the sentences before"
# A relative clause up to the mark behind it: its date is none of the clause it stands in.
_ASIDE = re.compile(r",?\s(?:who|whom|whose|which|where)\b[^,;:.!?]*")
_CLAUSE = re.compile(r"[;:]\s|,?\s(?:and|but|while|whereas|then|before|after which|until)\s(?!\d)")
# How many days before the text's own date something must have ended to count as past.
SOME_MONTHS = 300


def dates(text: str, start: int, end: int, published: str | None) -> Iterator[tuple[int, When]]:
    """Yield (offset, interval) of each date in `text[start:end]`, in text order.

    A date without a year takes the publication's; what is told from the present ("yesterday", "last week")
    is counted from the publication, and none without it.
    """
    issued = _published(published)
    found = [*absolute(text, start, end, issued)]
    if issued is not None:
        told = relative(text, start, end, issued)
        found += [row for row in told if not any(row[0] < b and a < row[1] for a, b, _ in found)]
    yield from sorted(((a, when) for a, _, when in found), key=lambda row: row[0])


_HEAD = re.compile(r"[^\n]*\S[^\n]*")
_DATELINE = re.compile(
    r"^[\W_]*[A-ZÀ-Þ][\w'’.-]*(?:[ ,][^\n]{0,60}?)?\b(?:19|20)\d\d\b\)?\s*(?:\([^)]*\)\s*)?[-–—:]"
)


def issued_on(document: Document) -> date | None:
    """Return when a text was issued: its publication date, else the date at its head (a dateline, a line of
    its own).
    """
    given = _published(document.published)
    if given is not None:
        return given
    for i, line in enumerate(_HEAD.finditer(document.text, 0, 600)):
        if i > 3:
            break
        found = [
            (at, w) for at, w in dates(document.text, line.start(), line.end(), None) if w.precision == "day"
        ]
        if found and (len(line.group()) < 140 or _DATELINE.match(line.group()[:120])) and found[-1][1].start:
            return date.fromisoformat(found[-1][1].start)
    return None


def _published(published: str | None) -> date | None:
    """Return the day on which a document was published."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def moments(document: Document) -> dict[tuple[int, int], list[tuple[int, When]]]:
    """Return the times of each sentence with their offsets, by its (start, end); at least one each.

    A date holds for the sentences after it in its paragraph, and across paragraphs while a quotation stays
    open, until another date or a word of the present ("now", "this spring").  What began or ended then
    ("since 2015") is told of its own sentence only.  `past` marks what the text puts before its own present:
    a year before the publication's, or, of a text without a date that also speaks of its present, any
    dated year.
    """
    text = document.text
    body = [s for s in document.segments if s.kind not in ("furniture", "bio", "caption")]
    spans = [(seg, span) for seg in body for span in sentences(text, seg.start, seg.end)]
    issued = issued_on(document)
    known = document.published or (str(issued) if issued else None)
    dated = {span: [*dates(text, *span, known)] for _, span in spans}
    years = [int(w.start[:4]) for rows in dated.values() for _, w in rows if w.start]
    has_present = any(_PRESENT.search(text, a, b) for _, (a, b) in spans)
    newest = issued.year if issued else max(years, default=0)
    result: dict[tuple[int, int], list[tuple[int, When]]] = {}
    current: When = UNDATED
    last_segment = None
    open_quote = False
    for segment, (a, b) in spans:
        if segment is not last_segment and not (open_quote or text[segment.start] in '“"«'):
            current = UNDATED
        if segment is not last_segment and segment.kind in ("heading", "question"):
            current = UNDATED
        last_segment = segment
        found = dated[a, b]
        if current.past and all(when.basis == RELATIVE for _, when in found):
            found = []  # the Monday of an old episode is none of this week
        earlier = bool(_EARLIER.search(text, a, b))
        found = [*found, *later(text, a, b, found, current)]
        found.sort(key=lambda row: row[0])
        rows = [(at, _placed(w, issued, has_present, newest, earlier)) for at, w in found]
        if not rows:
            current = UNDATED if _PRESENT.search(text, a, b) else current
            carried = current if current == UNDATED else replace(current, basis=CARRIED)
            rows = [(a, _placed(carried, issued, has_present, newest, earlier))]
        result[a, b] = rows
        last = _last(text, (a, b), rows)
        current = replace(
            last,
            basis=current.basis if not found else last.basis,
            past=_is_past(last, issued, has_present, newest),
        )
        if current.start is None or current.end is None:
            current = UNDATED
        open_quote = (open_quote or text[a:b].count("“") > 0) and text.rfind("”", a, b) <= text.rfind(
            "“", a, b
        )
    return result


def moment_at(text: str, span: tuple[int, int], rows: list[tuple[int, When]], at: int) -> When:
    """Return which of the times of a sentence holds for what is told at an offset: that of its clause.

    A clause without a date of its own takes the one before it ("In 2014 they took X and burned Y").
    """
    if len(rows) == 1 and rows[0][0] == span[0]:
        return rows[0][1]
    asides = [match.span() for match in _ASIDE.finditer(text, *span)]
    inside = next((s for s in asides if s[0] <= at < s[1]), None)
    main = [row for row in rows if not any(a <= row[0] < b for a, b in asides)]
    begin, stop = inside or _clause_at(text, span, at)
    own = [(abs(o - at), when) for o, when in (rows if inside else main) if begin <= o < stop]
    if own:
        return min(own, key=lambda row: row[0])[1]
    if _PRESENT.search(text, begin, stop):
        return UNDATED
    before = [when for offset, when in main if offset < begin]
    return before[-1] if before else main[0][1] if main else UNDATED


def _clause_at(text: str, span: tuple[int, int], at: int) -> tuple[int, int]:
    """Return where the clause begins and stops that an offset stands in."""
    ends = [match.end() for match in _CLAUSE.finditer(text, *span)]
    return max((end for end in ends if end <= at), default=span[0]), min(
        (end for end in ends if end > at), default=span[1]
    )


def _last(text: str, span: tuple[int, int], rows: list[tuple[int, When]]) -> When:
    """Return the time at which a sentence leaves its story: its last date that stands in no relative clause,
    none if it comes to the present behind that.
    """
    asides = [match.span() for match in _ASIDE.finditer(text, *span)]
    main = [row for row in rows if not any(a <= row[0] < b for a, b in asides)]
    if not main:
        return UNDATED
    at, when = main[-1]
    comes_to_now = at > span[0] and _PRESENT.search(text, at, span[1])
    return UNDATED if comes_to_now else when


def _placed(when: When, issued: date | None, has_present: bool, newest: int, earlier: bool) -> When:
    """Return a time with whether the text puts it before its own present."""
    return replace(when, past=earlier or _is_past(when, issued, has_present, newest))


def _is_past(when: When, issued: date | None, has_present: bool, newest: int) -> bool:
    if when.end is None:
        return False
    if issued is not None:
        return (issued - date.fromisoformat(when.end)).days > SOME_MONTHS
    return has_present or int((when.start or when.end)[:4]) < newest
