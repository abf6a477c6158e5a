"""What a text says of where it is before its names are resolved: countries and first-order units named."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo.abbreviations import abbreviations, behind_a_name
from geo.curated import capitals, demonyms
from geo.options import Names
from geo.places import Candidate
from geo.remembered import is_curated

_CAPITALISED = re.compile(r"[A-Z](?<!\w[A-Z])\w*(?: [A-Z]\w*)?")
_UNSAID = 0.03  # the share that a country has though nothing speaks for it
_MOST = 4  # mentions of one name that count
_LARGE = 100_000


@dataclass(slots=True)
class Weights:
    """How much speaks for each country or unit (by code), and how much for any."""

    of: dict[str, float] = field(default_factory=dict)
    total: float = 0.0

    def add(self, code: str, weight: float) -> None:
        """Count evidence for a country or unit."""
        self.of[code] = self.of.get(code, 0.0) + weight
        self.total += weight

    def copy(self) -> Weights:
        """Return weights that can be added to without changing these."""
        return Weights(dict(self.of), self.total)

    def says(self, code: str, own: float = 0.0, own_total: float = 0.0) -> float:
        """Return how much the evidence is for a code, without what a name itself has added.

        A logarithm: 0 if there is none, 3.5 if there is much and all of it is for this one, 1.5 for a tenth.
        """
        mine, others = self.of.get(code, 0.0) - own, self.total - own_total
        if mine <= 0.0:
            return 0.0
        return math.log1p(mine / ((others if others > 0.0 else 0.0) + 1.0) / _UNSAID)


@dataclass(slots=True)
class Evidence:
    """What is named: countries (ISO 3166 codes) and units (GeoNames codes), and what each name added.

    `beside` is what other words than place names say, for countries and for units.
    """

    countries: Weights = field(default_factory=Weights)
    units: Weights = field(default_factory=Weights)
    beside: tuple[Weights, Weights] = field(default_factory=lambda: (Weights(), Weights()))
    own: dict[str, tuple[str, str, float]] = field(default_factory=dict)  # name -> country, unit, weight


def evidence_in(
    text: str, named: Mapping[str, tuple[Sequence[Candidate], int]], names: Names, hints: Mapping[str, float]
) -> Evidence:
    """Return the countries and units that a text names, by name, people, capital, short form and known place.

    `named` gives for each place name (folded) the places that bear it and how often it stands there;
    `hints` are countries that are meant for other reasons, weighed as so many mentions.
    """
    found = Evidence()
    for country, weight in hints.items():
        found.countries.add(country, weight)
    _of_words(found, text, named, names)
    for match in behind_a_name().finditer(text):
        code, _ = abbreviations()["".join(match[1].split())]
        found.units.add(code, 1.0)
        found.countries.add(code[:2], 0.5)
    found.beside = found.countries.copy(), found.units.copy()
    for name, (candidates, count) in named.items():
        if candidates:
            _of_name(found, name, candidates, min(count, _MOST))
    return found


def _of_name(found: Evidence, name: str, candidates: Sequence[Candidate], count: int) -> None:
    """Count what one place name says: a country most, then a unit, a capital, a curated or a large place."""
    top = candidates[0].place
    country, unit, weight = "", "", 0.0
    units = [c.place for c in candidates if c.place.kind == "governorate" and c.place.admin_code]
    if named := next((c.place.country for c in candidates if c.place.kind == "country"), None):
        country, weight = named, 1.0
    elif code := capitals().get(name):
        country, weight = code, 0.5
    elif units:
        country, unit, weight = units[0].country or "", units[0].admin_code or "", 0.7
    elif curated := next((c.place for c in candidates if is_curated(c.place)), None):
        country, weight = curated.country or "", 0.6
    elif top.population >= _LARGE and all(c.place.population * 8 < top.population for c in candidates[1:]):
        country, weight = top.country or "", 0.4
    if country:
        found.countries.add(country, weight * count)
        if unit:
            found.units.add(unit, weight * count)
        found.own[name] = country, unit, weight * count


def _of_words(found: Evidence, text: str, named: Mapping[str, object], names: Names) -> None:
    """Count adjectives and peoples, and the units inside other names ("University of Kentucky")."""
    said = names.memory.said
    for words, count in Counter(_CAPITALISED.findall(text)).items():
        for word in dict.fromkeys((words, *words.split(" "))) if " " in words else (words,):
            if (told := said.get(word)) is None:
                told = names.memory.keep_said(word, _said_by(word, names))
            country, unit = told
            if country:
                found.countries.add(country, 0.4 * count)
            elif unit and word.lower() not in named:
                found.countries.add(unit[:2], 0.2 * min(count, _MOST))
                found.units.add(unit, 0.3 * min(count, _MOST))
                if word == words:  # "West Virginia" is no Virginia
                    break


def _said_by(word: str, names: Names) -> tuple[str, str]:
    """Return the country that an adjective or a people says, or the unit that a name inside another does."""
    if meant := demonyms().get(word.lower()):
        return (meant if len(meant) == 2 else _country_of(meant, names)), ""
    return "", (_unit_of(word, names) if len(word) > 3 else "")


def _country_of(people: str, names: Names) -> str:
    found = [c.place.country for c in names.exact(people) if is_curated(c.place)]
    return found[0] if found and found[0] else ""


def _unit_of(word: str, names: Names) -> str:
    """Return the code of the only first-order unit that bears a name, if no country does."""
    found = names.memory.exact(names.gazetteer, word)
    if not found or any(c.place.kind == "country" for c in found):
        return ""
    units = [c.place.admin_code for c in found if c.place.kind == "governorate" and c.place.admin_code]
    return units[0] if len(units) == 1 else ""
