"""Words of a text, and the names of the registry found in them: loose in spelling, strict about acronyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from geo.names import fold, skeleton
from layers.registry import Actor, Registry

# Apostrophes and ayn inside a word ("Hay’at", "Da`esh") belong to it; hyphens part words ("al-Sham").
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’‘`ʿʾʼ´][^\W_]+)*")
ARTICLES = frozenset("al el the".split())
# The article assimilated to its noun is one only before a hyphen: "as-Sham", but "such as Sham".
ASSIMILATED = frozenset("ash as ar ad an at az ul ush us ur ud un ut uz il ed en er es et ez".split())
# How alike two spellings of a name must be to count as one (rapidfuzz ratio, 0-100).
SAME_SPELLING = 80.0


class Word(NamedTuple):
    """A word of the text with its folded form; `key` is its consonant skeleton, "" for an article."""

    start: int
    end: int
    text: str
    folded: str
    key: str

    @property
    def capital(self) -> bool:
        """Say whether the word begins with a capital or in a script that has none."""
        return not self.text[0].islower()


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of `text[start:end]`; a possessive 's is left out of the word.

    >>> [w.text for w in words("Da’esh's men in Deir al-Zour")]
    ['Da’esh', 'men', 'in', 'Deir', 'al', 'Zour']
    """
    found: list[Word] = []
    new = tuple.__new__  # a third of the time of Word(...), which is most of the time spent here
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        begin, stop = match.span()
        word = match[0]
        if word[-1] in "sS" and len(word) > 2 and word[-2] in "'’‘`":
            word, stop = word[:-2], stop - 2
        folded, key, assimilated = _reading(word)
        if assimilated and text[stop : stop + 1] == "-":
            key = ""
        found.append(new(Word, (begin, stop, word, folded, key)))
    return found


