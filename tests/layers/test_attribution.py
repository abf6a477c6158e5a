"""Attribution: who says it, through whom, and whether the actor claims the deed."""

import pytest

from geo.documents import Document
from geo.sentences import sentences
from layers.attribution import chain, claim, interviewee
from layers.items import items
from layers.voices import voices
from tests.layers.marked import row_of

# What is told in each of the texts here, by its last word of these.
WHAT = ("left", "nobody", "yes", "there", "azaz", "baga")


def sources(text, n=0):
    """Return the chain of sources of the n-th sentence of a text, and of the segment it stands in."""
    document = Document("d", text)
    told = [(s, span) for s in document.segments for span in sentences(text, s.start, s.end)]
    segment, (start, end) = told[n]
    row = items(text, start, end, (), ())
    at = max(k for k, x in enumerate(row) if x.low in WHAT)
    return chain(document, segment, voices(text, row), at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to the Lake Tribune, the herons left.", ("the Lake Tribune",)),
        ("The herons left, according to two residents, at dawn.", ("two residents",)),
        ("The herons left, according to two residents.", ("two residents",)),
        ("A fighter of the group told me that they left.", ("a fighter of the group",)),
        ("Local officials said that the herons left.", ("Local officials",)),
        ("Amina Diallo said that the herons left.", ("Amina Diallo",)),
        ("“They left,” said Amina Diallo.", ("Amina Diallo",)),
        ("“They left,” the fisherman said.", ("the fisherman",)),
        ("The herons left.", ()),
        ("They said that the herons left.", ()),
        ("It reported that the herons left.", ()),
    ],
)
def test_the_source_of_a_sentence(text, expected):
    assert sources(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Diplomats in Geneva fear that the fall of the town would leave the herons in Baga.",
            ("Diplomats in Geneva",),
        ),
        (
            "The army, which has held the garrison since May, said its aircraft had struck Baga.",
            ("the army",),
        ),
        ("Amina Diallo, who heads the union, said that the herons left Baga.", ("Amina Diallo",)),
        ("“They left Baga,” said Amina Diallo, who heads the union.", ("Amina Diallo",)),
        ("The herons left Baga, an official of the port said on Monday.", ("an official of the port",)),
        ("The herons left Baga, officials in Kano told reporters.", ("officials in Kano",)),
        ("The herons, officials say, are in Baga.", ("officials",)),
        ("In Kano, residents said the herons had left Baga last week.", ("residents",)),
        ("On Monday residents said the herons had left Baga.", ("residents",)),
        ("Locals say the herons are in Baga.", ("Locals",)),
        ("The group's media arm said it had taken Baga.", ("the group's media arm",)),
        ("A UN report says that the herons are in Baga.", ("a UN report",)),
        ("A source close to the herons told me they hold Baga.", ("a source close to the herons",)),
        ("One fisherman, speaking by telephone, said the herons left Baga.", ("one fisherman",)),
        ("The army said in a statement that the herons are in Baga.", ("the army",)),
        ("The minister denied that the herons are in Baga.", ("the minister",)),
        (
            "Residents told the UN that an officer had said that the herons left Baga.",
            ("an officer", "Residents"),
        ),
        ("According to Musa, elders say that the herons left Baga.", ("elders", "Musa")),
    ],
)
def test_who_says_it_through_whom(text, expected):
    assert sources(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two trucks hit a mine at Baga; the owls claimed responsibility.",
        "The minister did not say whether the herons are in Baga.",
        "It was reported that the herons are in Baga.",
        "The herons are said to be in Baga.",
        "The herons took Baga; in Kukawa, officials said, a school burned.",
        "Five states border Baga.",
        "The owls, who deny it, took Baga.",
    ],
)
def test_who_does_not_say_it(text):
    assert sources(text) == ()


def test_he_is_who_spoke_last():
    text = "Amina Diallo said that the owls left. “The herons are in Baga,” she said."
    document = Document("d", text)
    row = items(text, 38, len(text), (), ())
    assert chain(document, document.segments[0], voices(text, row), 5, "Amina Diallo") == ("Amina Diallo",)
    assert chain(document, document.segments[0], voices(text, row), 5) == ()


def test_a_claim_is_of_the_party_that_makes_it():
    text = "Two {Army} trucks hit a mine at [Baga]; {Herons} claimed responsibility."
    row, _ = row_of(text)
    army, herons = [x.actor for x in row if x.actor is not None]
    plain = Document("d", text.translate(str.maketrans("", "", "{}[]")))
    assert claim(plain, 0, len(plain.text), herons, row) == "claimed"
    assert claim(plain, 0, len(plain.text), army, row) == "none"


def test_in_an_interview_the_outermost_source_is_whoever_speaks():
    text = "Q1: Who is there?\nA witness told me that they left Azaz.\nQ2: Sure?\nYes."
    assert sources(text, 0) == ("interviewer",)
    assert sources(text, 1) == ("a witness", "interviewee")
    assert sources(text, 3) == ("interviewee",)


def test_the_interviewee_has_the_name_that_the_beginning_gives():
    text = "An interview with Musa al-Bahri\n\nQ1: Who is there?\nNobody is there.\nQ2: Sure?\nYes."
    assert interviewee(Document("d", text)) == "Musa al-Bahri"
    assert sources(text, 2) == ("Musa al-Bahri",)


def test_a_speaker_who_is_named_by_a_label():
    assert sources("Q1: Who is there?\nAmina Diallo: Nobody is.\nQ2: Sure?\nYes.", 1) == ("Amina Diallo",)


def test_without_an_interview_there_is_no_interviewee():
    assert interviewee(Document("d", "The herons left.")) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Herons claimed responsibility for the attack.", "claimed"),
        ("The Herons took responsibility for it.", "claimed"),
        ("The Herons admitted responsibility.", "claimed"),
        ("No group has claimed the attack.", "unclaimed"),
        ("They do it without claiming it.", "unclaimed"),
        ("They have not claimed it.", "unclaimed"),
        ("They have stopped claiming attacks.", "unclaimed"),
        ("There was no claim of responsibility.", "unclaimed"),
        ("Nobody has claimed responsibility for it.", "unclaimed"),
        ("The Herons denied responsibility.", "denied"),
        ("The Herons denied any involvement.", "denied"),
        ("The Herons denied that they did it.", "denied"),
        ("The Herons rejected the accusation.", "denied"),
        ("The Herons left.", "none"),
        ("They claimed that the road is free.", "none"),
    ],
)
def test_whether_the_deed_is_claimed(sentence, expected):
    assert claim(Document("d", sentence), 0, len(sentence)) == expected
