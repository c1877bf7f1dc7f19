"""Figures as charts: what each one says and draws, and where every stroke and word goes. Pure.

A chart is a record of what it shows, digested like any other; its geometry, `drawing`, is reckoned
when a template prints it (see `drawings`). Nothing is smoothed over: a value keeps its hedge, parts
that do not make their total say so, and a line is never drawn across a change of territory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import ClassVar, Final, Literal, TypeVar

from thidua.drawings import (
    MARKS,
    MOST_BARS,
    MOST_LINES,
    BarDrawing,
    DotDrawing,
    Line,
    LineDrawing,
    Point,
    Quantity,
    Stack,
    StackDrawing,
    drawn_bars,
    drawn_dots,
    drawn_lines,
    drawn_stack,
    time_of,
    value_said,
)
from thidua.geometry import Value
from thidua.records import Counts, Figure, Indicator, Source, Target, Unit
from thidua.scalars import Period, period
from thidua.sums import added
from thidua.vietnamese import join, number, order_key, sentence_case, short_date
from thidua.words import Words

MOST_NAMED: Final = 3

R = TypeVar("R")

Kind = Literal["bar", "dot", "stack", "line", "tile"]

# ---- what a chart shows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table; with an address it is a link."""

    text: str
    address: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers for those who read them: all of them, drawn or not."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart says in words. `id` begins the ids it puts on the page.

    `counted` is what all its values count, printed once; `remark` tells what the drawing leaves out;
    `method` how it was counted.
    """

    kind: ClassVar[Kind]
    id: str
    title: str
    finding: str
    description: str
    table: Table
    counted: str = ""
    remark: str = ""
    method: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Chart):
    """Values as bars from zero, in the order given; with a goal, how far they reach."""

    kind: ClassVar[Kind] = "bar"
    bars: tuple[Quantity, ...]
    goal: Quantity | None = None

    @property
    def drawing(self) -> BarDrawing:
        return drawn_bars(self.bars, self.goal)


@dataclass(frozen=True, slots=True, kw_only=True)
class DotChart(Chart):
    """Values of one period as dots above one ruler, in the order given."""

    kind: ClassVar[Kind] = "dot"
    dots: tuple[Quantity, ...]

    @property
    def drawing(self) -> DotDrawing:
        return drawn_dots(self.dots)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackChart(Chart):
    """The parts of a total below each other, and what they do not account for."""

    kind: ClassVar[Kind] = "stack"
    stack: Stack
    total_line: str

    @property
    def drawing(self) -> StackDrawing:
        return drawn_stack(self.stack, self.total_line)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Chart):
    """Values through time. A line is cut where a value is missing or the territory became another."""

    kind: ClassVar[Kind] = "line"
    lines: tuple[Line, ...]
    counts: Counts

    @property
    def drawing(self) -> LineDrawing:
        return drawn_lines(self.lines, self.counts)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a target is reached: `share` is per cent, never rounded up; `figures` tell of it."""

    target: Target
    reached: Quantity
    share: Decimal
    figures: tuple[Figure, ...]

    @property
    def width(self) -> float:
        """How much of a bar is filled, per cent: all of it, where more than the target is reached."""
        return float(min(self.share, Decimal(100)))


# ---- from figures ------------------------------------------------------------------------------------


def comparable(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], ...]:
    """The figures in groups that one scale may hold: the same thing counted over the same period."""
    groups: dict[tuple[Counts, Period], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.indicator.counts, figure.period), []).append(figure)
    return tuple(map(tuple, groups.values()))


def bars_of(figures: Sequence[Figure], marked: Unit | None = None) -> tuple[Quantity, ...]:
    """Figures for bars or dots, largest first, each named by what sets it apart from the others.

    That of `marked` stands out. Raises ValueError where they count different things.
    """
    if len({figure.indicator.counts for figure in figures}) > 1:
        raise ValueError("figures that count different things have no common scale")
    bars = [_quantity(figure, *name, marked) for figure, name in zip(figures, _names(figures), strict=True)]
    return tuple(sorted(bars, key=lambda bar: (-bar.value, order_key(bar.label))))


