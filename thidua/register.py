"""All that the data hold, and the questions that pages ask of it: everything but the texts.

Pure: reads no file and no clock. What points back to a record is answered here, from indexes that
are built when first asked for.
"""

from __future__ import annotations

import datetime as dt
import marshal
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import chain
from typing import Final, Generic, NamedTuple, TypeVar

from thidua.lazy import InOrder, Lazy, Listed
from thidua.ledger import Ledger, ledger
from thidua.lineage import Lasting, above_on, around, last_day, place_on
from thidua.present import turning_days
from thidua.problems import Origin
from thidua.records import (
    Abbreviation,
    Award,
    Campaign,
    Collective,
    Decision,
    Figure,
    Giver,
    Honour,
    Indicator,
    Person,
    Place,
    Portrait,
    Short,
    Site,
    Source,
    TileMap,
    Unit,
)
from thidua.vietnamese import index_letter, name_key, order_key

K = TypeVar("K")
R = TypeVar("R")
# What each library has for itself: where its texts were written too.
_OWN: Final = frozenset({"site", "written", "broken", "found"})


class Written(NamedTuple):
    """Where a record and its keys were written; the lines are packed, as few are ever asked for."""

    file: str
    packed: bytes

    @classmethod
    def at(cls, file: str, line: int, lines: Mapping[str, int]) -> Written:
        """The place of a record, and those of its keys."""
        return cls(file, marshal.dumps((line, dict(lines)), 2))

    @property
    def lines(self) -> Mapping[str, int]:
        """The line of each key that was written."""
        lines: Mapping[str, int] = marshal.loads(self.packed)[1]
        return lines

    def origin(self, key: str = "") -> Origin:
        """The line of the key, or of the record where the key was not written."""
        line, lines = marshal.loads(self.packed)
        return Origin(self.file, lines.get(key, line))


