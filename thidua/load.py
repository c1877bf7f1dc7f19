"""Files to Library: every record validated, every reference resolved, every mistake collected.

Reads the project's sources and nothing else; decides nothing that needs more than one record
(that is `checks`). A record with a mistake is left out, and whoever refers to it is not blamed.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from thidua.library import Library, Written
from thidua.markup import Body, line_of
from thidua.problems import Mistake, Origin, Problem, Problems, as_note
from thidua.records import (
    Abbreviation,
    Article,
    Award,
    Campaign,
    Collective,
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
    Site,
    Source,
    StaticPage,
    Unit,
)
from thidua.scalars import identifier
from thidua.source import Document, Items, Table, Value, read_document, read_yaml
from thidua.source import line_of as written_line
from thidua.vietnamese import nearest

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails


# Every dataset kept as YAML lists under data/, with the record that each item becomes.
DATASETS: Final[Mapping[str, type]] = {
    "places": Place,
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
    "abbreviations": Abbreviation,
}
WRITTEN: Final[Mapping[str, type]] = {"articles": Article, "pages": StaticPage}
_KEY: Final[Mapping[str, str]] = {"abbreviations": "short"}
_FROM_FILE: Final = ("id", "body")
PRIVATE: Final = "private"
_LOOK_READ: Final = frozenset({".yml", ".markdown", ".txt", ".docx", ".xlsx"})

R = TypeVar("R")
Convert = Callable[[str], Body]
LookAt = Callable[[Path], PictureFile]


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
    state: str = "waiting"
    record: object = None

    @property
    def written(self) -> Written:
        return Written(self.origin.file, self.origin.line, self.raw.lines)


class _Echo(Mistake):
    """A mistake that another one already explains."""


def load(project: Path, convert: Convert, look_at: LookAt) -> Loaded:
    """All records of the project. `convert` turns a body's Markdown, `look_at` knows a picture file."""
    loading = _Loading(project, convert, look_at)
    loading.read()
    return loading.finished()


def source_files(project: Path) -> Iterator[Path]:
    """Every dataset and text file the project is made of, in a fixed order."""
    for folder, ending in (("data", ".yaml"), ("content", ".md")):
        yield from sorted(path for path in (project / folder).rglob(f"*{ending}") if not _is_hidden(path, project))


def _is_hidden(path: Path, project: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(project).parts)


