"""Templates made whole: what one extends, includes and calls is written into it before it is compiled.

One function then makes a page, with no calls and no pieces to be put together in between, and what a component is told
on one kind of page alone can be set there (see `fixed`). Names keep meaning what they mean where they are written. What
can't be written out is left for Jinja to do: it says better what is wrong. Decides nothing about what templates say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain, count
from typing import Final, NamedTuple, cast

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from thidua.trees import below, bound_in, copied, free_in, is_of, names_imported, said_in

_CALLER: Final = "caller"
_LOOP: Final = "loop"
# A component with more nodes stays one: a call costs little beside it, and it would be compiled for each caller anew.
_LARGEST: Final = 300
# What a template that extends another may hold beside its blocks: nothing of it is heard.
_SILENT: Final = (nodes.Extends, nodes.FromImport, nodes.Block)


class Named(NamedTuple):
    """A component: the file that it is in, and its name there."""

    file: str
    name: str


class Body(NamedTuple):
    """What a component says, with all that it needs of others, not to be changed; and what is known of its names."""

    macro: nodes.Macro
    body: list[nodes.Node]
    free: Collection[str]
    bound: Collection[str]
    # How often each name is read, and those that are read in loops.
    uses: Mapping[str, int]
    again: Collection[str]


class Whole:
    """The templates of one environment.

    `parsed` gives the tree of one by its name, and raises what Jinja does; `seen` are the names that all of them see.
    """

    def __init__(self, parsed: Callable[[str], nodes.Template], seen: Collection[str]) -> None:
        self._parsed = parsed
        self.seen = seen
        self._numbers = count(1)
        self._files: dict[str, _File | None] = {}
        self._bodies: dict[Named, Body | None] = {}
        self._parts: dict[str, list[nodes.Node] | None] = {}
        self._frames: dict[str, list[nodes.Node] | None] = {}

    def body(self, tree: nodes.Template, name: str | None) -> list[nodes.Node]:
        """All that a template says, with what it needs of others."""
        file = _File(self, name or "", tree, is_within=False)
        parents = [node for node in tree.body if isinstance(node, nodes.Extends)]
        whole = self._extended(file, tree, parents[0]) if len(parents) == 1 else None
        return whole or file.body(tree.body)

    def file(self, name: str) -> _File | None:
        """Another template; nothing where it can't be read."""
        if name not in self._files:
            try:
                self._files[name] = _File(self, name, self._parsed(name), is_within=True)
            except jinja2.TemplateError:
                self._files[name] = None
        return self._files[name]

    def component(self, named: Named) -> Body | None:
        """A component, to be written into other templates; nothing where it can't be, as within itself."""
        if named not in self._bodies:
            self._bodies[named] = None
            file = self.file(named.file)
            macro = file.macros.get(named.name) if file is not None else None
            if file is not None and macro is not None:
                self._bodies[named] = self._told(macro, file.body(macro.body))
        return self._bodies[named]

    def _told(self, macro: nodes.Macro, body: list[nodes.Node]) -> Body | None:
        if sum(1 for _ in below(body)) > _LARGEST:
            return None
        free, bound = free_in(body), frozenset(bound_in(body))
        # A name that is also bound further in might be taken for the other.
        if not free.isdisjoint(bound) or not free <= {*(each.name for each in macro.args), *self.seen, _CALLER}:
            return None
        loops = (node for node in below(body) if isinstance(node, nodes.For))
        return Body(macro, body, free, bound, Counter(said_in(body)), frozenset(said_in(loops)))

    def part(self, name: str) -> list[nodes.Node] | None:
        """A part, to be written into other templates; nothing where it can't be, as within itself."""
        if name not in self._parts:
            self._parts[name] = None
            file = self.file(name)
            if file is not None and not any(
                isinstance(node, nodes.Extends | nodes.Block) for node in below(file.tree.body)
            ):
                self._parts[name] = file.body(file.tree.body)
        part = self._parts[name]
        return None if part is None else [copied(node) for node in part]

    def new(self, names: Iterable[str]) -> Mapping[str, str]:
        """Names that nobody has, in the place of others."""
        return {name: f"{name}__{next(self._numbers)}" for name in sorted(set(names))}

    def _frame(self, name: str) -> list[nodes.Node] | None:
        """What others extend, with names that nobody else has; nothing where blocks can't be written into it."""
        if name not in self._frames:
            file = self.file(name)
            body = file.body(file.tree.body) if file is not None else []
            is_last = not any(isinstance(node, nodes.Extends) for node in body)
            fits = is_last and free_in(body).isdisjoint(bound_in(body))
            new = self.new(bound_in(body))
            self._frames[name] = [copied(node, new) for node in body] if body and fits else None
        return self._frames[name]

    def _extended(self, file: _File, tree: nodes.Template, parent: nodes.Extends) -> list[nodes.Node] | None:
        """The frame that a template extends, with its blocks in it; nothing where that can't be written out."""
        frame = self._frame(parent.template.value) if isinstance(parent.template, nodes.Const) else None
        if frame is None or any(map(_says, tree.body)):
            return None
        all_blocks = [node for node in below((*frame, *tree.body)) if isinstance(node, nodes.Block)]
        if any(block.scoped or block.required for block in all_blocks):
            return None
        blocks = {block.name: file.body(block.body) for block in tree.find_all(nodes.Block)}
        found = _Filled(blocks, [copied(node) for node in frame]).body
        return None if any(is_of(each, name) for each in below(found) for name in ("self", "super")) else found


