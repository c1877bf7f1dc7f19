"""Rules of figures: what contradicts itself or another, one function each (see `checks`).

A contradiction that its source has printed is accepted in the data with a reason, and is then a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from thidua.library import Library
from thidua.problems import Problem
from thidua.records import Figure, Part
from thidua.vietnamese import number


def parts_make_the_total(library: Library) -> Iterator[Problem]:
    """The parts of a figure make the figure, or the data says why they do not."""
    for figure in library.figures.values():
        origin = library.origin("figures", figure.id, "parts")
        differs = bool(figure.parts) and figure.parts_total != figure.value
        total = f"{figure.hedge} {number(figure.value)}" if figure.hedge else number(figure.value)
        said = f"các phần cộng lại được {number(figure.parts_total)}, tổng ghi {total}"
        if differs and figure.accepted:
            yield Problem(origin, f"{said} (đã chấp nhận)", figure.accepted, is_note=True)
        elif differs:
            yield Problem(origin, said, "sửa số; nếu nguồn in như vậy thì thêm «accepted: lý do»")
        elif figure.accepted and not _subset_too_large(figure):
            yield Problem(
                library.origin("figures", figure.id, "accepted"),
                "ghi «accepted» nhưng số liệu này không có mâu thuẫn",
                "xóa dòng accepted",
            )


def subsets_are_smaller(library: Library) -> Iterator[Problem]:
    """What is counted “of which” is not more than the figure, or the data says why."""
    for figure in library.figures.values():
        if part := _subset_too_large(figure):
            said = f"“{part.name}” {number(part.value)} lớn hơn tổng {number(figure.value)}"
            origin = library.origin("figures", figure.id, "of_which")
            if figure.accepted:
                yield Problem(origin, f"{said} (đã chấp nhận)", figure.accepted, is_note=True)
            else:
                yield Problem(origin, said, "sửa số; nếu nguồn in như vậy thì thêm «accepted: lý do»")


def _subset_too_large(figure: Figure) -> Part | None:
    return next((part for part in figure.of_which if part.value > figure.value), None)
