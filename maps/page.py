"""Page: the reports as the one block of data that the page shows; every outside word made visible."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.places import Refusal
from layers.corroboration import Claim, claims_of
from layers.occasions import day_of
from layers.reports import Report
from maps import facets, outlines, panel, style, tellings, words
from maps.columns import SCALE, Columns
from maps.languages import Language, load
from maps.words import visible

Json = dict[str, Any]

# Days since 1970 of what has no beginning or no end, and of what has no date at all (both at once).
OPEN_START, OPEN_END, UNDATED = -(2**31) + 1, 2**31 - 1, -(2**31)
SPOT = ("draw", "r", "outline", "at", "approx")


@dataclass(frozen=True)
class PageData:
    """All that the page shows: `json`, the numbers of its columns in `blob`, the points of its spots."""

    json: Json
    blob: bytearray
    points: list[tuple[float, float]]


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
    language: Language | None = None,
    notes: Iterable[str] = (),
) -> PageData:
    """Return everything that the page shows: one row a claim, with all its tellings, told as columns.

    `claims` are what the reports say, each once (a layer knows its own; plain reports are compared here).
    `geometries` maps report ids to GeoJSON geometries, or to Features whose property `approximate` says
    that the outline is a stand-in; `files` maps document ids to the names of their files.  `notes` tell how
    the reports were made ready: what people decided, what was coarsened.
    """
    tongue = language or load()
    claims = _in_order(claims_of(reports) if claims is None else claims)
    slots = style.slots(reports)
    actors = sorted({(r.actor or "", r.actor_kind or "") for r in reports}, key=lambda a: (a[0] == "", a[0]))
    documents = {source: i for i, source in enumerate(dict.fromkeys(map(tellings.text_of, reports)))}
    shapes: dict[str, int] = {}
    spots = Columns(whole=("lon", "lat"))
    rows = Columns(whole=("from", "to", "spot"))
    numbers: dict[tuple[str, str], int] = {(name, kind): i for i, (name, kind) in enumerate(actors)}
    places: dict[tuple[Any, ...], int] = {}
    for row in _rows(claims, numbers, documents, geometries or {}, shapes, tongue):
        rows.add(_placed(row, spots, places))
    blob = bytearray()
    shapes_shown = [json.loads(text) for text in shapes]
    table, sites = rows.table(blob), spots.table(blob)
    return PageData(
        {
            "title": visible(title),
            "asOf": panel.as_of(claims, as_of, tongue),
            "tiles": tiles,
            "language": tongue.code,
            "direction": tongue.direction,
            "words": facets.words_of(tongue),
            "actors": [
                {"name": visible(name), "kind": kind, "slot": slots.get(name, -1)} for name, kind in actors
            ],
            "relations": facets.relations(actors, tongue),
            "layers": _layers(rows, tongue),
            "facets": facets.of(rows, tongue),
            "docs": [_document(files or {}, *document, tongue) for document in documents],
            "reports": table,
            "spots": sites,
            "shapes": shapes_shown,
            "refused": panel.refusals(refused),
            "notes": [*panel.notes(tongue), *map(visible, notes)],
            "credits": panel.credits(reports, tongue, tiles=tiles),
            "bounds": outlines.bounds(spots, shapes_shown),
        },
        blob,
        [(x / SCALE, y / SCALE) for x, y in zip(spots.whole["lon"], spots.whole["lat"], strict=True)],
    )


def _layers(rows: Columns, tongue: Language) -> list[Json]:
    used = rows.values.get("layer", {})
    return [
        {"id": layer, "name": name, "means": means}
        for layer, (name, means) in tongue.tables["layers"].items()
        if layer in used
    ]


def _rows(
    claims: Sequence[Claim],
    actors: Mapping[tuple[str, str], int],
    documents: Mapping[tellings.Text, int],
    geometries: Mapping[str, Mapping[str, Any]],
    shapes: dict[str, int],
    tongue: Language,
) -> Iterator[Json]:
    """Yield the row of each claim, with the numbers of the rows that say otherwise."""
    number = {claim.claim_id: i for i, claim in enumerate(claims)}
    for claim in claims:
        report = claim.report
        row = _row(report, geometries, shapes, tongue) | tellings.of(claim, documents, number, tongue)
        row["actor"] = actors[report.actor or "", report.actor_kind or ""]
        row |= _days(claim)
        yield row


def _placed(row: Json, spots: Columns, places: dict[tuple[Any, ...], int]) -> Json:
    """Return the row with the number of the spot that it is drawn at, -1 for none; add the spot if new."""
    site = {name: row.pop(name) for name in SPOT if name in row}
    lon, lat = row.pop("lon", None), row.pop("lat", None)
    if "draw" not in site:
        return {**row, "spot": -1}
    outline = site.get("outline")
    key = (site["draw"], lon, lat, site["r"]) if outline is None else (site["draw"], outline)
    if key not in places:
        places[key] = len(places)
        spots.add({**site, "lon": round(lon * SCALE), "lat": round(lat * SCALE)})
    return {**row, "spot": places[key]}


def _days(claim: Claim) -> Json:
    """Return the days that a claim is about, since 1970; open where the text gives only one end."""
    low, high = UNDATED, UNDATED
    for report in claim.reports:
        first, last = day_of(report.when_start), day_of(report.when_end, last=True)
        if first is None and last is None:
            continue
        if first and last and last < first:
            first, last = last, first
        begin = OPEN_START if first is None else first.toordinal() - EPOCH
        end = OPEN_END if last is None else last.toordinal() - EPOCH
        low, high = (begin, end) if low == UNDATED else (min(low, begin), max(high, end))
    return {"from": low, "to": high}


EPOCH = 719_163  # 1 January 1970, counted as `date.toordinal` does


def _in_order(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims in the order of the layers, in each the newest first, the undated last.

    What contradicts a claim stands right behind it.
    """
    rank = {layer: i for i, layer in enumerate(load().tables["layers"])}
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


