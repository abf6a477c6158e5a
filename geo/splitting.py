"""Capitalised stretches of a text cut into names: places, organisations, persons, peoples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo import surroundings as cues
from geo.adjacent import around, before
from geo.pieces import Reading
from geo.places import Refusal
from geo.russian import is_cyrillic
from geo.tokens import Token, runs

_LEVANT = re.compile(
    r"\s?(?:and|&)\s(?:the |al-|ash-|as-|Greater )?(?:Sham|Syria|Levant|ash|Al-Sham)\b", re.I
)
_HYPHENS = ("-", "‑", "–")
# Titles that also begin the names of places ("Sheikh Maksud"), and titles that do not end a name before them.
_TITLES_OF_PLACES = frozenset({"sheikh", "shaykh", "sheik", "saint", "haji", "king"})
_TITLES_WITHIN = _TITLES_OF_PLACES | {"officer", "major"}
_HEIGHTS = frozenset("Mount Mt Lake Jabal Jebel Cape Fort Camp".split())  # nobody is called so
_TITLES_OF_PERSONS = cues.TITLES - _TITLES_OF_PLACES
# Last words of organisations that places bear too, when the gazetteer knows the whole name.
_LAST_OF_PLACES = frozenset({"Street", "Centre", "Center", "Museum", "Church", "College", "University"})
_OF_STATES = frozenset({"State", "Province", "Government", "Union", "Council"})
_BRACKETED = frozenset({"State", "Front", "Movement", "Army", "Party"})
_LEADING = frozenset({"in", "for", "to", "of", "and", "&", "wa"})  # into an organisation's name
_NEVER_AT_AN_END = cues.CALENDAR | cues.FUNCTION
_LONGEST_UNKNOWN = 4
_CLASSED = 3.5  # what "village of" before a name says for a place


def split(reading: Reading) -> None:
    """Find the pieces of a text that may be names of places, and refuse names inside other names."""
    for first, after in runs(reading.tokens, reading.capitals):
        if after - first == 1 and _only_begins(reading.tokens[first]):
            continue
        for a, b, why in _parts(reading, first, after):
            if why:
                reading.refuse(a, b, why)
            else:
                _pieces(reading, a, b)


def _only_begins(token: Token) -> bool:
    """Say whether a word is one of grammar, with a capital only because it begins a sentence."""
    return token.lower in cues.FUNCTION and token.text not in cues.CAPITALS_PLACES


# --- names that others found -----------------------------------------------------------------------


def _parts(reading: Reading, first: int, after: int) -> Iterator[tuple[int, int, str]]:
    """Yield (first, after, reason of refusal or "") of a run, cut at the names that are taken."""
    at = i = first
    while reading.taken and i < after:
        hit = reading.taken_at(i)
        if hit is None or _is_rather_a_place(reading, i, after, hit):
            i = i + 1 if hit is None else _end_of(reading, i, after, hit)
            continue
        if at < i:
            yield at, i, ""
        at = _end_of(reading, i, after, hit)
        own = hit.reason.startswith(("person", "media", "nisba"))
        yield i, at, hit.reason if own else f"inside a name: {hit.text}"
        i = at
    if at < after:
        yield at, after, ""


def _end_of(reading: Reading, i: int, after: int, hit: Refusal) -> int:
    stop = i + 1
    while stop < after and reading.tokens[stop].start < hit.end:
        stop += 1
    return stop


def _is_rather_a_place(reading: Reading, first: int, after: int, hit: Refusal) -> bool:
    """Say whether what was taken for a person or an outlet is a place after all.

    It is a known one behind a preposition ("in Sangin"), with a people behind it ("Pankisi Chechen"), any
    name behind "city of" or "village of", and one that ends in a class word of places ("Q-West Airfield").
    """
    head, stop = reading.tokens[first], _end_of(reading, first, after, hit)
    if head.start > hit.start:
        return False
    if stop - first > 1 and reading.is_people(stop - 1, stop) and reading.known(first, stop - 1):
        return not reading.is_people(first, stop - 1)
    if not hit.reason.startswith(("person", "media")):
        return False
    if head.text in cues.BEGINS_A_PLACE and (head.text in _HEIGHTS or reading.known(first, stop)):
        return True
    if before(reading, first).weight >= _CLASSED or head.lower in cues.LOCATING:
        return True
    if any(
        t.text in cues.IN_NAME_AFTER and t.lower in cues.STRONG_CLASS
        for t in reading.tokens[first + 1 : stop]
    ):
        return True
    if hit.reason.startswith("media") or head.possessive or not reading.known(first, stop):
        return False
    word = reading.tokens[first - 1].lower if first and head.gap == " " else ""
    return word in cues.LOCATING - {"of", "to", "from", "over", "through"}


# --- what a run holds ------------------------------------------------------------------------------


def _pieces(reading: Reading, first: int, after: int) -> None:
    first, after = _trimmed(reading, first, after)
    if first >= after:
        return
    if (cut := _cut(reading, first, after)) is not None:
        _pieces(reading, first, cut)
        _pieces(reading, cut, after)
    elif why := _organisation(reading, first, after):
        reading.refuse(first, after, why)
    elif _is_titled(reading, first, after):
        _person(reading, first + 1, after, "person: after a title")
    elif (begin := _begin_of_name(reading, first, after)) is not None:
        reading.add(begin, after)
    else:
        _unknown(reading, first, after)


def _trimmed(reading: Reading, first: int, after: int) -> tuple[int, int]:
    """Leave out words that only begin a sentence, and months and words of grammar at the ends."""
    tokens = reading.tokens
    head = tokens[first]
    if after - first > 1 and head.initial and head.lower.endswith("ern") and head.lower in cues.DIRECTIONS:
        first += 1
    while after - first > 1 and not reading.known(first, after):
        head, last = tokens[first], tokens[after - 1]
        if head.initial and is_cyrillic(head.text) and reading.known(first + 1, after):
            first += 1  # "Уроженец Баксана"
            continue
        opening = (
            head.initial
            and head.gap != "-"
            and (head.lower in cues.ORDINARY or head.lower in cues.PREPOSITIONS)
        )
        eastern = head.lower.endswith("ern") and head.lower in cues.DIRECTIONS
        if opening or eastern or head.lower in _NEVER_AT_AN_END:
            first += 1
        elif last.lower in _NEVER_AT_AN_END:
            after -= 1
        else:
            break
    return first, after


def _cut(reading: Reading, first: int, after: int) -> int | None:
    """Return where a run is really two: "Palmyra-Deir Ezzor", "Syrian Idlib", "New York Gov. Cuomo"."""
    if after - first == 1:
        return None
    tokens = reading.tokens
    whole = bool(reading.known(first, after))
    for i in range(first + 1, after):
        token = tokens[i]
        hyphen = token.gap in _HYPHENS and not {tokens[i - 1].lower, token.lower} & cues.ARTICLES
        if hyphen and not whole and _is_name(reading, first, i) and _is_name(reading, i, after):
            return i
        title = token.lower in cues.TITLES and token.lower not in _TITLES_WITHIN and i + 1 < after
        if title and reading.known(first, i):
            return i
    for i in range(first + 1, after):
        if reading.is_people(i, i + 1) and reading.known(first, i) and not reading.is_people(first, i):
            return i  # "Pankisi Chechen"
    organised = tokens[after - 1].text in cues.ORGANISATION_LAST
    if not whole and not organised and reading.is_people(first, first + 1):
        return first + 1
    return None


def _is_name(reading: Reading, first: int, after: int) -> bool:
    return bool(reading.known(first, after)) or reading.is_people(first, after)


def _organisation(reading: Reading, first: int, after: int) -> str:
    """Return why a run names an organisation, by its own words or by those before it, or ""."""
    if after - first > 1 and _is_organisation(reading, first, after):
        return f"inside a name: {reading.span(first, after)}"
    return _behind_organisation(reading, first, after)


def _is_organisation(reading: Reading, first: int, after: int) -> bool:
    """Say whether a run of several words names an organisation by its first or last word."""
    tokens, last = reading.tokens, reading.tokens[after - 1].text
    if last == "District" and after - first > 2 and tokens[after - 2].text in ("School", "Court", "Fire"):
        return True
    known = bool(reading.known(first, after))
    ends = last in cues.ORGANISATION_LAST and not (last in _LAST_OF_PLACES and known)
    if ends and not reading.is_famous(first, after):
        return True
    return tokens[first].text in cues.ORGANISATION_FIRST and not known


def _behind_organisation(reading: Reading, first: int, after: int) -> str:
    """Return why the words before a run draw it into a name ("Voice of X", "Mission in X"), or ""."""
    tokens, gap = reading.tokens, reading.tokens[first].gap
    if first and gap == " (" and tokens[first - 1].text in _BRACKETED:
        return f"inside a name: {tokens[first - 1].text} ({reading.span(first, after)})"
    if first < 2 or (gap != " " and gap.strip()):
        return ""
    back = first - 1
    if tokens[back].lower == "the" and tokens[back].gap == " ":
        back -= 1
    if back < 1:
        return ""
    word, head = tokens[back].lower, tokens[back - 1]
    if word not in _LEADING:
        return ""
    text = reading.span(first, after)
    if word in ("in", "for", "to") and head.text in cues.OFFICE_IN:
        return f"inside a name: {head.text} {word} {text}"
    if word in ("of", "in") and head.text == "State" and back >= 2 and tokens[back - 2].text == "Islamic":
        if word == "of" or _LEVANT.match(reading.text, tokens[after - 1].end):
            return f"inside a name: Islamic State {word} {text}"
    elif word == "of" and tokens[back].gap == " " and head.capital and head.text in cues.ORGANISATION_OF:
        within = back >= 2 and tokens[back - 2].capital and head.gap == " "
        if within or head.text not in _OF_STATES:
            return f"inside a name: {head.text} of {text}"
    if word in ("and", "&", "wa") and reading.last_organisation == back:
        return f"inside a name: … and {text}"
    return ""


def _is_titled(reading: Reading, first: int, after: int) -> bool:
    title = reading.tokens[first].lower
    if title not in cues.TITLES or after - first == 1 or reading.known(first, after):
        return False
    return title not in _TITLES_OF_PLACES or not around(reading, first, after)


def _begin_of_name(reading: Reading, first: int, after: int) -> int | None:
    """Return where a name begins that is known but for its capitalised class words, or None.

    "Macomia District", "Lake Chad", "Lower Shabelle": known names with class words and directions;
    "Castello Road": a class word that makes any name a place.
    """
    tokens = reading.tokens
    if reading.known(first, after) or after - first == 1:
        return first
    for cut in range(after - 1, first, -1):
        if all(t.text in cues.IN_NAME_AFTER for t in tokens[cut:after]) and reading.known(first, cut):
            return first
    for cut in range(first + 1, after):
        if all(t.text in cues.IN_NAME_BEFORE for t in tokens[first:cut]) and reading.known(cut, after):
            head = tokens[first]
            opening = head.initial and head.lower in cues.DIRECTIONS and head.lower != "greater"
            return cut if opening and around(reading, first, after) < 1 else first
    last = tokens[after - 1]
    classed = last.text in cues.IN_NAME_AFTER and last.lower in cues.STRONG_CLASS
    return first if classed and after - first <= _LONGEST_UNKNOWN else None


def _person(reading: Reading, first: int, after: int, reason: str) -> None:
    if after > first:
        reading.remember_surname(first, after, titled=reason.startswith("person"))
        reading.refuse(first, after, reason)


def _unknown(reading: Reading, first: int, after: int) -> None:
    """Keep a run that is no known name as a whole: only its surroundings can make it a place."""
    cue = around(reading, first, after)
    tokens = reading.tokens[first:after]
    person = any(t.text in cues.KUNYA or t.lower in _TITLES_OF_PERSONS for t in tokens)
    titled = any(t.lower in _TITLES_OF_PLACES for t in tokens)
    if after - first > _LONGEST_UNKNOWN or (person and cue < 2.5) or (titled and cue < 1.5):
        _person(reading, first, after, "inside a name: " + reading.span(first, after))
        return
    piece = reading.add(first, after)
    piece.weak = cue < 1.5
    piece.inner = [
        (reading.tokens[a].start, reading.tokens[b - 1].end, reading.span(a, b))
        for a, b in reading.names_in(first, after)
    ]
    reading.last_organisation = -1
    if cue < 0.8:
        reading.remember_surname(first, after)
