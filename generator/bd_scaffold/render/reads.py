"""What a template may read, without rendering it: its own text says so, and what it includes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment, nodes

MEMBER = "model."
"""How a member of the model is called among the names that a template reads."""


class Reads:
    """What the templates of an environment may read, each looked through once."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._known: dict[str, tuple[set[str], set[str]] | None] = {}

    def of(self, templates: Sequence[str]) -> frozenset[str] | None:
        """Return the names, and the members of the model, that templates may read.

        None where that can't be told: a template hands the model on as a whole, or chooses
        at run time what it includes.
        """
        left, met, names = list(templates), set[str](), set[str]()
        while left:
            name = left.pop()
            if name in met:
                continue
            met.add(name)
            if name not in self._known:
                self._known[name] = self._read(name)
            found = self._known[name]
            if found is None:
                return None
            names |= found[0]
            left += found[1]
        return frozenset(names)

    def _read(self, name: str) -> tuple[set[str], set[str]] | None:
        """Return what a template reads itself, and the other templates that it uses."""
        from jinja2 import TemplateError, meta

        environment = self._environment
        try:
            source, _, _ = cast("BaseLoader", environment.loader).get_source(
                environment, name
            )
            tree = environment.parse(source, name)
        except TemplateError:  # whoever renders it is told
            return None
        members, used = set(_members(tree)), set(_used(tree))
        if None in members or None in used:
            return None
        names = meta.find_undeclared_variables(tree) - {"model"}
        return names | {f"{MEMBER}{each}" for each in members}, {*map(str, used)}


def _members(tree: nodes.Template) -> Iterator[str | None]:
    """Yield the members of the model that a template reads; None for all of it."""
    from jinja2 import nodes

    uses = sum(each.name == "model" for each in tree.find_all(nodes.Name))
    for read in tree.find_all(nodes.Getattr):
        if _is_name(read.node, "model"):
            uses -= 1
            yield read.attr
    for item in tree.find_all(nodes.Getitem):
        if _is_name(item.node, "model"):
            uses -= 1
            yield _constant(item.arg)
    if uses:
        yield None


def _used(tree: nodes.Template) -> Iterator[str | None]:
    """Yield the templates that a template uses, but for what fills its slots; None for any."""
    from jinja2 import nodes

    filling = {id(each) for each in _filling(tree)}
    using: Any
    for using in tree.find_all(
        (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
    ):
        if id(using) not in filling:
            yield _constant(using.template)


def _filling(tree: nodes.Template) -> Iterator[nodes.Include]:
    """Yield the includes of what fills a slot: a row says what that is."""
    from jinja2 import nodes

    for loop in tree.find_all(nodes.For):
        slot = loop.iter
        if not isinstance(slot, nodes.Getattr | nodes.Getitem):
            continue
        if not _is_name(slot.node, "fills") or not isinstance(loop.target, nodes.Name):
            continue
        for include in loop.find_all(nodes.Include):
            if _is_name(include.template, loop.target.name):
                yield include


def _is_name(node: nodes.Node, name: str) -> bool:
    from jinja2 import nodes

    return isinstance(node, nodes.Name) and node.name == name


def _constant(node: nodes.Node) -> str | None:
    from jinja2 import nodes

    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    return None
