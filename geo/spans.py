"""Find the names of a trie in text: at capitalised words, and at words of scripts without capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from geo.inflection import TURKISH, readings
from geo.names import APOSTROPHES, fold, is_acronym, is_article, is_lower

_MARKS = "\u0300-\u036f\u064b-\u0655\u0670\u05b0-\u05c7\u200c-\u200f"
_LETTERS = rf"(?:[A-Z]\.){{2,}}|[^\W_](?:[^\W_]|[{_MARKS}]|[{re.escape(APOSTROPHES)}](?=[^\W_]))*"
_WORD = re.compile(_LETTERS)
_NEXT = re.compile(rf"(?:[ \t\u00a0]+|[ \t]*\r?\n[ \t]*|[-‐‑–־]|(?P<stop>\.) )(?P<word>{_LETTERS})")
_POSSESSIVE = re.compile(r"['’][sS]$")
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "g", "s"})
_MOST_WORDS = 6
_MOST_KNOWN = 50_000
_LONGEST_PARTICLE = (
    4  # lower-case words inside names are no longer: "Jisr ash Shughur", "Newcastle upon Tyne"
)
# A name starts at a capital, at a letter of a script without capitals, or at an article before a capital;
# "as", "at" and the like are articles only with a hyphen, for they are English or French words too.
_START = re.compile(
    r"(?<![^\W_])(?:[^\W\d_a-zа-яё]|(?:al|el|ash|esh|ach|ech|ar|er|az|ez)[- ](?=[^\W\d_a-zа-яё])"
    r"|(?:ad|ed|as|es|at|et|an|en)-(?=[^\W\d_a-zа-яё]))"
)


# Groups are atomic, not possessive: Python before 3.11.5 does not come back from a possessive group in which
# something is tried twice (github.com/python/cpython/issues/106052).
# What may be one name or several, for nothing in it parts them: words with capitals, short ones between them,
# and an article before.  It has nothing to do with what stands around it, so it is read once.
_REST = rf"[\w{_MARKS}{re.escape(APOSTROPHES)}]"
_BETWEEN = rf"(?:[ \t\u00a0]++|[ \t]*+\r?\n[ \t]*+|[-‐‑–־]|(?<=[tegsTEGS])(?<!{_REST * 4})\. )"  # "St. Denis"
_CAPITALISED = rf"(?:(?>(?:[A-Z]\.){{2,}})|[^\W_a-zа-яё]{_REST}*+)"
_STRETCH = re.compile(
    rf"[^\W\d_a-zа-яё](?<![^\W_].)(?:(?<=[A-Z])\.(?>(?:[A-Z]\.)+)|{_REST}*+)"
    rf"(?>(?:{_BETWEEN}(?:{_REST}{{1,{_LONGEST_PARTICLE}}}+{_BETWEEN}){{0,{_MOST_WORDS - 2}}}?"
    rf"{_CAPITALISED})*)",
    re.DOTALL,
)
_ARTICLES = frozenset(
    article + gap
    for gaps, articles in (("- ", "al el ash esh ach ech ar er az ez"), ("-", "ad ed as es at et an en"))
    for article in articles.split()
    for gap in gaps
)
_ENDS_OF_ARTICLES = frozenset(article[-2:] for article in _ARTICLES)
_PLAIN = re.compile("[A-Za-z]++(?>(?:[ -][A-Za-z]++)*)")
_CASELESS = re.compile("[\u0590-\u08ff\u0900-\u10ff\u1200-\u137f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
Spans = tuple[tuple[int, int], ...]


def spot(
    text: str, names: Any, means: Callable[[str], bool], known: dict[str, Spans]
) -> Iterator[tuple[int, int]]:
    """Yield the spans whose folded form is one of `names` (a trie), the longest at each starting word.

    A name ends at the end of a word, before a possessive, and never in a word of lower case.  `means` says
    whether a word written as an acronym is a name; `known` keeps what stretches of words hold, for all texts.
    """
    if _CASELESS.search(text):
        yield from _spot(text, names, means)
        return
    for stretch in _STRETCH.finditer(text):
        at, words = stretch.start(), stretch[0]
        if text[at - 2 : at] in _ENDS_OF_ARTICLES and (size := _article_before(text, at)):
            at, words = at - size, text[at - size : at] + words
        spans = known.get(words)
        if spans is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            find = _spot_plain if _PLAIN.fullmatch(words) else _spot
            spans = known[words] = tuple(find(words, names, means))
        for start, end in spans:
            yield at + start, at + end


def _article_before(text: str, at: int) -> int:
    """Return how many characters before a word with a capital are an article of its name."""
    for size in (3, 4):
        if text[max(0, at - size) : at] in _ARTICLES and (at == size or not text[at - size - 1].isalnum()):
            return size
    return 0


def _spot_plain(text: str, names: Any, means: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield what `_spot` does, for words of ASCII letters parted by one blank or hyphen each."""
    words = text.replace("-", " ").split(" ")
    folded = list(map(str.lower, words))
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    skip = [word[0].islower() for word in words]
    at = 0
    while at < len(words):
        if skip[at] and text[starts[at] : starts[at + 1]] not in _ARTICLES:
            at += 1
            continue
        window, ends = "", {}
        for nth in range(at, min(at + _MOST_WORDS, len(words))):
            if nth > at:
                if skip[nth] and len(words[nth]) > _LONGEST_PARTICLE:
                    break
                window += " "
            after = folded[nth + 1] if nth + 1 < min(at + _MOST_WORDS, len(words)) else ""
            window += "al" if is_article(folded[nth], after) else folded[nth]
            if nth == at or not skip[nth]:
                ends[len(window)] = nth
        last = max((ends[len(key)] for key in names.prefixes(window) if len(key) in ends), default=-1)
        start, end = starts[at], starts[last + 1] - 1
        if last >= 0 and _is_whole(text[start:end], means):
            yield start, end
            at = last
        at += 1


