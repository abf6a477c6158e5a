"""The ground: Natural Earth's land and borders around the reports, inside the page, where no tiles load."""

from __future__ import annotations

import json
import lzma
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

Box = tuple[float, float, float, float]
Point = tuple[float, float]

MARGIN = 0.75  # of the span, on each side: a wide window shows more than the reports' own box
ASPECT = 1.25  # half of the broadest window (or the tallest phone) that the ground should fill
LEAST = (14.0, 9.0)  # degrees; a smaller box leaves no country to be seen around the reports
POINTS = 24_000  # the ground is simplified until it has no more (about 75 kB when packed)
FINEST = 0.002  # degrees: what is left out beside a report
CELL = 0.75  # degrees: how near "near" is
STRETCH = 24  # points
CITIES = (100, 80)  # names of cities beside the reports, and in the whole of the ground


@cache
def _stored() -> dict[str, Any]:
    packed = files("maps.assets").joinpath("ground.json.xz").read_bytes()
    data: dict[str, Any] = json.loads(lzma.decompress(packed))
    return data


def around(box: Box) -> Box:
    """Return the box of the ground for reports in a (west, south, east, north) box, in degrees."""
    west, south, east, north = box
    x, y = (west + east) / 2, (south + north) / 2
    shrink = math.cos(math.radians(y))
    wide, tall = max(east - west, LEAST[0]), max(north - south, LEAST[1])
    half_x = max(wide * (0.5 + MARGIN), ASPECT * (north - south) / shrink)
    half_y = max(tall * (0.5 + MARGIN), ASPECT * (east - west) * shrink)
    return max(-180, x - half_x), max(-85, y - half_y), min(180, x + half_x), min(84, y + half_y)


def clip(reports: Box, points: Iterable[Point] = ()) -> dict[str, Any]:
    """Return the ground around the box of the reports: land rings, border lines, labels.

    Near the `points` of reports it keeps the detail of its source, elsewhere as much as there is room for.
    Coordinates are differences in thousandths of a degree, longitude first; country labels are
    (name, lon, lat, size in degrees), city labels (name, lon, lat, thousands of people).
    """
    from shapely import box as rectangle

    box = around(reports)
    stored, frame = _stored(), rectangle(*box)
    west, south, east, north = box
    coarse = max(east - west, north - south) / 6_000
    near = {(x + i, y + j) for x, y in map(_cell, points) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    while True:
        lines = _lines(box, near, coarse)
        land = _polygons(stored["land"], lines, frame)
        borders = [part for i in stored["borders"] if i in lines for part in _inside(lines[i], box)]
        count = sum(map(len, land)) + sum(map(len, borders))
        if count <= POINTS:
            break
        coarse *= 1.2 * (count / POINTS) ** 1.3
    return {
        "box": [round(side, 3) for side in box],
        "land": [_encode(ring) for ring in land],
        "borders": [_encode(line) for line in borders],
        "countries": _countries(stored["countries"], lines, box),
        "cities": _cities(near, box),
    }


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point[0] / CELL), math.floor(point[1] / CELL)


@cache
def _arcs() -> tuple[list[list[Point]], list[Box]]:
    points = []
    for arc in _stored()["arcs"]:
        x = y = 0
        line = []
        for dx, dy in zip(arc[::2], arc[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x / 1000, y / 1000))
        points.append(line)
    boxes = [
        (min(x for x, _ in line), min(y for _, y in line), max(x for x, _ in line), max(y for _, y in line))
        for line in points
    ]
    return points, boxes


