"""PostGIS: the reports of a team in one database; one transaction, a report that is there is updated.

Tables `reports`, `documents` and one of each kind of events, by id; views `points`, `areas`, `lines`,
`unlocated` and `actors` of `reports`, so that they are right whatever was written last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError, WriteError
from layers.about import about, documents
from layers.columns import ALWAYS_WORDS, COLUMNS
from layers.extras import need
from layers.geopackage import PARTS

if TYPE_CHECKING:
    from layers.events import EventLayer
    from layers.layer import ReportLayer

SCHEMA = "dateline"
_TYPES = {"string": "text", "Int64": "bigint", "float64": "double precision", "bool": "boolean"}
_DOCUMENTS = dict.fromkeys(("id", "title", "url", "published", "file", "sha256"), "string")
_ACTORS = """
    SELECT "actor", min("actor_kind") AS "actor_kind", min("group") AS "group", count(*) AS "reports",
           count(*) FILTER (WHERE "mapped_as" = 'presence') AS "present",
           count(*) FILTER (WHERE "mapped_as" = 'avoided') AS "avoided",
           min("when_start") AS "first_day", max(coalesce("when_end", "when_start")) AS "last_day"
    FROM {reports} WHERE "actor" IS NOT NULL AND "relation" <> 'landmark' GROUP BY "actor"
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What writing did: reports that are new, those that were there, and older ones of the same texts that
    this export does not have (left as they are)."""

    new: int
    updated: int
    older: int


def is_database(target: str) -> bool:
    """Say whether an output is a PostgreSQL database and not a file.

    >>> is_database("postgresql://localhost/team"), is_database("reports.gpkg")
    (True, False)
    """
    return target.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


def libraries() -> Any:
    """Return SQLAlchemy; raise UsageError, naming the extra, where something that is needed is not there."""
    need("geoalchemy2", "postgis", "PostGIS")
    need("psycopg", "postgis", "PostGIS")
    return need("sqlalchemy", "postgis", "PostGIS")


def write_postgis(
    layer: ReportLayer,
    address: str,
    *,
    events: Sequence[EventLayer] = (),
    parameters: Mapping[str, Any] | None = None,
    schema: str = SCHEMA,
) -> Stored:
    """Write a layer to PostGIS, all or nothing; rows are known again by their ids.

    `address` is postgresql://USER:PASSWORD@HOST/DATABASE.  Raises UsageError for no address, WriteError where
    the database cannot be reached or has no PostGIS; no message tells the password.
    """
    sql = libraries()
    url = _url(sql, address)
    shown = url.render_as_string(hide_password=True)
    engine = sql.create_engine(url)
    try:
        with engine.begin() as connection:
            _prepare(sql, connection, schema, shown)
            stored = _reports(sql, connection, layer, schema)
            _write(sql, connection, _frame(documents(layer)), "documents", "id", _DOCUMENTS, schema)
            for event in events:
                _write(sql, connection, event.frame, event.table, "event_id", _columns_of(event), schema)
                _comment(sql, connection, schema, event.table, event.about())
            _comment(sql, connection, schema, "reports", about(layer, parameters=parameters))
            return stored
    except sql.exc.SQLAlchemyError as error:
        first = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise WriteError(shown, f"{first}; check the address and the rights, nothing was written") from error
    finally:
        engine.dispose()


def _url(sql: Any, address: str) -> Any:
    try:
        url = sql.engine.make_url(address)
    except (sql.exc.ArgumentError, ValueError):
        raise UsageError("that is no address of a database; give postgresql://USER@HOST/DATABASE") from None
    return url.set(drivername="postgresql+psycopg")


def _prepare(sql: Any, connection: Any, schema: str, shown: str) -> None:
    """Make sure of PostGIS and of the schema."""
    has = connection.execute(sql.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first()
    if has is None:
        try:
            with connection.begin_nested():
                connection.execute(sql.text("CREATE EXTENSION postgis"))
        except sql.exc.SQLAlchemyError as error:
            remedy = "let its owner run CREATE EXTENSION postgis"
            raise WriteError(shown, f"has no PostGIS; {remedy}") from error
    connection.execute(sql.text(f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)}"))


def _reports(sql: Any, connection: Any, layer: ReportLayer, schema: str) -> Stored:
    """Write the reports and the views of them."""
    frame = layer.frame.drop_duplicates("report_id")
    new, updated = _write(sql, connection, frame, "reports", "report_id", COLUMNS, schema)
    table = f"{_quoted(schema)}.reports"
    for name, select in _views(table):
        view = f"{_quoted(schema)}.{_quoted(name)}"
        # A view keeps the columns it was made with; a later version has more.
        connection.execute(sql.text(f"DROP VIEW IF EXISTS {view}"))
        connection.execute(sql.text(f"CREATE VIEW {view} AS {select}"))
    older = connection.execute(
        sql.text(
            f'SELECT count(*) FROM {table} WHERE "document_id" = ANY(:texts) AND "report_id" <> ALL(:ids)'
        ),
        {"texts": frame["document_id"].unique().tolist(), "ids": frame["report_id"].tolist()},
    ).scalar_one()
    return Stored(new, updated, older)


def _views(table: str) -> Iterator[tuple[str, str]]:
    yield "actors", _ACTORS.format(reports=table)
    columns = ", ".join(map(_quoted, COLUMNS))
    for name, (types, kind) in PARTS.items():
        known = ", ".join(f"'ST_{t}'" for t in types)
        made = "ST_Multi(geometry)" if kind.startswith("Multi") else "geometry"
        shape = f"CAST({made} AS geometry({kind}, 4326)) AS geometry"
        yield name, f"SELECT {columns}, {shape} FROM {table} WHERE ST_GeometryType(geometry) IN ({known})"
    yield "unlocated", f"SELECT {columns} FROM {table} WHERE geometry IS NULL"


def _write(
    sql: Any, connection: Any, frame: Any, name: str, key: str, columns: Mapping[str, str], schema: str
) -> tuple[int, int]:
    """Write a frame by way of a table beside, and take over what is new or changed; return (new, updated)."""
    table, incoming = f"{_quoted(schema)}.{_quoted(name)}", f"incoming_{name}"
    spatial = "geometry" in frame
    types = {column: _TYPES[dtype] for column, dtype in columns.items()}
    types |= {"geometry": "geometry(Geometry, 4326)"} if spatial else {}
    parts = ", ".join(f"{_quoted(c)} {t}" for c, t in types.items())
    made = f"CREATE TABLE IF NOT EXISTS {table} ({parts}, PRIMARY KEY ({_quoted(key)}))"
    connection.execute(sql.text(made))
    for column, kind in types.items():  # those of a later version
        connection.execute(sql.text(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {_quoted(column)} {kind}"))
    if not len(frame):
        return 0, 0
    if spatial:
        index = f"CREATE INDEX IF NOT EXISTS {_quoted(name + '_geometry')} ON {table} USING gist (geometry)"
        connection.execute(sql.text(index))
        frame.to_postgis(incoming, connection, schema=schema, if_exists="replace", index=False)
    else:
        frame.to_sql(incoming, connection, schema=schema, if_exists="replace", index=False)
    names = ", ".join(map(_quoted, types))
    # GeoPandas copies the empty text as NULL.
    always = {column: f"coalesce({_quoted(column)}, '')" for column in ALWAYS_WORDS}
    values = ", ".join(f"CAST({always.get(c, _quoted(c))} AS {t})" for c, t in types.items())
    changes = ", ".join(f"{_quoted(c)} = EXCLUDED.{_quoted(c)}" for c in types if c != key)
    rows = connection.execute(
        sql.text(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {_quoted(schema)}.{_quoted(incoming)} "
            f"ON CONFLICT ({_quoted(key)}) DO UPDATE SET {changes} RETURNING (xmax = 0)"
        )
    ).scalars()
    inserted = list(rows)
    connection.execute(sql.text(f"DROP TABLE {_quoted(schema)}.{_quoted(incoming)}"))
    return sum(inserted), len(inserted) - sum(inserted)


def _frame(rows: Sequence[Mapping[str, Any]]) -> Any:
    import pandas

    return pandas.DataFrame(list(rows), columns=list(_DOCUMENTS)).astype("string")


def _columns_of(event: EventLayer) -> Mapping[str, str]:
    from layers.events import EVENT_COLUMNS

    return EVENT_COLUMNS


def _comment(sql: Any, connection: Any, schema: str, table: str, said: Mapping[str, Any]) -> None:
    """Put what the layer says of itself beside its table: COMMENT takes no parameters, so by format()."""
    words = json.dumps(said, ensure_ascii=False)
    made = connection.execute(
        sql.text("SELECT format('COMMENT ON TABLE %I.%I IS %L', CAST(:schema AS text), CAST(:name AS text), "
                 "CAST(:words AS text))"),
        {"schema": schema, "name": table, "words": words},
    ).scalar_one()  # fmt: skip
    connection.exec_driver_sql(made.replace("%", "%%"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
