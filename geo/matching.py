"""Which places a name could mean: the rules, from the same name to one a letter away, and what each is worth.

exact, fold   the same name, case and accents aside
article       the same without the Arabic article
generic       the same without a class word (village, governorate, tell)
spelling      the same skeleton, alike in sound and letters
edit          a skeleton one consonant away, and alike
"""

from __future__ import annotations

import re

from geo.found import Found, Sought
from geo.generics import SETTLEMENT, is_distinct, says, specific
from geo.lexicon import OWN_NAME, WELL_KNOWN
from geo.likeness import GENERIC, GENERIC_DISTINCT, tolerant
from geo.names import LONGEST_NAME, fold, folded_once, is_acronym
from geo.places import Candidate
from geo.stack import Stack
from geo.store import Store
from geo.unread import candidate

# What the rules that are no equality are worth (`geo.likeness` has more).
_GENERIC_AGAINST, _INFLECTED = 0.7, 0.94
_CAPITALS = 0.89  # VEVAK may be no Vevak
_PREFIX = 0.6  # what only begins with what was asked
_PART = 0.95  # a name in brackets or beside a slash
_IN_PARTS = SETTLEMENT | {"site"}
_PARTS = re.compile(r"\s*[()\[\]/]\s*|\s+[-–]\s+")


def lookup(store: Store, name: str, country: str | None, limit: int) -> list[Candidate]:
    """Return the places that a name could mean, best first."""
    return _candidates(store, find(store.names, name, country), limit)


def exact(store: Store, name: str) -> list[Candidate]:
    """Return the places that bear this very name, best known first."""
    if not name.isupper() and not is_acronym(name):  # then there is nothing to weigh
        return [
            candidate(store, row, spelling, "exact" if spelling == name else "fold", 1.0)
            for row, spelling in store.names.rows(folded_once(name))
        ]
    found = Found()
    _equal(store.names, found, Sought(name, fold(name), None))
    return _candidates(store, found, len(found.matches))


def beginning(store: Store, name: str, limit: int) -> list[Candidate]:
    """Return what `lookup` finds, then the places whose name begins so (rule "prefix")."""
    found, sought = find(store.names, name), Sought(name, fold(name), None)
    for longer in store.names.beginning(sought.folded) if sought.folded else ():
        for bearer in store.names.bearers(longer):
            found.keep(sought, bearer, "prefix", _PREFIX)
    return _candidates(store, found, limit)


def _candidates(store: Store, found: Found, limit: int) -> list[Candidate]:
    return [
        candidate(store, bearer[0], bearer[-1], rule, round(score, 4))
        for score, rule, bearer in found.best(limit)
    ]


def find(names: Stack, name: str, country: str | None = None) -> Found:
    """Return the places that a name, or one of its parts in brackets or beside a slash, could mean.

    A country or unit in brackets is where the place lies, not another name of it.
    """
    found = Found()
    whole = Sought(name, fold(name), None if country is None else country.encode())
    _find(names, found, whole)
    for part in _PARTS.split(name) if len(name) <= LONGEST_NAME and _PARTS.search(name) else ():
        _find(names, found, whole.part(part, fold(part), lambda kind: _PART * (kind in _IN_PARTS)))
    return found


def _equal(names: Stack, found: Found, sought: Sought) -> bool:
    """Add the places of the same folded name; an acronym means only what is written the same.

    Returns whether there are any.
    """
    name = sought.name
    acronym, any_found = is_acronym(name), False
    for bearer in names.bearers(sought.folded) if sought.folded else ():
        _, _, country, _, marks, spelling = bearer
        if sought.admits(country) and (not acronym or _written_as(name, spelling, marks)):
            sure = spelling == name or marks & WELL_KNOWN or not name.isupper()
            rule = "generic" if sought.core else "exact" if spelling == name else "fold"
            found.keep(sought, bearer, rule, 1.0 if sure else _CAPITALS)
            any_found = True
    return any_found


def _written_as(acronym: str, spelling: str, marks: int) -> bool:
    """Say whether an acronym is this spelling, stops aside; HOMS may also be a headline's city."""
    if acronym.replace(".", "") == spelling.replace(".", ""):
        return True
    return len(acronym) == 4 and acronym.isupper() and marks == OWN_NAME | WELL_KNOWN


def _find(names: Stack, found: Found, sought: Sought) -> None:
    is_sure = _equal(names, found, sought)
    folded = sought.folded
    if not folded or len(folded) > LONGEST_NAME or is_acronym(sought.name):
        return
    if not is_sure and not folded.isascii():
        is_sure = _bent(names, found, sought)
    tolerant(names, found, sought, is_sure=is_sure)
    short = specific(folded)
    if short == folded:
        return
    kinds, worth = says(folded), GENERIC_DISTINCT if is_distinct(folded) else GENERIC
    core = sought.part(short, short, lambda kind: worth if kind in kinds else _GENERIC_AGAINST, core=True)
    tolerant(names, found, core, is_sure=_equal(names, found, core))


def _bent(names: Stack, found: Found, sought: Sought) -> bool:
    """Add the places of the name without the particles and endings that its language writes to it.

    Returns whether there are any.
    """
    from geo.inflection import readings

    any_found = False
    for _, folded in readings(sought.name):
        for bearer in names.bearers(folded):
            if sought.admits(bearer[2]):
                found.keep(sought, bearer, "inflected", _INFLECTED)
                any_found = True
    return any_found
