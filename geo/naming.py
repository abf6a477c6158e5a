"""The names of an index while it is built: who bears each, what each sounds like, how both are looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from geo import lexicon
from geo.generics import specific
from geo.lexicon import (
    BEGINS,
    ENDS,
    HEAVIEST,
    KINDS,
    LONGEST_END,
    MANY,
    NO_COUNTRY,
    OWN_NAME,
    WELL_KNOWN,
    Bearer,
    MapDraft,
    Named,
)  # fmt: skip
from geo.names import LONGEST_NAME, NO_CONSONANT, bare, fold, is_article, skeleton, sound
from geo.places import Place
from geo.scripts import romanise

_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_LARGE = 100_000  # inhabitants
# What a settlement counts as whose inhabitants nobody gives: the fewest that make it what it is called.
_FEWEST = {"city": _LARGE, "town": 10_000}
_OWN = 10  # how many times its inhabitants a place counts under its own name
_MOST_SOUNDS = 1_000  # of a block; a larger one is parted by one consonant more

# A sound, its skeleton, a name that has it, and the same name as it is in each of its countries.
_Form = tuple[str, str, Named, tuple[tuple[str, Named], ...]]
_Item = TypeVar("_Item")
_Line = tuple[str, str, Named]  # what it is sorted by, the sound, a name


@dataclass(slots=True)
class Draft:
    """A place while an index is built: its spellings, of which the first `known` are in another index."""

    row: int
    place: Place
    names: list[str]
    known: int = 0


@dataclass(slots=True)
class Gathering:
    """The names of drafts: (folded, the negative of its weight, bearer), and how many are new."""

    found: list[tuple[str, int, Bearer]] = field(default_factory=list)
    unlatin: set[str] = field(default_factory=set)  # names of places that have none in Latin letters
    new: int = 0

    def add(self, draft: Draft) -> None:
        """Add the names of a place, one for each way they fold."""
        place = draft.place
        own = fold(place.name)
        folded: dict[str, str] = {}
        for nth, name in enumerate(draft.names):
            key = fold(name)
            if key and key not in folded:
                folded[key] = place.name if key == own else " ".join(name.split())
                self.new += nth >= draft.known
        country = (place.country or "").encode()
        country = country if len(country) == 2 else NO_COUNTRY
        known = WELL_KNOWN * (place.population >= _LARGE or not place.id.startswith("gn-"))
        people = place.population or _FEWEST.get(place.kind, 1)
        plain = place.name.partition(" (")[0]  # "Tripoli (Libya)" is called Tripoli
        for key, spelling in folded.items():
            mark = OWN_NAME * (spelling in (place.name, plain))
            weight = min(people * (_OWN if mark else 1), HEAVIEST)
            bearer = (draft.row, weight, country, _NUMBER[place.kind], mark | known, spelling)
            self.found.append((key, -weight, bearer))
        if not any(map(str.isascii, folded)):
            self.unlatin.update(folded)


def canonical(folded: str) -> str:
    """Return a folded name with every article written "al", as texts are compared when names are spotted.

    >>> canonical("jisr ash shughur"), canonical("el bab"), canonical("as tanf")
    ('jisr al shughur', 'al bab', 'as tanf')
    """
    words = folded.split(" ")
    pairs = zip(words, [*words[1:], ""], strict=True)
    return " ".join("al" if is_article(word, following) else word for word, following in pairs)


def write(path: Path, gathering: Gathering) -> None:
    """Write the names gathered to a file of names."""
    found = gathering.found
    found.sort()
    members = {name for name, _, _ in found}
    names = MapDraft(sorted(members | {canonical(name) for name in members if " " in name}))
    del members
    forms: list[_Form] = []
    for folded, group in groupby(_drained(found), key=itemgetter(0)):
        borne = [bearer for _, _, bearer in group]
        number = names.put(folded, lexicon.bearers_record(borne))
        latin = romanise(folded)
        if len(folded) <= LONGEST_NAME and (latin.isascii() or folded in gathering.unlatin):
            letters = bare(latin)
            named = number, borne[0][0] if len(borne) == 1 else MANY, letters
            where = tuple(
                (country, named if row == named[1] else (number, row, letters))
                for country, row in _countries(borne)
            )
            for form in dict.fromkeys((sound(folded), sound(specific(folded)))):
                forms.append((form, skeleton(form) or NO_CONSONANT, named, where))
    sounds = dict(_records(forms))
    draft = MapDraft(sorted(sounds))
    for key, record in sounds.items():
        draft.put(key, record)
    lexicon.write(path, names, draft)


def _drained(listed: list[_Item]) -> Iterator[_Item]:
    """Yield the items of a list from first to last, of which each may be forgotten at once."""
    listed.reverse()
    while listed:
        yield listed.pop()


def _countries(borne: Sequence[Bearer]) -> list[tuple[str, int]]:
    """Return the countries where a name is borne, each with the row of its only bearer there, or MANY."""
    rows: dict[bytes, list[int]] = defaultdict(list)
    for row, _, country, *_ in borne:
        rows[country].append(row)
    return [(c.decode().strip("\0"), of[0] if len(of) == 1 else MANY) for c, of in rows.items()]


def _records(forms: list[_Form]) -> Iterator[tuple[str, lexicon.Record]]:
    """Yield the keys of the map of sounds and their records: skeletons, then blocks of each country."""
    forms.sort(key=itemgetter(1))
    for key, group in groupby(forms, key=itemgetter(1)):
        yield key, _record(sorted((form, named) for form, _, named, _ in group))
    countries: dict[str, list[tuple[_Form, Named]]] = defaultdict(list)
    for form in forms:
        for country, named in form[-1]:
            countries[country].append((form, named))
    forms.clear()
    while countries:
        country, found = countries.popitem()
        for mark, end in ((BEGINS, 1), (ENDS, -1)):
            lines = [(key[::end], form, named) for (form, key, _, _), named in found]
            yield from _parted(country + mark, sorted(lines), 1)


def _parted(prefix: str, lines: Iterable[_Line], depth: int) -> Iterator[tuple[str, lexicon.Record]]:
    """Yield blocks of the lines by the first consonants of their keys, more where there are many."""
    for start, group in groupby(lines, key=lambda line: line[0][:depth]):
        block = list(group)
        if len(block) > _MOST_SOUNDS and len(start) == depth < LONGEST_END:
            yield from _parted(prefix, block, depth + 1)
        else:
            yield prefix + start, _record(line[1:] for line in block)


def _record(lines: Iterable[tuple[str, Named]]) -> lexicon.Record:
    """Return the record of sounds and names that have them."""
    listed: dict[str, list[Named]] = defaultdict(list)
    for form, named in lines:
        listed[form].append(named)
    return lexicon.sounds_record(listed.items())
