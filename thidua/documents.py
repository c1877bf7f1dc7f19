"""What search knows of each record: made from the plan's pages, so that nothing unpublished can be in it. Pure.

A kind of record that can be found is one function named in KINDS. Comments by readers are not searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from thidua.library import Library
from thidua.pages import Group, Page
from thidua.records import (
    Abbreviation,
    Article,
    Award,
    Campaign,
    Collective,
    Decision,
    Honour,
    Issue,
    Person,
    Place,
    Unit,
)
from thidua.service_pages import KIND_SLUGS
from thidua.terms import Field, Synonym
from thidua.vietnamese import exact, short_date
from thidua.words import Words

# How much a field says of what a record is about.
_NAME: Final = 3
_HEADLINE: Final = 2
_LEDE: Final = 1
_BODY: Final = 0

# A value by which results are narrowed: its id, as addresses have it, and its name.
Value = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Facets:
    """What results can be narrowed by; the names of the fields are those in search addresses' own order."""

    kind: tuple[Value, ...] = ()
    place: tuple[Value, ...] = ()
    campaign: tuple[Value, ...] = ()
    award: tuple[Value, ...] = ()
    level: tuple[Value, ...] = ()
    year: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A record as search finds and shows it.

    `lines` stand on its card below `about`; `text` is long and is only read where an excerpt of it is
    shown. `named` is on its page too. `alone` are names by which it is found though its page has others.
    """

    address: str
    kind: str
    title: str
    about: str
    day: str
    lines: tuple[Field, ...]
    text: str
    named: str
    alone: tuple[str, ...]
    facets: Facets
    is_illustrative: bool = False
    impact: int = _NAME

    @property
    def fields(self) -> tuple[Field, ...]:
        """All that its page says, with how much each part says of what it is about."""
        return ((self.impact, self.title), (_LEDE, self.about), *self.lines, (_LEDE, self.named), (_BODY, self.text))


class Documents:
    """The documents of a library's pages."""

    def __init__(self, library: Library, words: Words) -> None:
        self.words = words
        self._award_lines: dict[tuple[str, str, str | None], str] = {}
        self._library = library
        self._places = _Places(library)
        self.synonyms = synonyms(library.abbreviations.values())

    def of(self, page: Page) -> Document:
        """The document of a page that `is_found` says yes to."""
        return KINDS[page.kind](page, self)

    def award_line(self, honour: Honour) -> str:
        """The award and the decision, as each of its recipients has them."""
        key = (honour.decision.id, honour.award.id, honour.grade)
        if key not in self._award_lines:
            decision = honour.decision
            self._award_lines[key] = self.words(
                "search_honour", award=honour.award_name, number=decision.number, day=short_date(decision.date)
            )
        return self._award_lines[key]

    def kind(self, name: str) -> tuple[Value, ...]:
        """The facet that tells kinds apart."""
        return ((KIND_SLUGS[name], self.words(f"search_kind_{name}")),)

    def level(self, level: str | None) -> tuple[Value, ...]:
        """The facet of whoever gave an award."""
        return ((level.replace("_", "-"), self.words(f"giver_level_{level}")),) if level else ()

    def places(self, units: Iterable[Unit]) -> tuple[Value, ...]:
        """The provinces, as they are now, in which units lie."""
        found = [value for unit in units if unit.place for value in self._places.provinces(unit.place)]
        return tuple(dict.fromkeys(found))

    def provinces(self, place: Place) -> tuple[Value, ...]:
        """The provinces and cities of today that a place is, lies in, or went into."""
        return self._places.provinces(place)

    def names_around(self, place: Place) -> tuple[str, ...]:
        """The place's names, those of the places above it, and of what came before and after each."""
        return self._places.names(place)

    def other_names(self, units: Iterable[Unit]) -> tuple[str, ...]:
        """Names that the units and where they lie had before, or have now."""
        found: list[str] = []
        for unit in units:
            for each in (unit, *unit.successors):
                found += self._library.names_of(each)
            if unit.place:
                found += self._places.names(unit.place)
        return tuple(dict.fromkeys(found))


# ---- one function a kind ------------------------------------------------------------------------------------


