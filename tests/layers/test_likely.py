"""Links that no rule reads: what makes them likely, what rules them out; a hedged pair is not affirmed."""

from __future__ import annotations

import pytest

from layers.clauses import clauses
from layers.evidence import features
from layers.frames import links
from layers.likely import likely_links, probability, weights
from layers.links import Link
from layers.pairs import pairs
from layers.status import AFFIRMED
from tests.layers.marked import row_of, said


def of(sentence: str, *made: Link) -> list[tuple[str, str, str]]:
    """Return (party, place, status) of the likely links of a marked sentence, without its rules."""
    row, places = row_of(sentence)
    found = likely_links(row, clauses(row), places, made)
    return [(x.actor.name, places[x.place].text, x.verdict.status) for x in found if x.place is not None]


def test_the_subject_where_the_place_stands_is_linked() -> None:
    assert of("{Herons} zigzagged in [Baga].") == [("Herons", "Baga", "affirmed")]


def test_a_link_of_this_kind_says_how_likely_it_is() -> None:
    row, places = row_of("{Herons} zigzagged in [Baga].")
    (link,) = [x for x in links(row, clauses(row), places) if x.place is not None]
    assert link.chance is not None
    assert weights().told <= link.chance < 1


def test_what_a_rule_reads_is_not_told_again() -> None:
    row, places = row_of("{Herons} captured [Baga].")
    assert [(x.what, x.chance) for x in links(row, clauses(row), places)] == [("control", None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} hate the people of [Baga].",
        "Men close to the {Herons} zigzagged in [Baga].",
        "The {Herons} affiliate zigzagged in [Baga].",
        "The families of the {Herons} zigzagged in [Baga].",
        "The commander of the {Herons} zigzagged in [Baga].",
        "{Herons}' commander zigzagged in [Baga].",
        "Talks with the {Herons} were held in [Baga].",
        "The {Herons} diaspora in [Baga] is large.",
        "{Herons} like rockets from [Baga].",
        "[BAGA], May 3 – the {Herons} zigzagged.",
        "{Musa}, a trader, told us so in [Baga].",
        "{Radio Heron} zigzagged in [Baga].",
    ],
)
def test_what_is_only_named_beside_a_place_is_not_linked(sentence: str) -> None:
    assert of(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("{Herons} did not zigzag in [Baga].", "negated"),
        ("{Herons} may zigzag in [Baga].", "uncertain"),
        ("{Herons} plan a march in [Baga].", "planned"),
        ("The town denies that {Herons} zigzagged in [Baga].", "negated"),
        ("The former camp of {Herons} was in [Baga].", "former"),
        ("{Herons} who never zigzagged in [Baga].", "negated"),
        ("{Herons} allegedly zigzagged in [Baga].", "uncertain"),
    ],
)
def test_the_cues_of_its_clauses_set_the_status(sentence: str, status: str) -> None:
    assert {s for _, _, s in of(sentence)} == {status}


def test_each_of_two_clauses_keeps_its_own() -> None:
    """Of two parties with a place each, none is linked with the place of the other."""
    assert said("{Herons} attacked [Baga] and {Army} attacked [Gwoza].") == [
        ("Herons", "Baga", "activity", "affirmed"),
        ("Army", "Gwoza", "activity", "affirmed"),
    ]


def test_a_feature_without_a_weight_counts_nothing() -> None:
    row, places = row_of("{Herons} zigzagged in [Baga].")
    (pair,) = pairs(row, clauses(row), places)
    known = features(pair)
    assert probability({**known, "unheard of": True}) == probability(known)
    assert set(known) == set(weights().features) - {"bias"}


def test_a_pair_that_a_rule_has_told_is_left_alone() -> None:
    row, places = row_of("{Herons} zigzagged in [Baga].")
    (actor,) = [x.actor for x in row if x.actor is not None]
    told = Link(actor, 0, "control", AFFIRMED, 1)
    assert likely_links(row, clauses(row), places, [told]) == []
