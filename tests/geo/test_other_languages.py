"""Places in Arabic and Russian text, measured on passages of our own with every place and trap marked."""

import re
from functools import cache
from pathlib import Path

import pytest

from geo import Gazetteer
from geo.documents import Document
from geo.recognizers import recognize
from geo.resolve import resolve

STORIES = Path(__file__).parents[1] / "stories"
_MARK = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")
Span = tuple[int, int]


@cache
def world() -> Gazetteer:
    return Gazetteer()


def passages(language: str) -> list[tuple[str, list[Span], list[Span]]]:
    """Return (text, places, traps) of each passage, the marks taken out."""
    found = []
    lines = (STORIES / f"marked_{language}.txt").read_text("utf-8").splitlines()
    for paragraph in (line for line in lines if line and not line.startswith("#")):
        text, at = "", 0
        spans: tuple[list[Span], list[Span]] = ([], [])
        for mark in _MARK.finditer(paragraph):
            text += paragraph[at : mark.start()]
            name = mark[1] or mark[2]
            spans[mark[1] is None].append((len(text), len(text) + len(name)))
            text += name
            at = mark.end()
        found.append((text + paragraph[at:].rstrip(), *spans))
    return found


def figures(language: str) -> dict[str, float]:
    """Return precision, recall and F1 of overlapping spans, and the share of traps taken for places."""
    right = found = gold = trapped = traps = 0
    for text, places, none in passages(language):
        spans = [(m.start, m.end) for m in recognize(Document("t", text), world())[0]]
        right += sum(any(a < d and c < b for c, d in spans) for a, b in places)
        trapped += sum(any(a < d and c < b for c, d in spans) for a, b in none)
        found, gold, traps = found + len(spans), gold + len(places), traps + len(none)
    p, r = right / max(1, found), right / gold
    return {"p": p, "r": r, "f1": 2 * p * r / max(1e-9, p + r), "traps": trapped / traps}


@pytest.mark.parametrize(("language", "least"), [("russian", 0.85), ("arabic", 0.85)])
def test_places_are_found_and_governments_and_groups_refused(language: str, least: float) -> None:
    found = figures(language)
    assert found["f1"] >= least, found
    assert found["traps"] <= 0.15, found


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Боевики ушли из Дейр-эз-Зора.", "Deir ez-Zor", "SY"),
        ("Взрыв произошёл в Хасавюрте, в Дагестане.", "Khasavyurt", "RU"),
        ("وقع انفجار بحلب في سوريا", "Aleppo", "SY"),
        ("نزح الأهالي إلى أم درمان في السودان", "Omdurman", "SD"),
    ],
)
def test_bent_names_are_resolved(text: str, name: str, country: str) -> None:
    document = Document("t", text)
    first = resolve(document, recognize(document, world())[0], world())[0]
    assert first.place is not None
    assert (first.place.name, first.place.country) == (name, country)


if __name__ == "__main__":
    for language in ("russian", "arabic"):
        print(language, {k: round(v, 3) for k, v in figures(language).items()})
