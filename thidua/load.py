"""Files to Library: every record validated, every reference resolved, every mistake collected.

Reads the project's sources and nothing else; decides nothing that needs more than one record
(that is `checks`). A record with a mistake is left out, and whoever refers to it is not blamed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar, cast

from thidua import logos
from thidua.colours import TOKENS, faint, schemes
from thidua.guesses import Guesses
from thidua.kept import Front, Kept, PlainPicture, listing, listing_of, packed_in, plain_picture, record_bytes
from thidua.lazy import Lazy, Listed
from thidua.library import Library
from thidua.markup import Body
from thidua.markup import line_of as body_line
from thidua.packing import unpacked
from thidua.problems import Echo, Mistake, Origin, Problem, Problems, as_note
from thidua.records import (
    Abbreviation,
    Article,
    Award,
    Campaign,
    Collective,
    Comment,
    Decision,
    Figure,
    Giver,
    Honour,
    Indicator,
    Issue,
    Person,
    Picture,
    PictureFile,
    Place,
    Prose,
    Reference,
    Section,
    Site,
    Source,
    StaticPage,
    TileMap,
    Unit,
)
from thidua.register import Written
from thidua.scalars import COPY_IT, gap, is_gap, is_identifier, picture_path
from thidua.source import Document, Items, Table, Value, line_of, read_document, read_yaml
from thidua.verdicts import told
from thidua.vietnamese import nearest, nfc, slug
from thidua.workers import results, shares_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter


# Every dataset kept as YAML lists under data/, with the record that each item becomes.
DATASETS: Final[Mapping[str, type]] = {
    "places": Place,
    "maps": TileMap,
    "givers": Giver,
    "units": Unit,
    "awards": Award,
    "sources": Source,
    "campaigns": Campaign,
    "indicators": Indicator,
    "figures": Figure,
    "people": Person,
    "collectives": Collective,
    "decisions": Decision,
    "issues": Issue,
    "comments": Comment,
    "abbreviations": Abbreviation,
}
WRITTEN: Final[Mapping[str, type]] = {"articles": Article, "pages": StaticPage}
# What speaks of articles, and what is written as a text.
TEXTS: Final = frozenset({"issues", "comments", *WRITTEN})
_KEY: Final[Mapping[str, str]] = {"abbreviations": "short"}
_FROM_FILE: Final = {
    "id": "xóa dòng này: mã bài lấy từ tên tệp",
    "body": "xóa dòng này: nội dung viết dưới dòng --- thứ hai",
}
PRIVATE: Final = "private"
_FILES_A_SHARE: Final = 8
_MOST_OUTDATED: Final = 4
SITE: Final = "data/site.yaml"
# How the names of files begin that are nobody's sources, and of those that Word and Excel keep beside an open one.
_HIDDEN: Final = (".", "~$")
_FOLDERS: Final = (("data", ".yaml"), ("content", ".md"))
# What looks as if it were read and is not: files to rename, and files whose words must be copied.
_MISNAMED: Final = frozenset({".yml", ".yaml", ".md", ".markdown", ".txt"})
_OFFICE: Final = frozenset({".doc", ".docx", ".odt", ".rtf", ".pdf", ".htm", ".html", ".xls", ".xlsx", ".ods", ".csv"})
_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_LOGOS: Final = _PICTURES | {".svg"}
_FENCE: Final = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)
_DRAFT: Final = re.compile(rb"^draft:[ \t]*true[ \t]*\r?$", re.MULTILINE)

# What is left of a table that was read.
_NOTHING: Final = Table(1)

R = TypeVar("R")
Convert = Callable[[str], Body]
LookAt = Callable[[Path], PictureFile]
Prepare = Callable[[Sequence[str]], None]


@dataclass(slots=True)
class Standing:
    """What a process loaded last: the register stands for the next load while its files are as they were.

    While it does, and the site too, so does every text that is as it was and holds no other.
    """

    files: Mapping[str, Front | None] = field(default_factory=dict)
    rows: Mapping[str, _Rows] = field(default_factory=dict)
    records: Mapping[str, Any] = field(default_factory=dict)
    site: Site | None = None
    texts: Mapping[str, _KeptFile] = field(default_factory=dict)


class Shelf(Protocol):
    """What is remembered of files that have not changed; `standing` belongs to a process that loads again and again."""

    @property
    def standing(self) -> Standing | None: ...

    @property
    def only_articles(self) -> bool:
        """Whether no other files came or went, and none but those of articles are others, since all was kept."""

    def recall(self, file: str) -> Front | None:
        """What every load asks of the file as it is at this moment, if that is known."""

    def records(self, file: str) -> Kept:
        """The records of a file that was recalled. Raises DamagedError."""

    def before(self, file: str) -> tuple[Front, Kept] | None:
        """What was remembered of a file that is not as it was."""

    def site(self) -> Site | None:
        """The paper's own record, if it is known as its file and its colours are at this moment."""

    def remember_site(self, site: Site) -> None:
        """Keep the paper's own record as its file was when it was asked for."""

    def remember(self, file: str, front: Front, records: Kept) -> None:
        """Keep the records of the file as it was when they were asked for."""


