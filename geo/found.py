"""What a look-up has found so far: of each place its best match."""

from __future__ import annotations

from dataclasses import dataclass

from geo.lexicon import KINDS, NO_COUNTRY, Bearer


@dataclass(slots=True)
class Match:
    """The best match so far of the place of a row: the gazetteer's name, the rule, what it is worth."""

    row: int
    weight: int
    kind: str
    name: str
    rule: str
    score: float


Found = dict[int, Match]  # by row of the place


@dataclass(frozen=True, slots=True)
class Sought:
    """A name that is looked up: as written, folded, and the country it must lie in (a code in bytes)."""

    name: str
    folded: str
    country: bytes | None

    def admits(self, country: bytes) -> bool:
        """Say whether a place of a country is sought; what lies in no one country always is."""
        return self.country is None or country == self.country or country == NO_COUNTRY


def keep(found: Found, bearer: Bearer, rule: str, score: float) -> None:
    """Keep a match if it is the best of its place so far."""
    row, weight, _, kind, _, spelling = bearer
    known = found.get(row)
    if known is None or known.score < score:
        found[row] = Match(row, weight, KINDS[kind], spelling, rule, score)


def merge(found: Found, match: Match) -> None:
    """Keep a match if it is the best of its place so far."""
    known = found.get(match.row)
    if known is None or known.score < match.score:
        found[match.row] = match
