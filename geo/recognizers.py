"""Which stretches of a text name a place, and which only look like it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from geo import surroundings as cues
from geo.adjacent import announced, before
from geo.caseless import caseless
from geo.coordinates import find_coordinates
from geo.curated import demonyms
from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.names import fold
from geo.pieces import AREAS, Piece, Reading
from geo.places import Mention, Refusal
from geo.splitting import split
from geo.statistical import opinion
from geo.weighing import BASE, WEAKNESS, weigh

_JOINS = frozenset(
    f" {word} {way}"
    for word in ("and", "or", "&", "as well as")
    for way in ("", "the ", "of ", "in ", "around ", "near ", "from ", "to ")
) | {", and ", ", or "}  # fmt: skip
_SEPARATORS = _JOINS | {", ", ", the ", " (", "/", "; "}
_LONGEST_SEPARATOR = max(map(len, _SEPARATORS))
_CONTAINED_IN = frozenset({", ", " (", ", in ", ", in the "})
_UNNAMED_SITE = re.compile(r"\b\d{1,3}\s?km\s(?:checkpoint|crossing|junction|post)\b", re.I)
_VERNACULAR = re.compile(
    r"\bthe ((?:(?:north|south)(?:-?(?:east|west))?|east|west|central)(?:ern)? regions?)\b"
)
# Look-ups that the resolver will ask again: the same limit, one answer.
_ALIKE_LIMIT = 6
_LEAST_ALIKE = 0.78
_CARRIED = 0.85
_LONGEST_LIST = 50  # names


def recognize(
    document: Document, gazetteer: Gazetteer, *, taken: Sequence[Refusal] = ()
) -> tuple[list[Mention], list[Refusal]]:
    """Return the place names of a document in text order, and what looks like one and is none, with reasons.

    `taken` are spans known to name persons, groups or media: a place name inside one is refused.
    Segments that are page furniture or an author's note are not read.
    """
    reading, groups = _candidates(document, gazetteer, taken)
    for piece in reading.pieces:
        if not piece.refused:
            piece.add(opinion(reading, piece))
    for group in groups:
        _weigh_list(reading, group)
    _weigh_countries(reading)
    _agree(reading)
    for group in groups:
        if len(group) > 1:
            _share(group)
    mentions = [m for piece in reading.pieces if (m := _mention(piece))]
    mentions += _unnamed(reading, mentions)
    in_other_scripts, against = caseless(reading)
    mentions += in_other_scripts
    mentions += _states_short(reading, mentions)
    spans = {i for m in mentions for i in range(m.start, m.end)}
    refused = (*against, *(r for piece in reading.pieces for r in _refusals(piece)))
    refusals = [r for r in refused if r.start not in spans and r.end - 1 not in spans]
    return sorted(mentions, key=lambda m: m.start), sorted(refusals, key=lambda r: r.start)


def candidates(document: Document, gazetteer: Gazetteer, *, taken: Sequence[Refusal] = ()) -> Reading:
    """Return a reading whose pieces are weighed by their own names and the words beside them only."""
    return _candidates(document, gazetteer, taken)[0]


def _candidates(
    document: Document, gazetteer: Gazetteer, taken: Sequence[Refusal]
) -> tuple[Reading, list[list[Piece]]]:
    """Return the reading, and its pieces in the lists that they stand in."""
    reading = Reading(document, gazetteer, taken)
    split(reading)
    groups = list(_groups(reading))
    for group in groups:
        if len(group) > 1:
            _weigh_group(reading, group)
        elif not group[0].refused:
            weigh(reading, group[0])
    return reading, groups


# --- lists -----------------------------------------------------------------------------------------


def _groups(reading: Reading) -> Iterator[list[Piece]]:
    """Yield the pieces in stretches that only commas, "and" and the like part."""
    group: list[Piece] = []
    text, end = reading.text, 0
    for piece in reading.pieces:
        if group and (piece.start - end > _LONGEST_SEPARATOR or text[end : piece.start] not in _SEPARATORS):
            yield group
            group = []
        group.append(piece)
        end = piece.end
    if group:
        yield group


def _gaps(reading: Reading, group: Sequence[Piece]) -> list[str]:
    return [reading.text[a.end : b.start] for a, b in pairwise(group)]


def _weigh_group(reading: Reading, group: list[Piece]) -> None:
    """Weigh the pieces of "in A, B and C": what stands before the first and behind the last is for all."""
    gaps, carried = _gaps(reading, group), 0.0
    for at, piece in enumerate(group):
        if piece.refused:
            carried = 0.0
            continue
        if at and not _goes_on(reading, group[at - 1], gaps, at):
            carried = 0.0
        weigh(reading, piece, carried=_CARRIED * carried)
        carried = max(before(reading, piece.first).weight, carried)
    if gaps and gaps[-1] in _JOINS and not group[-1].refused:
        _weigh_plural(reading, group)


def _goes_on(reading: Reading, previous: Piece, gaps: Sequence[str], at: int) -> bool:
    """Say whether a piece goes on the list of the one before it, rather than beginning a new clause."""
    if gaps[at - 1] in _JOINS:
        return True
    if gaps[at - 1] != ", " or not any(gap in _JOINS for gap in gaps[at : at + _LONGEST_LIST]):
        return False
    return not reading.tokens[max(0, previous.first - 1)].initial  # "In Mosul, General Asadi and his men"


def _weigh_plural(reading: Reading, group: Sequence[Piece]) -> None:
    """Let the class word behind the last piece count for all: "Baghlan, Kunduz and Takhar provinces"."""
    after = group[-1].after
    if after >= len(reading.tokens) or reading.tokens[after].gap != " ":
        return
    plural = reading.tokens[after].lower
    if plural in cues.AFTER and plural.endswith("s"):
        for piece in group[:-1]:
            piece.add(2.5, f"one of the {plural}")
            piece.cue += 2.5
            piece.generic = piece.generic or cues.AFTER[plural]


def _weigh_list(reading: Reading, group: Sequence[Piece]) -> None:
    """Weigh lists that a class word announces, and "X, Y" of a place and what contains it."""
    if plural := announced(reading, group[0].first):
        for piece in group:
            if piece.refused == "demonym" and len(group) > 1 and piece.folded not in cues.PEOPLES:
                piece.refused = ""  # "the villages of Now Abad and Kandahari"
                piece.add(BASE)
            if not piece.refused:
                piece.add(3.0 + (WEAKNESS if piece.weak else 0.0), f"in a list of {plural}")
                piece.cue += 3.0
                piece.generic = piece.generic or cues.AFTER.get(plural, "")
    if len(group) == 1:
        return
    for left, right, gap in zip(group, group[1:], _gaps(reading, group), strict=False):
        if gap in _CONTAINED_IN and right.kind in AREAS and not left.refused and not right.refused:
            if left.best is None and _is_town_elsewhere(right):
                continue
            left.add(2.0 if left.best else 1.0, f"before {right.text!r}")
            right.add(1.0, f"contains {left.text!r}")
    _share(group)


def _is_town_elsewhere(piece: Piece) -> bool:
    """Say whether a unit's name is also a town's in another country: Beni, in Bolivia and in Congo."""
    home = piece.best.place.country if piece.best else None
    return any(c.place.country != home and c.place.kind in ("city", "town") for c in piece.found)


def _share(group: Sequence[Piece]) -> None:
    """Let the sure members of a list speak for the others, once."""
    pieces = [p for p in group if not p.refused]
    sure = [p for p in pieces if p.score >= 1 and p.best is not None]
    for piece in pieces:
        other = next((p for p in sure if p is not piece), None)
        if other is not None and not any(why.startswith("in a list") for why in piece.evidence):
            piece.add(1.5 if piece.best else 2.4, f"in a list with {other.text!r}")


# --- the whole document ----------------------------------------------------------------------------


def _weigh_countries(reading: Reading) -> None:
    """Weigh small places by the countries that the document is about."""
    people = demonyms()
    capitals = (reading.tokens[i].lower for i in reading.capitals)
    here = Counter(code for word in capitals if len(code := people.get(word, "")) == 2)
    for piece in reading.pieces:
        famous = piece.fame >= 1.5 and piece.score > 1.5 and not piece.refused
        if piece.best is not None and (piece.kind == "country" or famous):
            here[piece.best.place.country or ""] += 1
    del here[""]
    reading.here = [code for code, _ in here.most_common()]
    for piece in reading.pieces:
        if not here or piece.refused or piece.kind == "country":
            continue
        if piece.best is None:
            _weigh_likeness(reading, piece)
        elif not piece.countries.isdisjoint(here):
            nowhere_else = piece.countries.issubset(here)
            piece.add(1.2 if nowhere_else else 0.8, "in a country of the text")
        elif piece.fame < 1.5:
            piece.add(-0.5, "in no country of the text")


def _weigh_likeness(reading: Reading, piece: Piece) -> None:
    """Let an unknown name count for more that a place of the text's countries nearly bears."""
    if not -1.5 <= piece.score < 0.5 or len(piece.text) < 4:
        return
    for country in reading.here[:3]:
        found = reading.memory.alike(reading.gazetteer, piece.lookup, country, _ALIKE_LIMIT)
        if found and found[0].score >= _LEAST_ALIKE:
            piece.add(1.0, f"nearly {found[0].name} ({country})")
            return


