"""The search page of a project with its index and nothing else: what tests and benchmarks of search need of a site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from thidua.assets import read_assets
from thidua.cache import Memory
from thidua.digest import Digests
from thidua.files import File
from thidua.images import look_at
from thidua.library import Library, public
from thidua.load import load
from thidua.markup import converted
from thidua.pages import Leaf, Page
from thidua.plan import foreseen, planned
from thidua.render import Renderer
from thidua.search import FOLDER, Shown, search_files
from thidua.service_pages import INDEX
from thidua.words import Words, read_words


@dataclass(frozen=True)
class Searched:
    """A project that was read and planned: all that its index is made of."""

    project: Path
    library: Library
    words: Words
    pages: Mapping[str, Page]
    found: tuple[tuple[Leaf, bytes], ...]

    def index(self, memory: Path) -> Mapping[str, File]:
        """The files of the index."""
        leaves = {leaf.address: leaf for leaf, _ in self.found}
        shown = Shown(leaves, foreseen(leaves.values()).digest, b"".join(digest for _, digest in self.found))
        return search_files(shown, self.pages.__getitem__, self.library, self.words, b"", memory)

    def write(self, out: Path, index: Mapping[str, File]) -> None:
        """Leave the search page and all that it loads in a folder, and of an older index what is still of use."""
        assets = read_assets(self.project, self.library.site.colours).values()
        for asset in assets:
            _write(out / asset.address, asset.data)
        for address, file in index.items():
            # The name of every other file tells what is in it.
            if address == INDEX or not (out / address).exists():
                _write(out / address, file.supply())
        for path in (out / FOLDER).iterdir():
            if FOLDER + path.name not in index:
                path.unlink()
        self.render(out, [self.pages["tim-kiem.html"]])

    def render(self, out: Path, pages: Iterable[Page]) -> None:
        """Leave some pages in a folder."""
        assets = read_assets(self.project, self.library.site.colours).values()
        names = {"logo": "logo.svg", **{asset.name: asset.address for asset in assets}}
        renderer = Renderer(self.project, self.library, self.words, names, Memory(out))
        for page in pages:
            _write(out / page.address, renderer.finished(page, renderer.marked(page, is_illustrative=False)))


# Of ten thousand articles most are read again as they were.
_converted = cache(converted)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def searched(project: Path, as_of: dt.datetime) -> Searched:
    """A project without mistakes, read and planned."""
    library = load(project, _converted, lambda path: look_at(path, path.relative_to(project).as_posix())).library
    assert library is not None
    words, view = read_words(project), public(library, as_of)
    plan, digests = planned(view, words), Digests()
    found = tuple(
        (leaf, digests.seen_once(plan.page(leaf.address).content).digest) for leaf in plan.leaves.values() if leaf.stand
    )
    return Searched(project, view, words, plan.pages, found)
