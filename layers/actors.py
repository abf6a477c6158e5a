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
    capitalised_runs,
    coded_names,
    generic_names,
    group_names,
    media_names,
    origins,
    state_names,
)
from layers.foreign_builds import foreign_names
from layers.learnt import learnt, self_named, short_forms, surnames, with_full_names
from layers.persons import Person, given, group_of, persons, same_person
from layers.registry import Actor, Registry
from layers.reports import ActorMention
from layers.spotting import NameIndex, Word, words
from layers.towns import Towns

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

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
    if not here or index.is_doubtful(parts):
        here = (*here, *(c for c in towns.countries(parts, runs) if c not in here))
        towns = replace(towns, here=frozenset(here))
    found = [
        _of_actor(hit.start, hit.end, text, hit.actor, registry)
        for hit in index.find(text, parts, theatres=here)
        if hit.score == 100 or not towns.misspells_actor(hit.start, hit.end)
    ]
    found += _damaged(text, found, registry, here)
    found += _built(text, parts, found, registry, here, towns, runs)
    found += learnt(text, parts, found)
    found += [b for b in branches(text, found, registry) if not _within(b, found, text)]
    found += peoples(text, found, registry)
    found += regional_forces(text, found, towns)
    found += short_forms(text, parts, found, towns)
    found += surnames(text, parts, found, towns)
    taken = [(m.start, m.end) for m in found]
    people = [
        p for p in persons(text, parts, taken, towns, runs) if not any(a <= p.start < b for a, b in unread)
    ]
    groups = sorted((m for m in found if m.kind == "group" and not m.generic), key=lambda m: m.start)
    found += _party_members(text, people, groups)
    found += _generics(text, parts, [(m.start, m.end) for m in found] + [(p.start, p.end) for p in people])
    found.sort(key=lambda m: m.start)
    found = with_parents(text, self_named(text, _leaders_forces(text, found, registry)))
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
    return with_full_names(rows)
