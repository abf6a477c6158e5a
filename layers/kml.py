"""KML and KMZ for Google Earth: folders by status and actor, styled, with time spans; and back.

Written by hand, as text, since it is the only format whose order of elements and folders matters and GDAL's
driver sets neither (OGC KML 2.3, 12-007r2).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from geo.errors import DataError
from layers.about import about
from layers.columns import ALWAYS_WORDS, COLUMNS, frame_of
from layers.kml_events import event_folder, event_style
from layers.kml_text import line, style, text, time_of
from layers.symbols import SYMBOLS

if TYPE_CHECKING:
    import geopandas

    from layers.events import EventLayer
    from layers.layer import ReportLayer

NAMESPACE = "http://www.opengis.net/kml/2.2"
_TYPES = {"float64": "double", "Int64": "int", "bool": "bool", "string": "string"}
_READ: Mapping[str, Any] = {"float64": float, "Int64": int, "bool": "1".__eq__, "string": str}
_MOST_BYTES = 2**31
_NUMBER = "number"


def write_kml(
    layer: ReportLayer, path: Path, parameters: Mapping[str, Any], *, events: Sequence[EventLayer] = ()
) -> None:
    """Write a layer as KML; without pictures, so that nothing is fetched to show it."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_document(layer, parameters, events, icons=False))


def write_kmz(
    layer: ReportLayer, path: Path, parameters: Mapping[str, Any], *, events: Sequence[EventLayer] = ()
) -> None:
    """Write a layer as KMZ: the KML and the pictures of its marks."""
    from layers.icons import png

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("doc.kml", "w") as file:
            for line in _document(layer, parameters, events, icons=True):
                file.write(line.encode())
        for mark in sorted({symbol.mark for symbol in SYMBOLS.values()}):
            archive.writestr(f"files/{mark}.png", png(mark))


def _document(
    layer: ReportLayer, parameters: Mapping[str, Any], events: Sequence[EventLayer], *, icons: bool
) -> Iterator[str]:
    said = about(layer, parameters=parameters)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}">\n'
    yield "<Document>\n<name>Dateline</name>\n"
    told = " ".join([said["note"], *said["notes"], f"As of {said['as_of'] or 'an unknown day'}."])
    yield f"<description>{text(escape(told))}</description>\n"
    used = dict.fromkeys(report.mapped_as for report in layer.reports)
    for name, symbol in SYMBOLS.items():
        if name in used:
            yield style(name, symbol.colour, symbol.mark, icons=icons)
    if events:
        yield event_style(icons=icons)
    metadata = text(json.dumps(said, ensure_ascii=False))
    yield f'<ExtendedData><Data name="dateline"><value>{metadata}</value></Data></ExtendedData>\n'
    yield '<Schema name="report" id="report">\n'
    for name, dtype in (*COLUMNS.items(), (_NUMBER, "Int64")):
        yield f'<SimpleField type="{_TYPES[dtype]}" name="{name}"/>\n'
    yield "</Schema>\n"
    yield from _folders(layer)
    for event in events:
        yield from event_folder(event)
    yield "</Document>\n</kml>\n"


def _folders(layer: ReportLayer) -> Iterator[str]:
    """Yield a folder for each kind of report, in it one for each actor, in these the reports."""
    marks = _placemarks(layer)
    rows: dict[str, dict[str, list[str]]] = {}
    for report, mark in zip(layer.reports, marks, strict=True):
        rows.setdefault(report.mapped_as, {}).setdefault(report.actor or "", []).append(mark)
    for name, symbol in SYMBOLS.items():
        if name not in rows:
            continue
        count = sum(map(len, rows[name].values()))
        yield f"<Folder><name>{line(symbol.title)} ({count:,})</name>"
        yield f"<description>{text(symbol.means)}</description>\n"
        for actor in sorted(rows[name], key=lambda a: (a == "", a)):
            yield f"<Folder><name>{line(actor) or 'No actor named'}</name>\n"
            yield from rows[name][actor]
            yield "</Folder>\n"
        yield "</Folder>\n"


def _placemarks(layer: ReportLayer) -> Iterator[str]:
    """Yield a placemark for each report, its values encoded column by column."""
    columns = []
    frame = layer.frame
    for name in COLUMNS:
        known: dict[Any, str] = {None: ""}
        start = f'<SimpleData name="{name}">'
        column = frame[name].astype(object)
        for value in (values := column.where(column.notna(), None).tolist()):
            if value not in known:
                known[value] = f"{start}{_simple(value)}</SimpleData>"
        columns.append([known[value] for value in values])
    for number, (report, (shape, _), *values) in enumerate(
        zip(layer.reports, layer.shapes, *columns, strict=True), 1
    ):
        name = ": ".join(filter(None, (report.actor, report.place))) or "A report"
        yield (
            f"<Placemark><name>{line(name)}</name><description>{text(_balloon(report))}</description>"
            f"{time_of(report.when_start, report.when_end)}<styleUrl>#{report.mapped_as}</styleUrl>"
            f'<ExtendedData><SchemaData schemaUrl="#report">{"".join(values)}'
            f'<SimpleData name="{_NUMBER}">{number}</SimpleData></SchemaData></ExtendedData>'
            f"{'' if shape is None else geometry(shape)}</Placemark>\n"
        )


