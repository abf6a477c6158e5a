"""Reports: the links of the sentences, each with its place, time, source, status and confidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.documents import Document
from geo.places import SCHEMES, Toponym
from layers.attribution import SOMEBODY, chain, claim
from layers.confidence import confidence
from layers.dates import UNDATED, When
from layers.dating import redated
from layers.denials import denied
from layers.items import PRONOUNS, items
from layers.likely import weights
from layers.links import Link
from layers.reading import Sentence, read
from layers.reference import UNNAMED
from layers.reports import DOUBTFUL_LINK, ActorMention, Report, Status, id_of
from layers.settling import settled
from layers.superseding import Statement, superseded
from layers.times import moment_at, moments
from layers.voices import voices

_AFTER = re.compile(
    r"\b(?:after|following|since|during|before) (?:the |its |their |these |those |a )?(?:[\w-]+ ){0,3}$", re.I
)
_CIVILIANS = re.compile(
    r"\b(?:famil(?:y|ies)|children|women|civilians|refugees|displaced|residents|wives|orphans|detainees)\b",
    re.I,
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
    told = denied(document, list(read(document, toponyms, people)))
    times = moments(document) if any(s.links for s in told) else {}
    ruled = {(x.actor.name, x.place) for s in told for x in s.links if x.chance is None}
    stated: list[Statement] = []
    for sentence in told:
        span = (sentence.start, sentence.end)
        dated = times.get(span, [(sentence.start, UNDATED)])
        for link in settled(sentence, sentence.links):
            if link.chance is not None and _is_told(link, ruled, toponyms):
                continue
            if link.actor.name in silent or (link.actor.name == UNNAMED and not link.verdict):
                continue
            when = moment_at(document.text, span, dated, sentence.row[link.at].start)
            stated.append(Statement(sentence, link, when))
    for said in superseded(redated(stated, toponyms), toponyms):
        report = _report(document, said, toponyms, _sources(document, told, said))
        where = (report.place_id or report.place, report.extent)  # 10 km north of P is not P
        key = (report.actor, where, report.what, report.status, report.era)
        rows.setdefault(key, report)
    return list(rows.values())


def _sources(document: Document, told: Sequence[Sentence], said: Statement) -> tuple[str, ...]:
    """Return who says what a statement says; "he" is who spoke last in the sentences before."""
    i = next(n for n, sentence in enumerate(told) if sentence.start == said.sentence.start)
    heard = voices(document.text, said.sentence.row)
    before = ""
    if any(voice.name in SOMEBODY for voice in heard):
        while not before and i and told[i - 1].segment is told[i].segment:
            i -= 1
            row = told[i].row or items(document.text, told[i].start, told[i].end, (), ())
            named = [v.name for v in voices(document.text, row) if v.name not in PRONOUNS]
            before = named[-1] if named else ""
    return chain(document, said.sentence.segment, heard, said.link.at, before)


def _is_told(link: Link, ruled: set[tuple[str, int | None]], toponyms: Sequence[Toponym]) -> bool:
    """Say whether a rule reads the same party at the same place anywhere in the document."""
    own = toponyms[link.place].name if link.place is not None else None
    return any(n == link.actor.name and p is not None and toponyms[p].name == own for n, p in ruled)


def _era(document: Document, sentence: Sentence, link: Link, when: When) -> str:
    """Return "past" for what the text puts before its own present."""
    if when.past:
        return "past"
    lead = document.text[sentence.start : sentence.row[link.at].start]
    found = _AFTER.search(lead) if link.event else None
    if found is not None and found.group().strip().lower() != "before":  # "before moving to P"
        return "past"
    return "current"


def _report(
    document: Document, said: Statement, toponyms: Sequence[Toponym], sources: tuple[str, ...]
) -> Report:
    """Return the report of one statement, with its place, time, sources and confidence."""
    sentence, link, when = said.sentence, said.link, said.when
    toponym = toponyms[link.place] if link.place is not None else None
    place = toponym.place if toponym else None
    precision = toponym.precision if toponym else "unlocated"
    schemes = toponym.schemes if toponym else SCHEMES["unlocated"]
    quote = document.text[sentence.start : sentence.end]
    status: Status = link.verdict.status
    where = place.id if place else toponym.text if toponym else ""
    if toponym and toponym.extent:
        where = f"{where}|{toponym.part}"
    civilians = (
        link.actor.kind != "person"
        and bool(_CIVILIANS.search(quote))
        and link.what in ("presence", "base_or_camp")
    )
    living = link.actor.kind == "person" and link.what in ("presence", "base_or_camp", "movement_to")
    reasons = [*_reasons(link), *(toponym.reasons if toponym else ())]
    era = _era(document, sentence, link, when)
    return Report(
        report_id=id_of(document.id, link.actor.name, where, link.what, status, era),
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
        era=era,
        claim=claim(document, sentence.start, sentence.end, link.actor, sentence.row),
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
        confidence=round(confidence(link, toponym, sentence.row), 3),
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
        doubtful = link.chance < weights().sure
        yield (
            DOUBTFUL_LINK
            if doubtful
            else "no rule reads it; that both stand so in one sentence makes it likely"
        )
    if link.verdict.cue:
        yield f"status set by “{link.verdict.cue}”"
