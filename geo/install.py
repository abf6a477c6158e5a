"""Gazetteers kept for all later runs: files that are added, and GeoNames country dumps that are fetched."""

from __future__ import annotations

import csv
import json
import logging
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from geo.caching import only_one
from geo.errors import DataError, ReadError, UsageError, WriteError

GEONAMES = "https://download.geonames.org/export/dump"
USES = (
    "name", "lat", "lon", "area", "key", "country", "admin1", "admin2", "admin3", "population", "kind",
    "pcode", "geonameid", "wikidata",
)  # fmt: skip
_log = logging.getLogger(__name__)
_LIST, _FILES = "registered.json", "files"
# Headers that geo.headers takes for these uses, without doubt.
_HEADERS = {
    "area": "wkt", "key": "id", "admin1": "province", "admin2": "district", "admin3": "subdistrict",
    "kind": "settlement_type", "unit": "adm2_pcode",
}  # fmt: skip
_SORTS = ("ref", "official", "full", "local", "native", "latin", "common", "standard", "ascii")
_LEVELS = {"country": "adm0_en", "admin1": "adm1_en", "admin2": "adm2_en", "admin3": "adm3_en"}
_MAX_VERTICES = 200  # as geo.tables keeps; a cell of CSV has its limit
_GEONAMES_ONLY = ("feature class", "feature code", "country code", "admin1 code")


@dataclass(frozen=True)
class Registered:
    """A gazetteer that all later runs use: `sha256` is of the file as given, `copy_sha256` as kept."""

    name: str
    source: str
    sha256: str
    copy_sha256: str
    added: str
    rows: int
    skipped: int
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Added:
    """What came of adding a file: use -> column, the entry, the first wrong rows, whether it replaced one."""

    taken_for: Mapping[str, str]
    entry: Registered
    problems: tuple[DataError, ...]
    replaced: bool


