"""Why a YAML text cannot be read, told to someone who has never heard of YAML.

The parser knows where it stopped and seldom why. Here the rows around that place are looked at as a
colleague would: first for slips that can be seen in one row, then for what several rows do together.
Pure; knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from thidua.problems import Mistake

SHOWN: Final = 80
_ROW: Final = re.compile(r"(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\W\d][\w ]*?) *:(?:\s+|$))?(?P<value>.*)")
_TAB: Final = re.compile(r" *(?:- *)?\t")
_GLUED_COLON: Final = re.compile(r" *(?:- +)?([^\W\d]\w*):(?!//)(?=\S)")
_GLUED_DASH: Final = re.compile(r" *-([^\W\d]\w*\s*:(?:\s|$).*)")
_ODD_DASH: Final = re.compile(r" *([–—•·*+])\s+\S")
_ODD_COLON: Final = re.compile(r" *(?:- +)?([A-Za-z_]+)\s*[：﹕=]\s*(\S.*)")
_RESERVED: Final = re.compile(r"[@`%&*!\]},]|[|>](?![-+0-9]*\s*$)|\?\s|\[[^\]]*\]\s*[^\s#]|\{[^{}]*\}\s*[^\s#]|\{\{")
_CLOSED: Final = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"(?P<after>.*)'),
    "'": re.compile(r"'(?:[^']|'')*'(?P<after>.*)"),
}
_SECOND_COLON: Final = re.compile(r":(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the parser gave up: the row it stopped at, the row of what it was reading, and its words.

    `in_front` says that the rows stand above the body of an article, which may have slid into them.
    """

    rows: Sequence[str]
    at: int
    begun: int
    said: str
    in_front: bool = False


def slip(stop: Stop) -> tuple[int, Mistake]:
    """The row that must be changed, from 0, and what is wrong with it."""
    for look in (_body_in_front, *_IN_A_ROW, *_OVER_ROWS):
        for row, mistake in look(stop):
            return row, mistake
    return stop.at, Mistake(
        f"không đọc được dòng này: «{shown(stop.rows[stop.at])}»",
        "so với các dòng bên cạnh: thụt lề bằng dấu cách, có dấu cách sau dấu hai chấm",
    )


def shown(row: str) -> str:
    """A row as a message quotes it."""
    words = row.strip()
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def in_quotes(row: str) -> str:
    """The row with its value as it should be written: in straight quotes, those inside it curly."""
    found = _parts(row)
    words = found["value"].strip().strip("\"'“”‘’").strip()
    pieces = words.split('"')
    words = pieces[0] + "".join("“”"[at % 2] + piece for at, piece in enumerate(pieces[1:]))
    return f'{found["key"]}: "{words}"' if found["key"] else f'- "{words}"' if "-" in found["lead"] else f'"{words}"'


def _parts(row: str) -> dict[str, str]:
    match = _ROW.match(row)
    return match.groupdict("") if match else {"lead": "", "key": "", "value": row}


# ---- slips that one row shows ------------------------------------------------------------------------


def _body_in_front(stop: Stop) -> Iterator[tuple[int, Mistake]]:
    """Words of the body among the keys: the row of --- between them is missing."""
    for at, row in enumerate(stop.rows[: stop.at + 1] if stop.in_front else ()):
        is_apart = at > 1 and not stop.rows[at - 1].strip()
        if is_apart and row.strip() and not _KEY_LIKE.match(row):
            yield (
                at,
                Mistake(
                    f"nội dung bài nằm trong phần khai báo: «{shown(row)}»", "thêm một dòng chỉ có --- trước dòng này"
                ),
            )


_KEY_LIKE: Final = re.compile(r"\s|#|-\s|\w+ ?[:：=]")

InRow = Callable[[str], Mistake | None]
Found = Iterator[tuple[int, Mistake]]


