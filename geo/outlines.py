"""Outlines: the geometry of what a text says of a place, on WGS 84, and where its label stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from geo.extents import Border, Corridor, Extent, Part, Ring
from geo.geodesics import arc, destination, disc, geod, whole, widened
from geo.parts import band_of, part_of

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

_DECIMALS = 5
_MOST = 2_000  # outlines remembered of a gazetteer

Located = tuple[float, float, float]


def outline(extent: Extent, gazetteer: Gazetteer) -> Any:
    """Return the area of an extent as a valid shapely polygon or multipolygon in WGS 84 degrees.

    Circles and distances are geodesic.  What crosses the antimeridian is cut there (RFC 7946, 3.1.9), what
    holds a pole reaches it.  None where nothing is known of the area or border that it is a part of.
    """
    known = _OUTLINES.setdefault(gazetteer, {})
    if extent not in known:
        if len(known) >= _MOST:
            known.clear()
        known[extent] = _MAKERS[type(extent)](extent, gazetteer)
    return known[extent]


def drawn(extent: Ring | Corridor) -> Any:
    """Return the outline of an extent that needs no gazetteer."""
    return _ring(extent) if isinstance(extent, Ring) else _corridor(extent)


def located(extent: Extent, gazetteer: Gazetteer) -> Located | None:
    """Return the point that stands for an extent (longitude, latitude) and the metres to its farthest corner.

    The point lies in the outline, except for a ring all round a place, where it is the middle.
    """
    if isinstance(extent, Ring):
        lon, lat = extent.lon, extent.lat
        if extent.bearing is not None:
            lon, lat = destination(lon, lat, extent.at_m, extent.bearing)
        return lon, lat, extent.reach_m
    if isinstance(extent, Corridor):
        azimuth, _, apart = geod().inv(extent.lon, extent.lat, extent.other_lon, extent.other_lat)
        return *destination(extent.lon, extent.lat, apart / 2, azimuth), apart / 2 + extent.width_m
    shape = outline(extent, gazetteer)
    if shape is None or shape.is_empty:
        return None
    return _label(shape)


def _label(shape: Any) -> Located:
    """Return a point well inside a shape and the metres to its farthest vertex."""
    import numpy
    import shapely

    parts = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    point = parts.centroid
    if not parts.contains(point):
        point = parts.representative_point()
    corners = shapely.get_coordinates(shape)
    lon, lat = numpy.full(len(corners), point.x), numpy.full(len(corners), point.y)
    reach = geod().inv(lon, lat, corners[:, 0], corners[:, 1])[2].max()
    return round(point.x, _DECIMALS), round(point.y, _DECIMALS), float(reach)


def _ring(ring: Ring, gazetteer: Gazetteer | None = None) -> Any:
    import shapely

    if ring.bearing is None or ring.spread >= 180:
        outer = disc(ring.lon, ring.lat, ring.outer_m)
        return shapely.difference(outer, disc(ring.lon, ring.lat, ring.inner_m)) if ring.inner_m else outer
    far, near = (arc(ring.lon, ring.lat, m, ring.bearing, ring.spread) for m in (ring.outer_m, ring.inner_m))
    return whole([*far, *(near[::-1] if ring.inner_m else [(ring.lon, ring.lat)])])


def _corridor(corridor: Corridor, gazetteer: Gazetteer | None = None) -> Any:
    line = geod().npts(corridor.lon, corridor.lat, corridor.other_lon, corridor.other_lat, 30)
    return widened(
        [[(corridor.lon, corridor.lat), *line, (corridor.other_lon, corridor.other_lat)]], corridor.width_m
    )


_MAKERS: dict[type, Callable[[Any, Gazetteer], Any]] = {
    Ring: _ring, Corridor: _corridor, Part: part_of, Border: band_of,
}  # fmt: skip
_OUTLINES: WeakKeyDictionary[Gazetteer, dict[Extent, Any]] = WeakKeyDictionary()
