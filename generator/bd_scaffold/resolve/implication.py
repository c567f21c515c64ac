"""Whether a check only lets more rows in than another one, as far as their form shows it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..language.expression import (
    Binary,
    Literal,
    Negation,
    Node,
    Within,
    parse_expression,
)
from ..language.tokens import ExpressionError

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_WEAKER = {
    "<": ("<", "<=", "!="),
    "<=": ("<=",),
    ">": (">", ">=", "!="),
    ">=": (">=",),
    "=": ("=", "<=", ">="),
    "!=": ("!=",),
}


def implies(one: str, other: str) -> bool:
    """Tell whether a row that keeps one check keeps the other one, nulls included."""
    try:
        return _implies(parse_expression(one).tree, parse_expression(other).tree)
    except ExpressionError:
        return one == other


def _implies(one: Node, other: Node) -> bool:
    if one == other:
        return True
    match one, other:
        case _, Binary("and", left, right):
            return _implies(one, left) and _implies(one, right)
        case Binary("or", left, right), _:
            return _implies(left, other) and _implies(right, other)
        case Binary("and", left, right), _ if _implies(left, other) or _implies(
            right, other
        ):
            return True
        case _, Binary("or", left, right):
            return _implies(one, left) or _implies(one, right)
        case Binary(), Binary():
            return _compares(one, other) or _compares(_flipped(one), other)
        case _:
            return _lists(one, other)


def _flipped(node: Binary) -> Binary:
    sign = _FLIPPED.get(node.operator, "")
    return Binary(sign, node.right, node.left)


def _compares(one: Binary, other: Binary) -> bool:
    if one.left != other.left:
        return False
    if one.right == other.right:
        return other.operator in _WEAKER.get(one.operator, ())
    low, high = _ends(one.right, other.right)
    if low is None or high is None:
        return False
    match one.operator, other.operator:
        case ("<" | "<=" | "=", "<" | "<="):
            return bool(low < high)
        case (">" | ">=" | "=", ">" | ">="):
            return bool(low > high)
        case _:
            return False


def _ends(one: Node, other: Node) -> tuple[Any, Any]:
    """Return two numbers, or two days or times of one form, which texts order as time does."""
    match one, other:
        case Literal(str(low)), Literal(str(high)) if _form(low) == _form(high):
            return low, high
    return _number(one), _number(other)


def _form(text: str) -> str:
    """Return the form of a day or a time; one of its own for any other text."""
    return re.sub("[0-9]", "0", text) if _TIMED.match(text) else text


_TIMED = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d")


def _number(node: Node) -> Decimal | None:
    match node:
        case Literal(bool() | str()):
            return None
        case Literal(value):
            return Decimal(value)
        case Negation("-", operand):
            found = _number(operand)
            return None if found is None else -found
        case _:
            return None


def _lists(one: Node, other: Node) -> bool:
    match one, other:
        case Within(operand, few, False), Within(same, many, False):
            return operand == same and {*few} <= {*many}
        case Within(operand, many, True), Within(same, few, True):
            return operand == same and {*few} <= {*many}
        case Binary("=", operand, Literal() as value), Within(same, many, False):
            return operand == same and value in many
        case _:
            return False
