"""Turns of phrase: what "no sign of", "people say that", "all but" make of what they govern."""

import pytest

from layers.cues import cues
from layers.phrases import phrases
from tests.layers.marked import said


def of_herons(sentence):
    """Return what is said of Herons at Baga, each with its status."""
    return [(what, status) for party, at, what, status in said(sentence) if (party, at) == ("Herons", "Baga")]


def statuses(sentence):
    return {status for _, status in of_herons(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "At no point did {Herons} hold [Baga].",
        "There is no evidence that {Herons} are in [Baga].",
        "We found no sign of {Herons} in [Baga].",
        "Nothing suggests that {Herons} are in [Baga].",
        "It is not {Herons} who hold [Baga].",
        "Contrary to reports that {Herons} are in [Baga], the town is quiet.",
        "Far from holding [Baga], {Herons} have fled.",
        "{Herons} came close to taking [Baga].",
        "{Herons} lack a foothold in [Baga].",
        "The army denied the presence of {Herons} in [Baga].",
        "The army dismissed reports that {Herons} had taken [Baga].",
        "The army denied reports of a {Herons} attack on [Baga].",
        "{Herons} called off the attack on [Baga].",
        "{Herons} abandoned plans to attack [Baga].",
        "{Herons} tried in vain to take [Baga].",
        "{Herons} were unable to take [Baga].",
        "The army mistakenly placed {Herons} in [Baga].",
        "{Herons} give [Baga] a wide berth.",
        "Talk of {Herons} in [Baga] has proved false.",
        "The so-called {Herons} offensive on [Baga] is an invention.",
        "{Herons} are absent from [Baga].",
        "{Herons} are banned from [Baga].",
        "{Herons} hold everything except [Baga].",
        "{Herons} hold all but [Baga].",
        "{Herons} took [Kukawa], all but the old quarter of [Baga].",
        "[Baga] has so far been spared by {Herons}.",
        "The army foiled an attack by {Herons} on [Baga].",
        "{Herons} distanced themselves from the attack in [Baga].",
        "The governor called the reports of {Herons} in [Baga] a lie.",
        "{Herons} have their hideouts not in [Baga] but in [Kukawa].",
        "Reports of {Herons} returning to [Baga] were called baseless by the army.",
        "{Herons} hold the whole district apart from [Baga].",
    ],
)
def test_negated(sentence):
    assert statuses(sentence) == {"negated"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Unconfirmed reports speak of {Herons} in [Baga].",
        "There are rumours of {Herons} in [Baga].",
        "Rumour has it that {Herons} are in [Baga].",
        "People say that {Herons} are in [Baga].",
        "My brother heard that {Herons} have a camp in [Baga].",
        "{Herons}, it seems, have left [Baga].",
        "It looks as if {Herons} have taken [Baga].",
        "The army fears an attack by {Herons} on [Baga].",
        "An attack by {Herons} on [Baga] is possible.",
        "An attack by {Herons} on [Baga] cannot be ruled out.",
        "{Herons} were blamed for the attack in [Baga].",
        "{Herons} pose a threat to [Baga].",
        "Should {Herons} attack [Baga], the army will answer.",
        "Reports of a {Herons} camp in [Baga] could not be confirmed.",
        "Diplomats fear that {Herons} would take [Baga].",
        "Reports of {Herons} returning to [Baga] could not be corroborated.",
        "There are indications that {Herons} have moved to [Baga].",
        "Speculation is rife that {Herons} are in [Baga].",
        "The attack in [Baga] bears the hallmarks of {Herons}.",
        "Suspicion for the bombing in [Baga] fell on {Herons}.",
        "The army searched [Baga] for {Herons}.",
        "If the reports are true, {Herons} hold [Baga].",
        "{Herons}, according to a rumour, hold [Baga].",
        "[Baga] stays with {Falcons}, despite a contrary claim by {Herons}.",
        "{Army} could then, in his view, let {Herons} leave [Baga].",
        "It is not known whether {Herons} are in [Baga].",
    ],
)
def test_uncertain(sentence):
    assert "affirmed" not in statuses(sentence)
    assert "uncertain" in statuses(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} are on the verge of taking [Baga].",
        "{Herons} are due to attack [Baga] in June.",
        "{Herons} must take [Baga] by June.",
        "{Herons} massed men for an attack on [Baga].",
        "{Herons} postponed the attack on [Baga].",
        "{Herons} have to attack [Baga].",
    ],
)
def test_planned(sentence):
    assert statuses(sentence) == {"planned"}