def _agree(reading: Reading) -> None:
    """Let every mention of a name be read as the surest one of them, and surnames as their persons."""
    open_ = [(fold(p.lookup), p) for p in reading.pieces if not p.refused]
    sure: dict[str, float] = {}
    cued: Counter[str] = Counter()
    for key, piece in open_:
        sure[key] = max(sure.get(key, -9.0), piece.score)
        cued[key] += piece.cue >= 1.2
    placed = {key for key, p in open_ if p.cue >= 1.8 and p.fame >= 1.2}
    for key, piece in open_:
        if key in reading.surnames - placed and piece.cue < 2.0 and "dateline" not in piece.evidence:
            piece.add(-3.0, "surname of a person of the text")
        elif sure[key] >= 1.5 and piece.score < sure[key]:
            plain_word = any("ordinary" in why or "person" in why or "title" in why for why in piece.evidence)
            weight = 2.4 if sure[key] < 2.0 or plain_word else max(2.4, 0.3 - piece.score)
            piece.add(weight, "a place elsewhere in the text")
        elif cued[key] >= 2 and sure[key] >= -0.5:
            piece.add(1.5, "a place elsewhere in the text")


# --- the answer ------------------------------------------------------------------------------------


def _mention(piece: Piece) -> Mention | None:
    if piece.score < 0 or piece.refused or _is_grammar(piece.text):
        return None
    strength = round(1 / (1 + math.exp(-piece.score)), 3)
    evidence = tuple(dict.fromkeys(piece.evidence))
    return Mention(piece.start, piece.end, piece.text, piece.lookup, piece.generic, strength, evidence)


