"""Learnt weights of the features, the shares that they give, and the confidence that follows."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.curated import DATA
from geo.errors import DataError
from geo.options import Case, Facts, Option
from geo.signals import FEATURES, NONE

RANKING = DATA / "ranking.json"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of the features of an option and of "none of these", in the order of `geo.signals`."""

    option: tuple[float, ...]
    none: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The model of the first look (names and countries named), that of the whole document, the confidence.

    `confidence` holds points (share, how often an answer with that share was right), both rising.
    """

    first: Model
    whole: Model
    confidence: tuple[tuple[float, float], ...]

    def sure(self, share: float) -> float:
        """Return how often answers with such a share were right, by linear interpolation."""
        points = self.confidence
        at = bisect_right(points, (share, 2.0))
        if at == 0:
            return points[0][1]
        if at == len(points):
            return points[-1][1]
        (x, low), (y, high) = points[at - 1], points[at]
        return low + (high - low) * (share - x) / (y - x)


@cache
def ranking() -> Ranking:
    """Return the weights that come with Dateline; `benchmarks/learn_ranking.py` learns them."""
    return of_table(json.loads(RANKING.read_text("utf-8")))


def of_table(table: dict[str, Any]) -> Ranking:
    """Return the ranking that a table of names and weights describes; raise DataError for other features."""
    models = []
    for name in ("first", "whole"):
        given = table[name]
        if set(given) != {*FEATURES, *NONE}:
            odd = ", ".join(sorted(set(given) ^ {*FEATURES, *NONE}))
            raise DataError(
                RANKING, None, f"{name} has other features than geo.signals: {odd}; learn it anew"
            )
        models.append(Model(tuple(given[f] for f in FEATURES), tuple(given[f] for f in NONE)))
    return Ranking(models[0], models[1], tuple((x, y) for x, y in table["confidence"]))


def weighed(features: Iterable[tuple[int, float]], weights: Sequence[float]) -> float:
    """Return the weighted sum of sparse features."""
    total = 0.0
    for i, x in features:
        total += weights[i] * x
    return total


def weighed_facts(facts: Facts, model: Model) -> tuple[float, ...]:
    """Return the weighted sum of what is known of each option of a name; remembered with the facts."""
    sums = facts.sums.get(model)
    if sums is None:
        sums = facts.sums[model] = tuple(weighed(known, model.option) for _, _, known, _, _ in facts.options)
    return sums


def share_out(options: Sequence[Option], case: Case, none: float) -> None:
    """Turn the scores of options and of "none of these" into shares that add up to 1; the rest have none."""
    top = max([none, *[o.score for o in options]])
    nothing = math.exp(none - top)
    parts = [math.exp(o.score - top) for o in options]
    total = nothing + sum(parts)
    case.none = nothing / total
    if len(options) < len(case.options):
        for option in case.options:
            option.share = 0.0
    for option, part in zip(options, parts, strict=True):
        option.share = part / total
