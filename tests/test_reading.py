"""What readers do on the pages, in a real browser: with script, without it, with keys, on a phone, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Site, serving

ARTICLE = "tin-tuc/2024/le-phat-dong.html"
OLDER = "tu-co-so/2023/to-cat-giam-vai-vun.html"
PERSON = "guong-sang/ca-nhan/le-thi-binh.html"
DECISION = "khen-thuong/quyet-dinh/qd-12-2023.html"
PHONE = 360
NARROWEST = 320
NOTICED = 0.001
"""A layout shift score: a hair's breadth of one letter stays under it, a line that jumps is ten times over."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with a memory of their own, on a phone."""
    opened = browser.new_context(viewport={"width": PHONE, "height": 720})
    yield opened
    opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of, through `reading`."""
    return []


@pytest.fixture
def reading(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """A page whose every error and every breach of its policy fails the test."""
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def size(page: Page) -> float:
    """The size of the letters of the text, in px."""
    said = page.locator(".prose p").first.evaluate("each => getComputedStyle(each).fontSize")
    return float(str(said).removesuffix("px"))


def add_articles(site: Site, count: int) -> None:
    """So many older articles in the news section, and on one subject."""
    for number in range(1, count + 1):
        site.write(
            f"content/articles/2022/bai-{number}.md",
            f"---\ntitle: Bài số {number}\nsection: tin-tuc\nlede: Lời dẫn bài {number}.\ntags: [Sáng kiến]\n"
            f"authors:\n  - name: Ban biên tập\npublished: 2022-{1 + number // 28:02}-{1 + number % 28:02} 08:00\n"
            f"---\nNội dung bài {number}.\n",
        )


def kinds(out: Path) -> dict[str, str]:
    """One address for each page kind of a built site."""
    found: dict[str, str] = {}
    for path in sorted(out.rglob("*.html")):
        if (kind := re.search(r'<body class="kind-([a-z-]+)"', path.read_text("utf-8"))) and kind[1] != "redirect":
            found.setdefault(kind[1], path.relative_to(out).as_posix())
    return found


# ---- the size of the letters, and printing ----------------------------------------------------------


def test_chosen_size_of_letters_is_remembered(reading: Page, served: str) -> None:
    """Letters made larger stay larger after a reload and on other pages, until the reader wants the usual size."""
    reading.goto(served + ARTICLE)
    usual = size(reading)
    plain = reading.get_by_role("button", name="A: cỡ chữ thường")
    expect(plain).to_have_attribute("aria-pressed", "true")

    reading.get_by_role("button", name="A+: tăng cỡ chữ").click(click_count=3, delay=20)
    expect(reading.locator("[data-text-said]")).to_have_text("Cỡ chữ 150 %")
    expect(plain).to_have_attribute("aria-pressed", "false")
    assert size(reading) == pytest.approx(usual * 1.5)

    reading.reload()
    assert size(reading) == pytest.approx(usual * 1.5)
    reading.goto(served + OLDER)
    assert size(reading) == pytest.approx(usual * 1.5)

    reading.get_by_role("button", name="A: cỡ chữ thường").click()
    reading.reload()
    assert size(reading) == pytest.approx(usual)


def test_letters_grow_to_twice_their_size_and_shrink_a_little(reading: Page, served: str) -> None:
    """A+ ends at 200 %, A− at 90 %, and each says so when there is no further step."""
    reading.goto(served + ARTICLE)
    usual = size(reading)
    larger = reading.get_by_role("button", name="A+")
    smaller = reading.get_by_role("button", name="A−")

    larger.click(click_count=9, delay=10)
    expect(larger).to_have_attribute("aria-disabled", "true")
    assert size(reading) == pytest.approx(usual * 2)

    # At the top of the page nothing can be scrolled to keep the button under the finger.
    for _ in range(12):
        smaller.press("Enter")
    expect(smaller).to_have_attribute("aria-disabled", "true")
    assert size(reading) == pytest.approx(usual * 0.9)


def test_button_stays_under_the_finger(reading: Page, served: str) -> None:
    """Whoever presses A+ again and again presses the same button."""
    reading.goto(served + ARTICLE)
    larger = reading.get_by_role("button", name="A+")
    larger.scroll_into_view_if_needed()
    before = larger.bounding_box()
    larger.click()
    after = larger.bounding_box()

    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=2)


def test_print_button_prints(reading: Page, served: str) -> None:
    """“In bài” opens the browser's own printing."""
    reading.add_init_script("window.print = () => document.documentElement.setAttribute('printed', '')")
    reading.goto(served + ARTICLE)
    reading.get_by_role("button", name="In bài").click()

    expect(reading.locator("html[printed]")).to_have_count(1)


