"""Figures in words: how a value is printed with its hedge and its counting word. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from thidua.records import Figure, Hedge, Indicator, Target
from thidua.vietnamese import money, number, number_in_words

_TENTH: Final = Decimal("0.1")


def bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    """The least and the most that a figure may be: a hedge is a tenth."""
    value = Decimal(figure.value)
    low = value * (1 - _TENTH) if figure.hedge in ("gần", "khoảng") else value
    high = value * (1 + _TENTH) if figure.hedge in ("hơn", "trên", "khoảng") else value
    return low, high


def amount_said(value: int | Decimal, indicator: Indicator) -> str:
    """`2.219 cá nhân`, `221,532 tỉ đồng`, `4,5%`."""
    if indicator.counts == "dong":
        return money(int(value))
    if indicator.counts == "percent":
        return f"{number(value)}%"
    return f"{number(value)}\u00a0{indicator.unit_word}"


def amount_in_words(value: int | Decimal, indicator: Indicator) -> str:
    """`hai nghìn hai trăm mười chín cá nhân`, `bốn phẩy năm phần trăm`."""
    unit = {"dong": "đồng", "percent": "phần trăm"}.get(indicator.counts, indicator.unit_word)
    return f"{number_in_words(value)} {unit}"


def hedged(hedge: Hedge | None, words: str) -> str:
    """The words behind their hedge: `hơn 2.219 cá nhân`."""
    return f"{hedge} {words}" if hedge else words


def figure_said(figure: Figure) -> str:
    """The figure as prose says it, hedge first: `hơn 2.219 cá nhân`."""
    return hedged(figure.hedge, amount_said(figure.value, figure.indicator))


def target_said(target: Target) -> str:
    """`1.000.000 sáng kiến`."""
    return amount_said(target.value, target.indicator)
