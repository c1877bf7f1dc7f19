"""What a value is, in sixteen bytes: equal content, equal digest. Pure.

A record's digest covers the records it holds, so it changes when anything below it changes and
never otherwise. A page's key is made of such digests (see `pipeline`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

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
        if isinstance(value, str):
            return Seen(digest_of_bytes(b"s" + value.encode()), False)
        if value is None or isinstance(value, bool | int | Decimal | dt.date):
            return Seen(digest_of_bytes(repr(value).encode()), False)
        if isinstance(value, bytes):
            return Seen(digest_of_bytes(b"b" + value), False)
        known = self._seen.get(id(value))
        if known is None:
            # The value itself is kept, or its id could be given to another one.
            known = self._seen[id(value)] = (value, self._reckoned(value))
        return known[1]

    def _reckoned(self, value: object) -> Seen:
        is_illustrative = getattr(value, "illustrative", False) is True
        if isinstance(value, Mapping):
            parts = [self.seen(item) for pair in value.items() for item in pair]
        elif isinstance(value, Sequence):
            parts = [self.seen(item) for item in value]
        elif isinstance(value, frozenset):
            parts = sorted((self.seen(item) for item in value), key=lambda seen: seen.digest)
        else:
            parts = [self.seen(getattr(value, name)) for name in _fields(type(value))]
        whole = hashlib.blake2b(type(value).__name__.encode(), digest_size=SIZE)
        for part in parts:
            whole.update(part.digest)
        return Seen(whole.digest(), is_illustrative or any(part.is_illustrative for part in parts))


_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    if kind not in _FIELDS:
        if not dataclasses.is_dataclass(kind):
            raise TypeError(f"{kind.__name__} cannot be digested")
        _FIELDS[kind] = tuple(field.name for field in dataclasses.fields(kind))
    return _FIELDS[kind]
