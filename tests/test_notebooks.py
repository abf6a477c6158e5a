"""The notebooks run as they are, and show what they say that they show."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
# What stands in the output of each, in words that a change of the reading does not move.
SHOWS = {
    "checking_and_correcting": (
        "3 applied",
        "no report has its id or its quote any more",
        "Made for publication",
    ),
    "events_and_reports": ("4 with a point", "CC BY 4.0", "events_ucdp"),
    "interviews_to_map": ("<svg", "not_on_map", "Saraqib", "'map.html', 'reports.gpkg'"),
}


def test_every_notebook_is_run():
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(SHOWS)


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
@pytest.mark.parametrize("name", SHOWS)
def test_a_notebook_runs_and_shows(name):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    stored = _shown(notebook)
    resources = {"metadata": {"path": str(NOTEBOOKS)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    for words in SHOWS[name]:
        assert words in _shown(notebook)
        assert words in stored, "the stored output is of an earlier version: run it again and save it"


def _shown(notebook):
    """Return all that the cells show, as text and as HTML."""
    shown = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            shown += [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
    return "\n".join(shown)
