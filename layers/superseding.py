"""States that a later event of the same text has ended: who took a town and then lost it holds it no more.

What is told first is taken for what was first, unless dates or tenses say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geo.places import Toponym
from layers.cues import cues
from layers.dates import When
from layers.items import BE, DO, HAVE, Item
from layers.links import Link
from layers.reading import Sentence
from layers.status import STATES, Verdict
from layers.times import CARRIED

_PRESENT = frozenset({"present", "perfect"})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of a party and a place, with its time."""

    sentence: Sentence
    link: Link
    when: When

    @property
    def tense(self) -> str:
        """Return the tense of its verb: present, past, perfect, pluperfect, "" for a noun."""
        return tense(self.sentence.row, self.link.at)


def tense(row: Sequence[Item], at: int) -> str:
    """Return the tense of the verb group that begins at an item, "" where no verb stands.

    >>> from layers.items import items
    >>> text = "They had held it and they hold it."
    >>> row = items(text, 0, len(text), (), ())
    >>> tense(row, 1), tense(row, 6)
    ('pluperfect', 'present')
    """
    low = row[at].low
    if low in HAVE | BE | DO:
        group = [x.low for x in row[at : at + 5]]
        if low == "had":
            form = next((cues().verbs[x] for x in group[1:3] if x in cues().verbs), None)
            return "pluperfect" if form is not None and form.tag in ("pastpart", "part") else "past"
        if low in ("have", "has"):
            perfect = any(
                x in cues().verbs and cues().verbs[x].tag in ("pastpart", "part") for x in group[1:4]
            )
            return "perfect" if perfect or "been" in group else "present"
        return "past" if low in ("was", "were", "did", "wasn't", "weren't", "didn't") else "present"
    form = cues().verbs.get(low) if row[at].is_word else None
    if form is None or form.lemma in cues().sets["settled"]:
        return ""  # "X, based in P, ..." has no tense
    return "past" if form.tag in ("past", "pastpart") else "present" if form.tag in ("s", "base") else ""


def superseded(told: Sequence[Statement], toponyms: Sequence[Toponym]) -> list[Statement]:
    """Return the statements, with each state of a past date, or that a later one ends, as former."""
    rows = list(told)
    by_party, by_place = _indexed(told, toponyms)
    for i, state in enumerate(told):
        link = state.link
        if link.verdict or link.what not in STATES or link.place is None or link.chance is not None:
            continue
        if state.when.past and state.tense == "past" and not _is_taken(state):
            rows[i] = _over(state, _main_verb(state.sentence.row, link.at))
            continue
        near = by_party[link.actor.name] + by_place.get(_place_id(link, toponyms), [])
        end = next(
            (x for x in near if x is not state and _ends(x, state, toponyms) and _is_later(x, state)), None
        )
        if end is not None:
            rows[i] = _over(state, end.sentence.row[end.link.at].text)
    return rows


def _indexed(
    told: Sequence[Statement], toponyms: Sequence[Toponym]
) -> tuple[dict[str, list[Statement]], dict[str | None, list[Statement]]]:
    """Return the statements by party and by place, in text order.

    Of those that say the same, only the first and the last.  Every ending is of the state's party or at its
    place, so that others need not be compared.
    """
    ends: dict[tuple[object, ...], list[int]] = {}
    for n, x in enumerate(told):
        what = (x.link.what, x.link.verdict.status, x.when.start, x.tense)
        ends.setdefault((x.link.actor.name, _place_id(x.link, toponyms), *what), []).append(n)
    by_party: dict[str, list[Statement]] = {}
    by_place: dict[str | None, list[Statement]] = {}
    for n in sorted({n for at in ends.values() for n in (at[0], at[-1])}):
        by_party.setdefault(told[n].link.actor.name, []).append(told[n])
        if (place := _place_id(told[n].link, toponyms)) is not None:
            by_place.setdefault(place, []).append(told[n])
    return by_party, by_place


def _place_id(link: Link, toponyms: Sequence[Toponym]) -> str | None:
    """Return the identifier of a link's place, None where it has none."""
    place = toponyms[link.place].place if link.place is not None else None
    return place.id if place is not None else None


def _over(state: Statement, cue: str) -> Statement:
    """Return a state as former, with the word that ends it or puts it into the past."""
    return replace(state, link=replace(state.link, verdict=Verdict("former", cue)))


def _ends(event: Statement, state: Statement, toponyms: Sequence[Toponym]) -> bool:
    """Say whether a statement, if later, ends a state: its loss, its taking by others, a move away."""
    return any(rule(event, state, toponyms) for rule in _ENDINGS)


