"""The commands as an editor types them: real processes, what they print, and how they end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import HAS_DOOR, Project
from tests.conftest import Site
from tests.test_build import found_in
from tests.test_publish import snapshot, times
from thidua.cli import main
from thidua.plan import KINDS

AS_OF = ("--as-of", "2024-07-01 08:00")
COMMANDS = ("build", "check", "plan", "serve", "new", "release", "schema")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of one's own."""
    return Project(tmp_path / "Bản tin Sông Quê")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that has been built; to look at, not to change."""
    project = Project(tmp_path_factory.mktemp("ready") / "du-an")
    project.run_build()
    return project


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Type = Callable[..., Ended]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """Run a command in a site's folder, in this process: for what a process of its own would show no better."""

    def run(site: Site, *words: str) -> Ended:
        monkeypatch.chdir(site.project)
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


# ---- help and wrong usage ---------------------------------------------------------------------------------

# What argparse, or we, would say in English; the words of our own that are commands or values come after.
ENGLISH = (
    r"usage|options?|optional|positional|arguments?|show|this|help|message|and|exit|error|invalid|choice|choose|from"
    r"|required|following|unrecognized|expected|default|the|of|to|file|folder|name|port|host|commands?|subcommand"
)
OURS = r"build\.py|--help|-h|--project|--as-of|--out|--drafts|--port|--host|article|decision|person|content/|data/"


def english(said: str) -> list[str]:
    """English words in a command's answer that are not names of ours."""
    return re.findall(rf"(?<![\w./-])(?:{ENGLISH})(?![\w./-])", re.sub(OURS, " ", said), re.IGNORECASE)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_vietnamese(command: str, typed: Type, ready: Project) -> None:
    """Help says what each command and each argument is for, in Vietnamese only, and ends with 0."""
    said = typed(ready, *command.split(), "--help")

    assert said.code == 0
    assert "cách dùng: build.py" in said.out
    assert "--help" in said.out
    assert english(said.out) == []


def test_main_help_names_every_command_and_exit_code(typed: Type, ready: Project) -> None:
    """Whoever asks for help sees every command and every way in which one may end."""
    said = typed(ready, "-h").out

    assert all(re.search(rf"^ +{command} +\w", said, re.MULTILINE) for command in COMMANDS)
    assert all(re.search(rf"^ +{code} +\w", said, re.MULTILINE) for code in (0, 1, 2, 3, 130))


WRONG = (
    "sai", "buil", "--khong-co", "build thua", "build --out", "build --as-of hom-qua", "build --as-of 2024-02-30",
    "check --port 1", "plan --x", "new", "new article", "new bai Tên", "new article Tên thừa", "serve --port cao",
    "schema thua", "build --drafts --out site", "build --drafts --out ./site/nhap", "serve --drafts --out site",
    "check --drafts=1",
)  # fmt: skip


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_ends_with_two(words: str, typed: Type, ready: Project) -> None:
    """A mistyped command ends with 2, says what is wrong in Vietnamese and where help is; nothing is done."""
    before = times(ready.out)
    said = typed(ready, *words.split())

    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("build.py")
    assert "--help" in said.err
    assert english(said.err) == []
    assert times(ready.out) == before


# ---- build ------------------------------------------------------------------------------------------------


def test_build_says_what_it_did(project: Project, typed: Type) -> None:
    """A first build, a second with nothing to do, and one after an edit each say so in a line."""
    first = project.run_build()
    second = typed(project, "build", *AS_OF)
    project.replace("data/people.yaml", "Chị Bình làm ở tổ cắt từ năm 2015.", "Chị Bình mới nghỉ.")
    third = typed(project, "build", *AS_OF)

    assert re.search(r"Xong: \d+ trang trong site; ghi \d+ tệp, xóa 0 tệp\.", first.stdout)
    assert "Mở site/index.html" in first.stdout
    assert re.search(r"ghi 0 tệp, xóa 0 tệp|Không có gì thay đổi", second.out)
    assert re.search(r"ghi [1-9]\d* tệp, xóa \d+ tệp", third.out)
    assert (project.out / "index.html").is_file()


