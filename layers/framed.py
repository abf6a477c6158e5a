"""Frames to reports: the rows of a GeoDataFrame, ours or another's, as reports with their shapes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, UsageError
from geo.places import SCHEMES, Candidate, Place
from layers.columns import ALWAYS_WORDS, COLUMNS, checked
from layers.corroboration import Claim, Source, by_rank
from layers.reports import REVIEWS, STATUSES, WHATS, Outline, Report

if TYPE_CHECKING:
    import geopandas

    from layers.layer import ReportLayer

_FIELDS = tuple(f.name for f in fields(Report))
_SHAPES = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
# How precise another's geometry is, where its frame does not say.
_PRECISIONS = {0: "settlement", 1: "region", 2: "district"}
_TERMS = {
    "status": STATUSES, "what": WHATS, "precision": tuple(SCHEMES), "review": REVIEWS,
    "actor_kind": ("group", "state", "person", "media", None), "era": ("current", "past"),
}  # fmt: skip
# What a report is where a frame of another's making says nothing.
_UNSAID: dict[str, Any] = {
    "relation": "at", "what": "presence", "status": "affirmed", "era": "current", "claim": "none",
    "when_precision": "undated", "when_basis": "none", "start": 0, "end": 0, "confidence": 1.0,
    "document_id": "frame", "review": "machine", "sensitivity": "none",
}  # fmt: skip


def layer_of(frame: geopandas.GeoDataFrame, columns: Mapping[str, Any]) -> ReportLayer:
    """Return the layer of a frame; `columns` says which columns, or values, are which field of a report.

    Raise DataError where a row holds what no report can be, UsageError for a field that reports have not.
    """
    from layers.layer import ReportLayer
    from layers.shapes import plain

    ours = not columns and all(name in frame for name in COLUMNS)
    typed = checked(frame) if ours else checked(_named(frame, columns))
    shapes = [None if shape is None or shape.is_empty else plain(shape) for shape in typed.geometry]
    rows = typed.drop(columns="geometry").astype(object)
    reports = [
        _report(values, shape)
        for values, shape in zip(
            rows.where(rows.notna(), None).to_dict(orient="records"), shapes, strict=True
        )
    ]
    for number, (report, shape) in enumerate(zip(reports, shapes, strict=True), 1):
        _check(report, shape, number)
    stand_ins = [bool(value) for value in typed["approximate"]]
    layer = ReportLayer(tuple(reports), tuple(zip(shapes, stand_ins, strict=True)))
    if ours:  # what the whole layer knew of copies and contradictions, which these rows alone do not tell
        layer.__dict__["claims"] = _claims(reports, rows)
    return layer


def _claims(reports: Sequence[Report], rows: Any) -> tuple[Claim, ...]:
    """Return the claims that a layer's own frame tells, in the order of their first report."""
    told: dict[str, list[Report]] = {}
    kept: dict[str, tuple[str, str]] = {}
    columns = (rows["claim_id"], rows["sources_json"].fillna("[]"), rows["disputed_by"].fillna(""))
    for report, claim_id, sources, disputed_by in zip(reports, *columns, strict=True):
        told.setdefault(claim_id, []).append(report)
        kept.setdefault(claim_id, (sources, disputed_by))
    return tuple(
        Claim(
            claim_id,
            tuple(sorted(same, key=by_rank)),
            tuple(Source(s["name"], tuple(s["documents"])) for s in json.loads(kept[claim_id][0])),
            tuple(filter(None, kept[claim_id][1].split("; "))),
        )
        for claim_id, same in told.items()
    )


