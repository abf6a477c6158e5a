"""Text to places: documents, the gazetteer, recognition, resolution."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.documents import Document
    from geo.gazetteer import Gazetteer
    from geo.parse import Geoparse, geoparse
    from geo.places import Place, Toponym

__all__ = ["Document", "Gazetteer", "Geoparse", "Place", "Toponym", "geoparse"]

_HOME = {
    "Document": "geo.documents",
    "Gazetteer": "geo.gazetteer",
    "Geoparse": "geo.parse",
    "Place": "geo.places",
    "Toponym": "geo.places",
    "geoparse": "geo.parse",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import geo` stays fast."""
    if name not in _HOME:
        raise AttributeError(f"module 'geo' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
