"""Read gold documents, extract from them, and score what comes out (docs/accuracy.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geo.documents import Document
from geo.encodings import NotTextError, decode
from geo.errors import DataError, ReadError
from layers.scores import score

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.places import Mention

Baseline = Literal["flashgeotext", "same-sentence"]
BASELINES: tuple[Baseline, ...] = ("flashgeotext", "same-sentence")
Extract = Callable[[Document], Mapping[str, Any]]


@dataclass(frozen=True)
class Evaluation:
    """The figures by part ("place", "actor", "report", "own"), the errors in words, what was predicted."""

    figures: Mapping[str, Any]
    errors: tuple[str, ...]
    predictions: Mapping[str, Mapping[str, Any]]

    def __str__(self) -> str:
        lines = []
        for part, figures in self.figures.items():
            if not isinstance(figures, Mapping):
                lines.append(f"{part}  {figures}")
                continue
            words = (f"{k}={v:.3f}" if isinstance(v, float) else f"{k}={v}" for k, v in figures.items())
            lines.append(f"{part}  " + "  ".join(words))
        return "\n".join(lines)


def read_gold(path: str | Path) -> list[dict[str, Any]]:
    """Return the documents of a gold file: JSON Lines with `id`, `text` and `places` or `toponyms`.

    Raise ReadError for a file that cannot be read and DataError, with its line, for one that is not so.
    """
    try:
        text, _ = decode(Path(path).read_bytes())
    except OSError as error:
        raise ReadError(
            path, f"cannot be read: {error.strerror or error}; give a gold file (.jsonl)"
        ) from None
    except NotTextError as error:
        raise ReadError(path, f"{error}; give a gold file (.jsonl)") from None
    documents = list(_lines(path, text))
    if not documents:
        raise DataError(path, None, "is empty; give a gold file with one document a line")
    return documents


def _lines(path: str | Path, text: str) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except ValueError as error:
            raise DataError(path, number, f"is not JSON: {error}") from None
        if not isinstance(document, dict) or not isinstance(document.get("text"), str):
            raise DataError(path, number, "has no `text`; a gold document has id, text and places")
        if "id" not in document or not ("places" in document or "toponyms" in document):
            raise DataError(path, number, "needs `id` and `places` (or `toponyms`); see docs/accuracy.md")
        if document["id"] in seen:
            raise DataError(
                path, number, f"id {document['id']!r} is there twice; ids pair gold and prediction"
            )
        seen.add(document["id"])
        yield document


def document_of(gold: Mapping[str, Any]) -> Document:
    """Return the document of a gold line: its text and what it says of itself, never its answers."""
    known = {k: gold[k] for k in ("title", "url", "published", "language") if isinstance(gold.get(k), str)}
    basis = "given" if "published" in known else "none"
    return Document(str(gold["id"]), gold["text"], published_basis=basis, source=None, **known)


def evaluate(
    gold: Iterable[Mapping[str, Any]],
    extract: Extract,
    *,
    parts: Sequence[str] | None = None,
    literal: bool = False,
    by: Sequence[str] = (),
) -> Evaluation:
    """Extract from each gold document and score the result; `extract` gives the contract's JSON object.

    With `parts`, only these of places, actors and reports are asked: a baseline that finds no
    actors is not measured by them.  `by` names fields of the gold documents ("region", "genre"): the places
    of the documents that share a value are scored by themselves too, as a part of that name.
    """
    documents = list(gold)
    if parts is not None:
        dropped = {"actors", "reports"} - set(parts)
        documents = [{k: v for k, v in doc.items() if k not in dropped} for doc in documents]
    predictions = {doc["id"]: extract(document_of(doc)) for doc in documents}
    figures, errors = score(documents, predictions, literal=literal)
    for name in by:
        for value in sorted({str(doc[name]) for doc in documents if name in doc}):
            some = [doc for doc in documents if str(doc.get(name)) == value]
            figures[f"{name} {value}"] = _places_of(some, predictions, literal=literal)
    return Evaluation(figures, tuple(errors), predictions)


def _places_of(
    documents: Sequence[Mapping[str, Any]], predictions: Mapping[str, Mapping[str, Any]], *, literal: bool
) -> dict[str, Any]:
    """Return the figures of places that a table by region or genre shows."""
    figures, _ = score(documents, predictions, literal=literal)
    place = figures["place"]
    names = ("gold", "f1", "located", "traps")
    return {"documents": len(documents), **{name: place[name] for name in names if name in place}}


def resolved_gold(gold: Iterable[Mapping[str, Any]], gazetteer: Gazetteer) -> Extract:
    """Return an extraction that is told where the gold places are named and only resolves them.

    What our own recogniser finds beside them is read as context, and answered for nothing.
    """
    from geo.resolve import resolve

    spans = {str(doc["id"]): doc.get("places", doc.get("toponyms", [])) for doc in gold}

    def extract(document: Document) -> Mapping[str, Any]:
        asked = {(row["start"], row["end"]) for row in spans[document.id]}
        mentions = told_mentions(document, spans[document.id], gazetteer)
        found = [t for t in resolve(document, mentions, gazetteer) if (t.start, t.end) in asked]
        return {
            "places": [
                {"start": t.start, "end": t.end, "text": t.text, "name": t.name, "lat": t.lat, "lon": t.lon,
                 "radius_m": t.radius_m, "confidence": t.confidence}
                for t in found
            ]
        }  # fmt: skip

    return extract


def told_mentions(
    document: Document, rows: Iterable[Mapping[str, Any]], gazetteer: Gazetteer
) -> list[Mention]:
    """Return the mentions that gold rows give, and those of our own recogniser that overlap none of them.

    Where the recogniser found a given span, the class word beside it ("province") is taken from there.
    """
    from geo.places import Mention
    from geo.recognizers import recognize

    own = recognize(document, gazetteer)[0]
    known = {(m.start, m.end): m for m in own}
    given = []
    for start, end in sorted({(row["start"], row["end"]) for row in rows}):
        words = document.text[start:end]
        found = known.get((start, end))
        given.append(
            replace(found, strength=1.0) if found else Mention(start, end, words, words, strength=1.0)
        )
    rest = [m for m in own if not any(m.start < g.end and g.start < m.end for g in given)]
    return sorted([*given, *rest], key=lambda m: (m.start, m.end))


def gold_places_and_actors(gold: Iterable[Mapping[str, Any]]) -> Extract:
    """Return an "extraction" that gives back the places and actors of the gold, and no reports."""
    documents = {str(doc["id"]): doc for doc in gold}

    def extract(document: Document) -> Mapping[str, Any]:
        doc = documents[document.id]
        actors = [{**actor, "name": actor["canonical"]} for actor in doc.get("actors", [])]
        return {"places": doc.get("places", doc.get("toponyms", [])), "actors": actors, "reports": []}

    return extract
