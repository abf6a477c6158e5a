"""Style: colour says who, shape says what, fill says whether it is so, drawing says how precise."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from layers.reports import Report

# (on light ground, on dark ground).  Nine colours, each at least 3:1 against its ground (WCAG 1.4.11); the
# nearest two stay about 20 CIE76 units apart for normal, protan, deutan and tritan eyes (Machado 2009), and
# all keep away from the grey that means "denied".
PALETTE: tuple[tuple[str, str], ...] = (
    ("#254ed5", "#97a8fc"), ("#b28214", "#eebb0e"), ("#228459", "#96e7c0"), ("#581b48", "#bc5fb2"),
    ("#b555c9", "#eec0f1"), ("#635f11", "#c4de8c"), ("#492e8d", "#7e67e0"), ("#d15e99", "#f34380"),
    ("#074c20", "#3c983c"),
)  # fmt: skip

# precision -> how it is drawn; None: never drawn
DRAWN: dict[str, str | None] = {
    "exact": "dot", "site": "dot", "settlement": "dot", "near": "ring", "district": "area",
    "governorate": "area", "water": "area", "region": "faint", "country": None, "unlocated": None,
}  # fmt: skip


def drawing(report: Report) -> str | None:
    """Return how the report is drawn: "dot", "ring", "area", "faint", "cross", or None for the list."""
    layer = report.mapped_as
    if layer == "list":
        return None
    if layer == "landmark":
        return "cross"
    way = DRAWN[report.precision]
    return "ring" if way == "dot" and report.extent is not None else way  # half a town has no middle


def shape(report: Report) -> str:
    """Return the name of the symbol that says what is reported."""
    if report.relation == "landmark":
        return "landmark"
    if report.actor_kind == "person" and report.what in ("presence", "activity", "base_or_camp", "control"):
        return "person"
    return str(report.what)


def fill(report: Report) -> str:
    """Return the fill that says whether it is so: a status, with the past shown as former."""
    return "former" if report.era == "past" and report.status == "affirmed" else str(report.status)


def slots(reports: Iterable[Report]) -> dict[str, int]:
    """Return the palette slot of each group and force; -1, neutral ink, for persons and media.

    The slot is a hash of the name, so that an actor keeps its colour from map to map; where two actors of
    one map fall together, the one with fewer reports takes the next free slot, while there is one.
    """
    counts = Counter(r.actor for r in reports if r.actor is not None and r.actor_kind in ("group", "state"))
    taken: dict[str, int] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        first = int.from_bytes(digest[:4]) % len(PALETTE)
        free = (slot % len(PALETTE) for slot in range(first, first + len(PALETTE)))
        taken[name] = next((slot for slot in free if slot not in taken.values()), first)
    return taken


def variables() -> str:
    """Return the CSS that declares the palette, for light and for dark ground."""

    def declare(column: int) -> str:
        return "".join(f"--actor-{i}:{pair[column]};" for i, pair in enumerate(PALETTE))

    return f":root{{{declare(0)}}}:root[data-theme=dark]{{{declare(1)}}}"
