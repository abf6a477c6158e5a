"""Places in scripts without capitals, Arabic above all: known names, and unknown ones behind a class word."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo import surroundings as cues
from geo.curated import capitals
from geo.names import fold
from geo.pieces import Reading
from geo.places import Candidate, Mention, Refusal
from geo.remembered import fame

_SCRIPT = re.compile(r"[\u0590-\u08ff\u10a0-\u10ff\u4e00-\u9fff]")
_TABLE = cues.CASELESS
_CLITIC = r"[وف]?[بكل]?"
_BASE, _CLASSED, _LED, _IN_COUNTRY, _SHORT = -1.5, 3.0, 1.6, 0.8, -1.0
_LISTED = re.compile(r"(?:^|\s|،\s?)و?$|^$")


def _any(table: str) -> str:
    return "|".join(_TABLE[table].split())


_CLASS = re.compile(rf"(?:^|\s)(?:{_CLITIC}(?:ال)?|لل)(?:{_any('class')})\s$")
_CLASS_WORD = re.compile(rf"(?:ال)?(?:{_any('class')})")
_PREPOSITION = re.compile(rf"(?:^|\s)[وف]?(?:{_any('preposition')})\s$")
_ORGANISED = re.compile(
    rf"(?:^|\s|[«\"“])(?:{_CLITIC}|لل|ال)(?:{_any('organisation')})(?:\s(?!(?:{_any('preposition')})\s)\w+){{0,2}}?"
    rf"(?:\s(?:في|من))?\s$"
)
_STATE = re.compile(rf"(?:^|\s){_CLITIC}(?:{_any('state')})(?:\s\w+)?\s$")
_DEED = re.compile(rf"(?:^|\s)[وفس]?(?:{_any('deed')})(?:ت|ا)?\s(?:\w+\sو)?$")
_DOING = re.compile(rf"(?:^|\s)[وفس]?[تي](?:{_any('doing')})\s$")
_DEALT = re.compile(
    rf"(?:^|\s)(?:{_CLITIC}(?:ال)?)(?:{_any('dealing')})\s(?:\w+\s)?(?:مع|بين|من)\s(?:\w+\s)?و?$"
)
_UNKNOWN = re.compile(
    rf"(?:^|\s)(?:{_CLITIC})(?:{_any('settlement')})\s(?P<name>[\u0621-\u06d3]{{3,}})(?!\w)"
)
_QUOTE = re.compile(r"[«\"“][^«»\"“”.\n]{0,60}$")
_WINDOW = 48


class Found(NamedTuple):
    """A known name at a span, its best-known place, and what the words before it say for a place."""

    span: tuple[int, int]
    best: Candidate | None
    cue: float
    why: str


def caseless(reading: Reading) -> tuple[list[Mention], list[Refusal]]:
    """Return the places of a text in scripts without capitals, and what was refused."""
    if _SCRIPT.search(reading.text) is None:
        return [], []
    mentions: list[Mention] = []
    refusals: list[Refusal] = []
    open_: list[Found] = []
    last = -1
    for start, end in reading.gazetteer.spot(reading.text):
        if not _SCRIPT.match(reading.text, start) or not reading.is_read(start, end):
            continue
        text = reading.text[start:end]
        if _CLASS_WORD.fullmatch(text) or text.removeprefix("و") in _NOT_A_NAME:
            continue
        found = reading.memory.best_known(reading.gazetteer, text).found
        why = _reason_against(reading, start, end, found)
        if not why and refusals and reading.text[refusals[-1].end : start] in (" و", "، و") and _rules(found):
            why = refusals[-1].reason  # the second of two governments
        if why:
            refusals.append(Refusal(start, end, text, why))
            last = -1
            continue
        best = found[0] if found else None
        cue, why = _cue(reading.text, start, open_[-1] if open_ and last >= 0 else None, last)
        open_.append(Found((start, end), best, cue, why))
        last = end if cue else -1
    mentions += _weighed(reading, open_)
    taken = [(m.start, m.end) for m in mentions] + [(r.start, r.end) for r in refusals]
    mentions += _unknown(reading, taken)
    return mentions, refusals


def _cue(text: str, start: int, listed: Found | None, last: int) -> tuple[float, str]:
    """Return what stands before a name: a class word, a preposition, a particle of one, or a list."""
    before = text[max(0, start - 16) : start]
    if _CLASS.search(before):
        return _CLASSED, "after a class word"
    if _PREPOSITION.search(before):
        return _LED, "after a preposition"
    if before[-1:] in "بل" and before[-2:-1] in (" ", "\n", "و", ""):
        return _LED, "behind the particle of a preposition"
    between = text[last:start] if listed is not None else "-"
    if listed is not None and between in (" و", "، و", " ", "، ", " ثم "):
        return listed.cue, "listed with places"
    return 0.0, ""


def _rules(found: Sequence[Candidate]) -> bool:
    """Say whether a name is a country's or a capital's."""
    return any(
        c.place.kind == "country" or fold(c.place.name.partition(" (")[0]) in capitals() for c in found
    )


def _reason_against(reading: Reading, start: int, end: int, places: Sequence[Candidate]) -> str:
    """Return why a known name is none here: inside an organisation's name, or for a government."""
    text = reading.text
    before = text[max(text.rfind("\n", 0, start) + 1, start - _WINDOW) : start]
    if any(r.start < end and start < r.end for r in reading.taken):
        return "inside a name"
    if found := _QUOTE.search(before):
        close = re.match(r"[^«»\"“”.\n]{0,40}[»\"”]", text[end : end + 50])
        if close is not None and found[0][1:].strip():
            return f"inside a name: {found[0][1:]}{text[start:end]}"
    if found := _ORGANISED.search(before):
        return f"inside a name: {found[0].strip()} {text[start:end]}"
    if not _rules(places):
        return ""
    for pattern in (_STATE, _DEED, _DOING, _DEALT):
        if found := pattern.search(before):
            return f"metonym: {found[0].strip()} {text[start:end]}"
    return ""


def _weighed(reading: Reading, open_: list[Found]) -> Iterator[Mention]:
    """Yield the names with enough evidence: the fame of one, its cue, the countries of the others."""
    here = {
        f.best.place.country
        for f in open_
        if f.best is not None and (fame(f.best) >= 1.5 or f.cue >= _CLASSED)
    }
    for found in open_:
        start, end = found.span
        known = fame(found.best) if found.best is not None else 0.0
        score = _BASE + known + found.cue + (_SHORT if end - start < 4 else 0.0)
        evidence = ["in the gazetteer"] + ([found.why] if found.why else [])
        if found.best is not None and found.best.place.country in here:
            score += _IN_COUNTRY
            evidence.append("in a country of the text")
        if score >= 0:
            strength = round(1 / (1 + math.exp(-score)), 3)
            text = reading.text[start:end]
            yield Mention(start, end, text, text, "", strength, tuple(evidence))


def _unknown(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Yield the word behind "village" or "town" that no gazetteer has."""
    for match in _UNKNOWN.finditer(reading.text):
        start, end = match.span("name")
        if any(start < b and a < end for a, b in taken) or not reading.is_read(start, end):
            continue
        if _CLASS_WORD.fullmatch(match["name"]) or match["name"] in _NOT_A_NAME:
            continue
        yield Mention(start, end, match["name"], match["name"], "village", 0.7, ("after a class word",))


_NOT_A_NAME = frozenset(_TABLE["not_a_name"].split())
