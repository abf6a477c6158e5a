"""How the text uses a place: near it, north of it, between two, a part of it, or only to locate another."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geo.places import Candidate, Place, Precision, Toponym

NEAR_M = 15_000.0
_LEAST_OFFSET_M = 3_000.0
_FARTHEST_PAIR_M = 400_000.0  # nothing lies "between" two places that are farther apart
_METRES = {"k": 1_000.0, "mi": 1_609.344, "m": 1.0}
_NUMBERS: dict[str, float] = {
    word: value
    for value, words in {
        1: "one a an", 2: "two couple", 3: "three few", 4: "four", 5: "five several", 6: "six", 7: "seven",
        8: "eight", 9: "nine", 10: "ten", 12: "twelve dozen", 15: "fifteen", 20: "twenty", 25: "twenty-five",
        30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety", 100: "hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
_POINTS = "north northeast east southeast south southwest west northwest".split()
BEARINGS: dict[str, float] = {
    **{point: 45.0 * i for i, point in enumerate(_POINTS)},
    **dict(zip("n ne e se s sw w nw".split(), (45.0 * i for i in range(8)), strict=True)),
}

_GENERIC = (
    r"(?:towns?|city|cities|villages?|districts?|provinces?|governorates?|camps?|district cent(?:er|re)|"
    r"centre|center|capital|"
    r"airport|airbase|port|region|area|suburbs?|quarters?|neighbou?rhoods?|forests?|mountains?|state|"
    r"county|settlement|hamlet|islands?)"
)
_TAIL = rf"\s+(?:the\s+)?(?:(?:[a-z]+\s+)?{_GENERIC}\s+(?:of\s+)?)?[“\"‘']?$"
_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_RANGE = r"(?:\s*(?:-|–|to|or)\s*(?P<other>\d+(?:[.,]\d+)?))?"
_UNIT = r"(?P<unit>k(?:m|ms|ilomet(?:er|re)s?)|mi(?:les?)?|m(?:et(?:er|re)s?)?)\b"
_DISTANCE = rf"{_NUMBER}{_RANGE}(?:\s+of)?(?:\s|-)*{_UNIT}(?:\s+or\s+(?:so|more))?"
_POINT = (
    r"(?P<bearing>(?:due\s+)?(?:north|south)(?:[\s-]?(?:east|west))?|east|west|N[EW]?|S[EW]?|E|W)(?:ern)?"
)
_AREA_WORD = (
    r"(?:countryside|hinterland|suburbs?|parts?|half|side|districts?|areas?|regions?|provinces?|reaches|"
    r"corner|tip|"
    r"highlands|sector|quarters?|neighbou?rhoods?|sections?|fringes|periphery|outskirts|edges?)"
)
_DIRECTION = r"(?:(?:far|extreme)\s+)?(?:(?:north|south)(?:[\s-]?(?:east|west))?|east|west|N[EW]|S[EW])(?:ern)?(?:-central)?|central|upper|lower|rural"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A phrase before a name, the relation it states, and whether it can make the name a landmark."""

    relation: str
    phrase: re.Pattern[str]
    locates: bool = False


def _rule(relation: str, phrase: str, *, locates: bool = False) -> _Rule:
    flags = re.I if relation.startswith("distance") else 0
    return _Rule(relation, re.compile(rf"(?<![\w-])(?:{phrase}){_TAIL}", flags), locates)


