"""The files that gazetteers come in, as rows: CSV, TSV, GeoNames dumps, GeoJSON, GeoPackage, zips."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from geo.encodings import NotTextError, decode
from geo.errors import DataError, ReadError
from geo.headers import Headers, recognise
from geo.layerfiles import BY_GDAL, read_layer, unzipped

_log = logging.getLogger(__name__)
# A row: where it stands, its columns, its shape (a shapely geometry) where the file has one.
Row = tuple[int, dict[str, Any], Any]

GEONAMES = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class",
    "feature code", "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code",
    "population", "elevation", "dem", "timezone", "modification date",
)  # fmt: skip


_UNIT_COLUMNS = ("admin2 name", "admin3 name")  # ours, after the nineteen


def open_table(path: Path, columns: Mapping[str, str] | None) -> tuple[Headers, Iterable[Row]]:
    """Return what the columns of a file are for, and its rows.

    Raises ReadError for a file that cannot be read, DataError where name and position are not recognised.
    """
    if not path.exists():
        raise ReadError(path, "there is no such file")
    suffix = path.suffix.lower()
    if suffix == ".zip":
        header, rows, shaped = unzipped(path, _rows_of)
        return _checked(path, header, rows, shaped, columns)
    if suffix == ".shp":
        raise ReadError(
            path, "is one part of a shapefile; zip all its parts (.shp .shx .dbf .prj), give the zip"
        )
    if suffix == ".gpkg" or suffix in BY_GDAL:
        return _checked(path, *_rows_of(path), columns)
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror or error}") from error
    except NotTextError as error:
        raise ReadError(
            path,
            f"{error}; a gazetteer is CSV, TSV, GeoJSON, GeoPackage, a zipped shapefile or a GeoNames dump",
        ) from error
    if path.suffix.lower() in (".geojson", ".json") or text.lstrip()[:1] == "{":
        return _checked(path, *_geojson(path, text), columns)
    return _checked(path, *_delimited(text), columns)


def _rows_of(path: Path) -> tuple[list[str], Iterable[Row], bool]:
    """Return the columns and rows of a file by its suffix; those of a zip are all read at once."""
    suffix = path.suffix.lower()
    if suffix == ".gpkg":
        return _geopackage(path)
    if suffix == ".geojson":
        return _geojson(path, decode(path.read_bytes())[0])
    return read_layer(path)


def _checked(
    path: Path, header: list[str], rows: Iterable[Row], shaped: bool, columns: Mapping[str, str] | None
) -> tuple[Headers, Iterable[Row]]:
    """Recognise the columns, or say which are there and which are needed."""
    if unknown := sorted(set((columns or {}).values()) - set(header)):
        raise DataError(
            path, 1, f"there is no column {', '.join(unknown)}; the columns are {', '.join(header)}"
        )
    headers = recognise(header, columns)
    position = shaped or {"lat", "lon"} <= headers.columns.keys() or "area" in headers.columns
    if headers.names and position:
        return headers, rows
    missing = [*(() if headers.names else ("a name",)), *(() if position else ("latitude and longitude",))]
    raise DataError(
        path, 1,
        f"no column was recognised for {' and for '.join(missing)}; "
        f"the columns are {', '.join(header) or 'none'}. "
        "Rename them (name, lat, lon) or say which they are: columns={'name': ..., 'lat': ..., 'lon': ...}",
    )  # fmt: skip


def _delimited(text: str) -> tuple[list[str], Iterable[Row], bool]:
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max("\t,;|", key=first.count)
    if delimiter == "\t" and first.count("\t") == len(GEONAMES) - 1 and first.split("\t")[0].isdigit():
        # Codes of units are read with their class (geo.tables); they are no P-codes of the place.
        plain = [column for column in GEONAMES if not column.endswith(" code")]
        return [*plain, "country code", *_UNIT_COLUMNS], _with_units(lambda: _dump(text)), False
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [column.strip() for column in next(reader, [])]
    return header, _lines(reader, header), False


def _dump(text: str) -> Iterator[Row]:
    """Yield the rows of a GeoNames dump: nineteen columns parted by tabs, nothing quoted, no header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    return _lines(reader, GEONAMES)


