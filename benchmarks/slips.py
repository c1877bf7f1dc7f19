"""How well slips are found: made-up articles with numbers from the data, some of them slipped on purpose.

    python benchmarks/slips.py --articles 200 --seed 1

prints precision (of what is told, how much is a slip) and recall (of the slips, how many are told).
Pure but for `main`; the same for the same seed.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from thidua.disagreements import Disagreement, Setting, disagreements, place_names
from thidua.markup import converted
from thidua.records import Figure, Indicator, Source, Unit
from thidua.scalars import period
from thidua.text_checks import numbered_text
from thidua.vietnamese import money, number, number_in_words

PLACES: Final = ("Sông Quê", "Bến Gạo", "Hạ Thanh", "Đồi Chè", "Núi Lim", "Cửa Vân")
YEARS: Final = (2022, 2023, 2024)
SOURCE: Final = Source("bao-cao", "Báo cáo")


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator, how large its figures are, and how an article says one of them."""

    indicator: Indicator
    least: int
    most: int
    said: tuple[str, ...]


def _measure(id: str, name: str, counts: str, word: str, bounds: tuple[int, int], *said: str) -> Measure:
    return Measure(Indicator(id, name, counts, word, None, True, True), *bounds, said)  # type: ignore[arg-type]  # a word of Counts


