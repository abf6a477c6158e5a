"""Words of a text and the stretches of capitalised words that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.surroundings import ABBREVIATED, ARTICLES, PARTICLES, SPACED

# Initials with full stops are one word; apostrophes inside a word (Ma’r, Qur'an, al-Qa`ida) belong to it.
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’‘`ʿʾʼ´′ʻ][^\W\d_]+)*")
_APOSTROPHES = frozenset("'’‘`´")
_PLURAL_OWNER = frozenset({"' ", "’ "})
_INSIDE = frozenset({", ", "-", ""})  # what stands between words of one sentence
_LONGEST_RUN = 12  # words: a heading in capitals is no one name
_WRAP = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(slots=True)
class Token:
    """A word at `text[start:end]`, without a possessive 's; `gap` is the text since the word before."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    gap: str
    possessive: bool
    initial: bool

    @property
    def shouted(self) -> bool:
        """Say whether the word is written in capitals only, two or more."""
        return len(self.text) > 1 and self.text.isupper() and self.text.isalpha()


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words of `text[start:end]` in order.

    >>> [(t.text, t.capital, t.possessive) for t in tokenise("Lebanon's Arsal, near the U.S. base")][:2]
    [('Lebanon', True, True), ('Arsal', True, False)]
    """
    tokens: list[Token] = []
    last, before = start, ""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        at, to = match.span()
        word, gap, first, possessive = match[0], text[last:at], False, False
        last = to
        if gap != " ":  # most words follow a blank
            if "\n" in gap and before and _goes_on(text, at - len(gap), gap, before, word):
                gap = " "
            first = not tokens or (gap not in _INSIDE and _starts_sentence(gap, text, at))
        if word[-1] in "sS":
            if word[-2:-1] in _APOSTROPHES and len(word) > 2:
                word, to, possessive = word[:-2], to - 2, True
            elif text[to : to + 2] in _PLURAL_OWNER:
                possessive = True  # "the Emirates’ troops"
        tokens.append(Token(at, to, word, word.lower(), word[0].isupper(), gap, possessive, first))
        before = word
    return tokens


def _goes_on(text: str, at: int, gap: str, before: str, word: str) -> bool:
    """Say whether a line that ends at `at` only goes on in the next."""
    return (before.islower() or word.islower()) and bool(_WRAP.fullmatch(gap)) and _is_wrapped(text, at)


def _is_wrapped(text: str, at: int) -> bool:
    """Say whether the line that ends at `at` was broken only because it was full."""
    return 50 <= at - text.rfind("\n", 0, at) <= 110 and (text[at - 1].islower() or text[at - 1].isdigit())


def _starts_sentence(gap: str, text: str, at: int) -> bool:
    """Say whether a word after `gap` begins a sentence, a line, a heading or a quotation."""
    if "\n" in gap:
        return True
    stripped = gap.rstrip(" \t\"“‘'«([")
    if stripped != gap.rstrip() and any(c in gap for c in '"“«'):
        return True
    if not stripped or stripped[-1] not in '.!?:…•*>;)]”’"':
        return False
    if stripped[-1] in ".":
        before = re.search(r"([^\W\d_]+)$", text[max(0, at - len(gap) - 12) : at - len(gap)])
        return before is None or before.group(1) not in ABBREVIATED
    return stripped[-1] in "!?:…•*>" or any(c in stripped for c in ".!?")


def runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield (first, after) of each stretch of capitalised words that could be one name.

    Words are joined by a blank, a hyphen or the full stop of an abbreviation; articles and particles in
    lower case are taken in between ("Jisr al-Shughur", "Mocimboa da Praia") and before ("al-Bab").
    """
    at, size = 0, len(tokens)
    while at < size:
        if not _begins(tokens, at):
            at += 1
            continue
        stop = at + 1
        while stop < size and stop - at < _LONGEST_RUN:
            if tokens[stop - 1].possessive:
                break
            if _joined(tokens, stop) and tokens[stop].capital:
                stop += 1
            elif (skip := _bridge(tokens, stop)) and not tokens[stop - 1].possessive:
                stop += skip
            else:
                break
        yield at, stop
        at = stop


def _begins(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.capital:
        return True
    return (
        token.lower in ARTICLES
        and at + 1 < len(tokens)
        and tokens[at + 1].capital
        and (tokens[at + 1].gap in ("-", "‑", "–") or (tokens[at + 1].gap == " " and token.lower in SPACED))
    )


def _joined(tokens: Sequence[Token], at: int) -> bool:
    gap = tokens[at].gap
    if gap in (" ", "-", "‑", "\u00a0"):
        return True
    return gap == ". " and tokens[at - 1].text in ABBREVIATED


def _bridge(tokens: Sequence[Token], at: int) -> int:
    """Return how many tokens from `at` carry on the name across a lower-case article or particle."""
    token = tokens[at]
    if token.capital or token.gap not in (" ", "-", "‑") or at + 1 >= len(tokens):
        return 0
    following = tokens[at + 1]
    if token.lower in ARTICLES:
        if following.capital and (
            following.gap in ("-", "‑") or (following.gap == " " and token.lower in SPACED)
        ):
            return 2
        return 0
    if token.lower in PARTICLES and following.gap in (" ", "-"):
        if following.capital:
            return 2
        if (
            following.lower in ARTICLES
            and at + 2 < len(tokens)
            and tokens[at + 2].capital
            and tokens[at + 2].gap in ("-", " ")
        ):
            return 3
    return 0
