"""Measure Dateline and its baselines on gold files and print the tables of docs/accuracy.md.

    python benchmarks/baselines.py GOLD.jsonl [CORPUS.jsonl ...]

Every row is a run of `dateline evaluate`; a corpus without actors and reports is scored with
`--literal` and gives places only.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

WAYS: dict[str, list[str]] = {
    "Dateline": [],
    "Dateline, told where the places are named": ["--mentions", "gold"],
    "flashgeotext (places)": ["--baseline", "flashgeotext"],
    "same sentence, our places and actors": ["--baseline", "same-sentence"],
    "same sentence, perfect places and actors": ["--baseline", "same-sentence", "--mentions", "gold"],
}
COLUMNS: dict[str, tuple[str, str]] = {
    "places F1": ("place", "f1"), "located": ("place", "located"), "traps": ("place", "traps"),
    "in radius": ("own", "in_radius"), "actors F1": ("actor", "f1"), "pairs F1": ("report", "pair_f1"),
    "reports F1": ("report", "f1"), "what": ("report", "what"),
    "false affirmed": ("report", "false_affirmed"),
}  # fmt: skip


def measure(gold: str, options: list[str]) -> dict[str, Any]:
    """Return the figures of one run of the command."""
    command = [sys.executable, "-m", "maps", "evaluate", gold, "--json", *options]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(told)
    return figures


def table(gold: str) -> str:
    """Return the Markdown table of all ways on one gold file; a dash where a way does not give a figure."""
    with Path(gold).open(encoding="utf-8") as lines:
        has_reports = "reports" in json.loads(next(lines))
    ways = WAYS if has_reports else {name: WAYS[name] for name in list(WAYS)[:3]}
    rows = [["", *COLUMNS], ["---"] * (len(COLUMNS) + 1)]
    for name, options in ways.items():
        figures = measure(gold, options if has_reports else [*options, "--literal"])
        values = [figures.get(part, {}).get(figure) for part, figure in COLUMNS.values()]
        # What a way was given is no achievement of it.
        given = {"places F1", "located", "traps", "actors F1", "in radius"} if "perfect" in name else set()
        given |= {"places F1", "traps"} if "told where" in name else set()
        cells = ["–" if v is None or c in given else f"{v:.3f}" for c, v in zip(COLUMNS, values, strict=True)]
        rows.append([name, *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(str(__doc__))
    for path in sys.argv[1:]:
        print(f"### {path.rsplit('/', 1)[-1]}\n\n{table(path)}\n")
