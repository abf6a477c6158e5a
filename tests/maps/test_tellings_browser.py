"""Three texts on one page: a claim is one line, its sources counted and named, its denial beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from geo.documents import Document
from layers import extract
from layers.layer import ReportLayer
from maps import draw

FIRST = (
    "MAIDUGURI - ISWAP fighters attacked Geidam on 12 August 2024, two security sources said. "
    "The group is present in Konduga, residents told us. "
    "Troops of the Multinational Joint Task Force hold Monguno."
)
SECOND = (
    "On 12 August 2024 fighters of ISWAP stormed Geidam and burnt the clinic, the mayor said. "
    "There are no ISWAP fighters in Konduga, said Colonel Musa Bello. "
    "The Multinational Joint Task Force controls Monguno."
)


@pytest.fixture(scope="module")
def layer() -> ReportLayer:
    return extract(
        [
            Document("a", FIRST, title="Raid", url="https://north.example/1", published="2024-08-14"),
            Document("b", SECOND, title="Storm", url="https://lake.example/2", published="2024-08-15"),
            Document("c", f"Lake Wire. {FIRST}", title="Raid again", published="2024-08-15"),
        ]
    )


@pytest.fixture
def page(open_page: Callable[..., Any], layer: ReportLayer) -> Any:
    return open_page(draw(layer))


def rows(page: Any) -> list[str]:
    texts = page.locator(".list[aria-label='Reports on the map'] .who").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def test_each_claim_is_one_line_with_its_sources_and_its_denial_follows_it(
    page: Any, layer: ReportLayer
) -> None:
    assert len(layer) == 9
    assert sorted(rows(page)) == [
        "Islamic State – West Africa Province · reported active 2 sources, 1 copy",
        "Islamic State – West Africa Province · reported present disputed 1 source, 1 copy",
        "Islamic State – West Africa Province · said not to be there disputed",
        "Multinational Joint Task Force · reported in control 2 sources, 1 copy",
    ]
    disputed = [i for i, row in enumerate(rows(page)) if "disputed" in row]
    assert disputed[1] == disputed[0] + 1
    assert page.locator(".bar").inner_text() == "On the map (4)"
    assert page.locator(".asof").inner_text().startswith("4 reports from 3 texts (1 of them a copy)")
    assert page.locator(".spot[data-count='2']").count() == 1  # Konduga, yes and no
    assert page.faults == []


def test_the_card_of_a_disputed_claim_has_both_quotes(page: Any) -> None:
    page.locator(".row", has_text="reported present").click()
    card = page.locator("#dl-card")
    assert (
        card.locator(".report > blockquote").inner_text()
        == "The group is present in Konduga, residents told us."
    )
    against = card.locator(".against")
    assert against.locator("blockquote").inner_text() == (
        "There are no ISWAP fighters in Konduga, said Colonel Musa Bello."
    )
    assert against.locator("a").get_attribute("href") == "https://lake.example/2"
    page.locator(".row", has_text="said not to be there").click()
    assert against.locator("blockquote").inner_text() == "The group is present in Konduga, residents told us."
    assert "1 source, 1 copy" in against.inner_text()


def test_the_card_names_every_text_and_says_which_is_a_copy(page: Any) -> None:
    page.locator(".row", has_text="reported active").click()
    card = page.locator("#dl-card")
    names = card.locator(".fact").last.inner_text() + card.locator(".tellings").inner_text()
    for title in ("Raid", "Storm", "Raid again"):
        assert title in names
    assert card.locator(".telling strong", has_text="no source of its own").count() == 1


def test_switches_show_only_what_is_disputed_or_has_several_sources(page: Any) -> None:
    def only(name: str) -> Any:
        return page.locator("section[aria-label='Only'] button", has_text=name)

    assert [only(n).locator(".count").inner_text() for n in ("Disputed", "Two or more")] == ["2", "2"]
    only("Disputed").click()
    assert [row.partition(" · ")[2] for row in rows(page)] == [
        "reported present disputed 1 source, 1 copy",
        "said not to be there disputed",
    ]
    assert only("Two or more").locator(".count").inner_text() == "0"
    only("Disputed").click()
    assert len(rows(page)) == 4


def test_search_finds_a_claim_by_any_of_its_quotes(page: Any) -> None:
    page.fill("#dl-search", "burnt the clinic")
    assert [row.partition(" · ")[2] for row in rows(page)] == ["reported active 2 sources, 1 copy"]


def test_a_page_of_a_filtered_layer_still_says_disputed(
    open_page: Callable[..., Any], layer: ReportLayer
) -> None:
    page = open_page(draw(layer.where(status="affirmed")), width=390, height=844, has_touch=True)
    page.locator(".handle").click()
    page.locator(".row", has_text="Konduga").click()
    page.wait_for_selector("#dl-card:not([hidden])")
    assert "by a report that this page leaves out" in page.locator("#dl-card .against").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.faults == []