class FoundIn(NamedTuple):
    """What a look at some records of one dataset tells, as in Found; plain values alone."""

    withdrawn: tuple[str, ...] = ()
    portrayed: tuple[str, ...] = ()
    pictured: tuple[str, ...] = ()
    # Whoever was honoured, by dataset and id, with the decision.
    given: tuple[tuple[tuple[str, str], str], ...] = ()
    days: tuple[tuple[str, int], ...] = ()
    revoked: tuple[str, ...] = ()
    succeeded: tuple[tuple[str, str], ...] = ()
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What only a look at every record tells: ids and days alone, so that it can be remembered. Days are ordinals.

    Who withdrew their consent, who has a portrait, and which collectives a picture; in which decisions each recipient
    stands, by dataset and id; the day of each decision, and which were revoked; which units and places have successors,
    by dataset; and on which days readers come to see something else.
    """

    withdrawn: frozenset[str]
    portrayed: tuple[str, ...]
    pictured: tuple[str, ...]
    decisions: Mapping[tuple[str, str], tuple[str, ...]]
    days: Mapping[str, int]
    revoked: frozenset[str]
    succeeded: Mapping[str, tuple[str, ...]]
    turns: tuple[int, ...]

    @classmethod
    def of(cls, parts: Iterable[FoundIn]) -> Found:
        """All that was found in parts of the datasets, in the order in which they are written."""
        every = FoundIn(*map(tuple, map(chain.from_iterable, zip(FoundIn(), *parts, strict=True))))
        return cls(
            frozenset(every.withdrawn),
            every.portrayed,
            every.pictured,
            {who: tuple(dict.fromkeys(decisions)) for who, decisions in grouped(every.given).items()},
            dict(every.days),
            frozenset(every.revoked),
            {"units": (), "places": (), **grouped(every.succeeded)},
            tuple(sorted({*(day for _, day in every.days), *every.turns})),
        )


@dataclass(frozen=True)
class Register:
    """Every record of the data by its id, in the order written; `written` tells where (dataset, id) stands.

    A page that asks nothing else stays as it is whatever happens to the texts.
    """

    site: Site
    places: Mapping[str, Place] = field(default_factory=dict)
    maps: Mapping[str, TileMap] = field(default_factory=dict)
    givers: Mapping[str, Giver] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    awards: Mapping[str, Award] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    collectives: Mapping[str, Collective] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    honours: Sequence[Honour] = ()
    abbreviations: Mapping[str, Abbreviation] = field(default_factory=dict)
    written: Mapping[tuple[str, str], Written] = field(default_factory=dict, repr=False)
    honours_written: Sequence[Written] = field(default=(), repr=False)
    # What mistakes keep out, by dataset and id: whatever leads there is no second mistake.
    broken: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    # What was found once in all records as they were written.
    found: Found | None = field(default=None, repr=False)

    def has_register_of(self, other: Register) -> bool:
        """Whether all records are the very same, and are put in the same order."""
        names = (each.name for each in fields(Register) if each.name not in _OWN)
        return self.site == other.site and all(getattr(self, name) is getattr(other, name) for name in names)

    def take_indexes(self, other: Register) -> None:
        """Answer from what was reckoned for another library with the same register."""
        made = (name for name, value in vars(Register).items() if isinstance(value, cached_property))
        vars(self).update({name: vars(other)[name] for name in made if name in vars(other)})

    def origin(self, dataset: str, id: str, key: str = "") -> Origin:
        """Where that record, or one key of it, was written."""
        return self.written[dataset, id].origin(key)

    def found_in_all(self) -> Found:
        """What was found in all records, if need be by looking at them now."""
        if self.found is not None:
            return self.found
        return Found.of(self.found_in(dataset, getattr(self, dataset)) for dataset in _FINDERS)

    def found_in(self, dataset: str, ids: Iterable[str]) -> FoundIn:
        """What a look at some records of a dataset tells."""
        return _FINDERS[dataset](self, ids) if dataset in _FINDERS else FoundIn()

    @property
    def lists(self) -> Mapping[str, tuple[Honour, ...]]:
        """The honours of each decision that has any, by its id, as they were written."""
        return self.honours.lists if isinstance(self.honours, Listed) else self._grouped_by_decision

    @cached_property
    def _grouped_by_decision(self) -> Mapping[str, tuple[Honour, ...]]:
        return grouped((honour.decision.id, honour) for honour in self.honours)

    @property
    def portraits(self) -> Iterator[Portrait]:
        """Every portrait that there is."""
        for id in self.found_in_all().portrayed:
            person = self.people.get(id)
            if person and person.portrait:
                yield person.portrait

    @property
    def pictured(self) -> Iterator[Collective]:
        """The collectives that have a picture."""
        return (self.collectives[id] for id in self.found_in_all().pictured if id in self.collectives)

    @property
    def honours_as_written(self) -> Iterable[tuple[Honour, Written]]:
        """Every honour with where it was written."""
        return zip(self.honours, self.honours_written, strict=True)

    def honours_of(self, who: Person | Collective) -> tuple[Honour, ...]:
        """What they received, newest first."""
        return self._by_recipient.of((_DATASET[type(who)], who.id))

    def honours_in(self, decision: Decision) -> tuple[Honour, ...]:
        """The decision's list: people by given name, then collectives by name."""
        return self._by_decision.of(decision.id)

    def honours_with(self, award: Award) -> tuple[Honour, ...]:
        """Everyone who holds the award, newest first."""
        return self._by_award.of(award.id)

    def honours_at(self, unit: Unit) -> tuple[Honour, ...]:
        """Honours received by people and collectives of the unit as it was, newest first."""
        return self._by_unit.of(unit.id)

    def honours_under(self, unit: Unit) -> tuple[Honour, ...]:
        """Honours of the unit and of all that belonged to it on the day of the decision, newest first."""
        return self._under_unit.of(unit.id)

    def honours_for(self, campaign: Campaign) -> tuple[Honour, ...]:
        """Honours given within the campaign, newest first."""
        return self._by_campaign.of(campaign.id)

    def decisions_for(self, campaign: Campaign) -> tuple[Decision, ...]:
        """Decisions made within the campaign, newest first."""
        return tuple(d for d in self.newest_decisions if d.campaign is not None and d.campaign.id == campaign.id)

    def decisions_by(self, unit: Unit) -> tuple[Decision, ...]:
        """Decisions that the unit issued, newest first."""
        return tuple(d for d in self.newest_decisions if d.issuer.id == unit.id)

    @cached_property
    def newest_decisions(self) -> InOrder[Decision]:
        """All decisions, newest first."""
        days = self.found.days if self.found else {id: d.date.toordinal() for id, d in self.decisions.items()}
        return InOrder(sorted(self.decisions, key=lambda id: (-days[id], id)), self.decisions)

    @property
    def newest_honours(self) -> Iterator[Honour]:
        """All honours, newest decision first; within one, people by name, then collectives."""
        return (honour for decision in self.newest_decisions for honour in self.honours_in(decision))

    @cached_property
    def honour_years(self) -> tuple[int, ...]:
        """Years in which honours were given, newest first."""
        return tuple(sorted({honour.decision.year for honour in self.honours}, reverse=True))

    def honours_in_year(self, year: int) -> tuple[Honour, ...]:
        """What was given in the year, newest first."""
        return self._by_year.of(year)

    @cached_property
    def ledger(self) -> Ledger:
        """All honours, counted."""
        return ledger(self.honours)

    @cached_property
    def people_in_order(self) -> tuple[Person, ...]:
        """All people by given name, then family name, then middle name."""
        return tuple(sorted(self.people.values(), key=self.person_key))

    @cached_property
    def people_by_letter(self) -> Mapping[str, tuple[Person, ...]]:
        """People under the letters of their given names, both in Vietnamese order."""
        return grouped((index_letter(p.name, p.given_name), p) for p in self.people_in_order)

    def person_key(self, person: Person) -> tuple[object, ...]:
        """Where a person stands in a list."""
        key = name_key(person.name, person.given_name, self.site.middle_before_family)
        return (key, person.id)

    @cached_property
    def collectives_in_order(self) -> tuple[Collective, ...]:
        """All collectives by name."""
        return tuple(sorted(self.collectives.values(), key=lambda c: (order_key(c.name), c.id)))

    @cached_property
    def units_in_order(self) -> tuple[Unit, ...]:
        """All units by name, the living before the ended of the same name."""
        return tuple(sorted(self.units.values(), key=_by_name))

    @cached_property
    def places_in_order(self) -> tuple[Place, ...]:
        """All places by name, the living before the ended of the same name."""
        return tuple(sorted(self.places.values(), key=_by_name))

    @cached_property
    def campaigns_in_order(self) -> tuple[Campaign, ...]:
        """All campaigns by name."""
        return tuple(sorted(self.campaigns.values(), key=lambda c: (order_key(c.name), c.id)))

    @cached_property
    def awards_in_order(self) -> tuple[Award, ...]:
        """All awards by rank in their group, then name."""
        return tuple(sorted(self.awards.values(), key=lambda a: (a.rank, order_key(a.name), a.id)))

    def members_of(self, unit: Unit) -> tuple[Person, ...]:
        """People who work in the unit now, by given name."""
        return self._members.get(unit.id, ())

    def collectives_of(self, unit: Unit) -> tuple[Collective, ...]:
        """The unit's collectives, by name."""
        return self._collectives_by_unit.get(unit.id, ())

    def children_of(self, unit: Unit) -> tuple[Unit, ...]:
        """Units directly below it, by name."""
        return self._children.get(unit.id, ())

    def predecessors_of(self, record: Lasting) -> tuple[Lasting, ...]:
        """Units or places that it took over from, by name."""
        kind = type(record)
        return tuple(each for each in self._predecessors.get((kind, record.id), ()) if isinstance(each, kind))

    def came_from(self, record: Lasting) -> tuple[Lasting, ...]:
        """All that it took over from, at whatever remove, the nearest first, each once."""
        kind = type(record)
        return tuple(each for each in self._all_before(record) if isinstance(each, kind))

    def _all_before(self, record: Unit | Place) -> tuple[Unit | Place, ...]:
        found: dict[str, Unit | Place] = {}
        waiting = [*self._predecessors.get((type(record), record.id), ())]
        while waiting:
            before = waiting.pop(0)
            if found.setdefault(before.id, before) is before:
                waiting += self._predecessors.get((type(before), before.id), ())
        return tuple(found.values())

    def names_of(self, record: Unit | Place) -> tuple[str, ...]:
        """Every name it is known by, today's first, then short, former and other ones, each once."""
        former = [each.name for each in record.former_names]
        return tuple(dict.fromkeys([record.name, *filter(None, [record.short_name]), *former, *record.aliases]))

    def names_before(self, record: Unit | Place) -> tuple[str, ...]:
        """The names of all that it took over from, each once: who looks for one of them may mean its heir."""
        own, before = self.names_of(record), self._all_before(record)
        return tuple(dict.fromkeys(name for each in before for name in self.names_of(each) if name not in own))

    def place_of(self, unit: Unit, day: dt.date) -> Place | None:
        """Where the unit was on a day, as far as the data tells: a place that began later had one before it."""
        place = place_on(unit, day)
        while place and place.since and day < place.since and len(self.predecessors_of(place)) == 1:
            (place,) = self.predecessors_of(place)
        return place

    def places_within(self, place: Place) -> tuple[Place, ...]:
        """Places directly below it, by name."""
        return self._places_within.get(place.id, ())

    def units_in(self, place: Place) -> tuple[Unit, ...]:
        """Units that are or ended in the place itself or in one below it, by name."""
        return self._units_by_place.get(place.id, ())

    def honours_in_place(self, place: Place) -> tuple[Honour, ...]:
        """Honours of units that were there, or in a place below it, on the day of the decision; newest first."""
        return self._honours_by_place.of(place.id)

    def campaigns_within(self, campaign: Campaign) -> tuple[Campaign, ...]:
        """Campaigns that are part of it, by name."""
        return tuple(c for c in self.campaigns_in_order if c.parent is not None and c.parent.id == campaign.id)

    def campaigns_by(self, unit: Unit) -> tuple[Campaign, ...]:
        """Campaigns that the unit launched, by name."""
        return tuple(c for c in self.campaigns_in_order if c.launched_by is not None and c.launched_by.id == unit.id)

    def figures_of(self, unit: Unit) -> tuple[Figure, ...]:
        """The unit's figures, newest period first."""
        return self._figures_by_unit.get(unit.id, ())

    def figures_for(self, campaign: Campaign) -> tuple[Figure, ...]:
        """The campaign's figures, newest period first."""
        return self._figures_by_campaign.get(campaign.id, ())

    def figures_for_indicator(self, indicator: Indicator) -> tuple[Figure, ...]:
        """The indicator's figures, newest period first."""
        return self._figures_by_indicator.get(indicator.id, ())

    def expansion_of(self, short: Short) -> str:
        """What a short form stands for where it stands; nothing where that is not certain."""
        entry = self._abbreviations.get(short.word)
        if entry is None or entry.expansion is None or entry.confidence != "high":
            return ""
        if entry.context is None:
            return entry.expansion
        here = f"{short.before} {short.word}"
        return entry.expansion if any(here.endswith(where) for where in _contexts(entry)) else ""

    @cached_property
    def _by_decision(self) -> Lists[str]:
        return Lists(self.lists, self._honour_order)

    @cached_property
    def _decision_ranks(self) -> Mapping[str, int]:
        return {id: rank for rank, id in enumerate(self.newest_decisions.keys)}

    def _honour_key(self, honour: Honour) -> tuple[object, ...]:
        rank = self._decision_ranks[honour.decision.id]
        if honour.person is not None:
            return (rank, 0, *self.person_key(honour.person))
        return (rank, 1, order_key(honour.recipient.name), honour.recipient.id)

    @cached_property
    def _by_recipient(self) -> Lists[tuple[str, str]]:
        if self.found is None:
            return self._honours_by(_recipient)
        decisions, lists = self.found.decisions, self.lists
        by_recipient = Lazy(lists, lambda id: grouped((_recipient(honour), honour) for honour in lists[id]))

        def honours(who: tuple[str, str]) -> tuple[Honour, ...]:
            found = (by_recipient[id].get(who, ()) for id in decisions[who] if id in by_recipient)
            return tuple(chain.from_iterable(found))

        return Lists(Lazy(decisions, honours), self._honour_order)

    @cached_property
    def _by_award(self) -> Lists[str]:
        return self._honours_by(lambda honour: honour.award.id)

    @cached_property
    def _by_unit(self) -> Lists[str]:
        return self._honours_by(lambda honour: honour.unit.id)

    @cached_property
    def _under_unit(self) -> Lists[str]:
        return self._honours_within(above_on)

    @cached_property
    def _by_campaign(self) -> Lists[str]:
        return self._honours_by(lambda honour: honour.decision.campaign.id if honour.decision.campaign else "")

    @cached_property
    def _by_year(self) -> Lists[int]:
        return self._honours_by(lambda honour: honour.decision.year)

    def _honours_by(self, key: Callable[[Honour], K]) -> Lists[K]:
        return Lists(grouped((key(honour), honour) for honour in self.honours), self._honour_order)

    def _honours_within(self, around: Callable[[Unit, dt.date], Iterable[Unit | Place]]) -> Lists[str]:
        """Honours by all that was around their unit on the day of the decision."""
        known: dict[tuple[str, dt.date], tuple[str, ...]] = {}
        found: defaultdict[str, list[Honour]] = defaultdict(list)
        for honour in self.honours:
            key = (honour.unit.id, honour.decision.date)
            if key not in known:
                known[key] = tuple(each.id for each in around(honour.unit, honour.decision.date))
            for id in known[key]:
                found[id].append(honour)
        return Lists(found, self._honour_order)

    @cached_property
    def _honour_order(self) -> Callable[[Honour], tuple[object, ...]]:
        """Where an honour stands in every list, reckoned once for each."""
        keys: dict[int, tuple[object, ...]] = {}

        def order(honour: Honour) -> tuple[object, ...]:
            key = keys.get(id(honour))
            if key is None:
                key = keys[id(honour)] = self._honour_key(honour)
            return key

        return order

    @cached_property
    def _members(self) -> Mapping[str, tuple[Person, ...]]:
        return grouped((person.unit.id, person) for person in self.people_in_order)

    @cached_property
    def _collectives_by_unit(self) -> Mapping[str, tuple[Collective, ...]]:
        return grouped((collective.unit.id, collective) for collective in self.collectives_in_order)

    @cached_property
    def _children(self) -> Mapping[str, tuple[Unit, ...]]:
        return grouped((unit.parent.id, unit) for unit in self.units_in_order if unit.parent)

    @cached_property
    def _predecessors(self) -> Mapping[tuple[type, str], tuple[Unit | Place, ...]]:
        # Few have heirs; which these are is known without a look at all.
        units: Iterable[str] = self.found.succeeded["units"] if self.found else self.units
        places: Iterable[str] = self.found.succeeded["places"] if self.found else self.places
        records: Iterable[Unit | Place] = (
            *sorted((self.units[id] for id in units if id in self.units), key=_by_name),
            *sorted((self.places[id] for id in places if id in self.places), key=_by_name),
        )
        return grouped(((type(record), after.id), record) for record in records for after in record.successors)

    @cached_property
    def _places_within(self) -> Mapping[str, tuple[Place, ...]]:
        return grouped((place.parent.id, place) for place in self.places_in_order if place.parent)

    @cached_property
    def _units_by_place(self) -> Mapping[str, tuple[Unit, ...]]:
        last = {unit.id: last_day(unit) for unit in self.units_in_order}
        return grouped((place.id, unit) for unit in self.units_in_order for place in self._homes(unit, last[unit.id]))

    @cached_property
    def _honours_by_place(self) -> Lists[str]:
        return self._honours_within(self._homes)

    def _homes(self, unit: Unit, day: dt.date) -> tuple[Place, ...]:
        place = self.place_of(unit, day)
        return tuple(around(place, day)) if place else ()

    @cached_property
    def _abbreviations(self) -> Mapping[str, Abbreviation]:
        return {word: entry for entry in self.abbreviations.values() for word in (*entry.variants, entry.short)}

    @cached_property
    def _newest_figures(self) -> tuple[Figure, ...]:
        by_name = sorted(self.figures.values(), key=lambda f: (order_key(f.indicator.name), f.id))
        return tuple(sorted(by_name, key=lambda f: f.period.sort_key, reverse=True))

    @cached_property
    def _figures_by_unit(self) -> Mapping[str, tuple[Figure, ...]]:
        return grouped((figure.unit.id, figure) for figure in self._newest_figures)

    @cached_property
    def _figures_by_campaign(self) -> Mapping[str, tuple[Figure, ...]]:
        return grouped((f.campaign.id, f) for f in self._newest_figures if f.campaign)

    @cached_property
    def _figures_by_indicator(self) -> Mapping[str, tuple[Figure, ...]]:
        return grouped((figure.indicator.id, figure) for figure in self._newest_figures)


