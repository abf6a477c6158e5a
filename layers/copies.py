"""Copies: which texts are one text printed again, and which sentences one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from zlib import crc32

from rapidfuzz.distance import LCSseq

# Two texts are copies where the shorter is in the longer word for word to this share, in order: a byline, a
# changed headline, a cut paragraph are forgiven, another account of the same event is not.
SAME_TEXT, SAME_SENTENCE = 0.8, 0.85
# The shorter must be a fair part of the longer; a brief inside a round-up is caught sentence by sentence.
_LENGTHS = 0.4
# A sentence of fewer words ("HTS controls Idlib.") is likely to be written twice by chance.
_ENOUGH_WORDS = 8
_SHINGLE = 4
# Every fourth shingle by its hash stands for all (Broder 1997, "On the resemblance and containment of
# documents"), all of them in a short text; one that this many originals share says nothing.
_SAMPLE, _SHORT, _COMMON = 4, 200, 200
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case and marks."""
    return _WORD.findall(text.lower())


def shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the shorter text that stands in the longer, in the same order (0 to 1).

    >>> shared(words_of("They left Derna at dawn."), words_of("On Monday they left Derna, all at dawn."))
    1.0
    """
    shorter = min(len(one), len(other))
    return LCSseq.similarity(one, other) / shorter if shorter else 0.0


def same_sentence(one: str, other: str) -> bool:
    """Say whether two sentences are one, printed twice with small changes."""
    a, b = words_of(one), words_of(other)
    if min(len(a), len(b)) < _ENOUGH_WORDS or min(len(a), len(b)) < 0.6 * max(len(a), len(b)):
        return a == b and len(a) > _SHINGLE
    return shared(a, b) >= SAME_SENTENCE


def originals(texts: Mapping[str, str]) -> dict[str, str]:
    """Return for each text's key the key of the first text that it is a copy of; its own where it is none.

    Candidates share shingles of four words; what counts is the longest common subsequence of words
    (RapidFuzz's LCSseq) against the shorter text, `SAME_TEXT` of it.
    """
    first: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    index: dict[int, list[str]] = {}
    for key, text in texts.items():
        own = words_of(text)
        shingles = _shingles(own)
        seen = Counter(other for s in shingles if len(found := index.get(s, ())) < _COMMON for other in found)
        match = next((o for o, n in seen.most_common(3) if n > 1 and _is_copy(own, said[o])), None)
        first[key] = match or key
        if match is None:
            said[key] = own
            for shingle in shingles:
                index.setdefault(shingle, []).append(key)
    return first


def _is_copy(own: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether one of two texts is a copy of the other."""
    shorter, longer = sorted((len(own), len(other)))
    if shorter < _ENOUGH_WORDS or shorter < _LENGTHS * longer:
        return False
    return shared(own, other) >= SAME_TEXT


def _shingles(said: Sequence[str]) -> set[int]:
    """Return the hashes of a text's shingles, of a long text a sample."""
    hashes = {
        crc32(" ".join(said[i : i + _SHINGLE]).encode("utf-8", "surrogatepass"))
        for i in range(max(1, len(said) - _SHINGLE + 1))
    }
    return {h for h in hashes if h % _SAMPLE == 0} if len(hashes) > _SHORT else hashes
