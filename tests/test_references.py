"""Figures and names that prose has printed from the data."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.conftest import Site
from tests.test_plan import library_of
from thidua.library import Library
from thidua.problems import Mistake
from thidua.records import Figure, Indicator, Part, Source, Unit
from thidua.references import call_of, loose, markers, told
from thidua.scalars import period

SOURCE = Source("bao-cao", "Báo cáo")
PROVINCE = Unit("tinh", "LĐLĐ tỉnh", "union")
DISTRICT = Unit("huyen", "LĐLĐ huyện", "union", parent=PROVINCE)
OTHER = Unit("huyen-khac", "LĐLĐ huyện khác", "union", parent=PROVINCE)
IDEAS = Indicator("sang-kien", "Sáng kiến", "initiative", "sáng kiến", adds_over_units=True)
WORTH = Indicator("lam-loi", "Giá trị làm lợi", "dong", "đồng", adds_over_units=True, adds_over_years=True)
PEOPLE = Indicator("nguoi-gioi", "Người giỏi", "person", "cá nhân")
RATE = Indicator("hang-loi", "Tỉ lệ hàng lỗi", "percent", "%")


def figure(id: str, indicator: Indicator, unit: Unit, value: int | Decimal, **more: object) -> Figure:
    """A figure of 2024."""
    return Figure(id, indicator, unit, period("2024"), value, SOURCE, **more)  # type: ignore[arg-type]  # fields of Figure


FIGURES: Sequence[Figure] = (
    figure("tinh.2024.sang-kien", IDEAS, PROVINCE, 2219, hedge="hơn", parts=(Part("khối trường học", 446),)),
    figure("huyen.2024.sang-kien", IDEAS, DISTRICT, 400),
    figure("huyen-khac.2024.sang-kien", IDEAS, OTHER, 105),
    figure("tinh.2024.lam-loi", WORTH, PROVINCE, 221_532_000_000),
    figure("huyen.2024.nguoi-gioi", PEOPLE, DISTRICT, 21),
    figure("huyen-khac.2024.nguoi-gioi", PEOPLE, OTHER, 9),
    figure("tinh.2024.hang-loi", RATE, PROVINCE, Decimal("4.5")),
)


@pytest.fixture(scope="module")
def library() -> Library:
    """A few figures of a province and its districts."""
    from thidua.examples import LIBRARY

    return replace(
        LIBRARY,
        units={unit.id: unit for unit in (PROVINCE, DISTRICT, OTHER)},
        indicators={each.id: each for each in (IDEAS, WORTH, PEOPLE, RATE)},
        figures={each.id: each for each in FIGURES},
    )


def said(written: str, library: Library) -> str:
    """What a marker prints, with plain spaces."""
    return told(written, library, None).words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{{so: tinh.2024.sang-kien}}", "hơn 2.219 sáng kiến"),
        ("{{so: tinh.2024.sang-kien | số}}", "hơn 2.219"),
        ("{{so: tinh.2024.sang-kien | chữ}}", "hơn hai nghìn hai trăm mười chín sáng kiến"),
        ("{{so: tinh.2024.sang-kien | chữ | số}}", "hơn hai nghìn hai trăm mười chín"),
        ("{{so: tinh.2024.sang-kien | phần khối trường học}}", "446 sáng kiến"),
        ("{{so: tinh.2024.sang-kien | phần trường học | số}}", "446"),
        ("{{so: tinh.2024.sang-kien | cộng các phần}}", "446 sáng kiến"),
        ("{{so: huyen.2024.sang-kien | chênh huyen-khac.2024.sang-kien}}", "295 sáng kiến"),
        ("{{so: huyen.2024.sang-kien | chênh với tinh.2024.sang-kien}}", "hơn 1.819 sáng kiến"),
        ("{{so: huyen.2024.sang-kien | tỉ lệ trong tinh.2024.sang-kien}}", "khoảng 18 %"),
        ("{{so: huyen-khac.2024.sang-kien | tỉ lệ huyen-khac.2024.sang-kien}}", "100 %"),
        ("{{so: sang-kien | cộng}}", "hơn 2.219 sáng kiến"),
        ("{{so: sang-kien | cộng huyen | kỳ 2024}}", "400 sáng kiến"),
        ("{{so: tinh.2024.lam-loi}}", "221,532 tỉ đồng"),
        ("{{so: tinh.2024.lam-loi | số}}", "221,532 tỉ"),
        ("{{so: tinh.2024.lam-loi | chữ}}", "hai trăm hai mươi mốt tỉ năm trăm ba mươi hai triệu đồng"),
        ("{{so: tinh.2024.hang-loi}}", "4,5 %"),
        ("{{so: tinh.2024.hang-loi | chữ}}", "bốn phẩy năm phần trăm"),
    ],
)
def test_figure_is_printed_as_asked(library: Library, written: str, words: str) -> None:
    """A marker prints the figure in house form: whole, bare, in words, in part, beside another, or summed."""
    assert said(written, library) == words


@pytest.mark.parametrize(
    "written",
    [
        "{{So: Tinh.2024.Sang-kien}}",
        "{{ số :\u00a0tinh.2024.sang–kien }}",
        "{{SO: “tinh.2024.sang-kien”}}",
        "{{so : tinh. 2024.\nsang‑kien}}",
        unicodedata.normalize("NFD", "{{số liệu: tinh.2024.sang-kien}}"),
        "{{so:\u200btinh.2024.sang-kien}}",
    ],
)
def test_marker_survives_a_word_processor(library: Library, written: str) -> None:
    """Capitals, dashes, curly quotes, spaces, line breaks and letters typed apart do not break a marker."""
    assert list(markers(f"Có {written} trong năm.")) == [written]
    assert said(written, library) == "hơn 2.219 sáng kiến"


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("{{so: tinh.2024.sang-kine}}", 'không có số liệu "tinh.2024.sang-kine"', 'có phải "tinh.2024.sang-kien"?'),
        ("{{so: sang-kien}}", "mã chỉ tiêu, không phải mã số liệu", "| cộng}}"),
        ("{{so: tinh.2024.sang-kien | cộng}}", "cộng thì cần mã chỉ tiêu", "{{so: sang-kien | cộng}}"),
        ("{{so: nguoi-gioi | cộng}}", "không cộng được giữa các đơn vị", "từng đơn vị"),
        ("{{so: sang-kien | cộng | kỳ 2019}}", "không có số liệu nào để cộng", "kiểm tra"),
        ("{{so: sang-kien | cộng huyenn}}", 'không có đơn vị "huyenn"', 'có phải "huyen"?'),
        ("{{so: huyen.2024.sang-kien | tỉ lệ trong tinh.2024.lam-loi}}", "một bên đếm sáng kiến", "cùng một thứ"),
        ("{{so: huyen.2024.sang-kien | tỉ lệ trong huyen-khac.2024.sang-kien}}", "không thuộc", "cùng nơi"),
        ("{{so: huyen.2024.sang-kien | phần nào đó}}", "không rõ phần", "không ghi các phần"),
        ("{{so: huyen.2024.sang-kien | cộng các phần}}", "không ghi các phần", "thêm parts"),
        ("{{so: huyen.2024.sang-kien | to}}", "không hiểu «to»", "sau mã viết một trong"),
        ("{{so: tinh.2024.sang-kien | cộng | chênh x}}", "hai cách in", "giữ một cách"),
        ("{{so: }}", "thiếu mã", "chép mã"),
        ("{{huyen.2024.sang-kien}}", "không rõ muốn in gì", "viết {{so: "),
        ("{{nguoi: an}}", "bằng ngoặc nhọn", "viết [[nguoi: an]]"),
        ("[[so: huyen.2024.sang-kien]]", "bằng ngoặc vuông", "viết {{so: huyen.2024.sang-kien}}"),
        ("[[donvi: huyen]]", "không có loại", 'có phải "don-vi"?'),
        ("[[don-vi: huyenn]]", 'không có đơn vị "huyenn"', 'có phải "huyen"?'),
    ],
)
def test_marker_that_makes_no_sense_is_told(library: Library, written: str, message: str, remedy: str) -> None:
    """What cannot be printed is refused with the marker, the cause and what to write."""
    with pytest.raises(Mistake) as caught:
        told(written, library, None)

    assert message in caught.value.message
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("[[nguoi: an]]", "{so: a.b}"),
        ("{{so: a", "{{"),
        ("Theo [nguoi: an] nói", "[nguoi: an]"),
    ],
)
def test_half_a_marker_is_told(written: str, words: str) -> None:
    """Braces and brackets that were lost on the way are told, and what is whole is not."""
    found = [needle for needle, _ in loose(f"{written} và {{so: a.b}}" if words == "{so: a.b}" else written)]

    assert found == [words]


@pytest.mark.parametrize("written", ["[nguoi](a.md)", "[1]: https://a.vn", "mảng a[[1]]", "[[1]](https://a.vn)"])
def test_other_brackets_are_left_alone(written: str) -> None:
    """Links, footnotes and brackets of other kinds are no markers."""
    assert list(markers(written)) == []
    assert list(loose(written)) == []


def test_record_has_its_name_of_that_day(built: Site) -> None:
    """A unit that was renamed is called as it was called on the day of the article."""
    library = library_of(built.project)

    assert told("[[don-vi: may-ha-thanh]]", library, dt.date(2022, 5, 1)).words == "Xí nghiệp May Hạ"
    assert told("[[Đơn vị: may-ha-thanh]]", library, dt.date(2024, 5, 1)).words == "Công ty May Hạ Thanh"
    assert told("[[don-vi: may-ha-thanh | công ty nhà]]", library, None).words == "công ty nhà"
    assert told("[[phong trào: tho-gioi]]", library, None).address == "phong-trao/tho-gioi.html"


def test_own_words_may_be_any() -> None:
    """Words behind the bar are printed as they stand."""
    assert call_of("[[nguoi: an | chị An]]").own_words == "chị An"


# ---- on the pages ---------------------------------------------------------------------------------------

ARTICLE = "content/articles/2024/le-phat-dong.md"
PAGE = "tin-tuc/2024/le-phat-dong.html"
FIGURE = "{{so: song-que.2024.sang-kien}}"


def with_references(site: Site) -> None:
    """The small site with figures and names in every place of an article and in a page."""
    site.replace(
        ARTICLE,
        "lede: Sáng 5/3, LĐLĐ tỉnh Sông Quê phát động phong trào năm 2024 với 12 tổ tham gia.",
        f'lede: "Sáng 5/3, phong trào năm 2024 bắt đầu với {FIGURE}."',
    )
    site.replace(
        ARTICLE,
        "title: Phát động thi đua “Thợ giỏi sông quê”",
        'title: "{{so: song-que.2024.sang-kien | số}} việc: Phát động thi đua"',
    )
    site.replace(ARTICLE, "## Ba việc phải làm", "## Có {{so: song-que.2024.sang-kien}}")
    site.replace(
        ARTICLE,
        "Mỗi tổ chọn một việc khó nhất của mình.",
        f"Cả tỉnh có **{FIGURE}**, theo [[nguoi: tran-van-an]] ở [[don-vi: may-ha-thanh]].\n"
        "[Xem {{so: song-que.2024.sang-kien}}](/so-lieu/index.html), [[danh-hieu: ldtt | LĐTT]]. Viết `{{so: a}}`.",
    )
    site.replace(ARTICLE, "| Cắt | 30 |", "| Cắt | {{so: song-que.2024.sang-kien | phần xưởng | số}} |")
    site.replace(
        "content/pages/gioi-thieu.md", "Trang thử của", f"{FIGURE} của [[don-vi: may-ha-thanh]]. Trang thử của"
    )


def test_figures_and_names_reach_pages_feeds_and_machines(site: Site) -> None:
    """Whatever shows an article shows the figure itself, never the marker; the code that explains it stays."""
    with_references(site)
    site.build()
    page, words = site.html(PAGE).replace("\u00a0", " "), "hơn 48 sáng kiến"

    link = 'href="../../so-lieu/don-vi/ldld-song-que-cu.html#song-que.2024.sang-kien"'
    assert f'<strong><a class="reference" {link}' in page
    assert "LĐLĐ tỉnh Sông Quê, năm 2024. Nguồn: Văn phòng LĐLĐ tỉnh Sông Quê." in page
    assert f">{words}</a></strong>" in page
    assert 'id="co">Có hơn 48 sáng kiến</h2>' in page
    assert f">Xem {words}</a>" in page
    assert ">30</a></td>" in page
    assert '<a href="../../guong-sang/ca-nhan/tran-van-an.html">Trần Văn An</a>' in page
    assert "<code>{{so: a}}</code>" in page
    assert '"headline":"hơn 48 việc: Phát động thi đua"' in page
    for feed in ("rss.xml", "atom.xml", "feed.json"):
        assert words in site.html(feed).replace("\u00a0", " ")
    left = {name for name, data in site.files().items() if b"{{so" in data or "\ue002".encode() in data}
    assert {name.rpartition("/")[2] for name in left} <= {"le-phat-dong.html", "rss.xml", "atom.xml", "feed.json"}
    assert words in site.html("gioi-thieu.html").replace("\u00a0", " ")


def test_page_of_whoever_is_named_lists_the_article(site: Site) -> None:
    """A person, unit or award that a body names has the article on its page, and stands beside the article."""
    with_references(site)
    site.build()

    for place in ("guong-sang/ca-nhan/tran-van-an", "don-vi/may-ha-thanh", "khen-thuong/ldtt"):
        assert "le-phat-dong.html" in site.html(f"{place}.html"), place
    assert '"mentions":' in site.html(PAGE)


def test_page_of_a_figure_lists_the_articles_that_print_it(site: Site) -> None:
    """The pages of a figure's indicator, unit and campaign lead to the article that takes it from the data."""
    with_references(site)
    site.build()

    for place in ("sang-kien", "don-vi/ldld-song-que-cu", "phong-trao/tho-gioi"):
        assert "tin-tuc/2024/le-phat-dong.html" in site.html(f"so-lieu/{place}.html"), place
    assert "tin-tuc/2024/le-phat-dong.html" not in site.html("so-lieu/doan-vien.html")


