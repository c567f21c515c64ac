"""Rows that belong to those of an answer: one statement a relation, however many these are."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from .conditions import ListFilter
from .shape import Shape, Statements

MOST = 20
"""How many of a list each row has at the most: as many as a page has where nobody says."""

_VALUES = "among_values"


@dataclass(frozen=True, slots=True)
class Among(ListFilter):
    """Keeps the rows that have one of many values; no client asks for it by name."""

    parameter: str
    attribute: str

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that the column has one of the values."""
        return _Among(getattr(model, self.attribute), self.parameter)


class Reach(ABC):
    """How rows are found that belong to others."""

    many: ClassVar[bool] = True  # there may be several of a value

    @abstractmethod
    def filters(self, values: Sequence[object]) -> Mapping[str, object]:
        """Return what a list is narrowed by, given values of those that they belong to."""

    @abstractmethod
    def statement(
        self, model: type[Any], statements: Statements, shape: Shape
    ) -> sa.Select[Any]:
        """Return what selects rows, and at their end the value of what each belongs to."""

    def values(self, values: Sequence[object]) -> dict[str, object]:
        """Return the values of the statement's own parameters."""
        return {"limit_": len(values) * (MOST + 1), "offset_": 0}


@dataclass(frozen=True, slots=True)
class ToOne(Reach):
    """The one row that has a value."""

    many = False
    parameter: str
    attribute: str

    def filters(self, values: Sequence[object]) -> Mapping[str, object]:
        """Return that the list has the rows with these values."""
        return {self.parameter: values}

    def statement(
        self, model: type[Any], statements: Statements, shape: Shape
    ) -> sa.Select[Any]:
        """Return the selection, which needs no order."""
        rows = statements.rows(replace(shape, order=()))
        return rows.add_columns(getattr(model, self.attribute).label("of_"))


@dataclass(frozen=True, slots=True)
class ToMany(ToOne):
    """The first rows of each list of those that have a value."""

    many = True

    def statement(
        self, model: type[Any], statements: Statements, shape: Shape
    ) -> sa.Select[Any]:
        """Return the selection, in the order that a list has."""
        numbered = statements.numbered(shape, getattr(model, self.attribute))
        return _first(model, statements, shape, numbered)


@dataclass(frozen=True, slots=True)
class ByLinks(Reach):
    """The first rows of each list that a relation of many to many leads to."""

    owner: type[Any]
    relationship: str

    def filters(self, _values: Sequence[object]) -> Mapping[str, object]:
        """Return nothing: it is the table between the two that has the values."""
        return {}

    def statement(
        self, model: type[Any], statements: Statements, shape: Shape
    ) -> sa.Select[Any]:
        """Return the selection, in the order that a list has."""
        relation = getattr(self.owner, self.relationship).property
        (key,) = sa.inspect(self.owner).primary_key
        near = next(theirs for own, theirs in relation.synchronize_pairs if own is key)
        pairs = relation.secondary_synchronize_pairs
        joined = [own == theirs for own, theirs in pairs]
        numbered = statements.numbered(shape, near)
        numbered = numbered.where(_Among(near, _VALUES), *joined)
        return _first(model, statements, shape, numbered)

    def values(self, values: Sequence[object]) -> dict[str, object]:
        """Return the values of the rows that others are related to."""
        return Reach.values(self, values) | {_VALUES: values}


@lru_cache(1024)
def reaching(
    reach: Reach, model: type[Any], statements: Statements, shape: Shape
) -> sa.Select[Any]:
    """Return the selection of rows that belong to others, built once for each shape."""
    return reach.statement(model, statements, shape)


class _Among(FunctionElement[bool]):
    """Tells whether a column has one of many values: one list of them, where there are lists."""

    type = sa.Boolean()
    inherit_cache = True

    def __init__(self, column: Any, parameter: str) -> None:
        super().__init__(column, sa.literal_column(parameter))


@compiles(_Among)
def _each_apart(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, name = element.clauses
    several = sa.bindparam(str(name), type_=column.type, expanding=True)
    return compiler.process(column.in_(several), **options)


@compiles(_Among, "postgresql")
def _as_one(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, name = element.clauses
    kind = postgresql.ARRAY(column.type)
    several = sa.any_(sa.bindparam(str(name), type_=kind))
    return compiler.process(column == several, **options)


def _first(
    model: type[Any], statements: Statements, shape: Shape, numbered: sa.Select[Any]
) -> sa.Select[Any]:
    """Return whole rows, of each list one more than it shows."""
    found = numbered.subquery("numbered")
    same = (getattr(model, name) == found.c[name] for name in statements.key)
    rows = statements.rows(replace(shape, conditions=(), order=()))
    rows = rows.join_from(model, found, sa.and_(*same))
    rows = rows.where(found.c.place_ <= MOST + 1).order_by(found.c.place_)
    return rows.add_columns(found.c.of_)
