"""Extras: libraries that only some outputs need, asked for by the name of the extra that brings them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from geo.errors import UsageError


def need(module: str, extra: str, purpose: str) -> Any:
    """Return a module that is no dependency of every user; raise UsageError naming the extra without it.

    >>> need("no_such_library", "parquet", "GeoParquet")
    Traceback (most recent call last):
    ...
    geo.errors.UsageError: GeoParquet needs no_such_library; pip install 'dateline[parquet]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise UsageError(f"{purpose} needs {library}; pip install 'dateline[{extra}]'") from error


def has(module: str) -> bool:
    """Say whether a module is installed, without importing it."""
    return find_spec(module) is not None
