"""Revising: one decision of a person as a change of a report, or as a report of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo.places import PRECISION_OF_KIND, RADIUS_M, SCHEMES, Place
from layers.registry import key
from layers.reports import STATUSES, WHATS, ActorKind, Report

if TYPE_CHECKING:
    from layers.corrections import Correction
    from layers.registry import Registry

# Fields whose machine's value is kept when a person changes them.
MACHINE_FIELDS = (
    "actor", "actor_kind", "group", "place", "place_id", "place_type", "country", "admin1", "admin2",
    "admin3", "pcode", "geonameid", "lon", "lat", "relation", "part", "precision", "radius_m", "status",
    "era",
)  # fmt: skip


class RefusedError(ValueError):
    """A decision that cannot be carried out; the message says why and what would help."""


@dataclass(frozen=True)
class Revision:
    """What is known when decisions are carried out: the reports there are, the gazetteer, the registry."""

    reports: Sequence[Report]
    gazetteer: Any = None
    registry: Registry | None = None

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ActorKind | None, str | None]]:
        """Return name, kind and group of every actor by its spelling without case and marks."""
        known = {key(r.actor): (r.actor, r.actor_kind, r.group) for r in self.reports if r.actor}
        if self.registry is not None:
            for name, _, actor in self.registry.names():
                of = self.registry.actors.get(actor.group or "")
                group = of.name if of else actor.name if actor.kind != "person" else None
                known.setdefault(key(name), (actor.name, actor.kind, group))
        return known


def revised(report: Report, correction: Correction, revision: Revision) -> Report:
    """Return a report with one field as a person says; raise RefusedError where that cannot be."""
    change = _CHANGES.get(correction.field)
    if change is None:
        raise RefusedError(f"field is {correction.field!r}; expected one of {', '.join(_CHANGES)}")
    return change(report, correction, revision)


def _actor(report: Report, correction: Correction, revision: Revision) -> Report:
    if not correction.new:
        raise RefusedError("new names no actor")
    name, kind, group = revision.kinds.get(key(correction.new), (correction.new, report.actor_kind, None))
    return replace(report, actor=name, actor_kind=kind, group=group or (name if kind != "person" else None))


def _status(report: Report, correction: Correction, revision: Revision) -> Report:
    for status in STATUSES:
        if status == correction.new:
            # Who says that it is so says that it is so now.
            return replace(report, status=status, era="current" if status == "affirmed" else report.era)
    raise RefusedError(f"new is {correction.new!r}; expected one of {', '.join(STATUSES)}")


def _point(report: Report, correction: Correction, revision: Revision) -> Report:
    """Return a report at a point that a person set: a site, since nobody clicks to the metre."""
    lon, lat = _degrees(correction)
    acled, ucdp = SCHEMES["site"]
    return replace(
        report, lon=lon, lat=lat, precision="site", radius_m=RADIUS_M["site"], extent=None, relation="at",
        part="", geo_precision=acled, where_prec=ucdp, gazetteer_place=None,
    )  # fmt: skip


def _place(report: Report, correction: Correction, revision: Revision) -> Report:
    if not correction.new:
        raise RefusedError("new names no place")
    place = _found(correction, report, revision)
    if place is None:
        lon, lat = _degrees(correction)
        place = Place("", correction.new, lon, lat, "village", report.country)
    return at_place(report, place)


def at_place(report: Report, place: Place) -> Report:
    """Return a report at another place, as precise as that is; nothing of the old one stays."""
    acled, ucdp = SCHEMES[PRECISION_OF_KIND[place.kind]]
    return replace(
        report, place=place.name, place_id=place.id or None, place_type=place.kind, country=place.country,
        admin1=place.admin1, admin2=place.admin2, admin3=place.admin3, pcode=place.pcode,
        geonameid=place.geonameid, lon=place.lon, lat=place.lat, relation="at", part="",
        precision=place.precision, radius_m=place.radius, extent=None, alternatives=(),
        geo_precision=acled, where_prec=ucdp, gazetteer_place=place if place.id else None,
    )  # fmt: skip


def _found(correction: Correction, report: Report, revision: Revision) -> Place | None:
    """Return the place of an id or a name; None where a point is given for a name that is not known."""
    if revision.gazetteer is None:
        return None
    by_id: Place | None = revision.gazetteer.place(correction.new)
    if by_id is not None:
        return by_id
    if correction.lon is not None and correction.lat is not None:
        return None  # the person says where it is: no namesake can be nearer
    found = revision.gazetteer.lookup(correction.new, country=report.country)
    best: list[Place] = [c.place for c in found if c.score == found[0].score and c.score == 1.0]
    same_unit = [place for place in best if place.admin1 == report.admin1]
    choice = best if len(best) == 1 else same_unit
    if len(choice) != 1:
        many = f"may be any of {len(best)} places" if best else "is not in the gazetteer"
        raise RefusedError(f"{correction.new!r} {many}; give lat and lon, or the place's id")
    (place,) = choice
    return place


def _degrees(correction: Correction) -> tuple[float, float]:
    lon, lat = correction.lon, correction.lat
    if lon is None or lat is None:
        raise RefusedError("it has no lat and lon; give both, in degrees")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise RefusedError(f"lat {lat:g}, lon {lon:g} is not on Earth; give degrees, perhaps exchanged")
    return lon, lat


_CHANGES: Mapping[str, Callable[[Report, Correction, Revision], Report]] = {
    "place": _place, "actor": _actor, "status": _status, "point": _point,
}  # fmt: skip


def added(parts: Sequence[Correction], revision: Revision) -> Report:
    """Return the report that a person adds: rows of one `report_id`, a field each, or one row of pairs.

    In a row without a field `new` holds pairs, "actor=HTS; place=Idlib; what=control; status=affirmed".
    """
    rows = [row for part in parts for row in _pairs(part)]
    given = {row.field: row.new for row in rows}
    if not given.get("actor") or not (given.get("place") or "point" in given):
        raise RefusedError("a report to add needs an actor and a place, or a point with lat and lon")
    first = parts[0]
    what = given.get("what", "presence")
    if what not in WHATS:
        raise RefusedError(f"what is {what!r}; expected one of {', '.join(WHATS)}")
    code = json.dumps([first.doc_id, first.quote, sorted(given.items()), first.lon, first.lat])
    report = _blank(
        first.report_id or hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:16], first, what
    )
    report = replace(report, country=given.get("country") or None)
    for other in revision.reports:
        if other.document_id == report.document_id:
            report = replace(report, title=other.title, url=other.url, published=other.published)
            break
    for field in ("actor", "place", "point", "status"):
        for row in rows:
            if row.field == field:
                report = revised(report, row, revision)
    days = (given.get("when_start") or given.get("when"), given.get("when_end") or given.get("when"))
    return replace(
        report, when_start=days[0], when_end=days[1], when_precision="day" if any(days) else "undated",
        when_basis="a reviewer" if any(days) else "none",
    )  # fmt: skip


def _pairs(part: Correction) -> list[Correction]:
    if part.field:
        return [part]
    pairs = (pair.partition("=") for pair in part.new.split(";") if "=" in pair)
    return [replace(part, field=name.strip(), new=value.strip()) for name, _, value in pairs]


def _blank(report_id: str, first: Correction, what: str) -> Report:
    """Return a report of a person that says nothing yet."""
    of_document = first.doc_id or "added"
    return Report(
        report_id=report_id, document_id=of_document, title=None, url=None, published=None, actor=None,
        actor_kind="group", group=None, place=None, place_id=None, place_type=None, country=None, admin1=None,
        admin2=None, admin3=None, pcode=None, geonameid=None, lon=None, lat=None, relation="at", part="",
        precision="unlocated", radius_m=None, geo_precision=None, where_prec=None, what=what,  # type: ignore[arg-type]
        status="affirmed", era="current", claim="none", when_start=None, when_end=None,
        when_precision="undated", when_basis="none", speaker=first.who or None, source_chain=(),
        quote=first.quote, start=0, end=0, cue="", actor_start=None, actor_end=None, place_start=None,
        place_end=None, confidence=1.0, reasons=("added by a reviewer",), alternatives=(),
        review="corrected", reviewed_by=first.who or None, review_why=first.why or None,
        reviewed_on=first.when or None,
    )  # fmt: skip
