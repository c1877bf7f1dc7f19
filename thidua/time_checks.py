"""Rules of time, one function each: what happens, happens while the units and places of it are there (see `checks`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from thidua.contradictions import Contradiction
from thidua.library import Library
from thidua.lineage import PROVINCES, Lasting, heir_on, last_day
from thidua.problems import Problem
from thidua.records import Article, Figure, Place, Unit
from thidua.register import Register
from thidua.vietnamese import canon, join, short_date

_DAY = dt.timedelta(days=1)


def figures_lie_in_the_life_of_their_unit(register: Register) -> Iterator[Problem]:
    """A figure is counted by a unit that was there in its period."""
    for figure in register.figures.values():
        first, last = figure.period.first_day, figure.period.last_day
        unit, origin = figure.unit, register.origin("figures", figure.id, "unit")
        if unit.until and first and first > unit.until:
            yield Problem(
                origin,
                f"số liệu của {figure.period}, nhưng {unit.name} đã kết thúc {short_date(unit.until)} "
                f"({register.origin('units', unit.id, 'until')})",
                _use_heirs(unit),
            )
        if unit.since and last and last < unit.since:
            yield Problem(
                origin,
                f"số liệu của {figure.period}, nhưng {unit.name} chỉ có từ {short_date(unit.since)} "
                f"({register.origin('units', unit.id, 'since')})",
                _use_predecessors(register, unit),
            )


def figures_do_not_span_a_break(register: Register) -> Iterator[Problem]:
    """A figure whose period reaches across a merger says which territory it counts."""
    for figure in register.figures.values():
        turn = _break_within(register, figure)
        if turn and not figure.note:
            day, other = turn
            yield Contradiction(
                register.origin("figures", figure.id, "period"),
                f"kỳ “{figure.period}” vắt qua ngày {short_date(day)}, khi địa giới của {figure.unit.name} thay đổi "
                f"({register.origin('units', other.id, 'since' if other is figure.unit else 'until')})",
                "thêm «note: …» nói rõ tính cho địa bàn nào, hoặc tách thành hai số liệu, mỗi đơn vị một số",
                records=(figure,),
            )


def _break_within(register: Register, figure: Figure) -> tuple[dt.date, Unit] | None:
    """The day inside the period on which the unit took over from others, or was taken over.

    What a unit counted in the year in which it ended is its own: only its heir may mean more.
    """
    first, last, unit = figure.period.first_day, figure.period.last_day, figure.unit
    if first is None or last is None:
        return None
    if unit.since and first < unit.since <= last and register.predecessors_of(unit):
        return unit.since, unit
    if unit.until and first <= unit.until and unit.until.year < last.year and unit.successors:
        return unit.until + _DAY, unit
    return None


def campaigns_are_launched_by_living_units(register: Register) -> Iterator[Problem]:
    """A campaign is launched by a unit that is there on its first day."""
    for campaign in register.campaigns.values():
        unit = campaign.launched_by
        day = campaign.since or (campaign.period.first_day if campaign.period else None)
        # Of a campaign that is known by its years alone, the unit need only be there within the first of them.
        upto = day if campaign.since or day is None else dt.date(day.year, 12, 31)
        if unit and day and upto and not (unit.since or day) <= upto <= max(last_day(unit), upto):
            yield _not_yet(register, "campaigns", campaign.id, "launched_by", unit, f"phong trào bắt đầu {_said(day)}")
        elif unit and day and unit.until and day > unit.until:
            yield Problem(
                register.origin("campaigns", campaign.id, "launched_by"),
                f"phong trào bắt đầu {_said(day)}, nhưng {unit.name} đã kết thúc {short_date(unit.until)} "
                f"({register.origin('units', unit.id, 'until')})",
                _use_heirs(unit),
            )


def articles_speak_of_units_of_their_day(library: Library) -> Iterator[Problem]:
    """An article names no unit that is not there yet, and the heir, not the past, where the name is the same."""
    for article in library.articles.values():
        day = article.published.date()
        for unit in article.units:
            if unit.since and day < unit.since:
                yield _not_yet(library, "articles", article.id, "units", unit, f"bài đăng {_said(day)}")
            elif heir := _namesake_heir(article, unit, day):
                yield Problem(
                    library.origin("articles", article.id, "units"),
                    f"bài đăng {_said(day)} nhắc {unit.name} đã kết thúc ({unit.id}), trong khi đơn vị cùng tên đang "
                    f"hoạt động là {heir.id} ({library.origin('units', heir.id)})",
                    f'có phải "{heir.id}"? Nếu nói cả hai thì ghi cả hai mã',
                    is_note=True,
                )


def _namesake_heir(article: Article, unit: Unit, day: dt.date) -> Unit | None:
    """The unit that goes on under the same name, where the article names only the one that has ended."""
    if not unit.until or day <= unit.until:
        return None
    heir = heir_on(unit, day)
    is_meant = heir.id != unit.id and canon(heir.name) == canon(unit.name)
    return heir if is_meant and heir.id not in {each.id for each in article.units} else None


def units_lie_in_places_of_their_day(register: Register) -> Iterator[Problem]:
    """A unit lies in places, and below units, that were there as long as it was."""
    for unit in register.units.values():
        if unit.place:
            yield from _home_of_its_day(register, unit, "place", unit.place)
        if unit.parent:
            yield from _home_of_its_day(register, unit, "parent", unit.parent)


def _home_of_its_day(register: Register, unit: Unit, key: str, home: Lasting) -> Iterator[Problem]:
    former, dataset = f"former_{key}s", {"parent": "units", "place": "places"}[key]
    moves = [move.until for move in (unit.former_parents if key == "parent" else unit.former_places)]
    begins = max(moves) + _DAY if moves else unit.since
    written = register.origin(dataset, home.id)
    origin = register.origin("units", unit.id, key)
    if begins and home.since and begins < home.since:
        yield Problem(
            origin,
            f"{unit.name} có từ {short_date(begins)}, nhưng {home.name} chỉ có từ {short_date(home.since)} ({written})",
            f"ghi nơi khi ấy vào {key} (máy tự theo successors), hoặc thêm «{former}:» với nơi cũ và ngày cuối",
        )
    gone = heir_on(home, last_day(unit))
    if gone.until and gone.until < last_day(unit) and (not gone.successors or (begins and begins > gone.until)):
        yield Problem(
            origin,
            f"{home.name} kết thúc {short_date(gone.until)} ({written}), không có nơi kế tục, "
            f"nhưng {unit.name} vẫn hoạt động sau ngày ấy",
            f"ghi nơi hiện nay vào {key}, và nơi cũ vào «{former}:»",
        )


def places_lie_in_places_of_their_day(register: Register) -> Iterator[Problem]:
    """A place lies in one that was there when it began."""
    for place in register.places.values():
        parent = place.parent
        if parent is None:
            continue
        written, origin = register.origin("places", parent.id), register.origin("places", place.id, "parent")
        if parent.until and place.since and place.since > parent.until:
            yield Problem(
                origin,
                f"{place.name} có từ {short_date(place.since)}, sau khi {parent.name} kết thúc "
                f"{short_date(parent.until)} ({written})",
                _use_heirs(parent),
            )
        if parent.since and place.until and place.until < parent.since:
            yield Problem(
                origin,
                f"{place.name} kết thúc {short_date(place.until)}, trước khi {parent.name} có "
                f"{short_date(parent.since)} ({written})",
                _use_predecessors(register, parent),
            )


def namesakes_can_be_told_apart(register: Register) -> Iterator[Problem]:
    """No two units, and no two places of one kind, share a name, a home and a time."""
    seen: dict[tuple[str, ...], list[Unit | Place]] = {}
    everything: tuple[tuple[str, Mapping[str, Unit | Place]], ...] = (
        ("units", register.units),
        ("places", register.places),
    )
    for dataset, records in everything:
        for record in records.values():
            group = seen.setdefault((dataset, *_identity(record)), [])
            for other in group:
                if _share_time(record, other):
                    yield Problem(
                        register.origin(dataset, record.id, "name"),
                        f"“{record.name}” trùng tên và cùng nơi với {other.id} ({register.origin(dataset, other.id)})",
                        "gộp hai bản ghi, hoặc ghi place, parent, since, until cho đúng để phân biệt",
                    )
                    break
            group.append(record)


def _identity(record: Unit | Place) -> tuple[str, ...]:
    home = record.place or record.parent if isinstance(record, Unit) else record.parent
    kind = record.kind if isinstance(record, Place) else ""
    return (canon(record.name), kind, home.id if home else "")


def _share_time(one: Unit | Place, other: Unit | Place) -> bool:
    begins = max(one.since or dt.date.min, other.since or dt.date.min)
    return begins <= min(last_day(one), last_day(other))


def maps_show_every_province_once(register: Register) -> Iterator[Problem]:
    """A map of tiles names places that are there, each once, and forgets no province of its time."""
    for map in register.maps.values():
        origin, tiles = register.origin("maps", map.id, "rows"), [id for row in map.rows for id in row.split()]
        named = [id for id in tiles if id != "."]
        for id in dict.fromkeys(named):
            if id not in register.places and ("places", id) not in register.broken:
                yield Problem(origin, f'không có địa bàn "{id}" trong data/places.yaml', "sửa mã trong rows")
            if named.count(id) > 1:
                yield Problem(origin, f'"{id}" có {named.count(id)} ô', "mỗi địa bàn một ô")
        day = map.until or map.since
        missing = [p for p in register.places.values() if day and _is_province(p, day) and p.id not in named]
        if missing:
            where = register.origin("places", missing[0].id)
            yield Problem(origin, f"thiếu ô cho {join([p.id for p in missing])} ({where})", "thêm mã vào rows")


def _is_province(place: Place, day: dt.date) -> bool:
    return place.is_alive(day) and place.kind_on(day) in PROVINCES


# ---- what they say --------------------------------------------------------------------------------------


def _not_yet(register: Register, dataset: str, id: str, key: str, unit: Unit, happened: str) -> Problem:
    since = short_date(unit.since) if unit.since else ""
    return Problem(
        register.origin(dataset, id, key),
        f"{happened}, nhưng {unit.name} ({unit.id}) chỉ có từ {since} ({register.origin('units', unit.id, 'since')})",
        _use_predecessors(register, unit),
    )


def _said(day: dt.date) -> str:
    return f"ngày {short_date(day)}"


def _use_heirs(record: Unit | Place) -> str:
    after = join([each.id for each in record.successors])
    return f"dùng nơi kế tục: {after}, hoặc sửa ngày" if after else "sửa ngày, hoặc chọn đúng đơn vị"


def _use_predecessors(register: Register, record: Unit | Place) -> str:
    ids = [each.id for each in register.came_from(record)] if isinstance(record, Unit) else []
    return f"dùng đơn vị khi ấy: {join(ids)}, hoặc sửa ngày" if ids else "sửa ngày, hoặc chọn nơi có vào lúc ấy"
