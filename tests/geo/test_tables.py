"""Gazetteers of the user: every usual table is read with no flags, and what is wrong is said."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path

import pytest

from geo.caching import names_file
from geo.curated import NamedPlace
from geo.errors import DataError, ReadError
from geo.gazetteer import Gazetteer
from geo.headers import recognise
from geo.tables import describe, read_gazetteer

SHARED = Path(__file__).parents[2] / "../shared/gazetteers"


def written(folder: Path, text: str, name: str = "places.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, **options: dict[str, str]) -> tuple[list[NamedPlace], list[DataError]]:
    problems: list[DataError] = []
    return list(read_gazetteer(path, on_error=problems.append, **options)), problems  # type: ignore[arg-type]


# --- tables that are recognised ---


@pytest.mark.parametrize(
    "header",
    [
        "name,lat,lon",
        "Name;Latitude;Longitude",
        "NAME\tY\tX",
        "village|gps_lat|gps_long",
        "name_en,POINT_Y,POINT_X",
        "Place name,Latitude (WGS84),Longitude (WGS84)",
        "admin4Name_en,Latitude_y,Longitude_x",
        "featureName_en,lat_dd,lon_dd",
        "name:en,lat,lng",
        "town,latitude,longitude",
    ],
)
def test_usual_headers_need_no_flags(tmp_path: Path, header: str) -> None:
    mark = next(mark for mark in ";\t|," if mark in header)
    places, problems = read(written(tmp_path, f"{header}\n" + mark.join(["Atma", "36.31", "36.69"]) + "\n"))
    assert problems == []
    assert [(p.place.name, p.place.lon, p.place.lat) for p in places] == [("Atma", 36.69, 36.31)]


def test_columns_are_told_what_they_are_for() -> None:
    headers = recognise(
        [
            "ADM1_EN",
            "ADM1_PCODE",
            "admin4Name_en",
            "admin4Name_ar",
            "admin4Pcode",
            "village_altnames",
            "pop_2020",
        ]
    )
    assert headers.names == (("en", "admin4Name_en"), ("ar", "admin4Name_ar"))
    assert headers.alternates == ("village_altnames",)
    assert headers.columns["admin1"] == "ADM1_EN"
    assert headers.columns["pcode"] == "admin4Pcode"


def test_openstreetmaps_place_column_is_a_kind(tmp_path: Path) -> None:
    text = 'name,name:ar,place,lat,lon,population\nAtma,أطمة,village,36.31,36.69,"12,000"\n'
    (atma,), _ = read(written(tmp_path, text))
    assert atma.names == (("", "Atma"), ("ar", "أطمة"))
    assert (atma.place.kind, atma.place.population) == ("village", 12_000)


def test_names_lose_brackets_wild_spaces_and_typing_errors(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'name,alt_names,lat,lon\n"   Hay  Al Forat    ",,34.4,41.0\n'
        'Yarmuk (Damascus),"Yarmouk, Mukhayyam",33.5,36.3\n'
        "AI Nahda AI Gharbi,,34.3,41.0\nTadmur / Palmyra,,34.6,38.3\n",
    )
    places, _ = read(path)
    assert [[name for _, name in p.names] for p in places] == [
        ["Hay Al Forat"],
        ["Yarmuk", "Yarmouk", "Mukhayyam"],
        ["Al Nahda Al Gharbi"],
        ["Tadmur / Palmyra", "Tadmur", "Palmyra"],
    ]


def test_a_geonames_dump_is_recognised_without_header(tmp_path: Path) -> None:
    rows = [
        "172955|Ar Raqqah||Raqqa,Rakka,DAM,alrqt,الرقة|35.95|39.01|P|PPLA|SY||04||||531952||245|Asia|2020",
        "169388|Idlib|Idlib||35.78|36.68|A|ADM1|SY||12||||1500000||400|Asia|2020",
        "1|Jabal Ansariyah|Jabal Ansariyah||35.4|36.2|T|MTS|SY||02||||0||900|Asia|2020",
    ]
    places, problems = read(written(tmp_path, "\n".join(rows).replace("|", "\t"), "SY.txt"))
    assert problems == []
    raqqa, idlib, mountains = (p.place for p in places)
    assert (raqqa.geonameid, raqqa.kind, raqqa.admin_code, raqqa.country) == (172955, "city", "SY.04", "SY")
    assert [name for _, name in places[0].names] == ["Ar Raqqah", "Raqqa", "Rakka", "الرقة"]
    assert (idlib.kind, mountains.kind) == ("governorate", "physical")


def test_geojson_points_and_polygons(tmp_path: Path) -> None:
    square = [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "Camp"},
            "geometry": {"type": "Point", "coordinates": [36.7, 36.3]},
        },
        {
            "type": "Feature",
            "properties": {"ADM1_EN": "Northshire", "ADM1_PCODE": "SY99", "ADM0_EN": "Syria"},
            "geometry": {"type": "Polygon", "coordinates": square},
        },
    ]
    point = written(
        tmp_path, json.dumps({"type": "FeatureCollection", "features": features[:1]}), "a.geojson"
    )
    area = written(tmp_path, json.dumps({"type": "FeatureCollection", "features": features[1:]}), "b.geojson")
    (camp,), _ = read(point)
    assert (camp.place.lon, camp.place.lat, camp.place.area) == (36.7, 36.3, None)
    (unit,), _ = read(area)
    assert (unit.place.name, unit.place.kind, unit.place.pcode, unit.place.country) == (
        "Northshire",
        "governorate",
        "SY99",
        "SY",
    )
    assert unit.place.bbox == (36.0, 35.0, 37.0, 36.0)
    assert unit.place.area is not None and unit.place.area.startswith("POLYGON")


def test_a_geopackage_is_read_without_gdal(tmp_path: Path) -> None:
    path = tmp_path / "places.gpkg"
    point = (
        b"GP\x00\x01" + struct.pack("<i", 4326) + b"\x01\x01\x00\x00\x00" + struct.pack("<dd", 36.69, 36.31)
    )
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)"
        )
        db.execute("INSERT INTO gpkg_geometry_columns VALUES ('places', 'geom', 'POINT', 4326, 0, 0)")
        db.execute("CREATE TABLE places (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)")
        db.execute("INSERT INTO places VALUES (1, ?, 'Atma')", (point,))
    db.close()
    (atma,), problems = read(path)
    assert problems == []
    assert (atma.place.name, atma.place.lon, atma.place.lat) == ("Atma", 36.69, 36.31)


def test_an_encoding_that_is_not_utf8_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ru.csv"
    path.write_bytes(
        "название,name,lat,lon\nсело в горах,Кенхи,42.64,45.94\nсело у реки,Химой,42.65,45.85\n".encode(
            "cp1251"
        )
    )
    places, _ = read(path)
    assert [p.place.name for p in places] == ["Кенхи", "Химой"]


def test_the_user_may_say_which_column_is_which(tmp_path: Path) -> None:
    path = written(tmp_path, "Ort;Breite;Länge\nAtma;36,31;36,69\n")
    (atma,), _ = read(path, columns={"name": "Ort", "lat": "Breite", "lon": "Länge"})
    assert (atma.place.name, atma.place.lon) == ("Atma", 36.69)
    with pytest.raises(DataError, match="no column Dorf; the columns are Ort, Breite, Länge"):
        read(path, columns={"name": "Dorf"})


# --- what is wrong is said ---


def test_bad_rows_are_reported_with_file_and_line_and_left_out(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "name,lat,lon\nAtma,36.31,36.69\n,36.0,36.0\nNowhere,,\nTypo,36.3x,36.7\nFar,96,36\nNull,0,0\n"
        "NaN,nan,36\nSalqin,36.14,36.45\n",
    )
    places, problems = read(path)
    assert [p.place.name for p in places] == ["Atma", "Salqin"]
    assert [(error.line, error.reason.split(",")[0]) for error in problems] == [
        (3, "the row has no name"),
        (4, "the row has no position"),
        (5, "latitude is '36.3x'"),
        (6, "latitude is 96"),
        (7, "the position is 0"),
        (8, "latitude is nan"),
    ]
    assert str(problems[0]).startswith(f"{path}:3: ")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("lat,lon\n1,2\n", "no column was recognised for a name"),
        ("name,date\nAtma,2020\n", "latitude and longitude"),
        ("colour,size\nred,3\n", "the columns are colour, size"),
        ("", "the columns are none"),
    ],
)
def test_a_table_that_is_not_understood_says_what_it_has_and_needs(
    tmp_path: Path, text: str, missing: str
) -> None:
    with pytest.raises(DataError, match=missing):
        read(written(tmp_path, text))


def test_files_that_are_no_gazetteers_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    for name, text in [
        ("no.geojson", "{broken"),
        ("list.geojson", '{"type": "FeatureCollection", "features": 3}'),
    ]:
        written(tmp_path, text, name)
    written(tmp_path, "no database", "no.gpkg")
    for name in ("photo.csv", "no.geojson", "list.geojson", "no.gpkg", "missing.csv"):
        with pytest.raises(ReadError, match=name):
            read(tmp_path / name)


def test_other_coordinate_systems_are_refused_with_the_remedy(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = written(
        tmp_path, json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}), "m.geojson"
    )
    with pytest.raises(DataError, match="save it as WGS 84"):
        read(path)


# --- in the gazetteer ---


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a folder of its own with the index of GeoNames."""
    folder = tmp_path / "cache"
    folder.mkdir()
    for file in (Gazetteer().file, names_file(Gazetteer().file)):
        (folder / file.name).symlink_to(file)
    return folder


