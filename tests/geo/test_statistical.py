"""The linear model of the place recogniser: its features, its file, its training."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from geo import Gazetteer
from geo.documents import Document
from geo.recognizers import candidates
from geo.statistical import features, model, opinion

ROOT = Path(__file__).parents[2]
SENTENCES = """\
He\tO
lives\tO
in\tO
Zarnow\tB-LOC
.\tO

Zarnow\tB-PER
said\tO
so\tO
.\tO
"""


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer()


def told(world: Gazetteer, text: str, name: str) -> tuple[dict[str, str], float]:
    reading = candidates(Document("t", text), world)
    piece = next(p for p in reading.pieces if p.text == name)
    return dict(features(reading, piece)), opinion(reading, piece)


def test_features_are_the_words_around_a_name_its_form_and_what_the_gazetteer_says(world: Gazetteer) -> None:
    found, _ = told(world, "He has long lived near Qorzat, they say.", "Qorzat")
    assert found["before"] == "near"
    assert found["two before"] == "lived near"
    assert found["behind"] == ",they"
    assert found["sort"] == "-1"
    assert found["end 3"] == "zat"
    known, _ = told(world, "They left Syria.", "Syria")
    assert known["sort"].startswith("c")
    assert known["behind"] == "\n"
    assert "end 3" not in known


@pytest.mark.parametrize(
    ("place", "none"),
    [
        ("They moved to Qorzat in the north.", "They asked Qorzat for a song."),
        ("The road from Qorzat is closed.", "The singer Qorzat is married."),
        ("It happened in Qorzat.", "Qorzat thinks that it happened."),
    ],
)
def test_the_model_tells_a_place_from_another_name_by_its_words(
    world: Gazetteer, place: str, none: str
) -> None:
    assert told(world, place, "Qorzat")[1] > told(world, none, "Qorzat")[1]


def test_the_model_is_small() -> None:
    size = len(resources.files("geo.data").joinpath("recognizer.json").read_bytes())
    assert size < 3_000_000
    assert sum(map(len, model().tables.values())) > 5_000


def test_training_gives_the_same_bytes_at_each_run(tmp_path: Path) -> None:
    (tmp_path / "wikigold.conll").write_text(SENTENCES * 60, "utf-8")
    models = []
    for run in ("one", "two"):
        output = tmp_path / run
        command = [sys.executable, "benchmarks/train_recognizer.py", str(tmp_path), "-o", str(output)]
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
        models.append(output.read_bytes())
    assert models[0] == models[1]
    assert b'"in": ' in models[0]
