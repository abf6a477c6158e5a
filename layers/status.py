"""Whether a clause says that something is so, is not so, was so, may be so, or is meant to be so."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import cues
from layers.items import COORDINATORS, SUBORDINATORS, TIME_WORDS, Item, is_adverb
from layers.judging import judged, judgement
from layers.reports import Status
from layers.telling import told_by
from layers.verbs import PERCEIVED, Clause, Verb
from layers.verdicts import AFFIRMED, STATES, Verdict, join
from layers.wording import modal, own_words

__all__ = ["AFFIRMED", "STATES", "Verdict", "join", "judgement", "verdict"]

_UNPROVEN = cues().sets["unproven"]
# Nouns that govern an infinitive ("a plan to take P", "efforts to reach it") and what they make of it.
_GOVERNING_NOUNS: tuple[tuple[frozenset[str], Status], ...] = (
    (cues().sets["plan_nouns"], "planned"),
    (cues().sets["attempt_nouns"], "uncertain"),
)
_INTENDS = cues().sets["intends"]


def verdict(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return the status of clause `n` for a report of `what`, with everything that governs it."""
    own = own_words(row, found[n], what)
    if found[n].verb.modal == "would" and n and found[n - 1].verb.lemma in _ANNOUNCES:
        own = Verdict("planned", found[n - 1].verb.lemma)  # "announced that they would go"
    outer = _governed(row, found, n, what)
    return join(
        judged(row, found, n), join(_suspected(row, found, n) or _seems(row, found, n), join(outer, own))
    )


_ANNOUNCES = cues().sets["announces"]


def _seems(row: Sequence[Item], found: Sequence[Clause], n: int) -> Verdict:
    """Return "uncertain" for a clause with an aside of doubt (", it seems,")."""
    for clause in found[max(0, n - 1) : n + 2]:
        k = clause.verb.first
        if (
            clause.verb.lemma in ("seem", "appear")
            and k > 1
            and row[k - 1].low == "it"
            and row[k - 2].low == ","
        ):
            return Verdict("uncertain", clause.verb.lemma)
    return AFFIRMED


def _suspected(row: Sequence[Item], found: Sequence[Clause], n: int) -> Verdict:
    """Return "uncertain" where the subject is only thought to be of the party ("men believed to be X's")."""
    for outer in found[max(0, n - 2) : n]:
        between = row[outer.verb.last + 1 : found[n].verb.first]
        if (
            outer.verb.reduced
            and outer.verb.classes & {"doubt", "speech"}
            and found[n].verb.finite
            and not any(x.low in (",", ";", "and", "that", "who") for x in between)
        ):
            return Verdict("uncertain", outer.verb.lemma)
    return AFFIRMED


# Words that open a clause which the clause before it does not govern.
_TELL_THEMSELVES = frozenset(
    "who which where whose when while after before because since although though but until once and".split()
)


