"""Batches of pages that need not be planned, because all that they are made of is as it was.

What is remembered of a batch are its leaves, and for each page the digest of what it shows. Nothing is decided here:
a page that must be rendered is planned after all.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from thidua.cache import Memory
from thidua.digest import SIZE, Digests, Seen, digest_of_bytes
from thidua.pages import Leaf
from thidua.plan import Batch, Foreseen, Plan, foreseen, leaf_of
from thidua.workers import results

_PAGES_A_SHARE: Final = 400
_SHARES_A_ROUND: Final = 60
# The digest of the leaves, that of what all pages show, each leaf, what its page shows, and whether that is invented.
_Known = tuple[bytes, bytes, list[tuple[Any, ...]], list[bytes], list[bool]]


class _Ways(NamedTuple):
    """What a batch is known by: the texts as far as it prints them, and all that it is made of."""

    quick: bytes | None
    key: bytes


class _Batch(NamedTuple):
    """What is known of a batch, unpacked."""

    foreseen: Foreseen
    shown: bytes
    seen: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class _Held:
    """The batches of the last build, and of this one, by their names: as remembered, and unpacked."""

    before: Mapping[str, tuple[bytes, _Batch]]
    now: dict[str, tuple[bytes, _Batch]] = field(default_factory=dict)


def _unpacked(packed: bytes) -> _Batch:
    known: _Known = marshal.loads(packed)
    digest, all_shown, plain, shown, marks = known
    leaves = list(map(Leaf._make, plain))
    seen = dict(zip([leaf.address for leaf in leaves], map(Seen, shown, marks), strict=True))
    return _Batch(Foreseen(leaves, digest), all_shown, seen)


@dataclass(frozen=True)
class Foresight:
    """What is known of the pages of one build before they are planned.

    `base` is the digest of the register as readers may see it, of the words and of the code; `site` has the paper's own
    record in the place of the register. `outline` is that of the texts, and `bodies` gives the digest of each body.
    """

    memory: Memory
    digests: Digests
    base: bytes
    site: bytes
    outline: bytes = b""
    bodies: Callable[[str], bytes] = lambda _: b""
    seen: dict[str, Seen] = field(default_factory=dict)
    new: dict[str, _Ways] = field(default_factory=dict)
    # The digest of what all pages of a batch show.
    shown: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def held(self) -> _Held:
        """What a process that builds again and again holds of all batches."""
        known = self.memory.held.pop("batches", None)
        held = _Held(known.now if isinstance(known, _Held) else {})
        if self.memory.lives_on:
            self.memory.held["batches"] = held
        return held

    def leaves(self, batch: Batch) -> Foreseen | None:
        """The leaves of a batch whose pages are those of an earlier build."""
        if batch.made_of is None:
            return None
        packed = self._recalled(batch)
        if packed is None:
            return None
        known = self.held.before.get(batch.name)
        if known is None or known[0] is not packed:
            known = (packed, _unpacked(packed))
        if self.memory.lives_on:
            self.held.now[batch.name] = known
        self.shown[batch.name] = known[1].shown
        self.seen.update(known[1].seen)
        return known[1].foreseen

    def _recalled(self, batch: Batch) -> bytes | None:
        """What is remembered under the texts that it prints, under what it is made of, or under what it shows."""
        quick = self._quick(batch)
        if quick is not None:
            ways: tuple[bytes, bytes] | None = self.memory.recall("made", quick, tuple)
            known = self.memory.recall("batch", ways[1], bytes) if ways else None
            if ways and known is not None:
                self.memory.still("made", ways[:1])
                return known
        assert batch.made_of is not None
        key = digest_of_bytes(self.base + batch.name.encode() + self.digests.seen_once(batch.made_of()).digest)
        shown: bytes | None = self.memory.recall("made", key, bytes)
        if shown is None and batch.shows is not None and self.has_before:
            shown = self._key_of(batch)
        known = self.memory.recall("batch", shown or key, bytes)
        if known is None:
            self.new[batch.name] = _Ways(quick, key)
        else:
            self._note(_Ways(quick, key), shown or key)
        return known

    def _quick(self, batch: Batch) -> bytes | None:
        """What a batch is known by while of the texts at most bodies change."""
        if batch.prints is None:
            return None
        return digest_of_bytes(
            b"".join([self.base, self.outline, batch.name.encode(), *map(self.bodies, batch.prints)])
        )

    def _note(self, ways: _Ways, known: bytes) -> None:
        """Remember both ways to what is known of a batch."""
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

    def look(self, plan: Plan) -> Mapping[str, Seen]:
        """What each page shows, by its address; what was not known is remembered."""
        planned = [batch for batch, _ in plan.batches if batch.is_planned]
        shares = list(_together(planned))
        # New workers now and then: each holds the digests of all that it met.
        for start in range(0, len(shares), _SHARES_A_ROUND):
            some = shares[start : start + _SHARES_A_ROUND]
            for share, found in zip(some, results(self._seen_in, some), strict=True):
                for batch, (digests, marks, key) in zip(share, found, strict=True):
                    self._take(batch, digests, marks, key)
        return self.seen

    def _take(self, batch: Batch, digests: bytes, marks: Sequence[bool], key: bytes | None) -> None:
        each = [digests[at : at + SIZE] for at in range(0, len(digests), SIZE)]
        self.seen.update(zip((page.address for page in batch.pages), map(Seen, each, marks), strict=True))
        if batch.name in self.new:
            self._remember(batch, key)

    def _remember(self, batch: Batch, key: bytes | None) -> None:
        """Keep what is known of a batch under what it shows, or else under what it is made of."""
        leaves, digest = foreseen(map(leaf_of, batch.pages))
        shown = [(leaf.address, leaf.template, self.seen[leaf.address].digest) for leaf in leaves]
        self.shown[batch.name] = self.digests.seen_once(shown).digest
        seen = [self.seen[leaf.address] for leaf in leaves]
        digests, marks = [each.digest for each in seen], [each.is_illustrative for each in seen]
        known: _Known = (digest, self.shown[batch.name], list(map(tuple, leaves)), digests, marks)
        ways = self.new[batch.name]
        self._note(ways, key or ways.key)
        self.memory.remember("batch", key or ways.key, marshal.dumps(known))

    def _seen_in(self, batches: Sequence[Batch]) -> list[tuple[bytes, list[bool], bytes | None]]:
        """Of each batch what its pages show, and what it is known by."""
        found = []
        for batch in batches:
            seen = [self.digests.seen_once(page.content) for page in batch.pages]
            key = self._key_of(batch) if batch.name in self.new else None
            found.append((b"".join(each.digest for each in seen), [each.is_illustrative for each in seen], key))
        return found


def _together(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """The batches in parts of so many pages that each is worth a message."""
    share: list[Batch] = []
    for batch in batches:
        share.append(batch)
        if sum(len(each.pages) for each in share) >= _PAGES_A_SHARE:
            yield share
            share = []
    if share:
        yield share
