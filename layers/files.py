"""Layers to files and back, by the suffix of the file; written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ReadError, UsageError, WriteError
from layers import columnar, geojson, geopackage, kml, spreadsheet
from layers.extras import need

if TYPE_CHECKING:
    import geopandas

    from layers.events import EventLayer
    from layers.layer import ReportLayer


def writable(path: str | Path) -> Path:
    """Return the path of a file to write; raise WriteError where its folder is missing or it is a folder."""
    target = Path(path)
    if not target.parent.is_dir():
        raise WriteError(
            path, f"there is no folder {str(target.parent)!r}; make it first or choose another one"
        )
    if target.is_dir():
        raise WriteError(path, "is a folder; give the name of a file in it")
    return target


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """Give a path to write to, beside the target, and put it in the target's place when all is written.

    Raise WriteError where the folder is missing or may not be written to; after an error the target
    is as it was before.
    """
    target = writable(path)
    if target.is_symlink():
        target = target.resolve()
    draft = target.with_name(f".{secrets.token_hex(4)}-{target.name[-100:]}")
    try:
        yield draft
        draft.replace(target)
    except OSError as error:
        if isinstance(error, ReadError | WriteError):
            raise
        raise WriteError(
            path, f"cannot be written: {error.strerror or error}; choose another folder"
        ) from error
    finally:
        with suppress(OSError):  # a disk that can only be read has no draft either
            draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is written and read back, what stands beside it (`NAME-metadata.json`), and
    the library that it needs beyond the others: module, extra, purpose.  `with_events` writes other
    projects' events beside the reports too, where the kind has room for them."""

    title: str
    write: Callable[[ReportLayer, Path, Mapping[str, Any]], None]
    read: Callable[[Path], geopandas.GeoDataFrame]
    metadata: Callable[[ReportLayer, str, Mapping[str, Any]], str] | None = None
    needs: tuple[str, str, str] | None = None
    with_events: Callable[..., None] | None = None


# Suffix -> format.
FORMATS: Mapping[str, Format] = {
    ".geojson": Format("GeoJSON", geojson.write_geojson, geojson.read_geojson),
    ".gpkg": Format("GeoPackage", geopackage.write_geopackage, geopackage.read_geopackage,
                    with_events=geopackage.write_geopackage),
    ".kml": Format("KML", kml.write_kml, kml.read_kml, with_events=kml.write_kml),
    ".kmz": Format("KMZ", kml.write_kmz, kml.read_kml, with_events=kml.write_kmz),
    ".csv": Format("CSV with WKT", spreadsheet.write_csv, spreadsheet.read_csv, spreadsheet.metadata),
    ".parquet": Format("GeoParquet", columnar.write_parquet, columnar.read_parquet,
                       needs=("pyarrow", "parquet", "GeoParquet")),
    ".fgb": Format("FlatGeobuf", columnar.write_flatgeobuf, columnar.read_flatgeobuf),
}  # fmt: skip


def write(
    layer: ReportLayer,
    path: str | Path,
    *,
    parameters: Mapping[str, Any] | None = None,
    events: Sequence[EventLayer] = (),
) -> Path:
    """Write a layer to a file of the kind that its suffix names (FORMATS); return the path.

    `parameters` are told in the file: what the layer was made with.  `events` become layers beside the
    reports.  Raise UsageError for a suffix that cannot be written, or has no room for
    events, WriteError where the file cannot be.
    """
    target = Path(path)
    kind = format_of(target)
    if events:
        has_room_for_events(target)
    with whole(target) as draft:
        if events and kind.with_events is not None:
            kind.with_events(layer, draft, parameters or {}, events=events)
        else:
            kind.write(layer, draft, parameters or {})
    if kind.metadata is not None:
        with whole(target.with_name(f"{target.name}-metadata.json")) as draft:
            draft.write_text(kind.metadata(layer, target.name, parameters or {}), "utf-8")
    return target


def format_of(target: Path) -> Format:
    """Return the format of files of this suffix; raise UsageError where it or its library is not there."""
    kind = FORMATS.get(target.suffix.lower())
    if kind is None:
        *others, last = FORMATS
        kinds = f"{', '.join(others)} or {last}"
        raise UsageError(f"{target.name}: {target.suffix or 'no suffix'} is not known; name it {kinds}")
    if kind.needs is not None:
        need(*kind.needs)
    return kind


def has_room_for_events(target: Path) -> None:
    """Raise UsageError where files of this suffix hold reports only."""
    if format_of(target).with_events is None:
        *others, last = (suffix for suffix, kind in FORMATS.items() if kind.with_events)
        kinds = f"{', '.join(others)} or {last}"
        raise UsageError(f"{target.name} has no room for events beside the reports; name it {kinds}")


def read_layer(path: str | Path) -> geopandas.GeoDataFrame:
    """Return the frame of a file that Dateline wrote: equal to the layer's `.frame`.

    Raise ReadError for a file that cannot be read, DataError for one that is no layer of reports.
    """
    source = Path(path)
    kind = format_of(source)
    if not source.is_file():
        raise ReadError(path, "is not there; check the name")
    return kind.read(source)
