"""Actors: names of the registry in any spelling, names known by their build, acronyms learnt, persons."""

import itertools

import pytest

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers.actors import find_actors
from layers.registry import load
from layers.spotting import words


def wrong(*values, reason):
    """Mark a case that the reading still gets wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True))


def found(text):
    return find_actors(Document("d", text), load())


def named(text):
    """Return (text, canonical name) of each actor that is no collective."""
    return [(m.text, m.name) for m in found(text).mentions if not m.generic]


def kinds(text):
    return [(m.name, m.kind) for m in found(text).mentions]


@pytest.mark.parametrize(
    "spelling",
    [
        "Hay'at Tahrir al-Sham",
        "Hay’at Tahrir al-Sham",
        "Hayʼat Tahrir al Sham",
        "Hayat Tahrir ash-Sham",
        "Hayat Tahrir Al-Sham",
        "HTS",
        "هيئة تحرير الشام",
    ],
)
def test_spellings_of_one_name(spelling):
    assert named(f"Today {spelling} came.") == [(spelling, "Hay'at Tahrir al-Sham")]


def test_names_in_other_scripts():
    assert named("Исламское государство и داعش") == [
        ("Исламское государство", "Islamic State"),
        ("داعش", "Islamic State"),
    ]


def test_a_slip_of_the_pen_in_a_long_name_is_forgiven():
    assert named("Boko Harem came, and Boko Hram left.") == [
        ("Boko Harem", "Boko Haram"),
        ("Boko Hram", "Boko Haram"),
    ]


def test_short_names_must_be_spelt_as_they_are():
    assert named("Hamas is not Homs, and Humus is food.") == [("Hamas", "Hamas")]


@pytest.mark.parametrize(
    "text",
    [
        "Ahrar al-Sham and Ahrar al-Sharqiya",
        "Jaysh al-Islam and Jaysh al-Izza",
        "Ansar al-Islam and Ansar al-Sharia",
        "Islamic State and the Islamic State of Iraq",
        "Junud al-Sham and Ahrar al-Sham",
        "Faylaq al-Sham and Faylaq al-Rahman",
    ],
)
def test_look_alikes_are_kept_apart(text):
    names = [name for _, name in named(text)]
    assert len(names) == len(set(names)) == 2


def test_acronyms_are_matched_in_their_own_case_only():
    assert named("IS is here, this is his, and hts is not HTS.") == [
        ("IS", "Islamic State"),
        ("HTS", "Hay'at Tahrir al-Sham"),
    ]


def test_a_longer_acronym_is_another_group():
    assert named("ISIS and ISIS-K differ.")[1] == ("ISIS-K", "Islamic State – Khorasan Province")


@pytest.mark.parametrize(
    ("text", "acronym", "name"),
    [
        ("Lake People Union (LPU) met. The LPU left.", "LPU", "Lake People Union"),
        ("The Kanem Liberation Front (“KLF”) met. KLF men left.", "KLF", "Kanem Liberation Front"),
        ("AOL (Army of the Lake) met. Then AOL left.", "AOL", "AOL"),
        ("The Army of the Lake (AOL) met. Then AOL left.", "AOL", "Army of the Lake"),
    ],
)
def test_acronyms_are_learnt_in_the_text(text, acronym, name):
    later = [m for m in found(text).mentions if m.text == acronym]
    assert later and {m.name for m in later} in ({name}, {"Army of the Lake"})
    assert later[-1].start > text.index(".")


def test_an_acronym_in_brackets_must_abbreviate_what_stands_before():
    assert named("The fishermen (LPU) met.") == []


def test_another_name_in_brackets_means_the_same_group():
    assert named("Liwa al-Bahr (Sea Brigade) met.") == [
        ("Liwa al-Bahr",) * 2,
        ("Sea Brigade", "Liwa al-Bahr"),
    ]


def test_a_later_short_form_is_the_group():
    assert named("The Tarkan Front met. Later Tarkan fighters left.")[-1] == ("Tarkan", "Tarkan Front")


def test_a_town_in_the_name_of_a_unit_stays_a_town_behind_a_preposition():
    assert named("The Zarmi Martyrs Brigade left. It rained in Zarmi.") == [("Zarmi Martyrs Brigade",) * 2]


@pytest.mark.parametrize(
    "name",
    [
        "Liwa al-Bahr",
        "Katibat al-Tayr",
        "Harakat al-Jabal",
        "Tarkan Front",
        "Zawiya Martyrs Brigade",
        "Army of the Lake",
        "Soldiers of the Reef",
        "Kanem Liberation Army",
    ],
)
def test_groups_known_by_their_build(name):
    assert named(f"It rained when the {name} met in secret.") == [(name, name)]
    assert kinds(f"It rained when the {name} met in secret.") == [(name, "group")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Turkish troops came.", "Turkish Armed Forces"),
        ("Soon Turkish special forces came.", "Turkish Armed Forces"),
        ("Soon Kenyan police came.", "Kenya Police Service"),
        ("Russian warplanes came.", "Russian Armed Forces"),
        ("South Sudanese troops came.", "South Sudan People's Defence Forces"),
        ("Sudanese troops came.", "Sudanese Armed Forces"),
        ("The US-led coalition came.", "US-led coalition"),
    ],
)
def test_forces_named_by_their_country(text, name):
    assert kinds(text) == [(name, "state")]


@pytest.mark.parametrize(
    "text",
    ["Turkish traders came.", "A Syrian doctor came.", "Russian tourists came.", "The Kurdish language"],
)
def test_a_people_is_no_force(text):
    assert kinds(text) == []


def test_collectives_without_a_name_are_generic():
    got = [(m.name, m.kind, m.generic) for m in found("the rebels met government forces").mentions]
    assert got == [("Rebels", "group", True), ("Government forces", "state", True)]


@pytest.mark.parametrize(
    "name",
    ["Abu Musab al-Kuwaiti", "Umm Salma", "Khalid al-Homsi", "Musa Ag Attaher", "Amina Diallo"],
)
def test_kunyas_nisbas_and_given_names_are_persons(name):
    got = found(f"Commander {name} came.")
    assert [(m.text, m.kind) for m in got.mentions] == [(name, "person")]
    assert [(r.text, r.reason) for r in got.names] == [(name, "person")]


def test_a_surname_or_nisba_refers_back_to_the_full_name():
    text = "General Amina Diallo met Khalid al-Homsi. Diallo left, and al-Homsi stayed."
    assert [m.name for m in found(text).mentions] == ["Amina Diallo", "Khalid al-Homsi"] * 2


def test_the_group_of_a_person_is_what_the_text_says():
    text = "Khalid al-Homsi, a commander of Ahrar al-Sham, left. Al-Homsi is old."
    assert [(m.text, m.group) for m in found(text).mentions if m.kind == "person"] == [
        ("Khalid al-Homsi", "Ahrar al-Sham"),
        ("Al-Homsi", "Ahrar al-Sham"),
    ]


def test_led_by_gives_the_group_too():
    text = "The Tarkan Front, led by Musa Okello, left."
    assert [(m.name, m.group) for m in found(text).mentions if m.kind == "person"] == [
        ("Musa Okello", "Tarkan Front")
    ]


@pytest.mark.parametrize(
    "role", ["a journalist", "an activist", "a researcher at the institute", "a witness"]
)
def test_bystanders_are_persons_but_no_actors(role):
    got = found(f"Amina Diallo, {role}, told us so.")
    assert got.mentions == ()
    assert [(b.name, b.kind) for b in got.bystanders] == [("Amina Diallo", "person")]


@pytest.mark.parametrize(
    "name",
    [
        "Lake Tribune",
        "Kanem Times",
        "Newslake.org",
        wrong("Radio Kanem", reason="Radio before a name makes a person"),
    ],
)
def test_media_known_by_their_build(name):
    assert kinds(f"So the {name} wrote.") == [(name, "media")]


def test_names_that_machine_translation_broke():
    assert named("YIDISH men and a Yiddish leader came; Yiddish is a language.") == [
        ("YIDISH", "Islamic State"),
        ("Yiddish", "Islamic State"),
    ]


def test_a_broken_acronym_needs_its_country():
    assert named("The SAS left Syria.") == [("SAS", "Free Syrian Army")]
    assert "Free Syrian Army" not in [name for _, name in named("The SAS left Kenya.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Lord's Resistance Army left.", [("Lord's Resistance Army", "Lord's Resistance Army")]),
        wrong(
            "The Zarmi Martyrs Brigade left. Zarmi is quiet.",
            [("Zarmi Martyrs Brigade",) * 2],
            reason="a town in a unit's name, alone at the head of a sentence, is taken for the unit",
        ),
        wrong(
            "Liwa al-Bahr (Sea Brigade) met. The Sea Brigade left.",
            [("Liwa al-Bahr",) * 2, ("Sea Brigade", "Liwa al-Bahr"), ("Sea Brigade", "Liwa al-Bahr")],
            reason="the other name in brackets is forgotten when it comes again",
        ),
        wrong(
            "Later Tarkan Front men left.",
            [("Tarkan Front", "Tarkan Front")],
            reason="an adverb before a name becomes part of it",
        ),
        wrong(
            "Meanwhile Liwa al-Bahr left.",
            [("Liwa al-Bahr", "Liwa al-Bahr")],
            reason="an adverb before a name hides it",
        ),
        ("Then IS men left.", [("IS", "Islamic State")]),
        wrong(
            "The Tayr Front (formerly the Heron Front) left.",
            [("Tayr Front", "Tayr Front"), ("Heron Front", "Tayr Front")],
            reason="formerly in brackets is no other name",
        ),
    ],
)
def test_names_that_are_still_misread(text, expected):
    assert named(text) == expected


def found_with_places(text):
    return find_actors(Document("d", text), load(), Gazetteer.open()).mentions


@pytest.mark.parametrize(
    "text",
    [
        "The road to Abu Kamal in Syria was cut.",
        "In Sidi Bouzid, Beni Walid and Abu Ghraib it rained.",
        "When I came to Lashkar Gah, it rained.",
        "Sheikh Zuweid in Egypt is quiet.",
    ],
)
def test_towns_named_like_persons_or_groups_are_no_actors(text):
    assert found_with_places(text) == ()


def test_a_person_named_like_a_town_is_told_by_what_is_said_of_him():
    assert [m.kind for m in found_with_places("In Syria Abu Kamal, a commander, said so.")] == ["person"]


def test_without_a_gazetteer_a_kunya_is_a_person():
    assert kinds("They met Abu Kamal.") == [("Abu Kamal", "person")]


def test_a_town_in_the_name_of_a_unit_is_no_short_form_of_it():
    got = found_with_places("The Derna Protection Force left. Derna is in Libya.")
    assert [m.text for m in got] == ["Derna Protection Force"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Islamic State lost Helmand; its Khorasan branch left.", "Islamic State – Khorasan Province"),
        ("Al-Qaeda's Yemeni affiliate left.", "al-Qaeda in the Arabian Peninsula"),
        ("The Taliban left; its Khorasan branch did too.", "Taliban"),
    ],
)
def test_a_branch_is_named_by_its_owner_and_its_region(text, name):
    assert [m.name for m in found(text).mentions][-1] == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Russians hold the base. The Russians left.", ["Russian Armed Forces"] * 2),
        ("The base was shelled, and the Russians left for Moscow.", []),
        ("The French novel and the British weather are famous.", []),
        (
            "Retaken from the Turks, who had seized it. The Turks had held it long.",
            ["Turkish Armed Forces"] * 2,
        ),
    ],
)
def test_a_people_is_its_army_where_it_acts_as_one(text, names):
    assert [m.name for m in found(text).mentions] == names


@pytest.mark.parametrize(
    ("text", "unit", "group"),
    [
        ("The 4th Division of the Syrian army left.", "4th Division", "Syrian Arab Army"),
        ("The Afghan army's 215th Corps left.", "215th Corps", "Afghan National Army"),
        ("The 93rd Mechanised Brigade left.", "93rd Mechanised Brigade", None),
    ],
)
def test_a_numbered_unit_keeps_its_name_and_gets_its_army(text, unit, group):
    assert [(m.name, m.group) for m in found(text).mentions if m.text[0].isdigit()] == [(unit, group)]


def test_a_shared_acronym_means_the_one_at_home_among_the_others():
    assert named("CODECO killed farmers, and the ADF left.")[-1] == ("ADF", "Allied Democratic Forces")
    assert named("The ADF left Cameroon.")[-1] == ("ADF", "Ambazonia Defence Forces")


def test_furniture_and_the_authors_note_name_nobody():
    body = "The traders of the lake say that the price of fish has doubled, and that nobody asked why. "
    text = f"{body * 3}\n\nShare on Facebook\nRelated articles\nBoko Haram takes Baga"
    assert named(text) == []


def test_mentions_are_in_order_do_not_overlap_and_are_what_stands_there():
    text = (
        "HTS, the Turkistan Islamic Party (TIP) and Abu Musab al-Kuwaiti of Ahrar al-Sham met Turkish troops."
    )
    got = found(text).mentions
    assert [m.text for m in got] == [text[m.start : m.end] for m in got]
    assert all(a.end <= b.start for a, b in itertools.pairwise(got))


@pytest.mark.parametrize(
    "text",
    [
        "On 12 August 2024 fighters stormed the town.",
        "Masked gunmen came. Several fighters left.",
        "In March 2021 militants left.",
        "By 2019 rebels were gone.",
    ],
)
def test_a_date_or_the_first_word_of_a_sentence_is_no_name_of_fighters(text):
    assert [m.text for m in found_with_places(text) if not m.generic] == []


def test_initials_belong_to_the_name():
    assert kinds("Colonel P. F. Rodolphe Sorgho came.") == [("P. F. Rodolphe Sorgho", "person")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Da’esh's men in Deir al-Zour", ["Da’esh", "men", "in", "Deir", "al", "Zour"]),
        ("the U.S.-led force", ["the", "U.S.", "led", "force"]),
        ("M23, 17 men", ["M23", "17", "men"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert [w.text for w in words(text)] == expected


def test_an_article_has_no_key_of_its_own():
    assert [bool(w.key) for w in words("al-Sham as Sham as-Sham")] == [False, True, True, True, False, True]