def data_folder() -> Path:
    """Return the user's data folder of gazetteers; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("dateline", appauthor=False) / "gazetteers"


def registered(folder: Path | None = None) -> tuple[Registered, ...]:
    """Return the gazetteers that all runs use, in the order they were added; ReadError for a damaged list."""
    path = (folder or data_folder()) / _LIST
    try:
        return tuple(Registered(**entry) for entry in json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError) as error:
        raise ReadError(
            path, f"the list of added gazetteers cannot be read ({error}); remove it and add them again"
        ) from error


def kept_file(entry: Registered, folder: Path | None = None) -> Path:
    """Return the file that is kept of a gazetteer."""
    return (folder or data_folder()) / _FILES / Path(entry.name).name


def state(entry: Registered, folder: Path | None = None) -> str:
    """Return "whole", "missing" or "changed" for the file that is kept of a gazetteer."""
    path = kept_file(entry, folder)
    if not path.exists():
        return "missing"
    return "whole" if _sha256(path) == entry.copy_sha256 else "changed"


def with_registered(files: Sequence[str | Path], folder: Path | None = None) -> list[Path]:
    """Return the registered files and then the given ones, a file that is both only once."""
    entries = registered(folder)
    kept = []
    for entry in entries:
        path = kept_file(entry, folder)
        if path.exists():
            kept.append(path)
        else:
            _log.warning("%s: the gazetteer was added, but its file is gone; add it again", entry.name)
    if not kept:
        return [Path(file) for file in files]
    known = {digest for entry in entries for digest in (entry.sha256, entry.copy_sha256)}
    return kept + [path for path in map(Path, files) if not path.is_file() or _sha256(path) not in known]


def add(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    name: str | None = None,
    source: str | None = None,
    folder: Path | None = None,
) -> Added:
    """Read a gazetteer of any kind that `geo.tables` reads and keep a copy for all later runs.

    `columns` (use -> column) goes before what is recognised; `name` is what it is kept as, `source` where it
    comes from.  A gazetteer of the same name is replaced.  Raises DataError where the columns are not
    recognised or no row can be used, ReadError or WriteError for the files.
    """
    from geo.tablefiles import open_table
    from geo.tables import read_gazetteer

    path = Path(path)
    home = folder or data_folder()
    if unknown := sorted(set(columns or {}) - set(USES)):
        raise UsageError(f"{', '.join(unknown)}: no use of a column; the uses are {', '.join(USES)}")
    headers, _ = open_table(path, columns)
    problems: list[DataError] = []
    count = sum(1 for _ in read_gazetteer(path, columns=columns, on_error=problems.append))
    if not count:
        first = problems[0].reason if problems else "it has no rows"
        raise DataError(path, None, f"none of its rows can be used ({first}); nothing was added")
    kept = name or (f"{path.stem}.csv" if columns else path.name)
    try:
        (home / _FILES).mkdir(parents=True, exist_ok=True)
        with only_one(home / "list.lock"):
            before = registered(folder)
            target = home / _FILES / kept
            draft = target.with_name(f".{secrets.token_hex(4)}-{kept}")
            try:
                if columns:
                    _write_mapped(path, columns, draft)
                else:
                    shutil.copyfile(path, draft)
                entry = Registered(
                    kept, source or str(path), _sha256(path), _sha256(draft),
                    datetime.now(UTC).isoformat(timespec="seconds"), count, len(problems),
                    dict(columns or {}),
                )  # fmt: skip
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
            others = tuple(other for other in before if other.name != kept)
            _save((*others, entry), home)
    except (ReadError, WriteError):
        raise
    except OSError as error:
        raise WriteError(
            home, f"cannot be written: {error.strerror}; make room or set XDG_DATA_HOME"
        ) from error
    return Added(headers.says(), entry, tuple(problems), len(others) < len(before))


def remove(name: str, *, folder: Path | None = None) -> Registered:
    """Take a gazetteer out of the list and delete the copy that was kept; the given file is not touched."""
    home = folder or data_folder()
    names = [entry.name for entry in registered(folder)]
    if name not in names:
        raise UsageError(
            f"no gazetteer {name!r} was added; "
            + (f"there are {', '.join(names)}" if names else "there is none")
        )
    with only_one(home / "list.lock"):
        entries = registered(folder)
        gone = next(entry for entry in entries if entry.name == name)
        _save([entry for entry in entries if entry != gone], home)
        kept_file(gone, folder).unlink(missing_ok=True)
    return gone


def checked_code(code: str) -> str:
    """Return an ISO 3166 code of two letters in capitals; raise UsageError for what is none."""
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        raise UsageError(f"{code!r} is no code of two letters (ISO 3166), for example SY")
    return code.upper()


def install(
    code: str,
    *,
    base: str = GEONAMES,
    checksum: str | None = None,
    cache: Path | None = None,
    folder: Path | None = None,
    progress: bool = False,
    **limits: Any,
) -> Added:
    """Fetch the GeoNames dump of a country (ISO 3166 code, "SY") and keep it for all later runs.

    `base` is the address of the folder that has SY.zip; `limits` are `most_packed` and `most_unpacked`
    (bytes) and `seconds`.  Raises what `geo.downloads.fetch` and `unpack` and `add` raise.
    """
    from geo import caching
    from geo.downloads import MOST_PACKED, MOST_UNPACKED, SECONDS, checked_address, fetch, unpack

    code = checked_code(code)
    address = f"{checked_address(base).rstrip('/')}/{code}.zip"
    downloads = caching.folder(cache) / "downloads"
    downloads.mkdir(exist_ok=True)
    archive, dump = downloads / f"{code}.zip", downloads / f"{code}.txt"
    try:
        fetch(
            address, archive, checksum=checksum, progress=progress,
            most=limits.get("most_packed", MOST_PACKED), seconds=limits.get("seconds", SECONDS),
        )  # fmt: skip
        unpack(archive, f"{code}.txt", dump, most=limits.get("most_unpacked", MOST_UNPACKED))
        return add(dump, name=f"geonames-{code}.txt", source=address, folder=folder)
    finally:
        archive.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)


def _save(entries: Sequence[Registered], home: Path) -> None:
    draft = home / f".{secrets.token_hex(4)}-{_LIST}"
    try:
        draft.write_text(json.dumps([asdict(e) for e in entries], indent=1, ensure_ascii=False), "utf-8")
        draft.replace(home / _LIST)
    finally:
        draft.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror or error}") from error


def _write_mapped(path: Path, columns: Mapping[str, str], target: Path) -> None:
    """Write a table as CSV whose headers say what the user said, so that later runs need no mapping."""
    from geo.areas import simplified
    from geo.tablefiles import open_table

    headers, rows = open_table(path, columns)
    named = {**_HEADERS, **(_LEVELS if headers.level is not None else {})}
    taken = {named.get(use, use): column for use, column in headers.columns.items()}
    # Headers for further columns of names; a language that comes twice needs another word.
    plain = iter(_SORTS)
    others: dict[str, str] = {}
    for language, column in headers.names[1:]:
        free = language not in ("", "en") and f"name_{language}" not in others
        others[f"name_{language}" if free else f"name_{next(plain, 'ref')}"] = column
    others |= {f"alt_{nth}": column for nth, column in enumerate(headers.alternates, 1)}
    wanted = {"name_bare": headers.names[0][1], **taken, **others}

    table = list(rows)
    extra = [key for key in _GEONAMES_ONLY if any(key in row for _, row, _ in table[:1])]

    def cells() -> Iterator[dict[str, Any]]:
        for _, row, shape in table:
            cell = {key: row.get(key) for key in extra} | {key: row.get(c) for key, c in wanted.items()}
            if shape is not None and not shape.is_empty:
                cell["wkt"] = (
                    simplified(shape, _MAX_VERTICES).wkt if shape.geom_type != "Point" else shape.wkt
                )
            yield cell

    with target.open("w", encoding="utf-8", newline="") as file:
        fields = list(dict.fromkeys((*wanted, "wkt", *extra)))
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(cells())