def _spot(text: str, names: Any, means: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    until = 0
    for start in _START.finditer(text):
        at = start.start()
        if at < until or (is_lower(text[at]) and start.end() == at + 1):
            continue
        word = _WORD.match(text, at)
        if word is None:
            continue
        until = word.end()
        for skipped, first in readings(word[0]):
            end = _longest(text, word, first, names)
            if end is not None and _is_whole(text[at:end], means):
                yield at + skipped, end
                until = end
                break


def _is_whole(found: str, means: Callable[[str], bool]) -> bool:
    """Say whether a match is more than an article or two letters; an acronym must mean a place."""
    if len(found) > 4 and not found.isupper():
        return True
    if is_acronym(found):
        return means(found)
    return len(found) > 2 and not found.islower()


def _longest(text: str, word: re.Match[str], first: str, names: Any) -> int | None:
    """Return where the longest name ends that begins with a word, folded as `first`."""
    window, ends = _window(text, word, first)
    known = [ends[len(key)] for key in names.prefixes(window) if len(key) in ends]
    if len(known) > 1 and _POSSESSIVE.search(text, known[-2], known[-1]):
        return known[-2]
    return known[-1] if known else None


def _window(text: str, word: re.Match[str], first: str) -> tuple[str, dict[int, int]]:
    """Return the folded text from a word on, articles as "al", and where names may end: there -> here."""
    words = [(first, word[0], word.start())]
    at = word.end()
    while len(words) < _MOST_WORDS and (following := _NEXT.match(text, at)):
        written = following["word"]
        if is_lower(written[0]) and len(written) > _LONGEST_PARTICLE:
            break
        if following["stop"] and words[-1][0] not in _ABBREVIATED:
            break
        words.append((fold(written), written, following.start("word")))
        at = following.end()
    window, ends = "", {}
    for nth, (folded, written, start) in enumerate(words):
        after = words[nth + 1][0] if nth + 1 < len(words) else ""
        window += (" " if nth else "") + ("al" if is_article(folded, after) else folded)
        if nth and is_lower(written[0]):
            continue
        if owner := _POSSESSIVE.search(written):
            ends[len(window) - 1] = start + owner.start()
        elif case := TURKISH.search(written):
            ends[len(window) - len(fold(case[0]))] = start + case.start()
        if nth or not owner:  # "Assad's" is no "Assads", "St. John's" may be a name
            ends[len(window)] = start + len(written)
    return window, ends
