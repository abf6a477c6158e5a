"""Places that the text only relates to: near them, north of them, between them, a part of them."""

from __future__ import annotations

from functools import cache

import pytest
import shapely

from geo import geoparse
from geo.courses import headings_of
from geo.extents import Border, Corridor, Part, Ring
from geo.gazetteer import Gazetteer
from geo.geodesics import destination, metres_between
from geo.outlines import outline
from geo.places import Place, Toponym


@cache
def world() -> Gazetteer:
    return Gazetteer()


def read(text: str) -> dict[str, Toponym]:
    return {t.text: t for t in geoparse(text, world()).toponyms}


def place_of(toponym: Toponym) -> Place:
    assert toponym.place is not None
    return toponym.place


def ring_of(toponym: Toponym) -> Ring:
    assert isinstance(toponym.extent, Ring)
    return toponym.extent


def holds(toponym: Toponym, lon: float, lat: float) -> bool:
    assert toponym.extent is not None
    return bool(shapely.contains_xy(outline(toponym.extent, world()), lon, lat))


def test_a_distance_and_a_bearing_make_a_sector_and_keep_the_place() -> None:
    raqqa = read("The convoy was hit 10 km north of Raqqa in Syria.")["Raqqa"]
    place, ring = place_of(raqqa), ring_of(raqqa)
    assert (raqqa.relation, raqqa.part, raqqa.precision) == ("distance_bearing", "10 km north of", "near")
    assert place.name == "Raqqa"
    assert (raqqa.lon, raqqa.lat) == destination(place.lon, place.lat, 10_000, 0)
    assert (ring.inner_m, ring.outer_m) == (7_000, 13_000 + place.radius / 2)
    assert (ring.bearing, ring.spread) == (0, 45)
    assert not holds(raqqa, place.lon, place.lat)
    assert raqqa.schemes == (2, 2)


@pytest.mark.parametrize(
    ("phrase", "metres", "bearing", "spread"),
    [
        ("20 miles to the south-west of", 32_187, 225, 22.5),
        ("20 miles (32 km) south-west of", 32_187, 225, 22.5),
        ("35 to 45 kilometres east of", 40_000, 90, 45),
        ("between 10 and 20 km south of", 15_000, 180, 45),
        ("some 60 kilometres or so south of", 60_000, 180, 45),
        ("thirty kilometres northeast of", 30_000, 45, 22.5),
        ("a dozen kilometres NNE of", 12_000, 22.5, 11.25),
        ("12km west-north-west of", 12_000, 292.5, 11.25),
        ("two and a half miles due west of", 4_023, 270, 45),
        ("1,500 metres east of", 1_500, 90, 45),
        ("several hundred metres north of", 500, 0, 45),
        ("half a kilometre south of", 500, 180, 45),
        ("5 km W of", 5_000, 270, 45),
        ("to the south, about 25 km from", 25_000, 180, 45),
    ],
)
def test_distances_are_read_in_figures_words_and_miles(
    phrase: str, metres: float, bearing: float, spread: float
) -> None:
    mosul = read(f"A base lies {phrase} Mosul, in Iraq.")["Mosul"]
    ring = ring_of(mosul)
    assert (round(ring.at_m), ring.bearing, ring.spread) == (metres, bearing, spread)
    lon, lat = destination(place_of(mosul).lon, place_of(mosul).lat, ring.at_m, bearing)
    assert (mosul.lon, mosul.lat) == (lon, lat)
    assert holds(mosul, lon, lat)


def test_a_distance_without_a_direction_is_a_ring_with_a_hole() -> None:
    kidal = read("A patrol was ambushed 30 kilometres from Kidal in Mali.")["Kidal"]
    place, ring = place_of(kidal), ring_of(kidal)
    assert (kidal.relation, kidal.lon, kidal.lat) == ("near", place.lon, place.lat)
    assert (ring.inner_m, ring.outer_m, ring.bearing) == (21_000, 39_000 + place.radius / 2, None)
    assert kidal.radius_m == ring.outer_m


def test_a_direction_without_a_distance_is_a_sector_from_the_place_on() -> None:
    kidal = read("They lie in wait to the north-east of Kidal, Mali.")["Kidal"]
    place, ring = place_of(kidal), ring_of(kidal)
    assert (ring.inner_m, ring.outer_m, ring.bearing, ring.spread) == (0, 15_000 + 2 * place.radius, 45, 22.5)
    assert kidal.lat is not None and kidal.lat > place.lat


