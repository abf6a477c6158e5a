"""What kind of place the words at a name ask for, and how well a place is of that kind."""

from __future__ import annotations

import re

from geo import surroundings as cues
from geo.curated import capitals
from geo.names import fold
from geo.places import Mention

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
SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood", "site"})
_STOPS = ".;:\n"  # none of them stands between the words and the name
_FAR, _NEAR = 100, 24  # letters before a name in which words of the province and of the town stand
_CLASS_BEHIND = re.compile(r" ([A-Za-z]+)\b")
_WIDE_WORDS = (
    r"activit\w+|avoid\w*|presence|areas?|regions?|territor\w+|provinces?|governorates?|across|throughout|"
    r"(?:emir|governor|wali|countryside) of|"
    r"attacks? (?:on|against) [\w’'-]+|"
    r"(?:groups?|factions?|forces) in|(?:villages?|towns?) (?:in|of)|border\w*"
)
# Words before and behind a name that speak of the province of that name, and words of the town alone.
_WIDE = re.compile(
    rf"\b(?:{_WIDE_WORDS})\b[^.;:]{{0,25}}$|"
    rf"\b(?:parts|rest|all|most|much) of (?:the )?(?:[a-z-]+ern )?$|"
    rf"\b(?:areas|regions|places) where\b[^.;:]{{0,90}}$",
    re.I,
)
_WIDE_AFTER = re.compile(
    r",? which borders|,? (?:and|or) other (?:provinces|governorates|regions)|"
    r",? a (?:province|region|governorate)"
)
_NARROW = re.compile(
    r"(?:\b(?:city|cities|town|downtown|centre|center|streets?|capital|outskirts|north|south|east|west|quarters?|"
    r"km|hospital|suburbs?)|(?<=\d)km)\b[^.;:]{0,12}$",
    re.I,
)


def fit(kind: str, asked: str) -> float:
    """Return how well a kind of place is what the words ask for: 1.5 to 0.6, or below 0 if it is not."""
    if not asked:
        return 0.0
    wanted = ASKED[asked]
    if kind in wanted:
        return 1.5 - 0.3 * wanted.index(kind)
    if kind == "country":
        return -1.0 if asked in ("village", "town", "quarter") else 0.0
    return -2.0 if asked in ("province", "region", "physical") and kind == "village" else -1.0


def asked_by(text: str, mention: Mention) -> str:
    """Return the kind of place that the words at a mention ask for, "" if none.

    "X province", "activities in X" and "areas where …, for example in X" ask for the province, "the city of
    X" and "outskirts of X" for the town.
    """
    if mention.generic in ASKED and mention.generic != "region":
        return mention.generic
    start = mention.start
    begin = max(
        0, start - _FAR, *(text.rfind(stop, start - _FAR if start > _FAR else 0, start) for stop in _STOPS)
    )
    if _NARROW.search(text, max(begin, start - _NEAR), start):
        return "city"
    wide = _WIDE.search(text, begin, start) or _WIDE_AFTER.match(text, mention.end)
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
