"""Letters of other scripts in Latin ones: enough to compare names by their consonants, no transliteration."""

from __future__ import annotations

import re


def _letters(pairs: str) -> dict[str, str]:
    return {letter: latin for letter, _, latin in (pair.partition(":") for pair in pairs.split())}


ARABIC = _letters(
    """
    ا:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ل:l م:m
    ن:n ه:h و:w ي:y ء: گ:g چ:ch پ:p ژ:zh ڤ:v ټ:t ډ:d ړ:r ږ:zh ښ:sh ڼ:n ٹ:t ڈ:d ڑ:r ں:n ے:y
    """
)
HEBREW = _letters(
    """
    א:a ב:b ג:g ד:d ה:h ו:w ז:z ח:h ט:t י:y כ:k ך:k ל:l מ:m ם:m נ:n ן:n ס:s ע:a פ:p ף:f צ:ts ץ:ts ק:q
    ר:r ש:sh ת:t
    """
)
CYRILLIC = _letters(
    """
    а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch
    ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i ї:yi є:ye ґ:g ў:u қ:q ғ:gh ң:n ө:o ү:u ұ:u һ:h җ:j ә:a џ:dzh
    ђ:dj ј:y љ:l њ:n ћ:ch ѓ:g ќ:k ѕ:dz
    """
)
GEORGIAN = _letters(
    """
    ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:zh რ:r ს:s ტ:t უ:u ფ:p ქ:k ღ:gh ყ:q
    შ:sh ჩ:ch ც:ts ძ:dz წ:ts ჭ:ch ხ:kh ჯ:j ჰ:h
    """
)
GREEK = _letters(
    """
    α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:ks ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:kh ψ:ps
    ω:o
    """
)
ARMENIAN = _letters(
    """
    ա:a բ:b գ:g դ:d ե:e զ:z է:e ը:e թ:t ժ:zh ի:i լ:l խ:kh ծ:ts կ:k հ:h ձ:dz ղ:gh ճ:ch մ:m յ:y ն:n շ:sh
    ո:o չ:ch պ:p ջ:j ռ:r ս:s վ:v տ:t ր:r ց:ts ւ:w փ:p ք:k օ:o ֆ:f և:ev
    """
)
_TABLE = str.maketrans({**ARABIC, **HEBREW, **CYRILLIC, **GEORGIAN, **GREEK, **ARMENIAN})
_VOWELLESS = frozenset({*ARABIC, *HEBREW})
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{2})")


def romanise(folded: str) -> str:
    """Return a folded name with the letters of six scripts in Latin ones; other letters stay.

    >>> romanise("грозныи"), romanise("ادلب"), romanise("الرقه"), romanise("дуиси")
    ('groznyi', 'adlb', 'al rqh', 'duisi')
    """
    return folded if folded.isascii() else _ARABIC_ARTICLE.sub("al ", folded).translate(_TABLE)


def writes_no_vowels(folded: str) -> bool:
    """Say whether a name is in a script that leaves short vowels out (Arabic, Hebrew).

    >>> writes_no_vowels("ادلب"), writes_no_vowels("грозныи")
    (True, False)
    """
    return not folded.isascii() and not _VOWELLESS.isdisjoint(folded)
