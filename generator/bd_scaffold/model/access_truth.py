"""What a rule of access says of a row, worked out without a line of the generated code.

Tests of a project hold its runtime to this: it reads what was resolved of the design, and
nothing else. None stands for what isn't known here.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from ..language.expression import Literal
from ..language.permissions import covers
from ..record import Record
from ..resolve.access_rules import (
    AnyOf,
    Compared,
    Every,
    HasPermission,
    HasRole,
    Holds,
    Inverted,
    IsMissing,
    IsOneOf,
    PrincipalId,
    Read,
    Term,
    Tree,
)
from ..resolve.access_rules import Value as Operand
from ..resolve.slots import Slot
from ..resolve.types import Schema


class Whose(Enum):
    """Accounts that tests have."""

    OWNER = "OWNER"
    SOMEBODY = "SOMEBODY"  # who asks, too, and has roles
    STRANGER = "STRANGER"  # who never asks


class Mark(Enum):
    """What stands for no value in a row."""

    UNKNOWN = "unknown"
    THERE = "there"  # a relation that leads to a row
    LEFT_OUT = "LEFT_OUT"  # of a body, which says nothing of it


Path = tuple[str, ...]
"""Relations by their fields, and an attribute; or relations alone, of which there may be none."""
Row = Mapping[Path, Any]


class Caller(Record, frozen=True):
    """Who asks."""

    name: str  # "the owner", "clerk"
    account: Whose | None = None
    roles: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()

    @property
    def refused(self) -> int:
        """The status by which they learn that they may not."""
        return 401 if self.account is None else 403


def path_of(read: Read) -> Path:
    """Return where a row has a value; of a relation, whether it leads anywhere."""
    steps = tuple(each.field for each in read.steps)
    return (*steps, end_of(read.slot))


def end_of(slot: Slot) -> str:
    """Return what a row calls a column: a relation by its field, others by their attributes."""
    return slot.field_name if leads_on(slot) else slot.attribute


def leads_on(slot: Slot) -> bool:
    """True for a column of a relation; that to an account leads no further."""
    return slot.references is not None and slot.target is not None and not is_of(slot)


def is_of(slot: Slot) -> bool:
    """True for a column that holds an account."""
    return slot.references == "user"


class Truth(Record, frozen=True):
    """What rules about the rows of an entity say: `prefix` leads to one of them."""

    owner: Read | None
    prefix: Path = ()

    def of(self, tree: Tree, row: Row, caller: Caller) -> bool | None:
        """Return whether a rule lets somebody; None where that isn't known."""
        match tree:
            case Every(parts):
                return _every(self.of(each, row, caller) for each in parts)
            case AnyOf(parts):
                return _some(self.of(each, row, caller) for each in parts)
            case Inverted(part):
                found = self.of(part, row, caller)
                return None if found is None else not found
            case Term("public"):
                return True
            case Term("authenticated"):
                return caller.account is not None
            case Term():
                return self._owned(row, caller)
            case HasRole(name):
                return name in caller.roles
            case HasPermission(name):
                return any(covers(each, name) for each in caller.permissions)
            case _:
                return self._of_row(tree, row, caller)

    def _owned(self, row: Row, caller: Caller) -> bool | None:
        if caller.account is None or self.owner is None:
            return False
        found = self.value(self.owner, row)
        return None if found is Mark.UNKNOWN else found is caller.account

    def _of_row(self, tree: Tree, row: Row, caller: Caller) -> bool | None:
        match tree:
            case Holds(read):
                return _known(self.value(read, row), lambda found: found is True)
            case IsMissing(read, negated):
                return _known(
                    self.value(read, row), lambda found: (found is None) is not negated
                )
            case IsOneOf(read, values, negated):
                given = [typed(each.value, read.slot.schema) for each in values]
                return _known(
                    self.value(read, row),
                    lambda found: found is not None and (found in given) is not negated,
                )
            case Compared(sign, left, right):
                schema = _schema_of(left, right)
                one, other = (
                    self._side(each, row, caller, schema) for each in (left, right)
                )
                return _compared(sign, one, other)
        raise TypeError(f"There is no such rule: {tree}")

    def _side(self, side: Operand, row: Row, caller: Caller, schema: Schema) -> Any:
        if isinstance(side, PrincipalId):
            return caller.account
        if isinstance(side, Literal):
            return typed(side.value, schema)
        return self.value(side, row)

    def value(self, read: Read, row: Row) -> Any:
        """Return what a row has: None for nothing, UNKNOWN where nobody said."""
        path = self.prefix
        for step in read.steps:
            path = (*path, step.field)
            if step.nullable and row.get(path, Mark.UNKNOWN) is not Mark.THERE:
                return row.get(path, Mark.UNKNOWN)
        found = row.get((*self.prefix, *path_of(read)), Mark.UNKNOWN)
        if isinstance(found, Whose | Mark) or found is None:
            return found
        return typed(found, read.slot.schema)


def typed(value: Any, schema: Schema) -> Any:
    """Return a constant so that it compares as values of a type do."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    read = _MOMENTS.get(schema.type)
    return read(value) if read and isinstance(value, str) else value


_MOMENTS: Mapping[str, Callable[[str], Any]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "datetime_local": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}
_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _schema_of(left: Operand, right: Operand) -> Schema:
    for each in (left, right):
        if isinstance(each, Read):
            return each.slot.schema
    raise TypeError("A rule compares no value of a row.")


def _compared(sign: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return False
    if isinstance(left, Mark) or isinstance(right, Mark):
        return None
    equal = sign in ("=", "==", "!=", "<>")
    if not equal and isinstance(left, str):
        return None  # the database's collation decides
    return bool(_SIGNS[sign](left, right))


def _known(found: Any, test: Callable[[Any], bool]) -> bool | None:
    return None if found is Mark.UNKNOWN else test(found)


def _every(found: Iterable[bool | None]) -> bool | None:
    parts = list(found)
    if False in parts:
        return False
    return None if None in parts else True


def _some(found: Iterable[bool | None]) -> bool | None:
    parts = list(found)
    if True in parts:
        return True
    return None if None in parts else False