def test_no_command_means_build(site: Site, typed: Type) -> None:
    """`build.py` alone, or with options only, builds."""
    assert typed(site, *AS_OF, "--out", "trang").code == 0
    assert (site.project / "trang/index.html").is_file()
    assert not site.out.exists()


@pytest.mark.skipif(not HAS_DOOR, reason="needs the door")
def test_build_from_another_folder(project: Project, tmp_path: Path) -> None:
    """A nightly job that starts in another folder builds the project where `build.py` lies."""
    done = project.run("build", *AS_OF, folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (project.out / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [project.project.name]


@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_problems_end_with_one(site: Site, typed: Type, command: str) -> None:
    """Mistakes in the sources are told with file, line and remedy; the code is 1 and nothing is published."""
    site.build()
    before = times(site.out)
    site.replace("data/people.yaml", "unit: may-ha-thanh\n  job: Thợ cơ khí", "unit: may-ha-than\n  job: Thợ cơ khí")
    said = typed(site, command, *AS_OF)

    assert said.code == 1
    assert said.out == ""
    assert "data/people.yaml:9: " in said.err
    assert 'có phải "may-ha-thanh"?' in said.err
    assert times(site.out) == before


def test_moment_may_be_a_day_or_a_minute(site: Site, typed: Type) -> None:
    """`--as-of` takes a day, which is its first minute, or a day and a time."""
    typed(site, "build", "--as-of", "2024-12-31")
    assert not site.output("tin-tuc/2024/hen-gio.html").exists()
    typed(site, "build", "--as-of", "2024-12-31 23:00")
    assert site.output("tin-tuc/2024/hen-gio.html").is_file()


def test_drafts_never_go_into_the_site(site: Site, typed: Type) -> None:
    """`--drafts` builds a preview beside the site, which keeps what it has; at the site itself it is refused."""
    site.build()
    before = times(site.out)
    done = typed(site, "build", "--drafts", *AS_OF)
    places = ("site", "./site/x", "content/../site", f"{site.project}/./site/")
    refused = [typed(site, name, "--drafts", "--out", out).code for name in ("build", "serve") for out in places]

    assert done.code == 0, done.err
    assert ".thidua/preview" in done.out
    assert found_in(site.files(site.project / ".thidua/preview"), ("Tin-nháp-kín",))
    assert refused == [2] * len(refused)
    assert times(site.out) == before
    assert found_in(site.files()) == []


@pytest.mark.skipif(not HAS_DOOR, reason="needs links")
def test_drafts_find_no_detour_into_the_site(site: Site, typed: Type) -> None:
    """No link brings drafts into the site."""
    site.build()
    before = times(site.out)
    (site.project.parent / "loi-tat").symlink_to(site.out, target_is_directory=True)
    (site.project.parent / "loi-tat-xa").symlink_to(site.project, target_is_directory=True)
    for out in ("../loi-tat", "../loi-tat/x", "../loi-tat-xa/site", "../loi-tat-xa/site/x"):
        assert typed(site, "build", "--drafts", "--out", out).code in (1, 2), out

    assert times(site.out) == before


@pytest.mark.parametrize("out", [".", "..", "content", "data/moi", "templates/trang", "/", "build.py", "tai-lieu"])
def test_out_at_a_foreign_place_harms_nothing(site: Site, typed: Type, out: str) -> None:
    """`--out` at the project, above it, at sources, at a file or at somebody's folder is refused with a reason."""
    site.write("tai-lieu/luan-van.txt", "Luận văn")
    site.write("build.py", "")
    before = snapshot(site.project.parent)
    said = typed(site, "build", *AS_OF, "--out", out)

    assert said.code == 1
    assert "→" in said.err
    assert snapshot(site.project.parent) == before


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied", "site/index.html"), "Không có quyền đọc hoặc ghi site/index.html"),
        (OSError(28, "No space left on device"), "Đĩa đã đầy"),
    ],
    ids=["no right", "no room"],
)
def test_trouble_with_the_disk_is_told(
    site: Site, typed: Type, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    """No right to write, or no room: a sentence that says what to do, not a traceback."""
    monkeypatch.setattr("thidua.publish.store", lambda *_: (_ for _ in ()).throw(error))
    said = typed(site, "build", *AS_OF)

    assert said.code == 1
    assert told in said.err


# ---- check and plan -----------------------------------------------------------------------------------------


def test_check_writes_nothing(project: Project) -> None:
    """`check` says that all is well and leaves no trace, in the site or beside it."""
    before = snapshot(project.project)
    done = project.run("check", *AS_OF)
    after = {name: data for name, data in snapshot(project.project).items() if "__pycache__" not in name}

    assert done.returncode == 0, done.stderr
    assert done.stdout == "Không có lỗi.\n"
    assert after == {name: data for name, data in before.items() if "__pycache__" not in name}


def test_check_after_a_build_writes_nothing(ready: Project) -> None:
    """`check` beside a published site changes neither the site nor what is remembered."""
    before = times(ready.project)
    done = ready.run("check", *AS_OF)

    assert done.returncode == 0, done.stderr
    assert times(ready.project) == before


def test_plan_prints_every_page(ready: Project) -> None:
    """`plan` prints each page's address, template and source, a line each, and every page of the site is there."""
    done = ready.run("plan", *AS_OF)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    pages = {name for name in ready.files() if Path(name).suffix in (".html", ".xml", ".txt")}

    assert done.returncode == 0, done.stderr
    assert all(len(row) == 3 for row in rows)
    assert {address.removeprefix("/") for address, _, _ in rows} >= pages
    assert len({address for address, _, _ in rows}) == len(rows)
    assert {template for _, template, _ in rows} >= {f"pages/{kind.__name__}.html" for kind in KINDS}
    assert ["/guong-sang/ca-nhan/le-thi-binh.html", "pages/person.html", "data/people.yaml:1"] in rows


@pytest.mark.skipif(not HAS_DOOR, reason="needs pipes as POSIX has them")
def test_plan_may_be_cut_short(ready: Project) -> None:
    """`plan | head` ends quietly."""
    process = ready.start("plan", *AS_OF)
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        process.stdout.close()
        said = process.stderr.read()
    process.wait(timeout=600)

    assert said == ""


# ---- new --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("article", "Thợ giỏi “sông quê”: Đặng Thị Hồng"), "content/articles/2024/tho-gioi-song-que-dang-thi-hong.md"),
        (("decision", "12/QĐ-LĐLĐ"), "data/decisions/2024/12-qd-ldld.yaml"),
        (("person", "Y Moan Êñuôl"), "data/people/y-moan-enuol.yaml"),
    ],
    ids=["article", "decision", "person"],
)
def test_new_never_overwrites(project: Project, words: tuple[str, str], place: str) -> None:
    """`new` makes one file under a name made of Vietnamese words; typed again, it leaves the file alone."""
    before = snapshot(project.project)
    done = project.run("new", *words, *AS_OF)
    assert done.returncode == 0, done.stderr
    assert place in done.stdout
    added = snapshot(project.project).keys() - before.keys()
    assert {name for name in added if "__pycache__" not in name} == {place}
    text = project.read(place)
    assert words[1] in text
    assert "2024-07-01" in text
    project.write(place, text + "# Đã sửa\n")

    again = project.run("new", *words, *AS_OF)
    assert again.returncode == 1
    assert place in again.stderr
    assert "→" in again.stderr
    assert project.read(place) == text + "# Đã sửa\n"


