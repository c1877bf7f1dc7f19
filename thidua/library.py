"""All records of a bulletin: the register of its data with its texts, and what of both readers may see.

Pure: reads no file and no clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_

from thidua.lazy import Lazy, Listed
from thidua.present import Present, spoken_of, turning_days
from thidua.records import (
    Article,
    Campaign,
    Collective,
    Comment,
    Decision,
    Figure,
    Honour,
    Issue,
    Mentioned,
    Person,
    Section,
    Source,
    StaticPage,
    Tag,
    Unit,
    changed,
)
from thidua.register import Register, grouped
from thidua.telling import told_article, told_page
from thidua.vietnamese import order_key


def newest_first(article: Article) -> tuple[float, str]:
    """Where an article stands in every list of articles."""
    return (-article.published.timestamp(), article.id)


@dataclass(frozen=True)
class Library(Register):
    """The register, and every text by its id, in the order written."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    pages: Mapping[str, StaticPage] = field(default_factory=dict)
    # Where articles stood whose time is over, by id; known to the library as readers may see it.
    expired: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def resolved_links(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Where the links of texts lead, as far as somebody asked (see `pages.links_in`)."""
        return {}

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
        return self.articles_by_figure.get(figure.id, ())

    def articles_by(self, kind: type[Mentioned]) -> Mapping[str, tuple[Article, ...]]:
        """For each record of the kind that articles name these articles, newest first, by its id."""
        return {id: articles for (named, id), articles in self._by_subject.items() if named is kind}

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

    @cached_property
    def _issues_by_article(self) -> Mapping[str, tuple[Issue, ...]]:
        return grouped(
            (id, issue) for issue in self.newest_issues for id in dict.fromkeys(a.id for a in issue.articles)
        )

    @cached_property
    def _by_section(self) -> Mapping[str, tuple[Article, ...]]:
        return grouped((article.section.id, article) for article in self.newest)

    @cached_property
    def _comments_by_article(self) -> Mapping[str, tuple[Comment, ...]]:
        oldest_first = sorted(self.comments.values(), key=lambda comment: (comment.date, comment.id))
        return grouped((comment.article, comment) for comment in oldest_first)

    @cached_property
    def _by_subject(self) -> Mapping[tuple[type, str], tuple[Article, ...]]:
        return grouped((subject, article) for article in self.newest for subject in _subjects(article))

    @cached_property
    def articles_by_figure(self) -> Mapping[str, tuple[Article, ...]]:
        """Articles that print each figure from the data, newest first, by its id."""
        return grouped((figure.id, article) for article in self.newest for figure in article.body.figures)

    @cached_property
    def _by_tag(self) -> Mapping[str, tuple[Article, ...]]:
        return grouped((id, a) for a in self.newest for id in dict.fromkeys(Tag.named(name).id for name in a.tags))

    @cached_property
    def _tag_by_id(self) -> Mapping[str, Tag]:
        return {tag.id: tag for tag, _ in self.tags}


def _subjects(article: Article) -> Iterable[tuple[type, str]]:
    subjects: list[tuple[type, str]] = [(Person, record.id) for record in article.people]
    subjects += [(Collective, record.id) for record in article.collectives]
    subjects += [(Campaign, record.id) for record in article.campaigns]
    subjects += [(Unit, record.id) for record in article.units]
    subjects += [(type(told.record), told.record.id) for told in article.body.told if told.record]
    return dict.fromkeys(subjects)


# ---- what readers may see -------------------------------------------------------------------------


def public(library: Library, as_of: dt.datetime, with_drafts: bool = False) -> Library:
    """The library as readers may see it at a moment (see `Readers`)."""
    return Readers().see(library, as_of, with_drafts)


class Readers:
    """Who see one library after another; a register that stays as it was is not looked through again.

    Units and places are as that day knows them: what is still to become of them is not told.
    Gone are drafts, articles not yet due or expired, people who withdrew their consent with all
    that they received, honours that were revoked, consent records, and portraits without consent.
    Issues not yet due are gone too, and an issue prints only articles that readers may see.
    Of comments, those are left that were approved and stand under such an article. Figures and names
    that texts have printed from the data are told.
    """

    def __init__(self) -> None:
        self._seen: _Seen | None = None
        # Each article as it was written, and as it is told; the first is kept, or its id could be given to another one.
        self._told: dict[int, tuple[Article, Article]] = {}

    def see(self, library: Library, as_of: dt.datetime, with_drafts: bool = False) -> Library:
        """The library as readers may see it at a moment; nothing else may reach a page."""
        before = self._seen
        seen = self._register_of(library, as_of)
        register, present, people = seen.register, seen.present, seen.register.people
        known = self._told if seen is before else {}
        due = [a for a in library.articles.values() if with_drafts or (not a.draft and a.is_due(as_of))]
        self._told = {
            id(a): known.get(id(a)) or (a, told_article(_with_people(present.text(a), people), register)) for a in due
        }
        articles = {a.id: self._told[id(a)][1] for a in due}
        issues = library.issues.values()
        view = replace(
            register,
            site=library.site,
            written=library.written,
            broken=library.broken,
            articles=articles,
            expired={a.id: a.address for a in library.articles.values() if a.id not in articles and _is_over(a, as_of)},
            issues=dict(_public_issues(issues, articles, register.decisions, as_of, with_drafts)),
            comments={c.id: c for c in _public_comments(library, as_of) if c.article in articles},
            pages={p.id: told_page(p, register) for p in library.pages.values() if with_drafts or not p.draft},
        )
        view.take_indexes(register)
        # Those that are still to be made are the next library's too.
        self._seen = replace(seen, of=library, register=view)
        return view

    def _register_of(self, library: Library, as_of: dt.datetime) -> _Seen:
        turn, before = last_turn(library, as_of), self._seen
        if before and before.turn == turn and before.present.is_complete and before.of.has_register_of(library):
            return before
        present = Present(library.units.values(), library.places.values(), as_of.date())
        begun = known(library, present)
        withdrawn = library.found_in_all().withdrawn
        public = (id for id in begun.people if id not in withdrawn)
        people = Lazy(public, lambda id: _without_consent(begun.people[id]))
        decisions = {d.id: d for d in begun.decisions.values() if not d.revocation and d.date <= as_of.date()}
        lists = Lazy(
            (id for id in begun.lists if id in decisions),
            lambda id: tuple(_with_person(h, people) for h in begun.lists[id] if _is_public(h, people)),
        )
        register = replace(begun, people=people, decisions=decisions, honours=Listed(lists), honours_written=())
        return _Seen(library, turn, present, register)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The register of a library as readers see it from one turn to the next; there may be texts beside it."""

    of: Library
    turn: dt.datetime | None
    present: Present
    register: Library


def _is_over(article: Article, as_of: dt.datetime) -> bool:
    """Whether readers could see it once and may not any more."""
    return not article.draft and article.expires is not None and article.published < article.expires <= as_of


def known(library: Library, present: Present) -> Library:
    """The library as a day knows its units and places; the same one where nothing of them is still to come.

    Its texts are as they were written.
    """
    if present.is_plain:
        return library
    people, collectives = present.all(library.people), present.all(library.collectives)
    campaigns, decisions = present.all(library.campaigns), present.all(library.decisions)
    figures = present.all(library.figures)
    lists = library.lists
    honours = Listed(Lazy(lists, lambda id: tuple(map(present.of, lists[id]))))
    unit_ids: Collection[str] = ()
    place_ids: Collection[str] = ()
    if not present.is_complete:
        spoken: Iterable[object] = (
            *people.values(), *collectives.values(), *campaigns.values(), *decisions.values(), *figures.values(),
            *map(present.text, library.articles.values()), *honours, *present.begun(library.units).values(),
        )  # fmt: skip
        unit_ids, place_ids = spoken_of(spoken)
    return replace(
        library,
        units=present.begun(library.units, unit_ids),
        places=present.begun(library.places, place_ids),
        people=people,
        collectives=collectives,
        campaigns=campaigns,
        decisions=decisions,
        figures=figures,
        honours=honours,
    )


def may_show_portrait(person: Person) -> bool:
    """A portrait needs recorded consent (Law 91/2025/QH15), or a person who is not real."""
    return person.illustrative or (person.consent is not None and person.consent.portrait)


def _is_public(honour: Honour, people: Mapping[str, Person]) -> bool:
    """Whether it was not taken back, and not given to somebody of whom nothing is published."""
    return not honour.revocation and (honour.person.id in people if honour.person else honour.collective is not None)


def _without_consent(person: Person) -> Person:
    portrait = person.portrait if may_show_portrait(person) else None
    if person.consent is None and portrait is person.portrait:
        return person
    return replace(person, consent=None, portrait=portrait)


def _with_people(article: Article, people: Mapping[str, Person]) -> Article:
    shown = tuple(people[person.id] for person in article.people if person.id in people)
    unchanged = len(shown) == len(article.people) and all(map(is_, shown, article.people))
    return article if unchanged else changed(article, {"people": shown})


def _with_person(honour: Honour, people: Mapping[str, Person]) -> Honour:
    person = people[honour.person.id] if honour.person else None
    return honour if person is honour.person else replace(honour, person=person)


def _public_issues(
    issues: Iterable[Issue],
    articles: Mapping[str, Article],
    decisions: Mapping[str, Decision],
    as_of: dt.datetime,
    with_drafts: bool,
) -> Iterable[tuple[str, Issue]]:
    for issue in issues:
        if with_drafts or issue.date <= as_of.date():
            yield (
                issue.id,
                replace(
                    issue,
                    articles=tuple(articles[a.id] for a in issue.articles if a.id in articles),
                    decisions=tuple(decisions[d.id] for d in issue.decisions if d.id in decisions),
                ),
            )


def _public_comments(library: Library, as_of: dt.datetime) -> Iterable[Comment]:
    """Comments that were approved and made by then; a reply that was not is left out."""
    for comment in library.comments.values():
        if comment.approved and comment.date <= as_of:
            is_answered = comment.reply is None or comment.reply.date <= as_of
            yield comment if is_answered else replace(comment, reply=None)


def _turns(register: Register, as_of: dt.datetime) -> Iterable[dt.datetime]:
    """When readers come to see something else of the register."""
    days = [
        *(d.date for d in register.decisions.values()),
        *turning_days(register.units.values(), register.places.values()),
    ]
    return (dt.datetime.combine(day, dt.time(tzinfo=as_of.tzinfo)) for day in days)


def last_turn(register: Register, as_of: dt.datetime) -> dt.datetime | None:
    """Since when, at a moment, readers have seen of the register what they see then."""
    return max((moment for moment in _turns(register, as_of) if moment <= as_of), default=None)


def next_change(library: Library, as_of: dt.datetime) -> dt.datetime | None:
    """The first moment after `as_of` when readers may see something more, or less."""
    midnight = dt.time(tzinfo=as_of.tzinfo)
    moments = [
        *_turns(library, as_of),
        *(a.published for a in library.articles.values()),
        *(a.expires for a in library.articles.values() if a.expires),
        *(dt.datetime.combine(i.date, midnight) for i in library.issues.values()),
        *(c.date for c in library.comments.values() if c.approved),
        *(c.reply.date for c in library.comments.values() if c.approved and c.reply),
    ]
    return min((moment for moment in moments if moment > as_of), default=None)
