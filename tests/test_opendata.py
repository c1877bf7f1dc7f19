"""Open data: everything that is published and nothing else, in files that programs and people can read."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import html
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import Site
from tests.test_build import SECRETS, found_in
from tests.test_plan import library_of
from thidua import datasets
from thidua.cache import Memory
from thidua.datasets import DATASETS, HONOURS, Dataset
from thidua.digest import Digests, digest_of_bytes
from thidua.files import File
from thidua.formats import BOM, GUARDED, guarded, listed, sqlite_bytes, unguarded
from thidua.library import Library
from thidua.opendata import DATABASE, INDEX, SUMS, open_data
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
    Place,
    Section,
    Source,
    Unit,
)
from thidua.words import read_words

ROOT: Final = Path(__file__).parent.parent
TINY: Final = ROOT / "tests/tiny"
BASE: Final = "https://song-que.example/bao/"
NAMES: Final = [dataset.name for dataset in DATASETS]
BY_NAME: Final = {dataset.name: dataset for dataset in DATASETS}
RECORDS: Final[Mapping[str, type]] = {
    "people": Person, "collectives": Collective, "decisions": Decision, "honours": Honour, "awards": Award,
    "givers": Giver, "campaigns": Campaign, "indicators": Indicator, "figures": Figure, "sources": Source,
    "units": Unit, "places": Place, "articles": Article, "issues": Issue, "sections": Section,
    "abbreviations": Abbreviation,
}  # fmt: skip
# Keys that are columns of another name, or rows of a dataset of their own.
ELSEWHERE: Final[Mapping[str, Mapping[str, str]]] = {
    "articles": {"authors": "article_authors", "corrections": "article_corrections"},
    "campaigns": {"targets": "campaign_targets"},
    "decisions": {"signatory": "signatory_name"},
    "figures": {"parts": "figure_parts", "of_which": "figure_parts"},
    "places": {"former_names": "place_former_names"},
    "units": {
        "former_names": "unit_former_names",
        "former_parents": "unit_former_parents",
        "former_places": "unit_former_places",
    },
}
# Keys that are open data nowhere, and why.
WITHHELD: Final[Mapping[str, Mapping[str, str]]] = {
    "abbreviations": {"confidence": "a note among editors"},
    "articles": {
        "accepted": "a note among editors",
        "aliases": "old addresses",
        "body": "is read on its page",
        "draft": "no draft is published",
        "expires": "what readers see has not expired",
        "picture": "pictures have rights of their own",
        "related": "a choice for one page",
    },
    "awards": {"confidence": "a basis that is not sure is left out"},
    "collectives": {"picture": "pictures have rights of their own"},
    "decisions": {"revocation": "what was revoked is not published"},
    "honours": {"revocation": "what was revoked is not published"},
    "issues": {"picture": "pictures have rights of their own"},
    "people": {"consent": "never published", "portrait": "pictures have rights of their own"},
    "sections": {"home": "a choice for one page"},
}


@pytest.fixture(scope="module")
def tiny() -> Library:
    """What readers may see of the small fictional site."""
    return library_of(TINY)


@pytest.fixture(scope="module")
def published(built: Site) -> Mapping[str, bytes]:
    """Every file of the built site."""
    return built.files()


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a file, each text as it was before it was guarded."""
    text = data.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: unguarded(value) for name, value in row.items()} for row in rows]


