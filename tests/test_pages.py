"""One page of every kind in a real browser: open to everybody, in every light, on paper, wherever the site lies."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Final, TypedDict

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.conftest import Site, serving
from thidua import plan
from thidua.pipeline import plan_of

KINDS: Final = [kind.__name__ for kind in plan.KINDS]
ARTICLE: Final = "tin-tuc/2024/le-phat-dong.html"
PERSON: Final = "guong-sang/ca-nhan/le-thi-binh.html"
AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS: Final = """async options => (await axe.run(document, {...options, resultTypes: ["violations"]})).violations
    .map(each => each.id + ": " + each.nodes.map(node => node.target.join(" ")).join("; "))"""


class Colours(TypedDict):
    """What a reader's browser shows of an element."""

    color: str
    backgroundColor: str


@dataclass(frozen=True)
class Reader:
    """A window of one width, and everything that its browser complained of."""

    page: Page
    complaints: list[str]

    def opens(self, address: str) -> None:
        """Go there, as with a fresh window."""
        self.complaints.clear()
        self.page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        self.page.goto(address)


@pytest.fixture(scope="module")
def hosted(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the tiny site on a host that has it under a folder, as its base address says."""
    host = tmp_path_factory.mktemp("host")
    shutil.copytree(built.out, host / "bao")
    with serving(host) as address:
        yield address + "bao/"


@pytest.fixture(scope="module")
def addresses(built: Site) -> Mapping[str, str]:
    """The fullest page of each kind."""
    html: dict[str, tuple[int, str]] = {}
    for page in plan_of(built.order()):
        if page.address.endswith(".html"):
            found = (built.output(page.address).stat().st_size, page.address)
            html[page.kind] = max(html.get(page.kind, found), found)
    return {kind: address for kind, (_, address) in html.items()}


@pytest.fixture(scope="module", params=(360, 1280), ids=("phone", "desk"))
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A reader on a phone, then one at a desk."""
    yield from _reader(browser, request.param)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Reader]:
    """A reader on a phone."""
    yield from _reader(browser, 360)


def _reader(browser: Browser, width: int) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": width, "height": 800})
    complaints: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            complaints.append(said.text)

    page = context.new_page()
    page.add_init_script(AXE)
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Reader(page, complaints)
    context.close()


