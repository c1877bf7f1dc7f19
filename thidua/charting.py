"""Which charts stand on a page of figures, in what order and under what titles. Decides; draws nothing.

No chart holds one lonely value, and none compares what only seems alike: figures of "hiện nay" or
"5 năm" are of the same time in one source only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from thidua.charts import (
    Chart,
    Progress,
    bar_chart,
    bars_of,
    comparable,
    dot_chart,
    line_chart,
    parts_of,
    progress_chart,
    stack_chart,
    tracks_of,
)
from thidua.records import Figure, Indicator, Unit
from thidua.scalars import PeriodKind
from thidua.vietnamese import sentence_case
from thidua.words import Words

LEAST_BARS: Final = 2
LEAST_PERIODS: Final = 3
_OPEN: Final[frozenset[PeriodKind]] = frozenset({"since", "undated"})


def charts_of(
    figures: Sequence[Figure], words: Words, about: Unit | Indicator | None = None, before: Sequence[Figure] = ()
) -> tuple[Chart, ...]:
    """Charts of all that can be compared, followed through time or taken apart, newest first.

    `about` is what the whole page speaks of: titles need not name it. `before` are figures of those that it took
    over from: they stand in lines through time, cut at the day it began, and in nothing else.
    """
    courses = [course for course in _courses((*figures, *before)) if any(figure in figures for figure in course)]
    named = [_course(course, words, about) for course in courses]
    named += [_comparison(group, words, about) for group in _groups(figures) if not _is_followed(group, courses)]
    named += _parts(figures, words, about)
    return distinct(named)


def compared(figures: Iterable[Figure], words: Words, about: Indicator) -> tuple[Chart, ...]:
    """Charts of what can be compared within a period, and of nothing else."""
    return distinct(_comparison(group, words, about) for group in _groups(figures))


def progress_charts(ways: Iterable[Progress], words: Words) -> tuple[Chart, ...]:
    """How far a campaign has come on the way to each of its targets."""
    return distinct([progress_chart("", way.target.indicator.name, way, words) for way in ways])


def distinct(charts: Iterable[Chart]) -> tuple[Chart, ...]:
    """The charts with ids of their own, and a number where two would have one title."""
    charts = tuple(charts)
    shared = Counter(chart.title for chart in charts)
    seen: Counter[str] = Counter()
    told: list[Chart] = []
    for place, chart in enumerate(charts, 1):
        seen[chart.title] += 1
        title = f"{chart.title} ({seen[chart.title]})" if shared[chart.title] > 1 else chart.title
        told.append(replace(chart, id=f"bieu_do_{place}", title=title))
    return tuple(told)


# ---- through time -------------------------------------------------------------------------------------


def _courses(figures: Iterable[Figure]) -> list[tuple[Figure, ...]]:
    """Figures of one indicator and kind of period, of units that have enough of them to be followed."""
    kinds: dict[tuple[str, PeriodKind], dict[tuple[str, str], Figure]] = {}
    for figure in figures:
        if figure.period.kind not in _OPEN:
            once = kinds.setdefault((figure.indicator.id, figure.period.kind), {})
            once.setdefault((figure.unit.id, figure.period.label), figure)
    long = [[track for track in tracks_of(kind.values()) if _is_long(track)] for kind in kinds.values()]
    return [tuple(figure for track in tracks for figure in track) for tracks in long if tracks]


def _is_long(track: Iterable[Figure]) -> bool:
    return len({figure.period for figure in track}) >= LEAST_PERIODS


def _course(course: Sequence[Figure], words: Words, about: Unit | Indicator | None) -> Chart:
    title = _titled(words("chart_through_time", name=course[0].indicator.name), course, words, about)
    return replace(line_chart("", title, course, words), method=_method(course, words, about))


# ---- beside each other ----------------------------------------------------------------------------------


def _groups(figures: Iterable[Figure]) -> Iterator[tuple[Figure, ...]]:
    """Figures that one scale may hold, two at least, that can be told apart by their names."""
    for group in comparable(figures):
        by_source: dict[str, list[Figure]] = {}
        for figure in group:
            by_source.setdefault(figure.source.id if figure.period.kind in _OPEN else "", []).append(figure)
        yield from (tuple(each) for each in by_source.values() if _is_worth_comparing(each))


def _is_worth_comparing(group: Sequence[Figure]) -> bool:
    names = {bar.label for bar in bars_of(group)}
    return len(names) == len(group) >= LEAST_BARS and any(figure.value for figure in group)


def _is_followed(group: Sequence[Figure], courses: Iterable[Sequence[Figure]]) -> bool:
    """Whether lines tell of the group already: of what they follow, only the newest period is compared."""
    first = group[0]
    followed = [each.period for course in courses for each in course if each.indicator.id == first.indicator.id]
    is_alone = len({figure.indicator.id for figure in group}) == 1
    return is_alone and first.period in followed and first.period != max(followed, key=lambda each: each.sort_key)


def _comparison(group: Sequence[Figure], words: Words, about: Unit | Indicator | None) -> Chart:
    """Amounts as bars, rates as dots: a rate is a place on a scale, not a heap."""
    first = group[0]
    is_alone = len({figure.indicator.id for figure in group}) == 1
    name = first.indicator.name if is_alone else words(f"counts_{first.indicator.counts}")
    title = _titled(words("chart_of_period", name=name, period=first.period), group, words, about)
    chart = dot_chart if first.indicator.counts == "percent" else bar_chart
    return replace(chart("", title, bars_of(group), words), method=_method(group, words, about))


# ---- taken apart ----------------------------------------------------------------------------------------


def _parts(figures: Iterable[Figure], words: Words, about: Unit | Indicator | None) -> Iterator[Chart]:
    for figure in figures:
        if figure.value and (stack := parts_of(figure, words)):
            name = words("chart_of_period", name=figure.indicator.name, period=figure.period)
            title = _titled(name, (figure,), words, about)
            yield replace(stack_chart("", title, stack, words), method=_method((figure,), words, about))


# ---- their words ----------------------------------------------------------------------------------------


def _titled(name: str, figures: Sequence[Figure], words: Words, about: Unit | Indicator | None) -> str:
    """The title, with the unit where all figures are of one that the page does not speak of anyway."""
    units = {figure.unit.id for figure in figures}
    if isinstance(about, Unit) or len(units) > 1:
        return sentence_case(name)
    return words("chart_of_unit", unit=figures[0].unit_name, name=name)


def _method(figures: Iterable[Figure], words: Words, about: Unit | Indicator | None) -> tuple[str, ...]:
    """How the indicators are counted, as far as the page does not say so anyway."""
    if isinstance(about, Indicator):
        return ()
    indicators = {figure.indicator.id: figure.indicator for figure in figures}
    return tuple(
        words("chart_method", name=each.name, definition=each.definition) if len(indicators) > 1 else each.definition
        for each in indicators.values()
        if each.definition
    )
