"""The pages of a site of which, since the last whole build, nothing but bodies of articles is another.

No other page is planned, looked at or rendered. What cannot be told so, and whatever is wrong with a page, is left to
a whole build: it tells of everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from thidua.addresses import anchors
from thidua.cache import Memory
from thidua.digest import Digests, digest_of_bytes
from thidua.foresight import Edition, UnforeseenError
from thidua.plan import leaf_of
from thidua.render import Marked, Renderer
from thidua.rendering import Targets, leads_of, recalled_leads
from thidua.search import Shown


@dataclass(frozen=True, slots=True)
class Edited:
    """The key of each page on which an edited body stands, and the bytes of those that are not published under it.

    `digests` are those of what each of these pages shows, and of all that were edited since the last whole build.
    """

    keys: Mapping[str, bytes]
    made: Mapping[str, bytes]
    digests: Mapping[str, bytes]
    shown: Shown


@dataclass(frozen=True, slots=True)
class Editing:
    """What is known of the last edition and of the site that is published.

    `common` is the digest of what all pages may show, and `have` are the keys of all files that pages may name.
    """

    edition: Edition
    renderer: Renderer
    digests: Digests
    common: bytes
    memory: Memory
    have: Mapping[str, bytes]

    def edited(self, texts: AbstractSet[str], before: Mapping[str, bytes]) -> Edited:
        """The pages on which the bodies of some articles stand. Raises UnforeseenError, and Problems of a template.

        `before` are the digests of what those pages show that were edited in earlier builds.
        """
        keys, made, digests = {}, {}, dict(before)
        pages = [self.edition.page(address) for address in self.edition.printing(texts)]
        self.renderer.prepare(page.template for page in pages)
        for page in pages:
            if leaf_of(page) != self.edition[page.address]:
                raise UnforeseenError(page.address)
            start = self.common + self.renderer.template_digest(page.template)
            seen = self.digests.seen_once(page.content)
            digests[page.address] = seen.digest
            key = keys[page.address] = digest_of_bytes(start + seen.digest)
            if self.have.get(page.address) != key:
                marked = self.renderer.marked(page, seen.is_illustrative)
                was = digest_of_bytes(start + self.edition.digest(page.address))
                self._stop_unless_it_leads_as_before(marked, was)
                made[page.address] = self.renderer.finished(page, marked)
        shown = Shown(self.edition, self.edition.key, self.edition.shown(digests), self.edition.shown(before))
        return Edited(keys, made, digests, shown)

    def _stop_unless_it_leads_as_before(self, marked: Marked, before: bytes) -> None:
        """Raises UnforeseenError where a page shows other pictures than the one that had a key, or is led to otherwise.

        That is, by an anchor that it does not offer any more; and where it leads to other anchors, or nowhere.
        """
        was = recalled_leads(self.memory, before)
        offered = self.memory.recall("anchors", before, frozenset)
        if was is None or (offered is not None and offered != anchors(marked.text)):
            raise UnforeseenError
        leads = leads_of(marked, Targets(self.have, frozenset(was.pictures)))
        if leads[1:] != was[1:] or leads.lost:
            raise UnforeseenError
