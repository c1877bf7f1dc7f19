"""Jinja's templates, compiled to do at run time only what ours need.

The text they make is the same (a test compares the two on every page). Those by which very many pages are made are made
whole before they are compiled, which takes longer than compiling. Left out are looks at the disk for newer templates,
arguments that functions might want passed in (none does), a copy of all that pages share for each part of each page,
and what Jinja asks of a value that is not as it should be: where that fails, Jinja itself is asked. Reads templates;
decides nothing about what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cached_property
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]  # locked; without making markup of it

from thidua.fixed import Fixed, Setting, fixed
from thidua.trees import free_in, is_of
from thidua.whole import Whole

# How all templates are read.
_LIKE_OURS: Final[Mapping[str, Any]] = {
    "autoescape": True,
    "undefined": jinja2.StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "auto_reload": False,
}


def escaped(value: object) -> str:
    """What stands for a value in HTML, as `escape` has it, without making markup of each piece."""
    if type(value) is str:
        text: str = escaped_text(value)
        return text
    return value if type(value) is Markup else escape(value)


class Component(Macro):
    """A macro that takes its arguments by place and by name, and gives markup."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - whatever Jinja gives
        super().__init__(*arguments)
        self._names = (*self.arguments, "caller") if self.caller else tuple(self.arguments)

    def __call__(self, *given: object, **named: object) -> str:
        rest = self._names[len(given) :]
        values = [named.pop(name, missing) for name in rest] if named else [missing] * len(rest)
        if named or len(given) > len(self.arguments) or (self.caller and values[-1] is missing):
            # What is wrong with the call, Jinja says better.
            named.update({name: value for name, value in zip(rest, values, strict=True) if value is not missing})
            return str(super().__call__(*given, **named))
        return str.__new__(Markup, self._func(*given, *values))


def component(environment: jinja2.Environment, name: str, macro: str) -> Callable[..., str]:
    """A component of that file, as an environment has it."""
    module = environment.module(name) if isinstance(environment, Templates) else environment.get_template(name).module
    found: Callable[..., str] = getattr(module, macro)
    return found


