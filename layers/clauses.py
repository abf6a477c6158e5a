"""Sentences as items, items as clauses: a verb group, what stands before it and what after.

No parser and no model: the rules read the words of `data/cues.toml`, function words and punctuation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from layers.cues import VerbForm, cues
from layers.reports import ActorMention

BE = frozenset("be is are was were been being am 's 're isn't aren't wasn't weren't".split())
HAVE = frozenset("have has had having haven't hasn't hadn't".split())
DO = frozenset("do does did don't doesn't didn't".split())
MODALS = frozenset(
    "will would shall should can could may might must won't wouldn't can't couldn't cannot".split()
)
NEGATIVES = frozenset("not never n't nor neither cannot without".split())
PRONOUNS = frozenset("he she it they we i you who which that there them him us this these those".split())
DETERMINERS = frozenset(
    "the a an its their his her our my your this these those some several many any no all both each every most".split()
)
PREPOSITIONS = frozenset(
    "in at on near to from into toward towards through across over around inside outside within between "
    "along by with against of off for behind beyond under beside about via throughout upon amid among "
    "above below past onto up down".split()
)
SUBORDINATORS = frozenset(
    "after before when while until till since because although though if unless as once whereas where "
    "who whom whose which that than so whether how why what".split()
)
COORDINATORS = frozenset("and but or nor yet".split())
ADVERBS = frozenset(
    "also still now then already since recently often once ever again only just even jointly not never soon "
    "later today yesterday afterwards previously formerly currently mainly mostly mostly so thus here there "
    "together once twice first finally instead both all too back away about almost nearly long always longer "
    "far well rather hardly".split()
)
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+|(?:[A-Z]\.){2,}(?:-[^\W_]+)*|[^\W_]+(?:['’‘`][^\W_]+)*(?:-[^\W_]+(?:['’‘`][^\W_]+)*)*|['’]s\b|[,;:.!?()\[\]“”\"«»]|–|—| - |…"
)
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn winter morning evening "
    "afternoon night noon dawn midday midnight week month year day days weeks months years hours late early mid".split()
)
# Nouns whose plural has no s.
_PLURALS = frozenset(
    "men people police women children personnel gunmen militiamen servicemen aircraft troops".split()
)
_CLOSED = (
    PRONOUNS | DETERMINERS | PREPOSITIONS | SUBORDINATORS | COORDINATORS | BE | HAVE | DO | MODALS | ADVERBS
)


@dataclass(frozen=True, slots=True)
class Item:
    """A word, mark, actor or place of a sentence; `place` is the index of its toponym."""

    start: int
    end: int
    text: str
    low: str
    actor: ActorMention | None = None
    place: int | None = None

    @property
    def is_word(self) -> bool:
        """Say whether this is neither an actor, a place nor a mark."""
        return self.actor is None and self.place is None and (self.low[0].isalnum() or self.low[0] in "'’")

    @property
    def is_content(self) -> bool:
        """Say whether this is a word that carries meaning of its own (a noun, mostly)."""
        return (
            self.is_word
            and self.low not in _CLOSED
            and not self.low.endswith("ly")
            and not self.low.isdigit()
        )


@dataclass(frozen=True)
class Verb:
    """A verb group `items[first..last]` with its main verb and what its auxiliaries say."""

    first: int
    last: int
    lemma: str
    classes: frozenset[str]
    negated: str = ""
    modal: str = ""
    perfect: bool = False
    pluperfect: bool = False
    progressive: bool = False
    passive: bool = False
    past: bool = False
    infinitive: bool = False
    gerund: bool = False
    reduced: bool = False

    @property
    def finite(self) -> bool:
        """Say whether the verb has a tense of its own."""
        return not (self.infinitive or self.gerund or self.reduced)


@dataclass
class Clause:
    """A verb with the items before it (from its own boundary on) and after it (up to the next boundary)."""

    verb: Verb
    left: range
    right: range
    boundary: str = ""
    subjects: list[ActorMention] = field(default_factory=list)
    place_subjects: list[int] = field(default_factory=list)
    other_subject: bool = False
    officer: bool = False
    inherited: bool = False
    parent: int | None = None


def items(
    text: str, start: int, end: int, actors: Sequence[ActorMention], places: Sequence[tuple[int, int, int]]
) -> list[Item]:
    """Return the items of `text[start:end]`; `places` are (start, end, toponym index)."""
    found: list[Item] = []
    spans = sorted(
        [(a.start, a.end, a, None) for a in actors if start <= a.start < end]
        + [(s, e, None, i) for s, e, i in places if start <= s < end],
        key=lambda row: (row[0], row[2] is None),
    )
    at = start
    for s, e, actor, place in spans:
        if s < at:
            if place is not None and found and found[-1].place is not None and found[-1].start == s:
                # "both towns": one phrase, several places
                found += [Item(e, e, "", "and"), Item(s, e, text[s:e], text[s:e].lower(), None, place)]
            continue
        found += _plain(text, at, s)
        found.append(Item(s, e, text[s:e], text[s:e].lower(), actor, place))
        at = e
    return found + _plain(text, at, end)


def _plain(text: str, start: int, end: int) -> list[Item]:
    rows = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group().strip() or "-"
        low = word.lower().replace("’", "'").replace("‘", "'")
        if 0 <= match.start() - 1 <= start and text[match.start() - 1] == "-" and low[0].isalnum():
            low = "-" + low  # the rest of a compound such as "Nusra-held": no word of its own
        if low.endswith("n't") and len(low) > 3:
            rows.append(Item(match.start(), match.end(), word, low))
            rows.append(Item(match.end(), match.end(), "", "n't"))
            continue
        if low.endswith("'s") and len(low) > 2:
            rows.append(Item(match.start(), match.end() - 2, word[:-2], low[:-2]))
            rows.append(Item(match.end() - 2, match.end(), "'s", "'s"))
            continue
        rows.append(Item(match.start(), match.end(), word, low))
    return rows


def _adverb(low: str) -> bool:
    return low in ADVERBS or low in NEGATIVES or (low.endswith("ly") and len(low) > 4)


def _is_aux(row: Sequence[Item], i: int) -> bool:
    low = row[i].low
    if not row[i].is_word:
        return False
    if low == "to":
        return i + 1 < len(row) and _base_after(row, i + 1)
    if low == "'s":  # "Nusra's taken" is rare: 's is a possessive
        return False
    return low in BE or low in HAVE or low in DO or low in MODALS


def _base_after(row: Sequence[Item], i: int) -> bool:
    while i < len(row) and row[i].is_word and _adverb(row[i].low):
        i += 1
    if i >= len(row) or not row[i].is_word:
        return False
    form = cues().verbs.get(row[i].low)
    return row[i].low in ("be", "have") or (
        form is not None and form.tag in ("base", "pastpart") and form.lemma == row[i].low
    )


def _verb_alone(row: Sequence[Item], i: int) -> VerbForm | None:
    """Return the form where the word at `i`, with no auxiliary before it, is a verb here and no noun or adjective."""
    item = row[i]
    form = cues().verbs.get(item.low) if item.is_word else None
    if form is None or (item.text[:1].isupper() and i > 0 and form.tag != "ing"):
        return None
    if (
        form.lemma in ("call", "name", "know")
        and any(x.place is not None for x in row[i + 1 : i + 3])
        and not any(x.low in BE for x in row[max(0, i - 2) : i])
    ):
        return None  # "a village called X": part of the phrase
    before = row[i - 1] if i else None
    after = row[i + 1] if i + 1 < len(row) else None
    prev = before.low if before else ""
    if form.tag != "ing" and _is_finite(after, row, i + 1):
        return None  # "one bomb brought down a house", "No Nusra man stayed"
    if form.tag == "past":
        return form if prev not in DETERMINERS else None
    if (
        prev in ("all", "both", "each")
        and i > 1
        and (row[i - 2].low in PRONOUNS or row[i - 2].actor is not None)
    ):
        prev = row[i - 2].low  # "they all believed"
    if form.tag in ("pastpart", "part"):
        if prev == "," and after is not None and after.low == ",":
            return None  # ", wounded,": said of somebody, not done
        if before is None or prev in DETERMINERS or (before.is_word and prev in PREPOSITIONS) or prev == "'s":
            return None if before is not None else form
        return None if after is not None and after.is_content and not _object_follows(row, i) else form
    if form.tag == "ing":
        noun = bool(cues().nouns.get(item.low))
        if before is not None and (prev in DETERMINERS or prev == "'s" or _is_finite(after, row, i + 1)):
            return None
        if (
            before is not None
            and before.place is not None
            and (after is None or after.low in (",", "and", ".", "near", "with"))
        ):
            return None  # "the Habur crossing"
        if noun and (
            before is None
            or before.is_content
            or prev in PREPOSITIONS
            or (after is not None and after.low in ("in", "at", "between", "of", "on", "near"))
        ):
            return None
        return form
    subject = before is not None and (
        before.actor is not None or prev in PRONOUNS or before.place is not None or prev in ("'s", ")", "”", '"') or _adverb(prev)
        or prev in COORDINATORS or prev == "," or (before.is_content and (prev.endswith("s") or prev in _PLURALS) == (form.tag == "base"))
    )  # fmt: skip
    if (
        before is not None
        and (back := cues().verbs.get(prev)) is not None
        and back.tag in ("past", "s")
        and before.is_word
        and prev not in cues().nouns
    ):
        return None  # "gave orders": what follows a verb is its object
    if (
        form.lemma in ("clear", "free", "open", "secure")
        and i
        and any(x.low in BE or x.low in ("left", "made") for x in row[max(0, i - 3) : i])
    ):
        return None
    if not subject or prev in DETERMINERS or prev == "'s":
        return None
    noun = item.low in cues().nouns or form.lemma in (
        "man",
        "base",
        "plan",
        "march",
        "post",
        "report",
        "state",
        "claim",
        "work",
        "name",
        "number",
        "rank",
        "end",
        "face",
        "result",
        "support",
        "supply",
        "release",
        "control",
        "change",
        "answer",
        "rule",
        "fight",
        "battle",
        "force",
        "call",
        "use",
        "visit",
        "exchange",
        "lead",
        "back",
        "turn",
        "order",
        "ally",
        "head",
        "plot",
        "cross",
        "step",
        "bomb",
        "side",
    )
    if noun:
        doer = i > 1 and (row[i - 2].actor is not None or row[i - 2].low in PRONOUNS)
        if form.tag == "base" and (prev in COORDINATORS or prev == "," or (_adverb(prev) and not doer)):
            return None
        if (
            after is None
            or after.low in ("of", "by", "between", "against", ",", ".", "for")
            or (after.low in PREPOSITIONS and item.low in cues().nouns)
        ):
            return None
        if before is not None and before.is_content and after.is_content:
            return None
    return form


def _is_finite(item: Item | None, row: Sequence[Item], i: int) -> bool:
    """Say whether an item can only be a finite verb."""
    if item is None or not item.is_word:
        return False
    if item.low in BE | HAVE | MODALS and item.low not in ("being", "having", "be"):
        return True
    form = cues().verbs.get(item.low)
    if form is None or item.text[0].isupper():
        return False
    if form.tag == "past":
        return True
    nxt = row[i + 1] if i + 1 < len(row) else None
    return (
        form.tag == "pastpart"
        and nxt is not None
        and (nxt.low in DETERMINERS or nxt.low in ("behind", "in", "down", "on", "at"))
        and item.low.endswith("ed")
    )


def _object_follows(row: Sequence[Item], i: int) -> bool:
    """Say whether what follows a participle-like form can be its object or adverbial, not the noun it describes."""
    before = row[i - 1] if i else None
    return before is not None and (
        before.actor is not None or before.low in PRONOUNS or before.low in ("and", "then", "but", ",", "”", ")") or before.is_content or _adverb(before.low) or before.place is not None
    )  # fmt: skip


def verbs(row: Sequence[Item]) -> list[Verb]:
    """Return the verb groups of a sentence in text order."""
    found: list[Verb] = []
    i = 0
    while i < len(row):
        verb = _group(row, i)
        if verb is None:
            i += 1
        else:
            found.append(verb)
            i = verb.last + 1
    return found


_NO_VERBS = frozenset("everything nothing something anything evening morning king hundred".split())


def _group(row: Sequence[Item], i: int) -> Verb | None:
    if not row[i].is_word:
        return None
    if not _is_aux(row, i):
        form = _verb_alone(row, i)
        if form is None:
            return None
        by = any(x.low == "by" for x in row[i + 1 : i + 3])
        participle = form.tag in ("pastpart", "part")
        prev = row[i - 1].low if i else ""
        subject = i > 0 and (
            row[i - 1].actor is not None or prev in PRONOUNS or prev in COORDINATORS or _adverb(prev)
        )
        relation = form.lemma in (
            "link",
            "connect",
            "ally",
            "affiliate",
            "associate",
            "accuse",
            "oppose",
            "receive",
            "send",
            "give",
            "supply",
            "issue",
        ) and row[min(i + 1, len(row) - 1)].low in ("to", "with", "of", "from")
        can_describe = form.classes & {
            "control",
            "base",
            "kill",
            "arrest",
            "activity",
            "expel",
            "presence",
            "found",
        }
        after = row[i + 1].low if i + 1 < len(row) else ""
        apposed = prev == "," and after in PREPOSITIONS and bool(form.classes & {"control", "base", "kill", "arrest", "found", "loss"})
        apposed = apposed and (form.lemma, after) != ("base", "on")
        settled = apposed or (form.lemma, after) != ("base", "on") and form.lemma in ("base", "station", "headquarter", "garrison", "billet", "quarter")
        reduced = participle and (
            form.tag == "part"
            or by
            or settled
            or (relation and not subject)
            or (not subject and bool(can_describe) and _follows_noun_phrase_of_other_verb(row, i))
        )
        return Verb(
            i, i, form.lemma, form.classes, negated=_negative_before(row, i), past=participle or form.tag == "past",
            gerund=form.tag == "ing", reduced=reduced, passive=reduced,
        )  # fmt: skip
    lows: list[str] = []
    j = i
    head: VerbForm | None = None
    while j < len(row) and row[j].is_word:
        low = row[j].low
        form = cues().verbs.get(low)
        not_yet = low == "yet" and lows[-1:] in (["not"], ["n't"], ["never"])
        no_longer = not_yet or low == "no" and j + 1 < len(row) and row[j + 1].low == "longer"
        yet_to = low == "yet" and bool(lows) and j + 1 < len(row) and row[j + 1].low == "to"
        if no_longer or yet_to or _is_aux(row, j) or (_adverb(low) and low not in ("there",)) or low in ("n't",):
            lows.append(low)
            j += 1
        elif form is not None and lows and _fits(form, lows):
            head = form
            lows.append(low)
            break
        elif lows and lows[-1] in MODALS and row[j].is_content and low not in cues().nouns:
            head = VerbForm(low, "base", frozenset())
            lows.append(low)
            break
        elif (
            lows
            and low.endswith(("ed", "ing"))
            and low not in _NO_VERBS
            and any(x in BE | HAVE for x in lows)
            and len(low) > 4
        ):
            head = VerbForm(low, "pastpart" if low.endswith("ed") else "ing", frozenset())
            lows.append(low)
            break
        else:
            break
    if head is None:
        while (
            j > i + 1
            and _adverb(row[j - 1].low)
            and row[j - 1].low not in NEGATIVES
            and row[j - 1].low not in ("longer", "no", "n't", "still", "now")
        ):
            j -= 1
        j -= 1
        last = next((x for x in reversed(lows) if x in BE | HAVE | DO), "")
        lemma = "be" if last in BE else "have" if last in HAVE else "do"
        head_form = cues().verbs.get(lemma)
        head = VerbForm(lemma, "base", head_form.classes if head_form else frozenset())
        aux = [x for x in lows if x in BE | HAVE | DO | MODALS or x == "to"][:-1]
    else:
        aux = [x for x in lows[:-1] if x in BE | HAVE | DO | MODALS or x == "to"]
    tensed = [x for x in lows if x in BE | HAVE | DO]
    be_aux = any(x in BE for x in aux)
    participle = head.tag in ("pastpart", "part")
    have_aux = any(x in HAVE for x in aux)
    negated = next((x for x in lows if x in NEGATIVES or x == "n't"), "") or _negative_before(row, i)
    if "yet" in lows and "to" in lows:
        negated = "yet to"
    if (
        "longer" in lows
        or ("longer" in [x.low for x in row[j + 1 : j + 3]]
        and "no" in [x.low for x in row[j : j + 3]])
    ):
        negated = "no longer"
    return Verb(
        i, max(j, i), head.lemma, head.classes, negated=negated,
        modal=next((x for x in lows if x in MODALS), "") or ("to" if lows[0] in BE and "to" in lows[1:3] and head.lemma not in BE else ""),
        perfect=(have_aux and head.lemma != "have") or (have_aux and participle),
        pluperfect=any(x in ("had", "hadn't") for x in aux),
        progressive=head.tag == "ing",
        passive=(be_aux and participle and "being" not in lows) or ("being" in lows and participle),
        past=bool(tensed) and tensed[0] in ("was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't"),
        infinitive=lows[0] == "to" or (len(lows) > 1 and lows[1] == "to" and lows[0] in NEGATIVES),
        gerund=lows[0] in ("being", "having"),
    )  # fmt: skip


def _fits(form: VerbForm, lows: Sequence[str]) -> bool:
    last = next((x for x in reversed(lows) if x in BE | HAVE | DO | MODALS or x == "to"), "")
    if last in BE:
        return form.tag in ("ing", "pastpart", "part") or (
            form.tag == "base" and form.lemma in ("run", "come", "become", "overrun", "hit", "set", "cut")
        )
    if last in HAVE:
        return form.tag in ("pastpart", "part") or form.lemma in ("come", "become", "run", "overrun")
    return (form.tag in ("base", "pastpart") and form.tag != "ing") or form.lemma == "read"


def _negative_before(row: Sequence[Item], i: int) -> str:
    """Return "without", "not", "never" or "no longer" directly before a verb form that has no auxiliary."""
    before = [x.low for x in row[max(0, i - 3) : i]]
    if before[-1:] and before[-1] in ("not", "without", "never", "nor"):
        return before[-1]
    if before[-2:] == ["no", "longer"]:
        return "no longer"
    return ""


def _follows_noun_phrase_of_other_verb(row: Sequence[Item], i: int) -> bool:
    """Say whether a participle describes the noun before it ("the camp held in 2014"): another finite verb is near."""
    return any(x.low in BE or x.low in HAVE for x in row[i + 1 : i + 7]) and not any(
        x.low in (",", ";", "and", "but") for x in row[i + 1 : i + 7]
    )


def clauses(row: Sequence[Item]) -> list[Clause]:
    """Return the clauses of a sentence, each with the subject it has or takes over from another clause."""
    groups = _causatives(verbs(row))
    found: list[Clause] = []
    cut = 0
    for n, verb in enumerate(groups):
        nxt = groups[n + 1].first if n + 1 < len(groups) else len(row)
        if n == 0:
            found.append(
                Clause(verb, range(verb.first), range(verb.last + 1, nxt), row[0].low if row else "")
            )
        else:
            found.append(
                Clause(
                    verb,
                    range(cut, verb.first),
                    range(verb.last + 1, nxt),
                    _boundary_word(row, cut, verb.first),
                )
            )
        if n + 1 < len(groups):
            cut = _cut(row, verb.last + 1, groups[n + 1], found[-1].boundary, describing=verb.reduced)
            found[-1].right = range(verb.last + 1, cut)
    for n, clause in enumerate(found):
        _subject(row, found, n, clause)
    return found


def _causatives(groups: list[Verb]) -> list[Verb]:
    """Mark the bare infinitive behind "let", "make" and "help" ("let the men leave the town")."""
    rows = groups[:1]
    for before, verb in itertools.pairwise(groups):
        bare = verb.first == verb.last and not (verb.past or verb.gerund or verb.infinitive)
        rows.append(
            replace(verb, infinitive=True)
            if bare and before.lemma in PERCEIVED
            else verb
        )
    return rows


def _boundary_word(row: Sequence[Item], cut: int, first: int) -> str:
    words = [x.low for x in row[cut:first] if x.low not in (",", ";", "“", "”", '"', "(", ")", ":")][:2]
    if not words:
        return row[cut].low if cut < first else ""
    return (
        words[1]
        if words[0] in ("and", "but", "even") and len(words) > 1 and words[1] in SUBORDINATORS
        else words[0]
    )


def _cut(row: Sequence[Item], start: int, verb: Verb, before: str, *, describing: bool) -> int:
    """Return where the clause of `verb` begins, between the verb before it (which ends at `start`) and itself."""
    stop = verb.first
    if verb.reduced and stop > start:
        k = stop
        while (
            k > start
            and row[k - 1].low not in (",", ";", ":", "and", "or", "(")
            and row[k - 1].low not in PREPOSITIONS
        ):
            k -= 1
            if row[k].actor is not None or row[k].place is not None or row[k].low in DETERMINERS:
                break
        return stop  # the noun it describes belongs to the verb before; the subject is found by looking back
    marks = [
        k
        for k in range(start, stop)
        if row[k].low in SUBORDINATORS | COORDINATORS | {",", ";", ":", "–", "—", "-", "(", ")"}
        and not _round(row, k)
    ]
    if (
        not marks
        and verb.lemma == "be"
        and before in ("when", "what", "whether", "how", "why", "who", "where", "that")
    ):
        return stop  # "when they will leave the town is not clear"
    marks = _without_asides(row, marks, stop)
    if not marks and describing:
        return stop  # "men linked to X attacked": what is described stands before
    if not marks:
        return stop if (verb.infinitive or verb.gerund) else _subject_start(row, start, stop)
    strong = [
        k for k in marks
        if row[k].low in (";", ":", "–", "—") or ((row[k].low in SUBORDINATORS and row[k].low not in ("as", "so", "than", "once", "that", "since")) or (row[k].low == "that" and k + 1 < len(row)))
        or (row[k].low == "," and k + 1 < stop and row[k + 1].low in COORDINATORS | SUBORDINATORS)
    ]  # fmt: skip
    if verb.gerund or verb.infinitive:
        return (
            marks[-1]
            if marks[-1] == stop - 1
            or all(_adverb(x.low) or x.low in COORDINATORS for x in row[marks[-1] + 1 : stop])
            else stop
        )
    k = marks[-1]
    if (
        k == stop - 1
        and row[k].low == ","
        and len(marks) > 2
        and row[marks[-2]].low == ","
        and any(row[m].low in SUBORDINATORS for m in marks[:-2])
        and row[marks[-2] + 1].low in DETERMINERS | {"twice", "some", "about", "half"}
    ):
        return marks[-3]  # "that 1,000 soldiers, twice the figure, had come"
    if (
        strong
        and strong[-1] <= k
        and any(
            x.actor or x.place is not None or x.is_content or x.low in PRONOUNS
            for x in row[strong[-1] + 1 : stop]
        )
    ):
        tail = row[strong[-1] + 1 : stop]
        listed = [x for x in tail if x.low in COORDINATORS or x.low == ","]
        if listed and row[stop - 1].low not in COORDINATORS | {","}:
            return strong[-1]
    if row[k].low in COORDINATORS and k > start and row[k - 1].low == ",":
        k -= 1
    return k


def _without_asides(row: Sequence[Item], marks: list[int], stop: int) -> list[int]:
    """Return the marks without those of an aside before the verb ("its cells, though, are at work")."""
    if len(marks) < 2 or marks[-1] != stop - 1 or row[marks[-1]].low != ",":
        return marks
    opened = next((m for m in reversed(marks[:-1]) if row[m].low == ","), None)
    if opened is None or marks[-1] - opened > 5:
        return marks
    inside = row[opened + 1 : marks[-1]]
    if any(x.actor is not None or x.place is not None or x.low in ("who", "which", "whom") or x.low in cues().verbs for x in inside):
        return marks
    return [m for m in marks if m < opened]


def _round(row: Sequence[Item], k: int) -> bool:
    """Say whether a bracket only holds another name of the party before it ("the Party (PKK) is")."""
    if row[k].low == "(":
        return k + 2 < len(row) and row[k + 1].actor is not None and row[k + 2].low == ")"
    return row[k].low == ")" and k >= 2 and row[k - 1].actor is not None and row[k - 2].low == "("


def _subject_start(row: Sequence[Item], start: int, stop: int) -> int:
    """Return where a subject begins that follows an object with no mark between ("said Nusra took X")."""
    k = stop
    while k > start and row[k - 1].low not in PREPOSITIONS - {"of"}:
        k -= 1
    return k


_BLOCKING = PREPOSITIONS - {"of", "among", "between"}


def _blocked(row: Sequence[Item], k: int, low: int) -> bool:
    """Say whether an actor stands in a prepositional phrase, and so is no subject."""
    while k > low:
        k -= 1
        item = row[k]
        if item.low in ("about", "over", "around", "under", "up") and (
            row[k + 1].low.replace(",", "").isdigit()
            or row[k + 1].low in ("a", "half", "two", "three", "four", "five", "ten")
        ):
            return False  # "about 400 fighters"
        if item.low in _BLOCKING:
            return True
        if (
            item.low in TIME_WORDS
            or item.low.isdigit()
            or (
                item.low in DETERMINERS
                and k > low
                and (row[k - 1].is_content or row[k - 1].low.isdigit() or row[k - 1].place is not None)
            )
        ):
            return False  # "in July 2019 the coalition": a new phrase begins
        if (
            item.actor is not None
            or item.place is not None
            or item.low in COORDINATORS
            or item.low in (",", ";", ":", "(", "that")
            or item.low in ("of",)
        ):
            if item.low in COORDINATORS and k > low and row[k - 1].actor is not None:
                return _blocked(row, k - 1, low)
            return False
    return False


def _subject(row: Sequence[Item], found: list[Clause], n: int, clause: Clause) -> None:
    """Set the subjects of a clause: its own, else those of the clause it hangs on."""
    apposed = _appositions(row, clause.left)
    own = [
        k
        for k in clause.left
        if row[k].actor is not None
        and k not in apposed
        and not _of_party(row, k)
        and not _kin(row, k)
        and row[k].low not in ("him", "them", "her")
        and not _blocked(row, k, clause.left.start)
    ]
    who = next((k for k in clause.left if row[k].low == "who"), None)
    if who is not None and not any(row[k].actor for k in clause.left if k > who):
        named = [a for k in range(max(0, who - 14), who) if (a := row[k].actor) is not None]
        if named:
            clause.subjects = named[-1:]
            return
    if own and not clause.verb.gerund and not clause.verb.reduced:
        last = own[-1]
        chosen = [last]
        for k in reversed(own[:-1]):
            gap = [x.low for x in row[k + 1 : chosen[0]]]
            if (
                row[k].actor is not None
                and row[last].actor is not None
                and row[k].actor.name == row[last].actor.name
            ):  # type: ignore[union-attr]
                continue
            if "and" in gap or "or" in gap or gap in ([","], ["("], ["(", "the"]) or "both" in gap:
                chosen.insert(0, k)
            else:
                break
        after = [row[k] for k in range(last + 1, clause.verb.first) if k not in apposed]
        stop = next(
            (i for i, x in enumerate(after) if x.low in _BLOCKING or x.low in (",", "who", "which", "that")),
            len(after),
        )
        head = next((x for x in reversed(after[:stop]) if x.is_content), None)
        if (
            head is not None
            and head.low not in cues().nouns
            and head.low not in TIME_WORDS
            and row[last + 1].low not in ("(", ",", "“", ")")
        ):
            clause.other_subject = head.low not in (
                "group",
                "movement",
                "organisation",
                "organization",
                "militants",
                "alliance",
                "affiliate",
                "coalition",
            )
        clause.subjects = [a for k in chosen if (a := row[k].actor) is not None]
        clause.officer = head is not None and head.low in OFFICERS
        first = chosen[0]
        if any(x.low == "of" for x in row[max(0, first - 2) : first]) and any(
            x.low in OFFICERS for x in row[max(0, first - 5) : first]
        ):  # "a leader of X, Y, was seen": Y was seen, not X
            named = [a for k in sorted(apposed) if (a := row[k].actor) is not None and a.kind == "person"]
            clause.subjects, clause.officer = (named[:1], False) if named else (clause.subjects, True)
        return
    if (
        n
        and found[n - 1].verb.reduced
        and not any(
            row[k].actor or row[k].place is not None or row[k].is_content or row[k].low in PRONOUNS
            for k in clause.left
        )
    ):
        # "the rebellion linked to X is beaten": the subject stands before the participle
        before = found[n - 1].left
        heads = [k for k in before if row[k].actor is not None and not _blocked(row, k, before.start)]
        clause.subjects = [a for k in heads[-1:] if (a := row[k].actor) is not None]
        first = heads[-1] + 1 if heads else before.start
        stop = next(
            (k for k in range(first, before.stop) if row[k].low in _BLOCKING or row[k].low == ","),
            before.stop,
        )
        tail = [k for k in range(first, stop) if row[k].is_content]
        clause.other_subject = not heads or any(row[k].low not in cues().nouns for k in tail)
        clause.place_subjects = [
            p for k in before if (p := row[k].place) is not None and not _blocked(row, k, before.start)
        ]
        return
    clause.place_subjects = [
        p for k in clause.left if (p := row[k].place) is not None and not _blocked(row, k, clause.left.start)
    ]
    if clause.verb.reduced:
        clause.place_subjects, clause.subjects = _described(row, clause)
        return
    content = [row[k] for k in clause.left if row[k].is_content and not _blocked(row, k, clause.left.start)]
    relative = clause.boundary in ("who", "which", "that", "where", "whose")
    pronoun = any(
        row[k].low in ("he", "she", "it", "they", "we", "i", "you", "there", "this") for k in clause.left
    )
    if (
        (content or pronoun)
        and not (relative and (clause.boundary != "that" or not content))
        and not clause.verb.gerund
    ):
        if n and any(x.low in _PURPOSES for x in content) and clause.verb.modal == "to":
            clause.subjects = list(found[n - 1].subjects)  # "X announced that the aim was to take P"
        else:
            clause.other_subject = True
        return
    if clause.verb.lemma == "be" and clause.verb.finite and (n == 0 or not relative):
        after = next((k for k in clause.right if row[k].actor is not None or row[k].place is not None), None)
        if n == 0 and after is not None and (actor := row[after].actor) is not None:
            clause.subjects = [actor]  # "after him in the hierarchy is X"
    stated = any(
        row[k].place is not None and row[k].low != "there" and not _blocked(row, k, clause.left.start)
        for k in clause.left
    )
    if stated and not relative and not (clause.verb.gerund or clause.verb.infinitive):
        return  # "the town was under the control of": the place is the subject
    if n == 0:
        return
    previous = found[n - 1]
    at = next(
        (
            k
            for k in previous.left
            if row[k].low in ("whom", "whose", "which")
            or (row[k].low == "that" and k and row[k - 1].is_content and any(row[j].actor for j in previous.left if j < k))
        ),
        None,
    )
    if at is not None and clause.boundary in (",", "") and clause.verb.finite:
        # "X, whom Y called Z, was born": the subject stands before the relative clause
        clause.subjects = [a for k in range(max(0, at - 8), at) if (a := row[k].actor) is not None][-1:]
        clause.inherited = True
        return
    if relative and previous.right:
        near = [k for k in previous.right if row[k].actor is not None]
        places = [k for k in previous.right if row[k].place is not None]
        last_actor, last_place = near[-1] if near else -1, places[-1] if places else -1
        if last_actor > last_place:
            actor = row[last_actor].actor
            clause.subjects = [actor] if actor else []
            return
        if last_place >= 0 and clause.boundary in ("which", "where", "that"):
            place = row[last_place].place
            clause.place_subjects = [place] if place is not None else []
            clause.other_subject = clause.boundary == "where"
            return
    if clause.verb.infinitive or clause.verb.gerund:
        objects = [
            k
            for k in previous.right
            if row[k].actor is not None and not _blocked(row, k, previous.right.start)
        ]
        accused = previous.verb.lemma in ("accuse", "suspect", "blame", "stop", "prevent", "bar", "ban", "forbid", "prohibit")
        if accused and objects and clause.verb.gerund:  # "accused X of attacking", "kept X from entering"
            actor = row[objects[0]].actor
            clause.subjects = [actor] if actor else []
            return
        if (
            clause.verb.infinitive
            and objects
            and (previous.verb.classes & {"manage", "plan", "want"} or previous.verb.lemma in PERCEIVED)
            and not previous.verb.passive
        ):
            actor = row[objects[-1]].actor
            clause.subjects = [actor] if actor else []
            return
    clause.inherited = True
    clause.parent = n - 1
    clause.subjects = list(previous.subjects)
    clause.place_subjects = list(previous.place_subjects)
    clause.other_subject = previous.other_subject


def _appositions(row: Sequence[Item], left: range) -> frozenset[int]:
    """Return the items between commas that only describe the party before them ("X, a spokesman of Y, said")."""
    first = next((k for k in left if row[k].actor is not None), None)
    if first is None:
        return frozenset()
    commas = [k for k in left if k > first and row[k].low in (",", ")")]
    while commas and commas[0] - first > 12:
        commas.pop(0)
    opened = next((k for k in left if k > first and row[k].low in (",", "(")), None)
    if opened is None or not commas or commas[-1] == opened:
        return frozenset()
    between = range(opened + 1, commas[-1])
    if (
        any(row[k].low == "and" and k + 1 < commas[-1] and (row[k + 1].actor is not None) for k in between)
        and row[opened].low == ","
    ):
        return frozenset()
    tail = [row[k] for k in range(commas[-1] + 1, left.stop)]
    if any(x.actor is not None or x.is_content for x in tail):
        return frozenset()
    return frozenset(between)


# One person of a party: where he is, the party is not said to be.
OFFICERS = frozenset(
    "commander leader emir amir spokesman spokeswoman head chief founder deputy governor minister president judge official ideologue cleric".split()
)
# Verbs that are followed by a bare infinitive: what is seen, heard or let be done is done.
PERCEIVED = frozenset({"let", "make", "help", "see", "watch", "hear"})
_PURPOSES = frozenset("purpose aim goal objective target plan intention mission task idea".split())


_KIN = frozenset("families family wives wife children relatives widows orphans victims supporters sympathisers".split())


def _kin(row: Sequence[Item], k: int) -> bool:
    """Say whether a party is named only for its kin ("the families of X's fighters")."""
    return any(x.low in _KIN for x in row[max(0, k - 4) : k])


def _of_party(row: Sequence[Item], k: int) -> bool:
    """Say whether an actor only tells whose another one is ("the army of X")."""
    owner = row[k - 2].actor if k > 1 and row[k - 1].low == "of" else None
    return owner is not None and not owner.generic  # "fighters of X" are X


def _described(row: Sequence[Item], clause: Clause) -> tuple[list[int], list[ActorMention]]:
    """Return the places or actors that a reduced participle describes: what stands nearest before it."""
    places: list[int] = []
    actors: list[ActorMention] = []
    k = clause.verb.first - 1
    while k >= 0 and row[k].low not in (";", ".", ":"):
        item = row[k]
        if item.place is not None:
            places.insert(0, item.place)
            if (
                k
                and row[k - 1].low in COORDINATORS | {","}
                and any(x.place is not None for x in row[max(0, k - 3) : k])
            ):
                k -= 1
                continue
            break
        if item.actor is not None:
            actors = [item.actor]
            break
        if item.low in PREPOSITIONS or item.low in BE:
            break
        k -= 1
    return places, actors
