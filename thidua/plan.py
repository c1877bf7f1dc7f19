"""Library to pages: which pages there are, where, and what each shows. Decides; never renders.

A page kind is one function named in KINDS. Feeds, the sitemap and redirects are made from the pages
that the kinds gave, never computed a second time. Lists are numbered from the oldest, so that a
new article changes the first page of a list and leaves page 7 page 7.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Generic, TypeVar

from thidua.charting import charts_of, progress_charts
from thidua.charts import Progress, progress_of
from thidua.covers import Cover, cover, site_cover
from thidua.library import Library, newest_first
from thidua.links import resolved
from thidua.problems import Origin, Problem
from thidua.records import (
    Article,
    Award,
    Campaign,
    Decision,
    Figure,
    HomeBlock,
    Honour,
    Indicator,
    Person,
    Section,
    Site,
    StaticPage,
    Tag,
    Target,
    Unit,
)
from thidua.related import related
from thidua.vietnamese import ICT, LETTERS, index_letter, letter_slug, month_name, order_key
from thidua.words import Words

T = TypeVar("T")

ARTICLES_A_PAGE: Final = 20
HONOURS_A_PAGE: Final = 60
# Shown of a long list whose whole stands elsewhere.
FACES: Final = 12
ON_FEED: Final = 20
FEED_FORMATS: Final = ("rss.xml", "atom.xml", "feed.json")
# What search engines take in one file (sitemaps.org, Google News).
MOST_IN_SITEMAP: Final = 50_000
MOST_NEWS: Final = 1000


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


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site, before it is rendered. `shows` holds all that its template may look at."""

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

    @property
    def body_class(self) -> str:
        return "kind-" + self.kind.replace("_", "-")

    @property
    def content(self) -> tuple[object, ...]:
        """All that readers can see of the page: everything but where its source was written."""
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


# ---- the front page and the sections ---------------------------------------------------------------


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
        library.origin("site", "site"), _latest(library.newest), cover=site_cover(library.site),
    )  # fmt: skip


def _home_blocks(library: Library, words: Words) -> dict[str, object]:
    """What stands in each block, and nothing in those that are not shown; no story leads and is listed."""
    site, newest = library.site, library.newest
    leads = "lead" in site.home
    lead = next((a for a in newest if a.picked and a.picture), next((a for a in newest if a.picture), None))
    rest = [a for a in newest if not leads or a is not lead]
    seconds = tuple(rest[: 3 if leads else 0])
    sections = tuple(Group(s.name, library.articles_in(s)[:4], s.address) for s in site.sections if s.home)
    blocks: dict[HomeBlock, object] = {
        "lead": lead,
        "honours": _one_each(library.newest_honours, 6),
        "latest": tuple(rest[len(seconds) : len(seconds) + 8]),
        "sections": tuple(group for group in sections if group.items),
        "picked": tuple(a for a in library.picked if a not in seconds and not (leads and a is lead))[:3],
        "campaigns": _campaigns(library, library.campaigns_in_order[:6], words),
        "issue": next(iter(library.newest_issues), None),
        "figures": _newest_figures(library)[:6],
    }
    shown: dict[str, object] = {name: what if name in site.home else () for name, what in blocks.items()}
    return {"lead": shown["lead"], "seconds": seconds, **shown}


def _is_filled(blocks: Mapping[str, object], block: HomeBlock) -> bool:
    return bool(blocks[block]) or (block == "lead" and bool(blocks["seconds"]))


def _newest_figures(library: Library) -> tuple[Figure, ...]:
    """The newest dated figure of each indicator, the newest period first."""
    dated = ([f for f in library.figures_for_indicator(i) if f.period.last] for i in _indicators(library))
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


def section(library: Library, words: Words) -> Iterator[Page]:
    """A section's articles, newest first, twenty a page."""
    for each in library.site.sections:
        articles = library.articles_in(each)
        folder = each.address.removesuffix("index.html")
        feed = feed_of(library.site, each, articles)
        for items, paging, address in _numbered(articles, folder, ARTICLES_A_PAGE, words):
            yield Page(
                "section", address, "pages/section.html", _page_title(each.name, paging, words), each.description,
                {"section": each, "articles": items, "paging": paging},
                library.origin("site", "site", "sections"), _latest(items), (Crumb(each.name, each.address),),
                feed=feed,
            )  # fmt: skip


