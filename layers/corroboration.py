"""Claims: what several texts say alike is one line, its sources counted, what contradicts it beside it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from layers.copies import originals, same_sentence
from layers.occasions import WINDOW, Interval, by_time, day_of, days_of
from layers.reports import Report, Status, What

# What is denied -> what an affirmation contradicts: who holds a place or has a base in it is there, but
# somebody who is there need not hold it, and an attack is no presence.
CONTRADICTED: dict[What, frozenset[What]] = {
    what: frozenset({what, "control", "base_or_camp"} if what == "presence" else {what}) for what in WINDOW
}


@dataclass(frozen=True, slots=True)
class Source:
    """One voice: the texts (document ids) that print the same report, the first published first."""

    name: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """What one or more reports say alike of an actor and a place; `reports` has the one to show first.

    `sources` are independent: copies of one article, and one sentence in several articles, are one.
    `disputed_by` are the ids of the claims that contradict it.
    """

    claim_id: str
    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    disputed_by: tuple[str, ...] = ()

    @property
    def report(self) -> Report:
        """Return the report to show: the most precise, of these the one read most surely."""
        return self.reports[0]

    @property
    def documents(self) -> tuple[str, ...]:
        """Return the ids of the texts that make the claim."""
        return tuple(dict.fromkeys(r.document_id for r in self.reports))

    @property
    def copies(self) -> int:
        """Return how many of its texts only print what another one says."""
        return sum(len(source.documents) for source in self.sources) - len(self.sources)

    @cached_property
    def dated(self) -> Interval | None:
        """Return the days the claim is about where its texts give them."""
        spans = [span for r in self.reports if (span := days_of(r)) is not None]
        return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None

    @cached_property
    def told(self) -> Interval | None:
        """Return the days the claim is about, else those of publication; None where neither is known."""
        days = [day for r in self.reports if (day := day_of(r.published)) is not None]
        return self.dated or ((min(days), max(days)) if days else None)


def claims_of(reports: Iterable[Report], texts: Mapping[str, str] | None = None) -> tuple[Claim, ...]:
    """Return the claims of some reports, in the order of their first report.

    Two reports make one claim where actor, place (and its part or offset), what, status and layer are the
    same and their times agree: dated events have a day in common, dated states lie within 90 days; what is
    told without a date joins what was dated within a week (an event) or 90 days (a state) before it was
    published, or what was published so near to it.
    `texts` maps document ids to their words, to tell copies; without them only equal addresses and
    sentences are known as copies.
    """
    rows = list({report.report_id: report for report in reports}.values())
    first = _first_documents(rows, texts or {})
    groups: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in rows:
        groups[_key(report)].append(report)
    claims = [
        _claim(key, number, part, first)
        for key, same in groups.items()
        for number, part in enumerate(by_time(same))
    ]
    place_in_order = {report.report_id: i for i, report in reversed(list(enumerate(rows)))}
    claims.sort(key=lambda claim: min(place_in_order[r.report_id] for r in claim.reports))
    return tuple(_disputed(claims))


def _key(report: Report) -> tuple[object, ...]:
    """Return what reports must share to be one claim; one that names no party or no place is alone."""
    landmark = report.relation == "landmark"
    if report.place is None or (report.actor is None and not landmark) or report.review == "rejected":
        return ("alone", report.report_id)
    at = (None, None) if report.lon is None or report.lat is None else (
        round(report.lon, 3), round(report.lat, 3)
    )  # fmt: skip
    place = report.place_id or report.place.casefold()
    return (
        report.actor,
        place,
        *at,
        report.extent,
        report.part,
        report.precision,
        report.what,
        report.status,
        report.mapped_as,
    )


def _claim(
    key: tuple[object, ...], number: int, reports: Sequence[Report], first: Mapping[str, str]
) -> Claim:
    """Return the claim of some reports, the best of them first."""
    ranked = sorted(reports, key=by_rank)
    digest = hashlib.sha256(repr((*key, number)).encode("utf-8", "surrogatepass")).hexdigest()
    return Claim(f"c{digest[:15]}", tuple(ranked), tuple(_sources(ranked, first)))


def by_rank(report: Report) -> tuple[float, bool, float, str, int]:
    """Order the reports of a claim: the most precise, the dated, the surest, the first published."""
    undated = days_of(report) is None
    return report.radius_m or 0.0, undated, -report.confidence, report.published or "9", report.start


def _first_documents(reports: Sequence[Report], texts: Mapping[str, str]) -> dict[str, str]:
    """Return for each document the one it is a copy of: by its words, or by its address."""
    known = {r.document_id: texts[r.document_id] for r in _published(reports) if r.document_id in texts}
    first = originals(known)
    addresses: dict[str, str] = {}
    for report in _published(reports):
        key = first.setdefault(report.document_id, report.document_id)
        if report.url:
            first[report.document_id] = first.get(addresses.setdefault(report.url, key), key)
    return first


def _published(reports: Iterable[Report]) -> list[Report]:
    """Return reports in the order of their publication, the undated last."""
    return sorted(reports, key=_when_published)


def _when_published(report: Report) -> tuple[str, str, int]:
    return report.published or "9", report.document_id, report.start


def _sources(reports: Sequence[Report], first: Mapping[str, str]) -> list[Source]:
    """Return the independent sources of reports that say the same."""
    parts: list[list[Report]] = []
    for report in _published(reports):
        root = first[report.document_id]
        same = [
            part
            for part in parts
            if any(first[r.document_id] == root or same_sentence(r.quote, report.quote) for r in part)
        ]
        joined = [r for part in same for r in part] + [report]
        parts = [part for part in parts if part not in same] + [joined]
    ordered = sorted((_published(part) for part in parts), key=lambda part: _when_published(part[0]))
    return [
        Source(source_name(part[0]), tuple(dict.fromkeys(r.document_id for r in part))) for part in ordered
    ]


def source_name(report: Report) -> str:
    """Return what a reader calls the text: its title, else its address, else its id."""
    return report.title or report.url or report.document_id


def _disputed(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with the ids of those that contradict them."""
    about: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        report = claim.report
        if report.actor is not None and report.place is not None and report.review != "rejected":
            about[report.actor, report.place_id or report.place.casefold()].append(claim)
    against: dict[str, list[str]] = defaultdict(list)
    for same in about.values():
        for no in same:
            for yes in same:
                if contradict(no, yes):
                    against[no.claim_id].append(yes.claim_id)
                    against[yes.claim_id].append(no.claim_id)
    return [
        replace(claim, disputed_by=tuple(against[claim.claim_id])) if claim.claim_id in against else claim
        for claim in claims
    ]


_DENIALS: frozenset[Status] = frozenset({"negated", "former"})


def contradict(no: Claim, yes: Claim) -> bool:
    """Say whether a claim denies what another affirms or leaves open of one actor and place, for one time.

    That something is over ("former") contradicts another source only, and only one that is not known to
    be earlier; within one text it is the end of the story.
    """
    denial, affirmed = no.report, yes.report
    told = affirmed.status in (("affirmed", "uncertain") if denial.status == "negated" else ("affirmed",))
    if denial.status not in _DENIALS or not told or affirmed.era == "past":
        return False
    if affirmed.what not in CONTRADICTED[denial.what]:
        return False
    if denial.status == "former" and set(no.documents) & set(yes.documents):
        return False
    return _one_time(no, yes, WINDOW[denial.what])


def _one_time(no: Claim, yes: Claim, window: timedelta | None) -> bool:
    """Say whether two claims may be about one time; what has no date may be about any."""
    if window is None or no.told is None or yes.told is None:
        return True
    if no.report.status == "former" and yes.told[1] < no.told[0]:
        return False
    return max(no.told[0], yes.told[0]) - min(no.told[1], yes.told[1]) <= window
