"""Coordinates written out in running text: decimal degrees and degrees, minutes, seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# One degree of latitude in metres (WGS 84, mean).
_DEGREE_M = 111_200.0
_LEAST_RADIUS_M = 150.0

_SIGN = r"[-+−–]"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,8})?"
_DEGREE = r"\s?(?:°|º|˚|deg(?:rees)?\b\.?)\s?"
_DEGREE_MARK = re.compile("[°º˚]|deg")
_MINUTE = r"\s?(?:['’‘′´]|min(?:utes)?\b\.?)\s?"
_SECOND = r"\s?(?:[\"”“″]|''|’’|′′|sec(?:onds)?\b\.?)\s?"
_BETWEEN = r"\s{0,2}[,;/&]?\s{0,2}(?:and\s+|(?:by|x)\s+)?"


def _angle(name: str, *, prefixed: bool) -> str:
    """Return the pattern of one angle whose degrees carry a mark or a letter of the compass."""
    before = r"[NSEWnsew]\.?\s?" if prefixed else "(?!)"
    after = "(?!)" if prefixed else r"[NSEWnsew]\b"
    return (
        rf"(?P<{name}before>{before}){'' if prefixed else '?'}(?P<{name}sign>{_SIGN})?(?P<{name}d>{_NUMBER})"
        rf"(?:{_DEGREE}|\s|(?=[NSEWnsew,;]|$))"
        rf"(?:(?P<{name}m>[0-5]?\d(?:[.,]\d+)?)(?:{_MINUTE}|\s)(?:(?P<{name}s>[0-5]?\d(?:[.,]\d+)?)(?:{_SECOND}|\s?))?)?"
        rf"(?:\s?(?P<{name}after>{after}))?"
    )


_MARKED = tuple(
    re.compile(rf"(?<![\w.,]){_angle('a', prefixed=way)}{_BETWEEN}{_angle('b', prefixed=way)}(?![\w%]|\.\d)")
    for way in (True, False)
)
_PLAIN = re.compile(
    rf"(?<![\w.,%$€£])(?P<lat>{_SIGN}?\d{{1,2}}\.\d{{2,8}})\s?[,;/]?\s+(?P<lon>{_SIGN}?\d{{1,3}}\.\d{{2,8}})(?![\w%]|\.\d)"
    rf"|(?<![\w.,%$€£])(?P<lat2>{_SIGN}?\d{{1,2}}\.\d{{3,8}}),(?P<lon2>{_SIGN}?\d{{1,3}}\.\d{{3,8}})(?![\w%]|\.\d)"
)
_CALLED_SO = re.compile(
    r"\b(?:coordinates?|co-ordinates?|gps|lat(?:itude)?|lon(?:g(?:itude)?)?|geolocat\w+|grid)\b", re.I
)
_DIGITS_ALONE = 4
_DIGITS_CALLED = 2


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A point written at `text[start:end]`, WGS 84 degrees; `radius_m` follows from the digits given."""

    start: int
    end: int
    text: str
    lon: float
    lat: float
    radius_m: float


def find_coordinates(text: str) -> list[Coordinate]:
    """Return the points written out in a text, in text order; what is out of range is no point.

    Latitude stands first unless letters of the compass say otherwise.  Plain decimal pairs need four
    decimals each, or two where the words before call them coordinates.

    >>> [(c.lat, c.lon) for c in find_coordinates("seen at 36.3099, 36.6899; 35°55'48\\"N 36°38'00\\"E")]
    [(36.3099, 36.6899), (35.93, 36.633333)]
    """
    if not any(char.isdigit() for char in text):
        return []
    found: list[Coordinate] = []
    for coordinate in (*_marked(text), *_plain(text)):
        if not any(coordinate.start < c.end and c.start < coordinate.end for c in found):
            found.append(coordinate)
    return sorted(found, key=lambda c: c.start)


def _marked(text: str) -> Iterator[Coordinate]:
    for match in (match for pattern in _MARKED for match in pattern.finditer(text)):
        first, second = _read(match, "a"), _read(match, "b")
        if first is None or second is None:
            continue
        (one, axis_one, step_one), (two, axis_two, step_two) = first, second
        marked = len(_DEGREE_MARK.findall(match[0])) == 2 and " and " not in match[0]
        if not marked and not (axis_one and axis_two and max(step_one, step_two) < 1):
            continue
        if axis_one == "lon" or axis_two == "lat":
            one, two, axis_one, axis_two = two, one, axis_two, axis_one
        if axis_one == "lon" or axis_two == "lat":
            continue
        made = _made(text, match.start(), match.end(), lat=one, lon=two, step=max(step_one, step_two))
        if made is not None:
            yield made


def _read(match: re.Match[str], name: str) -> tuple[float, str | None, float] | None:
    """Return (degrees, "lat" or "lon" where a letter says so, size of the last digit in degrees)."""
    letters = (match[f"{name}before"], match[f"{name}after"])
    if letters[0] and letters[1]:
        return None
    letter = (letters[0] or letters[1] or "").strip(" .").upper()
    degrees, step = 0.0, 1.0
    for part, unit in (("d", 1.0), ("m", 60.0), ("s", 3600.0)):
        if (digits := match[f"{name}{part}"]) is None:
            break
        digits = digits.replace(",", ".")
        degrees += float(digits) / unit
        step = 10.0 ** -len(digits.partition(".")[2]) / unit
    if match[f"{name}sign"] in ("-", "−", "–") or letter in ("S", "W"):
        degrees = -degrees
    return degrees, {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}.get(letter), step


def _plain(text: str) -> Iterator[Coordinate]:
    for match in _PLAIN.finditer(text):
        lat, lon = match["lat"] or match["lat2"], match["lon"] or match["lon2"]
        decimals = min(len(number.partition(".")[2]) for number in (lat, lon))
        called = _CALLED_SO.search(text, max(0, match.start() - 60), match.start()) is not None
        if decimals >= (_DIGITS_CALLED if called else _DIGITS_ALONE):
            made = _made(
                text, match.start(), match.end(), lat=_signed(lat), lon=_signed(lon), step=10.0**-decimals
            )
            if made is not None:
                yield made


def _signed(number: str) -> float:
    return float(number.replace("−", "-").replace("–", "-"))


def _made(text: str, start: int, end: int, *, lat: float, lon: float, step: float) -> Coordinate | None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    while text[end - 1].isspace() or text[end - 1] in ",;/&":
        end -= 1
    radius = max(_LEAST_RADIUS_M, step * _DEGREE_M / 2)
    return Coordinate(start, end, text[start:end], round(lon, 6), round(lat, 6), round(radius))
