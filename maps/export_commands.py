"""The command export: the reports, filtered, to files of other programs, their schemes, and databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from geo.errors import ReadError, UsageError
from maps.options import (
    actors_option,
    checked_target,
    gazetteer_option,
    inputs_argument,
    online_options,
    open_gazetteer,
    web_options,
)
from maps.running import Review, end, read_layer, review_options, reviewed
from maps.terminal import note, with_remedies
from maps.words import plural

if TYPE_CHECKING:
    from geo.fetching import Web
    from geo.online import Online
    from layers.events import EventLayer
    from layers.layer import ReportLayer

C = TypeVar("C", bound=Callable[..., Any])
_NAMED_SKIPS = 5

_FILTERS = (
    click.option(
        "--where", "wheres", multiple=True, metavar="FIELD=VALUE",
        help="Only reports with this value (status=affirmed); the same field again means any of them.",
    ),
    click.option("--from", "start", metavar="DAY", help="Only reports that may be of this day or later."),
    click.option("--to", "stop", metavar="DAY", help="Only reports that may be of this day or earlier."),
    click.option("--undated", is_flag=True, help="With --from or --to: keep reports without a date too."),
    click.option(
        "--near", metavar="LON,LAT,KM", help="Only reports that may be within KM kilometres of a point."
    ),
    click.option("--within", metavar="FILE", help="Only reports in the areas of a GeoJSON file."),
)  # fmt: skip


def filter_options(command: C) -> C:
    """Add the filters; the command gets `filters`, the values that were given by name."""

    @wraps(command)
    def wrapped(
        *args: Any, wheres: tuple[str, ...], start: str | None, stop: str | None, undated: bool,
        near: str | None, within: str | None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        given = {
            "where": list(wheres), "from": start, "to": stop, "undated": undated, "near": near,
            "within": within,
        }  # fmt: skip
        return command(*args, filters={name: value for name, value in given.items() if value}, **kwargs)

    for option in reversed(_FILTERS):
        wrapped = option(wrapped)
    return cast(C, wrapped)


def filtered(layer: ReportLayer, filters: dict[str, Any]) -> ReportLayer:
    """Return the reports of a layer that pass all filters."""
    if wheres := filters.get("where"):
        layer = layer.where(**_equals(wheres))
    if "from" in filters or "to" in filters:
        layer = layer.between(filters.get("from"), filters.get("to"), undated=bool(filters.get("undated")))
    if near := filters.get("near"):
        lon, lat, km = _numbers(near)
        layer = layer.near((lon, lat), km)
    if within := filters.get("within"):
        layer = layer.within(_area(within))
    return layer


def _equals(wheres: Sequence[str]) -> dict[str, set[Any]]:
    """Return the values asked for by field; "actor=" means that there is none."""
    equals: dict[str, set[Any]] = {}
    for text in wheres:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"--where {text!r} has no '='; give FIELD=VALUE, for example status=affirmed")
        equals.setdefault(name.strip(), set()).add(value.strip() or None)
    return equals


def _numbers(text: str) -> tuple[float, float, float]:
    try:
        lon, lat, km = map(float, text.split(","))
    except ValueError:
        raise UsageError(f"--near {text!r} is no LON,LAT,KM; give for example 36.63,35.93,25") from None
    return lon, lat, km


def _area(path: str) -> Any:
    import json

    try:
        return json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ReadError(path, f"{error.strerror}; give a GeoJSON file") from error
    except ValueError as error:
        raise UsageError(f"{path}: is no GeoJSON ({error}); give a file of areas") from None


@click.command("export", short_help="Write the reports to files for QGIS, Google Earth and others.")
@inputs_argument
@web_options
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="reports.(geojson|gpkg|kml|kmz|csv|parquet|fgb), or postgresql://USER@HOST/DATABASE.",
)
@click.option(
    "--profile",
    "profile_name",
    metavar="NAME",
    help="acled or ucdp (their columns, .csv), stix (a STIX 2.1 bundle, .json), qgis (more styles, .gpkg).",
)
@filter_options
@click.option(
    "--events",
    "event_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Events of ACLED, UCDP GED, GDELT 2 or a table, beside the reports (.gpkg, .kml, .kmz, PostGIS).",
)
@gazetteer_option
@actors_option
@with_remedies
@review_options
@online_options
def export_command(
    inputs: tuple[str, ...], output: str, profile_name: str | None, filters: dict[str, Any],
    event_files: tuple[Path, ...], gazetteers: tuple[str, ...], actor_files: tuple[Path, ...],
    online: Online | None, web: Web, review: Review,
) -> None:  # fmt: skip
    """Write the reports of INPUT... for other programs, by the suffix of the file.

    .gpkg (QGIS, with styles inside), .geojson (RFC 7946), .kml and .kmz (Google Earth), .csv (with WKT),
    .parquet (GeoParquet), .fgb (FlatGeobuf).  A report that nothing locates is in the file without
    geometry; an area is an area, never a point in its middle.

    \b
    Examples
      dateline export notes/ -o reports.gpkg --events ged231.csv
      dateline export feed.jsonl -o held.kmz --where status=affirmed --where what=control --from 2022-05
      dateline export notes/ -o acled.csv --profile acled
      dateline export notes/ -o postgresql://team@localhost/maps --corrections corrections.csv
    """
    write = _writer(output, inputs, profile_name, bool(event_files))
    failures: list[str] = []
    gazetteer = open_gazetteer(gazetteers, online)
    events = [_events(path, gazetteer) for path in event_files]
    layer = read_layer(inputs, gazetteer, actor_files, failures, web)
    layer = filtered(reviewed(layer, review, gazetteer, actor_files), filters)
    parameters = filters | review.parameters | {
        name: [Path(file).name for file in files]
        for name, files in (("gazetteer", gazetteers), ("actors", actor_files), ("events", event_files))
        if files
    }  # fmt: skip
    end(failures, write(layer, parameters, events), online)


def _counted(layer: ReportLayer, left_out: int = 0) -> str:
    """Return how many reports of how many texts were written, and of how many where some were not."""
    counts = layer.summary()
    of = f"{counts['reports'] - left_out:,} of " if left_out else ""
    return f"{of}{plural(counts['reports'], 'report')} of {plural(counts['documents'], 'document')}"


Write = Callable[["ReportLayer", dict[str, Any], "list[EventLayer]"], str]


def _writer(output: str, inputs: tuple[str, ...], profile: str | None, events: bool) -> Write:
    """Return what writes this output, checked before the work; it returns what to say in the end."""
    from layers.files import format_of, has_room_for_events
    from layers.postgis import is_database, libraries
    from layers.profiles import profile_of

    if is_database(output):
        if profile:
            raise UsageError(f"profile {profile} is a file; leave it out to write to a database")
        libraries()
        return lambda layer, parameters, beside: _to_database(layer, output, parameters, beside)
    target = checked_target(output, inputs)
    if events and profile not in (None, "qgis"):
        raise UsageError(f"profile {profile} has no room for events beside the reports; take qgis or none")
    if events:
        has_room_for_events(target)
    if profile:
        profile_of(profile, target)
        return lambda layer, parameters, beside: _to_profile(layer, profile, target, parameters, beside)
    format_of(target)
    return lambda layer, parameters, beside: _to_file(layer, target, parameters, beside)


def _to_file(layer: ReportLayer, target: Path, parameters: dict[str, Any], events: list[EventLayer]) -> str:
    from layers.files import write

    write(layer, target, parameters=parameters, events=events)
    return f"{target}: {_counted(layer)}"


def _to_profile(
    layer: ReportLayer, name: str, target: Path, parameters: dict[str, Any], events: list[EventLayer]
) -> str:
    from layers.profiles import write_profile

    left_out = write_profile(layer, name, target, parameters=parameters | {"profile": name}, events=events)
    _tell_left_out(name, left_out)
    return f"{target}: {_counted(layer, left_out.total())}"


def _tell_left_out(name: str, left_out: Counter[str]) -> None:
    """Say how many reports a scheme cannot hold, and why."""
    if left_out:
        note(f"{plural(left_out.total(), 'report')} cannot be said in {name}:")
    for reason, count in left_out.most_common():
        note(f"{count:,} {reason}")


def _to_database(
    layer: ReportLayer, address: str, parameters: dict[str, Any], events: list[EventLayer]
) -> str:
    from layers.postgis import SCHEMA, write_postgis

    stored = write_postgis(layer, address, events=events, parameters=parameters)
    if stored.older:
        rest = plural(stored.older, "older report")
        note(f"{rest} of the same texts in the database, not in this export; left as they are")
    return f"schema {SCHEMA}: {_counted(layer)}; {stored.new:,} new, {stored.updated:,} updated"


def _events(path: Path, gazetteer: Any) -> EventLayer:
    """Return the events of a file; say whom to credit and what was left out."""
    from layers.events import read_events

    layer = read_events(path, gazetteer=gazetteer)
    note(f"{path.name}: {plural(len(layer), 'event')}; where you publish, credit {layer.credit}")
    for reason in layer.skipped[:_NAMED_SKIPS]:
        note(reason, "left out")
    if len(layer.skipped) > _NAMED_SKIPS:
        note(f"{len(layer.skipped) - _NAMED_SKIPS:,} more left out", "left out")
    return layer
