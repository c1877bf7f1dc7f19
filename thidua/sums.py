"""Figures added up, where they may be: what is counted in two of them goes into a sum once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from thidua.records import Figure, Hedge, Unit
from thidua.scalars import Period

_ALWAYS: Final = 9999


@dataclass(frozen=True, slots=True)
class Sum:
    """What some figures come to together, and how sure that is."""

    figures: tuple[Figure, ...]
    value: int | Decimal
    hedge: Hedge | None


def added(figures: Iterable[Figure], unit: Unit | None = None) -> Sum | None:
    """The sum of an indicator's figures, of a unit and those below it; None where they do not add up.

    A figure that another one may contain is left out: a district beside its province, a year beside
    its five years. What does not add up over years is that of the newest period alone.
    Raises ValueError where the figures are of several indicators.
    """
    known = [figure for figure in figures if unit is None or is_within(figure.unit, unit)]
    if len({figure.indicator.id for figure in known}) > 1:
        raise ValueError("figures of several indicators have no sum")
    if known and not known[0].indicator.adds_over_years:
        newest = max(known, key=lambda figure: figure.period.sort_key).period
        known = [figure for figure in known if figure.period == newest]
    apart = _apart(known)
    units = {figure.unit.id for figure in apart}
    if not apart or (len(units) > 1 and not apart[0].indicator.adds_over_units):
        return None
    hedge = apart[0].hedge if len(apart) == 1 else hedge_of_sum([figure.hedge for figure in apart])
    return Sum(tuple(apart), sum((figure.value for figure in apart), 0), hedge)


def hedge_of_sum(hedges: Iterable[Hedge | None]) -> Hedge | None:
    """The hedge of a sum of values: "hơn" and "trên" make "hơn"; what pulls both ways is "khoảng"."""
    kinds: set[Hedge] = {"hơn" if hedge == "trên" else hedge for hedge in hedges if hedge}
    return kinds.pop() if len(kinds) == 1 else "khoảng" if kinds else None


def is_within(unit: Unit, whole: Unit) -> bool:
    """Whether a unit is another one, below it, or below what became of it or it came from."""
    above = [unit, *_above(unit)]
    heirs = {heir.id for each in above for heir in _with_heirs(each)}
    return whole.id in heirs or any(heir.id == each.id for heir in _with_heirs(whole) for each in above)


def _above(unit: Unit) -> Iterator[Unit]:
    if unit.parent:
        yield unit.parent
        yield from _above(unit.parent)


def _with_heirs(unit: Unit) -> Iterator[Unit]:
    yield unit
    for heir in unit.successors:
        yield from _with_heirs(heir)


def _apart(figures: Sequence[Figure]) -> list[Figure]:
    """The broadest figures of which no two may count the same thing."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=_breadth):
        if not any(_may_share(figure, other) for other in kept):
            kept.append(figure)
    return kept


def _breadth(figure: Figure) -> tuple[int, bool, int, int, str]:
    """Where a figure stands among the others: the highest unit first, its longest known period, the newest."""
    first, last = _quarters(figure.period)
    return (len([*_above(figure.unit)]), figure.period.kind == "undated", first - last, -last, figure.id)


def _may_share(figure: Figure, other: Figure) -> bool:
    first, last = _quarters(figure.period)
    begin, end = _quarters(other.period)
    is_same_time = first <= end and begin <= last
    return is_same_time and (is_within(figure.unit, other.unit) or is_within(other.unit, figure.unit))


def _quarters(period: Period) -> tuple[int, int]:
    """The first and the last quarter of a period, as far as they are known."""
    first, last = period.first * 4, (period.last or _ALWAYS) * 4 + 3
    return (first + period.quarter - 1, last - 4 + period.quarter) if period.quarter else (first, last)
