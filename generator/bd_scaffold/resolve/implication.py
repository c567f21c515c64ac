"""Whether a check only lets more rows in than another one, as far as their form shows it."""

from __future__ import annotations

from decimal import Decimal

from ..language.expression import (
    Binary,
    ExpressionError,
    Literal,
    Negation,
    Node,
    Within,
    parse_expression,
)

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
    low, high = _number(one.right), _number(other.right)
    if low is None or high is None:
        return False
    match one.operator, other.operator:
        case ("<" | "<=" | "=", "<" | "<="):
            return low < high
        case (">" | ">=" | "=", ">" | ">="):
            return low > high
        case _:
            return False


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
