"""The two indexes opened as one: names and places, read only when they are asked for."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TypeVar

from geo import caching
from geo.distances import cells, distance_km
from geo.lexicon import Lexicon
from geo.places import Place
from geo.stack import Layer, Stack

# What reading a damaged index may raise.
UNREADABLE = (sqlite3.DatabaseError, ValueError, LookupError, RuntimeError, struct.error)
_Read = TypeVar("_Read")
_CACHED_PLACES = 8_192
_POPULATED = frozenset({"city", "town", "village"})
FIRST_OWN_ROW = 1_000_000_000  # curated and user's places that GeoNames lacks; below it are rows of GeoNames

# "main" is the index of curated and user's places, "world" that of GeoNames; what both have, main has whole.
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


class Store:
    """The index of GeoNames and that of curated and user's places, opened read-only, built where missing."""

    def __init__(self, files: Sequence[str | Path], cache: Path | None, *, progress: bool) -> None:
        self.files = tuple(Path(file) for file in files)
        self.cache = cache
        self._progress = progress
        self.read: dict[int, Place] = {}  # by row, so far
        self.mended(self._open)

    def _open(self) -> None:
        folder = caching.folder(self.cache)
        self.file = caching.made(folder / f"world-{caching.world_key()}.sqlite", self._build_world)
        self.own_file = caching.made(folder / f"own-{caching.own_key(self.files)}.sqlite", self._build_own)
        self._db = caching.connect(self.own_file, world=self.file)
        self.read.clear()
        self._units: dict[str, str | None] = {}
        known = self._ask("SELECT row FROM main.place WHERE row<?", FIRST_OWN_ROW)
        overridden = frozenset(row for (row,) in known)
        own, world = (Lexicon(caching.names_file(file)) for file in (self.own_file, self.file))
        self.names = Stack((Layer(own), Layer(world, overridden)))

    def _build_world(self, path: Path) -> None:
        from geo.index import build_world

        build_world(path, progress=self._progress)

    def _build_own(self, path: Path) -> None:
        from geo.merging import build_own

        build_own(path, self.file, self.files, progress=self._progress)

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.mended(lambda: self._db.execute(query, values).fetchall())

    def mended(self, read: Callable[[], _Read]) -> _Read:
        """Return what is read; an index that turns out to be damaged is built anew, and read again."""
        try:
            return read()
        except UNREADABLE:
            if not self._removed_damaged():
                raise
            self._open()
            return read()

    def is_whole(self) -> bool:
        """Say whether both indexes are there, and as long as they were made."""
        return all(caching.is_whole(file) for file in (self.file, self.own_file))

    def reopen(self) -> None:
        """Open both indexes anew, building first what is missing or damaged."""
        self._removed_damaged()
        self._open()

    def _removed_damaged(self) -> bool:
        """Remove the indexes that are not as they were written; say whether there are any."""
        damaged = [file for file in (self.file, self.own_file) if not caching.is_intact(file)]
        if damaged and hasattr(self, "_db"):
            self._db.close()
        for file in damaged:
            file.unlink(missing_ok=True)
        return bool(damaged)

    # --- places ---

    def row_of(self, id: str) -> int | None:
        """Return the row of an identifier, or None."""
        rows = self._ask(_OF_ID, id)
        return int(rows[0][0]) if rows else None

    def entry(self, row: int) -> tuple[Place, tuple[str, ...]]:
        """Return a place and its spellings."""
        values = self._ask(_ROW, row)[0]
        return self.read.get(row) or self._keep(values), tuple(values[1].split("\n"))

    def whole(self, row: int) -> Place:
        """Return the place of a row as it is read from the index, and remember it."""
        return self.read.get(row) or self._keep(self._ask(_ROW, row)[0])

    def _keep(self, values: Sequence[Any]) -> Place:
        row, _, _, id, name, lon, lat, kind, country, admin1, admin2, admin3, code, *rest = values
        population, radius, geonameid, pcode, wikidata, shape, source, west, south, east, north = rest
        if admin1 is None and kind != "governorate":
            admin1 = self._unit(code)
        box = None if west is None else (west, south, east, north)
        place = Place(
            id, name, lon, lat, kind, country, admin1, admin2, admin3, code,
            population, radius, geonameid, pcode, wikidata, shape, box, source,
        )  # fmt: skip
        if len(self.read) >= _CACHED_PLACES:
            self.read.clear()
        self.read[row] = place
        return place

    def _unit(self, code: str | None) -> str | None:
        """Return the name of a first-order unit by its code, or None."""
        if code is None:
            return None
        if code not in self._units:
            found = self._ask("SELECT name FROM main.admin WHERE code=?", code)
            self._units[code] = found[0][0] if found else None
        return self._units[code]

    def near(
        self, lon: float, lat: float, km: float, kinds: Collection[str] | None
    ) -> list[tuple[float, Place]]:
        """Return the places within `km` of a point with their distance in kilometres, nearest first."""
        rows = self._ask(_NEAR.format(",".join(map(str, cells(lon, lat, km)))))
        close = {row for row, x, y in rows if distance_km(lon, lat, x, y) <= km}
        places = (self.whole(row) for row in close)
        found = ((distance_km(lon, lat, p.lon, p.lat), p) for p in places if kinds is None or p.kind in kinds)
        return sorted(((d, p) for d, p in found if d <= km), key=lambda pair: (pair[0], pair[1].id))

    def points(self) -> list[tuple[int, float, float]]:
        """Return row, longitude and latitude of every place."""
        return self._ask(_POINTS)

    def of_country(self, country: str) -> list[Place]:
        """Return the places of a country."""
        return [p for (row,) in self._ask(_OF_COUNTRY, country) if (p := self.whole(row)).country == country]

    def of_units(self, first_code: str, end_code: str) -> list[Place]:
        """Return the places of the units from one code to before another."""
        places = (self.whole(row) for (row,) in self._ask(_IN_UNITS, first_code, end_code))
        return [place for place in places if first_code <= (place.admin_code or "") < end_code]

    def populated(self, first_code: str, end_code: str) -> list[Place]:
        """Return the populated places of the units from one code to before another, largest first."""
        places = self.of_units(first_code, end_code)
        return sorted((p for p in places if p.kind in _POPULATED), key=lambda p: (-p.population, p.id))

    def sites(self, first_code: str, end_code: str) -> list[tuple[float, float, str]]:
        """Return longitude, latitude and unit of the populated places from one code to before another."""
        return [(lon, lat, code) for _, lon, lat, code in self._ask(_SITES, first_code, end_code)]

    def info(self) -> dict[str, Any]:
        """Return what the indexes hold and where they are."""
        own, world = (
            {key: json.loads(value) for key, value in self._ask(f"SELECT key, value FROM {layer}.meta")}
            for layer in ("main", "world")
        )
        return {
            "sources": [*world["sources"], *own["sources"]],
            "places": world["places"] + own["places"] - self.names.hidden(),
            "names": world["names"] + own["names"],
            "skipped_rows": own["skipped"],
            "first_skipped": own["first_skipped"],
            "file": str(self.file),
            "own_file": str(self.own_file),
            "size": sum(
                path.stat().st_size
                for file in (self.file, self.own_file)
                for path in (file, caching.names_file(file))
            ),
            "built": own["built"],
        }
