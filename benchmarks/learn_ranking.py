"""Learn how to choose among the places of one name: the weights in geo/data/ranking.json.

    python benchmarks/learn_ranking.py lgl.jsonl tr-news.jsonl tud-loc-2013.jsonl wiktor-1200.jsonl \
        ucdp_ged_sample1000.csv ucdp_ged_turkey.csv --write

Each file holds documents with `toponyms` (start, end, lat, lon), or is a table of UCDP's events (.csv); their
texts are read and not kept, only a few dozen weights are.  A conditional logit over the options of each name
and "none of these", fitted by maximum likelihood with a Gaussian prior and the signs that the features have
by their meaning; the gold point decides which options are right.  Prints the accuracy on held-out documents
(5 folds), with --leave-out also on each corpus left out as a whole.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import minimize

from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.names import fold, sound
from geo.options import Option, is_elsewhere, km
from geo.places import Place
from geo.ranking import RANKING, Model, Ranking, of_table
from geo.recognizers import recognize
from geo.resolve import Weighing
from geo.signals import FEATURES, HINTED, NAMED, NONE, SEEN, none_of_these
from layers.evaluate import document_of, read_gold, told_mentions
from layers.scores import is_demonym

SEED, FOLDS, ROUNDS = 20261127, 5, 2
WITHIN_KM = 161.0
ONE_IN = {"wiktor-1200": 4}  # one name in each of its articles, five times over: a quarter of them will do
BINS = 20
PRIOR = 1.5  # standard deviation of a weight
# Where the prior of a weight stands, if not at 0, and its standard deviation.  No corpus has a user's hint;
# few have a "rural X" or both Georgias.  And the news that can be had is American: its towns bear the names
# of half the world's cities, so it teaches that the country of the text says little; wrong elsewhere.
GIVEN = {
    "hint near": (4.0, PRIOR), "hint country": (4.0, PRIOR), "theatre": (1.5, PRIOR), "rural": (5.0, PRIOR),
    "contains": (3.0, PRIOR), "inside here": (3.0, PRIOR),
    "country of the text": (1.0, 0.05), "country of the sentence": (1.0, 0.05),
}  # fmt: skip
# For the same reason these are set once the others are learnt: elsewhere Geneva is the Swiss city, even where
# nothing else in the text is Swiss.  Of the values tried, the least that choose such cities and cost no
# corpus anything; learnt around them, the other weights undo it.
SET = {"size": 1.6, "none of a large town": -2.0}
# What can only speak for an option, and what only against it.
FOR = (
    "size", "largest", "only one", "longer", "indirect", "capital",
    "rural", *NAMED,
    *HINTED, *(name for name in SEEN if name != "outside here"), "of the kind asked",
)  # fmt: skip
AGAINST = (
    "alternate name", "unlike", "tolerant", "same sound", "outside here",
    "not of the kind asked", "unlike and not of the kind",
)  # fmt: skip
SIGNS = {**dict.fromkeys(FOR, (0.0, None)), **dict.fromkeys(AGAINST, (None, 0.0))}
TOWNS = frozenset({"city", "town", "village", "neighbourhood"})
# What a feature code of GeoNames, a type of TUD-Loc or the class word of an event says of the kind.
KINDS = {
    **dict.fromkeys(("PCLI", "PCLS", "COUNTRY"), frozenset({"country"})),
    **dict.fromkeys(("CONT", "CONTINENT"), frozenset({"supranational"})),
    **dict.fromkeys(("ADM1", "province", "governorate", "state", "oblast"), frozenset({"governorate"})),
    **dict.fromkeys(("ADM2", "district", "raion"), frozenset({"district"})),
    **dict.fromkeys(("CITY", "town", "village", "city"), TOWNS),
}
MOST_EVENTS, EVENTS_IN_A_TEXT = 1500, 6


@dataclass
class Text:
    """A document with its options, and for each gold mention: number, gold row, options that are right."""

    corpus: str
    reading: Weighing
    asked: list[tuple[int, dict, set[str], set[str]]] = field(default_factory=list)


def kinds_of(row: dict) -> frozenset[str]:
    """Return the kinds of place that a gold row speaks of; empty if it does not say."""
    code = row.get("fcode") or row.get("type") or ""
    return TOWNS if code.startswith("PPL") else KINDS.get(code, frozenset())


def gap_km(row: dict, place: Place) -> float:
    return km(place.lon, place.lat, row["lon"], row["lat"])


def right_options(row: dict, options: Iterable[Option]) -> tuple[set[str], set[str]]:
    """Return the ids of the options that the gold point allows, and of those that fit it best."""
    if row["lat"] is None:
        return set(), set()
    places = {o.place.id: o.place for o in options}
    near = {id: gap for id, p in places.items() if (gap := gap_km(row, p)) <= max(WITHIN_KM, p.radius / 1000)}
    if not near:
        return set(), set()
    asked = kinds_of(row)
    fitting = [id for id in near if places[id].kind in asked] or list(near)
    least = min(near[id] for id in fitting)
    return set(near), {id for id in fitting if near[id] <= least + 10}


def read(files: Sequence[Path], gazetteer: Gazetteer) -> list[Text]:
    texts = []
    for file in files:
        for doc in read_gold(file)[:: ONE_IN.get(file.stem, 1)]:
            document = document_of(doc)
            mentions = told_mentions(document, doc["toponyms"], gazetteer)
            at = {(m.start, m.end): i for i, m in enumerate(mentions)}
            text = Text(file.stem, Weighing(document, mentions, gazetteer, by=blank()))
            for row in doc["toponyms"]:
                i = at[row["start"], row["end"]]
                case = text.reading.case_of.get(i)
                if case is not None:
                    text.asked.append((i, row, *right_options(row, case.options)))
            texts.append(text)
    return texts


def read_events(file: Path, gazetteer: Gazetteer) -> list[Text]:
    """Read what reports said of where (UCDP's `where_description`) as texts of some events of one conflict.

    The gold point is that of the mention that sounds like `where_coordinates`; its class word tells the kind.
    """
    with file.open(encoding="utf-8", newline="") as stream:
        events = [row for row in csv.DictReader(stream) if 8 < len(row["where_description"]) < 200]
    chance = random.Random(SEED)
    chance.shuffle(events)
    by_conflict: dict[tuple[str, str], list[dict]] = {}
    for event in events[:MOST_EVENTS]:
        by_conflict.setdefault((event["country"], event["conflict_name"]), []).append(event)
    texts = []
    for (country, _), some in by_conflict.items():
        for start in range(0, len(some), EVENTS_IN_A_TEXT):
            part = some[start : start + EVENTS_IN_A_TEXT]
            lines = [f"Reports from {country.partition(' (')[0]}."] if chance.random() < 0.6 else []
            spans = []
            for event in part:
                lines.append(f"There was fighting in {event['where_description'].strip(' .')}.")
                end = sum(map(len, lines)) + len(lines) - 1
                spans.append((end - len(lines[-1]), end, event))
            texts.append(_text_of_events(file.stem, "\n".join(lines), spans, gazetteer))
    return texts


def _text_of_events(
    name: str, words: str, spans: Sequence[tuple[int, int, dict]], gazetteer: Gazetteer
) -> Text:
    document = Document(f"{name}-{hash(words)}", words)
    mentions = recognize(document, gazetteer)[0]
    text = Text(name, Weighing(document, mentions, gazetteer, by=blank()))
    for start, end, event in spans:
        core, _, kind = event["where_coordinates"].rpartition(" ")
        here = [i for i, m in enumerate(mentions) if start <= m.start < end and i in text.reading.case_of]
        spoken = sound(fold(core))
        alike = [(fuzz.ratio(spoken, sound(fold(mentions[i].lookup))), i) for i in here]
        if not alike or max(alike)[0] < 80 or kind not in KINDS:
            continue
        i = max(alike)[1]
        row = {
            "lat": float(event["latitude"]),
            "lon": float(event["longitude"]),
            "type": kind,
            "text": mentions[i].text,
        }
        text.asked.append((i, row, *right_options(row, text.reading.case_of[i].options)))
    return text


def blank() -> Ranking:
    none = Model((0.0,) * len(FEATURES), (0.0,) * len(NONE))
    return Ranking(none, none, ((0.0, 0.0), (1.0, 1.0)))


@dataclass
class Rows:
    """Options of many mentions, one after another: features, where each mention begins, which are right."""

    options: np.ndarray
    starts: np.ndarray
    right: np.ndarray
    nones: np.ndarray
    none_right: np.ndarray


def rows_of(texts: Iterable[Text], *, first: bool) -> Rows:
    values, starts, right, nones, none_right = [], [], [], [], []
    for text in texts:
        reading = text.reading
        for i, _, _, best in text.asked:
            case = reading.case_of[i]
            options = case.options if first else reading.options_at(i)
            given = [(o, [*o.known, *o.told] if first else reading.features(o, i)) for o in options]
            if not given:
                continue
            starts.append(len(values))
            for option, features in given:
                row = np.zeros(len(FEATURES), dtype=np.float32)
                for number, value in features:
                    row[number] += value
                values.append(row)
                right.append(option.place.id in best)
            nones.append(none_of_these(case, reading.evidence))
            none_right.append(not best & {o.place.id for o, _ in given})
    return Rows(
        np.array(values),
        np.array(starts),
        np.array(right),
        np.array(nones),
        np.array(none_right),
    )


def fit(rows: Rows) -> Model:
    """Return the weights that make the right options most likely."""
    size = len(FEATURES)
    mean, spread = np.empty(size + len(NONE)), np.empty(size + len(NONE))
    for at, name in enumerate((*FEATURES, *NONE)):
        mean[at], spread[at] = GIVEN.get(name, (0.0, PRIOR))
    group = np.repeat(np.arange(len(rows.starts)), np.diff(np.append(rows.starts, len(rows.options))))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score, none = rows.options @ w[:size], rows.nones @ w[size:]
        top = np.maximum(np.maximum.reduceat(score, rows.starts), none)
        part, nothing = np.exp(score - top[group]), np.exp(none - top)
        total = np.add.reduceat(part, rows.starts) + nothing
        good_part = part * rows.right
        good = np.add.reduceat(good_part, rows.starts) + nothing * rows.none_right + 1e-300
        value = -(np.log(good) - np.log(total)).sum()
        by_option = part / total[group] - good_part / good[group]
        by_none = nothing / total - nothing * rows.none_right / good
        slope = np.concatenate([rows.options.T @ by_option, rows.nones.T @ by_none])
        off = (w - mean) / spread
        return value + (off @ off) / 2, slope + off / spread

    bounds = [SIGNS.get(name, (None, None)) for name in (*FEATURES, *NONE)]
    found = minimize(loss, mean, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    learnt = zip((*FEATURES, *NONE), map(float, found.x), strict=True)
    weights = tuple(SET.get(name, weight) for name, weight in learnt)
    return Model(weights[:size], weights[size:])


def look(texts: Iterable[Text], ranking: Ranking, rounds: int) -> None:
    for text in texts:
        text.reading.ranking = ranking
        text.reading.first_look()
        for _ in range(rounds):
            text.reading.look_again()


def learn(texts: Sequence[Text]) -> Ranking:
    look(texts, blank(), 0)
    first = fit(rows_of(texts, first=True))
    ranking = replace(blank(), first=first, whole=first)
    for _ in range(ROUNDS):
        look(texts, ranking, 2)
        ranking = replace(ranking, whole=fit(rows_of(texts, first=False)))
    return ranking


@dataclass
class Answer:
    """What was answered for one gold mention."""

    corpus: str
    row: dict
    share: float
    right: bool
    place: Place | None


def answers(texts: Iterable[Text], ranking: Ranking) -> list[Answer]:
    given = []
    look(texts := list(texts), ranking, 2)
    for text in texts:
        for i, row, _, _ in text.asked:
            case = text.reading.case_of[i]
            ranked = sorted(text.reading.weigh(i), key=lambda o: (-o.share, o.place.id))
            best = ranked[0] if ranked else None
            here = sum(o.share for o in ranked if best and not is_elsewhere(best.place, o.place))
            place = best.place if best and case.none <= here else None
            right = place is not None and row["lat"] is not None and gap_km(row, place) <= WITHIN_KM
            given.append(Answer(text.corpus, row, here, right, place))
    return given


def accuracy(given: Iterable[Answer]) -> str:
    rows = [a for a in given if a.row["lat"] is not None]
    literal = [a for a in rows if not is_demonym(a.row)]
    return "  ".join(
        f"{name} {sum(a.right for a in some) / max(1, len(some)):.3f} of {len(some)}"
        for name, some in (("all", rows), ("literal", literal))
    )


def calibrated(given: Sequence[Answer]) -> list[tuple[float, float]]:
    """Return how often answers of rising share were right: bins of equal size, adjacent violators pooled.

    An answer where the corpus has no coordinates counts as wrong: what GeoNames lacks, we lack too.
    """
    some = sorted((a.share, float(a.right)) for a in given if a.place is not None)
    bins = np.array_split(np.array(some), BINS)
    blocks: list[list[float]] = []
    for part in bins:
        blocks.append([part[:, 0].sum(), part[:, 1].sum(), len(part)])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = [(x / n, y / n) for x, y, n in blocks]
    low = points[0]
    return [
        (0.0, 0.0),
        *((round(float(x), 4), round(float(min(y, 0.99)), 4)) for x, y in points if x > low[0] / 2),
    ]


def table_of(ranking: Ranking, confidence: Sequence[tuple[float, float]]) -> dict:
    """Return what geo/data/ranking.json holds."""
    models = {"first": ranking.first, "whole": ranking.whole}
    weights = {
        name: dict(zip((*FEATURES, *NONE), (round(x, 3) for x in (*model.option, *model.none)), strict=True))
        for name, model in models.items()
    }
    return {**weights, "confidence": [list(point) for point in confidence]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="write geo/data/ranking.json")
    parser.add_argument("--folds", type=int, default=FOLDS, help=f"how many of the {FOLDS} folds to hold out")
    parser.add_argument("--leave-out", action="store_true", help="also leave each corpus out")
    options = parser.parse_args()
    gazetteer = Gazetteer()
    texts = read([f for f in options.corpora if f.suffix == ".jsonl"], gazetteer)
    for file in options.corpora:
        if file.suffix == ".csv":
            texts += read_events(file, gazetteer)
    random.Random(SEED).shuffle(texts)
    corpora = sorted({t.corpus for t in texts})
    held: list[Answer] = []
    for part in range(options.folds):
        ranking = learn([t for n, t in enumerate(texts) if n % FOLDS != part])
        held += answers([t for n, t in enumerate(texts) if n % FOLDS == part], ranking)
        print(f"fold {part + 1} of {options.folds}", flush=True)
    for corpus in corpora:
        print(f"held out by document  {corpus:20}", accuracy(a for a in held if a.corpus == corpus))
    for corpus in corpora if options.leave_out else ():
        ranking = learn([t for t in texts if t.corpus != corpus])
        print(
            f"left out as a whole   {corpus:20}",
            accuracy(answers([t for t in texts if t.corpus == corpus], ranking)),
        )
    table = table_of(learn(texts), calibrated(held))
    for name in (*FEATURES, *NONE):
        print(f"{name:32} {table['first'][name]:8.3f} {table['whole'][name]:8.3f}")
    print("confidence", table["confidence"])
    if options.write:
        of_table(table)
        RANKING.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
