"""Rendering that knows of every line which template's line wrote it, and where it never came.

Marks of two private characters go into what the templates write: one names the line of a
template that the text after it is from, others enclose what an expression or an include
writes. Without its marks, a text has to be what a plain render makes, byte by byte; where it
is not, since a template looks at its own output, nothing is said of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from ..record import Record
from ..sources.template_names import parsed
from .marks import MARK, blind, unmarked
from .reads import Reads
from .render import Rendering, Templates, options

_HIGH, _LOW, _RANGE = 0xF0000, 0x100000, 0xFFF0
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CLOSE = 0


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a template."""

    template: str  # in the blueprint: "fastapi/outputs/__slice__/service.py.jinja"
    line: int

    def __str__(self) -> str:
        return f"{self.template}:{self.line}"


class Origin(Record, frozen=True):
    """What wrote a line of a file."""

    place: Place
    through: tuple[Place, ...] = ()  # the macros' lines, the innermost last
    included: tuple[Place, ...] = ()  # the includes on the way, the outermost first


class Branch(Record, frozen=True, order=True):
    """A passage of a template that some designs reach, and others may not."""

    place: Place
    kind: str  # "if", "elif", "else", "for", "macro", "block", "template"
    name: str = ""  # of a macro or a block


Kind = Literal["text", "value", "include"]


class _Site(NamedTuple):
    kind: Kind
    place: Place


