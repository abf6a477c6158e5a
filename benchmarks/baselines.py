"""Measure Dateline and its baselines on gold files and print the tables of docs/accuracy.md.

    python benchmarks/baselines.py GOLD.jsonl [CORPUS.jsonl ...]
    python benchmarks/baselines.py --given CORPUS.jsonl ...

Every row is a run of `dateline evaluate`; a corpus without actors and reports is scored with
`--literal` and gives places only.  With `--given`, how many of the mentions given are resolved within 161 km:
by Dateline, and by taking the place of the name with most inhabitants.
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


def most_populous(corpus: str) -> float:
    """Return the share of a corpus's mentions within 161 km of the most populous place of their name."""
    from geo import Gazetteer
    from geo.options import km
    from layers.evaluate import read_gold
    from layers.scores import is_demonym

    world = Gazetteer()
    rows = [
        row
        for document in read_gold(Path(corpus))
        for row in document["toponyms"]
        if row["lat"] is not None and not is_demonym(row)
    ]
    right = 0
    for row in rows:
        named = [candidate.place for candidate in world.exact(row["text"])]
        country = next((place for place in named if place.kind == "country"), None)
        best = country or max(named, key=lambda place: place.population, default=None)
        right += best is not None and km(best.lon, best.lat, row["lon"], row["lat"]) <= 161
    return right / len(rows)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(str(__doc__))
    if sys.argv[1] == "--given":
        for path in sys.argv[2:]:
            ours = measure(path, ["--literal", "--mentions", "gold"])["place"]["acc161"]
            print(f"{path.rsplit('/', 1)[-1]}  Dateline {ours:.3f}  most populous {most_populous(path):.3f}")
        sys.exit()
    for path in sys.argv[1:]:
        print(f"### {path.rsplit('/', 1)[-1]}\n\n{table(path)}\n")
