"""All records of a bulletin: the register of its data with its texts, and what of both readers may see.

Pure: reads no file and no clock.
"""

from __future__ import annotations

import datetime as dt
import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from operator import is_
from typing import Protocol, TypeVar

from thidua.briefs import Brief, Briefs, IssueBrief, brief_of, brief_of_issue, moment
from thidua.digest import Digests, digest_of_bytes
from thidua.lazy import Groups, InOrder, Lazy, Listed
from thidua.present import Facts, Present, facts_of, spoken_of
from thidua.records import (
    Article,
    Comment,
    Figure,
    Honour,
    Issue,
    Mentioned,
    Person,
    Section,
    StaticPage,
    Tag,
    changed,
)
from thidua.register import Register, grouped
from thidua.telling import told_article, told_page
from thidua.vietnamese import order_key

B = TypeVar("B", Brief, IssueBrief)


class GiveBrief(Protocol):
    """Gives the brief of a text by its dataset and id: what is remembered, or what is made now."""

    def __call__(self, dataset: str, id: str, make: Callable[[], B], /) -> B: ...


def _made_now(_dataset: str, _id: str, make: Callable[[], B]) -> B:
    """A brief of which nothing is remembered."""
    return make()


# Gives what a day is like whose last turning day is known, from memory or by looking.
Recalled = Callable[[int | None, Callable[[], Facts]], Facts]


def _looked_up(_turn: int | None, look: Callable[[], Facts]) -> Facts:
    return look()


def newest_first(article: Article) -> tuple[float, str]:
    """Where an article stands in every list of articles."""
    return (-article.published.timestamp(), article.id)