def _simple(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else text(str(value))  # GDAL takes "true" for 0


def _balloon(report: Any) -> str:
    """Return what Google Earth shows of a report: HTML, so outside text is escaped, and `$[...]` too."""
    who = " < ".join(report.source_chain)
    days = " to ".join(dict.fromkeys(d for d in (report.when_start, report.when_end) if d)) or "undated"
    radius = "" if report.radius_m is None else f", within {report.radius_m / 1000:g} km"
    lines = (
        f"“{report.quote}”" if report.quote else "",
        f"{report.what.replace('_', ' ')}, {report.status}; {days}",
        f"Precision: {report.precision}{radius}; confidence {report.confidence:.2f}",
        f"Said by: {who}" if who else "",
        f"Source: {report.title or report.url or report.document_id}",
        f"Review: {report.review}",
    )
    return "<br>".join(escape(line).replace("$", "&#36;") for line in lines if line)


def geometry(shape: Any) -> str:
    """Return a geometry as KML, longitude before latitude.

    >>> import shapely
    >>> geometry(shapely.Point(36.6, 35.9))
    '<Point><coordinates>36.6,35.9</coordinates></Point>'
    """
    parts = getattr(shape, "geoms", None)
    if parts is not None:
        return f"<MultiGeometry>{''.join(map(geometry, parts))}</MultiGeometry>"
    if shape.geom_type == "Polygon":
        holes = "".join(
            f"<innerBoundaryIs>{_line('LinearRing', h)}</innerBoundaryIs>" for h in shape.interiors
        )
        outer = _line("LinearRing", shape.exterior)
        return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"
    return _line(shape.geom_type, shape)


def _line(tag: str, shape: Any) -> str:
    import shapely

    pairs = " ".join(f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist())
    return f"<{tag}><coordinates>{pairs}</coordinates></{tag}>"


# --- reading ---


def read_kml(source: Path) -> geopandas.GeoDataFrame:
    """Return the frame of a KML or KMZ file of reports."""
    try:
        if source.suffix.lower() == ".kmz":
            with zipfile.ZipFile(source) as archive:
                if archive.getinfo("doc.kml").file_size > _MOST_BYTES:
                    raise DataError(source, None, "unpacks to over 2 GiB; give one written by dateline")
                with archive.open("doc.kml") as file:
                    rows = list(_rows(file))
        else:
            with source.open("rb") as file:
                rows = list(_rows(file))
    except (ET.ParseError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DataError(
            source, None, f"is no KML of reports ({error}); give one written by dateline"
        ) from None
    rows.sort(key=lambda row: row[0])
    return frame_of([values for _, values, _ in rows], [shape for _, _, shape in rows])


def _rows(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any], Any]]:
    """Yield the number, the values and the geometry of each placemark."""
    for _, element in ET.iterparse(file):
        if element.tag != f"{{{NAMESPACE}}}Placemark":
            continue
        given = {item.get("name"): item.text or "" for item in element.iter(f"{{{NAMESPACE}}}SimpleData")}
        if _NUMBER not in given:
            continue  # an event of others
        values = {
            name: _READ[dtype](given[name]) if name in given else ("" if name in ALWAYS_WORDS else None)
            for name, dtype in COLUMNS.items()
        }
        shape = next((found for child in element if (found := _shape(child)) is not None), None)
        yield int(given[_NUMBER]), values, shape
        element.clear()


def _shape(element: ET.Element) -> Any:
    """Return the shapely geometry of a KML element; None for one that is no geometry."""
    import shapely

    kind = element.tag.rpartition("}")[2]
    if kind == "MultiGeometry":
        parts = [_shape(child) for child in element]
        gather = {
            "Polygon": shapely.MultiPolygon,
            "LineString": shapely.MultiLineString,
            "Point": shapely.MultiPoint,
        }
        return gather[parts[0].geom_type](parts)
    if kind == "Polygon":
        rings = [_corners(ring) for ring in element.iter(f"{{{NAMESPACE}}}LinearRing")]
        return shapely.Polygon(rings[0], rings[1:])
    makers = {"Point": lambda corners: shapely.Point(corners[0]), "LineString": shapely.LineString}
    return makers[kind](_corners(element)) if kind in makers else None


def _corners(element: ET.Element) -> Sequence[tuple[float, ...]]:
    found = element.find(f"{{{NAMESPACE}}}coordinates")
    words = (found.text or "").split() if found is not None else []
    return [tuple(map(float, word.split(",")[:2])) for word in words]
