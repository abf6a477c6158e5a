"""Measure the gazetteer: start, look-ups a second, memory, and how often the first answer is right.

    python benchmarks/gazetteer.py [--reference FOLDER] [--build]

FOLDER holds `gazetteers/` and `events/` (reference data that is not part of the project); without it only
speed and the hold-out are measured.  Look-ups repeat no name: no figure comes from a cache of answers.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from geo import caching
from geo.distances import distance_km
from geo.gazetteer import Gazetteer
from geo.generics import specific
from geo.index import cities, city, write
from geo.names import bare, fold
from geo.tables import clean

ARAB = "SY IQ LB JO PS SA YE OM AE QA KW BH EG LY TN DZ MA SD".split()
HIT_KM = 25.0
# The peak of a process itself; ru_maxrss would count what its parent held when it started it (Linux only).
PEAK_MIB = "int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]) // 1024"
FILES = ("syr_communities.csv", "iraq_dtm_places.csv", "caucasus_villages.csv", "syr_admin1.geojson")
COUNTRIES = {"Turkey": "TR", "Syria": "SY"}


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reference", type=Path, default=Path(__file__).parents[1] / "../shared")
    parser.add_argument("--build", action="store_true", help="also measure how long the index takes to build")
    chosen = parser.parse_args()
    gazetteer = Gazetteer(progress=True)
    show("index", {k: v for k, v in gazetteer.info().items() if k in ("places", "names", "size")})
    if chosen.build:
        show("build", build())
    show("cold start", cold())
    show("speed", speed(gazetteer))
    show("memory after 3,000 names", memory())
    show("hold-out, 18 Arab countries", holdout())
    if not (chosen.reference / "gazetteers").exists():
        print(f"no reference data in {chosen.reference}: the rest is left out")
        return
    folder = chosen.reference / "gazetteers"
    loaded = Gazetteer([folder / name for name in FILES], progress=True)
    show("romanisation pairs (file -> GeoNames)", pairs(folder))
    show("Syrian communities by their own names", communities(loaded, folder))
    for name, gaz in (("without", gazetteer), ("with", loaded)):
        for file in ("ucdp_ged_turkey.csv", "ucdp_ged_sample1000.csv"):
            show(f"UCDP {file}, {name} the files", ucdp(gaz, chosen.reference / "events" / file))


def show(title: str, figures: dict[str, object]) -> None:
    """Print one line of figures."""
    print(f"{title}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))


def build() -> dict[str, object]:
    """Measure building the index of GeoNames: seconds, peak memory of the process that builds."""
    program = (
        "import tempfile; from pathlib import Path; from geo.index import build_world;"
        f"build_world(Path(tempfile.mkdtemp()) / 'world.sqlite'); print({PEAK_MIB})"
    )
    started = time.perf_counter()
    peak = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    return {"seconds": round(time.perf_counter() - started, 1), "peak MiB": int(peak)}


def cold() -> dict[str, object]:
    """Measure fresh processes: from before the import to the first answer, and their memory."""
    program = (
        "import time; t = time.perf_counter(); from geo.gazetteer import Gazetteer; g = Gazetteer();"
        "a = g.CALL;"
        f"t = time.perf_counter() - t; print(t * 1000, {PEAK_MIB})"
    )
    figures: dict[str, object] = {}
    for title, call in (
        ("exact", "exact('Raqqa')"),
        ("tolerant", "lookup('Raqa', country='SY')"),
        ("spotting", "spot('In Raqqa and Jisr al-Shughur'); list(a)"),
    ):
        runs = []
        for _ in range(7):
            output = subprocess.run(
                [sys.executable, "-c", program.replace("CALL", call)], capture_output=True, text=True
            )
            runs.append(tuple(map(float, output.stdout.split())))
        figures[f"{title} ms"] = round(sorted(run[0] for run in runs)[3], 1)
        figures[f"{title} MiB"] = round(sorted(run[1] for run in runs)[3], 1)
    return figures


def speed(gazetteer: Gazetteer) -> dict[str, object]:
    """Measure look-ups a second over names drawn once each, 10 % of them unknown."""
    draw = random.Random(5)
    drawn = draw.sample(list(_names()), 44_000)
    names = [name for name, _ in drawn[:40_000]] + [name[::-1].title() for name, _ in drawn[40_000:]]
    draw.shuffle(names)
    bent = [(_bent(name, draw), country) for name, country in drawn[:6_000]]
    figures: dict[str, object] = {
        "exact/s": _rate(gazetteer.exact, [(name,) for name in names[:30_000]]),
        "knows/s": _rate(gazetteer.knows, [(fold(name),) for name in names]),
        "tolerant/s, country known": _rate(lambda n, c: gazetteer.lookup(n, country=c), bent[:4_000]),
        "tolerant/s": _rate(gazetteer.lookup, [(name,) for name, _ in bent[4_000:]]),
    }
    text = " said yesterday that fighters near ".join(names[:5_000])
    started = time.perf_counter()
    spans = sum(1 for _ in gazetteer.spot(text))
    figures["spotting MB/s"] = round(len(text.encode()) / 1e6 / (time.perf_counter() - started), 1)
    figures["spans"] = spans
    return figures


def memory() -> dict[str, object]:
    """Measure a process that has looked up 3,000 names of all the world and spotted them in text."""
    program = (
        "import sys; from geo.gazetteer import Gazetteer; g = Gazetteer();"
        "names = sys.stdin.read().splitlines();"
        f"found = [g.lookup(n) for n in names]; list(g.spot(' said '.join(names))); print({PEAK_MIB})"
    )
    names = "\n".join(name for name, _ in random.Random(3).sample(list(_names()), 3_000))
    done = subprocess.run(
        [sys.executable, "-c", program], input=names, capture_output=True, text=True, check=True
    )
    return {"peak MiB": int(done.stdout)}


def _names() -> Iterable[tuple[str, str]]:
    source = caching.source_file()
    for record in cities(source) if source else ():
        yield record["name"], record["countrycode"]


def _bent(name: str, draw: random.Random) -> str:
    """Return a name with one letter changed, dropped or doubled, as reporters write it."""
    at = draw.randrange(len(name))
    return name[:at] + draw.choice(["", name[at] * 2, draw.choice("aeioukhst")]) + name[at + 1 :]


def _rate(ask: Callable[..., object], arguments: Sequence[tuple[object, ...]]) -> int:
    started = time.perf_counter()
    for given in arguments:
        ask(*given)
    return round(len(arguments) / (time.perf_counter() - started))


def without_curated(folder: Path, world: Path | None = None) -> Gazetteer:
    """Return a gazetteer of GeoNames alone, from the index in `folder`, or from `world` linked into it."""
    if world is not None:
        for file in (world, caching.names_file(world)):
            (folder / file.name).symlink_to(file)
    write(folder / f"own-{caching.own_key(())}.sqlite", [], {"sources": [], "skipped": {}})
    return Gazetteer(cache=folder)


def holdout() -> dict[str, object]:
    """Find places by a name taken out of the index: one of each place with three names or more."""
    draw = random.Random(7)
    drafts, queries = [], []
    source = caching.source_file()
    for row, record in enumerate(cities(source) if source else (), 1):
        if record["countrycode"] not in ARAB:
            continue
        draft = city(row, record)
        latin = sorted({fold(name): name for name in draft.names if fold(name).isascii()}.items())
        if len(latin) >= 3:
            folded, name = draw.choice(latin)
            if max(fuzz.ratio(folded, other) for other, _ in latin if other != folded) >= 60:
                draft.names = [other for other in draft.names if fold(other) != folded]
                queries.append((name, draft.place.country, draft.place.id))
        drafts.append(draft)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / f"world-{caching.world_key()}.sqlite", drafts, {"sources": []})
        gazetteer = without_curated(Path(folder))
        return {"names": len(queries), **both(gazetteer, queries)}


def both(gazetteer: Gazetteer, queries: Sequence[tuple[str, str | None, str]]) -> dict[str, object]:
    """Return hits and speed of (name, country, id of the place), with the country and without."""
    figures: dict[str, object] = {}
    for title, known in (("country known", True), ("country unknown", False)):
        started = time.perf_counter()
        answers = [
            [c.place.id for c in gazetteer.lookup(name, country=country if known else None, limit=5)]
            for name, country, _ in queries
        ]
        rate = len(queries) / (time.perf_counter() - started)
        found = list(zip(answers, (id for _, _, id in queries), strict=True))
        first = sum(ids[:1] == [id] for ids, id in found) / len(queries)
        five = sum(id in ids for ids, id in found) / len(queries)
        figures[title] = f"hit@1 {first:.3f} hit@5 {five:.3f} at {rate:.0f}/s"
    return figures


def pairs(folder: Path) -> dict[str, object]:
    """Find places of GeoNames by the names that OCHA and IOM give to the same spot (1 km, ratio >= 60)."""
    with tempfile.TemporaryDirectory() as cache:
        gazetteer = without_curated(Path(cache), Gazetteer().file)
        queries = []
        for file, country in (("syr_communities.csv", "SY"), ("iraq_dtm_places.csv", "IQ")):
            for row in _rows(folder / file):
                name = clean(row.get("name_bare") or row["name"])
                for _, place in gazetteer.near(float(row["longitude"]), float(row["latitude"]), 1.0):
                    latin = (bare(fold(n)) for n in gazetteer.names(place.id) if fold(n).isascii())
                    if any(fuzz.ratio(bare(fold(name)), other) >= 60 for other in latin):
                        queries.append((name, country, place.id))
        same = sum(fold(name) in map(fold, gazetteer.names(id)) for name, _, id in queries)
        exact = f"{same / len(queries):.3f}"
        return {"pairs": len(queries), "equal when folded": exact, **both(gazetteer, queries)}


def communities(gazetteer: Gazetteer, folder: Path) -> dict[str, object]:
    """Find Syrian communities by the name their own table gives them, country known, within 2 km."""
    rows = _rows(folder / "syr_communities.csv")
    spots = [(clean(r["name_en"]), "SY", float(r["longitude"]), float(r["latitude"])) for r in rows]
    return {"names": len(spots), **hits(gazetteer, spots, 2.0)}


def ucdp(gazetteer: Gazetteer, path: Path) -> dict[str, object]:
    """Find `where_coordinates` of where_prec 1 and 2 within 25 km, the country given and nothing else."""
    spots = {
        (row["where_coordinates"], COUNTRIES[row["country"]], float(row["longitude"]), float(row["latitude"]))
        for row in _rows(path)
        if float(row["where_prec"]) <= 2 and row["country"] in COUNTRIES
    }
    return {"names": len(spots), **hits(gazetteer, sorted(spots), HIT_KM)}


def hits(
    gazetteer: Gazetteer, spots: Sequence[tuple[str, str, float, float]], km: float
) -> dict[str, object]:
    """Return the shares whose first answer, or one of five, lies within `km`; and how many are there."""
    first = five = answered = there = 0
    for name, country, lon, lat in spots:
        found = gazetteer.lookup(name, country=country, limit=5)
        right = [distance_km(lon, lat, c.place.lon, c.place.lat) <= km for c in found]
        first += right[:1] == [True]
        five += any(right)
        answered += bool(found)
        there += any(right) or _is_there(gazetteer, name, lon, lat, km)
    count = len(spots)
    return {
        "hit@1": f"{first / count:.3f}",
        "hit@5": f"{five / count:.3f}",
        "answered": f"{answered / count:.3f}",
        "in the gazetteer": there,
        "hit@1 of these": f"{first / there:.3f}",
        "hit@5 of these": f"{five / there:.3f}",
    }


def _is_there(gazetteer: Gazetteer, name: str, lon: float, lat: float, km: float) -> bool:
    """Say whether a place so near has a name that a reader would take for this one (ratio >= 80)."""
    sought = bare(specific(fold(name)))
    return any(
        fuzz.ratio(sought, bare(specific(fold(other)))) >= 80
        for _, place in gazetteer.near(lon, lat, km)
        for other in gazetteer.names(place.id)
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
