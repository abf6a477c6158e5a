"""Online services: asked only on request, once a second at most, remembered; told when they refuse."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from geo import geoparse
from geo.answers import DAY, Answers
from geo.errors import ServiceError, UsageError
from geo.gazetteer import Gazetteer
from geo.online import Online
from tests.geo.stub import Stub, nominatim, serving

ZZUM = nominatim("Zzumbarak", 36.5, 35.9, id=77)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as server:
        server.answer = [ZZUM]
        yield server


def online(stub: Stub, folder: Path, provider: str = "nominatim", **options: Any) -> Online:
    return Online(provider, server=stub.url, cache=folder, **{"between": 0.0, "timeout": 2.0, **options})


def today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())


# --- answers ---


def test_nominatim_answers_with_a_place_its_source_and_its_doubt(stub: Stub, tmp_path: Path) -> None:
    (found,) = online(stub, tmp_path).find("zzumbarak", ["SY"])
    place = found.place
    assert (found.rule, found.score, found.name) == ("online", 0.85, "Zzumbarak")
    assert (place.id, place.name, place.lon, place.lat, place.kind) == (
        "osm-n77",
        "Zzumbarak",
        36.5,
        35.9,
        "village",
    )
    assert (place.country, place.admin1, place.radius) == ("SY", "Idlib Governorate", 2_000)
    assert place.source == f"Nominatim/OpenStreetMap, {today()} (© OpenStreetMap contributors, ODbL 1.0)"
    ((_, path, query, headers),) = stub.asked
    assert path == "/search" and query["q"] == ["zzumbarak"] and query["countrycodes"] == ["sy"]
    assert headers["user-agent"].startswith("dateline/")


def test_photon_and_geonames_answer_too(stub: Stub, tmp_path: Path) -> None:
    facts = {"osm_type": "W", "osm_id": 5, "osm_key": "place", "osm_value": "town", "name": "Zzumbarak",
             "countrycode": "SY", "state": "Idlib", "extent": [36.4, 36.0, 36.6, 35.8]}  # fmt: skip
    point = {"type": "Point", "coordinates": [36.5, 35.9]}
    stub.answer = {"features": [{"type": "Feature", "geometry": point, "properties": facts}]}
    (found,) = online(stub, tmp_path, "photon").find("Zzumbarak", ["SY"])
    assert (found.place.id, found.place.kind, found.place.country) == ("osm-w5", "town", "SY")
    assert found.place.radius == pytest.approx(14_330, rel=0.01)  # half the diagonal of its extent
    assert found.place.source.startswith("Photon/OpenStreetMap, ")
    facts = {"geonameId": 9, "name": "Zzumbarak", "toponymName": "Zzumbarāk", "lat": "35.9", "lng": "36.5"}
    facts |= {"fcl": "P", "fcode": "PPL", "countryCode": "SY", "adminCode1": "12", "population": 12000}
    stub.answer = {"geonames": [facts]}
    (found,) = online(stub, tmp_path, "geonames", user="me").find("Zzumbarak")
    assert (found.place.id, found.place.kind, found.place.admin_code) == ("gn-9", "town", "SY.12")
    assert found.place.source.startswith("GeoNames, ") and found.place.source.endswith(
        "(GeoNames, CC BY 4.0)"
    )
    assert stub.asked[-1][1] == "/searchJSON" and stub.asked[-1][2]["username"] == ["me"]


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (nominatim("Zzumbarak", 36, 35), 0.85),
        (nominatim("Zumbaraq", 36, 35), 0.8),
        (nominatim("Something else", 36, 35), None),  # services answer with what is near
        (nominatim("Zzumbarak", 36, 35, key="shop", value="bakery"), None),
        (nominatim("Zzumbarak", 36, 35, key="highway", value="residential"), None),
        (nominatim("Zzumbarak", 36, 35, country="iq"), None),  # not in the country asked for
        (nominatim("Zzumbarak", 236, 35), None),
        ({"osm_id": "x", "display_name": "Zzumbarak"}, None),
        ({"display_name": "Zzumbarak"}, None),
    ],
)
def test_only_a_place_of_that_name_is_an_answer(
    stub: Stub, tmp_path: Path, answer: dict[str, Any], score: float | None
) -> None:
    named = {"namedetails": {"name": "x", "name:en": "Zzumbarak"}}
    stub.answer = [answer, nominatim("Zz", 36.9, 35.9, id=2, **named)]
    found = online(stub, tmp_path).find("Zzumbarak", ["SY"])
    assert [c.score for c in found if c.place.lon == 36.9] == [0.85]  # the others are read all the same
    assert [c.score for c in found if c.place.lon != 36.9] == ([] if score is None else [score])


def test_a_boundary_is_the_unit_that_its_address_type_says(stub: Stub, tmp_path: Path) -> None:
    kinds = {"state": "governorate", "county": "district", "town": "town", "suburb": "neighbourhood"}
    for nth, told in enumerate(kinds):
        name = f"Zzumbarak{'abcd'[nth]}"
        stub.answer = [nominatim(name, 36, 35, key="boundary", value="administrative", addresstype=told)]
        assert [c.place.kind for c in online(stub, tmp_path).find(name)] == [kinds[told]]


def test_names_of_hostile_answers_are_made_plain(stub: Stub, tmp_path: Path) -> None:
    stub.answer = [
        nominatim("Zzum\x1b[31m\u202ebarak" + "x" * 1000, 36, 35) | {"namedetails": {"a": "Zzumbarak"}}
    ]
    (found,) = online(stub, tmp_path).find("Zzumbarak")
    assert (
        "\x1b" not in found.place.name and "\u202e" not in found.place.name and len(found.place.name) <= 200
    )


# --- kept ---


def test_answers_and_misses_are_asked_once(stub: Stub, tmp_path: Path) -> None:
    first = online(stub, tmp_path)
    before = first.find("Zzumbarak", ["SY"])
    stub.answer = []
    assert first.find("Zzumnowhere") == []
    again = online(stub, tmp_path)
    assert again.find("ZZUMBARAK", ["sy"]) == before
    assert again.find(" Zzumnowhere ") == []
    assert stub.names == ["Zzumbarak", "Zzumnowhere"]
    assert (first.told.sent, first.told.cached, first.told.found) == (2, 0, 1)
    assert (again.told.sent, again.told.cached, again.told.found) == (0, 2, 1)


def test_a_miss_is_asked_again_after_a_month_and_an_answer_after_a_year(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "online.sqlite")
    answers.keep("s", "here", (), [ZZUM])
    answers.keep("s", "nowhere", (), [])
    for days, kept in ((29, (True, True)), (31, (True, False)), (366, (False, False))):
        with sqlite3.connect(answers.path) as db:
            db.execute("UPDATE answer SET asked=?", (time.time() - days * DAY,))
        db.close()
        assert tuple(answers.known("s", name, ()) is not None for name in ("here", "nowhere")) == kept


def test_other_countries_and_other_servers_are_other_questions(stub: Stub, tmp_path: Path) -> None:
    service = online(stub, tmp_path)
    service.find("Zzumbarak", ["SY"])
    service.find("Zzumbarak", ["IQ"])
    with serving() as other:
        online(other, tmp_path).find("Zzumbarak", ["SY"])
        assert other.names == ["Zzumbarak"]
    assert [query.get("countrycodes") for _, _, query, _ in stub.asked] == [["sy"], ["iq"]]


def test_a_damaged_file_of_answers_is_begun_anew(stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "online.sqlite").write_bytes(b"no database at all" * 100)
    assert len(online(stub, tmp_path).find("Zzumbarak")) == 1
    assert len(online(stub, tmp_path).find("Zzumbarak")) == 1
    assert stub.names == ["Zzumbarak"]


# --- not too often ---


def gaps(stub: Stub) -> list[float]:
    times = sorted(at for at, *_ in stub.asked)
    return [b - a for a, b in pairwise(times)]


def test_threads_are_spaced(stub: Stub, tmp_path: Path) -> None:
    service = online(stub, tmp_path, between=0.15)
    threads = [threading.Thread(target=service.find, args=(f"Zzumbarak{n}",)) for n in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stub.asked) == 4 and min(gaps(stub)) >= 0.14


def test_a_name_asked_by_several_threads_at_once_is_sent_once(stub: Stub, tmp_path: Path) -> None:
    stub.silence = 0.1
    service = online(stub, tmp_path)
    threads = [threading.Thread(target=service.find, args=("Zzumbarak",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stub.names == ["Zzumbarak"] and (service.told.sent, service.told.cached) == (1, 4)


def test_processes_are_spaced(stub: Stub, tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from geo.online import Online
        service = Online(server=sys.argv[1], cache=Path(sys.argv[2]), between=0.3)
        for n in "ab":
            service.find(sys.argv[3] + n)
    """)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    running = [
        subprocess.Popen([sys.executable, "-c", program, stub.url, tmp_path, f"Zzum{n}"], env=environment)
        for n in "ab"
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(stub.asked) == 4 and min(gaps(stub)) >= 0.28


def test_the_public_service_is_never_asked_faster_than_its_policy_allows(tmp_path: Path) -> None:
    assert Online("nominatim", cache=tmp_path, between=0.0)._between == 1.0


# --- refused, silent, wrong ---


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (403, {}, "refuses to answer .*give --online-contact or --online-user, or ask another service"),
        (401, {}, "refuses to answer"),
        (429, {"Retry-After": "120"}, "asked too often .* left alone for 2 minutes"),
        (429, {}, "asked too often .* left alone for 60 minutes"),
    ],
)
def test_a_service_that_refuses_is_left_alone_by_later_runs_too(
    stub: Stub, tmp_path: Path, status: int, headers: dict[str, str], message: str
) -> None:
    service = online(stub, tmp_path)
    service.find("Zzumbarak")
    stub.status, stub.headers = status, headers
    with pytest.raises(ServiceError, match=message):
        service.find("Zzumtwo")
    with pytest.raises(ServiceError, match=message):
        service.find("Zzumthree")
    with pytest.raises(ServiceError, match="it is not asked again before"):
        online(stub, tmp_path).find("Zzumfour")
    assert stub.names == ["Zzumbarak", "Zzumtwo"]
    assert len(service.find("Zzumbarak")) == 1  # what is kept still answers


