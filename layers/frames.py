"""Who does what where: the links between the parties and the places of one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from geo.places import Toponym
from layers.builds import demonym_forms
from layers.clauses import BE, COORDINATORS, DETERMINERS, HAVE, PREPOSITIONS, SUBORDINATORS, Clause, Item, Verb
from layers.cues import cues
from layers.reports import ActorMention, What
from layers.status import AFFIRMED, Verdict, verdict

AT = frozenset(
    "in at near on around inside within outside across along through over throughout beside by about beyond between behind of".split()
)
TOWARDS = frozenset("to into toward towards onto for upon".split())
_COARSE = {"district": 1, "governorate": 2, "region": 2, "physical": 0, "country": 3, "supranational": 4}
_MEMBER = "members"
_ATTACKS = frozenset(
    "attack strike hit bomb bombard shell raid storm assault ambush target besiege pound strafe fire airstrike encircle surround hammer".split()
)
_OUT_OF = frozenset({"out", "from", "off", "back", "away"})
_NEEDS_OUT = frozenset("drive throw push force chase flush kick clear".split())
_HOLDS_OTHERWISE = frozenset(
    "talks meeting meetings elections election vote hostage hostages responsibility part place power office control care action prisoner position".split()
)


@dataclass(frozen=True, slots=True)
class Link:
    """A party linked with a place by the words of a sentence; `place` is None where the sentence names none."""

    actor: ActorMention
    place: int | None
    what: What
    verdict: Verdict
    at: int
    event: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a clause: its item, its toponym, the preposition that governs it and the nouns between."""

    k: int
    place: int
    prep: str
    heads: tuple[str, ...]
    negated: bool = False


_AREAS = frozenset("area areas region regions territory territories countryside lines".split())


def governing(row: Sequence[Item], k: int, low: int) -> tuple[str, tuple[str, ...]]:
    """Return the preposition that governs the place at `k`, looking back to `low`, and the nouns on the way.

    "of" is looked through ("in the village of X" -> "in"); the members of a list share the first one's.
    """
    heads: list[str] = []
    of = ""
    j = k - 1
    while j >= low:
        item = row[j]
        if item.low in PREPOSITIONS:
            if item.low != "of":
                return item.low, tuple(heads)
            of = "of"
        elif item.place is not None or item.low in (
            ",",
            "and",
            "or",
            "as",
            "such",
            "including",
            "both",
            "well",
            "(",
            "like",
            "notably",
        ):
            if item.low in COORDINATORS and j > low and not _listed(row, j):
                break
        elif item.actor is not None:
            if j + 1 >= len(row) or row[j + 1].low not in _AREAS | {"'s"}:
                break
        elif item.is_word or item.low == "'s":
            if item.is_content:
                heads.append(item.low)
        else:
            break
        j -= 1
    return of, tuple(heads)


def _listed(row: Sequence[Item], j: int) -> bool:
    """Say whether a coordinator joins two places ("in X and the nearby Y")."""
    if row[j - 1].low in _AREAS:
        return True  # "to the regime areas and the eastern region"
    before = next((row[i] for i in range(j - 1, max(-1, j - 4), -1) if row[i].place is not None), None)
    return before is not None


def wheres(row: Sequence[Item], span: range, toponyms: Sequence[Toponym]) -> list[Where]:
    """Return the places of a stretch, without containers ("X in Y") and landmarks ("near Y")."""
    found = []
    for k in span:
        place = row[k].place
        if place is None or toponyms[place].type == "landmark" or _is_container(row, k, toponyms):
            continue
        if k > 1 and row[k - 1].low == "of" and row[k - 2].low in _ORIGIN_NOUNS:
            continue  # "natives of P"
        prep, heads = governing(row, k, span.start)
        not_in = any(row[j].low == "not" for j in range(max(span.start, k - 3), k)) and bool(prep)
        near = [x.low for x in row[max(span.start, k - 6) : k]]
        not_in = not_in or "except" in near or any(a == "all" and b == "but" for a, b in zip(near, near[1:], strict=False))
        found.append(Where(k, place, prep, heads, not_in))
    return found


def _rank(toponym: Toponym) -> int:
    return 0 if toponym.place is None else _COARSE.get(toponym.place.kind, 0)


