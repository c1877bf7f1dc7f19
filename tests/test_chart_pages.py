"""The charts on the pages: where figures can be compared, and nowhere else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import AS_OF, ROOT, Site
from thidua.charting import charts_of, compared
from thidua.charts import BarChart, Chart, LineChart, StackChart, progress_chart, progress_of
from thidua.figure_pages import ranked
from thidua.figures import bounds
from thidua.images import look_at
from thidua.library import public
from thidua.load import load
from thidua.markup import converted
from thidua.pages import Page
from thidua.plan import planned
from thidua.records import Figure, Hedge, Indicator, Part, Source, Target, Unit
from thidua.scalars import period
from thidua.sums import added, hedge_of_sum
from thidua.words import read_words

WORDS = read_words(ROOT)
SOURCE = Source("bao", "Phong trào năm 2024", "Báo Thử Nghiệm", "Nhan đề", published=None)
OTHER = Source("to-trinh", "Tờ trình số 1")
INITIATIVES = Indicator(
    "sang-kien", "Sáng kiến được công nhận", "initiative", "sáng kiến", adds_over_units=True, adds_over_years=True
)
PEOPLE = Indicator("ca-nhan", "Danh hiệu cấp cơ sở", "person", "cá nhân", "Đếm người.", adds_over_units=True)
LEADERS = Indicator("can-bo", "Danh hiệu cấp tỉnh", "person", "cá nhân", adds_over_units=True)
RATE = Indicator("ty-le", "Tỷ lệ tham gia", "percent", "%")

TOP = Unit("tld", "Tổng Liên đoàn", "union")
PROVINCE = Unit("tinh-a", "LĐLĐ tỉnh A", "union", parent=TOP)
DISTRICT = Unit("huyen", "LĐLĐ huyện Ă", "union", parent=PROVINCE)
ELSEWHERE = Unit("tinh-b", "LĐLĐ tỉnh B", "union", parent=TOP)
HEIR = Unit("tinh-moi", "LĐLĐ tỉnh Mới", "union", parent=TOP, since=dt.date(2025, 7, 1))
ENDED = Unit("tinh-cu", "LĐLĐ tỉnh Cũ", "union", parent=TOP, until=dt.date(2025, 6, 30), successors=(HEIR,))
MERGED = Unit("tinh-cu-2", "LĐLĐ tỉnh Xưa", "union", parent=TOP, until=dt.date(2025, 6, 30), successors=(HEIR,))


def figure(
    value: int, of: Unit, when: str = "2024", indicator: Indicator = INITIATIVES, hedge: Hedge | None = None
) -> Figure:
    """A figure of that unit and period."""
    return Figure(f"{of.id}.{when}.{indicator.id}", indicator, of, period(when), value, SOURCE, hedge)


def titles(charts: Iterable[Chart]) -> list[str]:
    """What the charts are called."""
    return [chart.title for chart in charts]


def bars(chart: Chart) -> list[str]:
    """The names of a chart's bars, from the top down."""
    assert isinstance(chart, BarChart)
    return [bar.label for bar in chart.bars]


def charts(page: Page) -> Sequence[Chart]:
    """The charts of a page."""
    shown = page.shows["charts"]
    assert isinstance(shown, tuple)
    return shown


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Page]:
    """The pages of the example bulletin by their addresses."""
    loaded = load(ROOT, converted, lambda path: look_at(path, path.name))
    assert loaded.library is not None, loaded.problems
    return planned(public(loaded.library, dt.datetime(2026, 1, 1, tzinfo=AS_OF.tzinfo)), WORDS).pages


# ---- which charts -----------------------------------------------------------------------------------------


def test_units_of_one_year_are_bars_in_order_of_value() -> None:
    """The largest comes first, and units of one value stand in Vietnamese order."""
    given_figures = [figure(5, ELSEWHERE), figure(9, DISTRICT), figure(5, PROVINCE)]
    (chart,) = charts_of(given_figures, WORDS, INITIATIVES)

    assert bars(chart) == ["LĐLĐ huyện Ă", "LĐLĐ tỉnh A", "LĐLĐ tỉnh B"]
    assert chart.title == "Sáng kiến được công nhận, năm 2024"
    assert chart.finding == "Cao nhất: LĐLĐ huyện Ă, 9\u00a0sáng kiến."
    assert chart.sources == (SOURCE,)


