"""How the text uses a place: near it, north of it, between two, a part of it, or only to locate another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.displacing import Named, along, at_border, midway, named_part, use
from geo.phrases import (
    AND,
    APPOSED,
    BORDER_BEHIND,
    HYPHENS,
    NAMED_AFTER,
    PLURAL_BEFORE,
    ROAD_BEHIND,
    ROADS,
    RULES,
)
from geo.places import Toponym

_WINDOW = 110
_QUOTES = " “\"‘'"


def relate(text: str, toponyms: Sequence[Toponym], named: Named | None = None) -> list[Toponym]:
    """Return the toponyms with their relation, part words, landmarks, and the point and radius meant.

    "10 km north of X" keeps X as its place and moves the point; "Y, near X" makes X a landmark of Y.
    `named` finds the places of an exact name: a part of a country that has a row of its own ("northern
    Syria") is where that row says.
    """
    found = list(toponyms)
    for i, toponym in enumerate(toponyms):
        if toponym.precision != "exact":
            found[i] = _related(text, found, i)
    if named is not None:
        found = [named_part(t, named) if t.relation == "part_of" else t for t in found]
    for i in range(len(found) - 1):
        if found[i].relation == found[i + 1].relation == "between":
            found[i], found[i + 1] = midway(found[i], found[i + 1])
    return found


def _related(text: str, found: Sequence[Toponym], i: int) -> Toponym:
    """Return one toponym with its relation, knowing those of the toponyms before it."""
    toponym = found[i]
    if i and (second := _second_of_pair(text, found, i)):
        return second
    hyphened = i + 1 < len(found) and text[toponym.end : found[i + 1].start] in HYPHENS
    ends = [toponym.end, found[i + 1].end] if hyphened else [toponym.end]
    if any(ROAD_BEHIND.match(text, end) for end in ends):
        return along(toponym, "road")
    if any(BORDER_BEHIND.match(text, end) for end in ends):
        return at_border(toponym, "border of")
    begin = max(text.rfind("\n", 0, toponym.start) + 1, toponym.start - _WINDOW, found[i - 1].end if i else 0)
    before = text[begin : toponym.start]
    for rule in RULES:
        match = rule.phrase.search(before)
        if match is None or (rule.relation == "between" and not _is_first_of_pair(text, found, i)):
            continue
        if rule.locates:
            whole = i > 0 and begin == found[i - 1].end
            located = _located(text, found, i, before[: match.start()], whole)
            if located is not None:
                return replace(toponym, type="landmark", landmark_of=located)
        return use(rule.relation, toponym, match, before[match.start() :].strip(_QUOTES))
    return toponym


def _located(text: str, found: Sequence[Toponym], i: int, gap: str, whole: bool) -> int | None:
    """Return the place that a name locates: the one before ("Y, near X") or behind ("villages near X, Y").

    `gap` is the text before the phrase, `whole` whether it begins right behind the name before.
    """
    if whole and APPOSED.fullmatch(gap) and found[i - 1].precision != "country":
        of = found[i - 1].landmark_of  # landmarks of a landmark locate its place
        return i - 1 if of is None else of
    if (
        i + 1 < len(found)
        and text[found[i].end : found[i + 1].start] in NAMED_AFTER
        and PLURAL_BEFORE.search(gap)
    ):
        return i + 1
    return None


def _second_of_pair(text: str, found: Sequence[Toponym], i: int) -> Toponym | None:
    """Return the toponym after "X and" or "from X to" with the relation of X, where that goes on."""
    previous, toponym = found[i - 1], found[i]
    gap = text[previous.end : toponym.start]
    joined = AND.fullmatch(gap) is not None
    if (
        previous.relation == "along"
        and previous.part.startswith(ROADS)
        and (joined or gap in (" to ", " with "))
    ):
        return along(toponym, previous.part)
    if joined and previous.relation == "between":
        return replace(toponym, relation="between", part="between")
    if previous.type != "landmark":
        return None
    if joined and previous.landmark_of is not None and previous.landmark_of < i - 1:
        return replace(toponym, type="landmark", landmark_of=previous.landmark_of)
    if (again := re.search(r"\sand(?=\s)", gap)) and len(gap) < 50:  # "close to X and north of Y"
        rest = gap[again.end() :]
        if any(rule.locates and (m := rule.phrase.search(rest)) and m.start() <= 1 for rule in RULES):
            return replace(toponym, type="landmark", landmark_of=previous.landmark_of)
    return None


def _is_first_of_pair(text: str, found: Sequence[Toponym], i: int) -> bool:
    return i + 1 < len(found) and AND.fullmatch(text[found[i].end : found[i + 1].start]) is not None
