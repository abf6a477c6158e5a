"""A layer is asked, counted, joined and framed; what has no place has no geometry."""

import geopandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataError, UsageError
from geo.extents import Part, at_distance, side
from geo.gazetteer import Gazetteer
from layers.columns import COLUMNS, checked
from layers.layer import ReportLayer, shape
from layers.reports import Report
from layers.shapes import ring
from tests.layers.reports import KOBANI, report, three
from tests.maps import unpacked


def test_the_frame_has_a_point_a_ring_and_nothing():
    frame = ReportLayer.of(three()).frame
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert [g.geom_type if g else None for g in frame.geometry] == ["Point", "Polygon", None]
    assert list(frame["approximate"]) == [False, True, False]
    assert list(frame["mapped_as"]) == ["presence", "avoided", "list"]
    assert frame.loc[0, "source_chain"] == "a guard < the reporter"
    assert frame.loc[0, "alternatives"] == "Kobani (village, Urfa, TR)"
    assert frame["geonameid"].tolist()[0] == 172408
    assert (
        (frame.loc[0, "lon"], frame.loc[0, "lat"])
        == (frame.geometry[0].x, frame.geometry[0].y)
        == (38.35, 36.89)
    )


def test_an_empty_layer_has_the_same_columns_and_types():
    empty, full = ReportLayer().frame, ReportLayer.of(three()).frame
    assert len(empty) == 0
    assert list(empty.dtypes) == list(full.dtypes)
    assert ReportLayer().summary()["reports"] == 0
    assert ReportLayer().by_actor() == {}
    assert ReportLayer().merge() == ReportLayer()


def test_every_field_of_a_report_but_the_place_object_is_a_column():
    assert set(Report.__dataclass_fields__) - set(COLUMNS) == {"gazetteer_place", "extent"}


def test_where_takes_one_value_or_any_of_several_and_names_a_wrong_column():
    layer = ReportLayer.of(three())
    assert [r.report_id for r in layer.where(actor="The Falcons")] == ["r1", "r2"]
    assert [r.report_id for r in layer.where(status={"affirmed", "planned"}, mapped_as="list")] == ["r3"]
    assert len(layer.where(actor=None)) == 0
    with pytest.raises(UsageError, match="did you mean 'status'"):
        layer.where(statuss="affirmed")


def test_summary_and_actors_count_what_is_there():
    layer = ReportLayer.of(three())
    assert layer.summary() == {
        "documents": 1, "reports": 3, "claims": 3, "on_map": 2, "not_on_map": 1, "disputed": 0, "refused": 0,
        "layers": {"presence": 1, "avoided": 1, "list": 1},
        "actors": {"The Falcons": 2, "The Herons": 1},
        "places": {"Kobani": 1, "Diffa Region": 1, "Niger": 1},
    }  # fmt: skip
    assert {actor: len(part) for actor, part in layer.by_actor().items()} == {
        "The Falcons": 2,
        "The Herons": 1,
    }
    assert repr(layer) == "<ReportLayer: 3 reports, 2 actors, 3 places>"


def test_merging_keeps_order_and_counts_a_report_once():
    layer = ReportLayer.of(three())
    other = ReportLayer.of([three()[1], report(9, KOBANI)])
    assert [r.report_id for r in layer.merge(other)] == ["r1", "r2", "r3", "r9"]
    assert layer.merge(layer) == layer


def test_near_is_a_ring_without_a_dot_of_its_stated_radius():
    near = report(1, KOBANI, precision="near", radius_m=15_000.0)
    geometry, approximate = shape(near)
    assert approximate
    metres = geopandas.GeoSeries([geometry], crs=4326).to_crs("+proj=aeqd +lat_0=36.89 +lon_0=38.35").area[0]
    assert metres == pytest.approx(3.1416 * 15_000**2, rel=0.01)


def test_what_the_text_means_is_drawn_and_not_the_town_it_is_told_from():
    north = at_distance(KOBANI, 10_000, 0)
    sector, approximate = shape(report(1, KOBANI, precision="near", radius_m=12_000.0, extent=north))
    assert approximate
    assert shapely.contains_xy(sector, 38.35, 36.98)
    assert not shapely.contains_xy(sector, 38.35, 36.89)
    assert sector.exterior.is_ccw
    half, _ = shape(report(2, KOBANI, extent=side(KOBANI, 90)))
    assert half.geom_type == "Polygon"
    assert half.bounds[0] == pytest.approx(38.35)


def test_a_part_of_a_country_needs_the_gazetteer_and_is_a_disc_without():
    gazetteer = Gazetteer()
    niger = gazetteer.exact("Niger")[0].place
    west = report(1, niger, precision="region", extent=Part(niger, ("west",)))
    half, _ = shape(west, gazetteer)
    assert shapely.contains_xy(half, 2.1, 13.5)  # Niamey
    assert not shapely.contains_xy(half, 12.6, 13.3)  # Diffa
    assert shape(west)[0].equals(ring(niger.lon, niger.lat, niger.radius))


def test_a_governorate_is_drawn_as_its_area_and_an_unknown_outline_is_called_approximate():
    gazetteer = Gazetteer()
    idlib = next(c.place for c in gazetteer.lookup("Idlib", country="SY") if c.place.kind == "governorate")
    layer = ReportLayer.of([report(1, idlib), report(2, idlib, gazetteer_place=None)], gazetteer)
    (area, approximate), (stand_in, stand_in_approximate) = layer.shapes
    assert area.geom_type in ("Polygon", "MultiPolygon")
    assert shapely.Point(36.63, 35.93).within(area)
    assert not area.equals(stand_in)
    assert (approximate, stand_in_approximate) == (True, True)
    assert layer.frame.geometry.is_valid.all()


@given(st.floats(-179, 179), st.floats(-75, 75), st.floats(100, 300_000))
def test_rings_are_valid_hold_their_centre_and_turn_left(lon, lat, radius):
    circle = ring(lon, lat, radius)
    assert circle.is_valid
    assert circle.exterior.is_ccw
    west, south, east, north = circle.bounds
    assert west < lon < east
    assert south < lat < north


def test_a_frame_of_another_making_is_checked_at_the_door():
    frame = ReportLayer.of(three()).frame
    with pytest.raises(DataError, match="has no column status"):
        checked(frame.drop(columns="status"))
    with pytest.raises(DataError, match="reproject"):
        checked(frame.to_crs(3857))
    with pytest.raises(DataError, match="column 'start' is not of type Int64"):
        checked(frame.assign(start="soon"))


def test_reports_and_shapes_must_pair():
    with pytest.raises(UsageError, match=r"ReportLayer\.of"):
        ReportLayer(three())


def test_explore_gives_the_map_on_which_outside_words_are_inert():
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}</script>"
    layer = ReportLayer.of([report(1, KOBANI, actor=hostile, quote=hostile, title=hostile)])
    page = layer.explore(tiles=False).get_root().render()
    assert "Kobani" in unpacked.text(page)
    assert "<img src=x" not in page


def test_extract_is_the_function_even_after_its_module_was_imported():
    from importlib import import_module

    module = import_module("layers.extract")
    import layers

    assert layers.extract is module.extract
    with pytest.raises(AttributeError, match="it has ReportLayer, extract, read_document"):
        _ = layers.extracts
