"""Sentences with their parties in braces and their places in brackets: "{Herons} hold [Baga]"."""

from __future__ import annotations

import re

from geo.places import Place, Toponym
from layers.clauses import Clause, Item, clauses, items
from layers.frames import links
from layers.reports import ActorMention

_MARK = re.compile(r"\{([^{}]+)\}|\[([^\[\]]+)\]")
# What a name in braces is, by its first word; all else is a group.
_KINDS = {"Amina": "person", "Musa": "person", "Army": "state", "Police": "state", "Radio": "media"}


def marked(sentence: str) -> tuple[str, list[ActorMention], list[Toponym]]:
    """Return the text without its marks, the parties and the places in it."""
    text = ""
    actors: list[ActorMention] = []
    places: list[Toponym] = []
    at = 0
    for mark in _MARK.finditer(sentence):
        text += sentence[at : mark.start()]
        start, name = len(text), mark[1] or mark[2]
        text += name
        at = mark.end()
        if mark[1]:
            kind = _KINDS.get(name.split()[0], "group")
            actors.append(ActorMention(start, len(text), name, name, kind))
        else:
            place = Place(f"t:{name}", name, 10.0, 12.0, "town", "NG")
            places.append(Toponym(start, len(text), name, place, precision="settlement"))
    return text + sentence[at:], actors, places


def row_of(sentence: str) -> tuple[list[Item], list[Toponym]]:
    """Return the items of a marked sentence, and its places."""
    text, actors, places = marked(sentence)
    return items(text, 0, len(text), actors, [(p.start, p.end, i) for i, p in enumerate(places)]), places


def clauses_of(sentence: str) -> list[Clause]:
    """Return the clauses of a marked sentence."""
    return clauses(row_of(sentence)[0])


def said(sentence: str) -> list[tuple[str, str | None, str, str]]:
    """Return (party, place, what, status) of each link of a marked sentence, in order, each once."""
    row, places = row_of(sentence)
    rows = [
        (
            link.actor.name,
            None if link.place is None else places[link.place].text,
            link.what,
            link.verdict.status,
        )
        for link in links(row, clauses(row), places)
    ]
    return list(dict.fromkeys(rows))
