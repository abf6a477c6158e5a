"""What speaks for and against a party and a place being a link: the features of `data/likely.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from layers.cues import cues
from layers.items import Item
from layers.links import noun_class
from layers.pairs import Pair, is_on_the_way
from layers.subjects import OFFICERS
from layers.verbs import Clause, Verb
from layers.wheres import AT, ORIGIN_NOUNS, TOWARDS, coarseness


def features(pair: Pair) -> dict[str, bool]:
    """Return what speaks for and against a pair, by the names of `data/likely.toml`."""
    return dict(
        row
        for part in (_of_parts, _of_phrase, _of_between, _of_names, _of_clause, _of_sentence)
        for row in part(pair)
    )


def _of_parts(pair: Pair) -> Iterator[tuple[str, bool]]:
    """Yield the part that the party has in the clause of the place."""
    clause, part = pair.clause, pair.part
    subjects = {s.name for s in clause.subjects} if clause else set()
    yield from ((name, part == name) for name in ("subject", "agent", "owner", "other", "fragment"))
    yield "object of a deed", part == "object"
    yield "other subject", bool(subjects) and pair.actor.name not in subjects
    yield "no party as subject", clause is not None and clause.other_subject
    yield "officer as subject", clause is not None and clause.officer and pair.who in clause.left
    yield "loose reference", pair.actor.via is not None and part not in ("subject", "agent", "owner")
    yield "loose person", pair.actor.kind == "person" and part != "subject"


def _of_phrase(pair: Pair) -> Iterator[tuple[str, bool]]:
    """Yield what governs the place, and what stands behind it."""
    prep, heads = pair.governed
    clause = pair.clause
    yield "at", prep in AT - {"of", "by"}
    yield "to", prep in TOWARDS
    yield from ((word, prep == word) for word in ("from", "in", "near", "of", "on", "between"))
    yield "object", prep == "" and clause is not None and pair.where in clause.right
    yield "no phrase", prep == "" and clause is not None and pair.where in clause.left
    yield "noun that reports before it", any(noun_class(h) for h in heads)
    yield "noun of place before it", bool(set(heads) & cues().sets["place_nouns"])
    yield "road to it", is_on_the_way(pair)
    before = pair.row[max(0, pair.where - 5) : pair.where]
    yield "origin before it", any(x.low in ORIGIN_NOUNS for x in before)
    yield "possessive", _after(pair.row, pair.where) == "'s"


def _of_between(pair: Pair) -> Iterator[tuple[str, bool]]:
    """Yield what stands between the two."""
    between, place = pair.between, pair.row[pair.where].place
    others = {x.actor.name for x in between if x.actor is not None} - {pair.actor.name}
    commas = sum(x.low == "," for x in between)
    yield "behind", pair.who > pair.where
    yield "one party between", len(others) == 1
    yield "parties between", len(others) > 1
    yield "place between", any(x.place not in (None, place) for x in between)
    yield "comma between", commas == 1
    yield "commas between", commas > 1
    yield "semicolon between", any(x.low in (";", ":") for x in between)
    yield "quotation mark between", any(x.text in ("“", "”", '"') for x in between)
    yield "noun between", any(x.is_word and noun_class(x.low) is not None for x in between)
    yield "next to each other", len(between) < 3
    yield "near each other", 3 <= len(between) <= 5
    yield "far", len(between) > 20


def _of_names(pair: Pair) -> Iterator[tuple[str, bool]]:
    """Yield what kind of party and of place they are, and how the party is named."""
    actor, row, via = pair.actor, pair.row, (pair.actor.via or "").lower()
    coarse = coarseness(pair.toponym)
    yield "collective", actor.generic
    yield "person", actor.kind == "person"
    yield "state", actor.kind == "state"
    yield "country", coarse >= 3
    yield "area", coarse in (1, 2)
    yield "pronoun", bool(via)
    yield "its", via in ("its", "their", "his", "her")
    yield "them", via in ("them", "him")
    yield "they", via in ("they", "it")
    yield "officer", any(x.low in OFFICERS for x in row[max(0, pair.who - 4) : pair.who + 3])
    before = row[pair.who - 1].low if pair.who else ""
    yield "with the party", before in ("with", "against")
    yield "of the party", "of" in (before, row[pair.who - 2].low if pair.who > 1 else "")
    yield "party's", _after(row, pair.who) == "'s"


def _of_clause(pair: Pair) -> Iterator[tuple[str, bool]]:
    """Yield what the clauses of the two are, and how they stand to each other."""
    clause, actor = pair.clause, pair.actor
    subjects = {s.name for s in clause.subjects} if clause else set()
    apart = pair.who_in != pair.where_in
    known = pair.who_in is not None and pair.where_in is not None
    step = (pair.where_in or 0) - (pair.who_in or 0) if known else 0
    foreign = clause is not None and bool(clause.other_subject or subjects) and actor.name not in subjects
    yield "one clause", not apart
    yield "another's clause", apart and foreign
    yield "next clause", known and step == 1
    yield "clause before", known and step == -1
    yield "clauses apart", known and abs(step) > 1
    yield from ((name, clause is not None and test(clause)) for name, test in _CLAUSES.items())
    yield from (
        (f"verb of {name}", clause is not None and test(clause.verb)) for name, test in _VERBS.items()
    )
    who = None if pair.who_in is None else pair.found[pair.who_in]
    yield "told by the party", who is not None and apart and bool(who.verb.classes & _SAYING)


def _of_sentence(pair: Pair) -> Iterator[tuple[str, bool]]:
    """Yield what else the sentence names, and what its rules have read of the two."""
    row = pair.row
    parties = {x.actor.name for x in row if x.actor is not None and x.actor.kind != "media"}
    places = {x.place for x in row if x.place is not None}
    yield "no other party", len(parties) == 1
    yield "no other place", len(places) == 1
    yield "place of another", pair.taken
    yield "party elsewhere", pair.placed
    yield "long sentence", len(row) > 35
    heads = pair.where < 4 and any(x.low in (":", "–", "—") for x in row[pair.where + 1 : pair.where + 3])
    yield "heading", heads


def _after(row: Sequence[Item], k: int) -> str:
    """Return the word behind item `k`, "" at the end."""
    return row[k + 1].low if k + 1 < len(row) else ""


_SAYING = frozenset({"speech", "claim", "doubt", "deny"})
_CLAUSES: Mapping[str, Callable[[Clause], bool]] = {
    "passive": lambda c: c.verb.passive,
    "gerund": lambda c: c.verb.gerund,
    "infinitive": lambda c: c.verb.infinitive,
    "participle": lambda c: c.verb.reduced,
    "taken-over subject": lambda c: c.inherited,
    "relative clause": lambda c: c.boundary in ("who", "which", "that", "where", "whose"),
    "clause of time": lambda c: c.boundary in ("after", "before", "while", "when", "since", "until"),
}
_VERBS: Mapping[str, Callable[[Verb], bool]] = {
    "being": lambda v: v.lemma in ("be", "have"),
    "deed": lambda v: bool(v.classes & {"activity", "kill", "arrest", "expel", "casualty"}),
    "holding": lambda v: bool(v.classes & {"control", "loss"}),
    "staying": lambda v: bool(v.classes & {"presence", "base"}),
    "moving": lambda v: bool(v.classes & {"to", "from"}),
    "saying": lambda v: bool(v.classes & _SAYING),
    "light meaning": lambda v: "light" in v.classes,
}
