"""Rows of open data as CSV, JSON and SQLite: equal rows, equal bytes. Pure.

CSV is for spreadsheets: UTF-8 with a byte order mark, commas, lines that end as RFC 4180 has it. A
text that a spreadsheet program would take for a formula gets an apostrophe in front, and so does a
text that begins like one so marked: a reader takes one apostrophe off wherever GUARDED matches, and
has every text back as it was.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from typing import Final

from thidua.addresses import public_url
from thidua.datasets import Dataset, Field, FieldType, Row, Value

BOM: Final = "\ufeff"
LIST_MARK: Final = "|"
_SPECIAL: Final = "'=+-@\t\r\n＝＋－＠"
# What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection).
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
GUARDED: Final = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")

Change = tuple[int, Callable[[Value], object]]


def _changed(row: Row, changes: Sequence[Change]) -> list[object]:
    """The row with the values at those places said in another way, as far as they are known."""
    cells: list[object] = list(row)
    for place, said in changes:
        if (value := row[place]) is not None:
            cells[place] = said(value)
    return cells


def _changes(dataset: Dataset, base_url: str, ways: Mapping[FieldType, Callable[[Value], object]]) -> list[Change]:
    """What a format says in a way of its own; an address is said in full in all of them."""
    ways = {**ways, "address": lambda value: public_url(base_url, str(value))}
    return [(place, ways[field.type]) for place, field in enumerate(dataset.fields) if field.type in ways]


# ---- CSV ---------------------------------------------------------------------------------------------


class CsvLines:
    """The rows of one dataset as lines of CSV, each record's made once however many lists it stands in."""

    def __init__(self, dataset: Dataset, base_url: str) -> None:
        self._dataset = dataset
        self._text = _CsvText(dataset, base_url)
        self._lines: dict[int, tuple[object, str]] = {}

    def file(self, records: Iterable[object]) -> bytes:
        """A whole file: the names of the fields, then a line a record."""
        return self._text.file(map(self._line, records))

    def _line(self, record: object) -> str:
        known = self._lines.get(id(record))
        if known is None:
            # The record itself is kept, or its id could be given to another one.
            known = self._lines[id(record)] = (record, self._text.line(self._dataset.row(record)))
        return known[1]


def csv_bytes(dataset: Dataset, rows: Iterable[Row], base_url: str) -> bytes:
    """All rows of a dataset."""
    text = _CsvText(dataset, base_url)
    return text.file(map(text.line, rows))


class _CsvText:
    """Turns rows into lines."""

    def __init__(self, dataset: Dataset, base_url: str) -> None:
        self._names = [field.name for field in dataset.fields]
        self._changes = _changes(dataset, base_url, _CSV)
        self._written: list[str] = []
        self._writer = csv.writer(self)

    def write(self, line: str) -> None:
        """Take a line that `csv` made."""
        self._written.append(line)

    def line(self, row: Row) -> str:
        self._writer.writerow(_changed(row, self._changes))
        return self._written.pop()

    def file(self, lines: Iterable[str]) -> bytes:
        self._writer.writerow(self._names)
        return "".join((BOM, self._written.pop(), *lines)).encode()


def guarded(text: str) -> str:
    """The text as no spreadsheet program takes it for a formula."""
    return "'" + text if text[:1] in _SPECIAL and _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if GUARDED.match(text) else text


def listed(parts: Iterable[str]) -> str:
    """A list in one cell."""
    return LIST_MARK.join(part.replace("\\", "\\\\").replace(LIST_MARK, "\\" + LIST_MARK) for part in parts)


def _moment(value: Value) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


_CSV: Final[Mapping[FieldType, Callable[[Value], object]]] = {
    "string": lambda value: guarded(str(value)),
    "boolean": lambda value: "true" if value else "false",
    "datetime": _moment,
    "list": lambda value: guarded(listed(value)) if isinstance(value, tuple) else str(value),
}


# ---- JSON --------------------------------------------------------------------------------------------


def json_bytes(dataset: Dataset, rows: Iterable[Row], base_url: str) -> bytes:
    """All rows of a dataset as a list of objects, one a line; what is not known is null."""
    names = [field.name for field in dataset.fields]
    changes = _changes(dataset, base_url, {})
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
    lines = [encode(dict(zip(names, _changed(row, changes), strict=True))) for row in rows]
    return ("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n").encode()


