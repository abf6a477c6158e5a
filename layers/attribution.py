"""Who says it: the speaker of a sentence, the chain of sources, and whether the actor claims the deed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.documents import Document, Segment
from layers.reports import ActorMention

_SAYS = (
    r"(?:said|says|told|tells|reported|reports|added|adds|claimed|claims|announced|stated|states"
    r"|wrote|writes|noted|notes|"
    r"confirmed|confirms|alleged|alleges|explained|explains|insisted|insists|warned|according"
    r"|assured|believes|denied|denies|argues|argued|"
    r"recalls|recalled|reveals|revealed|calls|thinks)"
)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?P<who>(?:an?|the|one|two|several"
    r"|some)?\s*(?:[\w’'“”\".-]+\s?){1,6}?)(?=[,;.:]|\s+(?:the|that|in|on|who|which|has|have|is|are"
    r"|was|were)\b|$)"
)
_TOLD = re.compile(
    r"(?P<who>(?:[Oo]ne of [\w’' -]{3,50}?|[Aa]n? (?:[\w-]+ ){0,3}(?:source|official|member|fighter"
    r"|commander|resident|witness|officer|spokesman|activist)s?(?: [\w’' -]{2,40}?)?|"
    r"(?:[\w-]+ ){0,3}(?:sources|officials|residents|activists|witnesses|members|analysts)(?: "
    r"[\w’' -]{2,30}?)?|[Tt]he (?:[\w’'-]+ ){0,3}[\w’'-]+|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}))"
    r"\s+(?:also |has |have |had )?" + _SAYS + r"\b"
)
# A date that opens the sentence is no part of the speaker's name: "In July Gelayev announced".
_DATED = re.compile(
    r"^(?:In|On|By|Since|Last|Early\s+in|Late\s+in)\s+(?:(?:early|mid|late)[- ])?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day)"
    r"(?:\s+\d+)*\s+(?:the\s+)?(?=\S)"
)
_SAID_BY = re.compile(
    r"[”\"’],?\s*(?:"
    + _SAYS
    + r"\s+)(?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})|[”\"],?\s*(?P<who2>(?:the |an? )?[\w’' "
    r"-]{3,40}?)\s+" + _SAYS + r"\b"
)
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


def chain(document: Document, segment: Segment, start: int, end: int) -> tuple[str, ...]:
    """Return who says what a sentence says, the innermost source first, the outermost last.

    >>> text = "Q: Who is there?\\nA: A fighter of the group told me they left Azaz.\\nQ: Sure?\\nA: Yes."
    >>> d = Document("d", text)
    >>> chain(d, d.segments[1], d.segments[1].start, d.segments[1].end)
    ('a fighter of the group', 'interviewee')
    """
    sentence = document.text[start:end]
    who: list[str] = []
    for pattern in (_ACCORDING, _TOLD, _SAID_BY):
        match = pattern.search(sentence)
        if match:
            name = next(v for v in match.groupdict().values() if v)
            name = _DATED.sub("", " ".join(name.strip(' ,“”"’').split()))
            if name and name.lower() not in (
                "it",
                "he",
                "she",
                "they",
                "who",
                "which",
                "that",
                "i",
                "we",
                "this",
                "there",
            ):
                who.append(
                    name[0].lower() + name[1:]
                    if name.split()[0] in ("A", "An", "One", "The", "The", "Two", "Some", "Several")
                    else name
                )
                break
    if segment.kind in ("question", "answer"):
        own = segment.speaker or segment.kind
        if own == "interviewee":
            own = interviewee(document) or own
        who.append(own)
    return tuple(dict.fromkeys(who))


def claim(document: Document, start: int, end: int) -> str:
    """Return whether the actor claims the deed: "claimed", "unclaimed", "denied" or "none"."""
    sentence = document.text[start:end]
    if _UNCLAIMED.search(sentence):
        return "unclaimed"
    if _RESPONSIBILITY.search(sentence):
        return "claimed"
    return "denied" if _DENIED.search(sentence) else "none"


def is_party(name: str, mentions: Sequence[ActorMention]) -> bool:
    """Say whether a source is itself a party to the conflict."""
    return any(m.kind in ("group", "state") and (m.name == name or m.text == name) for m in mentions)
