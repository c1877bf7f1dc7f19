"""Just enough of YAML 1.2 and of JSON Schema to read a dataset as an editor's YAML support reads it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import yaml

Json: TypeAlias = Mapping[str, object]


class _Yaml12(yaml.SafeLoader):
    """The core schema of YAML 1.2: only null, true, false and numbers are not text."""


_Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|", ("~", "n", "")),
    ("bool", r"true|false", ("t", "f")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", tuple("-+.0123456789")),
):
    _Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


def parsed(text: str) -> object:
    """The value of a YAML text as an editor's YAML support sees it; numbers are floats."""
    value: object = yaml.load(text, Loader=_Yaml12)
    return value


def mistakes(value: object, schema: Json, root: Json, path: str = "") -> Iterator[str]:
    """Every reason why the value does not fit the schema, each with its path."""
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix("#/$defs/")
        yield from mistakes(value, table(table(root["$defs"])[name]), root, path)
        return
    if not _fits_type(value, schema):
        yield f"{path}: {value!r} is no {schema['type']}"
        return
    choices = [table(choice) for choice in items(schema.get("anyOf"))]
    if choices and all(any(mistakes(value, choice, root, path)) for choice in choices):
        yield f"{path}: {value!r} fits no choice"
    if "enum" in schema and value not in items(schema["enum"]):
        yield f"{path}: {value!r} is none of {schema['enum']}"
    yield from _bounds(value, schema, path)
    if isinstance(value, dict):
        yield from _of_table(value, schema, root, path)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from mistakes(item, table(schema.get("items")), root, f"{path}[{number}]")


def _fits_type(value: object, schema: Json) -> bool:
    written = schema.get("type")
    names = [written] if isinstance(written, str) else items(written)
    return not names or any(_is(value, str(name)) for name in names)


def _is(value: object, name: str) -> bool:
    if name == "integer":
        return isinstance(value, float) and value.is_integer()
    kinds = {"string": str, "number": float, "boolean": bool, "array": list, "object": dict}
    return isinstance(value, kinds[name])


def _bounds(value: object, schema: Json, path: str) -> Iterator[str]:
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and not re.search(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"
        if schema.get("format") == "date" and not _is_day(value):
            yield f"{path}: {value!r} is no day"
    if isinstance(value, float):
        least, most = schema.get("minimum", value), schema.get("maximum", value)
        if isinstance(least, int | float) and isinstance(most, int | float) and not least <= value <= most:
            yield f"{path}: {value!r} is not between {least} and {most}"
    least = schema.get("minItems", 0)
    if isinstance(value, list) and isinstance(least, int) and len(value) < least:
        yield f"{path}: fewer than {least} items"


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of_table(value: Mapping[str, object], schema: Json, root: Json, path: str) -> Iterator[str]:
    properties = table(schema.get("properties"))
    yield from (f"{path}: {key} is missing" for key in items(schema.get("required")) if key not in value)
    for key, inner in value.items():
        if key in properties:
            yield from mistakes(inner, table(properties[key]), root, f"{path}.{key}")
        elif schema.get("additionalProperties") is False:
            yield f"{path}: {key} is unknown"


def table(value: object) -> Json:
    """The value as a table; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Sequence[object]:
    """The value as a list; an empty one for anything else."""
    return value if isinstance(value, list) else []
