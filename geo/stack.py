"""The names of several indexes asked as those of one: what a layer has replaces it in those below."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from geo.lexicon import Bearer, Lexicon, Map, Named, Sounds, bearers, rows

_MOST = 500


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The names of an index, and the rows of its places that a layer above it has."""

    lexicon: Lexicon
    hidden: Collection[int] = ()

    def name(self, number: int) -> str:
        """Return the folded name of a number."""
        return str(self.lexicon.names.trie.restore_key(number))

    def bearers(self, number: int) -> list[Bearer]:
        """Return who bears the name of a number."""
        return self.seen(bearers(self.lexicon.names.record(number)))

    def seen(self, found: list[Bearer]) -> list[Bearer]:
        """Return those of the bearers that no layer above has."""
        return [bearer for bearer in found if bearer[0] not in self.hidden] if self.hidden else found


class Stack:
    """Layers, the uppermost first."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)

    @cached_property
    def _maps(self) -> tuple[Map, ...]:
        return tuple(layer.lexicon.names for layer in self._layers)

    def bearers(self, folded: str) -> list[Bearer]:
        """Return who bears a folded name, the best known first."""
        found: list[Bearer] = []
        parts = 0
        for layer, names in zip(self._layers, self._maps, strict=True):
            if record := names.get(folded):
                found += layer.seen(bearers(record))
                parts += 1
        return found if parts < 2 else sorted(found, key=_known_least)

    def rows(self, folded: str) -> list[tuple[int, str]]:
        """Return the rows and spellings of those who bear a folded name, the best known first."""
        *above, lowest = self._maps
        for names in above:
            if names.get(folded):
                return [(bearer[0], bearer[-1]) for bearer in self.bearers(folded)]
        return rows(lowest.get(folded))  # none of them is hidden: its layer would bear the name

    def hidden(self) -> int:
        """Return how many places are hidden by those of a layer above."""
        return sum(len(layer.hidden) for layer in self._layers)

    def alike(self, keys: Sequence[str]) -> Alike:
        """Return the sounds under these keys, and the names that have each."""
        return Alike(
            (layer, key, Sounds(record))
            for layer in self._layers
            for key in keys
            if (record := layer.lexicon.sounds.get(key)) is not None
        )

    def blocks(self, ends: Sequence[str]) -> Alike:
        """Return the sounds of the smallest block that each of these keys, or its beginning, names."""
        return Alike(
            (layer, end, lines)
            for layer in self._layers
            for end in ends
            if (lines := layer.lexicon.sounds.block(end)) is not None
        )

    def known_sounds(self, keys: Collection[str]) -> list[str]:
        """Return those of the keys under which there are sounds."""
        tries = [layer.lexicon.sounds.trie for layer in self._layers]
        return sorted({key for trie in tries for key in filter(trie.__contains__, keys)})

    def beginning(self, folded: str) -> list[str]:
        """Return folded names that begin so, at most 500 of each index."""
        return [name for names in self._maps for name in islice(names.trie.iterkeys(folded), _MOST)]

    @cached_property
    def spelled(self) -> Tries:
        """Return the folded names."""
        return Tries(names.trie for names in self._maps)


def _known_least(bearer: Bearer) -> tuple[int, int]:
    return -bearer[1], bearer[0]


class Alike:
    """Sounds of several layers in one list, and the names that have each."""

    def __init__(self, found: Iterable[tuple[Layer, str, Sounds]]) -> None:
        self.sounds: list[str] = []
        self._ends: list[int] = []
        self._parts: list[tuple[Layer, set[str], Sounds, int]] = []
        seen: dict[tuple[Layer, str], set[str]] = defaultdict(set)
        for layer, key, lines in found:
            self._parts.append((layer, seen[layer, _country(key)], lines, len(self.sounds)))
            self.sounds += lines.all
            self._ends.append(len(self.sounds))

    def named(self, nth: int) -> tuple[Layer, Sequence[Named]]:
        """Return the layer of the nth sound and the names that have it, none at a repetition.

        A sound is met again where its skeleton both begins and ends like the one sought.
        """
        layer, seen, lines, start = self._parts[bisect_right(self._ends, nth)]
        spoken = self.sounds[nth]
        if spoken in seen:
            return layer, ()
        seen.add(spoken)
        return layer, lines.named(nth - start)


def _country(key: str) -> str:
    """Return the country of the key of a block, or nothing."""
    return key[:2] if key[:2].isupper() else ""


class Tries:
    """Several tries asked as one."""

    def __init__(self, tries: Iterable[Any]) -> None:
        self._parts = tuple(tries)

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)

    def prefixes(self, text: str) -> list[str]:
        """Return the members that `text` begins with, shortest first."""
        found = [key for part in self._parts for key in part.prefixes(text)]
        return sorted(set(found), key=len)
