"""Markdown is converted in a third of the time, and into the same HTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown.util import Registry

from tests.conftest import ROOT
from thidua import markup
from thidua.records import Heading

Convert = Callable[[str], tuple[str, tuple[Heading, ...]]]
SIGNS = [*"*_`[]()!<>&;\\#-^|:.", "**", "![", "](", "  \n", "\n\n", "\n- ", "\n1. ", "\n> ", "\n## ", "&amp;"]
WORDS = ["thợ", "[^1]", "[^1]: ghi", "<b>", "</b>", "<https://a.vn>", "<a@b.vn>", '![a](b.png "c")', "| a |"]
TEXT = st.lists(st.sampled_from([*SIGNS, *WORDS, " "]), max_size=24).map("".join)


@pytest.fixture(scope="module")
def plain() -> Convert:
    """Markdown with its own way to find what stands within lines, and all else as ours."""
    register = Registry.register

    def keep_the_first(registry: Registry[object], item: object, name: str, priority: float) -> None:
        if name != "inline" or name not in registry:
            register(registry, item, name, priority)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Registry, "register", keep_the_first)
        made: Convert = markup._markdown.__wrapped__()
    return made


def test_example_is_what_markdown_makes_of_it(plain: Convert) -> None:
    """Every text of the example site gives the same HTML and headings."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "content").rglob("*.md"))]

    assert texts
    for text in texts:
        assert markup._markdown()(text) == plain(text)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT)
def test_any_text_is_what_markdown_makes_of_it(plain: Convert, text: str) -> None:
    """So does any heap of signs that mean something to Markdown."""
    assert markup._markdown()(text) == plain(text)
