"""What a page tells machines: schema.org descriptions, as plain mappings for JSON-LD.

Pure. One function a page kind, named in KINDS; a kind that is not named tells only where it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeVar

from thidua.data_pages import FieldSaid, Offer
from thidua.datasets import HONOURS
from thidua.figure_pages import Ranked
from thidua.heritage import Named
from thidua.images import standing
from thidua.ledger_pages import LedgerRow
from thidua.pages import DATA, Crumb, Entry, Group, Page
from thidua.records import (
    Article,
    Author,
    Award,
    Campaign,
    Collective,
    Comment,
    Decision,
    Figure,
    Honour,
    Indicator,
    Issue,
    Person,
    Picture,
    Place,
    Portrait,
    Site,
    Source,
    Tag,
    Unit,
)
from thidua.scalars import Period
from thidua.unit_pages import Branch
from thidua.vietnamese import iso
from thidua.words import Words

T = TypeVar("T")
Thing = dict[str, object]
Listed = Article | Award | Campaign | Collective | Decision | Group[Article] | Issue | Person | Place | Tag | Unit

# The whole list is on the page; machines need its beginning.
MOST_LISTED: Final = 30
_UNIT_TYPES: Final = {
    "union": "WorkersUnion",
    "government": "GovernmentOrganization",
    "school": "EducationalOrganization",
    "hospital": "MedicalOrganization",
}
# How the names of editorial boards, offices and papers begin, and no person's name does.
_BODIES: Final = ("ban ", "báo ", "bản tin ", "công đoàn ", "liên đoàn ", "phòng ", "tạp chí ", "tòa soạn")
# In which there are no records.
_PLAIN: Final = (str, int, type(None))
_LISTED_AS: Final[Mapping[type, str]] = {Person: "Person", Collective: "Organization"}


@dataclass(frozen=True, slots=True)
class Teller:
    """What every description needs: the site, its words, and how an address becomes absolute."""

    site: Site
    words: Words
    logo: str
    url: Callable[[object], str]

    def told(self, page: Page) -> Thing | None:
        """All that the page tells, or nothing where search engines are not to look."""
        if not page.is_indexed:
            return None
        kind = KINDS.get(page.kind)
        things = [_without_gaps(thing) for thing in kind(self, page)] if kind else []
        if page.trail:
            things.append(self.breadcrumb(page))
        return {"@context": "https://schema.org", "@graph": things} if things else None

    # -- what many kinds say --

    def publisher(self) -> Thing:
        name, url = self.site.publisher, self.url("index.html")
        return {"@type": "NewsMediaOrganization", "name": name, "url": url, "logo": self.logo}

    def website(self) -> Thing:
        return {"@type": "WebSite", "name": self.site.name, "url": self.url("index.html")}

    def breadcrumb(self, page: Page) -> Thing:
        crumbs = [Crumb(self.words.front_page, "index.html"), *page.trail]
        steps = [{"name": crumb.name, "item": self.url(crumb)} for crumb in crumbs]
        if page.address != crumbs[-1].address:
            steps.append({"name": page.title})
        return {"@type": "BreadcrumbList", "itemListElement": _numbered(steps)}

    def collection(self, page: Page) -> Thing:
        return self.about(page, "CollectionPage") | {"isPartOf": self.website()}

    def about(self, page: Page, type: str) -> Thing:
        return {
            "@type": type,
            "name": page.title,
            "description": page.description,
            "url": self.url(page.address),
            "inLanguage": "vi",
        }

    def item_list(self, listed: Iterable[Listed]) -> Iterator[Thing]:
        """The list, or nothing where it is empty."""
        first: dict[str, Thing] = {}
        for each in listed:
            url = self.url(each)
            first.setdefault(url, _listed(each, url))
            if len(first) == MOST_LISTED:
                break
        if first:
            yield {"@type": "ItemList", "itemListElement": _numbered(first.values())}

    def recipients(self, page: Page) -> Iterator[Thing]:
        """The list of everyone whose honours the page shows."""
        return self.item_list(honour.recipient for honour in shown(page, Honour))

    def organization(self, unit: Unit, name: str = "") -> Thing:
        return {"@type": _UNIT_TYPES.get(unit.kind, "Organization"), "name": name or unit.name, "url": self.url(unit)}

    def picture(self, picture: Picture | Portrait | None, shape: str) -> list[str]:
        return [self.url(standing(picture.file, picture.focus, shape).address)] if picture else []

    def awards(self, page: Page) -> list[str]:
        """What was received, each with the number of its decision."""
        number = self.words
        return [
            f"{honour.award_name} ({number('decision_number', number=honour.decision.number)})"
            for honour in shown(page, Honour)
        ]

    def invented(self, is_illustrative: bool) -> str | None:
        """What tells an invented person or story from a real one."""
        return self.words.illustrative_notice if is_illustrative else None

    def source(self, source: Source) -> Thing:
        return _without_gaps(
            {
                "@type": "CreativeWork",
                "name": source.title or source.subject,
                "url": source.url,
                "author": {"@type": "Person", "name": source.author} if source.author else None,
                "publisher": {"@type": "Organization", "name": source.outlet} if source.outlet else None,
            }
        )


def shown(page: Page, kind: type[T]) -> Iterator[T]:
    """Every record of a kind among the things that the page shows, in their order."""
    return _within(page.shows, kind)


def _within(value: object, kind: type[T]) -> Iterator[T]:
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(_within(part, kind) for part in value)
    elif isinstance(value, _PLAIN):
        return
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(_within(part, kind) for part in value.values())
    elif isinstance(value, Group):
        yield from _within(value.items, kind)
    elif isinstance(value, Entry | Named):
        yield from _within(value.record, kind)
    elif isinstance(value, Ranked):
        yield from _within(value.figure, kind)
    elif isinstance(value, Branch):
        yield from _within((value.unit, value.below), kind)


def _subject(page: Page, kind: type[T]) -> T:
    """The record that the page is about: it is shown under the name of the page's kind."""
    record = page.shows[page.kind]
    if not isinstance(record, kind):
        raise TypeError(f"/{page.address} is about no {kind.__name__}")
    return record


