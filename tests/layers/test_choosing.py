"""A layer is asked for days, places and areas; it comes from frames and shows itself in a notebook."""

from __future__ import annotations

from datetime import date

import geopandas
import pandas
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.errors import DataError, UsageError
from geo.gazetteer import Gazetteer
from geo.places import Place
from layers.layer import ReportLayer
from layers.reports import Outline
from tests.layers.reports import DIFFA, KOBANI, KOBANI_OTHER, NIGER, report, three

MAY = report(1, KOBANI, when_start="2022-05-03", when_end="2022-05-03")
SPRING = report(2, KOBANI, when_start="2022-03-01", when_end="2022-05-31")
SINCE = report(3, KOBANI, when_start="2022-06-01")
UNTIL = report(4, KOBANI, when_end="2022-01-31")
UNDATED = report(5, KOBANI, published="2022-05-03")
DATED = ReportLayer.of([MAY, SPRING, SINCE, UNTIL, UNDATED])


def ids(layer):
    return [r.report_id for r in layer]


@pytest.mark.parametrize(("start", "end", "found"), [
    ("2022-05-03", "2022-05-03", ["r1", "r2"]),
    ("2022-05", "2022-05", ["r1", "r2"]),
    (date(2022, 5, 4), date(2022, 5, 31), ["r2"]),
    ("2022", None, ["r1", "r2", "r3", "r4"]),
    (None, "2021", ["r4"]),
    ("2030", None, ["r3"]),
])  # fmt: skip
def test_between_keeps_what_may_be_of_these_days(start, end, found):
    assert ids(DATED.between(start, end)) == found
    assert ids(DATED.between(start, end, undated=True)) == [*found, "r5"]


def test_a_day_that_is_none_is_named():
    with pytest.raises(UsageError, match="start='May 2022' is no day"):
        DATED.between("May 2022")


def test_by_month_puts_a_report_in_each_of_its_months_and_the_undated_last():
    months = {month: ids(part) for month, part in DATED.by_month().items()}
    assert months == {
        "2022-01": ["r4"], "2022-03": ["r2"], "2022-04": ["r2"], "2022-05": ["r1", "r2"], "2022-06": ["r3"],
        None: ["r5"],
    }  # fmt: skip
    assert list(months)[-1] is None


def test_by_place_tells_namesakes_apart():
    layer = ReportLayer.of([report(1, KOBANI), report(2, KOBANI_OTHER), report(3, DIFFA), report(4)])
    assert {name: ids(part) for name, part in layer.by_place().items()} == {
        "Kobani, Aleppo, SY": ["r1"], "Kobani, Urfa, TR": ["r2"], "Diffa Region": ["r3"], None: ["r4"],
    }  # fmt: skip


def test_near_measures_to_the_nearest_part_of_a_shape_and_what_has_none_is_near_nothing():
    layer = ReportLayer.of(three())  # Kobani, the ring of Diffa (90 km), Niger as a whole
    assert ids(layer.near((38.35, 36.89), 1)) == ["r1"]
    ten_km_south = (38.35, 36.89 - 10_000 / 110_950)
    assert ids(layer.near(ten_km_south, 9.9)) == []
    assert ids(layer.near(ten_km_south, 10.1)) == ["r1"]
    assert ids(layer.near(Place("x", "x", 12.6, 13.7 + 100 / 111.0, "town"), 11)) == ["r2"]
    assert ids(layer.near(shapely.Point(8.0, 16.0), 50)) == []
    assert ids(ReportLayer().near((0, 0), 5)) == []
    with pytest.raises(UsageError, match="longitude before latitude"):
        layer.near((36.89, 138.35), 5)


def test_within_wants_points_in_and_of_areas_more_than_half():
    layer = ReportLayer.of(three())
    assert ids(layer.within(shapely.box(38, 36, 39, 37))) == ["r1"]
    assert (
        ids(layer.within("POLYGON ((0 0, 12.5 0, 12.5 30, 0 30, 0 0))")) == []
    )  # under half of Diffa's ring
    assert ids(layer.within(shapely.box(12.5, 0, 20, 30).__geo_interface__)) == ["r2"]
    syria = Gazetteer().place("country-SY")
    assert ids(layer.within(syria, Gazetteer())) == ["r1"]  # at the border: outlines are simplified
    with pytest.raises(UsageError, match="needs a gazetteer"):
        layer.within(syria)
    with pytest.raises(UsageError, match="is no area"):
        layer.within("Idlib")


