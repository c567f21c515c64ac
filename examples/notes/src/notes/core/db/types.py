"""Column types that mean the same on PostgreSQL and on SQLite."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def utc_now() -> dt.datetime:
    """Return the present moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def utc_today() -> dt.date:
    """Return the present day, in UTC."""
    return utc_now().date()


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """A moment, always with a zone; SQLite, which stores none, holds it in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True
    python_type = dt.datetime

    def process_bind_param(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=dt.UTC)


class ExactNumeric(sa.types.TypeDecorator[Decimal]):
    """A decimal number; SQLite, which has none, holds a float that is rounded on reading."""

    impl = sa.Numeric
    cache_ok = True
    python_type = Decimal

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(precision, scale)
        self.precision = precision
        self.scale = scale

    def rounded(self, value: Decimal) -> Decimal:
        """Return the number as the database holds it: `5` becomes `5.00`."""
        return value.quantize(Decimal(1).scaleb(-self.scale))

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Return the type that the engine has for it."""
        if dialect.name == "sqlite":
            return sa.Numeric(self.precision, self.scale, asdecimal=False)
        return sa.Numeric(self.precision, self.scale)

    def process_bind_param(
        self, value: Decimal | None, dialect: sa.Dialect
    ) -> Decimal | float | None:
        if value is None or dialect.name != "sqlite":
            return value
        return float(value)

    def process_result_value(
        self, value: Decimal | float | None, dialect: sa.Dialect
    ) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return self.rounded(Decimal(repr(value)))


def json_type() -> sa.types.TypeEngine[Any]:
    """Return JSON: `jsonb` on PostgreSQL, text elsewhere; None is SQL's NULL."""
    return sa.JSON(none_as_null=True).with_variant(
        postgresql.JSONB(none_as_null=True), "postgresql"
    )


def enum_type(members: type[StrEnum]) -> sa.Enum:
    """Return a text that holds one of an enum's values; a named check keeps it so."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=False,
        length=60,
        values_callable=lambda kind: [member.value for member in kind],
    )
