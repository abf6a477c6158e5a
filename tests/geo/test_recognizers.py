"""What is taken for a place and what is refused, told in sentences about real places."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.places import Refusal
from geo.recognizers import recognize


@cache
def world() -> Gazetteer:
    return Gazetteer()


def places(text: str, *taken: str) -> list[str]:
    """Return the places found in a text; `taken` are names that someone else found to be actors."""
    spans = [Refusal(text.index(t), text.index(t) + len(t), t, "inside a name") for t in taken]
    return [m.text for m in recognize(Document("t", text), world(), taken=spans)[0]]


def refused(text: str) -> dict[str, str]:
    """Return what was refused, each with the class of its reason."""
    return {r.text: r.reason.split(":")[0] for r in recognize(Document("t", text), world())[1]}


# --- places ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # unknown villages, by what stands before them
        ("In Mali, gunmen attacked the market of Tinoubou.", ["Mali", "Tinoubou"]),
        ("Volunteers drove them out of Falakoro, but went home to Dori.", ["Falakoro", "Dori"]),
        ("In Mali the group also holds Bandioumba, an elder said.", ["Mali", "Bandioumba"]),
        ("In Mali the group holds Bandioumba responsible for it.", ["Mali"]),
        ("The rebels ran out of Kalashnikovs.", []),
        ("For hours they were masters of almost all of al-Shaykh Rashid.", ["al-Shaykh Rashid"]),
        (
            "They took four villages: Ma’r Dibsa, Hazrat Qasem and Fatira.",
            ["Ma’r Dibsa", "Hazrat Qasem", "Fatira"],
        ),
        ("In Sudan, Mellit and Kutum had fallen earlier.", ["Sudan", "Mellit", "Kutum"]),
        ("Kobane, besieged for a month, did not fall.", ["Kobane"]),
        ("Nassoumbou is deserted.", ["Nassoumbou"]),
        ("Its units withdrew in disorder from Budbud.", ["Budbud"]),
        ("They were moved from Kaka to Akobongo.", ["Kaka", "Akobongo"]),
        ("Soldiers two hundred metres from Bentalha did nothing.", ["Bentalha"]),
        ("The column pursued them as far as Gulbahor.", ["Gulbahor"]),
        ("Ivanov, captured for a second time, was silent. Smith and Jones had left.", []),
        ("Shells fell on Azaz and Marea in Syria.", ["Azaz", "Marea", "Syria"]),
        ("He was seen in the village of Kefirghan.", ["Kefirghan"]),
        ("They searched Idlib province and the Hamrin mountains.", ["Idlib", "Hamrin"]),
        ("A raid in Macomia District, Mozambique.", ["Macomia District", "Mozambique"]),
        ("Boko Haram hid in Sambisa Forest, Nigeria.", ["Sambisa Forest", "Nigeria"]),
        ("The governor of Lower Shabelle spoke in Mogadishu.", ["Lower Shabelle", "Mogadishu"]),
        ("Fighting spread across northern Syria.", ["Syria"]),
        ("Lebanon's Arsal was shelled.", ["Lebanon", "Arsal"]),
        ("The Puntland-based commander fled to Ethiopia.", ["Puntland", "Ethiopia"]),
        ("Lorries wait on the Palmyra-Deir Ezzor highway in Syria.", ["Palmyra", "Deir Ezzor", "Syria"]),
        ("They took Mocimboa da Praia from the sea.", ["Mocimboa da Praia"]),
        (
            "In Mali, gunmen burnt Tessit, Talataye and Amalaoulaou.",
            ["Mali", "Tessit", "Talataye", "Amalaoulaou"],
        ),
        ("A patrol left the 40km checkpoint outside Sirte.", ["40km checkpoint", "Sirte"]),
        ("The bomb went off at 36.3099, 36.6899.", ["36.3099, 36.6899"]),
        ("In Syria they moved to the eastern region.", ["Syria", "eastern region"]),
    ],
)
def test_places_are_found_with_the_span_of_their_name(text: str, expected: list[str]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ERBIL, Iraq (Wire) – Villagers returned home on Monday.",
        "ERBIL, Oct 3 - Villagers returned home from Iraq.",
    ],
)
def test_datelines_are_places(text: str) -> None:
    assert places(text)[0] == "ERBIL"


def test_an_unknown_village_is_found_by_its_surroundings_and_then_everywhere() -> None:
    text = "Men came to Qubbat Zahran, a village in Syria. Qubbat Zahran is poor. Nobody left Qubbat Zahran."
    assert places(text) == ["Qubbat Zahran", "Syria", "Qubbat Zahran", "Qubbat Zahran"]


def test_a_list_lends_its_evidence_to_names_that_nobody_knows() -> None:
    text = "In Syria they hold four villages: Tal Zarzur, Azaz, Umm Hadid and Kafr Zilan."
    assert places(text) == ["Syria", "Tal Zarzur", "Azaz", "Umm Hadid", "Kafr Zilan"]


# --- what only looks like a place ---


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("Syrian and Turkish officers met.", "Syrian", "demonym"),
        ("One U.S. bomb fell on the road.", "U.S.", "demonym"),
        ("The Sinjar Resistance Units withdrew.", "Sinjar", "inside a name"),
        ("Fighters of the Islamic State of Iraq were killed.", "Iraq", "inside a name"),
        ("The Makhachkala group has a new head.", "Makhachkala", "inside a name"),
        ("Operation Tinombala ended; Operation Damascus did not begin.", "Damascus", "inside a name"),
        ("The Voice of America called him.", "America", "inside a name"),
        ("The Damascus newspaper printed a list.", "Damascus", "media"),
        ("Ankara has denied the report.", "Ankara", "metonym"),
        ("Turkey threatened to cross the river.", "Turkey", "metonym"),
        ("Talks between Moscow and Kyiv broke down.", "Kyiv", "metonym"),
        ("Niger troops crossed at night.", "Niger", "metonym"),
        ("The group was listed by Washington.", "Washington", "metonym"),
        ("The mayor feared a second Aleppo.", "Aleppo", "figurative"),
        ("Police are looking for witnesses.", "Police", "common word"),
    ],
)
def test_what_is_no_place_is_refused_with_its_class(text: str, name: str, reason: str) -> None:
    assert name not in places(text)
    assert refused(text)[name] == reason


@pytest.mark.parametrize(
    "text",
    [
        "HTS, TIP, SAS and IS signed it.",
        "March was quiet. May will be worse. Many left.",
        "The Yiddish leader spoke.",
        "Shiite, Sunni and Yazidi families fled.",
    ],
)
def test_acronyms_months_and_peoples_are_no_places(text: str) -> None:
    assert places(text) == []


def test_a_full_name_makes_its_surname_a_person_and_no_town() -> None:
    text = "Colonel Walid Hama led the raid in Syria. Hama was wounded. Later, Hama resigned."
    assert places(text) == ["Syria"]


def test_names_found_upstream_are_not_read_as_places() -> None:
    text = "Fatah Halab lost the camp near Aleppo."
    assert places(text, "Fatah Halab") == ["Aleppo"]


def test_a_place_that_upstream_took_for_a_person_stays_a_place_after_in() -> None:
    text = "Villagers in Sangin waited, in Afghanistan."
    person = [Refusal(13, 19, "Sangin", "person")]
    assert [m.text for m in recognize(Document("t", text), world(), taken=person)[0]] == [
        "Sangin",
        "Afghanistan",
    ]


def test_furniture_and_author_notes_are_not_read() -> None:
    text = (
        "Clashes near Azaz\n\nThe army shelled Azaz for an hour on Monday, residents of the town said.\n\n"
        "Share on Facebook\n\nSimilar articles\n\nWhy Mosul fell\n"
    )
    assert set(places(text)) == {"Azaz"}


def test_arabic_and_russian_names_are_found_after_their_own_cues() -> None:
    assert places("قصفت الطائرات مدينة إدلب في سوريا") == ["إدلب", "سوريا"]
    assert "Грозный" in places("Боевики вошли в Грозный.")


# --- laws ---

words = st.sampled_from(
    "in near from the of and Azaz Idlib Syria Syrian Abu al- Brigade province Moscow said “ ” ( ) , . \n — "
    "36.1234, 37.1234 village called Umm X's north 10 km Police إدلب Грозный {{7*7}} <img> ' ’".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=40).map(" ".join) | st.text(max_size=80))
def test_spans_are_true_and_do_not_overlap(text: str) -> None:
    mentions, refusals = recognize(Document("t", text), world())
    for found in (*mentions, *refusals):
        assert text[found.start : found.end] == found.text != ""
    assert all(0 <= m.strength <= 1 for m in mentions)
    spans = sorted((m.start, m.end) for m in mentions)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    taken = {(m.start, m.end) for m in mentions}
    assert not taken & {(r.start, r.end) for r in refusals}


def test_a_long_line_of_capitals_is_read_in_good_time() -> None:
    text = "Syrian " * 3000 + "Azaz " * 3000
    mentions, _ = recognize(Document("t", text), world())
    assert all(text[m.start : m.end] == m.text for m in mentions)


@pytest.mark.parametrize(
    "unit",
    ["Syria, ", "Russia and ", "Iran, Iraq and Turkey ", "support from ", "with Moscow, ", "Highway 1 ",
     ", Ga.", "Россия, Сирия и ", "переговоры с Москвой и ", "«", "حكومة ", "تنظيم ", "وفي ", "Damascus's ",
     "X-", "(", "\n"],
)  # fmt: skip
def test_what_repeats_without_end_is_read_with_true_spans(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    mentions, refusals = recognize(Document("t", text), world())
    assert all(text[found.start : found.end] == found.text for found in (*mentions, *refusals))
