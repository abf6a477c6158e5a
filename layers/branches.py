"""Forces named through another name: a group's branch in a region, a people in arms, a unit of an army."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from geo.names import fold
from layers.builds import origins
from layers.cues import cues
from layers.registry import Actor, Registry
from layers.reports import ActorMention
from layers.spotting import words
from layers.towns import Towns

_BRANCH = re.compile(
    r"\b(?P<whose>its|their|[Tt]he\s+(?:group|organi[sz]ation|movement)[’']s|[’']s)\s+(?:own\s+|local\s+|so-called\s+)?"
    r"(?P<where>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,2})\s+"
    r"(?:branch|affiliate|province|wing|franchise|offshoot|chapter|arm)\b"
)
_KIND = re.compile(r" (?:branch|affiliate|wing|franchise|offshoot|chapter|province|arm)\b")


def branches(text: str, found: Sequence[ActorMention], registry: Registry) -> Iterator[ActorMention]:
    """Yield the branches named by their region: "its Khorasan branch", "al-Qaeda's Somali affiliate".

    Whose it is, is said by the name before "'s", else by the last group named in the paragraph.  Only
    branches of the registry are yielded: a region alone names no organisation.
    """
    for match in _BRANCH.finditer(text) if _KIND.search(text) else ():
        begin = text.rfind("\n", 0, match.start()) + 1
        before = [m for m in found if begin <= m.start and m.end <= match.start() and m.kind == "group"]
        if match["whose"] in ("'s", "’s"):
            before = [m for m in before if m.end == match.start()]
        for owner in sorted(before, key=lambda m: -m.start):
            actor = _branch(registry, owner.actor_id, match["where"])
            if actor is not None:
                start = owner.start if match["whose"] in ("'s", "’s") else match.start("where")
                said = text[start : match.end()]
                yield ActorMention(start, match.end(), said, actor.name, actor.kind, None, actor.id)
                break


def _branch(registry: Registry, owner: str | None, where: str) -> Actor | None:
    """Return the branch of an organisation in a region, known by its name or by its country."""
    if owner is None:
        return None
    said = {w.key for w in words(where)}
    country = origins().get(fold(where))
    for actor in _branches_of(registry, owner):
        names = (name for name, _ in actor.names())
        if any(said <= {w.key for w in words(name)} for name in names) or country in actor.theatres[:1]:
            return actor
    return None


def _branches_of(registry: Registry, owner: str) -> Iterator[Actor]:
    for actor in registry.actors.values():
        affiliated = any(r.of == owner and r.type == "affiliate" for r in actor.relations)
        if actor.kind == "group" and (actor.parent == owner or affiliated):
            yield actor


_FORCEFUL = frozenset({"control", "loss", "activity", "base", "expel"})
_BETWEEN = r"(?:(?:have|has|had|are|were|did|do|also|still|now|then|not|never|soon|long|in\s+turn)\s+){0,3}"
_BY = re.compile(r"\b(?:by|against|with|from|to|for)\s+$")


@cache
def _peoples() -> re.Pattern[str]:
    """Return what matches "the" and a people of a state in the plural."""
    plurals = {
        form for form, of in origins().items() if len(of) == 2 and form.endswith(("s", "sh", "ch", "ese"))
    }
    named = "|".join(sorted((re.escape(p.title()) for p in plurals if " " not in p), key=len, reverse=True))
    return re.compile(
        rf"\b[Tt]he\s+(?P<who>{named})\b(?!\s+[a-z]*(?:army|forces|troops|government)\b)(?![-’'])"
    )


def peoples(text: str, found: Sequence[ActorMention], registry: Registry) -> Iterator[ActorMention]:
    """Yield a people that stands for its army ("the Russians hold the base, and they bomb from there").

    One mention must act as forces do: hold, shell, lose, be driven out; the others of the text then mean
    the same.  "The Syrians left for Germany" means no army.
    """
    taken = [(m.start, m.end) for m in found]
    mentions = [
        m for m in _peoples().finditer(text) if not any(m.start() < b and a < m.end() for a, b in taken)
    ]
    armed = {m["who"] for m in mentions if _acts(text, m.end()) or text[m.end() : m.end() + 1] == "?"}
    for match in mentions:
        country = origins().get(match["who"].lower())
        forces = registry.by_country(country, "armed forces") if country else ()
        alone = (
            _acts(text, match.end()) or _BY.search(text, 0, match.start()) or _stands_alone(text, match.end())
        )
        if match["who"] in armed and forces and alone:
            start = match.start("who")
            yield ActorMention(start, match.end(), match["who"], forces[0].name, "state", None, forces[0].id)


def _acts(text: str, end: int) -> bool:
    """Say whether the verb behind a people is one of force."""
    match = re.match(rf"\s+{_BETWEEN}(?P<verb>[a-z]+)\b", text[end : end + 60])
    form = cues().verbs.get(match["verb"]) if match else None
    return form is not None and bool(form.classes & _FORCEFUL)


def _stands_alone(text: str, end: int) -> bool:
    """Say whether no noun follows that the people would only describe ("the French novel")."""
    match = re.match(r"\s+([a-z]+)\b", text[end : end + 30])
    return match is None or match[1] in cues().verbs or match[1] in ("who", "and", "or", "in", "at", "have")


_REGIONAL = re.compile(
    r"\b(?P<where>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)\s+(?:regional\s+|state\s+|security\s+)?"
    r"(?:troops|forces|soldiers|police|army)\b"
)


def regional_forces(text: str, found: Sequence[ActorMention], towns: Towns) -> Iterator[ActorMention]:
    """Yield the forces of a region or governorate ("Jubaland troops"); none without a gazetteer."""
    taken = [(m.start, m.end) for m in found]
    for match in _REGIONAL.finditer(text):
        if towns.is_region(match["where"]) and not any(
            match.start() < b and a < match.end() for a, b in taken
        ):
            said = match.group()
            yield ActorMention(match.start(), match.end(), said, said, "state")


_UNIT_OF = re.compile(r"\s+(?:of|in|from|within|under)\s+(?:the\s+)?")
_OF_UNIT = re.compile(r"(?:['’]s)?\s+(?:[a-z]+\s+){0,2}")


def with_parents(text: str, found: Sequence[ActorMention]) -> list[ActorMention]:
    """Give each unit the force that the text says it belongs to ("the 4th Division of the Syrian army")."""
    rows = list(found)
    for i, unit in enumerate(rows):
        if unit.actor_id is not None or not unit.text[:1].isdigit() or unit.group is not None:
            continue
        before = rows[i - 1] if i else None
        after = rows[i + 1] if i + 1 < len(rows) else None
        owner = None
        if after is not None and _UNIT_OF.fullmatch(text, unit.end, after.start):
            owner = after
        elif before is not None and _OF_UNIT.fullmatch(text, before.end, unit.start):
            owner = before
        if owner is not None and owner.kind in ("state", "group") and not owner.generic:
            rows[i] = replace(unit, group=owner.name, kind=owner.kind)
    known = {m.name: m for m in rows if m.group is not None}
    return [
        replace(m, group=known[m.name].group, kind=known[m.name].kind)
        if m.group is None and m.actor_id is None and m.name in known and m.text[:1].isdigit()
        else m
        for m in rows
    ]
