"""Text in, places out: recognise and resolve in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from geo.documents import Document
from geo.gazetteer import Gazetteer
from geo.places import Refusal, Toponym
from geo.plugged import Recognizer, own
from geo.plugged import recognizer as _recognizer
from geo.resolve import NOWHERE, resolve


@dataclass(frozen=True, slots=True)
class Geoparse:
    """The places of a text in text order, and what looks like a place and is none, with the reason."""

    toponyms: tuple[Toponym, ...]
    refusals: tuple[Refusal, ...]


@cache
def _named(name: str) -> Recognizer:
    return _recognizer(name)


@cache
def _world() -> Gazetteer:
    return Gazetteer()


def geoparse(
    text: str | Document,
    gazetteer: Gazetteer | None = None,
    *,
    taken: Sequence[Refusal] = (),
    country: str | None = None,
    near: tuple[float, float] | None = None,
    recognizer: str | Recognizer | None = None,
    theatres: Mapping[str, float] = NOWHERE,
) -> Geoparse:
    """Return the places named in a text, each with one reading, its doubt and its other readings.

    `taken` are spans known to be names of persons, groups or media; `country` (ISO 3166 code) and `near`
    (longitude, latitude) speak for places there; `recognizer` is another one than our own, or its name
    ("spacy:en_core_web_sm", `geo.plugged`); `theatres` (ISO code -> weight) speak for the countries where the
    text's actors are at home.  Offsets count code points of the text.

    >>> [(t.text, t.place.country) for t in geoparse("They left Azaz for Kilis, in Turkey.").toponyms]
    [('Azaz', 'SY'), ('Kilis', 'TR'), ('Turkey', 'TR')]
    """
    document = text if isinstance(text, Document) else Document(_id_of(text), text)
    world = _world() if gazetteer is None else gazetteer
    recognise = _named(recognizer) if isinstance(recognizer, str) else recognizer or own
    mentions, refusals = recognise(document, world, taken)
    toponyms = resolve(document, mentions, world, country=country, near=near, theatres=theatres)
    return Geoparse(tuple(toponyms), tuple(refusals))


def _id_of(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