def _is_container(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> bool:
    """Say whether the place at `k` only says where a finer place beside it lies."""
    own = row[k].place
    if own is None:
        return False
    if k + 1 < len(row) and row[k + 1].low == "'s":
        follower = next(
            (row[j].place for j in range(k + 2, min(k + 4, len(row))) if row[j].place is not None), None
        )
        if (
            follower is not None
            and _rank(toponyms[follower]) <= _rank(toponyms[own])
            and _rank(toponyms[own]) > 0
        ):
            return True
    for j in range(k - 1, max(-1, k - 15), -1):
        other = row[j].place
        if other is None:
            continue
        gap = [x.low for x in row[j + 1 : k]]
        if other == own or any(
            x.low in ("and", "or", "to", "from", "who", "which", "but", ";") or x.actor is not None
            for x in row[j + 1 : k]
        ):
            return False
        finer = _rank(toponyms[other]) < _rank(toponyms[own]) or toponyms[other].place is None
        if "(" in gap and len(gap) <= 3:
            return True
        if gap == [","]:
            return finer
        if gap[:1] == [","] and "of" in gap and "in" not in gap and not set(gap) & {"a", "an", "capital", "seat", "centre"}:
            return False  # "X, the surroundings of Y": members of a list
        if gap and gap[-1] in DETERMINERS | {
            "western",
            "eastern",
            "northern",
            "southern",
            "central",
            "north",
            "south",
        }:
            gap = [x for x in gap if x not in DETERMINERS]
        return (
            bool(gap)
            and ("in" in gap or "of" in gap or "," in gap)
            and (finer or gap[0] in (",", "in"))
            and len(gap) <= (14 if gap[0] == "," and finer else 7)
            and _no_verb(gap)
        )
    return False


def _opens(row: Sequence[Item], left: range, k: int) -> bool:
    """Say whether the phrase of the place at `k` opens its clause, before any noun that it could belong to."""
    j = k
    while j > left.start and row[j - 1].low not in PREPOSITIONS:
        j -= 1
    return not any(
        row[i].is_content or row[i].actor is not None for i in range(left.start, max(left.start, j - 1))
    )


def _no_verb(gap: Sequence[str]) -> bool:
    """Say whether the words between two places hold no verb but such as "called"."""
    naming = ("called", "named", "known")
    return not any(
        word in BE or word in HAVE or (word in cues().verbs and word not in cues().nouns and word not in naming)
        for word in gap
    )


def links(
    row: Sequence[Item],
    found: Sequence[Clause],
    toponyms: Sequence[Toponym],
    *,
    before: Sequence[int] = (),
    topic: Sequence[int] = (),
) -> list[Link]:
    """Return the links of a sentence, verbs first, then nouns that carry a party of their own.

    `before` are the places of the event told in the sentence before: casualties with no place belong there.
    `topic` is the place that heads the paragraph ("3. Wadi al-Shay."): what names no place happened there.
    """
    rows: list[Link] = []
    agents: list[ActorMention] = []
    placed = any(x.place is not None for x in row)
    headed = _headed(row)
    for n, clause in enumerate(found):
        frame = _Frame(row, found, n, clause, toponyms)
        frame.topic = headed or (() if placed else tuple(topic))
        if clause.verb.reduced and clause.verb.passive:  # "looted by X; then Y overrun as well"
            frame.by = agents = frame.by or agents
        made = frame.links()
        if not made and clause.verb.classes & {"kill", "casualty", "arrest"}:
            told = [x.place for x in rows if x.event and x.place is not None]
            made = frame.casualties_at(told[-1:] or ([] if placed else list(before)))
        rows += made
    if not any(item.place is not None for item in row):
        rows += _unplaced(row, found)
    rows += _identified(row, found, toponyms)
    rows += _noun_links(row, found, toponyms)
    return rows


def _headed(row: Sequence[Item]) -> tuple[int, ...]:
    """Return the place that heads an item of a list ("- Rafah: the army has razed the last houses")."""
    start = next((k for k, x in enumerate(row[:4]) if x.actor is not None or x.place is not None or x.is_content), len(row))
    place = row[start].place if start < len(row) else None
    return (place,) if place is not None and start + 1 < len(row) and row[start + 1].low in (":", "–", "—") else ()


def _unplaced(row: Sequence[Item], found: Sequence[Clause]) -> Iterator[Link]:
    """Yield the deeds of named parties in a sentence that names no place: reports, though not for the map."""
    for n, clause in enumerate(found):
        doers = [
            a
            for a in clause.subjects
            if a.kind in ("group", "state") and not a.generic and not clause.other_subject
        ]
        deed = clause.verb.classes & {"activity", "kill", "arrest", "expel"}
        noun = "light" in clause.verb.classes and any(
            noun_class(row[k].low) == "activity" for k in clause.right if row[k].is_word
        )
        if not doers or clause.verb.passive or not (deed or noun):
            continue
        yield from (
            Link(a, None, "activity", verdict(row, found, n, "activity"), clause.verb.first, True)
            for a in doers
        )


def _identified(row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym]) -> list[Link]:
    """Return the casualty of "the man killed near X was Y": the participle's place, the complement's person."""
    rows: list[Link] = []
    for n, clause in enumerate(found[:-1]):
        after = found[n + 1]
        if (
            not clause.verb.classes & {"kill", "arrest", "casualty"}
            or after.verb.lemma != "be"
            or clause.subjects
        ):
            continue
        people = [a for k in after.right if (a := row[k].actor) is not None and a.kind == "person"][:1]
        places = [w.place for w in wheres(row, range(clause.verb.last + 1, after.verb.first), toponyms)]
        said = verdict(row, found, n + 1, "casualty_or_arrest")
        said = said or verdict(row, found, n, "casualty_or_arrest")
        if not said and n and found[n - 1].verb.classes & {"claim", "doubt"}:
            said = Verdict("uncertain", found[n - 1].verb.lemma)
        rows += [
            Link(a, p, "casualty_or_arrest", said, clause.verb.first, True) for a in people for p in places
        ]
    return rows


