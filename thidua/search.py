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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from thidua.cache import code_version, store, stored
from thidua.digest import digest_of_bytes
from thidua.documents import Document, Documents, Facets, Value, is_found, newest_last
from thidua.files import File
from thidua.library import Library
from thidua.pages import Page
from thidua.segments import MODULES, Piece, Said, Segment, Shelf, Sizes
from thidua.service_pages import INDEX, KIND_SLUGS
from thidua.suggestions import KINDS as SUGGESTED
from thidua.suggestions import suggestion_shards
from thidua.words import Words

FOLDER: Final = "tim-kiem/"
_VERSION: Final = 1
# Documents by which the base grows.
_STEP: Final = 1024
# Cards in one file, and cards that share a digest: a manifest with a digest for each file would be twice as large.
_PACK: Final = 16
_SHELF: Final = 256
_BASE: Final = Sizes(single=16_000, double=12_000)
_RECENT: Final = Sizes(single=8_000, double=6_000)
_LEVEL: Final = 6
FACETS: Final = tuple(field.name for field in fields(Facets))
# Kinds whose texts are too long for a card.
_LONG: Final = ("article", "issue")

Found = tuple[Page, bytes]


def search_files(
    pages: Iterable[Found], library: Library, words: Words, context: bytes, memory: Path
) -> dict[str, File]:
    """Every file of the index by its address.

    Each page comes with the digest of what it shows; `context` is that of all else documents depend on.
    """
    index = _Index(pages, Documents(library, words), context, memory)
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


@dataclass(frozen=True, slots=True)
class _Suggestions:
    """The files of names, known by the digest of all names in order."""

    key: bytes
    shards: tuple[tuple[str, bytes], ...]


class _Index:
    def __init__(self, pages: Iterable[Found], documents: Documents, context: bytes, memory: Path) -> None:
        self._documents = documents
        self._memory = memory
        self._made: dict[int, Document] = {}
        found = sorted((page for page in pages if is_found(page[0])), key=lambda page: newest_last(page[0]))
        undated = [page for page in found if not newest_last(page[0])[0]]
        dated = found[len(undated) :]
        cut = len(dated) // _STEP * _STEP
        self._first = (0, cut)
        self._pages = [page for page, _ in (*dated[:cut], *undated, *dated[cut:])]
        self._digests = tuple(
            digest_of_bytes(context + digest) for _, digest in (*dated[:cut], *undated, *dated[cut:])
        )  # fmt: skip
        self._version = code_version(MODULES)

    def files(self) -> Iterator[tuple[str, File]]:
        """Every file by its address; the manifest last."""
        manifest: dict[str, object] = {"version": _VERSION, "pack": _PACK, "shelf": _SHELF, "segments": []}
        labels: dict[str, dict[str, str]] = {name: {} for name in FACETS}
        segments = []
        for number, (name, sizes) in enumerate((("base", _BASE), ("recent", _RECENT))):
            first = self._first[number]
            digests = self._digests[first : self._first[1] if number == 0 else None]
            shelf = Shelf(self._memory / name, sizes, self._documents.synonyms)
            segment = shelf.segment(digests, lambda at, first=first: self._said(first + at))  # type: ignore[misc]
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
        manifest["cards"] = ""
        manifest["kinds"] = list(KIND_SLUGS.values())
        cards: list[str] = []
        for start in range(0, len(self._pages), _SHELF):
            name = _name(digest_of_bytes(b"".join(self._digests[start : start + _SHELF])))
            cards.append(name)
            for at in range(start, min(start + _SHELF, len(self._pages)), _PACK):
                yield self._pack_file(name, at)
        manifest["cards"] = "".join(cards)
        for at, page in enumerate(self._pages):
            if page.kind in _LONG:
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
            self._made[at] = self._documents.of(self._pages[at])
        return self._made[at]

    def _said(self, at: int) -> Said:
        document = self._document(at)
        return document.fields, document.alone

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

    def _pack_file(self, shelf: str, start: int) -> tuple[str, File]:
        places = range(start, min(start + _PACK, len(self._pages)))
        key = digest_of_bytes(self._version + b"".join(self._digests[at] for at in places))

        def supply() -> bytes:
            cards = [self._card(at) for at in places]
            return compressed(json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode())

        return f"{FOLDER}the-{shelf}-{start % _SHELF // _PACK}.bin", File(key, supply)

    def _text_file(self, at: int) -> tuple[str, File]:
        key = digest_of_bytes(self._version + self._digests[at] + b"text")
        return self._text_address(at), File(key, lambda: compressed(self._text(at).encode()))

    def _text(self, at: int) -> str:
        document = self._document(at)
        return f"{document.text}\n{document.named}".strip("\n")

    def _text_address(self, at: int) -> str:
        return f"{FOLDER}bai-{_name(self._digests[at])}.bin"

    def _card(self, at: int) -> list[object]:
        document = self._document(at)
        return [
            list(KIND_SLUGS).index(document.kind), document.address, document.title, document.about, document.day,
            "\n".join(text for _, text in document.lines), int(document.is_illustrative),
            _name(self._digests[at]) if document.kind in _LONG else "",
        ]  # fmt: skip

    def _suggestions(self) -> tuple[tuple[str, bytes], ...]:
        titled = [(page.kind, page.title) for page in self._pages if page.kind in SUGGESTED]
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
        sets: list[dict[tuple[Value, ...], int]] = [{} for _ in FACETS]
        numbers = tuple(array("H") for _ in FACETS)
        for at, digest in enumerate(digests):
            if before is not None and at < len(before.documents) and before.documents[at] == digest:
                values = [known[column[at]] for known, column in zip(before.sets, before.numbers, strict=True)]
            else:
                facets = self._document(first + at).facets
                values = [getattr(facets, facet) for facet in FACETS]
            for known_sets, column, value in zip(sets, numbers, values, strict=True):
                column.append(known_sets.setdefault(value, len(known_sets)))
        made = _Columns(digests, tuple(tuple(known) for known in sets), numbers)
        store(path, made, MODULES)
        return made


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
