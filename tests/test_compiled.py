"""Templates compiled our way say what Jinja has them say."""

from __future__ import annotations

import traceback
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from tests.conftest import ROOT, Site
from thidua.assets import read_assets
from thidua.cache import Memory
from thidua.compiled import Templates
from thidua.images import look_at
from thidua.library import public
from thidua.load import load
from thidua.markup import converted
from thidua.plan import planned
from thidua.render import Renderer
from thidua.words import read_words


def templates(tmp_path: Path, **sources: str) -> Templates:
    """Templates with these sources."""
    for name, source in sources.items():
        (tmp_path / f"{name}.html").write_text(source, "utf-8")
    return Templates(jinja2.FileSystemLoader(tmp_path))


def test_every_page_is_what_jinja_makes_of_it(site: Site) -> None:
    """Each page of the tiny site is the same text as by Jinja without any of our short cuts."""
    words = read_words(site.project)
    loaded = load(site.project, converted, lambda path: look_at(path, path.relative_to(site.project).as_posix()))
    assert loaded.library is not None
    view = public(loaded.library, site.as_of)
    assets = {asset.name: asset.address for asset in read_assets(site.project, view.site.colours).values()}
    renderer = Renderer(site.project, view, words, assets, Memory(site.project))
    plain = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates", encoding="utf-8"),
        autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    plain.policies = renderer.environment.policies
    plain.filters |= renderer.environment.filters
    plain.globals |= renderer.environment.globals
    for page in planned(view, words).pages.values():
        for is_illustrative in (False, True):
            expected = plain.get_template(page.template).render(page.shows, page=page, is_illustrative=is_illustrative)
            assert renderer.marked(page, is_illustrative).text == expected, page.address
    # None of them was left to Jinja, which takes longer.
    assert "_plain" not in vars(renderer.environment)


def test_component_is_called_as_jinja_calls_it(tmp_path: Path) -> None:
    """Arguments by place, by name and left out, and a caller, reach a component; what is wrong is told."""
    made = templates(
        tmp_path,
        a="{% macro a(x, y='<', z=x) %}{{ x }}{{ y }}{{ z }}{% endmacro %}",
        b="{% macro b(x) %}[{{ x }}{{ caller() }}]{% endmacro %}",
    )
    top = '{% from "a.html" import a %}{% from "b.html" import b %}'

    def said(words: str) -> str:
        return made.from_string(top + words).render()

    assert said("{{ a(1) }} {{ a(1, 2) }} {{ a(z=3, x='&') }}") == "1&lt;1 121 &amp;&lt;3"
    assert said("{% call b('>') %}<i>{{ a(1, 2, 3) }}</i>{% endcall %}") == "[&gt;<i>123</i>]"
    for wrong, error in (("a()", "not provided"), ("b(1)", "No caller"), ("c(1)", "'c' is undefined")):
        with pytest.raises(jinja2.UndefinedError, match=error):
            said("{{ " + wrong + " }}")
    for wrong, error in (("a(1, 2, 3, 4)", "not more than 3"), ("a(1, w=2)", "no keyword argument 'w'")):
        with pytest.raises(TypeError, match=error):
            said("{{ " + wrong + " }}")


def test_what_is_wrong_is_told_by_jinja(tmp_path: Path) -> None:
    """A value that is not as the template has it is an error with the template and the line that are to blame."""
    made = templates(
        tmp_path,
        frame="<title>{% block title %}{% endblock %}</title>",
        name="\n{% macro name(who) %}\n{{ who.name.upper() }}{% endmacro %}",
        page='{% extends "frame.html" %}{% from "name.html" import name %}'
        "{% block title %}{{ name(who) }}{% endblock %}",
    )

    def said(**shown: object) -> str:
        return "".join(made.pieces("page.html", shown))

    # An item of a mapping is found as well, but not by our own way.
    assert said(who={"name": "An"}) == said(who=SimpleNamespace(name="An")) == "<title>AN</title>"
    wrong: dict[str, dict[str, object]] = {"no attribute 'name'": {"who": {}}, "'who' is undefined": {}}
    for error, shown in wrong.items():
        with pytest.raises(jinja2.UndefinedError, match=error) as raised:
            said(**shown)
        places = [(Path(each.filename).name, each.lineno) for each in traceback.extract_tb(raised.value.__traceback__)]
        assert [place for place in places if place[0].endswith(".html")][-1] == ("name.html", 3)
