"""Units and places through time: what a day knows of them, and what it does not yet."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing

import pytest

from tests.conftest import AS_OF, Site
from thidua import records
from thidua.library import Library, known, next_change
from thidua.lineage import heirs, is_across_break, parent_on, place_on, province_of
from thidua.pipeline import build
from thidua.present import HOLDERS, Present, facts_of
from thidua.records import FormerName, FormerParent, FormerPlace, Place, Unit

BEFORE, AFTER = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
NORTH = Place("bac", "Bắc Sông", "province", since=AFTER)
EAST = Place("dong", "Đông Sông", "province", until=BEFORE, successors=(NORTH,))
WEST = Place("tay", "Tây Sông", "province", until=BEFORE, successors=(NORTH,))
UNION = Unit("ld-bac", "LĐLĐ tỉnh Bắc Sông", "union", place=NORTH, since=AFTER)
EASTERN = Unit("ld-dong", "LĐLĐ tỉnh Đông Sông", "union", place=EAST, until=BEFORE, successors=(UNION,))
MILL = Unit("xay", "Nhà máy Xay", "enterprise", place=EAST, parent=EASTERN)


def library(*units: Unit, places: tuple[Place, ...] = (NORTH, EAST, WEST)) -> Library:
    """A library of these units and places, and a site that nobody looks at."""
    site = typing.cast(records.Site, None)
    return Library(site, places={p.id: p for p in places}, units={u.id: u for u in units})


def known_on(library: Library, day: dt.date) -> Library:
    """The library as a day knows it."""
    return known(library, Present(facts_of(library.units.values(), library.places.values(), day), day))


# ---- a merger that was written before its day -----------------------------------------------------


def test_merger_to_come_is_not_known_before_its_day() -> None:
    """Until its last day is over a unit has no end and no successors, and what is to come is not there."""
    view = known_on(library(UNION, EASTERN, MILL), BEFORE)

    assert set(view.units) == {"ld-dong", "xay"}
    assert set(view.places) == {"dong", "tay"}
    assert (view.units["ld-dong"].until, view.units["ld-dong"].successors) == (None, ())
    assert view.units["xay"].parent is view.units["ld-dong"]
    assert view.units["xay"].place is view.places["dong"]


def test_merger_is_known_on_its_day() -> None:
    """On the first day of the new unit everything that was written of it is told."""
    view = known_on(library(UNION, EASTERN, MILL), AFTER)

    assert view.units["ld-dong"] == EASTERN
    assert view.units["ld-bac"] == UNION
    assert known_on(library(UNION, EASTERN), AFTER).units["ld-dong"] is EASTERN


def test_what_belongs_below_follows_by_itself() -> None:
    """A factory whose union and province merge into others needs no line of its own."""
    assert place_on(MILL, BEFORE) == EAST
    assert place_on(MILL, AFTER) == NORTH
    assert parent_on(MILL, AFTER) == UNION


def test_what_followed_remembers_where_it_was() -> None:
    """Readers see where a unit is today, and its past honours are still counted where it was."""
    mill = known_on(library(UNION, EASTERN, MILL), AFTER).units["xay"]

    assert (mill.place, mill.parent) == (NORTH, UNION)
    assert (place_on(mill, BEFORE), parent_on(mill, BEFORE)) == (EAST, EASTERN)


def test_new_name_is_known_on_its_day() -> None:
    """A name to come is printed from its first day on, and the old one until then."""
    renamed = dataclasses.replace(MILL, name="Công ty Xay", former_names=(FormerName("Nhà máy Xay", BEFORE),))

    before = known_on(library(renamed, EASTERN, UNION), BEFORE).units["xay"]
    after = known_on(library(renamed, EASTERN, UNION), AFTER).units["xay"]

    assert (before.name, before.former_names) == ("Nhà máy Xay", ())
    assert (after.name, after.name_on(BEFORE)) == ("Công ty Xay", "Nhà máy Xay")


def test_province_that_becomes_a_city_does_so_on_its_day() -> None:
    """A place keeps its kind, as its name, until the day that another one is written for."""
    city = Place("hue", "Huế", "city", former_names=(FormerName("Thừa Thiên Huế", BEFORE, "province"),))

    before = known_on(library(places=(city,)), BEFORE).places["hue"]

    assert (before.name, before.kind) == ("Thừa Thiên Huế", "province")
    assert (city.kind_on(BEFORE), city.kind_on(AFTER)) == ("province", "city")


def test_unit_that_moves_does_so_on_its_day() -> None:
    """Where a unit is and what it belongs to changes on the day that is written for it."""
    moves = (FormerPlace(WEST, BEFORE),), (FormerParent(EASTERN, BEFORE),)
    moved = Unit("xay", "Nhà máy Xay", "enterprise", UNION.short_name, UNION, NORTH)
    moved = dataclasses.replace(moved, former_places=moves[0], former_parents=moves[1])

    view = known_on(library(moved, EASTERN, UNION), BEFORE).units["xay"]

    assert (view.place and view.place.id, view.parent and view.parent.id) == ("tay", "ld-dong")
    assert place_on(moved, AFTER) == NORTH


def test_build_is_stale_on_each_turning_day() -> None:
    """A build knows the day of the next merger, so that it is not taken for fresh when that day comes."""
    day_before = dt.datetime.combine(BEFORE, dt.time(8), AS_OF.tzinfo)

    assert next_change(library(UNION, EASTERN, MILL), day_before) == dt.datetime(2027, 1, 1, tzinfo=AS_OF.tzinfo)


def test_merger_takes_effect_by_its_day_alone(site: Site) -> None:
    """One dated entry, built before its day and on it: the pages turn with the day and with nothing else."""
    begins = "  giver: ldld-tinh\n  since: 2024-07-01\n"
    site.replace("data/units.yaml", begins, begins + "  until: 2026-12-31\n  successors: [song-que-moi]\n")
    new = "- {id: song-que-moi, name: LĐLĐ tỉnh Sông Mới, kind: union, since: 2027-01-01}\n"
    site.write("data/units.yaml", site.read("data/units.yaml") + new)
    site.as_of = dt.datetime(2026, 12, 31, 23, 59, tzinfo=AS_OF.tzinfo)
    site.build()
    before = site.html("don-vi/ldld-song-que.html")
    assert not site.output("don-vi/song-que-moi.html").exists()

    site.as_of = dt.datetime(2027, 1, 1, 0, 0, tzinfo=AS_OF.tzinfo)
    outcome = build(site.order())

    assert not outcome.was_fresh
    assert "Sông Mới" not in before
    assert "LĐLĐ tỉnh Sông Mới" in site.html("don-vi/ldld-song-que.html")
    assert site.output("don-vi/song-que-moi.html").exists()


# ---- who became what --------------------------------------------------------------------------------


def test_heirs_are_what_is_alive_at_the_end_of_the_chain() -> None:
    """A unit that was merged, divided and merged again lives on in all that is left of it, each once."""
    b = Unit("b", "B", "union")
    a = Unit("a", "A", "union", until=BEFORE, successors=(b,))
    c = Unit("c", "C", "union", until=BEFORE)
    first = Unit("x", "X", "union", until=BEFORE, successors=(a, b, c))

    assert heirs(first) == (b,)
    assert heirs(c) == ()


def test_divided_place_is_not_guessed() -> None:
    """Of a place that went to several others nobody can tell where something in it lies now."""
    town = Place("thi-xa", "Thị Xã", "town", until=BEFORE, successors=(NORTH, EAST))

    assert place_on(dataclasses.replace(MILL, place=town), AFTER) == town


def test_province_is_that_of_the_day() -> None:
    """A ward lies in the province that there was then, though its own record did not change."""
    ward = Place("phuong", "Bến", "ward", parent=EAST)

    assert province_of(ward, BEFORE) == EAST
    assert province_of(ward, AFTER) == NORTH


def test_figures_of_predecessor_and_heir_are_across_a_break() -> None:
    """What one body counted before a merger and another one after it may not be compared."""
    assert is_across_break(EASTERN, UNION)
    assert is_across_break(UNION, EASTERN)
    assert not is_across_break(MILL, UNION)


def test_names_lead_from_old_to_new() -> None:
    """Every name of a unit, and of all that it took over from, is there to be found."""
    union = dataclasses.replace(UNION, aliases=("Liên đoàn Lao động tỉnh Bắc Sông",))
    eastern = dataclasses.replace(
        EASTERN, successors=(union,), aliases=("LĐLĐ Đông",), former_names=(FormerName("Công đoàn Đông", BEFORE),)
    )
    whole = library(union, eastern)

    assert whole.names_of(eastern) == ("LĐLĐ tỉnh Đông Sông", "Công đoàn Đông", "LĐLĐ Đông")
    assert whole.names_before(union) == ("LĐLĐ tỉnh Đông Sông", "Công đoàn Đông", "LĐLĐ Đông")
    assert whole.names_before(NORTH) == ("Đông Sông", "Tây Sông")


# ---- namesakes ----------------------------------------------------------------------------------------


def test_namesakes_are_shown_with_their_province() -> None:
    """Two units of one name in two provinces bear the province's name wherever they are named."""
    here = Unit("lam-thao-1", "Công đoàn xã Lâm Thao", "union", place=Place("a", "Phú Thọ", "province"))
    there = Unit("lam-thao-2", "Công đoàn xã Lâm Thao", "union", place=Place("b", "Bắc Ninh", "province"))
    alone = Unit("khac", "Công đoàn xã Khác", "union", place=Place("b", "Bắc Ninh", "province"))
    places = tuple(unit.place for unit in (here, there) if unit.place)

    view = known_on(library(here, there, alone, places=places), AFTER)

    assert [unit.name for unit in view.units.values()] == [
        "Công đoàn xã Lâm Thao, Phú Thọ", "Công đoàn xã Lâm Thao, Bắc Ninh", "Công đoàn xã Khác",
    ]  # fmt: skip


