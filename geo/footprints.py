"""Sketches of the first-order units of a country from their populated places, kept on disk."""

from __future__ import annotations

import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

Site = tuple[float, float, str]  # longitude, latitude, GeoNames code of the first-order unit
_FEWEST_SETTLEMENTS = 3  # a footprint of fewer says less than a circle
_MARGIN_DEGREES = 0.03
_TOLERANCE_DEGREES = 0.01  # the zigzag of Voronoi cells, about a kilometre, means nothing
_KEPT_FILES = 400  # countries of several sets of gazetteers; the oldest go first
_CODE = ("footprints.py", "areas.py")
_log = logging.getLogger(__name__)


def footprints(country: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return an area for each first-order unit of a country: what lies nearest to its settlements.

    These are unions of Thiessen (Voronoi) cells of the populated places, cut at the country's border: a
    sketch of a unit's extent, not its boundary.  Neighbouring sketches share their border.  They are made
    once for a set of gazetteers and read from the folder of the index afterwards.
    """
    made = gazetteer.footprints
    if country not in made:
        path = _file(country, gazetteer)
        kept = _read(path)
        if kept is None:
            kept = sketched(gazetteer.sites(country), _border(country))
            _write(path, kept)
        made[country] = kept
    return made[country]


def sketched(sites: Sequence[Site], border: Any) -> dict[str, Any]:
    """Return code -> area of the units whose settlements are given, within a border and a little beyond it.

    Nothing where there is no border or only one unit; a unit of fewer than three settlements has no area.
    """
    import shapely

    code_of = {(lon, lat): code for lon, lat, code in sites}
    if border is None or len(set(code_of.values())) < 2:
        return {}
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for point, code in code_of.items():
        points[code].append(point)
    frame = shapely.box(*border.bounds).buffer(1)
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(list(code_of)), extend_to=frame, ordered=True)
    cells: dict[str, list[Any]] = defaultdict(list)
    for cell, code in zip(shapely.get_parts(diagram), code_of.values(), strict=True):
        cells[code].append(cell)
    whole = [shapely.coverage_union_all(parts) for parts in cells.values()]
    ground = shapely.union_all([border, *(_beyond(points[code], border) for code in cells)])
    smooth = shapely.coverage_simplify(whole, _TOLERANCE_DEGREES, simplify_boundary=False)
    return {
        code: _cut(shape, ground)
        for code, shape in zip(cells, smooth, strict=True)
        if len(points[code]) >= _FEWEST_SETTLEMENTS
    }


def _cut(shape: Any, ground: Any) -> Any:
    """Return the polygons that a shape and the ground share, none too finely drawn."""
    import shapely

    from geo.areas import simplified

    shared = shape.intersection(ground)
    parts = [part for part in shapely.get_parts(shared) if part.geom_type == "Polygon"]
    return simplified(shapely.MultiPolygon(parts) if len(parts) != 1 else parts[0])


def _beyond(points: list[tuple[float, float]], border: Any) -> Any:
    """Return the ground of a unit's settlements outside the border, which is drawn coarsely or elsewhere."""
    import shapely

    inside = shapely.contains_xy(border, *zip(*points, strict=True))
    outside = shapely.MultiPoint([point for point, known in zip(points, inside, strict=True) if not known])
    most = len(outside.geoms) * 2 >= len(points)
    return (outside.convex_hull if most else outside).buffer(_MARGIN_DEGREES)


def _border(country: str) -> Any:
    from geo.areas import country_areas

    return country_areas().get(country)


# --- kept on disk: one file a country and set of gazetteers, JSON with shapes as WKB ---


def _file(country: str, gazetteer: Gazetteer) -> Path:
    """Return the file for a country: its name changes with the places, the border and the method."""
    from geo.areas import COUNTRIES

    digest = sha256(gazetteer.own_file.name.encode())
    for path in (*(Path(__file__).with_name(name) for name in _CODE), COUNTRIES):
        digest.update(path.read_bytes())
    return gazetteer.own_file.with_name(f"footprints-{digest.hexdigest()[:16]}-{country}.json")


def _read(path: Path) -> dict[str, Any] | None:
    """Return the kept footprints, or None where there are none that can be read."""
    import shapely

    try:
        kept = json.loads(path.read_text("utf-8"))
        shapes = shapely.from_wkb(list(kept.values()))
    except (OSError, ValueError, TypeError, AttributeError, shapely.errors.ShapelyError):
        return None
    return dict(zip(kept, shapes, strict=True))


def _write(path: Path, shapes: dict[str, Any]) -> None:
    """Keep footprints, whole or not at all; a folder that takes no more costs the next run its time only."""
    draft = path.with_name(f".building-{secrets.token_hex(4)}-{path.name}")
    try:
        try:
            draft.write_text(json.dumps({code: shape.wkb_hex for code, shape in shapes.items()}), "utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        files = sorted(path.parent.glob("footprints-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in files[_KEPT_FILES:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.debug("%s: the footprints are not kept (%s)", path, error)
