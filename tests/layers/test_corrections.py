"""What people decide stays decided: by id, by quote when the text moved; told when it no longer fits."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.errors import DataError, ReadError
from geo.gazetteer import Gazetteer
from layers.corrections import COLUMNS, apply, read_corrections
from layers.files import FORMATS
from layers.layer import ReportLayer
from layers.registry import load
from layers.spreadsheet import write_table
from tests.layers.reports import DIFFA, KOBANI, report, three

HEAD = list(COLUMNS)


def corrections(tmp_path, *rows):
    path = tmp_path / "corrections.csv"
    write_table(path, HEAD, [[row.get(name, "") for name in HEAD] for row in rows])
    return read_corrections(path)


def row(report_id="r1", decision="replace", field="", **more):
    return {"report_id": report_id, "decision": decision, "field": field, "who": "Ana", "why": "I was there",
            "when": "2024-06-01T10:00:00Z", **more}  # fmt: skip


LAYER = ReportLayer.of(three())


def test_confirming_and_rejecting_say_who_and_why_and_a_rejected_report_leaves_the_map(tmp_path):
    result = apply(
        LAYER, corrections(tmp_path, row("r1", "confirm"), row("r2", "reject", why="another town"))
    )
    first, second, third = result.layer
    assert (first.review, first.reviewed_by, first.review_why) == ("confirmed", "Ana", "I was there")
    assert (first.reviewed_on, first.mapped_as) == ("2024-06-01T10:00:00Z", "presence")
    assert (second.review, second.review_why, second.mapped_as) == ("rejected", "another town", "list")
    assert third == LAYER.reports[2]
    assert (result.applied, result.unapplied) == (2, ())
    assert result.layer.notes == ("Reviewed: 2 decisions of people applied.",)


def test_a_place_is_found_by_id_by_name_or_by_the_point_beside_it(tmp_path):
    gazetteer = Gazetteer()
    for new, lat, lon, place, place_id in [
        ("sy-idlib", "", "", "Idlib", "sy-idlib"),
        (
            "Ma'arrat al-Nu'man",
            "",
            "",
            "Ma'arrat al-Nu'man",
            gazetteer.exact("Ma'arrat al-Nu'man")[0].place.id,
        ),
        ("Nowhere-on-Sea", "36.5", "38.5", "Nowhere-on-Sea", None),
    ]:
        result = apply(
            LAYER, corrections(tmp_path, row(field="place", old="Kobani", new=new, lat=lat, lon=lon)),
            gazetteer=gazetteer,
        )  # fmt: skip
        first = result.layer.reports[0]
        assert (first.place, first.place_id, first.review) == (place, place_id, "corrected")
        assert dict(first.machine_values)["place"] == "Kobani"
        assert dict(first.machine_values)["lat"] == 36.89
        shape, _ = result.layer.shapes[0]
        assert (shape.x, shape.y) == (round(first.lon, 6), round(first.lat, 6))
    assert (first.lon, first.lat) == (38.5, 36.5)


def test_actor_status_and_point_are_replaced_and_the_machines_values_kept_in_every_file(tmp_path):
    rows = corrections(
        tmp_path,
        row(field="actor", old="The Falcons", new="hayat tahrir al-sham"),
        row(field="status", old="affirmed", new="former"),
        row(field="point", old="36.89000, 38.35000", lat="36.9", lon="38.4"),
    )
    result = apply(LAYER, rows, registry=load())
    first = result.layer.reports[0]
    name = "Hay'at Tahrir al-Sham"
    assert (first.actor, first.actor_kind, first.group) == (name, "group", name)
    assert (first.status, first.mapped_as, first.precision) == ("former", "past", "site")
    machine = {
        "actor": "The Falcons",
        "status": "affirmed",
        "lon": 38.35,
        "lat": 36.89,
        "precision": "settlement",
    }
    assert dict(first.machine_values).items() >= machine.items()
    assert result.applied == 3
    for suffix in FORMATS:
        back = ReportLayer.read(result.layer.write(tmp_path / f"r{suffix}"))
        assert (back.reports[0].status, dict(back.reports[0].machine_values)) == (
            "former",
            dict(first.machine_values),
        )
        assert json.loads(back.frame.loc[0, "machine_values"])["status"] == "affirmed"


def test_the_last_decision_counts_and_what_was_corrected_stays_so_when_confirmed(tmp_path):
    again = apply(LAYER, corrections(
        tmp_path, row("r1", "reject"), row(field="status", new="negated"), row("r1", "confirm"),
        row("r2", "confirm"), row("r2", "reject"),
    )).layer  # fmt: skip
    assert [r.review for r in again] == ["corrected", "rejected", "machine"]
    assert again.reports[0].status == "negated"


def test_applying_twice_is_applying_once(tmp_path):
    rows = corrections(tmp_path, row(field="status", new="former"), row("r2", "reject"),
                       row("new-1", "add", "actor", new="X"),
                       row("new-1", "add", "place", new="Y", lat="1", lon="2"))  # fmt: skip
    once = apply(LAYER, rows).layer
    assert apply(once, rows).layer == once


def test_a_moved_text_is_found_by_its_quote_and_what_the_correction_calls_old(tmp_path):
    quote = 'The Falcons  hold Kobani,\nand "others" do not.'
    now = 'The Falcons hold Kobani, and "others" do not.'
    moved = [
        report("a-new-id", KOBANI, actor="The Falcons", quote=now),
        report("another", KOBANI, actor="Others", status="negated", quote=now),
    ]
    layer = ReportLayer.of(moved)
    for given, changed in [
        (
            row("gone", field="actor", old="Others", new="Z", quote=quote, doc_id="doc-1"),
            ["The Falcons", "Z"],
        ),
        (
            row("gone", field="actor", old="Others", new="Z", quote=quote, doc_id="gone-too"),
            ["The Falcons", "Z"],
        ),
    ]:
        result = apply(layer, corrections(tmp_path, given))
        assert [r.actor for r in result.layer] == changed
    both = apply(layer, corrections(tmp_path, row("gone", "confirm", quote=quote, doc_id="doc-1")))
    assert both.layer.reports == layer.reports
    assert "2 reports have its quote and none its id" in str(both.unapplied[0])


@pytest.mark.parametrize(("given", "reason"), [
    (row("gone", "confirm", quote="No such sentence."), "no report has its id or its quote any more"),
    (row("gone", "reject"), "no report has its id or its quote any more"),
    (row("r1", "approve"), "decision is 'approve'; expected one of confirm, reject, replace, add"),
    (row("r1", field="mood", new="x"), "field is 'mood'; expected one of place, actor, status, point"),
    (row("r1", field="status", new="perhaps"), "new is 'perhaps'; expected one of affirmed, negated"),
    (row("r1", field="place", new="Xyzzyx"), "'Xyzzyx' is not in the gazetteer; give lat and lon"),
    (row("r1", field="point"), "it has no lat and lon"),
    (row("r1", field="point", lat="136", lon="38"), "is not on Earth"),
    (row("r1", field="actor"), "new names no actor"),
    (row("", "add", new="actor=X"), "needs an actor and a place"),
    (row("", "add", new="actor=X; place=Idlib; what=dancing"), "what is 'dancing'"),
])  # fmt: skip
def test_what_does_not_apply_is_listed_with_file_line_and_reason(tmp_path, given, reason):
    result = apply(LAYER, corrections(tmp_path, row("r2", "confirm"), given), gazetteer=Gazetteer())
    assert (result.applied, result.layer.reports[0]) == (1, LAYER.reports[0])
    (told,) = result.unapplied
    assert str(told).startswith("corrections.csv:3: ")
    assert reason in str(told)
    assert result.layer.notes[1].startswith("A correction no longer applies: corrections.csv:3: ")


def test_a_person_adds_reports_of_their_own(tmp_path):
    rows = corrections(
        tmp_path,
        row("", "add", new="actor=HTS; place=Atma; country=SY; what=control; status=negated; when=2024-05-01",
            quote="=They left Atma.", doc_id="doc-1"),
        row("mine", "add", "actor", new="The Falcons"),
        row("mine", "add", "point", lat="36.1", lon="37.2"),
    )  # fmt: skip
    layer = apply(LAYER, rows, gazetteer=Gazetteer(), registry=load()).layer
    *_, one, two = layer
    assert (one.actor, one.place, one.country, one.what, one.status) == (
        "Hay'at Tahrir al-Sham", "Atma", "SY", "control", "negated")  # fmt: skip
    assert (one.quote, one.speaker, one.when_start, one.review) == (
        "=They left Atma.",
        "Ana",
        "2024-05-01",
        "corrected",
    )
    assert (two.report_id, two.actor, two.actor_kind, two.lon, two.mapped_as) == (
        "mine", "The Falcons", "group", 37.2, "presence")  # fmt: skip
    assert [s.geom_type for s, _ in layer.shapes[3:]] == ["Point", "Point"]


def test_corrected_reports_are_weighed_against_the_others_anew(tmp_path):
    no = report(2, KOBANI, actor="A", status="negated", document_id="b")
    layer = ReportLayer.of([report(1, KOBANI, actor="A", document_id="a"), no])
    assert layer.summary()["disputed"] == 2
    agreed = apply(layer, corrections(tmp_path, row("r2", field="status", new="affirmed"))).layer
    assert (agreed.summary()["disputed"], agreed.summary()["claims"]) == (0, 1)
    rejected = apply(layer, corrections(tmp_path, row("r2", "reject"))).layer
    assert rejected.where(review="machine").frame["disputed"].tolist() == [False]


def test_a_file_that_is_no_table_of_corrections_is_refused(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"c\.csv:1: has no column decision"):
        read_corrections(path)
    path.write_text("report_id,decision,lat\nr1,replace,north\n")
    with pytest.raises(DataError, match=r"c\.csv:2: lat is 'north'"):
        read_corrections(path)
    path.write_bytes("report_id,decision\nré,confirm\n".encode("latin-1"))
    with pytest.raises(DataError, match="not in UTF-8"):
        read_corrections(path)
    with pytest.raises(ReadError, match="is not there"):
        read_corrections(tmp_path / "void.csv")


def test_formula_starts_of_the_page_are_undone(tmp_path):
    layer = ReportLayer.of([report(1, DIFFA, quote="=1+1 is what they say", gazetteer_place=None)])
    path = tmp_path / "c.csv"
    path.write_text("\ufeffreport_id,decision,quote\r\ngone,confirm,'=1+1 is what they say\r\n", "utf-8")
    assert apply(layer, read_corrections(path)).layer.reports[0].review == "confirmed"
    assert replace(layer.reports[0]).review == "machine"
