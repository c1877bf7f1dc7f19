"""The words that a made-up archive is written with, read from `vocabulary.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Weighted = tuple[tuple[str, float], ...]

_FILE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Trade:
    """What a unit does: names with {proper} to fill, and the jobs in it."""

    kind: str
    names: tuple[str, ...]
    sector: str
    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """An emulation movement, drive, programme or theme."""

    id: str
    name: str
    kind: str


def _weighted(key: str) -> Weighted:
    """Names and weights from `Nguyễn 38.4, Trần 12.1`."""
    pairs = (pair.rsplit(" ", 1) for pair in " ".join(str(_FILE[key]).split()).split(", "))
    return tuple((name, float(weight)) for name, weight in pairs)


def _lines(key: str) -> tuple[str, ...]:
    return tuple(str(line) for line in _FILE[key])


def _by_sex(key: str) -> Mapping[bool, Weighted]:
    return {True: _weighted(f"{key}_of_women"), False: _weighted(f"{key}_of_men")}


FAMILIES: Final = _weighted("families")
MIDDLES: Final = _by_sex("middles")
GIVENS: Final = _by_sex("givens")
PROVINCES: Final[Mapping[str, str]] = dict(_FILE["provinces"])
TRADES: Final = tuple(
    Trade(trade["kind"], tuple(trade["names"]), trade["sector"], tuple(trade["jobs"])) for trade in _FILE["trades"]
)
PROPER_FIRST: Final = tuple(str(_FILE["proper_first"]).split())
PROPER_SECOND: Final = tuple(str(_FILE["proper_second"]).split())
TEAMS: Final = _lines("teams")
CAMPAIGNS: Final = tuple(Campaign(each["id"], each["name"], each["kind"]) for each in _FILE["campaigns"])
PERSON_AWARDS: Final = _weighted("awards_of_people")
COLLECTIVE_AWARDS: Final = _weighted("awards_of_collectives")
DECISION_TITLES: Final = _lines("decision_titles")
CITATIONS: Final = _lines("citations")
INITIATIVES: Final = _lines("initiatives")
KICKERS: Final = _lines("kickers")
TITLES: Final = _lines("titles")
LEDES: Final = _lines("ledes")
HEADINGS: Final = _lines("headings")
SENTENCES: Final = _lines("sentences")
LIST_ITEMS: Final = _lines("list_items")
QUOTES: Final = _lines("quotes")
TAGS: Final = _lines("tags")
