"""Which places a name could mean: the rules, from the same name to one a letter away, and what each is worth.

exact, fold   the same name, case and accents aside
article       the same without the Arabic article
generic       the same without a class word (village, governorate, tell)
spelling      the same skeleton, alike in sound and letters
edit          a skeleton one consonant away, and alike
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from geo.generics import SETTLEMENT, is_distinct, says, specific
from geo.inflection import readings
from geo.lexicon import NO_COUNTRY, OWN_NAME, WELL_KNOWN, Bearer
from geo.names import LONGEST_NAME, NO_CONSONANT, bare, fold, is_acronym, skeleton, sound
from geo.naming import BEGINS, ENDS, KINDS, LONGEST_END
from geo.places import Candidate
from geo.scripts import romanise, writes_no_vowels
from geo.store import Alike, Store

# What the rules that are no equality are worth; "spelling" and "edit" also times their likeness.
_ARTICLE, _SPELLING, _EDIT = 0.95, 0.92, 0.78
_GENERIC, _GENERIC_DISTINCT, _GENERIC_AGAINST = 0.93, 0.8, 0.7
_INFLECTED, _VOWELLESS = 0.94, 0.85
_CAPITALS = 0.89  # VEVAK may be no Vevak
_PREFIX = 0.6  # what only begins with what was asked
_PART = 0.95  # a name in brackets or beside a slash
# The least likeness in per cent, by (country known, skeleton under three consonants): half the world has a
# short skeleton, and in a known country a name may be written worse.
_LEAST = {(False, False): 70.0, (False, True): 80.0, (True, False): 55.0, (True, True): 65.0}
_SURE = 0.85  # with a candidate as good as this, none is sought one letter away
_MOST_ALIKE = 40
_ALPHABET = "bdfgjklmnrstxz"  # the consonants of skeletons
_PARTS = re.compile(r"\s*[()\[\]/]\s*|\s+[-–]\s+")


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


def lookup(store: Store, name: str, country: str | None, limit: int) -> list[Candidate]:
    """Return the places that a name could mean, best first."""
    return _candidates(store, find(store, name, country), limit)


def exact(store: Store, name: str) -> list[Candidate]:
    """Return the places that bear this very name, best known first."""
    if not name.isupper() and not is_acronym(name):  # then there is nothing to weigh
        return [
            Candidate(store.place(row), spelling, "exact" if spelling == name else "fold", 1.0)
            for row, _, _, _, _, spelling in store.bearers(fold(name))
        ]
    found: Found = {}
    equal(store, found, Sought(name, fold(name), None))
    return _candidates(store, found, len(found))


def beginning(store: Store, name: str, limit: int) -> list[Candidate]:
    """Return what `lookup` finds, then the places whose name begins so (rule "prefix")."""
    found, folded = find(store, name), fold(name)
    for longer in store.beginning(folded) if folded else ():
        for bearer in store.bearers(longer):
            keep(found, bearer, "prefix", _PREFIX)
    return _candidates(store, found, limit)


def _candidates(store: Store, found: Found, limit: int) -> list[Candidate]:
    """Return candidates best first: by score, then by inhabitants, where a place's own name tells most.

    Salqin is the Syrian town before a Chinese city once spelled so; Naples is the Italian city before the
    town in Florida.
    """
    best = sorted(found.values(), key=lambda m: (-round(m.score, 4), -m.weight, m.row))[:limit]
    return [Candidate(store.place(m.row), m.name, m.rule, round(m.score, 4)) for m in best]


def keep(found: Found, bearer: Bearer, rule: str, score: float) -> None:
    """Keep a match if it is the best of its place so far."""
    row, weight, _, kind, _, spelling = bearer
    known = found.get(row)
    if known is None or known.score < score:
        found[row] = Match(row, weight, KINDS[kind], spelling, rule, score)


def find(store: Store, name: str, country: str | None = None) -> Found:
    """Return the places that a name, or one of its parts in brackets or beside a slash, could mean.

    A country or unit in brackets is where the place lies, not another name of it.
    """
    found: Found = {}
    code = None if country is None else country.encode()
    _find(store, found, Sought(name, fold(name), code))
    for part in _PARTS.split(name) if len(name) <= LONGEST_NAME and _PARTS.search(name) else ():
        beside: Found = {}
        _find(store, beside, Sought(part, fold(part), code))
        for match in beside.values():
            if match.kind in SETTLEMENT or match.kind == "site":
                match.score *= _PART
                _merge(found, match)
    return found


def _merge(found: Found, match: Match) -> None:
    known = found.get(match.row)
    if known is None or known.score < match.score:
        found[match.row] = match


def equal(store: Store, found: Found, sought: Sought) -> None:
    """Add the places of the same folded name; an acronym means only what is written the same."""
    name = sought.name
    acronym = is_acronym(name)
    for bearer in store.bearers(sought.folded) if sought.folded else ():
        _, _, country, _, marks, spelling = bearer
        if sought.admits(country) and (not acronym or _written_as(name, spelling, marks)):
            if spelling == name:
                keep(found, bearer, "exact", 1.0)
            else:
                sure = marks & WELL_KNOWN or not name.isupper()
                keep(found, bearer, "fold", 1.0 if sure else _CAPITALS)


def _written_as(acronym: str, spelling: str, marks: int) -> bool:
    """Say whether an acronym is this spelling, stops aside; HOMS may also be a headline's city."""
    if acronym.replace(".", "") == spelling.replace(".", ""):
        return True
    return len(acronym) == 4 and acronym.isupper() and marks == OWN_NAME | WELL_KNOWN


