"""A report: who is reported where, said by whom, and whether it is so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from geo.extents import Extent
from geo.places import Candidate, Place

What = Literal[
    "presence", "activity", "control", "base_or_camp", "movement_to", "movement_from",
    "casualty_or_arrest", "origin", "other",
]  # fmt: skip
Status = Literal["affirmed", "negated", "former", "uncertain", "planned"]
ActorKind = Literal["group", "state", "person", "media"]

WHATS: tuple[What, ...] = (
    "presence", "activity", "control", "base_or_camp", "movement_to", "movement_from",
    "casualty_or_arrest", "origin", "other",
)  # fmt: skip
REVIEWS = ("machine", "confirmed", "corrected", "rejected")
STATUSES: tuple[Status, ...] = ("affirmed", "negated", "former", "uncertain", "planned")
PRESENCE_WHATS = frozenset({"presence", "activity", "control", "base_or_camp"})
# The reason where no rule links actor and place: drawn as uncertain until somebody confirms it.
DOUBTFUL_LINK = "no rule reads it; that both stand in one sentence makes it no more than probable"
LAYER_OF_STATUS = {"negated": "avoided", "former": "past", "uncertain": "uncertain", "planned": "planned"}
# Precisions that the presence rule admits to the map as presence.
PRESENCE_PRECISIONS = frozenset({"exact", "site", "settlement", "near", "district", "governorate", "water"})


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named (or, with `via`, referred to) at `text[start:end]`.

    `name` is the canonical name, `group` the group a person or unit belongs to; `generic` marks a
    collective that no name covers ("insurgents"); `via` is the word that refers to it when it is not a
    name ("they", "the Commission").
    """

    start: int
    end: int
    text: str
    name: str
    kind: ActorKind
    group: str | None = None
    actor_id: str | None = None
    generic: bool = False
    via: str | None = None


def id_of(document_id: str, actor: str | None, where: str, what: str, status: str, era: str) -> str:
    """Return the id of a report: of the same text the same, wherever in it the words stand.

    `where` is the id of the place, else its name, with the words of the part that is meant behind a bar.
    """
    key = f"{document_id}|{actor}|{where}|{what}|{status}{'|past' if era == 'past' else ''}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Outline:
    """The extent of a report that came from a file: its shape as WKT, without how it was told."""

    wkt: str


@dataclass(frozen=True, slots=True)
class Report:
    """One line of what a text says: an actor, a place, what, and its status .

    `lon`, `lat` are the label point, also for areas and countries where no dot is drawn; None only
    when nothing locates it.  `era` is "past" when the text itself puts the report before its own
    present ("after the battles of", "in November 1999", "who was killed in"), else "current".
    `extent` is the ring, sector, corridor, part or border that is meant, where a point does not tell it.
    `cue` are the words that set the status.  `landmark` marks a line kept for the landmark layer.
    `review` is "machine", "confirmed", "corrected" or "rejected"; by whom, why and when stands beside it, and
    `machine_values` are what the machine read in the fields that a person changed.
    """

    report_id: str
    document_id: str
    title: str | None
    url: str | None
    published: str | None
    actor: str | None
    actor_kind: ActorKind | None
    group: str | None
    place: str | None
    place_id: str | None
    place_type: str | None
    country: str | None
    admin1: str | None
    admin2: str | None
    admin3: str | None
    pcode: str | None
    geonameid: int | None
    lon: float | None
    lat: float | None
    relation: str
    part: str
    precision: str
    radius_m: float | None
    geo_precision: int | None
    where_prec: int | None
    what: What
    status: Status
    era: str
    claim: str
    when_start: str | None
    when_end: str | None
    when_precision: str
    when_basis: str
    speaker: str | None
    source_chain: tuple[str, ...]
    quote: str
    start: int
    end: int
    cue: str
    actor_start: int | None
    actor_end: int | None
    place_start: int | None
    place_end: int | None
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[Candidate, ...]
    review: str = "machine"
    sensitivity: str = "none"
    gazetteer_place: Place | None = None
    extent: Extent | Outline | None = None
    reviewed_by: str | None = None
    review_why: str | None = None
    reviewed_on: str | None = None
    machine_values: tuple[tuple[str, Any], ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Say whether no rule links actor and place, and nobody has confirmed it."""
        return DOUBTFUL_LINK in self.reasons and self.review == "machine"

    @property
    def mapped_as(self) -> str:
        """Return the layer that shows this report, by the presence rule of the design.

        "presence"   affirmed presence, activity, control or base of a group or force, governorate or finer
        "event"      affirmed casualties, arrests and movements, governorate or finer
        "person"     a person's whereabouts: never the group's position
        "region"     affirmed, but only for a region or a border: a faint area or line, never a dot
        "avoided"    negated     "past"  former, or before the text's own present
        "uncertain"  "planned"  "origin"  "landmark"   as they say; "uncertain" too where no rule links
                     actor and place of a sentence, unless somebody has confirmed it
        "list"       not on the map: a whole country, nothing that locates it, or rejected by a reviewer
        """
        if self.review == "rejected" or self.lon is None or self.precision in ("country", "unlocated"):
            return "list"
        if self.relation == "landmark":
            return "landmark"
        if self.what == "origin":
            return "origin"
        if self.status != "affirmed":
            return LAYER_OF_STATUS[self.status]
        if self.is_doubtful:
            return "uncertain"
        if self.era == "past":
            return "past"
        if self.precision not in PRESENCE_PRECISIONS:
            return "region"
        if self.what not in PRESENCE_WHATS:
            return "event"
        return "person" if self.actor_kind == "person" else "presence"
