"""In the tables of others stands what their scheme can say, in exactly their columns; the rest is counted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from geo.errors import UsageError
from layers import acled, ucdp
from layers.events import read_events
from layers.layer import ReportLayer
from layers.profiles import write_profile
from tests.layers.reports import DIFFA, KOBANI, NIGER, report

EVENTS = Path(__file__).parents[2] / "../shared/events"
DAY = {
    "when_start": "2024-05-06",
    "when_end": "2024-05-06",
    "actor": "The Falcons",
    "geo_precision": 1,
    "where_prec": 1,
}
ROWS = (
    report(1, KOBANI, what="activity", quote="=They attacked.", title="A paper", **DAY),
    report(2, KOBANI, what="movement_to", **(DAY | {"when_end": "2024-05-20"})),
    report(3, KOBANI, what="casualty_or_arrest", **(DAY | {"when_end": "2024-09-20"})),
    report(4, KOBANI, what="activity", status="negated", **DAY),
    report(5, KOBANI, what="control", **DAY),
    report(6, KOBANI, what="activity", actor="The Falcons"),
    report(7, NIGER, what="activity", **(DAY | {"geo_precision": None, "where_prec": 6})),
    report(8, DIFFA, what="activity", gazetteer_place=None, **(DAY | {"geo_precision": 3, "where_prec": 4})),
    report(9, None, what="activity", **DAY),
    report(10, KOBANI, what="activity", review="rejected", **DAY),
    report(11, KOBANI, relation="landmark"),
)


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_acled_has_its_columns_and_only_dated_located_events(tmp_path):
    left_out = write_profile(ReportLayer.of(ROWS), "acled", tmp_path / "a.csv")
    header, rows = table(tmp_path / "a.csv")
    assert tuple(header) == acled.COLUMNS and len(header) == 31
    assert [row["event_id_cnty"] for row in rows] == ["r1", "r2", "r8"]
    first, second, third = rows
    assert (first["event_date"], first["time_precision"], first["year"]) == ("2024-05-06", "1", "2024")
    assert (first["iso"], first["country"], first["admin1"], first["location"]) == (
        "760",
        "Syria",
        "Aleppo",
        "Kobani",
    )
    assert (first["latitude"], first["longitude"], first["geo_precision"]) == ("36.89", "38.35", "1")
    assert (first["event_type"], first["fatalities"], first["actor2"]) == ("", "", "")
    assert first["notes"] == "'=They attacked."
    assert (second["event_date"], second["time_precision"]) == ("2024-05-13", "3")
    assert second["sub_event_type"] == "Change to group/activity"
    assert third["geo_precision"] == "3"
    assert dict(left_out) == {
        "dated to more than a month": 1,
        "negated: an event scheme holds only what is said to have happened": 1,
        "control: a state, no event": 1,
        "undated, or dated on one side only": 1,
        "a whole country, which geo_precision cannot say": 1,
        "not located": 1,
        "rejected by a reviewer": 1,
    }


def test_ucdp_has_its_columns_and_only_uses_of_force(tmp_path):
    left_out = write_profile(ReportLayer.of(ROWS), "ucdp", tmp_path / "u.csv")
    header, rows = table(tmp_path / "u.csv")
    assert tuple(header) == ucdp.COLUMNS and len(header) == 49
    assert [row["id"] for row in rows] == ["r1", "r3", "r7", "r8"]
    first, third, *_ = rows
    assert (first["where_prec"], first["date_prec"], first["geom_wkt"]) == (
        "1",
        "1",
        "POINT (38.350000 36.890000)",
    )
    assert (first["side_a"], first["side_b"], first["best"]) == ("The Falcons", "", "")
    assert (first["priogrid_gid"], first["number_of_sources"]) == ("182597", "1")
    assert third["date_prec"] == "5"
    assert left_out["movement_to: no use of armed force"] == 1
    assert left_out.total() == 6


def test_our_own_tables_are_read_back_as_events_where_they_were(tmp_path):
    layer = ReportLayer.of(ROWS)
    for name, scheme in (("acled", "acled"), ("ucdp", "ucdp")):
        path = tmp_path / f"{name}.csv"
        write_profile(layer, name, path)
        if name == "acled":  # ACLED's own rows always have a type
            path.write_text(
                path.read_text("utf-8-sig").replace(",,,The Falcons", ",Battles,Battles,The Falcons")
            )
        events = read_events(path)
        assert (events.scheme, events.skipped) == (scheme, ())
        first = events.frame.iloc[0]
        assert (first["actor1"], first["date_start"], first["lon"], first["lat"]) == (
            "The Falcons", "2024-05-06", 38.35, 36.89)  # fmt: skip


@pytest.mark.skipif(
    not EVENTS.is_dir(), reason="UCDP's file stays outside the project; ../shared/events is absent"
)
def test_the_columns_and_the_grid_are_those_of_the_files_that_users_download():
    with (EVENTS / "ucdp_ged_sample1000.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        assert tuple(rows.fieldnames) == ucdp.COLUMNS
        wrong = [
            row["id"] for row in rows
            if float(row["priogrid_gid"]) != ucdp.priogrid(float(row["longitude"]), float(row["latitude"]))
        ]  # fmt: skip
    assert wrong == []


def test_a_wrong_profile_or_suffix_is_told(tmp_path):
    with pytest.raises(UsageError, match="no profile 'acledd'; choose one of acled, ucdp, stix, qgis"):
        write_profile(ReportLayer(), "acledd", tmp_path / "a.csv")
    with pytest.raises(UsageError, match=r"name it \.json or \.stix"):
        write_profile(ReportLayer(), "stix", tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_layer_is_an_empty_table_and_an_empty_bundle(tmp_path):
    for name, suffix in (("acled", "csv"), ("ucdp", "csv"), ("stix", "json"), ("qgis", "gpkg")):
        assert write_profile(ReportLayer(), name, tmp_path / f"{name}.{suffix}").total() == 0
    assert len(json.loads((tmp_path / "stix.json").read_text())["objects"]) == 1