class _File(NodeTransformer):
    """One template, in which what others say is written out; `is_within` tells that it is itself for writing out."""

    def __init__(self, whole: Whole, name: str, tree: nodes.Template, is_within: bool) -> None:
        self.tree = tree
        self._whole = whole
        bound = Counter(bound_in(tree.body))
        self.macros = {each.name: each for each in tree.body if isinstance(each, nodes.Macro) and bound[each.name] == 1}
        # Components by the names that they have here, and those of these names that are heard without being looked up.
        self._components = {macro: Named(name, macro) for macro in self.macros} if name else {}
        self._own = frozenset() if is_within else frozenset(self._components)
        for node in tree.body:
            if isinstance(node, nodes.FromImport) and isinstance(node.template, nodes.Const) and not node.with_context:
                for one, alias in zip(node.names, names_imported(node), strict=True):
                    if bound[alias] == 1:
                        self._components[alias] = Named(node.template.value, one if isinstance(one, str) else one[0])

    def body(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        """Copies of nodes of this file, with all that they need of others."""
        return _bodied(self, [copied(node) for node in body])

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - Jinja's name
        """Nothing is imported that is looked up where it stands."""
        return [] if all(alias in self._components for alias in names_imported(node)) else node

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - as above
        """A component that is not written out, looked up."""
        named = self._components.get(node.name) if node.ctx == "load" and node.name not in self._own else None
        if named is None:
            return node
        where: list[nodes.Expr] = [nodes.Const(named.file), nodes.Const(named.name)]
        return nodes.Call(nodes.EnvironmentAttribute("component_of"), where, [], None, None, lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - as above
        """What is said, piece by piece, with what the components say that are called."""
        found: list[nodes.Node] = []
        for child in node.nodes:
            written = self._called(child, None) if isinstance(child, nodes.Call) else None
            found.append(written or nodes.Output([self.visit(child)], lineno=child.lineno))
        return found

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802 - as above
        """A component around what its caller says."""
        written = None if node.args or node.defaults else self._called(node.call, node.body)
        return written or self.generic_visit(node)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - as above
        """A part, which sees what stands around it."""
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        part = self._whole.part(name) if name and node.with_context else None
        return nodes.Scope(part, lineno=node.lineno) if part is not None else self.generic_visit(node)

    def _called(self, call: nodes.Call, said: list[nodes.Node] | None) -> nodes.Node | None:
        """What a component says of its arguments, and of what its caller says, if that can be written out."""
        named = self._components.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        told = self._whole.component(named) if named is not None else None
        given = _given(told.macro, call, self._whole.seen) if told is not None else None
        if told is None or given is None or (_CALLER in told.free) is (said is None):
            return None
        if said is not None and not free_in(said).isdisjoint((_LOOP, _CALLER)):
            return None
        caller = self.body(said or [])
        return self._written(told, {name: self.visit(value) for name, value in given.items()}, caller, call.lineno)

    def _written(
        self, told: Body, given: Mapping[str, nodes.Expr], said: list[nodes.Node], line: int
    ) -> nodes.Node | None:
        """A component for these arguments, and for what its caller says."""
        at_once = {
            name: value
            for name, value in given.items()
            if name not in told.bound
            and not is_of(value, _LOOP)
            and (isinstance(value, nodes.Const | nodes.Name) or (told.uses[name] == 1 and name not in told.again))
        }
        names = self._whole.new(chain(given.keys() - at_once.keys(), told.bound))
        filled = _Said(said)
        body = _bodied(filled, [copied(node, names, at_once) for node in told.body])
        if filled.count != told.uses[_CALLER]:
            return None
        rest = [name for name in given if name not in at_once]
        targets: list[nodes.Expr] = [nodes.Name(names[name], "store") for name in rest]
        return nodes.With(targets, [given[name] for name in rest], body, lineno=line)


class _Said(NodeTransformer):
    """A component's body, in which stands what its caller says."""

    def __init__(self, said: list[nodes.Node]) -> None:
        self._said = said
        # How often the caller is heard.
        self.count = 0

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        """What the caller says."""
        (child,) = node.nodes
        if isinstance(child, nodes.Call) and is_of(child.node, _CALLER) and not child.args and not child.kwargs:
            self.count += 1
            return nodes.Scope([copied(each) for each in self._said], lineno=node.lineno)
        return node


class _Filled(NodeTransformer):
    """A frame, in which its blocks stand, or others of their names."""

    def __init__(self, blocks: Mapping[str, list[nodes.Node]], frame: list[nodes.Node]) -> None:
        own = {node.name: node.body for node in below(frame) if isinstance(node, nodes.Block)}
        self._blocks = {**own, **blocks}
        self.body = _bodied(self, frame)

    def _block(self, name: str) -> nodes.Node:
        return self.generic_visit(nodes.Scope([copied(each) for each in self._blocks[name]]))

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - Jinja's name
        """The block of that name."""
        return self._block(node.name)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - as above
        """A block that is said once more."""
        (child,) = node.nodes
        called = child.node if isinstance(child, nodes.Call) else None
        if isinstance(called, nodes.Getattr) and is_of(called.node, "self") and called.attr in self._blocks:
            return self._block(called.attr)
        return self.generic_visit(node)


def _bodied(transformer: NodeTransformer, body: list[nodes.Node]) -> list[nodes.Node]:
    return cast(nodes.Template, transformer.generic_visit(nodes.Template(body))).body


def _says(node: nodes.Node) -> bool:
    """Whether something that stands beside the blocks of a template would be heard."""
    if isinstance(node, nodes.Output):
        return not all(isinstance(child, nodes.TemplateData) for child in node.nodes)
    return not isinstance(node, _SILENT)


def _given(macro: nodes.Macro, call: nodes.Call, seen: Collection[str]) -> dict[str, nodes.Expr] | None:
    """What each argument of a component is given; nothing where the call is wrong, or known only on the page."""
    names = [argument.name for argument in macro.args]
    defaults = dict(zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True))
    by_place, by_name = dict(zip(names, call.args, strict=False)), {each.key: each.value for each in call.kwargs}
    given = {**by_place, **by_name}
    left_out = {name: copied(value) for name, value in defaults.items() if name not in given}
    is_open = call.dyn_args is not None or call.dyn_kwargs is not None
    is_wrong = len(call.args) > len(names) or not by_place.keys().isdisjoint(by_name)
    if is_open or is_wrong or {*given, *left_out} != set(names) or not set(said_in(left_out.values())) <= set(seen):
        return None
    return {name: given[name] if name in given else left_out[name] for name in names}
