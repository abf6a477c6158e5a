"""Areas of places: polygons where a source has them, else footprints drawn from populated places."""

from __future__ import annotations

import gzip
import json
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.places import Place
from geo.tables import DRAWN

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

COUNTRIES = Path(__file__).with_name("data") / "countries.json.gz"
MAX_VERTICES = 200
_UNION = "union:"
AREAL = frozenset(
    {"governorate", "district", "region", "country", "supranational", "water", "physical", "border"}
)
_CIRCLE_POINTS = 48


def area(place: Place, gazetteer: Gazetteer) -> tuple[Any, bool]:
    """Return the area of a place as a shapely geometry (WGS 84), and whether it is approximate.

    In this order: what its row gives (WKT, or a union of other places), the country's polygon, for a
    first-order unit the footprint of its populated places, a circle of its radius.  None for a settlement
    or a site.
    """
    if place.kind not in AREAL:
        return None, False
    if place.area is not None:
        return _given(place, gazetteer)
    if place.kind == "country":
        shape = country_areas().get(place.country or "")
        if shape is not None:
            return shape, False
    if place.kind == "governorate" and place.admin_code:
        from geo.footprints import footprints

        shape = footprints(place.country or "", gazetteer).get(place.admin_code)
        if shape is not None:
            return shape, True
    return circle(place.lon, place.lat, place.radius / 1000), True


def _given(place: Place, gazetteer: Gazetteer) -> tuple[Any, bool]:
    import shapely

    text = place.area or ""
    if not text.startswith(_UNION):
        return shapely.from_wkt(text), DRAWN not in place.source
    members = [gazetteer.place(id) for id in text.removeprefix(_UNION).replace(",", "|").split("|")]
    shapes = [
        area(member, gazetteer)[0] for member in members if member is not None and member.id != place.id
    ]
    return simplified(shapely.union_all([s for s in shapes if s is not None])), True


@cache
def country_areas() -> dict[str, Any]:
    """Return the polygons of countries by ISO code (Natural Earth, public domain)."""
    from shapely.geometry import shape

    if not COUNTRIES.exists():
        return {}
    with gzip.open(COUNTRIES, "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {f["id"]: shape(f["geometry"]) for f in features}


@cache
def _country_tree() -> tuple[Any, tuple[str, ...]]:
    from shapely import STRtree

    areas = country_areas()
    return STRtree(list(areas.values())), tuple(areas)


def country_at(lon: float, lat: float) -> str | None:
    """Return the ISO code of the country at a point, or of one within 0.2 degrees of it (coasts)."""
    from shapely import Point

    tree, codes = _country_tree()
    point = Point(lon, lat)
    hits = tree.query(point, predicate="within")
    if not len(hits):
        hits = tree.query_nearest(point, max_distance=0.2)
    return codes[min(hits)] if len(hits) else None


def circle(lon: float, lat: float, km: float) -> Any:
    """Return a polygon around a point, round on the ground (not on a map)."""
    from shapely import Polygon

    from geo.distances import EARTH_KM

    reach, phi = km / EARTH_KM, math.radians(lat)
    corners = []
    for nth in range(_CIRCLE_POINTS):
        bearing = 2 * math.pi * nth / _CIRCLE_POINTS
        y = math.asin(math.sin(phi) * math.cos(reach) + math.cos(phi) * math.sin(reach) * math.cos(bearing))
        x = math.atan2(
            math.sin(bearing) * math.sin(reach) * math.cos(phi), math.cos(reach) - math.sin(phi) * math.sin(y)
        )
        corners.append((round(lon + math.degrees(x), 5), round(math.degrees(y), 5)))
    return Polygon(corners)


def simplified(shape: Any, most: int = MAX_VERTICES) -> Any:
    """Return a shape with at most `most` vertices or nearly so, coarser step by step."""
    import shapely

    tolerance = 0.0005
    result = shape
    while shapely.get_num_coordinates(result) > most and tolerance < 1:
        result = shapely.simplify(shape, tolerance)
        tolerance *= 1.6
    if shapely.get_num_coordinates(result) > most and result.geom_type == "MultiPolygon":
        parts = sorted(result.geoms, key=lambda p: -p.area)
        result = shapely.MultiPolygon(parts[: max(1, most // 8)])
    return result if result.is_valid else shapely.make_valid(result)
