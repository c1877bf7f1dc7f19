"""Quantities as strokes and words on a canvas: bars, dots, columns of parts, lines. Pure.

A hedge is drawn as well as printed: "hơn" and "trên" point onwards, "gần" ends in dashes, "khoảng"
fades on both sides. Templates print these coordinates and do no arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, pairwise
from math import ceil
from typing import Final, Literal

from thidua.geometry import (
    LETTER,
    LINE,
    WIDTH,
    Box,
    Lettering,
    Scale,
    Value,
    apart,
    block,
    centred,
    nice_ticks,
    spread,
    text_width,
    wrapped,
)
from thidua.records import Counts, Hedge, Source
from thidua.scalars import Period
from thidua.vietnamese import money, number

MOST_BARS: Final = 12
MOST_LINES: Final = 4

Mark = Literal["more", "less", "about"]
MARKS: Final[Mapping[Hedge | None, Mark]] = {"hơn": "more", "trên": "more", "gần": "less", "khoảng": "about"}

# ---- what is drawn ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value under its name, as one bar, dot or part: `said` is the number as printed, hedge first.

    `unit_word` is what it counts, where `said` does not tell; the rest is for the table.
    """

    label: str
    value: Value
    said: str
    unit_word: str = ""
    hedge: Hedge | None = None
    counts: Counts | None = None
    note: str = ""
    address: str = ""
    source: Source | None = None
    is_marked: bool = False
    illustrative: bool = False

    @property
    def in_full(self) -> str:
        """`hơn 2.219 cá nhân`."""
        return f"{self.said}\u00a0{self.unit_word}" if self.unit_word else self.said


@dataclass(frozen=True, slots=True)
class Stack:
    """A total and its parts; `rest` is what they leave of it, `excess` by how much they pass it.

    With `is_subset` the one part is a known subset, and the rest are simply the others.
    """

    total: Quantity
    parts: tuple[Quantity, ...]
    rest: Quantity | None = None
    excess: Quantity | None = None
    is_subset: bool = False

    @property
    def parts_total(self) -> Value:
        return sum((part.value for part in self.parts), 0)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a period; None where there is none. `new_ground` says what changed just before it."""

    period: Period
    value: Value | None = None
    said: str = ""
    hedge: Hedge | None = None
    note: str = ""
    new_ground: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit, and its only successor, through time."""

    name: str
    points: tuple[Point, ...]
    illustrative: bool = False

    @property
    def known(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.value is not None)


def value_said(value: Value, counts: Counts | None, hedge: Hedge | None = None) -> str:
    """`hơn 2.219`, `221,532 tỉ đồng`, `4,5%`."""
    words = money(int(value)) if counts == "dong" else number(value)
    return f"{hedge} " * bool(hedge) + words + "%" * (counts == "percent")


def time_of(period: Period) -> int:
    """Where a period stands in time, in quarters of a year; a span at its end."""
    return period.last * 4 + max(period.quarter - 1, 0)


# ---- marks that several drawings share ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tip:
    """How a hedge is drawn: `path` goes beyond, before or around the value."""

    mark: Mark
    path: str


_GAP: Final = 6
_REACH: Final[Mapping[Mark | None, float]] = {"more": 10, "less": 0, "about": 7, None: 0}


def _mark(quantity: Quantity | Point) -> Mark | None:
    return MARKS.get(quantity.hedge)


def _fitting_end(start: float, least: float, values: Sequence[Value], rooms: Sequence[float], top: Value) -> float:
    """The longest scale that leaves each value its room to the right; the whole width if below `least`."""
    ends = [
        start + (WIDTH - room - start - _PEN) * float(Decimal(top) / Decimal(value))
        for value, room in zip(values, rooms, strict=True)
        if value
    ]
    end = min([WIDTH - start, *ends])
    return end if end >= least else WIDTH - _REACH["more"]


# ---- bars -------------------------------------------------------------------------------------------

