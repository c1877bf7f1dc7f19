"""Charts say what their figures say, draw it to scale, and never let two words collide."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.charts import (
    BarChart,
    Chart,
    DotChart,
    LineChart,
    StackChart,
    bar_chart,
    bars_of,
    comparable,
    dot_chart,
    line_chart,
    lines_of,
    parts_of,
    progress,
    progress_chart,
    stack_chart,
)
from thidua.digest import Digests
from thidua.drawings import MOST_BARS, MOST_LINES, Quantity, Stack
from thidua.geometry import (
    LETTER,
    LINE,
    WIDTH,
    Box,
    Lettering,
    Scale,
    Value,
    apart,
    nice_ticks,
    spread,
    text_width,
    wrapped,
)
from thidua.records import Counts, Figure, Hedge, Indicator, Part, Source, Target, Unit
from thidua.scalars import period
from thidua.words import read_words

ROOT = Path(__file__).parent.parent
WORDS = read_words(ROOT)
SOURCE = Source("bao", "Phong trào năm 2024", "Báo Thử Nghiệm", "Nhan đề")
OTHER_SOURCE = Source("to-trinh", "Tờ trình số 1")
INITIATIVES = Indicator("sang-kien", "Sáng kiến được công nhận", "initiative", "sáng kiến")
PEOPLE = Indicator("ca-nhan", "Danh hiệu “Sáng kiến, sáng tạo” cấp cơ sở", "person", "cá nhân")
MONEY = Indicator("lam-loi", "Giá trị làm lợi", "dong", "đồng")
RATE = Indicator("ty-le", "Tỷ lệ tham gia", "percent", "%")

HEDGES: tuple[Hedge | None, ...] = (None, "hơn", "trên", "gần", "khoảng")
hedges = st.sampled_from(HEDGES)
values = st.integers(0, 10**13) | st.integers(0, 30) | st.decimals("0", "1000", places=1)
syllables = st.sampled_from(
    "LĐLĐ Công đoàn TNHH Đường Ưởng nghiệp – (Hà Nội) MMMM “Ứng” 12/2024 thị xã TP. ẾỘỮ".split()
)
names = st.lists(syllables, min_size=1, max_size=24).map(" ".join)


def unit(name: str, until: dt.date | None = None, since: dt.date | None = None, heirs: Sequence[Unit] = ()) -> Unit:
    """A unit of that name and time."""
    return Unit(name.lower().replace(" ", "-"), name, "union", since=since, until=until, successors=tuple(heirs))


def figure(value: Value, when: str = "2024", of: Unit | None = None, indicator: Indicator = INITIATIVES) -> Figure:
    """An exact figure."""
    return Figure(f"so-{value}", indicator, of or unit("Đơn vị A"), period(when), value, SOURCE)


def hedged(value: Value, hedge: Hedge | None, name: str = "Đơn vị A") -> Figure:
    """A figure of a unit of that name with its hedge."""
    return replace(figure(value, of=unit(name)), hedge=hedge)


SON_TAY = replace(
    figure(2219, of=unit("LĐLĐ thị xã Sơn Tây"), indicator=PEOPLE),
    hedge="hơn",
    parts=(Part("khối hành chính sự nghiệp", 75), Part("khối trường học", 446), Part("khối doanh nghiệp", 1301)),
)


def stack_of(of: Figure) -> Stack:
    """The parts of a figure that has some."""
    stack = parts_of(of, WORDS)
    assert stack is not None
    return stack


@st.composite
def figures(draw: st.DrawFn, size: int = 6) -> list[Figure]:
    """Figures of one indicator and year, of as many units."""
    indicator = draw(st.sampled_from([INITIATIVES, MONEY, PEOPLE]))
    count = draw(st.integers(1, size))
    return [
        replace(
            figure(int(draw(values)), of=replace(unit(f"u{n}"), name=draw(names)), indicator=indicator),
            hedge=draw(hedges),
        )
        for n in range(count)
    ]


@st.composite
def courses(draw: st.DrawFn) -> list[Figure]:
    """Years of a few units, with gaps; the first of them may be followed by a successor."""
    indicator = draw(st.sampled_from([INITIATIVES, MONEY]))
    heir = unit("LĐLĐ tỉnh mới", since=dt.date(2020, 7, 1))
    units = [unit(f"{draw(names)} {n}", heirs=[heir] * draw(st.booleans())) for n in range(draw(st.integers(1, 5)))]
    spans = [(each, draw(st.sets(st.integers(2010, 2020), min_size=1, max_size=7))) for each in units]
    spans.append((heir, draw(st.sets(st.integers(2021, 2026), max_size=4))))
    return [
        replace(figure(draw(st.integers(0, 10**12)), str(year), each, indicator), hedge=draw(hedges))
        for each, years in spans
        for year in sorted(years)
    ]


# ---- on the canvas ------------------------------------------------------------------------------------


@given(st.integers(0, 10**18) | st.decimals("0", "100000", places=2), st.integers(1, 8))
def test_ticks_are_round_and_reach_the_top(top: Value, most: int) -> None:
    """An axis begins at zero, has few equal round steps, and ends at or just beyond the largest value."""
    ticks = nice_ticks(top, most)
    step = ticks[1]

    assert ticks[0] == 0
    assert all(after - before == step for before, after in pairwise(ticks))
    assert ticks[-2] < top <= ticks[-1] or top == 0
    assert len(ticks) - 1 <= most
    assert str(Decimal(step).normalize().as_tuple().digits) in ("(1,)", "(2,)", "(5,)")
    assert not isinstance(top, int) or all(isinstance(tick, int) for tick in ticks)


@given(values, values, st.integers(1, 10**13))
def test_scale_keeps_order_and_zero(one: Value, other: Value, top: int) -> None:
    """A larger value is never drawn nearer to zero, and zero is where the scale begins."""
    scale = Scale(top, 1, 300)

    assert scale(0) == 1
    assert scale(top) == 300
    assert (one <= other) <= (scale(one) <= scale(other))


@given(names, st.floats(60, 360))
def test_wrapping_loses_no_word(text: str, width: float) -> None:
    """A long name is broken between words, each line within its width, and nothing is lost."""
    lines = wrapped(text, width)

    assert all(text_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrapping_balances_lines() -> None:
    """A name that needs two lines does not leave one short word on the second."""
    first, second = wrapped("Đoàn viên, CNVCLĐ được LĐLĐ thị xã công nhận và khen thưởng", 340)

    assert text_width(second) > text_width(first) / 2


def test_a_word_wider_than_a_line_is_cut() -> None:
    """A single endless word stays inside the drawing."""
    assert wrapped("W" * 60, 200) == ("W" * 12,) * 5


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(5, 60)), min_size=1, max_size=8), st.floats(0, 600))
def test_spread_blocks_keep_order_and_apart(wanted: list[tuple[float, float]], free: float) -> None:
    """Labels beside each other's places move as little as they must, and never onto each other."""
    centres = sorted(centre for centre, _ in wanted)
    sizes = [size for _, size in wanted]
    starts = spread(centres, sizes, 0, sum(sizes) + free)

    assert all(start + size <= after + 1e-6 for start, size, after in zip(starts, sizes, starts[1:], strict=False))
    assert starts[0] >= 0
    assert starts[-1] + sizes[-1] <= sum(sizes) + free + 1e-6


