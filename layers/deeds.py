"""What verbs of holding, taking, fighting and killing make of a scene."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import cues
from layers.links import Link, former_by, noun_class, parties_behind
from layers.reports import ActorMention, What
from layers.scenes import Scene
from layers.states import holding
from layers.status import Verdict
from layers.wheres import AT, TOWARDS, wheres

_ATTACKS = cues().sets["attacks"]


_OUT_OF = frozenset({"out", "from", "off", "back", "away"})


_NEEDS_OUT = cues().sets["needs_out"]


_HOLDS_OTHERWISE = cues().sets["held_otherwise"]


# -- the rules, by class of verb --------------------------------------------------------------


def control(scene: Scene) -> list[Link]:
    """Read "X captured P from Y", "P is held by X", "buses took X to P"."""
    direct = [w.place for w in scene.right if w.prep in ("", "of") and not (set(w.heads) & _HOLDS_OTHERWISE)]
    if scene.verb.passive:
        places = scene.about or _of_it(scene)
        rows = scene.make(scene.by, places, "control")
        freed = scene.verb.lemma in cues().sets["frees"]
        losers = parties_behind(scene.row, scene.clause.right, "of" if freed else "from")
        v = former_by(scene.verdict("control"), scene.verb.lemma)
        rows += scene.make(losers, places, "presence" if freed else "control", said=v)
        if not rows and scene.clause.subjects and "arrest" in scene.verb.classes:
            return casualty_of(scene, scene.clause.subjects) + scene.make(
                scene.by, scene.where(), "activity", event=True
            )
        return rows
    first = next((scene.row[k] for k in scene.clause.right if scene.row[k].is_content), None)
    if first is not None and first.low in _HOLDS_OTHERWISE and not direct:
        return []
    direct = direct or scene.gap()
    carried = [w.place for w in scene.right if w.prep in TOWARDS]
    if scene.verb.lemma == "take" and scene.objects and carried:  # "buses took X to P"
        return scene.make(scene.objects, carried, "movement_to", event=True)
    if scene.taken_from:
        places = scene.where()
        v = former_by(scene.verdict("control"), "taken")
        return scene.make(scene.subjects, places, "control") + scene.make(
            scene.taken_from, places, "presence", said=v
        )
    if scene.objects and "arrest" in scene.verb.classes and not direct:
        return casualty_of(scene, scene.objects) + scene.make(
            scene.subjects, scene.where(), "activity", event=True
        )
    rows = scene.make(
        scene.subjects, direct or (scene.where() if _took_it(scene) else _held(scene)), "control"
    )
    freed = scene.verb.lemma in cues().sets["frees"]
    losers = parties_behind(scene.row, scene.clause.right, "of" if freed else "from")
    what: What = "presence" if freed else "control"
    return rows + scene.make(losers, direct, what, said=former_by(scene.verdict(what), scene.verb.lemma))


def _of_it(scene: Scene) -> list[int]:
    """Return where that is which "it" means ("X kept a camp in P until it was overrun by Y")."""
    if not scene.n or not any(scene.row[k].low in ("it", "they", "which", "that") for k in scene.clause.left):
        return []
    before = Scene(scene.row, scene.found, scene.n - 1, scene.found[scene.n - 1], scene.toponyms)
    return before.where(AT)


def _held(scene: Scene) -> list[int]:
    """Return where a party holds ground that has no name ("holds no town in P", "governs in P")."""
    if scene.verb.lemma not in cues().sets["holds"] or scene.objects or not len(scene.clause.right):
        return []
    sets, first = cues().sets, scene.row[scene.clause.right.start]
    noun = next((scene.row[k].low for k in scene.clause.right if scene.row[k].is_content), "")
    ground = sets["place_nouns"] | sets["ground"] | sets["areas"] | sets["heights"]
    return scene.where(direct=False) if noun in ground or first.low in AT else []


def _took_it(scene: Scene) -> bool:
    """Say whether the object is ground ("parts of", "villages in")."""
    words = [scene.row[k] for k in scene.clause.right][:6]
    return any(w.low in cues().sets["ground"] for w in words)


def loss(scene: Scene) -> list[Link]:
    """Read "X lost P", "X handed P over to Y"."""
    if (lost := _lost_otherwise(scene)) is not None and not scene.verb.passive:
        return casualty_of(scene, scene.subjects) if lost else []
    direct = (
        [w.place for w in scene.right if w.prep in ("", "of", "in")]
        or scene.gap()
        or scene.inherited_places()
    )
    v = scene.verdict("control")
    if (post := _lost_post(scene)) is not None and not scene.verb.passive:  # "lost its base near P"
        places, losers = scene.where(front=False), scene.subjects
        takers = scene.make(parties_behind(scene.row, scene.clause.right, "to"), places, post)
        rows = takers + scene.make(losers, places, post, said=former_by(v, scene.verb.lemma))
        return rows + _given_up(scene, places, v)
    if scene.verb.passive:  # "P, lost by X in May", "P was lost to Y"
        places = scene.clause.place_subjects
        takers = scene.make(parties_behind(scene.row, scene.clause.right, "to"), places, "control")
        return takers + scene.make(scene.by, places, "control", said=former_by(v, scene.verb.lemma))
    takers = scene.make(parties_behind(scene.row, scene.clause.right, "to"), direct, "control")
    rows = scene.make(scene.subjects, direct, "control", said=former_by(v, scene.verb.lemma)) + takers
    return rows + _given_up(scene, direct, v)


def close(scene: Scene) -> list[Link]:
    """Read "X closed its base in P", "X dismantled a camp of Y in P" (the noun tells of Y)."""
    post = _lost_post(scene)
    if post is None or scene.verb.passive:
        return []
    places, lemma = scene.where(front=False), scene.verb.lemma
    head = {scene.row[k].low for k in scene.clause.right[:2]}
    named = scene.objects or scene.taken_from or parties_behind(scene.row, scene.clause.right, "of")
    own = {a.name for a in scene.subjects}
    if any(a.name not in own for a in named) or (
        lemma not in cues().sets["own_ends"] and not head & {"its", "their", "his"}
    ):
        return scene.make(scene.subjects, places, "activity", event=True)
    v = scene.verdict("control")
    return scene.make(scene.subjects, places, post, said=former_by(v, lemma)) + _given_up(scene, places, v)


def _given_up(scene: Scene, places: Sequence[int], v: Verdict) -> list[Link]:
    """Return the departure of who gives up a place ("gave up P"), or is to hand it over."""
    groups = [a for a in scene.subjects if a.kind != "person"]
    willing = "from" in scene.classes or v.status == "planned"
    return scene.make(groups, places, "movement_from", event=True, said=v) if willing else []


def _lost_otherwise(scene: Scene) -> bool | None:
    """Say whether what is lost are men ("lost 20 men in P"), False for another thing ("lost its emir", "lost
    touch"); None for ground.
    """
    if scene.verb.lemma != "lose":
        return None
    first = next(
        (k for k in scene.clause.right if scene.row[k].is_content or scene.row[k].place is not None), None
    )
    if first is None or scene.row[first].place is not None:
        return None
    low, sets = scene.row[first].low, cues().sets
    if "members" in cues().nouns.get(low, ()):
        return True
    known = sets["ground"] | sets["areas"] | sets["place_nouns"] | {"city", "control", "hold", "grip", "last"}
    return (
        None if low in known or noun_class(low) is not None or scene.row[first].text[0].isupper() else False
    )


def _lost_post(scene: Scene) -> What | None:
    """Return what a lost object is other than ground ("lost two posts outside P")."""
    for k in scene.clause.right:
        if scene.row[k].place is not None:
            return None
        what = noun_class(scene.row[k].low) if scene.row[k].is_word else None
        if what in ("base_or_camp", "presence"):
            return what
    return None


def expel(scene: Scene) -> list[Link]:
    """Read "X drove Y out of P", "Y was expelled from P"."""
    out = any(scene.row[k].low in _OUT_OF for k in scene.clause.right)
    if scene.verb.lemma in _NEEDS_OUT and not out:
        return []
    losers, agents = (
        (scene.clause.subjects, scene.by) if scene.verb.passive else (scene.objects, scene.subjects)
    )
    places = scene.where(frozenset({"from", "of", "off", "out", "in"}), direct=False)
    targets = [w.place for w in scene.right if w.prep in TOWARDS]
    v = scene.verdict("presence")
    if not losers:
        return []
    if not places and not targets:
        places = scene.where() or scene.inherited_places()
    rows = scene.make(losers, places, "presence", said=former_by(v, scene.verb.lemma))
    rows += scene.make(agents, places, "activity", event=True)
    return rows + (scene.make(losers, targets, "movement_to", event=True) if targets else [])


def casualty_of(scene: Scene, victims: Sequence[ActorMention]) -> list[Link]:
    """Return the casualties of a clause at its places."""
    places = scene.where() or scene.inherited_places()
    return scene.make(victims, places, "casualty_or_arrest", event=True)


def kill(scene: Scene) -> list[Link]:
    """Read "X killed Y in P", "Y was killed in P by X"."""
    if scene.verb.passive:
        places = (
            scene.where()
            or scene.inherited_places()
            or [p for p in scene.clause.place_subjects if scene.clause.boundary == "where"]
        )
        rows = scene.make(
            scene.clause.subjects if not scene.clause.other_subject else [],
            places,
            "casualty_or_arrest",
            event=True,
        )
        return rows + scene.make(scene.by, places, "activity", event=True)
    places = scene.where() or scene.inherited_places()
    rows = scene.make(scene.subjects, places, "activity", event=True)
    return rows + scene.make(scene.objects, places, "casualty_or_arrest", event=True)


def casualty(scene: Scene) -> list[Link]:
    """Read "X died in P"."""
    return scene.make(
        scene.subjects, scene.where() or scene.inherited_places(), "casualty_or_arrest", event=True
    )


def activity(scene: Scene) -> list[Link]:
    """Read "X attacked P", "X clashed with Y near P", "X shelled Y in P"."""
    if scene.verb.passive:
        places = list(dict.fromkeys([*scene.about, *scene.where(direct=False)]))
        return scene.make(scene.by, places, "activity", event=True)
    places = (
        scene.where(AT | {"upon", "against", "into", "towards", "toward", "with"}) or scene.inherited_places()
    )
    if not scene.subjects:  # "15 strikes engaged X's units near P": X is there, it did not strike
        hit = scene.verb.lemma in _ATTACKS | {"engage"} and scene.objects and not scene.objects[0].via
        return scene.make(scene.objects, scene.where(direct=False), "presence") if hit else []
    both = (
        [*scene.subjects, *parties_behind(scene.row, scene.clause.right, "with")]
        if scene.verb.lemma in ("clash", "fight", "battle", "skirmish", "exchange", "engage")
        else scene.subjects
    )
    if scene.verb.lemma in ("clash", "fight", "battle", "engage"):
        both = [*both, *parties_behind(scene.row, scene.clause.right, "against"), *scene.objects]
    rows = scene.make(list(dict.fromkeys(both)), places, "activity", event=True)
    if scene.verb.lemma in _ATTACKS and scene.objects and scene.subjects and not scene.objects[0].via:
        rows += scene.make(scene.objects, scene.where(direct=False, front=False), "presence")
    return rows


def blame(scene: Scene) -> list[Link]:
    """Read "the attack on P was blamed on X", "they attribute the raid at P to X": X may have done it."""
    who = (
        parties_behind(scene.row, scene.clause.right, "on")
        or parties_behind(scene.row, scene.clause.right, "to")
        or scene.objects
    )
    places = scene.where() or [w.place for w in wheres(scene.row, scene.clause.left, scene.toponyms)]
    return scene.make(who, places, "activity", event=True, said=Verdict("uncertain", scene.verb.lemma))


def fall(scene: Scene) -> list[Link]:
    """Read "P fell to X", "X fell in P"."""
    takers = parties_behind(scene.row, scene.clause.right, "to") or holding(scene)
    rows = scene.make(takers, scene.clause.place_subjects, "control")
    return rows or (casualty(scene) if scene.verb.lemma == "fall" else [])


def lies_with(scene: Scene) -> list[Link]:
    """Read "P stays with X", "in P power lies with X"."""
    holders = parties_behind(scene.row, scene.clause.right, "with")
    power = any(scene.row[k].low in cues().sets["powers"] for k in scene.clause.left)
    places = scene.clause.place_subjects or (scene.where() if power else [])
    return scene.make(holders, places, "control")


def by_subject_noun(scene: Scene) -> list[Link]:
    """Read "one X bomb brought down a house in P", "X airstrikes hit P": the subject is an act of X."""
    if not scene.clause.subjects:
        return []
    low = scene.clause.left.start
    k = next((k for k in reversed(scene.clause.left) if scene.row[k].actor is not None), None)
    if k is None or k < low:
        return []
    heads = [scene.row[j].low for j in range(k + 1, scene.verb.first)] + [scene.row[k].low.split()[-1]]
    if not any("activity" in cues().nouns.get(h, ()) for h in heads):
        return []
    return scene.make(scene.clause.subjects, scene.where(), "activity", event=True)


def anything(scene: Scene) -> list[Link]:
    """Read any other deed of a party that the clause itself places ("picked up passports in P")."""
    silent = (
        scene.classes
        & {
            "speech",
            "deny",
            "doubt",
            "want",
            "plan",
            "fail",
            "claim",
        }
        or scene.verb.lemma in cues().sets["no_deeds"]
    )
    if (
        silent
        or not scene.verb.finite
        or scene.verb.passive
        or not scene.verb.classes
        or scene.clause.inherited
    ):
        return []
    places = [
        w.place
        for w in (*scene.right, *scene.fronted)
        if w.prep in ("in", "at", "near", "around", "inside", "through", "across")
    ]
    return scene.make(
        [a for a in scene.subjects if a.kind != "person"], list(dict.fromkeys(places)), "activity", event=True
    )


def answers_for(scene: Scene, places: Sequence[int]) -> list[Link]:
    """Return the deed for which a party takes or denies responsibility, where the last event happened."""
    near = {scene.row[k].low for k in scene.clause.right[:5]}
    if not near & {"responsibility", "credit", "attack", "bombing", "blast", "ambush", "killing", "raid"}:
        return []
    denied = "deny" in scene.classes and not scene.verb.negated
    said = Verdict("negated", scene.verb.lemma) if denied else None
    return scene.make(scene.subjects, places, "activity", event=True, said=said)


def casualties_at(scene: Scene, places: Sequence[int]) -> list[Link]:
    """Return the casualties of a clause with no place of its own, at the place of the event told before."""
    victims = scene.clause.subjects if scene.verb.passive or "casualty" in scene.classes else scene.objects
    if scene.clause.other_subject and scene.verb.passive:
        return []
    return scene.make(victims, places, "casualty_or_arrest", event=True)
