"""What editors write to have a figure or a name printed from the data: `{{so: …}}` and `[[nguoi: …]]`.

Pure. A marker is found in text, read into a Call, and told from the records that are known. It may
have been through a word processor: capitals, dashes, quotation marks, spaces and marks typed apart
change nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal, Protocol

from thidua.figures import amount_in_words, amount_said, hedged
from thidua.lineage import is_across_break
from thidua.problems import Mistake
from thidua.records import (
    Article,
    Award,
    Campaign,
    Collective,
    Figure,
    Hedge,
    Indicator,
    Mentioned,
    Part,
    Person,
    Told,
    Unit,
)
from thidua.scalars import period
from thidua.sums import added, is_within
from thidua.vietnamese import canon, fold, nearest, nfc, number, number_in_words, tidy

# A marker in text: figures in braces, records in brackets. Footnotes and links have no colon there.
MARKER: Final = re.compile(r"\{\{(?P<figure>[^{}]*)\}\}|\[\[(?P<record>[^\W\d_][^\[\]:|]*:[^\[\]]*)\]\]")
OPENINGS: Final = ("{{", "[[")
# Where a converted body keeps the words of its N-th marker. The two signs are refused in every source.
NUMBERED: Final = re.compile("\ue002(\\d+)\ue003")
# What stands for a reader-proof nothing: a name that may not be printed, a figure that is not there.
UNTOLD: Final = Told("[…]")

Kind = Literal["so", "people", "collectives", "units", "campaigns", "awards"]
Form = Literal["value", "part", "parts", "difference", "share", "sum"]

_KINDS: Final[Mapping[str, Kind]] = {
    "nguoi": "people", "ca nhan": "people",
    "tap the": "collectives", "tap-the": "collectives",
    "don vi": "units", "don-vi": "units",
    "phong trao": "campaigns", "phong-trao": "campaigns",
    "danh hieu": "awards", "danh-hieu": "awards",
}  # fmt: skip
_FIGURE_KEYS: Final = frozenset({"so", "so lieu", "so-lieu"})
_NOUNS: Final[Mapping[Kind, str]] = {
    "so": "số liệu",
    "people": "cá nhân",
    "collectives": "tập thể",
    "units": "đơn vị",
    "campaigns": "phong trào",
    "awards": "danh hiệu",
}
# What may follow the id, by how it is folded; the longest that fits is meant.
_OPTIONS: Final[tuple[tuple[str, Form | Literal["bare", "words", "period"]], ...]] = (
    ("cong cac phan", "parts"), ("tong cac phan", "parts"), ("ti le trong", "share"), ("ti le", "share"),
    ("chenh voi", "difference"), ("chenh", "difference"), ("bang chu", "words"), ("chu", "words"), ("so", "bare"),
    ("phan", "part"), ("cong", "sum"), ("ki", "period"),
)  # fmt: skip
_ALL_OPTIONS: Final = "số, chữ, phần …, cộng các phần, chênh …, tỉ lệ trong …, cộng …, kỳ …"
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_LOST_IN_IDS: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\"'“”‘’«»]+")
_ID: Final = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


class Records(Protocol):
    """The records that markers may name; a Library is such."""

    @property
    def figures(self) -> Mapping[str, Figure]: ...
    @property
    def indicators(self) -> Mapping[str, Indicator]: ...
    @property
    def people(self) -> Mapping[str, Person]: ...
    @property
    def collectives(self) -> Mapping[str, Collective]: ...
    @property
    def units(self) -> Mapping[str, Unit]: ...
    @property
    def campaigns(self) -> Mapping[str, Campaign]: ...
    @property
    def awards(self) -> Mapping[str, Award]: ...
    def figures_for_indicator(self, indicator: Indicator) -> tuple[Figure, ...]: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A marker that could be read: what it names, and how that is to be printed."""

    kind: Kind
    id: str
    own_words: str = ""
    form: Form = "value"
    other: str = ""
    period: str = ""
    is_bare: bool = False
    in_words: bool = False


def has_marker(text: str) -> bool:
    """Whether it is worth looking for markers in a text."""
    return "{{" in text or "[[" in text


def prints_data(article: Article) -> bool:
    """Whether an article has markers, so that some of its words are those of the data."""
    texts = [article.title, article.lede, article.kicker or "", *(each.text for each in article.corrections)]
    if article.picture:
        texts += (article.picture.alt, article.picture.caption)
    return bool(article.body.references) or any(map(has_marker, texts))