class _Frame:
    """One clause and what its verb makes of the parties and places around it."""

    def __init__(
        self,
        row: Sequence[Item],
        found: Sequence[Clause],
        n: int,
        clause: Clause,
        toponyms: Sequence[Toponym],
    ) -> None:
        self.row, self.found, self.n, self.clause, self.toponyms = row, found, n, clause, toponyms
        self.verb = clause.verb
        right = range(clause.right.start, min(clause.right.stop, self._end_of_reach()))
        self.right = wheres(row, right, toponyms)
        opening = next((k for k in clause.left if row[k].actor is not None), clause.left.stop)
        self.fronted = [
            w
            for w in wheres(row, clause.left, toponyms)
            if w.prep and w.prep != "of" and w.k < opening and _opens(row, clause.left, w.k)
        ]
        self.subjects = [] if clause.other_subject else [*clause.subjects, *self._companions()]
        self.by = self._agents()
        self.taken_from: list[ActorMention] = []
        self.topic: tuple[int, ...] = ()
        self.objects = self._objects()
        after = [row[k].low for k in clause.right][:2]
        self.classes = next(
            (
                c
                for (lemma, particle), c in _PHRASAL.items()
                if lemma == self.verb.lemma and particle in after
            ),
            self.verb.classes,
        )

    def _companions(self) -> list[ActorMention]:
        """Return the parties that act together with the subject ("together with X", "backed by X")."""
        for k in self.clause.right:
            low, nxt = self.row[k].low, self.row[k + 1].low if k + 1 < len(self.row) else ""
            if (low in ("together", "along") and nxt == "with") or low == "alongside":
                return _actors_from(self.row, k + (1 if low == "alongside" else 2), self.clause.right.stop)
        return []

    def _end_of_reach(self) -> int:
        """Return where the clause stops: at a semicolon, or a full stop inside quotes."""
        return next((k for k in self.clause.right if self.row[k].low in (";",)), len(self.row))

    def _agents(self) -> list[ActorMention]:
        for k in self.clause.right:
            if self.row[k].low in SUBORDINATORS | {"during", ";", ":"}:
                break  # "liberated after its occupation by X": X is not who liberated it
            if self.row[k].low == "by":
                return _actors_from(self.row, k + 1, self.clause.right.stop)
        return []

    def _objects(self) -> list[ActorMention]:
        """Return the parties that are the object: the first ones after the verb, before any preposition of place."""
        for k in self.clause.right:
            item = self.row[k]
            if item.low in _KIN:
                return []
            if item.actor is not None:
                nxt = k + 2 if k + 1 < len(self.row) and self.row[k + 1].low == "'s" else k + 1
                after = self.row[nxt] if nxt < len(self.row) else item
                if after.is_word and noun_class(after.low) in ("base_or_camp", "presence"):
                    self.taken_from = [item.actor]  # "seized the X checkpoint at P"
                    return []
                return _actors_from(self.row, k, self.clause.right.stop)
            if item.place is not None or item.low in (
                ",",
                ";",
                ":",
                "by",
                "in",
                "to",
                "from",
                "into",
                "at",
                "near",
                "that",
                "with",
                "for",
                "“",
            ):
                return []
        return []

    def _verdict(self, what: str) -> Verdict:
        return verdict(self.row, self.found, self.n, what)

    def _make(
        self,
        actors: Sequence[ActorMention],
        places: Sequence[int],
        what: What,
        *,
        event: bool = False,
        said: Verdict | None = None,
    ) -> list[Link]:
        v = self._verdict(what) if said is None else said
        return [Link(a, p, what, v, self.verb.first, event) for a in actors for p in places]

    def _where(
        self, preps: frozenset[str] | None = None, *, direct: bool = True, front: bool = True
    ) -> list[int]:
        """Return the places governed by one of `preps`, with the direct object and a fronted phrase if wanted."""
        wanted = AT if preps is None else preps
        chosen = [w.place for w in self.right if w.prep in wanted or (direct and w.prep == "")]
        if front:
            finest = min((_rank(self.toponyms[p]) for p in chosen), default=9)
            # "In Kenya, police arrested him in Garissa": the country only says where the town is
            chosen += [
                w.place
                for w in self.fronted
                if (w.prep in wanted or w.prep in AT) and (_rank(self.toponyms[w.place]) < 2 or finest >= _rank(self.toponyms[w.place]))
            ]
            chosen = chosen or self._where_clause() or self._front_of_sentence() or list(self.topic)
        return list(dict.fromkeys(chosen))

    def _where_clause(self) -> list[int]:
        """Return the places that a "where" clause is about ("X and Y, where they fought")."""
        k = next((k for k in self.clause.left if self.row[k].low == "where"), None)
        if k is None:
            generic = self.verb.reduced and self.n > 0 and not self.clause.place_subjects
            return (
                _Frame(
                    self.row, self.found, self.n - 1, self.found[self.n - 1], self.toponyms
                )._where_clause()
                if generic
                else []
            )
        low = max(0, k - 16)
        run: list[int] = []
        for w in reversed(wheres(self.row, range(low, k), self.toponyms)):
            gap = [x.low for x in self.row[w.k + 1 : (run[-1] if run else k)]]
            if run and gap not in (["and"], [","], [",", "and"]):
                break
            run.append(w.k)
        return [p for j in reversed(run) if (p := self.row[j].place) is not None]

    def _front_of_sentence(self) -> list[int]:
        """Return the place with which the sentence opens ("In and around X ...: the group ...")."""
        if self.n == 0 or not self.found or self.clause.verb.gerund:
            return []
        first = self.found[0]
        opening = range(first.left.start, min(first.left.stop, first.left.start + 6))
        if not opening or self.row[opening.start].low not in AT - {"by", "of", "about"}:
            return []
        return [w.place for w in wheres(self.row, opening, self.toponyms) if w.prep in AT][:1]

    def _inherited_places(self) -> list[int]:
        """Return the places of the clause that this one goes on with (", killing 12"; "and burned houses")."""
        if self.n == 0 or not (self.clause.inherited or self.verb.gerund):
            return []
        previous = _Frame(self.row, self.found, self.n - 1, self.found[self.n - 1], self.toponyms)
        if previous.verb.classes & {"speech", "plan", "want"}:
            return []
        own = previous._where(AT | TOWARDS)
        return own or previous._inherited_places()

    def links(self) -> list[Link]:
        rows: list[Link] = []
        phrasal = self.classes is not self.verb.classes
        for name, rule in _RULES:
            if name in self.classes or (name == self.verb.lemma and not phrasal):
                rows = rule(self)
                if rows:
                    break
        if not rows:
            rows = self.by_subject_noun() or self.anything()
        if self.clause.officer:  # where a party's commander is, the party is not said to be
            rows = [x for x in rows if x.what == "casualty_or_arrest" or x.actor not in self.subjects]
        return [self._locally(link) for link in rows]

    def _locally(self, link: Link) -> Link:
        """Deny a link whose own phrase is denied ("founded not in X but in Y")."""
        denied = any(w.negated and w.place == link.place for w in self.right)
        if link.verdict.status == "negated" and any(self._after_but(w.k) for w in self.right if w.place == link.place):
            return replace(link, verdict=Verdict("affirmed", "but"))  # "not in P but in Q"
        return replace(link, verdict=Verdict("negated", "not")) if denied and not link.verdict else link

    def _after_but(self, k: int) -> bool:
        return any(self.row[j].low == "but" for j in range(max(self.clause.right.start, k - 4), k))

    def by_subject_noun(self) -> list[Link]:
        """Read "one X bomb brought down a house in P", "X airstrikes hit P": the subject is an act of X."""
        if not self.clause.subjects:
            return []
        low = self.clause.left.start
        k = next((k for k in reversed(self.clause.left) if self.row[k].actor is not None), None)
        if k is None or k < low:
            return []
        heads = [self.row[j].low for j in range(k + 1, self.verb.first)] + [self.row[k].low.split()[-1]]
        if not any("activity" in cues().nouns.get(h, ()) for h in heads):
            return []
        return self._make(self.clause.subjects, self._where(), "activity", event=True)

    def anything(self) -> list[Link]:
        """Read any other deed of a party that the clause itself places ("picked up passports in P")."""
        silent = self.classes & {
            "speech",
            "deny",
            "doubt",
            "want",
            "plan",
            "fail",
            "claim",
        } or self.verb.lemma in (
            "be",
            "have",
            "do",
            "lead",
            "lie",
            "border",
            "remain",
            "become",
            "call",
            "list",
            "name",
            "meet",
            "visit",
            "talk",
            "speak",
            "receive",
            "buy",
            "sell",
            "pay",
            "know",
            "sign",
            "agree",
            "quarrel",
            "negotiate",
        )
        if (
            silent
            or not self.verb.finite
            or self.verb.passive
            or not self.verb.classes
            or self.clause.inherited
        ):
            return []
        places = [
            w.place
            for w in (*self.right, *self.fronted)
            if w.prep in ("in", "at", "near", "around", "inside", "through", "across")
        ]
        return self._make(
            [a for a in self.subjects if a.kind != "person"], dict.fromkeys(places), "activity", event=True
        )

    def casualties_at(self, places: Sequence[int]) -> list[Link]:
        """Return the casualties of a clause with no place of its own, at the place of the event told before."""
        victims = self.clause.subjects if self.verb.passive or "casualty" in self.classes else self.objects
        if self.clause.other_subject and self.verb.passive:
            return []
        return self._make(victims, places, "casualty_or_arrest", event=True)

    def shun(self) -> list[Link]:
        """Read "X steers clear of P", "keeps out of P", "avoids P"."""
        places = [w.place for w in self.right if w.prep in ("", "of", "from", "out", "off")]
        said = Verdict("negated", self.verb.lemma) if not self.verb.negated else None
        return self._make(self.subjects, places, "presence", said=said)

    def seen(self) -> list[Link]:
        """Read "no X fighter has been seen in P"."""
        return self._make(self.clause.subjects, self._where(AT, direct=False), "presence") if self.verb.passive else []

    def kept(self) -> list[Link]:
        """Read "X has fighters in P", "X kept men at P"."""
        first = next((self.row[k] for k in self.clause.right if self.row[k].is_content), None)
        if first is None or "members" not in cues().nouns.get(first.low, ()):
            return []
        return self._make(self.subjects, self._where(AT, direct=False), "presence")

    def man(self) -> list[Link]:
        return self._make(self.subjects, self._where(AT), "presence")

    def serve(self) -> list[Link]:
        """Read "P has served X as a base", "P serves as a stronghold of X", "X uses P as a base"."""
        words = [self.row[k] for k in self.clause.right]
        at = next((i for i, w in enumerate(words) if w.low == "as"), None)
        if at is None:
            return []
        what = next((w for x in words[at : at + 5] if x.is_word and (w := noun_class(x.low))), None)
        if what is None:
            return []
        after = [a for x in words[at:] if (a := x.actor) is not None][:1]
        places = self.clause.place_subjects or [w.place for w in self.right if w.prep == ""]
        return self._make(self.objects or after or self.subjects, places, what)

    # -- the rules, by class of verb --------------------------------------------------------------

    def control(self) -> list[Link]:
        direct = [
            w.place for w in self.right if w.prep in ("", "of") and not (set(w.heads) & _HOLDS_OTHERWISE)
        ]
        if self.verb.passive:
            places = self.clause.place_subjects
            rows = self._make(self.by, places, "control")
            if not rows and self.clause.subjects and "arrest" in self.verb.classes:
                return self.casualty_of(self.clause.subjects)
            return rows
        first = next((self.row[k] for k in self.clause.right if self.row[k].is_content), None)
        if first is not None and first.low in _HOLDS_OTHERWISE and not direct:
            return []
        direct = direct or self._gap()
        carried = [w.place for w in self.right if w.prep in TOWARDS]
        if self.verb.lemma == "take" and self.objects and carried:  # "buses took X to P"
            return self._make(self.objects, carried, "movement_to", event=True)
        if self.taken_from:
            places = self._where()
            v = _former(self._verdict("control"), "taken")
            return self._make(self.subjects, places, "control") + self._make(self.taken_from, places, "presence", said=v)
        if self.objects and "arrest" in self.verb.classes and not direct:
            return self.casualty_of(self.objects) + self._make(
                self.subjects, self._where(), "activity", event=True
            )
        rows = self._make(self.subjects, direct or ([] if not self._took_it() else self._where()), "control")
        losers = _after(self.row, self.clause.right, "from")
        return rows + self._make(
            losers, direct, "control", said=_former(self._verdict("control"), "taken from")
        )

    def _gap(self) -> list[int]:
        """Return the places that a relative clause is about ("P, which X has held since May")."""
        left = self.clause.left
        at = next((k for k in left if self.row[k].low in ("which", "that")), None)
        if at is None or not self.subjects or not any(self.row[k].actor is not None for k in left if k > at):
            return []
        found = wheres(self.row, range(max(0, at - 12), at), self.toponyms)
        while len(found) > 1 and found[-1].prep and any(self.row[k].low == "," for k in range(found[-2].k, found[-1].k)):
            found.pop()  # "P, a hideout at Q, which": the hideout is P
        return [found[-1].place] if found and at - found[-1].k < 9 else []

    def _took_it(self) -> bool:
        words = [self.row[k] for k in self.clause.right][:6]
        return any(
            w.low
            in (
                "parts",
                "part",
                "areas",
                "territory",
                "villages",
                "positions",
                "ground",
                "swathes",
                "most",
                "much",
                "all",
                "land",
                "towns",
                "posts",
                "districts",
                "everything",
            )
            for w in words
        )

    def loss(self) -> list[Link]:
        direct = [w.place for w in self.right if w.prep in ("", "of", "in")] or self._gap() or self._inherited_places()
        v = self._verdict("control")
        if self.verb.passive:  # "P, lost by X in May"
            return self._make(self.by, self.clause.place_subjects, "control", said=_former(v, self.verb.lemma))
        takers = self._make(_after(self.row, self.clause.right, "to"), direct, "control")
        return self._make(self.subjects, direct, "control", said=_former(v, self.verb.lemma)) + takers

    def expel(self) -> list[Link]:
        out = any(self.row[k].low in _OUT_OF for k in self.clause.right)
        if self.verb.lemma in _NEEDS_OUT and not out:
            return []
        losers, agents = (
            (self.clause.subjects, self.by) if self.verb.passive else (self.objects, self.subjects)
        )
        places = self._where(frozenset({"from", "of", "off", "out", "in"}), direct=False)
        targets = [w.place for w in self.right if w.prep in TOWARDS]
        v = self._verdict("presence")
        if not losers:
            return []
        if not places and not targets:
            places = self._where() or self._inherited_places()
        rows = self._make(losers, places, "presence", said=_former(v, self.verb.lemma))
        rows += self._make(agents, places, "activity", event=True)
        return rows + (self._make(losers, targets, "movement_to", event=True) if targets else [])

    def casualty_of(self, victims: Sequence[ActorMention]) -> list[Link]:
        places = self._where() or self._inherited_places()
        return self._make(victims, places, "casualty_or_arrest", event=True)

    def kill(self) -> list[Link]:
        if self.verb.passive:
            places = (
                self._where()
                or self._inherited_places()
                or [p for p in self.clause.place_subjects if self.clause.boundary == "where"]
            )
            rows = self._make(
                self.clause.subjects if not self.clause.other_subject else [],
                places,
                "casualty_or_arrest",
                event=True,
            )
            return rows + self._make(self.by, places, "activity", event=True)
        places = self._where() or self._inherited_places()
        rows = self._make(self.subjects, places, "activity", event=True)
        return rows + self._make(self.objects, places, "casualty_or_arrest", event=True)

    def casualty(self) -> list[Link]:
        return self._make(
            self.subjects, self._where() or self._inherited_places(), "casualty_or_arrest", event=True
        )

    def activity(self) -> list[Link]:
        if self.verb.passive:
            places = [*self.clause.place_subjects, *self._where(direct=False)]
            return self._make(self.by, places, "activity", event=True)
        places = (
            self._where(AT | {"upon", "against", "into", "towards", "toward", "with"})
            or self._inherited_places()
        )
        if not self.subjects:  # "15 strikes engaged X's units near P": X is there, it did not strike
            hit = self.verb.lemma in _ATTACKS | {"engage"} and self.objects and not self.objects[0].via
            return self._make(self.objects, self._where(direct=False), "presence") if hit else []
        both = (
            [*self.subjects, *_after(self.row, self.clause.right, "with")]
            if self.verb.lemma in ("clash", "fight", "battle", "skirmish", "exchange", "engage")
            else self.subjects
        )
        if self.verb.lemma in ("clash", "fight", "battle", "engage"):
            both = [*both, *_after(self.row, self.clause.right, "against"), *self.objects]
        rows = self._make(list(dict.fromkeys(both)), places, "activity", event=True)
        if self.verb.lemma in _ATTACKS and self.objects and self.subjects and not self.objects[0].via:
            rows += self._make(self.objects, self._where(direct=False, front=False), "presence")
        return rows

    def base(self) -> list[Link]:
        who = self.clause.subjects if (self.verb.passive or not self.objects) else self.objects
        what: What = "base_or_camp"
        return self._make(who, self._where(AT, direct=False), what)

    def presence(self) -> list[Link]:
        if self.verb.lemma in ("deploy", "station", "post"):
            who = self.clause.subjects if self.verb.passive else (self.objects or self.subjects)
            to = [w.place for w in self.right if w.prep in TOWARDS]
            rows = self._make(who, to, "movement_to", event=True)
            what: What = "base_or_camp" if self.verb.lemma in ("station", "garrison") else "presence"
            return rows + self._make(who, self._where(AT, direct=False), what)
        return self._make(self.subjects, self._where(AT, direct=False), "presence")

    def to(self) -> list[Link]:
        moved = (
            self.objects
            if self.verb.lemma
            in (
                "send",
                "dispatch",
                "transfer",
                "bring",
                "shift",
                "airlift",
                "transport",
                "evacuate",
                "deploy",
                "redeploy",
            )
            and self.objects
            else self.subjects
        )
        if moved is self.objects and any(a.name in {s.name for s in self.subjects} for a in moved):
            moved = self.subjects  # "it sent parts of its forces, the X and the Y, to P"
        if self.verb.passive:
            moved = self.clause.subjects
        into = [
            w.place
            for w in self.right
            if w.prep in TOWARDS
            or (w.prep == "on" and self.verb.lemma in ("march", "advance", "move", "close"))
        ]
        if self.verb.lemma in ("enter", "reach", "infiltrate", "penetrate", "join"):
            into += [w.place for w in self.right if w.prep in ("", "of")]
        if self.verb.lemma in ("arrive", "land", "gather", "advance", "slip", "pour"):
            into += [w.place for w in self.right if w.prep in ("in", "at", "near", "on")]
        out = [w.place for w in self.right if w.prep in ("from", "out")]
        if out and "from" in self.verb.classes and moved == self.subjects and self.verb.lemma in ("withdraw", "retreat", "pull"):
            return self.leave()
        rows = self._make(moved, dict.fromkeys(into), "movement_to", event=True) + self._make(
            moved, out, "movement_from", event=True
        )
        return rows or (self.leave() if "from" in self.verb.classes else [])

    def leave(self) -> list[Link]:
        if self.verb.passive and self.verb.lemma == "leave":  # "none of them is left in P"
            return self._make(self.clause.subjects, self._where(AT, direct=False), "presence")
        who = self.clause.subjects if self.verb.passive else self.subjects
        places = [
            w.place
            for w in self.right
            if w.prep in ("from", "out")
            or (w.prep in ("in", "at", "near") and self._kept(w))
            or (
                w.prep in ("", "of")
                and self.verb.lemma
                in (
                    "leave",
                    "flee",
                    "evacuate",
                    "quit",
                    "vacate",
                    "abandon",
                    "desert",
                    "exit",
                    "escape",
                    "depart",
                )
            )
        ]
        targets = [w.place for w in self.right if w.prep in TOWARDS]
        v = self._verdict("movement_from")
        rows = self._make(who, places, "movement_from", event=True, said=v)
        rows += self._make(who, targets, "movement_to", event=True)
        if self.verb.lemma in ("abandon", "leave", "cede", "evacuate"):  # "left P to X"
            rows += self._make(_after(self.row, self.clause.right, "to"), places, "control")
        if not v:
            groups = [a for a in who if a.kind != "person"]
            rows += self._make(groups, places, "presence", said=_former(v, self.verb.lemma))
        return rows

    def _kept(self, where: Where) -> bool:
        """Say whether a place is that of the base which the verb's object is ("left their post at P")."""
        prep = next(
            (k for k in range(where.k - 1, self.clause.right.start, -1) if self.row[k].low == where.prep),
            None,
        )
        return prep is not None and noun_class(self.row[prep - 1].low) in ("base_or_camp", "presence")

    def found_(self) -> list[Link]:
        who = self.clause.subjects if self.verb.passive or self.verb.lemma == "bear" else self.objects
        if self.verb.lemma in ("establish", "create", "form") and not self.verb.passive:
            return self.light()
        near = next((k for k in self.clause.right if self.row[k].low == ","), self.clause.right.stop)
        places = [w.place for w in self.right if w.prep in ("in", "at", "near") and w.k < near]
        return self._make(who, places or self._where(frozenset({"in", "at", "near"}), direct=False)[:1], "origin")

    def hail(self) -> list[Link]:
        simple = not (self.verb.past or self.verb.perfect or self.verb.progressive or self.verb.modal)
        if self.verb.lemma in ("come", "originate", "stem") and not (simple and self.verb.finite):
            return []
        wanted = ("from",) if self.verb.lemma == "come" else ("from", "in")
        return self._make(self.subjects, [w.place for w in self.right if w.prep in wanted][:2], "origin")

    def be(self) -> list[Link]:
        """Read "X is in P", "P is X's stronghold" (nouns do that), "X is from P", "P is in the hands of X"."""
        after = [self.row[k] for k in self.clause.right]
        first = next(
            (x for x in after if x.is_word and x.low not in ("still", "now", "also", "n't", "not")), None
        )
        if first is not None and first.low == "from":
            places = [w.place for w in self.right if w.prep == "from"]
            return self._make(
                self.subjects,
                places,
                "origin" if any(a.kind == "person" or a.generic for a in self.subjects) else "movement_from",
            )
        holders = self._holders()
        if holders and self.clause.place_subjects:
            return self._make(holders, self.clause.place_subjects, "control")
        existential = any(self.row[k].low == "there" for k in self.clause.left)
        if existential:
            actors = [a for k in self.clause.right if (a := self.row[k].actor) is not None][:3]
            return self._make(actors, self._where(AT, direct=False), "presence")
        owned = self._owned_noun()
        if owned is not None and self.subjects:  # "its camps are in P"
            return self._make(self.subjects, self._where(AT, direct=False), owned)
        parties = [x for x in after if x.is_word and "members" in cues().nouns.get(x.low, ())]
        if parties and self.subjects and any(a.kind != "person" for a in self.subjects):
            return self._make(
                self.subjects,
                [w.place for w in self.right if w.prep in ("in", "of", "at", "near")],
                "presence",
            )
        lead = [x for x in after if x.is_word or x.place is not None][:3]
        if lead and any(
            x.low in AT - {"of", "by", "between"}
            or x.low in ("active", "present", "there", "based", "dug", "under", "back", "about", "master")
            or x.place is not None
            for x in lead
        ):
            if any(x.low == "under" for x in lead) and not self.clause.place_subjects:
                return []
            if any(x.low == "master" for x in lead):
                return self._make(self.subjects, self._where(frozenset({"of"})), "control")
            if (
                any(x.place is not None for x in lead[:1])
                and lead[0].low != "there"
                and not self._is_reference(lead[0])
            ):
                return []
            return self._make(
                self.subjects, self._where(AT, direct=any(self._is_reference(x) for x in lead)), "presence"
            )
        return []

    def _owned_noun(self) -> What | None:
        """Return what the subject's own noun reports ("its camps", "X's headquarters")."""
        k = next((k for k in reversed(self.clause.left) if self.row[k].actor is not None), None)
        nouns = [noun_class(self.row[j].low) for j in range((k or 0) + 1, self.verb.first) if self.row[j].is_word]
        return next((what for what in nouns if what in ("base_or_camp", "presence")), None) if k is not None else None

    def belong(self) -> list[Link]:
        """Read "P belonged to X"."""
        return self._make(_after(self.row, self.clause.right, "to"), self.clause.place_subjects, "control")

    def blame(self) -> list[Link]:
        """Read "the attack on P was blamed on X", "they attribute the raid at P to X": X may have done it."""
        who = _after(self.row, self.clause.right, "on") or _after(self.row, self.clause.right, "to") or self.objects
        places = self._where() or [w.place for w in wheres(self.row, self.clause.left, self.toponyms)]
        return self._make(who, places, "activity", event=True, said=Verdict("uncertain", self.verb.lemma))

    def _is_reference(self, item: Item) -> bool:
        return item.place is not None and item.low == "there"

    def _holders(self) -> list[ActorMention]:
        """Return the party in whose hands, or under whose control, the subject is."""
        start = self.clause.right.start
        stop = next(
            (k for k in range(start, len(self.row)) if self.row[k].low in (",", ";", ":", "and", "but")),
            len(self.row),
        )
        right = list(range(start, stop))
        for k in right[:8]:
            if self.row[k].low in ("under", "hands", "control"):
                of = next((j for j in range(k, min(k + 3, len(self.row))) if self.row[j].low == "of"), None)
                if of is not None:
                    return _actors_from(self.row, of + 1, min(len(self.row), of + 14))
                return [a for j in right if j > k - 1 and (a := self.row[j].actor) is not None][:2] or (
                    [a for j in right if j <= k and (a := self.row[j].actor) is not None]
                )
        return []

    def fall(self) -> list[Link]:
        takers = _after(self.row, self.clause.right, "to") or self._holders()
        rows = self._make(takers, self.clause.place_subjects, "control")
        return rows or self.casualty()

    def light(self) -> list[Link]:
        """Read a verb that leaves the meaning to its noun ("launched an offensive", "set up a camp", "has cells")."""
        agents = self.by if self.verb.passive else self.subjects
        passive_of = (
            range(self.clause.left.start, self.verb.first) if self.verb.passive else self.clause.right
        )
        for k in passive_of:
            item = self.row[k]
            if item.actor is not None or (
                item.place is not None and not self.verb.passive and item.low != "there"
            ):
                if item.place is None or not self._noun_after(k):
                    break
                continue
            if item.low in ("order", "orders", "instructions") and self.verb.lemma in ("give", "issue"):
                all_over = [
                    w.place for w in wheres(self.row, range(k, len(self.row)), self.toponyms) if w.prep
                ]
                return self._make(agents, all_over, "activity", event=True, said=Verdict("planned", item.low))
            what = noun_class(item.low) if item.is_word else None
            if what is None:
                continue
            if "fail" in self.classes and self.verb.lemma != "keep":
                kept = self.verb.lemma in ("avoid", "refrain", "refuse", "abstain")
                ended = self.verb.finite and not self.verb.modal  # "agreed to cease": it goes on until then
                said = Verdict("negated" if kept else "former", self.verb.lemma) if kept or ended else AFFIRMED
                said = None if self.verb.negated else said
                places = self._where(AT | TOWARDS | {"against"})
                return self._make(agents, places, what, event=False, said=said)
            if self.classes & {"plan"} and self.verb.lemma not in ("threaten",) and self.verb.finite:
                places = self._where(AT | TOWARDS | {"against", "from"})
                said = None if self.verb.negated else Verdict("planned", self.verb.lemma)
                return self._make(agents, places, what, event=True, said=said)
            if what == "casualty_or_arrest":  # "had a hand in the killing of": the subject is the doer
                what = "activity"
            places = self._where(AT | TOWARDS | {"against", "from"}) or self._inherited_places()
            if what in ("movement_from", "movement_to"):
                places = self._where(frozenset({"from", "to", "into"}), direct=False)
            event = what in ("activity", "casualty_or_arrest", "movement_from", "movement_to")
            return self._make(agents, places, what, event=event)
        if (
            self.verb.lemma
            in ("carry", "conduct", "launch", "mount", "stage", "perform", "commit", "perpetrate")
            and not self.verb.passive
        ):
            return self._make(
                agents, self._where(direct=False, front=False), "activity", event=True
            )  # "the operations they carry out in P"
        return []

    def _noun_after(self, k: int) -> bool:
        return any(
            self.row[j].is_word and noun_class(self.row[j].low)
            for j in range(k + 1, min(k + 4, self.clause.right.stop))
        )


