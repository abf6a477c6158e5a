"""Why a place's name is none where it stands: an adjective, an acronym, a group, a government, a figure."""

from __future__ import annotations

from geo import russian
from geo import surroundings as cues
from geo.clubs import as_club
from geo.governments import as_figure, as_government
from geo.names import fold
from geo.pieces import STATES, Piece, Reading, is_people
from geo.russian import is_cyrillic
from geo.tokens import Token

# Abbreviations of countries that stand before a noun as adjectives ("U.S. bomb").
_ADJECTIVES = frozenset({"US", "U.S", "UK", "U.K", "UAE", "U.A.E", "USA", "EU"})
# Nouns of the state that a town has of its own.
_OF_TOWNS = frozenset({"police", "officials", "security", "defense", "defence"})
_OF_BASES = frozenset({"air", "military", "army", "security"})
_LONGEST_ACRONYM = 5


def reason_against(reading: Reading, piece: Piece) -> str:
    """Return why a piece is no place whatever else speaks for it, or ""; the first word is the class."""
    if is_cyrillic(piece.text):
        return russian.reason_against(reading, piece)
    last = reading.tokens[piece.after - 1]
    following = reading.tokens[piece.after] if piece.after < len(reading.tokens) else None
    return (
        _by_its_form(reading, piece, following)
        or _by_the_next_word(reading, piece, following, last)
        or as_government(reading, piece)
        or as_club(reading, piece)
        or as_figure(reading, piece)
    )


def _by_its_form(reading: Reading, piece: Piece, following: Token | None) -> str:
    head, folded = reading.tokens[piece.first], piece.folded
    own_name = piece.kind == "country" and piece.best is not None and fold(piece.best.place.name) == folded
    if folded in cues.SEATS:
        return f"metonym: {piece.text} is a seat of government"
    if piece.text in cues.CAPITALS_PLACES:
        if piece.text.strip(".") in _ADJECTIVES and _modifies(reading, piece, following):
            return "demonym: used as an adjective"
    elif is_people(folded) and not own_name:
        return "demonym"
    elif piece.after - piece.first == 1 and _is_acronym(reading, piece, head):
        return "acronym"
    return ""


def _is_acronym(reading: Reading, piece: Piece, head: Token) -> bool:
    letters = len(head.text.replace(".", ""))
    if not head.text.isupper() or letters > _LONGEST_ACRONYM or ("." in head.text and piece.kind in STATES):
        return False
    if letters < 4 or piece.best is None:
        return True
    heads = head.initial and cues.DATELINE.match(reading.text, piece.end) is not None
    return not (heads or reading.begins_line(head) or reading.is_shouted(piece.first))


def _modifies(reading: Reading, piece: Piece, following: Token | None) -> bool:
    """Say whether an abbreviation stands as an adjective before a noun ("U.S. bomb", "U.S.-led")."""
    if following is None or reading.tokens[piece.after - 1].possessive:
        return False
    if following.gap == "-":
        return following.lower not in cues.HYPHEN_PLACE
    return (
        following.gap == " "
        and following.lower not in cues.FUNCTION
        and not cues.ACTS.match(reading.text, piece.end)
    )


def _by_the_next_word(reading: Reading, piece: Piece, following: Token | None, last: Token) -> str:
    if following is None:
        return ""
    if following.gap == "-" and not following.capital and following.lower in cues.MODIFIER:
        return f"metonym: '-{following.lower}'"
    if following.gap != " ":
        return ""
    if last.possessive:
        if following.text in cues.OF_A_SAINT:
            return f"inside a name: {piece.text}’s {following.text}"
        return f"metonym: {piece.text}’s {following.text} …" if piece.after in reading.owned else ""
    beyond = reading.tokens[piece.after + 1] if piece.after + 1 < len(reading.tokens) else None
    if following.lower in cues.GROUP_NOUN and not following.capital:
        return f"inside a name: the {piece.text} {following.lower}"
    if following.lower in cues.DEALS and reading.tokens[piece.first - 1].lower == "the" and piece.first:
        return f"inside a name: the {piece.text} {following.lower}"
    if following.lower == "news" or following.lower in cues.OUTLET_NOUN:
        return f"media: {piece.text} {following.lower}"
    if following.lower in cues.GROUP_MIDDLE and beyond is not None and beyond.lower in cues.GROUP_NOUN:
        return f"inside a name: the {piece.text} {following.lower} {beyond.lower}"
    if piece.best is not None and following.lower in cues.STATE_NOUN:
        of_town = piece.kind not in STATES and following.lower in _OF_TOWNS
        of_base = beyond is not None and beyond.lower in cues.AFTER and following.lower in _OF_BASES
        if not of_town and not of_base:
            return f"metonym: {piece.text} {following.lower}"
    return ""
