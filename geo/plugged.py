"""Recognisers of others, by name: a spaCy pipeline ("spacy:en_core_web_sm") or an installed entry point.

A recogniser is a callable of (document, gazetteer, taken) that returns mentions and refusals; a wrapper of
one is again one.  What a pipeline adds stands beside our own reading and never against its refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

from geo.documents import Document
from geo.errors import UsageError
from geo.gazetteer import Gazetteer
from geo.places import Mention, Refusal
from geo.recognizers import recognize

Recognizer = Callable[[Document, Gazetteer, Sequence[Refusal]], tuple[list[Mention], list[Refusal]]]
GROUP = "dateline.recognizers"  # of entry points
PLACES = frozenset({"GPE", "LOC", "FAC", "LOCATION"})  # labels of spaCy's pipelines
_STRENGTH = 0.6
_OUTSIDE = ("the ", "The ")
_POSSESSIVE = ("'s", "’s")


def own(
    document: Document, gazetteer: Gazetteer, taken: Sequence[Refusal]
) -> tuple[list[Mention], list[Refusal]]:
    """Recognise places with Dateline's own recogniser."""
    return recognize(document, gazetteer, taken=taken)


def recognizer(name: str) -> Recognizer:
    """Return the recogniser of a name: "own", "spacy:PIPELINE", or an entry point of `dateline.recognizers`.

    Raises UsageError for a name that nobody has, and where spaCy or its pipeline is not installed.

    >>> recognizer("own") is own
    True
    """
    from importlib.metadata import entry_points

    if name == "own":
        return own
    if name.startswith("spacy:"):
        return with_spacy(_pipeline(name.removeprefix("spacy:")), name)
    for point in entry_points(group=GROUP, name=name):
        found: Recognizer = point.load()
        return found
    known = ", ".join(sorted({"own", "spacy:PIPELINE", *(p.name for p in entry_points(group=GROUP))}))
    raise UsageError(f"no recogniser is called {name!r}; give one of {known}")


def _pipeline(name: str) -> Callable[[str], Any]:
    try:
        spacy = import_module("spacy")
    except ImportError:
        raise UsageError(
            f"the recogniser 'spacy:{name}' needs spaCy, which is not installed; pip install spacy"
        ) from None
    try:
        loaded: Callable[[str], Any] = spacy.load(name)
    except OSError:
        raise UsageError(
            f"spaCy has no pipeline {name!r}; install it, for example python -m spacy download {name}"
        ) from None
    return loaded


def with_spacy(pipeline: Callable[[str], Any], name: str = "spacy", *, base: Recognizer = own) -> Recognizer:
    """Return a recogniser that adds the places of a spaCy pipeline to those of `base`.

    `pipeline` takes a text and returns something with `ents`, each with `start_char`, `end_char`, `label_`.
    """

    def recognise(
        document: Document, gazetteer: Gazetteer, taken: Sequence[Refusal]
    ) -> tuple[list[Mention], list[Refusal]]:
        mentions, refusals = base(document, gazetteer, taken)
        held = [(m.start, m.end) for m in mentions] + [(r.start, r.end) for r in (*refusals, *taken)]
        held += [(s.start, s.end) for s in document.segments if s.kind in ("furniture", "bio")]
        for start, end, label in _entities(document.text, pipeline(document.text).ents):
            if not any(start < b and a < end for a, b in held):
                text = document.text[start:end]
                mentions.append(Mention(start, end, text, text, "", _STRENGTH, (f"{label} of {name}",)))
                held.append((start, end))
        return sorted(mentions, key=lambda m: m.start), refusals

    return recognise


def _entities(text: str, entities: Iterable[Any]) -> Iterable[tuple[int, int, str]]:
    """Yield (start, end, label) of the places among entities, without an article or a possessive."""
    for entity in entities:
        start, end, label = entity.start_char, entity.end_char, entity.label_
        if label not in PLACES:
            continue
        start += next((len(word) for word in _OUTSIDE if text.startswith(word, start)), 0)
        end -= next((len(word) for word in _POSSESSIVE if text[start:end].endswith(word)), 0)
        if start < end:
            yield start, end, label
