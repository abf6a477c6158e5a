"""Reports: the links of the sentences, each with its place, time, source, status and confidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.documents import Document
from geo.places import SCHEMES, Toponym
from layers.attribution import chain, claim
from layers.cues import cues
from layers.dates import UNDATED, When
from layers.items import BE, HAVE, Item
from layers.links import Link
from layers.reading import Sentence, read
from layers.reference import UNNAMED
from layers.reports import ActorMention, Report, Status
from layers.status import STATES, Verdict
from layers.times import moment_at, moments
from layers.wordforms import ending_participle

_AFTER = re.compile(
    r"\b(?:after|following|since|during|before) (?:the |its |their |these |those |a )?(?:[\w-]+ ){0,3}$", re.I
)
_CIVILIANS = re.compile(
    r"\b(?:famil(?:y|ies)|children|women|civilians|refugees|displaced|residents|wives|orphans|detainees)\b",
    re.I,
)
_RETRACTED = re.compile(
    r"\b(?:now|today) there (?:is|are) (?:none|no)\b|\b(?:so|the case|true) no longer\b|\bno "
    r"longer (?:so|the case|true)\b|\b(?:that|those days|this|all that) (?:is|are) over\b",
    re.I,
)
_TAG = re.compile(
    r"(?:^|[.!?]\s)[“\"]?(?:is (?:it|that)(?: so| true| right| correct)?|does (?:it|he|she)|do they"
    r"|are they|really|true|right|correct)\s*\?",
    re.I,
)
_DENIED_NEXT = re.compile(
    r"(?:It|That|This|He|She|They)\s+(?:is|are|was|were|do|does|did|has|have|had)(?:\s+not"
    r"|n[’']t)\s*[.,;]|(?:That|This|It)\s+(?:is|was)\s+"
    r"(?:false|untrue|wrong|a lie|not true|not so|not the case|nonsense)\b"
)


def find_reports(
    document: Document,
    toponyms: Sequence[Toponym],
    actors: Sequence[ActorMention],
    bystanders: Sequence[ActorMention] = (),
) -> list[Report]:
    """Return the reports of a document in text order: who is reported where, and whether it is so.

    Questions report nothing; what they presuppose does once the answer begins with "Yes" (or is denied
    by "No").  Furniture, captions and the author's note report nothing.  `bystanders` (journalists,
    witnesses) take part as those whom "he" may mean, and report nothing either.
    """
    if all(a.kind == "media" for a in actors):
        return []
    silent = {(b.start, b.end) for b in bystanders} | {b.name for b in bystanders}
    people = sorted([*actors, *bystanders], key=lambda a: a.start)
    rows: dict[tuple[object, ...], Report] = {}
    told = _retracted(document, list(read(document, toponyms, people)))
    times = moments(document) if any(s.links for s in told) else {}
    ruled = {(x.actor.name, x.place) for s in told for x in s.links if x.chance is None}
    for sentence in told:
        span = (sentence.start, sentence.end)
        dated = times.get(span, [(sentence.start, UNDATED)])
        for link in _settled(sentence, sentence.links):
            if link.chance is not None and _is_told(link, ruled, toponyms):
                continue
            if link.actor.name in silent or (link.actor.name == UNNAMED and not link.verdict):
                continue
            when = moment_at(document.text, span, dated, sentence.row[link.at].start)
            report = _report(document, sentence, link, toponyms, when)
            where = (report.place_id or report.place, report.extent)  # 10 km north of P is not P
            key = (report.actor, where, report.what, report.status)
            rows.setdefault(key, report)
    return list(rows.values())


def _is_told(link: Link, ruled: set[tuple[str, int | None]], toponyms: Sequence[Toponym]) -> bool:
    """Say whether a rule reads the same party at the same place anywhere in the document."""
    own = toponyms[link.place].name if link.place is not None else None
    return any(n == link.actor.name and p is not None and toponyms[p].name == own for n, p in ruled)


def _retracted(document: Document, told: list[Sentence]) -> list[Sentence]:
    """Return the sentences, with the states of each that the next one ends ("It is so no longer") as former.

    What an interviewer states and then asks about ("Is it?") is uncertain.
    """
    rows = list(told)
    for i, sentence in enumerate(told):
        rest = document.text[sentence.end : sentence.end + 30].lstrip()
        if sentence.segment.kind == "question" and _TAG.match(rest):
            changed = (
                replace(x, verdict=Verdict("uncertain", "question")) if not x.verdict else x
                for x in sentence.links
            )
            rows[i] = replace(sentence, links=tuple(changed))
        follows = i > 0 and sentence.segment is told[i - 1].segment
        if follows and _DENIED_NEXT.match(document.text, sentence.start, sentence.end):
            before = rows[i - 1]
            denied = (replace(x, verdict=Verdict("negated", "not")) for x in before.links)
            rows[i - 1] = replace(before, links=tuple(denied))
        if follows and _RETRACTED.search(document.text, sentence.start, sentence.end):
            before = rows[i - 1]
            ended = (
                replace(x, verdict=Verdict("former", "no longer"))
                if x.what in STATES and not x.verdict
                else x
                for x in before.links
            )
            rows[i - 1] = replace(before, links=tuple(ended))
    return rows


def _ended_by(sentence: Sentence, link: Link) -> str:
    """Return the words of the same sentence that end a state: "a base at P, which was destroyed in May".

    The one that a later clause says was taken, closed or destroyed is so no longer; whose capture of the
    place the sentence tells later holds it instead.
    """
    row = sentence.row
    taken = [
        x
        for x in sentence.links
        if x.place == link.place
        and x.what == "control"
        and not x.verdict
        and x.actor.name != link.actor.name
        and x.at > link.at + 1
    ]
    for other in taken:
        if row[other.at].low in ("is", "are", "'s") and _was(row, link.at):
            return row[link.at].text  # "P, where X kept a camp, is in the hands of Y"
        form = cues().verbs.get(row[other.at].low)
        if form is not None and form.lemma in cues().sets["endings"]:
            return row[other.at].text
    for i in range(link.at + 1, len(row) - 1):
        if row[i].low == "," and (end := ending_participle(row, i + 1)):
            return end  # "a base at P, today dismantled"
    for i in range(link.at + 1, len(row) - 2):
        if row[i].low in ("which", "that", "but") and any(
            row[j].low in BE | HAVE for j in range(i + 1, min(i + 4, len(row)))
        ):
            for j in range(i + 2, min(i + 6, len(row))):
                form = cues().verbs.get(row[j].low) if row[j].is_word else None
                if (
                    form
                    and form.tag in ("pastpart", "part")
                    and form.lemma in cues().sets["endings"]
                    and row[j - 1].low != "not"
                ):
                    return row[j].text
    return ""


def _contested(row: Sequence[Item], at: int) -> str:
    """Return the verb with which somebody denies it later in the sentence ("; P denies it")."""
    for k in range(at + 1, len(row) - 1):
        form = cues().verbs.get(row[k].low) if row[k].is_word else None
        if form is None or "deny" not in form.classes or form.tag == "base":
            continue
        after = [x.low for x in row[k + 1 : k + 3]]
        whole = after[0] in ("it", "this", ".", ",") or after in (
            ["that", "any"],
            ["that", "it"],
            ["that", "."],
        )
        parted = any(x.low in (";", "which", "but", "while") for x in row[max(at + 1, k - 6) : k])
        if (
            form.tag != "ing"
            and whole
            and parted
            and not any(x.low in ("not", "n't") for x in row[k - 2 : k])
        ):
            return row[k].text
    return ""


def _was(row: Sequence[Item], k: int) -> bool:
    """Say whether the verb at item `k` is a simple past."""
    form = cues().verbs.get(row[k].low) if row[k].is_word else None
    perfect = any(x.low in HAVE for x in row[max(0, k - 3) : k])
    return row[k].low in ("was", "were", "had") or (
        form is not None and form.tag in ("past", "pastpart") and not perfect
    )


def _settled(sentence: Sentence, found: Sequence[Link]) -> list[Link]:
    """Return the links of one sentence without what a stronger one of the same party and place already says.

    A capture makes the attack part of it; a presence beside an activity, base or control adds nothing.
    """
    rows: list[Link] = []
    for link in found:
        same = [
            x for x in found if x is not link and x.actor.name == link.actor.name and x.place == link.place
        ]
        if (
            link.what == "presence"
            and link.verdict.status == "affirmed"
            and any(
                x.what != "presence"
                and x.verdict.status == "affirmed"
                and x.what not in ("origin", "movement_from")
                for x in same
            )
        ):
            continue
        if link.what in STATES and not link.verdict and any(x.verdict.status == "former" for x in same):
            continue  # "left their base at P"
        if link.what in STATES and not link.verdict and (end := _ended_by(sentence, link)):
            link = replace(link, verdict=Verdict("former", end))
        if not link.verdict and (denial := _contested(sentence.row, link.at)):
            link = replace(link, verdict=Verdict("uncertain", denial))
        if link.actor.kind == "media":
            continue
        rows.append(link)
    return rows


def _era(document: Document, sentence: Sentence, link: Link, when: When) -> str:
    """Return "past" for what the text puts before its own present."""
    if when.past:
        return "past"
    lead = document.text[sentence.start : sentence.row[link.at].start]
    if link.event and _AFTER.search(lead):
        return "past"
    return "current"


def _report(
    document: Document, sentence: Sentence, link: Link, toponyms: Sequence[Toponym], when: When
) -> Report:
    """Return the report of one link, with its place, time, source and confidence."""
    toponym = toponyms[link.place] if link.place is not None else None
    place = toponym.place if toponym else None
    precision = toponym.precision if toponym else "unlocated"
    schemes = toponym.schemes if toponym else SCHEMES["unlocated"]
    sources = chain(document, sentence.segment, sentence.start, sentence.end)
    quote = document.text[sentence.start : sentence.end]
    status: Status = link.verdict.status
    where = place.id if place else toponym.text if toponym else ""
    if toponym and toponym.extent:
        where = f"{where}|{toponym.part}"
    key = f"{document.id}|{link.actor.name}|{where}|{link.what}|{status}"
    civilians = (
        link.actor.kind != "person"
        and bool(_CIVILIANS.search(quote))
        and link.what in ("presence", "base_or_camp")
    )
    living = link.actor.kind == "person" and link.what in ("presence", "base_or_camp", "movement_to")
    reasons = [*_reasons(link), *(toponym.reasons if toponym else ())]
    confidence = (toponym.confidence if toponym else 0.5) * (0.8 if link.actor.via else 0.9)
    confidence *= 1.0 if link.chance is None else link.chance
    return Report(
        report_id=hashlib.sha256(key.encode()).hexdigest()[:16],
        document_id=document.id,
        title=document.title,
        url=document.url,
        published=document.published,
        actor=link.actor.name,
        actor_kind=link.actor.kind,
        group=link.actor.group if link.actor.kind == "person" else link.actor.group or link.actor.name,
        place=toponym.name if toponym else None,
        place_id=place.id if place else None,
        place_type=place.kind if place else None,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        admin2=place.admin2 if place else None,
        admin3=place.admin3 if place else None,
        pcode=place.pcode if place else None,
        geonameid=place.geonameid if place else None,
        lon=toponym.lon if toponym else None,
        lat=toponym.lat if toponym else None,
        relation=toponym.relation if toponym else "at",
        part=toponym.part if toponym else "",
        precision=precision,
        radius_m=toponym.radius_m if toponym else None,
        geo_precision=schemes[0],
        where_prec=schemes[1],
        what=link.what,
        status=status,
        era=_era(document, sentence, link, when),
        claim=claim(document, sentence.start, sentence.end),
        when_start=when.start,
        when_end=when.end,
        when_precision=when.precision,
        when_basis=when.basis,
        speaker=sources[-1] if sources else None,
        source_chain=sources,
        quote=quote,
        start=sentence.start,
        end=sentence.end,
        cue=link.verdict.cue,
        actor_start=link.actor.start,
        actor_end=link.actor.end,
        place_start=toponym.start if toponym else None,
        place_end=toponym.end if toponym else None,
        confidence=round(confidence, 3),
        reasons=tuple(reasons),
        alternatives=toponym.alternatives if toponym else (),
        sensitivity="civilians" if civilians else "living_person" if living else "none",
        gazetteer_place=place,
        extent=toponym.extent if toponym else None,
    )


def find_landmarks(
    document: Document, toponyms: Sequence[Toponym], reports: Sequence[Report]
) -> list[Report]:
    """Return one line for each place that only locates another one which is reported: for the landmark layer.

    A landmark says nothing of any party: it has no actor, and no program should count it as a report.
    """
    told = {(r.place_start, r.place_id): r for r in reports if r.place_start is not None}
    rows: dict[str, Report] = {}
    for toponym in toponyms:
        if toponym.type != "landmark" or toponym.place is None or toponym.landmark_of is None:
            continue
        located = toponyms[toponym.landmark_of]
        report = told.get((located.start, located.place.id if located.place else None))
        if report is None or toponym.place.id == report.place_id:
            continue
        place = toponym.place
        rows.setdefault(
            place.id,
            replace(
                report,
                report_id=hashlib.sha256(f"{document.id}|landmark|{place.id}".encode()).hexdigest()[:16],
                actor=None,
                actor_kind=None,
                group=None,
                place=place.name,
                place_id=place.id,
                place_type=place.kind,
                country=place.country,
                admin1=place.admin1,
                admin2=place.admin2,
                admin3=place.admin3,
                pcode=place.pcode,
                geonameid=place.geonameid,
                lon=place.lon,
                lat=place.lat,
                relation="landmark",
                part="",
                precision=place.precision,
                radius_m=place.radius,
                geo_precision=None,
                where_prec=None,
                what="other",
                status="affirmed",
                cue="",
                claim="none",
                actor_start=None,
                actor_end=None,
                place_start=toponym.start,
                place_end=toponym.end,
                confidence=toponym.confidence,
                reasons=(f"only says where {located.name} is", *toponym.reasons),
                alternatives=toponym.alternatives,
                sensitivity="none",
                gazetteer_place=place,
                extent=None,
            ),
        )
    return list(rows.values())


def _reasons(link: Link) -> Iterator[str]:
    """Return the reasons that stand behind a report."""
    if link.actor.via:
        yield f"“{link.actor.via}” is read as {link.actor.name}"
    if link.chance is not None:
        yield "no rule reads it; that both stand so in one sentence makes it likely"
    if link.verdict.cue:
        yield f"status set by “{link.verdict.cue}”"
