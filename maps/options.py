"""What several commands ask for: inputs, files of places and actors, where to write."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from geo.errors import UsageError, WriteError
from maps.terminal import note
from maps.words import plural

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.online import Online

C = TypeVar("C", bound=Callable[..., Any])
_SECONDS_OF_PATIENCE = 2.0


def inputs_argument(command: C) -> C:
    return click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")(command)


_WEB = (
    click.option(
        "--allow-private", is_flag=True,
        help="Fetch addresses of this machine or of a private network too.",
    ),
    click.option("--allow-redirects", is_flag=True, help="Follow an address that sends on to another host."),
)  # fmt: skip


def web_options(command: C) -> C:
    """Add what may be fetched of the addresses among INPUT...; the command gets `web`, a geo.fetching.Web."""

    @wraps(command)
    def wrapped(*args: Any, allow_private: bool, allow_redirects: bool, **kwargs: Any) -> Any:
        from geo.fetching import Web

        return command(*args, web=Web(private=allow_private, redirects=allow_redirects), **kwargs)

    for option in reversed(_WEB):
        wrapped = option(wrapped)
    return cast(C, wrapped)


def gazetteer_option(command: C) -> C:
    return click.option(
        "--gazetteer", "gazetteers", multiple=True, metavar="FILE", type=click.Path(),
        help="Places of your own (.csv, .tsv, .geojson, as in docs/python.md); may be given again.",
    )(command)  # fmt: skip


_ONLINE = (
    click.option(
        "--online", "online_name", metavar="SERVICE", type=click.Choice(["nominatim", "photon", "geonames"]),
        help="Ask nominatim, photon or geonames for names that the gazetteer lacks.",
    ),
    click.option("--online-user", metavar="NAME", help="Your account at GeoNames."),
    click.option("--online-contact", metavar="EMAIL", help="Whom the service may write to about this use."),
    click.option("--online-server", metavar="URL", help="A server of your own of that kind."),
)  # fmt: skip


def online_options(command: C) -> C:
    """Add --online and what belongs to it; the command gets `online`, an Online or None."""

    @wraps(command)
    def wrapped(
        *args: Any, online_name: str | None, online_user: str | None, online_contact: str | None,
        online_server: str | None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        extras = {"user": online_user, "contact": online_contact, "server": online_server}
        return command(*args, online=_online(online_name, extras), **kwargs)

    for option in reversed(_ONLINE):
        wrapped = option(wrapped)
    return cast(C, wrapped)


def _online(name: str | None, extras: dict[str, str | None]) -> Online | None:
    if name is not None:
        from geo.online import Online

        return Online(name, **extras)  # type: ignore[arg-type]
    if given := [key for key, value in extras.items() if value is not None]:
        raise UsageError(f"--online-{given[0]} says nothing without --online; give --online SERVICE too")
    return None


def tell_online(online: Online | None) -> bool:
    """Say what was asked of whom, whom to credit, and what went wrong; return whether something did."""
    if online is None:
        return False
    told, title = online.told, online.provider.title
    if told.sent or told.cached:
        asked = f"{plural(told.sent, 'name')} asked, {told.cached:,} known from before, {told.found:,} found"
        note(f"{title}: {asked}; where you publish, credit {online.credit}")
    if online.failure is not None:
        note(online.failure, "error")
    return online.failure is not None


def actors_option(command: C) -> C:
    return click.option(
        "--actors", "actor_files", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
        help="A list of actors of your own (.toml, as in docs/actors.md); may be given again.",
    )(command)  # fmt: skip


def checked_target(path: str, inputs: tuple[str, ...]) -> Path:
    """Return the file to write, checked before the work: its folder is there and it is none of the inputs."""
    from layers.files import writable

    target = writable(path)
    files = [Path(given) for given in inputs if given != "-" and "://" not in given]
    if target.exists() and any(file.exists() and target.samefile(file) for file in files):
        raise WriteError(path, "is one of the inputs; give another name with -o")
    return target


def open_gazetteer(gazetteers: tuple[str, ...], online: Online | None = None) -> Gazetteer:
    """Open the gazetteer with the user's files; tell on standard error when its index must be built first."""
    from geo.gazetteer import Gazetteer

    on_terminal = sys.stderr.isatty()
    patience = Timer(_SECONDS_OF_PATIENCE, note, ["building the index of places, once; about half a minute"])
    patience.daemon = True
    if not on_terminal:
        patience.start()
    try:
        gazetteer = Gazetteer.open(
            files=[Path(file) for file in gazetteers], progress=on_terminal, online=online
        )
    finally:
        patience.cancel()
    if gazetteers:
        _tell_skipped(gazetteer.info())
    return gazetteer


def _tell_skipped(about: dict[str, Any]) -> None:
    """Name what was left out of the user's files: a place that is missing must not be missed in silence."""
    for file, first in about["first_skipped"].items():
        count = about["skipped_rows"][file]
        note(f"{plural(count, 'row')} left out of {file}, the first: {first}")
