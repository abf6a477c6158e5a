"""Short forms of first-order units, as datelines and addresses write them: "Lexington, Ky.", "Paris, TX"."""

from __future__ import annotations

import csv
import re
from functools import cache

from geo.curated import DATA
from geo.errors import DataError

ABBREVIATIONS = DATA / "abbreviations.csv"
COLUMNS = ("form", "admin_code", "unit", "source")


@cache
def abbreviations() -> dict[str, tuple[str, str]]:
    """Return the units that short forms stand for: form without spaces -> (GeoNames code, name of the unit).

    >>> abbreviations()["W.Va."], abbreviations()["TX"]
    (('US.WV', 'West Virginia'), ('US.TX', 'Texas'))
    """
    with ABBREVIATIONS.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if tuple(next(rows, ())) != COLUMNS:
            raise DataError(ABBREVIATIONS, 1, f"the header must be exactly {','.join(COLUMNS)}")
        return {form: (code, unit) for form, code, unit, _ in rows}


def abbreviated(text: str) -> tuple[str, str] | None:
    """Return the GeoNames code and the name of the unit that a text abbreviates, or None.

    >>> abbreviated("W. Va."), abbreviated("Maine")
    (('US.WV', 'West Virginia'), None)
    """
    return abbreviations().get("".join(text.split())) if len(text) <= 7 else None


@cache
def behind_a_name() -> re.Pattern[str]:
    """Return the pattern of a comma and a short form right behind a name; group 1 is the form."""
    forms = sorted(abbreviations(), key=lambda form: (-len(form), form))
    spaced = (
        r"\.\s?".join(map(re.escape, form.split(".")[:-1])) + r"\." if "." in form else form for form in forms
    )
    return re.compile(rf",\s?({'|'.join(spaced)})(?![\w’'])")
