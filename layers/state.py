"""What a batch has done, beside its output: so that it goes on after any end, and reads no text twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geo.errors import ReadError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text (key BLOB PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failure (source TEXT, reason TEXT, PRIMARY KEY (source, reason)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partition (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_COUNTS = {"documents": "document", "texts": "text", "failed": "failure", "partitions": "partition"}


class State:
    """The notes of a batch in an SQLite file (in memory and on a temporary file where `path` is None).

    All that is noted between two calls of `commit` is kept together or not at all, whatever ends the process.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the notes, or begin them; raise ReadError for a file that is none."""
        self.path = path
        try:
            self._db = sqlite3.connect("" if path is None else path, isolation_level=None, timeout=30)
            if path is not None:
                self._db.execute("PRAGMA journal_mode=WAL")  # workers look while we write
                self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._db.execute("BEGIN")
        except sqlite3.DatabaseError as error:
            raise ReadError(path or "-", f"is no state of a batch ({error}); remove it") from None

    def fact(self, name: str) -> Any:
        """Return a noted fact, None where it is not noted."""
        row = self._db.execute("SELECT value FROM fact WHERE name=?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def note(self, **facts: Any) -> None:
        """Note some facts."""
        rows = [(name, json.dumps(value)) for name, value in facts.items()]
        self._db.executemany("INSERT OR REPLACE INTO fact VALUES (?,?)", rows)

    def is_done(self, key: bytes) -> bool:
        """Say whether a blob was read."""
        return self._has("blob", "key", key)

    def first_of(self, key: bytes) -> str | None:
        """Return the id of the document that had this text first, None where it is new."""
        row = self._db.execute("SELECT id FROM text WHERE key=?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def free_id(self, wanted: str) -> str:
        """Return an id that no document has: the wanted one, or with a number behind it."""
        id, n = wanted, 2
        while self._has("document", "id", id):
            id, n = f"{wanted}-{n}", n + 1
        return id

    def _has(self, table: str, column: str, value: Any) -> bool:
        return bool(self._db.execute(f"SELECT 1 FROM {table} WHERE {column}=?", (value,)).fetchone())

    def add(self, id: str, text_key: bytes) -> None:
        """Note a document and, where it is the first of its text, the text."""
        self._db.execute("INSERT INTO document VALUES (?)", (id,))
        self._db.execute("INSERT OR IGNORE INTO text VALUES (?,?)", (text_key, id))

    def add_blobs(self, keys: Iterable[bytes]) -> None:
        """Note blobs as read."""
        self._db.executemany("INSERT OR IGNORE INTO blob VALUES (?)", ((key,) for key in keys))

    def add_failure(self, source: str, reason: str) -> bool:
        """Note what could not be read; say whether it is told for the first time."""
        done = self._db.execute("INSERT OR IGNORE INTO failure VALUES (?,?)", (source, reason))
        return done.rowcount > 0

    def add_partition(self, name: str) -> None:
        """Note a partition as part of the result."""
        self._db.execute("INSERT OR IGNORE INTO partition VALUES (?)", (name,))

    def partitions(self) -> set[str]:
        """Return the names of the partitions."""
        return {name for (name,) in self._db.execute("SELECT name FROM partition")}

    def failures(self, most: int) -> list[str]:
        """Return the sources of the first failures."""
        return [row[0] for row in self._db.execute("SELECT source FROM failure LIMIT ?", (most,))]

    def counts(self) -> dict[str, int]:
        """Return how many documents, distinct texts, failures and partitions there are."""
        return {
            name: self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for name, table in _COUNTS.items()
        }

    def commit(self) -> None:
        """Keep what was noted."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._db.execute("ROLLBACK")
        self._db.close()

    def remove(self) -> None:
        """Close the file and remove it."""
        self.close()
        if self.path is not None:
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
