"""The templates of a blueprint, parsed: the door to Jinja for those who only read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from ..render.render import options
from ..sources import template_names
from ..sources.stack import Stack
from ..sources.template_names import SUFFIX, TemplateName


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a template, as Jinja's lexer cuts it."""

    line: int
    kind: str  # "data", "block_begin", "name", …
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A control tag: what stands between `{%` and `%}`."""

    line: int
    word: str  # "if", "endfor", …
    alone: bool  # nothing else stands on its line
    trims: bool  # it has a `-`
    ends: int  # the line of its end


@dataclass(frozen=True)
class Template:
    """One template of a layer."""

    name: str  # in the blueprint: "acme/outputs/Dockerfile.jinja"
    text: str
    tokens: tuple[Token, ...]
    tree: nodes.Template

    @cached_property
    def named(self) -> TemplateName:
        """What its name says."""
        name = template_names.parsed(self.name)
        if name is None:
            raise ValueError(f"{self.name} is no template of a layer's")
        return name

    @property
    def layer(self) -> str:
        """The layer that it is of."""
        return self.named.layer

    @property
    def output(self) -> str:
        """What a manifest's row calls the file that it makes, or fills a slot of."""
        return self.named.output

    @cached_property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Its control tags, in order."""
        return tuple(_tags(self))

    @property
    def reads(self) -> bool:
        """Whether it is more than a text with blocks and slots for others to fill."""
        slots = {n for begin, end in slot_loops(self) for n in range(begin, end + 1)}
        words = {tag.word for tag in self.tags if tag.line not in slots}
        shows = any(token.kind == "variable_begin" for token in self.tokens)
        return shows or bool(words - {"block", "endblock"})

    @property
    def extends(self) -> str | None:
        """The template that it extends, where that is written out."""
        return next((name for kind, name, _ in self.uses if kind == "Extends"), None)

    @cached_property
    def uses(self) -> tuple[tuple[str, str, int], ...]:
        """The templates that it extends, includes or imports: how, its name, the line."""
        kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
        found: Iterator[Any] = self.tree.find_all(kinds)
        return tuple(
            (type(node).__name__, name, node.lineno)
            for node in found
            for name in _names(node.template)
        )

    @cached_property
    def slots(self) -> Mapping[str, int]:
        """The slots that it offers and their lines, in order."""
        found = sorted(_slots(self.tree), key=lambda each: -each[1])
        return dict(reversed(found))

    @cached_property
    def blocks(self) -> Mapping[str, int]:
        """Its blocks and their lines."""
        return {each.name: each.lineno for each in self.tree.find_all(nodes.Block)}


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates of a blueprint's layers, and those that can't be read."""

    folder: Path
    found: Mapping[str, Template]
    broken: Mapping[str, tuple[int, str]]  # the line, and what is wrong
    filters: frozenset[str]
    tests: frozenset[str]
    names: frozenset[str] = field(default_factory=frozenset)  # Jinja's own functions


def read(folder: Path, stack: Stack) -> Templates:
    """Return the templates of a blueprint."""
    environment = SandboxedEnvironment(**options(folder))
    found: dict[str, Template] = {}
    broken: dict[str, tuple[int, str]] = {}
    for name in _all(folder, stack):
        try:
            text = (folder / name).read_bytes().decode()
            found[name] = template_of(environment, name, text)
        except TemplateSyntaxError as error:
            broken[name] = error.lineno, str(error.message)
        except UnicodeDecodeError:
            broken[name] = 1, "it is not text in UTF-8"
    return Templates(
        folder,
        found,
        broken,
        frozenset(environment.filters),
        frozenset(environment.tests),
        frozenset(environment.globals),
    )


