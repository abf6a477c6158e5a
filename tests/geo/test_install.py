"""Gazetteers that are kept: added once, used by every later run, each place once, and taken out again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.errors import DataError, ReadError, UsageError
from geo.install import add, kept_file, registered, remove, state, with_registered
from geo.tables import read_gazetteer

PLAIN = "name,lat,lon\nKhirbat Misal,35.91,36.41\nTell Misal,35.95,36.45\n,35.9,36.4\nFar,95,36\n"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "data" / "gazetteers"


def written(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def bare(path, columns=None):
    """Return the places of a file without what tells the file itself, with their spellings as a set."""
    return [
        (replace(named.place, id="", source=""), {name for _, name in named.names})
        for named in read_gazetteer(path, columns=columns, on_error=lambda error: None)
    ]


def test_a_file_is_told_copied_and_listed(tmp_path, home):
    file = written(tmp_path, "villages.csv", PLAIN)
    added = add(file, folder=home)
    assert added.taken_for == {"name": "name", "lat": "lat", "lon": "lon"}
    assert (added.entry.name, added.entry.rows, added.entry.skipped, added.replaced) == (
        "villages.csv", 2, 2, False,
    )  # fmt: skip
    assert [problem.line for problem in added.problems] == [4, 5]
    assert str(added.problems[1]) == f"{file}:5: latitude is 95, expected -90 to 90"
    file.unlink()
    assert registered(home) == (added.entry,)
    assert kept_file(added.entry, home).read_text("utf-8") == PLAIN
    assert state(added.entry, home) == "whole"


@pytest.mark.parametrize("row", ["Dorf;Breite;Hoehe", "x;y;label"])
def test_a_file_that_cannot_be_told_is_not_added(tmp_path, home, row):
    with pytest.raises(DataError, match="no column was recognised"):
        add(written(tmp_path, "q.csv", f"{row}\nMisal;35.9;36.4\n"), columns={}, folder=home)
    assert registered(home) == () and not home.exists()


def test_a_file_without_one_good_row_is_not_added(tmp_path, home):
    with pytest.raises(DataError, match=r"none of its rows can be used .*latitude is 95.*nothing was added"):
        add(written(tmp_path, "q.csv", "name,lat,lon\nFar,95,36\n"), folder=home)
    assert registered(home) == ()


MAPPED = {
    "semicolons": (
        "q.csv",
        "Dorf;arabisch_alt;Breite;Laenge;lat;adm1_en;Code;Leute\n"
        "Misal Kabir;مثال|Mithal;35,91;36,41;1;Idlib;SY070301;2 100\n",
        {"name": "Dorf", "lat": "Breite", "lon": "Laenge", "pcode": "Code", "population": "Leute"},
    ),
    "areas": (
        "q.geojson",
        json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"label, long": "Misal", "name": "wrong", "sort": "district"},
             "geometry": {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 35]]]}},
            {"type": "Feature", "properties": {"label, long": "Point Misal", "sort": "camp"},
             "geometry": {"type": "Point", "coordinates": [36.5, 35.5]}},
        ]}),
        {"name": "label, long", "kind": "sort"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MAPPED)
def test_the_kept_copy_of_a_mapped_file_says_the_same_without_the_mapping(tmp_path, home, kind):
    name, text, columns = MAPPED[kind]
    file = written(tmp_path, name, text)
    added = add(file, columns=columns, folder=home)
    copy = kept_file(added.entry, home)
    assert copy.name == "q.csv" and added.entry.columns == columns
    assert bare(copy) == bare(file, columns)
    place, names = bare(copy)[0]
    if kind == "semicolons":
        assert (place.name, place.lat, place.lon, place.pcode, place.population) == (
            "Misal Kabir", 35.91, 36.41, "SY070301", 2100,
        )  # fmt: skip
        assert names == {"Misal Kabir", "مثال", "Mithal"} and place.admin1 == "Idlib"
    else:
        assert (place.name, place.kind, place.bbox) == ("Misal", "district", (36, 35, 37, 36))
        assert bare(copy)[1][0].kind == "site"


def test_a_mapping_to_nothing_is_refused(tmp_path, home):
    file = written(tmp_path, "q.csv", PLAIN)
    with pytest.raises(UsageError, match="altitude: no use of a column; the uses are name, lat"):
        add(file, columns={"altitude": "lat"}, folder=home)
    with pytest.raises(DataError, match="there is no column Dorf; the columns are name, lat, lon"):
        add(file, columns={"name": "Dorf"}, folder=home)


def test_kept_files_go_before_given_ones_and_none_is_used_twice(tmp_path, home):
    one, two = written(tmp_path, "one.csv", PLAIN), written(tmp_path, "two.csv", PLAIN + "B,35,36\n")
    assert with_registered([one, two], home) == [one, two]
    entry = add(one, folder=home).entry
    same = written(tmp_path / "elsewhere", "renamed.csv", PLAIN)
    assert with_registered([one, two, same], home) == [kept_file(entry, home), two]


def test_a_name_is_kept_once_and_can_be_taken_out(tmp_path, home):
    add(written(tmp_path, "one.csv", PLAIN), folder=home)
    again = add(written(tmp_path, "one.csv", PLAIN + "Misal Third,35.8,36.3\n"), folder=home)
    assert again.replaced and registered(home) == (again.entry,) and again.entry.rows == 3
    with pytest.raises(UsageError, match=r"no gazetteer 'two.csv' was added; there are one.csv"):
        remove("two.csv", folder=home)
    assert remove("one.csv", folder=home) == again.entry
    assert registered(home) == () and with_registered([], home) == []
    assert not kept_file(again.entry, home).exists() and (tmp_path / "one.csv").exists()


def test_what_was_changed_or_lost_in_the_data_folder_is_told(tmp_path, home, caplog):
    entry = add(written(tmp_path, "one.csv", PLAIN), folder=home).entry
    kept_file(entry, home).write_text("name,lat,lon\n")
    assert state(entry, home) == "changed"
    kept_file(entry, home).unlink()
    assert state(entry, home) == "missing" and with_registered([], home) == []
    assert "one.csv: the gazetteer was added, but its file is gone; add it again" in caplog.text
    (home / "registered.json").write_text("{")
    with pytest.raises(ReadError, match="list of added gazetteers cannot be read"):
        registered(home)


def test_a_hostile_list_reaches_no_file_outside_the_folder(tmp_path, home):
    entry = add(written(tmp_path, "one.csv", PLAIN), folder=home).entry
    assert kept_file(replace(entry, name="../../../etc/passwd"), home) == home / "files" / "passwd"
