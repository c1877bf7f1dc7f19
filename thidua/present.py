"""The records as a day knows them: what has not happened yet is not told, and namesakes are told apart. Pure.

A merger, a new name or a new body is written with its date, long before it. Until that day a unit has no
successors, bears its old name, and the body to come has no page. Nothing is left to do on the day itself.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import is_
from typing import Final, NamedTuple, TypeVar, cast

from thidua.lazy import Lazy
from thidua.lineage import Dated, last_day, line_of, place_on, province_of
from thidua.records import (
    Article,
    Campaign,
    Collective,
    Decision,
    Figure,
    FormerParent,
    FormerPlace,
    Honour,
    Issue,
    Person,
    Place,
    Target,
    Unit,
    changed,
)
from thidua.vietnamese import canon

R = TypeVar("R")

# The fields in which a unit or a place can be met, at whatever depth.
HOLDERS: Final[Mapping[type, tuple[str, ...]]] = {
    Place: ("parent", "successors"),
    FormerPlace: ("place",),
    FormerParent: ("unit",),
    Unit: ("parent", "place", "successors", "former_places", "former_parents"),
    Person: ("unit",),
    Collective: ("unit",),
    Target: ("unit",),
    Campaign: ("launched_by", "parent", "targets"),
    Decision: ("issuer", "campaign"),
    Honour: ("decision", "unit", "person", "collective"),
    Figure: ("unit", "campaign"),
    Article: ("people", "collectives", "campaigns", "units"),
    Issue: ("articles", "decisions"),
}


def turning_days(records: Iterable[Unit | Place]) -> Iterator[dt.date]:
    """The first day of everything that changes: a beginning, the day after an end, a new name or home."""
    for record in records:
        if record.since:
            yield record.since
        for last in _last_days(record):
            yield last + dt.timedelta(days=1)


def _last_days(record: Unit | Place) -> Iterator[dt.date]:
    if record.until:
        yield record.until
    yield from (former.until for former in record.former_names)
    if isinstance(record, Unit):
        yield from (former.until for former in record.former_places)
        yield from (former.until for former in record.former_parents)


class Facts(NamedTuple):
    """What a look at all units and places tells of a day; from one turning day to the next it is the same.

    `provinces` are the names that tell units apart, by their ids; on a plain day every record is as it was written, on
    a complete one none is still to begin.
    """

    provinces: Mapping[str, str]
    is_plain: bool
    is_complete: bool


def facts_of(units: Collection[Unit], places: Collection[Place], day: dt.date) -> Facts:
    """What is known of a day."""
    provinces = dict(_told_apart(units, day))
    everything: tuple[Unit | Place, ...] = (*units, *places)
    is_over = all(turn <= day for turn in turning_days(everything))
    return Facts(
        provinces,
        not provinces and is_over and not any(_home(unit, day) for unit in units),
        all((record.since or day) <= day for record in everything),
    )


class Present:
    """Gives each record as it is known on a day; the same object where nothing of it is still to come."""

    def __init__(self, facts: Facts, day: dt.date) -> None:
        self.day = day
        self._provinces = facts.provinces
        self.is_plain, self.is_complete = facts.is_plain, facts.is_complete
        # The record itself is kept, or its id could be given to another one.
        self._known: dict[int, tuple[object, object]] = {}

    def of(self, record: R) -> R:
        """The record as the day knows it, with all that it holds."""
        if self.is_plain or type(record) not in HOLDERS:
            return record
        known = self._known.get(id(record))
        if known is None:
            known = self._known[id(record)] = (record, self._seen(record))
        return cast(R, known[1])

    def all(self, records: Mapping[str, R]) -> Mapping[str, R]:
        """The records of a dataset as the day knows them."""
        return records if self.is_plain else Lazy(records, lambda id: self.of(records[id]))

    def text(self, record: R) -> R:
        """The same as `of` for a record that nothing else holds, so that nobody asks for it again."""
        return record if self.is_plain else cast(R, self._seen(record))

    def begun(self, records: Mapping[str, R], spoken_of: Collection[str] = ()) -> Mapping[str, R]:
        """The units or places that are there, or that something which is there speaks of."""
        if self.is_complete:
            return self.all(records)
        known = self.all(records)
        return {
            id: record
            for id, record in known.items()
            if id in spoken_of or not isinstance(record, Unit | Place) or (record.since or self.day) <= self.day
        }

    def _seen(self, record: object) -> object:
        now = self._now(record) if isinstance(record, Unit | Place) else record
        changes: dict[str, object] = {}
        for name in HOLDERS[type(record)]:
            held = getattr(now, name)
            if isinstance(held, tuple):
                seen: object = tuple(map(self.of, held))
                is_same = all(map(is_, held, cast(tuple[object, ...], seen)))
            else:
                seen = self.of(held)
                is_same = seen is held
            if not is_same:
                changes[name] = seen
        return changed(now, changes)

    def _now(self, record: Unit | Place) -> Unit | Place:
        changes: dict[str, object] = {}
        if last_day(record) >= self.day and record.until:
            changes = {"until": None, "successors": ()}
        if any(former.until >= self.day for former in record.former_names):
            past = tuple(former for former in record.former_names if former.until < self.day)
            changes |= {"name": record.name_on(self.day), "former_names": past}
            if isinstance(record, Place):
                changes["kind"] = record.kind_on(self.day)
        if isinstance(record, Unit):
            changes |= _home(record, self.day)
            if province := self._provinces.get(record.id):
                changes["name"] = f"{changes.get('name', record.name)}, {province}"
        return changed(record, changes)


Home = TypeVar("Home", Unit, Place)


def _at(
    kind: Callable[[Home, dt.date], Dated], home: Home | None, former: Sequence[Dated], day: dt.date
) -> tuple[Home | None, tuple[Dated, ...]]:
    """The home of a day: that of the first move still to come, or what the last one became."""
    ahead = sorted((move for move in former if move.until >= day), key=lambda move: move.until)
    past = [move for move in former if move.until < day]
    at = cast(Home, getattr(ahead[0], "place", None) or getattr(ahead[0], "unit", None)) if ahead else home
    while at and at.until and at.until < day and len(at.successors) == 1:
        past.append(kind(at, at.until))
        at = at.successors[0]
    return at, tuple(past)


def spoken_of(records: Iterable[object]) -> tuple[set[str], set[str]]:
    """The ids of all units, and of all places, that the records hold at whatever depth."""
    found: dict[type, set[str]] = {Unit: set(), Place: set()}
    seen: set[int] = set()
    waiting = [record for record in records if type(record) in HOLDERS]
    while waiting:
        record = waiting.pop()
        if id(record) in seen:
            continue
        seen.add(id(record))
        if isinstance(record, Unit | Place):
            found[type(record)].add(record.id)
        held = [getattr(record, name) for name in HOLDERS[type(record)] if name != "successors"]
        parts = [part for each in held for part in (each if isinstance(each, tuple) else (each,))]
        waiting += [part for part in parts if type(part) in HOLDERS]
    return found[Unit], found[Place]


def _home(unit: Unit, day: dt.date) -> dict[str, object]:
    """Where a unit is and what it belongs to on a day, with what it left behind on the way."""
    changes: dict[str, object] = {}
    last = min(day, last_day(unit))
    place, places = _at(FormerPlace, unit.place, unit.former_places, last)
    parent, parents = _at(FormerParent, unit.parent, unit.former_parents, last)
    if place is not unit.place or len(places) != len(unit.former_places):
        changes |= {"place": place, "former_places": places}
    if parent is not unit.parent or len(parents) != len(unit.former_parents):
        changes |= {"parent": parent, "former_parents": parents}
    return changes


def _told_apart(units: Iterable[Unit], day: dt.date) -> Iterator[tuple[str, str]]:
    """Units that share a name with one of another province, each with the name of its own province.

    What took over from another one keeps its name: their dates tell the two apart.
    """
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(canon(unit.name), []).append(unit)
    for group in groups.values():
        if len(group) > 1:
            homes = {unit.id: _province(unit, day) for unit in group}
            yield from ((id, homes[id]) for id in _with_strangers(group, homes) if homes[id])


def _with_strangers(group: Collection[Unit], homes: Mapping[str, str]) -> Iterator[str]:
    """Those of a group for whom it holds one of another province that they neither became nor came from."""
    count = Counter(homes.values())
    kin: dict[str, set[str]] = {unit.id: set() for unit in group}
    for unit in group:
        for later in line_of(unit)[1:]:
            if later.id in kin and homes[later.id] != homes[unit.id]:
                kin[unit.id].add(later.id)
                kin[later.id].add(unit.id)
    for unit in group:
        if len(group) - count[homes[unit.id]] > len(kin[unit.id]):
            yield unit.id


def _province(unit: Unit, day: dt.date) -> str:
    day = min(day, last_day(unit))
    place = place_on(unit, day)
    province = province_of(place, day) if place else None
    return province.name_on(day) if province else ""
