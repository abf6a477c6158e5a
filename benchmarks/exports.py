"""Exports of many reports: time and size of each format beside plain GeoPandas writing the same frame.

    python benchmarks/exports.py [--reports 100000] [--repeat 3]

The reports are those of `examples/reports`, again and again, each with an id and a quote of its own.  Both
sides start from the finished GeoDataFrame; the least of the repeats counts, and the sides take turns.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from layers import ReportLayer, extract
from layers.corroboration import Claim, Source
from layers.files import FORMATS

EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"


def many(count: int) -> ReportLayer:
    """Return a layer of so many reports, each its own claim: to find claims is no part of an export."""
    read = extract(EXAMPLES)
    pairs = list(zip(read.reports, read.shapes, strict=True))
    chosen = [pairs[i % len(pairs)] for i in range(count)]
    rows = tuple(
        replace(report, report_id=f"{report.report_id}-{i}", quote=f"{report.quote} ({i})")
        for i, (report, _) in enumerate(chosen)
    )
    layer = ReportLayer(rows, tuple(shape for _, shape in chosen))
    source = Source("a text", ("d",))
    layer.__dict__["claims"] = tuple(Claim(f"c{i}", (r,), (source,)) for i, r in enumerate(rows))
    return layer


def peers(frame) -> dict[str, Callable[[Path], None]]:  # type: ignore[no-untyped-def]
    """Return how GeoPandas writes each format by itself."""
    return {
        ".geojson": lambda path: frame.to_file(path, driver="GeoJSON"),
        ".gpkg": lambda path: frame.to_file(path, driver="GPKG"),
        ".kml": lambda path: frame.to_file(path, driver="LIBKML"),
        ".csv": lambda path: frame.to_csv(path, index=False),
        ".parquet": lambda path: frame.to_parquet(path, compression="zstd"),
        ".fgb": lambda path: frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX="NO"),
    }


def timed(write: Callable[[Path], object], path: Path) -> float:
    """Return the seconds that writing a new file takes."""
    path.unlink(missing_ok=True)
    gc.collect()
    start = time.perf_counter()
    write(path)
    return time.perf_counter() - start


def compare(layer: ReportLayer, suffix: str, repeat: int, folder: Path) -> str:
    """Return a line of the table: seconds and megabytes, ours and GeoPandas'."""
    ours, theirs = folder / f"ours{suffix}", folder / f"theirs{suffix}"
    peer = peers(layer.frame).get(suffix)
    mine, other = [], []
    for _ in range(repeat):
        mine.append(timed(layer.write, ours))
        other.append(timed(peer, theirs) if peer else float("nan"))
    sizes = [path.stat().st_size / 1e6 if path.exists() else float("nan") for path in (ours, theirs)]
    ratio = min(mine) / min(other)
    return f"{suffix:9} {min(mine):7.2f} {min(other):12.2f} {ratio:6.2f} {sizes[0]:9.1f} {sizes[1]:13.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(FORMATS), metavar="SUFFIX")
    options = parser.parse_args()
    start = time.perf_counter()
    layer = many(options.reports)
    columns = len(layer.frame.columns)
    print(f"{len(layer):,} reports, {columns} columns; frame made in {time.perf_counter() - start:.1f} s")
    print("format     ours s  GeoPandas s  ratio   ours MB  GeoPandas MB")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in options.only:
            print(compare(layer, suffix, options.repeat, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
