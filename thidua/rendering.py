"""Pages to files: which of them must be made, by all cores, and whether every address in them leads somewhere.

A page's key is the digest of what it shows. One that is published under its key is not rendered again; what is
remembered of it is where it leads. Files go to whoever keeps them as soon as they are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from thidua.addresses import anchors, targets
from thidua.cache import Memory
from thidua.digest import Seen, digest_of_bytes
from thidua.pages import Page
from thidua.plan import Plan
from thidua.problems import Origin, Problem
from thidua.render import Renderer
from thidua.source import line_of_words, read_text
from thidua.workers import results, shares_of

_MARK: Final = 8
_PAGES_A_SHARE: Final = 16


class Leads(NamedTuple):
    """Where a page leads. `places` are the marks of the addresses; pictures and anchors are named."""

    places: bytes
    pictures: tuple[str, ...]
    anchored: tuple[str, ...]
    anchors: tuple[str, ...]
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page that is published or ready to be: its key, the digest of what it shows, and where it leads."""

    key: bytes
    content: bytes
    leads: Leads


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that must be rendered."""

    page: Page
    key: bytes
    seen: Seen


@dataclass(slots=True)
class Rendering:
    """The pages of one build and what became of them.

    `seen` is what each page shows and `common` the digest of what all may show; `have` are the keys of what is
    published, `known` the addresses of all that may be, `pictures` some of these. `keep` takes a page's file as soon as
    it is made, in whatever process that is, and gives it back if the process that asked for all pages should hold it.
    """

    plan: Plan
    renderer: Renderer
    seen: Mapping[str, Seen]
    common: bytes
    memory: Memory
    have: Mapping[str, bytes]
    known: frozenset[str]
    pictures: frozenset[str]
    keep: Callable[[str, bytes], bytes | None]
    rendered: dict[str, Rendered] = field(default_factory=dict)
    held: dict[str, bytes] = field(default_factory=dict)
    staged: set[str] = field(default_factory=set)

    def run(self, step: Callable[[int, int], None]) -> None:
        """Render every page that must be. Raises Problems."""
        wanted = list(self._wanted())
        marks = {address: _mark(address) for address in self.known}
        shares = shares_of(wanted, _PAGES_A_SHARE)
        # All of them, or the others would be forgotten.
        self.renderer.prepare(sorted({leaf.template for leaf in self.plan.leaves.values()}))
        done = 0
        for share, made in zip(shares, results(lambda share: self._share(share, marks), shares), strict=True):
            for each, (leads, data) in zip(share, made, strict=True):
                self._take(each, leads, data)
            done += len(share)
            step(done, len(wanted))
        self.rendered = {address: self.rendered[address] for address in self.plan.leaves}

    def _take(self, each: Wanted, leads: Leads, data: bytes | None) -> None:
        address = each.page.address
        self.memory.remember("leads", each.key, leads)
        self.rendered[address] = Rendered(each.key, each.seen.digest, leads)
        if data is not None:
            self.held[address] = data
        elif self.have.get(address) != each.key:
            self.staged.add(address)

    def _wanted(self) -> Iterator[Wanted]:
        """The pages that are not published as they should be, or lead to what is no more."""
        gone = frozenset(_mark(address) for address in self.have.keys() - self.known)
        templates = {leaf.template for leaf in self.plan.leaves.values()}
        starts = {name: self.common + self.renderer.template_digest(name) for name in templates}
        for address, leaf in self.plan.leaves.items():
            seen = self.seen[address]
            key = digest_of_bytes(starts[leaf.template] + seen.digest)
            leads = self.memory.recall("leads", key, Leads) if self.have.get(address) == key else None
            if leads is None or (gone and not gone.isdisjoint(_marks(leads.places))):
                yield Wanted(self.plan.page(address), key, seen)
            else:
                self.rendered[address] = Rendered(key, seen.digest, leads)

    def _share(self, share: Sequence[Wanted], marks: Mapping[str, bytes]) -> list[tuple[Leads, bytes | None]]:
        """Some pages rendered: where each leads, and its file unless it was put away."""
        found = []
        for each in share:
            marked = self.renderer.marked(each.page, each.seen.is_illustrative)
            leads = self._leads(marked, marks)
            is_new = self.have.get(each.page.address) != each.key
            data = self.renderer.finished(each.page, marked) if is_new else b""
            found.append((leads, self.keep(each.page.address, data) if is_new else None))
        return found

    def _leads(self, marked: str, marks: Mapping[str, bytes]) -> Leads:
        led = targets(marked)
        paths = {target.partition("#")[0].partition("?")[0] or "index.html" for target in led}
        return Leads(
            b"".join(sorted(marks[path] for path in paths & self.known)),
            tuple(sorted(paths & self.pictures)),
            tuple(sorted(target for target in led if "#" in target)),
            tuple(sorted(anchors(marked))),
            tuple(sorted(target for target in led if not _is_in(target, self.known))),
        )

    def used_pictures(self) -> set[str]:
        """The pictures that pages show."""
        return {picture for page in self.rendered.values() for picture in page.leads.pictures}

    def broken_targets(self, project: Path) -> Iterator[Problem]:
        """Every address in the output leads to a page or a file of the site, anchors too."""
        told: set[str] = set()
        for address, each in self.rendered.items():
            for target in sorted({*each.leads.lost, *filter(self._is_lost, each.leads.anchored)}):
                # A feed repeats the bodies of articles, and their links.
                if self.plan.leaves[address].kind != "feed" or target not in told:
                    yield _broken_target(project, self.plan.page(address), target)
                told.add(target)

    def _is_lost(self, target: str) -> bool:
        """Whether a page has no such anchor; files have none that we know of."""
        path, _, anchor = target.partition("#")
        page = self.rendered.get(path.partition("?")[0] or "index.html")
        return page is not None and bool(anchor) and anchor not in page.leads.anchors


def _is_in(target: str, known: frozenset[str]) -> bool:
    return target in known or (target.partition("#")[0].partition("?")[0] or "index.html") in known


def _mark(address: str) -> bytes:
    return hashlib.blake2b(address.encode(), digest_size=_MARK).digest()


def _marks(places: bytes) -> Iterator[bytes]:
    return (places[start : start + _MARK] for start in range(0, len(places), _MARK))


def _broken_target(project: Path, page: Page, target: str) -> Problem:
    origin = page.origin or Origin(f"templates/{page.template}")
    if origin.file.endswith(".md"):
        text = read_text(project / origin.file, origin.file)
        origin = Origin(origin.file, line_of_words(text, (f"(/{target}", f"/{target}")))
    said = f"trang /{page.address} dẫn tới /{target}, không có trang hay mục đó"
    return Problem(origin, said, "kiểm tra địa chỉ và phần sau dấu #")
