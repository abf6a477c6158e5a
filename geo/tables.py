"""Gazetteers that users bring: CSV, TSV, GeoNames dumps, GeoJSON, GeoPackage, columns recognised."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.curated import NamedPlace, country_codes
from geo.errors import DataError
from geo.features import LEVELS, of_geonames, settlement
from geo.headers import Headers
from geo.index import is_name
from geo.names import fold
from geo.places import Kind, Place
from geo.tablefiles import open_table

_log = logging.getLogger(__name__)
Report = Callable[[DataError], object]
DRAWN = " (area)"  # marks the source of a place whose area the source draws
_MAX_VERTICES = 200
_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]?")
_CAPITAL_I = re.compile(r"\bA[I|](?=[ -][A-Z])")  # "AI Nahda": a capital i for the l of "Al"
_SEVERAL = re.compile(r"\s+[-–/]\s+|\s*/\s*")
_LIST = re.compile(r"[|;,،]")
_WIKIDATA = re.compile(r"\bQ[1-9]\d*\b")  # alone, or at the end of an address
_COUNTRY = re.compile(r"[A-Z]{2}")
_ADMIN_CODE = re.compile(r"[A-Z]{2}\.\w{1,6}")
_PCODE = re.compile(r"[A-Z]{2}\d{2,}")
_WORDS_OF_KIND: dict[Kind, str] = {
        "city": "city", "town": "town",
        "village": "village hamlet settlement farm isolated_dwelling community locality",
        "neighbourhood": "suburb neighbourhood neighborhood quarter",
        "site": "camp airport base checkpoint crossing site",
        "district": "district county municipality subdistrict adm2 adm3",
        "governorate": "governorate province state republic oblast adm1",
        "country": "country adm0", "region": "region area", "physical": "mountain valley peak island forest",
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
    headers, rows = open_table(path, columns)
    units = headers.level if headers.level is not None else -1
    for line, row, shape in rows:
        try:
            yield _named(path, line, row, shape, headers, units)
        except ValueError as error:
            report(error if isinstance(error, DataError) else DataError(path, line, str(error)))


def describe(path: str | Path) -> dict[str, str]:
    """Return which column of a gazetteer file is taken for what."""
    return open_table(Path(path), None)[0].says()


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
        id=f"file:{fold(path.stem).replace(' ', '-') or 'file'}-{fold(key).replace(' ', '-') or line}",
        name=names[0][1],
        lon=lon,
        lat=lat,
        kind=_kind(text("kind"), text("code"), text("level"), row, population, area, level),
        country=_country(text("country"), pcode, unit),
        admin1=_unit(text("admin1")),
        admin2=_unit(text("admin2")),
        admin3=_unit(text("admin3")),
        admin_code=text("admin_code") if _ADMIN_CODE.fullmatch(text("admin_code")) else _admin_code(row),
        population=population,
        geonameid=int(text("geonameid")) if text("geonameid").isdigit() else None,
        pcode=pcode or None,
        wikidata=found[0] if (found := _WIKIDATA.search(text("wikidata"))) else None,
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


def _unit(name: str) -> str | None:
    """Return the name of a unit; a number is a code and names none."""
    name = clean(name)
    return name if any(map(str.isalpha, name)) else None


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


def _kind(
    word: str, code: str, level: str, row: Mapping[str, Any], population: int, area: str | None, depth: int
) -> Kind:
    feature = str(row.get("feature class") or (word if len(word) == 1 else ""))
    if found := of_geonames(feature, str(row.get("feature code") or code), population):
        return found
    if fold(word) in _KINDS:
        return _KINDS[fold(word)]
    if level in LEVELS:
        return LEVELS[level]
    if area is not None:
        return "governorate" if depth == 0 else "district" if depth > 0 else "region"
    return settlement(population)


def _country(country: str, pcode: str, unit: str) -> str | None:
    """Return the ISO code of two letters, from a column of codes or names or from a P-code ("SY070301")."""
    if _COUNTRY.fullmatch(country):
        return country
    if told := country_codes().get(country) or country_codes().get(fold(country)):
        return told
    for code in (pcode, unit, country):
        if _PCODE.fullmatch(code):
            return code[:2]
    return None


def _admin_code(row: Mapping[str, Any]) -> str | None:
    country, code = row.get("country code"), row.get("admin1 code")
    return f"{country}.{code}" if country and code else None
