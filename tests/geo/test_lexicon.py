"""The file of names, places that are read late, and indexes that several processes build."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import caching
from geo.gazetteer import Gazetteer
from geo.index import write
from geo.lexicon import (
    BEGINS,
    ENDS,
    Bearer,
    Lexicon,
    MapDraft,
    Named,
    Sounds,
    bearers,
    bearers_record,
    rows,
    sounds_record,
)
from geo.lexicon import write as write_names
from geo.matching import find
from geo.naming import Draft
from geo.places import Kind, Place
from geo.store import Store
from geo.unread import Unread, unread

SPELLINGS = st.text(
    st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1, max_size=12
)
BEARERS = st.tuples(
    st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.sampled_from([b"SY", b"\0\0"]),
    st.integers(0, 12), st.integers(0, 3), SPELLINGS,
)  # fmt: skip


@given(st.lists(BEARERS, min_size=1, max_size=8))
def test_bearers_come_back_from_their_record_as_they_were(found: list[Bearer]) -> None:
    assert bearers(bearers_record(found)) == found


NAMED = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), SPELLINGS)


@given(st.dictionaries(SPELLINGS, st.lists(NAMED, min_size=1, max_size=4), min_size=1, max_size=8))
def test_sounds_come_back_from_their_record_with_their_names(listed: dict[str, list[Named]]) -> None:
    sounds = Sounds(sounds_record(listed.items()))
    assert {sound: sounds.named(nth) for nth, sound in enumerate(sounds.all)} == listed


@given(st.lists(BEARERS, min_size=1, max_size=8))
def test_rows_are_those_of_the_bearers(found: list[Bearer]) -> None:
    assert rows(bearers_record(found)) == [(bearer[0], bearer[-1]) for bearer in found]


def test_the_longest_key_that_a_text_begins_with_is_found(tmp_path: Path) -> None:
    names, sounds = MapDraft(["raqqa", "homs"]), MapDraft(["SY^r", "SY^rk", "SY^rkb"])
    for key in ("SY^r", "SY^rk", "SY^rkb"):
        sounds.put(key, sounds_record([(key.lower(), [(1, 1, "r")])]))
    names.put("homs", b"one")
    write_names(tmp_path / "some.names", names, sounds)
    read = Lexicon(tmp_path / "some.names")
    for _ in range(2):  # the second time from what is kept
        found = [read.sounds.block(key) for key in ("SY^rks", "SY^rm", "SY^x")]
        assert [lines and lines.all for lines in found] == [["sy^rk"], ["sy^r"], None]
    assert (read.names.get("homs"), read.names.get("raqqa"), read.names.get("hama")) == (b"one", b"", None)


def test_what_is_no_file_of_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.names").write_bytes(b"SQLite format 3\0" * 100)
    with pytest.raises(ValueError, match=r"other\.names is not a file of names"):
        Lexicon(tmp_path / "other.names")


# --- places that are read late ---


@pytest.fixture(scope="module")
def store() -> Store:
    return Store((), None, progress=False)


def raqqa(store: Store) -> tuple[Place, Place]:
    """Return Raqqa unread, and Raqqa as it is."""
    row = store.row_of("sy-raqqa")
    assert row is not None
    return unread(store, row), store.whole(row)


def test_a_place_unread_is_a_place_once_it_is_asked(store: Store) -> None:
    late, whole = raqqa(store)
    assert type(late) is Unread and isinstance(late, Place)
    assert (late.name, late.country, late.precision) == ("Raqqa", "SY", "settlement")
    assert type(late) is Place
    assert late == whole


@pytest.mark.parametrize(
    "ask",
    [
        lambda late, whole: late == whole,
        lambda late, whole: whole == late,
        lambda late, whole: hash(late) == hash(whole),
        lambda late, whole: repr(late) == repr(whole),
        lambda late, whole: late.source == whole.source,
        lambda late, whole: pickle.loads(pickle.dumps(late)) == whole,
        lambda late, whole: replace(late, name="x") == replace(whole, name="x"),
        lambda late, whole: late in {whole},
        lambda late, whole: late != replace(whole, name="x"),
    ],
)
def test_a_place_unread_answers_as_the_place_does(store: Store, ask) -> None:  # type: ignore[no-untyped-def]
    assert ask(*raqqa(store))


def test_a_place_unread_has_no_more_attributes_than_a_place(store: Store) -> None:
    with pytest.raises(AttributeError, match="'Place' has no attribute 'capital'"):
        _ = raqqa(store)[0].capital  # type: ignore[attr-defined]


# --- look-alikes are sought in both indexes ---


def test_names_that_begin_or_end_alike_are_found_in_both_indexes(store: Store) -> None:
    found = store.names.blocks([f"SY{BEGINS}rk", f"SY{ENDS}kr"])
    names = {
        layer.name(number)
        for layer, named in map(found.named, range(len(found.sounds)))
        for number, _, _ in named
        if layer.bearers(number)
    }
    assert {"ar raqqah", "ar rastan", "tartus"} & names == {"ar raqqah", "ar rastan"}
    assert "ras al ayn" in names


def test_names_are_read_as_far_as_they_may_be_among_the_best(store: Store) -> None:
    for asked, country in (("Haseqeh", "SY"), ("Duraykish village", "SY"), ("Tripolli (Libya)", None)):
        everything = find(store.names, asked, country).best(10_000)
        for limit in (1, 5, 20):
            assert find(store.names, asked, country).best(limit) == everything[:limit]


def test_a_town_whose_inhabitants_nobody_gives_goes_before_a_village_of_its_name(tmp_path: Path) -> None:
    kinds: tuple[Kind, ...] = ("governorate", "village", "town")
    places = [Place(f"t-{kind}", "Ziyara", 36, 35, kind, "SY") for kind in kinds]
    drafts = [Draft(row, place, ["Ziyara"]) for row, place in enumerate(places, 1)]
    write(tmp_path / f"world-{caching.world_key()}.sqlite", drafts, {"sources": []})
    write(tmp_path / f"own-{caching.own_key(())}.sqlite", [], {"sources": [], "skipped": {}})
    found = Gazetteer(cache=tmp_path).lookup("Ziyara", country="SY")
    assert [candidate.place.kind for candidate in found] == ["town", "governorate", "village"]


# --- several processes ---


@pytest.mark.parametrize("home", ["", "/somewhere", "  "])
def test_the_cache_is_where_platformdirs_puts_it(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert caching._of_user() == platformdirs.user_cache_path("dateline", appauthor=False)


BUILD = """
import sys, time
from pathlib import Path
from geo import caching
from geo.index import write
from geo.naming import Draft
from geo.places import Kind, Place

