"""Who or what a clause is about: its own subject, else that of the clause it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layers.cues import cues
from layers.items import (
    BE,
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    TIME_WORDS,
    Item,
    is_adverb,
)
from layers.reports import ActorMention
from layers.verbs import PERCEIVED, Clause, describes

OFFICERS = cues().sets["officers"]


_PURPOSES = cues().sets["purposes"]


KIN = cues().sets["kin"]


_BLOCKING = PREPOSITIONS - {"of", "among", "between"}


def set_subjects(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> None:
    """Set the subjects of a clause: its own, else those of the clause it hangs on."""
    if any(settled(row, found, n, clause) for settled in _STEPS):
        return
    previous = found[n - 1]
    clause.inherited = True
    clause.parent = n - 1
    clause.subjects = list(previous.subjects)
    clause.place_subjects = list(previous.place_subjects)
    clause.other_subject = previous.other_subject


def _free(row: Sequence[Item], span: range) -> list[int]:
    """Return the items of a stretch that stand in no prepositional phrase."""
    return [k for k in span if not _blocked(row, k, span.start)]


def _parties(row: Sequence[Item], at: Iterable[int]) -> list[ActorMention]:
    """Return the parties among some items."""
    return [a for k in at if (a := row[k].actor) is not None]


def _places(row: Sequence[Item], span: range) -> list[int]:
    """Return the places of a stretch that stand in no prepositional phrase."""
    return [p for k in _free(row, span) if (p := row[k].place) is not None]


def _before_who(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take the party before "who"."""
    who = next((k for k in clause.left if row[k].low == "who"), None)
    if who is None or any(row[k].actor for k in clause.left if k > who):
        return False
    named = _parties(row, range(max(0, who - 14), who))
    if named:
        clause.subjects = named[-1:]
    return bool(named)


