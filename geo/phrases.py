"""The phrases that set a place in relation to another: distances, bearings, parts, borders, roads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBERS: dict[str, float] = {
    word: value
    for value, words in {
        1: "one a an", 2: "two couple", 3: "three few", 4: "four", 5: "five several", 6: "six", 7: "seven",
        8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve dozen", 15: "fifteen", 20: "twenty",
        25: "twenty-five", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty",
        90: "ninety", 100: "hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
# Beginning of a unit's name -> metres.
UNITS: dict[str, float] = {"k": 1_000.0, "n": 1_852.0, "mi": 1_609.344, "y": 0.9144, "f": 0.3048, "m": 1.0}
ROADS = ("road", "highway", "motorway", "route", "track", "railway", "line")
HYPHENS = frozenset({"-", "–", " – ", "—", " - ", "/"})

_PLACES = """town village district province governorate camp suburb quarter neighbourhood neighborhood forest
mountain island""".split()
GENERIC = "(?:" + "|".join(
    [rf"{word}s?" for word in _PLACES]
    + ["cit(?:y|ies)", r"district\s+cent(?:er|re)", "cent(?:er|re)", "capital", "airport", "airbase", "port"]
    + ["region", "area", "state", "county", "settlement", "hamlet"]
) + ")"  # fmt: skip
_TAIL = rf"\s+(?:the\s+)?(?:(?:[a-z]+\s+)?{GENERIC}\s+(?:of\s+)?)?[“\"‘']?$"
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_FIGURE = r"\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?"
_NUMBER = (
    rf"(?P<number>{_FIGURE}|half\s+an?|"
    rf"(?:an?\s+)?(?:{_WORDS})(?:\s+(?:hundred|dozen))?(?:\s+and\s+a\s+half)?)"
)
_RANGE = rf"(?:\s*(?:-|–|to|or|and)\s*(?P<other>{_FIGURE}|{_WORDS}))?"
_UNIT = (
    r"(?P<unit>k(?:m|ms|ilomet(?:er|re)s?)|nm|nautical\s+miles?|mi(?:les?)?|yards?|f(?:ee|oo)t|"
    r"m(?:et(?:er|re)s?)?)\b\.?"
)
_DISTANCE = (
    rf"{_NUMBER}{_RANGE}(?:\s+of)?(?:\s|-)*{_UNIT}(?:\s*[(\[][^()\[\]]{{1,24}}[)\]])?(?:\s+or\s+(?:so|more))?"
)
_COMPASS = (
    r"(?:north|south)(?:[\s-](?:north|south)[\s-]?(?:east|west)|[\s-]?(?:east|west))?|"
    r"(?:east|west)(?:[\s-](?:north|south)[\s-]?(?:east|west))?"
)
_POINT = rf"(?P<bearing>(?:due\s+)?(?:{_COMPASS})|(?-i:NN?[EW]|SS?[EW]|[EW][NS][EW]|[NESW]))(?:ern)?(?!\w)"
_DIRECTION = (
    rf"(?:(?:far|extreme)\s+)?(?:(?:{_COMPASS})|N[EW]|S[EW])(?:ern)?(?:-central)?|central|upper|lower|rural"
)
_DIRECTIONS = rf"(?:{_DIRECTION})(?:[\s-]?(?:and|,)\s(?:{_DIRECTION}))*"
_PART = (
    r"(?:countryside|hinterland|suburbs?|parts?|half|side|districts?|areas?|regions?|provinces?|reaches|corner|tip|"
    r"highlands|sector|quarters?|neighbou?rhoods?|sections?|fringes|periphery|outskirts|edges?)"
)
_RIM = r"(?:outskirts|edges?|fringes?|periphery|approaches|gates|entrances?|perimeter|suburbs)"
_ENVIRONS = r"(?:environs|surroundings|vicinity|neighbourhood|outside|area\s+around)"
_NEAR = (
    r"(?:just\s+|very\s+)?(?:near|close|next|adjacent|nearer|opposite)(?:\s+to)?|nearby|beside|alongside|"
    r"not\s+far\s+from|in\s+the\s+(?:vicinity|area)\s+of|around|just\s+outside|outside|overlooking|surrounding|"
    r"(?:areas?|villages?|towns?|countryside)\s+around|in\s+and\s+around"
)
_BORDERS = (
    r"(?:borders?|frontiers?|boundary|boundaries)(?:\s+(?:area|region|strip|line|zone|crossing)s?)?\s+"
    r"(?:with|of|between)|bordering(?:\s+on)?|borders(?:\s+on)?"
)
_ON_THE_ROAD = (
    r"(?:roads?|highways?|motorway|route|track|railway|line)\s+(?:leading\s+|running\s+|that\s+leads\s+)?"
    r"(?:from|to|towards?|into|linking|connecting)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase before a name, the relation it states, and whether it can make the name a landmark.

    The last word of the phrase is one of `ends`, and one of its words is one of `needs`, if there are any.
    """

    relation: str
    phrase: re.Pattern[str]
    ends: frozenset[str]
    needs: frozenset[str]
    locates: bool = False


