"""What a page is before it is rendered, and how lists are cut into pages. Pure.

Lists are numbered from the oldest, so that a new article changes the first page of a list and
leaves page 7 page 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Generic, NamedTuple, TypeVar

from thidua.covers import Cover
from thidua.library import Library
from thidua.links import resolved
from thidua.problems import Origin
from thidua.records import (
    Article,
    Campaign,
    Decision,
    Honour,
    Mentioned,
    Prose,
    Section,
    Site,
    Unit,
)
from thidua.vietnamese import ICT
from thidua.words import Words

T = TypeVar("T")


ARTICLES_A_PAGE: Final = 20


HONOURS_A_PAGE: Final = 60


# Shown of a long list whose whole stands elsewhere.
FACES: Final = 12


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way from the front page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of articles that readers' programs follow: three formats of it lie in `folder`."""

    title: str
    folder: str

    @property
    def rss(self) -> str:
        return self.folder + "rss.xml"

    @property
    def atom(self) -> str:
        return self.folder + "atom.xml"

    @property
    def json(self) -> str:
        return self.folder + "feed.json"


# Where the document of a page stands among those that search finds.
Stand = tuple[int, str, str]


class Leaf(NamedTuple):
    """What other files tell of a page: known without planning it as long as nothing that it is made of has changed."""

    kind: str
    address: str
    template: str
    title: str
    description: str
    # Seconds since 1970.
    modified: float | None
    is_indexed: bool
    # The address of its own cover, where it has one.
    cover: str
    stand: Stand | None


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site, before it is rendered. `shows` holds all that its template may look at.

    `parts` are the records from which alone all the rest is made, where a page kind can name them: they say in a few
    digests what the rest says in many. `bodies` are the texts that it prints; of any other it tells the headline alone.
    `named` are the records that it prints because an article names them.
    """

    kind: str
    address: str
    template: str
    title: str
    description: str
    shows: Mapping[str, object]
    origin: Origin | None = None
    modified: dt.datetime | None = None
    trail: tuple[Crumb, ...] = ()
    is_indexed: bool = True
    cover: Cover | None = None
    feed: Feed | None = None
    parts: tuple[object, ...] | None = None
    bodies: tuple[Prose, ...] = ()
    named: tuple[Mentioned, ...] = ()

    @property
    def body_class(self) -> str:
        return "kind-" + self.kind.replace("_", "-")

    @property
    def content(self) -> tuple[object, ...]:
        """All that readers can see of the page, or what it follows from: not where its source was written."""
        if self.parts is not None:
            return (self.kind, *self.parts)
        return (
            self.kind,
            self.address,
            self.template,
            self.title,
            self.description,
            self.shows,
            self.modified,
            self.trail,
            self.is_indexed,
            self.cover,
            self.feed,
            self.bodies,
            self.named,
        )


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """Some things under one heading."""

    name: str
    items: tuple[T, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A record in a list, with how many things stand behind it."""

    record: T
    count: int


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page of a list; without an address it is the one being read, or a gap."""

    label: str
    address: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list stands among the others."""

    links: tuple[PageLink, ...] = ()
    newer: str = ""
    older: str = ""
    number: int = 0


def site_feed(site: Site) -> Feed:
    """The feed of the whole paper."""
    return Feed(site.name, "")


def feed_of(site: Site, record: Section | Campaign | Unit, articles: Sequence[Article]) -> Feed | None:
    """The feed of the record's articles, beside its page; none where there is nothing to follow."""
    folder = record.address.removesuffix("/index.html").removesuffix(".html") + "/"
    return Feed(f"{record.name} – {site.name}", folder) if articles else None


ROLL: Final = "guong-sang/index.html"


AWARDS: Final = "khen-thuong/index.html"


UNITS: Final = "don-vi/index.html"


PLACES: Final = "dia-ban/index.html"


FIGURES: Final = "so-lieu/index.html"


ISSUES: Final = "ban-tin/index.html"


LEDGER: Final = "khen-thuong/tong-hop/index.html"


DATA: Final = "du-lieu/index.html"


TAGS: Final = "chu-de/index.html"


ARCHIVE: Final = "luu-tru/index.html"


