"""An archive to one file of JSON Lines: in order, in constant memory, and resumed after any end."""

from __future__ import annotations

import itertools
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import IO, Any

from geo.blobs import Blob, Source, blobs
from geo.errors import ReadError, UsageError, WriteError
from geo.fetching import Web
from geo.formats import Notice
from layers.engines import Engine, cores, here, processes
from layers.state import State
from layers.units import Line, Read, Settings, Told, units

_SECONDS_BETWEEN_SYNCS = 2.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch came to: documents written, how many of them are copies, failures, the first of these.

    `resumed` is how many documents an earlier run had written.
    """

    documents: int
    copies: int
    failed: int
    first_failed: tuple[str, ...]
    partitions: int
    resumed: int


@dataclass(frozen=True)
class Batch:
    """What to read and how: sources, settings, what may be fetched, and the engine (None: as it fits)."""

    sources: Sequence[Source]
    settings: Settings = field(default_factory=Settings)
    web: Web = field(default_factory=Web)
    engine: Engine | None = None
    opened: Any = None


@dataclass(frozen=True)
class _Output:
    """Where lines go, and the state that is kept with them."""

    file: IO[bytes]
    state: State
    seekable: bool = True


Tell = Callable[[Told], object]
Progress = Callable[[int, int], object]


def extract_to(
    target: Path, batch: Batch, *, tell: Tell, progress: Progress | None = None, fresh: bool = False
) -> Summary:
    """Write one line for each document to `target`, going on where an earlier run of the same batch ended.

    Until all is read the lines are in `target.part` and the notes on them in `target.state`; both stay when
    the run is ended, and are gone when it is done.  `progress` is told bytes and documents, `tell` what
    failed; `fresh` forgets an earlier run.  Raise UsageError where the earlier run was another one,
    WriteError where the files cannot be written or another run is writing them.
    """
    target = target.resolve() if target.is_symlink() else target
    part, notes = (target.with_name(f"{target.name}.{end}") for end in ("part", "state"))
    with ExitStack() as stack:
        try:
            file = stack.enter_context(part.open("r+b" if part.exists() else "w+b", buffering=0))
            _lock(file, target)
            state = _state(notes, part, _print(batch), fresh)
        except OSError as error:
            raise _not_written(error, target) from error
        stack.callback(state.close)
        resumed = state.counts()["documents"]
        file.truncate(state.fact("written") or 0)
        file.seek(0, os.SEEK_END)
        _forget_strays(batch.settings.partitions, state)
        seen = replace(batch.settings, state=notes, run=secrets.token_hex(8))
        try:
            _run(replace(batch, settings=seen), _Output(file, state), tell, progress)
            summary = _summary(state, resumed)
            os.fsync(file.fileno())
        except OSError as error:
            raise _not_written(error, target) from error
        stack.pop_all()
        file.close()
    if summary.documents:
        part.replace(target)
    else:
        part.unlink()
    state.remove()
    return summary


def extract_lines(out: IO[bytes], batch: Batch, *, tell: Tell, progress: Progress | None = None) -> Summary:
    """Write one line for each document to a stream that cannot be resumed, such as standard output."""
    state = State(None)
    try:
        _run(batch, _Output(out, state, seekable=False), tell, progress)
        return _summary(state, 0)
    finally:
        state.close()


def _run(batch: Batch, output: _Output, tell: Tell, progress: Progress | None) -> None:
    """Read all blobs that are not done, write what comes, and note each unit with its lines."""
    skipped = progress or (lambda *_: None)
    notice = _once(tell)
    items = blobs(batch.sources, tell=notice, web=batch.web)
    coming = units(_not_done(items, output.state, skipped))
    ahead = list(itertools.islice(coming, 2))
    engine = batch.engine
    if engine is None:
        engine = processes if len(ahead) > 1 and cores() > 1 else _here(batch.opened)
    synced = monotonic()
    for unit, read in engine(itertools.chain(ahead, coming), batch.settings):
        count = _write(read, output, tell, batch.settings.partitions)
        output.state.add_blobs(unit.keys)
        if output.seekable:
            if monotonic() - synced > _SECONDS_BETWEEN_SYNCS:
                os.fsync(output.file.fileno())
                synced = monotonic()
            output.state.note(written=output.file.tell())
        output.state.commit()
        skipped(unit.weight, count)


def _here(opened: Any) -> Engine:
    return lambda coming, settings: here(coming, settings, opened)


def _once(tell: Tell) -> Callable[[Notice], object]:
    return lambda notice: tell(Told("note", notice.source, notice.reason))


def _not_done(
    items: Iterable[Blob | ReadError], state: State, progress: Progress
) -> Iterator[Blob | ReadError]:
    for item in items:
        if isinstance(item, Blob) and state.is_done(item.key):
            progress(item.weight, 0)
        else:
            yield item


def _write(read: Read, output: _Output, tell: Tell, partitions: Path | None) -> int:
    """Write the lines of a unit and note them; return how many there are."""
    state = output.state
    lines: list[bytes] = []
    gone: set[str] = set()
    called: dict[str, str] = {}
    for found in read.found:
        if isinstance(found, Told):
            if found.kind != "error" or state.add_failure(found.source, found.reason):
                tell(found)
            continue
        id = state.free_id(found.head["id"])
        if id != found.head["id"] and not found.head["id"].endswith(found.head["sha256"][:8]):
            reason = f"id {found.head['id'][:60]!r} is used twice; this document is called {id[:60]!r}"
            tell(Told("note", str(found.head["source"]), reason))
        first = state.first_of(found.text_key)
        if first is not None:
            line = json.dumps(_copy(found, id, first), ensure_ascii=False)
            gone |= {found.called} if found.json is not None else set()
        else:
            line = str(found.json if id == found.head["id"] else _renamed(found, id))
            called |= {found.called: id} if found.called != id else {}
        lines.append(line.encode("utf-8", "replace") + b"\n")
        state.add(id, found.text_key)
    _put(output.file, b"".join(lines))
    if partitions and read.partition:
        if gone or called:
            _mend_partition(partitions / read.partition, gone, called)
        state.add_partition(read.partition)
    return len(lines)


def _put(file: IO[bytes], raw: bytes) -> None:
    """Write all of some bytes; a file without a buffer may take them piece by piece."""
    rest = memoryview(raw)
    while rest:
        rest = rest[file.write(rest) or 0 :]
    file.flush()


def _copy(line: Line, id: str, first: str) -> dict[str, Any]:
    """Return the line of a document whose text was read before: it names the first, and repeats nothing."""
    return {**line.head, "id": id, "same_as": first, "segments": [], "places": [], "not_places": [],
            "actors": [], "reports": []}  # fmt: skip


def _renamed(line: Line, id: str) -> str:
    """Return a line whose document is called otherwise."""
    data = json.loads(line.json or "{}")
    data["id"] = id
    for report in data["reports"]:
        report["document_id"] = id
        report["report_id"] = renamed_report(id, report["report_id"])
    return json.dumps(data, ensure_ascii=False)


def renamed_report(document_id: str, report_id: str) -> str:
    """Return the id of a report whose document is called otherwise."""
    return sha256(f"{document_id}|{report_id}".encode()).hexdigest()[:16]


def _mend_partition(path: Path, gone: set[str], called: dict[str, str]) -> None:
    """Take the reports of copies out of a partition, and call documents as the lines do."""
    import geopandas

    from layers.files import whole

    frame = geopandas.read_parquet(path)
    frame = frame[~frame["document_id"].isin(gone)].copy()
    moved = frame["document_id"].isin(called)
    pairs = zip(frame.loc[moved, "document_id"], frame.loc[moved, "report_id"], strict=True)
    frame.loc[moved, "report_id"] = [renamed_report(called[document], report) for document, report in pairs]
    frame.loc[moved, "document_id"] = frame.loc[moved, "document_id"].map(called)
    with whole(path) as draft:
        frame.to_parquet(draft, compression="zstd", index=False)


def _forget_strays(partitions: Path | None, state: State) -> None:
    """Remove partitions that an ended run wrote and did not note."""
    if partitions is not None:
        known = state.partitions()
        for file in partitions.glob("part-*.parquet"):
            if file.name not in known:
                file.unlink()


def _summary(state: State, resumed: int) -> Summary:
    counts = state.counts()
    return Summary(
        counts["documents"], counts["documents"] - counts["texts"], counts["failed"],
        tuple(state.failures(5)), counts["partitions"], resumed,
    )  # fmt: skip


def _print(batch: Batch) -> str:
    """Return what tells one batch from another: its sources, the files it knows of, the version."""
    digest = sha256(version("dateline").encode())
    for source in batch.sources:
        name = str(source)
        name = name if name == "-" or "://" in name[:12] else str(Path(source).absolute())
        digest.update(f"\0{name}".encode("utf-8", "surrogateescape"))
    for file in (*batch.settings.gazetteer_files, *batch.settings.actor_files):
        digest.update(b"\1" + file.read_bytes())
    digest.update(f"\2{batch.settings.partitions}".encode())
    return digest.hexdigest()


def _state(notes: Path, part: Path, fingerprint: str, fresh: bool) -> State:
    """Open the notes of an earlier run, or begin new ones where there are none or they do not fit."""
    if fresh:
        _remove(notes)
    try:
        state = State(notes)
    except ReadError:  # damaged: nothing of the part can be trusted
        _remove(notes)
        state = State(notes)
    begun = state.fact("batch")
    if begun is not None and begun != fingerprint:
        state.close()
        raise UsageError(
            f"{part} is the beginning of another run (other inputs, files or version); "
            "finish that one, give another -o, or begin anew with --fresh"
        )
    if part.stat().st_size < (state.fact("written") or 0):  # a power cut, or someone's hand
        state.remove()
        state = State(notes)
    state.note(batch=fingerprint)
    state.commit()
    return state


def _remove(notes: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        notes.with_name(notes.name + suffix).unlink(missing_ok=True)


def _lock(file: IO[bytes], target: Path) -> None:
    """Refuse to write what another process is writing; the lock ends with the process."""
    if os.name == "nt":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WriteError(target, "is being written by another run; wait for it, or give another -o") from None


def _not_written(error: OSError, target: Path) -> OSError:
    if isinstance(error, ReadError | WriteError):
        return error
    return WriteError(
        target,
        f"cannot be written: {error.strerror or error}; make room or choose another folder, "
        "and run the same command again to go on",
    )
