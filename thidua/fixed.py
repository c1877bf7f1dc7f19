"""What templates say the same on every page, set once: while a template is compiled.

Names that all templates see stand for their values; conditions and short loops that hang on nothing else are decided;
of phrases only the gaps are open. Whatever cannot be worked out, or fails, is left for Jinja to do page by page, and to
complain of. Decides nothing about what templates say.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import has_safe_repr
from jinja2.visitor import NodeTransformer

from thidua.addresses import ROOT
from thidua.trees import below, bound_in, copied, is_of, said_in, set_in
from thidua.words import Words

# Longer loops are lists, not parts of the frame.
_LONGEST_LOOP: Final = 30
# Shorter pieces are not worth looking up.
SHORTEST: Final = 80
# Where an address of the site ends, and a piece that ends within one.
_AFTER: Final = "\"' \n,<>&"
_OPEN: Final = re.compile(rf"{ROOT}[^{_AFTER}\\]*\Z")
# What gives a name to something for all that follows.
_SETTING: Final = (nodes.Assign, nodes.AssignBlock, nodes.FromImport, nodes.Import, nodes.Macro)


class Fixed(str):
    """Text that is the same on many pages, and stands between their addresses, never within one."""

    __slots__ = ()


def fixed(text: str) -> str:
    """The text, marked where it may be looked at apart from what stands around it."""
    return Fixed(text) if len(text) >= SHORTEST and text[0] in _AFTER and not _OPEN.search(text) else text


class Setting(NodeTransformer):
    """One template as a tree, in which what never differs is set."""

    def __init__(self, tree: nodes.Template, environment: jinja2.Environment) -> None:
        self._context = nodes.EvalContext(environment)
        bound = set(bound_in(tree.body))
        self._values = {name: value for name, value in environment.globals.items() if name not in bound}

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: ANN401 - as Jinja has it
        """What is below, set; words that follow on one another become one piece."""
        node = super().generic_visit(node, *args, **kwargs)
        for name in ("body", "else_"):
            body = getattr(node, name, None)
            if isinstance(body, list):
                body[:] = _joined(body)
        return node

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Jinja has it
        """The node, or what it comes to."""
        if isinstance(node, nodes.Expr) and not isinstance(node, nodes.Literal):
            try:
                value = self._value(node)
            except nodes.Impossible:
                value = None
            if isinstance(value, str | int) and has_safe_repr(value):
                return nodes.Const(value, lineno=node.lineno)
        return super().visit(node, *args, **kwargs)

    def _value(self, expression: nodes.Expr) -> Any:  # noqa: ANN401 - of any type
        """What an expression comes to. Raises Impossible where that hangs on the page."""
        value = self._known(copied(expression)).as_const(self._context)
        if isinstance(value, jinja2.Undefined):
            raise nodes.Impossible
        return value

    def _known(self, expression: nodes.Expr) -> nodes.Expr:
        """The expression with the values of those names that all templates see."""
        if isinstance(expression, nodes.Name):
            is_known = expression.ctx == "load" and expression.name in self._values
            return nodes.Const(self._values[expression.name]) if is_known else expression
        for name, part in expression.iter_fields():
            if isinstance(part, nodes.Expr):
                setattr(expression, name, self._known(part))
            elif isinstance(part, list):
                part[:] = [self._known(each) if isinstance(each, nodes.Expr) else each for each in part]
        return expression

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        """What is said; of a phrase with gaps only these are open."""
        node.nodes = list(chain.from_iterable(map(self._open, node.nodes)))
        return self.generic_visit(node)

    def _open(self, said: nodes.Expr) -> Sequence[nodes.Expr]:
        """What is said, in pieces if it is a phrase."""
        if not isinstance(said, nodes.Call) or not isinstance(said.node, nodes.Name) or len(said.args) != 1:
            return [said]
        phrases, key = self._values.get(said.node.name), said.args[0]
        if not isinstance(phrases, Words) or not isinstance(key, nodes.Const) or said.dyn_args or said.dyn_kwargs:
            return [said]
        given, pieces = {each.key: each.value for each in said.kwargs}, phrases.pieces(key.value)
        if pieces is None or not given.keys() >= {gap for _, gap in pieces if gap}:
            return [said]
        return list(chain.from_iterable(_filled(text, given.get(gap)) for text, gap in pieces))

    def visit_Scope(self, node: nodes.Scope) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - as above
        """What stands apart for nothing, as no name is set in it."""
        self.generic_visit(node)
        return node if any(set_in(node.body)) else node.body

    def visit_With(self, node: nodes.With) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - as above
        """What is said with names; those that are given what is the same on every page are no more."""
        given = [(target, self.visit(value)) for target, value in zip(node.targets, node.values, strict=True)]
        known = dict(self._known_in(given, node.body))
        self._values |= known
        body = self._body(node.body)
        for name in known:
            del self._values[name]
        gone = known.keys() - set(said_in(body)) if known else frozenset()
        rest = [(target, value) for target, value in given if getattr(target, "name", None) not in gone]
        if not rest and not any(set_in(body)):
            return body
        return nodes.With([target for target, _ in rest], [value for _, value in rest], body, lineno=node.lineno)

    def _known_in(
        self, given: Iterable[tuple[nodes.Expr, nodes.Expr]], body: Sequence[nodes.Node]
    ) -> Iterator[tuple[str, Any]]:
        """The names that are given what is the same on every page, with that."""
        for target, value in given:
            if isinstance(target, nodes.Name) and target.name not in self._values:
                with contextlib.suppress(nodes.Impossible):
                    known = self._value(value)
                    if target.name not in set(bound_in(body)):
                        yield target.name, known

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - as above
        """What is left to be decided on the page."""
        left: list[nodes.If] = []
        last = node.else_
        for branch in (node, *node.elif_):
            test: nodes.Expr = self.visit(branch.test)
            try:
                holds = bool(self._value(test))
            except nodes.Impossible:
                left.append(nodes.If(test, self._body(branch.body), [], [], lineno=branch.lineno))
                continue
            if holds:
                last = branch.body
                break
        last = self._body(last)
        if not left:
            return last
        first, *others = left
        return nodes.If(first.test, first.body, others, last, lineno=first.lineno)

    def _body(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        """Nodes, set."""
        found: list[nodes.Node] = getattr(self.generic_visit(nodes.Template(list(body))), "body")  # noqa: B009 - has one
        return found

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - as above
        """A short loop over what is the same on every page, written out."""
        unrolled = self._unrolled(node)
        return self.generic_visit(node) if unrolled is None else unrolled

    def _unrolled(self, node: nodes.For) -> list[nodes.Node] | None:
        if not isinstance(node.target, nodes.Name) or node.test or node.else_ or node.recursive:
            return None
        target, inside = node.target.name, tuple(below(node.body))
        if any(isinstance(each, (*_SETTING, nodes.Block, nodes.Include)) or is_of(each, "loop") for each in inside):
            return None
        if target in self._values or any(is_of(each, target, "store") for each in inside):
            return None
        try:
            things = self._value(cast(nodes.Expr, node.iter))
        except nodes.Impossible:
            return None
        if not isinstance(things, tuple | list) or len(things) > _LONGEST_LOOP:
            return None
        found: list[nodes.Node] = []
        for thing in things:
            self._values[target] = thing
            found += self._body(map(copied, node.body))
        self._values.pop(target, None)
        return None if any(is_of(each, target) for each in below(found)) else found


def _filled(text: str, value: nodes.Expr | None) -> Iterator[nodes.Expr]:
    """Words of a phrase, and what fills the gap after them: as text, whatever it is."""
    if text:
        yield nodes.Const(text)
    if value is not None:
        yield nodes.Call(nodes.EnvironmentAttribute("text"), [value], [], None, None, lineno=value.lineno)


def _joined(body: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """The same, with neighbouring pieces of output as one."""
    output: nodes.Output | None = None
    for node in body:
        if output is not None and isinstance(node, nodes.Output):
            output.nodes.extend(node.nodes)
            continue
        output = node if isinstance(node, nodes.Output) else None
        yield node
