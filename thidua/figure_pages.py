"""The pages of figures: by campaign, by unit, by indicator, and units beside each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from thidua.charting import charts_of, compared, distinct, progress_charts
from thidua.charts import Chart, progress_of
from thidua.figures import bounds
from thidua.library import Library, newest_first
from thidua.pages import FIGURES, Crumb, Group, Page, counted, csv_of
from thidua.records import (
    Article,
    Campaign,
    Figure,
    Indicator,
    Source,
    Unit,
)
from thidua.register import Register
from thidua.scalars import Period
from thidua.tile_maps import indicator_maps
from thidua.vietnamese import order_key, sentence_case, slug
from thidua.words import Words

LEAST_UNITS: Final = 3


def figures(register: Register, words: Words) -> Iterator[Page]:
    """The way into the figures: by campaign, by unit, by indicator."""
    yield Page(
        "figures", FIGURES, "pages/figures.html", words.figures, words.figures_lede,
        {
            "campaigns": counted(register.campaigns_in_order, register.figures_for, only_some=True),
            "units": counted(register.units_in_order, register.figures_of, only_some=True),
            "indicators": counted(indicators_in(register), register.figures_for_indicator, only_some=True),
        },
    )  # fmt: skip


def campaign_figures(library: Library, words: Words) -> Iterator[Page]:
    """A campaign's figures, unit by unit."""
    for each in library.campaigns_in_order:
        if numbers := library.figures_for(each):
            yield Page(
                "campaign_figures", each.figures_address, "pages/campaign_figures.html",
                words("figures_of", name=each.name), words("figures_of_lede", name=each.name),
                {
                    "campaign": each,
                    "groups": _figure_groups(numbers, lambda f: (f.unit_name, f.unit.address)),
                    **_told(library, each.figures_address, numbers, _campaign_charts(each, numbers, words)),
                },
                library.origin("campaigns", each.id), None, (Crumb(words.figures, FIGURES),),
            )  # fmt: skip


def unit_figures(library: Library, words: Words) -> Iterator[Page]:
    """A unit's figures, period by period."""
    for each in library.units_in_order:
        if numbers := library.figures_of(each):
            yield Page(
                "unit_figures", each.figures_address, "pages/unit_figures.html",
                words("figures_of", name=each.name), words("figures_of_lede", name=each.name),
                {
                    "unit": each,
                    "groups": _figure_groups(numbers, lambda f: (f.period.label, "")),
                    **_told(library, each.figures_address, numbers, _unit_charts(library, each, numbers, words)),
                },
                library.origin("units", each.id), None, (Crumb(words.figures, FIGURES),),
            )  # fmt: skip


def indicator(library: Library, words: Words) -> Iterator[Page]:
    """What an indicator measures, and its value for every unit and period."""
    for each in indicators_in(library):
        if numbers := library.figures_for_indicator(each):
            yield Page(
                "indicator", each.address, "pages/indicator.html", each.name,
                each.definition or words("indicator_lede", name=each.name),
                {
                    "indicator": each,
                    "figures": numbers,
                    "comparisons": _links(comparisons(library, each)),
                    **_told(library, each.address, numbers, _indicator_charts(library, each, numbers, words)),
                },
                library.origin("indicators", each.id), None, (Crumb(words.figures, FIGURES),),
            )  # fmt: skip


def comparison(library: Library, words: Words) -> Iterator[Page]:
    """The units beside each other: one indicator, one period."""
    for each in indicators_in(library):
        periods = comparisons(library, each)
        for period in periods:
            charts = distinct([*compared(period.items, words, each), *indicator_maps(library, period.items, words)])
            yield Page(
                "comparison", period.address, "pages/comparison.html",
                words("comparison_title", name=each.name, period=period.items[0].period),
                words("comparison_lede", count=len({figure.unit.id for figure in period.items})),
                {
                    "indicator": each,
                    "ranked": ranked(period.items),
                    "is_hedged": any(figure.hedge for figure in period.items),
                    "others": _links([other for other in periods if other is not period]),
                    **_told(library, period.address, period.items, charts),
                },
                library.origin("indicators", each.id), None,
                (Crumb(words.figures, FIGURES), Crumb(each.name, each.address)),
            )  # fmt: skip


