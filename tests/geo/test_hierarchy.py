"""Which country and unit hold a place, however a file says it; a unit that a file draws is the known one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.areas import area
from geo.caching import names_file
from geo.gazetteer import Gazetteer
from geo.places import Place

SHARED = Path(__file__).parents[2] / "../shared/gazetteers"
SQUARE = [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a folder of its own with the index of GeoNames."""
    folder = tmp_path / "cache"
    folder.mkdir()
    world = Gazetteer().file
    for file in (world, names_file(world)):
        (folder / file.name).symlink_to(file)
    return folder


def opened(folder: Path, cache: Path, **files: str) -> Gazetteer:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return Gazetteer([folder / name.replace("_", ".") for name in files], cache=cache)


def only(gazetteer: Gazetteer, name: str) -> Place:
    (found,) = {c.place.id: c.place for c in gazetteer.exact(name)}.values()
    return found


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
        for properties in features
    ]})  # fmt: skip


# --- units of points ---


@pytest.mark.parametrize("word", ["Idlib", "Idleb", "Idlib Governorate", "محافظة إدلب", "EDLIB"])
def test_a_unit_is_known_by_any_of_its_names(tmp_path: Path, cache: Path, word: str) -> None:
    text = f"name,lat,lon,country,admin1\nZzumbarak,35.9,36.5,SY,{word}\n"
    place = only(opened(tmp_path, cache, a_csv=text), "Zzumbarak")
    assert (place.admin1, place.admin_code) == (word, "SY.12")


def test_a_files_own_word_for_a_unit_is_learnt_from_places_that_are_known(
    tmp_path: Path, cache: Path
) -> None:
    known = "Jisr ash Shughur,35.8124,36.3173\nSalqin,36.1397,36.4519\nAriha,35.8138,36.6095\n"
    rows = "".join(f"{row},SY,Zone Twelve\n" for row in (known + "Zzumbarak,35.9,36.5").split("\n"))
    assert (
        only(opened(tmp_path, cache, a_csv="name,lat,lon,country,admin1\n" + rows), "Zzumbarak").admin_code
        == "SY.12"
    )
    few = "name,lat,lon,country,admin1\n" + "".join(rows.splitlines(keepends=True)[2:])
    assert only(opened(tmp_path, cache, b_csv=few), "Zzumbarak").admin_code is None


def test_a_p_code_tells_its_unit(tmp_path: Path, cache: Path) -> None:
    text = "name,lat,lon,pcode,kind\nZzumbarak,35.9,36.5,SY070399,district\n"
    place = only(opened(tmp_path, cache, a_csv=text), "Zzumbarak")
    assert (place.country, place.admin_code, place.admin1) == ("SY", "SY.12", "Idlib")


def test_without_a_word_for_its_unit_a_place_gets_the_one_it_lies_well_inside(
    tmp_path: Path, cache: Path
) -> None:
    inside, border = "Zzumbarak,35.75,36.65", "Zzumborder,36.19,36.85"  # near the border to Aleppo
    gazetteer = opened(tmp_path, cache, a_csv=f"name,lat,lon\n{inside}\n{border}\n")
    assert (only(gazetteer, "Zzumbarak").country, only(gazetteer, "Zzumbarak").admin1) == ("SY", "Idlib")
    assert (only(gazetteer, "Zzumborder").country, only(gazetteer, "Zzumborder").admin1) == ("SY", None)


def test_a_country_in_the_column_of_units_is_no_unit(tmp_path: Path, cache: Path) -> None:
    text = "name,lat,lon,republic\nZzumbarak,42.1,45.3,Georgia\nZzumbarak Two,43.1,45.7,Chechnya\n"
    gazetteer = opened(tmp_path, cache, a_csv=text)
    assert (only(gazetteer, "Zzumbarak").country, only(gazetteer, "Zzumbarak").admin1) == ("GE", "Kakheti")
    assert only(gazetteer, "Zzumbarak Two").admin1 == "Chechnya"


# --- units that a file draws ---


@pytest.mark.parametrize(
    "properties",
    [
        {"NAME_EN": "Idleb", "PCODE": "SY07", "ADM0_EN": "Syria"},
        {"ADM1_EN": "Idleb", "ADM1_PCODE": "SY07", "ADM0_EN": "Syria", "ADM0_PCODE": "SY"},
        {"name": "Idlib", "country": "SY", "type": "governorate"},
        {"name": "Idlib", "country": "SY"},
        {"shapeName": "Idlib Governorate", "shapeISO": "SY-ID", "shapeGroup": "SYR", "shapeType": "ADM1"},
        {"name": "Idlib", "name_ar": "إدلب", "iso_a2": "SY", "gn_a1_code": "SY.12", "type_en": "Governorate"},
    ],
    ids=["OCHA", "COD", "kind", "plain", "geoBoundaries", "Natural Earth"],
)
def test_a_polygon_replaces_the_sketch_of_the_same_unit(
    tmp_path: Path, cache: Path, properties: dict[str, str]
) -> None:
    gazetteer = opened(tmp_path, cache, a_geojson=collection(properties))
    unit = gazetteer.place("sy-idlib-gov")
    assert unit is not None and "a.geojson" in unit.source
    shape, approximate = area(unit, gazetteer)
    assert not approximate and shape.equals(shapely.box(36, 35, 37, 36))
    inside = gazetteer.within(shapely.box(36, 35, 37, 36), kinds={"governorate", "district", "region"})
    assert [p.id for p in inside if p.area == unit.area] == ["sy-idlib-gov"]  # and no second unit of the file


