"""Stretches of documents to groups of postings, all at once. Pure; imported only for a whole index, for it needs NumPy.

Every (term, document, impact) is one integer, so that sorting integers sorts postings. What comes
out is, byte for byte, what `shards.changed` would make by adding one document after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from thidua.shards import Group, order
from thidua.terms import BORDER, FIRST_WORD, IMPACTS, Stretch
from thidua.vietnamese import fold

Whole: TypeAlias = npt.NDArray[np.uint64]
Places: TypeAlias = npt.NDArray[np.int64]

# A posting: two words of 20 bits each, a document's place in its stretch in ten, three minus its impact in two.
_WORD_BITS: Final = 20
_PLACE_BITS: Final = 10
_IMPACT_BITS: Final = 2
_LOW_BITS: Final = _PLACE_BITS + _IMPACT_BITS
MOST_IN_STRETCH: Final = 1 << _PLACE_BITS
MOST_WORDS: Final = 1 << _WORD_BITS


def groups_of_words(stretches: Sequence[Stretch]) -> Iterator[Group]:
    """The groups of syllables; documents are numbered from 0 through all stretches."""
    names = _Names(stretches)
    return names.groups_of_words(*_gathered([_words(each, names.rank) for each in stretches], _firsts(stretches)))


def groups_of_pairs(stretches: Sequence[Stretch]) -> Iterator[Group]:
    """The groups of pairs; documents are numbered likewise."""
    names = _Names(stretches)
    return names.groups_of_pairs(
        *_gathered([_pairs(each, names.rank) for each in stretches], _firsts(stretches), names)
    )  # fmt: skip


def _firsts(stretches: Sequence[Stretch]) -> Whole:
    return np.cumsum([0, *(len(each.lengths) for each in stretches)], dtype=np.uint64)[:-1]


def _words(each: Stretch, rank: Mapping[str, int]) -> Whole:
    """The sorted postings of a stretch's syllables."""
    is_word, word, low = _told(each, rank)
    return _highest(word[is_word] << np.uint64(_LOW_BITS) | low[is_word])


def _pairs(each: Stretch, rank: Mapping[str, int]) -> Whole:
    """The sorted postings of a stretch's pairs."""
    is_word, word, low = _told(each, rank)
    together = is_word[:-1] & is_word[1:]
    pair = word[:-1] << np.uint64(_WORD_BITS) | word[1:]
    return _highest(pair[together] << np.uint64(_LOW_BITS) | low[:-1][together])


def _told(each: Stretch, rank: Mapping[str, int]) -> tuple[npt.NDArray[np.bool_], Whole, Whole]:
    """For each number of a stream whether it is a word, which one, and the low bits of its posting."""
    stream = np.frombuffer(each.stream, dtype=np.uint32)
    places = np.repeat(np.arange(len(each.lengths), dtype=np.uint64), np.frombuffer(each.lengths, dtype=np.uint32))
    is_word = stream >= FIRST_WORD
    known = np.array([rank[word] for word in each.words] or [0], dtype=np.uint64)
    word = known[np.where(is_word, stream - np.uint32(FIRST_WORD), 0)]
    at = np.where(stream < BORDER, np.arange(len(stream)), 0)
    impact = stream[np.maximum.accumulate(at)].astype(np.uint64) if len(stream) else stream.astype(np.uint64)
    return is_word, word, places << np.uint64(_IMPACT_BITS) | (np.uint64(IMPACTS - 1) - impact)


def _highest(postings: Whole) -> Whole:
    """Sorted, and of those for one term and document the one with the highest impact."""
    postings.sort()
    term = postings >> np.uint64(_IMPACT_BITS)
    keep = np.ones(len(postings), dtype=bool)
    keep[1:] = term[1:] != term[:-1]
    return postings[keep]


