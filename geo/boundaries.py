"""Borders of first-order units, fetched when asked for: Natural Earth (1:10m) or geoBoundaries."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo import caching
from geo.curated import country_codes
from geo.downloads import MOST_PACKED, MOST_UNPACKED, SECONDS, checked_address, fetch, unpack
from geo.errors import DataError, DatelineError, ReadError, UsageError, WriteError
from geo.install import Added, add, checked_code

NATURAL_EARTH = "https://naciscdn.org/naturalearth/10m/cultural/ne_10m_admin_1_states_provinces.zip"
GEOBOUNDARIES = "https://www.geoboundaries.org/api/current/gbOpen"
SOURCES = {"natural-earth": NATURAL_EARTH, "geoboundaries": GEOBOUNDARIES}
_MOST_ABOUT = 1_000_000  # bytes of what geoBoundaries tells of a file
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shp", ".shx", ".dbf")
# Natural Earth's columns, and what our reader of gazetteers calls them.
_COLUMNS = {
    "name": "name", "name_en": "name_en", "name_local": "name_local", "name_ar": "name_ar",
    "name_ru": "name_ru", "name_tr": "name_tr", "name_fr": "name_fr", "name_fa": "name_fa",
    "name_alt": "alt_names", "iso_a2": "country", "gn_a1_code": "admin_code", "gn_id": "geonameid",
    "wikidataid": "wikidata",
}  # fmt: skip


@dataclass(frozen=True)
class Borders:
    """What came of fetching the borders of a country: what was added, and the terms they come under."""

    added: Added
    licence: str


def install_borders(
    codes: Sequence[str], *, source: str, base: str | None = None, checksum: str | None = None,
    cache: Path | None = None, folder: Path | None = None, progress: bool = False, **limits: Any,
) -> Iterator[tuple[str, Borders | DatelineError]]:  # fmt: skip
    """Fetch the borders of the first-order units of countries and keep them for all later runs.

    `source` is "natural-earth" or "geoboundaries"; `base` the address of the zip or of the API instead of
    theirs; `checksum` the SHA-256 of the zip, or of the one country's GeoJSON; `limits` as in
    `geo.install.install`.  Yields for each code what came of it: one that fails leaves the others.  Raises
    UsageError for an unknown source or address.
    """
    if source not in SOURCES:
        raise UsageError(f"{source!r} is no source of borders; there are {', '.join(SOURCES)}")
    address = checked_address(base or SOURCES[source]).rstrip("/")
    work = caching.folder(cache) / "downloads" / "borders"
    work.mkdir(parents=True, exist_ok=True)
    options = {"checksum": checksum, "progress": progress, **limits}
    each = _natural_earth if source == "natural-earth" else _geoboundaries
    try:
        yield from each([checked_code(code) for code in codes], address, work, folder, options)
    finally:
        _tidy(work)


def _tidy(work: Path) -> None:
    """Remove what was unpacked; what a cut connection left stays, so that the next run goes on with it."""
    for path in work.iterdir():
        if not path.name.startswith("."):
            path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)


def _limits(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "most": options.get("most_packed", MOST_PACKED), "seconds": options.get("seconds", SECONDS),
        "progress": options["progress"],
    }  # fmt: skip


# --- Natural Earth: one zip of the world, a shapefile in it ---


def _natural_earth(
    codes: Sequence[str], address: str, work: Path, folder: Path | None, options: Mapping[str, Any]
) -> Iterator[tuple[str, Borders | DatelineError]]:
    try:
        archive = fetch(address, work / "units.zip", checksum=options["checksum"], **_limits(options))
        shapefile = _unpacked(archive, work, options.get("most_unpacked", MOST_UNPACKED))
    except DatelineError as error:
        yield from ((code, error) for code in codes)
        return
    for code in codes:
        try:
            path = work / f"natural-earth-{code}.geojson"
            features = _features(shapefile, code)
            if not features:
                raise DataError(address, None, f"has no first-order units of {code}; try geoboundaries")
            _write(path, features)
            added = add(path, source=address, folder=folder)
            yield code, Borders(added, "Natural Earth, public domain (https://www.naturalearthdata.com)")
        except DatelineError as error:
            yield code, error


def _unpacked(archive: Path, work: Path, most: int) -> Path:
    """Unpack the shapefile of a zip, each part within the limits, and return it."""
    try:
        with zipfile.ZipFile(archive) as packed:
            held = packed.namelist()
    except zipfile.BadZipFile as error:
        raise ReadError(
            archive, f"is no zip that can be read ({error}); look what the address gives, and fetch it again"
        ) from error
    parts = {suffix: name for suffix in _SHAPEFILE for name in held if name.lower().endswith(suffix)}
    if missing := [suffix for suffix in _NEEDED if suffix not in parts]:
        raise ReadError(
            archive,
            f"holds no {', '.join(missing)} but {', '.join(held[:5]) or 'nothing'}; is it a shapefile?",
        )
    for suffix, name in parts.items():
        unpack(archive, name, work / f"units{suffix}", most=most)
    return work / "units.shp"


def _features(shapefile: Path, code: str) -> list[dict[str, Any]]:
    """Return the units of a country as GeoJSON features with our names of columns."""
    import shapely
    from pyogrio import read_info
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import read

    try:
        fields = {str(field).lower(): str(field) for field in read_info(shapefile)["fields"]}
        if not {"name", "iso_a2"} <= fields.keys():
            there = ", ".join(list(fields)[:8])
            raise DataError(
                shapefile,
                None,
                f"has no columns name and iso_a2 but {there}; is it Natural Earth's admin-1 file?",
            )
        wanted = {fields[column]: ours for column, ours in _COLUMNS.items() if column in fields}
        meta, _, shapes, columns = read(
            shapefile, columns=list(wanted), where=f"\"{fields['iso_a2']}\" = '{code}'"
        )
    except DataSourceError as error:
        raise ReadError(shapefile, f"is no shapefile that can be read ({error})") from error
    names = [wanted[str(field)] for field in meta["fields"]]
    rows = zip(shapely.from_wkb(shapes), *columns, strict=True)
    return [
        {
            "type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": {"type": "ADM1"} | {n: _plain(n, v) for n, v in zip(names, values, strict=True)},
        }
        for shape, *values in rows
    ]  # fmt: skip


def _plain(column: str, value: Any) -> Any:
    """Return a value as JSON has it; an identifier that Natural Earth gives as -99 or 0 is none."""
    if value is None or value != value:
        return None
    if column == "geonameid":
        return int(value) if float(value) > 0 else None
    return str(value)


# --- geoBoundaries: a file a country ---


def _geoboundaries(
    codes: Sequence[str], address: str, work: Path, folder: Path | None, options: Mapping[str, Any]
) -> Iterator[tuple[str, Borders | DatelineError]]:
    for code in codes:
        try:
            yield code, _of_country(code, address, work, folder, options)
        except DatelineError as error:
            yield code, error


def _of_country(
    code: str, address: str, work: Path, folder: Path | None, options: Mapping[str, Any]
) -> Borders:
    about_it = f"{address}/{_iso3(code)}/ADM1/"
    told = fetch(about_it, work / f"{code}.json", **{**_limits(options), "most": _MOST_ABOUT})
    try:
        about = json.loads(told.read_text("utf-8"))
        link = checked_address(str(about.get("simplifiedGeometryGeoJSON") or about["gjDownloadURL"]))
        licence = f"{about['boundaryLicense']}; {about['boundarySource']}"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            about_it, None, f"does not tell where the borders are ({error}); look what the address gives"
        ) from error
    path = work / f"geoboundaries-{code}.geojson"
    fetch(link, path, checksum=options["checksum"], **_limits(options))
    _write(path, _named_as_ours(path, code, link))
    added = add(path, source=link, folder=folder)
    return Borders(added, f"geoBoundaries, {' '.join(licence.split())[:200]}")


def _named_as_ours(path: Path, code: str, link: str) -> list[dict[str, Any]]:
    """Return the features with the columns that our reader knows, checked to be of the country."""
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        found = [
            {
                "type": "Feature", "geometry": feature["geometry"],
                "properties": {"name": feature["properties"]["shapeName"], "country": code, "type": "ADM1"},
            }
            for feature in features
            if feature["properties"].get("shapeGroup") in (None, _iso3(code))
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(
            link, None, f"is no GeoJSON of geoBoundaries ({type(error).__name__}: {error}); fetch it again"
        ) from error
    if not found:
        raise DataError(link, None, f"has no first-order units of {code}")
    return found


def _iso3(code: str) -> str:
    """Return the ISO code of three letters."""
    longer = (long for long, short in country_codes().items() if short == code and long.isupper())
    found = next((long for long in longer if len(long) == 3), None)
    if found is None:
        raise UsageError(f"{code!r} is no country of ISO 3166")
    return found


def _write(path: Path, features: Sequence[Mapping[str, Any]]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    try:
        path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
    except OSError as error:
        raise WriteError(
            path.parent, f"cannot be written: {error.strerror}; make room and run the same command again"
        ) from error