def noun_class(word: str) -> What | None:
    """Return what a noun reports ("offensive" -> activity), None for a noun that reports nothing."""
    classes = cues().nouns.get(word, frozenset())
    for name, what in _NOUN_WHAT:
        if name in classes:
            return what
    return None


_NOUN_WHAT: tuple[tuple[str, What], ...] = (
    ("base_or_camp", "base_or_camp"), ("departure", "movement_from"), ("activity", "activity"), ("taking", "control"),
    ("control", "control"), ("presence", "presence"), ("arrival", "movement_to"), ("casualty", "casualty_or_arrest"),
)  # fmt: skip

# The first class whose rule yields links decides; the order puts the more specific meaning first.
_RULES: tuple[tuple[str, Callable[[_Frame], list[Link]]], ...] = (
    ("shun", _Frame.shun), ("be", _Frame.be), ("belong", _Frame.belong), ("blame", _Frame.blame), ("attribute", _Frame.blame),
    ("pin", _Frame.blame), ("see", _Frame.seen), ("spot", _Frame.seen), ("have", _Frame.kept), ("keep", _Frame.kept),
    ("maintain", _Frame.kept), ("serve", _Frame.serve), ("use", _Frame.serve), ("man", _Frame.man), ("staff", _Frame.man),
    ("guard", _Frame.man), ("patrol", _Frame.man), ("fall", _Frame.fall), ("expel", _Frame.expel), ("kill", _Frame.kill), ("loss", _Frame.loss),
    ("control", _Frame.control), ("base", _Frame.base), ("hail", _Frame.hail), ("to", _Frame.to), ("from", _Frame.leave), ("arrest", _Frame.kill),
    ("activity", _Frame.activity), ("casualty", _Frame.casualty), ("presence", _Frame.presence), ("found", _Frame.found_),
    ("hail", _Frame.hail), ("fail", _Frame.light), ("light", _Frame.light), ("settle", _Frame.light), ("have", _Frame.light),
)  # fmt: skip