def test_what_cannot_be_compared_has_no_chart() -> None:
    """One value alone, other years, other things counted, nothing at all, and names that are the same."""
    lonely = figure(5, PROVINCE)
    namesake = replace(figure(7, HEIR), unit=replace(HEIR, name=PROVINCE.name))

    assert charts_of([lonely], WORDS) == ()
    assert charts_of([lonely, figure(5, ELSEWHERE, "2023")], WORDS) == ()
    assert charts_of([lonely, figure(5, PROVINCE, indicator=PEOPLE)], WORDS) == ()
    assert charts_of([figure(0, PROVINCE), figure(0, ELSEWHERE)], WORDS) == ()
    assert charts_of([lonely, namesake], WORDS) == ()


def test_now_is_another_time_in_another_source() -> None:
    """What two sources call "hiện nay" is not one period; what one of them does is."""
    here, there = figure(5, PROVINCE, "hiện nay"), figure(7, ELSEWHERE, "hiện nay")

    assert len(charts_of([here, there], WORDS)) == 1
    assert charts_of([here, replace(there, source=OTHER)], WORDS) == ()


def test_title_names_the_unit_only_where_the_page_does_not() -> None:
    """On a campaign's page a chart of one unit says whose it is; on the unit's own page it does not."""
    given_figures = [figure(5, PROVINCE, indicator=PEOPLE), figure(7, PROVINCE, indicator=LEADERS)]

    assert titles(charts_of(given_figures, WORDS)) == ["LĐLĐ tỉnh A: số người, năm 2024"]
    assert titles(charts_of(given_figures, WORDS, PROVINCE)) == ["Số người, năm 2024"]
    assert charts_of(given_figures, WORDS, PROVINCE)[0].method == ("Danh hiệu cấp cơ sở: Đếm người.",)


def test_rates_are_dots() -> None:
    """A rate is a place on a scale; its chart draws no heap."""
    (chart,) = charts_of([figure(50, PROVINCE, indicator=RATE), figure(60, ELSEWHERE, indicator=RATE)], WORDS)

    assert chart.kind == "dot"


def test_three_periods_of_a_unit_make_a_line_and_the_newest_is_compared() -> None:
    """Two years are no course; of what lines tell, only the newest year is drawn a second time."""
    years = ("2021", "2022", "2023")
    both = [figure(n, unit, year) for unit in (PROVINCE, ELSEWHERE) for n, year in enumerate(years, 1)]
    line, newest = charts_of(both, WORDS, INITIATIVES)

    assert isinstance(line, LineChart)
    assert [len(each.known) for each in line.lines] == [3, 3]
    assert (line.title, newest.title) == (
        "Sáng kiến được công nhận qua các kỳ",
        "Sáng kiến được công nhận, năm 2023",
    )
    assert charts_of(both[:2], WORDS, PROVINCE) == ()
    assert titles(charts_of(both[:3], WORDS, PROVINCE)) == ["Sáng kiến được công nhận qua các kỳ"]


def test_line_breaks_where_the_territory_changed() -> None:
    """The heir goes on with the line of the one unit before it, after a break that names the day."""
    course = [figure(3, ENDED, "2023"), figure(4, ENDED, "2024"), figure(9, HEIR, "2026")]
    (chart,) = charts_of(course, WORDS, INITIATIVES)

    assert isinstance(chart, LineChart)
    assert [mark.said[0].text for mark in chart.drawing.breaks] == ["Địa giới thay đổi"]


