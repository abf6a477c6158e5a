"""Phrases of the cue words, as rows of words that stand for one or several: found in the items of a sentence.

A phrase is written in words: `a|b` is one of two words, `~take` any form of a verb, `~:deny` of a class of
verbs, `@aux` an auxiliary, `word?` may be left out, `*` stands for up to four words between two marks, `**`
for up to twelve with commas, `,` for a mark inside a sentence and `$` for a mark or the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from layers.cues import cues, forms_of
from layers.items import BE, DO, HAVE, MODALS, Item
from layers.reports import Status

STRONG = frozenset({";", ":", "–", "—", "…"})
_MARKS = frozenset({",", ";", "–", "—", ":", "-"})
_ENDS = frozenset({".", ",", ";", ":", ")", "”", '"', "!", "…"})
_CLASSES = {",": _MARKS, "@aux": BE | DO | HAVE | MODALS, "~be": BE}
# How many items "*" and "**" stand for at the most.
_REACH = {"*": 4, "**": 12}


@dataclass(frozen=True, slots=True)
class Token:
    """What an item of a phrase may be; `reach` is how many items a "*" stands for, 0 for a word."""

    words: frozenset[str] = frozenset()
    reach: int = 0
    optional: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that stands at `row[start:end]`, and the status it gives."""

    status: Status
    start: int
    end: int

    def text(self, row: Sequence[Item]) -> str:
        """Return its words as they are written."""
        return " ".join(x.text for x in row[self.start : self.end] if x.text and x.low not in _ENDS)


@cache
def phrases(table: str, where: str) -> dict[str, tuple[tuple[Status, tuple[Token, ...]], ...]]:
    """Return the phrases of a part of a table, by the words they can begin with, "" for any."""
    rows: dict[str, list[tuple[Status, tuple[Token, ...]]]] = {}
    for status, lines in cues().phrases[table][where].items():
        for line in lines:
            tokens = tuple(_token(word) for word in line.split())
            for word in tokens[0].words or {""}:
                rows.setdefault(word, []).append((status, tokens))
    return {word: tuple(found) for word, found in rows.items()}


def _token(written: str) -> Token:
    """Return what one word of a phrase stands for."""
    if written in _REACH:
        return Token(reach=_REACH[written])
    if written == "$":
        return Token(_ENDS, ends=True)
    words: set[str] = set()
    for part in written.removesuffix("?").split("|"):
        words |= _words(part)
    return Token(frozenset(words), optional=written.endswith("?"))


def _words(part: str) -> set[str]:
    """Return the words that one alternative stands for."""
    verbs = cues().verbs
    if part in _CLASSES:
        return set(_CLASSES[part])
    if part.startswith("~:"):
        return {form for form, verb in verbs.items() if part[2:] in verb.classes}
    if part.startswith("~"):
        known = {form for form, verb in verbs.items() if verb.lemma == part[1:]}
        return known or {form for form, _ in forms_of(part[1:])}
    return {part}


def find(row: Sequence[Item], table: str, where: str) -> Iterator[Found]:
    """Yield the phrases of a part of a table that stand in a row, in its order."""
    known = phrases(table, where)
    for start, item in enumerate(row):
        if item.low in known or "" in known:
            yield from begin(row, start, table, where)


def begin(row: Sequence[Item], start: int, table: str, where: str) -> Iterator[Found]:
    """Yield the phrases of a part of a table that begin at item `start`."""
    if start >= len(row):
        return
    known = phrases(table, where)
    for status, tokens in (*known.get(row[start].low, ()), *known.get("", ())):
        end = _end(row, start, tokens)
        if end is not None:
            yield Found(status, start, end)


def _end(row: Sequence[Item], k: int, tokens: Sequence[Token]) -> int | None:
    """Return where a phrase that begins at item `k` ends, None where it does not stand there."""
    if not tokens:
        return k
    token, rest = tokens[0], tokens[1:]
    if token.reach:
        return _after_gap(row, k, token.reach, rest)
    if token.ends and k >= len(row):
        return _end(row, k, rest)
    if k < len(row) and row[k].low in token.words:
        end = _end(row, k + 1, rest)
        if end is not None:
            return end
    return _end(row, k, rest) if token.optional else None


def _after_gap(row: Sequence[Item], k: int, reach: int, rest: Sequence[Token]) -> int | None:
    """Return where the rest of a phrase ends that begins at most `reach` items behind item `k`."""
    bars = STRONG | {"."} | ({","} if reach == _REACH["*"] else frozenset())
    for j in range(k, min(k + reach, len(row)) + 1):
        end = _end(row, j, rest)
        if end is not None:
            return end
        if j < len(row) and row[j].low in bars:
            return None
    return None