def drafts():
    for row in range(1, 300):
        Path(sys.argv[2]).touch()
        time.sleep(float(sys.argv[3]))
        yield Draft(row, Place(f"t-{row}", f"Town {row}", 40, 35, "town", "SY"), [f"Town {row}"])

def build(path):
    print("built", flush=True)
    write(path, drafts(), {})

caching.made(Path(sys.argv[1]), build)
"""


def started(index: Path, sign: Path, pause: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILD, str(index), str(sign), str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_of_processes_that_build_at_once_one_builds_and_all_end_well(tmp_path: Path) -> None:
    index = tmp_path / "some-1.sqlite"
    processes = [started(index, tmp_path / f"sign{n}", 0.002) for n in range(4)]
    told = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert "".join(told) == "built\n"
    assert caching.is_intact(index)


def test_a_builder_that_is_killed_leaves_nothing_that_is_taken_for_an_index(tmp_path: Path) -> None:
    index, sign = tmp_path / "some-1.sqlite", tmp_path / "sign"
    process = started(index, sign, 0.05)
    while not sign.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert not index.exists() and list(tmp_path.glob(".building-*"))
    again = started(index, sign, 0.0)
    assert again.communicate(timeout=120)[0] == "built\n"
    assert caching.is_intact(index)
    assert not list(tmp_path.glob(".building-*"))


@pytest.mark.parametrize("damage", ["cut", "gone", "changed"])
def test_a_damaged_file_of_names_is_noticed(tmp_path: Path, damage: str) -> None:
    index = tmp_path / "some-1.sqlite"
    write(index, [Draft(1, Place("t-1", "Raqqa", 39, 36, "city", "SY"), ["Raqqa", "Rakka"])], {})
    assert caching.is_intact(index)
    names = caching.names_file(index)
    content = names.read_bytes()
    {
        "cut": lambda: names.write_bytes(content[:-1]),
        "gone": names.unlink,
        "changed": lambda: names.write_bytes(content[:-4] + b"\xff" * 4),
    }[damage]()
    assert not caching.is_intact(index)
    assert caching.is_whole(index) is (damage == "changed")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:1024] + b"\xff" * (len(content) - 1024),
        lambda content: content[:-1024] + bytes(1024),
        lambda content: bytes(1024) + content[1024:],
        lambda content: content[: len(content) // 2] + bytes(4096) + content[len(content) // 2 + 4096 :],
    ],
    ids=["all but the beginning", "the end", "the beginning", "the middle"],
)
def test_damage_inside_the_names_is_mended_at_the_first_question_that_meets_it(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    source = Gazetteer().file
    for file in (source, caching.names_file(source)):
        (tmp_path / file.name).symlink_to(file)
    Gazetteer(cache=tmp_path)
    (names,) = (p for p in tmp_path.glob("own-*.names"))
    content = names.read_bytes()
    names.write_bytes(damage(content))
    gazetteer = Gazetteer(cache=tmp_path)
    for name in ("Atma", "Ar-Raqqah", "Duisi", "Hayat Tahrir"):
        gazetteer.lookup(name)
    assert gazetteer.lookup("Atma", country="SY")[0].place.id == "sy-atma"
