"""Who "they", "it", "the group" and "the Commission" are, and where "there" and "the town" is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geo.places import Toponym
from layers.cues import cues
from layers.items import ADVERBS, BE, COORDINATORS, DO, HAVE, MODALS, PREPOSITIONS, SUBORDINATORS
from layers.reports import ActorMention

# Definite nouns that refer back to a party already named, by the kind of party they can mean.
_DEFINITE = re.compile(
    r"\b(?P<det>the|this|that|these|those|said)\s+(?:same\s+|latter\s+|terror(?:ist)?\s+"
    r"|militant\s+|jihadi(?:st)?\s+|armed\s+|extremist\s+|"
    r"rebel\s+|islamist\s+|(?:al[- ][A-Z]\w+|Islamic State|IS|ISIS|ISIL)(?:[- ](?:linked|affiliated"
    r"|aligned))?\s+)?"
    r"(?P<noun>group|groups|organi[sz]ation|movement|militia|faction|affiliate|militants?"
    r"|insurgents?|fighters?|jihadists?|jihadis?|"
    r"extremists?|terrorists?|gunmen|attackers|assailants|rebels|guerrillas|guerillas|mujahideen"
    r"|mojahedins?|mojaheds?|party|"
    r"defenders|raiders|outfit|network|caliphate|coalition|army|troops|soldiers|military|brigade"
    r"|battalion|column|convoy|radicals|"
    r"police|warlord|emir|amir|commander|leader|sheikh|regime|government|forces|"
    r"paramilitaries|dissidents|militiamen|separatists|islamists|bandits|occupiers|alliance|branch|offshoot|franchise|ally)\b(?!\s+(?:of"
    r"|forces|troops|leaders?|commanders?)\b)",
    re.I,
)
_STATE_NOUNS = cues().sets["state_nouns"]
_ANY_NOUNS = cues().sets["any_nouns"]
_AFFILIATES = cues().sets["affiliates"]
_BODIES = cues().sets["bodies"]
_PERSON_NOUNS = cues().sets["person_nouns"]
_PRONOUN = re.compile(r"\b(they|them|their|theirs|it|its|he|him|his|she|her)\b", re.I)
# "Both groups", "the two sides", "the two": the last two parties.
_BOTH = re.compile(
    r"\b(?:[Bb]oth(?:\s+of\s+(?:them|these))?|[Tt]he\s+two|[Nn]either)"
    r"(?:\s+(?:rival\s+|armed\s+|warring\s+|opposing\s+|of\s+the\s+two\s+)?"
    r"(?P<noun>groups?|sides?|parties|party|factions?|militias?|armies|army|organi[sz]ations?|movements?|forces))\b"
    r"|\b[Tt]he\s+two(?=\s+(?:have|had|are|were|clashed|fought|fight|agreed|control|hold|share)\b)"
)
# "It" that stands for nothing: "it is unclear", "it was possible", "it seemed to me".
_EMPTY_IT = re.compile(
    r"\bit\s+(?:is|was|has\s+been|will\s+be|would\s+be|could|can|may|might|remains|seems?|seemed"
    r"|became|appears?|turned)\b\s*"
    r"(?:not\s+)?(?:yet\s+|still\s+|also\s+|soon\s+|be\s+|been\s+|to\s+)*(?:clear|unclear|possible"
    r"|impossible|likely|unlikely|known|unknown|said|"
    r"reported|believed|thought|established|verified|confirmed|me|us|tried|hard|difficult|easy|time"
    r"|important|true|evident|"
    r"(?:remembered|regarded|seen|viewed|considered|described|celebrated|called|hailed|denounced)\s+as|"
    r"(?:an?|the)\s+(?!(?:\w+\s+){0,2}(?:group|militia|movement|faction|party|alliance|coalition|outfit|army)\b)\w+)\b",
    re.I,
)
_ASKED_IT = re.compile(r"it\s+(?:true|possible|likely|correct|right|clear|known|certain)\b", re.I)
_HEADS = {
    "commission": ("hayat", "hay'at"),
    "committee": ("hayat", "lajnat"),
    "movement": ("harakat", "movement", "mouvement"),
    "front": ("jabhat", "jabha", "front", "frente"),
    "army": ("jaysh", "jaish", "army"),
    "brigade": ("liwa", "brigade"),
    "battalion": ("katibat", "katiba", "battalion"),
    "party": ("hizb", "hezb", "party"),
    "organisation": ("tanzim",),
    "organization": ("tanzim",),
    "division": ("firqat", "division"),
    "legion": ("faylaq", "failaq", "legion"),
    "union": ("union",),
    "council": ("majlis", "council"),
    "emirate": ("imarat", "emirate"),
    "state": ("dawla", "state"),
}
_CAPITAL_HEAD = re.compile(r"\b[Tt]he\s+([A-Z][a-z]+)\b(?!\s+[A-Z])(?!-)")
_PLACE_NOUN = re.compile(
    r"\b(?:the|this|that|both|same|of)\s+(?:[a-z-]+\s+){0,2}?"
    r"(towns?|villages?|city|cities|camp|area|district|region|province|places|locality|quarter"
    r"|neighbou?rhood|"
    r"settlement|base|airport|crossing|mountains|forest|valley|gorge|island|country|site|capital|hamlet|commune|dam"
    r"|bridge|airbase|airfield|airstrip|port|mine|refinery|prison|barracks|outpost|oilfield|pass|junction|plateau|peninsula)\b"
    r"(?!\s+(?:of|called|named|from|centres?|centers?|forests?|mountains?|heads?|council"
    r"|administration|elders?|authorities)\b)(?![-’'])",
    re.I,
)
_IT = re.compile(r"\bit\b")
_THERE = re.compile(
    r"\bhere\b|\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|may|might|could|seems?|exists?|remain)\b)",
    re.I,
)
# What the text must itself have called a place, or the gazetteer has as a site.
_SITES = """airport crossing dam bridge airbase airfield airstrip port mine refinery prison barracks outpost
oilfield pass junction plateau peninsula""".split()
# Sites that a town has one of: "the airport" of the town named last.
_IN_TOWNS = frozenset("airport port prison bridge barracks refinery airfield airbase".split())
_TOWN = frozenset({"city", "town", "village"})
_KINDS = {
    "country": {"country"},
    "province": {"governorate"},
    "region": {"region", "governorate"},
    "district": {"district", "neighbourhood"},
    "city": {"city", "town"},
    "capital": set(),
    "town": {"town", "city", "village"},
    "village": {"village", "town"},
    "camp": {"site", "village", "town", "neighbourhood"},
    **{noun: {"site"} for noun in _SITES},
    "hamlet": {"village", "town"},
    "commune": {"town", "village", "district", "city"},
    "base": {"site", "village", "town"},
    "mountain": {"physical"},
    "forest": {"physical"},
    "valley": {"physical", "district"},
    "gorge": {"physical", "district"},
    "quarter": {"neighbourhood", "district"},
    "neighbourhood": {"neighbourhood"},
    "neighborhood": {"neighbourhood"},
}


# What a place that no gazetteer has may be called: "the town", "the village", but hardly "the valley".
_SETTLED = frozenset({"town", "village", "city", "district", "hamlet", "commune"})


# After so many sentences that name nobody, a pronoun is left unread rather than guessed.
FORGOTTEN = 1
UNNAMED = "Unnamed party"


@dataclass
class Memory:
    """What has been named so far: parties and places, the most recent last; the question's come first in an
    answer.
    """

    actors: list[ActorMention] = field(default_factory=list)
    subjects: list[ActorMention] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    asked_actors: list[ActorMention] = field(default_factory=list)
    asked_places: list[int] = field(default_factory=list)
    event_places: list[int] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    section: list[int] = field(default_factory=list)  # the place that heads the lines after a heading
    chain: dict[str, ActorMention] = field(default_factory=dict)  # whom the last sentence's pronouns meant
    since: int = 0  # sentences since a subject was named


def _candidates(memory: Memory, here: Sequence[ActorMention], at: int) -> list[ActorMention]:
    """Return the parties named before `at`, most likely first: subjects before the others, the recent before
    the old.
    """
    before = sorted((a for a in here if a.end <= at and a.kind != "media"), key=lambda a: a.start)
    if memory.since > FORGOTTEN:
        return [*before[:1], *reversed(memory.asked_actors), *reversed(before[1:])]
    earlier = [*reversed(memory.subjects), *reversed(memory.asked_actors), *reversed(memory.actors)]
    return [*before[:1], *earlier, *reversed(before[1:])]


def _person_first(memory: Memory, here: Sequence[ActorMention], at: int) -> list[ActorMention]:
    """Return the persons named before `at`, the nearest first."""
    before = sorted((a for a in here if a.end <= at), key=lambda a: -a.start)
    subjects = memory.subjects if memory.since <= 1 else []
    recent = memory.actors[-4:] if memory.since <= FORGOTTEN else []
    return [
        *before,
        *reversed([s for s in subjects if s in recent]),
        *reversed(recent),
        *reversed(memory.asked_actors),
    ]


def _fits(mention: ActorMention, word: str, noun: str) -> bool:
    """Say whether a party can be what a noun refers to."""
    if mention.kind == "media":
        return False
    if word in ("he", "him", "his", "she", "her") or noun in _PERSON_NOUNS:
        return mention.kind == "person"
    if mention.kind == "person":
        return False
    if noun in _ANY_NOUNS or (noun in ("brigade", "battalion", "division") and noun in mention.name.lower()):
        return True
    if (
        noun in _STATE_NOUNS
        and noun != "coalition"
        and re.search(
            r"\b(?:Nations|Mission|Union|Coalition|Force in|MINUSMA|MONUSCO|UNIFIL|ECOWAS|NATO|Task Force)\b",
            mention.name,
        )
    ):
        return False  # "the army" is a country's
    if noun in _STATE_NOUNS:
        return mention.kind == "state" or (noun == "coalition" and noun in mention.name.lower())
    if noun:
        return mention.kind == "group"
    return True


def refer_actors(
    text: str, start: int, end: int, here: Sequence[ActorMention], memory: Memory
) -> list[ActorMention]:
    """Return the references to parties in `text[start:end]` as mentions with `via`, and resolved generic
    nouns.

    `here` are the mentions of the sentence; those that are generic and definite ("the militants") are
    replaced
    by the named party they mean where one is known.
    """
    if not (here or memory.actors or memory.asked_actors):
        return []
    named = [a for a in here if not a.generic]
    spans = [(a.start, a.end) for a in named]
    rows: list[ActorMention] = []
    unread = False  # a sentence about "the faction", whichever that is
    for match in _DEFINITE.finditer(text, start, end):
        a, b = match.start("noun"), match.end("noun")
        noun = match.group("noun").lower()
        if match.group("noun")[0].isupper() or noun == "groups" or any(a < y and x < b for x, y in spans):
            continue
        if any(0 < x - b <= 2 for x, _ in spans):
            continue  # "the coalition X": its name follows
        if noun in _STATE_NOUNS and _describes(text, b):
            continue  # "the military post", "the army camp"
        # "the al-Qaeda affiliate" is another party than the one it is named by.
        namesake = next((m.name for m in named if match.start() < m.start and m.end < a), None)
        pool = [c for c in _candidates(memory, named, a) if not c.generic and c.name != namesake]
        if noun == "rebels":  # whom the text has called rebels, by name
            pool = [c for c in pool if "rebel" in text[max(0, c.start - 12) : c.end + 12].lower()]
        if noun in _BODIES:  # "the convoy" is somebody's only where the text spoke of his convoy
            pool = [c for c in pool if noun in text[max(0, c.start - 30) : c.end + 20].lower()]
        choice = _first(pool, "", "group" if noun in _AFFILIATES else noun)
        if choice is not None and (noun not in _AFFILIATES or namesake):
            rows.append(_mean(choice, a, b, text))
        unread = unread or (choice is None and match.start() <= start + 4)
    for match in _CAPITAL_HEAD.finditer(text, start, end):
        heads = _HEADS.get(match.group(1).lower())
        a, b = match.start(1), match.end(1)
        if heads is None or any(a < y and x < b for x, y in spans):
            continue
        choice = next(
            (
                c
                for c in _candidates(memory, named, a)
                if c.kind in ("group", "state")
                and any(
                    h in re.sub(r"[’‘'`]", "", c.name.lower()).split() or h in c.name.lower().split()
                    for h in heads
                )
            ),
            None,
        )
        if choice is not None:
            rows.append(_mean(choice, a, b, text))
    for match in _BOTH.finditer(text, start, end):
        if not any(match.start() < y and x < match.end() for x, y in spans):
            pair = _last_two(_candidates(memory, named, match.start()), match.group("noun") or "")
            rows += [_mean(c, match.start(), match.end(), text) for c in pair]
    for match in _FORMER.finditer(text, start, end):
        pair = _last_two(_candidates(memory, named, match.start()), "")
        if pair:
            rows.append(_mean(pair[match["which"] == "latter"], match.start(), match.end(), text))
    for match in _WE.finditer(text, start, end):
        whose = _speakers(text, match.start(), end, [*named, *rows], memory)
        if whose is not None:
            rows.append(_mean(whose, match.start(), match.end(), text))
    spans += [(r.start, r.end) for r in rows]
    for match in _PRONOUN.finditer(text, start, end):
        if any(match.start() < y and x < match.end() for x, y in spans):
            continue
        word = match.group().lower()
        if unread and word in _NUMBER:
            continue
        if word == "it" and (
            _EMPTY_IT.match(text, match.start())
            or _ASKED_IT.match(text, match.start())
            or (memory.places and _is_taken(text, start, match.start()))
        ):
            continue
        known = [*named, *rows]
        if word in ("he", "him", "his", "she", "her"):
            pool = _person_first(memory, known, match.start())
        else:
            pool = _candidates(
                memory,
                [*[h for h in here if h.generic and word != "it" and _stands(text, h, named, rows)], *known],
                match.start(),
            )
            if _OF_THEM.search(text, start, match.end()):  # "arrested two men of X; one of them"
                pool = [*sorted((k for k in known if k.end <= match.start()), key=lambda k: -k.start), *pool]
            pool = _preferred(text, match.start(), word, known, memory) + pool
        if word in ("it", "its"):
            pool = [c for c in pool if not _is_plural(c)]
        same = _same_clause(text, start, match.start(), known) if word in ("it", "them", "him") else ()
        choice = _first([c for c in pool if c.name not in same], word, "")
        if choice is None and word == "they":
            choice = ActorMention(match.start(), match.end(), match.group(), UNNAMED, "group", generic=True)
        if choice is not None:
            rows.append(_mean(choice, match.start(), match.end(), text))
    covered = [(r.start, r.end) for r in rows]
    only = _only_group(memory, named)
    here = [_mean(only, a.start, a.end, text) if only and a.generic and a.name in _SIDES else a for a in here]
    kept = [
        a
        for a in here
        if not (a.generic or a.via)
        or not (
            any(a.start < y and x < a.end for x, y in covered)
            or _owned(text, a.start, [*named, *rows])
            or _names_follow(text, a.end, named)
        )
    ]
    return sorted([*kept, *rows], key=lambda m: m.start)


_FORMER = re.compile(
    r"\b[Tt]he\s+(?P<which>former|latter)(?=\s+[a-z]+s\b|\s+[a-z]+ed\b|\s+(?:has|had|still|now|also|then)\b)"
)
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_OPENED = re.compile(r"[“\"][^”\"]*$")
_SAID = re.compile(
    r"[”\"],?\s+(?P<who>(?:he|she|it|they|the|its|their|an?)\b[^.;]{0,60}?)?\b(?:said|says|told|added|wrote|claimed)\b"
)


def _speakers(
    text: str, at: int, end: int, known: Sequence[ActorMention], memory: Memory
) -> ActorMention | None:
    """Return the party in whose name somebody says "we" inside quotation marks: that of the words around the
    quotation, else the subject of the sentence before.
    """
    line = text.rfind("\n", 0, at) + 1
    if _OPENED.search(text, line, at) is None:
        return None
    outside = [
        k for k in known if k.kind in ("group", "state") and _OPENED.search(text, line, k.start) is None
    ]
    if not _SAID.search(text, at, end):
        return None
    subject = memory.subjects[-1] if memory.subjects and memory.since == 0 else None
    return next(
        iter(outside), subject if subject is not None and subject.kind in ("group", "state") else None
    )


_NUMBER = {"it": "it", "its": "it", "they": "they", "them": "they", "their": "they", "theirs": "they"}
# What one party does to another's: "X attacked its base", where "its" is not X's.
_TO_OTHERS = frozenset({"activity", "kill", "expel", "arrest", "control"})


def _preferred(
    text: str, at: int, word: str, known: Sequence[ActorMention], memory: Memory
) -> list[ActorMention]:
    """Return whom a pronoun means before all others: the subject of its own clause for "its", unless what is
    done is done to others; whom the same pronoun meant in the sentence before.
    """
    before = [k for k in known if k.end <= at]
    if word in ("its", "their") and before:
        near = max(before, key=lambda k: k.end)
        between = text[near.end : at]
        forms = [f for w in re.findall(r"[a-z]+", between.lower()) if (f := cues().verbs.get(w)) is not None]
        own = forms and not any(f.classes & _TO_OTHERS for f in forms)
        if own and not _CLAUSE_ENDS.search(between) and near.kind in ("group", "state"):
            return [near]
    meant = memory.chain.get(_NUMBER.get(word, ""))
    return [meant] if meant is not None and not before else []


def chained(people: Sequence[ActorMention]) -> dict[str, ActorMention]:
    """Return whom the pronouns of a sentence mean, by their number."""
    said = ((_NUMBER.get((p.via or "").lower(), ""), p) for p in people if p.name != UNNAMED)
    return {number: p for number, p in said if number}


def _last_two(pool: Sequence[ActorMention], noun: str) -> list[ActorMention]:
    """Return the two parties that "both groups" means, in the order named; none if there is but one."""
    armed = noun in ("group", "groups", "faction", "factions", "militia", "militias", "movement", "movements")
    kinds = ("group",) if armed else ("group", "state")
    found: dict[str, ActorMention] = {}
    for c in sorted(pool, key=lambda c: -c.start):
        if c.kind in kinds and not c.generic:
            found.setdefault(c.name, c)
    chosen = list(found.values())[:2]
    return chosen[::-1] if len(chosen) == 2 else []


_SEVERAL = re.compile(
    r"(?:troops|forces|soldiers|warplanes|jets|fighters|militants|rebels|insurgents|gunmen|men|militias|militiamen|units"
    r"|drones|aircraft|peacekeepers|marines|factions|brigades|commandos|mercenaries|officers|guards)$",
    re.I,
)


def _is_plural(mention: ActorMention) -> bool:
    """Say whether a party is named by several men or things, which "it" cannot mean ("Somali troops")."""
    return mention.kind != "person" and _SEVERAL.search(mention.text) is not None


# Collectives of one side of a conflict, which mean the one group that a text names; rebels may be others.
_SIDES = frozenset({"Militants", "Jihadists", "Guerrillas", "Islamists", "Extremists"})


def _only_group(memory: Memory, named: Sequence[ActorMention]) -> ActorMention | None:
    """Return the group of a text that has named only one so far."""
    groups = {a.name: a for a in (*memory.actors, *named) if a.kind == "group" and not a.generic}
    return next(iter(groups.values())) if len(groups) == 1 and not named else None


_OF_THEM = re.compile(r"\bof\s+them$")


def _stands(
    text: str, mention: ActorMention, named: Sequence[ActorMention], rows: Sequence[ActorMention]
) -> bool:
    """Say whether a collective is a party of its own: not read as another one, nor "fighters of X"."""
    covered = any(r.start < mention.end and mention.start < r.end for r in rows)
    return not covered and not _names_follow(text, mention.end, named)


def _describes(text: str, end: int) -> bool:
    """Say whether the noun that ends here only describes the next one."""
    after = re.match(r"\s+([a-z]+)\b", text[end : end + 20])
    if (
        after is None
        or after.group(1) in PREPOSITIONS | SUBORDINATORS | COORDINATORS | BE | HAVE | DO | MODALS | ADVERBS
    ):
        return False
    return after.group(1) in cues().nouns or after.group(1) not in cues().verbs


def _names_follow(text: str, end: int, named: Sequence[ActorMention]) -> bool:
    """Say whether the party of a collective is named right behind it ("fighters of X", "men from the group
    X").
    """
    after = re.match(
        r"\s+(?:of|from|with|belonging\s+to|loyal\s+to)\s+(?:the\s+)?(?:group\s+|movement\s+)?[“\"]?",
        text[end : end + 40],
    )
    return after is not None and any(m.start == end + after.end() for m in named)


def _owned(text: str, at: int, known: Sequence[ActorMention]) -> bool:
    """Say whether a collective is somebody's own ("its fighters", "the group's men", "whose guerrillas")."""
    if re.search(r"\b(?:whose|its|their|his)\s+(?:\w+\s+)?$", text[max(0, at - 25) : at]):
        return True
    return any(
        k.end <= at and re.fullmatch(r"['’]?s?\s+(?:\w+\s+)?", text[k.end : at]) is not None for k in known
    )


_TAKES = re.compile(r"\b(\w+)\s+(?:(?:back|over|again|up)\s+)?$")


_DONE_TO_PLACES = frozenset("enter reach storm shell bomb leave quit defend invade besiege evacuate".split())


def _is_taken(text: str, start: int, at: int) -> bool:
    """Say whether "it" at `at` is what is taken, held, entered or left: a place, not a party."""
    match = _TAKES.search(text, start, at)
    form = cues().verbs.get(match.group(1).lower()) if match else None
    return form is not None and bool(form.classes & {"control", "loss"} or form.lemma in _DONE_TO_PLACES)


_NEW_SUBJECT = re.compile(r"[;:]|\b(?:that|which|who|when|while|after|before|because|since|but)\b")
_CLAUSE_ENDS = re.compile(r"[,;:]|\b(?:and|but|that|which|who|when|while|after|before|because)\b")


def _same_clause(text: str, start: int, at: int, known: Sequence[ActorMention]) -> tuple[str, ...]:
    """Return the parties that a pronoun which is an object cannot mean: the subject of its clause or
    sentence.
    """
    before = sorted((a for a in known if start <= a.end <= at), key=lambda a: a.start)
    if not before:
        return ()
    said = re.search(r"\b(\w+)\s+$", text[start:at])
    form = cues().verbs.get(said.group(1).lower()) if said else None
    if form is not None and form.classes & {"speech", "doubt", "deny", "claim"}:
        return ()  # "X says it has": no object
    last = before[-1]
    names = {last.name} if not _CLAUSE_ENDS.search(text[last.end : at]) else set()
    if not _NEW_SUBJECT.search(text[before[0].end : at]):
        names.add(before[0].name)  # "X raided a farm and arrested six of them"
    return tuple(names)


def _first(candidates: Sequence[ActorMention], word: str, noun: str) -> ActorMention | None:
    """Return the first candidate that fits."""
    return next((c for c in candidates if _fits(c, word, noun)), None)


def _mean(choice: ActorMention, start: int, end: int, text: str) -> ActorMention:
    """Return the mention that a reference means."""
    return replace(choice, start=start, end=end, text=text[start:end], via=text[start:end])


def refer_places(
    text: str,
    start: int,
    end: int,
    here: Sequence[tuple[int, int, int]],
    toponyms: Sequence[Toponym],
    memory: Memory,
) -> list[tuple[int, int, int]]:
    """Return references to places ("there", "the town") as (start, end, toponym index)."""
    rows: list[tuple[int, int, int]] = []
    if not (here or memory.places or memory.asked_places or memory.topic):
        return rows
    for match in _THERE.finditer(text, start, end):
        before = [i for s, _, i in here if s < match.start()][:1]
        if match.group() == "here":
            before = memory.topic[-1:]
        known = before or memory.places[-1:] or memory.asked_places[-1:]
        if known:
            rows.append((match.start(), match.end(), known[-1]))
    for match in _IT.finditer(text, start, end):
        at = match.start()
        before = [i for s, _, i in here if s < at][-1:]
        known = before or memory.places[-1:]
        if known and _is_taken(text, start, at):
            rows.append((at, at + 2, known[0]))
    for match in _BOTH_PLACES.finditer(text, start, end):
        at = match.start("both")
        latest = dict.fromkeys(reversed([*memory.places, *(i for s, _, i in here if s < at)]))
        two = list(latest)[:2][::-1]
        rows += [(at, match.end(), i) for i in two if len(two) == 2]
    for match in _PLACE_NOUN.finditer(text, start, end):
        noun = match.group(1).lower()
        single = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
        kinds = _KINDS.get(single)
        named = (i for s, e, i in here if s < match.start() and text[e : e + 1] != "-")
        pool = [*memory.asked_places, *memory.places, *named]
        pool_of_towns = pool
        said = [i for i in pool if _generic_fits(text, toponyms[i], single)]
        # "the airport" of a paragraph headed "Nyala" is Nyala's, not the last camp that was named
        pool = said or (memory.topic[-1:] if kinds and "site" in kinds and memory.topic else pool)
        fits = [
            i
            for i in pool
            if kinds is None
            or (
                _generic_fits(text, toponyms[i], single)
                or (p.kind in kinds if (p := toponyms[i].place) is not None else single in _SETTLED)
            )
        ]
        if not fits and single in _IN_TOWNS:
            fits = [i for i in pool_of_towns if (p := toponyms[i].place) is not None and p.kind in _TOWN][-1:]
        if not fits or any(
            match.start() < e and s < match.end() + 12 and s > match.start() for s, e, _ in here
        ):
            continue
        plural = noun != single and single not in ("mountain",)
        if plural and not match.group().lower().startswith(("both", "the two", "these", "the same two")):
            continue
        wanted = 2 if plural else 1
        meant = list(dict.fromkeys(reversed(fits)))[:wanted]
        if len(meant) == wanted:
            rows += [(match.start(1), match.end(1), i) for i in meant]
    return rows


_BOTH_PLACES = re.compile(
    r"\b(?:of|in|from|on|retake|retook|retaken|took|take|taken|hold|holds|held|lost|left|entered|captured)\s+(?P<both>both)"
    r"(?=\s*[.,;]|\s+(?:in|on|by|last|this|within|from|after|before|since|until)\b)"
)


def _generic_fits(text: str, toponym: Toponym, noun: str) -> bool:
    """Say whether the text itself calls the place so ("the camp" after "Handarat Camp")."""
    return noun in toponym.text.lower() or noun in text[toponym.end : toponym.end + 30].lower()


_LIST_HEAD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|other|nearby|following|these|some"
    r"|\d+)\s+(?:[\w-]+\s+){0,2}?"
    r"(villages|towns|places|areas|districts|provinces|cities|settlements|neighbou?rhoods"
    r"|localities|camps|regions)\b",
    re.I,
)


