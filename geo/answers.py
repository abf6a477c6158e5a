"""What online services answered, kept on disk: answers and misses with their day, refusals with their end."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import WriteError

DAY = 86_400.0
# A place stays where it is; a name that is missing may be mapped next month.
ANSWER_DAYS, MISS_DAYS = 365, 30
_TABLES = """
CREATE TABLE IF NOT EXISTS answer (server TEXT, name TEXT, countries TEXT, asked REAL, raw TEXT,
    PRIMARY KEY (server, name, countries)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refusal (server TEXT PRIMARY KEY, until REAL, reason TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Answer:
    """What a service answered on a day (seconds since 1970): its raw answers, none for a miss."""

    asked: float
    raw: tuple[Any, ...]

    @property
    def day(self) -> str:
        """Return the day in UTC, ISO 8601."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.asked))


class Answers:
    """A file of answers, safe for several threads and processes; a damaged file is begun anew."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connected()) as db, db:
                yield db
        except sqlite3.OperationalError as error:
            raise WriteError(
                self.path, f"answers cannot be kept here ({error}); make room or set XDG_CACHE_HOME"
            ) from error

    def _connected(self) -> sqlite3.Connection:
        for attempt in (1, 2):
            db = sqlite3.connect(self.path, timeout=30)
            try:
                db.executescript(_TABLES)
                return db
            except sqlite3.OperationalError:
                db.close()
                raise
            except sqlite3.DatabaseError:
                db.close()
                if attempt == 2:
                    raise
                self.path.unlink(missing_ok=True)
        raise AssertionError  # not reached

    def known(self, server: str, name: str, countries: Sequence[str]) -> Answer | None:
        """Return what is kept for a question, None where it was never asked or too long ago."""
        with self._open() as db:
            row = db.execute(
                "SELECT asked, raw FROM answer WHERE server=? AND name=? AND countries=?",
                (server, name, ",".join(countries)),
            ).fetchone()
        if row is None:
            return None
        answer = Answer(row[0], tuple(json.loads(row[1])))
        days = ANSWER_DAYS if answer.raw else MISS_DAYS
        return answer if time.time() - answer.asked < days * DAY else None

    def keep(self, server: str, name: str, countries: Sequence[str], raw: Sequence[Any]) -> Answer:
        """Keep an answer of now."""
        answer = Answer(time.time(), tuple(raw))
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO answer VALUES (?,?,?,?,?)",
                (server, name, ",".join(countries), answer.asked, json.dumps(answer.raw)),
            )
        return answer

    def refused(self, server: str) -> tuple[float, str] | None:
        """Return until when a server must not be asked, and why; None where it may be."""
        with self._open() as db:
            row = db.execute("SELECT until, reason FROM refusal WHERE server=?", (server,)).fetchone()
        return row if row is not None and row[0] > time.time() else None

    def refuse(self, server: str, seconds: float, reason: str) -> None:
        """Note that a server must not be asked for some seconds."""
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO refusal VALUES (?,?,?)", (server, time.time() + seconds, reason)
            )
