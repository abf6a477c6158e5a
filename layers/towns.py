"""Towns that are named like persons or groups: Abu Kamal, Lashkar Gah, Sheikh Zuweid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geo.places import Candidate
from layers.spotting import Word

_SETTLED = frozenset(
    {"city", "town", "village", "neighbourhood", "site", "district", "governorate", "physical"}
)
_LARGE = frozenset({"city", "town"})
_UNITS = frozenset({"governorate", "district"})
_PREP = (
    r"(?:in|at|near|from|to|into|towards?|around|outside|inside|through|across|between|of|beyond|against|on"
    r"|en|à|dans|de|del|desde|em|entre|près\s+de|cerca\s+de)"
)
_WITHIN = re.compile(r"\b(?:in|at|near|around|outside|inside|into)\s+(?:the\s+)?$")
_NAME = r"(?:[^\W\d_a-z][\w'’-]*(?:[\s-](?:al-|el-|de\s|la\s)?[^\W\d_a-z][\w'’-]*){0,3})"
# "in Sidi Bouzid, Beni Walid and _": the last of a list of places stands where its first does.
_PLACED = re.compile(rf"\b{_PREP}\s+(?:the\s+)?(?:{_NAME},?\s+(?:(?:and|or|y|et|e)\s+)?)*$")
_BESIDE = re.compile(
    r"\s+(?:quarter|neighbou?rhood|town|village|district|camp|area|city|province|mountains?|street|road|bridge"
    r"|airport|airbase|crossing|governorate|region|hospital|square|dam|checkpoint|front\s?lines?|pocket|axis|heights?"
    r"|hills?|plain|valley|forest|desert|river|island|peninsula|coast|refinery|oilfield|mosque)\b"
)


@dataclass(frozen=True)
class Towns:
    """What a gazetteer knows of the names of a text; `here` are the countries that the text is about.

    `exact` gives the places that bear a name (`Gazetteer.exact`); without one no name is a town's.
    """

    text: str
    here: frozenset[str] = frozenset()
    exact: Callable[[str], Sequence[Candidate]] | None = None
    _known: dict[str, tuple[tuple[str, str | None], ...]] = field(default_factory=dict, compare=False)

    def stands_as_place(self, start: int, end: int) -> bool:
        """Say whether a name stands where a place would: behind a preposition, in a list, before "town"."""
        return (
            _PLACED.search(self.text, max(0, start - 90), start) is not None
            or _BESIDE.match(self.text, end) is not None
        )

    def _heads_line(self, start: int, end: int) -> bool:
        """Say whether a name opens a line and a colon or a full stop follows ("Bambari: the UPC ...")."""
        before = self.text[max(0, start - 6) : start].rpartition("\n")[2]
        return self.text[end : end + 1] in (":", ".") and not any(x.isalpha() for x in before)

    def lies_within(self, start: int) -> bool:
        """Say whether "in", "at", "near", "around" stands before a name, as before no person's."""
        return _WITHIN.search(self.text, max(0, start - 20), start) is not None

    def misspells_actor(self, start: int, end: int) -> bool:
        """Say whether a word that only resembles an actor's name stands as a place ("Fataih heights")."""
        said, text = self.text[start:end], self.text
        return " " not in said and (self.lies_within(start) or _BESIDE.match(text, end) is not None)

    def names_town(self, start: int, end: int) -> bool:
        """Say whether `text[start:end]` is the very name of a settlement or site, of these countries or,
        where it stands as a place, of any.
        """
        said = self.text[start:end]
        if self.exact is None or not said:
            return False
        if self.stands_as_place(start, end):
            return any(kind in _SETTLED for kind, _ in self._named(said))
        return self.is_here(said)

    def countries(self, parts: Sequence[Word], runs: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """Return the countries of the towns and provinces that the text names in a place's position, most
        frequent first; a name that towns of two countries bear tells none.
        """
        counts: Counter[str] = Counter()
        for first, last in runs if self.exact is not None else ():
            start, end = parts[first].start, parts[last].end
            if self.stands_as_place(start, end) or self._heads_line(start, end):
                homes = {c for kind, c in self._named(self.text[start:end]) if kind in _LARGE | _UNITS and c}
                counts.update(homes if len(homes) == 1 else ())
        return tuple(country for country, _ in counts.most_common())

    def is_known(self, said: str) -> bool:
        """Say whether a city or town anywhere bears a name, or a smaller place of these countries."""
        return any(kind in _LARGE for kind, _ in self._named(said)) or self.is_here(said)

    def is_region(self, said: str) -> bool:
        """Say whether a region or governorate bears a name, and no country and no people."""
        kinds = {kind for kind, _ in self._named(said)}
        return bool(kinds & {"region", "governorate"}) and "country" not in kinds

    def is_named(self, said: str) -> bool:
        """Say whether any place at all bears a name."""
        return bool(self._named(said))

    def is_here(self, said: str) -> bool:
        """Say whether a settlement or site of these countries bears a name; of any, a town where none is
        named.
        """
        if not self.here:
            return any(kind in _LARGE for kind, _ in self._named(said))
        return any(kind in _SETTLED and country in self.here for kind, country in self._named(said))

    def _named(self, said: str) -> tuple[tuple[str, str | None], ...]:
        if said not in self._known:
            found = self.exact(said) if self.exact is not None else ()
            self._known[said] = tuple((c.place.kind, c.place.country) for c in found)
        return self._known[said]
