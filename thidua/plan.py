"""Library to pages: which pages there are, where, and what each shows. Decides; never renders.

A page kind is one function named in KINDS. Feeds, the sitemap and redirects are made from the pages
that the kinds gave. Pages are planned in batches, and a batch that is made of the same as before need
not be planned (see `foresight`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Final, TypeVar

from thidua.campaign_pages import campaign, campaign_list
from thidua.data_pages import open_data, open_dataset
from thidua.datasets import counts_of_texts, cut_off
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
from thidua.machine_pages import feeds, followed, manifest, redirects, robots, sitemap
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
from thidua.pages import Leaf, Page, links_in
from thidua.place_pages import place, place_list
from thidua.problems import Origin, Problem
from thidua.records import Article, Award, Mentioned
from thidua.register import Register
from thidua.service_pages import not_found, search, stand_of, static_page
from thidua.unit_pages import unit, unit_list
from thidua.words import Words

R = TypeVar("R")


# So many pages are planned together, where one kind has very many.
PEOPLE_A_BATCH: Final = 512
ARTICLES_A_BATCH: Final = 256
UNITS_A_BATCH: Final = 64
FEEDS_A_BATCH: Final = 64


@dataclass(frozen=True)
class Batch:
    """Pages that are planned together.

    `made_of` is all that they are made of besides the register and the words: while these three are the same, so are
    the pages. Without it they are planned every time.
    """

    name: str
    plan: Callable[[], Iterator[Page]]
    made_of: tuple[object, ...] | None = None

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages, planned when they are first asked for."""
        return tuple(self.plan())

    @cached_property
    def by_address(self) -> Mapping[str, Page]:
        """The pages by their addresses."""
        return {page.address: page for page in reversed(self.pages)}

    @property
    def is_planned(self) -> bool:
        """Whether anybody has asked for the pages."""
        return "pages" in vars(self)


