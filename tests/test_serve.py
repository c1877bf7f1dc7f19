"""The live preview in a real browser: it follows the editor's every save, and shows what is wrong."""

from __future__ import annotations

import http.client
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

from tests.commands import Project
from tests.conftest import PATIENCE

PERSON = "guong-sang/ca-nhan/le-thi-binh.html"
TITLE = re.compile("^Bản tin Sông Quê")
OLD = "Chị Bình làm ở tổ cắt từ năm 2015."
BOX = "section.thidua-preview-problems"


class Preview:
    """`serve` running in a process of its own."""

    def __init__(self, project: Project, *words: str) -> None:
        self.project, self.port = project, 0
        self.process = project.start("serve", "--as-of", "2024-07-01 08:00", "--port", "0", *words)

    def url(self, address: str = "") -> str:
        return f"http://127.0.0.1:{self.port}/{address}"

    def wait(self) -> None:
        """Until it says where to look."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"Xem trước: http://127\.0\.0\.1:(\d+)/ ", line):
                self.port = int(found[1])
                return
        raise AssertionError(self.process.communicate()[1])

    def get(self, target: str) -> tuple[int, str, bytes]:
        """The answer to a path as it is written, which no client cleans up."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest("GET", target)
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, answer.getheader("Content-Type", ""), answer.read()
        connection.close()
        return found

    @contextmanager
    def edited(self, place: str, old: str, new: str) -> Iterator[None]:
        """The project with other words in one of its files, which are mended whatever happens."""
        self.project.replace(place, old, new)
        try:
            yield
        finally:
            self.project.replace(place, new, old)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview with drafts of a project of its own; each test mends what it breaks."""
    preview = Preview(Project(tmp_path_factory.mktemp("serve") / "Bản tin"), "--drafts")
    try:
        preview.wait()
        yield preview
    finally:
        preview.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error in the console, no refusal by the security policy."""
    said: list[str] = []
    page = browser.new_page()

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


def test_page_loads_and_nothing_is_refused(preview: Preview, page: Page) -> None:
    """The preview's own style and script work under the pages' security policy."""
    answer = page.goto(preview.url())
    assert answer is not None
    assert answer.ok

    expect(page).to_have_title(TITLE)
    page.wait_for_function("window.LiveReload !== undefined")
    expect(page.locator(BOX)).to_have_count(0)
    page.wait_for_function("[...document.images].every(one => one.complete)")


def test_edit_shows_by_itself(preview: Preview, page: Page) -> None:
    """A saved edit is in the open page within seconds, with no hand on the browser."""
    page.goto(preview.url(PERSON))
    with preview.edited("data/people.yaml", OLD, "Chị Bình mới nhận tổ may."):
        expect(page.locator("main")).to_contain_text("Chị Bình mới nhận tổ may.")
    expect(page.locator("main")).to_contain_text(OLD)


def test_edit_of_a_stylesheet_shows_by_itself(preview: Preview, page: Page) -> None:
    """Whoever draws the site sees a changed colour at once."""
    page.goto(preview.url())
    outline = "body { outline: 3px solid rgb(1, 2, 3); }"
    with preview.edited("templates/assets/css/10-base.css", "@layer base {", f"{outline}\n@layer base {{"):
        expect(page.locator("body")).to_have_css("outline-color", "rgb(1, 2, 3)")
    expect(page.locator("body")).not_to_have_css("outline-color", "rgb(1, 2, 3)")


def test_problem_lies_over_the_last_good_page_until_it_is_mended(preview: Preview, page: Page) -> None:
    """A mistake shows by itself with file, line and remedy, over the page as it last was; mended, it goes by itself."""
    page.goto(preview.url(PERSON))
    with preview.edited("data/units.yaml", "kind: enterprise", "kind: nha-may"):
        box = page.locator(BOX)
        expect(box).to_contain_text("nha-may")
        expect(box).to_contain_text("data/units.yaml:")
        expect(box).to_contain_text("→")
        expect(box).to_contain_text("bản trước")
        expect(box).to_be_visible()
        expect(page.locator("main")).to_contain_text("Chị Bình làm ở tổ cắt")
        expect(box).to_have_css("position", "fixed")

        status, _, lost = preview.get("/khong-co-trang-nay.html")
        assert status == 404
        assert b"data/units.yaml:" in lost
    expect(page.locator(BOX)).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Chị Bình làm ở tổ cắt")


def test_broken_template_shows_its_line(preview: Preview, page: Page) -> None:
    """A mistake in a template is shown in the same way, with the template's line."""
    place = "templates/pages/person.html"
    page.goto(preview.url(PERSON))
    with preview.edited(place, "{% block main %}\n", "{% block main %}\n{{ person.khong_co }}\n"):
        expect(page.locator(BOX)).to_contain_text(f"{place}:")
    expect(page.locator(BOX)).to_have_count(0)


