"""Borders of units, fetched from a server of our own that has what the test makes, faults included."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from click.testing import CliRunner

from geo.areas import area
from geo.boundaries import Borders, install_borders
from geo.errors import DatelineError, UsageError
from geo.gazetteer import Gazetteer
from geo.install import registered
from maps.cli import main

UNITS = [
    # name, name_ar, iso_a2, gn_a1_code, gn_id, wikidataid, west, east
    ("Idlib", "محافظة إدلب", "SY", "SY.12", 169387, "Q164064", 36.0, 37.0),
    ("Ar Raqqah", "الرقة", "SY", "SY.04", -99, "", 38.0, 39.5),
    ("Ninawa", "نينوى", "IQ", "IQ.15", 99532, "", 41.5, 44.0),
]


def natural_earth(folder: Path) -> bytes:
    """Return a zip with a shapefile as Natural Earth makes them."""
    rows = [dict(zip(("name", "name_ar", "iso_a2", "gn_a1_code", "gn_id", "wikidataid"), u, strict=False))
            for u in UNITS]  # fmt: skip
    shapes = [shapely.box(west, 35, east, 36) for *_, west, east in UNITS]
    frame = geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326)
    made = folder / "made"
    made.mkdir()
    frame.to_file(made / "ne_10m_admin_1_states_provinces.shp", encoding="utf-8")
    return zipped({path.name: path.read_bytes() for path in made.iterdir()})


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def geoboundaries(name: str = "Idlib Governorate", group: str = "SYR") -> str:
    facts = {"shapeName": name, "shapeISO": "SY-ID", "shapeGroup": group, "shapeType": "ADM1"}
    square = json.loads(shapely.to_geojson(shapely.box(36, 35, 37, 36)))
    feature = {"type": "Feature", "geometry": square, "properties": facts}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


class Site:
    """A folder that is served: files to put in, requests that came."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, []  # type: ignore[var-annotated]
        folder.mkdir()
        site = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *args: Any) -> None:
                super().__init__(*args, directory=str(folder))

            def do_GET(self) -> None:
                site.asked.append(self.path)
                if (cut := folder / (self.path.strip("/") + ".cut")).exists():
                    data = cut.read_bytes()
                    self.send_response(200)
                    self.send_header("Content-Length", str(2 * len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                    return
                super().do_GET()

            def log_message(self, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def put(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def about(self, code: str = "SYR", **more: Any) -> None:
        """Put what the API of geoBoundaries says of a country."""
        told = {"boundaryLicense": "CC BY 3.0 IGO", "boundarySource": "OCHA",
                "simplifiedGeometryGeoJSON": f"{self.url}/{code}.geojson"}  # fmt: skip
        self.put(f"{code}/ADM1/index.html", json.dumps(told | more))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    world = Gazetteer().file
    cache = tmp_path / "cache" / "dateline"
    cache.mkdir(parents=True)
    (cache / world.name).symlink_to(world)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    served = Site(tmp_path / "site")
    threading.Thread(target=served.http.serve_forever, args=(0.01,), daemon=True).start()
    yield served
    served.http.shutdown()
    served.http.server_close()


def installed(site: Site, *codes: str, source: str = "natural-earth", **options: Any) -> dict[str, Any]:
    base = f"{site.url}/ne.zip" if source == "natural-earth" else site.url
    return dict(install_borders(codes, source=source, base=base, seconds=5, **options))


def left(tmp_path: Path) -> list[str]:
    """Return what stands in the folders of data and downloads, beside lock files."""
    files = [*(tmp_path / "data").rglob("*"), *(tmp_path / "cache").rglob("downloads/**/*")]
    return sorted(p.name for p in files if p.is_file() and p.suffix != ".lock")


# --- what comes ---


def test_natural_earth_draws_the_units_that_are_known(site: Site, tmp_path: Path) -> None:
    body = natural_earth(tmp_path)
    site.put("ne.zip", body)
    found = installed(site, "SY", "iq", checksum=sha256(body).hexdigest())
    assert {code: borders.added.entry.rows for code, borders in found.items()} == {"SY": 2, "IQ": 1}
    assert found["SY"].licence.startswith("Natural Earth, public domain")
    assert site.asked == ["/ne.zip"]  # once for all countries
    assert left(tmp_path) == ["natural-earth-IQ.geojson", "natural-earth-SY.geojson", "registered.json"]
    gazetteer = Gazetteer.open()
    for id, west, east in (
        ("sy-idlib-gov", 36, 37),
        ("sy-raqqa-gov", 38, 39.5),
        ("iq-nineveh-gov", 41.5, 44),
    ):
        unit = gazetteer.place(id)
        assert unit is not None
        shape, approximate = area(unit, gazetteer)
        assert not approximate and shape.equals(shapely.box(west, 35, east, 36))
    idlib = gazetteer.place("sy-idlib-gov")
    assert idlib is not None and (idlib.geonameid, idlib.wikidata) == (169387, "Q164064")
    assert [e.source for e in registered()] == [f"{site.url}/ne.zip"] * 2


def test_geoboundaries_comes_country_by_country_with_its_licence(site: Site, tmp_path: Path) -> None:
    site.about()
    site.put("SYR.geojson", geoboundaries())
    found = installed(site, "SY", source="geoboundaries")
    assert found["SY"].licence == "geoBoundaries, CC BY 3.0 IGO; OCHA"
    assert left(tmp_path) == ["geoboundaries-SY.geojson", "registered.json"]
    gazetteer = Gazetteer.open()
    unit = gazetteer.place("sy-idlib-gov")
    assert unit is not None and area(unit, gazetteer) == (shapely.box(36, 35, 37, 36), False)


# --- what goes wrong ---


def faults(site: Site, tmp_path: Path) -> dict[str, tuple[bytes, str]]:
    return {
        "no zip": (b"<html>Sign in</html>", "is no zip that can be read"),
        "a zip of something else": (zipped({"a.txt": b"x"}), "holds no .shp, .shx, .dbf but a.txt"),
        "a bomb": (
            zipped({f"a{s}": bytes(5_000_000) for s in (".shp", ".shx", ".dbf")}),
            "as a zip bomb does, and is refused",
        ),
        "no shapefile": (
            zipped({f"a{s}": b"nonsense" for s in (".shp", ".shx", ".dbf")}),
            "is no shapefile that can be read",
        ),
    }  # fmt: skip


@pytest.mark.parametrize("fault", ["no zip", "a zip of something else", "a bomb", "no shapefile"])
def test_a_file_that_is_none_is_told_and_nothing_is_kept(site: Site, tmp_path: Path, fault: str) -> None:
    body, message = faults(site, tmp_path)[fault]
    site.put("ne.zip", body)
    found = installed(site, "SY", "IQ")
    assert [message in str(error) for error in found.values()] == [True, True]
    assert left(tmp_path) == []


def test_a_shapefile_of_another_kind_is_told(site: Site, tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"colour": ["red"]}, geometry=[shapely.Point(1, 2)], crs=4326)
    frame.to_file(tmp_path / "a.shp")
    site.put("ne.zip", zipped({p.name: p.read_bytes() for p in tmp_path.glob("a.*")}))
    assert "is it Natural Earth's admin-1 file?" in str(installed(site, "SY")["SY"])
    assert left(tmp_path) == []


def test_a_wrong_checksum_and_a_file_too_large_leave_nothing(site: Site, tmp_path: Path) -> None:
    site.put("ne.zip", natural_earth(tmp_path))
    assert "its SHA-256 is" in str(installed(site, "SY", checksum="0" * 64)["SY"])
    assert "is larger than 100 bytes" in str(installed(site, "SY", most_packed=100)["SY"])
    assert "unpacks to more than 10 bytes" in str(installed(site, "SY", most_unpacked=10)["SY"])
    assert left(tmp_path) == []


def test_a_cut_connection_is_told_and_the_next_run_succeeds(site: Site, tmp_path: Path) -> None:
    body = natural_earth(tmp_path)
    cut = site.put("ne.zip.cut", body[:300])
    assert "bytes are kept: run the same command again" in str(installed(site, "SY")["SY"])
    assert [name for name in left(tmp_path) if name.endswith(".part")] == [".units.zip.part"]
    cut.unlink()
    site.put("ne.zip", body)
    assert isinstance(installed(site, "SY")["SY"], Borders)


def test_a_country_that_is_not_there_leaves_the_others(site: Site, tmp_path: Path) -> None:
    site.put("ne.zip", natural_earth(tmp_path))
    found = installed(site, "GE", "SY")
    assert "has no first-order units of GE; try geoboundaries" in str(found["GE"])
    assert isinstance(found["SY"], Borders)
    site.about()
    site.put("SYR.geojson", geoboundaries())
    found = installed(site, "GE", "SY", source="geoboundaries")
    assert "the server answers 404" in str(found["GE"]) and isinstance(found["SY"], Borders)


@pytest.mark.parametrize(
    ("about", "body", "message"),
    [
        ({"simplifiedGeometryGeoJSON": "file:///etc/hostname"}, "", "does not tell where the borders are"),
        ({"boundaryLicense": None}, "{", "is no GeoJSON of geoBoundaries"),
        ({}, '{"features": 3}', "is no GeoJSON of geoBoundaries"),
        ({}, '{"features": [{"properties": {"shapeName": "x"}}]}', "is no GeoJSON of geoBoundaries"),
        ({}, geoboundaries(group="IRQ"), "has no first-order units of SY"),
        ({}, geoboundaries(name=""), "none of its rows can be used"),
    ],
)
def test_answers_of_geoboundaries_that_cannot_be_used_are_told(
    site: Site, tmp_path: Path, about: dict[str, Any], body: str, message: str
) -> None:
    site.about(**about)
    site.put("SYR.geojson", body)
    found = installed(site, "SY", source="geoboundaries")["SY"]
    assert isinstance(found, DatelineError) and message in str(found)
    assert left(tmp_path) == []


def test_a_full_disk_is_told(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("ne.zip", natural_earth(tmp_path))

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert "the disk is full; make room and run the same command again" in str(installed(site, "SY")["SY"])
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"source": "somewhere"}, "there are natural-earth, geoboundaries"),
        ({"source": "natural-earth", "base": "file:///x"}, "expected http:// or https://"),
    ],
)
def test_what_cannot_be_asked_is_refused(site: Site, arguments: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        list(install_borders(["SY"], **arguments))  # type: ignore[arg-type]
    assert site.asked == []


# --- the command ---


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def test_the_command_fetches_places_and_borders_and_tells_the_licence(site: Site, tmp_path: Path) -> None:
    row = "990000001|Zzumbarak|Zzumbarak||35.2|38.1|P|PPL|SY||04||||0||400|Asia/Damascus|2020-01-01\n"
    site.put("SY.zip", zipped({"SY.txt": row.replace("|", "\t").encode()}))
    body = natural_earth(tmp_path)
    site.put("ne.zip", body)
    command = ("gazetteer", "install", "SY", "--from", site.url, "--areas", "natural-earth")
    digest = f"areas={sha256(body).hexdigest()}"
    done = run(*command, "--areas-from", f"{site.url}/ne.zip", "--sha256", digest)
    assert done.exit_code == 0, done.stderr
    assert (
        "geonames-SY.txt: rows taken 1" in done.stdout
        and "natural-earth-SY.geojson: rows taken 2" in done.stdout
    )
    assert (
        done.stderr
        == "note: borders of SY: Natural Earth, public domain (https://www.naturalearthdata.com)\n"
    )
    again = run(*command, "--areas-from", f"{site.url}/gone.zip")
    assert again.exit_code == 1 and "not installed: borders of SY" in again.stderr
    assert run("gazetteer", "remove", "natural-earth-SY.geojson").exit_code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--areas", "osm"), "'osm' is not one of"),
        (("--areas-from", "http://127.0.0.1/x"), "--areas-from says nothing without --areas"),
        (("--areas", "natural-earth", "--areas-from", "ftp://x/y"), "expected http:// or https://"),
    ],
)
def test_an_option_that_cannot_be_followed_asks_nobody(
    site: Site, options: tuple[str, ...], message: str
) -> None:
    done = run("gazetteer", "install", "SY", "--from", site.url, *options)
    assert done.exit_code == 2 and message in done.stderr and site.asked == []