def test_a_namesake_elsewhere_is_another_unit(tmp_path: Path, cache: Path) -> None:
    gazetteer = opened(
        tmp_path, cache, a_geojson=collection({"name": "Hasakah", "country": "SY", "type": "governorate"})
    )
    unit = gazetteer.place("sy-hasakah-gov")
    assert unit is not None and unit.area is None


def test_places_without_a_unit_get_the_one_whose_border_holds_them(tmp_path: Path, cache: Path) -> None:
    polygons = collection({"ADM1_EN": "Idleb", "ADM1_PCODE": "SY07", "ADM0_EN": "Syria"})
    points = "name,lat,lon,country\nZzumbarak,35.99,36.99,SY\nZzumoutside,35.99,37.01,SY\n"
    gazetteer = opened(tmp_path, cache, a_geojson=polygons, b_csv=points)
    assert only(gazetteer, "Zzumbarak").admin_code == "SY.12"
    assert only(gazetteer, "Zzumoutside").admin_code is None


# --- one place with the identifiers of all ---


def test_a_place_of_geonames_keeps_its_id_and_gains_those_of_files(tmp_path: Path, cache: Path) -> None:
    one = "name,lat,lon,pcode\nKhān Abū Probe,35.2,38.2,C9001\n"
    two = "name,lat,lon,wikidata\nKhan Abu Probe,35.205,38.205,Q900\n"
    row = "990000007|Khan Abu Probe|Khan Abu Probe||35.2|38.2|P|PPL|SY||12||||0||400|Asia/Damascus|2020-01-01"
    dump = row.replace("|", "\t")
    place = only(opened(tmp_path, cache, a_csv=one, b_csv=two, c_txt=dump + "\n"), "Khan Abu Probe")
    assert (place.pcode, place.wikidata, place.geonameid) == ("C9001", "Q900", 990000007)
    assert place.source == "a.csv; b.csv; c.txt"


def test_a_file_adds_to_geonames_and_replaces_nothing_of_it(tmp_path: Path, cache: Path) -> None:
    before = Gazetteer().place("gn-169041")
    assert before is not None and before.pcode is None
    text = f"name,lat,lon,pcode,country\n{before.name},{before.lat + 0.001},{before.lon},C9002,SY\n"
    after = opened(tmp_path, cache, a_csv=text).place("gn-169041")
    assert after is not None
    assert (after.name, after.lon, after.lat, after.kind) == (
        before.name,
        before.lon,
        before.lat,
        before.kind,
    )
    assert (after.pcode, after.geonameid) == ("C9002", 169041)


@pytest.mark.skipif(not SHARED.exists(), reason="the reference gazetteers are not here")
def test_in_the_reference_gazetteers_every_place_knows_its_country_and_nearly_all_their_unit(
    cache: Path,
) -> None:
    files = ("syr_communities.csv", "iraq_dtm_places.csv", "caucasus_villages.csv")
    gazetteer = Gazetteer([SHARED / file for file in files], cache=cache)
    for code in ("SY", "IQ"):
        country = gazetteer.place(f"country-{code}")
        assert country is not None
        settlements = gazetteer.within(country, kinds={"city", "town", "village", "neighbourhood"})
        assert sum(p.admin_code is None for p in settlements) < 0.005 * len(settlements)
        assert len(settlements) > 4_000


@pytest.mark.skipif(not SHARED.exists(), reason="the reference gazetteers are not here")
def test_the_reference_borders_replace_all_sketches_and_add_no_unit(cache: Path) -> None:
    gazetteer = Gazetteer([SHARED / "syr_admin1.geojson"], cache=cache)
    country = gazetteer.place("country-SY")
    assert country is not None
    units = gazetteer.within(country, kinds={"governorate"})
    assert sorted(unit.pcode or "" for unit in units) == [f"SY{n:02}" for n in range(1, 15)]
    assert [unit.id for unit in units if area(unit, gazetteer)[1]] == []
    assert {p.id for p in gazetteer.within(country)} == {p.id for p in Gazetteer().within(country)}
