"""Publishing: a layer made safe by rule before it leaves the house, with what was coarsened said in it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_type_hints

from geo.errors import DataError, ReadError
from layers.reports import Report
from layers.withholding import Secrets, without

if TYPE_CHECKING:
    from layers.layer import ReportLayer

Level = Literal["keep", "admin3", "admin2", "admin1", "country", "drop"]
Care = Literal["keep", "drop"]
SameName = Literal["coarsen", "keep"]
_LEVELS: tuple[Level, ...] = ("admin3", "admin2", "admin1", "country")
_COARSE_ENOUGH: dict[str, frozenset[str]] = {
    "admin3": frozenset({"district", "governorate", "region", "country"}),
    "admin2": frozenset({"district", "governorate", "region", "country"}),
    "admin1": frozenset({"governorate", "region", "country"}),
    "country": frozenset({"country"}),
}
_LEVEL_WORDS = {
    "admin3": "third-order unit", "admin2": "second-order unit", "admin1": "first-order unit",
    "country": "country", "drop": "nothing: they are left out",
}  # fmt: skip
_ABOUT = {"living_person": "living persons", "civilians": "civilians", "camp": "camps"}
# A camp of refugees or displaced persons by its name, in the languages of the gazetteer.
_CAMP = re.compile(r"\bcamps?\b|\bcampo\b|\bmukhayyam\b|مخيم|\bлагер[ья]\b", re.IGNORECASE)
# Small words inside names: a voice of which every other word has a capital is a name.
_SMALL = frozenset(
    "al el ad ar as ash at an of the for and de la le du des van von bin ibn abu umm и".split()
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is coarsened or left out when a layer is published (docs/publishing.md).

    Reports of each sensitivity are shown no finer than a level ("admin3", "admin2", "admin1", "country"),
    left out ("drop") or left alone ("keep"); `same_place` says whether other reports at a withheld place are
    coarsened too.
    """

    living_person: Level = "admin2"
    civilians: Level = "admin3"
    camp: Level = "admin3"
    same_place: SameName = "coarsen"
    unnamed_sources: Care = "drop"
    rejected: Care = "drop"
    only_confirmed: bool = False


def read_rules(path: str | Path) -> Rules:
    """Return the rules of a TOML file; what it does not say is as by default.

    Raises ReadError where it cannot be read, DataError for a rule or a value that there is not.
    """
    try:
        given = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ReadError(path, f"{error.strerror}; give a TOML file of rules") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path, None, f"is no TOML ({error}); see docs/publishing.md") from None
    hints = get_type_hints(Rules)
    for name, value in given.items():
        if name not in hints:
            raise DataError(path, None, f"there is no rule {name!r}; the rules are {', '.join(hints)}")
        known = get_args(hints[name]) or (True, False)
        if value not in known:
            choices = ", ".join(str(choice).lower() for choice in known)
            raise DataError(path, None, f"{name} is {value!r}; expected one of {choices}")
    return Rules(**given)


def publish(layer: ReportLayer, rules: Rules | None = None, *, gazetteer: Any = None) -> ReportLayer:
    """Return the layer as the rules allow it to be published; `notes` say what was done.

    A coarsened report has the unit in place of the place, no offsets, no other readings, an id of its own;
    the names of its place are withheld in every text of the layer.  The extractions, which hold the texts,
    are left out.  Without a `gazetteer` no unit is known, and withheld places are shown nowhere.
    """
    from layers.layer import ReportLayer

    rules = rules or Rules()
    rows = [replace(report, sensitivity=sensitivity(report)) for report in layer.reports]
    reasons = {r.report_id: why for r in rows if (why := _left_out(r, rules))}
    kept = [r for r in rows if r.report_id not in reasons]
    levels, secrets = _withheld(kept, rules, gazetteer)
    coarse = {
        r.report_id: _coarsened(r, levels[r.report_id], gazetteer)
        for r in kept
        if r.report_id in levels and r.relation != "landmark"
    }
    secrets = secrets.allowing(coarse.values())
    # A landmark at a withheld place tells nothing but where that is.
    shown = [r for r in kept if r.report_id in coarse or r.report_id not in levels]
    unsaid = {r.quote for r in rows if reasons.get(r.report_id, "").startswith("on ")}
    safe = [_safe(r, coarse.get(r.report_id), secrets, unsaid, rules) for r in shown]
    notes = [*_counted(reasons.values()), *_said(shown, levels, coarse, safe, rules)]
    published = ReportLayer(
        tuple(safe),
        _shapes(layer, shown, safe, coarse, gazetteer),
        notes=(*map(secrets.redacted, layer.notes), "Made for publication by rule.", *notes),
    )
    if rules.same_place == "coarsen":  # else others there may tell the place
        secrets.check(published)
    return published


def _left_out(report: Report, rules: Rules) -> str | None:
    """Return why a report may not be published at all; None where it may."""
    if _level(report, rules) == "drop":
        return f"on {_ABOUT[report.sensitivity]}"
    if report.review == "rejected" and rules.rejected == "drop":
        return "rejected by a reviewer"
    if rules.only_confirmed and report.review not in ("confirmed", "corrected"):
        return "not confirmed by a reviewer"
    return None


def _counted(reasons: Iterable[str]) -> list[str]:
    counts = Counter(reasons).items()
    return [f"{_reports(n)} {why} {'is' if n == 1 else 'are'} left out." for why, n in counts]


