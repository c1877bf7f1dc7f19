"""Covers: the pictures that stand for pages where they are shared, with their titles drawn on them.

Pure: a cover's address follows from what it says and shows, and its bytes from that and the photo's.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from thidua.images import upright
from thidua.records import FocusPoint, Picture, PictureFile, Portrait, Site

if TYPE_CHECKING:
    from PIL import Image, ImageFont

RECIPE: Final = "2"
FOLDER: Final = "anh/chia-se/"
WIDTH: Final = 1200
HEIGHT: Final = 630
MOST_BYTES: Final = 120_000

_FONT: Final = Path(__file__).parent / "fonts" / "noto-serif-bold.ttf"
_PAPER: Final = "#fffdf9"
_INK: Final = "#1d1b1a"
_SOFT: Final = "#57504b"
_MARGIN: Final = 64
_PHOTO_WIDTH: Final = 540
# A photo that is enlarged by a quarter is as good where it is shared, and is decoded in a third of the time.
_DECODED: Final = HEIGHT * 4 // 5
_RULE: Final = 16
_SMALL: Final = 30
_TITLE_SIZES: Final = (76, 70, 64, 58, 53, 48, 44, 40, 36)
# Two marks above one line and a dot below the one before it stay apart.
_LEADING: Final = 1.36
_QUALITIES: Final = (74, 64, 54, 44, 34, 24)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover says, from top to bottom, and the photo beside the words."""

    id: str
    kicker: str
    title: str
    below: str
    foot: str
    accent: str
    file: PictureFile | None = None
    focus: FocusPoint | None = None

    @property
    def address(self) -> str:
        """Where it is published: another name for another picture, as those who share keep what they saw."""
        photo = f"{self.file.digest} {self.focus}" if self.file else ""
        words = (RECIPE, _font_digest(), self.kicker, self.title, self.below, self.foot, self.accent, photo)
        mark = hashlib.blake2b("\0".join(words).encode(), digest_size=5).hexdigest()
        return f"{FOLDER}{self.id}-{mark}.jpg"


def cover(
    site: Site, id: str, kicker: str, title: str, below: str = "", picture: Picture | Portrait | None = None
) -> Cover:
    """The cover of a page of the site."""
    file, focus = (picture.file, picture.focus) if picture else (None, None)
    return Cover(id, kicker, title, below, site.name, site.colours.accent, file, focus)


def site_cover(site: Site) -> Cover:
    """The cover of the front page, and of every page that has none of its own."""
    return Cover("trang-nhat", "", site.name, site.tagline, site.publisher, site.colours.accent)


def cover_jpeg(cover: Cover, photo: bytes | None) -> bytes:
    """The cover as a JPEG of `WIDTH` by `HEIGHT` and at most `MOST_BYTES`: the same bytes on any run."""
    from PIL import Image

    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    image.paste(cover.accent, (0, 0, WIDTH, _RULE))
    width = WIDTH - 2 * _MARGIN
    if photo is not None:
        image.paste(_cropped(photo, cover.focus or FocusPoint()), (WIDTH - _PHOTO_WIDTH, 0))
        width -= _PHOTO_WIDTH - _MARGIN // 2
    _set_words(image, cover, width)
    return _jpeg(image)


@lru_cache(maxsize=1)
def _cropped(photo: bytes, focus: FocusPoint) -> Image.Image:
    """The last one is kept for the next cover: whoever makes many sorts them by photo."""
    from PIL import Image, ImageOps

    return ImageOps.fit(
        upright(photo, _DECODED),
        (_PHOTO_WIDTH, HEIGHT),
        Image.Resampling.BICUBIC,
        centering=(focus.x / 100, focus.y / 100),
    )


