"""Files as their editors wrote them: text and YAML values that remember their lines.

Reads; never writes, never interprets: a plain scalar stays the text that was typed, so that
`no`, `012` or `1:30` mean what the schema says and not what YAML guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from thidua.digest import digest_of_bytes
from thidua.problems import Mistake, Origin, Problem, Problems
from thidua.slips import Stop, in_quotes, shown, slip

Value: TypeAlias = "str | Table | Items | None"

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"\n*---[ \t]*$", re.MULTILINE)
_ALMOST_FENCE = re.compile(r"^[ \t]*(?:[-–—_=*]+|\.\.\.)[ \t]*$", re.MULTILINE)

# What nobody can see and Word leaves behind: soft hyphens, zero-width spaces, marks of order and direction.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# A space that does not break, where a plain one shapes the text: before, or after, a key, a dash or a #.
_SHAPE = re.compile("^[ \u00a0]*(?:[-*+>#]+[ \u00a0]+)*(?:\\w+:[ \u00a0]+)?", re.MULTILINE)
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff]|®[a-z\u00a8-\u00ff]")


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
    """A Markdown file in two: its front matter and its body, which starts on `body_line`.

    `head` is the digest of all that stands before the body.
    """

    front: Table
    body: str
    body_line: int
    head: bytes


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


def line_of_words(text: str, words: Iterable[str]) -> int:
    """The line of the first of the words that stand in the text; the first line when none does."""
    found = (at for word in words if (at := text.find(word)) >= 0)
    return text.count("\n", 0, next(found, 0)) + 1


def read_text(path: Path, name: str) -> str:
    """The file's text as NFC with Unix line ends and nothing unseen in it, whatever editor wrote it.

    Raises Problems for a file that cannot be opened or is not UTF-8, and for characters that are no text.
    """
    try:
        data = path.read_bytes()
    except OSError:
        remedy = "xem tệp có còn ở đó không, đóng chương trình đang giữ tệp rồi chạy lại"
        raise Problems([Problem(Origin(name), "không mở được tệp", remedy)]) from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Problems([_not_utf8(name, 1)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problems([_not_utf8(name, data.count(b"\n", 0, error.start) + 1)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text).replace("\u2028", " ").replace("\u2029", " "))
    if "\u00a0" in text:
        text = _SHAPE.sub(lambda match: match[0].replace("\u00a0", " "), text)
    if _STRANGE.search(text):
        raise Problems(_strange(text, name))
    return text


def _strange(text: str, name: str) -> Iterator[Problem]:
    """Each character that no editor typed, with the words around it."""
    for match in _STRANGE.finditer(text):
        sign, start = match[0], text.rfind("\n", 0, match.start()) + 1
        words = shown(text[max(start, match.start() - 20) : match.start() + 20].split("\n")[0].replace(sign, "□"))
        if sign[0] == "®":
            message = f"chữ ở bảng mã TCVN3 (phông .VnTime): «{sign}»"
            remedy = "chuyển cả đoạn sang Unicode bằng UniKey (Ctrl+Shift+F6) rồi chép lại"
        elif sign == "\ufffd":
            message, remedy = f"có chữ đã hỏng ở chỗ □: «{words}»", "gõ lại chữ đó theo bản gốc"
        else:
            message = f"có ký tự không in được (mã U+{ord(sign):04X}) ở chỗ □: «{words}»"
            remedy = "xóa ký tự đó đi; thường là do chép từ Word hoặc PDF"
        yield Problem(Origin(name, text.count("\n", 0, match.start()) + 1), message, remedy)


def _not_utf8(name: str, line: int) -> Problem:
    return Problem(
        Origin(name, line),
        "tệp không ở bảng mã UTF-8",
        "lưu lại ở bảng mã UTF-8: trong Notepad chọn File → Save as → Encoding: UTF-8",
    )


def read_yaml(path: Path, name: str) -> Value:
    """The file's one value. Raises Problems with everything wrong in the writing of it."""
    return parse_yaml(read_text(path, name), name)


def read_document(path: Path, name: str) -> Document:
    """The front matter and body of a Markdown file. Raises Problems."""
    text = read_text(path, name)
    opening = _OPENING.match(text)
    if opening is None:
        raise Problems([_unopened(text, name)])
    first_line = text.count("\n", 0, opening.end()) + 1
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        raise Problems([_unclosed(text, opening.end(), name)])
    front = parse_yaml(text[opening.end() : closing.start()], name, first_line)
    if front is None:
        front = Table(first_line)
    if not isinstance(front, Table):
        raise Problems(
            [
                Problem(
                    Origin(name, front.line if isinstance(front, Items) else first_line + 1),
                    "phần khai báo phải gồm các dòng «mục: giá trị»",
                    "viết mỗi mục một dòng, ví dụ title: Lễ phát động thi đua",
                )
            ]
        )
    start = closing.end() + 1
    return Document(front, text[start:], text.count("\n", 0, start) + 1, digest_of_bytes(text[:start].encode()))


