"""Points written out in a text, held against what the text names: the place beside them, its countries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from geo.coordinates import Coordinate, find_coordinates
from geo.geodesics import metres_between
from geo.places import RADIUS_M, Place, Toponym

_SURE = 0.97
_ELSEWHERE, _AT_SEA = 0.6, 0.8  # times the confidence, outside the countries that the text names
_BORDER_DEGREES = 0.25  # outlines of countries are coarse, and fronts cross them
_APART = 3.0  # times the radius of a place, before a point beside its name is another one
_LEAST_APART_M = 15_000.0
# What may stand between a name and its coordinates: "Atma (36.31, 36.69)", "Atma, at 36.31 N 36.69 E".
_BESIDE = re.compile(
    r"\s?[(\[,:–-]?\s?(?:(?:located|situated|lies|is|at|the|with|its|exact|approximate|approx\.?|coordinates?|coords?|"
    r"GPS|MGRS|UTM|grid|ref(?:erence)?|geolocated|geolocation|position|of)[\s:.]{1,2}){0,5}[(\[]?",
    re.I,
)
_UNITS = frozenset({"country", "governorate", "region", "district", "supranational", "water"})


def pin(text: str, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Return the toponyms with the points that the text writes out as places of their own.

    A point beside the name of a village or a site says where that is: the name takes it over (also one that
    no gazetteer has), and the point only locates it.  A point in none of the countries that the text names
    is kept, with less confidence and a word about it; where it would lie in one of them with latitude and
    longitude exchanged, that is said.
    """
    written = {point.start: point for point in find_coordinates(text)} if _may_be_written(toponyms) else {}
    if not written:
        return list(toponyms)
    found = list(toponyms)
    named = Counter(t.place.country for t in toponyms if t.place is not None and t.place.country)
    for i, toponym in enumerate(toponyms):
        point = written.get(toponym.start)
        if point is None or toponym.place is not None:
            continue
        found[i] = _pinned(toponym, point, named)
        if i and _BESIDE.fullmatch(text, found[i - 1].end, toponym.start):
            found[i - 1], found[i] = _beside(found[i - 1], found[i], i - 1)
    return found


def _may_be_written(toponyms: Sequence[Toponym]) -> bool:
    return any(
        t.place is None and t.text[-1:].isalnum() and any(c.isdigit() for c in t.text) for t in toponyms
    )


def _pinned(toponym: Toponym, point: Coordinate, named: Counter[str]) -> Toponym:
    """Return the toponym of a point, with the country it lies in and whether that fits the text."""
    from geo.areas import country_at

    country = country_at(point.lon, point.lat)
    place = Place(
        f"geo:{point.lat},{point.lon}", point.text, point.lon, point.lat, "site", country,
        radius_m=point.radius_m, source="written in the text",
    )  # fmt: skip
    reasons, confidence = ["coordinates written out"], _SURE
    if named and not any(_is_in(point.lon, point.lat, code) for code in named):
        other = next((c for c in named if abs(point.lon) <= 90 and _is_in(point.lat, point.lon, c)), None)
        confidence *= _ELSEWHERE if country or other else _AT_SEA
        reasons.append(f"in {country}, which the text does not name" if country else "in no country: at sea")
        if other:
            reasons.append(f"with latitude and longitude exchanged it would lie in {other}")
    return replace(
        toponym, place=place, lon=point.lon, lat=point.lat, precision="exact", radius_m=point.radius_m,
        confidence=round(confidence, 3), reasons=tuple(reasons),
    )  # fmt: skip


def _is_in(lon: float, lat: float, code: str) -> bool:
    """Say whether a point lies in a country, or so near that coarse outlines cannot tell."""
    from shapely import Point

    from geo.areas import country_areas

    area = country_areas().get(code)
    return area is not None and area.distance(Point(lon, lat)) <= _BORDER_DEGREES


def _beside(name: Toponym, point: Toponym, i: int) -> tuple[Toponym, Toponym]:
    """Return a name and the point beside it: the point is the name's where they can be one place.

    A point inside a unit or a country is a place of its own.
    """
    place, spot = name.place, point.place
    if spot is None or (place is not None and place.kind in _UNITS):
        return name, point
    locating = replace(point, place=None, type="landmark", landmark_of=i)
    if place is None:
        where = replace(
            name, lon=spot.lon, lat=spot.lat, precision="settlement", radius_m=RADIUS_M["village"],
            confidence=max(name.confidence, round(_ELSEWHERE * point.confidence, 3)),
            reasons=(*name.reasons, f"placed by the coordinates behind it, {spot.name}"),
        )  # fmt: skip
        return where, locating
    apart = metres_between(place.lon, place.lat, spot.lon, spot.lat)
    if apart > max(_APART * place.radius, _LEAST_APART_M):
        words = f"the coordinates behind it, {spot.name}, lie {apart / 1000:.0f} km from it"
        doubt = round(_ELSEWHERE * name.confidence, 3)
        return replace(name, confidence=doubt, reasons=(*name.reasons, words)), point
    sure = max(name.confidence, point.confidence)
    words = f"the coordinates behind it, {spot.name}, say so"
    moved = replace(name, lon=spot.lon, lat=spot.lat, confidence=sure, reasons=(*name.reasons, words))
    return moved, locating
