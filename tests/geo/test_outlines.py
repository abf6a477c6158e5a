"""Laws of outlines: valid, near their anchor, safe at the poles and the antimeridian."""

from __future__ import annotations

from functools import cache

import numpy
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas import area
from geo.extents import (
    Border,
    Corridor,
    Part,
    Ring,
    around,
    at_distance,
    corridor,
    countryside,
    rim,
    side,
    spread_of,
    towards,
)
from geo.gazetteer import Gazetteer
from geo.geodesics import destination, metres_between, widened
from geo.outlines import drawn, located, outline
from geo.parts import border_line
from geo.places import Place

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)
BEARING = st.sampled_from([i * 22.5 for i in range(16)])
METRES = st.floats(300, 400_000)


@cache
def world() -> Gazetteer:
    return Gazetteer()


def town(lon: float, lat: float) -> Place:
    return Place("t", "T", lon, lat, "town")


def country(name: str) -> Place:
    return next(c.place for c in world().exact(name) if c.place.kind == "country")


def farthest(shape: shapely.Geometry, lon: float, lat: float) -> float:
    return max(metres_between(lon, lat, x, y) for x, y in shapely.get_coordinates(shape))


def is_sane(shape: shapely.Geometry) -> bool:
    west, south, east, north = shape.bounds
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return shape.is_valid and shape.geom_type.endswith("Polygon") and not shape.is_empty and inside


@settings(deadline=None)
@given(LON, LAT, METRES, BEARING)
def test_a_sector_is_valid_holds_its_point_and_reaches_no_farther_than_it_says(
    lon: float, lat: float, metres: float, bearing: float
) -> None:
    ring = at_distance(town(lon, lat), metres, bearing)
    shape, spot = outline(ring, world()), located(ring, world())
    assert is_sane(shape) and spot is not None
    if abs(lat) < 80 and abs(spot[0]) < 179.99:
        assert shapely.contains_xy(shape, spot[0], spot[1])
        assert farthest(shape, spot[0], spot[1]) <= spot[2] * 1.02
        assert farthest(shape, lon, lat) == pytest.approx(ring.outer_m, rel=0.001)


@settings(deadline=None)
@given(LON, LAT, METRES)
def test_a_ring_is_valid_and_every_corner_lies_on_one_of_its_circles(
    lon: float, lat: float, metres: float
) -> None:
    ring = at_distance(town(lon, lat), metres, None)
    shape = outline(ring, world())
    assert is_sane(shape)
    if abs(lat) < 80 and abs(lon) < 170:
        far = [metres_between(lon, lat, x, y) for x, y in shapely.get_coordinates(shape)]
        assert max(min(abs(f - ring.inner_m), abs(f - ring.outer_m)) for f in far) < 1


@settings(deadline=None)
@given(LON, st.floats(-85, 85), st.floats(-3, 3), st.floats(-2, 2))
def test_a_corridor_is_valid_and_holds_both_ends_and_the_middle(
    lon: float, lat: float, east: float, north: float
) -> None:
    other = ((lon + east + 180) % 360 - 180, lat + north)
    apart = metres_between(lon, lat, *other)
    way = corridor(town(lon, lat), town(*other), apart)
    shape, spot = outline(way, world()), located(way, world())
    assert is_sane(shape) and spot is not None
    assert 3_000 <= way.width_m <= 30_000
    for x, y in ((lon, lat), other, spot[:2]):
        if abs(x) < 179.9:
            assert shapely.contains_xy(shape, x, y)
    assert spot[2] == pytest.approx(apart / 2 + way.width_m)


@settings(deadline=None)
@given(LON, LAT, BEARING)
def test_every_ring_of_a_town_is_valid_and_near_it(lon: float, lat: float, bearing: float) -> None:
    place = town(lon, lat)
    rings = (
        around(place),
        rim(place),
        rim(place, bearing),
        countryside(place, bearing),
        side(place, bearing),
    )
    for ring in (*rings, side(place, None), towards(place, bearing)):
        assert is_sane(outline(ring, world()))
        assert ring.outer_m <= 15_000 + 2 * place.radius


@settings(deadline=None)
@given(LON, LAT, st.floats(1_000, 300_000))
def test_the_same_extent_gives_the_same_outline(lon: float, lat: float, metres: float) -> None:
    ring = Ring(lon, lat, 0, metres)
    assert drawn(ring).equals_exact(outline(ring, world()), 0)


