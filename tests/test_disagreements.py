"""Numbers typed in prose that are not those of the data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.slips import measured
from tests.conftest import ROOT, Site
from thidua.disagreements import Setting, disagreements
from thidua.load import load
from thidua.markup import converted
from thidua.records import Figure, Indicator, PictureFile, Source, Unit, packed_words
from thidua.scalars import period
from thidua.text_checks import numbered_text, typed_numbers_agree

ARTICLE = "content/articles/2024/le-phat-dong.md"
UNIT = Unit("tinh", "LĐLĐ tỉnh Sông Quê", "union")
IDEAS = Indicator("dang-ky", "Đề tài, sáng kiến đăng ký", "initiative", "sáng kiến")
FIGURE = Figure("tinh.2023.dang-ky", IDEAS, UNIT, period("2023"), 6450, Source("bao-cao", "Báo cáo"))
SETTING = Setting("bao-cao", 2023, ("Bến Gạo",))


def words(text: str, setting: Setting = SETTING) -> list[str]:
    """The words that are told of a text."""
    return [each.words for each in disagreements(text, (FIGURE,), setting)]


@pytest.mark.parametrize("seed", range(1, 6))
def test_slips_are_found_and_nothing_else(seed: int) -> None:
    """In 200 made-up articles with 100 slips, at least 85 are told, and hardly anything that is none."""
    result = measured(200, seed)

    assert result.planted == 100
    assert result.recall >= 0.85, result.missed
    assert result.precision >= 0.97, result.false


def test_example_articles_agree_with_the_data() -> None:
    """No word of the example site's articles is told for nothing."""
    look = lambda path: PictureFile(Path(path).name, "", 900, 600)  # noqa: E731 - no picture matters here
    library = load(ROOT, converted, look).library
    assert library is not None

    assert [str(problem) for problem in typed_numbers_agree(library, lambda *_: 1)] == []


@pytest.mark.parametrize(
    ("article", "right", "wrong"),
    [
        ("ninh-binh-tong-ket-2023", "6.450 đề tài, sáng kiến được đăng ký", "6.540 đề tài, sáng kiến được đăng ký"),
        ("bac-ninh-phat-huy-phong-trao", "giá trị làm lợi là 221,532 tỉ đồng", "giá trị làm lợi là 221,352 tỉ đồng"),
        ("phu-tho-5-nam-thi-dua-yeu-nuoc", "29.325 lượt cá nhân", "biểu dương, khen thưởng 29.235 lượt cá nhân"),
        ("thanh-pho-bac-kan-thi-dua-yeu-nuoc", "ở 65 công đoàn cơ sở", "ở 56 công đoàn cơ sở"),
    ],
)
def test_slip_in_an_example_article_is_found(article: str, right: str, wrong: str) -> None:
    """A slip planted in a real article of the example is told with both places, whatever stood there."""
    look = lambda path: PictureFile(Path(path).name, "", 900, 600)  # noqa: E731 - no picture matters here
    library = load(ROOT, converted, look).library
    assert library is not None
    written = library.articles[article]
    words = packed_words(written.body.html, f"{written.body.text}\n{wrong}.")
    body = replace(written.body, words=words, references=())
    only = replace(library, articles={article: replace(written, body=body)})

    (problem,) = typed_numbers_agree(only, lambda *_: 7)
    number = next(word for word in wrong.split() if word[0].isdigit())
    assert number in problem.message
    assert "data/figures.yaml:" in problem.message
    assert right.split()[0] not in problem.message or number != right.split()[0]
    assert problem.origin.line == 7


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023, tỉnh có 6.450 đề tài, sáng kiến được đăng ký.",
        "Năm 2022, tỉnh có 5.100 đề tài, sáng kiến được đăng ký.",
        "Ở Bến Gạo có 5.100 đề tài, sáng kiến được đăng ký.",
        "Riêng ngành dệt có 1.200 đề tài, sáng kiến đăng ký.",
        "Tỉnh phấn đấu có 7.000 đề tài, sáng kiến đăng ký.",
        "Ngày 12/9, 45 đại biểu bàn về đề tài, sáng kiến đăng ký.",
        "Trong 5 năm, tỉnh có nhiều đề tài, sáng kiến đăng ký.",
        "Quyết định số 6540/QĐ về đề tài, sáng kiến đăng ký.",
        "Hai đề tài, sáng kiến đăng ký còn chờ xét.",
        "Tỉnh có hơn sáu nghìn đề tài, sáng kiến đăng ký.",
        "Tỉnh có sáu nghìn bốn trăm năm mươi đề tài, sáng kiến đăng ký.",
        "Tỉnh có 6 nghìn đề tài, sáng kiến đăng ký.",
        "Hàng trăm đề tài, sáng kiến đăng ký còn chờ xét.",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    """Another year, another place, a part, a goal, a day, a paper: none of these is a claim about the figure."""
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Năm 2023, tỉnh có 6.540 đề tài, sáng kiến được đăng ký.", "6.540 đề tài, sáng kiến"),
        ("Tỉnh có 4.100 đề tài, sáng kiến đăng ký.", "4.100 đề tài, sáng kiến"),
        ("- Đề tài, sáng kiến được đăng ký: 645.", "645"),
        ("Tỉnh phấn đấu giữ 6.540 sáng kiến đăng ký.", "6.540 sáng kiến đăng ký"),
        ("Tỉnh có chín nghìn đề tài, sáng kiến đăng ký.", "chín nghìn đề tài, sáng kiến"),
        ("Tám trăm linh năm đề tài, sáng kiến đăng ký.", "Tám trăm linh năm đề tài, sáng kiến"),
        ("Tỉnh có 9 nghìn đề tài, sáng kiến đăng ký.", "9 nghìn đề tài, sáng kiến"),
    ],
)
def test_slip_is_told_with_its_words(text: str, told: str) -> None:
    """Swapped digits, another number, a lost digit: each beside the indicator's own words."""
    assert words(text) == [told]


