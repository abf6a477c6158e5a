"""The names of an index on disk: one file of two maps, of which a look-up reads only the bytes it needs.

names   folded name -> its bearers, the best known first, each with the spelling that folds to it
sounds  skeleton, or country and how a skeleton begins or ends -> sounds, and the names that have each

Each map is a marisa trie (key -> number), where the record of each number begins, and the records.  The trie
of the names, which begins the file, and the places of the records are mapped: of them a process holds what it
has touched.  The records are read: mapped, they would in time all count as its memory.  Numbers are in
the byte order of the machine, which is part of the file's name (`geo.caching.world_key`).
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING
from weakref import finalize

from geo.places import PRECISION_OF_KIND

if TYPE_CHECKING:
    from marisa_trie import Trie

# A place that bears a name, as far as a look-up must know it to choose: the row of the place; its weight,
# which orders the bearers of a name; the code of its country, or two zeros; the number of its kind; OWN_NAME
# or WELL_KNOWN or both; the spelling.  A plain tuple: a look-up makes many.
Bearer = tuple[int, int, bytes, int, int, str]
OWN_NAME, WELL_KNOWN = 1, 2  # not a mere alternate; a large place, or one of a curated or a user's table
# A name among those of one sound: its number in the map of names; the row of its only bearer (of the only one
# there, if the sounds are of a country), or MANY; and its letters, by which names are compared: the name in
# Latin ones, without its articles.
Named = tuple[int, int, str]
MANY = 2**32 - 1
NO_COUNTRY = b"\0\0"
HEAVIEST = 2**32 - 1
KINDS = tuple(PRECISION_OF_KIND)  # by number
# The keys of blocks of sounds: a country, one of these, and at most so many consonants.
BEGINS, ENDS = "^", "$"
LONGEST_END = 3

_MAGIC = b"dateline names 2\n"
_BEARER = Struct("=II2sBBH")
_ROW = Struct("=I8xH")  # of a bearer its row and the number of its spelling
_COUNT = Struct("=I")
_ONLY = Struct(_COUNT.format + _BEARER.format[1:])
_ONLY_ROW = Struct(_COUNT.format + _ROW.format[1:])
_END = 1_024  # length of the last part, which tells where the others are
_COUNTS = Struct("=II")
_BLOCKS = 512  # a text asks for names of the same countries again and again
_NO_SOUNDS = _COUNTS.pack(0, 0)
_PAIR = Struct("=II")
_ONLY_PAIR = Struct(_COUNT.format + _PAIR.format[1:])

Record = bytes
Section = tuple[int, int]  # where it starts, how long it is


# --- records -----------------------------------------------------------------------------------------


def bearers_record(found: Sequence[Bearer]) -> Record:
    """Return the record of the bearers of a name, in the order given."""
    spellings = list(dict.fromkeys(bearer[-1] for bearer in found))
    packed = (_BEARER.pack(*bearer[:-1], spellings.index(bearer[-1])) for bearer in found)
    return _COUNT.pack(len(found)) + b"".join(packed) + "\n".join(spellings).encode()


def bearers(record: Record | None) -> list[Bearer]:
    """Return the bearers of a name from its record."""
    if not record:
        return []
    count, row, weight, country, kind, marks, _ = _ONLY.unpack_from(record)
    if count == 1:  # nearly all
        return [(row, weight, country, kind, marks, record[_ONLY.size :].decode())]
    spellings, packed = _parted(record, count)
    return [
        (row, weight, country, kind, marks, spellings[nth])
        for row, weight, country, kind, marks, nth in _BEARER.iter_unpack(packed)
    ]


def rows(record: Record | None) -> list[tuple[int, str]]:
    """Return of the bearers of a name their rows and spellings."""
    if not record:
        return []
    count, row, _ = _ONLY_ROW.unpack_from(record)
    if count == 1:
        return [(row, record[_ONLY.size :].decode())]
    spellings, packed = _parted(record, count)
    return [(row, spellings[nth]) for row, nth in _ROW.iter_unpack(packed)]


def _parted(record: Record, count: int) -> tuple[list[str], bytes]:
    """Return the spellings of a record, and its bearers as they are packed."""
    end = _COUNT.size + _BEARER.size * count
    return record[end:].decode().split("\n"), record[_COUNT.size : end]


def sounds_record(lines: Iterable[tuple[str, Sequence[Named]]]) -> Record:
    """Return the record of sounds, each with the names that have it."""
    sounds, listed = zip(*lines, strict=True)
    entries = [_entry(named) for named in listed]
    text = "\n".join(sounds).encode()
    ends = array("I", accumulate(map(len, entries)))
    return b"".join((_COUNTS.pack(len(entries), len(text)), ends.tobytes(), text, *entries))


def _entry(named: Sequence[Named]) -> bytes:
    """Return the names of a sound as they are packed."""
    pairs = b"".join(_PAIR.pack(number, row) for number, row, _ in named)
    return _COUNT.pack(len(named)) + pairs + "\n".join(letters for _, _, letters in named).encode()


class Sounds:
    """The sounds of a record, and the names that have each."""

    __slots__ = ("_ends", "_record", "_start", "all")

    def __init__(self, record: Record | None) -> None:
        self._record = record = record or _NO_SOUNDS
        count, length = _COUNTS.unpack_from(record)
        text = _COUNTS.size + 4 * count
        self._start = text + length
        self._ends = memoryview(record)[_COUNTS.size : text].cast("I")
        self.all = record[text : self._start].decode().split("\n") if count else []

    def named(self, nth: int) -> list[Named]:
        """Return the names that have the nth sound."""
        start = self._ends[nth - 1] if nth else 0
        entry = self._record[self._start + start : self._start + self._ends[nth]]
        count, number, row = _ONLY_PAIR.unpack_from(entry)
        if count == 1:  # nearly all
            return [(number, row, entry[_ONLY_PAIR.size :].decode())]
        end = _COUNT.size + _PAIR.size * count
        letters = entry[end:].decode().split("\n")
        pairs = _PAIR.iter_unpack(entry[_COUNT.size : end])
        return [(number, row, of) for (number, row), of in zip(pairs, letters, strict=True)]


# --- the file ----------------------------------------------------------------------------------------


class Map:
    """A trie of keys, and the record of each."""

    def __init__(self, trie: Trie, at: memoryview, read: Callable[[int, int], bytes]) -> None:
        self.trie = trie
        self._number = trie.get
        self._at = at
        self._read = read
        self._blocks: dict[str, Sounds] = {}

    def __contains__(self, key: object) -> bool:
        return key in self.trie

    def get(self, key: str) -> Record | None:
        """Return the record of a key, or None; that of a key may be empty."""
        number = self._number(key)
        if number is None:
            return None
        start = self._at[number]
        return self._read(self._at[number + 1] - start, start)

    def block(self, text: str) -> Sounds | None:
        """Return the sounds of the longest key that a text begins with, or None; the last are kept."""
        keys = self.trie.prefixes(text)
        if not keys:
            return None
        if (known := self._blocks.get(keys[-1])) is None:
            if len(self._blocks) >= _BLOCKS:
                self._blocks.clear()
            known = self._blocks[keys[-1]] = Sounds(self.get(keys[-1]))
        return known

    def record(self, number: int) -> Record:
        """Return the record of the key with a number."""
        start = self._at[number]
        return self._read(self._at[number + 1] - start, start)


class Lexicon:
    """A file of names, opened read-only; each map is loaded when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        end = self._mapped[-_END:]
        if not end.startswith(_MAGIC):
            raise ValueError(f"{path} is not a file of names")
        self._sections: dict[str, Section] = json.loads(end[len(_MAGIC) :].rstrip(b"\0"))

    @cached_property
    def names(self) -> Map:
        """Return the map of folded names."""
        from marisa_trie import Trie

        return Map(Trie().mmap(str(self._path)), self._at("names"), self._read)

    @cached_property
    def sounds(self) -> Map:
        """Return the map of sounds."""
        from marisa_trie import Trie

        return Map(Trie().frombytes(self._part("sounds.trie")), self._at("sounds"), self._read)

    def _at(self, name: str) -> memoryview:
        start, length = self._sections[f"{name}.at"]
        return memoryview(self._mapped)[start : start + length].cast("I")

    def _part(self, name: str) -> bytes:
        start, length = self._sections[name]
        return self._mapped[start : start + length]

    @cached_property
    def _read(self) -> Callable[[int, int], bytes]:
        """Return what reads so many bytes from a place of the file on."""
        if not hasattr(os, "pread"):  # Windows
            return lambda length, start: self._mapped[start : start + length]
        file = os.open(self._path, os.O_RDONLY)
        finalize(self, os.close, file)
        return partial(os.pread, file)


