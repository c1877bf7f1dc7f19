"""Library to pages: which pages there are, where, and what each shows. Decides; never renders.

A page kind is one function named in KINDS. Feeds, the sitemap and redirects are made from the pages
that the kinds gave. Pages are planned in batches, and a batch that is made of the same as before need
not be planned (see `foresight`).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Final, NamedTuple, TypeVar

from thidua.campaign_pages import campaign, campaign_list
from thidua.data_pages import open_data, open_dataset
from thidua.datasets import counts_of_texts, cut_off
from thidua.digest import digest_of_bytes
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
from thidua.lazy import InOrder, Lazy
from thidua.ledger_pages import ledger, ledger_list, ledger_year
from thidua.library import Library
from thidua.machine_pages import (
    Followed,
    feeds,
    followed,
    followed_at,
    manifest,
    redirects,
    robots,
    sitemap,
)
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
from thidua.records import Article, Award, Campaign, Collective, Mentioned, Person, Place, Tag, Unit
from thidua.register import Register
from thidua.service_pages import not_found, search, stand_of, static_page
from thidua.unit_pages import unit, unit_list
from thidua.words import Words

R = TypeVar("R")


_FEEDS: Final = "feeds"
# So many pages are planned together, where one kind has very many.
PEOPLE_A_BATCH: Final = 64
ARTICLES_A_BATCH: Final = 8
UNITS_A_BATCH: Final = 64
FEEDS_A_BATCH: Final = 16
TAGS_A_BATCH: Final = 64


@dataclass(frozen=True, eq=False)
class Batch:
    """Pages that are planned together.

    `made_of` is all that they are made of besides the register and the words: while these three are the same, so are
    the pages. Without it they are planned every time. `prints` tells for each address the articles whose bodies stand
    there: while these and the outline of all texts are the same (see `Library.outline`), so is the page; nothing is
    said where pages are made of other pages. `shows` is all that they are made of besides the words and the site: while
    that is the same, so are they, whatever else changes in the register. `alone` plans the page at one address without
    the others.
    """

    name: str
    plan: Callable[[], Iterator[Page]]
    made_of: Callable[[], tuple[object, ...]] | None = None
    prints: Mapping[str, Sequence[str]] | None = field(default_factory=dict)
    alone: Alone | None = None
    shows: Callable[[], tuple[object, ...]] | None = None
    _known: dict[str, Page] = field(default_factory=dict)

    def page(self, address: str) -> Page:
        """The page at that address."""
        if self.alone is None or self.is_planned:
            return self.by_address[address]
        if address not in self._known:
            (self._known[address],) = self.alone(address)
        return self._known[address]

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


class Foreseen:
    """What others tell of the pages of a batch, and its digest; the leaves are there when somebody asks."""

    def __init__(
        self,
        addresses: Sequence[str],
        digest: bytes,
        covers: Sequence[tuple[str, str]],
        templates: Sequence[str],
        unpack: Callable[[], Sequence[Leaf]],
    ) -> None:
        self.addresses = addresses
        self.digest = digest
        # The address of each cover with that of its page.
        self.covers = covers
        self.templates = templates
        self._unpack = unpack

    @cached_property
    def leaves(self) -> Sequence[Leaf]:
        """A leaf for each page."""
        return self._unpack()

    @cached_property
    def by_address(self) -> Mapping[str, Leaf]:
        """The leaves by their addresses; the first of two."""
        return {leaf.address: leaf for leaf in reversed(self.leaves)}


class Taken(NamedTuple):
    """A batch, and what is foreseen of it."""

    batch: Batch
    foreseen: Foreseen


class Leaves(Mapping[str, Leaf]):
    """The leaf of every page by its address, in the order of the plan."""

    def __init__(self) -> None:
        self.taken: dict[str, Taken] = {}

    def __getitem__(self, address: str) -> Leaf:
        return self.taken[address].foreseen.by_address[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self.taken)

    def __len__(self) -> int:
        return len(self.taken)

    def __contains__(self, address: object) -> bool:
        return address in self.taken


@dataclass(frozen=True)
class Plan:
    """Every page of the site by its address, and what stands in the way of publishing it."""

    leaves: Leaves
    # Each batch with the addresses of its pages.
    batches: tuple[tuple[Batch, Sequence[str]], ...]
    foreseen: tuple[Foreseen, ...]
    problems: tuple[Problem, ...] = field(default=())

    def page(self, address: str) -> Page:
        """The page at that address."""
        return self.leaves.taken[address].batch.page(address)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page by its address."""
        return {address: self.page(address) for address in self.leaves}

    @property
    def planned(self) -> int:
        """How many pages are in batches that were planned."""
        return sum(len(addresses) for batch, addresses in self.batches if batch.is_planned)

    @cached_property
    def key(self) -> bytes:
        """The digest of all leaves."""
        return _digest_of(self.foreseen)

    @property
    def covers(self) -> Mapping[str, str]:
        """The address of each cover with that of its page."""
        return dict(chain.from_iterable(each.covers for each in self.foreseen))

    @cached_property
    def templates(self) -> frozenset[str]:
        """The templates of all pages."""
        return frozenset(chain.from_iterable(each.templates for each in self.foreseen))


