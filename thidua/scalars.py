"""What may be written in one YAML value, and what becomes of it.

Every value arrives as the text that was typed. Each function here takes that text and returns the
value, or raises Mistake with the words to write instead. Nothing here knows files or records.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final, Literal

from thidua.problems import Mistake
from thidua.vietnamese import ICT, month_name, short_date, slug, tidy

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

_SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_WHOLE = re.compile(r"0|[1-9][0-9]*")
# Three digits behind a comma would be thousands to a spreadsheet set to English: only after a zero are they a part.
_COMMA = re.compile(r"(?:0,[0-9]+|[1-9][0-9]*,(?:[0-9]{1,2}|[0-9]{4,}))")
_AMBIGUOUS = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]+([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:\+07:00)?")
_TRUE, _FALSE = "true", "false"
_YES: Final = {"yes", "y", "on", "có", "1", "đúng", "true"}
_NO: Final = {"no", "n", "off", "không", "0", "sai", "false"}
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
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
        raise Mistake("mục này chỉ nhận một giá trị, không nhận danh sách hay bảng", f'viết "{_on_one_line(written)}"')
    if is_gap(written):
        raise gap(written)
    return written


def is_gap(written: str) -> bool:
    """Whether a value is still a gap of a skeleton: «what to write here»."""
    return written.startswith("«") and written.endswith("»")


def gap(written: str) -> Mistake:
    """What an editor is told of a gap."""
    return Mistake(f"chỗ này chưa điền: {written}", "thay cả cụm trong dấu «…» bằng nội dung thật, hoặc xóa cả dòng")


def _on_one_line(written: object) -> str:
    if isinstance(written, dict):
        return ", ".join(f"{key}: {_on_one_line(value)}" for key, value in written.items())
    return ", ".join(map(_on_one_line, written)) if isinstance(written, list) else str(written or "…")


def text(written: object) -> str:
    """Words, without white space around them."""
    words = one_value(written).strip()
    if not words:
        raise Mistake("mục này để trống", "viết giá trị trong ngoặc kép, hoặc xóa cả dòng")
    return words


def plain_text(written: object) -> str:
    """A reader's words, not Markdown: lines as they were broken, paragraphs parted by an empty one, tidied."""
    lines = (tidy(" ".join(line.split())) for line in text(written).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def is_identifier(word: str) -> bool:
    """Whether the word can be an id."""
    return _SLUG.fullmatch(word) is not None


def identifier(written: object) -> str:
    """A stable id: lower-case letters without marks, digits, and single hyphens or dots between them."""
    words = one_value(written)
    if not is_identifier(words):
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
    meant = _number_meant(words)
    if meant is None:
        raise Mistake(f'"{words}" không phải số nguyên từ 0 trở lên', "chỉ dùng chữ số, ví dụ 1003")
    if meant != int(meant):
        raise Mistake(f'"{words}" có phần lẻ, mục này chỉ nhận số nguyên', f"làm tròn, ví dụ {round(meant)}")
    raise Mistake(f'"{words}" không phải số nguyên viết liền', f"viết {int(meant)}")


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
    if match := _AMBIGUOUS.fullmatch(words):
        joined, parted = match[1] + match[2], _with_comma(Decimal(f"{match[1]}.{match[2]}"))
        raise Mistake(
            f'"{words}" có thể hiểu là {joined} hoặc {match[1]} phẩy {match[2]}',
            f"viết {joined} nếu dấu ngăn hàng nghìn, {parted} nếu là phần lẻ",
        )
    meant = _number_meant(words)
    if meant is None or _WHOLE.fullmatch(words):
        return whole(words)
    hedge = _HEDGE.match(words)
    aside = f"; chữ «{hedge[0]}» ghi ở mục hedge" if hedge else ""
    raise Mistake(f'"{words}" không phải một con số viết theo mẫu', f"viết {_with_comma(meant)}{aside}")


_HEDGE: Final = re.compile(r"hơn|trên|gần|khoảng", re.IGNORECASE)
_SCALES: Final = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỉ": 1_000_000_000, "tỷ": 1_000_000_000}
_ONE_NUMBER: Final = re.compile(r"[^0-9-]*?(?P<digits>[0-9.][0-9._,\s]*)(?P<scale>nghìn|ngàn|triệu|tỉ|tỷ)?[^0-9]*")


def _number_meant(words: str) -> Decimal | None:
    """The one number in words such as `71 người`, `2,5 triệu đồng` or `1_000`."""
    match = _ONE_NUMBER.fullmatch(words)
    digits = re.sub(r"[_\s]", "", match["digits"]).rstrip(".,") if match else ""
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", digits):
        digits = digits.replace(",", "")
    elif not re.fullmatch(r"[0-9]+|[0-9]*[.,][0-9]+", digits):
        return None
    scale = match["scale"] if match else None
    return Decimal(digits.replace(",", ".")) * _SCALES.get(scale or "", 1)


def _with_comma(value: Decimal) -> str:
    """A number as a figure is written: `4,5`; never with three digits behind the comma."""
    whole_part, _, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole_part)},{rest}{'0' if len(rest) == 3 else ''}" if rest else str(int(whole_part))


