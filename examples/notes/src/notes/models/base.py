"""The base of every mapped class."""

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

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


def table_args(*items: sa.schema.SchemaItem) -> tuple[sa.schema.SchemaItem, ...]:
    """Return a table's constraints and indexes: a tuple, however few there are."""
    return items
