"""Measure the gazetteer beside others: start, look-ups a second, memory, how often an answer is right.

    python benchmarks/gazetteer.py [--reference FOLDER] [--build]

FOLDER holds `gazetteers/` and `events/` (reference data that is not part of the project); without it only
speed and the hold-out are measured.  Look-ups repeat no name: no figure comes from a cache of answers.
Rates are of processor time, at best of three rounds: other processes are not counted, but they still slow a
shared processor down.
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

from peers import Query, beside, score
from rapidfuzz import fuzz

from geo import caching
from geo.distances import distance_km
from geo.gazetteer import Gazetteer
from geo.generics import specific
from geo.index import cities, city, is_name, write
from geo.names import bare, fold, sound
from geo.tables import clean

ARAB = "SY IQ LB JO PS SA YE OM AE QA KW BH EG LY TN DZ MA SD".split()
HIT_KM = 25.0
CONFIDENT = 0.85  # what a text's name must score in all the world to be taken without more ado
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
    show("whole process", command())
    show("exact look-ups a second", exact(gazetteer))
    show("other questions a second", others(gazetteer))
    show("memory after 3,000 names", memory())
    show("no places, taken for some", invented(gazetteer))
    show("hold-out, 18 Arab countries, names that texts write", holdout(is_name))
    show("hold-out, 18 Arab countries, all names", holdout(lambda name: True))
    if not (chosen.reference / "gazetteers").exists():
        print(f"no reference data in {chosen.reference}: the rest is left out")
        return
    folder = chosen.reference / "gazetteers"
    with tempfile.TemporaryDirectory() as cache:
        alone = without_curated(Path(cache), gazetteer.file)
        queries = pairs(alone, folder)
        same = sum(fold(name) in map(fold, alone.names(id)) for name, _, id in queries) / len(queries)
        show("GeoNames' places by OCHA's and IOM's names", {"the same when folded": f"{same:.3f}"})
        for peer, figures in beside(queries, alone):
            show(f"    {peer}", figures)
        show("OCHA's and IOM's places by GeoNames' names", reverse(alone, folder))
    loaded = Gazetteer([folder / name for name in FILES], progress=True)
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


def command() -> dict[str, object]:
    """Measure `dateline geocode Raqqa`, from start to end of the process, at best of five."""
    program = [sys.executable, "-c", "from maps.cli import main; main()", "geocode", "Raqqa"]
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(program, capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return {"dateline geocode Raqqa, seconds": round(min(times), 3)}


def exact(gazetteer: Gazetteer) -> dict[str, object]:
    """Measure exact look-ups over names drawn once each, 10 % of them unknown; at best of three rounds.

    As they stand in the data (all names of GeoNames, 1.1 places for each), and as places are called
    (2.7 places for each); then with the coordinates of the first answer read.
    """
    draw = random.Random(5)
    source = caching.source_file()
    written = {n for r in cities(source) for n in (r["name"], *r["alternatenames"])} if source else set()
    distinct = _some_unknown(draw, sorted(written))
    called = _some_unknown(draw, [name for name, _ in _names()])

    def first(name: str) -> object:
        found = gazetteer.exact(name)
        return (found[0].place.lon, found[0].place.lat) if found else None

    return {
        "distinct names": f"{_rate(gazetteer.exact, distinct):,}",
        "names of places": f"{_rate(gazetteer.exact, called):,}",
        "distinct names, first answer read": f"{_rate(first, distinct):,}",
    }


def _some_unknown(draw: random.Random, names: Sequence[str]) -> list[tuple[str]]:
    drawn = draw.sample(names, 40_000)
    return [(name[::-1].title() if nth % 10 == 0 else name,) for nth, name in enumerate(drawn)]


def others(gazetteer: Gazetteer) -> dict[str, object]:
    """Measure tolerant look-ups of misspelt names of all the world (best of three rounds), and spotting."""
    draw = random.Random(5)
    drawn = draw.sample(list(_names()), 9_000)
    bent = [(_bent(name, draw), country) for name, country in drawn[:4_000]]
    known = _rate(lambda n, c: gazetteer.lookup(n, country=c, limit=5), bent[:2_000])
    figures: dict[str, object] = {
        "tolerant, country known": f"{known:,}",
        "tolerant": f"{_rate(lambda n, c: gazetteer.lookup(n, limit=5), bent[2_000:]):,}",
        "knows": f"{_rate(gazetteer.knows, [(fold(name),) for name, _ in drawn]):,}",
    }
    text = " said yesterday that fighters near ".join(name for name, _ in drawn[:5_000])
    started = time.perf_counter()
    spans = sum(1 for _ in gazetteer.spot(text))
    figures["spotting MB/s"] = round(len(text.encode()) / 1e6 / (time.perf_counter() - started), 1)
    figures["spans"] = spans
    return figures


def invented(gazetteer: Gazetteer) -> dict[str, object]:
    """Count the names that are no places (not_places.txt) and get an answer that scores 0.85 or more.

    "called so": a place of the gazetteer bears this very name, as towns called Many and Thursday do.
    """
    lines = Path(__file__).with_name("not_places.txt").read_text("utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    best = [found[0] for name in names if (found := gazetteer.lookup(name, limit=1))]
    sure = [c for c in best if c.score >= CONFIDENT]
    same = [c for c in sure if c.rule in ("exact", "fold")]
    return {
        "names": len(names),
        "called so": len(same),
        "invented": f"{len(sure) - len(same)} ({(len(sure) - len(same)) / len(names):.1%})",
        "matched": ", ".join(c.name for c in sure if c not in same),
    }


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
    """Return calls a second of one processor's time, at best of three rounds, none of them remembered."""
    rounds = []
    for _ in range(3):
        sound.cache_clear()
        started = time.process_time()
        for given in arguments:
            ask(*given)
        rounds.append(time.process_time() - started)
    return round(len(arguments) / min(rounds))


