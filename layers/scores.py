"""How good an extraction is, against a gold standard: places, actors, reports, and the wrong pin on a map.

The terms are those of the gold sets: places and actors match where their spans overlap, one to one;
a report matches on (actor, place), an actor by its mentions and a place by distance, then on status.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]

# How far from the gold point a place of a level may lie and still be the same place, in kilometres.
TOLERANCE_KM = {
    "site": 15, "settlement": 15, "district": 40, "province": 90, "region": 200,
    "waterbody_or_physical": 150, "country": 500, "supranational": 2500,
}  # fmt: skip
_TOLERANCE_UNKNOWN_KM = 161
_CONFIDENCE = ((0.9, "0.9-1.0"), (0.7, "0.7-0.9"), (0.5, "0.5-0.7"), (0.3, "0.3-0.5"), (-1.0, "0.0-0.3"))
# Neighbours in meaning: a confusion among these counts as half in `what_half`.
_NEIGHBOURS = frozenset({"presence", "base_or_camp", "control"})
_DEMONYM_ENDINGS = (
    "ish", "ese", "ian", "ians", "ean", "eans", "can", "cans", "an", "ans", "i", "is", "ic", "ch",
    "eek", "eeks", "iss", "ite", "ites", "er", "ers",
)  # fmt: skip
_PEOPLES = frozenset({"american", "americans", "british", "french", "dutch", "english"})
_EARTH_DIAMETER_KM = 12742.0


@dataclass
class Tally:
    """What was counted in one or many documents; `gaps` (km) .. `sure` are of matched places.

    `inside` says whether the gold point lies within the stated radius, `radii` are these radii (km), `sure`
    pairs the stated confidence with whether the place is right.
    """

    counts: Counter[str] = field(default_factory=Counter)
    gaps: list[float] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)
    radii: list[float] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add the counts of another tally to this one."""
        self.counts.update(other.counts)
        self.gaps += other.gaps
        self.inside += other.inside
        self.radii += other.radii
        self.sure += other.sure
        self.errors += other.errors