@pytest.mark.parametrize("lat", [90.0, 89.7, -89.7, -90.0])
def test_a_disc_that_holds_a_pole_reaches_it(lat: float) -> None:
    shape = outline(Ring(10, lat, 0, 100_000), world())
    west, south, east, north = shape.bounds
    assert (west, east) == (-180, 180)
    assert (north if lat > 0 else -south) == 90
    assert (south if lat > 0 else -north) > 88


def test_a_disc_on_the_antimeridian_is_cut_there() -> None:
    shape = outline(Ring(179.9, -17, 0, 50_000), world())
    assert [round(p.bounds[0]) for p in shape.geoms] == [179, -180]
    assert shapely.contains_xy(shape, 179.99, -17) and shapely.contains_xy(shape, -179.99, -17)
    assert not shapely.contains_xy(shape, 0, -17)


def test_a_corridor_across_the_antimeridian_does_not_go_round_the_world() -> None:
    shape = outline(Corridor(179, 10, -179, 11, 20_000), world())
    assert shapely.contains_xy(shape, 179.9, 10.45) and shapely.contains_xy(shape, -179.9, 10.55)
    assert not shapely.contains_xy(shape, 0, 10.5)


_HEADINGS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "central",
             "far north", "far southwest", "north-central", "east-central")  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Syria", "Croatia", "Somalia", "Indonesia", "Fiji", "Russia", "Chile", "Gambia"]
)
@pytest.mark.parametrize("heading", _HEADINGS)
def test_the_point_of_a_part_of_a_country_lies_in_that_part_and_in_the_country(
    name: str, heading: str
) -> None:
    place = country(name)
    whole, _ = area(place, world())
    part = Part(place, (heading,))
    shape, spot = outline(part, world()), located(part, world())
    assert is_sane(shape) and spot is not None
    assert shapely.contains_xy(shape, spot[0], spot[1])
    assert shape.difference(whole.buffer(1e-6)).area < 1e-6
    assert shape.area < whole.area


@pytest.mark.parametrize("name", ["Syria", "Mali", "Russia", "Fiji"])
def test_opposite_halves_share_nothing_and_make_the_whole(name: str) -> None:
    place = country(name)
    whole, _ = area(place, world())
    for one, other in (("north", "south"), ("east", "west")):
        a, b = (outline(Part(place, (heading,)), world()) for heading in (one, other))
        assert shapely.intersection(a, b).area == pytest.approx(0, abs=1e-9)
        assert a.area + b.area == pytest.approx(whole.area, rel=1e-6)
        assert outline(Part(place, (one, other)), world()).area == pytest.approx(whole.area, rel=1e-6)


def test_what_would_leave_nothing_leaves_the_whole() -> None:
    place = country("Gambia")
    whole, _ = area(place, world())
    everything = Part(place, (), (place.lon, place.lat, 900_000))
    assert outline(everything, world()).equals(whole)


def test_a_direction_is_as_exact_as_its_compass() -> None:
    assert [spread_of(22.5 * i) for i in range(5)] == [45, 11.25, 22.5, 11.25, 45]


def test_destination_goes_by_the_ellipsoid() -> None:
    # One minute of latitude at 45 degrees north is 1,852.2 m on WGS 84.
    assert destination(0, 45, 1_852.2, 0) == (0, pytest.approx(45 + 1 / 60, abs=2e-5))
    assert numpy.isclose(metres_between(0, 45, 0, 45 + 1 / 60), 1_852.2, atol=0.2)


def test_widened_lines_reach_as_far_on_the_ground_in_the_north_as_at_the_equator() -> None:
    for lat in (0.0, 45.0, 70.0):
        shape = widened([[(10.0, lat), (12.0, lat)]], 10_000)
        for away, inside in ((9_800, True), (10_200, False)):
            for bearing in (0, 180):
                x, y = destination(11.0, lat, away, bearing)
                _, crest = destination(11.0, lat, 0, 0)
                assert crest == lat
                bent = 0.02 if lat else 0.0  # the shortest line is not the parallel
                assert shapely.contains_xy(shape.buffer(bent if inside else -bent), x, y) is numpy.bool_(
                    inside
                )


@pytest.mark.parametrize(("one", "other"), [("Syria", "Peru"), ("Cuba", "Iceland")])
def test_two_countries_that_do_not_touch_have_no_border(one: str, other: str) -> None:
    assert border_line(Border(country(one), country(other)), world()) is None
