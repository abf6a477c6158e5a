"""Links that nouns carry without a verb: camps, clashes, origins, "X-held"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geo.places import Toponym
from layers.builds import demonym_forms
from layers.cues import cues
from layers.items import BE, HAVE, PREPOSITIONS, Item
from layers.links import Link, former_by, noun_class, parties_behind, parties_from
from layers.reports import ActorMention, What
from layers.status import AFFIRMED, STATES, Verdict, judgement, verdict
from layers.subjects import KIN
from layers.verbs import Clause, Verb, classes_of
from layers.wheres import AT, ORIGIN_NOUNS, TOWARDS, wheres
from layers.wordforms import ending_participle

_MEMBER = "members"


def noun_links(row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym]) -> Iterator[Link]:
    """Yield the links of nouns that name their party themselves: "X's camp in P", "clashes between X and Y in
    P".
    """
    in_verb = {k for c in found for k in range(c.verb.first, c.verb.last + 1)}
    sides: list[ActorMention] = []
    for k, item in enumerate(row):
        if item.low.startswith("-") or item.low in ("held", "controlled", "run", "ruled", "occupied"):
            yield from _compound(row, k, toponyms)
        if item.actor is not None and (what := noun_class(item.low.split()[-1])) == "activity":
            yield from _act_of(row, found, k, toponyms)
        if k in in_verb or not item.is_word:
            continue
        if (
            item.low in ("hands", "control")
            and k
            and (actor := row[k - 1].actor or row[k - 2].actor) is not None
            and any(x.low in ("in", "under") for x in row[max(0, k - 4) : k])
        ):
            before = [row[j].place for j in range(max(0, k - 7), k) if row[j].place is not None]
            yield from (Link(actor, p, "control", AFFIRMED, k) for p in before if p is not None)
        if item.low in cues().sets["rulers"]:
            yield from _ruler(row, k, toponyms)
        what = noun_class(item.low)
        member = what is None and _MEMBER in cues().nouns.get(item.low, ())
        if what is None and not member:
            continue
        n = next((n for n, c in enumerate(found) if k in c.left or k in c.right), None)
        if what == "activity":
            yield from _target(row, found, k, n, toponyms)
        if item.low in _CLASHES:  # "after clashes with X, in particular the battles of P": both sides of each
            sides = _sides(row, k) or sides
            yield from _clash(row, found, k, n, sides, toponyms)
            continue
        yield from _noun_link(row, found, k, what or "presence", n, toponyms, member=member)
    yield from _origins(row)


_CLASHES = cues().sets["clashes"]


def _sides(row: Sequence[Item], k: int) -> list[ActorMention]:
    """Return the sides of a clash: "between X and Y", "X's clashes with Y", "X, after clashes with Y,"."""
    after = parties_behind(row, range(k + 1, min(len(row), k + 12)), "between")
    if after:
        return after
    other = parties_behind(row, range(k + 1, min(len(row), k + 4)), "with") or parties_behind(
        row, range(k + 1, min(len(row), k + 4)), "against"
    )
    own = next((a for j in range(k - 1, -1, -1) if (a := row[j].actor) is not None), None)
    return [*([own] if own else []), *other] if other else []


def _clash(
    row: Sequence[Item],
    found: Sequence[Clause],
    k: int,
    n: int | None,
    sides: Sequence[ActorMention],
    toponyms: Sequence[Toponym],
) -> Iterator[Link]:
    """Yield the links of both sides of a clash with its places."""
    stop = next((j for j in range(k + 1, len(row)) if row[j].low in (";", ",", "and")), len(row))
    stop = max(stop, min(len(row), k + 12)) if any(x.actor for x in row[k + 1 : k + 6]) else stop
    places = [w.place for w in wheres(row, range(k + 1, stop), toponyms) if w.prep in AT]
    said = (
        verdict(row, found, n, "activity")
        if n is not None
        and (
            (k in found[n].right and found[n].verb.lemma in ("be", "have"))
            or (k in found[n].left and found[n].verb.negated)
        )
        else AFFIRMED
    )
    before = " ".join(x.low for x in row[max(0, k - 12) : k])
    if (
        not said
        and re.search(r"\b(?:after|following|since)\b", before)
        and not any(c.verb.last in range(max(0, k - 12), k) for c in found)
    ):
        said = Verdict("former", "after")  # the text's own present begins after the clash
    for actor in dict.fromkeys(sides):
        yield from (Link(actor, place, "activity", said, k, True) for place in places[:3])


def _origins(row: Sequence[Item]) -> Iterator[Link]:
    """Yield origins told by a noun phrase: "Pankisi Chechen X", "Grozny-born X", "X, a native of P"."""
    for k, item in enumerate(row):
        if item.place is None:
            continue
        after = row[k + 1 : k + 4]
        person = next((x.actor for x in after if x.actor is not None and x.actor.kind == "person"), None)
        gap = []
        for x in after:
            if x.actor is not None:
                break
            gap.append(x.low)
        if person is not None and (
            gap[:1] == ["-born"] or gap[:1] == ["native"] or (len(gap) == 1 and gap[0] in demonym_forms())
        ):
            yield Link(person, item.place, "origin", AFFIRMED, k)
        if (come := _who_comes_from(row, k)) is not None:
            yield Link(come, item.place, "origin", AFFIRMED, k)
        noun = next((j for j in range(k - 1, max(-1, k - 7), -1) if row[j].low in ORIGIN_NOUNS), None)
        if noun is None or row[noun + 1].low != "of":
            continue
        if any(x.place is not None or x.actor is not None for x in row[noun + 1 : k]):
            continue
        before = (row[j].actor for j in range(noun - 1, max(-1, noun - 11), -1))
        native = next((a for a in before if a is not None and a.kind == "person"), None)
        if native is not None:
            yield Link(native, item.place, "origin", AFFIRMED, k)


def _who_comes_from(row: Sequence[Item], k: int) -> ActorMention | None:
    """Return the party of "X units from P", where the place at `k` tells whence they are."""
    if k < 2 or row[k - 1].low != "from":
        return None
    actor = row[k - 2].actor
    if actor is not None:
        return actor if actor.via is None and not _is_moved(row, k - 2) else None
    member = "members" in cues().nouns.get(row[k - 2].low, ())
    return row[k - 3].actor if member and k > 2 else None


def _is_moved(row: Sequence[Item], k: int) -> bool:
    """Say whether the party at item `k` is moved or driven away ("drove X from P", "exit of X from P")."""
    before = row[k - 2] if k > 1 and row[k - 1].low in ("of", "the") else row[k - 1] if k else row[k]
    form = cues().verbs.get(before.low) if before.is_word else None
    return noun_class(before.low) == "movement_from" or (
        form is not None and bool(form.classes - {"speech", "hail"})
    )


def _ruler(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> Iterator[Link]:
    """Yield the control of "X, masters of P"."""
    if k < 2 or row[k - 1].low not in (",", "the") or k + 1 >= len(row) or row[k + 1].low != "of":
        return
    actor = next((a for x in reversed(row[max(0, k - 4) : k]) if (a := x.actor) is not None), None)
    if actor is not None:
        near = wheres(row, range(k + 1, min(len(row), k + 6)), toponyms)
        yield from (Link(actor, w.place, "control", AFFIRMED, k) for w in near if w.prep == "of")


def _target(
    row: Sequence[Item], found: Sequence[Clause], k: int, n: int | None, toponyms: Sequence[Toponym]
) -> Iterator[Link]:
    """Yield the presence of whom an act is aimed at, where it is ("strikes against X in P")."""
    if k + 1 >= len(row) or row[k + 1].low not in ("against", "on"):
        return
    at = next((j for j in range(k + 2, min(k + 6, len(row))) if row[j].actor is not None), None)
    if at is None or any(row[j].place is not None for j in range(k + 2, at)):
        return
    stop = next((c.verb.first for c in found if c.verb.first > at), len(row))
    where = [w for w in wheres(row, range(at + 1, min(stop, at + 12)), toponyms) if w.prep in AT]
    said = AFFIRMED if n is None else verdict(row, found, n, "presence")
    if not where or said.status == "negated" or any(x.low in (",", ";") for x in row[at : where[0].k]):
        return
    for actor in parties_from(row, at, stop)[:2]:
        yield from (Link(actor, w.place, "presence", said, k) for w in where)


def _act_of(
    row: Sequence[Item], found: Sequence[Clause], k: int, toponyms: Sequence[Toponym]
) -> Iterator[Link]:
    """Yield the links of an act that is named with its party ("U.S. air raids on X's bases across P")."""
    actor = row[k].actor
    stop = next((c.verb.first for c in found if c.verb.first > k and c.verb.finite), len(row))
    places = [w.place for w in wheres(row, range(k + 1, stop), toponyms) if w.prep in AT | {"against"}]
    n = next((n for n, c in enumerate(found) if k in c.left or k in c.right), None)
    said = AFFIRMED if n is None or k in found[n].left else verdict(row, found, n, "activity")
    if actor is not None:
        yield from (Link(actor, place, "activity", said, k, True) for place in places)


def _noun_link(
    row: Sequence[Item],
    found: Sequence[Clause],
    k: int,
    what: What,
    n: int | None,
    toponyms: Sequence[Toponym],
    *,
    member: bool,
) -> Iterator[Link]:
    """Yield the links of one noun with the party before or behind it."""
    if any(x.low in KIN for x in row[max(0, k - 4) : k]):
        return  # "the families of X's fighters in P" are civilians
    owners = _owners(row, k)
    if not owners and not member:
        owners = _after_noun(row, k)
    if not owners:
        return
    stop = (
        found[n].right.stop
        if n is not None and k in found[n].right
        else found[n].verb.first
        if n is not None
        else len(row)
    )
    after = range(k + 1, min(stop, k + 14))
    places = [
        w.place
        for w in wheres(row, after, toponyms)
        if w.prep
        in AT
        | {"against"}
        | (TOWARDS if what == "movement_to" else frozenset())
        | ({"from"} if what == "movement_from" else frozenset())
    ]
    if member:
        places = [
            w.place
            for w in wheres(row, after, toponyms)
            if w.prep in ("in", "at", "near", "inside", "around", "across") and w.k - k <= 4
        ]
    if what in ("base_or_camp", "control") and not places:
        places = _places_described(row, k, toponyms)
    said = AFFIRMED if n is None else standing(row, found, k, n, what)
    if not said and what in STATES:
        said = _ended(row, k)
    event = what in ("activity", "casualty_or_arrest", "movement_from", "movement_to")
    for actor in owners:
        for place in places:
            yield Link(actor, place, what, said, k, event)


def _ended(row: Sequence[Item], k: int) -> Verdict:
    """Return "former" for a base or rule that its own phrase ends ("the destroyed base of X")."""
    before = next((x.low for x in row[max(0, k - 4) : k] if x.low in cues().sets["ended"]), "")
    if before or any(x.low == "during" for x in row[max(0, k - 6) : k]):
        return Verdict("former", before or "during")
    for j in range(k + 1, min(k + 12, len(row))):
        if row[j].low in (",", "since") and (end := ending_participle(row, j + 1)):
            return Verdict("former", end)
        if row[j].low in ("until", "till") and not any(x.low == "," for x in row[k:j]):
            return Verdict("former", row[j].low)
    return AFFIRMED


def standing(row: Sequence[Item], found: Sequence[Clause], k: int, n: int, what: What) -> Verdict:
    """Return what its clause makes of what the noun at item `k` reports: as its subject, or as its object."""
    clause = found[n]
    said = AFFIRMED
    if k in clause.left:
        said = judgement(row, clause)
        lasting = what in STATES or row[k].low in cues().sets["operations"]
        said = (said if said.status != "former" or lasting else AFFIRMED) or _told_of(clause.verb)
    if k in clause.right and not clause.verb.passive and k > clause.verb.last:
        said = _undone(row, clause, said)
    unseen = bool(clause.verb.negated) and clause.verb.lemma in cues().sets["perceptions"]
    none = any(row[j].low in ("no", "neither", "nor") for j in range(max(0, k - 4), k))
    none = none or (unseen and k in clause.left)
    # "two strikes on P did not stop it": the strikes took place
    its_object = k in clause.right or clause.verb.passive or clause.verb.lemma == "be"
    light = clause.verb.lemma in ("be", "have") or clause.verb.classes & {"light", "settle"}
    if not said and (none or (light and its_object)):
        said = verdict(row, found, n, what)
    if not said and what in STATES and k in clause.right and _ends(clause.verb):
        said = former_by(verdict(row, found, n, what), clause.verb.lemma)
    return said


def _undone(row: Sequence[Item], clause: Clause, said: Verdict) -> Verdict:
    """Return "negated" for an act that its clause's verb rules out or keeps from taking place."""
    verb = clause.verb
    foiled = verb.lemma in cues().sets["thwarts"]
    ruled_out = verb.lemma == "rule" and "deny" in classes_of(row, clause)
    return Verdict("negated", verb.lemma) if (foiled or ruled_out) and not verb.negated else said