class _Code(CodeGenerator):
    """Python for a template made whole, with direct calls, and what never differs set."""

    environment: Templates

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.escaped")
        self.writeline("escaped_text = environment.escaped_text")
        self.writeline("Macro = environment.component")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.module(")
        self.visit(node.template, frame)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as above
        """Asked of the object itself; where it has none, Jinja is asked for the whole page (see `Templates.pieces`)."""
        if self._is_asked or is_of(node.node, "self"):
            super().visit_Getattr(node, frame)
        elif isinstance(node.node, nodes.Name):
            self.write(f"{frame.symbols.ref(node.node.name)}.{node.attr}")
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - as above
        self._is_asked = True
        super().visit_Test(node, frame)
        self._is_asked = False

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - as above
        was, self._is_asked = self._is_asked, node.name in ("default", "d")
        super().visit_Filter(node, frame)
        self._is_asked = was

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - as above
        self._is_asked, self._loops = False, 0
        self.environment.set(node, self.name)
        super().visit_Template(node, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - as above
        self._loops += 1
        super().visit_For(node, frame)
        self._loops -= 1

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - as above
        """What is said, with all that stands between two fixed pieces as one."""
        if frame.buffer is not None or frame.require_output_check:
            super().visit_Output(node, frame)
            return
        own: list[nodes.Expr | str] = []
        for piece in self._pieces(node, frame):
            # In a list the same words come again and again on one page: they are no part of the frame.
            if isinstance(piece, str) and not self._loops and type(fixed(piece)) is Fixed:
                self._say(own, frame)
                self.writeline(f"yield environment.fixed({piece!r})")
            else:
                own.append(piece)
        self._say(own, frame)

    def _pieces(self, node: nodes.Output, frame: Frame) -> Iterator[nodes.Expr | str]:
        """What is said, known words as one piece."""
        known = ""
        for child in node.nodes:
            try:
                known += str(escape(child.as_const(frame.eval_ctx)))
            except nodes.Impossible:
                if known:
                    yield known
                known = ""
                yield child
        if known:
            yield known

    def _say(self, pieces: list[nodes.Expr | str], frame: Frame) -> None:
        """Say some pieces, and be done with them."""
        if not pieces:
            return
        self.writeline('yield "".join((' if len(pieces) > 1 else "yield ")
        for piece in pieces:
            if isinstance(piece, str):
                self.write(repr(piece))
            else:
                self.write("(escaped_text(said) if type(said := ")
                self.visit(piece, frame)
                self.write(") is str else escape(said))")
            self.write(", " if len(pieces) > 1 else "")
        self.write("))" if len(pieces) > 1 else "")
        pieces.clear()


class Templates(jinja2.Environment):
    """The project's templates; they do not change while it lives."""

    code_generator_class = _Code
    escaped = staticmethod(escaped)
    escaped_text = staticmethod(escaped_text)
    text = str
    component = Component

    def __init__(
        self,
        loader: jinja2.BaseLoader,
        bytecode_cache: jinja2.BytecodeCache | None = None,
        is_whole: Callable[[str], bool] = lambda _: True,
    ) -> None:
        super().__init__(loader=loader, bytecode_cache=bytecode_cache, **_LIKE_OURS)
        self._is_whole = is_whole
        self._known: dict[str, jinja2.Template] = {}
        self._modules: dict[str, TemplateModule] = {}
        self._fixed: dict[str, str] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template sees; not to be added to once the first was loaded."""
        return {**self.globals, **(d or {})}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """The template of that name. Raises TemplateNotFound, TemplateSyntaxError."""
        known = self._known.get(name) if isinstance(name, str) else name
        if known is None:
            known = self._known[str(name)] = super().get_template(name, parent, globals)
        return known

    def module(self, name: str) -> TemplateModule:
        """What a template offers for import, made once: it sees only what all templates see."""
        known = self._modules.get(name)
        if known is None:
            known = self._modules[name] = self.get_template(name).module
        return known

    @cached_property
    def _whole(self) -> Whole:
        return Whole(lambda name: self.parse(self._source(name), name), self.globals.keys())

    def _source(self, name: str) -> str:
        assert self.loader is not None
        return self.loader.get_source(self, name)[0]

    def component_of(self, name: str, macro: str) -> Callable[..., str]:
        """A component of that file."""
        return component(self, name, macro)

    def set(self, tree: nodes.Template, name: str | None) -> None:
        """Make a template whole, if it is to be, and set what never differs in it."""
        if name is None or self._is_whole(name):
            tree.body = self._whole.body(tree, name)
        tree.set_environment(self)
        Setting(tree, self).visit(tree)
        # What is read in loops and inner parts is looked up once.
        free = sorted(free_in(tree.body))
        tree.body[:0] = [nodes.ExprStmt(nodes.Name(each, "load"), lineno=1) for each in free]

    def pieces(self, name: str, shown: Mapping[str, object]) -> Iterator[str]:
        """A page in pieces. Raises what Jinja does, which is asked wherever our own way fails."""
        try:
            template = self.get_template(name)
            found = list(template.root_render_func(template.new_context(dict(shown))))
        except Exception:  # noqa: BLE001 - Jinja says better what is wrong, and where
            found = [self._plain.get_template(name).render(shown)]
        return iter(found)

    @cached_property
    def _plain(self) -> jinja2.Environment:
        """The same templates, as Jinja has them."""
        plain = jinja2.Environment(loader=self.loader, **_LIKE_OURS)
        plain.filters, plain.globals, plain.policies = self.filters, self.globals, self.policies
        return plain

    def fixed(self, text: str) -> str:
        """A text that a template holds, always the same object."""
        known = self._fixed.get(text)
        if known is None:
            known = self._fixed[text] = fixed(text)
        return known
