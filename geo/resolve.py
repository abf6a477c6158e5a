"""Which place each name means: one reading over the whole document, with reasons, doubt and the other readings."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo import surroundings as cues
from geo.coordinates import find_coordinates
from geo.curated import capitals, demonyms
from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.generics import specific
from geo.names import fold
from geo.places import Candidate, Mention, Place, Toponym
from geo.remembered import is_curated, remembered

# Kinds that a class word beside the name asks for, best first.
_ASKED: dict[str, tuple[str, ...]] = {
    "village": ("village", "town", "neighbourhood", "site"),
    "town": ("town", "village", "city"),
    "city": ("city", "town"),
    "quarter": ("neighbourhood", "village", "site"),
    "district": ("district", "governorate", "region"),
    "province": ("governorate", "region", "district"),
    "rural": ("governorate", "region", "district"),
    "region": ("region", "governorate", "district", "physical", "water", "supranational"),
    "site": ("site", "border", "village", "town", "neighbourhood"),
    "road": ("site",),
    "physical": ("physical", "region", "water", "district"),
    "border": ("country", "border", "region"),
}
_SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood", "site"})
_UNITS = frozenset({"governorate", "region", "district"})
_SUPPORT_KM = 150.0
_CURATED_FAME = {"city": 1.5, "town": 1.1, "village": 0.9, "neighbourhood": 0.8}
_ALONE = 0.18  # support that only places some 250 km away give: a name merely alike is not trusted there
_FAR_DEGREES = 6.0  # beyond this in latitude two places say nothing for each other
_CAPITALISED = re.compile(r"\b[A-Z][\w]*")
_LEAST_ALIKE = 0.74  # a look-up that scores less is another name
_NONE = -0.6  # a reading that scores less than this is none
_WIDE = re.compile(
    r"\b(?:activit\w+|avoid\w*|presence|areas?|regions?|territor\w+|provinces?|governorates?|across|throughout|parts of|rest of|"
    r"countryside of|all of|most of|much of|attacks? (?:on|against) [\w’'-]+|(?:groups?|factions?|forces) in|emir of|governor of|wali of|"
    r"villages? (?:in|of)|towns? (?:in|of)|border\w*)\b[^.;:]{0,25}$|\b(?:areas|regions|places) where\b[^.;:]{0,90}$",
    re.I,
)
_WIDE_AFTER = re.compile(
    r",? which borders|,? (?:and|or) other (?:provinces|governorates|regions)|,? a (?:province|region|governorate)"
)
_NARROW = re.compile(r"\b(?:city|cities|town|downtown|centre|center|streets?|capital|outskirts|north|south|east|west|quarters?|km|hospital|suburbs?)\b[^.;:]{0,12}$", re.I)  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """One place that one name could mean, while it is weighed."""

    candidate: Candidate
    alone: bool = False
    base: float = 0.0
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Case:
    """A name of the document with all its mentions and readings."""

    key: str
    mentions: list[int]
    readings: list[_Reading]
    containers: list[Place] = field(default_factory=list)


def resolve(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
) -> list[Toponym]:
    """Return one toponym for each mention, in order; `place` is None where nothing in the gazetteer fits.

    `country` (ISO 3166 code) and `near` (longitude, latitude) speak for places there; they rule nothing out.
    """
    from geo.relative import relate

    solver = _Solver(document, mentions, gazetteer, country, near)
    memory = remembered(gazetteer)
    return relate(document.text, solver.toponyms(), lambda name: memory.exact(gazetteer, name))


class _Solver:
    def __init__(
        self, document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer,
        country: str | None, near: tuple[float, float] | None,
    ) -> None:  # fmt: skip
        self.text = document.text
        self.title = document.title or ""
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.memory = remembered(gazetteer)
        self.near = near
        self.hint = country
        self.cases: list[_Case] = []
        self.countries: dict[str, float] = {}
        self.evidence = 0.0

    def toponyms(self) -> list[Toponym]:
        """Weigh all readings by name, surroundings and nearness; then again, knowing which countries that gave."""
        groups: dict[str, list[int]] = defaultdict(list)
        for i, mention in enumerate(self.mentions):
            if mention.generic != "coordinates":
                groups[fold(mention.lookup)].append(i)
        exact = {key: self.memory.exact(self.gazetteer, self.mentions[of[0]].lookup) for key, of in groups.items()}
        said = self._theatres(groups, exact)
        self._settle(said)
        self.cases = [_Case(key, of, self._readings(key, of, exact[key])) for key, of in groups.items()]
        case_of = {i: case for case in self.cases for i in case.mentions}
        self._containers(case_of)
        for _ in range(2):
            for case in self.cases:
                self._weigh(case)
            self._support()
            again: dict[str, float] = defaultdict(float, said)
            for case in self.cases:
                best = max(case.readings, key=lambda r: r.score, default=None)
                if best is not None and best.score > 0 and best.candidate.place.kind != "country":
                    again[best.candidate.place.country or ""] += 0.4 * min(len(case.mentions), 3)
            self._settle(again)
        return [self._toponym(i, case_of.get(i)) for i in range(len(self.mentions))]

    # --- the text's countries ---

    def _theatres(self, groups: dict[str, list[int]], exact: dict[str, tuple[Candidate, ...]]) -> dict[str, float]:
        """Return the countries that the document names, by themselves, their people, capitals and known places."""
        weight: dict[str, float] = defaultdict(float)
        people = demonyms()
        for word, count in Counter(_CAPITALISED.findall(f"{self.title}\n{self.text}")).items():
            if meant := people.get(word.lower()):
                weight[meant if len(meant) == 2 else self._country_of(meant)] += 0.4 * count
        for key, mentions in groups.items():
            if not (found := exact[key]):
                continue
            times = len(mentions)
            named = next((c.place for c in found if c.place.kind == "country"), None)
            top = found[0].place
            if named is not None and named.country:
                weight[named.country] += 1.0 * min(times, 4)
            elif code := capitals().get(key):
                weight[code] += 0.7
            elif curated := next((c.place.country for c in found if is_curated(c.place)), None):
                weight[curated] += 0.7 * min(times, 3)
            elif top.population >= 100_000 and all(c.place.population * 8 < top.population for c in found[1:]):
                weight[top.country or ""] += 0.5
        if self.hint:
            weight[self.hint] += 3.0
        return weight

    def _settle(self, weight: Mapping[str, float]) -> None:
        """Fix how much the document is about each country (0..1), and how much evidence that rests on (0..1)."""
        weight = {code: w for code, w in weight.items() if code}
        total = sum(weight.values())
        self.countries = {code: w / total for code, w in weight.items()} if total else {}
        self.evidence = min(1.0, total / 4)

    def _country_of(self, people: str) -> str:
        found = [c.place.country for c in self.memory.exact(self.gazetteer, people) if is_curated(c.place)]
        return found[0] if found and found[0] else ""

    # --- readings ---

    def _readings(self, key: str, of: Sequence[int], exact: tuple[Candidate, ...]) -> list[_Reading]:
        name = self.mentions[of[0]].lookup
        found = {c.place.id: c for c in exact}
        if any(c.place.kind == "country" for c in exact):
            return [_Reading(c) for c in found.values()]
        top = sorted(self.countries, key=lambda c: -self.countries[c])[:3]
        for code in top:
            if not any(c.place.country == code for c in exact):
                for candidate in self.memory.alike(self.gazetteer, name, code, 6):
                    _better(found, candidate)
        if not found:
            for candidate in self.memory.alike(self.gazetteer, name, None, 12):
                _better(found, candidate)
        if not any(c.score >= _LEAST_ALIKE for c in found.values()) and (short := _without_directions(name)) != name:
            places: list[str | None] = [*top] or [None]
            for code in places:
                for candidate in self.memory.alike(self.gazetteer, short, code, 6):
                    _better(found, Candidate(candidate.place, candidate.name, "part", round(candidate.score * 0.93, 4)))
        if any(self.mentions[i].generic == "rural" or self._rural(i) for i in of):
            for candidate in self.memory.exact(self.gazetteer, f"Rural {name}"):
                _better(found, replace(candidate, rule="rural"))
        alone = len(exact) == 1
        return [_Reading(c, alone=alone and c is exact[0]) for c in found.values() if c.score >= _LEAST_ALIKE]

    def _rural(self, i: int) -> bool:
        """Say whether the text speaks of the countryside of a city, which may be a unit of its own."""
        mention = self.mentions[i]
        before = self.text[max(0, mention.start - 24) : mention.start].lower()
        return before.endswith(("countryside of ", "rural ", "rif ")) or self.text.startswith(" countryside", mention.end)

    def _judge(self, reading: _Reading) -> float:
        """Weigh a place by its name, its fame and the countries of the text."""
        candidate, place, score = reading.candidate, reading.candidate.place, 0.0
        fame = _fame(place)
        if candidate.rule in ("exact", "fold", "rural"):
            reading.reasons.append(f"named {candidate.name!r}")
            if reading.alone:
                score += 0.6
                reading.reasons.append("the only place of this name")
        else:
            score -= 0.3 + 8.0 * (1 - candidate.score)
            if not (place.kind == "country" and candidate.rule in ("part", "generic")):
                fame = min(fame, 0.5)
            reading.reasons.append(f"name like {candidate.name!r} ({candidate.rule}, {candidate.score:.2f})")
        if specific(fold(candidate.name)) != specific(fold(place.name)):
            score -= 0.3 if len(candidate.name) > 4 or is_curated(place) else 0.9
        score += fame
        if place.kind == "country":
            reading.reasons.append("a country")
        elif place.population >= 100_000:
            reading.reasons.append(f"{place.population:,} inhabitants")
        if place.kind not in ("country", "supranational") and place.country:
            if share := self.countries.get(place.country, 0.0):
                score += 0.8 + 1.7 * min(1.0, share * 1.5)
                reading.reasons.append(f"the text is about {place.country}")
            elif self.countries:
                score -= 0.5 + 1.9 * self.evidence
        if self.near is not None:
            gap = km(self.near[0], self.near[1], place.lon, place.lat)
            score += 2.5 * math.exp(-gap / 300)
            if gap < 300:
                reading.reasons.append(f"{gap:.0f} km from the point given")
        return score

    # --- surroundings ---

    def _containers(self, case_of: dict[int, _Case]) -> None:
        """Note the units and countries that the text puts a name in: "X, Y", "X in Y province", "Y's X"."""
        for i, (left, right) in enumerate(zip(self.mentions, self.mentions[1:], strict=False)):
            if i not in case_of or i + 1 not in case_of:
                continue
            gap = self.text[left.end : right.start]
            if _INSIDE.fullmatch(gap):
                case_of[i].containers += self._units(case_of[i + 1])
            elif gap in ("’s ", "'s ", "’ ", "' "):
                case_of[i + 1].containers += self._units(case_of[i])

    def _units(self, case: _Case) -> list[Place]:
        places = [r.candidate.place for r in case.readings if r.candidate.score >= 0.9]
        return [
            p
            for p in places
            if p.kind in ("country", "governorate", "region", "district") or p.kind in ("city", "town")
        ]

    def _weigh(self, case: _Case) -> None:
        for reading in case.readings:
            place = reading.candidate.place
            reading.reasons = []
            reading.base = self._judge(reading)
            inside = next((c for c in case.containers if c.id != place.id and _lies_in(place, c)), None)
            if inside is not None:
                reading.base += 2.5
                reading.reasons.append(f"in {inside.name}, as the text says")
            reading.score = reading.base

    def _support(self) -> None:
        """Let near places speak for each other, twice."""
        for _ in range(2):
            anchors = []
            for case in self.cases:
                best = max(case.readings, key=lambda r: r.score, default=None)
                if (
                    best is not None
                    and best.score > 0.5
                    and best.candidate.place.kind not in ("country", "supranational")
                ):
                    anchors.append((case.key, best.candidate.place, min(1.0, best.score / 3)))
            for case in self.cases:
                for reading in case.readings:
                    place = reading.candidate.place
                    if place.kind in ("country", "supranational"):
                        continue
                    near = sorted(
                        (sure * math.exp(-km(place.lon, place.lat, p.lon, p.lat) / _SUPPORT_KM), p.name)
                        for key, p, sure in anchors
                        if key != case.key and abs(p.lat - place.lat) < _FAR_DEGREES
                    )[-3:]
                    reading.score = reading.base + 1.6 * sum(weight for weight, _ in near) / 1.5
                    if reading.candidate.score < 0.95 and len(anchors) > 2 and (not near or near[-1][0] < _ALONE):
                        reading.score -= 1.2
                    if near and near[-1][0] > 0.3:
                        reading.reasons = [r for r in reading.reasons if not r.startswith("near ")]
                        reading.reasons.append(f"near {near[-1][1]}")

    # --- the answer ---

    def _toponym(self, i: int, case: _Case | None) -> Toponym:
        mention = self.mentions[i]
        if mention.generic == "coordinates":
            return _at_coordinates(mention)
        ranked = self._ranked(i, case) if case is not None else []
        others = tuple(r.candidate for _, r in ranked)
        if not ranked or ranked[0][0] < _NONE:
            why = "no place of that name fits the text" if ranked else "not in the gazetteer"
            return Toponym(
                mention.start, mention.end, mention.text, None, confidence=round(0.3 * mention.strength, 3),
                reasons=(*mention.evidence, why), alternatives=others[:5],
            )  # fmt: skip
        score, best = ranked[0]
        place = best.candidate.place
        rival = next((s for s, r in ranked[1:] if _elsewhere(place, r.candidate.place)), _NONE - 2)
        sure = (
            1
            / (1 + math.exp(-(score - _NONE)))
            * (1 / (1 + math.exp(-1.5 * (score - rival))))
            * (0.5 + 0.5 * mention.strength)
        )
        return Toponym(
            mention.start, mention.end, mention.text, place, lon=place.lon, lat=place.lat, precision=place.precision,
            radius_m=place.radius, confidence=round(min(0.99, sure), 3), reasons=(*mention.evidence, *best.reasons),
            alternatives=others[1:6],
        )  # fmt: skip

    def _ranked(self, i: int, case: _Case) -> list[tuple[float, _Reading]]:
        """Return the readings of one mention, best first: city or governorate as its own words say."""
        asked = self._asked(i, case)
        rural = self._rural(i)
        scored = [
            (r.score + _fit(r.candidate.place, asked) + (2.0 if rural else -9.0) * (r.candidate.rule == "rural"), r)
            for r in case.readings
        ]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1].candidate.place.id))

    def _asked(self, i: int, case: _Case) -> str:
        """Return the kind that the words at a mention, or else at another mention of the name, ask for."""
        if own := self._asked_here(i):
            return own
        wide = any(not self.mentions[j].generic and self._asked_here(j) == "province" for j in case.mentions)
        return "province" if wide else ""

    def _asked_here(self, i: int) -> str:
        mention = self.mentions[i]
        if mention.generic in _ASKED and mention.generic not in ("border", "road", "region"):
            return mention.generic
        before = self.text[max(0, mention.start - 60) : mention.start].rpartition("\n")[2]
        if _NARROW.search(before):
            return "city"
        if (_WIDE.search(before) or _WIDE_AFTER.match(self.text, mention.end)) and fold(
            mention.lookup
        ) not in capitals():
            return "province"
        return ""


_INSIDE = re.compile(
    r", (?:in |a (?:[\w-]+ ){0,3}(?:village|town|city|district|suburb) (?:in|of) (?:the )?)?(?:[a-z-]+ern )?|"
    r" \(|,? in (?:the )?(?:[a-z-]+ern |rural )?|,? (?:area|district|village|town|city|forest|province|region),? (?:in|of) (?:the )?(?:[a-z-]+ern )?"
)


def km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance in kilometres."""
    p, q = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((q - p) / 2) ** 2
        + math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 12_742.0176 * math.asin(min(1.0, math.sqrt(half)))


