"""Filled-in beginnings for `new`: an article, a decision or a person, with the day's date.

Writes one file, and never over another. What the editor must fill in stands between « and »; the
build refuses to publish a value that is still such a gap.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from thidua.load import source_files
from thidua.problems import Mistake, Problems
from thidua.source import Items, Table, read_yaml
from thidua.vietnamese import nfc, slug, tidy

What = Literal["article", "decision", "person"]
_LONGEST: Final = 80


def write_skeleton(project: Path, what: What, name: str, as_of: dt.datetime) -> str:
    """Write the skeleton and return its path inside the project. Raises Mistake."""
    words = nfc(" ".join(name.split()))
    if what == "article":
        # The quotation marks and dashes of print; a space that must not break would not be seen in the file.
        words = tidy(words).replace("\u00a0", " ")
    place, id, text = _SKELETONS[what](_stem(words), _quoted(words), as_of, _first_section(project))
    taken = next(_places(project, what, id), None)
    if taken is not None:
        raise Mistake(
            f'mã "{id}" đã có ở {taken}', "mở tệp đó để viết tiếp; nếu là việc khác, người khác, đặt tên khác"
        )
    path = project / place
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Mistake(f"đã có tệp {place}", "mở tệp đó để viết tiếp, hoặc đặt tên khác") from None
    return place


def _stem(words: str) -> str:
    """The name as part of an address, cut between two words where it is long."""
    stem = slug(words)
    if not stem:
        raise Mistake(f'"{words}" không có chữ nào để đặt mã', "viết tên bằng chữ")
    return stem if len(stem) <= _LONGEST else stem[: _LONGEST + 1].rpartition("-")[0] or stem[:_LONGEST]


def _quoted(words: str) -> str:
    """The words as a YAML value that says them and nothing else."""
    return "'{}'".format(words.replace("'", "''")) if {'"', "\\"} & set(words) else f'"{words}"'


def _places(project: Path, what: What, id: str) -> Iterator[str]:
    """Where the id is in use."""
    for path in source_files(project):
        place = path.relative_to(project).as_posix()
        if what == "article" and place.startswith("content/articles/"):
            if (path.parent.name if path.stem == "index" else path.stem) == id:
                yield place
        elif what != "article" and place.startswith((f"data/{_DATASETS[what]}.yaml", f"data/{_DATASETS[what]}/")):
            yield from (f"{place}:{line}" for known, line in _ids(path, place) if known == id)


def _ids(path: Path, place: str) -> Iterator[tuple[str, int]]:
    """The id of each record of a dataset's file, with its line; none of a file that cannot be read."""
    with contextlib.suppress(Problems):
        records = read_yaml(path, place)
        for record in records if isinstance(records, Items) else ():
            id = record.get("id") if isinstance(record, Table) else None
            if isinstance(record, Table) and isinstance(id, str):
                yield id, record.line


_DATASETS: Final[Mapping[What, str]] = {"decision": "decisions", "person": "people"}


def _article(stem: str, title: str, as_of: dt.datetime, section: str) -> tuple[str, str, str]:
    return (
        f"content/articles/{as_of.year}/{stem}.md",
        stem,
        f"""---
title: {title}
section: {section}
lede: "«Một hai câu tóm tắt: ai, việc gì, ở đâu, khi nào»"
authors:
  - name: "«Tên hoặc bút danh»"
    role: "«Chức danh, đơn vị; không cần thì xóa dòng này»"
published: {as_of:%Y-%m-%d %H:%M}
draft: true
tags: []
people: []
campaigns: []
units: []
# picture:
#   file: pictures/ten-anh.jpg
#   alt: "mô tả cho người không nhìn thấy ảnh"
#   caption: "Chú thích một câu: ai, ở đâu, khi nào."
#   credit: "Ảnh: Tên người chụp"
---
Đoạn mở đầu của bài. Số và tên đã có trong dữ liệu thì gọi bằng mã: `{{{{so: mã}}}}`, `[[nguoi: mã]]`.

## Tiêu đề phụ

Đoạn tiếp theo.
""",
    )


def _decision(stem: str, number: str, as_of: dt.datetime, _: str) -> tuple[str, str, str]:
    # Numbers begin anew each year.
    id = f"{as_of.year}-{stem}"
    return (
        f"data/decisions/{as_of.year}/{stem}.yaml",
        id,
        f"""- id: {id}
  number: {number}
  date: {as_of:%Y-%m-%d}
  title: "«Về việc tặng …»"
  issuer: «mã đơn vị ban hành, trong data/units»
  signatory:
    name: "«Họ tên người ký»"
    role: "«Chức vụ người ký»"
  award: «mã danh hiệu, trong data/awards.yaml»
  period: {as_of.year}
  honours:
    - person: «mã cá nhân, trong data/people»
      job: "«Chức danh khi được khen»"
      unit: «mã đơn vị khi được khen»
      citation: "«Thành tích, một câu»"
""",
    )


def _person(stem: str, name: str, as_of: dt.datetime, _: str) -> tuple[str, str, str]:
    return (
        f"data/people/{stem}.yaml",
        stem,
        f"""- id: {stem}
  name: {name}
  job: "«Chức danh hiện nay»"
  unit: «mã đơn vị, trong data/units»
  consent:
    given: {as_of:%Y-%m-%d}
    portrait: false
    document: "«Số hoặc nơi lưu giấy đồng ý»"
""",
    )


# From the stem of an address, the name as YAML, the moment and the first section: the path, the id and the text.
_SKELETONS: Final[Mapping[What, Callable[[str, str, dt.datetime, str], tuple[str, str, str]]]] = {
    "article": _article,
    "decision": _decision,
    "person": _person,
}


def _first_section(project: Path) -> str:
    """The site's first section, so that the skeleton can be previewed at once."""
    try:
        site = read_yaml(project / "data/site.yaml", "data/site.yaml")
    except (OSError, Problems):
        return "«mã chuyên mục»"
    sections = site.get("sections") if isinstance(site, Table) else None
    first = sections[0] if isinstance(sections, Items) and sections else None
    id = first.get("id") if isinstance(first, Table) else None
    return id if isinstance(id, str) else "«mã chuyên mục»"
