"""The pages of open data: what there is to take away, in which files, and what each field means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thidua.addresses import public_url
from thidua.datasets import DATASETS, HONOURS, Dataset, Field, cut_off
from thidua.library import Library
from thidua.pages import DATA, Crumb, Page
from thidua.words import Words


@dataclass(frozen=True, slots=True)
class Offer:
    """A dataset as it is offered: what it is, where its files are, how many rows they have."""

    name: str
    title: str
    lede: str
    address: str
    csv: str
    json: str
    count: int


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """A field as its dataset's page explains it; `refers` names the dataset whose ids it holds."""

    name: str
    type: str
    meaning: str
    refers: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A question that is asked of the data, word for word as it is typed."""

    title: str
    code: str
    steps: str = ""


def open_data(library: Library, words: Words) -> Iterator[Page]:
    """The way to all data: every dataset, how its files are written, and how they are asked."""
    yield Page(
        "open_data", DATA, "pages/open_data.html", words.open_data, words.open_data_lede,
        {
            "offers": tuple(_offer(dataset, library, words) for dataset in DATASETS),
            "until": cut_off(library),
            "examples": _examples(library, words),
        },
    )  # fmt: skip


def open_dataset(library: Library, words: Words) -> Iterator[Page]:
    """One page a dataset, with all its fields."""
    titles = {dataset.name: dataset for dataset in DATASETS}
    for dataset in DATASETS:
        offer = _offer(dataset, library, words)
        yield Page(
            "open_dataset", offer.address, "pages/open_dataset.html", offer.title, offer.lede,
            {
                "open_dataset": offer,
                "fields": tuple(_said(field, titles.get(field.refers), words) for field in dataset.fields),
                "until": cut_off(library),
            },
            trail=(Crumb(words.open_data, DATA),),
        )  # fmt: skip


def _offer(dataset: Dataset, library: Library, words: Words) -> Offer:
    title, lede = dataset.title(words), dataset.lede(words)
    return Offer(dataset.name, title, lede, dataset.address, dataset.csv, dataset.json, dataset.count(library))


def _said(field: Field, other: Dataset | None, words: Words) -> FieldSaid:
    said = FieldSaid(field.name, words(f"field_type_{field.type}"), field.meaning(words))
    if other is None:
        return said
    return FieldSaid(said.name, said.type, said.meaning, other.title(words), other.address)


def _examples(library: Library, words: Words) -> tuple[Example, ...]:
    """The same three questions, asked with the programs that readers have."""
    honours = public_url(library.site.base_url, HONOURS.csv)
    names = [field.name for field in HONOURS.fields]
    # The column in which a spreadsheet program shows the names of awards: `G`.
    column = chr(ord("A") + names.index("award_name"))
    given = next((honour.award_name for honour in library.newest_honours), words.dataset_awards)
    return (
        Example(
            words.open_data_excel, words("open_data_excel_code", column=column, name=given.replace('"', '""')),
            words.open_data_excel_steps,
        ),
        Example(words.open_data_pandas, words("open_data_pandas_code", address=honours)),
        Example(words.open_data_duckdb, words("open_data_duckdb_code", address=honours)),
    )  # fmt: skip