@dataclass(frozen=True)
class Plan:
    """Every page of the site by its address, and what stands in the way of publishing it."""

    leaves: Mapping[str, Leaf]
    batches: tuple[Batch, ...]
    batch_of: Mapping[str, Batch]
    problems: tuple[Problem, ...] = field(default=())

    def page(self, address: str) -> Page:
        """The page at that address."""
        return self.batch_of[address].by_address[address]

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page by its address."""
        return {address: self.page(address) for address in self.leaves}


Kind = Callable[[Library, Words], Iterator[Page]]
Known = Callable[[Batch], Sequence[Leaf] | None]


def planned(library: Library, words: Words, known: Known = lambda _: None) -> Plan:
    """All pages; two that want one address are a problem that names both sources.

    `known` gives the leaves of a batch whose pages need not be planned.
    """
    batches: list[Batch] = []
    leaves: dict[str, Leaf] = {}
    batch_of: dict[str, Batch] = {}
    problems: list[Problem] = []

    def take(taken: Iterable[Batch]) -> None:
        for batch in taken:
            batches.append(batch)
            for leaf in known(batch) or map(leaf_of, batch.pages):
                first = leaves.setdefault(leaf.address, leaf)
                if first is leaf:
                    batch_of[leaf.address] = batch
                # Of an old address that two texts claim, `checks` tells, and before either text is due.
                elif (first.kind, leaf.kind) != ("redirect", "redirect"):
                    problems.append(_clash(batch_of[leaf.address].by_address[leaf.address], batch, leaf))

    for kind in KINDS:
        take(
            _BATCHES[kind](library, words)
            if kind in _BATCHES
            else [Batch(kind.__name__, partial(kind, library, words))]
        )
    content = tuple(leaves.values())
    take([Batch("redirects", partial(redirects, library, words))])
    take(_feeds(library, leaves))
    for name, derived in DERIVED.items():
        take([Batch(name, partial(derived, library, content))])
    return Plan(leaves, tuple(batches), batch_of, tuple(problems))


def leaf_of(page: Page) -> Leaf:
    """What others tell of a page."""
    cover = page.cover.address if page.cover else ""
    return Leaf(
        page.kind, page.address, page.template, page.title, page.description, page.modified, page.is_indexed, cover,
        stand_of(page),
    )  # fmt: skip


def _clash(first: Page, batch: Batch, leaf: Leaf) -> Problem:
    second = next(page for page in batch.pages if page.address == leaf.address and page is not first)
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


# What follows from the pages that the kinds gave.
DERIVED: Final[Mapping[str, Callable[[Library, Sequence[Leaf]], Iterator[Page]]]] = {
    "sitemap": sitemap,
    "robots": robots,
    "manifest": manifest,
}


# ---- what need not be planned every time ---------------------------------------------------------------


_Batches = Callable[[Library, Words], Iterator[Batch]]


def _of_the_register(kind: Callable[[Register, Words], Iterator[Page]]) -> _Batches:
    """Pages in which no text is spoken of."""
    return lambda library, words: iter([Batch(kind.__name__, partial(kind, library, words), ())])


def _with(kind: Kind, texts: Callable[[Library], tuple[object, ...]]) -> _Batches:
    """Pages of the register that also tell something of the texts."""
    return lambda library, words: iter([Batch(kind.__name__, partial(kind, library, words), texts(library))])


def _people(library: Library, words: Words) -> Iterator[Batch]:
    """People as they are written down, each with the articles that name them."""
    for number, people in enumerate(_cut(tuple(library.people.values()), PEOPLE_A_BATCH)):
        yield Batch(f"person {number}", partial(person, library, words, people), (_spoken_of(library, people),))


def _collectives(library: Library, words: Words) -> Iterator[Batch]:
    """Collectives, each with the articles that name it."""
    for number, some in enumerate(_cut(library.collectives_in_order, PEOPLE_A_BATCH)):
        yield Batch(f"collective {number}", partial(collective, library, words, some), (_spoken_of(library, some),))


def _campaigns(library: Library, words: Words) -> Iterator[Batch]:
    """Campaigns one by one, as many thousands may have been honoured in each."""
    for each in library.campaigns_in_order:
        yield Batch(f"campaign {each.id}", partial(campaign, library, words, (each,)), (library.articles_of(each),))


def _units(library: Library, words: Words) -> Iterator[Batch]:
    """Units, each with the articles that speak of it or of those before it."""
    for number, units in enumerate(_cut(library.units_in_order, UNITS_A_BATCH)):
        spoken_of = _spoken_of(library, (each for unit in units for each in (unit, *library.came_from(unit))))
        yield Batch(f"unit {number}", partial(unit, library, words, units), (spoken_of,))


def _places(library: Library, words: Words) -> Iterator[Batch]:
    """Places, each with the articles that speak of units there or in those before it."""
    for number, places in enumerate(_cut(library.places_in_order, UNITS_A_BATCH)):
        all_places = (each for place in places for each in (place, *library.came_from(place)))
        spoken_of = _spoken_of(library, chain.from_iterable(map(library.units_in, all_places)))
        yield Batch(f"place {number}", partial(place, library, words, places), (spoken_of,))


def _spoken_of(library: Library, records: Iterable[Mentioned]) -> Mapping[str, tuple[Article, ...]]:
    """Those of the records that articles speak of, with these articles."""
    return {each.id: articles for each in records if (articles := library.articles_of(each))}


def _articles(library: Library, words: Words) -> Iterator[Batch]:
    """Articles from the oldest on: of others, a page shows older ones and those that its editor chose."""
    oldest_first = library.newest[::-1]
    for number, articles in enumerate(_cut(oldest_first, ARTICLES_A_BATCH)):
        beside = tuple(
            (
                links_in(library, "articles", each),
                library.tags_of(each),
                library.related_to(each),
                library.issues_with(each),
                library.comments_on(each),
                each.body,
            )
            for each in articles
        )
        older = oldest_first[: number * ARTICLES_A_BATCH]
        yield Batch(f"article {number}", partial(article, library, words, articles), (older, articles, beside))


def _feeds(library: Library, leaves: Mapping[str, Leaf]) -> Iterator[Batch]:
    """Feeds, each made of what it tells."""
    for number, some in enumerate(_cut(tuple(followed(library, leaves)), FEEDS_A_BATCH)):
        yield Batch(f"feeds {number}", partial(feeds, some), tuple((each, each.bodies) for each in some))


def _cut(records: Sequence[R], most: int) -> Iterator[Sequence[R]]:
    return (records[start : start + most] for start in range(0, len(records), most))


_BATCHES: Final[Mapping[Kind, _Batches]] = {
    **{
        kind: _of_the_register(kind)
        for kind in (
            honour_roll, honour_year, honour_letter, decision_list, decision, award_list, ledger, ledger_year,
            ledger_list, unit_list, place_list, figures, search,
        )
    },
    **{
        kind: _with(kind, lambda library: (cut_off(library), counts_of_texts(library)))
        for kind in (open_data, open_dataset)
    },
    **{
        kind: _with(kind, lambda library: (library.articles_by_figure,))
        for kind in (campaign_figures, unit_figures, indicator, comparison)
    },
    campaign: _campaigns,
    collective: _collectives,
    award: _with(award, lambda library: (library.articles_by(Award),)),
    unit: _units,
    place: _places,
    person: _people,
    article: _articles,
}  # fmt: skip
