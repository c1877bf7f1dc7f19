"""Readers' comments: what reaches the site, and how a reader sends one."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote

import pytest
from playwright.sync_api import Browser

from tests.conftest import Site, serving

PAGE = "tin-tuc/2024/le-phat-dong.html"
APPROVED = """\
- id: hoi-to-may
  article: le-phat-dong
  name: Lục Thị Hoạt
  date: 2024-03-06 20:15
  text: |
    Tổ may có được "đăng ký" muộn không?
    Mong được biết sớm.

    Cảm ơn tòa soạn, 5 % đã xong.
  approved: true
  illustrative: true
  reply:
    by: Ban biên tập
    date: 2024-03-07 08:00
    text: Được, đến hết ngày 15/3.
"""
EARLIER = """\
- {id: khen-to-cat, article: le-phat-dong, name: Bế Văn Sáu, date: 2024-03-05 21:00, text: Mừng, approved: true}
"""
# Each holds «tuyệt-mật» wherever there are words, and none may be seen.
HIDDEN = {
    "not approved": "- {id: tuyet-mat, article: le-phat-dong, name: tuyệt-mật A, date: 2024-03-06 20:15, "
    "text: tuyệt-mật B, approved: false, reply: {by: tuyệt-mật C, date: 2024-03-07 20:15, text: tuyệt-mật D}}",
    "not looked at": "- {id: tuyet-mat, article: le-phat-dong, name: tuyệt-mật, date: 2024-03-06 20:15, text: x}",
    "under a draft": "- {id: tuyet-mat, article: ban-nhap, name: tuyệt-mật, date: 2024-04-06 20:15, text: x, "
    "approved: true}",
    "under an article not yet due": "- {id: tuyet-mat, article: hen-gio, name: tuyệt-mật, date: 2025-01-06 20:15, "
    "text: x, approved: true}",
    "from tomorrow": "- {id: tuyet-mat, article: le-phat-dong, name: tuyệt-mật, date: 2024-07-02 08:00, text: x, "
    "approved: true}",
    "private": "- {id: a, article: le-phat-dong, name: Bế Văn Sáu, date: 2024-03-06 20:15, text: x, approved: true, "
    "private: tuyệt-mật}",
}


def commented(site: Site, text: str, settings: str = "") -> Site:
    """The site with these comments and settings, built."""
    site.write("data/comments.yaml", text)
    site.write("data/site.yaml", site.read("data/site.yaml") + settings)
    site.build()
    return site


def errors(site: Site) -> list[str]:
    """Every mistake that is told, notes apart."""
    return [str(problem) for problem in site.problems() if not problem.is_note]


# ---- what is shown --------------------------------------------------------------------------------------


def test_comments_stand_under_their_article_oldest_first(site: Site) -> None:
    """Readers see approved comments under the article, oldest first, counted in the heading."""
    html = commented(site, APPROVED + EARLIER).html(PAGE)

    assert "Ý kiến bạn đọc (2)" in html
    assert html.index("Bế Văn Sáu") < html.index("Lục Thị Hoạt") < html.index("Ban biên tập trả lời")
    assert "Lục Thị Hoạt" not in site.html("tu-co-so/2023/to-cat-giam-vai-vun.html")


def test_text_is_plain_and_tidy(site: Site) -> None:
    """Lines stay broken where the reader broke them, quotes are curled, and nothing is Markdown or HTML."""
    written = APPROVED.replace("Mong được", "<b>Mong</b> **được**")
    html = commented(site, written).html(PAGE)

    assert (
        '<p class="comment__text">Tổ may có được “đăng ký” muộn không?\n'
        "&lt;b&gt;Mong&lt;/b&gt; **được** biết sớm.</p>\n"
        '<p class="comment__text">Cảm ơn tòa soạn, 5\u00a0% đã xong.</p>'
    ) in html


def test_an_invented_reader_is_marked(site: Site) -> None:
    """Beside an invented reader's name stands that it is invented, beside a real one nothing."""
    html = commented(site, APPROVED + EARLIER).html(PAGE)

    assert re.search(r"Lục Thị Hoạt\s*<small", html)
    assert not re.search(r"Bế Văn Sáu\s*<small", html)


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_nothing_else_reaches_the_site(site: Site, hidden: str) -> None:
    """Only approved comments on published articles are published; of others not a byte, and no file's name."""
    commented(site, hidden)
    for address, data in site.files().items():
        assert "tuyet-mat" not in address
        assert "tuyệt-mật".encode() not in data, address
        assert b"tuyet-mat" not in data, address


