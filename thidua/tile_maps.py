"""Values of provinces on a map of equal tiles, and where every stroke and word of it goes. Pure.

A tile holds its name and its value in print; the shade only repeats them. Provinces of one set are never
drawn on the map of another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from thidua.charts import Chart, Kind, bar_chart, bars_of
from thidua.drawings import MARKS, Quantity, value_said
from thidua.geometry import LETTER, WIDTH, Lettering, Value, text_width
from thidua.lineage import PROVINCES, heirs
from thidua.records import Figure, Place, TileMap
from thidua.register import Register
from thidua.vietnamese import number
from thidua.words import Words

SHADES: Final = 4
LEAST_PROVINCES: Final = 3
_GAP: Final = 2
_LINE: Final = 17
_HEIGHT: Final = 3 * _LINE + 7
_ISLE: Final = 62
_MOST_LINES: Final = 2
# Widths are estimated rather too wide: a word may seem to touch the border.
_SLACK: Final = 3
_SIGNS: Final = {"more": ">\u2009", "less": "<\u2009", "about": "≈\u2009", None: ""}
_SCALES: Final = ((10**10, 10**9, "tile_billions"), (10**7, 10**6, "tile_millions"), (10**4, 10**3, "tile_thousands"))


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the map: its name, and its value as the tile prints it; islands carry none."""

    column: int
    row: int
    name: str
    said: str = ""
    shade: int = 0
    is_province: bool = True


@dataclass(frozen=True, slots=True)
class TileBox:
    """A tile with its words, as drawn."""

    x: float
    y: float
    width: float
    height: float
    shade: int
    names: tuple[Lettering, ...]
    said: tuple[Lettering, ...]
    is_province: bool


