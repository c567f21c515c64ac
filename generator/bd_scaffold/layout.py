"""Python source laid out so that black and import sorters leave it as it is.

What stands in brackets stays on one line where that fits, else each item gets a line of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from .names import python_string
from .record import Record, replace

WIDTH = 88


class Node(Record, frozen=True):
    """Something in brackets: what stands before them, and what is inside."""

    head: str  # its opening bracket included
    items: tuple[Source, ...]
    tail: str
    comma: bool = False  # one ends the last item on a single line, too
    spread: bool = False  # each item has a line of its own, however short
    shared: bool = False  # where one line is too short, items share a second one
    broken: bool = False  # where it is, the tail stands on a second one; without items

    def __str__(self) -> str:
        return f"{self.head}{self.inside}{',' if self.comma else ''}{self.tail}"

    @property
    def inside(self) -> str:
        """Its items on one line."""
        return ", ".join(map(str, self.items))


Source = str | Node
"""Python: a text that stays on its line, or a node."""


def call(name: str, *items: Source) -> Node:
    """Return a call, or the parameters of a function."""
    return Node(f"{name}(", items, ")")


def collection(items: Iterable[Source]) -> Node:
    """Return a list."""
    return Node("[", tuple(items), "]")


def tuple_of(items: Iterable[Source]) -> Node:
    """Return a tuple; one of a single item is a tuple by its comma."""
    inside = tuple(items)
    return Node("(", inside, ")", comma=len(inside) == 1)


def equation(left: str, right: str) -> Node:
    """Return a comparison, which breaks before its sign."""
    return Node(left, (), f" == {right}", broken=True)


def texts(items: Iterable[str]) -> Node:
    """Return a list of texts."""
    return collection(map(python_string, items))


def after(lead: str, value: Source) -> Source:
    """Return a piece of Python with something before it on its first line."""
    if isinstance(value, str):
        return f"{lead}{value}"
    return replace(value, head=f"{lead}{value.head}")


def before(value: Source, rest: str) -> Source:
    """Return a piece of Python with something after it on its last line."""
    if isinstance(value, str):
        return f"{value}{rest}"
    return replace(value, tail=f"{value.tail}{rest}") if rest else value


def named(name: str, value: Source) -> Source:
    """Return an argument by its name."""
    return after(f"{name}=", value)


def lines(source: Source, indent: int = 0, tail: str = "") -> list[str]:
    """Return the lines of a piece of Python at an indent; `tail` ends the last one."""
    start = " " * indent
    if isinstance(source, str):
        return [f"{start}{source}{tail}"]
    if not (source.spread and source.items):
        line = f"{start}{source}{tail}"
        if len(line) <= WIDTH:
            return [line]
        if not source.items:
            if not source.broken:
                return [line]
            return [f"{start}{source.head}", f"{start}{source.tail.lstrip()}{tail}"]
    found = [f"{start}{source.head}"]
    if (
        source.shared
        and not _alone(source)
        and len(f"{start}    {source.inside}") <= WIDTH
    ):
        return [*found, f"{start}    {source.inside}", f"{start}{source.tail}{tail}"]
    for item in source.items:
        found += lines(item, indent + 4, ",")
    found.append(f"{start}{source.tail}{tail}")
    return found


def _alone(source: Node) -> bool:
    # black ends the only parameter of a function with a comma, unless there is one inside of it.
    is_function = source.head.startswith(("def ", "async def "))
    return is_function and "," not in source.inside


def block(source: Source, indent: int = 0, tail: str = "") -> str:
    """Return the lines of a piece of Python as one text."""
    return "\n".join(lines(source, indent, tail))


def bracketed(
    head: str, items: Iterable[str], tail: str, *, indent: int, lead: str = ""
) -> str:
    """Return an item among others at an indent, without the indent and without `lead`."""
    node = Node(f"{lead}{head}", tuple(items), tail)
    return block(node, indent, ",").removesuffix(",").removeprefix(" " * indent + lead)


def subscript(name: str, *items: Source) -> Node:
    """Return a subscript, such as a generic type with its arguments."""
    return Node(f"{name}[", items, "]")


def imported(module: str, members: Iterable[str], indent: int = 0) -> list[str]:
    """Return the lines that import names from a module, sorted."""
    ordered, start = sorted(members, key=member_order), " " * indent
    line = f"{start}from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return [line]
    inner = (f"{start}    {name}," for name in ordered)
    return [f"{start}from {module} import (", *inner, f"{start})"]


def import_block(modules: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the lines that import from some modules, sorted; nothing from none."""
    return [
        line
        for module in sorted(modules, key=natural)
        if (members := [*modules[module]])
        for line in imported(module, members)
    ]


def imports(names: Iterable[tuple[str, str]], package: str) -> Iterator[str]:
    """Yield the lines that import names from modules, an empty line between two groups."""
    modules: dict[str, set[str]] = {}
    for module, name in names:
        modules.setdefault(module, set()).add(name)
    above = None
    for module in sorted(
        modules, key=lambda each: (_group(each, package), natural(each))
    ):
        if above not in (None, group := _group(module, package)):
            yield ""
        above = group
        yield from imported(module, modules[module])


def _group(module: str, package: str) -> int:
    top = module.partition(".")[0]
    if not top:
        return 3
    return 2 if top == package else 0 if top in sys.stdlib_module_names else 1


_NUMBER = re.compile("[0-9]+")


@lru_cache(maxsize=10_000)
def natural(name: str) -> str:
    """Return a sort key by which `order2` comes before `order10`, as import sorters have it."""
    return _NUMBER.sub(_by_value, name)


def _by_value(number: re.Match[str]) -> str:
    """Return a number's key: where a digit would sort, the longer one after the shorter.

    Import sorters take what starts with a zero for a fraction: `order01` before `order1`.
    """
    digits = number[0]
    if digits.startswith("0"):
        return f"0\0{digits}\1"
    return f"0{chr(len(digits))}{digits}"


@lru_cache(maxsize=10_000)
def member_order(name: str) -> tuple[int, str]:
    """Return a sort key for imported names: constants, then classes, then the rest."""
    return _kind(name), natural(name.lower())


@lru_cache(maxsize=10_000)
def export_order(name: str) -> tuple[int, str]:
    """Return a sort key for `__all__`: as for imports, but capitals before small letters."""
    return _kind(name), natural(name)


def _kind(name: str) -> int:
    constant = name.isupper() and len(name) > 1
    return 0 if constant else 1 if name[0].isupper() else 2
