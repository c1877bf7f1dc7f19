"""Where the links that editors write lead to.

Pure. A link to a `.md` file is the page made of that file; `/don-vi/a.html` is that address of the
site; anything with a scheme, and an anchor of the same page, stays as it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from thidua.addresses import href
from thidua.guesses import Guesses
from thidua.library import Library
from thidua.markup import SCHEMES
from thidua.problems import Echo, Hint, Mistake
from thidua.records import Prose
from thidua.vietnamese import nearest

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST: Final = re.compile(r"(?:https?:?/{1,2}|//)?((?:[\w-]+\.)+(?:vn|com|net|org|info|asia)(?:[:/?].*)?)")
_FILE: Final = re.compile(r".*\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|mp[34])", re.IGNORECASE)


@dataclass(frozen=True)
class Map:
    """Where links may lead: a library's texts, and the addresses of pages."""

    library: Library
    addresses: Collection[str]

    @cached_property
    def near_address(self) -> Guesses:
        """Guesses which address was meant."""
        return Guesses(self.addresses)

    def near_text(self, id: str) -> str | None:
        """The text that was probably meant, be it published or not."""
        return self._near_text(id)

    @cached_property
    def _near_text(self) -> Guesses:
        return Guesses([id for dataset, id in self.library.written if dataset in ("articles", "pages")])


def resolved(link: str, file: str, library: Library) -> str:
    """The link as rendered text carries it, empty where its article's time is over.

    One that leads nowhere is left for `checks` to tell of.
    """
    try:
        address, anchor = target(link, file, library)
    except Hint:
        return ""
    except Mistake:
        return link
    return href(address) + anchor if address else link


def target(link: str, file: str, library: Library, guess: Callable[[str], str | None] | None = None) -> tuple[str, str]:
    """The address and anchor inside the site, or two empty texts for a link that leaves it.

    Raises Mistake for a link that can lead nowhere; Echo, where another mistake explains it; Hint, where it
    led to an article whose time is over: nobody may have edited anything that day.
    """
    path, mark, anchor = link.partition("#")
    if (_SCHEME.match(link) and link.split(":")[0].lower() in SCHEMES) or not path:
        return "", ""
    if path.startswith("/") and not path.startswith("//"):
        address = path[1:] + ("index.html" if path.endswith("/") else "")
        if address.partition("?")[0] in library.expired_addresses:
            raise _over(link)
        return address, mark + anchor
    if not path.endswith(".md"):
        raise Mistake(f'liên kết "{link}" không rõ dẫn tới đâu', _instead(link))
    dataset, id = _page_of(path, file, library, guess)
    address = library.briefs[id].address if dataset == "articles" else library.pages[id].address
    return address, mark + anchor


def _instead(link: str) -> str:
    if match := _HOST.fullmatch(link):
        return f"viết https://{match[1]}"
    if _FILE.fullmatch(link):
        return "đưa tệp lên mạng rồi viết https://…"
    if link.endswith(".html"):
        return f"viết /{link.lstrip('./')}"
    return "viết /… cho một trang, đường dẫn tệp .md cho một bài, hoặc https://… cho trang khác"


def _page_of(path: str, file: str, library: Library, guess: Callable[[str], str | None] | None) -> tuple[str, str]:
    """The dataset and the id of the text that a file's path means. Raises as `target` does."""
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    dataset = "pages" if wanted.startswith("content/pages/") else "articles"
    id = posixpath.basename(wanted).removesuffix(".md")
    id = posixpath.basename(posixpath.dirname(wanted)) if id == "index" else id
    is_there = id in (library.pages if dataset == "pages" else library.articles)
    written = library.written.get((dataset, id))
    if is_there and written is not None and written.file == wanted:
        return dataset, id
    if (dataset, id) in library.broken:
        raise Echo(path)
    if written is not None and written.file == wanted and dataset == "articles" and id in library.expired:
        raise _over(path)
    if written is not None and written.file == wanted:
        said = f'liên kết "{path}" dẫn tới bài chưa đăng hoặc đã gỡ'
        raise Mistake(said, "bỏ liên kết, hoặc đợi bài ấy đăng rồi mới đặt")
    known = id if written else guess(id) if guess else None
    found = library.written.get((dataset, known)) if known else None
    near = posixpath.relpath(found.file, posixpath.dirname(file)) if found else ""
    raise Mistake(
        f'liên kết "{path}" dẫn tới một bài không có',
        f'có phải "{near}"?' if near else "kiểm tra tên tệp, tính từ thư mục của bài này",
    )


def _over(link: str) -> Hint:
    said = f'liên kết "{link}" dẫn tới bài đã hết hạn đăng; trang chỉ còn in chữ, không dẫn đi đâu'
    return Hint(said, "bỏ liên kết, hoặc dẫn tới một bài khác")


def dead_ends(links: Iterable[str], body: Callable[[], Prose], file: str, map: Map) -> Iterator[tuple[str, Mistake]]:
    """Words of each of a body's links that leads to no page, with what is wrong."""
    for link in links:
        if link.startswith("/") and link[1:] in map.addresses:
            continue
        try:
            _refuse_dead_end(link, body, file, map)
        except Echo:
            continue
        except Mistake as mistake:
            yield link or ")", mistake


def _refuse_dead_end(link: str, body: Callable[[], Prose], file: str, map: Map) -> None:
    if not link:
        raise Mistake("liên kết để trống", "viết địa chỉ vào giữa hai dấu ( )")
    if " " in link:
        raise Mistake(f'liên kết "{link}" có dấu cách', f"viết {link.replace(' ', '%20')}")
    path, _, anchor = link.partition("#")
    if not path:
        _refuse_lost_anchor(anchor, body())
        return
    address, _ = target(link, file, map.library, map.near_text)
    if path.endswith(".md") and anchor:
        dataset, id = _page_of(path, file, map.library, None)
        page = map.library.pages[id] if dataset == "pages" else map.library.articles[id]
        _refuse_lost_anchor(anchor, page.body)
    place = address.partition("?")[0]
    # A page may be missing only because of a mistake elsewhere: first those, then this.
    if place and place not in map.addresses and not map.library.broken:
        near = _address_near(place, map)
        remedy = f'có phải "/{near}"?' if near else "mở trang cần dẫn tới rồi chép phần sau tên miền trong ô địa chỉ"
        raise Mistake(f'liên kết "{link}" dẫn tới trang không có', remedy)


def _refuse_lost_anchor(anchor: str, body: Prose) -> None:
    """The anchors of a text are its sub-headings; those of footnotes are Markdown's own."""
    known = [heading.id for heading in body.headings]
    if anchor and anchor not in known and not anchor.startswith(("fn:", "fnref:")):
        near = nearest(anchor, known)
        listed = ", ".join(f"#{id}" for id in known)
        others = f"các tiêu đề phụ: {listed}" if listed else "bài ấy chưa có tiêu đề phụ; bỏ phần từ dấu # trở đi"
        remedy = f'có phải "#{near}"?' if near else others
        raise Mistake(f'không có tiêu đề phụ "#{anchor}"', remedy)


def _address_near(address: str, map: Map) -> str | None:
    stem = address.rstrip("/").removesuffix(".htm")
    likely = (f"{stem}.html", f"{stem}/index.html")
    return next((known for known in likely if known in map.addresses), None) or map.near_address(address)