def _near(look: InRow) -> Callable[[Stop], Found]:
    """The slip in the row where the parser stopped, in the one above, or where it began."""

    def found(stop: Stop) -> Found:
        for at in (stop.at, _above(stop.rows, stop.at), stop.begun):
            if at is not None and (mistake := look(stop.rows[at])):
                yield at, mistake

    return found


def _above(rows: Sequence[str], at: int) -> int | None:
    """The nearest row above that says something."""
    return next((n for n in range(at - 1, -1, -1) if rows[n].strip() and not rows[n].lstrip().startswith("#")), None)


def _tab(row: str) -> Mistake | None:
    if not _TAB.match(row) or not row.strip():
        return None
    return Mistake(f"dòng này thụt lề bằng phím Tab: «{shown(row)}»", "xóa Tab ở đầu dòng, thụt lề bằng dấu cách")


def _glued_colon(row: str) -> Mistake | None:
    if not (match := _GLUED_COLON.match(row)):
        return None
    fixed = f"{row[: match.end()]} {row[match.end() :]}"
    return Mistake(f"thiếu dấu cách sau dấu hai chấm: «{shown(row)}»", f"viết «{shown(fixed)}»")


def _glued_dash(row: str) -> Mistake | None:
    if not (match := _GLUED_DASH.match(row)):
        return None
    return Mistake(f"thiếu dấu cách sau dấu gạch: «{shown(row)}»", f"viết «- {shown(match[1])}»")


def _odd_dash(row: str) -> Mistake | None:
    if not (match := _ODD_DASH.match(row)):
        return None
    fixed = row.replace(match[1], "-", 1)
    return Mistake(
        f"dòng này mở đầu bằng dấu {match[1]}, không phải dấu gạch nối: «{shown(row)}»", f"viết «{shown(fixed)}»"
    )


def _odd_colon(row: str) -> Mistake | None:
    if not (match := _ODD_COLON.match(row)):
        return None
    return Mistake(f"sau tên mục phải là dấu hai chấm: «{shown(row)}»", f"viết «{shown(f'{match[1]}: {match[2]}')}»")


def _reserved(row: str) -> Mistake | None:
    value = _parts(row)["value"]
    if not _RESERVED.match(value):
        return None
    return Mistake(
        f"giá trị bắt đầu bằng dấu {value[0]} mà không có ngoặc kép: «{shown(row)}»", f"viết {in_quotes(row)}"
    )


def _dash_after_key(row: str) -> Mistake | None:
    found = _parts(row)
    if not found["key"] or not found["value"].startswith("- "):
        return None
    value = found["value"].lstrip("- ")
    return Mistake(
        f"có dấu gạch ngay sau dấu hai chấm: «{shown(row)}»",
        f"viết «{found['key']}: {shown(value)}»; nếu là danh sách thì xuống dòng rồi mới viết «- {shown(value)}»",
    )


def _words_after_quotes(row: str) -> Mistake | None:
    value = _parts(row)["value"]
    match = _CLOSED[value[0]].match(value) if value[:1] in _CLOSED else None
    after = match["after"].strip() if match else ""
    if not after or after[0] in "#:":
        return None
    return Mistake(
        f"còn chữ sau dấu {value[0]} đóng lại: «{shown(row)}»",
        f"dấu {value[0]} chỉ đứng ở đầu và cuối giá trị; trong câu dùng “ ”",
    )


# ---- what several rows do together -------------------------------------------------------------------


def _open_quotes(stop: Stop) -> Found:
    """Quotes that open in one row and only meet those of another value."""
    opened: tuple[int, str] | None = None
    for at, row in enumerate(stop.rows[: stop.at + 1]):
        found = _parts(row)
        begins = found["value"][:1]
        if opened is not None and opened[1] in row:
            if found["key"] and begins == opened[1]:
                break
            opened = None
        elif opened is None and begins in _CLOSED and not _CLOSED[begins].match(found["value"]):
            opened = at, begins
    if opened is not None:
        at, sign = opened
        yield (
            at,
            Mistake(
                f"dấu {sign} mở ra mà không có dấu {sign} đóng lại: «{shown(stop.rows[at])}»",
                f"viết {in_quotes(stop.rows[at])}",
            ),
        )


