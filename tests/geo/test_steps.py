"""The account of a match: which named steps make two spellings one name."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.names import fold, sound
from geo.steps import LOOSE, STEPS, bridge

LATIN = st.text("abcdefghijklmnopqrstuvwxyzîşḥ '-", min_size=3, max_size=14)
NAMED = {name for name, _ in (*STEPS, *LOOSE)} | {"case", "particle or ending", "letters changed"}


@pytest.mark.parametrize(
    ("name", "other", "steps"),
    [
        ("HOMS", "Homs", ("case",)),
        ("Kobanî", "Kobani", ("accents",)),
        ("Kobanî", "Kobane", ("accents", "vowels")),
        ("Kobanî", "Cobán", ("accents", "q/k/c", "vowels")),
        ("Şırnak", "Sirnak", ("accents",)),
        ("Şırnak", "Shirnak", ("accents", "sh/ch/s")),
        ("Grozny", "Groznyi", ("vowels",)),
        ("Grozny", "Groznyj", ("Russian ending",)),
        ("Грозный", "Groznyi", ("accents", "script")),
        ("Дуиси", "Duisi", ("script",)),
        ("დუისი", "Duisi", ("script",)),
        ("Dzhokolo", "Jokolo", ("j/dzh/dj/zh",)),
        ("Ya'qubiya", "Yaqubiya", ("apostrophes, ayn and hamza",)),
        ("Ash-Shughur", "Al-Shughur", ("hyphens and spaces", "Arabic article")),
        ("Alzaytun", "Zaytun", ("article written to its word",)),
        ("Dayr az Zawr", "Deir az Zawr", ("part of Arabic names (Tall, Dayr, Kafr)",)),
        ("Yaqubiyah", "Yaqubiyeh", ("vowels",)),
        ("Yaqubiyah", "Yaqubiya", ("h",)),
        ("Ghouta", "Guta", ("gh/g", "vowels")),
        ("Ouadi", "Wadi", ("vowels",)),
        ("Hassakeh", "Hasakeh", ("doubled letters",)),
        ("Qamishli", "Kamishli", ("q/k/c",)),
        ("Gamishli", "Kamishli", ("q/k/g",)),
        ("Girga", "Jirja", ("q/k/g", "j/g")),
        ("Rami village", "Rami", ("class word",)),
        ("Eastern Ghouta", "Ghouta Sharqiya", ("translated or moved qualifier",)),
        ("Deirezzor", "Deirez zor", ("word division",)),
        ("وإدلب", "إدلب", ("particle or ending",)),
        ("Грозного", "Грозный", ("particle or ending",)),
        ("Qamishlin", "Qamishli", ("letters changed",)),
    ],
)
def test_the_steps_between_two_spellings(name: str, other: str, steps: tuple[str, ...]) -> None:
    assert bridge(name, other) == steps


@given(LATIN)
def test_a_name_needs_no_step_to_itself(name: str) -> None:
    assert bridge(name, name) == ()


@given(LATIN, LATIN)
def test_steps_have_names_and_none_stands_twice(name: str, other: str) -> None:
    steps = bridge(name, other)
    assert set(steps) <= NAMED
    assert len(set(steps)) == len(steps)


@given(LATIN, st.data())
def test_what_sounds_the_same_is_bridged_without_changing_a_letter(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    other = name[:at] + data.draw(st.sampled_from(["'", "a", "h", name[at : at + 1], "î"])) + name[at:]
    assume(sound(fold(name)) == sound(fold(other)) != "")
    assert "letters changed" not in bridge(name, other)


def test_a_candidate_of_a_look_up_can_be_accounted_for() -> None:
    (best, *_) = Gazetteer().lookup("Haseqeh", country="SY")
    assert (best.place.id, best.rule) == ("sy-hasakah", "spelling")
    assert bridge("Haseqeh", best.name) == ("q/k/c", "h")