def is_at_one_place(a: Link, b: Link, toponyms: Sequence[Toponym]) -> bool:
    """Say whether two links are about one place."""
    if a.place is None or b.place is None:
        return False
    one, other = toponyms[a.place].place, toponyms[b.place].place
    return one is not None and other is not None and one.id == other.id


def _is_loss(event: Statement, state: Statement, toponyms: Sequence[Toponym]) -> bool:
    """Say whether the party itself is told to have lost the place, or to have left it."""
    link = event.link
    gone = link.verdict.status == "former" or (link.what == "movement_from" and not link.verdict)
    return gone and link.actor.name == state.link.actor.name and is_at_one_place(link, state.link, toponyms)


def _is_taking(event: Statement, state: Statement, toponyms: Sequence[Toponym]) -> bool:
    """Say whether another party has taken the place that was held."""
    link, held = event.link, state.link
    told = link.verdict.status in ("affirmed", "former") and link.chance is None
    if not told or link.what != "control" or held.what != "control":
        return False
    form = cues().verbs.get(_main_verb(event.sentence.row, link.at))
    if form is None or form.lemma not in cues().sets["takings"] or not is_at_one_place(link, held, toponyms):
        return False
    return event.sentence is not state.sentence and not _one_side(link, held)


def _main_verb(row: Sequence[Item], at: int) -> str:
    """Return the word of a verb group that is no auxiliary or adverb."""
    for item in row[at : at + 5]:
        if item.is_word and item.low in cues().verbs and item.low not in BE | HAVE | DO:
            return item.low
    return ""


def _one_side(a: Link, b: Link) -> bool:
    """Say whether two parties are one, one part of the other, or both forces of a state."""
    names = {a.actor.name, a.actor.group}
    return bool(names & {b.actor.name, b.actor.group} - {None}) or a.actor.kind == b.actor.kind == "state"


def _is_elsewhere(event: Statement, state: Statement, toponyms: Sequence[Toponym]) -> bool:
    """Say whether a person who was somewhere is told to be somewhere else now."""
    link, was = event.link, state.link
    if (
        was.actor.kind != "person"
        or link.actor.name != was.actor.name
        or link.verdict
        or was.what != "presence"
    ):
        return False
    now = link.what in ("presence", "base_or_camp", "movement_to") and event.tense in _PRESENT
    return now and state.tense == "past" and not is_at_one_place(link, was, toponyms)


def _is_held_now(event: Statement, state: Statement, toponyms: Sequence[Toponym]) -> bool:
    """Say whether another party is told to hold now the place that was held."""
    link, held = event.link, state.link
    if link.what != "control" or link.verdict or held.what != "control" or link.chance is not None:
        return False
    now = event.tense == "present" and state.tense in ("past", "pluperfect")
    return now and is_at_one_place(link, held, toponyms) and not _one_side(link, held)


_ENDINGS: tuple[Callable[[Statement, Statement, Sequence[Toponym]], bool], ...] = (
    _is_loss,
    _is_taking,
    _is_held_now,
    _is_elsewhere,
)


def _is_later(event: Statement, state: Statement) -> bool:
    """Say whether an event came after a state began: by its date, else its tense, else where it is told."""
    then, now = _own_date(state.when), _own_date(event.when)
    if then and now and then != now:
        return now > then
    if _is_present(state):
        return False
    if event.tense == "present":
        return True
    if (event.tense == "pluperfect") != (state.tense == "pluperfect"):
        return state.tense == "pluperfect"
    return _order(event) > _order(state)


def _is_present(state: Statement) -> bool:
    """Say whether a state is told in the present: nothing that happened before has ended it."""
    form = cues().verbs.get(_main_verb(state.sentence.row, state.link.at))
    taking = form is not None and form.lemma in cues().sets["takings"]
    return state.tense == "present" or (state.tense == "perfect" and not taking)


def _is_taken(state: Statement) -> bool:
    """Say whether a state begins with its verb: what was captured, or handed over, then is held since."""
    form = cues().verbs.get(_main_verb(state.sentence.row, state.link.at))
    return form is not None and (form.lemma in cues().sets["takings"] or "loss" in form.classes)


def _own_date(when: When) -> str:
    """Return the day on which a statement's own date begins, "" without one."""
    return when.start or "" if when.basis != CARRIED else ""


def _order(statement: Statement) -> tuple[int, int]:
    """Return the place of a statement in the text."""
    return statement.sentence.start, statement.link.at
