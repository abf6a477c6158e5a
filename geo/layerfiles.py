"""Places in the files of geographic programs that GDAL reads: zipped shapefiles, KML, FlatGeobuf, GML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geo.downloads import unpack
from geo.errors import DataError, ReadError

BY_GDAL = frozenset({".kml", ".fgb", ".gml"})
IN_ZIPS = (".shp", ".gpkg", ".geojson", ".fgb", ".kml")
_PARTS = (".shx", ".dbf", ".prj", ".cpg")
Rows = list[tuple[int, dict[str, Any], Any]]


def read_layer(path: Path) -> tuple[list[str], Rows, bool]:
    """Return the columns and rows of a file's first layer, each with its shape in WGS 84.

    Raises ReadError for a file that GDAL cannot read, DataError for other coordinates than WGS 84.
    """
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError
    from pyogrio.raw import read

    try:
        meta, _, shapes, columns = read(path, layer=0, force_2d=True)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise ReadError(path, f"cannot be read ({error}); save it as GeoJSON or GeoPackage") from error
    if meta["crs"] not in (None, "EPSG:4326", "OGC:CRS84"):
        name = str(meta["crs"]).partition(",")[0][:60]
        raise DataError(path, None, f"its coordinates are in {name}; save it as WGS 84 (EPSG:4326)")
    header = [str(field) for field in meta["fields"]]
    drawn = [None] * len(columns[0]) if shapes is None else shapely.from_wkb(shapes, on_invalid="ignore")
    rows = zip(drawn, *columns, strict=True)
    return header, [
        (nth, dict(zip(header, map(_plain, values), strict=True)), shape)
        for nth, (shape, *values) in enumerate(rows, 1)
    ], shapes is not None  # fmt: skip


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value.item() if hasattr(value, "item") else value


def unzipped(path: Path, read: Any) -> Any:
    """Return what `read` makes of the one file of places in a zip, unpacked with the limits of downloads.

    Raises ReadError for what is no zip, or holds no such file or several.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            held = packed.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise ReadError(path, f"is no zip that can be read ({error}); fetch it again") from error
    found = [name for name in held if name.lower().endswith(IN_ZIPS)]
    if len(found) != 1:
        there = ", ".join((found or held)[:5]) or "nothing"
        raise ReadError(
            path, f"should hold one file of {', '.join(IN_ZIPS)}, but holds {there}; unpack it and give that"
        )
    with TemporaryDirectory(prefix="dateline-") as folder:
        try:
            return read(_taken_out(path, found[0], held, Path(folder)))
        except DataError as error:  # told of the zip, not of where it was unpacked
            raise DataError(path, error.line, error.reason) from error
        except ReadError as error:
            raise ReadError(path, error.reason) from error


def _taken_out(path: Path, member: str, held: Iterable[str], folder: Path) -> Path:
    """Unpack a member, and the parts of a shapefile with it, under names of our own."""
    stem, suffix = member[: member.rfind(".")], Path(member).suffix.lower()
    for name in held:
        ending = Path(name).suffix.lower()
        if ending in _PARTS and name[: name.rfind(".")] == stem:
            unpack(path, name, folder / f"places{ending}")
    return unpack(path, member, folder / f"places{suffix}")
