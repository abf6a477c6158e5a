"""Names of a text that no gazetteer has, filled in from an online service, with the doubt that this takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.distances import distance_km
from geo.errors import ServiceError
from geo.names import fold
from geo.places import Candidate, Place, Toponym

if TYPE_CHECKING:
    from geo.online import Online

_ONE_PLACE_KM = 25.0  # answers nearer to one another are one place: a town's node and its boundary
# A service answers from the whole world and nobody here has checked it: less sure than a gazetteer's names.
_MOST_SURE, _BY_SCORE = 0.5, 0.6
_DOUBT = 0.3  # the confidence of a name without a place is this much of how sure it is to be a place
_LEAST_STRENGTH = 0.5  # how sure that must be for the name to be asked for
_COUNTRIES = 3


def fill(online: Online, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Return the toponyms of a document, those without a place with what a service knows of their names.

    Each name is asked once, within the countries of the document's other places.  Of several places of a
    name the one nearest to them is taken with half the confidence; where there are no others, none.  A
    service that fails is not asked again: `online.failure` says why.
    """
    placed = [t.place for t in toponyms if t.place is not None and t.place.kind != "supranational"]
    counted = Counter(place.country for place in placed if place.country)
    countries = [code for code, _ in counted.most_common(_COUNTRIES)]
    around = [place for place in placed if place.kind != "country"]
    seen: dict[str, list[Candidate]] = {}
    return [
        _filled(t, _found(online, t.text, countries, seen), around) if is_asked(t) else t for t in toponyms
    ]


def is_asked(toponym: Toponym) -> bool:
    """Say whether a name is asked for: taken for a place with some certainty, and nothing locates it."""
    located = toponym.place is not None or toponym.lon is not None
    named = any(c.isalpha() and not c.islower() for c in toponym.text)
    return not located and named and toponym.confidence >= _DOUBT * _LEAST_STRENGTH


def _found(
    online: Online, name: str, countries: Sequence[str], seen: dict[str, list[Candidate]]
) -> list[Candidate]:
    key = fold(name)
    if key and key not in seen:
        try:
            seen[key] = online.find(name, countries)
        except ServiceError as error:
            online.failure = online.failure or error
            seen[key] = []
    return seen.get(key, [])


def _filled(toponym: Toponym, found: Sequence[Candidate], around: Sequence[Place]) -> Toponym:
    if not found:
        return toponym
    best, *others = sorted(found, key=lambda c: (-c.score, _remoteness(c.place, around)))
    rivals = [other for other in others if _apart(best.place, other.place) > _ONE_PLACE_KM]
    if rivals and not around:
        return replace(toponym, alternatives=(best, *rivals, *toponym.alternatives)[:5])
    place, strength = best.place, min(1.0, toponym.confidence / _DOUBT)
    sure = min(_MOST_SURE, _BY_SCORE * best.score * strength) / (2 if rivals else 1)
    why = f"found as {best.name!r} by {place.source}"
    more = (f"{len(rivals)} more of that name",) if rivals else ()
    return replace(
        toponym, place=place, lon=place.lon, lat=place.lat, precision=place.precision, radius_m=place.radius,
        confidence=round(sure, 3), reasons=(*toponym.reasons, why, *more),
        alternatives=(*rivals, *toponym.alternatives)[:5],
    )  # fmt: skip


def _apart(a: Place, b: Place) -> float:
    return distance_km(a.lon, a.lat, b.lon, b.lat)


def _remoteness(place: Place, around: Sequence[Place]) -> float:
    return min((_apart(place, other) for other in around), default=0.0)
