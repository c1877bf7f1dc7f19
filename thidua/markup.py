"""Markdown to clean HTML, plain text, headings, and what the body links to and shows.

A pure function of the text, so that it can be remembered: addresses and picture files are left
open as `href="link:N"`, `<!--picture:N-->` and, in a row of pictures, `<!--picture:N:large-->`, which
no editor can write, for a page to fill in; so are the words of references, `<!--told:N-->` where they
may lead on and NUMBERED where they may not, and words in capitals that may be short forms,
`<!--short:N-->`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from thidua.problems import Mistake
from thidua.proofread import findings
from thidua.records import Reference, Short, Worded, packed_words
from thidua.references import MARKER, NUMBERED, has_marker, loose
from thidua.vietnamese import join, tidy

if TYPE_CHECKING:
    from nh3 import Cleaner

    from thidua.conversion import Converter

# What an editor may write as HTML; everything else is refused by name before it is ever stripped.
SAFE_TAGS: Final = frozenset(
    "a abbr b blockquote br caption code dd del div dl dt em figcaption figure h2 h3 h4 hr i img ins"
    " kbd li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_SAFE_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CODE: Final = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)
_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*(?::[A-Za-z]+)?)(?=[\s/>])")
_LINKED: Final = re.compile(r"""<a\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_SCHEME: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_FIGURE: Final = re.compile(r"<p>\s*(<img [^>]*>)\s*</p>")
_PICTURES_IN_A_ROW: Final = re.compile(r"<!--picture:\d+-->(?:\s*<!--picture:\d+-->)+")
_IMAGE: Final = re.compile(r"<img [^>]*>")
_HREF: Final = re.compile(r'<a href="([^"]*)"')
_ATTRIBUTE: Final = re.compile(r'([a-z]+)="([^"]*)"')
_CREDIT: Final = re.compile(
    r"^(?P<caption>.*?)\s*(?P<credit>(?:Ảnh|Minh họa|Minh hoạ|Đồ họa)(?:\s*:\s*.+|\s*))$", re.DOTALL
)
_SPEAKER: Final = re.compile(r"<blockquote>\s*(.*?)(?:<p>|\n|<br>)\s*[—–-]\s*([^<\n]+)</p>\s*</blockquote>", re.DOTALL)
_MARKS: Final = re.compile(r"<!--.*?-->|<[^>]+>", re.DOTALL)
_BLOCK_END: Final = re.compile(r"</(?:p|h[2-4]|li|td|th|tr|blockquote|figcaption|dd|dt)>|<br>")


# Tags and places, as pieces between the words.
_BETWEEN: Final = re.compile(r"(<[^>]*>)")
# Inside these nothing else may lead on, and short forms stay as they are.
_CLOSED: Final = frozenset("a abbr code h2 h3 h4 kbd pre".split())
_CAPITALS: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_SHORT: Final = re.compile(rf"[{_CAPITALS}](?<![\w&;.@-].)[{_CAPITALS}]+(?:(?:-|&amp;)[{_CAPITALS}]{{2,}})*(?![\w@-])")


@dataclass(frozen=True, slots=True)
class WrittenPicture:
    """A picture as the body names it; its file is not looked at here."""

    src: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Body(Worded):
    """A converted body. `mistakes` pair words of the source, to find the line by, with what is wrong.

    `words` are its HTML, its text and its sub-headings, as `Prose` keeps them.
    """

    words: bytes
    links: tuple[str, ...]
    pictures: tuple[WrittenPicture, ...]
    mistakes: tuple[tuple[str, Mistake], ...]
    references: tuple[Reference, ...] = ()
    shorts: tuple[Short, ...] = ()


