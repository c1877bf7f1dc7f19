"""The pages of news: the front page, sections, articles, bulletins, subjects and the archive."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from thidua.campaign_pages import campaign_entries
from thidua.covers import cover, site_cover
from thidua.figure_pages import indicators_in
from thidua.lazy import InOrder
from thidua.library import Library
from thidua.pages import (
    ARCHIVE,
    ARTICLES_A_PAGE,
    ISSUES,
    TAGS,
    Crumb,
    Entry,
    Group,
    Page,
    feed_of,
    kicker_of,
    latest_of,
    links_in,
    numbered,
    one_each,
    page_title,
)
from thidua.records import (
    Article,
    Figure,
    HomeBlock,
    Issue,
    Section,
    Tag,
)
from thidua.related import related
from thidua.vietnamese import month_name
from thidua.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of the front page that stand beside each other where there is room; `layout` says how."""

    layout: str
    blocks: tuple[HomeBlock, ...]


def home(library: Library, words: Words) -> Iterator[Page]:
    """The front page: the blocks that its owner chose, in that order, as far as there is something in them."""
    blocks = _home_blocks(library, words)
    yield Page(
        "home", "index.html", "pages/home.html", library.site.name, library.site.description,
        {**blocks, "rows": _rows([block for block in library.site.home if _is_filled(blocks, block)], blocks)},
        library.origin("site", "site"), library.last_change, cover=site_cover(library.site),
    )  # fmt: skip


def _home_blocks(library: Library, words: Words) -> dict[str, object]:
    """What stands in each block, and nothing in those that are not shown; no story leads and is listed."""
    site, newest = library.site, library.newest
    leads = "lead" in site.home
    lead = next((a for a in library.picked if a.picture), None) or next((a for a in newest if a.picture), None)
    rest = [a for a in newest[: 3 + 8 + 1] if not leads or a is not lead]
    seconds = tuple(rest[: 3 if leads else 0])
    sections = tuple(Group(s.name, library.articles_in(s)[:4], s.address) for s in site.sections if s.home)
    blocks: dict[HomeBlock, object] = {
        "lead": lead,
        "honours": one_each(library.newest_honours, 6),
        "latest": tuple(rest[len(seconds) : len(seconds) + 8]),
        "sections": tuple(group for group in sections if group.items),
        "picked": tuple(a for a in library.picked if a not in seconds and not (leads and a is lead))[:3],
        "campaigns": campaign_entries(library, library.campaigns_in_order[:6], words),
        "issue": next(iter(library.newest_issues), None),
        "figures": _newest_figures(library)[:6],
    }
    shown: dict[str, object] = {name: what if name in site.home else () for name, what in blocks.items()}
    return {"lead": shown["lead"], "seconds": seconds, **shown}


def _is_filled(blocks: Mapping[str, object], block: HomeBlock) -> bool:
    return bool(blocks[block]) or (block == "lead" and bool(blocks["seconds"]))


def _newest_figures(library: Library) -> tuple[Figure, ...]:
    """The newest dated figure of each indicator, the newest period first."""
    dated = ([f for f in library.figures_for_indicator(i) if f.period.last] for i in indicators_in(library))
    return tuple(sorted((f[0] for f in dated if f), key=lambda figure: figure.period.sort_key, reverse=True))


# Blocks made of columns, which stand beside those of their neighbours.
_NARROW: Final = frozenset({"latest", "sections", "issue"})


def _rows(blocks: Sequence[HomeBlock], shown: Mapping[str, object]) -> tuple[Row, ...]:
    """The blocks in their order, set beside each other where none of them would look lost."""
    rows: list[tuple[HomeBlock, ...]] = []
    for block in blocks:
        if rows and ({*rows[-1], block} <= _NARROW or {*rows[-1], block} == {"campaigns", "issue"}):
            rows[-1] += (block,)
        else:
            rows.append((block,))
    return tuple(Row(_layout(row, shown), row) for row in rows)


def _layout(row: tuple[HomeBlock, ...], shown: Mapping[str, object]) -> str:
    if "campaigns" in row and "issue" in row:
        return "rail" if row[-1] == "issue" else "rail-first"
    sections = shown["sections"]
    columns = len(row) + (len(sections) - 1 if "sections" in row and isinstance(sections, tuple) else 0)
    if not _NARROW.issuperset(row) or columns == 1:
        return "wide"
    return "halves" if columns in (2, 4) else "thirds"


def section(library: Library, words: Words, sections: Iterable[Section] | None = None) -> Iterator[Page]:
    """A section's articles, newest first, twenty a page: some sections or all."""
    for each in library.site.sections if sections is None else sections:
        articles = library.articles_in(each)
        folder = each.address.removesuffix("index.html")
        feed = feed_of(library.site, each, articles)
        for items, paging, address in numbered(articles, folder, ARTICLES_A_PAGE, words):
            yield Page(
                "section", address, "pages/section.html", page_title(each.name, paging, words), each.description,
                {"section": each, "articles": items, "paging": paging},
                library.origin("site", "site", "sections"), latest_of(items), (Crumb(each.name, each.address),),
                feed=feed,
            )  # fmt: skip


def latest(library: Library, words: Words) -> Iterator[Page]:
    """The newest articles by time: old pages ask this one for them, so that they need not change."""
    yield Page(
        "latest", "moi-nhat.html", "pages/latest.html", words.latest, words.latest_lede,
        {"articles": library.newest[:ARTICLES_A_PAGE]}, modified=latest_of(library.newest[:ARTICLES_A_PAGE]),
    )  # fmt: skip


