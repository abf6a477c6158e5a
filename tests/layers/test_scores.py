"""The scorer counts by the gold sets' terms, and agrees with the reference scorer where that is at hand."""

import copy
import importlib.util
import json
import math
import random
from pathlib import Path

import pytest

from layers.scores import distance_km, score

SHARED = Path(__file__).parents[2] / "../shared"
REFERENCE = SHARED / "eval" / "score.py"
DEV = SHARED / "eval" / "dev.jsonl"
CORPUS = SHARED / "corpora" / "tr-news.jsonl"

TEXT = "The Falcons hold Kobani. The Falcons deny being in Manbij. A Turkish drone fell near Kobani."
KOBANI = {"lat": 36.8910, "lon": 38.3536}
MANBIJ = {"lat": 36.5281, "lon": 37.9549}


def mention(text, nth=0, **more):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return {"start": start, "end": start + len(text), "text": text, **more}


GOLD = {
    "id": "t1",
    "text": TEXT,
    "places": [
        mention("Kobani", name="Kobani", level="settlement", acc_km=2, **KOBANI),
        mention("Manbij", name="Manbij", level="settlement", acc_km=2, **MANBIJ),
        mention("Kobani", 1, name="Kobani", level="settlement", acc_km=2, **KOBANI),
    ],
    "not_places": [mention("Turkish")],
    "actors": [mention("Falcons", canonical="Falcons"), mention("Falcons", 1, canonical="Falcons")],
    "reports": [
        {"actor": "Falcons", "place": "Kobani", "what": "control", "status": "affirmed"},
        {"actor": "Falcons", "place": "Manbij", "what": "presence", "status": "negated"},
    ],
}


def prediction(**changes):
    perfect = {
        "id": "t1",
        "places": [{**p, "radius_m": 4000} for p in GOLD["places"]],
        "actors": [mention("Falcons", name="The Falcons"), mention("Falcons", 1, name="The Falcons")],
        "reports": [
            {"actor": "The Falcons", "what": "control", "status": "affirmed", "place": "Kobani", **KOBANI},
            {"actor": "The Falcons", "what": "presence", "status": "negated", "place": "Manbij", **MANBIJ},
        ],
    }
    return {"t1": {**copy.deepcopy(perfect), **changes}}


def test_what_is_perfect_scores_one_everywhere():
    figures, errors = score([GOLD], prediction())
    assert errors == []
    assert figures["place"]["f1"] == figures["place"]["strict_f1"] == figures["place"]["located"] == 1
    assert figures["place"]["traps"] == 0
    assert figures["actor"]["f1"] == 1
    assert figures["report"]["f1"] == figures["report"]["pair_f1"] == figures["report"]["what"] == 1
    assert figures["report"]["false_affirmed"] == 0
    assert figures["own"] == {
        "in_radius": 1, "median_radius_km": 4, "strict_f1": 1, "what_half": 1,
        "wrong_pins": 0, "never_affirmed": 1,
    }  # fmt: skip


def test_a_denied_presence_shown_as_affirmed_is_the_wrong_pin():
    reports = prediction()["t1"]["reports"]
    reports[1]["status"] = "affirmed"
    figures, errors = score([GOLD], prediction(reports=reports))
    assert figures["report"]["pair_f1"] == 1
    assert figures["report"]["f1"] == 0.5
    assert figures["report"]["false_affirmed"] == 1
    assert (figures["own"]["wrong_pins"], figures["own"]["never_affirmed"]) == (1, 1)
    assert errors == ["t1 FALSE AFFIRMED Falcons @ Manbij is [negated]"]


def test_a_trap_a_miss_and_a_place_too_far_are_told_apart():
    places = [
        {**mention("Turkish"), "name": "Turkey", "lat": 39.0, "lon": 35.0},
        {**mention("Kobani"), "name": "Kobane, Raqqa", "lat": 36.0, "lon": 38.3536, "radius_m": 4000},
        {**mention("Kobani", 1), "name": "Kobani", "lat": None, "lon": None},
    ]
    figures, errors = score([GOLD], prediction(places=places, reports=[]))
    assert figures["place"]["p"] == pytest.approx(2 / 3)
    assert figures["place"]["r"] == pytest.approx(2 / 3)
    assert figures["place"]["located"] == 0
    assert figures["place"]["acc161"] == 0.5
    assert figures["place"]["unresolved"] == 1
    assert figures["place"]["traps"] == 1
    assert figures["own"]["in_radius"] == 0
    assert errors == [
        "t1 place 'Kobani' 99 km off: Kobane, Raqqa",
        "t1 place 'Kobani' inf km off: Kobani",
        "t1 TRAP 'Turkish' taken for a place",
        "t1 place missed 'Manbij'",
        "t1 place spurious 'Turkish'",
        "t1 report missed Falcons @ Kobani [affirmed]",
        "t1 report missed Falcons @ Manbij [negated]",
    ]


