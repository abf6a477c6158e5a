"""Profiles: the reports in the tables and bundles of others; what their scheme cannot say is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import UsageError
from layers import acled, stix, ucdp
from layers.extras import need
from layers.files import whole
from layers.geopackage import write_geopackage

if TYPE_CHECKING:
    from layers.events import EventLayer
    from layers.layer import ReportLayer

Writer = Callable[["ReportLayer", Path, Mapping[str, Any]], Counter[str]]


@dataclass(frozen=True, slots=True)
class Profile:
    """A scheme of others: the suffixes of its files, and what writes them and counts what was left out.

    None writes our own GeoPackage, which leaves nothing out and has room for events.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    write: Writer | None
    needs: tuple[str, str, str] | None = None


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("acled", "ACLED's columns", (".csv",), acled.write_acled),
        Profile("ucdp", "UCDP GED's columns", (".csv",), ucdp.write_ucdp),
        Profile("stix", "a STIX 2.1 bundle", (".json", ".stix"), stix.write_stix, stix.NEEDS),
        Profile("qgis", "a GeoPackage with styles by status, precision and actor", (".gpkg",), None),
    )
}


def profile_of(name: str, target: Path) -> Profile:
    """Return a profile by its name; raise UsageError for a wrong name or a file of another suffix."""
    profile = PROFILES.get(name)
    if profile is None:
        raise UsageError(f"there is no profile {name!r}; choose one of {', '.join(PROFILES)}")
    if target.suffix.lower() not in profile.suffixes:
        kinds = " or ".join(profile.suffixes)
        raise UsageError(f"{target.name}: profile {name} is {profile.title}; name it {kinds}")
    if profile.needs is not None:
        need(*profile.needs)
    return profile


def write_profile(
    layer: ReportLayer,
    name: str,
    path: str | Path,
    *,
    parameters: Mapping[str, Any] | None = None,
    events: Sequence[EventLayer] = (),
) -> Counter[str]:
    """Write a layer in the scheme of a profile; return how many reports were left out, by reason.

    `events` stand beside the reports in the profile qgis, and nowhere else.
    """
    target = Path(path)
    profile = profile_of(name, target)
    if events and profile.write is not None:
        raise UsageError(f"profile {name} has no room for events beside the reports; take qgis")
    with whole(target) as draft:
        if profile.write is not None:
            return profile.write(layer, draft, parameters or {})
        write_geopackage(layer, draft, parameters or {}, events=events, more_styles=True)
        return Counter()
