"""What changed in the open data from one release to the next.

A release is a file under data/releases/ that an editor makes by a command: of every row a digest of
its id and one of what it says, and no word of either. The log compares releases with each other and
the newest with the rows of now, so it is a function of the sources like every other file, whatever
was built before. Whoever is gone is counted and never named: ids are told only of rows that readers
may see, and of people and their honours not even then.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from thidua.datasets import DATASETS, Dataset, Row
from thidua.digest import digest_of_bytes
from thidua.library import Library
from thidua.problems import Origin, Problem, Problems

PLACE: Final = "data/releases"
# Enough that no two of a million ids meet, once in three hundred times that it is tried.
_SIZE: Final = 6
# A list of these would be a list of people.
COUNTED_ONLY: Final = frozenset({"people", "honours"})

# What is known of a row: the digest of its id → the digest of what it says.
Rows = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Release:
    """The open data of a day, as digests."""

    day: str
    datasets: Mapping[str, Rows]
    digest: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """How one dataset differs between two releases; ids as far as they may be told."""

    dataset: str
    added: int
    changed: int
    removed: int
    added_ids: tuple[str, ...]
    changed_ids: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two releases; without an end it reaches to the rows of now."""

    since: Release
    until: Release | None

    @property
    def days(self) -> tuple[str, str]:
        return self.since.day, self.until.day if self.until else ""


def spans_of(releases: Sequence[Release]) -> tuple[Span, ...]:
    """Each release to the next, oldest first, and the newest to now."""
    return tuple(Span(one, other) for one, other in zip(releases, (*releases[1:], None), strict=False))


def rows_of(dataset: Dataset, library: Library) -> dict[bytes, tuple[str, bytes]]:
    """The rows of now: the digest of each id → the id, and the digest of what it says."""
    return {_digest(str(row[0])): (str(row[0]), _digest(_said(dataset, row))) for row in dataset.rows(library)}


def changes(dataset: Dataset, span: Span, now: Mapping[bytes, tuple[str, bytes]]) -> Changes:
    """How a dataset changed in that time."""
    before = span.since.datasets.get(dataset.name, {})
    after = span.until.datasets.get(dataset.name, {}) if span.until else {id: said for id, (_, said) in now.items()}
    added = after.keys() - before.keys()
    changed = [id for id in after.keys() & before.keys() if after[id] != before[id]]
    names = {} if dataset.name in COUNTED_ONLY else now
    return Changes(
        dataset.name, len(added), len(changed), len(before.keys() - after.keys()),
        _named(added, names), _named(changed, names),
    )  # fmt: skip


def _named(ids: Iterable[bytes], names: Mapping[bytes, tuple[str, bytes]]) -> tuple[str, ...]:
    return tuple(sorted(names[id][0] for id in ids if id in names))


def _said(dataset: Dataset, row: Row) -> str:
    """All that a row says, under the names of its fields: a new field changes every row that has it."""
    said = {field.name: value for field, value in zip(dataset.fields, row, strict=True) if value is not None}
    return json.dumps(said, ensure_ascii=False, default=str)


def _digest(text: str) -> bytes:
    return digest_of_bytes(text.encode())[:_SIZE]


Log = Sequence[tuple[Span, Sequence[Changes]]]


def changes_csv(log: Log) -> bytes:
    """How many rows came, changed and went, a line a dataset."""
    lines = ["since,until,dataset,added,changed,removed"]
    lines += [
        f"{','.join(span.days)},{each.dataset},{each.added},{each.changed},{each.removed}"
        for span, of_span in log
        for each in of_span
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def changes_json(log: Log) -> bytes:
    """The same with the ids that may be told."""
    told = [
        {"since": span.days[0], "until": span.days[1] or None, "datasets": [asdict(each) for each in of_span]}
        for span, of_span in log
    ]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


# ---- as files ----------------------------------------------------------------------------------------


def write_release(project: Path, library: Library, day: str) -> str:
    """Write down the open data of a day; the path inside the project. One of the same day is replaced."""
    place = f"{PLACE}/{day}.json"
    datasets = {dataset.name: _packed(rows_of(dataset, library)) for dataset in DATASETS}
    path = project / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"day": day, "datasets": datasets}, indent=1) + "\n", "utf-8", newline="\n")
    return place


def read_releases(project: Path) -> tuple[Release, ...]:
    """All releases, oldest first. Raises Problems where a file is not one."""
    return tuple(_read(path, f"{PLACE}/{path.name}") for path in sorted((project / PLACE).glob("*.json")))


def _packed(rows: Mapping[bytes, tuple[str, bytes]]) -> str:
    return base64.b64encode(b"".join(id + said for id, (_, said) in sorted(rows.items()))).decode()


def _read(path: Path, place: str) -> Release:
    data = path.read_bytes()
    try:
        written = json.loads(data)
        datasets = {str(name): _unpacked(str(rows)) for name, rows in written["datasets"].items()}
        return Release(str(written["day"]), datasets, digest_of_bytes(data))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        told = Problem(Origin(place), "tệp này không phải một lần công bố dữ liệu", "xóa tệp, hoặc lấy lại bản cũ")
        raise Problems([told]) from error


def _unpacked(rows: str) -> Rows:
    data = base64.b64decode(rows, validate=True)
    step = 2 * _SIZE
    if len(data) % step:
        raise ValueError("a row of a release is cut short")
    return {data[at : at + _SIZE]: data[at + _SIZE : at + step] for at in range(0, len(data), step)}
