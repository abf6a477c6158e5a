"""Page: the reports as the one block of data that the page shows; every outside word made visible."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from geo.places import Refusal
from layers.reports import Report
from maps import panel, style, words
from maps.words import visible

Json = dict[str, Any]


def data_of(
    reports: Sequence[Report],
    *,
    title: str,
    as_of: str | None = None,
    geometries: Mapping[str, Mapping[str, Any]] | None = None,
    refused: Iterable[Refusal] = (),
    files: Mapping[str, str] | None = None,
    tiles: bool = True,
) -> Json:
    """Return everything that the page shows, ready for JSON.

    `geometries` maps report ids to GeoJSON geometries, or to Features whose property `approximate` says
    that the outline is a stand-in; `files` maps document ids to the names of their files.
    """
    slots = style.slots(reports)
    actors = sorted({(r.actor or "", r.actor_kind or "") for r in reports}, key=lambda a: (a[0] == "", a[0]))
    number = {actor: i for i, actor in enumerate(actors)}
    documents = {_source(report): i for i, report in enumerate({_source(r): r for r in reports}.values())}
    shapes: dict[str, int] = {}
    rows = []
    for report in _in_order(reports):
        row = _row(report, geometries or {}, shapes)
        row["actor"] = number[report.actor or "", report.actor_kind or ""]
        row["doc"] = documents[_source(report)]
        rows.append(row)
    outlines = [json.loads(text) for text in shapes]
    used = {row["layer"] for row in rows}
    return {
        "title": visible(title),
        "asOf": panel.as_of(reports, as_of),
        "tiles": tiles,
        "actors": [
            {"name": visible(name), "kind": kind, "slot": slots.get(name, -1)} for name, kind in actors
        ],
        "layers": [
            {"id": layer, "name": name, "means": means}
            for layer, (name, means) in words.LAYERS.items()
            if layer in used
        ],
        "docs": [_document(files or {}, *document) for document in documents],
        "reports": rows,
        "shapes": outlines,
        "refused": panel.refusals(refused),
        "notes": [panel.VERIFY, panel.METHOD, panel.BOUNDARIES],
        "credits": [*panel.CREDITS, *panel.online_credits(reports), *([panel.TILES_CREDIT] if tiles else [])],
        "bounds": bounds(rows, outlines),
    }


def _source(report: Report) -> tuple[str, str | None, str | None, str | None]:
    return report.document_id, report.title, report.url, report.published


def dump(data: Json) -> str:
    """Return JSON that can stand in a script element: no "<", no line separators, no unpaired surrogates."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _in_order(reports: Sequence[Report]) -> list[Report]:
    """Return the reports in the order of the layers, in each the newest first, the undated last."""
    rank = {layer: i for i, layer in enumerate(words.LAYERS)}
    in_text = sorted(reports, key=lambda r: (r.document_id, r.start))
    newest = sorted(in_text, key=lambda r: r.when_start or r.published or "", reverse=True)
    return sorted(newest, key=lambda r: rank[r.mapped_as])


@cache
def _country_names() -> dict[str, str]:
    from geo.curated import load_countries

    return {named.place.country: named.place.name for named in load_countries() if named.place.country}


def _country(code: str | None) -> str | None:
    """Return a country's name for its ISO code; anything else as it is."""
    return _country_names().get(code, code) if code else code


def _row(report: Report, geometries: Mapping[str, Mapping[str, Any]], shapes: dict[str, int]) -> Json:
    drawn = style.drawing(report)
    wide = drawn in ("area", "faint") or (drawn == "ring" and report.extent is not None)
    outline, approximate = _outline(geometries.get(report.report_id)) if wide else (None, False)
    approximate = approximate or (wide and outline is None)
    key = None if outline is None else json.dumps(outline)
    row: Json = {
        "id": visible(report.report_id),
        "layer": report.mapped_as,
        "shape": style.shape(report),
        "fill": style.fill(report),
        "draw": drawn,
        "lon": None if report.lon is None else round(report.lon, 5),
        "lat": None if report.lat is None else round(report.lat, 5),
        "r": round(report.radius_m) if report.radius_m is not None else 0,
        "approx": approximate or None,
        "outline": None if key is None else shapes.setdefault(key, len(shapes)),
        "at": None if outline is None else _anchor(outline, report, on_rim=drawn == "ring"),
        "says": words.says(report),
        "place": visible(report.place or ""),
        "within": visible(_within(report)),
        "part": visible(report.part),
        "reach": words.reach(report, approximate=approximate),
        "quote": quote(report),
        "said": visible(words.chain(report)),
        "when": visible(words.when(report)),
        "sure": words.sure(report.confidence),
        "reasons": [visible(reason) for reason in report.reasons],
        "others": [_alternative(c.place) for c in report.alternatives if c.place.id != report.place_id][:3],
        "review": words.REVIEWS.get(report.review, visible(report.review)),
        "care": words.SENSITIVITIES.get(report.sensitivity, ""),
        "missing": words.missing(report) if drawn is None else "",
    }
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def quote(report: Report) -> list[list[str]]:
    """Return the quote in pieces: [text], [actor's name, "actor"], [place's name, "place"], in order."""
    marks = []
    for start, end, kind in (
        (report.actor_start, report.actor_end, "actor"),
        (report.place_start, report.place_end, "place"),
    ):
        if start is not None and end is not None and report.start <= start < end <= report.end:
            marks.append((start - report.start, end - report.start, kind))
    pieces: list[list[str]] = []
    done = 0
    for begin, stop, kind in sorted(marks):
        if begin < done:
            continue
        pieces += [[visible(report.quote[done:begin])], [visible(report.quote[begin:stop]), kind]]
        done = stop
    return [piece for piece in [*pieces, [visible(report.quote[done:])]] if piece[0]]


