"""What a text says to search: its syllables, where its sentences end, and what each syllable is known by. Pure.

A term is one syllable or two that stand side by side in one sentence. It has two keys: the fold,
which readers type without marks, and the exact form, which tells "bạn" from "bán".
`templates/assets/js/search.js` follows the same rules; one table of cases tests both.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Final

from thidua.vietnamese import exact

# A sentence ends at a line break, or at . ! ? … : ; before a plain space: "1.003" and "TP.\u00a0Hà Nội" go on.
_PIECE: Final = re.compile(
    r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|[.!?…:;]+[”’»\"')\]]*(?=[ \t\n])|\n",
)
IMPACTS: Final = 4
BORDER: Final = IMPACTS
FIRST_WORD: Final = BORDER + 1

_BORDER: Final = chr(BORDER)
_UTF_32: Final = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
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


class _Letters(dict[str, str]):
    """What stands between two spaces as letters of an alphabet in which each word is one letter.

    Letters are given out as words come; most come again and again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}

    def __missing__(self, written: str) -> str:
        words = self.words
        self[written] = found = "".join(
            chr(FIRST_WORD + words.setdefault(word, len(words))) if word else _BORDER for word in _heard(written)
        )
        return found

    def of(self, text: str) -> str:
        """A text, a letter for each word."""
        return "".join(map(self.__getitem__, text.replace("\n", " \n ").split(" ")))


def stretch(documents: Iterable[tuple[Iterable[Field], Sequence[str]]], synonyms: Iterable[Synonym] = ()) -> Stretch:
    """The documents as numbers, each given by its fields and by names under which it is found too.

    The syllables of such names, and of synonyms, are found, but stand beside nothing; those of a synonym
    say as much of what the document is about as the phrase that calls for it.
    """
    letters = _Letters()
    beside = _Beside(letters, synonyms)
    told: list[str] = []
    for fields, names in documents:
        # What says most comes first, and so does the first of a phrase.
        own = [chr(impact) + letters.of(text) for impact, text in sorted(fields, key=itemgetter(0), reverse=True)]
        told.append("".join(own) + beside.unsaid(own, tuple(names)))
    stream = array("I", "".join(told).encode(_UTF_32, "surrogatepass"))
    return Stretch(tuple(letters.words), array("I", map(len, told)), stream)


class _Beside:
    """What documents are found by without saying it, in the letters of a stretch."""

    def __init__(self, letters: _Letters, synonyms: Iterable[Synonym]) -> None:
        self._letters = letters
        self._names: dict[tuple[str, ...], str] = {}
        self._phrases: dict[str, dict[str, str]] = {}
        for phrase, other in synonyms:
            own = letters.of(phrase).strip(_BORDER)
            in_order = ("",) * FIRST_WORD + tuple(letters.words)
            # The longest syllable is the rarest, or nearly so.
            rare = max(own, key=lambda letter: len(in_order[ord(letter)]), default="")
            if rare:
                called = self._phrases.setdefault(rare, {})
                called[own] = called.get(own, "") + self._named((other,))

    def unsaid(self, fields: Sequence[str], names: tuple[str, ...]) -> str:
        """The rest of a document whose fields are given, what says most first: for each impact one more field.

        The words of such a field stand beside nothing.
        """
        whole = "".join(fields)
        ends = list(accumulate(map(len, fields)))
        called = [""] * IMPACTS
        called[0] = "".join([letter for letter in self._named(names) if letter not in whole])
        for rare, phrases in self._phrases.items():
            if rare not in whole:
                continue
            for phrase, other in phrases.items():
                at = whole.find(phrase)
                if at >= 0:
                    called[ord(fields[bisect_right(ends, at)][0])] += other
        return "".join([chr(impact) + _BORDER.join(dict.fromkeys(said)) for impact, said in enumerate(called) if said])

    def _named(self, names: tuple[str, ...]) -> str:
        """The letters of all names, each once."""
        if names not in self._names:
            said = "".join(map(self._letters.of, names))
            self._names[names] = "".join(dict.fromkeys(letter for letter in said if letter > _BORDER))
        return self._names[names]


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


def with_others(stretched: Stretch, places: Sequence[int], others: Stretch) -> Stretch:
    """The stretch with the documents of `others` in these ascending places, or behind its last."""
    words = {word: number for number, word in enumerate(stretched.words)}
    new = [FIRST_WORD + words.setdefault(word, len(words)) for word in others.words]
    found = dict(enumerate(_documents(stretched)))
    for place, other in zip(places, _documents(others), strict=True):
        found[place] = array("I", (n if n < FIRST_WORD else new[n - FIRST_WORD] for n in other))
    stream = array("I")
    for own in found.values():
        stream.extend(own)
    return Stretch(tuple(words), array("I", map(len, found.values())), stream)


def _documents(stretched: Stretch) -> Iterator[array[int]]:
    at = 0
    for length in stretched.lengths:
        yield stretched.stream[at : at + length]
        at += length


def _of(stretched: Stretch, place: int) -> array[int]:
    start = sum(stretched.lengths[:place])
    return stretched.stream[start : start + stretched.lengths[place]]
