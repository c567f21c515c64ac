"""Lists that go on after a row, however many are before it; an index on the order serves them."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from pydantic import Field, TypeAdapter, ValidationError

from chat.core.cursors import CursorPage, decode_cursor, encode_cursor, invalid_cursor
from chat.core.queries import ListQuery, SortKey

from .conditions import Condition
from .repository import SqlRepository

EntityT = TypeVar("EntityT")
_Compared = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class After(Condition):
    """Narrows a list to the rows after a place in its order."""

    order: tuple[SortKey, ...]
    nulls: tuple[bool, ...]  # which values of the place are NULL
    backwards: bool = False  # the rows before it, instead
    inclusive: bool = False  # and the one in the place itself

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return the condition; as a comparison of tuples, where the order allows it."""
        columns = [getattr(model, key.name) for key in self.order]
        values = [
            sa.bindparam(f"_after_{n}", type_=column.type)
            for n, column in enumerate(columns)
        ]
        one_way = len({key.descending for key in self.order}) == 1
        if one_way and not any(map(_nullable, columns)):
            beyond = self._beyond(self.order[0], inclusive=self.inclusive)
            compared: sa.ColumnElement[bool] = beyond(
                sa.tuple_(*columns), sa.tuple_(*values)
            )
            return compared
        choices = []
        same: list[sa.ColumnElement[bool]] = []
        for key, column, value, null in zip(
            self.order, columns, values, self.nulls, strict=True
        ):
            if not null:
                beyond = self._beyond(key)
                later = beyond(column, value)
                if _nullable(column) and not self.backwards:
                    later = sa.or_(later, column.is_(None))
                choices.append(sa.and_(*same, later))
            elif self.backwards:
                choices.append(sa.and_(*same, column.is_not(None)))
            same.append(column.is_(None) if null else column == value)
        if self.inclusive:
            choices.append(sa.and_(*same))
        return sa.or_(*choices)

    def _beyond(self, key: SortKey, *, inclusive: bool = False) -> _Compared:
        if key.descending != self.backwards:
            return operator.le if inclusive else operator.lt
        return operator.ge if inclusive else operator.gt


class CursorPages(SqlRepository[EntityT]):
    """Lists rows from where the last part of the list ended."""

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor."""
        shape, values = self._asked(query)
        if query.cursor is not None:
            place = self._place(shape.order, query.cursor)
            after = After(shape.order, tuple(value is None for value in place))
            shape = replace(shape, conditions=(*shape.conditions, after))
            values |= {f"_after_{n}": value for n, value in enumerate(place)}
        window = {"limit_": query.limit + 1, "offset_": 0}
        rows = await self._rows(shape, values | window)
        if len(rows) <= query.limit:
            return CursorPage(rows, None)
        rows = rows[: query.limit]
        last = [getattr(rows[-1], key.name) for key in shape.order]
        return CursorPage(rows, encode_cursor(shape.order, last))

    def _place(self, order: Sequence[SortKey], cursor: str) -> list[Any]:
        """Return the values of the row that a cursor stands after."""
        return self._read(order, decode_cursor(cursor, order))

    def _read(self, order: Sequence[SortKey], texts: Sequence[str | None]) -> list[Any]:
        try:
            return [
                _adapter(getattr(self.model, key.name)).validate_python(text)
                for key, text in zip(order, texts, strict=True)
            ]
        except ValidationError as error:
            raise invalid_cursor() from error


def _nullable(column: Any) -> bool:
    return bool(column.property.columns[0].nullable)


def _adapter(column: Any) -> TypeAdapter[Any]:
    """Return what reads a value that the column can be held against without an error."""
    kind = column.type.python_type
    if kind is int:
        bits = 63 if isinstance(column.type, sa.BigInteger) else 31
        kind = Annotated[int, Field(ge=-(2**bits), lt=2**bits)]
    return TypeAdapter(kind | None if _nullable(column) else kind)