def test_within_a_distance_is_a_disc_and_two_directions_are_one_wider_sector() -> None:
    sirte = read("The group withdrew to within 5 km of Sirte, Libya.")["Sirte"]
    assert (sirte.extent, sirte.radius_m) == (None, 5_000 + place_of(sirte).radius / 2)
    marib = read("Clashes north and east of Marib city, Yemen, continued.")["Marib"]
    assert (ring_of(marib).bearing, ring_of(marib).spread) == (45, 90)
    damascus = read("They clashed in the northern and western suburbs of Damascus city, Syria.")["Damascus"]
    assert (ring_of(damascus).bearing, ring_of(damascus).spread) == (315, 90)


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Near Azaz, in Syria, a mine went off.", "Azaz", "near"),
        ("South of Kirkuk, in Iraq, a mine went off.", "Kirkuk", "near"),
        ("Between Tikrit and Baiji, in Iraq, a mine went off.", "Tikrit", "between"),
        ("Ten miles west of Mosul, in Iraq, a mine went off.", "Mosul", "distance_bearing"),
        ("A boat sank some 3 nautical miles off the coast of Hodeidah, Yemen.", "Hodeidah", "near"),
    ],
)
def test_phrases_at_the_head_of_a_sentence_and_off_a_coast(text: str, name: str, relation: str) -> None:
    assert read(text)[name].relation == relation


def test_a_river_is_no_point_to_tell_a_direction_from() -> None:
    euphrates = read("East of the Euphrates, in Syria, the roads are closed.")["Euphrates"]
    assert (euphrates.relation, euphrates.extent) == ("near", None)


def test_a_place_that_locates_another_is_its_landmark() -> None:
    found = geoparse("He lives in a village called Atma, near the city of Idlib in Syria.", world()).toponyms
    atma, idlib = found[0], found[1]
    assert (atma.type, atma.relation, atma.extent) == ("literal", "at", None)
    assert (idlib.type, idlib.landmark_of) == ("landmark", 0)
    assert (idlib.lon, idlib.lat) == (place_of(idlib).lon, place_of(idlib).lat)


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


def test_no_town_is_a_landmark_of_its_country() -> None:
    found = read("He fled to the mountains east of Jalalabad, Afghanistan.")
    assert (found["Jalalabad"].type, found["Jalalabad"].relation) == ("literal", "near")


def test_a_village_that_no_gazetteer_has_stands_where_its_landmark_puts_it() -> None:
    found = read("The camp is at Kefirghan, a village 12 km north of Azaz in Syria.")
    village, azaz = found["Kefirghan"], place_of(found["Azaz"])
    assert (village.place, village.precision, found["Azaz"].type) == (None, "near", "landmark")
    assert (village.lon, village.lat) == destination(azaz.lon, azaz.lat, 12_000, 0)
    assert "placed by “12 km north of Azaz”" in village.reasons
    assert village.confidence <= found["Azaz"].confidence


def test_a_reading_far_from_where_the_text_puts_it_is_doubted() -> None:
    near = read("It happened at Atma, 50 km north of Idlib in Syria.")["Atma"]
    far = read("It happened at Atma, 20 km south of Damascus in Syria.")["Atma"]
    assert far.confidence < near.confidence
    assert any("but it is" in why for why in far.reasons)
    assert not any("but it is" in why for why in near.reasons)


def test_near_alone_is_a_disc_of_fifteen_kilometres() -> None:
    azaz = read("The cell was near Azaz in Syria.")["Azaz"]
    assert (azaz.type, azaz.relation, azaz.precision, azaz.radius_m) == ("literal", "near", "near", 15_000)
    assert azaz.extent is None


def test_near_a_large_city_goes_ten_kilometres_beyond_its_edge() -> None:
    aleppo = read("The cell was near Aleppo city in Syria.")["Aleppo"]
    assert aleppo.place is not None
    assert aleppo.place.radius > 5_000
    assert (aleppo.precision, aleppo.radius_m) == ("near", aleppo.place.radius + 10_000)


def test_outskirts_are_a_ring_around_the_town_and_one_side_of_them_a_part_of_it() -> None:
    tripoli = read("Drones struck the outskirts of Tripoli in Libya.")["Tripoli"]
    place, ring = place_of(tripoli), ring_of(tripoli)
    assert (tripoli.relation, tripoli.part, tripoli.precision) == ("near", "the outskirts of", "near")
    assert (ring.inner_m, ring.outer_m, ring.bearing) == (place.radius / 2, place.radius * 1.5, None)
    north = read("Drones struck the northern outskirts of Tripoli in Libya.")["Tripoli"]
    assert ring_of(north).bearing == 0
    assert north.lat == pytest.approx(destination(place.lon, place.lat, place.radius, 0)[1])


