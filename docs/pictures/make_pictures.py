"""Make the pictures of the docs from the example reports: python docs/pictures/make_pictures.py [NAME...]

Needs Chromium and playwright; the network is off, as for a reader who opens the file on a plane.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "reports"
DESK, TALL, PHONE = (1400, 900), (1400, 1200), (390, 844)


def overview(page: Any) -> None:
    """Show the page as it opens."""


def look(page: Any, lat: float, lon: float, zoom: float) -> None:
    """Move the map."""
    page.evaluate(f"void map_dateline.setView([{lat}, {lon}], {zoom}, {{animate: false}})")


def idlib(page: Any) -> None:
    """Come closer: Idlib and its neighbours."""
    look(page, 35.85, 36.7, 9.5)


def card(page: Any) -> None:
    """Open a report whose place may be another one of the name."""
    page.locator(".row", has_text="Gao").first.click()


def legend(page: Any) -> None:
    """Open the legend."""
    page.locator("#dl-legend .strip").click()


def filters(page: Any) -> None:
    """Cross two filters: what is denied or doubtful, of one kind of act."""
    page.locator("details.facet[data-facet=status] > summary").click()
    status = page.locator("details.facet[data-facet=status]")
    for value in ("reported", "past or former", "planned"):
        status.locator("button.chip", has=page.get_by_text(value, exact=True)).click()
    status.scroll_into_view_if_needed()
    status.locator("button.chip").last.scroll_into_view_if_needed()
    look(page, 35.6, 38.0, 6.5)


def timeline(page: Any) -> None:
    """Take some years alone, and leave out what has no date."""
    first = page.locator("#dl-time").get_by_label("From")
    for _ in range(28):
        first.press("ArrowRight")
    page.locator("#dl-time button.chip").click()


def review(page: Any) -> None:
    """Correct a report."""
    card(page)
    page.locator("#dl-card details.review summary").click()
    page.locator("#dl-card").get_by_label("Why").fill("The second source says the mission had left by then.")
    page.locator("#dl-card details.review").evaluate("(e) => e.scrollIntoView({ block: 'end' })")


def relations(page: Any) -> None:
    """Show how the groups are related."""
    page.locator("button.chip", has_text="Relations between groups").click()
    look(page, 18.2, 0.5, 6.5)


def sheet(page: Any) -> None:
    """Pull up the list, on a phone."""
    page.locator(".handle").click()


def sheet_card(page: Any) -> None:
    """Open a report of the list, on a phone."""
    sheet(page)
    card(page)


def saved(page: Any) -> None:
    """Save the view by the page's own button."""
    look(page, 35.6, 38.0, 7)
    with page.expect_download() as download:
        page.locator("button.picture").click()
    download.value.save_as(HERE / "saved.png")


@dataclass(frozen=True)
class Picture:
    """A window, what is done in it before the picture is taken, light or dark, and the language."""

    prepare: Callable[[Any], None]
    window: tuple[int, int] = DESK
    scheme: str = "light"
    language: str = "en"


PICTURES: dict[str, Picture] = {
    "overview": Picture(overview),
    "idlib": Picture(idlib),
    "card": Picture(card),
    "legend": Picture(legend),
    "filters": Picture(filters, TALL),
    "timeline": Picture(timeline),
    "review": Picture(review),
    "relations": Picture(relations),
    "dark": Picture(card, scheme="dark"),
    "phone": Picture(sheet, PHONE),
    "phone-card": Picture(sheet_card, PHONE),
    "arabic": Picture(card, language="ar"),
    "saved": Picture(saved),
}


def take(browser: Any, path: Path, name: str, picture: Picture) -> None:
    """Open the page with the network off, prepare it, and keep what is seen."""
    wide, tall = picture.window
    context = browser.new_context(
        viewport={"width": wide, "height": tall}, color_scheme=picture.scheme, offline=True
    )
    page = context.new_page()
    page.on("pageerror", lambda error: sys.exit(f"{name}: {error}"))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    picture.prepare(page)
    page.wait_for_timeout(400)
    if picture.prepare is not saved:
        page.screenshot(path=HERE / f"{name}.png")
    context.close()


def main(names: list[str]) -> None:
    """Draw the examples once in each language and take the pictures."""
    from playwright.sync_api import sync_playwright

    from layers.extract import extract
    from maps import draw

    layer = extract(sorted(map(str, EXAMPLES.iterdir())))
    wanted = {name: picture for name, picture in PICTURES.items() if not names or name in names}
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=arguments)
        for language in dict.fromkeys(picture.language for picture in wanted.values()):
            path = Path(folder) / f"{language}.html"
            draw(layer, title="The example reports", tiles=False, language=language).save(str(path))
            for name, picture in wanted.items():
                if picture.language == language:
                    take(browser, path, name, picture)


if __name__ == "__main__":
    main(sys.argv[1:])
