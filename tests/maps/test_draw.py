"""The page's data and its file: what is drawn follows the presence rule, and the file stands alone."""

from __future__ import annotations

import base64
import gzip
import json
import math
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from geo.errors import UsageError
from geo.extents import Ring, at_distance, side
from geo.geodesics import destination
from geo.places import Place, Refusal
from layers.layer import ReportLayer
from layers.reports import Report
from maps import draw, ground, style
from maps.columns import Columns
from maps.draw import _geometries
from maps.outlines import bounds
from maps.page import PageData, data_of
from tests.maps import unpacked
from tests.maps.conftest import report


def rows_of(data: PageData) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in unpacked.reports(data)}


def test_what_is_drawn_follows_the_presence_rule(reports: list[Report]) -> None:
    rows = rows_of(data_of(reports, title="T"))
    drawn = {
        (r.place, r.status): (rows[r.report_id].get("draw"), rows[r.report_id]["layer"]) for r in reports
    }
    assert drawn["Damascus", "affirmed"] == ("dot", "presence")
    assert drawn["Raqqa", "former"] == ("dot", "past")
    assert drawn["Raqqa", "uncertain"] == ("dot", "uncertain")
    assert drawn["Idlib", "negated"] == ("area", "avoided")
    assert drawn["Idlib", "affirmed"] == ("area", "presence")
    assert drawn["Atma", "affirmed"] == ("dot", "past")
    assert drawn["Al-Yaqubiyah", "affirmed"] == ("dot", "person")
    assert drawn["Jisr al-Shughur", "affirmed"] == ("cross", "landmark")
    assert drawn["'Arab Sa'id", "affirmed"] == ("ring", "past")
    assert drawn["Turkish–Syrian border", "affirmed"] == ("faint", "region")
    assert drawn["Pankisi", "affirmed"] == ("area", "origin")
    assert drawn["Sochi", "planned"] == ("ring", "planned")
    assert drawn["Syria", "affirmed"] == (None, "list")
    assert drawn[None, "affirmed"] == (None, "list")


def shaped(extent: Ring, precision: str = "near") -> dict[str, Any]:
    """Return the row of a report at Raqqa that means an extent."""
    at = ReportLayer.of([report("In Raqqa.", "A", "Raqqa", lon=39.0, lat=36.0, precision=precision,
                                part="10 km north of", radius_m=12_000.0, extent=extent)])  # fmt: skip
    (row,) = unpacked.reports(data_of(at.reports, title="T", geometries=_geometries(at)))
    return row


def test_a_sector_is_an_outline_with_its_symbol_on_the_rim() -> None:
    raqqa = Place("r", "Raqqa", 39.0, 36.0, "town")
    row = shaped(at_distance(raqqa, 10_000, 0))
    assert (row["draw"], row["outline"], row["part"]) == ("ring", 0, "10 km north of")
    # 15 km north: 10 km, 0.3 of it, half the town's radius.
    assert row["at"] == [39.0, pytest.approx(destination(39.0, 36.0, 15_000, 0)[1], abs=2e-4)]
    assert row["reach"] == "somewhere in the outline, within about 12 km; no exact spot"


def test_half_a_town_has_no_dot() -> None:
    raqqa = Place("r", "Raqqa", 39.0, 36.0, "town")
    assert shaped(side(raqqa, 180), "settlement")["draw"] == "ring"


def test_the_view_is_that_of_the_outlines() -> None:
    spots = Columns(whole=("lon", "lat"))
    spots.add({"draw": "faint", "outline": 0, "lon": 0, "lat": 0, "r": 900_000})
    corners = [(10, 50), (11, 50), (11, 51), (10, 51), (10, 50)]
    assert bounds(spots, [{"type": "Polygon", "coordinates": [corners]}]) == [10, 50, 11, 51]


def test_only_settlements_and_sites_have_a_dot() -> None:
    assert {precision for precision, way in style.DRAWN.items() if way == "dot"} == {
        "exact",
        "site",
        "settlement",
    }
    assert style.DRAWN["country"] is None
    assert style.DRAWN["unlocated"] is None


def test_a_person_never_wears_the_colour_of_the_group(reports: list[Report]) -> None:
    slots = style.slots(reports)
    assert "Muslim Example" not in slots
    assert "Abu Example" not in slots
    data = data_of(reports, title="T")
    row = next(r for r in unpacked.reports(data) if r.get("place") == "Al-Yaqubiyah")
    assert (row["shape"], data.json["actors"][row["actor"]]["slot"]) == ("person", -1)
    assert row["care"].startswith("A living person’s whereabouts")
    assert row["others"] == [
        {"name": "Yaqoubyah (village, Aleppo, Syria)", "id": "x:yaqubiyah-far", "lon": 37.87, "lat": 36.68}
    ]


