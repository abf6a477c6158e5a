"""Turns of phrase around a link that tell what it is worth, where no verb of its clause does.

"There is no sign of X in P", "X came close to taking P", "people say that X is in P": each is a row of
words in `[turns]` of the cue words, with the status it gives and where it stands to what it is said of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layers.cues import cues
from layers.items import COORDINATORS, Item
from layers.links import Link
from layers.phrases import STRONG, Found, find
from layers.status import AFFIRMED, STATES, Verdict
from layers.verbs import Clause

_WHERE = ("ahead", "behind", "then", "whom", "but")
# How far a place stands behind "all but" at the most ("all but the old quarter of P").
_NEAR = 4
_RELATIVES = frozenset({"who", "whom", "which", "where", "whose"})


def weighed(row: Sequence[Item], found: Sequence[Clause], links: Sequence[Link]) -> list[Link]:
    """Return the links of a sentence with what the turns of phrase around them make of them."""
    if not links:
        return []
    ahead, behind, then, whom, but = ([*find(row, "turns", where)] for where in _WHERE)
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
            dated = (Verdict(x.status, x.text(row)) for x in then if _dates(row, found, x, link.at))
            said = next(dated, said)
        who = next((k for k, x in enumerate(row) if x.actor == link.actor), -1)
        for turn in whom:
            if 0 <= who - turn.end <= 2 and not said:
                said = _under(turn, row, said)
        for turn in but:
            if (
                turn.end <= at <= turn.end + _NEAR
                and _open(row, turn.end - 1, at)
                and not _named(row, turn.end, at)
            ):
                said = _under(turn, row, said)
        rows.append(link if said == link.verdict else replace(link, verdict=said))
    return rows


def _named(row: Sequence[Item], low: int, high: int) -> bool:
    """Say whether a party or another place is named between two items."""
    return any(x.place is not None or x.actor is not None for x in row[low:high])


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
    return not any(row[k].low in STRONG | _RELATIVES or row[k].low == "," for k in range(low + 1, high))


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
    cue = turn.text(row)
    if turn.status == "affirmed":
        return AFFIRMED if said.cue.lower().split()[-1:] and said.cue.lower().split()[-1] in words else said
    if not said and said.cue:
        return said  # what a denied or planned loss leaves: the turn is heard already
    lost = cues().verbs.get(said.cue)
    if lost is not None and turn.status == "negated" and said.status == "former":
        return Verdict("affirmed", cue)  # "reports that X was driven out proved false"
    if not said or (turn.status == "negated" and said.status != "negated"):
        return Verdict(turn.status, cue)
    return said


def _dates(row: Sequence[Item], found: Sequence[Clause], turn: Found, at: int) -> bool:
    """Say whether a turn of a time that is over stands in the clause of what is said, in the past."""
    clause = next(
        (c for c in found if at in c.left or at in c.right or c.verb.first <= at <= c.verb.last), None
    )
    if clause is None:
        return True
    inside = clause.left.start <= turn.start <= clause.right.stop
    return inside and (clause.verb.past or clause.verb.reduced)
