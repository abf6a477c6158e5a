"""What a class of GeoNames or a tag of OpenStreetMap is, and a GeoNames dump read as GeoNames writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.caching import names_file
from geo.features import of_geonames, of_openstreetmap
from geo.gazetteer import Gazetteer
from geo.tables import read_gazetteer


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("A.ADM1 A.ADM1H", "governorate"),
        ("A.ADM2 A.ADM3 A.ADM4 A.ADM5 A.ADMD A.PRSH", "district"),
        ("A.PCLI A.PCLD A.PCL A.TERR", "country"),
        ("A.ZN A.ZNB L.RGN L.AREA L.CST L.RESN", "region"),
        ("P.PPL P.PPLL P.PPLF P.PPLQ P.PPLW P.STLMT", "village"),
        ("P.PPLC P.PPLA", "town"),
        ("P.PPLX", "neighbourhood"),
        ("T.MT T.MTS T.PK T.HLL T.VAL T.PLN T.PASS V.FRST", "physical"),
        ("H.STM H.LK H.RSV H.CNL H.BAY U.RFU", "water"),
        ("S.CMPRF S.CMP S.AIRP S.AIRB S.AIRF S.PSTB S.CSTM S.DAM S.BDG S.PRN S.OILR R.RD R.RDJCT", "site"),
        ("L.MILB L.NVB L.PRT L.OILF L.GASF H.WLL", "site"),
        ("L.CONT", "supranational"),
    ],
)
def test_a_code_of_geonames_is_a_kind(codes: str, kind: str) -> None:
    for code in codes.split():
        assert of_geonames(*code.split("."), 0) == kind, code


def test_a_settlement_is_as_large_as_its_inhabitants_but_a_seat_is_a_town_at_least() -> None:
    assert [of_geonames("P", "PPL", n) for n in (0, 9_999, 10_000, 99_999, 100_000)] == [
        "village", "village", "town", "town", "city",
    ]  # fmt: skip
    assert [of_geonames("P", "PPLA", n) for n in (0, 200_000)] == ["town", "city"]
    assert of_geonames("", "", 0) is None


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("place=city", "city"), ("place=town", "town"), ("place=hamlet", "village"),
        ("place=suburb", "neighbourhood"),
        ("place=county", "district"), ("place=state", "governorate"), ("natural=peak", "physical"),
        ("natural=water", "water"), ("waterway=river", "water"), ("waterway=dam", "site"),
        ("amenity=refugee_site", "site"), ("military=base", "site"), ("aeroway=aerodrome", "site"),
        ("amenity=restaurant", None), ("shop=bakery", None), ("highway=residential", None),
        ("tourism=hotel", None),
    ],
)  # fmt: skip
def test_a_tag_of_openstreetmap_is_a_kind_or_no_place_that_reports_name(tag: str, kind: str | None) -> None:
    assert of_openstreetmap(*tag.split("=")) == kind


# The nineteen columns, https://download.geonames.org/export/dump/readme.txt; "|" stands for the tab.
DUMP = """\
163843|Syria|Syria|Syrian Arab Republic|35|38|A|PCLI|SY||00||||16906283||600|Asia/Damascus|2020-01-01
169387|Muhafazat Misal||Misal,محافظة مثال|35.8|36.7|A|ADM1|SY||12||||1500000||400|Asia/Damascus|2020-01-01
990002|Mintaqat Harim|Harim|Harem|36.2|36.5|A|ADM2|SY||12|0703|||0||300|Asia/Damascus|2020-01-01
990003|Nahiyat Zzum|Zzum||36.1|36.4|A|ADM3|SY||12|0703|070301||0||300|Asia/Damascus|2020-01-01
990004|Zzumbarak|Zzumbarak|Zzumbaraq,زمبرك,ZZU,zmbrk|36.14|36.45|P|PPLA3|SY||12|0703|070301|99|23700||306|Asia/Damascus|2020-01-01
990005|Zzumtwo|Zzumtwo||36.15|36.46|P|PPL|SY||12|0703|070301|99|0||306|Asia/Damascus|2020-01-01
990006|Jabal "Zzum|Jabal Zzum||36.16|36.47|T|MTS|SY||12||||0||900|Asia/Damascus|2020-01-01
990007|Zzum Camp|Zzum Camp||36.3|36.7|S|CMPRF|SY||12||||0||400|Asia/Damascus|2020-01-01
"""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "SY.txt"
    path.write_text(DUMP.replace("|", "\t"), "utf-8")
    return path


def test_the_nineteen_columns_are_read_as_geonames_means_them(dump: Path) -> None:
    problems: list[object] = []
    places = {n.place.geonameid: n for n in read_gazetteer(dump, on_error=problems.append)}
    assert problems == [] and len(places) == 8
    town = places[990004].place
    assert (town.name, town.lon, town.lat, town.kind, town.country) == (
        "Zzumbarak",
        36.45,
        36.14,
        "town",
        "SY",
    )
    assert (town.admin_code, town.admin2, town.admin3) == ("SY.12", "Mintaqat Harim", "Nahiyat Zzum")
    assert (town.population, town.pcode) == (23_700, None)  # the code of its fourth unit is none of its own
    assert [name for _, name in places[990004].names] == ["Zzumbarak", "Zzumbaraq", "زمبرك"]
    assert {id: n.place.kind for id, n in places.items()} == {
        163843: "country", 169387: "governorate", 990002: "district", 990003: "district", 990004: "town",
        990005: "village", 990006: "physical", 990007: "site",
    }  # fmt: skip
    assert places[990006].place.name == 'Jabal "Zzum'  # a quotation mark quotes nothing
    district = places[990002].place
    assert (district.admin2, district.admin3) == (None, None)
    assert (places[990003].place.admin2, places[990003].place.admin3) == ("Mintaqat Harim", None)


def test_a_dump_in_the_index_joins_units_and_country_and_keeps_neighbours_apart(
    dump: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    world = Gazetteer().file
    for file in (world, names_file(world)):
        (cache / file.name).symlink_to(file)
    gazetteer = Gazetteer([dump], cache=cache)
    assert [gazetteer.place(id).geonameid for id in ("country-SY", "sy-idlib-gov")] == [163843, 169387]  # type: ignore[union-attr]
    assert "محافظة مثال" in gazetteer.names("sy-idlib-gov")
    found = {c.place.geonameid for name in ("Zzumbarak", "Zzumtwo") for c in gazetteer.exact(name)}
    assert found == {990004, 990005}
    (town,) = gazetteer.exact("Zzumbaraq")
    assert (town.place.admin1, town.place.admin2) == ("Idlib", "Mintaqat Harim")
