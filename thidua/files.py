"""A file of the site that is neither a page nor a picture, known by its key before its bytes are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thidua.digest import digest_of_bytes


@dataclass(frozen=True, slots=True)
class File:
    """Equal keys mean equal bytes; `supply` makes them, and is asked only where they are not published yet."""

    key: bytes
    supply: Callable[[], bytes]

    @classmethod
    def of(cls, data: bytes) -> File:
        """A file whose bytes are at hand."""
        return cls(digest_of_bytes(data), lambda: data)
