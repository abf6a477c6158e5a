"""Measure reports on re3d: pairs said to be in one place are found, pairs said to be apart are not affirmed.

    python benchmarks/re3d.py re3d-dev.jsonl [--misses]

Of dstl's re3d (entities and relations in reports on Syria and Iraq) the relations CoLocated of confidence 1
and all Apart between an actor and a place count, where both phrases hold a name: a word with a capital behind
the first word, or one that is no determiner.  A pair is found where a report of the document joins an actor
named in the one phrase with a place named in the other; in what the report says, "affirmed" is the status.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.documents import Document
from geo.gazetteer import Gazetteer
from layers.extract import Extraction, read_document
from layers.registry import load

Row = dict[str, Any]
_DETERMINERS = frozenset("the a an its their our we this that".split())


def is_named(phrase: str) -> bool:
    """Say whether a phrase holds a name."""
    return any(word[:1].isupper() and word.lower() not in _DETERMINERS for word in phrase.split())


def pairs(document: Row) -> Iterator[tuple[str, Row, Row]]:
    """Yield (type, actor, place) of the relations that count; either phrase may stand first."""
    spans = {kind: {(e["start"], e["text"]): e for e in document[kind]} for kind in ("actors", "places")}
    for relation in document["relations"]:
        if relation["type"] == "CoLocated" and relation["confidence"] < 1:
            continue
        ends = [(relation[f"{end}_start"], relation[end]) for end in ("source", "target")]
        for one, other in (ends, ends[::-1]):
            actor, place = spans["actors"].get(one), spans["places"].get(other)
            if actor and place and is_named(actor["text"]) and is_named(place["text"]):
                yield relation["type"], actor, place


def statuses(got: Extraction, actor: Row, place: Row) -> set[str]:
    """Return the statuses of the reports that join an actor with a place."""
    names = {a.name for a in got.actors if a.start < actor["end"] and actor["start"] < a.end}
    places = {t.name for t in got.toponyms if t.start < place["end"] and place["start"] < t.end}
    return {r.status for r in got.reports if r.actor in names and r.place in places}


def main(file: str, *, misses: bool) -> None:
    """Print the figures, and what was missed if wanted."""
    gazetteer, registry = Gazetteer.open(), load()
    found, affirmed = {"CoLocated": 0, "Apart": 0}, {"CoLocated": 0, "Apart": 0}
    total = {"CoLocated": 0, "Apart": 0}
    for line in Path(file).read_text("utf-8").splitlines():
        row = json.loads(line)
        got = read_document(Document(row["id"], row["text"]), gazetteer=gazetteer, registry=registry)
        for kind, actor, place in pairs(row):
            said = statuses(got, actor, place)
            total[kind] += 1
            found[kind] += bool(said)
            affirmed[kind] += "affirmed" in said
            if misses and bool(said) != (kind == "CoLocated"):
                print(
                    f"{row['id']} {kind} {actor['text']!r} @ {place['text']!r}: {sorted(said) or 'no report'}"
                )
    named = "between a named actor and a named place"
    for kind, of in total.items():
        print(f"{kind}: {of} {named}, {found[kind]} found, {affirmed[kind]} affirmed")


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    if len(given) != 1:
        sys.exit(str(__doc__))
    main(given[0], misses="--misses" in sys.argv)
