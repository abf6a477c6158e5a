"""States and capitals that stand for those who govern them: by what they do, own, and are dealt with as.

What a government does is an open class, what a stretch of land or a town does is nearly closed: a state or
a capital that is the subject of a verb is taken for a government unless the verb is of land ("lies", "fell").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from geo import surroundings as cues
from geo.adjacent import before
from geo.curated import capitals
from geo.pieces import STATES, TOWNS, Piece, Reading

_TABLE = cues.GOVERNMENTS
_NAME = r"(?:the )?[A-Z][\w.]+(?: [A-Z]\w+)?"
# The rest of a list that a name begins ("Russia, Iran and Turkey agreed"), or a clause about it.
_LISTED = rf"(?:(?:, {_NAME}){{0,4}},? (?:and|or|nor) {_NAME}|, which)?"
_OTHERS = rf"(?:{_NAME}(?:,| and|,? or|,? nor) ){{0,4}}(?:the )?$"
_SUBJECT = re.compile(
    rf"{_LISTED}\s(?:(?:{cues.ADVERBS}|\w+ly|yet|even) ){{0,3}}"
    r"(?:(?P<has>has|had|have)|(?P<will>will|would|shall|should|may|might|can|could|must|cannot|does|did|do)"
    r"|(?P<verb>[a-z]+))(?:n['’]t)?(?P<rest>[^.!?\n]{0,60})"
)
_NEXT = re.compile(rf"(?: (?:{cues.ADVERBS}|\w+ly|not|yet|even|no longer)){{0,3}} (?P<word>[a-z]+)")
_OBJECT = re.compile(
    r" (?:the|an?|its|that|this|those|it|them|their|his|her|all|any|no|some|off|out|back|up|down|more|new|"
    r"[A-Z]\w+|[a-z]+s)\b"
)
_OBJECT_OF_S = re.compile(r" (?:the|an?|its|that|it|them|their|any|no)\b")
_ATTRIBUTE = cues.MODIFIER | cues.HYPHEN_PLACE | {"armed", "allied"}


def _phrases(words: str, preposition: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{'|'.join(_TABLE[words].split())})(?: \w+)? {preposition} {_OTHERS}")


# What stands before a name that is dealt with as a party, for each preposition.
_DEALT = {
    "from": _phrases("from", "from"),
    "on": re.compile(rf"\b(?i:{'|'.join(_TABLE['on'].split())}) (?:up)?on {_OTHERS}"),
    "to": re.compile(rf"\b(?i:{'|'.join(_TABLE['to'].split())}) to {_OTHERS}"),
    "for": re.compile(rf"\b(?i:{'|'.join(_TABLE['for'].split())}) for {_OTHERS}"),
    "of": re.compile(rf"\b(?i:{'|'.join(_TABLE['of'].split())}) of {_OTHERS}"),
    "by": re.compile(
        rf"\b(?!(?:{'|'.join(_TABLE['not_by'].split())})\b)(?:\w+(?:ed|en|wn|ght)|{'|'.join(_TABLE['by'].split())})"
        rf"(?: (?:up|off|out|down|in))? by (?:both )?{_OTHERS}"
    ),
    "with": re.compile(rf"\bwith (?:both )?{_OTHERS}"),
}
_BORDERS = re.compile(rf"\b(?:{'|'.join(_TABLE['not_with'].split())})\b[^.,;]{{0,20}}$")
_AFTER_PARTY = re.compile(r"\bof (?:the |[A-Z])")
_GOVERNING = frozenset("for with by on against between about under behind beyond along above below".split())
_WINDOW = 90


def as_government(reading: Reading, piece: Piece) -> str:
    """Return why a state, a capital or a town stands for those who govern it, or ""."""
    if piece.best is None:
        return ""
    return next((f"metonym: {why}" for rule in _RULES if (why := rule(reading, piece))), "")


def as_figure(reading: Reading, piece: Piece) -> str:
    """Return why a name is a figure of speech ("a second Aleppo", "the Paris of the East"), or ""."""
    head = reading.tokens[piece.first]
    word = reading.tokens[piece.first - 1].lower if piece.first and len(head.gap) <= 2 else ""
    if word in ("second", "third", "another", "mini", "next", "no"):
        return f"figurative: a {word} {piece.text}"
    following = reading.tokens[piece.after] if piece.after < len(reading.tokens) else None
    alone = (
        following is None or following.initial or (following.gap == " " and following.lower in cues.FUNCTION)
    )
    if word in ("a", "an") and alone and piece.kind in TOWNS and piece.after - piece.first == 1:
        return f"figurative: {word} {piece.text}"
    likened = any(c.place.kind in TOWNS or c.place.kind == "country" for c in piece.found)
    if (
        word == "the"
        and likened
        and head.lower not in cues.ORDINARY
        and _AFTER_PARTY.match(reading.text, piece.end + 1)
    ):
        return f"figurative: the {piece.text} of …"
    return ""


def _is_party(piece: Piece) -> bool:
    return piece.kind in ("country", "supranational") or piece.folded in capitals()


def _is_located(reading: Reading, piece: Piece) -> bool:
    """Say whether a preposition, or the town that it contains, stands before a name, then no subject."""
    tokens, i = reading.tokens, piece.first - 1
    if i > 0 and tokens[i].lower == "the":
        i -= 1
    if i < 0:
        return False
    gap = tokens[piece.first].gap
    if gap == ", " and reading.text.startswith(",", piece.end):
        return tokens[i].capital and not reading.text.startswith(", which", piece.end)
    word = tokens[i].lower
    return gap == " " and (word in cues.LOCATING or word in cues.DIRECTIONS or word in _GOVERNING)


def _says(reading: Reading, piece: Piece) -> str:
    """Only people say: a town's name before these is neither a dot nor an area."""
    if piece.kind not in TOWNS or reading.tokens[piece.after - 1].possessive:
        return ""
    if before(reading, piece.first).weight >= 1.0 or not (found := cues.SAYS.match(reading.text, piece.end)):
        return ""
    return f"{piece.text}{found[0]}"


