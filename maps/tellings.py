"""Tellings: a claim's quotes, whose they are, and the lines that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from layers.corroboration import Claim
from layers.reports import Report
from maps import words
from maps.languages import Language
from maps.words import visible

Json = dict[str, Any]
Text = tuple[str, str | None, str | None, str | None]


def text_of(report: Report) -> Text:
    """Return what the page knows of the text of a report: document id, title, address, published."""
    return report.document_id, report.title, report.url, report.published


def of(claim: Claim, documents: Mapping[Text, int], number: Mapping[str, int], tongue: Language) -> Json:
    """Return the text of a claim's first quote, the number of its sources, and all other quotes.

    A telling marked `copy` prints what another text says and is no source of its own.  `against` has the
    numbers of the claims that say otherwise, as far as the page has them.
    """
    row: Json = {"doc": documents[text_of(claim.report)]}
    if len(claim.sources) > 1:
        row["sources"] = len(claim.sources)
    if claim.copies:
        row["copies"] = claim.copies
    if len(claim.reports) > 1:
        row["more"] = list(_more(claim, documents, tongue))
    if claim.disputed_by:
        row |= {"disputed": True, "against": [number[i] for i in claim.disputed_by if i in number]}
    return row


def _more(claim: Claim, documents: Mapping[Text, int], tongue: Language) -> Iterator[Json]:
    """Yield the other tellings of a claim."""
    known: set[str] = set()
    for source in claim.sources:
        known |= set(source.documents) if claim.report.document_id in source.documents else set()
    for report in claim.reports[1:]:
        told: Json = {
            "quote": quote(report),
            "said": visible(words.chain(report, tongue)),
            "when": words.when(report, tongue),
            "copy": report.document_id in known and report.document_id != claim.report.document_id,
        }
        for source in claim.sources:
            known |= set(source.documents) if report.document_id in source.documents else set()
        # The first text has the number 0, which is no empty value.
        yield {"doc": documents[text_of(report)]} | {name: value for name, value in told.items() if value}


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