def test_buttons_are_large_enough(reading: Page, served: str) -> None:
    """Every button around the article is at least 44 px high and wide."""
    reading.goto(served + ARTICLE)
    buttons = reading.locator("article button, .share a").all()

    assert len(buttons) == 8
    for button in buttons:
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, button.inner_text()


def test_nothing_moves_while_a_page_loads(context: BrowserContext, served: str) -> None:
    """A reader who chose no other size sees no line jump, on the phone and on the desk."""
    for width in (PHONE, 1280):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 720})
        page.add_init_script(
            "window.moved = []; const tell = each => ({by: each.value, what: each.sources.map("
            "at => [at.node?.parentElement?.outerHTML.slice(0, 200), at.previousRect, at.currentRect])});"
            "new PerformanceObserver(all => window.moved.push(...all.getEntries().map(tell)))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        for address in (ARTICLE, PERSON, DECISION, "so-lieu/index.html"):
            page.goto(served + address, wait_until="networkidle")
            page.evaluate("new Promise(done => setTimeout(done, 100))")
            moved = page.evaluate("moved")
            assert sum(each["by"] for each in moved) < NOTICED, (address, width, moved)
        page.close()


# ---- sending on ---------------------------------------------------------------------------------------


def test_share_links_name_the_public_address(reading: Page, served: str) -> None:
    """Facebook, Zalo and a letter get the article's public address by plain links, and no script of theirs runs."""
    public = "https://song-que.example/bao/" + ARTICLE
    reading.goto(served + ARTICLE)
    share = reading.get_by_role("region", name="Chia sẻ")
    links = {each.inner_text(): each.get_attribute("href") or "" for each in share.get_by_role("link").all()}

    assert parse_qs(urlsplit(links["Facebook"]).query) == {"u": [public]}
    assert public in parse_qs(urlsplit(links["Thư điện tử"]).query)["body"]
    assert parse_qs(urlsplit(links["Thư điện tử"]).query)["subject"] == ["Phát động thi đua “Thợ giỏi sông quê”"]
    assert urlsplit(links["Zalo"]).netloc == "button-share.zalo.me"
    told = reading.evaluate("given => JSON.parse(atob(given))", parse_qs(urlsplit(links["Zalo"]).query)["d"][0])
    assert told == {"url": public}
    assert reading.locator("script[src^='http'], iframe").count() == 0


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_copied_link_is_announced(reading: Page, context: BrowserContext, served: str, has_clipboard: bool) -> None:
    """“Sao chép liên kết” copies the public address and says so, with the new way of copying and with the old one."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not has_clipboard:
        reading.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    reading.goto(served + ARTICLE)
    reading.get_by_role("button", name="Sao chép liên kết").click()

    expect(reading.locator("[data-copy-said]")).to_have_text("Đã sao chép")
    assert reading.evaluate("navigator.clipboard.readText()") == "https://song-que.example/bao/" + ARTICLE


# ---- further articles -----------------------------------------------------------------------------------


def addresses_in_list(page: Page) -> list[str]:
    """Where the headlines of the list lead, in order."""
    found = page.locator("[data-list] [data-headline]").evaluate_all("all => all.map(each => each.href)")
    return [str(each) for each in found]


@pytest.mark.parametrize("first", ["tin-tuc/index.html", "chu-de/sang-kien.html"])
def test_more_are_set_below_in_place(
    site: Site, browser: Browser, reading: Page, complaints: list[str], first: str
) -> None:
    """“Xem thêm” adds the next page below, says how many, goes on to the first of them, and stops at the last.

    The addresses are those that a reader without script meets by turning the pages.
    """
    add_articles(site, 62)
    site.build()
    with serving(site.out) as address:
        reading.goto(address + first)
        shown = len(addresses_in_list(reading))
        while (more := reading.get_by_role("link", name="Xem thêm", exact=True)).count():
            more.click()
            expect(reading.locator("[data-more-said]")).to_have_text("Đã hiện thêm 20 mục")
            assert reading.evaluate("document.activeElement.href") == addresses_in_list(reading)[shown]
            shown = len(addresses_in_list(reading))
            reading.locator("[data-more-said]").evaluate("each => each.textContent = ''")
        together = addresses_in_list(reading)
        assert reading.url == address + first

        without = browser.new_page(java_script_enabled=False)
        without.goto(address + first)
        turned = addresses_without_script(without)
        while (more := without.get_by_role("link", name="Xem thêm", exact=True)).count():
            with without.expect_navigation():
                more.click()
            turned += addresses_without_script(without)
        without.close()

    assert together == turned
    assert len(set(together)) == len(together) >= 61
    assert complaints == []


def addresses_without_script(page: Page) -> list[str]:
    """Where the headlines of the list lead, asked of the page's text alone."""
    links = page.locator("[data-list] [data-headline]").all()
    return [urljoin(page.url, each.get_attribute("href") or "") for each in links]


def test_more_leads_on_when_the_page_cannot_be_fetched(site: Site, context: BrowserContext) -> None:
    """Where the next page does not come, “Xem thêm” is the plain link it was."""
    add_articles(site, 45)
    site.build()
    page = context.new_page()
    page.add_init_script("window.fetch = () => Promise.reject(new Error('offline'))")
    with serving(site.out) as address:
        page.goto(address + "tin-tuc/index.html")
        page.get_by_role("link", name="Xem thêm", exact=True).click()
        page.wait_for_url("**/tin-tuc/trang-*.html")


def test_newest_headlines_come_and_old_pages_stay_as_they_are(site: Site, reading: Page) -> None:
    """An old article shows a new one's headline, with not one byte of its page changed."""
    site.build()
    before = site.files()
    site.write(
        "content/articles/2024/tin-moi.md",
        "---\ntitle: Tin mới tinh\nsection: tin-tuc\nlede: Lời dẫn.\n"
        "authors:\n  - name: Ban biên tập\npublished: 2024-06-30 08:00\n---\nNội dung.\n",
    )
    site.build()
    after = site.files()
    assert all(after[address] == before[address] for address in (ARTICLE, OLDER, PERSON, DECISION))

    reading.set_viewport_size({"width": 1280, "height": 720})
    with serving(site.out) as address:
        reading.goto(address + OLDER)
        aside = reading.get_by_role("complementary", name="Tin mới nhất")
        aside.scroll_into_view_if_needed()
        headline = aside.get_by_role("link", name="Tin mới tinh")
        expect(headline).to_be_visible()
        assert aside.get_by_role("listitem").count() == 2, "the article itself is not news to its reader"
        headline.click()
        reading.wait_for_url("**/tin-tuc/2024/tin-moi.html")


def test_editors_choice_stands_on_the_front_page(site: Site, reading: Page) -> None:
    """The front page lists what the editors chose and does not show above already."""
    add_articles(site, 6)
    site.replace("content/articles/2022/bai-1.md", "tags: [Sáng kiến]\n", "picked: true\n")
    site.build()
    with serving(site.out) as address:
        reading.goto(address)
        chosen = reading.locator("section").filter(has=reading.get_by_role("heading", name="Ban biên tập chọn"))

        assert chosen.get_by_role("link").all_inner_texts() == ["Bài số 1"]


def test_editors_related_articles_stand_under_the_lede(reading: Page, served: str) -> None:
    """What an editor set beside an article is offered before its picture."""
    reading.goto(served + ARTICLE)
    beside = reading.get_by_role("list", name="Nên đọc cùng bài này").get_by_role("link")

    expect(beside).to_have_text(["Tổ cắt giảm vải vụn"])
    link, picture = beside.bounding_box(), reading.locator("article img").first.bounding_box()
    assert link is not None
    assert picture is not None
    assert link["y"] < picture["y"]


# ---- without script, with keys, narrow, from a disk, on paper -----------------------------------------------


def test_pages_read_without_script(browser: Browser, built: Site, served: str) -> None:
    """Without script every kind of page has its words and links, and no button or room for one."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 720})
    page = context.new_page()
    for address in kinds(built.out).values():
        page.goto(served + address)
        assert page.locator("h1").count() == 1, address
        assert page.locator("button:visible:not([type=submit])").count() == 0, address
        tools = page.locator(".reading-tools")
        assert tools.count() == 0 or tools.bounding_box() is None, address
    page.goto(served + ARTICLE)
    expect(page.locator(".prose")).to_contain_text("Mười hai tổ đã ký giao ước.")
    page.get_by_role("link", name="Xem các tin mới nhất").click()
    page.wait_for_url("**/moi-nhat.html")
    context.close()


def go_to(page: Page, name: str) -> None:
    """Press Tab until the link of this name is reached, then Enter."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.textContent.trim()")) == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"the Tab key does not reach {name!r}")