def _lost_dash(stop: Stop) -> Found:
    """A record whose first key begins its row, and has the others set in below it."""
    above = _above(stop.rows, stop.at)
    row = stop.rows[above] if above is not None else ""
    if above is not None and _FIRST_KEY.match(row) and stop.rows[stop.at].startswith("  "):
        yield above, Mistake(f"thiếu dấu gạch ở đầu bản ghi: «{shown(row)}»", f"viết «- {shown(row)}»")


_FIRST_KEY: Final = re.compile(r"(?:id|short): ")


def _backslash(stop: Stop) -> Found:
    if "escape" in stop.said:
        row = stop.rows[stop.at]
        yield (
            stop.at,
            Mistake(
                f"không dùng được dấu \\ trong ngoặc kép: «{shown(row)}»",
                f"viết {in_quotes(row.replace(chr(92), '/'))}",
            ),
        )


def _open_bracket(stop: Stop) -> Found:
    if "flow sequence" in stop.said or "flow mapping" in stop.said:
        sign, end = ("[", "]") if "flow sequence" in stop.said else ("{", "}")
        row = stop.rows[stop.begun]
        yield (
            stop.begun,
            Mistake(
                f"ngoặc {sign} mở ra mà không đóng lại: «{shown(row)}»",
                f"thêm {end} ở cuối, các giá trị cách nhau bằng dấu phẩy; nếu là một câu thì viết {in_quotes(row)}",
            ),
        )


def _second_colon(stop: Stop) -> Found:
    row = stop.rows[stop.at]
    if "mapping values" in stop.said and _SECOND_COLON.search(_parts(row)["value"]):
        yield stop.at, Mistake(f"câu có dấu hai chấm mà không có ngoặc kép: «{shown(row)}»", f"viết {in_quotes(row)}")


def _no_colon(stop: Stop) -> Found:
    """A key without its colon; the parser notices only in the next row."""
    rows = (stop.begun, stop.at) if "expected ':'" in stop.said else (stop.at, _above(stop.rows, stop.at))
    for at in rows:
        row = "" if at is None else stop.rows[at].strip()
        if at is not None and row and not row.startswith("#") and not _SECOND_COLON.search(row):
            body = "; nếu đây đã là nội dung bài thì thêm một dòng --- ở trên" if stop.in_front else ""
            yield (
                at,
                Mistake(
                    f"dòng này thiếu dấu hai chấm sau tên mục: «{shown(row)}»",
                    f"viết «mục: giá trị», có dấu cách sau dấu hai chấm{body}",
                ),
            )


def _out_of_line(stop: Stop) -> Found:
    row = stop.rows[stop.at]
    above = _above(stop.rows, stop.at)
    column = len(row) - len(row.lstrip())
    lead = _parts(row)["lead"]
    if above is not None and ("-" in lead or len(lead) != len(_parts(stop.rows[above])["lead"])):
        yield (
            stop.at,
            Mistake(
                f"dòng này lệch cột ({f'thụt vào {column} dấu cách' if column else 'sát lề'}): «{shown(row)}»",
                "canh thẳng cột với các mục khác của bản ghi; bản ghi mới mở đầu bằng «- », thẳng với «- » ở trên",
            ),
        )


_IN_A_ROW: Final = tuple(
    _near(look)
    for look in (
        _tab,
        _glued_colon,
        _glued_dash,
        _odd_dash,
        _odd_colon,
        _reserved,
        _dash_after_key,
        _words_after_quotes,
    )
)
_OVER_ROWS: Final = (_lost_dash, _backslash, _open_quotes, _open_bracket, _second_colon, _no_colon, _out_of_line)
