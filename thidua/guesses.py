"""What an editor probably meant, as long as guessing is cheaper than looking it up. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from thidua.vietnamese import nearest

# Some seconds' worth; whoever mistypes thousands of names needs no thousandth guess.
MOST_COMPARED: Final = 2_000_000


class Guesses:
    """The nearest of many known names to each written word; after very many words, none."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._left = MOST_COMPARED
        self._made: dict[str, str | None] = {}

    def __call__(self, word: str) -> str | None:
        """The name that was probably meant; None when none is near, or too much was asked already."""
        if word not in self._made:
            self._left -= len(self._known)
            self._made[word] = nearest(word, self._known) if self._left >= 0 else None
        return self._made[word]
