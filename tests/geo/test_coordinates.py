"""Coordinates in running text: what is a point, what is none, and how exact it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import find_coordinates


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
    ],
)
def test_other_numbers_are_no_points(text: str) -> None:
    assert find_coordinates(text) == []


def test_two_points_in_one_sentence_stay_two() -> None:
    points = find_coordinates("From 36.3099, 36.6899 to 35.9297, 36.6339.")
    assert [(p.lat, p.lon) for p in points] == [(36.3099, 36.6899), (35.9297, 36.6339)]


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_what_is_written_with_five_decimals_is_read_back(lat: float, lon: float) -> None:
    (point,) = find_coordinates(f"seen at {lat:.5f}, {lon:.5f} today")
    assert (point.lat, point.lon) == (round(lat, 5), round(lon, 5))


@given(st.text(alphabet="0123456789.,-°'\" NSEWn and", max_size=60))
def test_any_text_gives_points_in_range_and_in_order(text: str) -> None:
    points = find_coordinates(text)
    assert all(-90 <= p.lat <= 90 and -180 <= p.lon <= 180 for p in points)
    assert all(a.end <= b.start for a, b in pairwise(points))
    assert all(text[p.start : p.end] == p.text for p in points)