def _acts(reading: Reading, piece: Piece) -> str:
    """Verbs that only a government is the subject of, whatever the state or the sort of clause."""
    if reading.tokens[piece.after - 1].possessive or not (piece.kind in STATES or _is_party(piece)):
        return ""
    if not _is_located(reading, piece) and (found := cues.ACTS.match(reading.text, piece.end)):
        return f"{piece.text}{found[0]}"
    i = piece.first - 1
    word = reading.tokens[i].lower if i >= 0 else ""
    such = i > 0 and reading.tokens[i - 1].lower == "such"
    if word in ("as", "like", "than") and not such and cues.AS_DOES.match(reading.text, piece.end):
        return f"{word} {piece.text} does"
    return ""


def _is_subject(reading: Reading, piece: Piece) -> str:
    """Any verb but those of land, where the name begins its clause."""
    if (
        not _is_party(piece)
        or reading.tokens[piece.after - 1].possessive
        or not _begins_clause(reading, piece)
    ):
        return ""
    found = _SUBJECT.match(reading.text, piece.end)
    if found is None:
        return ""
    rest = found["rest"]
    if found["verb"] is None:
        following = _NEXT.match(rest)
        word = following["word"] if following else ""
        deed = word and word not in cues.LAND_VERBS and (found["will"] or _is_participle(word))
    else:
        word = found["verb"]
        if cues.ACTS.match(reading.text, found.start("verb") - 1):
            return f"{piece.text} … {word}"
        if word in cues.LAND_VERBS or word in _ATTRIBUTE:
            return ""
        past = word.endswith("ed") or word in cues.PAST
        ends = rest[:1] in (",", ";", "") and not past  # "Tehran pays, Damascus signs"
        deed = (past and _OBJECT.match(rest)) or (word.endswith("s") and (ends or _OBJECT_OF_S.match(rest)))
    return f"{piece.text} … {word}" if deed else ""


def _is_participle(word: str) -> bool:
    return word.endswith(("ed", "en", "wn")) or word in cues.PAST


def _begins_clause(reading: Reading, piece: Piece) -> bool:
    i = piece.first - 1
    if i > 0 and reading.tokens[i].lower == "the":
        i -= 1
    if i < 0 or reading.tokens[piece.first].initial:
        return True
    if _is_located(reading, piece):
        return False
    word, gap = reading.tokens[i], reading.tokens[piece.first].gap
    opens = gap in (" ", ", ") and (word.lower in cues.CLAUSE_OPENERS or word.lower in cues.CALENDAR)
    return opens or (gap == ", " and not word.capital)


def _owns(reading: Reading, piece: Piece) -> str:
    """Nouns of what only a government has: "Ankara's envoy", "Moscow's growing influence"."""
    if not (piece.kind in STATES or _is_party(piece)) or not reading.tokens[piece.after - 1].possessive:
        return ""
    for token in reading.tokens[piece.after : piece.after + 3]:
        if token.gap not in (" ", "-", "’ ", "' ") or token.capital:
            break
        if token.lower in cues.POSSESSED:
            return f"{piece.text}’s {token.lower}"
    return ""


def _dealt_with(reading: Reading, piece: Piece) -> str:
    """A party to talks, support, orders: by the phrase before a name."""
    if not _is_party(piece):
        return ""
    text = reading.text
    if found := cues.PAIR_TALKS.match(text, piece.end):
        return f"{piece.text}{found[0]}"
    if reading.tokens[piece.after - 1].possessive:
        return ""
    begin = max(text.rfind("\n", 0, piece.start) + 1, piece.start - _WINDOW)
    if found := cues.DEALT_WITH.search(text, begin, piece.start):
        return f"{found[0].strip()} {piece.text}"
    words = {t.lower for t in reading.tokens[max(0, piece.first - 8) : piece.first]}
    for preposition, phrase in _DEALT.items():
        if preposition not in words or not (found := phrase.search(text, begin, piece.start)):
            continue
        if preposition == "with" and _BORDERS.search(text, begin, found.start()):
            continue
        return f"{found[0].strip()} {piece.text}"
    i = piece.first - 1
    against = i >= 0 and reading.tokens[i].lower == "against" and reading.tokens[piece.first].gap == " "
    return f"against {piece.text}" if against else ""


def _is_attribute(reading: Reading, piece: Piece) -> str:
    """What a hyphen and a participle make of a state ("Ankara-armed")."""
    if piece.after >= len(reading.tokens) or not (piece.kind in STATES or _is_party(piece)):
        return ""
    word = reading.tokens[piece.after]
    made = word.gap == "-" and not word.capital and word.lower.endswith(("ed", "en"))
    return f"‘-{word.lower}’" if made and word.lower not in cues.HYPHEN_PLACE else ""


_RULES: tuple[Callable[[Reading, Piece], str], ...] = (
    _says, _acts, _is_subject, _owns, _dealt_with, _is_attribute,
)  # fmt: skip
