"""The stories of tests/stories: short texts, and what must and must not be read in them (docs/claims.md)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.places import Toponym
from layers.extract import Extraction, read_document
from layers.registry import load
from layers.reports import Report

STORIES = Path(__file__).parents[1] / "stories"
OPEN = STORIES / "open.toml"
KEYS = {
    "name", "trap", "why", "text", "published", "expect", "forbid", "places", "not_places",
    "nothing_on_the_map", "open",
}  # fmt: skip
TRAPS = range(1, 26)

Row = dict[str, Any]


def told(file: Path) -> list[Row]:
    rows: list[Row] = tomllib.loads(file.read_text("utf-8")).get("story", [])
    return rows


def cases() -> list[Any]:
    """Return every story as a case; the open ones must fail, so that mending one is noticed."""
    return [
        pytest.param(
            story,
            id=f"{file.stem}: {story['name']}",
            marks=[pytest.mark.xfail(reason=story["open"], raises=AssertionError, strict=True)]
            if file == OPEN
            else [],
        )
        for file in sorted(STORIES.glob("*.toml"))
        for story in told(file)
    ]


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(story: Row) -> Extraction:
    published = story.get("published")
    document = Document(
        "story",
        story["text"].strip("\n"),
        published=published,
        published_basis="given" if published else "none",
    )
    return read_document(document, gazetteer=gazetteer(), registry=load())


def answers(text: str, report: Report, key: str) -> set[str | None]:
    """Return what a report says under a key; a place answers to its name and as it is written."""
    if key == "place":
        written = None if report.place_start is None else text[report.place_start : report.place_end]
        return {report.place, written}
    if key == "layer":
        return {report.mapped_as}
    if key == "when":
        return {report.when_start or "undated"}
    return {getattr(report, key)}


def fits(text: str, report: Report, wanted: Row) -> bool:
    return all(
        answers(text, report, key) & set(value if isinstance(value, list) else [value])
        for key, value in wanted.items()
    )


def named(toponym: Toponym, wanted: str | Row) -> bool:
    """Say whether a place of the text is the one a story asks for, by its text or name or by all keys."""
    if isinstance(wanted, str):
        return wanted in (toponym.text, toponym.name)
    place = toponym.place
    said = {
        "text": toponym.text, "name": toponym.name, "type": toponym.type,
        "kind": place.kind if place else None, "country": place.country if place else None,
    }  # fmt: skip
    return all(said[key] == value for key, value in wanted.items())


def wrongs(story: Row, got: Extraction) -> list[str]:
    """Return, in words, everything in which the reading differs from the story."""
    text = got.document.text
    rows = [
        f"is missing: {w}" for w in story.get("expect", []) if not any(fits(text, r, w) for r in got.reports)
    ]
    rows += [
        f"must not be said: {w}"
        for w in story.get("forbid", [])
        if any(fits(text, r, w) for r in got.reports)
    ]
    rows += [
        f"is no place: {w}" for w in story.get("places", []) if not any(named(t, w) for t in got.toponyms)
    ]
    for word in story.get("not_places", []):
        spans = [(i, i + len(word)) for i in range(len(text)) if text.startswith(word, i)]
        assert spans, f"{word!r} is not in the text"
        rows += [
            f"is taken for a place: {word} ({t.text}, {t.name})"
            for t in got.toponyms
            if any(t.start < b and a < t.end for a, b in spans)
        ]
    if story.get("nothing_on_the_map"):
        rows += [f"is on the map: {r.place}" for r in got.reports if r.mapped_as != "list"]
    return rows


@pytest.mark.parametrize("story", cases())
def test_story(story: Row) -> None:
    got = read(story)
    keys = ("actor", "place", "what", "status", "era", "claim", "mapped_as", "when_start", "cue")
    said = [" | ".join(str(getattr(report, key)) for key in keys) for report in got.reports]
    found = [f"{t.text} = {t.name} ({t.type})" for t in got.toponyms]
    wrong = wrongs(story, got)
    assert not wrong, "\n".join([story["text"], *wrong, "reports:", *said, "places:", *found])


def test_every_trap_has_a_story_that_holds() -> None:
    """The 25 kinds of trap of the source texts are each told at least once outside the open stories."""
    held = {story.get("trap") for file in STORIES.glob("*.toml") if file != OPEN for story in told(file)}
    assert held >= set(TRAPS)


@pytest.mark.parametrize("file", sorted(STORIES.glob("*.toml")), ids=lambda f: f.stem)
def test_stories_are_written_as_the_documentation_says(file: Path) -> None:
    names = [story["name"] for story in told(file)]
    assert len(names) == len(set(names))
    for story in told(file):
        assert set(story) <= KEYS, story["name"]
        assert story["why"].endswith("."), story["name"]
        assert ("open" in story) == (file == OPEN), story["name"]
        assert any(
            key in story for key in ("expect", "forbid", "places", "not_places", "nothing_on_the_map")
        ), story["name"]
