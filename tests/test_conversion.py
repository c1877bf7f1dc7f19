"""Markdown is converted in half the time, and into the same HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.util import Registry

from tests.conftest import ROOT
from thidua.conversion import Converter

SIGNS = [*'*_`[]()!<>&;\\#-^|:."\t', "**", "![", "](", "  \n", "\n\n", "\n- ", "\n1. ", "\n> ", "\n## ", "&amp;"]
WORDS = ["thợ", "[^1]", "[^1]: ghi", "<b>", "</b>", "<https://a.vn>", "<a@b.vn>", '![a](b.png "c")', "| a |"]
WORDS += ["[TOC]", "\n[a]: b.vn\n", "\n|---|\n", "2023-2024"]
TEXT = st.lists(st.sampled_from([*SIGNS, *WORDS, " "]), max_size=24).map("".join)


@pytest.fixture(scope="module")
def plain() -> Converter:
    """Markdown with its own steps in the place of ours, and only our typography added."""
    register = Registry.register

    def keep_the_first(registry: Registry[object], item: object, name: str, priority: float) -> None:
        if name not in registry and name != "prose":
            register(registry, item, name, priority)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Registry, "register", keep_the_first)
        return Converter()


@pytest.fixture(scope="module")
def quick() -> Converter:
    """Markdown as articles are converted."""
    return Converter()


def test_example_is_what_markdown_makes_of_it(quick: Converter, plain: Converter) -> None:
    """Every text of the example site gives the same HTML and headings."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "content").rglob("*.md"))]

    assert texts
    for text in texts:
        assert quick.body(text) == plain.body(text)


@settings(max_examples=300)
@given(TEXT)
def test_any_text_is_what_markdown_makes_of_it(quick: Converter, plain: Converter, text: str) -> None:
    """So does any heap of signs that mean something to Markdown."""
    assert quick.body(text) == plain.body(text)
