"""Columnar files: GeoParquet and FlatGeobuf, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from layers.about import about
from layers.columns import checked

if TYPE_CHECKING:
    import geopandas

    from layers.layer import ReportLayer

_REMEDY = "give a file written by `dateline export`"


def write_parquet(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> None:
    """Write a layer as GeoParquet 1.0, zstd; what it says of itself is in `frame.attrs` when read back."""
    frame = layer.frame.copy(deep=False)
    frame.attrs = {"dateline": about(layer, parameters=parameters)}
    frame.to_parquet(path, compression="zstd", index=False)


def read_parquet(source: Path) -> geopandas.GeoDataFrame:
    """Return the frame of a GeoParquet file of reports."""
    import geopandas
    import pyarrow

    try:
        frame = geopandas.read_parquet(source)
    except (pyarrow.ArrowException, ValueError) as error:  # GeoPandas' own words for Parquet without geometry
        raise DataError(source, None, f"is no GeoParquet ({_first_line(error)}); {_REMEDY}") from None
    return checked(frame, str(source))


def write_flatgeobuf(layer: ReportLayer, path: Path, parameters: Mapping[str, Any]) -> None:
    """Write a layer as FlatGeobuf, in order; without its index, which can hold no report without geometry."""
    import pyogrio

    pyogrio.write_dataframe(
        layer.frame,
        path,
        layer="reports",
        driver="FlatGeobuf",
        geometry_type="Unknown",
        SPATIAL_INDEX="NO",
        TITLE="Reports",
        DESCRIPTION=json.dumps(about(layer, parameters=parameters), ensure_ascii=False),
    )


def read_flatgeobuf(source: Path) -> geopandas.GeoDataFrame:
    """Return the frame of a FlatGeobuf file of reports."""
    import pyogrio

    try:
        frame = pyogrio.read_dataframe(source)
    except pyogrio.errors.DataSourceError as error:
        raise DataError(source, None, f"is no FlatGeobuf ({_first_line(error)}); {_REMEDY}") from None
    return checked(frame, str(source))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
