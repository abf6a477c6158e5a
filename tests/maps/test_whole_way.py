"""The whole way of the two source texts: map, review in the page, corrections, map, GeoPackage, QGIS."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from layers.layer import ReportLayer
from maps.cli import main
from tests.layers.test_other_programs import has_qgis, in_qgis

SEEDS = Path(__file__).parents[2] / "../shared/seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source texts stay outside the project; ../shared/seeds is absent"
)


class Made:
    """A page that the command line has made, to be opened like one that was drawn."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, path: str) -> None:
        shutil.copyfile(self.path, path)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def review(page: Any, place: str, actor: str) -> Any:
    """Open the card of the first report of an actor at a place, and its review."""
    page.locator("#dl-search").fill(place)
    page.locator("li[data-row] .row", has_text=place).filter(has_text=actor).first.click()
    form = page.locator("#dl-card details.review")
    if not form.evaluate("e => e.open"):
        form.locator("summary").click()
    return form


def test_from_text_to_qgis_and_back_by_way_of_a_reviewer(
    open_page: Callable[..., Any], tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for text in SEEDS.glob("*.txt"):
        shutil.copyfile(text, texts / text.name)
    run("map", texts, "-o", tmp_path / "first.html", "--offline")
    page = open_page(Made(tmp_path / "first.html"), accept_downloads=True)
    form = review(page, "Damascus", "Hurras al-Din")
    form.get_by_label("Reviewer").fill("N. N.")
    form.get_by_label("Reviewer").press("Tab")
    form.get_by_label("Why").fill("=confirmed by a second source")
    form.get_by_role("button", name="Confirm").click()
    form = review(page, "Raqqa", "Hurras al-Din")
    form.get_by_label("Another status").select_option(label="uncertain")
    form.get_by_role("button", name="Correct", exact=True).click()
    form = review(page, "Atma", "Qardash")
    form.get_by_role("button", name="Reject").click()
    with page.expect_download() as download:
        page.locator(".decisions button", has_text="Download").click()
    corrections = tmp_path / "corrections.csv"
    shutil.copyfile(download.value.path(), corrections)
    assert page.faults == []

    told = run("map", texts, "-o", tmp_path / "second.html", "--offline", "--corrections", corrections)
    assert "3 corrections applied, 0 not" in told
    again = open_page(Made(tmp_path / "second.html"))
    review(again, "Raqqa", "Hurras al-Din")
    assert "Corrected by a reviewer" in again.locator("#dl-card").inner_text()
    assert again.faults == []

    package = tmp_path / "reports.gpkg"
    run("export", texts, "-o", package, "--profile", "qgis", "--corrections", corrections)
    layer = ReportLayer.read(package)
    by_review = {r.review: r for r in layer if r.review != "machine"}
    assert set(by_review) == {"confirmed", "corrected", "rejected"}
    confirmed, corrected, rejected = (by_review[n] for n in ("confirmed", "corrected", "rejected"))
    assert (confirmed.place, confirmed.reviewed_by) == ("Damascus", "N. N.")
    assert confirmed.review_why == "=confirmed by a second source"
    assert (corrected.place, corrected.status) == ("Raqqa", "uncertain")
    assert dict(corrected.machine_values) == {"status": "affirmed"}
    assert (rejected.place, rejected.mapped_as) == ("Atma", "list")
    # The text moved: another name, another first line.  By quote the decisions still find their reports.
    for text in list(texts.glob("*.txt")):
        (texts / f"moved-{text.name}").write_text("A line before.\n\n" + text.read_text("utf-8"), "utf-8")
        text.unlink()
    assert "3 corrections applied, 0 not" in run(
        "export", texts, "-o", tmp_path / "moved.geojson", "--corrections", corrections
    )
    if not has_qgis():
        pytest.skip("QGIS is absent: apt install qgis python3-qgis; all before it holds")
    told_by_qgis = in_qgis(package, tmp_path / "seeds.png", "areas", "points", "unlocated")
    assert told_by_qgis["errors"] == []
    assert told_by_qgis["layers"]["points"]["style"]
    assert {"#0072b2", "#e69f00"} <= set(told_by_qgis["colours"]), "presence, and now something uncertain"
