"""What a likely link reports: the words around its place name it, and a score weighs them.

One logistic score a kind of report, over the verbs, nouns and prepositions around the two; the likeliest
kind that a pair can be is told.  `benchmarks/fit_what.py` fits the weights, and prints how good they are on
passages left out.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from layers.items import BE, Item
from layers.links import noun_class
from layers.pairs import MARKS, Pair
from layers.reports import WHATS, What
from layers.wheres import ORIGIN_NOUNS, TOWARDS

KINDS: tuple[What, ...] = tuple(what for what in WHATS if what != "other")


@cache
def weights() -> Mapping[What, Mapping[str, float]]:
    """Load the fitted weights of each kind of report once."""
    data = tomllib.loads(resources.files("layers.data").joinpath("likely_what.toml").read_text("utf-8"))
    return {kind: data[kind] for kind in KINDS if kind in data}


def what_of(pair: Pair) -> What:
    """Return what a likely link reports: the likeliest of the kinds that it can be."""
    present = frozenset(traits(pair))
    scores = {kind: total(row, present) for kind, row in weights().items() if can_be(pair, kind)}
    return max(scores, key=lambda kind: scores[kind])


def total(row: Mapping[str, float], present: Iterable[str]) -> float:
    """Return the score of a kind of report with these weights, in log odds; in whatever order they come."""
    return math.fsum((row.get("bias", 0.0), *(row.get(name, 0.0) for name in present)))


_MOVES = frozenset[What]({"movement_to", "movement_from"})
_BIRTH = ORIGIN_NOUNS | {"born"}
# What must be said for these: a verb of one of the classes where the party or the place stands, or a noun.
_WORDED: Mapping[What, tuple[frozenset[str], frozenset[What]]] = {
    "movement_to": (frozenset({"to", "from"}), _MOVES),
    "movement_from": (frozenset({"to", "from"}), _MOVES),
    "casualty_or_arrest": (frozenset({"kill", "arrest", "casualty"}), frozenset({"casualty_or_arrest"})),
    "base_or_camp": (frozenset({"base", "settle", "close"}), frozenset({"base_or_camp"})),
    "control": (frozenset({"control", "loss", "expel"}), frozenset({"control"})),
    "origin": (frozenset({"hail"}), frozenset()),
}
_CONTRARY: Mapping[What, frozenset[str]] = {
    "movement_to": frozenset({"from", "out"}),
    "movement_from": TOWARDS,
}


# Verbs of what is done to others.
_AGAINST = frozenset({"activity", "kill", "arrest", "expel", "control"})


def can_be(pair: Pair, kind: What) -> bool:
    """Say whether a pair can be told as this kind of report.

    No move, loss, hold, base or birth is guessed without a word of it; nobody moves from where he goes to.
    """
    if pair.governed[0] in _CONTRARY.get(kind, ()):
        return False
    deed = pair.clause is not None and pair.clause.verb.classes & _AGAINST
    if kind == "base_or_camp" and deed and is_subject(pair):
        return False  # "X overran an army camp in P": the camp was not X's
    if kind not in _WORDED:
        return True
    words = [x.low for x in pair.row if x.is_word]
    if kind == "origin" and not _BIRTH.isdisjoint(words):
        return True
    verbs, nouns = _WORDED[kind]
    near = (pair.found[n].verb.classes for n in (pair.who_in, pair.where_in) if n is not None)
    return any(classes & verbs for classes in near) or any(noun_class(w) in nouns for w in words)


# -- what speaks for which ------------------------------------------------------------------------

_CLASSES = (
    "control loss activity kill arrest expel presence base to from casualty found hail light settle speech"
    " plan want"
).split()
_PREPOSITIONS = "in at from of on near to into against towards between around".split()


def traits(pair: Pair) -> Iterator[str]:
    """Yield what speaks for one kind of report or another, by the names of `data/likely_what.toml`."""
    yield f"read as {by_word(pair)}"
    yield from _of_verbs(pair)
    yield from _of_nouns(pair)
    prep = pair.governed[0]
    if not prep or prep in _PREPOSITIONS:
        yield f"place {prep}" if prep else "place without preposition"
    yield f"party as {pair.part}"
    yield f"{pair.actor.kind} as party"
    if any(x.low in _BIRTH for x in pair.row[max(0, pair.where - 5) : pair.where]):
        yield "origin before the place"


def _of_verbs(pair: Pair) -> Iterator[str]:
    """Yield the classes of the verb where the place stands, and of the one where the party stands."""
    clause = pair.clause
    who = None if pair.who_in is None else pair.found[pair.who_in]
    if clause is not None:
        yield from (f"verb of {name}" for name in _CLASSES if name in clause.verb.classes)
        yield from (f"verb {lemma}" for lemma in ("be", "have") if clause.verb.lemma == lemma)
        if clause.verb.passive:
            yield "passive"
            if pair.part == "subject":
                yield "passive subject"
    if who is not None and who is not clause:
        yield from (f"party's verb of {name}" for name in _CLASSES if name in who.verb.classes)


def _of_nouns(pair: Pair) -> Iterator[str]:
    """Yield what the nouns before the place, behind the party, in the clause and anywhere report."""
    row, clause = pair.row, pair.clause
    within = [row[k] for k in (*clause.left, *clause.right)] if clause is not None else row
    for name, words in (
        ("before the place", row[max(0, pair.where - 6) : pair.where]),
        ("in the sentence", row),
        ("in the clause", within),
        ("behind the party", row[pair.who + 1 : pair.who + 4]),
    ):
        yield from (f"noun of {what} {name}" for what in sorted(_told(words)))


def _told(words: Iterable[Item]) -> set[What]:
    """Return what the nouns among some words report."""
    return {what for x in words if x.is_word and (what := noun_class(x.low)) is not None}


# -- what a single word says ----------------------------------------------------------------------

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


def by_word(pair: Pair) -> What:
    """Return what is reported: by the noun before the place, else by the verb of its clause."""
    clause, row = pair.clause, pair.row
    for k in range(pair.where - 1, max(-1, pair.where - 6), -1):
        if row[k].low in ORIGIN_NOUNS:
            return "origin"
        if row[k].low in MARKS or row[k].low in BE:
            break
        if row[k].is_word and (what := noun_class(row[k].low)) is not None:
            return what
    if clause is None:
        told = {noun_class(x.low) for x in row if x.is_word}
        return next((what for what in ("activity", "base_or_camp", "control") if what in told), "presence")
    verb, prep = clause.verb, pair.governed[0]
    if verb.classes & {"to", "from"}:
        return (
            "movement_from" if prep in ("from", "out") else "movement_to" if prep in TOWARDS else "presence"
        )
    if verb.passive and is_subject(pair) and verb.classes & {"kill", "arrest", "activity", "expel"}:
        return "casualty_or_arrest" if verb.classes & {"kill", "arrest"} else "presence"
    nouns = (noun_class(row[k].low) for k in clause.right if row[k].is_word and k < pair.where)
    by_noun = next((what for what in nouns if what is not None), None)
    deed = "presence" if verb.lemma in _STILL or verb.classes & {"presence", "speech"} else "activity"
    by_verb = next((what for name, what in _BY_VERB if name in verb.classes), None)
    return by_verb or by_noun or ("activity" if deed == "activity" and is_subject(pair) else "presence")


# Verbs that tell no deed.
_STILL = frozenset("be have become stay remain seem keep know want call name leave let".split())


def is_subject(pair: Pair) -> bool:
    """Say whether the party is the subject where the place stands."""
    return pair.clause is not None and pair.actor.name in {s.name for s in pair.clause.subjects}
