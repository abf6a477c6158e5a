"""Words of a text and the stretches of capitalised words that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, count
from operator import itemgetter

from geo.surroundings import ABBREVIATED, ARTICLES, PARTICLES, SPACED

# Initials with full stops are one word; apostrophes inside a word (Ma’r, Qur'an, al-Qa`ida) belong to it.
_WORDS = re.compile(r"((?:[A-Z]\.){2,}|[^\W\d_]+(?:['’‘`ʿʾʼ´′ʻ][^\W\d_]+)*)")
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
    stop = len(text) if end is None else end
    parts = _WORDS.split(text[start:stop])
    words, gaps = parts[1::2], parts[:-1:2]
    at = list(accumulate(map(len, parts), initial=start))
    begins, ends = at[1:-1:2], at[2::2]
    initial = [False] * len(words)
    for i, gap in enumerate(gaps):
        if gap != " ":  # most words follow a blank
            here = begins[i]
            if "\n" in gap and i and _goes_on(text, here - len(gap), gap, words[i - 1], words[i]):
                gap = gaps[i] = " "
            initial[i] = not i or (gap not in _INSIDE and _starts_sentence(gap, text, here))
    possessive = [word[-1] in "sS" for word in words]
    for i in compress(count(), possessive):
        word = words[i]
        if word[-2:-1] in _APOSTROPHES and len(word) > 2:
            words[i], ends[i] = word[:-2], ends[i] - 2
        elif text[ends[i] : ends[i] + 2] not in _PLURAL_OWNER:  # "the Emirates’ troops"
            possessive[i] = False
    lower, capital = map(str.lower, words), map(str.isupper, map(itemgetter(0), words))
    return list(map(Token, begins, ends, words, lower, capital, gaps, possessive, initial))


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


def runs(tokens: Sequence[Token], capitals: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, after) of each stretch of capitalised words that could be one name.

    `capitals` are the numbers of the words that begin with a capital.
    Words are joined by a blank, a hyphen or the full stop of an abbreviation; articles and particles in
    lower case are taken in between ("Jisr al-Shughur", "Mocimboa da Praia") and before ("al-Bab").
    """
    size, after = len(tokens), 0
    for at in capitals:
        if at < after:
            continue
        stop = at + 1
        if at > after and tokens[at - 1].lower in ARTICLES and _is_article(tokens, at - 1):
            at -= 1
        while stop < size and stop - at < _LONGEST_RUN:
            if tokens[stop - 1].possessive:
                break
            if tokens[stop].capital:
                if not _joined(tokens, stop):
                    break
                stop += 1
            elif skip := _bridge(tokens, stop):
                stop += skip
            else:
                break
        yield at, stop
        after = stop


def _is_article(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word that may be an article is one before a capital: "al-Bab", but "as Assad"."""
    if at + 1 == len(tokens) or not tokens[at + 1].capital:
        return False
    gap = tokens[at + 1].gap
    return gap in ("-", "‑", "–") or (gap == " " and tokens[at].lower in SPACED)


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