def test_geonames_says_in_its_answer_that_the_quota_is_used_up(stub: Stub, tmp_path: Path) -> None:
    stub.answer = {"status": {"message": "the hourly limit of 1000 credits has been exceeded", "value": 19}}
    with pytest.raises(ServiceError, match="GeoNames says that it was asked too often"):
        online(stub, tmp_path, "geonames", user="me").find("Zzumbarak")
    stub.answer = {"status": {"message": "user does not exist.", "value": 10}}
    with pytest.raises(ServiceError, match="it is not asked again before"):
        online(stub, tmp_path, "geonames", user="me").find("Zzumbarak")


def test_a_silent_service_is_asked_twice_and_then_not_again(stub: Stub, tmp_path: Path) -> None:
    stub.silence = 0.5
    service = online(stub, tmp_path, timeout=0.1)
    for name in ("Zzuma", "Zzumb", "Zzumc"):
        with pytest.raises(ServiceError, match="does not answer in time; try again later"):
            service.find(name)
    assert stub.names == ["Zzuma", "Zzumb"] and service.failure is not None


@pytest.mark.parametrize(
    "fault", ["no server", "server error", "a page to sign in", "another shape", "a shape with nothing in it"]
)
def test_what_is_no_answer_is_an_error_and_not_kept_as_a_miss(stub: Stub, tmp_path: Path, fault: str) -> None:
    service = online(stub, tmp_path)
    if fault == "no server":
        service = Online(server="http://127.0.0.1:9", cache=tmp_path, between=0.0)
    stub.status = 500 if fault == "server error" else 200
    stub.body = {"a page to sign in": b"<html>Sign in</html>", "another shape": b'"hello"',
                 "a shape with nothing in it": b'[{"a": 1}]'}.get(fault)  # fmt: skip
    with pytest.raises(ServiceError, match=r"Nominatim at http.* cannot be asked"):
        service.find("Zzumbarak")
    stub.status, stub.body = 200, None
    assert len(online(stub, tmp_path).find("Zzumbarak")) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"provider": "google"}, "is no service; there are nominatim, photon, geonames"),
        ({"server": "file:///etc"}, "expected http:// or https://"),
        ({"provider": "geonames"}, "give --online-user NAME"),
        ({"contact": "a\r\nX-Evil: 1"}, "is no contact"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_sent(
    tmp_path: Path, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        Online(cache=tmp_path, **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", " ", "...", "x" * 201])
def test_what_is_no_name_is_not_sent(stub: Stub, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        online(stub, tmp_path).find(name)
    assert stub.asked == []


def test_a_contact_stands_in_the_user_agent(stub: Stub, tmp_path: Path) -> None:
    online(stub, tmp_path, contact="me@example.org").find("Zzumbarak")
    assert stub.asked[0][3]["user-agent"].endswith(" (me@example.org)")


# --- with the gazetteer, in texts ---

TEXT = "Fighters entered the village of Zzumbarak near Jisr al-Shughur, and Zzumbarak burned. Idlib is quiet."


def opened(service: Online | None) -> Gazetteer:
    return Gazetteer(online=service)


def test_a_name_that_the_gazetteer_lacks_is_filled_in_with_doubt(stub: Stub, tmp_path: Path) -> None:
    stub.answer = [nominatim("Zzumbarak", 36.4, 35.85, id=77), nominatim("Zzumbarak", 39.9, 36.9, id=78)]
    found = {t.text: t for t in geoparse(TEXT, opened(online(stub, tmp_path))).toponyms}
    village = found["Zzumbarak"]
    assert village.place is not None
    assert (village.place.id, village.lon, village.precision) == ("osm-n77", 36.4, "settlement")
    assert 0 < village.confidence <= 0.25  # there is another of the name
    assert any(
        reason.startswith("found as 'Zzumbarak' by Nominatim/OpenStreetMap, 20") for reason in village.reasons
    )
    assert [c.place.id for c in village.alternatives][:1] == ["osm-n78"]
    assert stub.names == ["Zzumbarak"] and stub.asked[0][2]["countrycodes"] == [
        "sy"
    ]  # once, and no other name


def test_where_the_text_tells_no_country_a_name_of_several_places_is_left_open(
    stub: Stub, tmp_path: Path
) -> None:
    far = nominatim("Zzumbarak", -70, 10, id=78, country="ve")
    stub.answer = [nominatim("Zzumbarak", 36.4, 35.85, id=77), far]
    text = "Fighters entered the village of Zzumbarak."
    (village,) = geoparse(text, opened(online(stub, tmp_path))).toponyms
    assert village.place is None
    assert [c.place.id for c in village.alternatives][:2] == ["osm-n77", "osm-n78"]


def test_a_text_is_read_to_its_end_where_the_service_fails(stub: Stub, tmp_path: Path) -> None:
    stub.status = 403
    service = online(stub, tmp_path)
    text = TEXT + " Others left the village of Zzumfar."
    found = geoparse(text, opened(service)).toponyms
    assert {t.text for t in found if t.place is not None} == {"Jisr al-Shughur", "Idlib"}
    assert service.failure is not None and len(stub.asked) == 1


def test_without_being_asked_to_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was sent")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    gazetteer = Gazetteer()
    gazetteer.geocode("Zzumbarak, Idlib, Syria")
    assert {t.text for t in geoparse(TEXT, gazetteer).toponyms if t.place is None} == {"Zzumbarak"}
    assert gazetteer.reverse((35.93, 36.63)).address.startswith("Idlib")


def test_with_a_service_only_what_is_lacking_is_sent(stub: Stub, tmp_path: Path) -> None:
    gazetteer = opened(online(stub, tmp_path))
    assert gazetteer.geocode("Raqqa", country="SY").raw["candidate"].place.id == "sy-raqqa"
    geoparse("Fighters left Idlib for Raqqa, and HTS said that Monday was calm.", gazetteer)
    assert stub.asked == []
    found = gazetteer.geocode("Zzumbarak, Idlib, Syria")
    assert found.raw["candidate"].rule == "online" and (found.latitude, found.longitude) == (35.9, 36.5)
    assert json.dumps(stub.names) == '["Zzumbarak, Idlib, Syria"]'
