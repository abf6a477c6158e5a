"""Whose a date is that was carried on from the sentences before: an episode is of one party or one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.places import Toponym
from layers.cues import cues
from layers.dates import UNDATED
from layers.superseding import Statement, is_at_one_place
from layers.times import CARRIED


def redated(told: Sequence[Statement], toponyms: Sequence[Toponym]) -> list[Statement]:
    """Return the statements without a date that was carried on to another party at another place.

    What stands in the past tense stays in the past where the sentences before it are.
    """
    rows = list(told)
    for i, statement in enumerate(told):
        if statement.when.basis != CARRIED or statement.when.start is None:
            continue
        episode = _episode(told, i)
        if not episode or _goes_on(statement) or any(_is_shared(x, statement, toponyms) for x in episode):
            continue
        past = statement.when.past and statement.tense in ("past", "pluperfect")
        rows[i] = replace(statement, when=replace(UNDATED, past=past))
    return rows


def _episode(told: Sequence[Statement], i: int) -> list[Statement]:
    """Return the statements before statement `i` that have the date which it was given."""
    start, here = told[i].when.start, told[i].sentence
    before = [x for x in told[:i] if x.sentence is not here and x.sentence.segment is here.segment]
    return [x for x in before if x.when.start == start]


def _goes_on(statement: Statement) -> bool:
    """Say whether a sentence goes on in time ("Then ...", "The next day ...")."""
    words = [x.low for x in statement.sentence.row if x.low[:1].isalnum()][:2]
    goes_on = cues().sets["goes_on"]
    return bool(words) and (words[0] in goes_on or (words[0] == "the" and words[-1] in goes_on))


def _is_shared(before: Statement, now: Statement, toponyms: Sequence[Toponym]) -> bool:
    """Say whether two statements are about one party or one place."""
    one, other = before.link, now.link
    parties = {one.actor.name, one.actor.group} & {other.actor.name, other.actor.group} - {None}
    return bool(parties) or is_at_one_place(one, other, toponyms)
