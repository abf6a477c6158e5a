"""Words: what the codes of a report say in plain English, and how outside text is made harmless."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from geo.extents import Border, Corridor, Part, Ring
from layers.reports import Report

# Characters that a reader cannot see, or that turn the text around them: shown, not obeyed.  Tab and line
# feed stay; so do the marks that Arabic and Persian need (ZWNJ, ZWJ, LRM, RLM, ALM).
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u180e\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_ACTIVE = re.compile("[&<>\"'`${}\\\\]")


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "document"), plural(2_300, "report")
    ('1 document', '2,300 reports')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def visible(text: str) -> str:
    """Return the text with control, bidi-override and unpaired surrogate characters made visible.

    >>> visible("a\u202eb\x07")
    'a⟨U+202E⟩b⟨U+0007⟩'
    """
    return _UNSEEN.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", text)


def inert(text: str) -> str:
    """Return outside text as HTML that neither a browser nor Jinja nor a template string can run.

    Everything that passes through folium goes through here: folium renders Jinja in names and popups.

    >>> inert("{{ 7*7 }} <b>")
    '&#123;&#123; 7*7 &#125;&#125; &#60;b&#62;'
    """
    return _ACTIVE.sub(lambda m: f"&#{ord(m[0])};", visible(text))


def web_address(url: str | None) -> str | None:
    """Return the URL where it is an http(s) address that a reader may be sent to, else None."""
    if not url or re.search(r"[\x00-\x20\x7f-\x9f<>\"`{}|\\^]", url) or url != visible(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


# mapped_as -> (name of the layer, what it means)
LAYERS: dict[str, tuple[str, str]] = {
    "presence": ("Present or active", "the text says that the actor is there, acts there or holds the place"),
    "event": ("Losses and movements", "members killed, captured or arrested, arrivals and departures"),
    "region": ("Whole regions, borders", "the text names only a region or a border: a faint area or line"),
    "person": ("Whereabouts of persons", "where one person is said to be: never the position of a group"),
    "uncertain": ("Uncertain", "possible, alleged, or claimed by a party to the conflict"),
    "planned": ("Planned", "announced or intended, not reported as done"),
    "avoided": ("Said not to be so", "denied, avoided or barred"),
    "past": ("Past", "it was so, and the text says that it is over or long ago"),
    "origin": ("Origins", "where persons or groups come from, not where they are"),
    "landmark": ("Landmarks", "named only to say where something else is"),
    "list": ("Not on the map", "named too broadly, or not located"),
}

# A place's kind, where the gazetteer's word for it is not plain enough.
KINDS = {
    "governorate": "governorate or province", "physical": "landscape", "supranational": "several countries",
}  # fmt: skip

# what -> status -> words.  "past" is an affirmed report that the text puts before its own present.
SAYS: dict[str, dict[str, str]] = {
    "presence": {
        "affirmed": "reported present", "negated": "said not to be there",
        "former": "reported there before, no longer", "uncertain": "possibly present",
        "planned": "planning to be there", "past": "was present, in the past",
    },
    "activity": {
        "affirmed": "reported active", "negated": "said not to be active there",
        "former": "was active before, no longer", "uncertain": "possibly active",
        "planned": "planning to act there", "past": "was active, in the past",
    },
    "control": {
        "affirmed": "reported in control", "negated": "said not to be in control",
        "former": "was in control before, no longer", "uncertain": "possibly in control",
        "planned": "planning to take control", "past": "was in control, in the past",
    },
    "base_or_camp": {
        "affirmed": "base or camp reported", "negated": "said to have no base there",
        "former": "had a base or camp, no longer", "uncertain": "possible base or camp",
        "planned": "base or camp planned", "past": "had a base or camp, in the past",
    },
    "movement_to": {
        "affirmed": "reported moving there", "negated": "said not to be moving there",
        "former": "moved there before", "uncertain": "possibly moving there",
        "planned": "planning to move there", "past": "moved there, in the past",
    },
    "movement_from": {
        "affirmed": "reported leaving", "negated": "said not to be leaving", "former": "left before",
        "uncertain": "possibly leaving", "planned": "planning to leave", "past": "left, in the past",
    },
    "casualty_or_arrest": {
        "affirmed": "killed, captured or arrested", "negated": "said not to have been killed or captured",
        "former": "killed, captured or arrested before", "uncertain": "possibly killed, captured or arrested",
        "planned": "arrest or killing planned", "past": "killed, captured or arrested, in the past",
    },
    "origin": {
        "affirmed": "comes from here", "negated": "said not to come from here", "former": "came from here",
        "uncertain": "possibly comes from here", "planned": "origin", "past": "came from here",
    },
    "other": {
        "affirmed": "reported in connection with it", "negated": "said to have no part in it",
        "former": "was connected with it before", "uncertain": "possibly connected with it",
        "planned": "planned", "past": "was connected with it, in the past",
    },
}  # fmt: skip

CLAIMS = {
    "claimed": "claimed by the actor", "unclaimed": "claimed by nobody", "denied": "denied by the actor",
}  # fmt: skip
REVIEWS = {
    "machine": "Read by a machine, not yet reviewed by a person", "confirmed": "Confirmed by a reviewer",
    "corrected": "Corrected by a reviewer", "rejected": "Rejected by a reviewer",
}  # fmt: skip
SENSITIVITIES = {
    "living_person": "A living person’s whereabouts: weigh the harm before publishing",
    "civilians": "Concerns civilians: weigh the harm before publishing",
    "camp": "Concerns a camp of civilians: weigh the harm before publishing",
}
_PRECISIONS = {
    "exact": "this spot, within {r}", "site": "this site, within {r}",
    "settlement": "somewhere in or around it, within {r}",
    "near": "near it, within {r}; no exact spot", "district": "somewhere in this district",
    "governorate": "somewhere in this governorate or province", "region": "this region or border as a whole",
    "country": "this country as a whole", "water": "somewhere in these waters", "unlocated": "not located",
}  # fmt: skip
# Of what a text says in relation to a place.
_EXTENTS: dict[type, str] = {
    Ring: "somewhere in the outline, within {r}; no exact spot",
    Corridor: "somewhere along it, within {r} of its middle; no exact spot",
    Part: "somewhere in this part of it",
    Border: "somewhere along this border",
}
_SURE = ((0.8, "high"), (0.5, "fair"), (0.0, "low"))


def distance(metres: float | None) -> str:
    """Return a distance in words, no finer than it is known.

    >>> distance(150), distance(2_000), distance(46_540)
    ('150 m', '2 km', '47 km')
    """
    if metres is None:
        return "an unknown distance"
    return f"{metres:.0f} m" if metres < 1_000 else f"{metres / 1_000:.0f} km"


def says(report: Report) -> str:
    """Return what the report says and whether it is so: "reported active", "said not to be there"."""
    if report.relation == "landmark":
        return "named only to locate another place"
    key = "past" if report.era == "past" and report.status == "affirmed" else report.status
    words = SAYS[report.what][key]
    return f"{words}, {CLAIMS[report.claim]}" if report.claim in CLAIMS else words


def reach(report: Report, *, approximate: bool = False) -> str:
    """Return how precisely the text locates the report, in words."""
    said = _EXTENTS.get(type(report.extent)) or _PRECISIONS.get(report.precision, report.precision)
    words = said.format(r="about " + distance(report.radius_m))
    return f"{words}; outline approximate" if approximate and said not in _EXTENTS.values() else words


def sure(confidence: float) -> str:
    """Return the confidence in the machine's reading, in one word."""
    return next(word for least, word in _SURE if confidence >= least)


def when(report: Report) -> str:
    """Return when it happened, as far as the text says; "undated" otherwise."""
    digits = {"year": 4, "years": 4, "month": 7, "months": 7}.get(report.when_precision, 10)
    start, end = (day and day[:digits] for day in (report.when_start, report.when_end))
    if not start and not end:
        return "undated"
    if start and end:
        span = start if start == end else f"{start} to {end}"
    else:
        span = f"since {start}" if start else f"until {end}"
    basis = report.when_basis.removeprefix("text").removeprefix(", ")
    return f"{span} ({basis})" if basis not in ("", "none") else str(span)


def chain(report: Report) -> str:
    """Return who said it, the innermost voice first; empty where the text does not say."""
    voices = list(report.source_chain)
    if report.speaker and report.speaker not in voices:
        voices.insert(0, report.speaker)
    return ", as told by ".join(voices)


def missing(report: Report) -> str:
    """Return why a report has no place on the map."""
    if report.precision == "country":
        return "the text names only a whole country"
    if report.place is None:
        return "the text names no place for it"
    return "no place of this name could be located"
