"""Places and what the field says of their precision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from geo.extents import Extent

Kind = Literal[
    "city", "town", "village", "neighbourhood", "site", "district", "governorate", "region", "border",
    "country", "supranational", "water", "physical",
]  # fmt: skip
Precision = Literal[
    "exact", "site", "settlement", "near", "district", "governorate", "region", "country", "water",
    "unlocated",
]  # fmt: skip

# Default radius in metres of a place of each kind, where its row gives none.
RADIUS_M: dict[str, float] = {
    "village": 2_000, "town": 4_000, "city": 10_000, "neighbourhood": 2_000, "site": 1_000,
    "district": 20_000, "governorate": 60_000, "region": 100_000, "border": 50_000, "country": 300_000,
    "supranational": 1_500_000, "water": 30_000, "physical": 15_000,
}  # fmt: skip

PRECISION_OF_KIND: dict[str, Precision] = {
    "city": "settlement", "town": "settlement", "village": "settlement", "neighbourhood": "settlement",
    "site": "site", "district": "district", "governorate": "governorate", "region": "region",
    "border": "region", "country": "country", "supranational": "country", "water": "water",
    "physical": "district",
}  # fmt: skip

# precision -> (ACLED geo_precision 1-3, UCDP where_prec 1-7).  ACLED Codebook 2024, "Geo-precision";
# UCDP GED Codebook 24.1, "where_prec".  None: the scheme cannot express it.
SCHEMES: dict[Precision, tuple[int | None, int | None]] = {
    "exact": (1, 1), "site": (1, 1), "settlement": (1, 1), "near": (2, 2), "district": (2, 3),
    "governorate": (3, 4), "region": (3, 5), "country": (None, 6), "water": (3, 7), "unlocated": (None, None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a gazetteer: WGS 84 degrees, longitude before latitude, `radius_m` in metres.

    `admin1` .. `admin3` are names; `admin_code` is the GeoNames code of the first-order unit
    ("SY.12"); `area` is WKT (lines and polygons) or `union:ID,ID`, where the source gives one;
    `bbox` is (west, south, east, north) of an area.
    """

    id: str
    name: str
    lon: float
    lat: float
    kind: Kind
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    admin_code: str | None = None
    population: int = 0
    radius_m: float | None = None
    geonameid: int | None = None
    pcode: str | None = None
    wikidata: str | None = None
    area: str | None = field(default=None, repr=False)
    bbox: tuple[float, float, float, float] | None = None
    source: str = ""

    @property
    def precision(self) -> Precision:
        """Return the precision with which naming this place locates something."""
        return PRECISION_OF_KIND[self.kind]

    @property
    def radius(self) -> float:
        """Return the radius in metres within which something at this place lies."""
        return RADIUS_M[self.kind] if self.radius_m is None else self.radius_m

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """Return the place as a GeoJSON Feature with a Point (RFC 7946)."""
        return {
            "type": "Feature",
            "id": self.id,
            "geometry": {"type": "Point", "coordinates": (self.lon, self.lat)},
            "properties": {"name": self.name, "kind": self.kind, "country": self.country},
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name could mean: the gazetteer's `name` that matched, the `rule` that
    matched it ("exact", "fold", "article", "skeleton", "edit" ...), `score` in 0..1 (1 = the same name).

    Weighed in a text, `share` is how probable it is that this place is meant, `reasons` what speaks for it.
    """

    place: Place
    name: str
    rule: str
    score: float
    share: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that is taken for a place name; `evidence` says why, in words.

    `generic` is the class word beside the name ("province", "village", "city", "camp", ""); `strength`
    in 0..1 is how sure it is that this is a place at all; `lookup` is the name to look up (the text
    without possessive or article where they hinder).
    """

    start: int
    end: int
    text: str
    lookup: str
    generic: str = ""
    strength: float = 0.5
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch of text that looks like a place and is none, with the reason in words.

    `reason` begins with its class: "demonym", "nisba", "person", "inside a name", "media",
    "metonym", "figurative", "furniture", "common word", "acronym".
    """

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention with one reading: `place` is None where nothing in the gazetteer is meant.

    `type` is "literal", "landmark" (locates another place) or "metonym"; `relation` is how the
    text uses it ("at", "near", "distance_bearing", "between", "along", "part_of"); `part` the words for it
    ("western countryside of", "10 km north of"); `lon`, `lat`, `precision`, `radius_m` are of what is
    *meant* (10 km north of X is not X), `extent` the ring, sector, corridor, part or border that it is, where
    a point and a radius do not tell it (`geo.outlines.outline` draws it).  `landmark_of` is the index of the
    toponym it locates.
    """

    start: int
    end: int
    text: str
    place: Place | None
    type: Literal["literal", "landmark", "metonym"] = "literal"
    relation: str = "at"
    part: str = ""
    lon: float | None = None
    lat: float | None = None
    precision: Precision = "unlocated"
    radius_m: float | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    alternatives: tuple[Candidate, ...] = ()
    landmark_of: int | None = None
    extent: Extent | None = None

    @property
    def schemes(self) -> tuple[int | None, int | None]:
        """Return (ACLED geo_precision, UCDP where_prec) of what is meant.

        Something between two places, along a road or a border has where_prec 5, a linear feature or fuzzy
        polygon; of a part of a governorate ACLED says geo_precision 2 ("a small part of a region").
        """
        acled, ucdp = SCHEMES[self.precision]
        if self.relation in ("between", "along") and ucdp is not None:
            return (acled if self.precision == "near" else 3), 5
        if self.relation == "part_of" and self.precision == "governorate":
            return 2, ucdp
        return acled, ucdp

    @property
    def name(self) -> str:
        """Return the gazetteer's name, or the text where nothing was resolved."""
        return self.text if self.place is None else self.place.name
