"""What is said and then denied, doubted or ended: at the end of its sentence, in the next one, by the answer.

A statement that somebody else denies is told both ways: it is in doubt, and it is negated.  The words stand
in `[denials]` of the cue words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from geo.documents import Document
from layers.cues import cues
from layers.items import Item, items
from layers.links import Link
from layers.phrases import Found, begin, find
from layers.reading import Sentence
from layers.reports import Status
from layers.status import STATES, Verdict

_TAG = re.compile(
    r"(?:^|[.!?]\s)[“\"]?(?:is (?:it|that)(?: so| true| right| correct)?|does (?:it|he|she)|do they"
    r"|are they|really|true|right|correct)\s*\?",
    re.I,
)

Change = Callable[[Link], Sequence[Link]]


def denied(document: Document, told: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with what each of them, and the one after it, takes back, doubts or ends."""
    rows = [_within(sentence) for sentence in told]
    for i, sentence in enumerate(rows):
        if sentence.segment.kind == "question" and sentence.links:
            rows[i] = _asked(document.text, sentence)
        if i and rows[i - 1].links and sentence.segment is rows[i - 1].segment:
            row = sentence.row or items(document.text, sentence.start, sentence.end, (), ())
            rows[i - 1] = _with(rows[i - 1], _by_next(row), after=_last_part(rows[i - 1].row))
    return rows


def _within(sentence: Sentence) -> Sentence:
    """Return a sentence with what its own end takes back or somebody denies in it."""
    row = sentence.row
    if not sentence.links:
        return sentence
    for marked in _opening(row, "mark"):
        return _with(sentence, _change(marked, row))
    for where in ("end", "end_denial"):
        for found in find(row, "denials", where):
            if not _is_denied(row, found):
                return _with(
                    sentence, _change(found, row, both=where == "end_denial"), row[found.start].start
                )
    return sentence


def _by_next(row: Sequence[Item]) -> Change | None:
    """Return what a sentence makes of the one before it, None for nothing."""
    for where in ("next", "next_denial"):
        for found in _opening(row, where):
            if not _is_denied(row, found):
                return _change(found, row, both=where == "next_denial")
    return next((_change(found, row) for found in find(row, "denials", "over")), None)


def _opening(row: Sequence[Item], where: str) -> Iterator[Found]:
    """Yield the phrases that open a row, its bullet or quotation mark aside."""
    first = next((k for k, x in enumerate(row[:4]) if x.is_word or _is_named(x)), 0)
    yield from begin(row, first, "denials", where)


def _is_named(item: Item) -> bool:
    """Say whether an item is a party or a place."""
    return item.actor is not None or item.place is not None


def _is_denied(row: Sequence[Item], found: Found) -> bool:
    """Say whether the verb of a denial is itself negated ("has not denied it", "nobody denies this")."""
    at = next((k for k in range(found.start, found.end) if _denies(row[k])), 0)
    return bool(at) and any(x.low in ("not", "n't", "never", "nobody") for x in row[max(0, at - 3) : at])


def _denies(item: Item) -> bool:
    """Say whether an item is a form of a verb of denial."""
    form = cues().verbs.get(item.low) if item.is_word else None
    return form is not None and "deny" in form.classes


def _asked(text: str, sentence: Sentence) -> Sentence:
    """Return what an interviewer states with what the question or the answer behind it makes of it."""
    rest = text[sentence.end : sentence.end + 80].lstrip()
    if _TAG.match(rest):
        return _with(sentence, _if_affirmed("uncertain", "question"))
    if text[sentence.start : sentence.end].rstrip('”"’) ').endswith("?"):
        return sentence
    answer = re.sub(r"^(?:A\d*|Answer|Ans)\s*[:.)]\s*", "", rest)
    row = items(answer, 0, len(answer), (), ())
    found = next(iter(begin(row, 0, "denials", "answer")), None)
    return sentence if found is None else _with(sentence, _if_affirmed("negated", found.text(row)))


def _last_part(row: Sequence[Item]) -> int:
    """Return where the last part of a sentence begins: behind a semicolon, or who tells it."""
    start = max((x.end for x in row if x.low == ";"), default=0)
    return next((x.end for x in row[:-3] if x.start >= start and _tells(x)), start)


def _tells(item: Item) -> bool:
    """Say whether an item is a finite verb of speech."""
    form = cues().verbs.get(item.low) if item.is_word else None
    finite = form is not None and form.tag in ("s", "past", "pastpart")
    return finite and form is not None and form.lemma in cues().sets["tells"]


def _with(sentence: Sentence, change: Change | None, before: int | None = None, after: int = 0) -> Sentence:
    """Return a sentence with its links changed: those told before an offset, or behind one."""
    if change is None:
        return sentence
    rows: list[Link] = []
    for link in sentence.links:
        start = sentence.row[link.at].start
        told = start >= after and (before is None or start < before)
        rows += change(link) if told else [link]
    return replace(sentence, links=tuple(rows))


def _change(found: Found, row: Sequence[Item], *, both: bool = False) -> Change:
    """Return what a denial (told both ways, if by somebody else), a doubt or an end makes of a link."""
    cue = " ".join(found.text(row).split()[-4:])
    if both:
        return _told_both_ways(cue)
    if found.status == "affirmed":
        return _carried_out(cue)
    if found.status == "negated":
        return lambda link: [replace(link, verdict=Verdict("negated", cue))]
    return _if_affirmed(found.status, cue)


def _told_both_ways(cue: str) -> Change:
    """Return the change of a link into the two that are told: it may be so, and it is denied."""

    def both(link: Link) -> list[Link]:
        if link.verdict.status not in ("affirmed", "uncertain"):
            return [link]
        doubted = link.verdict if link.verdict else Verdict("uncertain", cue)
        return [replace(link, verdict=doubted), replace(link, verdict=Verdict("negated", cue))]

    return both


def _carried_out(cue: str) -> Change:
    """Return the change of what was planned and then done; whoever left is there no more."""

    def change(link: Link) -> list[Link]:
        if link.verdict.status == "planned":
            return [replace(link, verdict=Verdict("affirmed", cue))]
        stayed = not link.verdict and link.verdict.cue and link.what in STATES
        return [replace(link, verdict=Verdict("former", cue))] if stayed else [link]

    return change


def _if_affirmed(status: Status, cue: str) -> Change:
    """Return the change of what is affirmed; only a state can be over."""

    def change(link: Link) -> list[Link]:
        lost = link.verdict.status == "former" and status == "uncertain"
        if (link.verdict and not lost) or (status == "former" and link.what not in STATES):
            return [link]
        return [replace(link, verdict=Verdict(status, cue))]

    return change