def _set_words(image: Image.Image, cover: Cover, width: int) -> None:
    """The kicker at the top, the foot at the bottom, the title and what stands below it between them."""
    top, bottom = _RULE + 40, HEIGHT - 44
    if cover.kicker:
        top = _set_lines(image, _cut(cover.kicker, _SMALL, width, 1), _SMALL, top, cover.accent)
    foot = _cut(cover.foot, _SMALL, width, 1)
    bottom -= _height(foot, _SMALL)
    _set_lines(image, foot, _SMALL, bottom, _SOFT)
    image.paste(cover.accent, (_MARGIN, bottom - 22, _MARGIN + 96, bottom - 18))
    below = _cut(cover.below, _SMALL, width, 3)
    room = bottom - 40 - top - _height(below, _SMALL)
    size, lines = _title_lines(cover.title, width, room)
    top = _set_lines(image, lines, size, top + (room - _height(lines, size)) // 3, _INK)
    _set_lines(image, below, _SMALL, top + 8, _SOFT)


def _jpeg(image: Image.Image) -> bytes:
    """The best quality that is light enough; the last one always is."""
    data = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        data = out.getvalue()
        if len(data) <= MOST_BYTES:
            break
    return data


# ---- words ------------------------------------------------------------------------------------------


def _title_lines(title: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; the smallest is cut where nothing fits."""
    for size in _TITLE_SIZES:
        lines = _wrapped(title, size, width)
        if _height(lines, size) <= height and all(_length(line, size) <= width for line in lines):
            return size, _balanced(title, size, width)
    size = _TITLE_SIZES[-1]
    return size, _cut(title, size, width, max(1, height // _height(["x"], size)))


def _wrapped(text: str, size: int, width: float) -> list[str]:
    """As many words on each line as it takes; never parted at a space that does not break."""
    lines: list[str] = []
    space, used = _length(" ", size), 0.0
    for word in text.split(" "):
        length = _length(word, size)
        if lines and used + space + length <= width:
            lines[-1] += " " + word
            used += space + length
        else:
            lines.append(word)
            used = length
    return lines


def _balanced(text: str, size: int, width: int) -> list[str]:
    """No more lines than it takes, of lengths as even as can be."""
    most = len(_wrapped(text, size, width))
    narrow, wide = max(width / 2, *(_length(word, size) for word in text.split(" "))), float(width)
    for _ in range(6):
        middle = (narrow + wide) / 2
        if len(_wrapped(text, size, middle)) > most:
            narrow = middle
        else:
            wide = middle
    return _wrapped(text, size, wide)


def _cut(text: str, size: int, width: int, most: int) -> list[str]:
    """At most that many lines; dots say that there was more."""
    lines = _wrapped(text, size, width) if text else []
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [line if _length(line, size) <= width else _shortened(line, size, width) for line in lines]


def _shortened(line: str, size: int, width: int) -> str:
    end = len(line)
    while end and _length(line[:end] + "…", size) > width:
        end -= 1
    return line[:end].rstrip(" ,.;:–-") + "…"


def _height(lines: list[str], size: int) -> int:
    return round(len(lines) * size * _LEADING)


@lru_cache(maxsize=20_000)
def _length(text: str, size: int) -> float:
    return sum(_glyph(letter, size).advance for letter in text)


def _set_lines(image: Image.Image, lines: list[str], size: int, top: int, colour: str) -> int:
    """Draw the lines from `top` on, and say where the last one ends."""
    for number, line in enumerate(lines):
        baseline = round(top + (number + 0.5) * size * _LEADING + size * 0.36)
        across = float(_MARGIN)
        for letter in line:
            glyph = _glyph(letter, size)
            image.paste(colour, (round(across) + glyph.left, baseline + glyph.top), glyph.mask)
            across += glyph.advance
    return top + _height(lines, size)


# ---- letters ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A letter as it is pasted: where its mask begins from the point on the baseline, and how far to the next."""

    mask: Image.Image
    left: int
    top: int
    advance: float


@lru_cache(maxsize=4000)
def _glyph(letter: str, size: int) -> _Glyph:
    """Drawn once for many covers: letter by letter is five times as fast as line by line, and looks the same."""
    from PIL import Image, ImageDraw

    font = _font(size)
    left, top, right, bottom = (round(side) for side in font.getbbox(letter, anchor="ls"))
    mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(mask).text((-left, -top), letter, 255, font, anchor="ls")
    return _Glyph(mask, left, top, font.getlength(letter))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    # The plain layout is a part of Pillow; the other one is whatever the system has.
    return ImageFont.truetype(io.BytesIO(_FONT.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _font_digest() -> str:
    return hashlib.blake2b(_FONT.read_bytes(), digest_size=8).hexdigest()
