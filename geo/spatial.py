"""Which places lie in an area, and which are neighbours: shapely STRtrees, built when first asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geo.areas import AREAL, area, circle, country_areas
from geo.errors import UsageError
from geo.places import Place

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.store import Store

_POPULATED = frozenset({"city", "town", "village"})
_REACHES_KM = (5.0, 25.0, 100.0, 400.0)
# Borders are drawn to about this in our outlines (Natural Earth 1:50m, footprints): nearer is touching.
_TOUCHING_DEGREES = 0.05
_WIDER = ("country", "supranational")  # lie in no unit, though their label point does
_MOST = 0.5  # the share of an area that must lie in another to be within it


class Spatial:
    """The places of a gazetteer by where they are; the trees are built at the first question (0.4 s)."""

    def __init__(self, gazetteer: Gazetteer, store: Store) -> None:
        self._gazetteer = gazetteer
        self._store = store
        self._units: dict[tuple[str, str], tuple[Any, list[Place]]] = {}

    @cached_property
    def _points(self) -> tuple[Any, Any]:
        """Return an STRtree of the points of all places, and the row of each."""
        import numpy
        import shapely

        table = numpy.array(self._store.points(), dtype=float)
        return shapely.STRtree(shapely.points(table[:, 1:])), table[:, 0].astype(int)

    # --- within ---

    def within(self, whole: Any, kinds: Collection[str] | None) -> list[Place]:
        """Return the places that lie in an area (see Gazetteer.within), largest first."""
        if not isinstance(whole, Place):
            found = self._in_shape(as_geometry(whole), kinds)
        elif whole.kind == "country" or (whole.kind == "governorate" and whole.admin_code):
            found = self._in_unit(whole, kinds)
        else:
            found = self._around(whole, kinds)
        places = {p.id: p for p in found if p.id != getattr(whole, "id", None)}
        return sorted(places.values(), key=lambda p: (-p.population, p.id))

    def _in_shape(self, shape: Any, kinds: Collection[str] | None) -> Iterator[Place]:
        """Yield the places whose point lies in a shape; of an area, most of it must."""
        tree, rows = self._points
        for row in rows[tree.query(shape, predicate="intersects")]:
            place = self._store.entry(int(row))[0]
            if (kinds is None or place.kind in kinds) and (
                place.kind not in AREAL or _is_mostly_in(area(place, self._gazetteer)[0], shape)
            ):
                yield place

    def _in_unit(self, unit: Place, kinds: Collection[str] | None) -> Iterator[Place]:
        """Yield the places of a country or first-order unit by their codes, else by where they lie."""
        for place in self._store.of_country(unit.country or ""):
            if (kinds is not None and place.kind not in kinds) or place.kind in (unit.kind, *_WIDER):
                continue
            coded = unit.kind == "country" or place.admin_code == unit.admin_code
            if coded or (place.admin_code is None and self._holds(unit, place)):
                yield place

    def _holds(self, whole: Place, part: Place) -> bool:
        """Say whether a place lies in the area of another."""
        import shapely

        shape = area(whole, self._gazetteer)[0]
        return bool(shapely.intersects_xy(shape, part.lon, part.lat)) and (
            part.kind not in AREAL or _is_mostly_in(area(part, self._gazetteer)[0], shape)
        )

    def _around(self, whole: Place, kinds: Collection[str] | None) -> Iterator[Place]:
        """Yield the places in the area of a place, or within the radius of one that has none."""
        shape = area(whole, self._gazetteer)[0]
        if shape is None:
            shape = circle(whole.lon, whole.lat, whole.radius / 1000)
        for place in self._in_shape(shape, kinds):
            if not (whole.country and place.country) or place.country == whole.country:
                yield place

    # --- neighbours ---

    def neighbours(self, place: Place, limit: int) -> list[Place]:
        """Return the units or countries that touch one, else the nearest populated places; nearest first."""
        shape = (
            area(place, self._gazetteer)[0] if place.kind in ("country", "governorate", "district") else None
        )
        if shape is None:
            return self._nearest(place, limit)
        near = {other.id: other for other in self._touching(place, shape) if other.id != place.id}
        return self._by_distance(place, near.values())[:limit]

    def _touching(self, place: Place, shape: Any) -> Iterator[Place]:
        own = place.country or ""
        if place.kind == "country":
            yield from (p for code in self._beside(own) if (p := self._gazetteer.place(f"country-{code}")))
            return
        for code in self._beside(own) | {own}:
            tree, units = self._areas(place.kind, code)
            hits = tree.query(shape, predicate="dwithin", distance=_TOUCHING_DEGREES)
            yield from (units[int(at)] for at in hits)

    def _beside(self, country: str) -> set[str]:
        """Return the codes of the countries that touch one."""
        tree, codes = self._countries
        border = country_areas().get(country)
        hits = () if border is None else tree.query(border, predicate="dwithin", distance=_TOUCHING_DEGREES)
        return {codes[int(at)] for at in hits}

    @cached_property
    def _countries(self) -> tuple[Any, tuple[str, ...]]:
        from shapely import STRtree

        return STRtree(list(country_areas().values())), tuple(country_areas())

    def _areas(self, kind: str, country: str) -> tuple[Any, list[Place]]:
        """Return an STRtree of the areas of a country's units of one kind, and the units."""
        from shapely import STRtree

        if (kind, country) not in self._units:
            units = [p for p in self._store.of_country(country) if p.kind == kind]
            self._units[kind, country] = STRtree([area(p, self._gazetteer)[0] for p in units]), units
        return self._units[kind, country]

    def _nearest(self, place: Place, limit: int) -> list[Place]:
        for km in _REACHES_KM:
            close = self._store.near(place.lon, place.lat, km, _POPULATED)
            if len(close) > limit or km == _REACHES_KM[-1]:
                break
        return [other for _, other in close if other.id != place.id][:limit]

    def _by_distance(self, place: Place, others: Iterable[Place]) -> list[Place]:
        from geo.distances import distance_km

        return sorted(others, key=lambda p: (distance_km(place.lon, place.lat, p.lon, p.lat), p.id))


