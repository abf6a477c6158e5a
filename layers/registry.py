"""The registry of actors: groups, forces, persons and media with all their names (docs/actors.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, get_args

from geo.errors import ReadError
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
_MARKS = str.maketrans(dict.fromkeys("'’‘`ʿʾʼ´") | dict.fromkeys("-‑–_/", " "))


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
    """The actors by id, in the order of the files.

    `ambiguous` are the names that several actors share; `everyday` those that mean something else in
    everyday text (KIA, ICU), to be taken only where the text names the actor in full or its theatre.
    """

    actors: dict[str, Actor]
    ambiguous: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()

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
    bare = name.lower()
    if not bare.isascii():
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c)
        )
    return " ".join(bare.translate(_MARKS).split())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise ReadError(path, f"{error.strerror}; give the path of a TOML file of actors") from error
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, tuple[int, int]], ...]) -> Registry:
    from layers.actor_files import read_actors  # the parser is needed only here

    return read_actors(path for path, _ in files)