def yes_or_no(written: object) -> bool:
    """`true` or `false`, nothing else."""
    words = one_value(written).strip()
    if words in (_TRUE, _FALSE):
        return words == _TRUE
    meant = _TRUE if words.lower() in _YES else _FALSE if words.lower() in _NO else "true hoặc false"
    raise Mistake(f'"{words}" không phải true hay false', f"viết {meant} (true là có, false là không)")


def day(written: object) -> dt.date:
    """A day as `2024-11-20`."""
    words = one_value(written).strip()
    match = _DAY.fullmatch(words)
    if match is None:
        said = "là ngày mà Excel đã đổi thành số" if _EXCEL_DAY.fullmatch(words) else "không phải ngày viết theo mẫu"
        raise Mistake(f'"{words}" {said}', f"viết {_day_meant(words) or 'năm-tháng-ngày, ví dụ 2024-11-20'}")
    year, month = int(match[1]), int(match[2])
    try:
        return dt.date(year, month, int(match[3]))
    except ValueError:
        is_month = year and 1 <= month <= 12
        remedy = (
            f"tháng {month}/{year} chỉ có {monthrange(year, month)[1]} ngày" if is_month else "tháng viết từ 01 đến 12"
        )
        raise Mistake(f'không có ngày "{words}"', f"xem lại lịch: {remedy}") from None


_YEAR_FIRST: Final = re.compile(r"([0-9]{4}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{1,2})(?![0-9])")
_DAY_FIRST: Final = re.compile(
    r"(?<![0-9])([0-9]{1,2}) ?(?:[-/.]|tháng) ?([0-9]{1,2}) ?(?:[-/.]|năm) ?([0-9]{4}|[0-9]{2})(?![0-9])"
)
_EXCEL_DAY: Final = re.compile(r"([2-6][0-9]{4})(?:[.,][0-9]+)?")
_EXCEL_ZERO: Final = dt.date(1899, 12, 30)


def _day_meant(words: str) -> dt.date | None:
    """The day in words such as `20/11/2024`, `ngày 5 tháng 3 năm 2024`, or Excel's `45616`."""
    if match := _EXCEL_DAY.fullmatch(words):
        return _EXCEL_ZERO + dt.timedelta(days=int(match[1]))
    if match := _YEAR_FIRST.search(words):
        year, month, date = map(int, match.groups())
    elif match := _DAY_FIRST.search(words):
        date, month, year = map(int, match.groups())
    else:
        return None
    try:
        return dt.date(year if year > 99 else 2000 + year, month, date)
    except ValueError:
        return None


def moment(written: object) -> dt.datetime:
    """A minute in Vietnam as `2020-07-15 07:59`; seconds and `+07:00` may be written."""
    words = one_value(written).strip()
    match = _MOMENT.fullmatch(words)
    if match is None:
        raise Mistake(f'"{words}" không phải ngày giờ viết theo mẫu', _moment_remedy(words))
    date = day(match[1])
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Mistake(f'không có giờ "{words}"', "giờ từ 00 đến 23, phút từ 00 đến 59")
    return dt.datetime(date.year, date.month, date.day, hour, minute, second, tzinfo=ICT)


_TIME: Final = re.compile(r"(?<![0-9])([01]?[0-9]|2[0-3]) ?(?:[:hg]|giờ) ?([0-5][0-9])?(?![0-9])")
_ELSEWHERE: Final = re.compile(r"Z$|[+-][0-9]{2}:?[0-9]{2}$")


def _moment_remedy(words: str) -> str:
    date, time = _day_meant(words), _TIME.search(words)
    if date is None or _ELSEWHERE.search(words):
        return "viết ngày và giờ Việt Nam, ví dụ 2024-11-20 08:00"
    return f"viết {date} {int(time[1]):02}:{time[2] or '00'}" if time else f"viết thêm giờ: {date} 08:00"


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
        is_host = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", words)
        remedy = f"viết https://{words}" if is_host else "viết đầy đủ, ví dụ https://congdoan.vn/"
        raise Mistake(f'"{words}" không phải địa chỉ web', remedy)
    return words


def mail_address(written: object) -> str:
    """An address such as bientap@congdoan.vn."""
    words = one_value(written).strip()
    if not _MAIL.fullmatch(words):
        raise Mistake(f'"{words}" không phải địa chỉ thư điện tử', "viết như bientap@congdoan.vn")
    return words


_POST: Final = re.compile(
    r"https://[a-z0-9.-]+(:[0-9]+)?(/[^\s]*)?|http://(localhost|127\.0\.0\.1)(:[0-9]+)?(/[^\s]*)?"
)


def post_address(written: object) -> str:
    """An address that a form may send a reader's words to: encrypted on the way, or on this very computer."""
    words = web_address(written)
    if _POST.fullmatch(words):
        return words
    if words.startswith("http:"):
        said = f'địa chỉ nhận ý kiến "{words}" không mã hóa, tên người gửi có thể bị đọc trộm'
        raise Mistake(said, f"viết https:{words.removeprefix('http:')}")
    raise Mistake(f'"{words}" không dùng làm địa chỉ nhận ý kiến được', "viết như https://y-kien.congdoan.vn/gui")


