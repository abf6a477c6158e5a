"""What lies in an area and what lies beside a place; footprints are made once and kept."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.areas import area
from geo.caching import names_file
from geo.distances import distance_km
from geo.errors import UsageError
from geo.footprints import footprints, sketched
from geo.gazetteer import Gazetteer
from geo.places import Place
from geo.spatial import as_geometry


@cache
def world() -> Gazetteer:
    return Gazetteer()


def place(id: str) -> Place:
    found = world().place(id)
    assert found is not None
    return found


# --- within ---


def test_a_unit_holds_its_towns_and_no_other_unit() -> None:
    inside = {p.id: p for p in world().within(place("sy-idlib-gov"))}
    assert {"sy-idlib", "sy-jisr-al-shughur", "sy-saraqib", "sy-jabal-al-zawiya"} <= inside.keys()
    assert not {"sy-raqqa", "sy-hama", "sy-idlib-gov", "country-SY"} & inside.keys()
    assert {p.admin_code for p in inside.values()} <= {"SY.12", None}
    populations = [p.population for p in inside.values()]
    assert populations == sorted(populations, reverse=True)


def test_a_country_holds_its_units_and_nothing_of_another() -> None:
    inside = world().within(place("country-SY"))
    assert {p.country for p in inside} == {"SY"}
    assert len([p for p in inside if p.kind == "governorate"]) == 14
    assert [p.id for p in world().within(place("country-SY"), kinds={"country"})] == []


@pytest.mark.parametrize(
    "square",
    [
        shapely.box(36, 35, 37, 36),
        "POLYGON ((36 35, 37 35, 37 36, 36 36, 36 35))",
        {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [
            [[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]}},
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [
                [[36, 35], [36.5, 35], [36.5, 36], [36, 36], [36, 35]]]}},
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [
                [[36.5, 35], [37, 35], [37, 36], [36.5, 36], [36.5, 35]]]}}]},
    ],
    ids=["shapely", "WKT", "geometry", "feature", "collection"],
)  # fmt: skip
def test_an_area_may_be_given_in_every_usual_way(square: object) -> None:
    inside = world().within(square)
    assert {"sy-idlib", "sy-hama"} <= {p.id for p in inside}
    assert all(36 <= p.lon <= 37 and 35 <= p.lat <= 36 for p in inside)
    units = {p.id for p in world().within(square, kinds={"governorate", "country"})}
    assert "sy-idlib-gov" in units and not {"country-SY", "sy-homs-gov", "sy-aleppo-gov"} & units


@given(st.floats(25, 60), st.floats(20, 44), st.floats(0.05, 1.5))
def test_within_is_what_lies_between_the_sides(lon: float, lat: float, size: float) -> None:
    kinds = {"city", "town", "village"}
    inside = {p.id for p in world().within(shapely.box(lon, lat, lon + size, lat + size), kinds=kinds)}
    reach = 170.0 * size + 1
    around = world().near(lon + size / 2, lat + size / 2, reach, kinds=kinds)
    expected = {
        p.id for _, p in around if lon <= p.lon <= lon + size and lat <= p.lat <= lat + size
    }  # fmt: skip
    assert inside == expected


def test_a_town_holds_what_lies_within_its_radius() -> None:
    raqqa = place("sy-raqqa")
    inside = world().within(raqqa)
    assert raqqa not in inside
    assert all(
        distance_km(raqqa.lon, raqqa.lat, p.lon, p.lat) <= raqqa.radius / 1000 * 1.01
        for p in inside
        if p.kind not in ("district", "physical", "region")
    )


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ("somewhere", "is no area"),
        (3, "is no area"),
        ({"type": "Nonsense"}, "is no area"),
        ({"coordinates": []}, "is no area"),
        ("POLYGON EMPTY", "is an empty area"),
        (shapely.box(200_000, 3_900_000, 300_000, 4_000_000), "expected degrees, longitude before latitude"),
    ],
)
def test_what_is_no_area_is_refused_with_the_remedy(given_: object, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        as_geometry(given_)


def test_a_bow_tie_is_mended() -> None:
    assert as_geometry("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))").is_valid


# --- neighbours ---


def test_units_that_touch_are_neighbours_on_both_sides_of_a_border() -> None:
    found = {p.id for p in world().neighbours(place("sy-hasakah-gov"))}
    assert {"sy-deir-ez-zor-gov", "sy-raqqa-gov", "iq-nineveh-gov"} <= found
    assert not {"sy-hasakah-gov", "sy-idlib-gov", "sy-daraa-gov"} & found


def test_neighbours_of_a_unit_have_it_for_a_neighbour() -> None:
    for unit in world().within(place("country-SY"), kinds={"governorate"}):
        for other in world().neighbours(unit):
            assert unit.id in {p.id for p in world().neighbours(other)}, (unit.id, other.id)


def test_countries_that_touch_are_neighbours() -> None:
    around = {p.country for p in world().neighbours(place("country-SY"))}
    assert around == {"TR", "IQ", "JO", "IL", "LB"}


def test_beside_a_town_are_the_nearest_populated_places() -> None:
    raqqa = place("sy-raqqa")
    found = world().neighbours(raqqa, limit=5)
    gaps = [distance_km(raqqa.lon, raqqa.lat, p.lon, p.lat) for p in found]
    assert len(found) == 5 and gaps == sorted(gaps) and raqqa not in found
    nearest = [p for _, p in world().near(raqqa.lon, raqqa.lat, 100, kinds={"city", "town", "village"})]
    assert found == [p for p in nearest if p != raqqa][:5]


# --- footprints ---


def test_a_sketch_is_what_lies_nearest_to_a_units_settlements() -> None:
    border = shapely.box(0, 0, 4, 2)
    west = [(0.5, 0.5, "X.1"), (0.5, 1.5, "X.1"), (1.0, 1.0, "X.1")]
    east = [(3.5, 0.5, "X.2"), (3.5, 1.5, "X.2"), (3.0, 1.0, "X.2")]
    shapes = sketched(west + east, border)
    assert shapely.contains_xy(shapes["X.1"], 1.9, 1) and shapely.contains_xy(shapes["X.2"], 2.1, 1)
    assert shapes["X.1"].area == pytest.approx(4) and shapes["X.2"].area == pytest.approx(4)


def test_a_unit_of_two_settlements_and_a_country_of_one_unit_have_no_sketch() -> None:
    border = shapely.box(0, 0, 4, 2)
    three = [(0.5, 0.5, "X.1"), (0.5, 1.5, "X.1"), (1.0, 1.0, "X.1")]
    assert sketched([*three, (3.0, 1.0, "X.2"), (3.5, 1.0, "X.2")], border).keys() == {"X.1"}
    assert sketched(three, border) == {} == sketched([], border) == sketched(three, None)


def test_settlements_beyond_a_coarse_border_widen_the_sketch() -> None:
    border = shapely.box(0, 0, 4, 2)
    west = [(0.5, 0.5, "X.1"), (0.5, 1.5, "X.1"), (1.0, 2.2, "X.1")]
    east = [(3.5, 0.5, "X.2"), (3.5, 1.5, "X.2"), (3.0, 1.0, "X.2")]
    shapes = sketched(west + east, border)
    assert shapely.contains_xy(shapes["X.1"], 1.0, 2.2)
    assert not shapes["X.1"].overlaps(shapes["X.2"])


@pytest.fixture
def cache_folder(tmp_path: Path) -> Path:
    """Return a cache folder of its own with the index of GeoNames."""
    for file in (world().file, names_file(world().file)):
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*footprints-*"))


def test_footprints_are_kept_on_disk_and_read_again(cache_folder: Path) -> None:
    made = footprints("SY", Gazetteer(cache=cache_folder))
    (file,) = kept(cache_folder)
    assert file.name.endswith("-SY.json")
    other = {code: shapely.box(0, 0, 1, 1).wkb_hex for code in made}
    file.write_text(json.dumps(other), "utf-8")  # what is kept is what is used
    again = footprints("SY", Gazetteer(cache=cache_folder))
    assert again.keys() == made.keys() and again["SY.12"].equals(shapely.box(0, 0, 1, 1))


@pytest.mark.parametrize("damage", ["", "[1]", "{", '{"SY.12": "zz"}', '{"SY.12": 3}', "\udcff"])
def test_damaged_footprints_are_made_anew(cache_folder: Path, damage: str) -> None:
    made = footprints("SY", Gazetteer(cache=cache_folder))
    (file,) = kept(cache_folder)
    file.write_text(damage, "utf-8", "surrogateescape")
    again = footprints("SY", Gazetteer(cache=cache_folder))
    assert again.keys() == made.keys()
    assert all(shape.equals(made[code]) for code, shape in again.items())
    assert json.loads(file.read_text("utf-8")).keys() == made.keys()


def test_other_places_have_other_footprints(tmp_path: Path, cache_folder: Path) -> None:
    footprints("SY", Gazetteer(cache=cache_folder))
    more = tmp_path / "more.csv"
    rows = (f"Zzumbarak {n},{35.0 + n / 100},38.1,SY,Idlib\n" for n in range(4))
    more.write_text("name,lat,lon,country,admin1\n" + "".join(rows))
    gazetteer = Gazetteer([more], cache=cache_folder)
    shape, approximate = area(place("sy-idlib-gov"), gazetteer)
    assert approximate and shapely.contains_xy(shape, 38.1, 35.02)
    assert len(kept(cache_folder)) == 2


def test_a_folder_that_takes_no_more_costs_time_only(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazetteer = Gazetteer(cache=cache_folder)

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert len(footprints("SY", gazetteer)) >= 10
    assert kept(cache_folder) == []
