"""What templates say the same on every page is set while they are compiled, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import jinja2
import pytest

from thidua.addresses import ROOT, targets
from thidua.compiled import Templates
from thidua.fixed import Fixed, fixed
from thidua.words import Words

SITE = SimpleNamespace(
    name="Báo <A>",
    sections=(SimpleNamespace(id="tin", name="Tin"), SimpleNamespace(id="guong", name="Gương")),
    logo=None,
)
PARTS = {
    "colophon.html": "<p>{{ site.name }}</p>",
    "named.html": "<p>{{ page }}</p>",
    "label.html": "{% macro label(text, level=2) %}<h{{ level }}>{{ text }}, {{ site.name }}{% endmacro %}",
    "box.html": "{% macro box(text) %}<b>{{ text }}</b>{{ caller() }}{% endmacro %}",
    "wrong.html": "{% macro wrong(text) %}{{ text.nothing.more }}{% endmacro %}",
}
# Templates, each with whether anything of it is still to be decided on the page.
WHOLE = {
    "a value": ("{{ site.name }}, {{ words['more'] | upper }}", False),
    "a condition": ("{% if site.logo %}có{% elif site.name %}tên{% else %}không{% endif %}", False),
    "a condition of the page": (
        "{% if page %}có{% elif site.logo %}biểu trưng{% elif words.more %}thêm{% else %}không{% endif %}", True
    ),
    "a loop": (
        "{% for each in site.sections %}[{{ each.name }}{% if each.id == 'tin' %}!{% endif %}]{% endfor %}", False
    ),
    "a loop that asks the page": ("{% for each in site.sections %}{{ each.name == page }} {% endfor %}", True),
    "a loop that counts": ("{% for each in site.sections %}{{ loop.index }}{{ each.name }}{% endfor %}", True),
    "a loop that sets": (
        "{% for each in site.sections %}{% set page = each.name %}{{ page }}{% endfor %}{{ page }}", True
    ),
    "a loop with another inside": (
        "{% for each in site.sections %}{% for each in 'ab' %}{{ each }}{% endfor %}{{ each.name }}{% endfor %}", True
    ),
    "a loop over the page": ("{% for each in page %}{{ each }}{{ site.name }}{% endfor %}", True),
    "a name of its own": ("{% set site = page %}{{ site }}{% with words = 'x' %}{{ words }}{% endwith %}", True),
    "an argument of that name": ("{% macro of(words) %}{{ words }}{% endmacro %}{{ of(page) }}{{ of('<') }}", True),
    "a part": ("{% include 'colophon.html' %}", False),
    "a part of the page": ("{% include 'named.html' %}", True),
    "a component": ("{% from 'label.html' import label as said %}{{ said(words.more, level=3) }}", False),
    "a component of the page": ("{% from 'label.html' import label %}{{ label(page) }}{{ label(words.more) }}", True),
    "a component around words": (
        "{% from 'box.html' import box %}{% call box(words.more) %}{{ page }}{{ site.name }}{% endcall %}", True
    ),
    "a filter around words": ("{% filter upper %}{{ site.name }}{{ page }}{% endfilter %}", True),
    "a phrase": ("{{ phrases('named', who=site.name) }}, {{ phrases('plain') }}", False),
    "a phrase of the page": ("{{ phrases('named', who=page) }}{{ phrases('named', who=3) }}", True),
    "a phrase that nobody says": ("{% if page == 'x' %}{{ phrases('broken', x=1) }}{% endif %}", True),
    "a phrase with more than names": ("{{ phrases('odd', x=1) }}", True),
    "a phrase with markup": ("{% set said %}<i>{{ page }}</i>{% endset %}{{ phrases('named', who=said) }}", True),
    "a default": ("{% if other is defined %}x{% endif %}{{ site.name if page else words.more }}", True),
}  # fmt: skip


def templates(made_by: type[jinja2.Environment], sources: Mapping[str, str]) -> jinja2.Environment:
    """Templates with these sources and what all of them see."""
    loader = jinja2.DictLoader({**PARTS, **sources})
    if made_by is Templates:
        made: jinja2.Environment = Templates(loader)
    else:
        made = made_by(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
    phrases = Words({"broken": "}", "named": "<{who}> được nêu {{tên}}", "plain": "không & có", "odd": "{x:>3}"})
    made.globals |= {"site": SITE, "words": {"more": "thêm"}, "phrases": phrases}
    return made


@pytest.mark.parametrize("what", WHOLE)
def test_template_says_what_jinja_has_it_say(what: str) -> None:
    """What never differs is set, and whatever the page says is heard where it is said."""
    source, is_open = WHOLE[what]
    ours, plain = (templates(kind, {"a.html": source}) for kind in (Templates, jinja2.Environment))
    for page in ("Một", "", "Tin"):
        said = ours.get_template("a.html").render(page=page)
        assert said == plain.get_template("a.html").render(page=page)

    template = ours.get_template("a.html")
    assert is_open or len(list(template.root_render_func(template.new_context({})))) == 1


def test_what_is_wrong_is_told_where_it_is_met() -> None:
    """A mistake in what could be set ahead is one on the page that shows it, and nowhere else."""
    made = templates(
        Templates,
        {
            "a.html": "{% from 'wrong.html' import wrong %}\n{% if page %}{{ wrong(words.more) }}{% endif %}",
            "b.html": "\n{% if page %}{% include 'none.html' %}{% endif %}",
            "c.html": "\n{{ site.editor }}",
        },
    )

    assert isinstance(made, Templates)
    assert ["".join(made.pieces(f"{name}.html", {"page": ""})) for name in "ab"] == ["", "\n"]
    for name, error in (("a", "nothing"), ("b", "none.html"), ("c", "editor")):
        with pytest.raises(jinja2.TemplateError, match=error):
            made.pieces(f"{name}.html", {"page": "x"})


def test_fixed_piece_never_ends_within_an_address() -> None:
    """Whoever looks for addresses piece by piece finds the same as in the whole text."""
    frame = "<p>" + "Báo của công đoàn. " * 9
    inside = f'"{frame}<a href="{ROOT}tin/index.html'
    texts = (f'">{frame}', inside, f"{inside}#", f'{inside}">', f'#a">{frame}')

    assert [type(fixed(text)) is Fixed for text in texts] == [True, False, False, True, False]
    pieces = [f'<a href="{ROOT}a.html', f'#b">{frame}', f'">{frame}<a href="{ROOT}', 'c.html">']
    whole: set[str] = set()
    own = ""
    for piece in map(fixed, pieces):
        if type(piece) is Fixed:
            whole |= targets(piece)
            own += " "
        else:
            own += piece
    assert whole | targets(own) == targets("".join(pieces)) == {"a.html#b", "c.html"}
