"""Who says it: the speaker of a sentence, the chain of sources, and whether the actor claims the deed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.documents import Document, Segment
from layers.items import PRONOUNS, Item
from layers.reports import ActorMention
from layers.voices import Voice

_RESPONSIBILITY = re.compile(
    r"\b(?:claim(?:ed|s|ing)?|admit(?:s|ted)?|took|taken|taking|assum(?:ed|ing)) (?:the )?responsibility\b",
    re.I,
)
_UNCLAIMED = re.compile(
    r"\b(?:(?:not|without|never|stopped|avoid\w*|no longer|no group has|nobody has|no one has"
    r"|refrain\w* from)\s+(?:yet\s+|publicly\s+|openly\s+)?"
    r"claim(?:ed|ing)?|unclaimed|no claim of responsibility)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied) (?:any |all )?(?:responsibility|involvement|having)|denied (?:that|it)"
    r"|reject(?:s|ed) the (?:claim|accusation|charge)s?)\b",
    re.I,
)
_TITLE_OF_INTERVIEW = re.compile(
    r"\binterview(?:s|ed)?\b.{0,30}?\bwith\s+(?P<who>(?:[A-Z][\w’'-]*|al-[A-Z][\w’'-]*)(?: "
    r"(?:[A-Z][\w’'-]*|al-[A-Z][\w’'-]*|bin|ibn)){0,4})"
)


def interviewee(document: Document) -> str | None:
    """Return who is interviewed, where the text's beginning says so ("the interview with X")."""
    match = _TITLE_OF_INTERVIEW.search(document.text[:1200])
    return match.group("who").rstrip(".,’'") if match else None


def chain(
    document: Document, segment: Segment, told: Sequence[Voice], at: int, before: str = ""
) -> tuple[str, ...]:
    """Return who says what stands at an item of a sentence, the innermost source first, the outermost last.

    `told` are the voices of the sentence; `before` is who spoke in the sentence before, whom "he" means.
    """
    who: list[str] = []
    for voice in sorted(told, key=lambda v: -v.at if v.start > v.at else v.at + 10_000):
        if voice.says(at):
            name = before if voice.name in SOMEBODY else voice.name
            if name and name not in PRONOUNS:
                who.append(name)
    if segment.kind in ("question", "answer"):
        own = segment.speaker or segment.kind
        if own == "interviewee":
            own = interviewee(document) or own
        who.append(own)
    return tuple(dict.fromkeys(who))


# Pronouns of whoever spoke last.
SOMEBODY = frozenset({"he", "she"})


def claim(
    document: Document, start: int, end: int, actor: ActorMention | None = None, row: Sequence[Item] = ()
) -> str:
    """Return whether the actor claims the deed: "claimed", "unclaimed", "denied" or "none".

    A claim or denial that another party makes in the sentence is not the actor's.
    """
    for value, pattern in _CLAIMS:
        match = pattern.search(document.text, start, end)
        if match is not None:
            return value if actor is None or _is_by(actor, row, match.start()) else "none"
    return "none"


def _is_by(actor: ActorMention, row: Sequence[Item], offset: int) -> bool:
    """Say whether the party named last before an offset, if any is, is the actor."""
    before = [x.actor for x in row if x.actor is not None and x.actor.kind != "media" and x.start < offset]
    return not before or before[-1].name == actor.name or actor.name not in {a.name for a in before}


_CLAIMS = (("unclaimed", _UNCLAIMED), ("claimed", _RESPONSIBILITY), ("denied", _DENIED))
