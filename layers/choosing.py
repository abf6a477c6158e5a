"""Choosing: which reports of a layer are of some days, near a point, or in an area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError
from geo.places import Place
from layers.reports import Report

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Shapes = Sequence[tuple["BaseGeometry | None", bool]]
_MOST = 0.5  # the share of an area that must lie in another to be within it
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def day(given: str | date | None, name: str) -> str | None:
    """Return a day, month or year as ISO 8601 text, which sorts as it should.

    >>> day(date(2022, 5, 1), "start"), day("2022-05", "start"), day(None, "end")
    ('2022-05-01', '2022-05', None)
    """
    if given is None:
        return None
    text = given.isoformat()[:10] if isinstance(given, date) else str(given)
    if not _DAY.fullmatch(text):
        raise UsageError(f"{name}={given!r} is no day; give 2022-05-01, 2022-05, 2022 or a datetime.date")
    return text


def span(report: Report) -> tuple[str, str] | None:
    """Return the first and the last day that a report may be about as ISO text; None where it is undated.

    A side that the text leaves open ("since March") is as far as can be.
    """
    if report.when_start is None and report.when_end is None:
        return None
    return (report.when_start or "0001-01-01")[:10], (report.when_end or "9999-12-31")[:10]


def between(reports: Sequence[Report], start: str | None, end: str | None, undated: bool) -> Iterator[bool]:
    """Say of each report whether its days and those from `start` to `end`, included, share one."""
    last = None if end is None else end + "-99-99"[: 10 - len(end)]
    for report in reports:
        days = span(report)
        if days is None:
            yield undated
        else:
            yield (start is None or days[1] >= start) and (last is None or days[0] <= last)


def months(report: Report) -> list[str | None]:
    """Return the months that a report is about ("2022-05"); of an open time the month that is told."""
    told = [d[:7] for d in (report.when_start, report.when_end) if d]
    if not told:
        return [None]
    (year, month), (last_year, last_month) = (map(int, told[i].split("-")) for i in (0, -1))
    count = (last_year - year) * 12 + last_month - month + 1
    steps = (divmod(month - 1 + i, 12) for i in range(max(count, 1)))
    return [f"{year + years:04}-{at + 1:02}" for years, at in steps]


def near(shapes: Shapes, lon: float, lat: float, km: float) -> Iterator[bool]:
    """Say of each shape whether some of it lies within `km` kilometres of a point; of none it is not said.

    Measured in the azimuthal equidistant projection round the point, which keeps distances from it
    (Snyder 1987, "Map projections: a working manual", USGS PP 1395, 191-202).
    """
    import numpy
    import shapely
    from pyproj import Transformer

    projection = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
    flat = Transformer.from_crs("EPSG:4326", projection, always_xy=True).transform
    geometries = numpy.array([shape for shape, _ in shapes], dtype=object)
    if not len(geometries):
        return iter(())
    moved = shapely.transform(geometries, lambda xy: numpy.column_stack(flat(xy[:, 0], xy[:, 1])))
    distances = shapely.distance(moved, shapely.Point(0, 0))  # of None it is NaN, which is within nothing
    return iter((distances <= km * 1000).tolist())


def within(shapes: Shapes, area: BaseGeometry) -> Iterator[bool]:
    """Say of each shape whether it lies in an area: a point in it, or more than half of a line or an area."""
    import shapely

    shapely.prepare(area)
    for shape, _ in shapes:
        if shape is None:
            yield False
        elif shape.geom_type == "Point":
            yield bool(area.intersects(shape))
        elif area.covers(shape):
            yield True
        elif shape.area:
            yield bool(area.intersects(shape)) and area.intersection(shape).area > _MOST * shape.area
        else:
            yield bool(area.intersects(shape)) and area.intersection(shape).length > _MOST * shape.length


def in_unit(reports: Sequence[Report], shapes: Shapes, unit: Place) -> Iterator[bool]:
    """Say of each report with a shape whether the gazetteer puts its place in a country or first-order unit.

    Outlines are simplified: a town at the border may lie outside of that of its own country.
    """
    fields = {"country": ("country",), "governorate": ("country", "admin1")}.get(unit.kind, ())
    wanted = tuple(getattr(unit, name) for name in fields)
    for report, (shape, _) in zip(reports, shapes, strict=True):
        own = tuple(getattr(report, name) for name in fields)
        yield shape is not None and all(own) and bool(own) and own == wanted


def position(given: Any) -> tuple[float, float]:
    """Return (longitude, latitude) of a pair, a point geometry, a place or a toponym.

    >>> position((36.6, 35.9))
    (36.6, 35.9)
    """
    for names in (("lon", "lat"), ("x", "y")):
        if all(getattr(given, name, None) is not None for name in names):
            lon, lat = (float(getattr(given, name)) for name in names)
            break
    else:
        try:
            lon, lat = map(float, given)
        except (TypeError, ValueError):
            raise UsageError(f"{given!r} is no point; give (longitude, latitude) in degrees") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UsageError(f"{lon:g}, {lat:g} is not on Earth; give longitude before latitude, in degrees")
    return lon, lat
