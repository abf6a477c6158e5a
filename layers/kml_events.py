"""Events of other projects in KML: a folder of their own with their style, precision and credit."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from layers.kml_text import line, style, text, time_of
from layers.symbols import EVENT_COLOUR

if TYPE_CHECKING:
    from layers.events import EventLayer

STYLE = "event_of_others"


def event_style(*, icons: bool) -> str:
    """Return the style that all events share."""
    return style(STYLE, EVENT_COLOUR, "half", icons=icons)


def event_folder(events: EventLayer) -> Iterator[str]:
    """Yield the folder of one layer of events; the credit is its description."""
    yield f"<Folder><name>{line(events.title)}: {line(events.file)} ({len(events):,})</name>"
    yield f"<description>{text(escape(events.credit))}</description>\n"
    table = events.frame.drop(columns="geometry").astype(object)
    rows = table.where(table.notna(), None).to_dict(orient="records")
    for values, shape in zip(rows, events.frame.geometry, strict=True):
        yield _placemark(values, shape)
    yield "</Folder>\n"


def _placemark(values: dict[Any, Any], shape: Any) -> str:
    name = ": ".join(filter(None, (values["what"], values["place"]))) or "An event"
    data = "".join(
        f'<Data name="{key}"><value>{text(str(value))}</value></Data>'
        for key, value in values.items()
        if value is not None
    )
    point = "" if shape is None else f"<Point><coordinates>{shape.x!r},{shape.y!r}</coordinates></Point>"
    return (
        f"<Placemark><name>{line(name)}</name><description>{text(_balloon(values))}</description>"
        f"{time_of(values['date_start'], values['date_end'])}<styleUrl>#{STYLE}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{point}</Placemark>\n"
    )


def _balloon(values: dict[Any, Any]) -> str:
    sides = " and ".join(filter(None, (values["actor1"], values["actor2"])))
    radius = values["radius_m"]
    reach = "" if radius is None else f", within {radius / 1000:g} km"
    parts = (sides, values["notes"], f"Precision: {values['precision']}{reach}", values["source"])
    return "<br>".join(escape(part).replace("$", "&#36;") for part in parts if part)
