"""The registry of actors: groups, forces, persons and media with all their names (docs/actors.md)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from geo.errors import DataError, ReadError
from layers.reports import ActorKind

ACTORS = Path(__file__).with_name("data") / "actors.toml"

Form = Literal["name", "alias", "acronym", "native", "former"]
Role = Literal["armed forces", "police", "government", "intelligence"]
RelationType = Literal[
    "ally", "affiliate", "splinter", "merger", "rival", "predecessor", "wing", "member"
]  # fmt: skip

KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
ROLES: tuple[Role, ...] = get_args(Role)
RELATIONS: tuple[RelationType, ...] = get_args(RelationType)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_JOINERS = re.compile("[\u200c\u200d]")
_HEADER = re.compile(r"\s*\[\[\s*actor\s*\]\]")


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier name of the same organisation, with partial ISO dates of its use ("2012", "2012-01")."""

    name: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What an actor is to another: it is a `type` ("splinter", "wing" ...) of the actor with id `of`."""

    type: RelationType
    of: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor with one canonical English name and every other name it goes by.

    `acronyms` are matched in exactly this case; `group` is the id of the group or force that a person or
    unit belongs to, `parent` of the organisation it is an affiliate of; `theatres` and `country` are
    ISO 3166 alpha-2; `role` is the arm of the state that it is; dates are partial ISO 8601.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()
    founded: str | None = None
    dissolved: str | None = None
    died: str | None = None
    group: str | None = None
    parent: str | None = None
    theatres: tuple[str, ...] = ()
    country: str | None = None
    role: Role | None = None
    relations: tuple[Relation, ...] = ()
    sources: tuple[str, ...] = ()

    def names(self) -> Iterator[tuple[str, Form]]:
        """Yield every name with its form, the canonical name first."""
        yield self.name, "name"
        yield from ((name, "alias") for name in self.aliases)
        yield from ((name, "acronym") for name in self.acronyms)
        yield from ((name, "native") for name in self.native)
        yield from ((old.name, "former") for old in self.former)


@dataclass(frozen=True, eq=False)
class Registry:
    """The actors by id, in the order of the files; `ambiguous` are the names that several may claim."""

    actors: dict[str, Actor]
    ambiguous: frozenset[str] = frozenset()

    def names(self) -> Iterator[tuple[str, Form, Actor]]:
        """Yield (name, form, actor) for every name of every actor.

        >>> next((actor.id, form) for name, form, actor in load().names() if name == "Horas al-Din")
        ('hurras-al-din', 'alias')
        """
        for actor in self.actors.values():
            yield from ((name, form, actor) for name, form in actor.names())

    def by_country(self, iso2: str, role: str | None = None) -> tuple[Actor, ...]:
        """Return the state actors of a country (ISO 3166 alpha-2), the main one of each role first.

        >>> [actor.name for actor in load().by_country("TR", "armed forces")]
        ['Turkish Armed Forces']
        """
        return tuple(a for a in self._countries.get(iso2, ()) if role in (None, a.role))

    @cached_property
    def _countries(self) -> dict[str, list[Actor]]:
        rows: dict[str, list[Actor]] = {}
        for actor in self.actors.values():
            if actor.country and actor.kind == "state":
                rows.setdefault(actor.country, []).append(actor)
        return rows


def load(extra: Sequence[Path] = ()) -> Registry:
    """Return the registry of the package, with the actors of the `extra` files added; read once a process.

    Raises ReadError for a file that cannot be read and DataError, with file, line and remedy, for a file
    that is not as docs/actors.md says.
    """
    return _load(tuple((path, _stamp(path)) for path in (ACTORS, *map(Path, extra))))


def key(name: str) -> str:
    """Return what two spellings of one name share: no case, accents, apostrophes or hyphens.

    >>> key("Hay’at Tahrir al-Shām") == key("Hayat Tahrir Al Sham")
    True
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(" " if c in "-‑–_/" else c for c in bare if c not in "'’‘`ʿʾʼ´" and not unicodedata.combining(c))
    return " ".join(kept.split())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise ReadError(path, f"{error.strerror}; give the path of a TOML file of actors") from error
    return found.st_mtime_ns, found.st_size


