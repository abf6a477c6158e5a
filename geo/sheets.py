"""Tables of texts (CSV, TSV): the delimiter, the column with the words, one document a row."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from geo.errors import ReadError
from geo.formats import FIELDS, LIMIT_BYTES, Found, Notice, from_records, own_output, plain

_LOOKED_AT = 50  # rows that a column is judged by
_LEAST_WORDS = 5  # of a column that is text and is not called so
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a table is built: its columns, what parts them, and which has the words."""

    columns: tuple[str, ...]
    delimiter: str
    text: str

    @property
    def is_guessed(self) -> bool:
        """Say whether the column with the words was told by its content, not its name."""
        return self.text not in FIELDS["text"]


def delimiter_of(header: str) -> str:
    """Return what parts the columns of a header: comma, semicolon, tab or bar."""
    return max(",;\t|", key=header.count)


def sheet_of(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str, source: str) -> Sheet:
    """Return how a table is built, by its header and its first rows; raise ReadError where none has text.

    The column with the words is the one that is called so (`FIELDS`), else the one whose cells have most
    words, five or more in the middle of its rows.
    """
    columns = tuple(name.strip().lower() for name in header)
    if {"report_id", "quote", "cue"} <= set(columns):
        raise own_output(source)
    named = next((name for name in FIELDS["text"] if name in columns), None)
    if named is not None:
        return Sheet(columns, delimiter, named)
    looked_at = list(itertools.islice(rows, _LOOKED_AT))
    words = {
        name: median([len(_WORD.findall(row[i])) for row in looked_at if i < len(row)] or [0])
        for i, name in enumerate(columns)
    }
    best = max(words, key=lambda name: words[name], default="")
    if not best or words[best] < _LEAST_WORDS:
        names = ", ".join(repr(name[:30]) for name in columns[:12])
        wanted = ", ".join(FIELDS["text"])
        raise ReadError(
            source, f"has no column with text: it has {names}; call the one to read one of {wanted}"
        )
    return Sheet(columns, delimiter, best)


def from_csv(
    raw: bytes, source: str, *, sheet: Sheet | None = None, first: int = 1, declared: str | None = None
) -> Iterator[Found]:
    """Read a table with a header row; where this is a piece of a longer table, `sheet` tells its header.

    `first` is the number of the piece's first line, `declared` its encoding.
    """
    draft = plain(raw, source, declared=declared)
    csv.field_size_limit(LIMIT_BYTES)
    found, before = sheet, first - 1
    delimiter = found.delimiter if found else delimiter_of(draft.text.split("\n", 1)[0])
    rows = csv.reader(io.StringIO(draft.text, newline=""), delimiter=delimiter)
    try:
        if found is None:
            header = next(rows)
            ahead = list(itertools.islice(((rows.line_num, row) for row in rows), _LOOKED_AT))
            found = sheet_of(header, (row for _, row in ahead), delimiter, source)
        else:
            ahead = []
        numbered = itertools.chain(ahead, ((rows.line_num, row) for row in rows))
        if found.is_guessed and first == 1:
            yield Notice(
                source, f"column {found.text[:40]!r} is read as the text; call it text if that is so"
            )
        columns = found.columns
        if found.is_guessed:
            columns = tuple("text" if name == found.text else name for name in columns)
        yield from from_records(
            (
                (f"{source}:{before + number}", dict(zip(columns, row, strict=False)))
                for number, row in numbered
                if any(row)
            ),
            encoding=draft.encoding,
        )
    except csv.Error as error:
        raise ReadError(f"{source}:{before + rows.line_num}", f"is not a table: {error}") from None
