"""The evidence for and against a name being a place where it stands, added up."""

from __future__ import annotations

from geo import surroundings as cues
from geo.adjacent import before, behind, is_region_behind, owner
from geo.names import fold
from geo.pieces import AREAS, STATES, Piece, Reading
from geo.refusing import reason_against
from geo.tokens import Token

# What a name must overcome: with nothing around it, only a well-known one does.
BASE = -1.5
# What is against a name of several words that neither the gazetteer knows nor anything around it supports.
WEAKNESS = 1.0


def weigh(reading: Reading, piece: Piece, *, carried: float = 0.0) -> None:
    """Weigh a piece by its name and the words around it; `carried` is the cue of the list it stands in."""
    if why := reason_against(reading, piece):
        piece.refused = why
        return
    piece.add(BASE)
    _weigh_name(reading, piece)
    _weigh_neighbours(reading, piece, carried)
    _weigh_sentence(reading, piece)
    if piece.after - piece.first == 1:
        _weigh_word(reading, piece)
    _weigh_person(reading, piece)


def _own_words(reading: Reading, piece: Piece) -> list[Token]:
    words = [t for t in reading.tokens[piece.first : piece.after] if t.lower not in cues.ARTICLES]
    return words or [reading.tokens[piece.first]]


def _weigh_name(reading: Reading, piece: Piece) -> None:
    words = _own_words(reading, piece)
    if piece.best is not None:
        piece.add(piece.fame, f"{piece.kind} in the gazetteer")
        if len(words) > 1:
            piece.add(0.8)
    elif len(words) > 1 and words[0].text in cues.BEGINS_A_PLACE:
        piece.add(2.5, f"begins with {words[0].text!r}")
        piece.cue += 2.5
    if len(words) > 1 and words[-1].text in cues.IN_NAME_AFTER:
        piece.generic = cues.AFTER.get(words[-1].lower, "")
        piece.add(2.5, f"named a {words[-1].lower}")


def _weigh_neighbours(reading: Reading, piece: Piece, carried: float) -> None:
    """Weigh the words right before and right behind a piece."""
    tokens = reading.tokens
    ahead, astern = before(reading, piece.first), behind(reading, piece.after)
    weight, why = ahead.weight, ahead.why
    if carried > weight:
        weight, why = carried, "listed with places"
    if weight < 1.5 and (possessor := owner(reading, piece)):
        weight, why = 1.5, f"{possessor}’s"
    piece.cue += weight + astern.weight
    if piece.best is None:  # where the names of actors are known, another unknown name is sooner a place
        piece.weak = piece.weak and weight < 1.5
        piece.add(-0.5 - WEAKNESS if piece.weak else 0.3 if reading.taken else -0.5)
    piece.add(weight, why)
    piece.add(astern.weight, astern.why)
    piece.generic = astern.kind or ahead.kind or piece.generic
    head = tokens[piece.first]
    article = piece.first and tokens[piece.first - 1].lower in ("the", "this") and head.gap == " "
    if ahead.weight > 0 and cues.HELD_PERSON.match(reading.text, piece.end):
        piece.add(-3.0, "who is held")
    if pair := cues.PAIR.match(reading.text, piece.end):
        piece.add(2.5, f"one end of a {pair[1]}")
        piece.cue += 2.5
    elif article and piece.kind not in AREAS and not piece.generic and astern.weight < 0.5:
        piece.add(-1.5, "after 'the'")
    if piece.after < len(tokens):
        following = tokens[piece.after]
        if following.gap == "-" and following.lower in cues.HYPHEN_PLACE:
            piece.add(3.0, f"before '-{following.lower}'")
        if piece.best is not None and following.gap == " " and following.lower in cues.TOWN_NOUN:
            piece.add(1.0, f"before {following.lower!r}")


def _weigh_sentence(reading: Reading, piece: Piece) -> None:
    """Weigh what the sentence says of a piece: "X, a village", "X, north of", "governor of X", datelines."""
    text, head = reading.text, reading.tokens[piece.first]
    if found := cues.APPOSITION.match(text, piece.end):
        piece.add(2.5, "called a place right after")
        piece.cue += 2.5
        piece.generic = piece.generic or cues.AFTER.get(found[0].split()[-1].lower(), "")
    if found := cues.LOCATED_AFTER.match(text, piece.end):
        said = found[0].strip(" ,(–")
        piece.add(2.2, f"followed by {said!r}")
        piece.cue += 2.2
    if piece.kind not in STATES and (found := cues.BEFALLS.match(text, piece.end)):
        piece.add(2.5, f"followed by {found[0].strip(' ,')!r}")
        piece.cue += 1.5
    if text.startswith(",", piece.end) and (found := cues.STATE_BEHIND.match(text, piece.end)):
        piece.add(2.0, f"before {found[1]!r}")
        piece.cue += 2.0
    if piece.best is None and piece.after - piece.first > 1 and is_region_behind(reading, piece):
        piece.add(3.0, "behind the place that it contains")
        piece.cue += 2.0
    if (
        head.initial
        and cues.DATELINE.match(text, piece.end)
        and (piece.text.isupper() or reading.begins_line(head))
    ):
        piece.add(2.5 if piece.best else 0.5, "dateline")
    if reading.tokens[piece.after - 1].possessive and piece.kind in AREAS:
        piece.add(0.5)
    word = reading.tokens[piece.first - 1].lower if piece.first else ""
    if word in ("of", "from") and cues.AGED_OF.search(text, max(0, piece.start - 20), piece.start):
        piece.add(3.0, "where a person is from")
        piece.cue += 2.5
    if word in ("of", "the") and cues.OFFICE_OF.search(text, max(0, piece.start - 40), piece.start):
        piece.add(1.5, "the place of an office or a people")


def _weigh_word(reading: Reading, piece: Piece) -> None:
    """Count against a single word what makes it an ordinary word, an acronym or a nisba."""
    head = reading.tokens[piece.first]
    if head.lower in cues.ORDINARY and piece.text not in cues.CAPITALS_PLACES:
        piece.add(-4.0, "an ordinary word")
    elif head.lower in reading.lower and piece.kind != "country":
        piece.add(-2.5, "also in lower case in this text")
    elif head.initial and piece.cue < 1 and piece.kind not in STATES:
        piece.add(-0.5)
    if piece.best is None and head.initial:
        piece.add(-1.0)
    if len(head.text) <= 3 and piece.kind != "country":
        piece.add(-0.8)
    if head.lower.endswith("i") and reading.text[max(0, piece.start - 3) : piece.start].lower() in (
        "al-",
        "el-",
    ):
        piece.add(-1.5, "has the form of a nisba")


def _weigh_person(reading: Reading, piece: Piece) -> None:
    """Count against a piece that it speaks, has an age or bears a title."""
    hailing = piece.first and reading.tokens[piece.first - 1].lower in ("of", "from")
    if piece.cue < 1.5 and not hailing and cues.PERSON_AFTER.match(reading.text, piece.end):
        piece.add(-3.0, "speaks or acts as a person")
        if piece.after - piece.first == 1 and piece.kind not in STATES:
            reading.surnames.add(fold(piece.text))
    titled = piece.first and reading.tokens[piece.first - 1].lower in cues.TITLES
    if titled and reading.tokens[piece.first].gap == " " and piece.cue < 3:
        piece.add(-3.0, "after a title")
