"""Outlines: the geometry of what a text says of a place, on WGS 84, and where its label stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from geo.extents import Border, Corridor, Extent, Part, Ring

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

_ARC_DEGREES = 5.625  # 64 corners to a circle
_STEP_M = 20_000.0  # between the points of a line that is made wider
_TOUCHING = 0.1  # degrees by which the borders of two neighbours may miss each other
_DECIMALS = 5
_MIDDLE = 0.25  # of the extent, to either side, is "central"
_MOST = 2_000
_TURN = (360.0, 0.0)

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
        azimuth, _, apart = _geod().inv(extent.lon, extent.lat, extent.other_lon, extent.other_lat)
        return *destination(extent.lon, extent.lat, apart / 2, azimuth), apart / 2 + extent.width_m
    shape = outline(extent, gazetteer)
    if shape is None or shape.is_empty:
        return None
    return _label(shape)


def destination(lon: float, lat: float, metres: float, bearing: float) -> tuple[float, float]:
    """Return (lon, lat) `metres` from a point in a direction (degrees from north), on WGS 84.

    >>> destination(36.63528, 35.92905, 10_000, 0)
    (36.63528, 36.01917)
    """
    east, north, _ = _geod().fwd(lon, lat, bearing, metres)
    return round(east, _DECIMALS), round(north, _DECIMALS)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two points in metres, on WGS 84."""
    return float(_geod().inv(lon, lat, other_lon, other_lat)[2])


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


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
    reach = _geod().inv(lon, lat, corners[:, 0], corners[:, 1])[2].max()
    return round(point.x, _DECIMALS), round(point.y, _DECIMALS), float(reach)


# --- rings and corridors ---------------------------------------------------------------------------


def _ring(ring: Ring, gazetteer: Gazetteer | None = None) -> Any:
    import shapely

    if ring.bearing is None or ring.spread >= 180:
        disc = _round(ring.lon, ring.lat, ring.outer_m)
        return shapely.difference(disc, _round(ring.lon, ring.lat, ring.inner_m)) if ring.inner_m else disc
    corners = _arc(ring, ring.outer_m)
    back = _arc(ring, ring.inner_m)[::-1] if ring.inner_m else [(ring.lon, ring.lat)]
    return _whole([*corners, *back])


def _round(lon: float, lat: float, metres: float) -> Any:
    return _whole(_arc(Ring(lon, lat, 0, metres, 0.0, 180.0), metres)[:-1])


def _arc(ring: Ring, metres: float) -> list[tuple[float, float]]:
    """Return the corners of an arc, clockwise."""
    import numpy

    bearing, spread = ring.bearing or 0.0, ring.spread
    azimuths = numpy.linspace(
        bearing - spread, bearing + spread, max(3, round(2 * spread / _ARC_DEGREES) + 1)
    )
    n = len(azimuths)
    lon, lat, _ = _geod().fwd(
        numpy.full(n, ring.lon), numpy.full(n, ring.lat), azimuths, numpy.full(n, metres)
    )
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _corridor(corridor: Corridor, gazetteer: Gazetteer | None = None) -> Any:
    line = _geod().npts(corridor.lon, corridor.lat, corridor.other_lon, corridor.other_lat, 30)
    return widened(
        [[(corridor.lon, corridor.lat), *line, (corridor.other_lon, corridor.other_lat)]], corridor.width_m
    )


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
        return _whole(list(shapely.transform(clockwise, back.transform, interleaved=False).coords)[:-1])

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


def _whole(corners: list[tuple[float, float]]) -> Any:
    """Return the polygon of clockwise corners, cut at the antimeridian and closed over a pole."""
    import shapely

    lons = [lon for lon, _ in corners]
    if max(lons) - min(lons) < 180 and max(abs(lat) for _, lat in corners) < 89:
        return _valid(shapely.Polygon(corners))
    import antimeridian

    return _valid(antimeridian.fix_polygon(shapely.Polygon(corners[::-1]), fix_winding=False))


def _valid(shape: Any) -> Any:
    import shapely

    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape)).tolist()
    return shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])


# --- parts of areas --------------------------------------------------------------------------------


def _part(part: Part, gazetteer: Gazetteer) -> Any:
    """Cut an area by the lines through its middle, or through the town that its countryside is told from.

    The whole of it where a town's disc leaves nothing.
    """
    import shapely

    from geo.areas import area

    whole, _ = area(part.place, gazetteer)
    if whole is None or not whole.geom_type.endswith("Polygon"):
        return whole
    whole, shifted = _unwrapped(whole)
    shape = whole
    if part.headings:
        middle = part.without[:2] if part.without else (whole.centroid.x, whole.centroid.y)
        shape = _polygons(shapely.union_all([_towards(whole, heading, middle) for heading in part.headings]))
    if part.without is not None:
        left = _polygons(shapely.difference(shape, _round(*part.without)))
        shape = shape if left.is_empty else left
    return _rewrapped(shape) if shifted else shape


