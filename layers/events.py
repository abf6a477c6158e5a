"""Events of other projects, as layers beside the reports: their own precision, style and credits are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, UsageError
from geo.places import RADIUS_M
from layers.event_tables import GDELT_COLUMNS, SCHEMES_OF_EVENTS, Scheme, SkippedError, rows_of

if TYPE_CHECKING:
    import geopandas

# Name -> pandas dtype, in order; `geometry` stands last.
EVENT_COLUMNS: Mapping[str, str] = {
    "event_id": "string", "date_start": "string", "date_end": "string", "date_precision": "string",
    "what": "string", "actor1": "string", "actor2": "string", "place": "string", "admin2": "string",
    "admin1": "string", "country": "string", "lon": "float64", "lat": "float64", "precision": "string",
    "radius_m": "float64", "scheme_precision": "string", "deaths": "Int64", "source": "string",
    "notes": "string",
}  # fmt: skip
# Of the precisions of events.  Within 25 km of a known point: UCDP GED Codebook, where_prec 2.
_RADIUS_M: Mapping[str, float | None] = {
    "site": RADIUS_M["site"], "settlement": RADIUS_M["town"], "near": 25_000.0,
    "district": RADIUS_M["district"], "governorate": RADIUS_M["governorate"], "region": RADIUS_M["region"],
    "water": RADIUS_M["water"], "country": None, "unlocated": None,
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class EventLayer:
    """Events of one file: a frame with EVENT_COLUMNS in EPSG:4326, what was left out and why, whom to credit.

    An event only known to be in a country has no geometry; `lon` and `lat` keep what its project says.
    """

    scheme: str
    title: str
    file: str
    credit: str
    frame: geopandas.GeoDataFrame
    skipped: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """Return the name of the layer in files and databases: "events_ucdp"."""
        return f"events_{self.scheme}"

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        located = int(self.frame.geometry.notna().sum())
        counts = f"{len(self)} events, {located} with a point, {len(self.skipped)} left out"
        return f"<EventLayer {self.title}: {counts}>"

    def about(self) -> dict[str, Any]:
        """Return what a file says of these events: where they are from, whom to credit, what was left out."""
        return {
            "title": self.title, "file": self.file, "credit": self.credit, "events": len(self),
            "left_out": len(self.skipped),
        }  # fmt: skip

    def qml(self) -> str:
        """Return the style of the events for QGIS: diamonds, with the ring of their precision."""
        from layers.qgis import event_style

        return event_style(self.frame["precision"].dropna().unique().tolist())

    def summary(self) -> dict[str, Any]:
        """Return counts: events, with a point, by precision, the first and last day, what was left out."""
        days = self.frame[["date_start", "date_end"]].stack()
        return {
            "events": len(self),
            "with_point": int(self.frame.geometry.notna().sum()),
            "precision": self.frame["precision"].value_counts().to_dict(),
            "first_day": days.min() if len(days) else None,
            "last_day": days.max() if len(days) else None,
            "left_out": len(self.skipped),
        }


def read_events(path: str | Path, *, scheme: str | None = None, gazetteer: Any = None) -> EventLayer:
    """Return the events of a file as users download it: ACLED, UCDP GED, GDELT 2 or a plain table.

    A plain table (CSV, TSV) has columns for a name or for coordinates; names are looked up in the
    `gazetteer`.  Rows that cannot be used are left out and told, with their line.  Raises ReadError for a
    file that cannot be read, DataError for one whose columns are none of these.
    """
    source = Path(path)
    header, rows = rows_of(source)
    kind = _scheme(source, header, scheme)
    made: list[dict[str, Any]] = []
    skipped: list[str] = []
    for line, row in rows:
        try:
            made.append(kind.read(row, gazetteer))
        except SkippedError as reason:
            skipped.append(f"{source.name}:{line}: {reason}")
    return EventLayer(kind.name, kind.title, source.name, kind.credit, _frame(made), tuple(skipped))


def _scheme(source: Path, header: Sequence[str], name: str | None) -> Scheme:
    """Return the scheme of a table: the one that is asked for, else the first whose columns are all there."""
    known = {scheme.name: scheme for scheme in SCHEMES_OF_EVENTS}
    if name is not None and name not in known:
        raise UsageError(f"there is no scheme {name!r} of events; choose one of {', '.join(known)}")
    tried = [known[name]] if name else list(known.values())
    lower = {column.strip().lower() for column in header}
    for scheme in tried:
        if any(needs <= lower for needs in scheme.needs):
            return scheme
    if name is None:
        expected = "give a file of ACLED, UCDP GED or GDELT 2, or a table with columns name, or lon and lat"
    else:
        expected = f"{tried[0].title} has columns {', '.join(sorted(tried[0].needs[0] - lower))} too"
    shown = ", ".join(header[:8]) if len(header) != len(GDELT_COLUMNS) else "those of GDELT"
    raise DataError(source, 1, f"its columns ({shown} ...) are not known; {expected}")


def _frame(rows: Iterable[Mapping[str, Any]]) -> geopandas.GeoDataFrame:
    """Return rows as a frame; what is known no better than to a country has no geometry."""
    import geopandas
    import pandas

    table = pandas.DataFrame(list(rows), columns=list(EVENT_COLUMNS), dtype=object)
    table["radius_m"] = [
        _RADIUS_M.get(p) if pandas.isna(r) else r
        for p, r in zip(table["precision"], table["radius_m"], strict=True)
    ]
    for name, dtype in EVENT_COLUMNS.items():
        column: Any = table[name].where(table[name].notna(), None if dtype == "string" else pandas.NA)
        table[name] = column.astype("Float64").astype(dtype) if dtype == "float64" else column.astype(dtype)
    points = geopandas.GeoSeries.from_xy(table["lon"], table["lat"], crs=4326)
    known = table["precision"].map(lambda p: _RADIUS_M.get(p) is not None).astype(bool)
    drawn = points.where(known & table["lon"].notna() & table["lat"].notna(), None)
    return geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(drawn, crs=4326))
