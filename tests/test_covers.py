"""The pictures that stand for pages where they are shared."""

from __future__ import annotations

import io
import random
import re

import pytest
from PIL import Image, ImageFont

from tests.conftest import ROOT, Site
from thidua.covers import HEIGHT, MOST_BYTES, WIDTH, Cover, cover_jpeg
from thidua.records import FocusPoint, PictureFile
from thidua.vietnamese import LETTERS

FONT = ROOT / "thidua/fonts/noto-serif-bold.ttf"
LONG = "Công đoàn cơ sở phường Khuổi Trầm vận động đoàn viên góp sách, dựng lại thư viện sau lũ cho học sinh"
SHOUTED = "ĐỖ THỊ ẨN, NGUYỄN HỮU ẾCH và kíp trực CỨU NGƯỜI Ở BẾN THUỶ: Ế Ộ Ữ Ẩ"


def cover_of(title: str, file: PictureFile | None = None, below: str = "") -> Cover:
    """A cover with this title."""
    return Cover("bai", "Tin tức", title, below, "Bản tin Sông Quê", "#a8141e", file, FocusPoint() if file else None)


def photo(width: int, height: int, seed: int = 1) -> bytes:
    """The heaviest photo there can be: no pixel is like the next."""
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3)).save(out, "PNG")
    return out.getvalue()


def pixels(jpeg: bytes) -> Image.Image:
    """A cover, looked at."""
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.format == "JPEG"
        return image.convert("RGB")


def inked_rows(image: Image.Image, left: int, right: int) -> list[int]:
    """The rows of a part of a cover that hold letters or lines."""
    grey = image.convert("L").crop((left, 0, right, HEIGHT)).point(lambda value: 255 if value < 200 else 0)
    box = [grey.crop((0, row, right - left, row + 1)).getbbox() for row in range(HEIGHT)]
    return [row for row, found in enumerate(box) if found]


@pytest.mark.parametrize("title", ["Ngắn", LONG, SHOUTED, " ".join([LONG] * 5), "Dính" * 60, "Một\u00a0" * 40 + "hết"])
@pytest.mark.parametrize("has_photo", [False, True])
def test_cover_has_the_size_and_weight_that_networks_take(title: str, has_photo: bool) -> None:
    """Whatever the title and the photo, a cover is 1200 by 630 and no heavier than 120 kB."""
    file = PictureFile("anh.png", "0f" * 16, 700, 500) if has_photo else None
    made = cover_jpeg(
        cover_of(title, file, "Tổ trưởng tổ cắt, Công ty May Hạ Thanh"), photo(700, 500) if file else None
    )

    assert pixels(made).size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(made) <= MOST_BYTES == 120_000


@pytest.mark.parametrize("title", [LONG, SHOUTED, " ".join([LONG] * 5), "Dính" * 60])
def test_words_stay_in_their_place(title: str) -> None:
    """A long title becomes smaller, then is cut; it never runs over the edge, the kicker or the paper's name."""
    image = pixels(cover_jpeg(cover_of(title), None))

    assert not [row for row in inked_rows(image, 1140, WIDTH) if row > 24]
    rows = set(inked_rows(image, 0, WIDTH))
    assert not rows & set(range(510, 522)), "the title runs into the line above the name of the paper"
    assert {523, 526} <= rows


def test_same_cover_is_the_same_bytes() -> None:
    """A cover is made anew to the byte, so that a second machine publishes the same site."""
    file = PictureFile("anh.png", "0f" * 16, 700, 500)
    cover, data = cover_of(LONG, file), photo(700, 500)

    assert cover_jpeg(cover, data) == cover_jpeg(cover, data)


def test_cover_does_not_depend_on_those_made_before() -> None:
    """What is kept from one cover to the next, a photo and letters, shows in no other."""
    file = PictureFile("anh.png", "0f" * 16, 700, 500)
    cover, data = cover_of(LONG, file), photo(700, 500)
    first = cover_jpeg(cover, data)
    other = cover_jpeg(cover_of(SHOUTED, file, "Tổ cắt"), photo(700, 500, seed=2))

    assert cover_jpeg(cover, data) == first
    assert cover_jpeg(cover, photo(700, 500, seed=2)) not in (first, other)


