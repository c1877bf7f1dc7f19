"""The search index as files: shards of terms, columns of facets, cards and texts, suggestions, and what names them all.

Documents stand oldest first. The oldest, in whole thousands, make the base, which seldom changes; the
rest make the recent segment, so that a new article changes little of the index. Every name but the
manifest's holds a digest of what is in the file, so a file never changes under its name.
Reads and writes its own folder of the memory; `documents` says what is in a document.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Final

from thidua.cache import code_version, store, stored
from thidua.digest import digest_of_bytes
from thidua.documents import Document, Documents, Facets, Value
from thidua.files import File
from thidua.library import Library
from thidua.pages import Leaf, Page
from thidua.segments import MODULES, Piece, Segment, Shelf, Sizes
from thidua.service_pages import INDEX, KIND_SLUGS
from thidua.suggestions import KINDS as SUGGESTED
from thidua.suggestions import suggestion_shards
from thidua.terms import Stretch, stretch
from thidua.words import Words
from thidua.workers import results

FOLDER: Final = "tim-kiem/"
_VERSION: Final = 1
# Documents by which the base grows.
_STEP: Final = 1024
# Cards in one file, and cards that share a digest: a manifest with a digest for each file would be twice as large.
_PACK: Final = 16
_SHELF: Final = 256
# Documents that are read sooner than other processes are started.
_FEW: Final = 200
_BASE: Final = Sizes(single=16_000, double=12_000)
_RECENT: Final = Sizes(single=8_000, double=6_000)
_LEVEL: Final = 6
FACETS: Final = tuple(each.name for each in fields(Facets))
# Bytes of a text's name: there may be many thousands of them.
_TEXT_NAME: Final = 8
# Kinds whose texts are too long for a card.
_LONG: Final = ("article", "issue")

Found = tuple[Leaf, bytes]
# The values of one document, facet by facet.
Faceted = tuple[tuple[Value, ...], ...]
_faceted: Final[Callable[[Facets], Faceted]] = attrgetter(*FACETS)


def search_files(
    found: Iterable[Found],
    page: Callable[[str], Page],
    library: Library,
    words: Words,
    context: bytes,
    memory: Path,
) -> dict[str, File]:
    """Every file of the index by its address.

    Each page comes with the digest of what it shows, and `page` gives the whole of it; `context` is the digest of all
    else documents depend on.
    """
    index = _Index(found, page, Documents(library, words), context, memory)
    return dict(index.files())


def compressed(data: bytes) -> bytes:
    """The data in gzip's format without a time and without the name of the system."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    whole = packer.compress(data) + packer.flush()
    return whole[:4] + bytes(4) + whole[8:9] + b"\xff" + whole[10:]


@dataclass(frozen=True, slots=True)
class _Columns:
    """For each facet the sets of values that occur, and for each document the number of its set."""

    documents: tuple[bytes, ...]
    sets: tuple[tuple[tuple[Value, ...], ...], ...]
    numbers: tuple[array[int], ...]

    def of(self, at: int) -> Faceted:
        """The values of a document."""
        return tuple(sets[column[at]] for sets, column in zip(self.sets, self.numbers, strict=True))


