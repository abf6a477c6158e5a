"""A text while its place names are looked for: its words, what the gazetteer knows, the pieces so far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from geo import surroundings as cues
from geo.curated import demonyms
from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.names import fold
from geo.places import Candidate, Refusal
from geo.remembered import plain, remembered
from geo.tokens import Token, tokenise

UNREAD = frozenset({"furniture", "bio"})
STATES = frozenset({"country", "governorate", "region", "supranational"})
TOWNS = frozenset({"city", "town"})
AREAS = STATES | {"district", "water", "physical", "border"}
# A name of more words than this is none.
_LONGEST = 6


@dataclass(slots=True)
class Piece:
    """A possible place name while it is weighed: tokens first..after, evidence so far, reason of refusal.

    `best` is the most famous place of this name, `kind` its kind ("" if there is none), `fame` its fame,
    `countries` those of all.
    `cue` is what the words around it say for a place, `score` all evidence; `weak` marks a name that
    nothing knows; `inner` are known names inside it, refused with it.
    """

    first: int
    after: int
    start: int
    end: int
    text: str
    lookup: str
    folded: str
    found: tuple[Candidate, ...]
    best: Candidate | None
    kind: str
    fame: float
    countries: frozenset[str | None]
    refused: str = ""
    generic: str = ""
    score: float = 0.0
    cue: float = 0.0
    evidence: list[str] = field(default_factory=list)
    weak: bool = False
    inner: Sequence[tuple[int, int, str]] = ()

    def add(self, weight: float, why: str = "") -> None:
        """Count a piece of evidence."""
        self.score += weight
        if why:
            self.evidence.append(why)


class Reading:
    """One reading of one document: tokens, names taken by others, pieces, surnames of its persons."""

    def __init__(self, document: Document, gazetteer: Gazetteer, taken: Sequence[Refusal] = ()) -> None:
        self.text = document.text
        self.gazetteer = gazetteer
        self.memory = remembered(gazetteer)
        self._known: dict[int, tuple[Candidate, ...]] = {}  # by where it begins and how many words it has
        self.unread = [(s.start, s.end) for s in document.segments if s.kind in UNREAD]
        self.tokens = list(_readable(document.text, self.unread))
        self.capitals = [i for i, t in enumerate(self.tokens) if t.capital]
        self.lower = {t.text for t in self.tokens if not t.capital}
        self.plurals = [i for i, t in enumerate(self.tokens) if t.lower in cues.PLURAL_PLACES]
        self.pieces: list[Piece] = []
        self.surnames: set[str] = set()
        self.owned: set[int] = set()  # tokens at which the name of an organisation begins
        self.last_organisation = -1
        self.cues: dict[int, Any] = {}  # what stands before a token, as `geo.adjacent.before` found it
        self.here: list[str] = []  # countries that the text is about, most named first
        self.taken = sorted(taken, key=lambda r: (r.start, r.end))
        self._taken_starts = [r.start for r in self.taken]

    # --- names ---

    def span(self, first: int, after: int) -> str:
        """Return the text of tokens first..after."""
        return self.text[self.tokens[first].start : self.tokens[after - 1].end]

    def known(self, first: int, after: int) -> tuple[Candidate, ...]:
        """Return the places that bear the name of tokens first..after."""
        at = first * (_LONGEST + 1) + after - first
        found = self._known.get(at)
        if found is None:
            if after - first > _LONGEST:
                return ()
            text = self.text[self.tokens[first].start : self.tokens[after - 1].end]
            found = self._known[at] = self.memory.exact(self.gazetteer, text)
        return found

    def is_famous(self, first: int, after: int) -> bool:
        """Say whether a place of that name is known beyond its country."""
        if after - first > _LONGEST:
            return False
        return self.memory.best_known(self.gazetteer, self.span(first, after)).fame >= 1.2

    def is_people(self, first: int, after: int) -> bool:
        """Say whether tokens first..after are an adjective of a country, a people or a faith."""
        return _is_people(self.span(first, after))

    def taken_at(self, i: int) -> Refusal | None:
        """Return the name of a person, group or outlet that token `i` lies in."""
        token = self.tokens[i]
        at = bisect_right(self._taken_starts, token.end - 1)
        return next((r for r in self.taken[max(0, at - 4) : at] if r.end > token.start), None)

    def is_read(self, start: int, end: int) -> bool:
        """Say whether a span lies in no furniture and no author's note."""
        return not any(start < b and a < end for a, b in self.unread)

    # --- pieces ---

    def add(self, first: int, after: int, *, refused: str = "") -> Piece:
        """Take tokens first..after for a possible place name, or for one that is refused."""
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        text = self.text[start:end]
        if after - first <= _LONGEST:
            found, fame, lookup, folded, countries = self.memory.best_known(self.gazetteer, text)
        else:
            found, fame, lookup, folded, countries = (), 0.0, plain(text), fold(text), frozenset()
        best, kind = (found[0], found[0].place.kind) if found else (None, "")
        piece = Piece(
            first, after, start, end, text, lookup, folded, found, best, kind, fame, countries, refused
        )
        self.pieces.append(piece)
        return piece

    def refuse(self, first: int, after: int, reason: str) -> None:
        """Refuse every known name in tokens first..after; an organisation's name is remembered as such."""
        if reason.startswith(("inside", "media")):
            self.owned.add(first)
        self.last_organisation = after if reason.startswith("inside") else -1
        for a, b in self.names_in(first, after):
            people = self.is_people(a, b) and not reason.startswith("inside")
            self.add(a, b, refused="demonym" if people else reason)

    def names_in(self, first: int, after: int) -> Iterator[tuple[int, int]]:
        """Yield the longest known names and peoples in tokens first..after."""
        at = first
        while at < after:
            for stop in range(after, at, -1):
                if self.known(at, stop) or self.is_people(at, stop):
                    yield at, stop
                    at = stop
                    break
            else:
                at += 1

    def remember_surname(self, first: int, after: int, *, titled: bool = False) -> None:
        """Remember the last word of what may be a person's name, to know the person by it later."""
        head, last = self.tokens[first], self.tokens[after - 1]
        if last.text in cues.IN_NAME_AFTER or len(last.text) < 3 or last.shouted:
            return
        acts = cues.PERSON_AFTER.match(self.text, last.end) is not None
        if titled or (after - first > 1 and (acts or not head.initial)):
            self.surnames.add(fold(last.text))

    def begins_line(self, token: Token) -> bool:
        """Say whether a word is the first of its line."""
        return token.start == 0 or self.text[: token.start].rstrip(" \t").endswith("\n")

    def is_shouted(self, i: int) -> bool:
        """Say whether the words around token `i` are written in capitals too."""
        return sum(t.shouted for t in self.tokens[max(0, i - 2) : i + 3]) >= 3


def is_people(folded: str) -> bool:
    """Say whether a folded word is an adjective of a country, a people or a faith."""
    return folded in demonyms() or folded in cues.PEOPLES


@lru_cache(maxsize=16_384)
def _is_people(text: str) -> bool:
    return is_people(fold(text))


def _readable(text: str, unread: Sequence[tuple[int, int]]) -> Iterator[Token]:
    at = 0
    for start, end in (*unread, (len(text), len(text))):
        tokens = tokenise(text, at, start) if start > at else []
        if tokens and at:
            tokens[0].gap, tokens[0].initial = "\n", True
        yield from tokens
        at = max(at, end)
