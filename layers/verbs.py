"""Verb groups: the main verb, and what its auxiliaries and negations say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from layers.cues import VerbForm, cues
from layers.items import (
    BE,
    COORDINATORS,
    DO,
    HAVE,
    MODALS,
    NEGATIVES,
    PREPOSITIONS,
    Item,
    is_adverb,
)
from layers.reports import ActorMention
from layers.wordforms import is_auxiliary, is_doer, verb_alone

PERCEIVED = cues().sets["perceived"]


@dataclass(frozen=True)
class Verb:
    """A verb group `items[first..last]` with its main verb and what its auxiliaries say."""

    first: int
    last: int
    lemma: str
    classes: frozenset[str]
    negated: str = ""
    modal: str = ""
    perfect: bool = False
    pluperfect: bool = False
    progressive: bool = False
    passive: bool = False
    past: bool = False
    infinitive: bool = False
    gerund: bool = False
    reduced: bool = False

    @property
    def finite(self) -> bool:
        """Say whether the verb has a tense of its own."""
        return not (self.infinitive or self.gerund or self.reduced)


@dataclass
class Clause:
    """A verb with the items before it (from its own boundary on) and after it (up to the next boundary)."""

    verb: Verb
    left: range
    right: range
    boundary: str = ""
    subjects: list[ActorMention] = field(default_factory=list)
    place_subjects: list[int] = field(default_factory=list)
    other_subject: bool = False
    officer: bool = False
    inherited: bool = False
    parent: int | None = None


def classes_of(row: Sequence[Item], clause: Clause) -> frozenset[str]:
    """Return the classes of a clause's verb, with its particle where that changes them ("rule out")."""
    return cues().phrasal.get((clause.verb.lemma, particle_of(row, clause)), clause.verb.classes)


# Particles that do not govern the place behind them: "gave up P".
ADVERBIAL = frozenset({"up", "over", "back", "off", "down"})


def particle_of(row: Sequence[Item], clause: Clause) -> str:
    """Return the particle that changes what a clause's verb means, "" for none."""
    verb, known = clause.verb, cues().phrasal
    if verb.lemma not in _phrasal_lemmas():
        return ""
    after = [row[k].low for k in clause.right[:2]] + _particle(row, clause)
    return next((p for p in after if (verb.lemma, p) in known), "")


@cache
def _phrasal_lemmas() -> frozenset[str]:
    """Return the verbs that some particle changes."""
    return frozenset(lemma for lemma, _ in cues().phrasal)


def _particle(row: Sequence[Item], clause: Clause) -> list[str]:
    """Return the particle behind a short object ("pull their men out")."""
    for k in clause.right[1:5]:
        item = row[k]
        if item.low in ADVERBIAL | {"out", "away"}:
            return [item.low]
        if item.low in PREPOSITIONS:
            break  # "closed its base in P" is not "closed in"
        if not (item.is_word or item.actor is not None or item.place is not None):
            break
    return []


def verbs(row: Sequence[Item]) -> list[Verb]:
    """Return the verb groups of a sentence in text order."""
    found: list[Verb] = []
    known = cues().verbs
    i = 0
    while i < len(row):
        low = row[i].low
        may_be = row[i].is_word and (low in known or low in _AUXILIARIES or low.endswith("ed"))
        verb = _group(row, i) if may_be else None
        if verb is None:
            i += 1
        else:
            found.append(verb)
            i = verb.last + 1
    return found


_AUXILIARIES = BE | HAVE | DO | MODALS | {"to"}
_NO_VERBS = cues().sets["no_verbs"]


def _group(row: Sequence[Item], i: int) -> Verb | None:
    """Return the verb group that begins at item `i`, a word that may be a verb."""
    if is_auxiliary(row, i):
        return _with_auxiliaries(row, i)
    form = verb_alone(row, i)
    if form is None:
        return None
    participle = form.tag in ("pastpart", "part")
    reduced = participle and _is_reduced(row, i, form)
    return Verb(
        i,
        i,
        form.lemma,
        form.classes,
        negated=_negative_before(row, i),
        past=participle or form.tag == "past",
        gerund=form.tag == "ing",
        reduced=reduced,
        passive=reduced,
    )