def _name(listed: Listed) -> str:
    return listed.title if isinstance(listed, Article | Decision | Issue) else listed.name


def _listed(each: Listed, url: str) -> Thing:
    known: Thing = {"name": _name(each), "url": url}
    kind = _LISTED_AS.get(type(each))
    return {"item": {"@type": kind} | known} if kind else known


def _numbered(steps: Iterable[Mapping[str, object]]) -> list[Thing]:
    return [{"@type": "ListItem", "position": number, **step} for number, step in enumerate(steps, 1)]


def _without_gaps(thing: Mapping[str, object]) -> Thing:
    return {key: value for key, value in thing.items() if value not in (None, "", [], ())}


# ---- one function a page kind -------------------------------------------------------------------------


def home(tell: Teller, page: Page) -> Iterator[Thing]:
    """The paper, who publishes it, how it is searched, and what leads today."""
    site, contact = tell.site, tell.site.contact
    search = {"@type": "EntryPoint", "urlTemplate": tell.url("tim-kiem.html") + "?q={search_term_string}"}
    yield tell.website() | {
        "description": site.description,
        "alternateName": site.short_name or "",
        "inLanguage": "vi",
        "publisher": tell.publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": search,
            "query-input": "required name=search_term_string",
        },
    }
    yield tell.publisher() | {
        "parentOrganization": {"@type": "Organization", "name": site.governing_body},
        "email": contact.email,
        "telephone": contact.phone,
        "address": contact.address,
    }
    yield from tell.item_list(shown(page, Article))


