"""Times: dates with their precision, what an undated sentence inherits, and what is put in the past."""

import pytest

from geo.documents import Document
from layers.times import UNDATED, When, dates, issued_on, timeline


def wrong(*values, reason):
    """Mark a case that the reading still gets wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True))


def read(text, published=None):
    return [(w.start, w.end, w.precision) for _, w in dates(text, 0, len(text), published)]


def told(text, published=None):
    """Return (sentence, interval) of each sentence of a text."""
    document = Document("d", text, published=published)
    return [(text[a:b], when) for (a, b), when in timeline(document).items()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 7 January 2021 they left.", ("2021-01-07", "2021-01-07", "day")),
        ("On January 7, 2021, they left.", ("2021-01-07", "2021-01-07", "day")),
        ("On January 7th, 2021 they left.", ("2021-01-07", "2021-01-07", "day")),
        ("On the 7th of January 2021 they left.", ("2021-01-07", "2021-01-07", "day")),
        ("On 7 Jan. 2021 they left.", ("2021-01-07", "2021-01-07", "day")),
        ("On 2021-01-07 they left.", ("2021-01-07", "2021-01-07", "day")),
        ("In January 2021 they left.", ("2021-01-01", "2021-01-31", "month")),
        ("In February 2020 they left.", ("2020-02-01", "2020-02-29", "month")),
        ("In Sept 2021 they left.", ("2021-09-01", "2021-09-30", "month")),
        ("In 2021 they left.", ("2021-01-01", "2021-12-31", "year")),
    ],
)
def test_dates_written_in_full(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "On 31 June 2021 they left.",
        "2021-13-40",
        "In March they left.",
        "On 7 January they left.",
        "They marched.",
        "May they rest.",
        "Resolution 2254",
        "12.2021.5",
        "about 1,200 men",
        "In 1850 a king came.",
        "at 20:15",
    ],
)
def test_what_is_no_date_or_has_no_year_gives_none(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("On 7 January they left.", "2021-02-01", "2021-01-07"),
        ("On November 15 they left.", "2021-02-01", "2020-11-15"),
        ("On February 1 they left.", "2021-02-01", "2021-02-01"),
        ("On February 2 they left.", "2021-02-01", "2020-02-02"),
        ("They left in March.", "2021-04-01", "2021-03-01"),
        ("They left in May.", "2021-04-01", "2020-05-01"),
        wrong(
            "In March they left.",
            "2021-04-01",
            "2021-03-01",
            reason="a month behind In at the head of a sentence",
        ),
    ],
)
def test_a_date_without_a_year_is_the_last_one_before_the_publication(text, published, expected):
    assert [w.start for _, w in dates(text, 0, len(text), published)] == [expected]
    assert [w.basis for _, w in dates(text, 0, len(text), published)] == ["text, year of publication"]


def test_a_publication_date_that_is_none_changes_nothing():
    assert read("On 7 January they left.", "yesterday") == []


def test_several_dates_come_in_order_with_their_offsets():
    text = "In 2019 and in May 2020."
    assert [(text[at : at + 4], w.precision) for at, w in dates(text, 0, len(text), None)] == [
        ("2019", "year"),
        ("May ", "month"),
    ]


def test_the_publication_date_is_no_date_of_an_event():
    assert told("The herons left.", "2021-02-01") == [("The herons left.", UNDATED)]


def test_a_date_holds_for_the_sentences_after_it_in_its_paragraph():
    first, second, third = (when for _, when in told("In 2019 they came. They stayed.\n\nNobody knows why."))
    assert first == When("2019-01-01", "2019-12-31", "year", "text")
    assert second == When("2019-01-01", "2019-12-31", "year", "text, carried on from the sentences before")
    assert third == UNDATED


def test_a_word_of_the_present_ends_a_dated_episode():
    assert [w.start for _, w in told("In 2019 they came. Now they are gone. They rest.")] == [
        "2019-01-01",
        None,
        None,
    ]


def test_another_date_takes_over():
    assert [w.start for _, w in told("In 2019 they came. In 2020 they left. It rained.")] == [
        "2019-01-01",
        "2020-01-01",
        "2020-01-01",
    ]


@pytest.mark.parametrize(
    ("text", "published", "past"),
    [
        ("In 1999 they came.", "2021-02-01", True),
        ("In 2021 they came.", "2021-02-01", False),
        ("Ten years ago they came.", "2021-02-01", True),
        ("They came at the time.", None, True),
        ("They came.", "2021-02-01", False),
        ("On 20 December they came.", "2021-01-10", False),
    ],
)
def test_what_is_past(text, published, past):
    assert [w.past for _, w in told(text, published)] == [past]


def test_in_a_text_without_a_date_an_older_year_beside_the_present_is_past():
    assert [w.past for _, w in told("In 1999 they came. Now they are here.")] == [True, False]
    assert [w.past for _, w in told("In 1999 they came.\n\nIn 2013 they left.")] == [True, False]
    assert [w.past for _, w in told("In 2013 they came.")] == [False]


BODY = "The traders of the lake say that the price of fish has doubled, and that nobody came to ask why. "
BIO = "Amina Diallo is a freelance journalist and has been working for several papers since January 2016."


def test_the_authors_note_dates_nothing():
    text = f"{BODY * 3}\n\nOn May 3 the herons came. {BODY}\n\n{BODY * 2}\n\n{BIO}"
    assert all(when == UNDATED for _, when in told(text))
    assert issued_on(Document("d", text)) is None


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("The herons came.", "2021-02-01", "2021-02-01"),
        ("The herons came.", "2021-02-01T10:00:00Z", "2021-02-01"),
        ("The herons came.", None, None),
        (f"The herons of the lake\n7 January 2021\n\n{BODY}", None, "2021-01-07"),
        (f"KANO, 7 January 2021 - {BODY}", None, "2021-01-07"),
        (f"{BODY * 2}In the night of 7 January 2021 it rained. {BODY}", None, None),
    ],
)
def test_when_a_text_was_issued(text, published, expected):
    issued = issued_on(Document("d", text, published=published))
    assert (None if issued is None else str(issued)) == expected
