"""What Markdown would print otherwise than its editor meant: found in the source, before it is converted.

Pure. Each finding pairs the words of a row, to find the line by, with what is wrong. What is certain is
a Mistake; what may be meant so is a Hint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from thidua.problems import Hint, Mistake
from thidua.slips import shown

Finding = tuple[str, Mistake]

_CODE: Final = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)
_HEADING: Final = re.compile(r"(#{1,6})[ \t]*([^#\s].*)")
_RULE: Final = re.compile(r"(?:-+|=+)[ \t]*")
_ITEM: Final = re.compile(r"[-*+][ \t]+\S")
_NUMBERED: Final = re.compile(r"[0-9]{1,2}[.)][ \t]+\S")
_BULLET: Final = re.compile(r"([•·●▪◦‣■➢✓✔])[ \t]*\S")
_GLUED: Final = re.compile(r"[-+](?=[^\W\d])")
_CELLS_APART: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:-]*)*")
_SPACED: Final = re.compile(
    r"(?:\[|!\[)[^\]\n]+\][ \t]+\((?:https?:|www\.|/|\.\.?/|[\w./-]+\.(?:md|html|jpe?g|png|webp))[^)\n]*\)"
)
_UNCLOSED: Final = re.compile(r"(?:\[|!\[)[^\]\n]+\]\([^)\n]*$", re.MULTILINE)
_REFERENCE: Final = re.compile(r"\]\[([^\]\n]+)\]")
_FOOTNOTE: Final = re.compile(r"\[\^([^\]\n]+)\](?!:)")
_DEFINED: Final = re.compile(r"^ {0,3}\[(\^?[^\]\n]+)\]:", re.MULTILINE)


def findings(source: str) -> Iterator[Finding]:
    """All that is wrong in a body, in the order of the rules."""
    written = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source) if "`" in source else source
    rows = f"\n{written}"
    looks = [look for sign, look in _LOOKS if sign.search(rows)]
    if looks:
        blocks = [block.split("\n") for block in re.split(r"\n[ \t]*\n", written.strip("\n"))]
        for look in looks:
            yield from look(blocks)
    if "[" in written:
        yield from _links(written)


# ---- blocks ----------------------------------------------------------------------------------------


def _headings(rows: Sequence[str]) -> Iterator[Finding]:
    """Only ## to #### make a sub-heading; the title stands in the front matter."""
    for row in rows:
        match = _HEADING.fullmatch(row)
        if match and len(match[1]) == 1:
            yield (
                row,
                Mistake(
                    f"tiêu đề cấp 1 trong bài: «{shown(row)}»",
                    f"tiêu đề bài viết ở mục title; trong bài viết «## {match[2]}», hoặc «\\{row}» nếu là chữ thường",
                ),
            )
        elif match and len(match[1]) > 4:
            yield row, Mistake(f"tiêu đề phụ nhỏ quá: «{shown(row)}»", f"viết «#### {match[2]}»")


def _underlined(rows: Sequence[str]) -> Iterator[Finding]:
    """A row of --- or === makes a heading of the words above it."""
    for above, row in pairwise(rows):
        if not _RULE.fullmatch(row) or not _is_prose(above):
            continue
        if row.startswith("="):
            said = f"dòng === dưới «{shown(above)}» biến câu ấy thành tiêu đề cấp 1"
            yield above, Mistake(said, "xóa dòng ===; tiêu đề phụ thì viết «## » ở đầu dòng")
        else:
            yield (
                above,
                Hint(
                    f"dòng --- ngay dưới «{shown(above)}» biến câu ấy thành tiêu đề phụ",
                    "thêm một dòng trống phía trên ---",
                ),
            )


def _lists(rows: Sequence[str]) -> Iterator[Finding]:
    """A list needs an empty row above it; words of the paragraph would swallow it."""
    start = 1 if len(rows) > 1 and _HEADING.match(rows[0]) else 0
    if len(rows) <= start + 1 or not _is_prose(rows[start]):
        return
    items = [row for row in rows[start + 1 :] if _ITEM.match(row)]
    numbered = [row for row in rows[start + 1 :] if _NUMBERED.match(row)]
    for first in (items[:1], numbered[:1] if len(numbered) > 1 else []):
        for row in first:
            said = f"«{shown(row)}» dính vào đoạn trên, không thành danh sách"
            yield row, Hint(said, "thêm một dòng trống phía trên danh sách")


def _bullets(rows: Sequence[str]) -> Iterator[Finding]:
    """Signs that Word sets before a list make none here."""
    if match := next(filter(None, map(_BULLET.match, rows)), None):
        row = match.string
        fixed = f"- {row[1:].strip()}"
        yield row, Hint(f"dấu {match[1]} không làm nên danh sách: «{shown(row)}»", f"viết «{shown(fixed)}»")
    glued = [row for row in rows if _GLUED.match(row)]
    if len(glued) > 1:
        row = glued[0]
        yield row, Hint(f"thiếu dấu cách sau dấu gạch: «{shown(row)}»", f"viết «{row[0]} {shown(row[1:])}»")


