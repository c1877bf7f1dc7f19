"""Rules of people, units, places, awards, campaigns and short forms, one function each (see `checks`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from thidua.library import may_show_portrait
from thidua.problems import Problem
from thidua.records import (
    Award,
    Campaign,
    Place,
    Unit,
)
from thidua.register import Register, is_withdrawn
from thidua.vietnamese import canon, short_date


def portraits_have_consent(register: Register) -> Iterator[Problem]:
    """A real person's portrait is published only with recorded consent (Law 91/2025/QH15)."""
    for person in register.people.values():
        if person.portrait and not may_show_portrait(person) and not is_withdrawn(person):
            yield Problem(
                register.origin("people", person.id, "portrait"),
                f"ảnh chân dung của {person.name} chưa có ghi nhận đồng ý",
                "thêm «consent:» với given: ngày đồng ý và portrait: true, hoặc bỏ ảnh",
            )


def given_names_stand_in_the_name(register: Register) -> Iterator[Problem]:
    """A given name that a list is sorted by is part of the person's name."""
    for person in register.people.values():
        if person.given_name and person.given_name not in person.name:
            yield Problem(
                register.origin("people", person.id, "given_name"),
                f'tên gọi "{person.given_name}" không có trong họ tên "{person.name}"',
                "chép đúng phần tên gọi từ họ tên",
            )


def lives_run_forward(register: Register) -> Iterator[Problem]:
    """A unit, place, award or campaign does not end before it begins."""
    datasets: tuple[tuple[str, Mapping[str, Unit | Place | Award | Campaign]], ...] = (
        ("units", register.units),
        ("places", register.places),
        ("awards", register.awards),
        ("campaigns", register.campaigns),
    )
    for dataset, records in datasets:
        for id, record in records.items():
            if record.since and record.until and record.until < record.since:
                yield Problem(
                    register.origin(dataset, id, "until"),
                    f"kết thúc ({short_date(record.until)}) trước khi bắt đầu ({short_date(record.since)})",
                    "sửa since hoặc until",
                )


def successors_follow_an_end(register: Register) -> Iterator[Problem]:
    """Whatever has successors has ended, and they are alive the day after."""
    datasets: tuple[tuple[str, Mapping[str, Unit | Place]], ...] = (
        ("units", register.units),
        ("places", register.places),
    )
    for dataset, records in datasets:
        for id, record in records.items():
            origin = register.origin(dataset, id, "successors")
            if record.successors and not record.until:
                yield Problem(
                    origin, f"{record.name} có nơi kế tục nhưng chưa ghi ngày kết thúc", "thêm «until: năm-tháng-ngày»"
                )
            for after in record.successors:
                if record.until and not after.is_alive(record.until + dt.timedelta(days=1)):
                    yield Problem(
                        origin,
                        f"{after.name} ({after.id}) không hoạt động ngay sau khi {record.name} "
                        f"kết thúc {short_date(record.until)}",
                        f"sửa since của {after.id}, hoặc until của {id}",
                    )


def aliases_name_one_thing(register: Register) -> Iterator[Problem]:
    """Another name of an award or a campaign belongs to it alone."""
    datasets: tuple[tuple[str, Mapping[str, Award | Campaign]], ...] = (
        ("awards", register.awards),
        ("campaigns", register.campaigns),
    )
    for dataset, records in datasets:
        owners = {canon(record.name): record.id for record in records.values()}
        for record in records.values():
            for alias in record.aliases:
                owner = owners.setdefault(canon(alias), record.id)
                if owner != record.id:
                    yield Problem(
                        register.origin(dataset, record.id, "aliases"),
                        f'tên khác "{alias}" cũng là tên của "{owner}"',
                        "bỏ tên này ở một trong hai nơi",
                    )


def short_forms_are_written_once(register: Register) -> Iterator[Problem]:
    """A variant of a short form is not another short form."""
    owners = {short: short for short in register.abbreviations}
    for entry in register.abbreviations.values():
        for variant in entry.variants:
            owner = owners.setdefault(variant, entry.short)
            if owner != entry.short:
                yield Problem(
                    register.origin("abbreviations", entry.short, "variants"),
                    f'cách viết "{variant}" đã thuộc "{owner}"',
                    "bỏ cách viết này ở một trong hai nơi",
                )
