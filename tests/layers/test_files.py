"""Files hold what the layer holds, are written whole or not at all, and run nothing in a spreadsheet."""

import csv
import json
from itertools import pairwise

import pytest
from geopandas.testing import assert_geodataframe_equal

from geo.errors import DataError, ReadError, UsageError, WriteError
from geo.extents import at_distance
from layers.files import FORMATS, read_layer, whole
from layers.geojson import to_geojson
from layers.layer import ReportLayer
from tests.layers.reports import KOBANI, report, three


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("reports", [three(), (), three()[2:]], ids=["three", "none", "unlocated"])
def test_what_is_written_is_read_back_equal(tmp_path, suffix, reports):
    layer = ReportLayer.of(reports)
    path = layer.write(tmp_path / f"reports{suffix}")
    assert_geodataframe_equal(read_layer(path), layer.frame)
    beside = [f"{path.name}-metadata.json"] if suffix == ".csv" else []
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, *beside]


def test_geojson_is_rfc_7946_and_says_where_it_comes_from(tmp_path):
    layer = ReportLayer.of(three())
    data = json.loads(layer.write(tmp_path / "r.geojson").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(to_geojson(layer, made=data["dateline"]["made"])))
    assert "crs" not in data
    point, area, nothing = data["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [38.35, 36.89]}
    outer = area["geometry"]["coordinates"][0]
    assert outer[0] == outer[-1]
    turned = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(outer))
    assert turned < 0, "outer rings run counter-clockwise"
    assert nothing["geometry"] is None
    assert nothing["properties"]["lat"] == 16.0
    assert {type(v) for f in data["features"] for v in f["properties"].values()} <= {
        str, int, float, bool, type(None),
    }  # fmt: skip
    assert json.loads(point["properties"]["reasons_json"]) == ["named in full", "only one in reach"]
    assert json.loads(point["properties"]["alternatives_json"])[0]["country"] == "TR"
    about = data["dateline"]
    assert (about["tool"], about["as_of"]) == ("dateline", "2024-05-06")
    assert [s["id"] for s in about["sources"]] == ["doc-1"]


def test_csv_has_wkt_and_no_formula(tmp_path):
    hostile = ["=1+1", "+1", "-2", "@x", "\tx", " =1"]
    layer = ReportLayer.of([report(n, KOBANI, actor=words) for n, words in enumerate(hostile)])
    path = layer.write(tmp_path / "r.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["actor"] for row in rows] == ["'" + words for words in hostile]
    assert rows[0]["wkt"] == "POINT (38.35 36.89)"
    assert rows[0]["lat"] == "36.89"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_sector_is_written_and_read_as_a_polygon(tmp_path, suffix):
    north = at_distance(KOBANI, 10_000, 0)
    layer = ReportLayer.of([report(1, KOBANI, precision="near", part="10 km north of", extent=north)])
    frame = read_layer(layer.write(tmp_path / f"r{suffix}"))
    assert frame.geometry[0].equals(layer.shapes[0][0])
    assert (frame.loc[0, "part"], frame.loc[0, "precision"]) == ("10 km north of", "near")


def test_csv_keeps_other_scripts_and_broken_lines(tmp_path):
    path = ReportLayer.of(three()).write(tmp_path / "r.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["quote"] == '"Они" держат عين العرب,\nсказал он.'
    assert rows[0]["title"] == "'=cmd()"
    assert rows[2]["wkt"] == ""


def test_an_unknown_suffix_says_which_are_known(tmp_path):
    with pytest.raises(UsageError, match=r"\.geojson, \.gpkg, .* or \.fgb"):
        ReportLayer().write(tmp_path / "r.shp")


def test_a_missing_folder_is_named_and_nothing_is_made(tmp_path):
    with pytest.raises(WriteError, match="there is no folder"):
        ReportLayer().write(tmp_path / "void" / "r.geojson")
    with pytest.raises(WriteError, match="is a folder"), whole(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_the_middle_leaves_the_old_file(tmp_path):
    target = tmp_path / "r.geojson"
    target.write_text("old")
    with pytest.raises(RuntimeError), whole(target) as draft:
        draft.write_text("half")
        raise RuntimeError("power cut")
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["r.geojson"]


def test_what_is_no_layer_is_refused(tmp_path):
    other = tmp_path / "other.geojson"
    for text, error in [
        ("{}", DataError),
        ("not json", DataError),
        ('{"features": [{"properties": {}}]}', DataError),
    ]:
        other.write_text(text)
        with pytest.raises(error, match="dateline"):
            read_layer(other)
    with pytest.raises(ReadError, match="is not there"):
        read_layer(tmp_path / "void.geojson")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"\x00" * 100, b"PK\x03\x04", b"<kml></kml>", b"{}", b"SQLite format 3\x00"]
)
def test_what_is_no_file_of_this_kind_is_refused_by_its_name(tmp_path, suffix, content):
    path = tmp_path / f"strange{suffix}"
    path.write_bytes(content)
    if suffix == ".kml" and content == b"<kml></kml>":
        assert len(read_layer(path)) == 0
        return
    with pytest.raises((DataError, ReadError), match=rf"strange\{suffix}"):
        read_layer(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet", ".geojson"])
def test_a_layer_of_other_things_is_refused(tmp_path, suffix):
    import geopandas
    import shapely

    path = tmp_path / f"towns{suffix}"
    frame = geopandas.GeoDataFrame({"name": ["Atma"]}, geometry=[shapely.Point(36.7, 36.3)], crs=4326)
    frame.to_parquet(path) if suffix == ".parquet" else frame.to_file(path)
    with pytest.raises(DataError, match=r"give (a file|one) written by"):
        read_layer(path)
