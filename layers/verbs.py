"""Verb groups: the main verb, and what its auxiliaries and negations say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from layers.cues import VerbForm, cues
from layers.items import (
    BE,
    COORDINATORS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NEGATIVES,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    Item,
    is_adverb,
)
from layers.reports import ActorMention

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


def _is_aux(row: Sequence[Item], i: int) -> bool:
    low = row[i].low
    if not row[i].is_word:
        return False
    if low == "to":
        return i + 1 < len(row) and _base_after(row, i + 1)
    if low == "'s":  # "Nusra's taken" is rare: 's is a possessive
        return False
    return low in BE or low in HAVE or low in DO or low in MODALS


def _base_after(row: Sequence[Item], i: int) -> bool:
    while i < len(row) and row[i].is_word and is_adverb(row[i].low):
        i += 1
    if i >= len(row) or not row[i].is_word:
        return False
    form = cues().verbs.get(row[i].low)
    return row[i].low in ("be", "have") or (
        form is not None and form.tag in ("base", "pastpart") and form.lemma == row[i].low
    )


def _verb_alone(row: Sequence[Item], i: int) -> VerbForm | None:
    """Return the form where the word at `i`, with no auxiliary before it, is a verb here and no noun or
    adjective.
    """
    item = row[i]
    form = cues().verbs.get(item.low) if item.is_word else None
    if form is None or (item.text[:1].isupper() and i > 0 and form.tag != "ing"):
        return None
    if (
        form.lemma in ("call", "name", "know")
        and any(x.place is not None for x in row[i + 1 : i + 3])
        and not any(x.low in BE for x in row[max(0, i - 2) : i])
    ):
        return None  # "a village called X": part of the phrase
    before = row[i - 1] if i else None
    after = row[i + 1] if i + 1 < len(row) else None
    prev = before.low if before else ""
    if form.tag != "ing" and _is_finite(after, row, i + 1):
        return None  # "one bomb brought down a house", "No Nusra man stayed"
    if form.tag == "past":
        return form if prev not in DETERMINERS else None
    if (
        prev in ("all", "both", "each")
        and i > 1
        and (row[i - 2].low in PRONOUNS or row[i - 2].actor is not None)
    ):
        prev = row[i - 2].low  # "they all believed"
    if form.tag in ("pastpart", "part"):
        if prev == "," and after is not None and after.low == ",":
            return None  # ", wounded,": said of somebody, not done
        if before is None or prev in DETERMINERS or (before.is_word and prev in PREPOSITIONS) or prev == "'s":
            return None if before is not None else form
        return None if after is not None and after.is_content and not _object_follows(row, i) else form
    if form.tag == "ing":
        noun = bool(cues().nouns.get(item.low))
        if before is not None and (prev in DETERMINERS or prev == "'s" or _is_finite(after, row, i + 1)):
            return None
        if (
            before is not None
            and before.place is not None
            and (after is None or after.low in (",", "and", ".", "near", "with"))
        ):
            return None  # "the Habur crossing"
        if noun and (
            before is None
            or before.is_content
            or prev in PREPOSITIONS
            or (after is not None and after.low in ("in", "at", "between", "of", "on", "near"))
        ):
            return None
        return form
    subject = before is not None and (
        before.actor is not None
        or prev in PRONOUNS
        or before.place is not None
        or prev in ("'s", ")", "”", '"')
        or is_adverb(prev)
        or prev in COORDINATORS
        or prev == ","
        or (before.is_content and (prev.endswith("s") or prev in PLURALS) == (form.tag == "base"))
    )
    if (
        before is not None
        and (back := cues().verbs.get(prev)) is not None
        and back.tag in ("past", "s")
        and before.is_word
        and prev not in cues().nouns
    ):
        return None  # "gave orders": what follows a verb is its object
    if (
        form.lemma in ("clear", "free", "open", "secure")
        and i
        and any(x.low in BE or x.low in ("left", "made") for x in row[max(0, i - 3) : i])
    ):
        return None
    if not subject or prev in DETERMINERS or prev == "'s":
        return None
    noun = item.low in cues().nouns or form.lemma in (
        "man",
        "base",
        "plan",
        "march",
        "post",
        "report",
        "state",
        "claim",
        "work",
        "name",
        "number",
        "rank",
        "end",
        "face",
        "result",
        "support",
        "supply",
        "release",
        "control",
        "change",
        "answer",
        "rule",
        "fight",
        "battle",
        "force",
        "call",
        "use",
        "visit",
        "exchange",
        "lead",
        "back",
        "turn",
        "order",
        "ally",
        "head",
        "plot",
        "cross",
        "step",
        "bomb",
        "side",
    )
    if noun:
        doer = i > 1 and (row[i - 2].actor is not None or row[i - 2].low in PRONOUNS)
        if form.tag == "base" and (prev in COORDINATORS or prev == "," or (is_adverb(prev) and not doer)):
            return None
        if (
            after is None
            or after.low in ("of", "by", "between", "against", ",", ".", "for")
            or (after.low in PREPOSITIONS and item.low in cues().nouns)
        ):
            return None
        if before is not None and before.is_content and after.is_content:
            return None
    return form


def _is_finite(item: Item | None, row: Sequence[Item], i: int) -> bool:
    """Say whether an item can only be a finite verb."""
    if item is None or not item.is_word:
        return False
    if item.low in BE | HAVE | MODALS and item.low not in ("being", "having", "be"):
        return True
    form = cues().verbs.get(item.low)
    if form is None or item.text[0].isupper():
        return False
    if form.tag == "past":
        return True
    nxt = row[i + 1] if i + 1 < len(row) else None
    return (
        form.tag == "pastpart"
        and nxt is not None
        and (nxt.low in DETERMINERS or nxt.low in ("behind", "in", "down", "on", "at"))
        and item.low.endswith("ed")
    )


def _object_follows(row: Sequence[Item], i: int) -> bool:
    """Say whether what follows a participle-like form can be its object or adverbial, not the noun it
    describes.
    """
    before = row[i - 1] if i else None
    return before is not None and (
        before.actor is not None
        or before.low in PRONOUNS
        or before.low in ("and", "then", "but", ",", "”", ")")
        or before.is_content
        or is_adverb(before.low)
        or before.place is not None
    )


def verbs(row: Sequence[Item]) -> list[Verb]:
    """Return the verb groups of a sentence in text order."""
    found: list[Verb] = []
    i = 0
    while i < len(row):
        verb = _group(row, i)
        if verb is None:
            i += 1
        else:
            found.append(verb)
            i = verb.last + 1
    return found


_NO_VERBS = cues().sets["no_verbs"]


def _group(row: Sequence[Item], i: int) -> Verb | None:
    if not row[i].is_word:
        return None
    if not _is_aux(row, i):
        form = _verb_alone(row, i)
        if form is None:
            return None
        by = any(x.low == "by" for x in row[i + 1 : i + 3])
        participle = form.tag in ("pastpart", "part")
        prev = row[i - 1].low if i else ""
        subject = i > 0 and (
            row[i - 1].actor is not None or prev in PRONOUNS or prev in COORDINATORS or is_adverb(prev)
        )
        relation = form.lemma in (
            "link",
            "connect",
            "ally",
            "affiliate",
            "associate",
            "accuse",
            "oppose",
            "receive",
            "send",
            "give",
            "supply",
            "issue",
        ) and row[min(i + 1, len(row) - 1)].low in ("to", "with", "of", "from")
        can_describe = form.classes & {
            "control",
            "base",
            "kill",
            "arrest",
            "activity",
            "expel",
            "presence",
            "found",
        }
        after = row[i + 1].low if i + 1 < len(row) else ""
        apposed = (
            prev == ","
            and after in PREPOSITIONS
            and bool(form.classes & {"control", "base", "kill", "arrest", "found", "loss"})
        )
        apposed = apposed and (form.lemma, after) != ("base", "on")
        settled = apposed or (
            (form.lemma, after) != ("base", "on")
            and form.lemma in ("base", "station", "headquarter", "garrison", "billet", "quarter")
        )
        reduced = participle and (
            form.tag == "part"
            or by
            or settled
            or (relation and not subject)
            or (not subject and bool(can_describe) and _follows_noun_phrase_of_other_verb(row, i))
        )
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
    lows: list[str] = []
    j = i
    head: VerbForm | None = None
    while j < len(row) and row[j].is_word:
        low = row[j].low
        form = cues().verbs.get(low)
        not_yet = low == "yet" and lows[-1:] in (["not"], ["n't"], ["never"])
        no_longer = not_yet or (low == "no" and j + 1 < len(row) and row[j + 1].low == "longer")
        yet_to = low == "yet" and bool(lows) and j + 1 < len(row) and row[j + 1].low == "to"
        if (
            no_longer
            or yet_to
            or _is_aux(row, j)
            or (is_adverb(low) and low not in ("there",))
            or low in ("n't",)
        ):
            lows.append(low)
            j += 1
        elif form is not None and lows and _fits(form, lows):
            head = form
            lows.append(low)
            break
        elif lows and lows[-1] in MODALS and row[j].is_content and low not in cues().nouns:
            head = VerbForm(low, "base", frozenset())
            lows.append(low)
            break
        elif (
            lows
            and low.endswith(("ed", "ing"))
            and low not in _NO_VERBS
            and any(x in BE | HAVE for x in lows)
            and len(low) > 4
        ):
            head = VerbForm(low, "pastpart" if low.endswith("ed") else "ing", frozenset())
            lows.append(low)
            break
        else:
            break
    if head is None:
        while (
            j > i + 1
            and is_adverb(row[j - 1].low)
            and row[j - 1].low not in NEGATIVES
            and row[j - 1].low not in ("longer", "no", "n't", "still", "now")
        ):
            j -= 1
        j -= 1
        last = next((x for x in reversed(lows) if x in BE | HAVE | DO), "")
        lemma = "be" if last in BE else "have" if last in HAVE else "do"
        head_form = cues().verbs.get(lemma)
        head = VerbForm(lemma, "base", head_form.classes if head_form else frozenset())
        aux = [x for x in lows if x in BE | HAVE | DO | MODALS or x == "to"][:-1]
    else:
        aux = [x for x in lows[:-1] if x in BE | HAVE | DO | MODALS or x == "to"]
    tensed = [x for x in lows if x in BE | HAVE | DO]
    be_aux = any(x in BE for x in aux)
    participle = head.tag in ("pastpart", "part")
    have_aux = any(x in HAVE for x in aux)
    negated = next((x for x in lows if x in NEGATIVES or x == "n't"), "") or _negative_before(row, i)
    if "yet" in lows and "to" in lows:
        negated = "yet to"
    if "longer" in lows or (
        "longer" in [x.low for x in row[j + 1 : j + 3]] and "no" in [x.low for x in row[j : j + 3]]
    ):
        negated = "no longer"
    return Verb(
        i,
        max(j, i),
        head.lemma,
        head.classes,
        negated=negated,
        modal=next((x for x in lows if x in MODALS), "")
        or ("to" if lows[0] in BE and "to" in lows[1:3] and head.lemma not in BE else ""),
        perfect=(have_aux and head.lemma != "have") or (have_aux and participle),
        pluperfect=any(x in ("had", "hadn't") for x in aux),
        progressive=head.tag == "ing",
        passive=(be_aux and participle and "being" not in lows) or ("being" in lows and participle),
        past=bool(tensed)
        and tensed[0] in ("was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't"),
        infinitive=lows[0] == "to" or (len(lows) > 1 and lows[1] == "to" and lows[0] in NEGATIVES),
        gerund=lows[0] in ("being", "having"),
    )


def _fits(form: VerbForm, lows: Sequence[str]) -> bool:
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