@lru_cache(maxsize=32_768)
def _reading(word: str) -> tuple[str, str, bool]:
    """Return a word folded, its key, and whether it is an article where a hyphen follows."""
    folded = fold(word)
    key = "" if folded in ARTICLES else skeleton(folded) or folded
    return folded, key, folded in ASSIMILATED


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the registry found in the text, how alike the spellings are (0-100), and who bears it."""

    start: int
    end: int
    actor: Actor
    form: str
    score: float
    bearers: tuple[Actor, ...] = ()


class NameIndex:
    """The names of a registry, keyed by the skeletons of their words."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._names: dict[tuple[str, ...], list[tuple[str, str, Actor]]] = {}
        self._acronyms: dict[str, list[Actor]] = {}
        self._articled: set[str] = (
            set()
        )  # one-word names that are names only with their article: "Al-Monitor"
        self._everyday = frozenset(registry.everyday)
        for name, form, actor in registry.names():
            if form == "acronym":
                self._acronyms.setdefault(name, []).append(actor)
                continue
            parts = words(name)
            key = tuple(w.key for w in parts if w.key)
            plain = " ".join(w.folded for w in parts if w.key)
            if len(key) == 1 and len(parts) == 2 and form != "native":
                self._articled.add(plain)
            elif len(key) == 1:
                self._articled.discard(plain)
            if key:
                self._names.setdefault(key, []).append((plain, form, actor))

    @cached_property
    def _firsts(self) -> dict[str, int]:
        """Map a first key to the length of the longest name that begins with it."""
        longest: dict[str, int] = {}
        for key in self._names:
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
        return longest

    def is_doubtful(self, parts: Iterable[Word]) -> bool:
        """Say whether a text has an acronym or a name of which only its theatre tells whose it is."""
        return any(
            w.text in self._everyday or len(self._acronyms.get(w.text, ())) > 1 for w in parts if w.capital
        )

    def find(self, text: str, parts: list[Word], *, theatres: Iterable[str] = ()) -> list[Hit]:
        """Return the names found, longest first at each word, not overlapping, in text order.

        Of the actors that share a name the one is meant whose theatre is the text's: a country it names,
        or one where another actor of the text is at home.
        """
        here = frozenset(theatres)
        hits = list(self._hits(text, parts, here))
        sure = {c for h in hits if text[h.start : h.end] not in self._everyday for c in h.actor.theatres[:2]}
        hits = [hit for hit in hits if self._meant(text, hit, here | sure)]
        if any(len(hit.bearers) > 1 for hit in hits):
            home = Counter(c for h in hits if len(h.bearers) == 1 for c in h.actor.theatres[:2])
            home.update(dict.fromkeys(here, 100))
            hits = [h if len(h.bearers) == 1 else replace(h, actor=_at_home(h, home)) for h in hits]
        return hits

    def _hits(self, text: str, parts: list[Word], here: frozenset[str]) -> Iterator[Hit]:
        done = 0
        for i in [i for i, word in enumerate(parts) if self._may_begin(text, word)]:
            if parts[i].start < done:
                continue
            hits = (self._acronym(text, parts[i], here), self._name(text, parts, i, here))
            hit = max((h for h in hits if h is not None), key=lambda h: h.end, default=None)
            if hit is not None:
                yield hit
                done = hit.end

    def _may_begin(self, text: str, word: Word) -> bool:
        """Say whether a name may begin at a word: with a capital as one of the registry's, or an article."""
        if not word.key:
            return word.folded != "the"
        if word.text[0].islower():
            return False
        if word.key in self._firsts or word.text in self._acronyms:
            return True
        return text[word.end : word.end + 1] in ("-", "/")

    def _acronym(self, text: str, word: Word, here: frozenset[str]) -> Hit | None:
        """Return the acronym that begins at a word, the longer compound first."""
        compound = text[word.end : word.end + 1] in ("-", "/")
        whole = _COMPOUND.match(text, word.start) if compound else None  # "ISIS-K" before "ISIS"
        for said in (whole.group() if whole else "", word.text):
            if actors := self._acronyms.get(said):
                actor = _fitting(actors, here)
                return Hit(word.start, word.start + len(said), actor, "acronym", 100.0, tuple(actors))
        return None

    def _meant(self, text: str, hit: Hit, here: frozenset[str]) -> bool:
        """Say whether a name that is an everyday word too ("KIA", "Wagner") means the actor in this text: it
        names the actor in full, or a country of its theatre, or another actor of that country.
        """
        if text[hit.start : hit.end] not in self._everyday:
            return True
        return hit.actor.name in text or bool(here.intersection(hit.actor.theatres))

    def _name(self, text: str, parts: list[Word], i: int, here: frozenset[str]) -> Hit | None:
        """Return the longest name that begins at word `i`."""
        first = i
        while first < len(parts) and not parts[first].key and first - i < 2:
            first += 1  # "the Islamic State", "al-Qaeda": the article is no part of the key
        if first >= len(parts) or not parts[first].capital:
            return None
        if first > i and parts[i].folded == "the":
            return None  # begin at the name; "The" is no part of the span
        reach = self._firsts.get(parts[first].key, 0)
        key: list[str] = []
        best: Hit | None = None
        last = first
        while last < len(parts) and len(key) < reach:
            word = parts[last]
            if last > first and not _joined(text[parts[last - 1].end : word.start]):
                break
            if word.key:
                key.append(word.key)
                hit = self._best(parts, i, first, last, tuple(key), here)
                best = hit or best
            last += 1
        return best

    def _best(
        self, parts: list[Word], i: int, first: int, last: int, key: tuple[str, ...], here: frozenset[str]
    ) -> Hit | None:
        """Return the name of this key that is spelt most alike, None where none is alike enough."""
        rows = self._names.get(key)
        if not rows:
            return None
        said = [w for w in parts[first : last + 1] if w.key]
        plain = " ".join(w.folded for w in said)
        scored = [(fuzz.ratio(plain, name), name, form, actor) for name, form, actor in rows]
        top = max(score for score, *_ in scored)
        # One short word must be spelt as in the registry, else "Hamas" is found in "Homs".
        enough = SAME_SPELLING if len(plain) >= 9 else 99.0 if len(plain) < 6 else 85.0
        if top < enough or (len(said) == 1 and top < 85.0):
            return None
        if len(said) == 1 and plain in self._articled and i == first:
            return None
        if top < 100 and any(w.text[0].islower() and len(w.text) > 2 for w in said[1:]):
            return None  # "IS men" is no misspelling of "IS-Yemen"
        equals = [(form, actor) for score, _, form, actor in scored if score == top]
        actor = _fitting([actor for _, actor in equals], here)
        form = next(form for form, a in equals if a is actor)
        bearers = tuple(actor for _, actor in equals)
        return Hit(parts[i].start, parts[last].end, actor, form, top, bearers)


# An acronym of several parts: "ISIS-K", "DHKP-C", "AFC/M23".
_COMPOUND = re.compile(r"[A-Z][A-Za-z0-9]*(?:[-/][A-Z0-9][A-Za-z0-9]*)+")


def _joined(gap: str) -> bool:
    """Say whether what stands between two words lets them be one name."""
    return gap in ("", " ", "-", " - ", " – ", "'s ", "’s ", "‑", "–", "\u00a0", ". ", " '", " ‘", " ’", "/")


def _at_home(hit: Hit, home: Counter[str]) -> Actor:
    """Return the bearer of a shared name who is most at home in a text; among equals the one taken so far."""
    rest = [actor for actor in hit.bearers if actor is not hit.actor]
    return max([hit.actor, *rest], key=lambda actor: max((home[c] for c in actor.theatres), default=0))


def _fitting(actors: list[Actor], here: frozenset[str]) -> Actor:
    """Return the actor whose theatre is the text's; among equals the first of the registry."""
    return max(actors, key=lambda actor: len(here.intersection(actor.theatres)))
