"""Gazetteers that users bring: CSV, TSV, GeoNames dumps, GeoJSON, GeoPackage, columns recognised."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from geo.curated import NamedPlace
from geo.encodings import NotTextError, decode
from geo.errors import DataError, ReadError
from geo.headers import Headers, recognise
from geo.index import city_kind, is_name
from geo.names import fold
from geo.places import Kind, Place

_log = logging.getLogger(__name__)
Report = Callable[[DataError], object]
# A row: where it stands, its columns, its shape (a shapely geometry) where the file has one.
_Row = tuple[int, dict[str, Any], Any]

GEONAMES = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class",
    "feature code", "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code",
    "population", "elevation", "dem", "timezone", "modification date",
)  # fmt: skip
DRAWN = " (area)"  # marks the source of a place whose area the source draws
_MAX_VERTICES = 200
_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]?")
_CAPITAL_I = re.compile(r"\bA[I|](?=[ -][A-Z])")  # "AI Nahda": a capital i for the l of "Al"
_SEVERAL = re.compile(r"\s+[-–/]\s+|\s*/\s*")
_LIST = re.compile(r"[|;,،]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PCODE = re.compile(r"[A-Z]{2}\d{2,}")
_FEATURES: dict[str, Kind] = {
    "H": "water",
    "T": "physical",
    "S": "site",
    "R": "site",
    "L": "region",
    "V": "physical",
}
_UNITS: dict[str, Kind] = {"ADM1": "governorate", "PCLI": "country"}
_WORDS_OF_KIND: dict[Kind, str] = {
        "city": "city", "town": "town",
        "village": "village hamlet settlement farm isolated_dwelling community locality",
        "neighbourhood": "suburb neighbourhood neighborhood quarter",
        "site": "camp airport base checkpoint crossing site",
        "district": "district county municipality subdistrict",
        "governorate": "governorate province state republic oblast",
        "region": "region area", "physical": "mountain valley peak island forest",
        "water": "river lake reservoir",
}  # fmt: skip
_KINDS = {word: kind for kind, words in _WORDS_OF_KIND.items() for word in words.split()}


def read_gazetteer(
    path: str | Path, *, columns: Mapping[str, str] | None = None, on_error: Report | None = None
) -> Iterator[NamedPlace]:
    """Yield the places of a gazetteer file, whatever its columns are called.

    `columns` (use -> column, as in {"name": "Dorf", "lat": "Breite", "lon": "Länge"}) goes before what is
    recognised.  A row that is wrong is passed to `on_error` as a DataError with file and line, else logged,
    and left out.  Raises DataError where name and position cannot be recognised, ReadError for a file that
    cannot be read.
    """
    path = Path(path)
    report = on_error or (lambda error: _log.warning("%s", error))
    headers, rows = _open(path, columns)
    units = headers.level if headers.level is not None else -1
    for line, row, shape in rows:
        try:
            yield _named(path, line, row, shape, headers, units)
        except ValueError as error:
            report(error if isinstance(error, DataError) else DataError(path, line, str(error)))


def describe(path: str | Path) -> dict[str, str]:
    """Return which column of a gazetteer file is taken for what."""
    return _open(Path(path), None)[0].says()


# --- files to rows ---------------------------------------------------------------------------------


def _open(path: Path, columns: Mapping[str, str] | None) -> tuple[Headers, Iterable[_Row]]:
    if not path.exists():
        raise ReadError(path, "there is no such file")
    if path.suffix.lower() == ".gpkg":
        return _checked(path, *_geopackage(path), columns)
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror or error}") from error
    except NotTextError as error:
        raise ReadError(
            path, f"{error}; a gazetteer is CSV, TSV, GeoJSON, GeoPackage or a GeoNames dump"
        ) from error
    if path.suffix.lower() in (".geojson", ".json") or text.lstrip()[:1] == "{":
        return _checked(path, *_geojson(path, text), columns)
    return _checked(path, *_delimited(text), columns)


def _checked(
    path: Path, header: list[str], rows: Iterable[_Row], shaped: bool, columns: Mapping[str, str] | None
) -> tuple[Headers, Iterable[_Row]]:
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


def _delimited(text: str) -> tuple[list[str], Iterable[_Row], bool]:
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max("\t,;|", key=first.count)
    if delimiter == "\t" and first.count("\t") == len(GEONAMES) - 1 and first.split("\t")[0].isdigit():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
        header = list(GEONAMES)
        start = 1
    else:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = [column.strip() for column in next(reader, [])]
        start = 0
    return header, _lines(reader, header, start), False


def _lines(reader: Any, header: list[str], start: int) -> Iterator[_Row]:
    try:
        for values in reader:
            if any(values):
                yield reader.line_num, dict(zip(header, values, strict=False)), None
    except csv.Error as error:  # a field larger than the reader's limit
        _log.warning("line %d: %s; the rest of the file is not read", reader.line_num, error)


def _geojson(path: Path, text: str) -> tuple[list[str], Iterable[_Row], bool]:
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


def _shaped(rows: Iterable[_Row]) -> Iterator[_Row]:
    from shapely.geometry import shape

    for line, row, geometry in rows:
        try:
            yield line, row, shape(geometry) if geometry else None
        except (
            Exception
        ):  # shapely raises what its parts raise; the row is reported as one without a position
            yield line, row, None


def _geopackage(path: Path) -> tuple[list[str], Iterable[_Row], bool]:
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


def _unpacked(rows: Iterable[tuple[int, dict[str, Any]]], geometry: str) -> Iterator[_Row]:
    import shapely

    for line, row in rows:
        blob = row.pop(geometry)
        head = 8 + (0, 32, 48, 48, 64)[min((blob[3] >> 1) & 7, 4)] if blob else 0
        yield line, row, shapely.from_wkb(blob[head:], on_invalid="ignore") if blob else None


# --- rows to places --------------------------------------------------------------------------------


def _named(
    path: Path, line: int, row: Mapping[str, Any], shape: Any, headers: Headers, level: int
) -> NamedPlace:
    def text(use: str) -> str:
        column = headers.columns.get(use)
        value = row.get(column) if column else None
        return "" if value is None else " ".join(str(value).split())

    names = _spellings(row, headers)
    if not names:
        raise DataError(path, line, "the row has no name")
    if shape is None and text("area"):
        shape = _wkt(text("area"))
    lon, lat, area, box = _position(text("lon"), text("lat"), shape)
    counted = re.sub(r"[\s,]", "", text("population"))
    population = int(float(counted)) if re.fullmatch(r"\d+(\.\d*)?", counted) else 0
    pcode, unit = text("pcode"), text("unit")
    key = pcode or text("geonameid") or text("key") or str(line)
    place = Place(
        id=f"{fold(path.stem).replace(' ', '-') or 'file'}-{fold(key).replace(' ', '-') or line}",
        name=names[0][1],
        lon=lon,
        lat=lat,
        kind=_kind(text("kind"), row, population, area, level),
        country=_country(text("country"), pcode, unit),
        admin1=clean(text("admin1")) or None,
        admin2=clean(text("admin2")) or None,
        admin3=clean(text("admin3")) or None,
        admin_code=_admin_code(row),
        population=population,
        geonameid=int(text("geonameid")) if text("geonameid").isdigit() else None,
        pcode=pcode or None,
        wikidata=text("wikidata") or None,
        area=area,
        bbox=box,
        source=path.name if area is None else path.name + DRAWN,
    )
    return NamedPlace(place, names)


def clean(name: str) -> str:
    """Return a name without bracketed additions and wild spaces.

    >>> clean("Yarmuk (Damascus)"), clean("   Hay  Al Forat   "), clean("AI Nahda AI Gharbi")
    ('Yarmuk', 'Hay Al Forat', 'Al Nahda Al Gharbi')
    """
    return _CAPITAL_I.sub("Al", " ".join(_BRACKETS.sub(" ", name).split())).strip(" -–/,;،")


def _spellings(row: Mapping[str, Any], headers: Headers) -> tuple[tuple[str, str], ...]:
    """Return (language, name) of a row, its own name first, each once."""
    found: dict[str, str] = {}
    for language, column in headers.names:
        whole = clean(str(row.get(column) or ""))
        parts = _SEVERAL.split(whole)
        for name in (whole, *parts) if len(parts) > 1 else (whole,):
            if fold(name):
                found.setdefault(name, language)
    for column in headers.alternates:
        for name in map(clean, _LIST.split(str(row.get(column) or ""))):
            if is_name(name):
                found.setdefault(name, "")
    return tuple((language, name) for name, language in found.items())


def _position(
    lon: str, lat: str, shape: Any
) -> tuple[float, float, str | None, tuple[float, float, float, float] | None]:
    """Return longitude, latitude, and WKT and box of an area; raise ValueError where there is no position."""
    area = box = None
    if shape is not None and not shape.is_empty and shape.geom_type != "Point":
        from geo.areas import simplified

        area, box = simplified(shape, _MAX_VERTICES).wkt, shape.bounds
    if lon and lat:
        x, y = _degrees(lon, 180, "longitude"), _degrees(lat, 90, "latitude")
    elif shape is not None and not shape.is_empty:
        point = shape if shape.geom_type == "Point" else shape.representative_point()
        x, y = _degrees(str(point.x), 180, "longitude"), _degrees(str(point.y), 90, "latitude")
    else:
        raise ValueError("the row has no position")
    if x == y == 0:
        raise ValueError("the position is 0, 0, which stands for none")
    return x, y, area, box


def _degrees(text: str, most: float, what: str) -> float:
    try:
        value = float(text.replace(",", ".") if "." not in text else text)
    except ValueError:
        raise ValueError(f"{what} is {text!r}, expected decimal degrees") from None
    if not abs(value) <= most:
        raise ValueError(f"{what} is {text}, expected -{most:g} to {most:g}")
    return value


def _wkt(text: str) -> Any:
    import shapely

    return shapely.from_wkt(text, on_invalid="ignore")


def _kind(word: str, row: Mapping[str, Any], population: int, area: str | None, level: int) -> Kind:
    feature, code = str(row.get("feature class", "")), str(row.get("feature code", ""))
    if feature == "A":
        return _UNITS.get(code, "district")
    if feature in _FEATURES:
        return _FEATURES[feature]
    if fold(word) in _KINDS:
        return _KINDS[fold(word)]
    if area is not None:
        return "governorate" if level == 0 else "district" if level > 0 else "region"
    return city_kind(population)


def _country(country: str, pcode: str, unit: str) -> str | None:
    """Return the ISO code of two letters, from a column of codes or from a P-code ("SY070301")."""
    if _COUNTRY.fullmatch(country):
        return country
    for code in (pcode, unit, country):
        if _PCODE.fullmatch(code):
            return code[:2]
    return None


def _admin_code(row: Mapping[str, Any]) -> str | None:
    country, code = row.get("country code"), row.get("admin1 code")
    return f"{country}.{code}" if country and code else None
