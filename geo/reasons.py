"""Why a place was taken for what a name means, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from geo.options import Option
from geo.signals import NUMBER, SAME_NAME

_LARGE = 100_000  # inhabitants
_OFTEN = 2.2  # what `Weights.says` gives for a quarter of all evidence
_LEAST = 0.05  # of a share that is worth telling
_NEAR = 0.25
_INSIDE_HERE, _INSIDE = NUMBER["inside here"], NUMBER["inside"]
_COUNTRY = NUMBER["country named"], NUMBER["country of the text"]
_UNIT = NUMBER["unit named"], NUMBER["unit of the text"]
_NEAR_OTHERS, _NEAR_HINT = NUMBER["near"], NUMBER["hint near"]
_OF_KIND = NUMBER["of the kind asked"]
_ONLY_ONE = NUMBER["only one"]


def reasons(option: Option, told: Iterable[tuple[int, float]]) -> tuple[str, ...]:
    """Return what speaks for an option, the name first, then what the text adds."""
    return (*_of_name(option), *_of_text(option, dict(told)))


def _of_name(option: Option) -> Iterator[str]:
    candidate, place = option.candidate, option.place
    if candidate.rule == "abbreviation":
        yield f"{candidate.name!r} is short for {place.name}"
    elif candidate.rule == "demonym":
        yield f"{candidate.name!r} is of {place.name}"
    elif candidate.rule in SAME_NAME:
        yield f"named {candidate.name!r}"
        if any(number == _ONLY_ONE for number, _ in option.known) and place.kind != "country":
            yield "the only place of this name"
    else:
        yield f"name like {candidate.name!r} ({candidate.rule}, {candidate.score:.2f})"
    if place.kind == "country":
        yield "a country"
    elif place.population >= _LARGE:
        yield f"{place.population:,} inhabitants"


def _of_text(option: Option, said: Mapping[int, float]) -> Iterator[str]:
    place = option.place
    if max(said.get(_INSIDE_HERE, 0.0), said.get(_INSIDE, 0.0)) > _LEAST:
        yield f"in {option.container}, as the text says"
    if place.kind != "country" and max(said.get(number, 0.0) for number in _COUNTRY) > _OFTEN:
        yield f"the text is about {place.country}"
    if place.admin1 and max(said.get(number, 0.0) for number in _UNIT) > _OFTEN:
        yield f"the text speaks of {place.admin1}"
    if said.get(_NEAR_OTHERS, 0.0) > _NEAR and option.neighbour:
        yield f"near {option.neighbour}"
    if said.get(_NEAR_HINT, 0.0) > _LEAST:
        yield "near the point given"
    if said.get(_OF_KIND, 0.0) > 0:
        yield f"a {place.kind}, as the words at it ask"
