"""Towns that stand for their clubs: in a sentence about a match, unless words locate it there."""

from __future__ import annotations

import re

from geo import surroundings as cues
from geo.pieces import TOWNS, Piece, Reading

_SCORE = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?![\d-])")
_WORD = re.compile(r"[\w-]+")
_HEADS = frozenset(word.partition("-")[0] for word in cues.CLUB_WORDS)  # "semi-final" is two words of a text
_ENDS = ".!?\n"
_FARTHEST = 240  # characters of a sentence to either side
# "Played in Madrid" is there; "the striker from Porto" and "at home to Bologna" are clubs.
_THERE = frozenset("in at near outside inside around into across throughout".split())


def as_club(reading: Reading, piece: Piece) -> str:
    """Return why a town stands for its club, or ""."""
    if piece.kind == "country" or not _may_be_about_sport(reading):
        return ""
    if not any(c.place.kind in TOWNS for c in piece.found):  # Porto is a district too
        return ""
    word = reading.tokens[piece.first - 1].lower if piece.first else ""
    if word in _THERE:
        return ""
    sign = _sign_of_sport(_sentence(reading.text, piece))
    return f"metonym: {piece.text}, a club ({sign})" if sign else ""


def _may_be_about_sport(reading: Reading) -> bool:
    """Say whether any sentence of a text can be about sport."""
    if not (reading.lower.isdisjoint(_HEADS) and reading.lower.isdisjoint(cues.MATCH_WORDS)):
        return True
    return any(league in reading.text for league in cues.LEAGUES)


def _sentence(text: str, piece: Piece) -> str:
    """Return about the sentence that a piece stands in."""
    start = max(text.rfind(end, max(0, piece.start - _FARTHEST), piece.start) for end in _ENDS) + 1
    stops = [text.find(end, piece.end, piece.end + _FARTHEST) for end in _ENDS]
    stop = min((at for at in stops if at >= 0), default=piece.end + _FARTHEST)
    return text[max(start, piece.start - _FARTHEST) : stop]


def _sign_of_sport(sentence: str) -> str:
    """Return what shows that a sentence is about a match: a word of players, a league, a score."""
    words = _WORD.findall(sentence)
    found = next((word for word in words if word in cues.CLUB_WORDS), "")
    found = found or next((league for league in cues.LEAGUES if league in sentence), "")
    if found or cues.MATCH_WORDS.isdisjoint(words):
        return found
    score = _SCORE.search(sentence)
    return score[0] if score else ""
