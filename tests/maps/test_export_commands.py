"""The command export, and what people decided, from the command line: filters, profiles, events, rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from layers.layer import ReportLayer
from maps.cli import main
from tests.maps import unpacked

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
NOTE = """Hay'at Tahrir al-Sham controls the town of Salqin.

The group denied that its fighters attacked Azaz on 5 May 2022.

Abu Mohammad al-Julani is in Atma.
"""


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def note(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text(NOTE)
    return file


def export(note, *arguments, name="r.geojson"):
    target = note.parent / name
    result = run("export", note, "-o", target, *arguments)
    assert result.exit_code == 0, result.stderr
    return target, result.stderr


@pytest.mark.parametrize(("filters", "places"), [
    ((), {"Salqin", "Azaz", "Atma"}),
    (("--where", "place=Salqin", "--where", "place=Atma"), {"Salqin", "Atma"}),
    (("--where", "status=affirmed", "--where", "actor_kind=group"), {"Salqin"}),
    (("--from", "2022-05", "--to", "2022-05-31"), {"Azaz"}),
    (("--from", "2023", "--undated"), {"Salqin", "Atma"}),
    (("--near", "36.4503,36.1386,5"), {"Salqin"}),
])  # fmt: skip
def test_filters_apply_and_are_told_in_the_file(note, filters, places):
    target, _ = export(note, *filters)
    data = json.loads(target.read_text("utf-8"))
    assert {f["properties"]["place"] for f in data["features"]} == places
    assert bool(data["dateline"]["parameters"]) is bool(filters)


def test_reports_within_the_areas_of_a_file(note):
    area = {
        "type": "Polygon",
        "coordinates": [[[36.4, 36.1], [36.5, 36.1], [36.5, 36.2], [36.4, 36.2], [36.4, 36.1]]],
    }
    file = note.parent / "area.geojson"
    file.write_text(json.dumps({"type": "Feature", "geometry": area, "properties": {}}))
    target, _ = export(note, "--within", file)
    assert [r.place for r in ReportLayer.read(target)] == ["Salqin"]


def test_a_profile_says_what_it_left_out(note):
    _, told = export(note, "--profile", "acled", name="a.csv")
    assert "cannot be said in acled:" in told
    assert "control: a state, no event" in told
    assert "a.csv: 0 of " in told


def test_events_stand_beside_the_reports_with_their_credit(note):
    events = note.parent / "mine.csv"
    events.write_text("id,date,name,lon,lat\n1,2022-05-03,Here,36.5,36.1\n2,soon,There,1,1\n")
    target, told = export(note, "--events", events, name="r.gpkg")
    assert "mine.csv: 1 event; where you publish, credit" in told
    assert "left out: mine.csv:3: 'soon' is no date" in told
    assert {r.place for r in ReportLayer.read(target)} == {"Salqin", "Azaz", "Atma"}


def test_corrections_apply_to_map_and_export_and_what_does_not_is_listed(note):
    target, _ = export(note)
    salqin = next(r for r in ReportLayer.read(target) if r.place == "Salqin")
    rows = note.parent / "corrections.csv"
    rows.write_text(
        f"report_id,decision,who,why\n{salqin.report_id},reject,Ana,mistaken\nnone,confirm,Ana,\n"
    )
    target, told = export(note, "--corrections", rows)
    assert "1 correction applied, 1 not" in told
    assert "not applied: corrections.csv:3: confirm: no report has its id" in told
    data = json.loads(target.read_text("utf-8"))
    assert data["dateline"]["parameters"] == {"corrections": ["corrections.csv"]}
    assert any("corrections.csv:3" in line for line in data["dateline"]["notes"])
    page = note.parent / "m.html"
    result = run("map", note, "-o", page, "--corrections", rows, "--offline")
    assert result.exit_code == 0
    html = unpacked.text(page.read_text("utf-8"))
    assert "a reviewer rejected it" in html
    assert "Reviewed: 1 decision of people applied." in html


def test_what_is_published_withholds_and_says_so_on_the_page_and_in_the_file(note):
    target, told = export(note, "--publish")
    assert "Atma" not in target.read_text("utf-8")
    assert "note: 1 report on living persons: shown no finer than" in told
    page = note.parent / "m.html"
    assert run("map", note, "-o", page, "--publish", "--offline").exit_code == 0
    html = unpacked.text(page.read_text("utf-8"))
    assert "Atma" not in html
    assert "1 report on living persons: shown no finer than" in html
    rules = note.parent / "rules.toml"
    rules.write_text('living_person = "keep"\n')
    target, _ = export(note, "--rules", rules)
    assert {r.place for r in ReportLayer.read(target)} >= {"Atma"}


@pytest.mark.parametrize(("module", "arguments"), [
    ("pyarrow", ["-o", "r.parquet"]), ("stix2", ["-o", "r.json", "--profile", "stix"]),
    ("psycopg", ["-o", "postgresql://localhost:1/x"]), ("geoalchemy2", ["-o", "postgresql://localhost:1/x"]),
])  # fmt: skip
def test_a_library_that_is_not_installed_is_told_before_anything_is_read(monkeypatch, module, arguments):
    monkeypatch.setitem(sys.modules, module, None)  # as if it were not there
    result = run("export", "no-such-input.txt", *arguments)
    assert result.exit_code == 2
    assert f"needs {module}; pip install 'dateline[" in result.stderr
    assert "no-such-input" not in result.stderr


@pytest.mark.parametrize(("arguments", "words"), [
    (["-o", "{tmp}/r.csv", "--profile", "acledd"], "there is no profile 'acledd'"),
    (["-o", "{tmp}/r.gpkg", "--profile", "stix"], "name it .json or .stix"),
    (["-o", "{tmp}/r.csv", "--events", "x.csv"], "has no room for events beside the reports"),
    (["-o", "postgresql://localhost/x", "--profile", "acled"], "leave it out to write to a database"),
    (["-o", "{tmp}/r.csv", "--where", "status"], "has no '='"),
    (["-o", "{tmp}/r.csv", "--where", "statsu=x"], "did you mean 'status'"),
    (["-o", "{tmp}/r.csv", "--near", "here"], "is no LON,LAT,KM"),
    (["-o", "{tmp}/r.csv", "--from", "May"], "is no day"),
    (["-o", "{tmp}/r.csv", "--within", "{tmp}/void.json"], "give a GeoJSON file"),
    (["-o", "{tmp}/r.csv", "--corrections", "{tmp}/void.csv"], "void.csv: is not there"),
    (["-o", "{tmp}/r.csv", "--rules", "{tmp}/void.toml"], "give a TOML file of rules"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_written(note, arguments, words):
    result = run("export", note, *(a.format(tmp=note.parent) for a in arguments))
    assert result.exit_code == 2
    assert words in result.stderr
    assert sorted(p.name for p in note.parent.iterdir()) == ["note.txt"]
