"""Panel: the words around the list of reports: what it counts, what is left off, who is credited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from geo.places import Refusal
from layers.corroboration import Claim
from layers.reports import Report
from maps.languages import Language
from maps.words import plural, visible


def notes(tongue: Language) -> list[str]:
    """Return what the page says of itself: reported, not verified; how it was made; borders."""
    return [tongue.word("notes", key) for key in ("verify", "method", "boundaries")]


def credits(reports: Iterable[Report], tongue: Language, *, tiles: bool) -> list[str]:
    """Return whose data the page shows."""
    own = [tongue.word("notes", key) for key in ("places", "land")]
    found = [tongue.word("notes", "online").format(credit=credit) for credit in online_credits(reports)]
    return [*own, *found, *([tongue.word("notes", "tiles")] if tiles else [])]


def online_credits(reports: Iterable[Report]) -> list[str]:
    """Return whom to credit for places that an online service found."""
    from geo.providers import PROVIDERS

    sources = {r.gazetteer_place.source for r in reports if r.gazetteer_place is not None}
    found = {
        provider.credit
        for provider in PROVIDERS.values()
        if any(source.endswith(f"({provider.credit.partition(' (')[0]})") for source in sources)
    }
    return sorted(found)


def as_of(claims: Sequence[Claim], given: str | None, tongue: Language) -> str:
    """Return the line below the title: how many reports, from how many texts, as of when.

    What several texts say alike is one; a text that only prints what others say is called a copy.
    """
    documents = {r.document_id for claim in claims for r in claim.reports}
    told = sum(claim.report.mapped_as != "landmark" for claim in claims)
    own = {source.documents[0] for claim in claims for source in claim.sources}
    copies = len(documents - own)
    if tongue.code == "en":
        counted = f"{plural(told, 'report')} from {plural(len(documents), 'text')}"
        if copies:
            counted += f" ({copies} of them {'copies' if copies > 1 else 'a copy'})"
    else:  # "reports: 3" agrees with any number
        counts = {"reports": told, "texts": len(documents)} | ({"copies": copies} if copies else {})
        parts = (tongue.word("counts", key).format(n=f"{n:,}") for key, n in counts.items())
        counted = tongue.comma.join(parts)
    return f"{counted}{_dates(claims, given, tongue)}"


def _dates(claims: Sequence[Claim], given: str | None, tongue: Language) -> str:
    phrase = tongue.phrase
    if given is not None:
        return tongue.comma + phrase("as_of", date=visible(given))
    dates = sorted({r.published[:10] for claim in claims for r in claim.reports if r.published})
    if not dates:
        return "; " + phrase("no_dates")
    first, last = (visible(day).replace("-", "\N{NON-BREAKING HYPHEN}") for day in (dates[0], dates[-1]))
    span = first if first == last else phrase("span", start=first, end=last)
    return tongue.comma + phrase("published", date=span)


def refusals(refused: Iterable[Refusal]) -> list[list[str | int]]:
    """Return how many words were read as places and refused, by the class of the reason."""
    counts = Counter(r.reason.split(":", 1)[0].strip() for r in refused)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[visible(reason), count] for reason, count in ranked]
