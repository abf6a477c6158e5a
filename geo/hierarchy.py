"""Which country and first-order unit hold a place: by code, by the unit's name, by where the place lies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geo.generics import specific
from geo.names import fold, sound
from geo.places import Place
from geo.tables import DRAWN

if TYPE_CHECKING:
    from geo.naming import Draft

Heard = tuple[str | None, str | None, str | None]  # country, what a file calls the unit, the unit's code
Site = tuple[float, float, str]  # longitude, latitude, GeoNames code of the first-order unit
# Class words that a unit's name is told without, and what names nothing alone.
_UNIT_WORDS = frozenset(
    "county department district governorate oblast province region republic state".split()
)
_BARE = frozenset("central centre east eastern free north northern south southern west western".split())
# How many places must lie in one unit, and what share of them, for their word to be that unit's name.
_FEWEST_VOTES, _LEAST_AGREED = 3, 0.8
# A sketch is trusted this far inside: of the Syrian communities of OCHA 99.7 % are then in the right unit.
_INSIDE_DEGREES = 0.1
_LOCATED = frozenset({"city", "town", "village", "neighbourhood", "site"})
_SHORTEST_PCODE = 4  # "SY07": the country's letters and a number


@dataclass
class Units:
    """The first-order units: their names by GeoNames code, and the codes by what they are called.

    `names` is code -> name; `codes` is (country, sound of a name) -> code; `pcodes` P-code -> code; `drawn`
    country -> (code, shape) of those whose border a source draws.
    """

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[tuple[str | None, str], str] = field(default_factory=dict)
    pcodes: dict[str, str] = field(default_factory=dict)
    drawn: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)

    def update(self, other: Units) -> None:
        """Take over what others tell, without losing what is known."""
        self.codes = {**self.codes, **other.codes}
        self.pcodes |= other.pcodes
        self.names, self.drawn = other.names, other.drawn


def units_of(drafts: Iterable[Draft]) -> Units:
    """Return the first-order units among the places; their own names go before other spellings."""
    units = Units()
    found = [d for d in drafts if d.place.kind == "governorate" and d.place.admin_code]
    for place in (draft.place for draft in found):
        code = place.admin_code or ""
        name = place.name.partition(" (")[0]  # "Georgia (U.S. state)"
        units.names[code] = short(name)
        if place.pcode and len(place.pcode) >= _SHORTEST_PCODE:
            units.pcodes[place.pcode] = code
        for form in forms([name]):
            units.codes[place.country, form] = code
        if place.area and DRAWN in place.source:
            units.drawn.setdefault(place.country or "", []).append((code, _shape(place.area)))
    for draft in found:
        for form in forms(draft.names):
            units.codes.setdefault((draft.place.country, form), draft.place.admin_code or "")
    return units


def forms(names: Iterable[str]) -> set[str]:
    """Return the sounds of a unit's names, with and without their class words ("governorate")."""
    folded = [fold(name) for name in names]
    return {sound(form) for name in folded for form in (name, specific(name))} - {""}


def _shape(wkt: str) -> Any:
    import shapely

    return shapely.from_wkt(wkt)


def short(name: str) -> str:
    """Return the name of a unit without the class word at its end, if what is left names it.

    >>> [short(n) for n in ("Idlib Governorate", "Northern Province", "Rhode Island")]
    ['Idlib', 'Northern Province', 'Rhode Island']
    """
    stem, _, last = name.rpartition(" ")
    return stem if last.casefold() in _UNIT_WORDS and stem.casefold() not in _BARE else name


def with_unit(place: Place, units: Units) -> Place:
    """Return the place with the code of its first-order unit, where that is told by name or P-code."""
    if place.admin_code is not None:
        return place
    code = None
    if place.admin1 is not None:
        code = units.codes.get((place.country, sound(specific(fold(place.admin1)))))
    if code is None and place.pcode is not None and place.kind != "country":
        code = next((c for p, c in units.pcodes.items() if place.pcode.startswith(p)), None)
    return place if code is None else replace(place, admin_code=code)


def settle(drafts: Sequence[Draft], added: int, units: Units, sites: Callable[[str], Iterable[Site]]) -> None:
    """Fill in the units of places where they are not told, as far as that is sure.

    From the draft numbered `added` on, which are the places of files, one with no word for its unit gets the
    one whose border holds it; where no source draws the borders, the one in whose sketch it lies well inside.
    `sites` gives the populated places of a country.
    """
    _drop_countries(drafts)
    for draft in drafts:
        draft.place = with_unit(draft.place, units)
    lacking: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts[added:]:
        place = draft.place
        if place.admin_code is None and place.admin1 is None and place.country and place.kind in _LOCATED:
            lacking[place.country].append(draft)
    for country, of in lacking.items():
        _locate(of, units.drawn.get(country) or _insides(country, sites(country)))


def _drop_countries(drafts: Iterable[Draft]) -> None:
    """Forget the unit of a place where a file wrote its country there."""
    drafts = list(drafts)
    called = {(d.place.country, fold(name)) for d in drafts if d.place.kind == "country" for name in d.names}
    for draft in drafts:
        place = draft.place
        if place.admin1 and place.admin_code is None and (place.country, fold(place.admin1)) in called:
            draft.place = replace(place, admin1=None)


def learn(units: Units, heard: Iterable[Heard]) -> None:
    """Learn what a file calls the units: the word of places nearly all of which are known to lie in one."""
    votes: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    for country, word, code in heard:
        if word and code:
            votes[country, sound(specific(fold(word)))][code] += 1
    for key, counted in votes.items():
        code, most = counted.most_common(1)[0]
        if most >= _FEWEST_VOTES and most >= _LEAST_AGREED * counted.total():
            units.codes.setdefault(key, code)


def _insides(country: str, sites: Iterable[Site]) -> list[tuple[str, Any]]:
    from geo.areas import country_areas
    from geo.footprints import sketched

    sketches = sketched(list(sites), country_areas().get(country))
    return [(code, shape.buffer(-_INSIDE_DEGREES)) for code, shape in sketches.items()]


def _locate(drafts: Sequence[Draft], areas: Sequence[tuple[str, Any]]) -> None:
    """Set the unit of each place that lies in one of the areas."""
    import shapely

    tree = shapely.STRtree([shape for _, shape in areas])
    points = shapely.points([(d.place.lon, d.place.lat) for d in drafts])
    for nth, at in zip(*tree.query(points, predicate="within"), strict=True):
        draft = drafts[nth]
        draft.place = replace(draft.place, admin_code=areas[at][0])