def test_edited_figure_changes_every_text_that_prints_it(site: Site) -> None:
    """A figure that is put right in the data is right everywhere after the next build."""
    with_references(site)
    site.build()
    site.replace("data/figures.yaml", "  hedge: hơn\n", "  hedge: gần\n")
    site.build()

    for place in (PAGE, "index.html", "rss.xml", "gioi-thieu.html"):
        words = site.html(place).replace("\u00a0", " ")
        assert "gần 48 sáng kiến" in words, place
        assert "hơn 48" not in words, place


def test_withdrawn_person_is_not_printed(site: Site) -> None:
    """A marker never brings back a name whose owner withdrew consent: the text must be written anew."""
    site.replace(ARTICLE, "Mười hai tổ", "[[nguoi: hua-mac-rut | anh thợ]] và mười hai tổ")

    (problem,) = site.problems()
    assert str(problem.origin) == f"{ARTICLE}:21"
    assert problem.message == "«[[nguoi: hua-mac-rut]]» nhắc người đã rút lại sự đồng ý"


def test_withdrawn_person_stays_away_from_previews(site: Site) -> None:
    """Where a draft's marker can only be noted, its place stays empty."""
    site.replace("content/articles/2024/ban-nhap.md", "Nội dung bản nháp.", "Theo [[nguoi: hua-mac-rut | anh Rút]].")
    site.with_drafts = True
    site.build()

    page = site.html("tin-tuc/2024/ban-nhap.html")
    assert "[…]" in page
    assert "Rút" not in page


