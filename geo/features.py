"""What kind of place a class of GeoNames or a tag of OpenStreetMap means."""

from __future__ import annotations

from collections.abc import Mapping

from geo.places import Kind


def _table(rows: Mapping[Kind, str]) -> dict[str, Kind]:
    return {code: kind for kind, codes in rows.items() for code in codes.split()}


# GeoNames, https://www.geonames.org/export/codes.html: the code tells before the class (A, H, L, P, R ...).
_CODES = _table(
    {
        "country": "PCL PCLD PCLF PCLI PCLIX PCLS TERR",
        "governorate": "ADM1 ADM1H",
        "district": "ADM2 ADM2H ADM3 ADM3H ADM4 ADM4H ADM5 ADM5H ADMD ADMDH ADMS PRSH",
        "region": "LTER ZN ZNB RGN RGNE RGNH RGNL AREA CST TRB RESA RESF RESH RESN RESP RESV RESW",
        "neighbourhood": "PPLX",
        "supranational": "CONT",
        "site": (
            "MILB NVB PRT GASF OILF INDS MNA RNGA MVA LCTY BTL FLD FLDI CNS LAND "
            "WLL WLLQ WLLS SPNG SPNS SPNT WTRH CSTRN"
        ),
        "physical": "PRK OAS SALT BSND BSNP GVL PEAT QCKS SNOW GRAZ CLG CMN",
    }
)
_CLASSES: dict[str, Kind] = {
    "A": "district", "H": "water", "L": "region", "R": "site", "S": "site", "T": "physical", "U": "water",
    "V": "physical",
}  # fmt: skip
# A capital of a country or first-order unit is a town even where GeoNames has no inhabitants for it.
_SEATS = frozenset({"PPLC", "PPLA", "PPLG"})
_TOWN, _CITY = 10_000, 100_000

# OpenStreetMap, https://wiki.openstreetmap.org/wiki/Map_features: "key=value", or the key alone.
_TAGS = _table(
    {
        "city": "place=city",
        "town": "place=town place=borough",
        "village": (
            "place=village place=hamlet place=isolated_dwelling place=farm place=locality place=allotments"
        ),
        "neighbourhood": "place=suburb place=neighbourhood place=quarter place=city_block",
        "district": "place=county place=district place=municipality place=subdistrict place=city_district",
        "governorate": "place=state place=province place=state_district",
        "region": "place=region place=archipelago",
        "country": "place=country",
        "supranational": "place=continent",
        "physical": "natural place=island place=islet geological",
        "water": "waterway natural=water natural=bay natural=strait place=sea place=ocean",
        "site": (
            "aeroway military landuse=military amenity=refugee_site amenity=prison barrier=border_control "
            "historic man_made=petroleum_well industrial landuse=industrial power=plant waterway=dam bridge"
        ),
    }
)
# admin_level of a boundary; 4 are the first-order units in nearly all countries.
LEVELS: dict[str, Kind] = {
    "2": "country", "3": "region", "4": "governorate", "5": "district", "6": "district", "7": "district",
    "8": "district",
}  # fmt: skip


def settlement(population: int) -> Kind:
    """Return the kind of a settlement by its inhabitants: village below 10,000, city from 100,000."""
    return "city" if population >= _CITY else "town" if population >= _TOWN else "village"


def of_geonames(feature: str, code: str, population: int) -> Kind | None:
    """Return the kind of a GeoNames feature class and code; None for a class that is none.

    >>> [of_geonames(*row) for row in (("A", "ADM1", 0), ("S", "CMPRF", 0), ("P", "PPLA", 0))]
    ['governorate', 'site', 'town']
    """
    if code in _CODES:
        return _CODES[code]
    if feature == "P":
        return settlement(max(population, _TOWN) if code in _SEATS else population)
    return _CLASSES.get(feature)


def of_openstreetmap(key: str, value: str) -> Kind | None:
    """Return the kind of a tag of OpenStreetMap, None for what is no place that reports name (a shop).

    >>> of_openstreetmap("place", "hamlet"), of_openstreetmap("shop", "baker")
    ('village', None)
    """
    return _TAGS.get(f"{key}={value}") or _TAGS.get(key)
