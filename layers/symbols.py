"""Symbols: how files for other programs show each kind of report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["disc", "ring", "cross", "half"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One kind of report: its `title`, what it `means`, a `colour` (#rrggbb) and the `mark` of a point."""

    title: str
    means: str
    colour: str
    mark: Mark = "disc"


# mapped_as -> symbol.  Colours: Okabe and Ito 2008, "Color universal design", told apart by colour-blind
# readers; what is not affirmed is never a filled disc, so that a grey print does not lie either.
SYMBOLS: dict[str, Symbol] = {
    "presence": Symbol("Present or active", "the text says that the actor is there or holds it", "#0072b2"),
    "event": Symbol("Losses and movements", "members killed, captured, arrested; arrivals", "#d55e00"),
    "region": Symbol("Whole regions, borders", "only a region or a border is named", "#56b4e9"),
    "person": Symbol("Whereabouts of persons", "never the position of a group", "#cc79a7"),
    "uncertain": Symbol("Uncertain", "possible, alleged, or claimed by a party", "#e69f00", "half"),
    "planned": Symbol("Planned", "announced or intended", "#009e73", "half"),
    "avoided": Symbol("Said not to be so", "denied, avoided or barred", "#555555", "cross"),
    "past": Symbol("Past", "it was so; over or long ago", "#8c8c8c", "ring"),
    "origin": Symbol("Origins", "where somebody comes from, not where they are", "#8a6d1a", "ring"),
    "landmark": Symbol("Landmarks", "named only to say where something else is", "#6b6b6b", "cross"),
    "list": Symbol("Not on the map", "named too broadly, not located, or rejected", "#bbbbbb", "ring"),
}

# For styles by actor: the same authors' colours without grey, which means "denied" or "past".
ACTOR_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#5d3a9b")
# Events of other projects stand beside the reports, never among them.
EVENT_COLOUR = "#7b3294"
