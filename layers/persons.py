"""Persons in a text: known by title, kunya, nisba, apposition or a verb of speech, and the group each belongs
to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import fuzz

from geo.names import fold, skeleton
from layers.builds import LEADING, Runs, builds, capitalised_runs, origins
from layers.reports import ActorMention
from layers.spotting import Word
from layers.towns import Towns

_ROLE = (
    r"(?:(?:senior|top|field|military|local|regional|deputy|former|self-styled|religious|political"
    r"|rebel|jihadi|"
    r"jihadist|chief|general|notorious|founding|prominent|new|late|its|their|provincial|shadow)\s+){0,3}"
    r"(?:commander|leader|leadership|spokesman|spokeswoman|spokesperson|head|chief|member|emir|amir|founder|"
    r"official|fighter|militant|operative|judge|ideologue|cleric|warlord|deputy|governor|representative|"
    r"co-founder|minister|president|general|officer|recruiter|financier|figure|participant|gunman|boss|preacher)s?"
)
_APPOSITION = re.compile(
    rf"[”\"’']?,[”\"’']?\s+(?:who\s+is\s+)?(?:an?|the|its|their|his|once|then|now)?\s*(?:[\w'’-]+\s+){{0,4}}?(?:{_ROLE})\b"
)
_AGE = re.compile(r",\s+\d{2},")
_LED_BY = re.compile(
    r"(?:\b(?:led|headed|commanded|founded|chaired|run|ruled|represented|replaced|succeeded)\s+by"
    r"|\bnamed|\bcalled|"
    r"\bknown\s+as|\bnicknamed|\balias|\baka|\bsays?|\bsaid|\badded|\bnames?\s+of|\bleaders?"
    r"|\bcommanders?|\bspokesm[ae]n|"
    r"\bemir|\bamir|\bhead|\bfighter|\bmilitant|\bcommander-in-chief|\bloyal\s+to|\bkilling\s+of"
    r"|\bdeath\s+of|\barrest\s+of)"
    r"[,:]?\s+[“\"‘']?$"
)
_SPEAKS = re.compile(
    r"[”\"]?\s+(?:said|says|told|added|claimed|announced|insisted|argued|believes|denied|confirmed|declared|"
    r"explained|warned|admitted|stated|heads|leads|led|commands|commanded|used\s+to\s+lead|took\s+over)\b"
)
_GROUP_AFTER = re.compile(
    rf"^[”\"’']?,?[”\"’']?\s*(?:\([^)]*\),?\s*)?(?:who\s+(?:is\s+|was\s+|has\s+been\s+)?)?(?:an?\s+|the\s+|its\s+|once\s+)*"
    rf"(?:[\w'’-]+\s+){{0,5}}?(?:{_ROLE}|speaks|fights|fighting|fought|heads?|leads?|led|leading|belongs?|belonging)"
    rf"\b[^.;“]{{0,60}}?(?:of|in|for|within|from|to|with|,|and|heads|leads)?\s*(?:the\s+|its\s+|so-called\s+)*[“\"‘]?$"
)
_GROUP_BEFORE = re.compile(
    rf"^[”\"’']?(?:'s|’s)?\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:and\s+)?(?:its|whose|a\s+group|the)?\s*)?(?:[\w’'-]+\s+){{0,3}}?(?:{_ROLE}|led\s+by|headed\s+by|commanded\s+by|founded\s+by|of|under)?[,:]?\s*[“\"‘]?$"
)


_PLACE_NOUN = re.compile(
    r"\s+(?:quarter|neighbou?rhood|town|village|district|camp|area|city|province|mountains?|street"
    r"|road|bridge|airport|crossing|governorate|region|hospital|square|dam|checkpoint)\b"
)
_POSSESSED = re.compile(
    r"[’']s\s+(?:[A-Z]\w+\s+){1,4}(?:Brigade|Battalion|Division|Front|Army|Militia|Group|Movement|Regiment)"
)
_ALSO = re.compile(r",\s+(?:also|better|otherwise)\s+(?:called|known)\b")


def _is_sheikh(before: str) -> bool:
    """Say whether what stands before a name makes its title part of a place name."""
    return bool(re.search(r"(?:She?i?a?y?kh|Sheik|Shaikh|Cheikh|Nabi|Imam)\s+$", before))


@cache
def _given_names() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return the given names of the data, and the skeletons of their spellings."""
    lines = resources.files("layers.data").joinpath("given_names.txt").read_text("utf-8").splitlines()
    names = {fold(name) for line in lines if not line.startswith("#") for name in line.split()}
    keys: dict[str, list[str]] = {}
    for name in names:
        if len(name) > 4:
            keys.setdefault(skeleton(name), []).append(name)
    return frozenset(names), keys


