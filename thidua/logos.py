"""The paper's own mark, drawn as SVG: made harmless, or refused. Pure.

Shown as a picture a drawing can do no harm, but it has an address that may be opened by itself, as a
document of the site. What could run, load or lead away is refused; notes that drawing programs
leave, with names and paths of computers, are dropped.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import Final
from xml.etree import ElementTree

from thidua.problems import Mistake
from thidua.records import PictureFile

SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_DRAWS: Final = frozenset(
    "svg g defs symbol use title desc path circle ellipse rect line polyline polygon text tspan style image switch "
    "linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix feComposite feFlood "
    "feGaussianBlur feMerge feMergeNode feOffset".split()
)
_DROPPED: Final = frozenset({"metadata"})
_OUTSIDE: Final = re.compile(r"@import|expression\(|url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)
_OWN_PIXELS: Final = re.compile(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*")
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")
_EXPORT: Final = "trong phần mềm vẽ, xuất lại thành SVG thuần (Plain SVG), hoặc dùng ảnh PNG"


def is_drawing(path: str) -> bool:
    """Whether the file at a path is drawn, not made of pixels."""
    return path.lower().endswith(".svg")


def look_at(data: bytes, path: str) -> PictureFile:
    """What is known of a drawing. Raises Mistake for one that is refused."""
    root = _harmless(data, path)
    width, height = _size(root, PurePosixPath(path).name)
    return PictureFile(path, hashlib.blake2b(data, digest_size=16).hexdigest(), width, height)


def cleaned(data: bytes, path: str) -> bytes:
    """The drawing as it is published. Raises Mistake for one that is refused."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", _XLINK[1:-5])
    return ElementTree.tostring(_harmless(data, path), encoding="unicode").encode()


def _harmless(data: bytes, path: str) -> ElementTree.Element:
    name = PurePosixPath(path).name
    root = _parsed(data, name)
    _clean(root, name)
    return root


def _parsed(data: bytes, name: str) -> ElementTree.Element:
    try:
        text = data.decode("utf-8-sig")
        if "<!ENTITY" in text:
            raise Mistake(f'hình "{name}" có phần khai báo ENTITY, không dùng được', _EXPORT)
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError):
        raise Mistake(f'"{name}" không phải tệp SVG đọc được', _EXPORT) from None
    if root.tag != f"{{{SVG}}}svg":
        raise Mistake(f'"{name}" không phải tệp SVG đọc được', _EXPORT)
    return root


def _clean(element: ElementTree.Element, name: str) -> None:
    """Drop what other programs noted in the element and below it. Raises Mistake for what is refused."""
    for key, value in list(element.attrib.items()):
        if key.startswith("{") and key != _XLINK:
            del element.attrib[key]
        else:
            _refuse_attribute(element, key, value, name)
    if element.tag == f"{{{SVG}}}style" and _OUTSIDE.search(element.text or ""):
        raise Mistake(f'hình "{name}" lấy kiểu chữ hoặc hình từ nơi khác', _EXPORT)
    for child in list(element):
        space, _, kind = str(child.tag)[1:].rpartition("}")
        if space != SVG or kind in _DROPPED:
            element.remove(child)
        elif kind not in _DRAWS:
            raise Mistake(f'hình "{name}" có phần <{kind}>, có thể chạy lệnh hoặc dẫn đi nơi khác', _EXPORT)
        else:
            _clean(child, name)


def _refuse_attribute(element: ElementTree.Element, key: str, value: str, name: str) -> None:
    if key.lower().startswith("on"):
        raise Mistake(f'hình "{name}" có lệnh chạy khi bấm hay mở ({key})', _EXPORT)
    is_image = element.tag == f"{{{SVG}}}image"
    is_inside = _OWN_PIXELS.fullmatch(value) if is_image else value.startswith("#")
    if (key in ("href", _XLINK) and not is_inside) or _OUTSIDE.search(value):
        raise Mistake(f'hình "{name}" lấy một phần từ nơi khác: «{value[:60]}»', _EXPORT)


def _size(root: ElementTree.Element, name: str) -> tuple[int, int]:
    """The size as drawn: of the view box, else as the file says."""
    box = [float(word) for word in re.findall(r"-?[0-9]*\.?[0-9]+", root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return max(1, round(box[2])), max(1, round(box[3]))
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    numbers = [float(side[1]) for side in sides if side]
    if len(numbers) < 2 or min(numbers) <= 0:
        raise Mistake(f'hình "{name}" không ghi kích thước (viewBox)', _EXPORT)
    return max(1, round(numbers[0])), max(1, round(numbers[1]))
