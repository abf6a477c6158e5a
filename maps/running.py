"""Running: what map, extract and export share: reading, what people decided, what failed, the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import click

from geo.errors import ReadError, where_it_broke
from maps.options import tell_online
from maps.terminal import counted, note
from maps.words import plural

if TYPE_CHECKING:
    from geo.fetching import Web
    from geo.gazetteer import Gazetteer
    from geo.online import Online
    from layers.extract import Extraction
    from layers.layer import ReportLayer

C = TypeVar("C", bound=Callable[..., Any])


def extractions(
    inputs: tuple[str, ...],
    gazetteer: Gazetteer,
    actor_files: Sequence[Path],
    failures: list[str],
    web: Web,
) -> Iterator[Extraction]:
    """Yield what is found in each document; what cannot be read is told and counted in `failures`."""
    from geo.readers import read
    from layers.extract import read_document
    from layers.registry import load

    registry = load(tuple(actor_files))
    if "-" in inputs and sys.stdin.isatty():
        note("reading what you type; end with Ctrl-D")
    for found in counted(read(inputs, tell=note, web=web), "documents"):
        if isinstance(found, ReadError):
            failures.append(found.source)
            note(found, "error")
        else:
            try:
                yield read_document(found, gazetteer=gazetteer, registry=registry)
            except Exception as fault:  # one document must not end a night's work
                source = found.source or found.id
                failures.append(source)
                note(f"{source}: {where_it_broke(fault)}", "error")


def read_layer(
    inputs: tuple[str, ...],
    gazetteer: Gazetteer,
    actor_files: Sequence[Path],
    failures: list[str],
    web: Web,
) -> ReportLayer:
    """Return the reports of the inputs as a layer; end the command where nothing could be read."""
    from layers.layer import ReportLayer

    layer = ReportLayer.from_extractions(
        extractions(inputs, gazetteer, actor_files, failures, web), gazetteer
    )
    if not layer.extractions:
        end_empty()
    return layer


# --- what people decided ---


@dataclass(frozen=True, slots=True)
class Review:
    """What is done with the reports before they are shown: files of corrections, rules of publication."""

    corrections: tuple[Path, ...] = ()
    publish: bool = False
    rules: Path | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what a file tells of it: names of files without their folders."""
        told: dict[str, Any] = {"corrections": [path.name for path in self.corrections]}
        if self.publish:
            told["publish"] = self.rules.name if self.rules else "default rules"
        return {name: value for name, value in told.items() if value}


_REVIEW = (
    click.option(
        "--corrections", "correction_files", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
        help="Decisions of people (corrections.csv, from the page or by hand); may be given again.",
    ),
    click.option(
        "--publish", is_flag=True, help="Coarsen and leave out what could harm people, by rule."
    ),
    click.option(
        "--rules", metavar="FILE", type=click.Path(path_type=Path),
        help="Rules for --publish of your own (.toml, as in docs/publishing.md).",
    ),
)  # fmt: skip


def review_options(command: C) -> C:
    """Add --corrections, --publish and --rules; the command gets `review`, a Review."""

    @wraps(command)
    def wrapped(
        *args: Any, correction_files: tuple[Path, ...], publish: bool, rules: Path | None, **kwargs: Any
    ) -> Any:
        review = Review(correction_files, publish or rules is not None, rules)
        return command(*args, review=review, **kwargs)

    for option in reversed(_REVIEW):
        wrapped = option(wrapped)
    return cast(C, wrapped)


def reviewed(
    layer: ReportLayer, review: Review, gazetteer: Gazetteer, actor_files: Sequence[Path]
) -> ReportLayer:
    """Return the layer as people corrected it and as the rules let it be published; tell what failed."""
    if review.corrections:
        layer = _corrected(layer, review, gazetteer, actor_files)
    if review.publish:
        from layers.publishing import publish, read_rules

        layer = publish(layer, read_rules(review.rules) if review.rules else None, gazetteer=gazetteer)
        for line in layer.notes:
            note(line)
    return layer


def _corrected(
    layer: ReportLayer, review: Review, gazetteer: Gazetteer, actor_files: Sequence[Path]
) -> ReportLayer:
    from layers.corrections import apply, read_corrections
    from layers.registry import load

    rows = [row for path in review.corrections for row in read_corrections(path)]
    result = apply(layer, rows, gazetteer=gazetteer, registry=load(tuple(actor_files)))
    note(f"{plural(result.applied, 'correction')} applied, {len(result.unapplied):,} not")
    for row in result.unapplied:
        note(row, "not applied")
    return result.layer


# --- the end ---


def end_empty() -> NoReturn:
    """End a command that read nothing."""
    note("nothing was read, so nothing is written", "error")
    click.get_current_context().exit(1)


def end(failures: list[str], done: str, online: Online | None) -> None:
    """Say what was done and what failed; the exit code tells it too."""
    note(done, "done")
    unanswered = tell_online(online)
    if failures:
        note(f"{len(failures)} could not be read: {', '.join(failures[:5])}", "error")
    if failures or unanswered:
        click.get_current_context().exit(1)