def numbered(
    items: Sequence[T], folder: str, most: int, words: Words, first: str = ""
) -> Iterator[tuple[tuple[T, ...], Paging, str]]:
    """Newest-first items cut into pages numbered from the oldest.

    The first page holds the newest `most` to `2 * most - 1` items, so it is never nearly empty; the
    numbered pages behind it are full and stay as they are.
    """
    full = max(0, len(items) // most - 1)
    newest = len(items) - full * most
    addresses = [first or f"{folder}index.html", *(f"{folder}trang-{n}.html" for n in range(full, 0, -1))]
    cuts = [0, *range(newest, len(items) + 1, most)]
    for place, address in enumerate(addresses):
        start, end = cuts[place], cuts[place + 1]
        yield tuple(items[start:end]), _paging(addresses, place, words), address


def _paging(addresses: Sequence[str], place: int, words: Words) -> Paging:
    if len(addresses) == 1:
        return Paging()
    total = len(addresses)
    shown = sorted({0, total - 1, *range(max(0, place - 2), min(total, place + 3))})
    links: list[PageLink] = []
    for at, before in zip(shown, [-1, *shown], strict=False):
        if at - before > 1:
            links.append(PageLink("…"))
        label = words.newest_page if at == 0 else str(total - at)
        links.append(PageLink(label, addresses[at], at == place))
    return Paging(
        tuple(links),
        addresses[place - 1] if place else "",
        addresses[place + 1] if place + 1 < total else "",
        total - place if place else 0,
    )


def page_title(name: str, paging: Paging, words: Words) -> str:
    """The title of one page of a list; the numbered ones say their number."""
    return words("numbered_title", name=name, number=paging.number) if paging.number else name


def csv_of(address: str) -> str:
    """Where the rows of a list page lie for whoever takes them away: beside it, under its name."""
    return address.removesuffix(".html") + ".csv"


def by_year(honours: Iterable[Honour]) -> tuple[Group[Honour], ...]:
    """Newest-first honours under their years."""
    return tuple(Group(str(year), tuple(items)) for year, items in groupby(honours, lambda h: h.decision.year))


def by_decision(honours: Iterable[Honour]) -> tuple[tuple[Decision, tuple[Honour, ...]], ...]:
    """Newest-first honours under their decisions."""
    groups = groupby(honours, lambda h: h.decision.id)
    lists = [tuple(items) for _, items in groups]
    return tuple((items[0].decision, items) for items in lists)


def one_each(honours: Iterable[Honour], most: int) -> tuple[Honour, ...]:
    """The newest honour of each of the first few recipients."""
    found: dict[tuple[type, str], Honour] = {}
    for honour in honours:
        found.setdefault((type(honour.recipient), honour.recipient.id), honour)
        if len(found) == most:
            break
    return tuple(found.values())


def counted(
    records: Iterable[T], behind: Callable[[T], Sequence[object]], only_some: bool = False
) -> tuple[Entry[T], ...]:
    """The records with how many things stand behind each; `only_some` leaves out those with none."""
    entries = tuple(Entry(record, len(behind(record))) for record in records)
    return tuple(entry for entry in entries if entry.count) if only_some else entries


def links_in(library: Library, dataset: str, id: str) -> tuple[str, ...]:
    """Where each link of the body of an article or a static page leads, in the order written."""
    known = library.resolved_links.get((dataset, id))
    if known is None:
        links = library.briefs[id].links if dataset == "articles" else library.pages[id].body.links
        file = library.written[dataset, id].file if links else ""
        known = tuple(resolved(link, file, library) for link in links)
        library.resolved_links[dataset, id] = known
    return known


def latest_of(articles: Iterable[Article], decisions: Iterable[Decision] = ()) -> dt.datetime | None:
    """When the newest of them was published or changed."""
    moments = [a.changed for a in articles]
    moments += [dt.datetime.combine(d.date, dt.time(tzinfo=ICT)) for d in decisions]
    return max(moments, default=None)


def kicker_of(kicker: str, is_illustrative: bool, words: Words) -> str:
    """A kicker that tells an invented story or person from a real one."""
    return f"{kicker} · {words.illustrative_tag}" if is_illustrative else kicker