def test_address_follows_what_is_seen() -> None:
    """Another title, photo or crop is another address: who shared the page keeps what they saw."""
    file = PictureFile("anh.png", "0f" * 16, 700, 500)
    other = PictureFile("anh.png", "1f" * 16, 700, 500)
    covers = [
        cover_of(LONG),
        cover_of(SHOUTED),
        cover_of(LONG, file),
        cover_of(LONG, other),
        Cover("bai", "Tin tức", LONG, "", "Bản tin Sông Quê", "#a8141e", file, FocusPoint(10, 10)),
        Cover("bai", "Tin tức", LONG, "", "Bản tin Sông Quê", "#0b4a86"),
    ]

    assert len({cover.address for cover in covers}) == len(covers)
    assert cover_of(LONG, file).address == cover_of(LONG, PictureFile("khac.png", "0f" * 16, 700, 500)).address


def test_font_has_every_vietnamese_letter() -> None:
    """No letter of a Vietnamese title, with any tone, and no sign of our typography is drawn as an empty box."""
    font = ImageFont.truetype(FONT, 40, layout_engine=ImageFont.Layout.BASIC)
    marked = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    signs = "0123456789“”‘’…–—·,.;:!?%/()+×₫²ñĕĭŏŭƀ'"
    empty = bytes(font.getmask("\uffff"))

    for letter in "".join(LETTERS) + "".join(LETTERS).lower() + marked + marked.upper() + signs:
        assert bytes(font.getmask(letter)) != empty, letter


def test_every_page_names_a_cover_that_is_there(built: Site) -> None:
    """What is shared always has a picture: the page's own, or the paper's."""
    base = "https://song-que.example/bao/"
    for page in built.out.rglob("*.html"):
        found = re.search(r'<meta property="og:image" content="([^"]+)">', page.read_text("utf-8"))
        if found is None:
            assert 'http-equiv="refresh"' in page.read_text("utf-8"), page
            continue
        assert found[1].startswith(base)
        jpeg = built.output(found[1].removeprefix(base)).read_bytes()
        assert pixels(jpeg).size == (WIDTH, HEIGHT)
        assert len(jpeg) <= MOST_BYTES


def test_article_campaign_and_issue_have_their_own_covers(built: Site) -> None:
    """An article, a campaign and an issue are known by their titles wherever they are shared."""
    names = {name.removeprefix("anh/chia-se/").rpartition("-")[0] for name in built.files() if "chia-se" in name}

    assert names == {"trang-nhat", "le-phat-dong", "to-cat-giam-vai-vun", "tho-gioi", "so-1"}


def test_portrait_makes_a_cover(site: Site) -> None:
    """A person whose face may be shown is shared with it; once the portrait goes, so does the cover."""
    portrait = "  portrait:\n    file: pictures/xuong.png\n    credit: Minh họa\n"
    site.replace("data/people.yaml", "  job: Thợ cơ khí\n", "  job: Thợ cơ khí\n" + portrait)
    site.build()
    assert [name for name in site.files() if name.startswith("anh/chia-se/tran-van-an-")]

    site.replace("data/people.yaml", portrait, "")
    site.build()
    assert not [name for name in site.files() if name.startswith("anh/chia-se/tran-van-an-")]


def test_new_title_is_a_new_cover(site: Site) -> None:
    """A cover with an old title does not stay online."""
    site.build()
    old = {name for name in site.files() if name.startswith("anh/chia-se/")}
    site.replace("content/articles/2023/to-cat-giam-vai-vun.md", "title: Tổ cắt giảm", "title: Tổ cắt số 1 giảm")
    site.build()
    new = {name for name in site.files() if name.startswith("anh/chia-se/")}

    assert {name.rpartition("-")[0] for name in old - new} == {"anh/chia-se/to-cat-giam-vai-vun"}
    assert {name.rpartition("-")[0] for name in new - old} == {"anh/chia-se/to-cat-giam-vai-vun"}
