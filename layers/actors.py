"""Actors in a text: the registry's names, acronyms learnt in the document, names known by their build,
persons.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from geo.documents import Document
from geo.places import Refusal
from layers.branches import branches, peoples, regional_forces, with_parents
from layers.builds import (
    Built,
    Runs,
    acronyms,
    builds,
    capitalised_runs,
    coded_names,
    expanded,
    generic_names,
    group_names,
    media_names,
    origins,
    state_names,
)
from layers.foreign_builds import foreign_names
from layers.persons import Person, given, group_of, persons, same_person
from layers.registry import Actor, Registry
from layers.reports import ActorKind, ActorMention
from layers.spotting import NameIndex, Word, words
from layers.towns import Towns

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

_PLACE_WORDS = frozenset(
    "in at near from to into towards toward around outside inside through across of".split()
)
# The arms of a state that a phrase such as "Turkish troops" names as a whole; "Russian intelligence" names no
# one service.
_ROLES = frozenset({"armed forces", "government", "police", "coalition"})
_UNREAD = frozenset({"furniture", "bio"})
_LEADERS_FORCES = re.compile(
    r"(?:['’]s?)\s+(?:own\s+)?(?:forces|troops|army|regime|government|men|soldiers|warplanes)\b"
)


@dataclass(frozen=True)
class Actors:
    """The actors of a document, and the spans that are names but name no actor (so that no place is read in
    them).
    """

    mentions: tuple[ActorMention, ...]
    names: tuple[Refusal, ...]
    bystanders: tuple[ActorMention, ...] = ()


@lru_cache(maxsize=4)
def name_index(registry: Registry) -> NameIndex:
    """Return the index of a registry's names, built once."""
    return NameIndex(registry)


def find_actors(document: Document, registry: Registry, gazetteer: Gazetteer | None = None) -> Actors:
    """Return the named actors of a document in text order, not overlapping, each with its canonical name.

    The `gazetteer` tells towns that are named like persons or groups ("Abu Kamal", "Lashkar Gah").
    """
    text = document.text
    index = name_index(registry)
    unread = [(s.start, s.end) for s in document.segments if s.kind in _UNREAD]
    parts = words(text)
    if unread:
        parts = [w for w in parts if not any(a <= w.start < b for a, b in unread)]
    runs = list(capitalised_runs(text, parts))
    here = theatres(parts)
    towns = Towns(text, frozenset(here), gazetteer.exact if gazetteer is not None else None)
    found = [
        _of_actor(hit.start, hit.end, text, hit.actor, registry)
        for hit in index.find(text, parts, theatres=here)
        if hit.score == 100 or not towns.misspells_actor(hit.start, hit.end)
    ]
    found += _damaged(text, found, registry, here)
    found += _built(text, parts, found, registry, here, towns, runs)
    found += _learnt(text, parts, found)
    found += [b for b in branches(text, found, registry) if not _within(b, found, text)]
    found += peoples(text, found, registry)
    found += regional_forces(text, found, towns)
    found += _short_forms(text, parts, found, towns)
    taken = [(m.start, m.end) for m in found]
    people = [
        p for p in persons(text, parts, taken, towns, runs) if not any(a <= p.start < b for a, b in unread)
    ]
    groups = sorted((m for m in found if m.kind == "group" and not m.generic), key=lambda m: m.start)
    found += _party_members(text, people, groups)
    found += _generics(text, parts, [(m.start, m.end) for m in found] + [(p.start, p.end) for p in people])
    found.sort(key=lambda m: m.start)
    found = with_parents(text, _self_named(text, _leaders_forces(text, found, registry)))
    spans = {(m.start, m.end) for m in found}
    others = [
        Refusal(p.start, p.end, text[p.start : p.end], "person")
        for p in people
        if (p.start, p.end) not in spans
    ]
    names = [Refusal(m.start, m.end, m.text, _reason(m)) for m in found if not m.generic]
    aside = (
        ActorMention(p.start, p.end, text[p.start : p.end], p.name, "person") for p in people if p.bystander
    )
    return Actors(tuple(found), tuple(sorted(names + others, key=lambda r: r.start)), tuple(aside))


def _within(branch: ActorMention, found: list[ActorMention], text: str) -> bool:
    """Say whether a branch may not be read there; what it swallows (its owner's name) is taken out."""
    for m in [m for m in found if m.start < branch.end and branch.start < m.end]:
        if m.start < branch.start or branch.end < m.end:
            return True
        found.remove(m)
    return False


def _reason(mention: ActorMention) -> str:
    """Return why the span of a mention holds no place."""
    if mention.kind in ("person", "media"):
        return mention.kind
    return "inside a name"


@lru_cache(maxsize=1)
def _of_two_words() -> frozenset[str]:
    """Return the first words of the countries and peoples that have two ("south sudanese")."""
    return frozenset(name.split()[0] for name in origins() if " " in name)


