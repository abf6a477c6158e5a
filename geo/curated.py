"""The curated tables of places: rows that someone chose, each with its source (docs/places.md)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar, get_args

from geo.errors import DataError
from geo.names import fold
from geo.places import Kind, Place

DATA = Path(__file__).with_name("data")
PLACES = DATA / "places.csv"
UNITS = DATA / "units.csv"
AIRPORTS = DATA / "airports.csv"
BULK = (UNITS, AIRPORTS)  # made from published lists, not chosen one by one
COUNTRIES = DATA / "countries.csv"
DEMONYMS = DATA / "demonyms.csv"
PLACE_COLUMNS = (
    "id", "name", "alt_names", "lon", "lat", "kind", "country", "admin1", "admin2", "admin_code", "pcode",
    "geonameid", "wikidata", "radius_km", "area", "source",
)  # fmt: skip
COUNTRY_COLUMNS = (
    "iso2", "iso3", "name", "alt_names", "demonyms", "capital", "capital_alt", "lon", "lat",
    "west", "south", "east", "north", "radius_km", "source",
)  # fmt: skip
DEMONYM_COLUMNS = ("form", "of", "kind")

KINDS: frozenset[str] = frozenset(get_args(Kind))
UNION = "union:"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WKT = re.compile(r"(MULTI)?(LINESTRING|POLYGON) ?\(")

Box = tuple[float, float, float, float]
Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with its names as (language, name): its own English name first, then the others."""

    place: Place
    names: tuple[tuple[str, str], ...]


def load_places(path: Path = PLACES, bulk: Sequence[Path] = BULK) -> tuple[NamedPlace, ...]:
    """Return the curated places, then those of the bulk files, in file order; a row with an area has a bbox.

    Raises DataError with file and line for a row that is not as docs/places.md says.
    """
    rows = [(file, *row) for file in (path, *bulk) for row in _read(file, PLACE_COLUMNS, _place)]
    first_of: dict[str, tuple[Path, int]] = {}
    for file, line, named in rows:
        first, first_line = first_of.setdefault(named.place.id, (file, line))
        if (first, first_line) != (file, line):
            raise DataError(
                file, line, f"id {named.place.id!r} is already on line {first_line} of {first.name}"
            )
    boxes = {named.place.id: _box(named.place.area) for _, _, named in rows}
    return tuple(_join(named, boxes, file, line) for file, line, named in rows)


def load_countries(path: Path = COUNTRIES) -> tuple[NamedPlace, ...]:
    """Return the countries and territories as places of kind "country" with id "country-SY" and bbox."""
    return tuple(named for _, named in _read(path, COUNTRY_COLUMNS, _country))


@cache
def demonyms() -> dict[str, str]:
    """Return who is meant by an adjective or a people's name: key(form) -> ISO code or people.

    A form that several countries share ("Congolese") is the first's in the file.

    >>> demonyms()["syrians"], demonyms()["chechen"], demonyms()["US"]
    ('SY', 'Chechnya', 'US')
    """
    forms: dict[str, str] = {}
    for row in _country_rows():
        for form in row["demonyms"].split("|") if row["demonyms"] else ():
            forms.setdefault(key(form), row["iso2"])
    for _, (form, of) in _read(DEMONYMS, DEMONYM_COLUMNS, lambda row: (_text(row, "form"), _text(row, "of"))):
        forms.setdefault(key(form), of)
    return forms


@cache
def capitals() -> dict[str, str]:
    """Return the country whose government a capital's name may stand for: key(name) -> ISO code.

    >>> capitals()["kiev"]
    'UA'
    """
    return {
        key(name): row["iso2"]
        for row in reversed(_country_rows())
        for name in (row["capital"], *row["capital_alt"].split("|"))
        if name
    }


@cache
def country_codes() -> dict[str, str]:
    """Return the ISO code of two letters by the code of three and by every folded name of a country.

    >>> [country_codes()[form] for form in ("SYR", "syrian arab republic", "سوريا")]
    ['SY', 'SY', 'SY']
    """
    codes = {fold(name): row["iso2"] for row in reversed(_country_rows()) for _, name in _names(row)}
    return codes | {row["iso3"]: row["iso2"] for row in _country_rows()}


def key(form: str) -> str:
    """Return a form as `demonyms` and `capitals` have it: folded, but an acronym keeps its capitals.

    >>> key("São Toméan"), key("U.S."), key("us")
    ('sao tomean', 'US', 'us')
    """
    letters = form.replace(".", "").strip()
    return letters if len(letters) <= 4 and letters.isascii() and letters.isupper() else fold(form)


@cache
def _country_rows() -> tuple[Row, ...]:
    return tuple(row for _, row in _read(COUNTRIES, COUNTRY_COLUMNS, lambda row: row))


