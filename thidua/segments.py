"""A part of the search index that changes by itself: its shards, made at once or changed document by document.

What a segment holds depends on its documents alone. What was made before is remembered, so that an
edit touches the shards that have its terms and no others. Reads and writes one folder of the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import ne
from pathlib import Path
from typing import Final, NamedTuple

from thidua.cache import store, stored
from thidua.digest import digest_of_bytes
from thidua.shards import Shard, changed, cut
from thidua.terms import Stretch, stretch, terms_at, with_others
from thidua.workers import apart

# What decides a segment's bytes.
MODULES: Final = "documents inversion library records search segments shards suggestions terms vietnamese"
# Documents in one stretch; a place in it has ten bits (see `inversion`).
STRETCH: Final = 1024
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
    """The shards of syllables and those of pairs, known by the digests of the documents in order."""

    documents: tuple[bytes, ...]
    single: tuple[Piece, ...]
    double: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Data:
    """The bytes of every shard by its digest."""

    shards: dict[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes the shards of syllables, and those of pairs, hold at least before they are compressed."""

    single: int
    double: int


class Shelf:
    """One segment in its folder of the memory."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self._folder = folder
        self._sizes = sizes
        self._shards: dict[bytes, bytes] | None = None

    def segment(self, documents: tuple[bytes, ...], read: Reader) -> Segment:
        """The segment of these documents, which are known by their digests."""
        before = stored(self._folder / "segment", Segment, MODULES)
        if before is not None and before.documents == documents:
            return before
        made = self._changed(before, documents, read) if before is not None else None
        return made or self._whole(before.documents if before is not None else (), documents, read)

    def data(self, digest: bytes) -> bytes:
        """The bytes of a shard of the segment."""
        if self._shards is None:
            known = stored(self._folder / "shards", _Data, MODULES)
            self._shards = known.shards if known else {}
        return self._shards[digest]

    # -- all at once --

    def _whole(self, old: tuple[bytes, ...], documents: tuple[bytes, ...], read: Reader) -> Segment:
        """The segment from its stretches, of which what is not remembered is read again."""
        starts = range(0, len(documents), STRETCH)
        new = [start for start in starts if stored(self._path(documents, start), Stretch, MODULES) is None]
        before = {start: self._before(old, documents, start) for start in new}
        places = [_changed_in(old if before[start] else (), documents, start) for start in new]
        for start, mine, made in zip(new, places, read(places), strict=True):
            left = before.pop(start)
            whole = with_others(left, [at - start for at in mine], made) if left else made
            store(self._path(documents, start), whole, MODULES)
        return self._kept(
            documents, *apart(partial(self._inverted, [self._path(documents, start) for start in starts]))
        )

    def _inverted(self, paths: Sequence[Path]) -> tuple[tuple[Shard, ...], tuple[Shard, ...]]:
        """The shards of syllables and those of pairs, made of all stretches: what that takes is held no longer."""
        from thidua.inversion import groups_of_pairs, groups_of_words

        known = (stored(path, Stretch, MODULES) for path in paths)
        stretches = [each for each in known if each is not None]
        if len(stretches) < len(paths):
            raise OSError(f"{paths[0].parent} changed while the index was made")
        single = tuple(cut(groups_of_words(stretches), self._sizes.single))
        return single, tuple(cut(groups_of_pairs(stretches), self._sizes.double))

    def _before(self, old: tuple[bytes, ...], documents: tuple[bytes, ...], start: int) -> Stretch | None:
        """What is remembered of a stretch as it was, if at most half of it changed."""
        was, now = old[start : start + STRETCH], documents[start : start + STRETCH]
        if len(was) != len(now) or 2 * sum(map(ne, was, now)) > len(now):
            return None
        return stored(self._path(old, start), Stretch, MODULES)

    def _path(self, documents: tuple[bytes, ...], start: int) -> Path:
        return self._folder / digest_of_bytes(b"".join(documents[start : start + STRETCH])).hex()

    # -- document by document --

    def _changed(self, before: Segment, documents: tuple[bytes, ...], read: Reader) -> Segment | None:
        """The segment with the changes since; nothing where too much changed or is forgotten."""
        old = before.documents
        if len(documents) < len(old):
            return None
        places = [at for at, digest in enumerate(documents) if at >= len(old) or old[at] != digest]
        data = stored(self._folder / "shards", _Data, MODULES)
        if len(places) > _MOST_CHANGED or data is None:
            return None
        single: dict[str, dict[int, int | None]] = {}
        double: dict[str, dict[int, int | None]] = {}
        for start in sorted({at - at % STRETCH for at in places}):
            known = stored(self._path(old, start), Stretch, MODULES)
            if known is None and start < len(old):
                return None
            known = known or stretch(())
            mine = [at for at in places if at - at % STRETCH == start]
            for at, one in zip(mine, read([(at,) for at in mine]), strict=True):
                _note(single, double, at, known if at < len(old) else None, one)
                known = with_others(known, [at - start], one)
            store(self._path(documents, start), known, MODULES)
        return self._kept(
            documents,
            tuple(changed(_shards(before.single, data), single, self._sizes.single)),
            tuple(changed(_shards(before.double, data), double, self._sizes.double)),
        )

    # -- remembering --

    def _kept(self, documents: tuple[bytes, ...], single: Sequence[Shard], double: Sequence[Shard]) -> Segment:
        self._shards = {}
        pieces = tuple(tuple(self._pieces(shards)) for shards in (single, double))
        segment = Segment(documents, *pieces)
        # The segment is stored last: it speaks for what lies beside it.
        store(self._folder / "shards", _Data(self._shards), MODULES)
        store(self._folder / "segment", segment, MODULES)
        needed = {self._path(documents, start).name for start in range(0, len(documents), STRETCH)}
        for path in self._folder.iterdir():
            if path.name not in {*needed, "shards", "segment"}:
                path.unlink(missing_ok=True)
        return segment

    def _pieces(self, shards: Sequence[Shard]) -> Iterator[Piece]:
        assert self._shards is not None
        for shard in shards:
            digest = digest_of_bytes(shard.data)
            self._shards[digest] = shard.data
            yield Piece(shard.first, digest)


def _changed_in(old: tuple[bytes, ...], documents: tuple[bytes, ...], start: int) -> list[int]:
    """The places of a stretch whose documents are others than they were."""
    places = range(start, min(start + STRETCH, len(documents)))
    return [at for at in places if at >= len(old) or old[at] != documents[at]]


def _shards(pieces: Sequence[Piece], data: _Data) -> list[Shard]:
    return [Shard(piece.first, data.shards[piece.digest]) for piece in pieces]


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
