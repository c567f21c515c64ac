"""The statements of a repository, each built once and compiled once; values are bound later."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy.orm import InstrumentedAttribute, Mapper, selectinload

from notes.core.queries import SortKey, decode_cursor, invalid_cursor

from .conditions import Filter
from .types import ExactNumeric

_SHAPES = 256
"""How many different lists a repository remembers; a client chooses among very many."""

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
}


class Statements:
    """Everything that a repository asks of one table."""

    def __init__(
        self,
        model: type[Any],
        *,
        filters: Sequence[Filter],
        search: Sequence[str],
        relationships: Sequence[str],
    ) -> None:
        mapper: Mapper[Any] = sa.inspect(model)
        self.model = model
        self._attributes = {
            column.name: mapper.get_property_by_column(column).key
            for column in mapper.local_table.columns
        }
        self.key = tuple(self._attributes[column.name] for column in mapper.primary_key)
        self.identity = (*self.key, *_version_attributes(mapper))
        self.decimals = {
            attribute.key: kind
            for attribute in mapper.column_attrs
            if isinstance(kind := attribute.columns[0].type, ExactNumeric)
        }
        self.soft_delete = "deleted_at" in mapper.column_attrs
        self._filters = {each.parameter: each for each in filters}
        self._search = search
        self._loads = [selectinload(getattr(model, name)) for name in relationships]
        self._columns = [getattr(model, attr.key) for attr in mapper.column_attrs]
        self.delete = self._delete()
        self.one = lru_cache(_SHAPES)(self._one)
        self.count = lru_cache(_SHAPES)(self._count)
        self.page = lru_cache(_SHAPES)(self._page)
        self.cursor_page = lru_cache(_SHAPES)(self._cursor_page)

    def order(self, asked: Sequence[SortKey]) -> tuple[SortKey, ...]:
        """Return the whole order: what was asked for, then the key, so that no two rows tie."""
        known = [SortKey(self._attributes[key.name], key.descending) for key in asked]
        named = {key.name for key in known}
        descending = bool(known) and known[-1].descending
        return (*known, *(SortKey(n, descending) for n in self.key if n not in named))

    def place(self, order: Sequence[SortKey], cursor: str) -> list[Any]:
        """Return the values of the row that a cursor stands after."""
        texts = decode_cursor(cursor, order)
        try:
            return [
                self._adapter(key.name).validate_python(text)
                for key, text in zip(order, texts, strict=True)
            ]
        except ValidationError as error:
            raise invalid_cursor() from error

    def _adapter(self, attribute: str) -> TypeAdapter[Any]:
        column = self._attribute(attribute).property.columns[0]
        kind = _in_range(column.type)
        return TypeAdapter(kind | None if column.nullable else kind)

    def _attribute(self, name: str) -> InstrumentedAttribute[Any]:
        attribute: InstrumentedAttribute[Any] = getattr(self.model, name)
        return attribute

    def _not_deleted(self) -> Iterator[sa.ColumnElement[bool]]:
        if self.soft_delete:
            yield self.model.deleted_at.is_(None)

    def _one(self, names: tuple[str, ...]) -> sa.Select[Any]:
        wanted = [self._attribute(name) == sa.bindparam(name) for name in names]
        statement = sa.select(self.model).where(*wanted, *self._not_deleted())
        return statement.options(*self._loads)

    def _delete(self) -> sa.Update | sa.Delete:
        wanted = [self._attribute(n) == sa.bindparam(f"old_{n}") for n in self.identity]
        if not self.soft_delete:
            return sa.delete(self.model).where(*wanted)
        now = sa.bindparam("now_", type_=self.model.deleted_at.type)
        statement = sa.update(self.model).where(*wanted, *self._not_deleted())
        return statement.values(deleted_at=now)

    def _matching(self, shape: tuple[str, ...]) -> Iterator[sa.ColumnElement[bool]]:
        yield from self._not_deleted()
        for name in shape:
            if name == "q":
                yield self._containing()
                continue
            wanted = self._filters[name]
            compare = _OPERATORS[wanted.operator]
            column = self._attribute(wanted.attribute or wanted.parameter)
            yield compare(column, sa.bindparam(name, type_=column.type))

    def _containing(self) -> sa.ColumnElement[bool]:
        text = sa.bindparam("q", type_=sa.String())
        columns = map(self._attribute, self._search)
        return sa.or_(*(column.ilike(text, escape="\\") for column in columns))

    def _count(self, shape: tuple[str, ...]) -> sa.Select[Any]:
        matching = self._matching(shape)
        return sa.select(sa.func.count()).select_from(self.model).where(*matching)

    def _rows(self, shape: tuple[str, ...], order: Sequence[SortKey]) -> sa.Select[Any]:
        what = [self.model] if self._loads else self._columns
        statement = sa.select(*what).options(*self._loads)
        return statement.where(*self._matching(shape)).order_by(*self._ordering(order))

    def _page(
        self, shape: tuple[str, ...], order: tuple[SortKey, ...]
    ) -> sa.Select[Any]:
        statement = self._rows(shape, order)
        return statement.limit(sa.bindparam("limit_")).offset(sa.bindparam("offset_"))

    def _cursor_page(
        self,
        shape: tuple[str, ...],
        order: tuple[SortKey, ...],
        nulls: tuple[bool, ...] | None,
    ) -> sa.Select[Any]:
        statement = self._rows(shape, order).limit(sa.bindparam("limit_"))
        return (
            statement if nulls is None else statement.where(self._after(order, nulls))
        )

    def _ordering(self, order: Sequence[SortKey]) -> Iterator[sa.ColumnElement[Any]]:
        for key in order:
            column = self._attribute(key.name)
            ordered = column.desc() if key.descending else column.asc()
            # The engines disagree on where nulls stand, so it is said wherever there are any.
            yield ordered.nulls_last() if self._nullable(key) else ordered

    def _nullable(self, key: SortKey) -> bool:
        return bool(self._attribute(key.name).property.columns[0].nullable)

    def _after(
        self, order: tuple[SortKey, ...], nulls: tuple[bool, ...]
    ) -> sa.ColumnElement[bool]:
        """Return the condition for rows after a place; an index on the order serves it."""
        columns = [self._attribute(key.name) for key in order]
        values = [
            sa.bindparam(f"after_{n}", type_=column.type)
            for n, column in enumerate(columns)
        ]
        one_way = len({key.descending for key in order}) == 1
        if one_way and not any(map(self._nullable, order)):
            beyond = operator.lt if order[0].descending else operator.gt
            compared: sa.ColumnElement[bool] = beyond(
                sa.tuple_(*columns), sa.tuple_(*values)
            )
            return compared
        choices = []
        same: list[sa.ColumnElement[bool]] = []
        for key, column, value, null in zip(order, columns, values, nulls, strict=True):
            if not null:
                beyond = operator.lt if key.descending else operator.gt
                later = beyond(column, value)
                if self._nullable(key):
                    later = sa.or_(later, column.is_(None))
                choices.append(sa.and_(*same, later))
            same.append(column.is_(None) if null else column == value)
        return sa.or_(*choices)


def _in_range(column_type: sa.types.TypeEngine[Any]) -> Any:
    """Return the Python type of what a column can be held against without an error."""
    kind = column_type.python_type
    if kind is int:
        bits = 63 if isinstance(column_type, sa.BigInteger) else 31
        return Annotated[int, Field(ge=-(2**bits), lt=2**bits)]
    if kind is str:
        return Annotated[str, Field(pattern="^[^\\x00]*$")]
    return kind


def _version_attributes(mapper: Mapper[Any]) -> tuple[str, ...]:
    column = mapper.version_id_col
    return () if column is None else (mapper.get_property_by_column(column).key,)