def _row(
    report: Report, geometries: Mapping[str, Mapping[str, Any]], shapes: dict[str, int], tongue: Language
) -> Json:
    drawn = style.drawing(report)
    wide = drawn in ("area", "faint") or (drawn == "ring" and report.extent is not None)
    outline, approximate = outlines.outline(geometries.get(report.report_id)) if wide else (None, False)
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
        "at": None if outline is None else outlines.anchor(outline, report, on_rim=drawn == "ring"),
        "what": report.what,
        "status": report.status,
        "precision": report.precision,
        "country": visible(_country(report.country) or ""),
        "group": _group(report),
        "says": words.says(report, tongue),
        "place": visible(report.place or ""),
        "within": visible(_within(report, tongue)),
        "part": visible(report.part),
        "reach": words.reach(report, tongue, approximate=approximate),
        "quote": tellings.quote(report),
        "said": visible(words.chain(report, tongue)),
        "when": words.when(report, tongue),
        "sure": words.sure(report.confidence),
        "reasons": [visible(reason) for reason in report.reasons],
        "others": _alternatives(report, tongue),
        "review": report.review if report.review in tongue.tables["reviews"] else visible(report.review),
        "reviewed": [visible(v) for v in (report.reviewed_by, report.reviewed_on, report.review_why) if v],
        "machine": _machine(report, tongue),
        "care": tongue.tables["sensitivities"].get(report.sensitivity, ""),
        "missing": words.missing(report, tongue) if drawn is None else "",
    }
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _group(report: Report) -> str | None:
    """Return the group or force that the actor is or belongs to."""
    own = report.actor if report.actor_kind in ("group", "state") else None
    return visible(report.group or own or "") or None


def _within(report: Report, tongue: Language) -> str:
    kind = tongue.word("kinds", report.place_type) if report.place_type else None
    names = (report.admin3, report.admin2, report.admin1, _country(report.country))
    outer = list(dict.fromkeys(name for name in names if name and name != report.place))
    return tongue.comma.join([kind, *outer] if kind else outer)


def _machine(report: Report, tongue: Language) -> list[str]:
    """Return what the machine had read where a person decided otherwise: actor, place, point, status."""
    was = dict(report.machine_values)
    said = [str(was[name]) for name in ("actor", "place") if was.get(name)]
    if "place" not in was and was.get("lat") is not None and was.get("lon") is not None:
        said.append(f"{was['lat']:.5f}, {was['lon']:.5f}")
    if was.get("status"):
        said.append(tongue.word("status", str(was["status"])))
    return [visible(word) for word in said]


def _alternatives(report: Report, tongue: Language) -> list[Json]:
    others = [c.place for c in report.alternatives if c.place.id != report.place_id]
    return [_alternative(place, tongue) for place in others[:3]]


def _alternative(place: Any, tongue: Language) -> Json:
    """Return another place that the name may mean: its name, what stands behind it, id, point."""
    inside = [n for n in (place.admin1, _country(place.country)) if n and n != place.name]
    behind = tongue.comma.join([tongue.word("kinds", place.kind), *inside])
    return {
        "name": visible(f"{place.name} ({behind})"),
        "id": visible(place.id),
        "lon": round(place.lon, 5),
        "lat": round(place.lat, 5),
    }


def _document(
    files: Mapping[str, str], key: str, title: str | None, url: str | None, published: str | None,
    tongue: Language,
) -> Json:  # fmt: skip
    address = words.web_address(url)
    return {
        "id": visible(key),
        "title": visible(title or files.get(key) or url or tongue.phrase("untitled")),
        **({"url": address} if address else {"address": visible(url)} if url else {}),
        **({"published": visible(published)} if published else {}),
    }