# Verbs whose particle changes their class: (lemma, particle) -> classes.
_PHRASAL: dict[tuple[str, str], frozenset[str]] = {
    ("win", "back"): frozenset({"control"}), ("take", "back"): frozenset({"control"}), ("take", "over"): frozenset({"control"}),
    ("claw", "back"): frozenset({"control"}), ("give", "up"): frozenset({"loss"}), ("hand", "over"): frozenset({"loss"}),
    ("pull", "out"): frozenset({"from"}), ("pull", "back"): frozenset({"from", "to"}), ("move", "out"): frozenset({"from"}),
    ("steer", "clear"): frozenset({"shun"}), ("stay", "away"): frozenset({"shun"}), ("stay", "out"): frozenset({"shun"}),
    ("keep", "away"): frozenset({"shun"}), ("keep", "out"): frozenset({"shun"}), ("keep", "clear"): frozenset({"shun"}),
    ("fall", "back"): frozenset({"from", "to"}), ("fall", "on"): frozenset({"activity"}), ("fall", "upon"): frozenset({"activity"}),
    ("clear", "out"): frozenset({"from"}), ("blow", "up"): frozenset({"activity"}), ("set", "fire"): frozenset({"activity"}),
    ("break", "into"): frozenset({"activity"}), ("turn", "up"): frozenset({"presence"}), ("dig", "in"): frozenset({"presence"}),
}  # fmt: skip


