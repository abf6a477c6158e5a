"""Tables for spreadsheets: CSV with WKT that runs no formula, its metadata beside it, and back."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from layers.about import about
from layers.columns import ALWAYS_WORDS, COLUMNS, frame_of

if TYPE_CHECKING:
    import geopandas

    from layers.layer import ReportLayer

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection); one that already has
# apostrophes before it gets one more, so that reading takes off what writing put on.
_FORMULA = re.compile(r"[' \n]*[=+\-@\t\r]")
_LONGEST_CELL = 2**31 - 1
_READ: Mapping[str, Any] = {
    "float64": float, "Int64": int, "string": str, "bool": {"True": True, "False": False}.__getitem__,
}  # fmt: skip


def cell(value: Any) -> Any:
    """Return a table's cell that no spreadsheet runs: words that begin like a formula get an apostrophe.

    >>> cell("=HYPERLINK(1)"), cell("Atma"), cell(-3.5), cell(None)
    ("'=HYPERLINK(1)", 'Atma', -3.5, '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\x00", "\ufffd")
        return "'" + text if _FORMULA.match(text) else text
    return value


def uncell(text: str) -> str:
    """Return what stood in a cell before it was made inert.

    >>> uncell("'=HYPERLINK(1)"), uncell("'tis"), uncell(cell("'=1"))
    ('=HYPERLINK(1)', "'tis", "'=1")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def write_table(path: Path, header: list[str], rows: Any) -> None:
    """Write rows as CSV: UTF-8 with a byte order mark, or spreadsheets read Arabic and Cyrillic as noise."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows(rows)


def read_table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV file; raise DataError, naming the line, where it is none."""
    csv.field_size_limit(_LONGEST_CELL)  # an outline of a province is longer than the 128 KiB of csv's limit
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.reader(file, strict=True)
            header = next(table, [])
            rows = list(table)
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"is not in UTF-8 ({error}); save it as CSV UTF-8") from None
    except csv.Error as error:
        raise DataError(path, table.line_num, f"is no CSV ({error}); mend the quotation marks") from None
    return header, rows


def write_csv(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> None:
    """Write a layer as CSV with its geometry as WKT in the last column."""
    import shapely

    frame = layer.frame
    columns = []
    for name in COLUMNS:
        column = frame[name].astype(object)
        values = column.where(column.notna(), None).tolist()
        if COLUMNS[name] == "string":  # what begins with a letter or a digit is no formula
            values = [v if not v or v[0].isalnum() else cell(v) for v in values]
        columns.append(values)
    shapes = shapely.to_wkt(frame.geometry.array, rounding_precision=-1).tolist()
    columns.append([shape or "" for shape in shapes])
    write_table(path, [*COLUMNS, "wkt"], zip(*columns, strict=True))


def metadata(layer: ReportLayer, name: str, parameters: Mapping[str, Any]) -> str:
    """Return the metadata that stands beside a CSV file (W3C, "Metadata Vocabulary for Tabular Data")."""
    kinds = {"float64": "double", "Int64": "integer", "string": "string", "bool": "boolean"}
    columns = [{"name": column, "datatype": kinds[dtype]} for column, dtype in COLUMNS.items()]
    return json.dumps(
        {
            "@context": "http://www.w3.org/ns/csvw",
            "url": name,
            "tableSchema": {"columns": [*columns, {"name": "wkt", "datatype": "string"}]},
            "dc:source": about(layer, parameters=parameters),
        },
        ensure_ascii=False,
        indent=1,
    )


def read_csv(source: Path) -> geopandas.GeoDataFrame:
    """Return the frame of a CSV file of reports."""
    import shapely

    header, rows = read_table(source)
    if missing := [name for name in (*COLUMNS, "wkt") if name not in header]:
        raise DataError(source, 1, f"has no column {missing[0]}; give a file written by `dateline export`")
    records = []
    for line, row in enumerate(rows, 2):
        given = dict(zip(header, row, strict=False))
        try:
            records.append({name: _value(name, given[name]) for name in COLUMNS})
        except (KeyError, ValueError) as error:
            raise DataError(source, line, f"has a wrong or missing value: {error}; mend the row") from None
    try:
        shapes = shapely.from_wkt([dict(zip(header, row, strict=True))["wkt"] or None for row in rows])
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise DataError(source, None, f"has a wrong geometry in column wkt: {error}") from None
    return frame_of(records, shapes.tolist())


def _value(name: str, text: str) -> Any:
    if not text:
        return "" if name in ALWAYS_WORDS else None
    dtype = COLUMNS[name]
    return uncell(text) if dtype == "string" else _READ[dtype](text)
