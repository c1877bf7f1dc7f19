"""What a site's owner changes in data/site.yaml, without touching a template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.conftest import Site, serving
from thidua.news_pages import Row, _rows
from thidua.records import HomeBlock

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">{}</svg>'
HEADINGS = {
    "lead": 'class="front"',
    "honours": "Mới được khen thưởng",
    "latest": 'section-block__title">Mới nhất<',
    "sections": 'section-block__title">Từ cơ sở<',
    "campaigns": 'section-block__title">Phong trào thi đua<',
    "issue": "Số bản tin mới nhất",
    "figures": 'section-block__title">Số liệu thi đua<',
}


def owned(site: Site, settings: str) -> Site:
    """The site with these lines at the end of data/site.yaml, built."""
    site.write("data/site.yaml", site.read("data/site.yaml") + settings)
    site.build()
    return site


def errors(site: Site, settings: str) -> list[str]:
    """Every error of the site with these lines at the end of data/site.yaml; its 18 lines stand above them."""
    site.write("data/site.yaml", site.read("data/site.yaml") + settings)
    return [str(problem) for problem in site.problems() if not problem.is_note]


def front(site: Site) -> str:
    """What the front page shows between masthead and footer."""
    html = site.html("index.html")
    return html[html.index("<main") : html.index("</main>")]


def with_more_articles(site: Site) -> Site:
    """The site with enough articles for every block."""
    for day in range(1, 6):
        site.write(
            f"content/articles/2024/tin-{day}.md",
            f"---\ntitle: Tin số {day}\nsection: tu-co-so\nlede: Lời dẫn.\nauthors: [{{name: Ban biên tập}}]\n"
            f"published: 2024-02-0{day} 08:00\n---\nNội dung.\n",
        )
    return site


def asset(site: Site, pattern: str) -> Path:
    """The one published asset of such a name."""
    (path,) = (site.out / "assets").glob(pattern)
    return path


# ---- name and sections ------------------------------------------------------------------------------------


def test_name_and_sections_are_the_owners(site: Site) -> None:
    """A new name stands on every page, and a new section has its page and its place in the navigation."""
    site.replace("data/site.yaml", "name: Bản tin Sông Quê", "name: Tiếng thợ Sông Quê")
    owned(site, "  - {id: sach-hay, name: Sách hay, description: Sách cho người thợ.}\n")

    pages = [page for page in site.out.rglob("*.html") if "redirect" not in page.read_text("utf-8")]
    assert all("Tiếng thợ Sông Quê" in page.read_text("utf-8") for page in pages)
    assert '<a class="masthead__section" href="sach-hay/index.html">Sách hay</a>' in site.html("index.html")
    assert site.output("sach-hay/index.html").is_file()


def test_a_section_may_stay_off_the_front_page(site: Site) -> None:
    """A section with `home: false` keeps its page and its place in the navigation, and leaves the front page."""
    site.build()
    assert HEADINGS["sections"] in site.html("index.html")

    owned(site, "    home: false\n")
    assert HEADINGS["sections"] not in site.html("index.html")
    assert 'href="tu-co-so/index.html"' in site.html("index.html")
    assert site.output("tu-co-so/index.html").is_file()


# ---- colours -----------------------------------------------------------------------------------------------


def test_icons_wear_the_owner_s_colour(site: Site) -> None:
    """The icons of the site, drawn and as pixels, are of the chosen accent, with its shades at the star's edge."""
    owned(site, 'colours:\n  accent: "#0b6b4f"\n')
    icons = {path.name.rpartition("-")[0]: path for path in site.output("assets").iterdir()}

    assert "#0b6b4f" in icons["favicon"].read_text("utf-8")
    for name in ("icon-512", "apple-touch-icon"):
        with Image.open(icons[name]) as image:
            picture = image.convert("RGB")
        assert picture.getpixel((3, 3)) == (0x0B, 0x6B, 0x4F)
        assert picture.getpixel((picture.width // 2, picture.height // 2)) == (255, 212, 94)
        red, green = (band.getextrema() for band in picture.split()[:2])
        assert (red[0], green[0]) == (0x0B, 0x6B), "nothing is darker than the accent, and no red is left"


def test_colours_reach_the_page(site: Site, browser: Browser) -> None:
    """The chosen accent is what a browser paints, by day as chosen, by night in a shade that can be read."""
    owned(site, 'colours:\n  accent: "#0b6b4f"\n')
    with serving(site.out) as address:
        painted = {}
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme)
            page.goto(address)
            painted[scheme] = page.evaluate("getComputedStyle(document.querySelector('.masthead__home')).color")
            page.close()

    assert painted["light"] == "rgb(11, 107, 79)"
    assert painted["dark"] != painted["light"]


def test_scripts_carry_nothing_for_their_writers(built: Site) -> None:
    """Remarks and indentation stay in the sources; readers get a line for each line of code."""
    for path in sorted(built.output("assets").glob("*.js")):
        for line in path.read_text("utf-8").splitlines():
            assert line == line.lstrip()
            assert line
            assert not line.startswith("//")


def test_stylesheet_carries_nothing_for_its_writers(site: Site) -> None:
    """Comments, indentation and empty lines stay in the sources: readers pay for every byte."""
    site.build()
    sheet = asset(site, "style-*.css").read_text("utf-8")

    assert "@layer" in sheet
    assert not re.search(r"/\*|^\s|\n\n", sheet, re.MULTILINE)


def test_colours_change_the_stylesheet_and_no_page_holds_a_style(site: Site) -> None:
    """Colours live in the one stylesheet, under a new name, and in the emblem; no page has a style of its own."""
    site.build()
    before = asset(site, "style-*.css").name
    owned(site, 'colours: {accent: "#0b6b4f"}\n')

    assert asset(site, "style-*.css").name != before
    assert "#0b6b4f" in asset(site, "emblem-*.svg").read_text("utf-8")
    assert not [page for page in site.out.rglob("*.html") if re.search(r"<style|\sstyle=", page.read_text("utf-8"))]


@pytest.mark.parametrize(
    ("settings", "line", "said"),
    [
        ('colours:\n  accent: "#ff6666"\n', 20, 'accent: màu "#ff6666" khó đọc trên nền trang ở chế độ sáng'),
        ('colours:\n  accent_dark: "#a8141e"\n', 20, 'accent_dark: màu "#a8141e" khó đọc'),
        ('colours:\n  link: "#0b4a86"\n  link_dark: "#0b4a86"\n', 21, 'link_dark: màu "#0b4a86" khó đọc'),
        ('colours:\n  honour: "#d9b24a"\n', 20, 'honour: màu "#d9b24a" khó đọc trên nền khung vinh danh'),
    ],
)
def test_a_faint_colour_is_refused(site: Site, settings: str, line: int, said: str) -> None:
    """A colour that cannot be read stops the build; the shade that the message offers does not."""
    (error,) = errors(site, settings)
    assert error.startswith(f"data/site.yaml:{line}: {said}")
    assert "cần ít nhất 4,5" in error

    offered = re.search(r'sắc gần nhất đọc được: ("#[0-9a-f]{6}")', error)
    wrong = re.search(r'màu ("#[0-9a-f]{6}")', error)
    assert offered
    assert wrong
    rows = site.read("data/site.yaml").split("\n")
    rows[line - 1] = rows[line - 1].replace(wrong[1], offered[1])
    site.write("data/site.yaml", "\n".join(rows))
    assert [problem for problem in site.problems() if not problem.is_note] == []


# ---- the logo ----------------------------------------------------------------------------------------------


def test_without_a_logo_the_emblem_is_shown(built: Site) -> None:
    """A paper without a mark of its own has the emblem."""
    assert 'class="masthead__emblem" src="assets/emblem-' in built.html("index.html")


def test_a_drawn_logo_is_published_without_what_programs_left_in_it(site: Site) -> None:
    """An SVG stands in the masthead; notes and paths of the computer on which it was drawn are gone."""
    site.write(
        "content/pictures/logo.svg",
        '<?xml version="1.0"?><!-- của Lan --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" '
        'xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:export-filename="/home/lan/logo.png">'
        "<metadata>nội bộ</metadata><i:page/><style>.a{fill:url(#b)}</style>"
        '<rect class="a" width="120" height="60"/></svg>',
    )
    owned(site, "logo: pictures/logo.svg\n")

    drawn = asset(site, "logo-*.svg").read_text("utf-8")
    assert '<rect class="a" width="120" height="60"' in drawn
    assert not [word for word in ("Lan", "lan", "nội bộ", "inkscape", "page") if word in drawn]
    html = site.html("index.html")
    assert f'<img class="masthead__logo" src="assets/{asset(site, "logo-*.svg").name}" width="120" height="60"' in html
    assert "masthead__emblem" not in html
    assert site.html("don-vi/index.html").count("../assets/logo-") == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a href="https://a.example/"><rect/></a>',
        '<image href="https://a.example/x.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="other.svg#a"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="https://a.example/#a"/>',
        "<style>@import 'https://a.example/a.css';</style>",
        '<rect style="fill: url( //a.example/a )"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>",
        '<rect><animate attributeName="href" to="javascript:alert(1)"/></rect>',
        "<rect>",
    ],
)
def test_a_dangerous_drawing_is_refused(site: Site, inside: str) -> None:
    """A drawing that could run, load or lead away is not published, and the message says how to draw it anew."""
    site.write("content/pictures/logo.svg", SVG.format(inside))

    (error,) = errors(site, "logo: pictures/logo.svg\n")
    assert error.startswith("data/site.yaml:19: logo: ")
    assert "xuất lại thành SVG thuần" in error


