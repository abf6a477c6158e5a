"""An archive is read in order, once, to the end: whatever ends a run, the next goes on to the same result."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial

import pytest

from geo.blobs import Blob
from geo.errors import UsageError, WriteError
from layers import engines, units
from layers.batch import Batch, extract_to
from layers.engines import here, processes
from layers.registry import load
from layers.state import State
from layers.units import Read, Settings, Told, Unit, read_unit

FACTS = [
    "The Taliban captured Kunduz in the night.",
    "Hay'at Tahrir al-Sham controls the town of Salqin.",
    "The Islamic State never held Taloqan.",
    "Boko Haram attacked Maiduguri on Sunday.",
]


def archive(tmp_path, documents=320):
    """Write documents to one file of several pieces; one text comes again, one id too, one line is broken."""
    file = tmp_path / "feed.jsonl"
    lines = []
    for n in range(documents):
        record = {"id": f"d{n}", "text": f"{FACTS[n % 4]} Note {n}.", "published": "2020-01-02"}
        lines.append(json.dumps({**record, "page": "<div>" * 800}))  # a field that is not read
    lines[100] = "{broken"
    lines[200] = json.dumps({**json.loads(lines[3]), "id": "again"})
    lines[250] = json.dumps({**json.loads(lines[250]), "id": "d7"})
    file.write_text("\n".join(lines))
    assert file.stat().st_size > 1_200_000
    return file


def noted(state):
    """Return how many documents a running batch has noted as written."""
    try:
        with closing(sqlite3.connect(f"{state.as_uri()}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM document").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def command(*arguments):
    return [sys.executable, "-m", "maps", "extract", *map(str, arguments)]


def run(source, target, told=None, **options):
    told = [] if told is None else told
    return extract_to(target, Batch([source], **options), tell=told.append)


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_run_that_is_killed_twice_comes_to_the_same_as_one_that_is_not(tmp_path):
    source = archive(tmp_path)
    undisturbed, target = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    summary = run(source, undisturbed, engine=here)
    part, state = tmp_path / "out.jsonl.part", tmp_path / "out.jsonl.state"
    for reached in (
        lambda: part.exists() and part.stat().st_size > 0,
        lambda: state.exists() and noted(state) > 0,
    ):
        process = subprocess.Popen(command(source, "-o", target, "--jobs", 2), stderr=subprocess.DEVNULL)
        while not reached() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert part.exists(), "the run was over before it was killed"
        with part.open("ab") as file:  # what a killed run may leave behind its last note
            file.write(b'{"id": "half a li')
    done = subprocess.run(command(source, "-o", target), capture_output=True, text=True)
    assert done.returncode == 1  # a line of the source is broken
    assert "by an earlier run" in done.stderr
    assert f"{source}:101" in done.stderr
    assert target.read_bytes() == undisturbed.read_bytes()
    found = lines(target)
    assert len(found) == summary.documents == 319
    assert len({line["id"] for line in found}) == 319
    assert sorted(p.name for p in tmp_path.iterdir()) == ["feed.jsonl", "out.jsonl", "whole.jsonl"]


def test_a_text_that_comes_again_is_read_once_and_names_the_first(tmp_path):
    told = []
    summary = run(archive(tmp_path), tmp_path / "out.jsonl", told, engine=here)
    found = {line["id"]: line for line in lines(tmp_path / "out.jsonl")}
    assert (summary.copies, summary.failed) == (1, 1)
    assert found["again"]["same_as"] == "d3"
    assert found["again"]["reports"] == []
    assert found["again"]["sha256"] == found["d3"]["sha256"]
    assert found["d7-2"]["reports"][0]["document_id"] == "d7-2"
    assert found["d7-2"]["reports"][0]["report_id"] != found["d2"]["reports"][0]["report_id"]
    assert any("is used twice; this document is called 'd7-2'" in t.reason for t in told)


def test_processes_give_what_one_gives_in_the_same_order(tmp_path):
    source = archive(tmp_path)
    run(source, tmp_path / "one.jsonl", engine=here)
    run(source, tmp_path / "two.jsonl", engine=partial(processes, jobs=2))
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def killer(unit, settings, opened=None):
    """Read a unit, as a library would that is brought down by one document of it."""
    if any(b"Note 3." in item.raw for item in unit.items):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_unit(unit, settings)


def test_a_document_that_kills_its_process_is_told_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "read_unit", killer)
    text = "\n".join(json.dumps({"id": f"d{n}", "text": f"{FACTS[n % 4]} Note {n}."}) for n in range(6))
    blobs = [Blob("a.jsonl", ".jsonl", text.encode()), Blob("b.txt", ".txt", b"The road was closed.")]
    found = [
        item
        for _, read in processes([Unit((blobs[0],)), Unit((blobs[1],))], Settings(), jobs=2)
        for item in read.found
    ]
    told = [item for item in found if isinstance(item, Told)]
    assert [(t.kind, "ended the process" in t.reason) for t in told] == [("error", True)]
    assert [item.head["id"][:2] for item in found if not isinstance(item, Told)] == [
        "d0",
        "d1",
        "d2",
        "d4",
        "d5",
        "b-",
    ]


class Broken:
    """A gazetteer on a disk that hangs once and is gone then."""

    def __init__(self, hangs):
        self.hangs = hangs

    def __getattr__(self, name):
        if self.hangs:
            self.hangs = False
            time.sleep(60)
        raise ValueError("the disk is gone")


def test_a_document_that_takes_too_long_is_told_and_the_next_is_begun(monkeypatch):
    unit = Unit((Blob("a.txt", ".txt", b"They stay in Atma."), Blob("b.txt", ".txt", b"They left Atma.")))
    read_unit(unit, Settings(), (Broken(hangs=False), load(())))  # what is made once is made now
    monkeypatch.setattr(units, "SECONDS", 2.0)
    first, second = read_unit(unit, Settings(), (Broken(hangs=True), load(()))).found
    assert (first.kind, first.source) == ("error", "a.txt")
    assert "TimeoutError" in first.reason
    assert "the disk is gone" in second.reason


def test_another_run_is_not_mixed_with_the_one_that_was_begun(tmp_path):
    one, other, target = tmp_path / "one.txt", tmp_path / "other.txt", tmp_path / "out.jsonl"
    one.write_text("The road was closed.")
    other.write_text("The bridge was mined.")

    def stopped(units, settings):
        yield from here(list(units)[:0], settings)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(one, target, engine=stopped)
    with pytest.raises(UsageError, match="--fresh"):
        run(other, target, engine=here)
    assert extract_to(target, Batch([other], engine=here), tell=print, fresh=True).documents == 1
    assert [line["text"] for line in lines(target)] == ["The bridge was mined."]


def test_two_runs_do_not_write_one_file(tmp_path):
    source, target = tmp_path / "one.txt", tmp_path / "out.jsonl"
    source.write_text("The road was closed.")
    refused = []

    def meanwhile(units, settings):
        with pytest.raises(WriteError, match="another run") as error:
            run(source, target, engine=here)
        refused.append(error)
        yield from here(units, settings)

    assert run(source, target, engine=meanwhile).documents == 1
    assert len(refused) == 1


@pytest.mark.parametrize("damage", ["state is no database", "part is cut", "state is gone"])
def test_what_does_not_fit_together_is_begun_anew(tmp_path, damage):
    source, target = archive(tmp_path, 330), tmp_path / "out.jsonl"
    part, state = tmp_path / "out.jsonl.part", tmp_path / "out.jsonl.state"

    def stopped(units, settings):
        for n, pair in enumerate(here(units, settings)):
            if n == 3:
                raise KeyboardInterrupt
            yield pair

    with pytest.raises(KeyboardInterrupt):
        run(source, target, engine=stopped)
    if damage == "part is cut":
        part.write_bytes(part.read_bytes()[:1000])
    else:
        for file in tmp_path.glob("out.jsonl.state*"):
            file.unlink()
        if damage.startswith("state is no"):
            state.write_bytes(b"no database at all" * 100)
    assert run(source, target, engine=here).resumed == 0
    assert len(lines(target)) == 329


def test_a_disk_that_is_full_leaves_a_run_that_goes_on(tmp_path, monkeypatch):
    """The file system refuses at 300 KB, by the limit that a process may set itself (RLIMIT_FSIZE)."""
    source, target = archive(tmp_path), tmp_path / "out.jsonl"
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, -1)); from maps.cli import main; main()"
    )
    arguments = ["extract", str(source), "-o", str(target), "--jobs", "1"]
    full = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert full.returncode == 2
    assert "make room" in full.stderr
    assert not target.exists()
    whole = tmp_path / "whole.jsonl"
    run(source, whole, engine=here)
    assert subprocess.run(command(*arguments[1:]), stderr=subprocess.DEVNULL).returncode == 1
    assert target.read_bytes() == whole.read_bytes()


def test_partitions_hold_the_reports_of_the_lines_and_no_others(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    pytest.importorskip("pyarrow")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "part-0123456789abcdef.parquet").write_bytes(b"of a run that was ended")
    source, target = archive(tmp_path), tmp_path / "out.jsonl"
    summary = run(source, target, settings=Settings(partitions=folder), engine=here)
    files = sorted(folder.iterdir())
    assert len(files) == summary.partitions > 3
    frames = [geopandas.read_parquet(file) for file in files]
    assert {frame.crs.to_epsg() for frame in frames} == {4326}
    rows = {(row.document_id, row.report_id) for frame in frames for row in frame.itertuples()}
    told = {(line["id"], report["report_id"]) for line in lines(target) for report in line["reports"]}
    assert told <= rows
    assert {document for document, _ in rows} == {document for document, _ in told}


def test_the_state_keeps_what_was_committed_and_forgets_the_rest(tmp_path):
    state = State(tmp_path / "s")
    state.add("a", b"1")
    state.note(written=10)
    state.commit()
    state.add("b", b"2")
    state.close()
    again = State(tmp_path / "s")
    assert (again.fact("written"), again.first_of(b"1"), again.first_of(b"2")) == (10, "a", None)
    assert (again.free_id("a"), again.free_id("b")) == ("a-2", "b")
    again.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_unit_holds_what_could_not_be_opened_in_its_place():
    read = read_unit(
        Unit((Blob("a.txt", ".txt", b""), Blob("b.pdf", ".pdf", b"%PDF-1.4 no"))), Settings(), (0, 0)
    )
    assert isinstance(read, Read)
    assert [told.source for told in read.found] == ["a.txt", "b.pdf"]


def test_a_dask_worker_that_is_killed_in_the_middle_changes_nothing(tmp_path):
    distributed = pytest.importorskip("distributed")
    source, target = archive(tmp_path), tmp_path / "out.jsonl"
    whole = tmp_path / "whole.jsonl"
    run(source, whole, engine=here)
    killed = []
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):

        def disturbed(units, settings):
            workers = client.run(os.getpid)
            reading = engines.dask(units, settings, scheduler=cluster.scheduler_address)
            for n, pair in enumerate(reading):
                if n == 1:
                    killed.append(next(iter(workers.values())))
                    os.kill(killed[0], signal.SIGKILL)
                yield pair

        summary = run(source, target, engine=disturbed)
    assert len(killed) == 1
    assert summary.documents == 319
    assert target.read_bytes() == whole.read_bytes()


def test_a_scheduler_that_is_not_there_is_named(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(engines, "CONNECT_SECONDS", 1.0)
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        list(engines.dask([], Settings(), scheduler="tcp://127.0.0.1:9"))
