"""The errors of Dateline: each names what was given, what was expected and the remedy."""

from __future__ import annotations

from pathlib import Path


class DatelineError(Exception):
    """Base of every error that Dateline raises on purpose."""


class UsageError(DatelineError, ValueError):
    """A value given by the caller is not one that can be used."""


class ReadError(DatelineError, OSError):
    """An input could not be read; `source` names it, `reason` says why and what to do."""

    def __init__(self, source: str | Path, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = str(source)
        self.reason = reason


class ServiceError(DatelineError, ConnectionError):
    """An online service refused or did not answer; `server` names it, `reason` says why and what to do."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(f"{server}: {reason}")
        self.server = server
        self.reason = reason


class WriteError(DatelineError, OSError):
    """An output could not be written; `target` names it, `reason` says why and what to do."""

    def __init__(self, target: str | Path, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target = str(target)
        self.reason = reason


class DataError(DatelineError, ValueError):
    """A row of a data file is wrong; the message names file, line and remedy."""

    def __init__(self, source: str | Path, line: int | None, reason: str) -> None:
        at = f"{source}" if line is None else f"{source}:{line}"
        super().__init__(f"{at}: {reason}")
        self.source = str(source)
        self.line = line
        self.reason = reason


def where_it_broke(fault: BaseException) -> str:
    """Return a fault of our own in one line: what, and the innermost place in the code."""
    import traceback

    at = traceback.extract_tb(fault.__traceback__)[-1:]
    where = f" at {Path(at[0].filename).name}:{at[0].lineno}" if at else ""
    what = f"{type(fault).__name__}{where}: {str(fault)[:200]}"
    return f"was not read because of a fault in dateline ({what}); please report it"
