"""GeoJSON (RFC 7946): flat properties, geometry null where nothing locates a report, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from layers.about import about
from layers.columns import COLUMNS, frame_of

if TYPE_CHECKING:
    import geopandas

    from layers.layer import ReportLayer

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def to_geojson(layer: ReportLayer, *, made: str | None = None) -> dict[str, Any]:
    """Return the layer as a FeatureCollection (RFC 7946): flat properties, geometry null where unknown."""
    from shapely.geometry import mapping

    features = [
        {
            "type": "Feature",
            "id": values["report_id"],
            "geometry": None if geometry is None else mapping(geometry),
            "properties": values,
        }
        for values, (geometry, _) in zip(layer.rows(), layer.shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "dateline": about(layer, made=made), "features": features}


def write_geojson(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> None:
    """Write a layer as GeoJSON, a line a feature."""
    head = _encode({"type": "FeatureCollection", "dateline": about(layer, parameters=parameters)})
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{head[:-1]}, "features": [\n')
        file.writelines(_features(layer.frame))
        file.write("]}\n")


def _features(frame: geopandas.GeoDataFrame) -> Iterator[str]:
    """Yield the features as lines of JSON, encoded column by column: a value that comes again, once."""
    import shapely

    geometries = shapely.to_geojson(frame.geometry.array).tolist()
    columns = []
    for name in COLUMNS:
        known: dict[Any, str] = {}
        column = frame[name].astype(object)
        column = column.where(column.notna(), None)
        start = f"{_encode(name)}: "
        columns.append(
            [known[v] if v in known else known.setdefault(v, start + _encode(v)) for v in column.tolist()]
        )
    first, last = 0, len(frame) - 1
    for i, (shape, *values) in enumerate(zip(geometries, *columns, strict=True)):
        properties = ", ".join(values)
        yield (
            f'{{"type": "Feature", "id": {values[first].partition(": ")[2]}, "geometry": {shape or "null"}, '
            f'"properties": {{{properties}}}}}{"" if i == last else ","}\n'
        )


def read_geojson(source: Path) -> geopandas.GeoDataFrame:
    """Return the frame of a GeoJSON file of reports."""
    from shapely.geometry import shape

    try:
        data = json.loads(source.read_bytes())
        features = data["features"]
        rows = [{name: feature["properties"][name] for name in COLUMNS} for feature in features]
        geometries = [f["geometry"] and shape(f["geometry"]) for f in features]
    except KeyError as error:
        raise DataError(source, None, f"has no {error}; give a file written by `dateline export`") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(
            source, None, f"is no GeoJSON of reports ({error}); give one written by dateline"
        ) from None
    return frame_of(rows, geometries)
