"""Page: the reports as the one block of data that the page shows; every outside word made visible."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from geo.places import Refusal
from layers.corroboration import Claim, claims_of
from layers.reports import Report
from maps import panel, style, tellings, words
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
    claims: Sequence[Claim] | None = None,
) -> Json:
    """Return everything that the page shows, ready for JSON: one row a claim, with all its tellings.

    `claims` are what the reports say, each once (a layer knows its own; plain reports are compared here).
    `geometries` maps report ids to GeoJSON geometries, or to Features whose property `approximate` says
    that the outline is a stand-in; `files` maps document ids to the names of their files.
    """
    claims = claims_of(reports) if claims is None else claims
    slots = style.slots(reports)
    actors = sorted({(r.actor or "", r.actor_kind or "") for r in reports}, key=lambda a: (a[0] == "", a[0]))
    number = {actor: i for i, actor in enumerate(actors)}
    documents = {source: i for i, source in enumerate(dict.fromkeys(map(tellings.text_of, reports)))}
    shapes: dict[str, int] = {}
    rows = []
    for claim in _in_order(claims):
        row = _row(claim.report, geometries or {}, shapes) | tellings.of(claim, documents)
        row["actor"] = number[claim.report.actor or "", claim.report.actor_kind or ""]
        rows.append(row)
    tellings.oppose(rows)
    outlines = [json.loads(text) for text in shapes]
    used = {row["layer"] for row in rows}
    return {
        "title": visible(title),
        "asOf": panel.as_of(claims, as_of),
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


def dump(data: Json) -> str:
    """Return JSON that can stand in a script element: no "<", no line separators, no unpaired surrogates."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _in_order(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims in the order of the layers, in each the newest first, the undated last.

    What contradicts a claim stands right behind it.
    """
    rank = {layer: i for i, layer in enumerate(words.LAYERS)}
    in_text = sorted(claims, key=lambda c: (c.report.document_id, c.report.start))
    newest = sorted(in_text, key=lambda c: c.report.when_start or c.report.published or "", reverse=True)
    by_id = {claim.claim_id: claim for claim in claims}
    rows: dict[str, Claim] = {}
    for claim in sorted(newest, key=lambda c: rank[c.report.mapped_as]):
        rows.setdefault(claim.claim_id, claim)
        rows |= {i: by_id[i] for i in claim.disputed_by if i in by_id and i not in rows}
    return list(rows.values())


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
        "quote": tellings.quote(report),
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