def _article(page: Page, known: Documents) -> Document:
    article = page.shows["article"]
    assert isinstance(article, Article)
    about = ", ".join(author.name for author in article.authors)
    who_are: tuple[Person | Collective, ...] = (*article.people, *article.collectives)
    named = [*(who.name for who in who_are), *(unit.name for unit in article.units)]
    named += [campaign.name for campaign in article.campaigns]
    lines = [(_LEDE, article.lede), (_LEDE, article.kicker)]
    units = (*article.units, *(who.unit for who in who_are))
    return Document(
        article.address, page.kind, article.title, about, short_date(article.published),
        _said(lines), article.body.text, "\n".join((*article.tags, *named)), known.other_names(units),
        Facets(
            known.kind(page.kind), known.places(units), _campaigns(article.campaigns),
            year=_years([article.published.year]),
        ),
        article.illustrative, _HEADLINE,
    )  # fmt: skip


def _person(page: Page, known: Documents) -> Document:
    person = page.shows["person"]
    assert isinstance(person, Person)
    about = known.words("person_title", name=person.job, unit=person.unit.name)
    return _recipient(page, known, person, about, person.biography)


def _collective(page: Page, known: Documents) -> Document:
    collective = page.shows["collective"]
    assert isinstance(collective, Collective)
    return _recipient(page, known, collective, collective.unit.name, collective.description)


def _recipient(page: Page, known: Documents, who: Person | Collective, about: str, description: str | None) -> Document:
    honours = tuple(_honours(page))
    units = tuple({unit.id: unit for unit in (who.unit, *(honour.unit for honour in honours))}.values())
    lines = [(_LEDE, _honour_line(honour, known)) for honour in honours] + [(_BODY, description)]
    campaigns = [honour.decision.campaign for honour in honours if honour.decision.campaign]
    levels = [level for honour in honours for level in known.level(_level_of(honour.decision))]
    return Document(
        who.address, page.kind, who.name, about, "", _said(lines), "", "", known.other_names(units),
        Facets(
            known.kind(page.kind), known.places(units), _campaigns(campaigns),
            tuple(dict.fromkeys(_award(honour.award) for honour in honours)),
            tuple(dict.fromkeys(levels)), _years(honour.decision.year for honour in honours),
        ),
        who.illustrative,
    )  # fmt: skip


def _honours(page: Page) -> Iterator[Honour]:
    years = page.shows["years"]
    assert isinstance(years, tuple)
    for group in years:
        assert isinstance(group, Group)
        yield from group.items


def _honour_line(honour: Honour, known: Documents) -> str:
    said = known.award_line(honour)
    at = honour.unit_name if honour.unit_name != honour.recipient.unit.name else None
    return "\n".join(part for part in (said, at, honour.initiative, honour.citation) if part)


def _decision(page: Page, known: Documents) -> Document:
    decision = page.shows["decision"]
    assert isinstance(decision, Decision)
    issuer = decision.issuer.name_on(decision.date)
    within = decision.campaign.name if decision.campaign else None
    signed = known.words("person_title", name=decision.signatory.name, unit=decision.signatory.role)
    lines = [(_HEADLINE, decision.title), (_LEDE, decision.award.name), (_LEDE, within), (_BODY, signed)]
    return Document(
        decision.address, page.kind, page.title, issuer, short_date(decision.date), _said(lines), "", "",
        known.other_names([decision.issuer]),
        Facets(
            known.kind(page.kind), known.places([decision.issuer]),
            _campaigns([decision.campaign] if decision.campaign else []), (_award(decision.award),),
            known.level(_level_of(decision)), _years([decision.year]),
        ),
        decision.illustrative, _HEADLINE,
    )  # fmt: skip


def _campaign(page: Page, known: Documents) -> Document:
    campaign = page.shows["campaign"]
    assert isinstance(campaign, Campaign)
    about = known.words(f"campaign_kind_{campaign.kind}")
    lines = [(_HEADLINE, "\n".join(campaign.aliases)), (_LEDE, campaign.summary), (_BODY, "\n".join(campaign.sectors))]
    units = (campaign.launched_by,) if campaign.launched_by else ()
    return Document(
        campaign.address, page.kind, campaign.name, about, "", _said(lines), "", "", known.other_names(units),
        Facets(known.kind(page.kind), known.places(units), _campaigns([campaign])),
    )  # fmt: skip


def _award_document(page: Page, known: Documents) -> Document:
    award = page.shows["award"]
    assert isinstance(award, Award)
    lines = [(_HEADLINE, "\n".join(award.aliases)), (_LEDE, award.description), (_BODY, award.legal_basis)]
    levels = tuple(dict.fromkeys(value for giver in award.given_by for value in known.level(giver.level)))
    return Document(
        award.address, page.kind, award.name, known.words(f"award_group_{award.group}"), "", _said(lines), "", "", (),
        Facets(known.kind(page.kind), award=(_award(award),), level=levels),
    )  # fmt: skip