def as_cell(value: object) -> str:
    """What a value of JSON is in CSV."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return listed(map(str, value))
        case _:
            return str(value)


# ---- the files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_json_say_the_same(published: Mapping[str, bytes], name: str) -> None:
    """Both formats of a dataset hold the same rows under the same names."""
    rows = json.loads(published[f"du-lieu/{name}.json"])
    cells = [{key: as_cell(value) for key, value in row.items()} for row in rows]

    assert csv_rows(published[f"du-lieu/{name}.csv"]) == cells


@pytest.mark.parametrize("name", NAMES)
def test_csv_is_as_spreadsheets_want_it(published: Mapping[str, bytes], name: str) -> None:
    """UTF-8 that says so, lines that end as RFC 4180 has it, and a name above every column."""
    data = published[f"du-lieu/{name}.csv"]
    head = data.decode().removeprefix(BOM).split("\r\n")[0]

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert head.split(",") == [field.name for field in BY_NAME[name].fields]


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_their_rows_own(tiny: Library, name: str) -> None:
    """The first column tells every row from all others."""
    ids = [row[0] for row in BY_NAME[name].rows(tiny)]

    assert len(set(ids)) == len(ids)
    assert all(ids)


def test_tiny_site_has_rows_to_look_at(tiny: Library) -> None:
    """What these tests say of rows they say of some."""
    assert {dataset.name for dataset in DATASETS if not dataset.count(tiny)} <= {
        "place_former_names", "unit_former_parents", "unit_former_places",
    }  # fmt: skip


@given(st.text())
@example("=1+1")
@example("'=1+1")
@example("''-5")
@example("'Tổ trẻ'")
def test_guard_is_taken_off_again(text: str) -> None:
    """Whatever an editor wrote comes back as it was, and nothing begins as a formula does."""
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert guarded(text) in (text, "'" + text)


def test_formula_in_a_name_is_only_a_text(site: Site) -> None:
    """A name that a spreadsheet program would run is guarded in CSV, and plain in JSON and SQLite."""
    evil = '=HYPERLINK("http://x.example","bấm")'
    site.replace("data/units.yaml", "name: Công ty May Hạ Thanh\n", f"name: '{evil}'\n")
    site.build()
    cells = [cell for row in csv.reader(io.StringIO(site.html("du-lieu/units.csv"))) for cell in row]

    assert "'" + evil in cells
    assert GUARDED.match("'" + evil)
    assert evil in site.html("du-lieu/units.json").replace("\\", "")
    assert evil in {name for (name,) in rows_of(site.output(DATABASE).read_bytes(), "SELECT name FROM units")}


def test_order_is_stable(tiny: Library) -> None:
    """Rows stand by their ids, and what is dated from the oldest on, so that what is new comes last."""
    for dataset in DATASETS:
        rows = list(dataset.rows(tiny))
        if dataset.name in ("honours", "articles"):
            place = [field.name for field in dataset.fields].index("date" if dataset is HONOURS else "published")
            days = [str(row[place]) for row in rows]
            assert days == sorted(days)
        elif dataset.records.__qualname__.startswith("_by_id") and "_" not in dataset.name:
            ids = [str(row[0]) for row in rows]
            assert ids == sorted(ids)


# ---- what is published, and what is not --------------------------------------------------------------------


@pytest.mark.parametrize("name", RECORDS)
def test_every_key_is_published_or_withheld_for_a_reason(name: str) -> None:
    """A new key of a record is open data only when somebody decided so."""
    keys = {field.name for field in dataclasses.fields(RECORDS[name])}
    columns = {field.name for field in BY_NAME[name].fields}
    elsewhere, withheld = ELSEWHERE.get(name, {}), WITHHELD.get(name, {})

    assert keys - columns - set(elsewhere) == set(withheld)
    assert set(elsewhere.values()) <= columns | set(NAMES)


def test_database_tells_nothing_private(published: Mapping[str, bytes]) -> None:
    """Read as SQL and not only as bytes, where a long text may be cut by a page, nothing hidden is there."""
    with closing(opened(published[DATABASE])) as database:
        said = "\n".join(database.iterdump())

    assert "Lê Thị Bình" in said
    assert found_in({"": said.encode()}, SECRETS) == []


def test_withdrawal_leaves_every_file(site: Site) -> None:
    """Who withdraws has no row left, and nobody else's is lost."""
    site.replace("data/people.yaml", "    withdrawn: 2024-06-01\n", "")
    site.build()
    before = {name: len(csv_rows(site.output(f"du-lieu/{name}.csv").read_bytes())) for name in NAMES}
    site.replace("data/people.yaml", "    document: Phiếu 17", "    withdrawn: 2024-06-01\n    document: Phiếu 17")
    site.build()
    after = {name: len(csv_rows(site.output(f"du-lieu/{name}.csv").read_bytes())) for name in NAMES}
    free = rows_of(site.output(DATABASE).read_bytes(), "PRAGMA freelist_count")

    assert {name: before[name] - after[name] for name in NAMES if before[name] != after[name]} == {
        "people": 1, "honours": 1,
    }  # fmt: skip
    assert free == [(0,)]