# --- writing -----------------------------------------------------------------------------------------


def write(path: Path, names: MapDraft, sounds: MapDraft) -> None:
    """Write a file of names."""
    sections: dict[str, Section] = {}
    with path.open("wb") as file:
        for name, made in (("names", names), ("sounds", sounds)):
            for part, data in made.parts(file.tell()):
                start = file.tell()
                file.writelines(data)
                sections[f"{name}.{part}"] = start, file.tell() - start
        file.write((_MAGIC + json.dumps(sections).encode()).ljust(_END, b"\0"))


class MapDraft:
    """A map while it is made: its keys are numbered first, then each is given its record."""

    def __init__(self, keys: Iterable[str]) -> None:
        from marisa_trie import HUGE_CACHE, Trie

        # One trie in place of the usual three nested ones: a third larger, and a fifth faster.
        self.trie = Trie(keys, num_tries=1, cache_size=HUGE_CACHE)
        self._records: list[Record] = [b""] * len(self.trie)

    def put(self, key: str, record: Record) -> int:
        """Give a key its record, and return its number."""
        number = int(self.trie[key])
        self._records[number] = record
        return number

    def parts(self, start: int) -> Iterator[tuple[str, Sequence[bytes]]]:
        """Yield the parts of the map as they stand in the file from `start` on, the trie first."""
        trie = self.trie.tobytes()
        yield "trie", [trie]
        yield "records", self._records
        at = accumulate(map(len, self._records), initial=start + len(trie))
        yield "at", [array("I", at).tobytes()]
