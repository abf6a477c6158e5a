"""Parts of areas and borders between them: halves cut through a middle, bands along a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.extents import Border, Part
from geo.geodesics import disc, valid, widened

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

_TOUCHING = 0.1  # degrees by which the borders of two neighbours may miss each other
_MIDDLE = 0.25  # of the extent, to either side, is "central"
_TURN = (360.0, 0.0)


def part_of(part: Part, gazetteer: Gazetteer) -> Any:
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
        left = _polygons(shapely.difference(shape, disc(*part.without)))
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
    return valid(shapely.union_all(parts)), True


def _rewrapped(shape: Any) -> Any:
    import shapely

    here = shapely.intersection(shape, shapely.box(-180, -90, 180, 90))
    beyond = shapely.intersection(shape, shapely.box(180, -90, 540, 90))
    back = shapely.transform(beyond, lambda xy: xy - _TURN)
    return _polygons(shapely.union_all([here, back]))


def band_of(border: Border, gazetteer: Gazetteer) -> Any:
    """Return the band along a border; None where there is no such border."""
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
    clipped = _polygons(shapely.intersection(wide, disc(*border.near)))
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
    parts = shapely.get_parts(line).tolist()
    lines = [part for part in parts if part.geom_type == "LineString" and not part.is_empty]
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
