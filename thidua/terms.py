"""What a text says to search: its syllables, where its sentences end, and what each syllable is known by. Pure.

A term is one syllable or two that stand side by side in one sentence. It has two keys: the fold,
which readers type without marks, and the exact form, which tells "bạn" from "bán".
`templates/assets/js/search.js` follows the same rules; one table of cases tests both.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from thidua.vietnamese import exact

# A sentence ends at a line break, or at . ! ? … : ; before a plain space: "1.003" and "TP.\u00a0Hà Nội" go on.
_PIECE: Final = re.compile(
    r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|[.!?…:;]+[”’»\"')\]]*(?=[ \t\n])|\n",
)
IMPACTS: Final = 4
BORDER: Final = IMPACTS
FIRST_WORD: Final = BORDER + 1

# A field: how much it says of what a document is about, 0 to 3, and its words.
Field = tuple[int, str]
# A phrase, and one by which whatever says the first is found too.
Synonym = tuple[str, str]


def is_syllable(piece: str) -> bool:
    """Whether a piece of a text is a syllable; the others end a sentence."""
    return piece[0].isalnum()


def pieces(text: str) -> list[str]:
    """The syllables of an NFC text as written, and between them whatever ends a sentence."""
    return _PIECE.findall(text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The terms of some documents in a row as numbers: small to keep, fast to sort.

    `stream` holds for each field its impact, then FIRST_WORD plus a place in `words` for each
    syllable, and BORDER where a sentence ends. `lengths` says how much of it is each document's.
    """

    words: tuple[str, ...]
    lengths: array[int]
    stream: array[int]


@lru_cache(maxsize=1 << 17)
def _heard(written: str) -> tuple[str, ...]:
    """The exact forms of what stands before a space, and an empty one where a sentence ends."""
    return tuple(exact(piece) if is_syllable(piece) else "" for piece in pieces(f"{written} "))


class _Numbers(dict[str, tuple[int, ...]]):
    """The numbers of what stands between two spaces, given out as words come; most come again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}

    def __missing__(self, written: str) -> tuple[int, ...]:
        words = self.words
        self[written] = found = tuple(
            FIRST_WORD + words.setdefault(word, len(words)) if word else BORDER for word in _heard(written)
        )
        return found

    def of(self, text: str) -> Iterator[int]:
        """The numbers of a text."""
        return chain.from_iterable(map(self.__getitem__, text.replace("\n", " \n ").split(" ")))


def stretch(documents: Iterable[tuple[Iterable[Field], Sequence[str]]], synonyms: Iterable[Synonym] = ()) -> Stretch:
    """The documents as numbers, each given by its fields and by names under which it is found too.

    The syllables of such names, and of synonyms, are found, but stand beside nothing.
    """
    numbers = _Numbers()
    beside = _Beside(numbers, synonyms)
    lengths, stream = array("I"), array("I")
    for fields, names in documents:
        own: list[int] = []
        for impact, text in fields:
            own.append(impact)
            own += numbers.of(text)
        unsaid = beside.unsaid(own, names)
        if unsaid:
            own.append(0)
            own += (n for word in unsaid for n in (word, BORDER))
        stream.extend(array("I", own))
        lengths.append(len(own))
    return Stretch(tuple(numbers.words), lengths, stream)


class _Beside:
    """What documents are found by without saying it, in the numbers of a stretch."""

    def __init__(self, numbers: _Numbers, synonyms: Iterable[Synonym]) -> None:
        self._numbers = numbers
        self._names: dict[str, frozenset[int]] = {}
        self._phrases: dict[int, list[tuple[int, list[int], frozenset[int]]]] = {}
        for phrase, other in synonyms:
            words = [number for number in numbers.of(phrase) if number >= FIRST_WORD]
            in_order = tuple(numbers.words)
            if words:
                # The longest syllable is the rarest, or nearly so.
                rare = max(range(len(words)), key=lambda at: len(in_order[words[at] - FIRST_WORD]))
                self._phrases.setdefault(words[rare], []).append((rare, words, self._named(other)))

    def unsaid(self, own: list[int], names: Iterable[str]) -> list[int]:
        """The syllables that a document, given as numbers, does not say itself."""
        found: set[int] = set()
        for name in names:
            found |= self._named(name)
        phrases = self._phrases
        for at in [at for at, number in enumerate(own) if number in phrases]:
            for before, phrase, other in phrases[own[at]]:
                if at >= before and own[at - before : at - before + len(phrase)] == phrase:
                    found |= other
        return sorted(found.difference(own))

    def _named(self, name: str) -> frozenset[int]:
        if name not in self._names:
            self._names[name] = frozenset(n for n in self._numbers.of(name) if n >= FIRST_WORD)
        return self._names[name]


def terms_at(stretched: Stretch, place: int) -> tuple[dict[str, int], dict[str, int]]:
    """The syllables and the pairs of one document, each with the highest impact of a field that has it."""
    single: dict[str, int] = {}
    double: dict[str, int] = {}
    impact, before = 0, ""
    for number in _of(stretched, place):
        if number < FIRST_WORD:
            impact, before = (number if number < BORDER else impact), ""
            continue
        word = stretched.words[number - FIRST_WORD]
        single[word] = max(single.get(word, 0), impact)
        if before:
            pair = f"{before} {word}"
            double[pair] = max(double.get(pair, 0), impact)
        before = word
    return single, double


def with_another(stretched: Stretch, place: int, one: Stretch) -> Stretch:
    """The stretch with the only document of `one` in a place, or behind its last."""
    words = {word: number for number, word in enumerate(stretched.words)}
    new = [FIRST_WORD + words.setdefault(word, len(words)) for word in one.words]
    own = array("I", (n if n < FIRST_WORD else new[n - FIRST_WORD] for n in one.stream))
    start = sum(stretched.lengths[:place])
    length = stretched.lengths[place] if place < len(stretched.lengths) else 0
    return Stretch(
        tuple(words),
        stretched.lengths[:place] + one.lengths + stretched.lengths[place + 1 :],
        stretched.stream[:start] + own + stretched.stream[start + length :],
    )


def _of(stretched: Stretch, place: int) -> array[int]:
    start = sum(stretched.lengths[:place])
    return stretched.stream[start : start + stretched.lengths[place]]