def test_between_two_places_is_a_corridor_with_its_middle_halfway() -> None:
    found = read("Fighting went on between Tikrit and Baiji in Iraq.")
    tikrit, baiji = found["Tikrit"], found["Baiji"]
    a, b = place_of(tikrit), place_of(baiji)
    apart = metres_between(a.lon, a.lat, b.lon, b.lat)
    assert (tikrit.lon, tikrit.lat) == (baiji.lon, baiji.lat)
    assert tikrit.relation == baiji.relation == "between"
    assert isinstance(tikrit.extent, Corridor) and tikrit.extent == baiji.extent
    assert tikrit.extent.width_m == pytest.approx(0.15 * apart)
    assert tikrit.radius_m == round(1.15 * apart - apart / 2)
    assert holds(tikrit, a.lon, a.lat) and holds(tikrit, b.lon, b.lat)
    assert tikrit.schemes == (2, 5)


def test_nothing_lies_between_places_of_two_continents() -> None:
    found = read("He shuttled between Tripoli and Jakarta, from Libya to Indonesia.")
    jakarta = found["Jakarta"]
    assert (jakarta.lon, jakarta.extent) == (place_of(jakarta).lon, None)


def test_a_part_of_a_country_is_a_region_where_its_row_says() -> None:
    syria = read("Clashes broke out in northern Syria.")["Syria"]
    row = world().exact("Northern Syria")[0].place
    assert (syria.relation, syria.part, syria.precision) == ("part_of", "northern", "region")
    assert (syria.lon, syria.lat) == (row.lon, row.lat)
    assert syria.extent == Part(row)
    assert syria.schemes == (3, 5)


def test_a_part_of_a_country_without_a_row_is_the_half_in_that_direction() -> None:
    turkey = read("He came from western Turkey.")["Turkey"]
    assert isinstance(turkey.extent, Part) and turkey.extent.headings == ("west",)
    assert turkey.lon is not None and turkey.lat is not None and turkey.lon < place_of(turkey).lon
    assert holds(turkey, turkey.lon, turkey.lat)
    assert holds(turkey, 27.14, 38.42) and not holds(turkey, 43.38, 38.5)  # Izmir, Van


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Attacks rose in the far north of Mozambique.", ("far north",)),
        ("The group is strong in northern and eastern Chad.", ("north", "east")),
        ("The army lost ground in south-western Chad.", ("southwest",)),
        ("The army lost ground in the south east of Chad.", ("southeast",)),
    ],
)
def test_parts_of_countries_in_many_wordings(text: str, headings: tuple[str, ...]) -> None:
    (country,) = [t for t in geoparse(text, world()).toponyms if t.relation == "part_of"]
    assert isinstance(country.extent, Part) and country.extent.headings == headings


@pytest.mark.parametrize(
    ("words", "headings"),
    [
        ("in the north-east of", ("northeast",)),
        ("northwestern and central", ("northwest", "central")),
        ("north-central", ("north-central",)),
        ("the extreme southern", ("far south",)),
        ("NE", ("northeast",)),
        ("upper", ()),
        ("beastern", ()),
    ],
)
def test_directions_in_words(words: str, headings: tuple[str, ...]) -> None:
    assert headings_of(words) == headings


def test_a_part_of_a_town_is_the_half_of_its_disc() -> None:
    aleppo = read("Clashes went on in the eastern districts of Aleppo city in Syria.")["Aleppo"]
    place, ring = place_of(aleppo), ring_of(aleppo)
    assert (place.kind, aleppo.precision) == ("city", "settlement")
    assert (ring.inner_m, ring.outer_m, ring.bearing, ring.spread) == (0, place.radius, 90, 90)


def test_the_countryside_of_a_city_is_its_province_without_the_city() -> None:
    aleppo = read("Rebels hold the western countryside of Aleppo in Syria.")["Aleppo"]
    assert (place_of(aleppo).kind, aleppo.relation) == ("governorate", "part_of")
    assert aleppo.part == "the western countryside of"
    assert isinstance(aleppo.extent, Part) and aleppo.extent.headings == ("west",)
    assert aleppo.extent.without is not None
    city = world().exact("Aleppo")[0].place
    assert not holds(aleppo, city.lon, city.lat)
    assert holds(aleppo, 36.82, 36.14) and not holds(aleppo, 37.95, 36.53)  # Atarib, Manbij
    assert aleppo.schemes == (2, 4)