def test_a_users_place_is_found_and_known_places_gain_identifiers(tmp_path: Path, cache: Path) -> None:
    path = written(
        tmp_path,
        "name,lat,lon,pcode,population\nAr Raqqa,35.955,39.01,X1,\nNeuendorf-Probe,35.5,38.5,X2,120\n"
        "Raqqa,10.0,10.0,X3,\n",
    )
    gazetteer = Gazetteer([path], cache=cache)
    probe = gazetteer.lookup("Neuendorf Probe")[0].place
    assert (probe.pcode, probe.country, probe.kind, probe.population) == ("X2", "SY", "village", 120)
    raqqa = gazetteer.lookup("Raqqa", country="SY")[0].place
    assert raqqa.id == "sy-raqqa"
    assert path.name in raqqa.source
    far = next(c.place for c in gazetteer.exact("Raqqa") if c.place.pcode == "X3")
    assert (far.lon, far.lat) == (10.0, 10.0)
    assert path.name in gazetteer.info()["sources"]
    assert probe not in [c.place for c in Gazetteer(cache=cache).lookup("Neuendorf Probe")]


def test_a_place_of_two_files_is_one_place(tmp_path: Path, cache: Path) -> None:
    one = written(tmp_path, "name,lat,lon,geonameid\nAr-Rabiah Probe,35.50,38.50,99000001\n", "one.csv")
    two = written(tmp_path, "name,name_ar,y,x,pcode\nRabia Probe,ربيعة,35.505,38.505,Q77\n", "two.csv")
    gazetteer = Gazetteer([one, two], cache=cache)
    (found,) = {c.place.id for c in gazetteer.exact("Rabia Probe") + gazetteer.exact("Ar Rabiah Probe")}
    place = gazetteer.place(found)
    assert place is not None
    assert (place.geonameid, place.pcode) == (99000001, "Q77")
    assert set(gazetteer.names(found)) == {"Ar-Rabiah Probe", "Rabia Probe", "ربيعة"}


