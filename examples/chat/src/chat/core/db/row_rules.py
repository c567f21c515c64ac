"""Rules of access as SQL: what is left of them once it is known who asks."""

import datetime as dt
import enum
import operator
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

import sqlalchemy as sa

from chat.core.context import Context
from chat.core.realtime.members import MembersOf
from chat.core.security.rules import (
    Compared,
    Either,
    Every,
    Missing,
    Not,
    OneOf,
    Owned,
    Path,
    Rule,
    Value,
    paths_of,
)

from .conditions import Condition
from .listed_rules import listed, other_rows

_Expression = sa.ColumnElement[bool]
_Test = Callable[[Any], _Expression]

_LARGE = 2**63

ACCOUNT = "_account"
"""The parameter with the account of whoever asks."""


@dataclass(frozen=True, eq=False)
class RowRule(Condition):
    """A rule that rows have to fulfil; `row_rule` makes one for all that ask alike."""

    rule: Rule
    reads: frozenset[str]  # the attributes of the row itself
    is_of_row: bool  # it reads nothing but the row

    def expression(self, model: type[Any]) -> _Expression:
        """Return the rule as a condition on a mapped class."""
        return _holds(model, self.rule)

    def values(self, context: Context) -> Mapping[str, object]:
        """Return the account of whoever asks."""
        return {ACCOUNT: context.principal.id}

    def holds(self, entity: object, account: object) -> bool | None:
        """Tell whether a row fulfils it, where that takes no question to the database."""
        if self.is_of_row and isinstance(self.rule, Owned) and not self.rule.elses:
            (name,) = self.reads
            return bool(getattr(entity, name) == account)
        return None


@lru_cache(4096)
def row_rule(rule: Rule) -> RowRule:
    """Return the condition of a rule: one for all principals for whom it is the same."""
    paths = [*paths_of(rule)]
    reads = {name for path in paths for name in _names(path[0])}
    return RowRule(rule, frozenset(reads), all(len(path) == 1 for path in paths))


def _holds(model: type[Any], rule: Rule) -> _Expression:
    """Return that a rule holds; NULL stands for false, as it does in a WHERE."""
    if isinstance(rule, Either):
        return sa.or_(*(_holds(model, each) for each in rule.rules))
    if isinstance(rule, Every):
        return sa.and_(*(_holds(model, each) for each in rule.rules))
    if isinstance(rule, Not):
        return _fails(model, rule.rule)
    if isinstance(rule, Owned):
        account = sa.bindparam(ACCOUNT, type_=sa.Uuid())
        compare = operator.ne if rule.elses else operator.eq
        return _exists(model, rule.path, lambda column: compare(column, account))
    if isinstance(rule, Missing):
        if len(rule.path) == 1:
            return _exists(model, rule.path, lambda column: column.is_(None))
        there = _exists(model, rule.path, lambda column: column.is_not(None))
        return sa.not_(there)
    if isinstance(rule, OneOf):
        values, none = rule.values, rule.none
        return _exists(model, rule.path, lambda column: _one_of(column, values, none))
    if isinstance(rule, MembersOf):
        return rule.expression(model, sa.bindparam(ACCOUNT, type_=sa.Uuid()))
    if not isinstance(rule, Compared):
        raise TypeError(f"The row doesn't decide {rule}.")
    compare = getattr(operator, rule.operator)
    if not rule.other:
        constant = rule.value
        return _exists(
            model, rule.path, lambda column: compare(column, _bound(column, constant))
        )
    other = rule.other
    return _exists(
        model,
        rule.path,
        lambda left: _exists(
            model, other, lambda right: compare(_unpadded(left), _unpadded(right))
        ),
    )


def _fails(model: type[Any], rule: Rule) -> _Expression:
    """Return that a rule doesn't hold, which is never NULL."""
    if isinstance(rule, Either):
        return sa.and_(*(_fails(model, each) for each in rule.rules))
    if isinstance(rule, Every):
        return sa.or_(*(_fails(model, each) for each in rule.rules))
    if isinstance(rule, Not):
        return sa.func.coalesce(_holds(model, rule.rule), sa.false())
    return sa.not_(sa.func.coalesce(_holds(model, rule), sa.false()))


def _exists(model: Any, path: Path, test: _Test) -> _Expression:
    """Return that a test holds of the value at the end of a path."""
    *steps, last = path
    (name,) = _names(last)
    mapper, value = sa.inspect(model).mapper, partial(getattr, model)
    found = sa.select(sa.literal_column("1", sa.Integer()))
    for step in steps:
        mapper, pairs = _reference(mapper, _names(step))
        there = mapper.local_table.alias()
        joined = [value(own) == there.c[column.key] for own, column in pairs]
        found = found.where(*joined)
        found = found.where(*other_rows(model, step, mapper, there))
        value = partial(_column, mapper, there)
    tested = test(value(name))
    if not steps:
        return tested
    # Else it is correlated with the next statement around it alone, which may be such a path.
    return found.where(tested).correlate_except().exists()


def _column(mapper: Any, table: sa.FromClause, attribute: str) -> Any:
    return table.c[mapper.get_property(attribute).columns[0].key]


@lru_cache(1024)
def _reference(
    mapper: Any, names: tuple[str, ...]
) -> tuple[Any, tuple[tuple[str, sa.Column[Any]], ...]]:
    """Return what attributes refer to, and the column that each of them is equal to."""
    if (rows := listed(mapper, names)) is not None:
        return rows
    for constraint in mapper.local_table.foreign_key_constraints:
        own = {
            mapper.get_property_by_column(each.parent).key: each.column
            for each in constraint.elements
        }
        if own.keys() == set(names):
            target = next(
                each
                for each in mapper.registry.mappers
                if each.local_table is constraint.referred_table
            )
            return target, tuple(own.items())
    raise LookupError(f"{mapper.class_.__name__} refers to nothing by {names}.")


def _names(step: tuple[str, ...] | str) -> tuple[str, ...]:
    return (step,) if isinstance(step, str) else step


def _unpadded(column: Any) -> Any:
    """Return a text without the blanks that PostgreSQL fills it with, `CHAR(n)`.

    Beside another text it would ignore that one's blanks, too.
    """
    kind = column.type
    if isinstance(getattr(kind, "impl", kind), sa.CHAR):
        return sa.cast(column, sa.Text())
    return column


def _one_of(column: Any, values: tuple[Value, ...], none: bool) -> _Expression:
    held = [_bound(column, each) for each in values]
    found: _Expression = column.not_in(held) if none else column.in_(held)
    return found


def _bound(column: Any, value: Value | None) -> sa.BindParameter[Any]:
    held = _as_held(column, value)
    return sa.literal(held, _type_of(column.type, held))


def _type_of(kind: sa.types.TypeEngine[Any], value: object) -> Any:
    """Return the type of a constant beside a column of some type.

    PostgreSQL would round a number that is finer than its column, which opens and closes rows,
    and has no room for one that is larger.
    """
    if kind.python_type not in (int, Decimal):
        return kind
    if isinstance(value, int) and kind.python_type is int and abs(value) < _LARGE:
        return sa.BigInteger()
    return sa.Numeric()


def _as_held(column: Any, value: Value | None) -> Any:
    """Return a constant of a rule as the column holds its values."""
    kind = column.type.python_type
    if issubclass(kind, enum.Enum):
        return kind(value)
    if kind in (dt.date, dt.datetime, dt.time):
        return kind.fromisoformat(value)
    return uuid.UUID(str(value)) if kind is uuid.UUID else value
