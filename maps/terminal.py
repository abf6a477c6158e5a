"""Words for the terminal: outside text without control characters, messages, progress."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from geo.errors import DatelineError

P = ParamSpec("P")
T = TypeVar("T")

# Marks that turn the direction of what follows.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
SECONDS_BEFORE_PROGRESS = 2.0


def plain(text: object) -> str:
    r"""Return outside text in one line that cannot steer a terminal.

    >>> plain("red \x1b[31m Atma\r\nhidden \u202e")
    'red �[31m Atma hidden '
    """
    line = " ".join(_TURNING.sub("", str(text)).splitlines()).replace("\t", " ")
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in line)


def tell(text: str) -> None:
    """Write a line of a result to standard output."""
    click.echo(text)


def note(text: object, kind: str = "note") -> None:
    """Write a message to standard error, above a progress bar if there is one."""
    line = f"{kind}: {plain(text)}"
    if "tqdm" in sys.modules:
        from tqdm import tqdm

        tqdm.write(line, file=sys.stderr)
    else:
        click.echo(line, err=True)


def counted(items: Iterable[T], unit: str) -> Iterator[T]:
    """Yield the items; on a terminal, count them on standard error when they take over two seconds."""
    if not sys.stderr.isatty():
        yield from items
        return
    from tqdm import tqdm

    yield from tqdm(items, unit=f" {unit}", delay=SECONDS_BEFORE_PROGRESS, leave=False, file=sys.stderr)


def with_remedies(command: Callable[P, Any]) -> Callable[P, Any]:
    """Wrap a command so that an error of Dateline ends it with its message and exit code 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return command(*args, **kwargs)
        except DatelineError as error:
            note(error, "error")
            click.get_current_context().exit(2)

    return wrapped
