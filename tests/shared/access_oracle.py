"""What an expression of access comes to for somebody and a row, worked out in Python.

It is the plain reading of docs/language/security.md, and knows nothing of folding, of SQL or of
three truths: whatever enforces rules has to come to the same.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bd_scaffold.language.access_expression import (
    All,
    Comparison,
    Missing,
    Name,
    Not,
    OneOf,
    Operand,
    Permission,
    Some,
    Tree,
)
from bd_scaffold.language.permissions import grants

Row = Mapping[str, Any]
"""The values of a row by field; a relation is the row that it points to, or None."""

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Asking:
    """Somebody who asks."""

    id: UUID | None = None  # None for a service, and for who hasn't signed in
    signed_in: bool = False
    roles: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Oracle:
    """What rules say about the rows of one entity."""

    roles: frozenset[str]  # of the design
    owner: str | None = None  # the path to the account that a row belongs to

    def holds(self, tree: Tree, who: Asking, row: Row) -> bool:
        """Tell whether an expression is true."""
        match tree:
            case Name(name):
                return self._named(name, who, row)
            case Permission(name):
                return grants(who.may, name)
            case Comparison(compared, left, right):
                one, other = _value(left, who, row), _value(right, who, row)
                known = one is not None and other is not None
                return known and _COMPARED[compared](one, other)
            case Missing(operand, negated):
                return (_at(row, operand.name) is None) is not negated
            case OneOf(operand, values, negated):
                found = _at(row, operand.name)
                listed = [each.value for each in values]
                return found is not None and (found in listed) is not negated
            case Not(part):
                return not self.holds(part, who, row)
            case All(parts):
                return all(self.holds(each, who, row) for each in parts)
            case Some(parts):
                return any(self.holds(each, who, row) for each in parts)

    def _named(self, name: str, who: Asking, row: Row) -> bool:
        if name == "public":
            return True
        if name == "authenticated":
            return who.signed_in
        if name == "owner":
            return who.id is not None and _at(row, self.owner or "") == who.id
        return name in who.roles if name in self.roles else _at(row, name) is True


def _at(row: Row, path: str) -> Any:
    """Return the value that a path leads to; None where it, or anything before it, is missing."""
    found: Any = row
    for name in path.split("."):
        found = None if found is None else found[name]
    return found


def _value(operand: Operand, who: Asking, row: Row) -> Any:
    if not isinstance(operand, Name):
        return operand.value
    return who.id if operand.name == "principal.id" else _at(row, operand.name)
