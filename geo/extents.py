"""Extents: what a text says of a place in relation to others, as plain values; `geo.outlines` draws them.

Sizes follow the point-radius method (Wieczorek, Guo and Hijmans 2004, "The point-radius method for
georeferencing locality descriptions", Int. J. Geographical Information Science 18(8)): a direction is as
exact as the compass it is given in, a distance as its number, and the place it is measured from has an extent
of its own.  Halves and quarters of an area are cut by the lines through its middle (projection-based
directions: Frank 1996, "Qualitative spatial reasoning: cardinal directions as an example", IJGIS 10(3)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.places import Place

NEAR_M = 15_000.0
_BESIDE_M = 10_000.0  # beyond the edge of what is larger
BORDER_M = 15_000.0
_RATIO = 0.3  # of a stated distance, to either side
_LEAST_BAND_M = 1_000.0
_TOWARDS_ANCHOR = 0.3  # where the point of "north of X" stands: nearer is likelier
_CORRIDOR = 0.15  # of the length, to either side
_CORRIDOR_M = (3_000.0, 30_000.0)  # least, most


@dataclass(frozen=True, slots=True)
class Ring:
    """What lies between two distances (metres) of a point: all round, or `spread` degrees to either side of a
    bearing (a sector).  `at_m` is how far from the point the likeliest spot is."""

    lon: float
    lat: float
    inner_m: float
    outer_m: float
    bearing: float | None = None
    spread: float = 180.0
    at_m: float = 0.0

    @property
    def is_disc(self) -> bool:
        """Say whether this is a plain disc, which a point and a radius tell whole."""
        return self.bearing is None and not self.inner_m

    @property
    def reach_m(self) -> float:
        """Return the distance from the likeliest spot to the farthest corner."""
        if self.bearing is None:
            return self.outer_m
        angle = math.radians(min(self.spread, 180.0))
        return max(math.dist((self.at_m, 0), (r * math.cos(angle), r * math.sin(angle)))
                   for r in (self.inner_m, self.outer_m)) if self.at_m else self.outer_m  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corridor:
    """What lies within `width_m` metres to either side of the shortest line between two points."""

    lon: float
    lat: float
    other_lon: float
    other_lat: float
    width_m: float


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an area in some directions (all of it for none), without the disc of a town.

    `headings` are words as in "north", "southeast", "central", "far north", "north-central"; several are
    joined.  `without` is (longitude, latitude, metres): directions are then told from there.
    """

    place: Place
    headings: tuple[str, ...] = ()
    without: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """What lies within `width_m` metres of the land border of two areas, or of one with all its neighbours.

    Only near a point where `near` (longitude, latitude, metres) says so, only on the side of `place` where
    `inside` does.
    """

    place: Place
    other: Place | None
    width_m: float = BORDER_M
    near: tuple[float, float, float] | None = None
    inside: bool = False


Extent = Ring | Corridor | Part | Border


def spread_of(bearing: float) -> float:
    """Return how exact a direction is in degrees to either side: half the gap to the next word of its kind.

    >>> spread_of(0), spread_of(45), spread_of(22.5)
    (45.0, 22.5, 11.25)
    """
    return 45.0 if bearing % 90 == 0 else 22.5 if bearing % 45 == 0 else 11.25


def at_distance(place: Place, metres: float, bearing: float | None, *, within: bool = False) -> Ring:
    """Return the ring or sector of "10 km (north) of X", measured from X's middle or its edge.

    `within` has it anywhere up to that distance ("within 10 km of X").
    """
    if within:
        return Ring(place.lon, place.lat, 0.0, metres + place.radius / 2)
    band = max(_RATIO * metres, min(_LEAST_BAND_M, metres / 2))
    inner, outer = metres - band, metres + band + place.radius / 2
    if bearing is None:
        return Ring(place.lon, place.lat, inner, outer)
    return Ring(place.lon, place.lat, inner, outer, bearing, spread_of(bearing), metres)


def towards(place: Place, bearing: float, spread: float | None = None) -> Ring:
    """Return the sector of "north of X", where no distance is told: the larger X is, the farther it goes."""
    outer = NEAR_M + 2 * place.radius
    wide = spread_of(bearing) if spread is None else spread
    return Ring(place.lon, place.lat, 0.0, outer, bearing, wide, _TOWARDS_ANCHOR * outer)


def around(place: Place) -> Ring:
    """Return the disc of "near X": 15 km, and 10 km beyond the edge of a large city."""
    return Ring(place.lon, place.lat, 0.0, near_m(place))


def near_m(place: Place) -> float:
    """Return how far "near X" reaches from the middle of X, in metres."""
    return max(NEAR_M, place.radius + _BESIDE_M)


def rim(place: Place, bearing: float | None = None, spread: float | None = None) -> Ring:
    """Return the ring of "the (northern) outskirts of X": from half its radius to as much beyond it."""
    return _band(place, 0.5 * place.radius, 1.5 * place.radius, bearing, spread)


def countryside(place: Place, bearing: float | None = None, spread: float | None = None) -> Ring:
    """Return the ring of "the (northern) countryside of X", a town: from its edge as far as near goes."""
    return _band(place, place.radius, max(NEAR_M, 2 * place.radius), bearing, spread)


def _band(place: Place, inner: float, outer: float, bearing: float | None, spread: float | None) -> Ring:
    if bearing is None:
        return Ring(place.lon, place.lat, inner, outer)
    wide = spread_of(bearing) if spread is None else spread
    return Ring(place.lon, place.lat, inner, outer, bearing, wide, (inner + outer) / 2)


def side(place: Place, bearing: float | None) -> Ring:
    """Return the half or quarter of a town that a direction names; its inner half for none ("central X")."""
    if bearing is None:
        return Ring(place.lon, place.lat, 0.0, place.radius / 2)
    spread = 90.0 if bearing % 90 == 0 else 45.0
    # The centroid of a sector of a disc stands 2 r sin(a) / 3 a from its point.
    at = 2 * place.radius * math.sin(math.radians(spread)) / (3 * math.radians(spread))
    return Ring(place.lon, place.lat, 0.0, place.radius, bearing, spread, at)


def corridor(a: Place, b: Place, metres: float) -> Corridor:
    """Return the corridor between two places `metres` apart: roads and fronts bend, more on a longer way."""
    least, most = _CORRIDOR_M
    return Corridor(a.lon, a.lat, b.lon, b.lat, min(max(_CORRIDOR * metres, least), most))