def test_an_actor_keeps_its_colour_and_two_actors_of_a_map_differ(reports: list[Report]) -> None:
    slots = style.slots(reports)
    assert len(set(slots.values())) == len(slots)
    alone = style.slots([r for r in reports if r.actor == "Hurras al-Din"])
    assert alone["Hurras al-Din"] == slots["Hurras al-Din"]
    assert style.slots(list(reversed(reports))) == slots
    many = [replace(reports[0], actor=f"Group {i}", report_id=str(i)) for i in range(30)]
    assert set(style.slots(many).values()) == set(range(len(style.PALETTE)))


# Machado, Oliveira & Fernandes 2009, full severity, in linear RGB.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def lab(colour: str, eye: str) -> tuple[float, float, float]:
    r, g, b = (
        min(1.0, max(0.0, sum(w * v for w, v in zip(row, linear(colour), strict=True)))) for row in EYES[eye]
    )
    x, y, z = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def luminance(colour: str) -> float:
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


@pytest.mark.parametrize(("column", "land"), [(0, "#f6f4ee"), (1, "#2b2f33")])
def test_colours_differ_for_every_eye_and_stand_out_from_the_land(column: int, land: str) -> None:
    colours = [pair[column] for pair in style.PALETTE]
    for eye in EYES:
        nearest = min(math.dist(lab(a, eye), lab(b, eye)) for a, b in combinations(colours, 2))
        assert nearest > 18, eye
    for colour in colours:
        low, high = sorted((luminance(colour), luminance(land)))
        assert (high + 0.05) / (low + 0.05) >= 3, colour


def test_reports_run_by_layer_then_newest_first_the_undated_last(reports: list[Report]) -> None:
    layers = [row["layer"] for row in unpacked.reports(data_of(reports, title="T"))]
    assert list(dict.fromkeys(layers)) == [
        "presence", "region", "person", "uncertain", "planned", "avoided", "past", "origin", "landmark",
        "list",
    ]  # fmt: skip
    undated = replace(reports[1], published=None, report_id="undated")
    dated = replace(reports[1], when_start="2024-01-01", report_id="dated")
    every = unpacked.reports(data_of([undated, *reports, dated], title="T"))
    rows = [row for row in every if row["layer"] == "presence"]
    assert rows[0]["id"] == "dated"
    assert rows[-1]["id"] == "undated"


def test_the_line_below_the_title_says_how_many_and_as_of_when(reports: list[Report]) -> None:
    hyphen = "\N{NON-BREAKING HYPHEN}"
    assert data_of(reports, title="T").json["asOf"].replace(hyphen, "-") == (
        "17 reports from 2 texts, published 2019-03-02 to 2022-07-01"
    )
    assert (
        data_of(reports[:1], title="T", as_of="2022-08-01").json["asOf"]
        == "1 report from 1 text, as of 2022-08-01"
    )
    bare = replace(reports[0], published=None)
    assert data_of([bare], title="T").json["asOf"] == "1 report from 1 text; dates of publication not given"


def test_refused_words_are_counted_by_the_class_of_the_reason(reports: list[Report]) -> None:
    refused = [Refusal(0, 1, "x", "demonym: of Syria"), Refusal(0, 1, "y", "inside a name")] * 2
    refused.append(Refusal(0, 1, "z", "demonym: of Iraq"))
    assert data_of(reports, title="T", refused=refused).json["refused"] == [
        ["demonym", 3],
        ["inside a name", 2],
    ]


def test_a_text_without_a_title_goes_by_the_name_of_its_file(reports: list[Report]) -> None:
    bare = replace(reports[0], title=None, url=None, document_id="d9")
    assert data_of([bare], title="T", files={"d9": "notes.txt"}).json["docs"] == [
        {"id": "d9", "title": "notes.txt", "published": "2022-07-01"}
    ]
    assert data_of([bare], title="T").json["docs"][0]["title"] == "Untitled text"
    script = replace(bare, title="A", url="javascript:alert(1)")
    assert data_of([script], title="T").json["docs"][0] == {
        "id": "d9", "title": "A", "address": "javascript:alert(1)", "published": "2022-07-01",
    }  # fmt: skip


def test_an_outline_is_kept_once_and_a_stand_in_is_called_so(
    reports: list[Report], geometries: dict[str, Any]
) -> None:
    data = data_of(reports, title="T", geometries=geometries)
    rows = unpacked.reports(data)
    idlib = [row for row in rows if row.get("place") == "Idlib"]
    assert len({row["outline"] for row in idlib}) == 1
    assert len({row["spot"] for row in idlib}) == 1
    assert len(data.json["shapes"]) == 2
    assert all(row["approx"] and row["reach"].endswith("outline approximate") for row in idlib)
    border = next(row for row in rows if row["layer"] == "region" and "outline" in row)
    assert "approx" not in border
    assert "outline" not in next(row for row in rows if row["place"] == "Damascus")