def _ends(verb: Verb) -> bool:
    """Say whether a verb ends the base or rule that is its object ("lost", "dismantled", "put an end to")."""
    known = cues().sets
    return bool(verb.classes & {"loss"}) or verb.lemma in known["endings"] | known["ends"]


def _told_of(verb: Verb) -> Verdict:
    """Return what a verb says of the act that is its subject ("the evacuation is being prepared, has not
    begun").
    """
    if (
        verb.classes & {"plan"}
        or verb.lemma in ("expect", "expected", "foresee", "foreseen", "envisage", "envisaged")
        or verb.modal in ("will", "to")
    ):
        return Verdict("planned", verb.lemma)
    if verb.negated and verb.lemma in (
        "begin",
        "start",
        "happen",
        "occur",
        "take",
        "materialise",
        "materialize",
    ):
        return Verdict("negated", verb.negated)
    if verb.classes & {"deny"}:
        return Verdict("negated", verb.lemma)
    return AFFIRMED


def _owners(row: Sequence[Item], k: int) -> list[ActorMention]:
    """Return the party directly before a noun ("X's", "X", "their") with at most two words between."""
    for j in range(k - 1, max(-1, k - 4), -1):
        if (actor := row[j].actor) is not None:
            return [actor]
        if row[j].low == "whose":
            named = [a for x in row[max(0, j - 5) : j] if (a := x.actor) is not None]
            return named[-1:]
        if row[j].low != "'s" and (
            row[j].low in BE | HAVE or (row[j].low in cues().verbs and row[j].low not in cues().nouns)
        ):
            return []  # "X has avoided attacks": the verb says whose they are
        if (
            row[j].place is not None
            or row[j].low in PREPOSITIONS
            or row[j].low in (",", ";", ":", "and", "the", "a")
        ):
            return []
    return []


