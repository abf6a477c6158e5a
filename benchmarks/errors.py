"""Sort the reports of a gold set that are missed by kind of error, and print a count of each.

    python benchmarks/errors.py GOLD.jsonl [GOLD.jsonl ...] [--list]

right       the pair is found with its status
scope       the pair is found, with another status
attachment  party and place stand in one sentence (or are referred to there), but are not linked
reference   they do not stand in one sentence as read: a pronoun, a noun or a subject left out means them
place       no place found lies within the tolerance of the gold one
actor       the party is not found
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers import reading, scores
from layers.extract import Extraction, read_document
from layers.items import Item
from layers.registry import load

Row = dict[str, Any]
KINDS = ("right", "scope", "attachment", "reference", "place", "actor")


def read(gold: Row, gazetteer: Gazetteer) -> tuple[Extraction, list[Sequence[Item]]]:
    """Return what is read in a gold document, and the items of its sentences with all references resolved."""
    rows: list[Sequence[Item]] = []
    original = reading.clauses

    def keep(row: Sequence[Item]) -> Any:
        rows.append(row)
        return original(row)

    reading.clauses = keep
    try:
        document = Document(gold["id"], gold["text"], published=gold.get("published"))
        return read_document(document, gazetteer=gazetteer, registry=load()), rows
    finally:
        reading.clauses = original


def kinds(gold: Row, gazetteer: Gazetteer) -> list[tuple[str, Row]]:
    """Return each gold report with its kind."""
    got, rows = read(gold, gazetteer)
    guess = got.to_json()
    where = {p["name"]: p for p in gold["places"] if p.get("lat") is not None}
    reports = scores._distinct(r for r in gold["reports"] if r["place"] in where)
    found = scores._distinct(r for r in guess["reports"] if r["lat"] is not None)
    same = scores._same(gold, guess, where)
    spans = scores._by_name(gold["actors"], "canonical")
    names = scores._by_name(guess["actors"], "name")
    sorted_rows = []
    for report in reports:
        target = where[report["place"]]
        near = {
            i
            for i, t in enumerate(got.toponyms)
            if scores.distance_km(target, {"lat": t.lat, "lon": t.lon}) <= scores._tolerance_km(target)
        }
        parties = {
            name
            for name, mentions in names.items()
            if any(scores._touches(m, spans.get(report["actor"], [])) for m in mentions)
        }
        statuses = {p["status"] for p in found if same(report, p)}
        beside = any(
            any(x.actor is not None and x.actor.name in parties for x in row)
            and any(x.place in near for x in row)
            for row in rows
        )
        if report["status"] in statuses:
            kind = "right"
        elif statuses:
            kind = "scope"
        elif not near:
            kind = "place"
        elif not parties:
            kind = "actor"
        else:
            kind = "attachment" if beside else "reference"
        sorted_rows.append((kind, report))
    return sorted_rows


def main(files: Sequence[str], *, listed: bool) -> None:
    """Print a table of the kinds of each file, and each report that is not right if wanted."""
    gazetteer = Gazetteer.open()
    print("| | " + " | ".join(KINDS) + " |\n" + "| --- " * (len(KINDS) + 1) + "|")
    for file in files:
        counts: Counter[str] = Counter()
        for line in Path(file).read_text("utf-8").splitlines():
            gold = json.loads(line)
            for kind, report in kinds(gold, gazetteer):
                counts[kind] += 1
                if listed and kind != "right":
                    said = f"{report['actor']} @ {report['place']} {report['what']} {report['status']}"
                    print(f"{gold['id']} {kind}: {said}")
        print(f"| {Path(file).name} | " + " | ".join(str(counts[kind]) for kind in KINDS) + " |")


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    if not given:
        sys.exit(str(__doc__))
    main(given, listed="--list" in sys.argv)
