"""Review in the page, the picture, light and dark, languages, accessibility: in a browser, offline."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from layers.corrections import apply, read_corrections
from layers.layer import ReportLayer
from layers.reports import Report
from maps import draw
from tests.maps.test_page_browser import HOSTILE, SHOWN, look_at, probe

Open = Callable[..., Any]


@pytest.fixture
def page(open_page: Open, reports: list[Report], geometries: dict[str, Any]) -> Any:
    return open_page(draw(reports, title="Two texts", geometries=geometries), accept_downloads=True)


def review(page: Any, place: str) -> Any:
    """Open the card of a place and its review."""
    page.locator(".row", has_text=place).first.click()
    form = page.locator("#dl-card details.review")
    if not form.evaluate("e => e.open"):
        form.locator("summary").click()
    return form


def decisions(page: Any) -> list[dict[str, str]]:
    """Download corrections.csv and return its rows."""
    with page.expect_download() as download:
        page.locator(".decisions button", has_text="Download").click()
    assert download.value.suggested_filename == "corrections.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_decisions_are_kept_and_downloaded_as_corrections(page: Any) -> None:
    assert page.locator(".decisions").is_hidden()
    form = review(page, "Damascus")
    form.get_by_label("Reviewer").fill("N. N.")
    form.get_by_label("Reviewer").press("Tab")
    form.get_by_label("Why").fill("two more sources, say so")
    form.get_by_role("button", name="Confirm").click()
    assert form.locator("summary .tag").inner_text() == "Confirmed by you"
    form = review(page, "border")
    form.get_by_role("button", name="Reject").click()
    form = review(page, "Al-Yaqubiyah")
    form.get_by_label("Another place").select_option(label="Yaqoubyah (village, Aleppo, Syria)")
    form.get_by_label("Another actor").select_option(label="Islamic State")
    form.get_by_label("Another status").select_option(label="uncertain")
    form.get_by_label("Why").fill("the other village")
    form.get_by_role("button", name="Correct", exact=True).click()
    assert page.locator(".decisions strong").inner_text() == "5 decisions"
    page.reload()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    rows = decisions(page)
    assert [(r["report_id"], r["decision"], r["field"], r["old"], r["new"]) for r in rows] == [
        ("r00", "confirm", "", "", ""),
        ("r11", "reject", "", "", ""),
        ("r08", "replace", "place", "Al-Yaqubiyah", "x:yaqubiyah-far"),
        ("r08", "replace", "actor", "Muslim Example", "Islamic State"),
        ("r08", "replace", "status", "affirmed", "uncertain"),
    ]
    assert (rows[2]["lat"], rows[2]["lon"]) == ("36.68", "37.87")
    assert {r["who"] for r in rows} == {"N. N."}
    assert [r["why"] for r in rows] == ["two more sources, say so", "", *["the other village"] * 3]
    assert rows[0]["quote"] == "The fighters of Hurras al-Din still strike in Damascus, but sign nothing."
    assert {r["doc_id"] for r in rows} == {"d1"}
    assert all(r["when"].endswith("Z") and len(r["when"]) == 20 for r in rows)
    assert page.locator("li[data-row] .quote").count() > 3
    assert page.faults == []


def test_what_was_decided_is_applied_at_the_next_run_and_told_on_the_page(
    page: Any, open_page: Open, reports: list[Report], tmp_path: Path
) -> None:
    form = review(page, "Al-Yaqubiyah")
    form.get_by_label("Reviewer").fill("=N. N.")
    form.get_by_label("Reviewer").press("Tab")
    form.get_by_label("Another place").select_option(index=1)
    form.get_by_label("Another status").select_option(label="uncertain")
    form.get_by_label("Why").fill("the other village")
    form.get_by_role("button", name="Correct", exact=True).click()
    review(page, "Sochi").get_by_role("button", name="Reject").click()
    form = review(page, "Damascus")
    look_at(page, 35.0, 36.0, 7)
    form.get_by_role("button", name="Move the point").click()
    page.mouse.click(*probe(page, "point", 36.0, 33.0))
    with page.expect_download() as download:
        page.locator(".decisions button", has_text="Download").click()
    download.value.save_as(tmp_path / "corrections.csv")
    done = apply(ReportLayer.of(reports), read_corrections(tmp_path / "corrections.csv"))
    assert (done.applied, done.unapplied) == (4, ())
    again = open_page(draw(done.layer))
    assert "Sochi: a reviewer rejected it" in again.locator(".off").text_content()
    again.locator(".row", has_text="Muslim Example").click()
    card = again.locator("#dl-card").inner_text()
    assert "possibly present" in card
    assert "Corrected by a reviewer · =N. N. · " in card
    assert "the other village" in card
    assert "The machine read: Al-Yaqubiyah; reported" in card
    moved = next(r for r in done.layer.reports if r.report_id == "r00")
    assert abs((moved.lat or 0) - 36.0) < 0.05
    again.locator(".row", has_text="claimed by nobody").click()
    assert "The machine read: 33.51020, 36.29128" in again.locator("#dl-card").inner_text()
    assert "4 decisions of people applied" in again.locator("footer").text_content()
    assert again.faults == []


def test_a_point_is_moved_by_a_click_on_the_map_or_left_by_escape(page: Any) -> None:
    look_at(page, 35.0, 38.0, 7)
    form = review(page, "Damascus")
    form.get_by_role("button", name="Move the point").click()
    assert page.locator("#dl-pick").inner_text().startswith("Click the map")
    page.keyboard.press("Escape")
    assert page.locator("#dl-pick").count() == 0
    assert page.locator("#dl-card").is_visible()
    form.get_by_role("button", name="Move the point").click()
    page.mouse.click(*probe(page, "point", 34.5, 38.75))
    assert "Point moved to 34." in form.locator("summary").inner_text()
    (row,) = decisions(page)
    assert (row["decision"], row["field"], row["old"]) == ("replace", "point", "33.51020, 36.29128")
    assert abs(float(row["lat"]) - 34.5) < 0.02
    assert abs(float(row["lon"]) - 38.75) < 0.02
    assert page.locator("#dl-card").is_visible()


def test_a_decision_can_be_undone_and_all_discarded(page: Any) -> None:
    form = review(page, "Damascus")
    form.get_by_role("button", name="Reject").click()
    assert page.locator("li[data-decision=reject]").count() == 1
    form.get_by_role("button", name="Undo").click()
    assert page.locator(".decisions").is_hidden()
    assert page.locator("li[data-decision=reject]").count() == 0
    form.get_by_role("button", name="Confirm").click()
    page.evaluate("window.confirm = () => true")
    page.locator(".decisions button", has_text="Discard all").click()
    assert page.locator(".decisions").is_hidden()


def test_the_corrections_of_a_hostile_report_hold_no_formula_and_its_words_as_shown(
    open_page: Open, reports: list[Report]
) -> None:
    bad = replace(
        reports[0], report_id="=1+" + HOSTILE, document_id="@" + HOSTILE, title=HOSTILE,
        actor="=cmd|' /C'!A0", place="+" + HOSTILE, quote='="' + HOSTILE + '\n",x', start=0,
        end=len(HOSTILE) + 7,
    )  # fmt: skip
    page = open_page(draw([bad, reports[2]], title=HOSTILE), accept_downloads=True)
    form = review(page, "+")
    form.get_by_label("Why").fill('-2+3+cmd|" /C calc"!A0\nsecond line')
    form.get_by_label("Another status").select_option(index=1)
    form.get_by_role("button", name="Correct", exact=True).click()
    with page.expect_download() as download:
        page.locator(".decisions button", has_text="Download").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["report_id"] == "'=1+" + SHOWN
    assert row["doc_id"] == "'@" + SHOWN
    assert row["why"].startswith("'-2+3+cmd")
    assert row["quote"].startswith("'=\"")
    assert all(not value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())
    assert page.faults == []
    assert page.evaluate("window.__pwned") is None


def test_the_picture_has_view_legend_and_credits(page: Any, tmp_path: Path) -> None:
    look_at(page, 35.0, 38.0, 7)
    with page.expect_download() as download:
        page.locator("button.picture").click()
    assert download.value.suggested_filename == "Two-texts.png"
    head = Path(download.value.path()).read_bytes()[:24]
    wide, tall = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = page.evaluate("(({ x, y }) => [x, y])(map_dateline.getSize())")
    assert wide == 2 * size[0]
    assert tall > 2 * size[1] + 400  # title above, legend and credits below
    drawn = probe(page, "written")
    for words in (
        "Two texts", "Damascus", "in control", "said not to be so", "Hurras al-Din", "Reported, not verified",
        "17 reports from 2 texts", "Natural Earth (public domain)", "GeoNames",
    ):  # fmt: skip
        assert words in drawn, words
    assert page.faults == []


def test_light_and_dark_follow_the_system_then_the_reader(open_page: Open, reports: list[Report]) -> None:
    page = open_page(draw(reports), color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert probe(page, "pixel", "ground", *probe(page, "point", 33.0, 40.0)) == "#2b2f33"
    page.locator("button.theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert probe(page, "pixel", "ground", *probe(page, "point", 33.0, 40.0)) == "#f6f4ee"
    page.reload()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_paper_is_light_and_has_picture_list_and_credits(open_page: Open, reports: list[Report]) -> None:
    page = open_page(draw(reports), color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    for part in ("#dl-print canvas", ".list li", ".off .list li", "footer"):
        assert page.locator(part).first.is_visible(), part
    for part in ("#dl-map", "#dl-time", "#dl-search", ".filters", "button.whole", ".list .link"):
        assert not page.locator(part).first.is_visible(), part
    corner = page.evaluate(
        "[...document.querySelector('#dl-print canvas').getContext('2d').getImageData(2, 2, 1, 1).data]"
    )
    assert corner == [255, 255, 255, 255]
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.locator("#dl-print").count() == 0
    assert page.faults == []


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("ar", "rtl", ("خارج الخريطة (3)", "مذكور وغير متحقَّق منه", "ومعلم واحد")),
        ("fr", "ltr", ("Hors de la carte (3)", "Rapporté, non vérifié", "et 1 repère")),
        ("ru", "ltr", ("Не на карте (3)", "Сообщается, но не проверено", "и 1 ориентир")),
    ],
)
def test_the_page_speaks_other_languages(
    open_page: Open, reports: list[Report], language: str, direction: str, words: tuple[str, ...]
) -> None:
    page = open_page(draw(reports, language=language))
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        language, direction,
    ]  # fmt: skip
    text = page.locator("#dl-panel").inner_text()
    for word in words:
        assert word in text, word
    page.locator(".row").first.click()
    page.locator("#dl-legend .strip").click()
    left = probe(page, "ownWords")
    for english in ("Layers", "Actors", "quote", "reported", "Legend", "undated", "confidence"):
        assert english not in left.split(), english
    box = page.locator("#dl-panel").bounding_box()
    assert (box["x"] > 700) == (direction == "rtl")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400
    assert page.faults == []


STATES: dict[str, Callable[[Any], Any]] = {
    "opened": lambda page: None,
    "card": lambda page: page.locator(".row").nth(1).click(),
    "review": lambda page: (
        page.locator(".row").nth(1).click(),
        page.locator("#dl-card details.review summary").click(),
    ),
    "legend": lambda page: page.locator("#dl-legend .strip").click(),
    "filters": lambda page: [summary.click() for summary in page.locator("details.facet > summary").all()],
    "sheet": lambda page: page.locator(".handle").click(),
}


@pytest.mark.parametrize(
    ("state", "options", "language"),
    [
        ("opened", {}, "en"), ("card", {}, "en"), ("review", {}, "en"), ("legend", {}, "en"),
        ("filters", {}, "en"), ("card", {"color_scheme": "dark"}, "en"), ("legend", {}, "ar"),
        ("sheet", {"width": 390, "height": 844, "has_touch": True}, "en"),
        ("opened", {"width": 390, "height": 844, "has_touch": True, "color_scheme": "dark"}, "ru"),
    ],
)  # fmt: skip
def test_axe_finds_no_violation_of_level_a_or_aa(
    open_page: Open,
    reports: list[Report],
    geometries: dict[str, Any],
    state: str,
    options: Any,
    language: str,
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = open_page(draw(reports, title="Two texts", geometries=geometries, language=language), **options)
    STATES[state](page)
    page.wait_for_timeout(300)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = axe.Axe().run(page, options=rules).response["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found] == []


def test_the_page_is_read_by_landmarks_and_driven_by_keys_alone(page: Any) -> None:
    roles = page.evaluate("[...document.querySelectorAll('main, aside, section[aria-label]')].length")
    assert roles >= 5
    look_at(page, 35.0, 38.0, 7)
    page.locator(".row", has_text="Damascus").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Enter")
    assert page.locator("#dl-card").is_hidden()
    assert "Damascus" in page.evaluate("document.activeElement.textContent")