def _plain(value: object) -> object:
    """What JSON has no word for: days, moments and decimal fractions."""
    return float(value) if isinstance(value, Decimal) else _moment(value)  # type: ignore[arg-type]  # a day


# ---- SQLite ------------------------------------------------------------------------------------------

_SQL_TYPES: Final[Mapping[FieldType, str]] = {
    "integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER",
}  # fmt: skip
# Questions that one table does not answer by itself.
_VIEWS: Final = """
CREATE VIEW honours_by_year AS
  SELECT CAST(substr(date, 1, 4) AS INTEGER) AS year, recipient_kind, count(*) AS honours,
    count(DISTINCT coalesce(person, collective)) AS recipients
  FROM honours GROUP BY year, recipient_kind;
CREATE VIEW unit_successors AS
  SELECT units.id AS unit, value AS successor FROM units, json_each(units.successors);
CREATE VIEW place_successors AS
  SELECT places.id AS place, value AS successor FROM places, json_each(places.successors);
CREATE VIEW article_people AS
  SELECT articles.id AS article, value AS person FROM articles, json_each(articles.people);
"""
# Where the header of a database says how often it was changed and by which version of SQLite, and
# what it says here instead: neither tells of the data.
_CHANGES: Final = (24, 92)
_VERSION: Final = 96
_OLDEST: Final = 3_038_000


def sqlite_bytes(datasets: Sequence[Dataset], rows: Callable[[Dataset], Iterable[Row]], base_url: str) -> bytes:
    """One database of all datasets. It was never anything else, so no page of it holds what was deleted."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript("PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; BEGIN;")
        for dataset in datasets:
            database.execute(_table(dataset))
            places = ", ".join("?" * len(dataset.fields))
            changes = _changes(dataset, base_url, _SQLITE)
            database.executemany(
                f"INSERT INTO {_quoted(dataset.name)} VALUES ({places})",
                (_changed(row, changes) for row in rows(dataset)),
            )
        # A script commits what is open before it begins.
        database.executescript("BEGIN;" + "".join(map(_indexes, datasets)) + _VIEWS + "COMMIT;")
        return _plain_header(database.serialize())


def _table(dataset: Dataset) -> str:
    columns = [_column(field, is_key=not place) for place, field in enumerate(dataset.fields)]
    return f"CREATE TABLE {_quoted(dataset.name)} (\n  " + ",\n  ".join(columns) + "\n)"


def _column(field: Field, is_key: bool) -> str:
    kind = _SQL_TYPES.get(field.type, "TEXT")
    key = " PRIMARY KEY NOT NULL" if is_key else ""
    refers = f" REFERENCES {_quoted(field.refers)}" if field.refers and field.type != "list" else ""
    return f"{_quoted(field.name)} {kind}{key}{refers}"


def _indexes(dataset: Dataset) -> str:
    """An index on every field that names another record, or a day."""
    wanted = [field.name for field in dataset.fields if (field.refers and field.type != "list") or field.name == "date"]
    return "".join(
        f"CREATE INDEX {_quoted(f'{dataset.name}_{name}')} ON {_quoted(dataset.name)} ({_quoted(name)});\n"
        for name in wanted
    )


def _quoted(name: str) -> str:
    """A name of ours, which may be a word of SQL: `group`, `to`."""
    return f'"{name}"'


_SQLITE: Final[Mapping[FieldType, Callable[[Value], object]]] = {
    "number": lambda value: float(value) if isinstance(value, Decimal) else value,
    "date": _moment,
    "datetime": _moment,
    "boolean": int,  # type: ignore[dict-item]  # a truth
    "list": lambda value: json.dumps(value, ensure_ascii=False),
}


def _plain_header(data: bytes) -> bytes:
    """The database without what depends on the SQLite that wrote it."""
    plain = bytearray(data)
    for place in _CHANGES:
        plain[place : place + 4] = (1).to_bytes(4, "big")
    plain[_VERSION : _VERSION + 4] = _OLDEST.to_bytes(4, "big")
    return bytes(plain)
