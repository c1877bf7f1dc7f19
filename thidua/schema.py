"""JSON Schemas of all datasets and of front matter, for completion and checks in an editor.

Made from the records; the words that explain each key and each value are those of `data/README.md`,
the only place where they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from thidua.load import DATASETS, PRIVATE, WRITTEN
from thidua.records import Honour, Site

FOLDER: Final = ".vscode/schemas"
SETTINGS: Final = ".vscode/settings.json"
EXTENSIONS: Final = ".vscode/extensions.json"

# The records written as tables inside others, each with the heading of README that explains its keys.
TABLES: Final[Mapping[str, str]] = {
    "AcceptedWords": "accepted",
    "Author": "authors",
    "Colours": "colours",
    "CommentForm": "comment_form",
    "Consent": "consent",
    "Contact": "contact",
    "Correction": "corrections",
    "DataLicence": "data_licence",
    "FocusPoint": "focus",
    "FormerName": "former_names",
    "FormerParent": "former_parents",
    "FormerPlace": "former_places",
    "Honour": "honours",
    "Part": "parts",
    "Picture": "picture",
    "Portrait": "portrait",
    "Reply": "reply",
    "Revocation": "revocation",
    "Section": "sections",
    "Signatory": "signatory",
    "Target": "targets",
}
_NOT_WRITTEN: Final[Mapping[str, frozenset[str]]] = {
    "Honour": frozenset({"decision"}),
    "Article": frozenset({"id", "body"}),
    "StaticPage": frozenset({"id", "body"}),
}
_OF_BODIES: Final = frozenset({"Prose", "Heading"})

_FENCED: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^#{2,} ", re.MULTILINE)
_NAMED: Final = re.compile(r"`([a-z_]+)`(?: – (.*))?")
_TABLE: Final = re.compile(r"(?:^\|.*\|\n?)+", re.MULTILINE)
_VALUES_OF: Final = re.compile(r"Giá trị của `([a-z_]+)`")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Explained:
    """What README says of one key: when it must be written, what it means, and an example."""

    required: str
    meaning: str
    example: str

    def __str__(self) -> str:
        """As an editor shows it beside the key."""
        needed = {"": "", "có": "Bắt buộc."}.get(self.required, f"Bắt buộc {self.required}.")
        example = f"Ví dụ: {self.example}" if self.example.startswith("`") else ""
        return _plain(" ".join(part for part in (self.meaning, needed, example) if part))


@dataclass(frozen=True, slots=True)
class Chapter:
    """What README says under one heading: a name in Vietnamese, its keys, and what their values mean."""

    name: str
    keys: Mapping[str, Explained]
    values: Mapping[str, Mapping[str, str]]


_UNWRITTEN: Final = Chapter("", {}, {})


def write_schemas(project: Path) -> list[str]:
    """Write every schema and the editor settings; the paths inside the project."""
    texts = schema_files(project)
    for place, text in texts.items():
        path = project / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return list(texts)


def schema_files(project: Path) -> dict[str, str]:
    """The text of every schema and of the editor settings, by path."""
    book = chapters(project / "data/README.md")
    schemas = {name: _list_of(_record(kind, name, book)) for name, kind in DATASETS.items()}
    schemas["decisions"] = _list_of(_with_honours(_record(DATASETS["decisions"], "decisions", book), book))
    schemas |= {name: _record(kind, name, book) for name, kind in (*WRITTEN.items(), ("site", Site))}
    files = {f"{FOLDER}/{name}.json": _text(_dialect(schema)) for name, schema in schemas.items()}
    return {**files, SETTINGS: _text(_settings()), EXTENSIONS: _text(_extensions())}


# ---- what README says --------------------------------------------------------------------------------


def chapters(readme: Path) -> dict[str, Chapter]:
    """What README says, by the name in backticks that a heading begins with."""
    text = _FENCED.sub("", readme.read_text("utf-8")) if readme.is_file() else ""
    found: dict[str, Chapter] = {}
    for part in _HEADING.split(text)[1:]:
        if match := _NAMED.match(part):
            found[match[1]] = _chapter((match[2] or "").strip(), part)
    return found


def _chapter(name: str, text: str) -> Chapter:
    keys: dict[str, Explained] = {}
    values: dict[str, dict[str, str]] = {}
    for head, *rows in _tables(text):
        if head[0] == "Mục":
            keys |= {_plain(row[0]): Explained(*row[1:]) for row in rows}
        elif match := _VALUES_OF.fullmatch(head[0]):
            values[match[1]] = {_plain(row[0]): _plain(row[1]) for row in rows}
    return Chapter(name, keys, values)


def _tables(text: str) -> Iterator[list[list[str]]]:
    """Each table: the cells of its head, then of its rows."""
    for table in _TABLE.findall(text):
        head, _, *rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()]
        yield [head, *rows]


def _plain(words: str) -> str:
    """The words without Markdown's marks."""
    return _LINK.sub(r"\1", words).replace("`", "").replace("**", "").strip()


