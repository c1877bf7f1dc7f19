"""Files as their editors wrote them: text and YAML values that remember their lines.

Reads; never writes, never interprets: a plain scalar stays the text that was typed, so that
`no`, `012` or `1:30` mean what the schema says and not what YAML guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from thidua.problems import Mistake, Origin, Problem, Problems

Value: TypeAlias = "str | Table | Items | None"

_BYTE_ORDER_MARK = "\ufeff"
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Table(dict[str, "Value"]):
    """A YAML mapping, with the line of each key and of itself."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list["Value"]):
    """A YAML sequence, with the line of each item and of itself."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file in two: its front matter and its body, which starts on `body_line`."""

    front: Table
    body: str
    body_line: int


def line_of(value: Value, path: Sequence[str | int]) -> int:
    """The line where the value at `path` was written, or of its nearest written ancestor."""
    line = value.line if isinstance(value, Table | Items) else 1
    for step in path:
        match value, step:
            case Table(), str() if step in value:
                line, value = value.lines.get(step, line), value[step]
            case Items(), int() if step < len(value):
                line, value = value.lines[step], value[step]
            case _:
                break
    return line


def read_text(path: Path, name: str) -> str:
    """The file's text as NFC with Unix line ends, whatever editor wrote it.

    Raises Problems for a file that is not UTF-8.
    """
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Problems([_not_utf8(name, 1)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problems([_not_utf8(name, data.count(b"\n", 0, error.start) + 1)]) from None
    text = text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _not_utf8(name: str, line: int) -> Problem:
    return Problem(
        Origin(name, line),
        "tệp không ở bảng mã UTF-8",
        "mở tệp bằng Notepad hoặc VS Code, chọn «Save with Encoding» → «UTF-8» rồi lưu lại",
    )


def read_yaml(path: Path, name: str) -> Value:
    """The file's one value. Raises Problems with everything wrong in the writing of it."""
    return parse_yaml(read_text(path, name), name)


def read_document(path: Path, name: str) -> Document:
    """The front matter and body of a Markdown file. Raises Problems."""
    text = read_text(path, name)
    opening = _FENCE.match(text)
    if opening is None:
        raise Problems(
            [
                Problem(
                    Origin(name, 1),
                    "thiếu phần khai báo ở đầu tệp",
                    "dòng đầu tiên phải là ---, rồi đến các mục như title:, kết thúc bằng một dòng ---",
                )
            ]
        )
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        raise Problems(
            [
                Problem(
                    Origin(name, 1),
                    "phần khai báo mở bằng --- nhưng không có dòng --- đóng lại",
                    "thêm một dòng chỉ có --- trước khi vào nội dung bài",
                )
            ]
        )
    front = parse_yaml(text[opening.end() : closing.start()], name)
    if front is None:
        front = Table(1)
    if not isinstance(front, Table):
        raise Problems([Problem(Origin(name, 2), "phần khai báo phải gồm các dòng «mục: giá trị»")])
    start = closing.end() + 1
    return Document(front, text[start:], text.count("\n", 0, start) + 1)


def parse_yaml(text: str, name: str, first_line: int = 1) -> Value:
    """The one value of a YAML text. Raises Problems with everything wrong in the writing of it.

    Anchors, aliases, tags and keys written twice are refused: each would change data unseen.
    """
    builder = _Builder(text, name, first_line)
    try:
        value = builder.build()
    except yaml.MarkedYAMLError as error:
        builder.found.append(_syntax_problem(error, text, name, first_line))
        value = None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        builder.found.append(
            Problem(
                Origin(name, line),
                f"có ký tự không in được (mã U+{ord(text[error.position]):04X})",
                "xóa ký tự đó đi; thường là do chép từ Word hoặc PDF",
            )
        )
        value = None
    if builder.found:
        raise Problems(builder.found)
    return value


class _Builder:
    """Values out of the C parser's events; about four times as fast as yaml.CSafeLoader."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.found: list[Problem] = []
        self.rows = text.split("\n") if " #" in text else None
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CLoader)

    def build(self) -> Value:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self.value(next(self.events))
        next(self.events)
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            self.report(event, "tệp có nhiều phần ngăn bởi ---", "giữ một phần, bỏ dòng --- ở giữa")
        return value

    def value(self, event: yaml.Event) -> Value:
        for sign, name in _refused(event):
            self.report(event, f"không dùng được dấu {sign} ({name})", 'đặt cả giá trị trong ngoặc kép "…"')
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.table(event)
        return self.items(event)

    def table(self, start: yaml.Event) -> Table:
        table = Table(self.line(start))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.value(event)
            line = self.line(event)
            value = self.value(next(self.events))
            if not isinstance(key, str):
                self.report(event, "tên mục phải là chữ", "viết tên mục rồi dấu hai chấm, ví dụ name: …")
            elif key in table:
                self.report(
                    event,
                    f'mục "{key}" viết hai lần (lần đầu ở dòng {table.lines[key]})',
                    "giữ một dòng; nếu là hai bản ghi thì bắt đầu bản ghi sau bằng dấu gạch «- »",
                )
            else:
                table[key] = value
                table.lines[key] = line
        return table

    def items(self, start: yaml.Event) -> Items:
        items = Items(self.line(start))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.lines.append(self.line(event))
            items.append(self.value(event))
        return items

    def scalar(self, event: yaml.ScalarEvent) -> str | None:
        if event.style is not None:
            return str(event.value)
        if self.rows is not None:
            self.swallowed(event)
        text = str(event.value)
        return None if text in ("", "~", "null") else text

    def swallowed(self, event: yaml.ScalarEvent) -> None:
        """`tổ #1` loses its end to a comment, unseen: ask for quotes wherever # touches a word."""
        end = event.end_mark
        if self.rows is None or end is None:
            return
        rest = self.rows[end.line][end.column :]
        lost = re.match(r"\s*(#[^\s#].*)", rest)
        if lost and (rest[0] == " " or not event.value):
            self.report(
                event,
                f"phần «{lost[1].strip()}» sẽ bị bỏ mất vì dấu # mở đầu một chú thích",
                f'đặt cả giá trị trong ngoặc kép: "{f"{event.value} {lost[1].strip()}".strip()}"',
            )

    def line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def report(self, event: yaml.Event, message: str, remedy: str) -> None:
        self.found.append(Mistake(message, remedy).at(Origin(self.name, self.line(event))))


def _refused(event: yaml.Event) -> Iterator[tuple[str, str]]:
    """The signs by which YAML would replace what was typed, with the name behind each."""
    if isinstance(event, yaml.AliasEvent):
        yield "*", str(event.anchor)
    elif isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent):
        if event.anchor is not None:
            yield "&", event.anchor
        if event.tag is not None:
            yield "!", event.tag


_SYNTAX = (
    (
        "cannot start any token",
        "dòng này thụt lề bằng phím Tab hoặc bắt đầu bằng một ký tự đặc biệt",
        'thụt lề bằng dấu cách; nếu giá trị bắt đầu bằng @, ` hay % thì đặt trong ngoặc kép "…"',
    ),
    (
        "mapping values are not allowed",
        "thừa một dấu hai chấm trong dòng này",
        'đặt cả câu trong ngoặc kép, ví dụ title: "Thi đua: một năm nhìn lại"',
    ),
    (
        "while scanning a quoted scalar",
        "ngoặc kép mở ra mà không đóng lại",
        'thêm dấu " ở cuối giá trị; dấu " bên trong câu thì viết “ ”',
    ),
    (
        "did not find expected key",
        "dòng này không đúng chỗ: sai lề, hoặc ngoặc kép đóng quá sớm",
        'canh các mục của một bản ghi thẳng cột với nhau; trong câu dùng “ ” thay cho dấu "',
    ),
    (
        "could not find expected ':'",
        "dòng này thiếu dấu hai chấm sau tên mục",
        "viết «mục: giá trị», có dấu cách sau dấu hai chấm",
    ),
    (
        "did not find expected '-' indicator",
        "dòng này không thuộc danh sách ở trên",
        "mỗi bản ghi bắt đầu bằng dấu gạch «- »; các mục của nó thụt vào hai dấu cách",
    ),
    (
        "did not find expected ',' or",
        "ngoặc [ hay { mở ra mà không đóng lại",
        "thêm ] hoặc } ở cuối; các giá trị cách nhau bằng dấu phẩy",
    ),
    (
        "found undefined tag handle",
        "không dùng được dấu ! ở đầu giá trị",
        'đặt cả giá trị trong ngoặc kép "…"',
    ),
)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str, first_line: int) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in said and error.context_mark is not None:
        mark = error.context_mark
    line = (mark.line if mark else 0) + first_line
    written = _row(text, line - first_line)
    for sign, message, remedy in _SYNTAX:
        if sign in said:
            return Problem(Origin(name, line), f"{message}: «{written}»", remedy)
    return Problem(
        Origin(name, line),
        f"không đọc được dòng này: «{written}»",
        "so với các dòng bên cạnh: thụt lề bằng dấu cách, có dấu cách sau dấu hai chấm",
    )


def _row(text: str, index: int) -> str:
    rows = text.split("\n")
    return rows[index].strip()[:80] if index < len(rows) else ""
