"""Columns that hold JSON."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def json_type() -> sa.types.TypeEngine[Any]:
    """Return JSON: `jsonb` on PostgreSQL, text elsewhere; None is SQL's NULL."""
    return (
        _Json(none_as_null=True)
        .with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
        .with_variant(_SqliteJson(none_as_null=True), "sqlite")
    )


class _Json(sa.JSON):
    """JSON; a None that is given is stored, although the column has a default."""

    should_evaluate_none = True


class _SqliteJson(sa.types.TypeDecorator[Any]):
    """JSON as text, but for a bare number: as bytes, since SQLite would round a text."""

    impl = sa.JSON
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any]:
        """Return what writes a value."""
        written = super().bind_processor(dialect)

        def process(value: Any) -> Any:
            text = written(value) if written else value
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return text.encode() if is_number else text

        return process
