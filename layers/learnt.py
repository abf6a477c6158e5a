"""Names that a text itself teaches: acronyms, names in brackets, short forms, names attackers take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from layers.builds import acronyms, builds, expanded, origins
from layers.reports import ActorKind, ActorMention
from layers.spotting import Word, words
from layers.towns import Towns

_PLACE_WORDS = frozenset(
    "in at near from to into towards toward around outside inside through across of".split()
)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span touches one of `spans`."""
    return any(start < b and a < end for a, b in spans)


def learnt(text: str, parts: list[Word], found: list[ActorMention]) -> list[ActorMention]:
    """Return the mentions of acronyms and bracketed names that the document itself introduces.

    "Kurdistan Communities Union (KCK)" makes every later KCK that union; so does “(Army of God)”
    behind a known name.
    """
    rows: list[ActorMention] = []
    meanings: dict[str, ActorMention] = {}
    spans = [(m.start, m.end) for m in found]
    for start, end, a, b in acronyms(text, parts):
        known = next(
            (m for m in found if m.start <= start + 4 and end - 1 <= m.end and m.kind != "person"), None
        )
        known = known or next(
            (m for m in found if start <= m.start and m.end == end and m.kind != "person"), None
        )
        if known is not None:
            meanings.setdefault(text[a:b], known)
    for start, end, a, b in expanded(text, parts):
        known = next(
            (m for m in found if (m.start <= start and end <= m.end) or (m.start == a and m.end == b)), None
        )
        kind: ActorKind = (
            known.kind
            if known
            else "state"
            if re.search(r"\b[Ff]orces\b|Army|Police", text[start:end])
            else "group"
        )
        name = known.name if known else text[a:b]
        base = known or ActorMention(start, end, text[start:end], name, kind)
        if known is None:
            rows.append(base)
            spans.append((start, end))
        meanings.setdefault(text[a:b], base)
    for mention in list(found):
        bracket = re.match(
            r"[\"”’']?\s*\(\s*(?:also\s+known\s+as\s+|aka\s+|or\s+"
            r"|the\s+)?[“\"‘']?([^()\n]{3,50}?)[”\"’']?\s*\)",
            text[mention.end : mention.end + 70],
        )
        if bracket and mention.kind in ("group", "state"):
            a, b = mention.end + bracket.start(1), mention.end + bracket.end(1)
            said = text[a:b]
            other = next((m for m in found if (m.start, m.end) == (a, b) and m.name != mention.name), None)
            if other is not None and other.kind == "group" and len(said.split()) > 1:
                found.remove(other)  # the document's own equation stands above the registry's
                spans.remove((a, b))
            if said[0].isupper() and not _overlaps(a, b, spans) and _is_other_name(said):
                meanings.setdefault(said, mention)
    for name, meaning in meanings.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w])", text):
            if not _overlaps(match.start(), match.end(), spans):
                rows.append(replace(meaning, start=match.start(), end=match.end(), text=match.group()))
    return rows


def _is_other_name(said: str) -> bool:
    """Say whether a bracket behind a name holds another name for it, not a remark or a country."""
    if re.search(r"is[tm]s?$|-[a-z]", said):
        return False  # a remark such as "(Salafi-jihadist)"
    capitals = sum(w[0].isupper() for w in said.split() if w[0].isalpha())
    return (
        origins().get(said.lower()) is None
        and capitals * 2 >= len(said.split())
        and not re.search(r"\d|[,;:]", said)
    )


def _is_place(text: str, word: str) -> bool:
    """Say whether the text elsewhere uses the word as a place ("in Derna", beside the Derna Protection
    Force).
    """
    return (
        re.search(
            rf"\b(?:in|at|near|from|to|towards|around|outside|inside|into)\s+{re.escape(word)}\b(?!\s+[A-Z])",
            text,
        )
        is not None
    )