# ---- short forms ----------------------------------------------------------------------------------------


def test_short_form_is_explained_where_it_first_stands(site: Site) -> None:
    """A short form carries its full form once a body, and never in headings, links or code."""
    site.replace(
        ARTICLE,
        "Mười hai tổ đã ký giao ước.",
        "## LĐTT của tỉnh\n\n[LĐTT](/khen-thuong/ldtt.html) và `LĐTT`. Có 3 LĐTT, 5 LĐTT, 2 LĐTTX, KCN.",
    )
    site.build()
    page = site.html(PAGE)

    assert page.count('<abbr title="Lao động tiên tiến">LĐTT</abbr>') == 1
    assert 'Có 3 <abbr title="Lao động tiên tiến">LĐTT</abbr>, 5 LĐTT, 2 LĐTTX, KCN.' in page.replace("\u00a0", " ")
    assert "&lt;abbr title=&#34;Lao động tiên tiến&#34;&gt;LĐTT" in site.html("rss.xml")


@pytest.mark.parametrize(
    ("entry", "is_marked"),
    [
        ("{short: KCN, expansion: khu công nghiệp}", True),
        ("{short: KCN, expansion: khu công nghiệp, confidence: medium}", False),
        ("{short: KCN}", False),
        ('{short: KCN, expansion: khu công nghiệp, context: "nơi khác là chữ khác"}', False),
        ('{short: KCN, expansion: khu công nghiệp, context: "trong “ở KCN”; nơi khác là chữ khác"}', True),
    ],
)
def test_only_a_certain_short_form_is_explained(site: Site, entry: str, is_marked: bool) -> None:
    """What may mean something else, or means it only among other words, is left alone there."""
    site.write("data/abbreviations/khac.yaml", f"- {entry}\n")
    site.replace(ARTICLE, "Mười hai tổ", "Thợ ở KCN và mười hai tổ")
    site.build()

    assert ('<abbr title="khu công nghiệp">KCN</abbr>' in site.html(PAGE)) is is_marked
