"""Bytes to the site's folder, on real disks: whole or not at all, and never anybody else's."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from thidua import publish as publishing
from thidua.problems import Problems
from thidua.publish import MARKER, Change, Publication, keys_in, published, refuse_foreign

ROOT = Path(__file__).parent.parent
Files = dict[str, bytes]

OLD: Files = {
    "index.html": b"Trang nhat cu",
    "404.html": b"Khong thay trang",
    "tin-tuc/2023/bo.html": b"Bai se bi go",
    "tin-tuc/2024/giu.html": b"Bai con nguyen",
    "guong-sang/ca-nhan/rut.html": b"Nguoi da rut ten",
}
NEW: Files = {
    "index.html": b"Trang nhat moi",
    "404.html": b"Khong thay trang",
    "tin-tuc/2024/giu.html": b"Bai con nguyen",
    "tin-tuc/2024/them.html": b"Bai moi them",
    "don-vi/a/trang-1.html": b"Trang sau hon",
}


@dataclass(frozen=True)
class Shelf:
    """A folder to publish to, and where its state is remembered."""

    top: Path

    @property
    def out(self) -> Path:
        return self.top / "site"

    @property
    def aside(self) -> Path:
        return self.top / ".site.next"

    @property
    def memory(self) -> Path:
        return self.top / "memory"

    def publish(self, wanted: Files) -> Change:
        keys = {address: hashlib.blake2b(data, digest_size=16).digest() for address, data in wanted.items()}
        return Publication(self.out, self.memory).publish(keys, wanted.__getitem__)

    def files(self) -> Files:
        """What a reader's browser could fetch."""
        return {address: data for address, data in snapshot(self.out).items() if address != MARKER}

    def write(self, address: str, data: bytes) -> Path:
        path = self.out / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty place."""
    return Shelf(tmp_path)


def snapshot(top: Path) -> Files:
    """Every name below a folder with its bytes; a link is where it leads, a folder is nothing."""
    found: Files = {}
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top).as_posix()
        if path.is_symlink():
            found[name] = b"-> " + os.fsencode(os.readlink(path))
        elif path.is_file():
            found[name] = path.read_bytes()
        else:
            found[f"{name}/"] = b""
    return {name: data for name, data in found.items() if not name.endswith("/") or _is_bare(top / name)}


def _is_bare(folder: Path) -> bool:
    return not any(folder.iterdir())


@pytest.fixture(params=["swap", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to put a new tree in the place of the old one."""
    if request.param == "one by one":
        monkeypatch.setattr(publishing, "_swap", lambda: None)
    return str(request.param)


# ---- what a publication does ---------------------------------------------------------------------------


def test_file_under_another_name_is_not_made_again(shelf: Shelf, way: str) -> None:
    """What is published under a key already is taken from there."""
    shelf.publish(OLD)
    keys = {address: hashlib.blake2b(data, digest_size=16).digest() for address, data in OLD.items()}
    keys["tin-tuc/2024/moi.html"] = keys.pop("tin-tuc/2024/giu.html")

    def nothing_new(address: str) -> bytes:
        raise AssertionError(address)

    assert Publication(shelf.out, shelf.memory).publish(keys, nothing_new) == Change(1, 1), way
    assert shelf.files()["tin-tuc/2024/moi.html"] == OLD["tin-tuc/2024/giu.html"]
    assert "tin-tuc/2024/giu.html" not in shelf.files()


def test_folder_holds_exactly_what_is_wanted(shelf: Shelf, way: str) -> None:
    """After a publication the folder holds the new site, the whole of it, and nothing else."""
    assert shelf.publish(OLD) == Change(len(OLD), 0), way
    assert shelf.files() == OLD

    assert shelf.publish(NEW) == Change(3, 2)
    assert shelf.files() == NEW

    assert shelf.publish(OLD) == Change(3, 2)
    assert shelf.files() == OLD


def test_unchanged_file_is_not_written_again(shelf: Shelf, way: str) -> None:
    """A host that copies what changed copies nothing else: unchanged files stay the very same files."""
    shelf.publish(OLD)
    before = (shelf.out / "404.html").stat()
    shelf.publish(NEW)
    after = (shelf.out / "404.html").stat()

    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns), way


def test_nothing_new_writes_nothing(shelf: Shelf, way: str) -> None:
    """Publishing the same site again touches no file."""
    shelf.publish(OLD)
    shelf.publish(NEW)
    before = times(shelf.top)

    assert shelf.publish(NEW) == Change(0, 0), way
    assert times(shelf.top) == before


