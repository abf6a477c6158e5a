"""The tables that events come in: ACLED, UCDP GED, GDELT 2 and plain ones."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from geo.encodings import NotTextError, decode
from geo.errors import ReadError

Row = Mapping[str, str]
_MOST_BYTES = 2**31


class SkippedError(ValueError):
    """A row that is no usable event; the message says why."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a project writes its events: how a row is read, and the columns that it `needs`, in small letters
    (all of one of these sets)."""

    name: str
    title: str
    credit: str
    needs: tuple[frozenset[str], ...]
    read: Callable[[Row, Any], dict[str, Any]]


# GDELT's files have no header.  The GDELT Event Database Data Format Codebook V2.0 (2015), in its order.
GDELT_COLUMNS: tuple[str, ...] = (
    "globaleventid", "sqldate", "monthyear", "year", "fractiondate",
    *(
        f"actor{n}{part}"
        for n in (1, 2)
        for part in (
            "code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code", "religion2code",
            "type1code", "type2code", "type3code",
        )
    ),
    "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale",
    "nummentions", "numsources", "numarticles", "avgtone",
    *(
        f"{whose}geo_{part}"
        for whose in ("actor1", "actor2", "action")
        for part in ("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid")
    ),
    "dateadded", "sourceurl",
)  # fmt: skip


def rows_of(source: Path) -> tuple[list[str], Iterator[tuple[int, Row]]]:
    """Return the columns of a table and its rows with their lines; a zip holds one table."""
    text = _text(source)
    first = text[: text.find("\n")] if "\n" in text else text
    csv.field_size_limit(2**31 - 1)
    if first.count("\t") == len(GDELT_COLUMNS) - 1 and first.split("\t")[0].isdigit():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(GDELT_COLUMNS), _rows(reader, GDELT_COLUMNS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t,;|", key=first.count))
    header = [column.strip() for column in next(reader, [])]
    return header, _rows(reader, [column.lower() for column in header])


def _rows(reader: Any, header: Sequence[str]) -> Iterator[tuple[int, Row]]:
    for values in reader:
        if any(values):
            yield reader.line_num, {k: v.strip() for k, v in zip(header, values, strict=False)}


def _text(source: Path) -> str:
    try:
        if source.suffix.lower() != ".zip":
            return decode(source.read_bytes())[0]
        with zipfile.ZipFile(source) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith((".csv", ".tsv", ".txt"))]
            if len(members) != 1:
                raise ReadError(source, f"holds {len(members)} tables; take out the one that is meant")
            if members[0].file_size > _MOST_BYTES:
                raise ReadError(source, "unpacks to over 2 GiB; take it apart first")
            return decode(archive.read(members[0]))[0]
    except OSError as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(source, f"cannot be read: {error.strerror or error}; check the name") from error
    except zipfile.BadZipFile as error:
        raise ReadError(source, f"is no zip ({error}); download it again") from error
    except NotTextError as error:
        raise ReadError(source, f"{error}; give a table of events as CSV") from error


def _day(text: str, *formats: str) -> str | None:
    """Return a day as ISO 8601 text from the first format that fits."""
    for form in formats:
        try:
            return datetime.strptime(text.partition(".")[0], form).date().isoformat()
        except ValueError:
            continue
    raise SkippedError(f"{text[:30]!r} is no date") if text else SkippedError("it has no date")


def _position(lon: str, lat: str) -> tuple[float, float]:
    """Return longitude and latitude; raise SkippedError where they are none."""
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise SkippedError(f"{lon[:20]!r}, {lat[:20]!r} is no position") from None
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise SkippedError(f"{x:g}, {y:g} is not on Earth (longitude, latitude)")
    return x, y


def _code(text: str) -> str:
    """Return a code as a whole number's text: "1.0" is 1."""
    return text.removesuffix(".0")


def _scheme_code(row: Row, field: str, known: Mapping[str, str]) -> str:
    """Return the code that a row has in a field of a scheme of numbered codes; refuse another."""
    code = _code(row[field])
    if code not in known:
        raise SkippedError(f"{field} is {code[:10]!r}; expected 1 to {len(known)}")
    return code


def _count(text: str) -> int | None:
    try:
        return round(float(text))
    except ValueError:
        return None


