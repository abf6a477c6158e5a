"""Corrections: what people decided about reports, in a small CSV file that is applied again at every run."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, ReadError
from layers.reports import Report, id_of
from layers.revising import MACHINE_FIELDS, RefusedError, Revision, added, revised

if TYPE_CHECKING:
    from layers.layer import ReportLayer
    from layers.registry import Registry

COLUMNS = (
    "report_id", "decision", "field", "old", "new", "lat", "lon", "quote", "doc_id", "who", "why", "when",
)  # fmt: skip
_DECISIONS = ("confirm", "reject", "replace", "add")
# How the page shows what cannot be seen; the quote of a report has the character itself.
_SHOWN = re.compile("⟨U\\+[0-9A-F]{4,6}⟩")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a file of corrections; `at` is the file's name and line."""

    report_id: str
    decision: str
    field: str
    old: str
    new: str
    lon: float | None
    lat: float | None
    quote: str
    doc_id: str
    who: str
    why: str
    when: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A correction that changed nothing, and the reason in words."""

    correction: Correction
    reason: str

    def __str__(self) -> str:
        what = " ".join(filter(None, (self.correction.decision, self.correction.field, self.correction.new)))
        return f"{self.correction.at}: {what}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A layer with corrections applied, how many were, and those that no longer apply."""

    layer: ReportLayer
    applied: int
    unapplied: tuple[Unapplied, ...]


def read_corrections(path: str | Path) -> tuple[Correction, ...]:
    """Return the corrections of a CSV file with the columns of COLUMNS, in order.

    Columns may lack but for `report_id` (or `quote`) and `decision`.  Raises ReadError where it cannot be
    read and DataError where it is no such table; a wrong row is told when it is applied.
    """
    from layers.spreadsheet import read_table, uncell

    source = Path(path)
    if not source.is_file():
        raise ReadError(path, "is not there; check the name")
    header, rows = read_table(source)
    if "decision" not in header or not {"report_id", "quote"} & set(header):
        raise DataError(source, 1, f"has no column decision, or neither report_id nor quote; {_EXPECTED}")
    return tuple(
        _correction({n: uncell(v) for n, v in zip(header, row, strict=False)}, f"{source.name}:{line}")
        for line, row in enumerate(rows, 2)
        if any(row)
    )


_EXPECTED = f"the columns are {','.join(COLUMNS)}"


def _correction(given: Mapping[str, str], at: str) -> Correction:
    words: dict[str, Any] = {name: given.get(name, "").strip() for name in COLUMNS}
    for name in ("lat", "lon"):
        try:
            words[name] = float(words[name]) if words[name] else None
        except ValueError:
            raise DataError(at, None, f"{name} is {words[name]!r}; expected degrees as a number") from None
    return Correction(**words, at=at)


def apply(
    layer: ReportLayer,
    corrections: Iterable[Correction],
    *,
    gazetteer: Any = None,
    registry: Registry | None = None,
) -> Reviewed:
    """Return the layer with the corrections applied, later ones over earlier ones, and those that were not.

    A correction finds its report by id; where that is gone, because the text moved or is read otherwise now,
    by document and quote, if only one report has them and still says what the correction calls old.  What
    the machine read stays in `machine_values`.  New places are looked up in the `gazetteer`, new actors in
    the `registry`.
    """
    from layers.layer import shape

    changes, new, failed = _assigned(layer.reports, corrections)
    revision = Revision(layer.reports, gazetteer, registry)
    rows, shapes = list(layer.reports), list(layer.shapes)
    applied = 0
    for i, report in enumerate(layer.reports):
        if report.report_id in changes:
            rows[i], done, refused = _decided(report, changes[report.report_id], revision)
            failed += refused
            applied += done
            if any(getattr(rows[i], name) != getattr(report, name) for name in _SHAPING):
                shapes[i] = shape(rows[i], gazetteer)
    own, done, refused = _added(new, revision)
    known = {report.report_id for report in rows}
    rows += (fresh := [report for report in own if report.report_id not in known])
    shapes += [shape(report, gazetteer) for report in fresh]
    notes = (*layer.notes, *_notes(applied + done, failed + refused))
    made = replace(layer, reports=tuple(rows), shapes=tuple(shapes), among=None, notes=notes)
    return Reviewed(made, applied + done, (*failed, *refused))


Assigned = dict[str, list[Correction]]


