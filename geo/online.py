"""Names that no gazetteer here has, asked of an online service: only on request, rarely, and remembered.

geopy's geocoders ask.  Its RateLimiter does not fit: it spaces the calls of one process only, and asks again
where a service refuses; here a stamp file in the cache spaces all processes, and a refusal ends the asking.
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from geo import caching
from geo.answers import Answer, Answers
from geo.downloads import checked_address
from geo.errors import ServiceError, UsageError
from geo.names import fold, sound
from geo.places import Candidate
from geo.providers import PROVIDERS, Provider, geocoder

SECONDS_BETWEEN = (
    1.0  # https://operations.osmfoundation.org/policies/nominatim/: at most one request a second
)
TIMEOUT = 10.0
_REFUSED_SECONDS = 3_600.0  # how long a service that refuses us is left alone, unless it says so itself
_FAILURES = 2  # in a row, and the service is not asked again in this run
_LONGEST_QUERY = 200
_SAME, _SPELLED, _ALIKE = 0.85, 0.8, 0.7  # what an answer is worth by its name; nobody here has checked it
_LEAST_ALIKE = 85.0


@dataclass(frozen=True)
class Told:
    """What a run asked: names sent, names answered by the cache, names found."""

    sent: int = 0
    cached: int = 0
    found: int = 0


class Online:
    """A service that is asked for names the gazetteer lacks; what it answers is kept on disk.

    >>> Online("nominatim").credit
    '© OpenStreetMap contributors, ODbL 1.0 (https://www.openstreetmap.org/copyright)'
    """

    def __init__(
        self, provider: str = "nominatim", *, user: str | None = None, contact: str | None = None,
        server: str | None = None, cache: Path | None = None, between: float = SECONDS_BETWEEN,
        timeout: float = TIMEOUT,
    ) -> None:  # fmt: skip
        """Choose a provider ("nominatim", "photon", "geonames"); nothing is sent before a name is asked for.

        `user` is the account at GeoNames; `contact` an e-mail address that the user agent names; `server` the
        address of a server of your own; `between` the least seconds between two requests of all processes.
        Raises UsageError for an unknown provider or a server that is no web address.
        """
        if provider not in PROVIDERS:
            raise UsageError(f"{provider!r} is no service; there are {', '.join(PROVIDERS)}")
        self.name, self.provider = provider, PROVIDERS[provider]
        self.server = checked_address(server) if server else self.provider.server
        self.failure: ServiceError | None = None  # why it is not asked any more
        self.told = Told()
        self._folder = caching.folder(cache)
        self._between = between if self.server != self.provider.server else max(between, SECONDS_BETWEEN)
        self._failures = 0
        self._lock = Lock()
        self._geocoder = geocoder(
            provider, server=self.server, user=user, agent=_agent(contact), timeout=timeout
        )

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("an online service is not sent to another process; make one there")

    @property
    def credit(self) -> str:
        """Return whom to credit where the answers are published."""
        return self.provider.credit

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._folder / "online.sqlite")

    # --- one name ---

    def find(self, name: str, countries: Sequence[str] = ()) -> list[Candidate]:
        """Return the places that the service knows by a name, best first (rule "online").

        Only the name and the ISO codes of the countries are sent, and only if the answer is not kept yet.
        Raises ServiceError where the service refuses, is silent, or has done so before.
        """
        query = unicodedata.normalize("NFC", " ".join(name.split()))
        if not fold(query):
            raise UsageError(f"{name!r} has no letters to ask for")
        if len(query) > _LONGEST_QUERY:
            raise UsageError(f"{name[:40]!r}... has over {_LONGEST_QUERY} characters and is no name")
        codes = tuple(sorted({code.upper() for code in countries}))
        answer = self._answer(query, codes)
        found = [c for raw in answer.raw if (c := self._candidate(query, raw, answer.day)) is not None]
        if codes:
            found = [c for c in found if c.place.country in codes]
        return sorted(found, key=lambda c: -c.score)

    def _answer(self, query: str, countries: tuple[str, ...]) -> Answer:
        key = query.casefold()
        kept = self._answers.known(self.server, key, countries)
        if kept is None:
            if self.failure is not None:
                raise self.failure
            with caching.only_one(self._stamp.with_suffix(".lock")):
                # Another process may have asked while this one waited.
                kept = self._answers.known(self.server, key, countries)
                if kept is None:
                    return self._asked(query, key, countries)
        return self._counted(kept, cached=1)

    def _asked(self, query: str, key: str, countries: tuple[str, ...]) -> Answer:
        """Ask the service; the caller holds the lock."""
        if (refusal := self._answers.refused(self.server)) is not None:
            until = time.strftime("%H:%M", time.localtime(refusal[0]))
            raise self._failed(f"{refusal[1]}; it is not asked again before {until}")
        self._wait()
        try:
            found = self.provider.ask(self._geocoder, query, countries) or []
            raw = [location.raw for location in found if location is not None][:5]
        except Exception as error:
            raise self._told(error) from error
        finally:
            os.utime(self._stamp)  # from the end of one request to the beginning of the next
        self._failures = 0
        return self._counted(self._answers.keep(self.server, key, countries, raw), sent=1)

    def _counted(self, answer: Answer, *, sent: int = 0, cached: int = 0) -> Answer:
        with self._lock:
            known = self.told
            self.told = Told(known.sent + sent, known.cached + cached, known.found + bool(answer.raw))
        return answer

    @property
    def _stamp(self) -> Path:
        """Return the file whose time is that of the last request of all processes to the server."""
        return self._folder / f"online-{sha256(self.server.encode()).hexdigest()[:12]}.stamp"

    def _wait(self) -> None:
        """Wait until the last request of any process is long enough ago, and mark this one."""
        try:
            ago = time.time() - self._stamp.stat().st_mtime
            if 0 <= ago < self._between:
                time.sleep(self._between - ago)
            elif ago < 0:  # the clock was set back
                time.sleep(self._between)
        except FileNotFoundError:
            self._stamp.touch()
        os.utime(self._stamp)

    def _told(self, error: Exception) -> ServiceError:
        """Return what went wrong in words, and leave the service alone as it asks."""
        from geopy import exc

        title, policy = self.provider.title, self.provider.policy
        if isinstance(error, exc.GeocoderQuotaExceeded):
            wait = float(getattr(error, "retry_after", None) or _REFUSED_SECONDS)
            reason = f"{title} says that it was asked too often (429 or a quota); see {policy}"
            self._answers.refuse(self.server, wait, reason)
            return self._failed(
                f"{reason}. It is left alone for {wait / 60:.0f} minutes; what it answered is kept"
            )
        if isinstance(error, exc.GeocoderInsufficientPrivileges | exc.GeocoderAuthenticationFailure):
            reason = f"{title} refuses to answer ({_words(error)}); see {policy}"
            self._answers.refuse(self.server, _REFUSED_SECONDS, reason)
            return self._failed(f"{reason}, give --online-contact or --online-user, or ask another service")
        self._failures += 1
        silent = isinstance(error, exc.GeocoderTimedOut | TimeoutError)
        what = "does not answer in time" if silent else f"cannot be asked ({_words(error)})"
        told = f"{title} at {self.server} {what}; try again later, or another service"
        return self._failed(told) if self._failures >= _FAILURES else ServiceError(self.server, told)

    def _failed(self, reason: str) -> ServiceError:
        self.failure = ServiceError(self.server, reason)
        return self.failure

    def _candidate(self, query: str, raw: Any, day: str) -> Candidate | None:
        """Return an answer as a candidate if it is a place and its name is like the one asked for."""
        try:
            read = self.provider.read(raw)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None  # no answer of the kind that the service documents
        if read is None:
            return None
        place, names = read
        score, name = max((_likeness(query.split(",")[0], name), name) for name in names)
        if not score:
            return None
        return Candidate(replace(place, source=source(self.provider, day)), name, "online", score)


def source(provider: Provider, day: str) -> str:
    """Return what the source of an online place says: the service, whose data, the day, the licence."""
    title = provider.title if provider.title == provider.data else f"{provider.title}/{provider.data}"
    return f"{title}, {day} ({provider.credit.partition(' (')[0]})"


def _agent(contact: str | None) -> str:
    """Return the user agent, which names the program and, if given, who runs it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version("dateline")
    except PackageNotFoundError:
        release = "0"
    if contact is not None and not (contact.isprintable() and contact.isascii() and len(contact) <= 100):
        raise UsageError(
            f"{contact[:40]!r} is no contact; give an e-mail address, for example me@example.org"
        )
    return f"dateline/{release}" + (f" ({contact})" if contact else "")


def _likeness(asked: str, name: str) -> float:
    """Return what an answer is worth by its name; 0 for another name (services answer with what is near)."""
    from rapidfuzz import fuzz

    if fold(asked) == fold(name):
        return _SAME
    spoken, other = sound(fold(asked)), sound(fold(name))
    if spoken and spoken == other:
        return _SPELLED
    return _ALIKE if min(len(spoken), len(other)) > 3 and fuzz.ratio(spoken, other) >= _LEAST_ALIKE else 0.0


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