@pytest.mark.parametrize(
    "sentence",
    [
        "In those days {Herons} held [Baga].",
        "At that time {Herons} were based in [Baga].",
        "Back then {Herons} had a camp in [Baga].",
        "{Herons} were in [Baga] before.",
        "{Herons} briefly held [Baga].",
        "[Baga], previously a base of {Herons}, is quiet.",
        "[Baga], the last stronghold of {Herons}, fell on Monday.",
        "The camp of {Herons} in [Baga] was destroyed.",
        "The {Herons} camp in [Baga] has been dismantled.",
        "{Herons}' camp in [Baga] stands empty.",
        "The {Herons} operation in [Baga] has ended.",
        "{Army} ended the rule of {Herons} over [Baga].",
        "[Baga] was defended by {Herons} until May.",
        "The days when {Herons} ruled [Baga] are gone.",
        "When {Herons} still held [Baga], trade was poor.",
        "The old {Herons} camp in [Baga] is now a school.",
        "{Herons} had a base in [Baga] before moving to [Kukawa].",
    ],
)
def test_former(sentence):
    assert statuses(sentence) == {"former"}


@pytest.mark.parametrize(
    "sentence",
    [
        "{Herons} have not only taken [Baga] but burned it.",
        "There is no doubt that {Herons} hold [Baga].",
        "Nobody disputes that {Herons} hold [Baga].",
        "{Herons}, who had denied it, attacked [Baga].",
        "{Herons} took [Baga] without firing a shot.",
        "{Herons} have their hideouts not in [Kukawa] but in [Baga].",
        "Two {Herons} air strikes on [Baga] did not stop the advance.",
        "{Herons}, called the people of the bush, hold [Baga].",
        "{Army} tried to drive {Herons} from [Baga].",
        "{Army} vowed to retake [Baga] from {Herons}.",
        "Reports that {Herons} had been driven out of [Baga] proved false.",
        "There is no sign of {Falcons} in [Kukawa], and {Herons} hold [Baga].",
        "People say that {Falcons} are in [Kukawa], but {Herons} hold [Baga].",
        "We found no sign of {Falcons} in [Kukawa], where the camp of {Herons} at [Baga] lies.",
    ],
)
def test_no_turn_reaches_what_it_does_not_govern(sentence):
    assert statuses(sentence) == {"affirmed"}


@pytest.mark.parametrize(
    ("sentence", "departure"),
    [
        ("{Herons} refuse to leave [Baga].", "negated"),
        ("{Herons} denied that they had withdrawn from [Baga].", "negated"),
        ("{Herons} show no sign of leaving [Baga].", "negated"),
        ("{Herons} agreed to withdraw from [Baga].", "planned"),
        ("{Army} urged {Herons} to leave [Baga].", "uncertain"),
    ],
)
def test_who_has_not_left_is_there(sentence, departure):
    assert set(of_herons(sentence)) == {("movement_from", departure), ("presence", "affirmed")}


def test_where_somebody_went_without_leaving_nothing_is_implied():
    assert of_herons("{Herons} may have left [Baga].") == [("movement_from", "uncertain")]
    assert of_herons("They agreed to withdraw from [Baga].") == []


def test_every_turn_can_stand_somewhere():
    """No turn begins with "*", and each has a status and at least one word."""
    for where in cues().phrases["turns"]:
        for word, rows in phrases("turns", where).items():
            assert word
            assert all(tokens[0].words and status for status, tokens in rows)
