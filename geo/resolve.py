"""Which place each name means: one reading of the whole document, with reasons and the other options."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from geo.coordinates import find_coordinates
from geo.curated import capitals, demonyms
from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.generics import specific
from geo.names import fold
from geo.options import (
    Case,
    Option,
    asked_by,
    fit,
    is_elsewhere,
    km,
    lies_in,
    longer_name,
    renown,
    without_class_words,
)
from geo.pinned import pin
from geo.places import Candidate, Mention, Place, Toponym
from geo.relative import relate
from geo.remembered import is_curated, remembered

_SAME_NAME = frozenset({"exact", "fold", "longer"})
_CONTAINERS = frozenset({"country", "governorate", "region", "district", "city", "town"})
_UNPLACED = frozenset({"country", "supranational"})  # too large for nearness to say anything
_CAPITALISED = re.compile(r"\b[A-Z]\w*")
_INSIDE = re.compile(
    r", (?:in |a (?:[\w-]+ ){0,3}(?:village|town|city|district|suburb) (?:in|of) (?:the )?)?(?:[a-z-]+ern )?|"
    r" \(|,? in (?:the )?(?:[a-z-]+ern |rural )?|"
    r",? (?:area|district|village|town|city|forest|province|region),? (?:in|of) (?:the )?(?:[a-z-]+ern )?"
)
_COUNTRIES = 3  # of the text, whose tolerant look-ups are worth the time
_LEAST_ALIKE = 0.74  # a look-up that scores less is another name
_NONE = -0.6  # an option that scores less is not what is meant
_SUPPORT_KM = 150.0
_FAR_DEGREES = 6.0  # beyond this in latitude two places say nothing for each other
_ALONE = 0.18  # support from some 250 km away: there, a name that is merely alike is not trusted
_LONGER = 2.0
_NEAR_HINT = 4.0
_MOST_ALTERNATIVES = 5


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
    toponyms = _Solver(document, mentions, gazetteer, country, near).toponyms()
    toponyms = pin(document.text, toponyms)
    if gazetteer.online is not None:  # asked for by the user, for names that the gazetteer lacks
        from geo.fallback import fill

        toponyms = fill(gazetteer.online, toponyms)
    return relate(document.text, toponyms, gazetteer)


class _Solver:
    """The options of all names of one document, weighed together."""

    def __init__(
        self, document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer,
        country: str | None, near: tuple[float, float] | None,
    ) -> None:  # fmt: skip
        self.text = document.text
        self.title = document.title or ""
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.memory = remembered(gazetteer)
        self.hint, self.near = country, near
        self.groups: dict[str, list[int]] = defaultdict(list)
        for i, mention in enumerate(mentions):
            if mention.generic != "coordinates":
                self.groups[fold(mention.lookup)].append(i)
        self.exact = {key: self._exact(mentions[of[0]].lookup) for key, of in self.groups.items()}
        self.own: dict[str, float] = {}  # what a country's own name adds to its share
        self.countries: dict[str, float] = {}
        self.evidence = 0.0
        self.cases: list[Case] = []

    def toponyms(self) -> list[Toponym]:
        """Weigh all options by name, surroundings and nearness; then again, with the countries that gave."""
        said = self._theatres()
        self._settle(said)
        self.cases = [Case(key, of, self._options(key, of)) for key, of in self.groups.items()]
        case_of = {i: case for case in self.cases for i in case.mentions}
        self._contain(case_of)
        for _ in range(2):
            for case in self.cases:
                self._weigh(case)
            self._support()
            self._support()
            again: dict[str, float] = defaultdict(float, said)
            for case in self.cases:
                best = case.best
                if best is not None and best.score > 0 and best.place.kind != "country":
                    again[best.place.country or ""] += 0.4 * min(len(case.mentions), 3)
            self._settle(again)
        return [self._toponym(i, case_of.get(i)) for i in range(len(self.mentions))]

    def _exact(self, name: str) -> tuple[Candidate, ...]:
        return self.memory.exact(self.gazetteer, name)

    # --- the text's countries ---

    def _theatres(self) -> dict[str, float]:
        """Return the evidence for each country: its name, its people, its capital, its known places."""
        weight: dict[str, float] = defaultdict(float)
        people = demonyms()
        for word, count in Counter(_CAPITALISED.findall(f"{self.title}\n{self.text}")).items():
            if meant := people.get(word.lower()):
                weight[meant if len(meant) == 2 else self._country_of(meant)] += 0.4 * count
        for key, of in self.groups.items():
            if found := self.exact[key]:
                code, points = self._theatre(key, found)
                share = points * min(len(of), 4)
                weight[code] += share
                if found[0].place.kind == "country":
                    self.own[code] = self.own.get(code, 0.0) + share
        if self.hint:
            weight[self.hint] += 3.0
        return weight

    def _theatre(self, key: str, found: Sequence[Candidate]) -> tuple[str, float]:
        """Return the country that one name speaks for, and how much each mention of it does."""
        top = found[0].place
        if named := next((c.place.country for c in found if c.place.kind == "country"), None):
            return named, 1.0
        if code := capitals().get(key):
            return code, 0.5
        if curated := next((c.place.country for c in found if is_curated(c.place)), None):
            return curated, 0.6
        alone = all(c.place.population * 8 < top.population for c in found[1:])
        return (top.country or "", 0.4) if top.population >= 100_000 and alone else ("", 0.0)

    def _settle(self, weight: Mapping[str, float]) -> None:
        """Fix how much the document is about each country, and how much evidence there is (both 0..1)."""
        total = sum(w for code, w in weight.items() if code)
        self.countries = {code: w / total for code, w in weight.items() if code and w} if total else {}
        self.total = total
        self.evidence = min(1.0, total / 4)

    def _country_of(self, people: str) -> str:
        found = [c.place.country for c in self._exact(people) if is_curated(c.place)]
        return found[0] if found and found[0] else ""

    # --- options ---

    def _options(self, key: str, of: Sequence[int]) -> list[Option]:
        name, exact = self.mentions[of[0]].lookup, self.exact[key]
        found = {c.place.id: c for c in exact}
        if any(c.place.kind == "country" for c in exact):
            return [Option(c) for c in exact]
        top = sorted(self.countries, key=lambda c: -self.countries[c])[:_COUNTRIES]
        for code in top:
            if not any(c.place.country == code for c in exact):
                _keep(found, self.memory.alike(self.gazetteer, name, code, 6))
        if not found:
            _keep(found, self.memory.alike(self.gazetteer, name, None, 12))
        short = without_class_words(name)
        if short != name and not any(c.score >= _LEAST_ALIKE for c in found.values()):
            for code in top or [None]:  # type: ignore[list-item]  # None: anywhere
                part = self.memory.alike(self.gazetteer, short, code, 6)
                _keep(found, [replace(c, rule="part", score=round(c.score * 0.93, 4)) for c in part])
        for i in of:
            longer = longer_name(self.text, self.mentions[i])
            _keep(found, [replace(c, rule="longer") for c in self._exact(longer)] if longer else [])
        alone = len(exact) == 1
        return [Option(c, alone and c is exact[0]) for c in found.values() if c.score >= _LEAST_ALIKE]

    def _contain(self, case_of: Mapping[int, Case]) -> None:
        """Note the units and countries that the text puts a name in: "X, Y", "X in Y province", "Y's X"."""
        for i, (left, right) in enumerate(pairwise(self.mentions)):
            if i not in case_of or i + 1 not in case_of:
                continue
            gap = self.text[left.end : right.start]
            if _INSIDE.fullmatch(gap):
                case_of[i].containers += _units(case_of[i + 1])
            elif gap in ("’s ", "'s ", "’ ", "' "):
                case_of[i + 1].containers += _units(case_of[i])

    # --- weights ---

    def _weigh(self, case: Case) -> None:
        for option in case.options:
            option.reasons = []
            option.base = self._by_name(option) + self._by_country(option, case) + self._by_hint(option)
            place = option.place
            inside = next((c for c in case.containers if c.id != place.id and lies_in(place, c)), None)
            if inside is not None:
                option.base += 2.5
                option.reasons.append(f"in {inside.name}, as the text says")
            option.score = option.base

    def _by_name(self, option: Option) -> float:
        """Weigh a place by its name and renown."""
        candidate, place, score, known = option.candidate, option.place, 0.0, renown(option.place)
        if candidate.rule in _SAME_NAME:
            option.reasons.append(f"named {candidate.name!r}")
            if option.alone:
                score += 0.6
                option.reasons.append("the only place of this name")
        else:
            score -= 0.3 + 8.0 * (1 - candidate.score)
            if place.kind != "country" or candidate.rule not in ("part", "generic"):
                known = min(known, 0.5)
            option.reasons.append(f"name like {candidate.name!r} ({candidate.rule}, {candidate.score:.2f})")
        if specific(fold(candidate.name)) != specific(fold(place.name)):
            score -= 0.3 if len(candidate.name) > 4 or is_curated(place) else 0.9
        if place.population >= 100_000 and place.kind != "country":
            option.reasons.append(f"{place.population:,} inhabitants")
        return score + known

    def _by_country(self, option: Option, case: Case) -> float:
        place = option.place
        if place.kind == "country":
            option.reasons.append("a country")
            return self._against_country(place, case)
        if place.kind == "supranational" or not place.country:
            return 0.0
        if share := self.countries.get(place.country, 0.0):
            option.reasons.append(f"the text is about {place.country}")
            return 0.8 + 1.7 * min(1.0, share * 1.5)
        return -0.5 - 1.9 * self.evidence if self.countries else 0.0

    def _against_country(self, country: Place, case: Case) -> float:
        """Count against a country whose namesake lies in the text's country, if nothing else speaks of it."""
        code = country.country or ""
        else_ = self.countries.get(code, 0.0) * self.total - self.own.get(code, 0.0)
        if else_ > 0.1:
            return 0.0
        others = (o.place.country for o in case.options if o.place.country != code)
        rivals = [self.countries.get(other or "", 0.0) for other in others]
        return -3.2 if max(rivals, default=0.0) * self.total >= 2.0 else 0.0

    def _by_hint(self, option: Option) -> float:
        if self.near is None:
            return 0.0
        gap = km(self.near[0], self.near[1], option.place.lon, option.place.lat)
        if gap < 300:
            option.reasons.append(f"{gap:.0f} km from the point given")
        return _NEAR_HINT * math.exp(-gap / 300)

    def _support(self) -> None:
        """Let near places speak for each other."""
        anchors = [
            (case.key, best.place, min(1.0, best.score / 3))
            for case in self.cases
            if (best := case.best) is not None and best.score > 0.5 and best.place.kind not in _UNPLACED
        ]
        for case in self.cases:
            for option in case.options:
                if option.place.kind not in _UNPLACED:
                    self._support_one(option, [(p, sure) for key, p, sure in anchors if key != case.key])

    def _support_one(self, option: Option, anchors: Sequence[tuple[Place, float]]) -> None:
        lon, lat = option.place.lon, option.place.lat
        near = sorted(
            (sure * math.exp(-km(lon, lat, p.lon, p.lat) / _SUPPORT_KM), p.name)
            for p, sure in anchors
            if abs(p.lat - lat) < _FAR_DEGREES
        )[-3:]
        option.score = option.base + sum(weight for weight, _ in near)
        strongest, name = near[-1] if near else (0.0, "")
        if option.candidate.score < 0.95 and len(anchors) > 1 and strongest < _ALONE:
            option.score -= 1.2
        if strongest > 0.3:
            option.reasons = [r for r in option.reasons if not r.startswith("near ")]
            option.reasons.append(f"near {name}")

    # --- the answer ---

    def _toponym(self, i: int, case: Case | None) -> Toponym:
        mention = self.mentions[i]
        span = (mention.start, mention.end, mention.text)
        if case is None:
            return _at_coordinates(mention)
        ranked = self._ranked(i, case)
        others = tuple(option.candidate for _, option in ranked)
        if not ranked or ranked[0][0] < _NONE:
            why = "no place of that name fits the text" if ranked else "not in the gazetteer"
            doubt = round(0.3 * mention.strength, 3)
            found = others[:_MOST_ALTERNATIVES]
            return Toponym(
                *span, None, confidence=doubt, reasons=(*mention.evidence, why), alternatives=found
            )
        (score, best), place = ranked[0], ranked[0][1].place
        rival = next((s for s, option in ranked[1:] if is_elsewhere(place, option.place)), _NONE - 2)
        sure = _logistic(score - _NONE) * _logistic(1.5 * (score - rival)) * (0.5 + 0.5 * mention.strength)
        return Toponym(
            *span, place, lon=place.lon, lat=place.lat, precision=place.precision, radius_m=place.radius,
            confidence=round(min(0.99, sure), 3), reasons=(*mention.evidence, *best.reasons),
            alternatives=others[1 : 1 + _MOST_ALTERNATIVES],
        )  # fmt: skip

    def _ranked(self, i: int, case: Case) -> list[tuple[float, Option]]:
        """Return the options of one mention, best first: town or province as its own words say."""
        asked, longer = self._asked(i, case), longer_name(self.text, self.mentions[i]) is not None
        scored = [
            (option.score + _fitting(option, asked) + _LONGER * (option.candidate.rule == "longer"), option)
            for option in case.options
            if longer or option.candidate.rule != "longer"
        ]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1].place.id))

    def _asked(self, i: int, case: Case) -> str:
        """Return the kind that the words at a mention ask for, or "province" where those at another did."""
        if own := asked_by(self.text, self.mentions[i]):
            return own
        others = (self.mentions[j] for j in case.mentions)
        wide = any(not other.generic and asked_by(self.text, other) == "province" for other in others)
        return "province" if wide else ""


def _fitting(option: Option, asked: str) -> float:
    """Return how well an option is of the kind asked for; a wrong kind counts more for names merely alike."""
    well = fit(option.place, asked)
    return 2.5 * well if well < 0 and option.candidate.rule not in _SAME_NAME else well


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, x))))


def _keep(found: dict[str, Candidate], candidates: Sequence[Candidate]) -> None:
    """Keep of each place the candidate that matched best."""
    for candidate in candidates:
        known = found.get(candidate.place.id)
        if known is None or known.score < candidate.score:
            found[candidate.place.id] = candidate


def _units(case: Case) -> list[Place]:
    return [o.place for o in case.options if o.candidate.score >= 0.9 and o.place.kind in _CONTAINERS]


def _at_coordinates(mention: Mention) -> Toponym:
    span = (mention.start, mention.end, mention.text)
    found = find_coordinates(mention.text)
    if not found:
        return Toponym(*span, None, reasons=("no coordinates",))
    point = found[0]
    return Toponym(
        *span, None, lon=point.lon, lat=point.lat, precision="exact", radius_m=point.radius_m,
        confidence=0.97, reasons=("coordinates written out",),
    )  # fmt: skip
