"""Whether a clause says that something is so, is not so, was so, may be so, or is meant to be so."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from layers.cues import cues
from layers.items import COORDINATORS, SUBORDINATORS, TIME_WORDS, Item
from layers.reports import Status
from layers.verbs import PERCEIVED, Clause, Verb

_UNPROVEN = cues().sets["unproven"]
# Nouns that govern an infinitive ("a plan to take P", "efforts to reach it") and what they make of it.
_GOVERNING_NOUNS: tuple[tuple[frozenset[str], Status], ...] = (
    (
        cues().sets["plan_nouns"],
        "planned",
    ),
    (
        cues().sets["attempt_nouns"],
        "uncertain",
    ),
)
_PARTISAN = cues().sets["partisan"]
_RUMOURS = cues().sets["rumours"]
_TAKINGS = cues().sets["takings"]
_INTENDS = cues().sets["intends"]
STATES = frozenset({"presence", "control", "base_or_camp"})
_IF = frozenset({"if", "whether", "unless"})
_UNTIL = frozenset({"until", "till"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the words that set it; `denied` and `claimed` say by whom it is denied or claimed, if by
    a party.
    """

    status: Status = "affirmed"
    cue: str = ""

    def __bool__(self) -> bool:
        return self.status != "affirmed"


AFFIRMED = Verdict()
# Which of two verdicts holds when an outer clause governs an inner one: outer -> inner -> both.
_JOIN: dict[tuple[Status, Status], Status] = {
    ("negated", "negated"): "negated",
    ("negated", "uncertain"): "negated",
    ("negated", "planned"): "negated",
    ("negated", "former"): "negated",
    ("uncertain", "negated"): "uncertain",
    ("uncertain", "uncertain"): "uncertain",
    ("uncertain", "planned"): "uncertain",
    ("uncertain", "former"): "uncertain",
    ("planned", "negated"): "negated",
    ("planned", "uncertain"): "planned",
    ("planned", "planned"): "planned",
    ("planned", "former"): "planned",
    ("former", "negated"): "negated",
    ("former", "uncertain"): "uncertain",
    ("former", "planned"): "uncertain",
    ("former", "former"): "former",
}


def join(outer: Verdict, inner: Verdict) -> Verdict:
    """Return the verdict of an inner clause governed by an outer one."""
    if not outer:
        return inner
    if not inner:
        return outer
    return Verdict(_JOIN[outer.status, inner.status], outer.cue or inner.cue)


