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
from itertools import chain, count, repeat
from operator import attrgetter
from pathlib import Path
from typing import Final

from thidua.cache import code_version, store, stored
from thidua.digest import SIZE, digest_of_bytes
from thidua.documents import Document, Documents, Facets, Value
from thidua.files import File
from thidua.library import Library
from thidua.pages import Leaf, Page
from thidua.segments import MODULES, STRETCH, Piece, Segment, Shelf, Sizes, changed_in
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

# The values of one document, facet by facet.
Faceted = tuple[tuple[Value, ...], ...]
_faceted: Final[Callable[[Facets], Faceted]] = attrgetter(*FACETS)


@dataclass(frozen=True, slots=True)
class Shown:
    """All pages of the site: the leaf of each by its address, and what it shows, digest after digest in that order.

    `key` is the digest of all leaves, so that these need not be looked at while it is the same. `before` are the
    digests of the index that is published, where it is of the same leaves.
    """

    leaves: Mapping[str, Leaf]
    key: bytes
    digests: bytes
    before: bytes = b""


# Gives the bytes of a file that is published at an address under a key.
Published = Callable[[str, bytes], bytes | None]


def is_of_index(address: str) -> bool:
    """Whether the file at that address is one of the index, and named by no page."""
    return address.startswith(FOLDER) and address.endswith(".bin") and address != INDEX


def without_index(keys: Mapping[str, bytes]) -> dict[str, bytes]:
    """The keys of files without those that are named by no page."""
    start = len(FOLDER)
    return {address: key for address, key in keys.items() if address[:start] != FOLDER or not is_of_index(address)}


def search_files(
    shown: Shown,
    page: Callable[[str], Page],
    library: Library,
    words: Words,
    context: bytes,
    memory: Path,
    published: Published = lambda *_: None,
) -> dict[str, File]:
    """Every file of the index by its address.

    `page` gives the page at an address; `context` is the digest of all that documents depend on besides their pages.
    """
    index = _Index(shown, page, Documents(library, words), context, memory, published)
    return dict(index.files())


def compressed(data: bytes) -> bytes:
    """The data in gzip's format without a time and without the name of the system."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    whole = packer.compress(data) + packer.flush()
    return whole[:4] + bytes(4) + whole[8:9] + b"\xff" + whole[10:]


@dataclass(frozen=True, slots=True)
class _Order:
    """Which pages have documents, in the order of these, known by the digest of all leaves.

    `is_long` has a byte for each that tells whether it has a text, `titled` is the digest of the names to suggest.
    """

    key: bytes
    places: array[int]
    # Documents in the base.
    cut: int
    is_long: bytes
    titled: bytes


@dataclass(frozen=True, slots=True)
class _Columns:
    """For each facet the sets of values that occur, and for each document the number of its set."""

    context: bytes
    documents: bytes
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
class _Names:
    """Of each shelf, by its digest, the address and the key of each file of cards, and then of each text."""

    shelves: dict[bytes, tuple[tuple[str, bytes], ...]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What an index needs of some documents: their terms, their facets and, where they are many, their files."""

    stretch: Stretch
    facets: Sequence[Faceted]
    files: Mapping[str, bytes] = field(default_factory=dict)