@dataclass(frozen=True)
class _Row:
    """An actor with the place it was read at, for the messages of the checks that need all files."""

    actor: Actor
    path: Path
    text: str
    number: int

    def error(self, reason: str, word: str = "") -> DataError:
        return DataError(self.path, _line(self.text, self.number, word), f"actor {self.actor.id!r}: {reason}")


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, tuple[int, int]], ...]) -> Registry:
    rows: list[_Row] = []
    ambiguous: set[str] = set()
    for path, _ in files:
        more, shared = _read(path)
        rows += more
        ambiguous.update(shared)
    actors: dict[str, Actor] = {}
    where: dict[str, _Row] = {}
    for row in rows:
        if row.actor.id in actors:
            raise row.error(f"the id is already taken in {where[row.actor.id].path.name}; choose another one", "id")
        actors[row.actor.id], where[row.actor.id] = row.actor, row
    for row in rows:
        _check_targets(row, actors)
    _check_names(rows, {key(name) for name in ambiguous})
    return Registry(actors, frozenset(ambiguous))


def _read(path: Path) -> tuple[list[_Row], list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except OSError as error:
        raise ReadError(path, f"{error.strerror}; give the path of a TOML file of actors") from error
    except UnicodeDecodeError as error:
        raise DataError(path, None, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise DataError(path, int(at.group(1)) if at else None, f"not TOML: {error}; see docs/actors.md") from error
    if unknown := sorted(set(data) - {"actor", "ambiguous"}):
        raise DataError(path, _find(text, unknown[0]), f"{_unknown(unknown[0], ('[[actor]]', 'ambiguous'))}")
    shared, tables = data.get("ambiguous", []), data.get("actor", [])
    if not _is_strings(shared):
        raise DataError(path, _find(text, "ambiguous"), "`ambiguous` must be a list of names in quotes")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataError(path, _find(text, r"\[?actor"), "write each actor under a line [[actor]], with two brackets")
    return [_Row(_actor(table, path, text, i), path, text, i) for i, table in enumerate(tables)], shared


def _actor(table: dict[str, Any], path: Path, text: str, number: int) -> Actor:
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
    for word in ("id", "name", "kind", "sources"):
        if not table.get(word):
            raise error("", f"`{word}` is missing; add {word} = {_EXAMPLES[word]}")
    values = {word: tuple(value) if isinstance(value, list) else value for word, value in table.items()}
    values["former"] = tuple(Former(f["name"], f.get("from"), f.get("to")) for f in table.get("former", ()))
    values["relations"] = tuple(Relation(**relation) for relation in table.get("relations", ()))
    if not values.get("theatres") and "country" in values:
        values["theatres"] = (values["country"],)
    return Actor(**values)


def _check_targets(row: _Row, actors: dict[str, Actor]) -> None:
    """Check that the ids an actor refers to exist, and that it is not above itself."""
    actor = row.actor
    targets = [("group", actor.group), ("parent", actor.parent), *(("relations", r.of) for r in actor.relations)]
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


def _check_names(rows: Iterable[_Row], ambiguous: set[str]) -> None:
    """Check that no two actors claim a name, save those the files list as ambiguous."""
    owners: dict[str, Actor] = {}
    for row in rows:
        for name, form in row.actor.names():
            said = f"acronym {name}" if form == "acronym" else key(name)
            owner = owners.setdefault(said, row.actor)
            if owner is not row.actor and key(name) not in ambiguous:
                remedy = "take it out of one, or list it in `ambiguous` at the head of the file"
                raise row.error(f"{form} {name!r} also belongs to {owner.id!r}; {remedy}", name)


def _is_text(value: object) -> bool:
    """Say whether a value is a text of printable characters; Persian and Uyghur write with joiners."""
    return isinstance(value, str) and value == value.strip() != "" and _JOINERS.sub("", value).isprintable()


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
        isinstance(row, dict) and required.keys() <= row.keys() and all(w in rules and rules[w](v) for w, v in row.items())
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
    remedy = f"did you mean {near[0]!r}?" if near else f"add it, or use one of the {len(known)} known {of}s"
    return f"{word!r}, an unknown {of}; {remedy if near or of != 'key' else 'the keys are ' + ', '.join(known)}"


def _line(text: str, number: int, word: str) -> int | None:
    """Return the line (from 1) of a key or name in the table of actor `number` (from 0), or of its head."""
    lines = text.splitlines()
    heads = [i for i, line in enumerate(lines) if _HEADER.match(line)]
    if number >= len(heads):
        return None
    start = heads[number]
    end = heads[number + 1] if number + 1 < len(heads) else len(lines)
    if not word:
        return start + 1
    written = re.compile(rf"\s*[\"']?{re.escape(word)}[\"']?\s*=")
    for hit in (written.match, lambda line: word in line):
        for i in range(start, end):
            if hit(lines[i]):
                return i + 1
    return start + 1


def _find(text: str, pattern: str) -> int | None:
    for i, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[?\s*{pattern}", line):
            return i
    return None
