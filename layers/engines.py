"""Engines: what reads units, here, in several processes or on a Dask cluster; results come in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from geo.blobs import Blob
from geo.errors import ReadError, UsageError
from layers.units import Read, Settings, Told, Unit, read_unit

Engine = Callable[[Iterable[Unit], Settings], Iterator[tuple[Unit, Read]]]
CONNECT_SECONDS = 15.0
AHEAD = 4  # units that wait for each worker, so that none is idle while an earlier one is long
_DIED = (
    "ended the process that read it (out of memory, or a fault in a library); leave it out or save it as text"
)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def here(units: Iterable[Unit], settings: Settings, opened: Any = None) -> Iterator[tuple[Unit, Read]]:
    """Read units in this process, blob by blob where no partition is to hold them together."""
    for unit in units:
        for part in [unit] if settings.partitions else [Unit((item,)) for item in unit.items]:
            yield part, read_unit(part, settings, opened)


def processes(
    units: Iterable[Unit], settings: Settings, *, jobs: int | None = None
) -> Iterator[tuple[Unit, Read]]:
    """Read units in `jobs` processes (one a core); a blob that kills its process is told as failed."""
    jobs = jobs or cores()
    waiting: deque[tuple[Unit, Future[Read]]] = deque()
    coming = iter(units)
    pool = _pool(jobs)
    try:
        while True:
            try:
                while len(waiting) < AHEAD * jobs and (unit := next(coming, None)) is not None:
                    waiting.append((unit, pool.submit(read_unit, unit, settings)))
                if not waiting:
                    return
                unit, future = waiting[0]
                result = future.result()
            except BrokenProcessPool:
                # Which unit killed its process is not told: each of those that wait is read alone.
                pool.shutdown(wait=True, cancel_futures=True)
                unfinished = [w for w, _ in waiting]
                waiting.clear()
                for one in unfinished:
                    yield from _carefully(one, settings)
                pool = _pool(jobs)
                continue
            waiting.popleft()
            yield unit, result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["layers.units", "layers.extract", "geo.parse"])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Let the parent alone answer Ctrl-C, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _carefully(unit: Unit, settings: Settings) -> Iterator[tuple[Unit, Read]]:
    """Read a unit that may kill its process; the smaller and smaller part that does is told as failed."""
    with _pool(1) as pool:
        try:
            yield unit, pool.submit(read_unit, unit, settings).result()
            return
        except BrokenProcessPool:
            pass
    parts = [Unit((item,)) for item in unit.items]
    if len(parts) > 1:
        for part in parts:
            yield from _carefully(part, settings)
        return
    lines = list(_records(unit.items[0]))
    if len(lines) < 2:
        yield unit, died(unit)
        return
    found: list[Any] = []
    for line in lines:
        for _, result in _carefully(Unit((line,)), settings):
            found += result.found
    yield unit, Read(tuple(found))


def died(unit: Unit) -> Read:
    """Return what is told of a unit whose reading killed its process."""
    return Read(tuple(Told("error", item.source, _DIED) for item in unit.items))


def _records(item: Blob | ReadError) -> Iterator[Blob]:
    """Yield the lines of a blob of JSON Lines, each as a blob; nothing for another."""
    if isinstance(item, Blob) and item.suffix in (".jsonl", ".ndjson"):
        first = item.options.get("first", 1)
        for number, line in enumerate(item.raw.splitlines(keepends=True), first):
            if line.strip():
                yield replace(item, raw=line, options={**item.options, "first": number})


def dask(
    units: Iterable[Unit], settings: Settings, *, scheduler: str | None = None, jobs: int | None = None
) -> Iterator[tuple[Unit, Read]]:
    """Read units on a Dask cluster: the scheduler's (`tcp://host:8786`), else one of `jobs` processes here.

    What a lost worker had in hand is read by another.  Raise UsageError where Dask is not installed or the
    scheduler does not answer.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError("--engine dask needs Dask; pip install 'dateline[cluster]'") from None
    cluster = None
    if scheduler is None:
        cluster = distributed.LocalCluster(
            n_workers=jobs or cores(), threads_per_worker=1, dashboard_address=None
        )
    try:
        client = distributed.Client(scheduler or cluster, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise UsageError(f"{scheduler}: no Dask scheduler answers there ({error}); start one first") from None
    submit = partial(client.submit, read_unit, pure=False, retries=2)
    waiting: deque[tuple[Unit, Any]] = deque()
    coming = iter(units)
    try:
        while True:
            most = AHEAD * max(1, len(client.nthreads()))
            while len(waiting) < most and (unit := next(coming, None)) is not None:
                waiting.append((unit, submit(unit, settings)))
            if not waiting:
                return
            unit, future = waiting.popleft()
            try:
                result = future.result()
            except distributed.KilledWorker:  # by this unit, several of them
                result = died(unit)
            yield unit, result
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