def _is_mostly_in(part: Any, whole: Any) -> bool:
    """Say whether most of an area, or of a line, lies in another."""
    if part is None:
        return True
    size = "area" if part.area else "length"
    return bool(getattr(part.intersection(whole), size) >= _MOST * getattr(part, size))


def as_geometry(given: Any) -> Any:
    """Return the shapely geometry of a geometry, WKT, GeoJSON mapping or object with `__geo_interface__`.

    Raises UsageError for what is none of these, is empty, or does not lie on Earth (degrees, WGS 84).
    """
    import shapely

    try:
        shape = _geometry(given)
    except (shapely.errors.ShapelyError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{str(given)[:60]!r} is no area ({error}); give a Place, a shapely geometry, WKT or GeoJSON"
        ) from error
    if shape.is_empty:
        raise UsageError(f"{str(given)[:60]!r} is an empty area; give one that has an extent")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise UsageError(
            f"the area reaches from {west:g}, {south:g} to {east:g}, {north:g}; expected degrees, longitude "
            "before latitude (WGS 84, EPSG:4326)"
        )
    return shape if shape.is_valid else shapely.make_valid(shape)


def _geometry(given: Any) -> Any:
    import shapely
    from shapely.geometry import shape

    if isinstance(given, shapely.Geometry):
        return given
    if isinstance(given, str):
        return shapely.from_wkt(given)
    mapping: Mapping[str, Any] = getattr(given, "__geo_interface__", given)
    if mapping["type"] == "FeatureCollection":
        return shapely.union_all([_geometry(feature) for feature in mapping["features"]])
    return shape(mapping["geometry"] if mapping["type"] == "Feature" else mapping)
