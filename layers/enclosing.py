"""Enclosing: the district, province or country round the place of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.places import Place
from layers.reports import Report

_SEARCH_KM = 120.0
_KINDS = {"admin3": "district", "admin2": "district", "admin1": "governorate", "country": "country"}


def unit_round(report: Report, level: str, gazetteer: Any) -> Place | None:
    """Return the unit of a level ("admin3" to "admin1", "country") that a report's place is in.

    By its name where the gazetteer gives one, else the unit whose outline holds the point; None where neither
    is known.
    """
    if gazetteer is None:
        return None
    if level == "country":
        country: Place | None = gazetteer.place(f"country-{report.country}") if report.country else None
        return country
    named: str | None = getattr(report, level)
    for place in _named(named, report, _KINDS[level], gazetteer) if named else ():
        return place
    if level == "admin3" or report.lon is None or report.lat is None:
        return None
    return next(_round(report, _KINDS[level], gazetteer), None)


def _named(name: str, report: Report, kind: str, gazetteer: Any) -> Iterator[Place]:
    for candidate in gazetteer.lookup(name, country=report.country):
        place = candidate.place
        if place.kind == kind and place.country == report.country and candidate.score == 1.0:
            yield place


def _round(report: Report, kind: str, gazetteer: Any) -> Iterator[Place]:
    """Yield the units whose outline holds the point of a report, the nearest label first."""
    import shapely

    from geo.areas import area

    for _, place in gazetteer.near(report.lon, report.lat, _SEARCH_KM, kinds={kind}):
        if place.country == report.country:
            outline, _ = area(place, gazetteer)
            if outline is not None and shapely.intersects_xy(outline, report.lon, report.lat):
                yield place