TITLES = (
    'Phát động "Thợ giỏi": vì sao? #1 & <b>\\đậm</b>',
    "Nữ công nhân H'Hen Niê's",
    unicodedata.normalize("NFD", "Tổ cắt giảm vải vụn lần hai"),
    "Tin - [gấp] | > @ ` % ! *",
    "Một tiêu đề rất dài " * 20,
    "  nhiều   dấu\tcách\n",
)


def test_new_articles_preview_at_once(site: Site, typed: Type) -> None:
    """A new article, whatever its title, is in the preview at once, and keeps nobody from publishing."""
    made = [typed(site, "new", "article", title, *AS_OF) for title in TITLES]
    slugs = [slug for each in made for slug in re.findall(r"content/articles/2024/([\w-]+)\.md", each.out)]
    preview, published = typed(site, "build", "--drafts", *AS_OF), typed(site, "build", *AS_OF)

    assert [each.code for each in made] == [0] * len(TITLES), made
    assert all(len(slug) <= 80 for slug in slugs)
    assert (preview.code, published.code) == (0, 0), preview.err + published.err
    pages = [site.project / f".thidua/preview/tin-tuc/2024/{slug}.html" for slug in slugs]
    assert [page.is_file() for page in pages] == [True] * len(TITLES)
    assert "Phát động “Thợ giỏi”: vì sao? #1 &amp; &lt;b&gt;\\đậm&lt;/b&gt;" in pages[0].read_text("utf-8")
    assert found_in(site.files(), tuple(slugs)) == []


