"""The pages of places: provinces of today and of yesterday, and what lies in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from thidua.charting import distinct
from thidua.heritage import (
    Named,
    ended_name,
    fate_of,
    named_places,
    newest_of,
    place_heritage,
    place_name,
)
from thidua.library import Library
from thidua.lineage import PROVINCES, heirs
from thidua.pages import ARTICLES_A_PAGE, HONOURS_A_PAGE, PLACES, Crumb, Page, by_year, latest_of, numbered, page_title
from thidua.records import Place
from thidua.register import Register
from thidua.tile_maps import honour_count, honour_maps
from thidua.vietnamese import join, sentence_case, short_date
from thidua.words import Words

MOST_UNITS: Final = 60


def place_list(register: Register, words: Words) -> Iterator[Page]:
    """The provinces of today and the former ones, each with its honours, on a map and by name."""
    provinces = [each for each in register.places_in_order if each.kind in PROVINCES]
    yield Page(
        "place_list", PLACES, "pages/place_list.html", words.places, words.places_lede,
        {
            "maps": distinct(honour_maps(register, words)),
            "present": tuple(_present(each, register) for each in provinces if each.until is None),
            "former": tuple(_former(each, register, words) for each in provinces if each.until),
        },
    )  # fmt: skip


def _present(place: Place, register: Register) -> Named[Place]:
    """A province of today, with all that it inherited whole."""
    return Named(place, place.name, honour_count(register, place))


def _former(place: Place, register: Register, words: Words) -> Named[Place]:
    """A former province with what it is part of today."""
    today = join([place_name(each, words) for each in heirs(place)])
    remark = words("place_now", name=today) if today else words.place_not_succeeded
    return Named(place, place.name, len(register.honours_in_place(place)), remark)


def place(library: Library, words: Words, places: Iterable[Place] | None = None) -> Iterator[Page]:
    """What a place was and became, its honours, units and articles, those it inherited: of some places or all."""
    for each in library.places_in_order if places is None else places:
        honours, units = library.honours_in_place(each), library.units_in(each)
        title = sentence_case(place_name(each, words))
        for items, paging, address in numbered(honours, f"dia-ban/{each.id}/", HONOURS_A_PAGE, words, each.address):
            articles = () if paging.number else newest_of(library, units, ARTICLES_A_PAGE)
            yield Page(
                "place", address, "pages/place.html", page_title(title, paging, words), _lede(library, each, words),
                {
                    "place": each,
                    "title": ended_name(each, words),
                    "fate": fate_of(each, words),
                    "predecessors": named_places(library.predecessors_of(each), library, words),
                    "heritage": () if paging.number else place_heritage(library, each, words),
                    "within": named_places(library.places_within(each), library, words),
                    "units": units[:MOST_UNITS],
                    "unit_count": len(units),
                    "years": by_year(items),
                    "count": len(honours),
                    "count_with_past": honour_count(library, each),
                    "paging": paging,
                    "articles": articles,
                },
                library.origin("places", each.id), latest_of(articles, (h.decision for h in items)),
                tuple(_trail(each, words)),
            )  # fmt: skip


def _trail(place: Place, words: Words) -> Iterator[Crumb]:
    yield Crumb(words.places, PLACES)
    if place.parent:
        yield Crumb(ended_name(place.parent, words), place.parent.address)


def _lede(register: Register, place: Place, words: Words) -> str:
    """Where it came from and what became of it, in a sentence or two."""
    said: list[str] = []
    before = join([place_name(each, words) for each in register.predecessors_of(place)])
    if place.since and before:
        said.append(words("place_formed", day=short_date(place.since), names=before))
    elif place.since:
        said.append(words("place_begun", day=short_date(place.since)))
    if place.until:
        today = join([place_name(each, words) for each in heirs(place)])
        ended = words("place_ended_into", day=short_date(place.until), names=today)
        said.append(ended if today else words("place_ended", day=short_date(place.until)))
    return " ".join(said) or words("place_lede", name=sentence_case(place_name(place, words)))
