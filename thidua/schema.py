"""JSON Schemas of all datasets and of front matter, for completion in an editor.

Made from the records; the words that explain each key are those of `data/README.md`, which is the
only place where they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from thidua.load import DATASETS, PRIVATE, WRITTEN
from thidua.records import Honour, Site

FOLDER: Final = ".vscode/schemas"
SETTINGS: Final = ".vscode/settings.json"
_HEADING: Final = re.compile(r"^#+ .*?`([a-z_]+)", re.MULTILINE)
_ROW: Final = re.compile(r"^\| *`([a-z_]+)` *\|(.*)\|\s*$", re.MULTILINE)
_NOT_WRITTEN: Final[Mapping[str, frozenset[str]]] = {
    "Honour": frozenset({"decision"}),
    "Article": frozenset({"id", "body"}),
    "StaticPage": frozenset({"id", "body"}),
}

Json = dict[str, object]


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
    explained = explanations(project / "data/README.md")
    schemas = {name: _dataset(name, explained) for name in DATASETS}
    schemas |= {name: _record(kind, explained.get(name, {})) for name, kind in WRITTEN.items()}
    schemas["site"] = _record(Site, explained.get("site", {}))
    files = {f"{FOLDER}/{name}.json": _text(schema) for name, schema in schemas.items()}
    return files | {SETTINGS: _text(_settings())}


def explanations(readme: Path) -> dict[str, dict[str, str]]:
    """What README says of each key, by dataset: the second column of its tables."""
    if not readme.is_file():
        return {}
    text = readme.read_text("utf-8")
    starts = [*_HEADING.finditer(text)]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    found: dict[str, dict[str, str]] = {}
    for match, end in zip(starts, ends, strict=True):
        rows = _ROW.findall(text, match.end(), end)
        found.setdefault(match[1], {}).update({key: _plain(cells) for key, cells in rows})
    return found


def _plain(cells: str) -> str:
    return " – ".join(cell.strip().replace("`", "") for cell in cells.split("|") if cell.strip())


def _dataset(name: str, explained: Mapping[str, Mapping[str, str]]) -> Json:
    item = _record(DATASETS[name], explained.get(name, {}))
    if name == "decisions":
        honour = _record(Honour, explained.get("honours", {}))
        definitions = {**_table(item.get("$defs")), **_table(honour.pop("$defs", None)), "Honour": honour}
        honours: Json = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Honour"}}
        honours["description"] = explained.get(name, {}).get("honours", "")
        item |= {"$defs": definitions, "properties": {**_table(item["properties"]), "honours": honours}}
        item["required"] = [*_list(item["required"]), "honours"]
        honour["required"] = [key for key in _list(honour["required"]) if key != "award"]
    definitions = _table(item.pop("$defs", None))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "array",
        "items": item,
        "$defs": definitions,
    }


def _record(kind: type, explained: Mapping[str, str]) -> Json:
    schema: Json = TypeAdapter(kind).json_schema()
    for definition in _table(schema.get("$defs")).values():
        _explain(_table(definition), explained)
    _explain(schema, explained)
    return schema


def _explain(schema: Json, explained: Mapping[str, str]) -> None:
    title = str(schema.pop("title", ""))
    hidden = _NOT_WRITTEN.get(title, frozenset())
    properties = {key: _table(value) for key, value in _table(schema.get("properties")).items() if key not in hidden}
    for key, value in properties.items():
        value.pop("title", None)
        value.pop("default", None)
        if key in explained:
            value["description"] = explained[key]
    if properties:
        private: Json = {"description": explained.get(PRIVATE, "Ghi chú nội bộ, không bao giờ được đăng.")}
        schema["properties"] = {**properties, PRIVATE: private}
        schema["required"] = [key for key in _list(schema.get("required")) if key not in hidden]


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _settings() -> Json:
    places = {name: [f"data/{name}.yaml", f"data/{name}/**/*.yaml"] for name in DATASETS}
    places["site"] = ["data/site.yaml"]
    return {
        "yaml.schemas": {f"{FOLDER}/{name}.json": patterns for name, patterns in places.items()},
        "files.encoding": "utf8",
        "files.eol": "\n",
        "editor.insertSpaces": True,
        "editor.detectIndentation": False,
        "editor.tabSize": 2,
        "[markdown]": {"editor.wordWrap": "on"},
        "files.exclude": {"**/.thidua": True, "**/.venv": True, "**/__pycache__": True},
    }


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
