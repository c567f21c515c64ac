"""The templates of a blueprint, parsed: the door to Jinja for those who only read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from ..render.render import options
from ..sources.stack import Stack

SUFFIX = ".jinja"


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

    @property
    def layer(self) -> str:
        """The layer that it is of."""
        return self.name.partition("/")[0]

    @property
    def output(self) -> str:
        """What a manifest's row calls it: `__slice__/service.py`."""
        return self.name.split("/", 2)[2].removesuffix(SUFFIX)

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
        """Whether it is more than a text with blocks for layers above it."""
        words = {tag.word for tag in self.tags} - {"block", "endblock"}
        return bool(words) or any(t.kind == "variable_begin" for t in self.tokens)

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
            found[name] = _template(environment, name, folder / name)
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
        for path in sorted((folder / layer.name / "outputs").rglob("*")):
            if path.is_file() and path.name.endswith(SUFFIX):
                yield path.relative_to(folder).as_posix()


def _template(environment: SandboxedEnvironment, name: str, path: Path) -> Template:
    text = path.read_bytes().decode()
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


# Manifests


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a manifest, whatever the design says."""

    template: str  # "src/__package__/main.py"
    each: frozenset[
        str
    ]  # "project", "entities", … and nothing for a file that may be left out
    condition: str  # a path of members of the item
    line: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a layer adds and drops."""

    rows: tuple[Listed, ...]
    dropped: tuple[tuple[str, int], ...]  # what, and the line
    mistakes: tuple[tuple[int, str], ...]  # the line, and what is wrong
    doubled: frozenset[str] = frozenset()  # templates with more than one row


class _Whatever:
    """A value of a design that nobody knows: any member of it is one more, and it is empty."""

    def __init__(self, *, true: bool) -> None:
        self._true = true

    def __getattr__(self, _: str) -> _Whatever:
        return self

    def __getitem__(self, _: object) -> _Whatever:
        return self

    def __call__(self, *_: object, **__: object) -> _Whatever:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return self._true


def manifest(folder: Path, layer: str, questions: frozenset[str]) -> Manifest:
    """Return all that a layer's manifest may list, whatever a design says."""
    name = f"{layer}/manifest.jinja"
    environment = SandboxedEnvironment(**options(folder))
    rows: list[Any] = []
    dropped: list[Any] = []
    try:
        for true in (True, False):  # _TIMES
            names = dict.fromkeys({"model", *questions}, _Whatever(true=true))
            module: Any = environment.get_template(name).make_module(names)
            missing = [each for each in _SET if not hasattr(module, each)]
            if missing:
                return Manifest((), (), ((1, f"it does not set {missing[0]}"),))
            rows += module.outputs
            dropped += module.dropped
    except TemplateSyntaxError as error:
        return Manifest((), (), ((error.lineno, str(error.message)),))
    except (TemplateError, TypeError) as error:
        return Manifest((), (), ((1, str(error)),))
    return _listed((folder / name).read_text("utf-8").split("\n"), rows, dropped)


_SET = ("outputs", "dropped")
_TIMES = 2
"""How often a manifest is read."""


def _listed(lines: list[str], rows: list[Any], dropped: list[Any]) -> Manifest:
    sound = [row for row in rows if _is_row(row)]
    wrong = {repr(row) for row in rows if not _is_row(row)}
    wrong |= {repr(each) for each in dropped if not isinstance(each, str)}
    order = dict.fromkeys((row[0], row[2] if len(row) > 2 else "") for row in sound)
    counts = Counter(row[0] for row in sound)
    return Manifest(
        tuple(
            Listed(
                template,
                frozenset(row[1] for row in sound if row[0] == template),
                condition,
                _line(lines, template),
            )
            for template, condition in order
        ),
        tuple(
            (each, _line(lines, each))
            for each in dict.fromkeys(dropped)
            if isinstance(each, str)
        ),
        tuple((1, f"{each} is not a row") for each in sorted(wrong)),
        frozenset(each for each, number in counts.items() if number > _TIMES),
    )


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, (list, tuple))
        and 2 <= len(row) <= 3
        and all(isinstance(word, str) for word in row)
    )


def _line(lines: list[str], template: str) -> int:
    """Return the line of a manifest that names a template."""
    quoted = (f'"{template}"', f"'{template}'")
    return next(
        (i for i, line in enumerate(lines, 1) if any(each in line for each in quoted)),
        1,
    )