Kind = Callable[[Library, Words], Iterator[Page]]
Known = Callable[[Batch], Foreseen | None]
# Plans the page at one address without the others.
Alone = Callable[[str], Iterator[Page]]
# The batches of a kind, by its name, what makes them, and what plans one page of the kind, if there is such a way.
Standing = Callable[[str, Callable[[], Iterator[Batch]], "Alone | None"], Iterator[Batch]]


def planned(
    library: Library, words: Words, known: Known = lambda _: None, standing: Standing = lambda _, make, _alone: make()
) -> Plan:
    """All pages; two that want one address are a problem that names both sources.

    `known` gives what is foreseen of a batch whose pages need not be planned, and `standing` the batches of a kind, of
    which those need not be made that stand as they stood.
    """
    batches: list[tuple[Batch, Sequence[str]]] = []
    leaves = Leaves()
    problems: list[Problem] = []
    all_foreseen: list[Foreseen] = []

    def take(taken: Iterable[Batch]) -> None:
        for batch in taken:
            found = known(batch) or foreseen(map(leaf_of, batch.pages))
            all_foreseen.append(found)
            new = dict.fromkeys(found.addresses, Taken(batch, found))
            if len(new) < len(found.addresses) or not leaves.taken.keys().isdisjoint(new):
                new = dict.fromkeys(_first_come(found.leaves, leaves, batch, problems), Taken(batch, found))
            batches.append((batch, tuple(new)))
            leaves.taken.update(new)

    for kind in KINDS:
        if kind in _BATCHES:
            take(standing(kind.__name__, *batches_of(kind.__name__, library, words, leaves)))
        else:
            take([Batch(kind.__name__, partial(kind, library, words))])
    count = len(leaves)
    take([Batch("redirects", partial(redirects, library, words))])
    take(standing(_FEEDS, *batches_of(_FEEDS, library, words, leaves)))
    digest = _digest_of(all_foreseen)
    take(standing(f"derived {digest.hex()}", partial(_derived, library, leaves, count, digest), None))
    return Plan(leaves, tuple(batches), tuple(all_foreseen), tuple(problems))


def batches_of(
    kind: str, library: Library, words: Words, leaves: Mapping[str, Leaf]
) -> tuple[Callable[[], Iterator[Batch]], Alone | None]:
    """What makes the batches of a kind, by its name, and what plans one page of it, if there is such a way.

    Raises KeyError for a kind that has no such batches.
    """
    if kind == _FEEDS:
        return partial(_feeds, library, leaves), partial(_one_feed, library, leaves)
    function = _BY_NAME[kind]
    alone = partial(_ALONE[function], library, words) if function in _ALONE else None
    return partial(_BATCHES[function], library, words), alone


