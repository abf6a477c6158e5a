"""Distances on the globe, and the one-degree cells in which near places are found."""

from __future__ import annotations

import math

EARTH_KM = 6371.0088  # mean radius (IUGG)
_KM_PER_DEGREE = math.pi * EARTH_KM / 180


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance in kilometres (haversine, a sphere of mean radius).

    >>> round(distance_km(36.63528, 35.92905, 39.00951, 35.95313))  # Idlib to Raqqa
    214
    """
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def cell(lon: float, lat: float) -> int:
    """Return the number of the one-degree cell that holds a point.

    >>> cell(36.63, 35.93), cell(-180, -90), cell(180, -90)
    (45216, 0, 0)
    """
    return math.floor(lat + 90) * 360 + math.floor(lon + 180) % 360


def cells(lon: float, lat: float, km: float) -> list[int]:
    """Return the cells that a circle touches, across the antimeridian too."""
    reach = km / _KM_PER_DEGREE + 1e-9
    widest = max(abs(lat - reach), abs(lat + reach))
    wide = 180.0 if widest >= 89 else min(180.0, reach / math.cos(math.radians(widest)))
    rows = range(max(0, math.floor(lat - reach + 90)), min(180, math.floor(lat + reach + 90)) + 1)
    columns = {x % 360 for x in range(math.floor(lon - wide + 180), math.floor(lon + wide + 180) + 1)}
    return [row * 360 + column for row in rows for column in sorted(columns)]
