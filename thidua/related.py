"""Which older articles belong beside an article, and why. Pure.

Looks only backwards in time: what is published later never changes an older article's page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from thidua.library import Library
from thidua.records import Article

Why = Literal["chosen", "person", "collective", "unit", "campaign", "tag"]

# A shared person says more than a shared subject; a thing that few articles share says more than a
# thing that many do.
_WEIGHTS: Final[dict[Why, float]] = {"person": 8, "collective": 8, "unit": 4, "campaign": 3, "tag": 2}
_LOOKED_AT: Final = 12


@dataclass(frozen=True, slots=True)
class Related:
    """An article beside another: `why`, and the name of what both speak of."""

    article: Article
    why: Why
    name: str = ""


def related(library: Library, article: Article, most: int) -> tuple[Related, ...]:
    """What the editor chose, then the nearest older articles."""
    chosen = library.related_to(article)[:most]
    found = [Related(each, "chosen") for each in chosen]
    taken = {article.id, *(each.id for each in chosen)}
    nearest = (each for each in _near(library, article) if each.article.id not in taken)
    return (*found, *list(nearest)[: most - len(found)])


def _near(library: Library, article: Article) -> list[Related]:
    scores: dict[str, float] = {}
    best: dict[str, tuple[float, Related]] = {}
    for why, name, articles in _shared(library, article):
        weight = _WEIGHTS[why] * (1 + 1 / len(articles))
        after = bisect_right(articles, library.rank_of(article), key=library.rank_of)
        for each in articles[after : after + _LOOKED_AT]:
            scores[each.id] = scores.get(each.id, 0) + weight
            if each.id not in best or best[each.id][0] < weight:
                best[each.id] = (weight, Related(each, why, name))
    order = sorted(best, key=lambda id: (-scores[id], library.rank_of(best[id][1].article)))
    return [best[id][1] for id in order]


def _shared(library: Library, article: Article) -> Iterator[tuple[Why, str, Sequence[Article]]]:
    for person in article.people:
        yield "person", person.name, library.articles_of(person)
    for collective in article.collectives:
        yield "collective", collective.name, library.articles_of(collective)
    for unit in article.units:
        yield "unit", unit.name_on(article.published.date()), library.articles_of(unit)
    for campaign in article.campaigns:
        yield "campaign", campaign.name, library.articles_of(campaign)
    for tag in library.tags_of(article):
        yield "tag", tag.name, library.articles_about(tag)
