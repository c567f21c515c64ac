"""Columns that hold one of an enum's values."""

from enum import StrEnum

import sqlalchemy as sa


class EnumText(sa.types.TypeDecorator[StrEnum]):
    """A text that is one of an enum's values; a named check keeps it so.

    While a release is rolled out, newer code may store values that this one has no member for.
    They are read as they are, each as a value of the enum without a name.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__(60)
        self.members = members
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


def enum_type(members: type[StrEnum]) -> EnumText:
    """Return the type of a column that holds one of an enum's values."""
    return EnumText(members)