def describes(row: Sequence[Item], verb: Verb) -> bool:
    """Say whether a participle describes the noun before it ("men linked to X", "men fighting for X")."""
    if verb.reduced or not verb.gerund or not verb.first:
        return verb.reduced
    before = row[verb.first - 1]
    return before.actor is not None or before.is_content


_CAN_DESCRIBE = frozenset({"control", "base", "kill", "arrest", "activity", "expel", "presence", "found"})
_CAN_BE_APPOSED = frozenset({"control", "base", "kill", "arrest", "found", "loss"})


def _is_reduced(row: Sequence[Item], i: int, form: VerbForm) -> bool:
    """Say whether a participle with no auxiliary is passive ("the town held by X", "P, seized in May")."""
    if form.tag == "part" or any(x.low == "by" for x in row[i + 1 : i + 3]):
        return True
    prev = row[i - 1].low if i else ""
    after = row[i + 1].low if i + 1 < len(row) else ""
    if after in PREPOSITIONS and i > 0 and row[i - 1].is_content and _agent_follows(row, i + 2):
        return True  # "a drone launched from P by X"
    apposed = prev == "," and after in PREPOSITIONS and bool(form.classes & _CAN_BE_APPOSED)
    if (form.lemma, after) != ("base", "on") and (apposed or form.lemma in cues().sets["settled"]):
        return True
    raised = form.lemma in cues().sets["raising"] and after == "to"
    if raised and i > 0 and (row[i - 1].actor is not None or row[i - 1].is_content):
        return True  # "men believed to belong to X"
    if i > 0 and (is_doer(row[i - 1]) or prev in COORDINATORS or is_adverb(prev)):
        return False
    relation = row[min(i + 1, len(row) - 1)].low in ("to", "with", "of", "from")
    if relation and form.lemma in cues().sets["relations"]:
        return True
    return bool(form.classes & _CAN_DESCRIBE) and _follows_noun_phrase_of_other_verb(row, i)


def _agent_follows(row: Sequence[Item], k: int) -> bool:
    """Say whether "by" and a party follow within a few items, before any mark."""
    for j in range(k, min(k + 5, len(row))):
        if row[j].low in (",", ";", "and"):
            return False
        if row[j].low == "by":
            return any(x.actor is not None for x in row[j + 1 : j + 4])
    return False


def _chain(row: Sequence[Item], i: int) -> tuple[list[str], int, VerbForm | None]:
    """Return the words of a group from its first auxiliary on, where it ends, and its main verb, if any."""
    lows: list[str] = []
    j = i
    while j < len(row) and row[j].is_word:
        low = row[j].low
        if _goes_on(row, j, lows):
            lows.append(low)
            j += 1
            continue
        head = _head(row[j], lows)
        return ([*lows, low], j, head) if head is not None else (lows, j, None)
    return lows, j, None


def _goes_on(row: Sequence[Item], j: int, lows: Sequence[str]) -> bool:
    """Say whether item `j` is an auxiliary, a negative or an adverb inside a group."""
    low, after = row[j].low, row[j + 1].low if j + 1 < len(row) else ""
    if low == "yet" and ((lows and after == "to") or lows[-1:] in (["not"], ["n't"], ["never"])):
        return True
    no_longer = low == "no" and after == "longer"
    return no_longer or is_auxiliary(row, j) or (is_adverb(low) and low != "there") or low == "n't"


def _head(item: Item, lows: Sequence[str]) -> VerbForm | None:
    """Return the main verb that an item is behind these auxiliaries; an unknown word has no class."""
    form = cues().verbs.get(item.low)
    if not lows:
        return None
    if form is not None and _fits(form, lows):
        return form
    if lows[-1] in MODALS and item.is_content and item.low not in cues().nouns:
        return VerbForm(item.low, "base", frozenset())
    formed = item.low.endswith(("ed", "ing")) and len(item.low) > 4 and item.low not in _NO_VERBS
    if formed and any(x in BE | HAVE for x in lows):
        return VerbForm(item.low, "pastpart" if item.low.endswith("ed") else "ing", frozenset())
    return None


