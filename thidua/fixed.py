"""What templates say the same on every page, set once: while a template is compiled.

Names that all templates see stand for their values; conditions and short loops that hang on nothing else are decided;
parts and components that are given nothing else are written out. Whatever cannot be worked out, or fails, is left for
Jinja to do page by page, and to complain of. Decides nothing about what templates say.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import Any, Final, NamedTuple, TypeVar, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import has_safe_repr
from jinja2.visitor import NodeTransformer

from thidua.addresses import ROOT

N = TypeVar("N", bound=nodes.Node)

# Longer loops are lists, not parts of the frame.
_LONGEST_LOOP: Final = 30
# Shorter pieces are not worth looking up.
SHORTEST: Final = 80
# Where an address of the site ends, and a piece that ends within one.
_AFTER: Final = "\"' \n,<>&"
_OPEN: Final = re.compile(rf"{ROOT}[^{_AFTER}\\]*\Z")
# What gives a name to something, so that it no longer stands for what all templates see.
_BINDING: Final = (nodes.Assign, nodes.AssignBlock, nodes.Block, nodes.FromImport, nodes.Import, nodes.Macro)


class Fixed(str):
    """Text that is the same on many pages, and stands between their addresses, never within one."""

    __slots__ = ()


def fixed(text: str) -> str:
    """The text, marked where it may be looked at apart from what stands around it."""
    return Fixed(text) if len(text) >= SHORTEST and text[0] in _AFTER and not _OPEN.search(text) else text


class Surroundings(NamedTuple):
    """What is asked of the templates around one: the text of a part that is the same on every page; a component.

    Both raise whatever Jinja does, and the first LookupError for a part that is not.
    """

    part: Callable[[str], str]
    component: Callable[[str, str], Callable[..., str]]


class Setting(NodeTransformer):
    """One template as a tree, in which what never differs is set."""

    def __init__(self, tree: nodes.Template, environment: jinja2.Environment, around: Surroundings) -> None:
        self._context = nodes.EvalContext(environment)
        self._around = around
        self._bound = Counter(_bound_in(tree))
        self._values = {name: value for name, value in environment.globals.items() if name not in self._bound}
        # Components by the names that they have here: their files, and their own names there.
        self._components: dict[str, tuple[str, str]] = {}

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
        value = self._known(_copied(expression)).as_const(self._context)
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

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Remember which components have names here."""
        if isinstance(node.template, nodes.Const) and not node.with_context:
            for each in node.names:
                name, alias = (each, each) if isinstance(each, str) else each
                if self._bound[alias] == 1:
                    self._components[alias] = (node.template.value, name)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - as above
        """A component that is given nothing of the page, written out."""
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called in self._components and node.dyn_args is None and node.dyn_kwargs is None:
            # What is wrong is told on the page where it is met.
            with contextlib.suppress(Exception):
                given = [self._value(each) for each in node.args]
                named = {each.key: self._value(each.value) for each in node.kwargs}
                text = self._around.component(*self._components[called])(*given, **named)
                return nodes.Const(text, lineno=node.lineno)
        return self.generic_visit(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802 - as above
        """A component that is given words of the page stays what it is."""
        call, node.call = node.call, nodes.Call(nodes.Const(None), [], [], None, None)
        self.generic_visit(node)
        node.call = call
        self.generic_visit(call)
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - as above
        """A part that says the same on every page, written out."""
        if isinstance(node.template, nodes.Const):
            with contextlib.suppress(Exception):
                text = self._around.part(node.template.value)
                return nodes.Output([nodes.TemplateData(text)], lineno=node.lineno)
        return self.generic_visit(node)

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
        target, inside = node.target.name, tuple(_below(node.body))
        if any(isinstance(each, (*_BINDING, nodes.Include)) or _is_of(each, "loop") for each in inside):
            return None
        if target in self._values or any(_is_of(each, target, "store") for each in inside):
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
            found += self._body(map(_copied, node.body))
        self._values.pop(target, None)
        return None if any(_is_of(each, target) for each in _below(found)) else found


def _copied(node: N) -> N:
    """Another tree with the same leaves."""
    other = copy(node)
    for name, part in node.iter_fields():
        if isinstance(part, nodes.Node):
            setattr(other, name, _copied(part))
        elif isinstance(part, list):
            setattr(other, name, [_copied(each) if isinstance(each, nodes.Node) else each for each in part])
    return other


def _bound_in(tree: nodes.Node) -> Iterator[str]:
    """Every name that means something of its own anywhere in a template."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                yield node.name
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _below(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Every node of a body."""
    for node in body:
        yield node
        yield from node.find_all(nodes.Node)


def _is_of(node: nodes.Node, name: str, context: str = "load") -> bool:
    """Whether the node is that name, read or bound."""
    return isinstance(node, nodes.Name) and (node.name, node.ctx) == (name, context)


def _joined(body: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """The same, with neighbouring pieces of output as one."""
    output: nodes.Output | None = None
    for node in body:
        if output is not None and isinstance(node, nodes.Output):
            output.nodes.extend(node.nodes)
            continue
        output = node if isinstance(node, nodes.Output) else None
        yield node
