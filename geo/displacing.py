"""What a relation does to the point of a place: moved, widened, halved, set between two."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.phrases import NUMBERS
from geo.places import Candidate, Place, Precision, Toponym

NEAR_M = 15_000.0
_ROAD_M = 30_000.0
_LEAST_OFFSET_M = 3_000.0
_FARTHEST_PAIR_M = 400_000.0  # nothing lies "between" two places that are farther apart
_METRES = {"k": 1_000.0, "i": 1_609.344, "m": 1.0}
_POINTS = "north northeast east southeast south southwest west northwest".split()
BEARINGS: dict[str, float] = {
    **{point: 45.0 * i for i, point in enumerate(_POINTS)},
    **dict(zip("n ne e se s sw w nw".split(), (45.0 * i for i in range(8)), strict=True)),
}
_HEADING = re.compile(r"(?:north|south)(?:[\s-]?(?:east|west))?|east|west|central")
_AREAS = frozenset({"country", "region", "governorate"})

Named = Callable[[str], Sequence[Candidate]]


def use(relation: str, toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    """Return the toponym as a phrase uses it; `part` are the words of the phrase."""
    return _USES[relation](toponym, match, part)


def along(toponym: Toponym, part: str) -> Toponym:
    """Return the toponym as an end of a road."""
    return _widened(toponym, "along", part, _ROAD_M)


def at_border(toponym: Toponym, part: str) -> Toponym:
    """Return the toponym as one side of a border, which is a line and no place of its own."""
    precision: Precision = "region" if toponym.precision in _AREAS else toponym.precision
    return replace(toponym, relation="along", part=part, precision=precision)


def midway(first: Toponym, second: Toponym) -> tuple[Toponym, Toponym]:
    """Put two places that something lies between at the point halfway."""
    a, b = first.place, second.place
    if a is None or b is None or "country" in (a.kind, b.kind):
        return first, second
    apart = metres_between(a, b)
    if apart > _FARTHEST_PAIR_M:
        return first, second
    lon, lat = round((a.lon + b.lon) / 2, 5), round((a.lat + b.lat) / 2, 5)
    radius = round(max(_LEAST_OFFSET_M, apart / 2))
    meant = [replace(t, lon=lon, lat=lat, precision="near", radius_m=radius) for t in (first, second)]
    return meant[0], meant[1]


def named_part(toponym: Toponym, named: Named) -> Toponym:
    """Put a part of a country ("northern Syria") where the gazetteer has it, if it has."""
    country, heading = toponym.place, _HEADING.search(toponym.part.lower())
    if country is None or country.kind != "country" or heading is None:
        return toponym
    word = heading[0].replace(" ", "").replace("-", "")
    rows = [c.place for name in (f"{word}ern {country.name}", f"{word} {country.name}") for c in named(name)]
    area = next((p for p in rows if p.kind == "region" and p.country == country.country), None)
    return toponym if area is None else replace(toponym, lon=area.lon, lat=area.lat, radius_m=area.radius)


def _offset(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    metres, degrees = _distance(match), BEARINGS[re.sub(r"due\s+|[\s-]", "", match["bearing"].lower())]
    related = replace(toponym, relation="distance_bearing", part=part)
    if toponym.place is None:
        return related
    lon, lat = destination(toponym.place.lon, toponym.place.lat, metres, degrees)
    return replace(
        related, lon=lon, lat=lat, precision="near", radius_m=round(max(0.3 * metres, _LEAST_OFFSET_M))
    )


def _distance(match: re.Match[str]) -> float:
    """Return the metres that a phrase states, the middle of a range."""
    said, other, unit = match["number"].replace(",", ".").lower(), match["other"], match["unit"].lower()
    number = NUMBERS[said] if said in NUMBERS else float(said)
    if other:
        number = (number + float(other.replace(",", "."))) / 2
    return number * _METRES["k" if unit[0] == "k" else "i" if unit.startswith("mi") else "m"]


def _away(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    return _widened(toponym, "near", part, max(1.3 * _distance(match), _LEAST_OFFSET_M), at_least=False)


def _near(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    return _widened(toponym, "near", part, NEAR_M)


def _widened(toponym: Toponym, relation: str, part: str, metres: float, *, at_least: bool = True) -> Toponym:
    """Return the toponym with a ring around it, of at least its own radius where `at_least`."""
    related, place = replace(toponym, relation=relation, part=part), toponym.place
    if place is None:
        return related
    precision: Precision = "region" if place.precision in ("country", "region") else "near"
    radius = max(metres, place.radius) if at_least else metres
    return replace(related, precision=precision, radius_m=round(radius))


def _part(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    """Take the half of an area that a direction names; a part of a town is still that town."""
    place, related = toponym.place, replace(toponym, relation="part_of", part=part)
    if place is None or place.precision in ("settlement", "site", "exact"):
        return related
    precision: Precision = "region" if place.precision == "country" else place.precision
    found = _HEADING.search(part.lower())
    heading = re.sub(r"[\s-]", "", found[0]) if found else ""
    if heading not in BEARINGS:
        return replace(related, precision=precision)
    lon, lat = _half(place, BEARINGS[heading])
    return replace(related, precision=precision, lon=lon, lat=lat, radius_m=round(0.7 * place.radius))


def _half(place: Place, bearing: float) -> tuple[float, float]:
    """Return the middle of the half of a place that lies in a direction: a quarter of its extent away."""
    if place.bbox is None:
        return destination(place.lon, place.lat, place.radius / 3, bearing)
    west, south, east, north = place.bbox
    lon = place.lon + math.sin(math.radians(bearing)) * (east - west) / 4
    lat = place.lat + math.cos(math.radians(bearing)) * (north - south) / 4
    return round(min(max(lon, west), east), 5), round(min(max(lat, south), north), 5)


def _between(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    return replace(toponym, relation="between", part="between")


_USES: dict[str, Callable[[Toponym, re.Match[str], str], Toponym]] = {
    "distance_bearing": _offset,
    "distance": _away,
    "near": _near,
    "part_of": _part,
    "along": lambda toponym, match, part: at_border(toponym, part),
    "road": lambda toponym, match, part: along(toponym, part),
    "between": _between,
}


def metres_between(a: Place, b: Place) -> float:
    """Return the distance of two places in metres, on the WGS 84 ellipsoid."""
    from geopy.distance import geodesic

    return float(geodesic((a.lat, a.lon), (b.lat, b.lon)).meters)


def destination(lon: float, lat: float, metres: float, bearing: float) -> tuple[float, float]:
    """Return (lon, lat) `metres` from a point in a direction (degrees from north), on WGS 84.

    >>> destination(36.63528, 35.92905, 10_000, 0)
    (36.63528, 36.01917)
    """
    from geopy.distance import geodesic

    point = geodesic(meters=metres).destination((lat, lon), bearing=bearing)
    return round(point.longitude, 5), round(point.latitude, 5)
