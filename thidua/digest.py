"""What a value is, in sixteen bytes: equal content, equal digest. Pure.

A record's digest covers the records it holds, so it changes when anything below it changes and never
otherwise; a body, which most pages do not print, is told apart from its record, and what an article names
is known by its ids. A page's key is made of such digests (see `rendering`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple

SIZE: Final = 16


def digest_of_bytes(data: bytes) -> bytes:
    """The digest of some bytes."""
    return hashlib.blake2b(data, digest_size=SIZE).digest()


class Seen(NamedTuple):
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
        kind, known = type(value), self._seen
        is_invented = getattr(value, "illustrative", False) is True
        parts: list[object] = [kind.__name__]
        for item in _items(value):
            if type(item) in _AS_THEY_ARE:
                parts.append(item)
                continue
            plain = _PLAIN.get(type(item))
            if plain is not None:
                parts.append(plain(item))
                continue
            if type(item) is _Named:
                marks = [self.seen(record).is_illustrative for record in item.records]
                parts.append(([record.id for record in item.records], marks))
                is_invented = is_invented or any(marks)
                continue
            found = known.get(id(item))
            if found is None:
                found = known[id(item)] = (item, self.seen_once(item))
            parts.append(found[1].digest)
            is_invented = is_invented or found[1].is_illustrative
        if kind is frozenset:
            parts.sort(key=_marshalled)
        # No two lists of parts are written alike: each part with its type and its length. (From version 3 on, the
        # same words are written otherwise where one object stands twice.)
        return Seen(digest_of_bytes(marshal.dumps(parts, 2)), is_invented)


def _marshalled(part: Any) -> bytes:  # noqa: ANN401 - whatever marshal takes
    return marshal.dumps(part, 2)


# What stands for an item in the digest of what holds it. Bytes alone are the digest of a record.
_AS_THEY_ARE: Final = frozenset({str, type(None), bool, int})
_PLAIN: Final[Mapping[type, Callable[[Any], object]]] = {
    bytes: lambda data: ("bytes", data),
    Decimal: lambda number: ("Decimal", repr(number)),
    dt.date: lambda day: ("date", day.isoformat()),
    dt.datetime: lambda moment: ("datetime", moment.isoformat()),
}
_READERS: dict[type, Callable[[Any], Iterable[object]]] = {}


class _Named(NamedTuple):
    """Records that are known by their ids, and by whether they are invented."""

    records: tuple[Any, ...]


def _items(value: object) -> Iterable[object]:
    """All that a value is made of, in its order. Raises TypeError for a kind of value that is not known."""
    kind = type(value)
    if kind not in _READERS:
        _READERS[kind] = _reader(kind)
    return _READERS[kind](value)


def _reader(kind: type) -> Callable[[Any], Iterable[object]]:
    if kind in _AS_THEY_ARE or kind in _PLAIN:
        return lambda value: (value,)
    if issubclass(kind, Mapping):
        return lambda value: [item for pair in value.items() for item in pair]
    if issubclass(kind, Sequence):
        return lambda value: value
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"{kind.__name__} cannot be digested")
    told = [field for field in dataclasses.fields(kind) if not field.metadata.get("apart")]
    names = tuple(field.name for field in told)
    by_id = [at for at, field in enumerate(told) if field.metadata.get("by_id")]
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return _reader_by_id(attrgetter(*names), by_id) if by_id else attrgetter(*names)


def _reader_by_id(fields: Callable[[Any], Sequence[object]], by_id: Iterable[int]) -> Callable[[Any], Iterable[object]]:
    def items(value: object) -> Iterable[object]:
        found: list[Any] = list(fields(value))
        for at in by_id:
            found[at] = _Named(found[at])
        return found

    return items
