"""Pairs of a party and a place of one sentence that no rule links, and what speaks for and against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.names import fold
from geo.places import Toponym
from layers.builds import demonym_forms
from layers.cues import cues
from layers.items import BE, PREPOSITIONS, Item
from layers.links import Link, noun_class
from layers.reports import ActorMention
from layers.subjects import KIN, OFFICERS, in_apposition, is_relation
from layers.verbs import Clause
from layers.wheres import coarseness, governing, is_container, is_dateline

MARKS = frozenset({",", ";", ":", "(", "–", "—"})


@dataclass(frozen=True)
class Pair:
    """A party `row[who]` and a place `row[where]` of one sentence, with the clauses they stand in.

    `taken` says that a rule links the place with another party, `placed` that it links the party with
    another place.
    """

    row: Sequence[Item]
    found: Sequence[Clause]
    who: int
    where: int
    actor: ActorMention
    toponym: Toponym
    who_in: int | None
    where_in: int | None
    taken: bool = False
    placed: bool = False

    @property
    def between(self) -> Sequence[Item]:
        """Return what stands between the two."""
        return self.row[min(self.who, self.where) + 1 : max(self.who, self.where)]

    @cached_property
    def part(self) -> str:
        """Return the part that the party has in the clause of the place."""
        return role(self)

    @cached_property
    def governed(self) -> tuple[str, tuple[str, ...]]:
        """Return the preposition that governs the place, and the nouns between the two."""
        return governor(self)

    @property
    def clause(self) -> Clause | None:
        """Return the clause in which the place stands."""
        return None if self.where_in is None else self.found[self.where_in]


_MOST_PAIRS = 400


def pairs(
    row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym], made: Sequence[Link] = ()
) -> Iterator[Pair]:
    """Yield the pairs of a sentence that can be a link at all.

    Left out: landmarks, containers, places of origin and datelines; parties that only tell whose friend,
    officer or rival another is; and what the links of the rules (`made`) leave no room for.
    """
    where = [k for k in range(len(row)) if _is_site(row, k, toponyms)]
    if len(where) * sum(item.actor is not None for item in row) > _MOST_PAIRS:
        return  # a list, or a trap: no sentence that the weights were fitted on is like it
    linked = {link.actor.name for link in made}, {link.place for link in made}
    for i, item in enumerate(row):
        if not where or item.actor is None or item.actor.kind == "media" or _is_relation(row, i):
            continue
        for k in where:
            place = row[k].place
            assert place is not None
            pair = Pair(
                row,
                found,
                i,
                k,
                item.actor,
                toponyms[place],
                _clause_of(found, i),
                _clause_of(found, k),
                place in linked[1],
                item.actor.name in linked[0],
            )
            aside = row[k].low in item.low or _named_nearer(pair) or _tells_another(pair)
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
    """Say whether nothing rules out that the pair is a link."""
    return not any(bars(pair) for bars in _BARS)


def _is_spoken_of(pair: Pair) -> bool:
    """ "X, like the men at P", "they condemned the raid at P"."""
    return pair.part == "aside"


def _is_too_wide(pair: Pair) -> bool:
    """A country is told only of the subject, more than a country of nobody."""
    coarse = coarseness(pair.toponym)
    return coarse > 3 or (coarse == 3 and pair.part != "subject")


def _comes_from(pair: Pair) -> bool:
    """ "Militants from P": where they come from."""
    behind = pair.who < pair.where and pair.row[pair.who + 1].low == "from"
    return behind and pair.part != "agent"


def _is_loose_person(pair: Pair) -> bool:
    """A person is told to be where he is the subject only."""
    return pair.actor.kind == "person" and pair.part != "subject"


def _belongs_to_place(pair: Pair) -> bool:
    """ "The people of P", "talks in P", "the X diaspora in P": it is not the party that is there."""
    prep, heads = pair.governed
    aside = cues().sets["aside"]
    owned = prep == "of" and not set(heads) & (cues().sets["place_nouns"] | cues().sets["ground"])
    before = {pair.row[j].low for j in range(max(0, pair.where - 4), pair.where)}
    after = {x.low for x in pair.row[pair.who + 1 : pair.who + 2]}
    return owned or bool(aside & {*heads, *before, *after})


def _is_talked_over(pair: Pair) -> bool:
    """ "Talks between X and Y were held in P", "the tasks of X are limited to P"."""
    clause = pair.clause
    if clause is None:
        return False
    left = [pair.row[k].low for k in clause.left]
    talks = "control" in clause.verb.classes and any(low in cues().sets["aside"] for low in left)
    return talks or any(low.removesuffix("s") in _AIMS for low in left)


def _moves_kin(pair: Pair) -> bool:
    """ "Moved their families to P"."""
    clause = pair.clause
    return clause is not None and any(pair.row[k].low in KIN for k in clause.right if k < pair.where)


def _is_only_eyed(pair: Pair) -> bool:
    """ "Has its eyes on P", "on the border with P"."""
    prep, heads = pair.governed
    eyed = pair.clause is not None and pair.clause.verb.lemma == "have" and prep == "on"
    return (eyed or prep == "with") and not any(map(noun_class, heads))


def _is_somebody_elses_way(pair: Pair) -> bool:
    """ "The road to P", "X left before reinforcements came from P"."""
    clause = pair.clause
    if is_on_the_way(pair) and pair.governed[0] == "to" and pair.part != "subject":
        return True
    moves = clause is not None and clause.other_subject and bool(clause.verb.classes & {"to", "from"})
    return moves and pair.who_in != pair.where_in


def _is_from_elsewhere(pair: Pair) -> bool:
    """ "X likes rockets from P": nothing moves, attacks or is lost, so P is only whence something is."""
    prep, heads = pair.governed
    classes = pair.clause.verb.classes if pair.clause is not None else frozenset()
    moving = classes & {"to", "from", "activity", "expel", "loss", "control"}
    return prep == "from" and not moving and not any(map(noun_class, heads))


def _is_in_a_remark(pair: Pair) -> bool:
    """ "The battalion, which broke away from X, is in P", "Y, who was killed in P, was known to X"."""
    clause = pair.clause
    if clause is not None and pair.who_in != pair.where_in and clause.subjects and pair.taken:
        remark = any(pair.row[k].low == "who" for k in clause.left)
        if remark and pair.actor.name not in {s.name for s in clause.subjects}:
            return True
    within = None if pair.who_in is None else pair.found[pair.who_in]
    relative = within is not None and any(pair.row[k].low in ("who", "which") for k in within.left)
    if within is None or not relative or pair.who_in == pair.where_in:
        return False
    named = {s.name for s in (pair.clause.subjects if pair.clause is not None else ())}
    return pair.actor.name not in named and pair.who in within.right


def _has_its_own(pair: Pair) -> bool:
    """ "X withdrew from P and Y moved into Q": each is linked with its own place."""
    clause = pair.clause
    apart = pair.taken and pair.placed and pair.who_in != pair.where_in
    return apart and clause is not None and pair.actor.name not in {s.name for s in clause.subjects}


# What keeps a party and a place from being a link, whatever speaks for it.
_BARS: tuple[Callable[[Pair], bool], ...] = (
    _is_spoken_of,
    _is_too_wide,
    _comes_from,
    _is_loose_person,
    _belongs_to_place,
    _is_talked_over,
    _moves_kin,
    _is_only_eyed,
    _is_somebody_elses_way,
    _has_its_own,
    _is_from_elsewhere,
    _is_in_a_remark,
)


def is_on_the_way(pair: Pair) -> bool:
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