def _former(v: Verdict, cue: str) -> Verdict:
    """Return "former" for what a party loses by an event that happened; a loss that is denied leaves it what it has."""
    if v.status == "negated":
        return Verdict("affirmed", v.cue)
    return Verdict("former", cue) if v.status in ("affirmed", "former") else Verdict("uncertain", v.cue)


def _actors_from(row: Sequence[Item], k: int, stop: int) -> list[ActorMention]:
    """Return the coordinated parties that begin at or just after item `k` ("X, Y and Z")."""
    chosen: list[ActorMention] = []
    j = k
    while j < stop and j - k < 40:
        item = row[j]
        if item.actor is not None:
            chosen.append(item.actor)
        elif chosen and item.low == "," and j + 1 < stop and row[j + 1].low in ("a", "an"):
            break  # "a courier of X, an Y unit": the apposition is no further party
        elif (
            item.place is not None
            or item.low in PREPOSITIONS - {"of"}
            or item.low in (";", ":", "who", "which", "that")
        ) or (not chosen and (item.low in (",",) or j - k > 6)) or (
            chosen
            and item.low not in (",", "and", "or", "the", "its", "'s", "(", ")", "“", "”", "both", "of")
            and not item.is_word
        ) or (chosen and item.is_word and item.low in cues().verbs and item.low not in cues().nouns):
            break
        j += 1
    return chosen


