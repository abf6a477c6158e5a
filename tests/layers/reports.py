"""Reports by hand, for tests of what is made of them."""

from dataclasses import fields

from geo.places import Candidate, Place
from layers.reports import Report

KOBANI = Place("t:kobani", "Kobani", 38.35, 36.89, "town", "SY", "Aleppo", geonameid=172408)
KOBANI_OTHER = Place("t:other", "Kobani", 40.1, 37.2, "village", "TR", "Urfa")
NIGER = Place("t:niger", "Niger", 8.0, 16.0, "country", "NE")
DIFFA = Place("t:diffa", "Diffa Region", 12.6, 13.7, "governorate", "NE", "Diffa", radius_m=90_000)

_EMPTY = {f.name: None for f in fields(Report)} | {
    "relation": "at", "part": "", "precision": "unlocated", "what": "presence", "status": "affirmed",
    "era": "current", "claim": "none", "when_precision": "undated", "when_basis": "none", "source_chain": (),
    "quote": "", "start": 0, "end": 0, "cue": "", "confidence": 0.5, "reasons": (), "alternatives": (),
    "review": "machine", "sensitivity": "none", "document_id": "doc-1", "machine_values": (),
}  # fmt: skip


def report(number, place=None, /, **values):
    """Return a report with an id of its own; a place gives its fields."""
    at = {}
    if place:
        at = {
            "place": place.name, "place_id": place.id, "place_type": place.kind, "country": place.country,
            "admin1": place.admin1, "geonameid": place.geonameid, "lon": place.lon, "lat": place.lat,
            "precision": place.precision, "radius_m": place.radius, "gazetteer_place": place,
        }  # fmt: skip
    return Report(**(_EMPTY | {"report_id": f"r{number}"} | at | values))


def three():
    """Return a town held, a region avoided, and a country named: a point, an area and no shape."""
    held = report(
        1,
        KOBANI,
        actor="The Falcons",
        actor_kind="group",
        what="control",
        title="=cmd()",
        published="2024-05-06",
        source_chain=("a guard", "the reporter"),
        reasons=("named in full", "only one in reach"),
        alternatives=(Candidate(KOBANI_OTHER, "Kobani", "exact", 0.5),),
        quote='"Они" держат عين العرب,\nсказал он.',
        start=10,
        end=40,
        geo_precision=1,
        where_prec=1,
    )
    # Without the gazetteer's place the region has no outline and is drawn as a ring.
    avoided = report(
        2, DIFFA, actor="The Falcons", actor_kind="group", status="negated", gazetteer_place=None
    )
    return held, avoided, report(3, NIGER, actor="The Herons")
