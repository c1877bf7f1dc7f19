"""Batches of pages that need not be planned, because all that they are made of is as it was.

What is remembered of a batch are its leaves, and for each page the digest of what it shows. While the data and the
outline of all texts are the same, all batches stand in one edition: those that print an edited body are opened, and no
others. Nothing is decided here: a page that must be rendered is planned after all.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, Final, NamedTuple

from thidua.cache import DamagedError, Memory
from thidua.digest import SIZE, Digests, Seen, digest_of_bytes
from thidua.library import Library
from thidua.pages import Leaf, Page
from thidua.plan import Alone, Batch, Foreseen, Plan, Taken, batches_of, foreseen, leaf_of
from thidua.words import Words
from thidua.workers import results

_PAGES_A_SHARE: Final = 400
_SHARES_A_ROUND: Final = 60
# The digest of what all pages show, each leaf, what its page shows one after the other, and whether that is invented.
_Known = tuple[bytes, list[tuple[Any, ...]], bytes, bytes]


class _Ways(NamedTuple):
    """What a batch is known by: the texts as far as it prints them, and all that it is made of."""

    quick: bytes | None
    key: bytes


class _SeenIn(NamedTuple):
    """What the pages of a batch show, digest after digest, and a byte for each that tells whether it is invented.

    Of a batch that is to be remembered also the digest of all that, what it is known by, and what is known of it.
    """

    digests: bytes
    marks: bytes
    shown: bytes = b""
    key: bytes | None = None
    packed: bytes = b""


class _Row(NamedTuple):
    """What an edition tells of a batch, so that it need not be opened.

    That is what is foreseen of it; the digest of what its pages show, those of each, and a byte for each that tells
    whether that is invented; and where in the memory all of it is, and the ways to there.
    """

    name: str
    prints: Mapping[str, Sequence[str]] | None
    addresses: tuple[str, ...]
    digest: bytes
    covers: tuple[tuple[str, str], ...]
    templates: tuple[str, ...]
    shown: bytes
    digests: bytes
    marks: bytes
    ways: tuple[bytes, ...]
    known: bytes


_PRINTS: Final = _Row._fields.index("prints")


class _Edition(NamedTuple):
    """All batches by their kinds, and the digest of every body, while the register and the outline of texts stand.

    `order` has the names of all batches in the order of the plan, or the addresses of those that are planned every
    time; `shown` is what all pages show in that order, digest after digest, and `key` is the plan's.
    """

    rows: Mapping[str, Sequence[Sequence[Any]]]
    bodies: Mapping[str, bytes]
    order: Sequence[str | Sequence[str]] = ()
    shown: bytes = b""
    key: bytes = b""


class UnforeseenError(Exception):
    """What is asked of a page cannot be told from the last edition."""


class AllSeen(Mapping[str, Seen]):
    """What each page of a plan shows, by its address; looked up batch by batch."""

    def __init__(self, plan: Plan, rows: Mapping[str, _Row], seen: dict[str, Seen]) -> None:
        self._plan = plan
        self._rows = rows
        self._seen = seen

    def __getitem__(self, address: str) -> Seen:
        found = self._seen.get(address)
        if found is None:
            row = self._rows[self._plan.leaves.taken[address].batch.name]
            self._seen.update(zip(row.addresses, map(Seen, _cut(row.digests), map(bool, row.marks)), strict=True))
            found = self._seen[address]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan.leaves)

    def __len__(self) -> int:
        return len(self._plan.leaves)

    @cached_property
    def in_order(self) -> bytes:
        """What each page shows, in the order of the plan, digest after digest."""
        return b"".join(self._of_batch(batch, addresses) for batch, addresses in self._plan.batches)

    def _of_batch(self, batch: Batch, addresses: Sequence[str]) -> bytes:
        row = self._rows.get(batch.name)
        if row is not None and len(row.addresses) == len(addresses):
            return row.digests
        return b"".join([self[address].digest for address in addresses])


@dataclass(frozen=True)
class Foresight:
    """What is known of the pages of one build before they are planned.

    `base` is the digest of the register as readers may see it, of the words and of the code; `site` has the paper's own
    record in the place of the register. `outline` is that of the texts, and `bodies` holds the digest of each body.
    """

    memory: Memory
    digests: Digests
    base: bytes
    site: bytes
    outline: bytes = b""
    bodies: Mapping[str, bytes] = field(default_factory=dict)
    # What pages show whose batches were planned.
    seen: dict[str, Seen] = field(default_factory=dict)
    new: dict[str, _Ways] = field(default_factory=dict)
    rows: dict[str, _Row] = field(default_factory=dict)
    # The ways to what is known of a batch, and where that is.
    ways: dict[str, tuple[_Ways, bytes]] = field(default_factory=dict)
    # The names of all batches of each kind.
    names: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def shown(self) -> Mapping[str, bytes]:
        """The digest of what all pages of a batch show, by its name."""
        return {name: row.shown for name, row in self.rows.items()}

    @cached_property
    def _edition_key(self) -> bytes:
        return digest_of_bytes(self.base + self.outline)

    @cached_property
    def _before(self) -> _Edition:
        """The last edition of the same data and the same outline."""
        known = self.memory.recall("edition", self._edition_key, tuple)
        return _Edition._make(known) if known else _Edition({}, {})

    @property
    def has_edition(self) -> bool:
        """Whether the last build was of the same data and the same outline."""
        return bool(self._before.order)

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The texts whose bodies are others than in that edition."""
        before = self._before.bodies
        return frozenset(id for id, body in self.bodies.items() if before.get(id) != body)

    def standing(self, kind: str, make: Callable[[], Iterator[Batch]], alone: Alone | None) -> Iterator[Batch]:
        """The batches of a kind; of those that stand as they did in the last edition, no more than that.

        Of a batch that prints an edited body, only the pages on which it stands are planned, if `alone` can do that.
        """
        names = self.names[kind] = []
        rows = self._before.rows.get(kind)
        if rows is None:
            for batch in make():
                names.append(batch.name)
                yield batch
            return
        all_batches, standing = _ByName(make, alone), list[_Row]()
        for row in map(_Row._make, rows):
            names.append(row.name)
            edited = self._edited(row)
            if edited and alone is None:
                yield all_batches[row.name]
                continue
            batch = all_batches.standing(row.name)
            self.rows[row.name] = self._renewed(row, [(address, batch.page(address)) for address in edited])
            if not edited:
                standing.append(row)
            yield batch
        self.memory.still("made", chain.from_iterable(row.ways for row in standing))
        self.memory.still("batch", (row.known for row in standing))

    def _edited(self, row: _Row) -> list[str]:
        """The addresses of a batch at which an edited body is printed."""
        if row.prints is None or not self._changed:
            return []
        return [address for address, ids in row.prints.items() if not self._changed.isdisjoint(ids)]

    def _renewed(self, row: _Row, new: Sequence[tuple[str, Page]]) -> _Row:
        """A batch of the last edition, of which some pages were planned anew."""
        if not new:
            return row
        leaves, digests, marks = list(self._leaves_of(row)), list(_cut(row.digests)), list(row.marks)
        for address, page in new:
            at = row.addresses.index(address)
            seen = self.digests.seen_once(page.content)
            leaves[at], digests[at], marks[at] = leaf_of(page), seen.digest, seen.is_illustrative
        known = _packed(leaves, b"".join(digests), bytes(marks))
        quick = self._quick(row.name, row.prints)
        assert quick is not None
        self._note(row.name, _Ways(quick, quick), quick)
        self.memory.remember("batch", quick, marshal.dumps(known))
        return self._row(row.name, row.prints, foreseen(leaves), known)

    def leaves(self, batch: Batch) -> Foreseen | None:
        """What is foreseen of a batch whose pages are those of an earlier build."""
        row = self.rows.get(batch.name)
        if row is not None:
            return Foreseen(row.addresses, row.digest, row.covers, row.templates, partial(self._leaves_of, row))
        if batch.made_of is None:
            return None
        packed = self._recalled(batch)
        return None if packed is None else self._row_of(batch, marshal.loads(packed))

    def _leaves_of(self, row: _Row) -> Sequence[Leaf]:
        packed = self.memory.recall("batch", row.known, bytes)
        if packed is None:
            raise DamagedError(row.name)
        return [Leaf._make(each) for each in marshal.loads(packed)[1]]

    def _row_of(self, batch: Batch, known: _Known) -> Foreseen:
        """Take down what is known of a batch."""
        found = foreseen(map(Leaf._make, known[1]))
        self.rows[batch.name] = self._row(batch.name, batch.prints, found, known)
        return found

    def _row(self, name: str, prints: Mapping[str, Sequence[str]] | None, found: Foreseen, known: _Known) -> _Row:
        shown, _, digests, marks = known
        ways, key = self.ways[name]
        return _Row(
            name, None if prints is None else dict(prints), tuple(found.addresses), found.digest,
            tuple(found.covers), tuple(found.templates), shown, digests, marks,
            tuple(way for way in ways if way is not None), key,
        )  # fmt: skip

    def _recalled(self, batch: Batch) -> bytes | None:
        """What is remembered under the texts that it prints, under what it is made of, or under what it shows."""
        quick = self._quick(batch.name, batch.prints)
        if quick is not None:
            ways: tuple[bytes, bytes] | None = self.memory.recall("made", quick, tuple)
            known = self.memory.recall("batch", ways[1], bytes) if ways else None
            if ways and known is not None:
                self.memory.still("made", ways[:1])
                self.ways[batch.name] = _Ways(quick, ways[0]), ways[1]
                return known
            if self._before.rows:
                # A body was edited: what its batch is made of is asked when more than that changes.
                self.new[batch.name] = _Ways(quick, quick)
                return None
        assert batch.made_of is not None
        key = digest_of_bytes(self.base + batch.name.encode() + self.digests.seen_once(batch.made_of()).digest)
        shown: bytes | None = self.memory.recall("made", key, bytes)
        if shown is None and batch.shows is not None and self.has_before:
            shown = self._key_of(batch)
        known = self.memory.recall("batch", shown or key, bytes)
        if known is None:
            self.new[batch.name] = _Ways(quick, key)
        else:
            self._note(batch.name, _Ways(quick, key), shown or key)
        return known

    def _quick(self, name: str, prints: Mapping[str, Sequence[str]] | None) -> bytes | None:
        """What a batch is known by while of the texts at most bodies change."""
        if prints is None:
            return None
        printed = map(self.bodies.__getitem__, dict.fromkeys(chain.from_iterable(prints.values())))
        return digest_of_bytes(b"".join([self.base, self.outline, name.encode(), *printed]))

    def _note(self, name: str, ways: _Ways, known: bytes) -> None:
        """Remember both ways to what is known of a batch."""
        self.ways[name] = ways, known
        if known != ways.key:
            self.memory.remember("made", ways.key, known)
        if ways.quick is not None:
            self.memory.remember("made", ways.quick, (ways.key, known))

    @cached_property
    def has_before(self) -> bool:
        """Whether there was an earlier build at all."""
        return self.memory.knows("batch")

    def _key_of(self, batch: Batch) -> bytes | None:
        """What the pages of a batch are known by, whatever else changes in the register."""
        if batch.shows is None:
            return None
        return digest_of_bytes(self.site + batch.name.encode() + self.digests.seen_once(batch.shows()).digest)

    def look(self, plan: Plan) -> AllSeen:
        """What each page shows, by its address; what was not known is remembered."""
        both = map(Taken, (batch for batch, _ in plan.batches), plan.foreseen)
        shares = list(_together(each for each in both if each.batch.is_planned and each.batch.name not in self.rows))
        # New workers now and then: each holds the digests of all that it met.
        for start in range(0, len(shares), _SHARES_A_ROUND):
            some = shares[start : start + _SHARES_A_ROUND]
            for share, found in zip(some, results(self._seen_in, some), strict=True):
                for each, seen in zip(share, found, strict=True):
                    self._take(*each, seen)
        all_seen = AllSeen(plan, self.rows, self.seen)
        if not plan.problems:
            self._keep(plan, all_seen)
        return all_seen

    def _take(self, batch: Batch, found: Foreseen, seen: _SeenIn) -> None:
        if batch.name not in self.new:
            pairs = zip(_cut(seen.digests), map(bool, seen.marks), strict=True)
            self.seen.update(zip(found.addresses, map(Seen._make, pairs), strict=True))
            return
        # Kept under what its pages show, or else under what it is made of.
        ways = self.new[batch.name]
        key = seen.key or ways.key
        self._note(batch.name, ways, key)
        self.rows[batch.name] = self._row(batch.name, batch.prints, found, (seen.shown, [], seen.digests, seen.marks))
        self.memory.remember("batch", key, seen.packed)

    def _keep(self, plan: Plan, seen: AllSeen) -> None:
        """Remember this edition, where it is not the last one."""
        rows = {kind: [self.rows[name] for name in names] for kind, names in self.names.items()}
        shown = seen.in_order
        if self._changed or rows != self._before.rows or shown != self._before.shown or plan.key != self._before.key:
            plain = {kind: list(map(tuple, each)) for kind, each in rows.items()}
            order = [batch.name if batch.name in self.rows else list(each) for batch, each in plan.batches]
            edition = _Edition(plain, dict(self.bodies), order, shown, plan.key)
            self.memory.remember("edition", self._edition_key, tuple(edition))

    def _seen_in(self, share: Sequence[Taken]) -> list[_SeenIn]:
        """Of each batch what its pages show, and what it is known by."""
        return [self._seen_in_one(each.batch, each.foreseen.leaves) for each in share]

    def _seen_in_one(self, batch: Batch, leaves: Sequence[Leaf]) -> _SeenIn:
        seen = [self.digests.seen_once(page.content) for page in batch.pages]
        digests, marks = b"".join(each.digest for each in seen), bytes(each.is_illustrative for each in seen)
        if batch.name not in self.new:
            return _SeenIn(digests, marks)
        known = _packed(leaves, digests, marks)
        return _SeenIn(digests, marks, known[0], self._key_of(batch), marshal.dumps(known))


