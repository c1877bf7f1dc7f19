"""What processes of their own make beside the pages: files that take long and, where much is new, the search index.

Each begins as soon as all is known that it needs, and is waited for where the site is put together.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from thidua.digest import Digests
from thidua.files import File, Sum, sum_of
from thidua.search import Shown, search_files
from thidua.workers import meanwhile, results, shares_of

if TYPE_CHECKING:
    from thidua.library import Library
    from thidua.pages import Page
    from thidua.publish import Publication
    from thidua.words import Words

# Pages that are planned where few are new.
FEW: Final = 500
# What a process holds in memory of the files that it makes.
_MOST_HELD: Final = 8_000_000
_FILES_A_SHARE: Final = 64


class Room:
    """What a process holds of the files that it made, until it is full; the others are staged."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        # Where the tree beside the site is to be made anew, a build that fails spoils nothing there.
        self.left = 0 if publication.is_from_scratch else _MOST_HELD
        if not self.left:
            publication.begin()

    def keep(self, address: str, data: bytes) -> bytes | None:
        """The file, if there is room for it."""
        self.left -= len(data)
        if self.left > 0:
            return data
        self.publication.stage(address, data)
        return None

    def stage(self, files: Mapping[str, Path]) -> set[str]:
        """Put files away that were there before this build, if that spoils nothing; the addresses of those."""
        if not self.publication.is_from_scratch:
            return set()
        for address, path in files.items():
            self.publication.stage(address, path)
        return set(files)


@dataclass(slots=True)
class Ahead:
    """Files that take long, made by a process of its own while pages are planned and rendered."""

    have: Mapping[str, bytes]
    room: Room
    # Where what was begun is ended.
    stack: contextlib.ExitStack
    files: dict[str, File] = field(default_factory=dict)
    wait: Callable[[], list[tuple[str, bytes | None, Sum | None]]] = list

    def begin(self, files: Mapping[str, File]) -> None:
        """Begin with those that are not published yet."""
        self.files = {a: file for a, file in files.items() if file.is_long and self.have.get(a) != file.key}
        if self.files:
            self.wait = self.stack.enter_context(meanwhile(self._make))

    def _make(self) -> list[tuple[str, bytes | None, Sum | None]]:
        found = []
        for address, file in self.files.items():
            data = file.supply()
            found.append((address, self.room.keep(address, data), sum_of(data) if file.note else None))
        return found

    def made(self) -> tuple[dict[str, bytes], set[str]]:
        """Those that are held, and the addresses of the others."""
        held: dict[str, bytes] = {}
        staged: set[str] = set()
        for address, kept, checksum in self.wait():
            note = self.files[address].note
            if note is not None and checksum is not None:
                note(checksum)
            if kept is None:
                staged.add(address)
            else:
                held[address] = kept
        return held, staged


# The key of each file of the search index by its address, and by their keys the bytes of those not published yet.
_Index = tuple[dict[str, bytes], dict[bytes, bytes]]


@dataclass(slots=True)
class Search:
    """The search index, made by a process of its own, or by this one where few pages are new."""

    # Where the site is published, and what is remembered.
    out: Path
    folder: Path
    have: Mapping[str, bytes]
    # Where what was begun is ended.
    stack: contextlib.ExitStack
    make: Callable[[], Mapping[str, File]] = dict
    is_long: bool = True
    wait: Callable[[], _Index] | None = None

    def begin(self, shown: Shown, page: Callable[[str], Page], view: Library, words: Words, planned: int) -> None:
        """Begin with what pages show, of which so many were planned, unless that must wait until these are rendered."""
        context = Digests().of((words.phrases, view.places, view.abbreviations))
        self.make = partial(search_files, shown, page, view, words, context, self.folder, self._published)
        self.is_long = planned > FEW
        # Beside those who render all pages it would fill the memory.
        if self.have:
            self.go()

    def go(self) -> None:
        """Begin now, if that was not done."""
        if self.wait is None:
            self.wait = self.stack.enter_context(meanwhile(self._index, is_long=self.is_long))

    def _published(self, address: str, key: bytes) -> bytes | None:
        """The file that is published there under that key."""
        if self.have.get(address) == key:
            with contextlib.suppress(OSError):
                return (self.out / address).read_bytes()
        return None

    def _index(self) -> _Index:
        files, published = self.make(), frozenset(self.have.values())
        new = {each.key: each for each in files.values() if each.key not in published}
        # By all cores, what takes long.
        shares = shares_of([each for each in new.items() if each[1].is_long], _FILES_A_SHARE)
        made = dict(chain.from_iterable(results(_made_of, shares)))
        made |= {key: each.made() for key, each in new.items() if not each.is_long}
        return {address: each.key for address, each in files.items()}, made

    def made(self) -> _Index:
        """The index, as soon as it is there."""
        assert self.wait is not None
        return self.wait()


def _made_of(files: Sequence[tuple[bytes, File]]) -> list[tuple[bytes, bytes]]:
    return [(key, each.made()) for key, each in files]