def given(word: Word) -> bool:
    """Say whether a capitalised word is a given name, in any usual romanisation."""
    return _is_given(word.folded)


@lru_cache(maxsize=8_192)
def _is_given(folded: str) -> bool:
    names, keys = _given_names()
    if folded in names:
        return True
    alike = keys.get(skeleton(folded), ()) if len(folded) > 4 else ()
    return any(fuzz.ratio(folded, name) > 76 for name in alike)


@dataclass(frozen=True, slots=True)
class Person:
    """A person named at `text[start:end]`; `bystander` is one who is no party to the conflict."""

    start: int
    end: int
    name: str
    bystander: bool = False


def _is_nisba(word: Word) -> bool:
    """Say whether a word has the form of a nisba."""
    return word.folded.endswith(("i", "y")) and len(word.folded) > 3


def _trim_titles(run: list[Word]) -> tuple[list[Word], bool]:
    """Return the name without the titles before it, and whether there were any."""
    titles = builds().titles
    had = False
    for i in range(len(run) - 1, 0, -1):  # "Pankisi Chechen Tarkhan B." begins behind the people's name
        if run[i - 1].folded in origins() and run[i].folded not in builds().particles:
            run = run[i:]
            break
    while len(run) > 1 and (run[0].folded in titles or run[0].folded in LEADING):
        had = had or run[0].folded in titles
        run = run[1:]
    return run, had


def persons(
    text: str,
    words: list[Word],
    taken: Sequence[tuple[int, int]],
    towns: Towns | None = None,
    runs: Runs | None = None,
) -> list[Person]:
    """Return the persons named in a text, in text order; later surnames refer back to full names.

    `taken` are spans that are names of something else, `towns` what is known of the towns of the text.
    """
    towns = towns or Towns(text)
    found: list[Person] = []
    surnames: dict[str, Person] = {}
    for run in _runs(text, words, runs):
        if len(run) == 1 and run[0].folded in LEADING:
            continue
        if any(run[0].start < b and a < run[-1].end for a, b in taken):
            continue
        name_words, titled = _trim_titles(_behind_place(run, towns))
        known = _back_reference(name_words, surnames)
        if known is not None:
            found.append(Person(name_words[0].start, name_words[-1].end, known.name, known.bystander))
            continue
        if not (_is_person(text, words, name_words, titled) or _lives(text, name_words, towns)):
            continue
        if _is_town(text, run, name_words, titled, towns):
            continue
        start, end = name_words[0].start, name_words[-1].end
        person = Person(start, end, text[start:end], _is_bystander(text, start, end))
        found.append(person)
        for word in name_words[-1:] if len(name_words) > 1 else name_words:
            if len(word.folded) > 3:
                surnames.setdefault(word.folded, person)
    return found


def _behind_place(run: list[Word], towns: Towns) -> list[Word]:
    """Return the name that follows a place without a comma: "In Jalalabad Ashraf Ghani proclaimed ..."."""
    for k in range(1, len(run) - 1):
        begins = given(run[k]) or run[k].text in builds().kunya
        if begins and not given(run[k - 1]) and run[k - 1].folded not in builds().particles:
            first = next((i for i in range(k) if run[i].folded not in LEADING), k)
            country = first == k - 1 and run[first].folded in origins()
            if first < k and (country or towns.names_town(run[first].start, run[k - 1].end)):
                return run[k:]
    return run


