"""A gazetteer's answers, remembered from document to document: names recur, look-ups cost."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from geo.gazetteer import Gazetteer
from geo.names import fold
from geo.places import Candidate, Place

_MOST = 50_000
_CURATED = re.compile(r"(?:country|[a-z]{1,2})-(?!\d+$)")


class Remembered:
    """What a gazetteer answered so far; forgets all when it has grown too large."""

    def __init__(self) -> None:
        self._exact: dict[str, tuple[Candidate, ...]] = {}
        self._alike: dict[tuple[str, str | None, int], tuple[Candidate, ...]] = {}

    def exact(self, gazetteer: Gazetteer, text: str) -> tuple[Candidate, ...]:
        """Return the places that bear this very name, largest first; shouted names are read as plain ones."""
        found = self._exact.get(text)
        if found is None:
            if len(self._exact) > _MOST:
                self._exact.clear()
            name = plain(text)
            folded = fold(name)
            found = tuple(gazetteer.exact(name)) if folded and gazetteer.knows(folded) else ()
            self._exact[text] = found
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


def is_curated(place: Place) -> bool:
    """Say whether a place is a row of the project's own tables, by its id ("sy-atma", "country-SY")."""
    return _CURATED.match(place.id) is not None


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
