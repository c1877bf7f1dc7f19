"""The pages of campaigns: what each set out to do, how far it came, and who was honoured in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thidua.charting import progress_charts
from thidua.charts import Progress, progress_of
from thidua.covers import cover
from thidua.library import Library
from thidua.pages import ARTICLES_A_PAGE, FACES, Crumb, Entry, Group, Page, feed_of, latest_of, one_each
from thidua.records import (
    Campaign,
    Target,
)
from thidua.words import Words


def campaign_list(library: Library, words: Words) -> Iterator[Page]:
    """All campaigns, by what they are."""
    kinds = {c.kind: words(f"campaign_kind_{c.kind}") for c in library.campaigns_in_order}
    yield Page(
        "campaign_list", "phong-trao/index.html", "pages/campaign_list.html", words.campaigns, words.campaigns_lede,
        {
            "groups": tuple(
                Group(name, campaign_entries(library, [c for c in library.campaigns_in_order if c.kind == kind], words))
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


def campaign_entries(library: Library, campaigns: Iterable[Campaign], words: Words) -> tuple[CampaignEntry, ...]:
    """The campaigns with how many articles each has and how far it has come."""
    return tuple(CampaignEntry(c, len(library.articles_of(c)), goals_of(library, c, words)) for c in campaigns)


def campaign(library: Library, words: Words, campaigns: Iterable[Campaign] | None = None) -> Iterator[Page]:
    """What a campaign is, its targets, articles, figures, and who was honoured in it: of some campaigns or of all."""
    for each in library.campaigns_in_order if campaigns is None else campaigns:
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
                "honours": one_each(honours, FACES),
                "honour_count": len(honours),
                "within": library.campaigns_within(each),
            },
            library.origin("campaigns", each.id), latest_of(articles, library.decisions_for(each)),
            (Crumb(words.campaigns, "phong-trao/index.html"),),
            cover=cover(library.site, each.id, words(f"campaign_kind_{each.kind}"), each.name),
            feed=feed_of(library.site, each, articles),
        )  # fmt: skip
