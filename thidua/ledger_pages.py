"""The pages of the honours ledger: the whole, each year, and by award, unit and campaign.

A year's page names no other year, so that an honour of today changes no page of an earlier year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar, get_args

from thidua.charts import Chart, bar_chart, lines_chart, yearly_line
from thidua.drawings import Quantity
from thidua.ledger import NOTHING, Account, Ledger, Tally
from thidua.pages import AWARDS, LEDGER, Crumb, Group, Page, csv_of
from thidua.records import GiverLevel, Unit
from thidua.register import Register
from thidua.vietnamese import number, order_key
from thidua.words import Words

R = TypeVar("R", bound="Named")

# More units than these are in the file of all honours.
MOST_UNITS: Final = 60
LEAST_YEARS: Final = 3
LEAST_BARS: Final = 2
LEVELS: Final[tuple[GiverLevel, ...]] = get_args(GiverLevel)


class Named(Protocol):
    """A record with a name and a page."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A line of the ledger: what its honours have in common, where that is told of, and where they are listed.

    `illustrative` is whether that is invented itself; the tally says it of the honours.
    """

    name: str
    tally: Tally
    address: str = ""
    honours_address: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Honours by year and by the level at which they were given, as far as any were."""

    heads: tuple[str, ...]
    rows: tuple[tuple[LedgerRow, tuple[int, ...]], ...]


def ledger(register: Register, words: Words) -> Iterator[Page]:
    """The ledger's first page: all years, by kind of recipient and by level."""
    book = register.ledger
    years = tuple(_year_row(year, account) for year, account in book.years.items())
    yield Page(
        "ledger", LEDGER, "pages/ledger.html", words.ledger, words.ledger_lede,
        {
            "total": book.whole.total,
            "charts": _through_years(book, words),
            "years": years,
            "levels": _level_table(book, words),
            "ways": tuple(Crumb(words(f"ledger_by_{by}"), address) for by, address in BY.items()),
        },
        trail=(Crumb(words.awards, AWARDS),),
    )  # fmt: skip


def ledger_year(register: Register, words: Words) -> Iterator[Page]:
    """What was given in a year: by level, award, campaign and unit."""
    for year, account in register.ledger.years.items():
        awards = _rows(register.awards, account.awards)
        yield Page(
            "ledger_year", _year_address(year), "pages/ledger_year.html", words("ledger_year", year=year),
            words("ledger_year_lede", year=year),
            {
                "year": year,
                "total": account.total,
                "honours_address": _honours_address(year),
                "csv": csv_of(_honours_address(year)),
                "charts": _of_year(year, awards, words),
                "groups": tuple(_year_groups(register, account, awards, words)),
                "remark": _more_units(account, words),
            },
            trail=_trail(words),
        )  # fmt: skip


def ledger_list(register: Register, words: Words) -> Iterator[Page]:
    """All years together by award, by unit, and by campaign: one page each."""
    whole = register.ledger.whole
    lists = {
        "award": (_rows(register.awards, whole.awards), ""),
        "unit": (_rows(register.units, whole.units)[:MOST_UNITS], _more_units(whole, words)),
        "campaign": (_rows(register.campaigns, whole.campaigns), ""),
    }
    for by, (rows, remark) in lists.items():
        yield Page(
            "ledger_list", BY[by], "pages/ledger_list.html", words(f"ledger_of_{by}"), words(f"ledger_of_{by}_lede"),
            {"rows": rows, "head": words(f"ledger_head_{by}"), "remark": remark},
            trail=_trail(words),
        )  # fmt: skip


BY: Final[Mapping[str, str]] = {
    "award": "khen-thuong/tong-hop/danh-hieu.html",
    "unit": "khen-thuong/tong-hop/don-vi.html",
    "campaign": "khen-thuong/tong-hop/phong-trao.html",
}


def _trail(words: Words) -> tuple[Crumb, ...]:
    return (Crumb(words.awards, AWARDS), Crumb(words.ledger, LEDGER))


