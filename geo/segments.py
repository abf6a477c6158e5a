"""How a document is built: title, headings, questions and answers, captions, furniture, the author's note."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from geo.documents import Segment, SegmentKind

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_QUESTION_LABEL = re.compile(r"(?:Q(?:uestion)?\s*(?:\d+\s*[:.)–—-]?|[:.)–—-])|Interviewer\s*:)\s*", re.I)
_ANSWER_LABEL = re.compile(r"(?:A(?:nswer)?\s*\d*\s*[:.)–—-]|Interviewee\s*:)\s+", re.I)
_SPEAKER_LABEL = re.compile(r"([A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]*){0,3}):\s+(?=\S)")

# Words of page furniture: sharing, subscribing, players, cookies, donations, lists of other articles.
_FURNITURE = re.compile(
    r"^\W*(?:share (?:on|this|via)\b|tweet\b|e-?mail this|print this|copy (?:the )?link|follow (?:us|me)\b|"
    r"i will follow\b|subscribe\b|sign (?:up|in)\b|log in\b|newsletter\b|download (?:the |our |adobe )|"
    r"(?:the )?(?:code|url|link) has been copied|no media source|embed\b|advertisement\b|sponsored\b|"
    r"click here|read (?:more|also|next)\b|see also\b|related (?:articles?|stories|posts?|topics?|content)\b|"
    r"similar (?:articles?|stories|posts?)\b|more (?:on|from) (?:this|the)\b|most (?:read|popular)\b|"
    r"recommended\b|you may also like|comments?\W*$|leave a (?:reply|comment)|all rights reserved|©"
    r"|copyright\b|"
    r"cookies?\b.*\b(?:accept|policy|use)|privacy policy|terms of (?:use|service)|support (?:my|our|us)\b|"
    r"donate\b|patreon\b|paypal\b|buy me a coffee|loading\b|skip to\b|back to top|tags?\s*:|filed under|"
    r"(?:facebook|twitter|telegram|whatsapp|instagram|youtube|linkedin|reddit|pinterest|vk)\W*$)",
    re.I,
)
_LIST_OF_OTHERS = re.compile(
    r"^\W*(?:similar|related|recommended|more|other) (?:articles?|stories|posts?|news|reading)\b", re.I
)
_CAPTION = re.compile(
    r"^\W*(?:(?:file )?photo(?:graph)?s?\b|image\b|picture\b|video\b|watch\s*:|caption\b|credit\b|"
    r"source\s*:\s*\S+\s*$|map\s*:)|\((?:photo|image|AFP|AP|Reuters|file)[^)]*\)\s*$",
    re.I,
)
_BIO = re.compile(
    r"\bis (?:an?|the) (?:[\w-]+ ){0,4}(?:researcher|analyst|journalist|reporter|correspondent|fellow|editor|"
    r"columnist|professor|lecturer|author|writer|freelancer?|contributor|expert|student|candidate)\b"
    r"|\bin journalism since\b|\bbefore joining\b|\bhas been working (?:as|for)\b|\bhis work has appeared\b"
    r"|\bher work has appeared\b|\bcan be (?:reached|followed) (?:at|on)\b|\bfollow (?:him|her|them) on\b"
    r"|\babout the author\b|\bthe author is\b",
    re.I,
)
_HEADING_MAX = 90
_TITLE_MAX = 160
_TWO_SENTENCES = re.compile(r"[.!?]\s+[A-Z]")
_BULLET = re.compile(r"^\s*(?:[*•·▪‣-]|\(?\d{1,3}[.)]|[a-z][.)])\s+")


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for line in _PARAGRAPH.finditer(text):
        raw = line.group()
        start, end = line.start() + len(raw) - len(raw.lstrip()), line.start() + len(raw.rstrip())
        if spans and _goes_on(text, spans[-1], start, raw.strip()):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _goes_on(text: str, before: tuple[int, int], start: int, line: str) -> bool:
    """Say whether a line only goes on where the line before it was wrapped."""
    last = text.rfind("\n", before[0], before[1]) + 1
    width = before[1] - max(last, before[0])
    if text[before[1] : start].count("\n") != 1 or width < 50 or text[before[1] - 1] in '.!?:…”"':
        return False
    label = _BULLET.match(line) or _QUESTION_LABEL.match(line) or _ANSWER_LABEL.match(line)
    return not label and (line[0].islower() or width > 60)


def _looks_like_heading(line: str) -> bool:
    """Say whether a line is short, no sentence and no bullet."""
    return len(line) <= _HEADING_MAX and line[-1] not in '.!?…:;,"”»)' and not _BULLET.match(line)


def _interview(lines: list[str]) -> list[SegmentKind] | None:
    """Return the part each line plays in an interview, or None where the text is none.

    Questions are labelled (Q1:, Question:, Interviewer:), or, without labels, at least three
    lines end in a question mark and are followed by one that does not.
    """
    labelled = [bool(_QUESTION_LABEL.match(line)) for line in lines]
    if sum(labelled) < 2 and not (any(labelled) and any(_ANSWER_LABEL.match(line) for line in lines)):
        asked = [line.endswith("?") and len(line) < 400 for line in lines]
        answered = sum(a and not b for a, b in itertools.pairwise(asked))
        if answered < 3 or 2 * answered > len(lines):
            return None
        labelled = asked
    kinds: list[SegmentKind] = []
    inside = False
    for _line, is_question in zip(lines, labelled, strict=True):
        if is_question:
            inside = True
            kinds.append("question")
        else:
            kinds.append("answer" if inside else "body")
    return kinds


def _furniture(lines: list[str], kinds: list[SegmentKind]) -> None:
    """Mark furniture, captions and the author's note in `kinds`."""
    seen: set[str] = set()
    others = False
    total = sum(map(len, lines)) or 1
    done = 0
    for i, line in enumerate(lines):
        key = " ".join(re.sub(r"\W+", " ", line).lower().split())
        late = done / total > 0.8
        done += len(line)
        others = (others and len(line) < 200) or bool(_LIST_OF_OTHERS.match(line))
        repeated = len(line) < _TITLE_MAX and key in seen and len(key) > 12
        if others or repeated or _FURNITURE.match(line):
            kinds[i] = "furniture"
        elif _CAPTION.search(line) and len(line) < 300:
            kinds[i] = "caption"
        elif late and len(line) < 700 and _BIO.search(line):
            kinds[i] = "bio"
            if i and len(lines[i - 1]) < 40:
                kinds[i - 1] = "bio"
        seen.add(key)


