"""Fields that the database computes: what their expressions can come to, and how they are SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal as OneOf

from ..language.expression import (
    ARITHMETIC,
    JOINED,
    Binary,
    Call,
    Column,
    Expression,
    IsNull,
    Literal,
    Negation,
    Node,
    fields_of,
    to_sql,
    walk,
)
from ..record import Record, replace
from .native import columns_in
from .slots import Slot, is_computed
from .types import Schema
from .uniques import sql_columns
from .values import INTEGER_BOUNDS, LENGTHS

DESCRIPTION = "Computed from other values, and not to be given."
"""What the contract says of such a value."""

Number = OneOf["whole", "decimal", "float"]
_LONGEST_LENGTH = Decimal(INTEGER_BOUNDS["integer"][1])


class Reach(Record, frozen=True):
    """What an expression can come to."""

    number: Number | None = None  # None for what is no number
    low: Decimal = Decimal(0)  # the least number; of a float, nobody knows it
    high: Decimal = Decimal(0)
    scale: int = 0  # the most digits after a number's point
    length: int | None = None  # the most characters of a text, where there is a limit
    missing: tuple[str, ...] = ()  # the fields without which there is no value

    @property
    def is_counted(self) -> bool:
        """True for a number whose bounds are known."""
        return self.number in ("whole", "decimal")


class Computed(Record, frozen=True):
    """How the database computes a column."""

    postgresql: str
    sqlite: str
    reads: tuple[str, ...]  # the columns that it is computed from
    stored: bool  # it has room in the row, and isn't worked out at each read
    said: str  # as the design says it: "price * count"


def computed_of(slot: Slot, slots: Sequence[Slot]) -> Computed | None:
    """Return how a column is computed; nothing for one that has values of its own."""
    source = slot.source
    if source is None or not is_computed(slot):
        return None
    stored = not source.virtual
    if source.computed_sql:
        sql = tuple(each.strip() for each in source.computed_sql)
        found = columns_in(" ".join(sql), slots)
        reads = tuple(each for each in found if each != slot.column)
        said = ", ".join(f'"{each}"' for each in sql)
        return Computed(sql[0], sql[-1], reads, stored, f"sql({said})")
    if source.computed is None:
        return None
    by_field = {each.field_name: each for each in slots}
    columns = {
        name: (
            _as_wide(column, by_field[name])
            if _is_wide(source.computed.tree, by_field)
            else column
        )
        for name, column in sql_columns(slots, source.computed).items()
    }
    rounded = replace(source.computed, tree=_rounded(source.computed.tree, by_field))
    written = to_sql(rounded, columns).replace("\\:", ":")
    read = (by_field[name].column for name in fields_of(source.computed))
    return Computed(
        written, written, tuple(dict.fromkeys(read)), stored, source.computed.text
    )


def spelled_out(expression: Expression, slots: Sequence[Slot]) -> Expression:
    """Return an expression with what computed fields come to in the place of their names."""
    trees = {
        slot.field_name: slot.source.computed.tree
        for slot in slots
        if slot.source is not None and slot.source.computed is not None
    }
    if not trees:
        return expression
    return replace(expression, tree=_in_place(expression.tree, trees))


def _in_place(node: Node, trees: Mapping[str, Node]) -> Node:
    match node:
        case Column(name):
            return trees.get(name, node)
        case Literal():
            return node
        case Binary(_, left, right):
            both = _in_place(left, trees), _in_place(right, trees)
            return replace(node, left=both[0], right=both[1])
        case Call(_, arguments):
            inner = tuple(_in_place(each, trees) for each in arguments)
            return replace(node, arguments=inner)
    return replace(node, operand=_in_place(node.operand, trees))


def made_of(names: Sequence[str], slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return properties, and in the place of computed ones those that they are read from."""
    by_name = {slot.name: slot for slot in slots}
    by_column = {slot.column: slot for slot in slots}
    found: list[str] = []
    for name in names:
        computed = computed_of(by_name[name], slots)
        read = computed.reads if computed is not None else (by_name[name].column,)
        found.extend(by_column[each].name for each in read)
    return tuple(dict.fromkeys(found))


# What an expression can come to


def reach(node: Node, slots: Mapping[str, Slot]) -> Reach:
    """Return what an expression over fields can come to, where its types are right."""
    match node:
        case Column(name):
            return _of_column(name, slots[name])
        case Literal(value):
            return _of_literal(value)
        case Binary(operator, left, right):
            return _of_two(operator, reach(left, slots), reach(right, slots))
        case Negation("-", operand):
            found = reach(operand, slots)
            return replace(found, low=-found.high, high=-found.low)
        case IsNull():
            return Reach()
        case Call(name, arguments):
            return _called(name, [reach(each, slots) for each in arguments])
        case _:
            return Reach(missing=reach(node.operand, slots).missing)


def _of_column(name: str, slot: Slot) -> Reach:
    schema = slot.schema
    missing = (name,) if schema.nullable else ()
    if schema.type in INTEGER_BOUNDS:
        least, most = INTEGER_BOUNDS[schema.type]
        low = Decimal(schema.minimum or least)
        return Reach("whole", low, Decimal(schema.maximum or most), missing=missing)
    if schema.type == "decimal":
        low, high = room_of(schema)
        return Reach(
            "decimal",
            max(low, Decimal(schema.minimum)) if schema.minimum else low,
            min(high, Decimal(schema.maximum)) if schema.maximum else high,
            schema.scale or 0,
            missing=missing,
        )
    if schema.type == "float":
        return Reach("float", missing=missing)
    length = schema.max_length or LENGTHS.get(schema.type)
    return Reach(length=length, missing=missing)


