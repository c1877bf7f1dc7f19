"""What contradicts itself or another, and may be kept as its source has it, for a reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thidua.problems import Origin, Problem
from thidua.records import Decision, Figure, Honour
from thidua.register import Register

Acceptable = Figure | Honour | Decision


@dataclass(frozen=True, slots=True)
class Contradiction(Problem):
    """A problem that is a note where one of its records says in `accepted` why it stays."""

    records: tuple[Acceptable, ...] = ()


def settled(found: Iterable[Problem], register: Register) -> Iterator[Problem]:
    """What was found, what is accepted as notes; also the reasons that no contradiction needs."""
    excused: set[int] = set()
    for problem in found:
        if isinstance(problem, Contradiction):
            excused.update(map(id, problem.records))
            yield _with_reason(problem)
        else:
            yield problem
    for record, origin in _accepted(register):
        if id(record) not in excused:
            yield Problem(origin, "ghi «accepted» nhưng ở đây không có mâu thuẫn", "xóa dòng accepted")


def _with_reason(found: Contradiction) -> Problem:
    reason = next((record.accepted for record in found.records if record.accepted), None)
    if reason:
        return Problem(found.origin, f"{found.message} (đã chấp nhận)", reason, is_note=True)
    return Problem(found.origin, found.message, f"{found.remedy}; nếu nguồn in như vậy thì thêm «accepted: lý do»")


def _accepted(register: Register) -> Iterator[tuple[Acceptable, Origin]]:
    """Every record that gives a reason, and where."""
    for figure in register.figures.values():
        if figure.accepted:
            yield figure, register.origin("figures", figure.id, "accepted")
    for decision in register.decisions.values():
        if decision.accepted:
            yield decision, register.origin("decisions", decision.id, "accepted")
    for honour, written in register.honours_as_written:
        if honour.accepted:
            yield honour, written.origin("accepted")
