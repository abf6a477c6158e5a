"""Places whose names are like the one sought: the same sound, the same skeleton, or nearly.

Only names that share a key are compared: in a known country how the skeleton begins or ends, in all the
world the skeleton or one a consonant away.  Never all names.
"""

from __future__ import annotations

from geo.found import Found, Sought
from geo.generics import SETTLEMENT, is_distinct, says, specific
from geo.lexicon import BEGINS, ENDS, KINDS, LONGEST_END, Bearer
from geo.names import NO_CONSONANT, bare, have_skeleton, skeleton, sound
from geo.scripts import romanise, writes_no_vowels
from geo.stack import Alike, Stack

# What the rules are worth; "spelling" and "edit" also times their likeness.
ARTICLE, SPELLING, EDIT = 0.95, 0.92, 0.78
GENERIC, GENERIC_DISTINCT = 0.93, 0.8
_VOWELLESS = 0.85
# The least likeness in per cent: half the world has a short skeleton; in a known country a name may be
# written worse, and what is listed is worth little then.
_LEAST, _LEAST_SHORT, _LEAST_KNOWN = 70.0, 80.0, 45.0
_SURE = 0.85  # with a match as good as this, none is sought one letter away
_MOST, _MOST_KNOWN = 40, 16
_LONG_ENOUGH = 3  # consonants: shorter skeletons have half the world one consonant away
# In all the world a short name is like another by chance: this is taken off, divided by its letters.
_CHANCE = 0.25
_ALPHABET = "bdfgjklmnrstxz"  # the consonants of skeletons


def tolerant(names: Stack, found: Found, sought: Sought, *, is_sure: bool) -> None:
    """Add what sounds like this name, or nearly; in all the world the latter only if nothing is sure yet."""
    spoken = sound(sought.folded)
    key = skeleton(spoken) or NO_CONSONANT
    if sought.country is not None:
        code = sought.country.decode()
        ends = (BEGINS + key[:LONGEST_END], ENDS + key[: -1 - LONGEST_END : -1])
        _alike(names.blocks([where + end for where in (code, "") for end in ends]), found, sought, spoken)
        return
    best = _alike(names.alike([key]), found, sought, spoken)
    if not is_sure and best < _SURE and len(key) >= _LONG_ENOUGH and edits(len(spoken)):
        _alike(names.alike(names.known_sounds(_neighbours(key))), found, sought, spoken)


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


def _alike(lines: Alike, found: Found, sought: Sought, spoken: str) -> float:
    """Add the names with these sounds that are like the one sought, in sound and in letters.

    Returns what the best of them is worth, as far as that does not hang on the kind of place.
    """
    from rapidfuzz import fuzz, process

    known, key = sought.country is not None, skeleton(spoken)
    least = _LEAST_KNOWN if known else _LEAST if len(key) >= _LONG_ENOUGH else _LEAST_SHORT
    most = _MOST_KNOWN if known else _MOST
    sure = 1.0 if known else 1 - _CHANCE / len(spoken)
    letters, vowelless = bare(romanise(sought.folded)), writes_no_vowels(sought.folded)
    best = 0.0
    near = process.extract(spoken, lines.sounds, scorer=fuzz.ratio, score_cutoff=least, limit=most)
    same_skeleton = have_skeleton([other_sound for other_sound, _, _ in near], key)
    for (other_sound, ratio, nth), is_spelling in zip(near, same_skeleton, strict=True):
        layer, named = lines.named(nth)
        if not named:
            continue
        rule, worth = ("spelling", SPELLING) if is_spelling else ("edit", EDIT)
        worth *= sure
        if rule == "edit" and not known and not _is_near(spoken, other_sound):
            continue
        for number, row, other_letters in named:
            if other_sound == spoken:
                other = layer.name(number)
                if equal := _equality(sought.folded, other):
                    best = max(best, _keep_equal(found, sought, layer.bearers(number), other, equal))
                    continue
            if vowelless and layer.name(number).isascii():
                likeness = ratio * _VOWELLESS
            else:
                likeness = (ratio + fuzz.ratio(letters, other_letters)) / 2
            if likeness >= least:
                score = worth * likeness / 100
                found.names.append((score * sought.most, rule, score, sought, layer, number, row))
                best = max(best, score)
    return best


def _is_near(spoken: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    bound = edits(len(spoken))
    return int(Levenshtein.distance(spoken, other, score_cutoff=bound)) <= bound


def _equality(folded: str, other: str) -> str | None:
    """Return the rule by which two names of one sound are the same, or None."""
    naked = bare(folded)
    if naked == bare(other):
        return "article"
    return "generic" if naked == bare(specific(other)) else None


def _keep_equal(found: Found, sought: Sought, borne: list[Bearer], other: str, rule: str) -> float:
    """Keep the bearers of a name that is the same by a rule; return what the best is worth."""
    best = 0.0
    for bearer in borne:
        if rule == "article":
            score = ARTICLE
        else:
            score = GENERIC if _names_its_kind(other, KINDS[bearer[3]]) else GENERIC_DISTINCT
        found.keep(sought, bearer, rule, score)
        best = max(best, score)
    return best


def _names_its_kind(folded: str, kind: str) -> bool:
    """Say whether a name's class word says what the place is ("Raqqa District", not "Army Hill") and is no
    part of the name ("Jebel esh-Sheikh").
    """
    return kind not in SETTLEMENT and kind in says(folded) and not is_distinct(folded)