def article(library: Library, words: Words, articles: Iterable[Article] | None = None) -> Iterator[Page]:
    """An article with what its editor set beside it and older pieces of its section: some articles or all."""
    for each in library.newest if articles is None else articles:
        beside = related(library, each, 3)
        yield Page(
            "article", each.address, "pages/article.html", each.title, each.lede,
            {
                "article": each,
                "links": links_in(library, "articles", each.id),
                "tags": library.tags_of(each.id),
                "related": beside,
                "under_lede": tuple(library.related_to(each)[:2]),
                "older": _older(library, each, [other.article for other in beside]),
                "issues": tuple(library.issues_with(each.id)),
                "comments": library.comments_on(each.id),
            },
            library.origin("articles", each.id), each.changed,
            (Crumb(each.section.name, each.section.address),),
            cover=cover(
                library.site, each.id, kicker_of(each.section.name, each.illustrative, words), each.title,
                picture=each.picture,
            ),
            feed=feed_of(library.site, each.section, (each,)), bodies=(each.body,), named=each.named,
        )  # fmt: skip


def _older(library: Library, article: Article, related: Sequence[Article]) -> tuple[Article, ...]:
    """Pieces of the section from before this one: unlike newer ones, they never change its page."""
    listed, ranks = library.articles_in(article.section), library.ranks
    after = bisect_right(listed.keys, ranks[article.id], key=ranks.__getitem__)
    taken = {other.id for other in related}
    return tuple(a for a in listed[after : after + 7] if a.id not in taken)[:4]


def issue_list(library: Library, words: Words) -> Iterator[Page]:
    """All numbered bulletins, newest first."""
    yield Page(
        "issue_list", ISSUES, "pages/issue_list.html", words.issues, words.issues_lede,
        {"issues": tuple(library.newest_issues)},
    )  # fmt: skip


def issue(library: Library, words: Words, issues: Iterable[Issue] | None = None) -> Iterator[Page]:
    """One page a numbered bulletin: contents in print order and the honours it prints; some bulletins or all."""
    for each in library.newest_issues if issues is None else issues:
        yield Page(
            "issue", each.address, "pages/issue.html", words("issue_title", number=each.number, title=each.title),
            each.summary or words("issue_lede", number=each.number),
            {
                "issue": each,
                "tables": tuple(Group(d.title, library.honours_in(d), d.address) for d in each.decisions),
            },
            library.origin("issues", each.id), latest_of(each.articles, each.decisions), (Crumb(words.issues, ISSUES),),
            cover=cover(
                library.site, each.id, words("issue_number", number=each.number), each.title, picture=each.picture
            ),
        )  # fmt: skip


def tag_list(library: Library, words: Words) -> Iterator[Page]:
    """All subjects in Vietnamese order."""
    yield Page(
        "tag_list", TAGS, "pages/tag_list.html", words.tags, words.tags_lede,
        {"tags": tuple(Entry(tag, len(articles)) for tag, articles in library.tags)},
    )  # fmt: skip


def tag(library: Library, words: Words, tags: Iterable[tuple[Tag, InOrder[Article]]] | None = None) -> Iterator[Page]:
    """A subject's articles, newest first: some subjects or all."""
    for each, articles in library.tags if tags is None else tags:
        folder = f"chu-de/{each.id}/"
        for items, paging, address in numbered(articles, folder, ARTICLES_A_PAGE, words, first=each.address):
            yield Page(
                "tag", address, "pages/tag.html", page_title(each.name, paging, words),
                words("tag_lede", name=each.name),
                {"tag": each, "articles": items, "paging": paging},
                library.origin("articles", articles.keys[0], "tags"), latest_of(items), (Crumb(words.tags, TAGS),),
            )  # fmt: skip


def archive(library: Library, words: Words) -> Iterator[Page]:
    """The way into the archive: years and their months."""
    yield Page(
        "archive", ARCHIVE, "pages/archive.html", words.archive, words.archive_lede,
        {"years": tuple(Group(str(y), _counted(library, y), f"luu-tru/{y}/index.html") for y in library.years)},
    )  # fmt: skip


def archive_year(library: Library, words: Words, years: Iterable[int] | None = None) -> Iterator[Page]:
    """A year's months with the headlines of each: some years or all."""
    for year in library.years if years is None else years:
        yield Page(
            "archive_year", f"luu-tru/{year}/index.html", "pages/archive_year.html",
            words("archive_year", year=year), words("archive_year_lede", year=year),
            {"year": year, "months": _months(library, year)},
            trail=(Crumb(words.archive, ARCHIVE),),
        )  # fmt: skip


def archive_month(library: Library, words: Words, years: Iterable[int] | None = None) -> Iterator[Page]:
    """A month's articles, newest first: of some years or of all."""
    for year in library.years if years is None else years:
        for month in _months(library, year):
            yield Page(
                "archive_month", month.address, "pages/archive_month.html", month.name,
                words("archive_month_lede", name=month.name), {"month": month},
                None, latest_of(month.items),
                (Crumb(words.archive, ARCHIVE), Crumb(str(year), f"luu-tru/{year}/index.html")),
            )  # fmt: skip


def _counted(library: Library, year: int) -> tuple[Entry[Crumb], ...]:
    """The months of a year with how many articles each."""
    return tuple(
        Entry(Crumb(month_name(year, month), f"luu-tru/{year}/{month:02}.html"), len(articles))
        for (of, month), articles in library.months.items()
        if of == year
    )


def _months(library: Library, year: int) -> tuple[Group[Article], ...]:
    return tuple(
        Group(month_name(year, month), tuple(articles), f"luu-tru/{year}/{month:02}.html")
        for (of, month), articles in library.months.items()
        if of == year
    )
