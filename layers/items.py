"""Sentences as items: words, marks, and the names of parties and places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from layers.cues import cues
from layers.reports import ActorMention

BE = frozenset("be is are was were been being am 's 're isn't aren't wasn't weren't".split())


HAVE = frozenset("have has had having haven't hasn't hadn't".split())


DO = frozenset("do does did don't doesn't didn't".split())


MODALS = frozenset(
    "will would shall should can could may might must won't wouldn't can't couldn't cannot".split()
)


NEGATIVES = frozenset("not never n't nor neither cannot without".split())


PRONOUNS = frozenset("he she it they we i you who which that there them him us this these those".split())


DETERMINERS = frozenset(
    "the a an its their his her our my your this these those some several many any no all both "
    "each every most two three four five six seven eight nine ten eleven twelve".split()
)


PREPOSITIONS = frozenset(
    "in at on near to from into toward towards through across over around inside outside within between "
    "along by with against of off for behind beyond under beside about via throughout upon amid among "
    "above below past onto up down during despite except unlike per besides notwithstanding".split()
)


SUBORDINATORS = frozenset(
    "after before when while until till since because although though if unless as once whereas where "
    "who whom whose which that than so whether how why what".split()
)


COORDINATORS = frozenset("and but or nor yet".split())


ADVERBS = frozenset(
    "also still now then already since recently often once ever again only just even jointly not never soon "
    "later today yesterday afterwards previously formerly currently mainly mostly mostly so thus here there "
    "together once twice first finally instead both all too back away about almost nearly long always longer "
    "far well rather hardly meanwhile perhaps indeed".split()
)


_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+|(?:[A-Z]\.){2,}(?:-[^\W_]+)*"
    r"|[^\W_]+(?:['’‘`][^\W_]+)*(?:-[^\W_]+(?:['’‘`][^\W_]+)*)*|['’]s\b|[,;:.!?()\[\]“”\"«»]|–|—| "
    r"- |…"
)


TIME_WORDS = cues().sets["time_words"]


PLURALS = cues().sets["plurals"]


_CLOSED = (
    PRONOUNS
    | DETERMINERS
    | PREPOSITIONS
    | SUBORDINATORS
    | COORDINATORS
    | BE
    | HAVE
    | DO
    | MODALS
    | ADVERBS
    | NEGATIVES
)


class Item(NamedTuple):
    """A word, mark, actor or place of a sentence; `place` is the index of its toponym.

    `is_word` says that it is neither an actor, a place nor a mark.
    """

    start: int
    end: int
    text: str
    low: str
    actor: ActorMention | None = None
    place: int | None = None
    is_word: bool = False

    @property
    def is_content(self) -> bool:
        """Say whether this is a word that carries meaning of its own (a noun, mostly)."""
        return self.is_word and _carries_meaning(self.low)


@lru_cache(maxsize=50_000)
def _carries_meaning(low: str) -> bool:
    """Say whether a word is no function word, adverb or number."""
    return low not in _CLOSED and not low.endswith("ly") and not low.isdigit()


def _word(start: int, end: int, text: str, low: str) -> Item:
    """Return a word or mark as an item."""
    return Item(start, end, text, low, None, None, low[0].isalnum() or low[0] in "'’")


def items(
    text: str, start: int, end: int, actors: Sequence[ActorMention], places: Sequence[tuple[int, int, int]]
) -> list[Item]:
    """Return the items of `text[start:end]`; `places` are (start, end, toponym index)."""
    found: list[Item] = []
    spans = sorted(
        [(a.start, a.end, a, None) for a in actors if start <= a.start < end]
        + [(s, e, None, i) for s, e, i in places if start <= s < end],
        key=lambda row: (row[0], row[2] is None),
    )
    at = start
    for s, e, actor, place in spans:
        if s < at:
            if place is not None and found and found[-1].place is not None and found[-1].start == s:
                # "both towns": one phrase, several places
                found += [_word(e, e, "", "and"), Item(s, e, text[s:e], text[s:e].lower(), None, place)]
            if actor is not None and found and found[-1].actor is not None and found[-1].start == s:
                # "both groups": one phrase, two parties
                found += [_word(e, e, "", "and"), Item(s, e, text[s:e], text[s:e].lower(), actor)]
            continue
        found += _plain(text, at, s)
        written = text[s:e] or "it"  # a subject that is left out
        found.append(Item(s, e, written, written.lower(), actor, place))
        at = e
    return found + _plain(text, at, end)


def _plain(text: str, start: int, end: int) -> list[Item]:
    """Return the words and marks of a stretch without names."""
    rows = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group().strip() or "-"
        low = word.lower().replace("’", "'").replace("‘", "'")
        if 0 <= match.start() - 1 <= start and text[match.start() - 1] == "-" and low[0].isalnum():
            low = "-" + low  # the rest of a compound such as "Nusra-held": no word of its own
        if low.endswith("n't") and len(low) > 3:
            rows.append(_word(match.start(), match.end(), word, low))
            rows.append(_word(match.end(), match.end(), "", "n't"))
            continue
        if low.endswith("'s") and len(low) > 2:
            rows.append(_word(match.start(), match.end() - 2, word[:-2], low[:-2]))
            rows.append(_word(match.end() - 2, match.end(), "'s", "'s"))
            continue
        rows.append(_word(match.start(), match.end(), word, low))
    return rows


def is_adverb(low: str) -> bool:
    """Say whether a word is an adverb or a negative."""
    return low in ADVERBS or low in NEGATIVES or (low.endswith("ly") and len(low) > 4)
