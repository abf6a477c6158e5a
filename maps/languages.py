"""Languages: the words of the page in English, Arabic, French and Russian, each a file to edit."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from geo.errors import UsageError

_ISO_DATE = re.compile(r"^\d{4}[-\u2011]\d\d([-\u2011]\d\d)?$")
CODES = ("en", "ar", "fr", "ru")


@dataclass(frozen=True, eq=False)
class Language:
    """The words of one language by table and key, as `maps/assets/words.XX.toml` has them."""

    code: str
    name: str
    direction: str
    tables: dict[str, Any]

    def word(self, table: str, key: str, default: str | None = None) -> str:
        """Return one word; the key itself, or `default`, where the table has none.

        >>> load("fr").word("status", "planned")
        'prévu'
        """
        return str(self.tables[table].get(key, key if default is None else default))

    @property
    def comma(self) -> str:
        """Return what parts two phrases in one line."""
        return "، " if self.code == "ar" else ", "

    def phrase(self, key: str, **given: object) -> str:
        """Return a phrase with what is given in its gaps."""
        if self.direction == "rtl":  # Arabic before a date would turn it round
            given = {name: _ISO_DATE.sub("\u2066\\g<0>\u2069", str(value)) for name, value in given.items()}
        return str(self.tables["phrases"][key]).format(**given)


@cache
def load(code: str = "en") -> Language:
    """Return the words of a language by its ISO 639-1 code; raise UsageError for one that is not there."""
    if code not in CODES:
        raise UsageError(f"no language {code!r}; the page speaks {', '.join(CODES)}")
    text = files("maps.assets").joinpath(f"words.{code}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Language(code, tables.pop("name"), tables.pop("direction"), tables)