def _auxiliary_as_verb(row: Sequence[Item], i: int, j: int, lows: Sequence[str]) -> tuple[int, VerbForm]:
    """Return where a group ends whose main verb is be, have or do, and that verb."""
    kept = NEGATIVES | {"longer", "no", "n't", "still", "now"}
    while j > i + 1 and is_adverb(row[j - 1].low) and row[j - 1].low not in kept:
        j -= 1
    last = next((x for x in reversed(lows) if x in BE | HAVE | DO), "")
    lemma = "be" if last in BE else "have" if last in HAVE else "do"
    known = cues().verbs.get(lemma)
    return j - 1, VerbForm(lemma, "base", known.classes if known else frozenset())


def _negated(row: Sequence[Item], i: int, j: int, lows: Sequence[str]) -> str:
    """Return the words that negate a group from item `i` to `j`, "" for none."""
    behind = [x.low for x in row[j : j + 3]]
    if "longer" in lows or ("longer" in behind[1:] and "no" in behind):
        return "no longer"
    if "yet" in lows and "to" in lows:
        return "yet to"
    return next((x for x in lows if x in NEGATIVES or x == "n't"), "") or _negative_before(row, i)


_PAST_AUXILIARIES = frozenset("was were had did wasn't weren't didn't hadn't".split())


def _with_auxiliaries(row: Sequence[Item], i: int) -> Verb:
    """Return the verb group that begins with the auxiliary at item `i`."""
    lows, j, main = _chain(row, i)
    aux = [x for x in (lows[:-1] if main else lows) if x in BE | HAVE | DO | MODALS or x == "to"]
    if main is None:
        aux = aux[:-1]
        j, head = _auxiliary_as_verb(row, i, j, lows)
    else:
        head = main
    tensed = [x for x in lows if x in BE | HAVE | DO]
    participle = head.tag in ("pastpart", "part")
    to_be_done = lows[0] in BE and "to" in lows[1:3] and head.lemma not in BE
    to_be_done = to_be_done or (lows[0] in ("have", "has") and lows[1:2] == ["to"])
    return Verb(
        i,
        max(j, i),
        head.lemma,
        head.classes,
        negated=_negated(row, i, j, lows),
        modal=next((x for x in lows if x in MODALS), "") or ("to" if to_be_done else ""),
        perfect=any(x in HAVE for x in aux) and (head.lemma != "have" or participle),
        pluperfect=any(x in ("had", "hadn't") for x in aux),
        progressive=head.tag == "ing",
        passive=participle and ("being" in lows or any(x in BE for x in aux)),
        past=bool(tensed) and tensed[0] in _PAST_AUXILIARIES,
        infinitive=lows[0] == "to" or (len(lows) > 1 and lows[1] == "to" and lows[0] in NEGATIVES),
        gerund=lows[0] in ("being", "having"),
    )


def _fits(form: VerbForm, lows: Sequence[str]) -> bool:
    """Say whether a form can stand behind these auxiliaries."""
    last = next((x for x in reversed(lows) if x in BE | HAVE | DO | MODALS or x == "to"), "")
    if last in BE:
        return form.tag in ("ing", "pastpart", "part") or (
            form.tag == "base" and form.lemma in ("run", "come", "become", "overrun", "hit", "set", "cut")
        )
    if last in HAVE:
        return form.tag in ("pastpart", "part") or form.lemma in ("come", "become", "run", "overrun")
    return (form.tag in ("base", "pastpart") and form.tag != "ing") or form.lemma == "read"


def _negative_before(row: Sequence[Item], i: int) -> str:
    """Return "without", "not", "never" or "no longer" directly before a verb form that has no auxiliary."""
    before = [x.low for x in row[max(0, i - 3) : i]]
    if before[-1:] and before[-1] in ("not", "without", "never", "nor"):
        return before[-1]
    if before[-2:] == ["no", "longer"]:
        return "no longer"
    return ""


def _follows_noun_phrase_of_other_verb(row: Sequence[Item], i: int) -> bool:
    """Say whether a participle describes the noun before it ("the camp held in 2014"): another finite verb is
    near.
    """
    return any(x.low in BE or x.low in HAVE for x in row[i + 1 : i + 7]) and not any(
        x.low in (",", ";", "and", "but") for x in row[i + 1 : i + 7]
    )
