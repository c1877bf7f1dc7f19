"""The pages of units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
from thidua.records import (
    Unit,
)
from thidua.words import Words


def unit_list(library: Library, words: Words) -> Iterator[Page]:
    """All units, each below the one it belongs to."""
    yield Page(
        "unit_list", UNITS, "pages/unit_list.html", words.units, words.units_lede,
        {"tree": tuple(_branch(library, u) for u in library.units_in_order if u.parent is None)},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit, how many honours its people hold, and the units below it."""

    unit: Unit
    count: int
    below: tuple[Branch, ...]


def _branch(library: Library, unit: Unit) -> Branch:
    below = tuple(_branch(library, child) for child in library.children_of(unit))
    return Branch(unit, len(library.honours_at(unit)), below)


def unit(library: Library, words: Words) -> Iterator[Page]:
    """One page a unit: what it is and became, its people, honours, decisions, campaigns and figures."""
    for each in library.units_in_order:
        articles, honours = library.articles_of(each), library.honours_at(each)
        feed = feed_of(library.site, each, articles)
        folder = f"don-vi/{each.id}/"
        for items, paging, address in numbered(honours, folder, HONOURS_A_PAGE, words, first=each.address):
            yield Page(
                "unit", address, "pages/unit.html", page_title(each.name, paging, words),
                each.description or words("unit_lede", name=each.name),
                {
                    "unit": each,
                    "predecessors": library.predecessors_of(each),
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
