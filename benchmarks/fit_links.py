"""Fit the weights of layers/data/likely.toml, and tell how good they are on passages left out.

    python benchmarks/fit_links.py GOLD.jsonl [GOLD.jsonl ...]           # the figures
    python benchmarks/fit_links.py GOLD.jsonl [GOLD.jsonl ...] --write   # and the weights

A pair of a party and a place of one sentence counts as right where the gold set has any report of the two.
Logistic regression with a ridge, by Newton's method.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers import frames, likely, scores
from layers.extract import read_document
from layers.registry import load

RIDGE = 3.0
WEIGHTS = Path(likely.__file__).parent / "data" / "likely.toml"


def examples(line: str, gazetteer: Gazetteer) -> list[tuple[dict[str, bool], bool, bool]]:
    """Return the features of each pair of a gold document, if it is right, and if a rule reads it."""
    gold = json.loads(line)
    seen: list[tuple[likely.Pair, bool]] = []
    document = Document(gold["id"], gold["text"], published=gold.get("published"))

    def collect(row: Any, found: Any, toponyms: Any, made: Any) -> list[Any]:
        known = {(link.actor.name, link.place) for link in made}
        seen.extend(
            (p, (p.actor.name, row[p.where].place) in known) for p in likely.pairs(row, found, toponyms)
        )
        return []

    original, frames.likely_links = frames.likely_links, collect
    try:
        guess = read_document(document, gazetteer=gazetteer, registry=load()).to_json()
    finally:
        frames.likely_links = original
    where = {p["name"]: p for p in gold["places"] if p.get("lat") is not None}
    reports = [r for r in gold["reports"] if r["place"] in where]
    same = scores._same(gold, guess, where)
    return [
        (likely.features(p), any(same(r, _as_report(p)) for r in reports), ruled)
        for p, ruled in seen
        if p.toponym.lon is not None
    ]


def _as_report(pair: likely.Pair) -> dict[str, Any]:
    return {"actor": pair.actor.name, "lat": pair.toponym.lat, "lon": pair.toponym.lon}


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights; the last column of `x` is the bias, which bears no ridge."""
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[-1] = 0.01
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        w -= np.linalg.solve(hessian, x.T @ (p - y) + ridge * w)
    return w


def main(files: Sequence[str], *, write: bool) -> None:
    """Print precision and recall on passages left out, and write the weights if wanted."""
    gazetteer = Gazetteer.open()
    texts = [line for f in files for line in Path(f).read_text("utf-8").splitlines() if line.strip()]
    rows = [(n, *e) for n, line in enumerate(texts) for e in examples(line, gazetteer)]
    names = sorted({name for _, features, _, _ in rows for name in features})
    x = np.array([[float(f.get(name, False)) for name in names] + [1.0] for _, f, _, _ in rows])
    y = np.array([float(right) for _, _, right, _ in rows])
    passage, ruled = np.array([r[0] for r in rows]), np.array([r[3] for r in rows])
    chance = np.zeros(len(y))
    for n in set(passage.tolist()):
        out = passage == n
        chance[out] = 1 / (1 + np.exp(-x[out] @ fit(x[~out], y[~out])))
    for name, chosen in (("all pairs", np.full(len(y), True)), ("read by no rule", ~ruled)):
        print(f"{name}: {int(chosen.sum())}, right {int(y[chosen].sum())}")
        for least in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
            kept = chosen & (chance >= least)
            precision, recall = y[kept].mean(), y[kept].sum() / y[chosen].sum()
            print(
                f"  from {least:.2f}: {int(kept.sum())} kept, precision {precision:.2f}, recall {recall:.2f}"
            )
    if write:
        weights = {**dict(zip(names, fit(x, y)[:-1], strict=True)), "bias": fit(x, y)[-1]}
        head = WEIGHTS.read_text("utf-8").split("[weights]")[0]
        lines = (f'"{name}" = {weight:.2f}' for name, weight in weights.items())
        WEIGHTS.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    if not given:
        sys.exit(str(__doc__))
    main(given, write="--write" in sys.argv)
