"""The confidence of a report: how it was read, by weights fitted on passages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.confidence import confidence, features, weights
from layers.links import Link
from layers.reports import STATUSES, WHATS, ActorMention
from layers.status import Verdict
from tests.layers.marked import row_of

ROW, (BAGA,) = row_of("{Herons} hold [Baga].")
HERONS = ActorMention(0, 6, "Herons", "Herons", "group")
HELD = Link(HERONS, 0, "control", Verdict(), 1)
SURE = replace(BAGA, confidence=0.95)


@pytest.mark.parametrize(
    "less",
    [
        replace(HELD, actor=replace(HERONS, via="they")),
        replace(HELD, actor=replace(HERONS, via="the group")),
        replace(HELD, actor=replace(HERONS, generic=True)),
        replace(HELD, chance=0.8),
        replace(HELD, verdict=Verdict("uncertain", "may")),
    ],
    ids=["a pronoun", "a noun that refers", "a collective", "a likely link", "a doubt"],
)
def test_what_is_read_less_surely_has_less_confidence(less):
    assert confidence(less, SURE, ROW) < confidence(HELD, SURE, ROW)


def test_an_unsure_place_makes_an_unsure_report():
    assert confidence(HELD, replace(BAGA, confidence=0.3), ROW) < confidence(HELD, SURE, ROW)
    assert confidence(HELD, None, ROW) < confidence(HELD, SURE, ROW)


@given(
    st.sampled_from(STATUSES), st.sampled_from(WHATS), st.none() | st.floats(0.5, 1.0), st.floats(0.0, 1.0)
)
def test_confidence_is_a_probability(status, what, chance, place):
    link = replace(HELD, what=what, verdict=Verdict(status, ""), chance=chance)
    assert 0.0 < confidence(link, replace(BAGA, confidence=place), ROW) < 1.0


def test_every_weight_is_of_a_feature():
    known = {*features(HELD, SURE, ROW), *STATUSES, *WHATS, "bias"}
    assert set(weights()) <= known
