"""The words of the page: each language has all of them, with the same gaps and the forms its numbers need."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args

import pytest

from geo.errors import UsageError
from geo.places import Kind
from layers.reports import STATUSES, WHATS, Report
from maps import draw
from maps.languages import CODES, load
from maps.page import data_of
from tests.maps import unpacked

# Unicode CLDR, cardinal numbers: the forms that whole numbers ask for.
FORMS = {
    "en": {"one", "other"}, "fr": {"one", "other"}, "ru": {"one", "few", "many", "other"},
    "ar": {"one", "two", "few", "many", "other"},
}  # fmt: skip


def flat(tables: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Return the words of a language by their full key; the forms of a number stay together."""
    found: dict[str, Any] = {}
    for key, value in tables.items():
        if isinstance(value, dict) and "other" in value and before == "ui.":
            found[before + key] = value
        elif isinstance(value, dict):
            found |= flat(value, f"{before}{key}.")
        else:
            found[before + key] = value
    return found


def gaps(words: Any) -> set[str]:
    """Return the names of the gaps; a form for one number alone may leave the number out."""
    if isinstance(words, dict):
        return gaps(words["other"])
    return set(re.findall(r"\{(\w+)\}", " ".join(words) if isinstance(words, list) else words))


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_word_with_the_same_gaps(code: str) -> None:
    english = {k: v for k, v in flat(load().tables).items() if not k.startswith("kinds.")}
    words = {k: v for k, v in flat(load(code).tables).items() if not k.startswith("kinds.")}
    assert set(words) == set(english)
    for key, value in english.items():
        assert gaps(words[key]) == gaps(value), key
        assert type(words[key]) is type(value), key
        assert words[key], key


@pytest.mark.parametrize("code", CODES)
def test_numbers_have_the_forms_of_the_language(code: str) -> None:
    plurals = {k: v for k, v in flat(load(code).tables).items() if isinstance(v, dict)}
    assert plurals
    for key, forms in plurals.items():
        assert set(forms) >= FORMS[code], key


@pytest.mark.parametrize("code", CODES)
def test_every_what_and_status_has_words_of_its_own(code: str) -> None:
    tables = load(code).tables
    assert set(tables["says"]) == set(WHATS)
    for what, words in tables["says"].items():
        assert set(words) == {*STATUSES, "past"}
        assert len(set(words.values())) == len(words) - (what == "origin"), what
    assert set(tables["status"]) == set(STATUSES)
    assert len(set(tables["status"].values())) == len(STATUSES)
    if code != "en":
        assert set(tables["kinds"]) == set(get_args(Kind))


def test_a_report_is_told_in_the_language_of_the_page(reports: list[Report]) -> None:
    told = {}
    for code in CODES:
        data = data_of(reports, title="T", language=load(code))
        row = next(r for r in unpacked.reports(data) if r.get("place") == "Idlib" and r["what"] == "control")
        told[code] = (row["says"], row["within"], row["when"], data.json["asOf"].split(",")[0])
    assert told["fr"] == (
        "contrôle rapporté", "gouvernorat ou province, Syria", "sans date", "rapports : 17"
    )  # fmt: skip
    assert told["ru"] == ("сообщается о контроле", "провинция, Syria", "без даты", "сообщений: 17")
    assert told["ar"][:3] == ("أُفيد بسيطرته", "محافظة، Syria", "بلا تاريخ")
    assert told["en"][0] == "reported in control"


def test_what_a_text_says_is_never_taken_for_a_phrase_with_gaps(reports: list[Report]) -> None:
    odd = replace(reports[0], when_start="{end} {0}", speaker="{r}", source_chain=("{r}",), published="{x}")
    row = unpacked.reports(data_of([odd], title="{n}", language=load("fr")))[0]
    assert (row["when"], row["said"]) == ("depuis {end} {0}", "{r}")


def test_a_language_that_is_not_there_is_refused_with_those_that_are(reports: list[Report]) -> None:
    with pytest.raises(UsageError, match="no language 'de'; the page speaks en, ar, fr, ru"):
        draw(reports, language="de")