def markers(text: str) -> Iterator[str]:
    """Every marker of a text, as it was written."""
    if has_marker(text):
        yield from (match[0] for match in MARKER.finditer(text))


def filled(text: str, tell: Callable[[str], Told]) -> str:
    """A plain text with its markers told."""
    return MARKER.sub(lambda match: tell(match[0]).words, text) if has_marker(text) else text


def renumbered(text: str, told: Sequence[Told]) -> str:
    """The words of a converted body with what was told in the places of its markers."""
    return NUMBERED.sub(lambda match: told[int(match[1])].words, text) if "\ue002" in text else text


# Each begins with its sign and looks back from there: a text without any is passed over quickly.
_HALF: Final = re.compile(
    r"\{\{|\}\}|\{(?<!\{\{)\s*(?:so|số)\s*:[^{}\n]*\}?"
    r"|\[(?<![\[\w]\[)\s*(?:ng[uư][oờ]i|[dđ][oơ]n[- ]v[iị]|phong[- ]tr[aà]o|danh[- ]hi[eệ]u|t[aậ]p[- ]th[eể])\s*:"
    r"[^\[\]\n]*\](?![(\[])",
    re.IGNORECASE,
)


def loose(text: str) -> Iterator[tuple[str, Mistake]]:
    """What was probably meant as a marker and is none, each with its words."""
    for match in _HALF.finditer(MARKER.sub("", nfc(text))) if has_marker(text) or _HALF.search(text) else ():
        words = match[0]
        if words in ("{{", "}}"):
            yield (
                words,
                Mistake(f"dấu {words} đứng lẻ, sẽ hiện nguyên văn", "gọi số liệu thì viết trọn {{so: mã-số-liệu}}"),
            )
        else:
            double = f"{words[0]}{words.rstrip('}')}{'}}' if words[0] == '{' else ']'}"
            yield words, Mistake(f"«{words}» thiếu một dấu ngoặc, sẽ hiện nguyên văn", f"viết {double}")


# ---- reading a marker -----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def call_of(written: str) -> Call:
    """What a marker asks for. Raises Mistake where that cannot be made out."""
    inside = " ".join(nfc(written)[2:-2].split())
    key, colon, rest = inside.partition(":")
    kind = fold(key.translate(_DASHES)).strip()
    first, *others = (option.strip() for option in rest.split("|"))
    if written.startswith("{{"):
        return _figure_call(written, kind if colon else "", first, others)
    return _record_call(written, kind, first, others)


def _figure_call(written: str, key: str, first: str, options: list[str]) -> Call:
    if key in _KINDS:
        raise Mistake(f"«{written}» gọi {_NOUNS[_KINDS[key]]} bằng ngoặc nhọn", f"viết [[{written[2:-2].strip()}]]")
    if key not in _FIGURE_KEYS:
        near = f"viết {{{{so: {_id_in(first) or 'mã-số-liệu'}}}}}"
        raise Mistake(f"«{written}» không rõ muốn in gì", f"{near}, hoặc bỏ hai dấu ngoặc nhọn")
    call: dict[str, object] = {}
    for option in options:
        name, rest = _option(written, option)
        if name == "bare":
            call["is_bare"] = True
        elif name == "words":
            call["in_words"] = True
        elif name == "period":
            call["period"] = rest
        elif "form" in call:
            raise Mistake(f"«{written}» đòi hai cách in cùng lúc", "giữ một cách, hoặc tách thành hai lần gọi số")
        else:
            call |= {"form": name, "other": rest if name == "part" else _id_in(rest)}
    return Call("so", _id_of(written, first), **call)  # type: ignore[arg-type]  # each key has its own type


def _option(written: str, option: str) -> tuple[Form | Literal["bare", "words", "period"], str]:
    words = option.split()
    said = fold(option)
    for name, meaning in _OPTIONS:
        if said == name or said.startswith(f"{name} "):
            return meaning, " ".join(words[len(name.split()) :])
    raise Mistake(f"«{written}»: không hiểu «{option}»", f"sau mã viết một trong: {_ALL_OPTIONS}")


