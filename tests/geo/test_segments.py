"""Segments: the title, the questions and answers, captions, furniture and the author's note."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.documents import SEGMENT_KINDS, Document
from geo.segments import segment

LONG = (
    "The traders of the lake say that the price of fish has doubled since the boats no longer go out at "
    "night, and that nobody from the capital has come to ask why."
)
LONGER = LONG + " " + LONG.replace("fish", "salt").replace("lake", "desert")


def parts(text):
    return [(s.kind, text[s.start : s.end]) for s in segment(text)]


def kinds(text):
    return [s.kind for s in segment(text)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Q1: Who holds the well?", "A1: Nobody."),
        ("Q: Who holds the well?", "A: Nobody."),
        ("Q. Who holds the well?", "A. Nobody."),
        ("Q12) Who holds the well?", "Nobody."),
        ("Question: Who holds the well?", "Answer: Nobody."),
        ("Question 3 - Who holds the well?", "Nobody."),
        ("Interviewer: Who holds the well?", "Interviewee: Nobody."),
    ],
)
def test_labels_of_an_interview(question, answer):
    text = (
        f"{question}\n{answer}\n{question.replace('well', 'road')}\n{answer.replace('Nobody', 'A few men')}"
    )
    assert kinds(text) == ["question", "answer", "question", "answer"]
    assert [s.speaker for s in segment(text)] == ["interviewer", "interviewee"] * 2


@pytest.mark.xfail(strict=True, reason="a line that is repeated is furniture, also in an interview")
def test_the_same_answer_twice_is_twice_an_answer():
    text = "Q1: Do they hold the well?\nYes, they hold it.\nQ2: And the road?\nYes, they hold it."
    assert kinds(text) == ["question", "answer", "question", "answer"]


def test_one_question_and_one_answer_are_an_interview_if_both_are_labelled():
    assert kinds("Q: Who holds the well?\nA: Nobody.") == ["question", "answer"]
    assert kinds("Q: Who holds the well?\nNobody.") != ["question", "answer"]


def test_an_answer_may_take_several_paragraphs():
    text = "Q1: Who holds the well?\nNobody.\nIt is dry.\nQ2: And the road?\nThe Herons."
    assert kinds(text) == ["question", "answer", "answer", "question", "answer"]


def test_what_stands_before_the_first_question_is_no_answer():
    assert kinds(f"{LONG}\nQ1: Who holds the well?\nNobody.\nQ2: Sure?\nYes.")[0] == "body"


def test_three_answered_questions_without_labels_are_an_interview():
    text = "Who holds the well?\nNobody.\nAnd the road?\nThe Herons do.\nSince when?\nSince May."
    assert kinds(text) == ["question", "answer"] * 3


def test_two_questions_in_an_article_are_no_interview():
    text = f"Who holds the well?\n{LONG}\nAnd the road?\n{LONGER}\n{LONG} More."
    assert "question" not in kinds(text)


def test_a_name_before_a_colon_is_the_speaker():
    text = "Q1: Who holds the well?\nAmina Diallo: Nobody does.\nQ2: Sure?\nYes."
    assert [s.speaker for s in segment(text)] == ["interviewer", "Amina Diallo", "interviewer", "interviewee"]


@pytest.mark.parametrize(
    "line",
    [
        "Share on Facebook",
        "Facebook",
        "Tweet",
        "Subscribe to our newsletter",
        "Related articles",
        "Read more:",
        "The link has been copied",
        "No media source currently available",
        "Log in",
        "© 2020 The Lake Paper. All rights reserved",
        "Download our app",
        "Comments",
        "Support my work on Patreon",
        "Tags: lake, fish",
        "Follow us",
    ],
)
def test_furniture(line):
    assert kinds(f"{LONG}\n\n{line}\n\n{LONGER}")[1] == "furniture"


def test_what_follows_a_list_of_other_articles_is_furniture_while_lines_are_short():
    text = f"{LONG}\n\nSimilar articles\nThe Herons take Baga\nMore rain in the hills\n\n{LONGER}"
    assert kinds(text) == ["body", "furniture", "furniture", "furniture", "body"]


def test_a_repeated_line_is_furniture_the_second_time():
    line = "The Lake Paper, morning edition"
    text = "\n\n".join([LONG, line, LONGER, line, f"{LONG} More."])
    assert kinds(text) == ["body", "heading", "body", "furniture", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Photo: a boat on the lake",
        "Image by A. Diallo",
        "File photo of the harbour",
        "A boat on the lake (AFP)",
        "Map: the lake",
    ],
)
def test_captions(line):
    assert kinds(f"{LONG}\n\n{line}\n\n{LONGER}")[1] == "caption"


def test_title_and_headings():
    text = f"The fishermen of the lake\n\n{LONG}\n\nThe hills\n\n{LONGER}"
    assert parts(text) == [
        ("title", "The fishermen of the lake"),
        ("body", LONG),
        ("heading", "The hills"),
        ("body", LONGER),
    ]


def test_between_a_title_and_its_repetition_stand_captions_of_other_items():
    title = "The fishermen of the lake"
    text = f"{title}\n\nA leader speaks on television\n\n{title}\n\n{LONG}\n\n{LONGER}"
    assert kinds(text)[:2] == ["title", "caption"]
    assert kinds(text)[3:] == ["body", "body"]


def test_the_authors_note_stands_at_the_end():
    note = (
        "Amina Diallo is a freelance journalist and has been working for several papers since January 2016."
    )
    assert kinds("\n\n".join([LONGER, LONG, LONGER + " More.", note]))[-1] == "bio"
    assert kinds("\n\n".join([note, LONG, LONGER]))[0] != "bio"


def test_a_name_alone_above_the_authors_note_belongs_to_it():
    note = "She is a researcher at the institute of the lake and writes about its people."
    assert kinds("\n\n".join([LONGER, LONG, LONGER + " More.", "Amina Diallo", note]))[-2:] == ["bio", "bio"]


def test_wrapped_lines_are_one_paragraph():
    first = "The traders of the lake say that the price of fish has doubled since the boats"
    text = f"{first}\nno longer go out at night.\n\n{LONGER}"
    assert parts(text)[0][1] == f"{first}\nno longer go out at night."


def test_list_items_are_paragraphs_of_their_own():
    items = ["- the well of the old market is dry and nobody goes there now", "- the road is closed"]
    text = "\n".join([LONG, *items])
    assert [part for _, part in parts(text)][1:] == items


def test_a_document_has_the_segments_of_its_text():
    text = "Q1: Who?\nNobody.\nQ2: Sure?\nYes."
    assert Document("d", text).segments == segment(text)


def test_blank_text_has_none():
    assert segment("") == segment("\n \n") == ()


LINES = st.sampled_from(
    ["Q1: Who?", "Nobody.", "Who holds it?", LONG, "Share on Facebook", "Photo: a boat", "The hills", "",
     "Related articles", "Amina Diallo is a journalist.", "- item", "x" * 200]
) | st.text(max_size=12)  # fmt: skip


@given(st.lists(LINES, max_size=12))
@settings(max_examples=60, deadline=None)
def test_segments_are_ordered_trimmed_and_leave_nothing_out(lines):
    """LAW: every character that is no blank is in exactly one segment, of a known kind."""
    text = "\n".join(lines)
    at = 0
    for part in segment(text):
        assert part.kind in SEGMENT_KINDS
        assert text[part.start : part.end].strip() == text[part.start : part.end] != ""
        assert not text[at : part.start].strip()
        at = part.end
    assert not text[at:].strip()