MEASURES: Final = (
    _measure(
        "dang-ky", "Đề tài, sáng kiến đăng ký", "initiative", "sáng kiến", (2_000, 9_000),
        "Toàn tỉnh có {n} đề tài, sáng kiến được đăng ký.",
        "Đoàn viên đăng ký {n} sáng kiến, đề tài.",
        "Số đề tài, sáng kiến đăng ký: {n}.",
    ),
    _measure(
        "ung-dung", "Sáng kiến, giải pháp được công nhận và ứng dụng", "initiative", "sáng kiến", (400, 1_900),
        "Hội đồng các cấp chọn được {n} sáng kiến, giải pháp được công nhận và ứng dụng.",
        "Có {n} sáng kiến được công nhận, ứng dụng vào sản xuất.",
    ),
    _measure(
        "lam-loi", "Giá trị làm lợi của sáng kiến", "dong", "đồng", (20_000, 300_000),
        "Giá trị làm lợi của các sáng kiến là {n}.",
        "Các sáng kiến có giá trị làm lợi hơn {n}, theo báo cáo.",
    ),
    _measure(
        "gan-bien", "Công trình, sản phẩm tiêu biểu được gắn biển", "work", "công trình", (12, 140),
        "Có {n} công trình, sản phẩm tiêu biểu được gắn biển.",
        "Các cấp công đoàn gắn biển {n} công trình tiêu biểu.",
    ),
    _measure(
        "tap-the", "Tập thể được các cấp công đoàn biểu dương, khen thưởng", "collective_occurrence", "lượt tập thể",
        (300, 2_000),
        "Các cấp công đoàn biểu dương, khen thưởng {n} lượt tập thể.",
        "Có {n} lượt tập thể được biểu dương, khen thưởng.",
    ),
    _measure(
        "ca-nhan", "Cá nhân được các cấp công đoàn biểu dương, khen thưởng", "person_occurrence", "lượt cá nhân",
        (2_500, 9_900),
        "Có {n} lượt cá nhân được các cấp công đoàn biểu dương, khen thưởng.",
    ),
    _measure(
        "cstd", "Chiến sĩ thi đua cơ sở", "person", "cá nhân", (60, 900),
        "Toàn tỉnh có {n} Chiến sĩ thi đua cơ sở.",
        "{n} người đạt danh hiệu Chiến sĩ thi đua cơ sở.",
    ),
    _measure(
        "bang", "Người được tặng Bằng Lao động sáng tạo", "person", "cá nhân", (11, 95),
        "{n} người được tặng Bằng Lao động sáng tạo.",
        "Tổng Liên đoàn tặng {n} Bằng Lao động sáng tạo cho đoàn viên trong tỉnh.",
    ),
    _measure(
        "doan-vien", "Công đoàn viên", "person", "công đoàn viên", (20_000, 95_000),
        "Tỉnh hiện có {n} công đoàn viên.",
    ),
)  # fmt: skip
# What is true and is no claim about the figures: {n} is any number, {place} another province.
ASIDES: Final = (
    "Riêng Công ty May Hạ Thanh có {n} sáng kiến.",
    "Trong đó {n} sáng kiến là của nữ đoàn viên.",
    "Cùng kỳ, {place} có {n} đề tài, sáng kiến đăng ký.",
    "Công đoàn tỉnh phấn đấu có {n} sáng kiến vào năm tới.",
    "Mỗi công đoàn cơ sở có bình quân {n} sáng kiến.",
    "Hội nghị có {n} đại biểu dự, kéo dài 90 phút.",
    "Có {n} tổ sản xuất ký giao ước thi đua.",
    "Công đoàn mở {n} lớp tập huấn cho cán bộ cơ sở.",
    "Tổ cắt số {n} nghĩ ra cách xếp mẫu mới từ ngày 12/3.",
    "Ông làm thợ đã {n} năm, chưa nghỉ buổi nào.",
    "Dịp Tết, {n} suất quà được trao, mỗi suất 500.000 đồng.",
    "Một sáng kiến giúp tiết kiệm {n} triệu đồng mỗi tháng.",
    "Tỉ lệ hàng lỗi còn 4,5 %, giảm {n} điểm so với trước.",
    "Theo Quyết định số {n}/QĐ-LĐLĐ, hội đồng xét chọn gồm 9 người.",
    "Chị kể {n} người trong xưởng đã học theo.",
    "Từ đầu tháng, {n} lượt xe chở hàng rời xưởng.",
    "Có {n} người dự thi tay nghề, 3 người đạt giải.",
    "Câu lạc bộ có {n} thành viên, sinh hoạt vào thứ bảy.",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A made-up article, the figures of its unit, and the slip in it: its number and its figure; or none."""

    text: str
    figures: tuple[Figure, ...]
    setting: Setting
    slip: tuple[str, str] | None


def units() -> tuple[Unit, ...]:
    """The provinces' unions."""
    return tuple(Unit(f"ldld-{at}", f"LĐLĐ tỉnh {place}", "union") for at, place in enumerate(PLACES))


def figures_of(unit: Unit, chance: Random) -> tuple[Figure, ...]:
    """Three years of every measure."""
    return tuple(
        Figure(
            f"{unit.id}.{year}.{each.indicator.id}", each.indicator, unit, period(str(year)),
            chance.randint(each.least, each.most) * (10**6 if each.indicator.counts == "dong" else 1), SOURCE,
        )
        for each in MEASURES for year in YEARS
    )  # fmt: skip


def printed(figure: Figure, value: int) -> str:
    """A value as an article prints it."""
    return money(value) if figure.indicator.counts == "dong" else number(value)


def spelled(value: int, is_round: bool) -> str:
    """A value in words, perhaps as the round number that one says for it."""
    size = 10 ** (len(str(value)) - 1)
    return number_in_words(value // size * size if is_round else value)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def slipped(figure: Figure, figures: Sequence[Figure], chance: Random) -> int:
    """Another value, as fingers, an old report or a row of the wrong table would have it."""
    digits = str(figure.value)
    whole = int(figure.value)

    def swapped() -> int:
        at = chance.randrange(max(1, len(digits.rstrip("0")) - 1))
        return int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])

    def changed() -> int:
        at = chance.randrange(len(digits.rstrip("0")))
        return int(digits[:at] + str((int(digits[at]) + chance.randint(1, 9)) % 10) + digits[at + 1 :])

    def dropped() -> int:
        at = chance.randrange(len(digits.rstrip("0")))
        return int(digits[:at] + digits[at + 1 :])

    def old() -> int:
        others = [f for f in figures if f.indicator is figure.indicator and f.period != figure.period]
        return int(chance.choice(others).value)

    ways: tuple[Callable[[], int], ...] = (swapped, changed, dropped, old)
    for _ in range(50):
        value = chance.choice(ways)()
        if value not in (whole, 0) and len(str(value)) >= len(digits) - 1:
            return value
    return whole + max(1, whole // 10)


def article(chance: Random, has_slip: bool) -> Written:
    """An article on a province in one year: seven numbers of the data, in prose, in words and in tables, and others."""
    known = units()
    unit = chance.choice(known)
    figures = figures_of(unit, chance)
    year = chance.choice(YEARS)
    told = chance.sample([f for f in figures if f.period.first == year], 7)
    wrong = chance.choice(told) if has_slip else None
    slip: tuple[str, str] | None = None
    sentences, rows = [], []
    for at, figure in enumerate(told):
        value = int(figure.value)
        if figure is wrong:
            value = slipped(figure, figures, chance)
        said = printed(figure, value)
        if value >= 100 and at == 1 and figure.indicator.counts != "dong":
            said = spelled(value, figure is not wrong and chance.random() < 0.5)
        if figure is wrong:
            slip = (said.partition(" ")[0] if said[0].isdigit() else said, figure.id)
        if at < 5:
            measure = next(each for each in MEASURES if each.indicator is figure.indicator)
            sentences.append(chance.choice(measure.said).format(n=said))
        else:
            before = chance.choice([f for f in figures if f.period.first != year and f.indicator is figure.indicator])
            rows.append([figure.indicator.name, f"{before.period.first}", printed(before, int(before.value)), said])
    others = [place for place in PLACES if place not in unit.name]
    numbers = [number(chance.choice((7, 12, 36, 120, 480, 1_250))) for _ in range(5)]
    sentences += [
        aside.format(n=n, place=chance.choice(others))
        for aside, n in zip(chance.sample(ASIDES, 5), numbers, strict=True)
    ]
    before = chance.choice([f for f in figures if f.period.first != year and f.indicator is told[0].indicator])
    sentences.append(_of_its_year(before))
    chance.shuffle(sentences)
    head = f"Năm {year}, phong trào thi đua ở {unit.name} có nhiều kết quả."
    tables = [table(("Chỉ tiêu", row[1], f"Năm {year}"), [[row[0], *row[2:]]]) for row in rows]
    parts = [[name, number(chance.randint(10, 900))] for name in ("Tổ cắt", "Tổ may", "Phòng kỹ thuật", "Cộng các tổ")]
    tables.append(table(("Đơn vị", chance.choice(told).indicator.name, "Ghi chú"), [[*row, "7"] for row in parts]))
    body = converted("\n\n".join([head, " ".join(sentences[:6]), " ".join(sentences[6:]), *tables]))
    text = numbered_text("", "", body)
    strangers = tuple(name for id, name in place_names(known).items() if id != unit.id)
    return Written(text, figures, Setting("", year + 1, strangers), slip)


def _of_its_year(figure: Figure) -> str:
    measure = next(each for each in MEASURES if each.indicator is figure.indicator)
    said = measure.said[0].format(n=printed(figure, int(figure.value)))
    return f"Trước đó, năm {figure.period.first}, {said[0].lower()}{said[1:]}"


@dataclass(frozen=True, slots=True)
class Result:
    """How many slips there were, how many were told, and how much was told in all."""

    planted: int
    found: int
    told: int
    seconds: float
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.found / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0


def measured(articles: int, seed: int) -> Result:
    """Every second article has one slip."""
    chance = Random(seed)
    written = [article(chance, at % 2 == 0) for at in range(articles)]
    begun = time.process_time()
    results = [disagreements(each.text, each.figures, each.setting) for each in written]
    seconds = time.process_time() - begun
    missed, false, found = [], [], 0
    for each, told in zip(written, results, strict=True):
        right = [d for d in told if each.slip and _is_slip(d, each.slip)]
        false += [f"{d.words} | {d.sentence} | {d.figure}" for d in told if d not in right]
        found += len(right)
        if each.slip and not right:
            missed.append(f"{each.slip} | {each.text}")
    planted = sum(each.slip is not None for each in written)
    return Result(planted, found, sum(map(len, results)), seconds, tuple(missed), tuple(false))


def _is_slip(told: Disagreement, slip: tuple[str, str]) -> bool:
    return f"{told.words} ".lower().startswith(f"{slip[0]} ".lower()) and told.figure == slip[1]


def main() -> None:
    """Print how well it goes, and with --show what was missed and what was told for nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    result = measured(asked.articles, asked.seed)
    print(f"slips {result.planted}, found {result.found}, told {result.told}")
    print(f"precision {result.precision:.3f}, recall {result.recall:.3f}")
    print(f"{1000 * result.seconds / asked.articles:.2f} ms an article")
    if asked.show:
        print("\n".join([*(f"MISSED {each}" for each in result.missed), *(f"FALSE {each}" for each in result.false)]))


if __name__ == "__main__":
    main()
