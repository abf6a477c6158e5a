"""Attribution: who says it, through whom, and whether the actor claims the deed."""

import pytest

from geo.documents import Document
from geo.sentences import sentences
from layers.attribution import chain, claim, interviewee, is_party
from layers.reports import ActorMention


def wrong(*values, reason):
    """Mark a case that the reading still gets wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True))


def sources(text, n=0):
    """Return the chain of sources of the n-th sentence of a text, and of the segment it stands in."""
    document = Document("d", text)
    told = [(s, span) for s in document.segments for span in sentences(text, s.start, s.end)]
    segment, (start, end) = told[n]
    return chain(document, segment, start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to the Lake Tribune, the herons left.", ("the Lake Tribune",)),
        ("The herons left, according to two residents, at dawn.", ("two residents",)),
        wrong(
            "The herons left, according to two residents.",
            ("two residents",),
            reason="the full stop is taken into the source's name",
        ),
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


def test_a_source_may_be_a_party():
    herons = ActorMention(0, 6, "Herons", "The Herons", "group")
    radio = ActorMention(7, 12, "Radio", "Radio", "media")
    assert is_party("The Herons", [herons, radio]) and is_party("Herons", [herons])
    assert not is_party("Radio", [herons, radio])