def _digest_of(foreseen: Iterable[Foreseen]) -> bytes:
    return digest_of_bytes(b"".join([each.digest for each in foreseen]))


def _derived(library: Library, leaves: Leaves, count: int, digest: bytes) -> Iterator[Batch]:
    """What follows from the first of the leaves, those that the kinds gave; the digest is that of all."""
    content = tuple(map(leaves.__getitem__, islice(leaves, count)))
    for name, derived in DERIVED.items():
        yield Batch(name, partial(derived, library, content), lambda: (_heads(library, library.newest), digest), None)


def foreseen(leaves: Iterable[Leaf]) -> Foreseen:
    """Leaves with their digest."""
    leaves = tuple(leaves)
    return Foreseen(
        [leaf.address for leaf in leaves],
        digest_of_bytes(marshal.dumps([tuple(leaf) for leaf in leaves], 2)),
        [(leaf.cover, leaf.address) for leaf in leaves if leaf.cover],
        tuple({leaf.template: None for leaf in leaves}),
        lambda: leaves,
    )


def _first_come(found: Iterable[Leaf], leaves: Leaves, batch: Batch, problems: list[Problem]) -> Iterator[str]:
    """Those addresses of a batch that are free; two pages that want one are a problem."""
    mine: dict[str, Leaf] = {}
    for leaf in found:
        first = leaves.get(leaf.address) or mine.setdefault(leaf.address, leaf)
        if first is leaf:
            yield leaf.address
        # Of an old address that two texts claim, `checks` tells, and before either text is due.
        elif (first.kind, leaf.kind) != ("redirect", "redirect"):
            owner = leaves.taken[leaf.address].batch if leaf.address in leaves else batch
            problems.append(_clash(owner.by_address[leaf.address], batch, leaf))