def theatres(parts: Sequence[Word]) -> tuple[str, ...]:
    """Return the countries (ISO 3166 alpha-2) that a text names or whose adjectives it uses, most frequent
    first.
    """
    table, longer = origins(), _of_two_words()
    counts: dict[str, int] = {}
    for i, word in enumerate(parts):
        if word.text[0].isupper() and (word.folded in table or word.folded in longer):
            two = f"{word.folded} {parts[i + 1].folded}" if i + 1 < len(parts) else ""
            origin = table.get(two) or table.get(word.folded)
            if origin and len(origin) == 2:
                counts[origin] = counts.get(origin, 0) + 1
    return tuple(sorted(counts, key=lambda c: -counts[c]))


def _of_actor(start: int, end: int, text: str, actor: Actor, registry: Registry) -> ActorMention:
    """Return the mention of an actor of the registry."""
    group = registry.actors[actor.group].name if actor.group and actor.group in registry.actors else None
    return ActorMention(start, end, text[start:end], actor.name, actor.kind, group, actor.id)


@lru_cache(maxsize=1)
def damage() -> tuple[tuple[Mapping[str, Any], re.Pattern[str]], ...]:
    """Return the names that machine translation breaks (`data/damage.toml`), each with what matches it."""
    data = tomllib.loads(resources.files("layers.data").joinpath("damage.toml").read_text("utf-8"))
    rows = []
    for entry in data["damage"]:
        beside = "|".join(entry.get("beside", ()))
        behind = rf"(?=\s+(?:{beside})\b)" if beside else ""
        rows.append((entry, re.compile(rf"(?<![\w-]){entry['word']}(?![\w-]){behind}")))
    return tuple(rows)


