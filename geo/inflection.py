"""Names as running text bends them: Arabic particles, Russian, Georgian and Turkish endings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.names import fold

# Arabic particles written as one with the following name: wa- fa-, bi- ka- li-, lil-.
_CLITICS = (
    re.compile(r"[وف](?=ال\w{2})"), re.compile(r"[وف]?[بكل](?=ال\w{2})"), re.compile(r"[وف]?ل(?=ل\w{2})"),
    re.compile(r"[وف](?=\w{3})"), re.compile(r"[وف]?[بكل](?=\w{3})"),
)  # fmt: skip
# Case endings of names, folded: ending -> how the name may end without it ("грозного" -> "грозныи").
_RUSSIAN = {
    "е": ("", "а", "я", "о"), "у": ("", "а", "о"), "а": ("", "о"), "и": ("ь", "я", "а"), "ы": ("а",),
    "ю": ("я", "и", "ь"), "я": ("ь", "и"), "ом": ("", "ыи", "о"), "ем": ("", "ь", "и", "ии"),
    "ои": ("а", "ая", "ои"), "еи": ("я", "а", "ь"), "ью": ("ь",), "ого": ("ыи", "ое", "ии"),
    "ому": ("ыи", "ое"), "ым": ("ыи", "ое"), "им": ("ии", "ое"), "ую": ("ая",),
    "ах": ("ы", "и"), "ам": ("ы", "и"), "ами": ("ы", "и"), "ов": ("ы", "и"),
}  # fmt: skip
_GEORGIAN = {
    "ში": ("ი", ""), "დან": ("", "ი"), "ის": ("ი",), "ს": ("ი", ""), "ზე": ("ი", ""), "მდე": ("", "ი")
}  # fmt: skip
_SHORTEST = 5
# Turkish writes the endings of names after an apostrophe: Halep'te, İdlib'in.
TURKISH = re.compile(r"['’](?:[dt][ea](?:n|ki)?|[ny]?[aeıiuü]n?)$")


def readings(word: str) -> Iterator[tuple[int, str]]:
    """Yield (how many letters at the start are no part of the name, the name folded), as written first.

    >>> list(readings("بالرقة"))[1], [folded for _, folded in readings("Грозного")]
    ((1, 'الرقه'), ['грозного', 'грозныи', 'грозное', 'грознии'])
    """
    folded = fold(word)
    yield 0, folded
    if "\u0621" <= word[:1] <= "\u06d3":
        yield from _without_particles(word)
    elif len(folded) >= _SHORTEST and not folded.isascii():
        endings = _GEORGIAN if "\u10d0" <= word[0] <= "\u10ff" else _RUSSIAN
        for ending, instead in endings.items():
            if folded.endswith(ending):
                yield from ((0, folded.removesuffix(ending) + end) for end in instead)


def _without_particles(word: str) -> Iterator[tuple[int, str]]:
    for clitic in _CLITICS:
        if found := clitic.match(word):
            rest = word[found.end() :]
            lil = found[0][-1:] == "ل" == rest[:1]  # the article's first letter is not written after li-
            yield found.end(), fold("ا" + rest if lil else rest)