def test_no_preview_shows_what_is_not_approved(site: Site) -> None:
    """Not even an editor's preview shows a comment that nobody approved."""
    site.with_drafts = True
    commented(site, HIDDEN["not approved"])

    assert not [address for address, data in site.files().items() if "tuyệt-mật".encode() in data]


def test_withdrawn_approval_takes_the_comment_away(site: Site) -> None:
    """A comment whose approval is taken back is gone after the next build."""
    commented(site, APPROVED)
    site.write("data/comments.yaml", APPROVED.replace("  approved: true\n", ""))
    site.build()

    assert not [address for address, data in site.files().items() if "Lục Thị Hoạt".encode() in data]


# ---- mistakes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("article: le-phat-dong", "article: le-phat-don", 'data/comments.yaml:2: article: không có bài "le-phat-don"'),
        ("name: Lục Thị Hoạt", 'name: "  "', "data/comments.yaml:3: name: mục này để trống"),
        ("2024-03-06 20:15", "2024-03-04 20:15", "data/comments.yaml:4: ý kiến gửi 04/03/2024 20:15, trước khi bài"),
        ("2024-03-07 08:00", "2024-03-06 08:00", "data/comments.yaml:12: trả lời 06/03/2024 08:00, trước khi ý kiến"),
        ("approved: true", "approved: rồi", 'data/comments.yaml:10: approved: "rồi" không phải true hay false'),
        ("  date: 2024-03-06 20:15\n", "", 'data/comments.yaml:1: thiếu mục "date"'),
    ],
)
def test_mistakes_are_told_with_their_line(site: Site, old: str, new: str, said: str) -> None:
    """A comment that cannot be right stops the build and is told with its line."""
    site.write("data/comments.yaml", APPROVED.replace(old, new, 1))

    assert [error[: len(said)] for error in errors(site)] == [said]


def test_an_id_is_used_once(site: Site) -> None:
    """Two comments under one id are a mistake."""
    site.write("data/comments.yaml", EARLIER + EARLIER)

    assert errors(site)[0].startswith('data/comments.yaml:2: mã "khen-to-cat" đã dùng')


def test_a_withdrawn_name_is_found_in_comments(site: Site) -> None:
    """A comment that still names a person who withdrew consent stops the build, once it is approved."""
    site.write("data/comments.yaml", EARLIER.replace("Mừng", "Mừng anh Hứa Mạc Rút"))
    assert errors(site)[0].startswith("data/comments.yaml:1: vẫn nhắc tên Hứa Mạc Rút")

    site.write("data/comments.yaml", EARLIER.replace("Mừng", "Hứa Mạc Rút").replace("true", "false"))
    assert errors(site) == []


@pytest.mark.parametrize(
    ("endpoint", "remedy"),
    [
        ("http://y-kien.example/gui", "viết https://y-kien.example/gui"),
        ("https://y kiến.example", "viết đầy đủ"),
        ("https://a.example;script-src/gui", "viết như https://y-kien.congdoan.vn/gui"),
        ("https://a@b.example/gui", "viết như https://y-kien.congdoan.vn/gui"),
    ],
)
def test_comments_are_sent_only_where_that_is_safe(site: Site, endpoint: str, remedy: str) -> None:
    """An address that is not encrypted, or that could widen the policy of the page, is refused."""
    site.write("data/site.yaml", site.read("data/site.yaml") + f'comments:\n  endpoint: "{endpoint}"\n')

    (error,) = errors(site)
    assert error.startswith("data/site.yaml:20: endpoint: ")
    assert remedy in error


# ---- sending ------------------------------------------------------------------------------------------------


def policy(html: str) -> str:
    """What the page's policy says of forms."""
    match = re.search(r"form-action ([^\";]+)", html)
    assert match
    return match[1]


