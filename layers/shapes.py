"""Shapes of reports in WGS 84 degrees: rounded to a tenth of a metre, rings by the right-hand rule."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy
import shapely

from geo.errors import UsageError
from geo.extents import Corridor, Extent, Ring
from geo.places import Place
from layers.reports import Outline

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 6
_EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
_CORNERS = 64


def tidy(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry rounded to six decimals, of one kind, outer rings left-handed (RFC 7946, 3.1.6)."""
    rounded = shapely.transform(geometry, lambda xy: numpy.round(xy, DECIMALS))
    whole = rounded if rounded.is_valid else shapely.make_valid(rounded)
    return shapely.orient_polygons(plain(whole), exterior_cw=False)


def plain(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of one kind, so that every file format holds it and gives it back the same.

    Of a mixed collection its widest parts, of a group of one its only member.

    >>> plain(shapely.from_wkt("MULTIPOINT (1 2)")).wkt
    'POINT (1 2)'
    """
    parts = shapely.get_parts(geometry)
    if geometry.geom_type == "GeometryCollection":
        widest = shapely.get_dimensions(geometry)
        return shapely.union_all([part for part in parts if shapely.get_dimensions(part) == widest])
    return parts[0] if len(parts) == 1 else geometry


def point(lon: float, lat: float) -> BaseGeometry:
    """Return a point.

    >>> point(36.6353200001, 35.92908).wkt
    'POINT (36.63532 35.92908)'
    """
    return shapely.Point(round(lon, DECIMALS), round(lat, DECIMALS))


def ring(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Return the circle of a radius in metres round a point, as a polygon of 64 corners on the sphere."""
    if radius_m <= 0:
        return point(lon, lat)
    reach = radius_m / _EARTH_RADIUS_M
    phi = math.radians(lat)
    corners = []
    for step in range(_CORNERS):
        bearing = 2 * math.pi * step / _CORNERS
        north = math.asin(
            math.sin(phi) * math.cos(reach) + math.cos(phi) * math.sin(reach) * math.cos(bearing)
        )
        east = math.atan2(
            math.sin(bearing) * math.sin(reach) * math.cos(phi),
            math.cos(reach) - math.sin(phi) * math.sin(north),
        )
        corners.append((lon + math.degrees(east), math.degrees(north)))
    return tidy(shapely.Polygon(corners))


def extent_of(extent: Extent | Outline, gazetteer: Any) -> BaseGeometry | None:
    """Return the tidy outline of what a text says of a place; None where a gazetteer is needed and absent."""
    from geo.outlines import drawn, outline

    if isinstance(extent, Outline):
        return shapely.from_wkt(extent.wkt)
    if gazetteer is None:
        return tidy(drawn(extent)) if isinstance(extent, Ring | Corridor) else None
    geometry = outline(extent, gazetteer)
    return None if geometry is None or geometry.is_empty else tidy(geometry)


def area_of(place: Place, gazetteer: Any) -> tuple[BaseGeometry | None, bool]:
    """Return the tidy area or line of a place and whether it is a stand-in; None where none is known."""
    from geo.areas import area

    geometry, approximate = area(place, gazetteer)
    return (None, approximate) if geometry is None else (tidy(geometry), approximate)


def outline_of(place: Place, gazetteer: Any) -> BaseGeometry:
    """Return the area to look for reports in: a place's outline, else the circle of its radius."""
    if gazetteer is None:
        raise UsageError(f"the outline of {place.name} needs a gazetteer: within(place, Gazetteer())")
    geometry, _ = area_of(place, gazetteer)
    return ring(place.lon, place.lat, place.radius) if geometry is None else geometry