def test_keys_lead_from_the_front_page_to_a_person_and_back(reading: Page, served: str) -> None:
    """Tab and Enter lead from the front page to an article, on to a person named there, and back."""
    reading.goto(served + "index.html")
    go_to(reading, "Phát động thi đua “Thợ giỏi sông quê”")
    assert reading.url == served + ARTICLE
    go_to(reading, "Lê Thị Bình")
    assert reading.url == served + PERSON
    reading.go_back()
    reading.go_back()
    assert reading.url == served + "index.html"


def test_top_is_one_key_away(reading: Page, served: str) -> None:
    """“Về đầu trang” leads from the foot of a page to its head."""
    reading.goto(served + ARTICLE)
    foot = reading.get_by_role("link", name="Về đầu trang")
    foot.scroll_into_view_if_needed()
    assert reading.evaluate("scrollY") > 0
    foot.click()

    reading.wait_for_function("scrollY === 0")


@pytest.mark.parametrize("letters", [100, 200])
def test_no_page_scrolls_sideways(context: BrowserContext, built: Site, served: str, letters: int) -> None:
    """On the narrowest phone no kind of page is wider than the screen, with the letters twice as large either."""
    context.add_init_script(f"localStorage.setItem('co-chu', '{letters}')")
    page = context.new_page()
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    for kind, address in kinds(built.out).items():
        page.goto(served + address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (kind, address)


def test_every_kind_of_page_keeps_its_policy(reading: Page, built: Site, served: str) -> None:
    """No kind of page breaks its Content-Security-Policy, throws an error or asks another host."""
    asked: set[str] = set()
    reading.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for address in kinds(built.out).values():
        if address != "404.html":  # its addresses begin at the root of the public site
            reading.goto(served + address, wait_until="networkidle")

    assert asked == {urlsplit(served).netloc}


def test_page_opened_from_a_disk_reads_and_has_its_tools(reading: Page, built: Site) -> None:
    """A page opened as a file has plain links, letters that grow, and no complaint."""
    reading.goto((built.out / ARTICLE).as_uri())
    usual = size(reading)
    reading.get_by_role("button", name="A+").click()
    assert size(reading) == pytest.approx(usual * 1.15)
    reading.get_by_role("link", name="Xem các tin mới nhất").click()
    reading.wait_for_url("**/moi-nhat.html")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (ARTICLE, ["Phát động thi đua “Thợ giỏi sông quê”", "Mười hai tổ đã ký giao ước."]),
        (PERSON, ["Lê Thị Bình", "Giảm vải vụn từ 4% xuống 2,5%."]),
        (DECISION, ["Quyết định số 12/QĐ-MHT", "Trần Văn An"]),
    ],
)
def test_paper_has_the_words_and_no_buttons(reading: Page, served: str, address: str, words: list[str]) -> None:
    """A printed page has its title and its text, and nothing to press."""
    reading.goto(served + address, wait_until="networkidle")
    reading.emulate_media(media="print")

    for each in words:
        expect(reading.locator("main")).to_contain_text(each)
        expect(reading.get_by_text(each).first).to_be_visible()
    for nothing in ("button", "nav", ".share", ".under-lede", ".latest-news", ".footer-index__top", ".reading-tools"):
        assert reading.locator(f"{nothing}:visible").count() == 0, nothing
    assert len(reading.pdf(format="A4")) > 1000


def test_pictures_in_a_row_stand_together_and_lead_to_their_large_files(site: Site, reading: Page) -> None:
    """Two pictures with no words between them are side by side where there is room; each leads to the large one."""
    row = '![Bàn cắt](pictures/xuong.png "Bàn cắt số {}. Minh họa")\n\n'
    source = "content/articles/2023/to-cat-giam-vai-vun.md"
    site.write(source, f"{site.read(source)}\n{row.format(1)}{row.format(2)}Hết lượt.\n\n{row.format(3)}")
    site.build()
    reading.set_viewport_size({"width": 1280, "height": 800})
    with serving(site.out) as address:
        reading.goto(address + OLDER)
        boxes = [photo.bounding_box() for photo in reading.locator(".photo-grid .photo").all()]

        assert len(boxes) == 2
        assert boxes[0] is not None
        assert boxes[1] is not None
        assert boxes[0]["y"] == boxes[1]["y"]
        expect(reading.locator(".prose .photo")).to_have_count(3)
        large = reading.locator(".photo__large").first.get_attribute("href") or ""

        assert site.output(large.removeprefix("../../")).read_bytes().startswith(b"\xff\xd8")
