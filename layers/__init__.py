"""Layers: texts to reports, reports to tables, shapes and files.

>>> from layers import ReportLayer
>>> len(ReportLayer())
0
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layers.extract import extract, read_document
    from layers.layer import ReportLayer

__all__ = ["ReportLayer", "extract", "read_document"]
_HOME = {"ReportLayer": "layers.layer", "extract": "layers.extract", "read_document": "layers.extract"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import layers` stays fast."""
    if name not in _HOME:
        raise AttributeError(f"module 'layers' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Layers(ModuleType):
    """The package, in which `extract` stays the function: importing a submodule would bind it over it."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Layers
