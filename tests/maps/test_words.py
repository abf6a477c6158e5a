"""Words: outside text is made harmless; codes become plain English that says no more than the report."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from layers.reports import STATUSES, WHATS, Report
from maps.columns import pack
from maps.languages import load
from maps.tellings import quote
from maps.words import (
    chain,
    distance,
    inert,
    missing,
    reach,
    says,
    sure,
    visible,
    web_address,
    when,
)

SAYS, CLAIMS = load().tables["says"], load().tables["claims"]
anything = st.text(st.characters(codec=None))


@given(anything)
def test_inert_text_survives_jinja_html_and_templates(text: str) -> None:
    safe = inert(text)
    assert not set("<>\"'`${}\\") & set(safe)
    page = f"[{safe}]"
    assert Environment().from_string(Environment().from_string(page).render()).render() == page
    assert html.unescape(safe) == visible(text)


@given(anything)
def test_visible_text_has_nothing_hidden_and_can_be_written(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not any(
        "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" or c in "\x00\x1b\x85" for c in shown
    )
    assert visible(shown) == shown


def test_marks_that_arabic_and_persian_need_stay() -> None:
    assert visible("می\u200cشود \u200fحلب\t\n") == "می\u200cشود \u200fحلب\t\n"


@given(st.recursive(anything, lambda inner: st.lists(inner) | st.dictionaries(anything, inner), max_leaves=8))
def test_the_block_of_data_cannot_end_its_element(value: object) -> None:
    text = pack({"value": value}, bytearray())  # type: ignore[dict-item]
    assert re.fullmatch("[A-Za-z0-9+/=]*", text)
    whole = gzip.decompress(base64.b64decode(text))
    said = whole[4 : 4 + int.from_bytes(whole[:4], "little")].decode("utf-8")
    assert json.loads(said) == json.loads(json.dumps({"value": value}))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=1&c=%20", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" https://example.org", False),
        ("https://example.org/\n<script>", False),
        ("https://example.org/\u202egpj.exe", False),
        ("https://good.example@evil.example/", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("http://[bad", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, kept: bool) -> None:
    assert web_address(url) == (url if kept else None)


def test_every_what_and_status_has_words_of_its_own() -> None:
    assert set(SAYS) == set(WHATS)
    for what, words in SAYS.items():
        assert set(words) == {*STATUSES, "past"}
        assert len(set(words.values())) == len(words) - (what == "origin"), what


def test_words_keep_the_status(reports: list[Report]) -> None:
    said = {(r.actor, r.place, r.status): says(r) for r in reports}
    assert said["Hurras al-Din", "Damascus", "affirmed"] == "reported active, claimed by nobody"
    assert said["Hurras al-Din", "Idlib", "negated"] == "said not to be active there"
    assert said["Islamic State", "Raqqa", "former"] == "was in control before, no longer"
    assert said["Islamic State", "Raqqa", "uncertain"] == "possibly present"
    assert said["Gelayev detachment", "Sochi", "planned"] == "planning to take control"
    assert said["Abu Example", "Atma", "affirmed"] == "killed, captured or arrested, in the past"
    assert said[None, "Jisr al-Shughur", "affirmed"] == "named only to locate another place"
    assert {says(replace(reports[0], claim=c)) for c in ("none", *CLAIMS)} == {
        "reported active",
        "reported active, claimed by nobody",
        "reported active, claimed by the actor",
        "reported active, denied by the actor",
    }


def test_precision_in_words(reports: list[Report]) -> None:
    reached = {r.place: reach(r) for r in reports}
    assert reached["Damascus"] == "somewhere in or around it, within about 10 km"
    assert reached["'Arab Sa'id"] == "near it, within about 15 km; no exact spot"
    assert reached["Idlib"] == "somewhere in this governorate or province"
    idlib = next(r for r in reports if r.place == "Idlib")
    assert reach(idlib, approximate=True) == (
        "somewhere in this governorate or province; outline approximate"
    )


def test_time_is_no_finer_than_the_text(reports: list[Report]) -> None:
    row = reports[0]
    assert when(row) == "undated"
    day = {
        "when_start": "2013-11-15",
        "when_end": "2013-11-15",
        "when_precision": "day",
        "when_basis": "text",
    }
    year = {
        "when_start": "2012-01-01",
        "when_end": "2012-12-31",
        "when_precision": "year",
        "when_basis": "text",
    }
    assert when(replace(row, **day)) == "2013-11-15"
    assert when(replace(row, **year)) == "2012"
    assert when(replace(row, **{**day, "when_basis": "text, year of publication"})) == (
        "2013-11-15 (year of publication)"
    )
    assert when(replace(row, when_start="2001-07-01", when_end="2001-10-31", when_precision="month")) == (
        "2001-07 to 2001-10"
    )
    assert when(replace(row, when_end="2016-12-31", when_precision="year")) == "until 2016"


def test_who_says_it_and_how_sure_the_reading_is(reports: list[Report]) -> None:
    assert chain(reports[0]) == "a local fighter, as told by the interviewer"
    assert chain(replace(reports[0], source_chain=(), speaker="a witness")) == "a witness"
    assert chain(reports[1]) == ""
    assert [sure(c) for c in (1.0, 0.8, 0.79, 0.5, 0.1, 0.0)] == [
        "high",
        "high",
        "fair",
        "fair",
        "low",
        "low",
    ]
    assert distance(None) == "an unknown distance"


def test_what_is_off_the_map_says_why(reports: list[Report]) -> None:
    assert {missing(r) for r in reports if r.mapped_as == "list"} == {
        "the text names only a whole country",
        "the text names no place for it",
        "no place of this name could be located",
    }


def test_a_quote_is_cut_at_the_names_by_code_points(reports: list[Report]) -> None:
    assert quote(reports[1]) == [
        ["Cells of "],
        ["Hurras al-Din", "actor"],
        [" were also said to be at work in "],
        ["Raqqa", "place"],
        ["."],
    ]
    emoji = replace(
        reports[1],
        quote="𝔸𝔹 in Raqqa",
        start=5,
        end=16,
        actor_start=5,
        actor_end=7,
        place_start=11,
        place_end=16,
    )
    assert quote(emoji) == [["𝔸𝔹", "actor"], [" in "], ["Raqqa", "place"]]
    outside = replace(emoji, actor_start=0, actor_end=4, place_start=90, place_end=95)
    assert quote(outside) == [["𝔸𝔹 in Raqqa"]]
    overlapping = replace(emoji, actor_start=5, actor_end=14)
    assert quote(overlapping) == [["𝔸𝔹 in Raq", "actor"], ["qa"]]
