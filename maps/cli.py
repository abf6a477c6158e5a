"""The command line: map, extract and export; the other commands are added (docs/command-line.md)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from maps.export_commands import export_command
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
    web_options,
)
from maps.running import Review, end, read_layer, review_options, reviewed
from maps.terminal import with_remedies
from maps.words import plural

if TYPE_CHECKING:
    from geo.fetching import Web
    from geo.online import Online


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
@review_options
@online_options
def draw_map(
    inputs: tuple[str, ...], output: str, title: str | None, offline: bool, language: str,
    gazetteers: tuple[str, ...], actor_files: tuple[Path, ...], online: Online | None, web: Web,
    review: Review,
) -> None:  # fmt: skip
    """Draw the reports of INPUT... on a map: one HTML page to open in a browser.

    Only what a text affirms is drawn as presence.  What it denies, or tells of the past, has layers of
    its own; what cannot be placed stands in a list with the reason.

    \b
    Examples
      dateline map interview.txt
      dateline map notes/ article.pdf -o idlib.html --title "North-west Syria, May"
      dateline map feed.jsonl --offline --actors my-groups.toml
      dateline map notes/ --corrections corrections.csv --publish
    """
    target = checked_target(output, inputs)
    failures: list[str] = []
    gazetteer = open_gazetteer(gazetteers, online)
    layer = read_layer(inputs, gazetteer, actor_files, failures, web)
    layer = reviewed(layer, review, gazetteer, actor_files)
    from layers.about import about
    from layers.files import whole
    from maps.draw import draw

    page = draw(layer, title=title, as_of=about(layer)["as_of"], tiles=not offline, language=language)
    with whole(target) as draft:
        page.save(str(draft))
    counts = layer.summary()
    end(
        failures,
        f"{target}: {plural(counts['on_map'], 'report')} on the map, {counts['not_on_map']:,} not; "
        f"{plural(counts['documents'], 'document')} read",
        online,
    )


main.add_command(extract_command)
main.add_command(export_command)
main.add_command(geocode_command)
main.add_command(gazetteer_group)
main.add_command(evaluate_command)
