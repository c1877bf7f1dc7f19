"""Where things go on a canvas: how wide words are, round steps of an axis, labels kept apart. Pure.

Lengths are units of a canvas WIDTH wide, heights grow downwards. Nothing here knows what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from itertools import accumulate, chain, count, pairwise
from typing import Final, Literal
from unicodedata import normalize

WIDTH: Final = 360
LETTER: Final = 15
LINE: Final = 19

Value = int | Decimal
Anchor = Literal["start", "middle", "end"]

# Thousandths of the letter size, of Noto Sans: among the usual faces of phones it is the widest.
_ADVANCES: Final = {
    char: advance
    for chars, advance in (
        (" \u00a0ijl.,:;!'·", 270),
        ("-()ftIJ“”", 360),
        ("r/?", 425),
        ("csvyz–", 510),
        ("kxL", 540),
        ("ae0123456789EFTXYZ+=", 580),
        ("bdđghnopquPRSVK−", 620),
        ("ABC", 650),
        ("DĐGHNOQUw&", 785),
        ("%…", 850),
        ("mMW—", 960),
    )
    for char in chars
}
_UNKNOWN: Final = 650
_HORN: Final = "\u031b"
_HORN_ADVANCE: Final = 60
_BOLD: Final = 1.08


@lru_cache(maxsize=1024)
def _advance(char: str) -> int:
    letter = normalize("NFD", char)
    return _ADVANCES.get(letter[0], _UNKNOWN) + (_HORN_ADVANCE if _HORN in letter else 0)


def text_width(text: str, is_bold: bool = False) -> float:
    """How wide a line of text is, estimated without its font and rather too wide than too narrow."""
    return sum(map(_advance, normalize("NFC", text))) * LETTER / 1000 * (_BOLD if is_bold else 1)


@lru_cache(maxsize=1024)
def wrapped(text: str, width: float, is_bold: bool = False) -> tuple[str, ...]:
    """The text in as few lines as fit the width, of about equal length; no word is lost.

    A no-break space holds; a single word wider than a line is cut.
    """
    lines = _filled(text, width, is_bold)
    narrower = width * 0.97
    while len(lines) > 1 and len(tighter := _filled(text, narrower, is_bold)) == len(lines):
        lines, narrower = tighter, narrower * 0.97
    return lines


def _filled(text: str, width: float, is_bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for piece in chain.from_iterable(_pieces(word, width, is_bold) for word in text.split(" ") if word):
        joined = f"{lines[-1]} {piece}" if lines else piece
        if lines and text_width(joined, is_bold) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return tuple(lines)


def _pieces(word: str, width: float, is_bold: bool) -> Iterator[str]:
    while len(word) > 1 and text_width(word, is_bold) > width:
        ends = (end for end in range(len(word), 1, -1) if text_width(word[:end], is_bold) <= width)
        end = next(ends, 1)
        yield word[:end]
        word = word[end:]
    yield word


def nice_ticks(top: Value, most: int = 4) -> tuple[Value, ...]:
    """Zero and at most `most` equal steps, the last of which reaches `top`.

    A step is 1, 2 or 5 times a power of ten; a whole `top` has whole steps.
    """
    if top <= 0:
        return (0, 1)
    powers = count(Decimal(top).adjusted() - 1)
    steps = (Decimal(first).scaleb(power) for power in powers for first in (1, 2, 5))
    step = next(step for step in steps if step * most >= top and (step >= 1 or not isinstance(top, int)))
    last = int((top / step).to_integral_value(ROUND_CEILING))
    return tuple(_whole(step * n) for n in range(last + 1))


def _whole(value: Decimal) -> Value:
    return int(value) if value == value.to_integral_value() else value.normalize()


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from 0 to `top` laid along a line from `start` to `end`, to a tenth of a unit."""

    top: Value
    start: float
    end: float

    def __call__(self, value: Value) -> float:
        return round(self.start + (self.end - self.start) * float(Decimal(value) / Decimal(self.top)), 1)


def spread(centres: Sequence[float], sizes: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Where blocks begin that keep their order and do not overlap, each as near as may be to its centre.

    All lie between `low` and `high` when that is large enough; else they run over `high`.
    """
    before = [0.0, *accumulate(sizes)]
    pools: list[tuple[float, int]] = []
    for centre, size, offset in zip(centres, sizes, before, strict=False):
        pools.append((centre - size / 2 - offset, 1))
        # Blocks that would overlap move as one, to the mean of where each wants to be.
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (upper, more), (lower, less) = pools[-2:]
            pools[-2:] = [((upper * more + lower * less) / (more + less), more + less)]
    free = max(low, high - before[-1])
    starts = (min(max(start, low), free) for start, blocks in pools for _ in range(blocks))
    return tuple(start + offset for start, offset in zip(starts, before, strict=False))


@dataclass(frozen=True, slots=True)
class Lettering:
    """One line of text: where its anchor and its baseline are."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    is_bold: bool = False

    @property
    def box(self) -> Box:
        """The room it takes, marks of Vietnamese capitals included."""
        width = text_width(self.text, self.is_bold)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - LETTER, left + width, self.y + 4)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_crossed(self, track: Sequence[tuple[float, float]]) -> bool:
        """Whether a line through these points, given from left to right, runs through it."""
        return any(self._is_met(start, end) for start, end in pairwise(track))

    def _is_met(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        (x1, y1), (x2, y2) = start, end
        if x2 <= self.left or x1 >= self.right:
            return False
        slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
        heights = [y1 + slope * (min(max(edge, x1), x2) - x1) for edge in (self.left, self.right)]
        return min(heights) < self.bottom and max(heights) > self.top


def centred(text: str, x: float, y: float, low: float = 0, high: float = WIDTH, is_bold: bool = False) -> Lettering:
    """A line of text over `x`, moved sideways where it would leave the space between low and high."""
    half = text_width(text, is_bold) / 2
    return Lettering(round(min(max(x, low + half), max(high - half, low + half)), 1), y, text, "middle", is_bold)


def block(lines: Sequence[str], x: float, y: float, is_bold: bool = False) -> tuple[Lettering, ...]:
    """Lines of text below each other, the first with its upper edge at `y`."""
    return tuple(Lettering(x, round(y + LINE * n + LETTER, 1), line, is_bold=is_bold) for n, line in enumerate(lines))


def apart(letterings: Sequence[Lettering], gap: float = 8) -> tuple[Lettering, ...]:
    """The last label of an axis and every first, second or third… before it, so that none touches the next."""
    for step in range(1, len(letterings) + 1):
        kept = letterings[::-1][::step][::-1]
        pairs = pairwise(kept)
        if all(one.box.right + gap <= other.box.left for one, other in pairs):
            return tuple(kept)
    return ()