def test_new_person_does_not_take_an_id_in_use(site: Site, typed: Type) -> None:
    """A namesake, or a person in another file, is not given an id that would stop every build."""
    before = snapshot(site.project / "data")
    said = typed(site, "new", "person", "Lê Thị Bình", *AS_OF)

    assert said.code == 1
    assert "data/people.yaml:1" in said.err
    assert snapshot(site.project / "data") == before


def test_new_article_does_not_take_a_slug_of_another_year(site: Site, typed: Type) -> None:
    """Two articles of one slug would stop every build, be they in folders of different years."""
    said = typed(site, "new", "article", "Tổ cắt giảm vải vụn", *AS_OF)

    assert said.code == 1
    assert "content/articles/2023/to-cat-giam-vai-vun.md" in said.err


def test_new_name_must_have_letters(site: Site, typed: Type) -> None:
    """A name of which no address can be made is refused with a reason."""
    said = typed(site, "new", "article", "…!?", *AS_OF)

    assert said.code == 1
    assert "→" in said.err


def test_new_decision_of_the_next_year_has_its_own_id(site: Site, typed: Type) -> None:
    """Numbers of decisions begin anew each year; their ids do not meet."""
    assert [typed(site, "new", "decision", "12/QĐ-LĐLĐ", "--as-of", f"{y}-02-01").code for y in (2024, 2025)] == [0, 0]
    assert "- id: 2024-12-qd-ldld" in site.read("data/decisions/2024/12-qd-ldld.yaml")
    assert "- id: 2025-12-qd-ldld" in site.read("data/decisions/2025/12-qd-ldld.yaml")


def test_new_record_is_not_published_half_filled(site: Site, typed: Type) -> None:
    """A gap that was left in a new decision stops the build with the line of the gap."""
    typed(site, "new", "decision", "12/QĐ-LĐLĐ", *AS_OF)
    said = typed(site, "check", *AS_OF)

    assert said.code == 1
    assert "data/decisions/2024/12-qd-ldld.yaml:" in said.err


def test_filled_in_skeletons_are_published(site: Site, typed: Type) -> None:
    """A new person and decision, filled in as they ask to be, are published."""
    typed(site, "new", "person", "Đặng Thị Hồng", *AS_OF)
    typed(site, "new", "decision", "12/QĐ-MHT", *AS_OF)
    place = "data/people/dang-thi-hong.yaml"
    site.write(place, fill(site.read(place), {"unit": "may-ha-thanh"}))
    place = "data/decisions/2024/12-qd-mht.yaml"
    filled = {"issuer": "may-ha-thanh", "award": "ldtt", "person": "dang-thi-hong", "unit": "may-ha-thanh"}
    site.write(place, fill(site.read(place), filled))
    said = typed(site, "build", *AS_OF)

    assert said.code == 0, said.err
    assert "Đặng Thị Hồng" in site.html("khen-thuong/quyet-dinh/2024-12-qd-mht.html")
    assert "12/QĐ-MHT" in site.html("guong-sang/ca-nhan/dang-thi-hong.html")


def fill(text: str, values: dict[str, str]) -> str:
    """The skeleton with each gap filled: references as given, everything else with words."""
    for key, value in values.items():
        text = re.sub(rf"({key}: )«[^»]*»", rf"\g<1>{value}", text)
    return re.sub("«[^»]*»", "Chữ đã điền", text)


# ---- schema -----------------------------------------------------------------------------------------------


def test_schema_says_what_it_wrote(site: Site, typed: Type) -> None:
    """`schema` writes the files for the editor's program and names each."""
    said = typed(site, "schema")
    named = re.findall(r"^Đã ghi (\S+)$", said.out, re.MULTILINE)

    assert said.code == 0, said.err
    assert named
    assert all((site.project / place).is_file() for place in named)
