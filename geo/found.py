"""What a look-up has found so far: places and their best matches; names whose bearers are not read yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from geo.lexicon import KINDS, NO_COUNTRY, Bearer
from geo.stack import Layer

Match = tuple[float, str, Bearer]  # what it is worth, the rule
_ALL_ALIKE = (1.0,) * len(KINDS)


@dataclass(frozen=True, slots=True)
class Sought:
    """A name that is looked up: as written, folded, and the country it must lie in (a code in bytes).

    `worth` is what a match with a place of each kind counts, of which `most` is the most; `core` says that
    class words were taken from it.
    """

    name: str
    folded: str
    country: bytes | None
    core: bool = False
    worth: Sequence[float] = _ALL_ALIKE
    most: float = 1.0

    def admits(self, country: bytes) -> bool:
        """Say whether a place of a country is sought; what lies in no one country always is."""
        return self.country is None or country == self.country or country == NO_COUNTRY

    def part(self, name: str, folded: str, worth: Callable[[str], float], *, core: bool = False) -> Sought:
        """Return a part of the name, whose matches count less, by kind of place."""
        weighed = tuple(whole * worth(kind) for whole, kind in zip(self.worth, KINDS, strict=True))
        return Sought(name, folded, self.country, core, weighed, max(weighed))


# A name that is like the one sought: the most that a bearer of it may be worth, the rule, its worth for
# the name that is sought, that name, and where it stands: the layer, its number there, its only bearer.
Alike = tuple[float, str, float, Sought, Layer, int, int]


@dataclass(slots=True)
class Found:
    """The matches by row of the place, and the names whose bearers are read when their turn comes."""

    matches: dict[int, Match] = field(default_factory=dict)
    names: list[Alike] = field(default_factory=list)

    def keep(self, sought: Sought, bearer: Bearer, rule: str, score: float) -> None:
        """Keep a match with a place that is sought if it is the best of the place so far."""
        score *= sought.worth[bearer[3]]
        known = self.matches.get(bearer[0])
        if score > (0 if known is None else known[0]) and sought.admits(bearer[2]):
            self.matches[bearer[0]] = score, rule, bearer

    def best(self, limit: int) -> list[Match]:
        """Return the best matches: by score, then by inhabitants, where a place's own name tells most.

        Salqin is the Syrian town before a Chinese city once spelled so; Naples is the Italian city before
        the town in Florida.  A name that cannot come among them is not asked who bears it.
        """
        for most, rule, score, sought, layer, number, row in sorted(self.names, key=_most, reverse=True):
            known = self.matches.get(row)
            if known is not None and known[0] >= most:
                continue
            if len(self.matches) >= limit and self._ahead_of(most) >= limit:
                break
            for bearer in layer.bearers(number):
                self.keep(sought, bearer, rule, score)
        return sorted(self.matches.values(), key=_order)[:limit]

    def _ahead_of(self, score: float) -> int:
        """Return how many matches come before one of this score, whatever it weighs."""
        beyond = score + 2 * _ROUNDED
        return sum([match[0] > beyond for match in self.matches.values()])


_DIGITS = 4
_ROUNDED = 10**-_DIGITS
_most = itemgetter(0)


def _order(match: Match) -> tuple[float, int, int]:
    score, _, bearer = match
    return -round(score, _DIGITS), -bearer[1], bearer[0]
