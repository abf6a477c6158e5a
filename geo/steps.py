"""By which named steps two spellings are one name: the account that is given with a match.

Each step makes names equal that differ in one way: case, accents, apostrophes, the Arabic article, vowels,
the consonants that romanisations write in several ways.  `bridge` finds the fewest that are needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

from geo.generics import specific
from geo.inflection import readings
from geo.names import (
    APOSTROPHES,
    LETTERS,
    LONGEST_NAME,
    PARTS,
    SOUNDS,
    bare,
    compounds,
    fold,
    qualifiers_last,
    unglued,
    vowels,
)  # fmt: skip
from geo.scripts import romanise

Step = tuple[str, Callable[[str], str]]

_ANY_SOUND = re.compile("|".join(sorted(SOUNDS, key=len, reverse=True)))
_MARKS = frozenset({"Mn", "Mc", "Cf", "Lm", "Sk"})
_DOUBLED = re.compile(r"(.)\1+")
_H_INSIDE = re.compile(r"(?<=\w)h")
_BETWEEN = re.compile(r"[\W_]+")


def _accents(name: str) -> str:
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(LETTERS)
    return "".join(char for char in letters if unicodedata.category(char) not in _MARKS)


def _apostrophes(name: str) -> str:
    return name.translate(dict.fromkeys(map(ord, APOSTROPHES + ".")))


def _hyphens(name: str) -> str:
    return " ".join(_BETWEEN.sub(" ", name).split())


def _sounds(spellings: str, name: str) -> str:
    """Write the sound of these spellings in one way, where no longer spelling of another sound stands."""
    chosen = spellings.split()
    return _ANY_SOUND.sub(lambda found: SOUNDS[found[0]] if found[0] in chosen else found[0], name)


def _letters(written: str, instead: str, name: str) -> str:
    return name.translate(str.maketrans(written, instead))


def _parts(name: str) -> str:
    return " ".join(PARTS.get(word, word) for word in name.split())


_CLASS = "class word"
# In this order: each sees what those before it leave.  Together they do what `geo.names.sound` does.
STEPS: tuple[Step, ...] = (
    ("accents", _accents),
    ("apostrophes, ayn and hamza", _apostrophes),
    ("hyphens and spaces", _hyphens),
    ("script", romanise),
    ("Arabic article", bare),
    ("article written to its word", unglued),
    ("written as one", compounds),
    (_CLASS, specific),
    ("translated or moved qualifier", qualifiers_last),
    ("part of Arabic names (Tall, Dayr, Kafr)", _parts),
    ("sh/ch/s", partial(_sounds, "sh ch sch tsch tch shch cz sz")),
    ("j/dzh/dj/zh", partial(_sounds, "dzh dsch dj zh")),
    ("kh/h", partial(_sounds, "kh")),
    ("gh/g", partial(_sounds, "gh")),
    ("th/t, dh/d", partial(_sounds, "th dh")),
    ("ph/f, ck/k, tz/ts", partial(_sounds, "ph ck cq tz")),
    ("q/k/c", partial(_letters, "qc", "kk")),
    ("p/b, v/f", partial(_letters, "pv", "bf")),
    ("Russian ending", lambda name: re.sub(r"(?<=[iy])j\b", "", name)),
    ("h", lambda name: _H_INSIDE.sub("", name)),
    ("vowels", vowels),
    ("doubled letters", lambda name: _DOUBLED.sub(r"\1", name)),
    ("word division", lambda name: name.replace(" ", "")),
    ("doubled letters", lambda name: _DOUBLED.sub(r"\1", name)),
)
# What the gazetteer bridges by likeness alone, but has a name.
LOOSE: tuple[Step, ...] = (
    ("vowels", lambda name: _DOUBLED.sub(r"\1", re.sub("[aiu]", "", name))),
    ("kh/h", lambda name: name.replace("x", "").replace("h", "")),
    ("q/k/g", partial(_letters, "g", "k")),
    ("j/g", partial(_letters, "j", "k")),
)
_EDITED, _INFLECTED, _CASE = "letters changed", "particle or ending", "case"


def bridge(name: str, other: str) -> tuple[str, ...]:
    """Return the names of the steps by which two spellings are one, none if they are the same.

    "letters changed" stands last if no step explains what is left.

    >>> bridge("Kobane", "Kobanî"), bridge("Ar-Raqqah", "Rakka")
    (('accents', 'vowels'), ('hyphens and spaces', 'Arabic article', 'q/k/c', 'h'))
    >>> bridge("Dzhokolo", "Jokolo"), bridge("Idlib", "Idlip"), bridge("HOMS", "Homs")
    (('j/dzh/dj/zh',), ('p/b, v/f',), ('case',))
    """
    if name == other or max(len(name), len(other)) > LONGEST_NAME:
        return ()
    if (plain := name.casefold()) == (other_plain := other.casefold()):
        return (_CASE,)
    if not name.isascii() and fold(other) in {folded for _, folded in readings(name)} - {fold(name)}:
        return (_INFLECTED,)
    needed = _fewest(plain, other_plain)
    return tuple(dict.fromkeys(name for name, _ in needed)) + (
        (_EDITED,) * _differ(plain, other_plain, needed)
    )


def _fewest(name: str, other: str) -> Sequence[Step]:
    """Return the steps that make two names equal, or most alike, less those that can be left out."""
    used = list(STEPS)
    if _differ(name, other, STEPS) and not _differ(name, other, (*STEPS, *LOOSE)):
        used += LOOSE
    left = _distance(name, other, used)
    while (fewer := _fewer(name, other, used, left)) != used:
        used = fewer
    return used


def _fewer(name: str, other: str, used: list[Step], left: int) -> list[Step]:
    """Leave out what can be: the class word first ("Tell" is rather "Tall"), then from the last on."""
    for step in sorted(used, key=lambda step: (step[0] != _CLASS, -used.index(step))):
        fewer = [kept for kept in used if kept is not step]
        if _distance(name, other, fewer) <= left:
            used = fewer
    return used


def _through(name: str, steps: Sequence[Step]) -> str:
    for _, step in steps:
        name = step(name)
    return name


def _differ(name: str, other: str, steps: Sequence[Step]) -> bool:
    return _through(name, steps) != _through(other, steps)


def _distance(name: str, other: str, steps: Sequence[Step]) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(_through(name, steps), _through(other, steps)))
