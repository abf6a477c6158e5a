"""Fit the weights of layers/data/likely.toml, and tell how good they are on passages left out.

    python benchmarks/fit_links.py GOLD.jsonl [GOLD.jsonl ...]           # the figures
    python benchmarks/fit_links.py GOLD.jsonl [GOLD.jsonl ...] --write   # and the weights

A pair of a party and a place of one sentence counts as right where the gold set has any report of the two;
the place is the gold one where their spans touch or their points are near.  Pairs that a rule reads count a
third: the score is asked only about the others.  Logistic regression with a ridge, by Newton's method; every
tenth passage is left out in turn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers import frames, likely, scores
from layers.evidence import features
from layers.extract import read_document
from layers.pairs import Pair, pairs
from layers.registry import load

RIDGE = 8.0
RULED = 0.3  # what a pair that a rule reads weighs
FOLDS = 10
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
    gold = json.loads(line)
    seen: list[tuple[int, Pair, bool]] = []
    document = Document(gold["id"], gold["text"], published=gold.get("published"))

    def collect(row: Any, found: Any, toponyms: Any, made: Any) -> list[Any]:
        known = {(link.actor.name, link.place) for link in made}
        seen.extend(
            (row[0].start, p, (p.actor.name, row[p.where].place) in known)
            for p in pairs(row, found, toponyms, made)
        )
        return []

    original, frames.likely_links = frames.likely_links, collect
    try:
        guess = read_document(document, gazetteer=gazetteer, registry=load()).to_json()
    finally:
        frames.likely_links = original
    told = {(p.actor.name, p.toponym.name) for _, p, ruled in seen if ruled}
    is_right = judge(gold, guess)
    return [
        Example(features(p), is_right(p), ruled, (start, p.actor.name, p.toponym.name))
        for start, p, ruled in seen
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


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray | None = None, penalty: float = RIDGE) -> np.ndarray:
    """Return the weights; the last column of `x` is the bias, which bears no ridge."""
    weight = np.ones(len(y)) if weight is None else weight
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 0.01
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        w -= np.linalg.solve(hessian, x.T @ (weight * (p - y)) + ridge * w)
    return w


def main(files: Sequence[str], *, write: bool) -> None:
    """Print precision and recall on passages left out, and write the weights if wanted."""
    gazetteer = Gazetteer.open()
    texts = [line for f in files for line in Path(f).read_text("utf-8").splitlines() if line.strip()]
    rows = [(n, e) for n, line in enumerate(texts) for e in examples(line, gazetteer)]
    names = sorted({name for _, e in rows for name in e.features})
    x = np.array([[float(e.features.get(name, False)) for name in names] + [1.0] for _, e in rows])
    y = np.array([float(e.right) for _, e in rows])
    passage, ruled = np.array([n for n, _ in rows]), np.array([e.ruled for _, e in rows])
    weight = np.where(ruled, RULED, 1.0)
    chance = np.zeros(len(y))
    for fold in range(FOLDS):
        out = passage % FOLDS == fold
        chance[out] = 1 / (1 + np.exp(-x[out] @ fit(x[~out], y[~out], weight[~out])))
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
        fitted = fit(x, y, weight)
        weights = {**dict(zip(names, fitted[:-1], strict=True)), "bias": fitted[-1]}
        head = WEIGHTS.read_text("utf-8").split("[weights]")[0]
        lines = (f'"{name}" = {weight:.2f}' for name, weight in weights.items())
        WEIGHTS.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    if not given:
        sys.exit(str(__doc__))
    main(given, write="--write" in sys.argv)
