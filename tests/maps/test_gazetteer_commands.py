"""`dateline gazetteer add, install, remove`: what they say, what they keep, what later runs know."""

from __future__ import annotations

import json
import threading
import zipfile
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.caching import names_file
from geo.gazetteer import Gazetteer
from maps.cli import main
from tests.geo.stub import nominatim, serving
from tests.maps import unpacked

VILLAGES = "name,lat,lon,country\nZzumbarak Misal,35.91,36.41,SY\n,35.9,36.4,SY\n"


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def geonames(id, name, lat, lon, others=""):
    """Return a row of a GeoNames dump: its nineteen columns."""
    row = (id, name, name, others, lat, lon, "P", "PPL", "SY", "", "12", "", "", "", 0, "", 400,
           "Asia/Damascus", "2020-01-01")  # fmt: skip
    return "\t".join(map(str, row)) + "\n"


DUMP = geonames(990000001, "Zzumbarak Far", 35.2, 38.1, "زمبرك") + geonames(990000002, "Bad", 99, 38)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Keep data and downloads in a folder of the test, beside the index of the world as it is."""
    world = Gazetteer().file
    cache = tmp_path / "cache" / "dateline"
    cache.mkdir(parents=True)
    for file in (world, names_file(world)):
        (cache / file.name).symlink_to(file)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path


@pytest.fixture
def site(home):
    """Serve a folder that has SY.zip; return the folder and its address."""
    folder = home / "site"
    folder.mkdir()
    (folder / "SY.zip").write_bytes(zipped(SY=DUMP))

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # a client that hangs up is what is tested
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def zipped(**dumps):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for code, text in dumps.items():
            archive.writestr(f"{code}.txt", text)
    return packed.getvalue()


def kept(home):
    """Return what stands in the folders of data and downloads, beside locks and the index."""
    files = [*(home / "data").rglob("*"), *(home / "cache").rglob("downloads/*")]
    return sorted(p.name for p in files if p.is_file() and p.suffix != ".lock")


def test_a_village_that_is_added_is_known_to_later_runs_until_it_is_taken_out(home):
    file = home / "villages.csv"
    file.write_text(VILLAGES)
    assert run("geocode", "Zzumbarak Misal", "--country", "SY").exit_code == 1
    done = run("gazetteer", "add", file)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "name          name", "lat           lat", "lon           lon", "country       country",
        "villages.csv: rows taken 1, skipped 1; added for all later runs",
    ]  # fmt: skip
    assert done.stderr == f"skipped: {file}:3: the row has no name\n"
    for more in ((), ("--gazetteer", file)):  # given again it is still one place
        found = json.loads(run("geocode", "Zzumbarak Misal", "--country", "SY", "--json", *more).stdout)
        assert (found["lon"], found["lat"], found["alternatives"]) == (36.41, 35.91, [])
    (entry,) = json.loads(run("gazetteer", "info", "--json").stdout)["added"]
    assert (entry["name"], entry["rows"], entry["file"]) == ("villages.csv", 1, "whole")
    assert entry["sha256"] == sha256(VILLAGES.encode()).hexdigest()
    assert f"SHA-256 {entry['sha256']}" in run("gazetteer", "info").stdout
    assert run("gazetteer", "remove", "villages.csv").stdout == "villages.csv: taken out\n"
    assert run("geocode", "Zzumbarak Misal", "--country", "SY").exit_code == 1


def test_columns_are_asked_for_and_taken(home):
    file = home / "doerfer.csv"
    file.write_text("Dorf;Hoch;Rechts\nZzumbarak;35,9;36,4\n")
    refused = run("gazetteer", "add", file)
    assert refused.exit_code == 2
    assert (
        "the columns are Dorf, Hoch, Rechts. Say which they are: --columns name=COLUMN,lat=" in refused.stderr
    )
    done = run("gazetteer", "add", file, "--columns", "name=Dorf,lat=Hoch", "--columns", "lon=Rechts")
    assert done.stdout.splitlines()[0] == "name          Dorf"
    found = json.loads(run("geocode", "Zzumbarak", "--json").stdout)
    assert (found["name"], found["lon"], found["lat"]) == ("Zzumbarak", 36.4, 35.9)


@pytest.mark.parametrize("given", ["name", "name=", "=Dorf"])
def test_a_mapping_that_is_none_is_refused_with_an_example(given):
    assert "is not USE=COLUMN, for example name=Village" in run(
        "gazetteer", "add", "x.csv", "--columns", given
    ).stderr.replace("\n", " ")


def test_a_country_is_fetched_and_known(home, site):
    folder, url = site
    digest = sha256((folder / "SY.zip").read_bytes()).hexdigest()
    done = run("gazetteer", "install", "sy", "--from", url, "--sha256", digest)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "geonames-SY.txt: rows taken 1, skipped 1; added for all later runs\n"
    assert kept(home) == ["geonames-SY.txt", "registered.json"]
    found = json.loads(run("geocode", "زمبرك", "--json").stdout)
    assert (found["name"], found["geonameid"], found["lat"]) == ("Zzumbarak Far", 990000001, 35.2)


def test_one_country_that_fails_leaves_the_others(home, site):
    done = run("gazetteer", "install", "IQ", "SY", "--from", site[1])
    assert done.exit_code == 1
    assert f"error: {site[1]}/IQ.zip: the server answers 404" in done.stderr
    assert "not installed: IQ" in done.stderr and "geonames-SY.txt: rows taken 1," in done.stdout


FAULTS = {
    "wrong checksum": (None, ("--sha256", "SY=" + "0" * 64), "its SHA-256 is"),
    "no zip": (b"<html>Sign in</html>", (), "is no zip that can be read"),
    "a bomb": (zipped(SY="0" * 5_000_000), (), "as a zip bomb does, and is refused"),
    "another country": (zipped(IQ=DUMP), (), "holds no SY.txt but IQ.txt"),
    "no dump": (zipped(SY="hello\n"), (), "no column was recognised for a name"),
    "too large": (b"0" * 1_000_001, ("--max-mb", "1"), "is larger than 1,000,000 bytes"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_nothing_is_kept(home, site, fault):
    body, options, message = FAULTS[fault]
    folder, url = site
    if body is not None:
        (folder / "SY.zip").write_bytes(body)
    done = run("gazetteer", "install", "SY", "--from", url, *options)
    assert done.exit_code == 1 and message in done.stderr
    assert kept(home) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Syria",), "'SYRIA' is no code of two letters"),
        (("SY", "--from", "file:///srv/dumps"), "expected http:// or https://"),
        (("SY", "--sha256", "12"), "is not CC=HEX"),
    ],
)
def test_a_command_that_cannot_be_run_asks_nobody(home, arguments, message):
    done = run("gazetteer", "install", *arguments)
    assert done.exit_code == 2 and message in done.stderr and kept(home) == []


@pytest.mark.parametrize("command", ["add", "install", "remove"])
def test_help_teaches_by_example(command):
    assert f"dateline gazetteer {command} " in run("gazetteer", command, "--help").stdout.split("Examples")[1]


def test_reference_gazetteers_need_no_flags(home):
    folder = Path(__file__).parents[2] / "../shared/gazetteers"
    if not folder.exists():
        pytest.skip("the reference gazetteers are not here")
    for name in ("caucasus_villages.csv", "iraq_dtm_places.csv", "syr_admin1.geojson", "syr_communities.csv"):
        done = run("gazetteer", "add", folder / name)
        assert done.exit_code == 0 and f"{name}: " in done.stdout.splitlines()[-1]


# --- online ---


@pytest.fixture
def stub(home):
    with serving() as server:
        server.answer = [nominatim("Zzumbarak", 36.5, 35.9, id=77)]
        yield server


def test_geocode_asks_online_only_when_told_to_and_says_whom(stub):
    asked = ("geocode", "Zzumbarak", "--country", "SY")
    assert run(*asked).exit_code == 1 and stub.asked == []
    done = run(*asked, "--online", "nominatim", "--online-server", stub.url)
    assert done.exit_code == 0
    line, *_ = done.stdout.splitlines()
    assert line.startswith(
        "Zzumbarak: Zzumbarak (village, Idlib Governorate, SY)  lon 36.50000 lat 35.90000 ±2 km"
    )
    assert "[osm-n77; Nominatim/OpenStreetMap, 20" in line and line.endswith("ODbL 1.0); 0.85]")
    assert done.stderr == (
        "note: Nominatim: 1 name asked, 0 known from before, 1 found; where you publish, credit "
        "© OpenStreetMap contributors, ODbL 1.0 (https://www.openstreetmap.org/copyright)\n"
    )
    again = run(*asked, "--online", "nominatim", "--online-server", stub.url, "--json")
    found = json.loads(again.stdout)
    assert (found["place_id"], found["rule"]) == ("osm-n77", "online") and "ODbL" in found["source"]
    assert "0 names asked, 1 known from before" in again.stderr and stub.names == ["Zzumbarak"]


def test_geocode_goes_on_without_a_service_that_refuses(stub):
    stub.status = 403
    done = run("geocode", "Zzumbarak", "Raqqa", "Zzumtwo", "--online", "photon", "--online-server", stub.url)
    assert done.exit_code == 1
    assert "Raqqa: Raqqa (city" in done.stdout and len(stub.asked) == 1
    assert (
        f"error: {stub.url}: Photon refuses to answer (HTTP Error 403: Forbidden); see https://photon"
        in done.stderr
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--online", "geonames"), "give --online-user NAME"),
        (("--online-user", "me"), "--online-user says nothing without --online"),
        (("--online", "nominatim", "--online-server", "ftp://x"), "expected http:// or https://"),
        (("--online", "google"), "'google' is not one of"),
    ],
)
def test_an_online_option_that_cannot_be_followed_is_refused(stub, options, message):
    done = run("geocode", "Zzumbarak", *options)
    assert done.exit_code == 2 and message in done.stderr and stub.asked == []


def written(file):
    """Return all that stands in a file, a page's packed reports too."""
    return unpacked.text(file.read_text()) if file.suffix == ".html" else file.read_text()


