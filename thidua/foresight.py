"""Batches of pages that need not be planned, because all that they are made of is as it was.

What is remembered of a batch are its leaves, and for each page the digest of what it shows. Nothing is decided here:
a page that must be rendered is planned after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from thidua.cache import Memory
from thidua.digest import SIZE, Digests, Seen, digest_of_bytes
from thidua.pages import Leaf
from thidua.plan import Batch, Foreseen, Plan, foreseen, leaf_of
from thidua.workers import results

_PAGES_A_SHARE: Final = 400
_SHARES_A_ROUND: Final = 60
# The digest of the leaves, that of what the pages show, and each leaf with what its page shows.
_Known = tuple[bytes, bytes, tuple[tuple[tuple[Any, ...], tuple[bytes, bool]], ...]]


@dataclass(frozen=True)
class Foresight:
    """What is known of the pages of one build before they are planned.

    `base` is the digest of the register as readers may see it, of the words and of the code; `site` has the paper's own
    record in the place of the register.
    """

    memory: Memory
    digests: Digests
    base: bytes
    site: bytes
    seen: dict[str, Seen] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)
    # The digest of what all pages of a batch show.
    shown: dict[str, bytes] = field(default_factory=dict)

    def leaves(self, batch: Batch) -> Foreseen | None:
        """The leaves of a batch whose pages are those of an earlier build."""
        if batch.made_of is None:
            return None
        key = digest_of_bytes(self.base + batch.name.encode() + self.digests.seen_once(batch.made_of).digest)
        known = self._recalled(batch, key)
        if known is None:
            return None
        digest, self.shown[batch.name], pages = known
        leaves = [Leaf._make(leaf) for leaf, _ in pages]
        self.seen.update((leaf.address, Seen._make(seen)) for leaf, (_, seen) in zip(leaves, pages, strict=True))
        return Foreseen(leaves, digest)

    def _recalled(self, batch: Batch, key: bytes) -> _Known | None:
        """What is remembered under what the pages are made of, or under what they show."""
        shown: bytes | None = self.memory.recall("made", key, bytes)
        if shown is None and batch.shows is not None and self.has_before:
            shown = self._key_of(batch)
        known: _Known | None = self.memory.recall("batch", shown or key, tuple)
        if known is None:
            self.new[batch.name] = key
        elif shown is not None:
            self.memory.remember("made", key, shown)
        return known

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
        planned = [batch for batch in plan.batches if batch.is_planned]
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
        known = tuple((tuple(leaf), tuple(self.seen[leaf.address])) for leaf in leaves)
        if key is not None:
            self.memory.remember("made", self.new[batch.name], key)
        self.memory.remember("batch", key or self.new[batch.name], (digest, self.shown[batch.name], known))

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
