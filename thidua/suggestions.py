"""Names that are offered while a reader types: of people, collectives, units, campaigns and awards. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from thidua.shards import order
from thidua.vietnamese import fold, syllables

# Kinds whose names are offered, each with the letter that stands for it; those offered first come first.
KINDS: Final = {"campaign": "p", "award": "d", "unit": "v", "collective": "t", "person": "c"}
_SHARD: Final = 12_000


def suggestion_shards(titled: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Files of names, each with the first key in it.

    A name stands once for each word at which a reader may begin to type it, without marks.
    """
    named = {(KINDS[kind], name) for kind, name in titled if kind in KINDS}
    lines = sorted(_lines(named), key=lambda line: (order(line[0]), line[1]))
    held: list[str] = []
    first, before, size = "", "", 0
    for key, line in lines:
        # All names of one key stand together.
        if size > _SHARD and key != before:
            yield first, "\n".join(held).encode()
            held, size = [], 0
        first = first if held else key
        held.append(line)
        size += len(line) + 1
        before = key
    if held:
        yield first, "\n".join(held).encode()


def _lines(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for kind, name in named:
        words = [fold(word) for word in syllables(name)]
        for at in range(len(words)):
            yield " ".join(words[at : at + 4]), kind + name