# ---- what the records say ----------------------------------------------------------------------------


def _record(kind: type, heading: str, book: Mapping[str, Chapter]) -> Json:
    """One record as an editor writes it, with the tables inside it under `$defs`."""
    raw: Json = TypeAdapter(kind).json_schema()
    tables = {
        name: _closed(_table(shape), book.get(TABLES.get(name, ""), _UNWRITTEN))
        for name, shape in _table(raw.get("$defs")).items()
        if name not in _OF_BODIES
    }
    record = _noted(_closed(raw, book.get(heading, _UNWRITTEN)), book)
    needed = _needed(record, tables)
    tables = {name: shape for name, shape in tables.items() if name in needed}
    return {**record, "$defs": tables} if tables else record


def _needed(shape: object, tables: Mapping[str, object]) -> set[str]:
    """The names of the tables that a shape leads to; the converted bodies of texts lead to more."""
    found = set(re.findall(r"#/\$defs/(\w+)", json.dumps({**shape, "$defs": {}} if isinstance(shape, dict) else shape)))
    return found.union(*(_needed(tables[name], tables) for name in found if name in tables))


def _with_honours(decision: Json, book: Mapping[str, Chapter]) -> Json:
    """A decision holds its list; whoever is in the list has the decision's award unless told otherwise."""
    honour = _record(Honour, TABLES["Honour"], book)
    tables = {**_table(decision["$defs"]), **_table(honour.pop("$defs"))}
    honour["required"] = [key for key in _list(honour["required"]) if key != "award"]
    honours = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Honour"}}
    chapter = book.get("decisions", _UNWRITTEN)
    return {
        **decision,
        "properties": {**_table(decision["properties"]), "honours": _explained(honours, "honours", chapter)},
        "required": [*_list(decision["required"]), "honours"],
        "$defs": {**tables, "Honour": honour},
    }


def _list_of(item: Json) -> Json:
    tables = item.pop("$defs", None)
    return {"type": "array", "items": item, **({"$defs": tables} if tables else {})}


def _dialect(schema: Json) -> Json:
    """Draft 7: the newest that editors' YAML support takes without a warning in every file."""
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _closed(raw: Json, chapter: Chapter) -> Json:
    """A table that takes no other keys than its own."""
    hidden = _NOT_WRITTEN.get(str(raw.get("title")), frozenset())
    properties = {
        key: _explained(_typed(_table(shape)), key, chapter)
        for key, shape in _table(raw["properties"]).items()
        if key not in hidden
    }
    return {
        "type": "object",
        "description": chapter.name,
        "properties": properties,
        "required": [key for key in _list(raw.get("required")) if key not in hidden],
        "additionalProperties": False,
    }


def _noted(record: Json, book: Mapping[str, Chapter]) -> Json:
    """A record may carry a private note."""
    note = _explained({}, PRIVATE, book.get(PRIVATE, _UNWRITTEN))
    return {**record, "properties": {**_table(record["properties"]), PRIVATE: note}}


def _typed(shape: Json) -> Json:
    """The shape of a value as it is typed: words may look like a number, and nothing is written as null."""
    kept = {key: value for key, value in shape.items() if key not in ("title", "default")}
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        del kept["anyOf"]
        return _typed({**kept, **choices[0]} if len(choices) == 1 else {**kept, "anyOf": choices})
    if kept.get("type") == "string" and not kept.keys() & {"enum", "format"}:
        kept["type"] = ["string", "number"]
    if "items" in kept:
        kept["items"] = _typed(_table(kept["items"]))
    return kept


def _explained(shape: Json, key: str, chapter: Chapter) -> Json:
    """The shape with what README says of the key, and of each value that may be chosen."""
    if key in chapter.values:
        inner = _table(shape["items"]) if "items" in shape else shape
        meanings = [chapter.values[key].get(value, "") for value in _list(inner["enum"])]
        inner = {**inner, "enumDescriptions": meanings}
        shape = {**shape, "items": inner} if "items" in shape else inner
    return {**shape, "description": str(chapter.keys[key])} if key in chapter.keys else shape


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


# ---- what the editor is told -------------------------------------------------------------------------


def _settings() -> Json:
    places = {name: [f"data/{name}.yaml", f"data/{name}/**/*.yaml"] for name in DATASETS}
    places["site"] = ["data/site.yaml"]
    return {
        "yaml.schemas": {f"{FOLDER}/{name}.json": patterns for name, patterns in places.items()},
        # Schemas from elsewhere that claim file names such as ours.
        "yaml.schemaStore.enable": False,
        "redhat.telemetry.enabled": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "editor.insertSpaces": True,
        "editor.detectIndentation": False,
        "editor.tabSize": 2,
        "[markdown]": {"editor.wordWrap": "on"},
        "files.exclude": {"**/.thidua": True, "**/.venv": True, "**/__pycache__": True},
    }


def _extensions() -> Json:
    return {"recommendations": ["redhat.vscode-yaml"]}


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