class _Marking(NodeTransformer):
    """Puts marks into one template, and notes its branches."""

    def __init__(self, template: str, tracer: Tracer) -> None:
        self._template = template
        self._tracer = tracer

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        self._enter(node, node.body, "template")
        return self.generic_visit(node)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        node.nodes = [
            marked for each in node.nodes for marked in self._marked(each, node.lineno)
        ]
        return node

    def visit_Include(self, node: nodes.Include) -> list[nodes.Node]:
        begin, end = self._enclosed("include", node.lineno)
        return [_output(begin, node.lineno), node, _output(end, node.lineno)]

    def visit_If(self, node: nodes.If) -> nodes.Node:
        self._enter(node, node.body, "if")
        for other in node.elif_:
            self._enter(other, other.body, "elif")
            other.body = self._visited(other.body)
        if node.else_:
            self._enter(node.else_[0], node.else_, "else")
        node.body, node.else_ = self._visited(node.body), self._visited(node.else_)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self._enter(node, node.body, "for")
        if node.else_:
            self._enter(node.else_[0], node.else_, "else")
        return self.generic_visit(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        self._enter(node, node.body, "macro", node.name)
        return self.generic_visit(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        self._enter(node, node.body, "block", node.name)
        return self.generic_visit(node)

    def _visited(self, body: list[nodes.Node]) -> list[nodes.Node]:
        visited = [self.visit(each) for each in body]
        return [
            one
            for each in visited
            for one in (each if isinstance(each, list) else [each])
        ]

    def _enter(
        self, node: nodes.Node, body: list[nodes.Node], kind: str, name: str = ""
    ) -> None:
        """Have the branch noted when it is reached, before the first of its nodes."""
        branch = Branch(Place(self._template, node.lineno), kind, name)
        self._tracer.branches.append(branch)
        number = nodes.Const(len(self._tracer.branches) - 1)
        noting = nodes.EnvironmentAttribute("reach")
        call = nodes.Call(noting, [number], [], None, None)
        body.insert(0, nodes.ExprStmt(call).set_lineno(node.lineno))

    def _marked(self, node: Any, line: int) -> Iterator[nodes.Expr]:
        if not isinstance(node, nodes.TemplateData):
            begin, end = self._enclosed("value", node.lineno or line)
            yield from (begin, node, end)
            return
        pieces = _pieces(node.data)
        marks = (
            self._tracer.mark("text", Place(self._template, node.lineno + number))
            for number in range(len(pieces))
        )
        text = "".join(m + piece for m, piece in zip(marks, pieces, strict=True))
        yield nodes.TemplateData(text, lineno=node.lineno)

    def _enclosed(
        self, kind: Kind, line: int
    ) -> tuple[nodes.TemplateData, nodes.TemplateData]:
        begin = self._tracer.mark(kind, Place(self._template, line))
        return nodes.TemplateData(begin), nodes.TemplateData(_written(_CLOSE))


def _output(text: nodes.TemplateData, line: int) -> nodes.Node:
    return nodes.Output([text]).set_lineno(line, override=True)


def _written(number: int) -> str:
    high, low = divmod(number, _RANGE)
    return chr(_HIGH + high) + chr(_LOW + low)


def _number(mark: str) -> int:
    return (ord(mark[0]) - _HIGH) * _RANGE + ord(mark[1]) - _LOW


def _pieces(text: str) -> list[str]:
    """Return the lines of a text, each with its end; no other character ends one."""
    return _LINE.findall(text)


class _Environment(SandboxedEnvironment):
    """Compiles the templates of outputs with marks; all others as they are."""

    tracer: Tracer

    def compile(self, source: Any, name: Any = None, *rest: Any, **how: Any) -> Any:
        if isinstance(source, str) and name is not None and parsed(name):
            source = self.tracer.marked(self.parse(source, name), name)
        return super().compile(source, name, *rest, **how)

    def reach(self, number: int) -> None:
        """Note a branch."""
        self.tracer.reached.add(number)


class Tracer:
    """Renders a blueprint's files, one model after the other, and notes where it came."""

    def __init__(self, blueprint: Path) -> None:
        self.branches: list[Branch] = []
        self.reached: set[int] = set()
        self._sites: list[_Site] = [_Site("text", Place("", 0))]
        self._environment = _Environment(**options(blueprint))
        self._environment.tracer = self
        self._environment.filters |= blind(dict(self._environment.filters))
        self._blueprint = blueprint

    def mark(self, kind: Kind, place: Place) -> str:
        """Return a new mark for a place."""
        self._sites.append(_Site(kind, place))
        return _written(len(self._sites) - 1)

    def marked(self, tree: nodes.Template, name: str) -> nodes.Node:
        """Return a template with marks in it."""
        tree = _Marking(name, self).visit(tree)
        return tree.set_environment(self._environment)

    def know(self, templates: Iterable[str]) -> None:
        """Note the branches of templates that perhaps no design has reached."""
        for name in templates:
            with suppress(TemplateSyntaxError):  # whoever renders it is told
                self._environment.get_template(name)

    def rendering(
        self,
        model: Mapping[str, Any],
        answers: Mapping[str, Any],
        seen: Mapping[str, Any],
    ) -> Rendering:
        """Return a rendering whose texts carry marks, for `lines`."""
        reads = Reads(self._environment)
        templates = Templates(self._blueprint, self._environment, set(), reads)
        return Rendering(
            model, self._blueprint, answers, templates=templates, seen=seen
        )

    def lines(self, marked: str, plain: str) -> tuple[Origin, ...] | None:
        """Return the origin of each line, or None where the marks have changed the text."""
        if unmarked(marked) != plain:
            return None
        try:
            return tuple(self._lines(marked))
        except IndexError:  # a template cut marks off
            return None

    def _lines(self, marked: str) -> Iterator[Origin]:
        """Yield of each line the origin of the first thing to be seen on it."""
        seen: Origin | None = None
        last: Origin | None = None
        for text, last in self._runs(marked):
            for piece in _pieces(text):
                if seen is None and piece.strip():
                    seen = last
                if piece.endswith("\n"):
                    yield seen or last
                    seen = None
        if last is not None and not unmarked(marked).endswith("\n"):
            yield seen or last

    def _runs(self, marked: str) -> Iterator[tuple[str, Origin]]:
        """Yield the runs of text between marks, each with its origin."""
        frames: list[_Site] = []
        here = [Place("", 0)]
        begin = 0
        for mark in MARK.finditer(marked):
            if begin < mark.start():
                yield marked[begin : mark.start()], _origin(frames, here[-1])
            begin = mark.end()
            site = self._sites[_number(mark[0])]
            if site is self._sites[_CLOSE]:
                frames.pop()
                here.pop()
            elif site.kind == "text":
                here[-1] = site.place
            else:
                frames.append(site)
                here.append(site.place)
        if begin < len(marked):
            yield marked[begin:], _origin(frames, here[-1])


def _origin(frames: list[_Site], here: Place) -> Origin:
    """Return the origin of a text that stands inside these values and includes."""
    included: list[Place] = []
    rest = list(frames)
    while rest and rest[0].kind == "include":
        included.append(rest.pop(0).place)
    way = [*(site.place for site in rest), here]
    once = [place for i, place in enumerate(way) if i == 0 or place != way[i - 1]]
    return Origin(once[0], tuple(once[1:]), tuple(included))