class _Names:
    """The order of terms, and their names."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        folds = {word: fold(word) for word in {word for each in stretches for word in each.words}}
        self.words = words = sorted(folds, key=lambda word: (order(folds[word]), word))
        if len(words) > MOST_WORDS:
            raise OverflowError(f"{len(words)} different syllables are more than an index can hold")
        self.rank = {word: number for number, word in enumerate(words)}
        self.folds = [folds[word] for word in words]
        starts = np.array([at == 0 or key != self.folds[at - 1] for at, key in enumerate(self.folds)], dtype=bool)
        self.group = np.cumsum(starts, dtype=np.uint64)
        first = np.flatnonzero(starts)[self.group.astype(np.int64) - 1]
        self.variant = (np.arange(len(words)) - first).astype(np.uint64)

    def pair_order(self, pairs: Whole) -> Whole:
        """Where pairs stand: by both folds, then by both exact forms."""
        first, second = _halves(pairs)
        folds = self.group[first] << np.uint64(_WORD_BITS) | self.group[second]
        return folds << np.uint64(24) | self.variant[first] << np.uint64(12) | self.variant[second]

    def groups_of_words(self, terms: Whole, packed: Sequence[bytes]) -> Iterator[Group]:
        """The groups of syllables."""
        numbers = terms.tolist()
        found = ((self.folds[n], (self.words[n], data)) for n, data in zip(numbers, packed, strict=True))
        return _grouped(found)

    def groups_of_pairs(self, terms: Whole, packed: Sequence[bytes]) -> Iterator[Group]:
        """The groups of pairs."""
        first, second = (half.tolist() for half in _halves(terms))
        found = (
            (f"{self.folds[a]} {self.folds[b]}", (f"{self.words[a]} {self.words[b]}", data))
            for a, b, data in zip(first, second, packed, strict=True)
        )
        return _grouped(found)


def _halves(pairs: Whole) -> tuple[Places, Places]:
    first = pairs >> np.uint64(_WORD_BITS)
    second = pairs & np.uint64(MOST_WORDS - 1)
    return first.astype(np.int64), second.astype(np.int64)


def _grouped(found: Iterator[tuple[str, tuple[str, bytes]]]) -> Iterator[Group]:
    for key, members in groupby(found, key=lambda each: each[0]):
        yield Group(key, tuple(variant for _, variant in members))


def _gathered(stretches: Sequence[Whole], firsts: Whole, names: _Names | None = None) -> tuple[Whole, list[bytes]]:
    """Every term once, in order, with its packed postings from all stretches."""
    runs = _runs(stretches, firsts)
    ordered = np.argsort(names.pair_order(runs.terms) if names else runs.terms, kind="stable")
    terms, counts = runs.terms[ordered], runs.counts[ordered]
    postings = np.concatenate([*stretches, np.empty(0, np.uint64)])
    is_first = np.ones(len(terms), dtype=bool)
    is_first[1:] = terms[1:] != terms[:-1]
    packed: list[bytes] = []
    for start, end in _slices(is_first, counts):
        some = ordered[start:end]
        low = postings[_spread(runs.starts[some], runs.counts[some])]
        place = low >> np.uint64(_IMPACT_BITS) & np.uint64(MOST_IN_STRETCH - 1)
        document = np.repeat(runs.firsts[some], runs.counts[some]) + place
        impact = np.uint64(IMPACTS - 1) - (low & np.uint64(IMPACTS - 1))
        ends = np.cumsum(counts[start:end])
        packed += _packed(document, impact, (ends - counts[start:end])[is_first[start:end]])
    return terms[is_first], packed


def _slices(is_first: npt.NDArray[np.bool_], counts: Places) -> Iterator[tuple[int, int]]:
    """Runs in slices of about a million postings, no term in two: what is held at once stays small."""
    starts = np.flatnonzero(is_first)
    before = np.cumsum(counts) - counts
    slices = before[starts] >> 20
    new = np.ones(len(starts), dtype=bool)
    new[1:] = slices[1:] != slices[:-1]
    yield from pairwise([*starts[new].tolist(), len(counts)])


@dataclass(frozen=True, slots=True)
class _Runs:
    """The terms of each stretch: where the postings of each start among all, how many there are, the first document."""

    terms: Whole
    starts: Places
    counts: Places
    firsts: Whole


def _runs(stretches: Sequence[Whole], firsts: Whole) -> _Runs:
    terms, origins = [firsts[:0]], [firsts[:0]]
    starts, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    base = 0
    for each, first in zip(stretches, firsts, strict=True):
        term = each >> np.uint64(_LOW_BITS)
        is_first = np.ones(len(term), dtype=bool)
        is_first[1:] = term[1:] != term[:-1]
        at = np.flatnonzero(is_first)
        terms.append(term[at])
        starts.append(at + base)
        counts.append(np.diff(at, append=len(term)))
        origins.append(np.repeat(first, len(at)))
        base += len(term)
    return _Runs(np.concatenate(terms), np.concatenate(starts), np.concatenate(counts), np.concatenate(origins))


def _spread(starts: Places, counts: Places) -> Places:
    """All numbers of all runs, one run after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total)


def _packed(document: Whole, impact: Whole, term_starts: Places) -> list[bytes]:
    """The postings of each term as `shards.packed` writes them."""
    step = np.diff(document, prepend=np.uint64(0))
    step[term_starts] = document[term_starts]
    value = step << np.uint64(_IMPACT_BITS) | impact
    size = np.ones(len(value), dtype=np.int64)
    for more in (7, 14, 21, 28):
        size += value >= np.uint64(1 << more)
    ends = np.cumsum(size)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    at = ends - size
    for part in range(int(size.max(initial=0))):
        has = size > part
        byte = value[has] >> np.uint64(7 * part) & np.uint64(127)
        goes_on = (size[has] > part + 1).astype(np.uint64) << np.uint64(7)
        out[at[has] + part] = (byte | goes_on).astype(np.uint8)
    data = out.tobytes()
    cuts = [*at[term_starts].tolist(), len(data)]
    return [data[start:end] for start, end in pairwise(cuts)]
