"""Pairs of a party and a place of one sentence that no rule links, and what speaks for and against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from geo.names import fold
from geo.places import Toponym
from layers.builds import demonym_forms
from layers.cues import cues
from layers.items import BE, PREPOSITIONS, Item
from layers.links import Link, noun_class
from layers.reports import ActorMention
from layers.subjects import KIN, OFFICERS, in_apposition, is_relation
from layers.verbs import Clause, Verb
from layers.wheres import AT, TOWARDS, coarseness, governing, is_container, is_dateline

MARKS = frozenset({",", ";", ":", "(", "–", "—"})


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
            aside = both or row[k].low in item.low or _named_nearer(pair) or _tells_another(pair)
            if not aside and _can_be(pair):
                yield pair


def _named_nearer(pair: Pair) -> bool:
    """Say whether the party is named again in the clause of the place."""
    clause = pair.clause
    if clause is None or pair.who_in == pair.where_in:
        return False
    span = (*clause.left, *clause.right)
    return any((a := pair.row[k].actor) is not None and a.name == pair.actor.name for k in span)


def _until_semicolon(row: Sequence[Item], k: int) -> Sequence[Item]:
    """Return the items from `k` to the next semicolon."""
    return row[k : next((j for j in range(k, len(row)) if row[j].low == ";"), len(row))]


def _heads(row: Sequence[Item], k: int) -> bool:
    """Say whether the place at `k` heads a line ("Kharkiv: ...", "Kherson direction: ...")."""
    colon = next((j for j in range(k + 1, min(k + 4, len(row))) if row[j].low in (":", "–", "—")), None)
    between = row[k + 1 : colon] if colon is not None else ()
    return (
        colon is not None
        and not any(x.is_content for x in row[max(0, k - 3) : k])
        and k < 4
        and not any(x.low in cues().verbs and x.low not in cues().nouns for x in between)
    )


def _tells_another(pair: Pair) -> bool:
    """Say whether the party only tells what another place is ("residents of Q, an X camp, fled to P")."""
    within = None if pair.who_in is None else pair.found[pair.who_in]
    return within is not None and pair.where_in == pair.who_in and in_apposition(pair.row, pair.who, within)


def _is_site(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> bool:
    """Say whether item `k` is a place where something can be reported to be."""
    place = row[k].place
    if place is None or toponyms[place].type != "literal" or is_container(row, k, toponyms):
        return False
    if _heads(row, k) and any(x.place not in (None, place) for x in _until_semicolon(row, k + 1)):
        return False  # "Kharkiv: X attacked near P"
    after = row[k + 1].low if k + 1 < len(row) else ""
    return not (
        is_dateline(row, k) or after.startswith("-") or after == "native" or fold(after) in demonym_forms()
    )


def _can_be(pair: Pair) -> bool:
    """Say whether the party's part in the clause, the verb and the place's phrase can tell where it is."""
    clause = pair.clause
    part, coarse = role(pair), coarseness(pair.toponym)
    if part == "aside" or coarse > 3 or (coarse == 3 and part != "subject"):
        return False
    if pair.who < pair.where and pair.row[pair.who + 1].low == "from" and part != "agent":
        return False  # "militants from P": where they come from
    if pair.row[max(0, pair.who - 1)].low == "from" or (pair.actor.kind == "person" and part != "subject"):
        return False  # "after the battles of P and the instructions received from X"
    if pair.actor.via is not None and part not in ("subject", "agent", "owner"):
        return False  # "X attacked them in P", "he, who led the group, died in P"
    if clause is not None and clause.officer and pair.who in clause.left:
        return False
    classes = clause.verb.classes if clause is not None else frozenset()
    if pair.actor.kind == "person" and "speech" in classes:
        return False
    prep, heads = governor(pair)
    if part != "subject" and prep == "to" and _on_the_way(pair):
        return False
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
    if clause is not None and any(pair.row[k].low.removesuffix("s") in _AIMS for k in clause.left):
        return False  # "the tasks of X are limited to a caliphate in P"
    if clause is not None and any(pair.row[k].low in KIN for k in clause.right if k < pair.where):
        return False  # "moved their families to P"
    if (
        clause is not None
        and clause.verb.lemma == "have"
        and prep == "on"
        and not any(map(noun_class, heads))
    ):
        return False  # "has its eyes on P"
    if prep == "with" and not any(map(noun_class, heads)):
        return False  # "on the border with P"
    moving = classes & {"to", "from", "activity", "expel", "loss", "control"}
    return prep != "from" or bool(moving) or any(noun_class(h) is not None for h in heads)


def features(pair: Pair) -> dict[str, bool]:
    """Return what speaks for and against a pair, by the names of `data/likely.toml`."""
    row, clause, actor = pair.row, pair.clause, pair.actor
    subjects = {s.name for s in clause.subjects} if clause else set()
    prep = governor(pair)[0]
    part = role(pair)
    others = {x.actor.name for x in pair.between if x.actor is not None} - {actor.name}
    commas = sum(x.low == "," for x in pair.between)
    return {
        "subject": part == "subject",
        "agent": part == "agent",
        "owner": part == "owner",
        "object of a deed": part == "object",
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


def _on_the_way(pair: Pair) -> bool:
    """Say whether the place only tells where a road goes ("the road to P lies open")."""
    ways = ("road", "roads", "way", "route", "highway", "track", "path")
    return any(x.low in ways for x in pair.row[max(0, pair.where - 3) : pair.where])


def role(pair: Pair) -> str:
    """Return the part that the party has in the clause of the place.

    "subject" of its verb; "agent" behind "by"; "owner" of a noun that reports ("X's camp", "the raids of X");
    "object" of what is done to it there; "fragment" where there is no verb; "other"; and "aside" where it
    is only spoken of: whom somebody is against, or who condemns what happened there.
    """
    clause, row = pair.clause, pair.row
    if clause is None:
        return "fragment"
    before = [row[j].low for j in range(max(0, pair.who - 3), pair.who)]
    attitude = clause.verb.lemma in _ATTITUDES and not clause.verb.passive
    if set(before) & _OPPOSED or attitude:
        return "aside"
    if pair.actor.name in {s.name for s in clause.subjects}:
        return "other" if clause.other_subject and pair.who_in != pair.where_in else "subject"
    if "by" in before:
        return "agent"
    if _owned_noun(row, pair.who, before):
        return "owner"
    acted = clause.verb.classes & {"activity", "kill", "arrest", "control", "expel"}
    free = not any(low in PREPOSITIONS for low in before) and pair.who in clause.right
    return "object" if acted and free else "other"


_AIMS = cues().sets["purposes"]
_ATTITUDES = cues().sets["attitudes"]
_OPPOSED = frozenset(
    "against about like than counter unlike combat defeat degrade destroy counter-terrorism threat".split()
)


def _owned_noun(row: Sequence[Item], k: int, before: Sequence[str]) -> bool:
    """Say whether a noun that reports something is the party's ("X's camp", "attacks of X", "X fighters")."""
    nouns = cues().nouns
    for item in row[k + 1 : k + 4]:
        if item.low in nouns:
            return True
        if not item.is_word or item.low in PREPOSITIONS or item.low in BE:
            break
    actor = row[k].actor
    own = actor is not None and actor.via is None and row[k].low.split()[-1] in nouns
    return own or ("of" in before and any(low in nouns for low in before))


