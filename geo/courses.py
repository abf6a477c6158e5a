"""Courses and distances in words: "north-eastern", "NNE", "two and a half miles"."""

from __future__ import annotations

import re

from geo.extents import spread_of
from geo.phrases import NUMBERS, UNITS

_POINTS = "n nne ne ene e ese se sse s ssw sw wsw w wnw nw nnw".split()
_WORDS = {"n": "north", "e": "east", "s": "south", "w": "west"}
BEARINGS: dict[str, float] = {point: 22.5 * i for i, point in enumerate(_POINTS)}
BEARINGS |= {"".join(_WORDS[c] for c in point): angle for point, angle in BEARINGS.items()}
_HEADING = re.compile(
    r"\b(?P<far>(?:far|extreme|deep)[\s-]+)?(?P<heading>(?:north|south)(?:[\s-]?(?:east|west|central))?|east|west|central)"
    r"(?:ern(?:most)?)?(?:-(?P<middle>central))?\b|\b(?P<point>[NS][EW])\b"
)


def headings_of(part: str) -> tuple[str, ...]:
    """Return the directions that words name, as `geo.extents.Part` has them.

    >>> headings_of("the far north-eastern"), headings_of("northern and eastern"), headings_of("rural")
    (('far northeast',), ('north', 'east'), ())
    """
    found = []
    for match in _HEADING.finditer(part if part.isupper() else part[:1].lower() + part[1:]):
        if match["point"]:
            found.append("".join(_WORDS[c] for c in match["point"].lower()))
            continue
        heading = re.sub(r"[\s-]", "", match["heading"]).replace("central", "-central").removeprefix("-")
        middle = "-central" if match["middle"] else ""
        found.append(f"{'far ' if match['far'] else ''}{heading}{middle}")
    return tuple(dict.fromkeys(found))


def course_of(words: str) -> tuple[float, float] | None:
    """Return the bearing that words name and how exact it is; of two ("north and east") the middle."""
    names = (heading.removeprefix("far ") for heading in headings_of(words))
    angles = [BEARINGS[name] for name in names if name in BEARINGS]
    if len(angles) == 1:
        return angles[0], spread_of(angles[0])
    gap = (angles[1] - angles[0] + 180) % 360 - 180 if len(angles) == 2 else 180.0
    if abs(gap) > 90:
        return None
    return (angles[0] + gap / 2) % 360, abs(gap) / 2 + max(map(spread_of, angles))


def metres_of(match: re.Match[str]) -> float:
    """Return the metres that a phrase states, the middle of a range."""
    number, other, unit = _number(match["number"]), match["other"], match["unit"].lower()
    if other:
        number = (number + _number(other)) / 2
    return number * next(metres for beginning, metres in UNITS.items() if unit.startswith(beginning))


def _number(said: str) -> float:
    """Return a number in figures or words ("1,500", "7,5", "a dozen", "two and a half", "half a")."""
    if said[0].isdigit():
        return float(said.replace(",", "") if re.fullmatch(r"[\d,]*,\d{3}", said) else said.replace(",", "."))
    words = said.lower().split()
    if words[0] == "half":
        return 0.5
    half = 0.5 if words[-1] == "half" else 0.0
    words = words[: words.index("and")] if "and" in words else words
    number = NUMBERS[words[-1]]
    return number * (NUMBERS[words[-2]] if len(words) > 1 else 1) + half