def test_labels_with_room_stay_where_they_belong() -> None:
    """A label that meets no other stands exactly beside what it names."""
    assert spread([20, 100], [20, 20], 0, 200) == (10, 90)
    assert spread([50, 50], [20, 20], 0, 200) == (30, 50)


@given(st.lists(names, min_size=1, max_size=9))
def test_labels_of_an_axis_are_thinned(texts: list[str]) -> None:
    """Crowded periods are printed every second or third, the newest always."""
    letterings = [Lettering(40 * n, 15, text[:12]) for n, text in enumerate(texts)]
    kept = apart(letterings)

    assert kept[-1] == letterings[-1]
    assert not any(one.box.overlaps(other.box) for one, other in combinations(kept, 2))


def test_a_box_knows_the_line_that_crosses_it() -> None:
    """A value is not printed where the line runs through it."""
    box = Box(10, 10, 20, 20)

    assert box.is_crossed([(0, 0), (30, 30)])
    assert not box.is_crossed([(0, 30), (9, 25), (30, 40)])
    assert not box.is_crossed([(0, 0), (30, 5)])


# ---- words on the drawings ------------------------------------------------------------------------------


def letterings(chart: BarChart | DotChart | StackChart | LineChart) -> Iterator[Lettering]:
    """Every line of text of a drawing."""
    drawing = chart.drawing
    for name in ("total", "ticks", "periods", "values"):
        yield from getattr(drawing, name, ())
    for row in getattr(drawing, "rows", ()):
        yield from (*row.names, row.said)
    for label in getattr(drawing, "labels", ()):
        yield from (*label.names, *label.said)
    for level in getattr(drawing, "grid", ()):
        yield level.said
    for mark in getattr(drawing, "breaks", ()):
        yield from mark.said
    if goal := getattr(drawing, "goal", None):
        yield goal.said


def assert_legible(chart: BarChart | DotChart | StackChart | LineChart) -> None:
    """Every word is inside the drawing and on no other word."""
    boxes = [(each.text, each.box) for each in letterings(chart)]
    for text, box in boxes:
        assert box.left >= -0.1, text
        assert box.right <= WIDTH + 0.1, text
        assert box.top >= 0, text
        assert box.bottom <= chart.drawing.height, text
    for (one, box), (other, another) in combinations(boxes, 2):
        across = min(box.right, another.right) - max(box.left, another.left)
        down = min(box.bottom, another.bottom) - max(box.top, another.top)
        assert min(across, down) < 0.2, (one, other)


@given(figures())
@settings(deadline=None, max_examples=50)
def test_words_of_bars_and_dots_are_legible(given_figures: list[Figure]) -> None:
    """However long the names and however large the values, no word leaves the chart or meets another."""
    bars = bars_of(given_figures)

    assert_legible(bar_chart("a", "A", bars, WORDS))
    assert_legible(dot_chart("a", "A", bars, WORDS))