def _towards(whole: Any, heading: str, middle: tuple[float, float]) -> Any:
    """Return the part of an area that a heading names, seen from a point: a half, a quarter, a middle.

    Where that quarter holds no land (the south-west of Croatia), the half in its direction.
    """
    import shapely

    cut = _polygons(shapely.intersection(whole, shapely.box(*_window(heading, middle, whole.bounds))))
    if not cut.is_empty:
        return cut
    (x, y), (west, south, east, north) = middle, whole.bounds
    wide, tall = 4 * (east - west), 4 * (north - south)
    right, up = ("east" in heading) - ("west" in heading), ("north" in heading) - ("south" in heading)
    half = shapely.Polygon(
        [
            (x - up * wide, y + right * tall),
            (x + up * wide, y - right * tall),
            (x + right * wide, y + up * tall),
        ]
    )
    return _polygons(shapely.intersection(whole, half))


def _window(heading: str, middle: tuple[float, float], bounds: tuple[float, ...]) -> tuple[float, ...]:
    """Return the box (west, south, east, north) of the part of an area that a heading names."""
    west, south, east, north = bounds
    (x, y), far = middle, heading.startswith("far ")
    half_x = (x + (east if "east" in heading else west)) / 2 if far else x
    half_y = (y + (north if "north" in heading else south)) / 2 if far else y
    if "central" in heading:
        wide, tall = (east - west) * _MIDDLE, (north - south) * _MIDDLE
        west, south, east, north = (
            (x - wide, y - tall, x + wide, y + tall)
            if heading == "central"
            else (x - wide, south, x + wide, north)
            if "north" in heading or "south" in heading
            else (west, y - tall, east, y + tall)
        )
    if "north" in heading:
        south = half_y
    if "south" in heading:
        north = half_y
    if "east" in heading:
        west = half_x
    if "west" in heading:
        east = half_x
    return west, south, east, north


def _polygons(shape: Any) -> Any:
    """Return the polygons of a shape, without the lines and points that a cut leaves."""
    import shapely

    parts = [p for p in shapely.get_parts(shape).tolist() if p.geom_type == "Polygon" and p.area > 0]
    return shapely.MultiPolygon(parts) if len(parts) != 1 else parts[0]


def _unwrapped(shape: Any) -> tuple[Any, bool]:
    """Return a shape that the antimeridian cuts in one piece (east beyond 180), and whether it was cut."""
    import shapely

    west, _, east, _ = shape.bounds
    if east - west < 300:
        return shape, False
    parts = [
        shapely.transform(p, lambda xy: xy + _TURN) if p.bounds[2] <= 0 else p
        for p in shapely.get_parts(shape).tolist()
    ]
    return _valid(shapely.union_all(parts)), True


def _rewrapped(shape: Any) -> Any:
    import shapely

    here = shapely.intersection(shape, shapely.box(-180, -90, 180, 90))
    beyond = shapely.intersection(shape, shapely.box(180, -90, 540, 90))
    back = shapely.transform(beyond, lambda xy: xy - _TURN)
    return _polygons(shapely.union_all([here, back]))


# --- borders ---------------------------------------------------------------------------------------


def _border(border: Border, gazetteer: Gazetteer) -> Any:
    import shapely

    from geo.areas import area

    line = border_line(border, gazetteer)
    if line is None:
        return None
    parts = [list(part.coords) for part in shapely.get_parts(line).tolist() if len(part.coords) > 1]
    wide = widened(parts, border.width_m)
    if border.inside:
        wide = _polygons(shapely.intersection(wide, area(border.place, gazetteer)[0]))
    if border.near is None:
        return wide
    clipped = _polygons(shapely.intersection(wide, _round(*border.near)))
    return None if clipped.is_empty else clipped


def border_line(border: Border, gazetteer: Gazetteer) -> Any:
    """Return the line where two areas meet, or one and all its neighbours; None where they do not."""
    import shapely

    from geo.areas import area

    own, _ = area(border.place, gazetteer)
    if own is None or not own.geom_type.endswith("Polygon"):
        return None
    others = _neighbours(border, gazetteer)
    line = own.boundary if others is None else own.boundary.intersection(others.buffer(_TOUCHING))
    lines = [p for p in shapely.get_parts(line).tolist() if p.geom_type == "LineString"]
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    return None if merged.is_empty else merged


def _neighbours(border: Border, gazetteer: Gazetteer) -> Any:
    """Return the areas beyond a border: the other side, else all other countries; None for a unit of one."""
    import shapely

    from geo.areas import area, country_areas

    if border.other is not None:
        return area(border.other, gazetteer)[0]
    if border.place.kind != "country":
        return None
    countries = country_areas()
    own = countries.get(border.place.country or "")
    near = own.buffer(_TOUCHING) if own is not None else None
    rest = [s for code, s in countries.items() if code != border.place.country and near is not None]
    return shapely.union_all([s for s in rest if s.intersects(near)])


_MAKERS: dict[type, Callable[[Any, Gazetteer], Any]] = {
    Ring: _ring, Corridor: _corridor, Part: _part, Border: _border,
}  # fmt: skip
_OUTLINES: WeakKeyDictionary[Gazetteer, dict[Extent, Any]] = WeakKeyDictionary()
