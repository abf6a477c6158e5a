"""Withholding: the names of places that must not be told, taken out of every text of a layer."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from layers.columns import alternative
from layers.reports import Report

if TYPE_CHECKING:
    from layers.layer import ReportLayer

WITHHELD = "[place withheld]"
_SHORT = 4
_LEAST_LETTERS = 3  # a name of two letters is a word in every other sentence
_TEXTS = tuple(f.name for f in fields(Report) if f.type in ("str", "str | None") and f.name not in (
    "report_id", "document_id", "url", "when_start", "when_end", "published", "precision", "relation", "era",
    "claim", "review", "sensitivity",
))  # fmt: skip


@dataclass(frozen=True)
class Secrets:
    """What must not be told: ids and names of places, where they were named; `allowed` names are those of
    units that are published."""

    places: frozenset[str]
    names: frozenset[str]
    quotes: frozenset[str]
    points: frozenset[tuple[float, float]]
    allowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, reports: Sequence[Report], gazetteer: Any) -> Secrets:
        """Return the secrets of the reports whose places are withheld."""
        names: set[str] = set()
        for report in reports:
            names |= {n for n in (report.place or "", _as_written(report)) if len(n) >= _LEAST_LETTERS}
            if gazetteer is not None and report.place_id:
                names |= {n for n in gazetteer.names(report.place_id) if len(n) > _LEAST_LETTERS}
        return cls(
            frozenset(r.place_id for r in reports if r.place_id),
            frozenset(names),
            frozenset(r.quote for r in reports),
            frozenset((r.lon, r.lat) for r in reports if r.lon is not None and r.lat is not None),
        )

    def allowing(self, coarse: Iterable[Report]) -> Secrets:
        """Return these secrets but for the names that the published units bear themselves."""
        units = {r.place for r in coarse} | {r.admin1 for r in coarse} | {r.country for r in coarse}
        told = " | ".join(_folded(unit) for unit in units if unit)
        return replace(self, allowed=frozenset(n for n in self.names if _folded(n) in told))

    @cached_property
    def _everywhere(self) -> re.Pattern[str] | None:
        return _pattern(self.names)

    @cached_property
    def _elsewhere(self) -> re.Pattern[str] | None:
        return _pattern(self.names - self.allowed)

    def concern(self, report: Report, levels: Mapping[str | None, Any]) -> Any:
        """Return the level for a report that is at a withheld place, or told by it; None for another."""
        if report.place_id in self.places or report.place in self.names:
            return levels.get(report.place_id or report.place, "admin1")
        told = f"{report.place or ''} {report.part}"
        return "admin1" if self.tells(told) and report.lon is not None else None

    def told_in(self, report: Report) -> bool:
        """Say whether a report quotes the sentence that names a withheld place."""
        return report.quote in self.quotes

    def redacted(self, text: str, *, everywhere: bool = False) -> str:
        """Return a text without the names; those of published units only where `everywhere` is true."""
        pattern = self._everywhere if everywhere else self._elsewhere
        return pattern.sub(WITHHELD, text) if pattern else text

    def tells(self, text: str) -> bool:
        """Say whether a text has a withheld name in it."""
        return bool(self._everywhere and self._everywhere.search(text))

    def in_address(self, address: str) -> bool:
        """Say whether an address or an id is made of a withheld name ("/clashes-near-atma/")."""
        joined = _folded(address)
        return any(len(bare := _folded(name)) > _LEAST_LETTERS and bare in joined for name in self.names)

    def check(self, layer: ReportLayer) -> None:
        """Raise DataError where something that must not be told is still in a layer: better no file."""
        shown = {
            (shape.x, shape.y)
            for shape, _ in layer.shapes
            if shape is not None and shape.geom_type == "Point"
        }
        for row in layer.rows():
            told = [
                c
                for c, v in row.items()
                if isinstance(v, str) and self._elsewhere and self._elsewhere.search(v)
            ]
            if told or (row["lon"], row["lat"]) in self.points or shown & self.points:
                column = told[0] if told else "geometry"
                raise DataError(
                    "publish",
                    None,
                    f"{column} still tells a withheld place, so nothing is written; report this",
                )


def without(report: Report, secrets: Secrets, *, everywhere: bool) -> Report:
    """Return a report whose texts do not tell the withheld names.

    `everywhere` is for what quotes the very sentence: there the names of published units go too.
    """
    if not secrets.names:
        return report
    unit = ("place", "place_id", "country", "admin1", "admin2", "admin3", "pcode", "place_type")
    changes: dict[str, Any] = {}
    for name in _TEXTS:
        value = getattr(report, name)
        if value and name not in unit:
            changes[name] = secrets.redacted(value, everywhere=everywhere)
    if changes.get("quote", report.quote) != report.quote:  # offsets in it are of another text now
        changes |= dict.fromkeys(("actor_start", "actor_end", "place_start", "place_end"))
        changes |= {"start": 0, "end": 0}
    for name in ("source_chain", "reasons"):
        changes[name] = tuple(secrets.redacted(v, everywhere=everywhere) for v in getattr(report, name))
    if report.url and secrets.in_address(report.url):
        changes["url"] = None
    if secrets.in_address(report.document_id):
        changes["document_id"] = hashlib.sha256(report.document_id.encode()).hexdigest()[:16]
    changes["alternatives"] = tuple(
        c for c in report.alternatives if not secrets.tells(json.dumps(alternative(c), ensure_ascii=False))
    )
    changes["machine_values"] = tuple(
        (name, secrets.redacted(v) if isinstance(v, str) else v)
        for name, v in report.machine_values
        if v not in secrets.places
    )
    return replace(report, **changes)


def _as_written(report: Report) -> str:
    """Return the name of the place as the sentence writes it."""
    if report.place_start is None or report.place_end is None:
        return ""
    return report.quote[report.place_start - report.start : report.place_end - report.start]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds names as whole words, the longest first, whatever stands between their parts."""
    parts = []
    for name in sorted(names, key=len, reverse=True):
        if words := re.findall(r"[^\W_]+", name):
            one = r"[\W_]+".join(map(re.escape, words))
            # "sur" and "man" are words too: a short name only as it is written, or in capitals.
            loose = len(name) > _SHORT
            parts.append(f"(?i:{one})" if loose else f"{one}|{one.upper()}")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])") if parts else None


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in bare if c.isalnum())
