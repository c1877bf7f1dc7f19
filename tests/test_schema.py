"""Schemas for editors: complete, in Vietnamese, up to date, and never stricter than the build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.json_schema import Json, items, mistakes, parsed, table
from thidua.cli import main
from thidua.load import DATASETS, WRITTEN, source_files
from thidua.schema import EXTENSIONS, FOLDER, SETTINGS, schema_files

ROOT = Path(__file__).parent.parent
STALE = "lược đồ đã cũ: chạy `python3 build.py schema` rồi lưu các tệp trong .vscode/"
FILES = schema_files(ROOT)


def schema(name: str) -> Json:
    """The schema of a dataset's file, or of an article's front matter."""
    return table(json.loads(FILES[f"{FOLDER}/{name}.json"]))


def record(name: str) -> Json:
    """The schema of one record of a dataset."""
    whole = schema(name)
    return table(whole["items"]) if "items" in whole else whole


def required(shape: object) -> set[str]:
    """The keys that a table must have."""
    return {str(key) for key in items(table(shape)["required"])}


def properties(shape: object) -> Json:
    """The keys that a table may have, each with its schema."""
    return table(table(shape)["properties"])


def tables(name: str) -> Iterator[tuple[str, Json]]:
    """Every table that a schema describes, by name."""
    yield name, record(name)
    for inner, shape in table(schema(name).get("$defs")).items():
        yield f"{name}: {inner}", table(shape)


NAMES = (*DATASETS, *WRITTEN, "site")


# ---- the committed files -----------------------------------------------------------------------------


@pytest.mark.parametrize("place", FILES)
def test_committed_schemas_are_those_the_records_make(place: str) -> None:
    """Whoever opens the project has completion for the records as they are now."""
    path = ROOT / place
    assert path.is_file(), STALE
    assert path.read_text("utf-8") == FILES[place], STALE


def test_no_schema_of_a_dataset_that_is_gone_stays() -> None:
    """A dataset that no longer exists leaves no schema behind."""
    assert {f"{FOLDER}/{path.name}" for path in (ROOT / FOLDER).iterdir()} == {
        place for place in FILES if place.startswith(FOLDER)
    }, STALE


def test_the_command_writes_what_it_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build.py schema` writes every schema, the settings and the advice, and names each file."""
    assert main(["schema", "--project", str(tmp_path)]) == 0

    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")}
    said = capsys.readouterr().out
    assert written == set(FILES)
    assert all(place in said for place in written)


# ---- what an editor offers ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_explained_where_it_is_typed(name: str) -> None:
    """Completion explains every key and every table in Vietnamese."""
    for place, shape in tables(name):
        assert shape["description"], place
        for key, value in properties(shape).items():
            assert table(value).get("description"), f"{place}.{key}"


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_is_explained(name: str) -> None:
    """Where a value is one of a few words, each word says what it means."""
    for place, shape in tables(name):
        for key, value in properties(shape).items():
            inner = table(table(value).get("items", value))
            if "enum" in inner:
                meanings = items(inner.get("enumDescriptions"))
                assert len(meanings) == len(items(inner["enum"])), f"{place}.{key}"
                assert all(meanings), f"{place}.{key}"


def test_explanations_are_plain_words() -> None:
    """No mark of Markdown is left in what an editor reads."""
    assert table(properties(record("people"))["portrait"])["description"] == (
        "Ảnh chân dung. Người thật thì phải có đồng ý."
    )
    assert table(properties(record("people"))["unit"])["description"] == (
        "Mã đơn vị hiện nay. Bắt buộc. Ví dụ: co-khi-ben-gao"
    )


# ---- what an editor refuses --------------------------------------------------------------------------


def test_required_keys_are_those_of_the_records() -> None:
    """An editor asks for the keys without which the build refuses a record, and for no others."""
    assert required(record("people")) == {"id", "name", "unit", "job"}
    assert required(record("figures")) == {"id", "indicator", "unit", "period", "value", "source"}
    assert required(record("abbreviations")) == {"short"}
    assert required(record("decisions")) == {
        "id", "number", "date", "title", "issuer", "signatory", "award", "honours",
    }  # fmt: skip
    assert required(table(schema("decisions")["$defs"])["Honour"]) == {"unit"}


