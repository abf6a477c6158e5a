"""Tellings: a claim's quotes, whose they are, and the lines that say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layers.corroboration import Claim
from layers.reports import Report
from maps import words
from maps.words import visible

Json = dict[str, Any]
Text = tuple[str, str | None, str | None, str | None]


def text_of(report: Report) -> Text:
    """Return what the page knows of the text of a report: document id, title, address, published."""
    return report.document_id, report.title, report.url, report.published


def of(claim: Claim, documents: Mapping[Text, int]) -> Json:
    """Return the first quote of a claim with its text, the number of its sources, and all other quotes.

    A telling marked `copy` prints what another text says and is no source of its own.
    """
    known: set[str] = set()
    for source in claim.sources:
        known |= set(source.documents) if claim.report.document_id in source.documents else set()
    more = []
    for report in claim.reports[1:]:
        told: Json = {
            "doc": documents[text_of(report)],
            "quote": quote(report),
            "said": visible(words.chain(report)),
            "when": visible(words.when(report)),
            "copy": report.document_id in known and report.document_id != claim.report.document_id,
        }
        for source in claim.sources:
            known |= set(source.documents) if report.document_id in source.documents else set()
        more.append({name: value for name, value in told.items() if value not in ("", [], False)})
    row: Json = {"doc": documents[text_of(claim.report)], "claim": claim.claim_id}
    if len(claim.sources) > 1:
        row["sources"] = len(claim.sources)
    if claim.copies:
        row["copies"] = claim.copies
    if more:
        row["more"] = more
    if claim.disputed_by:
        row |= {"disputed": True, "against": list(claim.disputed_by)}
    return row


def oppose(rows: Sequence[Json]) -> None:
    """Give each row the numbers of the rows that say otherwise, in place of the ids of their claims."""
    number = {row.pop("claim"): i for i, row in enumerate(rows)}
    for row in rows:
        if "against" in row:
            row["against"] = [number[claim] for claim in row["against"] if claim in number]


def quote(report: Report) -> list[list[str]]:
    """Return the quote in pieces: [text], [actor's name, "actor"], [place's name, "place"], in order."""
    marks = []
    for start, end, kind in (
        (report.actor_start, report.actor_end, "actor"),
        (report.place_start, report.place_end, "place"),
    ):
        if start is not None and end is not None and report.start <= start < end <= report.end:
            marks.append((start - report.start, end - report.start, kind))
    pieces: list[list[str]] = []
    done = 0
    for begin, stop, kind in sorted(marks):
        if begin < done:
            continue
        pieces += [[visible(report.quote[done:begin])], [visible(report.quote[begin:stop]), kind]]
        done = stop
    return [piece for piece in [*pieces, [visible(report.quote[done:])]] if piece[0]]
