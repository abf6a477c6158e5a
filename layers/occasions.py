"""Occasions: which of the reports that say alike are about one time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from layers.reports import Report, What

# How many days may lie between two tellings of one thing: a state lasts, an event is told again within days.
# What has no time (an origin) is the same whenever it is told.
_STATE, _EVENT = timedelta(90), timedelta(7)
WINDOW: dict[What, timedelta | None] = {
    "presence": _STATE, "control": _STATE, "base_or_camp": _STATE, "other": _STATE, "activity": _EVENT,
    "movement_to": _EVENT, "movement_from": _EVENT, "casualty_or_arrest": _EVENT, "origin": None,
}  # fmt: skip
# An interval longer than a month ("in 2015") dates no event well enough to be another's.
_MONTH = timedelta(31)

Interval = tuple[date, date]


def by_time(reports: Sequence[Report]) -> list[list[Report]]:
    """Part reports that agree in all but the time into those of one time, the earliest first."""
    window = WINDOW[reports[0].what]
    if window is None or reports[0].relation == "landmark":
        return [list(reports)]
    dated: list[tuple[Interval, Report]] = []
    told: list[tuple[Interval, Report]] = []
    undated: list[Report] = []
    for report in reports:
        if (days := days_of(report)) is not None:
            dated.append((days, report))
        elif (day := day_of(report.published)) is not None:
            told.append(((day, day), report))
        else:
            undated.append(report)
    parts = _states(dated, window) if window == _STATE else _events(dated)
    alone = [row for row in told if not _join(row, parts, window)]
    return [*parts, *_states(alone, window), *([undated] if undated else [])]


def _join(row: tuple[Interval, Report], parts: Sequence[list[Report]], window: timedelta) -> bool:
    """Add what is told without a date to the one dated part that it followed; say whether there was one."""
    (day, _), report = row
    fits = []
    for part in parts:
        spans = [days for r in part if (days := days_of(r)) is not None]
        if min(a for a, _ in spans) <= day <= max(b for _, b in spans) + window:
            fits.append(part)
    if len(fits) == 1:
        fits[0].append(report)
    return len(fits) == 1


def _states(rows: list[tuple[Interval, Report]], window: timedelta) -> list[list[Report]]:
    """Join intervals that follow one another within the window."""
    parts: list[list[Report]] = []
    end = date.min
    for (start, stop), report in sorted(rows, key=lambda row: row[0]):
        if parts and start - end <= window:
            parts[-1].append(report)
            end = max(end, stop)
        else:
            parts.append([report])
            end = stop
    return parts


def _events(rows: list[tuple[Interval, Report]]) -> list[list[Report]]:
    """Join intervals of at most a month that have a day in common; longer ones only where they are equal."""
    parts: list[tuple[Interval, list[Report]]] = []
    for span, report in sorted(rows, key=lambda row: (row[0][1] - row[0][0], row[0])):
        vague = span[1] - span[0] > _MONTH
        for i, (other, members) in enumerate(parts):
            common = max(span[0], other[0]), min(span[1], other[1])
            if (span == other) if vague else (common[0] <= common[1] and other[1] - other[0] <= _MONTH):
                parts[i] = (other if vague else common, [*members, report])
                break
        else:
            parts.append((span, [report]))
    return [members for _, members in sorted(parts, key=lambda part: part[0])]


def days_of(report: Report) -> Interval | None:
    """Return the first and last day that a report is about, None where its text dates it at neither end."""
    start, end = day_of(report.when_start), day_of(report.when_end, last=True)
    if start is None and end is None:
        return None
    low, high = start or end, end or start
    assert low is not None
    assert high is not None
    return (low, high) if low <= high else (high, low)


def day_of(text: str | None, *, last: bool = False) -> date | None:
    """Return the day of a partial ISO date ("2012", "2012-03"), the first or the last it may mean."""
    parts = (text or "")[:10].split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(*numbers)
        year, month = [*numbers, 12 if last else 1][:2]
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(1) if last else date(year, month, 1)
    except (ValueError, OverflowError):
        return None
