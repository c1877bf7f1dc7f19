"""Filled-in beginnings for `new`: an article, a decision or a person, with the day's date.

Writes one file, and never over another. What the editor must fill in stands between « and »; the
build refuses to publish a value that is still such a gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from thidua.problems import Mistake, Problems
from thidua.source import Items, Table, read_yaml
from thidua.vietnamese import slug

What = Literal["article", "decision", "person"]


def write_skeleton(project: Path, what: What, name: str, as_of: dt.datetime) -> str:
    """Write the skeleton and return its path inside the project. Raises Mistake."""
    words = " ".join(name.split())
    id = slug(words)
    if not id:
        raise Mistake(f'"{name}" không có chữ nào để đặt mã', "viết tên bằng chữ")
    place, text = _SKELETONS[what](project, id, words.replace('"', "”"), as_of)
    path = project / place
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Mistake(f"đã có tệp {place}", "mở tệp đó để viết tiếp, hoặc đặt tên khác") from None
    return place


def _article(project: Path, id: str, title: str, as_of: dt.datetime) -> tuple[str, str]:
    return (
        f"content/articles/{as_of.year}/{id}.md",
        f"""---
title: "{title}"
section: {_first_section(project)}
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
Đoạn mở đầu của bài.

## Tiêu đề phụ

Đoạn tiếp theo.
""",
    )


def _decision(project: Path, id: str, number: str, as_of: dt.datetime) -> tuple[str, str]:
    return (
        f"data/decisions/{as_of.year}/{id}.yaml",
        f"""- id: {id}
  number: "{number}"
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


def _person(project: Path, id: str, name: str, as_of: dt.datetime) -> tuple[str, str]:
    return (
        f"data/people/{id}.yaml",
        f"""- id: {id}
  name: "{name}"
  job: "«Chức danh hiện nay»"
  unit: «mã đơn vị, trong data/units»
  consent:
    given: {as_of:%Y-%m-%d}
    portrait: false
    document: "«Số hoặc nơi lưu giấy đồng ý»"
""",
    )


_SKELETONS: Final[Mapping[What, Callable[[Path, str, str, dt.datetime], tuple[str, str]]]] = {
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