class _Index:
    def __init__(
        self,
        shown: Shown,
        page: Callable[[str], Page],
        documents: Documents,
        context: bytes,
        memory: Path,
        published: Published,
    ) -> None:
        self._page = page
        self._published = published
        self._before = shown.before
        self._documents = documents
        self._context = context
        self._memory = memory
        self._made: dict[int, Document] = {}
        self._facets: dict[int, Faceted] = {}
        self._held: dict[str, bytes] = {}
        self._leaves = shown.leaves
        self._addresses = tuple(shown.leaves)
        order = self._order = self._ordered(shown.key)
        self._first = (0, order.cut)
        digests = shown.digests
        self._digests = b"".join([digests[at * SIZE : (at + 1) * SIZE] for at in order.places])
        self._version = code_version(MODULES)

    def _ordered(self, key: bytes) -> _Order:
        """The order of the documents, which is remembered."""
        path = self._memory / "order"
        known = stored(path, _Order, MODULES)
        if known is None or known.key != key:
            known = _ordered(self._leaves, key)
            store(path, known, MODULES)
        return known

    def files(self) -> Iterator[tuple[str, File]]:
        """Every file by its address; the manifest last."""
        manifest: dict[str, object] = {"version": _VERSION, "pack": _PACK, "shelf": _SHELF, "segments": []}
        labels: dict[str, dict[str, str]] = {name: {} for name in FACETS}
        segments = []
        for number, (name, sizes) in enumerate((("base", _BASE), ("recent", _RECENT))):
            first = self._first[number]
            digests = self._digests[first * SIZE : self._first[1] * SIZE if number == 0 else None]
            shelf = Shelf(self._memory / name, sizes, self._context)
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
                    "count": len(digests) // SIZE,
                    "single": _table(segment.single),
                    "double": _table(segment.double),
                    "columns": _name(digest_of_bytes(packed)),
                }
            )
        manifest["segments"] = segments
        manifest["labels"] = labels
        manifest["kinds"] = list(KIND_SLUGS.values())
        manifest["cards"] = "".join(self._shelves)
        yield from self._shelf_files()
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
            self._made[at] = self._documents.of(self._page(self._addresses[self._order.places[at]]))
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
        texts = {self._text_address(at): self._text(at) for at in places if self._order.is_long[at]}
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
            key = digest_of_bytes(self._version + piece.digest)
            yield address, File(key, lambda piece=piece: compressed(shelf.data(piece)), is_long=True)  # type: ignore[misc]

    def _shelf_files(self) -> Iterator[tuple[str, File]]:
        """The cards and the texts; what those of a shelf are called is remembered."""
        path, most = self._memory / "names", len(self._order.places)
        before = stored(path, _Names, MODULES) or _Names({})
        names: dict[bytes, tuple[tuple[str, bytes], ...]] = {}
        for start, digest in zip(range(0, most, _SHELF), self._shelf_digests, strict=True):
            places = range(start, min(start + _SHELF, most))
            texts = [at for at in places if self._order.is_long[at]]
            packs = places[::_PACK]
            names[digest] = known = before.shelves.get(digest) or (
                *((self._pack_address(at), self._pack_key(at)) for at in packs),
                *((self._text_address(at), self._text_key(at)) for at in texts),
            )
            makers = chain(zip(repeat(self._pack), packs, strict=False), zip(repeat(self._text), texts, strict=False))
            for (address, key), (make, at) in zip(known, makers, strict=True):
                yield address, File(key, partial(self._supply, address, make, at))
        if names != before.shelves:
            store(path, _Names(names), MODULES)

    def _supply(self, address: str, make: Callable[[int], bytes], at: int) -> bytes:
        return self._held.get(address) or make(at)

    def _pack_key(self, start: int) -> bytes:
        return self._key_of_pack(self._digests_from(start, _PACK))

    def _key_of_pack(self, digests: bytes) -> bytes:
        return digest_of_bytes(self._version + self._context + digests)

    def _text_key(self, at: int) -> bytes:
        return digest_of_bytes(self._version + self._context + self._digests_from(at) + b"text")

    def _pack_address(self, start: int) -> str:
        return _address_of_pack(self._shelves[start // _SHELF], start)

    @cached_property
    def _shelves(self) -> tuple[str, ...]:
        return tuple(map(_name, self._shelf_digests))

    @cached_property
    def _shelf_digests(self) -> tuple[bytes, ...]:
        starts = range(0, len(self._order.places), _SHELF)
        return tuple(digest_of_bytes(self._context + self._digests_from(at, _SHELF)) for at in starts)

    def _digests_from(self, at: int, count: int = 1) -> bytes:
        return self._digests[at * SIZE : (at + count) * SIZE]

    def _pack(self, start: int) -> bytes:
        places = range(start, min(start + _PACK, len(self._order.places)))
        known = self._cards_before(start)
        cards = [known[at] if at in known else self._card(at) for at in places]
        return compressed(json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode())

    def _cards_before(self, start: int) -> Mapping[int, object]:
        """Those cards of a file, by their places, that stand in the one that is published, and are as they were."""
        if not self._before:
            return {}
        shelf = self._digests_before(start - start % _SHELF, _SHELF)
        before = self._digests_before(start, _PACK)
        address = _address_of_pack(_name(digest_of_bytes(self._context + shelf)), start)
        packed = self._published(address, self._key_of_pack(before))
        if packed is None:
            return {}
        try:
            cards = json.loads(zlib.decompress(packed, 31))
        except (zlib.error, ValueError):
            return {}
        both = zip(count(start), cards, range(0, len(before), SIZE), strict=False)
        return {at: card for at, card, cut in both if before[cut : cut + SIZE] == self._digests_from(at)}

    def _digests_before(self, start: int, most: int) -> bytes:
        """The same as `_digests_from`, of the index that is published."""
        places = self._order.places[start : start + most]
        return b"".join([self._before[at * SIZE : (at + 1) * SIZE] for at in places])

    def _text_address(self, at: int) -> str:
        return f"{FOLDER}bai-{self._text_name(at)}.bin"

    def _text_name(self, at: int) -> str:
        return digest_of_bytes(self._context + self._digests_from(at))[:_TEXT_NAME].hex()

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
        path = self._memory / "suggestions"
        known = stored(path, _Suggestions, MODULES)
        if known is None or known.key != self._order.titled:
            leaves = [self._leaves[self._addresses[at]] for at in self._order.places]
            known = _Suggestions(self._order.titled, tuple(suggestion_shards(list(_titled(leaves)))))
            store(path, known, MODULES)
        return known.shards

    # -- facets --

    def _columns(self, name: str, documents: bytes, first: int) -> _Columns:
        path = self._memory / f"{name}-columns"
        before = stored(path, _Columns, MODULES)
        if before is not None and before.context != self._context:
            before = None
        if before is not None and before.documents == documents:
            return before
        old = before.documents if before else b""
        places = range(len(documents) // SIZE)
        changed = {at for start in places[::STRETCH] for at in changed_in(old, documents, start)}
        if before and len(old) == len(documents) and all(before.of(at) == self._faceted(first + at) for at in changed):
            made = replace(before, documents=documents)
        else:
            values = (before.of(at) if before and at not in changed else self._faceted(first + at) for at in places)
            made = _columns(self._context, documents, values)
        store(path, made, MODULES)
        return made

    def _faceted(self, at: int) -> Faceted:
        return self._facets[at] if at in self._facets else _faceted(self._document(at).facets)


def _ordered(leaves: Mapping[str, Leaf], key: bytes) -> _Order:
    """The oldest, in whole thousands, then those without a day, then the rest."""
    found = sorted((leaf.stand, at, leaf) for at, leaf in enumerate(leaves.values()) if leaf.stand)
    undated = [each for each in found if not each[0][0]]
    dated = found[len(undated) :]
    cut = len(dated) // _STEP * _STEP
    in_order = [*dated[:cut], *undated, *dated[cut:]]
    titled = (f"{kind} {title}" for kind, title in _titled(leaf for _, _, leaf in in_order))
    return _Order(
        key,
        array("I", (at for _, at, _ in in_order)),
        cut,
        bytes(leaf.kind in _LONG for _, _, leaf in in_order),
        digest_of_bytes("\n".join(titled).encode()),
    )


def _titled(leaves: Iterable[Leaf]) -> Iterator[tuple[str, str]]:
    """The names to suggest, each with its kind."""
    return ((leaf.kind, leaf.title) for leaf in leaves if leaf.kind in SUGGESTED)


def _columns(context: bytes, documents: bytes, values: Iterable[Faceted]) -> _Columns:
    sets: list[dict[tuple[Value, ...], int]] = [{} for _ in FACETS]
    numbers = tuple(array("H") for _ in FACETS)
    for each in values:
        for known, column, value in zip(sets, numbers, each, strict=True):
            column.append(known.setdefault(value, len(known)))
    return _Columns(context, documents, tuple(map(tuple, sets)), numbers)


def _address_of_pack(shelf: str, start: int) -> str:
    return f"{FOLDER}the-{shelf}-{start % _SHELF // _PACK}.bin"


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
