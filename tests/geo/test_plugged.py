"""Recognisers of others: spaCy pipelines by name, what they add and what they may not."""

from dataclasses import dataclass

import pytest

from geo import Gazetteer, geoparse
from geo.documents import Document
from geo.errors import UsageError
from geo.places import Refusal
from geo.plugged import recognizer, with_spacy


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str


@dataclass
class Doc:
    ents: list[Entity]


def pipeline(*named: tuple[str, str]):  # type: ignore[no-untyped-def]
    """Return what spaCy's pipelines are to a caller: a text in, a document with entities out."""
    return lambda text: Doc([Entity(text.index(w), text.index(w) + len(w), label) for w, label in named])


TEXT = "Ankara denied it. Nobody saw Zarvash. The road to the Oltan's mill and Azaz is open, said Ebro Kem."


def test_a_pipeline_adds_places_that_our_own_reading_does_not_have() -> None:
    names = pipeline(("Zarvash", "GPE"), ("the Oltan's", "LOC"), ("Ebro Kem", "PERSON"), ("Azaz", "GPE"))
    found = geoparse(TEXT, recognizer=with_spacy(names, "spacy:mine"))
    texts = [t.text for t in found.toponyms]
    assert texts == ["Zarvash", "Oltan", "Azaz"]
    assert "GPE of spacy:mine" in found.toponyms[0].reasons
    assert all(TEXT[t.start : t.end] == t.text for t in found.toponyms)


def test_a_pipeline_does_not_overrule_a_refusal_or_a_name_that_is_taken() -> None:
    names = with_spacy(pipeline(("Ankara", "GPE"), ("Zarvash", "GPE")))
    start = TEXT.index("Zarvash")
    taken = [Refusal(start, start + len("Zarvash"), "Zarvash", "person")]
    mentions, refusals = names(Document("t", TEXT), Gazetteer(), taken)
    assert {m.text for m in mentions}.isdisjoint({"Ankara", "Zarvash"})
    assert "Ankara" in {r.text for r in refusals}


def test_a_pipeline_of_spacy_itself() -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Zarvash"}])
    assert "Zarvash" in [t.text for t in geoparse(TEXT, recognizer=with_spacy(nlp)).toponyms]


def test_a_name_that_nobody_has_is_told_with_those_that_there_are() -> None:
    with pytest.raises(
        UsageError, match=r"no recogniser is called 'stanza'; give one of own, spacy:PIPELINE"
    ):
        recognizer("stanza")


def test_a_pipeline_that_is_not_installed_is_told_with_the_remedy() -> None:
    with pytest.raises(UsageError, match=r"pip install spacy|spaCy has no pipeline 'no_such_pipeline'"):
        recognizer("spacy:no_such_pipeline")
