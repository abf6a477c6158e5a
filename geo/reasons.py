"""Why a place was taken for what a name means, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from geo.options import Option
from geo.signals import NUMBER, SAME_NAME

_LARGE = 100_000  # inhabitants
_OFTEN = 2.2  # what `Weights.says` gives for a quarter of all evidence
_LEAST = 0.05  # of a share that is worth telling
_NEAR = 0.25


def reasons(option: Option, told: Iterable[tuple[int, float]]) -> tuple[str, ...]:
    """Return what speaks for an option, the name first, then what the text adds."""
    said = {number: value for number, value in told if value}
    return (*_of_name(option), *_of_text(option, lambda name: said.get(NUMBER[name], 0.0)))


def _of_name(option: Option) -> Iterator[str]:
    candidate, place = option.candidate, option.place
    if candidate.rule == "abbreviation":
        yield f"{candidate.name!r} is short for {place.name}"
    elif candidate.rule == "demonym":
        yield f"{candidate.name!r} is of {place.name}"
    elif candidate.rule in SAME_NAME:
        yield f"named {candidate.name!r}"
        if any(number == NUMBER["only one"] for number, _ in option.known) and place.kind != "country":
            yield "the only place of this name"
    else:
        yield f"name like {candidate.name!r} ({candidate.rule}, {candidate.score:.2f})"
    if place.kind == "country":
        yield "a country"
    elif place.population >= _LARGE:
        yield f"{place.population:,} inhabitants"


def _of_text(option: Option, said: Callable[[str], float]) -> Iterator[str]:
    place = option.place
    if max(said("inside here"), said("inside")) > _LEAST:
        yield f"in {option.container}, as the text says"
    if place.kind != "country" and _is_said(said("country named"), said("country of the text")):
        yield f"the text is about {place.country}"
    if place.admin1 and _is_said(said("unit named"), said("unit of the text")):
        yield f"the text speaks of {place.admin1}"
    if said("near") > _NEAR and option.neighbour:
        yield f"near {option.neighbour}"
    if said("hint near") > _LEAST:
        yield "near the point given"
    if said("of the kind asked") > 0:
        yield f"a {place.kind}, as the words at it ask"


def _is_said(*shares: float) -> bool:
    """Say whether one of the shares is large."""
    return max(shares) > _OFTEN
