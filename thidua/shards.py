"""The files of an index: what is in one, where it ends, and how the change of a document is made in them. Pure.

A group is a folded key with the exact forms that fold to it, each with its postings: the documents
that have it, as differences, with their impacts. Groups stand in the order of their keys and are cut
into shards. A cut depends on the key behind it and on the size of the shard before it, so that after
a change the cuts soon fall where they fell before, and far shards stay what they were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from zlib import crc32

from thidua.vietnamese import fold

_IMPACT_BITS: Final = 2
_IMPACT_MASK: Final = (1 << _IMPACT_BITS) - 1

# An exact form and its packed postings.
Variant = tuple[str, bytes]
# For each exact form, the new impact in each document that changes; None takes the document out.
Changes = Mapping[str, Mapping[int, int | None]]


@dataclass(frozen=True, slots=True)
class Group:
    """A folded key with its exact forms in order."""

    key: str
    variants: tuple[Variant, ...]

    @property
    def line(self) -> str:
        """Its line in the directory of a shard: the key, then each form and the size of its postings."""
        parts = (f"\t{'' if form == self.key else form}\t{len(packed)}" for form, packed in self.variants)
        return self.key + "".join(parts)


class Shard(Protocol):
    """A file of the index before it is compressed, and the first key in it."""

    @property
    def first(self) -> str: ...

    @property
    def data(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Cut:
    """A shard that was just made."""

    first: str
    data: bytes


def order(key: str) -> bytes:
    """Keys stand in the order in which JavaScript compares them, by UTF-16 units."""
    return key.encode("utf-16-be", "surrogatepass")


# ---- postings ---------------------------------------------------------------------------------------------


def packed(postings: Mapping[int, int]) -> bytes:
    """Documents and their impacts as bytes: differences of ascending numbers, seven bits a byte, low bits first."""
    out = bytearray()
    before = 0
    for document, impact in sorted(postings.items()):
        value = (document - before) << _IMPACT_BITS | impact
        before = document
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


def unpacked(data: bytes) -> dict[int, int]:
    """What `packed` was given."""
    found: dict[int, int] = {}
    document, value, shift = 0, 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        if byte > 127:
            shift += 7
            continue
        document += value >> _IMPACT_BITS
        found[document] = value & _IMPACT_MASK
        value, shift = 0, 0
    return found


# ---- cutting ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Cutter:
    """Takes groups in order and gives a shard whenever one is full, at least `least` bytes, often not much more."""

    least: int
    groups: list[Group] = field(default_factory=list)
    size: int = 0

    def cuts_before(self, group: Group) -> bool:
        """Whether a shard ends where this group begins: its key decides, the more readily the larger it is."""
        if self.size < self.least:
            return False
        return crc32(group.key.encode()) * self.least < 1 << 34 + _size(group).bit_length()

    def add(self, group: Group) -> Iterator[Shard]:
        """The shard that ends before this group, if one does."""
        if self.cuts_before(group):
            yield from self.rest()
        self.groups.append(group)
        self.size += _size(group)

    def rest(self) -> Iterator[Shard]:
        """What waits as a last shard, if anything does."""
        if self.groups:
            yield Cut(self.groups[0].key, _joined(self.groups))
        self.groups, self.size = [], 0


def _size(group: Group) -> int:
    return len(group.key) + sum(len(form) + 4 + len(data) for form, data in group.variants)


def _joined(groups: Iterable[Group]) -> bytes:
    groups = tuple(groups)
    directory = "\n".join(group.line for group in groups).encode()
    postings = b"".join(data for group in groups for _, data in group.variants)
    return len(directory).to_bytes(4, "little") + directory + postings


def groups_of(data: bytes) -> Iterator[Group]:
    """The groups of a shard."""
    at = 4 + int.from_bytes(data[:4], "little")
    for line in data[4:at].decode().split("\n"):
        key, *rest = line.split("\t")
        variants = []
        for form, size in zip(rest[::2], map(int, rest[1::2]), strict=True):
            variants.append((form or key, data[at : at + size]))
            at += size
        yield Group(key, tuple(variants))


def cut(groups: Iterable[Group], least: int) -> Iterator[Shard]:
    """Groups in order as shards."""
    cutter = Cutter(least)
    for group in groups:
        yield from cutter.add(group)
    yield from cutter.rest()


# ---- changing ---------------------------------------------------------------------------------------------


def changed(shards: Sequence[Shard], changes: Changes, least: int) -> Iterator[Shard]:
    """The shards that `cut` would give after some changes; those far from any are passed on as they are."""
    opened = _opened(shards, changes)
    cutter = Cutter(least)
    for number, shard in enumerate(shards or ([Cut("", b"")] if changes else [])):
        if number not in opened and _is_cut_before(shard, cutter):
            yield from cutter.rest()
            yield shard
            continue
        for group in _merged(shard, opened.get(number, {})):
            yield from cutter.add(group)
    yield from cutter.rest()


def _opened(shards: Sequence[Shard], changes: Changes) -> Mapping[int, Mapping[str, Changes]]:
    """The changes by the number of the shard that holds, or will hold, their key."""
    firsts = [order(shard.first) for shard in shards]
    opened: dict[int, dict[str, dict[str, Mapping[int, int | None]]]] = {}
    for form, documents in changes.items():
        key = order(fold(form))
        number = max(0, bisect_right(firsts, key) - 1)
        opened.setdefault(number, {}).setdefault(fold(form), {})[form] = documents
        if number and key == firsts[number]:
            # The shard before ends because of this very group.
            opened.setdefault(number - 1, {})
    return opened


def _is_cut_before(shard: Shard, cutter: Cutter) -> bool:
    return not cutter.groups or cutter.cuts_before(next(groups_of(shard.data)))


def _merged(shard: Shard, changes: Mapping[str, Changes]) -> Iterator[Group]:
    """The groups of a shard with changes made; a group that loses its last document is gone."""
    known = {group.key: group for group in groups_of(shard.data)} if shard.data else {}
    for key in sorted(known.keys() | changes.keys(), key=order):
        group = known.get(key, Group(key, ()))
        if key in changes:
            group = _with(group, changes[key])
        if group.variants:
            yield group


def _with(group: Group, changes: Changes) -> Group:
    variants = dict(group.variants)
    for form, documents in changes.items():
        postings = unpacked(variants.get(form, b""))
        for document, impact in documents.items():
            if impact is None:
                postings.pop(document, None)
            else:
                postings[document] = impact
        variants[form] = packed(postings)
    return Group(group.key, tuple((form, data) for form, data in sorted(variants.items()) if data))