def _withheld(reports: Sequence[Report], rules: Rules, gazetteer: Any) -> tuple[dict[str, Level], Secrets]:
    """Return the level of each report that must be coarsened, by id, and what is then secret."""
    levels: dict[str, Level] = {r.report_id: level for r in reports if (level := _level(r, rules)) != "keep"}
    secrets = Secrets.of([r for r in reports if r.report_id in levels], gazetteer)
    if rules.same_place == "coarsen":
        widest = _widest(reports, levels)
        for report in reports:
            if report.report_id not in levels and (level := secrets.concern(report, widest)):
                levels[report.report_id] = level
    return levels, secrets


def _safe(report: Report, coarse: Report | None, secrets: Secrets, unsaid: set[str], rules: Rules) -> Report:
    """Return a report as it may be shown: coarsened, without the names, without a quote that may not be."""
    everywhere = coarse is not None or secrets.told_in(report)
    safe = without(coarse or report, secrets, everywhere=everywhere)
    quoteless = rules.unnamed_sources == "drop" and _unnamed(report)
    return _quoteless(safe) if quoteless or (report.quote and report.quote in unsaid) else safe


def sensitivity(report: Report) -> str:
    """Return whom a report may harm: as it was read, or a camp of civilians by the name of the place."""
    if report.sensitivity == "none" and _CAMP.search(f"{report.place or ''} {report.part}"):
        return "camp"
    return report.sensitivity


def _level(report: Report, rules: Rules) -> Level:
    """Return the level that a report must not be finer than; "keep" where it is not, or need not be."""
    level: Level = getattr(rules, report.sensitivity, "keep")
    return "keep" if report.precision in _COARSE_ENOUGH.get(level, ()) else level


def _widest(rows: Sequence[Report], levels: Mapping[str, Level]) -> dict[str | None, Level]:
    """Return for each withheld place the widest level that a report there asks for."""
    widest: dict[str | None, Level] = {}
    for report in rows:
        if report.report_id in levels:
            level, key = levels[report.report_id], report.place_id or report.place
            widest[key] = max(level, widest.get(key, level), key=_LEVELS.index)
    return widest


def _coarsened(report: Report, level: Level, gazetteer: Any) -> Report:
    """Return a report at the unit of a level round its place, the next wider where that is not known."""
    from layers.enclosing import unit_round
    from layers.revising import at_place

    bare = replace(
        report, alternatives=(), reasons=("coarsened for publication",), place_start=None, place_end=None,
        machine_values=(), cue=report.cue, start=0, end=0, actor_start=None, actor_end=None,
    )  # fmt: skip
    for wider in _LEVELS[_LEVELS.index(level) if level in _LEVELS else len(_LEVELS) :]:
        if (unit := unit_round(report, wider, gazetteer)) is not None:
            moved = at_place(bare, unit)
            return replace(moved, report_id=_id(moved))
    nowhere = replace(
        bare, place=None, place_id=None, place_type=None, admin1=None, admin2=None, admin3=None, pcode=None,
        geonameid=None, lon=None, lat=None, relation="at", part="", precision="unlocated", radius_m=None,
        geo_precision=None, where_prec=None, gazetteer_place=None, extent=None,
    )  # fmt: skip
    return replace(nowhere, report_id=_id(nowhere))


def _id(report: Report) -> str:
    """Return an id that tells nothing of the place: a hash of what is published.

    The report's own id is a hash of its place, and gazetteers are short enough to try every name.
    """
    key = (report.document_id, report.actor, report.place_id, report.what, report.status, report.quote == "")
    return "p" + hashlib.sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()[:15]


def _unnamed(report: Report) -> bool:
    """Say whether the words are those of somebody who is not named."""
    voice = report.source_chain[0] if report.source_chain else report.speaker
    if not voice:
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", voice) if w.lower() not in _SMALL]
    return not (words and all(word[0].isupper() for word in words))


def _quoteless(report: Report) -> Report:
    return replace(report, quote="", cue="", start=0, end=0, actor_start=None, actor_end=None,
                   place_start=None, place_end=None)  # fmt: skip


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"


def _said(
    rows: Sequence[Report], levels: Mapping[str, Level], coarse: Mapping[str, Report], safe: Sequence[Report],
    rules: Rules,
) -> Iterator[str]:  # fmt: skip
    """Yield in words what was coarsened and left out."""
    for name, people in _ABOUT.items():
        count = sum(1 for r in rows if r.sensitivity == name and r.report_id in levels)
        if count:
            shown = _LEVEL_WORDS[getattr(rules, name)]
            yield f"{_reports(count)} on {people}: shown no finer than their {shown}."
    others = sum(1 for r in rows if r.report_id in coarse and r.sensitivity not in _ABOUT)
    if others:
        yield f"{_reports(others)} of others at these places: coarsened with them."
    if rules.unnamed_sources == "drop" and (silent := sum(map(_unnamed, safe))):
        yield f"The quotes of {_reports(silent)} from sources that are not named are left out."


def _shapes(
    layer: ReportLayer, shown: Sequence[Report], safe: Sequence[Report], coarse: Mapping[str, Report],
    gazetteer: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the shapes of the published reports: of coarsened ones those of the unit."""
    from layers.layer import shape

    shapes = dict(zip((r.report_id for r in layer.reports), layer.shapes, strict=True))
    return tuple(
        shape(now, gazetteer) if was.report_id in coarse else shapes[was.report_id]
        for was, now in zip(shown, safe, strict=True)
    )
