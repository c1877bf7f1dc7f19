"""Pictures: what is known of a file, which sizes pages show of it, and their bytes.

Nothing of a photo but its pixels goes further than this module: EXIF, GPS, comments and colour
profiles are left behind. Addresses are pure functions of the file's bytes and the recipe, so a
page can name a size before anyone has made it.
"""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

from thidua.problems import Mistake
from thidua.records import FocusPoint, PictureFile
from thidua.vietnamese import slug

if TYPE_CHECKING:
    from PIL import Image

RECIPE: Final = "1"
MOST_BYTES: Final = 30_000_000
MOST_PIXELS: Final = 60_000_000
Format = Literal["avif", "webp", "jpg"]
FORMATS: Final[tuple[Format, ...]] = ("avif", "webp", "jpg")
_READABLE: Final = ("JPEG", "PNG", "WEBP")
_LOGO_BOX: Final = (672, 168)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a picture is cropped for one use, and the widths it is made in."""

    name: str
    ratio: tuple[int, int]
    widths: tuple[int, ...]


SHAPES: Final = {
    shape.name: shape
    for shape in (
        Shape("photo", (3, 2), (480, 800, 1200)),
        Shape("thumb", (3, 2), (240, 480)),
        Shape("portrait", (4, 5), (160, 320, 640)),
    )
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of one picture in one format."""

    file: PictureFile
    focus: FocusPoint
    shape: Shape
    width: int
    format: Format

    @property
    def height(self) -> int:
        across, down = self.shape.ratio
        return self.width * down // across

    @property
    def address(self) -> str:
        recipe = f"{RECIPE} {self.file.digest} {self.focus.x},{self.focus.y} {self.shape.name}"
        mark = hashlib.blake2b(recipe.encode(), digest_size=5).hexdigest()
        stem = slug(PurePosixPath(self.file.path).stem)[:40]
        return f"anh/{stem}-{mark}-{self.shape.name}-{self.width}.{self.format}"


def renditions(file: PictureFile, focus: FocusPoint, shape_name: str) -> tuple[Rendition, ...]:
    """Every size of the picture in that shape, small to large, in all formats; never enlarged."""
    shape = SHAPES[shape_name]
    across, down = shape.ratio
    available = min(file.width, file.height * across // down)
    widths = [width for width in shape.widths if width <= available] or [available]
    return tuple(Rendition(file, focus, shape, width, format) for format in FORMATS for width in widths)


def standing(file: PictureFile, focus: FocusPoint, shape_name: str) -> Rendition:
    """The JPEG of middle size: it stands for the picture where only one can be named."""
    jpegs = [size for size in renditions(file, focus, shape_name) if size.format == "jpg"]
    return jpegs[min(1, len(jpegs) - 1)]


def look_at(path: Path, name: str) -> PictureFile:
    """What is known of a picture file. Raises Mistake when it is none, or too large to publish."""
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise Mistake(
            f'ảnh "{path.name}" nặng {len(data) // 1_000_000} MB, quá {MOST_BYTES // 1_000_000} MB',
            "lưu lại ảnh ở kích thước nhỏ hơn, ví dụ rộng 2400 điểm ảnh",
        )
    width, height = _size(data, path.name)
    return PictureFile(name, hashlib.blake2b(data, digest_size=16).hexdigest(), width, height)


def _size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height as shown. Decodes a small version: a file that was cut off is found here, not later."""
    from PIL import Image, UnidentifiedImageError

    too_large = Mistake(f'ảnh "{name}" có quá nhiều điểm ảnh', "thu nhỏ ảnh, ví dụ rộng 2400 điểm ảnh")
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            image = Image.open(io.BytesIO(data), formats=_READABLE)
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise too_large
        is_turned = image.getexif().get(0x0112, 1) >= 5
        image.draft("RGB", (width // 8, height // 8))
        image.load()
    except Image.DecompressionBombError:
        raise too_large from None
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise Mistake(f'"{name}" không phải ảnh JPEG, PNG hay WebP đọc được', "mở ảnh rồi lưu lại thành .jpg") from None
    return (height, width) if is_turned else (width, height)


def logo(data: bytes) -> bytes:
    """The bytes of a picture as the paper's mark: whole, see-through where it was, no larger than screens need."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=_READABLE) as image:
        mark = ImageOps.exif_transpose(image).convert("RGBA")
    mark.thumbnail(_LOGO_BOX, Image.Resampling.LANCZOS)
    mark.info = {}
    out = io.BytesIO()
    mark.save(out, "PNG", optimize=True)
    return out.getvalue()


def repainted(png: bytes, old: str, new: str) -> bytes:
    """A drawing of few colours, with one of them made another, and so its shades on the way to the one opposite."""
    from PIL import Image, ImageColor

    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        image.load()
    before, after = ImageColor.getrgb(old)[:3], ImageColor.getrgb(new)[:3]
    palette = image.getpalette("RGB") or []
    colours = [tuple(palette[at : at + 3]) for at in range(0, len(palette), 3)]
    away = [math.dist(colour, before) for colour in colours]
    furthest = max(away, default=0) or 1
    shares = (1 - far / furthest for far in away)
    image.putpalette([
        min(255, max(0, round(value + share * (end - start))))
        for colour, share in zip(colours, shares, strict=True)
        for value, start, end in zip(colour, before, after, strict=True)
    ])  # fmt: skip
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def encoded(data: bytes, sizes: Iterable[Rendition]) -> Iterator[tuple[Rendition, bytes]]:
    """The bytes of each size of one picture, decoded once. Pure: the same bytes on any run."""
    from PIL import Image, ImageOps

    pixels = upright(data)
    for size in sizes:
        fitted = ImageOps.fit(
            pixels,
            (size.width, size.height),
            Image.Resampling.LANCZOS,
            centering=(size.focus.x / 100, size.focus.y / 100),
        )
        yield size, _bytes(fitted, size.format)


def upright(data: bytes, at_least: int = 0) -> Image.Image:
    """The pixels of a picture file as they are shown, on white where it is transparent.

    A side longer than `at_least` need not be decoded in full, which takes a quarter of the time.
    """
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=_READABLE) as image:
        if at_least:
            image.draft("RGB", (at_least, at_least))
        return _on_white(ImageOps.exif_transpose(image))


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        whole = image.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(paper, whole).convert("RGB")
    return image.convert("RGB")


def _bytes(image: Image.Image, format: Format) -> bytes:
    out = io.BytesIO()
    bare = image.copy()
    bare.info = {}
    if format == "avif":
        # The bytes depend on the number of threads: one, on every machine.
        bare.save(out, "AVIF", quality=50, speed=7, max_threads=1)
    elif format == "webp":
        bare.save(out, "WEBP", quality=64, method=4)
    else:
        bare.save(out, "JPEG", quality=74, optimize=True, progressive=True)
    return out.getvalue()