def comparisons(register: Register, indicator: Indicator) -> tuple[Group[Figure], ...]:
    """An indicator's figures of each time in which enough units have one, newest first, the largest value first."""
    by_period: dict[Period, list[Figure]] = {}
    for figure in register.figures_for_indicator(indicator):
        if figure.period.last:
            by_period.setdefault(figure.period, []).append(figure)
    folder = indicator.address.removesuffix(".html")
    return tuple(
        Group(
            sentence_case(period.label),
            tuple(sorted(figures, key=lambda figure: -figure.value)),
            f"{folder}/{slug(period.label)}.html",
        )
        for period, figures in by_period.items()
        if len({figure.unit.id for figure in figures}) >= LEAST_UNITS
    )


def _links(groups: Iterable[Group[Figure]]) -> tuple[Crumb, ...]:
    """The ways to them alone: a page changes with its own figures."""
    return tuple(Crumb(group.name, group.address) for group in groups)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A figure among those of other units: the best and the worst place that its hedge and theirs leave it.

    `whole` is the name of the unit beside it that contains its own.
    """

    figure: Figure
    best: int
    worst: int
    whole: str = ""


def ranked(figures: Sequence[Figure]) -> tuple[Ranked, ...]:
    """Each of the figures with its place among them."""
    names = {figure.unit.id: figure.unit_name for figure in figures}
    lows, highs = (sorted(bound) for bound in zip(*map(bounds, figures), strict=True))
    found: list[Ranked] = []
    for figure in figures:
        low, high = bounds(figure)
        surely_more = len(lows) - bisect_right(lows, high)
        perhaps_more = len(highs) - bisect_right(highs, low) - (high > low)
        whole = names.get(figure.unit.parent.id, "") if figure.unit.parent else ""
        found.append(Ranked(figure, surely_more + 1, perhaps_more + 1, whole))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page of figures finds, in a sentence; up to when its figures go, and where they were read."""

    finding: str
    newest: Period
    sources: tuple[Source, ...]


def _summary(figures: Sequence[Figure], charts: Sequence[Chart]) -> Summary:
    """The finding is that of the first chart; newest are figures, as the Library gives them, of a known time."""
    dated = [figure.period for figure in figures if figure.period.last] or [figures[0].period]
    sources = {figure.source.id: figure.source for figure in figures}
    return Summary(charts[0].finding if charts else "", dated[0], tuple(sources.values()))


def _told(library: Library, address: str, figures: Sequence[Figure], charts: tuple[Chart, ...]) -> Mapping[str, object]:
    """What every page of figures tells of them: charts and their finding, articles, and rows to take away."""
    return {
        "charts": charts,
        "summary": _summary(figures, charts),
        "articles": _articles_with(library, figures),
        "csv": csv_of(address),
    }


def _campaign_charts(campaign: Campaign, figures: Sequence[Figure], words: Words) -> tuple[Chart, ...]:
    """How far the campaign has come on the way to its targets, then all else."""
    ways = [progress_of(target, figures, words) for target in campaign.targets]
    return distinct([*progress_charts([way for way in ways if way], words), *charts_of(figures, words)])


def _articles_with(library: Library, figures: Iterable[Figure]) -> tuple[Article, ...]:
    """The articles that print one of the figures, each once, newest first."""
    found = {article.id: article for figure in figures for article in library.articles_with(figure)}
    return tuple(sorted(found.values(), key=newest_first))


def _unit_charts(library: Library, unit: Unit, figures: Sequence[Figure], words: Words) -> tuple[Chart, ...]:
    before = [figure for each in library.came_from(unit) for figure in library.figures_of(each)]
    return charts_of(figures, words, unit, before)


def _indicator_charts(
    library: Library, indicator: Indicator, figures: Sequence[Figure], words: Words
) -> tuple[Chart, ...]:
    return distinct([*charts_of(figures, words, indicator), *indicator_maps(library, figures, words)])


def indicators_in(register: Register) -> list[Indicator]:
    """All indicators by name."""
    return sorted(register.indicators.values(), key=lambda i: (order_key(i.name), i.id))


def _figure_groups(figures: Iterable[Figure], key: Callable[[Figure], tuple[str, str]]) -> tuple[Group[Figure], ...]:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return tuple(Group(name, tuple(items), address) for (name, address), items in groups.items())
