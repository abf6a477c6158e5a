"""Places whose names are like the one sought: the same sound, the same skeleton, or nearly.

Only names that share a key are compared: in a known country how the skeleton begins or ends, in all the
world the skeleton or one a consonant away.  Never all names.
"""

from __future__ import annotations

from geo.found import Found, Sought, keep
from geo.generics import SETTLEMENT, is_distinct, says, specific
from geo.lexicon import BEGINS, ENDS, KINDS, LONGEST_END, Bearer
from geo.names import NO_CONSONANT, bare, skeleton, sound
from geo.scripts import romanise, writes_no_vowels
from geo.store import Alike, Store

# What the rules are worth; "spelling" and "edit" also times their likeness.
ARTICLE, SPELLING, EDIT = 0.95, 0.92, 0.78
GENERIC, GENERIC_DISTINCT = 0.93, 0.8
_VOWELLESS = 0.85
# The least likeness in per cent: half the world has a short skeleton; in a known country a name may be
# written worse, and what is listed is worth little then.
_LEAST, _LEAST_SHORT, _LEAST_KNOWN = 70.0, 80.0, 45.0
_SURE = 0.85  # with a match as good as this, none is sought one letter away
_MOST, _MOST_KNOWN = 40, 12
_LONG_ENOUGH = 3  # consonants: shorter skeletons have half the world one consonant away
# In all the world a short name is like another by chance: this is taken off, divided by its letters.
_CHANCE = 0.25
_ALPHABET = "bdfgjklmnrstxz"  # the consonants of skeletons


def tolerant(store: Store, found: Found, sought: Sought) -> None:
    """Add the places whose name sounds like this one, or nearly; in the world that only if none is sure."""
    spoken = sound(sought.folded)
    key = skeleton(spoken) or NO_CONSONANT
    if sought.country is not None:
        code = sought.country.decode()
        ends = (BEGINS + key[:LONGEST_END], ENDS + key[: -1 - LONGEST_END : -1])
        _alike(store.blocks([where + end for where in (code, "") for end in ends]), found, sought, spoken)
        return
    _alike(store.alike([key]), found, sought, spoken)
    if (
        len(key) >= _LONG_ENOUGH
        and edits(len(spoken))
        and not any(match.score >= _SURE for match in found.values())
    ):
        _alike(store.alike(store.known_sounds(_neighbours(key))), found, sought, spoken)


def edits(length: int) -> int:
    """Return how many letters of a sound may differ: none under five letters, then one more for every four.

    In a known country, where likeness alone decides, it is more: what is wrong is soon seen there.

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

    known, key = sought.country is not None, skeleton(spoken)
    least = _LEAST_KNOWN if known else _LEAST if len(key) >= _LONG_ENOUGH else _LEAST_SHORT
    most = _MOST_KNOWN if known else _MOST
    sure = 1.0 if known else 1 - _CHANCE / len(spoken)
    letters, vowelless = bare(romanise(sought.folded)), writes_no_vowels(sought.folded)
    near = process.extract(spoken, lines.sounds, scorer=fuzz.ratio, score_cutoff=least, limit=most)
    for other_sound, ratio, nth in near:
        rule, worth = ("spelling", SPELLING) if skeleton(other_sound) == key else ("edit", EDIT)
        worth *= sure
        if rule == "edit" and not known and not _is_near(spoken, other_sound):
            continue
        for other, named in lines.names(nth):
            equality = _equality(sought.folded, other) if other_sound == spoken else None
            if equality is not None:
                _keep_all(found, sought, lines.bearers(nth, named), other, *equality)
                continue
            if vowelless and other.isascii():
                likeness = ratio * _VOWELLESS
            else:
                likeness = (ratio + fuzz.ratio(letters, bare(romanise(other)))) / 2
            if likeness >= least:
                _keep_all(found, sought, lines.bearers(nth, named), other, rule, worth * likeness / 100)


def _is_near(spoken: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    bound = edits(len(spoken))
    return int(Levenshtein.distance(spoken, other, score_cutoff=bound)) <= bound


def _equality(folded: str, other: str) -> tuple[str, float] | None:
    """Return the rule by which two names of one sound are the same, and its worth, or None."""
    naked = bare(folded)
    if naked == bare(other):
        return "article", ARTICLE
    return ("generic", GENERIC) if naked == bare(specific(other)) else None


def _keep_all(found: Found, sought: Sought, borne: list[Bearer], other: str, rule: str, score: float) -> None:
    for bearer in borne:
        if sought.admits(bearer[2]):
            other_place = rule == "generic" and not _names_its_kind(other, KINDS[bearer[3]])
            keep(found, bearer, rule, GENERIC_DISTINCT if other_place else score)


def _names_its_kind(folded: str, kind: str) -> bool:
    """Say whether a name's class word says what the place is ("Raqqa District", not "Army Hill") and is no
    part of the name ("Jebel esh-Sheikh").
    """
    return kind not in SETTLEMENT and kind in says(folded) and not is_distinct(folded)
