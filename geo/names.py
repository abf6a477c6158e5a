"""Names made comparable: each equivalence is a named step, and none looks at a gazetteer.

fold      case, accents, apostrophes, hyphens, spaces, Arabic letter variants
bare      without the Arabic article in all its spellings
specific  without class words (village, camp, jabal)
sound     one spelling for the sounds that romanisations write in several ways
skeleton  the consonants of the sound: equal for nearly all romanisations of one name
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from geo.scripts import romanise

# Marks that stand for hamza, ayn, a soft sign or an apostrophe: never a difference between two names.
APOSTROPHES = "'’‘‛`´′ʹʺʼʻʽʾʿˈˌˮ＇՚׳״ӀӏꞋꞌ"
_DROPPED = dict.fromkeys(map(ord, APOSTROPHES + ".ـ"))
# Letters that Unicode does not decompose, and the Persian, Kurdish and Urdu ones that stand for Arabic letters.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ə": "e", "ɛ": "e", "ɔ": "o", "ŋ": "n",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ƶ": "z", "æ": "ae", "œ": "oe", "þ": "th", "ё": "е",
        "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ە": "ه", "ہ": "ه", "ھ": "ه", "ڕ": "ر", "ڵ": "ل", "ۆ": "و",
        "ۇ": "و", "ٱ": "ا",
    }
)  # fmt: skip
_ASCII = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()} | dict.fromkeys("'`.", None))

_SUN = ("sch", "tch", "sh", "ch", "th", "dh", "t", "d", "r", "z", "s", "n", "l", "j")
# The article before its own sun letter only: "as" is one in "as Suwayda", not in "as Tanf".
_ARTICLES = {vowel + sun: sun for vowel in "aeu" for sun in _SUN} | dict.fromkeys(
    ("al", "el", "ul", "il"), ""
)

# Class words that English and local usage put beside a name and that are no part of it.
GENERIC_AFTER = frozenset(
    [
        "village",
        "villages",
        "city",
        "town",
        "township",
        "camp",
        "camps",
        "countryside",
        "province",
        "governorate",
        "district",
        "subdistrict",
        "region",
        "area",
        "municipality",
        "county",
        "oblast",
        "rayon",
        "raion",
        "gorge",
        "valley",
        "mountain",
        "mountains",
        "mount",
        "hills",
        "hill",
        "forest",
        "river",
        "lake",
        "island",
        "desert",
        "plain",
        "basin",
        "suburb",
        "suburbs",
        "neighbourhood",
        "neighborhood",
        "quarter",
        "settlement",
        "junction",
        "crossing",
        "airport",
        "airbase",
        "base",
        "prison",
        "dam",
        "road",
        "highway",
        "checkpoint",
        "prefecture",
        "department",
        "commune",
    ]
)
GENERIC_BEFORE = frozenset(
    [
        "village",
        "city",
        "town",
        "camp",
        "province",
        "governorate",
        "district",
        "mount",
        "mt",
        "lake",
        "wadi",
        "jabal",
        "jebel",
        "jabel",
        "djebel",
        "gebel",
        "cebel",
        "tell",
        "tall",
        "tel",
        "tal",
        "qaryat",
        "qariyat",
        "madinat",
        "mukhayyam",
        "mukhayam",
        "nahiyat",
        "nahiya",
        "selo",
        "aul",
        "gora",
        "poselok",
        "rural",
    ]
)

# The parts that recur in Arabic place names: one spelling that stands for all.
_PARTS: dict[str, str] = {
    spelling: part
    for part, spellings in {
        "tal": "tall tell tel til tal", "dir": "dayr deir dair deyr der dier", "kafr": "kafr kefr kfar kafar kefar kufr kafer",
        "jabal": "jabal jebel djebel jabel gebel cebel", "in": "ayn ain ein aayn aain eyn een",
        "bit": "bayt beit bait beyt bet", "um": "umm um om oum omm", "abu": "abu abo abou ebu bu",
        "sik": "shaykh sheikh shekh sheik cheikh shaikh sheyh seyh", "burj": "burj borj bourj",
        "bn": "ibn bin ben", "bani": "bani beni banu", "marat": "maarrat maarat maaret marat maarret marrat maara maarra",
        "xirbat": "khirbat khirbet kherbet khirba kherba kharbet kherbat khirbe",
        "mazrat": "mazraat mazrat mazraet mazraa mezraa mazret", "jisr": "jisr jesr jasr djisr gisr cisr",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip

_SOUNDS = {
    "dzh": "j", "dsch": "j", "dj": "j", "zh": "j", "shch": "s", "tsch": "s", "tch": "s", "sch": "s", "cz": "s",
    "sz": "s", "sh": "s", "ch": "s", "kh": "x", "gh": "g", "ph": "f", "th": "t", "dh": "d", "ck": "k", "cq": "k",
    "ou": "u", "oo": "u", "ow": "u", "aw": "u", "au": "u", "uw": "u", "ee": "i", "ay": "i", "ai": "i", "ei": "i",
    "ey": "i", "iy": "i", "yi": "i", "yy": "i", "ii": "i",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SINGLE = str.maketrans({"q": "k", "p": "b", "v": "f", "c": "k", "o": "u", "w": "u", "y": "i"})
_ABD = re.compile(r"\babd[aeu]l ?(?=\w)|\babd ")
_DIN = re.compile(r"(?<=\w)[aeu]ddin\b|\bdeen\b|\bdine\b")
_ENDING = re.compile(r"(?:iy*[aeh]+|(?<=[^aeiou ])[ae]h?)\b")
_DOUBLE = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"[aeiouwyh]+")
_ACRONYM = re.compile(r"[A-Z0-9]{2,4}|[A-Z]{1,3}[a-z]{1,2}[A-Z]{1,3}|(?:[A-Z]\.){2,}[A-Z]?\.?")


@lru_cache(maxsize=8_192)
def fold(name: str) -> str:
    """Return a name without case, accents, apostrophes, hyphens and wild spaces.

    >>> fold("Jisr ash-Shughūr"), fold("‘Arab Saʿīd"), fold("KOBANÎ"), fold("Şırnak"), fold("أطمة")
    ('jisr ash shughur', 'arab said', 'kobani', 'sirnak', 'اطمه')
    """
    if name.isascii():
        return " ".join(name.translate(_ASCII).lower().split())
    bare = unicodedata.normalize("NFKD", name.translate(_DROPPED).casefold()).translate(_LETTERS)
    kept = (_kept(c) for c in bare)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=4_096)
def _kept(char: str) -> str:
    """Return a letter or digit as it is, nothing for a mark, a space for all else."""
    if char.isalnum():
        return char
    return (
        ""
        if unicodedata.category(char) in ("Mn", "Mc", "Cf", "Lm", "Sk") or char in APOSTROPHES + "."
        else " "
    )


def is_article(word: str, following: str) -> bool:
    """Say whether a folded word is the Arabic article before the following one, assimilated or not.

    >>> is_article("ash", "shughur"), is_article("as", "tanf"), is_article("el", "bab")
    (True, False, True)
    """
    sun = _ARTICLES.get(word)
    return sun is not None and bool(following) and following.startswith(sun)


def bare(folded: str) -> str:
    """Return a folded name without its articles (rule "article").

    >>> bare("jisr ash shughur"), bare("ar raqqah"), bare("al bab"), bare("الرقه")
    ('jisr shughur', 'raqqah', 'bab', 'رقه')
    """
    if " " not in folded and folded.isascii():
        return folded
    words = folded.split(" ")
    if not folded.isascii():
        words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words]
    kept = [w for w, following in zip(words, [*words[1:], ""], strict=True) if not is_article(w, following)]
    return " ".join(kept)


def specific(folded: str) -> str:
    """Return a folded name without class words at its ends (rule "generic"); itself if nothing were left.

    >>> specific("rami village"), specific("jabal al zawiya"), specific("city of homs"), specific("camp")
    ('rami', 'al zawiya', 'homs', 'camp')
    """
    words = folded.split(" ")
    while len(words) > 1 and words[-1] in GENERIC_AFTER:
        words.pop()
    while len(words) > 1 and words[0] in GENERIC_BEFORE:
        words.pop(0)
        if len(words) > 1 and words[0] == "of":
            words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=2_048)
def sound(folded: str) -> str:
    """Return one spelling for what romanisations write in many ways, articles and spaces dropped.

    >>> sound("ar raqqah") == sound("rakka"), sound("tall abyad") == sound("tel abiad")
    (True, True)
    >>> sound("jisr ash shughur"), sound("jisr al shughour")
    ('jisrsugur', 'jisrsugur')
    """
    text = bare(romanise(folded))
    text = _DIN.sub(" din", _ABD.sub("abd ", text))
    words = (_PARTS.get(word) or _ENDING.sub(_ending, _SOUND.sub(_sound, word)) for word in text.split())
    joined = "".join(words).translate(_SINGLE)
    return _DOUBLE.sub(r"\1", joined[:1] + joined[1:].replace("h", ""))


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS[found[0]]


def _ending(found: re.Match[str]) -> str:
    return "ia" if found[0][0] == "i" else "a"


def skeleton(sounded: str) -> str:
    """Return the consonants of a `sound`, un-doubled.

    >>> skeleton(sound("ar raqqah")), skeleton(sound("jisr al shughur")), skeleton(sound("الرقه"))
    ('rk', 'jsrsgr', 'rk')
    """
    return _DOUBLE.sub(r"\1", _VOWEL.sub("", sounded))


def is_acronym(name: str) -> bool:
    """Say whether a name is written as an acronym: it can then mean only what is written the same.

    >>> [is_acronym(n) for n in ("HTS", "HaD", "IS", "U.A.E.", "IDLIB", "Homs", "DeirEz")]
    [True, True, True, True, False, False, False]
    """
    return _ACRONYM.fullmatch(name) is not None
