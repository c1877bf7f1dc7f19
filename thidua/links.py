"""Where the links that editors write lead to.

Pure. A link to a `.md` file is the page made of that file; `/don-vi/a.html` is that address of the
site; anything with a scheme, and an anchor of the same page, stays as it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from thidua.addresses import href
from thidua.library import Library
from thidua.markup import SCHEMES
from thidua.problems import Mistake
from thidua.records import Article, StaticPage
from thidua.vietnamese import nearest

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def resolved(link: str, file: str, library: Library) -> str:
    """The link as rendered text carries it; one that leads nowhere is left for `checks` to tell of."""
    try:
        address, anchor = target(link, file, library)
    except Mistake:
        return link
    return href(address) + anchor if address else link


def target(link: str, file: str, library: Library) -> tuple[str, str]:
    """The address and anchor inside the site, or two empty texts for a link that leaves it.

    Raises Mistake for a link that can lead nowhere.
    """
    path, mark, anchor = link.partition("#")
    if (_SCHEME.match(link) and link.split(":")[0].lower() in SCHEMES) or not path:
        return "", ""
    if path.startswith("/"):
        return path[1:] + ("index.html" if path.endswith("/") else ""), mark + anchor
    if not path.endswith(".md"):
        raise Mistake(
            f'liên kết "{link}" không rõ dẫn tới đâu',
            "viết /… cho một trang, đường dẫn tệp .md cho một bài, hoặc https://… cho trang khác",
        )
    return _page_of(path, file, library).address, mark + anchor


def _page_of(path: str, file: str, library: Library) -> Article | StaticPage:
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    dataset = "pages" if wanted.startswith("content/pages/") else "articles"
    id = posixpath.basename(wanted).removesuffix(".md")
    id = posixpath.basename(posixpath.dirname(wanted)) if id == "index" else id
    records: Mapping[str, Article | StaticPage] = library.pages if dataset == "pages" else library.articles
    record = records.get(id)
    if record is None or library.origin(dataset, id).file != wanted:
        same_name = library.written.get((dataset, id))
        near = same_name.file if same_name and same_name.file != wanted else nearest(id, records)
        raise Mistake(
            f'liên kết "{path}" dẫn tới một bài không có hoặc chưa đăng',
            f'có phải "{near}"?' if near else "kiểm tra tên tệp, tính từ thư mục của bài này",
        )
    return record


def dead_ends(
    links: Collection[str], file: str, library: Library, addresses: Collection[str]
) -> Iterator[tuple[str, Mistake]]:
    """Each of a body's links that leads to no page, with what is wrong."""
    for link in links:
        try:
            address, _ = target(link, file, library)
        except Mistake as mistake:
            yield link, mistake
            continue
        if address and address not in addresses:
            near = nearest(address, addresses)
            yield (
                link,
                Mistake(
                    f'liên kết "{link}" dẫn tới trang không có',
                    f'có phải "/{near}"?' if near else "kiểm tra lại địa chỉ",
                ),
            )
