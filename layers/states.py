"""What verbs make of a scene that leave their meaning to a noun: be, have, serve, launch, found."""

from __future__ import annotations

from layers.cues import cues
from layers.items import Item
from layers.links import Link, noun_class, parties_behind, parties_from
from layers.reports import ActorMention, What
from layers.scenes import Scene
from layers.status import AFFIRMED, Verdict
from layers.subjects import OFFICERS
from layers.wheres import AT, TOWARDS, wheres

_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central home close deep inside active present "
    "based dug back master".split()
)


def be(scene: Scene) -> list[Link]:
    """Read "X is in P", "P is X's stronghold" (nouns do that), "X is from P", "P is in the hands of X"."""
    after = [scene.row[k] for k in scene.clause.right]
    first = next(
        (x for x in after if x.is_word and x.low not in ("still", "now", "also", "n't", "not")), None
    )
    if first is not None and first.low == "from":
        places = [w.place for w in scene.right if w.prep == "from"]
        return scene.make(
            scene.subjects,
            places,
            "origin" if any(a.kind == "person" or a.generic for a in scene.subjects) else "movement_from",
        )
    holders = holding(scene)
    if holders and scene.clause.place_subjects:
        return scene.make(holders, scene.clause.place_subjects, "control")
    existential = any(scene.row[k].low == "there" for k in scene.clause.left)
    if existential:
        stop = scene.clause.right.stop
        if stop < len(scene.row) and scene.row[stop].low in ("called", "named"):
            stop = min(len(scene.row), stop + 6)  # "there is a small group called X"
        span = range(scene.clause.right.start, stop)
        actors = [a for k in span if (a := scene.row[k].actor) is not None][:3]
        return scene.make(actors, scene.where(AT, direct=False) or list(scene.asked), "presence")
    if headed := head_of(scene):
        return headed
    owned = _owned_noun(scene)
    if owned is not None and scene.subjects:  # "its camps are in P"
        return scene.make(scene.subjects, scene.where(AT, direct=False), owned)
    parties = [x for x in after if x.is_word and "members" in cues().nouns.get(x.low, ())]
    if parties and scene.subjects and any(a.kind != "person" for a in scene.subjects):
        return scene.make(
            scene.subjects,
            [w.place for w in scene.right if w.prep in ("in", "of", "at", "near")],
            "presence",
        )
    if scene.fronted and not any(x.is_content or x.place is not None for x in after[:3]):
        return scene.make(scene.subjects, [w.place for w in scene.fronted], "presence")  # "in P they are"
    lead = [x for x in after if x.is_word or x.place is not None][:3]
    at = next((i for i, x in enumerate(lead) if x.place is not None), None)
    if at and any(x.is_content and x.low not in _DIRECTIONS for x in lead[:at]):
        lead = lead[:at]  # "being spies of P"
    if lead and any(
        x.low in AT - {"of", "by", "between"}
        or x.low in ("active", "present", "there", "based", "dug", "under", "back", "about", "master")
        or x.place is not None
        for x in lead
    ):
        if any(x.low == "under" for x in lead) and not scene.clause.place_subjects:
            return []
        if any(x.low == "master" for x in lead):
            return scene.make(scene.subjects, scene.where(frozenset({"of"})), "control")
        if (
            any(x.place is not None for x in lead[:1])
            and lead[0].low != "there"
            and not _is_reference(scene, lead[0])
        ):
            return []
        return scene.make(
            scene.subjects, scene.where(AT, direct=any(_is_reference(scene, x) for x in lead)), "presence"
        )
    return []


def head_of(scene: Scene) -> list[Link]:
    """Read "its new emir for P is Y": Y is there."""
    left = [scene.row[k] for k in scene.clause.left]
    at = next((i for i, x in enumerate(left) if x.low in OFFICERS), None)
    if at is None or at + 1 >= len(left) or left[at + 1].low not in ("for", "in", "of"):
        return []
    people = [a for k in scene.clause.right if (a := scene.row[k].actor) is not None and a.kind == "person"]
    places = [x.place for x in left[at + 1 : at + 5] if x.place is not None]
    return scene.make(people[:1], places, "presence")


def _owned_noun(scene: Scene) -> What | None:
    """Return what the subject's own noun reports ("its camps", "X's headquarters")."""
    k = next((k for k in reversed(scene.clause.left) if scene.row[k].actor is not None), None)
    nouns = [
        noun_class(scene.row[j].low) for j in range((k or 0) + 1, scene.verb.first) if scene.row[j].is_word
    ]
    return (
        next((what for what in nouns if what in ("base_or_camp", "presence")), None)
        if k is not None
        else None
    )


def belong(scene: Scene) -> list[Link]:
    """Read "P belonged to X"."""
    return scene.make(
        parties_behind(scene.row, scene.clause.right, "to"), scene.clause.place_subjects, "control"
    )


def serve(scene: Scene) -> list[Link]:
    """Read "P has served X as a base", "P serves as a stronghold of X", "X uses P as a base"."""
    words = [scene.row[k] for k in scene.clause.right]
    at = next((i for i, w in enumerate(words) if w.low == "as"), None)
    if at is None:
        return []
    what = next((w for x in words[at : at + 5] if x.is_word and (w := noun_class(x.low))), None)
    if what is None:
        return []
    after = [a for x in words[at:] if (a := x.actor) is not None][:1]
    places = scene.clause.place_subjects or [w.place for w in scene.right if w.prep == ""]
    return scene.make(scene.objects or after or scene.subjects, places, what)