def test_entities_are_refused(site: Site) -> None:
    """A drawing that defines its own entities, which may grow without end, is refused unread."""
    site.write("content/pictures/logo.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<text>&a;</text>"))

    assert "ENTITY" in errors(site, "logo: pictures/logo.svg\n")[0]


def test_a_logo_of_pixels_is_published_small_and_bare(site: Site) -> None:
    """A picture becomes a PNG of sensible size that keeps what is see-through and loses its EXIF."""
    picture = Image.new("RGBA", (2000, 1000), (11, 107, 79, 0))
    exif = picture.getexif()
    exif[0x010E] = "vị trí kín"
    picture.save(site.project / "content/pictures/logo.png", exif=exif)
    owned(site, "logo: pictures/logo.png\n")

    with Image.open(asset(site, "logo-*.png")) as made:
        assert made.size == (336, 168)
        assert made.mode == "RGBA"
        assert not made.getexif()


def test_a_missing_logo_is_told_with_the_nearest_file(site: Site) -> None:
    """A misspelt file name is told with the one that is probably meant."""
    site.write("content/pictures/logo.svg", SVG.format(""))

    assert errors(site, "logo: pictures/lgoo.svg\n") == [
        'data/site.yaml:19: logo: không có ảnh "pictures/lgoo.svg"\n    → có phải "pictures/logo.svg"?'
    ]


