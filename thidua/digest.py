"""What a value is, in sixteen bytes: equal content, equal digest. Pure.

A record's digest covers the records it holds, so it changes when anything below it changes and
never otherwise. A page's key is made of such digests (see `pipeline`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

SIZE: Final = 16


def digest_of_bytes(data: bytes) -> bytes:
    """The digest of some bytes."""
    return hashlib.blake2b(data, digest_size=SIZE).digest()


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a value: its digest, and whether anything in it is invented."""

    digest: bytes
    is_illustrative: bool


class Digests:
    """Digests of values, each record's reckoned once. Lives as long as the records do."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[object, Seen]] = {}

    def of(self, value: object) -> bytes:
        """The value's digest."""
        return self.seen(value).digest

    def seen(self, value: object) -> Seen:
        """The digest, and whether the value shows an invented person, unit or decision."""
        known = self._seen.get(id(value))
        if known is None:
            # The value itself is kept, or its id could be given to another one.
            known = self._seen[id(value)] = (value, self.seen_once(value))
        return known[1]

    def seen_once(self, value: object) -> Seen:
        """The same for a value that is not met again; what it holds may be."""
        kind = type(value)
        parts = [kind.__name__.encode()]
        is_illustrative = False
        if isinstance(value, frozenset):
            parts += sorted(self._part(item)[0] for item in value)
            is_illustrative = any(self._part(item)[1] for item in value)
        else:
            for item in _items(value):
                part, is_invented = self._part(item)
                parts.append(part)
                is_illustrative |= is_invented
            is_illustrative |= getattr(value, "illustrative", False) is True
        return Seen(digest_of_bytes(b"\0".join(parts)), is_illustrative)

    def _part(self, item: object) -> tuple[bytes, bool]:
        """What stands for an item in the digest of what holds it: no two items have the same."""
        plain = _PLAIN.get(type(item))
        if plain is not None:
            data = plain(item)
            return b"%s %d %s" % (type(item).__name__.encode(), len(data), data), False
        seen = self.seen(item)
        return seen.digest, seen.is_illustrative


def _spelled(item: object) -> bytes:
    return repr(item).encode()


_PLAIN: Final[Mapping[type, Callable[[Any], bytes]]] = {
    str: str.encode,
    bytes: bytes,
    type(None): _spelled,
    bool: _spelled,
    int: _spelled,
    Decimal: _spelled,
    dt.date: lambda day: day.isoformat().encode(),
    dt.datetime: lambda moment: moment.isoformat().encode(),
}
_READERS: dict[type, Callable[[Any], Iterable[object]]] = {}


def _items(value: object) -> Iterable[object]:
    """All that a value is made of, in its order. Raises TypeError for a kind of value that is not known."""
    kind = type(value)
    if kind not in _READERS:
        _READERS[kind] = _reader(kind)
    return _READERS[kind](value)


def _reader(kind: type) -> Callable[[Any], Iterable[object]]:
    if kind in _PLAIN:
        return lambda value: (value,)
    if issubclass(kind, Mapping):
        return lambda value: [item for pair in value.items() for item in pair]
    if issubclass(kind, Sequence):
        return lambda value: value
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"{kind.__name__} cannot be digested")
    names = tuple(field.name for field in dataclasses.fields(kind))
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return attrgetter(*names)
