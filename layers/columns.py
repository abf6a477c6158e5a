"""The columns of a layer of reports: their names, types, order, and the words for what is no single value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from geo.places import Candidate
from layers.corroboration import Claim, claims_of
from layers.reports import Report

if TYPE_CHECKING:
    import geopandas

CRS = "EPSG:4326"
_NUMBERS = dict.fromkeys(("lon", "lat", "radius_m", "confidence"), "float64")
_WHOLE = dict.fromkeys(
    (
        "geonameid", "geo_precision", "where_prec",
        "start", "end", "actor_start", "actor_end", "place_start", "place_end",
    ),
    "Int64",
)  # fmt: skip
# Fields of several values: a column of words for reading, and one of JSON for programs.
LISTS = ("source_chain", "reasons", "alternatives")


def _columns() -> dict[str, str]:
    columns: dict[str, str] = {}
    for name in (f.name for f in fields(Report)):
        if name in ("gazetteer_place", "extent"):
            continue  # the columns of the place and the geometry tell both
        columns[name] = _NUMBERS.get(name) or _WHOLE.get(name) or "string"
        if name in LISTS:
            columns[f"{name}_json"] = "string"
    columns |= {"mapped_as": "string", "approximate": "bool"}
    # Of the claim that the report is a telling of (layers.corroboration).
    return columns | {
        "claim_id": "string", "sources": "Int64", "source_names": "string", "copies": "Int64",
        "disputed": "bool", "disputed_by": "string", "sources_json": "string",
    }  # fmt: skip


# Name -> pandas dtype, in order; the column `geometry` stands last.
COLUMNS: dict[str, str] = _columns()
# Columns of words in which nothing and the empty text are the same, as files cannot tell them apart: None.
_MAY_LACK = frozenset(name for name, dtype in COLUMNS.items() if dtype == "string") - frozenset(
    f.name for f in fields(Report) if f.type == "str"
)
ALWAYS_WORDS = frozenset(name for name, dtype in COLUMNS.items() if dtype == "string") - _MAY_LACK
# NUL ends a text in SQLite; half a surrogate pair cannot be written in UTF-8.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def row(report: Report, *, approximate: bool = False, claim: Claim | None = None) -> dict[str, Any]:
    """Return the values of a report by column; without its claim it is the only one of its kind."""
    claim = claim or claims_of([report])[0]
    values = {name: getattr(report, name) for name in COLUMNS if hasattr(report, name)}
    values["source_chain"] = " < ".join(report.source_chain) or None
    values["reasons"] = "; ".join(report.reasons) or None
    values["alternatives"] = "; ".join(map(_words, report.alternatives)) or None
    values["source_chain_json"] = _json(report.source_chain)
    values["reasons_json"] = _json(report.reasons)
    values["alternatives_json"] = _json([alternative(c) for c in report.alternatives])
    values["machine_values"] = (
        json.dumps(dict(report.machine_values), ensure_ascii=False) if report.machine_values else None
    )
    values |= {
        "approximate": approximate,
        "claim_id": claim.claim_id,
        "sources": len(claim.sources),
        "source_names": "; ".join(source.name for source in claim.sources),
        "copies": claim.copies,
        "disputed": bool(claim.disputed_by),
        "disputed_by": "; ".join(claim.disputed_by) or None,
        "sources_json": _json([{"name": s.name, "documents": s.documents} for s in claim.sources]),
    }
    return {name: _writable(name, values.get(name)) for name in COLUMNS}


def _writable(name: str, value: Any) -> Any:
    """Return a value that every file can hold; nothing and the empty text are one where a field may lack."""
    return None if value == "" and name in _MAY_LACK else writable(value)


def writable(value: Any) -> Any:
    """Return a value; of a text what no file can hold as U+FFFD: NUL and halves of characters."""
    return _UNWRITABLE.sub("\ufffd", value) if isinstance(value, str) else value


def alternative(candidate: Candidate) -> dict[str, Any]:
    """Return another reading of a name as plain values."""
    place = candidate.place
    return {
        "name": place.name, "place_id": place.id, "kind": place.kind, "country": place.country,
        "admin1": place.admin1, "lon": place.lon, "lat": place.lat,
        "matched": candidate.name, "rule": candidate.rule, "score": round(candidate.score, 3),
        "probability": candidate.share, "reasons": list(candidate.reasons),
    }  # fmt: skip


def _words(candidate: Candidate) -> str:
    place = candidate.place
    return f"{place.name} ({', '.join(filter(None, (place.kind, place.admin1, place.country)))})"


def _json(values: Sequence[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def frame_of(rows: Iterable[Mapping[str, Any]], geometries: Sequence[Any]) -> geopandas.GeoDataFrame:
    """Return rows and their geometries (None where there is none) as a checked GeoDataFrame."""
    import geopandas
    import pandas

    table = pandas.DataFrame(list(rows), columns=list(COLUMNS), dtype=object)
    shapes = geopandas.GeoSeries(list(geometries), index=table.index, crs=CRS, name="geometry")
    return checked(geopandas.GeoDataFrame(table, geometry=shapes, crs=CRS))


def checked(frame: geopandas.GeoDataFrame, source: str = "layer") -> geopandas.GeoDataFrame:
    """Return the frame with its columns in order and of their types; raise DataError where it cannot be."""
    import pandas

    if missing := [name for name in (*COLUMNS, "geometry") if name not in frame]:
        remedy = "give a file written by `dateline export`"
        raise DataError(source, None, f"has no column {', '.join(missing[:5])}; {remedy}")
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise DataError(source, None, f"is in {frame.crs}; reproject it to {CRS} first (frame.to_crs(4326))")
    typed = frame[[*COLUMNS, "geometry"]].copy()
    for name, dtype in COLUMNS.items():
        try:
            column = typed[name].where(typed[name].notna(), None if dtype == "string" else pandas.NA)
            if dtype == "float64":
                column = pandas.to_numeric(column).astype("Float64").astype("float64")
            typed[name] = column.astype(dtype)
        except (TypeError, ValueError) as error:
            raise DataError(source, None, f"column {name!r} is not of type {dtype}: {error}") from None
    wrong = ~(typed.geometry.is_valid | typed.geometry.isna())
    if wrong.any():
        first = typed.loc[wrong, "report_id"].iloc[0]
        raise DataError(
            source, None, f"the geometry of report {first} is not valid; mend the area it comes from"
        )
    return typed
