"""A part of the search index that changes by itself: its shards, made at once or changed document by document.

What a segment holds depends on its documents alone. What was made before is remembered, so that an
edit touches the shards that have its terms and no others. Reads and writes one folder of the memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from thidua.cache import DamagedError, put, store, stored
from thidua.digest import SIZE, digest_of_bytes
from thidua.shards import Shard, changed, cut
from thidua.terms import Stretch, stretch, terms_at, with_others
from thidua.workers import results

# What decides a segment's bytes.
MODULES: Final = "documents inversion library records search segments shards suggestions terms vietnamese"
# Documents in one stretch; a place in it has ten bits (see `inversion`).
STRETCH: Final = 1024
_HALVES: Final = ("single", "double")
# As many changed documents cost about as much as a whole index.
_MOST_CHANGED: Final = 200

# Reads the documents in some lists of places, and gives a stretch for each list.
Reader = Callable[[Sequence[Sequence[int]]], Iterator[Stretch]]


class Piece(NamedTuple):
    """A shard as a manifest names it: its first key, and the digest of its bytes."""

    first: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Segment:
    """The shards of syllables and those of pairs, known by the digests of the documents and of all that these share."""

    context: bytes
    documents: bytes
    single: tuple[Piece, ...]
    double: tuple[Piece, ...]


@dataclass(frozen=True)
class _Standing:
    """A shard that is remembered: its bytes are read when somebody asks."""

    piece: Piece
    path: Path

    @property
    def first(self) -> str:
        return self.piece.first

    @cached_property
    def data(self) -> bytes:
        """The bytes. Raises OSError where they are damaged."""
        data = self.path.read_bytes()
        if digest_of_bytes(data) != self.piece.digest:
            raise OSError(f"{self.path} is damaged")
        return data


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes the shards of syllables, and those of pairs, hold at least before they are compressed."""

    single: int
    double: int