def _names(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """The name and the address of each: its unit, indicator or period, whichever of them differ."""
    has_indicator = len({figure.indicator.id for figure in figures}) > 1
    has_period = len({figure.period for figure in figures}) > 1
    has_unit = len({figure.unit.id for figure in figures}) > 1 or not (has_indicator or has_period)
    return [
        (
            ", ".join([figure.unit_name] * has_unit + [figure.indicator.name] * has_indicator
                      + [figure.period.label] * has_period),
            figure.unit.address if has_unit else figure.indicator.address,
        )
        for figure in figures
    ]  # fmt: skip


def _quantity(figure: Figure, label: str, address: str, marked: Unit | None = None) -> Quantity:
    indicator = figure.indicator
    return Quantity(
        label=sentence_case(label),
        value=figure.value,
        said=value_said(figure.value, indicator.counts, figure.hedge),
        unit_word=_unit_word(indicator),
        hedge=figure.hedge,
        counts=indicator.counts,
        note=figure.note or "",
        address=address,
        source=figure.source,
        is_marked=marked is not None and marked.id == figure.unit.id,
        illustrative=figure.unit.illustrative,
    )


def _unit_word(indicator: Indicator) -> str:
    """What the indicator counts, where its numbers do not say so themselves."""
    return "" if indicator.counts in ("dong", "percent") else indicator.unit_word


def parts_of(figure: Figure, words: Words) -> Stack | None:
    """A figure's parts under its total, or a lone subset and the others; None where it has neither."""
    total = _quantity(figure, figure.indicator.name, figure.indicator.address)
    if not figure.parts and len(figure.of_which) != 1:
        return None
    parts = tuple(_part(total, part.name, part.value) for part in figure.parts or figure.of_which)
    left = figure.value - sum(part.value for part in parts)
    rest_name = words.chart_unstated if figure.parts else words.chart_others
    rest = _rest(total, rest_name, left, words) if left > 0 else None
    is_open = MARKS.get(figure.hedge) in ("more", "about")
    excess = _part(total, words.chart_excess, -left) if left < 0 and not is_open else None
    return Stack(total, parts, rest, excess, is_subset=not figure.parts)


def _part(total: Quantity, name: str, value: Value) -> Quantity:
    return Quantity(sentence_case(name), value, value_said(value, total.counts), total.unit_word, counts=total.counts)


def _rest(total: Quantity, name: str, left: Value, words: Words) -> Quantity:
    """What the parts leave: as vague as the total, and below `left` where that is only nearly reached."""
    if total.hedge == "gần":
        vague = words("chart_below", value=value_said(left, total.counts))
    else:
        vague = value_said(left, total.counts, total.hedge)
    return Quantity(name, left, vague, total.unit_word, total.hedge, total.counts)


def progress(target: Target, figure: Figure) -> Progress:
    """How far a figure goes towards a target.

    Raises ValueError where the two measure different things or there is nothing to reach.
    """
    return _progress(target, _quantity(figure, f"{figure.unit_name}, {figure.period}", figure.unit.address), (figure,))


def _progress(target: Target, reached: Quantity, figures: tuple[Figure, ...]) -> Progress:
    if any(target.indicator.id != figure.indicator.id for figure in figures) or target.value <= 0:
        raise ValueError(f"{figures[0].id} does not measure the way to {target.indicator.id}")
    share = Decimal(reached.value) * 100 / Decimal(target.value)
    return Progress(target, reached, share.quantize(Decimal("0.1"), ROUND_DOWN).normalize(), figures)


def progress_of(target: Target, figures: Iterable[Figure], words: Words) -> Progress | None:
    """How far figures go together towards a target; None where none of them measures the way to it."""
    total = added((each for each in figures if each.indicator.id == target.indicator.id), target.unit)
    if total is None or target.value <= 0:
        return None
    if len(total.figures) == 1:
        return progress(target, total.figures[0])
    counts = target.indicator.counts
    label = words("progress_sum", count=len(total.figures))
    said = value_said(total.value, counts, total.hedge)
    reached = Quantity(label, total.value, said, _unit_word(target.indicator), total.hedge, counts)
    return _progress(target, reached, total.figures)


def lines_of(figures: Sequence[Figure], words: Words) -> tuple[Line, ...]:
    """One line a unit, that of the largest newest value first; an only successor goes on with it.

    Raises ValueError where the figures are not of one indicator and of one kind of dated period.
    """
    kinds = {figure.period.kind for figure in figures}
    if len({figure.indicator.id for figure in figures}) != 1 or len(kinds) != 1 or kinds & {"since", "undated"}:
        raise ValueError("figures that do not measure one thing over one kind of period make no line")
    units = {figure.unit.id: figure.unit for figure in figures}
    tracks = tracks_of(figures)
    names = _line_names([track[-1].unit for track in tracks], words)
    lines = [_line(name, track, units, words) for name, track in zip(names, tracks, strict=True)]
    return tuple(sorted(lines, key=lambda line: (-(line.known[-1].value or 0), order_key(line.name))))


def tracks_of(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], ...]:
    """The figures of each unit and its only successor, oldest first."""
    in_time = sorted(figures, key=lambda figure: figure.period.sort_key)
    units = {figure.unit.id: figure.unit for figure in in_time}
    tracks: dict[str, list[Figure]] = {}
    for figure in in_time:
        tracks.setdefault(_first_of_line(figure.unit, units), []).append(figure)
    return tuple(map(tuple, tracks.values()))