_START: Final = 1.0
_PEN: Final = 0.1
_BAR: Final = 18
_BETWEEN: Final = 14
_LEAST_END: Final = 240
_SOFT: Final = 10
_UNSURE: Final[Mapping[Mark | None, float]] = {"more": 0, "less": _SOFT, "about": _SOFT / 2, None: 0}


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar under its name: the solid part, the tip that a hedge puts on it, its foot at zero, its value.

    `track` is how far it has to go to reach the goal, from zero.
    """

    names: tuple[Lettering, ...]
    x: float
    y: float
    width: float
    height: float
    track: float
    foot: str
    tip: Tip | None
    said: Lettering
    is_inside: bool
    is_marked: bool


@dataclass(frozen=True, slots=True)
class GoalMark:
    """A line across the bars at what was to be reached."""

    x: float
    top: float
    bottom: float
    said: Lettering


@dataclass(frozen=True, slots=True)
class BarDrawing:
    """Rows of bars from the top down."""

    height: float
    rows: tuple[BarRow, ...]
    goal: GoalMark | None = None


def drawn_bars(bars: Sequence[Quantity], goal: Quantity | None = None) -> BarDrawing:
    """The first bars, and the goal they are to reach."""
    drawn = bars[:MOST_BARS]
    top = max((bar.value for bar in (*drawn, *filter(None, [goal]))), default=0) or 1
    rooms = [_REACH[_mark(bar)] + _GAP + text_width(bar.said, True) for bar in drawn]
    scale = Scale(top, _START, _fitting_end(_START, _LEAST_END, [bar.value for bar in drawn], rooms, top))
    rows: list[BarRow] = []
    y: float = LINE + _GAP if goal else 0
    for bar in drawn:
        rows.append(_bar_row(bar, scale, y, scale(goal.value) - _START if goal else 0))
        y = rows[-1].y + _BAR + _BETWEEN
    bottom = y - _BETWEEN + _GAP
    return BarDrawing(bottom, tuple(rows), _goal_mark(goal, scale(goal.value), rows, bottom) if goal else None)


def _bar_row(bar: Quantity, scale: Scale, y: float, track: float) -> BarRow:
    mark, end, room = _mark(bar), scale(bar.value), text_width(bar.said, True)
    solid = max(_START, end - _UNSURE[mark])
    after = end + _REACH[mark] + _GAP
    goal = _START + track if track else 0
    is_outside = after + room <= WIDTH and not after - _GAP < goal < after + room + _GAP
    within = solid - _GAP - room
    is_inside = not is_outside and within - _GAP >= _START and not within - _GAP < goal < solid
    names = block(wrapped(bar.label, WIDTH), 0, y)
    y += LINE * (len(names) + (not is_outside and not is_inside)) + 4
    said = Lettering(0, y - 8, bar.said, is_bold=True)
    if is_outside:
        said = Lettering(after, y + _BAR - 4, bar.said, is_bold=True)
    elif is_inside:
        said = Lettering(solid - _GAP, y + _BAR - 4, bar.said, "end", is_bold=True)
    width = max(solid - _START, 1.5 if bar.value and mark != "less" else 0)
    foot = f"M{_START:g} {y - 3:g}v{_BAR + 6}"
    return BarRow(names, _START, y, width, _BAR, track, foot, _bar_tip(mark, end, y), said, is_inside, bar.is_marked)


def _bar_tip(mark: Mark | None, x: float, y: float) -> Tip | None:
    """What a hedge puts on a bar that ends at `x`: an arrow onwards, an open dashed end, slices."""
    if mark is None:
        return None
    if mark == "more":
        return Tip(mark, f"M{x:g} {y:g}l{_BAR / 2:g} {_BAR / 2:g}l{-_BAR / 2:g} {_BAR / 2:g}")
    if mark == "less":
        back = max(_START, x - _SOFT)
        return Tip(mark, f"M{back:g} {y:g}H{x:g}v{_BAR}H{back:g}")
    slices = ((max(_START, x - 3), 3), (x + 2, 2), (x + 6, 1))
    return Tip(mark, "".join(f"M{left:g} {y:g}h{width}v{_BAR}h-{width}z" for left, width in slices))


def _goal_mark(goal: Quantity, x: float, rows: Sequence[BarRow], bottom: float) -> GoalMark:
    """The line from its words down, or from the first bar where it would run through what is above that."""
    above = [each.box for row in rows[:1] for each in (*row.names, row.said) if each.y < row.y]
    is_crossed = any(box.left - _GAP < x < box.right + _GAP for box in above)
    return GoalMark(
        x, rows[0].y - 3 if is_crossed else LINE + 2, bottom, centred(f"{goal.label}: {goal.said}", x, LINE - 4)
    )


# ---- dots -------------------------------------------------------------------------------------------

_DOT: Final = 6
_WHISKER: Final = 12
_DOT_ROW: Final = 22
_LEAST_RULER: Final = 190


@dataclass(frozen=True, slots=True)
class DotRow:
    """A dot on its ruler under its name; open where a hedge makes it less than certain."""

    names: tuple[Lettering, ...]
    ruler: str
    x: float
    y: float
    whisker: Tip | None
    said: Lettering
    is_marked: bool


@dataclass(frozen=True, slots=True)
class DotDrawing:
    """Rows of dots from the top down over the numbers of their common ruler."""

    height: float
    rows: tuple[DotRow, ...]
    ticks: tuple[Lettering, ...]
    radius: float = _DOT


def drawn_dots(dots: Sequence[Quantity]) -> DotDrawing:
    """The first dots over a ruler from zero."""
    drawn = dots[:MOST_BARS]
    ticks = nice_ticks(max((dot.value for dot in drawn), default=0))
    rooms = [_DOT + _after(_mark(dot)) + _GAP + text_width(dot.said, True) for dot in drawn]
    start, values = _DOT + _START, [dot.value for dot in drawn]
    scale = Scale(ticks[-1], start, _fitting_end(start, _LEAST_RULER, values, rooms, ticks[-1]))
    rows: list[DotRow] = []
    y: float = 0
    for dot in drawn:
        rows.append(_dot_row(dot, scale, ticks, y))
        y = rows[-1].y + _DOT_ROW / 2 + _BETWEEN / 2
    counts = drawn[0].counts if drawn else None
    numbers = [centred(_tick_said(tick, counts), scale(tick), y + LINE - 4) for tick in ticks]
    return DotDrawing(y + LINE + 2, tuple(rows), apart(numbers))


def _after(mark: Mark | None) -> float:
    return _WHISKER if mark in ("more", "about") else 0


def _dot_row(dot: Quantity, scale: Scale, ticks: Sequence[Value], y: float) -> DotRow:
    mark, x, room = _mark(dot), scale(dot.value), text_width(dot.said, True)
    right = x + _DOT + _after(mark) + _GAP
    left = x - _DOT - (_WHISKER if mark in ("less", "about") else 0) - _GAP
    is_above = right + room > WIDTH and left - room < 0
    names = block(wrapped(dot.label, WIDTH), 0, y)
    y += LINE * (len(names) + is_above) + _DOT_ROW / 2
    said = Lettering(right, y + 5, dot.said, is_bold=True)
    if is_above:
        said = Lettering(0, y - _DOT_ROW / 2 - 4, dot.said, is_bold=True)
    elif right + room > WIDTH:
        said = Lettering(left, y + 5, dot.said, "end", is_bold=True)
    notches = "".join(f"M{scale(tick):g} {y - 4:g}v8" for tick in ticks)
    ruler = f"M{scale.start:g} {y:g}H{scale.end:g}{notches}"
    return DotRow(names, ruler, x, y, _level_whisker(mark, x, y), said, dot.is_marked)


def _level_whisker(mark: Mark | None, x: float, y: float) -> Tip | None:
    if mark is None:
        return None
    onwards = f"M{x + _DOT:g} {y:g}h{_WHISKER}" + "m-5 -4l5 4l-5 4" * (mark == "more")
    back = f"M{x - _DOT:g} {y:g}h{-min(_WHISKER, x - _DOT):g}" + "m5 -4l-5 4l5 4" * (mark == "less")
    return Tip(mark, {"more": onwards, "less": back, "about": back + onwards}[mark])


def _tick_said(value: Value, counts: Counts | None) -> str:
    """A number of an axis, as short as it may be: `200 tỉ`, `40.000`, `20%`."""
    return value_said(value, counts).removesuffix("đồng").rstrip() if value else "0"


# ---- stacks -----------------------------------------------------------------------------------------

_COLUMN: Final = 64
_LABELS: Final = 98
_LEAST_COLUMN: Final = 190
_SERIES: Final = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a column; `series` is its colour, from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class SideLabel:
    """A name and its value beside what they tell of: a thin line leads there, or the same mark stands before it."""

    names: tuple[Lettering, ...]
    said: tuple[Lettering, ...]
    leader: str
    mark: str = ""
    series: int = 0


@dataclass(frozen=True, slots=True)
class StackDrawing:
    """A column under its total: `rest` outlines what the parts leave, `limit` is the total they pass."""

    height: float
    total: tuple[Lettering, ...]
    segments: tuple[Segment, ...]
    labels: tuple[SideLabel, ...]
    rest: str
    limit: str
    tip: Tip | None


def drawn_stack(stack: Stack, total_line: str) -> StackDrawing:
    """A total's parts as one column, what they leave in outline below them."""
    total = block(wrapped(total_line, WIDTH, True), 0, 0, is_bold=True)
    drawn = [*stack.parts, *filter(None, [stack.rest])]
    start = LINE * len(total) + 12
    size = max(_LEAST_COLUMN, sum(map(_side_size, [*drawn, *filter(None, [stack.excess])])))
    scale = Scale(max(stack.total.value, stack.parts_total) or 1, start, start + size)
    edges = [scale(value) for value in accumulate((part.value for part in drawn), initial=0)]
    mark = _mark(stack.total)
    centres = [((upper + lower) / 2, part) for (upper, lower), part in zip(pairwise(edges), drawn, strict=True)]
    if stack.excess:
        centres = sorted([*centres, (scale(stack.total.value), stack.excess)], key=lambda centre: centre[0])
    return StackDrawing(
        height=scale.end + _REACH["more"] + 2,
        total=total,
        segments=_segments(edges[: len(stack.parts) + 1]),
        labels=_part_labels(centres, scale),
        rest=_outline(edges[-2], edges[-1], mark) if stack.rest else "",
        limit=f"M{_START - 1:g} {scale(stack.total.value):g}H{_START + _COLUMN + 6:g}" if stack.excess else "",
        tip=_column_tip(mark, scale.end),
    )


