"""Turns of phrase whose meaning is in their nouns: came under fire, was the work of, denied its role."""

from __future__ import annotations

from collections.abc import Callable

from layers.cues import cues
from layers.links import Link, noun_class, parties_behind, parties_from
from layers.reports import ActorMention
from layers.scenes import Scene
from layers.status import Verdict
from layers.wheres import AT, wheres

_ATTACKS_ON = cues().sets["attacks_on"]
_SHARE = frozenset({"responsibility", "involvement", "role", "hand", "part"})
_RID = frozenset({"free", "clear", "rid", "void", "empty", "devoid", "cleared"})


def _about(scene: Scene) -> list[int]:
    """Return the places that the subject of a clause is or stands at ("the base at P came ...")."""
    left = scene.clause.left
    named = [w.place for w in wheres(scene.row, left, scene.toponyms)]
    return scene.clause.place_subjects or named or scene.inherited_places()


def under_fire(scene: Scene) -> list[Link]:
    """Read "P came under fire from X", "the base at P is under siege by X"."""
    right = [scene.row[k].low for k in scene.clause.right][:5]
    if "under" not in right:
        return []
    if not set(right) & _ATTACKS_ON:  # "P remains under X"
        after = parties_behind(scene.row, scene.clause.right, "under") if scene.verb.lemma == "remain" else []
        return scene.make(after, scene.about, "control")
    doers = parties_behind(scene.row, scene.clause.right, "by") or parties_behind(
        scene.row, scene.clause.right, "from"
    )
    return scene.make(doers, _about(scene) or scene.where(), "activity", event=True)


def responsibility(scene: Scene) -> list[Link]:
    """Read "X denied responsibility for the blast in P", "X admitted its role in the raid on P"."""
    near = {scene.row[k].low for k in scene.clause.right[:5]}
    if scene.verb.lemma == "claim" and scene.clause.boundary in ("which", "that") and _is_act(scene):
        return scene.make(
            scene.subjects, scene.gap(), "activity", event=True
        )  # "the bombing at P, which X claimed"
    if not near & _SHARE:
        return []
    places = [w.place for w in scene.right if w.prep in AT | {"against"}]
    denied = "deny" in scene.classes and not scene.verb.negated
    said = Verdict("negated", scene.verb.lemma) if denied else None
    return scene.make(scene.subjects, places, "activity", event=True, said=said)


def claims_it(scene: Scene) -> bool:
    """Say whether a party takes responsibility for what was told before ("; X claimed responsibility")."""
    near = {scene.row[k].low for k in scene.clause.right[:4]}
    took = scene.verb.lemma in ("claim", "admit", "take", "assume", "accept") and not scene.verb.negated
    return took and "responsibility" in near and not scene.right


def _is_act(scene: Scene) -> bool:
    """Say whether what a relative clause is about is an act."""
    before = scene.row[max(0, scene.clause.left.start - 14) : scene.clause.left.stop]
    return any(x.is_word and noun_class(x.low) == "activity" for x in before)


def doing(scene: Scene) -> list[Link]:
    """Read "the raid on P was the work of X", "X was behind the blast in P"."""
    right = [scene.row[k] for k in scene.clause.right]
    if any(x.low in ("work", "doing", "handiwork") for x in right[:5]):
        doers = parties_behind(scene.row, scene.clause.right, "of") or _owner(scene)
        return scene.make(doers, _about(scene), "activity", event=True)
    lows = [x.low for x in right[:3]]
    if "behind" in lows and any(noun_class(x.low) == "activity" for x in right[:7] if x.is_word):
        return scene.make(scene.subjects, scene.where(), "activity", event=True)
    return []


def _owner(scene: Scene) -> list[ActorMention]:
    """Return the party before "doing" or "work" ("was X's doing")."""
    return parties_from(scene.row, scene.clause.right.start, scene.clause.right.stop)


def contested(scene: Scene) -> list[Link]:
    """Read "P is disputed between X and Y", "P is divided between them"."""
    sides = parties_behind(scene.row, scene.clause.right, "between")
    if not scene.verb.passive or len(sides) < 2:
        return []
    v = scene.verdict("presence")
    said = Verdict("affirmed", scene.verb.lemma) if v.status in ("affirmed", "uncertain", "negated") else v
    return scene.make(sides, scene.clause.place_subjects, "presence", said=said)


def in_control(scene: Scene) -> list[Link]:
    """Read "X is in full control of P", "X is in charge of P"."""
    right = [scene.row[k] for k in scene.clause.right]
    at = next((i for i, x in enumerate(right[:5]) if x.low in ("control", "charge", "possession")), None)
    if at is None or not any(x.low == "in" for x in right[:at]):
        return []
    return scene.make(scene.subjects, [w.place for w in scene.right if w.prep == "of"], "control")


def rid(scene: Scene) -> list[Link]:
    """Read "P is free of X"."""
    near = [scene.row[k].low for k in scene.clause.right][:4]
    if not set(near) & _RID or "of" not in near:
        return []
    gone = parties_behind(scene.row, scene.clause.right, "of")
    v = scene.verdict("other")
    said = Verdict("negated", next(x for x in near if x in _RID)) if not v else Verdict("uncertain", v.cue)
    return scene.make(gone, scene.clause.place_subjects, "presence", said=said)


def absent(scene: Scene) -> list[Link]:
    """Read "X is absent from P"."""
    near = [scene.row[k].low for k in scene.clause.right][:3]
    if "absent" not in near or "from" not in near:
        return []
    v = scene.verdict("presence")
    said = Verdict("negated", "absent") if not v else Verdict("uncertain", v.cue)
    return scene.make(
        scene.subjects, [w.place for w in scene.right if w.prep == "from"], "presence", said=said
    )


def barred(scene: Scene) -> list[Link]:
    """Read "X is banned from P", "the truce bars X from P": X may not be there."""
    if scene.verb.lemma not in cues().sets["bans"]:
        return []
    who = scene.clause.subjects if scene.verb.passive else scene.objects
    places = [w.place for w in scene.right if w.prep in ("from", "in", "of")]
    said = None if scene.verb.negated else Verdict("negated", scene.verb.lemma)
    return scene.make(who, places, "presence", said=said)


def idiom(scene: Scene) -> list[Link]:
    """Return what the turns of phrase with "be" make of a scene: the first that fits."""
    return next((rows for read in _WITH_BE if (rows := read(scene))), [])


_WITH_BE: tuple[Callable[[Scene], list[Link]], ...] = (under_fire, doing, in_control, rid, absent)
