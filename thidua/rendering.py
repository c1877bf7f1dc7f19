"""Pages to files: which of them must be made, by all cores, and whether every address in them leads somewhere.

A page's key is the digest of what it shows. One that is published under its key is not rendered again; what is
remembered of it is where it leads. Files go to whoever keeps them as soon as they are made.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from operator import eq
from pathlib import Path
from typing import Final, NamedTuple

from thidua.addresses import anchors, targets
from thidua.cache import Memory
from thidua.digest import Seen, digest_of_bytes
from thidua.fixed import Fixed
from thidua.pages import Page
from thidua.plan import Plan
from thidua.problems import Origin, Problem
from thidua.render import Marked, Renderer
from thidua.source import line_of_words, read_text
from thidua.workers import results, shares_of

_MARK: Final = 8
# Where more is no more, pages are looked at one by one.
_MOST_GONE: Final = 64
_PAGES_A_SHARE: Final = 16
# As many are rendered sooner than other processes are started.
_FEW_PAGES: Final = 100
_PAGES_A_ROUND: Final = 16_000


class Leads(NamedTuple):
    """Where a page leads. `places` are the marks of the addresses; pictures and anchors are named."""

    places: bytes
    pictures: tuple[str, ...]
    anchored: tuple[str, ...]
    lost: tuple[str, ...] = ()


class Led(NamedTuple):
    """The pages of one batch: their keys, and where they lead that must be looked at in every build."""

    keys: tuple[bytes, ...]
    pictures: frozenset[str]
    anchored: Mapping[str, tuple[str, ...]]


class _Looked(NamedTuple):
    """What one page leads to that must be looked at in every build."""

    pictures: tuple[str, ...]
    anchored: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that must be rendered."""

    page: Page
    key: bytes
    seen: Seen