def test_page_that_a_build_overtook_while_it_loaded_follows(preview: Preview, page: Page) -> None:
    """A save whose build ends between the page and its ear for the next build is not missed."""
    new = "Chị Bình mới sang tổ hoàn thiện."
    with ExitStack() as until_seen:

        def build_first(route: Route) -> None:
            until_seen.enter_context(preview.edited("data/people.yaml", OLD, new))
            latest = time.monotonic() + PATIENCE
            # By another spelling of its address: the page itself was last served from the build before.
            while new.encode() not in preview.get("/./" + PERSON)[2]:
                assert time.monotonic() < latest
                time.sleep(0.05)
            route.continue_()

        page.route("**/livereload.js*", build_first, times=1)
        page.goto(preview.url(PERSON))
        expect(page.locator("main")).to_contain_text(new)
    expect(page.locator("main")).to_contain_text(OLD)


def test_problem_cannot_bring_markup_into_the_page(preview: Preview, page: Page) -> None:
    """Words of a broken source are shown as words."""
    place = "content/articles/2024/thu.md"
    page.goto(preview.url())
    preview.project.write(place, "---\ntitle: <script>document.title='hỏng'</script>\nkhong_co: <b>đậm</b>\n---\nThử\n")
    try:
        expect(page.locator(BOX)).to_contain_text(place)
        expect(page.locator(f"{BOX} b, {BOX} script")).to_have_count(0)
    finally:
        preview.project.delete(place)
    expect(page.locator(BOX)).to_have_count(0)


def test_drafts_are_shown_and_marked(preview: Preview, page: Page) -> None:
    """With `--drafts`, drafts and articles not yet due are there to be read; the site itself is not touched."""
    page.goto(preview.url("tin-tuc/2024/ban-nhap.html"))
    expect(page.locator("main")).to_contain_text("Nội dung bản nháp")
    page.goto(preview.url("tin-tuc/2024/hen-gio.html"))
    expect(page.locator("main")).to_contain_text("Nội dung hẹn giờ")

    assert page.locator('meta[name="robots"][content="noindex"]').count() == 1
    assert not preview.project.out.exists()


OUTSIDE = (
    "/../../data/site.yaml", "/..%2f..%2fdata/site.yaml", "/%2e%2e/%2e%2e/data/site.yaml", "/....//data/site.yaml",
    "/guong-sang/../../../data/site.yaml", "//etc/passwd", "/..\\..\\data\\site.yaml", "/.thidua-site/../../state",
    "/%00", "/index.html%00.css", "/" + "a" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda target: target[:30])
def test_nothing_outside_the_preview_is_served(preview: Preview, target: str) -> None:
    """No path, however it is written, leads to a file outside the built folder."""
    status, _, body = preview.get(target)

    assert status in (400, 404)
    assert b"base_url" not in body
    assert b"root:" not in body


def test_link_out_of_the_preview_is_not_followed(preview: Preview, tmp_path: Path) -> None:
    """A link in the built folder that leads out of it is not served."""
    (tmp_path / "kin.txt").write_text("Chuyện kín", "utf-8")
    link = preview.project.project / ".thidua/preview/kin.txt"
    link.symlink_to(tmp_path / "kin.txt")
    status, _, body = preview.get("/kin.txt")
    link.unlink()

    assert status == 404
    assert "Chuyện kín".encode() not in body


def test_files_come_as_what_they_are(preview: Preview) -> None:
    """Pages, styles, scripts, feeds and pictures come under their own types, and folders show their index."""
    kinds = {path.suffix: path for path in (preview.project.project / ".thidua/preview").rglob("*.*") if path.suffix}
    top = preview.project.project / ".thidua/preview"
    expected = {
        ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".xml": "application/xml",
        ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif",
    }  # fmt: skip
    for ending, kind in expected.items():
        if ending in kinds:
            status, said, _ = preview.get("/" + kinds[ending].relative_to(top).as_posix())
            assert (status, said.split(";")[0].lower()) == (200, kind), ending
    for folder in ("/", "/guong-sang/", "/guong-sang"):
        assert preview.get(folder)[:2] == (200, "text/html; charset=UTF-8")


def test_page_for_lost_readers_looks_as_it_will(preview: Preview) -> None:
    """The page for lost readers names its style by the path of the published site, and has it in the preview too."""
    status, _, body = preview.get("/khong-co/trang-nay.html")
    (style,) = re.findall(r'href="(/bao/assets/style-[^"]+)"', body.decode())

    assert status == 404
    assert preview.get(style)[:2] == (200, "text/css; charset=utf-8")


def test_taken_port_is_told(preview: Preview) -> None:
    """A port that another program has is told with a remedy, not with a traceback."""
    done = preview.project.run("serve", "--port", str(preview.port))

    assert done.returncode == 1
    assert f"cổng {preview.port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_preview_of_broken_sources_starts_with_the_problems(browser: Browser, tmp_path: Path) -> None:
    """Where nothing could ever be built, the preview shows the problems, and then the page once they are mended."""
    project = Project(tmp_path / "du-an")
    project.replace("data/units.yaml", "kind: enterprise", "kind: nha-may")
    preview = Preview(project)
    try:
        preview.wait()
        page = browser.new_page()
        page.goto(preview.url())
        expect(page.locator(BOX)).to_contain_text("data/units.yaml:")
        project.replace("data/units.yaml", "kind: nha-may", "kind: enterprise")
        expect(page).to_have_title(TITLE)
        expect(page.locator(BOX)).to_have_count(0)
        page.close()
    finally:
        preview.stop()
