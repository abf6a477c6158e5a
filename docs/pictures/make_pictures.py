"""Make the pictures of the docs from the example reports: python docs/pictures/make_pictures.py

Needs Chromium and playwright; asks nothing of the network.
"""

from __future__ import annotations

from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "reports"
DESK, PHONE = (1400, 900), (390, 844)


def overview(page: Any) -> None:
    """Show the page as it opens."""


def card(page: Any) -> None:
    """Open the first report of the list."""
    page.locator(".list .row").first.click()


def legend(page: Any) -> None:
    """Open the legend."""
    page.locator("#dl-legend .strip").click()


def idlib(page: Any) -> None:
    """Come closer: Idlib and its neighbours."""
    page.evaluate("void map_dateline.setView([35.85, 36.7], 9.5, {animate: false})")


def sheet(page: Any) -> None:
    """Pull up the list, on a phone."""
    page.locator(".handle").click()


def sheet_card(page: Any) -> None:
    """Open the first report of the list, on a phone."""
    sheet(page)
    card(page)


# name -> (window, what is done before the picture, colour scheme)
PICTURES: dict[str, tuple[tuple[int, int], Any, str]] = {
    "overview": (DESK, overview, "light"),
    "idlib": (DESK, idlib, "light"),
    "card": (DESK, card, "light"),
    "legend": (DESK, legend, "light"),
    "dark": (DESK, card, "dark"),
    "phone": (PHONE, sheet, "light"),
    "phone-card": (PHONE, sheet_card, "light"),
}


def main() -> None:
    """Draw the examples once and take every picture."""
    from playwright.sync_api import sync_playwright

    from layers.extract import extract
    from maps import draw

    layer = extract(sorted(map(str, EXAMPLES.iterdir())))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "map.html"
        draw(layer, title="The example reports", tiles=False).save(str(path))
        arguments = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=arguments)
        for name, ((width, height), prepare, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready=yes]", state="attached")
            prepare(page)
            page.wait_for_timeout(400)
            page.screenshot(path=HERE / f"{name}.png")
            page.close()


if __name__ == "__main__":
    main()
