"""The places that one name of a text could mean, and how well each fits the words and the other places."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from geo import surroundings as cues
from geo.curated import capitals
from geo.names import fold
from geo.places import Candidate, Mention, Place
from geo.remembered import is_curated

# Kinds that a class word beside the name asks for, best first.
ASKED: dict[str, tuple[str, ...]] = {
    "village": ("village", "town", "neighbourhood", "site"),
    "town": ("town", "village", "city"),
    "city": ("city", "town"),
    "quarter": ("neighbourhood", "village", "site"),
    "district": ("district", "governorate", "region"),
    "province": ("governorate", "region", "district"),
    "rural": ("governorate", "region", "district"),
    "region": ("region", "governorate", "district", "physical", "water", "supranational"),
    "site": ("site", "border", "village", "town", "neighbourhood"),
    "physical": ("physical", "region", "water", "district"),
}
_SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood", "site"})
_CURATED_FAME = {"city": 1.5, "town": 1.1, "village": 0.9, "neighbourhood": 0.8}
_CLASS_BEHIND = re.compile(r" ([A-Za-z]+)\b")
_WIDE_WORDS = (
    r"activit\w+|avoid\w*|presence|areas?|regions?|territor\w+|provinces?|governorates?|across|throughout|"
    r"(?:parts|rest|all|most|much|emir|governor|wali|countryside) of|"
    r"attacks? (?:on|against) [\w’'-]+|"
    r"(?:groups?|factions?|forces) in|(?:villages?|towns?) (?:in|of)|border\w*"
)
# Words before and behind a name that speak of the province of that name, and words of the town alone.
_WIDE = re.compile(
    rf"\b(?:{_WIDE_WORDS})\b[^.;:]{{0,25}}$|\b(?:areas|regions|places) where\b[^.;:]{{0,90}}$", re.I
)
_WIDE_AFTER = re.compile(
    r",? which borders|,? (?:and|or) other (?:provinces|governorates|regions)|"
    r",? a (?:province|region|governorate)"
)
_NARROW = re.compile(
    r"\b(?:city|cities|town|downtown|centre|center|streets?|capital|outskirts|north|south|east|west|quarters?|"
    r"km|hospital|suburbs?)\b[^.;:]{0,12}$",
    re.I,
)


@dataclass(slots=True)
class Option:
    """One place that a name could mean, while it is weighed; `alone` if no other place bears the name."""

    candidate: Candidate
    alone: bool = False
    base: float = 0.0
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Return the place."""
        return self.candidate.place


@dataclass(slots=True)
class Case:
    """A name of the document: the numbers of its mentions, its options, the places that contain it."""

    key: str
    mentions: list[int]
    options: list[Option]
    containers: list[Place] = field(default_factory=list)

    @property
    def best(self) -> Option | None:
        """Return the option that leads."""
        return max(self.options, key=lambda o: o.score, default=None)


def km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance in kilometres (haversine, mean Earth radius)."""
    p, q = math.radians(lat), math.radians(other_lat)
    across = math.sin(math.radians(other_lon - lon) / 2)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * across * across
    return 12_742.0176 * math.asin(min(1.0, math.sqrt(half)))


def renown(place: Place) -> float:
    """Return how much a place is meant rather than its namesakes, before the text is read."""
    if place.kind == "country":
        return 5.0
    size = 0.75 * (math.log10(max(place.population, 500)) - 4.0)
    if is_curated(place):
        return max(size, _CURATED_FAME.get(place.kind, 1.0))
    return size if place.population or place.id.startswith("gn-") else 0.0


def fit(place: Place, asked: str) -> float:
    """Return how well a place is of the kind that the words ask for."""
    if not asked:
        return 0.5 if place.kind in _SETTLEMENTS else 0.0
    wanted = ASKED[asked]
    if place.kind in wanted:
        return 1.5 - 0.3 * wanted.index(place.kind)
    if place.kind == "country":
        return -1.0 if asked in ("village", "town", "quarter") else 0.0
    return -2.0 if asked in ("province", "region", "physical") and place.kind == "village" else -1.0


def asked_by(text: str, mention: Mention) -> str:
    """Return the kind of place that the words at a mention ask for, "" if none.

    "X province", "activities in X" and "areas where …, for example in X" ask for the province, "the city of
    X" and "outskirts of X" for the town.
    """
    if mention.generic in ASKED and mention.generic != "region":
        return mention.generic
    before = text[max(0, mention.start - 100) : mention.start].rpartition("\n")[2]
    if _NARROW.search(before):
        return "city"
    wide = _WIDE.search(before) or _WIDE_AFTER.match(text, mention.end)
    return "province" if wide and fold(mention.lookup) not in capitals() else ""


def longer_name(text: str, mention: Mention) -> str | None:
    """Return the name with the class word that the text has beside it, which may be a place of its own.

    "countryside of Damascus" and "rural Damascus" -> "Rural Damascus", "Volga region" -> "Volga region"; None
    where the text has no class word.
    """
    before = text[max(0, mention.start - 24) : mention.start].lower()
    if text.startswith(" countryside", mention.end) or before.endswith(("countryside of ", "rural ", "rif ")):
        return f"Rural {mention.lookup}"
    following = _CLASS_BEHIND.match(text, mention.end)
    if following is None or following[1].lower() not in cues.AFTER:
        return None
    return f"{mention.lookup} {following[1]}"


def without_class_words(name: str) -> str:
    """Return a name without directions and class words around it: "Greater Idlib" -> "Idlib"."""
    words = name.split()
    while len(words) > 1 and (words[0].lower() in cues.DIRECTIONS or words[0] in ("Greater", "Old", "New")):
        words.pop(0)
    while len(words) > 1 and words[-1] in cues.IN_NAME_AFTER:
        words.pop()
    return " ".join(words)


def lies_in(place: Place, container: Place) -> bool:
    """Say whether a place lies in a container, by its codes, else by its extent or by distance."""
    if container.kind == "country":
        return place.country == container.country
    if container.country and place.country and container.country != place.country:
        return False
    if container.admin_code and place.admin_code and container.kind == "governorate":
        return container.admin_code == place.admin_code
    if container.bbox is not None:
        west, south, east, north = container.bbox
        return west <= place.lon <= east and south <= place.lat <= north
    return km(place.lon, place.lat, container.lon, container.lat) <= max(30.0, 1.2 * container.radius / 1000)


def is_elsewhere(place: Place, other: Place) -> bool:
    """Say whether another option is another place, not the province of the same town."""
    return place.country != other.country or km(place.lon, place.lat, other.lon, other.lat) > 60