def _rule(relation: str, phrase: str, ends: str, needs: str = "", *, locates: bool = False) -> Rule:
    flags = 0 if relation == "part_of" else re.I  # "Northern Ireland" is a name
    pattern = re.compile(rf"(?<![\w-])(?:{phrase}){_TAIL}", flags)
    return Rule(relation, pattern, frozenset(ends.split()), frozenset(needs.split()), locates)


_UNIT_WORDS = (
    "km kms kilometer kilometers kilometre kilometres nm mi mile miles yard yards feet foot ft "
    "m meter meters metre metres"
)
_POINT_WORDS = " ".join(
    f"{point} {point}ern"
    for north in ("", "north", "south")
    for east in ("", "east", "west")
    if (point := north + east)
)
_DIRECTION_WORDS = f"{_POINT_WORDS} ne nw se sw central upper lower rural"
_BEARING_WORDS = (
    f"{_POINT_WORDS} n e s w ne nw se sw nne nnw sse ssw ene ese wnw wsw ens ews wns wes wne wse ees"
)
# In order: the first that matches the words before a name decides.
RULES = (
    _rule(
        "distance_bearing",
        rf"{_DISTANCE}\s+(?:away\s+)?(?:to\s+the\s+)?{_POINT}\s+(?:of|from)",
        "of from",
        _UNIT_WORDS,
        locates=True,
    ),
    _rule(
        "distance_bearing",
        rf"(?:to\s+the\s+)?{_POINT}(?:\s+and)?,?\s+(?:about\s+|some\s+)?{_DISTANCE}\s+(?:away\s+)?from",
        "from",
        _UNIT_WORDS,
        locates=True,
    ),
    _rule(
        "distance",
        rf"{_DISTANCE}\s+(?:away\s+)?(?:from|of|off|outside|short\s+of|beyond|before|inside)"
        r"(?:\s+the\s+(?:[a-z]+\s+)?(?:coast|shores?|cent(?:er|re))\s+of)?",
        "from of off outside beyond before inside",
        _UNIT_WORDS,
        locates=True,
    ),
    _rule(
        "road",
        _ON_THE_ROAD,
        "from to toward towards into linking connecting",
        "road roads highway highways motorway route track railway line",
    ),
    _rule("part_of", rf"[Ii]n\s+the\s+{_DIRECTIONS}(?:\s+{_PART})?\s+of", "of", _DIRECTION_WORDS),
    _rule(
        "rim",
        rf"(?:on\s+)?(?:the\s+)?(?:[a-z-]+ern\s+)?{_RIM}\s+(?:of|to)",
        "of to",
        "outskirts edge edges fringe fringes periphery approaches gates entrance entrances perimeter suburbs",
        locates=True,
    ),
    _rule(
        "near",
        rf"(?:in\s+)?(?:the\s+)?{_ENVIRONS}\s+of",
        "of",
        "environs surroundings vicinity neighbourhood outside around",
        locates=True,
    ),
    _rule("part_of", rf"(?:the\s+)?{_DIRECTIONS}\s+{_PART}\s+of", "of", _DIRECTION_WORDS),
    _rule(
        "part_of",
        r"(?:the\s+)?(?:countryside|hinterland|rural\s+areas|parts|some\s+parts|interior)\s+of",
        "of",
        "countryside hinterland areas parts interior",
    ),
    _rule(
        "near",
        rf"(?:(?:just|further|immediately|to\s+the|lies)\s+)?(?:(?P<also>{_COMPASS})\s+(?:and|or)\s+)?{_POINT}\s+of",
        "of",
        _BEARING_WORDS,
        locates=True,
    ),
    _rule(
        "near",
        _NEAR,
        "near close next adjacent nearer opposite to nearby beside alongside from of around outside "
        "overlooking surrounding",
        "near close next adjacent nearer opposite nearby beside alongside far vicinity area around outside "
        "overlooking surrounding",
        locates=True,
    ),
    _rule(
        "along",
        _BORDERS,
        "with of between bordering borders on",
        "border borders frontier frontiers boundary boundaries bordering",
    ),
    _rule(
        "part_of",
        rf"(?:the\s+)?(?:(?:{_DIRECTION})(?:\s+(?:and|or)\s+|,\s+))*(?:{_DIRECTION})",
        _DIRECTION_WORDS,
    ),
    _rule("between", r"between", "between"),
)
_WORD = re.compile("[a-z]+")
_MOST_BETWEEN = 6  # words from the last of a phrase on: "of the old district centre of"


