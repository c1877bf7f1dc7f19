"""What may be written in one YAML value, and what becomes of it.

Every value arrives as the text that was typed. Each function here takes that text and returns the
value, or raises Mistake with the words to write instead. Nothing here knows files or records.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final, Literal

from thidua.problems import Mistake
from thidua.vietnamese import ICT, month_name, short_date, slug

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

_SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_COMMA = re.compile(r"(?:0|[1-9][0-9]*),[0-9]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_VIETNAMESE_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]+([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:\+07:00)?")
_TRUE, _FALSE = "true", "false"
_YES: Final = {"yes", "y", "on", "có", "1", "đúng", "true"}
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_WEB = re.compile(r"https?://[^\s/]+\.?[^\s]*")


class Parsed:
    """Marks a record's field whose written text a function turns into the value."""

    def __init__(self, parse: Callable[[object], object], **json_schema: object) -> None:
        self.parse = parse
        self.json_schema = json_schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        return dict(self.json_schema)


def one_value(written: object) -> str:
    """The typed text. Raises Mistake for nothing at all, a list or a table."""
    if written is None:
        raise Mistake("mục này để trống", "viết giá trị sau dấu hai chấm, hoặc xóa cả dòng")
    if not isinstance(written, str):
        raise Mistake("mục này chỉ nhận một giá trị, không nhận danh sách hay bảng", "viết trên một dòng")
    return written


def text(written: object) -> str:
    """Words, without white space around them."""
    words = one_value(written).strip()
    if not words:
        raise Mistake("mục này để trống", "viết giá trị trong ngoặc kép, hoặc xóa cả dòng")
    if words.startswith("«") and words.endswith("»"):
        raise Mistake(f"chỗ này chưa điền: {words}", "thay cả cụm trong dấu «…» bằng nội dung thật, hoặc xóa cả dòng")
    return words


def identifier(written: object) -> str:
    """A stable id: lower-case letters without marks, digits, and single hyphens or dots between them."""
    words = one_value(written)
    if not _SLUG.fullmatch(words):
        raise Mistake(
            f'mã "{words}" phải gồm chữ thường không dấu, chữ số và dấu gạch nối',
            f'viết "{slug(words) or "ma-so-1"}"',
        )
    return words


def whole(written: object) -> int:
    """A whole number from 0, digits only: `1003`."""
    words = one_value(written).strip()
    if _WHOLE.fullmatch(words):
        return int(words)
    digits = re.sub(r"[._ ,]", "", words)
    if digits.isdigit():
        raise Mistake(f'"{words}" không phải số nguyên viết liền', f"viết {int(digits)}")
    raise Mistake(f'"{words}" không phải số nguyên', "chỉ dùng chữ số, ví dụ 1003")


def percent(written: object) -> int:
    """A whole number from 0 to 100."""
    value = whole(written)
    if value > 100:
        raise Mistake(f'"{value}" không phải số phần trăm', "viết số nguyên từ 0 đến 100")
    return value


def amount(written: object) -> int | Decimal:
    """A number from 0: `2219`, or with a decimal comma as Vietnamese writes it: `4,5`."""
    words = one_value(written).strip()
    if _COMMA.fullmatch(words):
        return Decimal(words.replace(",", "."))
    if "." in words and words.replace(".", "").isdigit():
        joined = str(int(words.replace(".", "")))
        raise Mistake(
            f'"{words}" có thể hiểu là {joined} hoặc {words.replace(".", ",", 1)}',
            f"viết {joined} nếu dấu chấm ngăn hàng nghìn, {words.replace('.', ',', 1)} nếu là phần lẻ",
        )
    return whole(words)


def yes_or_no(written: object) -> bool:
    """`true` or `false`, nothing else."""
    words = one_value(written).strip()
    if words in (_TRUE, _FALSE):
        return words == _TRUE
    meant = _TRUE if words.lower() in _YES else _FALSE
    raise Mistake(f'"{words}" không phải true hay false', f"viết {meant} (true là có, false là không)")


def day(written: object) -> dt.date:
    """A day as `2024-11-20`."""
    words = one_value(written).strip()
    match = _DAY.fullmatch(words)
    if match is None:
        turned = _VIETNAMESE_DAY.fullmatch(words)
        remedy = (
            f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}" if turned else "năm-tháng-ngày, ví dụ 2024-11-20"
        )
        raise Mistake(f'"{words}" không phải ngày', f"viết {remedy}")
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Mistake(f'không có ngày "{words}"', "xem lại lịch: viết năm-tháng-ngày, ví dụ 2024-02-29") from None


def moment(written: object) -> dt.datetime:
    """A minute in Vietnam as `2020-07-15 07:59`; seconds and `+07:00` may be written."""
    words = one_value(written).strip()
    match = _MOMENT.fullmatch(words)
    if match is None:
        remedy = (
            f"viết thêm giờ: {words} 08:00"
            if _DAY.fullmatch(words)
            else "viết ngày và giờ Việt Nam, ví dụ 2024-11-20 08:00"
        )
        raise Mistake(f'"{words}" không phải ngày giờ', remedy)
    date = day(match[1])
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Mistake(f'không có giờ "{words}"', "giờ từ 00 đến 23, phút từ 00 đến 59")
    return dt.datetime(date.year, date.month, date.day, hour, minute, second, tzinfo=ICT)