def test_charts_of_a_page_have_titles_and_ids_of_their_own() -> None:
    """Two figures of one name and time are told apart, and so are the words that belong to their charts."""
    taken_apart = replace(figure(9, PROVINCE), parts=(Part("khối xưởng", 4), Part("khối văn phòng", 5)))
    given_figures = [taken_apart, replace(taken_apart, id="ban-sao", source=OTHER)]
    told = charts_of(given_figures, WORDS)

    assert len({chart.title for chart in told}) == len({chart.id for chart in told}) == len(told) == 2


# ---- sums -------------------------------------------------------------------------------------------------


@given(st.permutations([figure(5, PROVINCE), figure(3, ELSEWHERE), figure(2, PROVINCE, "2023"), figure(2, DISTRICT)]))
def test_nothing_is_counted_twice(given_figures: list[Figure]) -> None:
    """A district is in its province, whatever the order in which the figures come."""
    total = added(given_figures)

    assert total is not None
    assert (total.value, len(total.figures)) == (10, 3)


@pytest.mark.parametrize(
    ("given_figures", "value"),
    [
        ([figure(9, PROVINCE, "2021-2025"), figure(4, PROVINCE, "2023")], 9),
        ([figure(4, PROVINCE, "quý 1/2023"), figure(5, PROVINCE, "quý 2/2023")], 9),
        ([figure(4, PROVINCE, "quý 4/2023"), figure(5, PROVINCE, "2023")], 5),
        ([figure(4, PROVINCE, "hiện nay"), figure(5, PROVINCE, "2023")], 5),
        ([figure(4, PROVINCE, "từ 2022"), figure(5, PROVINCE, "2021")], 9),
        ([figure(7, ENDED, "2025"), figure(8, HEIR, "2025")], 7),
        ([figure(7, ENDED, "2024"), figure(8, HEIR, "2026")], 15),
        ([figure(7, ENDED), figure(8, MERGED)], 15),
        ([figure(7, PROVINCE, indicator=PEOPLE), figure(8, ELSEWHERE, indicator=PEOPLE)], 15),
        ([figure(7, PROVINCE, "2023", PEOPLE), figure(8, PROVINCE, "2024", PEOPLE)], 8),
    ],
)
def test_sum_of_what_adds_up(given_figures: list[Figure], value: int) -> None:
    """Years within a term, quarters within a year and an heir's first year are counted once."""
    total = added(given_figures)

    assert total is not None
    assert total.value == value


def test_what_does_not_add_up_has_no_sum() -> None:
    """Rates of two units are not added; those of one unit stand for themselves."""
    rate = figure(50, PROVINCE, indicator=RATE)

    assert added([rate, figure(60, ELSEWHERE, indicator=RATE)]) is None
    assert added([]) is None
    assert added([rate]) is not None
    with pytest.raises(ValueError, match="several indicators"):
        added([rate, figure(5, PROVINCE)])


@pytest.mark.parametrize(
    ("hedges", "of_sum"),
    [
        ((None, None), None),
        (("hơn", None), "hơn"),
        (("hơn", "trên"), "hơn"),
        (("gần", None), "gần"),
        (("gần", "hơn"), "khoảng"),
        (("khoảng", None), "khoảng"),
    ],
)
def test_sum_is_as_vague_as_what_is_added(hedges: tuple[Hedge | None, ...], of_sum: Hedge | None) -> None:
    """More than 5 and 3 are more than 8."""
    assert hedge_of_sum(hedges) == of_sum