@given(figures(1), st.integers(1, 10**9))
@settings(deadline=None, max_examples=50)
def test_words_of_progress_are_legible(given_figures: list[Figure], target: int) -> None:
    """A goal's words keep clear of the bar's name and value, reached or passed."""
    way = progress(Target(given_figures[0].indicator, target, dt.date(2025, 12, 31)), given_figures[0])

    assert_legible(progress_chart("a", "A", way, WORDS))


@given(st.lists(st.tuples(names, st.integers(0, 5000)), min_size=1, max_size=8), st.integers(0, 20_000), hedges)
@settings(deadline=None, max_examples=50)
def test_words_of_parts_are_legible(parts: list[tuple[str, int]], total: int, hedge: Hedge | None) -> None:
    """Names beside a column never meet, however thin their parts are."""
    of = replace(SON_TAY, parts=tuple(Part(name, value) for name, value in parts), value=total, hedge=hedge)

    assert_legible(stack_chart("a", "A", stack_of(of), WORDS))


@given(courses())
@settings(deadline=None, max_examples=50)
def test_words_of_lines_are_legible(given_figures: list[Figure]) -> None:
    """Values, names, periods and words about territory keep clear of each other."""
    assert_legible(line_chart("a", "A", given_figures, WORDS))


# ---- bars and dots ------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=12))
def test_bars_are_to_scale(amounts: list[int]) -> None:
    """Bars begin at zero, and their lengths stand to each other as their values do."""
    drawing = bar_chart("a", "A", bars_of([figure(amount) for amount in amounts]), WORDS).drawing
    longest = max(row.width for row in drawing.rows)

    assert len({row.x for row in drawing.rows}) == 1
    for row, amount in zip(drawing.rows, sorted(amounts, reverse=True), strict=True):
        assert row.x + row.width <= WIDTH
        assert abs(row.width - longest * amount / max(*amounts, 1)) <= 1.6


def test_a_small_value_is_seen_and_zero_is_not_a_bar() -> None:
    """One in a million still has a bar; nothing has none, only its foot and its 0."""
    rows = bar_chart("a", "A", bars_of([figure(1_000_000), figure(1), figure(0)]), WORDS).drawing.rows

    assert [row.width > 0 for row in rows] == [True, True, False]
    assert rows[-1].said.text == "0"


def test_bars_are_sorted_and_named_by_what_differs() -> None:
    """The largest comes first; units, indicators and periods are named only where they differ."""
    by_unit = bars_of([figure(1, of=unit("Đơn vị B")), figure(2, of=unit("Đơn vị A"))])
    by_period = bars_of([figure(1, "2023"), figure(2, "2024")])
    by_both = bars_of([figure(1, "2023", unit("Đơn vị B")), figure(2, "2024")])
    alone = bars_of([figure(1)])

    assert [bar.label for bar in by_unit] == ["Đơn vị A", "Đơn vị B"]
    assert [bar.label for bar in by_period] == ["Năm 2024", "Năm 2023"]
    assert [bar.label for bar in by_both] == ["Đơn vị A, năm 2024", "Đơn vị B, năm 2023"]
    assert [bar.label for bar in alone] == ["Đơn vị A"]


def test_only_like_is_compared() -> None:
    """People and initiatives have no common scale, nor have a year and five years."""
    mixed = [figure(1), figure(2, indicator=PEOPLE), figure(3), figure(4, "2016-2020")]

    assert [[each.value for each in group] for group in comparable(mixed)] == [[1, 3], [2], [4]]
    with pytest.raises(ValueError, match="no common scale"):
        bars_of(mixed)


@pytest.mark.parametrize(("hedge", "mark"), [("hơn", "more"), ("trên", "more"), ("gần", "less"), ("khoảng", "about")])
def test_hedges_are_drawn_and_printed(hedge: Hedge, mark: str) -> None:
    """A value that is not exact says so in its word and in its shape, in every kind of chart."""
    bars = bars_of([hedged(700, hedge), hedged(300, None, "Đơn vị B")])
    bar_rows = bar_chart("a", "A", bars, WORDS).drawing.rows
    dot_rows = dot_chart("a", "A", bars, WORDS).drawing.rows
    line = line_chart("a", "A", [replace(figure(1, "2023"), hedge=hedge), figure(2, "2024")], WORDS).drawing
    stack = stack_chart("a", "A", stack_of(replace(SON_TAY, hedge=hedge)), WORDS)

    assert [row.tip and row.tip.mark for row in bar_rows] == [mark, None]
    assert [row.whisker and row.whisker.mark for row in dot_rows] == [mark, None]
    assert [point.whisker and point.whisker.mark for point in line.tracks[0].points] == [mark, None]
    assert [point.is_open for point in line.tracks[0].points] == [True, False]
    assert bar_rows[0].said.text == dot_rows[0].said.text == f"{hedge} 700"
    assert f"{hedge} 1" in [value.text for value in line.values]
    assert stack.drawing.total[0].text == f"Tổng: {hedge} 2.219\u00a0cá nhân"
    assert (stack.drawing.tip and stack.drawing.tip.mark) == (None if mark == "less" else mark)


