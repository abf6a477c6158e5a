"""Words: what the codes of a report say in plain words, and how outside text is made harmless."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from geo.extents import Border, Corridor, Part, Ring
from layers.reports import Report
from maps.languages import Language, load

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


# Of what a text says in relation to a place: its key among the extents of a language.
_EXTENTS: dict[type, str] = {Ring: "ring", Corridor: "corridor", Part: "part", Border: "border"}
_SURE = ((0.8, "high"), (0.5, "fair"), (0.0, "low"))


def distance(metres: float | None, language: Language | None = None) -> str:
    """Return a distance in words, no finer than it is known.

    >>> distance(150), distance(2_000), distance(46_540)
    ('150 m', '2 km', '47 km')
    """
    tongue = language or load()
    if metres is None:
        return tongue.phrase("unknown_distance")
    if metres < 1_000:
        return tongue.phrase("metres", n=f"{metres:.0f}")
    return tongue.phrase("kilometres", n=f"{metres / 1_000:.0f}")


def says(report: Report, language: Language | None = None) -> str:
    """Return what the report says and whether it is so: "reported active", "said not to be there"."""
    tongue = language or load()
    if report.relation == "landmark":
        return tongue.phrase("landmark")
    key = "past" if report.era == "past" and report.status == "affirmed" else report.status
    if report.is_doubtful and report.status == "affirmed":
        key = "uncertain"
    words = str(tongue.tables["says"][report.what][key])
    claim = tongue.tables["claims"].get(report.claim)
    return f"{words}{tongue.comma}{claim}" if claim else words


def reach(report: Report, language: Language | None = None, *, approximate: bool = False) -> str:
    """Return how precisely the text locates the report, in words."""
    tongue = language or load()
    extent = _EXTENTS.get(type(report.extent))
    said = tongue.word("extents", extent) if extent else tongue.word("precisions", report.precision)
    words = said.format(r=tongue.phrase("about", distance=distance(report.radius_m, tongue)))
    return tongue.phrase("approximate", reach=words) if approximate and not extent else words


def sure(confidence: float) -> str:
    """Return the confidence in the machine's reading, in one word."""
    return next(word for least, word in _SURE if confidence >= least)


def when(report: Report, language: Language | None = None) -> str:
    """Return when it happened, as far as the text says; "undated" otherwise; what is unseen made visible."""
    tongue = language or load()
    digits = {"year": 4, "years": 4, "month": 7, "months": 7}.get(report.when_precision, 10)
    start, end = (day and visible(day[:digits]) for day in (report.when_start, report.when_end))
    if not start and not end:
        return tongue.phrase("undated")
    if start and end:
        span = start if start == end else tongue.phrase("span", start=start, end=end)
    else:
        span = tongue.phrase("since", start=start) if start else tongue.phrase("until", end=end)
    basis = visible(report.when_basis).removeprefix("text").removeprefix(", ")
    return f"{span} ({basis})" if basis not in ("", "none") else str(span)


def chain(report: Report, language: Language | None = None) -> str:
    """Return who said it, the innermost voice first; empty where the text does not say."""
    voices = list(report.source_chain)
    if report.speaker and report.speaker not in voices:
        voices.insert(0, report.speaker)
    return (language or load()).phrase("chain").join(voices)


def missing(report: Report, language: Language | None = None) -> str:
    """Return why a report has no place on the map."""
    tongue = language or load()
    if report.review == "rejected":
        return tongue.phrase("missing_rejected")
    if report.precision == "country":
        return tongue.phrase("missing_country")
    return tongue.phrase("missing_place" if report.place is None else "missing_point")
