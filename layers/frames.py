"""Who does what where: the links between the parties and the places of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from geo.places import Toponym
from layers.cues import cues
from layers.deeds import (
    activity,
    answers_for,
    anything,
    blame,
    by_subject_noun,
    casualties_at,
    casualty,
    close,
    control,
    expel,
    fall,
    kill,
    lies_with,
    loss,
)
from layers.governments import is_armed, is_state_name
from layers.idioms import barred, claims_it, contested, idiom, responsibility, under_fire
from layers.items import Item
from layers.likely import likely_links
from layers.links import Link, noun_class
from layers.moves import base, hail, kept, leave, left_there, let_in, man, presence, seen, shun, to
from layers.nouns import noun_links
from layers.reports import ActorMention
from layers.scenes import Scene
from layers.states import be, begin, belong, light, serve
from layers.status import Verdict, verdict
from layers.turns import still_there, weighed
from layers.verbs import Clause
from layers.wheres import wheres

__all__ = ["Link", "links"]


def links(
    row: Sequence[Item],
    found: Sequence[Clause],
    toponyms: Sequence[Toponym],
    *,
    before: Sequence[int] = (),
    topic: Sequence[int] = (),
    asked: Sequence[int] = (),
) -> list[Link]:
    """Return the links of a sentence, verbs first, then nouns that carry a party of their own.

    `before` are the places of the event told in the sentence before: casualties with no place belong there.
    `topic` is the place that heads the paragraph ("3. Wadi al-Shay."): what names no place happened there.
    `asked` are the places of the question that is answered: "Yes, there is X" means there.
    """
    rows: list[Link] = []
    agents: list[ActorMention] = []
    placed = any(x.place is not None for x in row)
    head = headed(row)
    for n, clause in enumerate(found):
        scene = Scene(row, found, n, clause, toponyms)
        scene.topic = head or (() if placed else tuple(topic))
        scene.asked = () if placed else tuple(asked)
        if clause.verb.reduced and clause.verb.passive:  # "looted by X; then Y overrun as well"
            scene.by = agents = scene.by or agents
        made = _links_of(scene) or _of_agent(scene)
        if not made and clause.verb.classes & {"kill", "casualty", "arrest"}:
            told = [x.place for x in rows if x.event and x.place is not None]
            made = casualties_at(scene, told[-1:] or ([] if placed else list(before)))
        if not made and clause.verb.lemma in ("claim", "admit", "deny", "accept", "take"):
            told = [x.place for x in rows if x.event and x.place is not None]
            made = answers_for(scene, told[-1:] or ([] if placed else list(before)))
        if not made and not placed and "from" in clause.verb.classes:
            made = left_there(scene, before)
        if not made and claims_it(scene):
            told = [x.place for x in rows if x.event and x.place is not None]
            made = scene.make(scene.subjects, told[-1:] or list(before), "activity", event=True)
        rows += made
    if not any(item.place is not None for item in row):
        placed_parties = {link.actor.name for link in rows if link.place is not None}
        rows += _unplaced(row, found, topic[-1] if topic else None, placed_parties)
    rows += _identified(row, found, toponyms)
    rows += noun_links(row, found, toponyms)
    rows += likely_links(row, found, toponyms, rows)
    rows = [_thought_of(row, link) for link in rows if _is_of_force(row, found, link)]
    return still_there(weighed(row, found, rows))


def _is_of_force(row: Sequence[Item], found: Sequence[Clause], link: Link) -> bool:
    """Say whether a link is worth telling: of a country that acts only where its clause tells of force."""
    if not is_state_name(link.actor):
        return True
    clause = next(
        (c for c in found if link.at in range(c.left.start, max(c.right.stop, c.verb.last + 1))), None
    )
    return clause is not None and is_armed(row, clause)


def _of_agent(scene: Scene) -> list[Link]:
    """Read "a mortar fired by X landed near P", "a bomber sent by X blew himself up in P": it is X's deed."""
    if not scene.n or scene.clause.left or not scene.verb.finite or scene.verb.passive:
        return []
    before = Scene(scene.row, scene.found, scene.n - 1, scene.found[scene.n - 1], scene.toponyms)
    sent = before.verb.reduced and before.verb.lemma in cues().sets["sent"]
    return scene.make(before.by, scene.where(), "activity", event=True) if sent else []


_THOUGHT = cues().sets["raising"]


def _thought_of(row: Sequence[Item], link: Link) -> Link:
    """Return a link of a collective as the party's that it is thought to be of, for uncertain.

    "Gunmen, thought to belong to X, kidnapped ..." is X's deed, perhaps.
    """
    if not link.actor.generic:
        return link
    at = next((k for k, x in enumerate(row) if x.actor == link.actor), len(row))
    ahead = row[at + 1 : at + 9]
    form = next((cues().verbs.get(x.low) for x in ahead[:2] if x.is_word), None)
    party = next((x.actor for x in ahead if x.actor is not None), None)
    if form is None or party is None or party.generic or form.lemma not in _THOUGHT:
        return link
    if not any(x.low in ("belong", "be", "from", "of", "with") for x in ahead):
        return link
    return replace(link, actor=party, verdict=Verdict("uncertain", form.lemma))


