"""How likely a report is right: that its party, its place and its status are what the text says.

A logistic score over how the report was read.  The weights stand in `data/confidence.toml`; they are fitted,
and checked on passages left out, by `benchmarks/fit_confidence.py`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from geo.places import Toponym
from layers.items import PRONOUNS, Item
from layers.links import Link

# From how many items on a sentence is long, and very long.
_LONG, _VERY_LONG = 25, 40


@cache
def weights() -> Mapping[str, float]:
    """Load the fitted weights once."""
    data = tomllib.loads(resources.files("layers.data").joinpath("confidence.toml").read_text("utf-8"))
    found: dict[str, float] = data["weights"]
    return found


def features(link: Link, toponym: Toponym | None, row: Sequence[Item]) -> dict[str, float]:
    """Return what tells how sure a report is: its status, who is meant and how, the place, the sentence."""
    actor = link.actor
    via = (actor.via or "").lower()
    parties = len({x.actor.name for x in row if x.actor is not None})
    places = len({x.place for x in row if x.place is not None})
    return {
        link.verdict.status: 1.0,
        link.what: 1.0,
        "place": _logit(toponym.confidence if toponym is not None else 0.5),
        "likely": 0.0 if link.chance is None else 1.0,
        "chance": 0.0 if link.chance is None else _logit(link.chance),
        "pronoun": float(bool(via) and via in PRONOUNS),
        "reference": float(bool(via) and via not in PRONOUNS),
        "collective": float(actor.generic),
        "person": float(actor.kind == "person"),
        "state": float(actor.kind == "state"),
        "several parties": float(parties > 2),
        "several places": float(places > 2),
        "long": float(len(row) > _LONG),
        "very long": float(len(row) > _VERY_LONG),
    }


def confidence(link: Link, toponym: Toponym | None, row: Sequence[Item]) -> float:
    """Return how likely a report is right, 0 to 1."""
    known = weights()
    total = known["bias"] + sum(known.get(name, 0.0) * x for name, x in features(link, toponym, row).items())
    return 1 / (1 + math.exp(-total))


def _logit(p: float) -> float:
    """Return the logarithm of the odds, within bounds."""
    p = min(max(p, 0.02), 0.98)
    return math.log(p / (1 - p))