def _own_parties(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take the parties that stand before the verb as its subject."""
    apposed = _appositions(row, clause.left)
    own = [
        k
        for k in _free(row, clause.left)
        if row[k].actor is not None
        and k not in apposed
        and not (
            _of_party(row, k)
            or _kin(row, k)
            or is_relation(row, k)
            or _is_object(row, k)
            or in_apposition(row, k, clause)
        )
    ]
    named = _parties(row, sorted(apposed))
    if not own and named and _is_apposed(row, apposed) and not (clause.verb.gerund or clause.verb.reduced):
        clause.subjects = named  # "the militia and its ally, X, hold P"
        return True
    if not own or clause.verb.gerund or clause.verb.reduced:
        return False
    chosen = _coordinated(row, own)
    head = _head_behind(row, own[-1], clause, apposed)
    if (
        head is not None
        and head.low not in cues().nouns
        and head.low not in TIME_WORDS
        and row[own[-1] + 1].low not in ("(", ",", "“", ")")
    ):
        clause.other_subject = head.low not in cues().sets["party_heads"] | OFFICERS
    clause.subjects = _parties(row, chosen)
    clause.officer = head is not None and head.low in OFFICERS
    apposed_party = _parties(row, sorted(apposed))[:1]
    # "its rival, Y, was seen": Y was
    if head is not None and apposed_party and _possesses(row, own[-1]) and _is_apposed(row, apposed):
        clause.subjects, clause.other_subject, clause.officer = apposed_party, False, False
        return True
    if _officer_of(row, chosen[0]):  # "a leader of X, Y, was seen": Y was seen, not X
        named = [a for a in _parties(row, sorted(apposed)) if a.kind == "person"]
        clause.subjects, clause.officer = (named[:1], False) if named else (clause.subjects, True)
    return True


def in_apposition(row: Sequence[Item], k: int, clause: Clause) -> bool:
    """Say whether a party only tells what a place is ("residents of P, an X stronghold, fled")."""
    comma = next((j for j in range(k, clause.left.start, -1) if row[j].low == ","), None)
    if comma is None or row[comma - 1].place is None or comma + 1 >= len(row):
        return False
    closed = next((j for j in range(k + 1, clause.verb.first) if row[j].low == ","), None)
    nouns = ("base_or_camp", "control")
    return closed is not None and any(
        row[j].is_word and set(cues().nouns.get(row[j].low, ())) & set(nouns) for j in range(comma, closed)
    )


def _is_object(row: Sequence[Item], k: int) -> bool:
    """Say whether a pronoun cannot be a subject; "some of them" can."""
    return row[k].low in ("him", "them", "her") and not (k > 1 and row[k - 1].low == "of")


def _coordinated(row: Sequence[Item], own: Sequence[int]) -> list[int]:
    """Return the last of the parties with those that are joined to it."""
    chosen = [own[-1]]
    for k in reversed(own[:-1]):
        gap = [x.low for x in row[k + 1 : chosen[0]]]
        if _same_party(row[k], row[own[-1]]):
            continue
        if not ({"and", "or", "nor", "both"} & set(gap) or gap in ([","], ["("], ["(", "the"])):
            break
        chosen.insert(0, k)
    return chosen


def _head_behind(row: Sequence[Item], last: int, clause: Clause, apposed: frozenset[int]) -> Item | None:
    """Return the noun that a party before it only describes ("the X spokesman said")."""
    after = [row[k] for k in range(last + 1, clause.verb.first) if k not in apposed]
    ends = _BLOCKING | {",", "who", "which", "that"}
    stop = next((i for i, x in enumerate(after) if x.low in ends), len(after))
    return next((x for x in reversed(after[:stop]) if x.is_content), None)


def _possesses(row: Sequence[Item], k: int) -> bool:
    """Say whether a party only tells whose the noun behind it is ("its rival", "X's rival")."""
    return row[k].low in ("its", "their", "his", "her") or (k + 1 < len(row) and row[k + 1].low == "'s")


def _is_apposed(row: Sequence[Item], apposed: frozenset[int]) -> bool:
    """Say whether an apposition is a name, perhaps with a "the" before it."""
    first = [row[k] for k in sorted(apposed)][:2]
    return any(x.actor is not None for x in first) and all(
        x.actor is not None or x.low == "the" for x in first[:1]
    )


def _officer_of(row: Sequence[Item], first: int) -> bool:
    """Say whether the party at `first` only tells whose officer somebody is."""
    return any(x.low == "of" for x in row[max(0, first - 2) : first]) and any(
        x.low in OFFICERS for x in row[max(0, first - 5) : first]
    )


def _fronted(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take what stands behind a participle that opens the sentence ("Captured by X in May, P was ...")."""
    if n or not clause.verb.reduced or len(clause.left) or len(found) < 2:
        return False
    after = found[1].left
    named = [k for k in _free(row, after) if row[k].actor is not None or row[k].place is not None]
    if not named or any(row[k].is_content for k in after if k < named[0]):
        return False
    first = row[named[0]]
    clause.subjects = [first.actor] if first.actor is not None else []
    clause.place_subjects = [first.place] if first.place is not None else []
    return True


def _pending(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take the party that an aside parts from its verb ("when X, having bought off Y, took P")."""
    if not n or not clause.verb.gerund or any(row[k].actor is not None for k in clause.left):
        return False
    right = found[n - 1].right
    opened = next((k for k in reversed(right) if row[k].low in _OPENING), None)
    if opened is None or row[clause.left.start if len(clause.left) else clause.verb.first - 1].low != ",":
        return False
    clause.subjects = _parties(row, _free(row, range(opened + 1, right.stop)))
    return bool(clause.subjects)


_OPENING = frozenset(
    "when where while after before as because although though until since that and but".split()
)


def _before_reduced(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take what stands before the participle between ("the rebellion linked to X is beaten")."""
    if not n or not describes(row, found[n - 1].verb):
        return False
    if any(
        row[k].actor or row[k].place is not None or row[k].is_content or row[k].low in PRONOUNS
        for k in clause.left
    ):
        return False
    before = found[n - 1].left
    heads = [k for k in _free(row, before) if row[k].actor is not None and not is_relation(row, k)]
    clause.subjects = _parties(row, heads[-1:])
    first = heads[-1] + 1 if heads else before.start
    stop = next(
        (k for k in range(first, before.stop) if row[k].low in _BLOCKING or row[k].low == ","),
        before.stop,
    )
    tail = [k for k in range(first, stop) if row[k].is_content]
    clause.other_subject = not heads or any(row[k].low not in cues().nouns for k in tail)
    clause.place_subjects = _places(row, before)
    return True


def _what_is_described(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take what a reduced participle describes; else note the places before the verb and go on."""
    clause.place_subjects = _places(row, clause.left)
    if clause.verb.reduced and n and found[n - 1].verb.passive and _joined(row, clause):
        return False  # "was caught in P and later flown to Q"
    if describes(row, clause.verb) and (clause.verb.reduced or row[clause.verb.first - 1].actor is not None):
        clause.place_subjects, clause.subjects = _described(row, clause)
        return True
    return False


def _joined(row: Sequence[Item], clause: Clause) -> bool:
    """Say whether "and" or a comma joins a participle to the verb before it, adverbs aside."""
    k = clause.verb.first - 1
    while k > 0 and is_adverb(row[k].low):
        k -= 1
    return row[k].low in COORDINATORS


def _is_relative(clause: Clause) -> bool:
    """Say whether a clause begins with a relative word."""
    return clause.boundary in ("who", "which", "that", "where", "whose")


def _somebody_else(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Note that the subject is a noun or pronoun which is no party."""
    content = [row[k] for k in _free(row, clause.left) if row[k].is_content]
    pronoun = any(
        row[k].low in ("he", "she", "it", "they", "we", "i", "you", "there", "this") for k in clause.left
    )
    if not (content or pronoun) or clause.verb.gerund:
        return False
    if _is_relative(clause) and (clause.boundary != "that" or not content):
        return False
    if n and any(x.low in _PURPOSES for x in content) and clause.verb.modal == "to":
        clause.subjects = list(found[n - 1].subjects)  # "X announced that the aim was to take P"
    else:
        clause.other_subject = True
    return True


def _first_clause(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """End with what a place as subject, or the first clause, has found."""
    if n == 0 and clause.verb.lemma == "be" and clause.verb.finite:
        named = (row[k] for k in clause.right if row[k].actor is not None or row[k].place is not None)
        first = next(named, None)
        if first is not None and first.actor is not None:
            clause.subjects = [first.actor]  # "after him in the hierarchy is X"
    stated = any(row[k].place is not None and row[k].low != "there" for k in _free(row, clause.left))
    if stated and not _is_relative(clause) and not (clause.verb.gerund or clause.verb.infinitive):
        return True  # "the town was under the control of": the place is the subject
    return n == 0


def _before_relative(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take the party before a relative clause that stands between ("X, whom Y called Z, was born")."""
    left = found[n - 1].left
    at = next((k for k in left if _opens_relative(row, left, k)), None)
    if at is None or clause.boundary not in (",", "") or not clause.verb.finite:
        return False
    clause.subjects = _parties(row, range(max(0, at - 8), at))[-1:]
    if not clause.subjects:  # "P, where X kept a camp, is quiet"
        clause.place_subjects = _places(row, range(left.start, at))
    clause.inherited = True
    return bool(clause.subjects or clause.place_subjects)


def _opens_relative(row: Sequence[Item], left: range, k: int) -> bool:
    """Say whether the word at `k` opens a relative clause."""
    if row[k].low in ("whom", "whose", "which", "where"):
        return True
    behind_noun = row[k].low == "that" and k > 0 and row[k - 1].is_content
    return behind_noun and any(row[j].actor for j in left if j < k)


def _of_relative(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take the last party or place of the clause before as what a relative clause is about."""
    if not _is_relative(clause):
        return False
    named = [row[k] for k in found[n - 1].right if row[k].actor is not None or row[k].place is not None]
    last = named[-1] if named else None
    if last is not None and last.actor is not None:
        clause.subjects = [last.actor]
        return True
    if last is not None and last.place is not None and clause.boundary in ("which", "where", "that"):
        clause.place_subjects = [last.place]
        clause.other_subject = clause.boundary == "where"
        return True
    return False


def _of_object(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> bool:
    """Take the object of the governing verb ("accused X of attacking", "ordered X to leave")."""
    governor = found[n - 1].verb
    objects = _parties(row, _free(row, found[n - 1].right))
    if not objects:
        return False
    if clause.verb.gerund and governor.lemma in cues().sets["barred"]:  # "kept X from entering"
        clause.subjects = objects[:1]
        return True
    if clause.verb.gerund and governor.lemma in cues().sets["sights"] and not len(clause.left):
        clause.subjects = objects[-1:]  # "found X fighters patrolling P"
        return True
    moved = governor.classes & {"manage", "plan", "want"} or governor.lemma in PERCEIVED
    if clause.verb.infinitive and moved and not governor.passive:
        clause.subjects = objects[-1:]
        return True
    return False


# Each step settles the subjects and says so, or leaves them to the next one.
_STEPS = (
    _fronted,
    _pending,
    _before_who,
    _own_parties,
    _before_reduced,
    _what_is_described,
    _somebody_else,
    _first_clause,
    _before_relative,
    _of_relative,
    _of_object,
)


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


_RELATED = cues().sets["related"]
_AFFILIATES = cues().sets["affiliates"] | {"affiliated", "linked", "allied", "aligned", "backed"}


_EX = frozenset({"former", "ex", "ex-", "onetime", "erstwhile", "retired"})


def is_relation(row: Sequence[Item], k: int) -> bool:
    """Say whether a party is named only to tell whose friend another is ("close to X", "X affiliate")."""
    after = row[k + 1].low.lstrip("-") if k + 1 < len(row) else ""
    if k and row[k - 1].low in _EX and "members" in cues().nouns.get(after, ()):
        return True  # "a former X fighter" is X's no longer
    described = k + 2 < len(row) and row[k + 1].low == after and row[k + 2].low in ("by", "to", "with")
    return (after in _AFFILIATES and not described) or any(x.low in _RELATED for x in row[max(0, k - 3) : k])


def _kin(row: Sequence[Item], k: int) -> bool:
    """Say whether a party is named only for its kin ("the families of X's fighters")."""
    return any(x.low in KIN for x in row[max(0, k - 4) : k])


def _of_party(row: Sequence[Item], k: int) -> bool:
    """Say whether an actor only tells whose another one is ("the army of X")."""
    back = 3 if k > 2 and row[k - 1].low == "of" and row[k - 2].low == ")" else 2
    owner = row[k - back].actor if k > back - 1 and row[k - 1].low == "of" else None
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