def _find(store: Store, found: Found, sought: Sought) -> None:
    equal(store, found, sought)
    folded = sought.folded
    if not folded or len(folded) > LONGEST_NAME or is_acronym(sought.name):
        return
    if not found and not folded.isascii():
        _bent(store, found, sought)
    _tolerant(store, found, sought)
    short = specific(folded)
    if short == folded:
        return
    without: Found = {}
    core = Sought(short, short, sought.country)
    equal(store, without, core)
    _tolerant(store, without, core)
    kinds, worth = says(folded), _GENERIC_DISTINCT if is_distinct(folded) else _GENERIC
    for match in without.values():
        if match.rule in ("exact", "fold"):
            match.rule = "generic"
        match.score *= worth if match.kind in kinds else _GENERIC_AGAINST
        _merge(found, match)


def _bent(store: Store, found: Found, sought: Sought) -> None:
    """Add the places of the name without the particles and endings that its language writes to it."""
    for _, folded in readings(sought.name):
        for bearer in store.bearers(folded):
            if sought.admits(bearer[2]):
                keep(found, bearer, "inflected", _INFLECTED)


def _tolerant(store: Store, found: Found, sought: Sought) -> None:
    """Add the places whose name sounds like this one, or nearly; in the world that only if none is sure."""
    spoken = sound(sought.folded)
    key = skeleton(spoken) or NO_CONSONANT
    if sought.country is not None:
        blocks = list(_blocks(store, sought.country.decode(), key))
        _alike(store.alike(blocks), found, sought, spoken)
        return
    _alike(store.alike([key]), found, sought, spoken)
    if edits(len(spoken)) and not any(match.score >= _SURE for match in found.values()):
        near = [other for other in _neighbours(key) if store.has_sounds(other)]
        _alike(store.alike(near), found, sought, spoken)


def _blocks(store: Store, country: str, key: str) -> Iterable[str]:
    """Yield the keys of the blocks of a country whose skeletons begin, or end, as this one does."""
    for where in (country, ""):
        for mark, end in ((BEGINS, key), (ENDS, key[::-1])):
            longest = (f"{where}{mark}{end[:length]}" for length in range(min(LONGEST_END, len(end)), 0, -1))
            if block := next(filter(store.has_sounds, longest), None):
                yield block


def edits(length: int) -> int:
    """Return how many letters of a sound may differ: none under five letters, then one more for every four.

    >>> [edits(length) for length in (4, 5, 8, 9, 13)]
    [0, 1, 1, 2, 3]
    """
    return 0 if length < 5 else 1 + (length - 5) // 4


def _neighbours(key: str) -> set[str]:
    """Return the skeletons one consonant away: one less, one more, another, two exchanged."""
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    near = {a + b[1:] for a, b in cuts if b}
    near |= {a + c + b[1:] for a, b in cuts if b for c in _ALPHABET}
    near |= {a + c + b for a, b in cuts for c in _ALPHABET}
    near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return near - {key, ""}


def _alike(lines: Alike, found: Found, sought: Sought, spoken: str) -> None:
    """Add the names with these sounds that are like the one sought, in sound and in letters."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Levenshtein

    known = sought.country is not None
    key = skeleton(spoken)
    least = _LEAST[known, len(key) < 3]
    bound = edits(len(spoken)) + known
    naked = bare(sought.folded)
    letters = bare(romanise(sought.folded))
    by_sound = writes_no_vowels(sought.folded)
    alike = process.extract(spoken, lines.sounds, scorer=fuzz.ratio, score_cutoff=least, limit=_MOST_ALIKE)
    for other_sound, ratio, at in alike:
        edit = skeleton(other_sound) != key
        if edit and Levenshtein.distance(spoken, other_sound, score_cutoff=bound) > bound:
            continue
        for other, borne in lines.names(at):
            naked_other = bare(other)
            likeness = ratio * _VOWELLESS if by_sound else (ratio + fuzz.ratio(letters, naked_other)) / 2
            if naked == naked_other:
                rule, score = "article", _ARTICLE
            elif naked == bare(specific(other)):
                rule, score = "generic", _GENERIC
            elif likeness >= least:
                rule, score = ("edit", _EDIT) if edit else ("spelling", _SPELLING)
                score *= likeness / 100
            else:
                continue
            for bearer in borne:
                if sought.admits(bearer[2]):
                    own = rule == "generic" and not _names_its_kind(other, KINDS[bearer[3]])
                    keep(found, bearer, rule, _GENERIC_DISTINCT if own else score)


def _names_its_kind(folded: str, kind: str) -> bool:
    """Say whether a name's class word says what the place is ("Raqqa District", not "Army Hill")."""
    return kind not in SETTLEMENT and kind in says(folded)
