"""Every place a name could mean: look-up, spotting and nearness in an index on disk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import matching
from geo.places import Candidate, Place
from geo.store import UNREADABLE, Store

if TYPE_CHECKING:
    from geo.online import Online
    from geo.spatial import Spatial


class Gazetteer:
    """The world's populated places, the curated places and countries, and what the user's files add.

    >>> Gazetteer().lookup("Ar-Raqqah", country="SY")[0].place.country
    'SY'
    """

    def __init__(
        self,
        files: Sequence[str | Path] = (),
        *,
        cache: Path | None = None,
        progress: bool = False,
        online: Online | None = None,
    ) -> None:
        """Open the index, building first what is missing or out of date.

        `files` are gazetteers of the user (`geo.tables.read_gazetteer`); `cache` is the folder of the index,
        by default the user's cache folder; `online` is a service to ask for names that are in none of them:
        without it nothing is ever sent.  Raises ReadError or DataError for a file that cannot be used.
        """
        self.online = online
        self._store = Store(files, cache, progress=progress)
        self._spotted: dict[str, tuple[tuple[int, int], ...]] = {}  # stretches of words -> names in them
        self.footprints: dict[str, dict[str, Any]] = {}  # country -> unit -> area, filled by geo.footprints

    @classmethod
    def open(
        cls,
        files: Sequence[str | Path] = (),
        *,
        cache: Path | None = None,
        progress: bool = False,
        online: Online | None = None,
    ) -> Gazetteer:
        """Open the gazetteer with the files added for all runs (`geo.install`) and the given ones."""
        from geo.install import with_registered

        return cls(with_registered(files), cache=cache, progress=progress, online=online)

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files of the user that it was opened with."""
        return self._store.files

    @property
    def cache(self) -> Path | None:
        """Return the folder of the index that was given, None for the user's cache folder."""
        return self._store.cache

    def is_whole(self) -> bool:
        """Say whether the files of the index are there, and as long as they were made."""
        return self._store.is_whole()

    def reopen(self) -> None:
        """Open the index anew, building first what is missing or damaged."""
        self._store.reopen()

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (self._store.files, self._store.cache)

    # --- names -> places ---

    def lookup(self, name: str, *, country: str | None = None, limit: int = 20) -> list[Candidate]:
        """Return the places that a name could mean, best first, each with the rule that matched it.

        `country` is an ISO 3166 code of two letters; places of no one country are found with any.
        Not found is an empty list.  `geo.matching` has the rules.
        """
        return self._store.mended(lambda: matching.lookup(self._store, name, country, limit))

    def exact(self, name: str) -> list[Candidate]:
        """Return the places that bear this very name (case, accents and apostrophes aside), largest first."""
        try:
            return matching.exact(self._store, name)
        except UNREADABLE:
            return self._store.mended(lambda: matching.exact(self._store, name))

    def search(self, name: str, *, limit: int = 20) -> list[Candidate]:
        """Return what `lookup` finds, then the places whose name begins so (rule "prefix")."""
        return self._store.mended(lambda: matching.beginning(self._store, name, limit))

    def knows(self, folded: str) -> bool:
        """Say whether a folded name is one of the gazetteer."""
        return folded in self._store.names.spelled

    def spot(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of a text that are written like a known name, the longest at each word."""
        from geo.spans import spot

        return spot(text, self._store.names.spelled, lambda name: bool(self.exact(name)), self._spotted)

    # --- places ---

    def place(self, id: str) -> Place | None:
        """Return the place of an identifier, or None."""
        row = self._store.row_of(id)
        return None if row is None else self._store.entry(row)[0]

    def names(self, id: str) -> tuple[str, ...]:
        """Return all spellings of a place, its own name first; empty if there is no such place."""
        row = self._store.row_of(id)
        if row is None:
            return ()
        place, names = self._store.entry(row)
        return tuple(dict.fromkeys((place.name, *names)))

    def near(
        self, lon: float, lat: float, km: float, *, kinds: Collection[str] | None = None
    ) -> list[tuple[float, Place]]:
        """Return the places within `km` of a point with their distance in kilometres, nearest first."""
        return self._store.near(lon, lat, km, kinds)

    def within(self, area: Any, *, kinds: Collection[str] | None = None) -> list[Place]:
        """Return the places that lie in an area, largest first.

        `area` is a Place, a shapely geometry, WKT, or a GeoJSON mapping (degrees, WGS 84).  Places of a
        country or first-order unit are found by their codes, those without one by where they lie; another
        area is within where most of it is.  Raises UsageError for what is no area.
        """
        return self._spatial.within(area, kinds)

    def neighbours(self, place: Place, *, limit: int = 20) -> list[Place]:
        """Return what lies beside a place, nearest first.

        Beside a country, governorate or district these are the ones of its sort that touch it, on both sides
        of the border; beside anything else, the nearest populated places.
        """
        return self._spatial.neighbours(place, limit)

    @cached_property
    def _spatial(self) -> Spatial:
        from geo.spatial import Spatial

        return Spatial(self, self._store)

    def within_admin(self, admin_code: str) -> list[Place]:
        """Return the populated places of a first-order unit by its GeoNames code ("SY.12"), largest first."""
        return self._store.populated(admin_code, admin_code + "\0")

    def populated(self, country: str) -> list[Place]:
        """Return the populated places of a country whose first-order unit is known, largest first."""
        return self._store.populated(f"{country}.", f"{country}/")  # "/" is the character after "."

    def sites(self, country: str) -> list[tuple[float, float, str]]:
        """Return (longitude, latitude, GeoNames code of the unit) of the places that `populated` returns."""
        return self._store.sites(f"{country}.", f"{country}/")

    # --- about, and geopy ---

    @property
    def file(self) -> Path:
        """Return the index of GeoNames."""
        return self._store.file

    @property
    def own_file(self) -> Path:
        """Return the index of the curated places and of the user's files."""
        return self._store.own_file

    def info(self) -> dict[str, Any]:
        """Return what it holds: sources, places, names, files, size in bytes, when it was built."""
        return self._store.info()

    def geocode(
        self,
        query: str,
        exactly_one: bool = True,
        limit: int | None = None,
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
    ) -> Any:
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


def _reopen(files: Sequence[Path], cache: Path | None) -> Gazetteer:
    return Gazetteer(files, cache=cache)