@given(figures(1))
def test_the_mark_of_a_hedge_stays_within_the_drawing(given_figures: list[Figure]) -> None:
    """Where a bar ends in an arrow or in slices, there is room for them."""
    (row,) = bar_chart("a", "A", bars_of(given_figures), WORDS).drawing.rows

    assert row.x + row.width + 10 <= WIDTH + 0.1 or row.tip is None


def test_what_all_count_is_said_once() -> None:
    """The word for what is counted stands above the bars, or at each of them where they differ."""
    staff = Indicator("nld", "Người lao động", "person", "CNVCLĐ")
    alike = bar_chart("a", "A", bars_of([figure(1), figure(2)]), WORDS)
    mixed = bar_chart("a", "A", bars_of([figure(1530, indicator=staff), figure(75, indicator=PEOPLE)]), WORDS)
    money = bar_chart("a", "A", bars_of([figure(221_532_000_000, indicator=MONEY)]), WORDS)
    rate = bar_chart("a", "A", bars_of([figure(Decimal("4.5"), indicator=RATE)]), WORDS)

    assert (alike.counted, alike.drawing.rows[0].said.text) == ("sáng kiến", "2")
    assert (mixed.counted, mixed.drawing.rows[0].said.text) == ("", "1.530\u00a0CNVCLĐ")
    assert (money.counted, money.drawing.rows[0].said.text) == ("", "221,532 tỉ đồng")
    assert (rate.counted, rate.drawing.rows[0].said.text) == ("", "4,5%")


def test_a_unit_can_stand_out_among_others() -> None:
    """On a unit's own page its bar and its dot are marked."""
    ours = unit("Đơn vị B")
    bars = bars_of([figure(1, of=ours), figure(2)], marked=ours)

    assert [row.is_marked for row in bar_chart("a", "A", bars, WORDS).drawing.rows] == [False, True]
    assert [row.is_marked for row in dot_chart("a", "A", bars, WORDS).drawing.rows] == [False, True]


def test_only_twelve_bars_are_drawn_and_the_table_has_all() -> None:
    """A chart of twenty units draws twelve, says so, and lists the twenty."""
    chart = bar_chart("a", "A", bars_of([figure(n, of=unit(f"Đơn vị {n}")) for n in range(20)]), WORDS)

    assert len(chart.drawing.rows) == MOST_BARS == 12
    assert chart.remark == "Biểu đồ vẽ 12 trong số 20; bảng số liệu có đủ cả 20."
    assert [row[0].text for row in chart.table.rows] == [f"Đơn vị {n}" for n in reversed(range(20))]


def test_a_table_has_notes_and_sources_where_they_tell_something() -> None:
    """A note is never lost, and with several sources each value names its own."""
    noted = replace(figure(1), note="Tính cả năm trước.", source=OTHER_SOURCE)
    table = bar_chart("a", "A", bars_of([noted, figure(2, of=unit("Đơn vị B"))]), WORDS).table

    assert [head.text for head in table.heads] == ["Nội dung", "Giá trị (sáng kiến)", "Ghi chú", "Nguồn"]
    assert [cell.text for cell in table.rows[0]] == ["Đơn vị B", "2", "", "Báo Thử Nghiệm"]
    assert [cell.text for cell in table.rows[1]] == ["Đơn vị A", "1", "Tính cả năm trước.", "Tờ trình số 1"]
    assert table.rows[0][0].address == "don-vi/đơn-vị-b.html"


@pytest.mark.parametrize(
    ("first", "second", "finding"),
    [
        (hedged(700, "hơn"), hedged(700, None, "Đơn vị B"), "Cao nhất: Đơn vị A, hơn 700\u00a0sáng kiến."),
        (
            hedged(700, "gần"),
            hedged(690, None, "Đơn vị B"),
            "Con số cao nhất được nêu: Đơn vị A, gần 700\u00a0sáng kiến.",
        ),
        (hedged(700, None), hedged(690, "hơn", "Đơn vị B"), "Con số cao nhất được nêu: Đơn vị A, 700\u00a0sáng kiến."),
        (hedged(700, None), hedged(700, None, "Đơn vị B"), "Cao nhất: Đơn vị A và Đơn vị B, đều 700\u00a0sáng kiến."),
    ],
)
def test_a_finding_claims_no_more_than_the_figures_bear(first: Figure, second: Figure, finding: str) -> None:
    """The largest is called the largest only where no hedge can make another one larger."""
    assert bar_chart("a", "A", bars_of([first, second]), WORDS).finding == finding


def test_an_editor_s_finding_wins() -> None:
    """A finding that was written by hand is printed as it is."""
    assert bar_chart("a", "A", bars_of([figure(1)]), WORDS, "Chỉ có một.").finding == "Chỉ có một."