def _damaged(
    text: str, found: list[ActorMention], registry: Registry, here: Sequence[str]
) -> list[ActorMention]:
    """Return the mentions of names that machine translation broke."""
    rows = []
    for entry, pattern in damage():
        actor = registry.actors.get(entry["actor"])
        if entry["word"] not in text or actor is None or (entry.get("needs") and entry["needs"] not in here):
            continue
        for match in pattern.finditer(text):
            if not _overlaps(match.start(), match.end(), [(m.start, m.end) for m in found]):
                rows.append(_of_actor(match.start(), match.end(), text, actor, registry))
    return rows


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span touches one of `spans`."""
    return any(start < b and a < end for a, b in spans)


def _built(
    text: str,
    parts: list[Word],
    found: list[ActorMention],
    registry: Registry,
    here: Sequence[str],
    towns: Towns,
    runs: Runs,
) -> list[ActorMention]:
    """Return the names known by their build; a longer build swallows a shorter name of the registry."""
    rows: list[ActorMention] = []
    offers = sorted(
        [
            *media_names(text),
            *coded_names(text),
            *state_names(text, parts),
            *group_names(text, parts, runs),
            *foreign_names(text, parts),
        ],
        key=lambda b: (b.start, -b.end),
    )
    for built in offers:
        inside = [m for m in found if m.start < built.end and built.start < m.end]
        if _overlaps(built.start, built.end, [(m.start, m.end) for m in rows]):
            continue
        if built.kind == "group" and not inside and towns.names_town(built.start, built.end):
            continue
        if built.weak and (towns.exact is None or inside or towns.is_named(built.name)):
            continue
        if inside and not all(
            built.start <= m.start and m.end <= built.end and m.end - m.start < built.end - built.start
            for m in inside
        ):
            continue
        if inside and text[built.start : built.end].split()[-1][0].islower() and built.kind == "group":
            continue  # "the ISIS group" is ISIS
        if inside and built.kind != "state" and not built.foreign and not _wraps(text, built, inside):
            continue
        if inside and built.kind == "state" and any(m.kind == "group" for m in inside):
            continue
        for m in inside:
            found.remove(m)
        row = _named(built, registry, here, rows)
        rows.append(replace(row, group=inside[-1].name) if inside and built.foreign else row)
    return rows


def _wraps(text: str, built: Built, inside: Sequence[ActorMention]) -> bool:
    """Say whether a built name is more than the registry's name inside it ("Ansar al-Islam Brigade"), and not
    that name and a person's ("the amir of Vilayat KBK Anzor Astemirov").
    """
    if len(inside) != 1 or built.end <= inside[0].end or built.start < inside[0].start - 1:
        return False
    rest = words(text, inside[0].end, built.end)
    return not (len(rest) > 1 and given(rest[0]))


def _named(
    built: Built, registry: Registry, here: Sequence[str], rows: Sequence[ActorMention]
) -> ActorMention:
    """Give a built name its canonical name: a state's force by its country, else the fullest name of its
    like.
    """
    if built.kind == "state":
        country = built.origin or (here[0] if built.generic and len(here) == 1 else None)
        known = (
            registry.by_country(country, built.role)
            if country and len(country) == 2 and built.role in _ROLES
            else ()
        )
        if known:
            actor = known[0]
            return ActorMention(
                built.start, built.end, built.name, actor.name, "state", None, actor.id, built.generic
            )
        name = built.name[0].upper() + built.name[1:]
        return ActorMention(built.start, built.end, built.name, name, "state", None, None, built.generic)
    for row in rows:
        if row.kind == built.kind and fuzz.ratio(row.name.lower(), built.name.lower()) > 88:
            return ActorMention(built.start, built.end, built.name, row.name, built.kind)
    return ActorMention(built.start, built.end, built.name, built.name, built.kind, generic=built.generic)


def _learnt(text: str, parts: list[Word], found: list[ActorMention]) -> list[ActorMention]:
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


def _short_forms(text: str, parts: list[Word], found: list[ActorMention], towns: Towns) -> list[ActorMention]:
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


def _with_full_names(mentions: Sequence[ActorMention]) -> list[ActorMention]:
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


def _party_members(text: str, people: Sequence[Person], groups: Sequence[ActorMention]) -> list[ActorMention]:
    """Return the persons who are members of a party, each with the group the text gives them."""
    membership: dict[str, str] = {}
    names = {p.name: p.name for p in people}
    for first, second in itertools.pairwise(people):
        if same_person(text, first, second):
            names[second.name] = names[first.name]
    for person in people:
        sentence = [
            g for g in groups if "\n" not in text[min(g.end, person.end) : max(g.start, person.start)]
        ]
        group = group_of(text, person.start, person.end, sentence)
        if group:
            membership.setdefault(names[person.name], group)
    return [
        ActorMention(
            p.start, p.end, text[p.start : p.end], names[p.name], "person", membership.get(names[p.name])
        )
        for p in people
        if not p.bystander
    ]


def _generics(text: str, parts: Sequence[Word], taken: Sequence[tuple[int, int]]) -> list[ActorMention]:
    """Return the generic forces ("the army", "militants") outside the spans taken."""
    rows = []
    for built in generic_names(text, parts):
        if _overlaps(built.start, built.end, taken):
            continue
        if any(
            b < built.start and text[b : built.start] in (" ", "'s ", "’s ", ") ", "”) ", "” ")
            for _, b in taken
        ):
            continue  # "Nusra fighters", "HTS's men": the name says who they are
        start = built.start
        before = re.search(r"([A-Z][\w-]+)\s+$", text[max(0, start - 25) : start])
        origin = origins().get(before.group(1).lower()) if before else None
        name = built.name
        if before and origin:
            start -= len(before.group())
            name = f"{before.group(1)} {built.name}"
            if _overlaps(start, built.end, taken):
                continue
        rows.append(
            ActorMention(
                start, built.end, text[start : built.end], _generic_name(name), "group", generic=True
            )
        )
    return rows


_SELF = re.compile(
    r"\b(?:announc|call|identif|introduc|describ|present|styl|brand|nam)\w*\s+(?:themselves"
    r"|itself)\s+(?:as\s+)?(?:the\s+)?[“\"‘']?$"
)


def _self_named(text: str, found: list[ActorMention]) -> list[ActorMention]:
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


def _generic_name(said: str) -> str:
    """Return one name for the forms of a collective ("rebel", "rebel units" -> "Rebels")."""
    first, *rest = said.split()
    table = {
        "rebel": "rebels",
        "insurgent": "insurgents",
        "separatist": "separatists",
        "guerrilla": "guerrillas",
        "opposition": "opposition factions",
        "rebels": "rebels",
    }
    if rest and rest[0] in table:
        return f"{first} {table[rest[0]]}"
    name = table.get(first, said)
    return name[0].upper() + name[1:]


def _leaders_forces(text: str, found: list[ActorMention], registry: Registry) -> list[ActorMention]:
    """Turn "Assad's forces" into the forces of that leader's government."""
    rows = []
    for m in found:
        tail = _LEADERS_FORCES.match(text[m.end : m.end + 30]) if m.kind == "person" and m.group else None
        if tail:
            actor = next((a for a in registry.actors.values() if a.name == m.group), None)
            if actor is not None and actor.kind == "state":
                forces = registry.by_country(actor.country, "armed forces") if actor.country else ()
                name = forces[0].name if forces else m.group or m.name
                end = m.end + tail.end()
                rows.append(
                    ActorMention(
                        m.start,
                        end,
                        text[m.start : end],
                        name,
                        "state",
                        None,
                        forces[0].id if forces else actor.id,
                    )
                )
                continue
        rows.append(m)
    return _with_full_names(rows)
