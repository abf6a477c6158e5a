"""Commands that change the gazetteer: `dateline gazetteer add`, `install`, `remove`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

from geo.errors import DataError, DatelineError, UsageError
from maps.lookup import gazetteer_group
from maps.terminal import note, plain, tell, with_remedies

if TYPE_CHECKING:
    from geo.install import Added

__all__ = ["gazetteer_group"]

_SHOWN = 5  # wrong rows that are shown
_MEGABYTE = 1_000_000
_UNPACKED = 5  # how much larger than the zip its dump may be, at most
_PAIRS = re.compile(r",(?=\s*[a-z]\w*\s*=)")
_AREAS = "AREAS"  # stands for the file of borders where a country stands otherwise
_HEX = re.compile(r"[0-9a-fA-F]{64}")


def _columns(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return use -> column of "name=Dorf,lat=Breite"; a column may have commas in its name."""
    found: dict[str, str] = {}
    for pair in (pair for value in values for pair in _PAIRS.split(value)):
        use, equals, column = (part.strip() for part in pair.partition("="))
        if not (use and equals and column):
            raise click.BadParameter(
                f"{plain(pair)!r} is not USE=COLUMN, for example name=Village,lat=Y,lon=X"
            )
        found[use] = column
    return found


@gazetteer_group.command("add", short_help="Add the places of FILE for all later runs.")
@click.argument("file", type=click.Path())
@click.option(
    "--columns", multiple=True, metavar="USE=COLUMN,...", callback=_columns,
    help="Which column is what, where it cannot be told: name=..,lat=..,lon=..",
)  # fmt: skip
@with_remedies
def add_command(file: str, columns: dict[str, str]) -> None:
    """Add the places of FILE for all later runs: CSV, TSV, GeoJSON, GeoPackage, a GeoNames dump, KML,
    FlatGeobuf, or a zip that has one of these or a shapefile.

    Usual columns are recognised, in several languages, and it is told which was taken for what.  A copy is
    kept in your data folder; FILE itself is not changed and not needed again.

    \b
    Examples
      dateline gazetteer add villages.csv
      dateline gazetteer add doerfer.csv --columns name=Dorf,lat=Breite,lon=Laenge
      dateline gazetteer add camps.gpkg --columns name=label,pcode=code

    \b
    Uses: name lat lon area key country admin1 admin2 admin3 population kind pcode geonameid wikidata
    """
    from geo.install import add

    try:
        added = add(file, columns=columns)
    except DataError as error:
        if error.line != 1 or columns:
            raise
        reason = error.reason.partition(" Rename them")[0]
        raise UsageError(
            f"{file}: {reason} Say which they are: --columns name=COLUMN,lat=COLUMN,lon=COLUMN"
        ) from error
    for use, column in added.taken_for.items():
        tell(plain(f"{use:<13} {column}"))
    _tell_rows(added)


def _tell_rows(added: Added) -> None:
    for problem in added.problems[:_SHOWN]:
        note(problem, "skipped")
    if len(added.problems) > _SHOWN:
        note(f"and {len(added.problems) - _SHOWN:,} more", "skipped")
    entry = added.entry
    instead = ", in place of the one of that name" if added.replaced else ""
    tell(plain(
        f"{entry.name}: rows taken {entry.rows:,}, skipped {entry.skipped:,}; added for all later "
        f"runs{instead}"
    ))  # fmt: skip


@gazetteer_group.command("remove", short_help="Take out a gazetteer that was added.")
@click.argument("name")
@with_remedies
def remove_command(name: str) -> None:
    """Take out the gazetteer NAME that `add` or `install` put in; `dateline gazetteer info` lists them.

    \b
    Examples
      dateline gazetteer remove villages.csv
      dateline gazetteer remove geonames-SY.txt
    """
    from geo.install import remove

    gone = remove(name)
    tell(plain(f"{gone.name}: taken out"))


