"""Laws of reading: whatever the text, nothing crashes, nothing is invented, and what is asked is not said."""

from __future__ import annotations

import itertools
import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers.actors import find_actors
from layers.extract import Extraction, read_document
from layers.registry import load
from layers.reports import STATUSES, WHATS

# Prose of our own, in the manner of reports, to be cut and shuffled.
PROSE = (
    "Al-Shabaab captured Jowhar on Sunday, and Somali troops withdrew to Balcad. Q1: Is JNIM in Djibo? A: "
    "Yes, they are. Sheikh Musa al-Homsi (Abu Salma), a commander of Ahrar al-Sham, was killed near "
    "Darkush in May 2015. “No,” he says. They no longer hold it; the group's men left for the eastern "
    "countryside of Aleppo. Did Boko Haram attack Gwoza? According to Radio Kanem, the rebels may be "
    "hiding in three villages: Kafr Nabl, Hass and Kafr Ruma. The Commission denied that it had bombed "
    "Sana'a. &# 171;IS&# 187; hat 12 Männer; هيئة تحرير الشام в Ракке."
)
FRAGMENTS = [
    *PROSE.split(" "),
    "\n",
    "\n\n",
    "(",
    "“",
    "’s",
    ",",
    ".",
    "?",
    "HTS",
    "Idlib",
    "not",
    "will",
    "who",
    "where",
]
SENTENCES = (
    "Al-Shabaab captured Jowhar.",
    "Boko Haram fighters attacked Banki and fled to Gwoza.",
    "JNIM no longer holds Djibo.",
    "The Taliban were driven out of Sangin by Afghan forces.",
    "Islamic State may be hiding in Rutba.",
    "The M23 did not enter Goma.",
    "Hay'at Tahrir al-Sham arrested five men in Salqin.",
)
FURNITURE = (
    "Share on Facebook",
    "Subscribe to our newsletter",
    "No media source currently available",
    "Advertisement",
    "© 2019 The Lake Paper. All rights reserved",
    "Photo: Boko Haram fighters in Maiduguri",
)
shuffled = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join)
quick = settings(max_examples=30, deadline=None)


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(text: str) -> Extraction:
    return read_document(Document("d", text), gazetteer=gazetteer(), registry=load())


def told(text: str) -> list[tuple[str | None, str | None, str, str]]:
    return [(r.actor, r.place, r.what, r.status) for r in read(text).reports]


def check(text: str, got: Extraction) -> None:
    """Assert what holds of every reading of a text."""
    for actor in got.actors:
        assert actor.text == text[actor.start : actor.end] != ""
    for place in got.toponyms:
        assert place.text == text[place.start : place.end] != ""
    for refusal in got.refusals:
        assert refusal.text == text[refusal.start : refusal.end] != ""
    for report in got.reports:
        assert report.quote == text[report.start : report.end] != ""
        assert report.what in WHATS and report.status in STATUSES
        for start, end in ((report.actor_start, report.actor_end), (report.place_start, report.place_end)):
            assert (start is None) == (end is None)
            assert start is None or (0 <= start < end <= len(text))
    ids = [report.report_id for report in got.reports]
    assert len(ids) == len(set(ids))


@given(st.text(max_size=300))
@quick
def test_any_text_is_read(text: str) -> None:
    check(text, read(text))


def test_a_name_that_ends_in_of_the() -> None:
    text = "Al-Shabaab of of The"
    check(text, read(text))


@given(shuffled)
@quick
def test_shuffled_prose_is_read(text: str) -> None:
    check(text, read(text))


@given(st.integers(0, 10_000), st.integers(0, 300))
@quick
def test_prose_cut_anywhere_is_read(seed: int, length: int) -> None:
    at = random.Random(seed).randrange(len(PROSE))
    text = PROSE[at : at + length]
    check(text, read(text))


@given(st.text(max_size=200) | shuffled)
@quick
def test_actors_are_ordered_and_apart(text: str) -> None:
    mentions = find_actors(Document("d", text), load()).mentions
    assert all(m.text == text[m.start : m.end] for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))


@given(shuffled)
@quick
def test_the_same_text_gives_the_same_reports_and_ids(text: str) -> None:
    assert read(text).reports == read(text).reports


QUESTIONS = (
    "Did Boko Haram attack Gwoza?",
    "Is JNIM in Djibo?",
    "Has al-Shabaab captured Jowhar, and do its men hold Balcad?",
    "Who but Islamic State could have bombed Rutba?",
    "Why is the Taliban commander hiding in Sangin?",
    "Are there not fighters of HTS in Salqin, as everybody says?",
    "When did the M23, which holds Goma, enter Bunagana?",
    "Hay'at Tahrir al-Sham left Darkush, didn't they?",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("frame", ["{}", "“{}”", "Q: {}", "Q1: {}\nQ2: {}", "Question: {}", "{} {}"])
def test_a_question_alone_affirms_nothing(question: str, frame: str) -> None:
    assert [r for r in read(frame.format(question, question)).reports if r.status == "affirmed"] == []


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(FURNITURE), max_size=3),
)
@quick
def test_page_furniture_changes_no_report(sentences: list[str], lines: list[str]) -> None:
    body = (
        " ".join(sentences) + " The market was open, and the boats went out as on any other day of the year."
    )
    assert told("\n\n".join([*lines, body])) == told("\n\n".join([body, *lines])) == told(body) != []


@given(st.permutations(SENTENCES))
@quick
def test_sentences_that_name_everything_can_stand_in_any_order(sentences: list[str]) -> None:
    """Whoever and wherever is named in full owes nothing to the sentences before."""
    assert set(told("It rained. " + " ".join(sentences))) == {
        row for s in SENTENCES for row in told("It rained. " + s)
    }


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_document_does_not_change_what_is_read_only_its_ids(sentence: str) -> None:
    rows = [
        read_document(Document(name, sentence), gazetteer=gazetteer(), registry=load()).reports
        for name in ("a", "b")
    ]
    assert [(r.actor, r.place, r.what, r.status) for r in rows[0]] == [
        (r.actor, r.place, r.what, r.status) for r in rows[1]
    ]
    assert {r.report_id for r in rows[0]}.isdisjoint(r.report_id for r in rows[1])


def test_the_words_of_an_actor_are_those_of_the_text() -> None:
    """Found by fuzzing: a force that was named in small letters gave them to "the Army" of a heading."""
    text = 'name = "the Army"\nThe rebels took Goma after the Congolese army left its posts at Mubambiro.'
    found = read_document(Document("f", text), gazetteer=Gazetteer(), registry=load(()))
    assert found.actors
    assert [text[a.start : a.end] for a in found.actors] == [a.text for a in found.actors]
