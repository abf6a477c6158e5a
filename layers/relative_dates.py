"""Dates told from the day of issue: yesterday, on Monday, last week, two years ago."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from geo.phrases import NUMBERS
from layers.dates import RELATIVE, When, month_of, week_of

_DAYS = "|".join(calendar.day_name)
# Numbers that are none: "several years ago" dates nothing.
_VAGUE = frozenset({"few", "several", "couple"})
_WORDS = "|".join(sorted((word for word in NUMBERS if word not in _VAGUE), key=len, reverse=True))
_COUNT = rf"(?P<count>\d{{1,3}}|{_WORDS})"
_UNIT = r"(?P<unit>day|week|month|year)s?"

_Spot = tuple[date, date, str]


def _weekday(match: re.Match[str], issued: date) -> _Spot:
    """Return the last such day up to the day of issue; before it for "last", behind it for "next"."""
    number = list(calendar.day_name).index(match["day"])
    said = (match["which"] or "").strip().lower()
    back = (issued.weekday() - number) % 7
    if said == "last" and back == 0:
        back = 7
    day = issued + timedelta(7 - back) if said in ("next", "coming") else issued - timedelta(back)
    return day, day, "day"


def _ago(match: re.Match[str], issued: date) -> _Spot:
    """Return the day, week, month or year that lies so far back."""
    said = match["count"].lower()
    count = int(said) if said.isdigit() else int(NUMBERS[said])
    unit = match["unit"].lower()
    return _period(unit, issued - relativedelta(**{f"{unit}s": count}))


def _period(unit: str, day: date) -> _Spot:
    if unit == "week":
        return *week_of(day), "week"
    if unit == "month":
        return *month_of(day.year, day.month), "month"
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31), "year"
    return day, day, "day"


def _calendar(match: re.Match[str], issued: date) -> _Spot:
    """Return last, this or next week, month or year; "this" goes to the day of issue."""
    unit, which = match["unit"].lower(), match["which"].lower()
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    first, last, precision = _period(unit, issued + relativedelta(**{f"{unit}s": step}))
    return first, min(last, issued) if step == 0 else last, precision


def _lately(match: re.Match[str], issued: date) -> _Spot:
    """Return the last days, weeks, months or years up to the day of issue."""
    said = (match["count"] or "one").lower()
    count = int(said) if said.isdigit() else int(NUMBERS[said])
    unit = match["unit"].lower()
    first = issued - relativedelta(**{f"{unit}s": count})
    return first, issued, {"day": "days", "week": "days", "month": "months", "year": "years"}[unit]


def _fixed(days: int, length: int = 1) -> Callable[[re.Match[str], date], _Spot]:
    """Return a reading of a word that lies so many days from the day of issue."""

    def read(match: re.Match[str], issued: date) -> _Spot:
        first = issued + timedelta(days)
        return first, first + timedelta(length - 1), "day" if length == 1 else "days"

    return read


# What must stand in a text, the pattern and its reading.  In order: what an earlier one takes, a later one
# does not read again.
_READERS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str], date], _Spot]], ...] = tuple(
    (hint, re.compile(rf"\b(?:{pattern})\b", re.I if hint != "day" else 0), reader)
    for hint, pattern, reader in (
        ("yesterday", r"the day before yesterday", _fixed(-2)),
        ("yesterday", r"yesterday", _fixed(-1)),
        ("night", r"last night|overnight", _fixed(-1, 2)),
        ("night", r"tonight", _fixed(0)),
        ("earlier today", r"earlier today", _fixed(0)),
        ("this ", r"this (?:morning|afternoon|evening)", _fixed(0)),
        (" ago", rf"(?<!than )(?<!over )(?<!least )(?<!almost ){_COUNT}\s{_UNIT}\sago", _ago),
        ("the last ", rf"(?:in|over|during|for|within)\sthe\slast\s(?:{_COUNT}\s)?{_UNIT}", _lately),
        ("the past ", rf"(?:in|over|during|for|within)\sthe\spast\s(?:{_COUNT}\s)?{_UNIT}", _lately),
        *(
            (f"{which} ", rf"(?P<which>{which})\s(?P<unit>week|month|year)", _calendar)
            for which in ("last", "this", "next", "previous", "coming")
        ),
        (
            "day",
            rf"(?<!every )(?<!each )(?<!Black )(?<!Good )(?P<which>(?:[Ll]ast|[Nn]ext|coming|this)\s)?"
            rf"(?P<day>{_DAYS})(?!s\b|\sprayers?\b|,?\s(?:the\s)?\d|,?\s[A-Z][a-z]+\s\d)",
            _weekday,
        ),
    )
)


_NEXT = r"(?P<next>the (?:next|following))\s(?P<unit2>day|week|month|year)"
_AFTER = rf"(?P<count>an?|\d{{1,3}}|{_WORDS})\s{_UNIT}\s(?:later|afterwards)"
_LATER = re.compile(rf"\b(?:{_AFTER}|{_NEXT})\b", re.I)
COUNTED = "text, counted from the date before"


def later(
    text: str, start: int, end: int, found: Sequence[tuple[int, When]], current: When
) -> Iterator[tuple[int, When]]:
    """Yield (offset, interval) of each date counted from the one before it ("three years later").

    `found` are the dates of `text[start:end]`, `current` is the one before them.
    """
    for match in _LATER.finditer(text, start, end):
        base = next((when for at, when in reversed(found) if at < match.start()), current)
        if base.start is None or base.end is None:
            continue
        said = (match["count"] or "one").lower()
        count = 1 if said in ("a", "an") else int(said) if said.isdigit() else int(NUMBERS[said])
        unit = (match["unit"] or match["unit2"]).lower()
        coarse = max(unit, base.precision.removesuffix("s"), key=_UNITS.index)
        day = date.fromisoformat(base.start) + relativedelta(**{f"{unit}s": count})
        first, last, precision = _period(coarse, day)
        yield match.start(), When(str(first), str(last), precision, COUNTED)


_UNITS = ("day", "week", "month", "year")


def relative(text: str, start: int, end: int, issued: date) -> Iterator[tuple[int, int, When]]:
    """Yield (start, end, interval) of each date told from the day of issue in `text[start:end]`."""
    piece = text[start:end].lower()
    taken: list[tuple[int, int]] = []
    for hint, pattern, reader in _READERS:
        if hint not in piece:
            continue
        for match in pattern.finditer(text, start, end):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            taken.append(match.span())
            first, last, precision = reader(match, issued)
            yield *match.span(), When(str(first), str(last), precision, RELATIVE)