@gazetteer_group.command("install", short_help="Fetch the GeoNames places of countries CC...")
@click.argument("codes", nargs=-1, required=True, metavar="CC...")
@click.option("--from", "base", metavar="URL", help="The folder that has CC.zip, instead of GeoNames' own.")
@click.option(
    "--sha256", "checksums", multiple=True, metavar="[CC=]HEX",
    help="The SHA-256 that CC.zip must have; areas=HEX for the file of borders.",
)  # fmt: skip
@click.option(
    "--areas", type=click.Choice(["natural-earth", "geoboundaries"]),
    help="Fetch the borders of their first-order units too.",
)  # fmt: skip
@click.option(
    "--areas-from", metavar="URL", help="The zip or the API of these borders, instead of their own."
)
@click.option(
    "--max-mb", default=200, show_default=True, type=click.IntRange(1, 5_000),
    help="The largest zip to fetch, in megabytes; unpacked at most five times that.",
)  # fmt: skip
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1, 600), metavar="SECONDS",
    help="How long the server may be silent.",
)  # fmt: skip
@with_remedies
def install_command(
    codes: tuple[str, ...], base: str | None, checksums: tuple[str, ...], areas: str | None,
    areas_from: str | None, max_mb: int, timeout: float,
) -> None:  # fmt: skip
    """Fetch all places of countries CC... (ISO 3166) from GeoNames and add them for all later runs.

    This is the only command of the gazetteer that uses the network.  If the connection is cut, run the same
    command again: it goes on from there.  --areas adds the borders of their governorates or provinces, from
    Natural Earth (public domain) or geoBoundaries (the licence of each country is told).

    \b
    Examples
      dateline gazetteer install SY IQ GE
      dateline gazetteer install SY --areas natural-earth
      dateline gazetteer install SY --from https://mirror.example.org/dump
    """
    from geo.boundaries import Borders, install_borders
    from geo.downloads import checked_address
    from geo.install import GEONAMES

    if areas_from is not None and areas is None:
        raise UsageError("--areas-from says nothing without --areas; give --areas SOURCE too")
    if areas_from is not None:
        checked_address(areas_from)  # told now, not after the places
    limits: dict[str, Any] = {
        "most_packed": max_mb * _MEGABYTE, "most_unpacked": max_mb * _MEGABYTE * _UNPACKED,
        "seconds": timeout, "progress": sys.stderr.isatty(),
    }  # fmt: skip
    wanted = _checksums(codes, checksums)
    countries = tuple(dict.fromkeys(code.upper() for code in codes))
    failed = [code for code in countries if not _installed(code, base or GEONAMES, wanted, limits)]
    if areas is not None:
        checksum = wanted.get(_AREAS)
        for code, borders in install_borders(
            countries, source=areas, base=areas_from, checksum=checksum, **limits
        ):
            if isinstance(borders, Borders):
                _tell_rows(borders.added)
                note(f"borders of {code}: {borders.licence}")
            else:
                failed.append(f"borders of {code}")
                note(borders, "error")
    if failed:
        note(f"not installed: {', '.join(failed)}", "error")
        click.get_current_context().exit(1)


def _installed(code: str, base: str, checksums: dict[str, str], limits: dict[str, Any]) -> bool:
    """Install the places of a country; a fault is told, and the other countries go on."""
    from geo.install import install

    try:
        _tell_rows(install(code, base=base, checksum=checksums.get(code), **limits))
    except UsageError:
        raise
    except DatelineError as error:
        note(error, "error")
        return False
    return True


def _checksums(codes: tuple[str, ...], given: tuple[str, ...]) -> dict[str, str]:
    """Return code -> SHA-256 of "SY=HEX", or of HEX alone where there is one country."""
    found = {}
    for text in given:
        code, equals, digest = text.rpartition("=")
        if not equals and len(codes) == 1:
            code = codes[0]
        if not _HEX.fullmatch(digest) or code.upper() not in {_AREAS, *(c.upper() for c in codes)}:
            raise UsageError(
                f"--sha256 {text!r} is not CC=HEX with one of the countries and 64 hexadecimal digits"
            )
        found[code.upper()] = digest
    return found
