"""Pages of figures: what they find, up to when, and no line or map across a change of territory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.conftest import ROOT
from thidua.charting import charts_of
from thidua.charts import Cell, Chart, LineChart
from thidua.examples import LIBRARY
from thidua.figure_pages import Summary, campaign_figures, unit_figures
from thidua.library import Library
from thidua.records import Figure, Indicator, Place, Source, TileMap, Unit
from thidua.register import Written
from thidua.scalars import period
from thidua.tile_maps import indicator_maps
from thidua.words import read_words

WORDS = read_words(ROOT)
INDICATOR = Indicator("sk", "Sáng kiến được công nhận", "initiative", "sáng kiến")
SOURCE = Source("bc", "Báo cáo")
NEW = Unit("moi", "LĐLĐ tỉnh Sông Quê", "union", since=dt.date(2025, 7, 1))
OLD = Unit("cu", "LĐLĐ tỉnh Sông Quê", "union", until=dt.date(2025, 6, 30), successors=(NEW,))


def figure(unit: Unit, year: int, value: int) -> Figure:
    """What a unit counted in a year."""
    return Figure(f"{unit.id}.{year}", INDICATOR, unit, period(str(year)), value, SOURCE)


def library(*figures: Figure, places: tuple[Place, ...] = (), maps: tuple[TileMap, ...] = ()) -> Library:
    """A library of these figures and of whatever they are of."""
    units = {each.unit.id: each.unit for each in figures} | {NEW.id: NEW, OLD.id: OLD}
    written = {("units", id): Written.at("data/units.yaml", 1, {}) for id in units}
    return replace(
        LIBRARY, units=units, figures={f.id: f for f in figures}, places={p.id: p for p in places},
        maps={m.id: m for m in maps}, written=written,
    )  # fmt: skip


def test_line_of_a_unit_is_cut_where_its_territory_changed() -> None:
    """A unit's page follows its figures back to those before it, with a labelled break and no stroke across."""
    known = library(figure(OLD, 2023, 40), figure(OLD, 2024, 48), figure(NEW, 2025, 90), figure(NEW, 2026, 95))
    pages = {page.address: page for page in unit_figures(known, WORDS)}

    charts = pages[NEW.figures_address].shows["charts"]

    (line,) = (each for each in charts if isinstance(each, LineChart))  # type: ignore[attr-defined]
    assert [mark.said[0].text for mark in line.drawing.breaks] == ["Địa giới thay đổi"]
    strokes = line.drawing.tracks[0].path.split("M")[1:]
    assert len(strokes) == 2
    assert "2025" not in " ".join(row[0].text for row in charts_table(pages[OLD.figures_address].shows["charts"]))


def charts_table(charts: object) -> list[tuple[Cell, ...]]:
    """The rows of all tables of a page's charts."""
    assert isinstance(charts, tuple)
    return [row for chart in charts if isinstance(chart, Chart) for row in chart.table.rows]


def test_comparison_leaves_out_those_before() -> None:
    """Predecessors stand in lines through time; no bar sets one beside its heir."""
    own, before = (figure(NEW, 2026, 95),), (figure(OLD, 2024, 48), figure(OLD, 2023, 40))

    assert not any(chart.kind == "bar" for chart in charts_of(own, WORDS, NEW, before))


def test_page_says_what_it_finds_and_up_to_when() -> None:
    """A page of figures opens with its finding in a sentence, its newest period and its sources."""
    known = replace(LIBRARY, written={("campaigns", id): Written.at("", 1, {}) for id in LIBRARY.campaigns})
    (page,) = (page for page in campaign_figures(known, WORDS) if "with-targets" in page.address)
    summary = page.shows["summary"]

    assert isinstance(summary, Summary)
    assert summary.finding == "Đạt 6,1% chỉ tiêu 1.000\u00a0sáng kiến."
    assert summary.newest.label == "năm 2025"
    assert summary.sources


def test_map_of_an_indicator_holds_one_set_of_provinces() -> None:
    """Three provinces of one period make a map; a period across the merger makes none."""
    places = tuple(Place(id, id.upper(), "province") for id in ("a", "b", "c"))
    units = [Unit(f"ld-{p.id}", f"LĐLĐ {p.name}", "union", place=p) for p in places]
    today = TileMap("m", "ba tỉnh", ("a b", ". c"), since=dt.date(2025, 7, 1))
    values = [figure(unit, 2026, 10_000 * n) for n, unit in enumerate(units, 1)]
    across = [replace(each, id=f"x{each.id}", period=period("2021-2025")) for each in values]

    (shown,) = indicator_maps(library(*values, places=places, maps=(today,)), values, WORDS)

    assert [tile.said for tile in shown.tiles] == ["10", "20", "30"]
    assert shown.counted == "nghìn sáng kiến"
    assert [row[1].text for row in shown.table.rows] == ["30.000", "20.000", "10.000"]
    assert not list(indicator_maps(library(*across, places=places, maps=(today,)), across, WORDS))


def test_hedge_is_printed_on_the_map() -> None:
    """A tile says that a value is more or less than it prints."""
    place = [Place(id, id.upper(), "province") for id in ("a", "b", "c")]
    units = [Unit(f"ld-{p.id}", p.name, "union", place=p) for p in place]
    values = [replace(figure(unit, 2026, 5), hedge="hơn" if unit is units[0] else None) for unit in units]
    map = TileMap("m", "ba tỉnh", ("a b c",))

    (shown,) = indicator_maps(library(*values, places=tuple(place), maps=(map,)), values, WORDS)

    assert [tile.said for tile in shown.tiles] == [">\u20095", "5", "5"]
