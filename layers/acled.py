"""ACLED's columns: reports of dated events as ACLED's users load them; what was not said stays empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.expressible import country_names, days, events
from layers.reports import Report
from layers.spreadsheet import cell, write_table

if TYPE_CHECKING:
    from layers.layer import ReportLayer

# ACLED, "Guide to the ACLED data columns" (2024), in the order of its export.
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
# Only what a report says without doubt has a type: a clash may be of four, an arrest or a death of three.
_TYPES = {
    "movement_to": ("Strategic developments", "Strategic developments", "Change to group/activity"),
    "movement_from": ("Strategic developments", "Strategic developments", "Change to group/activity"),
}  # fmt: skip
_WEEK, _MONTH = 7, 31


def write_acled(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> Counter[str]:
    """Write the events of a layer in ACLED's columns; return how many reports were left out, by reason."""
    left_out: Counter[str] = Counter()
    now = int(datetime.now(UTC).timestamp())
    rows = []
    for report in events(iter(layer.reports), left_out):
        first, last = days(report)
        if (last - first).days >= _MONTH:
            left_out["dated to more than a month"] += 1
        elif report.geo_precision is None:
            left_out["a whole country, which geo_precision cannot say"] += 1
        else:
            rows.append([cell(v) for v in _row(report, now).values()])
    write_table(path, list(COLUMNS), rows)
    return left_out


def _row(report: Report, now: int) -> dict[str, Any]:
    first, last = days(report)
    length = (last - first).days
    middle = first + (last - first) / 2
    name, number = country_names().get(report.country or "", (report.country, None))
    disorder, kind, sub = _TYPES.get(report.what, ("", "", ""))
    values = {
        "event_id_cnty": report.report_id, "event_date": middle.isoformat(), "year": middle.year,
        "time_precision": 1 if not length else 2 if length < _WEEK else 3,
        "disorder_type": disorder, "event_type": kind, "sub_event_type": sub,
        "actor1": report.actor, "assoc_actor_1": report.group if report.group != report.actor else None,
        "iso": number, "country": name, "admin1": report.admin1, "admin2": report.admin2,
        "admin3": report.admin3, "location": report.place, "latitude": report.lat, "longitude": report.lon,
        "geo_precision": report.geo_precision, "source": report.title or report.url or report.document_id,
        "notes": report.quote, "tags": f"dateline; {report.what}; review={report.review}", "timestamp": now,
    }  # fmt: skip
    return {column: values.get(column) for column in COLUMNS}
