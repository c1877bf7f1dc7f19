"""What an editor did wrong, and what to write instead.

Knows nothing of files or records; it only carries, orders and words what others found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was written: a path inside the project, with forward slashes, and a line from 1."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake at one place. A note is shown and stops nothing; every other problem stops the build."""

    origin: Origin
    message: str
    remedy: str = ""
    is_note: bool = False

    def __str__(self) -> str:
        said = f"{self.origin}: {self.message}"
        return f"{said}\n    → {self.remedy}" if self.remedy else said


class Mistake(ValueError):
    """What is wrong with one written value; whoever knows the place makes a problem of it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def at(self, origin: Origin) -> Problem:
        """The same mistake, with its place."""
        return Problem(origin, self.message, self.remedy)


class Echo(Mistake):
    """A mistake that another one already explains; it is told to nobody."""


class Hint(Mistake):
    """What is probably wrong, and stops nothing: its problem is a note."""

    def at(self, origin: Origin) -> Problem:
        """A note with its place."""
        return replace(super().at(origin), is_note=True)


class Problems(Exception):
    """Raised when a stage cannot hand anything on; holds all that was found until then."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(found)
        super().__init__(f"{len(self.found)} problems")


def as_note(problem: Problem, prefix: str) -> Problem:
    """The same problem as a note that stops nothing, its message led by `prefix`."""
    return replace(problem, message=f"{prefix} {problem.message}", is_note=True)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line."""
    return tuple(sorted(set(problems), key=lambda p: (p.origin.file, p.origin.line, p.message, p.remedy)))


def report(problems: Iterable[Problem]) -> str:
    """All problems as an editor reads them: the first 50 whole, then how many there are."""
    found = in_order(problems)
    errors = [problem for problem in found if not problem.is_note]
    notes = [problem for problem in found if problem.is_note]
    lines = [str(problem) for problem in errors[:MOST_SHOWN]]
    if len(errors) > MOST_SHOWN:
        lines.append(f"… và {_count(len(errors) - MOST_SHOWN)} lỗi nữa.")
    lines += [f"Ghi chú: {problem}" for problem in notes[:MOST_SHOWN]]
    if len(notes) > MOST_SHOWN:
        lines.append(f"… và {_count(len(notes) - MOST_SHOWN)} ghi chú nữa.")
    if errors:
        lines.append(f"Có {_count(len(errors))} lỗi cần sửa. Chưa có gì trong trang đã xuất bản bị thay đổi.")
    return "\n".join(lines)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
