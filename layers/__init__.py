"""Layers: texts to reports, reports to tables, shapes and files.

>>> from layers import ReportLayer
>>> len(ReportLayer())
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layers.extract import extract, read_document
    from layers.layer import ReportLayer

__all__ = ["ReportLayer", "extract", "read_document"]
_HOME = {"ReportLayer": "layers.layer", "extract": "layers.extract", "read_document": "layers.extract"}


def __getattr__(name: str) -> Any:
    """Load what is asked for, and its libraries, when it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'layers' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
