"""Names and pieces of Python in the modules that make rows."""

from __future__ import annotations

from ... import names
from ...layout import WIDTH, Node, Source
from ...record import replace
from ...resolve.relations import Link

TAKEN = frozenset(
    {
        *("row", "rows", "draw", "enums", "dt", "uuid", "letters", "time_of_day"),
        *("day", "moment", "wall_clock", "clock", "link_table"),
    }
)
"""Names that a module of rows has already."""


def told(name: str) -> str:
    """Return a variable for the row that a field refers to."""
    safe = names.safe_attribute(name)
    return f"{safe}_" if safe in TAKEN | {"above", "n"} else safe


def function(link: Link) -> str:
    """Return what the function that makes a relation's rows is called."""
    name = f"{names.safe_attribute(link.field_name)}"
    return f"{name}_" if name in TAKEN else name


def constant(link: Link) -> str:
    """Return what says how many rows a relation has."""
    return function(link).upper()


def fitted(source: Source, indent: int) -> Source:
    """Return a piece of Python that is broken in its brackets where a line is too short."""
    if len(f"{' ' * indent}{source},") <= WIDTH:
        return source
    if not isinstance(source, str):
        items = tuple(fitted(each, indent + 4) for each in source.items)
        return replace(source, items=items)
    start = source.find("(") + 1
    depth, end = 1, start
    while start and depth and end < len(source):
        depth += {"(": 1, ")": -1}.get(source[end], 0)
        end += 1
    if not start or depth or end - 1 == start:
        return source
    inside = source[start : end - 1]
    return Node(source[:start], (inside,), source[end - 1 :], shared=True)


def one(label: str) -> str:
    """Return a label with its article."""
    return f"an {label}" if label[:1].lower() in "aeiou" else f"a {label}"