# UCDP GED Codebook 24.1, where_prec: exact; within 25 km; second-order unit; first-order unit; a line or
# fuzzy area; the country; international waters.
_UCDP_WHERE = {
    "1": "settlement", "2": "near", "3": "district", "4": "governorate", "5": "region", "6": "country",
    "7": "water",
}  # fmt: skip
_UCDP_WHEN = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "longer"}
_UCDP_WHAT = {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}


def _ucdp(row: Row, _: Any) -> dict[str, Any]:
    where = _scheme_code(row, "where_prec", _UCDP_WHERE)
    lon, lat = _position(row["longitude"], row["latitude"])
    forms = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%m/%d/%Y %H:%M:%S %p")
    return {
        "event_id": _code(row["id"]), "date_start": _day(row["date_start"], *forms),
        "date_end": _day(row["date_end"], *forms),
        "date_precision": _UCDP_WHEN.get(_code(row.get("date_prec", ""))),
        "what": _UCDP_WHAT.get(_code(row["type_of_violence"]), row["type_of_violence"]),
        "actor1": row["side_a"], "actor2": row["side_b"], "place": row.get("where_coordinates"),
        "admin2": row.get("adm_2") or None, "admin1": row.get("adm_1") or None, "country": row.get("country"),
        "lon": lon, "lat": lat, "precision": _UCDP_WHERE[where], "scheme_precision": f"where_prec {where}",
        "deaths": _count(row.get("best", "")), "source": row.get("source_article") or None,
        "notes": row.get("where_description") or None,
    }  # fmt: skip


# ACLED Codebook 2024, geo_precision: the town; part of a region, with a point near it; a larger region.
_ACLED_WHERE = {"1": "settlement", "2": "district", "3": "governorate"}
_ACLED_WHEN = {"1": "day", "2": "week", "3": "month"}


def _acled(row: Row, _: Any) -> dict[str, Any]:
    where = _scheme_code(row, "geo_precision", _ACLED_WHERE)
    lon, lat = _position(row["longitude"], row["latitude"])
    day = _day(row["event_date"], "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d/%m/%Y")
    what = ": ".join(dict.fromkeys(filter(None, (row["event_type"], row.get("sub_event_type", "")))))
    return {
        "event_id": row["event_id_cnty"], "date_start": day, "date_end": day,
        "date_precision": _ACLED_WHEN.get(_code(row.get("time_precision", ""))), "what": what,
        "actor1": row["actor1"] or None, "actor2": row.get("actor2") or None, "place": row.get("location"),
        "admin2": row.get("admin2") or None, "admin1": row.get("admin1") or None,
        "country": row.get("country"), "lon": lon, "lat": lat, "precision": _ACLED_WHERE[where],
        "scheme_precision": f"geo_precision {where}",
        "deaths": _count(row.get("fatalities", "")), "source": row.get("source") or None,
        "notes": row.get("notes") or None,
    }  # fmt: skip


# GDELT codebook 2.0, ActionGeo_Type: country, US state, US city, world city, first-order unit elsewhere.
_GDELT_WHERE = {"1": "country", "2": "governorate", "3": "settlement", "4": "settlement", "5": "governorate"}
# CAMEO root codes (Schrodt 2012, CAMEO Codebook 1.1b3).
_CAMEO = (
    "make public statement", "appeal", "express intent to cooperate", "consult", "diplomatic cooperation",
    "material cooperation", "provide aid", "yield", "investigate", "demand", "disapprove", "reject",
    "threaten", "protest", "exhibit force posture", "reduce relations", "coerce", "assault", "fight",
    "unconventional mass violence",
)  # fmt: skip


def _gdelt(row: Row, _: Any) -> dict[str, Any]:
    kind = row["actiongeo_type"]
    if kind not in _GDELT_WHERE:
        raise SkippedError("it names no place (ActionGeo_Type is 0)")
    lon, lat = _position(row["actiongeo_long"], row["actiongeo_lat"])
    root = row["eventrootcode"]
    known = root.isdigit() and 0 < int(root) <= len(_CAMEO)
    day = _day(row["sqldate"], "%Y%m%d")
    return {
        "event_id": row["globaleventid"], "date_start": day, "date_end": day, "date_precision": "day",
        "what": f"{_CAMEO[int(root) - 1] if known else 'event'} (CAMEO {row['eventcode']})",
        "actor1": row["actor1name"] or None, "actor2": row["actor2name"] or None,
        "place": row["actiongeo_fullname"], "admin2": None, "admin1": row["actiongeo_adm1code"] or None,
        "country": row["actiongeo_countrycode"] or None, "lon": lon, "lat": lat,
        "precision": _GDELT_WHERE[kind], "scheme_precision": f"ActionGeo_Type {kind}",
        "source": row["sourceurl"] or None,
    }  # fmt: skip


