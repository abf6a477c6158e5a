"""Coordinates written as angles: decimal degrees; degrees, minutes, seconds; compact, labelled, in links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Pair(NamedTuple):
    """Latitude and longitude in degrees at `text[start:end]`, and the size of the last digit in degrees."""

    start: int
    end: int
    lat: float
    lon: float
    step: float


_SIGN = r"[-+−–]"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,8})?"
_DEGREE = r"\s?(?:°|º|˚|deg(?:rees)?\b\.?|(?<=\d)d(?=\s?\d))\s?"
_DEGREE_MARK = re.compile(r"[°º˚]|deg|\dd")
_MINUTE = r"\s?(?:['’‘′´]|min(?:utes)?\b\.?|(?<=\d)m(?=\s?\d))\s?"
_SECOND = r"\s?(?:[\"”“″]|''|’’|′′|sec(?:onds)?\b\.?|(?<=\d)s\b)\s?"
_COMPASS = (
    r"[NSEW](?![A-Za-z])|[nsew]\b|[Nn]orth\b|[Ss]outh\b|[Ee]ast\b|[Ww]est\b|[сю]\.?\s?ш\.?|[вз]\.?\s?д\.?"
)
_NAMED = r"(?:\s(?:lat(?:itude)?|lon(?:g(?:itude)?)?)\b\.?)?"
_BETWEEN = r"\s{0,2}[,;/&]?\s{0,2}(?:and\s+|(?:by|x)\s+)?"
_LETTERS = {"n": "N", "с": "N", "s": "S", "ю": "S", "e": "E", "в": "E", "w": "W", "з": "W"}
_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}


def _angle(name: str, *, prefixed: bool) -> str:
    """Return the pattern of one angle whose degrees carry a mark or a letter of the compass."""
    before = r"[NSEWnsew]\.?\s?" if prefixed else "(?!)"
    after = "(?!)" if prefixed else _COMPASS
    return (
        rf"(?P<{name}before>{before}){'' if prefixed else '?'}(?P<{name}sign>{_SIGN})?(?P<{name}d>{_NUMBER})"
        rf"(?:{_DEGREE}|\s|(?=[NSEWnsewсю,;]|$))"
        rf"(?:(?P<{name}m>[0-5]?\d(?:[.,]\d+)?)(?:{_MINUTE}|\s)(?:(?P<{name}s>[0-5]?\d(?:[.,]\d+)?)(?:{_SECOND}|\s?))?)?"
        rf"(?:\s?(?P<{name}after>{after}){_NAMED})?"
    )


_MARKED = tuple(
    re.compile(rf"(?<![\w.,]){_angle('a', prefixed=way)}{_BETWEEN}{_angle('b', prefixed=way)}(?![\w%]|\.\d)")
    for way in (True, False)
)
_POINT = rf"{_SIGN}?\d{{1,3}}\.\d{{2,8}}"
_COMMA = rf"{_SIGN}?\d{{1,3}},\d{{3,8}}"
_FREE = r"(?<![\w.,%$€£])"
_ENDED = r"(?![\w%]|[.,]\d)"
_PLAIN = re.compile(
    rf"{_FREE}(?P<a>{_POINT})\s?[,;/]?\s+(?P<b>{_POINT}){_ENDED}"
    rf"|{_FREE}(?P<a2>{_SIGN}?\d{{1,3}}\.\d{{3,8}})[,/](?P<b2>{_SIGN}?\d{{1,3}}\.\d{{3,8}}){_ENDED}"
    rf"|{_FREE}(?P<a3>{_COMMA})\s?[;/,]?\s+(?P<b3>{_COMMA}){_ENDED}"
)
_VALUE = rf"{_SIGN}?\d{{1,3}}[.,]\d{{1,8}}"
_IS = r"\.?\s*(?:is\s|of\s|[:=])?\s*"
_UNIT = r"\s?°?\s?(?P<{0}>[NSEW]\b)?"
_LABELLED = tuple(
    re.compile(
        rf"\b{one}{_IS}(?P<a>{_VALUE}){_UNIT.format('x')}\s*[,;/&]?\s*(?:and\s+)?(?:an?\s+)?"
        rf"{two}{_IS}(?P<b>{_VALUE}){_UNIT.format('y')}",
        re.I,
    )
    for one, two in (
        (r"m?lat(?:itude)?", r"m?lon(?:g(?:itude)?|gitude)?"),
        (r"m?lon(?:g(?:itude)?|gitude)?", r"m?lat(?:itude)?"),
    )
)
_LINKED = re.compile(
    rf"@(?P<a4>{_SIGN}?\d{{1,2}}\.\d+),(?P<b4>{_SIGN}?\d{{1,3}}\.\d+),\d"
    rf"|geo:(?P<a>{_SIGN}?\d{{1,2}}(?:\.\d+)?),(?P<b>{_SIGN}?\d{{1,3}}(?:\.\d+)?)"
    rf"|#map=\d+(?:\.\d+)?/(?P<a2>{_SIGN}?\d{{1,2}}\.\d+)/(?P<b2>{_SIGN}?\d{{1,3}}\.\d+)"
    rf"|[?&](?:q|ll|sll|query|center|daddr)=(?P<a3>{_SIGN}?\d{{1,2}}\.\d+)(?:,|%2C)(?P<b3>{_SIGN}?\d{{1,3}}\.\d+)"
)
# 355548N 0363800E, 35-55-48N 036-38-00E, N35:55.8 E036:38.0
_COMPACT_LAT = (
    r"(?P<latd>\d{2})(?P<latgap>[-:])?(?P<latm>[0-5]\d(?:\.\d+)?)(?:(?P=latgap)(?P<lats>[0-5]\d(?:\.\d+)?))?"
)
_COMPACT_LON = (
    r"(?P<lond>\d{2,3})(?P<longap>[-:])(?P<lonm>[0-5]\d(?:\.\d+)?)(?:(?P=longap)(?P<lons>[0-5]\d(?:\.\d+)?))?"
)
_COMPACT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_COMPACT_LAT}\s?(?P<ns>[NS])[\s,;/-]{{0,3}}{_COMPACT_LON}\s?(?P<ew>[EW])\b",
        rf"\b(?P<ns>[NS])\s?{_COMPACT_LAT}[\s,;/-]{{1,3}}(?P<ew>[EW])\s?{_COMPACT_LON}\b",
        r"\b(?P<latd>\d{2})(?P<latm>[0-5]\d)(?P<lats>[0-5]\d(?:\.\d+)?)?(?P<ns>[NS])[\s,;/-]{0,3}"
        r"(?P<lond>\d{3})(?P<lonm>[0-5]\d)(?P<lons>[0-5]\d(?:\.\d+)?)?(?P<ew>[EW])\b",
        r"\b(?P<ns>[NS])(?P<latd>\d{2})(?P<latm>[0-5]\d)(?P<lats>[0-5]\d(?:\.\d+)?)?[\s,;/-]{0,3}"
        r"(?P<ew>[EW])(?P<lond>\d{3})(?P<lonm>[0-5]\d)(?P<lons>[0-5]\d(?:\.\d+)?)?\b",
    )
)
_CALLED_SO = re.compile(
    r"\b(?:coordinates?|co-ordinates?|coords?|gps|lat(?:itude)?|lon(?:g(?:itude)?)?|geolocat\w+|grid|position|координат\w*)\b"
    r"|إحداثيات|احداثيات",
    re.I,
)
_LON_FIRST = re.compile(r"\b(?:lon(?:g(?:itude)?)?|x)\.?\s*(?:[,/;-]|and)\s*(?:lat(?:itude)?|y)\b", re.I)
_MONEY = re.compile(
    r"\b(?:rates?|traded?|trading|dollars?|euros?|lira|pounds?|prices?|index|percent|shares?|points)\b|[$€£%]",
    re.I,
)
_DIGITS_ALONE = 4
_DIGITS_CALLED = 2
_WORDS_BEFORE = 60


def find_angles(text: str) -> Iterator[Pair]:
    """Yield the pairs of angles that are written in a text, in or out of range; the surest kinds first."""
    yield from _labelled(text)
    yield from _linked(text)
    yield from _compact(text)
    yield from _marked(text)
    yield from _plain(text)


def _marked(text: str) -> Iterator[Pair]:
    for match in (match for pattern in _MARKED for match in pattern.finditer(text)):
        first, second = _read(match, "a"), _read(match, "b")
        if first is None or second is None:
            continue
        (one, axis_one, step_one), (two, axis_two, step_two) = first, second
        sure = bool(axis_one and axis_two)
        marked = len(_DEGREE_MARK.findall(match[0])) == 2 and (sure or " and " not in match[0])
        if not marked and not (sure and max(step_one, step_two) < 1):
            continue
        if axis_one == "lon" or axis_two == "lat":
            one, two, axis_one, axis_two = two, one, axis_two, axis_one
        if axis_one == "lon" or axis_two == "lat":
            continue
        yield Pair(match.start(), match.end(), one, two, max(step_one, step_two))


def _read(match: re.Match[str], name: str) -> tuple[float, str | None, float] | None:
    """Return (degrees, "lat" or "lon" where a letter says so, size of the last digit in degrees)."""
    letters = (match[f"{name}before"], match[f"{name}after"])
    if letters[0] and letters[1]:
        return None
    letter = _LETTERS.get((letters[0] or letters[1] or " ").strip(" .").lower()[:1], "")
    degrees, step = _degrees(*(match[f"{name}{part}"] for part in "dms"))
    if match[f"{name}sign"] in ("-", "−", "–") or letter in ("S", "W"):
        degrees = -degrees
    return degrees, _AXES.get(letter), step


def _degrees(*parts: str | None) -> tuple[float, float]:
    """Return the degrees of (degrees, minutes, seconds) as far as given, and the size of the last digit."""
    degrees, step = 0.0, 1.0
    for digits, unit in zip(parts, (1.0, 60.0, 3600.0), strict=True):
        if digits is None:
            break
        digits = digits.replace(",", ".")
        degrees += float(digits) / unit
        step = 10.0 ** -len(digits.partition(".")[2]) / unit
    return degrees, step


def _compact(text: str) -> Iterator[Pair]:
    for match in (match for pattern in _COMPACT for match in pattern.finditer(text)):
        lat, step = _degrees(*(match[f"lat{part}"] for part in "dms"))
        lon, other = _degrees(*(match[f"lon{part}"] for part in "dms"))
        lat, lon = (-lat if match["ns"] == "S" else lat), (-lon if match["ew"] == "W" else lon)
        yield Pair(match.start(), match.end(), lat, lon, max(step, other))


def _labelled(text: str) -> Iterator[Pair]:
    for pattern, lat_first in zip(_LABELLED, (True, False), strict=True):
        for match in pattern.finditer(text):
            one, two = (
                -abs(_signed(match[number]))
                if (match[letter] or "").upper() in ("S", "W")
                else _signed(match[number])
                for number, letter in (("a", "x"), ("b", "y"))
            )
            lat, lon = (one, two) if lat_first else (two, one)
            yield Pair(match.start(), match.end(), lat, lon, _step(match["a"], match["b"]))


def _linked(text: str) -> Iterator[Pair]:
    for match in _LINKED.finditer(text):
        lat, lon = (next(match[f"{name}{n}"] for n in ("", 2, 3, 4) if match[f"{name}{n}"]) for name in "ab")
        yield Pair(match.start(), match.end(), _signed(lat), _signed(lon), _step(lat, lon))


def _plain(text: str) -> Iterator[Pair]:
    for match in _PLAIN.finditer(text):
        one, two = (match[name] or match[f"{name}2"] or match[f"{name}3"] for name in "ab")
        before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
        called = _CALLED_SO.search(before) is not None
        around = before + text[match.end() : match.end() + 20]
        step = _step(one, two)
        if step > 1.01 * 10.0 ** -(_DIGITS_CALLED if called else _DIGITS_ALONE):
            continue
        if not called and _MONEY.search(around):
            continue
        lat, lon = _signed(one), _signed(two)
        if _LON_FIRST.search(before):
            lat, lon = lon, lat
        yield Pair(match.start(), match.end(), lat, lon, step)


def _step(*numbers: str) -> float:
    """Return the size of the last digit of the coarser of two numbers."""
    return float(max(10.0 ** -len(re.split("[.,]", n + ".")[1]) for n in numbers))


def _signed(number: str) -> float:
    return float(number.replace("−", "-").replace("–", "-").replace(",", "."))
