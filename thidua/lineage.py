"""Who became what, and what lay where: units and places from their first day to their last. Pure.

Looks forward, along the successors that records hold; what points back is a query of the Library.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from thidua.records import FormerParent, FormerPlace, Place, PlaceKind, Unit

Lasting = TypeVar("Lasting", Unit, Place)
Dated = TypeVar("Dated", FormerPlace, FormerParent)

PROVINCES: Final[frozenset[PlaceKind]] = frozenset({"province", "city"})


def heirs(record: Lasting) -> tuple[Lasting, ...]:
    """What it lives on in today: itself while it has not ended, else all that its successors live on in."""
    if record.until is None:
        return (record,)
    return _once(heir for after in record.successors for heir in heirs(after))


def line_of(record: Lasting) -> tuple[Lasting, ...]:
    """The record and all that became of it, the nearest first, each once."""
    return _once(_line(record))


def _line(record: Lasting) -> Iterator[Lasting]:
    yield record
    for after in record.successors:
        yield from _line(after)


def heir_on(record: Lasting, day: dt.date) -> Lasting:
    """What stood for it on a day: its only successor, and that one's, once it has ended.

    A place that was divided stays what it was: nobody can tell in which part something lies.
    """
    while record.until and record.until < day and len(record.successors) == 1:
        record = record.successors[0]
    return record


def is_across_break(one: Unit, other: Unit) -> bool:
    """Whether figures of the two may not be compared: one took over from the other, territory and all."""
    return one.id != other.id and (
        any(each.id == other.id for each in line_of(one)) or any(each.id == one.id for each in line_of(other))
    )


def parent_on(unit: Unit, day: dt.date) -> Unit | None:
    """What the unit belonged to on a day."""
    known = _known_on(unit.former_parents, day)
    parent = known.unit if known else unit.parent
    return heir_on(parent, day) if parent else None


def above_on(unit: Unit, day: dt.date) -> Iterator[Unit]:
    """The unit and all that it belonged to on a day, the nearest first."""
    yield unit
    if parent := parent_on(unit, day):
        yield from above_on(parent, day)


def place_on(unit: Unit, day: dt.date) -> Place | None:
    """Where the unit was on a day; where it does not say so, where the unit above it was."""
    known = _known_on(unit.former_places, day)
    place = known.place if known else unit.place
    if place:
        return heir_on(place, day)
    above = parent_on(unit, day)
    return place_on(above, day) if above else None


def _known_on(former: Sequence[Dated], day: dt.date) -> Dated | None:
    return min((each for each in former if day <= each.until), key=lambda each: each.until, default=None)


def around(place: Place, day: dt.date) -> Iterator[Place]:
    """The place and all that it lay in on a day, the smallest first."""
    yield place
    if place.parent:
        yield from around(heir_on(place.parent, day), day)


def province_of(place: Place, day: dt.date) -> Place | None:
    """The province or the city under the centre that a place lay in on a day."""
    return next((each for each in around(place, day) if each.kind_on(day) in PROVINCES), None)


def last_day(record: Unit | Place) -> dt.date:
    """The last day of its life, or one that lies beyond every other where it has not ended."""
    return record.until or dt.date.max


def _once(records: Iterable[Lasting]) -> tuple[Lasting, ...]:
    return tuple({record.id: record for record in records}.values())
