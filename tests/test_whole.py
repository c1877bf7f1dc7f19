"""A template in which all that it needs of others is written out says the same as one that asks them."""

from __future__ import annotations

from types import SimpleNamespace

import jinja2
import pytest
from jinja2 import nodes

from thidua.compiled import Templates
from thidua.trees import below

PARTS = {
    "tag.html": "{% macro tag(of) %}{% if of.made_up %} <small>{{ site }}</small>{% endif %}{% endmacro %}",
    "card.html": (
        "{% from 'tag.html' import tag as mark %}"
        "{% macro card(of, level=2, more=site, last=of) %}"
        "{% set name = of.name %}<h{{ level }}>{{ name }}{{ mark(of) }}</h{{ level }}>{{ more }}{{ name }}{{ last }}"
        "{% for name in of.names %}{{ loop.index }}{{ name }}{% endfor %}"
        "{% endmacro %}"
    ),
    "box.html": (
        "{% macro box(title, times=1) %}<b>{{ title }}</b>{% for each in range(times) %}{{ caller() }}{% endfor %}"
        "{% if times > 1 %}{{ title }}{% endif %}{% endmacro %}"
    ),
    "branch.html": (
        "{% macro branch(things) %}{% for each in things %}<li>{{ each.name }}{{ branch(each.below) }}</li>{% endfor %}"
        "{% endmacro %}"
    ),
    "own.html": "{% macro one(x) %}{{ two(x) }}!{% endmacro %}{% macro two(x) %}<{{ x }}>{% endmacro %}",
    "shadow.html": "{% macro shadow(x) %}{{ site }}{% for site in x %}{{ site }}{% endfor %}{{ site }}{% endmacro %}",
    "part.html": "{% set title = 'part' %}{{ title }}{{ who.name }}{% for each in who.names %}{{ each }}{% endfor %}",
    "frame.html": (
        "{% from 'tag.html' import tag %}"
        "<title>{% block document %}{% block title %}{{ who.name }}{% endblock %} | {{ site }}{% endblock %}</title>"
        "{{ self.title() }}{% for each in who.names %}{{ each }}{% endfor %}{% with title = 'frame' %}{{ title }}"
        "{% block main %}own{% endblock %}{% endwith %}{{ tag(who) }}{% include 'part.html' %}"
    ),
    "scoped.html": "{% for each in who.names %}{% block item scoped %}{{ each }}{% endblock %}{% endfor %}",
}  # fmt: skip
TOP = "{% from 'card.html' import card %}{% from 'box.html' import box %}"
# Templates, each with whether everything that it needs is written into it.
CASES = {
    "arguments by place, by name, and left out": (
        TOP + "{{ card(who) }}{{ card(who, 3, 'x', 'y') }}{{ card(level=4, of=who, last=1) }}", False
    ),
    "all arguments given": (TOP + "{{ card(who, 3, 'x', 'y') }}{{ card(who, last=who.name) }}", True),
    "a name that means something else around": (
        TOP + "{% set name = 'x' %}{% set level = 9 %}{{ card(who, last='') }}{{ name }}{{ level }}", True
    ),
    "a caller": (TOP + "{% call box(who.name) %}{{ title }}{{ who.name }}{% endcall %}", True),
    "a caller that is heard again and again": (TOP + "{% call box(who.name, 2) %}{{ who.name }}{% endcall %}", True),
    "a caller within a loop": (
        TOP + "{% for each in who.names %}{% call box(each, 2) %}{{ loop.index }}{{ each }}{% endcall %}{% endfor %}",
        False,
    ),
    "a caller with a component": (TOP + "{% call box('a') %}{{ card(who, last=2) }}{% endcall %}", True),
    "a component that calls itself": ("{% from 'branch.html' import branch %}{{ branch(who.below) }}", False),
    "a component that calls its neighbour": ("{% from 'own.html' import one %}{{ one(who.name) }}", True),
    "a component within an expression": (TOP + "{{ card(who) | upper }}{{ 'x' if card(who) else 'y' }}", False),
    "a name read beside one that is bound": (
        "{% from 'shadow.html' import shadow %}{{ shadow(who.names) }}{{ shadow('ab') }}", False
    ),
    "a component of an unknown name": (TOP + "{% set box = card %}{{ box(who) }}", False),
    "a component that sees the page": ("{% from 'tag.html' import tag with context %}{{ tag(who) }}", False),
    "a part": ("{% set title = 'page' %}{% include 'part.html' %}{{ title }}", True),
    "a part that may be missing": ("{% include 'none.html' ignore missing %}{{ who.name }}", False),
    "a part chosen on the page": ("{% include 'part.html' if who.made_up else 'tag.html' %}", False),
    "blocks": (
        "{% extends 'frame.html' %}" + TOP + "{% block title %}{{ card(who, last=1) }}{% endblock %}"
        "{% block main %}{% for each in who.names %}{{ each }}{{ title }}{% endfor %}{% endblock %}", True
    ),
    "no block": ("{% extends 'frame.html' %}", True),
    "a block within a block": (
        "{% extends 'frame.html' %}{% block document %}{% block title %}{{ who.names[0] }}{% endblock %}{% endblock %}",
        True,
    ),
    "a block and the one that it stands for": (
        "{% extends 'frame.html' %}{% block main %}{{ super() }}+{% endblock %}", False
    ),
    "a block that sees a loop": ("{% extends 'scoped.html' %}{% block item %}({{ each }}){% endblock %}", False),
    "something set beside the blocks": (
        "{% extends 'frame.html' %}{% set title = 1 %}{% block main %}{{ title }}{% endblock %}", False
    ),
}  # fmt: skip
WHO = SimpleNamespace(
    name="An <b>",
    names=("x", "&"),
    made_up=True,
    below=[SimpleNamespace(name="c", below=[SimpleNamespace(name="d", below=())])],
)
NOBODY = SimpleNamespace(name="", names=(), made_up=False, below=())
ASKING = (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Block, nodes.EnvironmentAttribute)


def both(sources: dict[str, str]) -> tuple[Templates, jinja2.Environment]:
    """Our templates with these sources, and Jinja's."""
    loader = jinja2.DictLoader(sources)
    plain = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.ChainableUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    ours = Templates(loader)
    ours.undefined = jinja2.ChainableUndefined
    for made in (ours, plain):
        made.globals["site"] = "Báo"
    return ours, plain


@pytest.mark.parametrize("what", CASES)
def test_template_made_whole_says_the_same(what: str) -> None:
    """Components, parts and frames say what they say by themselves, and names mean what they mean there."""
    source, is_whole = CASES[what]
    ours, plain = both({**PARTS, "a.html": source})
    for who in (WHO, NOBODY):
        said = ours.get_template("a.html").render(who=who)
        assert said == plain.get_template("a.html").render(who=who)

    tree = ours.parse(source)
    ours.set(tree, "a.html")
    assert is_whole is not any(isinstance(node, ASKING) for node in below(tree.body))
