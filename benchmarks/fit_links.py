"""Fit the weights of layers/data/likely.toml, and tell how good they are on passages left out.

    python benchmarks/fit_links.py GOLD.jsonl [GOLD.jsonl ...]           # the figures
    python benchmarks/fit_links.py GOLD.jsonl [GOLD.jsonl ...] --write   # and the weights

A pair of a party and a place of one sentence counts as right where the gold set has any report of the two;
the place is the gold one where their spans touch or their points are near.  Pairs that a rule reads count a
third: the score is asked only about the others.  Logistic regression with a ridge, by Newton's method; every
tenth passage is left out in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fitting import fit, held_out, lines_of, read_with_pairs, replace_tables, run, told

from geo.gazetteer import Gazetteer
from layers import likely, scores
from layers.evidence import features
from layers.pairs import Pair

RULED = 0.3  # what a pair that a rule reads weighs
WEIGHTS = Path(likely.__file__).parent / "data" / "likely.toml"


@dataclass(frozen=True)
class Example:
    """A pair with its features: is it right, does a rule read it, whose names in which sentence is it?"""

    features: dict[str, bool]
    right: bool
    ruled: bool
    name: tuple[int, str, str]


def examples(line: str, gazetteer: Gazetteer) -> list[Example]:
    """Return the pairs of a gold document."""
    gold, guess, seen = read_with_pairs(line, gazetteer)
    told = {(p.actor.name, p.toponym.name) for p, ruled in seen if ruled}
    is_right = judge(gold, guess)
    return [
        Example(features(p), is_right(p), ruled, (p.row[0].start, p.actor.name, p.toponym.name))
        for p, ruled in seen
        if ruled or (p.actor.name, p.toponym.name) not in told
    ]


def judge(gold: dict[str, Any], guess: dict[str, Any]) -> Callable[[Pair], bool]:
    """Return what says whether the gold set reports a pair."""
    where = {p["name"]: p for p in gold["places"] if p.get("lat") is not None}
    same = scores._same(gold, guess, where)
    located = [r for r in gold["reports"] if r["place"] in where]
    own, theirs = scores._by_name(guess["actors"], "name"), scores._by_name(gold["actors"], "canonical")

    def is_right(pair: Pair) -> bool:
        t = pair.toponym
        near = t.lon is not None and any(same(r, _as_report(pair)) for r in located)
        named = {p["name"] for p in gold["places"] if p["start"] < t.end and t.start < p["end"]}
        return near or any(
            r["place"] in named
            and any(scores._touches(m, theirs.get(r["actor"], [])) for m in own.get(pair.actor.name, []))
            for r in gold["reports"]
        )

    return is_right


def _as_report(pair: Pair) -> dict[str, Any]:
    return {"actor": pair.actor.name, "lat": pair.toponym.lat, "lon": pair.toponym.lon}


def main(files: Sequence[str], *, write: bool) -> None:
    """Print precision and recall on passages left out, and write the weights if wanted."""
    gazetteer = Gazetteer.open()
    texts = [line for f in files for line in lines_of(f)]
    rows = [(n, e) for n, line in enumerate(texts) for e in examples(line, gazetteer)]
    names = sorted({name for _, e in rows for name in e.features})
    x = np.array([[float(e.features.get(name, False)) for name in names] + [1.0] for _, e in rows])
    y = np.array([float(e.right) for _, e in rows])
    passage, ruled = np.array([n for n, _ in rows]), np.array([e.ruled for _, e in rows])
    weight = np.where(ruled, RULED, 1.0)
    chance = held_out(x, y, passage, weight)
    best: dict[Any, tuple[float, float]] = {}  # the likeliest of the mentions of two names in a sentence
    for (n, e), c in zip(rows, chance, strict=True):
        if not e.ruled:
            best[n, e.name] = max(best.get((n, e.name), (0.0, 0.0)), (float(c), float(e.right)))
    print(f"pairs read by no rule: {len(best)}, right {int(sum(r for _, r in best.values()))}")
    for least in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        kept = [r for c, r in best.values() if c >= least]
        recall = sum(kept) / sum(r for _, r in best.values())
        print(f"  from {least:.2f}: {len(kept)} kept, precision {np.mean(kept):.2f}, recall {recall:.2f}")
    if write:
        replace_tables(WEIGHTS, "[weights]", "[weights]\n" + told(names, fit(x, y, weight)))


if __name__ == "__main__":
    run(main, __doc__)