def _with_units(rows: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """Yield the rows of a GeoNames dump with the names of their second- and third-order units, which the
    dump gives as codes and, in rows of their own, as places."""
    codes = ("country code", "admin1 code", "admin2 code", "admin3 code")
    depths = {"ADM2": 3, "ADM3": 4}
    names: dict[tuple[str, ...], str] = {}
    for _, row, _ in rows():
        if depth := depths.get(row.get("feature code", "")):
            names[tuple(row.get(code, "") for code in codes[:depth])] = row["name"]
    for line, row, shape in rows():
        for column, depth in zip(_UNIT_COLUMNS, (3, 4), strict=True):
            unit = tuple(row.get(code, "") for code in codes[:depth])
            own = row.get("feature code") in ("ADM2", "ADM3")[: depth - 2]
            row[column] = names.get(unit, "") if all(unit) and not own else ""
        yield line, row, shape


def _lines(reader: Any, header: Sequence[str]) -> Iterator[Row]:
    try:
        for values in reader:
            if any(values):
                yield reader.line_num, dict(zip(header, values, strict=False)), None
    except csv.Error as error:  # a field larger than the reader's limit
        _log.warning("line %d: %s; the rest of the file is not read", reader.line_num, error)


def _geojson(path: Path, text: str) -> tuple[list[str], Iterable[Row], bool]:
    try:
        data = json.loads(text)
        features = data["features"] if data["type"] == "FeatureCollection" else [data]
        rows = [
            (nth, dict(f.get("properties") or {}), f.get("geometry")) for nth, f in enumerate(features, 1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(path, f"is no GeoJSON: {type(error).__name__}: {error}") from error
    crs = str(((data.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if not re.search(r"CRS84|4326\b", crs):
        raise DataError(path, None, f"its coordinates are in {crs}; save it as WGS 84 (EPSG:4326)")
    header = list(dict.fromkeys(key for _, properties, _ in rows for key in properties))
    return header, _shaped(rows), True


def _shaped(rows: Iterable[Row]) -> Iterator[Row]:
    from shapely.geometry import shape

    for line, row, geometry in rows:
        try:
            yield line, row, shape(geometry) if geometry else None
        except (
            Exception
        ):  # shapely raises what its parts raise; the row is reported as one without a position
            yield line, row, None


def _geopackage(path: Path) -> tuple[list[str], Iterable[Row], bool]:
    """Read the first layer of features (OGC 12-128r19): an SQLite table, its geometry WKB with a head."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            layer = db.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchone()
            if layer is None:
                raise ReadError(path, "holds no layer of features")
            table, geometry, srs = layer
            if srs not in (4326, 0, -1):
                raise DataError(
                    path, None, f"its coordinates are in EPSG:{srs}; save it as WGS 84 (EPSG:4326)"
                )
            quoted = table.replace('"', '""')
            found = db.execute(f'SELECT * FROM "{quoted}"')
            header = [column[0] for column in found.description]
            rows = [(nth, dict(zip(header, values, strict=True))) for nth, values in enumerate(found, 1)]
    except sqlite3.DatabaseError as error:
        raise ReadError(path, f"is no GeoPackage: {error}") from error
    header.remove(geometry)
    return header, _unpacked(rows, geometry), True


def _unpacked(rows: Iterable[tuple[int, dict[str, Any]]], geometry: str) -> Iterator[Row]:
    import shapely

    for line, row in rows:
        blob = row.pop(geometry)
        head = 8 + (0, 32, 48, 48, 64)[min((blob[3] >> 1) & 7, 4)] if blob else 0
        yield line, row, shapely.from_wkb(blob[head:], on_invalid="ignore") if blob else None