def times(top: Path) -> dict[str, tuple[int, int]]:
    """When each file and folder was last changed."""
    return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in top.rglob("*")}


def test_what_left_the_site_is_kept_nowhere(shelf: Shelf, way: str) -> None:
    """A withdrawn person's page is not in the site, not beside it, and not in what is remembered of it."""
    shelf.publish(OLD)
    shelf.publish(NEW)

    left = snapshot(shelf.top)
    assert not [name for name, data in left.items() if b"Nguoi da rut ten" in data], way
    assert not [name for name, data in left.items() if "rut" in name or b"rut.html" in data]
    assert not (shelf.out / "guong-sang").exists()


def test_many_publications_leave_one_memory(shelf: Shelf, way: str) -> None:
    """What is remembered does not grow with the number of builds."""
    for number in range(6):
        shelf.publish({**NEW, "index.html": str(number).encode()})

    assert len(list(shelf.memory.iterdir())) <= 4, way


# ---- hands in the folder -------------------------------------------------------------------------------


def test_deleted_file_comes_back(shelf: Shelf, way: str) -> None:
    """A file or a whole folder that somebody deleted in site/ is there again after a build."""
    shelf.publish(OLD)
    (shelf.out / "404.html").unlink()
    (shelf.out / "tin-tuc/2023/bo.html").unlink()
    (shelf.out / "tin-tuc/2023").rmdir()
    shelf.publish(OLD)

    assert shelf.files() == OLD, way


def test_added_file_goes(shelf: Shelf, way: str) -> None:
    """A file that the sources do not give does not stay online."""
    shelf.publish(OLD)
    shelf.write("tin-tuc/2024/cua-ai.html", b"Khong ai biet")
    shelf.write("thu-muc-la/x.html", b"Khong ai biet")
    shelf.publish(OLD)

    assert shelf.files() == OLD, way


def test_link_in_the_site_is_cut_and_not_followed(shelf: Shelf, way: str) -> None:
    """A link put into site/ harms nothing where it leads to, however often the site is built."""
    shelf.publish(OLD)
    home = shelf.top / "nha"
    home.mkdir()
    for name in ("bo.html", "thu.txt"):
        (home / name).write_bytes(b"Cua rieng")
    (shelf.out / "tin-tuc/2023/bo.html").unlink()
    (shelf.out / "tin-tuc/2023").rmdir()
    (shelf.out / "tin-tuc/2023").symlink_to(home, target_is_directory=True)
    (shelf.out / "index.html").unlink()
    (shelf.out / "index.html").symlink_to(home / "thu.txt")

    for wanted in (NEW, OLD, NEW):
        shelf.publish(wanted)
        assert shelf.files() == wanted, way
    assert snapshot(home) == {"bo.html": b"Cua rieng", "thu.txt": b"Cua rieng"}


def test_folder_in_the_place_of_a_file_gives_way(shelf: Shelf, way: str) -> None:
    """A folder put where a page belongs, or a file where a folder does, does not stop the build."""
    shelf.publish(OLD)
    (shelf.out / "index.html").unlink()
    shelf.write("index.html/trong.txt", b"?")
    (shelf.out / "don-vi").write_bytes(b"?")
    shelf.publish(NEW)

    assert shelf.files() == NEW, way


def test_half_written_file_of_a_killed_build_is_not_written_through(shelf: Shelf, way: str) -> None:
    """A killed build may leave a second name of a published file; the next one does not write into it."""
    shelf.publish(OLD)
    shelf.publish(NEW)
    shelf.publish(OLD)
    (shelf.aside / MARKER).write_text("?", "utf-8")
    os.link(shelf.out / "index.html", shelf.aside / ".index.html.part")
    online = open(shelf.out / "index.html", "rb")  # noqa: SIM115 - a reader who began before the build
    with online:
        shelf.publish(NEW)
        assert online.read() == OLD["index.html"], way
    assert shelf.files() == NEW


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "delete"])
def test_damaged_memory_of_the_folder_is_not_believed(shelf: Shelf, way: str, harm: str) -> None:
    """Where what lies in site/ is not certain, it is written anew."""
    shelf.publish(OLD)
    for path in shelf.memory.iterdir():
        damage(path, harm)
    shelf.publish(NEW)

    assert shelf.files() == NEW, way


