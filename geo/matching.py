"""Which places a name could mean: the rules, from the same name to one a letter away, and what each is worth.

exact, fold   the same name, case and accents aside
article       the same without the Arabic article
generic       the same without a class word (village, governorate, tell)
spelling      the same skeleton, alike in sound and letters
edit          a skeleton one consonant away, and alike
"""

from __future__ import annotations

import re

from geo.found import Found, Sought, keep, merge
from geo.generics import SETTLEMENT, is_distinct, says, specific
from geo.lexicon import OWN_NAME, WELL_KNOWN
from geo.likeness import GENERIC, GENERIC_DISTINCT, tolerant
from geo.names import LONGEST_NAME, fold, folded_once, is_acronym
from geo.places import Candidate
from geo.store import Store
from geo.unread import candidate

# What the rules that are no equality are worth (`geo.likeness` has more).
_GENERIC_AGAINST, _INFLECTED = 0.7, 0.94
_CAPITALS = 0.89  # VEVAK may be no Vevak
_PREFIX = 0.6  # what only begins with what was asked
_PART = 0.95  # a name in brackets or beside a slash
_PARTS = re.compile(r"\s*[()\[\]/]\s*|\s+[-–]\s+")


def lookup(store: Store, name: str, country: str | None, limit: int) -> list[Candidate]:
    """Return the places that a name could mean, best first."""
    return _candidates(store, find(store, name, country), limit)


def exact(store: Store, name: str) -> list[Candidate]:
    """Return the places that bear this very name, best known first."""
    if not name.isupper() and not is_acronym(name):  # then there is nothing to weigh
        return [
            candidate(store, row, spelling, "exact" if spelling == name else "fold", 1.0)
            for row, spelling in store.named(folded_once(name))
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
    return [candidate(store, m.row, m.name, m.rule, round(m.score, 4)) for m in best]


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
                merge(found, match)
    return found


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
    tolerant(store, found, sought)
    short = specific(folded)
    if short == folded:
        return
    without: Found = {}
    core = Sought(short, short, sought.country)
    equal(store, without, core)
    tolerant(store, without, core)
    kinds, worth = says(folded), GENERIC_DISTINCT if is_distinct(folded) else GENERIC
    for match in without.values():
        if match.rule in ("exact", "fold"):
            match.rule = "generic"
        match.score *= worth if match.kind in kinds else _GENERIC_AGAINST
        merge(found, match)


def _bent(store: Store, found: Found, sought: Sought) -> None:
    """Add the places of the name without the particles and endings that its language writes to it."""
    from geo.inflection import readings

    for _, folded in readings(sought.name):
        for bearer in store.bearers(folded):
            if sought.admits(bearer[2]):
                keep(found, bearer, "inflected", _INFLECTED)