def verdict(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return the status of clause `n` for a report of `what`, with everything that governs it."""
    own = _own(row, found[n], what)
    if found[n].verb.modal == "would" and n and found[n - 1].verb.lemma in _ANNOUNCES:
        own = Verdict("planned", found[n - 1].verb.lemma)  # "announced that they would go"
    outer = _governed(row, found, n, what)
    return join(_judged(row, found, n), join(_suspected(row, found, n), join(outer, own)))


_ANNOUNCES = frozenset({"announce", "declare", "promise", "order", "pledge", "vow"})
_TESTS = cues().sets["tests"]
_FALSE = cues().sets["false"]
_OPEN = cues().sets["open"]


def _judged(row: Sequence[Item], found: Sequence[Clause], n: int) -> Verdict:
    """Return what the verb makes of a clause that is its subject ("reports that X is in P proved false")."""
    if n + 1 >= len(found) or not found[n + 1].verb.finite or len(found[n + 1].left):
        return AFFIRMED
    return judgement(row, found[n + 1])


def judgement(row: Sequence[Item], clause: Clause) -> Verdict:
    """Return what a clause says of the truth of what its subject tells."""
    verb, after = clause.verb, {row[k].low for k in clause.right[:5]}
    if verb.lemma in _TESTS and verb.negated:
        return Verdict("uncertain", f"{verb.negated} {verb.lemma}")
    if verb.lemma in ("dispute", "contest", "question", "doubt"):
        return Verdict("uncertain", verb.lemma)
    if verb.classes & {"deny"} or (verb.lemma == "fail" and not verb.negated):
        return Verdict("negated", verb.lemma)
    if verb.lemma in ("come", "amount") and "nothing" in after:
        return Verdict("negated", "nothing")
    if verb.lemma in cues().sets["ends"] or (verb.lemma == "be" and after & cues().sets["over"]):
        return Verdict(
            "negated" if verb.negated else "former", min(after & cues().sets["over"], default=verb.lemma)
        )
    if verb.lemma in ("be", "prove", "turn", "remain"):
        if after & _OPEN:
            return Verdict("uncertain", min(after & _OPEN))
        if bool(after & _FALSE) != bool(verb.negated and after & {"true", "so", "correct"}):
            return Verdict("negated", min(after & _FALSE, default="not true"))
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


def _own(row: Sequence[Item], clause: Clause, what: str) -> Verdict:
    """Return the verdict of a clause by its own words."""
    verb = clause.verb
    parts: list[Verdict] = [
        _adverbs(row, clause),
        _modal(row, clause),
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
    return ""


def _modal(row: Sequence[Item], clause: Clause) -> Verdict:
    """Return what the modal of a clause makes of it."""
    verb = clause.verb
    if verb.modal in ("may", "might", "could", "would", "should", "can", "wouldn't", "couldn't"):
        return Verdict("uncertain", verb.modal)
    if verb.modal in ("will", "shall", "won't", "to"):
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
        and lows[a - 1] in ("from", "between")
        for a, b in itertools.pairwise(years)
    )


def _for_a_time(row: Sequence[Item], clause: Clause) -> str:
    """Return the words that bound a past state: "for ten months"."""
    for k in (*clause.left, *clause.right):
        if row[k].low == "for" and any(x.low in _SPANS for x in row[k + 1 : k + 6]):
            return "for"
    return ""


_SPANS = frozenset(
    "century centuries generation day days week weeks month months year years hours decade decades".split()
)


def _past_state(row: Sequence[Item], clause: Clause, what: str) -> Verdict:
    """Return "former" for a state that the clause puts in the past: had been, was until, used to, once."""
    if what not in STATES:
        return AFFIRMED
    verb = clause.verb
    around = [row[k].low for k in [*clause.left, *range(verb.first, verb.last + 1), *clause.right]]
    for word in around:
        if word in ("formerly", "previously", "once", "hitherto") and (verb.past or verb.reduced):
            return Verdict("former", word)
        if word in ("then", "earlier") and verb.lemma == "be" and verb.past and not verb.perfect:
            return Verdict("former", word)
        if word in _UNTIL and (verb.past or verb.reduced):
            return Verdict("former", word)
    stop = clause.right.stop
    if (verb.past or verb.reduced) and stop < len(row) and row[stop].low in _UNTIL:
        return Verdict("former", row[stop].low)
    if verb.past and not verb.perfect and (span := _for_a_time(row, clause)):
        return Verdict("former", span)
    if verb.past and _spans_years(row):
        return Verdict("former", "from … to …")
    if (
        what == "base_or_camp"
        and verb.lemma == "be"
        and verb.past
        and any(row[k].low == "there" for k in clause.left)
    ):
        return Verdict("former", "there was")
    if verb.pluperfect and verb.finite and not verb.negated and verb.lemma not in _TAKINGS:
        return Verdict("former", "had")
    return AFFIRMED


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
    if verb.infinitive or verb.gerund or (verb.reduced and outer.verb.classes & {"plan", "want"}):
        return _of_complement(row, found, n, what)
    if clause.boundary in _TELL_THEMSELVES:
        if clause.boundary == "and" and clause.inherited:
            return _coordinated(row, found, n, what)
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


def _coordinated(row: Sequence[Item], found: Sequence[Clause], n: int, what: str) -> Verdict:
    """Return the verdict that a second verb shares with the first ("plans to enter and take it")."""
    verb, first = found[n].verb, found[n - 1].verb
    if verb.first == verb.last and first.infinitive and not verb.past:
        return _governed(row, found, n - 1, what)
    if first.modal and not verb.modal and not verb.past and verb.first == verb.last:
        return _modal(row, found[n - 1])
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
        return join(above, _modal(row, outer))
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
    if gov.lemma == "be" and verb.infinitive and not gap:
        return join(above, Verdict("planned", "to"))
    if gov.classes & {"manage"} or gov.lemma in PERCEIVED:
        return above
    if verb.infinitive and (gap or not gov.classes & {"speech"}):
        if gov.lemma in ("come", "have", "use", "go", "able", "continue"):
            return Verdict("former", "used to") if gov.lemma == "use" and what in STATES else above
        return Verdict("uncertain", "to")
    return above


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
    above = join(_own(row, outer, "other"), _governed(row, found, n - 1, "other"))
    if "whether" in gap or "if" in gap:
        return Verdict("uncertain", "whether")
    if gov.classes & {"deny"}:
        return Verdict("negated", gov.lemma)
    if gov.lemma == "be":
        near = [row[k].low for k in outer.right]
        if (gov.negated and set(near) & {"true", "so", "correct", "right"}) or set(near) & {
            "false",
            "untrue",
            "wrong",
        }:
            return Verdict("negated", "not true")
        if rumour := next((x for x in near if x in _RUMOURS), ""):
            return Verdict("uncertain", rumour)
        for word in (
            "unclear",
            "possible",
            "likely",
            "unlikely",
            "rumoured",
            "doubtful",
            "uncertain",
            "theory",
            "view",
        ):
            if word in near:
                return Verdict("uncertain", word)
        return AFFIRMED
    if gov.classes & {"doubt"}:
        return Verdict("uncertain", gov.lemma)
    if gov.classes & {"want"} or (gov.lemma == "hear" and "that" in gap):
        return Verdict("uncertain", gov.lemma)
    if gov.lemma in ("warn", "threaten", "suggest", "estimate"):
        return Verdict("uncertain", gov.lemma) if gov.lemma != "estimate" else AFFIRMED
    if gov.lemma in _UNPROVEN:
        return Verdict("uncertain", gov.lemma)
    if gov.lemma in _PARTISAN and any(a.kind in ("group", "state") for a in outer.subjects):
        return Verdict("uncertain", gov.lemma)  # what a party to the conflict insists on
    if above.status == "negated" and gov.classes & {"speech"}:
        return Verdict("uncertain", f"not {gov.lemma}")
    return AFFIRMED
