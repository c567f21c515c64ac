"""Lists that are narrowed by several values, by what is missing, or by how a text starts."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from .conditions import ListFilter


@dataclass(frozen=True, slots=True)
class _OfColumn(ListFilter):
    parameter: str
    attribute: str = ""  # the parameter's own name, unless it says otherwise

    def _column(self, model: type[Any]) -> Any:
        return getattr(model, self.attribute or self.parameter)


@dataclass(frozen=True, slots=True)
class AnyOf(_OfColumn):
    """Keeps the rows whose value is one of those given."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that the column has one of the values."""
        column = self._column(model)
        found: sa.ColumnElement[bool] = column.in_(_several(self.parameter, column))
        return found

    def bound(self, value: object) -> object:
        """Return the values as a list: a path, and code of your own, may give one alone."""
        return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class NoneOf(_OfColumn):
    """Keeps the rows that `AnyOf` leaves out: also those that have no value."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that the column has none of the values."""
        column = self._column(model)
        other: sa.ColumnElement[bool] = column.not_in(_several(self.parameter, column))
        nullable = column.property.columns[0].nullable
        return sa.or_(column.is_(None), other) if nullable else other


@dataclass(frozen=True, slots=True)
class Missing(_OfColumn):
    """Keeps the rows without a value where it is given true, and the others for false."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that the column is null, or that it is not."""
        wanted = sa.bindparam(self.parameter, type_=sa.Boolean())
        missing: sa.ColumnElement[bool] = self._column(model).is_(None) == wanted
        return missing


@dataclass(frozen=True, slots=True)
class StartsWith(_OfColumn):
    """Keeps the rows whose text starts with the one given, its case included."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that the column matches the text's pattern."""
        pattern = sa.bindparam(self.parameter, type_=_Prefix())
        return _Matches(self._column(model), pattern)


class _Prefix(sa.types.TypeDecorator[str]):
    """A text as the pattern of what starts with it, in which wildcards are only characters."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        if dialect.name == "postgresql":
            return str(value).translate(_LIKE) + "%"
        return str(value).translate(_GLOB) + "*"


_LIKE = str.maketrans({each: f"\\{each}" for each in "\\%_"})
_GLOB = str.maketrans({each: f"[{each}]" for each in "*?["})


class _Matches(FunctionElement[bool]):
    """Holds a text against a pattern: SQLite's LIKE ignores case, and its GLOB does not."""

    type = sa.Boolean()
    inherit_cache = True


@compiles(_Matches)
def _by_glob(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    text, pattern = (compiler.process(each, **options) for each in element.clauses)
    return f"({text} GLOB {pattern})"


@compiles(_Matches, "postgresql")
def _by_like(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    text, pattern = (compiler.process(each, **options) for each in element.clauses)
    return f"({text} LIKE {pattern})"


def _several(parameter: str, column: Any) -> sa.BindParameter[Any]:
    return sa.bindparam(parameter, type_=column.type, expanding=True)