TABLE = "Năm 2023 thi đua.\n\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("| Chỉ tiêu | Năm 2022 | Năm 2023 |\n|---|---|---|\n| Đề tài, sáng kiến đăng ký | 7 | 6.540 |", ["6.540"]),
        ("| Năm | Đề tài, sáng kiến đăng ký | Lớp |\n|---|---|---|\n| 2023 | 6.540 | 3 |", ["6.540"]),
        ("| Chỉ tiêu | Số lượng |\n|---|---|\n| Đề tài, sáng kiến đăng ký | 6.450 |", []),
        ("| Đơn vị | Đề tài, sáng kiến đăng ký |\n|---|---|\n| Tổ cắt | 1.200 |\n| Tổ may | 900 |", []),
        ("| Chỉ tiêu | Nam | Nữ |\n|---|---|---|\n| Đề tài, sáng kiến đăng ký | 3.210 | 3.240 |", []),
        ("| Chỉ tiêu | Năm 2023 |\n|---|---|\n| Đề tài, sáng kiến đăng ký | {{so: tinh.2023.dang-ky}} |", []),
    ],
)
def test_table_is_read_where_its_heads_tell_of_the_whole(rows: str, told: list[str]) -> None:
    """A cell under an indicator and a time is a claim; workshops, men and women are parts, and none."""
    assert words(numbered_text("", "", converted(TABLE + rows))) == told


# ---- in a project --------------------------------------------------------------------------------------


def with_slip(site: Site) -> None:
    """An article that says 84 where the data says more than 48."""
    site.replace(ARTICLE, "Mỗi tổ chọn một việc khó nhất của mình.", "Cả tỉnh có 84 sáng kiến được công nhận.")


def test_slip_is_a_problem_with_both_places(site: Site) -> None:
    """An editor is told the line of the prose and the line of the figure, and how to print the figure itself."""
    with_slip(site)

    (problem,) = site.problems()
    assert str(problem).replace("\u00a0", " ") == (
        f"{ARTICLE}:26: «84 sáng kiến được công» khác dữ liệu: “Sáng kiến được công nhận”, năm 2024, "
        "ghi hơn 48 sáng kiến (data/figures.yaml:5)\n"
        "    → sửa số, hoặc viết {{so: song-que.2024.sang-kien}}; nếu nói việc khác thì thêm vào accepted của bài, "
        "kèm lý do"
    )


def test_slip_may_be_accepted_with_a_reason(site: Site) -> None:
    """What an editor means to say stays, as long as it is said why; the reason is not printed."""
    with_slip(site)
    site.replace(
        ARTICLE, "picked: true\n", "picked: true\naccepted:\n  - words: có 84 sáng kiến\n    reason: Lý do kín.\n"
    )
    site.build()

    assert "84 sáng kiến" in site.html("tin-tuc/2024/le-phat-dong.html").replace("\u00a0", " ")
    assert not [name for name, data in site.files().items() if "Lý do kín".encode() in data]


def test_slip_on_a_page_that_stays_is_told(site: Site) -> None:
    """A page that names a unit and a year is held against the data as an article is, and accepted like one."""
    page = "content/pages/gioi-thieu.md"
    site.replace(
        page, "Trang thử của", "Năm 2024, [[don-vi: ldld-song-que-cu]] có 84 sáng kiến được công nhận. Trang thử của"
    )

    (problem,) = site.problems()
    assert problem.message.replace("\u00a0", " ").startswith("«84 sáng kiến được công» khác dữ liệu")

    accepted = "\naccepted:\n  - words: có 84 sáng kiến\n    reason: Số của riêng đợt đầu.\n---\n"
    site.replace(page, "\n---\n", accepted)
    site.build()


def test_slip_is_told_again_after_the_figure_changes(site: Site) -> None:
    """What was right when it was remembered is told when the data moves on."""
    site.replace(ARTICLE, "Mỗi tổ chọn một việc khó nhất của mình.", "Cả tỉnh có 48 sáng kiến được công nhận.")
    site.build()
    site.replace("data/figures.yaml", "  value: 48\n", "  value: 49\n")
    site.replace("data/figures.yaml", "      value: 18\n", "      value: 19\n")

    assert any("khác dữ liệu" in problem.message for problem in site.problems())