def article(tell: Teller, page: Page) -> Iterator[Thing]:
    """The piece of news: who wrote it, from what, and whom it names."""
    each = _subject(page, Article)
    covers = [tell.url(page.cover)] if page.cover else []
    named: tuple[Person | Collective | Unit, ...] = (*each.people, *each.collectives, *each.units)
    yield {
        "@type": "NewsArticle",
        "headline": each.title,
        "description": each.lede,
        "disambiguatingDescription": tell.invented(each.illustrative),
        "url": tell.url(each),
        "mainEntityOfPage": tell.url(each),
        "image": [*tell.picture(each.picture, "photo"), *covers],
        "datePublished": iso(each.published),
        "dateModified": iso(each.changed),
        "author": [_author(author) for author in each.authors],
        "publisher": tell.publisher(),
        "articleSection": each.section.name,
        "dateline": each.dateline,
        "keywords": list(each.tags),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "isBasedOn": tell.source(each.source) if each.source else None,
        "mentions": [_mentioned(tell, record, each.published.date()) for record in named],
        "about": [_mentioned(tell, record, each.published.date()) for record in each.campaigns],
        "correction": [
            {"@type": "CorrectionComment", "text": mistake.text, "datePublished": iso(mistake.date)}
            for mistake in each.corrections
        ],
        "comment": [_comment(comment) for comment in shown(page, Comment) if not comment.illustrative],
    }


def _comment(comment: Comment) -> Thing:
    author = {"@type": "Person", "name": comment.name}
    return {"@type": "Comment", "text": comment.text, "datePublished": iso(comment.date), "author": author}


def _author(author: Author) -> Thing:
    kind = "Organization" if author.name.casefold().startswith(_BODIES) else "Person"
    return _without_gaps({"@type": kind, "name": author.name, "jobTitle": author.role if kind == "Person" else None})


def _mentioned(tell: Teller, record: Person | Collective | Unit | Campaign, day: dt.date | None = None) -> Thing:
    if isinstance(record, Unit):
        return tell.organization(record, record.name_on(day) if day else "")
    kind = {Person: "Person", Collective: "Organization", Campaign: "Project"}[type(record)]
    return {"@type": kind, "name": record.name, "url": tell.url(record)}


def campaign(tell: Teller, page: Page) -> Iterator[Thing]:
    """The campaign, who launched it, and what is written of it."""
    each = _subject(page, Campaign)
    yield tell.about(page, "Project") | {
        "alternateName": list(each.aliases),
        "foundingDate": iso(each.since) if each.since else None,
        "dissolutionDate": iso(each.until) if each.until else None,
        "founder": tell.organization(each.launched_by) if each.launched_by else None,
        "parentOrganization": _mentioned(tell, each.parent) if each.parent else None,
        "image": tell.url(page.cover) if page.cover else None,
    }
    yield from tell.item_list(shown(page, Article))


def person(tell: Teller, page: Page) -> Iterator[Thing]:
    """The honoured worker, with every award and its decision."""
    each = _subject(page, Person)
    who = {
        "@type": "Person",
        "name": each.name,
        "description": tell.invented(each.illustrative) or each.biography,
        "url": tell.url(each),
        "jobTitle": each.job,
        "worksFor": tell.organization(each.unit),
        "award": tell.awards(page),
        "image": tell.picture(each.portrait, "portrait"),
    }
    yield tell.about(page, "ProfilePage") | {"mainEntity": _without_gaps(who)}


def collective(tell: Teller, page: Page) -> Iterator[Thing]:
    """The honoured team, with every award and its decision."""
    each = _subject(page, Collective)
    members = {"@type": "QuantitativeValue", "value": each.members} if each.members else None
    yield {
        "@type": "Organization",
        "name": each.name,
        "description": tell.invented(each.illustrative) or each.description or page.description,
        "url": tell.url(each),
        "parentOrganization": tell.organization(each.unit),
        "numberOfEmployees": members,
        "award": tell.awards(page),
        "image": tell.picture(each.picture, "photo"),
    }