def _unopened(text: str, name: str) -> Problem:
    rows = text.strip("\n").split("\n")
    line = len(text) - len(text.lstrip("\n")) + 1
    if not text.strip():
        return Problem(Origin(name, 1), "tệp trống", 'xóa tệp, hoặc tạo bài bằng lệnh: new article "Tiêu đề"')
    if _ALMOST_FENCE.fullmatch(rows[0]):
        said = f"phần khai báo mở bằng «{rows[0].strip()}», không phải ---"
        return Problem(Origin(name, line), said, "thay dòng này bằng ba dấu gạch nối ---")
    return Problem(
        Origin(name, line),
        f"thiếu phần khai báo ở đầu tệp; dòng đầu tiên là «{shown(rows[0])}»",
        "dòng đầu tiên phải là ---, rồi đến các mục như title:, kết thúc bằng một dòng ---",
    )


def _unclosed(text: str, start: int, name: str) -> Problem:
    almost = _ALMOST_FENCE.search(text, start)
    if almost is None:
        return Problem(
            Origin(name, text.count("\n", 0, start) + 1),
            "phần khai báo mở bằng --- nhưng không có dòng --- đóng lại",
            "thêm một dòng chỉ có --- trước khi vào nội dung bài",
        )
    return Problem(
        Origin(name, text.count("\n", 0, almost.start()) + 1),
        f"phần khai báo đóng bằng «{almost[0].strip()}», không phải ---",
        "thay dòng này bằng ba dấu gạch nối ---",
    )


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
    if builder.found:
        raise Problems(builder.found)
    return value


class _Builder:
    """Values out of the C parser's events; about four times as fast as yaml.CSafeLoader."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.found: list[Problem] = []
        self.text = text
        self.rows = text.split("\n") if " #" in text else None
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CLoader)

    def build(self) -> Value:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self.value(next(self.events))
        next(self.events)
        if not isinstance(event := next(self.events), yaml.StreamEndEvent):
            self.report(event, "dòng --- cắt tệp làm hai phần", "bỏ dòng này")
        return value

    def value(self, event: yaml.Event) -> Value:
        for sign in _refused(event):
            row = self.text.split("\n")[self.line(event) - self.first_line]
            self.report(
                event,
                f"giá trị bắt đầu bằng dấu {sign} mà không có ngoặc kép: «{shown(row)}»",
                f"viết {in_quotes(row)}",
            )
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.table(event)
        return self.items(event)

    def table(self, start: yaml.Event) -> Table:
        table = Table(self.line(start))
        is_double = False
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.value(event)
            line = self.line(event)
            value = self.value(next(self.events))
            if not isinstance(key, str):
                self.report(
                    event,
                    "tên mục phải là chữ, không phải danh sách hay bảng",
                    'nếu giá trị bắt đầu bằng { hay [ thì đặt cả giá trị trong ngoặc kép "…"',
                )
            elif key not in table:
                table[key] = value
                table.lines[key] = line
            elif not is_double:
                is_double = key == next(iter(table))
                self.written_twice(event, key, table)
        return table

    def written_twice(self, event: yaml.Event, key: str, table: Table) -> None:
        """The first key again is a second record without its dash; its other keys are not blamed."""
        where = f"(lần đầu ở dòng {table.lines[key]})"
        if key == next(iter(table)):
            remedy = f"đây là bản ghi khác thì thêm dấu gạch: «- {key}: …»; nếu không thì giữ một dòng"
        else:
            remedy = "giữ một dòng, xóa dòng kia"
        self.report(event, f'mục "{key}" viết hai lần trong một bản ghi {where}', remedy)

    def items(self, start: yaml.Event) -> Items:
        items = Items(self.line(start))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.lines.append(self.line(event))
            items.append(self.value(event))
        return items

    def scalar(self, event: yaml.ScalarEvent) -> str | None:
        # The C parser names a plain style by an empty text, the Python one by None.
        if event.style:
            return str(event.value)
        if self.rows is not None:
            self.swallowed(event)
        text = str(event.value).strip()
        return None if text in ("", "~", "null") else text

    def swallowed(self, event: yaml.ScalarEvent) -> None:
        """`tổ #1` loses its end to a comment, unseen: ask for quotes where # touches a word or a number."""
        end = event.end_mark
        if self.rows is None or end is None:
            return
        rest = self.rows[end.line][end.column :]
        if lost := re.match(r"\s+(#[^\s#].*|# *[0-9].*)", rest):
            row = self.rows[end.line]
            self.report(
                event,
                f"phần «{lost[1].strip()}» sẽ bị bỏ mất vì dấu # mở đầu một chú thích",
                f"viết {in_quotes(row)}; nếu đúng là chú thích thì đưa lên một dòng riêng",
            )

    def line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def report(self, event: yaml.Event, message: str, remedy: str) -> None:
        self.found.append(Mistake(message, remedy).at(Origin(self.name, self.line(event))))


def _refused(event: yaml.Event) -> Iterator[str]:
    """The signs by which YAML would replace what was typed."""
    if isinstance(event, yaml.AliasEvent):
        yield "*"
    elif isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent):
        if event.anchor is not None:
            yield "&"
        if event.tag is not None:
            yield "!"


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str, first_line: int) -> Problem:
    rows = text.split("\n")
    last = max((at for at, row in enumerate(rows) if row.strip()), default=0)
    marks = (error.problem_mark or error.context_mark, error.context_mark or error.problem_mark)
    at, begun = (min(mark.line if mark else 0, last) for mark in marks)
    row, mistake = slip(Stop(rows, at, begun, f"{error.context or ''} {error.problem or ''}", name.endswith(".md")))
    return mistake.at(Origin(name, row + first_line))
