"""What editors get wrong: each is told whole, all at once, in Vietnamese, and nothing published changes.

The mistakes themselves lie in `tests/mistakes/`, as an editor would make them in the small site:

    === what is done, in a few words
    @ data/people.yaml          the file; it may come again
    -  job: Tổ trưởng tổ cắt    rows that stand there, and stand there once
    +  jop: Tổ trưởng tổ cắt    the rows that take their place
    ---
    data/people.yaml:4: …       all that is told, as it is told

Rows with + alone are a new file, or are added to the end of the one that is there; rows with - alone
are taken away, and a file without rows goes. `{U+200B}` is that character, where none could be seen.
"""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Site
from thidua.problems import MOST_SHOWN, Problem, Problems, in_order, report

MISTAKES = Path(__file__).parent / "mistakes"
ARTICLE = "content/articles/2024/le-phat-dong.md"
DRAFT = "content/articles/2024/ban-nhap.md"
PEOPLE = "data/people.yaml"
NOTHING_CHANGED = "Chưa có gì trong trang đã xuất bản bị thay đổi."


@dataclass(frozen=True)
class Edit:
    """Rows of one file that go, and rows that come."""

    place: str
    gone: tuple[str, ...]
    come: tuple[str, ...]

    def make(self, site: Site) -> None:
        path = site.project / self.place
        rows = path.read_text("utf-8").removesuffix("\n").split("\n") if path.exists() else []
        at = self._place_of(rows) if self.gone else len(rows)
        if not self.come and at == 0 and self.gone == tuple(rows):
            path.unlink()
            return
        rows[at : at + len(self.gone)] = self.come
        site.write(self.place, "".join(f"{row}\n" for row in rows))

    def _place_of(self, rows: list[str]) -> int:
        size = len(self.gone)
        places = [at for at in range(len(rows) - size + 1) if tuple(rows[at : at + size]) == self.gone]
        assert len(places) == 1, f"{self.gone} stands {len(places)} times in {self.place}"
        return places[0]


@dataclass(frozen=True)
class Case:
    """A mistake and all that is told of it."""

    name: str
    edits: tuple[Edit, ...]
    told: str


