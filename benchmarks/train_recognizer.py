"""Train the linear model of the place recogniser and write geo/data/recognizer.json.

    python benchmarks/train_recognizer.py FOLDER            train on all, write the model
    python benchmarks/train_recognizer.py FOLDER --folds 5  print held-out figures instead

FOLDER holds wikigold.conll, wnut17-*.conll, btc-*.conll and crossner-*.conll: one token and its tag a line,
sentences parted by blank lines.  The candidates are those that Dateline's rules leave in doubt, the target is
whether people marked them as a location, and the score of the rules is one feature beside the model's own, so
that the model learns only what the rules do not say.  FTRL-Proximal (McMahan et al. 2013) in plain Python: no
thread, no random number but the seeded shuffle, the same bytes at each run.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo import Gazetteer
from geo.documents import Document
from geo.pieces import Piece
from geo.recognizers import candidates
from geo.statistical import MODEL, features

CORPORA = ("wikigold", "wnut17-*", "btc-*", "crossner-*")
LOCATIONS = frozenset({"LOC", "location", "country"})
SEED, EPOCHS = 20, 6
ALPHA, BETA, L1, L2 = 0.08, 1.0, 0.6, 1.0
LEAST = 3  # a feature that fewer candidates have says nothing
SENTENCES = 8  # to a text
RULES = ("rules", "")
_ATTACHED = frozenset(". , ; : ! ? ' ’ ) ] } % ” 's 'm 're 've 'll 'd n't ’s".split())
_OPENING = frozenset("( [ { “ ‘ $ # £".split())


@dataclass(frozen=True)
class Example:
    """A candidate: its features, the score that the rules gave it, whether it is a location, its corpus."""

    features: tuple[tuple[str, str], ...]
    rules: float
    is_place: bool
    corpus: str


# --- corpora ---------------------------------------------------------------------------------------


def sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of a CoNLL file as (token, tag) pairs."""
    sentence: list[tuple[str, str]] = []
    for line in path.read_text("utf-8").split("\n"):
        token, _, tag = line.rstrip("\r").replace("\t", " ").rpartition(" ")
        if token and tag:
            sentence.append((token, tag))
        elif not line.strip() and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def text_of(tokens: Iterable[tuple[str, str]], text: str = "") -> tuple[str, list[tuple[int, int]]]:
    """Return running text that goes on `text`, and the spans in it that are locations."""
    places: list[tuple[int, int]] = []
    glue, quoted, inside = "", False, ""
    for token, tag in tokens:
        quote = token in ('"', "``", "''")
        if token in _ATTACHED or (quote and quoted):
            glue = ""
        at = len(text) + len(glue)
        text += glue + token
        kind = tag.partition("-")[2]
        if kind in LOCATIONS:
            goes_on = inside == kind and not tag.startswith("B")
            places[len(places) - goes_on :] = [(places[-1][0] if goes_on else at, len(text))]
        inside = kind
        quoted ^= quote
        glue = "" if token in _OPENING or (quote and quoted) else " "
    return text, places