def test_the_ruler_of_dots_prints_numbers_as_newspapers_do() -> None:
    """Numbers under the dots are Vietnamese: 40.000, 200 tỉ, 50%."""

    def numbers(value: Value, indicator: Indicator) -> list[str]:
        return [
            each.text
            for each in dot_chart("a", "A", bars_of([figure(value, indicator=indicator)]), WORDS).drawing.ticks
        ]

    assert numbers(45_023, INITIATIVES) == ["0", "20.000", "40.000", "60.000"]
    assert numbers(221_532_000_000, MONEY) == ["0", "100 tỉ", "200 tỉ", "300 tỉ"]
    assert numbers(Decimal("97.5"), RATE) == ["0", "50%", "100%"]


# ---- parts of a total -----------------------------------------------------------------------------------


def test_parts_that_do_not_make_the_total_say_so() -> None:
    """Sơn Tây's three groups make 1.822 of "hơn 2.219": the rest is drawn, named and as vague as the total."""
    stack = stack_of(SON_TAY)
    chart = stack_chart("a", "A", stack, WORDS)
    drawing = chart.drawing

    assert [(part.label, part.said) for part in stack.parts] == [
        ("Khối hành chính sự nghiệp", "75"),
        ("Khối trường học", "446"),
        ("Khối doanh nghiệp", "1.301"),
    ]
    assert stack.rest is not None
    assert (stack.rest.value, stack.rest.said) == (397, "hơn 397")
    assert drawing.rest
    assert len(drawing.labels) == 4
    assert "1.822, chưa bằng tổng hơn 2.219\u00a0cá nhân; còn hơn 397" in chart.finding
    assert [row[1].text for row in chart.table.rows] == ["75", "446", "1.301", "1.822", "hơn 397", "hơn 2.219"]


@given(st.lists(st.integers(40, 2000), min_size=1, max_size=6), st.integers(0, 4000))
def test_parts_are_to_scale(amounts: list[int], left: int) -> None:
    """Parts and the rest share one scale and fill the column without overlapping."""
    parts = tuple(Part(f"Phần {n}", amount) for n, amount in enumerate(amounts))
    drawing = stack_chart("a", "A", stack_of(replace(SON_TAY, parts=parts, value=sum(amounts) + left)), WORDS).drawing
    a_unit = (drawing.height - drawing.segments[0].y - 12) / (sum(amounts) + left)

    for segment, after in pairwise(drawing.segments):
        assert segment.y + segment.height <= after.y
    for segment, amount in zip(drawing.segments, amounts, strict=True):
        assert abs(segment.height + 2 - a_unit * amount) <= 6


def test_parts_that_pass_the_total_say_so() -> None:
    """Where the parts are more than the total, the total is marked across the column."""
    stack = stack_of(replace(SON_TAY, hedge=None, value=1700))
    chart = stack_chart("a", "A", stack, WORDS)

    assert stack.rest is None
    assert stack.excess is not None
    assert stack.excess.said == "122"
    assert chart.drawing.limit
    assert "1.822, nhiều hơn tổng 1.700" in chart.finding
    assert stack_of(replace(SON_TAY, hedge="hơn", value=1700)).excess is None


def test_parts_that_make_the_total_need_no_remark() -> None:
    """A sound total has no rest, and its finding names the largest part."""
    chart = stack_chart("a", "A", stack_of(replace(SON_TAY, hedge=None, value=1822)), WORDS)

    assert chart.drawing.rest == chart.drawing.limit == ""
    assert chart.finding == "Phần lớn nhất: Khối doanh nghiệp, 1.301 trong tổng số 1.822\u00a0cá nhân."


def test_a_total_that_is_nearly_reached_leaves_less() -> None:
    """Of "gần 2.219" the parts leave fewer than 397, not "gần 397" and not 397."""
    rest = stack_of(replace(SON_TAY, hedge="gần")).rest

    assert rest is not None
    assert rest.said == "dưới 397"


def test_a_lone_subset_stands_against_the_others() -> None:
    """32 of 860 are drawn as such; overlapping subsets are not stacked at all."""
    of = replace(figure(860, indicator=PEOPLE), of_which=(Part("CNVCLĐ", 32),))
    chart = stack_chart("a", "A", stack_of(of), WORDS)

    assert chart.finding == "CNVCLĐ: 32 trong tổng số 860\u00a0cá nhân."
    assert chart.stack.rest is not None
    assert (chart.stack.rest.label, chart.stack.rest.said) == ("Còn lại", "828")
    assert parts_of(replace(of, of_which=(Part("Nữ", 300), Part("CNVCLĐ", 32))), WORDS) is None
    assert parts_of(figure(860), WORDS) is None


# ---- towards a target -----------------------------------------------------------------------------------


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_progress_is_never_rounded_up(reached: int, target: int) -> None:
    """100% is said only when the target is reached."""
    share = progress(Target(INITIATIVES, target), figure(reached)).share

    assert share * target <= reached * 100
    assert (share >= 100) == (reached >= target)


