"""How far each curated settlement lies from the gazetteers beside the project.

    python -m tests.geo.check_places [FOLDER]      the whole table, farthest first

The gazetteers are those of `../shared/gazetteers` (OCHA for Syria, IOM DTM for Iraq, a village list of the
Caucasus) or of FOLDER. A row is compared with the reference of the same P-code, else with the
nearest of the same name in the same first-order unit, else (units unknown) in the same country.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.curated import NamedPlace, load_places
from geo.names import bare, fold

FOLDER = Path(__file__).parents[2] / "../shared/gazetteers"
SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood"})
# First-order units as the references spell them, where that is not our spelling.
UNITS = {
    "Idleb": "Idlib", "Lattakia": "Latakia", "Ar-Raqqa": "Raqqa", "Al-Hasakeh": "Hasakah",
    "Tartous": "Tartus", "Deir-ez-Zor": "Deir ez-Zor", "Dar'a": "Daraa", "As-Sweida": "Suwayda",
    "Rural Damascus": "Rif Dimashq",
    "Ninewa": "Nineveh", "Wassit": "Wasit", "Dahuk": "Duhok", "Salah al-Din": "Saladin", "Babylon": "Babil",
    "Missan": "Maysan", "Kerbala": "Karbala", "Qadissiya": "al-Qadisiyyah", "Thi-Qar": "Dhi Qar",
    "Daghestan": "Dagestan", "Georgia": "Kakheti",
}  # fmt: skip
# References that name something else, or are wrong themselves.
NOT_OF = {
    ("iq-karbala", "DTM 13744"): "its longitude is 44.34, near Hillah, for 44.03",
    ("iq-taji", "DTM 25716"): "the subdistrict of Taji, which reaches to Kadhimiya",
    ("iq-green-zone", "DTM 7524"): "al-Khadra, another quarter west of it",
}
COUNTRY_OF = {"Georgia": "GE", "Azerbaijan": "AZ"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of a reference gazetteer: `label` names the file's row, `unit` its first-order unit."""

    label: str
    names: tuple[str, ...]
    lon: float
    lat: float
    country: str
    unit: str
    pcode: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A curated row, the reference it was compared with, and the distance in kilometres."""

    row: NamedPlace
    reference: Reference
    km: float

    @property
    def agrees(self) -> bool:
        """Say whether the row lies within 5 km, or within its own stated radius where that is more."""
        return self.km <= max(5.0, self.row.place.radius / 1000)


def read_references(folder: Path) -> list[Reference]:
    """Return the rows of the three reference files in `folder` that have coordinates."""
    return [*_syria(folder), *_iraq(folder), *_caucasus(folder)]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from (row for row in csv.DictReader(file))


def _unit(name: str) -> str:
    return UNITS.get(name, name)


def _syria(folder: Path) -> Iterator[Reference]:
    for row in _rows(folder / "syr_communities.csv"):
        names = (row["name_bare"], row["name_ref"], row["name_ar"])
        lon, lat = float(row["longitude"]), float(row["latitude"])
        yield Reference(f"OCHA {row['pcode']}", names, lon, lat, "SY", _unit(row["adm1_en"]), row["pcode"])


def _iraq(folder: Path) -> Iterator[Reference]:
    for row in _rows(folder / "iraq_dtm_places.csv"):
        names = (row["name"].strip(), row["name_ar"], *row["alt_names"].split("|"))
        lon, lat = float(row["longitude"]), float(row["latitude"])
        yield Reference(f"DTM {row['place_id']}", names, lon, lat, "IQ", _unit(row["governorate"]))


def _caucasus(folder: Path) -> Iterator[Reference]:
    for row in _rows(folder / "caucasus_villages.csv"):
        if row["lon"] and row["lat"]:
            names = (row["village"], row["rus_village"])
            country = COUNTRY_OF.get(row["republic"], "RU")
            lon, lat, unit = float(row["lon"]), float(row["lat"]), _unit(row["republic"])
            yield Reference(f"village list {row['id']}", names, lon, lat, country, unit)


def compare(rows: tuple[NamedPlace, ...], references: list[Reference]) -> list[Comparison]:
    """Return a comparison for each settlement that has a reference, farthest first."""
    of_pcode = {r.pcode: r for r in references if r.pcode}
    of_name: dict[tuple[str, str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        for name in {bare(fold(name)) for name in reference.names if name}:
            of_name[reference.country, reference.unit, name].append(reference)
    found = []
    for row in rows:
        place = row.place
        if place.kind not in SETTLEMENTS:
            continue
        if place.pcode in of_pcode:
            same = [of_pcode[place.pcode]]
        else:
            names = {bare(fold(name)) for _, name in row.names}
            same = [r for name in names for r in of_name[place.country or "", place.admin1 or "", name]]
        same = [r for r in same if (place.id, r.label) not in NOT_OF]
        if same:
            nearest = min(same, key=lambda r: distance_km(place.lon, place.lat, r.lon, r.lat))
            km = distance_km(place.lon, place.lat, nearest.lon, nearest.lat)
            found.append(Comparison(row, nearest, km))
    return sorted(found, key=lambda c: -c.km)


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance of two points in kilometres (haversine, radius 6371 km)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 12_742 * math.asin(math.sqrt(half))


def main() -> int:
    """Print the table; return 1 where a row disagrees with its reference, 2 where there is no folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not folder.is_dir():
        print(f"{folder}: no such folder; give one with syr_communities.csv and the other reference files")
        return 2
    found = compare(load_places(), read_references(folder))
    for c in found:
        place, sign = c.row.place, " " if c.agrees else "!"
        print(f"{sign} {place.id:34} {place.name:28} {c.reference.label:22} {c.km:7.2f} km  {place.source}")
    wrong = sum(not c.agrees for c in found)
    print(f"{len(found)} settlements compared, {wrong} farther than 5 km and than their radius")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
