"""What is remembered of a file without mistakes: its records, packed, each with where it was written. Pure.

A record is unpacked when somebody asks for it; `refs` say what must still be there for that.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import NamedTuple, cast

from thidua.packing import Packed, packed
from thidua.records import Honour, PictureFile
from thidua.register import Written

# How pictures were named, and what was found there, as plain values.
PlainPicture = tuple[str, str, int, int]
Looks = tuple[tuple[str, PlainPicture], ...]
# The ids that are spoken of, by dataset.
Refs = Mapping[str, tuple[str, ...]]
# The honours of one decision, each with where it was written.
Listing = tuple[tuple[bytes, Packed], ...]


class Front(NamedTuple):
    """What every build asks of a file: the pictures that it names, what it speaks of, and its own ids with lines.

    Plain values alone, so that it can be marshalled.
    """

    looks: Looks
    refs: Refs
    lines: Mapping[str, bytes]

    def is_one_with(self, other: Front | None) -> bool:
        """Whether both are what was remembered once: of another body in the same places, all else is equal too."""
        return other is not None and self.lines is other.lines


class Kept(NamedTuple):
    """What few builds ask of it: its records by their ids, and the lists of its decisions.

    Of a text `head` is the digest of all that stands before its body.
    """

    records: Mapping[str, bytes]
    lists: Mapping[str, bytes]
    head: bytes = b""


def plain_picture(file: PictureFile) -> PlainPicture:
    """A picture as a plain value."""
    return (file.path, file.digest, file.width, file.height)


def record_bytes(record: object) -> bytes:
    """A record by itself."""
    return pickle.dumps(packed(record), protocol=5)


def packed_in(data: bytes) -> Packed:
    """What `record_bytes` was given, still packed."""
    return cast("Packed", pickle.loads(data))


def listing(honours: tuple[tuple[Honour, Written], ...]) -> bytes:
    """The list of a decision with where each line was written."""
    return pickle.dumps(tuple((at.packed, packed(honour)) for honour, at in honours), protocol=5)


def listing_of(data: bytes) -> Listing:
    """What `listing` was given, the honours still packed."""
    return cast("Listing", pickle.loads(data))