class Shelf:
    """One segment in its folder of the memory."""

    def __init__(self, folder: Path, sizes: Sizes, context: bytes) -> None:
        self._folder = folder
        self._sizes = sizes
        self._context = context
        self._shards = folder / "shards"

    def segment(self, documents: bytes, read: Reader) -> Segment:
        """The segment of these documents, which are known by their digests, one after the other."""
        before = stored(self._folder / "segment", Segment, MODULES)
        if before is not None and before.context != self._context:
            before = None
        if before is not None and before.documents == documents:
            return before
        made = None
        if before is not None:
            with contextlib.suppress(OSError):
                made = self._changed(before, documents, read)
        return made or self._whole(before.documents if before is not None else b"", documents, read)

    def data(self, piece: Piece) -> bytes:
        """The bytes of a shard of the segment. Raises DamagedError."""
        try:
            return self._standing(piece).data
        except OSError:
            (self._folder / "segment").unlink(missing_ok=True)
            raise DamagedError(str(self._folder)) from None

    def _standing(self, piece: Piece) -> _Standing:
        return _Standing(piece, self._shards / piece.digest.hex())

    # -- all at once --

    def _whole(self, old: bytes, documents: bytes, read: Reader) -> Segment:
        """The segment from its stretches, of which what is not remembered is read again."""
        starts = _starts(documents)
        new = [start for start in starts if stored(self._path(documents, start), Stretch, MODULES) is None]
        before = {start: self._before(old, documents, start) for start in new}
        places = [changed_in(old if before[start] else b"", documents, start) for start in new]
        for start, mine, made in zip(new, places, read(places), strict=True):
            left = before.pop(start)
            whole = with_others(left, [at - start for at in mine], made) if left else made
            store(self._path(documents, start), whole, MODULES)
        known = (stored(self._path(documents, start), Stretch, MODULES) for start in starts)
        stretches = [each for each in known if each is not None]
        if len(stretches) < len(starts):
            raise OSError(f"{self._folder} changed while the index was made")
        # By processes of their own: what that takes is held no longer.
        single, double = results(partial(self._inverted, stretches), _HALVES)
        return self._kept(documents, single, double)

    def _inverted(self, stretches: Sequence[Stretch], half: str) -> tuple[Shard, ...]:
        """The shards of syllables, or those of pairs, made of all stretches."""
        from thidua.inversion import groups_of_pairs, groups_of_words

        if half == "single":
            return tuple(cut(groups_of_words(stretches), self._sizes.single))
        return tuple(cut(groups_of_pairs(stretches), self._sizes.double))

    def _before(self, old: bytes, documents: bytes, start: int) -> Stretch | None:
        """What is remembered of a stretch as it was, if at most half of it changed."""
        was, now = _stretch_in(old, start), _stretch_in(documents, start)
        if len(was) != len(now) or 2 * len(changed_in(old, documents, start)) > len(now) // SIZE:
            return None
        return stored(self._path(old, start), Stretch, MODULES)

    def _path(self, documents: bytes, start: int) -> Path:
        return self._folder / digest_of_bytes(self._context + _stretch_in(documents, start)).hex()

    # -- document by document --

    def _changed(self, before: Segment, documents: bytes, read: Reader) -> Segment | None:
        """The segment with the changes since; nothing where too much changed or is forgotten.

        Raises OSError where a shard is gone.
        """
        old = before.documents
        if len(documents) < len(old):
            return None
        count = len(old) // SIZE
        places = {start: changed_in(old, documents, start) for start in _starts(documents)}
        if sum(map(len, places.values())) > _MOST_CHANGED:
            return None
        single: dict[str, dict[int, int | None]] = {}
        double: dict[str, dict[int, int | None]] = {}
        for start, mine in places.items():
            if not mine:
                continue
            known = stored(self._path(old, start), Stretch, MODULES)
            if known is None and start < count:
                return None
            known = known or stretch(())
            for at, one in zip(mine, read([(at,) for at in mine]), strict=True):
                _note(single, double, at, known if at < count else None, one)
                known = with_others(known, [at - start], one)
            store(self._path(documents, start), known, MODULES)
        return self._kept(
            documents,
            tuple(changed(list(map(self._standing, before.single)), single, self._sizes.single)),
            tuple(changed(list(map(self._standing, before.double)), double, self._sizes.double)),
        )

    # -- remembering --

    def _kept(self, documents: bytes, single: Sequence[Shard], double: Sequence[Shard]) -> Segment:
        self._shards.mkdir(parents=True, exist_ok=True)
        pieces = tuple(tuple(map(self._piece, shards)) for shards in (single, double))
        segment = Segment(self._context, documents, *pieces)
        # The segment is stored last: it speaks for what lies beside it.
        store(self._folder / "segment", segment, MODULES)
        needed = {self._path(documents, start).name for start in _starts(documents)}
        _keep_only(self._folder, {*needed, self._shards.name, "segment"})
        _keep_only(self._shards, {piece.digest.hex() for piece in chain(*pieces)})
        return segment

    def _piece(self, shard: Shard) -> Piece:
        """A shard that lies in the folder."""
        if isinstance(shard, _Standing):
            return shard.piece
        piece = Piece(shard.first, digest_of_bytes(shard.data))
        put(self._shards / piece.digest.hex(), shard.data)
        return piece


def _keep_only(folder: Path, names: Collection[str]) -> None:
    for path in folder.iterdir():
        if path.name not in names:
            path.unlink(missing_ok=True)


def _starts(documents: bytes) -> range:
    """Where stretches begin."""
    return range(0, len(documents) // SIZE, STRETCH)


def _stretch_in(documents: bytes, start: int) -> bytes:
    return documents[start * SIZE : (start + STRETCH) * SIZE]


def changed_in(old: bytes, documents: bytes, start: int) -> list[int]:
    """The places of a stretch whose documents are others than they were."""
    was, now = _stretch_in(old, start), _stretch_in(documents, start)
    if was == now:
        return []
    return [start + at // SIZE for at in range(0, len(now), SIZE) if was[at : at + SIZE] != now[at : at + SIZE]]


def _note(
    single: dict[str, dict[int, int | None]],
    double: dict[str, dict[int, int | None]],
    at: int,
    before: Stretch | None,
    one: Stretch,
) -> None:
    """Take down what changes for one document, of its syllables and of its pairs."""
    old = terms_at(before, at % STRETCH) if before else ({}, {})
    for changes, was, now in zip((single, double), old, terms_at(one, 0), strict=True):
        for form in was.keys() | now.keys():
            if was.get(form) != now.get(form):
                changes.setdefault(form, {})[at] = now.get(form)
