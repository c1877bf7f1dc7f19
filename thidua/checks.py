"""Rules that need more than one record, in one visible list.

Each check is a function from the library to problems, its first line the promise it keeps. Checks
see everything that was written, drafts included; they change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from thidua import figure_checks, honour_checks, record_checks, text_checks, time_checks
from thidua.contradictions import settled
from thidua.library import Library
from thidua.problems import Problem
from thidua.records import Article, Issue
from thidua.register import Register

Check = Callable[[Library], Iterator[Problem]]


class Unread(NamedTuple):
    """The texts in which nobody has looked yet, by their ids; of pages and comments there are few."""

    articles: Mapping[str, Article]
    issues: Mapping[str, Issue]


def checked(library: Library) -> tuple[Problem, ...]:
    """What every check finds; a contradiction that the data accept is a note."""
    return (*register_checked(library), *texts_checked(library))


def register_checked(register: Register) -> tuple[Problem, ...]:
    """The same of the data alone: nothing that is written in a text changes it."""
    return tuple(settled((problem for check in OF_THE_REGISTER for problem in check(register)), register))


def texts_checked(library: Library, unread: Unread | None = None) -> tuple[Problem, ...]:
    """The same of the texts and what they say of the data; what each tells by itself, of those `unread` alone."""
    partly = library if unread is None else replace(library, articles=unread.articles, issues=unread.issues)
    return (*each_checked(partly), *(problem for check in OF_ALL_TEXTS for problem in check(library)))


def each_checked(library: Library) -> Iterator[Problem]:
    """What each text tells by itself."""
    return (problem for check in OF_EACH_TEXT for problem in check(library))


OF_THE_REGISTER: Final[tuple[Callable[[Register], Iterator[Problem]], ...]] = (
    honour_checks.honour_has_one_recipient,
    honour_checks.honoured_person_has_a_job,
    honour_checks.award_suits_recipient,
    honour_checks.award_was_valid,
    honour_checks.giver_may_give,
    honour_checks.required_awards_come_first,
    honour_checks.orders_rise,
    honour_checks.grade_is_one_of_the_award,
    honour_checks.nobody_twice_in_a_decision,
    honour_checks.once_per_person,
    honour_checks.units_alive_when_honoured,
    honour_checks.issuers_alive_when_signing,
    honour_checks.decision_follows_its_campaign,
    honour_checks.campaigns_hold_what_is_theirs,
    honour_checks.illustrative_and_real_stay_apart,
    record_checks.portraits_have_consent,
    record_checks.given_names_stand_in_the_name,
    record_checks.lives_run_forward,
    record_checks.successors_follow_an_end,
    record_checks.aliases_name_one_thing,
    record_checks.short_forms_are_written_once,
    figure_checks.parts_make_the_total,
    figure_checks.subsets_are_smaller,
    figure_checks.sources_agree,
    figure_checks.years_fit_their_span,
    figure_checks.units_fit_their_parents,
    figure_checks.shares_fit_their_whole,
    figure_checks.occurrences_cover_people,
    figure_checks.honours_fit_their_figure,
    figure_checks.revoked_honours_are_not_counted,
    time_checks.figures_lie_in_the_life_of_their_unit,
    time_checks.figures_do_not_span_a_break,
    time_checks.campaigns_are_launched_by_living_units,
    time_checks.units_lie_in_places_of_their_day,
    time_checks.places_lie_in_places_of_their_day,
    time_checks.namesakes_can_be_told_apart,
    time_checks.maps_show_every_province_once,
    text_checks.data_name_nobody_who_withdrew,
)
# What follows from one text by itself, and from the data.
OF_EACH_TEXT: Final[tuple[Check, ...]] = (
    text_checks.withdrawn_names_are_gone,
    text_checks.references_can_be_told,
    text_checks.articles_lie_in_their_year,
    text_checks.article_times_run_forward,
    text_checks.articles_have_authors,
    text_checks.texts_are_not_empty,
    text_checks.articles_are_not_their_own_relatives,
    text_checks.tags_make_an_address,
    time_checks.articles_speak_of_units_of_their_day,
)
# What needs several texts, or the site.
OF_ALL_TEXTS: Final[tuple[Check, ...]] = (
    text_checks.issues_print_published_articles,
    text_checks.issues_list_nothing_twice,
    text_checks.issues_print_something,
    text_checks.comments_follow_what_they_speak_of,
    text_checks.front_page_shows_each_block_once,
    text_checks.old_addresses_are_free,
    text_checks.site_is_complete,
)
CHECKS: Final[tuple[Check, ...]] = (*OF_THE_REGISTER, *OF_EACH_TEXT, *OF_ALL_TEXTS)
