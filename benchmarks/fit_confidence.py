"""Fit the weights of layers/data/confidence.toml, and how true the stated confidence is on passages left out.

    python benchmarks/fit_confidence.py GOLD.jsonl [GOLD.jsonl ...]           # the table
    python benchmarks/fit_confidence.py GOLD.jsonl [GOLD.jsonl ...] --write   # and the weights

A report is right where the gold set has the same party at the same place with the same status.  Logistic
regression with a ridge; each passage is judged by weights fitted without it (ten folds).  The table has, by
status and by range of the stated confidence, the share that is right, and of how many.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fit_links import fit

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers import claims, confidence, scores
from layers.extract import read_document
from layers.registry import load
from layers.reports import STATUSES

WEIGHTS = Path(confidence.__file__).parent / "data" / "confidence.toml"
FOLDS = 10
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
        document = Document(gold["id"], gold["text"], published=gold.get("published"))
        guess = read_document(document, gazetteer=gazetteer, registry=load()).to_json()
    finally:
        claims.confidence = original
    where = {p["name"]: p for p in gold["places"] if p.get("lat") is not None}
    reports = [r for r in gold["reports"] if r["place"] in where]
    same = scores._same(gold, guess, where)
    rows: dict[tuple[str, str, str], Example] = {}
    for p in guess["reports"]:
        if p["lat"] is not None:
            right = any(r["status"] == p["status"] and same(r, p) for r in reports)
            told = seen[round(p["confidence"] * 1_000)]
            rows.setdefault((p["actor"], p["place"], p["status"]), (told, p["status"], right))
    return list(rows.values())


def held_out(x: np.ndarray, y: np.ndarray, passage: np.ndarray) -> np.ndarray:
    """Return the confidence of each report by weights that have not seen its passage."""
    chance = np.zeros(len(y))
    for fold in range(FOLDS):
        out = passage % FOLDS == fold
        chance[out] = 1 / (1 + np.exp(-x[out] @ fit(x[~out], y[~out], np.ones(int((~out).sum())))))
    return chance


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
    lines_of = {f: [x for x in Path(f).read_text("utf-8").splitlines() if x.strip()] for f in files}
    texts = [line for lines in lines_of.values() for line in lines]
    rows = [(n, *e) for n, line in enumerate(texts) for e in examples(line, gazetteer)]
    names = sorted({name for _, told, _, _ in rows for name in told})
    x = np.array([[told.get(name, 0.0) for name in names] + [1.0] for _, told, _, _ in rows])
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
    source = np.repeat(np.arange(len(files)), [len(lines) for lines in lines_of.values()])[passage]
    for n, f in enumerate(files):
        if len(files) > 1:
            out = source == n
            stated = 1 / (1 + np.exp(-x[out] @ fit(x[~out], y[~out], np.ones(int((~out).sum())))))
            print(f"{Path(f).name} by the others: stated {stated.mean():.2f}, right {y[out].mean():.2f}")
    if write:
        found = fit(x, y, np.ones(len(y)))
        lines = [f'"{name}" = {weight:.2f}' for name, weight in zip([*names, "bias"], found, strict=True)]
        head = WEIGHTS.read_text("utf-8").split("[weights]")[0]
        WEIGHTS.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    if not given:
        sys.exit(str(__doc__))
    main(given, write="--write" in sys.argv)
