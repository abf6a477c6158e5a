"""Find the names of a trie in text: at capitalised words, and at words of scripts without capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from geo.names import APOSTROPHES, fold, is_article

_INNER = re.escape(APOSTROPHES)
_MARKS = "\u0300-\u036f\u064b-\u0655\u0670\u05b0-\u05c7\u200c-\u200f"
_WORD = re.compile(rf"(?:[A-Z]\.){{2,}}|[^\W_](?:[^\W_]|[{_MARKS}]|[{_INNER}](?=[^\W_]))*")
_POSSESSIVE = re.compile(r"['’](?:s|S)$")
_GAP = re.compile(r"[ \t\u00a0]+|[ \t]*\r?\n[ \t]*|[-‐‑–־]|\.? ")
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "g", "s"})
_MOST_WORDS = 6
# The article in lower case starts a name only before a capital; "as", "at" and "an" only with a hyphen.
_LOWER_ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ash",
        "esh",
        "ach",
        "ech",
        "ar",
        "er",
        "ad",
        "ed",
        "az",
        "ez",
        "es",
        "et",
        "en",
        "as",
        "at",
        "an",
    ]
)
_ENGLISH = frozenset({"as", "at", "an", "en", "es", "et", "ad", "ed"})
# Arabic particles written together with the following name: wa- fa-, bi- ka- li-, lil-.
_CLITICS = (
    re.compile(r"[وف](?=ال\w{2})"), re.compile(r"[وف]?[بكل](?=ال\w{2})"), re.compile(r"[وف]?ل(?=ل\w{2})"),
    re.compile(r"[وف](?=\w{3})"), re.compile(r"[وف]?[بكل](?=\w{3})"),
)  # fmt: skip


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    owned: int  # length of what follows the name in a possessive ("'s"), else 0


def spot(text: str, names: Any) -> Iterator[tuple[int, int]]:
    """Yield the spans whose folded form is one of `names` (a trie), the longest at each starting word.

    A name starts with a capital, with an article before one, or in a script without capitals; it ends at the
    end of a word, before a possessive, and never in a word of lower case.
    """
    words = list(_WORD.finditer(text))
    until = 0
    for at, found in enumerate(words):
        if found.start() < until or not _may_start(text, words, at):
            continue
        for skipped, first in _beginnings(found[0]):
            if (end := _longest(text, words, at, first, names)) is not None:
                yield found.start() + skipped, end
                until = end
                break


def _may_start(text: str, words: list[re.Match[str]], at: int) -> bool:
    word = words[at][0]
    if word[0].isupper() or not word[0].islower():
        return not word[0].isdigit()
    folded = word.lower()
    if folded not in _LOWER_ARTICLES or at + 1 == len(words):
        return False
    following = words[at + 1]
    gap = text[words[at].end() : following.start()]
    return following[0][0].isupper() and (gap == "-" or (gap == " " and folded not in _ENGLISH))


def _beginnings(word: str) -> Iterator[tuple[int, str]]:
    """Yield (how many letters are no part of the name, the folded first word): Arabic particles come off."""
    yield 0, fold(word)
    if "\u0621" <= word[0] <= "\u06d3":
        for clitic in _CLITICS:
            if found := clitic.match(word):
                rest = word[found.end() :]
                yield (
                    found.end(),
                    fold("ا" + rest if rest.startswith("لل") or found[0][-1:] == "ل" == rest[:1] else rest),
                )


def _longest(text: str, words: list[re.Match[str]], at: int, first: str, names: Any) -> int | None:
    """Return where the longest name ends that begins with word `at`, folded as `first`."""
    window, ends = _window(text, words, at, first)
    known = [key for key in names.prefixes(window) if len(key) in ends and len(key) > 1]
    return ends[len(known[-1])] if known else None


def _window(text: str, words: list[re.Match[str]], at: int, first: str) -> tuple[str, dict[int, int]]:
    """Return the folded text from a word on, articles written "al", and where a name may end: offset there -> here."""
    folded: list[str] = []
    ends_of: list[tuple[int | None, int | None]] = []
    for nth in range(at, min(at + _MOST_WORDS, len(words))):
        word = words[nth]
        if nth > at:
            gap = text[words[nth - 1].end() : word.start()]
            if not _GAP.fullmatch(gap) or ("." in gap and folded[-1] not in _ABBREVIATED):
                break
        whole = fold(word[0]) if nth > at else first
        owner = _POSSESSIVE.search(word[0])
        folded.append(whole)
        last = word[0][0]
        lower = last.islower() and word[0] != words[at][0]
        ends_of.append(
            (None if lower else word.end(), word.start() + owner.start() if owner and not lower else None)
        )
        if owner:
            break
    window, ends = "", {}
    for nth, (word_, (end, owned)) in enumerate(zip(folded, ends_of, strict=True)):
        following = folded[nth + 1] if nth + 1 < len(folded) else ""
        window += (" " if nth else "") + ("al" if is_article(word_, following) else word_)
        if owned:
            ends[len(window) - 1] = owned
        if end:
            ends[len(window)] = end
    return window, ends
