"""How the text uses a place: near it, north of it, between two, a part of it, or only to locate another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.displacing import (
    along,
    at_border,
    bordered,
    clipped,
    meant_by,
    midway,
    named_part,
    set_at,
    use,
)
from geo.extents import Ring
from geo.gazetteer import Gazetteer
from geo.geodesics import metres_between
from geo.phrases import (
    AND,
    APPOSED,
    BORDER_BEHIND,
    HYPHENS,
    NAMED_AFTER,
    PLURAL_BEFORE,
    ROAD_BEHIND,
    ROADS,
    matches,
)
from geo.places import Place, Toponym

_WINDOW = 110
_QUOTES = " “\"‘'"
_ENDS = frozenset({" to ", " with ", " and ", " into "})
_NEAR_BEHIND = re.compile(
    r",?\s(?:near|around|close to|outside|at|by|opposite)\s(?:the\s)?(?:[a-z]+\s){0,2}(?:of\s)?"
)
_WHOLE = frozenset({"country", "region", "governorate", "district"})
_FAR_OFF = 3.0  # times what the text says, before a reading is doubted
_DOUBT = 0.6


def relate(text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Toponym]:
    """Return the toponyms with their relation, part words, landmarks, and what is meant by them.

    "10 km north of X" keeps X as its place and means a sector; "Y, near X" makes X a landmark of Y, and
    places a Y that no gazetteer has.  A part of a country that has a row of its own ("northern Syria") is
    where that row says.
    """
    found: list[Toponym] = list(toponyms)
    rings: dict[int, list[tuple[int, Ring]]] = {}
    for i, toponym in enumerate(toponyms):
        if toponym.type != "landmark":  # a point that only says where the name before it is
            found[i], ring = _related(text, found, i, gazetteer)
            if ring is not None and (of := found[i].landmark_of) is not None:
                rings.setdefault(of, []).append((i, ring))
    for of, ways in rings.items():
        found[of] = _placed(found[of], [(found[i], ring) for i, ring in ways], gazetteer)
    found = [named_part(t, gazetteer) if t.relation == "part_of" else t for t in found]
    for i in range(len(found) - 1):
        if _is_pair(text, found[i], found[i + 1]):
            found[i], found[i + 1] = midway(found[i], found[i + 1], gazetteer)
    for i, toponym in enumerate(found):
        if toponym.relation == "along" and not toponym.part.startswith(ROADS):
            found[i] = bordered(toponym, _other_sides(text, found, i), gazetteer)
            _clip(text, found, i, gazetteer)
    return found


def _related(
    text: str, found: Sequence[Toponym], i: int, gazetteer: Gazetteer
) -> tuple[Toponym, Ring | None]:
    """Return one toponym with its relation, knowing those before it, and where a landmark puts its place."""
    toponym = found[i]
    if i and (second := _second_of_pair(text, found, i, gazetteer)):
        return second, None
    hyphened = i + 1 < len(found) and text[toponym.end : found[i + 1].start] in HYPHENS
    ends = [toponym.end, found[i + 1].end] if hyphened else [toponym.end]
    if any(ROAD_BEHIND.match(text, end) for end in ends):
        return along(toponym, "road", gazetteer), None
    if any(BORDER_BEHIND.match(text, end) for end in ends):
        return at_border(toponym, "border of"), None
    begin = max(text.rfind("\n", 0, toponym.start) + 1, toponym.start - _WINDOW, found[i - 1].end if i else 0)
    before = text[begin : toponym.start]
    for rule, match in matches(before):
        if rule.relation == "between" and not _is_first_of_pair(text, found, i):
            continue
        part = before[match.start() :].strip(_QUOTES)
        if rule.locates:
            whole = i > 0 and begin == found[i - 1].end
            of = _located(text, found, i, before[: match.start()], whole)
            if of is not None:
                ring = meant_by(rule.relation, toponym.place, match) if toponym.place else None
                return replace(toponym, type="landmark", landmark_of=of, part=part if ring else ""), ring
        return use(rule.relation, toponym, match, part, gazetteer), None
    return toponym, None


def _placed(toponym: Toponym, ways: Sequence[tuple[Toponym, Ring]], gazetteer: Gazetteer) -> Toponym:
    """Return a place that its landmarks locate: where no gazetteer has it, where the nearest one puts it.

    One that lies far from where the text puts it is doubted.
    """
    landmark, ring = min(ways, key=lambda way: way[1].outer_m)
    words = f"{landmark.part} {landmark.name}"
    if toponym.place is None:
        if toponym.lon is not None or toponym.relation != "at":
            return toponym
        where = set_at(toponym, ring, "near", gazetteer)
        doubt = round(min(landmark.confidence, 0.3 + 0.5 * toponym.confidence), 3)
        return replace(where, confidence=doubt, reasons=(*toponym.reasons, f"placed by “{words}”"))
    apart = metres_between(toponym.place.lon, toponym.place.lat, ring.lon, ring.lat)
    if apart <= _FAR_OFF * (ring.outer_m + toponym.place.radius):
        return toponym
    why = f"the text puts it “{words}”, but it is {apart / 1000:.0f} km from there"
    return replace(toponym, confidence=round(_DOUBT * toponym.confidence, 3), reasons=(*toponym.reasons, why))


def _located(text: str, found: Sequence[Toponym], i: int, gap: str, whole: bool) -> int | None:
    """Return the place that a name locates: the one before ("Y, near X") or behind ("villages near X, Y").

    `gap` is the text before the phrase, `whole` whether it begins right behind the name before.
    """
    if whole and APPOSED.fullmatch(gap) and found[i - 1].precision != "country":
        of = found[i - 1].landmark_of  # landmarks of a landmark locate its place
        return i - 1 if of is None else of
    if (
        i + 1 < len(found)
        and text[found[i].end : found[i + 1].start] in NAMED_AFTER
        and PLURAL_BEFORE.search(gap)
        and ((place := found[i + 1].place) is None or place.precision not in _WHOLE)
    ):
        return i + 1
    return None


def _second_of_pair(text: str, found: Sequence[Toponym], i: int, gazetteer: Gazetteer) -> Toponym | None:
    """Return the toponym after "X and" or "from X to" with the relation of X, where that goes on."""
    previous, toponym = found[i - 1], found[i]
    gap = text[previous.end : toponym.start]
    joined = AND.fullmatch(gap) is not None
    if previous.relation == "along" and previous.part.startswith(ROADS) and (joined or gap in _ENDS):
        return along(toponym, previous.part, gazetteer)
    if previous.relation == "along" and joined and "border" in previous.part and previous.part != "border of":
        return at_border(toponym, previous.part)
    if joined and previous.relation == "between":
        return replace(toponym, relation="between", part="between")
    if previous.type != "landmark":
        return None
    if joined and previous.landmark_of is not None and previous.landmark_of < i - 1:
        return replace(toponym, type="landmark", landmark_of=previous.landmark_of)
    if (again := re.search(r"\sand(?=\s)", gap)) and len(gap) < 50:  # "close to X and north of Y"
        rest = gap[again.end() :]
        if any(rule.locates and match.start() <= 1 for rule, match in matches(rest)):
            return replace(toponym, type="landmark", landmark_of=previous.landmark_of)
    return None


def _is_first_of_pair(text: str, found: Sequence[Toponym], i: int) -> bool:
    return i + 1 < len(found) and AND.fullmatch(text[found[i].end : found[i + 1].start]) is not None


def _is_pair(text: str, a: Toponym, b: Toponym) -> bool:
    """Say whether something lies between two places, or a road has them as its ends."""
    if a.relation != b.relation or b.part != a.part:
        return False
    gap = text[a.end : b.start]
    if a.relation == "between":
        return True
    return (
        a.relation == "along"
        and a.part.startswith(ROADS)
        and (gap in HYPHENS or gap in _ENDS or AND.fullmatch(gap) is not None)
    )


# --- borders ---------------------------------------------------------------------------------------


def _other_sides(text: str, found: Sequence[Toponym], i: int) -> Iterator[Place | None]:
    """Yield what may lie beyond a border: the place named with it, else countries that the text is about.

    A country stands in for the places in it: those near in the text first, then those named most.
    """
    own = found[i]
    for other in (found[i - 1] if i else None, found[i + 1] if i + 1 < len(found) else None):
        if other is not None and other.relation == "along" and other.part == own.part:
            gap = text[min(own.end, other.end) : max(own.start, other.start)]
            if gap in HYPHENS or ("between" in own.part and AND.fullmatch(gap)):
                yield other.place
    country = own.place.country if own.place is not None else None
    near = sorted((abs(t.start - own.start), t.place.country) for t in found if t.place and t.place.country)
    often = Counter(code for _, code in near)
    line = [code for gap, code in near if gap < 2 * _WINDOW]
    for code in dict.fromkeys((*line, *(code for code, _ in often.most_common()))):
        if code != country:
            yield _country(code, found)


def _country(code: str, found: Sequence[Toponym]) -> Place | None:
    """Return the country of a code, as the text names it or as the project's table has it."""
    from geo.curated import load_countries

    named = (t.place for t in found if t.place is not None and t.place.kind == "country")
    known = next((place for place in named if place.country == code), None)
    return known or next((n.place for n in load_countries() if n.place.country == code), None)


def _clip(text: str, found: list[Toponym], i: int, gazetteer: Gazetteer) -> None:
    """Keep only the stretch of a border near the town behind it: "the border with X near Y"."""
    if i + 1 >= len(found) or not _NEAR_BEHIND.fullmatch(text, found[i].end, found[i + 1].start):
        return
    town = found[i + 1]
    if town.place is not None and town.place.precision in ("settlement", "site"):
        found[i] = clipped(found[i], town.place, gazetteer)
        if found[i].precision != "near":
            return
        found[i + 1] = replace(
            town, type="landmark", landmark_of=i, relation="at", part="", extent=None,
            lon=town.place.lon, lat=town.place.lat, radius_m=town.place.radius,
            precision=town.place.precision,
        )  # fmt: skip
