"""Figures in words: how a value is printed with its hedge and its counting word. Pure."""

from __future__ import annotations

from decimal import Decimal

from thidua.records import Figure, Indicator, Target
from thidua.vietnamese import money, number


def amount_said(value: int | Decimal, indicator: Indicator) -> str:
    """`2.219 cá nhân`, `221,532 tỉ đồng`, `4,5%`."""
    if indicator.counts == "dong":
        return money(int(value))
    if indicator.counts == "percent":
        return f"{number(value)}%"
    return f"{number(value)}\u00a0{indicator.unit_word}"


def figure_said(figure: Figure) -> str:
    """The figure as prose says it, hedge first: `hơn 2.219 cá nhân`."""
    words = amount_said(figure.value, figure.indicator)
    return f"{figure.hedge} {words}" if figure.hedge else words


def target_said(target: Target) -> str:
    """`1.000.000 sáng kiến`."""
    return amount_said(target.value, target.indicator)
