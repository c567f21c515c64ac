"""The base of every mapped class."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped

# Migrations need to name what they change; these are the names of what has none of its own.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every mapped class, with the metadata that migrations read."""

    metadata = sa.MetaData(naming_convention=_NAMES)


def table_args(*items: sa.schema.SchemaItem, **options: Any) -> tuple[Any, ...]:
    """Return a table's constraints and indexes, and its options behind them."""
    return (*items, options)


def versioned_by(version: Mapped[int]) -> dict[str, Any]:
    """Return the mapper's arguments that count a row's changes in this column.

    A write to a row that someone else has changed in between raises StaleDataError.
    """
    return {"version_id_col": version}