def latest(library: Library, words: Words) -> Iterator[Page]:
    """The newest articles by time: old pages ask this one for them, so that they need not change."""
    yield Page(
        "latest", "moi-nhat.html", "pages/latest.html", words.latest, words.latest_lede,
        {"articles": library.newest[:ARTICLES_A_PAGE]}, modified=_latest(library.newest[:ARTICLES_A_PAGE]),
    )  # fmt: skip


def article(library: Library, words: Words) -> Iterator[Page]:
    """One page an article, with what its editor set beside it and older pieces of its section."""
    for each in library.newest:
        beside = related(library, each, 3)
        yield Page(
            "article", each.address, "pages/article.html", each.title, each.lede,
            {
                "article": each,
                "links": _links(library, "articles", each),
                "tags": library.tags_of(each),
                "related": beside,
                "under_lede": tuple(library.related_to(each)[:2]),
                "older": _older(library, each, [other.article for other in beside]),
                "issues": library.issues_with(each),
                "comments": library.comments_on(each),
            },
            library.origin("articles", each.id), each.changed,
            (Crumb(each.section.name, each.section.address),),
            cover=cover(
                library.site, each.id, _marked(each.section.name, each.illustrative, words), each.title,
                picture=each.picture,
            ),
            feed=feed_of(library.site, each.section, (each,)),
        )  # fmt: skip


def _older(library: Library, article: Article, related: Sequence[Article]) -> tuple[Article, ...]:
    """Pieces of the section from before this one: unlike newer ones, they never change its page."""
    listed = library.articles_in(article.section)
    after = bisect_right(listed, newest_first(article), key=newest_first)
    taken = {other.id for other in related}
    return tuple(a for a in listed[after : after + 7] if a.id not in taken)[:4]


# ---- campaigns ----------------------------------------------------------------------------------------


