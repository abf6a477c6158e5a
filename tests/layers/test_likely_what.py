"""What a likely link reports: several words are weighed, and what has no word is never told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.clauses import clauses
from layers.likely_what import KINDS, by_word, can_be, total, traits, weights, what_of
from layers.pairs import Pair, pairs
from tests.layers.marked import row_of


def pair_of(sentence: str) -> Pair:
    """Return the one pair of a marked sentence."""
    row, places = row_of(sentence)
    (pair,) = pairs(row, clauses(row), places)
    return pair


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("{Herons} zigzagged in [Baga].", "presence"),
        ("{Herons} zigzagged, and the raid on [Baga] followed.", "activity"),
        ("The grip of {Herons} on [Baga] zigzagged.", "control"),
        ("{Herons} zigzagged from the hideouts in [Baga].", "base_or_camp"),
        ("Reinforcements of {Herons} zigzagged to [Baga].", "movement_to"),
        ("Deaths among {Herons} zigzagged in [Baga].", "casualty_or_arrest"),
    ],
)
def test_the_words_around_the_two_say_what_is_reported(sentence: str, what: str) -> None:
    assert what_of(pair_of(sentence)) == what


def test_a_noun_elsewhere_in_the_clause_outweighs_a_verb_without_meaning() -> None:
    pair = pair_of("The town of [Baga] passed into the hands of {Herons}.")
    assert (by_word(pair), what_of(pair)) == ("presence", "control")


def test_the_camp_that_a_party_attacks_is_not_its_own() -> None:
    assert not can_be(pair_of("{Herons} overran an army camp in [Baga]."), "base_or_camp")
    assert can_be(pair_of("{Herons} zigzagged from the camp in [Baga]."), "base_or_camp")


def test_nobody_leaves_the_place_he_goes_to() -> None:
    pair = pair_of("The evacuation of the {Herons} troops to [Baga] is slow.")
    assert can_be(pair, "movement_to")
    assert not can_be(pair, "movement_from")


VERBS = ("zigzagged", "sang", "prayed", "were", "talked", "traded", "fished")
PHRASES = ("in", "near", "at", "around", "to", "towards", "into", "on the hills of", "along the river in")
TAILS = ("", " for two days", ", people said", " with a cousin", " on Monday")


@given(st.sampled_from(VERBS), st.sampled_from(PHRASES), st.sampled_from(TAILS))
def test_no_move_loss_hold_base_or_birth_is_told_without_a_word_of_it(
    verb: str, phrase: str, tail: str
) -> None:
    row, places = row_of(f"{{Herons}} {verb} {phrase} [Baga]{tail}.")
    told = {what_of(pair) for pair in pairs(row, clauses(row), places)}
    assert told <= {"presence", "activity"}


@given(st.sampled_from(("moved", "fled", "went", "withdrew")), st.sampled_from(("to", "towards", "from")))
def test_with_a_word_of_it_a_move_can_be_told(verb: str, prep: str) -> None:
    pair = pair_of(f"The men of {{Herons}} {verb} {prep} [Baga].")
    assert can_be(pair, "movement_to") == (prep != "from")
    assert can_be(pair, "movement_from") == (prep == "from")


def test_each_kind_of_report_has_its_weights() -> None:
    assert tuple(weights()) == KINDS
    assert all("bias" in row for row in weights().values())


def test_a_trait_without_a_weight_counts_nothing() -> None:
    row = weights()["control"]
    known = set(traits(pair_of("The grip of {Herons} on [Baga] zigzagged.")))
    assert total(row, known | {"unheard of"}) == total(row, known)
    assert total(row, ()) == row["bias"]


def test_a_sentence_without_a_verb_is_read_by_its_nouns() -> None:
    assert what_of(pair_of("{Herons} camp, [Baga].")) == "base_or_camp"