def _better(found: dict[str, Candidate], candidate: Candidate) -> None:
    known = found.get(candidate.place.id)
    if known is None or known.score < candidate.score:
        found[candidate.place.id] = candidate


def _fame(place: Place) -> float:
    """Return how much a place is meant rather than its namesakes, before the text is read."""
    if place.kind == "country":
        return 5.0
    size = 0.75 * (math.log10(max(place.population, 500)) - 4.0)
    if is_curated(place):
        return max(size, _CURATED_FAME.get(place.kind, 1.0))
    return size if place.population or place.id.startswith("gn-") else 0.0


def _without_directions(name: str) -> str:
    words = name.split()
    while len(words) > 1 and (words[0].lower() in cues.DIRECTIONS or words[0] in ("Greater", "Old", "New")):
        words.pop(0)
    while len(words) > 1 and words[-1] in cues.IN_NAME_AFTER:
        words.pop()
    return " ".join(words)


def _lies_in(place: Place, container: Place) -> bool:
    """Say whether a place lies in a container, by its codes and names, else by distance."""
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


def _fit(place: Place, asked: str) -> float:
    """Return how well a place is of the kind that the words ask for."""
    if not asked:
        return 0.5 if place.kind in _SETTLEMENTS else 0.0
    wanted = _ASKED[asked]
    if place.kind in wanted:
        return 1.5 - 0.3 * wanted.index(place.kind)
    if place.kind == "country":
        return -1.0 if asked in ("village", "town", "quarter") else 0.0
    return -2.0 if asked in ("province", "region", "physical") and place.kind == "village" else -1.0


def _elsewhere(place: Place, other: Place) -> bool:
    """Say whether another reading is another place, not the province of the same town."""
    return place.country != other.country or km(place.lon, place.lat, other.lon, other.lat) > 60


def _at_coordinates(mention: Mention) -> Toponym:
    found = find_coordinates(mention.text)
    if not found:
        return Toponym(mention.start, mention.end, mention.text, None, reasons=("no coordinates",))
    point = found[0]
    return Toponym(
        mention.start, mention.end, mention.text, None, lon=point.lon, lat=point.lat, precision="exact",
        radius_m=point.radius_m, confidence=0.97, reasons=("coordinates written out",),
    )  # fmt: skip
