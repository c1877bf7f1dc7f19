"""The files for programs, made from the pages of the site and never computed a second time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from thidua.library import Library
from thidua.pages import Feed, Page, latest_of, links_in, site_feed
from thidua.records import (
    Article,
    Campaign,
    Section,
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
    for dataset, records in (("articles", library.articles), ("pages", library.pages)):
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


def feeds(library: Library, words: Words, pages: Sequence[Page]) -> Iterator[Page]:
    """The newest articles of the whole site, each section, campaign and unit, in every format."""
    followed = tuple(_followed(library, pages))
    newest = {a.id: a for _, _, articles in followed for a in articles[:ON_FEED]}
    told = {id: FeedItem(a, links_in(library, "articles", a), library.tags_of(a)) for id, a in newest.items()}
    for feed, page, articles in followed:
        shows = {
            "feed": feed,
            "about": page.address,
            "items": tuple(told[a.id] for a in articles[:ON_FEED]),
            "updated": latest_of(articles[:ON_FEED]),
        }
        for name in FEED_FORMATS:
            yield Page(
                "feed", feed.folder + name, f"feeds/{name}", feed.title, page.description, shows, is_indexed=False
            )


def _followed(library: Library, pages: Sequence[Page]) -> Iterator[tuple[Feed, Page, tuple[Article, ...]]]:
    """Every feed with the page whose articles it tells."""
    for page in pages:
        record = page.shows.get(page.kind)
        if page.kind == "home":
            yield site_feed(library.site), page, library.newest
        elif page.feed and isinstance(record, Section) and page.address == record.address:
            yield page.feed, page, library.articles_in(record)
        elif page.feed and isinstance(record, Campaign | Unit) and page.address == record.address:
            yield page.feed, page, library.articles_of(record)


def sitemap(library: Library, words: Words, pages: Sequence[Page]) -> Iterator[Page]:
    """Every page that search engines may show, in the order of the plan, and the newest articles as news."""
    yield from sitemaps([(page.address, page.modified) for page in pages if page.is_indexed])
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


def robots(library: Library, words: Words, pages: Sequence[Page]) -> Iterator[Page]:
    """What crawlers are told."""
    files = ("sitemap.xml", *((_NEWS,) if library.newest else ()))
    yield Page("robots", "robots.txt", "feeds/robots.txt", "", "", {"sitemaps": files}, is_indexed=False)


def manifest(library: Library, words: Words, pages: Sequence[Page]) -> Iterator[Page]:
    """How the site looks among the apps of a reader who keeps it there."""
    yield Page("manifest", "site.webmanifest", "feeds/site.webmanifest", "", "", {}, is_indexed=False)