def converted(source: str) -> Body:
    """The body of an article or page. The lines of its references are counted from 0."""
    numbered, references = _numbered(source) if has_marker(source) else (source, ())
    raw, headings = _converter().body(numbered)
    mistakes = [*_unsafe_tags(source), *_unsafe_links(raw), *findings(source), *_loose_stars(raw)]
    clean = _cleaner().clean(raw)
    pictures: list[WrittenPicture] = []
    clean = _FIGURE.sub(lambda match: _figure(match[1], pictures, mistakes), clean)
    clean = _PICTURES_IN_A_ROW.sub(_photo_grid, clean)
    for match in _IMAGE.finditer(clean):
        src = _attributes(match[0]).get("src", "")
        mistakes.append(
            (
                src,
                Mistake(
                    f'ảnh "{src}" nằm lẫn trong đoạn văn', "đặt ảnh thành một đoạn riêng, có dòng trống trên và dưới"
                ),
            )
        )
    links: list[str] = []
    clean = _HREF.sub(lambda match: _link(match[1], links), clean)
    clean = _SPEAKER.sub(_pull_quote, clean)
    clean = clean.replace(
        "<table>", '<div class="data-table" role="region" tabindex="0" aria-label="Bảng số liệu"><table>'
    )
    clean = clean.replace("</table>", "</table></div>")
    mistakes += [*_misplaced(references, links), *loose(_without_code(source))]
    links = ["#" if NUMBERED.search(link) else link for link in links]
    text = plain_text(clean)
    clean, shorts = _left_open(clean)
    words = packed_words(clean, text, headings)
    return Body(words, tuple(links), tuple(pictures), tuple(mistakes), references, shorts)


def _numbered(source: str) -> tuple[str, tuple[Reference, ...]]:
    """The source with a number for each marker, but for those in code, which are shown as they are."""
    found: list[Reference] = []
    code = [match.span() for match in _CODE.finditer(source)] if "`" in source else []

    def number(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in code):
            return match[0]
        found.append(Reference(match[0], source.count("\n", 0, match.start())))
        return f"\ue002{len(found) - 1}\ue003"

    return MARKER.sub(number, source), tuple(found)


def _without_code(source: str) -> str:
    return _CODE.sub("", source) if "`" in source or "~~~" in source else source


def _misplaced(references: Sequence[Reference], links: Sequence[str]) -> Iterator[tuple[str, Mistake]]:
    """References where no words can stand."""
    for link in links:
        if match := NUMBERED.search(link):
            written = references[int(match[1])].written
            yield written, Mistake(f"«{written}» nằm trong địa chỉ liên kết", "viết địa chỉ bằng chữ thường")


def _left_open(clean: str) -> tuple[str, tuple[Short, ...]]:
    """The HTML with a place for each reference that may lead on, and for each short form's first use."""
    shorts: dict[str, Short] = {}
    depth, before = 0, ""

    def short(match: re.Match[str]) -> str:
        word = html.unescape(match[0])
        if word in shorts:
            return match[0]
        said = html.unescape(f"{before[-60:]}{match.string[: match.start()]}")
        shorts[word] = Short(word, " ".join(said.split()[-3:]))
        return f"<!--short:{len(shorts) - 1}-->"

    pieces = _BETWEEN.split(clean)
    for at, piece in enumerate(pieces):
        if at % 2:
            if piece.strip("</>").partition(" ")[0] in _CLOSED:
                depth += -1 if piece[1] == "/" else 1
        elif piece:
            if not depth:
                opened = _SHORT.sub(short, piece)
                pieces[at] = NUMBERED.sub(r"<!--told:\1-->", opened) if "\ue002" in opened else opened
            before = piece
    return "".join(pieces), tuple(shorts.values())


def plain_text(markup: str) -> str:
    """The words of some HTML, a block to a line."""
    lines = html.unescape(_MARKS.sub("", _BLOCK_END.sub("\n", markup))).split("\n")
    return "\n".join(words for line in lines if (words := _single_spaced(line)))


def _single_spaced(line: str) -> str:
    """Most lines are so already: no blank but the plain one is printable."""
    return line.strip() if "  " not in line and line.isprintable() else " ".join(line.split())


def line_of(needle: str, source: str, first_line: int) -> int:
    """The line which the words begin, or on which they first stand, or the body's first line."""
    at = 0 if source.startswith(needle) else source.find(f"\n{needle}") + 1 or source.find(needle)
    return first_line + (source.count("\n", 0, at) if at > 0 else 0)