def test_doubtful_legal_basis_is_left_out(site: Site) -> None:
    """An award's basis is published where it is sure, as on the award's own page."""
    site.build()
    assert "Điều 80" in site.html("du-lieu/awards.csv")
    site.replace("data/awards.yaml", "  rank: 4\n", "  rank: 4\n  confidence: low\n")
    site.build()

    assert "Điều 80" not in site.html("du-lieu/awards.csv")


# ---- the database ------------------------------------------------------------------------------------------


def opened(data: bytes) -> sqlite3.Connection:
    """A database from its bytes."""
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    return database


def rows_of(data: bytes, question: str) -> list[tuple[object, ...]]:
    """What a database answers."""
    with closing(opened(data)) as database:
        return database.execute(question).fetchall()


def test_database_is_sound(published: Mapping[str, bytes]) -> None:
    """Every reference leads to a row, and every page of the file is in order."""
    assert rows_of(published[DATABASE], "PRAGMA foreign_key_check") == []
    assert rows_of(published[DATABASE], "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("name", NAMES)
def test_database_has_the_same_rows(published: Mapping[str, bytes], name: str) -> None:
    """A table of the database is the dataset of the same name."""
    with closing(opened(published[DATABASE])) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]
    expected = json.loads(published[f"du-lieu/{name}.json"])
    lists = {field.name for field in BY_NAME[name].fields if field.type == "list"}
    read = [{key: json.loads(value) if key in lists else value for key, value in row.items()} for row in rows]

    assert read == expected


def test_database_answers_by_views(published: Mapping[str, bytes]) -> None:
    """Honours by year, and people of articles, are one question away."""
    years = rows_of(published[DATABASE], "SELECT year, recipient_kind, honours, recipients FROM honours_by_year")

    assert years == [(2022, "person", 1, 1), (2023, "collective", 1, 1), (2023, "person", 2, 2)]
    assert rows_of(published[DATABASE], "SELECT count(*) > 0 FROM article_people") == [(1,)]
    assert rows_of(published[DATABASE], "SELECT count(*) >= 0 FROM unit_successors") == [(1,)]
    assert rows_of(published[DATABASE], "SELECT count(*) >= 0 FROM place_successors") == [(1,)]


def test_database_is_the_same_twice(tiny: Library) -> None:
    """Its bytes say nothing of when it was written, how often, or by which version of SQLite."""
    first, second = (sqlite_bytes(DATASETS, lambda dataset: dataset.rows(tiny), BASE) for _ in range(2))

    assert first == second
    assert first[24:28] == first[92:96] == (1).to_bytes(4, "big")
    assert int.from_bytes(first[96:100], "big") == 3_038_000


# ---- what is said of the files -------------------------------------------------------------------------------


def test_checksums_are_those_of_the_files(published: Mapping[str, bytes]) -> None:
    """`sha256sum -c` finds every file of the folder as it was published."""
    sums = {line[66:]: line[:64] for line in published[SUMS].decode().splitlines()}
    files = {a: data for a, data in published.items() if a.startswith("du-lieu/") and not a.endswith((".html", SUMS))}

    assert sums == {a.removeprefix("du-lieu/"): hashlib.sha256(data).hexdigest() for a, data in files.items()}


def test_index_describes_every_file(published: Mapping[str, bytes]) -> None:
    """The index gives each file's size and checksum, and each dataset's fields with what they mean."""
    package = json.loads(published[INDEX])
    resources = {each["path"]: each for each in package["resources"]}

    for path, each in resources.items():
        data = published[f"du-lieu/{path}"]
        assert each["bytes"] == len(data), path
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}", path
    for dataset in DATASETS:
        fields = resources[f"{dataset.name}.csv"]["schema"]["fields"]
        assert [field["name"] for field in fields] == [field.name for field in dataset.fields]
        assert all(field["description"] for field in fields)
    assert re.fullmatch(r"1\.0\.0\+[0-9a-f]{12}", package["version"])
    assert package["cut_off"] == "2024-06-30"


def test_index_names_what_refers_to_what(published: Mapping[str, bytes]) -> None:
    """A reference names a dataset of the index and its key."""
    package = json.loads(published[INDEX])
    schemas = {each["name"]: each["schema"] for each in package["resources"] if "schema" in each}

    for schema in schemas.values():
        for key in schema.get("foreignKeys", []):
            other = schemas[key["reference"].get("resource", "")] if "resource" in key["reference"] else schema
            assert key["reference"]["fields"] == other["primaryKey"]


