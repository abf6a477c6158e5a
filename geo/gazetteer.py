"""Every place a name could mean: look-up, spotting and nearness in an index on disk."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from geo import caching
from geo.names import bare, fold, is_acronym, skeleton, sound, specific
from geo.places import Candidate, Place

_COLUMNS = ", ".join("west, south, east, north" if name == "bbox" else name for name in caching.PLACE_FIELDS)
_CACHED_PLACES = 8_192
_Entry = tuple[Place, tuple[str, ...]]

# What the rules that are no equality are worth; the rest of "spelling" is likeness (see `_likeness`).
_ARTICLE, _SOUND = 0.95, 0.92
_GENERIC = 0.93  # of the score without the class word
_EDIT = 0.85
_LEAST_LIKENESS = 0.70
_LEAST_SHORT = 0.80  # of skeletons under three consonants, which half the world shares
_ALPHABET = "bdfgjklmnrstxz"


class Gazetteer:
    """The world's populated places, the curated places and countries, and what the user's files add.

    >>> Gazetteer().lookup("Ar-Raqqah", country="SY")[0].place.country
    'SY'
    """

    def __init__(
        self, files: Sequence[str | Path] = (), *, cache: Path | None = None, progress: bool = False
    ) -> None:
        """Open the index, building it first where there is none that is whole and up to date.

        `files` are gazetteers of the user (see `geo.tables.read_gazetteer`); `cache` is the folder of the
        index (default: the user's cache folder).
        """
        self._arguments = (tuple(files), cache)
        self.file = caching.base_index(cache, progress=progress)
        self._db = caching.connect(self.file)
        self._places: dict[int, _Entry] = {}

    @classmethod
    def open(
        cls, files: Sequence[str | Path] = (), *, cache: Path | None = None, progress: bool = False
    ) -> Gazetteer:
        """Open the gazetteer; the same as `Gazetteer(files, cache=cache, progress=progress)`."""
        return cls(files, cache=cache, progress=progress)

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, self._arguments

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
        folded = fold(name)
        found = {c.place.id: c for c in self._equal(name, folded, country)}
        if folded and not is_acronym(name):
            self._tolerant(found, folded, country, 1.0)
            short = specific(folded)
            if short != folded:
                for candidate in self._equal(short, short, country):
                    _keep(found, candidate.place, candidate.name, "generic", _GENERIC)
                self._tolerant(found, short, country, _GENERIC)
        return _ordered(found.values())[:limit]

    def search(self, name: str, *, limit: int = 20) -> list[Candidate]:
        """Return places whose name begins with what is given, then those that `lookup` finds."""
        folded = fold(name)
        found = {c.place.id: c for c in self.lookup(name, limit=limit)}
        rows = self._db.execute(
            "SELECT place, nth FROM name WHERE folded >= ? AND folded < ? LIMIT 500",
            (folded, folded + "\U0010ffff"),
        )
        for row, nth in rows if folded else ():
            place, names = self._entry(row)
            _keep(found, place, names[nth], "prefix", 0.6)
        return _ordered(found.values())[:limit]

    def _equal(self, name: str, folded: str, country: str | None) -> Iterator[Candidate]:
        """Yield the places of a folded name; an acronym means only what is written the same."""
        acronym = is_acronym(name)
        for row, nth in self._db.execute("SELECT place, nth FROM name WHERE folded=?", (folded,)).fetchall():
            place, names = self._entry(row)
            spelling = names[nth]
            if country is not None and place.country not in (country, None):
                continue
            if spelling == name or not acronym:
                yield Candidate(place, spelling, "exact" if spelling == name else "fold", 1.0)

    def _tolerant(self, found: dict[str, Candidate], folded: str, country: str | None, worth: float) -> None:
        """Add the places whose name sounds like this one, then those within a few letters of it."""
        spoken = sound(folded)
        key = skeleton(spoken)
        if not key:
            return
        self._alike(found, folded, spoken, self._postings(key, country), "spelling", worth)
        if len(spoken) >= 5 and not any(c.score >= 0.85 for c in found.values()):
            near = [p for k in self._neighbours(key, country) for p in self._postings(k, country)]
            self._alike(found, folded, spoken, near, "edit", worth * _EDIT)

    def _postings(self, key: str, country: str | None) -> list[str]:
        """Return the lines "sound TAB folded ..." of a skeleton, of one country or of all."""
        sql, values = "SELECT forms FROM skeleton WHERE skeleton=?", [key]
        if country is not None:
            sql, values = sql + " AND country IN (?, '')", [key, country]
        return [line for (forms,) in self._db.execute(sql, values) for line in forms.split("\n")]

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

    def _alike(
        self, found: dict[str, Candidate], folded: str, spoken: str, lines: list[str], rule: str, worth: float
    ) -> None:
        from rapidfuzz import fuzz, process

        if not lines:
            return
        heads = [line.partition("\t")[0] for line in lines]
        short = len(skeleton(spoken)) < 3
        least = 100 * (_LEAST_SHORT if short else _LEAST_LIKENESS)
        naked = bare(folded)
        for _, ratio, index in process.extract(
            spoken, heads, scorer=fuzz.ratio, score_cutoff=least, limit=40
        ):
            for other in lines[index].split("\t")[1:]:
                naked_other = bare(other)
                if naked == naked_other:
                    name_rule, score = "article", _ARTICLE
                else:
                    likeness = (ratio + fuzz.ratio(naked, naked_other)) / 200
                    if likeness * 100 < least:
                        continue
                    name_rule, score = rule, _SOUND * likeness
                for row, nth in self._db.execute(
                    "SELECT place, nth FROM name WHERE folded=?", (other,)
                ).fetchall():
                    place, names = self._entry(row)
                    _keep(found, place, names[nth], name_rule, score * worth)

    # --- places ---

    def place(self, id: str) -> Place | None:
        """Return the place of an identifier, or None."""
        row = self._row_of(id)
        return None if row is None else self._entry(row)[0]

    def names(self, id: str) -> tuple[str, ...]:
        """Return all spellings of a place, its own name first; empty if there is no such place."""
        row = self._row_of(id)
        return () if row is None else self._entry(row)[1]

    def near(
        self, lon: float, lat: float, km: float, *, kinds: Collection[str] | None = None
    ) -> list[tuple[float, Place]]:
        """Return the places within `km` of a point with their distance in kilometres, nearest first."""
        rows = self._db.execute(
            f"SELECT row, lon, lat, kind FROM place WHERE cell IN ({','.join(map(str, caching.cells(lon, lat, km)))})"
        )
        close = [
            (distance, row)
            for row, x, y, kind in rows
            if (kinds is None or kind in kinds) and (distance := caching.distance_km(lon, lat, x, y)) <= km
        ]
        return [(distance, self._entry(row)[0]) for distance, row in sorted(close)]

    def within_admin(self, admin_code: str) -> list[Place]:
        """Return the populated places of a first-order unit, by its GeoNames code ("SY.12"), largest first."""
        rows = self._db.execute(
            "SELECT row FROM place WHERE admin_code=? AND kind IN ('city','town','village') "
            "ORDER BY population DESC, row",
            (admin_code,),
        )
        return [self._entry(row)[0] for (row,) in rows]

    def _row_of(self, id: str) -> int | None:
        found = self._db.execute("SELECT row FROM place WHERE id=?", (id,)).fetchone()
        return None if found is None else found[0]

    def _entry(self, row: int) -> _Entry:
        entry = self._places.get(row)
        if entry is None:
            if len(self._places) >= _CACHED_PLACES:
                self._places.clear()
            values = self._db.execute(f"SELECT names, {_COLUMNS} FROM place WHERE row=?", (row,)).fetchone()
            entry = self._places[row] = (_place(values[1:]), tuple(values[0].split("\n")))
        return entry

    # --- text ---

    def spot(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of a text that are written like a name of the gazetteer, longest first at each word."""
        from geo.spans import spot

        return spot(text, self._names)

    @cached_property
    def _names(self) -> Any:
        return self._trie("names")

    @cached_property
    def _skeletons(self) -> Any:
        return self._trie("skeletons")

    def _trie(self, key: str) -> Any:
        import marisa_trie

        (data,) = self._db.execute("SELECT data FROM trie WHERE key=?", (key,)).fetchone()
        return marisa_trie.Trie().frombytes(data)

    # --- about ---

    def info(self) -> dict[str, Any]:
        """Return what the gazetteer holds: sources, places, names, file, size in bytes, when it was built."""
        meta = {key: json.loads(value) for key, value in self._db.execute("SELECT key, value FROM meta")}
        meta.pop("magic")
        return {**meta, "file": str(self.file), "size": self.file.stat().st_size}

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


def _reopen(files: tuple[str | Path, ...], cache: Path | None) -> Gazetteer:
    return Gazetteer(files, cache=cache)


def _place(values: Sequence[Any]) -> Place:
    *plain, west, south, east, north, source = values
    return Place(*plain, None if west is None else (west, south, east, north), source)


def _keep(found: dict[str, Candidate], place: Place, name: str, rule: str, score: float) -> None:
    """Keep a candidate if it is the best of its place so far."""
    known = found.get(place.id)
    if known is None or known.score < score:
        found[place.id] = Candidate(place, name, rule, round(score, 4))


def _ordered(candidates: Any) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.score, -c.place.population, c.place.id))
