"""The handbook of the datasets: complete, true, and its examples make a site."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
import typing
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.json_schema import items, mistakes, parsed, table
from tests.test_schema import properties, record, required, schema
from thidua.load import DATASETS, PRIVATE, WRITTEN
from thidua.pipeline import Order, check
from thidua.problems import Problem, Problems
from thidua.records import Honour, Site
from thidua.schema import TABLES, chapters
from thidua.source import Table, parse_yaml, read_document
from thidua.vietnamese import ICT

ROOT = Path(__file__).parent.parent
README = ROOT / "data/README.md"
TEXT = README.read_text("utf-8")
BOOK = chapters(README)
AS_OF = dt.datetime(2027, 1, 1, tzinfo=ICT)
NOT_WRITTEN = {Honour: {"decision"}, **{kind: {"id", "body"} for kind in WRITTEN.values()}}


def inner_records(kind: type) -> Iterator[type]:
    """The records that are written as tables inside this one; references are written as ids."""
    hints = typing.get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        if field.name not in NOT_WRITTEN.get(kind, ()):
            yield from _tables_in(hints[field.name])


def _tables_in(hint: object) -> Iterator[type]:
    if typing.get_origin(hint) is typing.Annotated:
        return
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
        yield from inner_records(hint)
    for part in typing.get_args(hint):
        yield from _tables_in(part)


TOP = {**DATASETS, **WRITTEN, "site": Site}
INNER = dict.fromkeys([*(kind for top in (*TOP.values(), Honour) for kind in inner_records(top)), Honour])
KINDS: dict[str, type] = {**TOP, **{TABLES[kind.__name__]: kind for kind in INNER}}


def keys_of(heading: str) -> set[str]:
    """The keys that an editor may write under a heading."""
    kind = KINDS[heading]
    keys = {field.name for field in dataclasses.fields(kind)} - NOT_WRITTEN.get(kind, set())
    return keys | {"honours"} if heading == "decisions" else keys


def shape_of(heading: str) -> tuple[object, object]:
    """The schema of what stands under a heading, and the schema that its references are found in."""
    if heading in TOP:
        return record(heading), schema(heading)
    name = KINDS[heading].__name__
    whole = next(schema(top) for top in TOP if name in table(schema(top).get("$defs")))
    return table(whole["$defs"])[name], whole


# ---- every key ---------------------------------------------------------------------------------------


def test_every_dataset_and_table_has_a_heading() -> None:
    """Whatever an editor may write has its own part of the handbook, and nothing else has one."""
    assert set(BOOK) - {PRIVATE} == set(KINDS)
    assert {kind.__name__ for kind in INNER} == set(TABLES)


@pytest.mark.parametrize("heading", KINDS)
def test_every_key_is_documented(heading: str) -> None:
    """A key without a row in data/README.md, or a row without a key, must not go out."""
    assert set(BOOK[heading].keys) == keys_of(heading)
    assert all(row.meaning for row in BOOK[heading].keys.values())


@pytest.mark.parametrize("heading", KINDS)
def test_required_keys_say_so(heading: str) -> None:
    """A row says «có» exactly where the build refuses a record without the key."""
    said = {key for key, row in BOOK[heading].keys.items() if row.required == "có"}

    assert said == required(shape_of(heading)[0])


@pytest.mark.parametrize("heading", KINDS)
def test_every_choice_is_documented(heading: str) -> None:
    """Every word that a key may be set to is explained beside it, and no other word is."""
    choices = {}
    for key, value in properties(shape_of(heading)[0]).items():
        inner = table(table(value).get("items", value))
        if "enum" in inner:
            choices[key] = set(items(inner["enum"]))

    assert {key: set(values) for key, values in BOOK[heading].values.items()} == choices


@pytest.mark.parametrize("heading", KINDS)
def test_every_key_has_an_example_that_it_takes(heading: str) -> None:
    """What stands in the column of examples may be typed as it stands."""
    shape, whole = shape_of(heading)
    for key, row in BOOK[heading].keys.items():
        value = table(properties(shape)[key])
        if row.example.startswith("xem ["):
            assert "$ref" in value or "$ref" in table(value.get("items")), f"{heading}.{key}"
            continue
        written = re.fullmatch(r"`(.+)`", row.example)
        assert written, f"{heading}.{key}"
        assert not list(mistakes(parsed(written[1]), value, table(whole))), f"{heading}.{key}"


# ---- the examples as a site --------------------------------------------------------------------------

BLOCK = re.compile(r"^[^\n]*`((?:data|content)/[a-z0-9/._-]+)`[^\n]*:\n\n```(?:yaml|markdown)\n(.*?)^```$", re.M | re.S)
EXAMPLES = BLOCK.findall(TEXT)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made of nothing but the handbook's examples, with a grey picture wherever one is named."""
    project = tmp_path_factory.mktemp("so-tay")
    shutil.copytree(ROOT / "templates", project / "templates")
    for place, text in EXAMPLES:
        path = project / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    for name in {
        name for _, text in EXAMPLES for name in re.findall(r"\b(?:pictures|portraits)/[a-z0-9-]+\.jpg", text)
    }:
        path = project / "content" / name
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (600, 750), "grey").save(path)
    return project


