"""The two source texts beside the project, read whole and held against what a reader found in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers.extract import Extraction, read_document
from layers.registry import load

SHARED = Path(__file__).parents[2] / "../shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))
pytestmark = pytest.mark.skipif(
    len(SEEDS) != 2, reason="the source texts stay outside the project; ../shared/seeds is absent"
)


@pytest.fixture(scope="module")
def seeds() -> dict[str, Extraction]:
    gazetteer, registry = Gazetteer.open(), load()
    texts = {path.name[:3]: path.read_text("utf-8") for path in SEEDS}
    return {
        name: read_document(Document(name, text), gazetteer=gazetteer, registry=registry)
        for name, text in texts.items()
    }


def said(extraction: Extraction, actor: str) -> set[tuple[str | None, str, str, str]]:
    return {(r.place, r.what, r.status, r.mapped_as) for r in extraction.reports if actor in (r.actor or "")}


def test_the_reference_check_finds_no_fault(seeds: dict[str, Extraction], tmp_path: Path) -> None:
    out = tmp_path / "seeds.jsonl"
    out.write_text("\n".join(json.dumps(x.to_json()) for x in seeds.values()), "utf-8")
    done = subprocess.run(
        [sys.executable, str(SHARED / "eval/check_seeds.py"), str(out)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_active_where_claimed_by_nobody_and_avoided_where_avoided(seeds: dict[str, Extraction]) -> None:
    reports = said(seeds["000"], "Hurras al-Din")
    assert ("Damascus", "activity", "affirmed", "presence") in reports
    assert ("Raqqa", "activity", "affirmed", "presence") in reports
    assert ("Idlib Governorate", "activity", "negated", "avoided") in reports
    assert ("Arab Sa'id", "activity", "former", "past") in reports
    assert {r.claim for r in seeds["000"].reports if r.place in ("Damascus", "Raqqa")} == {"unclaimed"}


def test_barred_is_no_attack_and_a_death_is_no_presence(seeds: dict[str, Extraction]) -> None:
    assert said(seeds["000"], "Islamic State") == {("Idlib Governorate", "activity", "negated", "avoided")}
    assert said(seeds["000"], "Qardash") == {("Atma", "casualty_or_arrest", "affirmed", "past")}


def test_a_leaders_whereabouts_are_his_own_and_the_town_near_by_is_a_landmark(
    seeds: dict[str, Extraction],
) -> None:
    assert said(seeds["000"], "Muslim al-Shishani") == {("Al-Yaqubiyah", "presence", "affirmed", "person")}
    assert [x.place for x in seeds["000"].landmarks] == ["Jisr al-Shughur"]
    assert not [r for r in seeds["000"].reports if r.place == "Jisr al-Shughur"]


def test_the_second_text_puts_nobody_in_a_town(seeds: dict[str, Extraction]) -> None:
    reports = seeds["004"].reports
    assert not [r for r in reports if r.mapped_as in ("presence", "person", "event")]
    assert {r.mapped_as for r in reports if r.place == "Sochi"} == {"planned"}
    assert {(r.actor, r.what) for r in reports if "Pankisi" in (r.place or "")} == {
        ("Umar al-Shishani", "origin")
    }
    assert {r.era for r in reports if r.place in ("Abkhazia", "Chechnya", "Sochi")} == {"past"}


def reading() -> list[list[str]]:
    """Return the rows of the reader's table (tests/stories/reading.txt)."""
    file = Path(__file__).parents[1] / "stories" / "reading.txt"
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


@pytest.mark.parametrize("row", reading(), ids=lambda r: f"{r[0]} {r[3]} {r[4]}")
def test_every_row_of_the_reading(seeds: dict[str, Extraction], row: list[str]) -> None:
    _, seed, line, actor, place, fields, stands, note = row
    text = seeds[seed].document.text
    wanted = {} if fields == "-" else dict(field.split("=") for field in fields.split(", "))
    told = [
        r
        for r in seeds[seed].reports
        if r.actor == actor
        and r.place == (None if place == "-" else place)
        and text.count("\n", 0, r.start) + 1 == int(line)
    ]
    fits = [r for r in told if all(getattr(r, key) == value for key, value in wanted.items())]
    assert bool(fits) == (stands in ("got", "argued")), [(r.what, r.status, r.mapped_as) for r in told]
    assert (note == "-") == (stands == "got")


def test_how_the_reading_stands() -> None:
    stands = [row[6] for row in reading()]
    assert {kind: stands.count(kind) for kind in ("got", "missed", "argued", "refuse")} == {
        "got": 26,
        "missed": 16,
        "argued": 2,
        "refuse": 8,
    }
