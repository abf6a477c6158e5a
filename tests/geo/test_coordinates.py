"""Coordinates in running text: what is a point, what is none, and how exact it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coordinates import find_coordinates
from geo.geodesics import metres_between


@pytest.mark.parametrize(
    ("text", "lat", "lon", "radius_m"),
    [
        ("The crater is at 36.3099, 36.6899 by our count", 36.3099, 36.6899, 150),
        ("a post (-12.3456, 40.5678) on the coast", -12.3456, 40.5678, 150),
        ("coordinates: 35.93 36.63", 35.93, 36.63, 556),
        ("35.9297° N, 36.6339° E", 35.9297, 36.6339, 150),
        ("36.6339E 35.9297N", 35.9297, 36.6339, 150),
        ("N35.9297 E36.6339", 35.9297, 36.6339, 150),
        ("S 12.345° E 40.1°", -12.345, 40.1, 5560),
        ("35°55'48\"N 36°38'00\"E", 35.93, 36.633333, 150),
        ("14°30′N 1°15′W", 14.5, -1.25, 927),
        ("35° 55.8' N, 36° 38' E", 35.93, 36.633333, 927),
        ("35 55 48 N, 36 38 0 E", 35.93, 36.633333, 150),
        ("36,3099; 36,6899", 36.3099, 36.6899, 150),
        ("35,9297° N, 36,6339° E", 35.9297, 36.6339, 150),
        ("-12.3456/40.5678", -12.3456, 40.5678, 150),
        ("35.9297N36.6339E", 35.9297, 36.6339, 150),
        ("lat 36.31, long 36.69", 36.31, 36.69, 556),
        ("Longitude: 36.69, latitude: 36.31", 36.31, 36.69, 556),
        ("a latitude of 12.31 S and a longitude of 40.69 E", -12.31, 40.69, 556),
        ("coordinates (lon, lat): 36.69, 36.31", 36.31, 36.69, 556),
        ("35d55m48s N 36d38m00s E", 35.93, 36.633333, 150),
        ("35-55-48N 036-38-00E", 35.93, 36.633333, 150),
        ("355548N 0363800E", 35.93, 36.633333, 150),
        ("N35:55.8 E036:38.0", 35.93, 36.633333, 150),
        ("12 degrees 20 minutes south and 40 degrees 34 minutes east", -12.333333, 40.566667, 927),
        ("35°55′48″ с. ш. 36°38′00″ в. д.", 35.93, 36.633333, 150),
        ("٣٦٫٣٠٩٩، ٣٦٫٦٨٩٩", 36.3099, 36.6899, 150),
        ("geo:36.3099,36.6899;u=35", 36.3099, 36.6899, 150),
        ("https://maps.example/@36.3099,36.6899,15z", 36.3099, 36.6899, 150),
        ("https://maps.example/#map=15/36.3099/36.6899", 36.3099, 36.6899, 150),
        ("https://maps.example/?mlat=36.3099&mlon=36.6899", 36.3099, 36.6899, 150),
        ("https://maps.example/?q=36.3099,36.6899", 36.3099, 36.6899, 150),
    ],
)
def test_written_points_are_read(text: str, lat: float, lon: float, radius_m: float) -> None:
    (point,) = find_coordinates(text)
    assert (point.lat, point.lon, point.radius_m) == (lat, lon, radius_m)
    assert text[point.start : point.end] == point.text


@pytest.mark.parametrize(
    "text",
    [
        "prices of 12.50, 13.75 and 14.00 dollars",
        "between -16 and -23 degrees on Sunday",
        "version 12.1234, 13.5",
        "95.1234, 10.1234 is out of range",
        "10.1234, 190.1234 is out of range",
        "35.9297 S, 36.6339 N",
        "from 10 to 20 N and 5 E",
        "a 52° slope",
        "no digits here",
        "rounds of 5.56 mm, 7.62 mm and 12.7 mm",
        "call +963 11 222 3333 or 0123 456 7890",
        "the lira traded at 18.5432, 18.6021 to the dollar",
        "from 12.05.2021, 13:45 to 14.05.2021",
        "12 DEC 2020 1430",
        "on 03 JUN 202114",
        "won 3-2, lost 4-1",
        "Resolution 2254 (2015), paragraph 12",
        "population 1,234,567 and 2,345,678",
    ],
)
def test_other_numbers_are_no_points(text: str) -> None:
    assert find_coordinates(text) == []


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("37S 345678 3923456", 35.442604, 37.299706),
        ("37 S E345678 N3923456", 35.442604, 37.299706),
        ("zone 37 north, 345678 mE, 3923456 mN", 35.442604, 37.299706),
        ("36S 345678 9323456", -6.118861, 31.605389),
        ("35K 345678E 8023456N", -17.871256, 25.543424),
    ],
)
def test_utm_is_read_and_a_letter_s_is_band_or_hemisphere_by_its_northing(
    text: str, lat: float, lon: float
) -> None:
    (point,) = find_coordinates(f"The wreck lies at {text}.")
    assert (point.lat, point.lon) == (pytest.approx(lat, abs=2e-6), pytest.approx(lon, abs=2e-6))


@pytest.mark.parametrize(
    "text", ["37S 345678 9923", "61S 345678 3923456", "37X 345678 3923456", "37S 045678 3923456"]
)
def test_what_lies_outside_its_utm_zone_or_band_is_none(text: str) -> None:
    assert find_coordinates(f"The wreck lies at {text}.") == []


@pytest.mark.parametrize(
    ("text", "lat", "lon", "radius_m"),
    [
        ("37SCV4567823456", 35.442608, 37.299712, 150),
        ("37S CV 45678 23456", 35.442608, 37.299712, 150),
        ("37SCV 456 234", 35.442545, 37.299399, 150),
        ("MGRS 37S CV 45 23", 35.442973, 37.297738, 500),
        ("Grid: 4QFJ 0900 5800", 21.320704, -157.948939, 150),
    ],
)
def test_mgrs_names_the_middle_of_its_cell(text: str, lat: float, lon: float, radius_m: float) -> None:
    (point,) = find_coordinates(f"The wreck lies at {text}.")
    assert (point.lat, point.lon) == (pytest.approx(lat, abs=1e-5), pytest.approx(lon, abs=1e-5))
    assert point.radius_m == radius_m


@pytest.mark.parametrize(
    "text", ["37SZZ4567823456", "61SCV4567823456", "37SCV 456 2345", "37SCV 45 23", "36SCV45"]
)
def test_what_is_no_cell_of_its_zone_is_none(text: str) -> None:
    assert find_coordinates(f"The wreck lies at {text}.") == []


def test_two_points_in_one_sentence_stay_two() -> None:
    points = find_coordinates("From 36.3099, 36.6899 to 35.9297, 36.6339.")
    assert [(p.lat, p.lon) for p in points] == [(36.3099, 36.6899), (35.9297, 36.6339)]


@settings(deadline=None)
@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_what_is_written_with_five_decimals_is_read_back(lat: float, lon: float) -> None:
    (point,) = find_coordinates(f"seen at {lat:.5f}, {lon:.5f} today")
    assert (point.lat, point.lon) == (round(lat, 5), round(lon, 5))


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,-°'\" NSEWn and", max_size=60))
def test_any_text_gives_points_in_range_and_in_order(text: str) -> None:
    points = find_coordinates(text)
    assert all(-90 <= p.lat <= 90 and -180 <= p.lon <= 180 for p in points)
    assert all(a.end <= b.start for a, b in pairwise(points))
    assert all(text[p.start : p.end] == p.text for p in points)


@settings(deadline=None)
@given(st.floats(-79, 83), st.floats(-180, 179.99))
def test_what_the_library_writes_in_mgrs_is_read_back(lat: float, lon: float) -> None:
    from mgrs import MGRS as Grid  # noqa: N811

    reference = Grid().toMGRS(lat, lon)
    (point,) = find_coordinates(f"at grid {reference} today")
    assert metres_between(lon, lat, point.lon, point.lat) < 2


def test_a_long_table_of_points_is_read_whole_and_a_hostile_text_ends() -> None:
    rows = [f"{10 + i / 1e4:.4f}, {20 + i / 1e4:.4f}" for i in range(5_000)]
    assert len(find_coordinates("\n".join(rows))) == 5_000
    hostile = ("1 " * 9_000, "12.3456 " * 5_000 + "x", "37S " * 9_000, "1.1,1.1;" * 9_000, "1°'\"" * 9_000)
    for text in hostile:
        assert all(-90 <= p.lat <= 90 for p in find_coordinates(text))
