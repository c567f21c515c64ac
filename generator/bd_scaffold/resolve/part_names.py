"""How indexes, unique groups and checks name the parts of values: `price.amount`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..language.expression import (
    Binary,
    Call,
    Column,
    Expression,
    IsNull,
    Like,
    Negation,
    Node,
    Within,
)
from ..record import Record, replace


class Names(Record, frozen=True):
    """What stands for the parts of an entity's values, and for the whole of one."""

    parts: Mapping[str, str]  # the field of a part: "price.amount" → "price_amount"
    wholes: Mapping[str, tuple[str, ...]]  # the fields of all parts of a value
    first: Mapping[str, str]  # the field that is empty where a whole value is

    def fields(self, written: Iterable[str]) -> Iterator[str]:
        """Yield the fields that are meant by names."""
        for name in written:
            yield from self.wholes.get(name, (self.parts.get(name, name),))

    def trees(self, node: Node) -> Iterator[Node]:
        """Yield what a key of an index is ordered by, part by part."""
        if isinstance(node, Column) and node.name in self.wholes:
            yield from map(Column, self.wholes[node.name])
        else:
            yield renamed(node, self)


def in_expression(expression: Expression, names: Names) -> Expression:
    """Return an expression about the fields of parts."""
    return replace(expression, tree=renamed(expression.tree, names))


def renamed(node: Node, names: Names) -> Node:
    """Return a tree about the fields of parts."""
    match node:
        case Column(name):
            return Column(names.parts.get(name, name))
        case Binary(_, left, right):
            return replace(node, left=renamed(left, names), right=renamed(right, names))
        case IsNull(Column(name)) if name in names.first:
            return replace(node, operand=Column(names.first[name]))
        case Negation() | IsNull() | Within() | Like():
            return replace(node, operand=renamed(node.operand, names))
        case Call(_, arguments):
            found = tuple(renamed(each, names) for each in arguments)
            return replace(node, arguments=found)
    return node
