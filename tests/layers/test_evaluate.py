"""Evaluation reads gold at the door, never shows the answers to the extraction, and scores what comes out."""

import json
from pathlib import Path

import pytest

from geo.errors import DataError, ReadError
from layers.baselines import same_sentence
from layers.evaluate import document_of, evaluate, gold_places_and_actors, read_gold

DEV = Path(__file__).parents[2] / "../shared/eval/dev.jsonl"
TEXT = "The Herons hold Baga. Nobody holds Kukawa; the Herons left it in May."
GOLD = {
    "id": 5,
    "text": TEXT,
    "published": "2020-06-01",
    "places": [
        {
            "start": 16,
            "end": 20,
            "text": "Baga",
            "name": "Baga",
            "lat": 13.1,
            "lon": 13.8,
            "level": "settlement",
        },
        {
            "start": 35,
            "end": 41,
            "text": "Kukawa",
            "name": "Kukawa",
            "lat": 12.9,
            "lon": 13.6,
            "level": "settlement",
        },
    ],
    "actors": [
        {"start": 4, "end": 10, "text": "Herons", "canonical": "Herons"},
        {"start": 47, "end": 53, "text": "Herons", "canonical": "Herons"},
    ],
    "reports": [
        {"actor": "Herons", "place": "Baga", "what": "control", "status": "affirmed"},
        {"actor": "Herons", "place": "Kukawa", "what": "control", "status": "former"},
    ],
}


def write(tmp_path, *lines):
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return file


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{oops", "gold.jsonl:2: is not JSON"),
        ({"id": 6, "places": []}, "gold.jsonl:2: has no `text`"),
        ({"id": 6, "text": "x"}, "gold.jsonl:2: needs `id` and `places`"),
        (GOLD, "gold.jsonl:2: id 5 is there twice"),
    ],
)
def test_a_wrong_gold_line_is_named(tmp_path, line, words):
    with pytest.raises(DataError, match=words):
        read_gold(write(tmp_path, GOLD, line))


def test_a_gold_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(DataError, match="is empty"):
        read_gold(write(tmp_path, ""))
    with pytest.raises(ReadError, match="give a gold file"):
        read_gold(tmp_path / "missing.jsonl")


def test_the_document_of_a_gold_line_holds_no_answer():
    document = document_of(GOLD)
    assert (document.id, document.text, document.published) == ("5", TEXT, "2020-06-01")
    assert document.published_basis == "given"


def test_one_sentence_baseline_affirms_what_is_denied():
    told = gold_places_and_actors([GOLD])

    def extract(document):
        found = told(document)
        return {**found, "reports": same_sentence(document, found["places"], found["actors"])}

    result = evaluate([GOLD], extract)
    assert result.figures["report"]["pair_f1"] == 1
    assert result.figures["report"]["f1"] == 0.5
    assert result.figures["report"]["what"] == 0
    assert result.figures["report"]["false_affirmed"] == 1
    assert result.errors == ("5 FALSE AFFIRMED Herons @ Kukawa is [former]",)
    assert "false_affirmed=1.000" in str(result)


def test_a_baseline_without_actors_is_not_measured_by_them():
    places = [{**place, "start": place["start"]} for place in GOLD["places"]]
    result = evaluate([GOLD], lambda document: {"places": places}, parts=["places"])
    assert set(result.figures) == {"documents", "place"}
    assert result.figures["place"]["f1"] == 1


def test_with_perfect_places_and_actors_one_sentence_reaches_a_third_on_the_dev_set():
    if not DEV.exists():
        pytest.skip("the dev set is not beside this checkout")
    gold = read_gold(DEV)
    told = gold_places_and_actors(gold)

    def extract(document):
        found = told(document)
        return {**found, "reports": same_sentence(document, found["places"], found["actors"])}

    figures = evaluate(gold, extract).figures
    assert figures["report"]["f1"] == pytest.approx(0.33, abs=0.03)
    assert figures["report"]["false_affirmed"] == pytest.approx(0.41, abs=0.03)
