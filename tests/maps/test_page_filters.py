"""Filters that cross, the timeline, the address, many reports: in a real browser with the network off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from layers.reports import Report
from maps import draw
from tests.maps.conftest import report
from tests.maps.test_page_browser import look_at, on_the_map

Open = Callable[..., Any]


@pytest.fixture
def page(open_page: Open, reports: list[Report], geometries: dict[str, Any]) -> Any:
    return open_page(draw(reports, title="Two texts", geometries=geometries))


def facet(page: Any, name: str) -> Any:
    """Open one filter and return it."""
    details = page.locator(f"details.facet[data-facet={name}]")
    if not details.evaluate("e => e.open"):
        details.locator("summary").click()
    return details


def switch(page: Any, name: str, value: str) -> Any:
    return facet(page, name).locator("button.chip", has=page.get_by_text(value, exact=True))


def count(page: Any, name: str, value: str) -> int:
    return int(switch(page, name, value).locator(".count").inner_text())


def settled(page: Any) -> str:
    """Return the address when it has been written."""
    page.wait_for_timeout(250)
    return str(page.evaluate("location.hash"))


def test_every_filter_is_there_with_words_and_counts(page: Any) -> None:
    names = page.locator("details.facet > summary").all_inner_texts()
    assert names == [
        "Groups", "What", "Status", "Precision", "Countries", "Confidence of the reading", "Sources",
    ]  # fmt: skip
    assert count(page, "status", "said not to be so") == 2
    assert count(page, "precision", "a settlement") == 7
    assert count(page, "country", "Syria") == 13
    assert count(page, "country", "no country named") == 3
    assert count(page, "group", "Islamic State") == 6  # with the persons who belong to it
    assert count(page, "sure", "high") == 1
    assert count(page, "doc", "A chronicle") == 1


def test_filters_cross_and_the_counts_of_all_follow(page: Any) -> None:
    switch(page, "what", "in control").click()
    assert count(page, "status", "reported") == 11  # 13 less the two in control
    assert count(page, "what", "in control") == 4  # its own switch keeps its count
    facet(page, "country").locator("button.link", has_text="none").click()
    assert on_the_map(page) == 0
    switch(page, "country", "Georgia").click()
    assert on_the_map(page) == 1
    assert count(page, "what", "comes from here, is not reported here") == 1
    assert count(page, "what", "in control") == 0
    page.locator(".filters > summary button", has_text="Clear all filters").click()
    assert on_the_map(page) == 15
    assert page.locator(".filters > summary button").is_hidden()
    assert page.faults == []


@pytest.fixture
def dated(reports: list[Report]) -> list[Report]:
    """Return reports of some years, one of an interval, one since a day, one undated."""

    def at(place: str, lon: float, start: str | None, end: str | None) -> Report:
        told = report(f"Fighters in {place}.", "Alpha", place, lon=lon, lat=35.0)
        return replace(told, report_id=place, when_start=start, when_end=end, when_precision="day")

    return [
        at("Early", 36.0, "2011-03-01", "2011-03-01"),
        at("Long", 37.0, "2012-06-01", "2014-06-30"),
        at("Late", 38.0, "2016-12-24", "2016-12-24"),
        at("Open", 39.0, "2015-01-01", None),
        at("Never", 40.0, None, None),
    ]


def places(page: Any) -> set[str]:
    return set(page.locator(".list[aria-label='Reports on the map'] .where > bdi").all_inner_texts())


def test_the_timeline_knows_intervals_and_the_undated(open_page: Open, dated: list[Report]) -> None:
    page = open_page(draw(dated))
    timeline = page.locator("#dl-time")
    assert timeline.locator("output").inner_text() == "2011-01 – 2016-12"
    assert page.locator(".bars rect").count() == 24  # quarters
    first, last = timeline.get_by_label("From"), timeline.get_by_label("To")
    for _ in range(8):
        first.press("ArrowRight")
    assert timeline.locator("output").inner_text() == "2013-01 – 2016-12"
    assert places(page) == {"Long", "Late", "Open", "Never"}
    last.focus()
    for _ in range(9):
        last.press("ArrowLeft")
    assert last.get_attribute("aria-valuetext") == "2014-09-30"
    assert places(page) == {"Long", "Never"}
    timeline.locator("button.chip", has_text="Undated: 1").click()
    assert places(page) == {"Long"}
    assert settled(page).endswith("time=2013-01-01..2014-09-30&undated=no")
    timeline.get_by_text("all time").click()
    assert places(page) == {"Early", "Long", "Late", "Open", "Never"}
    assert page.faults == []


def test_the_bars_count_what_all_other_filters_leave(open_page: Open, dated: list[Report]) -> None:
    page = open_page(draw(dated))
    tall = """() => [...document.querySelectorAll('.bars rect')]
      .map((bar) => Number(bar.getAttribute('height')) > 0)"""
    assert page.evaluate(tall) == [True] + [False] * 4 + [True] * 9 + [False] * 2 + [True] * 8
    page.fill("#dl-search", "Late")
    assert page.evaluate(tall) == [False] * 23 + [True]
    page.locator("#dl-time").get_by_label("To").press("Home")
    assert page.evaluate(tall) == [False] * 23 + [True]  # the window itself does not empty its own bars


def test_a_page_without_dates_has_no_timeline(open_page: Open, reports: list[Report]) -> None:
    page = open_page(draw(reports[:2]))
    assert page.locator("#dl-time").is_hidden()
    assert page.faults == []


def test_an_address_shows_the_same_again(page: Any, browser: Any) -> None:
    look_at(page, 35.5, 37.5, 8.5)
    page.fill("#dl-search", "raqqa")
    switch(page, "status", "uncertain").click()
    page.locator(".row", has_text="reported active").click()
    before = page.evaluate("[map_dateline.getZoom(), map_dateline.getCenter().lat.toFixed(3)]")
    address = page.url.partition("#")[0] + settled(page)
    assert "q=raqqa" in address
    assert "off.status=uncertain" in address
    assert "report=r01" in address
    again = page.context.new_page()
    again.goto(address)
    again.wait_for_selector("html[data-ready=yes]", state="attached")
    assert again.evaluate("[map_dateline.getZoom(), map_dateline.getCenter().lat.toFixed(3)]") == before
    assert again.input_value("#dl-search") == "raqqa"
    assert on_the_map(again) == 2
    assert "reported active" in again.locator("#dl-card .claim").first.inner_text()


def test_an_address_typed_later_is_followed_and_nonsense_is_ignored(page: Any) -> None:
    page.evaluate("location.hash = 'map=9/33.5100/36.2900&on.layer=past&report=r02'")
    page.wait_for_selector("#dl-card:not([hidden])")
    assert on_the_map(page) == 3
    assert "no longer" in page.locator("#dl-card .claim").first.inner_text()
    page.evaluate("location.hash = 'map=x/y/z&on.layer=%E0%A4%A&report=<img src=x onerror=alert(1)>'")
    page.wait_for_timeout(100)
    assert on_the_map(page) in (0, 15)
    assert page.faults == []


def test_a_thousand_reports_are_packed_and_all_is_still_there(
    open_page: Open, reports: list[Report], geometries: dict[str, Any]
) -> None:
    crowd = [
        replace(
            report(f"Raid number {i} on the road.", f"Band {i % 30}", f"Hamlet {i}", what="activity"),
            report_id=f"c{i}", document_id=f"d{i % 50}", title=f"Log {i % 50}", lon=35 + i % 40 / 10,
            lat=33 + i // 40 / 10, when_start=f"20{10 + i % 12}-05-0{1 + i % 9}",
        )
        for i in range(1_000)
    ]  # fmt: skip
    drawn = draw([*crowd, *reports], geometries=geometries, tiles=False)
    assert len(drawn.get_root().render().encode()) < 500_000  # with the texts
    page = open_page(drawn)
    assert "1,017 reports from 50 texts" in page.locator(".asof").inner_text()
    assert page.locator(".list li").count() == 63  # sixty at first, and three that are not on the map
    page.locator(".scroll").evaluate("e => e.scrollTo(0, e.scrollHeight)")
    page.locator(".list li").nth(63).wait_for(state="attached")
    total = "() => dateline.page.features.scene.reduce((sum, g) => sum + g.count, 0)"
    page.locator("button.whole").click()
    assert page.evaluate(total) == 1_015
    page.locator("section[aria-label=Actors] button", has_text="more").click()
    page.locator("section[aria-label=Actors] button.chip", has_text="Band 17").first.click()
    assert page.evaluate(total) == 1_015 - 33
    page.fill("#dl-search", "raid number 777 road")
    page.locator(".row").first.click()
    assert page.locator("#dl-card blockquote").inner_text() == "Raid number 777 on the road."
    assert page.locator("#dl-card h2").inner_text() == "Hamlet 777"
    assert page.locator(".spot.chosen").count() == 1
    assert page.faults == []


def test_reports_of_one_place_are_listed_on_the_card_and_alone_in_the_list(page: Any) -> None:
    look_at(page, 35.0, 38.0, 7)
    page.locator(".spot[aria-label*='Raqqa']").click()
    here = page.locator("#dl-card .here")
    assert here.locator("li").all_inner_texts() == [
        "Hurras al-Din · reported active",
        "Islamic State · possibly present",
        "Islamic State · was in control before, no longer",
    ]
    here.locator("li button").nth(2).click()
    assert "3 of 3" in page.locator("#dl-card .pager").inner_text()
    page.locator("#dl-card button", has_text="In the list: only this place").click()
    assert on_the_map(page) == 3
    page.locator(".filters > summary button", has_text="Clear all filters").click()
    assert on_the_map(page) == 15


def test_relations_are_a_layer_of_their_own_and_say_that_no_text_reports_them(page: Any) -> None:
    chip = page.locator("button.chip", has_text="Relations between groups")
    assert chip.get_attribute("aria-pressed") == "false"
    assert "the relation is the registry’s, not the texts’" in str(chip.get_attribute("title"))
    lines = "() => dateline.page.features.labels.filter((l) => l.kind === 'relation').map((l) => l.text)"
    look_at(page, 35.0, 38.0, 7)
    assert page.evaluate(lines) == []
    chip.click()
    assert set(page.evaluate(lines)) <= {"rival of", "split from", "ally of"}
    assert page.evaluate(lines)
    assert "relations=yes" in settled(page)
    page.locator(".row", has_text="Damascus").click()
    related = page.locator("#dl-card .related")
    assert "split from Hay'at Tahrir al-Sham, since 2018" in related.inner_text()
