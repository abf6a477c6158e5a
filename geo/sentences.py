"""Sentences of a text, as spans; the end of a paragraph ends a sentence, a wrapped line or an abbreviation
does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Abbreviations after which a full stop does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl adm brig cmdr rev fr hon sen rep gov pres st mt ft vs etc "
    "jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp no nos vol fig dept est approx "
    "e.g i.e u.s u.k u.n a.m p.m d.c al cf ca p pp".split()
)
# A footnote's number may follow the stop ("the line.1 Before").
_END = re.compile(
    r"([.!?…]+)([\"”’»')\]]*(?:(?<=[a-z][.!?”])\d{1,2})?)(\s+)(?=[\"“‘«'(\[]*[A-ZÀ-ÞА-ЯЁ0-9؀-ۿ‘'*•\-–])"
)
# A line of text, with the lines it goes on in where it is only wrapped: long, and not ended by a mark.
_LINE = re.compile(r"[^\n]+(?:(?<=[^\n]{50}[\w,;'’)\-–])\n(?=[^\W_]|[(“\"‘'])[^\n]+)*")
_WORD_BEFORE = re.compile(r"(?<![\w.])([\w.]++)$")
# What has no end for longer than this is a list or a trap, and what reads a sentence compares its parts.
_LONGEST = 3_000
_LONGEST_WORD = 40  # letters: what is longer is neither an abbreviation nor a number


def _is_abbreviation(text: str, start: int, stop: int, after: str) -> bool:
    """Say whether the full stop at `stop`, in a sentence from `start` on, is of an abbreviation."""
    word = _WORD_BEFORE.search(text, max(start, stop - _LONGEST_WORD), stop)
    if word is None:
        return False
    token = word[1].lower()
    if token in ("no", "nos"):  # "No. 5" is a number, "No. They left" an answer
        return after.isdigit()
    if token.isdigit() and text[start:stop].strip() == word[1]:  # the number of a paragraph
        return True
    return (
        token in _ABBREVIATIONS
        or (len(token) == 1 and token.isalpha())
        or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", token))
    )


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence of `text[start:end]`, without surrounding blanks.

    >>> text = "He met Gen. Idris in Azaz. They left.\\nNobody stayed"
    >>> [text[a:b] for a, b in sentences(text)]
    ['He met Gen. Idris in Azaz.', 'They left.', 'Nobody stayed']
    """
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        at = line.start()
        for stop in _END.finditer(text, line.start(), line.end()):
            dot, after = stop.start(), stop.end()
            if stop[1] == "." and _is_abbreviation(text, at, dot, text[after : after + 1]):
                continue
            yield from _trimmed(text, at, stop.end(2))
            at = after
        yield from _trimmed(text, at, line.end())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bare = text[start:end].strip()
    if bare:
        start = text.index(bare, start)
        yield from _cut(text, start, start + len(bare))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or the parts of one without end: cut behind a mark, else at a blank."""
    while end - start > _LONGEST:
        last = start + _LONGEST
        cut = max(text.rfind(mark, start + 1, last) for mark in ("; ", ", ", "\n"))
        cut = cut if cut > start else text.rfind(" ", start + 1, last)
        cut = cut + 1 if cut > start else last
        part = text[start:cut].rstrip()
        if part:
            yield start, start + len(part)
        while cut < end and text[cut].isspace():
            cut += 1
        start = cut
    if start < end:
        yield start, end
