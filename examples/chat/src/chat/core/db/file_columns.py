"""Columns that say which file belongs to a row; the file itself is kept elsewhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is kept under a key of its own, and what is known of it."""

    key: str  # in the store; it says nothing of the file
    name: str  # what it was called where it came from; no path
    type: str  # its media type, told by its content
    size: int  # bytes
    sha256: str


class FileColumn(sa.types.TypeDecorator[StoredFile]):
    """What is known of a file, as JSON: `jsonb` on PostgreSQL, text elsewhere."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Return the type of the column on an engine."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(sa.JSON(none_as_null=True))

    def process_bind_param(
        self, value: StoredFile | None, _dialect: sa.Dialect
    ) -> dict[str, Any] | None:
        """Return what is stored of a file."""
        return None if value is None else asdict(value)

    def process_result_value(
        self, value: Mapping[str, Any] | None, _dialect: sa.Dialect
    ) -> StoredFile | None:
        """Return the file that a row has."""
        return None if value is None else StoredFile(**value)


def file_columns(mapper: Any) -> list[Any]:
    """Return the attributes of a mapped class that are files."""
    return [
        getattr(mapper.class_, each.key)
        for each in mapper.column_attrs
        if isinstance(each.columns[0].type, FileColumn)
    ]
