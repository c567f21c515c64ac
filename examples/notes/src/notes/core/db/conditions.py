"""Conditions that narrow statements to some rows."""

import operator
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


class Condition(ABC):
    """Narrows a statement; equal conditions make equal SQL, whatever their values."""

    @abstractmethod
    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return the condition on a mapped class; its values are bind parameters."""


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
        compared: sa.ColumnElement[bool] = getattr(operator, self.operator)(
            column, value
        )
        return compared
