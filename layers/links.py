"""A link of a party with a place, and the phrases it is read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers.cues import cues
from layers.items import PREPOSITIONS, Item
from layers.reports import ActorMention, What
from layers.status import Verdict


@dataclass(frozen=True, slots=True)
class Link:
    """A party linked with a place by a sentence; `place` is None where the sentence names none.

    `chance` is how likely the link is where no rule read it (`layers.likely`), None where one did.
    """

    actor: ActorMention
    place: int | None
    what: What
    verdict: Verdict
    at: int
    event: bool = False
    chance: float | None = None


_NOUN_WHAT: tuple[tuple[str, What], ...] = (
    ("base_or_camp", "base_or_camp"),
    ("departure", "movement_from"),
    ("activity", "activity"),
    ("taking", "control"),
    ("control", "control"),
    ("presence", "presence"),
    ("arrival", "movement_to"),
    ("casualty", "casualty_or_arrest"),
)


def noun_class(word: str) -> What | None:
    """Return what a noun reports ("offensive" -> activity), None for a noun that reports nothing."""
    classes = cues().nouns.get(word, frozenset())
    for name, what in _NOUN_WHAT:
        if name in classes:
            return what
    return None


def former_by(v: Verdict, cue: str) -> Verdict:
    """Return "former" for what a party loses by an event that happened.

    A loss that is denied, planned or only tried leaves it what it has.
    """
    if v.status in ("negated", "planned") or v.cue in cues().sets["tried"]:
        return Verdict("affirmed", v.cue)
    return Verdict("former", cue) if v.status in ("affirmed", "former") else Verdict("uncertain", v.cue)


def parties_from(row: Sequence[Item], k: int, stop: int) -> list[ActorMention]:
    """Return the coordinated parties that begin at or just after item `k` ("X, Y and Z")."""
    chosen: list[ActorMention] = []
    j = k
    while j < stop and j - k < 40:
        item = row[j]
        if item.actor is not None:
            chosen.append(item.actor)
        elif chosen and item.low == "," and j + 1 < stop and row[j + 1].low in ("a", "an"):
            break  # "a courier of X, an Y unit": the apposition is no further party
        elif (
            (
                item.place is not None
                or item.low in PREPOSITIONS - {"of"}
                or item.low in (";", ":", "who", "which", "that")
            )
            or (not chosen and (item.low in (",",) or j - k > 6))
            or (
                chosen
                and item.low not in (",", "and", "or", "the", "its", "'s", "(", ")", "“", "”", "both", "of")
                and not item.is_word
            )
            or (chosen and item.is_word and item.low in cues().verbs and item.low not in cues().nouns)
        ):
            break
        j += 1
    return chosen


def parties_behind(row: Sequence[Item], span: range, word: str) -> list[ActorMention]:
    """Return the parties that stand behind a preposition in a stretch ("with X and Y")."""
    for k in span:
        if row[k].low == word:
            return parties_from(row, k + 1, span.stop)
    return []