def test_progress_adds_what_belongs_to_the_target() -> None:
    """Only the target's indicator, its unit and those below it count; where nothing does, nothing is said."""
    given_figures = [
        figure(5, DISTRICT, hedge="trên"), figure(3, ELSEWHERE), figure(9, PROVINCE, indicator=PEOPLE),
        figure(4, DISTRICT, "2023"),
    ]  # fmt: skip
    whole = progress_of(Target(INITIATIVES, 20), given_figures, WORDS)
    of_province = progress_of(Target(INITIATIVES, 20, unit=PROVINCE), given_figures, WORDS)

    assert whole is not None
    assert of_province is not None
    assert (whole.reached.said, whole.width) == ("hơn 12", 60.0)
    assert (of_province.reached.said, of_province.width) == ("hơn 9", 45.0)
    assert progress_of(Target(INITIATIVES, 20, unit=HEIR), given_figures, WORDS) is None
    assert progress_of(Target(RATE, 20), given_figures, WORDS) is None


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from([None, "hơn", "gần", "khoảng"]))
def test_goal_does_not_cross_the_value(reached: int, target: int, hedge: Hedge | None) -> None:
    """The line at the goal runs through no words: neither the name of the bar nor its value."""
    way = progress_of(Target(INITIATIVES, target), [figure(reached, PROVINCE, hedge=hedge)], WORDS)
    assert way is not None
    drawing = progress_chart("a", "A", way, WORDS).drawing
    goal, row = drawing.goal, drawing.rows[0]
    assert goal is not None
    over = [box for box in (each.box for each in (*row.names, row.said)) if box.left < goal.x < box.right]

    assert all(box.bottom <= goal.top for box in over)


# ---- on the example's pages ---------------------------------------------------------------------------------


def test_parts_that_fall_short_leave_a_named_rest(pages: Mapping[str, Page]) -> None:
    """Of the more than 2.219 of Sơn Tây, more than 397 belong to no part that the source names."""
    stacks = [
        chart for address in ("so-lieu/don-vi/ldld-son-tay.html", "so-lieu/sang-kien-sang-tao-co-so.html")
        for chart in charts(pages[address]) if isinstance(chart, StackChart)
    ]  # fmt: skip

    assert len(stacks) == 2
    for chart in stacks:
        assert chart.stack.rest is not None
        assert (chart.stack.rest.label, chart.stack.rest.said) == ("Nguồn không nêu thuộc phần nào", "hơn 397")
        assert "Nguồn không nêu thuộc phần nào" in [row[0].text for row in chart.table.rows]


def test_page_without_comparable_figures_has_no_chart(pages: Mapping[str, Page]) -> None:
    """Four things that Ninh Bình counted, each in its own way, stay four numbers."""
    assert charts(pages["so-lieu/don-vi/ldld-ninh-binh-cu.html"]) == ()
    assert charts(pages["so-lieu/sang-kien-ung-dung.html"]) == ()


def test_no_figure_is_lent_to_a_campaign(pages: Mapping[str, Page]) -> None:
    """No figure of the data names the programme of 75.000: its page says the target, and no progress."""
    assert charts(pages["phong-trao/75-nghin-sang-kien.html"]) == ()


def test_every_chart_of_the_example_has_source_and_finding(pages: Mapping[str, Page]) -> None:
    """Titles and ids differ within a page; each chart says what it found, and where, or how it was counted."""
    of_pages = [charts(page) for page in pages.values() if "charts" in page.shows]

    assert any(of_pages)
    for shown in of_pages:
        assert len({chart.id for chart in shown}) == len({chart.title for chart in shown}) == len(shown)
        assert all(chart.finding and (chart.sources or chart.method) and chart.table.rows for chart in shown)


# ---- as they are printed ---------------------------------------------------------------------------------


def test_campaign_says_how_far_it_has_come(built: Site) -> None:
    """On its page, in the list and on the front page: more than 48 of 100, in words before any drawing."""
    said = "Đã ghi nhận hơn 48 / 100\u00a0sáng kiến"
    page = built.html("phong-trao/tho-gioi.html")

    assert said in page
    assert said in built.html("phong-trao/index.html")
    assert said in built.html("index.html")
    assert 'class="progress-bar__reached" width="48.0"' in page
    assert "Đạt hơn 48% chỉ tiêu 100\u00a0sáng kiến." in page


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("so-lieu/sang-kien.html", 1),
        # How far it has come, and what it is made of.
        ("so-lieu/phong-trao/tho-gioi.html", 2),
        ("so-lieu/don-vi/ldld-song-que-cu.html", 1),
    ],
)
def test_chart_stands_beside_the_numbers(address: str, count: int, built: Site) -> None:
    """A drawing has its name, description, finding, source and table; the card of the figure stays."""
    html = built.html(address)
    drawings = re.findall(r'<svg class="chart__drawing".*?</svg>', html, re.DOTALL)

    assert len(drawings) == count
    assert all("<title id=" in drawing and "<desc id=" in drawing for drawing in drawings)
    assert html.count('class="chart__finding"') == html.count('class="chart__data"') == count
    assert html.count('id="song-que.2024.sang-kien"') == 1
    assert re.search(r'chart__finding">.*?</p>\s*<div class="source-line">', html, re.DOTALL)


