"""The gazetteer is a geopy geocoder: geopy's RateLimiter and GeoPandas' tools work with it."""

from __future__ import annotations

from functools import cache

import pytest
from geopy.distance import distance
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location
from geopy.point import Point
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import UsageError
from geo.gazetteer import Gazetteer
from geo.geocoders import is_sure
from geo.places import Candidate, Place


@cache
def world() -> Gazetteer:
    return Gazetteer()


def test_a_name_is_one_location_with_its_candidate_for_raw() -> None:
    found = world().geocode("Jisr ash-Shughur", country="SY")
    assert isinstance(found, Location)
    assert found.address == "Jisr al-Shughur, Idlib, SY"
    assert (found.latitude, found.longitude) == (
        pytest.approx(35.81, abs=0.02),
        pytest.approx(36.32, abs=0.02),
    )
    assert isinstance(found.raw["candidate"], Candidate)
    address, (latitude, longitude) = found
    assert (address, latitude, longitude) == (found.address, found.latitude, found.longitude)


def test_several_are_a_list_of_at_most_limit() -> None:
    several = world().geocode("Tripoli", exactly_one=False)
    assert [type(place) for place in several] == [Location] * len(several) and len(several) > 2
    assert [p.raw["candidate"].place.country for p in several[:2]] == ["LY", "LB"]
    assert world().geocode("Tripoli", exactly_one=False, limit=2) == several[:2]
    assert world().geocode("Tripoli", exactly_one=True) == several[0]
    assert len(world().geocode("Idlib", exactly_one=False, limit=1)) == 1


def test_nothing_is_none_as_in_geopy() -> None:
    assert world().geocode("Qqqqqqqqxxxx") is None
    assert world().geocode("Qqqqqqqqxxxx", exactly_one=False) is None
    assert world().reverse((-48.9, -123.4)) is None  # Point Nemo
    assert world().reverse((-48.9, -123.4), exactly_one=False) is None


@pytest.mark.parametrize("name", ["", "  ", ", Syria"])
def test_no_name_is_told_with_an_example(name: str) -> None:
    with pytest.raises(UsageError, match="give a place name such as"):
        world().geocode(name)


@pytest.mark.parametrize(
    "point",
    [
        (35.93, 36.63), [35.93, 36.63], Point(35.93, 36.63), "35.93, 36.63", "35 55 48 N, 36 37 48 E",
        "35°55'48\"N 36°37'48\"E",
    ],
)  # fmt: skip
def test_a_point_may_be_written_in_any_way_that_geopy_takes(point: object) -> None:
    assert world().reverse(point).raw["place"].id == "sy-idlib"


@pytest.mark.parametrize("point", ["somewhere", None, (), (1, 2, 3, 4), (95, 36), ("a", "b")])
def test_what_is_no_point_is_told(point: object) -> None:
    with pytest.raises(UsageError, match="is no point"):
        world().reverse(point)


def test_the_nearest_come_first_and_as_many_as_asked_for() -> None:
    one = world().reverse((35.95, 39.01))
    several = world().reverse((35.95, 39.01), exactly_one=False, limit=30)
    gaps = [distance((35.95, 39.01), (p.latitude, p.longitude)).km for p in several]
    assert one == several[0] and len(several) == 30
    assert gaps == pytest.approx(sorted(gaps), abs=0.2)  # geopy measures on the ellipsoid
    assert len(world().reverse((35.95, 39.01), exactly_one=False)) == 20


@given(st.floats(33, 37), st.floats(36, 42))
@settings(max_examples=40)
def test_reverse_finds_what_lies_nearest(lat: float, lon: float) -> None:
    found = world().reverse((lat, lon))
    near = world().near(lon, lat, 200, kinds={"city", "town", "village", "neighbourhood"})
    assert found is not None and found.raw["place"] == near[0][1]


def test_the_rate_limiter_of_geopy_works_with_it() -> None:
    geocode = RateLimiter(world().geocode, min_delay_seconds=0.01, swallow_exceptions=False)
    reverse = RateLimiter(world().reverse, min_delay_seconds=0.01, swallow_exceptions=False)
    found = [geocode(name, country="SY") for name in ("Raqqa", "Idlib", "Qqqqqqqqxxxx")]
    assert [p and p.raw["candidate"].place.id for p in found] == ["sy-raqqa", "sy-idlib", None]
    assert reverse((35.93, 36.63), exactly_one=True).raw["place"].id == "sy-idlib"


def test_the_tools_of_geopandas_work_with_it() -> None:
    import geopandas
    from geopandas.tools import geocode, reverse_geocode

    names = ["Raqqa, Syria", "Mosul, Iraq", "Qqqqqqqqxxxx", ""]
    frame = geocode(names, provider=Gazetteer)  # a class, as GeoPandas expects
    again = geocode(names, provider=lambda: world())
    assert frame.crs.to_epsg() == 4326 and frame.equals(again)
    assert list(frame.geometry.is_empty) == [False, False, True, True]
    assert list(frame["address"][:2]) == ["Raqqa, SY", "Mosul, Nineveh, IQ"]
    points = geopandas.GeoSeries(frame.geometry[:2], crs=4326)
    back = reverse_geocode(points, provider=Gazetteer)
    assert [address.split(",")[0] for address in back["address"]] == ["Raqqa", "Mosul"]


# --- which answer may be taken ---


def of(*pairs: tuple[str, float]) -> list[Candidate]:
    return [Candidate(Place("x", "X", 0, 0, "village"), "X", rule, score) for rule, score in pairs]


@pytest.mark.parametrize(
    ("candidates", "narrowed", "sure"),
    [
        ([], True, False),
        (of(("exact", 1.0)), False, True),
        (of(("generic", 0.6)), False, True),
        (of(("online", 0.7), ("spelling", 0.9)), False, True),
        (of(("spelling", 0.9)), False, True),
        (of(("spelling", 0.9), ("spelling", 0.85)), False, False),
        (of(("spelling", 0.9), ("spelling", 0.85)), True, True),
        (of(("spelling", 0.8)), False, False),
        (of(("edit", 0.75)), True, False),
    ],
)
def test_a_name_that_is_merely_alike_is_an_answer_only_if_it_stands_alone(
    candidates: list[Candidate], narrowed: bool, sure: bool
) -> None:
    assert is_sure(candidates, narrowed=narrowed) is sure
