"""Places in a clause: the prepositions that govern them, without containers and landmarks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from geo.places import Toponym
from layers.cues import cues
from layers.items import BE, COORDINATORS, DETERMINERS, HAVE, PREPOSITIONS, TIME_WORDS, Item

AT = frozenset(
    "in at near on around inside within outside across along through over throughout beside by "
    "about beyond between behind of".split()
)


TOWARDS = frozenset("to into toward towards onto for upon".split())


_COARSE = {"district": 1, "governorate": 2, "region": 2, "physical": 0, "country": 3, "supranational": 4}


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a clause: its item, its toponym, the preposition that governs it and the nouns between."""

    k: int
    place: int
    prep: str
    heads: tuple[str, ...]
    negated: bool = False


_AREAS = cues().sets["areas"]


ORIGIN_NOUNS = cues().sets["origin_nouns"]


def governing(row: Sequence[Item], k: int, low: int) -> tuple[str, tuple[str, ...]]:
    """Return the preposition that governs the place at `k`, looking back to `low`, and the nouns on the way.

    "of" is looked through ("in the village of X" -> "in"); the members of a list share the first one's.
    """
    heads: list[str] = []
    of = ""
    j = k - 1
    while j >= low:
        item = row[j]
        if item.low == "out" and of:
            return "from", tuple(heads)
        if item.low in PREPOSITIONS:
            if item.low != "of":
                return item.low, tuple(heads)
            of = "of"
        elif item.place is not None or item.low in (
            ",",
            "and",
            "or",
            "as",
            "such",
            "including",
            "both",
            "well",
            "(",
            "like",
            "notably",
        ):
            if item.low in COORDINATORS and j > low and not _listed(row, j):
                break
        elif item.actor is not None:
            if j + 1 >= len(row) or row[j + 1].low not in _AREAS | {"'s"}:
                break
        elif item.is_word or item.low == "'s":
            if item.is_content:
                heads.append(item.low)
        else:
            break
        j -= 1
    return of, tuple(heads)


def _listed(row: Sequence[Item], j: int) -> bool:
    """Say whether a coordinator joins two places ("in X and the nearby Y")."""
    if row[j - 1].low in _AREAS:
        return True  # "to the regime areas and the eastern region"
    before = next((row[i] for i in range(j - 1, max(-1, j - 4), -1) if row[i].place is not None), None)
    return before is not None


def wheres(row: Sequence[Item], span: range, toponyms: Sequence[Toponym]) -> list[Where]:
    """Return the places of a stretch, without containers ("X in Y") and landmarks ("near Y")."""
    found = []
    for k in span:
        place = row[k].place
        if place is None or toponyms[place].type == "landmark" or is_container(row, k, toponyms):
            continue
        if k > 1 and row[k - 1].low == "of" and row[k - 2].low in ORIGIN_NOUNS:
            continue  # "natives of P"
        if _of_another_event(row, k, span.start):
            continue
        prep, heads = governing(row, k, span.start)
        if prep == "unlike":
            continue
        not_in = any(row[j].low == "not" for j in range(max(span.start, k - 3), k)) and bool(prep)
        not_in = not_in or (k > 1 and row[k - 1].low == "not" and row[k - 2].low in (",", "but", "and"))
        near = [x.low for x in row[max(span.start, k - 6) : k]]
        not_in = (
            not_in or "except" in near or any(a == "all" and b == "but" for a, b in itertools.pairwise(near))
        )
        found.append(Where(k, place, prep, heads, not_in))
    return found


def is_dateline(row: Sequence[Item], k: int) -> bool:
    """Say whether a place opens the sentence as its dateline ("ADEN, Jan 11 – Fighters ...")."""
    return k < 2 and any(x.low in ("–", "—", "-") for x in row[k + 1 : k + 7])


def _of_another_event(row: Sequence[Item], k: int, low: int) -> bool:
    """Say whether a place is that of an event which only dates the clause ("left P after the deal in Q")."""
    stop = next((j for j in range(k - 1, low, -1) if row[j].low in PREPOSITIONS), low)
    for j in range(stop - 1, max(low, stop - 7) - 1, -1):
        if row[j].low in _DATING:
            return any(x.is_content and x.low not in TIME_WORDS for x in row[j + 1 : stop])
        if row[j].low in (",", ";") or row[j].place is not None or row[j].low in cues().verbs:
            return False
    return False


_DATING = frozenset({"after", "before", "since", "following", "until", "despite", "during", "amid", "under"})


def coarseness(toponym: Toponym) -> int:
    """Return how coarse a place is: 0 for a point, 4 for more than a country."""
    return 0 if toponym.place is None else _COARSE.get(toponym.place.kind, 0)


def is_container(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> bool:
    """Say whether the place at `k` only says where a finer place beside it lies."""
    own = row[k].place
    if own is None:
        return False
    if k + 1 < len(row) and row[k + 1].low == "'s":
        follower = next(
            (row[j].place for j in range(k + 2, min(k + 4, len(row))) if row[j].place is not None), None
        )
        if (
            follower is not None
            and coarseness(toponyms[follower]) <= coarseness(toponyms[own])
            and coarseness(toponyms[own]) > 0
        ):
            return True
    for j in range(k - 1, max(-1, k - 15), -1):
        other = row[j].place
        if other is None:
            continue
        gap = [x.low for x in row[j + 1 : k]]
        if other == own or any(
            x.low in ("and", "or", "to", "from", "who", "which", "but", ";") or x.actor is not None
            for x in row[j + 1 : k]
        ):
            return False
        finer = coarseness(toponyms[other]) < coarseness(toponyms[own]) or toponyms[other].place is None
        if "(" in gap and len(gap) <= 3:
            return True
        if gap == [","]:
            return finer
        if (
            gap[:1] == [","]
            and "of" in gap
            and "in" not in gap
            and not set(gap) & {"a", "an", "capital", "seat", "centre"}
        ):
            return False  # "X, the surroundings of Y": members of a list
        if gap and gap[-1] in DETERMINERS | {
            "western",
            "eastern",
            "northern",
            "southern",
            "central",
            "north",
            "south",
        }:
            gap = [x for x in gap if x not in DETERMINERS]
        return (
            bool(gap)
            and ("in" in gap or "of" in gap or "," in gap)
            and (finer or gap[0] in (",", "in"))
            and len(gap) <= (14 if gap[0] == "," and finer else 7)
            and _no_verb(gap)
        )
    return False


def opens_clause(row: Sequence[Item], left: range, k: int) -> bool:
    """Say whether the phrase of the place at `k` opens its clause, before any noun that could own it."""
    j = k
    while j > left.start and row[j - 1].low not in PREPOSITIONS:
        j -= 1
    return not any(
        row[i].is_content or row[i].actor is not None for i in range(left.start, max(left.start, j - 1))
    )


def _no_verb(gap: Sequence[str]) -> bool:
    """Say whether the words between two places hold no verb but such as "called"."""
    naming = ("called", "named", "known")
    return not any(
        word in BE
        or word in HAVE
        or (word in cues().verbs and word not in cues().nouns and word not in naming)
        for word in gap
    )