def unit(tell: Teller, page: Page) -> Iterator[Thing]:
    """The unit, what it is a part of, where it lies, and what its page lists."""
    each = _subject(page, Unit)
    names = [each.short_name, *each.aliases, *(former.name for former in each.former_names)]
    yield tell.organization(each) | {
        "alternateName": [name for name in names if name],
        "description": tell.invented(each.illustrative) or page.description,
        "foundingDate": iso(each.since) if each.since else None,
        "dissolutionDate": iso(each.until) if each.until else None,
        "parentOrganization": tell.organization(each.parent) if each.parent else None,
        "location": _area(tell, each.place) if each.place else None,
    }
    yield from tell.item_list(honour.recipient for honour in shown(page, Honour))


def place(tell: Teller, page: Page) -> Iterator[Thing]:
    """The place, what it lies in, its other names, and who was honoured there."""
    each = _subject(page, Place)
    names = [each.short_name, *each.aliases, *(former.name for former in each.former_names)]
    yield tell.about(page, "AdministrativeArea") | {
        "alternateName": [name for name in names if name],
        "containedInPlace": _area(tell, each.parent) if each.parent else None,
    }
    yield from tell.item_list(honour.recipient for honour in shown(page, Honour))


def _area(tell: Teller, place: Place) -> Thing:
    return {"@type": "AdministrativeArea", "name": place.name, "url": tell.url(place)}


def award(tell: Teller, page: Page) -> Iterator[Thing]:
    """What the award is, and who holds it."""
    each = _subject(page, Award)
    terms = {"@type": "DefinedTermSet", "name": tell.words.awards, "url": tell.url("khen-thuong/index.html")}
    yield {
        "@type": "DefinedTerm",
        "name": each.name,
        "alternateName": list(each.aliases),
        "description": page.description,
        "url": tell.url(each),
        "inDefinedTermSet": terms,
    }
    yield from tell.recipients(page)


def issue(tell: Teller, page: Page) -> Iterator[Thing]:
    """The numbered bulletin, and its contents in print order."""
    each = _subject(page, Issue)
    yield tell.about(page, "PublicationIssue") | {
        "issueNumber": each.number,
        "datePublished": iso(each.date),
        "image": [*tell.picture(each.picture, "photo"), *([tell.url(page.cover)] if page.cover else [])],
        "isPartOf": {"@type": "Periodical", "name": tell.site.name, "url": tell.url("index.html")},
        "publisher": tell.publisher(),
    }
    yield from tell.item_list(each.articles)


def dataset(tell: Teller, page: Page) -> Iterator[Thing]:
    """Figures: what they measure, over what time, where they were read."""
    figures = tuple(shown(page, Figure))
    sources = {figure.source.id: tell.source(figure.source) for figure in figures}
    measured = {figure.indicator.id: figure.indicator for figure in figures}
    yield tell.about(page, "Dataset") | {
        "creator": tell.publisher(),
        "temporalCoverage": [time for time in dict.fromkeys(_time(figure.period) for figure in figures) if time],
        "spatialCoverage": list(dict.fromkeys(f.unit.place.name for f in figures if f.unit.place)),
        "variableMeasured": [_measured(indicator) for indicator in measured.values()],
        "isBasedOn": list(sources.values()),
        "isAccessibleForFree": True,
    }


def _time(period: Period) -> str:
    """The period as ISO 8601 has it; nothing where its years are not known."""
    if period.kind == "since":
        return f"{period.first}/.."
    if not period.first:
        return ""
    return str(period.first) if period.first == period.last else f"{period.first}/{period.last}"


def _measured(indicator: Indicator) -> Thing:
    return _without_gaps(
        {
            "@type": "PropertyValue",
            "name": indicator.name,
            "unitText": indicator.unit_word,
            "description": indicator.definition,
        }
    )


def figures(tell: Teller, page: Page) -> Iterator[Thing]:
    """The way into the figures."""
    yield tell.about(page, "DataCatalog")


