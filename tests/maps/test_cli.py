"""The command line: what it does, what it says when something is wrong, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from maps.cli import main
from maps.terminal import plain
from tests.maps import unpacked

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
NOTE = (
    "Monitors' note\n\nHay'at Tahrir al-Sham controls the town of Salqin. Its fighters left Azaz in 2018.\n"
)
RUSSIAN = "Боевики Исламского государства вошли в город Хасавюрт утром, сообщил житель Дагестана.\n"
ARABIC = "سيطرت هيئة تحرير الشام على مدينة إدلب، وقال ناشط إن مقاتلين غادروا بلدة سلقين مساء الجمعة.\n"


def run(*arguments, given=None):
    return CliRunner().invoke(main, [str(a) for a in arguments], input=given, catch_exceptions=False)


@pytest.fixture
def note(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text(NOTE)
    return file


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


# --- help ---


@pytest.mark.parametrize("command", ["map", "extract", "export", "geocode", "evaluate"])
def test_every_command_teaches_by_example(command):
    told = run(command, "--help").stdout
    assert f"dateline {command} " in told.split("Examples")[1]


def test_help_and_version_load_nothing_heavy():
    code = (
        "import sys; from maps.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'pandas', 'geopandas', 'folium', 'shapely', 'numpy', 'tqdm'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
    for command in ("map", "extract", "export", "geocode", "gazetteer", "evaluate"):
        assert f"\n  {command} " in told
    assert run("--version").stdout == "dateline, version 0.1.0\n"


# --- the three outputs ---


def test_extract_keeps_the_id_and_gives_the_contract(tmp_path):
    feed, out = tmp_path / "feed.jsonl", tmp_path / "out.jsonl"
    feed.write_text(
        json.dumps({"id": "a-17", "text": NOTE, "url": "https://example.org/n", "published": "2019-05-01"})
    )
    result = run("extract", feed, "-o", out)
    assert result.exit_code == 0
    (found,) = rows(out.read_text(encoding="utf-8"))
    assert (found["id"], found["url"], found["published"]) == ("a-17", "https://example.org/n", "2019-05-01")
    for name in ("title", "sha256", "segments", "places", "not_places", "actors", "reports"):
        assert name in found
    salqin = next(place for place in found["places"] if place["text"] == "Salqin")
    assert NOTE[salqin["start"] : salqin["end"]] == "Salqin"
    assert salqin["country"] == "SY"
    held = next(report for report in found["reports"] if report["place"] == "Salqin")
    assert (held["actor"], held["what"], held["status"]) == ("Hay'at Tahrir al-Sham", "control", "affirmed")


def test_extract_writes_lines_to_standard_output_and_nothing_else(note):
    result = run("extract", "-", given=NOTE)
    assert [row["title"] for row in rows(result.stdout)] == ["Monitors' note"]
    assert result.exit_code == 0


def test_map_writes_a_page_and_says_what_is_on_it(note, tmp_path):
    page = tmp_path / "page.html"
    result = run("map", note, "-o", page, "--offline", "--title", "A <b>bold</b> title")
    assert result.exit_code == 0
    assert f"done: {page}: " in result.stderr
    html = page.read_text(encoding="utf-8")
    assert "Salqin" in unpacked.text(html)
    assert "<b>bold</b>" not in html
    assert run("map", tmp_path, "-o", page, "--offline").stderr.count("was made by dateline") == 1


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "csv", "kml", "kmz", "parquet", "fgb"])
def test_export_writes_the_examples(tmp_path, suffix):
    target = tmp_path / f"reports.{suffix}"
    result = run("export", EXAMPLES, "-o", target)
    assert result.exit_code == 0
    assert "of 4 documents" in result.stderr
    if suffix == "geojson":
        data = json.loads(target.read_text(encoding="utf-8"))
        assert {source["file"] for source in data["dateline"]["sources"]} == {
            p.name for p in EXAMPLES.iterdir()
        }
        unlocated = [f for f in data["features"] if f["properties"]["precision"] in ("country", "unlocated")]
        assert unlocated
        assert all(feature["geometry"] is None for feature in unlocated)
    beside = [f"{target.name}-metadata.json"] if suffix == "csv" else []
    assert sorted(p.name for p in tmp_path.iterdir()) == [target.name, *beside]


# --- what is wrong ---


def test_a_folder_with_bad_files_gives_the_good_ones_and_exit_code_1(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a-good.txt").write_text(NOTE)
    (reports / "b-empty.txt").write_bytes(b"")
    (reports / "c-binary.txt").write_bytes(bytes(range(256)) * 8)
    (reports / "d-russian.txt").write_bytes(RUSSIAN.encode("windows-1251"))
    (reports / "e-arabic.txt").write_bytes(ARABIC.encode("windows-1256"))
    (reports / "f-wide.txt").write_bytes(NOTE.encode("utf-16"))
    (reports / "g-photo.heic").write_bytes(b"....")
    out = tmp_path / "out.jsonl"
    result = run("extract", reports, tmp_path / "missing.txt", "-o", out)
    assert result.exit_code == 1
    ids = [row["id"].rsplit("-", 1)[0] for row in rows(out.read_text(encoding="utf-8"))]
    assert ids == ["a-good", "d-russian", "e-arabic", "f-wide"]
    for words in (
        "error: " + str(reports / "b-empty.txt") + ": is empty",
        "error: " + str(reports / "c-binary.txt") + ": is a binary file",
        "error: " + str(tmp_path / "missing.txt") + ": is not there; check the name",
        "d-russian.txt: was read as cp1251",
        "e-arabic.txt: was read as cp1256",
        "passed over: g-photo.heic",
        "error: 3 could not be read",
    ):
        assert words in result.stderr


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02" * 300], ids=["empty", "binary"])
@pytest.mark.parametrize(
    ("command", "name"), [("map", "m.html"), ("export", "r.geojson"), ("extract", "o.jsonl")]
)
def test_where_nothing_can_be_read_nothing_is_written(tmp_path, command, name, raw):
    bad, target = tmp_path / "bad.txt", tmp_path / name
    bad.write_bytes(raw)
    target.write_text("old")
    result = run(command, bad, "-o", target)
    assert result.exit_code == 1
    assert "nothing was read, so nothing is written" in result.stderr
    assert target.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["bad.txt", name])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["map", "{note}", "-o", "{tmp}/void/page.html"], "there is no folder"),
        (["map", "{note}", "-o", "{tmp}"], "is a folder; give the name of a file in it"),
        (["map", "{note}", "-o", "{note}"], "is one of the inputs"),
        (["export", "{note}", "-o", "{tmp}/r.shp"], "name it .geojson, .gpkg, .kml"),
        (["export", "{note}"], "Missing option '-o'"),
        (["extract", "{note}", "--gazetteer", "{tmp}/none.csv"], "none.csv"),
        (["extract", "{note}", "--actors", "{tmp}/none.toml"], "none.toml"),
        (["evaluate", "{tmp}/none.jsonl"], "give a gold file"),
        (["evaluate", "{note}"], "note.txt:1: is not JSON"),
        (["geocode", "Azaz", "--near", "35,200"], "the longitude comes first"),
        (["geocode", "Azaz", "--country", "Syria"], "no code of two letters"),
        (["geocode"], "Missing argument"),
        (["draw"], "No such command"),
    ],
)
def test_a_command_that_cannot_be_run_says_why_and_ends_with_2(note, tmp_path, arguments, words):
    result = run(*(a.format(note=note, tmp=tmp_path) for a in arguments))
    assert result.exit_code == 2
    assert words in result.stderr
    assert note.read_text() == NOTE


def test_names_of_files_cannot_steer_the_terminal(tmp_path):
    file = tmp_path / "a\x1b[31mred\u202egpj.txt"
    file.write_bytes(b"")
    told = run("extract", file, tmp_path / "\x07bell.txt").stderr
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "\u202e" not in told
    assert "is empty" in told


def test_outside_text_is_one_plain_line():
    assert plain("a\r\nb\u2028c\tbell\x07\x9b") == "a b c bell\ufffd\ufffd"


# --- the gazetteer ---


def test_rows_left_out_of_a_file_of_places_are_told(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("name,lat,lon\nProbestadt,35.5,38.5\nBroken,,\n")
    result = run("geocode", "Probestadt", "--gazetteer", file)
    assert result.exit_code == 0
    assert "note: 1 row left out of mine.csv, the first: line 3: " in result.stderr


def test_geocode_answers_and_ends_with_1_where_a_name_is_unknown():
    result = run("geocode", "Salqin", "Qqzzxxyy", "--country", "SY")
    assert result.exit_code == 1
    first, *_, last = result.stdout.splitlines()
    assert first.startswith("Salqin: Salqin (town")
    assert "SY" in first
    assert last == "Qqzzxxyy: not in the gazetteer"


def test_geocode_as_json_gives_longitude_and_latitude_or_null():
    found, missing = rows(run("geocode", "Raqqa", "Qqzzxxyy", "--country", "sy", "--json").stdout)
    assert (found["query"], found["country"]) == ("Raqqa", "SY")
    assert (found["lon"], found["lat"]) == (pytest.approx(39.01, abs=0.05), pytest.approx(35.95, abs=0.05))
    assert missing == {"query": "Qqzzxxyy", "name": None, "lat": None, "lon": None, "alternatives": []}


def test_near_and_country_choose_between_namesakes():
    far = rows(run("geocode", "Tripoli", "--near", "35.8,34.4", "--json").stdout)[0]
    home = rows(run("geocode", "Tripoli", "--country", "LY", "--json").stdout)[0]
    assert (far["country"], home["country"]) == ("LB", "LY")


def test_search_finds_by_beginning_and_in_arabic():
    assert "Khan Shaykhun" in run("gazetteer", "search", "Khan Shay").stdout
    assert "Idlib" in run("gazetteer", "search", "إدلب", "--limit", "3").stdout
    assert run("gazetteer", "search", "Qqzzxxyy").exit_code == 1


def test_info_names_sources_and_index():
    about = json.loads(run("gazetteer", "info", "--json").stdout)
    assert about["places"] > 100_000
    assert Path(about["file"]).exists()
    assert "places" in run("gazetteer", "info").stdout


# --- evaluation ---


GOLD = {
    "id": "g1",
    "text": NOTE,
    "places": [
        {"start": NOTE.index("Salqin"), "end": NOTE.index("Salqin") + 6, "text": "Salqin", "name": "Salqin",
         "lat": 36.139, "lon": 36.454, "level": "settlement"},
        {"start": NOTE.index("Azaz"), "end": NOTE.index("Azaz") + 4, "text": "Azaz", "name": "Azaz",
         "lat": 36.586, "lon": 37.044, "level": "settlement"},
    ],
    "actors": [{"start": NOTE.index("Hay"), "end": NOTE.index(" controls"), "text": "Hay'at Tahrir al-Sham",
                "canonical": "Hay'at Tahrir al-Sham"}],
    "reports": [
        {"actor": "Hay'at Tahrir al-Sham", "place": "Salqin", "what": "control", "status": "affirmed"},
    ],
}  # fmt: skip


def test_evaluate_prints_the_figures_and_the_baselines(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD))
    told = run("evaluate", gold, "--errors", "5").stdout
    assert [line.split("  ")[0] for line in told.splitlines()][:4] == [
        "documents",
        "place",
        "actor",
        "report",
    ]
    figures = json.loads(run("evaluate", gold, "--json").stdout)
    assert figures["place"]["f1"] == 1.0
    assert figures["place"]["located"] == 1.0
    assert figures["report"]["pair_r"] == 1.0
    same = json.loads(
        run("evaluate", gold, "--json", "--baseline", "same-sentence", "--mentions", "gold").stdout
    )
    assert (same["report"]["pair_f1"], same["report"]["what"]) == (1.0, 0.0)
    only_places = json.loads(run("evaluate", gold, "--json", "--mentions", "gold").stdout)
    assert set(only_places) == {"documents", "place", "own", "confidence"}
    assert only_places["place"]["located"] == 1.0


def test_evaluate_measures_flashgeotext_by_the_same_command(tmp_path):
    pytest.importorskip("flashgeotext", reason="the extra `benchmark` is not installed")
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD))
    figures = json.loads(run("evaluate", gold, "--json", "--baseline", "flashgeotext").stdout)
    assert figures["place"]["gold"] == 2
    assert set(figures) == {"documents", "place"}


def test_the_command_and_the_module_are_the_same():
    told = subprocess.run(
        [sys.executable, "-m", "maps", "--version"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    ).stdout
    assert told == "dateline, version 0.1.0\n"
