"""Preview: a layer as a small picture and a table, in HTML that a notebook can show and nothing can run."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from layers.symbols import SYMBOLS

if TYPE_CHECKING:
    from layers.layer import ReportLayer

_ROWS = 8
_WIDTH, _HEIGHT = 460, 260
_MARGIN = 0.08
_LEAST_DEGREES = 0.5
_MOST_SHAPES, _MOST_NAMES = 2_000, 8
_COLUMNS = ("actor", "what", "status", "place", "when", "quote")


def html(layer: ReportLayer) -> str:
    """Return the layer as an HTML fragment: counts, a map of its shapes, its first reports."""
    more = f"<p>and {len(layer) - _ROWS:,} more</p>" if len(layer) > _ROWS else ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in layer.notes)
    picture = _picture(layer) if any(shape is not None for shape, _ in layer.shapes) else ""
    return f"<div><p>{escape(repr(layer))}</p>{notes}{picture}{_table(layer)}{more}</div>"


def _table(layer: ReportLayer) -> str:
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(_lines(layer))}</tbody></table>"


def _lines(layer: ReportLayer) -> Iterator[str]:
    for report in layer.reports[:_ROWS]:
        days = dict.fromkeys(d for d in (report.when_start, report.when_end) if d)
        cells = (
            report.actor, report.what, report.status, report.place, " to ".join(days) or "undated",
            report.quote if len(report.quote) < 160 else report.quote[:159] + "…",
        )  # fmt: skip
        yield "<tr>" + "".join(f'<td dir="auto">{escape(c or "")}</td>' for c in cells) + "</tr>"


def _picture(layer: ReportLayer) -> str:
    """Return the shapes in an SVG, north up, degrees stretched as in an equirectangular projection."""
    import math

    import shapely

    rows = [(r, s) for r, (s, _) in zip(layer.reports, layer.shapes, strict=True) if s is not None]
    west, south, east, north = shapely.total_bounds([s for _, s in rows]).tolist()
    squeeze = max(0.1, math.cos(math.radians((south + north) / 2)))
    scale = min(
        _WIDTH * (1 - 2 * _MARGIN) / max((east - west) * squeeze, _LEAST_DEGREES),
        _HEIGHT * (1 - 2 * _MARGIN) / max(north - south, _LEAST_DEGREES),
    )

    def at(lon: float, lat: float) -> tuple[float, float]:
        x = _WIDTH / 2 + (lon - (west + east) / 2) * squeeze * scale
        return round(x, 1), round(_HEIGHT / 2 - (lat - (south + north) / 2) * scale, 1)

    wide_first = sorted(rows[:_MOST_SHAPES], key=lambda row: -shapely.area(row[1]))
    parts = [mark for r, s in wide_first for mark in _marks(s, SYMBOLS[r.mapped_as].colour, at)]
    named = {
        r.place: at(r.lon, r.lat) for r, _ in rows if r.place and r.lon is not None and r.lat is not None
    }
    parts += [
        f'<text x="{x + 5}" y="{y + 3}" font-size="10">{escape(name)}</text>'
        for name, (x, y) in list(named.items())[:_MOST_NAMES]
    ]
    label = escape(repr(layer))
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{label}" style="background:#f4f4f1;border:1px solid #ccc" '
        f'font-family="sans-serif" fill="#222">{"".join(parts)}</svg>'
    )


def _marks(shape: object, colour: str, at: object) -> Iterator[str]:
    import shapely

    for part in shapely.get_parts(shape).tolist():
        corners = [at(*xy) for xy in shapely.get_coordinates(part).tolist()]  # type: ignore[operator]
        if part.geom_type == "Point":
            (x, y) = corners[0]
            yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}" stroke="#fff"/>'
            continue
        line = " ".join(f"{x},{y}" for x, y in dict.fromkeys(corners))
        tag, fill = ("polygon", colour) if part.geom_type == "Polygon" else ("polyline", "none")
        yield f'<{tag} points="{line}" fill="{fill}" fill-opacity=".15" stroke="{colour}"/>'