def score(
    gold: Iterable[Row], predicted: Mapping[str, Row], *, literal: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """Return the figures of predictions (by document id) against gold documents, and the errors in words.

    With `literal`, demonyms that a corpus counts as toponyms are neither asked nor punished.  The
    part "own" holds what the gold sets' scorer does not count: `in_radius`, the share of matched
    places with both points whose gold point lies within the stated radius, and `median_radius_km`;
    `strict_f1`, reports with the right status and the right `what`; `what_half`, with presence, base and
    control as neighbours; `wrong_pins` of `never_affirmed`, the two numbers that `false_affirmed` is the
    share of.  The part "confidence" tells, for ranges of the stated confidence of places, the share that is
    right and how many.
    """
    total = Tally()
    documents = [_literal(doc) if literal else doc for doc in gold]
    for doc in documents:
        guess = predicted.get(doc["id"], {})
        for part in (_places, _actors, _reports):
            total.add(part(doc, guess))
    return _figures(total, documents), total.errors


def _figures(total: Tally, documents: Sequence[Row]) -> dict[str, Any]:
    n = total.counts
    place = _prf(n["place"], n["place gold"], n["place found"])
    place["strict_f1"] = _prf(n["place strict"], n["place gold"], n["place found"])["f1"]
    if total.gaps:
        finite = [gap for gap in total.gaps if gap < math.inf]
        place["acc25"] = sum(gap <= 25 for gap in total.gaps) / len(total.gaps)
        place["acc161"] = sum(gap <= 161 for gap in total.gaps) / len(total.gaps)
        place["median_km"] = statistics.median(finite) if finite else None
        place["mean_km"] = statistics.fmean(finite) if finite else None
        place["unresolved"] = len(total.gaps) - len(finite)
        place["located"] = n["located"] / n["place gold located"]
    if n["traps"]:
        place["traps"] = n["trapped"] / n["traps"]
    figures: dict[str, Any] = {"documents": len(documents), "place": place}
    own: dict[str, Any] = {}
    if total.inside:
        own["in_radius"] = _share(sum(total.inside), len(total.inside))
        own["median_radius_km"] = statistics.median(total.radii)
    if any("actors" in doc for doc in documents):
        figures["actor"] = _prf(n["actor"], n["actor gold"], n["actor found"])
    if any("reports" in doc for doc in documents):
        pair = _prf(n["pair"], n["report gold"], n["report found"])
        figures["report"] = {
            "pair_p": pair["p"],
            "pair_r": pair["r"],
            "pair_f1": pair["f1"],
            **_prf(n["report"], n["report gold"], n["report found"]),
            "what": _share(n["what"], n["pair"]),
            "false_affirmed": _share(n["false affirmed"], n["danger"]),
        }
        own["strict_f1"] = _prf(n["strict"], n["report gold"], n["report found"])["f1"]
        own["what_half"] = _share(n["what halves"] / 2, n["pair"])
        own["wrong_pins"] = n["false affirmed"]
        own["never_affirmed"] = n["danger"]
    reliability = {"confidence": _reliability(total.sure)} if total.sure else {}
    return figures | ({"own": own} if own else {}) | reliability


def _reliability(sure: Iterable[tuple[float, bool]]) -> dict[str, Any]:
    """Return for ranges of stated confidence the share of places that is right, and how many there are."""
    bins: dict[str, list[bool]] = {name: [] for _, name in _CONFIDENCE}
    for confidence, right in sure:
        bins[next(name for least, name in _CONFIDENCE if confidence >= least)].append(right)
    counted = {
        name: (len(rights), _share(sum(rights), len(rights))) for name, rights in bins.items() if rights
    }
    return {
        key: value for name, (n, share) in counted.items() for key, value in ((name, share), (f"n {name}", n))
    }


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _prf(right: int, gold: int, found: int) -> dict[str, Any]:
    p, r = _share(right, found), _share(right, gold)
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": gold, "pred": found}


def _overlap(a: Row, b: Row) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _touches(row: Row, others: Iterable[Row]) -> bool:
    return any(_overlap(row, other) for other in others)


def _match(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pair rows whose spans overlap, one to one in text order, the nearest span first."""
    pairs: list[tuple[Row, Row]] = []
    free = list(range(len(found)))
    for g in sorted(gold, key=lambda row: (row["start"], row["end"])):

        def off(i: int, g: Row = g) -> int:
            return int(abs(found[i]["start"] - g["start"]) + abs(found[i]["end"] - g["end"]))

        options = [i for i in free if _overlap(g, found[i])]
        if options:
            best = min(options, key=off)
            free.remove(best)
            pairs.append((g, found[best]))
    return pairs


def _missed(
    kind: str, doc: Row, gold: Sequence[Row], found: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> list[str]:
    hit, used = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
    missed = [f"{doc['id']} {kind} missed {g['text']!r}" for g in gold if id(g) not in hit]
    return missed + [
        f"{doc['id']} {kind} spurious {p.get('text', p.get('name'))!r}" for p in found if id(p) not in used
    ]


def _has_point(row: Row) -> bool:
    return row.get("lat") is not None and row.get("lon") is not None


def distance_km(a: Row, b: Row) -> float:
    """Return the great-circle distance of two rows with `lat` and `lon`, infinite where one has none."""
    if not (_has_point(a) and _has_point(b)):
        return math.inf
    lat1, lat2 = math.radians(a["lat"]), math.radians(b["lat"])
    across = math.sin(math.radians(b["lon"] - a["lon"]) / 2) ** 2
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * across
    return _EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(h)))


def _tolerance_km(g: Row) -> float:
    level = TOLERANCE_KM.get(g.get("level") or "", _TOLERANCE_UNKNOWN_KM)
    return float(max(level, 2 * (g.get("acc_km") or 0)))


def _gold_places(doc: Row) -> Sequence[Row]:
    return list(doc.get("places", doc.get("toponyms", [])))


def _places(doc: Row, guess: Row) -> Tally:
    gold, ignored = _gold_places(doc), doc.get("ignored", [])
    found = [p for p in guess.get("places", []) if _touches(p, gold) or not _touches(p, ignored)]
    pairs = _match(gold, found)
    tally = Tally()
    for g, p in pairs:
        if not _has_point(g):
            continue
        gap = distance_km(g, p)
        tally.gaps.append(gap)
        if gap < math.inf and p.get("radius_m") is not None:
            tally.inside.append(gap * 1000 <= p["radius_m"])
            tally.radii.append(p["radius_m"] / 1000)
        if gap < math.inf and p.get("confidence") is not None:
            tally.sure.append((p["confidence"], gap <= _tolerance_km(g)))
        if gap <= _tolerance_km(g):
            tally.counts["located"] += 1
        else:
            tally.errors.append(f"{doc['id']} place {g['text']!r} {gap:.0f} km off: {p.get('name')}")
    tally.counts.update(
        {
            "place": len(pairs),
            "place strict": sum((g["start"], g["end"]) == (p["start"], p["end"]) for g, p in pairs),
            "place gold": len(gold),
            "place found": len(found),
            "place gold located": sum(map(_has_point, gold)),
            "traps": len(doc.get("not_places", [])),
        }
    )
    outside = [p for p in found if not _touches(p, gold)]
    for trap in doc.get("not_places", []):
        if _touches(trap, outside):
            tally.counts["trapped"] += 1
            tally.errors.append(f"{doc['id']} TRAP {trap['text']!r} taken for a place")
    tally.errors += _missed("place", doc, gold, found, pairs)
    return tally


def _actors(doc: Row, guess: Row) -> Tally:
    gold = [a for a in doc.get("actors", []) if not a.get("generic")]
    generic = [a for a in doc.get("actors", []) if a.get("generic")]
    if "actors" not in doc:
        return Tally()
    found = [a for a in guess.get("actors", []) if _touches(a, gold) or not _touches(a, generic)]
    pairs = _match(gold, found)
    counts = Counter({"actor": len(pairs), "actor gold": len(gold), "actor found": len(found)})
    return Tally(counts, errors=_missed("actor", doc, gold, found, pairs))


def _by_name(rows: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return groups


def _distinct(reports: Iterable[Row]) -> list[Row]:
    """Keep one report an (actor, place, status): repeats on either side count once."""
    return list({(r["actor"], r["place"], r["status"]): r for r in reports}.values())


def _same(doc: Row, guess: Row, where: Mapping[str, Row]) -> Callable[[Row, Row], bool]:
    """Return the test whether a gold and a predicted report are about one actor and one place."""
    spans = _by_name(doc.get("actors", []), "canonical")
    guesses = _by_name(guess.get("actors", []), "name")

    def same(g: Row, p: Row) -> bool:
        target = where[g["place"]]
        return distance_km(target, p) <= _tolerance_km(target) and any(
            _touches(mention, spans.get(g["actor"], [])) for mention in guesses.get(p["actor"], [])
        )

    return same


def _reports(doc: Row, guess: Row) -> Tally:
    tally = Tally()
    if "reports" not in doc:
        return tally
    where = {g["name"]: g for g in _gold_places(doc) if _has_point(g)}
    gold = _distinct(r for r in doc["reports"] if r["place"] in where)
    found = _distinct(r for r in guess.get("reports", []) if _has_point(r))
    same = _same(doc, guess, where)
    free, open_ = list(found), list(gold)
    for right_status in (True, False):  # the right status first, so that no pair is spent on a wrong one
        for g in list(open_):
            fits = (p for p in free if (p["status"] == g["status"]) == right_status and same(g, p))
            if (p := next(fits, None)) is not None:
                free = [x for x in free if x is not p]
                open_ = [x for x in open_ if x is not g]
                tally.counts.update(_of_pair(g, p, right_status))
    tally.counts.update({"report gold": len(gold), "report found": len(found)})
    tally.add(_false_affirmed(doc, gold, found, same))
    tally.errors += [f"{doc['id']} report missed {_words(g)}" for g in open_]
    tally.errors += [f"{doc['id']} report spurious {_words(p)}" for p in free]
    return tally


def _of_pair(g: Row, p: Row, right_status: bool) -> dict[str, int]:
    right = g.get("what") == p.get("what")
    near = {g.get("what"), p.get("what")} <= _NEIGHBOURS
    return {
        "pair": 1,
        "report": int(right_status),
        "what": int(right),
        "strict": int(right and right_status),
        "what halves": 2 if right else int(near),
    }


def _words(report: Row) -> str:
    return f"{report['actor']} @ {report.get('place')} [{report['status']}]"


def _false_affirmed(
    doc: Row, gold: Sequence[Row], found: Sequence[Row], same: Callable[[Row, Row], bool]
) -> Tally:
    """Count the pairs that are only denied, past, doubtful or planned and yet came out as affirmed."""
    tally = Tally()
    pairs: dict[tuple[Any, Any], list[Row]] = {}
    for g in gold:
        pairs.setdefault((g["actor"], g["place"]), []).append(g)
    affirmed = [g for g in gold if g["status"] == "affirmed"]
    for reports in pairs.values():
        if any(g["status"] == "affirmed" for g in reports):
            continue
        tally.counts["danger"] += 1
        g = reports[0]
        claims = (p for p in found if p["status"] == "affirmed" and same(g, p))
        if any(not any(same(x, p) for x in affirmed) for p in claims):
            tally.counts["false affirmed"] += 1
            said = f"{g['actor']} @ {g['place']} is [{g['status']}]"
            tally.errors.append(f"{doc['id']} FALSE AFFIRMED {said}")
    return tally


def _literal(doc: Row) -> Row:
    toponyms = doc.get("toponyms", [])
    peoples = [g for g in toponyms if is_demonym(g)]
    rest = [g for g in toponyms if not is_demonym(g)]
    return {**doc, "ignored": [*doc.get("ignored", []), *peoples], "toponyms": rest}


def is_demonym(g: Row) -> bool:
    """Say whether a corpus mention is an adjective or a people (Turkish for Turkey)."""
    text, name = str(g["text"]).lower(), str(g.get("name") or "").lower()
    if text in _PEOPLES:
        return text != name
    if not name or text == name or name.startswith(text) or text[:3] != name[:3]:
        return False
    return any(text.endswith(ending) for ending in _DEMONYM_ENDINGS)
