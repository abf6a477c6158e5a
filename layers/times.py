"""Dates in a text: intervals with their precision and basis; what has no date stays undated."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.documents import Document
from geo.sentences import sentences

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DATE = re.compile(
    r"\b(?:(?P<day1>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?"
    + _MONTH.format("month1")
    + r"(?:,?\s+(?P<year1>(?:19|20)\d\d))?"
    r"|"
    + _MONTH.format("month2")
    + r"\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?P<year2>(?:19|20)\d\d))?"
    r"|" + _MONTH.format("month3") + r",?\s+(?P<year3>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)"
    r"|(?<=in )" + _MONTH.format("month5") + r"(?![\w ]{0,3}\d)"
    r"|(?<![\d.,:/-])(?P<year4>(?:19[5-9]\d|20[0-4]\d))(?![\d/:-]|\.\d))\b"
)
_PRESENT = re.compile(
    r"\b(?:now|nowadays|today|currently|recently|lately|this (?:year|month|week|spring|summer"
    r"|autumn|fall|winter|morning|time)|"
    r"last (?:week|month|night)|since then|ever since|yesterday|at present|these days|still)\b",
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:years? (?:ago|earlier|before)|decades? ago|at the time|back then|in the past|in the "
    r"(?:19|20)\d0s|earlier (?:in|that)|"
    r"in those days|during the (?:first|second) (?:chechen )?war|(?:previously|formerly) (?:had"
    r"|been)|historically)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class When:
    """An interval of ISO 8601 dates, `precision` "day", "month", "year", "undated", and what it rests on."""

    start: str | None = None
    end: str | None = None
    precision: str = "undated"
    basis: str = "none"
    past: bool = False


UNDATED = When()
# How many days before the text's own date something must have ended to count as past.
SOME_MONTHS = 300


def dates(text: str, start: int, end: int, published: str | None) -> Iterator[tuple[int, When]]:
    """Yield (offset, interval) of each date in `text[start:end]`; a date without a year takes the
    publication's.
    """
    issued = _published(published)
    for match in _DATE.finditer(text, start, end):
        got = match.groupdict()
        if got["iso"]:
            try:
                day = date.fromisoformat(got["iso"])
            except ValueError:
                continue
            yield match.start(), When(str(day), str(day), "day", "text")
            continue
        month_name = next((got[k] for k in ("month1", "month2", "month3", "month5") if got[k]), None)
        day_text = got["day1"] or got["day2"]
        year_text = got["year1"] or got["year2"] or got["year3"] or got["year4"]
        month = _MONTHS[month_name.lower()] if month_name else None
        basis = "text"
        if year_text is None and issued is not None and month is not None:
            year = (
                issued.year if (month, int(day_text or 1)) <= (issued.month, issued.day) else issued.year - 1
            )
            basis = "text, year of publication"
        elif year_text is None:
            continue
        else:
            year = int(year_text)
        when = _interval(year, month, int(day_text) if day_text else None, basis)
        if when is not None:
            yield match.start(), when


_HEAD = re.compile(r"[^\n]*\S[^\n]*")
_DATELINE = re.compile(
    r"^[\W_]*[A-ZÀ-Þ][\w'’.-]*(?:[ ,][^\n]{0,60}?)?\b(?:19|20)\d\d\b\s*(?:\([^)]*\)\s*)?[-–—:]"
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


def _interval(year: int, month: int | None, day: int | None, basis: str) -> When | None:
    """Return the interval of a date by its parts."""
    if month is None:
        return When(f"{year}-01-01", f"{year}-12-31", "year", basis)
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return When(f"{year}-{month:02d}-01", f"{year}-{month:02d}-{last:02d}", "month", basis)
    if not 1 <= day <= last:
        return None
    return When(f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}-{day:02d}", "day", basis)


def timeline(document: Document) -> dict[tuple[int, int], When]:
    """Return the time of each sentence, by its (start, end); a dated episode carries on while it is being
    told.

    A date holds for the sentences after it in its paragraph, and across paragraphs while a quotation stays
    open, until another date or a word of the present ("now", "this spring").  `past` marks what the text puts
    before its own present: a year before the publication's, or, of a text without a date that also speaks of
    its present, any dated year.
    """
    text = document.text
    body = [s for s in document.segments if s.kind not in ("furniture", "bio", "caption")]
    spans = [(seg, span) for seg in body for span in sentences(text, seg.start, seg.end)]
    issued = issued_on(document)
    known = document.published or (str(issued) if issued else None)
    years = [int(w.start[:4]) for seg, (a, b) in spans for _, w in dates(text, a, b, known) if w.start]
    has_present = any(_PRESENT.search(text, a, b) for _, (a, b) in spans)
    newest = issued.year if issued else max(years, default=0)
    result: dict[tuple[int, int], When] = {}
    current, last_segment = UNDATED, None
    open_quote = False
    for segment, (a, b) in spans:
        if segment is not last_segment and not (open_quote or text[segment.start] in '“"«'):
            current = UNDATED
        if segment is not last_segment and segment.kind in ("heading", "question"):
            current = UNDATED
        last_segment = segment
        found = [w for _, w in dates(text, a, b, known)]
        if found:
            current = found[0]
        elif _PRESENT.search(text, a, b):
            current = UNDATED
        past = bool(_EARLIER.search(text, a, b))
        if current.start and current.end:
            year = int(current.start[:4])
            told = (
                (issued - date.fromisoformat(current.end)).days > SOME_MONTHS
                if issued
                else has_present or year < newest
            )
            past = past or told
        carried = not found and current.start is not None
        basis = "text, carried on from the sentences before" if carried else current.basis
        result[a, b] = When(current.start, current.end, current.precision, basis, past)
        open_quote = (open_quote or text[a:b].count("“") > 0) and text.rfind("”", a, b) <= text.rfind(
            "“", a, b
        )
    return result