def _assigned(
    reports: Sequence[Report], corrections: Iterable[Correction]
) -> tuple[Assigned, Assigned, list[Unapplied]]:
    """Return the corrections of each report, the rows of each report to add, and what finds none."""
    find = _finder(reports)
    changes: Assigned = defaultdict(list)
    new: Assigned = defaultdict(list)
    failed: list[Unapplied] = []
    for correction in corrections:
        if correction.decision == "add":
            new[correction.report_id or correction.at].append(correction)
        elif correction.decision not in _DECISIONS:
            wrong = f"decision is {correction.decision!r}; expected one of {', '.join(_DECISIONS)}"
            failed.append(Unapplied(correction, wrong))
        elif isinstance(found := find(correction), str):
            failed.append(Unapplied(correction, found))
        else:
            changes[found.report_id].append(correction)
    return changes, new, failed


def _added(new: Assigned, revision: Revision) -> tuple[list[Report], int, list[Unapplied]]:
    """Return the reports that people add, from how many rows, and what is no report."""
    rows: list[Report] = []
    refused: list[Unapplied] = []
    for parts in new.values():
        try:
            rows.append(added(parts, revision))
        except RefusedError as reason:
            refused.append(Unapplied(parts[0], str(reason)))
    failed = {row.correction.at for row in refused}
    return rows, sum(len(parts) for parts in new.values() if parts[0].at not in failed), refused


_SHAPING = ("lon", "lat", "precision", "radius_m", "place_id", "extent")


def _decided(
    report: Report, corrections: Sequence[Correction], revision: Revision
) -> tuple[Report, int, list[Unapplied]]:
    """Return a report as people decided, how many decisions took effect, and those that could not."""
    now, review = report, report.review
    last: Correction | None = None
    refused: list[Unapplied] = []
    for correction in corrections:
        if correction.decision == "replace":
            try:
                now = revised(now, correction, revision)
            except RefusedError as reason:
                refused.append(Unapplied(correction, str(reason)))
                continue
        review = {"confirm": "confirmed", "reject": "rejected", "replace": "corrected"}[correction.decision]
        last = correction
    if last is None:
        return report, 0, refused
    known = dict(report.machine_values)
    changed = {n: getattr(report, n) for n in MACHINE_FIELDS if getattr(now, n) != getattr(report, n)}
    if review == "confirmed" and (changed or known):
        review = "corrected"
    decided = replace(
        now, review=review, reviewed_by=last.who or None, review_why=last.why or None,
        reviewed_on=last.when or None, machine_values=tuple((changed | known).items()),
    )  # fmt: skip
    return decided, len(corrections) - len(refused), refused


def _notes(applied: int, failed: Sequence[Unapplied]) -> Iterable[str]:
    if applied:
        yield f"Reviewed: {applied} decision{'' if applied == 1 else 's'} of people applied."
    for row in failed:
        yield f"A correction no longer applies: {row}"


def _finder(reports: Sequence[Report]) -> Callable[[Correction], Report | str]:
    """Return what finds the report of a correction, or says why it does not."""
    by_id = {report.report_id: report for report in reports}
    by_quote: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_quote[bare(report.quote)].append(report)
    documents = {report.document_id for report in reports}

    def find(correction: Correction) -> Report | str:
        if correction.report_id in by_id:
            return by_id[correction.report_id]
        same = by_quote.get(bare(correction.quote), []) if bare(correction.quote) else []
        if correction.doc_id in documents:
            same = [report for report in same if report.document_id == correction.doc_id]
        if correction.field and correction.old:
            same = [report for report in same if _value(report, correction.field) == correction.old]
        # Where only the document's name changed, its old name still makes the old id.
        exact = [report for report in same if _id_in(report, correction.doc_id) == correction.report_id]
        if len(found := exact or same) == 1:
            return found[0]
        if same:
            return f"{len(same)} reports have its quote and none its id; give the id of the one that is meant"
        return "no report has its id or its quote any more"

    return find


def _id_in(report: Report, document_id: str) -> str:
    """Return the id that a report would have in another document."""
    where = report.place_id or report.place or ""
    where = where if report.extent is None else f"{where}|{report.part}"
    return id_of(document_id, report.actor, where, report.what, report.status, report.era)


def _value(report: Report, field: str) -> str | None:
    """Return what a report says in a field, as the page writes it in the column `old`."""
    if field == "point":
        return None if report.lat is None or report.lon is None else f"{report.lat:.5f}, {report.lon:.5f}"
    value = getattr(report, field, None)
    return value if isinstance(value, str) else None


def bare(quote: str) -> str:
    """Return a quote as it is compared: without what cannot be seen and the ways to break lines.

    >>> bare("They  left ⟨U+200B⟩\\nAtma") == bare("They left \\u200b Atma")
    True
    """
    words = _SHOWN.sub("", quote)
    seen = (c for c in words if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join("".join(seen).split())