def test_rows_that_were_left_out_are_counted(tmp_path: Path, cache: Path) -> None:
    path = written(tmp_path, "name,lat,lon\nProbestadt,35.5,38.5\nBroken,,\n")
    about = Gazetteer([path], cache=cache).info()
    assert about["skipped_rows"] == {"places.csv": 1}
    assert about["first_skipped"]["places.csv"].startswith("line 3: ")


@pytest.mark.skipif(not SHARED.exists(), reason="the reference gazetteers are not here")
@pytest.mark.parametrize(
    ("name", "count", "line", "spelling", "lon"),
    [
        ("syr_communities.csv", 7593, 1, "Yarmuk", 36.306277),
        ("iraq_dtm_places.csv", 6689, 0, "Hay Al Forat", 41.004787),
        ("caucasus_villages.csv", 2065, 0, "Kenkhi", 45.945556),
        ("syr_admin1.geojson", 14, 1, "Aleppo", 37.39517),
    ],
)
def test_reference_gazetteers_load_with_no_flags(
    name: str, count: int, line: int, spelling: str, lon: float
) -> None:
    places, problems = read(SHARED / name)
    assert (len(places), problems) == (count, [])
    assert places[line].place.name == spelling
    assert places[line].place.lon == pytest.approx(lon)
    assert "name" in describe(SHARED / name)
