"""The whole path: documents in, places, actors and reports out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.documents import Document
from geo.places import Refusal, Toponym
from layers.actors import find_actors
from layers.claims import find_landmarks, find_reports
from layers.columns import alternative
from layers.governments import state_parties
from layers.registry import Registry, load
from layers.reports import ActorMention, Report
from layers.times import issued_on

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from layers.layer import ReportLayer


@dataclass(frozen=True)
class Extraction:
    """What was read in one document; everything carries offsets into its untouched text."""

    document: Document
    toponyms: tuple[Toponym, ...]
    refusals: tuple[Refusal, ...]
    actors: tuple[ActorMention, ...]
    reports: tuple[Report, ...]
    landmarks: tuple[Report, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON object: id, title, url, published, sha256, segments, places, actors,
        reports, and the text that all offsets count in.

        `not_places` lists what looks like a place and is none, each with its reason; `repairs` what was
        broken in the source (`was`) and is mended in the text.
        """
        document = self.document
        return {
            "id": document.id,
            "title": document.title,
            "url": document.url,
            "published": document.published,
            "published_basis": document.published_basis,
            "author": document.author,
            "language": document.language,
            "source": document.source,
            "encoding": document.encoding,
            "sha256": document.sha256,
            "text": document.text,
            "repairs": [asdict(repair) for repair in document.repairs],
            "segments": [
                {"kind": s.kind, "start": s.start, "end": s.end, "speaker": s.speaker}
                for s in document.segments
            ],
            "places": [_place(t) for t in self.toponyms],
            "not_places": [
                {"start": r.start, "end": r.end, "text": r.text, "reason": r.reason} for r in self.refusals
            ],
            "actors": [
                {"start": a.start, "end": a.end, "text": a.text, "name": a.name, "kind": a.kind}
                for a in self.actors
            ],
            "reports": [_report(report) for report in self.reports],
        }


def _place(toponym: Toponym) -> dict[str, Any]:
    """Return the JSON object of a place."""
    place = toponym.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "name": toponym.name,
        "lat": toponym.lat,
        "lon": toponym.lon,
        "country": place.country if place else None,
        "precision": toponym.precision,
        "radius_m": toponym.radius_m,
        "place_id": place.id if place else None,
        "type": toponym.type,
        "relation": toponym.relation,
        "part": toponym.part,
        "confidence": toponym.confidence,
        "reasons": list(toponym.reasons),
        "alternatives": [alternative(candidate) for candidate in toponym.alternatives],
    }


# Fields that are kept for the page and for quoting, and are no part of the contract's JSON.
_KEPT_INSIDE = frozenset({"gazetteer_place", "extent"})


def _report(report: Report) -> dict[str, Any]:
    """Return the JSON object of a report."""
    row = {f.name: getattr(report, f.name) for f in fields(report) if f.name not in _KEPT_INSIDE}
    row |= {
        "source_chain": list(report.source_chain),
        "reasons": list(report.reasons),
        "machine_values": dict(report.machine_values),
        "mapped_as": report.mapped_as,
    }
    row["alternatives"] = [alternative(candidate) for candidate in report.alternatives]
    return row


def read_document(document: Document, *, gazetteer: Gazetteer, registry: Registry) -> Extraction:
    """Return the places, actors and reports of one document.

    Actors are found first, so that no place is read inside a name; then the places; then who is reported
    where.
    """
    from geo.parse import geoparse

    issued = issued_on(document)
    if document.published is None and issued is not None:
        document = replace(document, published=str(issued), published_basis="text")
    actors = find_actors(document, registry, gazetteer)
    parsed = geoparse(document, gazetteer, taken=actors.names, theatres=_theatres(actors.mentions, registry))
    states = tuple(state_parties(document.text, parsed.refusals, registry, actors.mentions))
    mentions = tuple(sorted((*actors.mentions, *states), key=lambda m: m.start))
    reports = find_reports(document, parsed.toponyms, mentions, actors.bystanders)
    landmarks = find_landmarks(document, parsed.toponyms, reports)
    named = tuple(replace(m, text=document.text[m.start : m.end]) for m in _named(mentions, reports))
    return Extraction(document, parsed.toponyms, parsed.refusals, named, tuple(reports), tuple(landmarks))


def _theatres(mentions: Iterable[ActorMention], registry: Registry) -> dict[str, float]:
    """Return the countries where the groups of a text are at home, each group half as good as a mention."""
    named = dict.fromkeys(m.actor_id for m in mentions if m.kind == "group" and m.actor_id)
    weights: dict[str, float] = {}
    for actor in (registry.actors[id] for id in named if id in registry.actors):
        for country in actor.theatres:
            weights[country] = weights.get(country, 0.0) + 0.5 / len(actor.theatres)
    return weights


def _named(mentions: Iterable[ActorMention], reports: Sequence[Report]) -> tuple[ActorMention, ...]:
    """Return the named actors; of collectives and states under their country's name those reported."""
    told = {report.actor for report in reports}
    spans = {(str(r.actor), r.start, r.end) for r in reports}
    return tuple(
        m
        for m in mentions
        if (m.name in told if m.generic else not m.via or any(_holds(span, m) for span in spans))
    )


def _holds(span: tuple[str, int, int], mention: ActorMention) -> bool:
    """Say whether a sentence that reports of an actor holds the mention."""
    name, start, end = span
    return mention.name == name and start <= mention.start < end


def extract(
    inputs: str | Path | Document | Sequence[str | Path | Document],
    *,
    gazetteer: Gazetteer | None = None,
    gazetteer_files: Sequence[str | Path] = (),
    actor_files: Sequence[str | Path] = (),
    progress: bool = False,
) -> ReportLayer:
    """Return the reports of some files, folders or documents as a layer.

    Raises ReadError for the first input that cannot be read; the command line goes on with the others.
    """
    from geo.gazetteer import Gazetteer
    from geo.readers import read
    from layers.layer import ReportLayer

    given = [inputs] if isinstance(inputs, str | Path | Document) else list(inputs)
    known = gazetteer or Gazetteer.open(gazetteer_files, progress=progress)
    registry = load(tuple(Path(f) for f in actor_files))
    documents = [item for item in given if isinstance(item, Document)]
    paths = [item for item in given if not isinstance(item, Document)]
    rows: list[Extraction] = []
    for document in [*documents, *read(paths)]:
        if isinstance(document, Exception):
            raise document
        rows.append(read_document(document, gazetteer=known, registry=registry))
    return ReportLayer.from_extractions(rows, known)
