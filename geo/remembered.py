"""A gazetteer's answers, remembered from document to document: names recur, look-ups cost."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from geo.gazetteer import Gazetteer
from geo.inflection import readings
from geo.names import fold
from geo.places import Candidate, Place

if TYPE_CHECKING:
    from geo.options import Facts, Sought

_MOST = 50_000
_MOST_OPTIONS = 60_000  # of all names together, some 400 bytes each
_MOST_WORDS = 3  # of a name whose inflected forms are tried
_INFLECTED = 0.94
_MOST_READINGS = 12  # of one name, by which it is judged how famous it is
_AREAS = frozenset(
    {"country", "governorate", "region", "supranational", "district", "water", "physical", "border"}
)
_CURATED = re.compile(r"(?:country|[a-z]{1,2})-(?!\d+$)")


class Known(NamedTuple):
    """The places of a name, the fame of the first, the name as looked up and folded, the countries."""

    found: tuple[Candidate, ...]
    fame: float
    lookup: str
    folded: str
    countries: frozenset[str | None]


class Remembered:
    """What a gazetteer answered so far; forgets all when it has grown too large."""

    def __init__(self) -> None:
        self._exact: dict[str, tuple[Candidate, ...]] = {}
        self._famous: dict[str, Known] = {}
        self._alike: dict[tuple[str, str | None, int], tuple[Candidate, ...]] = {}
        self.said: dict[str, tuple[str, str]] = {}  # word -> country and unit that it says (`geo.evidence`)
        self._facts: dict[Sought, Facts] = {}
        self._options = 0

    def exact(self, gazetteer: Gazetteer, text: str) -> tuple[Candidate, ...]:
        """Return the places that bear this very name, largest first; shouted names are read as plain ones."""
        found = self._exact.get(text)
        if found is None:
            if len(self._exact) > _MOST:
                self._exact.clear()
            name = plain(text)
            folded = fold(name)
            found = tuple(gazetteer.exact(name)) if folded and gazetteer.knows(folded) else ()
            if not found and not name.isascii():
                found = tuple(_bent(gazetteer, folded))
            self._exact[text] = found
        return found

    def best_known(self, gazetteer: Gazetteer, text: str) -> Known:
        """Return the same places, at most twelve, the one best known under this name first."""
        found = self._famous.get(text)
        if found is None:
            if len(self._famous) > _MOST:
                self._famous.clear()
            ranked = sorted(self.exact(gazetteer, text)[:_MOST_READINGS], key=lambda c: -fame(c))
            famous = fame(ranked[0]) if ranked else 0.0
            found = self._famous[text] = Known(
                tuple(ranked), famous, plain(text), fold(text), frozenset(c.place.country for c in ranked)
            )
        return found

    def alike(
        self, gazetteer: Gazetteer, name: str, country: str | None, limit: int
    ) -> tuple[Candidate, ...]:
        """Return what `Gazetteer.lookup` finds."""
        key = (name, country, limit)
        found = self._alike.get(key)
        if found is None:
            if len(self._alike) > _MOST:
                self._alike.clear()
            found = self._alike[key] = tuple(gazetteer.lookup(name, country=country, limit=limit))
        return found

    def keep_said(self, word: str, said: tuple[str, str]) -> tuple[str, str]:
        """Remember which country and unit a word says, and return them."""
        if len(self.said) > _MOST:
            self.said.clear()
        self.said[word] = said
        return said

    def facts(self, sought: Sought) -> Facts | None:
        """Return what is known of the options of a name, if it was sought so before."""
        return self._facts.get(sought)

    def keep(self, sought: Sought, facts: Facts) -> Facts:
        """Remember what is known of the options of a name, and return it."""
        self._options += 1 + len(facts.options)
        if self._options > _MOST_OPTIONS:
            self._facts.clear()
            self._options = 1 + len(facts.options)
        self._facts[sought] = facts
        return facts


def _bent(gazetteer: Gazetteer, folded: str) -> list[Candidate]:
    """Return the places of a name of a few words of which the first and the last are inflected."""
    words = folded.split(" ")
    if len(words) > _MOST_WORDS or not "\u0400" <= folded[:1] <= "\u04ff":
        return []
    heads = [head for _, head in readings(words[0])] if len(words) > 1 else [""]
    for _, whole in readings(folded):  # by its end; "зора" alone would be too short to be bent
        for head in heads:
            name = f"{head} {whole.partition(' ')[2]}" if head else whole
            if name != folded and gazetteer.knows(name):
                return [replace(c, rule="inflected", score=_INFLECTED) for c in gazetteer.exact(name)]
    return []


def is_curated(place: Place) -> bool:
    """Say whether a place is a row of the project's own tables, by its id ("sy-atma", "country-SY")."""
    return _CURATED.match(place.id) is not None


def fame(candidate: Candidate) -> float:
    """Return how much it says for a place that the gazetteer has this one under this name."""
    place = candidate.place
    if place.kind == "country":
        return 3.0
    if is_curated(place):
        return 2.2 if place.kind in _AREAS else 2.0 if place.kind == "city" else 1.0
    if not place.id.startswith("gn-"):
        return 0.8
    own = fold(candidate.name) == fold(place.name)
    size = math.log10(max(place.population, 300))
    return max(0.0, (size - 3.0) * 0.7) - (0.0 if own else 0.6)


_ALL: WeakKeyDictionary[Gazetteer, Remembered] = WeakKeyDictionary()


def remembered(gazetteer: Gazetteer) -> Remembered:
    """Return the memory of a gazetteer."""
    return _ALL.setdefault(gazetteer, Remembered())


def plain(text: str) -> str:
    """Return a name with single blanks, and without the capitals of a dateline or a heading.

    >>> plain("BARAWE"), plain("Deir  ez-Zor"), plain("UAE")
    ('Barawe', 'Deir ez-Zor', 'UAE')
    """
    name = " ".join(text.split())
    return name.title() if name.isupper() and len(name) > 4 and "." not in name else name