def test_without_an_endpoint_a_letter_is_begun(site: Site) -> None:
    """A plain link opens a letter to the paper with the article as its subject; no form, no wider policy."""
    html = commented(site, "[]").html(PAGE)
    match = re.search(
        r'href="mailto:bientap@song-que\.example\?subject=(.+?)&amp;body=(.+?)">Gửi ý kiến qua thư<', html
    )

    assert match
    assert unquote(match[1]) == "Ý kiến về bài “Phát động thi đua “Thợ giỏi sông quê””"
    assert f"https://song-que.example/bao/{PAGE}\r\n" in unquote(match[2])
    assert 'method="post"' not in html
    assert policy(html) == "'self'"


def test_only_pages_with_a_form_may_post_elsewhere(site: Site) -> None:
    """The policy names the endpoint's origin under articles, and nowhere else."""
    commented(site, "[]", "comments:\n  endpoint: https://y-kien.example:8443/gui?b=1\n")

    assert policy(site.html(PAGE)) == "'self' https://y-kien.example:8443"
    assert policy(site.html("index.html")) == "'self'"


def test_a_closed_form_is_gone_and_comments_stay(site: Site) -> None:
    """A paper that takes no more comments still shows those it published."""
    commented(site, APPROVED, "comments:\n  closed: true\n  endpoint: https://y-kien.example/gui\n")
    html, other = site.html(PAGE), site.html("tu-co-so/2023/to-cat-giam-vai-vun.html")

    assert "Lục Thị Hoạt" in html
    assert "comment-form" not in html
    assert policy(html) == "'self'"
    assert "Ý kiến bạn đọc" not in other


@contextmanager
def letterbox() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """An address that takes what is posted to it, and what it took."""
    taken: list[dict[str, list[str]]] = []

    class Box(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            taken.append(parse_qs(body, keep_blank_values=True))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    host = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Box)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{host.server_port}/gui", taken
    finally:
        host.shutdown()
        host.server_close()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_reader_sends_a_comment(site: Site, browser: Browser, has_script: bool) -> None:
    """Name, words and consent are required; then the endpoint gets them, and an empty trap, with or without script."""
    with letterbox() as (endpoint, taken):
        commented(site, "[]", f"comments:\n  endpoint: {endpoint}\n")
        with serving(site.out) as address:
            context = browser.new_context(java_script_enabled=has_script, locale="vi")
            page = context.new_page()
            page.goto(address + PAGE)
            send = page.get_by_role("button", name="Gửi ý kiến")
            page.get_by_label("Tên bạn muốn in").fill("Lục Thị Hoạt")
            page.get_by_label("Ý kiến", exact=True).fill("Dòng một\nDòng hai")
            send.click()
            assert taken == []
            page.get_by_role("checkbox").check()
            with page.expect_navigation(url=endpoint):
                send.click()
            context.close()

    assert taken == [
        {
            "article": ["le-phat-dong"],
            "address": [f"https://song-que.example/bao/{PAGE}"],
            "name": ["Lục Thị Hoạt"],
            "text": ["Dòng một\r\nDòng hai"],
            "website": [""],
            "consent": ["1"],
        }
    ]


def test_the_trap_catches_no_reader(site: Site, browser: Browser) -> None:
    """The field that only programs fill in is out of sight, out of the way of the Tab key, and not announced."""
    commented(site, "[]", "comments:\n  endpoint: https://y-kien.example/gui\n")
    with serving(site.out) as address:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(address + PAGE)
        page.get_by_label("Ý kiến", exact=True).focus()
        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement.name") == "consent"
        box = page.locator("[name=website]").locator("..").bounding_box()
        assert box
        assert box["width"] <= 1
        assert page.locator("form.comment-form").get_by_role("textbox").count() == 2
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.close()


def test_consent_says_what_for_and_how_to_take_it_back(site: Site) -> None:
    """Beside the consent stand who publishes, what the name is for, the law, and where to write to withdraw."""
    html = commented(site, "[]", "comments:\n  endpoint: https://y-kien.example/gui\n").html(PAGE)

    assert "Tôi đồng ý để Ban Tuyên giáo Sông Quê đăng tên và ý kiến này dưới bài." in html
    assert "Tên chỉ dùng để ghi dưới ý kiến." in html
    assert "rút lại, xin viết về bientap@song-que.example; theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15" in html
