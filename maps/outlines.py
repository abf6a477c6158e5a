"""Outlines: areas and lines as a screen shows them, where their symbols stand, the box of what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layers.reports import Report
from maps.columns import SCALE, Columns

Json = dict[str, Any]


def outline(given: Mapping[str, Any] | None) -> tuple[Json | None, bool]:
    """Return a GeoJSON area or line, simplified to what a screen shows, and whether it is a stand-in."""
    if given is None:
        return None, False
    approximate = False
    if given.get("type") == "Feature":
        approximate = bool((given.get("properties") or {}).get("approximate"))
        given = given.get("geometry") or {}
    if given.get("type") not in ("Polygon", "MultiPolygon", "LineString", "MultiLineString"):
        return None, approximate
    from shapely.geometry import mapping, shape

    geometry = shape(given)
    west, south, east, north = geometry.bounds
    simple = geometry.simplify(max(east - west, north - south) / 2_000)
    return _rounded(mapping(simple)), approximate


def anchor(outline: Json, report: Report, *, on_rim: bool) -> list[float] | None:
    """Return where the symbol of an outline stands; None for the report's own point.

    On the rim, north of the point, where no spot inside is likelier than another; else inside.
    """
    from shapely import LineString, Point, get_coordinates
    from shapely.geometry import shape

    area, lon, lat = shape(outline), report.lon or 0.0, report.lat or 0.0
    if on_rim:
        crossed = area.boundary.intersection(LineString([(lon, lat), (lon, 90)]))
        tops = [north for _, north in get_coordinates(crossed).tolist()]
        return [round(lon, 5), round(max(tops), 5)] if tops else None
    if not outline["type"].endswith("Polygon") or area.intersects(Point(lon, lat)):
        return None
    inside = area.representative_point()
    return [round(inside.x, 5), round(inside.y, 5)]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, (list, tuple)) else value


def bounds(spots: Columns, outlines: Sequence[Json]) -> list[float]:
    """Return (west, south, east, north) of all that is drawn; the inhabited world where nothing is."""
    from math import cos, radians

    from shapely.geometry import shape

    boxes = {tuple(shape(outline).bounds) for outline in outlines}
    table = spots.table(None)["columns"]
    for lon, lat, r, outline in zip(
        spots.whole["lon"], spots.whole["lat"], _spread(spots, table, "r"), _spread(spots, table, "outline"),
        strict=True,
    ):  # fmt: skip
        if outline is not None:
            continue
        tall = r / 111_000
        wide = tall / max(0.1, cos(radians(lat / SCALE)))
        boxes.add((lon / SCALE - wide, lat / SCALE - tall, lon / SCALE + wide, lat / SCALE + tall))
    if not boxes:
        return [-20.0, -35.0, 120.0, 60.0]
    sides = list(zip(*boxes, strict=True))
    return [round(side, 3) for side in (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))]


def _spread(columns: Columns, table: Json, name: str) -> list[Any]:
    """Return the values of a column row by row."""
    if name not in table:
        return [None] * columns.count
    values, codes = table[name]["values"], columns.codes[name]
    return [values[code] for code in codes]