# ---- the front page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order",
    [
        ["lead", "honours", "latest", "sections", "campaigns", "issue"],
        ["figures", "issue", "campaigns", "honours", "latest", "lead", "sections"],
        ["latest"],
    ],
)
def test_blocks_stand_in_the_owners_order(site: Site, order: list[str]) -> None:
    """The front page has the blocks that are named, in that order, and no others."""
    main = front(owned(with_more_articles(site), f"home: [{', '.join(order)}]\n"))

    found = {block: main.index(mark) for block, mark in HEADINGS.items() if mark in main}
    assert sorted(found, key=found.__getitem__) == order


def test_what_does_not_lead_is_listed(site: Site) -> None:
    """Without a lead, the list of the newest begins with the newest of all."""
    main = front(owned(site, "home: [latest]\n"))

    assert main.count("Phát động thi đua") == 1
    assert main.index("Phát động thi đua") > main.index("Mới nhất")
    assert "fetchpriority" not in main


def test_a_block_with_nothing_in_it_is_left_out(site: Site) -> None:
    """No heading stands over nothing."""
    site.write("data/issues.yaml", "[]")
    html = owned(site, "home: [issue, lead]\n").html("index.html")

    assert HEADINGS["issue"] not in html
    assert html.count('class="home-row ') == 1


@pytest.mark.parametrize(
    ("home", "error"),
    [
        ("[lead, campaign]", 'home: không dùng được "campaign"\n    → có phải "campaigns"?'),
        ("[lead, latest, lead]", 'home: khối "lead" viết hai lần\n    → bỏ một lần'),
        ("[]", "home: trang nhất chưa có khối nào\n    → viết tên các khối, hoặc xóa cả dòng home"),
    ],
)
def test_a_block_that_cannot_be_is_refused(site: Site, home: str, error: str) -> None:
    """An unknown block is told with the nearest name; a block twice, or none at all, is told too."""
    assert errors(site, f"home: {home}\n") == [f"data/site.yaml:19: {error}"]


SHOWN = {"sections": (1, 2, 3, 4, 5)}


@pytest.mark.parametrize(
    ("order", "rows"),
    [
        (
            ("lead", "latest", "sections", "issue"),
            (Row("wide", ("lead",)), ("thirds", ("latest", "sections", "issue"))),
        ),
        (("latest", "honours"), (("wide", ("latest",)), ("wide", ("honours",)))),
        (("latest", "issue", "campaigns"), (("halves", ("latest", "issue")), ("wide", ("campaigns",)))),
        (("campaigns", "issue", "latest"), (("rail", ("campaigns", "issue")), ("wide", ("latest",)))),
        (("issue", "campaigns"), (("rail-first", ("issue", "campaigns")),)),
    ],
)
def test_no_block_stands_beside_a_hole(order: tuple[HomeBlock, ...], rows: tuple[object, ...]) -> None:
    """Narrow blocks that follow each other share a row; one that is left alone takes the whole width."""
    made = [(row.layout, row.blocks) for row in _rows(order, SHOWN)]

    assert made == [(row.layout, row.blocks) if isinstance(row, Row) else row for row in rows]


@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_no_order_breaks_the_page(site: Site, browser: Browser, width: int) -> None:
    """Whichever order is chosen, nothing sticks out of the window."""
    owned(site, "home: [figures, latest, honours, issue, campaigns, sections, lead, picked]\n")
    with serving(site.out) as address:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