_RULES = (
    _rule("distance_bearing", rf"{_DISTANCE}\s+(?:away\s+)?(?:to\s+the\s+)?{_POINT}\s+(?:of|from)", locates=True),
    _rule("distance_bearing", rf"(?:to\s+the\s+)?{_POINT}(?:\s+and)?,?\s+(?:about\s+|some\s+)?{_DISTANCE}\s+(?:away\s+)?from", locates=True),
    _rule("distance", rf"{_DISTANCE}\s+(?:away\s+)?(?:from|of|off|outside|short\s+of|beyond|before|inside)", locates=True),
    _rule("road", r"(?:roads?|highways?|motorway|route|track|railway|line)\s+(?:leading\s+|running\s+|that\s+leads\s+)?(?:from|to|towards?|into|linking|connecting)"),
    _rule("part_of", rf"in\s+the\s+(?:{_DIRECTION})(?:[\s-]?(?:and|,)\s(?:{_DIRECTION}))*(?:\s+{_AREA_WORD})?\s+of"),
    _rule("near", r"(?:on\s+)?(?:the\s+)?(?:[a-z]+ern\s+)?(?:outskirts|edges?|fringes?|periphery|approaches|gates|entrances?|environs|surroundings|"
                  r"vicinity|outside|perimeter)\s+(?:of|to)", locates=True),
    _rule("part_of", rf"(?:the\s+)?(?:{_DIRECTION})(?:[\s-]?(?:and|,)\s(?:{_DIRECTION}))*\s+{_AREA_WORD}\s+of"),
    _rule("part_of", r"(?:the\s+)?(?:countryside|hinterland|rural\s+areas|parts|some\s+parts|interior)\s+of"),
    _rule("near", rf"(?:(?:just|further|immediately|to\s+the|lies)\s+)?{_POINT}\s+of", locates=True),
    _rule("near", r"(?:just\s+|very\s+)?(?:near|close|next|adjacent|nearer|opposite)(?:\s+to)?|nearby|beside|alongside|not\s+far\s+from|"
                  r"in\s+the\s+vicinity\s+of|in\s+the\s+area\s+of|around|just\s+outside|outside|"
                  r"overlooking|surrounding|"
                  r"(?:areas?|villages?|towns?|countryside)\s+around|in\s+and\s+around", locates=True),
    _rule("along", r"(?:borders?|frontiers?|boundary|boundaries)(?:\s+(?:area|region|strip|line|zone|crossing)s?)?\s+(?:with|of|between)|"
                   r"bordering(?:\s+on)?|borders(?:\s+on)?"),
    _rule("part_of", rf"(?:the\s+)?(?:(?:{_DIRECTION})(?:\s+(?:and|or)\s+|,\s+))*(?:{_DIRECTION})"),
    _rule("between", r"between"),
)  # fmt: skip
_ROADS = ("road", "highway", "motorway", "route", "track", "railway", "line")
_ROAD = re.compile(r"\s?(?:highway|road|motorway|railway|route|line|axis|pipeline)s?\b", re.I)
_BORDER = re.compile(
    r"(?:['’]s)?\s(?:(?:[a-z]+ern)\s)?(?:border|frontier)s?\b(?!\s(?:crossing|gate|post|town|city|"
    r"village|guard|police|force))"
)
_AND = re.compile(
    r"(?:\s(?!to\b|from\b)[a-z]+){0,2},?\s(?:and|or)\s(?:the\s)?(?:(?:[a-z]+\s){1,2}(?:of\s)?)?"
)
# What may stand between a place and the phrase that locates it by another ("X, a village some …").
_APPOSED = re.compile(
    r"(?:\s(?:village|town|city|district|province|camp|area|industrial|refugee|neighbou?rhood|quarter|"
    r"suburb|base|forest|crossing|mountains?|hills)){0,2}"
    r"[,(–—\s-]*(?:(?:an?|the|one\s+of\s+the|two|three|both)\s+(?:[\w’'-]+\s+){0,4}?"
    rf"{_GENERIC}\b)?[,\s]*(?:(?:which|that|and)\s+(?:is|lies|are|lie|stands?|sits?)\b|located|situated|"
    rf"lying|placed|is|lies|some|about|"
    r"roughly|around|approximately|just|only|nearly|almost|over|less\s+than|more\s+than|not|at|in|on|the|"
    r"a|to|far|up|an?\s+area|lie|area|further|still)?"
    r"(?:\s+(?:some|about|roughly|around|approximately|just|only|nearly|almost|over|at|on|in|the|to|"
    r"located|situated|far))*\s*"
)
_PLURAL_BEFORE = re.compile(
    rf"(?:\b(?:an?|the|two|three|four|five|six|several|some)\s+(?:\w+\s+)?{_GENERIC}\s+(?:just\s+|"
    rf"very\s+)?)$",
    re.I,
)