def test_what_no_editor_writes_is_not_offered() -> None:
    """An article's id comes from its file, and an honour's decision is the one that holds it."""
    assert not {"id", "body"} & properties(record("articles")).keys()
    assert not {"id", "body"} & properties(record("pages")).keys()
    assert "decision" not in properties(table(schema("decisions")["$defs"])["Honour"])
    assert table(schema("articles")["$defs"]).keys() == {
        "AcceptedWords", "Author", "Correction", "FocusPoint", "Picture",
    }  # fmt: skip


def test_private_notes_are_offered_where_they_are_kept_private() -> None:
    """`private` may stand in a record and in an honour; inside other tables the build refuses it."""
    for name in NAMES:
        for place, shape in tables(name):
            assert ("private" in properties(shape)) == (": " not in place or place.endswith("Honour")), place


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("people", "- {id: an, name: An, unit: a, job: Thợ, tuoi: 40}", "[0]: tuoi is unknown"),
        ("people", "- {id: an, name: An, unit: a}", "[0]: job is missing"),
        ("people", "- {id: An, name: An, unit: a, job: Thợ}", "[0].id: 'An' does not match"),
        ("units", "- {id: a, name: A, kind: company}", "[0].kind: 'company' is none of"),
        ("awards", "- {id: a, name: A, group: title, to: [people]}", "[0].to[0]: 'people' is none of"),
        (
            "issues",
            "- {id: a, number: 1, date: 20/11/2024, title: A, articles: []}",
            "[0].date: '20/11/2024' is no day",
        ),
        ("decisions", "- {honours: []}", "[0].honours: fewer than 1 items"),
        ("figures", "- {value: 10.500}", "[0].value: 10.5 fits no choice"),
    ],
)
def test_mistakes_show_while_typing(name: str, text: str, reason: str) -> None:
    """An unknown key, a missing key and a value that cannot be are marked before any build."""
    whole = schema(name)

    assert any(found.startswith(reason) for found in mistakes(parsed(text), whole, whole))


@pytest.mark.parametrize("project", [ROOT, ROOT / "tests/tiny"], ids=["example", "tiny"])
def test_what_the_build_takes_is_never_marked(project: Path) -> None:
    """The schemas find no fault with data that builds."""
    for path in source_files(project):
        place = path.relative_to(project)
        name = place.parts[1].removesuffix(".yaml")
        text = path.read_text("utf-8")
        whole = schema(name)
        value = parsed(text.split("\n---", 1)[0] if path.suffix == ".md" else text)
        assert not list(mistakes(value, whole, whole)), place


@pytest.mark.parametrize("written", ["0912345678", "2024", "08", "1.5", "no"])
def test_words_may_look_like_a_number(written: str) -> None:
    """The build takes what was typed as words, so an editor must not ask for quotation marks."""
    whole = schema("people")

    assert not list(mistakes(parsed(f"- {{id: a, name: {written}, unit: b, job: c}}"), whole, whole))


# ---- the settings ------------------------------------------------------------------------------------


def test_every_dataset_is_bound_to_its_schema() -> None:
    """Every file of a dataset, alone or in its folder, is completed from the dataset's schema."""
    bound = table(table(json.loads(FILES[SETTINGS]))["yaml.schemas"])

    assert bound.keys() == {f"{FOLDER}/{name}.json" for name in (*DATASETS, "site")}
    assert bound[f"{FOLDER}/people.json"] == ["data/people.yaml", "data/people/**/*.yaml"]
    assert all(place in FILES for place in bound)


def test_the_extension_that_reads_schemas_is_advised() -> None:
    """VS Code asks whoever opens the project to install what completion needs."""
    assert json.loads(FILES[EXTENSIONS]) == {"recommendations": ["redhat.vscode-yaml"]}
