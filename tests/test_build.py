"""The whole build on real disks: the same from the same, whole or not at all, and private things stay private."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jinja2 import nodes
from PIL import Image
from pydantic import TypeAdapter

from tests.commands import HAS_DOOR, Project, clean_environment, heard_interrupts
from tests.conftest import AS_OF, ROOT, Site
from tests.test_publish import damage, snapshot, times
from thidua import cache, images, kept, load, pages, pipeline
from thidua import publish as publishing
from thidua.briefs import Brief, brief_of
from thidua.cache import Memory
from thidua.digest import Digests
from thidua.kept import Listing
from thidua.library import Library
from thidua.pipeline import build, check
from thidua.plan import Plan, planned
from thidua.problems import Problems
from thidua.records import Article
from thidua.related import Related, related
from thidua.vietnamese import ICT, fold, slug
from thidua.whole import Whole

Files = dict[str, bytes]

LONE_ARTICLE = """\
---
title: Một mình một bài
section: tu-co-so
lede: Bài này không kể tên ai.
authors:
  - name: Tú Anh
published: 2024-03-10 14:30
tags: [Sáng kiến]
---
Tổ nào cũng làm được như thế.
"""


def clean_build(site: Site, folder: Path) -> Files:
    """What the site's sources give where nothing was ever built."""
    other = copied(site, folder)
    lend_pictures(site, other)
    other.build()
    return other.files()


def copied(site: Site, folder: Path) -> Site:
    """The same sources in another folder, without anything that was made of them."""
    other = copy(site)
    other.project = folder
    for name in ("content", "data", "templates"):
        shutil.copytree(site.project / name, folder / name)
    return other


def lend_pictures(site: Site, other: Site) -> None:
    """Spare the other site the making of pictures; tests in processes of their own make them anew."""
    for pictures in site.project.glob(".thidua/sites/*/pictures"):
        shutil.copytree(pictures, other.project / ".thidua/sites/lent/pictures", dirs_exist_ok=True)


@pytest.fixture
def site(site: Site, built: Site) -> Site:
    """The tiny site, to change and to build, with its pictures at hand."""
    lend_pictures(built, site)
    return site


def write_photo(path: Path, colour: str = "teal", size: tuple[int, int] = (600, 500)) -> None:
    """A photo as a phone leaves it: who took it, with what, and where."""
    exif = Image.Exif()
    exif[0x010E] = "Loi-ta-anh-kin"
    exif[0x013B] = "Nguoi-chup-kin"
    exif[0x9286] = "Ghi-chu-anh-kin"
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 15.0, 3.5), 3: "E", 4: (105.0, 58.0, 7.25), 29: "2024:03:05"})
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise(size, 20).convert("RGB").save(path, exif=exif, comment=b"Chu-thich-anh-kin", dpi=(72, 72))
    with Image.open(path) as image:
        assert dict(image.getexif().get_ifd(0x8825))
        tinted = Image.blend(image.convert("RGB"), Image.new("RGB", size, colour), 0.5)
    tinted.save(path, exif=exif, comment=b"Chu-thich-anh-kin")


# ---- the same from the same -----------------------------------------------------------------------------


def test_same_sources_give_the_same_bytes_anywhere(site: Site, tmp_path: Path) -> None:
    """Folder, locale, time zone, hash seed, user and order of files on the disk leave no trace in the site."""
    site.build()
    expected = site.files()
    for number, (locale, zone, seed) in enumerate(
        [("C", "America/Los_Angeles", "1"), ("vi_VN.UTF-8", "Pacific/Kiritimati", "4242")]
    ):
        project = Project(tmp_path / f"Ổ đĩa {number}" / "Bản tin (sao lưu)")
        reorder(project.project / "content", seed)
        reorder(project.project / "data", seed)
        project.run_build(LC_ALL=locale, LANG=locale, LANGUAGE=locale, TZ=zone, PYTHONHASHSEED=seed, USER="ai-do")
        assert project.files() == expected