def test_progress_keeps_the_hedge_and_the_deadline() -> None:
    """45.023 of 75.000, said to be more, is "hơn 60%", and the goal names its day."""
    way = progress(Target(INITIATIVES, 75_000, dt.date(2025, 12, 31)), hedged(45_023, "hơn"))
    chart = progress_chart("a", "A", way, WORDS)

    assert chart.finding == "Đạt hơn 60% chỉ tiêu 75.000\u00a0sáng kiến."
    assert chart.drawing.goal is not None
    assert chart.drawing.goal.said.text == "Chỉ tiêu đến 31/12/2025: 75.000"
    assert [row[1].text for row in chart.table.rows] == ["hơn 45.023", "75.000"]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_goal_is_on_the_scale_of_the_bar(reached: int, target: int) -> None:
    """The bar ends before, at or beyond the goal's line as the figure does."""
    drawing = progress_chart("a", "A", progress(Target(INITIATIVES, target), figure(reached)), WORDS).drawing
    (row,) = drawing.rows

    assert drawing.goal is not None
    assert abs(row.track + row.x - drawing.goal.x) < 0.1
    assert (reached <= target) <= (row.x + max(row.width, 1.5) <= drawing.goal.x + 1.6)
    assert (reached >= target) <= (row.x + row.width >= drawing.goal.x - 0.1)


def test_progress_needs_the_same_indicator_and_a_target() -> None:
    """A figure of something else is no progress, and nothing is not reached in per cent."""
    for target in (Target(PEOPLE, 10), Target(INITIATIVES, 0)):
        with pytest.raises(ValueError, match="does not measure"):
            progress(target, figure(5))


# ---- through time -----------------------------------------------------------------------------------------

NEW = unit("LĐLĐ tỉnh Phú Thọ mới", since=dt.date(2025, 7, 1))
OLD = unit("LĐLĐ tỉnh Phú Thọ", until=dt.date(2025, 6, 30), heirs=[NEW])
HOA_BINH = unit("LĐLĐ tỉnh Hòa Bình", until=dt.date(2025, 6, 30), heirs=[NEW])


def strokes(path: str) -> list[list[tuple[float, float]]]:
    """The points of each unbroken stroke of a path."""
    pairs = [re.findall(r"(-?[\d.]+) (-?[\d.]+)", stroke) for stroke in path.split("M")[1:]]
    return [[(float(x), float(y)) for x, y in stroke] for stroke in pairs]


def test_a_line_is_cut_where_the_territory_changed() -> None:
    """The old province and the new one share a line that has a gap, and words over it, between them."""
    chart = line_chart("a", "A", [figure(9, "2023", OLD), figure(8, "2024", OLD), figure(21, "2025", NEW)], WORDS)
    drawing = chart.drawing
    (mark,) = drawing.breaks
    before, after = strokes(drawing.tracks[0].path)

    assert len(chart.lines) == 1
    assert " ".join(line.text for line in mark.said) == "Địa giới thay đổi từ 01/07/2025"
    assert before[-1][0] < mark.x < after[0][0]
    assert chart.finding == "LĐLĐ tỉnh Phú Thọ mới: 21\u00a0sáng kiến (năm 2025)."
    assert "Địa giới thay đổi từ 01/07/2025" in [cell.text for row in chart.table.rows for cell in row]


@given(courses())
@settings(deadline=None, max_examples=50)
def test_no_stroke_crosses_a_break_or_a_gap(given_figures: list[Figure]) -> None:
    """No line joins two territories, or two years with none between them."""
    chart = line_chart("a", "A", given_figures, WORDS)
    drawing = chart.drawing
    for line, track in zip(chart.lines, drawing.tracks, strict=False):
        grounds = [at for at, point in enumerate(line.points) if point.new_ground or point.value is None]
        runs = 1 + sum(1 for at in grounds if at) if grounds else 1
        drawn = strokes(track.path)

        assert sum(map(len, drawn)) == len(line.known)
        assert len(drawn) <= runs
        for stroke in drawn:
            for (x1, _), (x2, _) in pairwise(stroke):
                assert not any(x1 < mark.x < x2 for mark in drawing.breaks if any(p.new_ground for p in line.points))
    assert all(0 <= x <= WIDTH for track in drawing.tracks for stroke in strokes(track.path) for x, _ in stroke)


def test_a_merger_begins_a_line_of_its_own() -> None:
    """Where three become one, none of the three goes on; the new one starts after the break."""
    known = [figure(1, "2024", OLD), figure(2, "2024", HOA_BINH), figure(5, "2025", NEW)]
    chart = line_chart("a", "A", known, WORDS)

    assert [line.name for line in chart.lines] == ["LĐLĐ tỉnh Phú Thọ mới", "LĐLĐ tỉnh Hòa Bình", "LĐLĐ tỉnh Phú Thọ"]
    assert len(chart.drawing.breaks) == 1
    assert [label.leader != "" for label in chart.drawing.labels] == [True, False, False]


def test_lines_of_one_name_are_told_apart() -> None:
    """An old unit and its successor of the same name are not both called the same."""
    heir = replace(NEW, name=OLD.name)
    lines = lines_of([figure(1, "2024", OLD), figure(2, "2024", HOA_BINH), figure(5, "2025", heir)], WORDS)

    assert [line.name for line in lines] == [OLD.name, HOA_BINH.name, f"{OLD.name} (đến 30/06/2025)"]


