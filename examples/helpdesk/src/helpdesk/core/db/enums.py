"""Columns that hold one of an enum's values."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa


class EnumText(sa.types.TypeDecorator[StrEnum]):
    """A text that is one of an enum's values; a named check keeps it so.

    While a release is rolled out, newer code may store values that this one has no member for.
    They are read as they are, each as a value of the enum without a name.

    Rows are `ordered` by the places of the values in the enum, or else by their texts.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, members: type[StrEnum], *, ordered: bool = False) -> None:
        super().__init__(60)
        self.members = members
        self.ordered = ordered
        self._known = {str(each): each for each in members}

    def process_bind_param(
        self, value: StrEnum | None, dialect: sa.Dialect
    ) -> str | None:
        return None if value is None else str(value)

    def process_result_value(
        self, value: str | None, dialect: sa.Dialect
    ) -> StrEnum | None:
        if value is None:
            return None
        return self._known.get(value) or self._unnamed(value)

    def _unnamed(self, value: str) -> StrEnum:
        found = str.__new__(self.members, value)
        found._value_ = value
        found._name_ = ""
        return found


def enum_type(members: type[StrEnum], *, ordered: bool = False) -> EnumText:
    """Return the type of a column that holds one of an enum's values."""
    return EnumText(members, ordered=ordered)


def in_order(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return what rows are ordered by: the place of an enum's value, or the column itself.

    A value that only newer code knows has the last place.
    """
    kind = column.type
    if not isinstance(kind, EnumText) or not kind.ordered:
        return column
    places = [
        (
            column == sa.bindparam(f"_{column.key}_is_{place}", each, kind),
            sa.literal_column(str(place), sa.Integer),
        )
        for place, each in enumerate(kind.members)
    ]
    last = sa.literal_column(str(len(places)), sa.Integer)
    return sa.case(*places, (column.is_not(None), last))
