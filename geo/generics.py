"""Class words beside names: what they say of a place's kind, and the names without them."""

from __future__ import annotations

from geo.places import PRECISION_OF_KIND

SETTLEMENT = frozenset({"city", "town", "village", "neighbourhood"})
_UNIT = frozenset({"governorate", "district", "region"})
_LAND = frozenset({"physical", "region", "district"})
_SITE = frozenset({"site"})
_ANY = frozenset(PRECISION_OF_KIND)


def _table(*rows: tuple[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {word: kinds for words, kinds in rows for word in words.split()}


# Class words that stand after a name in English and Turkish, and the kinds of place they name.
AFTER = _table(
    ("village villages hamlet town township settlement locality koyu koy", SETTLEMENT),
    ("city center centre", SETTLEMENT | {"district"}),
    ("suburb suburbs neighbourhood neighborhood quarter mahallesi", SETTLEMENT | {"site"}),
    ("camp camps", frozenset({"site", "village", "town", "neighbourhood"})),
    ("province governorate oblast prefecture department state republic ili", _UNIT),
    ("district subdistrict county municipality rayon raion commune agency ilcesi", _UNIT),
    ("region area countryside", _ANY),
    ("mountain mountains mount hills hill forest gorge valley plain basin desert steppe", _LAND),
    ("river lake dam reservoir", frozenset({"water", "site", "physical"})),
    ("island islands", _LAND | {"governorate", "town", "village"}),
    ("airport airbase airfield base barracks prison checkpoint crossing castle bridge", _SITE),
    ("hospital university", _SITE),
    ("junction road highway", frozenset({"site", "border"})),
)  # fmt: skip
# A name that keeps such a word is another place than the one without it more often than not.
_TELLS = "tell tall tel tal khirbat khirbet kherbet"
_MOUNTS = "jabal jebel jabel djebel gebel cebel"
_WADIS = "wadi oued"
_DISTINCT = frozenset(f"{_TELLS} {_MOUNTS} {_WADIS}".split())
# Class words before a name: English ("city of"), Arabic, Russian.
BEFORE = _table(
    ("village city town qaryat qariyat madinat madina medinat selo aul poselok", SETTLEMENT),
    ("markaz kasba kasbah qasabat douar hayy hay suq souk souq", SETTLEMENT),
    ("camp mukhayyam mukhayam", frozenset({"site", "village", "town", "neighbourhood"})),
    ("province governorate district muhafazat nahiyat nahiya qada rural", _UNIT),
    ("mount mountains mt gora lake", _LAND | {"water"}),
    (_TELLS, SETTLEMENT | {"site"}),
    (_MOUNTS, _LAND),
    (_WADIS, _LAND | {"water", "village"}),
)


def specific(folded: str) -> str:
    """Return a folded name without class words at its ends; itself if nothing were left.

    >>> specific("rami village"), specific("jabal al zawiya"), specific("city of homs"), specific("camp")
    ('rami', 'al zawiya', 'homs', 'camp')
    """
    words = folded.split(" ")
    first, last = _core(words)
    return " ".join(words[first:last])


def _core(words: list[str]) -> tuple[int, int]:
    first, last = 0, len(words)
    while last - first > 1 and words[last - 1] in AFTER:
        last -= 1
    while last - first > 1 and words[first] in BEFORE:
        first += 1
        if last - first > 1 and words[first] == "of":
            first += 1
    return first, last


def says(folded: str) -> frozenset[str]:
    """Return the kinds of place that the class words of a folded name allow.

    >>> sorted(says("hisar mountain")), "village" in says("hisar")
    (['district', 'physical', 'region'], True)
    """
    words = folded.split(" ")
    first, last = _core(words)
    kinds = _ANY
    for word in words[last:]:
        kinds &= AFTER[word]
    for word in words[:first]:
        kinds &= BEFORE.get(word, _ANY)
    return kinds or _ANY


def is_distinct(folded: str) -> bool:
    """Say whether the class words of a name usually set it apart (a tell, a mountain)."""
    words = folded.split(" ")
    first, _ = _core(words)
    return not _DISTINCT.isdisjoint(words[:first])
