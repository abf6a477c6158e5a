"""QGIS: layer styles as QML, rules by status and precision, so that a double click on the file looks right.

A point's ring has the report's radius in metres at every scale: zooming in does not sharpen it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from layers.symbols import EVENT_COLOUR, SYMBOLS, Mark

# Of points: precision -> (words, size in mm).  Of areas and lines: precision -> (words, brush, opacity, pen).
_POINTS: Mapping[str, tuple[str, float]] = {
    "exact": ("this spot", 2.6), "site": ("this site", 2.6), "settlement": ("in or around it", 2.6),
}  # fmt: skip
_AREAS: Mapping[str, tuple[str, str, float, str]] = {
    "exact": ("part of a spot", "no", 1.0, "dash"),
    "site": ("part of a site", "no", 1.0, "dash"),
    "settlement": ("part of a settlement", "b_diagonal", 0.6, "dash"),
    "near": ("near it, no exact spot", "no", 1.0, "dash"),
    "district": ("somewhere in the district", "f_diagonal", 0.6, "solid"),
    "governorate": ("somewhere in the governorate", "f_diagonal", 0.4, "solid"),
    "water": ("somewhere in these waters", "horizontal", 0.5, "solid"),
    "region": ("the region as a whole", "dense7", 0.3, "dot"),
}
_SHAPES: Mapping[Mark, tuple[str, bool]] = {  # the marker's name in QGIS, whether it is filled
    "disc": ("circle", True), "ring": ("circle", False), "half": ("diamond", False),
    "cross": ("cross2", False),
}  # fmt: skip


@dataclass
class _Style:
    """A QML document in the making: rules, and the symbols that they name by number."""

    rules: ET.Element = field(default_factory=lambda: ET.Element("rules", key="{root}"))
    symbols: ET.Element = field(default_factory=lambda: ET.Element("symbols"))

    def rule(self, parent: ET.Element, label: str, test: str, symbol: ET.Element | None) -> ET.Element:
        key = f"{{{len(list(self.rules.iter()))}}}"
        row = ET.SubElement(parent, "rule", key=key, label=label, filter=test)
        if symbol is not None:
            name = str(len(self.symbols))
            row.set("symbol", name)
            symbol.set("name", name)
            self.symbols.append(symbol)
        return row


def style(kind: str, seen: Iterable[tuple[str, str]]) -> str:
    """Return the QML of a layer of "points", "areas" or "lines": rules for what is in it, and no others.

    `seen` are the pairs of `mapped_as` and `precision` of its rows; the rows carry columns of these names.
    """
    made = _Style()
    pairs = set(seen)
    for mapped_as, look in SYMBOLS.items():
        here = [precision for precision in _AREAS if (mapped_as, precision) in pairs]
        if not here:
            continue
        group = made.rule(made.rules, look.title, f"\"mapped_as\" = '{mapped_as}'", None)
        for precision in here:
            words, symbol = _symbol(kind, mapped_as, precision)
            made.rule(group, words, f"\"precision\" = '{precision}'", symbol)
    return _document("RuleRenderer", made, tip="\"place\" || ': ' || coalesce(\"quote\", '')")


def by_value(kind: str, column: str, values: Sequence[str], colours: Sequence[str]) -> str:
    """Return the QML that colours a layer by the values of a column; the colours come again when they end."""
    made = _Style()
    for i, value in enumerate(values):
        colour = colours[i % len(colours)]
        symbol = _point(colour, "disc", 2.6) if kind == "points" else _area(kind, colour, _AREAS["district"])
        quoted = value.replace("'", "''")
        made.rule(made.rules, value, f"\"{column}\" = '{quoted}'", symbol)
    return _document("RuleRenderer", made)


def _symbol(kind: str, mapped_as: str, precision: str) -> tuple[str, ET.Element]:
    look = SYMBOLS[mapped_as]
    if kind == "points":
        words, size = _POINTS.get(precision, _POINTS["settlement"])
        return words, _point(look.colour, look.mark, size)
    return _AREAS[precision][0], _area(kind, look.colour, _AREAS[precision])


def _point(colour: str, mark: Mark, size: float) -> ET.Element:
    """Return a marker with the ring of the report's radius, in metres, round it."""
    name, filled = _SHAPES[mark]
    symbol = ET.Element("symbol", type="marker", alpha="1", clip_to_extent="1", force_rhr="0")
    ring = _layer(symbol, "SimpleMarker", {
        "name": "circle", "color": _rgba(colour, 0.06), "outline_color": _rgba(colour, 0.55),
        "outline_width": "0.2",
        "outline_style": "dash", "size": "100", "size_unit": "RenderMetersInMapUnits",
    })  # fmt: skip
    _data_defined(ring, "size", '2 * coalesce("radius_m", 0)')
    _layer(symbol, "SimpleMarker", {
        "name": name, "color": _rgba(colour if filled else "#ffffff", 1.0),
        "outline_color": _rgba("#ffffff" if filled else colour, 1.0),
        "outline_width": "0.2" if filled else "0.5", "size": str(size), "size_unit": "MM",
    })  # fmt: skip
    return symbol


