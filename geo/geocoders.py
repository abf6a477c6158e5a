"""The gazetteer as a geopy geocoder: the same questions, geopy's answers, no network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.distances import distance_km
from geo.errors import UsageError
from geo.places import Candidate, Place

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

_LEAST = 0.5  # what is less like the name than this is no answer, though a look-up lists it
_REACHES_KM = (5.0, 25.0, 100.0, 400.0)
_MOST_NEAR = 20
# Rules by which half the world is like something: no answer by themselves.
GUESSES = frozenset({"spelling", "edit", "prefix"})
_LEAST_ALONE, _LEAD, _LEAST_NARROWED = 0.85, 0.1, 0.8
_POPULATED = frozenset({"city", "town", "village", "neighbourhood"})


def geocode(
    gazetteer: Gazetteer, query: str, *, exactly_one: bool = True, limit: int | None = None,
    country: str | None = None, near: tuple[float, float] | None = None,
) -> Any:  # fmt: skip
    """Return the geopy Location of a name, or a list of Locations; None where nothing is found.

    After the first comma stand the units that contain the place, from small to large.  `near` is
    (longitude, latitude): of names equally good, the nearest comes first.  Where the gazetteer has an online
    service and knows no place of that name, the service's answers come first.
    """
    found = readings(gazetteer, query, country=country, near=near)
    return _answer([_location(c.place, c) for c in found], exactly_one, limit)


def readings(
    gazetteer: Gazetteer, query: str, *, country: str | None = None, near: tuple[float, float] | None = None
) -> list[Candidate]:
    """Return the candidates that `geocode` makes Locations of, best first; geopy is not loaded for them."""
    name, *containers = (part.strip() for part in query.split(","))
    if not name:
        raise UsageError("geocode got an empty name; give a place name such as 'Salqin, Idlib, Syria'")
    country, units = _containers(gazetteer, containers, country)
    found = [c for c in gazetteer.lookup(name, country=country, limit=200) if c.score >= _LEAST]
    if units:
        found = [c for c in found if any(_inside(c.place, unit) for unit in units)] or found
    if near is not None:
        lon, lat = near
        found.sort(key=lambda c: (-round(c.score, 1), distance_km(lon, lat, c.place.lon, c.place.lat)))
    if gazetteer.online is not None and not is_sure(found, narrowed=bool(country or near)):
        found = [*gazetteer.online.find(query, [country] if country else ()), *found]
    return found


def is_sure(candidates: Sequence[Candidate], *, narrowed: bool) -> bool:
    """Say whether the best reading may be taken for an answer: the same name, or one that stands alone.

    `narrowed` says that a country or a point was given.
    """
    if not candidates:
        return False
    best = candidates[0]
    if best.rule not in GUESSES:
        return True
    rival = candidates[1].score if len(candidates) > 1 else 0.0
    alone = best.score >= _LEAST_ALONE and best.score - rival >= _LEAD
    return alone or (narrowed and best.score >= _LEAST_NARROWED)


def reverse(gazetteer: Gazetteer, query: Any, *, exactly_one: bool = True, limit: int | None = None) -> Any:
    """Return the Location of the populated place nearest to a point, given as geopy does: (lat, lon).

    A list of the nearest, at most `limit` (20), where `exactly_one` is false; None where nobody lives within
    400 km.  Raises UsageError for what is no point.
    """
    point = _point(query)
    most = 1 if exactly_one else limit or _MOST_NEAR
    close: list[tuple[float, Place]] = []
    for km in _REACHES_KM:
        close = gazetteer.near(point.longitude, point.latitude, km, kinds=_POPULATED)
        if len(close) >= most:
            break
    return _answer([_location(place, place) for _, place in close[:most]], exactly_one, most)


def _point(query: Any) -> Any:
    """Return the geopy Point of what geopy takes for one; of words, only what is read without doubt."""
    from geopy.point import Point

    from geo.coordinates import find_coordinates

    try:
        # geopy reads "35 55 48 N, 36 38 0 E" as 38 degrees north: words go to our own reader first.
        if isinstance(query, str) and (found := find_coordinates(query)):
            return Point(found[0].lat, found[0].lon)
        if query is None:
            raise ValueError("geopy takes None for 0, 0")
        if isinstance(query, Sequence) and not isinstance(query, str) and abs(float(query[0])) > 90:
            raise ValueError(f"the latitude is {query[0]}, expected -90 to 90")
        return Point(query)
    except (TypeError, ValueError, IndexError) as error:
        raise UsageError(f"{query!r} is no point ({error}); give (latitude, longitude)") from error


def _containers(
    gazetteer: Gazetteer, names: list[str], country: str | None
) -> tuple[str | None, list[Candidate]]:
    """Read the units after the name: a country gives its code, other units are kept to compare."""
    units: list[Candidate] = []
    for name in reversed(names):
        found = gazetteer.lookup(name, country=country, limit=50) if name else []
        nation = next((c for c in found if c.place.kind == "country" and c.score > 0.9), None)
        if country is None and nation is not None:
            country = nation.place.country
        elif nation is None:
            units += [c for c in found if c.score > 0.9]
    return country, units


def _inside(place: Place, unit: Candidate) -> bool:
    whole = unit.place
    if place.id == whole.id:
        return False
    if whole.kind == "governorate" and whole.admin_code is not None:
        return place.admin_code == whole.admin_code
    return unit.name in (place.admin1, place.admin2, place.admin3) or whole.name in (
        place.admin1, place.admin2, place.admin3,
    )  # fmt: skip


def _location(place: Place, raw: Candidate | Place) -> Any:
    from geopy.location import Location

    parts = (place.name, place.admin3, place.admin2, place.admin1, place.country)
    address = ", ".join(dict.fromkeys(part for part in parts if part))
    return Location(
        address,
        (place.lat, place.lon, 0.0),
        {"candidate": raw} if isinstance(raw, Candidate) else {"place": raw},
    )


def _answer(locations: list[Any], exactly_one: bool, limit: int | None) -> Any:
    if not locations:
        return None
    return locations[0] if exactly_one else locations[:limit]
