"""The language of a text by its script, its letters and its commonest words; None where that is in doubt."""

from __future__ import annotations

import re
from collections import Counter

_HEAD = 4000  # characters that are looked at
_WORD = re.compile(r"[^\W\d_]+")
# One letter of each script; the first that has most letters of the text decides.
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(f"[{letters}]"))
    for name, letters in (
        ("latin", "a-zA-Z\u00c0-\u024f"), ("arabic", "\u0620-\u06ff\u0750-\u077f"),
        ("cyrillic", "\u0400-\u052f"), ("georgian", "\u10a0-\u10ff"), ("armenian", "\u0530-\u058f"),
        ("hebrew", "\u05d0-\u05ea"),
        ("ethiopic", "\u1200-\u137f"), ("greek", "\u0370-\u03ff"), ("devanagari", "\u0900-\u097f"),
        ("bengali", "\u0980-\u09ff"), ("myanmar", "\u1000-\u109f"), ("thai", "\u0e00-\u0e7f"),
        ("kana", "\u3040-\u30ff"), ("hangul", "\uac00-\ud7af"), ("han", "\u4e00-\u9fff"),
    )
)  # fmt: skip
# Scripts that one language of our texts writes; ISO 639-1.
_ALONE = {
    "georgian": "ka", "armenian": "hy", "hebrew": "he", "greek": "el", "bengali": "bn", "myanmar": "my",
    "thai": "th", "kana": "ja", "hangul": "ko", "han": "zh",
}  # fmt: skip
# Letters that only one language of a script has (Unicode CLDR, exemplar characters); the first that holds.
_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "arabic": (("ckb", "ێۆڵڕ"), ("ps", "ښځڅېۍ"), ("ur", "ٹڈڑںے"), ("fa", "پچژگ")),
    "cyrillic": (("uk", "їєґ"), ("be", "ў"), ("sr", "ђћџљњ"), ("kk", "әғқңөұүһ"), ("tg", "ҳҷӣӯ")),
}
_SCRIPT_DEFAULT = {"arabic": "ar", "cyrillic": "ru"}
_LEAST_LETTERS = 0.004  # share of a letter's language that is no accident of a borrowed name
# The commonest words of languages in Latin script (function words only).
_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that was for on with as by he is at from his had were are which this they",
        "fr": "le la les de des du et en un une est que qui dans pour par sur au aux avec ont été cette",
        "es": "el la los las de del y en un una que por con para se su al es fue como más pero sus este",
        "pt": "o os as de do da dos das e em um uma que por com para se no na não foi ao pelo mais são",
        "de": "der die das und in den von zu mit dem des ist im für auf ein eine nicht sich auch nach bei",
        "it": "il lo la gli di del della e in un una che per con si è sono dei nel alla più anche stato",
        "nl": "de het een en van in is op te dat met voor zijn aan door niet bij ook werd uit naar",
        "tr": "ve bir bu için ile olarak olan da de daha çok sonra kadar gibi ise değil en tarafından göre",
        "ku": "û li di ji bi de ku ew ev bo jî hat ser bû da xwe dike her",
        "so": "iyo oo ka ku in uu waxa ay ee soo la waa ayaa kale isaga dhanka sheegay ahayd",
        "sw": "na ya wa kwa ni katika za la kuwa hii huo wakati baada yake hilo alisema watu cha",
        "id": "yang dan di dari untuk dengan pada ini itu tidak dalam oleh telah akan ke juga",
        "ha": "da na a ta ya ne ce sun kuma cikin wata don amma shi ga wani yan",
    }.items()
}
_LEAST_WORDS, _LEAST_SHARE, _LEAD = 8, 0.12, 1.4


def language_of(text: str) -> str | None:
    """Return the language of a text (ISO 639), None where it is short, mixed or none of those known.

    >>> language_of("Колонна вошла в Шатой утром."), language_of("Idlib, Aleppo, Hama.")
    ('ru', None)
    """
    head = text[:_HEAD]
    counts = {"latin": len(_SCRIPTS[0][1].findall(head))} if head.isascii() else {
        name: len(pattern.findall(head)) for name, pattern in _SCRIPTS
    }  # fmt: skip
    script = max(counts, key=lambda name: counts[name])
    letters = sum(counts.values())
    if letters < 8 or counts[script] < 0.6 * letters:
        return "ja" if counts.get("kana", 0) > 0.2 * letters > 1 else None
    if script == "latin":
        return _by_words(head)
    if script in _LETTERS:
        found = Counter(head)
        for language, own in _LETTERS[script]:
            if sum(found[letter] for letter in own) >= max(1, _LEAST_LETTERS * letters):
                return language
        return _SCRIPT_DEFAULT[script]
    return _ALONE.get(script)


def _by_words(text: str) -> str | None:
    words = Counter(word.lower() for word in _WORD.findall(text))
    total = sum(words.values())
    if total < _LEAST_WORDS:
        return None
    hits = sorted(((sum(words[w] for w in own), name) for name, own in _COMMON.items()), reverse=True)
    (most, best), (next_most, _) = hits[0], hits[1]
    return best if most >= _LEAST_SHARE * total and most >= _LEAD * next_most else None
