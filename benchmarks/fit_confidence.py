"""Fit the weights of layers/data/confidence.toml, and how true the stated confidence is on passages left out.

    python benchmarks/fit_confidence.py GOLD.jsonl [GOLD.jsonl ...]           # the table
    python benchmarks/fit_confidence.py GOLD.jsonl [GOLD.jsonl ...] --write   # and the weights

A report is right where the gold set has the same party at the same place with the same status.  Logistic
regression with a ridge; each passage is judged by weights fitted without it (ten folds).  The table has, by
status and by range of the stated confidence, the share that is right, and of how many.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fitting import chances, fit, held_out, lines_of, read, replace_tables, run, told

from geo.gazetteer import Gazetteer
from layers import claims, confidence, scores
from layers.reports import STATUSES

WEIGHTS = Path(confidence.__file__).parent / "data" / "confidence.toml"
RANGES = ((0.8, "0.8 to 1.0"), (0.6, "0.6 to 0.8"), (0.4, "0.4 to 0.6"), (0.0, "below 0.4"))
Example = tuple[dict[str, float], str, bool]


def examples(line: str, gazetteer: Gazetteer) -> list[Example]:
    """Return the features of each located report of a gold document, its status, and if it is right."""
    gold = json.loads(line)
    seen: list[dict[str, float]] = []
    original = claims.confidence

    def collect(*args: Any) -> float:
        seen.append(confidence.features(*args))
        return (len(seen) - 1) / 1_000

    claims.confidence = collect
    try:
        guess = read(gold, gazetteer)
    finally:
        claims.confidence = original
    where = {p["name"]: p for p in gold["places"] if p.get("lat") is not None}
    reports = [r for r in gold["reports"] if r["place"] in where]
    same = scores._same(gold, guess, where)
    rows: dict[tuple[str, str, str], Example] = {}
    for p in guess["reports"]:
        if p["lat"] is not None:
            right = any(r["status"] == p["status"] and same(r, p) for r in reports)
            features = seen[round(p["confidence"] * 1_000)]
            rows.setdefault((p["actor"], p["place"], p["status"]), (features, p["status"], right))
    return list(rows.values())


def table(chance: np.ndarray, y: np.ndarray, status: np.ndarray) -> str:
    """Return the table of reliability: by range of the stated confidence and by status."""
    rows = ["| stated confidence | all | " + " | ".join(STATUSES) + " |", "|---" * (2 + len(STATUSES)) + "|"]
    high = 1.01
    for low, name in RANGES:
        cells = []
        for wanted in ("all", *STATUSES):
            chosen = (chance >= low) & (chance < high) & ((status == wanted) | (wanted == "all"))
            cells.append(f"{y[chosen].mean():.2f} of {int(chosen.sum())}" if chosen.any() else "–")
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
        high = low
    return "\n".join(rows)


def main(files: Sequence[str], *, write: bool) -> None:
    """Print the table of reliability on passages left out, and write the weights if wanted."""
    gazetteer = Gazetteer.open()
    texts = [line for f in files for line in lines_of(f)]
    rows = [(n, *e) for n, line in enumerate(texts) for e in examples(line, gazetteer)]
    names = sorted({name for _, features, _, _ in rows for name in features})
    x = np.array([[features.get(name, 0.0) for name in names] + [1.0] for _, features, _, _ in rows])
    y = np.array([float(right) for _, _, _, right in rows])
    passage, status = np.array([r[0] for r in rows]), np.array([r[2] for r in rows])
    chance = held_out(x, y, passage)
    gap = sum(
        abs(y[b].mean() - chance[b].mean()) * b.mean()
        for low in np.arange(0, 1, 0.1)
        if (b := (chance >= low) & (chance < low + 0.1)).any()
    )
    print(f"{len(y)} reports of {len(texts)} passages, right {y.mean():.3f}")
    print(f"passages left out: Brier {((chance - y) ** 2).mean():.3f}, mean gap by tenths {gap:.3f}\n")
    print(table(chance, y, status))
    source = np.repeat(np.arange(len(files)), [len(lines_of(f)) for f in files])[passage]
    for n, f in enumerate(files):
        if len(files) > 1:
            out = source == n
            stated = chances(x[out], fit(x[~out], y[~out]))
            print(f"{Path(f).name} by the others: stated {stated.mean():.2f}, right {y[out].mean():.2f}")
    if write:
        replace_tables(WEIGHTS, "[weights]", "[weights]\n" + told(names, fit(x, y)))


if __name__ == "__main__":
    run(main, __doc__)