class _OutdatedError(Exception):
    """What was remembered of a file holds no more, because of what is written in another one."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read; without a site there is no library to speak of."""

    library: Library | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Row:
    """One record as written, where, and what became of it."""

    dataset: str
    id: str
    raw: Table
    origin: Origin
    body: Document | None = None
    # Where it was written, and all records of its file, if they are remembered.
    kept_lines: bytes = b""
    kept_file: Callable[[], Kept] | None = None
    state: str = "waiting"
    record: object = None

    @property
    def written(self) -> Written:
        """Where it was written; packed once."""
        if not self.kept_lines:
            self.kept_lines = Written.at(self.origin.file, self.origin.line, self.raw.lines).packed
        return Written(self.origin.file, self.kept_lines)

    @property
    def is_kept(self) -> bool:
        """Whether its record is remembered."""
        return self.kept_file is not None

    @property
    def kept(self) -> Kept:
        """What is remembered of its file."""
        assert self.kept_file is not None
        return self.kept_file()

    @property
    def name(self) -> str:
        """What its record is called, as far as it is known."""
        if not self.is_kept:
            return str(self.raw.get("name", self.raw.get("title")))
        names = [each.name for each in dataclasses.fields(_kind(self.dataset))]
        values = packed_in(self.kept.records[self.id])
        return str(next((values[names.index(key)] for key in ("name", "title") if key in names), None))


@dataclass(slots=True)
class _KeptFile:
    """A file that has not changed, with the rows of it that somebody asked for."""

    dataset: str
    origin: Origin
    front: Front
    records: Callable[[], Kept]
    made: dict[str, _Row] = field(default_factory=dict)

    def row(self, id: str) -> _Row:
        """The row of that id."""
        if id not in self.made:
            self.made[id] = _Row(self.dataset, id, _NOTHING, self.origin, None, self.front.lines[id], self.records)
        return self.made[id]


class _Rows(Mapping[str, _Row]):
    """The rows of a dataset by their ids, in the order in which they are written."""

    def __init__(self) -> None:
        # Each row, or the file that it is in.
        self.held: dict[str, _Row | _KeptFile] = {}

    def __getitem__(self, id: str) -> _Row:
        found = self.held[id]
        return found if type(found) is _Row else cast(_KeptFile, found).row(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)

    def __contains__(self, id: object) -> bool:
        return id in self.held


class _Places(Mapping[tuple[str, str], Written]):
    """Where each record was written, by its dataset and id."""

    def __init__(self, rows: Mapping[str, Mapping[str, _Row | _KeptFile]]) -> None:
        self._rows = rows

    def __getitem__(self, place: tuple[str, str]) -> Written:
        dataset, id = place
        held = self._rows[dataset][id]
        return held.written if isinstance(held, _Row) else Written(held.origin.file, held.front.lines[id])

    def __contains__(self, place: object) -> bool:
        dataset, id = cast("tuple[str, str]", place)
        return id in self._rows.get(dataset, ())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((dataset, id) for dataset, rows in self._rows.items() for id in rows)

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))


def dataset_of(name: str) -> str:
    """The dataset that a file's place gives: `data/people.yaml`, `content/articles/2024/…`."""
    folder, first, *_ = name.split("/")
    return first.removesuffix(".yaml") if folder == "data" else first


def is_of_register(file: str) -> bool:
    """Whether the file, by its place inside the project, holds data that do not go with the texts."""
    folder, _, rest = file.partition("/")
    return folder == "data" and re.split("[./]", rest)[0] not in TEXTS


def _kind(dataset: str) -> type:
    return DATASETS.get(dataset) or WRITTEN[dataset]


def load(
    project: Path,
    convert: Convert,
    look_at: LookAt,
    prepare: Prepare = lambda _: None,
    shelf: Shelf | None = None,
) -> Loaded:
    """All records of the project. `convert` turns a body's Markdown, `look_at` knows a picture file.

    `prepare` is told of all bodies long before the first is asked for; `shelf` knows files that have not changed.
    """
    outdated: set[str] = set()
    while True:
        try:
            return _Loading(project, convert, look_at, prepare, shelf, frozenset(outdated)).loaded()
        except _OutdatedError as error:
            # Somebody took away what this file speaks of: it must be told, with its line. Of many, all are read.
            outdated.add(error.file)
            shelf = shelf if len(outdated) < _MOST_OUTDATED else None


def source_files(project: Path) -> Iterator[Path]:
    """Every dataset and text file the project is made of, in a fixed order."""
    for folder, ending in _FOLDERS:
        yield from (project / name for name in _files_in(project, folder) if name.endswith(ending))


def _files_in(project: Path, folder: str) -> list[str]:
    """Every file below a folder of the project that is not hidden, folder by folder, as its path inside the project."""
    found: list[str] = []
    base = str(project / folder)
    for top, folders, files in os.walk(base):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        inside = folder + top[len(base) :].replace(os.sep, "/")
        found += [f"{inside}/{name}" for name in files if not name.startswith(_HIDDEN)]
    return sorted(found, key=lambda name: name.split("/"))


Content: TypeAlias = "Value | Document | Problems"


def _read_files(files: Sequence[tuple[Path, str]]) -> list[Content]:
    """What was written in each of some files, or what is wrong with the writing."""
    return [_read_file(path, name) for path, name in files]


def _read_file(path: Path, name: str) -> Content:
    try:
        return read_document(path, name) if path.suffix == ".md" else read_yaml(path, name)
    except Problems as problems:
        return problems


def _article_id(path: Path) -> str:
    """The id that a file's name gives; `bai.md.txt`, as Windows names it unseen, means `bai`."""
    return path.parent.name if path.stem == "index" else path.stem.removesuffix(".md")


def _stray(path: Path, folder: str, ending: str) -> str:
    """What to do with a file that is not read but looks as if it were; nothing for any other."""
    kind = path.suffix.lower()
    away = f"chuyển tệp ra khỏi thư mục {folder}/"
    if kind in _OFFICE:
        return f"chép nội dung sang một tệp {ending} rồi {away}"
    if kind in _MISNAMED and path.suffix != ending and path.stem.upper() != "README":
        return f"đổi tên thành {path.stem.removesuffix(ending)}{ending}, hoặc {away}"
    return ""