def test_a_year_without_a_figure_is_a_gap() -> None:
    """A missing year is on the axis and in the table, and no line runs over it."""
    chart = line_chart("a", "A", [figure(4, "2021"), figure(5, "2022"), figure(7, "2024")], WORDS)
    years, values = zip(*[[cell.text for cell in row] for row in chart.table.rows], strict=True)

    assert years == ("Năm 2021", "Năm 2022", "Năm 2023", "Năm 2024")
    assert values == ("4", "5", "không có", "7")
    assert [len(stroke) for stroke in strokes(chart.drawing.tracks[0].path)] == [2, 1]


def test_a_quarter_without_a_figure_is_a_gap() -> None:
    """Quarters are a quarter of a year apart, and a missing one is missed."""
    chart = line_chart("a", "A", [figure(4, "quý 4/2023"), figure(7, "quý 2/2024")], WORDS)

    assert [row[0].text for row in chart.table.rows] == ["Quý IV/2023", "Quý I/2024", "Quý II/2024"]
    assert [label.text for label in chart.drawing.periods] == ["IV/2023", "I/2024", "II/2024"]


@pytest.mark.parametrize(
    ("first", "last", "finding"),
    [
        ((5, None), (7, None), "Từ 5 (năm 2023) tăng lên 7 (năm 2024)."),
        ((7, None), (5, "gần"), "Từ 7 (năm 2023) giảm còn gần 5 (năm 2024)."),
        ((5, None), (5, None), "Giữ mức 5 từ năm 2023 đến năm 2024."),
        ((5, "hơn"), (7, None), "Từ hơn 5 (năm 2023) đến 7 (năm 2024)."),
        ((5, "khoảng"), (7, "hơn"), "Từ khoảng 5 (năm 2023) đến hơn 7 (năm 2024)."),
    ],
)
def test_a_rise_is_claimed_only_where_there_is_one(
    first: tuple[int, Hedge | None], last: tuple[int, Hedge | None], finding: str
) -> None:
    """A line "rises" only when the hedges of its two ends leave no doubt."""
    ends = [
        replace(figure(value, year), hedge=hedge)
        for (value, hedge), year in zip((first, last), ("2023", "2024"), strict=True)
    ]

    assert line_chart("a", "A", ends, WORDS).finding == finding


def test_lines_join_only_like_periods_of_one_indicator() -> None:
    """A year is not joined to five years, nor people to initiatives, nor anything to an unknown time."""
    for others in (figure(1, "2016-2020"), figure(1, indicator=PEOPLE)):
        with pytest.raises(ValueError, match="make no line"):
            lines_of([figure(1), others], WORDS)
    with pytest.raises(ValueError, match="make no line"):
        lines_of([figure(1, "hiện nay")], WORDS)


def test_four_lines_are_drawn_in_shapes_of_their_own() -> None:
    """At most four lines are drawn, each in its own series; the table has every line."""
    known = [figure(n * 10 + year, str(2020 + year), unit(f"Đơn vị {n}")) for n in range(6) for year in range(3)]
    chart = line_chart("a", "A", known, WORDS)

    assert [track.series for track in chart.drawing.tracks] == [1, 2, 3, 4]
    assert len({track.points[0].path.split("m", 1)[1] for track in chart.drawing.tracks}) == MOST_LINES == 4
    assert len(chart.table.heads) == 7
    assert chart.remark == "Biểu đồ vẽ 4 trong số 6; bảng số liệu có đủ cả 6."


# ---- as pages show them ------------------------------------------------------------------------------------


