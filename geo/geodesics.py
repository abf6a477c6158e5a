"""Geodesics: distances, bearings, arcs and widened lines on the WGS 84 ellipsoid, as valid polygons."""

from __future__ import annotations

from functools import cache
from typing import Any

_ARC_DEGREES = 5.625  # 64 corners to a circle
_STEP_M = 20_000.0  # between the points of a line that is made wider
_DECIMALS = 5


def destination(lon: float, lat: float, metres: float, bearing: float) -> tuple[float, float]:
    """Return (lon, lat) `metres` from a point in a direction (degrees from north), on WGS 84.

    >>> destination(36.63528, 35.92905, 10_000, 0)
    (36.63528, 36.01917)
    """
    east, north, _ = geod().fwd(lon, lat, bearing, metres)
    return round(east, _DECIMALS), round(north, _DECIMALS)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two points in metres, on WGS 84."""
    return float(geod().inv(lon, lat, other_lon, other_lat)[2])


@cache
def geod() -> Any:
    """Return the calculator of geodesics on WGS 84."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def disc(lon: float, lat: float, metres: float) -> Any:
    """Return the disc of a radius in metres round a point."""
    return whole(arc(lon, lat, metres, 0.0, 180.0)[:-1])


def arc(lon: float, lat: float, metres: float, bearing: float, spread: float) -> list[tuple[float, float]]:
    """Return the corners of an arc round a point, clockwise, `spread` degrees to either side of a bearing."""
    import numpy

    corners = max(3, round(2 * spread / _ARC_DEGREES) + 1)
    azimuths = numpy.linspace(bearing - spread, bearing + spread, corners)
    origin = numpy.full(corners, lon), numpy.full(corners, lat)
    east, north, _ = geod().fwd(*origin, azimuths, numpy.full(corners, metres))
    return list(zip(east.tolist(), north.tolist(), strict=True))


def widened(lines: list[list[tuple[float, float]]], metres: float) -> Any:
    """Return what lies within `metres` of some lines, measured on the ground."""
    import shapely
    from pyproj import Transformer

    points = [point for line in lines for point in line]
    middle = _middle(points)
    plane = f"+proj=aeqd +lon_0={middle[0]} +lat_0={middle[1]} +ellps=WGS84 +units=m"
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = shapely.transform(shapely.MultiLineString(lines), there.transform, interleaved=False)
    wide = flat.buffer(metres, quad_segs=8).segmentize(_STEP_M)
    back = Transformer.from_crs(plane, "EPSG:4326", always_xy=True)

    def filled(ring: Any) -> Any:
        clockwise = shapely.orient_polygons(shapely.Polygon(ring), exterior_cw=True).exterior
        return whole(list(shapely.transform(clockwise, back.transform, interleaved=False).coords)[:-1])

    parts = shapely.get_parts(wide).tolist()
    holes = [filled(hole) for part in parts for hole in part.interiors]
    return shapely.difference(
        shapely.union_all([filled(p.exterior) for p in parts]), shapely.union_all(holes)
    )


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return a point in the midst of some others, across the antimeridian too."""
    first = points[0][0]
    lons = [first + (lon - first + 180) % 360 - 180 for lon, _ in points]
    lats = [lat for _, lat in points]
    return ((min(lons) + max(lons)) / 2 + 180) % 360 - 180, (min(lats) + max(lats)) / 2


def whole(corners: list[tuple[float, float]]) -> Any:
    """Return the polygon of clockwise corners, cut at the antimeridian and closed over a pole."""
    import shapely

    lons = [lon for lon, _ in corners]
    if max(lons) - min(lons) < 180 and max(abs(lat) for _, lat in corners) < 89:
        return valid(shapely.Polygon(corners))
    import antimeridian

    return valid(antimeridian.fix_polygon(shapely.Polygon(corners[::-1]), fix_winding=False))


def valid(shape: Any) -> Any:
    """Return a polygon as it is, or the polygons that are left once it is made valid."""
    import shapely

    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape)).tolist()
    return shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])
