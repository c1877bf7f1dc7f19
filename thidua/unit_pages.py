"""The pages of units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thidua.heritage import Named, ended_name, fate_of, named_units, place_name, unit_heritage
from thidua.library import Library
from thidua.pages import (
    ARTICLES_A_PAGE,
    HONOURS_A_PAGE,
    UNITS,
    Crumb,
    Page,
    by_year,
    feed_of,
    latest_of,
    numbered,
    page_title,
)
from thidua.records import Place, Unit
from thidua.register import Register
from thidua.vietnamese import short_date
from thidua.words import Words


def unit_list(register: Register, words: Words) -> Iterator[Page]:
    """All units, each below the one it belongs to."""
    yield Page(
        "unit_list", UNITS, "pages/unit_list.html", words.units, words.units_lede,
        {"tree": tuple(_branch(register, u) for u in register.units_in_order if u.parent is None)},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit, how many honours its people hold, and the units below it."""

    unit: Unit
    count: int
    below: tuple[Branch, ...]


def _branch(register: Register, unit: Unit) -> Branch:
    below = tuple(_branch(register, child) for child in register.children_of(unit))
    return Branch(unit, len(register.honours_at(unit)), below)


def unit(library: Library, words: Words, units: Iterable[Unit] | None = None) -> Iterator[Page]:
    """What a unit is and became, its people, honours, decisions, campaigns and figures: of some units or of all."""
    for each in library.units_in_order if units is None else units:
        articles, honours = library.articles_of(each), library.honours_at(each)
        feed = feed_of(library.site, each, articles)
        folder = f"don-vi/{each.id}/"
        for items, paging, address in numbered(honours, folder, HONOURS_A_PAGE, words, first=each.address):
            yield Page(
                "unit", address, "pages/unit.html", page_title(each.name, paging, words),
                each.description or words("unit_lede", name=each.name),
                {
                    "unit": each,
                    "place_name": place_name(each.place, words) if each.place else "",
                    "former_homes": _former_homes(each, words),
                    "fate": fate_of(each, words),
                    "predecessors": named_units(library.predecessors_of(each), library, words),
                    "heritage": () if paging.number else unit_heritage(library, each, words),
                    "children": library.children_of(each),
                    "members": library.members_of(each),
                    "collectives": library.collectives_of(each),
                    "years": by_year(items),
                    "count": len(honours),
                    "paging": paging,
                    "decisions": library.decisions_by(each)[:ARTICLES_A_PAGE],
                    "campaigns": library.campaigns_by(each),
                    "figures": library.figures_of(each),
                    "articles": articles[:ARTICLES_A_PAGE],
                },
                library.origin("units", each.id),
                latest_of(() if paging.number else articles, (h.decision for h in items)),
                (Crumb(words.units, UNITS), *((Crumb(each.parent.name, each.parent.address),) if each.parent else ())),
                feed=feed,
            )  # fmt: skip


def _former_homes(unit: Unit, words: Words) -> tuple[Named[Place], ...]:
    """Where the unit was before, the newest first."""
    moves = sorted(unit.former_places, key=lambda move: move.until, reverse=True)
    return tuple(
        Named(move.place, ended_name(move.place, words), 0, words("unit_place_until", day=short_date(move.until)))
        for move in moves
    )
