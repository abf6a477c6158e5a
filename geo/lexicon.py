"""The names of an index on disk: one file of two maps, of which a look-up reads only the bytes it needs.

names   folded name -> its bearers, the best known first, each with the spelling that folds to it
sounds  skeleton, or country and how a skeleton begins or ends -> sounds, and the names that have each

Each map is a marisa trie (key -> number), where the record of each number begins, and the records.  These are
read, not mapped: that is a twentieth slower, but what is mapped counts as memory of the process.  Numbers
are in the byte order of the machine, which is part of the file's name (`geo.caching.world_key`).
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from weakref import finalize

from geo.places import PRECISION_OF_KIND

# A place that bears a name, as far as a look-up must know it to choose: the row of the place; its weight,
# which orders the bearers of a name; the code of its country, or two zeros; the number of its kind; OWN_NAME
# or WELL_KNOWN or both; the spelling.  A plain tuple: a look-up makes many.
Bearer = tuple[int, int, bytes, int, int, str]
OWN_NAME, WELL_KNOWN = 1, 2  # not a mere alternate; a large place, or one of a curated or a user's table
NO_COUNTRY = b"\0\0"
HEAVIEST = 2**32 - 1
KINDS = tuple(PRECISION_OF_KIND)  # by number
# The keys of blocks of sounds: a country, one of these, and at most so many consonants.
BEGINS, ENDS = "^", "$"
LONGEST_END = 3

_MAGIC = b"dateline names 1\n"
_BEARER = Struct("=II2sBBH")
_FIRST = 1_024  # where the first part begins
_COUNT = Struct("=I")
_ONLY = _COUNT.size + _BEARER.size  # where the spelling of an only bearer begins
_COUNTS = Struct("=II")
_NO_SOUNDS = _COUNTS.pack(0, 0)

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
    (count,) = _COUNT.unpack_from(record)
    if count == 1:  # nearly all
        row, weight, country, kind, marks, _ = _BEARER.unpack_from(record, _COUNT.size)
        return [(row, weight, country, kind, marks, record[_ONLY:].decode())]
    end = _COUNT.size + _BEARER.size * count
    spellings = record[end:].decode().split("\n")
    return [
        (row, weight, country, kind, marks, spellings[nth])
        for row, weight, country, kind, marks, nth in _BEARER.iter_unpack(record[_COUNT.size : end])
    ]


def sounds_record(lines: Iterable[tuple[str, Sequence[int]]]) -> Record:
    """Return the record of sounds, each with the numbers of the names that have it."""
    sounds, named = zip(*lines, strict=True)
    ends = array("I", accumulate(map(len, named)))
    numbers = array("I", (number for listed in named for number in listed))
    counts = _COUNTS.pack(len(ends), len(numbers))
    return counts + ends.tobytes() + numbers.tobytes() + "\n".join(sounds).encode()


class Sounds:
    """The sounds of a record, and the numbers of the names that have each."""

    __slots__ = ("_count", "_words", "all")

    def __init__(self, record: Record | None) -> None:
        record = record or _NO_SOUNDS
        self._count, names = _COUNTS.unpack_from(record)
        end = _COUNTS.size + 4 * (self._count + names)
        self._words = memoryview(record)[_COUNTS.size : end].cast("I")
        self.all = record[end:].decode().split("\n") if self._count else []

    def numbers(self, nth: int) -> Sequence[int]:
        """Return the numbers of the names that have the nth sound."""
        start = self._words[nth - 1] if nth else 0
        return self._words[self._count + start : self._count + self._words[nth]].tolist()


# --- the file ----------------------------------------------------------------------------------------


class Positioned:
    """A file as bytes of which slices are read."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)
        finalize(self, os.close, self._file)

    def __getitem__(self, part: slice) -> bytes:
        return os.pread(self._file, part.stop - part.start, part.start)


class Map:
    """A trie of keys, and the record of each."""

    def __init__(self, file: Positioned | mmap, sections: dict[str, Section], name: str) -> None:
        import marisa_trie

        self._file = file
        (start, at), (trie, length) = sections[f"{name}.at"], sections[f"{name}.trie"]
        self._at = memoryview(file[start : start + at]).cast("I")
        self.trie = marisa_trie.Trie().frombytes(file[trie : trie + length])

    def __contains__(self, key: object) -> bool:
        return key in self.trie

    def get(self, key: str) -> Record | None:
        """Return the record of a key, or None; that of a key may be empty."""
        number = self.trie.get(key)
        return None if number is None else self._file[self._at[number] : self._at[number + 1]]

    def longest(self, text: str) -> Record | None:
        """Return the record of the longest key that a text begins with, or None."""
        known = self.trie.prefixes(text)
        return self.get(max(known, key=len)) if known else None

    def record(self, number: int) -> Record:
        """Return the record of the key with a number."""
        return self._file[self._at[number] : self._at[number + 1]]


class Lexicon:
    """A file of names, opened read-only; each map is loaded when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        head = self._file[0:_FIRST]
        if not head.startswith(_MAGIC):
            raise ValueError(f"{path} is not a file of names")
        self._sections: dict[str, Section] = json.loads(head[len(_MAGIC) :].rstrip(b"\0"))

    @cached_property
    def names(self) -> Map:
        """Return the map of folded names."""
        return Map(self._file, self._sections, "names")

    @cached_property
    def sounds(self) -> Map:
        """Return the map of sounds."""
        return Map(self._file, self._sections, "sounds")


def _opened(path: Path) -> Positioned | mmap:
    if hasattr(os, "pread"):
        return Positioned(path)
    with path.open("rb") as file:  # Windows
        return mmap(file.fileno(), 0, access=ACCESS_READ)


# --- writing -----------------------------------------------------------------------------------------


def write(path: Path, names: MapDraft, sounds: MapDraft) -> None:
    """Write a file of names."""
    sections: dict[str, Section] = {}
    with path.open("wb") as file:
        file.seek(_FIRST)
        for name, made in (("names", names), ("sounds", sounds)):
            for part, data in made.parts(file.tell()):
                sections[f"{name}.{part}"] = file.tell(), len(data)
                file.write(data)
        head = json.dumps(sections).encode()
        file.seek(0)
        file.write(_MAGIC + head)


class MapDraft:
    """A map while it is made: its keys are numbered first, then each is given its record."""

    def __init__(self, keys: Iterable[str]) -> None:
        import marisa_trie

        self.trie = marisa_trie.Trie(keys)
        self._records: list[Record] = [b""] * len(self.trie)

    def put(self, key: str, record: Record) -> int:
        """Give a key its record, and return its number."""
        number = int(self.trie[key])
        self._records[number] = record
        return number

    def parts(self, start: int) -> Iterator[tuple[str, bytes]]:
        """Yield the parts of the map as they stand in the file from `start` on, the records first."""
        yield "records", b"".join(self._records)
        yield "at", array("I", accumulate(map(len, self._records), initial=start)).tobytes()
        yield "trie", self.trie.tobytes()