def listed_places(
    text: str, start: int, end: int, here: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Return what a noun such as "four villages" means: the places of the list that follows a colon or comma.

    >>> text = "They took two hamlets and three villages: Alpha, Beta and Gamma."
    >>> spans = [(text.index(n), text.index(n) + len(n), i) for i, n in enumerate(["Alpha", "Beta", "Gamma"])]
    >>> [(text[a:b], i) for a, b, i in listed_places(text, 0, len(text), spans)]
    [('villages', 0), ('villages', 1), ('villages', 2)]
    """
    rows: list[tuple[int, int, int]] = []
    if len(here) < 2:
        return rows
    for match in _LIST_HEAD.finditer(text, start, end):
        after = [p for p in here if p[0] > match.end()]
        for k, (s, _, _) in enumerate(after):
            if not re.search(r"[:,–—]\s*(?:the\s+)?$", text[match.end() : s]) or not _is_list(
                text, after[k:]
            ):
                continue
            run = [after[k]]
            for nxt in after[k + 1 :]:
                if not re.fullmatch(r"\s*(?:,|and|, and|&)\s*(?:the\s+)?", text[run[-1][1] : nxt[0]]):
                    break
                run.append(nxt)
            rows += [(match.start(1), match.end(1), i) for _, _, i in run]
            break
    return rows


def _is_list(text: str, places: Sequence[tuple[int, int, int]]) -> bool:
    """Say whether the first two places are joined as a list."""
    return (
        len(places) > 1
        and re.fullmatch(r"\s*(?:,|and|, and|&)\s*(?:the\s+)?", text[places[0][1] : places[1][0]]) is not None
    )