def test_campaign_without_figures_says_its_target_alone(site: Site) -> None:
    """Without a figure that names the campaign nothing is said of progress."""
    site.replace("data/figures.yaml", "  campaign: tho-gioi\n", "")
    site.build()
    html = site.html("phong-trao/tho-gioi.html")

    assert "100\u00a0sáng kiến" in html
    assert "progress-bar" not in html
    assert "Đã ghi nhận" not in html


def test_second_unit_brings_bars(site: Site) -> None:
    """As soon as a second unit counts the same thing in the same year, the indicator's page compares them."""
    site.replace("data/figures.yaml", "- id: song-que.2024.sang-kien\n", _SECOND)
    site.build()
    html = site.html("so-lieu/sang-kien.html")

    assert html.index("chart-bar__bar") < html.index("chart-stack__part")
    assert "Công ty May Hạ Thanh" in html


def test_three_units_of_one_time_have_a_page_that_compares_them(built: Site) -> None:
    """The indicator's page leads to it: a table in order, the places as vague as the hedges."""
    html = built.html("so-lieu/doan-vien/giai-doan-2023-2024.html")

    assert 'so-lieu/doan-vien/giai-doan-2023-2024.html"' in built.html("so-lieu/doan-vien.html")
    assert re.findall(r"<tr id=.*?<td>(.*?)</td>", html) == ["1", "2–3", "2–3"]
    assert "khoảng 2.000" in html
    assert "Thuộc LĐLĐ tỉnh Sông Quê" in html
    assert built.output("so-lieu/doan-vien/giai-doan-2023-2024.csv").read_text("utf-8-sig").count("bao-cao-2024") == 3


def test_units_of_one_time_are_compared_and_not_taken_apart() -> None:
    """Bars of what can be compared; parts stay on the pages of their own figures."""
    parted = replace(figure(9, PROVINCE), parts=(Part("nam", 4), Part("nữ", 5)))

    assert [
        bars(chart) for chart in compared([figure(3, DISTRICT), parted, figure(5, ELSEWHERE)], WORDS, INITIATIVES)
    ] == [["LĐLĐ tỉnh A", "LĐLĐ tỉnh B", "LĐLĐ huyện Ă"]]


def test_two_units_of_one_time_have_no_page_of_their_own(site: Site) -> None:
    """What the indicator's page shows as a whole needs no second page."""
    site.replace("data/figures.yaml", "- id: song-que.2024.sang-kien\n", _SECOND)
    site.build()

    assert not site.output("so-lieu/sang-kien/2024.html").exists()


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([None, "hơn", "gần", "khoảng"])), min_size=1, max_size=8))
def test_place_is_one_that_a_unit_may_have(values: list[tuple[int, Hedge | None]]) -> None:
    """The best place counts those that surely have more, the worst those that perhaps have more."""
    figures = [figure(value, TOP, hedge=hedge) for value, hedge in values]

    for at, row in enumerate(ranked(figures)):
        low, high = bounds(row.figure)
        others = [bounds(each) for place, each in enumerate(figures) if place != at]
        assert row.best == 1 + sum(least > high for least, _ in others)
        assert row.worst == 1 + sum(most > low for _, most in others)


_SECOND = """- id: may-ha-thanh.2024.sang-kien
  indicator: sang-kien
  unit: may-ha-thanh
  period: 2024
  value: 60
  source: bao-cao-2024
- id: song-que.2024.sang-kien
"""
