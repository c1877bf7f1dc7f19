"""The honours ledger: every number is a count of honours that readers can look up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.conftest import Site
from tests.test_opendata import ROOT, TINY
from tests.test_plan import library_of
from thidua.ledger import Tally, ledger, level_of
from thidua.ledger_pages import MOST_UNITS, LedgerRow
from thidua.ledger_pages import ledger_list as lists
from thidua.library import Library
from thidua.pages import Page
from thidua.pipeline import plan_of
from thidua.records import Giver, Honour
from thidua.words import read_words


@pytest.fixture(scope="module")
def tiny() -> Library:
    """What readers may see of the small fictional site."""
    return library_of(TINY)


def naive(honours: Iterable[Honour]) -> Tally:
    """The same sums in the plainest way."""
    all_ = list(honours)
    people = [honour.person.id for honour in all_ if honour.person]
    collectives = [honour.collective.id for honour in all_ if honour.collective]
    invented = any(honour.illustrative for honour in all_)
    return Tally(len(all_), len(people), len(collectives), len(set(people)), len(set(collectives)), invented)


def many(library: Library) -> tuple[Honour, ...]:
    """The honours of the small site, given again in other years and at other units."""
    units = list(library.units.values())
    honours = []
    for number in range(60):
        one = library.honours[number % len(library.honours)]
        decision = replace(one.decision, id=f"qd-{number // 7}", date=dt.date(2015 + number // 9, 3, 1))
        honours.append(replace(one, decision=decision, unit=units[number % len(units)]))
    return tuple(honours)


def test_sums_are_those_of_the_honours(tiny: Library) -> None:
    """Of every year, award, unit and campaign, honours and recipients are counted as one would by hand."""
    honours = many(tiny)
    book = ledger(honours)

    assert book.whole.total == naive(honours)
    assert {year: each.total for year, each in book.years.items()} == {
        year: naive(h for h in honours if h.decision.year == year) for year in {h.decision.year for h in honours}
    }
    assert book.whole.units == {id: naive(h for h in honours if h.unit.id == id) for id in {h.unit.id for h in honours}}
    assert book.whole.awards == {
        id: naive(h for h in honours if h.award.id == id) for id in {h.award.id for h in honours}
    }
    assert set(book.whole.campaigns) == {h.decision.campaign.id for h in honours if h.decision.campaign}
    assert sum(each.honours for each in book.whole.levels.values()) == len(honours)
    assert list(book.years) == sorted(book.years, reverse=True)


def test_person_honoured_twice_is_one_person(tiny: Library) -> None:
    """Times that people were honoured are not people: Lê Thị Bình has two honours and is one."""
    total = tiny.ledger.whole.total

    assert (total.honours, total.person_honours, total.people) == (4, 3, 2)
    assert (total.collective_honours, total.collectives) == (1, 1)


def test_nothing_revoked_or_withdrawn_is_counted(site: Site) -> None:
    """What may not be shown is in no sum, and the page says that it is not."""
    site.build()
    page = site.html("khen-thuong/tong-hop/nam-2022.html")

    assert re.search(r"Lượt khen</dt><dd[^>]*>1</dd>", page)
    assert "bị thu hồi" in page


def test_level_is_that_of_the_issuer(tiny: Library) -> None:
    """Who issued the decision says at which level it was given; the award says it only where it leaves no doubt."""
    honour = tiny.honours[0]
    one, other = Giver("a", "A", "state"), Giver("b", "B", "district")
    issuer = replace(honour.decision.issuer, giver=None)
    unsaid = replace(honour, decision=replace(honour.decision, issuer=issuer))

    assert level_of(replace(honour, decision=replace(honour.decision, issuer=replace(issuer, giver=one)))) == "state"
    assert level_of(replace(unsaid, award=replace(honour.award, given_by=(other,)))) == "district"
    assert level_of(replace(unsaid, award=replace(honour.award, given_by=(one, other)))) is None


def test_every_row_leads_to_its_list(site: Site) -> None:
    """A year's number leads to that year's list, which holds as many honours."""
    site.build()
    page = next(page for page in plan_of(site.order()) if page.kind == "ledger")
    years = page.shows["years"]
    assert isinstance(years, tuple)

    for row in years:
        assert isinstance(row, LedgerRow)
        assert f"{row.tally.honours} lượt khen thưởng" in site.html(row.honours_address)


def test_honour_of_today_changes_no_page_of_an_earlier_year(site: Site) -> None:
    """A year that is over stays as it is, in the ledger too."""
    site.build()
    before = site.output("khen-thuong/tong-hop/nam-2022.html").read_bytes()
    site.write("data/decisions/moi.yaml", NEW)
    site.build()

    assert site.output("khen-thuong/tong-hop/nam-2024.html").exists()
    assert site.output("khen-thuong/tong-hop/nam-2022.html").read_bytes() == before


def test_units_beyond_the_table_are_told_of(tiny: Library) -> None:
    """Where there are more units than a page can show, it says how many, and where all of them are."""
    unit = tiny.units["may-ha-thanh"]
    units = {f"u-{n}": replace(unit, id=f"u-{n}", name=f"Đơn vị {n}") for n in range(MOST_UNITS + 5)}
    honours = tuple(replace(tiny.honours[0], unit=each) for each in units.values())
    pages = {page.address: page for page in lists(replace(tiny, units=units, honours=honours), read_words(ROOT))}
    page = pages["khen-thuong/tong-hop/don-vi.html"]

    assert len(rows(page)) == MOST_UNITS
    assert f"trong số {MOST_UNITS + 5} đơn vị" in str(page.shows["remark"])


def rows(page: Page) -> tuple[LedgerRow, ...]:
    """The lines of a page of the ledger."""
    found = page.shows["rows"]
    assert isinstance(found, tuple)
    return found


NEW = """- id: qd-moi
  number: 1/QĐ-MHT
  date: 2024-03-05
  title: Khen
  issuer: may-ha-thanh
  signatory:
    name: Phan Đình Ký
    role: Giám đốc
  award: ldtt
  period: 2023
  illustrative: true
  honours:
    - person: le-thi-binh
      job: Tổ trưởng
      unit: may-ha-thanh
"""
