"""Voices: who says which part of a sentence, by the verbs of speech and "according to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layers.cues import cues
from layers.items import DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, Item
from layers.verbs import Verb, verbs

_MARKS = frozenset({",", ";", ":", "“", "”", '"', "(", ")", "–", "—", "-", "«", "»", ".", "…"})
_QUOTES = frozenset({"“", "”", '"', "«", "»"})
_APPOSED = frozenset("a an the head leader spokesman spokeswoman chief commander".split())
_OPENERS = frozenset("that but and because while although as when where".split())
_RELATIVE = frozenset({"who", "whom", "whose", "which", "where"})
# How many items a speaker's name and description have at the most.
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says what stands in `row[start:stop]`; `at` is the item that says so."""

    name: str
    at: int
    start: int
    stop: int

    def says(self, k: int) -> bool:
        """Say whether item `k` is told by this voice."""
        return self.start <= k < self.stop


def voices(text: str, row: Sequence[Item]) -> list[Voice]:
    """Return the voices of a sentence in its order; a pronoun stands as it is written ("he").

    >>> from layers.items import items
    >>> text = "Elders said that a fighter told them that Azaz is quiet."
    >>> [voice.name for voice in voices(text, items(text, 0, len(text), (), ()))]
    ['Elders', 'a fighter']
    """
    groups = [*verbs(row)]
    taken = {k for v in groups for k in range(v.first, v.last + 1)}
    groups += [
        v for k in range(1, len(row) - 1) if k not in taken and (v := _before_that(row, k)) is not None
    ]
    taken |= {v.first for v in groups}
    found = [*_according(text, row, taken)]
    for verb in groups:
        if _speaks(row, verb):
            found += _voice_of(text, row, verb, taken)
    return sorted(found, key=lambda voice: voice.at)


def _before_that(row: Sequence[Item], k: int) -> Verb | None:
    """Return the verb of speech that a word before "that" is ("officials in P fear that")."""
    form = cues().verbs.get(row[k].low) if row[k].is_word and row[k + 1].low == "that" else None
    if form is None or form.lemma not in cues().sets["speakers"] or row[k - 1].low in DETERMINERS:
        return None
    return Verb(k, k, form.lemma, form.classes)


def _speaks(row: Sequence[Item], verb: Verb) -> bool:
    """Say whether a verb tells what somebody says: not what he does not say, and no claim of a deed."""
    after = {x.low for x in row[verb.last + 1 : verb.last + 4]}
    deed = bool(after & {"responsibility", "the", "a", "an"}) and "that" not in after
    told = verb.finite and not (verb.negated or verb.modal or verb.passive)
    return told and not (deed and verb.lemma in ("claim", "admit")) and verb.lemma in cues().sets["speakers"]


def _voice_of(text: str, row: Sequence[Item], verb: Verb, taken: set[int]) -> Iterator[Voice]:
    """Yield the voice of one verb of speech: its subject, before it or behind it."""
    low, high = _parts(row, verb.first)
    subject = _before(row, verb.first, low, taken)
    if not subject:
        inverted = verb.first > low and row[verb.first - 1].low in _QUOTES | {","}
        name = _behind(row, verb.last + 1, high, taken) if inverted else range(0)
        if name:
            yield Voice(_name(text, row, name), verb.first, low, verb.first)
    elif row[subject.start].low not in _RELATIVE:
        yield Voice(_name(text, row, subject), verb.first, *_reach(row, verb, subject, low, high))


def _reach(row: Sequence[Item], verb: Verb, subject: range, low: int, high: int) -> tuple[int, int]:
    """Return which items a voice tells: behind its verb, before it (", officials said.") or both."""
    parted = subject.start > low and row[subject.start - 1].low in _QUOTES | {","}
    if not parted or not _closes(row, verb):
        return verb.last + 1, high
    aside = verb.last + 1 < high and row[verb.last + 1].low == ","
    return (low, high) if aside else (low, subject.start)


