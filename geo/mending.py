"""Broken text mended: entities and text that was read in a wrong encoding, with a record of each place."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from geo.documents import Repair

# Numbers with the spaces that translators put in (`&# 171;`), names as HTML has them; `&amp;` before either.
_ENTITY = re.compile(
    r"&(?:amp;){0,3}(?:# ?(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6}) ?;|[A-Za-z][A-Za-z0-9]{1,24};)"
)
_LINE = re.compile(r"[^\n]*[^\x00-\x7f][^\n]*")
# A longer line is mended in pieces of this length, cut at a blank.
_PIECE = re.compile(r".{1,4000}(?:\s|$)|.{1,4000}", re.S)
_Change = tuple[int, int, str]


def mended(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Return a text without broken stretches, and what they were; what is sound is not touched.

    Entities are read as HTML 5 has them; text in a wrong encoding is found and mended by ftfy (Speer
    2019, "ftfy", doi:10.5281/zenodo.2591652), whose changes of quotes, ligatures and widths are left out.

    >>> text, repairs = mended("In IdlÃ­b they say &# 171;no&#187;.")
    >>> text, [(text[r.start:r.end], r.was) for r in repairs]
    ('In Idlíb they say «no».', [('í', 'Ã\\xad'), ('«', '&# 171;'), ('»', '&#187;')])
    """
    repairs: tuple[Repair, ...] = ()
    if not text.isascii():
        text, repairs = _changed(text, _wrongly_decoded(text), "encoding", repairs)
    if "&" in text:
        text, repairs = _changed(text, _entities(text), "entity", repairs)
    return text, repairs


def _entities(text: str) -> Iterator[_Change]:
    for found in _ENTITY.finditer(text):
        entity = re.sub(" ", "", re.sub(r"^&(?:amp;)+(?=#|[A-Za-z])", "&", found.group()))
        if found.group() == "&amp;":
            entity = "&amp;"
        meant = html.unescape(entity)
        if meant and meant != entity and all(c.isprintable() or c == "\xa0" for c in meant):
            yield found.start(), found.end(), meant


def _wrongly_decoded(text: str) -> Iterator[_Change]:
    for line in _LINE.finditer(text):
        for piece in _PIECE.finditer(line.group()):
            if not piece.group().isascii():
                at = line.start() + piece.start()
                for start, end, meant in _pieces(piece.group()):
                    yield at + start, at + end, meant


def _pieces(line: str) -> Iterator[_Change]:
    """Yield the stretches of a line that ftfy mends."""
    ftfy, config = _ftfy()
    meant = ftfy.fix_encoding(line, config)
    if meant == line:
        return
    from rapidfuzz.distance import Levenshtein

    start, end, words = 0, 0, ""
    for step in Levenshtein.opcodes(line, meant):
        if step.tag == "equal":
            if (start, words) != (end, ""):
                yield start, end, words
            start, end, words = step.src_end, step.src_end, ""
        else:
            end, words = step.src_end, words + meant[step.dest_start : step.dest_end]
    if (start, words) != (end, ""):
        yield start, end, words


@cache
def _ftfy() -> tuple[Any, Any]:
    import ftfy

    return ftfy, ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False,
        fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False,
        remove_control_chars=False, normalization=None,
    )  # fmt: skip


def _applied(text: str, changes: list[_Change]) -> str:
    parts, at = [], 0
    for start, end, meant in changes:
        parts += [text[at:start], meant]
        at = end
    return "".join((*parts, text[at:]))


def _changed(
    text: str, found: Iterator[_Change], kind: Any, before: tuple[Repair, ...]
) -> tuple[str, tuple[Repair, ...]]:
    """Apply changes to a text that was mended `before`, but none to what was; those repairs move along."""
    ends = [repair.end for repair in before]
    changes = [
        (start, end, meant)
        for start, end, meant in found
        if (n := bisect_right(ends, start)) == len(before) or before[n].start >= end
    ]
    if not changes:
        return text, before
    moved = _mover(changes)
    own, shift = [], 0
    for start, end, meant in changes:
        own.append(Repair(start + shift, start + shift + len(meant), text[start:end], kind))
        shift += len(meant) - (end - start)
    kept = [Repair(moved(r.start), moved(r.end), r.was, r.kind) for r in before]
    return _applied(text, changes), tuple(sorted((*kept, *own), key=lambda r: (r.start, r.end)))


def _mover(changes: list[_Change]) -> Callable[[int], int]:
    """Return the function from an offset in the old text, outside the changes, to the new one."""
    ends, shifts, shift = [], [0], 0
    for start, end, meant in changes:
        shift += len(meant) - (end - start)
        ends.append(end)
        shifts.append(shift)
    return lambda offset: offset + shifts[bisect_right(ends, offset)]