def _no_records(dataset: str, value: Value, name: str) -> Problem:
    """Why a file under data/ holds no records that anyone asks for."""
    if dataset not in DATASETS:
        by_noun = {slug(noun): known for known, noun in NOUNS.items() if known in DATASETS}
        near = nearest(dataset, (*DATASETS, "site")) or by_noun.get(slug(dataset))
        remedy = f"có phải data/{near}.yaml?" if near else f"dữ liệu gồm: site, {', '.join(DATASETS)}"
        return Problem(Origin(name), f'không có bộ dữ liệu "{dataset}"', remedy)
    if value is None:
        remedy = "viết ít nhất một bản ghi, hoặc viết [] nếu cố ý để trống, hoặc xóa tệp"
        return Problem(Origin(name), "tệp trống", remedy)
    remedy = f"bắt đầu mỗi bản ghi bằng «- {_KEY.get(dataset, 'id')}: …»"
    return Problem(Origin(name, 1), "tệp phải là một danh sách bản ghi", remedy)


def _gaps_filled(value: Table | Items) -> Iterator[tuple[int, Mistake]]:
    """Takes the «» off each gap of a draft, so that it can be previewed, and tells what is left to write."""
    keys: list[str | int] = list(value) if isinstance(value, Table) else list(range(len(value)))
    for key in keys:
        each = value[key]  # type: ignore[index]  # the key is one of its own
        if isinstance(each, Table | Items):
            yield from _gaps_filled(each)
        elif isinstance(each, str) and is_gap(each):
            value[key] = each.strip("«» ")  # type: ignore[index]  # as above
            mistake = gap(each)
            yield line_of(value, (key,)), Mistake(f"{key}: {mistake.message}", mistake.remedy)


def _says_draft(path: Path) -> bool:
    """Whether the front matter of a file that cannot be read says that it is a draft."""
    try:
        parts = _FENCE.split(path.read_bytes(), maxsplit=2)
    except OSError:
        return False
    return len(parts) > 1 and _DRAFT.search(parts[1]) is not None


def _broken_draft(id: str) -> Mistake:
    return Mistake(
        f'bài "{id}" còn là bản nháp và đang có lỗi', "bỏ bài khỏi đây, hoặc sửa xong bài rồi xóa dòng draft"
    )


