"""What a relation does to the point of a place: a ring, a sector, a corridor, a part, a border."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from geo.courses import BEARINGS, course_of, headings_of, metres_of
from geo.extents import (
    Border,
    Extent,
    Part,
    Ring,
    around,
    at_distance,
    corridor,
    countryside,
    near_m,
    rim,
    side,
    towards,
)
from geo.gazetteer import Gazetteer
from geo.generics import specific
from geo.geodesics import metres_between
from geo.names import fold
from geo.outlines import located
from geo.parts import border_line
from geo.places import RADIUS_M, Place, Precision, Toponym
from geo.remembered import remembered

_ROAD_M = 30_000.0
_FARTHEST_PAIR_M = 400_000.0  # nothing lies "between" two places that are farther apart
_CLIP_M = 30_000.0  # of a border, to either side of a town that it is named near
_AREAS = frozenset({"country", "region", "governorate", "supranational"})
_RURAL = re.compile(r"\b(?:countryside|hinterland|rural|villages)\b")
_EDGE = re.compile(r"\b(?:suburbs?|outskirts|edges?|fringes|periphery|gates|approaches)\b")
_WITHIN = re.compile(
    r"\b(?:within|less than|under|no(?:t)? more than|up to|at most)\s+(?:about\s+|some\s+|just\s+)?$", re.I
)
_WIDEST_M = 40_000.0  # a river or a range is no point to tell a direction from
# "The western province of X" is all of X, in the west of its country.
_WHOLE_UNIT = re.compile(r"\b(?:province|governorate|state|county|region|oblast|prefecture)\s+of$", re.I)
_TOWNS = frozenset({"city", "town", "village"})


def use(relation: str, toponym: Toponym, match: re.Match[str], part: str, gazetteer: Gazetteer) -> Toponym:
    """Return the toponym as a phrase uses it; `part` are the words of the phrase."""
    kept = "near" if relation in ("distance", "rim") else "along" if relation == "road" else relation
    related = replace(toponym, relation=kept, part="between" if kept == "between" else part)
    if toponym.place is None:
        return related
    return _USES[relation](related, toponym.place, match, gazetteer)


def meant_by(relation: str, place: Place, match: re.Match[str]) -> Ring | None:
    """Return where something is that a phrase places by its relation to a place, None for an area's like."""
    if place.precision in _AREAS or relation not in _RINGS or place.radius > _WIDEST_M:
        return None
    return _RINGS[relation](place, match)


def set_at(toponym: Toponym, extent: Extent, precision: Precision, gazetteer: Gazetteer) -> Toponym:
    """Return the toponym with its point, radius and extent; as it is where nothing is known of the extent."""
    if isinstance(extent, Border) and extent.near is None:  # a line; the point stays that of the place named
        known = border_line(extent, gazetteer) is not None
        return replace(toponym, precision=precision, extent=extent) if known else toponym
    spot = located(extent, gazetteer)
    if spot is None:
        return toponym
    lon, lat, reach = spot
    if precision == "near" and reach > RADIUS_M["governorate"]:
        precision = "region"  # no finer than a governorate
    kept = None if isinstance(extent, Ring) and extent.is_disc else extent
    return replace(toponym, lon=lon, lat=lat, precision=precision, radius_m=round(reach), extent=kept)


def along(toponym: Toponym, part: str, gazetteer: Gazetteer) -> Toponym:
    """Return the toponym as an end of a road whose other end is not known."""
    related = replace(toponym, relation="along", part=part)
    return related if toponym.place is None else _widened(related, toponym.place, _ROAD_M)


def at_border(toponym: Toponym, part: str) -> Toponym:
    """Return the toponym as one side of a border, which is a line and no place of its own."""
    precision: Precision = "region" if toponym.precision in _AREAS else toponym.precision
    return replace(toponym, relation="along", part=part, precision=precision)


def midway(first: Toponym, second: Toponym, gazetteer: Gazetteer) -> tuple[Toponym, Toponym]:
    """Put two places that something lies between, or that a road joins, on the corridor between them."""
    a, b = first.place, second.place
    if a is None or b is None or a.id == b.id or a.kind in _AREAS or b.kind in _AREAS:
        return first, second
    apart = metres_between(a.lon, a.lat, b.lon, b.lat)
    if apart > _FARTHEST_PAIR_M:
        return first, second
    way = corridor(a, b, apart)
    words = ("between", "and") if first.relation == "between" else ("road from", "to")
    pair = (
        replace(own, part=f"{words[0]} {other.text} {words[1]}")
        for own, other in ((first, second), (second, first))
    )
    one, two = (set_at(toponym, way, "near", gazetteer) for toponym in pair)
    return one, two


def bordered(toponym: Toponym, others: Iterable[Place | None], gazetteer: Gazetteer) -> Toponym:
    """Return the toponym on the border of its place with the first of `others` that has one with it."""
    own = toponym.place
    if own is None or own.kind not in _AREAS or own.kind == "supranational":
        return toponym
    rows = (p for p in others if p is not None and p.id != own.id and p.kind == own.kind)
    pairs = (sorted((own, p), key=lambda side: side.id) for p in rows)  # one border, whichever is named first
    borders = (line for a, b in pairs if border_line(line := Border(a, b), gazetteer) is not None)
    border = next(borders, Border(own, None))
    other = border.other if border.other != own else border.place
    words = toponym.part if other is None else f"border of {other.name} with"
    return set_at(replace(toponym, part=words), border, "region", gazetteer)