@dataclass(slots=True)
class _Loading:
    """The state of one load; lives no longer than `load`."""

    project: Path
    convert: Convert
    look_at: LookAt
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, dict[str, _Row]] = field(default_factory=lambda: {name: {} for name in (*DATASETS, *WRITTEN)})
    honour_tables: list[tuple[_Row, Table]] = field(default_factory=list)
    honours: list[tuple[Honour, Written]] = field(default_factory=list)
    site: Site | None = None
    site_row: _Row | None = None
    drafts: set[str] = field(default_factory=set)

    # -- reading: files to rows --

    def read(self) -> None:
        for path in source_files(self.project):
            name = path.relative_to(self.project).as_posix()
            try:
                if path.suffix == ".md":
                    self.read_article_or_page(path, name)
                else:
                    self.read_dataset(path, name)
            except Problems as problems:
                self.problems += problems.found
        self.refuse_strays()

    def refuse_strays(self) -> None:
        """A file that looks like data and is not read must not be passed over in silence."""
        for folder, ending in (("data", ".yaml"), ("content", ".md")):
            for path in sorted((self.project / folder).rglob("*")):
                kind = path.suffix.lower()
                looks_read = kind in _LOOK_READ or (kind == ending and path.suffix != ending)
                if looks_read and not _is_hidden(path, self.project):
                    self.report(
                        path.relative_to(self.project).as_posix(),
                        0,
                        "tệp này không được đọc vì đuôi tệp",
                        f"đổi tên thành {path.stem}{ending} hoặc chuyển tệp ra khỏi thư mục {folder}/",
                    )

    def read_dataset(self, path: Path, name: str) -> None:
        dataset = path.relative_to(self.project / "data").parts[0].removesuffix(".yaml")
        value = read_yaml(path, name)
        if dataset == "site":
            self.read_site(value, name)
        elif dataset not in DATASETS:
            near = nearest(dataset, (*DATASETS, "site"))
            remedy = f"có phải data/{near}.yaml?" if near else f"dữ liệu gồm: site, {', '.join(DATASETS)}"
            self.report(name, 0, f'không có bộ dữ liệu "{dataset}"', remedy)
        elif value is None:
            self.report(name, 0, "tệp trống", "viết ít nhất một bản ghi, hoặc viết [] nếu cố ý để trống, hoặc xóa tệp")
        elif not isinstance(value, Items):
            self.report(
                name,
                1,
                "tệp phải là một danh sách bản ghi",
                f"bắt đầu mỗi bản ghi bằng «- {_KEY.get(dataset, 'id')}: …»",
            )
        else:
            for item, line in zip(value, value.lines, strict=True):
                self.declare(dataset, item, Origin(name, line))

    def declare(self, dataset: str, item: Value, origin: Origin) -> None:
        key = _KEY.get(dataset, "id")
        if not isinstance(item, Table):
            self.report(
                origin.file, origin.line, "bản ghi phải gồm các dòng «mục: giá trị»", f"bắt đầu bằng «- {key}: …»"
            )
            return
        id = item.get(key)
        if not isinstance(id, str):
            self.report(
                origin.file,
                origin.line,
                f'bản ghi thiếu mục "{key}"',
                f"thêm dòng «{key}: …», mỗi bản ghi một mã riêng",
            )
            return
        self.add(_Row(dataset, id, _public(item), origin))

    def add(self, row: _Row) -> None:
        first = self.rows[row.dataset].get(row.id)
        if first is not None:
            self.report(
                row.origin.file, row.raw.lines.get(_KEY.get(row.dataset, "id"), row.origin.line),
                f'mã "{row.id}" đã dùng ở {first.origin}', "đặt một mã khác cho bản ghi này, hoặc gộp hai bản ghi làm một",
            )  # fmt: skip
            return
        self.rows[row.dataset][row.id] = row

    def read_site(self, value: Value, name: str) -> None:
        if not isinstance(value, Table):
            self.report(name, 1, "tệp phải gồm các dòng «mục: giá trị»", "xem mẫu trong data/README.md")
            return
        self.site_row = _Row("site", "site", _public(value), Origin(name, 1))
        self.site = self.validated(Site, self.site_row)

    def read_article_or_page(self, path: Path, name: str) -> None:
        document = read_document(path, name)
        inside = path.relative_to(self.project / "content").parts
        dataset = inside[0]
        if dataset not in WRITTEN:
            self.report(
                name,
                0,
                f'không có thư mục nội dung "{dataset}"',
                "bài viết để trong content/articles/<năm>/, trang tĩnh trong content/pages/",
            )
            return
        raw, id = _public(document.front), path.stem if path.stem != "index" else path.parent.name
        if raw.get("draft") == "true":
            self.drafts.add(name)
        for key in _FROM_FILE:
            if key in raw:
                self.report(
                    name,
                    raw.lines[key],
                    f'không viết mục "{key}" ở đây',
                    "mã bài lấy từ tên tệp; nội dung viết dưới dòng ---",
                )
                raw.pop(key)
        try:
            raw["id"] = identifier(id)
        except Mistake as mistake:
            self.report(
                name, 0, f"tên tệp: {mistake.message}", f"đổi tên tệp: {mistake.remedy}.md".replace('".md', '.md"')
            )
            return
        self.add(_Row(dataset, id, raw, Origin(name, 1), document))

    # -- resolving: rows to records --

    def finished(self) -> Loaded:
        for rows in self.rows.values():
            for row in rows.values():
                with contextlib.suppress(_Echo):
                    self.resolve(row)
        for row, table in self.honour_tables:
            self.add_honour(row, table)
        if self.site is None:
            if not any(problem.origin.file == "data/site.yaml" for problem in self.problems):
                self.report("data/site.yaml", 0, "thiếu tệp khai báo trang", "chép mẫu trong data/README.md")
            return Loaded(None, self.all_problems())
        return Loaded(self.library(self.site), self.all_problems())

    def library(self, site: Site) -> Library:
        written = {(name, id): row.written for name, rows in self.rows.items() for id, row in rows.items()}
        if self.site_row is not None:
            written["site", "site"] = self.site_row.written
        return Library(
            site=site,
            places=self.of("places", Place),
            givers=self.of("givers", Giver),
            units=self.of("units", Unit),
            awards=self.of("awards", Award),
            sources=self.of("sources", Source),
            campaigns=self.of("campaigns", Campaign),
            indicators=self.of("indicators", Indicator),
            figures=self.of("figures", Figure),
            people=self.of("people", Person),
            collectives=self.of("collectives", Collective),
            decisions=self.of("decisions", Decision),
            honours=tuple(honour for honour, _ in self.honours),
            articles=self.of("articles", Article),
            issues=self.of("issues", Issue),
            pages=self.of("pages", StaticPage),
            abbreviations=self.of("abbreviations", Abbreviation),
            written=written,
            honours_written=tuple(at for _, at in self.honours),
        )

    def of(self, dataset: str, kind: type[R]) -> dict[str, R]:
        return {id: row.record for id, row in self.rows[dataset].items() if isinstance(row.record, kind)}

    def all_problems(self) -> tuple[Problem, ...]:
        """A draft's own mistakes must not keep others from publishing: they are notes."""
        return tuple(
            as_note(problem, "(bản nháp)") if problem.origin.file in self.drafts else problem
            for problem in self.problems
        )

    def resolve(self, row: _Row) -> object:
        """The row's record. Raises _Echo when it has mistakes of its own."""
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
            raise _Echo(row.id)
        return row.record

    def record_of(self, row: _Row) -> object:
        if row.dataset == "decisions":
            self.take_honours(row)
        kind: type[object] = {**DATASETS, **WRITTEN}[row.dataset]
        record = self.validated(kind, row)
        if isinstance(record, Article | StaticPage) and row.body is not None:
            return dataclasses.replace(record, body=self.prose(row.body, row.origin))
        return record

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
                    "mỗi người được khen là một bảng con",
                    "viết «- person: mã-người» rồi job:, unit: ở các dòng dưới",
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
        if honour is not None:
            self.honours.append((honour, honour_row.written))

    def prose(self, document: Document, origin: Origin) -> Prose:
        body = self.convert(document.body)

        def place(needle: str) -> Origin:
            return Origin(origin.file, line_of(needle, document.body, document.body_line))

        self.problems += [mistake.at(place(needle)) for needle, mistake in body.mistakes]
        pictures = []
        for written in body.pictures:
            try:
                file = self.picture_file(written.src, origin)
            except Mistake as mistake:
                self.problems.append(mistake.at(place(written.src)))
                continue
            pictures.append(Picture(file, written.alt, written.caption, written.credit))
        return Prose(body.html, body.text, body.headings, body.links, tuple(pictures))

    def picture_file(self, written: str, origin: Origin) -> PictureFile:
        """The picture beside the file that names it, or in content/. Raises Mistake."""
        content = self.project / "content"
        for folder in ((self.project / origin.file).parent, content):
            path = (folder / written).resolve()
            if not path.is_relative_to(self.project.resolve()):
                raise Mistake(
                    f'đường dẫn "{written}" ra ngoài thư mục của trang',
                    "chép ảnh vào content/pictures/ rồi viết pictures/ten-anh.jpg",
                )
            if path.is_file():
                return self.look_at(path)
        near = nearest(
            Path(written).name,
            (p.name for p in content.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")),
        )
        raise Mistake(
            f'không có ảnh "{written}"',
            f'có phải "{near}"?' if near else "chép ảnh vào content/pictures/ rồi viết pictures/ten-anh.jpg",
        )

    # -- validating one table --

    def validated(self, kind: type[R], row: _Row) -> R | None:
        from pydantic import ValidationError

        try:
            record = _adapter(kind).validate_python(row.raw, context=_Known(self, row))
            return record if isinstance(record, kind) else None
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.problems += _problems(detail, kind, row)
        return None

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
        return self.loading.resolve(self.written(dataset, id))

    def id(self, dataset: str, id: str) -> str:
        return self.written(dataset, id).id

    def written(self, dataset: str, id: str) -> _Row:
        rows = self.loading.rows[dataset]
        if id not in rows:
            near = nearest(id, rows)
            place = f"content/{dataset}/" if dataset in WRITTEN else f"data/{dataset}.yaml"
            raise Mistake(
                f'không có {NOUNS[dataset]} "{id}" trong {place}',
                f'có phải "{near}"?' if near else f"thêm vào {place}, hoặc sửa mã",
            )
        return rows[id]

    def section(self, id: str) -> object:
        site = self.loading.site
        if site is None:
            raise _Echo(id)
        sections = {section.id: section for section in site.sections}
        if id not in sections:
            near = nearest(id, sections)
            raise Mistake(
                f'không có chuyên mục "{id}" trong data/site.yaml',
                f'có phải "{near}"?' if near else f"các chuyên mục: {', '.join(sections)}",
            )
        return sections[id]

    def picture_file(self, written: str) -> PictureFile:
        return self.loading.picture_file(written, self.row.origin)


NOUNS: Final[Mapping[str, str]] = {
    "places": "địa bàn",
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


# ---- what the validator found, in the editor's words ---------------------------------------------


def _problems(detail: ErrorDetails, kind: type, row: _Row) -> Iterable[Problem]:
    path = detail["loc"]
    mistake = _mistake(detail, kind, path)
    if isinstance(mistake, _Echo):
        return
    line = written_line(row.raw, path)
    if (len(path) == 1 and path[0] not in row.raw) or line == row.raw.line:
        line = row.origin.line
    yield mistake.at(Origin(row.origin.file, line))


def _mistake(detail: ErrorDetails, kind: type, path: tuple[int | str, ...]) -> Mistake:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    told = (detail.get("ctx") or {}).get("error")
    if isinstance(told, _Echo):
        return told
    if isinstance(told, Mistake):
        return Mistake(f"{key}: {told.message}", told.remedy)
    match detail["type"]:
        case "missing":
            return Mistake(f'thiếu mục "{key}"', f"thêm dòng «{key}: …»")
        case "unexpected_keyword_argument":
            keys = _keys_beside(kind, path)
            near = nearest(key, keys)
            return Mistake(
                f'không có mục "{key}"', f'có phải "{near}"?' if near else f"các mục dùng được: {', '.join(keys)}"
            )
        case "literal_error":
            return _not_among(key, detail)
        case "tuple_type":
            return Mistake(
                f"{key}: mục này là một danh sách", f"viết {key}: [{_shown(detail['input'])}], hoặc mỗi dòng một «- »"
            )
        case "dataclass_type":
            return Mistake(f"{key}: mục này là một bảng con", "xuống dòng, thụt vào hai dấu cách rồi viết các mục con")
    raise AssertionError(detail)


def _not_among(key: str, detail: ErrorDetails) -> Mistake:
    allowed = [word.strip("'") for word in str((detail.get("ctx") or {})["expected"]).replace(" or ", ", ").split(", ")]
    written = _shown(detail["input"])
    near = nearest(written, allowed)
    return Mistake(
        f'{key}: không dùng được "{written}"', f'có phải "{near}"?' if near else f"chọn một trong: {', '.join(allowed)}"
    )


def _shown(value: object) -> str:
    return value if isinstance(value, str) else "…"


def _keys_beside(kind: type, path: tuple[int | str, ...]) -> list[str]:
    """The keys that the table at the end of `path` may have."""
    import typing

    for step in path[:-1]:
        if isinstance(step, str):
            kind = _record_in(typing.get_type_hints(kind)[step])
    hidden = {"body", "decision"} | ({"id"} if kind in WRITTEN.values() else set())
    return [f.name for f in dataclasses.fields(kind) if f.name not in hidden]


def _record_in(hint: object) -> type:
    import typing

    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint
    found = [_record_in(part) for part in typing.get_args(hint)]
    return next((kind for kind in found if kind is not type(None)), type(None))