def found(project: Path) -> tuple[Problem, ...]:
    """Everything a check finds, notes included."""
    try:
        return check(Order(project, project / "site", AS_OF))
    except Problems as problems:
        return problems.found


def test_every_example_names_its_file() -> None:
    """Each example is preceded by the file in which it would stand."""
    assert len(EXAMPLES) == len(re.findall(r"^```(?:yaml|markdown)$", TEXT, re.M))


def test_the_examples_make_a_site_without_a_mistake(project: Path) -> None:
    """Typed as they stand, all examples together build; only the accepted contradictions are noted."""
    problems = found(project)

    assert [str(problem) for problem in problems if not problem.is_note] == []
    assert [problem.remedy for problem in problems] == [
        "Ký trước khi quy chế có hiệu lực năm ngày, để kịp trao đầu năm 2020.",
        "Bản ký bỏ trống hạng.",
        "Giữ nguyên như báo cáo đã in, vì chưa biết còn thiếu khối nào.",
    ]


def tables_written(project: Path) -> Iterator[tuple[str, Table]]:
    """Every table of the examples with the heading that documents it."""
    for place, text in EXAMPLES:
        dataset = place.split("/")[1].removesuffix(".yaml")
        value = read_document(project / place, place).front if place.endswith(".md") else parse_yaml(text, place)
        for item in value if isinstance(value, list) else [value]:
            yield from _inside(dataset, item)


# Tables that are explained under another heading than their key.
HEADINGS = {("figures", "of_which"): "parts", ("site", "comments"): "comment_form"}


def _inside(heading: str, value: object) -> Iterator[tuple[str, Table]]:
    if isinstance(value, Table):
        yield heading, value
        for key, inner in value.items():
            for item in inner if isinstance(inner, list) else [inner]:
                yield from _inside(HEADINGS.get((heading, key), key), item)


def test_every_key_stands_in_an_example(project: Path) -> None:
    """Every key is shown at work, in a whole record."""
    shown: dict[str, set[str]] = {heading: set() for heading in KINDS}
    for heading, value in tables_written(project):
        shown[heading] |= value.keys()

    assert {heading: keys_of(heading) - shown[heading] for heading in KINDS if keys_of(heading) - shown[heading]} == {}


def test_the_error_it_shows_is_the_error_one_gets(project: Path, tmp_path: Path) -> None:
    """The handbook's example of an error is what the program says, to the letter."""
    place = "data/decisions/2026/khen-thuong-nam.yaml"
    copy = shutil.copytree(project, tmp_path / "du-an")
    text = (copy / place).read_text("utf-8")
    (copy / place).write_text(text.replace("unit: co-khi-ben-gao\n", "unit: co-khi-ben-gaoo\n", 1), "utf-8")

    errors = [str(problem) for problem in found(copy) if not problem.is_note]
    assert len(errors) == 1
    assert f"```text\n{errors[0]}\n```" in TEXT


# ---- the text ----------------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """The anchor that Markdown viewers make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def test_links_inside_the_handbook_lead_somewhere() -> None:
    """Every link to another part of the handbook finds its heading."""
    outside = re.sub(r"^```.*?^```$", "", TEXT, flags=re.M | re.S)
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", outside, re.M)}

    assert set(re.findall(r"\]\(#([^)]+)\)", outside)) <= anchors


def test_text_is_in_one_form() -> None:
    """The handbook is NFC, so that searching in it finds what is typed."""
    assert unicodedata.is_normalized("NFC", TEXT)