def event_style(precisions: Sequence[str]) -> str:
    """Return the QML of a layer of events: a diamond by precision, with the ring of its radius."""
    made = _Style()
    for precision in sorted(precisions):
        symbol = _point(EVENT_COLOUR, "half", 2.2)
        made.rule(made.rules, precision, f"\"precision\" = '{precision}'", symbol)
    return _document("RuleRenderer", made, tip="\"what\" || ': ' || coalesce(\"place\", '')")


def _area(kind: str, colour: str, look: tuple[str, str, float, str]) -> ET.Element:
    _, brush, opacity, pen = look
    line = kind == "lines"
    symbol = ET.Element(
        "symbol", type="line" if line else "fill", alpha="1", clip_to_extent="1", force_rhr="0"
    )
    if line:
        _layer(symbol, "SimpleLine", {
            "line_color": _rgba(colour, 0.8), "line_width": "0.8", "line_width_unit": "MM", "line_style": pen,
        })  # fmt: skip
    else:
        _layer(symbol, "SimpleFill", {
            "color": _rgba(colour, opacity), "style": brush, "outline_color": _rgba(colour, 0.9),
            "outline_width": "0.4", "outline_width_unit": "MM", "outline_style": pen,
        })  # fmt: skip
    return symbol


def _layer(symbol: ET.Element, kind: str, values: Mapping[str, str]) -> ET.Element:
    """Add a symbol layer; its values stand twice, as QGIS before 3.20 and since then reads them."""
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in values.items():
        ET.SubElement(options, "Option", name=name, type="QString", value=value)
    for name, value in values.items():
        ET.SubElement(layer, "prop", k=name, v=value)
    return layer


def _data_defined(layer: ET.Element, name: str, expression: str) -> None:
    outer = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(outer, "Option", name="name", type="QString", value="")
    properties = ET.SubElement(outer, "Option", name="properties", type="Map")
    one = ET.SubElement(properties, "Option", name=name, type="Map")
    ET.SubElement(one, "Option", name="active", type="bool", value="true")
    ET.SubElement(one, "Option", name="expression", type="QString", value=expression)
    ET.SubElement(one, "Option", name="type", type="int", value="3")
    ET.SubElement(outer, "Option", name="type", type="QString", value="collection")


def _rgba(colour: str, opacity: float) -> str:
    """Return a colour as QGIS writes it.

    >>> _rgba("#0072b2", 0.5)
    '0,114,178,128'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def _document(renderer: str, made: _Style, tip: str = "") -> str:
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology|MapTips")
    drawn = ET.SubElement(root, "renderer-v2", type=renderer, symbollevels="0", forceraster="0")
    drawn.extend([made.rules, made.symbols])
    if tip:
        ET.SubElement(root, "mapTip").text = tip
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, "unicode")
