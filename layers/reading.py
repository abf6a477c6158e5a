"""The sentences of a document in the order of its text, with what each owes to those before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.documents import Document, Segment
from geo.places import Toponym
from geo.sentences import sentences
from layers.clauses import clauses
from layers.cues import cues
from layers.frames import headed, links
from layers.governments import is_state_name
from layers.headings import head_of, names_unknown, opens_with_unknown
from layers.items import BE, DO, HAVE, Item, items
from layers.links import Link
from layers.reference import UNNAMED, Memory, chained, listed_places, refer_actors, refer_places
from layers.reports import ActorMention, What
from layers.status import AFFIRMED, Verdict
from layers.subjects import is_relation
from layers.verbs import Clause
from layers.wheres import AT, is_dateline, wheres

_SILENT = frozenset({"furniture", "bio", "caption"})


_ITEM = re.compile(r"\s*[-*•–—]\s")  # an item of a list
_TOPIC_ONLY = frozenset({"title", "heading"})


_YES = re.compile(
    r"(?:A\d*\s*[:.)]\s*)?[“\"]?(?:Yes|Indeed|Certainly|Of course|Correct|True|That is (?:right"
    r"|true|correct))\b[,.! ]",
    re.I,
)


_NO = re.compile(
    r"(?:A\d*\s*[:.)]\s*)?[“\"]?(?:No|Not at all|Never|Not yet|Not any ?more|False)\b\s*[,.!;:–-]", re.I
)


_GONE = re.compile(r"(?:A\d*\s*[:.)]\s*)?[“\"]?(?:Gone)\b[,.! ]", re.I)


_UNSURE = re.compile(
    r"\b(?:possible|possibly|perhaps|maybe|might|could|may|probably|likely|I think|we think)\b", re.I
)


_EMBEDDED = frozenset(
    "that who whom which whose when where while if whether as because after before until since "
    "although though".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its links, all references resolved."""

    start: int
    end: int
    segment: Segment
    row: tuple[Item, ...]
    links: tuple[Link, ...]


def _is_question(document: Document, sentence: Sentence) -> bool:
    """Say whether a sentence ends in a question mark."""
    return document.text[sentence.start : sentence.end].rstrip('”"’) ').endswith("?")


def read(
    document: Document, toponyms: Sequence[Toponym], actors: Sequence[ActorMention]
) -> Iterator[Sentence]:
    """Yield the sentences that can report, with their links, carrying parties and places from one to the
    next.
    """
    memory = Memory()
    asked: list[Sentence] = []
    previous_kind = ""
    for segment in document.segments:
        memory.event_places, memory.topic = [], list(memory.section)
        if segment.kind in _SILENT:
            continue
        if segment.kind == "body" and _ITEM.match(document.text, segment.start):
            memory.places, memory.chain = [], {}  # "the town" is none of another item's
        if segment.kind in _TOPIC_ONLY:
            memory.section = []
        if segment.kind == "question" and previous_kind != "question":
            memory.asked_actors, memory.asked_places, asked = [], [], []
        first = segment.kind == "answer" and previous_kind == "question"
        previous_kind = segment.kind
        for start, end in sentences(document.text, segment.start, segment.end):
            sentence = _sentence(document, segment, start, end, toponyms, actors, memory)
            if segment.kind == "question":
                if _is_question(document, sentence):
                    asked.append(sentence)
                else:  # what the interviewer states
                    yield sentence
                continue
            if segment.kind in _TOPIC_ONLY:
                continue
            if first:
                yield from _answered(document, sentence, asked)
                yield from _named(document, sentence, asked, memory)
                first = False
            yield sentence


_PREDICATES = frozenset("active present based deployed stationed operating".split())
_FIRST = re.compile(r"(?:[-•*–(]?\s*(?:\w{1,2}[.)]\s+)?)?([A-Za-z]+)")


