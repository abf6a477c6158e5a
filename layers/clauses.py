"""Sentences as items, items as clauses: a verb group, what stands before it and what after.

No parser and no model: the rules read the words of `data/cues.toml`, function words and punctuation.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from layers.cues import cues
from layers.items import (
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    Item,
    is_adverb,
    items,
)
from layers.subjects import set_subjects
from layers.verbs import PERCEIVED, Clause, Verb, describes, verbs

__all__ = ["Clause", "Item", "Verb", "clauses", "items", "verbs"]


def clauses(row: Sequence[Item]) -> list[Clause]:
    """Return the clauses of a sentence, each with the subject it has or takes over from another clause."""
    groups = _causatives(verbs(row))
    found: list[Clause] = []
    cut = 0
    for n, verb in enumerate(groups):
        nxt = groups[n + 1].first if n + 1 < len(groups) else len(row)
        if n == 0:
            found.append(
                Clause(verb, range(verb.first), range(verb.last + 1, nxt), row[0].low if row else "")
            )
        else:
            found.append(
                Clause(
                    verb,
                    range(cut, verb.first),
                    range(verb.last + 1, nxt),
                    _boundary_word(row, cut, verb.first),
                )
            )
        if n + 1 < len(groups):
            cut = _cut(row, verb, groups[n + 1], found[-1].boundary)
            found[-1].right = range(verb.last + 1, cut)
    for n, clause in enumerate(found):
        set_subjects(row, found, n, clause)
    return found


def _causatives(groups: list[Verb]) -> list[Verb]:
    """Mark the bare infinitive behind "let", "make" and "help" ("let the men leave the town")."""
    rows = groups[:1]
    for before, verb in itertools.pairwise(groups):
        bare = verb.first == verb.last and not (verb.past or verb.gerund or verb.infinitive)
        rows.append(replace(verb, infinitive=True) if bare and before.lemma in PERCEIVED else verb)
    return rows


def _boundary_word(row: Sequence[Item], cut: int, first: int) -> str:
    """Return the word or mark at which a clause begins."""
    words = [x.low for x in row[cut:first] if x.low not in (",", ";", "“", "”", '"', "(", ")", ":")][:2]
    if not words:
        return row[cut].low if cut < first else ""
    return (
        words[1]
        if words[0] in ("and", "but", "even") and len(words) > 1 and words[1] in SUBORDINATORS
        else words[0]
    )


_INTRODUCES = frozenset({"speech", "claim", "doubt", "deny", "manage", "plan", "want"})


def _cut(row: Sequence[Item], last: Verb, verb: Verb, before: str) -> int:
    """Return where the clause of `verb` begins, between the verb `last` before it and itself."""
    start, stop, describing = last.last + 1, verb.first, describes(row, last)
    if verb.reduced and stop > start:
        k = stop
        while (
            k > start
            and row[k - 1].low not in (",", ";", ":", "and", "or", "(")
            and row[k - 1].low not in PREPOSITIONS
        ):
            k -= 1
            if row[k].actor is not None or row[k].place is not None or row[k].low in DETERMINERS:
                break
        return stop  # the noun it describes belongs to the verb before; the subject is found by looking back
    marks = [
        k
        for k in range(start, stop)
        if row[k].low in SUBORDINATORS | COORDINATORS | {",", ";", ":", "–", "—", "-", "(", ")"}
        and not _round(row, k)
    ]
    if (
        not marks
        and verb.lemma == "be"
        and before in ("when", "what", "whether", "how", "why", "who", "where", "that")
    ):
        return stop  # "when they will leave the town is not clear"
    marks = _without_asides(row, marks, stop)
    if not marks and describing:
        return stop  # "men linked to X attacked": what is described stands before
    if not marks:
        doers = any(x.actor is not None or x.low in PRONOUNS for x in row[start:stop])
        if verb.infinitive or verb.gerund or not (doers or last.classes & _INTRODUCES):
            return stop  # "reports that X is in P were false": what stands before is the subject
        return _subject_start(row, start, stop)
    strong = [
        k
        for k in marks
        if row[k].low in (";", ":", "–", "—")
        or (
            (row[k].low in SUBORDINATORS and row[k].low not in ("as", "so", "than", "once", "that", "since"))
            or (row[k].low == "that" and k + 1 < len(row))
        )
        or (row[k].low == "," and k + 1 < stop and row[k + 1].low in COORDINATORS | SUBORDINATORS)
    ]
    if verb.gerund or verb.infinitive:
        return (
            marks[-1]
            if marks[-1] == stop - 1
            or all(is_adverb(x.low) or x.low in COORDINATORS for x in row[marks[-1] + 1 : stop])
            else stop
        )
    k = marks[-1]
    if (
        k == stop - 1
        and row[k].low == ","
        and len(marks) > 2
        and row[marks[-2]].low == ","
        and any(row[m].low in SUBORDINATORS for m in marks[:-2])
        and row[marks[-2] + 1].low in DETERMINERS | {"twice", "some", "about", "half"}
    ):
        return marks[-3]  # "that 1,000 soldiers, twice the figure, had come"
    if (
        strong
        and strong[-1] <= k
        and any(
            x.actor or x.place is not None or x.is_content or x.low in PRONOUNS
            for x in row[strong[-1] + 1 : stop]
        )
    ):
        tail = row[strong[-1] + 1 : stop]
        listed = [x for x in tail if x.low in COORDINATORS or x.low == ","]
        if listed and row[stop - 1].low not in COORDINATORS | {","}:
            return strong[-1]
    if row[k].low in COORDINATORS and k > start and row[k - 1].low == ",":
        k -= 1
    return k


def _without_asides(row: Sequence[Item], marks: list[int], stop: int) -> list[int]:
    """Return the marks without those of an aside before the verb ("its cells, though, are at work")."""
    if len(marks) < 2 or marks[-1] != stop - 1 or row[marks[-1]].low != ",":
        return marks
    opened = next((m for m in reversed(marks[:-1]) if row[m].low == ","), None)
    if opened is None or marks[-1] - opened > 5:
        return marks
    inside = row[opened + 1 : marks[-1]]
    if any(
        x.actor is not None
        or x.place is not None
        or x.low in ("who", "which", "whom")
        or x.low in cues().verbs
        for x in inside
    ):
        return marks
    return [m for m in marks if m < opened]


def _round(row: Sequence[Item], k: int) -> bool:
    """Say whether a bracket only holds another name of the party before it ("the Party (PKK) is")."""
    if row[k].low == "(":
        return k + 2 < len(row) and row[k + 1].actor is not None and row[k + 2].low == ")"
    return row[k].low == ")" and k >= 2 and row[k - 1].actor is not None and row[k - 2].low == "("


def _subject_start(row: Sequence[Item], start: int, stop: int) -> int:
    """Return where a subject begins that follows an object with no mark between ("said Nusra took X")."""
    k = stop
    while k > start and row[k - 1].low not in PREPOSITIONS - {"of"}:
        k -= 1
    return k