def _clause_of(found: Sequence[Clause], k: int) -> int | None:
    """Return the number of the clause in which item `k` stands."""
    return next(
        (n for n, c in enumerate(found) if k in c.left or k in c.right or c.verb.first <= k <= c.verb.last),
        None,
    )


def governor(pair: Pair) -> tuple[str, tuple[str, ...]]:
    """Return the preposition that governs the place, and the nouns between the two."""
    clause = pair.clause
    span = None if clause is None else clause.left if pair.where in clause.left else clause.right
    return governing(pair.row, pair.where, span.start if span else 0)


def _is_relation(row: Sequence[Item], i: int) -> bool:
    """Say whether a party is named only to tell another one ("close to X", "the X affiliate", "X's emir")."""
    before = [x.low for x in row[max(0, i - 4) : i]]
    after = [x.low for x in row[i + 1 : i + 4]]
    if is_relation(row, i) or set(before) & KIN or (set(before) & OFFICERS and "of" in before):
        return True
    if after[:1] == ["'s"] and any(x.actor is not None for x in row[i + 2 : i + 4]):
        return True  # "Massoud's Front": the Front is there
    ends = PREPOSITIONS | BE | MARKS
    stop = next((n for n, low in enumerate(after) if low in ends), len(after))
    return bool(set(after[:stop]) & OFFICERS)