def _left_out(text: str, start: int, end: int, memory: Memory) -> ActorMention | None:
    """Return the party that a sentence without a subject is about ("Active in P."; "Holds a base at P.")."""
    first = _FIRST.match(text, start, end)
    word = first.group(1).lower() if first else ""
    form = cues().verbs.get(word)
    predicate = word in _PREDICATES or (form is not None and form.tag in ("s", "past", "pastpart", "part"))
    if first is None or not predicate or not memory.subjects or memory.since > 1:
        return None
    at = first.start(1)
    return replace(memory.subjects[-1], start=at, end=at, text="", via="(no subject)")


def _can_report(people: Sequence[ActorMention], placed: bool) -> bool:
    """Say whether a sentence with these parties can report: with a place, or of a named group or force."""
    return any(placed or (p.kind in ("group", "state") and not p.generic) for p in people)


def _start(named: Toponym | ActorMention) -> int:
    """Return where a place or party is named."""
    return named.start


def _sentence(
    document: Document,
    segment: Segment,
    start: int,
    end: int,
    toponyms: Sequence[Toponym],
    actors: Sequence[ActorMention],
    memory: Memory,
) -> Sentence:
    """Return one sentence with its links, and remember what it names."""
    text = document.text
    here = actors[bisect_left(actors, start, key=_start) : bisect_left(actors, end, key=_start)]
    people = refer_actors(text, start, end, here, memory)
    first = bisect_left(toponyms, start, key=_start)
    spans = [
        (t.start, t.end, i)
        for i, t in enumerate(toponyms[first : bisect_left(toponyms, end, key=_start)], first)
        if t.type == "literal"
    ]
    referred = [
        *refer_places(text, start, end, spans, toponyms, memory),
        *listed_places(text, start, end, spans),
    ]
    places = sorted(spans + referred)
    if spans and not people and (left_out := _left_out(text, start, end, memory)) is not None:
        people = [left_out]
    opening = [a.start for a in people] + [s for s, _, _ in spans]
    first = segment.kind == "body" and start == segment.start
    if first and opens_with_unknown(text, start, end, opening):
        memory.topic = []
    if not (people or spans):
        memory.since += 1
        if names_unknown(text, start, end):
            memory.topic, memory.places = [], []
        return Sentence(start, end, segment, (), ())
    row = _uninverted(_uncleft(items(text, start, end, people, places)))
    if text[start:end].rstrip('”"’)').endswith("?"):
        row = _as_statement(row)
    found = clauses(row)
    asks = segment.kind != "question" and text[start:end].rstrip('”"’) ').endswith("?")
    made = (
        links(
            row,
            found,
            toponyms,
            before=memory.event_places,
            topic=memory.topic,
            asked=memory.asked_places[-1:] if segment.kind == "answer" else (),
        )
        if not asks and _can_report(people, bool(places or memory.event_places or memory.topic))
        else []
    )
    _remember(memory, segment, people, spans, found, made, row, toponyms)
    return Sentence(start, end, segment, tuple(row), tuple(made))


