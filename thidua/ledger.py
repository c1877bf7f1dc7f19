"""The honours ledger: how many honours were given, by year, award, unit, campaign, level and kind of recipient. Pure.

Counted from the honours themselves, each looked at once. An honour is a time that somebody was
honoured (lượt); whoever was honoured three times is one person and three honours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from thidua.records import GiverLevel, Honour

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """Some honours, counted; `people` and `collectives` are counted once however often they were honoured."""

    honours: int
    person_honours: int
    collective_honours: int
    people: int
    collectives: int
    illustrative: bool


NOTHING = Tally(0, 0, 0, 0, 0, False)


@dataclass(frozen=True, slots=True)
class Account:
    """The honours of some time: all, and by the ids of award, level, unit and campaign; None is no level."""

    total: Tally
    awards: Mapping[str, Tally]
    levels: Mapping[GiverLevel | None, Tally]
    units: Mapping[str, Tally]
    campaigns: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The honours of all years together, and of each year by itself, the newest first."""

    whole: Account
    years: Mapping[int, Account]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is counted of one honour."""

    year: int
    award: str
    level: GiverLevel | None
    unit: str
    campaign: str
    person: str
    collective: str
    illustrative: bool


def ledger(honours: Iterable[Honour]) -> Ledger:
    """The ledger of these honours."""
    entries = [_entry(honour) for honour in honours]
    by_year: dict[int, list[_Entry]] = {}
    for entry in entries:
        by_year.setdefault(entry.year, []).append(entry)
    return Ledger(_account(entries), {year: _account(by_year[year]) for year in sorted(by_year, reverse=True)})


def level_of(honour: Honour) -> GiverLevel | None:
    """The level at which it was given: that of the issuer, or the only one at which the award can be given."""
    giver = honour.decision.issuer.giver
    if giver is not None:
        return giver.level
    levels = {each.level for each in honour.award.given_by}
    return levels.pop() if len(levels) == 1 else None


def _entry(honour: Honour) -> _Entry:
    decision = honour.decision
    return _Entry(
        decision.date.year, honour.award.id, level_of(honour), honour.unit.id,
        decision.campaign.id if decision.campaign else "",
        honour.person.id if honour.person else "", honour.collective.id if honour.collective else "",
        honour.illustrative,
    )  # fmt: skip


def _account(entries: Sequence[_Entry]) -> Account:
    return Account(
        total=_tallies(entries, lambda _: "").get("", NOTHING),
        awards=_tallies(entries, lambda entry: entry.award),
        levels=_tallies(entries, lambda entry: entry.level),
        units=_tallies(entries, lambda entry: entry.unit),
        campaigns=_tallies([entry for entry in entries if entry.campaign], lambda entry: entry.campaign),
    )


def _tallies(entries: Sequence[_Entry], key: Callable[[_Entry], K]) -> Mapping[K, Tally]:
    """Everything that can be counted of the entries of each key."""
    of_people = [(key(entry), entry.person) for entry in entries if entry.person]
    of_collectives = [(key(entry), entry.collective) for entry in entries if entry.collective]
    person_honours, people = Counter(k for k, _ in of_people), Counter(k for k, _ in set(of_people))
    collective_honours = Counter(k for k, _ in of_collectives)
    collectives = Counter(k for k, _ in set(of_collectives))
    invented = {key(entry) for entry in entries if entry.illustrative}
    return {
        each: Tally(
            person_honours[each] + collective_honours[each], person_honours[each], collective_honours[each],
            people[each], collectives[each], each in invented,
        )
        for each in dict.fromkeys(key(entry) for entry in entries)
    }  # fmt: skip
