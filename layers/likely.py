"""Links that no rule reads, but that how a party and a place stand in their sentence makes likely.

A logistic score over few features of the pair: who is the subject where the place stands, what governs the
place, what stands between.  The weights are fitted by `benchmarks/fit_links.py`, which also prints how good
they are on passages left out.  What a clause says of such a pair is read by the same rules of status;
whatever negation, doubt or plan stands anywhere between the two keeps it from being affirmed.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geo.names import fold
from geo.places import Toponym
from layers.builds import demonym_forms
from layers.cues import cues
from layers.items import BE, PREPOSITIONS, Item
from layers.links import Link, noun_class
from layers.reports import ActorMention, Status, What
from layers.status import AFFIRMED, Verdict, join, verdict
from layers.subjects import KIN, OFFICERS, is_relation
from layers.verbs import Clause, Verb
from layers.wheres import (
    AT,
    ORIGIN_NOUNS,
    TOWARDS,
    coarseness,
    governing,
    is_container,
    is_dateline,
)

_MARKS = frozenset({",", ";", ":", "(", "–", "—"})


@dataclass(frozen=True)
class Weights:
    """The weight of each feature, and the scores from which a pair is a link."""

    features: Mapping[str, float]
    free: float  # for a place that no party is linked with yet
    taken: float  # for a place that a rule has linked with another party


@cache
def weights() -> Weights:
    """Load the fitted weights once."""
    data = tomllib.loads(resources.files("layers.data").joinpath("likely.toml").read_text("utf-8"))
    return Weights(data["weights"], data["threshold"]["free"], data["threshold"]["taken"])


@dataclass(frozen=True)
class Pair:
    """A party `row[who]` and a place `row[where]` of one sentence, with the clauses they stand in."""

    row: Sequence[Item]
    found: Sequence[Clause]
    who: int
    where: int
    actor: ActorMention
    toponym: Toponym
    who_in: int | None
    where_in: int | None

    @property
    def between(self) -> Sequence[Item]:
        """Return what stands between the two."""
        return self.row[min(self.who, self.where) + 1 : max(self.who, self.where)]

    @property
    def clause(self) -> Clause | None:
        """Return the clause in which the place stands."""
        return None if self.where_in is None else self.found[self.where_in]


def likely_links(
    row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym], made: Sequence[Link]
) -> list[Link]:
    """Return links for the pairs of a sentence that are likely enough and that no rule has linked.

    `made` are the links of the rules; what they say of a party and a place stands.
    """
    known = {(link.actor.name, link.place) for link in made}
    placed = {link.place for link in made}
    finest = {
        a: min(coarseness(toponyms[p]) for n, p in known if n == a and p is not None)
        for a, p in known
        if p is not None
    }
    best: dict[tuple[str, int], tuple[float, Pair]] = {}
    for pair in pairs(row, found, toponyms, made):
        place = row[pair.where].place
        if place is None or (pair.actor.name, place) in known:
            continue
        if coarseness(pair.toponym) > finest.get(pair.actor.name, coarseness(pair.toponym)):
            continue  # a finer place of the party is told already
        chance = probability(features(pair))
        needed = weights().taken if place in placed else weights().free
        if chance >= needed and chance > best.get((pair.actor.name, place), (0.0, pair))[0]:
            best[pair.actor.name, place] = chance, pair
    return [
        _link(pair, place, chance)
        for (name, place), (chance, pair) in best.items()
        if not any(n == name and coarseness(toponyms[p]) < coarseness(pair.toponym) for n, p in best)
    ]


def pairs(
    row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym], made: Sequence[Link] = ()
) -> Iterator[Pair]:
    """Yield the pairs of a sentence that can be a link at all.

    Left out: landmarks, containers, places of origin and datelines; parties that only tell whose friend,
    officer or rival another is; and what the links of the rules (`made`) leave no room for.
    """
    where = [k for k in range(len(row)) if _is_site(row, k, toponyms)]
    linked = {link.actor.name for link in made}, {link.place for link in made}
    for i, item in enumerate(row):
        if not where or item.actor is None or item.actor.kind == "media" or _is_relation(row, i):
            continue
        for k in where:
            place = row[k].place
            assert place is not None
            pair = Pair(
                row, found, i, k, item.actor, toponyms[place], _clause_of(found, i), _clause_of(found, k)
            )
            both = item.actor.name in linked[0] and place in linked[1]
            if not both and row[k].low not in item.low and _can_be(pair):
                yield pair


def _is_site(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> bool:
    """Say whether item `k` is a place where something can be reported to be."""
    place = row[k].place
    if place is None or toponyms[place].type != "literal" or is_container(row, k, toponyms):
        return False
    after = row[k + 1].low if k + 1 < len(row) else ""
    return not (
        is_dateline(row, k) or after.startswith("-") or after == "native" or fold(after) in demonym_forms()
    )


def _can_be(pair: Pair) -> bool:
    """Say whether the phrase of the place and the verb beside it can tell where somebody is."""
    clause = pair.clause
    if clause is not None and clause.officer and pair.who in clause.left:
        return False
    classes = clause.verb.classes if clause is not None else frozenset()
    if pair.actor.kind == "person" and "speech" in classes:
        return False
    prep, heads = _governing(pair)
    aside = cues().sets["aside"]
    owned = prep == "of" and not set(heads) & (cues().sets["place_nouns"] | cues().sets["ground"])
    before = [pair.row[j].low for j in range(max(0, pair.where - 4), pair.where)]
    if (
        owned
        or aside & {*heads, *before}
        or (pair.row[pair.who + 1 : pair.who + 2] and pair.row[pair.who + 1].low in aside)
    ):
        return False
    if clause is not None and "control" in classes and any(pair.row[k].low in aside for k in clause.left):
        return False  # "talks between X and Y were held in P"
    moving = classes & {"to", "from", "activity", "expel", "loss", "control"}
    return prep != "from" or bool(moving) or any(noun_class(h) is not None for h in heads)


def probability(present: Mapping[str, bool]) -> float:
    """Return how likely a pair with these features is a link."""
    known = weights().features
    total = known["bias"] + sum(known.get(name, 0.0) for name, holds in present.items() if holds)
    return 1 / (1 + math.exp(-total))


def features(pair: Pair) -> dict[str, bool]:
    """Return what speaks for and against a pair, by the names of `data/likely.toml`."""
    row, clause, actor = pair.row, pair.clause, pair.actor
    subjects = {s.name for s in clause.subjects} if clause else set()
    prep = _preposition(pair)
    others = {x.actor.name for x in pair.between if x.actor is not None} - {actor.name}
    commas = sum(x.low == "," for x in pair.between)
    return {
        "subject": actor.name in subjects,
        "other subject": bool(subjects) and actor.name not in subjects,
        "no party as subject": clause is not None and clause.other_subject,
        "another's clause": clause is not None
        and pair.who_in != pair.where_in
        and actor.name not in subjects
        and bool(clause.other_subject or subjects),
        "one clause": pair.who_in == pair.where_in,
        "behind": pair.who > pair.where,
        "at": prep in AT - {"of", "by"},
        "to": prep in TOWARDS,
        "from": prep in ("from", "out", "off"),
        "object": prep == "" and clause is not None and pair.where in clause.right,
        "no phrase": prep == "" and clause is not None and pair.where in clause.left,
        "one party between": len(others) == 1,
        "parties between": len(others) > 1,
        "place between": any(x.place not in (None, row[pair.where].place) for x in pair.between),
        "comma between": commas == 1,
        "commas between": commas > 1,
        "semicolon between": any(x.low in (";", ":") for x in pair.between),
        "noun between": any(x.is_word and noun_class(x.low) is not None for x in pair.between),
        "far": len(pair.between) > 20,
        "collective": actor.generic,
        "pronoun": actor.via is not None,
        "person": actor.kind == "person",
        "state": actor.kind == "state",
        "country": coarseness(pair.toponym) >= 3,
        "area": coarseness(pair.toponym) in (1, 2),
        "officer": any(x.low in OFFICERS for x in row[max(0, pair.who - 4) : pair.who + 3]),
        **{f"verb of {name}": clause is not None and test(clause.verb) for name, test in _VERBS.items()},
    }


_VERBS: dict[str, Callable[[Verb], bool]] = {
    "being": lambda v: v.lemma in ("be", "have"),
    "deed": lambda v: bool(v.classes & {"activity", "kill", "arrest", "expel", "casualty"}),
    "holding": lambda v: bool(v.classes & {"control", "loss"}),
    "staying": lambda v: bool(v.classes & {"presence", "base"}),
    "moving": lambda v: bool(v.classes & {"to", "from"}),
    "saying": lambda v: bool(v.classes & {"speech", "claim", "doubt", "deny"}),
}


def _clause_of(found: Sequence[Clause], k: int) -> int | None:
    """Return the number of the clause in which item `k` stands."""
    return next(
        (n for n, c in enumerate(found) if k in c.left or k in c.right or c.verb.first <= k <= c.verb.last),
        None,
    )


def _governing(pair: Pair) -> tuple[str, tuple[str, ...]]:
    """Return the preposition that governs the place, and the nouns between the two."""
    clause = pair.clause
    span = None if clause is None else clause.left if pair.where in clause.left else clause.right
    return governing(pair.row, pair.where, span.start if span else 0)


def _preposition(pair: Pair) -> str:
    """Return the preposition that governs the place."""
    return _governing(pair)[0]


def _is_relation(row: Sequence[Item], i: int) -> bool:
    """Say whether a party is named only to tell another one ("close to X", "the X affiliate", "X's emir")."""
    before = [x.low for x in row[max(0, i - 4) : i]]
    after = [x.low for x in row[i + 1 : i + 4]]
    if is_relation(row, i) or set(before) & KIN or (set(before) & OFFICERS and "of" in before):
        return True
    if after[:1] == ["'s"] and any(x.actor is not None for x in row[i + 2 : i + 4]):
        return True  # "Massoud's Front": the Front is there
    ends = PREPOSITIONS | BE | _MARKS
    stop = next((n for n, low in enumerate(after) if low in ends), len(after))
    return bool(set(after[:stop]) & OFFICERS)


# -- what such a pair says ----------------------------------------------------------------------

_BY_VERB: tuple[tuple[str, What], ...] = (
    ("control", "control"),
    ("loss", "control"),
    ("base", "base_or_camp"),
    ("activity", "activity"),
    ("kill", "activity"),
    ("arrest", "activity"),
    ("expel", "activity"),
    ("casualty", "casualty_or_arrest"),
    ("presence", "presence"),
)


def _link(pair: Pair, place: int, chance: float) -> Link:
    """Return the link that a pair makes."""
    what = _what(pair)
    event = what in ("activity", "casualty_or_arrest", "movement_from", "movement_to")
    return Link(pair.actor, place, what, _standing(pair, what), pair.where, event, chance)


def _what(pair: Pair) -> What:
    """Return what is reported: by the noun before the place, else by the verb of its clause."""
    clause, row = pair.clause, pair.row
    for k in range(pair.where - 1, max(-1, pair.where - 6), -1):
        if row[k].low in ORIGIN_NOUNS:
            return "origin"
        if row[k].low in _MARKS or row[k].low in BE:
            break
        if row[k].is_word and (what := noun_class(row[k].low)) is not None:
            return what
    if clause is None:
        return "presence"
    verb, prep = clause.verb, _preposition(pair)
    if verb.classes & {"to", "from"}:
        return (
            "movement_from" if prep in ("from", "out") else "movement_to" if prep in TOWARDS else "presence"
        )
    if verb.passive and _is_subject(pair) and verb.classes & {"kill", "arrest", "activity", "expel"}:
        return "casualty_or_arrest" if verb.classes & {"kill", "arrest"} else "presence"
    nouns = (noun_class(row[k].low) for k in clause.right if row[k].is_word and k < pair.where)
    by_noun = next((what for what in nouns if what is not None), None)
    return next((what for name, what in _BY_VERB if name in verb.classes), None) or by_noun or "presence"


def _is_subject(pair: Pair) -> bool:
    """Say whether the party is the subject where the place stands."""
    return pair.clause is not None and pair.actor.name in {s.name for s in pair.clause.subjects}


def _standing(pair: Pair, what: What) -> Verdict:
    """Return the status of a pair: that of both clauses, else what any cue that stands near makes of it."""
    numbers = sorted({n for n in (pair.who_in, pair.where_in) if n is not None})
    said = AFFIRMED
    for n in numbers:
        said = join(verdict(pair.row, pair.found, n, what), said)
    if said or not numbers:
        return said
    heading = pair.where < 4
    for clause in pair.found if heading else pair.found[numbers[0] : numbers[-1] + 1]:
        span = range(clause.left.start, max(clause.right.stop, clause.verb.last + 1))
        for classes, words, status in _CUES:
            cue = next(
                (pair.row[k].text for k in span if pair.row[k].is_word and pair.row[k].low in words), ""
            )
            if cue or clause.verb.classes & classes:
                return Verdict(status, cue or clause.verb.lemma)
    return AFFIRMED


# Verbs and words that keep a pair from being affirmed, and what they make of it at the least.
_CUES: tuple[tuple[frozenset[str], frozenset[str], Status], ...] = (
    (
        frozenset({"deny", "doubt", "fail", "claim", "want"}),
        cues().status["negation"] | cues().status["uncertain"],
        "uncertain",
    ),
    (frozenset({"plan"}), cues().status["planned"], "planned"),
    (frozenset(), cues().status["former"] | cues().sets["ended"], "former"),
)
