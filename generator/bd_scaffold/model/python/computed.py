"""What a row's computed values should be, as the generated tests work it out from the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ...language.expression import (
    COMPARISONS,
    Binary,
    Call,
    Column,
    IsNull,
    Literal,
    Negation,
    Node,
    walk,
)
from ...layout import WIDTH
from ...names import python_string as quoted
from ...resolve.computed import reach
from ...resolve.slots import Slot
from .values import decimal_literal

_PLAIN = ("string", "text", "email", "smallint", "integer", "bigint", "boolean", "enum")
"""What JSON has as Python computes with it."""

_METHODS = {"lower": "lower()", "upper": "upper()", "trim": 'strip(" ")'}
_SIGNS = {"=": "==", "||": "+"}


def worked_out(slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return the function that works out the values of a row; nothing where none can be."""
    by_field = {slot.field_name: slot for slot in slots}
    found = [line for slot in slots for line in _item(slot, by_field)]
    if not found:
        return ()
    return (
        "def computed(row: dict[str, Any]) -> dict[str, Any]:",
        '    """Return what the other values of a row come to."""',
        "    return {",
        *found,
        "    }",
    )


def _item(slot: Slot, slots: Mapping[str, Slot]) -> Iterator[str]:
    """Yield the line of a value, unless it is too long or Python would see it otherwise."""
    source = slot.source
    if source is None or source.computed is None or source.internal:
        return
    tree = source.computed.tree
    if not all(_is_seen(slots[n.name]) for n in walk(tree) if isinstance(n, Column)):
        return
    value = _python(tree, slots)
    if value is None:
        return
    missing = (quoted(slots[name].name) for name in reach(tree, slots).missing)
    guard = " or ".join(f"row[{each}] is None" for each in missing)
    line = f"        {quoted(slot.name)}: {f'None if {guard} else ' if guard else ''}{value},"
    if len(line) <= WIDTH:
        yield line


def _is_seen(slot: Slot) -> bool:
    """True for what a client reads, in a form that can be computed with."""
    source, schema = slot.source, slot.schema
    hidden = source is not None and (source.writeonly or source.internal)
    alone = slot.part is None and not schema.many
    return alone and not hidden and schema.type in (*_PLAIN, "decimal")


def _python(  # noqa: C901 - one case each
    node: Node, slots: Mapping[str, Slot]
) -> str | None:
    """Return an expression in Python; None where that would say something else."""
    match node:
        case Column(name):
            read = f"row[{quoted(slots[name].name)}]"
            return f"Decimal({read})" if slots[name].schema.type == "decimal" else read
        case Literal(value):
            return quoted(value) if isinstance(value, str) else _number(value)
        case Binary("and" | "or", left, right) if (
            reach(left, slots).missing or reach(right, slots).missing
        ):
            return None  # null and false is false
        case Binary(sign, left, right):
            sides = _inner(left, slots), _inner(right, slots)
            if None in sides or _is_text_order(node, slots):
                return None
            return f"{sides[0]} {_SIGNS.get(sign, sign)} {sides[1]}"
        case Negation(sign, operand):
            inner = _inner(operand, slots)
            return inner and f"{sign}{' ' * (sign == 'not')}{inner}"
        case IsNull(Column(name), negated):
            return f"row[{quoted(slots[name].name)}] is {'not ' * negated}None"
        case Call("coalesce", (Column(name) as first, second)):
            one, other = _python(first, slots), _inner(second, slots)
            empty = f"row[{quoted(slots[name].name)}] is None"
            return other and f"({other} if {empty} else {one})"
        case Call(name, (operand,)) if name in _METHODS:
            inner = _inner(operand, slots)
            return inner and f"{inner}.{_METHODS[name]}"
        case Call("abs" | "length" as name, (operand,)):
            inner = _python(operand, slots)
            return inner and f"{'len' if name == 'length' else name}({inner})"
        case _:
            return None


def _inner(node: Node, slots: Mapping[str, Slot]) -> str | None:
    """Return a part of an expression, in brackets where it has parts itself."""
    found = _python(node, slots)
    alone = isinstance(node, Column | Literal | Call)
    return found if found is None or alone else f"({found})"


def _is_text_order(node: Binary, slots: Mapping[str, Slot]) -> bool:
    """True where two texts are compared by an order that each engine has its own of."""
    found = reach(node.left, slots)
    return node.operator in COMPARISONS[2:] and found.number is None


def _number(value: int | Decimal) -> str:
    return decimal_literal(value) if isinstance(value, Decimal) else repr(value)
