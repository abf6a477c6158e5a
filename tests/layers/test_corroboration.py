"""What several texts say alike is one claim; copies are one source; what contradicts it stands beside it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.documents import Document
from geo.extents import Ring
from layers import extract
from layers.copies import originals, same_sentence
from layers.corroboration import claims_of
from layers.files import read_layer
from layers.geojson import to_geojson
from layers.layer import ReportLayer
from layers.occasions import days_of
from tests.layers.reports import DIFFA, KOBANI, report

RAID = (
    "DIFFA - Falcon riders stormed the salt market of Bosso before dawn on Monday, two traders said. "
    "They burnt eleven stalls, took the cash box of the weighing house and left along the dry river, "
    "and nobody followed them until the sun was high."
)


def told(number, document, place=KOBANI, **values):
    """Return a report of a text of its own, by the Falcons."""
    quote = values.pop("quote", f"The Falcons hold it, says {document}.")
    given = {"actor": "The Falcons", "actor_kind": "group", "what": "control", "quote": quote}
    return report(number, place, document_id=document, title=f"Text {document}", **(given | values))


def dated(number, document, start, end=None, **values):
    return told(number, document, when_start=start, when_end=end or start, when_precision="day", **values)


def documents(claims):
    return [[source.documents for source in claim.sources] for claim in claims]


def test_the_same_claim_of_three_texts_is_one_with_three_sources_named():
    [claim] = claims_of([told(1, "a"), told(2, "b", confidence=0.9), told(3, "c")])
    assert [source.name for source in claim.sources] == ["Text a", "Text b", "Text c"]
    assert claim.report.report_id == "r2"
    assert claim.copies == 0


@pytest.mark.parametrize(
    "other",
    [
        {"what": "presence"},
        {"status": "uncertain"},
        {"actor": "The Herons"},
        {"place": DIFFA},
        {"part": "northern"},
        {"era": "past"},
        {"lon": 38.5},
        {"extent": Ring(38.35, 36.89, 1_000.0, 9_000.0, bearing=0.0, spread=45.0)},
    ],
)
def test_what_differs_in_who_where_what_or_whether_is_another_claim(other):
    assert len(claims_of([told(1, "a"), told(2, "b", **other)])) == 2


@pytest.mark.parametrize(
    ("what", "one", "other", "claims"),
    [
        ("activity", ("2024-03-04",), ("2024-03-04",), 1),
        ("activity", ("2024-03-04",), ("2024-03-05",), 2),
        ("activity", ("2024-03-04",), ("2024-03-01", "2024-03-31"), 1),
        ("activity", ("2024-03-04",), ("2024-01-01", "2024-12-31"), 2),
        ("activity", ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31"), 1),
        ("control", ("2024-03-04",), ("2024-05-30",), 1),
        ("control", ("2014-03-04",), ("2024-03-04",), 2),
        ("origin", ("1980-01-01",), ("1999-01-01",), 1),
    ],
)
def test_events_share_a_day_states_a_season_origins_need_no_time(what, one, other, claims):
    assert len(claims_of([dated(1, "a", *one, what=what), dated(2, "b", *other, what=what)])) == claims


def test_an_old_presence_never_joins_a_new_one_for_want_of_a_date():
    old, new = told(1, "a", published="2014-05-01"), told(2, "b", published="2024-05-01")
    assert len(claims_of([old, new])) == 2
    assert len(claims_of([old, told(3, "c", published="2014-06-01")])) == 1


def test_what_is_told_without_a_date_joins_the_event_it_was_published_after():
    attack = dated(1, "a", "2024-08-12", what="activity")
    assert len(claims_of([attack, told(2, "b", published="2024-08-14", what="activity")])) == 1
    assert len(claims_of([attack, told(2, "b", published="2024-08-30", what="activity")])) == 2
    assert len(claims_of([attack, told(2, "b", published="2024-08-10", what="activity")])) == 2
    assert len(claims_of([attack, told(2, "b", what="activity")])) == 2


def test_copies_of_one_article_are_one_source():
    copy = "Lake Wire agency. " + RAID.replace("before dawn ", "")
    own = "A second paper: what the Falcon riders wanted in Bosso is not known; stalls were on fire there."
    texts = {"a": RAID, "b": copy, "c": own}
    [claim] = claims_of([told(1, "a"), told(2, "b", quote="Short."), told(3, "c")], texts)
    assert documents([claim]) == [[("a", "b"), ("c",)]]
    assert claim.copies == 1


def test_one_sentence_in_two_articles_is_one_source():
    said = "Falcon riders stormed the salt market of Bosso before dawn, two traders said by phone."
    again = (
        "On Tuesday Falcon riders stormed the salt market of Bosso before dawn, two traders said by phone."
    )
    [claim] = claims_of([told(1, "a", quote=said), told(2, "b", quote=again), told(3, "c")])
    assert documents([claim]) == [[("a", "b"), ("c",)]]


def test_one_address_is_one_source_though_its_words_changed():
    [claim] = claims_of([told(1, "a", url="https://x.example/1"), told(2, "b", url="https://x.example/1")])
    assert documents([claim]) == [[("a", "b")]]


def test_a_short_sentence_is_written_twice_by_chance():
    assert not same_sentence("They hold it.", "They hold it.")
    assert same_sentence("They have held Kobani since May.", "They have held Kobani since May.")


def test_two_accounts_of_one_event_are_no_copies():
    other = (
        "Two traders from Bosso told the lake radio on Monday that riders of the Falcons had burnt stalls in "
        "the salt market. The cash box of the weighing house is missing. The river road was left unguarded."
    )
    assert originals({"a": RAID, "b": other}) == {"a": "a", "b": "b"}


@given(st.data())
def test_a_text_with_a_byline_and_up_to_a_tenth_of_its_words_lost_is_its_copy(data):
    words = RAID.split()
    lost = data.draw(st.sets(st.integers(0, len(words) - 1), max_size=len(words) // 10))
    copy = "By our own reporter. " + " ".join(w for i, w in enumerate(words) if i not in lost)
    assert originals({"a": RAID, "b": copy})["b"] == "a"


@pytest.mark.parametrize(
    ("no", "yes", "disputed"),
    [
        ({"status": "negated"}, {}, True),
        ({"status": "negated", "what": "presence"}, {}, True),  # who holds a town is there
        ({"status": "negated"}, {"what": "presence"}, False),  # who is there need not hold it
        ({"status": "negated", "what": "presence"}, {"what": "activity"}, False),
        ({"status": "former"}, {}, True),
        ({"status": "uncertain"}, {}, False),
        ({"status": "negated"}, {"status": "uncertain"}, True),  # what one side claims and another denies
        ({"status": "former"}, {"status": "uncertain"}, False),
        ({"status": "negated"}, {"era": "past"}, False),
        ({"status": "negated", "published": "2024-05-01"}, {"published": "2014-05-01"}, False),
        ({"status": "negated", "published": "2024-05-01"}, {"published": "2024-04-01"}, True),
        # First they held it, then it was over: a story, not a dispute.
        ({"status": "former", "published": "2024-05-01"}, {"published": "2024-04-01"}, False),
        ({"status": "former", "published": "2024-04-01"}, {"published": "2024-05-01"}, True),
    ],
)
def test_what_contradicts_what(no, yes, disputed):
    denial, affirmed = claims_of([told(1, "a", **no), told(2, "b", **yes)])
    assert (denial.disputed_by, affirmed.disputed_by) == (
        ((affirmed.claim_id,), (denial.claim_id,)) if disputed else ((), ())
    )


def test_within_one_text_the_end_of_a_state_is_no_dispute_but_a_denial_is():
    held = told(1, "a")
    assert not any(c.disputed_by for c in claims_of([held, told(2, "a", status="former")]))
    assert all(c.disputed_by for c in claims_of([held, told(2, "a", status="negated")]))


def test_a_filter_forgets_neither_the_sources_nor_who_says_otherwise():
    layer = ReportLayer.of([told(1, "a"), told(2, "b"), told(3, "c", status="negated")])
    affirmed = layer.where(status="affirmed", document_id="a")
    assert affirmed.frame[["sources", "disputed"]].to_numpy().tolist() == [[2, True]]
    assert affirmed.frame.loc[0, "source_names"] == "Text a; Text b"
    assert [r.report_id for r in affirmed.disputed()] == ["r1", "r2", "r3"]
    assert [c.claim_id for c in affirmed.claims] == [layer.claims[0].claim_id]
    both = affirmed.merge(layer.where(status="negated"))
    assert list(both.frame["sources"]) == [2, 1]


def test_distinct_keeps_one_report_of_each_claim_and_the_summary_counts_them():
    layer = ReportLayer.of([told(1, "a"), told(2, "b"), told(3, "c", status="negated")])
    assert [r.report_id for r in layer.distinct()] == ["r1", "r3"]
    counts = layer.summary()
    assert [counts[k] for k in ("reports", "claims", "on_map", "disputed")] == [3, 2, 2, 2]


def test_the_files_say_who_agrees_and_who_does_not(tmp_path):
    layer = ReportLayer.of([told(1, "a"), told(2, "b"), told(3, "c", status="negated")])
    properties = [feature["properties"] for feature in to_geojson(layer)["features"]]
    assert [p["sources"] for p in properties] == [2, 2, 1]
    assert properties[0]["claim_id"] == properties[1]["claim_id"] == properties[2]["disputed_by"]
    json.dumps(properties)
    for name in ("r.geojson", "r.gpkg"):
        back = read_layer(layer.write(tmp_path / name))
        assert back["disputed"].tolist() == [True] * 3
        assert back["claim_id"].tolist() == layer.frame["claim_id"].tolist()


def test_claims_keep_their_ids_whatever_the_order_of_the_texts():
    rows = [told(1, "a"), told(2, "b"), dated(3, "c", "2014-01-01"), told(4, "d", status="negated")]
    ids = {r.report_id: c.claim_id for c in claims_of(rows) for r in c.reports}
    assert ids == {r.report_id: c.claim_id for c in claims_of(rows[::-1]) for r in c.reports}


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=8), st.data())
def test_every_report_is_in_one_claim_and_sources_never_outnumber_texts(names, data):
    rows = []
    for i, name in enumerate(names):
        status = data.draw(st.sampled_from(["affirmed", "negated", "former"]))
        when = data.draw(st.sampled_from([None, "2014", "2014-03", "2014-03-04"]))
        rows.append(told(i, name, status=status, when_start=when, quote=f"quote {i} of {name}"))
    claims = claims_of(rows)
    assert sorted(r.report_id for c in claims for r in c.reports) == sorted(r.report_id for r in rows)
    for claim in claims:
        assert len({r.status for r in claim.reports}) == 1
        printed = [d for source in claim.sources for d in source.documents]
        assert sorted(printed) == sorted(set(claim.documents))
    opposed = {(c.claim_id, other) for c in claims for other in c.disputed_by}
    assert opposed == {(b, a) for a, b in opposed}


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024", "2024", ["2024-01-01", "2024-12-31"]),
        ("2024-02", None, ["2024-02-01", "2024-02-01"]),
        (None, "2024-02", ["2024-02-29", "2024-02-29"]),
        ("2024-05-04T10:00", "2024-05-01", ["2024-05-01", "2024-05-04"]),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_days_of_partial_dates(start, end, days):
    found = days_of(replace(told(1, "a"), when_start=start, when_end=end))
    assert (found and [day.isoformat() for day in found]) == days


def test_three_texts_read_end_to_end():
    """An attack told by two sources and a copy; a presence that a colonel denies."""
    first = (
        "ISWAP fighters attacked Geidam on 12 August 2024, two security sources said. "
        "The group is present in Konduga, residents told us."
    )
    second = (
        "On 12 August 2024 fighters of ISWAP stormed Geidam and burnt the clinic, the mayor said. "
        "There are no ISWAP fighters in Konduga, said Colonel Musa Bello."
    )
    layer = extract(
        [
            Document("a", first, title="First", published="2024-08-14"),
            Document("b", second, title="Second", published="2024-08-15"),
            Document("c", f"Lake Wire. {first}", title="Copy", published="2024-08-15"),
        ]
    )
    rows = {
        (c.report.place, c.report.status): ([s.name for s in c.sources], c.copies, len(c.disputed_by))
        for c in layer.claims
    }
    assert rows == {
        ("Geidam", "affirmed"): (["First", "Second"], 1, 0),
        ("Konduga", "affirmed"): (["First"], 1, 1),
        ("Konduga", "negated"): (["Second"], 0, 1),
    }
