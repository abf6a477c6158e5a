"""A verdict: a status with the words that set it, and what two of them make together."""

from __future__ import annotations

from dataclasses import dataclass

from layers.reports import Status

STATES = frozenset({"presence", "control", "base_or_camp"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the words that set it."""

    status: Status = "affirmed"
    cue: str = ""

    def __bool__(self) -> bool:
        return self.status != "affirmed"


AFFIRMED = Verdict()
# What is left of an inner verdict that an outer one governs: inner -> both.
_JOIN: dict[Status, dict[Status, Status]] = {
    "negated": {"negated": "negated", "uncertain": "negated", "planned": "negated", "former": "negated"},
    "uncertain": {
        "negated": "uncertain", "uncertain": "uncertain", "planned": "uncertain", "former": "uncertain"
    },
    "planned": {"negated": "negated", "uncertain": "planned", "planned": "planned", "former": "planned"},
    "former": {"negated": "negated", "uncertain": "uncertain", "planned": "uncertain", "former": "former"},
}  # fmt: skip


def join(outer: Verdict, inner: Verdict) -> Verdict:
    """Return the verdict of an inner clause governed by an outer one."""
    if not outer:
        return inner
    if not inner:
        return outer
    return Verdict(_JOIN[outer.status][inner.status], outer.cue or inner.cue)