def test_filters_are_still_of_the_whole():
    yes = report(1, KOBANI, actor="A", document_id="a")
    no = report(2, KOBANI, actor="A", status="negated", document_id="b")
    layer = ReportLayer.of([yes, no])
    for part in (layer.near((38.35, 36.89), 5), layer.where(status="affirmed"), layer.by_month()[None]):
        assert part.frame["disputed"].tolist() == [True] * len(part)
    back = ReportLayer.from_frame(layer.where(status="affirmed").frame)
    assert back.frame["disputed"].tolist() == [True]


def test_a_plain_frame_becomes_reports():
    frame = geopandas.GeoDataFrame(
        {"side": ["X", "Y", None], "day": [pandas.Timestamp("2020-02-03"), None, None], "status": "former"},
        geometry=geopandas.GeoSeries([shapely.Point(5e5, 4e6), shapely.box(4e5, 4e6, 5e5, 4.1e6), None]),
        crs="EPSG:32637",
    )  # fmt: skip
    layer = ReportLayer.from_frame(frame, actor="side", when_start="day", what="activity", actor_kind="group")
    first, second, third = layer.reports
    assert (first.actor, first.what, first.status, first.when_start) == (
        "X",
        "activity",
        "former",
        "2020-02-03",
    )
    assert (round(first.lon, 3), round(first.lat, 3)) == (39.0, 36.145)
    assert [r.precision for r in layer] == ["settlement", "district", "unlocated"]
    assert [r.mapped_as for r in layer] == ["past", "past", "list"]
    assert third.actor is None and third.lon is None
    assert len({r.report_id for r in layer}) == 3
    assert_geodataframe_equal(ReportLayer.from_frame(layer.frame).frame, layer.frame)
    assert second.document_id == "frame"


def test_what_no_report_can_be_is_named_with_its_row():
    frame = ReportLayer.of(three()).frame
    with pytest.raises(DataError, match=r"frame:2: status is 'maybe'; expected one of affirmed"):
        ReportLayer.from_frame(frame.assign(status=["affirmed", "maybe", "affirmed"]))
    with pytest.raises(UsageError, match="no field 'acter'"):
        ReportLayer.from_frame(frame, acter="actor")
    with pytest.raises(DataError, match="has no coordinate system"):
        ReportLayer.from_frame(geopandas.GeoDataFrame(geometry=[shapely.Point(0, 0)]))
    points = geopandas.GeoDataFrame(geometry=[shapely.MultiPoint([(0, 0), (1, 1)])], crs=4326)
    with pytest.raises(DataError, match="MultiPoint is the shape of no report"):
        ReportLayer.from_frame(points)


def test_a_part_of_a_town_is_not_a_dot_when_it_comes_back():
    ring = shapely.Point(38.35, 36.89).buffer(0.05)
    layer = ReportLayer((report(1, KOBANI),), ((ring, True),))
    (back,) = ReportLayer.from_frame(layer.frame).reports
    assert back.extent == Outline(ring.wkt)


def test_a_layer_is_geojson_for_others():
    layer = ReportLayer.of(three())
    interface = layer.__geo_interface__
    assert [f["id"] for f in interface["features"]] == ["r1", "r2", "r3"]
    frame = geopandas.GeoDataFrame.from_features(layer)
    assert [g.geom_type if g else None for g in frame.geometry] == ["Point", "Polygon", None]


def test_a_notebook_shows_a_small_map_and_the_first_rows_and_runs_nothing():
    hostile = "<img src=x onerror=alert(1)>"
    rows = [report(n, KOBANI, actor=hostile, quote=hostile, title=hostile) for n in range(9)]
    html = ReportLayer.of([*rows, report(10, DIFFA, gazetteer_place=None), report(11, NIGER)])._repr_html_()
    assert "<svg" in html and html.count("<circle") == 9 and html.count("<polygon") == 1
    assert html.count("<tr>") == 9 and "and 3 more" in html
    assert "<img" not in html and "&lt;img" in html
    assert "<svg" not in ReportLayer.of([report(1, NIGER)])._repr_html_()
    assert "0 reports" in ReportLayer()._repr_html_()
