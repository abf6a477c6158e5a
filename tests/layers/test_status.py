"""Status: what negations, modals, plans, attempts, denials and the past make of a deed or a state."""

import pytest

from layers.status import AFFIRMED, Verdict, join
from tests.layers.marked import said

STATUSES = ("affirmed", "negated", "former", "uncertain", "planned")


def wrong(sentence, status, reason):
    """Mark a sentence that the reading still gets wrong."""
    mark = pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True)
    return pytest.param(sentence, status, marks=mark)


def of_herons(sentence, place="Baga"):
    """Return the statuses that link Herons with the place, without the presence that a departure ends or, as
    long as it has not come about, leaves as it is.
    """
    rows = [(what, status) for party, at, what, status in said(sentence) if (party, at) == ("Herons", place)]
    moved = {status for what, status in rows if what == "movement_from"}
    implied = "former" if "affirmed" in moved else "affirmed" if moved else ""
    return {status for what, status in rows if what != "presence" or status != implied}


def check(sentence, status):
    assert of_herons(sentence) == {status}


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} attacked [Baga].",
        "{Herons} hold [Baga].",
        "{Herons} have attacked [Baga].",
        "{Herons} managed to take [Baga].",
        "{Herons} began to withdraw from [Baga].",
        "{Herons} were allowed to leave [Baga].",
        "{Army} said that {Herons} attacked [Baga].",
        "According to {Radio}, {Herons} hold [Baga].",
        "{Herons} hold [Baga], not [Kukawa].",
        "{Herons}, not {Falcons}, attacked [Baga].",
        "{Falcons} did not come, and {Herons} attacked [Baga].",
        "{Herons} attacked [Baga] although {Falcons} did not help.",
    ],
)
def test_affirmed(sentence):
    check(sentence, "affirmed")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("{Radio} reported that {Herons} had taken [Baga].", "affirmed"),
        ("{Herons} were able to enter [Baga].", "affirmed"),
    ],
)
def test_affirmed_though_it_looks_otherwise(sentence, status):
    check(sentence, status)


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} did not attack [Baga].",
        "{Herons} haven't attacked [Baga].",
        "{Herons} never attacked [Baga].",
        "{Herons} cannot enter [Baga].",
        "{Herons} could not take [Baga].",
        "{Herons} won't leave [Baga].",
        "No {Herons} remained in [Baga].",
        "None of the {Herons} stayed in [Baga].",
        "{Herons} avoid attacking [Baga].",
        "{Herons} have yet to take [Baga].",
        "There are no {Herons} in [Baga].",
        "{Herons} failed to take [Baga].",
        "{Herons} refused to leave [Baga].",
        "{Herons} stopped attacking [Baga].",
        "{Herons} were prevented from entering [Baga].",
        "{Herons} agreed not to attack [Baga].",
        "{Herons} denied that they had attacked [Baga].",
        "{Herons} deny holding [Baga].",
        "{Army} denied that {Herons} hold [Baga].",
        "{Herons} are not believed to hold [Baga].",
    ],
)
def test_negated(sentence):
    check(sentence, "negated")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("{Herons} avoid attacks in [Baga].", "negated"),
        ("It is not true that {Herons} hold [Baga].", "negated"),
        ("{Army} rejected claims that {Herons} hold [Baga].", "negated"),
        wrong("The truce keeps {Herons} from attacking [Baga].", "negated", "keep somebody from doing"),
        ("{Herons} neither hold nor want [Baga].", "negated"),
    ],
)
def test_negated_in_other_words(sentence, status):
    check(sentence, status)


def test_a_negation_covers_its_own_clause_only():
    assert said("{Herons} did not enter [Baga], but {Falcons} attacked [Kukawa].") == [
        ("Herons", "Baga", "movement_to", "negated"),
        ("Falcons", "Kukawa", "activity", "affirmed"),
    ]


def test_not_here_but_there():
    sentence = "{Herons} are not in [Baga] but in [Kukawa]."
    assert (of_herons(sentence), of_herons(sentence, "Kukawa")) == ({"negated"}, {"affirmed"})


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} had held [Baga].",
        "{Herons} had been based in [Baga].",
        "{Herons} used to hold [Baga].",
        "{Herons} once held [Baga].",
        "{Herons} formerly held [Baga].",
        "{Herons} held [Baga] until 2019.",
        "{Herons} held [Baga] until May.",
        "{Herons} are no longer in [Baga].",
        "{Herons} no longer hold [Baga].",
        "{Herons} lost [Baga].",
        "{Herons} ceded [Baga] to {Falcons}.",
        "{Herons} were expelled from [Baga].",
        "{Falcons} drove {Herons} out of [Baga].",
        "{Falcons} took [Baga] from {Herons}.",
        "[Baga] was in the hands of {Herons} until 2019.",
        "[Baga] is no longer under the control of {Herons}.",
        "[Baga], a former stronghold of {Herons}, is quiet.",
    ],
)
def test_former(sentence):
    check(sentence, "former")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("A former base of {Herons} lies in [Baga].", "former"),
    ],
)
def test_former_in_other_words(sentence, status):
    check(sentence, status)


