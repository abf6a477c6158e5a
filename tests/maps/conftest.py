"""Reports of our own writing, on real places, for the tests of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from geo.places import SCHEMES, Candidate, Place
from layers.reports import Report

YAQUBIYAH_FAR = Place(
    "x:yaqubiyah-far", "Yaqoubyah", 37.87, 36.68, "village", country="Syria", admin1="Aleppo"
)
IDLIB_AREA = {
    "type": "Polygon",
    "coordinates": [
        [
            [36.38, 35.96],
            [36.42, 36.05],
            [36.55, 36.17],
            [36.62, 36.24],
            [36.69, 36.33],
            [36.86, 36.30],
            [36.93, 36.17],
            [36.98, 36.02],
            [37.10, 35.86],
            [37.17, 35.64],
            [37.05, 35.47],
            [36.80, 35.41],
            [36.55, 35.43],
            [36.41, 35.52],
            [36.30, 35.66],
            [36.22, 35.78],
            [36.16, 35.83],
            [36.22, 35.90],
            [36.38, 35.96],
        ]
    ],
}
BORDER = {
    "type": "LineString",
    "coordinates": [
        [36.15, 35.83],
        [36.39, 36.21],
        [36.66, 36.33],
        [36.66, 36.83],
        [37.07, 36.66],
        [38.01, 36.82],
        [39.21, 36.67],
        [40.71, 37.10],
        [42.36, 37.11],
    ],
}


def report(quote: str, actor: str | None, place: str | None, **given: Any) -> Report:
    """Return a report with the defaults of a settlement; the marks are found in the quote."""

    def marked(word: str | None) -> tuple[int | None, int | None]:
        found = quote.find(word) if word else -1
        return (None, None) if found < 0 else (1000 + found, 1000 + found + len(word or ""))

    (actor_start, actor_end), (place_start, place_end) = (
        marked(given.pop("named", actor)),
        marked(given.pop("at", place)),
    )
    precision = given.get("precision", "settlement")
    acled, ucdp = SCHEMES[precision]
    values: dict[str, Any] = {
        "report_id": f"r{abs(hash((quote, actor, place))) % 10**8:08d}",
        "document_id": "d1",
        "title": "Notes of a monitor",
        "url": "https://example.org/notes",
        "published": "2022-07-01",
        "actor": actor,
        "actor_kind": "group" if actor else None,
        "group": None,
        "place": place,
        "place_id": place and f"p:{place}",
        "place_type": "town",
        "country": "Syria",
        "admin1": None,
        "admin2": None,
        "admin3": None,
        "pcode": None,
        "geonameid": None,
        "lon": None,
        "lat": None,
        "relation": "at",
        "part": "",
        "precision": precision,
        "radius_m": 4_000.0,
        "geo_precision": acled,
        "where_prec": ucdp,
        "what": "presence",
        "status": "affirmed",
        "era": "current",
        "claim": "none",
        "when_start": None,
        "when_end": None,
        "when_precision": "none",
        "when_basis": "none",
        "speaker": None,
        "source_chain": (),
        "quote": quote,
        "start": 1000,
        "end": 1000 + len(quote),
        "cue": "",
        "actor_start": actor_start,
        "actor_end": actor_end,
        "place_start": place_start,
        "place_end": place_end,
        "confidence": 0.7,
        "reasons": ("same clause",),
        "alternatives": (),
    }
    return Report(**{**values, **given})


HAD, IS, HTS = "Hurras al-Din", "Islamic State", "Hay'at Tahrir al-Sham"


def until(page: Any, condition: str) -> None:
    """Wait until a condition in JavaScript holds, ten seconds at most.

    Playwright's wait_for_function asks a second time by `eval`, which the page's policy forbids.
    """
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"not within ten seconds: {condition}")


@pytest.fixture(scope="session")
def reports() -> list[Report]:
    """Return a small archive: every layer, every way of drawing, several reports at one place."""
    idlib = {
        "precision": "governorate",
        "radius_m": 60_000.0,
        "lon": 36.65,
        "lat": 35.82,
        "place_type": "governorate",
    }
    rows = [
        report(
            "The fighters of Hurras al-Din still strike in Damascus, but sign nothing.",
            HAD,
            "Damascus",
            what="activity",
            lon=36.29128,
            lat=33.5102,
            radius_m=10_000.0,
            claim="unclaimed",
            place_type="city",
            speaker="a local fighter",
            source_chain=("a local fighter", "the interviewer"),
            confidence=0.86,
        ),
        report(
            "Cells of Hurras al-Din were also said to be at work in Raqqa.",
            HAD,
            "Raqqa",
            what="activity",
            lon=39.00788,
            lat=35.95283,
            radius_m=10_000.0,
            place_type="city",
            admin1="Ar-Raqqah",
        ),
        report(
            "In Raqqa the Islamic State lost its last quarter years ago.",
            IS,
            "Raqqa",
            what="control",
            status="former",
            lon=39.00788,
            lat=35.95283,
            radius_m=10_000.0,
            place_type="city",
            admin1="Ar-Raqqah",
            when_start="2017-10",
            when_precision="month",
            when_basis="text",
            document_id="d2",
            title="A chronicle",
            published="2019-03-02",
            url=None,
        ),
        report(
            "Perhaps a few cells of the Islamic State hide in Raqqa.",
            IS,
            "Raqqa",
            status="uncertain",
            lon=39.00788,
            lat=35.95283,
            radius_m=10_000.0,
            place_type="city",
            admin1="Ar-Raqqah",
            confidence=0.4,
        ),
        report(
            "Hurras al-Din keeps away from Idlib these days.",
            HAD,
            "Idlib",
            status="negated",
            what="activity",
            cue="keeps away from",
            **idlib,
        ),
        report(
            "The Islamic State undertook not to attack in Idlib.",
            IS,
            "Idlib",
            status="negated",
            what="activity",
            **idlib,
        ),
        report("Hay'at Tahrir al-Sham administers Idlib.", HTS, "Idlib", what="control", **idlib),
        report(
            "A commander of the Islamic State was killed in Atma.",
            "Abu Example",
            "Atma",
            actor_kind="person",
            group=IS,
            what="casualty_or_arrest",
            era="past",
            lon=36.68988,
            lat=36.30988,
            radius_m=2_000.0,
            place_type="village",
            admin1="Idlib",
            named="A commander",
        ),
        report(
            "Muslim Example now lives in Al-Yaqubiyah, near Jisr al-Shughur.",
            "Muslim Example",
            "Al-Yaqubiyah",
            actor_kind="person",
            lon=36.31451,
            lat=35.92188,
            radius_m=2_000.0,
            place_type="village",
            admin1="Idlib",
            sensitivity="living_person",
            relation="near",
            alternatives=(Candidate(YAQUBIYAH_FAR, "Yaqoubyah", "skeleton", 0.8),),
        ),
        report(
            "Muslim Example now lives in Al-Yaqubiyah, near Jisr al-Shughur.",
            None,
            "Jisr al-Shughur",
            relation="landmark",
            lon=36.31488,
            lat=35.81427,
            radius_m=4_000.0,
            admin1="Idlib",
        ),
        report(
            "Clashes of Hurras al-Din with Hay'at Tahrir al-Sham shook the road near 'Arab Sa'id.",
            HAD,
            "'Arab Sa'id",
            what="activity",
            era="past",
            precision="near",
            radius_m=15_000.0,
            lon=36.545,
            lat=35.915,
            relation="near",
            place_type="village",
            admin1="Idlib",
        ),
        report(
            "Fighters of the Islamic State held crossings along the Turkish border.",
            IS,
            "Turkish–Syrian border",
            at="Turkish border",
            what="control",
            precision="region",
            radius_m=50_000.0,
            lon=39.2,
            lat=36.7,
            place_type="border",
            country=None,
        ),
        report(
            "A column of Hurras al-Din is moving to the eastern region.",
            HAD,
            "the eastern region",
            what="movement_to",
            precision="region",
            radius_m=110_000.0,
            lon=40.4,
            lat=35.8,
            place_type="region",
        ),
        report(
            "Abu Example is a Chechen from Pankisi.",
            "Abu Example",
            "Pankisi",
            actor_kind="person",
            group=IS,
            what="origin",
            precision="district",
            radius_m=7_000.0,
            lon=45.267,
            lat=42.117,
            place_type="district",
            country="Georgia",
        ),
        report(
            "The detachment of Gelayev meant to seize the airfield near Sochi.",
            "Gelayev detachment",
            "Sochi",
            named="The detachment",
            status="planned",
            what="control",
            precision="near",
            radius_m=25_000.0,
            lon=39.72477,
            lat=43.59699,
            relation="near",
            place_type="city",
            country="Russia",
        ),
        report(
            "Ansar al-Islam came to Syria in 2012.",
            "Ansar al-Islam",
            "Syria",
            what="movement_to",
            precision="country",
            radius_m=300_000.0,
            lon=38.5,
            lat=35.0,
            place_type="country",
            when_start="2012",
            when_basis="text",
        ),
        report(
            "Ansar al-Islam has struck the army more than once.",
            "Ansar al-Islam",
            None,
            what="activity",
            precision="unlocated",
            radius_m=None,
            country=None,
            place_type=None,
        ),
        report(
            "Ansar al-Islam keeps a house in Kafr Nowhere.",
            "Ansar al-Islam",
            "Kafr Nowhere",
            what="base_or_camp",
            precision="unlocated",
            radius_m=None,
            country=None,
            place_type=None,
        ),
    ]
    return [replace(row, report_id=f"r{i:02d}", start=1000) for i, row in enumerate(rows)]


@pytest.fixture(scope="session")
def geometries(reports: list[Report]) -> dict[str, dict[str, Any]]:
    """Return the outline of Idlib (a stand-in, coarse) and of the border, by report id."""
    found: dict[str, dict[str, Any]] = {}
    for row in reports:
        if row.place == "Idlib":
            found[row.report_id] = {
                "type": "Feature",
                "geometry": IDLIB_AREA,
                "properties": {"approximate": True},
            }
        if row.place_type == "border":
            found[row.report_id] = BORDER
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Chromium, or skip: the page's behaviour is only seen in a browser."""
    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed: the page's behaviour is not tested here")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a map with the network off; what goes wrong stands in `.faults`."""
    contexts = []

    def opened(drawn: Any, *, width: int = 1400, height: int = 900, **options: Any) -> Any:
        path = tmp_path / f"map{len(contexts)}.html"
        drawn.save(str(path))
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        faults: list[str] = []

        def route(request: Any) -> None:
            if request.request.url.startswith("file://"):
                request.continue_()
            else:
                faults.append(f"request: {request.request.url}")
                request.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.on(
            "console",
            lambda m: faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.faults = faults
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready=yes]", timeout=10_000, state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