def relate(
    text: str, toponyms: Sequence[Toponym], named: Callable[[str], Sequence[Candidate]] | None = None
) -> list[Toponym]:
    """Return the toponyms with their relation, part words, landmarks, and the point and radius meant.

    "10 km north of X" keeps X as its place and moves the point; "Y, near X" makes X a landmark of Y.
    `named` finds the places of an exact name: a part of a country that has a row of its own ("northern
    Syria") is where that row says.
    """
    found: list[Toponym] = list(toponyms)
    for i, toponym in enumerate(toponyms):
        if toponym.precision != "exact":
            found[i] = _related(text, found, i)
    for i, toponym in enumerate(found):
        if (
            named is not None
            and toponym.relation == "part_of"
            and toponym.place is not None
            and toponym.place.kind == "country"
        ):
            found[i] = _named_part(toponym, toponym.place, named)
    for i in range(len(found) - 1):
        if found[i].relation == found[i + 1].relation == "between":
            found[i], found[i + 1] = _midway(found[i], found[i + 1])
    return found


def _related(text: str, found: list[Toponym], i: int) -> Toponym:
    toponym = found[i]
    line = text.rfind("\n", 0, toponym.start) + 1
    begin = max(line, toponym.start - 110, found[i - 1].end if i else 0)
    before = text[begin : toponym.start]
    if i and (pair := _second_of_pair(text, found, i)):
        return pair
    if _ROAD.match(text, toponym.end) or _road_pair(text, found, i):
        return _along(found, i, "road")
    if _BORDER.match(text, toponym.end) or (
        _hyphened(text, found, i) and _BORDER.match(text, found[i + 1].end)
    ):
        return replace(toponym, relation="along", part="border of", precision=_border_precision(toponym))
    for rule in _RULES:
        match = (
            rule.phrase.search(before) if rule.relation != "between" or _has_pair(text, found, i) else None
        )
        if match is None or (before[match.start() :].strip(" “\"‘'") == ""):
            continue
        if rule.locates:
            gap = before[: match.start()]
            if (
                i
                and begin == found[i - 1].end
                and _APPOSED.fullmatch(gap)
                and found[i - 1].precision != "country"
            ):
                return replace(
                    toponym, type="landmark", relation="at", part="", landmark_of=_root(found, i - 1)
                )
            if (after := _located_after(text, found, i, before[: match.start()])) is not None:
                return replace(toponym, type="landmark", relation="at", part="", landmark_of=after)
        return _USES[rule.relation](toponym, match, before[match.start() :].strip(" “\"‘'"))
    return toponym


def _root(found: Sequence[Toponym], i: int) -> int:
    """Return the place that is located in the end: landmarks of a landmark locate its place."""
    of = found[i].landmark_of
    return i if of is None else of


def _second_of_pair(text: str, found: Sequence[Toponym], i: int) -> Toponym | None:
    """Return the toponym after "X and" with the relation of X, where X has one that carries on."""
    previous, toponym = found[i - 1], found[i]
    gap = text[previous.end : toponym.start]
    if gap in (" to ", " with ") and previous.relation == "along" and previous.part.startswith(_ROADS):
        return replace(_along(found, i, previous.part), part=previous.part)
    if not _AND.fullmatch(gap):
        if previous.type == "landmark" and (match := re.search(r"\sand\s", gap)) and len(gap) < 50:
            rest = gap[match.end() - 1 :]
            if any(rule.locates and (m := rule.phrase.search(rest)) and m.start() <= 1 for rule in _RULES):
                return replace(toponym, type="landmark", landmark_of=previous.landmark_of)
        return None
    if previous.relation == "along" and previous.part.startswith(_ROADS):
        return replace(toponym, relation="along", part=previous.part, precision=_near_precision(toponym))
    if previous.relation == "between":
        return replace(toponym, relation="between", part="between")
    if previous.type == "landmark" and previous.landmark_of is not None and previous.landmark_of < i - 1:
        return replace(toponym, type="landmark", landmark_of=previous.landmark_of)
    return None


