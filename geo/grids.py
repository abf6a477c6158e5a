"""Coordinates in grids: UTM (zone, easting, northing) and MGRS, in metres of a 6-degree zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

_BANDS = "CDEFGHJKLMNPQRSTUVWX"  # of 8 degrees of latitude each, from 80 S
_MONTHS = frozenset("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())
_ZONE = r"(?P<zone>0?[1-9]|[1-5]\d|60)"
_MGRS = re.compile(
    rf"(?<![\w.]){_ZONE}\s?(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])\s?"
    r"(?:(?P<east>\d{2,5})\s(?P<north>\d{2,5})|(?P<both>\d{4,10}))(?!\w|[.,]\d)"
)
_UTM = re.compile(
    rf"(?<![\w.])(?:zone\s)?{_ZONE}\s?(?:(?P<band>[C-HJ-NP-X])|(?P<hemisphere>north(?:ern)?|south(?:ern)?))"
    r"(?:\s(?:hemisphere))?[\s,:;]{1,3}"
    r"(?:(?:E(?:asting)?|X)[\s:=]?\s?)?(?P<east>\d{6})(?:[.,]\d{1,3})?\s?(?:mE|m\sE|E|m)?[\s,;/]{1,3}"
    r"(?:(?:N(?:orthing)?|Y)[\s:=]?\s?)?(?P<north>\d{6,7})(?:[.,]\d{1,3})?\s?(?:mN|m\sN|N|m)?(?![\w]|[.,]\d)",
    re.I,
)
_CALLED_SO = re.compile(r"\b(?:MGRS|UTM|grid|coordinates?|coords?|position)\b", re.I)
_WORDS_BEFORE = 40
_SURE_DIGITS = 6  # of MGRS, where nothing calls it so


class Cell(NamedTuple):
    """The middle of a grid cell at `text[start:end]`, WGS 84 degrees, and half its side in metres."""

    start: int
    end: int
    lat: float
    lon: float
    half_m: float


def find_grids(text: str) -> Iterator[Cell]:
    """Yield the UTM and MGRS references of a text; one that names no cell of its zone is none.

    MGRS needs three digits each way, or two where the words before call it so.  A letter S or N behind
    a UTM zone is read as its band if the northing lies in it, else as the hemisphere.
    """
    for match in _UTM.finditer(text):
        spot = _from_utm(match)
        if spot is not None:
            yield Cell(match.start(), match.end(), *spot, 0.5)
    for match in _MGRS.finditer(text):
        called = _CALLED_SO.search(text, max(0, match.start() - _WORDS_BEFORE), match.start()) is not None
        digits = match["both"] or match["east"] + match["north"]
        half = len(digits) // 2
        if not called and (len(digits) < _SURE_DIGITS or match["band"] + match["square"] in _MONTHS):
            continue
        if len(digits) % 2 or (match["east"] and len(match["east"]) != half):
            continue
        spot = _from_mgrs(
            f"{int(match['zone']):02d}{match['band']}{match['square']}", digits[:half], digits[half:]
        )
        if spot is not None:
            yield Cell(match.start(), match.end(), *spot, 0.5 * 10 ** (5 - half))


def _from_mgrs(square: str, east: str, north: str) -> tuple[float, float] | None:
    """Return (lat, lon) of the middle of a cell; None where the zone has no such square."""
    from mgrs import MGRS
    from mgrs.core import MGRSError

    if len(east) < 5:  # the middle of the cell, to the metre
        east, north = (f"{digits}5".ljust(5, "0") for digits in (east, north))
    try:
        lat, lon = MGRS().toLatLon(square + east + north)
    except MGRSError:
        return None
    return round(lat, 6), round(lon, 6)


def _from_utm(match: re.Match[str]) -> tuple[float, float] | None:
    """Return (lat, lon) of a UTM reference; None where it lies outside its zone or band."""
    zone, band = int(match["zone"]), (match["band"] or "").upper()
    east, north = float(match["east"]), float(match["north"])
    if not 100_000 <= east <= 900_000:
        return None
    if match["hemisphere"]:
        return _utm(zone, match["hemisphere"].lower().startswith("s"), east, north)
    spot = _utm(zone, band < "N", east, north)
    if spot is not None and _band_at(spot[0]) == band:
        return spot
    return _utm(zone, band == "S", east, north) if band in "NS" else None


def _band_at(lat: float) -> str:
    return _BANDS[min(19, int((lat + 80) // 8))] if -80 <= lat <= 84 else ""


def _utm(zone: int, south: bool, east: float, north: float) -> tuple[float, float] | None:
    lon, lat = _transformer(zone, south).transform(east, north)
    inside = abs((lon - (6 * zone - 183) + 180) % 360 - 180) <= 6 and -80.5 <= lat <= 84.5
    return (round(lat, 6), round(lon, 6)) if inside else None


@cache
def _transformer(zone: int, south: bool) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs((32700 if south else 32600) + zone, 4326, always_xy=True)
