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
from geo.names import LONGEST_NAME, NO_CONSONANT, bare, fold, is_acronym, skeleton, sound
from geo.places import Candidate, Place
from geo.scripts import romanise, writes_no_vowels
from geo.store import Store

# What the rules that are no equality are worth; "spelling" and "edit" also times their likeness.
_ARTICLE, _SPELLING, _EDIT = 0.95, 0.92, 0.78
_GENERIC, _GENERIC_DISTINCT, _GENERIC_AGAINST = 0.93, 0.8, 0.7
_INFLECTED, _VOWELLESS = 0.94, 0.85
_CAPITALS = 0.89  # VEVAK may be no Vevak
_PART = 0.95  # a name in brackets or beside a slash
_OWN_NAME = 10  # how many times its inhabitants a place counts under its own name
# The least likeness in per cent, by (country known, skeleton under three consonants): half the world has a
# short skeleton, and in a known country a name may be written worse.
_LEAST = {(False, False): 70.0, (False, True): 80.0, (True, False): 55.0, (True, True): 65.0}
_SURE = 0.85  # with a candidate as good as this, none is sought one letter away
_MOST_ALIKE = 40
_LARGE = 100_000  # inhabitants
_ALPHABET = "bdfgjklmnrstxz"  # the consonants of skeletons
_PARTS = re.compile(r"\s*[()\[\]/]\s*|\s+[-–]\s+")

Found = dict[str, Candidate]  # by id of the place: its best match


@dataclass(frozen=True, slots=True)
class Sought:
    """A name that is looked up: folded, its sound, the country it must lie in."""

    folded: str
    sound: str
    country: str | None

    def admits(self, place: Place) -> bool:
        """Say whether a place lies in the country sought; what lies in no one country is admitted."""
        return self.country is None or place.country in (self.country, None)


def find(store: Store, name: str, country: str | None = None) -> Found:
    """Return the places that a name, or one of its parts in brackets or beside a slash, could mean.

    A country or unit in brackets is where the place lies, not another name of it.
    """
    found: Found = {}
    _find(store, found, name, country)
    for part in _PARTS.split(name) if len(name) <= LONGEST_NAME and _PARTS.search(name) else ():
        beside: Found = {}
        _find(store, beside, part, country)
        for candidate in beside.values():
            if candidate.place.kind in SETTLEMENT or candidate.place.kind == "site":
                keep(found, candidate.place, candidate.name, candidate.rule, candidate.score * _PART)
    return found


def ordered(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates best first: by score, then by population, where a place's own name tells most."""
    return sorted(found, key=lambda c: (-c.score, -_weight(c), -c.place.population, c.place.id))


def _weight(candidate: Candidate) -> int:
    """Return the inhabitants of a place, as many times `_OWN_NAME` if the name is no mere alternate.

    Salqin is the Syrian town before a Chinese city once spelled so; Naples is the Italian city before the
    town in Florida.
    """
    place = candidate.place
    own = candidate.name == place.name.partition(" (")[0]  # "Tripoli (Libya)" is called Tripoli
    return max(place.population, 1) * (_OWN_NAME if own else 1)


def keep(found: Found, place: Place, name: str, rule: str, score: float) -> None:
    """Keep a candidate if it is the best of its place so far."""
    known = found.get(place.id)
    if known is None or known.score < score:
        found[place.id] = Candidate(place, name, rule, round(score, 4))


def equal(store: Store, found: Found, name: str, country: str | None = None) -> None:
    """Add the places of the same folded name; an acronym means only what is written the same."""
    folded = fold(name)
    acronym = is_acronym(name)
    for place, spelling in store.named(folded) if folded else ():
        if country is not None and place.country not in (country, None):
            continue
        if spelling != place.name and fold(place.name) == folded:
            spelling = place.name
        if not acronym or _written_as(name, spelling, place):
            sure = spelling == name or not name.isupper() or _well_known(place)
            keep(found, place, spelling, "exact" if spelling == name else "fold", 1.0 if sure else _CAPITALS)


def _written_as(acronym: str, spelling: str, place: Place) -> bool:
    """Say whether an acronym is this spelling, stops aside; HOMS may also be a headline's city."""
    if acronym.replace(".", "") == spelling.replace(".", ""):
        return True
    return (
        len(acronym) == 4 and acronym.isupper() and _well_known(place) and fold(place.name) == fold(acronym)
    )


def _well_known(place: Place) -> bool:
    return place.population >= _LARGE or not place.id.startswith("gn-")


def _find(store: Store, found: Found, name: str, country: str | None) -> None:
    equal(store, found, name, country)
    folded = fold(name)
    if not folded or len(folded) > LONGEST_NAME or is_acronym(name):
        return
    if not found and not folded.isascii():
        _bent(store, found, name, country)
    _tolerant(store, found, folded, country)
    short = specific(folded)
    if short == folded:
        return
    without: Found = {}
    equal(store, without, short, country)
    _tolerant(store, without, short, country)
    kinds, worth = says(folded), _GENERIC_DISTINCT if is_distinct(folded) else _GENERIC
    for candidate in without.values():
        rule = "generic" if candidate.rule in ("exact", "fold") else candidate.rule
        agrees = worth if candidate.place.kind in kinds else _GENERIC_AGAINST
        keep(found, candidate.place, candidate.name, rule, candidate.score * agrees)


def _bent(store: Store, found: Found, name: str, country: str | None) -> None:
    """Add the places of the name without the particles and endings that its language writes to it."""
    for _, folded in readings(name):
        for place, spelling in store.named(folded):
            if country is None or place.country in (country, None):
                keep(found, place, spelling, "inflected", _INFLECTED)


def _tolerant(store: Store, found: Found, folded: str, country: str | None) -> None:
    """Add the places whose name sounds like this one; if none is sure, those one consonant away."""
    spoken = sound(folded)
    key = skeleton(spoken) or NO_CONSONANT
    sought = Sought(folded, spoken, country)
    _alike(store, found, sought, [key], edit=False)
    if edits(len(spoken)) and not any(candidate.score >= _SURE for candidate in found.values()):
        prefix = country or ""
        near = store.skeletons.among([prefix + other for other in _neighbours(key)])
        _alike(store, found, sought, [other.removeprefix(prefix) for other in near], edit=True)


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


def _alike(store: Store, found: Found, sought: Sought, keys: list[str], *, edit: bool) -> None:
    """Add the names with these skeletons that are like the one sought, in sound and in letters."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Levenshtein

    known = sought.country is not None
    least = _LEAST[known, len(skeleton(sought.sound)) < 3]
    bound = edits(len(sought.sound)) + known
    naked = bare(sought.folded)
    letters = bare(romanise(sought.folded))
    by_sound = writes_no_vowels(sought.folded)
    postings = store.postings(keys, sought.country)
    alike = process.extract(
        sought.sound, postings.sounds, scorer=fuzz.ratio, score_cutoff=least, limit=_MOST_ALIKE
    )
    for spoken, ratio, at in alike:
        if edit and Levenshtein.distance(sought.sound, spoken, score_cutoff=bound) > bound:
            continue
        for other in postings.names(at):
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
            for place, spelling in store.named(other):
                if sought.admits(place):
                    own = rule == "generic" and not _names_its_kind(other, place)
                    keep(found, place, spelling, rule, _GENERIC_DISTINCT if own else score)


def _names_its_kind(folded: str, place: Place) -> bool:
    """Say whether a name's class word says what the place is ("Raqqa District", not "Army Hill")."""
    return place.kind not in SETTLEMENT and place.kind in says(folded)
