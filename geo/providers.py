"""The online services that may be asked, by geopy: how each is asked, and what its answers mean as places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.distances import distance_km
from geo.errors import UsageError
from geo.features import LEVELS, of_geonames, of_openstreetmap
from geo.places import RADIUS_M, Kind, Place

Raw = Mapping[str, Any]
_MOST_ANSWERS = 5
_LONGEST = 200  # characters of a name that is believed
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Provider:
    """A service: its title, its address, whose data it gives and on which terms; how it is asked and read.

    `ask` takes a geopy geocoder, a name and ISO codes of countries; `read` makes of a raw answer the place
    and all its names, None where it is no place that reports name.
    """

    title: str
    server: str
    data: str
    credit: str
    policy: str
    ask: Callable[[Any, str, Sequence[str]], Any]
    read: Callable[[Raw], tuple[Place, tuple[str, ...]] | None]


def _ask_nominatim(geocoder: Any, name: str, countries: Sequence[str]) -> Any:
    codes = [code.lower() for code in countries] or None
    return geocoder.geocode(
        name, exactly_one=False, limit=_MOST_ANSWERS, addressdetails=True, namedetails=True, language="en",
        country_codes=codes,
    )  # fmt: skip


def _ask_photon(geocoder: Any, name: str, countries: Sequence[str]) -> Any:
    return geocoder.geocode(name, exactly_one=False, limit=_MOST_ANSWERS, language="en")


def _ask_geonames(geocoder: Any, name: str, countries: Sequence[str]) -> Any:
    return geocoder.geocode(name, exactly_one=False, country=list(countries) or None)


def _read_nominatim(raw: Raw) -> tuple[Place, tuple[str, ...]] | None:
    address = raw.get("address") or {}
    kind = _kind_of_nominatim(raw)
    called = (
        raw.get("name"),
        *(raw.get("namedetails") or {}).values(),
        str(raw["display_name"]).split(",")[0],
    )
    south, north, west, east = map(float, raw.get("boundingbox") or (0, 0, 0, 0))
    return _place(
        f"osm-{str(raw.get('osm_type', 'x'))[0]}{int(raw['osm_id'])}", called, raw["lon"], raw["lat"], kind,
        country=address.get("country_code"), admin1=address.get("state") or address.get("province"),
        admin2=address.get("county"), box=(west, south, east, north),
    )  # fmt: skip


def _kind_of_nominatim(raw: Raw) -> Kind | None:
    """Return the kind; a boundary is what its address type or rank says (rank = 2 x admin_level)."""
    key, value = str(raw.get("class") or raw.get("category")), str(raw.get("type"))
    if (key, value) != ("boundary", "administrative"):
        return of_openstreetmap(key, value)
    told = str(raw.get("addresstype", ""))
    return of_openstreetmap("place", told) or LEVELS.get(str(int(raw.get("place_rank") or 0) // 2))


def _read_photon(raw: Raw) -> tuple[Place, tuple[str, ...]] | None:
    facts = raw["properties"]
    lon, lat = raw["geometry"]["coordinates"]
    key, value = str(facts.get("osm_key")), str(facts.get("osm_value"))
    kind = of_openstreetmap(key, value)
    if (key, value) == ("boundary", "administrative"):
        kind = of_openstreetmap("place", str(facts.get("type")))
    west, north, east, south = map(float, facts.get("extent") or (0, 0, 0, 0))
    id = f"osm-{str(facts.get('osm_type', 'x'))[0].lower()}{int(facts['osm_id'])}"
    return _place(
        id, (facts.get("name"),), lon, lat, kind, country=facts.get("countrycode"), admin1=facts.get("state"),
        admin2=facts.get("county"), box=(west, south, east, north),
    )  # fmt: skip


def _read_geonames(raw: Raw) -> tuple[Place, tuple[str, ...]] | None:
    population = int(raw.get("population") or 0)
    country, code = raw.get("countryCode"), raw.get("adminCode1")
    return _place(
        f"gn-{int(raw['geonameId'])}", (raw.get("name"), raw.get("toponymName")), raw["lng"], raw["lat"],
        of_geonames(str(raw.get("fcl")), str(raw.get("fcode")), population), country=country,
        admin1=raw.get("adminName1"), population=population, geonameid=int(raw["geonameId"]),
        admin_code=f"{country}.{code}" if country and code else None,
    )  # fmt: skip


def _place(
    id: str, called: Sequence[Any], lon: Any, lat: Any, kind: Kind | None, *, country: Any,
    box: tuple[float, float, float, float] = (0, 0, 0, 0), **facts: Any,
) -> tuple[Place, tuple[str, ...]] | None:  # fmt: skip
    """Return the place and its names; None for what is no place. ValueError for what is not on Earth."""
    names = tuple(dict.fromkeys(filter(None, map(_clean, called))))
    x, y = float(lon), float(lat)
    if not (abs(x) <= 180 and abs(y) <= 90):
        raise ValueError(f"the position {x:g}, {y:g} is not on Earth")
    code = str(country or "").upper()
    if kind is None or not names:
        return None
    for unit in ("admin1", "admin2"):
        facts[unit] = _clean(facts.get(unit)) or None
    place = Place(
        id, names[0], x, y, kind, code if re.fullmatch("[A-Z]{2}", code) else None,
        radius_m=max(RADIUS_M[kind], _half_of(box)), **facts,
    )  # fmt: skip
    return place, names


def _half_of(box: tuple[float, float, float, float]) -> float:
    """Return half the diagonal of a box (west, south, east, north) in metres: what is named may lie there."""
    west, south, east, north = box
    sound = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return distance_km(west, south, east, north) * 500 if sound else 0.0


def _clean(name: Any) -> str:
    return " ".join(_CONTROL.sub(" ", str(name or "")).split())[:_LONGEST]


_OSM = ("OpenStreetMap", "© OpenStreetMap contributors, ODbL 1.0 (https://www.openstreetmap.org/copyright)")
PROVIDERS: dict[str, Provider] = {
    "nominatim": Provider(
        "Nominatim", "https://nominatim.openstreetmap.org", *_OSM,
        "https://operations.osmfoundation.org/policies/nominatim/", _ask_nominatim, _read_nominatim,
    ),
    "photon": Provider(
        "Photon", "https://photon.komoot.io", *_OSM, "https://photon.komoot.io", _ask_photon, _read_photon
    ),
    "geonames": Provider(
        "GeoNames", "https://secure.geonames.org", "GeoNames",
        "GeoNames, CC BY 4.0 (https://www.geonames.org)", "https://www.geonames.org/export/",
        _ask_geonames, _read_geonames,
    ),
}  # fmt: skip


def geocoder(name: str, *, server: str, user: str | None, agent: str, timeout: float) -> Any:
    """Return geopy's geocoder for a provider, at a server of the user's if given.

    Raises UsageError for an unknown provider, or where GeoNames lacks the name of an account.
    """
    from urllib.parse import urlsplit

    from geopy.adapters import URLLibAdapter
    from geopy.geocoders import GeoNames, Nominatim, Photon

    address = urlsplit(server)
    common: dict[str, Any] = {
        "scheme": address.scheme, "domain": address.netloc + address.path.rstrip("/"), "user_agent": agent,
        "timeout": timeout, "adapter_factory": URLLibAdapter,
    }  # fmt: skip
    if name == "geonames":
        if not user:
            raise UsageError(
                "GeoNames answers only its users: give --online-user NAME (an account is free, "
                "https://www.geonames.org/login)"
            )
        return GeoNames(user, **common)
    return {"nominatim": Nominatim, "photon": Photon}[name](**common)
