"""What rules of access compare: values of types that fit, by the same rules as checks do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language import access_expression as said
from ..language.access_expression import PRINCIPAL_ID
from ..language.design import Entity, FieldType
from ..language.expression import Binary, Column, Expression, Literal, Node, Within
from ..language.scalars import ACCOUNT
from ..record import Record
from ..resolve import Resolved
from ..resolve.access_rules import Read
from ..resolve.fields import Field
from .checks import Types

_ID = Field(
    "", Entity(fields={}), PRINCIPAL_ID, FieldType(type=ACCOUNT, nullable=True), "value"
)
"""The account of who asks, as if it were a field."""


class ValueTypes(Record, frozen=True):
    """Holds comparisons against the types of the values to which paths lead."""

    resolved: Resolved
    reads: Mapping[str, Read]  # by path

    def findings(self, leaf: said.Tree) -> Iterator[tuple[str, str, str]]:
        """Yield why a comparison, or a boolean alone, can't be worked out."""
        for path, read in self.reads.items():
            if _is_hidden(read):
                message = f"{path} is never shown, and what it opens would tell of it."
                yield "BD702", message, "Compare another field."
        if isinstance(leaf, said.Missing):
            yield from self._missing(leaf.operand.name)
            return
        if not self.reads:
            yield "BD703", "It compares no field, so it is the same for every row.", ""
            return
        text = said.to_text(leaf)
        for each in self._types().findings((), Expression(text, _node(leaf))):
            message = each.message.replace("The whole", text, 1)
            yield each.code, message, each.hint

    def _missing(self, path: str) -> Iterator[tuple[str, str, str]]:
        read = self.reads.get(path)
        if read is None:
            yield "BD703", "Who asks is no field of a row.", ""
        elif not read.nullable:
            yield "BD702", f"{path} is never null.", "It has no question mark."

    def _types(self) -> Types:
        fields, added = {PRINCIPAL_ID: _ID}, {}
        for path, read in self.reads.items():
            entity = self.resolved.entities[read.entity]
            if read.slot.source is None:
                added[path] = read.slot
            else:
                fields[path] = entity.fields[read.slot.field_name]
        return Types(fields, added)


def _is_hidden(read: Read) -> bool:
    source = read.slot.source
    return source is not None and source.writeonly


def _node(leaf: said.Tree) -> Node:
    match leaf:
        case said.Comparison(operator, left, right):
            return Binary(operator, _value(left), _value(right))
        case said.OneOf(operand, values, negated):
            return Within(Column(operand.name), values, negated)
        case said.Name(name):
            return Column(name)
    raise TypeError(leaf)  # nothing else compares values


def _value(operand: said.Operand) -> Node:
    return operand if isinstance(operand, Literal) else Column(operand.name)
