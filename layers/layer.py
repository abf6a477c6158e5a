"""A layer of reports: filtered, counted, joined, and turned into a GeoDataFrame that is checked once."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError
from geo.places import Place
from layers import choosing
from layers.columns import COLUMNS, row
from layers.corroboration import Claim, claims_of
from layers.reports import Report

if TYPE_CHECKING:
    import geopandas
    from shapely.geometry.base import BaseGeometry

    from layers.extract import Extraction

# How a report of each precision is drawn; a country, and what nothing locates, has no geometry.
SHAPE_OF_PRECISION = {
    "exact": "point", "site": "point", "settlement": "point", "near": "ring", "district": "area",
    "governorate": "area", "region": "area", "water": "area",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class ReportLayer:
    """Reports with their shapes, and the extractions they come from; a new layer for every question.

    `shapes` has, for each report, its geometry in WGS 84 (None where it has none) and whether the
    outline is a stand-in for an unknown one.  `among` is the whole that a layer was filtered from: who else
    says so, and who says otherwise, is not forgotten by a filter.  `notes` are what a reader must be told
    of how the layer was made (what was coarsened), on the page and in files.
    """

    reports: tuple[Report, ...] = ()
    shapes: tuple[tuple[BaseGeometry | None, bool], ...] = ()
    extractions: tuple[Extraction, ...] = field(default=(), compare=False)
    among: ReportLayer | None = field(default=None, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if len(self.reports) != len(self.shapes):
            counts = f"{len(self.reports)} reports and {len(self.shapes)} shapes"
            raise UsageError(f"{counts} do not pair; make a layer with ReportLayer.of(reports)")

    @classmethod
    def of(cls, reports: Iterable[Report], gazetteer: Any = None) -> ReportLayer:
        """Return the layer of some reports; the `gazetteer` knows the outlines of areas."""
        rows = tuple(reports)
        return cls(rows, tuple(shape(report, gazetteer) for report in rows))

    @classmethod
    def from_extractions(cls, extractions: Iterable[Extraction], gazetteer: Any = None) -> ReportLayer:
        """Return the layer of all reports of some extractions, their landmarks behind them; both are kept."""
        kept = tuple(extractions)
        rows = [report for extraction in kept for report in (*extraction.reports, *extraction.landmarks)]
        layer = cls.of(rows, gazetteer)
        return replace(layer, extractions=kept)

    @classmethod
    def from_frame(cls, frame: geopandas.GeoDataFrame, **columns: Any) -> ReportLayer:
        """Return the layer of a GeoDataFrame: one that a layer gave, or one of any making.

        For another's, say which of its columns are which field of a report, or give one value for all rows:
        `ReportLayer.from_frame(events, actor="side_b", place="where", what="activity")`.
        """
        from layers.framed import layer_of

        return layer_of(frame, columns)

    @classmethod
    def read(cls, path: str | Path) -> ReportLayer:
        """Return the layer of a file that Dateline wrote (layers.files.FORMATS)."""
        from layers.files import read_layer

        return cls.from_frame(read_layer(path))

    def __len__(self) -> int:
        return len(self.reports)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __repr__(self) -> str:
        actors = len({report.actor for report in self.reports if report.actor})
        places = len({report.place for report in self.reports if report.place})
        return f"<ReportLayer: {len(self)} reports, {actors} actors, {places} places>"

    def _repr_html_(self) -> str:
        """Return a small map and the first rows as a table, for a notebook."""
        from layers.preview import html

        return html(self)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """Return the layer as a GeoJSON FeatureCollection (RFC 7946)."""
        from layers.geojson import to_geojson

        return to_geojson(self)

    @cached_property
    def frame(self) -> geopandas.GeoDataFrame:
        """Return the reports as a GeoDataFrame in EPSG:4326, one row each, with the columns of COLUMNS."""
        from layers.columns import frame_of

        return frame_of(self.rows(), [geometry for geometry, _ in self.shapes])

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the values of each report by column, in order."""
        claims = {report.report_id: claim for claim in self.claims for report in claim.reports}
        for report, (_, approximate) in zip(self.reports, self.shapes, strict=True):
            yield row(report, approximate=approximate, claim=claims[report.report_id])

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Return what the reports say, each claim once, with all its sources and what contradicts it.

        Of a filtered layer these are the claims that it has a report of; sources and contradictions are
        those of the whole.
        """
        if self.among is None:
            return claims_of(self.reports, {x.document.id: x.document.text for x in self.extractions})
        kept = {report.report_id for report in self.reports}
        parts = ((c, tuple(r for r in c.reports if r.report_id in kept)) for c in self.among.claims)
        return tuple(replace(claim, reports=reports) for claim, reports in parts if reports)

    def disputed(self) -> ReportLayer:
        """Return the reports that others of the whole layer contradict, those others among them."""
        whole = self.among or self
        ids = {claim.claim_id for claim in self.claims if claim.disputed_by}
        ids |= {other for claim in self.claims for other in claim.disputed_by}
        wanted = {r.report_id for c in whole.claims if c.claim_id in ids for r in c.reports}
        return whole._keep(report.report_id in wanted for report in whole.reports)

    def distinct(self) -> ReportLayer:
        """Return one report of each claim: the most precise, of these the dated, the surest read."""
        first = {claim.report.report_id for claim in self.claims}
        return self._keep(report.report_id in first for report in self.reports)

    def where(self, **equals: Any) -> ReportLayer:
        """Return the reports whose columns have the given values; a set, list or tuple means any of them.

        >>> ReportLayer().where(status="affirmed", what={"control", "presence"})
        <ReportLayer: 0 reports, 0 actors, 0 places>
        """
        known = [*Report.__dataclass_fields__, "mapped_as"]
        for name in equals:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"choose one of {', '.join(known)}"
                raise UsageError(f"reports have no column {name!r}; {hint}")
        wanted = {
            k: set(v) if isinstance(v, set | frozenset | list | tuple) else {v} for k, v in equals.items()
        }
        return self._keep(all(getattr(r, k) in values for k, values in wanted.items()) for r in self.reports)

    def between(
        self, start: str | date | None = None, end: str | date | None = None, *, undated: bool = False
    ) -> ReportLayer:
        """Return the reports that may be about a day from `start` to `end`, both included.

        Days are dates or ISO 8601 text ("2022-05-01", "2022-05", "2022"), None for no bound; reports
        without a date only where `undated` is true.  The day of publication is no date of a report.
        """
        first, last = choosing.day(start, "start"), choosing.day(end, "end")
        return self._keep(choosing.between(self.reports, first, last, undated))

    def near(self, point: Any, km: float) -> ReportLayer:
        """Return the reports that may be within `km` kilometres of a point: a part of their shape is.

        `point` is (longitude, latitude), a point geometry or a place.  What has no shape is near nothing.
        """
        return self._keep(choosing.near(self.shapes, *choosing.position(point), km))

    def within(self, area: Any, gazetteer: Any = None) -> ReportLayer:
        """Return the reports that lie in an area: points in it, and areas of which more than half is.

        `area` is a shapely geometry, WKT, a GeoJSON mapping, or a place whose outline the `gazetteer` knows;
        a country or first-order unit also has the reports whose place the gazetteer puts in it.
        """
        from geo.spatial import as_geometry
        from layers.shapes import outline_of

        whole = outline_of(area, gazetteer) if isinstance(area, Place) else as_geometry(area)
        inside = choosing.within(self.shapes, whole)
        if not isinstance(area, Place):
            return self._keep(inside)
        named = choosing.in_unit(self.reports, self.shapes, area)
        return self._keep(a or b for a, b in zip(inside, named, strict=True))

    def _keep(self, which: Iterable[bool]) -> ReportLayer:
        return self._at([i for i, keep in enumerate(which) if keep])

    def _at(self, kept: Sequence[int]) -> ReportLayer:
        return replace(
            self,
            reports=tuple(self.reports[i] for i in kept),
            shapes=tuple(self.shapes[i] for i in kept),
            among=self.among or self,
        )

    def by_actor(self) -> dict[str | None, ReportLayer]:
        """Return a layer for each actor, the one with most reports first; None names no actor."""
        return self._parts([[report.actor] for report in self.reports])

    def by_place(self) -> dict[str | None, ReportLayer]:
        """Return a layer for each place by its name, the one with most reports first; None is no place.

        Places of one name that are not the same are told apart by their unit and country.
        """
        ids: dict[str | None, set[str | None]] = {}
        for report in self.reports:
            ids.setdefault(report.place, set()).add(report.place_id)

        def name(report: Report) -> str | None:
            if report.place is None or len(ids[report.place]) == 1:
                return report.place
            wider = dict.fromkeys(filter(None, (report.place, report.admin1, report.country)))
            return ", ".join(wider)

        return self._parts([[name(report)] for report in self.reports])

    def by_month(self) -> dict[str | None, ReportLayer]:
        """Return a layer for each month ("2022-05"), the earliest first, the undated (None) last.

        A report of several months is in each of them.
        """
        parts = self._parts([choosing.months(report) for report in self.reports])
        return {month: parts[month] for month in sorted(parts, key=lambda m: m or "9999")}

    def _parts(self, keys: Sequence[Sequence[str | None]]) -> dict[str | None, ReportLayer]:
        """Return a layer for each key, given the keys of each report; the key of most reports first."""
        rows: dict[str | None, list[int]] = {}
        for i, own in enumerate(keys):
            for key in own:
                rows.setdefault(key, []).append(i)
        ordered = sorted(rows, key=lambda key: -len(rows[key]))
        return {key: self._at(rows[key]) for key in ordered}

    def merge(self, *others: ReportLayer) -> ReportLayer:
        """Return this layer with the reports of others; a report that is in both counts once."""
        layers = (self, *others)
        rows: dict[str, tuple[Report, tuple[BaseGeometry | None, bool]]] = {}
        for layer in layers:
            for report, outline in zip(layer.reports, layer.shapes, strict=True):
                rows.setdefault(report.report_id, (report, outline))
        read = {x.document.id: x for layer in reversed(layers) for x in reversed(layer.extractions)}
        reports, shapes = zip(*rows.values(), strict=True) if rows else ((), ())
        filtered = any(layer.among for layer in layers)
        whole = ReportLayer().merge(*(layer.among or layer for layer in layers)) if filtered else None
        notes = tuple(dict.fromkeys(note for layer in layers for note in layer.notes))
        return ReportLayer(tuple(reports), tuple(shapes), tuple(reversed(read.values())), whole, notes)

    def summary(self) -> dict[str, Any]:
        """Return the counts: documents, reports, claims (what they say, each told once), claims on the map or
        not and disputed; reports by layer of the map, actor and place.
        """
        layers = Counter(report.mapped_as for report in self.reports)
        claims = Counter(claim.report.mapped_as for claim in self.claims)
        read = {x.document.id for x in self.extractions} | {r.document_id for r in self.reports}
        return {
            "documents": len(read),
            "reports": len(self) - layers["landmark"],
            "claims": claims.total() - claims["landmark"],
            "on_map": claims.total() - claims["list"] - claims["landmark"],
            "not_on_map": claims["list"],
            "disputed": sum(bool(claim.disputed_by) for claim in self.claims),
            "refused": sum(len(x.refusals) for x in self.extractions),
            "layers": dict(layers.most_common()),
            "actors": dict(Counter(r.actor for r in self.reports if r.actor).most_common()),
            "places": dict(Counter(r.place for r in self.reports if r.place).most_common()),
        }

    def write(self, path: str | Path) -> Path:
        """Write the layer to a file by its suffix (layers.files.FORMATS) and return the path."""
        from layers.files import write

        return write(self, path)

    def explore(self, **options: Any) -> Any:
        """Return the layer as an interactive map (a folium.Map, shown by a notebook as it is).

        The map is made by what is installed as entry point `map` of the group `dateline.views`:
        layers know no folium.  `options` are those of `maps.draw`.
        """
        from importlib.metadata import entry_points

        for view in entry_points(group="dateline.views", name="map"):
            return view.load()(self, **options)
        raise UsageError("no view of layers is installed; pip install dateline, or draw layer.frame yourself")


def shape(report: Report, gazetteer: Any = None) -> tuple[BaseGeometry | None, bool]:
    """Return the geometry of a report and whether its outline is a stand-in.

    A point for a settlement or site; a disc of `radius_m` for "near"; the ring, sector, corridor, part or
    border where the text means one; the area or line of a district, governorate or region, a disc where the
    gazetteer has none; None for a country or nothing.
    """
    kind = SHAPE_OF_PRECISION.get(report.precision)
    if kind is None or report.lon is None or report.lat is None:
        return None, False
    from layers.shapes import area_of, extent_of, point, ring

    if report.extent is not None and (meant := extent_of(report.extent, gazetteer)) is not None:
        return meant, True
    if kind == "point":
        return point(report.lon, report.lat), False
    if kind == "area" and gazetteer is not None and report.gazetteer_place is not None:
        geometry, approximate = area_of(report.gazetteer_place, gazetteer)
        if geometry is not None:
            return geometry, approximate
    return ring(report.lon, report.lat, report.radius_m or 0.0), True


__all__ = ["COLUMNS", "SHAPE_OF_PRECISION", "ReportLayer", "shape"]
