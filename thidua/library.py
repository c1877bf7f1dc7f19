"""All records of a bulletin, and the questions its pages ask of them.

Pure: reads no file and no clock. What points back to a record is answered here, from indexes that
are built when first asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from typing import TypeVar

from thidua.ledger import Ledger, ledger
from thidua.lineage import Lasting, above_on, around, last_day, place_on
from thidua.present import Present, spoken_of, turning_days
from thidua.problems import Origin
from thidua.records import (
    Abbreviation,
    Article,
    Award,
    Campaign,
    Collective,
    Comment,
    Decision,
    Figure,
    Giver,
    Honour,
    Indicator,
    Issue,
    Mentioned,
    Person,
    Place,
    Section,
    Short,
    Site,
    Source,
    StaticPage,
    Tag,
    TileMap,
    Unit,
)
from thidua.telling import told_article, told_page
from thidua.vietnamese import index_letter, name_key, order_key

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Written:
    """Where a record and its keys were written."""

    file: str
    line: int
    lines: Mapping[str, int]

    def origin(self, key: str = "") -> Origin:
        """The line of the key, or of the record where the key was not written."""
        return Origin(self.file, self.lines.get(key, self.line))


def newest_first(article: Article) -> tuple[float, str]:
    """Where an article stands in every list of articles."""
    return (-article.published.timestamp(), article.id)


@dataclass(frozen=True)
class Library:
    """Every record by its id, in the order written; `written` tells where (dataset, id) stands."""

    site: Site
    places: Mapping[str, Place] = field(default_factory=dict)
    maps: Mapping[str, TileMap] = field(default_factory=dict)
    givers: Mapping[str, Giver] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    awards: Mapping[str, Award] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    collectives: Mapping[str, Collective] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    honours: tuple[Honour, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    pages: Mapping[str, StaticPage] = field(default_factory=dict)
    abbreviations: Mapping[str, Abbreviation] = field(default_factory=dict)
    written: Mapping[tuple[str, str], Written] = field(default_factory=dict, repr=False)
    honours_written: tuple[Written, ...] = field(default=(), repr=False)
    # Where articles stood whose time is over, by id; known to the library as readers may see it.
    expired: Mapping[str, str] = field(default_factory=dict, repr=False)
    # What mistakes keep out, by dataset and id: whatever leads there is no second mistake.
    broken: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    def origin(self, dataset: str, id: str, key: str = "") -> Origin:
        """Where that record, or one key of it, was written."""
        return self.written[dataset, id].origin(key)

    @property
    def honours_as_written(self) -> Iterable[tuple[Honour, Written]]:
        """Every honour with where it was written."""
        return zip(self.honours, self.honours_written, strict=True)

    # -- articles --

    @cached_property
    def newest(self) -> tuple[Article, ...]:
        """All articles, newest first; of two at one minute, by id."""
        return tuple(sorted(self.articles.values(), key=newest_first))

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Where each article stands among all, newest first, by its id."""
        return {article.id: rank for rank, article in enumerate(self.newest)}

    def articles_in(self, section: Section) -> tuple[Article, ...]:
        """The section's articles, newest first."""
        return self._by_section.get(section.id, ())

    def articles_of(self, record: Mentioned) -> tuple[Article, ...]:
        """Articles that name the record, in their front matter or in their body, newest first."""
        return self._by_subject.get((type(record), record.id), ())

    def articles_with(self, figure: Figure) -> tuple[Article, ...]:
        """Articles that print the figure from the data, newest first."""
        return self._by_figure.get(figure.id, ())

    def articles_from(self, source: Source) -> tuple[Article, ...]:
        """Articles written from the source, newest first."""
        return tuple(article for article in self.newest if article.source is source)

    def related_to(self, article: Article) -> tuple[Article, ...]:
        """The articles its editor chose to set beside it, as far as readers may see them."""
        return tuple(self.articles[id] for id in article.related if id in self.articles)

    def comments_on(self, article: Article) -> tuple[Comment, ...]:
        """What readers wrote under the article, oldest first."""
        return self._comments_by_article.get(article.id, ())

    @cached_property
    def tags(self) -> tuple[tuple[Tag, tuple[Article, ...]], ...]:
        """Every tag with its articles, newest first; in Vietnamese order. Spelled as in the newest."""
        named = {Tag.named(name).id: Tag.named(name) for a in reversed(self.newest) for name in a.tags}
        return tuple(
            (named[id], articles)
            for id, articles in sorted(self._by_tag.items(), key=lambda item: order_key(named[item[0]].name))
        )

    def tags_of(self, article: Article) -> tuple[Tag, ...]:
        """The article's tags, each as the whole site spells it."""
        named = self._tag_by_id
        return tuple(dict.fromkeys(named[Tag.named(name).id] for name in article.tags))

    def articles_about(self, tag: Tag) -> tuple[Article, ...]:
        """Articles with the tag, newest first."""
        return self._by_tag.get(tag.id, ())

    @cached_property
    def picked(self) -> tuple[Article, ...]:
        """What the editors picked, newest first."""
        return tuple(article for article in self.newest if article.picked)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years with articles, newest first."""
        return tuple(sorted({article.published.year for article in self.newest}, reverse=True))

    # -- honours --

    def honours_of(self, who: Person | Collective) -> tuple[Honour, ...]:
        """What they received, newest first."""
        return self._by_recipient.get((type(who), who.id), ())

    def honours_in(self, decision: Decision) -> tuple[Honour, ...]:
        """The decision's list: people by given name, then collectives by name."""
        return self._by_decision.get(decision.id, ())

    def honours_with(self, award: Award) -> tuple[Honour, ...]:
        """Everyone who holds the award, newest first."""
        return self._by_award.get(award.id, ())

    def honours_at(self, unit: Unit) -> tuple[Honour, ...]:
        """Honours received by people and collectives of the unit as it was, newest first."""
        return self._by_unit.get(unit.id, ())

    def honours_under(self, unit: Unit) -> tuple[Honour, ...]:
        """Honours of the unit and of all that belonged to it on the day of the decision, newest first."""
        return self._under_unit.get(unit.id, ())

    def honours_for(self, campaign: Campaign) -> tuple[Honour, ...]:
        """Honours given within the campaign, newest first."""
        return self._by_campaign.get(campaign.id, ())

    def decisions_for(self, campaign: Campaign) -> tuple[Decision, ...]:
        """Decisions made within the campaign, newest first."""
        return tuple(d for d in self.newest_decisions if d.campaign is not None and d.campaign.id == campaign.id)

    def decisions_by(self, unit: Unit) -> tuple[Decision, ...]:
        """Decisions that the unit issued, newest first."""
        return tuple(d for d in self.newest_decisions if d.issuer.id == unit.id)

    @cached_property
    def newest_decisions(self) -> tuple[Decision, ...]:
        """All decisions, newest first."""
        return tuple(sorted(self.decisions.values(), key=lambda d: (-d.date.toordinal(), d.id)))

    @cached_property
    def newest_honours(self) -> tuple[Honour, ...]:
        """All honours, newest decision first; within one, people by name, then collectives."""
        return tuple(honour for decision in self.newest_decisions for honour in self.honours_in(decision))

    @cached_property
    def honour_years(self) -> tuple[int, ...]:
        """Years in which honours were given, newest first."""
        return tuple(sorted({honour.decision.year for honour in self.honours}, reverse=True))

    def honours_in_year(self, year: int) -> tuple[Honour, ...]:
        """What was given in the year, newest first."""
        return self._by_year.get(year, ())

    @cached_property
    def ledger(self) -> Ledger:
        """All honours, counted."""
        return ledger(self.honours)

    # -- people, units, campaigns, figures --

    @cached_property
    def people_in_order(self) -> tuple[Person, ...]:
        """All people by given name, then family name, then middle name."""
        return tuple(sorted(self.people.values(), key=self.person_key))

    @cached_property
    def people_by_letter(self) -> Mapping[str, tuple[Person, ...]]:
        """People under the letters of their given names, both in Vietnamese order."""
        return _grouped((index_letter(p.name, p.given_name), p) for p in self.people_in_order)

    def person_key(self, person: Person) -> tuple[object, ...]:
        """Where a person stands in a list."""
        key = name_key(person.name, person.given_name, self.site.middle_before_family)
        return (key, person.id)

    @cached_property
    def collectives_in_order(self) -> tuple[Collective, ...]:
        """All collectives by name."""
        return tuple(sorted(self.collectives.values(), key=lambda c: (order_key(c.name), c.id)))

    @cached_property
    def units_in_order(self) -> tuple[Unit, ...]:
        """All units by name, the living before the ended of the same name."""
        return tuple(sorted(self.units.values(), key=lambda u: (order_key(u.name), u.until is not None, u.id)))

    @cached_property
    def places_in_order(self) -> tuple[Place, ...]:
        """All places by name, the living before the ended of the same name."""
        return tuple(sorted(self.places.values(), key=lambda p: (order_key(p.name), p.until is not None, p.id)))

    @cached_property
    def campaigns_in_order(self) -> tuple[Campaign, ...]:
        """All campaigns by name."""
        return tuple(sorted(self.campaigns.values(), key=lambda c: (order_key(c.name), c.id)))

    @cached_property
    def awards_in_order(self) -> tuple[Award, ...]:
        """All awards by rank in their group, then name."""
        return tuple(sorted(self.awards.values(), key=lambda a: (a.rank, order_key(a.name), a.id)))

    def members_of(self, unit: Unit) -> tuple[Person, ...]:
        """People who work in the unit now, by given name."""
        return self._members.get(unit.id, ())

    def collectives_of(self, unit: Unit) -> tuple[Collective, ...]:
        """The unit's collectives, by name."""
        return self._collectives_by_unit.get(unit.id, ())

    def children_of(self, unit: Unit) -> tuple[Unit, ...]:
        """Units directly below it, by name."""
        return self._children.get(unit.id, ())

    def predecessors_of(self, record: Lasting) -> tuple[Lasting, ...]:
        """Units or places that it took over from, by name."""
        kind = type(record)
        return tuple(each for each in self._predecessors.get((kind, record.id), ()) if isinstance(each, kind))

    def came_from(self, record: Lasting) -> tuple[Lasting, ...]:
        """All that it took over from, at whatever remove, the nearest first, each once."""
        kind = type(record)
        return tuple(each for each in self._all_before(record) if isinstance(each, kind))

    def _all_before(self, record: Unit | Place) -> tuple[Unit | Place, ...]:
        found: dict[str, Unit | Place] = {}
        waiting = [*self._predecessors.get((type(record), record.id), ())]
        while waiting:
            before = waiting.pop(0)
            if found.setdefault(before.id, before) is before:
                waiting += self._predecessors.get((type(before), before.id), ())
        return tuple(found.values())

    def names_of(self, record: Unit | Place) -> tuple[str, ...]:
        """Every name it is known by, today's first, then short, former and other ones, each once."""
        former = [each.name for each in record.former_names]
        return tuple(dict.fromkeys([record.name, *filter(None, [record.short_name]), *former, *record.aliases]))

    def names_before(self, record: Unit | Place) -> tuple[str, ...]:
        """The names of all that it took over from, each once: who looks for one of them may mean its heir."""
        own, before = self.names_of(record), self._all_before(record)
        return tuple(dict.fromkeys(name for each in before for name in self.names_of(each) if name not in own))

    def place_of(self, unit: Unit, day: dt.date) -> Place | None:
        """Where the unit was on a day, as far as the data tells: a place that began later had one before it."""
        place = place_on(unit, day)
        while place and place.since and day < place.since and len(self.predecessors_of(place)) == 1:
            (place,) = self.predecessors_of(place)
        return place

    def places_within(self, place: Place) -> tuple[Place, ...]:
        """Places directly below it, by name."""
        return self._places_within.get(place.id, ())

    def units_in(self, place: Place) -> tuple[Unit, ...]:
        """Units that are or ended in the place itself or in one below it, by name."""
        return self._units_by_place.get(place.id, ())

    def honours_in_place(self, place: Place) -> tuple[Honour, ...]:
        """Honours of units that were there, or in a place below it, on the day of the decision; newest first."""
        return self._honours_by_place.get(place.id, ())

    def campaigns_within(self, campaign: Campaign) -> tuple[Campaign, ...]:
        """Campaigns that are part of it, by name."""
        return tuple(c for c in self.campaigns_in_order if c.parent is not None and c.parent.id == campaign.id)

    def campaigns_by(self, unit: Unit) -> tuple[Campaign, ...]:
        """Campaigns that the unit launched, by name."""
        return tuple(c for c in self.campaigns_in_order if c.launched_by is not None and c.launched_by.id == unit.id)

    def figures_of(self, unit: Unit) -> tuple[Figure, ...]:
        """The unit's figures, newest period first."""
        return self._figures_by_unit.get(unit.id, ())

    def figures_for(self, campaign: Campaign) -> tuple[Figure, ...]:
        """The campaign's figures, newest period first."""
        return self._figures_by_campaign.get(campaign.id, ())

    def figures_for_indicator(self, indicator: Indicator) -> tuple[Figure, ...]:
        """The indicator's figures, newest period first."""
        return self._figures_by_indicator.get(indicator.id, ())

    def expansion_of(self, short: Short) -> str:
        """What a short form stands for where it stands; nothing where that is not certain."""
        entry = self._abbreviations.get(short.word)
        if entry is None or entry.expansion is None or entry.confidence != "high":
            return ""
        if entry.context is None:
            return entry.expansion
        here = f"{short.before} {short.word}"
        return entry.expansion if any(here.endswith(where) for where in _contexts(entry)) else ""

    @cached_property
    def newest_issues(self) -> tuple[Issue, ...]:
        """Numbered bulletins, newest first."""
        return tuple(sorted(self.issues.values(), key=lambda i: (-i.date.toordinal(), -i.number)))

    def issues_with(self, article: Article) -> tuple[Issue, ...]:
        """The bulletins that print the article, newest first."""
        return self._issues_by_article.get(article.id, ())

    @cached_property
    def pages_in_order(self) -> tuple[StaticPage, ...]:
        """Static pages by rank, then title."""
        return tuple(sorted(self.pages.values(), key=lambda p: (p.rank, order_key(p.title))))

    @cached_property
    def expired_addresses(self) -> frozenset[str]:
        """Where articles stood whose time is over."""
        return frozenset(self.expired.values())

    # -- indexes --

    @cached_property
    def _issues_by_article(self) -> Mapping[str, tuple[Issue, ...]]:
        return _grouped(
            (id, issue) for issue in self.newest_issues for id in dict.fromkeys(a.id for a in issue.articles)
        )

    @cached_property
    def _by_section(self) -> Mapping[str, tuple[Article, ...]]:
        return _grouped((article.section.id, article) for article in self.newest)

    @cached_property
    def _comments_by_article(self) -> Mapping[str, tuple[Comment, ...]]:
        oldest_first = sorted(self.comments.values(), key=lambda comment: (comment.date, comment.id))
        return _grouped((comment.article, comment) for comment in oldest_first)

    @cached_property
    def _by_subject(self) -> Mapping[tuple[type, str], tuple[Article, ...]]:
        return _grouped((subject, article) for article in self.newest for subject in _subjects(article))

    @cached_property
    def _by_figure(self) -> Mapping[str, tuple[Article, ...]]:
        return _grouped((figure.id, article) for article in self.newest for figure in article.body.figures)

    @cached_property
    def _by_tag(self) -> Mapping[str, tuple[Article, ...]]:
        return _grouped((id, a) for a in self.newest for id in dict.fromkeys(Tag.named(name).id for name in a.tags))

    @cached_property
    def _tag_by_id(self) -> Mapping[str, Tag]:
        return {tag.id: tag for tag, _ in self.tags}

    @cached_property
    def _by_decision(self) -> Mapping[str, tuple[Honour, ...]]:
        groups = _grouped((honour.decision.id, honour) for honour in self.honours)
        return {id: tuple(sorted(list_, key=self._honour_key)) for id, list_ in groups.items()}

    def _honour_key(self, honour: Honour) -> tuple[object, ...]:
        if honour.person is not None:
            return (0, *self.person_key(honour.person))
        return (1, order_key(honour.recipient.name), honour.recipient.id)

    @cached_property
    def _by_recipient(self) -> Mapping[tuple[type, str], tuple[Honour, ...]]:
        return self._honours_by(lambda honour: (type(honour.recipient), honour.recipient.id))

    @cached_property
    def _by_award(self) -> Mapping[str, tuple[Honour, ...]]:
        return self._honours_by(lambda honour: honour.award.id)

    @cached_property
    def _by_unit(self) -> Mapping[str, tuple[Honour, ...]]:
        return self._honours_by(lambda honour: honour.unit.id)

    @cached_property
    def _under_unit(self) -> Mapping[str, tuple[Honour, ...]]:
        above: dict[tuple[str, dt.date], tuple[Unit, ...]] = {}
        found: defaultdict[str, list[Honour]] = defaultdict(list)
        for honour in self.newest_honours:
            key = (honour.unit.id, honour.decision.date)
            if key not in above:
                above[key] = tuple(above_on(honour.unit, honour.decision.date))
            for unit in above[key]:
                found[unit.id].append(honour)
        return {id: tuple(honours) for id, honours in found.items()}

    @cached_property
    def _by_campaign(self) -> Mapping[str, tuple[Honour, ...]]:
        return self._honours_by(lambda honour: honour.decision.campaign.id if honour.decision.campaign else "")

    @cached_property
    def _by_year(self) -> Mapping[int, tuple[Honour, ...]]:
        return self._honours_by(lambda honour: honour.decision.year)

    def _honours_by(self, key: Callable[[Honour], K]) -> Mapping[K, tuple[Honour, ...]]:
        return _grouped((key(honour), honour) for honour in self.newest_honours)

    @cached_property
    def _members(self) -> Mapping[str, tuple[Person, ...]]:
        return _grouped((person.unit.id, person) for person in self.people_in_order)

    @cached_property
    def _collectives_by_unit(self) -> Mapping[str, tuple[Collective, ...]]:
        return _grouped((collective.unit.id, collective) for collective in self.collectives_in_order)

    @cached_property
    def _children(self) -> Mapping[str, tuple[Unit, ...]]:
        return _grouped((unit.parent.id, unit) for unit in self.units_in_order if unit.parent)

    @cached_property
    def _predecessors(self) -> Mapping[tuple[type, str], tuple[Unit | Place, ...]]:
        records: Iterable[Unit | Place] = (*self.units_in_order, *self.places_in_order)
        return _grouped(((type(record), after.id), record) for record in records for after in record.successors)

    @cached_property
    def _places_within(self) -> Mapping[str, tuple[Place, ...]]:
        return _grouped((place.parent.id, place) for place in self.places_in_order if place.parent)

    @cached_property
    def _units_by_place(self) -> Mapping[str, tuple[Unit, ...]]:
        last = {unit.id: last_day(unit) for unit in self.units_in_order}
        return _grouped((place.id, unit) for unit in self.units_in_order for place in self._homes(unit, last[unit.id]))

    @cached_property
    def _honours_by_place(self) -> Mapping[str, tuple[Honour, ...]]:
        homes: dict[tuple[str, dt.date], tuple[Place, ...]] = {}
        found: defaultdict[str, list[Honour]] = defaultdict(list)
        for honour in self.newest_honours:
            key = (honour.unit.id, honour.decision.date)
            if key not in homes:
                homes[key] = self._homes(honour.unit, honour.decision.date)
            for place in homes[key]:
                found[place.id].append(honour)
        return {id: tuple(honours) for id, honours in found.items()}

    def _homes(self, unit: Unit, day: dt.date) -> tuple[Place, ...]:
        place = self.place_of(unit, day)
        return tuple(around(place, day)) if place else ()

    @cached_property
    def _abbreviations(self) -> Mapping[str, Abbreviation]:
        return {word: entry for entry in self.abbreviations.values() for word in (*entry.variants, entry.short)}

    @cached_property
    def _newest_figures(self) -> tuple[Figure, ...]:
        by_name = sorted(self.figures.values(), key=lambda f: (order_key(f.indicator.name), f.id))
        return tuple(sorted(by_name, key=lambda f: f.period.sort_key, reverse=True))

    @cached_property
    def _figures_by_unit(self) -> Mapping[str, tuple[Figure, ...]]:
        return _grouped((figure.unit.id, figure) for figure in self._newest_figures)

    @cached_property
    def _figures_by_campaign(self) -> Mapping[str, tuple[Figure, ...]]:
        return _grouped((f.campaign.id, f) for f in self._newest_figures if f.campaign)

    @cached_property
    def _figures_by_indicator(self) -> Mapping[str, tuple[Figure, ...]]:
        return _grouped((figure.indicator.id, figure) for figure in self._newest_figures)