def _after_noun(row: Sequence[Item], k: int) -> list[ActorMention]:
    """Return the parties of "clashes between X and Y", "attack by X", "stronghold of X"."""
    for j in range(k + 1, min(k + 8, len(row))):
        low = row[j].low
        if low in ("by", "of", "between", "for", "belonging"):
            got = parties_from(row, j + 1, min(len(row), j + 14))
            if got:
                return got
        if row[j].low in (";", ",", ":") or (low in cues().verbs and low not in cues().nouns):
            return []
    return []


def _places_described(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> list[int]:
    """Return the places that a noun describes: "P, a stronghold of X", "P and Q are X's strongholds"."""
    found: list[int] = []
    for j in range(k - 1, max(-1, k - 9), -1):
        if (place := row[j].place) is not None and toponyms[place].type != "landmark":
            found.append(place)
        elif (
            (found and row[j].low not in (",", "and"))
            or row[j].low in (";", "in", "from", "to", "at")
            or (row[j].low == "and" and not found)
        ):
            break
    return found


def _compound(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> Iterator[Link]:
    """Yield the links of "X-held P", "X-controlled P", "P-based X"."""
    low = row[k].low
    if low in ("held", "controlled", "run", "ruled", "occupied"):
        low = (
            f"-{low}"
            if row[k].start and k and row[k - 1].end + 1 == row[k].start and row[k - 1].low.endswith("-")
            else low
        )
    tail = low.rpartition("-")[2]
    if (
        tail in ("held", "controlled", "run", "ruled", "occupied", "dominated")
        and k
        and row[k - 1].actor is not None
        and low != tail
    ):
        actor = row[k - 1].actor
        place = next(
            (row[j].place for j in range(k + 1, min(k + 5, len(row))) if row[j].place is not None), None
        )
        if (
            actor is not None
            and place is not None
            and all(row[j].low not in PREPOSITIONS - {"of", "in"} for j in range(k + 1, min(k + 3, len(row))))
        ):
            yield Link(actor, place, "control", AFFIRMED, k)
    if tail == "based" and k and row[k - 1].place is not None:
        actor = next(
            (row[j].actor for j in range(k + 1, min(k + 4, len(row))) if row[j].actor is not None), None
        )
        place = row[k - 1].place
        if actor is not None:
            yield Link(actor, place, "base_or_camp", AFFIRMED, k)