def _record_call(written: str, key: str, first: str, others: list[str]) -> Call:
    if key in _FIGURE_KEYS:
        raise Mistake(f"«{written}» gọi số liệu bằng ngoặc vuông", f"viết {{{{{written[2:-2].strip()}}}}}")
    if key not in _KINDS:
        known = ("nguoi", "tap-the", "don-vi", "phong-trao", "danh-hieu")
        near = nearest(key.replace(" ", "-"), known)
        remedy = f'có phải "{near}"?' if near else f"viết [[…: mã]], với … là một trong: {', '.join(known)}"
        raise Mistake(f"«{written}»: không có loại «{key}»", remedy)
    return Call(_KINDS[key], _id_of(written, first), " ".join(" | ".join(others).split()))


def _id_of(written: str, text: str) -> str:
    id = _id_in(text)
    if not _ID.fullmatch(id):
        said = f"mã «{text}» phải gồm chữ thường không dấu, chữ số, dấu gạch nối, dấu chấm" if id else "thiếu mã"
        raise Mistake(f"«{written}»: {said}", "chép mã từ tệp dữ liệu")
    return id


def _id_in(text: str) -> str:
    return _LOST_IN_IDS.sub("", nfc(text).translate(_DASHES)).lower()


# ---- telling it -----------------------------------------------------------------------------------------


def told(written: str, records: Records, day: dt.date | None) -> Told:
    """What a marker prints in a text of that day, or of today. Raises Mistake where it makes no sense."""
    call = call_of(written)
    return _figure_told(call, written, records) if call.kind == "so" else _record_told(call, written, records, day)


def _record_told(call: Call, written: str, records: Records, day: dt.date | None) -> Told:
    known: Mapping[str, Mentioned] = getattr(records, call.kind)
    record = known.get(call.id)
    if record is None:
        raise _unknown(written, _NOUNS[call.kind], call.id, known, call.kind)
    name = record.name_on(day) if isinstance(record, Unit) and day else record.name
    return Told(tidy(call.own_words) or name, record.address, record=record)


def _unknown(written: str, noun: str, id: str, known: Mapping[str, object], dataset: str) -> Mistake:
    near = nearest(id, known)
    remedy = f'có phải "{near}"?' if near else f"chép mã từ data/{dataset}.yaml"
    return Mistake(f'«{written}»: không có {noun} "{id}"', remedy)


def _figure_told(call: Call, written: str, records: Records) -> Told:
    if call.form == "sum":
        return _sum_told(call, written, records)
    figure = _figure(call.id, written, records)
    if call.period:
        raise Mistake(f"«{written}»: kỳ chỉ dùng cùng «cộng»", "bỏ phần kỳ; mã số liệu đã nói rõ kỳ")
    if call.form == "value":
        return _as_told(call, figure.value, figure.hedge, figure.indicator, (figure,))
    if call.form == "part":
        part = _part(figure, call.other, written)
        return _as_told(call, part.value, None, figure.indicator, (figure,))
    if call.form == "parts":
        if not figure.parts:
            raise Mistake(f"«{written}»: số liệu này không ghi các phần", "bỏ «cộng các phần», hoặc thêm parts")
        return _as_told(call, figure.parts_total, None, figure.indicator, (figure,))
    other = _figure(call.other, written, records)
    if figure.indicator.counts != other.indicator.counts:
        said = f"một bên đếm {figure.indicator.unit_word}, một bên đếm {other.indicator.unit_word}"
        raise Mistake(f"«{written}»: không so được, {said}", "chọn hai số liệu đếm cùng một thứ")
    if call.form == "difference" and is_across_break(figure.unit, other.unit):
        raise Mistake(
            f"«{written}»: không so được, {figure.unit.name} ({figure.unit.id}) và {other.unit.id} khác địa giới",
            "chọn hai số liệu của cùng một đơn vị, trước hoặc sau khi sáp nhập",
        )
    return _difference(call, figure, other) if call.form == "difference" else _share(call, written, figure, other)


def _figure(id: str, written: str, records: Records) -> Figure:
    figure = records.figures.get(id)
    if figure is None and id in records.indicators:
        remedy = f"viết mã của một số liệu, hoặc {{{{so: {id} | cộng}}}} để cộng mọi đơn vị"
        raise Mistake(f'«{written}»: "{id}" là mã chỉ tiêu, không phải mã số liệu', remedy)
    if figure is None:
        raise _unknown(written, "số liệu", id, records.figures, "figures")
    return figure


