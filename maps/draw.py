"""Draw: reports to one HTML file, made by folium, that opens with the network off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError
from geo.places import Refusal
from layers.reports import Report

if TYPE_CHECKING:
    import folium

TITLE = "Reports on a map"


def draw(
    reports: Iterable[Report] | Any,
    *,
    title: str | None = None,
    as_of: str | None = None,
    geometries: Mapping[str, Mapping[str, Any]] | None = None,
    refused: Iterable[Refusal] | None = None,
    files: Mapping[str, str] | None = None,
    tiles: bool = True,
    language: str = "en",
) -> folium.Map:
    """Draw a ReportLayer, or plain reports, as an interactive page; `.save(path)` writes it.

    `geometries` maps a report's id to the GeoJSON geometry of its area or line, or to a Feature whose
    property `approximate` is true where the outline is a stand-in; a layer brings its own, and areas
    without one are drawn as circles of their radius.  `refused` are the words that were read as places and
    refused, `files` the names of files by document id, for texts without a title; a layer brings both.
    With `tiles=False` the page makes no request at all; else OpenStreetMap's tiles are asked for where
    the page is served from a web site (OpenStreetMap refuses pages opened from a file; the page's own
    ground stands in).  `language` is that of the page's own words: en, ar, fr or ru.
    """
    from maps import ground, languages, offline, page, style
    from maps.columns import pack
    from maps.words import inert

    rows = _reports(reports)
    shown = title or TITLE
    data = page.data_of(
        rows,
        title=shown,
        as_of=as_of,
        geometries=geometries or _geometries(reports),
        refused=_refused(reports) if refused is None else refused,
        files=files or _files(reports),
        tiles=tiles,
        claims=getattr(reports, "claims", None),
        notes=getattr(reports, "notes", ()),
        language=languages.load(language),
    )
    west, south, east, north = data.json["bounds"]
    data.json["ground"] = ground.clip((west, south, east, north), data.points)
    return _assemble(
        pack(data.json, data.blob),
        title=inert(shown),
        css=offline.leaflet_style() + offline.page_style() + style.variables(),
        js=(offline.leaflet_script(), offline.page_script()),
        centre=((south + north) / 2, (west + east) / 2),
        tiles=tiles,
    )


def _reports(given: Any) -> list[Report]:
    rows = list(getattr(given, "reports", given))
    for row in rows:
        if not isinstance(row, Report):
            kind = type(row).__name__
            raise UsageError(f"draw() takes reports or a layer with .reports; {kind} is neither")
    return rows


def _geometries(given: Any) -> dict[str, Any]:
    """Return the shapes of a layer by report id; nothing for plain reports."""
    return {
        report.report_id: {
            "type": "Feature",
            "geometry": geometry.__geo_interface__,
            "properties": {"approximate": approximate},
        }
        for report, (geometry, approximate) in zip(
            getattr(given, "reports", ()), getattr(given, "shapes", ()), strict=True
        )
        if geometry is not None and not geometry.is_empty
    }


def _files(given: Any) -> dict[str, str]:
    """Return the names of the files that a layer was read from, by document id; not their folders."""
    documents = (extraction.document for extraction in getattr(given, "extractions", ()))
    return {d.id: Path(d.source).name for d in documents if d.source and "://" not in d.source}


def _refused(given: Any) -> list[Refusal]:
    return [refusal for extraction in getattr(given, "extractions", ()) for refusal in extraction.refusals]


def _assemble(
    data: str, *, title: str, css: str, js: tuple[str, ...], centre: tuple[float, float],
    tiles: bool,
) -> folium.Map:  # fmt: skip
    import folium
    from branca.element import Element

    class Raw(Element):
        """A piece of the page as it is: branca's own elements run their text through Jinja, twice."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def render(self, **_: Any) -> str:
            return self.text

    class Page(Element):
        """The page's head, and the call that opens it after folium's map stands."""

        def render(self, **_: Any) -> str:
            figure.header.add_child(Raw(head), name="dateline_head")
            figure.script.add_child(Raw(call), name="dateline_call")
            return ""

    head = _head(data, css=css, js=js, tiles=tiles)
    page_map = folium.Map(
        location=centre, zoom_start=6, tiles=None, zoom_control=False, attributionControl=False
    )
    figure: Any = page_map.get_root()
    # On this map alone: no jQuery, Bootstrap, icon fonts; Leaflet stands in the page itself.
    page_map.default_js, page_map.default_css = [], []
    page_map._id = "dateline"  # not random: the same reports give the same page
    figure.title = title
    street = "null"
    if tiles:
        # Not shown until the page has asked itself where it is: OpenStreetMap wants to know which site asks
        # (osm.wiki/Blocked_tiles), and learns no more than that.
        layer = folium.TileLayer("OpenStreetMap", show=False, referrerPolicy="strict-origin")
        layer._id = "street"
        layer.add_to(page_map)
        street = layer.get_name()
    call = f"dateline.open({page_map.get_name()}, {street});"
    page_map.add_child(Page(), name="dateline")
    return page_map


def _head(data: str, *, css: str, js: tuple[str, ...], tiles: bool) -> str:
    scripts = "\n".join(f"<script>{code}</script>" for code in js)
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{ONLINE if tiles else OFFLINE}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Dateline">\n'
        f"<style>{css}</style>\n"
        f'<script type="application/gzip" id="dateline-data">{data}</script>\n{scripts}\n'
    )


# No inline handler runs in the page whatever a text holds, nothing is sent by forms, no plug-in opens;
# without tiles nothing can be asked of any other host.
ONLINE = "script-src-attr 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
OFFLINE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    + ONLINE
)
