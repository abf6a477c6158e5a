"""The links of one sentence held against each other: what another clause of it ends, or says better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layers.cues import cues
from layers.items import BE, HAVE, Item
from layers.links import Link
from layers.reading import Sentence
from layers.status import STATES, Verdict
from layers.wordforms import ending_participle


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
        if link.actor.kind == "media":
            continue
        rows.append(link)
    return rows
