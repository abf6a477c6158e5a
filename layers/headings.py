"""What heads a section, a paragraph or an item of a list: the place or the party that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.places import Toponym
from layers.cues import cues
from layers.items import COORDINATORS, DETERMINERS, TIME_WORDS, Item
from layers.reports import ActorMention
from layers.wheres import coarseness, is_container

# "41.", "(d)", "2)", "*", "-": what only numbers an item.
_NUMBERING = re.compile(r"\s*(?:[-*•–—]\s*|\(?\w{1,3}[.)]\s+|\d[\d.:/]*\s*[|–-]?\s*)*")
_UNKNOWN = re.compile(r"[^\W\d_a-z][\w'’-]*(?:\s+[^\W\d_a-z][\w'’-]*){0,2}\s*[.:]$")
_COUNTRY = 3


def head_of(row: Sequence[Item], toponyms: Sequence[Toponym]) -> tuple[int | None, ActorMention | None]:
    """Return the place, else the party, that a line or a sentence without a verb is the name of.

    "Nyala, South Darfur.", "2. ZAWIYA", "Deir ez-Zor countryside" and "(b) FDLR." are; "Fighting in Nyala"
    and "Kidal and Gao" are not; neither is a country, which is too much to say where something happened.
    """
    sites = [k for k, x in enumerate(row) if x.place is not None and not is_container(row, k, toponyms)]
    parties = [x.actor for x in row if x.actor is not None]
    if any(x.is_content and not _describes_place(x) for x in _behind_number(row)):
        return None, None
    places = {row[k].place for k in sites}
    if len(places) == 1 and not parties:
        (place,) = places
        assert place is not None
        return (place if coarseness(toponyms[place]) < _COUNTRY else None), None
    if not sites and len({p.name for p in parties}) == 1:
        return None, parties[0]
    return None, None


def _behind_number(row: Sequence[Item]) -> Sequence[Item]:
    """Return a line without the letter or number before it."""
    numbered = len(row) > 1 and row[0].is_word and len(row[0].low) < 3 and not row[1].is_word
    return row[1:] if numbered else row


def _describes_place(item: Item) -> bool:
    """Say whether a word only says what a place is, or when ("Aleppo countryside", "Taiz city, May")."""
    known = cues().sets["place_nouns"] | cues().sets["areas"] | TIME_WORDS | DETERMINERS | COORDINATORS
    return item.low in known


_UNKNOWN_HEAD = re.compile(r"[^\W\d_a-z][\w'’-]*(?:\s+[^\W\d_a-z][\w'’-]*){0,2}:\s")


def opens_with_unknown(text: str, start: int, end: int, known: Sequence[int]) -> bool:
    """Say whether a line opens with a name that is nothing known ("- Hajin: the army ..."); `known` is where
    places and parties begin.
    """
    numbering = _NUMBERING.match(text, start, end)
    at = numbering.end() if numbering else start
    return at not in known and _UNKNOWN_HEAD.match(text, at, end) is not None


def names_unknown(text: str, start: int, end: int) -> bool:
    """Say whether a sentence is only a name that nothing knows ("Tawila."), of which what follows tells."""
    numbering = _NUMBERING.match(text, start, end)
    return _UNKNOWN.fullmatch(text[numbering.end() if numbering else start : end].strip()) is not None
