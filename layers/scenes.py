"""One clause as a scene: who acts, on whom, where, with what standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.places import Toponym
from layers.items import SUBORDINATORS, Item
from layers.links import Link, noun_class, parties_from
from layers.reports import ActorMention, What
from layers.status import Verdict, verdict
from layers.subjects import KIN
from layers.verbs import ADVERBIAL, Clause, classes_of, particle_of
from layers.wheres import AT, TOWARDS, coarseness, opens_clause, wheres


class Scene:
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
            if w.prep and w.prep != "of" and w.k < opening and opens_clause(row, clause.left, w.k)
        ]
        self.subjects = [] if clause.other_subject else [*clause.subjects, *self._companions()]
        self.by = self._agents()
        self.taken_from: list[ActorMention] = []
        self.topic: tuple[int, ...] = ()
        self.asked: tuple[int, ...] = ()
        self.objects = self._objects()
        self.classes = classes_of(row, clause)
        if (particle := particle_of(row, clause)) in ADVERBIAL:  # "gave up P": P is the object
            self.right = [replace(w, prep="") if w.prep == particle else w for w in self.right]

    def _companions(self) -> list[ActorMention]:
        """Return the parties that act together with the subject ("together with X", "backed by X")."""
        for span in (self.clause.left, self.clause.right):
            for k in span:
                low, nxt = self.row[k].low, self.row[k + 1].low if k + 1 < len(self.row) else ""
                if (low in ("together", "along") and nxt == "with") or low == "alongside":
                    return parties_from(self.row, k + (1 if low == "alongside" else 2), span.stop)
        return []

    def _end_of_reach(self) -> int:
        """Return where the clause stops: at a semicolon, or a full stop inside quotes."""
        return next((k for k in self.clause.right if self.row[k].low in (";",)), len(self.row))

    def _agents(self) -> list[ActorMention]:
        """Return the parties of "by X" behind the verb."""
        for k in self.clause.right:
            if self.row[k].low in SUBORDINATORS | {"during", ";", ":"}:
                break  # "liberated after its occupation by X": X is not who liberated it
            if self.row[k].low == "by":
                return parties_from(self.row, k + 1, self.clause.right.stop)
        return []

    def _objects(self) -> list[ActorMention]:
        """Return the parties that are the object: the first ones after the verb, before any preposition of
        place.
        """
        for k in self.clause.right:
            item = self.row[k]
            if item.low in KIN:
                return []
            if item.actor is not None:
                nxt = k + 2 if k + 1 < len(self.row) and self.row[k + 1].low == "'s" else k + 1
                after = self.row[nxt] if nxt < len(self.row) else item
                if after.is_word and noun_class(after.low) in ("base_or_camp", "presence"):
                    self.taken_from = [item.actor]  # "seized the X checkpoint at P"
                    return []
                return parties_from(self.row, k, self.clause.right.stop)
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

    @property
    def about(self) -> list[int]:
        """Return the places that are the subject, or the one that heads the paragraph ("P. Taken by X.")."""
        return self.clause.place_subjects or ([] if self.clause.subjects else list(self.topic))

    def verdict(self, what: str) -> Verdict:
        """Return the status of this clause for a report of `what`."""
        return verdict(self.row, self.found, self.n, what)

    def make(
        self,
        actors: Sequence[ActorMention],
        places: Sequence[int],
        what: What,
        *,
        event: bool = False,
        said: Verdict | None = None,
    ) -> list[Link]:
        """Return a link of each actor with each place; `said` replaces the clause's own verdict."""
        v = self.verdict(what) if said is None else said
        return [Link(a, p, what, v, self.verb.first, event) for a in actors for p in places]

    def where(
        self, preps: frozenset[str] | None = None, *, direct: bool = True, front: bool = True
    ) -> list[int]:
        """Return the places governed by one of `preps`, with the direct object and a fronted phrase if
        wanted.
        """
        wanted = AT if preps is None else preps
        chosen = [w.place for w in self.right if w.prep in wanted or (direct and w.prep == "")]
        if front:
            finest = min((coarseness(self.toponyms[p]) for p in chosen), default=9)
            # "In Kenya, police arrested him in Garissa": the country only says where the town is
            chosen += [
                w.place
                for w in self.fronted
                if (w.prep in wanted or w.prep in AT)
                and (coarseness(self.toponyms[w.place]) < 2 or finest >= coarseness(self.toponyms[w.place]))
            ]
            chosen = (
                chosen
                or (self.gap() if direct else [])
                or self._where_clause()
                or self._front_of_sentence()
                or list(self.topic)
            )
        return list(dict.fromkeys(chosen))

    def gap(self) -> list[int]:
        """Return the places that a relative clause is about ("P, which X has held since May")."""
        left, row = self.clause.left, self.row
        at = next((k for k in left if row[k].low in ("which", "that")), None)
        if at is None or not self.subjects or not any(row[k].actor is not None for k in left if k > at):
            return []
        found = wheres(row, range(max(0, at - 12), at), self.toponyms)
        while (
            len(found) > 1
            and found[-1].prep
            and any(row[k].low == "," for k in range(found[-2].k, found[-1].k))
        ):
            found.pop()  # "P, a hideout at Q, which": the hideout is P
        return [found[-1].place] if found and at - found[-1].k < 9 else []

    def _where_clause(self) -> list[int]:
        """Return the places that a "where" clause is about ("X and Y, where they fought")."""
        k = next((k for k in self.clause.left if self.row[k].low == "where"), None)
        if k is None:
            generic = self.verb.reduced and self.n > 0 and not self.clause.place_subjects
            return (
                Scene(self.row, self.found, self.n - 1, self.found[self.n - 1], self.toponyms)._where_clause()
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

    def inherited_places(self) -> list[int]:
        """Return the places of the clause that this one continues (", killing 12"; "and burned houses")."""
        if self.n == 0 or not (self.clause.inherited or self.verb.gerund) or self.verb.negated == "without":
            return []  # "took P without firing a shot": nothing is denied of P
        previous = Scene(self.row, self.found, self.n - 1, self.found[self.n - 1], self.toponyms)
        if previous.verb.classes & {"speech", "plan", "want"}:
            return []
        own = previous.where(AT | TOWARDS)
        return own or previous.inherited_places()
