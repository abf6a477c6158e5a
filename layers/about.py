"""About: what a file says of itself, so that a reader knows what made it, from what, and as of when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.columns import writable

if TYPE_CHECKING:
    from layers.layer import ReportLayer

NOTE = "Reported, not verified; not exhaustive. Reports without geometry are not on the map."


def about(
    layer: ReportLayer, *, made: str | None = None, parameters: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a file says of itself: tool, version, day, parameters, sources, the latest date of these.

    Of a source that is a file only the name is told, not the folder it lay in.
    """
    sources = documents(layer)
    return {
        "tool": "dateline",
        "version": version("dateline"),
        "made": made or datetime.now(UTC).date().isoformat(),
        "as_of": max((s["published"] for s in sources if s["published"]), default=None),
        "note": NOTE,
        "notes": list(layer.notes),
        "parameters": dict(parameters or {}),
        "sources": sources,
    }


def documents(layer: ReportLayer) -> list[dict[str, Any]]:
    """Return the texts that a layer is from: id, title, url, published, the file's name, sha256."""
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
            "id": report.document_id, "title": report.title, "url": report.url,
            "published": report.published, "file": None, "sha256": None,
        }  # fmt: skip
        sources.setdefault(report.document_id, known)
    return [{name: writable(value) for name, value in source.items()} for source in sources.values()]
