"""Files of actors in TOML: what an actor is, how it is written, every check at the door (docs/actors.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import DataError, ReadError
from layers.registry import KINDS, RELATIONS, ROLES, Actor, Former, Registry, Relation, key

_LISTS = ("ambiguous", "everyday")  # at the head of a file, see Registry
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_JOINERS = re.compile("[\u200c\u200d]")
_HEADER = re.compile(r"\s*\[\[\s*actor\s*\]\]")


@dataclass(frozen=True)
class Row:
    """An actor with the place it was read at, for the messages of the checks that need all files."""

    actor: Actor
    path: Path
    text: str
    number: int

    def error(self, reason: str, word: str = "") -> DataError:
        return DataError(self.path, _line(self.text, self.number, word), f"actor {self.actor.id!r}: {reason}")


def read_actors(paths: Iterable[Path]) -> Registry:
    """Return the registry of the files' actors, in their order.

    A table of a later file with an id that is known, and no name, adds its lists to that actor.  Raises
    ReadError for a file that cannot be read; DataError, with file, line and remedy, for a table that is
    not as docs/actors.md says.
    """
    rows: dict[str, Row] = {}
    lists: dict[str, set[str]] = {word: set() for word in _LISTS}
    for path in paths:
        tables, text, more = _read(path)
        for word, names in more.items():
            lists[word].update(names)
        for number, table in enumerate(tables):
            row = Row(_actor(table, path, text, number, rows), path, text, number)
            if row.actor.id in rows and "name" in table:
                taken = rows[row.actor.id].path.name
                remedy = "choose another, or leave out the name to add aliases to that actor"
                raise row.error(f"the id is taken in {taken}; {remedy}", "id")
            rows[row.actor.id] = row
    actors = {actor_id: row.actor for actor_id, row in rows.items()}
    for row in rows.values():
        _check_targets(row, actors)
    _check_names(rows.values(), {key(name) for name in lists["ambiguous"]})
    return Registry(actors, **{word: frozenset(names) for word, names in lists.items()})


def _read(path: Path) -> tuple[list[dict[str, Any]], str, dict[str, list[str]]]:
    """Return the tables of a file, its text, and the lists at its head."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except OSError as error:
        raise ReadError(path, f"{error.strerror}; give the path of a TOML file of actors") from error
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at.group(1)) if at else None
        raise DataError(path, line, f"not TOML: {error}; docs/actors.md shows how to write it") from error
    for word, value in data.items():
        if word != "actor" and word not in _LISTS:
            raise DataError(path, _find(text, word), _unknown(word, ("[[actor]]", *_LISTS)))
        if word in _LISTS and not _is_strings(value):
            raise DataError(path, _find(text, word), f"`{word}` must be a list of names in quotes")
    tables = data.pop("actor", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataError(path, _find(text, "actor"), "write each actor under a line [[actor]], two brackets")
    return tables, text, data


def _actor(table: dict[str, Any], path: Path, text: str, number: int, known: Mapping[str, Row]) -> Actor:
    """Build one actor; every key is checked by the rule of `_RULES`."""

    def error(word: str, reason: str) -> DataError:
        at = f"actor {table['id']!r}" if isinstance(table.get("id"), str) else f"actor number {number + 1}"
        return DataError(path, _line(text, number, word), f"{at}: {reason}")

    for word, value in table.items():
        if word not in _RULES:
            raise error(word, _unknown(word, _RULES))
        allowed, expected = _RULES[word]
        if not allowed(value):
            raise error(word, f"`{word}` is {value!r}; expected {expected}")
    values: dict[str, Any] = {w: tuple(v) if isinstance(v, list) else v for w, v in table.items()}
    values["former"] = tuple(Former(f["name"], f.get("from"), f.get("to")) for f in table.get("former", ()))
    values["relations"] = tuple(Relation(**relation) for relation in table.get("relations", ()))
    if table.get("id") in known and "name" not in table:
        actor = known[table["id"]].actor
        if fixed := sorted(word for word in values if word != "id" and not isinstance(values[word], tuple)):
            raise error(
                fixed[0], f"a table that adds to an actor has lists only; take out {', '.join(fixed)}"
            )
        more = {word: getattr(actor, word) + value for word, value in values.items() if word != "id"}
        return replace(actor, **more)
    for word in ("id", "name", "kind", "sources"):
        if not table.get(word):
            raise error("", f"`{word}` is missing; add {word} = {_EXAMPLES[word]}")
    if not values.get("theatres") and "country" in values:
        values["theatres"] = (values["country"],)
    return Actor(**values)


def _check_targets(row: Row, actors: dict[str, Actor]) -> None:
    """Check that the ids an actor refers to exist, and that it is not above itself."""
    actor = row.actor
    targets = [
        ("group", actor.group),
        ("parent", actor.parent),
        *(("relations", r.of) for r in actor.relations),
    ]
    for word, target in targets:
        if target is not None and target not in actors:
            raise row.error(f"`{word}` names {_unknown(target, actors, of='id')}", word)
        if target == actor.id:
            raise row.error(f"`{word}` names the actor itself; take it out", word)
    above, seen = actor.group or actor.parent, {actor.id}
    while above is not None:
        if above in seen:
            raise row.error(f"`group` and `parent` lead in a circle through {above!r}; cut it", "group")
        seen.add(above)
        above = actors[above].group or actors[above].parent if above in actors else None


def _check_names(rows: Iterable[Row], ambiguous: set[str]) -> None:
    """Check that no two actors claim a name, save those the files list as ambiguous."""
    owners: dict[str, str] = {}
    for row in rows:
        for name, form in row.actor.names():
            said = name if form == "acronym" else key(name)  # keys are in lower case, acronyms are not
            owner = owners.setdefault(said, row.actor.id)
            if owner != row.actor.id and key(name) not in ambiguous:
                remedy = "take it out of one, or list it in `ambiguous` at the head of the file"
                raise row.error(f"{form} {name!r} also belongs to {owner!r}; {remedy}", name)


def _is_text(value: object) -> bool:
    """Say whether a value is a text of printable characters; Persian and Uyghur write with joiners."""
    if not isinstance(value, str) or not value or value[0] == " " or value[-1] == " ":
        return False
    return value.isprintable() or _JOINERS.sub("", value).isprintable()


def _is_strings(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 10 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


def _is_tables(value: object, required: dict[str, Callable[[object], bool]], dates: tuple[str, ...]) -> bool:
    rules = required | dict.fromkeys(dates, _is_date)
    return isinstance(value, list) and all(
        isinstance(row, dict)
        and required.keys() <= row.keys()
        and all(w in rules and rules[w](v) for w, v in row.items())
        for row in value
    )


def _is_country(value: object) -> bool:
    return isinstance(value, str) and _COUNTRY.fullmatch(value) is not None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


_TEXT = (_is_text, 'a text in quotes, without blanks at its ends: "..."')
_NAMES = (_is_strings, 'a list of names in quotes: ["...", "..."]')
_PARTIAL_DATE = (_is_date, 'a date in quotes: "2018", "2018-02" or "2018-02-27"')
_AN_ID = (_is_id, 'an id in lower case with hyphens: "hurras-al-din"')
# key -> (check, what is expected)
_RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": _AN_ID,
    "name": _TEXT,
    "kind": (lambda value: value in KINDS, "one of " + ", ".join(KINDS)),
    "aliases": _NAMES,
    "acronyms": _NAMES,
    "native": _NAMES,
    "former": (
        lambda value: _is_tables(value, {"name": _is_text}, ("from", "to")),
        'a list of {name = "...", from = "2012-01", to = "2016-07"}',
    ),
    "founded": _PARTIAL_DATE,
    "dissolved": _PARTIAL_DATE,
    "died": _PARTIAL_DATE,
    "group": _AN_ID,
    "parent": _AN_ID,
    "theatres": (
        lambda value: isinstance(value, list) and all(map(_is_country, value)),
        'a list of ISO 3166 codes of two capitals: ["SY", "TR"]',
    ),
    "country": (_is_country, 'an ISO 3166 code of two capitals: "SY"'),
    "role": (lambda value: value in ROLES, "one of " + ", ".join(ROLES)),
    "relations": (
        lambda value: _is_tables(value, {"type": lambda t: t in RELATIONS, "of": _is_id}, ("since", "until")),
        'a list of {type = "splinter", of = "an-id", since = "2018"}, type one of ' + ", ".join(RELATIONS),
    ),
    "sources": _NAMES,
}
_EXAMPLES = {
    "id": '"hurras-al-din"', "name": '"Hurras al-Din"', "kind": '"group"', "sources": '["https://..."]'
}  # fmt: skip
assert _RULES.keys() == {field.name for field in fields(Actor)}


def _unknown(word: str, known: Iterable[str], of: str = "key") -> str:
    """Say that a word is unknown, with the most similar known one, or all when they are few."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(word, known, n=1)
    few = (
        f"the {of}s are {', '.join(known)}"
        if len(known) < 20
        else f"add it, or use one of {len(known)} {of}s"
    )
    return f"{word!r}, an unknown {of}; " + (f"did you mean {near[0]!r}?" if near else few)


def _line(text: str, number: int, word: str) -> int | None:
    """Return the line (from 1) of a key or name in the table of actor `number` (from 0), or of its head."""
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if _HEADER.match(line)]
    if number >= len(heads):
        return None
    start, *ends = heads[number : number + 2]
    table = range(start, ends[0] if ends else len(lines))
    written = re.compile(rf"\s*[\"']?{re.escape(word)}[\"']?\s*=")
    at = next((i for i in table if written.match(lines[i])), None)
    if at is None and word:
        at = next((i for i in table if word in lines[i]), None)
    return 1 + (start if at is None else at)


def _find(text: str, word: str) -> int | None:
    """Return the line (from 1) that begins with a key or the head of a table of that name."""
    begins = re.compile(rf"\s*\[*\s*[\"']?{re.escape(word)}(?!\w)")
    return next((i for i, line in enumerate(text.split("\n"), 1) if begins.match(line)), None)