def _packed(leaves: Sequence[Leaf], digests: bytes, marks: bytes) -> _Known:
    """What is remembered of a batch with these leaves, whose pages show that."""
    addresses, templates = [leaf.address for leaf in leaves], [leaf.template for leaf in leaves]
    return digest_of_bytes(marshal.dumps((addresses, templates, digests), 2)), list(map(tuple, leaves)), digests, marks


def _together(batches: Iterable[Taken]) -> Iterator[list[Taken]]:
    """The batches in parts of so many pages that each is worth a message."""
    share: list[Taken] = []
    for each in batches:
        share.append(each)
        if sum(len(one.foreseen.addresses) for one in share) >= _PAGES_A_SHARE:
            yield share
            share = []
    if share:
        yield share


class Edition(Mapping[str, Leaf]):
    """All pages of the last edition, while the data and the outline of all texts are as they were then.

    The leaf of each by its address, in the order of the plan; asked of a page that is planned every time it raises
    UnforeseenError. `key` is the plan's.
    """

    def __init__(self, foresight: Foresight, library: Library, words: Words) -> None:
        self._foresight = foresight
        self._library = library
        self._words = words
        self._before = foresight._before
        self.key = self._before.key
        # The kind and the row of some pages.
        self._near: dict[str, tuple[str, _Row]] = {}
        self._batches: dict[str, _ByName] = {}
        self._leaves: dict[str, Mapping[str, Leaf]] = {}

    @cached_property
    def _found(self) -> Mapping[str, tuple[str, _Row]]:
        """The kind and the row of each page by its address; of two that want one, the first."""
        rows = [(kind, _Row._make(row)) for kind, rows in self._before.rows.items() for row in rows]
        return {address: each for each in reversed(rows) for address in each[1].addresses}

    def printing(self, texts: AbstractSet[str]) -> list[str]:
        """The addresses at which the body of one of the texts is printed."""
        found = []
        for kind, rows in self._before.rows.items():
            for row in rows:
                prints: Mapping[str, Sequence[str]] | None = row[_PRINTS]
                some = [address for address, ids in (prints or {}).items() if not texts.isdisjoint(ids)]
                self._near.update(dict.fromkeys(some, (kind, _Row._make(row))) if some else {})
                found += some
        return found

    def _row(self, address: str) -> tuple[str, _Row]:
        try:
            return self._near.get(address) or self._found[address]
        except KeyError:
            raise UnforeseenError(address) from None

    def __getitem__(self, address: str) -> Leaf:
        _, row = self._row(address)
        if row.name not in self._leaves:
            self._leaves[row.name] = {leaf.address: leaf for leaf in reversed(self._foresight._leaves_of(row))}
        return self._leaves[row.name][address]

    def page(self, address: str) -> Page:
        """The page at that address, planned of the texts as they are now."""
        kind, row = self._row(address)
        if kind not in self._batches:
            self._batches[kind] = _ByName(*batches_of(kind, self._library, self._words, self))
        return self._batches[kind].standing(row.name).page(address)

    def digest(self, address: str) -> bytes:
        """That of what the page showed then."""
        _, row = self._row(address)
        at = row.addresses.index(address) * SIZE
        return row.digests[at : at + SIZE]

    def shown(self, edited: Mapping[str, bytes]) -> bytes:
        """The digests of what all pages show, one after the other, if some show now what has those digests."""
        shown = bytearray(self._before.shown)
        for place, address in enumerate(self):
            if address in edited:
                shown[place * SIZE : (place + 1) * SIZE] = edited[address]
        return bytes(shown)

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses)

    def __len__(self) -> int:
        return len(self._addresses)

    @cached_property
    def _addresses(self) -> Sequence[str]:
        rows = map(_Row._make, chain.from_iterable(self._before.rows.values()))
        of_batch = {row.name: row.addresses for row in rows}
        parts = (of_batch[each] if isinstance(each, str) else each for each in self._before.order)
        return tuple(chain.from_iterable(parts))


class _ByName(dict[str, Batch]):
    """The batches of a kind by their names, made when one is asked for."""

    def __init__(self, make: Callable[[], Iterator[Batch]], alone: Alone | None) -> None:
        super().__init__()
        self._make = make
        self._alone = alone

    def __missing__(self, name: str) -> Batch:
        if self:
            raise KeyError(name)
        self.update((batch.name, batch) for batch in self._make())
        return self[name]

    def standing(self, name: str) -> Batch:
        """One that is made when somebody asks for a page of it."""
        alone = self._alone or (lambda address: iter((self[name].page(address),)))
        return Batch(name, lambda: iter(self[name].pages), alone=alone)


def _cut(digests: bytes) -> Iterator[bytes]:
    """Digests that were written one after the other."""
    return (digests[at : at + SIZE] for at in range(0, len(digests), SIZE))