def _people(register: Register, ids: Iterable[str]) -> FoundIn:
    people = [register.people[id] for id in ids]
    withdrawn = tuple(person.id for person in people if is_withdrawn(person))
    return FoundIn(withdrawn=withdrawn, portrayed=tuple(person.id for person in people if person.portrait))


def _collectives(register: Register, ids: Iterable[str]) -> FoundIn:
    return FoundIn(pictured=tuple(id for id in ids if register.collectives[id].picture))


def _lasting(dataset: str, records: Iterable[Unit | Place]) -> FoundIn:
    records = tuple(records)
    return FoundIn(
        succeeded=tuple((dataset, record.id) for record in records if record.successors),
        turns=tuple(day.toordinal() for day in turning_days(records)),
    )


def _decisions(register: Register, ids: Iterable[str]) -> FoundIn:
    decisions, lists = {id: register.decisions[id] for id in ids}, register.lists
    given = ((honour, id) for id in decisions for honour in lists.get(id, ()) if honour.person or honour.collective)
    return FoundIn(
        given=tuple((_recipient(honour), id) for honour, id in given),
        days=tuple((id, decision.date.toordinal()) for id, decision in decisions.items()),
        revoked=tuple(id for id, decision in decisions.items() if decision.revocation),
    )


_FINDERS: Final[Mapping[str, Callable[[Register, Iterable[str]], FoundIn]]] = {
    "people": _people,
    "collectives": _collectives,
    "units": lambda register, ids: _lasting("units", map(register.units.__getitem__, ids)),
    "places": lambda register, ids: _lasting("places", map(register.places.__getitem__, ids)),
    "decisions": _decisions,
}
_DATASET: Final[Mapping[type, str]] = {Person: "people", Collective: "collectives"}


