"""What a linear model says of a name in doubt: its words, endings and shape, and the words around it.

The model is a logistic regression over candidate names, trained by `benchmarks/train_recognizer.py` from
openly licensed corpora; docs/model-card.md has its data, its figures and its limits.  Each kind of feature is
a table of its own, value -> weight, so that one can read why a name was taken for a place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from geo import surroundings as cues
from geo.pieces import Piece, Reading

MODEL = "recognizer.json"
_EDGE = "\n"  # stands for what lies before the first and behind the last word
_SENTENCE = frozenset(".!?:;\n•*>")
_LONGEST_WORD = 24  # letters: what is longer is no word that a corpus repeats


class Model(NamedTuple):
    """A table of weights for each kind of feature.

    `scale` and `shift` fit its sum to the other evidence, of which the corpora of sentences show only a part.
    """

    scale: float
    shift: float
    tables: dict[str, dict[str, float]]


@cache
def model() -> Model:
    """Return the model that comes with the package."""
    read = json.loads(resources.files("geo.data").joinpath(MODEL).read_text("utf-8"))
    tables = {
        kind: {value: hundredths / 100 for value, hundredths in table.items()}
        for kind, table in read["weights"].items()
    }
    return Model(read["scale"], read["shift"], tables)


@cache
def _weights() -> tuple[float, tuple[Callable[[str, float], float], ...], dict[str, dict[str, float]]]:
    """Return the weight of no feature at all, the look-ups of `ALWAYS`, and the tables of the other kinds."""
    tables = model().tables
    return tables["bias"][""], tuple(tables[kind].get for kind in ALWAYS), tables


def opinion(reading: Reading, piece: Piece) -> float:
    """Return what the model adds to the evidence that a piece is a place, negative where it is none."""
    total, look_ups, tables = _weights()
    for weight, value in zip(look_ups, _always(reading, piece), strict=True):
        total += weight(value, 0.0)
    for kind, value in _sometimes(reading, piece):
        total += tables[kind].get(value, 0.0)
    return model().shift + model().scale * total


def features(reading: Reading, piece: Piece) -> list[tuple[str, str]]:
    """Return the features of a piece, each its kind and its value."""
    always = zip(ALWAYS, _always(reading, piece), strict=True)
    return [("bias", ""), *always, *_sometimes(reading, piece)]


# The kinds of feature that every piece has one of.
ALWAYS = (
    "sort", "shape", "last", "before", "before, known", "two before", "further", "behind", "behind, known",
    "two behind", "between", "gaps",
)  # fmt: skip


def _always(reading: Reading, piece: Piece) -> tuple[str, ...]:
    """Return the values of the features of `ALWAYS`."""
    tokens, first, after = reading.tokens, piece.first, piece.after
    head, last = tokens[first], tokens[after - 1]
    known = _known(piece)
    before, further = _back(reading, first)
    behind, beyond = _ahead(reading, after)
    right = _edge(tokens[after].gap if after < len(tokens) else _EDGE)
    owner = "’" if last.possessive else ""
    return (
        f"{known}{min(after - first, 4)}{'^' if head.initial else ''}",
        f"{_shape(last.text)}{owner}{known}",
        last.lower[:_LONGEST_WORD],
        before,
        f"{before} {known}",
        f"{further} {before}",
        further,
        behind,
        f"{behind} {known}",
        f"{behind} {beyond}",
        f"{before} {behind}",
        f"{_edge(head.gap)}_{right}{owner}{known[:1]}",
    )


def _sometimes(reading: Reading, piece: Piece) -> Iterator[tuple[str, str]]:
    """Yield the features that unknown names and names of more words have besides."""
    tokens, first, after = reading.tokens, piece.first, piece.after
    if piece.best is None:  # what a known name sounds like says nothing more
        word = tokens[after - 1].lower[:_LONGEST_WORD]
        yield from (("end 2", word[-2:]), ("end 3", word[-3:]), ("end 4", word[-4:]), ("begin 3", word[:3]))
    if after - first > 1:
        yield "first", tokens[first].lower[:_LONGEST_WORD]
        for token in tokens[first + 1 : after - 1]:
            yield "within", token.lower[:_LONGEST_WORD]


def _known(piece: Piece) -> str:
    """Return how well the gazetteer knows a name: "-" not at all, else a sort and its fame in a digit."""
    if piece.best is None:
        return "-"
    sort = "c" if piece.kind == "country" else "a" if piece.kind in ("governorate", "region") else "p"
    return f"{sort}{min(4, int(2 * piece.fame))}"


@lru_cache(maxsize=8_192)
def _shape(word: str) -> str:
    if word.isupper():
        return "A" if len(word) == 1 else "AA" if len(word) < 5 else "AAA"
    if word.isalpha():
        return "Aa" if word[1:].islower() else "AaA"
    return "A'a" if word[0].isupper() else "a'a"


@lru_cache(maxsize=1_024)
def _edge(gap: str) -> str:
    """Return what stands between two words in one sign: a blank, a mark, or an end of a sentence."""
    bare = gap.strip(" ")
    if not bare:
        return " "
    return "." if not _SENTENCE.isdisjoint(bare) else bare[:1]


def _written(reading: Reading, i: int) -> str:
    """Return a neighbouring word: in lower case, or which sort of name a capital makes it."""
    token = reading.tokens[i]
    if not token.capital or token.lower in cues.TITLES or token.lower in cues.CALENDAR:
        return token.lower[:_LONGEST_WORD]
    known = "Aa@" if reading.is_famous(i, i + 1) else "Aa"
    return known + "’" if token.possessive else known


def _back(reading: Reading, first: int) -> tuple[str, str]:
    """Return the word before token `first` and the one before that, capitals as "Aa", marks in front."""
    tokens = reading.tokens
    if not first or tokens[first].initial:
        return _EDGE, _EDGE
    word = tokens[first - 1]
    mark = _edge(tokens[first].gap)
    near = ("" if mark == " " else mark) + _written(reading, first - 1)
    if first < 2 or word.initial:
        return near, _EDGE
    return near, _written(reading, first - 2)


def _ahead(reading: Reading, after: int) -> tuple[str, str]:
    """Return the word behind token `after` - 1 and the one behind that, in the same way."""
    tokens = reading.tokens
    if after >= len(tokens) or tokens[after].initial:
        return _EDGE, _EDGE
    word = tokens[after]
    mark = _edge(word.gap)
    near = ("" if mark == " " else mark) + _written(reading, after)
    if after + 1 >= len(tokens) or tokens[after + 1].initial:
        return near, _EDGE
    return near, _written(reading, after + 1)