@dataclass(frozen=True, slots=True)
class _Suggestions:
    """The files of names, known by the digest of all names in order."""

    key: bytes
    shards: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What an index needs of some documents: their terms, their facets and, where they are many, their files."""

    stretch: Stretch
    facets: Sequence[Faceted]
    files: Mapping[str, bytes] = field(default_factory=dict)


class _Index:
    def __init__(
        self,
        found: Iterable[Found],
        page: Callable[[str], Page],
        documents: Documents,
        context: bytes,
        memory: Path,
    ) -> None:
        self._page = page
        self._documents = documents
        self._memory = memory
        self._made: dict[int, Document] = {}
        self._facets: dict[int, Faceted] = {}
        self._held: dict[str, bytes] = {}
        places = sorted(((leaf.stand, leaf, digest) for leaf, digest in found if leaf.stand), key=itemgetter(0))
        undated = [each for each in places if not each[0][0]]
        dated = places[len(undated) :]
        cut = len(dated) // _STEP * _STEP
        in_order = (*dated[:cut], *undated, *dated[cut:])
        self._first = (0, cut)
        self._leaves = [leaf for _, leaf, _ in in_order]
        self._digests = tuple(digest_of_bytes(context + digest) for _, _, digest in in_order)
        self._version = code_version(MODULES)

    def files(self) -> Iterator[tuple[str, File]]:
        """Every file by its address; the manifest last."""
        manifest: dict[str, object] = {"version": _VERSION, "pack": _PACK, "shelf": _SHELF, "segments": []}
        labels: dict[str, dict[str, str]] = {name: {} for name in FACETS}
        segments = []
        for number, (name, sizes) in enumerate((("base", _BASE), ("recent", _RECENT))):
            first = self._first[number]
            digests = self._digests[first : self._first[1] if number == 0 else None]
            shelf = Shelf(self._memory / name, sizes)
            segment = shelf.segment(digests, partial(self._stretches, first))
            columns = self._columns(name, digests, first)
            for facet, sets in zip(FACETS, columns.sets, strict=True):
                labels[facet].update(value for each in sets for value in each)
            packed = _column_bytes(columns)
            address, file = self._file("cot", packed)
            yield address, file
            yield from self._shard_files(shelf, segment)
            segments.append(
                {
                    "first": first,
                    "count": len(digests),
                    "single": _table(segment.single),
                    "double": _table(segment.double),
                    "columns": _name(digest_of_bytes(packed)),
                }
            )
        manifest["segments"] = segments
        manifest["labels"] = labels
        manifest["kinds"] = list(KIND_SLUGS.values())
        manifest["cards"] = "".join(self._shelves)
        for start in range(0, len(self._leaves), _PACK):
            yield self._pack_file(start)
        for at, leaf in enumerate(self._leaves):
            if leaf.kind in _LONG:
                yield self._text_file(at)
        manifest["synonyms"] = [list(pair) for pair in self._documents.synonyms]
        shards = self._suggestions()
        manifest["suggestions"] = {
            "kinds": {letter: self._documents.kind(kind)[0][1] for kind, letter in SUGGESTED.items()},
            "keys": [first for first, _ in shards],
            "names": "".join(_name(digest_of_bytes(data)) for _, data in shards),
        }
        for _, data in shards:
            yield self._file("goi-y", data)
        data = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
        yield INDEX, File(digest_of_bytes(self._version + data), lambda: compressed(data))

    # -- documents --

    def _document(self, at: int) -> Document:
        if at not in self._made:
            self._made[at] = self._documents.of(self._page(self._leaves[at].address))
        return self._made[at]

    def _stretches(self, first: int, places: Sequence[Sequence[int]]) -> Iterator[Stretch]:
        """A stretch of the documents in each list of places of a segment; many are read by all cores."""
        lists = [[first + at for at in each] for each in places]
        is_much = sum(map(len, lists)) > _FEW
        for documents, read in zip(
            lists, (results if is_much else map)(partial(self._read, is_much), lists), strict=True
        ):
            self._facets.update(zip(documents, read.facets, strict=True))
            self._held.update(read.files)
            yield read.stretch

    def _read(self, is_much: bool, places: Sequence[int]) -> _Read:
        """What is needed of some documents; of many, which nobody will ask for again, nothing else is kept."""
        documents = [self._document(at) for at in places]
        made = stretch(((document.fields, document.alone) for document in documents), self._documents.synonyms)
        facets = [_faceted(document.facets) for document in documents]
        if not is_much:
            return _Read(made, facets)
        packs = {self._pack_address(at): self._pack(at) for at in sorted({at - at % _PACK for at in places})}
        texts = {self._text_address(at): self._text(at) for at in places if self._leaves[at].kind in _LONG}
        self._made.clear()
        return _Read(made, facets, {**packs, **texts})

    # -- files --

    def _file(self, kind: str, data: bytes) -> tuple[str, File]:
        digest = digest_of_bytes(data)
        return f"{FOLDER}{kind}-{_name(digest)}.bin", File(
            digest_of_bytes(self._version + digest), lambda: compressed(data)
        )

    def _shard_files(self, shelf: Shelf, segment: Segment) -> Iterator[tuple[str, File]]:
        for piece in (*segment.single, *segment.double):
            address = f"{FOLDER}tu-{_name(piece.digest)}.bin"
            digest = piece.digest
            yield address, File(
                digest_of_bytes(self._version + digest), lambda digest=digest: compressed(shelf.data(digest))  # type: ignore[misc]
            )  # fmt: skip

    def _pack_file(self, start: int) -> tuple[str, File]:
        key = digest_of_bytes(self._version + b"".join(self._digests[start : start + _PACK]))
        address = self._pack_address(start)
        return address, File(key, lambda: self._held.get(address) or self._pack(start))

    def _pack_address(self, start: int) -> str:
        return f"{FOLDER}the-{self._shelves[start // _SHELF]}-{start % _SHELF // _PACK}.bin"

    @cached_property
    def _shelves(self) -> tuple[str, ...]:
        starts = range(0, len(self._digests), _SHELF)
        return tuple(_name(digest_of_bytes(b"".join(self._digests[at : at + _SHELF]))) for at in starts)

    def _pack(self, start: int) -> bytes:
        cards = [self._card(at) for at in range(start, min(start + _PACK, len(self._leaves)))]
        return compressed(json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode())

    def _text_file(self, at: int) -> tuple[str, File]:
        key = digest_of_bytes(self._version + self._digests[at] + b"text")
        address = self._text_address(at)
        return address, File(key, lambda: self._held.get(address) or self._text(at))

    def _text_address(self, at: int) -> str:
        return f"{FOLDER}bai-{self._text_name(at)}.bin"

    def _text_name(self, at: int) -> str:
        return self._digests[at][:_TEXT_NAME].hex()

    def _text(self, at: int) -> bytes:
        document = self._document(at)
        return compressed(f"{document.text}\n{document.named}".strip("\n").encode())

    def _card(self, at: int) -> list[object]:
        document = self._document(at)
        return [
            list(KIND_SLUGS).index(document.kind), document.address, document.title, document.about, document.day,
            "\n".join(text for _, text in document.lines), int(document.is_illustrative),
            self._text_name(at) if document.kind in _LONG else "",
        ]  # fmt: skip

    def _suggestions(self) -> tuple[tuple[str, bytes], ...]:
        titled = [(leaf.kind, leaf.title) for leaf in self._leaves if leaf.kind in SUGGESTED]
        key = digest_of_bytes("\n".join(f"{kind} {title}" for kind, title in titled).encode())
        path = self._memory / "suggestions"
        known = stored(path, _Suggestions, MODULES)
        if known is None or known.key != key:
            known = _Suggestions(key, tuple(suggestion_shards(titled)))
            store(path, known, MODULES)
        return known.shards

    # -- facets --

    def _columns(self, name: str, digests: tuple[bytes, ...], first: int) -> _Columns:
        path = self._memory / f"{name}-columns"
        before = stored(path, _Columns, MODULES)
        if before is not None and before.documents == digests:
            return before
        old = before.documents if before else ()
        new = [at for at, digest in enumerate(digests) if at >= len(old) or old[at] != digest]
        if before and len(old) == len(digests) and all(before.of(at) == self._faceted(first + at) for at in new):
            made = replace(before, documents=digests)
        else:
            changed = set(new)
            places = range(len(digests))
            values = (before.of(at) if before and at not in changed else self._faceted(first + at) for at in places)
            made = _columns(digests, values)
        store(path, made, MODULES)
        return made

    def _faceted(self, at: int) -> Faceted:
        return self._facets[at] if at in self._facets else _faceted(self._document(at).facets)


def _columns(digests: tuple[bytes, ...], values: Iterable[Faceted]) -> _Columns:
    sets: list[dict[tuple[Value, ...], int]] = [{} for _ in FACETS]
    numbers = tuple(array("H") for _ in FACETS)
    for each in values:
        for known, column, value in zip(sets, numbers, each, strict=True):
            column.append(known.setdefault(value, len(known)))
    return _Columns(digests, tuple(map(tuple, sets)), numbers)


def _name(digest: bytes) -> str:
    return digest[:4].hex()


def _table(pieces: Sequence[Piece]) -> Mapping[str, object]:
    return {"keys": "\n".join(piece.first for piece in pieces), "names": "".join(_name(p.digest) for p in pieces)}


def _column_bytes(columns: _Columns) -> bytes:
    """The sets of ids in JSON, its length before it, then each column in one byte a document, or two."""
    head = json.dumps(
        {name: [[id for id, _ in each] for each in sets] for name, sets in zip(FACETS, columns.sets, strict=True)},
        separators=(",", ":"),
    ).encode()
    body = b"".join(
        bytes(column.tolist()) if len(sets) <= 256 else column.tobytes()
        for sets, column in zip(columns.sets, columns.numbers, strict=True)
    )
    return len(head).to_bytes(4, "little") + head + body