def damage(path: Path, harm: str) -> None:
    """Spoil one file as a failing disk or a careless hand would."""
    data = bytearray(path.read_bytes())
    if harm == "delete":
        path.unlink()
        return
    if harm == "flip" and data:
        data[len(data) * 2 // 3] ^= 0x41
    path.write_bytes({"flip": bytes(data), "cut": bytes(data[: len(data) // 2]), "empty": b""}[harm])


# ---- folders that are not ours ------------------------------------------------------------------------


def a_link(top: Path) -> Path:
    """A link to an empty folder."""
    (top / "that").mkdir()
    (top / "site").symlink_to(top / "that", target_is_directory=True)
    return top / "site"


def a_link_to_nothing(top: Path) -> Path:
    """A link that leads nowhere."""
    (top / "site").symlink_to(top / "khong-co")
    return top / "site"


def a_file(top: Path) -> Path:
    """A file of that name."""
    (top / "site").write_bytes(b"Luan van")
    return top / "site"


def a_full_folder(top: Path) -> Path:
    """A folder with somebody's files."""
    (top / "anh-cuoi").mkdir()
    (top / "anh-cuoi/1.jpg").write_bytes(b"Anh")
    return top / "anh-cuoi"


def inside_content(top: Path) -> Path:
    """A folder that editors' own tools read."""
    return top / "du-an/content/site"


def inside_content_by_a_detour(top: Path) -> Path:
    """The same, by a link."""
    (top / "loi-tat").symlink_to(top / "du-an/content", target_is_directory=True)
    return top / "loi-tat/site"


def the_project(top: Path) -> Path:
    """The folder of the sources."""
    return top / "du-an"


def above_the_project(top: Path) -> Path:
    """A folder that holds the sources somewhere below."""
    return top


def the_root_of_the_disk(top: Path) -> Path:
    """A mistyped path."""
    return Path(top.anchor)


def inside_another_site(top: Path) -> Path:
    """A folder of a site that is online."""
    Shelf(top).publish(OLD)
    return top / "site/nhap"


def a_marker_that_is_a_link(top: Path) -> Path:
    """A folder that claims to be ours by a link to somebody's file."""
    (top / "site").mkdir()
    (top / "so-tay.txt").write_bytes(b"So tay")
    (top / "site" / MARKER).symlink_to(top / "so-tay.txt")
    return top / "site"


def next_is_a_link(top: Path) -> Path:
    """A link where the new site would be made."""
    (top / "that").mkdir()
    (top / ".site.next").symlink_to(top / "that", target_is_directory=True)
    return top / "site"


def next_is_full(top: Path) -> Path:
    """Somebody's files where the new site would be made."""
    (top / ".site.next").mkdir()
    (top / ".site.next/cua-ai.txt").write_bytes(b"Cua ai")
    return top / "site"


def next_is_a_file(top: Path) -> Path:
    """A file where the new site would be made."""
    (top / ".site.next").write_bytes(b"Cua ai")
    return top / "site"


FOREIGN = (
    a_link, a_link_to_nothing, a_file, a_full_folder, inside_content, inside_content_by_a_detour, the_project,
    above_the_project, the_root_of_the_disk, inside_another_site, a_marker_that_is_a_link, next_is_a_link,
    next_is_full, next_is_a_file,
)  # fmt: skip


@pytest.mark.parametrize("made", FOREIGN, ids=lambda made: made.__name__)
def test_foreign_folder_is_refused(tmp_path: Path, made: object) -> None:
    """A folder that the program did not make, or that holds the sources, is refused and stays as it is."""
    assert callable(made)
    for name in ("content", "data", "templates"):
        (tmp_path / "du-an" / name).mkdir(parents=True)
    (tmp_path / "du-an/content/bai.md").write_bytes(b"Bai")
    out = made(tmp_path)
    before = snapshot(tmp_path)

    with pytest.raises(Problems) as refused:
        refuse_foreign(out, tmp_path / "du-an")

    assert snapshot(tmp_path) == before
    assert all(problem.message and problem.remedy for problem in refused.value.found)


def test_empty_folder_and_new_folder_are_taken(tmp_path: Path) -> None:
    """A folder that is empty or not there yet may become the site."""
    (tmp_path / "du-an").mkdir()
    (tmp_path / "trong").mkdir()

    for name in ("trong", "chua-co", "sau/hon/nua"):
        refuse_foreign(tmp_path / name, tmp_path / "du-an")


def test_empty_folder_becomes_the_site(shelf: Shelf, way: str) -> None:
    """A folder that a host's panel made beforehand is filled."""
    shelf.out.mkdir()
    shelf.publish(OLD)

    assert shelf.files() == OLD, way


def test_lock_that_is_a_link_empties_nothing(tmp_path: Path) -> None:
    """A link under the name of our lock harms nothing where it leads to."""
    (tmp_path / "thu.txt").write_bytes(b"Cua rieng")
    publishing.lock_file(tmp_path / "site").symlink_to(tmp_path / "thu.txt")
    with publishing.locked(tmp_path / "site", lambda: None):
        pass

    assert (tmp_path / "thu.txt").read_bytes() == b"Cua rieng"


# ---- killed at any step ---------------------------------------------------------------------------------

# Publishes OLD, then NEW in processes that die before their first, second, third… step on the disk.
DRIVER = """
import json, os, signal, sys
from pathlib import Path
from tests.test_publish import NEW, OLD, Shelf, snapshot
from thidua import publish as publishing

STEPS = ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
top, way = Path(sys.argv[1]), sys.argv[2]
if way == "one by one":
    publishing._swap = lambda: None


def publish_and_die(shelf, step):
    left = step

    def hook(event, arguments):
        nonlocal left
        if event in STEPS:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    shelf.publish(NEW)
    os._exit(0)


step, died = 0, True
while died:
    shelf = Shelf(top / str(step))
    shelf.top.mkdir()
    for wanted in (OLD, {**OLD, "index.html": b"Giua hai lan"}, OLD):
        shelf.publish(wanted)
    child = os.fork()
    if child == 0:
        publish_and_die(shelf, step)
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    after = {a: b.decode("latin-1") for a, b in shelf.files().items()}
    publishing.refuse_foreign(shelf.out, top / "du-an")
    mended = shelf.publish(NEW) and shelf.files() == NEW
    again = shelf.publish(NEW) == publishing.Change(0, 0)
    kept = [name for name, data in snapshot(shelf.top).items() if b"rut ten" in data or b"rut.html" in data]
    print(json.dumps({"step": step, "after": after, "mended": mended, "again": again, "kept": kept}))
    step += 1
"""


def killed_at_each_step(top: Path, way: str) -> list[dict[str, object]]:
    """What was left after a kill before each step of a publication, and whether the next one mended it."""
    driver = [sys.executable, "-W", "ignore", "-c", DRIVER, str(top), way]
    run = subprocess.run(driver, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_publication_leaves_the_old_site_or_the_new(tmp_path: Path) -> None:
    """Whatever step a publication is killed at, readers have a whole site, and the next build mends the rest."""
    texts = [{a: b.decode("latin-1") for a, b in wanted.items()} for wanted in (OLD, NEW)]
    left = killed_at_each_step(tmp_path, "swap")

    assert len(left) > 20
    assert [each["step"] for each in left if each["after"] not in texts] == []
    assert [each["after"] == texts[1] for each in left][-1]
    assert [each["step"] for each in left if not (each["mended"] and each["again"]) or each["kept"]] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_publication_leaves_whole_files_where_folders_cannot_be_exchanged(tmp_path: Path) -> None:
    """One by one, a kill may leave old pages beside new ones, but each is whole, and the next build mends it."""
    left = killed_at_each_step(tmp_path, "one by one")
    whole = {(a, b.decode("latin-1")) for wanted in (OLD, NEW) for a, b in wanted.items()}

    assert len(left) > 30
    for each in left:
        after = each["after"]
        assert isinstance(after, dict)
        pages = {(address, text) for address, text in after.items() if not address.endswith((".part", "/"))}
        assert pages <= whole, each["step"]
        assert {"404.html", "tin-tuc/2024/giu.html", "index.html"} <= after.keys(), each["step"]
    assert [each["step"] for each in left if not (each["mended"] and each["again"]) or each["kept"]] == []


# ---- the certainty of `published` ----------------------------------------------------------------------


def test_only_the_folder_itself_is_believed(shelf: Shelf) -> None:
    """What lies in site/ is believed of the folder that was published, and not of a copy put in its place."""
    shelf.publish(OLD)
    known = keys_in(shelf.out, shelf.memory)
    assert known is not None
    assert known.keys() == OLD.keys()

    os.rename(shelf.out, shelf.top / "goc")
    shutil.copytree(shelf.top / "goc", shelf.out)
    assert published(shelf.out, shelf.memory) is None
    assert keys_in(shelf.out, shelf.memory) is None
    shelf.publish(NEW)
    assert shelf.files() == NEW


def test_marker_says_nothing_of_the_machine(shelf: Shelf) -> None:
    """The marker is the same in every site, as it is published too."""
    shelf.publish(OLD)
    one = (shelf.out / MARKER).read_bytes()
    shelf.publish(NEW)

    assert (shelf.out / MARKER).read_bytes() == one
