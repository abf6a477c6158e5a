"""Times and quality of areas and hierarchy (docs/gazetteer.md).

    python benchmarks/areas.py [GAZETTEERS]

GAZETTEERS (../shared/gazetteers) has syr_communities.csv, iraq_dtm_places.csv and syr_admin1.geojson.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely

from geo.areas import country_areas
from geo.footprints import footprints, sketched
from geo.gazetteer import Gazetteer

FOLDER = Path("../shared/gazetteers")
REPEATS = 5


def least(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Return the least time of several runs, in milliseconds."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def times_of_footprints(folder: Path) -> None:
    """Print how long the sketches of a country take, made and read again."""
    files = [folder / "syr_communities.csv", folder / "iraq_dtm_places.csv"]
    gazetteer = Gazetteer(files)
    country_areas()
    print("sketches of the units of a country, with the two files loaded: made anew, read from the cache")
    for code in ("SY", "IQ", "NG", "RU"):
        footprints(code, gazetteer)

        def again(code: str = code) -> None:
            gazetteer.footprints.clear()
            footprints(code, gazetteer)

        made = least(lambda code=code: sketched(gazetteer.sites(code), country_areas().get(code)))  # type: ignore[misc]
        print(f"  {code}  {len(gazetteer.sites(code)):6,} places  {made:7.1f} ms  {least(again):6.2f} ms")


def times_of_questions() -> None:
    """Print how long the questions of space take."""
    gazetteer = Gazetteer()
    unit, town = gazetteer.place("sy-idlib-gov"), gazetteer.place("sy-raqqa")
    assert unit is not None and town is not None
    square = shapely.box(36, 35, 37, 36)
    begun = time.perf_counter()
    gazetteer.within(square)
    print(f"first question of an area (builds the tree): {1000 * (time.perf_counter() - begun):.0f} ms, then")
    for told, work in {
        "within a square degree": lambda: gazetteer.within(square),
        "within a governorate": lambda: gazetteer.within(unit),
        "neighbours of a governorate": lambda: gazetteer.neighbours(unit),
        "neighbours of a town": lambda: gazetteer.neighbours(town),
        "near, 25 km": lambda: gazetteer.near(town.lon, town.lat, 25),
        "reverse": lambda: gazetteer.reverse((35.93, 36.63)),
    }.items():
        work()
        print(f"  {told:28} {least(work, 20):6.2f} ms")


def quality(folder: Path) -> None:
    """Print how well sketches agree with borders, and how often a place well inside one is in that unit."""
    gazetteer = Gazetteer()
    country = gazetteer.place("country-SY")
    assert country is not None
    sketches = footprints("SY", gazetteer)
    code_of = {p.pcode: p.admin_code for p in gazetteer.within(country, kinds={"governorate"})}
    shares = []
    for feature in json.loads((folder / "syr_admin1.geojson").read_text("utf-8"))["features"]:
        real = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        sketch = sketches.get(code_of[feature["properties"]["PCODE"]] or "", shapely.Polygon())
        shares.append(sketch.intersection(real).area / sketch.union(real).area)
    agreement = sum(shares) / len(shares)
    print(f"sketches of Syria's governorates, from GeoNames alone: mean overlap (IoU) {agreement:.2f}")
    with (folder / "syr_communities.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["longitude"]]
    points = shapely.points([(float(r["longitude"]), float(r["latitude"])) for r in rows])
    for inside in (0.0, 0.05, 0.1, 0.15):
        told = right = 0
        for code, shape in sketches.items():
            held = shapely.contains(shape.buffer(-inside), points)
            told += int(held.sum())
            right += sum(code_of[r["adm1_pcode"]] == code for r, h in zip(rows, held, strict=True) if h)
        share, sound = told / len(rows), right / told
        print(f"  {inside:.2f} degrees inside a sketch: {share:.1%} of communities, {sound:.1%} right")


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    times_of_questions()
    times_of_footprints(folder)
    quality(folder)