def _refusals(piece: Piece) -> Iterator[Refusal]:
    if not piece.refused and (piece.score >= 0 or (piece.best is None and not piece.inner)):
        return
    if _is_grammar(piece.text):
        return
    if piece.refused:
        yield Refusal(piece.start, piece.end, piece.text, piece.refused)
    elif piece.score < 0 and piece.best is not None:
        yield Refusal(piece.start, piece.end, piece.text, _why_not(piece))
    elif piece.score < 0:
        for start, end, text in piece.inner:
            if not _is_grammar(text):
                yield Refusal(start, end, text, f"inside a name: {piece.text}")


def _is_grammar(text: str) -> bool:
    """Say whether a word is one of grammar: nobody would take it for a place."""
    lower = text.lower()
    grammar = lower in cues.FUNCTION or lower in cues.ARTICLES
    return len(text) == 1 or (grammar and text not in cues.CAPITALS_PLACES)


def _why_not(piece: Piece) -> str:
    for sign, class_ in (("nisba", "nisba"), ("person", "person"), ("title", "person")):
        if why := next((w for w in piece.evidence if sign in w), None):
            return f"{class_}: {why}"
    against = next((w for w in piece.evidence if "ordinary" in w or "lower case" in w), None)
    return f"common word: {against or 'nothing around it says that it is a place'}"


def _unnamed(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield coordinates, regions named by a direction, and sites named by a distance ("30km checkpoint")."""
    taken = [(m.start, m.end) for m in mentions]
    for mention in _without_a_name(reading):
        start, end = mention.start, mention.end
        if reading.is_read(start, end) and not any(start < b and a < end for a, b in taken):
            taken.append((start, end))
            yield mention


def _states_short(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield "Ga." behind "Lumpkin," as the state that it stands for."""
    before = {m.end for m in mentions}
    taken = {m.start for m in mentions}
    for match in cues.STATE_BEHIND.finditer(reading.text):
        if match.start() not in before or match.start(1) in taken:
            continue
        state = cues.STATES_SHORT["".join(match[1].split())]
        evidence = (f"short for {state}",)
        yield Mention(match.start(1), match.end(1), match[1], state, "province", 0.95, evidence)


def _without_a_name(reading: Reading) -> Iterator[Mention]:
    for point in find_coordinates(reading.text):
        yield Mention(point.start, point.end, point.text, point.text, "coordinates", 0.99, ("coordinates",))
    for match in _VERNACULAR.finditer(reading.text) if " region" in reading.text else ():
        known = reading.memory.exact(reading.gazetteer, match[1])
        if any(c.place.country in reading.here and c.place.kind == "region" for c in known):
            evidence = ("a region of the text's country",)
            yield Mention(match.start(1), match.end(1), match[1], match[1], "region", 0.8, evidence)
    roads = any(word in reading.text for word in cues.ROAD_WORDS)
    for match in cues.NUMBERED_ROAD.finditer(reading.text) if roads else ():
        yield Mention(match.start(), match.end(), match[0], match[0], "road", 0.8, ("a road with a number",))
    for match in _UNNAMED_SITE.finditer(reading.text) if "km" in reading.text.lower() else ():
        evidence = ("a site named by a distance",)
        yield Mention(match.start(), match.end(), match[0], match[0], "site", 0.8, evidence)
