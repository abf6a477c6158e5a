"""What the sentences and clauses around a link make of it: one that ends it, denies it, or says it better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.documents import Document
from layers.cues import cues
from layers.items import BE, HAVE, Item
from layers.links import Link
from layers.reading import Sentence
from layers.status import STATES, Verdict
from layers.wordforms import ending_participle

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


def retracted(document: Document, told: list[Sentence]) -> list[Sentence]:
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


def settled(sentence: Sentence, found: Sequence[Link]) -> list[Link]:
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
