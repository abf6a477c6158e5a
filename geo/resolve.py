"""Which place each name means: one reading of the whole document, with reasons and the other options."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from geo.asked import asked_by, longer_name
from geo.coordinates import find_coordinates
from geo.documents import Document
from geo.evidence import Evidence, evidence_in
from geo.gazetteer import Gazetteer
from geo.names import fold
from geo.options import (
    Case,
    Facts,
    Features,
    Hints,
    Home,
    Names,
    Option,
    Sought,
    gather,
    is_elsewhere,
    sought,
)
from geo.pinned import pin
from geo.places import Candidate, Mention, Toponym
from geo.ranking import Model, Ranking, ranking, share_out, weighed, weighed_facts
from geo.reasons import reasons
from geo.relative import relate
from geo.remembered import remembered
from geo.sentences import sentences
from geo.signals import (
    LONGER,
    SAME_NAME,
    Surroundings,
    asked_for,
    facts,
    hinted,
    inside,
    named,
    none_of_these,
)

_INSIDE = re.compile(
    r", (?:in |a (?:[\w-]+ ){0,3}(?:village|town|city|district|suburb) (?:in|of) (?:the )?)?(?:[a-z-]+ern )?|"
    r" \(|,? in (?:the )?(?:[a-z-]+ern |rural )?|"
    r",? (?:area|district|village|town|city|forest|province|region|county),? "
    r"(?:in|of) (?:the )?(?:[a-z-]+ern )?"
)
_OWNS = frozenset({"’s ", "'s ", "’ ", "' "})
_COUNTRIES = 3  # of the text, whose tolerant look-ups are worth the time,
_LEAST_ABOUT = 0.12  # if the text is so much about them as about the first
_HINT = 3.0  # how many mentions of a country the user's hint is worth
UNHINTED = Hints()
NOWHERE = UNHINTED.theatres
ROUNDS = 2  # of letting the names speak for each other
_MOST_ALTERNATIVES = 5
_SOME = 1e-6  # a share below this adds nothing
_DOUBT = 0.3  # the confidence of a name without a place is this much of how sure it is to be a place


def resolve(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    theatres: Mapping[str, float] = NOWHERE,
) -> list[Toponym]:
    """Return one toponym for each mention, in order; `place` is None where nothing in the gazetteer fits.

    `country` (ISO 3166 code) and `near` (longitude, latitude) speak for places there; they rule nothing out.
    `theatres` are countries where the actors of the text are at home, weighed as so many mentions of them.
    """
    toponyms = Weighing(document, mentions, gazetteer, Hints(country, near, theatres)).toponyms()
    toponyms = pin(document.text, toponyms)
    if gazetteer.online is not None:  # asked for by the user, for names that the gazetteer lacks
        from geo.fallback import fill

        toponyms = fill(gazetteer.online, toponyms)
    return relate(document.text, toponyms, gazetteer)


class Weighing:
    """The options of all names of one document, weighed together."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        hints: Hints = UNHINTED,
        *,
        by: Ranking | None = None,
    ) -> None:
        self.text = document.text
        self.mentions = mentions
        self.hints = hints
        self.ranking = by or ranking()
        groups: dict[str, list[int]] = defaultdict(list)
        for i, mention in enumerate(mentions):
            if mention.generic != "coordinates":
                groups[fold(mention.lookup)].append(i)
        names = Names(gazetteer, remembered(gazetteer))
        bearers = {key: (names.exact(mentions[of[0]].lookup), len(of)) for key, of in groups.items()}
        likely = {**hints.theatres, **({hints.country: _HINT} if hints.country else {})}
        self.evidence: Evidence = evidence_in(self._other_words(document.title), bearers, names, likely)
        weights = self.evidence.countries.of
        countries = sorted(weights, key=lambda code: -weights[code])[:_COUNTRIES]
        countries = [code for code in countries if weights[code] >= _LEAST_ABOUT * weights[countries[0]]]
        self.cases = [
            self._case(
                key, of, _facts(names, key, sought(names, self.text, [mentions[i] for i in of], countries))
            )
            for key, of in groups.items()
        ]
        self.case_of = {i: case for case in self.cases for i in case.mentions}
        self._contain()
        self._set_beside()
        self._longer = [longer_name(self.text, mention) is not None for mention in mentions]
        self._asked = self._kinds_asked()

    def _other_words(self, title: str | None) -> str:
        """Return the title, and the text without the place names that are weighed."""
        starts = (0, *(mention.end for mention in self.mentions))
        ends = (*(mention.start for mention in self.mentions), len(self.text))
        return "".join((f"{title or ''}\n", *(self.text[a:b] for a, b in zip(starts, ends, strict=True))))

    def _case(self, key: str, of: list[int], known: Facts) -> Case:
        case = Case(key, of, known, [Option(*option) for option in known.options])
        if self.hints != UNHINTED:
            for option in case.options:
                option.hinted = tuple(hinted(option.place, self.hints))
        return case

    def _kinds_asked(self) -> list[str]:
        """Return the kind that the words at each mention ask for; "province" where those at another did."""
        asked = [asked_by(self.text, mention) for mention in self.mentions]
        for case in self.cases:
            if any(asked[j] == "province" and not self.mentions[j].generic for j in case.mentions):
                for i in case.mentions:
                    asked[i] = asked[i] or "province"
        return asked

    def _contain(self) -> None:
        """Note which name the text puts in which: "X, Y, Z", "X in Y province", "Y's X"."""
        chain: list[int] = []
        for i, (left, right) in enumerate(pairwise(self.mentions)):
            gap = self.text[left.end : right.start]
            if i not in self.case_of or i + 1 not in self.case_of:
                chain = []
            elif _INSIDE.fullmatch(gap):
                chain = [*chain[-1:], i]
                for j in chain:
                    self._put(j, i + 1)
            else:
                chain = []
                if gap in _OWNS:
                    self._put(i + 1, i)

    def _put(self, content: int, container: int) -> None:
        inner, outer = self.case_of[content], self.case_of[container]
        if inner is not outer:
            inner.containers.setdefault(content, []).append(outer)
            if inner not in outer.contents:
                outer.contents.append(inner)

    def _set_beside(self) -> None:
        """Note for each name the countries and units that stand in a sentence with it."""
        ends = [end for _, end in sentences(self.text)]
        together: dict[int, list[Case]] = defaultdict(list)
        for i, case in self.case_of.items():
            together[bisect_left(ends, self.mentions[i].end)].append(case)
        for cases in together.values():
            wide = [c for c in cases if any(o.place.kind in ("country", "governorate") for o in c.options)]
            for case in cases:
                case.beside += [other for other in wide if other is not case and other not in case.beside]

    # --- weighing ---

    def first_look(self) -> None:
        """Weigh each name by itself and by what the text names."""
        model = self.ranking.first
        for case in self.cases:
            there: dict[Home, Features] = {}
            for option, known in zip(case.options, weighed_facts(case.facts, model), strict=True):
                if (told := there.get(option.home)) is None:
                    told = there[option.home] = tuple(named(option.home, case, self.evidence))
                option.told = option.hinted + told
                option.score = known + weighed(option.told, model.option)
            share_out(case.options, case, self.none(case, model))

    def look_again(self) -> None:
        """Weigh each name by the likely readings of the others too."""
        around, model = Surroundings(self.cases, self.evidence.beside), self.ranking.whole
        for case in self.cases:
            known = weighed_facts(case.facts, model)
            for option, of_name, seen in zip(case.options, known, around.seen(case), strict=True):
                option.told = option.hinted + seen
                option.base = of_name + weighed(option.told, model.option)
        for case in self.cases:
            self.weigh(case.mentions[0])

    def none(self, case: Case, model: Model) -> float:
        """Return the score of "none of these"."""
        return weighed(tuple(enumerate(none_of_these(case, self.evidence))), model.none)

    def weigh(self, i: int) -> list[Option]:
        """Give the options of mention `i` the scores and shares that they have there; return them."""
        case, weights, asked = self.case_of[i], self.ranking.whole.option, self._asked[i]
        options = self.options_at(i)
        for option in options:
            if case.containers:
                here = self.here(option, i)
            else:
                here = asked_for(option.place.kind, asked, option.candidate.rule in SAME_NAME)
            option.score = option.base + weighed(here, weights) if here else option.base
        share_out(options, case, self.none(case, self.ranking.whole))
        return options

    def options_at(self, i: int) -> list[Option]:
        """Return the options of a mention; a longer name is one only where the text has its class word."""
        options = self.case_of[i].options
        return options if self._longer[i] else [o for o in options if o.candidate.rule not in LONGER]

    def here(self, option: Option, i: int) -> Features:
        """Return what the words at mention `i` say of an option."""
        asked = asked_for(option.place.kind, self._asked[i], option.candidate.rule in SAME_NAME)
        case = self.case_of[i]
        return (*inside(option, case, i), *asked) if case.containers else asked

    def features(self, option: Option, i: int) -> Features:
        """Return all features of an option at mention `i`."""
        return (*option.known, *option.told, *self.here(option, i))

    # --- the answer ---

    def toponyms(self) -> list[Toponym]:
        """Weigh all options by name and what the text names, then with what the others most likely mean."""
        self.first_look()
        for _ in range(ROUNDS):
            self.look_again()
        answers: dict[Any, Toponym] = {}
        found = []
        for i, mention in enumerate(self.mentions):
            if (case := self.case_of.get(i)) is None:
                found.append(_at_coordinates(mention))
                continue
            alike = (
                case.key,
                self._asked[i],
                self._longer[i],
                tuple(c.key for c in case.containers.get(i, ())),
            )
            if alike not in answers:
                answers[alike] = self._answer(i)
            found.append(self._placed(answers[alike], mention))
        return found

    def _answer(self, i: int) -> Toponym:
        """Return what the name of mention `i` means; `confidence` is the share of it and of places nearby."""
        ranked = sorted(self.weigh(i), key=lambda option: (-option.share, option.place.id))
        others = tuple(self._told(option, i) for option in ranked[: 1 + _MOST_ALTERNATIVES])
        best = ranked[0].place if ranked else None
        here = sum(o.share for o in ranked if best and o.share > _SOME and not is_elsewhere(best, o.place))
        if best is None or self.case_of[i].none > here:
            why = "no place of that name fits the text" if ranked else "not in the gazetteer"
            return Toponym(
                0, 0, "", None, confidence=here, reasons=(why,), alternatives=others[:-1] or others
            )
        return Toponym(
            0, 0, "", best, lon=best.lon, lat=best.lat, precision=best.precision, radius_m=best.radius,
            confidence=here, reasons=others[0].reasons, alternatives=others[1:],
        )  # fmt: skip

    def _placed(self, answer: Toponym, mention: Mention) -> Toponym:
        """Return the answer at a mention of the name: the evidence there comes first, doubt in it counts."""
        sure = self.ranking.sure(answer.confidence * (0.5 + 0.5 * mention.strength))
        return Toponym(
            mention.start, mention.end, mention.text, answer.place,
            lon=answer.lon, lat=answer.lat, precision=answer.precision, radius_m=answer.radius_m,
            confidence=round(sure if answer.place else _DOUBT * mention.strength, 3),
            reasons=(*mention.evidence, *answer.reasons), alternatives=answer.alternatives,
        )  # fmt: skip

    def _told(self, option: Option, i: int) -> Candidate:
        found = option.candidate
        said = reasons(option, self.features(option, i))
        return Candidate(option.place, found.name, found.rule, found.score, round(option.share, 4), said)


def _facts(names: Names, key: str, wanted: Sought) -> Facts:
    """Return what is known of the places that a name could mean, remembered from text to text."""
    memory = names.memory
    found = memory.facts(wanted)
    return found or memory.keep(wanted, facts(gather(names, wanted), key))


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
