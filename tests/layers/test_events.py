"""Other projects' events are read as users download them: their precision and credits, nothing lost unsaid."""

# ruff: noqa: E501 - rows stand as they are downloaded

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

from geo.errors import DataError, ReadError, UsageError
from geo.gazetteer import Gazetteer
from layers.event_tables import GDELT_COLUMNS
from layers.events import EVENT_COLUMNS, read_events
from layers.files import write
from layers.layer import ReportLayer
from tests.layers.reports import three

SHARED = Path(__file__).parents[2] / "../shared/events"
needs_ucdp = pytest.mark.skipif(
    not SHARED.is_dir(), reason="UCDP's files stay outside the project; ../shared/events is absent"
)
ACLED = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,\
inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,\
latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp
SYR1,2022-05-03,2022,1,Political violence,Battles,Armed clash,HTS,,2,"Syria, army",,1,12,,760,Middle East,Syria,Idleb,\
Harim,Salqin,Salqin,36.1386,36.4503,1,SOHR,National,"A clash, near Salqin.",3,,1652000000
SYR2,14 May 2022,2022,3,Strategic developments,Strategic developments,Arrests,HTS,,2,,,0,20,,760,Middle East,Syria,\
Idleb,,,Idleb,35.9,36.6,3,SOHR,National,Arrests.,0,,1652000000
SYR3,2022-05-03,2022,1,,Battles,Armed clash,HTS,,2,,,0,20,,760,,Syria,,,,Nowhere,north,36.6,1,SOHR,National,.,0,,1
SYR4,03/13/2022,2022,1,,Battles,Armed clash,HTS,,2,,,0,20,,760,,Syria,,,,Salqin,36.1,36.6,1,SOHR,National,.,0,,1
"""


def gdelt(**given):
    """Return a line of a GDELT 2 export."""
    row = dict.fromkeys(GDELT_COLUMNS, "") | {
        "globaleventid": "1", "sqldate": "20220503", "actor1name": "SYRIA", "eventcode": "190", "eventrootcode": "19",
        "actiongeo_type": "4", "actiongeo_fullname": "Salqin, Idlib, Syria", "actiongeo_countrycode": "SY",
        "actiongeo_lat": "36.1386", "actiongeo_long": "36.4503", "sourceurl": "https://example.org/a",
    }  # fmt: skip
    return "\t".join((row | given).values())


@needs_ucdp
@pytest.mark.parametrize(("name", "count", "countries"), [("sample1000", 1000, 12), ("turkey", 5221, 36)])
def test_every_row_of_ucdps_files_is_read_with_its_own_precision(name, count, countries):
    events = read_events(SHARED / f"ucdp_ged_{name}.csv")
    assert (events.scheme, len(events), events.skipped) == ("ucdp", count, ())
    assert list(events.frame.columns) == [*EVENT_COLUMNS, "geometry"]
    assert events.summary()["precision"]["country"] == countries
    assert events.frame.geometry.isna().sum() == countries, "a whole country is no dot"
    assert events.frame.crs.to_epsg() == 4326
    assert "CC BY 4.0" in events.credit
    near = events.frame[events.frame["scheme_precision"] == "where_prec 2"]
    assert set(near["radius_m"]) == {25_000.0}


def test_acled_is_read_and_what_cannot_be_is_told_with_its_line(tmp_path):
    path = tmp_path / "acled.csv"
    path.write_text(ACLED, encoding="utf-8-sig")
    events = read_events(path)
    first, second = events.frame.to_dict("records")
    assert (first["event_id"], first["date_start"], first["what"]) == (
        "SYR1",
        "2022-05-03",
        "Battles: Armed clash",
    )
    assert (first["actor1"], first["actor2"], first["deaths"]) == ("HTS", "Syria, army", 3)
    assert (first["precision"], first["scheme_precision"]) == ("settlement", "geo_precision 1")
    assert (first["lon"], first["lat"], first["geometry"].x) == (36.4503, 36.1386, 36.4503)
    assert (second["date_start"], second["date_precision"], second["what"]) == (
        "2022-05-14", "month", "Strategic developments: Arrests")  # fmt: skip
    assert (second["precision"], second["radius_m"]) == ("governorate", 60_000.0)
    assert events.skipped == (
        "acled.csv:4: '36.6', 'north' is no position",
        "acled.csv:5: '03/13/2022' is no date",
    )
    assert "left out" in repr(events)


def test_gdelt_is_read_from_the_zip_that_it_is_served_in(tmp_path):
    lines = [gdelt(), gdelt(globaleventid="2", actiongeo_type="1", actiongeo_fullname="Syria"),
             gdelt(globaleventid="3", actiongeo_type="0", actiongeo_lat="", actiongeo_long=""),
             gdelt(globaleventid="4", actiongeo_lat="136")]  # fmt: skip
    path = tmp_path / "20220503000000.export.CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20220503000000.export.CSV", "\n".join(lines) + "\n")
    events = read_events(path)
    town, country = events.frame.to_dict("records")
    assert (town["what"], town["place"], town["date_start"]) == (
        "fight (CAMEO 190)",
        "Salqin, Idlib, Syria",
        "2022-05-03",
    )
    assert (country["precision"], country["geometry"], country["lat"]) == ("country", None, 36.1386)
    assert [reason.partition(": ")[2] for reason in events.skipped] == [
        "it names no place (ActionGeo_Type is 0)", "36.4503, 136 is not on Earth (longitude, latitude)"]  # fmt: skip


def test_a_plain_table_has_coordinates_or_names(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "date;event;name;country;lon;lat;deaths\n2022-05-03;clash;Here;;36.5;36.1;2\n;raid;Salqin;SY;;;\n;raid;Xyzzyx;SY;;;\n"
    )
    events = read_events(path, gazetteer=Gazetteer())
    here, salqin = events.frame.to_dict("records")
    assert (here["what"], here["lon"], here["deaths"], here["date_start"]) == ("clash", 36.5, 2, "2022-05-03")
    assert (round(salqin["lon"], 2), salqin["precision"]) == (36.45, "settlement")
    assert salqin["scheme_precision"].startswith("name looked up: Salqin (")
    assert events.skipped == ("mine.csv:4: 'Xyzzyx' is not in the gazetteer",)
    without = read_events(path)
    assert "needs a gazetteer" in without.skipped[0]


def test_what_is_no_table_of_events_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="give a file of ACLED, UCDP GED or GDELT 2, or a table"):
        read_events(path)
    with pytest.raises(UsageError, match="no scheme 'polecat'"):
        read_events(path, scheme="polecat")
    with pytest.raises(DataError, match="ACLED has columns actor1"):
        read_events(path, scheme="acled")
    with pytest.raises(ReadError, match="check the name"):
        read_events(tmp_path / "void.csv")
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(ReadError, match="is no zip"):
        read_events(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "a")
        archive.writestr("b.csv", "b")
    with pytest.raises(ReadError, match="holds 2 tables"):
        read_events(tmp_path / "two.zip")


def test_events_stand_beside_the_reports_in_a_geopackage_with_style_and_credit(tmp_path):
    path = tmp_path / "acled.csv"
    path.write_text(ACLED)
    events = read_events(path)
    target = write(ReportLayer.of(three()), tmp_path / "r.gpkg", events=[events])
    back = pyogrio.read_dataframe(target, layer="events_acled")
    assert back["event_id"].tolist() == ["SYR1", "SYR2"]
    assert len(ReportLayer.read(target)) == 3, "they are not among the reports"
    with closing(sqlite3.connect(target)) as store:
        styled = {name for (name,) in store.execute("SELECT f_table_name FROM layer_styles")}
    assert "events_acled" in styled
    told = pyogrio.read_info(target, layer="events_acled")["layer_metadata"]["dateline"]
    assert json.loads(told)["credit"].startswith("Armed Conflict Location")
    with pytest.raises(UsageError, match=r"name it \.gpkg, \.kml or \.kmz"):
        write(ReportLayer(), tmp_path / "r.csv", events=[events])


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_events_are_a_folder_of_their_own_in_kml(tmp_path, suffix):
    path = tmp_path / "acled.csv"
    path.write_text(ACLED.replace("A clash, near Salqin.", "<script>$[name]</script>"))
    target = write(ReportLayer.of(three()), tmp_path / f"r{suffix}", events=[read_events(path)])
    assert len(ReportLayer.read(target)) == 3, "they are not among the reports"
    if suffix == ".kmz":
        with zipfile.ZipFile(target) as archive:
            text = archive.read("doc.kml").decode()
    else:
        text = target.read_text("utf-8")
    assert "<Folder><name>ACLED: acled.csv (2)</name><description>Armed Conflict Location" in text
    assert "<coordinates>36.4503,36.1386</coordinates>" in text
    assert "<when>2022-05-03</when>" in text
    assert "&amp;lt;script&amp;gt;&amp;#36;[name]" in text, "no balloon runs or expands it"
