"""The pages of honours: the honour roll, people, collectives, decisions and awards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from thidua.covers import Cover, cover
from thidua.library import Library
from thidua.pages import (
    ARTICLES_A_PAGE,
    AWARDS,
    FACES,
    HONOURS_A_PAGE,
    ROLL,
    Crumb,
    Entry,
    Group,
    Page,
    PageLink,
    by_decision,
    by_year,
    counted,
    csv_of,
    kicker_of,
    latest_of,
    numbered,
    one_each,
    page_title,
)
from thidua.records import (
    Award,
    Collective,
    Decision,
    Person,
    Site,
)
from thidua.register import Register
from thidua.vietnamese import LETTERS, index_letter, letter_slug
from thidua.words import Words


def honour_roll(register: Register, words: Words) -> Iterator[Page]:
    """The way into the honour roll: years, letters, awards and units, and the newest honours."""
    yield Page(
        "honour_roll", ROLL, "pages/honour_roll.html", words.honour_roll, words.honour_roll_lede,
        {
            "filters": filters_of(register),
            "honours": one_each(register.newest_honours, FACES),
            "awards": counted(register.awards_in_order, register.honours_with, only_some=True),
            "units": counted(register.units_in_order, register.honours_at, only_some=True),
            "collectives": register.collectives_in_order[:HONOURS_A_PAGE],
        },
    )  # fmt: skip


def honour_year(register: Register, words: Words) -> Iterator[Page]:
    """Everyone honoured in a year, newest decision first."""
    for year in register.honour_years:
        honours = register.honours_in_year(year)
        for items, paging, address in numbered(honours, f"guong-sang/nam-{year}/", HONOURS_A_PAGE, words):
            yield Page(
                "honour_year", address, "pages/honour_year.html",
                page_title(words("honour_year", year=year), paging, words),
                words("honour_year_lede", year=year),
                {
                    "filters": filters_of(register, year=year),
                    "groups": by_decision(items),
                    "count": len(honours),
                    "csv": csv_of(f"guong-sang/nam-{year}/index.html"),
                    "year": year,
                    "paging": paging,
                },
                trail=(Crumb(words.honour_roll, ROLL),),
            )  # fmt: skip


def honour_letter(register: Register, words: Words) -> Iterator[Page]:
    """Honoured people whose given names start with a letter, in Vietnamese order."""
    for letter, people in register.people_by_letter.items():
        yield Page(
            "honour_letter", _letter_address(letter), "pages/honour_letter.html",
            words("honour_letter", letter=letter), words("honour_letter_lede", letter=letter),
            {
                "filters": filters_of(register, letter=letter),
                "letter": letter,
                "people": tuple(Entry(p, len(register.honours_of(p))) for p in people),
            },
            trail=(Crumb(words.honour_roll, ROLL),),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """The ways to look through the honour roll, with the one in use marked."""

    years: tuple[PageLink, ...]
    letters: tuple[PageLink, ...]


def filters_of(register: Register, year: int = 0, letter: str = "") -> Filters:
    """Every year and letter of the honour roll; the one given is marked as being read."""
    taken = register.people_by_letter
    return Filters(
        tuple(PageLink(str(y), f"guong-sang/nam-{y}/index.html", y == year) for y in register.honour_years),
        tuple(
            PageLink(a, _letter_address(a) if a in taken else "", a == letter)
            for a in (*LETTERS, "#")
            if a in taken or a != "#"
        ),
    )


def _letter_address(letter: str) -> str:
    return f"guong-sang/chu-cai/{letter_slug(letter)}.html"


def person(library: Library, words: Words, people: Iterable[Person] | None = None) -> Iterator[Page]:
    """Honours by year with their decisions, and articles: of some people or of all."""
    for each in library.people.values() if people is None else people:
        honours, articles = library.honours_of(each), library.articles_of(each)
        letter = index_letter(each.name, each.given_name)
        yield Page(
            "person", each.address, "pages/person.html", each.name,
            words("person_lede", name=each.name, job=each.job, unit=each.unit.name),
            {"person": each, "years": by_year(honours), "articles": articles, "count": len(honours)},
            library.origin("people", each.id), latest_of(articles, (h.decision for h in honours)),
            (Crumb(words.honour_roll, ROLL), Crumb(letter, _letter_address(letter))),
            cover=_face(library.site, each, words), parts=(each, *honours, *articles),
        )  # fmt: skip


def _face(site: Site, person: Person, words: Words) -> Cover | None:
    """The cover of a person whose face may be shown; there are too many others to draw a card for each."""
    if person.portrait is None:
        return None
    kicker = kicker_of(words.honour_roll, person.illustrative, words)
    job = words("person_title", name=person.job, unit=person.unit.name)
    return cover(site, person.id, kicker, person.name, job, person.portrait)


def collective(library: Library, words: Words, collectives: Iterable[Collective] | None = None) -> Iterator[Page]:
    """Honours by year with their decisions, and articles: of some collectives or of all."""
    for each in library.collectives_in_order if collectives is None else collectives:
        honours = library.honours_of(each)
        yield Page(
            "collective", each.address, "pages/collective.html", each.name,
            words("collective_lede", name=each.name, unit=each.unit.name),
            {
                "collective": each,
                "years": by_year(honours),
                "articles": library.articles_of(each),
                "count": len(honours),
            },
            library.origin("collectives", each.id),
            latest_of(library.articles_of(each), (h.decision for h in honours)), (Crumb(words.honour_roll, ROLL),),
        )  # fmt: skip


def decision_list(register: Register, words: Words) -> Iterator[Page]:
    """All decisions, newest first."""
    address = "khen-thuong/quyet-dinh/"
    for items, paging, page in numbered(register.newest_decisions, address, HONOURS_A_PAGE, words):
        entries = tuple(Entry(d, len(register.honours_in(d))) for d in items)
        yield Page(
            "decision_list", page, "pages/decision_list.html",
            page_title(words.decisions, paging, words), words.decisions_lede,
            {"decisions": entries, "paging": paging}, trail=(Crumb(words.awards, AWARDS),),
        )  # fmt: skip


def decision(register: Register, words: Words, decisions: Iterable[Decision] | None = None) -> Iterator[Page]:
    """One page a decision, the list in which people look themselves up: of some decisions or of all."""
    for each in register.newest_decisions if decisions is None else decisions:
        honours = register.honours_in(each)
        yield Page(
            "decision", each.address, "pages/decision.html", words("decision_title", number=each.number),
            words("decision_lede", title=each.title, issuer=each.issuer_name),
            {
                "decision": each,
                "people": tuple(h for h in honours if h.person),
                "collectives": tuple(h for h in honours if h.collective),
                "csv": csv_of(each.address),
            },
            register.origin("decisions", each.id), latest_of((), (each,)),
            (Crumb(words.awards, AWARDS), Crumb(words.decisions, "khen-thuong/quyet-dinh/index.html")),
        )  # fmt: skip


def award_list(register: Register, words: Words) -> Iterator[Page]:
    """All awards by group, with how many hold each."""
    groups: dict[str, list[Award]] = {}
    for each in register.awards_in_order:
        groups.setdefault(each.group, []).append(each)
    yield Page(
        "award_list", AWARDS, "pages/award_list.html", words.awards, words.awards_lede,
        {
            "groups": tuple(
                Group(words(f"award_group_{name}"), counted(groups[name], register.honours_with))
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
        for items, paging, address in numbered(honours, folder, HONOURS_A_PAGE, words, first=each.address):
            yield Page(
                "award", address, "pages/award.html", page_title(each.name, paging, words),
                each.description or words("award_lede", name=each.name),
                {
                    "award": each,
                    "years": by_year(items),
                    "count": len(honours),
                    "csv": csv_of(each.address) if honours else "",
                    "paging": paging,
                    "articles": () if paging.number else library.articles_of(each)[:ARTICLES_A_PAGE],
                },
                library.origin("awards", each.id), latest_of((), (h.decision for h in items)),
                (Crumb(words.awards, AWARDS),),
            )  # fmt: skip