@dataclass(frozen=True, slots=True)
class TileDrawing:
    """All tiles of a map."""

    height: float
    boxes: tuple[TileBox, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileChart(Chart):
    """Values of provinces on a map of tiles."""

    kind: ClassVar[Kind] = "tile"
    columns: int
    tiles: tuple[Tile, ...]

    @property
    def drawing(self) -> TileDrawing:
        return drawn_tiles(self.tiles, self.columns)


# ---- what a map shows ---------------------------------------------------------------------------------


def honour_maps(register: Register, words: Words) -> tuple[TileChart, ...]:
    """How many honours each province received: today's with what they inherited, the former ones on their own map."""
    charts: list[TileChart] = []
    for map in register.maps.values():
        counts = {place.id: _honours(register, place, map) for place in _provinces(register, map)}
        if any(counts.values()):
            key = "tile_honours_former" if map.until else "tile_honours"
            bars = [_counted(register.places[id], count, words) for id, count in counts.items()]
            charts.append(_chart(register, map, words(key, name=map.name), bars, words))
    return tuple(charts)


def honour_count(register: Register, place: Place) -> int:
    """Honours of the place and of all that went into it whole."""
    before = (each for each in register.came_from(place) if heirs(each) == (place,))
    return sum(len(register.honours_in_place(each)) for each in (place, *before))


def _honours(register: Register, place: Place, map: TileMap) -> int:
    """On the map of today all that the place holds; on an older one what it received until then."""
    if map.until is None:
        return honour_count(register, place)
    return sum(honour.decision.date <= map.until for honour in register.honours_in_place(place))


def _counted(place: Place, count: int, words: Words) -> Quantity:
    return Quantity(place.name, count, number(count), words.tile_honour_word, address=place.address)


def indicator_maps(register: Register, figures: Sequence[Figure], words: Words) -> Iterator[TileChart]:
    """A map for each period in which enough provinces have a value of the indicator; of each only the newest."""
    for map in register.maps.values():
        by_period: dict[str, dict[str, Figure]] = {}
        for figure in figures:
            place = _province(figure)
            if place and _is_of_its_time(figure, map):
                by_period.setdefault(figure.period.label, {}).setdefault(place.id, figure)
        worth = [each for each in by_period.values() if len(each) >= LEAST_PROVINCES]
        if worth:
            newest = max(worth, key=lambda each: next(iter(each.values())).period.sort_key)
            yield _of_figures(register, map, newest, words)


def _of_figures(register: Register, map: TileMap, figures: Mapping[str, Figure], words: Words) -> TileChart:
    first = next(iter(figures.values()))
    title = words("tile_indicator", name=first.indicator.name, period=first.period, map=map.name)
    bars = bars_of(list(figures.values()))
    places = {figure.unit_name: id for id, figure in figures.items()}
    by_place = {places.get(bar.label, ""): bar for bar in bars}
    return _chart(register, map, title, bars, words, by_place)


def _province(figure: Figure) -> Place | None:
    """The province that the figure is of: that of a unit which lies in no smaller place."""
    place = figure.unit.place
    return place if place and place.kind in PROVINCES else None


def _is_of_its_time(figure: Figure, map: TileMap) -> bool:
    first, last = figure.period.first_day, figure.period.last_day
    if first is None or last is None:
        return False
    return (map.since or dt.date.min) <= first and last <= (map.until or dt.date.max)


def _provinces(register: Register, map: TileMap) -> list[Place]:
    return [register.places[tile] for _, _, tile in _cells(register, map) if _is_province(register.places[tile], map)]


def _is_province(place: Place, map: TileMap) -> bool:
    return place.kind_on(map.until or dt.date.max) in PROVINCES


def _cells(register: Register, map: TileMap) -> Iterator[tuple[int, int, str]]:
    """Column, row and id of every tile; one that has ended since is that of the only thing it became."""
    seen: set[str] = set()
    for row, names in enumerate(map.rows):
        for column, id in enumerate(names.split()):
            place = register.places.get(id)
            if place and not map.until and place.until and len(heirs(place)) == 1:
                place = heirs(place)[0]
            if place and place.id not in seen:
                seen.add(place.id)
                yield column, row, place.id


def _chart(
    register: Register, map: TileMap, title: str, bars: Sequence[Quantity], words: Words,
    by_place: Mapping[str, Quantity] | None = None,
) -> TileChart:  # fmt: skip
    ranked = sorted(bars, key=lambda bar: -bar.value)
    told = bar_chart("", title, ranked, words)
    known = by_place if by_place is not None else {id_of(bar): bar for bar in bars}
    top = max((bar.value for bar in bars), default=0)
    factor, scale = _scale(top)
    counted = words(scale, word=told.counted) if scale else told.counted
    tiles = tuple(
        _tile(register.places[id], column, row, known.get(id), top, factor, map)
        for column, row, id in _cells(register, map)
    )
    return TileChart(
        id="", title=title, finding=told.finding, description=told.description, table=told.table, counted=counted,
        remark=words.tile_remark, sources=told.sources, columns=max(len(row.split()) for row in map.rows), tiles=tiles,
    )  # fmt: skip


def id_of(bar: Quantity) -> str:
    """The id of the place that a bar leads to."""
    return bar.address.rpartition("/")[2].removesuffix(".html")


def _tile(place: Place, column: int, row: int, bar: Quantity | None, top: Value, factor: int, map: TileMap) -> Tile:
    name = place.short_name or place.name_on(map.until or dt.date.max)
    if bar is None:
        return Tile(column, row, name, is_province=_is_province(place, map))
    shade = ceil(SHADES * float(bar.value) / float(top)) if top else 0
    return Tile(column, row, name, _SIGNS[MARKS.get(bar.hedge)] + _short(bar, factor), shade)


def _scale(top: Value) -> tuple[int, str]:
    return next(((factor, key) for least, factor, key in _SCALES if top >= least), (1, ""))


def _short(bar: Quantity, factor: int) -> str:
    if factor == 1:
        return value_said(bar.value, bar.counts if bar.counts == "percent" else None)
    value = float(bar.value) / factor
    tenths = int(value * 10) / 10
    return number(int(value)) if value >= 10 or tenths == int(tenths) else f"{tenths:.1f}".replace(".", ",")


# ---- how it is drawn ------------------------------------------------------------------------------------


def drawn_tiles(tiles: Sequence[Tile], columns: int) -> TileDrawing:
    """Tiles side by side over the whole width, each with its name in two lines at most above its value."""
    width = WIDTH / columns
    boxes = tuple(_box(tile, width) for tile in tiles)
    return TileDrawing(max((box.y + box.height for box in boxes), default=0) + _GAP, boxes)


def _box(tile: Tile, width: float) -> TileBox:
    """A tile; that of an island, beside which the sea is free, is wider for its name."""
    wider = 0 if tile.is_province else max(0, round(_ISLE - width, 1))
    x, y = round(tile.column * width + _GAP / 2 - wider, 1), tile.row * (_HEIGHT + _GAP) + _GAP / 2
    inner = round(width - _GAP + wider, 1)
    middle, lines = round(x + inner / 2, 1), _lines(tile.name, inner + _SLACK)
    first = y + LETTER + _LINE * (1.5 if not tile.said else 0.5) * (len(lines) == 1)
    names = tuple(Lettering(middle, round(first + _LINE * n, 1), line, "middle") for n, line in enumerate(lines))
    said = (Lettering(middle, y + _HEIGHT - 5, tile.said, "middle", is_bold=True),) if tile.said else ()
    return TileBox(x, y, inner, _HEIGHT, tile.shade, names, said, tile.is_province)


def _lines(name: str, width: float) -> tuple[str, ...]:
    """The name in two lines: a word that is too wide keeps its first letters: `Thái Ng.` for Thái Nguyên."""
    lines: list[str] = []
    for word in (each if text_width(each) <= width else _cut(each) for each in name.split(" ") if each != "-"):
        if lines and (len(lines) == _MOST_LINES or text_width(f"{lines[-1]} {word}") <= width - _SLACK):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _cut(word: str) -> str:
    end = next((n for n, letter in enumerate(word) if letter.casefold() in _VOWELS), 1)
    return word[: max(end, 1)] + "."


_VOWELS: Final = frozenset("aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
