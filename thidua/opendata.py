"""The files of open data: every dataset, their database and index, and the rows of list pages.

Each file is known by a key made of what it is made of; bytes are made when the key is not published
yet. Made of the library as readers may see it, and of nothing that an earlier build left.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Final

from thidua.addresses import public_url
from thidua.cache import Memory, code_version
from thidua.datasets import ARTICLES, DATASETS, FIGURES, FOLDER, HONOURS, ISSUES, Dataset, Field, cut_off
from thidua.digest import Digests, digest_of_bytes
from thidua.figure_pages import comparisons
from thidua.files import File, Sum
from thidua.formats import LIST_MARK, CsvLines, csv_bytes, json_bytes, sqlite_bytes
from thidua.library import Library
from thidua.pages import csv_of
from thidua.records import Decision, Figure, Honour
from thidua.releases import Changes, Release, Span, changes, changes_csv, changes_json, rows_of, spans_of
from thidua.words import Words

DATABASE: Final = f"{FOLDER}du-lieu.sqlite"
INDEX: Final = f"{FOLDER}datapackage.json"
SUMS: Final = f"{FOLDER}SHA256SUMS"
CHANGES: Final = f"{FOLDER}thay-doi.csv"
CHANGES_TOLD: Final = f"{FOLDER}thay-doi.json"
# Of what the fields are and mean; grows when a program that reads them would have to be changed.
FORM: Final = "1.0.0"
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPES: Final = {"csv": "text/csv", "json": "application/json", "sqlite": "application/vnd.sqlite3"}

Json = dict[str, object]


def open_data(
    library: Library, words: Words, digests: Digests, memory: Memory, register: bytes, releases: Sequence[Release] = ()
) -> dict[str, File]:
    """Every file of open data by its address. The log of changes begins with the oldest release.

    `register` is the digest of all that the register is made of.
    """
    return _OpenData(library, words, _Keys(library, digests, memory, register), memory, releases).files()


# ---- keys --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Keys:
    """What files are known by: digests of the records that they show."""

    library: Library
    digests: Digests
    memory: Memory
    register: bytes
    known: dict[str, bytes] = field(default_factory=dict)

    def of(self, dataset: Dataset) -> bytes:
        """The key of a dataset, whatever the format."""
        if dataset.name not in self.known:
            # Two datasets may be made of the same records.
            self.known[dataset.name] = digest_of_bytes(self._of_records(dataset) + dataset.name.encode())
        return self.known[dataset.name]

    def _of_records(self, dataset: Dataset) -> bytes:
        if dataset.records is ARTICLES.records:
            return self.together(self.library.briefs[id].head for id in self.library.oldest.keys)
        if dataset.records is ISSUES.records:
            return self._of_issues()
        return self._of_register(dataset.name, lambda: self._of_all(dataset))

    def _of_all(self, dataset: Dataset) -> bytes:
        if dataset is HONOURS:
            return self.together(self.of_list(decision) for decision in self.library.newest_decisions)
        return self.together(map(self.digests.of, dataset.records(self.library)))

    def _of_issues(self) -> bytes:
        issues = self.library.issue_briefs
        return self.together([self.digests.of(tuple((id, *each[:4], each.head) for id, each in issues.items()))])

    def of_list(self, decision: Decision) -> bytes:
        """The key of a decision's list: lists of honours are known by the decisions that they are taken from."""
        return self._of_register(f"list {decision.id}", lambda: self.digests.of(self.library.honours_in(decision)))

    def of_lists(self, reckon: Callable[[], Iterator[tuple[str, bytes]]]) -> tuple[tuple[str, bytes], ...]:
        """The addresses and keys of the lists of pages, which all follow from the register."""
        key = digest_of_bytes(self.register + b"lists")
        known: tuple[tuple[str, bytes], ...] | None = self.memory.recall("data", key, tuple)
        if known is None:
            known = tuple(reckon())
            self.memory.remember("data", key, known)
        return known

    def _of_register(self, what: str, reckon: Callable[[], bytes]) -> bytes:
        """A key that follows from the register alone: reckoned again when the register is another."""
        key = digest_of_bytes(self.register + what.encode())
        known = self.memory.recall("data", key, bytes)
        if known is None:
            known = reckon()
            self.memory.remember("data", key, known)
        return known

    def of_honours(self, about: str, honours: Iterable[Honour]) -> bytes:
        """The key of some honours, each decision's next to each other, which `about` chose."""
        decisions = {honour.decision.id: honour.decision for honour in honours}
        return self.together(chain([about.encode()], map(self.of_list, decisions.values())))

    def of_figures(self, figures: Iterable[Figure]) -> bytes:
        return self.together(map(self.digests.of, figures))

    def together(self, parts: Iterable[bytes]) -> bytes:
        site = self.library.site.base_url.encode()
        return digest_of_bytes(b"".join(chain([code_version(), site], parts)))