def _unit(page: Page, known: Documents) -> Document:
    unit = page.shows["unit"]
    assert isinstance(unit, Unit)
    about = unit.parent.name if unit.parent else known.words(f"unit_kind_{unit.kind}")
    former = "\n".join(old.name for old in unit.former_names)
    lines = [(_HEADLINE, unit.short_name), (_HEADLINE, "\n".join(unit.aliases)), (_LEDE, former)]
    lines += [(_LEDE, unit.sector), (_LEDE, unit.description)]
    return Document(
        unit.address, page.kind, unit.name, about, "", _said(lines), "", "", known.other_names([unit]),
        Facets(known.kind(page.kind), known.places([unit])), unit.illustrative,
    )  # fmt: skip


def _place(page: Page, known: Documents) -> Document:
    place = page.shows["place"]
    assert isinstance(place, Place)
    former = "\n".join(old.name for old in place.former_names)
    lines = [(_HEADLINE, "\n".join(place.aliases)), (_LEDE, former)]
    return Document(
        place.address, page.kind, page.title, page.description, "", _said(lines), "", "", known.names_around(place),
        Facets(known.kind(page.kind), known.provinces(place)),
    )  # fmt: skip


def _issue(page: Page, known: Documents) -> Document:
    issue = page.shows["issue"]
    assert isinstance(issue, Issue)
    lines = [(_LEDE, issue.summary)]
    contents = "\n".join((*(a.title for a in issue.articles), *(d.title for d in issue.decisions)))
    return Document(
        issue.address, page.kind, page.title, "", short_date(issue.date), _said(lines), contents, "", (),
        Facets(known.kind(page.kind), year=_years([issue.date.year])),
    )  # fmt: skip


KINDS: Final[Mapping[str, Callable[[Page, Documents], Document]]] = {
    "article": _article,
    "person": _person,
    "collective": _collective,
    "decision": _decision,
    "campaign": _campaign,
    "award": _award_document,
    "unit": _unit,
    "place": _place,
    "issue": _issue,
}


# ---- parts of documents -------------------------------------------------------------------------------------


def _said(lines: Iterable[tuple[int, str | None]]) -> tuple[Field, ...]:
    return tuple((impact, text) for impact, text in lines if text)


def _award(award: Award) -> Value:
    return (award.id, award.name)


def _campaigns(campaigns: Iterable[Campaign]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((campaign.id, campaign.name) for campaign in campaigns))


def _years(years: Iterable[int]) -> tuple[Value, ...]:
    return tuple((str(year), str(year)) for year in sorted(set(years)))


def _level_of(decision: Decision) -> str | None:
    """The level of whoever gave the award: of the issuer, else of all who may give it where they are of one."""
    if decision.issuer.giver:
        return decision.issuer.giver.level
    levels = {giver.level for giver in decision.award.given_by}
    return levels.pop() if len(levels) == 1 else None


class _Places:
    """Where places lie now, and by what other names they are known."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._provinces: dict[str, tuple[Value, ...]] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def provinces(self, place: Place) -> tuple[Value, ...]:
        """The provinces and cities of today that a place is, lies in, or went into."""
        if place.id not in self._provinces:
            if place.successors and place.until:
                above = tuple(value for after in place.successors for value in self.provinces(after))
            else:
                above = self.provinces(place.parent) if place.parent else ((place.id, place.name),)
            self._provinces[place.id] = tuple(dict.fromkeys(above))
        return self._provinces[place.id]

    def names(self, place: Place) -> tuple[str, ...]:
        """Its names, those of the places above it, and of what came before and after each."""
        if place.id not in self._names:
            near = (place, *self._library.predecessors_of(place), *place.successors)
            found = [name for each in near for name in self._library.names_of(each)]
            if place.parent:
                found += self.names(place.parent)
            self._names[place.id] = tuple(dict.fromkeys(found))
        return self._names[place.id]


def synonyms(abbreviations: Iterable[Abbreviation]) -> tuple[Synonym, ...]:
    """Short forms and what they stand for: whoever says the one is found by the other."""
    found: list[Synonym] = []
    for each in abbreviations:
        forms = (each.short, each.expansion, *each.variants) if each.expansion else ()
        found += [(one, other) for one in forms for other in forms if one and other and exact(one) != exact(other)]
    return tuple(found)
