"""Make `geo/data/airports.csv`: airports and air bases of countries at war and of their neighbours.

    python -m tests.geo.make_airports FOLDER

FOLDER holds the published package `airportsdata` (PyPI), unpacked.  An airport that has a row in `places.csv`
is left out.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from geo.areas import country_areas
from geo.curated import AIRPORTS, PLACE_COLUMNS, PLACES, load_countries, load_places
from geo.distances import distance_km
from geo.names import fold
from geo.places import Place

from .make_units import slug

# Countries of which reports on armed groups tell; of some, which have hundreds, the air bases only.
COUNTRIES = frozenset(
    "AF AM AZ BD BF BI BJ CD CF CM CO DJ EG ER ET GE HT IL IQ IR JO KE LB LY ML MM MR MZ NE NG PH PK RW SD "
    "SO SS SY TD TG TN TR UA UG YE".split()
)
_BASES_ONLY = frozenset({"RU", "VE", "TZ"})
_SAME_KM = 5.0
# A runway is some 3 km long; a position in whole minutes is off by as much as 1.3 km more.
_RADIUS_KM = {True: "2.5", False: "4"}


def airports(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of the package that are of the countries listed, and have a name of their own."""
    with (folder / "airportsdata/airportsdata/airports.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            base = "Air Base" in row["name"]
            wanted = row["country"] in COUNTRIES | _BASES_ONLY and (base or row["country"] not in _BASES_ONLY)
            if wanted and row["icao"] and not row["name"].isupper() and "(" not in row["name"]:
                yield row


def _row(row: dict[str, str]) -> dict[str, str]:
    name, exact = (
        " ".join(row["name"].split()),
        min(len(row[c].partition(".")[2]) for c in ("lat", "lon")) > 3,
    )
    others = [name.replace("Air Base", "Airbase"), name.replace(" International Airport", " Airport")]
    return {
        **dict.fromkeys(PLACE_COLUMNS, ""),
        "id": f"{row['country'].lower()}-{slug(name)}",
        "name": name,
        "alt_names": "|".join(f"en:{other}" for other in dict.fromkeys(others) if other != name),
        "lon": f"{float(row['lon']):.4f}",
        "lat": f"{float(row['lat']):.4f}",
        "kind": "site",
        "country": row["country"],
        "admin1": row["subd"],
        "radius_km": _RADIUS_KM[exact],
        "source": f"airportsdata {row['icao']}",
    }


def rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each airport that `places.csv` lacks, in its country, with a name and id of its own."""
    curated = [named.place for named in load_places(PLACES, ())]
    sites = [place for place in curated if place.kind == "site"]
    countries = {named.place.country: named.place.name for named in load_countries()}
    made = [_row(row) for row in airports(folder) if not _is_known(row, sites) and _in_country(row)]
    names = Counter(fold(row["name"]) for row in made)
    ids = {named.place.id for named in load_places()} - {row["id"] for row in made}
    for row in made:
        if names[fold(row["name"])] > 1:
            row["alt_names"] = "|".join(filter(None, [f"en:{row['name']}", row["alt_names"]]))
            row["name"] = f"{row['name']} ({countries[row['country']]}, {row['source'].split(' ')[1]})"
        if row["id"] in ids:
            row["id"] = f"{row['id']}-{row['source'].split(' ')[1].lower()}"
        ids.add(row["id"])
        yield row


def _is_known(row: dict[str, str], sites: list[Place]) -> bool:
    lon, lat = float(row["lon"]), float(row["lat"])
    return any(distance_km(lon, lat, site.lon, site.lat) < _SAME_KM for site in sites)


def _in_country(row: dict[str, str]) -> bool:
    from shapely import Point

    return bool(country_areas()[row["country"]].distance(Point(float(row["lon"]), float(row["lat"]))) < 0.3)


def main() -> int:
    """Write the file; return 2 where there is no folder."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    made = sorted(rows(Path(sys.argv[1])), key=lambda row: row["id"])
    with AIRPORTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PLACE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    print(f"{len(made)} airports")
    return 0


if __name__ == "__main__":
    sys.exit(main())