def _remember(
    memory: Memory,
    segment: Segment,
    people: Sequence[ActorMention],
    spans: Sequence[tuple[int, int, int]],
    found: Sequence[Clause],
    made: Sequence[Link],
    row: Sequence[Item],
    toponyms: Sequence[Toponym],
) -> None:
    """Keep the parties, places and events of a sentence for the references after it."""
    related = {x.actor for k, x in enumerate(row) if x.actor is not None and is_relation(row, k)}
    acting = {link.actor for link in made}
    parties = [
        p
        for p in people
        if p.kind != "media"
        and p.name != UNNAMED
        and p not in related
        and (p in acting or not is_state_name(p))
    ]
    _remember_head(memory, segment, row, toponyms, found)
    memory.chain = {} if segment.kind == "question" else chained(people)
    memory.since = 0 if parties else memory.since + 1
    events = [link.place for link in made if link.event and link.place is not None and not link.verdict]
    events = events or ([] if people else _happened(row, found, toponyms))
    memory.event_places = list(dict.fromkeys(events))[:1] or memory.event_places
    subjects = [a for c in found if _leads(found, c) for a in c.subjects]
    if not subjects:
        named = [a for c in found if c.verb.finite and not c.other_subject for a in c.subjects]
        people_only = named and all(
            a.kind == "person" for a in named
        )  # "officials said that X was in P. He ..."
        subjects = named if people_only or not (memory.subjects or memory.asked_actors) else []
    if segment.kind == "question":
        if parties and not memory.asked_actors:
            memory.subjects = []  # the question sets whom the answer is about
        memory.asked_actors += parties
        memory.asked_places += [i for _, _, i in spans]
    if parties:
        memory.actors = [*memory.actors, *parties][-12:]
        ordered = [a for a in subjects if a in parties]
        if ordered:
            memory.subjects = [*ordered[1:], ordered[0]]
        elif not found or not (memory.subjects or memory.asked_actors):
            memory.subjects = (
                parties[:1] if found or (len(row) > 8 and segment.kind != "question") else parties[-1:]
            )
    if spans:
        told = [
            link.place
            for link in made
            if link.place is not None and link.what not in ("movement_from", "origin")
        ]
        left = any(link.what in ("movement_from", "origin") for link in made)
        spoken = _spoken_at(row, found)
        new = [i for _, _, i in spans if i in told or i not in spoken]
        aside = [i for i in reversed(new) if i not in told]
        told = [i for i in new if i in told]
        # where somebody came from is not what "there" means next
        memory.places = ([*aside, *memory.places, *told] if left else [*memory.places, *aside, *told])[-8:]


def _happened(row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym]) -> list[int]:
    """Return where something happened that nobody is named for ("a bomb killed two soldiers in P")."""
    deeds = {"activity", "kill", "casualty"}
    return [
        w.place
        for c in found
        if c.verb.classes & deeds and not c.verb.negated
        for w in wheres(row, c.right, toponyms)
        if w.prep in AT
    ]


def _remember_head(
    memory: Memory,
    segment: Segment,
    row: Sequence[Item],
    toponyms: Sequence[Toponym],
    found: Sequence[Clause],
) -> None:
    """Keep the place that heads what follows: a line of its own, a sentence without a verb, "P: ..."."""
    place = headed(row)[:1] if found else ()
    if not found:
        head, _ = head_of(row, toponyms)
        place = () if head is None else (head,)
        if head is not None and row[-1].end + 3 >= segment.end:
            memory.section = [head]
    if place:
        memory.topic = list(place)


def _spoken_at(row: Sequence[Item], found: Sequence[Clause]) -> set[int]:
    """Return the places where somebody only speaks, and the dateline: not what "there" means next."""
    places = {p for k in range(min(2, len(row))) if (p := row[k].place) is not None and is_dateline(row, k)}
    for clause in found:
        span = clause.right if clause.verb.gerund else clause.left
        if clause.verb.classes & {"speech", "deny"}:
            places |= {p for k in span if (p := row[k].place) is not None and row[k - 1].low in AT and k}
    return places


def _leads(found: Sequence[Clause], clause: Clause) -> bool:
    """Say whether a clause is a main one: not embedded, nor going on from one that is."""
    while True:
        if not clause.verb.finite or clause.other_subject or clause.boundary in _EMBEDDED:
            return False
        if not clause.inherited or clause.parent is None:
            return True
        clause = found[clause.parent]


def _uncleft(row: list[Item]) -> list[Item]:
    """Turn "It was in Nyala that X met" into "in Nyala X met"."""
    start = next((k for k, x in enumerate(row[:3]) if x.low == "it"), None)
    if start is None or start + 2 >= len(row) or row[start + 1].low not in ("is", "was"):
        return row
    if row[start + 2].low not in AT:
        return row
    that = next((k for k in range(start + 3, min(start + 12, len(row))) if row[k].low == "that"), None)
    if that is None or not any(x.place is not None for x in row[start:that]):
        return row
    return [*row[:start], *row[start + 2 : that], *row[that + 1 :]]


_INVERTING = frozenset("only nowhere never nor neither rarely seldom hardly little".split())