def _before(unit: Unit, units: Mapping[str, Unit]) -> list[Unit]:
    return [each for each in units.values() if unit.id in (heir.id for heir in each.successors)]


def _first_of_line(unit: Unit, units: Mapping[str, Unit]) -> str:
    """The oldest unit that this one alone took over from: a merger or a division begins a new line."""
    before = _before(unit, units)
    if len(before) != 1 or sum(heir.id in units for heir in before[0].successors) != 1:
        return unit.id
    return _first_of_line(before[0], units)


def _line_names(units: Sequence[Unit], words: Words) -> list[str]:
    """Each unit's name, with its last day where another one has the same name."""
    shared = [unit.name for unit in units]
    return [
        words("unit_ended_title", name=unit.name, day=short_date(unit.until))
        if unit.until and shared.count(unit.name) > 1
        else unit.name
        for unit in units
    ]


def _line(name: str, track: Sequence[Figure], units: Mapping[str, Unit], words: Words) -> Line:
    points: list[Point] = []
    before: Figure | None = None
    for figure in track:
        points += map(Point, _between(before.period, figure.period) if before else [])
        is_new = (before is None or before.unit.id != figure.unit.id) and bool(_before(figure.unit, units))
        points.append(_point(figure, _new_ground(figure.unit, words) if is_new else ""))
        before = figure
    return Line(name, tuple(points), any(figure.unit.illustrative for figure in track))


def _point(figure: Figure, new_ground: str) -> Point:
    printed = value_said(figure.value, figure.indicator.counts, figure.hedge)
    return Point(figure.period, figure.value, printed, figure.hedge, figure.note or "", new_ground)


def _new_ground(unit: Unit, words: Words) -> str:
    return words("chart_new_ground_since", day=short_date(unit.since)) if unit.since else words.chart_new_ground


