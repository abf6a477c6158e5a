"""Which place is meant: namesakes, provinces and towns, names nobody knows, hints."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import geoparse
from geo.errors import DataError
from geo.gazetteer import Gazetteer
from geo.places import Toponym
from geo.ranking import of_table, ranking


@cache
def world() -> Gazetteer:
    return Gazetteer()


def read(text: str, name: str, **hints: object) -> Toponym:
    """Return the first toponym of that text span."""
    return next(t for t in geoparse(text, world(), **hints).toponyms if t.text == name)  # type: ignore[arg-type]


def meant(text: str, name: str, **hints: object) -> tuple[str, str | None, str] | None:
    place = read(text, name, **hints).place
    return None if place is None else (place.name, place.country, place.kind)


# --- towns and the units called the same ---


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Most of the men went to Afrin and to Jarabulus; others are in Salqin, in Syria.", "Afrin", "city"),
        ("In Libya a convoy stopped 40km short of Sirte after leaving Nawfaliya and Sidra.", "Sirte", "city"),
        ("Most of Idlib is theirs, a man said in Syria.", "Idlib", "governorate"),
        ("They hold much of northern Hama and all of Idlib.", "Hama", "governorate"),
    ],
)
def test_a_unit_is_meant_where_words_ask_for_it_not_because_its_middle_is_near(
    text: str, name: str, kind: str
) -> None:
    place = read(text, name).place
    assert place is not None
    assert place.kind == kind


# --- namesakes ---


def test_the_country_of_the_text_decides_between_namesakes() -> None:
    assert meant("In Lebanon, rockets fell on Tripoli.", "Tripoli") == ("Tripoli (Lebanon)", "LB", "city")
    assert meant("In Libya, rockets fell on Tripoli.", "Tripoli") == ("Tripoli (Libya)", "LY", "city")


def test_a_neighbour_decides_where_no_country_is_named() -> None:
    near_jisr = read("He lives in Al-Yaqubiyah, near the city of Jisr al-Shughur.", "Al-Yaqubiyah")
    assert near_jisr.place is not None
    assert (round(near_jisr.place.lat, 1), round(near_jisr.place.lon, 1)) == (35.9, 36.3)


def test_a_container_decides() -> None:
    assert meant("The raid was in Paris, Texas.", "Paris")[1:] == ("US", "town")  # type: ignore[index]
    assert meant("The talks were in Paris, France.", "Paris") == ("Paris", "FR", "city")


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("A man from London, Kentucky, was arrested.", "London", "US.KY"),
        ("The fire broke out in Athens, Georgia.", "Athens", "US.GA"),
        ("A market burnt in Athens, in Greece.", "Athens", "GR"),
        ("Two men were hurt near Moscow, Idaho.", "Moscow", "US.ID"),
    ],
)
def test_what_stands_behind_a_comma_holds_what_stands_before(text: str, name: str, unit: str) -> None:
    place = read(text, name).place
    assert place is not None
    assert unit in (place.admin_code, place.country)


def test_a_short_form_behind_a_name_says_the_state() -> None:
    place = read("PARIS, Ky. (AP) – A bank was robbed in Paris, Ky., on Monday.", "Paris").place
    assert place is not None
    assert place.admin_code == "US.KY"


def test_alternatives_say_how_probable_they_are_and_why() -> None:
    found = read("In Libya, rockets fell on Tripoli.", "Tripoli")
    shares = [candidate.share for candidate in found.alternatives]
    assert all(share is not None for share in shares)
    assert shares == sorted(shares, reverse=True)  # type: ignore[type-var]
    assert sum(share or 0.0 for share in shares) < 1
    assert all(candidate.reasons for candidate in found.alternatives)


def test_a_table_of_other_features_is_refused() -> None:
    with pytest.raises(DataError, match="learn it anew"):
        of_table({"first": {"size": 1.0}, "whole": {}, "confidence": [[0, 0], [1, 1]]})


def test_confidence_rises_with_the_share() -> None:
    sure = [ranking().sure(step / 100) for step in range(101)]
    assert sure == sorted(sure)
    assert (sure[0], sure[-1]) == (0.0, 0.99)


def test_all_mentions_of_a_name_in_a_text_mean_one_place() -> None:
    text = "In Libya, rockets fell on Tripoli. Tripoli was calm at night. Nobody left Tripoli."
    countries = {t.place.country for t in geoparse(text, world()).toponyms if t.text == "Tripoli" and t.place}
    assert countries == {"LY"}


def test_a_famous_city_may_be_far_from_the_text_but_a_small_namesake_may_not() -> None:
    text = "In Syria, the men of Azaz sold oil. One was arrested in Paris. They also met in Takhar Khel."
    assert meant(text, "Paris") == ("Paris", "FR", "city")
    unknown = read(text, "Takhar Khel")
    assert unknown.place is None
    assert unknown.reasons[-1] in ("not in the gazetteer", "no place of that name fits the text")
    assert unknown.confidence < 0.3


# --- province or town ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They were beaten in Idlib province, Syria.", "governorate"),
        ("The group is avoiding activities in Idlib, Syria.", "governorate"),
        ("There are areas where people hate them in Syria, for example in Idlib.", "governorate"),
        ("A court sits in the city of Idlib, Syria.", "city"),
        ("A market burnt on the outskirts of Idlib, Syria.", "city"),
        ("A car was stopped in Idlib, Syria.", "city"),
    ],
)
def test_the_words_choose_between_a_province_and_its_town(text: str, kind: str) -> None:
    found = read(text, "Idlib")
    assert found.place is not None
    assert found.place.kind == kind
    other = {"city": "governorate", "governorate": "city"}[kind]
    assert other in {candidate.place.kind for candidate in found.alternatives}


def test_the_countryside_of_a_capital_is_a_province_of_its_own() -> None:
    assert meant("The army shelled rural Damascus in Syria.", "Damascus") == (
        "Rif Dimashq Governorate", "SY", "governorate",
    )  # fmt: skip
    assert meant("The army shelled Damascus in Syria.", "Damascus") == ("Damascus", "SY", "city")


# --- hints, doubt, coordinates ---


def test_hints_speak_for_places_there() -> None:
    text = "Two men were seen in Tripoli."
    assert meant(text, "Tripoli", country="LB")[1] == "LB"  # type: ignore[index]
    assert meant(text, "Tripoli", near=(35.8, 34.4))[1] == "LB"  # type: ignore[index]
    assert meant(text, "Tripoli", near=(13.2, 32.9))[1] == "LY"  # type: ignore[index]


def test_doubt_is_larger_where_two_places_could_be_meant() -> None:
    alone = read("Two men were seen in Tripoli.", "Tripoli")
    told = read("Two men were seen in Tripoli, Lebanon. Beirut and Sidon were quiet.", "Tripoli")
    assert alone.confidence < told.confidence
    assert alone.alternatives


def test_every_answer_gives_its_reasons() -> None:
    found = read("In Libya, rockets fell on Tripoli.", "Tripoli")
    assert "the text is about LY" in found.reasons


def test_coordinates_are_exact_places() -> None:
    found = read("The post at 36.3099, 36.6899 was hit.", "36.3099, 36.6899")
    assert (found.lat, found.lon, found.precision) == (36.3099, 36.6899, "exact")
    assert found.place is not None and (found.place.id, found.place.country) == ("geo:36.3099,36.6899", "SY")


# --- laws ---


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            "in Idlib Tripoli Azaz Paris , Syria near province city of and 10 km north Qqxz village".split(
                " "
            )
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_is_answered_mention_by_mention(text: str) -> None:
    found = geoparse(text, world()).toponyms
    for i, toponym in enumerate(found):
        assert text[toponym.start : toponym.end] == toponym.text
        assert 0 <= toponym.confidence <= 1
        assert len(toponym.alternatives) <= 5
        assert toponym.landmark_of is None or toponym.landmark_of != i
        assert (toponym.lon is None) == (toponym.lat is None)
        if toponym.place is None and toponym.precision not in ("exact", "near"):  # near: by its landmarks
            assert toponym.lon is None


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The envoys met in Geneva after the fighting in Kenya and Uganda.", "Geneva", "CH"),
        ("He flew from Frankfurt to Vienna.", "Frankfurt", "DE"),
        ("Talks were held in Doha, said a diplomat in Nairobi.", "Doha", "QA"),
        ("A trial opened in Koblenz against two former Syrian officers.", "Koblenz", "DE"),
    ],
)
def test_a_large_town_is_known_where_nothing_else_is_of_its_country(
    text: str, name: str, country: str
) -> None:
    found = {t.text: t.place for t in geoparse(text, world()).toponyms}
    place = found[name]
    assert place is not None
    assert place.country == country
