"""What the programs that fit weights share: pairs of passages, logistic regression, tables of weights."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers import frames
from layers.extract import read_document
from layers.pairs import Pair, pairs
from layers.registry import load

FOLDS = 10
RIDGE = 8.0


def lines_of(file: str) -> list[str]:
    """Return the gold documents of a file, one line of JSON each."""
    return [line for line in Path(file).read_text("utf-8").splitlines() if line.strip()]


def read(gold: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """Return what is read in a gold document."""
    document = Document(gold["id"], gold["text"], published=gold.get("published"))
    return read_document(document, gazetteer=gazetteer, registry=load()).to_json()


def read_with_pairs(line: str, gazetteer: Gazetteer) -> tuple[dict[str, Any], Any, list[tuple[Pair, bool]]]:
    """Return a gold document, what the rules read in it, and its pairs, each with whether a rule links it."""
    gold = json.loads(line)
    seen: list[tuple[Pair, bool]] = []

    def collect(row: Any, found: Any, toponyms: Any, made: Any) -> list[Any]:
        known = {(link.actor.name, link.place) for link in made}
        seen.extend(
            (p, (p.actor.name, row[p.where].place) in known) for p in pairs(row, found, toponyms, made)
        )
        return []

    original, frames.likely_links = frames.likely_links, collect
    try:
        return gold, read(gold, gazetteer), seen
    finally:
        frames.likely_links = original


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray | None = None, penalty: float = RIDGE) -> np.ndarray:
    """Return the weights of a logistic regression with a ridge, by Newton's method.

    The last column of `x` is the bias, which bears no ridge.
    """
    weight = np.ones(len(y)) if weight is None else weight
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 0.01
    for _ in range(50):
        p = chances(x, w)
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        w -= np.linalg.solve(hessian, x.T @ (weight * (p - y)) + ridge * w)
    return w


def chances(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return how likely each row is by these weights."""
    return 1 / (1 + np.exp(-x @ w))


def held_out(
    x: np.ndarray, y: np.ndarray, passage: np.ndarray, weight: np.ndarray | None = None
) -> np.ndarray:
    """Return how likely each row is by weights that have not seen its passage (ten folds)."""
    weight = np.ones(len(y)) if weight is None else weight
    chance = np.zeros(len(y))
    for fold in range(FOLDS):
        out = passage % FOLDS == fold
        chance[out] = chances(x[out], fit(x[~out], y[~out], weight[~out]))
    return chance


def told(names: Iterable[str], weights: Iterable[float]) -> str:
    """Return a table of weights as it stands in a file, the bias last."""
    rows = zip([*names, "bias"], weights, strict=True)
    return "".join(f'"{name}" = {weight:.2f}\n' for name, weight in rows)


def replace_tables(file: Path, first: str, tables: str) -> None:
    """Write tables in place of those of a file from its heading `first` on."""
    file.write_text(file.read_text("utf-8").split(first)[0] + tables, "utf-8")


def run(main: Callable[..., None], usage: str | None) -> None:
    """Call a program with the files of the command line, and with `write` as it is given there."""
    given: Sequence[str] = [a for a in sys.argv[1:] if not a.startswith("-")]
    if not given:
        sys.exit(str(usage))
    main(given, write="--write" in sys.argv)
