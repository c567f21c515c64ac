"""Column types that mean the same on PostgreSQL and on SQLite."""

import datetime as dt

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
