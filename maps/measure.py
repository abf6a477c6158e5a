"""The command that measures: `dateline evaluate`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.documents import Document
from geo.errors import UsageError
from maps.options import actors_option, gazetteer_option, open_gazetteer
from maps.terminal import counted, plain, tell, with_remedies

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from layers.evaluate import Extract


@click.command("evaluate", short_help="Compare with what people found in GOLD.jsonl.")
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path())
@click.option(
    "--baseline", type=click.Choice(["flashgeotext", "same-sentence"]), help="Measure a baseline instead."
)
@click.option(
    "--mentions",
    type=click.Choice(["own", "gold"]),
    default="own",
    show_default=True,
    help="With gold, be told where the places are named and only resolve them.",
)
@click.option("--literal", is_flag=True, help="Leave out demonyms that a corpus counts as place names.")
@click.option(
    "--errors", "wrong", default=0, type=click.IntRange(0), metavar="N", help="Show the first N errors."
)
@click.option(
    "--by",
    multiple=True,
    metavar="FIELD",
    help="Also by a field of the documents (region, genre); again for more.",
)
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@gazetteer_option
@actors_option
@with_remedies
def evaluate_command(
    gold: str, baseline: str | None, mentions: str, literal: bool, wrong: int, by: tuple[str, ...],
    as_json: bool, gazetteers: tuple[str, ...], actor_files: tuple[Path, ...],
) -> None:  # fmt: skip
    """Extract from the documents of GOLD.jsonl and compare with what people found in them.

    place: found by overlapping spans (f1), in the right place (located), traps taken for places;
    actor: found; report: (actor, place) pairs, with the right status (f1), and false_affirmed, the
    share of denied, past or doubtful pairs that come out as affirmed: the wrong pin on a map.
    docs/accuracy.md explains each figure.

    \b
    Examples
      dateline evaluate gold.jsonl --errors 20
      dateline evaluate gold.jsonl --baseline same-sentence
      dateline evaluate corpus.jsonl --literal --json
    """
    from layers.evaluate import evaluate, read_gold

    documents = read_gold(gold)
    way, parts = _way(baseline, mentions, documents, open_gazetteer(gazetteers), actor_files)
    result = evaluate(counted(documents, "documents"), way, parts=parts, literal=literal, by=by)
    tell(json.dumps(result.figures) if as_json else str(result))
    for line in result.errors[:wrong]:
        tell(plain(line))


def _way(
    baseline: str | None,
    mentions: str,
    documents: list[dict[str, Any]],
    gazetteer: Gazetteer,
    actor_files: tuple[Path, ...],
) -> tuple[Extract, list[str] | None]:
    """Return how to extract, and the parts to be measured by (None: all)."""
    from layers.baselines import flashgeotext_places, same_sentence
    from layers.evaluate import gold_places_and_actors, resolved_gold

    def own(document: Document) -> Mapping[str, Any]:
        from layers.extract import read_document
        from layers.registry import load

        found: Mapping[str, Any] = read_document(
            document, gazetteer=gazetteer, registry=load(actor_files)
        ).to_json()
        return found

    def one_sentence(document: Document) -> Mapping[str, Any]:
        found = (gold_places_and_actors(documents) if mentions == "gold" else own)(document)
        return {**found, "reports": same_sentence(document, found["places"], found["actors"])}

    def from_a_list(document: Document) -> Mapping[str, Any]:
        return {"places": list(flashgeotext_places(document.text, country_point))}

    def country_point(name: str) -> tuple[float, float] | None:
        countries = (c.place for c in gazetteer.exact(name) if c.place.kind == "country")
        return next(((place.lon, place.lat) for place in countries), None)

    if baseline == "flashgeotext" and mentions == "gold":
        raise UsageError("flashgeotext finds its own mentions; leave out --mentions gold")
    if baseline == "same-sentence":
        return one_sentence, None
    if baseline == "flashgeotext":
        return from_a_list, ["places"]
    return (resolved_gold(documents, gazetteer), ["places"]) if mentions == "gold" else (own, None)
