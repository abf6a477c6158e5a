"""Places that the text only relates to: near them, north of them, between them, a part of them."""

from __future__ import annotations

from functools import cache

import pytest

from geo import geoparse
from geo.displacing import destination, metres_between
from geo.gazetteer import Gazetteer
from geo.places import Toponym


@cache
def world() -> Gazetteer:
    return Gazetteer()


def read(text: str) -> dict[str, Toponym]:
    return {t.text: t for t in geoparse(text, world()).toponyms}


def test_a_distance_and_a_bearing_move_the_point_and_keep_the_place() -> None:
    raqqa = read("The convoy was hit 10 km north of Raqqa in Syria.")["Raqqa"]
    assert raqqa.place is not None
    assert (raqqa.relation, raqqa.part, raqqa.precision) == ("distance_bearing", "10 km north of", "near")
    assert raqqa.place.name == "Raqqa"
    assert (raqqa.lon, raqqa.lat) == destination(raqqa.place.lon, raqqa.place.lat, 10_000, 0)
    assert raqqa.radius_m == 3_000


@pytest.mark.parametrize(
    ("phrase", "metres", "bearing"),
    [
        ("20 miles to the south-west of", 32_187, 225),
        ("35 to 45 kilometres east of", 40_000, 90),
        ("some 60 kilometres or so south of", 60_000, 180),
        ("thirty kilometres northeast of", 30_000, 45),
        ("5 km W of", 5_000, 270),
    ],
)
def test_distances_are_read_in_figures_words_and_miles(phrase: str, metres: float, bearing: float) -> None:
    mosul = read(f"A base lies {phrase} Mosul, in Iraq.")["Mosul"]
    assert mosul.place is not None
    lon, lat = destination(mosul.place.lon, mosul.place.lat, metres, bearing)
    assert (mosul.lon, mosul.lat) == (pytest.approx(lon, abs=1e-4), pytest.approx(lat, abs=1e-4))
    assert mosul.radius_m == max(3_000, round(0.3 * metres, -0)) or mosul.radius_m == pytest.approx(
        0.3 * metres, abs=1
    )


def test_a_place_that_locates_another_is_its_landmark() -> None:
    found = geoparse("He lives in a village called Atma, near the city of Idlib in Syria.", world()).toponyms
    atma, idlib = found[0], found[1]
    assert (atma.type, atma.relation) == ("literal", "at")
    assert (idlib.type, idlib.landmark_of) == ("landmark", 0)
    assert idlib.place is not None and (idlib.lon, idlib.lat) == (idlib.place.lon, idlib.place.lat)


@pytest.mark.parametrize(
    "text",
    [
        "The camp is at Atma, 30 km north of Idlib in Syria.",
        "The camp is in Atma, a village some 30 km to the north of Idlib, Syria.",
        "The camp is in Atma (near Idlib), Syria.",
        "A village near Idlib, Atma, was shelled in Syria.",
    ],
)
def test_landmarks_are_known_in_many_wordings(text: str) -> None:
    assert read(text)["Idlib"].type == "landmark"
    assert read(text)["Atma"].type == "literal"


def test_landmarks_of_a_landmark_locate_its_place() -> None:
    found = geoparse("It lies in Sinjar, close to Tal Afar and north of Baaj, Iraq.", world()).toponyms
    assert [(t.text, t.landmark_of) for t in found[:3]] == [("Sinjar", None), ("Tal Afar", 0), ("Baaj", 0)]


def test_near_alone_is_a_ring_of_fifteen_kilometres() -> None:
    azaz = read("The cell was near Azaz in Syria.")["Azaz"]
    assert (azaz.type, azaz.relation, azaz.precision, azaz.radius_m) == ("literal", "near", "near", 15_000)


def test_outskirts_are_near_the_town() -> None:
    tripoli = read("Drones struck the outskirts of Tripoli in Libya.")["Tripoli"]
    assert (tripoli.relation, tripoli.part, tripoli.precision) == ("near", "the outskirts of", "near")


def test_between_two_places_is_halfway_with_half_their_distance() -> None:
    found = read("Fighting went on between Tikrit and Baiji in Iraq.")
    tikrit, baiji = found["Tikrit"], found["Baiji"]
    assert tikrit.place is not None and baiji.place is not None
    assert (tikrit.lon, tikrit.lat) == (baiji.lon, baiji.lat)
    assert tikrit.relation == baiji.relation == "between"
    assert tikrit.radius_m == round(metres_between(tikrit.place, baiji.place) / 2)


def test_nothing_lies_between_places_of_two_continents() -> None:
    found = read("He shuttled between Tripoli and Jakarta, from Libya to Indonesia.")
    jakarta = found["Jakarta"]
    assert jakarta.place is not None and jakarta.lon == jakarta.place.lon


def test_a_part_of_a_country_is_a_region_where_its_row_says() -> None:
    syria = read("Clashes broke out in northern Syria.")["Syria"]
    row = world().exact("Northern Syria")[0].place
    assert (syria.relation, syria.part, syria.precision) == ("part_of", "northern", "region")
    assert (syria.lon, syria.lat) == (row.lon, row.lat)


def test_a_part_of_a_country_without_a_row_is_the_half_in_that_direction() -> None:
    turkey = read("He came from western Turkey.")["Turkey"]
    assert turkey.place is not None and turkey.place.bbox is not None and turkey.lon is not None
    west, _, east, _ = turkey.place.bbox
    assert turkey.lon == pytest.approx(turkey.place.lon - (east - west) / 4, abs=1e-4)


def test_the_countryside_of_a_town_is_its_province() -> None:
    aleppo = read("Rebels hold the western countryside of Aleppo in Syria.")["Aleppo"]
    assert aleppo.place is not None
    assert (aleppo.place.kind, aleppo.relation, aleppo.part) == (
        "governorate",
        "part_of",
        "the western countryside of",
    )


def test_a_border_is_a_line_and_a_road_has_two_ends() -> None:
    iraq = read("They hid along the border with Iraq, in Syria.")["Iraq"]
    assert (iraq.relation, iraq.precision) == ("along", "region")
    road = read("Troops moved along the Palmyra-Deir Ezzor highway in Syria.")
    assert {road["Palmyra"].relation, road["Deir Ezzor"].relation} == {"along"}
    both = read("A bomb went off on the road from Kirkuk to Erbil in Iraq.")
    assert {both["Kirkuk"].relation, both["Erbil"].relation} == {"along"}
    border = read("Smugglers cross the Syria-Iraq border.")
    assert {border["Syria"].relation, border["Iraq"].relation} == {"along"}
