"""Gazetteers as people get them: what each usual table is taken for, and the files of geographic programs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from geo.errors import DataError, ReadError
from geo.headers import recognise
from geo.tables import read_gazetteer

HEADERS = {
    "OCHA COD, districts, 2025": (
        "adm2_name adm2_name1 adm2_name2 adm2_pcode adm1_name adm1_name1 adm1_pcode adm0_name "
        "adm0_pcode valid_on "
        "area_sqkm lang lang1 center_lat center_lon",
        "name=adm2_name, adm2_name1, adm2_name2; pcode=adm2_pcode; admin1=adm1_name; country=adm0_name; "
        "lat=center_lat; lon=center_lon",
    ),
    "OCHA COD, subdistricts, 2019": (
        "ADM3_EN ADM3_AR ADM3_PCODE ADM3_REF ADM3ALT1EN ADM2_EN ADM2_AR ADM2_PCODE ADM1_EN "
        "ADM1_PCODE ADM0_EN date",
        "name=ADM3_EN, ADM3_AR, ADM3_REF; pcode=ADM3_PCODE; admin2=ADM2_EN; admin1=ADM1_EN; country=ADM0_EN",
    ),
    "OCHA COD, populated places": (
        "OBJECTID ADM4_EN ADM4_AR ADM4_PCODE ADM3_EN ADM2_EN ADM1_EN ADM0_EN Longitude_x Latitude_y",
        "name=ADM4_EN, ADM4_AR; pcode=ADM4_PCODE; admin3=ADM3_EN; admin2=ADM2_EN; "
        "admin1=ADM1_EN; country=ADM0_EN; "
        "lat=Latitude_y; lon=Longitude_x; key=OBJECTID",
    ),
    "OCHA COD, cut by a shapefile": (
        "featureNam featureAlt featurePco featureTyp admin2Name admin2Pcod admin1Name POINT_X POINT_Y",
        "name=featureNam; other names=featureAlt; pcode=featurePco; kind=featureTyp; admin2=admin2Name; "
        "admin1=admin1Name; lat=POINT_Y; lon=POINT_X",
    ),
    "IOM DTM, Iraq": (
        "Place id|Governorate|District|Location name in English|Location name in Arabic|Latitude|"
        "Longitude|Families",
        "name=Location name in English, Location name in Arabic; admin1=Governorate; "
        "admin2=District; key=Place id; "
        "lat=Latitude; lon=Longitude",
    ),
    "IOM DTM, sites": (
        "Country|Admin 1|Admin 2|Location|Location ID|Longitude|Latitude|Number of IDPs",
        "name=Location; country=Country; admin1=Admin 1; admin2=Admin 2; key=Location ID; "
        "lat=Latitude; lon=Longitude",
    ),
    "OpenStreetMap, Overpass": (
        "@id name name:ar name:en name:ku alt_name old_name place population wikidata "
        "admin_level is_in:country",
        "name=name, name:en, name:ar, name:ku; other names=alt_name, old_name; kind=place; "
        "population=population; "
        "wikidata=wikidata; level=admin_level; country=is_in:country; key=@id",
    ),
    "OpenStreetMap, Geofabrik": (
        "osm_id code fclass population name", "name=name; kind=fclass; population=population",
    ),
    "GRID3": (
        "settlement_name statename lganame wardname x y",
        "name=settlement_name; admin1=statename; admin2=lganame; admin3=wardname; lat=y; lon=x",
    ),
    "GeoNames with a header": (
        "geonameid name asciiname alternatenames latitude longitude feature_class feature_code "
        "country_code population",
        "name=name, asciiname; other names=alternatenames; geonameid=geonameid; kind=feature_class; "
        "code=feature_code; country=country_code; population=population; lat=latitude; lon=longitude",
    ),
    "in Russian": (
        "название|широта|долгота|область|район",
        "name=название; lat=широта; lon=долгота; admin1=область; admin2=район",
    ),
    "in Arabic": (
        "الاسم|خط العرض|خط الطول|المحافظة", "name=الاسم; lat=خط العرض; lon=خط الطول; admin1=المحافظة",
    ),
    "in Turkish": (
        "köy adı|enlem|boylam|il|ilçe", "name=köy adı; lat=enlem; lon=boylam; admin1=il; admin2=ilçe",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADERS)
def test_what_a_usual_table_is_taken_for(kind: str) -> None:
    header, expected = HEADERS[kind]
    taken = recognise(header.split("|") if "|" in header else header.split()).says()
    taken.pop("unit", None)  # the P-code of a unit, which tells the country
    assert taken == dict(pair.split("=") for pair in expected.split("; "))


PLACES = geopandas.GeoDataFrame(
    {"name": ["Zzumbarak", "Zzumtwo"], "name_ar": ["زمبرك", None], "place": ["village", "town"],
     "population": [120, 20_000], "wikidata": ["Q12", "http://www.wikidata.org/entity/Q13"]},
    geometry=[shapely.Point(36.5, 35.9), shapely.Point(36.6, 35.8)], crs=4326,
)  # fmt: skip


def zipped(folder: Path, *names: str, inside: str = "data/") -> Path:
    path = folder / "places.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(folder / name, inside + name)
    return path


def made(folder: Path, sort: str, frame: geopandas.GeoDataFrame = PLACES) -> Path:
    """Write the places as a program would, and return the file that a user gives."""
    if sort == "shapefile":
        frame.to_file(folder / "p.shp", encoding="utf-8")
        return zipped(folder, *(p.name for p in folder.glob("p.*")))
    if sort.startswith("zipped "):
        frame.to_file(folder / f"p.{sort.split()[1]}")
        return zipped(folder, f"p.{sort.split()[1]}")
    frame.to_file(folder / f"p.{sort}")
    return folder / f"p.{sort}"


@pytest.mark.parametrize(
    "sort", ["shapefile", "gpkg", "geojson", "fgb", "kml", "zipped gpkg", "zipped geojson"]
)
def test_the_files_of_geographic_programs_need_no_flags(tmp_path: Path, sort: str) -> None:
    problems: list[DataError] = []
    found = {n.place.name: n for n in read_gazetteer(made(tmp_path, sort), on_error=problems.append)}
    assert problems == [] and found.keys() == {"Zzumbarak", "Zzumtwo"}
    one, two = found["Zzumbarak"], found["Zzumtwo"]
    assert (one.place.lon, one.place.lat, one.place.area) == (36.5, 35.9, None)
    assert (one.place.kind, two.place.kind) == ("village", "town")
    assert (one.place.wikidata, two.place.wikidata) == ("Q12", "Q13")
    assert (one.place.population, two.place.population) == (120, 20_000)
    assert "زمبرك" in [name for _, name in one.names]


def test_other_coordinates_are_refused_with_the_remedy(tmp_path: Path) -> None:
    path = made(tmp_path, "shapefile", PLACES.to_crs(32637))
    with pytest.raises(DataError, match=r"places.zip: its coordinates are in EPSG:32637; save it as WGS 84"):
        list(read_gazetteer(path))


def test_zips_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    PLACES.to_file(tmp_path / "a.fgb")
    PLACES.to_file(tmp_path / "b.fgb")
    for names, message in (
        (("a.txt",), "holds data/a.txt; unpack it and give that"),
        (("a.fgb", "b.fgb"), "holds data/a.fgb, data/b.fgb; unpack it and give that"),
        ((), "holds nothing"),
    ):
        with pytest.raises(ReadError, match=message):
            list(read_gazetteer(zipped(tmp_path, *names)))
    (tmp_path / "bad.zip").write_bytes(b"PK nonsense")
    with pytest.raises(ReadError, match=r"bad.zip: is no zip that can be read"):
        list(read_gazetteer(tmp_path / "bad.zip"))
    (tmp_path / "bad.fgb").write_bytes(b"nonsense")
    with pytest.raises(ReadError, match=r"bad.fgb: cannot be read .*; save it as GeoJSON or GeoPackage"):
        list(read_gazetteer(tmp_path / "bad.fgb"))


def test_a_zip_bomb_and_a_path_that_climbs_are_harmless(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(20_000_000))
    with pytest.raises(ReadError, match=r"bomb.zip: grows more than 100-fold"):
        list(read_gazetteer(tmp_path / "bomb.zip"))
    PLACES.to_file(tmp_path / "p.geojson")
    climbing = zipped(tmp_path, "p.geojson", inside="../../")
    assert len(list(read_gazetteer(climbing))) == 2
    assert not (tmp_path.parent / "p.geojson").exists()


def test_one_part_of_a_shapefile_is_told_to_come_with_the_others(tmp_path: Path) -> None:
    PLACES.to_file(tmp_path / "p.shp")
    with pytest.raises(ReadError, match=r"p.shp: is one part of a shapefile; zip"):
        list(read_gazetteer(tmp_path / "p.shp"))