def _part(figure: Figure, name: str, written: str) -> Part:
    parts = {canon(part.name): part for part in (*figure.parts, *figure.of_which)}
    wanted = canon(name)
    found = [part for said, part in parts.items() if said == wanted] or [
        part for said, part in parts.items() if wanted and wanted in said
    ]
    if len(found) != 1:
        names = ", ".join(part.name for part in parts.values())
        remedy = f"viết một trong: {names}" if names else "bỏ «phần …»: số liệu này không ghi các phần"
        raise Mistake(f"«{written}»: không rõ phần «{name}»", remedy)
    return found[0]


def _difference(call: Call, figure: Figure, other: Figure) -> Told:
    """How far one is from the other; a hedge on the smaller one, or on both, makes it a rough number."""
    larger, smaller = (figure, other) if figure.value >= other.value else (other, figure)
    hedge: Hedge | None = larger.hedge if smaller.hedge is None else "khoảng"
    return _as_told(call, larger.value - smaller.value, hedge, figure.indicator, (figure, other))


def _share(call: Call, written: str, figure: Figure, other: Figure) -> Told:
    first, last = (other.period.first, other.period.last)
    is_same_time = figure.period == other.period or (
        figure.period.first and last and first <= figure.period.first and figure.period.last <= last
    )
    if not is_same_time or not is_within(figure.unit, other.unit):
        said = "khác kỳ" if not is_same_time else f"{figure.unit.name} không thuộc {other.unit.name}"
        raise Mistake(f"«{written}»: không tính được tỉ lệ, hai số liệu {said}", "chọn hai số liệu cùng nơi, cùng kỳ")
    if not 0 < figure.value <= other.value:
        raise Mistake(f"«{written}»: không tính được tỉ lệ, phần không nhỏ hơn tổng", "đổi chỗ hai mã cho nhau")
    exact = Decimal(figure.value) * 100 / Decimal(other.value)
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    is_rough = exact != rounded or figure.hedge is not None or other.hedge is not None
    value = rounded.normalize() if rounded != rounded.to_integral() else rounded.to_integral()
    words = f"{number_in_words(value)} phần trăm" if call.in_words else f"{number(value)}%"
    said = number(value) if call.is_bare and not call.in_words else words
    return Told(tidy(hedged("khoảng" if is_rough else None, said)), _address_of(figure), (figure, other))


def _sum_told(call: Call, written: str, records: Records) -> Told:
    indicator = records.indicators.get(call.id)
    if indicator is None and call.id in records.figures:
        remedy = f"viết {{{{so: {records.figures[call.id].indicator.id} | cộng}}}}"
        raise Mistake(f'«{written}»: cộng thì cần mã chỉ tiêu, "{call.id}" là mã số liệu', remedy)
    if indicator is None:
        raise _unknown(written, "chỉ tiêu", call.id, records.indicators, "indicators")
    unit = records.units.get(call.other) if call.other else None
    if call.other and unit is None:
        raise _unknown(written, "đơn vị", call.other, records.units, "units")
    time = period(call.period) if call.period else None
    known = [f for f in records.figures_for_indicator(indicator) if time is None or f.period == time]
    total = added(known, unit)
    if total is None and known and not indicator.adds_over_units:
        said = f"“{indicator.name}” không cộng được giữa các đơn vị"
        raise Mistake(f"«{written}»: {said}", "dùng số liệu của từng đơn vị")
    if total is None:
        raise Mistake(f"«{written}»: không có số liệu nào để cộng", "kiểm tra mã đơn vị và kỳ")
    words = _as_told(call, total.value, total.hedge, indicator, total.figures).words
    return Told(words, indicator.address, total.figures)


def _as_told(
    call: Call, value: int | Decimal, hedge: Hedge | None, indicator: Indicator, figures: tuple[Figure, ...]
) -> Told:
    if call.is_bare:
        words = number_in_words(value) if call.in_words else _bare(value, indicator)
    else:
        words = amount_in_words(value, indicator) if call.in_words else amount_said(value, indicator)
    return Told(tidy(hedged(hedge, words)), _address_of(figures[0]), figures)


def _bare(value: int | Decimal, indicator: Indicator) -> str:
    """The number alone; of money it keeps tỉ and triệu, without which it would be another number."""
    return amount_said(value, indicator).removesuffix(" đồng") if indicator.counts == "dong" else number(value)


def _address_of(figure: Figure) -> str:
    return f"{figure.unit.figures_address}#{figure.id}"