def _runs(text: str, words: list[Word], runs: Runs | None) -> Iterator[list[Word]]:
    """Yield stretches of capitalised words that may be a name, with a lower-case "al-" before a nisba."""
    for first, last in capitalised_runs(text, words) if runs is None else runs:
        run = list(words[first : last + 1])
        for i, word in enumerate(run):  # "Tagirov of Makhachkala", "Santoso and Basri" are two names
            if word.folded in ("of", "and", "the", "for", "in") and i:
                if i:
                    yield run[:i]
                rest = [w for w in run[i + 1 :] if w.text[0].isupper() or w.folded in builds().particles]
                if rest:
                    yield rest
                break
        else:
            if (
                first
                and words[first - 1].folded in ("al", "el", "as", "ash", "ad", "an", "at", "ar", "az")
                and text[words[first - 1].end] == "-"
            ):
                run = [words[first - 1], *run]
            yield run


def _back_reference(run: list[Word], surnames: dict[str, Person]) -> Person | None:
    """Return the person named before whose surname this is."""
    said = [w for w in run if w.folded not in builds().particles]
    known = surnames.get(said[-1].folded) if 1 <= len(said) <= 2 else None
    if known is None:
        return None
    full = {fold(w) for w in re.findall(r"[^\W\d_]+", known.name)}
    return known if len(said) == 1 or all(w.folded in full for w in said) else None


def _is_person(text: str, words: list[Word], run: list[Word], titled: bool) -> bool:
    """Say whether a capitalised stretch is the name of a person, by title, form or surroundings."""
    if (
        not run
        or len(run) > 7
        or any(w.text.isupper() and len(w.text) > 2 and "." not in w.text for w in run)
    ):
        return False
    plain = [w for w in run if w.folded not in builds().particles or w.text in builds().kunya]
    if not plain or (len(run) == 1 and run[0].folded in origins()):
        return False
    start, end = run[0].start, run[-1].end
    before, after = text[max(0, start - 40) : start], text[end : end + 90]
    if _PLACE_NOUN.match(after) or (len(plain) == 1 and run[0].folded in origins()):
        return False
    if run[0].text in builds().kunya and len(run) > 1:
        return True
    if titled:
        return not re.search(
            r"(?:\bal-|\b(?:in|at|near|from|to|of|through|towards"
            r"|around)\s+(?:al-)?)(?:She?i?a?y?kh|Sheik|Shaikh|Cheikh|Nabi|King|Imam|Prince)\s+$",
            before,
        ) or not _is_sheikh(before)
    if given(run[0]) and len(plain) >= 2 and not origins().get(run[-1].folded):
        return len(run) <= 5
    if _POSSESSED.match(after) and len(plain) == 2:
        return True
    if _ALSO.match(after):
        return True
    title_before = re.search(r"([A-Za-z]+)\.?\s+[“\"‘']?$", before)
    if title_before and title_before.group(1).lower() in builds().titles - {
        "leader",
        "deputy",
        "secretary",
        "king",
    }:
        return True
    if len(plain) == 1 and run[0].folded in ("al", "el") and run[0].text.islower() and _is_nisba(plain[0]):
        return not re.search(r"\b(?:in|at|near|from|to|towards|of|around)\s+$", before)
    if len(plain) == 1:
        return bool(_AGE.match(after) and not before.rstrip().endswith(","))
    if any(w.folded in ("al", "el") for w in run[1:]) and _is_nisba(run[-1]):
        return True
    if origins().get(run[0].folded) or origins().get(run[-1].folded):
        return False
    cued = _LED_BY.search(before) or _APPOSITION.match(after) or _AGE.match(after) or _SPEAKS.match(after)
    return bool(cued) and len(run) <= 5


# What only a person does or suffers, and whose men, house or death only a person's are.
_LIVES = re.compile(
    r"\s+(?:(?:has|had|have|also|later|then|once)\s+){0,2}(?:flew|visited|spoke|met|travelled|traveled|lives|lived|resigned"
    r"|swore|wrote|became|married|died|surrendered|fled|was\s+(?:born|killed|shot|arrested|wounded|sentenced|appointed|named)"
    r"|is\s+(?:said|believed|thought|reported)\s+to)\b"
)
_MEN_OF = re.compile(
    r"\b(?:fighters|men|followers|supporters|gunmen|bandits|gang|faction|rebels|militia|wing|death|arrest|house|son"
    r"|brother|wife|killing|command|loyalists|bodyguards?)\s+of\s+$"
)