def _unsafe_tags(source: str) -> list[tuple[str, Mistake]]:
    found: dict[str, tuple[str, Mistake]] = {}
    for match in _TAG.finditer(_without_code(source)) if "<" in source else ():
        tag = match[1].lower()
        if tag not in SAFE_TAGS:
            remedy = "xóa thẻ này; bài chỉ nhận chữ, ảnh, bảng và liên kết"
            found.setdefault(tag, (match[0], Mistake(f"không dùng được thẻ <{tag}> trong bài", remedy)))
    return list(found.values())


def _unsafe_links(raw: str) -> Iterator[tuple[str, Mistake]]:
    """Links that no reader may follow; they do not survive the cleaning, and their editor must know."""
    for match in _LINKED.finditer(raw):
        link = html.unescape(match[1] or match[2] or match[3] or "").strip()
        scheme = _SCHEME.match(link)
        if scheme is None or scheme[1].lower() in SCHEMES:
            continue
        if len(scheme[1]) == 1 or scheme[1].lower() == "file":
            said, remedy = f'"{link}" nằm trên máy riêng, bạn đọc không mở được', "đưa tệp lên mạng rồi viết https://…"
        else:
            said = f'không dùng được liên kết "{link}"'
            remedy = "chỉ liên kết tới https://…, mailto:…, tel:…, một tệp .md hoặc một địa chỉ trong trang"
        yield link, Mistake(said, remedy)


def _loose_stars(raw: str) -> Iterator[tuple[str, Mistake]]:
    """Stars that made nothing bold would be printed."""
    words = _MARKS.sub("", re.sub(r"<code>.*?</code>", "", raw, flags=re.DOTALL)) if "**" in raw else ""
    for match in re.finditer(r"\*\*[^\n*]{0,12}", words):
        said = f"dấu ** sẽ hiện nguyên văn: «{match[0].strip()}»"
        yield match[0], Mistake(said, "viết **chữ đậm**: hai dấu ** đi thành cặp, sát vào chữ")


@lru_cache(maxsize=1)
def _converter() -> Converter:
    """Only when a body must be converted: it takes 50 ms to import."""
    from thidua.conversion import Converter

    return Converter()


@lru_cache(maxsize=1)
def _cleaner() -> Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=SAFE_TAGS,
        attributes=_SAFE_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _figure(tag: str, pictures: list[WrittenPicture], mistakes: list[tuple[str, Mistake]]) -> str:
    written = _attributes(tag)
    src, alt, title = written.get("src", ""), written.get("alt", ""), written.get("title", "")
    match = _CREDIT.match(title)
    caption, credit = (match["caption"], match["credit"].strip()) if match else (title, "")
    if re.search(r"[\s“”]", src):
        path = re.split(r"[\s“”]", src)[0]
        said = f'không rõ đâu là tên ảnh, đâu là chú thích: "{src}"'
        remedy = f'tên ảnh không có dấu cách, chú thích trong ngoặc kép thẳng: ![mô tả]({path} "Chú thích. Ảnh: Tên")'
        mistakes.append((src, Mistake(said, remedy)))
        return ""
    example = f'![mô tả]({src} "Chú thích một câu. Ảnh: Người chụp")'
    parts = ((alt, "lời mô tả"), (caption, "chú thích"), (credit, "nguồn ảnh"))
    missing = [name for words, name in parts if not words]
    if missing:
        mistakes.append((src, Mistake(f'ảnh "{src}" thiếu {join(missing)}', f"viết {example}")))
    pictures.append(WrittenPicture(src, alt, tidy(caption), tidy(credit)))
    return f"<!--picture:{len(pictures) - 1}-->"


def _photo_grid(match: re.Match[str]) -> str:
    """Pictures with no words between them stand side by side, each leading to its large file."""
    return f'<div class="photo-grid">{match[0].replace("-->", ":large-->")}</div>'


def _link(href: str, links: list[str]) -> str:
    links.append(html.unescape(href))
    return f'<a href="link:{len(links) - 1}"'


def _pull_quote(match: re.Match[str]) -> str:
    words = match[1].strip()
    words = words if words.endswith("</p>") else f"{words}</p>"
    return (
        f'<figure class="pull-quote"><blockquote>{words}</blockquote>'
        f'<figcaption class="pull-quote__speaker">{match[2].strip()}</figcaption></figure>'
    )