def test_heir_of_the_same_name_is_no_namesake() -> None:
    """A body that goes on under its name is told apart by its dates, not by a province."""
    new = dataclasses.replace(UNION, since=None)
    old = dataclasses.replace(EASTERN, name=new.name, successors=(new,), until=dt.date(2020, 1, 1))

    assert {unit.name for unit in known_on(library(new, old), AFTER).units.values()} == {new.name}


# ---- nothing is forgotten -----------------------------------------------------------------------------


# What a text prints is made after the future has been taken out.
KINDS = [kind for kind in vars(records).values() if dataclasses.is_dataclass(kind) and kind is not records.Told]


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_that_holds_units_is_seen_as_of_the_day(kind: type) -> None:
    """A field that leads to a unit or a place, at whatever depth, is known to whoever takes the future out."""
    hints = typing.get_type_hints(kind)
    lead = {field.name for field in dataclasses.fields(kind) if _mentions(hints[field.name])}

    assert lead == set(HOLDERS.get(kind, ()))


def _mentions(hint: object) -> bool:
    return hint in HOLDERS or any(_mentions(part) for part in typing.get_args(hint))


def test_public_view_keeps_what_something_speaks_of(site: Site) -> None:
    """A unit that is not there yet keeps its page where a record speaks of it all the same."""
    site.build()

    assert site.output("don-vi/ldld-song-que.html").exists()