@dataclass(slots=True)
class Rendering:
    """The pages of one build and what became of them.

    `seen` is what each page shows, `shown` the digest of what those of a batch do, and `common` that of what all may
    show; `have` are the keys of what is published, `known` the addresses of all that may be, `pictures` some of these.
    `keep` takes a page's file as soon as it is made, in whatever process that is, and gives it back if the process that
    asked for all pages should hold it.
    """

    plan: Plan
    renderer: Renderer
    seen: Mapping[str, Seen]
    shown: Mapping[str, bytes]
    common: bytes
    memory: Memory
    have: Mapping[str, bytes]
    known: frozenset[str]
    pictures: frozenset[str]
    keep: Callable[[str, bytes], bytes | None]
    # The key of every page.
    rendered: dict[str, bytes] = field(default_factory=dict)
    # Of the pages that were looked at one by one, what they lead to that must be looked at in every build.
    looked: dict[str, _Looked] = field(default_factory=dict)
    led: list[Led] = field(default_factory=list)
    # The addresses of each batch that was looked at page by page, and what it is known by, if it is.
    asked: list[tuple[Sequence[str], bytes | None]] = field(default_factory=list)
    # Where each of these pages leads.
    places: dict[str, bytes] = field(default_factory=dict)
    held: dict[str, bytes] = field(default_factory=dict)
    staged: set[str] = field(default_factory=set)

    def run(self, step: Callable[[int, int], None]) -> None:
        """Render every page that must be. Raises Problems."""
        wanted = list(self._wanted())
        known = Targets(self.known, self.pictures)
        self.renderer.keep(self.plan.templates)
        self.renderer.prepare(each.page.template for each in wanted)
        done = 0
        # What a worker touches it copies: new ones now and then hold fewer copies.
        for start in range(0, len(wanted), _PAGES_A_ROUND):
            least = _PAGES_A_SHARE if len(wanted) > _FEW_PAGES else _FEW_PAGES
            shares = shares_of(wanted[start : start + _PAGES_A_ROUND], least)
            for share, made in zip(shares, results(lambda share: self._share(share, known), shares), strict=True):
                for each, (leads, data) in zip(share, made, strict=True):
                    self._take(each, leads, data)
                done += len(share)
                step(done, len(wanted))
        for addresses, key in self.asked:
            pages = [(address, self.looked[address]) for address in addresses if address in self.looked]
            led = Led(
                tuple(self.rendered[address] for address in addresses),
                frozenset(chain.from_iterable(looked.pictures for _, looked in pages)),
                {address: looked.anchored for address, looked in pages if looked.anchored},
            )
            self.led.append(led)
            if key is not None:
                self.memory.remember("led", key, tuple(led))
                self.memory.remember("places", key, b"".join(map(self.places.__getitem__, addresses)))
        self.places.clear()

    def _take(self, each: Wanted, leads: Leads, data: bytes | None) -> None:
        address = each.page.address
        self.memory.remember("leads", each.key, pickle.dumps(tuple(leads), protocol=5))
        self._look(address, leads)
        if data is not None:
            self.held[address] = data
        elif self.have.get(address) != each.key:
            self.staged.add(address)

    def _wanted(self) -> Iterator[Wanted]:
        """The pages that are not published as they should be, or lead to what is no more."""
        gone = frozenset(_mark(address) for address in self.have.keys() - self.known)
        starts = {name: self.common + self.renderer.template_digest(name) for name in sorted(self.plan.templates)}
        common = digest_of_bytes(b"".join(starts.values()))
        for batch, addresses in self.plan.batches:
            shown = self.shown.get(batch.name)
            key = digest_of_bytes(common + shown) if shown else None
            known = self.memory.recall("led", key, tuple) if key and not self._leads_to(key, gone) else None
            led = None if known is None else Led._make(known)
            if key and led is not None and all(map(eq, map(self.have.get, addresses), led.keys)):
                self.led.append(led)
                self.memory.still("leads", led.keys)
                self.memory.still("places", (key,))
                self.rendered.update(zip(addresses, led.keys, strict=True))
                continue
            self.asked.append((addresses, key))
            for address in addresses:
                start = starts[self.plan.leaves[address].template]
                self.rendered[address] = digest_of_bytes(start + self.seen[address].digest)
            yield from self._wanted_of(addresses, gone)

    def _leads_to(self, key: bytes, gone: frozenset[bytes]) -> bool:
        """Whether a page of the batch that is known by the key leads to what is no more, or may do so."""
        if not gone or len(gone) > _MOST_GONE:
            return bool(gone)
        places = self.memory.recall("places", key, bytes)
        return places is None or any(mark in places for mark in gone)

    def _wanted_of(self, addresses: Iterable[str], gone: frozenset[bytes]) -> Iterator[Wanted]:
        """Those of some pages that must be rendered."""
        for address in addresses:
            key = self.rendered[address]
            leads = recalled_leads(self.memory, key) if self.have.get(address) == key else None
            if leads is None or (gone and not gone.isdisjoint(_marks(leads.places))):
                yield Wanted(self.plan.page(address), key, self.seen[address])
            else:
                self._look(address, leads)

    def _look(self, address: str, leads: Leads) -> None:
        self.places[address] = leads.places
        looked = _Looked(leads.pictures, leads.anchored, leads.lost)
        if any(looked):
            self.looked[address] = looked

    def _share(self, share: Sequence[Wanted], known: Targets) -> list[tuple[Leads, bytes | None]]:
        """Some pages rendered: where each leads, and its file unless it was put away."""
        found = []
        for each in share:
            marked = self.renderer.marked(each.page, each.seen.is_illustrative)
            leads = leads_of(marked, known)
            is_new = self.have.get(each.page.address) != each.key
            data = self.renderer.finished(each.page, marked) if is_new else b""
            found.append((leads, self.keep(each.page.address, data) if is_new else None))
        return found

    def used_pictures(self) -> set[str]:
        """The pictures that pages show."""
        return set(chain.from_iterable(led.pictures for led in self.led))

    def broken_targets(self, project: Path) -> Iterator[Problem]:
        """Every address in the output leads to a page or a file of the site, anchors too."""
        lost = {address: looked.lost for address, looked in self.looked.items() if looked.lost}
        anchored = {address: targets for led in self.led for address, targets in led.anchored.items()}
        told: set[str] = set()
        for address in (address for address in self.plan.leaves if address in lost or address in anchored):
            for target in sorted({*lost.get(address, ()), *filter(self._is_lost, anchored.get(address, ()))}):
                # A feed repeats the bodies of articles, and their links.
                if self.plan.leaves[address].kind != "feed" or target not in told:
                    yield _broken_target(project, self.plan.page(address), target)
                told.add(target)

    def _is_lost(self, target: str) -> bool:
        """Whether a page has no such anchor; files have none that we know of."""
        path, _, anchor = target.partition("#")
        address = path.partition("?")[0] or "index.html"
        if not anchor or address not in self.rendered:
            return False
        return anchor not in self._anchors(address)

    def _anchors(self, address: str) -> frozenset[str]:
        """The anchors that a page offers: asked of few, so that few are looked for."""
        key = self.rendered[address]
        known = self.memory.recall("anchors", key, frozenset)
        if known is None:
            known = anchors(self.renderer.marked(self.plan.page(address), self.seen[address].is_illustrative).text)
            self.memory.remember("anchors", key, known)
        return known