def _tables(rows: Sequence[str]) -> Iterator[Finding]:
    """A table stands alone and has a row of dashes under its head."""
    at = next((at for at, row in enumerate(rows) if row.startswith("|")), None)
    if at is None:
        return
    row = rows[at]
    if at and not _HEADING.match(rows[at - 1]):
        said = f"bảng «{shown(row)}» dính vào đoạn trên, sẽ hiện nguyên văn"
        yield row, Mistake(said, "thêm một dòng trống phía trên bảng")
    elif len(rows) <= at + 1 or not _CELLS_APART.fullmatch(rows[at + 1]):
        dashes = "|---" * max(1, row.count("|") - 1) + "|"
        said = f"bảng thiếu dòng gạch dưới hàng đầu: «{shown(row)}»"
        yield row, Mistake(said, f"thêm dòng «{dashes}» ngay dưới dòng này")


def _gaps(rows: Sequence[str]) -> Iterator[Finding]:
    """Nothing that a skeleton asks for is left open."""
    if rows[0].startswith("«") and rows[-1].endswith("»"):
        yield rows[0], Mistake(f"chỗ này chưa điền: {shown(rows[0])}", "thay cả cụm trong dấu «…» bằng nội dung thật")


def _indented(blocks: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """A first row that is set in, as in print, would become a box of typewriter text."""
    in_list = False
    for rows in blocks:
        first = rows[0]
        is_set_in = first.startswith(("    ", "\t"))
        if is_set_in and not in_list:
            said = f"đoạn này thụt đầu dòng nên thành khung chữ máy: «{shown(first)}»"
            yield first, Mistake(said, "xóa các dấu cách hoặc Tab ở đầu dòng")
        in_list = bool(_ITEM.match(first) or _NUMBERED.match(first) or first.startswith("[^")) or (
            is_set_in and in_list
        )


def _is_prose(row: str) -> bool:
    return bool(row.strip()) and row[0] not in "#-*+>|<[ \t" and not _NUMBERED.match(row)


Blocks = Sequence[Sequence[str]]


def _each(look: Callable[[Sequence[str]], Iterator[Finding]]) -> Callable[[Blocks], Iterator[Finding]]:
    return lambda blocks: (finding for rows in blocks for finding in look(rows))


# What is looked at closely, and only where its sign is seen, at the beginning of a row: most bodies have none.
_LOOKS: Final[tuple[tuple[re.Pattern[str], Callable[[Blocks], Iterator[Finding]]], ...]] = (
    (re.compile(r"\n#(?:[^#]|#{4})"), _each(_headings)),
    (re.compile(r"\n(?:-+|=+)[ \t]*$", re.MULTILINE), _each(_underlined)),
    (re.compile(r"\n(?:[-*+]|[0-9]{1,2}[.)])[ \t]"), _each(_lists)),
    (re.compile(r"\n(?:[•·●▪◦‣■➢✓✔]|[-+][^\W\d])"), _each(_bullets)),
    (re.compile(r"\n\|"), _each(_tables)),
    (re.compile(r"\n«"), _each(_gaps)),
    (re.compile(r"\n(?: {4}|\t)"), _indented),
)


# ---- links ------------------------------------------------------------------------------------------


def _links(written: str) -> Iterator[Finding]:
    for match in _SPACED.finditer(written) if "] " in written or "]\t" in written else ():
        fixed = re.sub(r"\][ \t]+\(", "](", match[0])
        yield match[0], Mistake(f"thừa dấu cách giữa ] và (: «{shown(match[0])}»", f"viết «{shown(fixed)}»")
    for match in _UNCLOSED.finditer(written):
        yield match[0], Mistake(f"ngoặc ( mở ra mà không đóng lại: «{shown(match[0])}»", "thêm ) ở cuối liên kết")
    if "][" not in written and "[^" not in written:
        return
    known = {label.lower() for label in _DEFINED.findall(written)}
    for match in _REFERENCE.finditer(written):
        if match[1].lower() not in known:
            yield (
                match[0],
                Mistake(f"«[{match[1]}]» chưa nói rõ dẫn tới đâu", "viết thẳng địa chỉ: [chữ](địa chỉ)"),
            )
    for match in _FOOTNOTE.finditer(written):
        if f"^{match[1]}".lower() not in known:
            yield (
                match[0],
                Mistake(f"chú thích «{match[0]}» chưa có nội dung", f"thêm ở cuối bài: «{match[0]}: nội dung»"),
            )
