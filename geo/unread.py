"""Places that are not read before something is asked of them: a look-up finds many, and one is used."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from geo.places import Candidate, Place

if TYPE_CHECKING:
    from geo.store import Store

_FIELDS = tuple(Place.__slots__)
_SET = {name: Place.__dict__[name].__set__ for name in _FIELDS}
# Until the place is read, the slot of its source holds the store and the row to read it from.
_ORIGIN = Place.__dict__["source"]
_set_origin, _get_origin, _new = _ORIGIN.__set__, _ORIGIN.__get__, object.__new__
_set_place, _set_name, _set_rule, _set_score, _set_share, _set_reasons = (
    Candidate.__dict__[name].__set__ for name in Candidate.__slots__
)
_LOCK = Lock()


class Unread(Place):
    """A place of which only the row is known; once something is asked of it, it is read and is a Place."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name not in _SET:
            raise AttributeError(f"{Place.__name__!r} has no attribute {name!r}")
        return getattr(_read(self), name)

    @property
    def source(self) -> str:
        """Return the source of the place."""
        return str(_get_origin(_read(self)))

    def __eq__(self, other: object) -> bool:
        return _read(self) == other

    def __hash__(self) -> int:
        return hash(_read(self))

    def __repr__(self) -> str:
        return repr(_read(self))

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _read(self).__reduce_ex__(protocol)


def unread(store: Store, row: int) -> Place:
    """Return the place of a row, to be read when something is asked of it."""
    place = _new(Unread)
    _set_origin(place, (store, row))
    return place


def candidate(store: Store, row: int, name: str, rule: str, score: float) -> Candidate:
    """Return the place of a row as a candidate; a place that was never read is read when it is asked.

    What a frozen dataclass does to make one takes twice as long, which is a tenth of an exact look-up.
    """
    made = _new(Candidate)
    place = store.read.get(row)
    if place is None:
        place = _new(Unread)
        _set_origin(place, (store, row))
    _set_place(made, place)
    _set_name(made, name)
    _set_rule(made, rule)
    _set_score(made, score)
    _set_share(made, None)
    _set_reasons(made, ())
    return made


def _read(place: Place) -> Place:
    """Fill in a place and make it one like any other."""
    with _LOCK:
        if type(place) is Unread:  # else another thread has read it meanwhile
            store, row = _get_origin(place)
            whole = store.whole(row)
            for name in _FIELDS:
                _SET[name](place, getattr(whole, name))
            object.__setattr__(place, "__class__", Place)
    return place
