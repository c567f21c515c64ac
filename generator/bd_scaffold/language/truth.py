"""Whether an expression is true of a row, by SQL's logic: what a null decides is unknown."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .expression import (
    Binary,
    Call,
    Column,
    Expression,
    IsNull,
    Like,
    Literal,
    Negation,
    Node,
    Within,
)
from .like import is_like

_FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "abs": abs,
    "length": len,
    "lower": str.lower,
    "trim": lambda text: text.strip(" "),
    "upper": str.upper,
}
_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "||": operator.add,
}


def holds(expression: Expression, values: Mapping[str, Any]) -> bool | None:
    """Return whether an expression is true of these values; None where that is unknown."""
    found = worked_out(expression, values)
    return None if found is None else bool(found)


def worked_out(expression: Expression, values: Mapping[str, Any]) -> Any:
    """Return what an expression comes to with these values; None where that is unknown."""
    return _value(expression.tree, values)


def _value(node: Node, values: Mapping[str, Any]) -> Any:  # noqa: C901 - one case each
    match node:
        case Column(name):
            return values.get(name)
        case Literal(value):
            return value
        case Binary("and" | "or" as word, left, right):
            return _joined(word, _value(left, values), _value(right, values))
        case Binary(sign, left, right):
            return _operated(sign, _value(left, values), _value(right, values))
        case Negation(sign, operand):
            found = _value(operand, values)
            if found is None:
                return None
            return not found if sign == "not" else -found
        case IsNull(operand, negated):
            return (_value(operand, values) is None) != negated
        case Within(operand, listed, negated):
            found = _value(operand, values)
            same = [_operated("=", found, each.value) for each in listed]
            return None if found is None else any(same) != negated
        case Like(operand, pattern, negated):
            found = _value(operand, values)
            return None if found is None else is_like(str(found), pattern) != negated
        case Call(name, arguments):
            return _called(name, [_value(each, values) for each in arguments])


def _called(name: str, arguments: Sequence[Any]) -> Any:
    if name == "coalesce":
        return next((each for each in arguments if each is not None), None)
    return None if arguments[0] is None else _FUNCTIONS[name](arguments[0])


def _joined(word: str, left: Any, right: Any) -> bool | None:
    decisive = word == "or"
    if decisive in (left, right):
        return decisive
    return None if None in (left, right) else not decisive


def _operated(sign: str, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    return _OPERATIONS[sign](_like(left, right), _like(right, left))


def _like(value: Any, other: Any) -> Any:
    """Return a value as one of the other's type: a text as a date, a decimal as a float."""
    if isinstance(value, str) and isinstance(other, dt.date):
        return dt.date.fromisoformat(value)
    if isinstance(value, Decimal) and isinstance(other, float):
        return float(value)
    return value