def _has_pair(text: str, found: Sequence[Toponym], i: int) -> bool:
    return i + 1 < len(found) and _AND.fullmatch(text[found[i].end : found[i + 1].start]) is not None


def _road_pair(text: str, found: Sequence[Toponym], i: int) -> bool:
    """Say whether a name is the first of "X-Y highway"."""
    return _hyphened(text, found, i) and _ROAD.match(text, found[i + 1].end) is not None


def _hyphened(text: str, found: Sequence[Toponym], i: int) -> bool:
    return i + 1 < len(found) and text[found[i].end : found[i + 1].start] in (
        "-",
        "–",
        " – ",
        "—",
        " - ",
        "/",
    )


def _located_after(text: str, found: Sequence[Toponym], i: int, before: str) -> int | None:
    """Return the place that follows in "two villages near X, Y and Z", or None."""
    if i + 1 < len(found) and _PLURAL_BEFORE.search(before) and text[found[i].end : found[i + 1].start] in (", ", ": ", " – ", ", called ", ", named "):  # fmt: skip
        return i + 1
    return None


# --- what each relation does to the point ----------------------------------------------------------


def _distance_m(match: re.Match[str]) -> float:
    said = match["number"].replace(",", ".")
    number = _NUMBERS.get(said.lower()) or float(said)
    if match["other"]:
        number = (number + float(match["other"].replace(",", "."))) / 2
    unit = match["unit"].lower()
    return number * _METRES["k" if unit[0] == "k" else "mi" if unit.startswith("mi") else "m"]


def _bearing(words: str) -> float:
    return BEARINGS[re.sub(r"due\s+|[\s-]|ern$", "", words.lower())]