def shown(kind: str, chart: Chart) -> ElementTree.Element:
    """What the component prints, as a tree."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = WORDS
    environment.filters["href"] = str
    template = f'{{% from "components/chart_{kind}.html" import chart_{kind} %}}{{{{ chart_{kind}(chart) }}}}'
    return ElementTree.fromstring(environment.from_string(template).render(chart=chart))


def every_kind(id: str = "a") -> Iterator[tuple[str, BarChart | DotChart | StackChart | LineChart]]:
    """A chart of each kind and state, with the name of its component."""
    bars = bars_of([hedged(700, hedge, f"Đơn vị <{n}> & {hedge}") for n, hedge in enumerate(HEDGES)])
    way = progress(Target(INITIATIVES, 1000), hedged(700, "gần"))
    course = [figure(9, "2022", OLD), figure(8, "2024", OLD), figure(21, "2025", NEW)]
    yield "bar", bar_chart(f"{id}1", "Thanh", bars, WORDS)
    yield "bar", progress_chart(f"{id}2", "Tiến độ", way, WORDS)
    yield "dot", dot_chart(f"{id}3", "Chấm", bars, WORDS)
    yield "stack", stack_chart(f"{id}4", "Các phần", stack_of(SON_TAY), WORDS)
    yield "stack", stack_chart(f"{id}5", "Quá tổng", stack_of(replace(SON_TAY, hedge=None, value=9)), WORDS)
    yield "line", line_chart(f"{id}6", "Một đường", course, WORDS)
    yield "line", line_chart(f"{id}7", "Hai đường", [*course, figure(3, "2023", HOA_BINH)], WORDS)


def texts(elements: Iterable[ElementTree.Element]) -> list[str]:
    """The words of each element."""
    return ["".join(element.itertext()).strip() for element in elements]


@pytest.mark.parametrize(("kind", "chart"), list(every_kind()))
def test_a_drawing_names_and_describes_itself(kind: str, chart: BarChart | DotChart | StackChart | LineChart) -> None:
    """A reader who does not see hears the title and every value, and finds them all in the table."""
    tree = shown(kind, chart)
    svg = tree.find(f"figure[@class='chart-{kind}']/svg")
    assert svg is not None
    ids = {element.get("id"): element for element in svg if element.get("id")}

    assert svg.get("role") == "img"
    assert [ids[id].tag for id in str(svg.get("aria-labelledby")).split()] == ["title", "desc"]
    assert texts(svg.findall("title")) == [chart.title]
    assert texts(svg.findall("desc")) == [chart.description]
    assert texts(tree.findall("figure/figcaption/p"))[0] == chart.finding
    assert texts(tree.findall("details/summary")) == ["Xem bảng số liệu"]
    assert texts(tree.iter("td")) == [cell.text for row in chart.table.rows for cell in row[1:]]
    assert texts(tree.findall(".//tbody/tr/th")) == [row[0].text for row in chart.table.rows]


@pytest.mark.parametrize(("kind", "chart"), list(every_kind()))
def test_a_drawing_is_plain_svg(kind: str, chart: BarChart | DotChart | StackChart | LineChart) -> None:
    """Letters are real text of one size; colours come from classes, so that no page needs an inline style."""
    svg = shown(kind, chart).find("figure/svg")
    assert svg is not None
    elements = list(svg.iter())

    assert svg.get("viewBox") == f"0 0 {WIDTH} {chart.drawing.height}"
    assert svg.get("font-size") == str(LETTER) == "15"
    assert not [each for each in elements if each.tag in ("style", "script", "a", "image", "foreignObject")]
    for element in elements:
        assert not {"style", "fill", "stroke"} & set(element.attrib)
        assert element is svg or "font-size" not in element.attrib
    assert sorted(texts(svg.iter("text"))) == sorted(each.text for each in letterings(chart))


def test_ids_of_two_charts_differ() -> None:
    """Charts on one page never share an id."""
    ids = [
        element.get("id")
        for page in ("a", "b")
        for kind, chart in every_kind(page)
        for element in shown(kind, chart).iter()
        if element.get("id")
    ]

    assert len(ids) == len(set(ids)) == 28


def test_every_class_of_a_chart_has_a_rule() -> None:
    """What the components print is what the stylesheet knows."""
    sheet = (ROOT / "templates/assets/css/chart.css").read_text("utf-8")
    printed = {
        name
        for kind, chart in every_kind()
        for element in shown(kind, chart).iter()
        for name in str(element.get("class", "")).split()
        if name.startswith("chart") and "--" in name
    }

    assert printed
    assert {name for name in printed if f".{name}" not in sheet} == {
        "chart-bar__tip--more", "chart-stack__tip--more", "chart__whisker--less", "chart__whisker--more"
    }  # fmt: skip


def test_charts_are_digested_with_all_they_show() -> None:
    """A page with a chart is rendered anew when a value, a name or a source in it changes, and only then."""
    digests = [Digests().of(chart) for _, chart in every_kind()]
    again = [Digests().of(chart) for _, chart in every_kind()]
    one, other = (bar_chart("a", "A", bars_of([figure(value)]), WORDS) for value in (1, 2))

    assert digests == again
    assert Digests().of(one) != Digests().of(other)
    assert Digests().of(one) != Digests().of(replace(one, sources=(OTHER_SOURCE,)))


def test_a_chart_of_an_invented_unit_is_illustrative() -> None:
    """A page that shows an invented unit only in a chart carries the notice all the same."""
    invented = replace(unit("Đơn vị minh họa"), illustrative=True)
    bars = bar_chart("a", "A", bars_of([figure(1, of=invented)]), WORDS)
    lines = line_chart("a", "A", [figure(1, of=invented)], WORDS)

    assert Digests().seen(bars).is_illustrative
    assert Digests().seen(lines).is_illustrative
    assert not Digests().seen(bar_chart("a", "A", bars_of([figure(1)]), WORDS)).is_illustrative


def test_quantities_need_no_figure() -> None:
    """Honours by year, counted by the site itself, make a chart as figures do."""
    counts: tuple[Counts | None, ...] = (None, None)
    bars = [Quantity(f"Năm {2023 + n}", n + 1, str(n + 1), "lượt", counts=each) for n, each in enumerate(counts)]
    chart = bar_chart("a", "A", bars, WORDS)

    assert [row.names[0].text for row in chart.drawing.rows] == ["Năm 2023", "Năm 2024"]
    assert chart.drawing.rows[1].y - chart.drawing.rows[0].y > LINE
