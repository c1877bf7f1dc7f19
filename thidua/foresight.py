"""Batches of pages that need not be planned, because all that they are made of is as it was.

What is remembered of a batch are its leaves, and for each page the digest of what it shows. Nothing is decided here:
a page that must be rendered is planned after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from thidua.cache import Memory
from thidua.digest import SIZE, Digests, Seen, digest_of_bytes
from thidua.pages import Leaf, Page
from thidua.plan import Batch, Plan
from thidua.records import Article
from thidua.workers import results, shares_of

_PAGES_A_SHARE: Final = 400


@dataclass(frozen=True, slots=True)
class Foresight:
    """What is known of the pages of one build before they are planned.

    `base` is the digest of the register as readers may see it, of the words and of the code.
    """

    memory: Memory
    digests: Digests
    base: bytes
    seen: dict[str, Seen] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)

    def know(self, articles: Iterable[tuple[Article, tuple[object, ...]]]) -> None:
        """Take from memory what was found in each article and its body; it comes with all that it follows from."""
        for article, origin in articles:
            key = digest_of_bytes(self.base + self.digests.seen_once(origin).digest)
            known: tuple[tuple[bytes, bool], tuple[bytes, bool]] | None = self.memory.recall("article", key, tuple)
            if known is None:
                found = (tuple(self.digests.seen(article)), tuple(self.digests.seen(article.body)))
                self.memory.remember("article", key, found)
            else:
                self.digests.know(article, Seen(*known[0]))
                self.digests.know(article.body, Seen(*known[1]))

    def leaves(self, batch: Batch) -> Sequence[Leaf] | None:
        """The leaves of a batch whose pages are those of an earlier build."""
        if batch.made_of is None:
            return None
        key = digest_of_bytes(self.base + batch.name.encode() + self.digests.seen_once(batch.made_of).digest)
        known: tuple[tuple[tuple[object, ...], tuple[bytes, bool]], ...] | None
        known = self.memory.recall("batch", key, tuple)
        if known is None:
            self.new[batch.name] = key
            return None
        leaves = [Leaf._make(leaf) for leaf, _ in known]
        self.seen.update((leaf.address, Seen._make(seen)) for leaf, (_, seen) in zip(leaves, known, strict=True))
        return leaves

    def look(self, plan: Plan) -> Mapping[str, Seen]:
        """What each page shows, by its address; what was not known is remembered."""
        pages = [page for batch in plan.batches if batch.is_planned for page in batch.pages]
        self.seen.update(zip((page.address for page in pages), self._seen_in(pages), strict=True))
        for batch in plan.batches:
            if batch.name in self.new:
                found = ((tuple(plan.leaves[page.address]), tuple(self.seen[page.address])) for page in batch.pages)
                self.memory.remember("batch", self.new[batch.name], tuple(found))
        return self.seen

    def _seen_in(self, pages: Sequence[Page]) -> Iterator[Seen]:
        def look(pages: Sequence[Page]) -> tuple[bytes, list[bool]]:
            seen = [self.digests.seen_once(page.content) for page in pages]
            return b"".join(each.digest for each in seen), [each.is_illustrative for each in seen]

        for digests, marks in results(look, shares_of(pages, _PAGES_A_SHARE)):
            for at, is_illustrative in zip(range(0, len(digests), SIZE), marks, strict=True):
                yield Seen(digests[at : at + SIZE], is_illustrative)
