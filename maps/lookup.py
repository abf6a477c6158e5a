"""Commands that ask the gazetteer: `dateline geocode`, `dateline gazetteer`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from geo.errors import ServiceError, UsageError
from geo.geocoders import GUESSES, is_sure, readings
from maps.options import gazetteer_option, online_options, open_gazetteer, tell_online
from maps.terminal import note, plain, tell, with_remedies

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.online import Online
    from geo.places import Candidate

_MOST = 6  # readings of a name that are told
_RULES = {
    "exact": "the same name", "fold": "the same letters", "article": "another article",
    "generic": "without its class word", "spelling": "another spelling", "edit": "a letter or two apart",
    "inflected": "without its ending or particle", "prefix": "begins so",
}  # fmt: skip


def _point(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[float, float] | None:
    """Return (lon, lat) of "LON,LAT"; longitude comes first, as in GeoJSON."""
    if value is None:
        return None
    try:
        lon, lat = (float(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(f"{plain(value)!r} is not LON,LAT, for example 36.63,35.93") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise click.BadParameter(f"{plain(value)!r} is not on Earth; the longitude comes first: LON,LAT")
    return lon, lat


def _country(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise click.BadParameter(f"{plain(value)!r} is no code of two letters (ISO 3166), for example SY")
    return value and value.upper()


@click.command("geocode", short_help="Tell where each NAME is, and what else it may mean.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--near", metavar="LON,LAT", callback=_point, help="Prefer places near this point.")
@click.option(
    "--country", metavar="CC", callback=_country, help="Only places of this country (ISO 3166, SY)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a name.")
@gazetteer_option
@with_remedies
@online_options
def geocode_command(
    names: tuple[str, ...], near: tuple[float, float] | None, country: str | None, as_json: bool,
    gazetteers: tuple[str, ...], online: Online | None,
) -> None:  # fmt: skip
    """Tell where NAME... is: the best reading of each name, and what else it could mean.

    Names are matched over spellings and scripts; nothing is asked of the network unless you say
    --online.  A name that is like several known ones is not answered; they are listed.  --country or --near
    narrows the search.

    \b
    Examples
      dateline geocode Idlib "Ma'arrat al-Numan"
      dateline geocode Salma --near 36.0,35.6
      dateline geocode "Salqin, Idlib, Syria" --json
      dateline geocode "Khirbat al-Joz" --country SY --online nominatim
      dateline geocode -- -strange-name
    """
    gazetteer = open_gazetteer(gazetteers, online)
    missing = 0
    for name in names:
        candidates = _found(gazetteer, name, country, near)
        sure = is_sure(candidates, narrowed=bool(country or near))
        missing += not sure
        if as_json:
            tell(json.dumps(_object(name, candidates, sure=sure), ensure_ascii=False))
        else:
            for line in _lines(name, candidates, sure=sure):
                tell(line)
    failed = tell_online(online)
    if missing:
        note(f"{missing} of {len(names)} not found; try --country, another spelling, or your own --gazetteer")
    if missing or failed:
        click.get_current_context().exit(1)


def _found(
    gazetteer: Gazetteer, name: str, country: str | None, near: tuple[float, float] | None
) -> list[Candidate]:
    """Return the candidates of a name; where the online service fails, those of the gazetteer alone."""
    try:
        return readings(gazetteer, name, country=country, near=near)[:_MOST]
    except ServiceError as error:
        if gazetteer.online is not None:
            gazetteer.online.failure, gazetteer.online = error, None
        return _found(gazetteer, name, country, near)


def _lines(name: str, candidates: Sequence[Candidate], *, sure: bool) -> Iterator[str]:
    if not sure:
        yield f"{plain(name)}: not in the gazetteer" + ("; spelled like it:" if candidates else "")
        yield from (f"    {_line(other, name)}" for other in candidates)
        return
    best, *others = candidates
    yield f"{plain(name)}: {_line(best, name)}"
    if best.rule not in GUESSES:  # beside a place of this very name, one that is merely alike is noise
        others = [other for other in others if other.rule not in GUESSES]
    yield from (f"    or {_line(other, name)}" for other in others)


def _line(candidate: Candidate, asked: str) -> str:
    """Return a candidate in a line: the place, where it is, by which rule and steps it is what was asked."""
    place = candidate.place
    within = ", ".join(filter(None, (place.admin2, place.admin1, place.country)))
    spelling = "" if candidate.name == place.name else f" as {candidate.name!r}"
    how = (
        place.source
        if candidate.rule == "online"
        else f"{_RULES.get(candidate.rule, candidate.rule)}{spelling}"
    )
    if by := _steps(candidate, asked):
        how += f" ({', '.join(by)})"
    where = f"lon {place.lon:.5f} lat {place.lat:.5f} ±{place.radius / 1000:g} km"
    return plain(
        f"{place.name} ({place.kind}, {within})  {where}  [{place.id}; {how}; {candidate.score:.2f}]"
    )


def _steps(candidate: Candidate, asked: str) -> tuple[str, ...]:
    """Return the steps between the name asked for and the one that matched, none for rules that have none."""
    from geo.steps import bridge

    name = asked.partition(",")[0].strip()
    return () if candidate.rule in ("online", "prefix") else bridge(name, candidate.name)


def _object(name: str, candidates: Sequence[Candidate], *, sure: bool) -> dict[str, Any]:
    rows = [_row(candidate, name) for candidate in candidates]
    best = rows.pop(0) if sure else dict.fromkeys(("name", "lat", "lon"))
    return {"query": name, **best, "alternatives": rows}


def _row(candidate: Candidate, asked: str) -> dict[str, Any]:
    place = candidate.place
    credit = {"source": place.source} if candidate.rule == "online" else {}
    return {
        "name": place.name, "lat": place.lat, "lon": place.lon, "country": place.country,
        "admin1": place.admin1, "kind": place.kind, "precision": place.precision, "radius_m": place.radius,
        "place_id": place.id, "geonameid": place.geonameid, "matched": candidate.name,
        "rule": candidate.rule, "steps": _steps(candidate, asked), "score": candidate.score, **credit,
    }  # fmt: skip


@click.group("gazetteer", short_help="The gazetteer: info, search, add, install, remove.")
def gazetteer_group() -> None:
    """Look into the gazetteer, and add places to it that all later runs know.

    \b
    Examples
      dateline gazetteer search "Khan Sh"
      dateline gazetteer add villages.csv
      dateline gazetteer install SY IQ
    """


@gazetteer_group.command("info")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@gazetteer_option
@with_remedies
def info_command(as_json: bool, gazetteers: tuple[str, ...]) -> None:
    """Tell what the gazetteer holds, where its index lies and when it was built."""
    from geo.install import registered, state

    added = [
        {"name": e.name, "rows": e.rows, "skipped": e.skipped, "added": e.added, "from": e.source,
         "sha256": e.sha256, "columns": dict(e.columns), "file": state(e)}
        for e in registered()
    ]  # fmt: skip
    about = open_gazetteer(gazetteers).info() | {"added": added}
    if as_json:
        tell(json.dumps(about, ensure_ascii=False, default=str))
        return
    about["size"] = f"{about['size'] / 1e6:,.0f} MB"
    about.pop("added")
    for key, value in about.items():
        tell(f"{key.replace('_', ' '):<13} {plain(_words(value)) or 'none'}")
    for entry in added:
        told = f"{entry['name']}  {entry['rows']:,} rows, {entry['skipped']:,} skipped, {entry['added']}"
        tell(plain(f"{'added':<13} {told}, file {entry['file']}, SHA-256 {entry['sha256']}"))


def _words(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@gazetteer_group.command("search")
@click.argument("name")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500), help="How many to show.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a place.")
@gazetteer_option
@with_remedies
def search_command(name: str, limit: int, as_json: bool, gazetteers: tuple[str, ...]) -> None:
    """List the places whose name begins with NAME or sounds like it, best first, with the rule that matched.

    \b
    Examples
      dateline gazetteer search "Khan Sh"
      dateline gazetteer search إدلب
    """
    if not name.strip():
        raise UsageError("an empty name finds nothing; give a name or its beginning")
    found = open_gazetteer(gazetteers).search(name, limit=limit)
    for candidate in found:
        tell(json.dumps(_row(candidate, name), ensure_ascii=False) if as_json else _line(candidate, name))
    if not found:
        note(f"no place begins with {plain(name)!r} or sounds like it")
        click.get_current_context().exit(1)