def test_version_follows_the_rows(site: Site) -> None:
    """The version changes when a row does, and not when a body or a template does."""
    site.build()
    first = json.loads(site.html(INDEX))["version"]
    site.replace("content/articles/2024/le-phat-dong.md", "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()
    assert json.loads(site.html(INDEX))["version"] == first

    site.replace("data/people.yaml", "job: Tổ trưởng tổ cắt", "job: Quản đốc")
    site.build()
    assert json.loads(site.html(INDEX))["version"] != first


def test_licence_is_said_where_there_is_one(site: Site) -> None:
    """The owner's licence stands on the page, in its description for machines, and in the index; or none is claimed."""
    site.build()
    assert "xin hỏi cơ quan xuất bản" in site.html("du-lieu/index.html")
    assert "licenses" not in json.loads(site.html(INDEX))

    terms = "data_licence:\n  name: Giấy phép thử\n  url: https://giay-phep.example/1\n"
    site.write("data/site.yaml", site.read("data/site.yaml") + terms)
    site.build()
    page = site.html("du-lieu/honours.html")

    assert "Giấy phép thử</a>" in page
    assert '"license":"https://giay-phep.example/1"' in page
    assert json.loads(site.html(INDEX))["licenses"] == [
        {"title": "Giấy phép thử", "path": "https://giay-phep.example/1"}
    ]


# ---- lists of pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("khen-thuong/quyet-dinh/qd-12-2023", 3),
        ("khen-thuong/ldtt", 3),
        ("guong-sang/nam-2023/index", 3),
        ("so-lieu/phong-trao/tho-gioi", 1),
    ],
)
def test_list_page_offers_its_rows(built: Site, page: str, rows: int) -> None:
    """Beside the page lies what it lists, as many rows as it says, and the page leads there."""
    found = csv_rows(built.output(f"{page}.csv").read_bytes())

    assert len(found) == rows
    assert f'href="{page.rpartition("/")[2]}.csv"' in built.html(f"{page}.html").replace("../" * 9, "") or (
        f"/{page}.csv" in built.html(f"{page}.html")
    )


def test_lists_hold_what_the_whole_holds(built: Site) -> None:
    """The lists of all decisions together are the dataset of honours."""
    lists = [csv_rows(path.read_bytes()) for path in built.out.glob("khen-thuong/quyet-dinh/*.csv")]
    whole = csv_rows(built.output("du-lieu/honours.csv").read_bytes())

    assert sorted(row["id"] for rows in lists for row in rows) == sorted(row["id"] for row in whole)


# ---- what is made anew ---------------------------------------------------------------------------------------


def made(site: Site, memory: Memory) -> Mapping[str, File]:
    """The files of open data as a build would know them."""
    data = b"".join(path.read_bytes() for path in sorted((site.project / "data").rglob("*.yaml")))
    return open_data(library_of(site.project), read_words(ROOT), Digests(), memory, digest_of_bytes(data))


def changed(site: Site, tmp_path: Path, edit: tuple[str, str, str]) -> set[str]:
    """The files of open data that an edit makes anew."""
    memory = Memory(tmp_path / "memory")
    before = made(site, memory)
    site.replace(*edit)
    after = made(site, memory)
    assert before.keys() == after.keys()
    return {address for address in before if before[address].key != after[address].key}


def test_body_of_an_article_makes_nothing_anew(site: Site, tmp_path: Path) -> None:
    """Most edits are of bodies, and no dataset shows one."""
    assert changed(site, tmp_path, ("content/articles/2024/le-phat-dong.md", "Mỗi tổ chọn", "Từng tổ chọn")) == set()


def test_article_makes_no_list_of_honours_anew(site: Site, tmp_path: Path) -> None:
    """A new headline concerns what is said of articles, the database and the index."""
    found = changed(
        site, tmp_path, ("content/articles/2024/le-phat-dong.md", "title: Phát động", "title: Buổi phát động")
    )

    names = {address.removeprefix("du-lieu/").partition(".")[0] for address in found}
    assert names <= {
        "articles", "article_authors", "article_corrections", "issues",
        "du-lieu", "datapackage", "SHA256SUMS", "thay-doi",
    }  # fmt: skip
    assert "articles" in names


