"""Markdown to HTML and headings in the typography of the house: Python-Markdown, in half its time.

Each step of ours is its own but for passing over what holds nothing for it. Pure. What comes out is
not safe yet: see `markup`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import AtomicString

from thidua.records import Heading
from thidua.references import NUMBERED
from thidua.vietnamese import slug, tidied

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown.extensions.toc import _TocToken

# Rows that end in two spaces: Markdown may make them of tabs and of empty rows.
_BREAK: Final = "  \n"
# What every match of each of Markdown's inline patterns holds; one of the signs is enough.
_SIGNS: Final[Mapping[str, Sequence[str]]] = {
    "backtick": "`",
    "escape": "\\",
    "footnote": ("[^",),
    "reference": "[",
    "link": "[",
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": "[",
    "short_image_ref": ("![",),
    "autolink": "<",
    "automail": "<",
    "linebreak": (_BREAK,),
    "html": "<",
    "entity": "&",
    "em_strong": "*_",
}
# These lead to an address that stands elsewhere in the text, behind such a sign.
_REFERRING: Final = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
_DEFINES: Final = "]:"
_BLOCKS: Final = frozenset({"p", "li", "td", "th", "h2", "h3", "h4", "dd", "dt"})
_VERBATIM: Final = frozenset({"code", "pre"})
_SEAM: Final = "\ue001"


class Converter(Markdown):
    """Python-Markdown with our extensions, for one text after the other."""

    # The text being converted, those of the inline signs that it holds, and the patterns that may match in it.
    written: str = ""
    signs: Sequence[str] = ()
    patterns: Sequence[tuple[int, Sequence[str]]] = ()

    def __init__(self) -> None:
        toc = TocExtension(slugify=lambda value, _separator: slug(NUMBERED.sub("", value)) or "muc", toc_depth="2-4")
        super().__init__(extensions=["tables", "sane_lists", "footnotes", toc], output_format="html")
        self.preprocessors.register(_HtmlBlocks(self), "html_block", 20)
        self.parser.blockprocessors.register(_Prose(self.parser), "prose", 200)
        self.treeprocessors.register(_Inline(self), "inline", 20)
        self.treeprocessors.register(_Contents(self, toc.getConfigs()), "toc", 5)
        self.treeprocessors.register(_Typography(self), "typography", 1)
        self.treeprocessors.register(_Unescape(self), "unescape", 0)
        self._names = sorted(_SIGNS, key=self.inlinePatterns.get_index_for_name)

    def body(self, source: str) -> tuple[str, tuple[Heading, ...]]:
        """The HTML and the headings of a text."""
        self.written = source
        self.signs = [_BREAK, *(sign for sign in "`\\[<&*_" if sign in source)]
        self.patterns = [
            (index, _SIGNS[name])
            for index, name in enumerate(self._names)
            if any(sign[0] in source for sign in _SIGNS[name]) and (name not in _REFERRING or _DEFINES in source)
        ]
        self.reset()
        result = self.convert(source)
        return result, tuple(_headings(getattr(self, "toc_tokens")))  # noqa: B009 - set by the extension


def _headings(tokens: Sequence[_TocToken]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], html.unescape(token["name"]))
        yield from _headings(token["children"])


# ---- steps ------------------------------------------------------------------------------------------


class _HtmlBlocks(HtmlBlockPreprocessor):
    md: Converter

    def run(self, lines: list[str]) -> list[str]:
        return super().run(lines) if "<" in self.md.written or "&" in self.md.written else lines


class _Prose(ParagraphProcessor):
    """Takes a row that begins with a letter before all others, none of which wants it, have looked at it."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - asked of every processor
        return block[:1].isalpha() and "\n" not in block


class _Inline(InlineProcessor):
    """Does not try a pattern on words that lack what each of its matches begins with."""

    md: Converter

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its names
        if isinstance(data, AtomicString) or not any(sign in data for sign in self.md.signs):
            return data
        for index, signs in self.md.patterns:
            start, is_found = 0, index >= patternIndex and any(sign in data for sign in signs)
            while is_found:
                pattern = self.inlinePatterns[index]
                data, is_found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]  # its own
                    pattern, data, index, start
                )
        return data


class _Contents(TocTreeprocessor):
    """Draws up a table of contents only where it is asked for; the headings are known without it."""

    md: Converter

    def run(self, doc: Element) -> None:
        self.marker = "[TOC]" if "[TOC]" in self.md.written else ""
        super().run(doc)

    def build_toc_div(self, toc_list: list[_TocToken]) -> Element:
        return super().build_toc_div(toc_list) if self.marker else ElementTree.Element("div")


class _Unescape(UnescapeTreeprocessor):
    md: Converter

    def run(self, root: Element) -> None:
        if "\\" in self.md.written:
            super().run(root)


class _Typography(Treeprocessor):
    """Works on whole blocks: a quotation may begin outside and end inside a link."""

    def run(self, root: Element) -> None:
        blocks = [_slots(block) for block in _outermost_blocks(root)]
        texts = (_SEAM.join(getattr(element, side) or "" for element, side in slots) for slots in blocks)
        for slots, text in zip(blocks, tidied(texts), strict=True):
            for (element, side), new in zip(slots, text.split(_SEAM), strict=True):
                if new != (getattr(element, side) or ""):
                    setattr(element, side, new)


def _outermost_blocks(root: Element) -> Iterator[Element]:
    for element in root:
        if element.tag in _BLOCKS:
            yield element
        else:
            yield from _outermost_blocks(element)


def _slots(block: Element) -> list[tuple[Element, str]]:
    """Where words of the block stand that are not code."""
    places = [(block, "text"), *((e, side) for e in block.iter() if e is not block for side in ("text", "tail"))]
    return [(element, side) for element, side in places if not (side == "text" and element.tag in _VERBATIM)]