def _side_size(part: Quantity) -> float:
    return _side_height(part.label, part.said, WIDTH - _LABELS)


def _side_height(name: str, said: str, width: float) -> float:
    return LINE * (len(wrapped(name, width)) + len(wrapped(said, width, True))) + 8


def _segments(edges: Sequence[float]) -> tuple[Segment, ...]:
    """The parts between the edges with a gap after each; the thinnest still shows, above its neighbour."""
    segments: list[Segment] = []
    y = edges[0]
    for place, (upper, lower) in enumerate(pairwise(edges)):
        top = max(upper, y)
        height = max(round(lower - top - 2, 1), 2 if lower > upper else 0)
        segments.append(Segment(_START, top, _COLUMN, height, place % _SERIES + 1))
        y = round(top + height + 2, 1) if height else y
    return tuple(segments)


def _outline(upper: float, lower: float, mark: Mark | None) -> str:
    left, right = _START + 1, _START + _COLUMN - 1
    sides = f"M{left:g} {lower:g}V{upper:g}H{right:g}V{lower:g}"
    return sides + "z" * (mark not in ("more", "about"))


def _column_tip(mark: Mark | None, y: float) -> Tip | None:
    """What a hedge puts under a column: an arrow onwards, or slices; "gần" stays within its dashes."""
    if mark == "more":
        return Tip(mark, f"M{_START + 1:g} {y:g}l{_COLUMN / 2 - 1:g} 9l{_COLUMN / 2 - 1:g} -9")
    if mark == "about":
        slices = ((y + 2, 2), (y + 7, 1))
        return Tip(mark, "".join(f"M{_START:g} {top:g}h{_COLUMN}v{height}h-{_COLUMN}z" for top, height in slices))
    return None