def test_presence_for_control_is_half_right_and_activity_is_wrong():
    reports = prediction()["t1"]["reports"]
    reports[0]["what"], reports[1]["what"] = "presence", "activity"
    figures, _ = score([GOLD], prediction(reports=reports))
    assert figures["report"]["what"] == 0
    assert figures["own"]["what_half"] == 0.25
    assert figures["own"]["strict_f1"] == 0


def test_no_prediction_is_nothing_found_and_no_division_fails():
    figures, _ = score([GOLD], {})
    assert figures["place"]["f1"] == figures["actor"]["f1"] == figures["report"]["f1"] == 0
    assert score([], {}) == (
        {"documents": 0, "place": {"p": 0, "r": 0, "f1": 0, "gold": 0, "pred": 0, "strict_f1": 0}}, [],
    )  # fmt: skip


def test_a_quarter_of_the_equator_is_ten_thousand_kilometres():
    assert distance_km({"lat": 0, "lon": 0}, {"lat": 0, "lon": 90}) == pytest.approx(10_007.5, abs=0.1)
    assert distance_km({"lat": 0, "lon": 0}, {"lat": None, "lon": None}) == math.inf


def reference():
    if not REFERENCE.exists():
        pytest.skip("the reference scorer is not beside this checkout")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoilt(doc, seed):
    """Return a prediction made of a gold document by dropping, moving, renaming and inventing."""
    dice = random.Random(f"{seed} {doc['id']}")
    rows = doc.get("places", doc.get("toponyms", [])) + (doc.get("not_places", []) if seed % 2 else [])
    places = []
    for row in dice.sample(rows, round(len(rows) * dice.uniform(0.5, 1))):
        shift = dice.choice([0, 0, 0, 1, -2, 5])
        lat, lon = row.get("lat"), row.get("lon")
        if lat is None or dice.random() < 0.1:
            lat = lon = None
        else:
            reach = dice.choice([0, 0, 0.05, 0.5, 3])
            lat, lon = lat + reach * dice.uniform(-1, 1), lon + reach
        places.append(
            {
                "start": row["start"] + shift,
                "end": row["end"] + shift,
                "name": row["text"],
                "lat": lat,
                "lon": lon,
            }
        )
    actors = [
        {"start": a["start"], "end": a["end"] + dice.choice([0, 0, 3]), "name": a["canonical"].upper()}
        for a in doc.get("actors", [])
        if dice.random() < 0.8
    ]
    where = {p["name"]: p for p in doc.get("places", []) if p.get("lat") is not None}
    names = [a["name"] for a in actors] or ["NOBODY"]
    reports = []
    for r in doc.get("reports", []) * 2:
        if r["place"] in where and dice.random() < 0.6:
            point = where[r["place"] if dice.random() < 0.8 else dice.choice(sorted(where))]
            actor = r["actor"].upper() if dice.random() < 0.8 else dice.choice(names)
            status = r["status"] if dice.random() < 0.6 else dice.choice(["affirmed", "former"])
            what = r["what"] if dice.random() < 0.6 else "presence"
            reports.append(
                {
                    "actor": actor,
                    "place": r["place"],
                    "lat": point["lat"],
                    "lon": point["lon"],
                    "what": what,
                    "status": status,
                }
            )
    dice.shuffle(places)
    return {"id": doc["id"], "places": places, "actors": actors, "reports": reports}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("file", "literal"), [(DEV, False), (CORPUS, True), (CORPUS, False)])
def test_the_figures_agree_with_the_reference_scorer(file, literal, seed):
    module = reference()
    gold = module.read(file)[:60]
    predicted = {doc["id"]: spoilt(doc, seed) for doc in gold}
    ours, _ = score(json.loads(json.dumps(gold)), json.loads(json.dumps(predicted)), literal=literal)
    if literal:
        for doc in gold:
            doc["ignored"] = [g for g in doc["toponyms"] if module.is_demonym(g)]
            doc["toponyms"] = [g for g in doc["toponyms"] if not module.is_demonym(g)]
    theirs = module.score(gold, predicted)
    ours.pop("own", None)
    assert ours.keys() == theirs.keys()
    for part, figures in theirs.items():
        assert ours[part] == pytest.approx(figures, abs=1e-9)


def test_the_stated_confidence_is_held_against_what_was_right():
    places = prediction()["t1"]["places"]
    for place, confidence in zip(places, (0.95, 0.92, 0.4), strict=True):
        place["confidence"] = confidence
    places[1] |= {"lat": 0.0, "lon": 0.0}
    figures, _ = score([GOLD], prediction(places=places))
    assert figures["confidence"] == {"0.9-1.0": 0.5, "n 0.9-1.0": 2, "0.3-0.5": 1.0, "n 0.3-0.5": 1}
