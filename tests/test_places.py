"""The pages of places and of units that changed: old names lead to new ones, and nothing passes for the heir's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.conftest import AS_OF, ROOT
from thidua.heritage import fate_of, place_name
from thidua.images import look_at
from thidua.library import Library, public
from thidua.load import load
from thidua.markup import converted
from thidua.pages import HONOURS_A_PAGE, Page
from thidua.place_pages import place, place_list
from thidua.records import Place, TileMap, Unit
from thidua.tile_maps import TileChart, drawn_tiles, honour_count, honour_maps
from thidua.unit_pages import unit
from thidua.words import read_words

WORDS = read_words(ROOT)
NOW = dt.datetime(2026, 11, 1, tzinfo=AS_OF.tzinfo)


@pytest.fixture(scope="module")
def example() -> Library:
    """The example bulletin as readers see it after the provinces were merged."""
    loaded = load(ROOT, converted, lambda path: look_at(path, path.name))
    assert loaded.library is not None, loaded.problems
    return public(loaded.library, NOW)


@pytest.fixture(scope="module")
def places(example: Library) -> dict[str, Page]:
    """The pages of places by their addresses."""
    return {page.address: page for page in place(example, WORDS)}


def heritage(page: Page) -> dict[str, int]:
    """How many honours a page tells of each predecessor."""
    return {each.name: each.count for each in page.shows["heritage"]}  # type: ignore[attr-defined]


# ---- the merger of 2025 -------------------------------------------------------------------------------


def test_honours_of_bac_kan_are_reached_from_thai_nguyen(places: dict[str, Page], example: Library) -> None:
    """Bắc Kạn's honours stay Bắc Kạn's, and the pages of province and union that took over lead to them."""
    units = {page.address: page for page in unit(example, WORDS)}

    assert heritage(places["dia-ban/thai-nguyen.html"])["Tỉnh Bắc Kạn (đến 30/06/2025)"] == 9
    assert heritage(units["don-vi/ldld-thai-nguyen.html"])["LĐLĐ tỉnh Bắc Kạn (đến 30/06/2025)"] == 9
    assert places["dia-ban/bac-kan.html"].shows["count"] == 9


def test_every_province_has_its_page(places: dict[str, Page], example: Library) -> None:
    """All 34 provinces of today and the 52 former ones can be browsed to."""
    (index,) = place_list(example, WORDS)
    listed = {each.address for key in ("present", "former") for each in index.shows[key]}  # type: ignore[attr-defined]

    assert len(listed) == 34 + 52
    assert listed <= set(places)


def test_former_place_says_what_became_of_it(places: dict[str, Page]) -> None:
    """Whoever comes to a former province reads what it is part of today."""
    assert places["dia-ban/bac-kan.html"].description == ("Tồn tại đến hết ngày 30/06/2025, nay là tỉnh Thái Nguyên.")


def test_union_that_was_dissolved_has_no_heir(example: Library) -> None:
    """The union of a district that ended without a successor leads nowhere, and its page stays."""
    fate = fate_of(example.units["ldld-son-tay"], WORDS)

    assert (fate.steps, fate.today) == ((), ())
    assert any(page.address == "don-vi/ldld-son-tay.html" for page in unit(example, WORDS))


def test_fate_tells_every_step_and_where_it_ends() -> None:
    """A unit that was merged twice leads step by step to what it is part of today."""
    today = Unit("c", "C", "union", since=dt.date(2025, 7, 1))
    between = Unit("b", "B", "union", until=dt.date(2025, 6, 30), successors=(today,))
    first = Unit("a", "A", "union", until=dt.date(2010, 12, 31), successors=(between,))

    fate = fate_of(first, WORDS)

    assert [step.name for step in fate.steps] == ["B (đến 30/06/2025)", "C"]
    assert [step.name for step in fate.today] == ["C"]


def test_namesakes_are_named_with_their_province(example: Library) -> None:
    """The two communes Lâm Thao, and the unions in them, are never shown without their province."""
    names = {place_name(each, WORDS) for each in example.places.values() if each.name == "Lâm Thao"}
    unions = {each.name for each in example.units.values() if "xã Lâm Thao" in each.name}

    assert {"xã Lâm Thao, tỉnh Phú Thọ", "xã Lâm Thao, tỉnh Bắc Ninh"} <= names
    assert unions == {"Công đoàn xã Lâm Thao, Phú Thọ", "Công đoàn xã Lâm Thao, Bắc Ninh"}


def test_unit_counts_where_it_was_on_the_day(example: Library) -> None:
    """A factory's honours of 2023 belong to the province it was in then, those of today to today's."""
    mill = example.units["may-doi-co"]

    assert mill.place is not None
    assert mill.place.id == "phu-tho"
    assert {h.decision.date.year <= 2025 for h in example.honours_in_place(example.places["phu-tho-cu"])} == {True}
    assert all(h.decision.date > dt.date(2025, 6, 30) for h in example.honours_in_place(example.places["phu-tho"]))


def test_long_past_is_paged(example: Library) -> None:
    """However many honours a province has, no page of it holds more than two pages' worth."""
    home = example.places["phu-tho"]
    honour = example.honours_in_place(home)[0]
    many = replace(example, honours=(honour,) * (5 * HONOURS_A_PAGE))
    pages = [page for page in place(many, WORDS) if page.address.startswith("dia-ban/phu-tho")]

    shown = [sum(len(group.items) for group in page.shows["years"]) for page in pages if "cu" not in page.address]  # type: ignore[attr-defined,misc]
    assert max(shown) < 2 * HONOURS_A_PAGE
    assert "dia-ban/phu-tho/trang-1.html" in {page.address for page in pages}