def colour(written: object) -> str:
    """A colour as `#a8141e`."""
    words = one_value(written).strip().lower()
    if not _COLOUR.fullmatch(words):
        raise Mistake(f'"{words}" không phải mã màu', 'viết trong ngoặc kép, ví dụ "#a8141e"')
    return words


def web_address(written: object) -> str:
    """An address that starts with http:// or https://."""
    words = one_value(written).strip()
    if not _WEB.fullmatch(words):
        raise Mistake(f'"{words}" không phải địa chỉ web', "viết đầy đủ, ví dụ https://congdoan.vn/")
    return words


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A date known to the day, to the month or to the year only."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """As printed: `22/09/2023`, `Tháng 4/2025` or `2025`."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return month_name(self.year, self.month).lower()
        return short_date(dt.date(self.year, self.month, self.day))


def rough_day(written: object) -> RoughDay:
    """`2023-09-22`, or `2025-04` or `2025` where no more is known."""
    words = one_value(written).strip()
    if match := re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?", words):
        return RoughDay(int(match[1]), int(match[2]) if match[2] else None)
    date = day(words)
    return RoughDay(date.year, date.month, date.day)


PeriodKind = Literal["year", "span", "term", "quarter", "since", "undated"]


@dataclass(frozen=True, slots=True)
class Period:
    """The time a figure or a decision speaks of. `first` and `last` are whole years; 0 where unknown."""

    kind: PeriodKind
    label: str
    first: int = 0
    last: int = 0
    quarter: int = 0

    def __str__(self) -> str:
        return self.label

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """Oldest first; undated last."""
        return (self.last or self.first or 9999, self.first, self.quarter, self.label)


def period(written: object) -> Period:
    """`2024`, `2016-2020`, `nhiệm kỳ 2018-2023`, `quý 3/2024`, `từ 2012`, `5 năm` or `hiện nay`."""
    words = " ".join(one_value(written).replace("–", "-").split()).lower()
    if re.fullmatch(r"[0-9]{4}", words):
        return Period("year", f"năm {words}", int(words), int(words))
    if match := re.fullmatch(r"(nhiệm kỳ )?([0-9]{4}) ?- ?([0-9]{4})", words):
        return _span(match[1] is not None, int(match[2]), int(match[3]))
    if match := re.fullmatch(r"quý ([1-4])/([0-9]{4})", words):
        year = int(match[2])
        return Period("quarter", f"quý {'I II III IV'.split()[int(match[1]) - 1]}/{year}", year, year, int(match[1]))
    if match := re.fullmatch(r"từ (?:năm )?([0-9]{4})", words):
        return Period("since", f"từ năm {match[1]}", int(match[1]))
    if words == "hiện nay" or re.fullmatch(r"[1-9][0-9]? năm", words):
        return Period("undated", words)
    raise Mistake(
        f'"{words}" không phải một kỳ',
        "viết 2024, 2016-2020, nhiệm kỳ 2018-2023, quý 3/2024, từ 2012, 5 năm hoặc hiện nay",
    )


def _span(is_term: bool, first: int, last: int) -> Period:
    if last <= first:
        raise Mistake(f'kỳ "{first}-{last}" kết thúc trước khi bắt đầu', f"viết {last}-{first} hoặc {first}")
    label = f"{'nhiệm kỳ' if is_term else 'giai đoạn'} {first}–{last}"
    return Period("term" if is_term else "span", label, first, last)


Text = Annotated[str, Parsed(text, type="string", minLength=1)]
Id = Annotated[str, Parsed(identifier, type="string", pattern=f"^{_SLUG.pattern}$")]
Whole = Annotated[int, Parsed(whole, type="integer", minimum=0)]
Percent = Annotated[int, Parsed(percent, type="integer", minimum=0, maximum=100)]
Amount = Annotated[
    int | Decimal,
    Parsed(amount, anyOf=[{"type": "integer", "minimum": 0}, {"type": "string", "pattern": f"^{_COMMA.pattern}$"}]),
]
YesNo = Annotated[bool, Parsed(yes_or_no, type="boolean")]
Day = Annotated[dt.date, Parsed(day, type="string", format="date")]
Moment = Annotated[dt.datetime, Parsed(moment, type="string")]
SomeDay = Annotated[RoughDay, Parsed(rough_day, type=["string", "integer"])]
SomePeriod = Annotated[Period, Parsed(period, type=["string", "integer"])]
Colour = Annotated[str, Parsed(colour, type="string", pattern=f"^{_COLOUR.pattern}$")]
WebAddress = Annotated[str, Parsed(web_address, type="string", format="uri")]
