"""Who or what a clause is about: its own subject, else that of the clause it hangs on."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import cues
from layers.items import BE, COORDINATORS, DETERMINERS, PREPOSITIONS, PRONOUNS, TIME_WORDS, Item
from layers.reports import ActorMention
from layers.verbs import PERCEIVED, Clause

OFFICERS = cues().sets["officers"]


_PURPOSES = cues().sets["purposes"]


KIN = cues().sets["kin"]


_BLOCKING = PREPOSITIONS - {"of", "among", "between"}


def set_subjects(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> None:
    """Set the subjects of a clause: its own, else those of the clause it hangs on."""
    apposed = _appositions(row, clause.left)
    own = [
        k
        for k in clause.left
        if row[k].actor is not None
        and k not in apposed
        and not _of_party(row, k)
        and not _kin(row, k)
        and row[k].low not in ("him", "them", "her")
        and not _blocked(row, k, clause.left.start)
    ]
    who = next((k for k in clause.left if row[k].low == "who"), None)
    if who is not None and not any(row[k].actor for k in clause.left if k > who):
        named = [a for k in range(max(0, who - 14), who) if (a := row[k].actor) is not None]
        if named:
            clause.subjects = named[-1:]
            return
    if own and not clause.verb.gerund and not clause.verb.reduced:
        last = own[-1]
        chosen = [last]
        for k in reversed(own[:-1]):
            gap = [x.low for x in row[k + 1 : chosen[0]]]
            if _same_party(row[k], row[last]):
                continue
            if "and" in gap or "or" in gap or gap in ([","], ["("], ["(", "the"]) or "both" in gap:
                chosen.insert(0, k)
            else:
                break
        after = [row[k] for k in range(last + 1, clause.verb.first) if k not in apposed]
        stop = next(
            (i for i, x in enumerate(after) if x.low in _BLOCKING or x.low in (",", "who", "which", "that")),
            len(after),
        )
        head = next((x for x in reversed(after[:stop]) if x.is_content), None)
        if (
            head is not None
            and head.low not in cues().nouns
            and head.low not in TIME_WORDS
            and row[last + 1].low not in ("(", ",", "“", ")")
        ):
            clause.other_subject = head.low not in cues().sets["party_heads"]
        clause.subjects = [a for k in chosen if (a := row[k].actor) is not None]
        clause.officer = head is not None and head.low in OFFICERS
        first = chosen[0]
        if any(x.low == "of" for x in row[max(0, first - 2) : first]) and any(
            x.low in OFFICERS for x in row[max(0, first - 5) : first]
        ):  # "a leader of X, Y, was seen": Y was seen, not X
            named = [a for k in sorted(apposed) if (a := row[k].actor) is not None and a.kind == "person"]
            clause.subjects, clause.officer = (named[:1], False) if named else (clause.subjects, True)
        return
    if (
        n
        and found[n - 1].verb.reduced
        and not any(
            row[k].actor or row[k].place is not None or row[k].is_content or row[k].low in PRONOUNS
            for k in clause.left
        )
    ):
        # "the rebellion linked to X is beaten": the subject stands before the participle
        before = found[n - 1].left
        heads = [k for k in before if row[k].actor is not None and not _blocked(row, k, before.start)]
        clause.subjects = [a for k in heads[-1:] if (a := row[k].actor) is not None]
        first = heads[-1] + 1 if heads else before.start
        stop = next(
            (k for k in range(first, before.stop) if row[k].low in _BLOCKING or row[k].low == ","),
            before.stop,
        )
        tail = [k for k in range(first, stop) if row[k].is_content]
        clause.other_subject = not heads or any(row[k].low not in cues().nouns for k in tail)
        clause.place_subjects = [
            p for k in before if (p := row[k].place) is not None and not _blocked(row, k, before.start)
        ]
        return
    clause.place_subjects = [
        p for k in clause.left if (p := row[k].place) is not None and not _blocked(row, k, clause.left.start)
    ]
    if clause.verb.reduced:
        clause.place_subjects, clause.subjects = _described(row, clause)
        return
    content = [row[k] for k in clause.left if row[k].is_content and not _blocked(row, k, clause.left.start)]
    relative = clause.boundary in ("who", "which", "that", "where", "whose")
    pronoun = any(
        row[k].low in ("he", "she", "it", "they", "we", "i", "you", "there", "this") for k in clause.left
    )
    if (
        (content or pronoun)
        and not (relative and (clause.boundary != "that" or not content))
        and not clause.verb.gerund
    ):
        if n and any(x.low in _PURPOSES for x in content) and clause.verb.modal == "to":
            clause.subjects = list(found[n - 1].subjects)  # "X announced that the aim was to take P"
        else:
            clause.other_subject = True
        return
    if clause.verb.lemma == "be" and clause.verb.finite and (n == 0 or not relative):
        first_named = next(
            (x for k in clause.right if (x := row[k]).actor is not None or x.place is not None), None
        )
        if n == 0 and first_named is not None and (actor := first_named.actor) is not None:
            clause.subjects = [actor]  # "after him in the hierarchy is X"
    stated = any(
        row[k].place is not None and row[k].low != "there" and not _blocked(row, k, clause.left.start)
        for k in clause.left
    )
    if stated and not relative and not (clause.verb.gerund or clause.verb.infinitive):
        return  # "the town was under the control of": the place is the subject
    if n == 0:
        return
    previous = found[n - 1]
    at = next(
        (
            k
            for k in previous.left
            if row[k].low in ("whom", "whose", "which")
            or (
                row[k].low == "that"
                and k
                and row[k - 1].is_content
                and any(row[j].actor for j in previous.left if j < k)
            )
        ),
        None,
    )
    if at is not None and clause.boundary in (",", "") and clause.verb.finite:
        # "X, whom Y called Z, was born": the subject stands before the relative clause
        clause.subjects = [a for k in range(max(0, at - 8), at) if (a := row[k].actor) is not None][-1:]
        clause.inherited = True
        return
    if relative and previous.right:
        near = [k for k in previous.right if row[k].actor is not None]
        places = [k for k in previous.right if row[k].place is not None]
        last_actor, last_place = near[-1] if near else -1, places[-1] if places else -1
        if last_actor > last_place:
            actor = row[last_actor].actor
            clause.subjects = [actor] if actor else []
            return
        if last_place >= 0 and clause.boundary in ("which", "where", "that"):
            place = row[last_place].place
            clause.place_subjects = [place] if place is not None else []
            clause.other_subject = clause.boundary == "where"
            return
    if clause.verb.infinitive or clause.verb.gerund:
        objects = [
            k
            for k in previous.right
            if row[k].actor is not None and not _blocked(row, k, previous.right.start)
        ]
        accused = previous.verb.lemma in cues().sets["barred"]
        if accused and objects and clause.verb.gerund:  # "accused X of attacking", "kept X from entering"
            actor = row[objects[0]].actor
            clause.subjects = [actor] if actor else []
            return
        if (
            clause.verb.infinitive
            and objects
            and (previous.verb.classes & {"manage", "plan", "want"} or previous.verb.lemma in PERCEIVED)
            and not previous.verb.passive
        ):
            actor = row[objects[-1]].actor
            clause.subjects = [actor] if actor else []
            return
    clause.inherited = True
    clause.parent = n - 1
    clause.subjects = list(previous.subjects)
    clause.place_subjects = list(previous.place_subjects)
    clause.other_subject = previous.other_subject


def _same_party(one: Item, other: Item) -> bool:
    """Say whether two items name the same party."""
    return one.actor is not None and other.actor is not None and one.actor.name == other.actor.name


def _blocked(row: Sequence[Item], k: int, low: int) -> bool:
    """Say whether an actor stands in a prepositional phrase, and so is no subject."""
    while k > low:
        k -= 1
        item = row[k]
        if item.low in ("about", "over", "around", "under", "up") and (
            row[k + 1].low.replace(",", "").isdigit()
            or row[k + 1].low in ("a", "half", "two", "three", "four", "five", "ten")
        ):
            return False  # "about 400 fighters"
        if item.low in _BLOCKING:
            return True
        if (
            item.low in TIME_WORDS
            or item.low.isdigit()
            or (
                item.low in DETERMINERS
                and k > low
                and (row[k - 1].is_content or row[k - 1].low.isdigit() or row[k - 1].place is not None)
            )
        ):
            return False  # "in July 2019 the coalition": a new phrase begins
        if (
            item.actor is not None
            or item.place is not None
            or item.low in COORDINATORS
            or item.low in (",", ";", ":", "(", "that")
            or item.low in ("of",)
        ):
            if item.low in COORDINATORS and k > low and row[k - 1].actor is not None:
                return _blocked(row, k - 1, low)
            return False
    return False


def _appositions(row: Sequence[Item], left: range) -> frozenset[int]:
    """Return the items between commas that describe the party before them ("X, a spokesman of Y, said")."""
    first = next((k for k in left if row[k].actor is not None), None)
    if first is None:
        return frozenset()
    commas = [k for k in left if k > first and row[k].low in (",", ")")]
    while commas and commas[0] - first > 12:
        commas.pop(0)
    opened = next((k for k in left if k > first and row[k].low in (",", "(")), None)
    if opened is None or not commas or commas[-1] == opened:
        return frozenset()
    between = range(opened + 1, commas[-1])
    if (
        any(row[k].low == "and" and k + 1 < commas[-1] and (row[k + 1].actor is not None) for k in between)
        and row[opened].low == ","
    ):
        return frozenset()
    tail = [row[k] for k in range(commas[-1] + 1, left.stop)]
    if any(x.actor is not None or x.is_content for x in tail):
        return frozenset()
    return frozenset(between)


def _kin(row: Sequence[Item], k: int) -> bool:
    """Say whether a party is named only for its kin ("the families of X's fighters")."""
    return any(x.low in KIN for x in row[max(0, k - 4) : k])


def _of_party(row: Sequence[Item], k: int) -> bool:
    """Say whether an actor only tells whose another one is ("the army of X")."""
    owner = row[k - 2].actor if k > 1 and row[k - 1].low == "of" else None
    return owner is not None and not owner.generic  # "fighters of X" are X


def _described(row: Sequence[Item], clause: Clause) -> tuple[list[int], list[ActorMention]]:
    """Return the places or actors that a reduced participle describes: what stands nearest before it."""
    places: list[int] = []
    actors: list[ActorMention] = []
    k = clause.verb.first - 1
    while k >= 0 and row[k].low not in (";", ".", ":"):
        item = row[k]
        if item.place is not None:
            places.insert(0, item.place)
            if (
                k
                and row[k - 1].low in COORDINATORS | {","}
                and any(x.place is not None for x in row[max(0, k - 3) : k])
            ):
                k -= 1
                continue
            break
        if item.actor is not None:
            actors = [item.actor]
            break
        if item.low in PREPOSITIONS or item.low in BE:
            break
        k -= 1
    return places, actors
