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
from collections.abc import Sequence
from functools import lru_cache

from geo.scripts import romanise

# Marks that stand for hamza, ayn, a soft sign or an apostrophe: never a difference between two names.
APOSTROPHES = "'’‘‛`´′ʹʺʼʻʽʾʿˈˌˮ＇՚׳״ӀӏꞋꞌ"
_DROPPED = frozenset(APOSTROPHES + ".ـ")
_MARKS = frozenset({"Mn", "Mc", "Cf", "Lm", "Sk"})
# Letters that Unicode does not decompose, and Persian, Kurdish and Urdu ones that stand for Arabic ones.
LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ə": "e", "ɛ": "e", "ɔ": "o",
        "ŋ": "n",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ƶ": "z", "æ": "ae", "œ": "oe", "þ": "th", "ё": "е",
        "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ە": "ه", "ہ": "ه", "ھ": "ه", "ڕ": "ر", "ڵ": "ل",
        "ۆ": "و",
        "ۇ": "و", "ٱ": "ا",
    }
)  # fmt: skip
_SUN = ("sch", "tch", "sh", "ch", "th", "dh", "t", "d", "r", "z", "s", "n", "l", "j")
# The article before its own sun letter only: "as" is one in "as Suwayda", not in "as Tanf".
_ARTICLES = {vowel + sun: sun for vowel in ("a", "e", "u", "eh") for sun in _SUN} | dict.fromkeys(
    ("al", "el", "ul", "il", "ehl"), ""
)

_ARTICLE_WORDS = frozenset(_ARTICLES)