def _recipient(honour: Honour) -> tuple[str, str]:
    """Whoever was honoured, by dataset and id."""
    who = honour.recipient
    return _DATASET[type(who)], who.id


def _by_name(record: Unit | Place) -> tuple[object, ...]:
    """The order of names, the living before the ended of the same name."""
    return order_key(record.name), record.until is not None, record.id


def is_withdrawn(person: Person) -> bool:
    """Whether the person took the consent back; from then on nothing of them is published."""
    return person.consent is not None and person.consent.withdrawn is not None


def _contexts(entry: Abbreviation) -> list[str]:
    """The words that end in the short form in what its entry says of its context: “Công ty CP”."""
    quoted = re.findall('[“"]([^”"]+)[”"]', entry.context or "")
    return [words for words in quoted if words.endswith(f" {entry.short}")]


class Lists(Generic[K]):
    """Honours under keys; a list is put in order when it is first asked for."""

    def __init__(self, found: Mapping[K, Iterable[Honour]], order: Callable[[Honour], tuple[object, ...]]) -> None:
        self._found = found
        self._order = order
        self._sorted: dict[K, tuple[Honour, ...]] = {}

    def of(self, key: K) -> tuple[Honour, ...]:
        """The honours under the key."""
        known = self._sorted.get(key)
        if known is None:
            known = self._sorted[key] = tuple(sorted(self._found.get(key, ()), key=self._order))
        return known


def grouped(pairs: Iterable[tuple[K, R]]) -> dict[K, tuple[R, ...]]:
    """What comes with each key, in the order that it came."""
    groups: defaultdict[K, list[R]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
