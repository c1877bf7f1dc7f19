"""What units and places hold of those before them, and how places are called. Decides; renders nothing.

A long past is not copied: of each predecessor a page shows the newest and how much there is, and leads there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final, Generic

from thidua.library import Library, newest_first
from thidua.lineage import Lasting, heirs, province_of
from thidua.pages import one_each
from thidua.records import Article, Honour, Person, Place, Unit
from thidua.register import Register
from thidua.vietnamese import sentence_case, short_date
from thidua.words import Words

MOST_HONOURS: Final = 3
MOST_PEOPLE: Final = 6
MOST_ARTICLES: Final = 3


@dataclass(frozen=True, slots=True)
class Named(Generic[Lasting]):
    """A unit or place under the name that a page gives it, how many honours stand behind it, and a word on it."""

    record: Lasting
    name: str
    count: int = 0
    remark: str = ""

    @property
    def address(self) -> str:
        return self.record.address


@dataclass(frozen=True, slots=True)
class Heritage:
    """What a predecessor leaves: the newest of its honours, its people and articles, and how many honours in all.

    `more` names where all of the honours are listed.
    """

    name: str
    address: str
    count: int
    honours: tuple[Honour, ...]
    people: tuple[Person, ...]
    articles: tuple[Article, ...]
    more: str
    more_address: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a unit or place: each step after it, and what it is part of today; nothing if it was dissolved."""

    steps: tuple[Named[Unit] | Named[Place], ...]
    today: tuple[Named[Unit] | Named[Place], ...]


# ---- names --------------------------------------------------------------------------------------------


def place_name(place: Place, words: Words, day: dt.date | None = None) -> str:
    """`tỉnh Phú Thọ`, `xã Lâm Thao, tỉnh Phú Thọ`: a place below a province is never named without it."""
    then = day or place.until or dt.date.max
    name = words(f"place_{place.kind_on(then)}", name=place.name_on(then))
    province = province_of(place, then)
    if province is None or province.id == place.id:
        return name
    return f"{name}, {words(f'place_{province.kind_on(then)}', name=province.name_on(then))}"


def ended_name(record: Unit | Place, words: Words) -> str:
    """The name with the last day of whatever has ended, since another may bear it today."""
    name = sentence_case(place_name(record, words)) if isinstance(record, Place) else record.name
    return words("unit_ended_title", name=name, day=short_date(record.until)) if record.until else name


def named_places(places: Iterable[Place], register: Register, words: Words) -> tuple[Named[Place], ...]:
    """Places under their full names, each with how many honours were received there."""
    return tuple(Named(each, ended_name(each, words), len(register.honours_in_place(each))) for each in places)


def named_units(units: Iterable[Unit], register: Register, words: Words) -> tuple[Named[Unit], ...]:
    """Units with the last day of each that has ended, and how many honours were received there."""
    return tuple(Named(each, ended_name(each, words), len(register.honours_at(each))) for each in units)


# ---- before and after ----------------------------------------------------------------------------------


def fate_of(record: Lasting, words: Words) -> Fate:
    """Every step from something that has ended to what it is part of today."""
    after: dict[str, Lasting] = {}
    waiting = list(record.successors)
    while waiting:
        step = waiting.pop(0)
        if after.setdefault(step.id, step) is step:
            waiting += step.successors
    today = heirs(record) if record.until else ()
    return Fate(tuple(_named(each, words) for each in after.values()), tuple(_named(each, words) for each in today))


def _named(record: Lasting, words: Words) -> Named[Lasting]:
    return Named(record, ended_name(record, words))


def unit_heritage(library: Library, unit: Unit, words: Words) -> tuple[Heritage, ...]:
    """What each predecessor of a unit leaves, with all that belonged to it, the nearest first."""
    return tuple(_unit_heritage(library, each, words) for each in library.came_from(unit))


def _unit_heritage(library: Library, unit: Unit, words: Words) -> Heritage:
    honours, name = library.honours_under(unit), ended_name(unit, words)
    # A unit's own page lists its own honours; those of all that lay below it are listed by place.
    place = unit.place if len(honours) > len(library.honours_at(unit)) else None
    return Heritage(
        name, unit.address, len(honours), one_each(honours, MOST_HONOURS), library.members_of(unit)[:MOST_PEOPLE],
        library.articles_of(unit)[:MOST_ARTICLES],
        ended_name(place, words) if place else name, place.address if place else unit.address,
    )  # fmt: skip


def place_heritage(library: Library, place: Place, words: Words) -> tuple[Heritage, ...]:
    """What each predecessor of a place leaves, the nearest first."""
    return tuple(_place_heritage(library, each, words) for each in library.came_from(place))


def _place_heritage(library: Library, place: Place, words: Words) -> Heritage:
    honours, name = library.honours_in_place(place), ended_name(place, words)
    articles = newest_of(library, library.units_in(place), MOST_ARTICLES)
    faces = one_each(honours, MOST_HONOURS)
    return Heritage(name, place.address, len(honours), faces, (), articles, name, place.address)


def newest_of(library: Library, units: Sequence[Unit], most: int) -> tuple[Article, ...]:
    """The newest articles that speak of any of the units."""
    articles = {each.id: each for unit in units for each in library.articles_of(unit)[:most]}
    return tuple(nsmallest(most, articles.values(), key=newest_first))