def short_forms(text: str, parts: list[Word], found: list[ActorMention], towns: Towns) -> list[ActorMention]:
    """Return later short forms of longer group names: "Khalid Army" of "Khalid ibn al-Walid Army", "Nusra" of
    "Nusra Front".
    """
    spans = [(m.start, m.end) for m in found]
    rows: list[ActorMention] = []
    heads = builds().group_heads | builds().group_prefixes | builds().of_heads
    distinctive: dict[str, ActorMention] = {}
    for mention in found:
        if mention.kind != "group" or mention.generic:
            continue
        own = [w for w in words(mention.text) if w.text[0].isupper() and w.folded not in ("al", "el", "the")]
        lower = words(mention.text)[-1].text in builds().lower_heads
        if len(own) == 1 and lower and len(own[0].text) > 3 and own[0].folded not in origins():
            distinctive.setdefault(own[0].text, mention)
        if 2 <= len(own) <= 3 and (own[-1].text in heads or own[0].text in heads):
            word = own[0] if own[-1].text in heads else own[-1]
            if word.folded not in origins() and len(word.text) > 3 and not _is_place(text, word.text):
                distinctive.setdefault(word.text, mention)
    distinctive = {said: m for said, m in distinctive.items() if not towns.is_known(said)}
    for i, word in enumerate(parts if distinctive else ()):
        if (
            word.text in distinctive
            and not _overlaps(word.start, word.end, spans)
            and word.start > distinctive[word.text].end
        ):
            nearby = text[word.end : word.end + 1]
            if i and parts[i - 1].folded in _PLACE_WORDS and text[parts[i - 1].end : word.start] == " ":
                continue  # "in Sinjar" is the place, not the Sinjar Resistance Units
            if nearby not in ("-",) and not (
                i + 1 < len(parts) and parts[i + 1].text[0].isupper() and nearby == " "
            ):
                rows.append(replace(distinctive[word.text], start=word.start, end=word.end, text=word.text))
    return [r for r in rows if r.kind == "group"]


_NOT_SURNAME = re.compile(
    r"\b(?:in|at|near|from|to|into|towards?|around|outside|inside|through|across)\s+(?:the\s+)?$"
)


def surnames(
    text: str, parts: Sequence[Word], found: Sequence[ActorMention], towns: Towns
) -> list[ActorMention]:
    """Return the later mentions of a person of the registry by the last name alone ("Massoud", "Turji")."""
    meant: dict[str, ActorMention] = {}
    for m in found:
        said = [w for w in words(m.text) if w.text[0].isupper()]
        if m.kind == "person" and len(said) > 1 and len(said[-1].folded) > 3:
            meant.setdefault(said[-1].folded, m)
    spans = [(m.start, m.end) for m in found]
    rows = []
    for i, word in enumerate(parts if meant else ()):
        person = meant.get(word.folded)
        if person is None or word.start < person.end or not word.text[0].isupper():
            continue
        joined = text[word.end : word.end + 1] == "-" or (
            i + 1 < len(parts)
            and text[word.end : parts[i + 1].start] == " "
            and parts[i + 1].text[0].isupper()
        )
        placed = _NOT_SURNAME.search(text, max(0, word.start - 16), word.start) or towns.is_here(word.text)
        if not (joined or placed or _overlaps(word.start, word.end, spans)):
            rows.append(replace(person, start=word.start, end=word.end, text=word.text))
    return rows


def with_full_names(mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """Give a built name that is a part of a fuller one the fuller one's name ("Khalid Army")."""
    full = [m for m in mentions if m.kind == "group" and not m.generic]
    rows = []
    for m in mentions:
        if m.kind == "group" and m.actor_id is None and not m.generic:
            said = m.name.lower().split()
            better = next(
                (
                    f
                    for f in full
                    if len(f.name.split()) > len(said)
                    and f.start < m.start
                    and f.text.lower().split()[-1] == said[-1]
                    and f.text.lower().split()[0] == said[0]
                ),
                None,
            )
            m = (
                m
                if better is None
                else replace(m, name=better.name, actor_id=better.actor_id, group=better.group)
            )
        rows.append(m)
    return rows


_SELF = re.compile(
    r"\b(?:announc|call|identif|introduc|describ|present|styl|brand|nam)\w*\s+(?:themselves"
    r"|itself)\s+(?:as\s+)?(?:the\s+)?[“\"‘']?$"
)


def self_named(text: str, found: list[ActorMention]) -> list[ActorMention]:
    """Give the unnamed attackers the name they give themselves later ("they announced themselves as X")."""
    named = next(
        (
            m
            for m in found
            if not m.generic and m.kind == "group" and _SELF.search(text[max(0, m.start - 60) : m.start])
        ),
        None,
    )
    if named is None:
        return found
    unnamed = {"Gunmen", "Attackers", "Assailants", "Militants", "Raiders", "Fighters", "Armed men"}
    return [
        replace(m, name=named.name, actor_id=named.actor_id, via=m.text)
        if m.generic and m.name in unnamed and m.start < named.start
        else m
        for m in found
    ]
