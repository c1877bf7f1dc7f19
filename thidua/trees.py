"""Templates as Jinja's trees: how to copy one, and which names are said and bound in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from jinja2 import nodes

N = TypeVar("N", bound=nodes.Node)

NONE: Final[Mapping[str, Any]] = MappingProxyType({})


def copied(node: N, names: Mapping[str, str] = NONE, given: Mapping[str, nodes.Expr] = NONE) -> N:
    """Another tree with the same leaves; with other names, and in the place of some names what these are given."""
    if isinstance(node, nodes.Name):
        if node.ctx == "load" and node.name in given:
            return cast(N, copied(given[node.name]))
        return cast(N, nodes.Name(names.get(node.name, node.name), node.ctx, lineno=node.lineno))
    other = object.__new__(type(node))
    parts = vars(other)
    parts.update(vars(node))
    for name in node.fields:
        part = parts[name]
        if isinstance(part, nodes.Node):
            parts[name] = copied(part, names, given)
        elif isinstance(part, list):
            parts[name] = [copied(each, names, given) if isinstance(each, nodes.Node) else each for each in part]
    return other


def below(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Every node of a body."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        parts = vars(node)
        for name in node.fields:
            part = parts[name]
            if isinstance(part, nodes.Node):
                waiting.append(part)
            elif isinstance(part, list):
                waiting += [each for each in part if isinstance(each, nodes.Node)]


def is_of(node: nodes.Node, name: str, context: str = "load") -> bool:
    """Whether the node is that name, read or bound."""
    return isinstance(node, nodes.Name) and (node.name, node.ctx) == (name, context)


def said_in(body: Iterable[nodes.Node]) -> Iterator[str]:
    """Every name that is read in a body, as often as it is."""
    return (node.name for node in below(body) if isinstance(node, nodes.Name) and node.ctx == "load")


def bound_in(body: Iterable[nodes.Node]) -> Iterator[str]:
    """Every name that means something of its own anywhere in a body, as often as it is bound."""
    for node in below(body):
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                yield node.name
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from names_imported(node)


def free_in(body: Iterable[nodes.Node]) -> set[str]:
    """The names that a body reads of what stands around it."""
    body = tuple(body)
    return set(chain.from_iterable(map(_free_of, body))) - set(set_in(body))


def _free_of(node: nodes.Node) -> set[str]:
    match node:
        case nodes.For():
            each = {*free_in(node.body), *said_in([node.test] if node.test else [])}
            return {*said_in([node.iter]), *(each - {"loop", *bound_in([node.target])}), *free_in(node.else_)}
        case nodes.With():
            return {*said_in(node.values), *(free_in(node.body) - set(bound_in(node.targets)))}
        case nodes.Macro() | nodes.CallBlock():
            around = [*node.defaults, *([node.call] if isinstance(node, nodes.CallBlock) else [])]
            return {*(free_in(node.body) - set(bound_in(node.args))), *said_in(around)}
        case nodes.Scope():
            return free_in(node.body)
        case nodes.FilterBlock() | nodes.AssignBlock():
            return free_in(node.body) | set(said_in([node.filter] if node.filter is not None else []))
        case nodes.If():
            inside: list[nodes.Node] = [*node.body, *node.elif_, *node.else_]
            return {*said_in([node.test]), *chain.from_iterable(map(_free_of, inside))}
    return set(said_in([node]))


def set_in(body: Iterable[nodes.Node]) -> Iterator[str]:
    """The names that are set in a body, for all of it."""
    for node in body:
        if isinstance(node, nodes.If):
            yield from set_in((*node.body, *node.elif_, *node.else_))
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            yield from bound_in([node.target])
        elif isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport):
            yield from bound_in([node])


def names_imported(node: nodes.FromImport) -> Iterator[str]:
    """The names that components have where they are imported."""
    return (name if isinstance(name, str) else name[1] for name in node.names)