def matches(before: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Yield the rules whose phrase stands right before a name, in order, and the phrase."""
    words = _WORD.findall(before.lower())
    last, all_words = words[-_MOST_BETWEEN:], set(words)
    for rule in RULES:
        if rule.ends.isdisjoint(last) or (rule.needs and rule.needs.isdisjoint(all_words)):
            continue
        if (match := rule.phrase.search(before)) is not None:
            yield rule, match


ROAD_BEHIND = re.compile(r"\s?(?:highway|road|motorway|railway|route|line|axis|pipeline)s?\b", re.I)
BORDER_BEHIND = re.compile(
    r"(?:['’]s)?\s(?:(?:[a-z]+ern)\s)?(?:border|frontier)s?\b"
    r"(?!\s(?:crossing|gate|post|town|city|village|guard|police|force))"
)
AND = re.compile(r"(?:\s(?!to\b|from\b)[a-z]+){0,2},?\s(?:and|or)\s(?:the\s)?(?:(?:[a-z]+\s){1,2}(?:of\s)?)?")
_HEDGES = "|".join(
    """some about roughly around approximately just only nearly almost over at on in the to located situated
    far""".split()
)
# What may stand between a place and the phrase that locates it by another ("X, a village some …").
APPOSED = re.compile(
    r"(?:\s(?:village|town|city|district|province|camp|area|industrial|refugee|neighbou?rhood|quarter|suburb|base|"
    r"forest|crossing|mountains?|hills)){0,2}"
    r"[,(–—\s-]*(?:(?:an?|the|one\s+of\s+the|two|three|both)\s+(?:[\w’'-]+\s+){0,4}?"
    rf"{GENERIC}\b)?[,\s]*(?:(?:which|that|and)\s+(?:is|lies|are|lie|stands?|sits?)\b|lying|placed|is|lies|"
    rf"less\s+than|more\s+than|not|a|up|an?\s+area|lie|area|further|still|{_HEDGES})?(?:\s+(?:{_HEDGES}))*\s*"
)
PLURAL_BEFORE = re.compile(
    rf"\b(?:an?|the|two|three|four|five|six|several|some)\s+(?:\w+\s+)?{GENERIC}\s+(?:just\s+|very\s+)?$",
    re.I,
)
NAMED_AFTER = frozenset({", ", ": ", " – ", ", called ", ", named "})
