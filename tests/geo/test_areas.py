"""Areas: what a source draws, what is sketched from settlements, and that a sketch says so."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.areas import MAX_VERTICES, area, circle, country_areas, country_at, simplified
from geo.caching import names_file
from geo.distances import distance_km
from geo.footprints import footprints
from geo.gazetteer import Gazetteer
from geo.places import Place

SHARED = Path(__file__).parents[2] / "../shared/gazetteers/syr_admin1.geojson"

UNITS = (
    "damascus", "aleppo", "rif-dimashq", "homs", "hama", "latakia", "idlib", "hasakah", "deir-ez-zor",
    "tartus", "raqqa", "daraa", "suwayda", "quneitra",
)  # fmt: skip


@cache
def world() -> Gazetteer:
    return Gazetteer()


def place(id: str) -> Place:
    found = world().place(id)
    assert found is not None
    return found


def test_a_settlement_has_no_area() -> None:
    assert area(place("sy-idlib"), world()) == (None, False)


def test_a_country_has_its_border() -> None:
    shape, approximate = area(place("country-SY"), world())
    assert not approximate
    assert shapely.contains_xy(shape, 36.63, 35.93) and not shapely.contains_xy(shape, 33.36, 35.17)


def test_a_governorate_is_sketched_from_its_settlements_and_says_so() -> None:
    shape, approximate = area(place("sy-idlib-gov"), world())
    assert approximate
    assert shape.is_valid and shapely.get_num_coordinates(shape) <= MAX_VERTICES
    assert shapely.contains_xy(shape, 36.63, 35.93)
    assert not shapely.contains_xy(shape, 39.01, 35.95)


def test_the_units_of_a_country_do_not_overlap() -> None:
    shapes = list(footprints("SY", world()).values())
    whole = sum(shape.area for shape in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(whole, rel=0.02)
    assert whole == pytest.approx(country_areas()["SY"].area, rel=0.05)


def test_an_area_of_the_curated_table_is_approximate_and_a_union_joins_its_members() -> None:
    shape, approximate = area(place("sy-jabal-al-zawiya"), world())
    assert approximate and shape.geom_type == "Polygon"
    union, approximate = area(place("sy-eastern-syria"), world())
    members = [area(place(id), world())[0] for id in ("sy-deir-ez-zor-gov", "sy-hasakah-gov")]
    assert approximate
    assert all(union.buffer(0.05).covers(member) for member in members)


def test_a_polygon_of_the_users_file_is_drawn_as_it_is(tmp_path: Path) -> None:
    square = [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]]
    feature = {
        "type": "Feature",
        "properties": {"NAME_EN": "Idleb", "PCODE": "SY07", "ADM0_EN": "Syria"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    path = tmp_path / "units.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    for file in (world().file, names_file(world().file)):
        (tmp_path / file.name).symlink_to(file)
    gazetteer = Gazetteer([path], cache=tmp_path)
    unit = gazetteer.place("sy-idlib-gov")
    assert unit is not None
    shape, approximate = area(unit, gazetteer)
    assert not approximate
    assert shape.equals(shapely.box(36, 35, 37, 36))


def test_what_has_no_shape_is_a_circle_of_its_radius() -> None:
    valley = Place("x", "Valley", 45.27, 42.12, "physical", radius_m=7_000)
    shape, approximate = area(valley, world())
    assert approximate
    assert max(distance_km(45.27, 42.12, x, y) for x, y in shape.exterior.coords) == pytest.approx(
        7, rel=0.01
    )


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(0.5, 500))
def test_a_circle_is_round_on_the_ground(lon: float, lat: float, km: float) -> None:
    around = [distance_km(lon, lat, x, y) for x, y in circle(lon, lat, km).exterior.coords]
    assert min(around) == pytest.approx(km, rel=0.01, abs=0.01)
    assert max(around) == pytest.approx(km, rel=0.01, abs=0.01)


def test_simplifying_keeps_place_and_size() -> None:
    fine = shapely.Point(36, 35).buffer(1, quad_segs=500)
    coarse = simplified(fine)
    assert shapely.get_num_coordinates(coarse) <= MAX_VERTICES
    assert coarse.is_valid and coarse.area == pytest.approx(fine.area, rel=0.02)


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [(36.63, 35.93, "SY"), (44.4, 33.3, "IQ"), (45.31, 42.16, "GE"), (45.69, 43.31, "RU"), (0.0, 0.0, None)],
)
def test_a_point_lies_in_its_country(lon: float, lat: float, country: str | None) -> None:
    assert country_at(lon, lat) == country


@pytest.mark.skipif(not SHARED.exists(), reason="the reference polygons are not here")
def test_sketched_governorates_are_near_the_real_ones() -> None:
    real = {
        feature["properties"]["PCODE"]: shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in json.loads(SHARED.read_text("utf-8"))["features"]
    }
    overlaps = {}
    for unit in (place(f"sy-{name}-gov") for name in UNITS):
        shape, _ = area(unit, world())
        other = real[unit.pcode or ""]
        overlaps[unit.name] = shape.intersection(other).area / shape.union(other).area
    assert sum(overlaps.values()) / len(real) > 0.7, overlaps