# ---- the map ------------------------------------------------------------------------------------------


def test_both_maps_hold_every_province(example: Library) -> None:
    """The maps have a tile for each of the 34 and the 63, and the two archipelagos."""
    today, before = honour_maps(example, WORDS)

    assert [sum(tile.is_province for tile in each.tiles) for each in (today, before)] == [34, 63]
    for each in (today, before):
        assert {tile.name for tile in each.tiles if not tile.is_province} == {"Hoàng Sa", "Trường Sa"}
        assert len(each.table.rows) == sum(tile.is_province for tile in each.tiles)


def test_maps_count_every_honour_once(example: Library) -> None:
    """Honours are counted for the province of their day, and on today's map for its heir."""
    today, before = honour_maps(example, WORDS)
    total = sum(int(tile.said) for tile in today.tiles if tile.is_province)

    assert total == sum(honour_count(example, each) for each in example.places.values()
                        if each.kind in ("province", "city") and each.until is None)  # fmt: skip
    assert sum(int(tile.said) for tile in before.tiles if tile.is_province) <= total


def test_tiles_stand_apart_and_hold_their_words(example: Library) -> None:
    """No tile covers another one, and every line of a name lies in its tile."""
    for each in honour_maps(example, WORDS):
        boxes = each.drawing.boxes
        for n, one in enumerate(boxes):
            assert 0 <= one.x <= one.x + one.width <= 360.1
            for line in (*one.names, *one.said):
                assert one.x - 3 <= line.box.left
                assert line.box.right <= one.x + one.width + 3
            for other in boxes[n + 1 :]:
                assert abs(one.y - other.y) > 1 or one.x + one.width <= other.x or other.x + other.width <= one.x


def test_province_to_come_takes_the_tile_of_its_predecessor() -> None:
    """A merger to come needs no new map: the new province stands where one of its predecessors stood."""
    new = Place("moi", "Mới", "province", since=dt.date(2027, 1, 1))
    old = Place("cu", "Cũ", "province", until=dt.date(2026, 12, 31), successors=(new,))
    unit = Unit("x", "X", "union", place=new)
    library = Library(None, places={"moi": new, "cu": old}, units={"x": unit},  # type: ignore[arg-type]
                      maps={"m": TileMap("m", "Bản đồ", (". cu",))})  # fmt: skip
    charts: tuple[TileChart, ...] = honour_maps(library, WORDS)

    assert charts == ()
    assert [tile.name for tile in _tiles(library)] == ["Mới"]


def _tiles(library: Library) -> list[Place]:
    from thidua.tile_maps import _provinces

    return _provinces(library, library.maps["m"])


def test_long_word_of_a_name_keeps_its_first_letters() -> None:
    """A name that does not fit its tile is shortened as papers do, never cut in a word's middle."""
    from thidua.tile_maps import Tile

    (box,) = drawn_tiles((Tile(0, 0, "Thái Nguyên", "9", 1),), 7).boxes

    assert [line.text for line in box.names] == ["Thái", "Ng."]