@pytest.mark.parametrize("command", ["extract", "export", "map"])
def test_a_text_is_filled_in_from_online_only_when_told_to(home, stub, command):
    report = home / "report.txt"
    report.write_text(
        "Hay'at Tahrir al-Sham controls the village of Zzumbarak in Idlib province, near Jisr al-Shughur.\n"
    )
    target = home / {"extract": "out.jsonl", "export": "out.geojson", "map": "out.html"}[command]
    done = run(command, report, "-o", target)
    mark = "by Nominatim/OpenStreetMap, 20" if command == "map" else "osm-n77"
    assert done.exit_code == 0 and stub.asked == [] and mark not in written(target)
    stub.answer = [nominatim("Zzumbarak", 36.4, 35.85, id=77)]
    done = run(command, report, "-o", target, "--online", "nominatim", "--online-server", stub.url)
    assert done.exit_code == 0, done.stderr
    assert stub.names == ["Zzumbarak"] and mark in written(target)
    assert "credit © OpenStreetMap" in done.stderr
    if command == "map":
        assert "Places found online: © OpenStreetMap contributors, ODbL 1.0" in written(target)
    stub.status, text = 429, report.read_text().replace("Zzumbarak", "Zzumtwo")
    report.write_text(text)
    done = run(command, report, "-o", target, "--online", "nominatim", "--online-server", stub.url)
    assert done.exit_code == 1 and "asked too often" in done.stderr and target.exists()