def _lives(text: str, name: list[Word], towns: Towns) -> bool:
    """Say whether two or three capitalised words that no gazetteer knows live or have men as a person."""
    if towns.exact is None or not 2 <= len(name) <= 3 or any(not w.text[0].isupper() for w in name):
        return False
    if any(w.folded in origins() or w.folded in LEADING or not w.text.isalpha() for w in name):
        return False
    b, last = builds(), name[-1].text
    if last in b.group_heads | b.state_caps | b.media_heads or name[0].text in b.group_prefixes | b.of_heads:
        return False
    start, end = name[0].start, name[-1].end
    lives = _LIVES.match(text, end) or _MEN_OF.search(text, max(0, start - 30), start)
    return lives is not None and not towns.is_named(text[start:end])


# Titles that are also the first word of towns.
_TOWN_TITLES = frozenset("sheikh shaykh sheik king prince imam sayyid haji hajji emir amir".split())


def _is_town(text: str, run: list[Word], name: list[Word], titled: bool, towns: Towns) -> bool:
    """Say whether what has the form of a person's name is a town's ("Abu Kamal", "Sheikh Zuweid")."""
    start, end = name[0].start, name[-1].end
    before, after = text[max(0, start - 40) : start], text[end : end + 90]
    cues = _LED_BY.search(before), _APPOSITION.match(after), _AGE.match(after), _SPEAKS.match(after)
    if titled:
        title = next((w for w in reversed(run) if w.end < start), None)
        return title is not None and title.folded in _TOWN_TITLES and towns.names_town(title.start, end)
    return (towns.lies_within(start) or not any(cues)) and towns.names_town(start, end)


def _is_bystander(text: str, start: int, end: int) -> bool:
    """Say whether a person is named as one who tells, not as one who acts."""
    before = re.findall(r"[A-Za-z]+", text[max(0, start - 40) : start].rpartition(".")[2])[-3:]
    after = re.findall(r"[A-Za-z]+", re.split(r"[.;]", text[end : end + 60])[0])[:6]
    by = builds().bystanders
    apposed = (
        text[end : end + 2].startswith(",")
        or re.match(r"[,\s]+(?:is|was)\s", text[end : end + 6]) is not None
    )
    return any(w.lower() in by for w in before) or (apposed and any(w.lower() in by for w in after))


def group_of(text: str, start: int, end: int, groups: Sequence[ActorMention]) -> str | None:
    """Return the group a person belongs to where the text says so ("X, a commander in G"; "G, led by X")."""
    after = min((g for g in groups if 0 <= g.start - end <= 110), key=lambda g: g.start, default=None)
    if after is not None and _GROUP_AFTER.match(text[end : after.start]):
        return after.name
    before = max((g for g in groups if 0 <= start - g.end <= 70), key=lambda g: g.end, default=None)
    if before is not None:
        gap = text[before.end : start]
        if _GROUP_BEFORE.match(gap) and re.search(
            _ROLE + r"|led\s+by|headed\s+by|commanded\s+by|founded\s+by|['’]s\s", gap
        ):
            return before.name
    return None


_ALIAS = re.compile(
    r"^[”\"’']?\s*[,(]?\s*(?:who\s+(?:is|was)\s+)?(?:better\s+|also\s+|otherwise\s+|widely\s+"
    r"|once\s+)?(?:known|called|nicknamed|named|aka|a\.k\.a\.|alias)"
    r"(?:\s+(?:among|to|by)\s+(?:[\w-]+\s+){1,3})?\s*(?:as\s+)?(?:by\s+(?:his"
    r"|the)\s+[\w\s]{3,30})?[“\"‘']?(?:Sheikh\s+|Shaykh\s+|Emir\s+|Amir\s+|Commander\s+)?[“\"‘']?$"
)


def same_person(text: str, first: Person, second: Person) -> bool:
    """Say whether the text gives the second name as another name of the first person."""
    return 0 <= second.start - first.end < 70 and _ALIAS.match(text[first.end : second.start]) is not None
