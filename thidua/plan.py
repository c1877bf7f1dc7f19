"""Library to pages: which pages there are, where, and what each shows. Decides; never renders.

A page kind is one function named in KINDS. Feeds, the sitemap and redirects are made from the pages
that the kinds gave (DERIVED).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from thidua.campaign_pages import campaign, campaign_list
from thidua.data_pages import open_data, open_dataset
from thidua.figure_pages import campaign_figures, comparison, figures, indicator, unit_figures
from thidua.honour_pages import (
    award,
    award_list,
    collective,
    decision,
    decision_list,
    honour_letter,
    honour_roll,
    honour_year,
    person,
)
from thidua.ledger_pages import ledger, ledger_list, ledger_year
from thidua.library import Library
from thidua.machine_pages import feeds, manifest, redirects, robots, sitemap
from thidua.news_pages import (
    archive,
    archive_month,
    archive_year,
    article,
    home,
    issue,
    issue_list,
    latest,
    section,
    tag,
    tag_list,
)
from thidua.pages import Page
from thidua.place_pages import place, place_list
from thidua.problems import Origin, Problem
from thidua.service_pages import not_found, search, static_page
from thidua.unit_pages import unit, unit_list
from thidua.words import Words


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page of the site by its address, and what stands in the way of publishing it."""

    pages: Mapping[str, Page]
    problems: tuple[Problem, ...] = field(default=())


Kind = Callable[[Library, Words], Iterator[Page]]


def planned(library: Library, words: Words) -> Plan:
    """All pages; two that want one address are a problem that names both sources."""
    pages: dict[str, Page] = {}
    problems: list[Problem] = []
    content = [page for kind in KINDS for page in kind(library, words)]
    for page in (*content, *redirects(library, words), *(p for kind in DERIVED for p in kind(library, words, content))):
        first = pages.setdefault(page.address, page)
        # Of an old address that two texts claim, `checks` tells, and before either text is due.
        if first is not page and (first.kind, page.kind) != ("redirect", "redirect"):
            problems.append(_clash(first, page))
    return Plan(pages, tuple(problems))


def _clash(first: Page, second: Page) -> Problem:
    mine, other = (second, first) if second.origin else (first, second)
    there = other.origin or f"trang có sẵn, mẫu {other.template}"
    return Problem(
        mine.origin or Origin("data/site.yaml"),
        f"hai trang cùng muốn địa chỉ /{first.address} (trang kia: {there})",
        "đổi mã, tên tệp hoặc địa chỉ cũ (aliases) của một trong hai",
    )


KINDS: Final[tuple[Kind, ...]] = (
    home, latest, section, article, campaign_list, campaign, honour_roll, honour_year, honour_letter, person,
    collective, decision_list, decision, award_list, award, ledger, ledger_year, ledger_list,
    unit_list, unit, place_list, place, figures, campaign_figures, unit_figures, indicator, comparison, open_data,
    open_dataset, issue_list, issue, tag_list, tag, archive, archive_year, archive_month, search, static_page,
    not_found,
)  # fmt: skip


DERIVED: Final = (feeds, sitemap, robots, manifest)