def ledger(tell: Teller, page: Page) -> Iterator[Thing]:
    """The sums of all honours, with the rows that they are counted from."""
    rows = {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": tell.url(HONOURS.csv)}
    years = [row.name for row in shown(page, LedgerRow) if row.honours_address]
    yield tell.about(page, "Dataset") | {
        "creator": tell.publisher(),
        "license": _licence(tell),
        "temporalCoverage": f"{min(years)}/{max(years)}" if years else None,
        "isAccessibleForFree": True,
        "distribution": [rows],
    }


def open_data(tell: Teller, page: Page) -> Iterator[Thing]:
    """All data as a catalogue (DCAT's words in schema.org's), each dataset with its files."""
    yield tell.about(page, "DataCatalog") | {
        "publisher": tell.publisher(),
        "license": _licence(tell),
        "dataset": [_offered(tell, offer) for offer in shown(page, Offer)],
    }


def open_dataset(tell: Teller, page: Page) -> Iterator[Thing]:
    """One dataset with its fields and files."""
    offer, until = _subject(page, Offer), page.shows["until"]
    yield _offered(tell, offer) | {
        "inLanguage": "vi",
        "creator": tell.publisher(),
        "publisher": tell.publisher(),
        "dateModified": str(until) if until else None,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": tell.words("open_data_of", name=tell.site.name),
            "url": tell.url(DATA),
        },
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.meaning}
            for field in shown(page, FieldSaid)
        ],
    }


def _offered(tell: Teller, offer: Offer) -> Thing:
    files = (("text/csv", offer.csv), ("application/json", offer.json))
    return _without_gaps(
        {
            "@type": "Dataset",
            "name": offer.title,
            "description": offer.lede,
            "url": tell.url(offer),
            "license": _licence(tell),
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": tell.url(address)}
                for kind, address in files
            ],
        }
    )


def _licence(tell: Teller) -> str | None:
    return tell.site.data_licence.url if tell.site.data_licence else None


def static_page(tell: Teller, page: Page) -> Iterator[Thing]:
    """Who makes the paper, and by what rules."""
    changed = {"dateModified": iso(page.modified) if page.modified else None}
    yield tell.about(page, "AboutPage") | changed | {"isPartOf": tell.website(), "publisher": tell.publisher()}


def honour_list(tell: Teller, page: Page) -> Iterator[Thing]:
    """A page of honoured people and collectives."""
    yield tell.collection(page)
    yield from tell.item_list((*shown(page, Person), *(honour.recipient for honour in shown(page, Honour))))


def collection_of(kind: type[Listed]) -> Callable[[Teller, Page], Iterator[Thing]]:
    """A page kind that lists records of that kind."""

    def collection(tell: Teller, page: Page) -> Iterator[Thing]:
        yield tell.collection(page)
        yield from tell.item_list(shown(page, kind))

    return collection


KINDS: Final[Mapping[str, Callable[[Teller, Page], Iterator[Thing]]]] = {
    "home": home,
    "latest": collection_of(Article),
    "section": collection_of(Article),
    "article": article,
    "campaign_list": collection_of(Campaign),
    "campaign": campaign,
    "honour_roll": honour_list,
    "honour_year": honour_list,
    "honour_letter": honour_list,
    "person": person,
    "collective": collective,
    "decision_list": collection_of(Decision),
    "decision": honour_list,
    "award_list": collection_of(Award),
    "award": award,
    "ledger": ledger,
    "ledger_year": ledger,
    "ledger_list": ledger,
    "unit_list": collection_of(Unit),
    "unit": unit,
    "place_list": collection_of(Place),
    "place": place,
    "figures": figures,
    "campaign_figures": dataset,
    "unit_figures": dataset,
    "indicator": dataset,
    "comparison": dataset,
    "open_data": open_data,
    "open_dataset": open_dataset,
    "issue_list": collection_of(Issue),
    "issue": issue,
    "tag_list": collection_of(Tag),
    "tag": collection_of(Article),
    "archive": collection_of(Group),
    "archive_year": collection_of(Group),
    "archive_month": collection_of(Article),
    "static_page": static_page,
}