def _offset(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    metres, degrees = _distance_m(match), _bearing(match["bearing"])
    related = replace(toponym, relation="distance_bearing", part=part)
    if toponym.place is None:
        return related
    lon, lat = destination(toponym.place.lon, toponym.place.lat, metres, degrees)
    radius = max(0.3 * metres, _LEAST_OFFSET_M)
    return replace(related, lon=lon, lat=lat, precision="near", radius_m=round(radius))


def _away(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    metres = _distance_m(match)
    radius = None if toponym.place is None else round(max(1.3 * metres, _LEAST_OFFSET_M))
    return replace(toponym, relation="near", part=part, radius_m=radius, precision=_near_precision(toponym))


def _near(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    radius = None if toponym.place is None else max(NEAR_M, toponym.place.radius)
    return replace(toponym, relation="near", part=part, radius_m=radius, precision=_near_precision(toponym))


def _near_precision(toponym: Toponym) -> Precision:
    if toponym.place is None:
        return toponym.precision
    return "region" if toponym.precision in ("country", "region") else "near"


def _part(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    """Take the half of an area that a direction names; a part of a town is still that town."""
    place = toponym.place
    related = replace(toponym, relation="part_of", part=part)
    if place is None or place.precision in ("settlement", "site", "exact"):
        return related
    precision: Precision = "region" if place.precision == "country" else place.precision
    point = re.search(r"(north|south)?[\s-]?(east|west)?(?:ern)?\b", _first_direction(part))
    heading = "".join(word for word in point.groups() if word) if point else ""
    if heading not in BEARINGS:
        return replace(related, precision=precision)
    lon, lat = _towards(place, BEARINGS[heading])
    return replace(related, precision=precision, lon=lon, lat=lat, radius_m=round(0.7 * place.radius))


def _named_part(toponym: Toponym, country: Place, named: Callable[[str], Sequence[Candidate]]) -> Toponym:
    """Put a part of a country where the gazetteer has it, if it has."""
    direction = re.search(r"(?:north|south)(?:[\s-]?(?:east|west))?|east|west|central", toponym.part.lower())
    if direction is None:
        return toponym
    word = direction[0].replace(" ", "").replace("-", "")
    for name in (f"{word}ern {country.name}", f"{word} {country.name}"):
        for candidate in named(name):
            place = candidate.place
            if place.kind == "region" and place.country == country.country:
                return replace(toponym, lon=place.lon, lat=place.lat, radius_m=place.radius)
    return toponym


def _first_direction(part: str) -> str:
    found = re.search(r"(?:north|south)(?:[\s-]?(?:east|west))?|east|west", part.lower())
    return found[0].replace(" ", "") if found else ""


def _towards(place: Place, bearing: float) -> tuple[float, float]:
    """Return the middle of the half of a place that lies in a direction (a quarter of its extent away)."""
    if place.bbox is not None:
        west, south, east, north = place.bbox
        across, up = (east - west) / 4, (north - south) / 4
        lon = place.lon + math.sin(math.radians(bearing)) * across
        lat = place.lat + math.cos(math.radians(bearing)) * up
        return round(min(max(lon, west), east), 5), round(min(max(lat, south), north), 5)
    return destination(place.lon, place.lat, place.radius / 3, bearing)


def _midway(first: Toponym, second: Toponym) -> tuple[Toponym, Toponym]:
    """Put two places that something lies between at the point halfway; a lone one keeps its own."""
    a, b = first.place, second.place
    if a is None or b is None or "country" in (a.kind, b.kind):
        return first, second
    apart = metres_between(a, b)
    if apart > _FARTHEST_PAIR_M:
        return first, second
    lon, lat = round((a.lon + b.lon) / 2, 5), round((a.lat + b.lat) / 2, 5)
    radius = round(max(_LEAST_OFFSET_M, apart / 2))
    meant = {"lon": lon, "lat": lat, "precision": "near", "radius_m": radius}
    return replace(first, **meant), replace(second, **meant)  # type: ignore[arg-type]


def _begin_between(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    return replace(toponym, relation="between", part="between")


def _along(found: Sequence[Toponym], i: int, what: str) -> Toponym:
    toponym = found[i]
    radius = None if toponym.place is None else max(2 * NEAR_M, toponym.place.radius)
    return replace(toponym, relation="along", part=what, radius_m=radius, precision=_near_precision(toponym))


def _on_the_road(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    radius = None if toponym.place is None else max(2 * NEAR_M, toponym.place.radius)
    return replace(toponym, relation="along", part=part, radius_m=radius, precision=_near_precision(toponym))


def _border(toponym: Toponym, match: re.Match[str], part: str) -> Toponym:
    return replace(toponym, relation="along", part=part, precision=_border_precision(toponym))


def _border_precision(toponym: Toponym) -> Precision:
    return (
        "region"
        if toponym.place is not None and toponym.precision in ("country", "region", "governorate")
        else toponym.precision
    )


_USES: dict[str, Callable[[Toponym, re.Match[str], str], Toponym]] = {
    "distance_bearing": _offset,
    "distance": _away,
    "near": _near,
    "part_of": _part,
    "along": _border,
    "road": _on_the_road,
    "between": _begin_between,
}


def metres_between(a: Place, b: Place) -> float:
    """Return the distance of two places in metres, on the WGS 84 ellipsoid."""
    from geopy.distance import geodesic

    return float(geodesic((a.lat, a.lon), (b.lat, b.lon)).meters)


def destination(lon: float, lat: float, metres: float, bearing: float) -> tuple[float, float]:
    """Return (lon, lat) `metres` from a point in a direction (degrees from north), on WGS 84.

    >>> destination(36.63528, 35.92905, 10_000, 0)
    (36.63528, 36.01917)
    """
    from geopy.distance import geodesic

    point = geodesic(meters=metres).destination((lat, lon), bearing=bearing)
    return round(point.longitude, 5), round(point.latitude, 5)