def _is_reference(scene: Scene, item: Item) -> bool:
    """Say whether an item is the place word "there"."""
    return item.place is not None and item.low == "there"


def holding(scene: Scene) -> list[ActorMention]:
    """Return the party in whose hands, or under whose control, the subject is."""
    start = scene.clause.right.start
    stop = next(
        (k for k in range(start, len(scene.row)) if scene.row[k].low in (",", ";", ":", "and", "but")),
        len(scene.row),
    )
    right = list(range(start, stop))
    for k in right[:8]:
        if scene.row[k].low in ("under", "hands", "control"):
            of = next((j for j in range(k, min(k + 3, len(scene.row))) if scene.row[j].low == "of"), None)
            if of is not None:
                return parties_from(scene.row, of + 1, min(len(scene.row), of + 14))
            return [a for j in right if j > k - 1 and (a := scene.row[j].actor) is not None][:2] or (
                [a for j in right if j <= k and (a := scene.row[j].actor) is not None]
            )
    return []


def begin(scene: Scene) -> list[Link]:
    """Read "X was founded in P", "X was born in P"."""
    who = scene.clause.subjects if scene.verb.passive or scene.verb.lemma == "bear" else scene.objects
    if scene.verb.lemma in ("establish", "create", "form") and not scene.verb.passive:
        return light(scene)
    near = next((k for k in scene.clause.right if scene.row[k].low == ","), scene.clause.right.stop)
    places = [w.place for w in scene.right if w.prep in ("in", "at", "near") and w.k < near]
    return scene.make(who, places or scene.where(frozenset({"in", "at", "near"}), direct=False)[:1], "origin")


def light(scene: Scene) -> list[Link]:
    """Read a verb that leaves the meaning to its noun ("launched an offensive", "set up a camp", "has
    cells").
    """
    agents = scene.by if scene.verb.passive else scene.subjects
    passive_of = (
        range(scene.clause.left.start, scene.verb.first) if scene.verb.passive else scene.clause.right
    )
    for k in passive_of:
        item = scene.row[k]
        if item.actor is not None and item.low in ("its", "their", "his"):
            continue  # "ended its operation in P"
        if item.actor is not None or (
            item.place is not None and not scene.verb.passive and item.low != "there"
        ):
            if item.place is None or not _noun_after(scene, k):
                break
            continue
        if item.low in ("order", "orders", "instructions") and scene.verb.lemma in ("give", "issue"):
            all_over = [
                w.place for w in wheres(scene.row, range(k, len(scene.row)), scene.toponyms) if w.prep
            ]
            return scene.make(agents, all_over, "activity", event=True, said=Verdict("planned", item.low))
        what = noun_class(item.low) if item.is_word else None
        if what is None:
            continue
        if "fail" in scene.classes and scene.verb.lemma != "keep":
            kept = scene.verb.lemma in ("avoid", "refrain", "refuse", "abstain")
            ended = scene.verb.finite and not scene.verb.modal  # "agreed to cease": it goes on until then
            loss = Verdict("negated" if kept else "former", scene.verb.lemma) if kept or ended else AFFIRMED
            said = None if scene.verb.negated else loss
            places = scene.where(AT | TOWARDS | {"against"})
            return scene.make(agents, places, what, event=False, said=said)
        told_ahead = scene.classes & {"plan"} or scene.verb.lemma in (
            "announce",
            "declare",
            "propose",
            "unveil",
        )
        if told_ahead and what != "control" and scene.verb.lemma != "threaten" and scene.verb.finite:
            places = scene.where(AT | TOWARDS | {"against", "from"})
            said = None if scene.verb.negated else Verdict("planned", scene.verb.lemma)
            return scene.make(agents, places, what, event=True, said=said)
        if item.low in cues().sets["weapons"] and scene.verb.lemma in ("have", "keep", "maintain"):
            what = "presence"  # "has rockets in P"
        if what == "casualty_or_arrest":  # "had a hand in the killing of": the subject is the doer
            what = "activity"
        places = scene.where(AT | TOWARDS | {"against", "from"}) or scene.inherited_places()
        if what in ("movement_from", "movement_to"):
            places = scene.where(frozenset({"from", "to", "into"}), direct=False)
        if what == "control" and scene.verb.lemma in cues().sets["unproven"]:  # "claimed the capture of P"
            own = scene.verdict(what)
            said = own if own else Verdict("uncertain", scene.verb.lemma)
            return scene.make(agents, places or scene.where(frozenset({"of"})), what, said=said)
        if what == "activity" and scene.verb.lemma in cues().sets["concludes"] and scene.verb.finite:
            said = Verdict("former", scene.verb.lemma) if not scene.verb.negated else None
            return scene.make(agents, places, what, event=True, said=said)
        event = what in ("activity", "casualty_or_arrest", "movement_from", "movement_to")
        return scene.make(agents, places, what, event=event)
    if (
        scene.verb.lemma
        in ("carry", "conduct", "launch", "mount", "stage", "perform", "commit", "perpetrate")
        and not scene.verb.passive
    ):
        return scene.make(
            agents, scene.where(direct=False, front=False), "activity", event=True
        )  # "the operations they carry out in P"
    return []


def _noun_after(scene: Scene, k: int) -> bool:
    """Say whether a noun that reports something follows item `k`."""
    return any(
        scene.row[j].is_word and noun_class(scene.row[j].low)
        for j in range(k + 1, min(k + 4, scene.clause.right.stop))
    )
