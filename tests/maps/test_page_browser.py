"""The page in a real browser, with the network off: what a reader sees, and that no text can do anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.extents import at_distance
from geo.places import Candidate, Place, Refusal
from layers.layer import ReportLayer
from layers.reports import Report
from maps import draw
from tests.maps.conftest import report, until

Open = Callable[..., Any]

COUNT = "() => [...document.querySelectorAll('.list:not(.off .list) > li')].length"


@pytest.fixture
def page(open_page: Open, reports: list[Report], geometries: dict[str, Any]) -> Any:
    refused = [Refusal(0, 1, "x", "demonym: of Syria"), Refusal(0, 1, "y", "inside a name")]
    return open_page(draw(reports, title="Two texts", geometries=geometries, refused=refused))


PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")


def probe(page: Any, name: str, *given: Any) -> Any:
    """Ask the page one of the questions of probe.js."""
    return page.evaluate(f"(given) => ({PROBE}).{name}(...given)", list(given))


def look_at(page: Any, lat: float, lon: float, zoom: float) -> None:
    page.evaluate(f"void map_dateline.setView([{lat}, {lon}], {zoom}, {{animate: false}})")


def on_the_map(page: Any) -> int:
    return int(page.locator(".list[aria-label='Reports on the map'] > li").count())


def chip(page: Any, name: str) -> Any:
    chips = page.locator("section[aria-label='Layers'] .chip, section[aria-label='Actors'] .chip")
    return chips.filter(has=page.get_by_text(name, exact=True))


def counted(page: Any, name: str) -> int:
    return int(chip(page, name).locator(".count").inner_text())


def test_opens_with_the_network_off_and_nothing_complains(page: Any) -> None:
    assert page.title() == "Two texts"
    assert page.locator(".spot").count() > 3
    assert "17 reports from 2 texts" in page.locator(".asof").inner_text()
    assert page.locator(".bar").inner_text() == "On the map (14, and 1 landmark)"
    assert page.locator(".off > summary").inner_text() == "Not on the map (3)"
    assert "Reported, not verified" in page.locator(".verify").inner_text()
    assert page.faults == []
    assert probe(page, "pixel", "ground", *probe(page, "point", 33.0, 40.0)) == "#f6f4ee"  # land
    assert probe(page, "pixel", "ground", *probe(page, "point", 34.5, 34.5)) == ""  # sea


def test_a_page_without_tiles_asks_for_nothing_and_may_not(open_page: Open, reports: list[Report]) -> None:
    page = open_page(draw(reports, tiles=False))
    ask = """() => new Promise((done) => {
      const image = new Image();
      image.onerror = () => done("refused");
      image.src = "https://example.org/x.png";
    })"""
    assert page.faults == []
    assert page.evaluate(ask) == "refused"
    assert not [fault for fault in page.faults if fault.startswith("request")]


def test_street_tiles_are_asked_for_on_a_site_with_its_origin_only(
    browser: Any, reports: list[Report]
) -> None:
    """OpenStreetMap refuses pages that send no referrer, so also those opened from a file."""
    asked: list[dict[str, str]] = []

    def route(request: Any) -> None:
        if request.request.url == "https://news.example/maps/secret-draft.html":
            request.fulfill(body=draw(reports).get_root().render(), content_type="text/html")
        else:
            asked.append({"url": request.request.url, **request.request.headers})
            request.abort()

    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.route("**/*", route)
    page = context.new_page()
    page.goto("https://news.example/maps/secret-draft.html")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    page.wait_for_timeout(300)
    tiles = [row for row in asked if row["url"].startswith("https://tile.openstreetmap.org/")]
    assert tiles
    assert {row.get("referer") for row in tiles} == {"https://news.example/"}
    assert page.locator(".leaflet-ground-pane canvas").count() == 1
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
    context.close()


def test_a_marker_opens_its_card_the_quote_first_with_the_names_marked(page: Any) -> None:
    look_at(page, 35.0, 38.0, 7)
    page.locator(".spot[aria-label*='Damascus']").click()
    card = page.locator("#dl-card")
    assert card.locator(".report > *").first.evaluate("e => e.tagName") == "BLOCKQUOTE"
    assert card.locator("blockquote").inner_text() == (
        "The fighters of Hurras al-Din still strike in Damascus, but sign nothing."
    )
    assert card.locator("mark.actor").inner_text() == "Hurras al-Din"
    assert card.locator("mark.place").inner_text() == "Damascus"
    text = card.inner_text()
    for words in (
        "reported active, claimed by nobody",
        "a local fighter, as told by the interviewer",
        "within about 10 km",
        "undated",
        "high confidence",
        "Notes of a monitor",
        "2022-07-01",
        "not yet reviewed",
    ):
        assert words in text, words
    link = card.locator("a")
    assert link.get_attribute("href") == "https://example.org/notes"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert page.locator(".list li.chosen").count() == 1
    assert page.faults == []


@pytest.mark.parametrize("place", ["Damascus", "Raqqa", "Turkish–Syrian border"])
def test_the_card_never_lies_over_its_marker(page: Any, place: str) -> None:
    look_at(page, 35.0, 38.0, 7)
    marker = page.locator(f".spot[aria-label*='{place}']")
    marker.click()
    card, spot = page.locator("#dl-card").bounding_box(), marker.bounding_box()
    assert card["x"] >= spot["x"] + spot["width"] or card["x"] + card["width"] <= spot["x"]
    assert card["y"] >= 0
    assert card["y"] + card["height"] <= 900


def test_reports_at_one_place_are_counted_and_paged_through(page: Any) -> None:
    look_at(page, 35.0, 38.0, 7)
    marker = page.locator(".spot[aria-label*='Raqqa']")
    assert marker.get_attribute("data-count") == "3"
    marker.click()
    card = page.locator("#dl-card")
    says = []
    for turn in range(3):
        says.append(card.locator(".claim").inner_text())
        if turn < 2:
            card.locator("button.next").click()
    assert says == [
        "Hurras al-Din · reported active",
        "Islamic State · possibly present",
        "Islamic State · was in control before, no longer",
    ]
    assert card.locator("button.next").is_disabled()


def test_close_places_are_joined_and_part_on_zooming_in(page: Any) -> None:
    look_at(page, 35.8, 36.6, 5)
    joined = page.locator(".spot.many").first
    before = page.evaluate("map_dateline.getZoom()")
    joined.click()
    until(page, f"map_dateline.getZoom() > {before} && !map_dateline._animatingZoom")
    look_at(page, 35.95, 36.6, 10)
    labels = page.locator(".spot").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    for place in ("Atma", "Al-Yaqubiyah", "Jisr al-Shughur", "near 'Arab Sa'id", "Idlib"):
        assert any(place in label for label in labels), place


@pytest.mark.parametrize("zoom", [6, 8, 10, 12])
def test_neither_markers_nor_labels_overlap(page: Any, zoom: int) -> None:
    look_at(page, 35.95, 36.6, zoom)
    assert probe(page, "overlaps") == []
    assert page.evaluate("dateline.page.features.labels.length") > 0


def test_a_governorate_has_no_dot_at_any_zoom(page: Any) -> None:
    for zoom in (6, 8, 10, 12, 14):
        look_at(page, 35.82, 36.65, zoom)
        signs = probe(page, "areaSigns")
        assert all(sign["box"] == [0, 0, 26, 18] for sign in signs), zoom  # a framed swatch, never a dot
        assert all(any(str(p.get("fill")).startswith("hatch") for p in sign["pieces"]) for sign in signs)
    look_at(page, 35.82, 36.65, 9)
    x, y = probe(page, "point", 35.55, 36.75)
    colours = {
        probe(page, "pixel", "reports", x + dx, y + dy) for dx in range(0, 24, 3) for dy in range(0, 24, 3)
    }
    assert len(colours) > 3  # stripes, not one colour


def test_near_is_a_ring_without_a_dot(page: Any) -> None:
    look_at(page, 35.915, 36.545, 10)
    x, y = probe(page, "point", 35.915, 36.545)
    for left, top in probe(page, "centres"):
        assert abs(left - x) > 30 or abs(top - y) > 30


def test_a_sector_stands_where_the_text_means_and_names_it(open_page: Open) -> None:
    raqqa = Place("r", "Raqqa", 39.0, 36.0, "town")
    north = at_distance(raqqa, 10_000, 0)
    told = report("A cell 10 km north of Raqqa.", "A", "Raqqa", lon=39.0, lat=36.09, precision="near",
                  radius_m=12_000.0, part="10 km north of", extent=north)  # fmt: skip
    page = open_page(draw(ReportLayer.of([told])))
    look_at(page, 36.05, 39.0, 11)
    south, north = probe(page, "reach", 0)
    assert south > 36.0  # the town itself lies outside
    x, y = probe(page, "point", north, 39.0)
    ((left, top),) = probe(page, "centres")
    assert abs(left - x) < 3 and abs(top - y) < 4  # on the rim, no spot inside
    assert page.locator(".spot").get_attribute("aria-label").endswith("10 km north of Raqqa")
    page.mouse.click(*probe(page, "point", 36.09, 39.0))
    assert "no exact spot" in page.locator("#dl-card").inner_text()
    assert page.faults == []


def test_rings_are_true_to_scale_so_that_zooming_in_does_not_sharpen(page: Any) -> None:
    """10 km round Damascus: 10 000 m / (40 075 016 m x cos(33.5102 deg) / 2**(zoom + 8)) pixels."""
    for zoom, pixels in ((8, 19.6), (11, 156.9)):
        look_at(page, 33.5102, 36.29128, zoom)
        wide = probe(page, "rings")
        assert any(abs(w - pixels) < 1 for w in wide), (zoom, wide)
        x, y = probe(page, "point", 33.5102, 36.29128)
        assert probe(page, "pixel", "reports", x - pixels, y)  # its line
        assert not probe(page, "pixel", "reports", x - pixels - 4, y)
    look_at(page, 33.5102, 36.29128, 13)
    assert page.locator(".spot.beyond[aria-label*='Damascus']").count() == 1
    assert page.locator("#dl-close").inner_text() == (
        "Closer than the text reaches: these reports are known to within about 10 km only."
    )


def test_switches_hide_and_counts_follow(page: Any) -> None:
    assert (on_the_map(page), counted(page, "Past"), counted(page, "Hurras al-Din")) == (15, 3, 5)
    chip(page, "Past").click()
    assert chip(page, "Past").get_attribute("aria-pressed") == "false"
    assert (on_the_map(page), counted(page, "Past"), counted(page, "Hurras al-Din")) == (12, 3, 4)
    chip(page, "Hurras al-Din").click()
    assert on_the_map(page) == 8
    assert (counted(page, "Past"), counted(page, "Said not to be so")) == (2, 1)
    look_at(page, 35.0, 38.0, 7)
    assert page.locator(".spot[aria-label*='Damascus']").count() == 0
    for kind in ("Layers", "Actors"):
        page.locator(f"section[aria-label='{kind}'] button.link", has_text="all").click()
    assert on_the_map(page) == 15
    page.locator("section[aria-label='Actors'] button.link", has_text="none").click()
    assert on_the_map(page) == 0
    assert page.locator(".spot").count() == 0
    assert page.get_by_text("No report passes these filters.").is_visible()


def test_search_reads_quotes_actors_and_places_without_accents_or_case(page: Any) -> None:
    for words, count in (
        ("RAQQA", 3),
        ("keeps away", 1),
        ("hay’at tahrir", 2),
        ("pankisi chechen", 1),
        ("zzz", 0),
    ):
        page.fill("#dl-search", words)
        assert on_the_map(page) == count, words
    page.fill("#dl-search", "army")
    assert (on_the_map(page), page.locator(".off .list > li").count()) == (0, 1)


def test_not_on_the_map_lists_reasons_and_what_was_refused(page: Any) -> None:
    page.locator(".off > summary").click()
    text = page.locator(".off").inner_text()
    assert "Not on the map (3)" in text
    for words in (
        "Syria: the text names only a whole country",
        "the text names no place for it",
        "Kafr Nowhere: no place of this name could be located",
        "Also read and refused as places: 2 (1 demonym, 1 inside a name).",
    ):
        assert words in text, words
    page.locator(".off .row").first.click()
    assert "Not on the map:" in page.locator("#dl-card").inner_text()


def test_an_area_itself_opens_its_reports(page: Any) -> None:
    look_at(page, 35.6, 36.75, 9)
    x, y = probe(page, "point", 35.55, 36.7)
    page.mouse.click(x, y)
    assert page.locator("#dl-card h2").inner_text() == "Idlib"
    assert "1 of 3" in page.locator("#dl-card .pager").inner_text()
    look_at(page, 35.6, 36.75, 9)
    page.mouse.click(*probe(page, "point", 34.95, 35.6))
    assert page.locator("#dl-card").is_hidden()


def test_list_and_map_are_linked(page: Any) -> None:
    page.locator(".row", has_text="Al-Yaqubiyah").click()
    assert "Muslim Example" in page.locator("#dl-card .claim").inner_text()
    assert "weigh the harm" in page.locator("#dl-card .care").inner_text()
    assert "Yaqoubyah (village, Aleppo, Syria)" in page.locator("#dl-card").inner_text()
    assert page.locator(".spot.chosen").count() == 1
    assert "Al-Yaqubiyah" in str(page.locator(".spot.chosen").get_attribute("aria-label"))


def test_the_legend_explains_every_symbol_in_use(page: Any) -> None:
    legend = page.locator("#dl-legend")
    assert not legend.locator(".full").is_visible()
    legend.locator(".strip").click()
    text = legend.inner_text().lower()
    for words in (
        "active: attack",
        "in control",
        "killed, captured",
        "whereabouts",
        "landmark",
        "uncertain",
        "planned",
        "past or former",
        "said not to be so",
        "inside the ring",
        "near a place",
        "somewhere in this area",
        "whole region",
        "approximate",
        "hurras al-din",
        "islamic state",
    ):
        assert words in text, words


def test_works_by_keyboard(page: Any) -> None:
    look_at(page, 35.0, 38.0, 7)
    page.locator(".spot[aria-label*='Raqqa']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#dl-card:not([hidden])")
    page.keyboard.press("ArrowRight")
    assert "2 of 3" in page.locator("#dl-card .pager").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#dl-card").is_hidden()
    assert "Raqqa" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    small = page.evaluate("""() => [...document.querySelectorAll("button, .spot")]
      .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 24)
      .map((e) => e.outerHTML.slice(0, 80))""")
    assert small == []


def test_on_a_phone_the_list_is_a_sheet_and_the_marker_stays_in_view(
    open_page: Open, reports: list[Report], geometries: dict[str, Any]
) -> None:
    page = open_page(draw(reports, geometries=geometries), width=390, height=844, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".handle").click()
    page.locator(".row").first.click()
    page.locator("#dl-panel:not(.open)").wait_for(state="attached")
    page.locator("button.close").click()
    look_at(page, 35.0, 37.5, 7)
    page.locator(".spot[aria-label*='Damascus']").click()
    card = page.locator("#dl-card").bounding_box()
    spot = page.locator(".spot[aria-label*='Damascus']").bounding_box()
    assert spot["y"] + spot["height"] <= card["y"]
    assert page.faults == []


HOSTILE = (
    "{{7*7}} {% for x in range(9) %}{{x}}{% endfor %} {# gone #} "
    '<img src=x onerror="window.__pwned=1;alert(1)">'
    "<script>window.__pwned=2</script></script><!-- ' \" ` ${alert(1)} ${window.__pwned=3} \\u0041 \\ }} ]]> "
    "javascript:alert(4) &lt;b&gt; \u202egnirts\u202c \u2066iso\u2069 \x1b[31m &#x41; @"
)
SHOWN = (
    HOSTILE.replace("\u202e", "⟨U+202E⟩")
    .replace("\u202c", "⟨U+202C⟩")
    .replace("\u2066", "⟨U+2066⟩")
    .replace("\u2069", "⟨U+2069⟩")
    .replace("\x1b", "⟨U+001B⟩")
)


@pytest.mark.parametrize("tiles", [True, False])
def test_nothing_in_a_hostile_report_executes(open_page: Open, reports: list[Report], tiles: bool) -> None:
    """Every field that outside text can reach carries every payload; the page shows them as written."""
    bad = replace(
        reports[0],
        report_id=HOSTILE,
        document_id=HOSTILE,
        title=HOSTILE,
        url="javascript:alert(5)//" + HOSTILE,
        published=HOSTILE,
        actor=HOSTILE,
        group=HOSTILE,
        place=HOSTILE,
        place_id=HOSTILE,
        country=HOSTILE,
        admin1=HOSTILE,
        part=HOSTILE,
        speaker=HOSTILE,
        source_chain=(HOSTILE, HOSTILE),
        quote=HOSTILE + HOSTILE,
        start=0,
        end=2 * len(HOSTILE),
        actor_start=3,
        actor_end=len(HOSTILE),
        place_start=len(HOSTILE) + 2,
        place_end=2 * len(HOSTILE) - 4,
        cue=HOSTILE,
        when_start=HOSTILE,
        when_basis=HOSTILE,
        reasons=(HOSTILE, HOSTILE),
        review=HOSTILE,
        admin2=HOSTILE,
        admin3=HOSTILE,
        reviewed_by=HOSTILE,
        reviewed_on=HOSTILE,
        review_why=HOSTILE,
        machine_values=(("actor", HOSTILE), ("place", HOSTILE), ("status", HOSTILE)),
        alternatives=(
            Candidate(Place(HOSTILE, HOSTILE, 37.0, 36.0, "village", admin1=HOSTILE), "x", "x", 1.0),
        ),
    )
    listed = replace(bad, report_id="listed", lon=None, lat=None, precision="unlocated")
    untitled = replace(bad, report_id="untitled", title=None, url=HOSTILE, document_id="file")
    denied = replace(bad, report_id="denied", status="negated", document_id="file")
    hostile = draw(
        [bad, listed, untitled, denied],
        title=HOSTILE,
        as_of=HOSTILE,
        refused=[Refusal(0, 1, "x", HOSTILE)],
        files={"file": HOSTILE},
        tiles=tiles,
    )
    page = open_page(hostile)
    assert page.title().split() == SHOWN.split()
    assert page.locator("h1").inner_text().split() == SHOWN.split()
    page.locator(".spot").first.click()
    card = page.locator("#dl-card")
    card.locator("dd summary").click()
    assert card.locator("blockquote").all_text_contents() == [SHOWN + SHOWN] * 3  # told twice, and denied
    assert card.locator("h2").text_content() == SHOWN
    assert card.locator("a").count() == 0
    assert SHOWN in card.locator(".tellings").text_content()
    card.locator("button.next").click()
    assert SHOWN in card.locator(".fact", has_text="Source").text_content()
    assert card.locator("a").count() == 0
    page.locator(".list .link").first.click()
    page.locator(".off .row").first.click()
    page.locator("#dl-legend .strip").click()
    for summary in page.locator("details.facet > summary").all():
        summary.click()
    card.locator("details.review summary").click()
    page.evaluate("dateline.page.picture()")
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    page.fill("#dl-search", "{{7*7}}")
    assert on_the_map(page) == 2
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwned") is None
    assert page.locator("img[src=x]").count() == 0
    text = page.evaluate("""document.body.innerText + document.title
      + [...document.querySelectorAll("[title],[aria-label]")].map((e) => e.title + e.ariaLabel).join()""")
    assert "49" not in text
    assert "{{7*7}}" in text
    assert "\u202e" not in text
    assert page.faults == []
