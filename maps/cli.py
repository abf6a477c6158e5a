"""The command line: map, extract and export; the other commands are added (docs/command-line.md)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from geo.errors import ReadError, where_it_broke
from maps.extract_commands import extract_command
from maps.gazetteer_commands import gazetteer_group
from maps.lookup import geocode_command
from maps.measure import evaluate_command
from maps.options import (
    actors_option,
    checked_target,
    gazetteer_option,
    inputs_argument,
    online_options,
    open_gazetteer,
    tell_online,
    web_options,
)
from maps.terminal import counted, note, with_remedies
from maps.words import plural

if TYPE_CHECKING:
    from geo.fetching import Web
    from geo.gazetteer import Gazetteer
    from geo.online import Online
    from layers.extract import Extraction
    from layers.layer import ReportLayer


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dateline", prog_name="dateline")
def main() -> None:
    """Read reports about armed groups and draw who is reported where, said by whom, and whether it is so.

    \b
    Examples
      dateline map examples/reports                      one page, map.html, to open
      dateline export notes -o reports.geojson           the same reports for QGIS
      dateline extract feed.jsonl -o out.jsonl           places, actors, reports as JSON
      dateline geocode "Jisr al-Shughur" --country SY    what a name may mean

    INPUT is a file (.txt .md .html .pdf .docx .eml .json .jsonl .csv), a folder, an address
    (https://...), or - for standard input.  What cannot be read is named with its reason and the rest
    goes on.  `dateline COMMAND --help` tells more.

    Exit codes: 0 done; 1 some inputs failed, the rest is done;
    2 the command as given cannot be run.
    """


def _extractions(
    inputs: tuple[str, ...],
    gazetteer: Gazetteer,
    actor_files: tuple[Path, ...],
    failures: list[str],
    web: Web,
) -> Iterator[Extraction]:
    """Yield what is found in each document; what cannot be read is told and counted in `failures`."""
    from geo.readers import read
    from layers.extract import read_document
    from layers.registry import load

    registry = load(actor_files)
    if "-" in inputs and sys.stdin.isatty():
        note("reading what you type; end with Ctrl-D")
    for found in counted(read(inputs, tell=note, web=web), "documents"):
        if isinstance(found, ReadError):
            failures.append(found.source)
            note(found, "error")
        else:
            try:
                yield read_document(found, gazetteer=gazetteer, registry=registry)
            except Exception as fault:  # one document must not end a night's work
                source = found.source or found.id
                failures.append(source)
                note(f"{source}: {where_it_broke(fault)}", "error")


def _layer(
    inputs: tuple[str, ...], gazetteers: tuple[str, ...], actor_files: tuple[Path, ...], failures: list[str],
    online: Online | None, web: Web,
) -> ReportLayer:  # fmt: skip
    from layers.layer import ReportLayer

    gazetteer = open_gazetteer(gazetteers, online)
    layer = ReportLayer.from_extractions(
        _extractions(inputs, gazetteer, actor_files, failures, web), gazetteer
    )
    if not layer.extractions:
        _end_empty()
    return layer


def _end_empty() -> NoReturn:
    note("nothing was read, so nothing is written", "error")
    click.get_current_context().exit(1)


def _end(failures: list[str], done: str, online: Online | None) -> None:
    note(done, "done")
    unanswered = tell_online(online)
    if failures:
        note(f"{len(failures)} could not be read: {', '.join(failures[:5])}", "error")
    if failures or unanswered:
        click.get_current_context().exit(1)


@main.command("map", short_help="Draw the reports of INPUT... on a page.")
@inputs_argument
@web_options
@click.option(
    "-o", "--output", default="map.html", show_default=True, metavar="FILE", help="The page to write."
)
@click.option("--title", metavar="WORDS", help="The title of the page.")
@click.option(
    "--offline", is_flag=True, help="Leave out the street map, so that the page never asks the network."
)
@click.option(
    "--language",
    type=click.Choice(["en", "ar", "fr", "ru"]),
    default="en",
    show_default=True,
    help="The language of the page's own words.",
)
@gazetteer_option
@actors_option
@with_remedies
@online_options
def draw_map(
    inputs: tuple[str, ...], output: str, title: str | None, offline: bool, language: str,
    gazetteers: tuple[str, ...], actor_files: tuple[Path, ...], online: Online | None, web: Web,
) -> None:  # fmt: skip
    """Draw the reports of INPUT... on a map: one HTML page to open in a browser.

    Only what a text affirms is drawn as presence.  What it denies, or tells of the past, has layers of
    its own; what cannot be placed stands in a list with the reason.

    \b
    Examples
      dateline map interview.txt
      dateline map notes/ article.pdf -o idlib.html --title "North-west Syria, May"
      dateline map feed.jsonl --offline --actors my-groups.toml
    """
    target = checked_target(output, inputs)
    failures: list[str] = []
    layer = _layer(inputs, gazetteers, actor_files, failures, online, web)
    from layers.about import about
    from layers.files import whole
    from maps.draw import draw

    refused = [refusal for extraction in layer.extractions for refusal in extraction.refusals]
    page = draw(
        layer, title=title, as_of=about(layer)["as_of"], refused=refused, tiles=not offline, language=language
    )
    with whole(target) as draft:
        page.save(str(draft))
    counts = layer.summary()
    _end(
        failures,
        f"{target}: {plural(counts['on_map'], 'report')} on the map, {counts['not_on_map']:,} not; "
        f"{plural(counts['documents'], 'document')} read",
        online,
    )


@main.command("export", short_help="Write the reports to .geojson, .gpkg or .csv.")
@inputs_argument
@web_options
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="reports.geojson, reports.gpkg or reports.csv."
)
@gazetteer_option
@actors_option
@with_remedies
@online_options
def export_command(
    inputs: tuple[str, ...], output: str, gazetteers: tuple[str, ...], actor_files: tuple[Path, ...],
    online: Online | None, web: Web,
) -> None:  # fmt: skip
    """Write the reports of INPUT... to a file for QGIS, a database or a spreadsheet, by its suffix.

    .geojson (RFC 7946), .gpkg (GeoPackage) or .csv (with WKT).  A report that nothing locates is in the
    file without geometry; an area is an area, never a point in its middle.

    \b
    Examples
      dateline export notes/ -o reports.geojson
      dateline export feed.jsonl -o reports.gpkg --gazetteer villages.csv
    """
    from layers.files import format_of, write

    target = checked_target(output, inputs)
    format_of(target)  # told now, not after the reading
    failures: list[str] = []
    layer = _layer(inputs, gazetteers, actor_files, failures, online, web)
    write(layer, target)
    counts = layer.summary()
    reports, documents = (plural(counts[f"{noun}s"], noun) for noun in ("report", "document"))
    _end(failures, f"{target}: {reports} of {documents}", online)


main.add_command(extract_command)
main.add_command(geocode_command)
main.add_command(gazetteer_group)
main.add_command(evaluate_command)
