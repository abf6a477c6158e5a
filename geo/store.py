"""The two indexes opened as one: rows, places and tries, read only when they are asked for."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from geo import caching
from geo.distances import cells, distance_km
from geo.places import Place

_Entry = tuple[Place, str]  # a place and its spellings, a line each
_CACHED_PLACES = 8_192
_POPULATED = frozenset({"city", "town", "village"})
FIRST_OWN_ROW = 1_000_000_000  # curated and user's places that GeoNames lacks; below it are rows of GeoNames

# "main" is the index of curated and user's places, "world" that of GeoNames; what both have, main has whole.
_NAMED = """SELECT nth, place.* FROM main.name JOIN main.place ON row=name.place WHERE folded=?1
UNION ALL SELECT nth, place.* FROM world.name JOIN world.place ON row=name.place WHERE folded=?1"""
_BEGINNING = """SELECT place, nth FROM main.name WHERE folded>=?1 AND folded<?2
UNION ALL SELECT place, nth FROM world.name WHERE folded>=?1 AND folded<?2 LIMIT 500"""
_POSTINGS = """SELECT sounds, names FROM main.skeleton WHERE skeleton IN (SELECT value FROM json_each(?1)) {0}
UNION ALL SELECT sounds, names FROM world.skeleton WHERE skeleton IN (SELECT value FROM json_each(?1)) {0}"""
_ANYWHERE, _IN_COUNTRY = _POSTINGS.format(""), _POSTINGS.format("AND country IN (?2, '')")
_ROW = "SELECT * FROM main.place WHERE row=?1 UNION ALL SELECT * FROM world.place WHERE row=?1 LIMIT 1"
_OF_ID = "SELECT row FROM main.place WHERE id=?1 UNION ALL SELECT row FROM world.place WHERE id=?1 LIMIT 1"
_IN_UNITS = """SELECT row FROM main.place WHERE admin_code>=?1 AND admin_code<?2
UNION SELECT row FROM world.place WHERE admin_code>=?1 AND admin_code<?2"""
_SITES = """SELECT row, lon, lat, admin_code FROM main.place
WHERE admin_code>=?1 AND admin_code<?2 AND kind IN ('city','town','village')
UNION ALL SELECT row, lon, lat, admin_code FROM world.place
WHERE admin_code>=?1 AND admin_code<?2 AND row NOT IN (SELECT row FROM main.place) ORDER BY row"""
_POINTS = """SELECT row, lon, lat FROM main.place
UNION ALL SELECT row, lon, lat FROM world.place WHERE row NOT IN (SELECT row FROM main.place)"""
_OF_COUNTRY = """SELECT row FROM main.place WHERE country=?1
UNION SELECT row FROM world.place WHERE country=?1"""
_NEAR = """SELECT row, lon, lat FROM main.place WHERE cell IN ({0})
UNION ALL SELECT row, lon, lat FROM world.place WHERE cell IN ({0})"""
_TRIES = "SELECT data FROM main.trie WHERE key=?1 UNION ALL SELECT data FROM world.trie WHERE key=?1"


class Store:
    """The index of GeoNames and that of curated and user's places, opened read-only, built where missing."""

    def __init__(self, files: Sequence[str | Path], cache: Path | None, *, progress: bool) -> None:
        self.files = tuple(Path(file) for file in files)
        self.cache = cache
        self._progress = progress
        self._places: dict[int, _Entry] = {}
        self._open()

    def _open(self) -> None:
        folder = caching.folder(self.cache)
        self.file = caching.made(folder / f"world-{caching.world_key()}.sqlite", self._build_world)
        self.own_file = caching.made(folder / f"own-{caching.own_key(self.files)}.sqlite", self._build_own)
        self._db = caching.connect(self.own_file, world=self.file)
        self._places.clear()
        self._admin = dict(self._ask("SELECT code, name FROM main.admin"))
        known = self._ask("SELECT row FROM main.place WHERE row<?", FIRST_OWN_ROW)
        self._overridden = frozenset(row for (row,) in known)

    def _build_world(self, path: Path) -> None:
        from geo.index import build_world

        build_world(path, progress=self._progress)

    def _build_own(self, path: Path) -> None:
        from geo.merging import build_own

        build_own(path, caching.connect(self.file), self.files, progress=self._progress)

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query; an index that turns out to be damaged is built anew."""
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            damaged = [file for file in (self.file, self.own_file) if not caching.is_intact(file)]
            if not damaged:
                raise
            self._db.close()
            for file in damaged:
                file.unlink(missing_ok=True)
            self._open()
            return self._db.execute(query, values).fetchall()

    def named(self, folded: str) -> list[tuple[Place, str]]:
        """Return the places of a folded name, each with the spelling that folds to it."""
        found = []
        for nth, *values in self._ask(_NAMED, folded):
            row = values[0]
            if (entry := self._places.get(row)) is None:
                entry = self._keep(self._ask(_ROW, row)[0] if row in self._overridden else values)
            place, names = entry
            found.append((place, names.split("\n", nth + 1)[nth]))
        return found

    def beginning(self, folded: str) -> list[tuple[Place, str]]:
        """Return at most 500 places with a spelling that folds to something that begins so."""
        entries = (
            (self.entry(row), nth) for row, nth in self._ask(_BEGINNING, folded, folded + "\U0010ffff")
        )
        return [(place, names[nth]) for (place, names), nth in entries]

    def postings(self, keys: Sequence[str], country: str | None) -> Postings:
        """Return the sounds with these skeletons, of one country or of all, and the names of each."""
        listed = json.dumps(keys)
        rows = self._ask(_ANYWHERE, listed) if country is None else self._ask(_IN_COUNTRY, listed, country)
        return Postings(rows)

    def row_of(self, id: str) -> int | None:
        """Return the row of an identifier, or None."""
        rows = self._ask(_OF_ID, id)
        return int(rows[0][0]) if rows else None

    def entry(self, row: int) -> tuple[Place, tuple[str, ...]]:
        """Return a place and its spellings."""
        place, names = self._places.get(row) or self._keep(self._ask(_ROW, row)[0])
        return place, tuple(names.split("\n"))

    def _keep(self, values: Sequence[Any]) -> _Entry:
        """Return a place and its spellings, a line each, from its row, and remember them."""
        row, names, _, id, name, lon, lat, kind, country, admin1, admin2, admin3, code, *rest = values
        population, radius, geonameid, pcode, wikidata, shape, source, west, south, east, north = rest
        if admin1 is None and kind != "governorate":
            admin1 = self._admin.get(code)
        box = None if west is None else (west, south, east, north)
        place = Place(
            id, name, lon, lat, kind, country, admin1, admin2, admin3, code,
            population, radius, geonameid, pcode, wikidata, shape, box, source,
        )  # fmt: skip
        if len(self._places) >= _CACHED_PLACES:
            self._places.clear()
        entry = self._places[row] = (place, names)
        return entry

    def near(
        self, lon: float, lat: float, km: float, kinds: Collection[str] | None
    ) -> list[tuple[float, Place]]:
        """Return the places within `km` of a point with their distance in kilometres, nearest first."""
        rows = self._ask(_NEAR.format(",".join(map(str, cells(lon, lat, km)))))
        close = {row for row, x, y in rows if distance_km(lon, lat, x, y) <= km}
        places = (self.entry(row)[0] for row in close)
        found = ((distance_km(lon, lat, p.lon, p.lat), p) for p in places if kinds is None or p.kind in kinds)
        return sorted(((d, p) for d, p in found if d <= km), key=lambda pair: (pair[0], pair[1].id))

    def points(self) -> list[tuple[int, float, float]]:
        """Return row, longitude and latitude of every place."""
        return self._ask(_POINTS)

    def of_country(self, country: str) -> list[Place]:
        """Return the places of a country."""
        return [
            p for (row,) in self._ask(_OF_COUNTRY, country) if (p := self.entry(row)[0]).country == country
        ]

    def of_units(self, first_code: str, end_code: str) -> list[Place]:
        """Return the places of the units from one code to before another."""
        places = (self.entry(row)[0] for (row,) in self._ask(_IN_UNITS, first_code, end_code))
        return [place for place in places if first_code <= (place.admin_code or "") < end_code]

    def populated(self, first_code: str, end_code: str) -> list[Place]:
        """Return the populated places of the units from one code to before another, largest first."""
        places = self.of_units(first_code, end_code)
        return sorted((p for p in places if p.kind in _POPULATED), key=lambda p: (-p.population, p.id))

    def sites(self, first_code: str, end_code: str) -> list[tuple[float, float, str]]:
        """Return longitude, latitude and unit of the populated places from one code to before another."""
        return [(lon, lat, code) for _, lon, lat, code in self._ask(_SITES, first_code, end_code)]

    @cached_property
    def names(self) -> Tries:
        """Return the folded names."""
        return self._tries("names")

    @cached_property
    def skeletons(self) -> Tries:
        """Return the skeletons, alone and after a country code."""
        return self._tries("skeletons")

    def _tries(self, key: str) -> Tries:
        import marisa_trie

        return Tries(marisa_trie.Trie().frombytes(data) for (data,) in self._ask(_TRIES, key))

    def info(self) -> dict[str, Any]:
        """Return what the indexes hold and where they are."""
        own, world = (
            {key: json.loads(value) for key, value in self._ask(f"SELECT key, value FROM {layer}.meta")}
            for layer in ("main", "world")
        )
        return {
            "sources": [*world["sources"], *own["sources"]],
            "places": world["places"] + own["places"] - len(self._overridden),
            "names": world["names"] + own["names"],
            "skipped_rows": own["skipped"],
            "first_skipped": own["first_skipped"],
            "file": str(self.file),
            "own_file": str(self.own_file),
            "size": self.file.stat().st_size + self.own_file.stat().st_size,
            "built": own["built"],
        }


class Postings:
    """The sounds of some skeletons, and the folded names that sound so."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.sounds: list[str] = []
        self._ends: list[int] = []
        self._names: list[str] = []
        for sounds, names in rows:
            self.sounds += sounds.split("\n")
            self._ends.append(len(self.sounds))
            self._names.append(names)

    def names(self, nth: int) -> list[str]:
        """Return the names that have the nth sound."""
        block = bisect_right(self._ends, nth)
        return self._names[block].split("\n")[nth - (self._ends[block - 1] if block else 0)].split("\t")


class Tries:
    """Several tries asked as one."""

    def __init__(self, tries: Iterable[Any]) -> None:
        self._parts = tuple(tries)

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)

    def among(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys that are members."""
        one, other = self._parts
        return [key for key in keys if key in other or key in one]

    def prefixes(self, text: str) -> list[str]:
        """Return the members that `text` begins with, shortest first."""
        found = [key for part in self._parts for key in part.prefixes(text)]
        return sorted(set(found), key=len)