def headed(row: Sequence[Item]) -> tuple[int, ...]:
    """Return the place that heads an item of a list ("- Rafah: the army has razed the last houses")."""
    start = next(
        (k for k, x in enumerate(row[:4]) if x.actor is not None or x.place is not None or x.is_content),
        len(row),
    )
    place = row[start].place if start < len(row) else None
    return (
        (place,)
        if place is not None and start + 1 < len(row) and row[start + 1].low in (":", "–", "—")
        else ()
    )


def _unplaced(
    row: Sequence[Item], found: Sequence[Clause], topic: int | None, told: set[str]
) -> Iterator[Link]:
    """Yield the deeds of named parties in a sentence that names no place.

    They happened at the place that heads the paragraph, if one does; else they are reports not for the map.
    """
    for n, clause in enumerate(found):
        doers = [
            a
            for a in clause.subjects
            if a.kind in ("group", "state") and not a.generic and not clause.other_subject
        ]
        deed = clause.verb.classes & {"activity", "kill", "arrest", "expel"}
        noun = "light" in clause.verb.classes and any(
            noun_class(row[k].low) == "activity" for k in clause.right if row[k].is_word
        )
        if not doers or clause.verb.passive or not (deed or noun):
            continue
        yield from (
            Link(a, topic, "activity", verdict(row, found, n, "activity"), clause.verb.first, True)
            for a in doers
            if topic is None or a.name not in told
        )


def _identified(row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym]) -> list[Link]:
    """Return the casualty of "the man killed near X was Y": the participle's place, the other's person."""
    rows: list[Link] = []
    for n, clause in enumerate(found[:-1]):
        after = found[n + 1]
        if (
            not clause.verb.classes & {"kill", "arrest", "casualty"}
            or after.verb.lemma != "be"
            or clause.subjects
        ):
            continue
        people = [a for k in after.right if (a := row[k].actor) is not None and a.kind == "person"][:1]
        places = [w.place for w in wheres(row, range(clause.verb.last + 1, after.verb.first), toponyms)]
        said = verdict(row, found, n + 1, "casualty_or_arrest")
        said = said or verdict(row, found, n, "casualty_or_arrest")
        if not said and n and found[n - 1].verb.classes & {"claim", "doubt"}:
            said = Verdict("uncertain", found[n - 1].verb.lemma)
        rows += [
            Link(a, p, "casualty_or_arrest", said, clause.verb.first, True) for a in people for p in places
        ]
    return rows


def _links_of(scene: Scene) -> list[Link]:
    """Return the links of one clause: those of its verb's rule, else of its subject's noun or its deed."""
    rows: list[Link] = []
    phrasal = scene.classes is not scene.verb.classes
    if scene.classes & {"to", "from"} and (shot := by_subject_noun(scene)):
        return shot  # "X's rockets landed in P"
    for name, rule in _RULES:
        if name in scene.classes or (name == scene.verb.lemma and not phrasal):
            rows = rule(scene)
            if rows:
                break
    if not rows:
        rows = by_subject_noun(scene) or anything(scene)
    if scene.clause.officer:  # where a party's commander is, the party is not said to be
        rows = [x for x in rows if x.what == "casualty_or_arrest" or x.actor not in scene.subjects]
    return [_locally(scene, link) for link in rows]


def _locally(scene: Scene, link: Link) -> Link:
    """Deny a link whose own phrase is denied ("founded not in X but in Y")."""
    denied = any(w.negated and w.place == link.place for w in scene.right)
    if link.verdict.status == "negated" and any(
        _after_but(scene, w.k) for w in scene.right if w.place == link.place
    ):
        return replace(link, verdict=Verdict("affirmed", "but"))  # "not in P but in Q"
    return replace(link, verdict=Verdict("negated", "not")) if denied and not link.verdict else link


def _after_but(scene: Scene, k: int) -> bool:
    """Say whether "but" stands shortly before item `k`."""
    return any(scene.row[j].low == "but" for j in range(max(scene.clause.right.start, k - 4), k))


# Classes of verbs and single verbs with their rule.  The first whose rule yields links decides; the order
# puts the more specific meaning first.
_RULES: tuple[tuple[str, Callable[[Scene], list[Link]]], ...] = tuple(
    (word, rule)
    for words, rule in (
        ("shun", shun),
        ("come fall remain", under_fire),
        ("deny claim admit accept take", responsibility),
        ("dispute contest divide split", contested),
        ("be", idiom),
        ("be", be),
        ("belong", belong),
        ("blame attribute pin", blame),
        ("see spot find meet encounter", seen),
        ("allow let permit admit", let_in),
        ("lie rest stay remain", lies_with),
        ("have keep maintain", kept),
        ("serve use", serve),
        ("man staff guard patrol", man),
        ("fall go pass revert", fall),
        ("expel", expel),
        ("kill", kill),
        ("loss", loss),
        ("control", control),
        ("base", base),
        ("hail", hail),
        ("to", to),
        ("from", leave),
        ("arrest", kill),
        ("activity", activity),
        ("casualty", casualty),
        ("presence", presence),
        ("found", begin),
        ("close", close),
        ("fail", barred),
        ("fail light settle have", light),
    )
    for word in words.split()
)