@dataclass(slots=True)
class _Loading:
    """The state of one load; it lives as long as records of it may be asked for."""

    project: Path
    convert: Convert
    look_at: LookAt
    prepare: Prepare
    shelf: Shelf | None = None
    outdated: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, _Rows] = field(default_factory=lambda: {name: _Rows() for name in (*DATASETS, *WRITTEN)})
    # Each line of the list of a decision that was read anew, and the honours of those in which nothing is wrong.
    honour_tables: list[tuple[_Row, Table]] = field(default_factory=list)
    honours: dict[str, list[tuple[Honour, Written]]] = field(default_factory=dict)
    fresh: dict[str, list[_Row]] = field(default_factory=dict)
    kept_files: dict[str, _KeptFile] = field(default_factory=dict)
    # Of each file, the pictures that it names and the records that it speaks of.
    looks: dict[str, dict[str, PictureFile]] = field(default_factory=dict)
    refs: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    records: Mapping[str, Any] = field(default_factory=dict)
    standing_files: Mapping[str, Front | None] = field(default_factory=dict)
    fronts: Mapping[str, Front] = field(default_factory=dict)
    site: Site | None = None
    site_row: _Row | None = None
    drafts: set[str] = field(default_factory=set)
    # Files of decisions in whose lists somebody is missing, because of a mistake elsewhere.
    lacking: set[str] = field(default_factory=set)
    # What was written and could not be read, by dataset and id: all that is missing there is not a second
    # mistake. The id is empty where it could not be read either; the value tells whether it is a draft.
    lost: dict[tuple[str, str], bool] = field(default_factory=dict)
    names: dict[Path, dict[str, str]] = field(default_factory=dict)
    # What is known of a picture by the words and the folder in which it was named.
    pictures: dict[tuple[str, str], PictureFile] = field(default_factory=dict)
    ids_by_name: dict[str, dict[str, str]] = field(default_factory=dict)
    guesses: dict[str, Guesses] = field(default_factory=dict)

    def loaded(self) -> Loaded:
        self.read()
        loaded = self.finished()
        self.keep(name for name in self.fresh if not is_of_register(name))
        self.let_go()
        return loaded

    # -- reading: files to rows --

    def read(self) -> None:
        files = {folder: _files_in(self.project, folder) for folder, _ in _FOLDERS}
        known = {name: self.known(name) for folder, end in _FOLDERS for name in files[folder] if name.endswith(end)}
        new = [(self.project / name, name) for name, front in known.items() if front is None]
        found = chain.from_iterable(results(_read_files, shares_of(new, _FILES_A_SHARE)))
        register = {name: front for name, front in known.items() if is_of_register(name) and name != SITE}
        stands = self.take_standing(register)
        self.fronts = {name: front for name, front in known.items() if front is not None}
        for name, front in known.items():
            if stands and name in register:
                continue
            try:
                if front is None:
                    self.fresh[name] = []
                    self.take_file(self.project / name, name, next(found))
                elif not (stands and self.take_text(name, front)):
                    self.take_kept(name, front)
            except Problems as problems:
                self.problems += problems.found
                self.lose(self.project / name)
        self.refuse_strays(files)
        if self.problems or not self.only_articles:
            self.refuse_outdated(self.not_there)
        # Records that were just written hold too much to be kept.
        self.standing_files = {} if None in register.values() else register

    @property
    def only_articles(self) -> bool:
        """Whether all that files were known to speak of is there as it was."""
        return self.shelf is not None and self.shelf.only_articles

    def refuse_outdated(self, missing: Callable[[], Mapping[str, set[str]]]) -> None:
        """Raises _OutdatedError for a file that was remembered, if something that it speaks of is missing."""
        for dataset, lost in missing().items():
            for name, front in self.fronts.items():
                if not lost.isdisjoint(front.refs.get(dataset, ())):
                    raise _OutdatedError(name)

    def take_standing(self, files: Mapping[str, Front | None]) -> bool:
        """Whether all rows of the register are those of the last load of this process; they are taken."""
        standing = self.shelf.standing if self.shelf else None
        if standing is None or files.keys() != standing.files.keys():
            return False
        if not all(front is not None and front.is_one_with(standing.files[name]) for name, front in files.items()):
            return False
        self.rows.update(standing.rows)
        self.records = standing.records
        return True

    def take_text(self, name: str, front: Front) -> bool:
        """Whether the text is that of the last load; its row is taken, with its record."""
        standing = self.shelf.standing if self.shelf else None
        if standing is None or standing.site != self.site or name not in standing.texts:
            return False
        before = standing.texts[name]
        return before.front.is_one_with(front) and self.take_rows(before)

    def take_rows(self, file: _KeptFile) -> bool:
        """Whether the rows of a file are nobody else's; they are taken."""
        rows = self.rows[file.dataset].held
        if not rows.keys().isdisjoint(file.front.lines):
            return False
        rows.update(dict.fromkeys(file.front.lines, file))
        self.kept_files[file.origin.file] = file
        return True

    def known(self, name: str) -> Front | None:
        """What is remembered of the file, if it is as it was and so are its pictures."""
        front = self.shelf.recall(name) if self.shelf else None
        if front is None or name in self.outdated:
            return None
        if not front.looks or self.only_articles:
            return front
        return front if all(self.looks_still(name, *look) for look in front.looks) else None

    def looks_still(self, name: str, written: str, look: PlainPicture) -> bool:
        """Whether a file would find the same picture by the same words."""
        now = self.pictures.get((written, name.rpartition("/")[0]))
        if now is None:
            with contextlib.suppress(Mistake):
                now = self.picture_file(written, Origin(name))
        return now is not None and plain_picture(now) == look

    def take_kept(self, name: str, front: Front) -> None:
        """The rows of a file that has not changed."""
        assert self.shelf is not None
        if not self.take_rows(_KeptFile(dataset_of(name), Origin(name), front, partial(self.shelf.records, name))):
            raise _OutdatedError(name)

    def keep(self, names: Iterable[str]) -> None:
        """Remember those files in which nothing is wrong, drafts apart: these are read every time."""
        if self.shelf is None:
            return
        wrong = {problem.origin.file for problem in self.problems} | self.drafts | self.lacking | {SITE}
        for name in names:
            rows = self.fresh[name]
            if name not in wrong and all(row.record is not None for row in rows):
                self.shelf.remember(name, self.front(name, rows), self.kept(rows))

    def let_go(self) -> None:
        """Forget all that was read but where it stood: records will be asked for, and where they were written."""
        for row in chain.from_iterable(self.fresh.values()):
            row.kept_lines, row.raw, row.body = row.written.packed, _NOTHING, None
        self.fresh, self.honour_tables = {}, []

    def front(self, name: str, rows: Sequence[_Row]) -> Front:
        """What to remember of a file for every load."""
        return Front(
            tuple((written, plain_picture(file)) for written, file in self.looks.get(name, {}).items()),
            {dataset: tuple(sorted(ids)) for dataset, ids in self.refs.get(name, {}).items()},
            {row.id: row.written.packed for row in rows},
        )

    def kept(self, rows: Sequence[_Row]) -> Kept:
        """What to remember of its records."""
        return Kept(
            {row.id: record_bytes(row.record) for row in rows},
            {row.id: listing(self.list_of(row.id)) for row in rows if row.dataset == "decisions"},
            next((row.body.head for row in rows if row.body), b""),
        )

    def take_file(self, path: Path, name: str, content: Content) -> None:
        if isinstance(content, Problems):
            raise content
        if isinstance(content, Document):
            self.read_article_or_page(path, name, content)
        else:
            self.read_dataset(path, name, content)

    def lose(self, path: Path) -> None:
        """Remember what the file would have held."""
        folder, first, *_ = path.relative_to(self.project).parts
        if folder == "data":
            dataset = first.partition(".")[0]
            self.lost[nearest(dataset, DATASETS) or dataset, ""] = False
            return
        is_draft = _says_draft(path)
        self.lost[first, slug(_article_id(path))] = is_draft
        if is_draft:
            self.drafts.add(path.relative_to(self.project).as_posix())

    def refuse_strays(self, files: Mapping[str, Sequence[str]]) -> None:
        """A file that looks like data and is not read must not be passed over in silence."""
        for folder, ending in _FOLDERS:
            for name in files[folder]:
                if name.endswith(ending):
                    continue
                path = self.project / name
                remedy = _stray(path, folder, ending)
                if remedy and path.is_file():
                    self.report(name, 0, f'tệp này không được đọc vì có đuôi "{path.suffix}"', remedy)
                    self.lose(path)

    def read_dataset(self, path: Path, name: str, value: Value) -> None:
        dataset = dataset_of(name)
        if dataset == "site" and name != SITE:
            self.report(
                name, 0, "khai báo trang chỉ viết trong data/site.yaml", "chép nội dung sang đó rồi xóa tệp này"
            )
        elif dataset == "site":
            self.read_site(value, name)
        elif dataset in DATASETS and isinstance(value, Items):
            for item, line in zip(value, value.lines, strict=True):
                self.declare(dataset, item, Origin(name, line))
        else:
            self.problems.append(_no_records(dataset, value, name))
            self.lose(path)

    def declare(self, dataset: str, item: Value, origin: Origin) -> None:
        key = _KEY.get(dataset, "id")
        if not isinstance(item, Table):
            self.report(
                origin.file, origin.line, "bản ghi phải gồm các dòng «mục: giá trị»", f"bắt đầu bằng «- {key}: …»"
            )
            self.lost[dataset, ""] = False
            return
        id = item.get(key)
        if not isinstance(id, str):
            self.report(
                origin.file,
                item.lines.get(key, origin.line),
                f'bản ghi thiếu mục "{key}"' if key not in item else f"{key}: mục này phải là một mã",
                f"viết «{key}: …», mỗi bản ghi một mã riêng",
            )
            self.lost[dataset, ""] = False
            return
        if key == "id" and not is_identifier(id):
            self.lost[dataset, slug(id)] = False
        self.add(_Row(dataset, id, _public(item), origin))

    def add(self, row: _Row) -> None:
        first = self.rows[row.dataset].get(row.id)
        if first is not None and row.dataset in WRITTEN:
            self.report(
                row.origin.file, 0, f'tên "{row.id}" đã dùng cho {first.origin.file}',
                "đổi tên một trong hai tệp, kể cả khi hai tệp ở hai thư mục",
            )  # fmt: skip
            return
        if first is not None:
            self.report(
                row.origin.file, row.raw.lines.get(_KEY.get(row.dataset, "id"), row.origin.line),
                f'mã "{row.id}" đã dùng ở {first.written.origin()}',
                "đặt một mã khác cho bản ghi này, hoặc gộp hai bản ghi làm một",
            )  # fmt: skip
            # The id that it should have had may be spoken of elsewhere.
            self.lost[row.dataset, ""] = False
            return
        self.rows[row.dataset].held[row.id] = row
        self.fresh[row.origin.file].append(row)

    def read_site(self, value: Value, name: str) -> None:
        if not isinstance(value, Table):
            self.report(name, 1, "tệp phải gồm các dòng «mục: giá trị»", "xem mẫu trong data/README.md")
            return
        self.site_row = _Row("site", "site", _public(value), Origin(name, 1))
        known = self.shelf.site() if self.shelf else None
        if known is not None and self.has_logo(known, value, name):
            self.site = known
            return
        before = len(self.problems)
        site = self.validated(Site, self.site_row)
        if site is not None:
            self.site = dataclasses.replace(site, sections=self.own_sections(site, value, name))
            self.refuse_faint_colours(site, value, name)
            if self.shelf and len(self.problems) == before:
                self.shelf.remember_site(self.site)

    def has_logo(self, site: Site, value: Table, name: str) -> bool:
        """Whether the paper's mark is still the file that it was."""
        written = value.get("logo")
        with contextlib.suppress(Mistake):
            return site.logo == (self.logo_file(written, Origin(name)) if isinstance(written, str) else None)
        return False

    def refuse_faint_colours(self, site: Site, value: Table, name: str) -> None:
        """The owner's colours must be readable on what the stylesheet sets them on."""
        with contextlib.suppress(FileNotFoundError):
            known = schemes((self.project / TOKENS).read_text("utf-8"))
            for key, mistake in faint(site.colours, known):
                self.problems.append(mistake.at(Origin(name, line_of(value, ("colours", key)))))

    def own_sections(self, site: Site, value: Table, name: str) -> tuple[Section, ...]:
        """The sections, each id once."""
        sections: dict[str, Section] = {}
        for at, section in enumerate(site.sections):
            if sections.setdefault(section.id, section) is not section:
                line = line_of(value, ("sections", at, "id"))
                self.report(
                    name, line, f'mã chuyên mục "{section.id}" đã dùng ở trên', "đặt mã khác cho chuyên mục này"
                )
                self.lost["sections", ""] = False
        return tuple(sections.values())

    def read_article_or_page(self, path: Path, name: str, document: Document) -> None:
        inside = path.relative_to(self.project / "content").parts
        dataset = inside[0]
        if dataset not in WRITTEN:
            said = f'không có thư mục nội dung "{dataset}"' if len(inside) > 1 else "tệp nằm sai chỗ"
            remedy = "chuyển bài viết vào content/articles/<năm>/, trang tĩnh vào content/pages/"
            self.report(name, 0, said, remedy)
            return
        raw, id = _public(document.front), _article_id(path)
        if raw.get("draft") == "true":
            self.drafts.add(name)
            self.problems += [mistake.at(Origin(name, line)) for line, mistake in _gaps_filled(raw)]
        for key in _FROM_FILE:
            if key in raw:
                self.report(name, raw.lines[key], f'không viết mục "{key}" ở đây', _FROM_FILE[key])
                raw.pop(key)
        if not is_identifier(id):
            said = f'tên tệp "{path.name}" phải gồm chữ thường không dấu, chữ số và dấu gạch nối'
            self.report(name, 0, said, f'đổi tên tệp thành "{slug(id) or "ten-bai"}.md"')
            self.lose(path)
            return
        raw["id"], raw.lines["body"] = id, document.body_line
        self.add(_Row(dataset, id, raw, Origin(name, 1), document))

    # -- resolving: rows to records --

    def finished(self) -> Loaded:
        fresh = self.read_now()
        self.prepare([row.body.body for row in fresh if row.body])
        # While others convert the bodies, which no data ask for.
        self.resolve_all(row for row in fresh if row.dataset not in TEXTS)
        for row, table in self.honour_tables:
            self.add_honour(row, table)
        self.keep(name for name in self.fresh if is_of_register(name))
        self.resolve_all(row for row in fresh if row.dataset in TEXTS)
        if any(not problem.is_note for problem in self.problems):
            # What was remembered may speak of what is wrong now.
            self.resolve_all(row for rows in self.rows.values() for row in rows.values())
            for id in self.rows["decisions"]:
                self.list_of(id)
        else:
            # What a draft with mistakes takes away from others is told at them.
            self.refuse_outdated(self.without_record)
        if self.site is None:
            if not any(problem.origin.file == SITE for problem in self.problems):
                self.report(SITE, 0, "thiếu tệp khai báo trang", "chép mẫu trong data/README.md")
            return Loaded(None, self.all_problems())
        return Loaded(self.library(self.site), self.all_problems())

    def without_record(self) -> Mapping[str, set[str]]:
        """The ids of rows that were read now and of which nothing came, by dataset."""
        found: dict[str, set[str]] = {}
        for row in chain.from_iterable(self.fresh.values()):
            if row.record is None:
                found.setdefault(row.dataset, set()).add(row.id)
        return found

    def not_there(self) -> Mapping[str, set[str]]:
        """The ids that files speak of which were remembered, and that are nobody's, by dataset."""
        spoken_of: dict[str, list[tuple[str, ...]]] = {}
        for front in self.fronts.values():
            for dataset, ids in front.refs.items():
                spoken_of.setdefault(dataset, []).append(ids)
        found = {dataset: set().union(*ids) - self.rows[dataset].held.keys() for dataset, ids in spoken_of.items()}
        return {dataset: lost for dataset, lost in found.items() if lost}

    def read_now(self) -> list[_Row]:
        """The rows that were read now, dataset by dataset."""
        place = {dataset: number for number, dataset in enumerate(self.rows)}
        return sorted(chain.from_iterable(self.fresh.values()), key=lambda row: place[row.dataset])

    def resolve_all(self, rows: Iterable[_Row]) -> None:
        for row in rows:
            with contextlib.suppress(Echo):
                self.resolve(row)

    def library(self, site: Site) -> Library:
        rows: dict[str, Mapping[str, _Row | _KeptFile]] = {name: rows.held for name, rows in self.rows.items()}
        if self.site_row:
            rows["site"] = {"site": self.site_row}
        texts: dict[str, Any] = {name: self.of(name, _kind(name)) for name in self.rows if name in TEXTS}
        return Library(site=site, written=_Places(rows), broken=self.broken(), **self.register(), **texts)

    def register(self) -> Mapping[str, Any]:
        """The records of the register, and where its honours stand."""
        if not self.records:
            self.records = {
                **{name: self.of(name, _kind(name)) for name in self.rows if name not in TEXTS},
                **self.listed(),
            }
        standing = self.shelf.standing if self.shelf else None
        if standing is not None and self.standing_files:
            standing.files, standing.records, standing.site = self.standing_files, self.records, self.site
            standing.rows = {name: rows for name, rows in self.rows.items() if name not in TEXTS}
            standing.texts = self.standing_texts()
        return self.records

    def listed(self) -> Mapping[str, Any]:
        """Every honour, and where each was written."""
        lists = Lazy(self.with_record("decisions"), self.list_of)
        return {
            "honours": Listed(Lazy(lists, lambda id: tuple(honour for honour, _ in lists[id]))),
            "honours_written": Listed(Lazy(lists, lambda id: tuple(at for _, at in lists[id]))),
        }

    def list_of(self, id: str) -> tuple[tuple[Honour, Written], ...]:
        """The honours of a decision, each with where it was written."""
        row = self.rows["decisions"][id]
        if not row.is_kept:
            return tuple(self.honours.get(id, ()))
        file, known = row.origin.file, _Known(self, row)
        try:
            return tuple(
                (unpacked(Honour, values, known), Written(file, places))
                for places, values in listing_of(row.kept.lists[id])
            )
        except Mistake:
            raise _OutdatedError(file) from None

    def with_record(self, dataset: str) -> Mapping[str, object]:
        """The ids for which there is a record, made or still to be made."""
        rows, lost = self.rows[dataset].held, self.without_record().get(dataset)
        return dict.fromkeys(id for id in rows if id not in lost) if lost else rows

    def standing_texts(self) -> Mapping[str, _KeptFile]:
        """Each file of texts that was remembered, but those of bulletins, which hold articles."""
        return {name: file for name, file in self.kept_files.items() if file.dataset in TEXTS - {"issues"}}

    def broken(self) -> frozenset[tuple[str, str]]:
        """All that mistakes keep from readers, by dataset and id; the id is empty where it is not known."""
        unusable = {
            (dataset, id)
            for dataset, ids in self.without_record().items()
            for id in ids
            if self.rows[dataset][id].origin.file not in self.drafts
        }
        return frozenset(unusable | {key for key, is_draft in self.lost.items() if not is_draft})

    def of(self, dataset: str, kind: type[R]) -> Mapping[str, R]:
        rows = self.rows[dataset]

        def record(id: str) -> R:
            found = self.resolve(rows[id])
            assert isinstance(found, kind)
            return found

        return Lazy(self.with_record(dataset), record)

    def all_problems(self) -> tuple[Problem, ...]:
        """A draft's own mistakes must not keep others from publishing: they are notes."""
        return tuple(
            as_note(problem, "(bản nháp)") if problem.origin.file in self.drafts else problem
            for problem in self.problems
        )

    def resolve(self, row: _Row) -> object:
        """The row's record. Raises Echo when it has mistakes of its own."""
        if row.state == "resolving":
            raise Mistake(
                f'"{row.id}" quay vòng về chính nó qua các bản ghi khác',
                "bỏ một mắt xích: cấp trên hay đơn vị kế tục không thể là chính mình",
            )
        if row.state == "waiting":
            row.state = "resolving"
            row.record = self.record_of(row)
            row.state = "done"
        if row.record is None:
            raise Echo(row.id)
        return row.record

    def record_of(self, row: _Row) -> object:
        if row.is_kept:
            return self.record_kept(row)
        if row.dataset == "decisions":
            self.take_honours(row)
        kind: type[object] = _kind(row.dataset)
        # The body first: what is wrong in it is told even where the front matter is wrong too.
        body = self.prose(row, row.body) if row.body else Prose()
        record = (self.record_before(row, row.body) if row.body else None) or self.validated(kind, row)
        return dataclasses.replace(record, body=body) if isinstance(record, Article | StaticPage) else record

    def record_before(self, row: _Row, document: Document) -> object:
        """The record of a text of which nothing but the body is another now; nothing where that is not certain."""
        before = self.shelf.before(row.origin.file) if self.shelf else None
        if before is None or before[1].head != document.head:
            return None
        front, kept = before
        if not all(self.looks_still(row.origin.file, *look) for look in front.looks):
            return None
        kind: type[object] = _kind(row.dataset)
        with contextlib.suppress(Mistake):
            for written, _ in front.looks:
                self.picture_of(row, written)
            return unpacked(kind, packed_in(kept.records[row.id]), _Known(self, row))
        return None

    def record_kept(self, row: _Row) -> object:
        """The record as it was, if all that it speaks of is still there."""
        try:
            return unpacked(_kind(row.dataset), packed_in(row.kept.records[row.id]), _Known(self, row))
        except Mistake:
            raise _OutdatedError(row.origin.file) from None

    def take_honours(self, row: _Row) -> None:
        honours = row.raw.pop("honours", None)
        line = row.raw.lines.get("honours", row.origin.line)
        if not isinstance(honours, Items) or not honours:
            self.report(
                row.origin.file,
                line,
                "quyết định chưa có danh sách được khen",
                "thêm mục honours: và các dòng «- person: …» hoặc «- collective: …»",
            )
            return
        for item, at in zip(honours, honours.lines, strict=True):
            if isinstance(item, Table):
                self.honour_tables.append((row, item))
            else:
                self.report(
                    row.origin.file,
                    at,
                    f'dòng khen "{item}" chưa nói rõ khen ai' if isinstance(item, str) else "dòng khen để trống",
                    "viết «- person: mã-người» hoặc «- collective: mã-tập-thể», rồi job:, unit: ở các dòng dưới",
                )

    def add_honour(self, row: _Row, item: Table) -> None:
        table = _public(item)
        origin = Origin(row.origin.file, item.line)
        if "decision" in table:
            self.report(
                origin.file,
                table.lines["decision"],
                'không viết mục "decision" ở đây',
                "xóa dòng này: quyết định là bản ghi chứa danh sách",
            )
        table["decision"] = row.id
        table.setdefault("award", row.raw.get("award"))
        honour_row = _Row("honours", row.id, table, origin)
        honour = self.validated(Honour, honour_row)
        if honour is None:
            self.lacking.add(row.origin.file)
        else:
            self.honours.setdefault(row.id, []).append((honour, honour_row.written))

    def prose(self, row: _Row, document: Document) -> Prose:
        body, origin = self.convert(document.body), row.origin

        def place(needle: str) -> Origin:
            return Origin(origin.file, body_line(needle, document.body, document.body_line))

        self.problems += [mistake.at(place(needle)) for needle, mistake in body.mistakes]
        pictures = []
        for written in body.pictures:
            try:
                file = self.picture_of(row, written.src)
            except Mistake as mistake:
                self.problems.append(mistake.at(place(written.src)))
                continue
            pictures.append(Picture(file, written.alt, written.caption, written.credit))
        references = tuple(Reference(r.written, document.body_line + r.line) for r in body.references)
        return Prose(body.words, body.links, tuple(pictures), references, body.shorts)

    def picture_file(self, written: str, origin: Origin) -> PictureFile:
        """The picture beside the file that names it, or in content/. Raises Mistake."""
        place = (written, origin.file.rpartition("/")[0])
        if place not in self.pictures:
            self.pictures[place] = self.look_at(self.picture_at(written, origin, _PICTURES))
        return self.pictures[place]

    def picture_of(self, row: _Row, written: str) -> PictureFile:
        """The same for a row, which is believed later only if it would find the same picture. Raises Mistake."""
        file = self.picture_file(written, row.origin)
        self.looks.setdefault(row.origin.file, {})[written] = file
        return file

    def logo_file(self, written: str, origin: Origin) -> PictureFile:
        """The paper's mark: a picture, or a drawing that can do no harm. Raises Mistake."""
        path = self.picture_at(written, origin, _LOGOS)
        if not logos.is_drawing(path.name):
            return self.look_at(path)
        return logos.look_at(path.read_bytes(), path.relative_to(self.project.resolve()).as_posix())

    def picture_at(self, written: str, origin: Origin, endings: Collection[str]) -> Path:
        """Where the file that is meant lies: beside the one that names it, or in content/. Raises Mistake."""
        picture_path(written)
        content = self.project / "content"
        for folder in ((self.project / origin.file).parent, content):
            path = self.on_disk(folder, written)
            if path is not None and not path.resolve().is_relative_to(self.project.resolve()):
                raise Mistake(f'đường dẫn "{written}" ra ngoài thư mục của trang', COPY_IT)
            if path is not None and path.is_file():
                return path.resolve()
        near = self.picture_near(written, content, endings)
        raise Mistake(f'không có ảnh "{written}"', f'có phải "{near}"?' if near else COPY_IT)

    def on_disk(self, folder: Path, written: str) -> Path | None:
        """The file under the very name that was written: not in other letter case, on any system."""
        path = folder
        for part in PurePosixPath(written).parts:
            if part == "..":
                path = path.parent
                continue
            if path not in self.names:
                self.names[path] = {nfc(p.name): p.name for p in path.iterdir()} if path.is_dir() else {}
            name = self.names[path].get(part)
            if name is None:
                outside = not (path / part).resolve().is_relative_to(self.project.resolve())
                return path / part if outside else None
            path = path / name
        return path

    def picture_near(self, written: str, content: Path, endings: Collection[str]) -> str | None:
        """What to write for a picture that is probably meant: of the same name, or nearly."""
        files = [p for p in sorted(content.rglob("*")) if p.suffix.lower() in endings]
        meant = nearest(PurePosixPath(written).name, (nfc(p.name) for p in files))
        found = (p.relative_to(content).as_posix() for p in files if nfc(p.name) == meant)
        return next(found, None)

    # -- validating one table --

    def validated(self, kind: type[R], row: _Row) -> R | None:
        from pydantic import ValidationError

        try:
            record = _adapter(kind).validate_python(row.raw, context=_Known(self, row))
            return record if isinstance(record, kind) else None
        except ValidationError as error:
            self.problems += told(error.errors(include_url=False), kind, row.raw, row.origin)
        return None

    def near(self, dataset: str, written: str) -> str | None:
        """The id that was probably meant: by a name, a file's path, or letters gone astray."""
        rows = self.rows[dataset]
        if dataset not in self.ids_by_name:
            self.ids_by_name[dataset] = {row.name: id for id, row in rows.items()}
        stem = PurePosixPath(written).stem
        guess = self.guesses.setdefault(dataset, Guesses(rows))
        return self.ids_by_name[dataset].get(written) or (stem if stem in rows else guess(written))

    def report(self, file: str, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(Origin(file, line), message, remedy))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a reference of one row can be looked up in (see `records.Known`)."""

    loading: _Loading
    row: _Row

    def record(self, dataset: str, id: str) -> object:
        if dataset == "sections":
            return self.section(id)
        row = self.written(dataset, id)
        try:
            return self.loading.resolve(row)
        except Echo:
            raise (_broken_draft(id) if row.origin.file in self.loading.drafts else Echo(id)) from None

    def id(self, dataset: str, id: str) -> str:
        return self.written(dataset, id).id

    def written(self, dataset: str, id: str) -> _Row:
        row = self.loading.rows[dataset].get(id)
        if row is not None:
            if not self.row.is_kept:
                self.loading.refs.setdefault(self.row.origin.file, {}).setdefault(dataset, set()).add(id)
            return row
        lost = self.loading.lost
        if lost.get((dataset, id)):
            raise _broken_draft(id)
        if (dataset, id) in lost or (dataset, "") in lost:
            raise Echo(id)
        near = self.loading.near(dataset, id)
        place = f"content/{dataset}/" if dataset in WRITTEN else f"data/{dataset}.yaml"
        raise Mistake(
            f'không có {NOUNS[dataset]} "{id}" trong {place}',
            f'có phải "{near}"?' if near else f"thêm vào {place}, hoặc sửa mã",
        )

    def section(self, id: str) -> object:
        site = self.loading.site
        if site is None or not site.sections:
            raise Echo(id)
        sections = {section.id: section for section in site.sections}
        if id not in sections:
            if ("sections", "") in self.loading.lost:
                raise Echo(id)
            near = nearest(id, sections)
            raise Mistake(
                f'không có chuyên mục "{id}" trong data/site.yaml',
                f'có phải "{near}"?' if near else f"các chuyên mục: {', '.join(sections)}",
            )
        return sections[id]

    def picture_file(self, written: str) -> PictureFile:
        return self.loading.picture_of(self.row, written)

    def logo_file(self, written: str) -> PictureFile:
        return self.loading.logo_file(written, self.row.origin)


NOUNS: Final[Mapping[str, str]] = {
    "places": "địa bàn",
    "maps": "bản đồ ô",
    "givers": "cấp khen",
    "units": "đơn vị",
    "awards": "danh hiệu",
    "sources": "nguồn",
    "campaigns": "phong trào",
    "indicators": "chỉ tiêu",
    "figures": "số liệu",
    "people": "cá nhân",
    "collectives": "tập thể",
    "decisions": "quyết định",
    "issues": "số bản tin",
    "comments": "ý kiến",
    "articles": "bài",
    "pages": "trang tĩnh",
    "abbreviations": "chữ viết tắt",
}


_ADAPTERS: dict[type, TypeAdapter[object]] = {}


def _adapter(kind: type) -> TypeAdapter[object]:
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _public(table: Table) -> Table:
    """The table without its private note, which must not go further than this line."""
    kept = Table(table.line)
    kept.update((key, value) for key, value in table.items() if key != PRIVATE)
    kept.lines.update(table.lines)
    return kept
