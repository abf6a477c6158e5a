"""Spotting known names: what is remembered of one text changes nothing in another."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer

WORDS = (
    "Idlib Damascus al-Bab el Bab as-Suwayda As Jisr ash-Shughur Deir ez-Zor Aleppo's Halep'te St. Denis "
    "Paris. The U.S. Army d'Or Cap of the in Rio de Janeiro Frankfurt am Main 304-399-6500 Route 66 HOMS IS "
    "Грозного в İdlib'in Åre New York New–York Tell_Abyad ’s"
).split(" ")
GAPS = (" ", " ", " ", "-", ". ", ", ", "\n", "  ", "")


@cache
def world() -> Gazetteer:
    return Gazetteer()


def spotted(text: str) -> list[str]:
    return [text[a:b] for a, b in world().spot(text)]


texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=12).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@given(texts)
def test_latin_names_are_the_same_in_a_text_that_also_has_arabic(text: str) -> None:
    # Such a text is read word by word, with nothing remembered.
    found = [(a, b) for a, b in world().spot(text + "\n;\nع") if b <= len(text)]
    assert list(world().spot(text)) == found


@given(texts, texts)
def test_a_text_is_read_alike_whatever_was_read_before(text: str, other: str) -> None:
    first = spotted(text)
    spotted(other)
    assert spotted(text) == first == spotted(f"{text};\n{other}")[: len(first)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left al-Bab and Jisr ash-Shughur for Aleppo’s west", ["al-Bab", "Jisr ash-Shughur", "Aleppo"]),
        ("as Damascus fell; as-Suwayda did not", ["Damascus", "as-Suwayda"]),
        ("from Deir\n ez-Zor to Rio de Janeiro", ["Deir\n ez-Zor", "Rio de Janeiro"]),
    ],
)
def test_names_of_several_words_are_spotted_whole(text: str, expected: list[str]) -> None:
    assert spotted(text) == expected