def light_of(colour: str) -> float:
    """How light `rgb(22, 20, 18)` is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = [int(part) / 255 for part in re.findall(r"[0-9]+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours_of(place: Locator) -> Colours:
    """The colours in which an element is shown."""
    shown: Colours = place.evaluate("each => (({color, backgroundColor}) => ({color, backgroundColor}))"
                                    "(getComputedStyle(each))")  # fmt: skip
    return shown


# ---- every kind --------------------------------------------------------------------------------------------


def test_tiny_site_has_every_kind_of_page(addresses: Mapping[str, str]) -> None:
    """No page kind goes unseen here."""
    assert set(KINDS) <= set(addresses)


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_open_to_everybody(reader: Reader, hosted: str, addresses: Mapping[str, str], kind: str) -> None:
    """Nothing is against WCAG 2.2 AA or good practice, in light or in dark, and the browser complains of nothing."""
    reader.opens(hosted + addresses[kind])
    faults = reader.page.evaluate(FAULTS, {"runOnly": RULES})
    reader.page.emulate_media(color_scheme="dark")
    in_dark = reader.page.evaluate(FAULTS, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})

    assert faults == []
    assert in_dark == []
    assert reader.complaints == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_has_one_title_and_headings_in_order(built: Site, addresses: Mapping[str, str], kind: str) -> None:
    """One h1, no level skipped, and the four places a blind reader jumps to."""
    html = built.html(addresses[kind])
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]

    assert levels.count(1) == 1
    assert [(one, next_) for one, next_ in pairwise(levels) if next_ > one + 1] == []
    assert [html.count(f"<{tag}") for tag in ("main", 'header class="masthead"', 'footer class="footer-index"')] == [
        1, 1, 1,
    ]  # fmt: skip
    assert all("aria-label" in nav for nav in re.findall(r"<nav[^>]*>", html))


def test_every_anchor_is_there(built: Site) -> None:
    """No link leads to a place in a page that the page does not have."""
    pages = {a: data.decode() for a, data in built.files().items() if a.endswith(".html")}
    missing = [
        f"{address}#{anchor}"
        for address, html in pages.items()
        for anchor in re.findall(r'href="#([^"]+)"', html)
        if f'id="{anchor}"' not in html
    ]

    assert missing == []


# ---- in every light -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["index.html", ARTICLE, PERSON, "khen-thuong/quyet-dinh/qd-12-2023.html"])
def test_dark_is_dark(phone: Reader, hosted: str, address: str) -> None:
    """Whoever asks for dark gets light letters on a dark page, boxes and fields too."""
    phone.opens(hosted + address)
    phone.page.emulate_media(color_scheme="dark")
    page = colours_of(phone.page.locator("html"))
    boxes = phone.page.locator(".fact-box, .card, .honour-card, .footer-index, .prose, .data-table, .masthead").all()

    assert light_of(page["backgroundColor"]) < 0.02
    assert light_of(page["color"]) > 0.6
    assert boxes
    for box in boxes:
        shown = colours_of(box)
        assert "rgba(0, 0, 0, 0)" in shown["backgroundColor"] or light_of(shown["backgroundColor"]) < 0.1
        assert light_of(shown["color"]) > 0.3


@pytest.mark.parametrize("address", ["index.html", ARTICLE, PERSON])
def test_forced_colours_stay_readable(phone: Reader, hosted: str, address: str) -> None:
    """In a system's own high-contrast colours nothing is lost: contrast stays, boxes have borders."""
    phone.opens(hosted + address)
    phone.page.emulate_media(forced_colors="active")
    faults = phone.page.evaluate(FAULTS, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    cards = phone.page.locator(".honour-card, .notice, .campaign-card").all()
    borders = [card.evaluate("each => getComputedStyle(each).borderTopWidth") for card in cards]

    assert faults == []
    assert cards
    assert all(float(border.removesuffix("px")) > 0 for border in borders)


# ---- on paper -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [ARTICLE, PERSON])
def test_paper_is_black_on_white_and_says_where_it_is_from(phone: Reader, hosted: str, address: str) -> None:
    """Even for a reader in the dark, paper has the name, the title and the public address, and no way to go."""
    phone.opens(hosted + address)
    phone.page.emulate_media(media="print", color_scheme="dark")
    shown = colours_of(phone.page.locator("html"))

    for hidden in phone.page.locator("nav, form, button, .masthead__tools, .skip-link, .share").all():
        expect(hidden).to_be_hidden()
    for kept in (".masthead__name", "h1", ".prose, .timeline"):
        expect(phone.page.locator(kept).first).to_be_visible()
    expect(phone.page.get_by_text(f"https://song-que.example/bao/{address}").first).to_be_visible()
    assert light_of(shown["backgroundColor"]) == pytest.approx(1)
    assert light_of(shown["color"]) == pytest.approx(0)


# ---- wherever it lies ---------------------------------------------------------------------------------------


def test_site_works_from_a_folder_on_disk(phone: Reader, built: Site) -> None:
    """Opened as a file, the front page leads to an article, and its picture is there."""
    phone.opens(built.output("index.html").as_uri())
    title = phone.page.locator(".lead-card__link").inner_text()
    phone.page.locator(".lead-card__link").click()
    picture = phone.page.locator(".photo__image").first

    expect(phone.page.locator("h1")).to_have_text(title)
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0


def test_site_works_under_a_folder_of_a_host(phone: Reader, hosted: str) -> None:
    """Under /bao/ every link of the front page stays under /bao/, and leads to a page."""
    phone.opens(hosted)
    links = phone.page.locator("a[href]").evaluate_all("links => links.map(each => each.href.split('#')[0])")
    inside = sorted({link for link in links if link.startswith("http://127.0.0.1")})

    assert len(inside) > 20
    assert [link for link in inside if not link.startswith(hosted)] == []
    assert [link for link in inside if not phone.page.request.get(link).ok] == []


def test_not_found_is_itself_at_any_depth(phone: Reader, hosted: str, built: Site) -> None:
    """A host shows 404.html in the place of an address that does not exist: style and links hold there too."""
    body = built.output("404.html").read_text("utf-8")
    nowhere = hosted + "tin-tuc/1999/khong/co.html"
    phone.page.route(nowhere, lambda route: route.fulfill(status=404, content_type="text/html", body=body))
    phone.opens(nowhere)
    rules = phone.page.evaluate("[...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)")
    home = phone.page.locator(".masthead__home").evaluate("each => each.href")

    assert rules > 5
    assert phone.page.request.get(home).ok
    assert colours_of(phone.page.locator("html"))["backgroundColor"] == "rgb(255, 253, 249)"
