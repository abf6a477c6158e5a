"""The places that one name of a text could mean: found by name, weighed later."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from geo.abbreviations import abbreviated
from geo.asked import longer_name, without_class_words
from geo.curated import demonyms, key
from geo.gazetteer import Gazetteer
from geo.places import Candidate, Mention, Place
from geo.remembered import Remembered

_LEAST_ALIKE = 0.74  # a look-up that scores less is another name
_RENOWNED = 2.0  # of fame (`geo.remembered`): who writes so well-known a name means none that is spelt alike
_COUNTY = "district"
_SHORT_WORD = re.compile(r"\b(Mt|Ft|St|Pt)\b\.?(?= )")
_IN_FULL = {"Mt": "Mount", "Ft": "Fort", "St": "Saint", "Pt": "Point"}


Features = tuple[tuple[int, float], ...]  # numbers of `geo.signals` with their values


class Home(NamedTuple):
    """Where a place lies, by its codes; `sort` is its kind for a country or first-order unit, else ""."""

    country: str | None
    admin_code: str | None
    sort: str


@dataclass(slots=True, eq=False)
class Option:
    """One place that a name could mean: what is `known` of it, what was `hinted`, what the text `told`.

    These are features by number (`geo.signals`); `base` is their weighted sum, `score` with the words at one
    mention, `share` the probability among the options of the name and "none of these".  `spot` is the
    (longitude, latitude) that nearness is measured from: that of its town for a unit of the same name.
    """

    candidate: Candidate
    place: Place
    known: Features
    home: Home
    spot: tuple[float, float]
    hinted: Features = ()
    told: Features = ()
    base: float = 0.0
    score: float = 0.0
    share: float = 0.0
    neighbour: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of the options of one name before the text is read, the same in every text.

    `same` says whether one bears the very name, `large` how large (`geo.signals`) the largest town called so
    is; `sums` remembers the weighted sums of `known`, for each set of weights.
    """

    options: tuple[tuple[Candidate, Place, Features, Home, tuple[float, float]], ...]
    same: bool
    large: float
    sums: dict[object, tuple[float, ...]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Case:
    """A name of the document: the numbers of its mentions, its options, the names that contain it."""

    key: str
    mentions: list[int]
    facts: Facts
    options: list[Option]
    containers: dict[int, list[Case]] = field(default_factory=dict)  # mention -> what stands around it there
    contents: list[Case] = field(default_factory=list)
    beside: list[Case] = field(default_factory=list)  # names of countries and units in a sentence with it
    none: float = 0.0  # the share of "none of these"


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of where a text is about without reading it: see `geo.resolve.resolve`."""

    country: str | None = None
    near: tuple[float, float] | None = None
    theatres: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """A gazetteer with its memory: the look-ups that options are gathered by."""

    gazetteer: Gazetteer
    memory: Remembered

    def exact(self, name: str) -> tuple[Candidate, ...]:
        """Return the places of this very name; a short form or an adjective means its unit or country."""
        exact = self.memory.exact(self.gazetteer, name)
        return exact if exact and "." not in name else (*exact, *self._indirect(name, exact))

    def alike(self, name: str, country: str | None, limit: int) -> tuple[Candidate, ...]:
        """Return the places of a name that is the same or alike."""
        return self.memory.alike(self.gazetteer, name, country, limit)

    def unit(self, code: str, name: str) -> Place | None:
        """Return the first-order unit of a GeoNames code, known by its name."""
        named = self.memory.exact(self.gazetteer, name)
        return next(
            (c.place for c in named if c.place.kind == "governorate" and c.place.admin_code == code), None
        )

    def _indirect(self, name: str, exact: Sequence[Candidate]) -> Iterator[Candidate]:
        if (short := abbreviated(name)) is not None:
            place = self.unit(*short)
            if place is not None and all(c.place.id != place.id for c in exact):
                yield Candidate(place, name, "abbreviation", 1.0)
        elif exact:
            return
        elif (code := demonyms().get(key(name))) is not None and len(code) == 2:
            place = self.gazetteer.place(f"country-{code}")
            if place is not None:
                yield Candidate(place, name, "demonym", 1.0)
        elif _SHORT_WORD.search(name):
            full = _SHORT_WORD.sub(lambda found: _IN_FULL[found[1]], name)
            yield from (replace(c, rule="abbreviation") for c in self.memory.exact(self.gazetteer, full))


class Sought(NamedTuple):
    """What the places that a name could mean depend on: equal for equal names in texts of one region.

    `countries` are those of the text where nothing bears the very name, `about` all of them if nothing does
    anywhere; `longer` are the names with the class words beside it.
    """

    name: str
    countries: tuple[str, ...]
    about: tuple[str, ...]
    longer: tuple[str, ...]


def sought(names: Names, text: str, mentions: Sequence[Mention], countries: Sequence[str]) -> Sought:
    """Return what is to be looked up for a name; all `mentions` bear it."""
    name = mentions[0].lookup
    exact = names.exact(name)
    if any(c.place.kind == "country" for c in exact):
        return Sought(name, (), (), ())
    here = {c.place.country for c in exact}
    renowned = names.memory.best_known(names.gazetteer, name).fame >= _RENOWNED
    lacking = () if renowned else tuple(sorted(code for code in countries if code not in here))
    about = tuple(sorted(countries)) if without_class_words(name) != name else ()
    return Sought(name, lacking, about, tuple(dict.fromkeys(_longer(text, mentions))))


def gather(names: Names, sought: Sought) -> list[Candidate]:
    """Return the places that a name could mean.

    Tolerant look-ups are made in the countries of the text where nothing there bears the very name, and
    anywhere if nothing else was found.
    """
    name, countries, about, longer_names = sought
    exact = names.exact(name)
    if any(c.place.kind == "country" for c in exact):
        return list(exact)
    found = {c.place.id: c for c in exact}
    for code in countries:
        _keep(found, names.alike(name, code, 6))
    if not found:
        _keep(found, names.alike(name, None, 12))
    short = without_class_words(name)
    if short != name and not any(c.score >= _LEAST_ALIKE for c in found.values()):
        for country in about or (None,):
            part = (*names.exact(short), *names.alike(short, country, 6))
            _keep(found, (replace(c, rule="part", score=round(c.score * 0.93, 4)) for c in part))
    for longer in longer_names:
        rule = "rural" if longer.startswith("Rural ") else "longer"
        _keep(found, (replace(c, rule=rule) for c in names.exact(longer)))
    return [c for c in found.values() if c.score >= _LEAST_ALIKE]


def _longer(text: str, mentions: Iterable[Mention]) -> Iterator[str]:
    """Yield the names with the class words beside the mentions, in "Madison and Boyle counties" too."""
    for mention in mentions:
        if longer := longer_name(text, mention):
            yield longer
        if mention.generic == _COUNTY:
            yield f"{mention.lookup} County"


def _keep(found: dict[str, Candidate], candidates: Iterable[Candidate]) -> None:
    """Keep of each place the candidate that matched best."""
    for candidate in candidates:
        known = found.get(candidate.place.id)
        if known is None or known.score < candidate.score:
            found[candidate.place.id] = candidate


def km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance in kilometres (haversine, mean Earth radius)."""
    p, q = math.radians(lat), math.radians(other_lat)
    across = math.sin(math.radians(other_lon - lon) / 2)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * across * across
    return 12_742.0176 * math.asin(min(1.0, math.sqrt(half)))


def lies_in(place: Place, container: Place) -> bool:
    """Say whether a place lies in a container, by its codes, else by its extent or by distance."""
    if container.kind == "country":
        return place.country == container.country
    if container.country and place.country and container.country != place.country:
        return False
    if (
        container.admin_code
        and place.admin_code
        and (container.kind == "governorate" or container.admin_code != place.admin_code)
    ):
        return container.admin_code == place.admin_code
    if container.bbox is not None:
        west, south, east, north = container.bbox
        return west <= place.lon <= east and south <= place.lat <= north
    return km(place.lon, place.lat, container.lon, container.lat) <= max(30.0, 1.2 * container.radius / 1000)


def is_elsewhere(place: Place, other: Place) -> bool:
    """Say whether another option is another place, not the province of the same town."""
    return place.country != other.country or km(place.lon, place.lat, other.lon, other.lat) > 60