def test_the_south_of_a_province_is_its_southern_half() -> None:
    raqqa = read("The group is strong in the south of Raqqa province, Syria.")["Raqqa"]
    assert raqqa.precision == "governorate" and raqqa.lat is not None
    assert raqqa.lat < place_of(raqqa).lat
    assert isinstance(raqqa.extent, Part) and raqqa.extent.without is None


def test_the_western_province_of_that_name_is_the_whole_of_it() -> None:
    aydin = read("His home in the western province of Aydin, in Turkey, was searched.")["Aydin"]
    assert (aydin.relation, aydin.part, aydin.extent) == ("at", "", None)


def test_the_countryside_of_a_town_is_a_ring_from_its_edge_on() -> None:
    kidal = read("Gunmen searched the countryside of Kidal town in Mali.")["Kidal"]
    place, ring = place_of(kidal), ring_of(kidal)
    assert (ring.inner_m, ring.outer_m) == (place.radius, 15_000)


@pytest.mark.parametrize(
    "text",
    [
        "Troops moved along the Kirkuk-Erbil highway in Iraq.",
        "A bomb went off on the road from Kirkuk to Erbil in Iraq.",
        "A bomb went off on the highway linking Kirkuk and Erbil in Iraq.",
        "A bomb went off on the road connecting Kirkuk with Erbil in Iraq.",
    ],
)
def test_a_road_with_two_ends_is_a_corridor(text: str) -> None:
    found = read(text)
    kirkuk, erbil = found["Kirkuk"], found["Erbil"]
    assert kirkuk.relation == erbil.relation == "along"
    assert isinstance(kirkuk.extent, Corridor) and kirkuk.extent == erbil.extent
    assert holds(kirkuk, 44.05, 35.83)  # Altun Kupri, on the road
    assert (kirkuk.precision, kirkuk.schemes) == ("near", (2, 5))


def test_a_long_road_is_no_finer_than_a_region_and_a_road_to_one_place_a_disc() -> None:
    road = read("Troops moved along the Palmyra-Deir Ezzor highway in Syria.")
    assert (road["Palmyra"].precision, road["Palmyra"].schemes) == ("region", (3, 5))
    azaz = read("They closed the road to Azaz in Syria.")["Azaz"]
    assert (azaz.relation, azaz.precision, azaz.radius_m, azaz.extent) == ("along", "near", 30_000, None)


@pytest.mark.parametrize(
    "text",
    [
        "They hid along the border with Iraq, in Syria.",
        "Smugglers cross the Syria-Iraq border.",
        "Smugglers cross the Syria–Iraq border.",
        "Fighters gathered on the border between Syria and Iraq.",
        "Raqqa fell in Syria. They fled towards the frontier with Iraq.",
    ],
)
def test_a_border_is_a_line_between_the_right_two_countries(text: str) -> None:
    iraq = read(text)["Iraq"]
    assert (iraq.relation, iraq.precision, iraq.schemes) == ("along", "region", (3, 5))
    assert (iraq.lon, iraq.lat) == (place_of(iraq).lon, place_of(iraq).lat)
    assert holds(iraq, 40.99, 34.4) and not holds(iraq, 44.4, 33.3)  # al-Qaim, Baghdad
    assert not holds(iraq, 45.5, 35.9)  # at Iraq's border with Iran


def test_a_border_without_another_side_is_that_with_all_neighbours_and_no_coast() -> None:
    lebanon = read("They dug in along the border of Lebanon.")["Lebanon"]
    assert isinstance(lebanon.extent, Border) and lebanon.extent.other is None
    assert holds(lebanon, 36.33, 34.5) and not holds(lebanon, 35.5, 33.89)  # north-east; Beirut


def test_a_border_near_a_town_is_only_that_stretch() -> None:
    found = read("Fighters crossed the border with Iraq near Abu Kamal in Syria.")
    iraq, town = found["Iraq"], found["Abu Kamal"]
    assert (iraq.precision, town.type) == ("near", "landmark")
    assert metres_between(iraq.lon or 0, iraq.lat or 0, town.lon or 0, town.lat or 0) < 30_000
    assert not holds(iraq, 41.2, 36.5)  # the same border, far north


def test_so_far_inside_a_country_is_a_band_along_its_border() -> None:
    chad = read("Raiders were seen 30 km inside Chad.")["Chad"]
    assert isinstance(chad.extent, Border) and chad.extent.inside
    assert not holds(chad, 18.73, 15.45)  # the middle of the country
