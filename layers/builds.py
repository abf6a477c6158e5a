"""Names of groups, forces, persons and media that no registry has, known by how they are built."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geo.curated import demonyms, load_countries
from geo.names import fold
from layers.reports import ActorKind
from layers.spotting import Word

_JOINING = frozenset("of the and for in al el ibn bin de des du la wal wa vo ul ud".split())
_ACRONYM = re.compile(r"[A-Z][A-Za-z.\-]{0,8}[A-Z]s?|[A-Z]{2,9}")


# Words that open a sentence with a capital and are no part of a name.
LEADING = frozenset(
    "in on at is was are were the a an and but or so after before when while if as for from to by "
    "with since until although "
    "though did does do has have had will would can could may might who what where why how both "
    "either neither not no yes "
    "then now here there this that these those it he she they his her its their our your we i you "
    "also even only first "
    "according despite during among between under over about january february march april may "
    "june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday".split()
)


@dataclass(frozen=True)
class Builds:
    """The tables of `data/builds.toml` as sets."""

    group_heads: frozenset[str]
    group_prefixes: frozenset[str]
    of_heads: frozenset[str]
    lower_heads: frozenset[str]
    state_heads: frozenset[str]
    state_middle: frozenset[str]
    state_bare: Phrases
    state_caps: frozenset[str]
    media_heads: frozenset[str]
    titles: frozenset[str]
    bystanders: frozenset[str]
    kunya: frozenset[str]
    particles: frozenset[str]
    generic: Phrases


Phrases = dict[str, list[tuple[str, ...]]]


def _phrases(lines: str) -> Phrases:
    """Return phrases by their first word, the longest first; words folded."""
    table: Phrases = {}
    rows = (tuple(fold(row).split()) for row in lines.replace("\n", "").split("|") if row.strip())
    for row in sorted(rows, key=len, reverse=True):
        table.setdefault(row[0], []).append(row)
    return table


def _spoken(text: str, words: Sequence[Word], phrases: Phrases) -> Iterator[tuple[int, int]]:
    """Yield (first, last) word indices of the phrases in a text, the longest at each word."""
    done = 0
    for i in [i for i, word in enumerate(words) if word.folded in phrases]:
        if i < done:
            continue
        for row in phrases[words[i].folded]:
            last = i + len(row) - 1
            if last < len(words) and all(
                words[i + k].folded == row[k]
                and text[words[i + k - 1].end : words[i + k].start] in (" ", "-")
                for k in range(1, len(row))
            ):
                yield i, last
                done = last + 1
                break


@cache
def builds() -> Builds:
    """Load the tables once."""
    data = tomllib.loads(resources.files("layers.data").joinpath("builds.toml").read_text("utf-8"))
    words = {(part, key): frozenset(line.split()) for part in data for key, line in data[part].items()}
    return Builds(
        group_heads=words["group", "heads"],
        group_prefixes=words["group", "prefixes"],
        of_heads=words["group", "of_heads"],
        lower_heads=words["group", "lower_heads"],
        state_heads=words["state", "heads"],
        state_middle=words["state", "middle"],
        state_bare=_phrases(data["state"]["bare"]),
        state_caps=words["state", "caps"],
        media_heads=words["media", "heads"],
        titles=words["person", "titles"],
        bystanders=words["person", "bystanders"],
        kunya=words["person", "kunya"],
        particles=words["person", "particles"],
        generic=_phrases(data["generic"]["rebels"]),
    )


@dataclass(frozen=True, slots=True)
class Built:
    """A name found by its build: `origin` is the country (ISO 3166 alpha-2) or people in it, `role` a state's
    arm.
    """

    start: int
    end: int
    kind: ActorKind
    name: str
    origin: str | None = None
    role: str | None = None
    generic: bool = False
    unit: bool = False
    foreign: bool = False
    weak: bool = False


# A number before one of these makes a unit of an army, which keeps its name.
_UNITS = frozenset(
    "Corps Division Brigade Regiment Battalion Army Squadron Fleet Company Command Group".split()
)


@cache
def demonym_forms() -> frozenset[str]:
    """Return the folded adjectives and names of peoples."""
    return frozenset(fold(form) for form in demonyms())


@cache
def origins() -> dict[str, str]:
    """Map folded demonyms and country names to ISO 3166 alpha-2 (or the people's name)."""
    table = {fold(form): of for form, of in demonyms().items()}
    for row in load_countries():
        for _, name in row.names:
            table.setdefault(fold(name), row.place.country or "")
        table.setdefault(fold(row.place.name), row.place.country or "")
    return table


_YEAR = re.compile(r"(?:19|20)\d\d")
Runs = Sequence[tuple[int, int]]
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
# Plurals whose possessive stands inside a name: "People's Defence Force", "Workers' Party".
_OWNERS = frozenset("people peoples workers women men children nation god".split())


def capitalised_runs(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) word indices of stretches of capitalised words, joined by "of", "al-", "the" ..."""
    initials = [(i, word.text) for i, word in enumerate(words) if not word.text[0].islower()]
    done = 0
    for i, said in initials:
        if i < done or not (said[0].isupper() or (said[0].isdigit() and _ORDINAL.fullmatch(said))):
            continue
        last = j = i
        while j + 1 < len(words):
            gap = text[words[j].end : words[j + 1].start]
            owned = gap in ("'s ", "’s ") and words[j].folded in _OWNERS and words[j + 1].text[0].isupper()
            initial = gap == ". " and len(words[j].text) == 1 and words[j].text.isupper()  # "P. F. Sorgho"
            if (
                not owned
                and not initial
                and gap not in (" ", "-", "‑", "\u00a0", " ‘", " '", " ’", "’ ", "' ")
            ):
                break
            j += 1
            if words[j].text[0].isupper() or words[j].text[0].isdigit():
                last = j
            elif words[j].folded not in _JOINING or j - last > 2:
                break
        yield i, last
        done = last + 1


def name_runs(text: str, words: list[Word], runs: Runs | None = None) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of capitalised stretches, parted at "and", and at "of" unless a head such as "Army"
    precedes it.
    """
    for first, last in capitalised_runs(text, words) if runs is None else runs:
        low = first
        while low < last and (words[low].folded in LEADING or _YEAR.fullmatch(words[low].text)):
            low += 1
        for i in range(low, last + 1):
            joint = words[i].folded
            if joint in ("and", "or", "in", "for") or (
                joint == "of" and low <= last and words[low].text not in builds().of_heads
            ):
                heads = builds().of_heads
                if (
                    joint in ("in", "for")
                    and low < i
                    and (words[low].text in heads | {"Islamic", "Tehrik"} or words[i - 1].text in heads)
                ):
                    continue
                if joint == "of" and low < i and any(w.folded == "for" for w in words[low:i]):
                    continue  # "Council for the Defence of the Homeland"
                if low < i:
                    yield low, i - 1
                low = i + 1
                while low <= last and words[low].folded in ("the", "of", "and"):
                    low += 1
        if low <= last:
            yield low, last


def _origin_before(text: str, words: list[Word], head: int) -> tuple[int, str] | None:
    """Return the index and origin of the demonym that the state's head at `head` belongs to."""
    table = origins()
    for back in range(1, 5):
        i = head - back
        if i < 0 or text[words[i].end : words[i + 1].start] not in (" ", "-", "\u00a0", "'s ", "’s "):
            return None
        folded = words[i].folded
        if words[i].text[0].isupper() or words[i].text[:2] == "pro":
            if folded in builds().state_middle:
                continue  # "Ukraine's General Staff"
            for width in (2, 1):  # "South Sudanese troops" before "Sudanese troops"
                name = " ".join(w.folded for w in words[max(0, i - width + 1) : i + 1])
                if name in table and i - width + 1 >= 0 and (width == 1 or words[i - 1].text[0].isupper()):
                    return i - width + 1, table[name]
            return None
        if folded not in builds().state_middle and folded not in builds().state_heads:
            return None
    return None


def _role(head: str) -> str:
    """Return the arm of a state that a noun names."""
    if head in ("government", "regime", "authorities", "ministry", "junta"):
        return "government"
    if head in ("police", "gendarmes", "gendarmerie", "officers"):
        return "police"
    if head in ("intelligence", "service", "services"):
        return "intelligence"
    return "armed forces"


def state_names(text: str, words: list[Word]) -> Iterator[Built]:
    """Yield forces named by their country: "Turkish troops", "US-led coalition", "Somali army"."""
    heads = builds().state_heads
    begins = heads | {"led", "backed"}
    i = 0
    while i < len(words):
        if words[i].folded in begins:
            found = _origin_before(text, words, i)
            if found is not None:
                first, origin = found
                last = i
                while (
                    last + 1 < len(words)
                    and words[last + 1].text.lower() in heads
                    and text[words[last].end] == " "
                ):
                    last += 1
                if words[last].text.lower() in heads:
                    span = (words[first].start, words[last].end)
                    role = _role(words[last].text.lower())
                    led = any(w.text.lower() == "led" for w in words[first:last])
                    name = text[span[0] : span[1]]
                    yield Built(*span, "state", name, origin, "coalition" if led else role)
                    yield from _joined_origins(text, words, first, role)
                    i = last
        i += 1
    for i, last in _spoken(text, words, builds().state_bare):
        first = i + (words[i].folded == "the")
        start, end = words[first].start, words[last].end
        name = text[start:end].lower()
        proper = last > first and all(
            w.text[0].isupper() for w in words[first : last + 1]
        )  # "Internal Troops"
        arm = _role(name.split()[-1]) if _WHOLE_STATE.match(name) else None
        yield Built(start, end, "state", name, None, arm, not proper)


def _joined_origins(text: str, words: list[Word], first: int, role: str) -> Iterator[Built]:
    """Yield the other countries of "Rwandan and Mozambican forces"."""
    table = origins()
    while first >= 2 and words[first - 1].folded == "and" and words[first - 2].text[0].isupper():
        word = words[first - 2]
        origin = table.get(word.folded)
        if not origin or len(origin) != 2 or text[word.end : words[first].start].strip() != "and":
            return
        yield Built(word.start, word.end, "state", word.text, origin, role)
        first -= 2


# Bare names that mean a state's own force: "the army", "pro-government forces".
_WHOLE_STATE = re.compile(
    r"(?:pro-)?(?:government|regime|army|the|military|loyalist|federal)\b|army|military|regime"
)


def group_names(text: str, words: list[Word], runs: Runs | None = None) -> Iterator[Built]:
    """Yield groups, state bodies and media known by the head or the first word of a capitalised name."""
    b = builds()
    for first, last in name_runs(text, words, runs):
        run = words[first : last + 1]
        start, end = run[0].start, run[-1].end
        while len(run) > 1 and run[0].folded in LEADING:
            run = run[1:]
            start = run[0].start
        while len(run) > 2 and run[-1].folded in demonym_forms():
            run, end = run[:-1], run[-2].end
        name = text[start:end]
        tail, lead = run[-1].text, run[0].text.replace("’", "'").replace("'", "")
        origin = origins().get(run[0].folded)
        numbered = next((k for k, w in enumerate(run) if _ORDINAL.fullmatch(w.text)), None)
        if len(run) > 1 and tail.isdigit() and run[-2].text in _UNITS:
            yield Built(start, end, "state", name, None, None, unit=True)  # "Infantry Battalion 275"
        elif numbered is not None and tail in _UNITS and len(run) > 1:
            begin = run[numbered].start
            yield Built(begin, end, "state", text[begin:end], None, None, unit=True)
        elif lead == "Operation" and len(run) > 1:
            yield Built(start, end, "state", name)
        elif len(run) > 1 and tail in b.media_heads:
            yield Built(start, end, "media", name)
        elif len(run) > 1 and not _CAUSE.isdisjoint(w.text for w in run) and tail in b.group_heads:
            yield Built(start, end, "group", name)
        elif len(run) > 1 and (
            (origin and tail in b.state_caps)
            or tail in _STATE_ALONE
            or (tail in ("Guard", "Marines") and lead in _GUARDS)
        ):
            yield Built(start, end, "state", name, origin, _role(tail.lower()))
        elif (len(run) > 1 and (tail in b.group_heads or lead in b.group_prefixes)) or _is_for(run):
            yield Built(start, end, "group", name)
        elif last + 1 < len(words) and text[words[last].end : words[last + 1].start] == " ":
            nxt = last + 1
            if words[nxt].text.lower() == "rebel" and nxt + 1 < len(words):
                nxt += 1
            if (
                words[nxt].text in b.lower_heads
                and origin is None
                and len(run) <= 3
                and not _is_common(run[0], first, text)
                and run[-1].folded not in _ADJECTIVES
            ):
                span = (start, words[nxt].end)
                yield Built(*span, "group", text[span[0] : span[1]])
            elif (
                words[nxt].text in _FOLLOWERS
                and origin is None
                and len(run) <= 3
                and not any(w.text[0].isdigit() for w in run)  # "on 12 August 2024 fighters of X"
                and not any(w.folded in _ADJECTIVES | LEADING or w.folded in origins() for w in run)
                and not (len(run) == 1 and (_is_common(run[0], first, text) or run[0].text.isdigit()))
            ):
                yield Built(start, end, "group", name, weak=True)


# What only a state has, whoever it belongs to ("Diyala Operations Command", "Don Cossacks").
_STATE_ALONE = frozenset("Police Navy Gendarmerie Ministry Command Cossacks Directorate Staff".split())
_GUARDS = frozenset("Royal National Republican Presidential Coast Border Civil Imperial".split())
# Words of a cause: an army of these is no state's, whatever people it names.
_CAUSE = frozenset("Liberation Freedom Resistance Revolutionary Free Salvation Independence Islamic".split())
# Who follows a name that is then a group's: "Dozo hunters", "Yan Sakai vigilantes".
_FOLLOWERS = frozenset(
    "fighters vigilantes militiamen gunmen rebels hunters bandits militants guerrillas insurgents".split()
)
_GRAND = frozenset("National Supreme Popular Military United General Permanent Strategic Joint High".split())


def _is_for(run: Sequence[Word]) -> bool:
    """Say whether a name is a head and what it is of or for ("National Council for the Defence of ...")."""
    first = next((k for k, w in enumerate(run) if w.text not in _GRAND), 0)
    rest = run[first:]
    return (
        len(rest) > 2
        and rest[0].text in builds().of_heads
        and (rest[1].folded == "of" or (rest[1].folded == "for" and rest[-1].text[0].isupper()))
    )


_ADJECTIVES = frozenset(
    "islamic islamist jihadi jihadist sunni shia shiite salafi muslim christian marxist communist "
    "rebel armed militant".split()
)


def _is_common(word: Word, index: int, text: str) -> bool:
    """Say whether a capital is only that of a sentence's first word."""
    before = text[max(0, word.start - 3) : word.start].strip(" \"“‘'(*•")
    return index == 0 or before.endswith((".", "!", "?", ":", "\n")) or before == ""


_DOMAIN = re.compile(r"\b[\w-]+\.(?:com|org|net|ru|info|news|tv|co\.\w\w)\b", re.I)
_ENDING = re.compile(r"\.(?:com|org|net|ru|info|news|tv|co\.\w\w)\b", re.I)
_OUTLET = re.compile(
    r"\b(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})[”\"]?,\s+(?:an?|the)\s+(?:[\w-]+\s+){0,4}(?:site"
    r"|website|newspaper|agency|channel|outlet|"
    r"broadcaster|daily|weekly|magazine|portal|monitor|station|news service)\b"
)


def media_names(text: str) -> Iterator[Built]:
    """Yield outlets known by their address ("Newsru.com") or by what they are called ("X, a news site")."""
    for match in _DOMAIN.finditer(text) if _ENDING.search(text) else ():
        yield Built(match.start(), match.end(), "media", match.group())
    for match in _OUTLET.finditer(text):
        yield Built(match.start("name"), match.end("name"), "media", match.group("name"))


_CODED = re.compile(
    r"\b(?:coalition|group|movement|militia|front|faction|alliance|rebels|organi[sz]ation|party"
    r"|army)\s+(?P<name>[A-Z]{2,6}(?:-[A-Z]{2,6})*)\b"
)


def coded_names(text: str) -> Iterator[Built]:
    """Yield groups known by nothing but capitals behind their kind ("the rebel coalition CSP-PSD")."""
    for match in _CODED.finditer(text):
        yield Built(match.start("name"), match.end("name"), "group", match.group("name"))


def generic_names(text: str, words: Sequence[Word]) -> Iterator[Built]:
    """Yield collectives that no name covers ("rebels", "opposition factions")."""
    for first, last in _spoken(text, words, builds().generic):
        start, end = words[first].start, words[last].end
        yield Built(start, end, "group", text[start:end].lower(), generic=True)


def acronyms(text: str, words: list[Word]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (name start, name end, acronym start, acronym end) of names that introduce an acronym in
    brackets.
    """
    for match in re.finditer(r"\s?\(\s*[\"“'‘]?([^()\n]{2,60}?)[\"”'’]?\s*\)", text):
        inner = match.group(1)
        before = [i for i, w in enumerate(words) if w.end <= match.start()]
        if not before or not _ACRONYM.fullmatch(inner):
            continue
        last = before[-1]
        if match.start() - words[last].end > 2:
            continue
        first = _name_of_acronym(inner, words, last)
        if first is not None:
            yield words[first].start, words[last].end, match.start(1), match.end(1)


def expanded(text: str, words: list[Word]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (name start, name end, acronym start, acronym end) of acronyms explained in brackets: "GFAT
    (Groupement ...)".
    """
    for match in _BRACKET.finditer(text):
        short = _BEFORE_BRACKET.search(text, max(0, match.start() - 11), match.start())
        initials = iter(w[0].lower() for w in re.findall(r"[^\W_]+", match[1]))
        if short and all(c.lower() in initials for c in short[1]):
            yield match.start(1), match.end(1), short.start(1), short.end(1)


_BRACKET = re.compile(r"\(\s*[\"“'‘]?([^()\n]{6,90}?)[\"”'’]?\s*\)")
_BEFORE_BRACKET = re.compile(r"\b([A-Z]{2,9})\s$")


def _name_of_acronym(acronym: str, words: list[Word], last: int) -> int | None:
    """Return the index of the first word of the name that the acronym abbreviates."""
    letters = [c.lower() for c in acronym.rstrip("s") if c.isalpha() and (c.isupper() or len(acronym) <= 3)]
    for first in range(last, max(-1, last - 9), -1):
        if not words[first].text[0].isupper() or words[first].folded[:1] != letters[0]:
            continue
        initials = [w.folded[:1] for w in words[first : last + 1]]
        rest = iter(initials)
        if all(letter in rest for letter in letters):
            return first
    return None