def cases() -> Iterator[Case]:
    """Every mistake of every file, each with a name of its own."""
    for path in sorted(MISTAKES.glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, _, told = block.partition("\n---\n")
            name, *rows = head.split("\n")
            yield Case(f"{path.stem}: {name}", tuple(edits(rows)), told.strip("\n"))


def edits(rows: list[str]) -> Iterator[Edit]:
    """The edits of one block."""
    starts = [at for at, row in enumerate(rows) if row.startswith("@ ")]
    for at, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        body = rows[at + 1 : end]
        gone, come = (tuple(_seen(row[1:]) for row in body if row[0] == sign) for sign in "-+")
        yield Edit(rows[at].removeprefix("@ "), gone, come)


def _seen(row: str) -> str:
    return re.sub(r"\{U\+([0-9A-F]{4})\}", lambda match: chr(int(match[1], 16)), row)


CASES = tuple(cases())


def told(found: tuple[Problem, ...]) -> str:
    """Everything an editor reads, but for the last line, which only counts."""
    words = report(found)
    errors = sum(not problem.is_note for problem in found)
    closing = f"Có {errors} lỗi cần sửa. {NOTHING_CHANGED}"
    assert words.endswith(closing) == bool(errors)
    return words.removesuffix(closing).rstrip("\n")


def sources(site: Site) -> dict[str, bytes]:
    """Every file of the project by its path."""
    return {p.relative_to(site.project).as_posix(): p.read_bytes() for p in site.project.rglob("*") if p.is_file()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake_is_told_whole(site: Site, case: Case) -> None:
    """Each mistake is told with its file and line, the words written and the remedy; nothing else is."""
    for edit in case.edits:
        edit.make(site)
    written = sources(site)

    found = site.problems()

    assert told(in_order(found)) == case.told
    assert sources(site) == written


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake_is_told_the_same_after_a_build(site: Site, built: Site, case: Case) -> None:
    """What a build remembers of the files that stayed as they were hides no mistake that others make of them."""
    shutil.copytree(built.order().results, site.order().results)
    for edit in case.edits:
        edit.make(site)

    assert told(in_order(site.problems())) == case.told


def test_table_of_mistakes_is_large() -> None:
    """Editors have more ways to err than anyone remembers, and no two cases are one."""
    assert len(CASES) >= 250
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.edits for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [case for case in CASES if case.told], ids=lambda case: case.name)
def test_message_reads_well(case: Case) -> None:
    """A message names its file, says what is wrong and then what to do, with no word of the machine in it."""
    rows = case.told.split("\n")
    for message, remedy in zip(rows[::2], rows[1::2], strict=True):
        assert re.match(r"(Ghi chú: )?(data|content|templates)/[^:]+(:\d+)?: \S", message)
        assert re.match(r"    → \S", remedy)
        assert not message.endswith(".")
        assert "  " not in message + remedy.strip()
        assert not re.search(r"\b(None|True|Error|error|str|list|dict|mapping|field|value_error)\b", message + remedy)
        assert unicodedata.is_normalized("NFC", message + remedy)


# ---- pictures that must be drawn first ---------------------------------------------------------------


def picture(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    """A picture's bytes."""
    out = io.BytesIO()
    image = Image.effect_noise(size, 80).convert(mode) if mode != "1" else Image.new("1", size)
    image.save(out, kind)
    return out.getvalue()


def cut(data: bytes) -> bytes:
    """A file of which a third was lost on its way."""
    return data[: len(data) * 2 // 3]


BROKEN = '"anh.jpg" không phải ảnh JPEG, PNG hay WebP đọc được\n    → mở ảnh rồi lưu lại thành .jpg'
TOO_MANY = 'ảnh "anh.jpg" có quá nhiều điểm ảnh\n    → thu nhỏ ảnh, ví dụ rộng 2400 điểm ảnh'
TOO_HEAVY = 'ảnh "anh.jpg" nặng 31 MB, quá 30 MB\n    → lưu lại ảnh ở kích thước nhỏ hơn, ví dụ rộng 2400 điểm ảnh'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(lambda: b"", BROKEN, id="empty"),
        pytest.param(lambda: picture("GIF", (90, 60)), BROKEN, id="another kind"),
        pytest.param(lambda: cut(picture("JPEG", (900, 600))), BROKEN, id="a cut JPEG"),
        pytest.param(lambda: cut(picture("PNG", (900, 600))), BROKEN, id="a cut PNG"),
        pytest.param(lambda: cut(picture("WEBP", (900, 600))), BROKEN, id="a cut WebP"),
        pytest.param(lambda: picture("PNG", (9_000, 8_000), "1"), TOO_MANY, id="72 million points"),
        pytest.param(lambda: picture("PNG", (10_000, 10_000), "1"), TOO_MANY, id="100 million points"),
        pytest.param(lambda: picture("PNG", (20_000, 20_000), "1"), TOO_MANY, id="a bomb"),
        pytest.param(lambda: picture("JPEG", (90, 60)) + bytes(31_000_000), TOO_HEAVY, id="31 MB"),
    ],
)
def test_picture_that_cannot_be_shown(site: Site, data: Callable[[], bytes], message: str) -> None:
    """A picture is looked at whole before anything is published."""
    (site.project / "content/pictures/anh.jpg").write_bytes(data())
    site.replace(ARTICLE, "  file: pictures/xuong.png", "  file: pictures/anh.jpg")

    assert told(site.problems()) == f"{ARTICLE}:9: file: {message}"


def test_picture_that_is_a_way_out(site: Site, tmp_path: Path) -> None:
    """A link on disk does not carry a picture from elsewhere into the site."""
    shutil.copy(site.project / "content/pictures/xuong.png", tmp_path / "ngoai.png")
    try:
        (site.project / "content/pictures/anh.png").symlink_to(tmp_path / "ngoai.png")
    except OSError:
        pytest.skip("this system lets nobody make links")
    site.replace(ARTICLE, "  file: pictures/xuong.png", "  file: pictures/anh.png")

    assert told(site.problems()) == (
        f'{ARTICLE}:9: file: đường dẫn "pictures/anh.png" ra ngoài thư mục của trang\n'
        "    → chép ảnh vào content/pictures/ rồi viết pictures/ten-anh.jpg"
    )


# ---- bytes -------------------------------------------------------------------------------------------

NOT_UTF8 = (
    "tệp không ở bảng mã UTF-8\n    → lưu lại ở bảng mã UTF-8: trong Notepad chọn File → Save as → Encoding: UTF-8"
)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_file_that_is_not_utf8(site: Site, encoding: str) -> None:
    """A file in another encoding is named, and the people in it are not missed elsewhere."""
    text = "- id: le-thi-binh\n  name: Le Thi Bình\n".encode(encoding)
    (site.project / PEOPLE).write_bytes(text)

    line = 1 if encoding == "utf-16" else 2
    assert told(site.problems()) == f"{PEOPLE}:{line}: {NOT_UTF8}"


def test_draft_that_is_not_utf8_stops_nothing(site: Site) -> None:
    """Not even a draft in another encoding keeps others from publishing."""
    (site.project / DRAFT).write_bytes("---\ntitle: Bình\ndraft: true\n---\nA.\n".encode("latin-1"))

    assert told(site.problems()) == f"Ghi chú: {DRAFT}:2: (bản nháp) {NOT_UTF8}"


def test_file_that_cannot_be_opened(site: Site) -> None:
    """A file that is there by name only is a mistake like any other."""
    try:
        (site.project / "data/units").mkdir()
        (site.project / "data/units/khac.yaml").symlink_to(site.project / "mat.yaml")
    except OSError:
        pytest.skip("this system lets nobody make links")

    assert told(site.problems()) == (
        "data/units/khac.yaml: không mở được tệp\n"
        "    → xem tệp có còn ở đó không, đóng chương trình đang giữ tệp rồi chạy lại"
    )


# ---- what is no mistake ------------------------------------------------------------------------------


def marked(text: str) -> bytes:
    """As Notepad of old saved it."""
    return b"\xef\xbb\xbf" + text.encode()


def windows(text: str) -> bytes:
    """As Windows ends its lines."""
    return text.replace("\n", "\r\n").encode()


def old_mac(text: str) -> bytes:
    """As a Mac ended its lines, long ago."""
    return text.replace("\n", "\r").encode()


def decomposed(text: str) -> bytes:
    """As a Mac may spell it: letters and their marks apart."""
    return unicodedata.normalize("NFD", text).encode()


def pasted(text: str) -> bytes:
    """As Word leaves it: spaces that do not break before the keys and after them, and signs that nobody sees."""
    spaced = re.sub(r"^ +|(?<=\w:) (?=\S)", lambda match: "\u00a0" * len(match[0]), text, flags=re.MULTILINE)
    return spaced.replace("a", "a\u200b").replace("n", "\u00adn").encode()


@pytest.mark.parametrize("saved", [marked, windows, old_mac, decomposed, pasted])
def test_how_a_file_was_saved_does_not_matter(site: Site, built: Site, saved: Callable[[str], bytes]) -> None:
    """The same words give the same bytes, whatever program they were written with."""
    for path in [*site.project.rglob("*.md"), *site.project.glob("data/*.yaml")]:
        path.write_bytes(saved(path.read_text("utf-8")))

    site.build()

    assert site.files() == built.files()


def test_empty_dataset_that_is_meant(site: Site, built: Site) -> None:
    """`[]` says that there is nothing, on purpose; it changes nothing."""
    site.write("data/units/moi.yaml", "[]\n")

    site.build()

    assert site.files() == built.files()


# ---- all at once, and nothing changes ------------------------------------------------------------------


def break_much(site: Site) -> None:
    """Mistakes of every kind in every corner."""
    site.replace(PEOPLE, "  job: Tổ trưởng tổ cắt", "  jop: Tổ trưởng tổ cắt")
    site.replace("data/awards.yaml", "  to: [person]\n  given_by: [dn]", "  to: [person]\n  given_by: [dnn]")
    site.replace("data/indicators.yaml", "  name: Sáng kiến", "  name:Sáng kiến")
    site.replace("data/places.yaml", "since: 2024-07-01", "since: 01/07/2024")
    site.replace(ARTICLE, "Mỗi tổ chọn", "<script>x</script> Mỗi tổ chọn")
    site.replace(ARTICLE, "lede: Sáng", "sapo: Sáng")
    site.replace(ARTICLE, "(pictures/xuong.png ", "(pictures/xuon.png ")
    site.replace("content/pages/gioi-thieu.md", "Trang thử của", "[Thử](../articles/2023/to-cat-giam-vai-vu.md) của")
    site.replace("data/figures.yaml", "period: 2024", "period: năm 2024")
    site.write("data/people.yml", "[]\n")


def test_everything_is_told_at_once(site: Site) -> None:
    """An editor mends everything in one round: all files, in order, bodies and data, each mistake once."""
    break_much(site)

    assert told(site.problems()) == (
        'content/articles/2024/le-phat-dong.md:4: không có mục "sapo"\n'
        '    → có phải "lede"?\n'
        "content/articles/2024/le-phat-dong.md:26: không dùng được thẻ <script> trong bài\n"
        "    → xóa thẻ này; bài chỉ nhận chữ, ảnh, bảng và liên kết\n"
        'content/articles/2024/le-phat-dong.md:28: không có ảnh "pictures/xuon.png"\n'
        '    → có phải "pictures/xuong.png"?\n'
        'content/pages/gioi-thieu.md:6: liên kết "../articles/2023/to-cat-giam-vai-vu.md" dẫn tới một bài không có\n'
        '    → có phải "../articles/2023/to-cat-giam-vai-vun.md"?\n'
        'data/awards.yaml:5: given_by: không có cấp khen "dnn" trong data/givers.yaml\n'
        '    → có phải "dn"?\n'
        'data/figures.yaml:4: period: "năm 2024" không phải một kỳ\n'
        "    → viết 2024\n"
        "data/indicators.yaml:2: thiếu dấu cách sau dấu hai chấm: «name:Sáng kiến được công nhận»\n"
        "    → viết «name: Sáng kiến được công nhận»\n"
        'data/people.yaml:4: không có mục "jop"\n'
        '    → có phải "job"?\n'
        'data/people.yml: tệp này không được đọc vì có đuôi ".yml"\n'
        "    → đổi tên thành people.yaml, hoặc chuyển tệp ra khỏi thư mục data/\n"
        'data/places.yaml:4: since: "01/07/2024" không phải ngày viết theo mẫu\n'
        "    → viết 2024-07-01"
    )


def published(site: Site, built: Site) -> dict[str, bytes]:
    """The site as it was published before the mistake."""
    shutil.copytree(built.out, site.out)
    return site.files()


def fails_and_changes_nothing(site: Site, before: dict[str, bytes]) -> None:
    """The build fails, and what was published is neither other bytes nor written anew."""
    times = {path: path.stat().st_mtime_ns for path in site.out.rglob("*")}

    with pytest.raises(Problems):
        site.build()

    assert site.files() == before
    assert {path: path.stat().st_mtime_ns for path in site.out.rglob("*")} == times


def test_failing_build_changes_nothing_published(site: Site, built: Site) -> None:
    """After many mistakes at once, not a byte of the published site is another, nor written anew."""
    before = published(site, built)
    break_much(site)

    fails_and_changes_nothing(site, before)


@pytest.mark.parametrize(
    "name",
    [
        "files: no site",
        "honours: a person twice in one decision",
        "articles: two texts for one address",
        "pictures: a path: missing",
        "links: a page misspelt",
        "links: an anchor of another page, seen in the output",
        "yaml: quotes that never close",
    ],
)
def test_mistake_of_any_stage_changes_nothing_published(site: Site, built: Site, name: str) -> None:
    """Whether reading, loading, checking, planning or rendering finds it: what is published stays."""
    before = published(site, built)
    for edit in next(case for case in CASES if case.name == name).edits:
        edit.make(site)

    fails_and_changes_nothing(site, before)


def test_mistake_mended_leaves_no_trace(site: Site, built: Site) -> None:
    """A build that failed does not change the next one."""
    was = site.read(PEOPLE)
    site.replace(PEOPLE, "  job: Tổ trưởng tổ cắt", "  jop: Tổ trưởng tổ cắt")
    with pytest.raises(Problems):
        site.build()
    site.write(PEOPLE, was)
    site.build()

    assert site.files() == built.files()


def test_five_thousand_mistakes(site: Site) -> None:
    """Of very many mistakes the first fifty are told whole, and then how many there are."""
    rows = (f"- id: nguoi-{n}\n  name: Người {n}\n  unit: may-ha-than-{n}\n  job: Thợ\n" for n in range(5000))
    site.write("data/people/nhieu.yaml", "".join(rows))

    found = site.problems()
    lines = report(found).split("\n")

    assert len(found) == 5000
    assert lines[0] == 'data/people/nhieu.yaml:3: unit: không có đơn vị "may-ha-than-0" trong data/units.yaml'
    assert lines[2 * MOST_SHOWN - 2].startswith(f"data/people/nhieu.yaml:{3 + 4 * (MOST_SHOWN - 1)}: unit: ")
    assert lines[2 * MOST_SHOWN :] == ["… và 4.950 lỗi nữa.", f"Có 5.000 lỗi cần sửa. {NOTHING_CHANGED}"]


def test_many_notes_hide_no_mistake(site: Site) -> None:
    """Notes come after mistakes and are counted by themselves."""
    for n in range(60):
        site.write(f"content/articles/2024/nhap-{n}.md", "---\ntitle: Nháp\ndraft: true\n---\nBài.\n")
    site.replace(PEOPLE, "  job: Tổ trưởng tổ cắt", "  jop: Tổ trưởng tổ cắt")

    lines = report(site.problems()).split("\n")

    assert lines[:2] == ['data/people.yaml:4: không có mục "jop"', '    → có phải "job"?']
    assert lines[2].startswith("Ghi chú: content/articles/2024/nhap-0.md:1: (bản nháp) thiếu mục")
    assert lines[-2:] == ["… và 190 ghi chú nữa.", f"Có 1 lỗi cần sửa. {NOTHING_CHANGED}"]