# The parts that recur in Arabic place names: one spelling that stands for all.
PARTS: dict[str, str] = {
    spelling: part
    for part, spellings in {
        "tal": "tall tell tel til tal", "dir": "dayr deir dair deyr der dier",
        "kafr": "kafr kefr kfar kafar kefar kufr kafer",
        "jabal": "jabal jebel djebel jabel gebel cebel", "in": "ayn ain ein aayn aain eyn een",
        "bir": "bir bi'r ber beer",
        "bit": "bayt beit bait beyt bet", "um": "umm um om oum omm",
        "abu": "abu abo abou ebu bu abul aboul abol",
        "sik": "shaykh sheikh shekh sheik cheikh shaikh sheyh seyh", "burj": "burj borj bourj",
        "bn": "ibn bin ben", "bani": "bani beni banu",
        "marat": "maarrat maarat maaret marat maarret marrat maara maarra",
        "xirbat": "khirbat khirbet kherbet khirba kherba kharbet kherbat khirbe",
        "mazrat": "mazraat mazrat mazraet mazraa mezraa mazret", "jisr": "jisr jesr jasr djisr gisr cisr",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
# Directions, sizes and castles, in Arabic and translated; they come last: languages order them differently.
_QUALIFIERS: dict[str, str] = {
    spelling: canonical
    for canonical, spellings in {
        "sarki": "sharqi sharqiya sharqiyah sharqiyeh sharki charqi sharqieh east eastern",
        "garbi": "gharbi gharbiya gharbiyah gharbiyeh garbi gharbieh west western",
        "samali": "shamali shamaliya shamaliyah shamaliyeh chamali north northern",
        "janubi": "janubi janubiya janubiyah janubiyeh janoubi south southern",
        "kabir": "kabir kabira kabeer kebir kabeera kabirah kabireh great greater",
        "sagir": "saghir saghira sagheer saghirah saghireh sagir small little",
        "tahtani": "tahtani tahtaniya tahtaniyah tahtaniyeh tahta lower sufla",
        "fukani": "fawqani fawqaniya fawqaniyah fawqaniyeh fawqa foqani upper ulya",
        "jadid": "jadid jadida jadidah jadideh jdideh new", "kadim": "qadim qadima qadimah qadimeh old",
        "kalat": "qalat qalaat kalat kalaat qala qalaa castle",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip

SOUNDS = {
    "dzh": "j", "dsch": "j", "dj": "j", "zh": "j", "shch": "s", "tsch": "s", "tch": "s", "sch": "s",
    "cz": "s",
    "sz": "s", "sh": "s", "ch": "s", "kh": "x", "gh": "g", "ph": "f", "th": "t", "dh": "d", "ck": "k",
    "cq": "k",
    "tz": "ts",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(SOUNDS, key=len, reverse=True)))
_SINGLE = str.maketrans({"q": "k", "p": "b", "v": "f", "c": "k"})
_ABD = re.compile(r"\babd[aeu]l ?(?=\w)")
_DIN = re.compile(r"(?<=\w)[aeu]ddin\b|\bdeen\b|\bdine\b")
# The article written as one with its word: "Alzaytun", "Assafira"; inside a name also before a vowel.
_GLUED = re.compile(r"\b(?:[ae]l(?=[bdfghjkmqrstxz][a-z]{3})|a(?=(rr|ss|dd|nn|zz|tt)[aeiou][a-z]{2})\w)")
_GLUED_INSIDE = re.compile(r"(?<= )[ae]l(?=[a-z]{4})")
_J_FOR_Y = re.compile(r"(?<=[iy])j\b")
_VOWELS = re.compile(r"[aeiouwy]+")
_DOUBLE = re.compile(r"(.)\1+")
LONGEST_NAME = 100  # letters; what is longer is no name, and is neither remembered nor compared
_SILENT_LETTERS = "aeiouwyh"
_SILENT = dict.fromkeys(map(ord, _SILENT_LETTERS))
_SILENT_BYTES = _SILENT_LETTERS.encode()
NO_CONSONANT = "-"  # the key of names that have none, such as Hihya
_LONGEST_ACRONYM = 8  # without stops
_ACRONYM = re.compile(r"[A-Z0-9]{2,4}|[A-Z]{1,3}[a-z]{1,2}[A-Z]{1,3}|(?:[A-Z]\.){2,}[A-Z]?\.?")


def fold(name: str) -> str:
    """Return a name without case, accents, apostrophes, hyphens and wild spaces.

    >>> fold("Jisr ash-Shughūr"), fold("‘Arab Saʿīd"), fold("KOBANÎ"), fold("Şırnak"), fold("أطمة")
    ('jisr ash shughur', 'arab said', 'kobani', 'sirnak', 'اطمه')
    """
    return folded_once(name) if len(name) > LONGEST_NAME else _remembered(name)


def folded_once(name: str) -> str:
    """Return what `fold` does without remembering it: remembering costs as much again as folding."""
    if name.isascii():
        return b" ".join(name.encode().translate(_FOLDED_ASCII, _DROPPED_ASCII).split()).decode()
    return " ".join(name.translate(_FOLDED).split())


_remembered = lru_cache(maxsize=8_192)(folded_once)


class _Folded(dict[int, str]):
    """What each character folds to, found out when it first occurs: none depends on its neighbours."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = unicodedata.normalize("NFKD", "" if char in _DROPPED else char).casefold()
        plain = unicodedata.normalize("NFKD", lower).translate(LETTERS)
        folded = self[code] = "".join(map(_kept, plain))
        return folded


_FOLDED = _Folded()


def _kept(char: str) -> str:
    """Return a letter or digit as it is, nothing for a mark, a space for all else."""
    if char in _DROPPED or unicodedata.category(char) in _MARKS:
        return ""
    return char if char.isalnum() else " "


_ASCII = [_FOLDED[code] for code in range(128)]
_FOLDED_ASCII = bytes(ord(folded or " ") for folded in _ASCII) + bytes(128)
_DROPPED_ASCII = bytes(code for code, folded in enumerate(_ASCII) if not folded)


def is_lower(char: str) -> bool:
    """Say whether a letter is the small one of two; Georgian texts have no capitals, whatever Unicode says.

    >>> is_lower("a"), is_lower("A"), is_lower("თ"), is_lower("ع")
    (True, False, False, False)
    """
    return char.islower() and not "\u10d0" <= char <= "\u10ff"


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
    words = folded.split(" ")
    if not folded.isascii():
        words = [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words]
        folded = " ".join(words)
    if len(words) == 1 or _ARTICLE_WORDS.isdisjoint(words):
        return folded
    kept = [w for w, following in zip(words, [*words[1:], ""], strict=True) if not is_article(w, following)]
    return " ".join(kept)


@lru_cache(maxsize=2_048)
def sound(folded: str) -> str:
    """Return one spelling for what romanisations write in many ways, articles and spaces dropped.

    Consonants by sound, each run of vowels as one of a, i, u; directions and sizes translated and last.

    >>> sound("ar raqqah") == sound("rakka"), sound("tall abyad") == sound("tel abiad")
    (True, True)
    >>> sound("jisr ash shughur") == sound("jisr al shughour")
    True
    >>> sound("lower shateha") == sound("shathah at tahta")
    True
    """
    words = qualifiers_last(compounds(unglued(bare(romanise(folded))))).split()
    return _DOUBLE.sub(r"\1", "".join([PARTS.get(word) or _spoken(word) for word in words]))


def unglued(folded: str) -> str:
    """Return a name without articles that are written as one with their word.

    >>> unglued("alzaytun"), unglued("assafira"), unglued("aleppo")
    ('zaytun', 'safira', 'aleppo')
    """
    return _GLUED_INSIDE.sub("", _GLUED.sub("", folded))


def compounds(folded: str) -> str:
    """Return a name with Abd al- and -ad-Din written in one way.

    >>> compounds("abdulaziz"), compounds("nureddin")
    ('abd aziz', 'nur din')
    """
    return _DIN.sub(" din", _ABD.sub("abd ", folded))


def qualifiers_last(folded: str) -> str:
    """Return a name with its directions, sizes and castles translated, and last.

    >>> qualifiers_last("lower shateha"), qualifiers_last("shatha tahta"), qualifiers_last("qalat")
    ('shateha tahtani', 'shatha tahtani', 'qalat')
    """
    words = folded.split()
    if len(words) < 2 or _QUALIFIERS.keys().isdisjoint(words):
        return folded
    last = sorted(_QUALIFIERS[word] for word in words if word in _QUALIFIERS)
    return " ".join([word for word in words if word not in _QUALIFIERS] + last)


def vowels(text: str) -> str:
    """Return a name with each run of vowels as one of a, i, u.

    >>> vowels("kobane"), vowels("shughour"), vowels("deir")
    ('kubana', 'shughur', 'dir')
    """
    return _VOWELS.sub(_by_run, text)


@lru_cache(maxsize=8_192)
def _spoken(word: str) -> str:
    consonants = _J_FOR_Y.sub("", _SOUND.sub(_by_sound, word)).translate(_SINGLE)
    return vowels(consonants[:1] + consonants[1:].replace("h", ""))


def _by_sound(found: re.Match[str]) -> str:
    return SOUNDS[found[0]]


@lru_cache(maxsize=4_096)
def _vowel(run: str) -> str:
    if "i" in run or "y" in run or "ee" in run:
        return "i"
    return "u" if "u" in run or "o" in run or "w" in run else "a"


def _by_run(found: re.Match[str]) -> str:
    return _vowel(found[0])


def skeleton(sounded: str) -> str:
    """Return the consonants of a `sound`, un-doubled.

    >>> skeleton(sound("ar raqqah")), skeleton(sound("jisr al shughur")), skeleton(sound("الرقه"))
    ('rk', 'jsrsgr', 'rk')
    """
    return _DOUBLE.sub(r"\1", sounded.translate(_SILENT))


def have_skeleton(sounded: Sequence[str], key: str) -> list[bool]:
    """Say of each `sound` whether this is its skeleton; several times as fast as making them.

    >>> have_skeleton([sound("kobani"), sound("kobe"), sound("kokbani")], "kbn")
    [True, False, True]
    """
    if not sounded:
        return []
    consonants, sought = "\n".join(sounded).encode().translate(None, _SILENT_BYTES), key.encode()
    return [
        left == sought
        or (
            len(left) > len(sought)
            and left[:1] == sought[:1]
            and left[-1:] == sought[-1:]
            and skeleton(left.decode()) == key
        )
        for left in consonants.split(b"\n")
    ]


def is_acronym(name: str) -> bool:
    """Say whether a name is written as an acronym: it can then mean only what is written the same.

    >>> [is_acronym(n) for n in ("HTS", "HaD", "IS", "U.A.E.", "IDLIB", "Homs", "DeirEz")]
    [True, True, True, True, False, False, False]
    """
    short = len(name) <= _LONGEST_ACRONYM or "." in name
    return short and not name[1:].islower() and _ACRONYM.fullmatch(name) is not None