def _uninverted(row: list[Item]) -> list[Item]:
    """Turn "Only in P did X fight" into "Only in P X fought": the auxiliary goes, or behind the subject."""
    if not row or row[0].low not in _INVERTING:
        return row
    at = next((k for k in range(1, min(10, len(row) - 1)) if row[k].low in BE | HAVE | DO), None)
    if at is None or not (row[at + 1].actor is not None or row[at + 1].low in ("the", "they", "it", "he")):
        return row
    subject = next((k for k in range(at + 1, min(at + 4, len(row))) if row[k].actor is not None), at + 1)
    return [*row[:at], *row[at + 1 : subject + 1], row[at], *row[subject + 1 :]]


def _as_statement(row: list[Item]) -> list[Item]:
    """Turn "Are they in Azaz?" into "they are in Azaz" so that its clauses can be read."""
    start = next((k for k, x in enumerate(row[:4]) if x.low in BE | HAVE | DO), None)
    if start is None:
        return row
    subject = next(
        (
            k
            for k in range(start + 1, min(start + 6, len(row)))
            if row[k].actor is not None or row[k].low in ("they", "it", "he", "there")
        ),
        None,
    )
    if subject is None:
        return row
    stop = subject + 1
    while stop + 2 < len(row) and row[stop].low == "(":
        stop = next((k for k in range(stop, len(row)) if row[k].low == ")"), stop) + 1
    return [*row[:start], *row[start + 1 : stop], row[start], *row[stop:]]


_WHO = re.compile(r"(?:Q\d*\s*[:.)]\s*)?(?:And\s+|So\s+)?(?:[Ww]ho|[Ww]hich\s+\w+)\b")
_RULES = re.compile(r"\b(?:control|controls|hold|holds|rule|rules|run|runs|charge|govern|governs)\b")
_IN = re.compile(r"(?:A\d*\s*[:.)]\s*)?(?P<no>[Nn]ot\s+)?(?:in|at|near|around|In|At|Near|Around)\b")


def _named(
    document: Document, sentence: Sentence, asked: Sequence[Sentence], memory: Memory
) -> Iterator[Sentence]:
    """Yield what an answer without a verb tells: "Who holds P?" "X."; "Is X in P?" "Not in P, not in Q."."""
    row = sentence.row
    if not row or not asked or clauses(row):
        return
    question = document.text[asked[-1].start : asked[-1].end]
    parties = [a for x in row if (a := x.actor) is not None and a.kind != "media"]
    places = [x.place for x in row if x.place is not None]
    made: list[Link] = []
    if parties and not places and _WHO.match(question):
        what: What = "control" if _RULES.search(question) else "presence"
        made = [Link(a, p, what, AFFIRMED, 0) for a in parties for p in memory.asked_places[-1:]]
    within = _IN.match(document.text, sentence.start, sentence.end)
    if places and not parties and within and memory.asked_actors:
        said = Verdict("negated", "not") if within["no"] else AFFIRMED
        made = [Link(memory.asked_actors[-1], p, "presence", said, 0) for p in places]
    if made:
        yield replace(sentence, links=tuple(made))


def _answered(document: Document, sentence: Sentence, asked: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield what the question said, affirmed or denied by the first word of the answer."""
    said = document.text[sentence.start : sentence.end]
    if not asked:
        return
    yes, no = _YES.match(said), _NO.match(said) or _GONE.match(said)
    if not (yes or no):
        return
    question = asked[-1]
    cue = (yes or no or [""])[0].strip(" ,.!")
    if yes and _UNSURE.search(said):
        changed = tuple(replace(link, verdict=Verdict("uncertain", cue)) for link in question.links)
    elif yes:
        changed = tuple(
            replace(
                link,
                verdict=link.verdict if link.verdict.status in ("negated",) else Verdict("affirmed", cue),
            )
            for link in question.links
        )
    else:
        changed = tuple(replace(link, verdict=Verdict("negated", cue)) for link in question.links)
    yield replace(question, segment=sentence.segment, links=changed)