K = TypeVar("K")


def _subjects(article: Article) -> Iterable[tuple[type, str]]:
    subjects: list[tuple[type, str]] = [(Person, record.id) for record in article.people]
    subjects += [(Collective, record.id) for record in article.collectives]
    subjects += [(Campaign, record.id) for record in article.campaigns]
    subjects += [(Unit, record.id) for record in article.units]
    subjects += [(type(told.record), told.record.id) for told in article.body.told if told.record]
    return dict.fromkeys(subjects)


def _contexts(entry: Abbreviation) -> list[str]:
    """The words that end in the short form in what its entry says of its context: “Công ty CP”."""
    quoted = re.findall('[“"]([^”"]+)[”"]', entry.context or "")
    return [words for words in quoted if words.endswith(f" {entry.short}")]


def _grouped(pairs: Iterable[tuple[K, R]]) -> dict[K, tuple[R, ...]]:
    groups: defaultdict[K, list[R]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


# ---- what readers may see -------------------------------------------------------------------------


def public(library: Library, as_of: dt.datetime, with_drafts: bool = False) -> Library:
    """The library as readers may see it at a moment; nothing else may reach a page.

    Units and places are as that day knows them: what is still to become of them is not told.
    Gone are drafts, articles not yet due or expired, people who withdrew their consent with all
    that they received, honours that were revoked, consent records, and portraits without consent.
    Issues not yet due are gone too, and an issue prints only articles that readers may see.
    Of comments, those are left that were approved and stand under such an article. Figures and names
    that texts have printed from the data are told.
    """
    library = known(library, as_of.date())
    people = {p.id: _without_consent(p) for p in library.people.values() if not is_withdrawn(p)}
    decisions = {d.id: d for d in library.decisions.values() if not d.revocation and d.date <= as_of.date()}
    articles = {
        a.id: _with_people(a, people)
        for a in library.articles.values()
        if with_drafts or (not a.draft and a.is_due(as_of))
    }
    honours = (
        _with_person(h, people)
        for h in library.honours
        if h.decision.id in decisions and not h.revocation and _is_public_recipient(h, people)
    )
    seen = replace(library, people=people, decisions=decisions, honours=tuple(honours))
    articles = {id: told_article(article, seen) for id, article in articles.items()}
    return replace(
        seen,
        articles=articles,
        expired={a.id: a.address for a in library.articles.values() if a.id not in articles and _is_over(a, as_of)},
        issues=dict(_public_issues(library, articles, decisions, as_of, with_drafts)),
        comments={c.id: c for c in _public_comments(library, as_of) if c.article in articles},
        pages={p.id: told_page(p, seen) for p in library.pages.values() if with_drafts or not p.draft},
    )


def _is_over(article: Article, as_of: dt.datetime) -> bool:
    """Whether readers could see it once and may not any more."""
    return not article.draft and article.expires is not None and article.published < article.expires <= as_of


def known(library: Library, day: dt.date) -> Library:
    """The library as a day knows its units and places; the same one where nothing of them is still to come."""
    present = Present(library.units.values(), library.places.values(), day)
    if present.is_plain:
        return library
    people, collectives = present.all(library.people), present.all(library.collectives)
    campaigns, decisions = present.all(library.campaigns), present.all(library.decisions)
    figures, articles = present.all(library.figures), present.all(library.articles)
    honours = tuple(map(present.of, library.honours))
    spoken: Iterable[object] = (
        *people.values(), *collectives.values(), *campaigns.values(), *decisions.values(), *figures.values(),
        *articles.values(), *honours, *present.begun(library.units).values(),
    )  # fmt: skip
    unit_ids, place_ids = (set(), set()) if present.is_complete else spoken_of(spoken)
    return replace(
        library,
        units=present.begun(library.units, unit_ids),
        places=present.begun(library.places, place_ids),
        people=people,
        collectives=collectives,
        campaigns=campaigns,
        decisions=decisions,
        figures=figures,
        articles=articles,
        honours=honours,
        issues=present.all(library.issues),
    )


def is_withdrawn(person: Person) -> bool:
    """Whether the person took the consent back; from then on nothing of them is published."""
    return person.consent is not None and person.consent.withdrawn is not None


def may_show_portrait(person: Person) -> bool:
    """A portrait needs recorded consent (Law 91/2025/QH15), or a person who is not real."""
    return person.illustrative or (person.consent is not None and person.consent.portrait)


def _is_public_recipient(honour: Honour, people: Mapping[str, Person]) -> bool:
    return honour.person.id in people if honour.person else honour.collective is not None


def _without_consent(person: Person) -> Person:
    portrait = person.portrait if may_show_portrait(person) else None
    if person.consent is None and portrait is person.portrait:
        return person
    return replace(person, consent=None, portrait=portrait)


def _with_people(article: Article, people: Mapping[str, Person]) -> Article:
    shown = tuple(people[person.id] for person in article.people if person.id in people)
    unchanged = len(shown) == len(article.people) and all(map(is_, shown, article.people))
    return article if unchanged else replace(article, people=shown)


def _with_person(honour: Honour, people: Mapping[str, Person]) -> Honour:
    person = people[honour.person.id] if honour.person else None
    return honour if person is honour.person else replace(honour, person=person)


def _public_issues(
    library: Library,
    articles: Mapping[str, Article],
    decisions: Mapping[str, Decision],
    as_of: dt.datetime,
    with_drafts: bool,
) -> Iterable[tuple[str, Issue]]:
    for issue in library.issues.values():
        if with_drafts or issue.date <= as_of.date():
            yield (
                issue.id,
                replace(
                    issue,
                    articles=tuple(articles[a.id] for a in issue.articles if a.id in articles),
                    decisions=tuple(d for d in issue.decisions if d.id in decisions),
                ),
            )


def _public_comments(library: Library, as_of: dt.datetime) -> Iterable[Comment]:
    """Comments that were approved and made by then; a reply that was not is left out."""
    for comment in library.comments.values():
        if comment.approved and comment.date <= as_of:
            is_answered = comment.reply is None or comment.reply.date <= as_of
            yield comment if is_answered else replace(comment, reply=None)


def next_change(library: Library, as_of: dt.datetime) -> dt.datetime | None:
    """The first moment after `as_of` when readers may see something more, or less."""
    midnight = dt.time(tzinfo=as_of.tzinfo)
    moments = [
        *(a.published for a in library.articles.values()),
        *(a.expires for a in library.articles.values() if a.expires),
        *(dt.datetime.combine(i.date, midnight) for i in library.issues.values()),
        *(dt.datetime.combine(d.date, midnight) for d in library.decisions.values()),
        *(dt.datetime.combine(day, midnight) for day in turning_days(library.units.values(), library.places.values())),
        *(c.date for c in library.comments.values() if c.approved),
        *(c.reply.date for c in library.comments.values() if c.approved and c.reply),
    ]
    return min((moment for moment in moments if moment > as_of), default=None)
