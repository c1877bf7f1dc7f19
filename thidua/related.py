"""Which older articles belong beside an article, and why. Pure.

Looks only backwards in time: what is published later never changes an older article's page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
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
    taken = {article.id, *(each.id for each in chosen)}
    nearest = _near(library, article, taken, most - len(chosen))
    return (*(Related(each, "chosen") for each in chosen), *nearest)


def _near(library: Library, article: Article, taken: Collection[str], most: int) -> list[Related]:
    """The older articles by how much they share, with the weightiest thing shared: of two alike, the newer one."""
    ranks = library.ranks
    rank = ranks[article.id]
    scores: dict[str, float] = {}
    best: dict[str, tuple[float, Why, str]] = {}
    for why, name, ids in _shared(library, article):
        after = bisect_right(ids, rank, key=ranks.__getitem__)
        # As many as shared it on that day, and the article itself.
        weight = _WEIGHTS[why] * (1 + 1 / (len(ids) - after + 1))
        for id in ids[after : after + _LOOKED_AT]:
            if id in taken:
                continue
            scores[id] = scores.get(id, 0) + weight
            if id not in best or best[id][0] < weight:
                best[id] = (weight, why, name)
    order = sorted(scores, key=lambda id: (-scores[id], ranks[id]))[:most]
    return [Related(library.articles[id], *best[id][1:]) for id in order]


def _shared(library: Library, article: Article) -> Iterator[tuple[Why, str, Sequence[str]]]:
    for person in article.people:
        yield "person", person.name, library.articles_of(person).keys
    for collective in article.collectives:
        yield "collective", collective.name, library.articles_of(collective).keys
    for unit in article.units:
        yield "unit", unit.name_on(article.published.date()), library.articles_of(unit).keys
    for campaign in article.campaigns:
        yield "campaign", campaign.name, library.articles_of(campaign).keys
    for tag in library.tags_of(article.id):
        yield "tag", tag.name, library.articles_about(tag).keys