def without_curated(folder: Path, world: Path | None = None) -> Gazetteer:
    """Return a gazetteer of GeoNames alone, from the index in `folder`, or from `world` linked into it."""
    if world is not None:
        for file in (world, caching.names_file(world)):
            (folder / file.name).symlink_to(file)
    write(folder / f"own-{caching.own_key(())}.sqlite", [], {"sources": [], "skipped": {}})
    return Gazetteer(cache=folder)


def holdout(admits: Callable[[str], bool]) -> dict[str, object]:
    """Find places by a name taken out of the index: one of each place that has three Latin ones or more.

    Only names that another of the place is like (ratio >= 60) are asked; "all names" has among them airport
    codes and letter-by-letter transliterations ("alshtrt").
    """
    draw = random.Random(7)
    drafts, queries = [], []
    source = caching.source_file()
    for row, record in enumerate(cities(source) if source else (), 1):
        if record["countrycode"] not in ARAB:
            continue
        draft = city(row, record)
        names = {fold(n): n for n in (record["name"], *record["alternatenames"]) if admits(n)}
        latin = sorted((folded, name) for folded, name in names.items() if folded and folded.isascii())
        if len(latin) >= 3:
            folded, name = draw.choice(latin)
            if max(fuzz.ratio(folded, other) for other, _ in latin if other != folded) >= 60:
                draft.names = [other for other in draft.names if fold(other) != folded]
                queries.append((name, record["countrycode"], draft.place.id))
        drafts.append(draft)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / f"world-{caching.world_key()}.sqlite", drafts, {"sources": []})
        gazetteer = without_curated(Path(folder))
        return {"names": len(queries), **both(gazetteer, queries)}


def both(gazetteer: Gazetteer, queries: Sequence[Query]) -> dict[str, object]:
    """Return hits and speed (best of three rounds) of the queries, with the country and without."""
    figures: dict[str, object] = {}
    for title, known in (("country known", True), ("country unknown", False)):

        def ask(name: str, country: str, known: bool = known) -> list[str]:
            found = gazetteer.lookup(name, country=country if known else None, limit=5)
            return [c.place.id for c in found]

        rate = _rate(ask, [(name, country) for name, country, _ in queries])
        found = score(ask, queries)
        figures[title] = f"hit@1 {found['hit@1']} hit@5 {found['hit@5']} at {rate:,}/s"
    return figures


def pairs(gazetteer: Gazetteer, folder: Path) -> list[Query]:
    """Return OCHA's and IOM's names of places of GeoNames: within 1 km, and alike (ratio >= 60)."""
    return [
        (name, country, place.id)
        for name, country, lon, lat in _rows_of_both(folder)
        for _, place in gazetteer.near(lon, lat, 1.0)
        if any(_alike(name, other) for other in gazetteer.names(place.id))
    ]


def _rows_of_both(folder: Path) -> Iterable[tuple[str, str, float, float]]:
    for file, country in (("syr_communities.csv", "SY"), ("iraq_dtm_places.csv", "IQ")):
        for row in _rows(folder / file):
            name = clean(row.get("name_bare") or row["name"])
            yield name, country, float(row["longitude"]), float(row["latitude"])


def _alike(name: str, other: str) -> bool:
    one, two = bare(fold(name)), bare(fold(other))
    return two.isascii() and fuzz.ratio(one, two) >= 60


def reverse(alone: Gazetteer, folder: Path) -> dict[str, object]:
    """Find OCHA's and IOM's places by every Latin name that GeoNames has for the same spot (within 1 km)."""
    queries = [
        (other, country, lon, lat)
        for name, country, lon, lat in _rows_of_both(folder)
        for _, place in alone.near(lon, lat, 1.0)
        for other in alone.names(place.id)
        if _alike(name, other)
    ]
    with tempfile.TemporaryDirectory() as cache:
        write(Path(cache) / f"world-{caching.world_key()}.sqlite", [], {"sources": []})
        files = Gazetteer([folder / name for name in FILES[:2]], cache=Path(cache))
        return {"names": len(queries), **hits(files, sorted(set(queries)), 1.0)}


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
