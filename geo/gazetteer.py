"""Every place a name could mean: look-up, spotting and nearness in an index on disk."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from geo import caching
from geo.distances import cells, distance_km
from geo.generics import is_distinct, says, specific
from geo.names import bare, fold, is_acronym, skeleton, sound
from geo.places import Candidate, Place

_CACHED_PLACES = 8_192
_Entry = tuple[Place, tuple[str, ...]]

# What the rules that are no equality are worth; the rest of "spelling" is likeness (see `_alike`).
_ARTICLE, _SOUND = 0.95, 0.92
_GENERIC, _GENERIC_DISTINCT, _GENERIC_AGAINST = 0.93, 0.8, 0.7  # of the score without the class word
_EDIT = 0.85
_LARGE = 100_000
_PART = 0.95  # a name in brackets or beside a slash
_PREFIX = 0.6
# The least likeness in per cent: a name of a known country may be written worse than one of the whole world,
# and of skeletons under three consonants half the world has one.
_LEAST = {(False, False): 70.0, (False, True): 80.0, (True, False): 55.0, (True, True): 65.0}
_SURE = 0.85  # with a candidate as good as this, none is sought one letter away
_ALPHABET = "bdfgjklmnrstxz"

_NAMED = """SELECT place, nth FROM main.name WHERE folded=?1
UNION ALL SELECT place, nth FROM world.name WHERE folded=?1"""
_BEGINNING = """SELECT place, nth FROM main.name WHERE folded>=?1 AND folded<?2
UNION ALL SELECT place, nth FROM world.name WHERE folded>=?1 AND folded<?2 LIMIT 500"""
_SKELETON = """SELECT forms FROM main.skeleton WHERE skeleton=?1
UNION ALL SELECT forms FROM world.skeleton WHERE skeleton=?1"""
_SKELETON_IN = """SELECT forms FROM main.skeleton WHERE skeleton=?1 AND country IN (?2, '')
UNION ALL SELECT forms FROM world.skeleton WHERE skeleton=?1 AND country IN (?2, '')"""
_ROW = """SELECT * FROM main.place WHERE row=?1 UNION ALL SELECT * FROM world.place WHERE row=?1 LIMIT 1"""
_OF_ID = "SELECT row FROM main.place WHERE id=?1 UNION ALL SELECT row FROM world.place WHERE id=?1 LIMIT 1"
_IN_UNITS = """SELECT row FROM main.place WHERE admin_code>=?1 AND admin_code<?2
UNION SELECT row FROM world.place WHERE admin_code>=?1 AND admin_code<?2"""
_PARTS = re.compile(r"\s*[()\[\]/]\s*|\s+[-–]\s+")
_POPULATED = frozenset({"city", "town", "village"})


class Gazetteer:
    """The world's populated places, the curated places and countries, and what the user's files add.

    >>> Gazetteer().lookup("Ar-Raqqah", country="SY")[0].place.country
    'SY'
    """

    def __init__(
        self, files: Sequence[str | Path] = (), *, cache: Path | None = None, progress: bool = False
    ) -> None:
        """Open the index, building first what is missing or out of date.

        `files` are gazetteers of the user (`geo.tables.read_gazetteer`); `cache` is the folder of the index, by
        default the user's cache folder.  Raises ReadError or DataError for a file that cannot be used.
        """
        self._files = tuple(Path(file) for file in files)
        self._cache, self._progress = cache, progress
        self.footprints: dict[str, dict[str, Any]] = {}  # country -> unit -> area, filled by geo.areas
        self._open()

    @classmethod
    def open(
        cls, files: Sequence[str | Path] = (), *, cache: Path | None = None, progress: bool = False
    ) -> Gazetteer:
        """Open the gazetteer; the same as `Gazetteer(files, cache=cache, progress=progress)`."""
        return cls(files, cache=cache, progress=progress)

    def _open(self) -> None:
        folder = caching.folder(self._cache)
        self.file = caching.made(folder / f"world-{caching.world_key()}.sqlite", self._build_world)
        self.own_file = caching.made(folder / f"own-{caching.own_key(self._files)}.sqlite", self._build_own)
        self._db = caching.connect(self.own_file, world=self.file)
        self._admin = dict(self._db.execute("SELECT code, name FROM main.admin"))
        self._places: dict[int, _Entry] = {}

    def _build_world(self, path: Path) -> None:
        from geo.index import build_world

        build_world(path, progress=self._progress)

    def _build_own(self, path: Path) -> None:
        from geo.merging import build_own

        build_own(path, caching.connect(self.file), self._files, progress=self._progress)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).open, (self._files,), {"_cache": self._cache}

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query; an index that turns out to be damaged is built anew, once."""
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            self._db.close()
            for file in (self.file, self.own_file):
                file.unlink(missing_ok=True)
            self._open()
            return self._db.execute(query, values).fetchall()

    # --- names -> places ---

    def knows(self, folded: str) -> bool:
        """Say whether a folded name is one of the gazetteer."""
        return folded in self._names

    def exact(self, name: str) -> list[Candidate]:
        """Return the places that bear this very name (case, accents and apostrophes aside), largest first."""
        return _ordered(self._equal(name, fold(name), None))

    def lookup(self, name: str, *, country: str | None = None, limit: int = 20) -> list[Candidate]:
        """Return the places that a name could mean, best first, each with the rule that matched it.

        `country` is an ISO 3166 code of two letters; places of no one country are found with any.
        Not found is an empty list.
        """
        found: dict[str, Candidate] = {}
        self._find(found, name, country)
        for part in _PARTS.split(name) if _PARTS.search(name) else ():
            beside: dict[str, Candidate] = {}
            self._find(beside, part, country)
            for candidate in beside.values():
                _keep(found, candidate.place, candidate.name, candidate.rule, candidate.score * _PART)
        return _ordered(found.values())[:limit]

    def _find(self, found: dict[str, Candidate], name: str, country: str | None) -> None:
        """Add the places of a name: the same, one that sounds the same, the same but for a class word."""
        folded = fold(name)
        for candidate in self._equal(name, folded, country):
            _keep(found, candidate.place, candidate.name, candidate.rule, candidate.score)
        if not folded or is_acronym(name):
            return
        self._tolerant(found, folded, country)
        short = specific(folded)
        if short == folded:
            return
        kinds, worth = says(folded), _GENERIC_DISTINCT if is_distinct(folded) else _GENERIC
        without: dict[str, Candidate] = {}
        for candidate in self._equal(short, short, country):
            _keep(without, candidate.place, candidate.name, "generic", candidate.score)
        self._tolerant(without, short, country)
        for candidate in without.values():
            agrees = worth if candidate.place.kind in kinds else _GENERIC_AGAINST
            _keep(found, candidate.place, candidate.name, candidate.rule, candidate.score * agrees)

    def search(self, name: str, *, limit: int = 20) -> list[Candidate]:
        """Return what `lookup` finds, then the places whose name begins with what is given (rule "prefix")."""
        folded = fold(name)
        found = {c.place.id: c for c in self.lookup(name, limit=limit)}
        for row, nth in self._ask(_BEGINNING, folded, folded + "\U0010ffff") if folded else ():
            place, names = self._entry(row)
            _keep(found, place, names[nth], "prefix", _PREFIX)
        return _ordered(found.values())[:limit]

    def _equal(self, name: str, folded: str, country: str | None) -> Iterator[Candidate]:
        """Yield the places of a folded name; an acronym means only what is written the same."""
        acronym = is_acronym(name)
        for row, nth in self._ask(_NAMED, folded):
            place, names = self._entry(row)
            spelling = names[nth]
            if country is not None and place.country not in (country, None):
                continue
            if not acronym or _written_as(name, spelling, place):
                yield Candidate(place, spelling, "exact" if spelling == name else "fold", 1.0)

    def _tolerant(self, found: dict[str, Candidate], folded: str, country: str | None) -> None:
        """Add the places whose name sounds like this one; if none is sure, those one consonant away."""
        spoken = sound(folded)
        key = skeleton(spoken)
        sought = _Sought(folded, spoken, country)
        self._alike(found, sought, self._postings(key, country), edit=False)
        if _edits(len(spoken)) and not any(c.score >= _SURE for c in found.values()):
            near = [line for k in self._neighbours(key, country) for line in self._postings(k, country)]
            self._alike(found, sought, near, edit=True)

    def _postings(self, key: str, country: str | None) -> list[str]:
        """Return the lines "sound TAB folded ..." of a skeleton, of one country or of all."""
        rows = self._ask(_SKELETON, key) if country is None else self._ask(_SKELETON_IN, key, country)
        return [line for (forms,) in rows for line in forms.split("\n")]

    def _neighbours(self, key: str, country: str | None) -> list[str]:
        """Return the skeletons of the gazetteer that differ from this one by one consonant."""
        cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
        near = {a + b[1:] for a, b in cuts if b}
        near |= {a + c + b[1:] for a, b in cuts if b for c in _ALPHABET}
        near |= {a + c + b for a, b in cuts for c in _ALPHABET}
        near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        near -= {key, ""}
        prefix = country or ""
        return [k for k in near if prefix + k in self._skeletons]

    def _alike(self, found: dict[str, Candidate], sought: _Sought, lines: list[str], *, edit: bool) -> None:
        """Keep the names of these lines that are like the one sought, in sound and in letters."""
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import Levenshtein

        least = _LEAST[sought.country is not None, len(skeleton(sought.sound)) < 3]
        bound = _edits(len(sought.sound)) + (sought.country is not None)
        naked = bare(sought.folded)
        sounds = [line.partition("\t")[0] for line in lines]
        alike = process.extract(sought.sound, sounds, scorer=fuzz.ratio, score_cutoff=least, limit=40)
        for spoken, ratio, at in alike:
            if edit and Levenshtein.distance(sought.sound, spoken, score_cutoff=bound) > bound:
                continue
            for other in lines[at].split("\t")[1:]:
                naked_other = bare(other)
                likeness = (ratio + fuzz.ratio(naked, naked_other)) / 2
                if naked == naked_other:
                    self._keep_named(found, sought, other, "article", _ARTICLE)
                elif naked == bare(specific(other)):
                    worth = _GENERIC_DISTINCT if is_distinct(other) else _GENERIC
                    self._keep_named(found, sought, other, "generic", worth)
                elif likeness >= least and edit:
                    self._keep_named(found, sought, other, "edit", _SOUND * _EDIT * likeness / 100)
                elif likeness >= least:
                    self._keep_named(found, sought, other, "spelling", _SOUND * likeness / 100)

    def _keep_named(
        self, found: dict[str, Candidate], sought: _Sought, folded: str, rule: str, score: float
    ) -> None:
        for row, nth in self._ask(_NAMED, folded):
            place, names = self._entry(row)
            if sought.country is None or place.country in (sought.country, None):
                _keep(found, place, names[nth], rule, score)

    # --- places ---

    def place(self, id: str) -> Place | None:
        """Return the place of an identifier, or None."""
        rows = self._ask(_OF_ID, id)
        return self._entry(rows[0][0])[0] if rows else None

    def names(self, id: str) -> tuple[str, ...]:
        """Return all spellings of a place, its own name first; empty if there is no such place."""
        rows = self._ask(_OF_ID, id)
        if not rows:
            return ()
        place, names = self._entry(rows[0][0])
        return tuple(dict.fromkeys((place.name, *names)))

    def near(
        self, lon: float, lat: float, km: float, *, kinds: Collection[str] | None = None
    ) -> list[tuple[float, Place]]:
        """Return the places within `km` of a point with their distance in kilometres, nearest first."""
        touched = ",".join(map(str, cells(lon, lat, km)))
        rows = self._ask(
            f"SELECT row, lon, lat FROM main.place WHERE cell IN ({touched}) "
            f"UNION ALL SELECT row, lon, lat FROM world.place WHERE cell IN ({touched})"
        )
        close = {row for row, x, y in rows if distance_km(lon, lat, x, y) <= km}
        places = (self._entry(row)[0] for row in close)
        found = ((distance_km(lon, lat, p.lon, p.lat), p) for p in places if kinds is None or p.kind in kinds)
        return sorted(((d, p) for d, p in found if d <= km), key=lambda pair: (pair[0], pair[1].id))

    def within_admin(self, admin_code: str) -> list[Place]:
        """Return the populated places of a first-order unit, by its GeoNames code ("SY.12"), largest first."""
        return [place for place in self._in_units(admin_code, admin_code + "\0") if place.kind in _POPULATED]

    def populated(self, country: str) -> list[Place]:
        """Return the populated places of a country whose first-order unit is known, largest first."""
        return [p for p in self._in_units(f"{country}.", f"{country}/") if p.kind in _POPULATED]

    def _in_units(self, first: str, end: str) -> list[Place]:
        places = [self._entry(row)[0] for (row,) in self._ask(_IN_UNITS, first, end)]
        return sorted(places, key=lambda place: (-place.population, place.id))

    def _entry(self, row: int) -> _Entry:
        """Return a place and its spellings."""
        entry = self._places.get(row)
        if entry is None:
            if len(self._places) >= _CACHED_PLACES:
                self._places.clear()
            entry = self._places[row] = self._read(self._ask(_ROW, row)[0])
        return entry

    def _read(self, values: Sequence[Any]) -> _Entry:
        (
            _,
            names,
            _,
            id,
            name,
            lon,
            lat,
            kind,
            country,
            admin1,
            admin2,
            admin3,
            code,
            *rest,
            west,
            south,
            east,
            north,
        ) = values
        population, radius, geonameid, pcode, wikidata, shape, source = rest
        box = None if west is None else (west, south, east, north)
        place = Place(
            id, name, lon, lat, kind, country, admin1 or (None if kind == "governorate" else self._admin.get(code)), admin2, admin3, code,
            population, radius, geonameid, pcode, wikidata, shape, box, source,
        )  # fmt: skip
        return place, tuple(names.split("\n"))

    # --- text ---

    def spot(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of a text that are written like a name of the gazetteer, the longest at each word."""
        from geo.spans import spot

        return spot(text, self._names, lambda name: bool(self.exact(name)))

    @cached_property
    def _names(self) -> _Tries:
        return self._tries("names")

    @cached_property
    def _skeletons(self) -> _Tries:
        return self._tries("skeletons")

    def _tries(self, key: str) -> _Tries:
        import marisa_trie

        query = "SELECT data FROM main.trie WHERE key=?1 UNION ALL SELECT data FROM world.trie WHERE key=?1"
        return _Tries(marisa_trie.Trie().frombytes(data) for (data,) in self._ask(query, key))

    # --- about ---

    def info(self) -> dict[str, Any]:
        """Return what the gazetteer holds: sources, places, names, files, size in bytes, when it was built."""
        own, world = (
            {key: json.loads(value) for key, value in self._ask(f"SELECT key, value FROM {layer}.meta")}
            for layer in ("main", "world")
        )
        ((merged,),) = self._ask("SELECT COUNT(*) FROM main.place WHERE row < 1000000000")
        return {
            "sources": [*world["sources"], *own["sources"]],
            "places": world["places"] + own["places"] - merged,
            "names": world["names"] + own["names"],
            "skipped_rows": own["skipped"],
            "file": str(self.file),
            "own_file": str(self.own_file),
            "size": self.file.stat().st_size + self.own_file.stat().st_size,
            "built": own["built"],
        }

    # --- geopy ---

    def geocode(
        self, query: str, exactly_one: bool = True, limit: int | None = None, *,
        country: str | None = None, near: tuple[float, float] | None = None,
    ) -> Any:  # fmt: skip
        """Return the geopy Location of a name, or a list of them, as geopy's geocoders do.

        "Salqin, Idlib, Syria" is read as a name within a unit within a country; `near` is (lon, lat).
        `raw` of a Location holds the candidate. Not found is None.
        """
        from geo.geocoders import geocode

        return geocode(self, query, exactly_one=exactly_one, limit=limit, country=country, near=near)

    def reverse(self, query: Any, exactly_one: bool = True, limit: int | None = None) -> Any:
        """Return the geopy Location of the populated place nearest to a point (geopy's order: lat, lon)."""
        from geo.geocoders import reverse

        return reverse(self, query, exactly_one=exactly_one, limit=limit)


@dataclass(frozen=True, slots=True)
class _Sought:
    """A name that is looked up: folded, its sound, the country it must lie in."""

    folded: str
    sound: str
    country: str | None


class _Tries:
    """Several tries asked as one."""

    def __init__(self, tries: Iterable[Any]) -> None:
        self._parts = tuple(tries)

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)

    def prefixes(self, text: str) -> list[str]:
        """Return the members that `text` begins with, shortest first."""
        found = [key for part in self._parts for key in part.prefixes(text)]
        return sorted(set(found), key=len)


def _written_as(acronym: str, spelling: str, place: Place) -> bool:
    """Say whether an acronym is this spelling, stops aside; four capitals may also be a headline's large place."""
    if acronym.replace(".", "") == spelling.replace(".", ""):
        return True
    well_known = place.population >= _LARGE or not place.id.startswith("gn-")
    return len(acronym) == 4 and acronym.isupper() and well_known and fold(place.name) == fold(acronym)


def _edits(length: int) -> int:
    """Return how many letters of a sound may differ: none under five letters, then one more for every four.

    >>> [_edits(length) for length in (4, 5, 8, 9, 13)]
    [0, 1, 1, 2, 3]
    """
    return 0 if length < 5 else 1 + (length - 5) // 4


def _keep(found: dict[str, Candidate], place: Place, name: str, rule: str, score: float) -> None:
    """Keep a candidate if it is the best of its place so far."""
    known = found.get(place.id)
    if known is None or known.score < score:
        found[place.id] = Candidate(place, name, rule, round(score, 4))


def _ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.place.id not in best or best[candidate.place.id].score < candidate.score:
            best[candidate.place.id] = candidate
    return sorted(best.values(), key=lambda c: (-c.score, -c.place.population, c.place.id))
