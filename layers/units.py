"""Units of work: some blobs that are read together, anywhere, to lines of JSON and partitions of reports."""

from __future__ import annotations

import json
import logging
import signal
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.blobs import Blob
from geo.documents import Document
from geo.errors import ReadError, where_it_broke
from geo.formats import Notice
from geo.readers import read_blob

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from layers.extract import Extraction
    from layers.registry import Registry

_log = logging.getLogger(__name__)
UNIT_BYTES, UNIT_BLOBS = 200_000, 200
# How long a document may take where time can be watched: this, and as much for every million characters.
SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker needs to know, where it reads: the files of places and actors, and who has been read.

    `state` is the file that knows the texts read before (`layers.state`), None where it cannot be seen from
    there; `partitions` is the folder that takes the reports of each unit as GeoParquet; `run` tells a run
    from a later one that has a state of the same name.
    """

    gazetteer_files: tuple[Path, ...] = ()
    actor_files: tuple[Path, ...] = ()
    cache: Path | None = None
    state: Path | None = None
    partitions: Path | None = None
    run: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What was read in a document: `head` is its JSON without results, `json` the whole line.

    `json` is None where the text was read before: then `head` is all there is to say.  `called` is what
    the reports of a partition call the document: its id, or its SHA-256 where two of a unit have one id.
    """

    head: dict[str, Any]
    json: str | None
    called: str = ""

    @property
    def text_key(self) -> bytes:
        """Return 16 bytes that tell the text from every other."""
        return bytes.fromhex(self.head["sha256"])[:16]


@dataclass(frozen=True, slots=True)
class Told:
    """A document that could not be read (`kind` "error") or a doubt ("note"), with its source and reason."""

    kind: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Some blobs, and among them what could not be opened, in their order."""

    items: tuple[Blob | ReadError, ...]

    @property
    def weight(self) -> int:
        """Return how many bytes of the input the unit stands for."""
        return sum(item.weight for item in self.items if isinstance(item, Blob))

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Return the keys of the blobs."""
        return tuple(item.key for item in self.items if isinstance(item, Blob))

    @property
    def name(self) -> str:
        """Return 16 hexadecimal digits that are the same for the same blobs."""
        return sha256(b"".join(self.keys)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a unit, in order, and the name of the partition that holds its reports, if any."""

    found: tuple[Line | Told, ...]
    partition: str | None = None


def units(items: Iterable[Blob | ReadError]) -> Iterator[Unit]:
    """Yield units of about 200 KB or 200 blobs."""
    kept: list[Blob | ReadError] = []
    size = 0
    for item in items:
        kept.append(item)
        size += len(item.raw) if isinstance(item, Blob) else 0
        if size >= UNIT_BYTES or len(kept) >= UNIT_BLOBS:
            yield Unit(tuple(kept))
            kept, size = [], 0
    if kept:
        yield Unit(tuple(kept))


@lru_cache(maxsize=1)
def _opened(
    gazetteer_files: tuple[Path, ...], actor_files: tuple[Path, ...], cache: Path | None
) -> tuple[Gazetteer, Registry]:
    """Open the gazetteer and the registry, once in a process."""
    from geo.gazetteer import Gazetteer
    from layers.registry import load

    return Gazetteer(gazetteer_files, cache=cache), load(actor_files)


@lru_cache(maxsize=1)
def _known(state: Path, run: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{state.resolve().as_uri()}?mode=ro", uri=True, timeout=30)


def _read_before(key: bytes, settings: Settings) -> bool:
    if settings.state is None:
        return False
    return bool(
        _known(settings.state, settings.run).execute("SELECT 1 FROM text WHERE key=?", (key,)).fetchone()
    )


def read_unit(unit: Unit, settings: Settings, opened: tuple[Gazetteer, Registry] | None = None) -> Read:
    """Read the documents of a unit; what cannot be read, or breaks in our hands, is told and passed over.

    `opened` are a gazetteer and registry to use instead of those that the settings name.
    """
    gazetteer, registry = opened or _opened(settings.gazetteer_files, settings.actor_files, settings.cache)
    found: list[Line | Told] = []
    extractions: list[Extraction] = []
    seen: set[bytes] = set()
    ids: set[str] = set()
    for item in unit.items:
        for document in [item] if isinstance(item, ReadError) else read_blob(item):
            if isinstance(document, ReadError):
                kind = "note" if isinstance(document, Notice) else "error"
                found.append(Told(kind, document.source, document.reason))
                continue
            line = Line(head_of(document), None)
            if line.text_key not in seen and not _read_before(line.text_key, settings):
                seen.add(line.text_key)
                try:
                    extraction = _extracted(document, gazetteer, registry)
                    whole = json.dumps(extraction.to_json(), ensure_ascii=False, allow_nan=False)
                except Exception as fault:  # one document must not end a night's work
                    found.append(Told("error", document.source or document.id, where_it_broke(fault)))
                    continue
                called = document.sha256 if document.id in ids else document.id
                ids.add(called)
                line = replace(line, json=whole, called=called)
                if settings.partitions:
                    extractions.append(_called(extraction, called))
            found.append(line)
    partition = _partition(unit, extractions, gazetteer, settings) if settings.partitions else None
    return Read(tuple(found), partition)


def head_of(document: Document) -> dict[str, Any]:
    """Return what a line says of a document besides its text and what was found in it."""
    return {
        "id": document.id, "title": document.title, "url": document.url, "published": document.published,
        "published_basis": document.published_basis, "author": document.author,
        "language": document.language, "source": document.source, "encoding": document.encoding,
        "sha256": document.sha256,
    }  # fmt: skip


def _extracted(document: Document, gazetteer: Gazetteer, registry: Registry) -> Extraction:
    from layers.extract import read_document

    seconds = SECONDS * (1 + len(document.text) / 1e6)
    try:
        with _limited(seconds):
            return read_document(document, gazetteer=gazetteer, registry=registry)
    except TimeoutError:
        if not _reopened(gazetteer):
            raise
    with _limited(seconds):
        return read_document(document, gazetteer=gazetteer, registry=registry)


def _reopened(gazetteer: Gazetteer) -> bool:
    """Open a gazetteer anew whose index was damaged: its building is no part of a document's time."""
    from geo import caching
    from geo.gazetteer import Gazetteer

    if not isinstance(gazetteer, Gazetteer) or gazetteer.is_whole():
        return False
    _log.warning("the index of places was damaged and is built anew in %s", caching.folder(gazetteer.cache))
    gazetteer.reopen()
    return True


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError when the time is over, where a process can be told so: in its main thread."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError(f"not done in {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _called(extraction: Extraction, name: str) -> Extraction:
    """Return an extraction whose reports call their document so."""
    if extraction.document.id == name:
        return extraction
    reports, landmarks = (
        tuple(replace(report, document_id=name) for report in found)
        for found in (extraction.reports, extraction.landmarks)
    )
    return replace(
        extraction, document=replace(extraction.document, id=name), reports=reports, landmarks=landmarks
    )


def _partition(
    unit: Unit, extractions: Sequence[Extraction], gazetteer: Gazetteer, settings: Settings
) -> str | None:
    from layers.files import write
    from layers.layer import ReportLayer

    layer = ReportLayer.from_extractions(extractions, gazetteer)
    if settings.partitions is None or not len(layer):
        return None
    name = f"part-{unit.name}.parquet"
    write(layer, settings.partitions / name)
    return name