def _after(row: Sequence[Item], span: range, word: str) -> list[ActorMention]:
    """Return the parties that stand behind a preposition in a stretch ("with X and Y")."""
    for k in span:
        if row[k].low == word:
            return _actors_from(row, k + 1, span.stop)
    return []


def _noun_links(row: Sequence[Item], found: Sequence[Clause], toponyms: Sequence[Toponym]) -> Iterator[Link]:
    """Yield the links of nouns that name their party themselves: "X's camp in P", "clashes between X and Y in P"."""
    in_verb = {k for c in found for k in range(c.verb.first, c.verb.last + 1)}
    sides: list[ActorMention] = []
    for k, item in enumerate(row):
        if item.low.startswith("-") or item.low in ("held", "controlled", "run", "ruled", "occupied"):
            yield from _compound(row, k, toponyms)
        if item.actor is not None and (what := noun_class(item.low.split()[-1])) == "activity":
            yield from _act_of(row, found, k, toponyms)
        if k in in_verb or not item.is_word:
            continue
        if (
            item.low in ("hands", "control")
            and k
            and (actor := row[k - 1].actor or row[k - 2].actor) is not None
            and any(x.low in ("in", "under") for x in row[max(0, k - 4) : k])
        ):
            before = [row[j].place for j in range(max(0, k - 7), k) if row[j].place is not None]
            yield from (Link(actor, p, "control", AFFIRMED, k) for p in before if p is not None)
        what = noun_class(item.low)
        member = what is None and _MEMBER in cues().nouns.get(item.low, ())
        if what is None and not member:
            continue
        n = next((n for n, c in enumerate(found) if k in c.left or k in c.right), None)
        if item.low in _CLASHES:  # "after clashes with X, in particular the battles of P": both sides of each
            sides = _sides(row, k) or sides
            yield from _clash(row, found, k, n, sides, toponyms)
            continue
        yield from _noun_link(row, found, k, what or "presence", n, toponyms, member=member)
    yield from _origins(row)


_CLASHES = frozenset(
    "clash clashes battle battles fighting skirmish skirmishes confrontation confrontations hostilities".split()
)


def _sides(row: Sequence[Item], k: int) -> list[ActorMention]:
    """Return the sides of a clash: "between X and Y", "X's clashes with Y", "X, after clashes with Y,"."""
    after = _after(row, range(k + 1, min(len(row), k + 12)), "between")
    if after:
        return after
    other = _after(row, range(k + 1, min(len(row), k + 4)), "with") or _after(
        row, range(k + 1, min(len(row), k + 4)), "against"
    )
    own = next((a for j in range(k - 1, -1, -1) if (a := row[j].actor) is not None), None)
    return [*([own] if own else []), *other] if other else []


def _clash(
    row: Sequence[Item],
    found: Sequence[Clause],
    k: int,
    n: int | None,
    sides: Sequence[ActorMention],
    toponyms: Sequence[Toponym],
) -> Iterator[Link]:
    stop = next((j for j in range(k + 1, len(row)) if row[j].low in (";", ",", "and")), len(row))
    stop = max(stop, min(len(row), k + 12)) if any(x.actor for x in row[k + 1 : k + 6]) else stop
    places = [w.place for w in wheres(row, range(k + 1, stop), toponyms) if w.prep in AT]
    said = (
        verdict(row, found, n, "activity")
        if n is not None
        and (
            (k in found[n].right
            and found[n].verb.lemma in ("be", "have"))
            or (k in found[n].left
            and found[n].verb.negated)
        )
        else AFFIRMED
    )
    before = " ".join(x.low for x in row[max(0, k - 12) : k])
    if (
        not said
        and re.search(r"\b(?:after|following|since)\b", before)
        and not any(c.verb.last in range(max(0, k - 12), k) for c in found)
    ):
        said = Verdict("former", "after")  # the text's own present begins after the clash
    for actor in dict.fromkeys(sides):
        yield from (Link(actor, place, "activity", said, k, True) for place in places[:3])


_KIN = frozenset(
    "families family wives wife children relatives widows orphans victims supporters sympathisers".split()
)
_ORIGIN_NOUNS = frozenset("native natives resident citizen".split())


def _origins(row: Sequence[Item]) -> Iterator[Link]:
    """Yield origins told by a noun phrase: "Pankisi Chechen X", "Grozny-born X", "X, a native of P"."""
    for k, item in enumerate(row):
        if item.place is None:
            continue
        after = row[k + 1 : k + 4]
        person = next((x.actor for x in after if x.actor is not None and x.actor.kind == "person"), None)
        gap = []
        for x in after:
            if x.actor is not None:
                break
            gap.append(x.low)
        if person is not None and (
            gap[:1] == ["-born"] or gap[:1] == ["native"] or (len(gap) == 1 and gap[0] in demonym_forms())
        ):
            yield Link(person, item.place, "origin", AFFIRMED, k)
        if (
            any(x.low in _ORIGIN_NOUNS for x in row[max(0, k - 6) : k])
            and any(x.low == "of" for x in row[max(0, k - 5) : k])
            and not any(x.place is not None or x.actor is not None for x in row[max(0, k - 5) : k])
        ):
            person = next(
                (
                    a
                    for j in range(k - 1, max(-1, k - 9), -1)
                    if (a := row[j].actor) is not None and a.kind == "person"
                ),
                None,
            )
            if person is not None:
                yield Link(person, item.place, "origin", AFFIRMED, k)


