"""The cue words of `data/cues.toml`, with every form of its verbs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from layers.reports import Status

_VOWELS = "aeiou"
# Base forms of more than one syllable (and "quit") whose last consonant doubles (stressed).
_DOUBLING = frozenset(
    "kidnap transfer repel expel admit commit quit begin refer occur control patrol compel propel rebel deter"
    " regret submit permit overrun forget".split()
)
# One syllable of one vowel and one consonant ("dig", "stop", "trap"), which doubles.
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a verb: `tag` is "base", "s", "past", "part" (past participle), "pastpart" or "ing"."""

    lemma: str
    tag: str
    classes: frozenset[str]


def _s(verb: str) -> str:
    """Return the third person of a verb."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _stem(verb: str) -> str:
    """Return the verb as it stands before -ed and -ing."""
    return verb + verb[-1] if verb in _DOUBLING or _SHORT.fullmatch(verb) else verb


def _ed(verb: str) -> str:
    """Return the regular past of a verb."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return _stem(verb) + "ed"


def _ing(verb: str) -> str:
    """Return the -ing form of a verb."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return _stem(verb) + "ing"


def forms_of(verb: str, irregular: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """Return the forms of a verb with their tags; `irregular` are its past and participle where no rule makes
    them.

    >>> [form for form, _ in forms_of("postpone")]
    ['postpone', 'postpones', 'postponing', 'postponed']
    """
    past, part = irregular or (_ed(verb), _ed(verb))
    rows = [(verb, "base"), (_s(verb), "s"), (_ing(verb), "ing")]
    return rows + ([(past, "pastpart")] if past == part else [(past, "past"), (part, "part")])


@dataclass(frozen=True)
class Cues:
    """Verb forms by word, noun classes by word, status words by class, sets, phrasal verbs, phrases."""

    verbs: dict[str, VerbForm]
    nouns: dict[str, frozenset[str]]
    status: dict[str, frozenset[str]]
    sets: dict[str, frozenset[str]]
    phrasal: dict[tuple[str, str], frozenset[str]]
    phrases: dict[str, dict[str, dict[Status, list[str]]]]


@cache
def cues() -> Cues:
    """Load the cue words once."""
    data = tomllib.loads(resources.files("layers.data").joinpath("cues.toml").read_text("utf-8"))
    classes: dict[str, set[str]] = {}
    for name, line in data["verbs"].items():
        for verb in line.split():
            classes.setdefault(verb, set()).add(name)
    irregular = {verb: forms.split() for verb, forms in data["irregular"].items()}
    verbs: dict[str, VerbForm] = {}
    for verb, names in classes.items():
        for form, tag in forms_of(verb, irregular.get(verb)):
            # "found": the past of find is rarer in these texts than the founding of a group.
            if form not in verbs or tag == "base":
                verbs[form] = VerbForm(verb, tag, frozenset(names))
    nouns: dict[str, set[str]] = {}
    for name, line in data["nouns"].items():
        for noun in line.split():
            nouns.setdefault(noun, set()).add(name)
    return Cues(
        verbs,
        {noun: frozenset(names) for noun, names in nouns.items()},
        _word_sets(data["status"]),
        _word_sets(data["sets"]),
        {_verb_and_particle(said): names for said, names in _word_sets(data["phrasal"]).items()},
        {
            table: {
                where: {status: lines.strip().splitlines() for status, lines in part.items()}
                for where, part in data[table].items()
            }
            for table in ("turns", "denials")
        },
    )


def _word_sets(table: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return the words of each entry of a table."""
    return {name: frozenset(line.split()) for name, line in table.items()}


def _verb_and_particle(said: str) -> tuple[str, str]:
    """Part "take back" into the verb and its particle."""
    verb, _, particle = said.partition(" ")
    return verb, particle
