"""A file of the site that is neither a page nor a picture, known by its key before its bytes are made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from thidua.digest import digest_of_bytes

# A checksum (SHA-256, in hexadecimal digits), and the number of bytes.
Sum = tuple[str, int]


def sum_of(data: bytes) -> Sum:
    """The checksum of some bytes."""
    return hashlib.sha256(data).hexdigest(), len(data)


@dataclass(frozen=True, slots=True)
class File:
    """Equal keys mean equal bytes; `supply` makes them, and is asked only where they are not published yet.

    One that `is_long` in the making is worth a process of its own; `note` hears the checksum of what was made.
    """

    key: bytes
    supply: Callable[[], bytes]
    is_long: bool = False
    note: Callable[[Sum], None] | None = None

    def made(self) -> bytes:
        """The bytes, with word to who waits for them."""
        data = self.supply()
        if self.note:
            self.note(sum_of(data))
        return data

    @classmethod
    def of(cls, data: bytes) -> File:
        """A file whose bytes are at hand."""
        return cls(digest_of_bytes(data), lambda: data)
