"""`dateline extract`: a file or an archive to JSON Lines, with progress, on all cores, resumed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import UsageError
from maps.options import (
    actors_option,
    checked_target,
    gazetteer_option,
    inputs_argument,
    online_options,
    open_gazetteer,
    tell_online,
    web_options,
)
from maps.terminal import note, with_remedies
from maps.words import plural

if TYPE_CHECKING:
    from geo.fetching import Web
    from geo.online import Online
    from layers.batch import Batch, Summary
    from layers.engines import Engine
    from layers.units import Told


@click.command("extract", short_help="Write what is found in INPUT... as JSON Lines.")
@inputs_argument
@web_options
@click.option(
    "-o",
    "--output",
    default="-",
    show_default=True,
    metavar="FILE",
    help="A .jsonl file, - for standard output.",
)
@click.option(
    "--partitions",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the reports as a folder of GeoParquet files too.",
)
@click.option("--jobs", type=click.IntRange(1, 1024), metavar="N", help="Processes; by default one a core.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Read in processes here, or on a Dask cluster.",
)
@click.option(
    "--scheduler", metavar="tcp://HOST:PORT", help="The Dask scheduler; without it, one is started here."
)
@click.option("--fresh", is_flag=True, help="Forget what an earlier run has written of the same output.")
@gazetteer_option
@actors_option
@with_remedies
@online_options
def extract_command(
    inputs: tuple[str, ...], output: str, partitions: Path | None, jobs: int | None, engine: str,
    scheduler: str | None, fresh: bool, gazetteers: tuple[str, ...], actor_files: tuple[Path, ...],
    online: Online | None, web: Web,
) -> None:  # fmt: skip
    """Write what is found in INPUT... as JSON Lines: places, actors and reports, one object a document.

    An archive is read on all cores.  When the run is ended, the same command goes on where it was: no
    document is lost or written twice.  A text that comes again is read once; its line names the first
    ("same_as").

    \b
    Examples
      dateline extract interview.txt | jq .reports
      dateline extract notes/ -o out.jsonl
      dateline extract archive/ -o out.jsonl --partitions reports/ --engine dask --scheduler tcp://10.0.0.5:8786
    """
    from layers.batch import Batch, extract_lines, extract_to
    from layers.registry import load
    from layers.units import Settings

    target = None if output == "-" else checked_target(output, inputs)
    if target is None and (partitions or fresh):
        raise UsageError("--partitions and --fresh need a file to go with; name one with -o")
    _build_apart()
    gazetteer = open_gazetteer(gazetteers, online)
    registry = load(actor_files)
    if partitions:
        _make(partitions)
    if "-" in inputs and sys.stdin.isatty():
        note("reading what you type; end with Ctrl-D")
    settings = Settings(gazetteer.files, actor_files, gazetteer.cache, partitions=partitions)
    opened = (gazetteer, registry)
    batch = Batch(inputs, settings, web, _engine(engine, scheduler, jobs, online, opened), opened)
    try:
        with _progress(batch) as progress:
            if target is None:
                summary = extract_lines(sys.stdout.buffer, batch, tell=_tell, progress=progress)
            else:
                summary = extract_to(target, batch, tell=_tell, progress=progress, fresh=fresh)
    except KeyboardInterrupt:
        note("stopped" + (f"; the same command goes on from here ({target}.part)" if target else ""), "error")
        click.get_current_context().exit(130)
    _end(summary, target, partitions, online)


def _build_apart() -> None:
    """Build the index of names, where there is none, in a process of its own: it takes 800 MiB once."""
    from multiprocessing import get_context

    from geo import caching

    if caching.is_whole(caching.folder(None) / f"world-{caching.world_key()}.sqlite"):
        return
    building = get_context("spawn").Process(target=open_gazetteer, args=((),))
    building.start()
    building.join()


def _engine(
    name: str, scheduler: str | None, jobs: int | None, online: Online | None, opened: Any
) -> Engine | None:
    """Return what reads the units, None where the number of units decides."""
    from functools import partial

    from layers import engines

    if scheduler and name != "dask":
        raise UsageError("--scheduler says nothing without --engine dask; give that too")
    if online is not None:
        if name == "dask" or (jobs or 1) > 1:
            raise UsageError(
                "--online asks one name a second, from one process; leave out --engine and --jobs"
            )
        jobs = 1
    if name == "dask":
        return partial(engines.dask, scheduler=scheduler, jobs=jobs)
    if jobs is None:
        return None
    return partial(engines.processes, jobs=jobs) if jobs > 1 else partial(engines.here, opened=opened)


def _make(folder: Path) -> None:
    from geo.errors import WriteError
    from layers.extras import need

    need("pyarrow", "parquet", "GeoParquet")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            folder, f"cannot be made: {error.strerror or error}; choose another folder"
        ) from error


def _tell(told: Told) -> None:
    note(f"{told.source}: {told.reason}", told.kind)


@contextmanager
def _progress(batch: Batch) -> Iterator[Any]:
    """Show documents, megabytes a second and what remains, on a terminal and when it takes its time."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    from geo.blobs import size_of

    shape = (
        "{desc} {percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}B, {rate_fmt}, {remaining} remaining{postfix}"
    )
    with tqdm(
        total=size_of(batch.sources) or None, unit="B", unit_scale=True, delay=2.0, leave=False,
        file=sys.stderr, bar_format=shape, desc="reading", smoothing=0.05, mininterval=0.5,
    ) as bar:  # fmt: skip
        documents = 0

        def advanced(size: int, count: int) -> None:
            nonlocal documents
            documents += count
            bar.set_postfix_str(plural(documents, "document"), refresh=False)
            bar.update(size)

        yield advanced


def _end(summary: Summary, target: Path | None, partitions: Path | None, online: Online | None) -> None:
    """Say what came of it; exit with 1 where something failed."""
    if not summary.documents:
        note("nothing was read, so nothing is written", "error")
        click.get_current_context().exit(1)
    failed = summary.failed > 0
    if target is not None or failed or online is not None:
        words = [f"{plural(summary.documents, 'document')} read"]
        words += [f"{summary.copies:,} of them texts that were read before"] * bool(summary.copies)
        words += [f"{summary.resumed:,} by an earlier run"] * bool(summary.resumed)
        words += [f"reports in {plural(summary.partitions, 'file')} of {partitions}"] * bool(partitions)
        note((f"{target}: " if target else "") + ", ".join(words), "done")
    unanswered = tell_online(online)
    if failed:
        note(f"{summary.failed:,} could not be read: {', '.join(summary.first_failed)}", "error")
    if failed or unanswered:
        click.get_current_context().exit(1)
