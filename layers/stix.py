"""STIX 2.1: actors, places and reports as a bundle; located-at only for what is affirmed and current.

OASIS, "STIX Version 2.1" (2021): Location, Threat Actor, Identity, Report, Note, Relationship.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.about import about
from layers.extras import need
from layers.reports import PRESENCE_WHATS, Report

if TYPE_CHECKING:
    from layers.layer import ReportLayer

# The same report has the same id in every bundle, so that a second import updates the first.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/dateline/")
NEEDS = ("stix2", "stix", "A STIX bundle")
_CLASSES = {"person": "individual", "state": "organization", "media": "organization"}


def write_stix(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> Counter[str]:
    """Write a layer as a STIX 2.1 bundle; return how many reports were left out, by reason."""
    left_out: Counter[str] = Counter()
    bundle = to_stix(layer, parameters, left_out)
    path.write_text(bundle.serialize(ensure_ascii=False), encoding="utf-8")
    return left_out


def to_stix(layer: ReportLayer, parameters: Mapping[str, Any], left_out: Counter[str]) -> Any:
    """Return the bundle: actors, locations, relationships, notes on what is not so or not now, reports."""
    stix2 = need(*NEEDS)
    made = _Bundle(stix2, about(layer, parameters=parameters))
    for report in layer.reports:
        if report.relation != "landmark":  # which says nothing of anybody
            made.add(report, left_out)
    return stix2.Bundle(objects=list(made.all()), allow_custom=False)


def _time(day: str) -> datetime:
    """Return the start of a day in UTC."""
    return datetime.fromisoformat(day[:10]).replace(tzinfo=UTC)


def _id(kind: str, *key: object) -> str:
    return f"{kind}--{uuid.uuid5(_NAMESPACE, repr((kind, *key)))}"


class _Bundle:
    """A bundle in the making: every object once."""

    def __init__(self, stix2: Any, said: Mapping[str, Any]) -> None:
        self.stix2 = stix2
        self.made = _time(said["made"])
        self.by = _id("identity", "dateline")
        words = " ".join([said["note"], *said["notes"]])
        self.objects: dict[str, Any] = {}
        self.documents: dict[str, tuple[Report, list[str]]] = {}
        self._keep(stix2.Identity, self.by, name=f"Dateline {said['version']}", identity_class="system",
                   description=words)  # fmt: skip

    def add(self, report: Report, left_out: Counter[str]) -> None:
        """Add a report: a relationship where STIX has one, else a note; count what neither can hold."""
        why = _unsayable(report)
        if why is not None:
            left_out[why] += 1
            return
        actor, place = self._actor(report), self._location(report)
        link = _relationship(report)
        sure = round(100 * report.confidence)
        words = report.quote or _words(report)
        if link is None:
            name = self._keep(self.stix2.Note, _id("note", report.report_id), abstract=_words(report),
                              content=words, object_refs=[actor, place], confidence=sure)  # fmt: skip
        else:
            name = self._keep(self.stix2.Relationship, _id("relationship", report.report_id),
                              relationship_type=link, source_ref=actor, target_ref=place,
                              description=words, confidence=sure, **_interval(report))  # fmt: skip
        document = self.documents.setdefault(report.document_id, (report, [actor, place]))
        document[1].extend(ref for ref in (actor, place, name) if ref not in document[1])

    def all(self) -> Iterator[Any]:
        """Yield every object, a report for each text behind them."""
        for key, (first, refs) in self.documents.items():
            outside = {"external_references": [{"source_name": first.title or key, "url": first.url}]}
            published = _time(first.published) if first.published else self.made
            self._keep(self.stix2.Report, _id("report", key), name=first.title or key, published=published,
                       report_types=["threat-actor"], object_refs=refs,
                       **(outside if first.url else {}))  # fmt: skip
        yield from self.objects.values()

    def _keep(self, kind: Any, key: str, **values: Any) -> str:
        """Make an object if there is none of its id; return the id."""
        if key not in self.objects:
            by = {} if key == self.by else {"created_by_ref": self.by}
            self.objects[key] = kind(id=key, created=self.made, modified=self.made, **by, **values)
        return key

    def _actor(self, report: Report) -> str:
        if report.actor_kind in ("group", None):
            return self._keep(self.stix2.ThreatActor, _id("threat-actor", report.actor), name=report.actor)
        kind = _CLASSES[report.actor_kind or "person"]
        return self._keep(
            self.stix2.Identity, _id("identity", report.actor, kind), name=report.actor, identity_class=kind
        )

    def _location(self, report: Report) -> str:
        where = (report.place, report.place_id, report.lon, report.lat, report.radius_m, report.part)
        values: dict[str, Any] = {"country": report.country, "administrative_area": report.admin1}
        if report.precision != "country" and report.lat is not None:
            values |= {"latitude": report.lat, "longitude": report.lon, "precision": report.radius_m}
        said = {name: value for name, value in values.items() if value is not None}
        return self._keep(
            self.stix2.Location, _id("location", *where), name=f"{report.part} {report.place}".strip(), **said
        )


def _unsayable(report: Report) -> str | None:
    """Return why STIX cannot hold a report; None where it can."""
    if report.review == "rejected":
        return "rejected by a reviewer"
    if report.actor is None or report.place is None:
        return "names no actor or no place"
    if report.country is None and report.lat is None:
        return "not located"
    return None


def _relationship(report: Report) -> str | None:
    """Return the relationship that a report is; None for one that is not so, not now, or no position."""
    if report.status != "affirmed" or report.era == "past":
        return None
    if report.what == "origin":
        return "originates-from"
    return "located-at" if report.what in PRESENCE_WHATS else None


def _interval(report: Report) -> dict[str, datetime]:
    """Return start_time and stop_time; a stop is after the start, so the last day ends at its end."""
    times = {}
    if report.when_start:
        times["start_time"] = _time(report.when_start)
    if report.when_end:
        times["stop_time"] = _time(report.when_end) + timedelta(days=1)
    return times


def _words(report: Report) -> str:
    past = ", before the text's own present" if report.era == "past" else ""
    return f"{report.actor}: {report.what.replace('_', ' ')} at {report.place}, {report.status}{past}"