def room_of(schema: Schema) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that a decimal of a type holds."""
    unit = Decimal(1).scaleb(-(schema.scale or 0))
    most = Decimal(10) ** ((schema.precision or 0) - (schema.scale or 0)) - unit
    return -most, most


def _of_literal(value: str | int | Decimal) -> Reach:
    if isinstance(value, str):
        return Reach(length=len(value))
    if isinstance(value, bool):
        return Reach()
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    scale = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    kind: Number = "decimal" if isinstance(value, Decimal) else "whole"
    return Reach(kind, number, number, scale)


def _of_two(operator: str, left: Reach, right: Reach) -> Reach:
    missing = tuple(dict.fromkeys((*left.missing, *right.missing)))
    if operator == JOINED:
        lengths = left.length, right.length
        known = [each for each in lengths if each is not None]
        length = sum(known) if len(known) == len(lengths) else None
        return Reach(length=length, missing=missing)
    if operator not in ARITHMETIC:
        return Reach(missing=missing)
    ends = [
        _worked_out(operator, one, other)
        for one in (left.low, left.high)
        for other in (right.low, right.high)
    ]
    return Reach(
        _together(left, right),
        min(ends),
        max(ends),
        left.scale + right.scale if operator == "*" else max(left.scale, right.scale),
        missing=missing,
    )


def _worked_out(operator: str, one: Decimal, other: Decimal) -> Decimal:
    if operator == "*":
        return one * other
    return one + other if operator == "+" else one - other


def _together(*numbers: Reach) -> Number:
    kinds = {each.number for each in numbers}
    if "float" in kinds:
        return "float"
    return "decimal" if "decimal" in kinds else "whole"


def _called(name: str, arguments: Sequence[Reach]) -> Reach:
    first = arguments[0]
    if name == "coalesce":
        missing = tuple(dict.fromkeys(e for one in arguments for e in one.missing))
        needed = all(each.missing for each in arguments)
        lengths = [each.length for each in arguments]
        known = [each for each in lengths if each is not None]
        return Reach(
            _together(*arguments) if first.number else None,
            min(each.low for each in arguments),
            max(each.high for each in arguments),
            max(each.scale for each in arguments),
            max(known) if len(known) == len(lengths) else None,
            missing if needed else (),
        )
    if name == "length":
        longest = Decimal(first.length) if first.length is not None else _LONGEST_LENGTH
        return Reach("whole", Decimal(0), longest, missing=first.missing)
    if name == "abs":
        high = max(abs(first.low), abs(first.high))
        return replace(first, low=Decimal(0), high=high)
    return first


def overflows(node: Node, slots: Mapping[str, Slot]) -> bool:
    """Tell whether some part of an expression can be more than a whole number can be."""
    return any(_is_beyond(each, reach(each, slots)) for each in walk(node))


def _is_beyond(node: Node, found: Reach) -> bool:
    if found.number != "whole" or isinstance(node, Literal):
        return False
    is_fixed = not any(isinstance(each, Column) for each in walk(node))
    low, high = INTEGER_BOUNDS["integer" if is_fixed else "bigint"]
    return not low <= found.low <= found.high <= high


def reckons_floats(node: Node, slots: Mapping[str, Slot]) -> bool:
    """Tell whether an expression has arithmetic with floats, which has no bounds."""
    return any(
        isinstance(each, Binary)
        and each.operator in ARITHMETIC
        and reach(each, slots).number == "float"
        for each in walk(node)
    )


# As SQL


def _is_wide(node: Node, slots: Mapping[str, Slot]) -> bool:
    """True where numbers become greater under way than PostgreSQL's type for the fields holds."""
    return any(_outgrows(each, slots) for each in walk(node))


def _outgrows(node: Node, slots: Mapping[str, Slot]) -> bool:
    """True for arithmetic of whole numbers that its narrowest field has no room for."""
    if not isinstance(node, Binary | Negation | Call):
        return False
    found = reach(node, slots)
    if found.number != "whole":
        return False
    read = (each.name for each in walk(node) if isinstance(each, Column))
    kinds = [slots[name].schema.type for name in read]
    rooms = [INTEGER_BOUNDS[each] for each in kinds if each in INTEGER_BOUNDS]
    return any(not low <= found.low <= found.high <= high for low, high in rooms)


def _as_wide(column: str, slot: Slot) -> str:
    """Return a column as SQL, with room for what becomes of it."""
    narrow = slot.schema.type in ("smallint", "integer")
    return f"CAST({column} AS BIGINT)" if narrow else column


def _rounded(node: Node, slots: Mapping[str, Slot]) -> Node:
    """Return a tree in which arithmetic of decimals, floats to SQLite, is exact again."""
    found = reach(node, slots)
    is_sum = isinstance(node, Binary) and node.operator in ARITHMETIC
    if is_sum and found.number == "decimal":
        return Call("round", (node, Literal(found.scale)))
    match node:
        case Binary(_, left, right):
            both = _rounded(left, slots), _rounded(right, slots)
            return node if is_sum else replace(node, left=both[0], right=both[1])
        case Call(_, arguments):
            inner = tuple(_rounded(each, slots) for each in arguments)
            return replace(node, arguments=inner)
        case Column() | Literal():
            return node
    return replace(node, operand=_rounded(node.operand, slots))
