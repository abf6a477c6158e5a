"""Facets: by what the reports of a page can be told apart, in words, and how its groups are related."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layers.reports import STATUSES, WHATS
from maps import style
from maps.columns import Columns
from maps.languages import Language
from maps.words import visible

Json = dict[str, Any]

# column of the reports -> table of a language that names its values; None: they are names themselves
FACETS: dict[str, str | None] = {
    "group": None, "what": "what", "status": "status", "precision": "precision_names",
    "country": None, "sure": "sure", "review": "reviews",
}  # fmt: skip
ORDERS: dict[str, Sequence[str]] = {
    "what": WHATS, "status": STATUSES, "precision": tuple(style.DRAWN), "sure": ("high", "fair", "low"),
    "review": ("machine", "confirmed", "corrected", "rejected"),
}  # fmt: skip


def of(rows: Columns, tongue: Language) -> list[Json]:
    """Return the facets that part the reports: {"id", "values": names by code, "order": codes}."""
    found = []
    for name, table in FACETS.items():
        values = list(rows.values.get(name, {}))
        if not values:
            continue
        named = [None if v is None else v if table is None else tongue.word(table, v) for v in values]
        order = ORDERS.get(name)
        ranked = sorted(range(len(values)), key=lambda i: _rank(values[i], order))
        found.append({"id": name, "values": named, **({"order": ranked} if order else {})})
    return found


def _rank(value: str | None, order: Sequence[str] | None) -> int:
    return order.index(value) if order and value in order else len(order or ())


def words_of(tongue: Language) -> Json:
    """Return the words that the page's own code needs."""
    tables = tongue.tables
    return {
        **tables["ui"],
        "direction": tongue.direction,
        **{key: tables["phrases"][key] for key in ("about", "metres", "kilometres")},
        "shapes": tables["what"],
        "fills": tables["status"],
        "kinds": tables["actor_kinds"],
        "reviews": tables["reviews"],
    }


def relations(actors: Sequence[tuple[str, str]], tongue: Language) -> list[Json]:
    """Return how the groups and forces of the page are related, as the registry of actors has it.

    [{"from", "to": numbers of actors, "type", "since"}], each pair and type once.
    """
    from layers.registry import load

    registry = load().actors
    number = {name: i for i, (name, kind) in enumerate(actors) if kind in ("group", "state")}
    found: dict[tuple[int, int, str], Json] = {}
    for actor in registry.values():
        if actor.name not in number:
            continue
        told = [(r.type, r.of, r.since) for r in actor.relations]
        told += [("affiliate", actor.parent, None)] if actor.parent else []
        for kind, other, since in told:
            if other not in registry or registry[other].name not in number:
                continue
            one, two = number[actor.name], number[registry[other].name]
            pair = (min(one, two), max(one, two)) if kind in ("ally", "rival") else (one, two)
            row = {"from": one, "to": two, "type": kind, "name": tongue.word("relations", kind)}
            found.setdefault((*pair, kind), row | ({"since": visible(since)} if since else {}))
    return list(found.values())