_ANY = {
    "event_id": ("id", "event_id"), "what": ("what", "event", "event_type", "type"),
    "date_start": ("date", "date_start", "start", "event_date", "day"), "date_end": ("date_end", "end"),
    "place": ("name", "place", "location", "where"), "country": ("country",),
    "admin1": ("admin1", "province"),
    "lon": ("lon", "lng", "longitude", "x"), "lat": ("lat", "latitude", "y"),
    "actor1": ("actor1", "actor", "side_a", "group"), "actor2": ("actor2", "side_b"),
    "deaths": ("deaths", "fatalities", "best"), "source": ("source", "url"),
    "notes": ("notes", "description", "text"), "precision": ("precision",), "radius_m": ("radius_m",),
}  # fmt: skip


def _plain(row: Row, gazetteer: Any) -> dict[str, Any]:
    """Read a row of a table of no known scheme; a name without coordinates is looked up."""
    values: dict[str, Any] = {
        field: next((row[name] for name in names if row.get(name)), None) for field, names in _ANY.items()
    }
    for field in ("date_start", "date_end"):
        values[field] = values[field] and _day(values[field], "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
    values["deaths"] = _count(values["deaths"] or "")
    values["radius_m"] = float(values["radius_m"]) if values["radius_m"] else None
    if values["lon"] is not None and values["lat"] is not None:
        values["lon"], values["lat"] = _position(values["lon"], values["lat"])
        values["precision"] = values["precision"] or "settlement"
        values["scheme_precision"] = "coordinates given"
        return values
    return values | _looked_up(values["place"], values["country"], gazetteer)


def _looked_up(name: str | None, country: str | None, gazetteer: Any) -> dict[str, Any]:
    """Return the position of a name: of the one place it can mean; raise SkippedError without one."""
    if not name:
        raise SkippedError("it has neither coordinates nor a name")
    if gazetteer is None:
        raise SkippedError(f"{name[:40]!r} needs a gazetteer to be located")
    code = country if country and len(country) == 2 else None
    found = gazetteer.lookup(name, country=code)
    best = [candidate for candidate in found if candidate.score == found[0].score]
    if not found:
        raise SkippedError(f"{name[:40]!r} is not in the gazetteer")
    if len({candidate.place.id for candidate in best}) > 1 and not code:
        raise SkippedError(
            f"{name[:40]!r} may be any of {len(best)} places; give country (SY), or lon and lat"
        )
    place = best[0].place
    return {
        "lon": place.lon, "lat": place.lat, "precision": place.precision, "radius_m": place.radius,
        "scheme_precision": f"name looked up: {place.name} ({place.kind}, {place.country})",
    }  # fmt: skip


SCHEMES_OF_EVENTS: tuple[Scheme, ...] = (
    Scheme(
        "ucdp", "UCDP GED", "UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program (CC BY 4.0); "
        "Sundberg and Melander 2013",
        (frozenset({"id", "type_of_violence", "side_a", "side_b", "where_prec", "latitude", "longitude",
                    "date_start", "date_end"}),), _ucdp,
    ),
    Scheme(
        "acled", "ACLED", "Armed Conflict Location and Event Data (ACLED), acleddata.com, under its terms",
        (frozenset({"event_id_cnty", "event_date", "event_type", "actor1", "latitude", "longitude",
                    "geo_precision"}),), _acled,
    ),
    Scheme(
        "gdelt", "GDELT 2", "The GDELT Project, gdeltproject.org; places were found by machine",
        (frozenset(GDELT_COLUMNS),), _gdelt,
    ),
    Scheme(
        "table", "A table of events", "the sources that the file names",
        tuple(map(frozenset, (["name"], ["place"], ["location"], ["lon", "lat"], ["longitude", "latitude"]))),
        _plain,
    ),
)  # fmt: skip
