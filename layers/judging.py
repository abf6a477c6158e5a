"""What a predicate says of its subject: "reports that X is in P proved false", "the rule of X is over"."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import cues
from layers.items import Item
from layers.verbs import Clause
from layers.verdicts import AFFIRMED, Verdict

_TESTS = cues().sets["tests"]
_FALSE = cues().sets["false"]
_OPEN = cues().sets["open"]
_OVER = cues().sets["over"]
_EMPTY = cues().sets["empty"]
_TRUE = cues().sets["true"]
_CONTESTS = cues().sets["contests"]


def judged(row: Sequence[Item], found: Sequence[Clause], n: int) -> Verdict:
    """Return what the next verb makes of clause `n` where that is its subject."""
    if n + 1 >= len(found) or not found[n + 1].verb.finite or len(found[n + 1].left):
        return AFFIRMED
    return judgement(row, found[n + 1])


def judgement(row: Sequence[Item], clause: Clause) -> Verdict:
    """Return what a clause says of the truth of what its subject tells."""
    verb, after = clause.verb, {row[k].low for k in clause.right[:5]}
    if verb.lemma in _TESTS and verb.negated:
        return Verdict("uncertain", f"{verb.negated} {verb.lemma}")
    if verb.lemma in _CONTESTS:
        return Verdict("uncertain", verb.lemma)
    if verb.lemma in cues().sets["thwarts"] and verb.passive:
        return Verdict("affirmed" if verb.negated else "negated", verb.lemma)
    if verb.classes & {"deny"} or (verb.lemma == "fail" and not verb.negated):
        return Verdict("negated", verb.lemma)
    if verb.passive and verb.lemma in cues().sets["labels"] and after & _FALSE:
        return Verdict("negated", min(after & _FALSE))  # "was called baseless"
    if verb.lemma in ("come", "amount") and "nothing" in after:
        return Verdict("negated", "nothing")
    if verb.lemma in cues().sets["ends"] or (verb.lemma == "be" and after & _OVER):
        return Verdict("negated" if verb.negated else "former", min(after & _OVER, default=verb.lemma))
    turned = [row[k].low for k in clause.right[:2]] in (["now", "a"], ["now", "an"])
    if verb.lemma == "be" and turned and not verb.negated:
        return Verdict("former", "now")  # "its old camp is now a school"
    if verb.lemma in ("stand", "be", "lie", "sit") and after & _EMPTY and not verb.negated:
        return Verdict("former", min(after & _EMPTY))
    if verb.passive and not (verb.negated or verb.modal) and verb.lemma in cues().sets["endings"]:
        return Verdict("former", verb.lemma)
    if verb.lemma in ("be", "prove", "turn", "remain"):
        return _predicate(verb.negated, after)
    return AFFIRMED


def _predicate(negated: str, after: set[str]) -> Verdict:
    """Return what an adjective behind "is" or "proved" says of the subject."""
    if after & _OPEN:
        return Verdict("uncertain", min(after & _OPEN))
    if bool(after & _FALSE) != bool(negated and after & _TRUE):
        return Verdict("negated", min(after & _FALSE, default="not true"))
    return AFFIRMED
