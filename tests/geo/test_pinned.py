"""Points written out in a text: whose they are, and whether they fit what the text names."""

from __future__ import annotations

from functools import cache

import pytest

from geo import geoparse
from geo.gazetteer import Gazetteer
from geo.places import Toponym


@cache
def world() -> Gazetteer:
    return Gazetteer()


def read(text: str) -> dict[str, Toponym]:
    return {t.text: t for t in geoparse(text, world()).toponyms}


def test_a_point_is_a_place_of_its_own_with_its_country() -> None:
    point = read("Rebels in Syria shelled a post at 36.3099, 36.6899 on Monday.")["36.3099, 36.6899"]
    assert point.place is not None
    assert (point.place.id, point.place.country, point.precision) == ("geo:36.3099,36.6899", "SY", "exact")
    assert (point.lon, point.lat, point.radius_m, point.confidence) == (36.6899, 36.3099, 150, 0.97)
    assert point.reasons == ("coordinates written out",)


def test_exchanged_numbers_are_kept_doubted_and_said() -> None:
    point = read("Rebels in Syria shelled a post at 36.6899, 36.3099 on Monday.")["36.6899, 36.3099"]
    assert (point.lon, point.lat) == (36.3099, 36.6899)
    assert point.confidence == pytest.approx(0.6 * 0.97, abs=1e-3)
    assert point.reasons[1:] == (
        "in TR, which the text does not name",
        "with latitude and longitude exchanged it would lie in SY",
    )


def test_a_point_in_another_country_is_kept_and_doubted() -> None:
    point = read("Rebels in Syria shelled a post at 12.3099, 16.6899 on Monday.")["12.3099, 16.6899"]
    assert point.confidence < 0.6
    assert point.reasons[1:] == ("in TD, which the text does not name",)


def test_a_point_just_across_a_border_or_where_no_country_is_named_is_not_doubted() -> None:
    across = read("Mortars in Syria fired from 36.8500, 38.3500 on Monday.")["36.8500, 38.3500"]
    alone = read("Mortars fired from 12.3099, 16.6899 on Monday.")["12.3099, 16.6899"]
    assert across.confidence == alone.confidence == 0.97


def test_a_point_at_sea_is_said_to_be_there() -> None:
    point = read("The fleet met at 15.0000 N 41.5000 E off Yemen.")["15.0000 N 41.5000 E"]
    assert point.reasons[1:] == ("in no country: at sea",)


@pytest.mark.parametrize(
    "text",
    [
        "The camp at Kefirghan (36.5500, 37.0500), in Syria, was hit.",
        "The camp at Kefirghan, at 36.5500 N 37.0500 E, in Syria, was hit.",
        "The camp at Kefirghan [coordinates: 36.5500, 37.0500] in Syria was hit.",
    ],
)
def test_a_village_that_no_gazetteer_has_stands_at_the_point_behind_its_name(text: str) -> None:
    found = geoparse(text, world()).toponyms
    village, point = found[0], found[1]
    assert (village.text, village.place, village.precision) == ("Kefirghan", None, "settlement")
    assert (village.lon, village.lat) == (37.05, 36.55)
    assert (point.type, point.landmark_of, point.place) == ("landmark", 0, None)


def test_a_point_behind_a_known_village_settles_where_it_is_and_one_far_off_does_not() -> None:
    atma = read("The camp at Atma (36.3100, 36.6900) in Syria was hit.")["Atma"]
    assert (atma.lon, atma.lat, atma.precision) == (36.69, 36.31, "settlement")
    assert atma.confidence >= 0.97
    found = read("The camp at Atma (33.3100, 36.6900) in Syria was hit.")
    atma, point = found["Atma"], found["33.3100, 36.6900"]
    assert atma.place is not None and (atma.lon, atma.lat) == (atma.place.lon, atma.place.lat)
    assert atma.confidence < 0.6 and atma.reasons[-1].endswith("lie 333 km from it")
    assert point.type == "literal"


def test_a_point_in_a_province_is_not_the_province() -> None:
    found = read("In Idlib province (35.8000, 36.7000) in Syria a camp was hit.")
    assert (found["Idlib"].precision, found["35.8000, 36.7000"].precision) == ("governorate", "exact")


def test_what_is_told_from_a_point_is_told_as_from_a_place() -> None:
    point = read("A base 5 km north of 36.3099, 36.6899 in Syria.")["36.3099, 36.6899"]
    assert (point.relation, point.precision) == ("distance_bearing", "near")
    assert point.lat == pytest.approx(36.355, abs=1e-3)
