"""Layers to files and back: GeoJSON (RFC 7946), GeoPackage, CSV; written whole or not at all."""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, ReadError, UsageError, WriteError

if TYPE_CHECKING:
    import geopandas

    from layers.layer import ReportLayer

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
        draft.unlink(missing_ok=True)


def write(layer: ReportLayer, path: str | Path) -> Path:
    """Write a layer to a file of the kind that its suffix names; return the path.

    Raise UsageError for a suffix that cannot be written, WriteError where the file cannot be.
    """
    target = Path(path)
    writer = writer_of(target)
    with whole(target) as draft:
        writer(layer, draft)
    return target


def writer_of(target: Path) -> Callable[[Any, Path], None]:
    """Return what writes files of this suffix; raise UsageError where nothing does."""
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        *others, last = WRITERS
        kinds = f"{', '.join(others)} or {last}"
        raise UsageError(f"{target.name}: {target.suffix or 'no suffix'} cannot be written; name it {kinds}")
    return writer


def about(layer: ReportLayer, *, made: str | None = None) -> dict[str, Any]:
    """Return what a file says of itself: tool, version, day, sources, and the latest date among them.

    Of a source that is a file only the name is told, not the folder it lay in.
    """
    sources: dict[str, dict[str, Any]] = {}
    for extraction in layer.extractions:
        document = extraction.document
        sources[document.id] = {
            "id": document.id, "title": document.title, "url": document.url, "published": document.published,
            "file": None if not document.source or "://" in document.source else Path(document.source).name,
            "sha256": document.sha256,
        }  # fmt: skip
    for report in layer.reports:
        known = {
            "id": report.document_id,
            "title": report.title,
            "url": report.url,
            "published": report.published,
        }
        sources.setdefault(report.document_id, known)
    return {
        "tool": "dateline",
        "version": version("dateline"),
        "made": made or datetime.now(UTC).date().isoformat(),
        "as_of": max((s["published"] for s in sources.values() if s["published"]), default=None),
        "note": "Reported, not verified; not exhaustive. Reports without geometry are not on the map.",
        "sources": list(sources.values()),
    }


def to_geojson(layer: ReportLayer, *, made: str | None = None) -> dict[str, Any]:
    """Return the layer as a FeatureCollection (RFC 7946): flat properties, geometry null where unknown."""
    from shapely.geometry import mapping

    features = [
        {
            "type": "Feature",
            "id": values["report_id"],
            "geometry": None if geometry is None else mapping(geometry),
            "properties": values,
        }
        for values, (geometry, _) in zip(layer.rows(), layer.shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "dateline": about(layer, made=made), "features": features}


def _geojson(layer: ReportLayer, path: Path) -> None:
    data = to_geojson(layer)
    features = data.pop("features")
    head = json.dumps(data, ensure_ascii=False, allow_nan=False)
    lines = (json.dumps(f, ensure_ascii=False, allow_nan=False) for f in features)
    path.write_text(f'{head[:-1]}, "features": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _csv(layer: ReportLayer, path: Path) -> None:
    from layers.columns import COLUMNS

    # With a byte order mark, or spreadsheets read Arabic and Cyrillic as noise.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([*COLUMNS, "wkt"])
        for values, (geometry, _) in zip(layer.rows(), layer.shapes, strict=True):
            table.writerow([*map(cell, values.values()), "" if geometry is None else geometry.wkt])


def cell(value: Any) -> Any:
    """Return a table's cell that no spreadsheet runs: words that begin like a formula get an apostrophe.

    >>> cell("=HYPERLINK(1)"), cell("Atma"), cell(-3.5), cell(None)
    ("'=HYPERLINK(1)", 'Atma', -3.5, '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\x00", "\ufffd")
        return "'" + text if text.lstrip(" \n").startswith(_FORMULA) else text
    return value


def _gpkg(layer: ReportLayer, path: Path) -> None:
    import pyogrio

    frame = layer.frame
    # Named to GDAL as it will be called: its driver looks at the suffix.
    pyogrio.write_dataframe(frame, path, layer="reports", driver="GPKG", geometry_type="Unknown")


WRITERS: Mapping[str, Callable[[Any, Path], None]] = {".geojson": _geojson, ".gpkg": _gpkg, ".csv": _csv}


def read_layer(path: str | Path) -> geopandas.GeoDataFrame:
    """Return the frame of a .geojson or .gpkg file that Dateline wrote: equal to the layer's `.frame`.

    Raise ReadError for a file that cannot be read, DataError for one that is no layer of reports.
    """
    source = Path(path)
    if not source.is_file():
        raise ReadError(path, "is not there; check the name")
    if source.suffix.lower() == ".gpkg":
        import pyogrio

        from layers.columns import checked

        return checked(pyogrio.read_dataframe(source, layer="reports"), str(path))
    return _read_geojson(source)


def _read_geojson(source: Path) -> geopandas.GeoDataFrame:
    from shapely.geometry import shape

    from layers.columns import COLUMNS, frame_of

    try:
        data = json.loads(source.read_bytes())
        features = data["features"]
        rows = [{name: feature["properties"][name] for name in COLUMNS} for feature in features]
        geometries = [f["geometry"] and shape(f["geometry"]) for f in features]
    except KeyError as error:
        raise DataError(source, None, f"has no {error}; give a file written by `dateline export`") from None
    except (ValueError, TypeError) as error:
        raise DataError(
            source, None, f"is no GeoJSON of reports ({error}); give one written by dateline"
        ) from None
    return frame_of(rows, geometries)