def _governed(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return what the clause's governor makes of it: a plan, attempt, denial, belief, condition, claim."""
    if n == 0:
        before = [row[k].low for k in found[0].left]
        for nouns, status in _GOVERNING_NOUNS:
            if found[0].verb.infinitive and (noun := next((x for x in before if x in nouns), "")):
                return Verdict(status, noun)
        return AFFIRMED
    clause, outer = found[n], found[n - 1]
    verb = clause.verb
    if outer.verb.first == outer.verb.last == 0 and row[0].low in ("should", "had", "were"):
        return Verdict("uncertain", row[0].text)  # "Should X attack P, ..."
    if verb.infinitive or verb.gerund or (verb.reduced and outer.verb.classes & {"plan", "want"}):
        return _of_complement(row, found, n, what)
    if outer.verb.modal and outer.verb.lemma == "do" and clause.inherited and not verb.past:
        return modal(row, outer)  # "could, in his view, let them go": the modal stands apart
    if clause.boundary in _TELL_THEMSELVES:
        if clause.boundary == "and" and clause.inherited:
            return _coordinated(row, found, n, what)
        if outer.verb.lemma == "be" and outer.verb.negated and _is_cleft(row, outer, clause):
            return Verdict("negated", outer.verb.negated)  # "it is not X who holds P"
        return AFFIRMED
    if outer.verb.classes & {"speech", "doubt", "deny", "claim", "want", "fail"} or outer.verb.lemma in (
        "be",
        "do",
    ):
        return _of_speech(row, found, n, what)
    joined = clause.boundary not in COORDINATORS | SUBORDINATORS | {",", ";", ":"}
    if joined and outer.boundary in ("that", "what", "whatever", "whoever"):
        return _governed(row, found, n - 1, what)  # "believe that what is left of it hides at P"
    if clause.boundary in ("so",) and any(row[k].low == "that" for k in clause.left):
        return Verdict("uncertain", "so that")
    return AFFIRMED


def _is_cleft(row: Sequence[Item], outer: Clause, clause: Clause) -> bool:
    """Say whether a clause is that of "it is X who"."""
    opens = len(outer.left) and row[outer.left[-1]].low == "it"
    return bool(opens) and clause.boundary in ("who", "which") and row[clause.left.start - 1].low != ","


def _coordinated(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return the verdict that a second verb shares with the first ("plans to enter and take it")."""
    verb, first = found[n].verb, found[n - 1].verb
    if verb.first == verb.last and first.infinitive and not verb.past:
        return _governed(row, found, n - 1, what)
    if first.modal and not verb.modal and not verb.past and verb.first == verb.last:
        return modal(row, found[n - 1])
    return AFFIRMED


def _of_complement(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return what the governor of an infinitive or gerund makes of it."""
    clause, outer = found[n], found[n - 1]
    gov, verb = outer.verb, clause.verb
    gap = [row[k].low for k in range(gov.last + 1, verb.first)]
    above = verdict(row, found, n - 1, "other")
    if verb.infinitive and "only" in gap[-1:]:
        return AFFIRMED  # "took it, only to be thrown out": it happened
    if gov.lemma == "do" and gov.modal:  # "could then, in his view, let": the modal stands apart
        return join(above, modal(row, outer))
    if verb.gerund and (
        (gap and gap[-1] in (",", "and", ";"))
        or (not gap and not gov.classes & {"fail", "deny", "manage", "plan"})
    ):
        return AFFIRMED if not (gov.classes & {"fail", "deny"} and not gap) else Verdict("negated", gov.lemma)
    # "blocked it; on the proposal to surrender": the infinitive hangs on the noun between
    noun_between = any(row[k].is_content for k in range(gov.last + 1, verb.first))
    if gov.classes & {"fail"} and (
        (verb.infinitive and not noun_between)
        or "from" in gap
        or not gap
        or gov.lemma in ("avoid", "stop", "cease")
    ):
        if gov.lemma == "keep":
            return above
        return Verdict("negated", gov.lemma)
    if gov.lemma == "go" and gov.progressive and verb.infinitive:
        return join(above, Verdict("planned", "going to"))
    if gov.classes & {"deny"}:
        return Verdict("negated", gov.lemma)
    for nouns, status in _GOVERNING_NOUNS:
        if noun := next((word for word in gap if word in nouns), ""):
            return join(above, Verdict(status, noun))
    if gov.classes & {"plan"} and gov.lemma not in ("threaten",):
        return join(above, Verdict("planned", gov.lemma)) if above.status != "negated" else above
    if gov.classes & {"want"}:
        return join(above, Verdict("planned" if gov.lemma in _INTENDS else "uncertain", gov.lemma))
    if (
        gov.lemma in _UNPROVEN
        or gov.classes & {"doubt"}
        or (gov.passive and gov.classes & {"speech"})
        or gov.lemma in ("accuse", "appear", "blame", "seem")
    ):
        return join(above, Verdict("uncertain", f"{gov.lemma}"))
    if gov.passive and verb.infinitive and gov.lemma in cues().sets["bound_to"]:
        return join(above, Verdict("planned", gov.lemma))
    if gov.lemma == "be" and verb.infinitive and (said := _bound(gap)) is not None:
        return join(above, said)
    if gov.classes & {"manage"} or gov.lemma in PERCEIVED:
        return above
    if verb.infinitive and (gap or not gov.classes & {"speech"}):
        if gov.lemma in ("come", "have", "use", "go", "able", "continue"):
            return Verdict("former", "used to") if gov.lemma == "use" and what in STATES else above
        return Verdict("uncertain", "to")
    return above


# What the adjective behind "be" makes of an infinitive: "are due to leave", "were able to enter".
_ADJECTIVES: tuple[tuple[frozenset[str], Verdict], ...] = (
    (cues().sets["bound_to"], Verdict("planned", "to")),
    (cues().sets["unable_to"], Verdict("negated", "unable to")),
    (cues().sets["able_to"], AFFIRMED),
)


def _bound(gap: Sequence[str]) -> Verdict | None:
    """Return what "be" with the words before an infinitive makes of it; None where that is left open."""
    words = [x for x in gap if not is_adverb(x)]
    if not words:
        return Verdict("planned", "to")
    return next((said for known, said in _ADJECTIVES if words[-1] in known), None)


def _of_speech(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return what a verb of speech, belief or denial makes of the clause it introduces."""
    outer = found[n - 1]
    gov: Verb = outer.verb
    gap = [row[k].low for k in range(gov.last + 1, found[n].verb.first)]
    stop = next(
        (
            k
            for k in range(gov.last + 1, found[n].verb.first)
            if row[k].actor is not None or row[k].low in ("they", "it", "he", "she", "we")
        ),
        found[n].verb.first,
    )
    objects = [
        row[k]
        for k in range(gov.last + 1, stop)
        if row[k].is_content
        and row[k].low not in TIME_WORDS
        and row[k].low not in ("last", "source", "sources")
    ]
    if (
        objects
        and stop < found[n].verb.first
        and "that" not in gap
        and not any(x in gap for x in ("whether", "if", ",", ":"))
        and gov.lemma not in ("be", "tell")
    ):
        return AFFIRMED  # "not claiming the operations they carry out": a relative clause
    if ";" in gap or (
        "," in gap and "that" not in gap and found[n].boundary != "that" and not gov.classes & {"speech"}
    ):
        return AFFIRMED
    if gap[:2] in (["it", ","], ["this", ","], ["that", ","]):
        return AFFIRMED  # "who had denied it, attacked"
    above = join(own_words(row, outer, "other"), _governed(row, found, n - 1, "other"))
    return told_by(row, outer, gap, above)
