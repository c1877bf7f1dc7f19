"""Jinja's templates, compiled to do at run time only what ours need.

The text they make is the same (a test compares the two on every page). Left out are looks at the disk for newer
templates, arguments that functions might want passed in (none does), and a copy of all that pages share for
each part of each page. Reads templates; decides nothing about what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]  # locked; without making markup of it

from thidua.fixed import SHORTEST, Setting, Surroundings, fixed


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


class _Code(CodeGenerator):
    """Python for a template, with direct calls, one look-up for an import, and what never differs set."""

    environment: Templates

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.escaped")
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

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - as above
        self.environment.set(node)
        super().visit_Template(node, frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - as above
        self._is_of_page = frame.buffer is None
        super().visit_Output(node, frame)

    def _output_const_repr(self, group: Iterable[object]) -> str:
        text = super()._output_const_repr(group)
        return f"environment.fixed({text})" if self._is_of_page and len(text) >= SHORTEST else text


class Templates(jinja2.Environment):
    """The project's templates; they do not change while it lives."""

    code_generator_class = _Code
    escaped = staticmethod(escaped)
    component = Component

    def __init__(self, loader: jinja2.BaseLoader, bytecode_cache: jinja2.BytecodeCache | None = None) -> None:
        super().__init__(
            loader=loader,
            bytecode_cache=bytecode_cache,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
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

    def is_constant(self, name: str) -> bool:
        """Whether a part sees nothing but what all templates see, and so says the same on every page."""
        tree = self.parse(self._source(name), name)
        others = find_referenced_templates(tree)
        return find_undeclared_variables(tree) <= self.globals.keys() and all(
            other is not None and self.is_constant(other) for other in others
        )

    def _source(self, name: str) -> str:
        if self.loader is None:
            raise jinja2.TemplateNotFound(name)
        return self.loader.get_source(self, name)[0]

    def part(self, name: str) -> str:
        """The text of a part that says the same on every page. Raises LookupError for one that does not."""
        if not self.is_constant(name):
            raise LookupError(name)
        return self.get_template(name).render()

    def component_of(self, name: str, macro: str) -> Callable[..., str]:
        """A component of that file."""
        found: Callable[..., str] = getattr(self.module(name), macro)
        return found

    def set(self, tree: nodes.Template) -> None:
        """Set what never differs in a template (see `fixed`)."""
        Setting(tree, self, Surroundings(self.part, self.component_of)).visit(tree)

    def fixed(self, text: str) -> str:
        """A text that a template holds, always the same object."""
        known = self._fixed.get(text)
        if known is None:
            known = self._fixed[text] = fixed(text)
        return known
