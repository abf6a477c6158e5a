"""What a verb of speech, belief or denial makes of the clause that it introduces."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import cues
from layers.items import Item
from layers.verbs import Clause
from layers.verdicts import AFFIRMED, Verdict

_NOBODY = frozenset({"nobody", "no", "none", "nothing"})


def told_by(row: Sequence[Item], outer: Clause, gap: Sequence[str], above: Verdict) -> Verdict:
    """Return what a clause makes of the one it introduces.

    `gap` are the words between their verbs, `above` is what the outer clause itself is worth.
    """
    gov = outer.verb
    if "whether" in gap or "if" in gap:
        return Verdict("uncertain", "whether")
    if gov.classes & {"deny"}:
        return _denied(gov.lemma, above)
    if gov.lemma == "be":
        return _it_is(row, outer)
    if _is_doubt(outer, gap):
        return Verdict("uncertain", gov.lemma)
    if above.status == "negated" and gov.classes & {"speech"}:
        return Verdict("uncertain", f"not {gov.lemma}")
    return AFFIRMED


def _denied(lemma: str, above: Verdict) -> Verdict:
    """Return what a denial makes of a clause; "nobody denies that" affirms it."""
    if above.status != "negated":
        return Verdict("negated", lemma)
    return AFFIRMED if above.cue.lower() in _NOBODY else Verdict("uncertain", lemma)


def _it_is(row: Sequence[Item], outer: Clause) -> Verdict:
    """Return what "it is false that", "the theory is that" make of a clause."""
    near = [row[k].low for k in outer.right]
    sets = cues().sets
    if (outer.verb.negated and set(near) & (sets["true"] | {"right"})) or set(near) & sets["untrue"]:
        return Verdict("negated", "not true")
    doubt = next((x for x in near if x in sets["rumours"]), "") or next(
        (x for x in near if x in sets["possible"]), ""
    )
    return Verdict("uncertain", doubt) if doubt else AFFIRMED


def _is_doubt(outer: Clause, gap: Sequence[str]) -> bool:
    """Say whether a verb leaves open what it tells: it is believed, wanted, heard, warned of, claimed."""
    gov, sets = outer.verb, cues().sets
    partisan = gov.lemma in sets["partisan"] and any(a.kind in ("group", "state") for a in outer.subjects)
    heard = gov.lemma == "hear" and "that" in gap
    return (
        bool(gov.classes & {"doubt", "want"})
        or heard
        or partisan
        or gov.lemma in (sets["unproven"] | sets["warns"])
    )