def _named(frame: geopandas.GeoDataFrame, columns: Mapping[str, Any]) -> geopandas.GeoDataFrame:
    """Return another's frame with the columns of a layer; what it does not say has its plainest value."""
    import geopandas
    import pandas

    if unknown := [name for name in columns if name not in COLUMNS]:
        known = ", ".join(name for name in COLUMNS if name in _FIELDS)
        raise UsageError(f"reports have no field {unknown[0]!r}; choose among {known}")
    if frame.crs is None:
        raise DataError("frame", None, "has no coordinate system; say which with frame.set_crs(4326)")
    shapes = frame.geometry.to_crs(4326).reset_index(drop=True)
    table = pandas.DataFrame(index=shapes.index, columns=list(COLUMNS), dtype=object)
    given = {name: name for name in _FIELDS if name in frame} | dict(columns)
    for name, source in _UNSAID.items():
        table[name] = source
    for name, source in given.items():
        is_column = isinstance(source, str) and source in frame
        table[name] = frame[source].astype(object).reset_index(drop=True) if is_column else source
    for name in ("published", "when_start", "when_end"):  # dates stand as ISO 8601 text
        table[name] = [v.isoformat()[:10] if hasattr(v, "isoformat") else v for v in table[name]]
    for name in ALWAYS_WORDS - set(_UNSAID):
        table[name] = table[name].where(table[name].notna(), "")
    _place(table, shapes)
    ids = table["report_id"]
    table["report_id"] = ids.where((ids != "") & ids.notna(), [_id(row) for row in table.to_dict("records")])
    table["approximate"] = [shape is not None and shape.geom_type != "Point" for shape in shapes]
    table["disputed"] = False
    return geopandas.GeoDataFrame(table, geometry=shapes, crs=4326)


def _place(table: Any, shapes: Any) -> None:
    """Fill in what the geometry tells of where and how precisely, in place."""
    import shapely

    inside = shapely.point_on_surface(shapes.array)
    for name, found in (("lon", shapely.get_x(inside)), ("lat", shapely.get_y(inside))):
        table[name] = table[name].where(table[name].notna(), found)
    implied = [_PRECISIONS.get(size, "settlement") for size in shapely.get_dimensions(shapes.array).tolist()]
    implied = [
        word if known else "unlocated" for word, known in zip(implied, table["lon"].notna(), strict=True)
    ]
    table["precision"] = table["precision"].where(table["precision"] != "", implied)


def _id(row: Mapping[Any, Any]) -> str:
    return hashlib.sha256(repr(sorted((k, str(v)) for k, v in row.items())).encode()).hexdigest()[:16]


def _report(row: Mapping[Any, Any], shape: Any) -> Report:
    """Return the report of a row of a checked frame; its shape is its extent where no point tells it."""
    values = {name: row[name] for name in _FIELDS if name in row}
    values |= {name: row[name] or "" for name in ALWAYS_WORDS if name in values}
    values["source_chain"] = tuple(_list(row["source_chain_json"], row["source_chain"], " < "))
    values["reasons"] = tuple(_list(row["reasons_json"], row["reasons"], "; "))
    values["alternatives"] = tuple(map(_candidate, json.loads(row["alternatives_json"] or "[]")))
    values["machine_values"] = tuple(json.loads(row["machine_values"] or "{}").items())
    for name in ("start", "end"):
        values[name] = values[name] or 0
    if shape is not None and shape.geom_type != "Point" and values["precision"] in _PRECISE:
        values["extent"] = Outline(shape.wkt)
    return Report(**values)


_PRECISE = ("exact", "site", "settlement", "near")


def _list(code: str | None, words: str | None, separator: str) -> list[str]:
    return list(json.loads(code)) if code else words.split(separator) if words else []


def _candidate(given: Mapping[str, Any]) -> Candidate:
    """Return another reading of a name from the values of layers.columns.alternative."""
    place = Place(
        given["place_id"], given["name"], given["lon"], given["lat"], given["kind"], given["country"],
        given["admin1"],
    )  # fmt: skip
    return Candidate(
        place, given["matched"], given["rule"], given["score"], given["probability"], tuple(given["reasons"])
    )


def _check(report: Report, shape: Any, number: int) -> None:
    """Raise DataError where a report holds what none can be."""
    for name, terms in _TERMS.items():
        if (value := getattr(report, name)) not in terms:
            known = ", ".join(str(term) for term in terms if term)
            raise DataError("frame", number, f"{name} is {value!r}; expected one of {known}")
    if shape is not None and shape.geom_type not in _SHAPES:
        raise DataError("frame", number, f"a {shape.geom_type} is the shape of no report; explode it first")
