"""GeoPackage: points, areas, lines, unlocated, actors and documents as layers, styled for QGIS."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, ReadError
from layers.about import about, documents
from layers.columns import COLUMNS, checked, writable
from layers.extras import has

if TYPE_CHECKING:
    import geopandas
    import pandas

    from layers.events import EventLayer
    from layers.layer import ReportLayer

# Layer -> (the types of geometry in it, the type it declares: QGIS asks which one where a layer has two).
PARTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "points": (("Point",), "Point"),
    "areas": (("Polygon", "MultiPolygon"), "MultiPolygon"),
    "lines": (("LineString", "MultiLineString"), "MultiLineString"),
}
UNLOCATED = "unlocated"
# The place of a report in the whole layer, as its parts stand in several tables.
NUMBER = "number"


def write_geopackage(
    layer: ReportLayer,
    path: Path,
    parameters: Mapping[str, Any],
    *,
    events: Sequence[EventLayer] = (),
    more_styles: bool = False,
) -> None:
    """Write a layer, and event layers beside it, as a GeoPackage with QGIS styles inside.

    `more_styles` adds styles by actor to choose from.
    """
    said = json.dumps(about(layer, parameters=parameters), ensure_ascii=False)
    for name, part in split(layer.frame).items():
        _write(part, path, name, said)
    _write(actors(layer), path, "actors", said)
    _write(_table(documents(layer)), path, "documents", said)
    for event in events:
        _write(event.frame, path, event.table, json.dumps(event.about(), ensure_ascii=False))
    _add_styles(path, styles(layer, events, more=more_styles))


def split(frame: geopandas.GeoDataFrame) -> dict[str, Any]:
    """Return the parts of a frame by kind of geometry, with the rows' numbers; lines if there are any."""
    import numpy

    numbered = frame.copy(deep=False)
    numbered.insert(0, NUMBER, numpy.arange(1, len(frame) + 1))
    types = frame.geom_type
    parts = {name: numbered[types.isin(known)] for name, (known, _) in PARTS.items()}
    parts[UNLOCATED] = numbered[types.isna()].drop(columns="geometry")
    return {name: part for name, part in parts.items() if name != "lines" or len(part)}


def actors(layer: ReportLayer) -> pandas.DataFrame:
    """Return a row for each actor: kind, group, reports, places, how many on the map as present, its days."""
    rows = []
    for name, own in layer.by_actor().items():
        if name is None:
            continue
        days = sorted(d for r in own for d in (r.when_start, r.when_end) if d)
        said = Counter(r.mapped_as for r in own)
        places = Counter(r.place for r in own if r.place)
        first = own.reports[0]
        rows.append({
            "actor": name, "actor_kind": first.actor_kind, "group": first.group, "reports": len(own),
            "present": said["presence"], "avoided": said["avoided"], "places": "; ".join(places),
            "first_day": days[0] if days else None, "last_day": days[-1] if days else None,
        })  # fmt: skip
    return _table(rows, "actor actor_kind group reports present avoided places first_day last_day".split())


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> pandas.DataFrame:
    import pandas

    names = columns or ["id", "title", "url", "published", "file", "sha256"]
    cells = [{name: writable(value) for name, value in row.items()} for row in rows]
    table = pandas.DataFrame(cells, columns=list(names))
    counts = ("reports", "present", "avoided")
    return table.astype({name: "Int64" if name in counts else "string" for name in names})


def _write(part: Any, path: Path, name: str, said: str) -> None:
    """Write one table, with what the file says of itself as its metadata."""
    import pyogrio

    spatial = {}
    if "geometry" in part:
        kind = PARTS[name][1] if name in PARTS else "Point"
        spatial = {"geometry_type": kind, "promote_to_multi": kind.startswith("Multi")}
    pyogrio.write_dataframe(
        part, path, layer=name, driver="GPKG", layer_metadata={"dateline": said}, use_arrow=has("pyarrow"),
        dataset_options={"VERSION": "1.2"}, **spatial,  # which older programs read without complaint
    )  # fmt: skip


def styles(
    layer: ReportLayer, events: Sequence[EventLayer] = (), *, more: bool = False
) -> list[tuple[str, str, str, bool]]:
    """Return the styles of the layers: (layer, name of the style, QML, whether it is the default)."""
    from layers.qgis import by_value, style
    from layers.symbols import ACTOR_COLOURS

    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    who: dict[str, Counter[str]] = defaultdict(Counter)
    kind_of = {kind: name for name, (known, _) in PARTS.items() for kind in known}
    for report, (shape, _) in zip(layer.reports, layer.shapes, strict=True):
        if shape is not None:
            name = kind_of[shape.geom_type]
            seen[name].add((report.mapped_as, report.precision))
            who[name][report.actor or ""] += 1
    rows = [(name, "status and precision", style(name, pairs), True) for name, pairs in seen.items()]
    if more:
        rows += [
            (
                name,
                "actor",
                by_value(name, "actor", [a for a, _ in who[name].most_common() if a], ACTOR_COLOURS),
                False,
            )
            for name in seen
        ]
    rows += [(event.table, "precision", event.qml(), True) for event in events]
    return rows


def _add_styles(path: Path, rows: Sequence[tuple[str, str, str, bool]]) -> None:
    """Put styles into the table where QGIS looks for them (QgsOgrProvider, `layer_styles`)."""
    with closing(sqlite3.connect(path)) as store, store:
        store.execute(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), "
            "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), "
            "styleName TEXT(30), "
            "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT(30), owner TEXT(30), "
            "ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
        )
        store.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', "
            "strftime('%Y-%m-%dT%H:%M:%fZ','now'))"
        )
        store.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
            "styleName, styleQML, styleSLD, useAsDefault, description, owner) "
            "VALUES ('', '', ?, 'geom', ?, ?, '', ?, 'dateline', '')",
            [(table, name, qml, default) for table, name, qml, default in rows],
        )


def read_geopackage(source: Path) -> geopandas.GeoDataFrame:
    """Return the frame of a GeoPackage of reports, its rows in their first order."""
    import geopandas
    import pandas
    import pyogrio

    from layers.shapes import plain

    try:
        names = [name for name, _ in pyogrio.list_layers(source)]
    except pyogrio.errors.DataSourceError as error:
        raise ReadError(source, f"is no GeoPackage ({error})") from None
    if missing := {"points", "areas", UNLOCATED} - set(names):
        remedy = "give a file written by `dateline export`"
        raise DataError(source, None, f"has no layer {', '.join(sorted(missing))}; {remedy}")
    parts = [
        pyogrio.read_dataframe(source, layer=name, use_arrow=has("pyarrow"))
        for name in (*PARTS, UNLOCATED)
        if name in names
    ]
    wanted = [NUMBER, *COLUMNS]
    table = pandas.concat([part.reindex(columns=wanted).astype(object) for part in parts])
    shapes = [
        None if shape is None else plain(shape)
        for part in parts
        for shape in (part.geometry if "geometry" in part else [None] * len(part))
    ]
    frame = geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(shapes, index=table.index, crs=4326))
    ordered = frame.sort_values(NUMBER).reset_index(drop=True)
    return checked(ordered, str(source))
