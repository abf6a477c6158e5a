"""Sentences: where they end, and where a full stop ends none."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.sentences import sentences


def split(text):
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("They came. They left.", ["They came.", "They left."]),
        ("Who came? Nobody! So they say… And left.", ["Who came?", "Nobody!", "So they say…", "And left."]),
        ("“They came.” He smiled.", ["“They came.”", "He smiled."]),
        ("He said: “They came.” “When?” I asked.", ["He said: “They came.”", "“When?”", "I asked."]),
        ("They hold Azaz.1 Before, it was free.", ["They hold Azaz.1", "Before, it was free."]),
        ("They left. 12 men stayed.", ["They left.", "12 men stayed."]),
        ("They left. в Ракке", ["They left. в Ракке"]),
        ("Они ушли. Ракка пуста.", ["Они ушли.", "Ракка пуста."]),
        ("They left. ثم عادوا", ["They left.", "ثم عادوا"]),
    ],
)
def test_a_stop_before_a_capital_a_digit_or_another_script_ends_a_sentence(text, parts):
    assert split(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Idris met Dr. Amina and Lt. Col. Musa of St. Louis.",
        "The U.S. Army and the U.K. Government agreed.",
        "On Oct. 7 and on Sept. 11 it rained.",
        "J. R. Okello wrote it.",
        "It is 3.5 km to the well.",
        "The road vs. Boulevard debate is old.",
        "Battalion No. 9 left.",
        "See e.g. Kidal and i.e. Gao.",
    ],
)
def test_abbreviations_initials_and_numbers_end_none(text):
    assert split(text) == [text]


def test_no_is_an_answer_unless_a_number_follows():
    assert split("Are they there? No. They left. See No. 5.") == [
        "Are they there?",
        "No.",
        "They left.",
        "See No. 5.",
    ]


def test_the_number_of_a_paragraph_belongs_to_it():
    assert split("12. The council met. 13. It closed.") == ["12. The council met.", "13. It closed."]


def test_a_paragraph_ends_a_sentence_and_a_wrapped_line_does_not():
    wrapped = "The fighters of the northern valley left their camp at dawn,\ncrossed the river and went on."
    assert split(wrapped) == [wrapped]
    assert split("A short line\nAnother short line") == ["A short line", "Another short line"]
    assert split("One.\n\nTwo.") == ["One.", "Two."]


def test_only_what_is_asked_for_is_split_and_offsets_are_of_the_text():
    text = "One. Two. Three."
    assert list(sentences(text, 5, 9)) == [(5, 9)]
    assert [text[a:b] for a, b in sentences(text, 5)] == ["Two.", "Three."]


def test_blank_text_has_none():
    assert split("") == split(" \n\t \n") == []


@pytest.mark.xfail(strict=True, reason="the letter behind an apostrophe is taken for an initial")
def test_a_name_that_ends_in_an_apostrophe_and_a_letter_ends_a_sentence():
    assert split("They hold Sana'a. Nobody else does.") == ["They hold Sana'a.", "Nobody else does."]


PROSE = st.lists(
    st.sampled_from(
        ["Gen.", "No.", "left.", "Azaz", "“They", "came.”", "5", "\n", "\n\n", " ", "?", "…", "в", "ثم", "A."]
    )
    | st.text(max_size=4),
    max_size=25,
).map(" ".join)


@given(PROSE)
@settings(max_examples=60, deadline=None)
def test_sentences_are_trimmed_ordered_and_leave_nothing_out(text):
    """LAW: every character that is no blank is in exactly one sentence."""
    spans = list(sentences(text))
    at = 0
    for start, end in spans:
        assert start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", ["the emir in Idlib, Abu X, ", "word ", "x", "a; ", "(((", "\u00a0"])
def test_what_has_no_end_is_cut_into_parts_that_lose_nothing_but_blanks(unit):
    text = f"Before it. {unit * 5_000} after."
    spans = list(sentences(text))
    assert all(0 < end - start <= 3_000 for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
