"""What verbs of being somewhere, going there and leaving make of a scene."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import cues
from layers.links import Link, former_by, noun_class, parties_behind
from layers.reports import What
from layers.scenes import Scene
from layers.status import Verdict
from layers.wheres import AT, TOWARDS, Where


def shun(scene: Scene) -> list[Link]:
    """Read "X steers clear of P", "keeps out of P", "avoids P"."""
    places = [w.place for w in scene.right if w.prep in ("", "of", "from", "out", "off")]
    said = Verdict("negated", scene.verb.lemma) if not scene.verb.negated else None
    return scene.make(scene.subjects, places, "presence", said=said)


def seen(scene: Scene) -> list[Link]:
    """Read "no X fighter has been seen in P", "we have not seen X in P"."""
    who = scene.clause.subjects if scene.verb.passive else scene.objects
    return scene.make(who, scene.where(AT, direct=False), "presence")


def let_in(scene: Scene) -> list[Link]:
    """Read "P will not let X into Q"."""
    into = [w.place for w in scene.right if w.prep in TOWARDS]
    return scene.make(scene.objects, into, "movement_to", event=True)


def kept(scene: Scene) -> list[Link]:
    """Read "X has fighters in P", "X kept men at P"."""
    first = next((scene.row[k] for k in scene.clause.right if scene.row[k].is_content), None)
    if first is None or "members" not in cues().nouns.get(first.low, ()):
        return []
    return scene.make(scene.subjects, scene.where(AT, direct=False), "presence")


def man(scene: Scene) -> list[Link]:
    """Read "X guards P"."""
    return scene.make(scene.subjects, scene.where(AT), "presence")


def base(scene: Scene) -> list[Link]:
    """Read "X is based in P", "they stationed X in P"."""
    who = scene.clause.subjects if (scene.verb.passive or not scene.objects) else scene.objects
    what: What = "base_or_camp"
    return scene.make(who, scene.where(AT, direct=False), what)


def presence(scene: Scene) -> list[Link]:
    """Read "X remains in P", "they deployed X to P"."""
    if scene.verb.lemma in ("deploy", "station", "post"):
        who = scene.clause.subjects if scene.verb.passive else (scene.objects or scene.subjects)
        to = [w.place for w in scene.right if w.prep in TOWARDS]
        rows = scene.make(who, to, "movement_to", event=True)
        what: What = "base_or_camp" if scene.verb.lemma in ("station", "garrison") else "presence"
        return rows + scene.make(who, scene.where(AT, direct=False), what)
    return scene.make(scene.subjects, scene.where(AT, direct=False), "presence")


def to(scene: Scene) -> list[Link]:
    """Read "X entered P", "X sent Y to P", "X moved from P to Q"."""
    moved = scene.objects if scene.verb.lemma in cues().sets["sends"] and scene.objects else scene.subjects
    if moved is scene.objects and any(a.name in {s.name for s in scene.subjects} for a in moved):
        moved = scene.subjects  # "it sent parts of its forces, the X and the Y, to P"
    if scene.verb.passive:
        moved = scene.clause.subjects
    into = [
        w.place
        for w in scene.right
        if w.prep in TOWARDS or (w.prep == "on" and scene.verb.lemma in ("march", "advance", "move", "close"))
    ]
    if scene.verb.lemma in ("enter", "reach", "infiltrate", "penetrate", "join"):
        into += [w.place for w in scene.right if w.prep in ("", "of")]
    if scene.verb.lemma in ("arrive", "land", "gather", "advance", "slip", "pour"):
        into += [w.place for w in scene.right if w.prep in ("in", "at", "near", "on")]
    out = [w.place for w in scene.right if w.prep in ("from", "out")]
    if (
        out
        and "from" in scene.verb.classes
        and moved == scene.subjects
        and scene.verb.lemma in ("withdraw", "retreat", "pull")
    ):
        return leave(scene)
    if any(scene.row[k].low in cues().sets["weapons"] for k in list(scene.clause.right)[:4]):
        return scene.make(
            moved, [*into, *out], "activity", event=True
        )  # "flew drones from P", "sent rockets into P"
    rows = scene.make(moved, list(dict.fromkeys(into)), "movement_to", event=True) + scene.make(
        moved, out, "movement_from", event=True
    )
    return rows or (leave(scene) if "from" in scene.verb.classes else [])


def leave(scene: Scene) -> list[Link]:
    """Read "X withdrew from P to Q", "X left P to Y"."""
    if scene.verb.passive and scene.verb.lemma in cues().sets["frees"]:  # "P has been emptied of X"
        gone, v = parties_behind(scene.row, scene.clause.right, "of"), scene.verdict("other")
        return scene.make(gone, scene.clause.place_subjects, "presence", said=former_by(v, scene.verb.lemma))
    if scene.verb.passive and scene.verb.lemma == "leave":  # "none of them is left in P"
        return scene.make(scene.clause.subjects, scene.where(AT, direct=False), "presence")
    who = scene.clause.subjects if scene.verb.passive else scene.subjects
    places = [
        w.place
        for w in scene.right
        if w.prep in ("from", "out")
        or (w.prep in ("in", "at", "near") and _kept(scene, w))
        or (w.prep in ("", "of") and scene.verb.lemma in cues().sets["leaves"])
        or (w.prep in AT and scene.verb.lemma in cues().sets["leaves"] and _ground(scene, w))
    ]
    targets = [w.place for w in scene.right if w.prep in TOWARDS]
    v = scene.verdict("movement_from")
    rows = scene.make(who, places, "movement_from", event=True, said=v)
    rows += scene.make(who, targets, "movement_to", event=True)
    if scene.verb.lemma in ("abandon", "leave", "cede", "evacuate"):  # "left P to X"
        rows += scene.make(parties_behind(scene.row, scene.clause.right, "to"), places, "control")
    stays = v.status == "negated" and bool(scene.verb.negated) and not scene.verb.modal
    if not v or stays:  # "have not left P": they are there
        groups = [a for a in who if a.kind != "person"]
        rows += scene.make(groups, places, "presence", said=former_by(v, scene.verb.lemma))
    return rows


def left_there(scene: Scene, places: Sequence[int]) -> list[Link]:
    """Read "X fled", with no place of its own, behind a sentence that tells what happened at P."""
    ahead = [scene.row[k].low for k in scene.clause.right]
    if scene.verb.lemma not in cues().sets["flights"] or scene.verb.passive or "to" in ahead[:3]:
        return []
    who, v = [a for a in scene.subjects if a.kind != "person"], scene.verdict("movement_from")
    rows = scene.make(who, places, "movement_from", event=True, said=v)
    return rows + ([] if v else scene.make(who, places, "presence", said=former_by(v, scene.verb.lemma)))


def _ground(scene: Scene, where: Where) -> bool:
    """Say whether the verb's object is ground that a place names ("left the hills around P")."""
    first = next((scene.row[k] for k in scene.clause.right if scene.row[k].is_content), None)
    return first is not None and first.low in cues().sets["place_nouns"] | cues().sets["areas"]


def _kept(scene: Scene, where: Where) -> bool:
    """Say whether a place is that of the base which the verb's object is ("left their post at P")."""
    prep = next(
        (k for k in range(where.k - 1, scene.clause.right.start, -1) if scene.row[k].low == where.prep),
        None,
    )
    return prep is not None and noun_class(scene.row[prep - 1].low) in ("base_or_camp", "presence")


def hail(scene: Scene) -> list[Link]:
    """Read "X hails from P"."""
    simple = not (scene.verb.past or scene.verb.perfect or scene.verb.progressive or scene.verb.modal)
    if scene.verb.lemma in ("come", "originate", "stem") and not (simple and scene.verb.finite):
        return []
    wanted = ("from",) if scene.verb.lemma == "come" else ("from", "in")
    return scene.make(scene.subjects, [w.place for w in scene.right if w.prep in wanted][:2], "origin")