def _year_address(year: int) -> str:
    return f"khen-thuong/tong-hop/nam-{year}.html"


def _honours_address(year: int) -> str:
    return f"guong-sang/nam-{year}/index.html"


# ---- rows --------------------------------------------------------------------------------------------


def _year_row(year: int, account: Account) -> LedgerRow:
    return LedgerRow(str(year), account.total, _year_address(year), _honours_address(year))


def _rows(records: Mapping[str, R], tallies: Mapping[str, Tally]) -> tuple[LedgerRow, ...]:
    """The records with their tallies, most honours first."""
    rows = [_row(records[id], tally) for id, tally in tallies.items()]
    return tuple(sorted(rows, key=lambda row: (-row.tally.honours, order_key(row.name), row.address)))


def _row(record: Named, tally: Tally) -> LedgerRow:
    is_invented = isinstance(record, Unit) and record.illustrative
    return LedgerRow(record.name, tally, record.address, illustrative=is_invented)


def _level_rows(tallies: Mapping[GiverLevel | None, Tally], words: Words) -> tuple[LedgerRow, ...]:
    """Levels from the highest down; honours of which no level is known come last."""
    return tuple(LedgerRow(_level_name(level, words), tallies[level]) for level in (*LEVELS, None) if level in tallies)


def _level_name(level: GiverLevel | None, words: Words) -> str:
    return words(f"giver_level_{level}") if level else words.ledger_no_level


def _level_table(book: Ledger, words: Words) -> LevelTable:
    levels = [level for level in (*LEVELS, None) if level in book.whole.levels]
    return LevelTable(
        tuple(_level_name(level, words) for level in levels),
        tuple(
            (_year_row(year, account), tuple(account.levels.get(level, NOTHING).honours for level in levels))
            for year, account in book.years.items()
        ),
    )


def _year_groups(
    register: Register, account: Account, awards: tuple[LedgerRow, ...], words: Words
) -> Iterator[Group[LedgerRow]]:
    """What a year's page lists, under the heads of its tables; nothing under a head is no table."""
    groups = {
        "award": awards,
        "level": _level_rows(account.levels, words),
        "campaign": _rows(register.campaigns, account.campaigns),
        "unit": _rows(register.units, account.units)[:MOST_UNITS],
    }
    return (Group(words(f"ledger_head_{by}"), rows) for by, rows in groups.items() if rows)


def _more_units(account: Account, words: Words) -> str:
    """What is said where there are more units than the table has."""
    count = len(account.units)
    return words("ledger_more_units", shown=MOST_UNITS, count=number(count)) if count > MOST_UNITS else ""


# ---- charts ------------------------------------------------------------------------------------------


def _through_years(book: Ledger, words: Words) -> tuple[Chart, ...]:
    """Honours of people and of collectives through the years, where there are enough of them."""
    if len(book.years) < LEAST_YEARS:
        return ()
    totals = {year: account.total for year, account in book.years.items()}
    invented = book.whole.total.illustrative
    lines = (
        yearly_line(words.ledger_people, {year: each.person_honours for year, each in totals.items()}, invented),
        yearly_line(
            words.ledger_collectives, {year: each.collective_honours for year, each in totals.items()}, invented
        ),
    )
    chart = lines_chart("bieu_do_nam", words.ledger_chart, lines, words.ledger_word, "person_occurrence", words)
    return (replace(chart, method=(words.ledger_counted,)),)


def _of_year(year: int, awards: Iterable[LedgerRow], words: Words) -> tuple[Chart, ...]:
    """The awards of a year beside each other, where there are some."""
    bars = [
        Quantity(
            row.name, row.tally.honours, number(row.tally.honours), words.ledger_word, address=row.address,
            illustrative=row.tally.illustrative,
        )
        for row in awards
    ]  # fmt: skip
    if len(bars) < LEAST_BARS:
        return ()
    chart = bar_chart("bieu_do_danh_hieu", words("ledger_year_chart", year=year), bars, words)
    return (replace(chart, method=(words.ledger_counted,)),)