def _within(report: Report) -> str:
    kind = words.KINDS.get(report.place_type or "", report.place_type)
    names = (report.admin3, report.admin2, report.admin1, _country(report.country))
    outer = list(dict.fromkeys(name for name in names if name and name != report.place))
    return ", ".join([kind, *outer] if kind else outer)


def _alternative(place: Any) -> str:
    inside = ", ".join(n for n in (place.admin1, _country(place.country)) if n and n != place.name)
    return visible(
        f"{place.name} ({words.KINDS.get(place.kind, place.kind)}{', ' if inside else ''}{inside})"
    )


def _document(
    files: Mapping[str, str], key: str, title: str | None, url: str | None, published: str | None
) -> Json:
    address = words.web_address(url)
    return {
        "title": visible(title or files.get(key) or url or "Untitled text"),
        **({"url": address} if address else {"address": visible(url)} if url else {}),
        **({"published": visible(published)} if published else {}),
    }


def _outline(given: Mapping[str, Any] | None) -> tuple[Json | None, bool]:
    """Return a GeoJSON area or line, simplified to what a screen shows, and whether it is a stand-in."""
    if given is None:
        return None, False
    approximate = False
    if given.get("type") == "Feature":
        approximate = bool((given.get("properties") or {}).get("approximate"))
        given = given.get("geometry") or {}
    if given.get("type") not in ("Polygon", "MultiPolygon", "LineString", "MultiLineString"):
        return None, approximate
    from shapely.geometry import mapping, shape

    geometry = shape(given)
    west, south, east, north = geometry.bounds
    simple = geometry.simplify(max(east - west, north - south) / 2_000)
    return _rounded(mapping(simple)), approximate


def _anchor(outline: Json, report: Report, *, on_rim: bool) -> list[float] | None:
    """Return where the symbol of an outline stands; None for the report's own point.

    On the rim, north of the point, where no spot inside is likelier than another; else inside.
    """
    from shapely import LineString, Point, get_coordinates
    from shapely.geometry import shape

    area, lon, lat = shape(outline), report.lon or 0.0, report.lat or 0.0
    if on_rim:
        crossed = area.boundary.intersection(LineString([(lon, lat), (lon, 90)]))
        tops = [north for _, north in get_coordinates(crossed).tolist()]
        return [round(lon, 5), round(max(tops), 5)] if tops else None
    if not outline["type"].endswith("Polygon") or area.intersects(Point(lon, lat)):
        return None
    inside = area.representative_point()
    return [round(inside.x, 5), round(inside.y, 5)]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, (list, tuple)) else value


def bounds(rows: Sequence[Json], outlines: Sequence[Json]) -> list[float]:
    """Return (west, south, east, north) of all that is drawn; the inhabited world where nothing is."""
    from math import cos, radians

    from shapely.geometry import shape

    boxes = []
    for row in rows:
        if "draw" not in row:
            continue
        if "outline" in row:
            boxes.append(shape(outlines[row["outline"]]).bounds)
            continue
        tall = row["r"] / 111_000
        wide = tall / max(0.1, cos(radians(row["lat"])))
        boxes.append((row["lon"] - wide, row["lat"] - tall, row["lon"] + wide, row["lat"] + tall))
    if not boxes:
        return [-20.0, -35.0, 120.0, 60.0]
    sides = list(zip(*boxes, strict=True))
    return [round(side, 3) for side in (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))]
