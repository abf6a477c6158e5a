"""UCDP GED's columns: reports of dated events as its users load them; what was not said stays empty."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.expressible import country_names, days, events
from layers.reports import Report
from layers.spreadsheet import cell, write_table

if TYPE_CHECKING:
    from layers.layer import ReportLayer

# UCDP GED 23.1, in the order of its CSV.
COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
# date_prec: a day; 2-6 days; a week; up to a month; up to a year (UCDP GED Codebook 24.1).
_DAYS_OF_PRECISION = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
_FORCE = frozenset({"activity", "casualty_or_arrest"})


def write_ucdp(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> Counter[str]:
    """Write the events of a layer in UCDP GED's columns; return how many were left out, by reason."""
    left_out: Counter[str] = Counter()
    sources = {r.report_id: claim for claim in layer.claims for r in claim.reports}
    rows = []
    for report in events(iter(layer.reports), left_out):
        if report.what not in _FORCE:
            left_out[f"{report.what}: no use of armed force"] += 1
        elif date_precision(report) is None:
            left_out["dated to more than a year"] += 1
        elif report.where_prec is None:
            left_out["a place that where_prec cannot say"] += 1
        else:
            row = _row(report, len(sources[report.report_id].sources))
            rows.append([cell(value) for value in row.values()])
    write_table(path, list(COLUMNS), rows)
    return left_out


def date_precision(report: Report) -> int | None:
    """Return date_prec of a dated report; None where it is wider than the scheme knows."""
    first, last = days(report)
    length = (last - first).days + 1
    return next((code for most, code in _DAYS_OF_PRECISION if length <= most), None)


def priogrid(lon: float, lat: float) -> int:
    """Return the cell of PRIO-GRID 2.0: half degrees, counted eastward and northward from 180 W, 90 S.

    >>> priogrid(36.558974, 35.763369), priogrid(20.4, -9.65)
    (181154, 115601)
    """
    return math.floor((lat + 90) * 2) * 720 + math.floor((lon + 180) * 2) + 1


def _row(report: Report, sources: int) -> dict[str, Any]:
    first, last = days(report)
    lon, lat = report.lon or 0.0, report.lat or 0.0
    name, _ = country_names().get(report.country or "", (report.country, None))
    source = report.title or report.url or report.document_id
    values = {
        "id": report.report_id, "year": first.year, "code_status": "Check: read by machine"
        if report.review == "machine" else "Clear", "side_a": report.actor,
        "number_of_sources": sources, "source_article": source, "source_date": report.published,
        "source_headline": report.title, "source_original": " < ".join(report.source_chain),
        "where_prec": report.where_prec, "where_coordinates": report.place,
        "where_description": f"{report.part} {report.place}".strip(), "adm_1": report.admin1,
        "adm_2": report.admin2, "latitude": lat, "longitude": lon,
        "geom_wkt": f"POINT ({lon:.6f} {lat:.6f})", "priogrid_gid": priogrid(lon, lat), "country": name,
        "date_prec": date_precision(report), "date_start": str(first), "date_end": str(last),
    }  # fmt: skip
    return {column: values.get(column) for column in COLUMNS}