def test_a_past_event_stays_affirmed():
    assert of_herons("{Herons} had attacked [Baga].") == {"affirmed"}


def test_who_leaves_was_there():
    assert said("{Herons} left [Baga].") == [
        ("Herons", "Baga", "movement_from", "affirmed"),
        ("Herons", "Baga", "presence", "former"),
    ]
    assert said("{Amina} left [Baga].") == [("Amina", "Baga", "movement_from", "affirmed")]


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} may attack [Baga].",
        "{Herons} might have attacked [Baga].",
        "{Herons} could attack [Baga].",
        "{Herons} would attack [Baga].",
        "{Herons} reportedly hold [Baga].",
        "{Herons} allegedly attacked [Baga].",
        "{Herons} apparently hold [Baga].",
        "Suspected {Herons} attacked [Baga].",
        "If {Herons} take [Baga], the war is over.",
        "It is unclear whether {Herons} hold [Baga].",
        "It is likely that {Herons} hold [Baga].",
        "{Herons} claimed to hold [Baga].",
        "{Herons} claimed that they had attacked [Baga].",
        "{Herons} are believed to hold [Baga].",
        "{Army} believes that {Herons} hold [Baga].",
        "{Army} doubts that {Herons} hold [Baga].",
        "{Herons} tried to take [Baga].",
        "{Herons} attempted to enter [Baga].",
        "{Herons} threatened to burn [Baga].",
        "{Herons} hope to return to [Baga].",
        "{Herons} crossed the river so that they could attack [Baga].",
        "{Herons} did not say that they hold [Baga].",
    ],
)
def test_uncertain(sentence):
    check(sentence, "uncertain")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("{Army} accused {Herons} of attacking [Baga].", "uncertain"),
        ("There are rumours that {Herons} hold [Baga].", "uncertain"),
    ],
)
def test_uncertain_in_other_words(sentence, status):
    check(sentence, status)


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} will attack [Baga].",
        "{Herons} plan to attack [Baga].",
        "{Herons} were planning to attack [Baga].",
        "{Herons} vowed to take [Baga].",
        "{Herons} want to take [Baga].",
        "{Herons} are to leave [Baga] in June.",
        "{Herons} are about to take [Baga].",
        "{Herons} announced that they will leave [Baga].",
        "{Herons} plan to take [Baga] and burn it.",
        "{Falcons} ordered {Herons} to leave [Baga].",
    ],
)
def test_planned(sentence):
    check(sentence, "planned")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("{Herons} are going to attack [Baga].", "planned"),
        ("{Herons} planned an attack on [Baga].", "planned"),
        ("{Herons} ordered an attack on [Baga].", "planned"),
        ("{Herons} announced a withdrawal from [Baga].", "planned"),
    ],
)
def test_planned_in_other_words(sentence, status):
    check(sentence, status)


def test_the_cue_is_the_word_that_set_the_status():
    from layers.clauses import clauses
    from layers.status import verdict
    from tests.layers.marked import row_of

    row, _ = row_of("{Herons} failed to take [Baga].")
    found = clauses(row)
    assert verdict(row, found, 1, "control") == Verdict("negated", "fail")
    assert verdict(row, found, 0, "other") == AFFIRMED


def test_an_affirmed_verdict_is_false_and_leaves_the_other_as_it_is():
    """LAW: affirmed is neutral on both sides of join."""
    assert not AFFIRMED
    for status in STATUSES:
        verdict = Verdict(status, "cue")
        assert join(AFFIRMED, verdict) == verdict
        assert join(verdict, AFFIRMED).status == status


def test_nothing_that_is_hedged_becomes_affirmed():
    """LAW: two verdicts that are not affirmed never make an affirmed one, and an outer negation stays one."""
    for outer in STATUSES[1:]:
        for inner in STATUSES[1:]:
            assert join(Verdict(outer, "a"), Verdict(inner, "b")).status != "affirmed"
        assert join(Verdict("negated", "a"), Verdict(outer, "b")).status == "negated"
