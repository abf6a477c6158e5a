"""Times: dates with their precision, what an undated sentence inherits, and what is put in the past."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.documents import Document
from layers.dates import ORDER, RELATIVE, UNDATED, When
from layers.relative_dates import COUNTED
from layers.times import CARRIED, dates, issued_on, moment_at, moments


def read(text, published=None):
    return [(w.start, w.end, w.precision) for _, w in dates(text, 0, len(text), published)]


def told(text, published=None):
    """Return (sentence, interval) of each sentence of a text."""
    document = Document("d", text, published=published)
    return [(text[a:b], rows[0][1]) for (a, b), rows in moments(document).items()]


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
        ("In March they left.", "2021-04-01", "2021-03-01"),
    ],
)
def test_a_date_without_a_year_is_the_last_one_before_the_publication(text, published, expected):
    assert [w.start for _, w in dates(text, 0, len(text), published)] == [expected]
    assert [w.basis for _, w in dates(text, 0, len(text), published)] == ["text, year of publication"]


def test_a_publication_date_that_is_none_changes_nothing():
    assert read("On 7 January they left.", "yesterday") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From 2014 to 2017 they ruled.", ("2014-01-01", "2017-12-31", "years")),
        ("In 2014-2017 they ruled.", ("2014-01-01", "2017-12-31", "years")),
        ("In 2014/15 they ruled.", ("2014-01-01", "2015-12-31", "years")),
        ("On 3-5 March 2021 they left.", ("2021-03-03", "2021-03-05", "days")),
        ("On March 3–5, 2021 they left.", ("2021-03-03", "2021-03-05", "days")),
        ("Between 28 February and 3 March 2021 they left.", ("2021-02-28", "2021-03-03", "days")),
        ("Between March and June 2020 they left.", ("2020-03-01", "2020-06-30", "months")),
        ("From November to February 2020 they left.", ("2019-11-01", "2020-02-29", "months")),
        ("In the 1990s they left.", ("1990-01-01", "1999-12-31", "years")),
        ("In spring 2019 they left.", ("2019-03-01", "2019-05-31", "months")),
        ("In the winter of 2019 they left.", ("2019-12-01", "2020-02-29", "months")),
        ("In early 2016 they left.", ("2016-01-01", "2016-04-30", "months")),
        ("In mid-2016 they left.", ("2016-05-01", "2016-08-31", "months")),
        ("At the end of 2016 they left.", ("2016-09-01", "2016-12-31", "months")),
        ("In the second half of 2016 they left.", ("2016-07-01", "2016-12-31", "months")),
        ("In late July 2016 they left.", ("2016-07-21", "2016-07-31", "days")),
        ("On 25.12.2020 they left.", ("2020-12-25", "2020-12-25", "day")),
        ("On 12/25/2020 they left.", ("2020-12-25", "2020-12-25", "day")),
        ("15 марта 2021 года они ушли.", ("2021-03-15", "2021-03-15", "day")),
        ("غادروا في ١٥ آذار ٢٠٢١", ("2021-03-15", "2021-03-15", "day")),
        ("غادروا في مارس 2021", ("2021-03-01", "2021-03-31", "month")),
    ],
)
def test_intervals_seasons_shares_figures_and_other_languages(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They have held it since 2015.", ("2015-01-01", None, "year")),
        ("Since March 2015 they have held it.", ("2015-03-01", None, "month")),
        ("They held it from 2016 on.", ("2016-01-01", None, "year")),
        ("They held it after 2014.", ("2015-01-01", None, "year")),
        ("They held it until 2017.", (None, "2017-12-31", "year")),
        ("By 7 March 2017 they had lost it.", (None, "2017-03-07", "day")),
        ("Before 2014 they held it.", (None, "2013-12-31", "year")),
    ],
)
def test_what_begins_or_ends_then_is_open_at_the_other_end(text, expected):
    assert read(text) == [expected]


def test_what_lasts_since_an_old_year_is_not_past_and_what_lasted_until_it_is():
    assert [w.past for _, w in told("They have held it since 2015.", "2021-02-01")] == [False]
    assert [w.past for _, w in told("They held it until 2017.", "2021-02-01")] == [True]


def test_an_open_end_is_not_carried_on():
    assert [when for _, when in told("They came since 2015. They trade.", "2021-02-01")][1] == UNDATED


@pytest.mark.parametrize(
    "text", ["Some 2000 fighters left.", "They killed 2010 men.", "Almost 1990 houses burnt."]
)
def test_a_number_of_things_is_no_year(text):
    assert read(text) == []


# 10 March 2021 was a Wednesday.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left yesterday.", ("2021-03-09", "2021-03-09", "day")),
        ("They left the day before yesterday.", ("2021-03-08", "2021-03-08", "day")),
        ("They left overnight.", ("2021-03-09", "2021-03-10", "days")),
        ("They left on Monday.", ("2021-03-08", "2021-03-08", "day")),
        ("They left on Wednesday.", ("2021-03-10", "2021-03-10", "day")),
        ("They left last Wednesday.", ("2021-03-03", "2021-03-03", "day")),
        ("They left on Thursday night.", ("2021-03-04", "2021-03-04", "day")),
        ("They will leave next Monday.", ("2021-03-15", "2021-03-15", "day")),
        ("They left last week.", ("2021-03-01", "2021-03-07", "week")),
        ("They left this week.", ("2021-03-08", "2021-03-10", "week")),
        ("They left last month.", ("2021-02-01", "2021-02-28", "month")),
        ("They left last year.", ("2020-01-01", "2020-12-31", "year")),
        ("They left three days ago.", ("2021-03-07", "2021-03-07", "day")),
        ("They left two weeks ago.", ("2021-02-22", "2021-02-28", "week")),
        ("They left 10 years ago.", ("2011-01-01", "2011-12-31", "year")),
        ("Over the past three months they left.", ("2020-12-10", "2021-03-10", "months")),
    ],
)
def test_what_is_told_from_the_present_is_counted_from_the_publication(text, expected):
    assert read(text, "2021-03-10") == [expected]
    assert [w.basis for _, w in dates(text, 0, len(text), "2021-03-10")] == [RELATIVE]
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "They pray every Friday.",
        "After Friday prayers they left.",
        "On Fridays they rest.",
        "Several years ago they left.",
    ],
)
def test_what_recurs_or_is_vague_dates_nothing(text):
    assert read(text, "2021-03-10") == []


def test_a_weekday_beside_its_date_is_one_date():
    assert read("On Friday, 5 March 2021, they left.", "2021-03-10") == [("2021-03-05", "2021-03-05", "day")]


def test_a_weekday_in_an_old_episode_is_none_of_this_week():
    first, second = (when for _, when in told("In 2019 they came. On Monday they left.", "2021-03-10"))
    assert (first.start, second.start, second.basis) == ("2019-01-01", "2019-01-01", CARRIED)


def test_figures_that_can_be_read_in_two_ways_need_a_publication_that_decides():
    text = "On 05/03/2021 they left."
    assert read(text) == read(text, "2021-05-10") == []
    ((_, when),) = dates(text, 0, len(text), "2021-03-10")
    assert (when.start, when.basis) == ("2021-03-05", ORDER)


@pytest.mark.parametrize(
    ("text", "word", "year"),
    [
        ("In 2014 they seized Mosul, and in 2017 they lost it.", "seized", "2014"),
        ("In 2014 they seized Mosul, and in 2017 they lost it.", "lost", "2017"),
        ("They seized Mosul in 2014 but lost it in 2017.", "seized", "2014"),
        ("They seized Mosul in 2014 but lost it in 2017.", "lost", "2017"),
        ("In 2014 they seized Mosul and burned it; in 2017 they left.", "burned", "2014"),
    ],
)
def test_each_clause_has_its_own_date(text, word, year):
    ((span, rows),) = moments(Document("d", text, published="2021-03-10")).items()
    when = moment_at(text, span, rows, text.index(word))
    assert (when.start, when.past) == (f"{year}-01-01", True)


@pytest.mark.parametrize(
    ("text", "word", "start"),
    [
        ("The herons, who took Baga in May 2019, have declared a truce.", "took", "2019-05-01"),
        ("The herons, who took Baga in May 2019, have declared a truce.", "declared", None),
        ("In May 2019 the herons, who lead the owls, took Baga.", "took", "2019-05-01"),
        ("The herons left Baga in 2012 and have now come back.", "left", "2012-01-01"),
        ("The herons left Baga in 2012 and have now come back.", "come", None),
        (
            "They took Baga in 2016; the owls came in June 2018, and they retook it a month later.",
            "retook",
            "2018-07-01",
        ),
    ],
)
def test_a_date_is_of_its_own_clause_only(text, word, start):
    ((span, rows),) = moments(Document("d", text)).items()
    assert moment_at(text, span, rows, text.index(word)).start == start


def test_a_date_in_a_relative_clause_is_not_carried_on():
    text = "The herons, who took Baga in May 2019, have declared a truce. They rest."
    assert [when.start for _, when in told(text)][1] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2009 they came. Three years later they left.", ("2012-01-01", "2012-12-31", "year")),
        ("In May 2019 they came. Two months later they left.", ("2019-07-01", "2019-07-31", "month")),
        ("On 30 May 2019 they came. Two days later they left.", ("2019-06-01", "2019-06-01", "day")),
        ("On 30 May 2019 they came. A week later they left.", ("2019-06-03", "2019-06-09", "week")),
        ("In May 2019 they came. Two days later they left.", ("2019-05-01", "2019-05-31", "month")),
        ("In 2009 they came. The following year they left.", ("2010-01-01", "2010-12-31", "year")),
    ],
)
def test_what_came_later_is_counted_from_the_date_before(text, expected):
    when = told(text)[-1][1]
    assert (when.start, when.end, when.precision) == expected
    assert when.basis == COUNTED


def test_what_came_later_than_nothing_known_is_undated():
    assert [when for _, when in told("They came. Three years later they left.")] == [UNDATED, UNDATED]


def test_two_years_in_a_row_are_one_interval():
    assert read("In 2011 and 2012 they ruled.") == [("2011-01-01", "2012-12-31", "years")]
    assert len(read("In 2011 and 2019 they ruled.")) == 2


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_day_written_in_any_usual_way_is_read_back(day):
    ways = (
        "{0.day} {0:%B} {0.year}",
        "{0:%B} {0.day}, {0.year}",
        "{0:%Y-%m-%d}",
        "{0:%d.%m.%Y}",
        "{0.day} {0:%b}. {0.year}",
    )
    for way in ways:
        assert read(f"On {way.format(day)} they left.") == [(str(day), str(day), "day")]


@settings(deadline=None)
@given(
    st.text(alphabet="0123456789-/., MarchJunesinceutlfom–", max_size=80), st.none() | st.just("2021-03-10")
)
def test_any_text_gives_intervals_in_order(text, published):
    for at, when in dates(text, 0, len(text), published):
        assert 0 <= at < len(text)
        assert when.start is not None or when.end is not None
        assert not (when.start and when.end) or when.start <= when.end


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
        (f"KANO, Nigeria (7 January 2021) — {BODY}", None, "2021-01-07"),
        (f"{BODY * 2}In the night of 7 January 2021 it rained. {BODY}", None, None),
    ],
)
def test_when_a_text_was_issued(text, published, expected):
    issued = issued_on(Document("d", text, published=published))
    assert (None if issued is None else str(issued)) == expected
