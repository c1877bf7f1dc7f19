"""The files for programs, made from the pages of the site and never computed a second time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from thidua.briefs import moment
from thidua.lazy import InOrder, Lazy
from thidua.library import Library
from thidua.pages import Feed, Leaf, Page, feed_of, latest_of, links_in, site_feed
from thidua.records import (
    Article,
    Campaign,
    Prose,
    Section,
    StaticPage,
    Tag,
    Unit,
)
from thidua.words import Words

ON_FEED: Final = 20


FEED_FORMATS: Final = ("rss.xml", "atom.xml", "feed.json")


# What search engines take in one file (sitemaps.org, Google News).
MOST_IN_SITEMAP: Final = 50_000


MOST_NEWS: Final = 1000


def redirects(library: Library, words: Words) -> Iterator[Page]:
    """A page at each old address that sends readers to the new one."""
    moved = [id for id, brief in library.briefs.items() if brief.aliases]
    articles: Mapping[str, Article | StaticPage] = {id: library.articles[id] for id in moved}
    for dataset, records in (("articles", articles), ("pages", library.pages)):
        for id, record in records.items():
            for alias in record.aliases:
                yield Page(
                    "redirect", alias.strip("/"), "pages/redirect.html", record.title, words.redirect_lede,
                    {"target": record.address}, library.origin(dataset, id, "aliases"), is_indexed=False,
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article as a feed tells it, in full."""

    article: Article
    links: tuple[str, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed, the page whose articles it tells, among all pages, and what it tells of them."""

    feed: Feed
    about: str
    leaves: Mapping[str, Leaf]
    items: InOrder[FeedItem]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those of its files."""
        return tuple(self.feed.folder + name for name in FEED_FORMATS)

    @property
    def description(self) -> str:
        """What the page says that it is about."""
        return self.leaves[self.about].description

    @property
    def bodies(self) -> tuple[Prose, ...]:
        """The texts that it tells in full."""
        return tuple(item.article.body for item in self.items)


def followed(library: Library, leaves: Mapping[str, Leaf]) -> Iterator[Followed]:
    """The feeds of the whole site and of each section, campaign and unit that has articles."""
    subjects: Iterable[Section | Campaign | Unit] = chain(
        library.site.sections, library.campaigns_in_order, library.units_in_order
    )
    told = _told(library)
    for about, feed, articles in chain([_of_all(library)], *(_of(library, each) for each in subjects)):
        yield Followed(feed, about, leaves, InOrder(articles.keys[:ON_FEED], told))


def followed_at(library: Library, leaves: Mapping[str, Leaf], address: str) -> Followed:
    """The feed that has a file at that address. Raises ValueError."""
    folder = address.rpartition("/")[0]
    id = folder.rpartition("/")[2]
    subjects: list[Section | Campaign | Unit] = [each for each in library.site.sections if each.id == id]
    subjects += [each for each in (library.campaigns.get(id), library.units.get(id)) if each is not None]
    all_feeds = chain([_of_all(library)], *(_of(library, each) for each in subjects))
    for about, feed, articles in all_feeds:
        if feed.folder == (f"{folder}/" if folder else ""):
            return Followed(feed, about, leaves, InOrder(articles.keys[:ON_FEED], _told(library)))
    raise ValueError(address)


def _told(library: Library) -> Mapping[str, FeedItem]:
    """Every article as feeds tell it."""
    return Lazy(
        library.articles,
        lambda id: FeedItem(library.articles[id], links_in(library, "articles", id), library.tags_of(id)),
    )


# The address of a page, and the feed of its articles.
_About = tuple[str, Feed, InOrder[Article]]


def _of_all(library: Library) -> _About:
    return "index.html", site_feed(library.site), library.newest


def _of(library: Library, each: Section | Campaign | Unit) -> Iterator[_About]:
    """The feed of what is spoken of, if anything is told."""
    articles = library.articles_in(each) if isinstance(each, Section) else library.articles_of(each)
    if feed := feed_of(library.site, each, articles):
        yield each.address, feed, articles


def feeds(followed: Iterable[Followed]) -> Iterator[Page]:
    """The newest articles in every format."""
    for each in followed:
        updated = latest_of(item.article for item in each.items)
        shows = {"feed": each.feed, "about": each.about, "items": tuple(each.items), "updated": updated}
        for name, address in zip(FEED_FORMATS, each.addresses, strict=True):
            yield Page(
                "feed", address, f"feeds/{name}", each.feed.title, each.description, shows,
                is_indexed=False, bodies=each.bodies,
            )  # fmt: skip


def sitemap(library: Library, leaves: Iterable[Leaf]) -> Iterator[Page]:
    """Every page that search engines may show, in the order of the plan, and the newest articles as news."""
    listed = ((leaf.address, leaf.modified) for leaf in leaves if leaf.is_indexed)
    yield from sitemaps([(address, None if at is None else moment(at)) for address, at in listed])
    if library.newest:
        shows = {"articles": library.newest[:MOST_NEWS]}
        yield Page("sitemap", _NEWS, "feeds/sitemap-news.xml", "", "", shows, is_indexed=False)


_NEWS: Final = "sitemap-news.xml"


Listed = tuple[str, dt.datetime | None]


def sitemaps(listed: Sequence[Listed], most: int = MOST_IN_SITEMAP) -> Iterator[Page]:
    """One sitemap, or as many as it takes with one that names them all."""
    if len(listed) <= most:
        yield _sitemap("sitemap.xml", listed)
        return
    parts = [listed[start : start + most] for start in range(0, len(listed), most)]
    files = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield from (_sitemap(file, part) for file, part in zip(files, parts, strict=True))
    changed = [max((day for _, day in part if day), default=None) for part in parts]
    shows = {"listed": tuple(zip(files, changed, strict=True))}
    yield Page("sitemap", "sitemap.xml", "feeds/sitemap-index.xml", "", "", shows, is_indexed=False)


def _sitemap(address: str, listed: Sequence[Listed]) -> Page:
    return Page("sitemap", address, "feeds/sitemap.xml", "", "", {"listed": tuple(listed)}, is_indexed=False)


def robots(library: Library, leaves: Iterable[Leaf]) -> Iterator[Page]:
    """What crawlers are told."""
    files = ("sitemap.xml", *((_NEWS,) if library.newest else ()))
    yield Page("robots", "robots.txt", "feeds/robots.txt", "", "", {"sitemaps": files}, is_indexed=False)


def manifest(library: Library, leaves: Iterable[Leaf]) -> Iterator[Page]:
    """How the site looks among the apps of a reader who keeps it there."""
    yield Page("manifest", "site.webmanifest", "feeds/site.webmanifest", "", "", {}, is_indexed=False)