def _all(folder: Path, stack: Stack) -> Iterator[str]:
    for layer in stack.layers:
        for path in sorted((folder / layer.name).rglob(f"*{SUFFIX}")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and template_names.parsed(name):
                yield name


def template_of(environment: SandboxedEnvironment, name: str, text: str) -> Template:
    """Return a template; raise Jinja's TemplateSyntaxError where it can't be read."""
    tokens = tuple(Token(*each) for each in environment.lex(text, name))
    return Template(name, text, tokens, environment.parse(text, name))


def _names(node: Any) -> list[str]:
    """Return the templates that an expression names, where it is written out."""
    if isinstance(node, nodes.Const):
        value = node.value
        return [value] if isinstance(value, str) else list(value)
    if isinstance(node, (nodes.List, nodes.Tuple)):
        return [name for each in node.items for name in _names(each)]
    return []


def _tags(template: Template) -> Iterator[Tag]:
    """Yield the control tags, each with what can be seen of it on its line."""
    begin: Token | None = None
    word = ""
    for token in template.tokens:
        if token.kind == "block_begin":
            begin, word = token, ""
        elif begin is not None and token.kind == "name":
            word = word or token.text
        elif begin is not None and token.kind == "block_end":
            yield _tag(template, begin, word, token)
            begin = None


def _tag(template: Template, begin: Token, word: str, end: Token) -> Tag:
    text = template.lines[begin.line - 1].strip()
    last = template.lines[end.line - 1].strip()
    alone = text.startswith("{%") and last.endswith("%}") and last.count("%}") == 1
    if begin.line == end.line:
        alone = alone and text.count("{%") == 1
    trims = "-" in begin.text or "-" in end.text.strip()
    return Tag(begin.line, word, alone, trims, end.line)


def _slots(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """Yield each use of what fills a slot: the slot, and the line."""
    for each in tree.find_all(nodes.Getattr):
        if slot := _slot_of(each):
            yield slot, each.lineno


def _slot_of(node: nodes.Node) -> str:
    """Return the slot that `fills.NAME` is about, or nothing for another expression."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.attr if node.node.name == "fills" else ""
    return ""


def slot_loops(template: Template) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each loop over the fills of a slot."""
    over = {
        loop.lineno for loop in template.tree.find_all(nodes.For) if _slot_of(loop.iter)
    }
    open_: list[int] = []
    for tag in template.tags:
        if tag.word == "for":
            open_.append(tag.line)
        elif tag.word == "endfor" and open_:
            begin = open_.pop()
            if begin in over:
                yield begin, tag.line


def lost_slots(template: Template, base: Template) -> Iterator[tuple[str, str]]:
    """Yield the slots of a base that a template's blocks leave out: the block and the slot."""
    own = {each.name: each for each in template.tree.find_all(nodes.Block)}
    for block in base.tree.find_all(nodes.Block):
        if block.name in own and not _keeps(own[block.name].body):
            lost = sorted(dict(_slots(block)).keys() - template.slots.keys())
            yield from ((block.name, slot) for slot in lost)


def _keeps(body: Iterable[nodes.Node]) -> bool:
    """True where each way through leads to a `super()`."""
    return any(map(_shows_the_base, body))


def _shows_the_base(node: nodes.Node) -> bool:
    if isinstance(node, nodes.If):
        branches = [node.body, *(each.body for each in node.elif_), node.else_]
        return all(map(_keeps, branches))
    calls = node.find_all(nodes.Call)
    return any(getattr(each.node, "name", "") == "super" for each in calls)


def visited(template: Template) -> Iterator[tuple[Any, str]]:
    """Yield every node of a template, with the name of its kind."""
    for node in template.tree.find_all(nodes.Node):
        yield node, type(node).__name__


def nested_blocks(template: Template) -> set[str]:
    """Return the blocks that stand inside of another one of the same template."""
    return {
        inner.name
        for outer in template.tree.find_all(nodes.Block)
        for inner in outer.find_all(nodes.Block)
    }


def evaluated(value: Any, folder: Path, names: Mapping[str, Any]) -> Any:
    """Return a value of Copier's configuration, which is a template where it is a text."""
    if not isinstance(value, str):
        return value
    environment = SandboxedEnvironment(**options(folder))
    return environment.from_string(value).render(names)


class ManifestError(Exception):
    """A manifest can't be read: the line, and what is wrong."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def module(folder: Path, name: str, names: Mapping[str, Any]) -> Any:
    """Return what a manifest sets, by name, with these names known to it."""
    environment = SandboxedEnvironment(**options(folder))
    try:
        return environment.get_template(name).make_module(dict(names))
    except TemplateSyntaxError as error:
        raise ManifestError(error.lineno, str(error.message)) from error
    except (TemplateError, TypeError) as error:
        raise ManifestError(1, str(error)) from error