def leads_of(marked: Marked, known: Targets) -> Leads:
    """Where a page leads."""
    frame = known.of(tuple([text for text in marked if type(text) is Fixed]))
    own = known.found_in(" ".join([text for text in marked if type(text) is not Fixed]))
    return Leads(
        b"".join(sorted(frame.places | own.places)),
        tuple(sorted(frame.pictures | own.pictures)),
        tuple(sorted(frame.anchored | own.anchored)),
        tuple(sorted(frame.lost | own.lost)),
    )


def recalled_leads(memory: Memory, key: bytes) -> Leads | None:
    """Where a page led that had this key; kept packed, as few of very many are asked for."""
    known = memory.recall("leads", key, bytes)
    return None if known is None else Leads._make(pickle.loads(known))


def _mark(address: str) -> bytes:
    return hashlib.blake2b(address.encode(), digest_size=_MARK).digest()


class _Found(NamedTuple):
    """Where a piece of a page leads, as in Leads."""

    places: AbstractSet[bytes]
    pictures: AbstractSet[str]
    anchored: AbstractSet[str]
    lost: AbstractSet[str]


_NOWHERE: Final = _Found(frozenset(), frozenset(), frozenset(), frozenset())


# What an address in a page leads to: its mark, if it is of the site; itself, if it is a picture, if it has an anchor,
# and if it leads nowhere.
_Target = tuple[bytes, str, str, str]


class Targets(dict[str, _Target]):
    """What is known of each address, looked up when it is first met."""

    def __init__(self, known: Container[str], pictures: Container[str]) -> None:
        super().__init__()
        self.known = known
        self.pictures = pictures
        self._of: dict[tuple[str, ...], _Found] = {}

    def of(self, frame: tuple[str, ...]) -> _Found:
        """Where those pieces lead that stand on many pages."""
        found = self._of.get(frame)
        if found is None:
            found = self._of[frame] = self.found_in("".join(frame))
        return found

    def found_in(self, text: str) -> _Found:
        """Where a text leads."""
        found = targets(text)
        if not found:
            return _NOWHERE
        places, pictures, anchored, lost = map(set, zip(*map(self.__getitem__, found), strict=True))
        places.discard(b"")
        for each in (pictures, anchored, lost):
            each.discard("")
        return _Found(places, pictures, anchored, lost)

    def __missing__(self, target: str) -> _Target:
        path = target.partition("#")[0].partition("?")[0] or "index.html"
        is_known = path in self.known
        is_lost = not is_known and target not in self.known
        found = self[target] = (
            _mark(path) if is_known else b"",
            path if path in self.pictures else "",
            target if "#" in target else "",
            target if is_lost else "",
        )
        return found


def _marks(places: bytes) -> Iterator[bytes]:
    return (places[start : start + _MARK] for start in range(0, len(places), _MARK))


def _broken_target(project: Path, page: Page, target: str) -> Problem:
    origin = page.origin or Origin(f"templates/{page.template}")
    if origin.file.endswith(".md"):
        text = read_text(project / origin.file, origin.file)
        origin = Origin(origin.file, line_of_words(text, (f"(/{target}", f"/{target}")))
    said = f"trang /{page.address} dẫn tới /{target}, không có trang hay mục đó"
    return Problem(origin, said, "kiểm tra địa chỉ và phần sau dấu #")
