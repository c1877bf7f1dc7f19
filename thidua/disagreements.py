"""Numbers typed in prose that disagree with the data: found by the words beside them. Pure.

A number is held against a figure when the words beside it are those of the figure's indicator, and
unit and time are the figure's. Few false alarms matter more than every slip: where a sentence speaks
of another place, another year, a part or a goal, only a slip of the fingers is told. A number in
words may be a round one, and tables are read where their heads name an indicator and a time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from thidua.records import Figure, Indicator, Unit
from thidua.vietnamese import NUMBER_IN_WORDS, canon, nfc, number_from_words

Amount = int | Decimal

_SCALES: Final[Mapping[str, int]] = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỉ": 10**9, "tỷ": 10**9}
_NUMBER: Final = re.compile(
    r"(?:(?<![\w.,/-])(?P<digits>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?![\w/]|[.,:]\d|-\d)"
    r"(?:\s(?P<scale>nghìn|ngàn|triệu|tỉ|tỷ)\b)?"
    rf"|\b(?P<spelled>{NUMBER_IN_WORDS})\b)(?P<dong>\sđồng\b)?(?P<percent>\s?%)?"
)
# Before these numbers nothing is counted: days, years, numbers of papers, of shifts, of a place in a row.
_NO_COUNT: Final = re.compile(
    r"(?:ngày|tháng|năm|quý|số|điều|khoản|mục|thứ|hạng|khóa|kỳ|giờ|phòng|tuổi|trang|lô|ca|tổ|lần thứ)\s$", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?\n]?")
_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?[–-]\s?((?:19|20)\d\d))?(?!\d)")
# A part, a goal, another time or a change is no claim about the whole.
_ASIDE: Final = re.compile(
    r"\b(?:riêng|trong đó|trong số|mỗi|bình quân|trung bình|phân xưởng|mục tiêu|chỉ tiêu|phấn đấu|kế hoạch|năm trước"
    r"|năm ngoái|so với|tăng|giảm|thêm|còn lại|đầu tiên|nhân vật|ví dụ|giả sử|dự kiến|tháng|quý)\b"
)
# Heads of a table's row or column that do not cut the whole into parts.
_OF_ALL: Final = re.compile(
    r"(?:năm )?(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?|tổng(?: số| cộng)?|cộng|(?:cả|toàn) (?:tỉnh|thành phố)"
    r"|số lượng|kết quả|số liệu|giá trị"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOISE: Final = frozenset(
    "của và được các có trong theo là người cá nhân tập thể lượt danh hiệu tổng cấp do cho đã với những một".split()
)
_PREFIX: Final = re.compile(
    r"^(?:lượt |danh hiệu |(?:người|tập thể|cá nhân) (?:trong|được(?: các)?(?: tặng)?) ?|tổng )", re.IGNORECASE
)
_HEADS: Final[Mapping[str, Sequence[str]]] = {
    "person": ("người", "cá nhân", "đoàn viên"),
    "person_occurrence": ("lượt", "lượt cá nhân", "lượt người"),
    "collective": ("tập thể",),
    "collective_occurrence": ("lượt tập thể", "lượt"),
    "initiative": ("sáng kiến", "đề tài", "giải pháp"),
    "work": ("công trình", "sản phẩm"),
}
_SURE: Final = 0.6
_LIKELY: Final = 0.4
_REACH: Final = 14
# So few words stand between two numbers that share what they count.
_LISTED: Final = 4
_LONGEST_HEAD: Final = 60


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a text says otherwise than a figure does: the number with its next words, and its sentence."""

    words: str
    sentence: str
    figure: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a text before it is read: its source and year, and the places of other units."""

    source: str
    year: int
    strangers: tuple[str, ...] = ()


def disagreements(text: str, figures: Sequence[Figure], setting: Setting) -> tuple[Disagreement, ...]:
    """All that a text says otherwise than the figures, each once.

    A sentence without a year of its own speaks of the first year that the text names, if any, or of that
    of the sentence before.
    """
    text = nfc(text).replace("\u00a0", " ")
    last: tuple[int, ...] = ()

    @cache
    def of_time(own: tuple[int, ...], years: tuple[int, ...]) -> tuple[Figure, ...]:
        return tuple(f for f in figures if _is_of_time(f, own, years, setting))

    main = _years_in(next((m[0] for m in _SENTENCE.finditer(text) if _YEARS.search(m[0])), ""))
    heads = _all_heads(figures)
    found: dict[str, Disagreement] = {}
    for match in _SENTENCE.finditer(text):
        sentence, before = match[0], last
        own = last = _years_in(sentence)
        if not _NUMBER.search(sentence) or any(name in sentence for name in setting.strangers):
            continue
        years = own or main or (setting.year - 1, setting.year)
        known = of_time(own, years)
        if known:
            allowed = of_time((), before) if before and not own else ()
            for disagreement in _in_sentence(sentence, known, allowed, heads):
                found.setdefault(disagreement.words, disagreement)
    return tuple(found.values())


def claims_of_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """What a table says of the whole, a sentence a number: what is counted, when, then the number.

    Counts are named by the rows, and times or sums by the columns, or the other way about; a list has one column.
    Whatever else stands in the heads cuts the whole into parts.
    """
    head, *others = rows or [()]
    for name, *cells in filter(None, others):
        for column, cell in zip(head[1:], cells, strict=False):
            if len(head) == 2 or _OF_ALL.fullmatch(canon(column)):
                yield f"{name}{_time_in(column)}: {cell}."
            elif _OF_ALL.fullmatch(canon(name)):
                yield f"{column}{_time_in(name)}: {cell}."


def _time_in(head: str) -> str:
    years = _YEARS.search(head)
    return f", năm {years[0]}" if years else ""


def place_names(units: Collection[Unit]) -> Mapping[str, str]:
    """The words by which a text names each unit's place, by the unit's id: `Ninh Bình`."""
    return {unit.id: name for unit in units if (name := _place_name(unit))}


def _place_name(unit: Unit) -> str:
    words = unit.name.replace(",", " ").split()
    start = len(words)
    while start and words[start - 1][:1].isupper() and not words[start - 1].isupper():
        start -= 1
    return " ".join(words[start:])


def _years_in(sentence: str) -> tuple[int, ...]:
    found: list[int] = []
    for first, last in _YEARS.findall(sentence):
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def _is_of_time(figure: Figure, own: Collection[int], years: Collection[int], setting: Setting) -> bool:
    period = figure.period
    if period.kind == "undated":
        return not own and figure.source.id == setting.source
    if period.quarter:
        return False
    first, last = period.first, period.last or 9999
    if period.kind in ("span", "term") and own and len(own) == 1:
        # A year within a span is not the span.
        return False
    if period.kind == "year" and len(set(own)) > 2:
        return False
    return any(first <= year <= last for year in (own or years))


# ---- in one sentence ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Beside:
    """The words beside a number, in the form in which they are compared."""

    follow: str
    label: str
    words: frozenset[str]
    is_labelled: bool
    kind: str

    @classmethod
    def of(cls, match: re.Match[str], before: str, after: str) -> _Beside:
        follow, label = canon(re.split(r"[;:(]", after)[0]).lstrip(), canon(before)
        words = frozenset([*_WORD.findall(follow)[:_REACH], *_WORD.findall(label)[-_REACH:]])
        is_labelled = before.rstrip().endswith(":") and not re.match(r"\s*\w", after)
        return cls(
            follow, label, words, is_labelled, "dong" if match["dong"] else "percent" if match["percent"] else ""
        )


def _all_heads(figures: Sequence[Figure]) -> tuple[str, ...]:
    """How anything that the figures count may be called: most numbers of a text have no such word behind them."""
    indicators = {f.indicator.id: f.indicator for f in figures}.values()
    return tuple({head for each in indicators for head in _words_of(each.name, each.counts, each.unit_word)[0]})


def _in_sentence(
    sentence: str, figures: Sequence[Figure], allowed: Sequence[Figure], heads: tuple[str, ...]
) -> Iterator[Disagreement]:
    numbers = [match for match in _NUMBER.finditer(sentence) if not _NO_COUNT.search(sentence[: match.start()])]
    for at, match in enumerate(numbers):
        value = _value(match)
        if match["digits"] and 1900 <= value <= 2100 and "." not in match["digits"] and not match["dong"]:
            continue
        is_measure = match["dong"] or match["percent"] or sentence[: match.start()].rstrip().endswith(":")
        if not is_measure and not canon(sentence[match.end() : match.end() + _LONGEST_HEAD].lstrip()).startswith(heads):
            continue
        before, after = _around(sentence, numbers, at)
        step = _step(value) if match["spelled"] or match["scale"] else 1
        figure = _contradicted(value, step, _Beside.of(match, before, after), figures, allowed)
        if figure is not None and not (_ASIDE.search(f"{before}{after}".lower()) and not _is_slip(value, figure.value)):
            next_words = " ".join(after.split()[:4]).strip(" ,;:.)")
            yield Disagreement(f"{match[0].strip()} {next_words}".strip(), sentence.strip(), figure.id)


def _around(sentence: str, numbers: Sequence[re.Match[str]], at: int) -> tuple[str, str]:
    """The words before a number and those after it, up to the numbers beside it."""
    start = numbers[at - 1].end() if at else 0
    end = numbers[at + 1].start() if at + 1 < len(numbers) else len(sentence)
    before, after = _clause_end(sentence[start : numbers[at].start()]), sentence[numbers[at].end() : end]
    if at + 1 < len(numbers) and len(after.split()) <= _LISTED and not set(after) & set(";:("):
        # “3 tập thể, 6 cá nhân nhận …”: the words that tell come after the last of them.
        further = numbers[at + 2].start() if at + 2 < len(numbers) else len(sentence)
        after = f"{after} {sentence[numbers[at + 1].end() : further]}"
    return before, after


def _clause_end(words: str) -> str:
    """The words that may still belong to what follows; a label keeps its colon."""
    return re.split(r"[;.!?(](?!\d)", words)[-1]


def _value(match: re.Match[str]) -> Amount:
    if match["spelled"]:
        return number_from_words(match["spelled"])
    digits = match["digits"].replace(".", "").replace(",", ".")
    value = Decimal(digits) * _SCALES.get(match["scale"] or "", 1)
    return int(value) if value == value.to_integral() else value


def _step(value: Amount) -> Amount:
    """How far apart the neighbours of a round number are: "hai nghìn" is said of whatever has two thousands."""
    digits = f"{Decimal(value):f}".partition(".")[0]
    return int("1" + "0" * (len(digits) - len(digits.rstrip("0"))))


def _contradicted(
    value: Amount, step: Amount, beside: _Beside, figures: Sequence[Figure], allowed: Sequence[Figure]
) -> Figure | None:
    """The figure that a number is meant to be and is not; none where it is one, or where that is not sure."""
    likeness = {f.indicator.id: _likeness(beside, f.indicator) for f in {f.indicator.id: f for f in figures}.values()}
    scored = [(score, f) for f in figures if (score := likeness[f.indicator.id])[0] >= _LIKELY]
    if not scored or any(_says(value, step, each) for _, f in scored for each in _values(f)):
        return None
    best, figure = max(scored, key=lambda pair: pair[0])
    if any(_says(value, step, f.value) and f.indicator is figure.indicator for f in allowed):
        return None
    if sum(score == best for score, _ in scored) > 1:
        return next((f for score, f in scored if score == best and _is_slip(value, f.value)), None)
    if best[0] >= _SURE and _is_near(value, figure.value):
        return figure
    return figure if _is_slip(value, figure.value) else None


def _says(value: Amount, step: Amount, other: Amount) -> bool:
    """Whether a number is another one, or a round one for it."""
    return value == other or (abs(Decimal(value) - Decimal(other)) < step and step > 1)


def _values(figure: Figure) -> set[Amount]:
    parts: set[Amount] = {part.value for part in (*figure.parts, *figure.of_which)}
    rest = abs(Decimal(figure.value) - Decimal(figure.parts_total))
    return {figure.value, figure.parts_total, rest, *parts}


def _is_near(value: Amount, other: Amount) -> bool:
    """Whether a number may be meant for another at all: a tenth to ten times as much."""
    return bool(other) and Decimal("0.1") <= Decimal(value) / Decimal(other) <= 10


def _is_slip(value: Amount, other: Amount) -> bool:
    """Whether two numbers of three digits or more are one digit apart: changed, dropped, typed twice, swapped."""
    one, two = f"{value}".strip("0"), f"{other}".strip("0")
    if min(len(one), len(two)) < 3 or one == two:
        return bool(one == two and len(one) > 1 and value != other)
    if len(one) == len(two):
        differing = [at for at in range(len(one)) if one[at] != two[at]]
        is_swap = len(differing) == 2 and sorted(one[at] for at in differing) == sorted(two[at] for at in differing)
        return len(differing) == 1 or (is_swap and differing[1] - differing[0] == 1)
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def _likeness(beside: _Beside, indicator: Indicator) -> tuple[float, int]:
    """How far the words beside a number are those of an indicator, from 0 to 1, and how much of them counts."""
    kind = indicator.counts if indicator.counts in ("dong", "percent") else ""
    if kind != beside.kind:
        return 0, 0
    heads, wanted = _words_of(indicator.name, indicator.counts, indicator.unit_word)
    said = [head for head in heads if (head in beside.label if beside.is_labelled else beside.follow.startswith(head))]
    if not kind and not said:
        return 0, 0
    return len(wanted & beside.words) / len(wanted), max(map(len, said), default=0)


@lru_cache(maxsize=4096)
def _words_of(name: str, counts: str, unit_word: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """How the thing that an indicator counts may be called, and the words that tell it from others."""
    name = canon(name)
    parts = [_PREFIX.sub("", part.strip()) for part in re.split(r"[,;]| và ", name)]
    heads = {" ".join(part.strip("“”").split()[:2]) for part in parts if part}
    heads |= {name, canon(unit_word), *_HEADS.get(counts, ())}
    wanted = frozenset(_WORD.findall(name)) - _NOISE
    return tuple(sorted(head for head in heads if head)), wanted or frozenset(_WORD.findall(name)) or frozenset([name])