def _part_labels(marks: Sequence[tuple[float, Quantity]], scale: Scale) -> tuple[SideLabel, ...]:
    """Names and values beside the column, in its order, none touching the next."""
    sizes = [_side_size(part) for _, part in marks]
    tops = spread([centre for centre, _ in marks], sizes, scale.start - 4, scale.end + 4)
    labels = []
    for (centre, part), top in zip(marks, tops, strict=True):
        y = round(top, 1) + 2
        names, said = _side_words(part.label, part.said, _LABELS, y)
        leader = f"M{_START + _COLUMN + 3:g} {centre:g}h5L{_LABELS - 12} {y + 11:g}h7"
        labels.append(SideLabel(names, said, leader))
    return tuple(labels)


def _side_words(name: str, said: str, x: float, y: float) -> tuple[tuple[Lettering, ...], tuple[Lettering, ...]]:
    """A name from `y` down and its value below it, as wide as the canvas allows."""
    names = block(wrapped(name, WIDTH - x), x, y)
    return names, block(wrapped(said, WIDTH - x, True), x, y + LINE * len(names), is_bold=True)


# ---- lines ------------------------------------------------------------------------------------------

_NAMES: Final = 118
_LEADER: Final = 26
_LEAST_PLOT: Final = 180
_HEADROOM: Final = 40
_INSET: Final = 10
_BREAK_WORDS: Final = 150
_SAID_ANYWAY: Final = 3


