"""What speaks for and against a place being meant by a name: the features that `geo.ranking` weighs.

Those of the name and the place alone are known before the text is read; the others tell how the place stands
to the text: its class words, containers, countries, units and neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from geo.asked import SETTLEMENTS, fit
from geo.curated import capitals
from geo.evidence import Evidence, Weights
from geo.generics import specific
from geo.names import fold, sound
from geo.options import Case, Facts, Features, Hints, Home, Option, km, lies_in
from geo.places import Candidate, Place
from geo.remembered import is_curated

KNOWN = (
    "size", "largest", "alternate name", "alternate of a large place", "unlike", "tolerant", "same sound",
    "only one", "longer", "rural", "indirect", "capital", "curated or added",
    "country", "unit", "region", "district", "site", "nature", "unit of the town", "district of the town",
)  # fmt: skip
NAMED = (
    "country named", "country itself named", "unit named", "unit itself named",
)  # fmt: skip
HINTED = ("hint near", "hint country", "theatre")
SEEN = (
    "country of the text", "country itself of the text", "unit of the text", "unit itself of the text",
    "country of the sentence", "unit of the sentence", "close", "near", "near though unlike",
    "inside here", "inside", "outside here", "contains",
)  # fmt: skip
ASKED = ("of the kind asked", "not of the kind asked", "unlike and not of the kind", "settlement")
FEATURES = KNOWN + NAMED + HINTED + SEEN + ASKED
NONE = ("none", "none of the very name", "none in a text with countries", "none of a large town")
NUMBER = {name: i for i, name in enumerate(FEATURES)}
# Numbers by whether a place is itself the country, or the unit.
COUNTRY_NAMED, UNIT_NAMED, COUNTRY_SEEN, UNIT_SEEN = (
    (NUMBER[f"{area} {said}"], NUMBER[f"{area} itself {said}"])
    for said in ("named", "of the text")
    for area in ("country", "unit")
)

LONGER = frozenset({"longer", "rural"})  # the name with the class word that the text has beside it
SAME_NAME = LONGER | frozenset({"exact", "fold", "abbreviation", "demonym"})
CONTAINERS = frozenset({"country", "governorate", "region", "district", "city", "town"})
UNPLACED = frozenset({"country", "supranational"})  # too large for nearness to say anything
_OF_KIND = {
    "country": "country", "supranational": "region", "governorate": "unit", "region": "region",
    "border": "site", "district": "district", "site": "site", "neighbourhood": "site",
    "water": "nature", "physical": "nature",
}  # fmt: skip
_WITH_SEAT = {"governorate": "unit of the town", "district": "district of the town"}
_USUAL = {"city": 150_000, "town": 15_000, "village": 1_500}  # inhabitants, where a row does not tell
_TOWNS = frozenset({"city", "town", "village"})
_SAME_OR_BENT = SAME_NAME | {"inflected"}
_LARGE = 4.5  # powers of ten: from some 30,000 inhabitants on
_CLOSE_KM, _NEAR_KM, _HINT_KM = 25.0, 120.0, 300.0
_SEAT_KM = 60.0  # a capital is often a unit of its own within the one of its name
_LEAST_SHARE = 0.03  # an option less likely than this says nothing of others
_LEAST_HELD = 0.003  # nor of what it holds
_FITTING = 50.0  # how much likelier two readings of "X, Y" are if X lies in Y
_UNITS = frozenset({"country", "governorate", "region"})
_DEGREES = 2.0  # the side of the cells in which neighbours are found
_KM_PER_DEGREE = 111.2


def facts(candidates: Sequence[Candidate], key: str) -> Facts:
    """Return what is known of the candidates of a name without the text."""
    same = [c for c in candidates if c.rule in _SAME_OR_BENT]
    called = (c.place.population for c in same if c.place.kind in _TOWNS and _is_own_name(c))
    large = max(0.0, math.log10(max(1, *called, 1)) - _LARGE)
    towns = [c for c in candidates if c.place.kind in _TOWNS]
    seats = {c.place.id: _seat(c, towns) for c in candidates if c.place.kind in _WITH_SEAT}
    options = tuple(
        (c, c.place, features, _home(c.place), _spot(c, seats.get(c.place.id)))
        for c, features in zip(candidates, _known_of(candidates, key, seats), strict=True)
    )
    return Facts(options, bool(same), large)


def _home(place: Place) -> Home:
    return Home(
        place.country, place.admin_code, place.kind if place.kind in ("country", "governorate") else ""
    )


def _spot(candidate: Candidate, seat: Candidate | None) -> tuple[float, float]:
    """Return where a place is for its neighbours: a unit is where the town is that is called the same.

    A town that bears the name only among others (Texas City) does not tell where the unit is.
    """
    called_so = seat is not None and fold(seat.place.name.partition(" (")[0]) == fold(seat.name)
    place = seat.place if seat is not None and called_so else candidate.place
    return place.lon, place.lat


def _known_of(
    candidates: Sequence[Candidate], key: str, seats: Mapping[str, Candidate | None]
) -> list[Features]:
    same = [c for c in candidates if c.rule in SAME_NAME]
    most = max((c.place.population for c in same if c.place.kind in _TOWNS), default=0)
    places = {(seats.get(c.place.id) or c).place.id for c in same}
    facts = {c.place.id: tuple(_known(c, most, len(places) == 1, key)) for c in candidates}
    return [
        facts[c.place.id]
        if (seat := seats.get(c.place.id)) is None
        else (*facts[seat.place.id], (NUMBER[_WITH_SEAT[c.place.kind]], 1.0))
        for c in candidates
    ]


def _seat(unit: Candidate, towns: Sequence[Candidate]) -> Candidate | None:
    """Return the town of a unit that bears the same name: they are two readings of one place."""
    area = unit.place
    if unit.rule in LONGER:
        return None
    for town in towns:
        same = (town.rule in SAME_NAME and unit.rule in SAME_NAME) or town.rule == unit.rule
        if same and town.place.country == area.country:
            apart = km(town.place.lon, town.place.lat, area.lon, area.lat)
            if lies_in(town.place, area) or apart <= max(_SEAT_KM, area.radius / 1000):
                return town
    return None


def _sounds_alike(name: str, other: str) -> bool:
    """Say whether two names are spellings of one, class words aside."""
    one, two = specific(fold(name)), specific(fold(other))
    return one == two or sound(one) == sound(two)


def _known(candidate: Candidate, most: int, only: bool, name: str) -> Iterator[tuple[int, float]]:
    place, population = candidate.place, candidate.place.population
    if place.kind in _TOWNS:
        size = population or (0 if place.id.startswith("gn-") else _USUAL[place.kind])
        yield NUMBER["size"], math.log10(max(size, 300)) - 3.5
        if candidate.rule in SAME_NAME:
            yield NUMBER["largest"], math.log10((population + 300) / (most + 300))
    if (kind := _OF_KIND.get(place.kind)) is not None:
        yield NUMBER[kind], 1.0
    if candidate.rule in LONGER:
        yield NUMBER[candidate.rule], 1.0
    elif candidate.rule in ("abbreviation", "demonym"):
        yield NUMBER["indirect"], 1.0
    elif candidate.rule not in _SAME_OR_BENT:
        yield NUMBER["same sound" if _sounds_alike(candidate.name, name) else "tolerant"], 1.0
        yield NUMBER["unlike"], 10 * (1 - candidate.score)
    own = place.name.partition(" (")[0]  # "Tripoli (Libya)" is called Tripoli
    if candidate.rule != "demonym" and not _sounds_alike(candidate.name, own):
        yield NUMBER["alternate name"], 1.0
        if population >= 100_000:
            yield NUMBER["alternate of a large place"], 1.0
    if only:
        yield NUMBER["only one"], 1.0
    if place.kind in _TOWNS and capitals().get(name) == place.country:
        yield NUMBER["capital"], 1.0
    if place.kind in SETTLEMENTS and (is_curated(place) or not place.id.startswith("gn-")):
        yield NUMBER["curated or added"], 1.0


def named(home: Home, case: Case, evidence: Evidence) -> Iterator[tuple[int, float]]:
    """Yield what the countries and units that the text names say of a place there."""
    own_country, own_unit, own = evidence.own.get(case.key, ("", "", 0.0))
    country, code, sort = home
    if country:
        mine = own if own_country == country else 0.0
        number = COUNTRY_NAMED[sort == "country"]
        yield number, evidence.countries.says(country, mine, own)
    if code and evidence.units.total:
        mine = own if own_unit == code else 0.0
        said = evidence.units.says(code, mine, own if own_unit else 0.0)
        yield UNIT_NAMED[sort == "governorate"], said


def hinted(place: Place, hints: Hints) -> Iterator[tuple[int, float]]:
    """Yield what the user and the actors of the text say of a place."""
    if hints.near is not None:
        yield NUMBER["hint near"], math.exp(-km(*hints.near, place.lon, place.lat) / _HINT_KM)
    if place.country:
        if place.country == hints.country:
            yield NUMBER["hint country"], 1.0
        if weight := hints.theatres.get(place.country):
            yield NUMBER["theatre"], min(1.0, weight)


def none_of_these(case: Case, evidence: Evidence) -> tuple[float, float, float, float]:
    """Return the features of the answer that no option is meant.

    A large town of that name needs no other place of its country to be meant.
    """
    total = evidence.countries.total
    return 1.0, 0.0 if case.facts.same else 1.0, total / (1.0 + total), case.facts.large


def _is_own_name(candidate: Candidate) -> bool:
    """Say whether a place is called so, or so and more (Frankfurt am Main), not only among other names.

    The gazetteer's own names are Latin: a name in another script cannot be told from the others.
    """
    own, name = fold(candidate.place.name.partition(" (")[0]), fold(candidate.name)
    return own == name or own.startswith(f"{name} ") or not name.isascii()


# A likely reading: longitude, latitude, share, name of the place, the name of the text that it is of.
Likely = tuple[float, float, float, str, Case]


class Surroundings:
    """The likely readings of all names of a document: their countries, units and points.

    `beside` is what other words say of countries and units.
    """

    def __init__(self, cases: Sequence[Case], beside: tuple[Weights, Weights]) -> None:
        self.countries, self.units = (weights.copy() for weights in beside)
        self._own: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
        self._around: dict[tuple[int, int], list[Likely]] = {}  # cell -> what is likely there and beside it
        for case in cases:
            self._add(case)

    def _add(self, case: Case) -> None:
        weight = float(min(len(case.mentions), 3))
        countries: dict[str, float] = {}
        units: dict[str, float] = {}
        for option in case.options:
            if option.share < _LEAST_SHARE:
                continue
            country, unit, _ = option.home
            place, part = option.place, weight * option.share
            if country:
                countries[country] = countries.get(country, 0.0) + part
            if unit:
                units[unit] = units.get(unit, 0.0) + part
            if place.kind not in UNPLACED:
                likely = (*option.spot, option.share, place.name, case)
                x, y = _cell(option.spot)
                for cell in ((column, row) for column in (x - 1, x, x + 1) for row in (y - 1, y, y + 1)):
                    self._around.setdefault(cell, []).append(likely)
        for code, part in countries.items():
            self.countries.add(code, part)
        for code, part in units.items():
            self.units.add(code, part)
        self._own[case.key] = countries, units

    def seen(self, case: Case) -> Iterator[Features]:
        """Yield for each option of a name how it stands to the likely readings of the other names."""
        there: dict[Home, Features] = {}
        countries, units = self._own[case.key]
        in_countries, in_units = sum(countries.values()), sum(units.values())
        for option in case.options:
            home = option.home
            if (told := there.get(home)) is None:
                country, code, sort = home
                told = ()
                if country:
                    said = self.countries.says(country, countries.get(country, 0.0), in_countries)
                    told = ((COUNTRY_SEEN[sort == "country"], said),)
                if code:
                    said = self.units.says(code, units.get(code, 0.0), in_units)
                    told += ((UNIT_SEEN[sort == "governorate"], said),)
                if case.beside:
                    told += tuple(_beside(home, case))
                there[home] = told
            if around := self._around.get(_cell(option.spot)):
                told += tuple(_neighbours(option, case, around))
            if case.contents:
                told += tuple(_contents(option, case))
            yield told


def _neighbours(option: Option, case: Case, around: Iterable[Likely]) -> Iterator[tuple[int, float]]:
    """Yield how near the likely readings of other names are."""
    place, close, near, most = option.place, 0.0, 0.0, 0.0
    if place.kind in UNPLACED:
        return
    own_lon, own_lat = option.spot
    scale = math.cos(math.radians(own_lat))
    for lon, lat, share, name, of in around:
        if of is case:
            continue
        apart = _KM_PER_DEGREE * math.hypot((lon - own_lon) * scale, lat - own_lat)
        close += share * math.exp(-apart / _CLOSE_KM)
        speaks = share * math.exp(-apart / _NEAR_KM)
        near += speaks
        if speaks > most:
            most, option.neighbour = speaks, name
    if near:
        yield NUMBER["close"], math.log1p(close)
        yield NUMBER["near"], math.log1p(near)
        if option.candidate.rule not in SAME_NAME:
            yield NUMBER["near though unlike"], most


def _beside(home: Home, case: Case) -> Iterator[tuple[int, float]]:
    """Yield how likely the country and the unit of a place are named in a sentence with it."""
    country = unit = 0.0
    for other in case.beside:
        in_country = in_unit = 0.0
        for option in other.options:
            there = option.home
            if there.sort and there.country == home.country:
                if there.sort == "country":
                    in_country += option.share
                elif there.admin_code == home.admin_code:
                    in_unit += option.share
        country, unit = max(country, in_country), max(unit, in_unit)
    if country and home.sort != "country":
        yield NUMBER["country of the sentence"], country
    if unit and home.sort != "governorate":
        yield NUMBER["unit of the sentence"], unit


def _cell(spot: tuple[float, float]) -> tuple[int, int]:
    return math.floor(spot[0] / _DEGREES), math.floor(spot[1] / _DEGREES)


def _contents(option: Option, case: Case) -> Iterator[tuple[int, float]]:
    """Yield how likely an option holds what the text puts in it: "Athens, Georgia" is not the country."""
    if option.place.kind in CONTAINERS:
        yield NUMBER["contains"], max(_agree(_held(option.place, content)) for content in case.contents)


def _held(container: Place, content: Case) -> float:
    return sum(o.share for o in content.options if o.share >= _LEAST_HELD and lies_in(o.place, container))


def _agree(share: float) -> float:
    """Return 0 for a share of 0 to 1 for 1, rising fast: unlikely readings that fit each other are likely."""
    return math.log1p(_FITTING * share) / math.log1p(_FITTING)


def inside(option: Option, case: Case, mention: int) -> Iterator[tuple[int, float]]:
    """Yield how likely an option lies in what stands around its name, at this mention and at others."""
    if not case.containers:
        return
    here = case.containers.get(mention, ())
    held, sure = _best_container(option, here)
    if held:
        yield NUMBER["inside here"], _agree(held)
    if sure > held:
        yield NUMBER["outside here"], sure - held
    others = [c for i, around in case.containers.items() if i != mention for c in around]
    if others and (elsewhere := _best_container(option, others)[0]) > 0:
        yield NUMBER["inside"], _agree(elsewhere)


def _best_container(option: Option, containers: Iterable[Case]) -> tuple[float, float]:
    """Return how likely an option lies in one of the containers, and how likely one of them is a unit."""
    held = sure = 0.0
    for container in containers:
        areas = [o for o in container.options if o.share >= _LEAST_HELD and o.place.kind in CONTAINERS]
        within = [o for o in areas if o.place.id != option.place.id and lies_in(option.place, o.place)]
        part = sum(o.share for o in within)
        if part > held:
            held, option.container = part, max(within, key=lambda o: o.share).place.name
        sure = max(sure, sum(o.share for o in areas if o.place.kind in _UNITS))
    return held, sure


@cache
def asked_for(kind: str, asked: str, same_name: bool) -> Features:
    """Return how well an option of a kind is what the words at a mention ask for."""
    if not asked:
        return ((NUMBER["settlement"], 1.0),) if kind in SETTLEMENTS else ()
    well = fit(kind, asked)
    if well > 0:
        return ((NUMBER["of the kind asked"], well),)
    if well == 0:
        return ()
    against = (NUMBER["not of the kind asked"], -well)
    return (against,) if same_name else (against, (NUMBER["unlike and not of the kind"], -well))