COPY_IT: Final = "chép ảnh vào content/pictures/ rồi viết pictures/ten-anh.jpg"
_ON_THE_WEB: Final = re.compile(r"https?:|//|www\.")
_ON_THIS_COMPUTER: Final = re.compile(r"[A-Za-z]:|file:|[/~]|\\\\")


def picture_path(written: str) -> str:
    """A path that every system understands, inside the project: `pictures/xuong.jpg`."""
    name = re.split(r"[/\\]", written)[-1]
    if _ON_THE_WEB.match(written):
        raise Mistake(f'không lấy ảnh thẳng từ "{written}"', f"tải ảnh về content/pictures/ rồi viết pictures/{name}")
    if _ON_THIS_COMPUTER.match(written):
        said = f'đường dẫn "{written}" ra ngoài thư mục của trang'
        raise Mistake(said, f"chép ảnh vào content/pictures/ rồi viết pictures/{name}")
    if "\\" in written:
        fixed = written.replace("\\", "/")
        raise Mistake(f'đường dẫn "{written}" dùng dấu \\, chỉ Windows hiểu', f"viết {fixed}")
    return written


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
    if _DAY.fullmatch(words):
        date = day(words)
        return RoughDay(date.year, date.month, date.day)
    meant = _day_meant(words) or _month_meant(words)
    raise Mistake(
        f'"{words}" không phải ngày, tháng hay năm viết theo mẫu', f"viết {meant or '2024-11-20, 2024-11 hoặc 2024'}"
    )


def _month_meant(words: str) -> str:
    """`2024-12` for `tháng 12/2024`, `2024` for `năm 2024`."""
    if match := re.fullmatch(r"(?:tháng )?(0?[1-9]|1[0-2]) ?(?:[-/.]|năm) ?([0-9]{4})", words.lower()):
        return f"{match[2]}-{int(match[1]):02}"
    match = re.fullmatch(r"năm ([0-9]{4})", words.lower())
    return match[1] if match else ""


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

    @property
    def first_day(self) -> dt.date | None:
        """The day it begins; None where its first year is not known."""
        return dt.date(self.first, 3 * max(self.quarter - 1, 0) + 1, 1) if self.first else None

    @property
    def last_day(self) -> dt.date | None:
        """The day it ends; None where it is open or its last year is not known."""
        if not self.last:
            return None
        month = 3 * (self.quarter or 4)
        return dt.date(self.last, month, 31 if month in (3, 12) else 30)


def period(written: object) -> Period:
    """`2024`, `2016-2020`, `nhiệm kỳ 2018-2023`, `quý 3/2024`, `từ 2012`, `5 năm` or `hiện nay`."""
    typed = one_value(written).strip()
    words = " ".join(typed.replace("–", "-").split()).lower()
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
    raise Mistake(f'"{typed}" không phải một kỳ', f"viết {_period_meant(words) or _PERIODS}")


_PERIODS: Final = "2024, 2016-2020, nhiệm kỳ 2018-2023, quý 3/2024, từ 2012, 5 năm hoặc hiện nay"
_QUARTERS: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


_PERIODS_MEANT: Final = (
    (re.compile(r"năm ([0-9]{4})"), "{0}"),
    (re.compile(r"từ (?:năm )?([0-9]{4}) (?:đến|tới) nay"), "từ {0}"),
    (re.compile(r"(?:giai đoạn |từ )?(?:năm )?([0-9]{4}) ?(?:-|đến|tới) ?(?:năm )?([0-9]{4})"), "{0}-{1}"),
    (re.compile(r"nhiệm kì ([0-9]{4}) ?- ?([0-9]{4})"), "nhiệm kỳ {0}-{1}"),
    (re.compile(r"(?:quý|quí|q) ?([1-4]) ?(?:[/-]|năm) ?([0-9]{4})"), "quý {0}/{1}"),
)


def _period_meant(words: str) -> str:
    words = re.sub(r"\b(?:iv|i{1,3})\b", lambda match: _QUARTERS[match[0]], words)
    found = ((pattern.fullmatch(words), form) for pattern, form in _PERIODS_MEANT)
    return next((form.format(*match.groups()) for match, form in found if match), "")


def _span(is_term: bool, first: int, last: int) -> Period:
    if last <= first:
        raise Mistake(f'kỳ "{first}-{last}" kết thúc trước khi bắt đầu', f"viết {last}-{first} hoặc {first}")
    label = f"{'nhiệm kỳ' if is_term else 'giai đoạn'} {first}–{last}"
    return Period("term" if is_term else "span", label, first, last)


Text = Annotated[str, Parsed(text, type="string", minLength=1)]
PlainText = Annotated[str, Parsed(plain_text, type="string", minLength=1)]
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
MailAddress = Annotated[str, Parsed(mail_address, type="string", format="email")]
WebAddress = Annotated[str, Parsed(web_address, type="string", format="uri")]
PostAddress = Annotated[str, Parsed(post_address, type="string", format="uri")]
