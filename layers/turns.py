"""Turns of phrase around a link that tell what it is worth, where no verb of its clause does.

"There is no sign of X in P", "X came close to taking P", "people say that X is in P": each is a row of
words in `[turns]` of the cue words, with the status it gives and where it stands to what it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from layers.cues import cues, forms_of
from layers.items import BE, COORDINATORS, Item
from layers.links import Link
from layers.reports import Status
from layers.status import AFFIRMED, STATES, Verdict
from layers.verbs import Clause

# How many items the "*" of a turn stands for at the most.
_ANY = 4
_STRONG = frozenset({";", ":", "–", "—", "…"})
_RELATIVES = frozenset({"who", "whom", "which", "where", "whose"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of phrase: the words that each of its items may be, None for "*" (a few words of any kind)."""

    words: tuple[frozenset[str] | None, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Found:
    """A turn found in `row[start:end]`."""

    turn: Turn
    start: int
    end: int


@cache
def turns(where: str) -> dict[str, tuple[Turn, ...]]:
    """Return the turns of one kind ("ahead", "behind", "then", "but") by the words they can begin with."""
    rows: dict[str, list[Turn]] = {}
    for status, lines in cues().turns[where].items():
        for line in lines:
            turn = Turn(tuple(_words(token) for token in line.split()), status)
            for word in turn.words[0] or ():
                rows.setdefault(word, []).append(turn)
    return {word: tuple(found) for word, found in rows.items()}


def _words(token: str) -> frozenset[str] | None:
    """Return what an item of a turn may be: "a|b" one of two words, "~take" any form of a verb."""
    if token == "*":
        return None
    words: set[str] = set()
    for part in token.split("|"):
        if part.startswith("~"):
            known = {form for form, verb in cues().verbs.items() if verb.lemma == part[1:]}
            words |= BE if part == "~be" else known or {form for form, _ in forms_of(part[1:])}
        words.add(part.removeprefix("~"))
    return frozenset(words)


def find(row: Sequence[Item], where: str) -> Iterator[Found]:
    """Yield the turns of one kind in a row, in its order."""
    known = turns(where)
    for start, item in enumerate(row):
        for turn in known.get(item.low, ()):
            end = _end(row, start, turn.words)
            if end:
                yield Found(turn, start, end)


def _end(row: Sequence[Item], k: int, words: Sequence[frozenset[str] | None]) -> int:
    """Return where a turn that begins at item `k` ends, 0 where it does not stand there."""
    if not words:
        return k
    if words[0] is not None:
        return _end(row, k + 1, words[1:]) if k < len(row) and row[k].low in words[0] else 0
    for j in range(k, min(k + _ANY, len(row)) + 1):
        if end := _end(row, j, words[1:]):
            return end
        if j < len(row) and row[j].low in _STRONG | {","}:
            break
    return 0


def weighed(row: Sequence[Item], found: Sequence[Clause], links: Sequence[Link]) -> list[Link]:
    """Return the links of a sentence with what the turns of phrase around them make of them."""
    if not links:
        return []
    ahead, behind, then, but = (list(find(row, where)) for where in ("ahead", "behind", "then", "but"))
    rows = []
    for link in links:
        said = link.verdict
        at = _place_of(row, link)
        for turn in ahead:
            if _reaches(row, found, turn.end, link.at, at, turn.start):
                said = _under(turn, row, said)
        for turn in behind:
            if turn.start > max(link.at, at) and _open(row, max(link.at, at), turn.start):
                said = _under(turn, row, said)
        if not said and link.what in STATES:
            said = next((_over(turn, row) for turn in then if _dates(row, found, turn, link.at)), said)
        for turn in but:
            if 0 <= at - turn.end <= 1:
                said = _under(turn, row, said)
        rows.append(link if said == link.verdict else replace(link, verdict=said))
    return rows


def still_there(links: Sequence[Link]) -> list[Link]:
    """Return the links with the presence of each group whose departure is denied, planned or only wanted."""
    rows = list(links)
    for link in links:
        stays = link.verdict.status in ("negated", "planned") or link.verdict.cue in cues().sets["tried"]
        named_group = link.actor.kind != "person" and not link.actor.via
        if link.what != "movement_from" or not (link.verdict and stays and named_group):
            continue
        told = [x for x in rows if x.actor.name == link.actor.name and x.place == link.place]
        if not any(x.what in STATES for x in told):
            rows.append(
                replace(link, what="presence", verdict=Verdict("affirmed", link.verdict.cue), event=False)
            )
    return rows


def _place_of(row: Sequence[Item], link: Link) -> int:
    """Return the item that names the place of a link, the nearest to what is said of it."""
    places = [k for k, x in enumerate(row) if x.place is not None and x.place == link.place]
    return min(places, key=lambda k: abs(k - link.at), default=link.at)


def _reaches(row: Sequence[Item], found: Sequence[Clause], end: int, at: int, place: int, start: int) -> bool:
    """Say whether a turn that ends before item `end` governs what is said at item `at` of a place."""
    first = at if at >= end else place
    if first < end or (at < start and not _open(row, at, start)):
        return False
    return _open(row, end - 1, first) and not _new_clause(found, end, first)


def _open(row: Sequence[Item], low: int, high: int) -> bool:
    """Say whether no mark parts two items."""
    return not any(row[k].low in _STRONG | _RELATIVES or row[k].low == "," for k in range(low + 1, high))


def _new_clause(found: Sequence[Clause], low: int, high: int) -> bool:
    """Say whether a clause with a subject of its own begins between two items behind "and" or "but"."""
    return any(
        low < c.verb.first <= high
        and c.boundary in COORDINATORS | {"while", "whereas", "although", "though", "because", "after"}
        and not c.inherited
        and low <= c.left.start
        for c in found
    )


def _under(turn: Found, row: Sequence[Item], said: Verdict) -> Verdict:
    """Return what a turn makes of a verdict: it denies, doubts or plans, or lifts a negation of its own."""
    words = [x.low for x in row[turn.start : turn.end]]
    cue = " ".join(x.text for x in row[turn.start : turn.end] if x.text)
    if turn.turn.status == "affirmed":
        return AFFIRMED if said.cue.lower().split()[-1:] and said.cue.lower().split()[-1] in words else said
    if not said and said.cue:
        return said  # what a denied or planned loss leaves: the turn is heard already
    lost = cues().verbs.get(said.cue)
    if lost is not None and turn.turn.status == "negated" and said.status == "former":
        return Verdict("affirmed", cue)  # "reports that X was driven out proved false"
    if not said or (turn.turn.status == "negated" and said.status != "negated"):
        return Verdict(turn.turn.status, cue)
    return said


def _over(turn: Found, row: Sequence[Item]) -> Verdict:
    """Return "former" with the words of a turn."""
    return Verdict("former", " ".join(x.text for x in row[turn.start : turn.end]))


def _dates(row: Sequence[Item], found: Sequence[Clause], turn: Found, at: int) -> bool:
    """Say whether a turn of a time that is over stands in the clause of what is said, in the past."""
    clause = next(
        (c for c in found if at in c.left or at in c.right or c.verb.first <= at <= c.verb.last), None
    )
    if clause is None:
        return True
    inside = clause.left.start <= turn.start <= clause.right.stop
    return inside and (clause.verb.past or clause.verb.reduced)