def leaf_of(page: Page) -> Leaf:
    """What others tell of a page."""
    cover = page.cover.address if page.cover else ""
    return Leaf(
        page.kind, page.address, page.template, page.title, page.description,
        page.modified.timestamp() if page.modified else None, page.is_indexed, cover, stand_of(page),
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
    return lambda library, words: iter([Batch(kind.__name__, partial(kind, library, words), tuple)])


def _with(kind: Kind, texts: Callable[[Library], tuple[object, ...]]) -> _Batches:
    """Pages of the register that also tell something of the texts."""
    return lambda library, words: iter([Batch(kind.__name__, partial(kind, library, words), partial(texts, library))])


def _people(library: Library, words: Words) -> Iterator[Batch]:
    """People as they are written down, each with the articles that name them."""
    alone = partial(_one_person, library, words)
    for number, ids in enumerate(_cut(tuple(library.people), PEOPLE_A_BATCH)):
        named, shows = partial(_naming, library, ids), partial(_honoured, library, library.people, ids)
        yield Batch(f"person {number}", partial(_some_people, library, words, ids), named, alone=alone, shows=shows)


def _naming(library: Library, people: Iterable[str]) -> tuple[object, ...]:
    """Those of the people whom articles name, with these articles."""
    named = ((id, library.articles_naming(Person, id)) for id in people)
    return ({id: _heads(library, articles) for id, articles in named if articles},)


def _honoured(library: Library, all: Mapping[str, Person | Collective], ids: Iterable[str]) -> tuple[object, ...]:
    """All that the pages of some people or collectives show, flat, with the length of each list before it."""
    found: list[object] = []
    for who in map(all.__getitem__, ids):
        honours, heads = library.honours_of(who), _heads(library, library.articles_of(who))
        found += (who, len(honours), *honours, len(heads), *heads)
    return tuple(found)


def _some_people(library: Library, words: Words, ids: Iterable[str]) -> Iterator[Page]:
    return person(library, words, map(library.people.__getitem__, ids))


def _one_person(library: Library, words: Words, address: str) -> Iterator[Page]:
    return person(library, words, (library.people[_id_in(address)],))


def _id_in(address: str) -> str:
    """The id that the address of a record's own page tells."""
    return PurePosixPath(address).stem


def _collectives(library: Library, words: Words) -> Iterator[Batch]:
    """Collectives, each with the articles that name it."""
    alone = partial(_one_collective, library, words)
    for number, some in enumerate(_cut(library.collectives_in_order, PEOPLE_A_BATCH)):
        spoken_of = partial(_spoken_of, library, some)
        shows = partial(_honoured, library, library.collectives, [each.id for each in some])
        plan = partial(collective, library, words, some)
        yield Batch(f"collective {number}", plan, spoken_of, alone=alone, shows=shows)


def _one_collective(library: Library, words: Words, address: str) -> Iterator[Page]:
    return collective(library, words, (library.collectives[_id_in(address)],))


def _campaigns(library: Library, words: Words) -> Iterator[Batch]:
    """Campaigns one by one, as many thousands may have been honoured in each."""
    for each in library.campaigns_in_order:
        spoken_of = partial(_spoken_of, library, (each,))
        yield Batch(f"campaign {each.id}", partial(campaign, library, words, (each,)), spoken_of)


def _decisions(library: Library, words: Words) -> Iterator[Batch]:
    """Decisions one by one, as each has a list."""
    for id in library.newest_decisions.keys:
        each = InOrder((id,), library.decisions)
        yield Batch(f"decision {id}", partial(decision, library, words, each), tuple)


def _units(library: Library, words: Words) -> Iterator[Batch]:
    """Units, each with the articles that speak of it or of those before it."""
    for number, units in enumerate(_cut(library.units_in_order, UNITS_A_BATCH)):
        yield Batch(f"unit {number}", partial(unit, library, words, units), partial(_of_units, library, units))


def _of_units(library: Library, units: Iterable[Unit]) -> tuple[object, ...]:
    return _spoken_of(library, (each for unit in units for each in (unit, *library.came_from(unit))))


def _places(library: Library, words: Words) -> Iterator[Batch]:
    """Places, each with the articles that speak of units there or in those before it."""
    for number, places in enumerate(_cut(library.places_in_order, UNITS_A_BATCH)):
        yield Batch(f"place {number}", partial(place, library, words, places), partial(_of_places, library, places))


def _of_places(library: Library, places: Iterable[Place]) -> tuple[object, ...]:
    all_places = (each for place in places for each in (place, *library.came_from(place)))
    return _spoken_of(library, chain.from_iterable(map(library.units_in, all_places)))


def _heads(library: Library, articles: InOrder[Article]) -> tuple[bytes, ...]:
    """What the articles of a list are known by, their bodies apart."""
    briefs = library.briefs
    return tuple([briefs[id].head for id in articles.keys])


def _spoken_of(library: Library, records: Iterable[Mentioned]) -> tuple[object, ...]:
    """Those of the records that articles speak of, with these articles."""
    return ({each.id: _heads(library, articles) for each in records if (articles := library.articles_of(each))},)


def _articles(library: Library, words: Words) -> Iterator[Batch]:
    """Articles from the oldest on: of others, a page shows older ones and those that its editor chose."""
    alone = partial(_one_article, library, words)
    told = _Told(library)
    for number, ids in enumerate(_cut(library.oldest.keys, ARTICLES_A_BATCH)):
        plan = partial(article, library, words, InOrder(ids, library.articles))
        made_of = partial(told.of, number)
        prints = {library.briefs[id].address: (id,) for id in ids}
        yield Batch(f"article {number}", plan, made_of, prints, alone, made_of)


class _Told:
    """What the pages of articles are made of, batch by batch."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids = tuple(_cut(library.oldest.keys, ARTICLES_A_BATCH))
        self._issues = Lazy(library.issues, partial(_issue_whole, library))
        # What all articles before each batch are known by: each list is looked through once.
        self._older = [b""]
        self._known: dict[int, tuple[object, ...]] = {}

    def of(self, number: int) -> tuple[object, ...]:
        """What the pages of a batch are made of."""
        if number not in self._known:
            beside = (_beside(self._library, id, self._issues) for id in self._ids[number])
            self._known[number] = (self._up_to(number), *chain.from_iterable(beside))
        return self._known[number]

    def _up_to(self, number: int) -> bytes:
        """The batch's own articles, and all older ones."""
        for ids in self._ids[len(self._older) - 1 : number + 1]:
            heads = _heads(self._library, InOrder(ids, self._library.articles))
            self._older.append(digest_of_bytes(b"".join([self._older[-1], *heads])))
        return self._older[number + 1]


def _one_article(library: Library, words: Words, address: str) -> Iterator[Page]:
    return article(library, words, (library.articles[_id_in(address)],))


def _beside(library: Library, id: str, issues: Mapping[str, object]) -> Iterator[object]:
    """What an article's page shows besides the article and older ones, flat, with the length of each list before it."""
    brief, briefs = library.briefs[id], library.briefs
    yield from (brief.body, brief.named)
    lists: tuple[Sequence[object], ...] = (
        links_in(library, "articles", id) if brief.links else (),
        [tag.name for tag in library.tags_of(id)],
        [briefs[other].head for other in brief.related if other in briefs],
        [issues[issue] for issue in library.issues_with(id).keys],
        library.comments_on(id),
    )
    for each in lists:
        yield len(each)
        yield from each


def _issue_whole(library: Library, id: str) -> tuple[object, ...]:
    """What a numbered bulletin is known by, with all that it prints."""
    brief = library.issue_briefs[id]
    decisions = tuple(library.decisions[each] for each in brief.decisions)
    heads = tuple(library.briefs[each].head for each in brief.articles)
    return (id, brief.number, brief.day, brief.head, decisions, heads)


def _sections(library: Library, words: Words) -> Iterator[Batch]:
    """Sections one by one, each with its articles."""
    for each in library.site.sections:
        made_of = partial(_heads, library, library.articles_in(each))
        yield Batch(f"section {each.id}", partial(section, library, words, (each,)), made_of, shows=made_of)


def _issues(library: Library, words: Words) -> Iterator[Batch]:
    """Numbered bulletins one by one."""
    for id in library.newest_issues.keys:
        each = InOrder((id,), library.issues)
        yield Batch(f"issue {id}", partial(issue, library, words, each), partial(_issue_whole, library, id))


def _tags(library: Library, words: Words) -> Iterator[Batch]:
    """Subjects in the order of their names, each with its articles."""
    for number, tags in enumerate(_cut(library.tags, TAGS_A_BATCH)):
        made_of = partial(_tagged, library, tags)
        yield Batch(f"tag {number}", partial(tag, library, words, tags), made_of, shows=made_of)


def _tagged(library: Library, tags: Iterable[tuple[Tag, InOrder[Article]]]) -> tuple[object, ...]:
    """Some subjects with their articles, flat."""
    return tuple(part for each, articles in tags for part in (each.name, _heads(library, articles)))


def _by_year(kind: Callable[[Library, Words, Iterable[int]], Iterator[Page]]) -> _Batches:
    """Pages of the archive, year by year, each with its articles."""

    def batches(library: Library, words: Words) -> Iterator[Batch]:
        for year in library.years:
            of_year = partial(_of_year, library, year)
            yield Batch(f"{kind.__name__} {year}", partial(kind, library, words, (year,)), of_year, shows=of_year)

    return batches


def _of_year(library: Library, year: int) -> tuple[object, ...]:
    """The articles of a year, month by month, flat."""
    months = ((month, articles) for month, articles in library.months.items() if month[0] == year)
    return tuple(part for month, articles in months for part in (month, _heads(library, articles)))


def _counts_of_months(library: Library) -> tuple[object, ...]:
    """How many articles there are of each month."""
    return tuple((month, len(articles)) for month, articles in library.months.items())


def _feeds(library: Library, leaves: Mapping[str, Leaf]) -> Iterator[Batch]:
    """Feeds, each made of what it tells."""
    for number, some in enumerate(_cut(tuple(followed(library, leaves)), FEEDS_A_BATCH)):
        prints = {address: tuple(feed.items.keys) for feed in some for address in feed.addresses}
        told = partial(_told_in, library, some)
        yield Batch(f"feeds {number}", partial(feeds, some), told, prints, shows=told)


def _one_feed(library: Library, leaves: Mapping[str, Leaf], address: str) -> Iterator[Page]:
    return (page for page in feeds((followed_at(library, leaves, address),)) if page.address == address)


def _told_in(library: Library, feeds: Iterable[Followed]) -> tuple[object, ...]:
    return tuple(chain.from_iterable(_told_in_one(library, feed) for feed in feeds))


def _told_in_one(library: Library, feed: Followed) -> Iterator[object]:
    """All that a feed tells, flat, with the length of each list before it."""
    yield from (feed.feed.title, feed.feed.folder, feed.about, feed.description, len(feed.items))
    for id in feed.items.keys:
        brief, tags = library.briefs[id], library.tags_of(id)
        links = links_in(library, "articles", id) if brief.links else ()
        yield from (brief.head, brief.body, len(links), *links, len(tags))
        yield from (tag.name for tag in tags)


def _heads_by_id(library: Library, lists: Mapping[str, InOrder[Article]]) -> tuple[object, ...]:
    """Lists of articles by what they are about, flat."""
    return tuple(part for id, articles in lists.items() for part in (id, _heads(library, articles)))


def _on_the_front_page(library: Library) -> tuple[object, ...]:
    """All that the front page tells of texts."""
    campaigns = {id: len(articles) for id, articles in library.articles_by(Campaign).items()}
    return (_heads(library, library.newest), _all_issues(library), campaigns)


def _all_issues(library: Library) -> tuple[object, ...]:
    return tuple(_issue_whole(library, id) for id in library.newest_issues.keys)


def _cut(records: Sequence[R], most: int) -> Iterator[Sequence[R]]:
    return (records[start : start + most] for start in range(0, len(records), most))


_ALONE: Final[Mapping[Kind, Callable[[Library, Words, str], Iterator[Page]]]] = {
    article: _one_article,
    collective: _one_collective,
    person: _one_person,
}


_BATCHES: Final[Mapping[Kind, _Batches]] = {
    **{
        kind: _of_the_register(kind)
        for kind in (
            honour_roll, honour_year, honour_letter, decision_list, award_list, ledger, ledger_year,
            ledger_list, unit_list, place_list, figures, search,
        )
    },
    **{
        kind: _with(kind, lambda library: (cut_off(library), counts_of_texts(library)))
        for kind in (open_data, open_dataset)
    },
    **{
        kind: _with(kind, lambda library: _heads_by_id(library, library.articles_by_figure))
        for kind in (campaign_figures, unit_figures, indicator, comparison)
    },
    campaign: _campaigns,
    collective: _collectives,
    decision: _decisions,
    award: _with(award, lambda library: _heads_by_id(library, library.articles_by(Award))),
    home: _with(home, _on_the_front_page),
    latest: _with(latest, lambda library: _heads(library, library.newest)),
    section: _sections,
    issue_list: _with(issue_list, _all_issues),
    issue: _issues,
    tag_list: _with(tag_list, lambda library: tuple((each.name, len(articles)) for each, articles in library.tags)),
    tag: _tags,
    archive: _with(archive, _counts_of_months),
    archive_year: _by_year(archive_year),
    archive_month: _by_year(archive_month),
    unit: _units,
    place: _places,
    person: _people,
    article: _articles,
}  # fmt: skip
_BY_NAME: Final[Mapping[str, Kind]] = {kind.__name__: kind for kind in _BATCHES}