def _lines(box: Box, near: set[tuple[int, int]], coarse: float) -> dict[int, list[Point]]:
    """Return the arcs that touch the box, in short stretches simplified more or less as reports are near."""
    from shapely import LineString

    points, boxes = _arcs()
    fine = max(FINEST, coarse / 25)
    found = {}
    for index, (line, bounds) in enumerate(zip(points, boxes, strict=True)):
        if not _touch(box, bounds):
            continue
        kept = [line[0]]
        for first in range(0, len(line) - 1, STRETCH):
            part = line[first : first + STRETCH + 1]
            tolerance = fine if _cell(part[len(part) // 2]) in near else coarse
            kept += list(LineString(part).simplify(tolerance).coords)[1:]
        found[index] = kept
    return found


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _ring(ring: list[int], lines: dict[int, list[Point]]) -> list[Point]:
    points, _ = _arcs()
    out: list[Point] = []
    for index in ring:
        forward = index if index >= 0 else ~index
        # An arc outside the box only closes the ring: a coarse stand-in keeps its course.
        line = lines.get(forward) or [*points[forward][:-1:25], points[forward][-1]]
        line = line if index >= 0 else line[::-1]
        out += line[1:] if out else line
    return out


def _polygons(land: list[Any], lines: Any, frame: Any) -> list[list[Point]]:
    from shapely import Polygon, clip_by_rect, make_valid

    found = []
    for polygon in land:
        near = any((i if i >= 0 else ~i) in lines for ring in polygon for i in ring)
        rings = [_unwrapped(ring) for ring in (_ring(r, lines) for r in polygon) if len(ring) > 3]
        if not rings or not (near or Polygon(rings[0]).intersects(frame)):
            continue
        for shift in _shifts(rings[0]):
            whole = make_valid(Polygon(_moved(rings[0], shift), [_moved(ring, shift) for ring in rings[1:]]))
            shape = clip_by_rect(whole, *frame.bounds)
            found += [ring for part in _parts(shape) for ring in _rings(part)]
    return found


def _unwrapped(ring: list[Point]) -> list[Point]:
    """Return a ring that goes on beyond the 180th meridian where it was cut to the other side of the world.

    One that goes round a pole has no such form and stays as it is.
    """
    turn, out = 0, [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turn += 360 * ((before - lon > 180) - (lon - before > 180))
        out.append((lon + turn, lat))
    return ring if turn else out


def _shifts(ring: list[Point]) -> list[int]:
    """Return how far to the side a ring is to be shown besides its own place, in degrees."""
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    return [0] + ([-360] if east > 180 else []) + ([360] if west < -180 else [])


def _moved(ring: list[Point], shift: int) -> list[Point]:
    return [(x + shift, y) for x, y in ring] if shift else ring


def _parts(geometry: Any) -> Iterable[Any]:
    parts = geometry.geoms if hasattr(geometry, "geoms") else [geometry]
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _rings(polygon: Any) -> Iterable[list[Point]]:
    """Return the rings of a polygon; the page fills them by the even-odd rule, so holes stay holes."""
    return [list(polygon.exterior.coords), *(list(hole.coords) for hole in polygon.interiors)]


def _inside(line: list[Point], box: Box) -> list[list[Point]]:
    from shapely import LineString, clip_by_rect

    clipped = clip_by_rect(LineString(line), *box)
    parts = clipped.geoms if hasattr(clipped, "geoms") else [clipped]
    return [list(part.coords) for part in parts if not part.is_empty and part.geom_type == "LineString"]


def _countries(countries: list[Any], lines: Any, box: Box) -> list[list[Any]]:
    from shapely import Polygon, clip_by_rect, make_valid

    west, south, east, north = box
    labels = []
    for name, x, y, size, rings in countries:
        if west <= x / 100 <= east and south <= y / 100 <= north:
            labels.append([name, x / 100, y / 100, size])
            continue
        near = [ring for ring in rings if any((i if i >= 0 else ~i) in lines for i in ring)]
        closed = [ring for ring in (_ring(r, lines) for r in near) if len(ring) > 3]
        shapes = [clip_by_rect(make_valid(Polygon(ring)), *box) for ring in closed]
        shapes = [shape for shape in shapes if shape.area > 0.5]
        if shapes:
            largest = max(shapes, key=lambda shape: shape.area)
            point = largest.representative_point()
            labels.append([name, round(point.x, 2), round(point.y, 2), round(largest.area**0.5, 1)])
    return labels


def _cities(near: set[tuple[int, int]], box: Box) -> list[list[Any]]:
    """Return the larger cities beside the reports, and some of all the others, largest first."""
    west, south, east, north = box
    inside = [c for c in _stored()["cities"] if west <= c[1] / 100 <= east and south <= c[2] / 100 <= north]
    beside = [c for c in inside if _cell((c[1] / 100, c[2] / 100)) in near][: CITIES[0]]
    others = [c for c in inside if c not in beside][: CITIES[1]]
    rows = sorted(beside + others, key=lambda city: -city[3])
    return [[name, lon / 100, lat / 100, people] for name, lon, lat, people in rows]


def _encode(line: Iterable[Point]) -> list[int]:
    out: list[int] = []
    last = (0, 0)
    for lon, lat in line:
        point = (round(lon * 1000), round(lat * 1000))
        if point != last or not out:
            out += [point[0] - last[0], point[1] - last[1]]
        last = point
    return out
