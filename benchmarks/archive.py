"""Measure a batch: start-up, speed and memory of `dateline extract`, and whether it survives being killed.

    python benchmarks/archive.py speed CORPUS.jsonl ... [--documents 5000] [--only NAME ...]
    python benchmarks/archive.py kills CORPUS.jsonl ... [--documents 200000] [--folder FOLDER]

`speed` writes the documents of `benchmarks/speed.py` to a folder of files and reads them: places alone, the
whole path in one process, on all cores, on a Dask cluster of two workers.  Seconds are of the clock, so
nothing else should run; "core s" are of the processor, all processes together; memory is the largest
process's.  `kills` reads short documents once undisturbed and once killed twice (SIGKILL), compares the two
files byte for byte, and prints the memory along the way.  Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speed import SEED, corpus

EXTRACT = (sys.executable, "-m", "maps", "extract")
PLACES = """
import json, sys, time
from pathlib import Path
from geo import Gazetteer, geoparse
from geo.readers import read
world = Gazetteer()
for document in read([Path(sys.argv[1])]):
    geoparse(document, world)
"""


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of the clock and of the processor, the largest process in MiB."""

    seconds: float
    core_seconds: float
    mib: float
    code: int


def timed(*command: str) -> Run:
    """Run a command and look at it and its descendants five times a second until it ends."""
    used: dict[int, float] = {}
    largest = 0.0
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        for pid in family(process.pid):
            used[pid] = max(used.get(pid, 0.0), core_seconds(pid))
            largest = max(largest, mib(pid))
        time.sleep(0.2)
    return Run(time.perf_counter() - begun, sum(used.values()), largest, process.returncode)


def core_seconds(pid: int) -> float:
    """Return the processor time of a process so far (proc(5), stat, 14 and 15), 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def speed(texts: Sequence[str], only: Sequence[str]) -> None:
    """Print a table of runs over the same documents."""
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        notes, out = home / "notes", home / "out.jsonl"
        notes.mkdir()
        for number, text in enumerate(texts):
            (notes / f"{number:06}.txt").write_text(text, encoding="utf-8")
        extract = (*EXTRACT, str(notes), "-o", str(out))
        runs = {
            "places alone, one process": (sys.executable, "-c", PLACES, str(notes)),
            "extract, one process": (*extract, "--jobs", "1"),
            f"extract, {len(os.sched_getaffinity(0))} processes": (*extract, "--jobs", "2"),
            "extract, Dask, two workers": (*extract, "--engine", "dask", "--jobs", "2"),
        }
        helps = [timed(sys.executable, "-m", "maps", "--help") for _ in range(7)]
        timed(*EXTRACT, str(notes / "000000.txt"), "-o", str(out))  # the index is built, files are at hand
        one = [timed(*EXTRACT, str(notes / "000000.txt"), "-o", str(out)) for _ in range(5)]
        print(f"{len(texts):,} documents, {megabytes:.2f} MB")
        print(f"dateline --help: {min(r.seconds for r in helps):.2f} s")
        print(f"extract of one document: {min(r.seconds for r in one):.2f} s, {one[0].mib:.0f} MiB")
        print("| | s | core s | documents/s | MB/s | largest process MiB |\n|---|---|---|---|---|---|")
        for name, command in runs.items():
            if not only or any(word in name for word in only):
                run = timed(*command)
                failed = f" (exit {run.code})" if run.code else ""
                rates = f"{len(texts) / run.seconds:,.0f} | {megabytes / run.seconds:.3f}"
                took = f"{run.seconds:.1f} | {run.core_seconds:.1f}"
                print(f"| {name}{failed} | {took} | {rates} | {run.mib:.0f} |", flush=True)


def short_documents(texts: Sequence[str], size: int) -> Iterator[dict[str, str]]:
    """Yield documents of two sentences each, every one another text; a hundredth comes a second time."""
    from geo.sentences import sentences

    parts = [text[a:b] for text in texts for a, b in sentences(text) if 40 < b - a < 200]
    chance = random.Random(SEED)
    before: list[str] = []
    for number in range(size):
        text = f"{chance.choice(parts)} {chance.choice(parts)} (Note {number}.)"
        if number % 100 == 99:
            text = chance.choice(before)
        before = [*before[-50:], text]
        yield {"id": f"n{number}", "text": text}


def noted(state: Path) -> int:
    """Return how many documents a running batch has noted."""
    try:
        db = sqlite3.connect(f"{state.as_uri()}?mode=ro", uri=True)
        try:
            return int(db.execute("SELECT count(*) FROM document").fetchone()[0])
        finally:
            db.close()
    except sqlite3.OperationalError:
        return 0


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    below: list[str] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            below += (task / "children").read_text().split()
    except OSError:
        pass  # it ends while we look
    return [pid, *(p for child in below for p in family(int(child)))]


def mib(pid: int) -> float:
    """Return the resident memory of a process in MiB, 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0


