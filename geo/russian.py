"""States and capitals that stand for their governments, and names inside quotation marks, in Russian text."""

from __future__ import annotations

import re

from geo import surroundings as cues
from geo.curated import capitals
from geo.names import fold
from geo.pieces import Piece, Reading

_TABLE = cues.RUSSIAN
_STEMS = {name: "|".join(words.split()) for name, words in _TABLE.items()}
_NAME = r"[А-ЯЁ][\w-]+"
# A nominative before a finite verb that is not one of land ("находится", "пала").
_SUBJECT = re.compile(
    rf"(?:(?:, {_NAME})* и {_NAME})?\s(?:(?:не|уже|также|еще|ещё|вновь|\w+о)\s){{0,2}}"
    rf"(?!(?:{_STEMS['land']})\b)(?:\w{{2,}}(?:ла|ло|ли|ет|ит|ют|ят|ут|ат)|\w{{2,}}[аеиоуыя]л)\b"
)
_OF_STATE = re.compile(rf"\b(?:{_STEMS['state']})\w* (?:{_NAME}(?:,| и) )*$", re.I)
_DEALT = re.compile(rf"\b(?:{_STEMS['dealing']})\w* (?:\w+ )?(?:с|со|между) (?:{_NAME}(?:,| и) )*$", re.I)
_OBJECT = re.compile(rf"\b(?:{_STEMS['object']})\w* (?:{_NAME}(?:,| и) )*$", re.I)
_SAID_IN = re.compile(rf"\s(?:{_STEMS['said']})\b")
_QUOTE = re.compile(r"«[^«»\n]{0,60}$")
_CLOSED = re.compile(r"[^«»\n.!?]{0,40}»")


def is_cyrillic(text: str) -> bool:
    """Say whether a name is written in Cyrillic.

    >>> is_cyrillic("Грозный"), is_cyrillic("Grozny")
    (True, False)
    """
    return "\u0400" <= text[:1] <= "\u04ff"


def reason_against(reading: Reading, piece: Piece) -> str:
    """Return why a Russian name is no place where it stands, or ""."""
    text = reading.text
    before = text[max(text.rfind("\n", 0, piece.start) + 1, piece.start - 70) : piece.start]
    if _QUOTE.search(before) and _CLOSED.match(text, piece.end):
        return "inside a name: in quotation marks"
    if piece.best is None:
        return ""
    place = piece.best.place
    if place.kind not in ("country", "supranational") and fold(place.name) not in capitals():
        return ""
    for phrase in (_OF_STATE, _DEALT, _OBJECT):
        if found := phrase.search(before):
            return f"metonym: {found[0].strip()} {piece.text}"
    word = reading.tokens[piece.first - 1].lower if piece.first else ""
    if word in ("в", "во") and (found := _SAID_IN.match(text, piece.end)):
        return f"metonym: {word} {piece.text}{found[0]}"
    led = word in cues.PREPOSITIONS and not reading.tokens[piece.first].initial
    if piece.best.rule != "inflected" and not led and (found := _SUBJECT.match(text, piece.end)):
        return f"metonym: {piece.text}{found[0]}"
    return ""
