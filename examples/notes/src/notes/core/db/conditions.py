"""Conditions that narrow statements to some rows."""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from notes.core.context import Context

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
}


class Condition(ABC):
    """Narrows a statement; equal conditions make equal SQL, whatever their values."""

    @abstractmethod
    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return the condition on a mapped class; its values are bind parameters."""

    def values(self, _context: Context) -> Mapping[str, object]:
        """Return the values that the context decides, by bind parameter."""
        return {}


class ListFilter(Condition):
    """A condition that stands where a list's query has its parameter."""

    parameter: str

    def bound(self, value: object) -> object:
        """Return the parameter's value as the database is given it."""
        return value


@dataclass(frozen=True, slots=True)
class Filter(ListFilter):
    """Compares a column with a parameter of the query."""

    parameter: str
    attribute: str = ""  # the parameter's own name, unless it says otherwise
    operator: str = "eq"

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return the comparison."""
        column = getattr(model, self.attribute or self.parameter)
        value = sa.bindparam(self.parameter, type_=column.type)
        compared: sa.ColumnElement[bool] = _OPERATORS[self.operator](column, value)
        return compared


def scope_of(model: type[Any]) -> tuple[Condition, ...]:
    """Return what every statement on a mapped class is narrowed by."""
    scope: tuple[Condition, ...] = getattr(model, "__scope__", ())
    return scope


def scope_values(model: type[Any], context: Context) -> dict[str, object]:
    """Return the values of a mapped class's scope."""
    return {
        name: value
        for condition in scope_of(model)
        for name, value in condition.values(context).items()
    }


def within_scope(model: type[Any]) -> list[sa.ColumnElement[bool]]:
    """Return the scope of a mapped class as expressions."""
    return [condition.expression(model) for condition in scope_of(model)]
