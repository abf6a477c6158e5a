"""What the words right before and right behind a name say for a place."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from geo import surroundings as cues
from geo.pieces import Piece, Reading

_OPENED = frozenset({" ", ' "', " “", " ‘", " '", "\u00a0", " «"})
_SETTLED = frozenset(
    {"village", "town", "city", "district", "province", "quarter", "site", "region", "physical"}
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|said|says|and|who)\b")
_ANNOUNCING = frozenset(
    " | of |: |, | (| – | such as | like | including |, including | called | named | in and around "
    .split("|")
)  # fmt: skip
_STOP = re.compile(r"[.;!?\n]")
_MOST_BETWEEN = 18
_WAY = 48  # characters before a preposition in which its verb stands
_RUNNING = frozenset({"run", "runs", "ran", "running"})  # out of what is no place
_BEFORE_VERB = frozenset(
    "also still now already then later recently reportedly briefly have has had who that again once".split()
)


class Cue(NamedTuple):
    """How much words say for a place, the kind of place they name, and which words they are."""

    weight: float = 0.0
    kind: str = ""
    why: str = ""


NOTHING = Cue()


def around(reading: Reading, first: int, after: int) -> float:
    """Return how much the words before and behind tokens first..after say for a place."""
    return before(reading, first).weight + behind(reading, after).weight


def before(reading: Reading, first: int) -> Cue:
    """Return what the words before token `first` say."""
    found: Cue | None = reading.cues.get(first)
    if found is None:
        found = reading.cues[first] = _before(reading, first)
    return found


def _before(reading: Reading, first: int) -> Cue:
    tokens = reading.tokens
    gap = tokens[first].gap
    if first == 0 or not (gap in _OPENED or gap == " (" or gap.startswith("-")):
        return NOTHING
    back = first - 1
    if gap == " (":
        return Cue(2.0, "", "in brackets behind a place") if tokens[back].lower in cues.AFTER else NOTHING
    if tokens[back].lower == "the" and back:
        back -= 1
    word = tokens[back]
    if word.lower in ("called", "named") and back:
        return _called(reading, back)
    direction = NOTHING
    if (
        word.lower in cues.DIRECTIONS
        and not word.possessive
        and word.lower not in ("greater", "lower", "upper")
    ):
        direction = Cue(2.0, "rural" if word.lower == "rural" else "", f"after {word.lower!r}")
        if back and tokens[back].gap == " ":
            back -= 1
            word = tokens[back]
    if word.lower == "of" and back and tokens[back].gap == " " and tokens[back - 1].lower in cues.BEFORE_OF:
        head = tokens[back - 1].lower
        kind = "province" if head == "countryside" else cues.AFTER.get(head, "")
        return Cue(direction.weight + (3.5 if kind else 2.0), direction.kind or kind, f"{head} of")
    if word.lower == "of" and back and tokens[back].gap == " ":
        head = tokens[back - 1].lower
        out = head == "out" and (back < 2 or tokens[back - 2].lower not in _RUNNING)
        if out or head in cues.OF_A_TOWN:
            return Cue(direction.weight + 2.4, direction.kind, f"{head} of")
    if word.lower in cues.BEFORE and gap == " " and back == first - 1:
        return Cue(2.5, cues.AFTER.get(word.lower, ""), f"after {word.lower!r}")
    return _preposition(reading, first, back, direction)


def _called(reading: Reading, back: int) -> Cue:
    """Return what "a village called" says."""
    near = [t.lower for t in reading.tokens[max(0, back - 4) : back]]
    kind = next((cues.AFTER[w] for w in reversed(near) if cues.AFTER.get(w) in _SETTLED), "")
    return Cue(3.5, kind, f"a {kind} called") if kind else NOTHING


def _preposition(reading: Reading, first: int, back: int, direction: Cue) -> Cue:
    word = reading.tokens[back]
    said = cues.PREPOSITIONS.get(word.lower)
    if said is None and word.lower == "as":
        said = 1.0 if _way(reading, back) else None
    if said is None or (word.capital and not word.initial):
        return direction
    if word.lower in cues.TAKES and _fights(reading, back):
        return Cue(direction.weight + said + 1.5, direction.kind, f"after {word.lower!r} of fighters")
    if not direction.weight and (way := _way(reading, back)):
        return Cue(said + 1.2, direction.kind, way)
    if said < 2.2 and not direction.weight:
        moves = cues.MOVES.search(reading.text, max(0, word.start - 24), word.start)
        if moves is not None:
            return Cue(said + 1.0, direction.kind, f"after '{moves[0].strip()} {word.lower}'")
    why = direction.why if direction.why and word.lower != "near" else f"after {word.lower!r}"
    return Cue(direction.weight + said * (0.9 if back < first - 1 else 1.0), direction.kind, why)


def _way(reading: Reading, back: int) -> str:
    """Return what makes the preposition at token `back` one of place: a movement, a distance, "from X to"."""
    word, text = reading.tokens[back], reading.text
    begin = max(0, word.start - _WAY)
    if word.lower in ("from", "to", "into") and (found := cues.RETREATS.search(text, begin, word.start)):
        return f"after '{found[0]}{word.lower}'"
    if word.lower == "from" and (found := cues.DISTANT.search(text, begin, word.start)):
        return f"after '{found[0]}from'"
    if word.lower == "to" and back and reading.tokens[back - 1].capital:
        before = [token.lower for token in reading.tokens[max(0, back - 4) : back - 1]]
        return "from … to" if "from" in before else ""
    return "as far as" if word.lower == "as" and text.endswith("as far ", 0, word.start) else ""


def _fights(reading: Reading, verb: int) -> bool:
    """Say whether who does what a verb says fights: a body of fighters right before it, adverbs aside."""
    tokens = reading.tokens
    subject = verb - 1
    while subject > 0 and tokens[subject].gap == " " and tokens[subject].lower in _BEFORE_VERB:
        subject -= 1
    if subject < 0 or tokens[verb].gap != " ":
        return False
    return tokens[subject].lower in cues.FIGHTERS or reading.taken_at(subject) is not None


def behind(reading: Reading, after: int) -> Cue:
    """Return what the words behind token `after` - 1 say."""
    tokens = reading.tokens
    if after >= len(tokens) or tokens[after].gap not in (" ", "’ ", "' ", "” ", '" '):
        return NOTHING
    word = tokens[after]
    kind = cues.AFTER.get(word.lower)
    if kind and not tokens[after - 1].possessive:
        return Cue(0.7, kind) if word.lower in cues.WEAK_CLASS else Cue(3.0, kind, f"before {word.lower!r}")
    if word.lower in cues.CLASS_BETWEEN and after + 1 < len(tokens):
        noun = tokens[after + 1]
        if noun.lower in cues.AFTER and noun.gap == " ":
            return Cue(3.0, cues.AFTER[noun.lower], f"before '{word.lower} {noun.lower}'")
    return NOTHING


def owner(reading: Reading, piece: Piece) -> str:
    """Return the place that a piece belongs to in "in Kunar's Chapa Dara", or ""."""
    i = piece.first - 1
    if i < 0 or not reading.tokens[i].possessive or reading.tokens[piece.first].gap != " ":
        return ""
    for other in reversed(reading.pieces):
        if other.after == piece.first:
            return other.text if not other.refused and before(reading, other.first).weight >= 1.2 else ""
    return ""


def is_region_behind(reading: Reading, piece: Piece) -> bool:
    """Say whether an unknown name stands as the region in "Miranshah, North Waziristan,"."""
    tokens = reading.tokens[piece.first : piece.after]
    if (
        tokens[0].gap != ", "
        or tokens[0].initial
        or reading.text[piece.end : piece.end + 1] not in (",", ".", ")", "")
    ):
        return False
    if tokens[0].lower not in cues.DIRECTIONS and not any(t.lower in cues.PARTICLES for t in tokens):
        return False
    return any(p.after == piece.first and not p.refused and p.score >= 0 for p in reading.pieces)


def announced(reading: Reading, first: int) -> str:
    """Return the class word that announces a list ("the villages of", "four towns in Y:"), or ""."""
    nth = bisect_left(reading.plurals, first) - 1
    back = reading.plurals[nth] if nth >= 0 else -_MOST_BETWEEN
    if first - back >= _MOST_BETWEEN:
        return ""
    word = reading.tokens[back]
    between = reading.text[word.end : reading.tokens[first].start]
    if _STOP.search(between, 0, len(between) - len(reading.tokens[first].gap)):
        return ""
    near = back >= first - 9 and between.count(",") <= 1 and not _VERB.search(between)
    announces = between in _ANNOUNCING or between.endswith(": ") or (between.endswith(", ") and near)
    return word.lower if announces else ""
