"""What the words of a clause itself say of it: its negation, modal, adverbs, tense and the time it bounds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from layers.cues import cues
from layers.items import Item
from layers.verbs import Clause
from layers.verdicts import AFFIRMED, STATES, Verdict, join

_TAKINGS = cues().sets["takings"]
_IF = frozenset({"if", "whether", "unless"})
_EVENTS = frozenset({"activity", "kill", "arrest", "to", "from", "expel", "casualty"})
_LASTING = frozenset({"control", "presence", "base", "light", "settle"})
_ENDING_MOVES = frozenset({"to", "from", "loss"})
_UNTIL = frozenset({"until", "till"})


def own_words(row: Sequence[Item], clause: Clause, what: str) -> Verdict:
    """Return the verdict of a clause by its own words."""
    verb = clause.verb
    parts: list[Verdict] = [
        _adverbs(row, clause),
        modal(row, clause),
        _past_state(row, clause, what),
        _negation(row, clause),
    ]
    result = AFFIRMED
    for part in parts:
        result = join(part, result) if result else part or result
    after = [row[k].low for k in clause.right][-4:]
    ended = (
        verb.negated
        and what in STATES
        and ("anymore" in after or ("any" in after and {"more", "longer"} & set(after)))
    )
    if verb.negated == "no longer" or ended:
        return Verdict("former", "no longer")
    return result


def _adverbs(row: Sequence[Item], clause: Clause) -> Verdict:
    """Return "uncertain" for an adverb of doubt or a condition in the clause."""
    words = [row[k] for k in [*clause.left, *range(clause.verb.first, clause.verb.last + 1), *clause.right]]
    stop = next((i for i, w in enumerate(words) if w.low in ("who", "which") and i), len(words))
    for word in words[: max(stop, len(clause.left))]:
        if (
            word.is_word
            and word.low in cues().status["uncertain"]
            and word.low not in ("if", "whether", "unless", "can", "should", "may", "might", "could", "would")
        ):
            return Verdict("uncertain", word.text)
    if hearsay := _hearsay(row, clause):
        return Verdict("uncertain", hearsay)
    if clause.boundary in _IF or any(row[k].low in _IF for k in clause.left):
        return Verdict("uncertain", clause.boundary or "if")
    return AFFIRMED


def _hearsay(row: Sequence[Item], clause: Clause) -> str:
    """Return the words of an aside that leaves it open whether the clause is so (", some say,")."""
    last = cues().verbs.get(row[-2].low) if len(row) > 4 else None
    if last is not None and "claim" in last.classes and any(x.low == "so" for x in row[-8:-2]):
        return row[-2].text  # "; so, at least, P claims."
    for k in range(max(clause.left.start, 1), min(clause.right.stop + 4, len(row) - 2)):
        said = (row[k].low, row[k + 1].low, row[k + 2].low)
        if row[k - 1].low not in (",", "–", "—", "and", "("):
            continue
        if said[0] in ("some", "many", "others") and said[1] in ("say", "said", "claim", "believe", "think"):
            return f"{said[0]} {said[1]}"
        if (
            said[0] == "it"
            and said[1] in ("is", "was")
            and said[2] in ("said", "rumoured", "rumored", "claimed")
        ):
            return f"it {said[1]} {said[2]}"
        if (
            said[0] == "it"
            and said[1] in ("seems", "seemed", "appears", "appeared")
            and said[2] in (",", "that")
        ):
            return f"it {said[1]}"
    return ""


def modal(row: Sequence[Item], clause: Clause) -> Verdict:
    """Return what the modal of a clause makes of it."""
    verb = clause.verb
    if verb.modal in ("may", "might", "could", "would", "should", "can", "wouldn't", "couldn't"):
        return Verdict("uncertain", verb.modal)
    if verb.modal in ("will", "shall", "won't", "to", "must"):
        return Verdict("planned", verb.modal)
    return AFFIRMED


def _spans_years(row: Sequence[Item]) -> bool:
    """Say whether the sentence bounds its time: "from 2015 to 2019", "between May and July 2014"."""
    lows = [x.low for x in row]
    years = [i for i, low in enumerate(lows) if low.isdigit() and len(low) == 4]
    return any(
        b - a == 2
        and lows[a + 1] in ("to", "until", "till", "and", "-", "–")
        and a
        and (lows[a - 1] in ("from", "between") or (lows[a - 1] == "in" and lows[a + 1] == "and"))
        for a, b in itertools.pairwise(years)
    )


def _for_a_time(row: Sequence[Item], clause: Clause) -> str:
    """Return the words that bound a past state: "for ten months"."""
    for k in (*clause.left, *clause.right):
        if row[k].low == "for" and any(x.low in _SPANS for x in row[k + 1 : k + 6]):
            return "for"
    return ""


_SPANS = cues().sets["spans"]


def _past_state(row: Sequence[Item], clause: Clause, what: str) -> Verdict:
    """Return "former" for a state that the clause puts in the past: had been, was until, used to, once."""
    verb = clause.verb
    lasts = verb.lemma in cues().sets["lasting"]
    struck = verb.classes & _EVENTS and not verb.classes & _LASTING
    if (what not in STATES or struck) and not lasts:
        return AFFIRMED  # whom somebody struck in P was in P, whenever it was
    if any(row[k].low == "still" for k in range(verb.first, verb.last + 1)):
        return AFFIRMED
    there_was = _there_was(row, clause) if what == "base_or_camp" else ""
    cue = there_was or next((cue for read in _ENDS_OF_STATES if (cue := read(row, clause))), "")
    return Verdict("former", cue) if cue else AFFIRMED


def _once(row: Sequence[Item], clause: Clause) -> str:
    """Return an adverb that puts a state into the past: "formerly", "once"; "then" beside "was"."""
    verb = clause.verb
    if not (verb.past or verb.reduced):
        return ""
    was = verb.lemma == "be" and verb.past and not verb.perfect
    words = cues().sets["once"] | (cues().sets["then"] if was else frozenset())
    around = (*clause.left, *range(verb.first, verb.last + 1), *clause.right)
    return next((row[k].low for k in around if row[k].low in words), "")


def _until(row: Sequence[Item], clause: Clause) -> str:
    """Return the "until" that ends a past state, before it or behind it; "not until" begins one."""
    verb = clause.verb
    if not (verb.past or verb.reduced):
        return ""
    before = max(clause.left.start - 4, 0)
    for k in (*range(before, verb.last + 1), *clause.right, clause.right.stop):
        if k < len(row) and row[k].low in _UNTIL and row[k - 1].low not in ("not", "only"):
            mark = next((j for j in range(k, clause.left.start) if row[j].low == ";"), None)
            return row[k].low if mark is None else ""
    return ""


def _goes_away(row: Sequence[Item], clause: Clause) -> str:
    """Return how a past state goes on that ends it: "before moving to Q"."""
    return _moved_on(row, clause.right.stop) if clause.verb.past else ""


def _bounded(row: Sequence[Item], clause: Clause) -> str:
    """Return what bounds a past state: "for ten months", "from 2014 to 2016"."""
    verb = clause.verb
    if not verb.past:
        return ""
    span = "" if verb.perfect and not verb.pluperfect else _for_a_time(row, clause)
    return span or ("from … to …" if _spans_years(row) else "")


def _there_was(row: Sequence[Item], clause: Clause) -> str:
    """Return "there was" for a base that there was."""
    was = clause.verb.lemma == "be" and clause.verb.past
    return "there was" if was and any(row[k].low == "there" for k in clause.left) else ""


def _had_been(row: Sequence[Item], clause: Clause) -> str:
    """Return "had" for a state of a time before; what had been taken is still held."""
    verb = clause.verb
    had = verb.pluperfect and verb.finite and not verb.negated
    return "had" if had and verb.lemma not in _TAKINGS else ""


_ENDS_OF_STATES: tuple[Callable[[Sequence[Item], Clause], str], ...] = (
    _once,
    _until,
    _goes_away,
    _bounded,
    _had_been,
)


def _moved_on(row: Sequence[Item], stop: int) -> str:
    """Return the words with which a clause goes on that end its state: "before moving to Q"."""
    for k in range(stop, min(stop + 2, len(row) - 1)):
        form = cues().verbs.get(row[k + 1].low)
        if row[k].low == "before" and form is not None and form.tag == "ing" and form.classes & _ENDING_MOVES:
            return f"before {row[k + 1].text}"
    return ""


def _negation(row: Sequence[Item], clause: Clause) -> Verdict:
    """Return "negated" for a negated verb, subject or object."""
    verb = clause.verb
    if verb.negated:
        return Verdict("negated", verb.negated)
    near = [row[k].low for k in range(max(clause.left.start, verb.first - 1), verb.last + 1)]
    if set(near) & {"almost", "nearly"} and not any(x.isdigit() for x in near):
        return Verdict("negated", "almost")
    for k in clause.left:
        low = row[k].low
        if low == "not" and k + 1 < len(row) and row[k + 1].low in ("one", "a", "a single"):
            return Verdict("negated", "not one")
        if low in ("no", "none", "neither", "nobody", "nowhere", "nothing") and not _after_comma(
            row, k, clause.left
        ):
            nxt = row[k + 1].low if k + 1 < len(row) else ""
            if (low == "no" and nxt in ("longer", "doubt")) or nxt in ("but", "except", "save"):
                continue  # "nobody but X": X does
            return Verdict("negated", low)
    right = list(clause.right)
    for k in right[:4]:
        if row[k].low in ("nobody", "nothing") and k == right[0]:
            return Verdict("negated", row[k].low)  # "sent nobody to P"
        if row[k].low in ("nobody", "none") and row[k - 1].low == "to":
            return Verdict("negated", row[k].low)  # "handed P over to nobody"
        if row[k].low in ("no", "none", "neither", "nowhere") and (
            verb.lemma in ("be", "have", "find", "see", "leave", "make", "show")
            or verb.classes & {"light", "settle", "presence", "control", "base"}
        ):
            if k + 1 < len(row) and row[k + 1].low in ("longer", "doubt", "secret", "less"):
                return Verdict("former", "no longer") if row[k + 1].low == "longer" else AFFIRMED
            return Verdict("negated", row[k].text)
    return AFFIRMED


def _after_comma(row: Sequence[Item], k: int, left: range) -> bool:
    """Say whether a mark parts item `k` from the verb."""
    return any(row[j].low in (",", ";") for j in range(k + 1, left.stop)) and k > left.start