# ---- files -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OpenData:
    """The files of one library."""

    library: Library
    words: Words
    keys: _Keys
    memory: Memory
    releases: Sequence[Release]

    @property
    def base_url(self) -> str:
        return self.library.site.base_url

    def files(self) -> dict[str, File]:
        """Datasets and the lists of pages, then what is said of the datasets."""
        honour_lines = CsvLines(HONOURS, self.base_url)
        told = dict(self._datasets(honour_lines))
        told[DATABASE] = self._noted(
            self.keys.together(file.key for file in told.values()), self._database, is_long=True
        )
        logs = dict(self._logs())
        index = self._index(told, logs)
        sums = self._sums({**told, **logs, INDEX: index})
        return {**told, **logs, INDEX: index, SUMS: sums, **dict(self._lists(honour_lines))}

    def _datasets(self, honour_lines: CsvLines) -> Iterator[tuple[str, File]]:
        for dataset in DATASETS:
            key = self.keys.of(dataset)
            yield dataset.csv, self._noted(self._key(key, "csv"), self._csv(dataset, honour_lines), is_long=True)
            yield dataset.json, self._noted(self._key(key, "json"), self._json(dataset), is_long=True)

    def _csv(self, dataset: Dataset, honour_lines: CsvLines) -> Callable[[], bytes]:
        if dataset is HONOURS:
            return lambda: honour_lines.file(dataset.records(self.library))
        return lambda: csv_bytes(dataset, dataset.rows(self.library), self.base_url)

    def _json(self, dataset: Dataset) -> Callable[[], bytes]:
        return lambda: json_bytes(dataset, dataset.rows(self.library), self.base_url)

    def _database(self) -> bytes:
        return sqlite_bytes(DATASETS, lambda dataset: dataset.rows(self.library), self.base_url)

    def _lists(self, honour_lines: CsvLines) -> Iterator[tuple[str, File]]:
        """The rows of each list page, beside it: those of decisions, awards, years and figures."""
        lists: dict[str, Callable[[], bytes]] = {}

        def supply(address: str) -> bytes:
            if not lists:
                lists.update((address, make) for address, _, make in self._made_lists(honour_lines))
            return lists[address]()

        for address, key in self.keys.of_lists(lambda: (each[:2] for each in self._made_lists(honour_lines))):
            yield address, File(key, partial(supply, address), is_long=True)

    def _made_lists(self, honour_lines: CsvLines) -> Iterator[tuple[str, bytes, Callable[[], bytes]]]:
        """Each list's address and key, and what makes it."""
        for address, about, honours in self._honour_lists():
            key = self._key(self.keys.of_honours(about, honours), "csv")
            yield csv_of(address), key, partial(honour_lines.file, honours)
        figure_lines = CsvLines(FIGURES, self.base_url)
        for address, figures in self._figure_lists():
            key = self._key(self.keys.of_figures(figures), "csv")
            yield csv_of(address), key, partial(figure_lines.file, figures)

    def _honour_lists(self) -> Iterator[tuple[str, str, Sequence[Honour]]]:
        library = self.library
        for decision in library.newest_decisions:
            yield decision.address, "", library.honours_in(decision)
        for award in library.awards.values():
            if honours := library.honours_with(award):
                yield award.address, award.id, honours
        for year in library.honour_years:
            yield f"guong-sang/nam-{year}/index.html", "", library.honours_in_year(year)

    def _figure_lists(self) -> Iterator[tuple[str, Sequence[Figure]]]:
        library = self.library
        lists = chain(
            ((each.figures_address, library.figures_for(each)) for each in library.campaigns.values()),
            ((each.figures_address, library.figures_of(each)) for each in library.units.values()),
            ((each.address, library.figures_for_indicator(each)) for each in library.indicators.values()),
            (
                (period.address, period.items)
                for each in library.indicators.values()
                for period in comparisons(library, each)
            ),
        )
        return ((address, figures) for address, figures in lists if figures)

    def _key(self, key: bytes, kind: str) -> bytes:
        return digest_of_bytes(key + kind.encode())

    # -- what changed --

    def _logs(self) -> Iterator[tuple[str, File]]:
        """The changes from release to release: how many as CSV, with the ids that may be told as JSON."""
        keys = [self._changes_key(dataset) for dataset in DATASETS]
        for key in keys:
            self.memory.recall("changes", key, tuple)
        key = self.keys.together(keys)
        yield CHANGES, self._noted(self._key(key, "csv"), lambda: changes_csv(self._spans()))
        yield CHANGES_TOLD, self._noted(self._key(key, "json"), lambda: changes_json(self._spans()))

    def _spans(self) -> Sequence[tuple[Span, Sequence[Changes]]]:
        """Each span with the changes of every dataset that changed in it."""
        by_dataset = [self._changes_of(dataset) for dataset in DATASETS]
        spans = spans_of(self.releases)
        return [(span, [each[place] for each in by_dataset if each[place].any]) for place, span in enumerate(spans)]

    def _changes_of(self, dataset: Dataset) -> tuple[Changes, ...]:
        """The changes of one dataset in every span."""
        if not self.releases:
            return ()
        key = self._changes_key(dataset)
        known: tuple[Changes, ...] | None = self.memory.recall("changes", key, tuple)
        if known is None:
            now = rows_of(dataset, self.library)
            known = tuple(changes(dataset, span, now) for span in spans_of(self.releases))
            self.memory.remember("changes", key, known)
        return known

    def _changes_key(self, dataset: Dataset) -> bytes:
        released = b"".join(release.digest for release in self.releases)
        return digest_of_bytes(self.keys.of(dataset) + released)

    # -- what is said of them --

    def _noted(self, key: bytes, make: Callable[[], bytes], is_long: bool = False) -> File:
        """A file whose checksum is remembered once it is made."""

        def note(sum: Sum) -> None:
            self.memory.remember("sum", key, sum)

        self.memory.recall("sum", key, tuple)
        return File(key, make, is_long, note)

    def _sum_of(self, file: File) -> Sum:
        """The checksum and the size of a file."""
        known = self.memory.recall("sum", file.key, tuple)
        if known is None:
            file.made()
            known = self.memory.recall("sum", file.key, tuple)
        assert known is not None
        return known

    def _sums(self, files: Mapping[str, File]) -> File:
        """Checksums as `sha256sum -c` takes them."""
        key = self.keys.together(file.key for file in files.values())

        def supply() -> bytes:
            lines = [f"{self._sum_of(file)[0]}  {address.removeprefix(FOLDER)}\n" for address, file in files.items()]
            return "".join(lines).encode()

        return File(self._key(key, "sums"), supply)

    def _index(self, data: Mapping[str, File], logs: Mapping[str, File]) -> File:
        """All files with their fields, as a Data Package (datapackage.org, version 2)."""
        files = {**data, **logs}
        contents = self.keys.together(file.key for file in files.values())
        said = self.keys.digests.of((self.words.phrases, self.library.site))

        def make() -> bytes:
            package = self._package(self._contents(data), files)
            return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()

        return self._noted(self._key(contents + said, "index"), make)

    def _contents(self, files: Mapping[str, File]) -> str:
        """What tells this state of the data from any other, whatever machine it was made on."""
        sums = (self._sum_of(file)[0] for address, file in files.items() if address != DATABASE)
        return hashlib.sha256("".join(sums).encode()).hexdigest()[:12]

    def _package(self, contents: str, files: Mapping[str, File]) -> Json:
        site, day = self.library.site, cut_off(self.library)
        licence = site.data_licence
        return {
            "$schema": _PROFILE,
            "name": "thidua",
            "title": self.words("open_data_of", name=site.name),
            "description": self.words.open_data_lede,
            "homepage": public_url(site.base_url, f"{FOLDER}index.html"),
            "version": f"{FORM}+{contents}",
            **({"cut_off": str(day)} if day else {}),
            **({"licenses": [{"title": licence.name, "path": licence.url}]} if licence else {}),
            "contributors": [{"title": site.publisher, "roles": ["publisher"]}],
            "resources": [
                *(self._table(dataset, files) for dataset in DATASETS),
                *(self._resource(f"{each.name}-json", each.json, each.title(self.words), files) for each in DATASETS),
                self._resource("sqlite", DATABASE, self.words.open_data_database, files),
                self._resource("changes", CHANGES, self.words.open_data_changes, files),
                self._resource("changes-json", CHANGES_TOLD, self.words.open_data_changes, files),
            ],
        }

    def _resource(self, name: str, address: str, title: str, files: Mapping[str, File]) -> Json:
        digest, size = self._sum_of(files[address])
        ending = address.rpartition(".")[2]
        return {
            "name": name,
            "path": address.removeprefix(FOLDER),
            "title": title,
            "format": ending,
            "mediatype": _MEDIA_TYPES[ending],
            "bytes": size,
            "hash": f"sha256:{digest}",
        }

    def _table(self, dataset: Dataset, files: Mapping[str, File]) -> Json:
        keys = [_foreign_key(field, dataset) for field in dataset.fields if field.refers and field.type != "list"]
        return {
            **self._resource(dataset.name, dataset.csv, dataset.title(self.words), files),
            "type": "table",
            "description": dataset.lede(self.words),
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
            "schema": {
                "fields": [self._field(field) for field in dataset.fields],
                "primaryKey": [dataset.fields[0].name],
                **({"foreignKeys": keys} if keys else {}),
                "missingValues": [""],
            },
        }

    def _field(self, field: Field) -> Json:
        shape: Json = {"type": field.type}
        if field.type == "address":
            shape = {"type": "string", "format": "uri"}
        elif field.type == "list":
            shape |= {"delimiter": LIST_MARK, "itemType": "string"}
        return {"name": field.name, **shape, "description": field.meaning(self.words)}


def _foreign_key(field: Field, dataset: Dataset) -> Json:
    other = {} if field.refers == dataset.name else {"resource": field.refers}
    return {"fields": [field.name], "reference": {**other, "fields": ["id"]}}