@dataclass(frozen=True)
class Library(Register):
    """The register, and every text by its id, in the order written.

    Lists of articles are told by their briefs: an article is made when somebody asks for it.
    """

    articles: Mapping[str, Article] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    pages: Mapping[str, StaticPage] = field(default_factory=dict)
    # Where articles stood whose time is over, by id; known to the library as readers may see it.
    expired: Mapping[str, str] = field(default_factory=dict, repr=False)
    # The articles and bulletins in brief, if they are known already.
    in_brief: Briefs | None = field(default=None, repr=False)

    @cached_property
    def briefs(self) -> Mapping[str, Brief]:
        """Every article in brief, by its id."""
        if self.in_brief is not None:
            return self.in_brief.articles
        digests = Digests()
        return {id: brief_of(article, article, self._file_of(id), digests) for id, article in self.articles.items()}

    def _file_of(self, id: str) -> str:
        """Where an article was written, if that is known."""
        written = self.written.get(("articles", id))
        return written.file if written else ""

    @cached_property
    def issue_briefs(self) -> Mapping[str, IssueBrief]:
        """Every numbered bulletin in brief, by its id."""
        if self.in_brief is not None:
            return self.in_brief.issues
        digests = Digests()
        return {id: brief_of_issue(issue, digests) for id, issue in self.issues.items()}

    @cached_property
    def resolved_links(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Where the links of texts lead, as far as somebody asked (see `pages.links_in`)."""
        return {}

    @cached_property
    def newest(self) -> InOrder[Article]:
        """All articles, newest first; of two at one minute, by id."""
        return self._listed(tuple(id for id, _ in self._newest_briefs))

    @cached_property
    def oldest(self) -> InOrder[Article]:
        """All articles, oldest first."""
        return self._listed(self.newest.keys[::-1])

    @cached_property
    def _newest_briefs(self) -> Sequence[tuple[str, Brief]]:
        return sorted(self.briefs.items(), key=lambda item: (-item[1].published, item[0]))

    def _listed(self, ids: Sequence[str]) -> InOrder[Article]:
        return InOrder(ids, self.articles)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Where each article stands among all, newest first, by its id."""
        return {id: rank for rank, id in enumerate(self.newest.keys)}

    def articles_in(self, section: Section) -> InOrder[Article]:
        """The section's articles, newest first."""
        return self._listed(self._by_section.get(section.id, ()))

    def articles_of(self, record: Mentioned) -> InOrder[Article]:
        """Articles that name the record, in their front matter or in their body, newest first."""
        return self.articles_naming(type(record), record.id)

    def articles_naming(self, kind: type[Mentioned], id: str) -> InOrder[Article]:
        """The same for the record of a kind with that id."""
        return self._listed(self._by_subject.of((kind.__name__, id)))

    def articles_with(self, figure: Figure) -> InOrder[Article]:
        """Articles that print the figure from the data, newest first."""
        return self._listed(self._by_figure.get(figure.id, ()))

    def articles_by(self, kind: type[Mentioned]) -> Mapping[str, InOrder[Article]]:
        """For each record of the kind that articles name these articles, newest first, by its id."""
        found = self._by_subject.all.items()
        return {id: self._listed(ids) for (named, id), ids in found if named == kind.__name__}

    def related_to(self, article: Article) -> tuple[Article, ...]:
        """The articles its editor chose to set beside it, as far as readers may see them."""
        return tuple(self.articles[id] for id in article.related if id in self.articles)

    def comments_on(self, id: str) -> tuple[Comment, ...]:
        """What readers wrote under the article with that id, oldest first."""
        return self._comments_by_article.get(id, ())

    @cached_property
    def tags(self) -> tuple[tuple[Tag, InOrder[Article]], ...]:
        """Every tag with its articles, newest first; in Vietnamese order. Spelled as in the newest."""
        named = self._tag_by_id
        return tuple(
            (named[id], self._listed(ids))
            for id, ids in sorted(self._by_tag.all.items(), key=lambda item: order_key(named[item[0]].name))
        )

    def tags_of(self, id: str) -> tuple[Tag, ...]:
        """The tags of the article with that id, each as the whole site spells it."""
        named = self._tag_by_id
        return tuple(dict.fromkeys(named[Tag.named(name).id] for name in self.briefs[id].tags))

    def articles_about(self, tag: Tag) -> InOrder[Article]:
        """Articles with the tag, newest first."""
        return self._listed(self._by_tag.of(tag.id))

    @cached_property
    def picked(self) -> InOrder[Article]:
        """What the editors picked, newest first."""
        return self._listed(tuple(id for id, brief in self._newest_briefs if brief.is_picked))

    @cached_property
    def months(self) -> Mapping[tuple[int, int], InOrder[Article]]:
        """The articles of each month, newest first, by year and month, the newest first."""
        found = grouped((brief.month, id) for id, brief in self._newest_briefs)
        return {month: self._listed(ids) for month, ids in found.items()}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years with articles, newest first."""
        return tuple(dict.fromkeys(year for year, _ in self.months))

    @property
    def last_change(self) -> dt.datetime | None:
        """When the newest of all articles was published or changed."""
        last = max((brief.changed for brief in self.briefs.values()), default=None)
        return None if last is None else moment(last)

    @cached_property
    def newest_issues(self) -> InOrder[Issue]:
        """Numbered bulletins, newest first."""
        ids = sorted(self.issue_briefs, key=lambda id: (-self.issue_briefs[id].day, -self.issue_briefs[id].number))
        return InOrder(ids, self.issues)

    def issues_with(self, id: str) -> InOrder[Issue]:
        """The bulletins that print the article with that id, newest first."""
        return InOrder(self._issues_by_article.get(id, ()), self.issues)

    @cached_property
    def pages_in_order(self) -> tuple[StaticPage, ...]:
        """Static pages by rank, then title."""
        return tuple(sorted(self.pages.values(), key=lambda p: (p.rank, order_key(p.title))))

    def outline(self) -> bytes:
        """The digest of all that pages may tell of texts besides the bodies that they print, and besides the data."""
        places = self.written
        articles = [(id, *brief.outline) for id, brief in self.briefs.items()]
        issues = [(id, *brief[:4], brief.head) for id, brief in self.issue_briefs.items()]
        pages = [(id, places["pages", id].file, page.address) for id, page in self.pages.items()]
        comments = Digests().of(tuple(self.comments.values()))
        return digest_of_bytes(marshal.dumps((articles, issues, pages, list(self.expired.items()), comments), 2))

    @cached_property
    def expired_addresses(self) -> frozenset[str]:
        """Where articles stood whose time is over."""
        return frozenset(self.expired.values())

    @cached_property
    def _issues_by_article(self) -> Mapping[str, tuple[str, ...]]:
        briefs = self.issue_briefs
        return grouped((id, issue) for issue in self.newest_issues.keys for id in dict.fromkeys(briefs[issue].articles))

    @cached_property
    def _by_section(self) -> Mapping[str, tuple[str, ...]]:
        return grouped((brief.section, id) for id, brief in self._newest_briefs)

    @cached_property
    def _comments_by_article(self) -> Mapping[str, tuple[Comment, ...]]:
        oldest_first = sorted(self.comments.values(), key=lambda comment: (comment.date, comment.id))
        return grouped((comment.article, comment) for comment in oldest_first)

    @cached_property
    def _by_subject(self) -> Groups[tuple[str, str], str]:
        newest = self._newest_briefs
        return Groups(
            lambda subject: (id for id, brief in newest if subject in brief.subjects),
            lambda: grouped((subject, id) for id, brief in newest for subject in brief.subjects),
        )

    @cached_property
    def articles_by_figure(self) -> Mapping[str, InOrder[Article]]:
        """Articles that print each figure from the data, newest first, by its id."""
        return {id: self._listed(ids) for id, ids in self._by_figure.items()}

    @cached_property
    def _by_figure(self) -> Mapping[str, tuple[str, ...]]:
        return grouped((figure, id) for id, brief in self._newest_briefs for figure in brief.figures)

    @cached_property
    def _by_tag(self) -> Groups[str, str]:
        newest, ids = self._newest_briefs, {name: tag.id for name, tag in self._tags.items()}

        def with_one(tag: str) -> Iterator[str]:
            names = {name for name, id in ids.items() if id == tag}
            return (id for id, brief in newest if not names.isdisjoint(brief.tags))

        def with_each() -> Mapping[str, tuple[str, ...]]:
            tagged = ((id, dict.fromkeys([ids[name] for name in brief.tags])) for id, brief in newest)
            return grouped((tag, id) for id, tags in tagged for tag in tags)

        return Groups(with_one, with_each)

    @cached_property
    def _tag_by_id(self) -> Mapping[str, Tag]:
        return {tag.id: tag for tag in reversed(tuple(self._tags.values()))}

    @cached_property
    def _tags(self) -> Mapping[str, Tag]:
        """Every tag by its name, as it is spelled here and there: the newest first, of one article the last."""
        names = chain.from_iterable([brief.tags[::-1] for _, brief in self._newest_briefs])
        return {name: Tag.named(name) for name in dict.fromkeys(names)}


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
        # Each article as it was written, and as it is told, by its id.
        self._told: dict[str, tuple[Article, Article]] = {}
        # All articles and bulletins in brief, those that readers may not see too.
        self.in_brief = Briefs({}, {})

    def register(self, library: Library, as_of: dt.datetime, recalled: Recalled = _looked_up) -> Register:
        """The data of a library as readers may see them at a moment; `recalled` remembers what the day is like."""
        seen = self._register_of(library, as_of, recalled)
        if seen is not self._seen:
            self._seen, self._told = seen, {}
        return seen.register

    def see(
        self,
        library: Library,
        as_of: dt.datetime,
        with_drafts: bool = False,
        briefed: GiveBrief = _made_now,
        digests: Digests | None = None,
    ) -> Library:
        """The library as readers may see it at a moment; nothing else may reach a page.

        `briefed` gives what is remembered of a text in brief, or what is made of it now.
        """
        seen = self._register_of(library, as_of)
        register, articles = seen.register, self._told_by(library, seen)
        digests, now, today = digests or Digests(), as_of.timestamp(), as_of.toordinal()

        def brief(id: str) -> Brief:
            return brief_of(library.articles[id], articles[id], library._file_of(id), digests)

        def issue_brief(id: str) -> IssueBrief:
            return brief_of_issue(library.issues[id], digests)

        in_brief = self.in_brief = Briefs(
            {id: briefed("articles", id, partial(brief, id)) for id in library.articles},
            {id: briefed("issues", id, partial(issue_brief, id)) for id in library.issues},
        )
        due = {
            id: each for id, each in in_brief.articles.items()
            if with_drafts or (not each.is_draft and each.is_due(now))
        }  # fmt: skip
        issues = {
            id: each._replace(
                articles=tuple(a for a in each.articles if a in due),
                decisions=tuple(d for d in each.decisions if d in register.decisions),
            )
            for id, each in in_brief.issues.items()
            if with_drafts or each.day <= today
        }
        view = replace(
            register,
            site=library.site,
            written=library.written,
            broken=library.broken,
            articles=Lazy(due, articles.__getitem__),
            expired={id: each.address for id, each in in_brief.articles.items() if id not in due and each.is_over(now)},
            issues=Lazy(issues, lambda id: _public_issue(library.issues[id], view)),
            comments={c.id: c for c in _public_comments(library, as_of) if c.article in due},
            pages={p.id: told_page(p, register) for p in library.pages.values() if with_drafts or not p.draft},
            in_brief=Briefs(due, issues),
        )
        view.take_indexes(register)
        # Those that are still to be made are the next library's too.
        self._seen = replace(seen, of=library, register=view)
        return view

    def _told_by(self, library: Library, seen: _Seen) -> Lazy[str, Article]:
        """Every article in the words that readers see; as it was, if it was told already of the same register."""
        register, people, present = seen.register, seen.register.people, seen.present
        before = {id: pair for id, pair in self._told.items() if id in library.articles} if seen is self._seen else {}
        told = self._told = before

        def tell(id: str) -> Article:
            written = library.articles[id]
            known = told.get(id)
            if known is None or known[0] is not written:
                known = (written, told_article(_with_people(present.text(written), people), register))
                told[id] = known
            return known[1]

        return Lazy(library.articles, tell)

    def _register_of(self, library: Library, as_of: dt.datetime, recalled: Recalled = _looked_up) -> _Seen:
        turn, before = last_turn(library, as_of), self._seen
        if before and before.turn == turn and before.present.is_complete and before.of.has_register_of(library):
            return before
        day = as_of.date()
        look = partial(facts_of, library.units.values(), library.places.values(), day)
        present = Present(recalled(turn, look), day)
        begun = known(library, present)
        found, today = library.found_in_all(), as_of.toordinal()
        public = (id for id in begun.people if id not in found.withdrawn)
        people = Lazy(public, lambda id: _without_consent(begun.people[id]))
        made = (id for id in begun.decisions if id not in found.revoked and found.days[id] <= today)
        decisions = Lazy(made, begun.decisions.__getitem__)
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
    turn: int | None
    present: Present
    register: Library


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


def _public_issue(issue: Issue, view: Library) -> Issue:
    """A bulletin with those articles and decisions that readers may see."""
    return replace(
        issue,
        articles=tuple(view.articles[a.id] for a in issue.articles if a.id in view.articles),
        decisions=tuple(view.decisions[d.id] for d in issue.decisions if d.id in view.decisions),
    )


def _public_comments(library: Library, as_of: dt.datetime) -> Iterable[Comment]:
    """Comments that were approved and made by then; a reply that was not is left out."""
    for comment in library.comments.values():
        if comment.approved and comment.date <= as_of:
            is_answered = comment.reply is None or comment.reply.date <= as_of
            yield comment if is_answered else replace(comment, reply=None)


def last_turn(register: Register, as_of: dt.datetime) -> int | None:
    """Since which day, an ordinal, readers have seen of the register what they see at a moment."""
    today = as_of.toordinal()
    return max((day for day in register.found_in_all().turns if day <= today), default=None)


def next_change(library: Library, as_of: dt.datetime) -> dt.datetime | None:
    """The first moment after `as_of` when readers may see something more, or less."""
    midnight = dt.time(tzinfo=as_of.tzinfo)
    days = (*library.found_in_all().turns, *(issue.day for issue in library.issue_briefs.values()))
    seconds = [each.published for each in library.briefs.values()]
    seconds += [each.expires for each in library.briefs.values() if each.expires is not None]
    now = as_of.timestamp()
    moments = [
        *(dt.datetime.combine(dt.date.fromordinal(day), midnight) for day in days),
        *(moment(each) for each in seconds if each > now),
        *(c.date for c in library.comments.values() if c.approved),
        *(c.reply.date for c in library.comments.values() if c.approved and c.reply),
    ]
    return min((each for each in moments if each > as_of), default=None)