def test_equal_keys_mean_equal_bytes(tiny: Library, tmp_path: Path) -> None:
    """No two files of one key differ, whichever datasets are made of the same records."""
    files = open_data(tiny, read_words(ROOT), Digests(), Memory(tmp_path / "memory"), b"")
    bytes_of: dict[bytes, set[bytes]] = {}
    for file in files.values():
        bytes_of.setdefault(file.key, set()).add(file.supply())

    assert [len(each) for each in bytes_of.values() if len(each) > 1] == []


# ---- what readers do with them --------------------------------------------------------------------------------


def examples_of(page: str) -> Iterator[str]:
    """The code of a page's examples, as a reader copies it."""
    for code in re.findall(r'<pre class="code-example__code"[^>]*><code>(.*?)</code>', page, re.DOTALL):
        yield html.unescape(code)


@pytest.fixture(scope="module")
def examples(built: Site) -> tuple[str, str, str]:
    """The examples for Excel, pandas and DuckDB, asked of the files on this disk."""
    here = [code.replace(BASE, f"{built.out.as_posix()}/") for code in examples_of(built.html("du-lieu/index.html"))]
    excel, pandas, duckdb = here
    return excel, pandas, duckdb


def run(program: str, *arguments: str) -> str:
    """What a Python program prints, in a process of its own."""
    command = [sys.executable, "-X", "utf8", "-c", program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=600).stdout


def test_example_for_pandas_works(examples: tuple[str, str, str]) -> None:
    """The program on the page reads the file and counts."""
    said = run(examples[1])

    assert re.search(r"2023 +collective +1\n +person +2", said)


def test_example_for_duckdb_works(examples: tuple[str, str, str]) -> None:
    """The question on the page is answered from the file."""
    said = run("import sys, duckdb; print(duckdb.sql(sys.argv[1]).fetchall())", examples[2])

    assert said.strip() == "[('Lao động tiên tiến', 3, 2), ('Tập thể lao động tiên tiến', 1, 0)]"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: no spreadsheet to open")
def test_example_for_spreadsheets_works(built: Site, examples: tuple[str, str, str], tmp_path: Path) -> None:
    """A spreadsheet program opens the file with the right letters, and the formula on the page counts."""
    sheet = office(tmp_path, built.output("du-lieu/honours.csv"), "fods").read_text("utf-8")
    formula = html.escape(examples[0].removeprefix("=").replace(",", ";"))
    row = f'<table:table-row><table:table-cell table:formula="of:={references(formula)}"/></table:table-row>'
    (tmp_path / "hoi.fods").write_text(sheet.replace("</table:table>", row + "</table:table>", 1), "utf-8")
    answered = office(tmp_path, tmp_path / "hoi.fods", "csv").read_text("utf-8")

    assert "Lê Thị Bình" in answered
    assert answered.rstrip().splitlines()[-1].split(",")[0] == "3"


def references(formula: str) -> str:
    """A formula as OpenFormula writes its columns: `[.G:.G]`."""
    return re.sub(r"\b([A-Z]):([A-Z])\b", r"[.\g<1>1:.\g<2>1000]", formula)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: no spreadsheet to open")
def test_spreadsheet_runs_nothing_and_knows_numbers(site: Site, tmp_path: Path) -> None:
    """In a spreadsheet program a name is only a name, a number is a number, and Vietnamese is Vietnamese."""
    site.replace("data/units.yaml", "name: Công ty May Hạ Thanh\n", "name: '=1+1'\n")
    site.build()
    units = office(tmp_path, site.output("du-lieu/units.csv"), "fods").read_text("utf-8")
    figures = office(tmp_path, site.output("du-lieu/figures.csv"), "fods").read_text("utf-8")

    assert "table:formula" not in units
    assert "'=1+1" in html.unescape(units)
    assert "Sông Quê" in units
    assert re.search(r'office:value-type="float" office:value="\d+"', figures)


def office(folder: Path, file: Path, ending: str) -> Path:
    """A file as LibreOffice opens it and saves it again; CSV in UTF-8, with commas."""
    filters = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1", "fods": "fods"}
    opening = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if file.suffix == ".csv" else []
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", *opening, "--convert-to", filters[ending], "--outdir", str(folder)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=600)
    return folder / f"{file.stem}.{ending}"


def test_named_dataset_is_a_word_of_the_records() -> None:
    """A dataset has the name that its folder, its key and its record have everywhere else."""
    assert {name for name in NAMES if name in RECORDS} == set(RECORDS)
    assert isinstance(datasets.HONOURS, Dataset)