def test_the_ground_surrounds_the_reports() -> None:
    reports = (36.2, 33.4, 39.2, 36.4)
    found = ground.clip(reports, [(36.3, 33.5), (36.6, 35.9)])
    west, south, east, north = found["box"]
    assert west < reports[0] - 4
    assert south < reports[1] - 3
    assert east > reports[2] + 4
    assert north > reports[3] + 3
    names = {name for name, *_ in found["countries"]}
    assert {"Syria", "Iraq", "Lebanon", "Jordan", "Türkiye"} <= names
    assert {"Aleppo", "Damascus", "Idlib"} <= {name for name, *_ in found["cities"]}
    for line in (*found["land"], *found["borders"]):
        lon, lat = line[0] / 1000, line[1] / 1000
        assert west - 0.01 <= lon <= east + 0.01
        assert south - 0.01 <= lat <= north + 0.01


@pytest.mark.parametrize(
    "box", [(-125.0, -50.0, 179.0, 70.0), (30.0, 30.0, 30.0, 30.0), (-150.0, -10.0, -148.0, -9.0)]
)
def test_the_ground_is_small_wherever_the_reports_lie(box: ground.Box) -> None:
    assert len(json.dumps(ground.clip(box), separators=(",", ":"))) < 260_000


def test_land_beside_the_180th_meridian_does_not_cross_the_world() -> None:
    """Chukotka, Wrangel Island and Fiji lie on both sides of it; none may become a strip round the globe."""
    for box in ((-120.0, -40.0, 120.0, 70.0), (150.0, 50.0, 179.0, 72.0), (170.0, -25.0, 179.0, -10.0)):
        land = [decode(line) for line in ground.clip(box)["land"]]
        wide = [ring for ring in land if max(x for x, _ in ring) - min(x for x, _ in ring) > 120]
        for ring in wide:
            assert max(y for _, y in ring) - min(y for _, y in ring) > 10, ring[:4]
    fiji = [decode(line) for line in ground.clip((170.0, -25.0, 179.0, -10.0))["land"]]
    vanua_levu = [ring for ring in fiji if all(178 < x < 181 and -17.1 < y < -16 for x, y in ring)]
    assert vanua_levu


ATMA = (36.68988, 36.30988)


def test_a_border_town_stays_on_its_side() -> None:
    """Atma lies in Syria, Reyhanlı in Türkiye, 13 km apart: the stored border must pass between them."""
    from shapely import LineString, MultiLineString, Point

    for reports in ((36.2, 35.5, 37.2, 36.6), (-5.0, 5.0, 70.0, 50.0)):
        lines = [decode(line) for line in ground.clip(reports, [ATMA, (2.0, 15.0), (69.0, 34.0)])["borders"]]
        borders = MultiLineString(lines)
        assert borders.intersects(LineString([ATMA, (36.567, 36.269)]))
        assert abs(borders.distance(Point(ATMA)) - 0.0373) < 0.003  # degrees; Natural Earth 1:10m has 0.0373


def decode(steps: list[int]) -> list[tuple[float, float]]:
    x = y = 0
    out = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        out.append((x / 1000, y / 1000))
    return out


def html_of(reports: list[Report], **options: Any) -> str:
    return str(draw(reports, **options).get_root().render())


def test_the_file_stands_alone_and_is_small(reports: list[Report], geometries: dict[str, Any]) -> None:
    page = html_of(reports, geometries=geometries, title="T", tiles=False)
    assert len(page.encode()) < 430_000
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)\s*=", page)
    assert not re.search(r"url\((?!data:|#)", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))
    assert "tile.openstreetmap.org" not in page
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_the_same_reports_give_the_same_page(reports: list[Report]) -> None:
    assert html_of(reports, title="T") == html_of(reports, title="T")


def test_drawing_leaves_other_maps_of_folium_as_they_are(reports: list[Report]) -> None:
    import folium

    draw(reports)
    assert "jquery" in folium.Map().get_root().render()


def test_an_empty_layer_is_a_page_too() -> None:
    page = html_of([])
    (packed,) = re.findall(r'id="dateline-data">([A-Za-z0-9+/=]+)</script>', page)
    whole = gzip.decompress(base64.b64decode(packed))
    data = json.loads(whole[4 : 4 + int.from_bytes(whole[:4], "little")])
    assert data["asOf"] == "0 reports from 0 texts; dates of publication not given"


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(UsageError, match="str is neither"):
        draw(["Idlib"])


def test_importing_maps_loads_nothing_heavy() -> None:
    heavy = ("folium", "pandas", "geopandas", "shapely")
    code = f"import sys, maps; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
