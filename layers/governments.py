"""States that act under the name of their country or capital: "Israel bombed P", "Ankara keeps a post"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geo.curated import capitals
from geo.names import fold
from geo.places import Refusal
from layers.builds import origins
from layers.cues import cues
from layers.items import Item
from layers.registry import Registry
from layers.reports import ActorMention
from layers.verbs import Clause


def state_parties(
    text: str, refusals: Sequence[Refusal], registry: Registry, found: Sequence[ActorMention]
) -> Iterator[ActorMention]:
    """Yield the armed forces of the countries that the text names in place of their governments.

    `refusals` are the names that the reading of places has refused as metonyms; `via` keeps the name.
    """
    taken = [(m.start, m.end) for m in found]
    for name in refusals:
        if not name.reason.startswith("metonym") or any(name.start < b and a < name.end for a, b in taken):
            continue
        country = _country(name.text)
        forces = registry.by_country(country, "armed forces") if len(country) == 2 else ()
        if forces and _may_act(text, name.end):
            own = forces[0]
            yield ActorMention(
                name.start, name.end, name.text, own.name, "state", None, own.id, via=name.text
            )


def is_state_name(mention: ActorMention) -> bool:
    """Say whether a mention is a state under the name of its country or capital."""
    return mention.kind == "state" and mention.via is not None and bool(_country(mention.via))


def _country(name: str) -> str:
    """Return the country (ISO 3166 alpha-2) that a country's or a capital's name stands for, "" for none."""
    said = fold(name)
    return capitals().get(said) or origins().get(said, "")


_CLAUSE = re.compile(r"[^.;:!?\n]{0,110}")
_ITSELF = re.compile(r"\b(?:its?|their)\b")
_WORD = re.compile(r"[a-z]+")


def _may_act(text: str, end: int) -> bool:
    """Say whether what a state does is of force ("bombed P", "keeps a post in P"), or what it says of itself
    is ("denies that it has troops in P").
    """
    ahead = _CLAUSE.match(text, end)
    words = _WORD.findall(ahead.group().lower()) if ahead else []
    at = next((i for i, w in enumerate(words[:5]) if w in cues().verbs), None)
    if at is None:
        return False
    classes = cues().verbs[words[at]].classes
    nouns = any(w in cues().nouns for w in words[at + 1 : at + 10])
    if classes & {"speech", "claim", "plan", "want"} and "deny" not in classes:
        itself = _ITSELF.search(text, end, end + 110) is not None
        armed = any(cues().verbs[w].classes & _ARMED for w in words[at + 1 : at + 10] if w in cues().verbs)
        return itself and (nouns or armed)
    return bool(classes & _ARMED and not classes & {"light", "other"}) or nouns


_ARMED = frozenset({"activity", "kill", "arrest", "expel", "control", "base", "loss"})


def is_armed(row: Sequence[Item], clause: Clause) -> bool:
    """Say whether a clause tells of force or of forces: a state also opens schools and talks."""
    if clause.verb.classes & _ARMED and not clause.verb.classes & {"light"}:
        return True
    return any(row[k].is_word and row[k].low in cues().nouns for k in (*clause.left, *clause.right))