@dataclass(frozen=True, slots=True)
class PointMark:
    """A point of a line, in the shape of its line; open where a hedge makes it less than certain."""

    path: str
    is_open: bool
    whisker: Tip | None


@dataclass(frozen=True, slots=True)
class Track:
    """One line, in as many strokes as it has unbroken runs."""

    path: str
    points: tuple[PointMark, ...]
    series: int


@dataclass(frozen=True, slots=True)
class GridLine:
    """A level of the scale and its number."""

    y: float
    left: float
    right: float
    said: Lettering


@dataclass(frozen=True, slots=True)
class BreakMark:
    """Where the territory became another: what stands before it may not be compared with what follows."""

    x: float
    top: float
    bottom: float
    said: tuple[Lettering, ...]


@dataclass(frozen=True, slots=True)
class LineDrawing:
    """Lines over a scale from zero. A lone line has its values at its points, several their names beside them."""

    height: float
    grid: tuple[GridLine, ...]
    periods: tuple[Lettering, ...]
    breaks: tuple[BreakMark, ...]
    tracks: tuple[Track, ...]
    labels: tuple[SideLabel, ...]
    values: tuple[Lettering, ...]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Periods across, values upwards."""

    first: int
    across: Scale
    up: Scale

    def x(self, period: Period) -> float:
        return self.across(time_of(period) - self.first)

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.period), self.up(point.value or 0)


def drawn_lines(lines: Sequence[Line], counts: Counts) -> LineDrawing:
    """The first lines over a scale from zero."""
    lines = lines[:MOST_LINES]
    periods = sorted({point.period for line in lines for point in line.points}, key=time_of)
    ticks = nice_ticks(max(point.value or 0 for line in lines for point in line.known))
    left = ceil(max(text_width(_tick_said(tick, counts)) for tick in ticks)) + _GAP
    right = WIDTH - (_NAMES + _LEADER if len(lines) > 1 else 4)
    across = _across(periods, left + _INSET, right - _INSET)
    breaks = _breaks(lines, periods, across)
    top = max((mark.top for mark in breaks), default=0) + _HEADROOM
    size = max(_LEAST_PLOT, sum(map(_end_size, lines)) if len(lines) > 1 else 0)
    plot = _Plot(time_of(periods[0]), across, Scale(ticks[-1], top + size, top))
    bottom = plot.up.start
    return LineDrawing(
        height=bottom + LINE + 12,
        grid=tuple(_grid_line(plot.up(tick), left, right, _tick_said(tick, counts)) for tick in ticks),
        periods=apart([centred(_short(then), plot.x(then), bottom + LINE + _GAP) for then in periods]),
        breaks=tuple(replace(mark, bottom=bottom) for mark in breaks),
        tracks=tuple(_track(line, plot, n) for n, line in enumerate(lines)),
        labels=_end_labels(lines, plot, right) if len(lines) > 1 else (),
        values=_point_values(lines[0], plot, breaks) if len(lines) == 1 else (),
    )


def _grid_line(y: float, left: float, right: float, said: str) -> GridLine:
    return GridLine(y, left, right, Lettering(left - _GAP, y + 5, said, "end"))


def _across(periods: Sequence[Period], left: float, right: float) -> Scale:
    span = time_of(periods[-1]) - time_of(periods[0])
    return Scale(span, left, right) if span else Scale(1, (left + right) / 2, right)


def _short(period: Period) -> str:
    """A period under its place on the axis: `2024`, `III/2024`, `2018–2023`."""
    return period.label.split(" ")[-1]


def _breaks(lines: Sequence[Line], periods: Sequence[Period], across: Scale) -> tuple[BreakMark, ...]:
    """Each change of territory, half-way to the period before it, its words above the plot and apart."""
    xs = [across(time_of(period) - time_of(periods[0])) for period in periods]
    found: dict[tuple[float, str], None] = {}
    for point in (point for line in lines for point in line.points if point.new_ground):
        place = periods.index(point.period)
        before = xs[place - 1] if place else xs[0] - 2 * _INSET
        found[round((before + xs[place]) / 2, 1), point.new_ground] = None
    placed: list[BreakMark] = []
    for x, words in sorted(found):
        y = 0
        while _touches(said := _over(words, x, y), [other for mark in placed for other in mark.said]):
            y += LINE
        placed.append(BreakMark(x, said[-1].y + _INSET, 0, said))
    return tuple(placed)


def _over(words: str, x: float, y: float) -> tuple[Lettering, ...]:
    lines = wrapped(words, _BREAK_WORDS)
    return tuple(centred(line, x, y + LINE * n + LETTER) for n, line in enumerate(lines))


def _touches(letters: Iterable[Lettering], others: Sequence[Lettering]) -> bool:
    return any(letter.box.overlaps(other.box) for letter in letters for other in others)


def _runs(line: Line) -> list[list[Point]]:
    """The points that may be joined: a missing value or new ground ends a run."""
    runs: list[list[Point]] = [[]]
    for point in line.points:
        if point.value is None or point.new_ground:
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
    return [run for run in runs if run]


def _track(line: Line, plot: _Plot, place: int) -> Track:
    strokes = [[plot.at(point) for point in run] for run in _runs(line)]
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in stroke) for stroke in strokes)
    return Track(path, tuple(_point_mark(point, *plot.at(point), place) for point in line.known), place % _SERIES + 1)


_SHAPES: Final = (
    "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "m-4.5 -4.5h9v9h-9z",
    "m0 -6.5l6 10.5h-12z",
    "m0 -6l6 6l-6 6l-6 -6z",
)


def _point_mark(point: Point, x: float, y: float, place: int) -> PointMark:
    mark = _mark(point)
    onwards = f"M{x:g} {y - 6:g}v-{_WHISKER}" + "m-4 5l4 -5l4 5" * (mark == "more")
    back = f"M{x:g} {y + 6:g}v{_WHISKER}" + "m-4 -5l4 5l4 -5" * (mark == "less")
    whisker = Tip(mark, {"more": onwards, "less": back, "about": onwards + back}[mark]) if mark else None
    return PointMark(f"M{x:g} {y:g}{_SHAPES[place % _SERIES]}", mark is not None, whisker)


def _end_size(line: Line) -> float:
    return _side_height(line.name, line.known[-1].said, _NAMES)


def _end_labels(lines: Sequence[Line], plot: _Plot, right: float) -> tuple[SideLabel, ...]:
    """The name and the newest value of each line at the right, in the order in which the lines end.

    No leader comes from a line that ends early: it would seem to go on.
    """
    ends = sorted(((plot.at(line.known[-1]), n, line) for n, line in enumerate(lines)), key=lambda end: end[0][1])
    sizes = [_end_size(line) for _, _, line in ends]
    tops = spread([y for (_, y), _, _ in ends], sizes, plot.up.end - _HEADROOM, plot.up.start)
    newest = max(x for (x, _), _, _ in ends)
    labels = []
    for ((x, y), n, line), top in zip(ends, tops, strict=True):
        at = round(top, 1) + 2
        names, said = _side_words(line.name, line.known[-1].said, right + _LEADER, at)
        sign = f"M{right + _LEADER - 11:g} {at + 10:g}"
        leader = f"M{x + 8:g} {y:g}H{right - 5:g}{sign.replace('M', 'L')}" if x == newest else ""
        labels.append(SideLabel(names, said, leader, sign + _SHAPES[n % _SERIES], n % _SERIES + 1))
    return tuple(labels)


def _point_values(line: Line, plot: _Plot, breaks: Sequence[BreakMark]) -> tuple[Lettering, ...]:
    """Values beside their points: the last, the first and the largest, then all that find room."""
    strokes = [[plot.at(point) for point in run] for run in _runs(line)]
    taken = [*(_room_of(point, plot) for point in line.known), *(each.box for mark in breaks for each in mark.said)]
    walls = [Box(mark.x - 4, plot.up.end, mark.x + 4, plot.up.start) for mark in breaks]
    largest = max(line.known, key=lambda point: point.value or 0)
    order = tuple(dict.fromkeys([line.known[-1], line.known[0], largest, *line.known]))
    kept: list[Lettering] = []
    for point in order:
        places = [each for each in _beside(point, plot) if not any(each.box.overlaps(box) for box in taken)]
        free = [each for each in places if not _is_in_the_way(each.box, strokes, walls)]
        if chosen := free[:1] or places[: point in order[:_SAID_ANYWAY]]:
            kept += chosen
            taken += [each.box for each in chosen]
    return tuple(kept)


def _is_in_the_way(box: Box, strokes: Iterable[Sequence[tuple[float, float]]], walls: Iterable[Box]) -> bool:
    return any(box.is_crossed(stroke) for stroke in strokes) or any(box.overlaps(wall) for wall in walls)


def _room_of(point: Point, plot: _Plot) -> Box:
    """The room of a point and its whisker."""
    (x, y), mark = plot.at(point), _mark(point)
    return Box(
        x - 7, y - 7 - _WHISKER * (mark in ("more", "about")), x + 7, y + 7 + _WHISKER * (mark in ("less", "about"))
    )


def _beside(point: Point, plot: _Plot) -> list[Lettering]:
    """Where a point's value may stand, best first: above or below it, or to one side of that."""
    room = _room_of(point, plot)
    x, low = (room.left + room.right) / 2, plot.across.start - _INSET + 2
    aside = text_width(point.said, True) / 2 - 4
    baselines = (round(room.top - 5, 1), round(room.bottom + LETTER + 1, 1))
    return [
        centred(point.said, at, y, low, is_bold=True)
        for at in (x, x - aside, x + aside)
        for y in baselines
        if y < plot.up.start - 4
    ]
