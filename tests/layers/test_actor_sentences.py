"""Who is named in sentences of many makes and regions, each with all its actors (tests/stories/actors.txt).

They were written before the rules were mended for any of them.  What is still misread is marked "?" in the
file; when a change mends one, its test turns red until the mark is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers.actors import find_actors
from layers.registry import load

FILE = Path(__file__).parents[1] / "stories" / "actors.txt"
KINDS = {"g": "group", "s": "state", "p": "person", "m": "media"}
MARK = re.compile(r"\{([gspm]):([^{}|]+)(?:\|([^{}]+))?\}")

Named = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """A text with its actors in order: the words, the canonical name, the kind."""

    text: str
    actors: tuple[Named, ...]
    misread: bool


def sentences() -> Iterator[Told]:
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            marked = line.removeprefix("? ")
            actors = tuple((m[2], m[3] or m[2], KINDS[m[1]]) for m in MARK.finditer(marked))
            yield Told(MARK.sub(lambda m: m[2], marked), actors, marked != line)


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def found(told: Told) -> list[Named]:
    got = find_actors(Document("sentence", told.text), load(), gazetteer()).mentions
    return [(m.text, m.name, m.kind) for m in got if not m.generic]


def is_read(told: Told) -> bool:
    """Say whether exactly these actors are found, under these names; articles and owners may be left out."""
    got = found(told)
    return len(got) == len(told.actors) and all(
        have[1:] == want[1:] and (have[0] in want[0] or want[0] in have[0])
        for have, want in zip(got, told.actors, strict=True)
    )


@pytest.mark.parametrize("told", list(sentences()), ids=lambda told: told.text[:60])
def test_sentence(told: Told) -> None:
    assert is_read(told) != told.misread, found(told)


def test_nearly_all_are_read() -> None:
    rows = list(sentences())
    assert len(rows) > 95
    assert sum(row.misread for row in rows) < 0.1 * len(rows)