def _between(first: Period, last: Period) -> list[Period]:
    """The years or quarters between two, which no figure speaks of."""
    times = range(time_of(first) + 1, time_of(last))
    if first.kind == "year":
        return [period(str(time // 4)) for time in times if time % 4 == 0]
    if first.kind == "quarter":
        return [period(f"quý {time % 4 + 1}/{time // 4}") for time in times]
    return []


# ---- the words of a chart ------------------------------------------------------------------------------


def bar_chart(
    id: str, title: str, bars: Sequence[Quantity], words: Words, finding: str = "", goal: Quantity | None = None
) -> BarChart:
    """Values as bars, in the order given; the finding names the largest unless another is given."""
    counted, alike = _alike(bars)
    return BarChart(
        id=id, title=title, finding=finding or _most(bars, words), description=_listed(bars),
        table=_table([*alike, *filter(None, [goal])], counted, words), counted=counted,
        remark=_undrawn(len(bars), MOST_BARS, words), sources=_sources(bars), bars=alike, goal=goal,
    )  # fmt: skip


def dot_chart(id: str, title: str, dots: Sequence[Quantity], words: Words, finding: str = "") -> DotChart:
    """Values of one period as dots, in the order given."""
    counted, alike = _alike(dots)
    return DotChart(
        id=id, title=title, finding=finding or _most(dots, words), description=_listed(dots),
        table=_table(alike, counted, words), counted=counted,
        remark=_undrawn(len(dots), MOST_BARS, words), sources=_sources(dots), dots=alike,
    )  # fmt: skip


def progress_chart(id: str, title: str, progress: Progress, words: Words, finding: str = "") -> BarChart:
    """One bar on its way to a goal; the finding says how much of it is reached."""
    target, reached = progress.target, progress.reached
    goal = Quantity(
        f"{words.chart_goal} {words('target_deadline', day=short_date(target.deadline))}"
        if target.deadline
        else words.chart_goal,
        target.value,
        value_said(target.value, reached.counts),
        reached.unit_word,
    )
    share = " ".join(filter(None, [reached.hedge, f"{number(progress.share)}%"]))
    reaches = words("chart_reached", share=share, goal=goal.in_full)
    chart = bar_chart(id, title, (reached,), words, finding or reaches, goal)
    if len(progress.figures) == 1:
        return chart
    summands = bars_of(progress.figures)
    rows = [*summands, *chart.bars, goal]
    return replace(chart, table=_table(rows, chart.counted, words), sources=_sources(summands))


def stack_chart(id: str, title: str, stack: Stack, words: Words, finding: str = "") -> StackChart:
    """The parts of a total; the finding says by how much they do not make it, if they do not."""
    summed = _part(stack.total, words.figure_total, stack.parts_total) if len(stack.parts) > 1 else None
    rows = [*stack.parts, *filter(None, [summed, stack.rest, stack.excess]), stack.total]
    counted, alike = _alike(rows)
    return StackChart(
        id=id, title=title, finding=finding or _of_parts(stack, words), description=_listed(rows),
        table=_table(alike, counted, words), counted=counted, sources=_sources(rows), stack=stack,
        total_line=words("chart_total", value=stack.total.in_full),
    )  # fmt: skip


def line_chart(id: str, title: str, figures: Sequence[Figure], words: Words, finding: str = "") -> LineChart:
    """Figures of one indicator through time; raises ValueError as `lines_of` does."""
    lines, indicator = lines_of(figures, words), figures[0].indicator
    chart = lines_chart(id, title, lines, _unit_word(indicator), indicator.counts, words)
    return replace(chart, finding=finding or chart.finding, sources=_once(figure.source for figure in figures))


def lines_chart(id: str, title: str, lines: Sequence[Line], counted: str, counts: Counts, words: Words) -> LineChart:
    """Lines that count one thing, the largest newest value first."""
    in_order = tuple(sorted(lines, key=lambda line: (-(line.known[-1].value or 0), order_key(line.name))))
    return LineChart(
        id=id, title=title, finding=_course(in_order, counted, words), description=_told(in_order),
        table=_line_table(in_order, counted, words), counted=counted,
        remark=_undrawn(len(in_order), MOST_LINES, words), lines=in_order, counts=counts,
    )  # fmt: skip


def yearly_line(name: str, values: Mapping[int, int], illustrative: bool = False) -> Line:
    """Whole numbers by year; a year between them that has none is a gap."""
    points = (
        Point(period(str(year)), values[year], number(values[year])) if year in values else Point(period(str(year)))
        for year in range(min(values), max(values) + 1)
    )
    return Line(name, tuple(points), illustrative)


def _alike(quantities: Sequence[Quantity]) -> tuple[str, tuple[Quantity, ...]]:
    """What all of them count, to be printed once; where they differ nothing, and each says it itself."""
    words = {quantity.unit_word for quantity in quantities}
    if len(words) == 1:
        return words.pop(), tuple(quantities)
    return "", tuple(replace(quantity, said=quantity.in_full, unit_word="") for quantity in quantities)


def _sources(quantities: Iterable[Quantity]) -> tuple[Source, ...]:
    return _once(quantity.source for quantity in quantities if quantity.source)


def _once(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple({source.id: source for source in sources}.values())


def _listed(quantities: Iterable[Quantity]) -> str:
    return "; ".join(f"{quantity.label}: {quantity.in_full}" for quantity in quantities) + "."


def _undrawn(count: int, most: int, words: Words) -> str:
    return words("chart_undrawn", drawn=most, count=count) if count > most else ""


def _is_surely_more(one: Quantity | Point, other: Quantity | Point) -> bool:
    """Whether one is at least the other, hedges considered: "gần 700" may be less than 699."""
    at_least = MARKS.get(one.hedge) in (None, "more")
    at_most = MARKS.get(other.hedge) in (None, "less")
    return at_least and at_most and (one.value or 0) >= (other.value or 0)


def _most(quantities: Sequence[Quantity], words: Words) -> str:
    """The largest value in a sentence, as "the largest named" where a hedge leaves it open."""
    ranked = sorted(quantities, key=lambda quantity: -quantity.value)
    if not ranked or not ranked[0].value or len(ranked) == 1:
        return _listed(ranked[:1])
    alike = [each for each in ranked if (each.value, each.hedge) == (ranked[0].value, ranked[0].hedge)]
    if len(alike) > MOST_NAMED:
        return words("chart_most_shared", count=len(alike), value=ranked[0].in_full)
    if len(alike) > 1:
        return words("chart_most_alike", names=join([each.label for each in alike]), value=ranked[0].in_full)
    key = "chart_most" if _is_surely_more(ranked[0], ranked[1]) else "chart_most_named"
    return words(key, name=ranked[0].label, value=ranked[0].in_full)


def _of_parts(stack: Stack, words: Words) -> str:
    """Whether the parts make the total; if so, which is the largest."""
    total, largest = stack.total.in_full, max(stack.parts, key=lambda part: part.value)
    if stack.is_subset:
        return words("chart_of_which", name=largest.label, value=largest.said, total=total)
    summed = value_said(stack.parts_total, stack.total.counts)
    if stack.rest:
        return words("chart_parts_short", sum=summed, total=total, rest=stack.rest.said)
    if stack.excess:
        return words("chart_parts_over", sum=summed, total=total)
    return words("chart_part_most", name=largest.label, value=largest.said, total=total)


def _course(lines: Sequence[Line], unit_word: str, words: Words) -> str:
    """Where a lone line went, if it may be followed; else the newest values."""
    known = lines[0].known
    if len(lines) == 1 and len(known) > 1 and not any(point.new_ground for point in known):
        first, last = known[0], known[-1]
        ends = {"first": first.said, "begin": first.period, "last": last.said, "end": last.period}
        return words(_direction(first, last), **ends)
    newest = max((point for line in lines for point in line.known), key=lambda point: time_of(point.period))
    then = [
        Quantity(line.name, point.value, point.said, unit_word, point.hedge)
        for line in lines for point in line.known if point.period == newest.period and point.value is not None
    ]  # fmt: skip
    return words("chart_then", finding=_most(then, words).removesuffix("."), period=newest.period)


def _direction(first: Point, last: Point) -> str:
    """The key of the sentence that two points, with their hedges, bear out."""
    is_up, is_down = _is_surely_more(last, first), _is_surely_more(first, last)
    if is_up == is_down:
        return "chart_same" if is_up else "chart_from_to"
    return "chart_rose" if is_up else "chart_fell"


def _told(lines: Sequence[Line]) -> str:
    """Every line in words: "LĐLĐ tỉnh A: năm 2022: 12; năm 2023: 15."."""
    return " ".join(f"{line.name}: {'; '.join(map(_point_told, line.known))}." for line in lines)


def _point_told(point: Point) -> str:
    return ", ".join(filter(None, [point.new_ground, f"{point.period}: {point.said}"]))


# ---- the tables -------------------------------------------------------------------------------------


def _table(quantities: Sequence[Quantity], counted: str, words: Words) -> Table:
    """Every value with its note and, where they differ, its source."""
    columns: list[tuple[Cell, Callable[[Quantity], Cell]]] = [
        (Cell(words.figure_column_part), lambda each: Cell(each.label, each.address)),
        (_value_head(counted, words), lambda each: Cell(each.said, is_number=True)),
    ]
    if any(quantity.note for quantity in quantities):
        columns.append((Cell(words.note), lambda each: Cell(each.note)))
    if len(_sources(quantities)) > 1:
        columns.append((Cell(words.column_source), lambda each: Cell(_outlet(each.source))))
    return _filled(columns, quantities)


def _filled(columns: Sequence[tuple[Cell, Callable[[R], Cell]]], subjects: Iterable[R]) -> Table:
    """A table of a row a subject: each column is its head and what it says of a subject."""
    rows = tuple(tuple(cell(subject) for _, cell in columns) for subject in subjects)
    return Table(tuple(head for head, _ in columns), rows)


def _outlet(source: Source | None) -> str:
    return (source.outlet or source.subject) if source else ""


def _value_head(counted: str, words: Words) -> Cell:
    return Cell(words("chart_column_value", word=counted) if counted else words.column_value, is_number=True)


def _line_table(lines: Sequence[Line], counted: str, words: Words) -> Table:
    """Every period with its value on every line, and what changed or was noted then."""
    periods = sorted({point.period for line in lines for point in line.points}, key=lambda each: each.sort_key)
    columns: list[tuple[Cell, Callable[[Period], Cell]]] = [
        (Cell(words.column_period), lambda then: Cell(sentence_case(then.label))),
        *((_line_head(line, lines, counted, words), partial(_value_then, line, words)) for line in lines),
    ]
    if any(_notes(lines, then) for then in periods):
        columns.append((Cell(words.note), lambda then: Cell("; ".join(_notes(lines, then)))))
    return _filled(columns, periods)


def _line_head(line: Line, lines: Sequence[Line], counted: str, words: Words) -> Cell:
    return Cell(line.name, is_number=True) if len(lines) > 1 else _value_head(counted, words)


def _value_then(line: Line, words: Words, then: Period) -> Cell:
    values = [point.said for point in line.known if point.period == then]
    return Cell("; ".join(values) or words.chart_missing, is_number=True)


def _notes(lines: Sequence[Line], then: Period) -> tuple[str, ...]:
    """What changed or was noted in a period, each thing once."""
    points = [point for line in lines for point in line.points if point.period == then]
    return tuple(dict.fromkeys(note for point in points for note in (point.new_ground, point.note) if note))
