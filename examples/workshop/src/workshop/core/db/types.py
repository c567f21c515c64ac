"""Column types that mean the same on PostgreSQL and on SQLite."""

import datetime as dt
from decimal import Context, Decimal
from typing import Any

import sqlalchemy as sa


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
        exact = Context(prec=self.precision)
        return value.quantize(Decimal(1).scaleb(-self.scale), context=exact)

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


def rounded_columns(model: type[Any]) -> dict[str, ExactNumeric]:
    """Return the types of a mapped class's decimals, by attribute."""
    attributes = sa.inspect(model).column_attrs
    types = {each.key: each.columns[0].type for each in attributes}
    return {n: kind for n, kind in types.items() if isinstance(kind, ExactNumeric)}
