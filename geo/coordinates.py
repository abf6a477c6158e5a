"""Coordinates written out in running text: degrees in all usual notations, UTM, MGRS, links to maps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.angles import find_angles
from geo.grids import find_grids

# One degree of latitude in metres (WGS 84, mean).
_DEGREE_M = 111_200.0
_LEAST_RADIUS_M = 150.0
# Arabic and Persian digits and signs, each one character for one.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،", "01234567890123456789.,")

_FIGURES = re.compile(r"\d+")
_MOST_BETWEEN = 30  # characters between the figures of one point
_FEWEST_DIGITS = 5
_WORDS_BEFORE, _WORDS_BEHIND = 70, 40


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

    Latitude stands first unless letters of the compass or words say otherwise.  Plain decimal pairs need four
    decimals each, or two where the words before call them coordinates.

    >>> [(c.lat, c.lon) for c in find_coordinates("seen at 36.3099, 36.6899; 35°55'48\\"N 36°38'00\\"E")]
    [(36.3099, 36.6899), (35.93, 36.633333)]
    """
    found: list[Coordinate] = []
    taken = bytearray(len(text))
    for begin, stop in _windows(text):
        for coordinate in _all(text, begin, text[begin:stop].translate(_DIGITS)):
            if not any(taken[coordinate.start : coordinate.end]):
                taken[coordinate.start : coordinate.end] = b"x" * (coordinate.end - coordinate.start)
                found.append(coordinate)
    return sorted(found, key=lambda c: c.start)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that hold figures enough for a point, with the words before them."""
    first, last, digits, count = 0, 0, 0, 0
    for run in (*_FIGURES.finditer(text), None):
        if run is not None and count and run.start() - last <= _MOST_BETWEEN:
            last, digits, count = run.end(), digits + len(run[0]), count + 1
            continue
        if count > 1 and digits >= _FEWEST_DIGITS:
            yield max(0, first - _WORDS_BEFORE), last + _WORDS_BEHIND
        if run is not None:
            first, last, digits, count = run.start(), run.end(), len(run[0]), 1


def _all(text: str, begin: int, plain: str) -> Iterator[Coordinate]:
    """Yield the points of a stretch with the figures and signs of ASCII, the surest kinds first."""
    for start, end, lat, lon, half_m in find_grids(plain):
        yield from _made(text, begin + start, begin + end, lat=lat, lon=lon, radius=half_m)
    for start, end, lat, lon, step in find_angles(plain):
        yield from _made(text, begin + start, begin + end, lat=lat, lon=lon, radius=step * _DEGREE_M / 2)


def _made(text: str, start: int, end: int, *, lat: float, lon: float, radius: float) -> Iterator[Coordinate]:
    if -90 <= lat <= 90 and -180 <= lon <= 180:
        while text[end - 1].isspace() or text[end - 1] in ",;/&":
            end -= 1
        radius = round(max(_LEAST_RADIUS_M, radius))
        yield Coordinate(start, end, text[start:end], round(lon, 6), round(lat, 6), radius)