def reorder(folder: Path, seed: str) -> None:
    """Write a folder's files again in another order, as another machine's disk may hold them."""
    texts = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shutil.rmtree(folder)
    for path in sorted(texts, key=lambda path: random.Random(seed + path.name).random()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(texts[path])


def test_line_ends_of_windows_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    """A colleague whose Git turns line ends publishes the same site."""
    site.build()
    other = copied(site, tmp_path / "windows")
    for path in other.project.rglob("*"):
        if path.suffix in (".md", ".yaml", ".html", ".xml", ".txt", ".css", ".js", ".svg"):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    other.build()

    assert other.files() == site.files()


def test_marks_typed_apart_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    """Files from a Mac, where letters and marks may be stored apart, give the same site."""
    site.build()
    other = copied(site, tmp_path / "mac")
    for path in (*other.project.glob("content/**/*.md"), *other.project.glob("data/**/*.yaml")):
        path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8", newline="\n")
    other.build()

    assert other.files() == site.files()


# ---- what must not be seen -------------------------------------------------------------------------------

SECRETS = (
    "Tin-nháp-kín", "Tin-hẹn-giờ", "Tin-hết-hạn", "Hứa Mạc Rút", "hua-mac-rut", "0912345678", "Phiếu 17",
    "Khen rồi thu hồi", "09/QĐ-MHT", "Ghi chú kín", "Nội dung bản nháp", "Nội dung hẹn giờ", "Nội dung hết hạn",
    "ban-nhap", "hen-gio", "het-han", "Loi-ta-anh-kin", "Nguoi-chup-kin", "Ghi-chu-anh-kin", "Chu-thich-anh-kin",
)  # fmt: skip


def spellings(secret: str) -> set[str]:
    """The forms in which words may hide in a page, an address, a script or a search index."""
    forms = {secret, unicodedata.normalize("NFD", secret), secret.lower(), fold(secret), slug(secret)}
    forms |= {fold(secret).replace(" ", ""), fold(secret).replace(" ", "-"), fold(secret).replace(" ", "_")}
    forms |= {json.dumps(form)[1:-1] for form in forms} | {quote(form) for form in forms}
    forms |= {html.escape(form) for form in forms} | {"".join(f"&#{ord(c)};" for c in secret)}
    return {form.lower() for form in forms if form}


def found_in(files: Files, secrets: tuple[str, ...] = SECRETS) -> list[tuple[str, str]]:
    """Which secret stands in which file, or in its name."""
    texts = {name: f"{name}\n{data.decode('utf-8', 'replace')}".lower() for name, data in files.items()}
    sought = {secret: spellings(secret) for secret in secrets}
    return [
        (secret, name)
        for secret, forms in sought.items()
        for name, text in texts.items()
        if any(form in text for form in forms)
    ]


def with_secrets(site: Site) -> Site:
    """The tiny site with photos: of an article, of a draft, of a person who withdrew; and with a real person."""
    write_photo(site.project / "content/pictures/le.jpg")
    write_photo(site.project / "content/pictures/anh-ban-nhap.jpg", "red")
    write_photo(site.project / "content/portraits/the-3x4.jpg", "blue")
    site.replace("content/articles/2024/le-phat-dong.md", "  file: pictures/xuong.png\n", "  file: pictures/le.jpg\n")
    picture = "picture:\n  file: pictures/anh-ban-nhap.jpg\n  alt: Kín\n  caption: Kín.\n  credit: Kín\n"
    site.replace("content/articles/2024/ban-nhap.md", "draft: true\n", f"draft: true\n{picture}")
    portrait = "\n  portrait:\n    file: portraits/the-3x4.jpg\n    credit: Ảnh chụp thử"
    people = site.read("data/people.yaml")
    people = people.replace("  job: Thợ điện", "  job: Thợ điện" + portrait)
    people = people.replace("    document: Phiếu 17", "    portrait: true\n    document: Phiếu 17")
    people += """- id: nguyen-van-that
  name: Nguyễn Văn Thật
  unit: may-ha-thanh
  job: Thợ may
  consent:
    given: 2023-01-05
    document: Phiếu 17 tủ C
"""
    site.write("data/people.yaml", people)
    return site


def test_what_is_private_reaches_no_file(site: Site) -> None:
    """No byte and no file name of the site tells of drafts, hidden articles, withdrawn people or private notes."""
    with_secrets(site).build()
    files = site.files()

    assert found_in(files) == []
    assert not [name for name in files if "the-3x4" in name]
    assert "guong-sang/ca-nhan/nguyen-van-that.html" in files


def test_test_of_privacy_would_see_it(site: Site) -> None:
    """The same search finds each hidden article where it may be seen: in a preview, and when its time has come."""
    site.with_drafts = True
    site.build(site.project / ".thidua/preview")
    preview = site.files(site.project / ".thidua/preview")
    site.with_drafts, site.as_of = False, dt.datetime(2023, 6, 1, tzinfo=ICT)
    site.build()

    assert {secret for secret, _ in found_in(preview)} >= {"Tin-nháp-kín", "Tin-hẹn-giờ", "Tin-hết-hạn", "ban-nhap"}
    assert {secret for secret, _ in found_in(site.files())} == {"Tin-hết-hạn", "Nội dung hết hạn", "het-han"}


def test_pictures_carry_nothing_but_pixels(site: Site) -> None:
    """Of a photo's EXIF, GPS, comments and profiles nothing is left in any size and format."""
    with_secrets(site).build()
    sizes = {name: data for name, data in site.files().items() if name.startswith("anh/le-")}

    assert {name.rsplit(".")[-1] for name in sizes} == {"avif", "webp", "jpg"}
    for name, data in sizes.items():
        with Image.open(io.BytesIO(data)) as image:
            assert dict(image.getexif()) == {}, name
            assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys(), name
        assert not [mark for mark in (b"Exif", b"GPS", b"http://ns.adobe.com", b"ICC_PROFILE") if mark in data], name


def test_person_who_withdraws_is_gone_from_everywhere(site: Site) -> None:
    """After the next build, a person who withdrew is in no file of the site, beside it, or in what is remembered.

    The records of a source file are remembered as it has them: they go when the file says so no more.
    """
    with_secrets(site)
    site.replace("data/people.yaml", "    withdrawn: 2024-06-01\n", "")
    site.build()
    seen = {secret for secret, _ in found_in(site.files())}
    assert seen == {"Hứa Mạc Rút", "hua-mac-rut"}
    assert [name for name in site.files() if "the-3x4" in name]

    site.replace("data/people.yaml", "    portrait: true\n", "    portrait: true\n    withdrawn: 2024-06-30\n")
    site.build()
    left = {name: data for name, data in snapshot(site.project).items() if name.split("/")[0] not in SOURCES}
    assert [name for name in left if name.startswith(".thidua/")]
    assert [name for name in left if name.startswith(".site.next/")]
    made = {name: data for name, data in left.items() if not name.rpartition("/")[2].startswith(("source-", "front-"))}
    assert found_in(made, ("Hứa Mạc Rút", "hua-mac-rut")) == []
    assert not [name for name in left if "the-3x4" in name]

    site.replace("data/people.yaml", "name: Hứa Mạc Rút", "name: Người Không Tên")
    site.build()
    left = {name: data for name, data in snapshot(site.project).items() if name.startswith(".thidua/")}
    assert not [name for name, data in left.items() if "Hứa Mạc Rút".encode() in data]


SOURCES = ("content", "data", "templates")


def test_preview_never_leaks_into_the_site(site: Site) -> None:
    """A folder that showed drafts shows none of them once it is built without."""
    site.build()
    expected = site.files()
    site.with_drafts = True
    site.build()
    assert found_in(site.files())
    site.with_drafts = False
    site.build()

    assert site.files() == expected


# ---- what leaves, what comes back -----------------------------------------------------------------------

ARTICLE = """---
title: Bài thử của tổ may
section: tin-tuc
lede: Lời dẫn của bài thử.
authors:
  - name: Ban biên tập
published: 2024-05-05 08:00
tags: [Chủ đề thử]
---
Nội dung bài thử.
"""


def test_renamed_article_leaves_no_old_page(site: Site) -> None:
    """An article that changes its slug does not stay online under the old address, nor does its subject."""
    site.write("content/articles/2024/bai-thu.md", ARTICLE)
    site.build()
    assert site.output("tin-tuc/2024/bai-thu.html").is_file()

    os.rename(
        site.project / "content/articles/2024/bai-thu.md", site.project / "content/articles/2024/bai-thu-doi-ten.md"
    )
    site.replace("content/articles/2024/bai-thu-doi-ten.md", "Chủ đề thử", "Chủ đề khác")
    site.build()

    assert not site.output("tin-tuc/2024/bai-thu.html").exists()
    assert not site.output("chu-de/chu-de-thu.html").exists()
    assert site.output("tin-tuc/2024/bai-thu-doi-ten.html").is_file()
    assert site.output("chu-de/chu-de-khac.html").is_file()


def test_deleted_article_leaves_no_page(site: Site) -> None:
    """A deleted article is gone from its page, from lists, feeds and the sitemap."""
    site.build()
    before = site.files()
    site.write("content/articles/2024/bai-thu.md", ARTICLE)
    site.build()
    assert site.files() != before
    site.delete("content/articles/2024/bai-thu.md")
    site.build()

    assert site.files() == before


@pytest.mark.usefixtures("settled")
def test_page_deleted_by_hand_comes_back(site: Site) -> None:
    """What somebody deleted or added in site/ is set right by a build, even where no source has changed."""
    site.build()
    expected = site.files()
    site.output("index.html").unlink()
    shutil.rmtree(site.output("guong-sang"))
    site.output("la.html").write_bytes(b"?")
    assert not site.build().was_fresh

    assert site.files() == expected


def test_deleted_site_comes_back(site: Site) -> None:
    """A deleted site/ is made again, be its state remembered or not."""
    site.build()
    expected = site.files()
    shutil.rmtree(site.out)
    site.build()
    assert site.files() == expected
    shutil.rmtree(site.project / ".thidua")
    shutil.rmtree(site.out)
    site.build()

    assert site.files() == expected


def test_mistake_leaves_the_site_as_it_is(site: Site) -> None:
    """While a source is broken nothing that is published changes; when it is mended, the site follows."""
    site.build()
    before = times(site.out)
    site.replace(*EDIT)
    site.replace("data/units.yaml", "kind: enterprise", "kind: nha-may")
    with pytest.raises(Problems):
        site.build()
    assert times(site.out) == before

    site.replace("data/units.yaml", "kind: nha-may", "kind: enterprise")
    site.build()
    assert "Chị Bình mới nghỉ" in site.html("guong-sang/ca-nhan/le-thi-binh.html")


def test_broken_template_leaves_the_site_as_it_is(site: Site) -> None:
    """A mistake in a template, found while pages are being rendered, changes nothing that is published."""
    site.build()
    before = times(site.out)
    site.replace("templates/pages/person.html", "{% block main %}\n", "{% block main %}\n{{ person.khong_co }}\n")
    with pytest.raises(Problems):
        site.build()

    assert times(site.out) == before


# ---- moments ---------------------------------------------------------------------------------------------

MOMENTS = [
    dt.datetime(2021, 12, 31, tzinfo=ICT),  # before anything
    dt.datetime(2023, 6, 1, tzinfo=ICT),  # the article that will expire is up
    dt.datetime(2023, 12, 31, 17, 0, tzinfo=ICT),  # the very moment it expires
    AS_OF,
    dt.datetime(2024, 12, 31, 22, 59, tzinfo=ICT),
    dt.datetime(2024, 12, 31, 23, 0, tzinfo=ICT),  # the very moment the scheduled one is due
]


@pytest.mark.usefixtures("settled")
def test_site_follows_the_moment_and_back(site: Site, tmp_path: Path) -> None:
    """Articles come and go with the moment the site is built for, in either direction, with no source touched."""
    clean = {}
    for number, moment in enumerate(MOMENTS):
        site.as_of = moment
        clean[moment] = clean_build(site, tmp_path / str(number))
    assert len({json.dumps(sorted(files)) for files in clean.values()}) == len(MOMENTS) - 1

    for moment in (*MOMENTS, *reversed(MOMENTS), MOMENTS[1], MOMENTS[5], MOMENTS[0]):
        site.as_of = moment
        site.build()
        assert site.files() == clean[moment], moment


@pytest.mark.usefixtures("settled")
def test_killed_build_of_another_moment_is_not_believed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build for tomorrow that died after publishing is not taken for today's."""
    site.build()
    today = site.files()
    monkeypatch.setattr(pipeline, "_forget_sites", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    site.as_of = MOMENTS[5]
    with pytest.raises(KeyboardInterrupt):
        site.build()
    monkeypatch.undo()
    assert site.files() != today
    site.as_of = AS_OF
    site.build()

    assert site.files() == today


@pytest.mark.parametrize("link", ["het-han.md", "/tin-tuc/2023/het-han.html"])
def test_link_to_an_article_whose_time_is_over_stops_nothing(site: Site, link: str) -> None:
    """On a day when nobody edited anything a link may lose its article: its words stay, and the editor is told."""
    source = "content/articles/2023/to-cat-giam-vai-vun.md"
    page = "tu-co-so/2023/to-cat-giam-vai-vun.html"
    site.write(source, f"{site.read(source)}\nXem [tin cũ]({link}).\n")
    site.as_of = dt.datetime(2023, 12, 1, 8, 0, tzinfo=ICT)
    site.build()
    assert 'het-han.html">tin cũ</a>' in site.html(page)
    site.as_of = dt.datetime(2024, 1, 1, 8, 0, tzinfo=ICT)
    notes = site.build().notes

    assert [note.message for note in notes if "hết hạn" in note.message] == [
        f'liên kết "{link}" dẫn tới bài đã hết hạn đăng; trang chỉ còn in chữ, không dẫn đi đâu'
    ]
    assert "<a >tin cũ</a>" in site.html(page)
    assert "het-han" not in site.html(page)


@pytest.mark.usefixtures("settled")
def test_older_file_put_back_is_seen(site: Site) -> None:
    """A source of the same size and time as before, but with other words, is not taken for unchanged."""
    place = site.project / "data/people.yaml"
    site.build()
    status = place.stat()
    site.replace("data/people.yaml", "Chị Bình làm ở tổ cắt", "Chị Bình làm ở tổ dệt")
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.stat().st_size == status.st_size
    site.build()

    assert "Chị Bình làm ở tổ dệt" in site.html("guong-sang/ca-nhan/le-thi-binh.html")


# ---- nothing to do ---------------------------------------------------------------------------------------


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe the times of sources at once; they are not saved twice within a tick of the disk's clock here."""
    monkeypatch.setattr(cache, "_UNSURE_NS", 0)


def settle(site: Site) -> None:
    """Wait until the sources are old enough to be believed by their times."""
    newest = max(max(p.stat().st_mtime, p.stat().st_ctime) for p in site.project.rglob("*") if p.is_file())
    time.sleep(max(0.0, newest + 2.05 - time.time()))


HEAVY = ("jinja2", "markdown", "pydantic", "yaml", "PIL", "nh3", "slugify", "tornado", "livereload", "watchfiles")
ASK = """
import sys
from thidua.cli import main
code = main(sys.argv[1:])
print("modules:", *sorted({name.split(".")[0] for name in sys.modules}))
sys.exit(code)
"""


def test_build_with_nothing_to_do_does_nothing(site: Site) -> None:
    """Where nothing has changed, a build writes no file and imports none of the libraries."""
    settle(site)
    site.build()
    before = times(site.project)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", ASK, "build", "--as-of", "2024-07-01 09:30"],
        cwd=site.project,
        env={**clean_environment(), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Không có gì thay đổi" in done.stdout
    imported = done.stdout.split("modules:")[1].split()
    assert [name for name in HEAVY if name in imported] == []
    assert times(site.project) == before


def test_touched_file_writes_nothing_in_the_site(site: Site) -> None:
    """A source that was saved without a change is read again, and no page is written."""
    site.build()
    before = times(site.out)
    os.utime(site.project / "data/people.yaml")
    outcome = site.build()

    assert (outcome.written, outcome.deleted) == (0, 0)
    assert times(site.out) == before


def test_small_edit_writes_few_files(site: Site) -> None:
    """Only pages that show what was edited are written; every other file keeps its time."""
    site.replace("content/articles/2023/to-cat-giam-vai-vun.md", "{{so: song-que.2024.sang-kien}}", "nhiều sáng kiến")
    site.build()
    before = times(site.out)
    site.replace("data/figures.yaml", "hedge: hơn", "hedge: gần")
    outcome = site.build()
    after = times(site.out)
    written = [Path(name).name for name in after if after[name] != before.get(name) and Path(name).is_file()]
    written.remove(publishing.MARKER)

    assert outcome.written == len(written)
    assert "sang-kien.html" in written
    assert not [name for name in written if name in ("gioi-thieu.html", "tim-kiem.html")]


def test_edit_of_a_body_makes_no_list_of_honours(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records are made when somebody asks for them; an edit of data asks for them all."""
    # Search's cards are made again with their neighbours.
    monkeypatch.setattr("thidua.search._PACK", 1)
    site.build()
    made: list[bytes] = []
    real = kept.listing_of

    def noted(data: bytes) -> Listing:
        made.append(data)
        return real(data)

    monkeypatch.setattr("thidua.load.listing_of", noted)
    site.replace("content/articles/2024/le-phat-dong.md", "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()
    assert made == []

    site.replace("data/people.yaml", "name: Lê Thị Bình", "name: Lê Thị Bính")
    site.build()
    assert made


def test_change_of_a_record_tells_no_article_anew_that_neither_names_it_nor_prints_data(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article in brief hangs on its own text, on what its front matter names, and on data if it prints any."""
    site.write("content/articles/2024/mot-minh.md", LONE_ARTICLE)
    site.build()
    told: set[str] = set()

    def noted(written: Article, seen: Article, file: str, digests: Digests) -> Brief:
        told.add(written.id)
        return brief_of(written, seen, file, digests)

    monkeypatch.setattr("thidua.library.brief_of", noted)
    site.replace("data/people.yaml", "name: Trần Văn An", "name: Trần Văn Anh")
    site.build()
    assert "to-cat-giam-vai-vun" in told
    assert "mot-minh" not in told

    told.clear()
    site.replace("content/articles/2024/mot-minh.md", "tags:", "people: [tran-van-an]\ntags:")
    site.build()
    # A draft is read every time.
    assert told - {"ban-nhap"} == {"mot-minh"}

    told.clear()
    site.replace("data/people.yaml", "name: Trần Văn Anh", "name: Trần Văn An")
    site.build()
    assert "mot-minh" in told


LEAD = "content/articles/2024/le-phat-dong.md"


def test_edit_of_a_body_validates_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Front matter that is as it was is believed; with one word of it changed it is validated again."""
    # A draft is read every time.
    (site.project / "content/articles/2024/ban-nhap.md").unlink()
    site.build()
    validated: list[type] = []
    real = load._adapter

    def noted(kind: type) -> TypeAdapter[object]:
        validated.append(kind)
        return real(kind)

    monkeypatch.setattr(load, "_adapter", noted)
    site.replace(LEAD, "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()
    assert validated == []
    assert "Từng tổ chọn" in site.html("tin-tuc/2024/le-phat-dong.html")

    site.replace(LEAD, "với 12 tổ", "với 13 tổ")
    site.build()
    assert validated == [Article]
    assert "với 13 tổ" in site.html("tin-tuc/2024/le-phat-dong.html")


def test_edit_of_a_body_follows_what_else_changed(site: Site, tmp_path: Path) -> None:
    """Beside a new body the same front matter may show another picture, and name somebody who is called otherwise."""
    site.build()
    place = site.project / "content/pictures/xuong.png"
    with Image.open(place) as picture:
        turned = picture.transpose(Image.Transpose.ROTATE_180)
    turned.save(place)
    site.replace("data/people.yaml", "name: Lê Thị Bình", "name: Lê Thị Bính")
    site.replace(LEAD, "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()
    assert site.files() == clean_build(site, tmp_path / "sach")

    place.unlink()
    site.replace(LEAD, "Từng tổ chọn", "Mỗi tổ chọn")
    with pytest.raises(Problems) as found:
        site.build()
    assert ["xuong.png" in problem.message for problem in found.value.found] == [True, True]


def test_edit_of_a_body_is_told_what_is_gone(site: Site) -> None:
    """What front matter names that is as it was must still be there when the body is another."""
    site.build()
    site.replace("data/campaigns.yaml", "id: tho-gioi\n", "id: tho-gioi-song-que\n")
    site.replace(LEAD, "Mỗi tổ chọn", "Từng tổ chọn")
    with pytest.raises(Problems) as found:
        site.build()

    assert [problem.origin.file for problem in found.value.found if '"tho-gioi"' in problem.message].count(LEAD) == 1


def test_edit_starts_no_other_process(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of a process that share little work take longer than they spare."""
    site.build()
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("another process was started"))
    site.replace(LEAD, "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()

    assert "Từng tổ chọn" in site.html("tin-tuc/2024/le-phat-dong.html")


def test_edit_of_a_body_plans_one_page_of_an_article(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other articles of its batch are known to be as they were; a feed is planned where it tells that article."""
    site.build()
    planned: list[str] = []

    def noted(library: Library, article: Article, most: int) -> tuple[Related, ...]:
        planned.append(article.id)
        return related(library, article, most)

    monkeypatch.setattr("thidua.news_pages.related", noted)
    site.replace("content/articles/2024/le-phat-dong.md", "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()

    assert planned == ["le-phat-dong"]
    assert "Từng tổ chọn" in (site.out / "rss.xml").read_text("utf-8")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("lives_on", [False, True], ids=["command", "preview"])
def test_edited_bodies_are_all_that_is_planned(site: Site, tmp_path: Path, lives_on: bool) -> None:
    """However often, and in whatever file: nothing else is planned, and the site is what a clean build makes."""
    memory = Memory(site.order().results, lives_on=True) if lives_on else None
    build(site.order(), memory=memory)
    feed, cut = site.output("rss.xml").read_bytes(), "content/articles/2023/to-cat-giam-vai-vun.md"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("thidua.plan.planned", lambda *_: pytest.fail("all pages were planned"))
        for place, old, new in (
            (LEAD, "Mỗi tổ chọn", "Từng tổ chọn"),
            (cut, "chiều canh sợi", "chiều ngang"),
            (LEAD, "Từng tổ chọn", "Mỗi tổ chọn"),
            (cut, "Cả tỉnh có", "Toàn tỉnh có"),
        ):
            site.replace(place, old, new)
            assert build(site.order(), memory=memory).written
            assert build(site.order(), memory=memory).was_fresh
    assert site.output("rss.xml").read_bytes() != feed
    assert site.files() == clean_build(site, tmp_path / "sach")

    site.replace(LEAD, "với 12 tổ", "với 13 tổ")
    build(site.order(), memory=memory)
    assert site.files() == clean_build(site, tmp_path / "sach-sau")


@pytest.mark.usefixtures("settled")
def test_heading_that_a_link_leads_to_is_missed(site: Site, tmp_path: Path) -> None:
    """A heading that was edited away is told of where a text links to it, though that text is as it was."""
    link = "[việc phải làm](../2024/le-phat-dong.md#ba-viec-phai-lam)"
    site.replace("content/articles/2023/to-cat-giam-vai-vun.md", "chiều canh sợi", f"chiều canh sợi, xem {link}")
    site.build()
    before = site.files()
    site.replace(LEAD, "## Ba việc phải làm", "## Bốn việc phải làm")
    with pytest.raises(Problems) as found:
        site.build()
    assert any("#ba-viec-phai-lam" in problem.message for problem in found.value.found)
    assert site.files() == before

    site.replace(LEAD, "## Bốn việc phải làm", "## Ba việc phải làm")
    site.build()
    assert site.files() == before == clean_build(site, tmp_path / "sach")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Xem [bài](khong-co.md).", "khong-co.md"),
        ("Xem [mục](#khong-co).", "#khong-co"),
        ("Có {{so: khong-co}}.", "khong-co"),
        ("![Ảnh](pictures/khong-co.png)", "khong-co.png"),
        ("Anh Hứa Mạc Rút nhận bằng khen.", "Hứa Mạc Rút"),
        ("Có {{so: song-que", "{{"),
    ],
)
def test_what_is_wrong_in_an_edited_body_is_told(site: Site, words: str, told: str) -> None:
    """An edit that is quick to build is looked at like any other; what was published stays."""
    site.build()
    before = site.files()
    site.replace(LEAD, "Mỗi tổ chọn", f"{words} Mỗi tổ chọn")
    edited = site.problems()
    with pytest.raises(Problems) as found:
        site.build()
    assert any(told in problem.message for problem in found.value.found)
    assert found.value.found == edited
    assert site.files() == before


@pytest.mark.usefixtures("settled")
def test_picture_that_comes_into_a_body_or_goes_does_so_on_the_site(site: Site, tmp_path: Path) -> None:
    """A body that shows another picture changes more than the pages on which it stands."""
    Image.new("RGB", (700, 500), "teal").save(site.project / "content/pictures/may.png")
    site.build()
    shown = '![Máy may](pictures/may.png "Máy may. Minh họa: Tổ vẽ")'
    for old, new in (("Mỗi tổ chọn", f"{shown}\n\nMỗi tổ chọn"), (f"{shown}\n\nMỗi tổ chọn", "Mỗi tổ chọn")):
        before = site.files()
        site.replace(LEAD, old, new)
        site.build()
        assert site.files().keys() != before.keys()
        assert site.files() == clean_build(site, tmp_path / f"sach-{len(new)}")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("limit", "most", "places"),
    [("_MOST_EDITS", 2, [LEAD]), ("_MOST_EDITED", 1, [LEAD, "content/articles/2023/to-cat-giam-vai-vun.md"])],
)
def test_whole_build_comes_after_many_edits(
    site: Site, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, places: list[str]
) -> None:
    """Now and then, and when many files are others than in the last one: what is remembered is then tidied up."""
    monkeypatch.setattr(f"thidua.pipeline.{limit}", most)
    site.build()
    builds: list[int] = []

    def noted(*args: Any) -> Plan:  # noqa: ANN401 - whatever it is given
        builds.append(number)
        return planned(*args)

    monkeypatch.setattr("thidua.plan.planned", noted)
    for number in range(6):
        place = places[number % len(places)]
        site.write(place, site.read(place).rstrip("\n") + f"\n\nLần {number}.\n")
        site.build()

    assert builds == ([2, 5] if limit == "_MOST_EDITS" else [1, 3, 5])


def test_edited_component_of_feeds_changes_every_feed(site: Site) -> None:
    """Feeds ask for an article in full by a filter; that component belongs to what they are known by all the same."""
    site.build()
    site.replace(
        "templates/components/full_text.html", "{{ article.lede }}</strong>", "{{ article.lede }} (!)</strong>"
    )
    site.build()

    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert " (!)" in (site.out / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("content/articles/2024/le-phat-dong.md", "Mỗi tổ chọn", "Anh Trần Văn An cùng mỗi tổ chọn"),
        ("data/issues.yaml", "title: Một năm thợ giỏi", "title: Trần Văn An và một năm thợ giỏi"),
    ],
)
def test_text_that_nobody_touched_is_read_again_when_a_person_withdraws(
    site: Site, place: str, old: str, new: str
) -> None:
    """What was right in an article or a bulletin may be wrong when the data change."""
    site.replace(place, old, new)
    site.build()
    consent = "  consent:\n    given: 2023-01-05\n    withdrawn: 2024-06-01\n"
    site.replace("data/people.yaml", "  job: Thợ cơ khí\n", f"  job: Thợ cơ khí\n{consent}")
    with pytest.raises(Problems) as found:
        site.build()

    assert [problem.origin.file for problem in found.value.found if "vẫn nhắc tên" in problem.message] == [place]


def test_what_was_wrong_with_data_is_not_said_again_when_it_is_mended(site: Site) -> None:
    """A preview that missed a portrait believes the data again once it is back, though none of their files changed."""
    shown = "  portrait:\n    file: chan-dung.png\n    credit: Minh họa\n"
    site.replace("data/people.yaml", "  job: Tổ trưởng tổ cắt\n", f"  job: Tổ trưởng tổ cắt\n{shown}")
    memory = Memory(site.order().results, lives_on=True)
    with pytest.raises(Problems) as found:
        build(site.order(), memory=memory)
    assert [problem.message for problem in found.value.found if not problem.is_note] == [
        'file: không có ảnh "chan-dung.png"'
    ]
    shutil.copyfile(site.project / "content/pictures/xuong.png", site.project / "content/chan-dung.png")
    build(site.order(), memory=memory)

    site.build(site.project / "moi")
    assert site.files() == site.files(site.project / "moi")


@pytest.mark.parametrize(
    ("edit", "people"),
    [
        (("Mỗi tổ chọn", "Từng tổ chọn"), set()),
        (("title: Phát động", "title: Buổi phát động"), {"guong-sang/ca-nhan/le-thi-binh.html"}),
    ],
    ids=["body", "headline"],
)
def test_edit_of_a_text_plans_no_page_that_it_cannot_reach(
    site: Site, edit: tuple[str, str], people: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was planned before is known where neither the data nor the headlines that it shows have changed."""
    monkeypatch.setattr("thidua.plan.PEOPLE_A_BATCH", 1)
    monkeypatch.setattr("thidua.plan.ARTICLES_A_BATCH", 1)
    # Search's cards are made again with their neighbours.
    monkeypatch.setattr("thidua.search._PACK", 1)
    monkeypatch.setattr("thidua.search._SHELF", 1)
    site.build()
    planned: list[str] = []
    real = pages.Page.__init__

    def noted(page: pages.Page, kind: str, address: str, *rest: object, **named: object) -> None:
        planned.append(address)
        real(page, kind, address, *rest, **named)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(pages.Page, "__init__", noted)
    site.replace("content/articles/2024/le-phat-dong.md", *edit)
    site.build()

    assert {address for address in planned if address.startswith("guong-sang/ca-nhan/")} == people
    assert "tin-tuc/2024/le-phat-dong.html" in planned
    assert not [address for address in planned if address.startswith("khen-thuong/quyet-dinh/")]


def test_edit_of_a_readme_changes_nothing(site: Site) -> None:
    """What is no source of the site may be edited without any page being written."""
    site.build()
    site.write("data/README.md", "# Sổ tay\n")
    outcome = site.build()

    assert (outcome.written, outcome.deleted) == (0, 0)


def test_templates_of_many_pages_make_the_same_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a template is made whole, because very many pages are made by it, shows in no byte."""
    made_whole: list[str | None] = []
    real = Whole.body

    def noted(self: Whole, tree: nodes.Template, name: str | None) -> list[nodes.Node]:
        made_whole.append(name)
        return real(self, tree, name)

    monkeypatch.setattr(Whole, "body", noted)
    # By this very process, so that it is seen.
    monkeypatch.setattr("thidua.render._FEW_TEMPLATES", 1000)
    site.build()
    others = site.files()
    assert made_whole == []

    shutil.rmtree(site.out)
    monkeypatch.setattr("thidua.render._MANY_PAGES", 1)
    site.build()
    assert {"pages/article.html", "pages/person.html", "pages/home.html"} <= set(made_whole)
    assert site.files() == others


# ---- what is remembered -----------------------------------------------------------------------------------


EDIT = ("data/people.yaml", "Chị Bình làm ở tổ cắt từ năm 2015.", "Chị Bình mới nghỉ.")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The tiny site after an edit, built clean, pictures and all."""
    site = Site(tmp_path_factory.mktemp("edited") / "du-an")
    site.replace(*EDIT)
    site.build()
    return site.files()


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "delete", "version"])
@pytest.mark.parametrize("is_site_there", [True, False], ids=["site", "no site"])
def test_damaged_memory_gives_the_same_site(site: Site, edited: Files, harm: str, is_site_there: bool) -> None:
    """Whatever happened to .thidua/, a build gives what a clean build gives, pictures too."""
    site.build()
    for path in [path for path in (site.project / ".thidua").rglob("*") if path.is_file()]:
        if harm == "version":
            path.write_bytes(b"\0" * 16 + path.read_bytes()[16:])
        else:
            damage(path, harm)
    if not is_site_there:
        shutil.rmtree(site.out)
    site.replace(*EDIT)
    site.build()

    assert site.files() == edited


@pytest.mark.parametrize("harm", ["cut", "empty", "delete"])
@pytest.mark.parametrize("lives_on", [False, True], ids=["command", "preview"])
def test_memory_without_what_its_list_names_is_forgotten(site: Site, edited: Files, harm: str, lives_on: bool) -> None:
    """Records that are named in what is remembered and gone are found missing late; the site is the same."""
    site.build()
    damage_all(site, "source-*", harm)
    site.replace(*EDIT)
    build(site.order(), memory=Memory(site.order().results, lives_on=True) if lives_on else None)

    assert site.files() == edited


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "delete"])
@pytest.mark.parametrize("what", ["batch-*", "edition-*", "shards/*"])
def test_memory_that_lost_what_an_edition_or_an_index_counts_on_does_no_harm(site: Site, what: str, harm: str) -> None:
    """Pages that stand as they stood, and parts of the search index, are made again where nothing is left of them."""
    site.build()
    damage_all(site, what, harm)
    site.replace("content/articles/2024/le-phat-dong.md", "Mỗi tổ chọn", "Từng tổ chọn")
    site.build()

    site.build(site.project / "moi")
    assert site.files() == site.files(site.project / "moi")


def test_check_finds_the_same_where_what_is_remembered_is_damaged(site: Site) -> None:
    """It begins anew, as a build does."""
    site.build()
    site.replace(*EDIT)
    expected = check(site.order())
    damage_all(site, "source-*", "empty")

    assert check(site.order()) == expected


def damage_all(site: Site, what: str, harm: str) -> None:
    """Do harm to some files of what is remembered."""
    found = [path for path in (site.project / ".thidua").rglob(what) if path.is_file()]
    assert found
    for path in found:
        damage(path, harm)


@pytest.mark.usefixtures("settled")
def test_memory_of_another_site_is_of_use_and_no_harm(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview takes the pictures that the site has already, and neither forgets what the other remembers."""
    site.build()
    expected = site.files()
    monkeypatch.setattr(images, "encoded", lambda *_: pytest.fail("a picture was made twice"))
    preview = site.project / ".thidua/preview"
    site.build(preview)

    assert site.files(preview) == expected
    assert site.build().was_fresh
    assert site.build(preview).was_fresh


def test_site_whose_folder_is_gone_is_forgotten(site: Site, tmp_path: Path) -> None:
    """Building aside for a look leaves nothing behind once that folder is gone."""
    site.build()
    site.build(tmp_path / "xem" / "site")
    assert len(list((site.project / ".thidua/sites").iterdir())) == 3
    shutil.rmtree(tmp_path / "xem")
    site.replace(*EDIT)
    site.build()

    assert len(list((site.project / ".thidua/sites").iterdir())) == 2


def test_sizes_of_a_picture_that_left_are_forgotten(site: Site) -> None:
    """A replaced photo leaves no size of the old one, in the site or in what is remembered."""
    site.build()
    before = sizes_of(site, "xuong")
    write_photo(site.project / "content/pictures/moi.png", "navy")
    os.replace(site.project / "content/pictures/moi.png", site.project / "content/pictures/xuong.png")
    site.build()
    after = sizes_of(site, "xuong")

    assert before
    assert after
    assert not before & after


def sizes_of(site: Site, name: str) -> set[str]:
    """The sizes of a picture in the site, beside it and in what is remembered of it."""
    return {place for place in snapshot(site.project) if f"{name}-" in place and "/lent/" not in place}


# ---- where folders cannot be exchanged ------------------------------------------------------------------


def test_site_is_the_same_where_folders_cannot_be_exchanged(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On systems without an exchange of folders, every build gives the same files."""
    monkeypatch.setattr(publishing, "_swap", lambda: None)
    site.build()
    for number in range(2):
        site.write(f"content/articles/2024/bai-thu-{number}.md", ARTICLE)
        site.build()
    site.delete("content/articles/2024/bai-thu-0.md")
    site.build()

    assert site.files() == clean_build(site, tmp_path / "clean")
    assert found_in(snapshot(site.project / ".site.next"), ("bai-thu-0",)) == []


# ---- killed, and two at once -----------------------------------------------------------------------------

needs_signals = pytest.mark.skipif(os.name == "nt", reason="needs signals")

# Turns the sources from one edition to the other and back; each time a build is killed, and the next one mends.
DRIVER = """
import os, random, signal, sys, time
from pathlib import Path
from tests.conftest import Site
from tests.test_build import ARTICLE
from thidua.publish import MARKER

site, chance = Site(Path(sys.argv[1])), random.Random(2024)
phrases = site.read("templates/strings.yaml")


def turn(number):
    # Nearly every file of the site differs.
    if number % 2:
        site.write("templates/strings.yaml", phrases)
        site.delete("content/articles/2024/bai-thu.md")
    else:
        site.write("templates/strings.yaml", phrases.replace('contents: "Mục lục"', 'contents: "Danh mục"'))
        site.write("content/articles/2024/bai-thu.md", ARTICLE)


def is_being_published():
    marker = site.project / ".site.next" / MARKER
    return marker.is_file() and marker.read_bytes() != finished


def is_published():
    return site.out.stat().st_ino != published


def wait_until(is_so, child):
    # By no clock: a machine may be much slower now than when it was asked how long a build takes.
    while not is_so() and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.0002)


editions = []
for number in range(2):
    turn(number)
    began = time.monotonic()
    site.build()
    whole = time.monotonic() - began
    editions.append(site.files())
for number in range(2, 2 + int(sys.argv[2])):
    turn(number)
    finished, published = (site.out / MARKER).read_bytes(), site.out.stat().st_ino
    child = os.fork()
    if child == 0:
        site.build()
        os._exit(0)
    match number // 2 % 3:
        case 0:
            time.sleep(chance.uniform(0, 1.2 * whole))
        case 1:
            wait_until(is_being_published, child)
            time.sleep(chance.choice([0, chance.uniform(0, whole / 5)]))
        case 2:
            wait_until(is_published, child)
            time.sleep(chance.choice([0, chance.uniform(0, whole / 20)]))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    new, old = editions[number % 2], editions[1 - number % 2]
    left = site.files()
    site.build()
    print("old" if left == old else "new" if left == new else "mixed", "mended" if site.files() == new else "broken")
"""


@needs_signals
def test_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    """A build killed at any instant leaves the old site or the new one, and the next build makes good the rest."""
    driver = [sys.executable, "-X", "utf8", "-W", "ignore", "-c", DRIVER, str(tmp_path / "du-an"), "30"]
    done = subprocess.run(driver, cwd=ROOT, env=clean_environment(), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    said = [line.split() for line in done.stdout.splitlines()]

    assert len(said) == 30
    assert [line for line in said if line not in (["old", "mended"], ["new", "mended"])] == []
    assert {line[0] for line in said} == {"old", "new"}


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    """Two people who build at the same moment get one site or the other, whole; the second one waits."""
    project = Project(tmp_path / "du-an")
    moments = {"2023-06-01 00:00": MOMENTS[1], "2024-07-01 08:00": MOMENTS[3], "2025-01-01 00:00": MOMENTS[5]}
    clean = []
    for number, moment in enumerate(moments.values()):
        project.as_of = moment
        clean.append(clean_build(project, tmp_path / str(number)))
    project.as_of = MOMENTS[0]
    project.build()
    running = [project.start("build", "--as-of", moment) for moment in moments]
    said = [process.communicate(timeout=600) for process in running]

    assert [process.returncode for process in running] == [0, 0, 0], said
    assert project.files() in clean


def test_two_sites_of_one_project_at_once(tmp_path: Path) -> None:
    """A preview and a publication that run at the same time do not disturb each other."""
    project = Project(tmp_path / "du-an")
    expected = clean_build(project, tmp_path / "clean")
    moment = "2024-07-01 08:00"
    running = [project.start("build", "--as-of", moment, "--out", out) for out in ("site", "khac")]
    for process in running:
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said

    assert [project.files(project.project / out) == expected for out in ("site", "khac")] == [True, True]


@needs_signals
@pytest.mark.skipif(not HAS_DOOR, reason="needs the door")
def test_second_build_waits_and_may_be_stopped(tmp_path: Path) -> None:
    """A second build says that it waits; Ctrl+C ends it with 130 and a sentence; the site stays as it was."""
    import pty

    project = Project(tmp_path / "du-an")
    project.build()
    before = times(project.out)
    ours, theirs = pty.openpty()
    with publishing.locked(project.out, lambda: None), heard_interrupts():
        process = subprocess.Popen(project.typed("build"), cwd=project.project, env=clean_environment(), stderr=theirs)
        os.close(theirs)
        said = ""
        while "chờ lượt đó xong" not in said:
            said += os.read(ours, 1000).decode("utf-8", "replace")
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=600)
    said += os.read(ours, 100_000).decode("utf-8", "replace")
    os.close(ours)

    assert code == 130, said
    assert "Đã dừng" in said
    assert "Traceback" not in said
    assert times(project.out) == before