def _act_of(
    row: Sequence[Item], found: Sequence[Clause], k: int, toponyms: Sequence[Toponym]
) -> Iterator[Link]:
    """Yield the links of an act that is named with its party ("U.S. air raids on X's bases across P")."""
    actor = row[k].actor
    stop = next((c.verb.first for c in found if c.verb.first > k and c.verb.finite), len(row))
    places = [w.place for w in wheres(row, range(k + 1, stop), toponyms) if w.prep in AT | {"against"}]
    n = next((n for n, c in enumerate(found) if k in c.left or k in c.right), None)
    said = AFFIRMED if n is None or k in found[n].left else verdict(row, found, n, "activity")
    if actor is not None:
        yield from (Link(actor, place, "activity", said, k, True) for place in places)


def _noun_link(
    row: Sequence[Item],
    found: Sequence[Clause],
    k: int,
    what: What,
    n: int | None,
    toponyms: Sequence[Toponym],
    *,
    member: bool,
) -> Iterator[Link]:
    if any(x.low in _KIN for x in row[max(0, k - 4) : k]):
        return  # "the families of X's fighters in P" are civilians
    owners = _owners(row, k)
    if not owners and not member:
        owners = _after_noun(row, k)
    if not owners:
        return
    stop = (
        found[n].right.stop
        if n is not None and k in found[n].right
        else found[n].verb.first
        if n is not None
        else len(row)
    )
    after = range(k + 1, min(stop, k + 14))
    places = [
        w.place
        for w in wheres(row, after, toponyms)
        if w.prep
        in AT
        | {"against"}
        | (TOWARDS if what == "movement_to" else frozenset())
        | ({"from"} if what == "movement_from" else frozenset())
    ]
    if member:
        places = [
            w.place
            for w in wheres(row, after, toponyms)
            if w.prep in ("in", "at", "near", "inside", "around", "across") and w.k - k <= 4
        ]
    if what in ("base_or_camp", "control") and not places:
        places = _places_described(row, k, toponyms)
    said = AFFIRMED
    if n is not None:
        clause = found[n]
        if (
            any(row[j].low in ("no", "neither", "nor") for j in range(max(0, k - 4), k))
            or clause.verb.lemma in ("be", "have")
            or "light" in clause.verb.classes
            or "settle" in clause.verb.classes
        ):
            said = verdict(row, found, n, what)
    if not said and n is not None and k in found[n].left:
        said = _told_of(found[n].verb)
    if not said and any(
        x.low in ("former", "ex", "erstwhile", "abandoned", "onetime") for x in row[max(0, k - 4) : k]
    ):
        said = Verdict("former", "former")
    event = what in ("activity", "casualty_or_arrest", "movement_from", "movement_to")
    for actor in owners:
        for place in places:
            yield Link(actor, place, what, said, k, event)


def _told_of(verb: Verb) -> Verdict:
    """Return what a verb says of the act that is its subject ("the evacuation is being prepared, has not begun")."""
    if verb.classes & {"plan"} or verb.lemma in ("expect", "expected", "foresee", "foreseen", "envisage", "envisaged") or verb.modal in ("will", "to"):
        return Verdict("planned", verb.lemma)
    if verb.negated and verb.lemma in ("begin", "start", "happen", "occur", "take", "materialise", "materialize"):
        return Verdict("negated", verb.negated)
    if verb.classes & {"deny"}:
        return Verdict("negated", verb.lemma)
    return AFFIRMED


def _owners(row: Sequence[Item], k: int) -> list[ActorMention]:
    """Return the party directly before a noun ("X's", "X", "their") with at most two words between."""
    for j in range(k - 1, max(-1, k - 4), -1):
        if (actor := row[j].actor) is not None:
            return [actor]
        if row[j].low != "'s" and (row[j].low in BE | HAVE or (row[j].low in cues().verbs and row[j].low not in cues().nouns)):
            return []  # "X has avoided attacks": the verb says whose they are
        if (
            row[j].place is not None
            or row[j].low in PREPOSITIONS
            or row[j].low in (",", ";", ":", "and", "the", "a")
        ):
            return []
    return []


def _after_noun(row: Sequence[Item], k: int) -> list[ActorMention]:
    """Return the parties of "clashes between X and Y", "attack by X", "stronghold of X"."""
    for j in range(k + 1, min(k + 8, len(row))):
        low = row[j].low
        if low in ("by", "of", "between", "for", "belonging"):
            got = _actors_from(row, j + 1, min(len(row), j + 14))
            if got:
                return got
        if row[j].low in (";", ",", ":") or (low in cues().verbs and low not in cues().nouns):
            return []
    return []


def _places_described(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> list[int]:
    """Return the places that a noun describes: "P, a stronghold of X", "P and Q are X's strongholds"."""
    found: list[int] = []
    for j in range(k - 1, max(-1, k - 9), -1):
        if (place := row[j].place) is not None and toponyms[place].type != "landmark":
            found.append(place)
        elif found and row[j].low not in (",", "and"):
            break
        elif row[j].low in (";", "in", "from", "to", "at") or (row[j].low == "and" and not found):
            break
    return found


def _compound(row: Sequence[Item], k: int, toponyms: Sequence[Toponym]) -> Iterator[Link]:
    """Yield the links of "X-held P", "X-controlled P", "P-based X"."""
    low = row[k].low
    if low in ("held", "controlled", "run", "ruled", "occupied"):
        low = (
            f"-{low}"
            if row[k].start and k and row[k - 1].end + 1 == row[k].start and row[k - 1].low.endswith("-")
            else low
        )
    tail = low.rpartition("-")[2]
    if (
        tail in ("held", "controlled", "run", "ruled", "occupied", "dominated")
        and k
        and row[k - 1].actor is not None
        and low != tail
    ):
        actor = row[k - 1].actor
        place = next(
            (row[j].place for j in range(k + 1, min(k + 5, len(row))) if row[j].place is not None), None
        )
        if (
            actor is not None
            and place is not None
            and all(row[j].low not in PREPOSITIONS - {"of", "in"} for j in range(k + 1, min(k + 3, len(row))))
        ):
            yield Link(actor, place, "control", AFFIRMED, k)
    if tail == "based" and k and row[k - 1].place is not None:
        actor = next(
            (row[j].actor for j in range(k + 1, min(k + 4, len(row))) if row[j].actor is not None), None
        )
        place = row[k - 1].place
        if actor is not None:
            yield Link(actor, place, "base_or_camp", AFFIRMED, k)
