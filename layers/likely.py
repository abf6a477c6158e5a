"""Links that no rule reads, but that how a party and a place stand in their sentence makes likely.

A logistic score over few features of the pair: who is the subject where the place stands, what governs the
place, what stands between.  The weights are fitted by `benchmarks/fit_links.py`, which also prints how good
they are on passages left out.  What a clause says of such a pair is read by the same rules of status;
whatever negation, doubt or plan stands anywhere between the two keeps it from being affirmed.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geo.places import Toponym
from layers.cues import cues
from layers.evidence import features
from layers.items import Item
from layers.likely_what import is_subject, what_of
from layers.links import Link
from layers.pairs import Pair, pairs
from layers.reports import Status, What
from layers.status import AFFIRMED, Verdict, join, judgement, verdict
from layers.verbs import Clause, classes_of
from layers.wheres import coarseness


@dataclass(frozen=True)
class Weights:
    """The weight of each feature, and how likely a pair must be to be told at all, and not as doubtful."""

    features: Mapping[str, float]
    told: float
    loose: float  # for a place that a rule links with another party, or a party with no part in its clause
    sure: float


@cache
def weights() -> Weights:
    """Load the fitted weights once."""
    data = tomllib.loads(resources.files("layers.data").joinpath("likely.toml").read_text("utf-8"))
    return Weights(data["weights"], *(data["threshold"][name] for name in ("told", "loose", "sure")))


def likely_links(
    row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym], made: Sequence[Link]
) -> list[Link]:
    """Return links for the pairs of a sentence that are likely enough and that no rule has linked.

    `made` are the links of the rules; what they say of a party and a place stands.
    """
    known = {(link.actor.name, link.place) for link in made}
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
        loose = pair.taken or pair.part == "other"  # the place, or the clause, is somebody else's
        if (
            chance >= (weights().loose if loose else weights().told)
            and chance > best.get((pair.actor.name, place), (0.0, pair))[0]
        ):
            best[pair.actor.name, place] = chance, pair
    return [
        _link(pair, place, chance)
        for (name, place), (chance, pair) in best.items()
        if not any(n == name and coarseness(toponyms[p]) < coarseness(pair.toponym) for n, p in best)
    ]


def probability(present: Mapping[str, bool]) -> float:
    """Return how likely a pair with these features is a link."""
    known = weights().features
    total = known["bias"] + sum(known.get(name, 0.0) for name, holds in present.items() if holds)
    return 1 / (1 + math.exp(-total))


# -- what such a pair says ----------------------------------------------------------------------


def _link(pair: Pair, place: int, chance: float) -> Link:
    """Return the link that a pair makes."""
    what = what_of(pair)
    event = what in ("activity", "casualty_or_arrest", "movement_from", "movement_to")
    said = _standing(pair, what)
    if not said and chance < weights().sure:
        said = _hedged(pair.row, pair.where)
    return Link(pair.actor, place, what, said, pair.where, event, chance)


def _hedged(row: Sequence[Item], where: int) -> Verdict:
    """Return "uncertain" where any word of the sentence denies, doubts, plans or ends.

    What stands before a "but" does not count.  A doubtful link is not affirmed there: what the word is about,
    no rule has read.
    """
    turn = max((k for k in range(where) if row[k].low == "but"), default=-1)
    cue = next((x.text for x in row[turn + 1 :] if _is_cue(x) and x.low in _HEDGES), "")
    return Verdict("uncertain", cue) if cue else AFFIRMED


def _standing(pair: Pair, what: What) -> Verdict:
    """Return the status of a pair: that of both clauses, else what any cue that stands near makes of it."""
    own = pair.clause is not None and is_subject(pair) and not pair.clause.inherited
    both = (pair.where_in,) if own else (pair.who_in, pair.where_in)
    numbers = sorted({n for n in both if n is not None})
    said = AFFIRMED
    for n in numbers:
        said = join(verdict(pair.row, pair.found, n, what), said)
    if pair.clause is not None and pair.who in pair.clause.left:
        said = join(judgement(pair.row, pair.clause), said)  # "talk of X in P proved false"
    if said or not numbers:
        return said
    numbers = sorted({n for n in (pair.who_in, pair.where_in) if n is not None})
    if pair.clause is not None and pair.clause.verb.lemma in cues().sets["ends"] and is_subject(pair):
        return Verdict("former", pair.clause.verb.lemma)
    heading = pair.where < 4
    for clause in pair.found if heading else pair.found[numbers[0] : numbers[-1] + 1]:
        own = clause is pair.clause
        if clause.verb.reduced and not own and clause.verb.classes & {"doubt"}:
            continue  # "took P, long considered a stronghold, and Q": Q is not in doubt
        span = range(clause.left.start, max(clause.right.stop, clause.verb.last + 1))
        if talk := _talk(pair.row, clause):
            return Verdict("uncertain", talk)
        for classes, words, status in _CUES:
            cue = next(
                (pair.row[k].text for k in span if pair.row[k].low in words and _is_cue(pair.row[k])), ""
            )
            told = classes_of(pair.row, clause) & classes and clause.verb.lemma not in _DEEDS_OF_DENIAL
            if cue or told:
                none = own and cue.lower() in ("no", "none", "nobody", "nothing")
                return Verdict("negated" if none else status, cue or clause.verb.lemma)
    return AFFIRMED


def _talk(row: Sequence[Item], clause: Clause) -> str:
    """Return the noun of talk that a clause is the content of ("the claim that X and Y have parted P")."""
    that = next((k for k in clause.left if row[k].low == "that"), 0)
    noun = row[that - 1].low if that else ""
    return noun if noun.removesuffix("s") in _TALK else ""


_TALK = frozenset(word.removesuffix("s") for word in cues().sets["rumours"]) | {
    "charge",
    "suggestion",
    "idea",
}


def _is_cue(item: Item) -> bool:
    """Say whether a cue word is one here: "May 21" is a date."""
    return item.is_word and item.text != "May"


_HEDGES = frozenset[str]().union(*cues().status.values(), cues().sets["ended"])
# Verbs of hindering that are themselves a deed: "they forbid music in P", "keep men at P".
_DEEDS_OF_DENIAL = frozenset({"forbid", "ban", "bar", "prohibit", "keep", "prevent", "stop", "cease", "halt"})
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