def campaign_list(library: Library, words: Words) -> Iterator[Page]:
    """All campaigns, by what they are."""
    kinds = {c.kind: words(f"campaign_kind_{c.kind}") for c in library.campaigns_in_order}
    yield Page(
        "campaign_list", "phong-trao/index.html", "pages/campaign_list.html", words.campaigns, words.campaigns_lede,
        {
            "groups": tuple(
                Group(name, _campaigns(library, [c for c in library.campaigns_in_order if c.kind == kind], words))
                for kind, name in kinds.items()
            )
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of a campaign, and how far the campaign's figures have come; None where none speaks of it."""

    target: Target
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class CampaignEntry(Entry[Campaign]):
    """A campaign in a list, with how many articles it has and what it is to reach."""

    goals: tuple[Goal, ...]


def goals_of(library: Library, campaign: Campaign, words: Words) -> tuple[Goal, ...]:
    """The campaign's targets; only figures that name the campaign count towards them."""
    figures = library.figures_for(campaign)
    return tuple(Goal(target, progress_of(target, figures, words)) for target in campaign.targets)


def _campaigns(library: Library, campaigns: Iterable[Campaign], words: Words) -> tuple[CampaignEntry, ...]:
    return tuple(CampaignEntry(c, len(library.articles_of(c)), goals_of(library, c, words)) for c in campaigns)


def campaign(library: Library, words: Words) -> Iterator[Page]:
    """One page a campaign: what it is, its targets, articles, figures, and who was honoured in it."""
    for each in library.campaigns_in_order:
        articles, honours = library.articles_of(each), library.honours_for(each)
        goals = goals_of(library, each, words)
        yield Page(
            "campaign", each.address, "pages/campaign.html", each.name,
            each.summary or words("campaign_lede", name=each.name),
            {
                "campaign": each,
                "goals": goals,
                "charts": progress_charts([goal.progress for goal in goals if goal.progress], words),
                "articles": articles[:ARTICLES_A_PAGE],
                "figures": library.figures_for(each),
                "decisions": library.decisions_for(each),
                "honours": _one_each(honours, FACES),
                "honour_count": len(honours),
                "within": library.campaigns_within(each),
            },
            library.origin("campaigns", each.id), _latest(articles, library.decisions_for(each)),
            (Crumb(words.campaigns, "phong-trao/index.html"),),
            cover=cover(library.site, each.id, words(f"campaign_kind_{each.kind}"), each.name),
            feed=feed_of(library.site, each, articles),
        )  # fmt: skip


# ---- honours -----------------------------------------------------------------------------------------

_ROLL: Final = "guong-sang/index.html"


def honour_roll(library: Library, words: Words) -> Iterator[Page]:
    """The way into the honour roll: years, letters, awards and units, and the newest honours."""
    yield Page(
        "honour_roll", _ROLL, "pages/honour_roll.html", words.honour_roll, words.honour_roll_lede,
        {
            "filters": _filters(library),
            "honours": _one_each(library.newest_honours, FACES),
            "awards": _counted(library.awards_in_order, library.honours_with, only_some=True),
            "units": _counted(library.units_in_order, library.honours_at, only_some=True),
            "collectives": library.collectives_in_order[:HONOURS_A_PAGE],
        },
    )  # fmt: skip


def honour_year(library: Library, words: Words) -> Iterator[Page]:
    """Everyone honoured in a year, newest decision first."""
    for year in library.honour_years:
        honours = [honour for honour in library.newest_honours if honour.decision.year == year]
        for items, paging, address in _numbered(honours, f"guong-sang/nam-{year}/", HONOURS_A_PAGE, words):
            yield Page(
                "honour_year", address, "pages/honour_year.html",
                _page_title(words("honour_year", year=year), paging, words),
                words("honour_year_lede", year=year),
                {
                    "filters": _filters(library, year=year),
                    "groups": _by_decision(items),
                    "count": len(honours),
                    "year": year,
                    "paging": paging,
                },
                trail=(Crumb(words.honour_roll, _ROLL),),
            )  # fmt: skip


def honour_letter(library: Library, words: Words) -> Iterator[Page]:
    """Honoured people whose given names start with a letter, in Vietnamese order."""
    for letter, people in library.people_by_letter.items():
        yield Page(
            "honour_letter", _letter_address(letter), "pages/honour_letter.html",
            words("honour_letter", letter=letter), words("honour_letter_lede", letter=letter),
            {
                "filters": _filters(library, letter=letter),
                "letter": letter,
                "people": tuple(Entry(p, len(library.honours_of(p))) for p in people),
            },
            trail=(Crumb(words.honour_roll, _ROLL),),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """The ways to look through the honour roll, with the one in use marked."""

    years: tuple[PageLink, ...]
    letters: tuple[PageLink, ...]


def _filters(library: Library, year: int = 0, letter: str = "") -> Filters:
    taken = library.people_by_letter
    return Filters(
        tuple(PageLink(str(y), f"guong-sang/nam-{y}/index.html", y == year) for y in library.honour_years),
        tuple(
            PageLink(a, _letter_address(a) if a in taken else "", a == letter)
            for a in (*LETTERS, "#")
            if a in taken or a != "#"
        ),
    )


def _letter_address(letter: str) -> str:
    return f"guong-sang/chu-cai/{letter_slug(letter)}.html"


def person(library: Library, words: Words) -> Iterator[Page]:
    """One page a person: honours by year with their decisions, and articles."""
    for each in library.people_in_order:
        honours = library.honours_of(each)
        letter = index_letter(each.name, each.given_name)
        yield Page(
            "person", each.address, "pages/person.html", each.name,
            words("person_lede", name=each.name, job=each.job, unit=each.unit.name),
            {"person": each, "years": _by_year(honours), "articles": library.articles_of(each), "count": len(honours)},
            library.origin("people", each.id), _latest(library.articles_of(each), (h.decision for h in honours)),
            (Crumb(words.honour_roll, _ROLL), Crumb(letter, _letter_address(letter))),
            cover=_face(library.site, each, words),
        )  # fmt: skip


def _face(site: Site, person: Person, words: Words) -> Cover | None:
    """The cover of a person whose face may be shown; there are too many others to draw a card for each."""
    if person.portrait is None:
        return None
    kicker = _marked(words.honour_roll, person.illustrative, words)
    job = words("person_title", name=person.job, unit=person.unit.name)
    return cover(site, person.id, kicker, person.name, job, person.portrait)


def collective(library: Library, words: Words) -> Iterator[Page]:
    """One page a collective: honours by year with their decisions, and articles."""
    for each in library.collectives_in_order:
        honours = library.honours_of(each)
        yield Page(
            "collective", each.address, "pages/collective.html", each.name,
            words("collective_lede", name=each.name, unit=each.unit.name),
            {
                "collective": each,
                "years": _by_year(honours),
                "articles": library.articles_of(each),
                "count": len(honours),
            },
            library.origin("collectives", each.id),
            _latest(library.articles_of(each), (h.decision for h in honours)), (Crumb(words.honour_roll, _ROLL),),
        )  # fmt: skip


def decision_list(library: Library, words: Words) -> Iterator[Page]:
    """All decisions, newest first."""
    address = "khen-thuong/quyet-dinh/"
    for items, paging, page in _numbered(library.newest_decisions, address, HONOURS_A_PAGE, words):
        entries = tuple(Entry(d, len(library.honours_in(d))) for d in items)
        yield Page(
            "decision_list", page, "pages/decision_list.html",
            _page_title(words.decisions, paging, words), words.decisions_lede,
            {"decisions": entries, "paging": paging}, trail=(Crumb(words.awards, _AWARDS),),
        )  # fmt: skip


def decision(library: Library, words: Words) -> Iterator[Page]:
    """One page a decision: the list in which people look themselves up."""
    for each in library.newest_decisions:
        honours = library.honours_in(each)
        yield Page(
            "decision", each.address, "pages/decision.html", words("decision_title", number=each.number),
            words("decision_lede", title=each.title, issuer=each.issuer.name_on(each.date)),
            {
                "decision": each,
                "people": tuple(h for h in honours if h.person),
                "collectives": tuple(h for h in honours if h.collective),
            },
            library.origin("decisions", each.id), _latest((), (each,)),
            (Crumb(words.awards, _AWARDS), Crumb(words.decisions, "khen-thuong/quyet-dinh/index.html")),
        )  # fmt: skip


_AWARDS: Final = "khen-thuong/index.html"


def award_list(library: Library, words: Words) -> Iterator[Page]:
    """All awards by group, with how many hold each."""
    groups: dict[str, list[Award]] = {}
    for each in library.awards_in_order:
        groups.setdefault(each.group, []).append(each)
    yield Page(
        "award_list", _AWARDS, "pages/award_list.html", words.awards, words.awards_lede,
        {
            "groups": tuple(
                Group(words(f"award_group_{name}"), _counted(groups[name], library.honours_with))
                for name in AWARD_GROUPS if name in groups
            )
        },
    )  # fmt: skip


AWARD_GROUPS: Final = ("title", "state_honour", "state_prize", "order", "medal", "commendation", "union", "local")


def award(library: Library, words: Words) -> Iterator[Page]:
    """One page an award: what it is, who gives it, its legal basis, and its holders by year."""
    for each in library.awards_in_order:
        honours = library.honours_with(each)
        folder = f"khen-thuong/{each.id}/"
        for items, paging, address in _numbered(honours, folder, HONOURS_A_PAGE, words, first=each.address):
            yield Page(
                "award", address, "pages/award.html", _page_title(each.name, paging, words),
                each.description or words("award_lede", name=each.name),
                {"award": each, "years": _by_year(items), "count": len(honours), "paging": paging},
                library.origin("awards", each.id), _latest((), (h.decision for h in items)),
                (Crumb(words.awards, _AWARDS),),
            )  # fmt: skip


# ---- units and figures -----------------------------------------------------------------------------


def unit_list(library: Library, words: Words) -> Iterator[Page]:
    """All units, each below the one it belongs to."""
    yield Page(
        "unit_list", _UNITS, "pages/unit_list.html", words.units, words.units_lede,
        {"tree": tuple(_branch(library, u) for u in library.units_in_order if u.parent is None)},
    )  # fmt: skip


_UNITS: Final = "don-vi/index.html"


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
        for items, paging, address in _numbered(honours, folder, HONOURS_A_PAGE, words, first=each.address):
            yield Page(
                "unit", address, "pages/unit.html", _page_title(each.name, paging, words),
                each.description or words("unit_lede", name=each.name),
                {
                    "unit": each,
                    "predecessors": library.predecessors_of(each),
                    "children": library.children_of(each),
                    "members": library.members_of(each),
                    "collectives": library.collectives_of(each),
                    "years": _by_year(items),
                    "count": len(honours),
                    "paging": paging,
                    "decisions": library.decisions_by(each)[:ARTICLES_A_PAGE],
                    "campaigns": library.campaigns_by(each),
                    "figures": library.figures_of(each),
                    "articles": articles[:ARTICLES_A_PAGE],
                },
                library.origin("units", each.id),
                _latest(() if paging.number else articles, (h.decision for h in items)),
                (Crumb(words.units, _UNITS), *((Crumb(each.parent.name, each.parent.address),) if each.parent else ())),
                feed=feed,
            )  # fmt: skip


_FIGURES: Final = "so-lieu/index.html"


def figures(library: Library, words: Words) -> Iterator[Page]:
    """The way into the figures: by campaign, by unit, by indicator."""
    yield Page(
        "figures", _FIGURES, "pages/figures.html", words.figures, words.figures_lede,
        {
            "campaigns": _counted(library.campaigns_in_order, library.figures_for, only_some=True),
            "units": _counted(library.units_in_order, library.figures_of, only_some=True),
            "indicators": _counted(_indicators(library), library.figures_for_indicator, only_some=True),
        },
    )  # fmt: skip


def campaign_figures(library: Library, words: Words) -> Iterator[Page]:
    """A campaign's figures, unit by unit."""
    for each in library.campaigns_in_order:
        if numbers := library.figures_for(each):
            yield Page(
                "campaign_figures", each.figures_address, "pages/campaign_figures.html",
                words("figures_of", name=each.name), words("figures_of_lede", name=each.name),
                {
                    "campaign": each,
                    "charts": charts_of(numbers, words),
                    "groups": _figure_groups(numbers, lambda f: (f.unit.name, f.unit.address)),
                },
                library.origin("campaigns", each.id), None, (Crumb(words.figures, _FIGURES),),
            )  # fmt: skip


def unit_figures(library: Library, words: Words) -> Iterator[Page]:
    """A unit's figures, period by period."""
    for each in library.units_in_order:
        if numbers := library.figures_of(each):
            yield Page(
                "unit_figures", each.figures_address, "pages/unit_figures.html",
                words("figures_of", name=each.name), words("figures_of_lede", name=each.name),
                {
                    "unit": each,
                    "charts": charts_of(numbers, words, each),
                    "groups": _figure_groups(numbers, lambda f: (f.period.label, "")),
                },
                library.origin("units", each.id), None, (Crumb(words.figures, _FIGURES),),
            )  # fmt: skip


def indicator(library: Library, words: Words) -> Iterator[Page]:
    """What an indicator measures, and its value for every unit and period."""
    for each in _indicators(library):
        if numbers := library.figures_for_indicator(each):
            yield Page(
                "indicator", each.address, "pages/indicator.html", each.name,
                each.definition or words("indicator_lede", name=each.name),
                {"indicator": each, "charts": charts_of(numbers, words, each), "figures": numbers},
                library.origin("indicators", each.id), None, (Crumb(words.figures, _FIGURES),),
            )  # fmt: skip


def _indicators(library: Library) -> list[Indicator]:
    return sorted(library.indicators.values(), key=lambda i: (order_key(i.name), i.id))


def _figure_groups(figures: Iterable[Figure], key: Callable[[Figure], tuple[str, str]]) -> tuple[Group[Figure], ...]:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return tuple(Group(name, tuple(items), address) for (name, address), items in groups.items())


# ---- issues, tags, archive, pages that stay ------------------------------------------------------------


def issue_list(library: Library, words: Words) -> Iterator[Page]:
    """All numbered bulletins, newest first."""
    yield Page(
        "issue_list", _ISSUES, "pages/issue_list.html", words.issues, words.issues_lede,
        {"issues": library.newest_issues},
    )  # fmt: skip


_ISSUES: Final = "ban-tin/index.html"


def issue(library: Library, words: Words) -> Iterator[Page]:
    """One page a numbered bulletin: contents in print order and the honours it prints."""
    for each in library.newest_issues:
        yield Page(
            "issue", each.address, "pages/issue.html", words("issue_title", number=each.number, title=each.title),
            each.summary or words("issue_lede", number=each.number),
            {
                "issue": each,
                "tables": tuple(Group(d.title, library.honours_in(d), d.address) for d in each.decisions),
            },
            library.origin("issues", each.id), _latest(each.articles, each.decisions), (Crumb(words.issues, _ISSUES),),
            cover=cover(
                library.site, each.id, words("issue_number", number=each.number), each.title, picture=each.picture
            ),
        )  # fmt: skip


def tag_list(library: Library, words: Words) -> Iterator[Page]:
    """All subjects in Vietnamese order."""
    yield Page(
        "tag_list", _TAGS, "pages/tag_list.html", words.tags, words.tags_lede,
        {"tags": tuple(Entry(tag, len(articles)) for tag, articles in library.tags)},
    )  # fmt: skip


_TAGS: Final = "chu-de/index.html"


def tag(library: Library, words: Words) -> Iterator[Page]:
    """A subject's articles, newest first."""
    for each, articles in library.tags:
        folder = f"chu-de/{each.id}/"
        for items, paging, address in _numbered(articles, folder, ARTICLES_A_PAGE, words, first=each.address):
            yield Page(
                "tag", address, "pages/tag.html", _page_title(each.name, paging, words),
                words("tag_lede", name=each.name),
                {"tag": each, "articles": items, "paging": paging},
                library.origin("articles", articles[0].id, "tags"), _latest(items), (Crumb(words.tags, _TAGS),),
            )  # fmt: skip


_ARCHIVE: Final = "luu-tru/index.html"


def archive(library: Library, words: Words) -> Iterator[Page]:
    """The way into the archive: years and their months."""
    yield Page(
        "archive", _ARCHIVE, "pages/archive.html", words.archive, words.archive_lede,
        {"years": tuple(Group(str(y), _months(library, y), f"luu-tru/{y}/index.html") for y in library.years)},
    )  # fmt: skip


def archive_year(library: Library, words: Words) -> Iterator[Page]:
    """A year's months with the headlines of each."""
    for year in library.years:
        yield Page(
            "archive_year", f"luu-tru/{year}/index.html", "pages/archive_year.html",
            words("archive_year", year=year), words("archive_year_lede", year=year),
            {"year": year, "months": _months(library, year)},
            trail=(Crumb(words.archive, _ARCHIVE),),
        )  # fmt: skip


def archive_month(library: Library, words: Words) -> Iterator[Page]:
    """A month's articles, newest first."""
    for year in library.years:
        for month in _months(library, year):
            yield Page(
                "archive_month", month.address, "pages/archive_month.html", month.name,
                words("archive_month_lede", name=month.name), {"month": month},
                None, _latest(month.items),
                (Crumb(words.archive, _ARCHIVE), Crumb(str(year), f"luu-tru/{year}/index.html")),
            )  # fmt: skip


def _months(library: Library, year: int) -> tuple[Group[Article], ...]:
    articles = [a for a in library.newest if a.published.year == year]
    return tuple(
        Group(month_name(year, month), tuple(items), f"luu-tru/{year}/{month:02}.html")
        for month, items in groupby(articles, lambda a: a.published.month)
    )


def search(library: Library, words: Words) -> Iterator[Page]:
    """The search page, with lists that lead to every record where there is no script."""
    yield Page(
        "search", "tim-kiem.html", "pages/search.html", words.search, words.search_lede,
        {
            "filters": _filters(library),
            "browse": tuple(Crumb(words(name), address) for name, address in BROWSE),
        },
        is_indexed=False,
    )  # fmt: skip


BROWSE: Final = (
    ("honour_roll", _ROLL),
    ("awards", _AWARDS),
    ("decisions", "khen-thuong/quyet-dinh/index.html"),
    ("units", _UNITS),
    ("campaigns", "phong-trao/index.html"),
    ("figures", _FIGURES),
    ("issues", _ISSUES),
    ("tags", _TAGS),
    ("archive", _ARCHIVE),
)


def static_page(library: Library, words: Words) -> Iterator[Page]:
    """One page for each text that stays."""
    for each in library.pages_in_order:
        yield Page(
            "static_page", each.address, "pages/static_page.html", each.title, each.description,
            {"static_page": each, "links": _links(library, "pages", each)},
            library.origin("pages", each.id), each.updated,
        )  # fmt: skip


def not_found(library: Library, words: Words) -> Iterator[Page]:
    """What a host shows for an address that leads nowhere."""
    yield Page(
        "not_found", "404.html", "pages/not_found.html", words.not_found, words.not_found_lede,
        {"latest": library.newest[:5]}, is_indexed=False,
    )  # fmt: skip


KINDS: Final[tuple[Kind, ...]] = (
    home, latest, section, article, campaign_list, campaign, honour_roll, honour_year, honour_letter, person,
    collective, decision_list, decision, award_list, award, unit_list, unit, figures, campaign_figures,
    unit_figures, indicator, issue_list, issue, tag_list, tag, archive, archive_year, archive_month,
    search, static_page, not_found,
)  # fmt: skip


# ---- made from the pages ------------------------------------------------------------------------------


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


def site_feed(site: Site) -> Feed:
    """The feed of the whole paper."""
    return Feed(site.name, "")


def feed_of(site: Site, record: Section | Campaign | Unit, articles: Sequence[Article]) -> Feed | None:
    """The feed of the record's articles, beside its page; none where there is nothing to follow."""
    folder = record.address.removesuffix("/index.html").removesuffix(".html") + "/"
    return Feed(f"{record.name} – {site.name}", folder) if articles else None


def feeds(library: Library, words: Words, pages: Sequence[Page]) -> Iterator[Page]:
    """The newest articles of the whole site, each section, campaign and unit, in every format."""
    followed = tuple(_followed(library, pages))
    newest = {a.id: a for _, _, articles in followed for a in articles[:ON_FEED]}
    told = {id: FeedItem(a, _links(library, "articles", a), library.tags_of(a)) for id, a in newest.items()}
    for feed, page, articles in followed:
        shows = {
            "feed": feed,
            "about": page.address,
            "items": tuple(told[a.id] for a in articles[:ON_FEED]),
            "updated": _latest(articles[:ON_FEED]),
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


DERIVED: Final = (feeds, sitemap, robots, manifest)


# ---- how lists are cut ----------------------------------------------------------------------------------


def _numbered(
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


def _page_title(name: str, paging: Paging, words: Words) -> str:
    return words("numbered_title", name=name, number=paging.number) if paging.number else name


def _by_year(honours: Iterable[Honour]) -> tuple[Group[Honour], ...]:
    return tuple(Group(str(year), tuple(items)) for year, items in groupby(honours, lambda h: h.decision.year))


def _by_decision(honours: Iterable[Honour]) -> tuple[tuple[Decision, tuple[Honour, ...]], ...]:
    groups = groupby(honours, lambda h: h.decision.id)
    lists = [tuple(items) for _, items in groups]
    return tuple((items[0].decision, items) for items in lists)


def _one_each(honours: Iterable[Honour], most: int) -> tuple[Honour, ...]:
    """The newest honour of each of the first few recipients."""
    found: dict[tuple[type, str], Honour] = {}
    for honour in honours:
        found.setdefault((type(honour.recipient), honour.recipient.id), honour)
        if len(found) == most:
            break
    return tuple(found.values())


def _counted(
    records: Iterable[T], behind: Callable[[T], Sequence[object]], only_some: bool = False
) -> tuple[Entry[T], ...]:
    entries = tuple(Entry(record, len(behind(record))) for record in records)
    return tuple(entry for entry in entries if entry.count) if only_some else entries


def _links(library: Library, dataset: str, record: Article | StaticPage) -> tuple[str, ...]:
    return tuple(resolved(link, library.origin(dataset, record.id).file, library) for link in record.body.links)


def _latest(articles: Iterable[Article], decisions: Iterable[Decision] = ()) -> dt.datetime | None:
    """When the newest of them was published or changed."""
    moments = [a.changed for a in articles]
    moments += [dt.datetime.combine(d.date, dt.time(tzinfo=ICT)) for d in decisions]
    return max(moments, default=None)


def _marked(kicker: str, is_illustrative: bool, words: Words) -> str:
    """A kicker that tells an invented story or person from a real one."""
    return f"{kicker} · {words.illustrative_tag}" if is_illustrative else kicker
