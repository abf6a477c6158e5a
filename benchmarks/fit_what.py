"""Fit the weights of layers/data/likely_what.toml, and tell how good they are on passages left out.

    python benchmarks/fit_what.py GOLD.jsonl [GOLD.jsonl ...]           # the figures
    python benchmarks/fit_what.py GOLD.jsonl [GOLD.jsonl ...] --write   # and the weights

Asked of the pairs of a party and a place that the gold set reports from their sentence: is what the score
says what is reported?  The weights are fitted on all of them; the figures are of those that no rule reads,
the only ones the score is asked about.  One logistic regression a kind of report, as in fit_links.py; every
tenth passage is left out in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fitting import FOLDS, fit, lines_of, read_with_pairs, replace_tables, run, told

from geo.gazetteer import Gazetteer
from layers import likely, scores
from layers.evidence import features
from layers.likely_what import KINDS, by_word, can_be, traits
from layers.pairs import Pair
from layers.reports import What

RIDGE = 2.0
RAREST = 5  # a feature of fewer pairs has no weight
LEAST = 0.3  # nor has one that weighs less
WEIGHTS = Path(likely.__file__).parent / "data" / "likely_what.toml"


@dataclass(frozen=True)
class Example:
    """A pair with its features: what the gold set reports of it, and what is asked of it today."""

    traits: frozenset[str]
    right: frozenset[str]
    ruled: bool
    told: bool
    word: What
    possible: tuple[bool, ...]


def examples(line: str, gazetteer: Gazetteer) -> list[Example]:
    """Return the pairs of a gold document that it reports from their sentence."""
    gold, guess, seen = read_with_pairs(line, gazetteer)
    own, theirs = scores._by_name(guess["actors"], "name"), scores._by_name(gold["actors"], "canonical")

    def reported(pair: Pair) -> frozenset[str]:
        t, start, end = pair.toponym, pair.row[0].start, pair.row[-1].end
        named = {p["name"] for p in gold["places"] if p["start"] < t.end and t.start < p["end"]}
        return frozenset(
            r["what"]
            for r in gold["reports"]
            if r["place"] in named
            and r["start"] < end
            and start < r["end"]
            and any(scores._touches(m, theirs.get(r["actor"], [])) for m in own.get(pair.actor.name, []))
        )

    return [
        Example(
            frozenset(traits(p)),
            right,
            ruled,
            likely.probability(features(p)) >= likely.weights().told,
            by_word(p),
            tuple(can_be(p, kind) for kind in KINDS),
        )
        for p, ruled in seen
        if (right := reported(p))
    ]


def guesses(x: np.ndarray, weights: np.ndarray, possible: np.ndarray) -> list[What]:
    """Return the likeliest kind that is possible, for each row of `x`."""
    return [KINDS[k] for k in np.where(possible, x @ weights, -np.inf).argmax(axis=1)]


def main(files: Sequence[str], *, write: bool) -> None:
    """Print how often the kind is right on passages left out, and write the weights if wanted."""
    gazetteer = Gazetteer.open()
    texts = [line for f in files for line in lines_of(f)]
    numbered = [(n, e) for n, line in enumerate(texts) for e in examples(line, gazetteer)]
    passage, rows = np.array([n for n, _ in numbered]), [e for _, e in numbered]
    names = [
        name
        for name in sorted({name for e in rows for name in e.traits})
        if sum(name in e.traits for e in rows) >= RAREST
    ]
    x = np.array([[float(name in e.traits) for name in names] + [1.0] for e in rows])
    y = np.array([[float(kind in e.right) for kind in KINDS] for e in rows])
    possible = np.array([e.possible for e in rows])

    def fitted(kept: np.ndarray) -> np.ndarray:
        columns = [fit(x[kept], y[kept, k], penalty=RIDGE) for k in range(len(KINDS))]
        return np.where(np.abs(w := np.stack(columns, axis=1)) < LEAST, 0.0, w.round(2))

    said: list[What] = ["other"] * len(rows)
    for fold in range(FOLDS):
        out = np.flatnonzero(passage % FOLDS == fold)
        for k, what in zip(out, guesses(x[out], fitted(passage % FOLDS != fold), possible[out]), strict=True):
            said[k] = what
    for title, asked in (
        ("read by no rule", [not e.ruled for e in rows]),
        ("of these told", [e.told and not e.ruled for e in rows]),
    ):
        chosen = [(e, what) for e, what, yes in zip(rows, said, asked, strict=True) if yes]
        before = np.mean([e.word in e.right for e, _ in chosen])
        after = np.mean([what in e.right for e, what in chosen])
        print(f"{title}: {len(chosen)} pairs; right by a single word {before:.2f}, by the score {after:.2f}")
    _print_kinds([(e, what) for e, what in zip(rows, said, strict=True) if e.told and not e.ruled])
    if write:
        _write(names, fitted(np.ones(len(rows), dtype=bool)))


def _print_kinds(chosen: Sequence[tuple[Example, What]]) -> None:
    """Print how often each kind is told, by a single word and by the score, and how often that is right."""
    for kind in KINDS:
        by_words = [kind in e.right for e, _ in chosen if e.word == kind]
        scored = [kind in e.right for e, what in chosen if what == kind]
        gold = sum(kind in e.right for e, _ in chosen)
        print(
            f"  {kind}: gold {gold}; by a word {sum(by_words)} of {len(by_words)} right,"
            f" by the score {sum(scored)} of {len(scored)}"
        )


def _write(names: Sequence[str], fitted: np.ndarray) -> None:
    """Write one table a kind, with the features that weigh anything."""
    tables = []
    for kind, column in zip(KINDS, fitted.T, strict=True):
        kept = [name for name, value in zip(names, column, strict=False) if value]
        tables.append(f"[{kind}]\n" + told(kept, [*(v for v in column[:-1] if v), column[-1]]))
    replace_tables(WEIGHTS, "[", "\n".join(tables))


if __name__ == "__main__":
    run(main, __doc__)