def _parts(row: Sequence[Item], k: int) -> tuple[int, int]:
    """Return where the part of a sentence between semicolons begins and stops that an item stands in."""
    marks = [j for j, x in enumerate(row) if x.low == ";"]
    return max((j + 1 for j in marks if j < k), default=0), min((j for j in marks if j > k), default=len(row))


def _closes(row: Sequence[Item], verb: Verb) -> bool:
    """Say whether only a hearer, a time or a place follows a verb of speech (", he told us on Monday")."""
    k = verb.last + 1
    while verb.lemma == "tell" and k < min(verb.last + 4, len(row)) and row[k].low not in _MARKS | {"that"}:
        k += 1
    low = row[k].low if k < len(row) else "."
    return low in _MARKS or low in PREPOSITIONS or low in cues().sets["time_words"]


def _before(row: Sequence[Item], stop: int, low: int, taken: set[int]) -> range:
    """Return the items of the subject that ends before item `stop`; an aside between is passed over."""
    end = stop
    if end - 1 > low and row[end - 1].low == ",":
        opened = [j for j in range(end - 2, low, -1) if row[j].low == "," and _opens_aside(row, j + 1)]
        end = opened[-1] if opened else low
    k = end
    while k > low and k - 1 not in taken and end - k < _LONGEST:
        before = row[k - 1].low
        if before in _MARKS | _OPENERS:
            break
        k -= 1
    return _without_time(row, range(k, end))


def _opens_aside(row: Sequence[Item], k: int) -> bool:
    """Say whether an item opens an aside behind a subject: a relative, participle, apposition or name."""
    form = cues().verbs.get(row[k].low)
    gerund = form is not None and form.tag == "ing"
    return gerund or row[k].text[:1].isupper() or row[k].low in _RELATIVE | _APPOSED


def _without_time(row: Sequence[Item], span: range) -> range:
    """Return a subject without the time or place that opens the sentence ("On Monday residents")."""
    start = span.start
    while start < span.stop and row[start].low in PREPOSITIONS:
        start += 1
        while start < span.stop - 1 and (
            row[start].low in DETERMINERS | cues().sets["time_words"]
            or row[start].low.isdigit()
            or row[start].place is not None
        ):
            start += 1
        if start >= span.stop - 1:
            break
    return range(start, span.stop)


def _behind(row: Sequence[Item], start: int, stop: int, taken: set[int]) -> range:
    """Return the items of the subject that stands behind its verb (", said X, who ...")."""
    k = start
    while k < stop and k not in taken and k - start < _LONGEST:
        low = row[k].low
        if low in _MARKS | SUBORDINATORS or (k > start and low in ("on", "in", "at", "by", "to")):
            break
        k += 1
    return range(start, k)


def _according(text: str, row: Sequence[Item], taken: set[int]) -> Iterator[Voice]:
    """Yield the voices of "according to X" and "X's words": they hold for their part of the sentence."""
    for k in range(len(row) - 2):
        if row[k].low == "according" and row[k + 1].low == "to":
            low, high = _parts(row, k)
            name = _until_mark(row, k + 2, high, taken)
            if name:
                yield Voice(_name(text, row, name), k, low, high)


def _until_mark(row: Sequence[Item], start: int, stop: int, taken: set[int]) -> range:
    """Return the items up to the next mark, verb or relative."""
    k = start
    while (
        k < stop
        and k not in taken
        and row[k].low not in _MARKS | _RELATIVE | {"that"}
        and k - start < _LONGEST
    ):
        k += 1
    return range(start, k)


def _name(text: str, row: Sequence[Item], span: range) -> str:
    """Return a name as it is written, an article in small letters."""
    written = " ".join(text[row[span.start].start : row[span.stop - 1].end].strip(" ,“”\"’'").split())
    first = written.split(" ", 1)[0]
    return (
        first.lower() + written[len(first) :]
        if first.lower() in DETERMINERS | PRONOUNS | {"one"}
        else written
    )
