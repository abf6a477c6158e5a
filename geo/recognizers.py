"""Which stretches of a text name a place, and which only look like it: names, surroundings, the whole document."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geo import surroundings as cues
from geo.coordinates import find_coordinates
from geo.curated import capitals, demonyms
from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.names import fold
from geo.places import Candidate, Mention, Refusal
from geo.remembered import is_curated, plain, remembered
from geo.tokens import Token, runs, tokenise

_UNREAD = frozenset({"furniture", "bio"})
_BASE = -1.5
_ALIKE_LIMIT = 6
_STATES = frozenset({"country", "governorate", "region", "supranational"})
_TOWNS = frozenset({"city", "town"})
_AREAS = _STATES | {"district", "water", "physical", "border"}
_SEPARATORS = frozenset(
    {", ", " and ", ", and ", " or ", ", or ", " & ", " (", "/", "; ", " and the ", ", the ", " and in ", " and of "}
)
_JOINS = frozenset(
    f" {word} {way}" for word in ("and", "or", "&", "as well as") for way in ("", "the ", "of ", "in ", "around ", "near ", "from ", "to ")
) | {", and ", ", or "}
_DATELINE = re.compile(
    r"[ \t]*(?:,[^.\n]{1,40}?)?(?:\s\([^()\n]{2,40}\))?(?:,?\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\w*\.?\s\d{1,2})?"
    r"\s*(?:--|[-–—:])\s"
)
_LEVANT = re.compile(
    r"\s?(?:and|&)\s(?:the |al-|ash-|as-|Greater )?(?:Sham|Syria|Levant|ash|Al-Sham)\b", re.I
)
_VERNACULAR = re.compile(r"\bthe ((?:(?:north|south)(?:-?(?:east|west))?|east|west|central)(?:ern)? regions?)\b")
_UNNAMED_SITE = re.compile(r"\b\d{1,3}\s?km\s(?:checkpoint|crossing|junction|post)\b", re.I)
_CITY_POLICE = frozenset(
    {"police", "officials", "security", "defense", "defence"}
)


@dataclass(slots=True)
class _Piece:
    """A possible place name while it is weighed: tokens first..after, evidence so far, reason of refusal."""

    first: int
    after: int
    start: int
    end: int
    text: str
    lookup: str
    found: tuple[Candidate, ...]
    generic: str = ""
    score: float = 0.0
    cue: float = 0.0
    evidence: list[str] = field(default_factory=list)
    refused: str = ""
    weak: bool = False
    inner: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def best(self) -> Candidate | None:
        return self.found[0] if self.found else None

    def add(self, weight: float, why: str) -> None:
        """Count a piece of evidence."""
        self.score += weight
        if why:
            self.evidence.append(why)


def recognize(
    document: Document, gazetteer: Gazetteer, *, taken: Sequence[Refusal] = ()
) -> tuple[list[Mention], list[Refusal]]:
    """Return the place names of a document in text order, and what looks like one and is none, with reasons.

    `taken` are spans known to name persons, groups or media: a place name inside one is refused.
    Segments that are page furniture or an author's note are not read.
    """
    return _Reader(document, gazetteer, taken).read()


class _Reader:
    """One reading of one document."""

    def __init__(self, document: Document, gazetteer: Gazetteer, taken: Sequence[Refusal]) -> None:
        self.text = document.text
        self.gazetteer = gazetteer
        self.taken = sorted(taken, key=lambda r: (r.start, r.end))
        self._taken_starts = [r.start for r in self.taken]
        self.tokens = list(_readable(document))
        self.lower = {t.text for t in self.tokens if not t.capital}
        self.pieces: list[_Piece] = []
        self.surnames: set[str] = set()
        self._owned: set[int] = set()
        self.here: list[str] = []
        self._memory = remembered(gazetteer)

    # --- the passes ---

    def read(self) -> tuple[list[Mention], list[Refusal]]:
        """Find pieces, weigh each alone, then in lists, then over the document."""
        for first, after in runs(self.tokens):
            self._run(first, after)
        for group in self._groups():
            self._weigh_group(group)
        self._lists()
        self._countries()
        self._agree()
        self._lists(second=True)
        return self._results()

    def _run(self, first: int, after: int) -> None:
        """Split a capitalised stretch into pieces that may be places."""
        for a, b, why in self._parts(first, after):
            if why:
                self._refuse(a, b, why)
            else:
                self._pieces_of(a, b)

    def _parts(self, first: int, after: int) -> Iterator[tuple[int, int, str]]:
        """Yield (first, after, reason of refusal or "") of the parts of a run, cut where a name cannot go on."""
        at = first
        for i in range(first, after):
            if i < at:
                continue
            hit = self._taken_at(i)
            if hit is not None and self._rather_a_place(i, after, hit):
                hit = None
            if hit is not None:
                if at < i:
                    yield at, i, ""
                stop = i + 1
                while stop < after and self.tokens[stop].start < hit.end:
                    stop += 1
                yield i, stop, self._why_taken(hit, i, stop)
                at = stop
        if at < after:
            yield at, after, ""

    def _taken_at(self, i: int) -> Refusal | None:
        token = self.tokens[i]
        at = bisect_right(self._taken_starts, token.end - 1) - 1
        for refusal in self.taken[max(0, at - 3) : at + 1]:
            if refusal.end > token.start:
                return refusal
        return None

    def _rather_a_place(self, first: int, after: int, hit: Refusal) -> bool:
        """Say whether a supposed person is a known place after "in", "near" or the like ("in Sangin")."""
        stop = first
        while stop < after and self.tokens[stop].start < hit.end:
            stop += 1
        if self.tokens[first].start > hit.start:
            return False
        if stop - first > 1 and self._people(stop - 1, stop) and self._known_span(first, stop - 1):
            return not self._people(first, stop - 1)  # "Pankisi Chechen"
        if not hit.reason.startswith("person") or not self._known_span(first, stop):
            return False
        word = self.tokens[first - 1].lower if first and self.tokens[first].gap == " " else ""
        return word in cues.LOCATING - {"of", "to", "from", "over", "through"} and not self.tokens[first].possessive

    def _why_taken(self, hit: Refusal, first: int, after: int) -> str:
        if hit.reason.startswith(("person", "media", "nisba")):
            return hit.reason
        return f"inside a name: {hit.text}"

    def _pieces_of(self, first: int, after: int) -> None:
        tokens = self.tokens
        first, after = self._trimmed(first, after)
        if first >= after:
            return
        if (cut := self._cut(first, after)) is not None:
            self._pieces_of(first, cut)
            self._pieces_of(cut, after)
            return
        if why := self._organisation(first, after):
            self._refuse(first, after, why)
            return
        if tokens[first].lower in cues.TITLES and after - first > 1 and not self._known_span(first, after):
            if tokens[first].lower not in ("sheikh", "shaykh", "sheik", "saint", "haji", "king") or not self._place_cue(first, after):  # fmt: skip
                self._person(first + 1, after, "person: after a title")
                return
        a, b, whole = self._name_in(first, after)
        if whole:
            self._add(a, b)
            return
        self._unknown(first, after)

    def _trimmed(self, first: int, after: int) -> tuple[int, int]:
        """Leave out ordinary words that only begin a sentence, and titles, months and the like at the ends."""
        tokens = self.tokens
        head = tokens[first]
        if after - first > 1 and head.initial and head.lower.endswith("ern") and head.lower in cues.DIRECTIONS:
            first += 1
        while after - first > 1 and not self._known_span(first, after):
            head = tokens[first]
            if (
                head.initial
                and (head.lower in cues.ORDINARY or head.lower in cues.PREPOSITIONS)
                and head.gap != "-"
            ):
                first += 1
            elif head.lower in cues.CALENDAR or head.lower in cues.FUNCTION:
                first += 1
            elif tokens[after - 1].lower in cues.CALENDAR or tokens[after - 1].lower in cues.FUNCTION:
                after -= 1
            elif head.lower in cues.DIRECTIONS and head.lower.endswith("ern"):
                first += 1
            else:
                break
        return first, after

    def _cut(self, first: int, after: int) -> int | None:
        """Return where a run is really two: "Palmyra-Deir Ezzor", "Syrian Idlib", "New York Gov. Cuomo"."""
        tokens = self.tokens
        for i in range(first + 1, after):
            token = tokens[i]
            if (
                token.gap in ("-", "‑", "–")
                and tokens[i - 1].lower not in cues.ARTICLES
                and token.lower not in cues.ARTICLES
            ):
                left, right = self._known_span(first, i), self._known_span(i, after)
                left_people, right_people = self._people(first, i), self._people(i, after)
                if (left or left_people) and (right or right_people) and not self._known_span(first, after):
                    return i
            if i > first and token.lower in cues.TITLES and token.lower not in ("king", "saint", "sheikh", "officer", "major") and i + 1 < after:  # fmt: skip
                if self._known_span(first, i):
                    return i
        head = tokens[first]
        for i in range(first + 1, after):
            if self._people(i, i + 1) and self._known_span(first, i) and not self._people(first, i):
                return i  # "Pankisi Chechen"
        if after - first > 1 and self._people(first, first + 1) and not self._known_span(first, after):
            if tokens[after - 1].text not in cues.ORGANISATION_LAST:
                return first + 1
        return None

    def _people(self, first: int, after: int) -> bool:
        folded = fold(self._span_text(first, after))
        return folded in demonyms() or folded in cues.PEOPLES

    def _organisation(self, first: int, after: int) -> str:
        """Return why a run names an organisation, or "": by its last, its first word or the "X of" before it."""
        tokens = self.tokens
        if first and tokens[first].gap == " (" and tokens[first - 1].text in ("State", "Front", "Movement", "Army", "Party"):
            return f"inside a name: {tokens[first - 1].text} ({self._span_text(first, after)})"
        if first > 1 and tokens[first - 1].lower in ("in", "for", "to") and tokens[first - 2].text in cues.OFFICE_IN:
            return f"inside a name: {tokens[first - 2].text} {tokens[first - 1].lower} {self._span_text(first, after)}"
        text = self._span_text(first, after)
        last = tokens[after - 1].text
        if last == "District" and after - first > 2 and tokens[after - 2].text in ("School", "Court", "Fire"):
            return f"inside a name: {text}"
        if after - first > 1 and last in cues.ORGANISATION_LAST and not self._famous(first, after):
            if last not in ("Street", "Centre", "Center", "Museum", "Church", "College", "University") or not self._known_span(first, after):  # fmt: skip
                return f"inside a name: {text}"
        if (
            tokens[first].text in cues.ORGANISATION_FIRST
            and after - first > 1
            and not self._known_span(first, after)
        ):
            return f"inside a name: {text}"
        if first >= 2 and tokens[first].gap.strip() == "":
            back = first - 1
            if tokens[back].lower == "the" and tokens[back].gap == " ":
                back -= 1
            before = tokens[back - 1] if back >= 1 else None
            if before is not None and tokens[back].lower == "of" and before.capital and before.text in cues.ORGANISATION_OF and tokens[back].gap == " ":  # fmt: skip
                if not (
                    before.text in ("State", "Province", "Government", "Union", "Council")
                    and not self._in_run_of(back - 1)
                ):
                    return f"inside a name: {before.text} of {text}"
            if before is not None and tokens[back].lower in ("of", "in") and before.text == "State" and back >= 2 and tokens[back - 2].text == "Islamic":  # fmt: skip
                if tokens[back].lower == "of" or _LEVANT.match(self.text, tokens[after - 1].end):
                    return "inside a name: Islamic State " + tokens[back].lower + " " + text
            if tokens[back].lower in ("and", "&", "wa") and back >= 1 and self._last_organisation == back:
                return f"inside a name: … and {text}"
        return ""

    _last_organisation = -1
    _unsure = False

    def _in_run_of(self, i: int) -> bool:
        """Say whether the word before is capitalised too ("Islamic State of", "Sharia Council of")."""
        return i >= 1 and self.tokens[i - 1].capital and self.tokens[i].gap == " "

    def _name_in(self, first: int, after: int) -> tuple[int, int, bool]:
        """Return the part of a run that is a known name with its capitalised class words, and whether it is all of it."""
        tokens = self.tokens
        if self._known_span(first, after):
            return first, after, True
        for cut in range(after - 1, first, -1):
            if all(t.text in cues.IN_NAME_AFTER for t in tokens[cut:after]) and self._known_span(first, cut):
                return first, after, True
        for cut in range(first + 1, after):
            if all(t.text in cues.IN_NAME_BEFORE for t in tokens[first:cut]) and self._known_span(cut, after):
                keep = first
                if tokens[first].initial and tokens[first].lower in cues.DIRECTIONS and tokens[first].lower != "greater" and self._place_cue(first, after) < 1:  # fmt: skip
                    keep = cut
                return keep, after, True
        for cut in range(after - 1, first, -1):
            if tokens[cut].text in cues.IN_NAME_AFTER and cut == after - 1:
                return first, after, after - first <= 4 and tokens[cut].lower in cues.STRONG_CLASS
        return first, after, after - first == 1

    # --- names ---

    def _span_text(self, first: int, after: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[after - 1].end]

    def _known_span(self, first: int, after: int) -> tuple[Candidate, ...]:
        return self._look(self._span_text(first, after)) if after - first <= 6 else ()

    def _ranked(self, first: int, after: int) -> tuple[Candidate, ...]:
        return tuple(sorted(self._known_span(first, after)[:12], key=lambda c: -_fame(c)))

    def _look(self, text: str) -> tuple[Candidate, ...]:
        return self._memory.exact(self.gazetteer, text)

    def _famous(self, first: int, after: int) -> bool:
        found = self._known_span(first, after)
        return any(_fame(candidate) >= 1.2 for candidate in found[:12])

    # --- pieces ---

    def _refuse(self, first: int, after: int, reason: str) -> None:
        """Refuse every known name within a run."""
        if reason.startswith(("inside", "media")) and not self._unsure:
            self._owned.add(first)
        self._last_organisation = after if reason.startswith("inside") else -1
        at = first
        while at < after:
            for stop in range(after, at, -1):
                if self._known_span(at, stop) or self._people(at, stop):
                    self._add(
                        at,
                        stop,
                        refused="demonym"
                        if self._people(at, stop) and not reason.startswith("inside")
                        else reason,
                    )
                    at = stop
                    break
            else:
                at += 1

    def _person(self, first: int, after: int, reason: str) -> None:
        if after > first:
            self._surname(first, after, titled=reason.startswith("person"))
            self._refuse(first, after, reason)

    def _surname(self, first: int, after: int, *, titled: bool = False) -> None:
        """Remember the last word of what may be a person's name, to know the person by it later."""
        head, last = self.tokens[first], self.tokens[after - 1]
        if last.text in cues.IN_NAME_AFTER or len(last.text) < 3 or last.shouted:
            return
        acts = cues.PERSON_AFTER.match(self.text, last.end) is not None
        if titled or (after - first > 1 and (acts or not head.initial)):
            self.surnames.add(fold(last.text))

    def _unknown(self, first: int, after: int) -> None:
        """Weigh a run that is no known name as a whole; unless its surroundings speak for a place it is a person's."""
        cue = self._place_cue(first, after)
        tokens = self.tokens[first:after]
        named = any(t.text in cues.KUNYA or t.lower in cues.TITLES for t in tokens)
        if after - first > 4 or (named and cue < 2.5):
            self._person(first, after, "inside a name: " + self._span_text(first, after))
            return
        self._add(first, after)
        piece = self.pieces[-1]
        piece.weak = cue < 1.5
        keep = len(self.pieces)
        self._unsure = True
        self._refuse(first, after, "inside a name: " + piece.text)
        self._unsure = False
        piece.inner = [(p.start, p.end, p.text) for p in self.pieces[keep:]]
        del self.pieces[keep:]
        self._last_organisation = -1
        if piece.weak and cue < 0.8:
            self._surname(first, after)

    def _add(self, first: int, after: int, *, refused: str = "") -> None:
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        text = self.text[start:end]
        self.pieces.append(
            _Piece(
                first,
                after,
                start,
                end,
                text,
                plain(text), self._ranked(first, after),
                refused=refused,
            )
        )

    # --- evidence ---

    def _place_cue(self, first: int, after: int) -> float:
        """Return how much the words right before and after a run say for a place."""
        return self._before(first)[0] + self._behind(after)[0]

    def _within_before(self, piece: _Piece) -> bool:
        """Say whether an unknown name stands as the region in "Miranshah, North Waziristan,"."""
        tokens = self.tokens[piece.first : piece.after]
        if tokens[0].gap != ", " or self.text[piece.end : piece.end + 1] not in (",", ".", ")", "") or tokens[0].initial:
            return False
        shaped = tokens[0].lower in cues.DIRECTIONS or any(t.lower in ("del", "da", "de", "do", "di") for t in tokens)
        return shaped and any(p.after == piece.first and not p.refused and p.score >= 0 for p in self.pieces)

    def _owner(self, piece: _Piece) -> str:
        """Return the place that a piece belongs to in "in Kunar's Chapa Dara", or ""."""
        i = piece.first - 1
        if i < 0 or not self.tokens[i].possessive or self.tokens[piece.first].gap not in ("'s ", "’s ", " "):
            return ""
        for other in reversed(self.pieces):
            if other.after == piece.first:
                located = not other.refused and self._before(other.first)[0] >= 1.2
                return other.text if located else ""
        return ""

    def _before(self, first: int) -> tuple[float, str, str]:
        """Return (weight, class word, evidence) of the words before token `first`."""
        tokens = self.tokens
        if first == 0:
            return 0.0, "", ""
        back, generic, weight, why = first - 1, "", 0.0, ""
        if tokens[first].gap not in (" ", ' "', " “", " ‘", " '", "\u00a0", " («", " (") and not tokens[
            first
        ].gap.startswith("-"):
            return 0.0, "", ""
        if tokens[first].gap == " (":
            return (2.0, "", "in brackets behind a place") if tokens[back].lower in cues.AFTER else (0.0, "", "")
        if tokens[back].lower == "the" and back:
            back -= 1
        word = tokens[back]
        if word.lower in ("called", "named", "as") and back:
            near = [t.lower for t in tokens[max(0, back - 4) : back]]
            kind = next(
                (cues.AFTER[w] for w in reversed(near) if w in cues.AFTER and cues.AFTER[w] in _SETTLED), ""
            )
            return (3.5, kind, f"a {kind} {word.lower}") if kind and word.lower != "as" else (0.0, "", "")
        if (
            word.lower in cues.DIRECTIONS
            and not word.possessive
            and word.lower not in ("greater", "lower", "upper")
        ):
            generic = "rural" if word.lower == "rural" else ""
            weight, why = 2.0, f"after {word.lower!r}"
            if back and tokens[back].gap == " ":
                back -= 1
                word = tokens[back]
        if word.lower == "of" and back:
            head = tokens[back - 1].lower
            if head in cues.BEFORE_OF and tokens[back].gap == " ":
                kind = cues.AFTER.get(head, "")
                if head == "countryside":
                    kind = "province"
                return weight + (3.5 if kind else 2.0), generic or kind, f"{head} of"
        elif word.lower in cues.BEFORE and tokens[first].gap == " " and back == first - 1:
            return 2.5, cues.AFTER.get(word.lower, ""), f"after {word.lower!r}"
        said = cues.PREPOSITIONS.get(word.lower)
        if said is not None and not (word.capital and not word.initial):
            if said < 2.2 and not weight and (found := cues.MOVES.search(self.text, max(0, word.start - 24), word.start)):
                return said + 1.0, generic, f"after '{found[0].strip()} {word.lower}'"
            if word.lower in ("near", "outside", "nearby") or not why:
                why = f"after {word.lower!r}"
            return weight + said * (0.9 if back < first - 1 else 1.0), generic, why
        return weight, generic, why

    def _behind(self, after: int) -> tuple[float, str, str]:
        """Return (weight, class word, evidence) of the words behind token `after` - 1."""
        tokens = self.tokens
        if after >= len(tokens) or tokens[after].gap not in (" ", "’ ", "' ", "” ", '" '):
            return 0.0, "", ""
        word = tokens[after]
        kind = cues.AFTER.get(word.lower)
        if kind and not tokens[after - 1].possessive:
            if word.lower in cues.WEAK_CLASS:
                return 0.7, kind, ""
            return 3.0, kind, f"before {word.lower!r}"
        if word.lower in cues.CLASS_BETWEEN:
            nxt = tokens[after + 1] if after + 1 < len(tokens) else None
            if nxt is not None and nxt.lower in cues.AFTER and nxt.gap == " ":
                return 3.0, cues.AFTER[nxt.lower], f"before {word.lower} {nxt.lower}"
        return 0.0, "", ""

    def _weigh(self, piece: _Piece, *, carried: float = 0.0) -> None:
        """Weigh a piece by its name and by the words around it; `carried` is the cue of the list it stands in."""
        tokens, text = self.tokens, self.text
        best, single = piece.best, piece.after - piece.first == 1
        kind = best.place.kind if best else ""
        head = tokens[piece.first]
        if why := self._not_a_place(piece, kind):
            piece.refused = why
            return
        piece.add(_BASE, "")
        if best is not None:
            piece.add(_fame(best), f"{best.place.kind} in the gazetteer")
        inner = [t for t in tokens[piece.first : piece.after] if t.lower not in cues.ARTICLES] or [head]
        if best is not None and len(inner) > 1:
            piece.add(0.8, "")
        if inner[-1].text in cues.IN_NAME_AFTER and len(inner) > 1:
            piece.generic = cues.AFTER.get(inner[-1].lower, "")
            piece.add(2.5, f"named a {inner[-1].lower}")
        before, generic_before, why_before = self._before(piece.first)
        behind, generic_behind, why_behind = self._behind(piece.after)
        if carried > before:
            before, why_before = carried, "in a list of places"
        if before < 1.5 and (owner := self._owner(piece)):
            before, why_before = 1.5, f"{owner}’s"
        piece.cue = before + behind
        if best is None:
            piece.add(-1.5 if piece.weak and before < 1.5 else 0.3 if self.taken else -0.5, "")
        piece.add(before, why_before)
        piece.add(behind, why_behind)
        piece.generic = generic_behind or generic_before or piece.generic
        if found := cues.APPOSITION.match(text, piece.end):
            piece.add(2.5, "called a place right after")
            piece.cue += 2.5
            if not piece.generic:
                piece.generic = cues.AFTER.get(found[0].split()[-1].lower(), "")
        if (
            head.initial
            and _DATELINE.match(text, piece.end)
            and (piece.text.isupper() or self._line_start(head))
        ):
            piece.add(2.5 if best else 0.5, "dateline")
        if text[piece.end : piece.end + 1] == "-" and piece.after < len(tokens) and tokens[piece.after].lower in cues.HYPHEN_PLACE:  # fmt: skip
            piece.add(3.0, f"before '-{tokens[piece.after].lower}'")
        if tokens[piece.after - 1].possessive and kind in _AREAS:
            piece.add(0.5, "")
        if cues.OFFICE_OF.search(text, max(0, piece.start - 40), piece.start):
            piece.add(1.5, "the place of an office or a people")
        if found := cues.LOCATED_AFTER.match(text, piece.end):
            piece.add(2.2, f"followed by {found[0].strip(' ,(–')!r}")
            piece.cue += 2.2
        if best is None and len(inner) > 1 and self._within_before(piece):
            piece.add(3.0, "behind the place that it contains")
            piece.cue += 2.0
        if inner[0].text in cues.BEGINS_A_PLACE and len(inner) > 1 and best is None:
            piece.add(2.5, f"begins with {inner[0].text!r}")
            piece.cue += 2.5
        if single:
            self._weigh_word(piece, head, kind)
        article = piece.first and tokens[piece.first - 1].lower in ("the", "this") and head.gap == " "
        if article and kind not in _AREAS and not piece.generic and behind < 0.5:
            piece.add(-1.5, "after 'the'")
        if best is not None and piece.after < len(tokens) and tokens[piece.after].gap == " " and tokens[piece.after].lower in cues.TOWN_NOUN:  # fmt: skip
            piece.add(1.0, f"before {tokens[piece.after].lower!r}")
        if cues.PERSON_AFTER.match(text, piece.end) and piece.cue < 1.5:
            piece.add(-3.0, "speaks or acts as a person")
            if single and kind not in _STATES:
                self.surnames.add(fold(piece.text))
        if piece.first and tokens[piece.first - 1].lower in cues.TITLES and head.gap == " " and piece.cue < 3:
            piece.add(-3.0, "after a title")

    def _weigh_word(self, piece: _Piece, head: Token, kind: str) -> None:
        """Count against a single word what makes it an ordinary word, an acronym or a surname."""
        if head.lower in cues.ORDINARY:
            piece.add(-4.0, "an ordinary word")
        elif head.lower in self.lower and kind != "country":
            piece.add(-2.5, "also in lower case in this text")
        elif head.initial and piece.cue < 1 and kind not in _STATES:
            piece.add(-0.5, "")
        if piece.best is None and head.initial:
            piece.add(-1.0, "")
        if len(head.text) <= 3 and kind != "country":
            piece.add(-0.8, "")
        if (
            fold(piece.text).endswith("i")
            and piece.start >= 3
            and self.text[piece.start - 3 : piece.start].lower() in ("al-", "el-")
        ):
            piece.add(-1.5, "has the form of a nisba")

    def _not_a_place(self, piece: _Piece, kind: str) -> str:
        """Return why a piece is no place whatever else speaks for it, or ""."""
        tokens, text = self.tokens, self.text
        head, last = tokens[piece.first], tokens[piece.after - 1]
        folded = fold(piece.text)
        following = tokens[piece.after] if piece.after < len(tokens) else None
        hyphened = following is not None and following.gap == "-" and not following.capital
        if piece.text in cues.CAPITALS_PLACES:
            if piece.text.strip(".") in (
                "US",
                "U.S",
                "UK",
                "U.K",
                "UAE",
                "U.A.E",
                "USA",
                "EU",
            ) and self._modifies(piece, following):
                return "demonym: used as an adjective"
        elif (folded in demonyms() or folded in cues.PEOPLES) and not (
            kind == "country" and piece.best is not None and fold(piece.best.place.name) == folded
        ):
            return "demonym"
        elif head.text.isupper() and piece.after - piece.first == 1 and len(head.text.replace(".", "")) <= 5 and not (
            "." in head.text and kind in _STATES
        ):
            if len(head.text) == 1:
                return "acronym"
            if not (
                len(head.text) >= 4
                and piece.best is not None
                and (self._line_start(head) or self._shouting(piece.first))
            ):
                return "acronym"
        if hyphened and following is not None:
            if following.lower in cues.MODIFIER:
                return f"metonym: '-{following.lower}'"
        before = tokens[piece.first - 1].lower if piece.first and len(head.gap) <= 2 else ""
        if before in ("second", "third", "another", "mini"):
            return f"figurative: a {before} {piece.text}"
        if following is not None and following.gap == " " and not last.possessive:
            nxt = tokens[piece.after + 1] if piece.after + 1 < len(tokens) else None
            if following.lower in cues.GROUP_NOUN and not following.capital:
                return f"inside a name: the {piece.text} {following.lower}"
            if following.lower == "news" or following.lower in cues.OUTLET_NOUN:
                return f"media: {piece.text} {following.lower}"
            if following.lower in cues.GROUP_MIDDLE and nxt is not None and nxt.lower in cues.GROUP_NOUN:
                return f"inside a name: the {piece.text} {following.lower} {nxt.lower}"
            if following.lower in cues.STATE_NOUN and piece.best is not None:
                if kind in _STATES or following.lower not in _CITY_POLICE:
                    if not (following.lower == "security" and kind not in _STATES) and not self._town_noun(
                        following, nxt, kind
                    ):
                        return f"metonym: {piece.text} {following.lower}"
        if last.possessive and following is not None and following.gap == " " and following.text in cues.OF_A_SAINT:
            return f"inside a name: {piece.text}’s {following.text}"
        if last.possessive and piece.after in self._owned and following is not None and following.gap == " ":
            return f"metonym: {piece.text}’s {following.text} …"
        if kind in _TOWNS and not last.possessive and (found := cues.SAYS.match(text, piece.end)):
            if self._before(piece.first)[0] < 1.0:
                return f"metonym: {piece.text}{found[0]}"
        if piece.best is not None and (kind in _STATES or folded in capitals()) and not last.possessive:
            return self._acts(piece, head, kind)
        return ""

    def _town_noun(self, following: Token, nxt: Token | None, kind: str) -> bool:
        """Say whether the noun behind belongs to the place, not to a state ("Mosul air base")."""
        return (
            nxt is not None
            and nxt.lower in cues.AFTER
            and following.lower in ("air", "military", "army", "security")
        )

    def _acts(self, piece: _Piece, head: Token, kind: str) -> str:
        """Return why a state or a capital stands for its government here, or ""."""
        tokens, text = self.tokens, self.text
        before = tokens[piece.first - 1] if piece.first else None
        if before is not None and before.lower == "the" and piece.first > 1:
            before = tokens[piece.first - 2]
        located = (
            before is not None
            and head.gap in (" ",)
            and (before.lower in cues.LOCATING or before.lower in cues.DIRECTIONS or before.lower == "of")
        )
        if not located and (found := cues.ACTS.match(text, piece.end)):
            return f"metonym: {piece.text}{found[0]}"
        if (
            not located
            and before is not None
            and before.lower in ("as", "like", "than")
            and tokens[max(0, piece.first - 2)].lower != "such"

            and cues.AS_DOES.match(text, piece.end)
        ):
            return f"metonym: {before.lower} {piece.text} does"
        if kind not in ("country", "supranational") and fold(piece.text) not in capitals():
            return ""
        if found := cues.PAIR_TALKS.match(text, piece.end):
            return f"metonym: {piece.text}{found[0]}"
        if found := cues.DEALT_WITH.search(text, max(0, piece.start - 80), piece.start):
            return f"metonym: {found[0].strip()} {piece.text}"
        if before is not None and before.lower == "against" and head.gap == " ":
            return f"metonym: against {piece.text}"
        return ""

    def _modifies(self, piece: _Piece, following: Token | None) -> bool:
        """Say whether an abbreviation of a country stands as an adjective before a noun ("U.S. bomb")."""
        if following is None or self.tokens[piece.after - 1].possessive:
            return False
        if following.gap == "-":
            return following.lower not in cues.HYPHEN_PLACE
        if following.gap != " ":
            return False
        return following.lower not in cues.FUNCTION and not cues.ACTS.match(self.text, piece.end)

    def _line_start(self, token: Token) -> bool:
        return token.start == 0 or self.text[: token.start].rstrip(" \t").endswith("\n")

    def _shouting(self, i: int) -> bool:
        """Say whether the words beside a capital word are capitals too, or it is a place of a few letters."""
        near = self.tokens[max(0, i - 2) : i + 3]
        return sum(t.shouted for t in near) >= 3

    # --- beyond the single name ---

    def _groups(self) -> Iterator[list[_Piece]]:
        """Yield the pieces in stretches that only commas, "and" and the like part."""
        group: list[_Piece] = []
        for piece in self.pieces:
            if group and self.text[group[-1].end : piece.start] not in _SEPARATORS | _JOINS:
                yield group
                group = []
            group.append(piece)
        if group:
            yield group

    def _weigh_group(self, group: list[_Piece]) -> None:
        """Weigh the pieces of "in A, B and C": what stands before the first and behind the last counts for all."""
        carried = 0.0
        gaps = [self.text[a.end : b.start] for a, b in zip(group, group[1:], strict=False)]
        for at, piece in enumerate(group):
            if piece.refused:
                carried = 0.0
                continue
            joined = at > 0 and (gaps[at - 1] in _JOINS or (gaps[at - 1] == ", " and any(g in _JOINS for g in gaps[at:])))
            if joined and gaps[at - 1] == ", " and self.tokens[max(0, group[at - 1].first - 1)].initial:
                joined = False  # "In Mosul, General Asadi and his men"
            self._weigh(piece, carried=0.85 * carried if joined else 0.0)
            carried = max(self._before(piece.first)[0], 0.85 * carried if joined else 0.0)
        last = group[-1]
        if len(group) > 1 and gaps[-1] in _JOINS and not last.refused and last.after < len(self.tokens):
            plural = self.tokens[last.after].lower if self.tokens[last.after].gap == " " else ""
            if plural in cues.AFTER and plural.endswith("s"):
                for piece in group[:-1]:
                    piece.add(2.5, f"one of the {plural}")
                    piece.cue += 2.5
                    piece.generic = piece.generic or cues.AFTER[plural]

    def _lists(self, *, second: bool = False) -> None:
        """Let the members of "A, B and C", and "A, B" of a village and its province, speak for each other."""
        for group in self._groups():
            self._list(group, second)

    def _list(self, group: list[_Piece], second: bool) -> None:
        if not group:
            return
        plural = "" if second else self._plural_before(group[0].first)
        if plural:
            for piece in group:
                if piece.refused == "demonym" and len(group) > 1 and fold(piece.text) not in cues.PEOPLES:
                    piece.refused = ""
                    piece.add(_BASE, "")
                if not piece.refused:
                    piece.add(3.0, f"in a list of {plural}")
                    piece.cue += 3.0
                    piece.generic = piece.generic or cues.AFTER.get(plural, "")
        open_ = [p for p in group if not p.refused]
        if len(open_) < 2:
            return
        for left, right in zip(group, group[1:], strict=False):
            gap = self.text[left.end : right.start]
            if left.refused or right.refused or second:
                continue
            if gap in (", ", " (", ", in ", ", in the ") and right.best is not None and right.best.place.kind in _AREAS:
                left.add(2.0 if left.best else 1.0, f"before {right.text!r}")
                right.add(1.0, f"contains {left.text!r}")
        sure = [p for p in open_ if p.score >= 1 and p.best is not None]
        for piece in open_:
            others = [p for p in sure if p is not piece]
            if others and not any(why.startswith("in a list") for why in piece.evidence):
                piece.add(1.5 if piece.best else 2.4, f"in a list with {others[0].text!r}")

    def _plural_before(self, first: int) -> str:
        """Return the class word that announces a list ("the villages of", "four towns in Y:"), or ""."""
        tokens = self.tokens
        for back in range(first - 1, max(-1, first - 18), -1):
            token = tokens[back + 1]
            if back < first - 1 and any(c in token.gap for c in ".;!?\n"):
                return ""
            if tokens[back].lower in cues.PLURAL_PLACES:
                between = self.text[tokens[back].end : tokens[first].start]
                if between in (" ", " of ", ": ", " such as ", " like ", " including ", ", including ", " in and around ", ", ", " (", " – ", " called ", " named ") or between.endswith(": ") or (
                    between.endswith(", ") and between.count(",") <= 1 and back >= first - 9 and not _VERB.search(between)
                ):
                    return tokens[back].lower
                return ""
        return ""

    def _countries(self) -> None:
        """Weigh small places by the countries that the document is about."""
        people = demonyms()
        here = Counter(code for t in self.tokens if t.capital and len(code := people.get(t.lower, "")) == 2)
        for piece in self.pieces:
            if piece.best and (piece.best.place.kind == "country" or (not piece.refused and piece.score > 1.5 and _fame(piece.best) >= 1.5)):
                here[piece.best.place.country or ""] += 1
        del here[""]
        self.here = [code for code, _ in here.most_common()]
        if not self.here:
            return
        for piece in self.pieces:
            if piece.refused or (piece.best and piece.best.place.kind == "country"):
                continue
            if piece.best is None:
                self._fuzzy(piece)
            elif any(c.place.country in here for c in piece.found):
                piece.add(0.8, "in a country of the text")
            elif _fame(piece.best) < 1.5:
                piece.add(-0.5, "in no country of the text")

    def _fuzzy(self, piece: _Piece) -> None:
        """Let an unknown name that a place of the text's countries nearly bears count for more."""
        if not -1.5 <= piece.score < 0.5 or len(piece.text) < 4:
            return
        for country in self.here[:3]:
            found = self._memory.alike(self.gazetteer, piece.lookup, country, _ALIKE_LIMIT)
            if found and found[0].score >= 0.78:
                piece.add(1.0, f"nearly {found[0].name} ({country})")
                return

    def _agree(self) -> None:
        """Let every mention of a name be read as the surest one of them, and surnames as their persons."""
        sure: dict[str, float] = {}
        cued: dict[str, int] = {}
        for piece in self.pieces:
            if not piece.refused:
                key = fold(piece.lookup)
                sure[key] = max(sure.get(key, -9.0), piece.score)
                cued[key] = cued.get(key, 0) + (piece.cue >= 1.2)
        placed = {fold(p.lookup) for p in self.pieces if p.cue >= 1.8 and p.best and _fame(p.best) >= 1.2}
        for piece in self.pieces:
            key = fold(piece.lookup)
            if piece.refused:
                continue
            if key in self.surnames - placed and piece.cue < 2.0:
                piece.add(-3.0, "surname of a person of the text")
            elif sure[key] >= 1.5 and piece.score < sure[key]:
                piece.add(2.4, "a place elsewhere in the text")
            elif cued[key] >= 2 and sure[key] >= -0.5:
                piece.add(1.5, "a place elsewhere in the text")

    def _results(self) -> tuple[list[Mention], list[Refusal]]:
        mentions, refusals = [], []
        for piece in self.pieces:
            if piece.text.lower() in cues.FUNCTION | cues.ARTICLES or len(piece.text) == 1:
                continue
            if piece.refused:
                refusals.append(Refusal(piece.start, piece.end, piece.text, piece.refused))
            elif piece.score < 0 and piece.inner:
                refusals += [
                    Refusal(a, b, text, f"inside a name: {piece.text}")
                    for a, b, text in piece.inner
                    if text.lower() not in cues.FUNCTION | cues.ARTICLES
                ]
            elif piece.score >= 0:
                strength = 1 / (1 + math.exp(-piece.score))
                mentions.append(
                    Mention(
                        piece.start, piece.end, piece.text, piece.lookup, piece.generic, round(strength, 3),
                        tuple(dict.fromkeys(piece.evidence)),
                    )
                )  # fmt: skip
            elif piece.best is not None:
                refusals.append(Refusal(piece.start, piece.end, piece.text, _why_weak(piece)))
        mentions += self._others(mentions)
        return sorted(mentions, key=lambda m: m.start), sorted(refusals, key=lambda r: r.start)

    def _others(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Yield coordinates and sites that have no name but a distance ("30km checkpoint")."""
        spans = [(m.start, m.end) for m in mentions]
        for found in find_coordinates(self.text):
            if not any(found.start < b and a < found.end for a, b in spans):
                yield Mention(
                    found.start, found.end, found.text, found.text, "coordinates", 0.99, ("coordinates",)
                )
        for match in _VERNACULAR.finditer(self.text):
            found = self._look(match[1])
            if any(c.place.country in self.here and c.place.kind == "region" for c in found):
                yield Mention(match.start(1), match.end(1), match[1], match[1], "region", 0.8, ("a region of the text's country",))
        for match in _UNNAMED_SITE.finditer(self.text):
            if not any(match.start() < b and a < match.end() for a, b in spans):
                yield Mention(
                    match.start(),
                    match.end(),
                    match[0],
                    match[0],
                    "site",
                    0.8,
                    ("a site named by a distance",),
                )


_SETTLED = frozenset(
    {"village", "town", "city", "district", "province", "quarter", "site", "region", "physical"}
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|said|says|and|who)\b")


def _readable(document: Document) -> Iterator[Token]:
    """Yield the words of all segments that are neither furniture nor an author's note."""
    at = 0
    for segment in document.segments:
        if segment.kind in _UNREAD:
            if segment.start > at:
                yield from _with_break(tokenise(document.text, at, segment.start), at)
            at = segment.end
    yield from _with_break(tokenise(document.text, at), at)


def _with_break(tokens: list[Token], at: int) -> list[Token]:
    if tokens and at:
        tokens[0].gap = "\n"
        tokens[0].initial = True
    return tokens


def _fame(candidate: Candidate) -> float:
    """Return how much it says for a place that the gazetteer has this one under this name."""
    place = candidate.place
    own = fold(candidate.name) == fold(place.name)
    if place.kind == "country":
        return 3.0
    if is_curated(place):
        return 2.2 if place.kind in _AREAS else 2.0 if place.kind == "city" else 1.0
    if not place.id.startswith("gn-"):
        return 0.8
    size = math.log10(max(place.population, 300))
    return max(0.0, (size - 3.0) * 0.7) - (0.0 if own else 0.6)


def _why_weak(piece: _Piece) -> str:
    for word in ("person", "surname", "title", "nisba"):
        if any(word in why for why in piece.evidence):
            return f"{'nisba' if word == 'nisba' else 'person'}: " + next(
                w for w in piece.evidence if word in w
            )
    if any("ordinary" in why or "lower case" in why for why in piece.evidence):
        return "common word"
    return "common word: nothing around it says that it is a place"
