"""A team's reports in PostGIS: a real server, started here on loopback; written again, they are updated."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import UsageError, WriteError
from layers.columns import COLUMNS
from layers.events import read_events
from layers.layer import ReportLayer
from layers.postgis import is_database, write_postgis
from tests.layers.reports import KOBANI, report, three


def _programs():
    """Return the folder of PostgreSQL's programs where PostGIS is installed with them, else None."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        version = folder.parent.name
        if (folder / "initdb").exists() and Path(
            f"/usr/share/postgresql/{version}/extension/postgis.control"
        ).exists():
            return folder
    return None


PROGRAMS = _programs()
pytestmark = pytest.mark.skipif(
    PROGRAMS is None, reason="PostgreSQL with PostGIS is absent: apt install postgresql postgresql-postgis"
)
sqlalchemy = pytest.importorskip("sqlalchemy")


def _as_server(*command):
    """Return a command as PostgreSQL wants it: never as root."""
    return (
        ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *command]
        if os.getuid() == 0
        else [*command]
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start a server of its own on a free port of loopback; give its address without a database."""
    home = tmp_path_factory.mktemp("postgres")
    if os.getuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("PostgreSQL does not run as root, and setpriv (util-linux) is absent")
        shutil.chown(home, "postgres", "postgres")
        for folder in (home, *home.parents):  # pytest's folders are its owner's alone
            if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
                folder.chmod(folder.stat().st_mode | 0o111)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = home / "data"
    run = {"check": True, "capture_output": True, "timeout": 120, "cwd": "/"}
    made = ["-A", "trust", "-U", "team", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(_as_server(PROGRAMS / "initdb", "-D", data, *made), **run)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    process = _as_server(PROGRAMS / "pg_ctl", "-D", data, "-o", options, "-l", home / "log", "-w")
    subprocess.run(
        [*process, "start"],
        **(run | {"capture_output": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}),
    )
    yield f"postgresql://team@127.0.0.1:{port}"
    subprocess.run([*process, "-m", "immediate", "stop"], **run)


@pytest.fixture
def address(server, request):
    """Make a database for one test."""
    name = f"db_{abs(hash(request.node.name))}"
    engine = sqlalchemy.create_engine(
        server.replace("://", "+psycopg://") + "/postgres", isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server}/{name}"


def ask(address, question):
    engine = sqlalchemy.create_engine(address.replace("://", "+psycopg://"))
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sqlalchemy.text(question))]
    finally:
        engine.dispose()


def test_reports_are_written_and_read_back_equal(address):
    import geopandas
    from geopandas.testing import assert_geodataframe_equal

    from layers.columns import checked

    layer = ReportLayer.of(three())
    stored = write_postgis(layer, address, parameters={"where": ["status=affirmed"]})
    assert (stored.new, stored.updated, stored.older) == (3, 0, 0)
    engine = sqlalchemy.create_engine(address.replace("://", "+psycopg://"))
    frame = geopandas.read_postgis(
        'SELECT * FROM dateline.reports ORDER BY "report_id"', engine, geom_col="geometry"
    )
    engine.dispose()
    assert_geodataframe_equal(checked(frame), layer.frame)
    assert [ask(address, f"SELECT count(*) FROM dateline.{view}")[0][0] for view in (
        "points", "areas", "lines", "unlocated", "actors", "documents")] == [1, 1, 0, 1, 2, 1]  # fmt: skip
    (comment,) = ask(address, "SELECT obj_description('dateline.reports'::regclass)".replace("::", r"\:\:"))
    assert json.loads(comment[0])["parameters"] == {"where": ["status=affirmed"]}
    kinds = ask(
        address, "SELECT f_table_name, type, srid FROM geometry_columns WHERE f_table_schema = 'dateline'"
    )
    assert set(kinds) == {
        ("reports", "GEOMETRY", 4326), ("points", "POINT", 4326), ("areas", "MULTIPOLYGON", 4326),
        ("lines", "MULTILINESTRING", 4326),
    }  # fmt: skip


def test_what_is_there_is_updated_and_what_is_gone_is_counted(address):
    held, avoided, country = three()
    write_postgis(ReportLayer.of([held, avoided]), address)
    moved = replace(avoided, status="former", quote="'; DROP TABLE x; -- 100% :ok عين 💣")
    stored = write_postgis(ReportLayer.of([moved, country, country]), address)
    assert (stored.new, stored.updated, stored.older) == (1, 1, 1)
    rows = ask(address, 'SELECT "report_id", "status", "quote" FROM dateline.reports ORDER BY 1')
    assert rows == [("r1", "affirmed", held.quote), ("r2", "former", moved.quote), ("r3", "affirmed", "")]
    assert write_postgis(ReportLayer(), address).new == 0


def test_a_point_that_became_an_area_moves_from_view_to_view(address):
    write_postgis(ReportLayer.of([report(1, KOBANI)]), address)
    write_postgis(ReportLayer.of([report(1, KOBANI, precision="near", radius_m=15_000.0)]), address)
    assert ask(address, "SELECT count(*) FROM dateline.points") == [(0,)]
    assert ask(
        address, "SELECT ST_Area(geometry::geography) > 7e8 FROM dateline.areas".replace("::", r"\:\:")
    ) == [(True,)]


def test_all_or_nothing(address):
    write_postgis(ReportLayer.of(three()), address)
    ask_to = sqlalchemy.create_engine(address.replace("://", "+psycopg://"))
    with ask_to.begin() as connection:
        connection.execute(
            sqlalchemy.text("ALTER TABLE dateline.documents ADD CHECK (\"id\" <> 'forbidden')")
        )
    ask_to.dispose()
    bad = ReportLayer.of([report(7, KOBANI), report(1, KOBANI, document_id="forbidden")])
    with pytest.raises(WriteError, match="nothing was written"):
        write_postgis(bad, address)
    assert ask(address, "SELECT count(*) FROM dateline.reports") == [(3,)]
    assert ask(address, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'incoming%'") == [(0,)]


def test_a_table_of_an_earlier_version_gets_the_columns_it_lacks(address):
    write_postgis(ReportLayer.of(three()), address)
    engine = sqlalchemy.create_engine(address.replace("://", "+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text('ALTER TABLE dateline.reports DROP COLUMN "sources_json" CASCADE'))
    engine.dispose()
    assert write_postgis(ReportLayer.of(three()), address).updated == 3
    assert ask(address, 'SELECT count("sources_json") FROM dateline.reports') == [(3,)]
    assert len(COLUMNS) > 60


def test_events_of_others_are_tables_beside(address, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,date,name,lon,lat\n1,2022-05-03,Here,36.5,36.1\n")
    for _ in range(2):
        write_postgis(ReportLayer.of(three()), address, events=[read_events(path)])
    assert ask(address, "SELECT event_id, ST_X(geometry) FROM dateline.events_table") == [("1", 36.5)]


def test_what_cannot_be_reached_is_told_without_the_password(server):
    with pytest.raises(WriteError, match="check the address") as told:
        write_postgis(ReportLayer(), f"{server}/void".replace("team@", "team:s3cret@"))
    assert "s3cret" not in str(told.value)
    with pytest.raises(UsageError, match="no address of a database"):
        write_postgis(ReportLayer(), "postgresql://host:port/team")
    assert is_database("postgres://x") and not is_database("x.gpkg")