def watched(command: Sequence[str], state: Path, until: int | None) -> list[tuple[int, float, float]]:
    """Run a command, killed when `until` documents are noted; return documents and MiB (parent, largest)."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    samples = []
    while process.poll() is None:
        time.sleep(1.0)
        done = noted(state) if state.exists() else 0
        sizes = [mib(pid) for pid in family(process.pid)] or [0.0]
        samples.append((done, sizes[0], max(sizes)))
        if until is not None and done >= until:
            process.send_signal(signal.SIGKILL)
            process.wait()
    return samples


def kills(texts: Sequence[str], size: int, home: Path) -> bool:
    """Read short documents with and without being killed; print memory and whether the results are equal."""
    source, whole, out = home / "short.jsonl", home / "whole.jsonl", home / "out.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for document in short_documents(texts, size):
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    print(f"{size:,} documents, {source.stat().st_size / 1e6:.1f} MB")
    begun = time.perf_counter()
    state = home / "whole.jsonl.state"
    samples = watched((*EXTRACT, str(source), "-o", str(whole)), state, None)
    print(f"undisturbed: {time.perf_counter() - begun:.0f} s, {whole.stat().st_size / 1e6:,.0f} MB written")
    print("| documents | parent MiB | largest worker MiB |\n|---|---|---|")
    for tenth in range(10):
        part = [s for s in samples if size * tenth / 10 <= s[0] < size * (tenth + 1) / 10]
        if part:
            parent, largest = max(s[1] for s in part), max(s[2] for s in part)
            print(f"| to {size * (tenth + 1) // 10:,} | {parent:.0f} | {largest:.0f} |")
    state = home / "out.jsonl.state"
    for until in (size // 3, 2 * size // 3, None):
        begun = time.perf_counter()
        samples = watched((*EXTRACT, str(source), "-o", str(out)), state, until)
        reached = f"killed at {samples[-1][0]:,}" if until else "to the end"
        print(f"{reached}: {time.perf_counter() - begun:.0f} s", flush=True)
    ids, last, same = set(), "", 0
    with out.open(encoding="utf-8") as file:
        for line in file:
            found = json.loads(line)
            last, same = found["id"], same + ("same_as" in found)
            ids.add(last)
    equal = subprocess.call(["cmp", str(whole), str(out)]) == 0
    print(f"{len(ids):,} different ids, the last {last}; {same:,} texts read before; equal: {equal}")
    return equal and len(ids) == size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", choices=["speed", "kills"])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.what == "speed":
        speed(corpus(given.corpus, given.documents or 5000), given.only)
        return
    home = given.folder or Path(tempfile.mkdtemp())
    home.mkdir(parents=True, exist_ok=True)
    try:
        size = given.documents or 200_000
        sys.exit(not kills(corpus(given.corpus, 2000), size, home))
    finally:
        if given.folder is None:
            shutil.rmtree(home)


if __name__ == "__main__":
    main()