def _top(lines: list[str], kinds: list[SegmentKind]) -> None:
    """Mark the title, and what stands between the title and its repetition (captions of other items)."""
    if len(lines) < 2 or kinds[0] != "body" or _TWO_SENTENCES.search(lines[0]):
        return
    if len(lines[0]) <= _TITLE_MAX and (_looks_like_heading(lines[0]) or len(lines[1]) > 2 * len(lines[0])):
        kinds[0] = "title"
        key = re.sub(r"\W+", " ", lines[0]).lower().strip()
        again = [
            i for i, line in enumerate(lines[1:8], 1) if re.sub(r"\W+", " ", line).lower().strip() == key
        ]
        for i in range(1, again[-1] if again else 1):
            if kinds[i] in ("body", "heading"):
                kinds[i] = "caption"


def segment(text: str) -> tuple[Segment, ...]:
    """Return the segments of a text, one a line, in text order; blank lines belong to none.

    >>> [s.kind for s in segment("Who holds Azaz?\\n\\nQ1: Who is there?\\nNobody.\\nQ2: Sure?\\nYes.")]
    ['body', 'question', 'answer', 'question', 'answer']
    """
    spans = _paragraphs(text)
    lines = [text[a:b] for a, b in spans]
    interview = _interview(lines)
    kinds: list[SegmentKind] = interview or [
        "heading" if _looks_like_heading(line) else "body" for line in lines
    ]
    if kinds and kinds[0] == "heading":
        kinds[0] = "body"
    _top(lines, kinds)
    _furniture(lines, kinds)
    return tuple(_labelled(lines, spans, kinds))


def _labelled(lines: list[str], spans: list[tuple[int, int]], kinds: list[SegmentKind]) -> Iterable[Segment]:
    """Yield the segments; a speaker's label gives the speaker."""
    speakers: dict[SegmentKind, str] = {"question": "interviewer", "answer": "interviewee"}
    for line, (start, end), kind in zip(lines, spans, kinds, strict=True):
        speaker = speakers.get(kind)
        label = _SPEAKER_LABEL.match(line)
        if label and kind in speakers and not _QUESTION_LABEL.match(line) and not _ANSWER_LABEL.match(line):
            speaker = label.group(1)
        yield Segment(kind, start, end, speaker)