def clipped(toponym: Toponym, near: Place, gazetteer: Gazetteer) -> Toponym:
    """Return the toponym on the stretch of its border that lies near a town; as it is where none does."""
    if not isinstance(toponym.extent, Border) or near.precision in _AREAS:
        return toponym
    border = replace(toponym.extent, near=(near.lon, near.lat, _CLIP_M))
    return set_at(toponym, border, "near", gazetteer)


def named_part(toponym: Toponym, gazetteer: Gazetteer) -> Toponym:
    """Put a part of a country ("northern Syria") where the gazetteer has it, if it has."""
    country, headings = toponym.place, headings_of(toponym.part)
    if country is None or country.kind != "country" or len(headings) != 1:
        return toponym
    names = (f"{headings[0]}ern {country.name}", f"{headings[0]} {country.name}")
    rows = [c.place for name in names for c in remembered(gazetteer).exact(gazetteer, name)]
    area = next((p for p in rows if p.kind == "region" and p.country == country.country), None)
    if area is None:
        return toponym
    return replace(toponym, lon=area.lon, lat=area.lat, radius_m=area.radius, extent=Part(area))


# --- one phrase, one place -------------------------------------------------------------------------


def _at_distance(place: Place, match: re.Match[str]) -> Ring:
    said = match.groupdict().get("bearing")
    bearing = BEARINGS[re.sub(r"due\s+|[\s-]", "", said.lower())] if said else None
    within = bearing is None and _WITHIN.search(match.string[: match.start()]) is not None
    return at_distance(place, metres_of(match), bearing, within=within)


def _near(place: Place, match: re.Match[str]) -> Ring:
    if not (said := match.groupdict().get("bearing")):
        return around(place)
    if match["also"] and (course := course_of(f"{match['also']} and {said}".lower())):
        return towards(place, *course)
    return towards(place, BEARINGS[re.sub(r"due\s+|[\s-]", "", said.lower())])


def _rim(place: Place, match: re.Match[str]) -> Ring:
    if place.kind not in _TOWNS:
        return around(place)
    course = course_of(match[0])
    return rim(place, *course) if course else rim(place)


_RINGS: dict[str, Callable[[Place, re.Match[str]], Ring]] = {
    "distance_bearing": _at_distance, "distance": _at_distance, "near": _near, "rim": _rim,
}  # fmt: skip


def _ringed(relation: str) -> Callable[[Toponym, Place, re.Match[str], Gazetteer], Toponym]:
    def ringed(related: Toponym, place: Place, match: re.Match[str], gazetteer: Gazetteer) -> Toponym:
        ring = meant_by(relation, place, match)
        if ring is not None:
            return set_at(related, ring, "near", gazetteer)
        if relation in ("distance", "distance_bearing"):
            inside = "inside" in match[0].lower()
            band = Border(place, None, max(1.3 * metres_of(match), 1_000.0), inside=inside)
            return set_at(related, band, "region", gazetteer)  # distances from an area are told from its edge
        return _widened(related, place, near_m(place))

    return ringed


def _widened(related: Toponym, place: Place, metres: float) -> Toponym:
    """Return the toponym with a disc around it, of at least its own radius."""
    precision: Precision = "region" if place.precision in ("country", "region") else "near"
    return replace(related, precision=precision, radius_m=round(max(metres, place.radius)))


def _part(related: Toponym, place: Place, match: re.Match[str], gazetteer: Gazetteer) -> Toponym:
    """Take the part of an area or a town that the words name."""
    words = related.part
    if _WHOLE_UNIT.search(words):
        return replace(related, relation="at", part="")
    headings, course, rural = headings_of(words), course_of(words), _RURAL.search(words.lower())
    if place.kind in _TOWNS:
        if rural:
            ring = countryside(place, *course) if course else countryside(place)
            return set_at(related, ring, "near", gazetteer)
        if _EDGE.search(words):
            return set_at(related, rim(place, *course) if course else rim(place), "near", gazetteer)
        if course or headings == ("central",):
            half = side(place, course[0] if course else None)
            return set_at(related, half, place.precision, gazetteer)
        return related
    if place.precision in ("settlement", "site", "exact"):
        return related
    precision: Precision = "region" if place.precision == "country" else place.precision
    related = replace(related, precision=precision)
    town = _town_of(place, gazetteer) if rural else None
    if not headings and town is None:
        return related
    without = None if town is None else (town.lon, town.lat, town.radius)
    return set_at(related, Part(place, headings, without), precision, gazetteer)


def _town_of(area: Place, gazetteer: Gazetteer) -> Place | None:
    """Return the town that a governorate or district bears the name of."""
    if area.kind not in ("governorate", "district"):
        return None
    rows = remembered(gazetteer).exact(gazetteer, specific(fold(area.name)))
    towns = (c.place for c in rows if c.place.kind in _TOWNS and c.place.country == area.country)
    return next((t for t in towns if not t.admin1 or not area.admin1 or t.admin1 == area.admin1), None)


def _as_is(related: Toponym, place: Place, match: re.Match[str], gazetteer: Gazetteer) -> Toponym:
    return related


def _beside_border(related: Toponym, place: Place, match: re.Match[str], gazetteer: Gazetteer) -> Toponym:
    return at_border(related, related.part)


def _by_road(related: Toponym, place: Place, match: re.Match[str], gazetteer: Gazetteer) -> Toponym:
    return _widened(related, place, _ROAD_M)


_USES: dict[str, Callable[[Toponym, Place, re.Match[str], Gazetteer], Toponym]] = {
    **{relation: _ringed(relation) for relation in _RINGS},
    "part_of": _part, "along": _beside_border, "road": _by_road, "between": _as_is,
}  # fmt: skip