def texts(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield texts of a few sentences each with their locations."""
    text, places, count = "", [], 0
    for sentence in sentences(path):
        text, more = text_of(sentence, text + "\n" if text else "")
        places += more
        count += 1
        if count == SENTENCES:
            yield text, places
            text, places, count = "", [], 0
    if text:
        yield text, places


def examples(folder: Path, gazetteer: Gazetteer) -> list[list[Example]]:
    """Return the candidates of each text of the corpora."""
    groups = []
    for path in sorted(path for pattern in CORPORA for path in folder.glob(f"{pattern}.conll")):
        for nth, (text, places) in enumerate(texts(path)):
            reading = candidates(Document(f"{path.stem}-{nth}", text), gazetteer)
            open_ = [piece for piece in reading.pieces if not piece.refused]
            corpus = path.stem.partition("-")[0]
            groups.append(
                [Example(tuple(features(reading, p)), p.score, is_place(p, places), corpus) for p in open_]
            )
    return groups


def is_place(piece: Piece, places: Sequence[tuple[int, int]]) -> bool:
    """Say whether at least half of a candidate, and of the location, is the other."""
    for start, end in places:
        common = min(end, piece.end) - max(start, piece.start)
        if 2 * common >= max(end - start, piece.end - piece.start):
            return True
    return False


# --- the model -------------------------------------------------------------------------------------


class Learner:
    """A logistic regression with sparse weights, learnt one example at a time (FTRL-Proximal)."""

    def __init__(self) -> None:
        self._z: dict[tuple[str, str], float] = {}
        self._n: dict[tuple[str, str], float] = {}

    def weight(self, feature: tuple[str, str]) -> float:
        """Return the weight of a feature, 0 unless the examples insist."""
        z = self._z.get(feature, 0.0)
        least = 0.0 if feature == RULES else L1
        if abs(z) <= least:
            return 0.0
        rate = (BETA + math.sqrt(self._n[feature])) / ALPHA
        return -(z - math.copysign(least, z)) / (rate + L2)

    def learn(self, found: Sequence[tuple[tuple[str, str], float]], is_place: bool) -> None:
        """Move the weights of the features (each with its value) towards the answer."""
        weights = [self.weight(feature) for feature, _ in found]
        margin = sum(w * value for w, (_, value) in zip(weights, found, strict=True))
        error = 1 / (1 + math.exp(-max(-30.0, min(30.0, margin)))) - is_place
        for weight, (feature, value) in zip(weights, found, strict=True):
            gradient = error * value
            n = self._n.get(feature, 0.0)
            step = (math.sqrt(n + gradient * gradient) - math.sqrt(n)) / ALPHA
            self._z[feature] = self._z.get(feature, 0.0) + gradient - step * weight
            self._n[feature] = n + gradient * gradient

    def weights(self) -> dict[tuple[str, str], float]:
        """Return all weights that are not 0."""
        return {feature: w for feature in sorted(self._z) if (w := self.weight(feature))}


def train(groups: Sequence[Sequence[Example]]) -> dict[tuple[str, str], float]:
    """Return the weights learnt from the examples."""
    listed = [example for group in groups for example in group]
    counts = Counter(feature for example in listed for feature in example.features)
    kept = {feature for feature, count in counts.items() if count >= LEAST}
    rows = [
        ([(f, 1.0) for f in e.features if f in kept] + [(RULES, max(-6.0, min(6.0, e.rules)))], e.is_place)
        for e in listed
    ]
    learner, shuffle = Learner(), random.Random(SEED)
    for _ in range(EPOCHS):
        shuffle.shuffle(rows)
        for row, answer in rows:
            learner.learn(row, answer)
    return learner.weights()


def written(weights: dict[tuple[str, str], float], scale: float, shift: float) -> str:
    """Return the model as JSON: hundredths of the weight of each value, in units of the rules' score."""
    unit = weights[RULES]
    tables: dict[str, dict[str, int]] = {}
    for (kind, value), weight in weights.items():
        if (kind, value) != RULES and (hundredths := round(100 * weight / unit)):
            tables.setdefault(kind, {})[value] = hundredths
    lines = ",\n".join(
        f"{json.dumps(kind)}: {json.dumps(table, ensure_ascii=False, sort_keys=True)}"
        for kind, table in sorted(tables.items())
    )
    return f'{{"scale": {scale}, "shift": {shift},\n"weights": {{\n{lines}\n}}}}\n'


# --- figures ---------------------------------------------------------------------------------------


def held_out(groups: Sequence[Sequence[Example]], folds: int) -> str:
    """Return a table of how candidates are told apart, each text judged by what other folds taught."""
    tallies: dict[str, Counter[str]] = {}
    for fold in range(folds):
        weights = train([group for i, group in enumerate(groups) if i % folds != fold])
        unit = weights[RULES]
        for example in (e for group in groups[fold::folds] for e in group):
            own = sum(weights.get(feature, 0.0) for feature in example.features) / unit
            for way, score in (("rules", example.rules), ("both", example.rules + own)):
                for corpus in (example.corpus, "all"):
                    tally = tallies.setdefault(f"{corpus} {way}", Counter())
                    tally[f"{score >= 0} {example.is_place}"] += 1
    lines = ["| candidates | precision | recall | F1 |", "|---|---|---|---|"]
    for name, n in sorted(tallies.items()):
        right, wrong, missed = n["True True"], n["True False"], n["False True"]
        p, r = right / max(1, right + wrong), right / max(1, right + missed)
        lines.append(f"| {name} | {p:.3f} | {r:.3f} | {2 * p * r / max(1e-9, p + r):.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of the .conll files")
    parser.add_argument(
        "--folds", type=int, default=0, help="print held-out figures of so many folds instead"
    )
    parser.add_argument("--scale", type=float, default=0.55, help="what the model is worth beside the rules")
    parser.add_argument("--shift", type=float, default=1.1, help="what is added to it")
    parser.add_argument("-o", "--output", type=Path, default=Path("geo/data") / MODEL)
    given = parser.parse_args()
    groups = examples(given.folder, Gazetteer())
    if not groups:
        parser.error(f"{given.folder} has none of {', '.join(CORPORA)} (.conll)")
    if given.folds:
        print(held_out(groups, given.folds))
        return
    model = written(train(groups), given.scale, given.shift)
    given.output.write_text(model, "utf-8")
    print(f"{given.output}: {len(model.encode()):,} bytes from {sum(map(len, groups)):,} candidates")


if __name__ == "__main__":
    main()