def _read(path: Path, columns: tuple[str, ...], build: Callable[[Row], T]) -> Iterator[tuple[int, T]]:
    """Yield (line, what `build` makes of the row); a ValueError of `build` becomes a DataError."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        if tuple(next(reader, ())) != columns:
            raise DataError(path, 1, f"the header must be exactly {','.join(columns)}")
        try:
            for fields in reader:
                if len(fields) != len(columns):
                    raise ValueError(f"expected {len(columns)} fields (quote a field that holds a comma)")
                yield reader.line_num, build(dict(zip(columns, fields, strict=True)))
        except (ValueError, csv.Error) as error:
            raise DataError(path, reader.line_num, str(error)) from error


def _place(row: Row) -> NamedPlace:
    if not _ID.fullmatch(row["id"]):
        raise ValueError(f"id {row['id']!r} must be lower-case words joined by hyphens, as in 'sy-atma'")
    if row["kind"] not in KINDS:
        raise ValueError(f"kind {row['kind']!r} is none of {', '.join(sorted(KINDS))}")
    if row["area"] and not row["area"].startswith(UNION) and not _WKT.match(row["area"]):
        raise ValueError("area must be WKT (LINESTRING or POLYGON) or union:ID|ID")
    place = Place(
        id=row["id"],
        name=_text(row, "name"),
        lon=_number(row, "lon", -180, 180),
        lat=_number(row, "lat", -90, 90),
        kind=row["kind"],  # type: ignore[arg-type]  # checked above
        country=row["country"] or None,
        admin1=row["admin1"] or None,
        admin2=row["admin2"] or None,
        admin_code=row["admin_code"] or None,
        radius_m=1000 * _number(row, "radius_km", 0.05, 10_000),
        geonameid=int(row["geonameid"]) if row["geonameid"] else None,
        pcode=row["pcode"] or None,
        wikidata=row["wikidata"] or None,
        area=row["area"] or None,
        source=_text(row, "source"),
    )
    return NamedPlace(place, _names(row))


def _country(row: Row) -> NamedPlace:
    place = Place(
        id=f"country-{_text(row, 'iso2')}",
        name=_text(row, "name"),
        lon=_number(row, "lon", -180, 180),
        lat=_number(row, "lat", -90, 90),
        kind="country",
        country=row["iso2"],
        radius_m=1000 * _number(row, "radius_km", 0.05, 10_000),
        bbox=(
            _number(row, "west", -180, 180),
            _number(row, "south", -90, 90),
            _number(row, "east", -180, 180),
            _number(row, "north", -90, 90),
        ),
        source=_text(row, "source"),
    )
    return NamedPlace(place, _names(row))


def _text(row: Row, column: str) -> str:
    if not (value := row[column].strip()):
        raise ValueError(f"{column} is empty")
    return value


def _number(row: Row, column: str, low: float, high: float) -> float:
    try:
        value = float(row[column])
    except ValueError:
        raise ValueError(f"{column} is {row[column]!r}, expected a number") from None
    if not low <= value <= high:
        raise ValueError(f"{column} is {value:g}, expected {low:g} to {high:g}")
    return value


def _names(row: Row) -> tuple[tuple[str, str], ...]:
    names = [("en", row["name"])]
    for part in row["alt_names"].split("|") if row["alt_names"] else ():
        language, colon, name = part.partition(":")
        if not (language.isalpha() and colon and name.strip() == name != ""):
            raise ValueError(f"alt_names has {part!r}, expected language:name as in 'ar:أطمة'")
        names.append((language, name))
    return tuple(names)


def _box(area: str | None) -> Box | None:
    if area is None or area.startswith(UNION):
        return None
    numbers = [float(number) for number in _NUMBER.findall(area)]
    lons, lats = numbers[0::2], numbers[1::2]
    return min(lons), min(lats), max(lons), max(lats)


def _join(named: NamedPlace, boxes: dict[str, Box | None], path: Path, line: int) -> NamedPlace:
    """Set the bbox of a row with an area; the members of a union must be rows of the file."""
    area = named.place.area
    if area is None:
        return named
    if not area.startswith(UNION):
        return replace(named, place=replace(named.place, bbox=boxes[named.place.id]))
    members = area.removeprefix(UNION).split("|")
    if unknown := [member for member in members if member not in boxes]:
        raise DataError(path, line, f"the union names {', '.join(unknown)}, which is no id of this file")
    known = [box for member in members if (box := boxes[member])]
    if len(known) < len(members):
        return named
    west, south, east, north = zip(*known, strict=True)
    return replace(named, place=replace(named.place, bbox=(min(west), min(south), max(east), max(north))))
